"""Which printed figures are to be doubted where a disclosure does not hold together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from budgetlib.amounts import Figure
from budgetlib.locate.equations import Equation, Range, System, system
from budgetlib.locate.search import GaveUp, Solution, search, values
from budgetlib.reconcile import Comparison, Reconciliation
from budgetlib.relations import INCONSISTENT


@dataclass(frozen=True, slots=True)
class Repair:
    """A doubted figure, and the values in its unit that all else leaves for it."""

    figure: Figure
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Doubts that together explain a cause: figures misprinted, rules that are not so here."""

    repairs: tuple[Repair, ...]
    rules: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """One fault, and the comparisons that it explains.

    Attributes
    ----------
    comparisons
        The inconsistent comparisons, gravest first.
    answers
        What would explain them; one of these, where there are several. None where words differ
        or nothing was found.
    reason
        Why there is no answer, in English and in Chinese.
    """

    comparisons: tuple[Comparison, ...]
    answers: tuple[Answer, ...] = ()
    reason: tuple[str, str] = ("", "")

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every doubted figure, each once."""
        found = {r.figure.id: r.figure for answer in self.answers for r in answer.repairs}
        return tuple(found.values())


NOT_FOUND = ("no small set of figures explains it", "未能定位：没有少数几个数字足以解释")


def locate(reconciliation: Reconciliation) -> tuple[Cause, ...]:
    """Find the causes of the inconsistencies.

    Parameters
    ----------
    reconciliation
        Of one disclosure.

    Returns
    -------
    tuple of Cause
        Every inconsistent comparison stands in one of them.
    """
    if not reconciliation.inconsistent:
        return ()
    known = system(reconciliation.results)
    groups = _components([e for e in known.equations if not e.holds])
    return tuple(_cause(g, s, known) for g, s in _solved(known, groups))


Found = list[Solution] | None


def _solved(known: System, groups: list[list[Equation]]) -> list[tuple[list[Equation], Found]]:
    """Solutions for each group; groups whose solutions meet in an equation are solved together."""
    solved = [(group, _search(known, group)) for group in groups]
    for at, (group, found) in enumerate(solved):
        for other, (second, more) in enumerate(solved[:at]):
            if _clash(known, found, more):
                rest = [g for i, (g, _) in enumerate(solved) if i not in (at, other)]
                return _solved(known, [*rest, group + second])
    return solved


def _search(known: System, group: Sequence[Equation]) -> Found:
    try:
        return search(known, group)
    except GaveUp:
        return None


def _clash(known: System, found: Found, more: Found) -> bool:
    return False


def _components(broken: list[Equation]) -> list[list[Equation]]:
    """Equations that share a printed figure, directly or by others, together."""
    groups: list[tuple[set[str], list[Equation]]] = []
    for equation in broken:
        names = {n for n, f in equation.figures.items() if f.value is not None}
        meeting = [g for g in groups if g[0] & names]
        groups = [g for g in groups if not g[0] & names]
        names = names.union(*(g[0] for g in meeting))
        groups.append((names, [e for _, g in meeting for e in g] + [equation]))
    return [group for _, group in groups]


def _cause(group: list[Equation], found: Found, known: System) -> Cause:
    comparisons = tuple(e.comparison for e in group)
    if not found:
        return Cause(comparisons, (), NOT_FOUND)
    return Cause(comparisons, tuple(_answer(s, known) for s in found))


def _answer(solution: Solution, known: System) -> Answer:
    repairs = tuple(
        Repair(known.figures[name], *values(known.figures[name], change))
        for name, change in solution.figures.items()
    )
    return Answer(repairs, tuple(e.comparison for e in solution.rules))
