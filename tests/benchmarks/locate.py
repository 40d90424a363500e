"""Change one printed figure, or two, at a time: is what was changed what is doubted?

    python tests/benchmarks/locate.py DOCUMENT [--sample N] [--layout NAME]

Every change is one of those of mutations.py that some comparison notices. The doubted figures are
those of the causes that were not there before; ones doubted before do not count.

"can" is what any method could reach that knows the equations and nothing else: the share of the
changes that no other single figure would explain as well. Where a figure is printed only twice,
either printing may be the wrong one; where a part of a sum is printed once, any part may be. It is
counted by trying every figure, without the search. "first" is how often the answer told first, one
by a slip that occurs where there is one, names what was changed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mutations import Change, Judge, key_of, keys, printed_figures, some

from budgetlib import BudgetError
from budgetlib.budget import Reconciliation
from budgetlib.locate import Cause, locate
from budgetlib.locate.equations import System, narrowest, system
from budgetlib.locate.search import is_printable, signed


class Answered(NamedTuple):
    """What was changed, and what is doubted."""

    changes: tuple[Change, ...]
    seen: bool
    doubted: tuple[frozenset[str], ...]
    rules: bool
    seconds: float
    others: int = 0  # figures besides the one changed that would explain it as well

    @property
    def changed(self) -> set[str]:
        return {change.figure for change in self.changes}

    @property
    def named(self) -> set[str]:
        """Every figure in one of the answers."""
        return {name for answer in self.doubted for name in answer}

    @property
    def alone(self) -> bool:
        """What was changed, and nothing else."""
        return self.named == self.changed

    @property
    def first(self) -> bool:
        return bool(self.doubted) and self.changed <= self.doubted[0]

    @property
    def among_three(self) -> bool:
        return self.changed <= self.named and len(self.named) <= 2 + len(self.changes)

    @property
    def wrong(self) -> bool:
        """One figure alone, and another than the one changed."""
        return len(self.named) == 1 and not self.named <= self.changed

    @property
    def how(self) -> str:
        """The outcome in a word."""
        if self.alone:
            return "alone, or the rule" if self.rules else "alone"
        if self.changed <= self.named:
            return "among 2-3" if self.among_three else "among more"
        if not self.named:
            return "a rule only" if self.rules else "not located"
        return "wrong alone" if self.wrong else "wrong set"


class Locator(Judge):
    """Locates in every changed document what was changed."""

    def __init__(self, document: Path, layout: str | None) -> None:
        super().__init__(document, "reprint", layout)
        before = locate(self.budget.reconcile())
        self.doubted_before = {f.id for cause in before for f in cause.figures}

    def answer(self, changes: tuple[Change, ...]) -> Answered:
        """Change, reconcile, locate."""
        budget = self.budget
        try:
            for change in changes:
                budget = budget.reprint(change.figure, change.new)
        except BudgetError:
            return Answered(changes, False, (), False, 0)
        after = budget.reconcile()
        new = keys(after, grave=True) - self.grave_before
        start = time.process_time()
        causes = [cause for cause in locate(after) if self._is_new(after, cause, set(new))]
        taken = time.process_time() - start
        answers = [a for cause in causes for a in cause.answers]
        old = self.doubted_before - {change.figure for change in changes}
        named = tuple(frozenset(r.figure.id for r in a.repairs) - old for a in answers)
        others = _others(after, set(new), changes[0].figure) if len(changes) == 1 else 0
        return Answered(changes, bool(new), named, any(a.rules for a in answers), taken, others)

    def _is_new(self, after: Reconciliation, cause: Cause, new: set[object]) -> bool:
        there = keys(Reconciliation(after.budget, cause.comparisons), grave=True)
        return bool(there.keys() & new)


def _others(after: Reconciliation, new: set[object], changed: str) -> int:
    """How many other figures could alone be printed so that every equation holds again."""
    known = system(after.results)
    broken = [e for e in known.equations if not e.holds and key_of(e.comparison) in new]
    shared = set.intersection(*({*e.figures} for e in broken)) if broken else set()
    return sum(_repairs(known, name) for name in shared - {changed})


def _repairs(known: System, name: str) -> bool:
    low, high = narrowest(e.reach(name) for e in known.by_figure[name])
    figure = known.figures[name]
    if low is not None and high is not None and low > high:
        return False
    negative = high is not None and figure.amount + high < 0 and not signed(figure)
    return figure.value is not None and not negative and is_printable(figure, (low, high))


_locator: Locator


def _start(document: Path, layout: str | None) -> None:
    global _locator
    _locator = Locator(document, layout)


def _answered(changes: tuple[Change, ...]) -> Answered:
    return _locator.answer(changes)


def pairs(changes: list[Change], number: int) -> list[tuple[Change, ...]]:
    """Two changes of different figures, always the same ones."""
    chosen = random.Random(1)
    drawn = (tuple(chosen.sample(changes, 2)) for _ in range(number))
    return [pair for pair in drawn if pair[0].figure != pair[1].figure]


def shares(title: str, answers: list[Answered], group: Callable[[Answered], str]) -> None:
    """Print how often what was changed was located, for each group."""
    heads = ("alone", "can", "among 3", "can", "first", "wrong alone")
    print(f"\n{title:<24}{'seen':>7}" + "".join(f"{head:>12}" for head in heads))
    for name in sorted({group(a) for a in answers}):
        members = [a for a in answers if group(a) == name]
        told = [
            (a.alone, not a.others, a.among_three, a.others <= 2, a.first, a.wrong) for a in members
        ]
        counts = (sum(column) / len(members) for column in zip(*told, strict=True))
        print(f"{name:<24}{len(members):>7}" + "".join(f"{share:>12.1%}" for share in counts))


def examples(answers: Iterable[Answered], how: str, most: int) -> None:
    """Print a few of one outcome, or of any."""
    for answer in [a for a in answers if how in ("", a.how)][:most]:
        told = ", ".join(f"{c.figure} {c.old} -> {c.new}" for c in answer.changes)
        print(f"  {answer.how}: {told}: {sorted(answer.named)[:6]}")


def growth(locator: Locator, seen: Iterable[Answered]) -> None:
    """Print how long locating takes with ever more faults that share no equation, and deducing."""
    known = system(locator.budget.reconcile().results)
    apart, taken = list[Change](), set[int]()
    for change in (a.changes[0] for a in seen if a.alone):
        near = {n for e in known.by_figure.get(change.figure, ()) for n in e.figures}
        around = {id(e) for e in known.touching(near)}
        if around and not around & taken:
            apart.append(change)
            taken |= around
    print(f"\n{len(known.figures)} figures in {len(known.equations)} equations")
    for number in sorted({0, *(2**i for i in range(6) if 2**i < len(apart)), len(apart)}):
        budget = locator.budget
        for change in apart[:number]:
            budget = budget.reprint(change.figure, change.new)
        result = budget.reconcile()
        seconds = min(_taken(partial(locate, result)) for _ in range(5))
        print(f"CPU s to locate, with {number:>2} faults apart: {seconds:.3f}")
    print(f"CPU s to deduce: {min(_taken(locator.budget.deduce) for _ in range(3)):.3f}", end="; ")
    print(f"to say how far to trust: {min(_taken(locator.budget.trust) for _ in range(3)):.3f}")


def _taken(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _part(answer: Answered) -> str:
    return "tables" if answer.changes[0].where.startswith("表") else "notes"


def main() -> None:
    """Read the arguments, change, locate, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--layout")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, always the same")
    parser.add_argument("--pairs", type=int, default=300, metavar="N", help="of two changes")
    parser.add_argument("--examples", type=int, default=10, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    setting = (options.document, options.layout)
    locator = Locator(*setting)
    changes = some(locator.changes(), options.sample)
    with multiprocessing.Pool(options.jobs, _start, setting) as pool:
        single = pool.map(_answered, [(change,) for change in changes], chunksize=16)
        seen = [answer for answer in single if answer.seen]
        two = pairs([answer.changes[0] for answer in seen], options.pairs)
        double = pool.map(_answered, two, chunksize=16)
    figures = len(printed_figures(locator.budget))
    print(f"{options.document.name}: {figures} figures, {len(single)} changes, {len(seen)} seen")
    shares("where", seen, _part)
    shares("table or section", seen, lambda a: a.changes[0].where)
    shares("kind of change", seen, lambda a: a.changes[0].kind)
    print("\noutcomes:", dict(Counter((_part(a), a.how) for a in seen)))
    for how in (
        "wrong alone",
        "wrong set",
        "among more",
        "among 2-3",
        "not located",
        "a rule only",
    ):
        examples(seen, how, options.examples)
    lost = [a for a in seen if not a.others and not a.alone]
    print(f"told apart by the equations, and not located alone: {len(lost)}")
    examples(lost, "", options.examples)
    both = [a for a in double if a.seen]
    located = sum(a.changed <= a.named for a in both)
    exactly = sum(a.alone for a in both)
    n = len(both)
    print(f"\ntwo changes, each seen alone: {n}; both named {located / n:.1%}", end=", ")
    print(f"and nothing else {exactly / n:.1%}")
    slow = sorted(a.seconds for a in (*seen, *both))
    print(f"CPU s to locate: median {slow[len(slow) // 2]:.3f}, longest {slow[-1]:.3f}")
    growth(locator, seen)


if __name__ == "__main__":
    main()
