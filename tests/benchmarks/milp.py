"""The same smallest sets by a mixed-integer programme: does the search find all of them?

    python tests/benchmarks/milp.py SOURCE [--number 200] [--layout NAME]

Needs highspy (HiGHS; MIT), which budgetlib itself does not. Figures are misprinted, alone and two
by two; what did not hold before is left out. Every group of clashing comparisons is solved both
ways: a binary variable says that a figure, or a rule, is doubted, and sets that were found are cut
off until the next costs more than the search lists.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import highspy
from locate import pairs
from mutations import Change, Judge, key_of, some

from budgetlib import BudgetError
from budgetlib.figures import ONE
from budgetlib.locate import components
from budgetlib.locate.equations import Bound, Equation, System, multiplied, narrowest, system
from budgetlib.locate.search import (
    DEAREST,
    MARGIN,
    GaveUp,
    cheapest,
    is_printable,
    signed,
    weight,
)

CLOSE = 1e-6
STEPS = 3  # how far from the clash a doubted figure may stand
Found = dict[frozenset[str], float]


class Programme:
    """The equations around a group of broken ones: changes, then a switch a figure, then a rule."""

    def __init__(self, known: System, broken: Sequence[Equation]) -> None:
        self.known, self.broken = known, broken
        equations = list(_around(known, broken))
        self.foreign = [e for e in equations if not e.holds and e not in broken]
        figures = sorted({n for e in equations for n in e.figures})
        self.names = [*figures, *dict.fromkeys(filter(None, map(self._rule, equations)))]
        self.change = {name: at for at, name in enumerate(figures)}
        self.switch = {name: len(figures) + at for at, name in enumerate(self.names)}
        amounts = [abs(float(known.figures[name].amount)) for name in figures]
        named = {self._rule(e): float(e.weight or 0) for e in equations}
        alone = {name: float(weight(name, known.figures) or 0) for name in figures}
        self.costs = named | alone
        self.far = 20 * max([*amounts, 100.0])
        self.model = highspy.Highs()
        self._set_up(figures)
        for equation in equations:
            self._constrain(equation)

    def _set_up(self, figures: Sequence[str]) -> None:
        self.model.setOptionValue("output_flag", False)
        for option in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
            self.model.setOptionValue(option, 1e-9)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        for name in figures:
            figure = self.known.figures[name]
            self.model.addVar(-self.far if signed(figure) else -float(figure.amount), self.far)
        for name in self.names:
            self.model.addVar(0, 1)
            self.model.changeColIntegrality(self.switch[name], highspy.HighsVarType.kInteger)
            self.model.changeColCost(self.switch[name], self.costs[name])
        for name in figures:  # what is not doubted does not change
            for sign in (1.0, -1.0):
                self._row({self.change[name]: sign, self.switch[name]: -self.far}, 0)

    def _rule(self, equation: Equation) -> str:
        """The name of a rule that may be doubted, with the broken ones of the same premise."""
        if equation.weight is None:
            return ""
        alike = equation in self.broken
        return f"rule {equation.premise if alike else id(equation)}"

    def _constrain(self, equation: Equation) -> None:
        scaling = multiplied(equation.relation) & equation.figures.keys()
        for bound in equation.bounds:
            self._bound(bound, equation, scaling)
        for name in scaling:  # alone it has a range; with another one changed there is none
            others = equation.figures.keys() - {name}
            self._bound(Bound({name: ONE}, *equation.reach(name)), equation, others)

    def _bound(self, bound: Bound, equation: Equation, unless: Collection[str]) -> None:
        """A bound that does not hold where one of some figures, or the rule, is doubted."""
        free = [*unless, *filter(None, [self._rule(equation)])]
        for side, sign in ((bound.high, 1.0), (bound.low, -1.0)):
            if side is None:
                continue
            row = {self.change[n]: sign * float(c) for n, c in bound.coefficients.items() if c}
            reach = sum(abs(c) for c in row.values()) * self.far
            for name, more in bound.extra.items():
                row[self.switch[name]] = -float(more)
            for name in free:
                row[self.switch[name]] = -2 * max(reach, abs(float(side)))
            self._row(row, sign * float(side) + CLOSE)

    def _row(self, row: dict[int, float], most: float) -> None:
        self.model.addRow(-highspy.kHighsInf, most, len(row), list(row), list(row.values()))

    def sets(self) -> Found:
        """The cheapest sets, and those that cost hardly more."""
        found: Found = {}
        while True:
            self.model.run()
            if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return found
            values = self.model.getSolution().col_value
            doubts = frozenset(n for n, at in self.switch.items() if values[at] > 0.5)
            cost = sum(self.costs[name] for name in doubts)
            if cost > min([*found.values(), float(DEAREST - MARGIN)]) + float(MARGIN) + CLOSE:
                return found
            self._row(dict.fromkeys((self.switch[n] for n in doubts), 1.0), len(doubts) - 1.0)
            if self._can_be_printed(doubts):
                found[doubts] = cost

    def _can_be_printed(self, doubts: frozenset[str]) -> bool:
        """Whether a single figure's range holds a number of its decimals: no programme knows."""
        if len(doubts) != 1 or not doubts <= self.change.keys():
            return True
        (name,) = doubts
        reach = narrowest(e.reach(name) for e in self.known.by_figure[name])
        return is_printable(self.known.figures[name], reach)

    def searched(self) -> Found:
        """The same by the search."""
        found = cheapest(self.known, self.broken, iter(range(10_000)))
        return {frozenset([*s.figures, *map(self._rule, s.rules)]): float(s.cost) for s in found}


