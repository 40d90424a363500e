"""The smallest sets of doubts that let every equation hold: cheapest first, led by what clashes."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count
from typing import NamedTuple

from budgetlib.figures import ONE, ZERO, Figure, decimals_of
from budgetlib.locate.elimination import NEARLY, Clash, TooMany, ranges
from budgetlib.locate.equations import Bound, Equation, Range, System

WORDED, BLANK = Decimal("1.3"), Decimal("1.6")  # a doubted 无, a cell wrongly left blank
MARGIN = Decimal("0.45")  # a doubted rule is told beside a doubted figure, a second doubt is not
STEPS, ALL_STEPS = 600, 1500  # sets tried for one group, and for all groups of a disclosure
DEAREST = 4  # what more doubts than that explain is not located but rewritten
Doubt = str | tuple[Equation, ...]  # a figure, or equations that are not so here


class Solution(NamedTuple):
    """Doubts that explain everything, and by how much each figure would have to change."""

    cost: Decimal
    figures: dict[str, Range]
    rules: tuple[Equation, ...]


@dataclass
class Effort:
    """How many sets of doubts may still be tried for a disclosure."""

    left: int = ALL_STEPS


class GaveUp(Exception):
    """No answer within `STEPS`."""


def weight(doubt: Doubt, figures: dict[str, Figure]) -> Decimal | None:
    """What a doubt costs; None for a rule that cannot be doubted."""
    if isinstance(doubt, tuple):
        return doubt[0].weight
    figure = figures[doubt]
    return BLANK if figure.value is None else WORDED if figure.worded else ONE


def cheapest(system: System, broken: Sequence[Equation], effort: Effort) -> list[Solution]:
    """Find every cheapest set of doubts, and those that cost hardly more."""
    order = count()
    heap: list[tuple[Decimal, int, frozenset[Doubt]]] = [(ZERO, next(order), frozenset())]
    seen, found = {frozenset[Doubt]()}, list[Solution]()
    for _ in range(min(STEPS, effort.left)):
        effort.left -= 1
        if not heap or (found and heap[0][0] > found[0].cost + MARGIN):
            return found
        cost, _, doubts = heapq.heappop(heap)
        answer = _tried(system, broken, doubts)
        if isinstance(answer, dict):
            rules = tuple(e for d in doubts if isinstance(d, tuple) for e in d)
            found.append(Solution(cost, answer, rules))
            continue
        for doubt in _members(answer, doubts, broken):
            more, extra = doubts | {doubt}, weight(doubt, system.figures)
            if extra is not None and cost + extra <= DEAREST and more not in seen:
                seen.add(more)
                heapq.heappush(heap, (cost + extra, next(order), more))
    raise GaveUp


def _members(
    clash: Iterable[Equation], doubts: frozenset[Doubt], broken: Sequence[Equation]
) -> list[Doubt]:
    """What could be doubted besides, so that these no longer clash."""
    members: dict[Doubt, None] = {}
    for equation in clash:
        members[_alike(equation, broken)] = None
        members.update(dict.fromkeys(equation.figures))
    return [m for m in members if m not in doubts]


def _alike(equation: Equation, broken: Sequence[Equation]) -> tuple[Equation, ...]:
    """The broken equations that are doubted with this one, having the same premise."""
    alike = tuple(e for e in broken if e.premise == equation.premise)
    return alike if equation in alike else (equation,)


def _tried(
    system: System, broken: Sequence[Equation], doubts: frozenset[Doubt]
) -> dict[str, Range] | list[Equation]:
    """The ranges that doubts leave, or the equations that clash in spite of them."""
    names = {d for d in doubts if isinstance(d, str)}
    doubted = {e for d in doubts if isinstance(d, tuple) for e in d}
    still = [e for e in broken if e not in doubted and not names & e.figures.keys()]
    if still:
        return [min(still, key=lambda e: len(e.figures))]
    touched = [e for e in system.touching(names) if e not in doubted]
    try:
        return allowed(touched, names, system.figures)
    except Clash as clash:
        return sorted(clash.sources - {None}, key=lambda e: len(e.figures))
    except TooMany as many:
        raise GaveUp from many


def allowed(
    equations: Iterable[Equation], names: set[str], figures: dict[str, Figure]
) -> dict[str, Range]:
    """What equations leave for the changes of some figures; see `elimination.ranges`."""
    bounds: list[tuple[Bound, Equation | None]] = [
        (bound, e) for e in equations for bound in e.bounds_on(names)
    ]
    least = (figures[name] for name in names if not signed(figures[name]))
    bounds += [(Bound({f.id: ONE}, -f.amount, None), None) for f in least]
    found = ranges(bounds, sorted(names))
    if len(found) == 1:
        ((name, left),) = found.items()
        if not is_printable(figures[name], left):
            raise Clash(frozenset(source for _, source in bounds))
    return found


def signed(figure: Figure) -> bool:
    """Whether an amount below zero could be printed there: in words the direction is told apart."""
    return figure.amount < 0 or "change" in figure.place.column


def is_printable(figure: Figure, change: Range) -> bool:
    """Whether a number that can be printed there lies within the range."""
    found = ends(figure, *values(figure, change))
    return found is None or found[0] <= found[1]


def ends(
    figure: Figure, low: Decimal | None, high: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest number of a range that could be printed for a figure."""
    if low is None or high is None:
        return None
    step = step_of(figure)
    first = ((low - NEARLY) / step).to_integral_value(ROUND_CEILING)
    last = ((high + NEARLY) / step).to_integral_value(ROUND_FLOOR)
    return first * step, last * step


def step_of(figure: Figure) -> Decimal:
    """The unit of the last digit that could be printed for a figure."""
    decimals = decimals_of(figure.printed) if figure.value is not None else 2
    return ONE.scaleb(-max(decimals, figure.shown))


def values(figure: Figure, change: Range) -> Range:
    """A range of changes as one of values."""
    low, high = (None if side is None else side + figure.amount for side in change)
    return low, high
