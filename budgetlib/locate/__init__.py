"""Which printed figures are to be doubted where a disclosure does not hold together.

After Fellegi and Holt (1976): the smallest set of figures that, printed otherwise, would let every
equation hold within rounding. All the smallest sets are told, none is picked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetlib.figures import Figure, Row, Table, text_of
from budgetlib.locate.cause import IN_WORDS, NOT_FOUND, Answer, Cause, Causes, Repair, repaired
from budgetlib.locate.equations import Equation, Range, System, interval, system
from budgetlib.locate.search import (
    ALL_STEPS,
    NEARLY,
    Clash,
    GaveUp,
    Solution,
    allowed,
    cheapest,
    step_of,
    values,
)
from budgetlib.relations import EXACT, ROUNDING, Fact, Same, Sum
from budgetlib.rules.comparison import ORDER, Comparison, together
from budgetlib.rules.reconcile import Reconciliation
from budgetlib.vocabulary.phrases import Both, piece

FEW, NINE = 3, 9  # a rule tells where it holds exactly elsewhere, in nine cases of ten


def borne_out(system: System, found: Sequence[Solution]) -> list[Solution]:
    """Leave out single figures whose repair would make equations inexact that another keeps.

    A misprinted last digit breaks the repetition of a figure and hides in the roundings of its
    sums, which hold exactly as soon as it is printed otherwise: the figure printed elsewhere has
    sums that hold exactly as they are.
    """
    alone = [s for s in found if len(s.figures) == 1 and not s.rules]
    if len(alone) < 2:
        return list(found)
    near = _telling(system, system.touching(name for s in alone for name in s.figures))
    exact = {id(s): max((n for n, _ in _exact(system, s, near)), default=0) for s in alone}
    most = max(exact.values())
    return [s for s in found if exact.get(id(s), most) == most]


def likeliest(system: System, name: str, change: Range) -> str:
    """The value of a range at which the most equations hold exactly; "" where there are several."""
    solution = Solution(Decimal(0), {name: change}, ())
    best = sorted(_exact(system, solution, system.by_figure.get(name, [])), reverse=True)
    return text_of(best[0][1]) if (len(best) == 1 or (best and best[0][0] > best[1][0])) else ""


def _telling(system: System, near: Sequence[Equation]) -> list[Equation]:
    """Those whose rule leaves hardly anything to rounding elsewhere in the disclosure."""
    here = {id(e) for e in near}
    others = [e.comparison for e in system.equations if id(e) not in here]
    found = Counter((c.rule.name, c.verdict) for c in others)
    names = {e.comparison.rule.name for e in near}
    exact = {n for n in names if found[n, EXACT] >= max(FEW, NINE * found[n, ROUNDING])}
    return [e for e in near if e.comparison.rule.name in exact]


def _exact(
    system: System, solution: Solution, near: Sequence[Equation]
) -> Iterator[tuple[int, Decimal]]:
    """How many equations hold exactly with each value that one of them asks for."""
    ((name, (low, high)),) = solution.figures.items()
    figure = system.figures[name]
    step = step_of(figure)
    asked = {_middle(e, name) for e in near if isinstance(e.relation, Sum | Same)}
    for change in {
        (c + figure.amount).quantize(step) - figure.amount for c in asked if c is not None
    }:
        if (low is None or change >= low - NEARLY) and (high is None or change <= high + NEARLY):
            new = figure._replace(value=figure.amount + change)
            yield sum(_is_exact(e, new) for e in near), figure.amount + change


def _middle(equation: Equation, name: str) -> Decimal | None:
    """The change with which a sum or a repetition holds exactly."""
    if name not in equation.figures:
        return None
    low, high = interval(equation.bounds[0].on({name}), name)
    return None if low is None or high is None else (low + high) / 2


def _is_exact(equation: Equation, figure: Figure) -> bool:
    if figure.id not in equation.figures:
        return equation.comparison.verdict == EXACT
    outcome = equation.relation.reprinted(figure).evaluate()
    return outcome is not None and outcome.verdict == EXACT


__all__ = ["Answer", "Cause", "Causes", "Repair", "locate"]

Group = list[Equation]
Solved = tuple[Group, list[Solution]]  # no solutions: not found


def locate(reconciliation: Reconciliation) -> tuple[Cause, ...]:
    """Find the causes of the inconsistencies."""
    if not reconciliation.inconsistent:
        return ()
    known = system(reconciliation.results)
    whole = [
        Cause(
            reconciliation.budget,
            tuple(filter(each.explains, reconciliation.inconsistent)),
            (),
            each.words,
        )
        for each in slid(reconciliation)
    ]
    apart = {id(c) for cause in whole for c in cause.comparisons}
    broken = [e for e in known.equations if not e.holds and id(e.comparison) not in apart]
    effort = iter(range(ALL_STEPS))
    groups = [part for group in components(broken) for part in _parted(known, group, effort)]
    solved = _alike(_solved(known, sorted(groups, key=len), effort))
    told = apart | {id(e.comparison) for group, _ in solved for e in group}
    rest = [c for c in reconciliation.inconsistent if id(c) not in told]
    causes = [*whole, *(_cause(reconciliation, known, each, rest) for each in solved)]
    taken = {id(c) for cause in causes for c in cause.comparisons}
    alone = _in_words([c for c in rest if id(c) not in taken])
    causes += [Cause(reconciliation.budget, tuple(c), (), IN_WORDS) for c in alone]
    order = {id(c): at for at, c in enumerate(reconciliation.results)}
    first = {id(cause): min(order[id(c)] for c in cause.comparisons) for cause in causes}
    return tuple(sorted(causes, key=lambda cause: (ORDER[cause.severity], first[id(cause)])))


def components(broken: Iterable[Equation]) -> list[Group]:
    """Put broken equations together that share a printed figure, directly or by others."""
    groups: list[tuple[set[str], Group]] = []
    for equation in broken:
        names = {n for n, f in equation.figures.items() if f.value is not None}
        meeting = [g for g in groups if g[0] & names]
        groups = [g for g in groups if not g[0] & names]
        names = names.union(*(g[0] for g in meeting))
        groups.append((names, [*(e for _, g in meeting for e in g), equation]))
    return [group for _, group in groups]


def _parted(known: System, group: Group, effort: Iterator[int]) -> list[Group]:
    """A group, or errors apart from mere last digits, where to explain these takes more doubts."""
    last = [e for e in group if e.comparison.severity == "note"]
    errors = components(e for e in group if e not in last)
    if not last or not errors:
        return [group]
    together, *apart = (_searched(known, each, effort) for each in (group, *errors))
    more = all(apart) and (not together or together[0].cost > sum(s[0].cost for s in apart))
    return [*errors, *components(last)] if more else [group]


def _solved(known: System, groups: list[Group], effort: Iterator[int]) -> list[Solved]:
    """Solutions for each group; groups whose solutions clash in an equation are one group."""
    solved = [(group, _searched(known, group, effort)) for group in groups]
    for at, (group, found) in enumerate(solved):
        for before, (other, others) in enumerate(solved[:at]):
            if found and others and not _fit(known, found[0], others[0]):
                rest = [g for i, (g, _) in enumerate(solved) if i not in (at, before)]
                return _solved(known, [*rest, other + group], effort)
    return solved


def _searched(known: System, group: Group, effort: Iterator[int]) -> list[Solution]:
    try:
        return borne_out(known, cheapest(known, group, effort))
    except GaveUp:
        return []


def _fit(known: System, one: Solution, other: Solution) -> bool:
    """Whether two solutions leave each other's equations whole."""
    names, doubted = one.figures.keys() | other.figures.keys(), {*one.rules, *other.rules}
    touched = [e for e in known.touching(names) if e not in doubted]
    sides = (one.figures.keys(), other.figures.keys())
    try:
        if any(all(e.figures.keys() & side for side in sides) for e in touched):
            allowed(touched, names, known.figures)
    except (Clash, GaveUp):
        return False
    return True