def _around(known: System, broken: Sequence[Equation]) -> Iterator[Equation]:
    near, seen = {n for e in broken for n in e.figures}, dict[int, Equation]()
    for _ in range(STEPS):
        seen |= {id(e): e for e in known.touching(near)}
        near = {n for e in seen.values() for n in e.figures}
    yield from seen.values()


def compared(judge: Judge, changes: tuple[Change, ...]) -> Iterator[tuple[str, Programme]]:
    """How the two ways came out for each group of clashing comparisons."""
    budget = judge.budget
    for change in changes:
        budget = budget.reprint(change.figure, change.new)
    results = budget.reconcile().results
    known = system(c for c in results if not c.relation or key_of(c) not in judge.before)
    changed = {change.figure for change in changes}
    for group in components(e for e in known.equations if not e.holds):
        if not changed & {n for e in group for n in e.figures}:
            continue  # it was there before
        programme = Programme(known, group)
        if programme.foreign:
            yield "another fault beside it", programme
            continue
        try:
            mine = programme.searched()
        except GaveUp:
            yield "the search gave up", programme
            continue
        theirs = programme.sets()
        if mine.keys() == theirs.keys():
            yield "the same sets", programme
        else:
            print(" ", [f"{c.figure} {c.old} -> {c.new}" for c in changes])
            print("    only the search:", [sorted(s) for s in mine.keys() - theirs.keys()])
            print("    only the programme:", [sorted(s) for s in theirs.keys() - mine.keys()])
            cheaper = min(theirs.values(), default=9) < min(mine.values(), default=9) - CLOSE
            yield "a cheaper set by the programme" if cheaper else "other sets", programme


def main() -> None:
    """Read the arguments, misprint, solve both ways, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("--layout")
    parser.add_argument("--number", type=int, default=200, metavar="N", help="of each")
    options = parser.parse_args()
    judge = Judge(options.source, "reprint", options.layout)
    single = [(change,) for change in some(judge.changes(), options.number)]
    outcomes, start = Counter[str](), time.process_time()
    for changes in [*single, *pairs(judge.changes(), options.number)]:
        try:
            outcomes.update(how for how, _ in compared(judge, changes))
        except BudgetError:
            outcomes["not a document any more"] += 1
    print(f"{options.source.name}: {dict(outcomes)}, {time.process_time() - start:.0f} CPU s")


if __name__ == "__main__":
    main()