def _alike(solved: list[Solved]) -> list[Solved]:
    """Groups that doubt the same figures are one, or only the same rule by the same amount."""
    kept: dict[object, Solved] = {}
    for group, found in solved:
        rules = found[0].rules if len(found) == 1 and not found[0].figures else ()
        gap = {e.comparison.outcome.difference for e in rules}
        key: object = (rules[0].premise, *gap) if len(gap) == 1 else id(group)
        if found and not any(each.rules for each in found):
            key = frozenset(frozenset(each.figures) for each in found)
        before, others = kept.get(key, ([], []))
        both = [Solution(found[0].cost, {}, others[0].rules + rules)] if others and rules else found
        kept[key] = (before + group, both)
    return list(kept.values())


def _cause(
    reconciliation: Reconciliation, known: System, solved: Solved, rest: Sequence[Comparison]
) -> Cause:
    group, found = solved
    answers = sorted(  # by slips that occur first, by doubted rules last
        (_answer(s, known) for s in found),
        key=lambda answer: (len(answer.rules), not all(r.slip for r in answer.repairs)),
    )
    doubted = {r.figure.id for answer in answers for r in answer.repairs}
    explained = [e.comparison for e in group]
    explained += [c for c in rest if c.relation and doubted & c.relation.figures.keys()]
    comparisons = tuple(sorted(explained, key=lambda c: ORDER[c.severity]))
    reason = ("", "") if answers else NOT_FOUND
    return Cause(reconciliation.budget, comparisons, tuple(answers), reason)


def _in_words(found: Sequence[Comparison]) -> list[list[Comparison]]:
    """Those of one rule together that miss the same, or have the same two sides."""
    missing: dict[object, list[Comparison]] = {}
    for group in together(found):
        first = group[0]
        fact = first.relation if isinstance(first.relation, Fact) else None
        alike = (first.rule.name, fact.right.text) if fact and fact.misses else id(first)
        missing.setdefault(alike, []).extend(group)
    return list(missing.values())


def _answer(solution: Solution, known: System) -> Answer:
    repairs = tuple(
        repaired(
            figure,
            *values(figure, change),
            _touching(figure, known.figures.values()),
            likeliest(known, name, change),
        )
        for name, change in solution.figures.items()
        for figure in [known.figures[name]]
    )
    return Answer(repairs, tuple(e.comparison for e in solution.rules))


def _touching(figure: Figure, figures: Iterable[Figure]) -> tuple[Decimal, ...]:
    """The values of the cells that touch a figure's own."""
    if figure.place.cell is None:
        return ()
    r, c = figure.place.cell
    near = {(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)}
    around = (f for f in figures if f.place.table == figure.place.table and f.place.cell in near)
    return tuple(f.amount for f in around)


LEAST = 4  # rows that hold another row's amount: fewer may be misprints of their own
MOST_OF = 0.7  # of those that differ


class Slid(NamedTuple):
    """A table from the row on that first holds an amount that another table prints elsewhere."""

    table: Table
    rows: tuple[Row, ...]  # from that row to the end
    moved: int  # so many hold the amounts of other rows, in their order
    other: Table

    @property
    def words(self) -> Both:
        """What happened, in English and in Chinese."""
        table, other = self.table.number, self.other.number
        return piece("cause.slid", table=table, row=self.rows[0].name, n=self.moved, other=other)

    def explains(self, comparison: Comparison) -> bool:
        """Whether a comparison looks at one of its rows."""
        assert comparison.relation is not None
        first = self.rows[0].place.cell
        return any(
            p.table == self.table.number and p.cell and (not first or p.cell[0] >= first[0])
            for p in comparison.relation.places
        )


def slid(reconciliation: Reconciliation) -> Iterator[Slid]:
    """The tables whose own sums fail because amounts and names slid against each other."""
    tables = reconciliation.budget.tables
    broken = Counter(
        next(iter(numbers))
        for c in reconciliation.inconsistent
        if c.relation and len(numbers := {t.figure.place.table for t in c.relation.terms}) == 1
    )
    for name in tables:
        if broken[name] < LEAST:
            continue
        others = (t for n, t in tables.items() if broken[n] < broken[name])
        found = [each for other in others if (each := _against(tables[name], other))]
        if found:
            yield max(found, key=lambda each: each.moved)


def _against(table: Table, other: Table) -> Slid | None:
    amounts = {row.code: value for row in other.rows if row.code and (value := _amount(row))}
    differing = [r for r in table.rows if r.code in amounts and _amount(r) != amounts[r.code]]
    values = list(amounts.values())
    at, moved = -1, list[Row]()
    for row in differing:
        after = next((n for n, v in enumerate(values) if n > at and v == _amount(row)), None)
        if after is not None:
            at, moved = after, [*moved, row]
    if len(moved) < LEAST or len(moved) < MOST_OF * len(differing):
        return None
    return Slid(table, table.rows[table.rows.index(moved[0]) :], len(moved), other)


def _amount(row: Row) -> Decimal | None:
    return next((f.value for f in row.some("total", "amount")), None)
