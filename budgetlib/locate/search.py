"""The smallest sets of doubts that let every equation hold: cheapest first, led by what clashes."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count, islice
from typing import Any, NamedTuple

from budgetlib.figures import ONE, ZERO, Figure, decimals_of
from budgetlib.locate.equations import Bound, Equation, Range, System

NEARLY = Decimal("1e-9")
MOST = 2000  # inequalities: more would take longer than an answer is worth


class Inequality(NamedTuple):
    """Σ coefficient · change ≤ most; `sources`, and which `sides`, it follows from."""

    coefficients: tuple[tuple[str, Decimal], ...]
    most: Decimal
    sources: frozenset[Any]
    sides: frozenset[int]


class Clash(Exception):
    """The bounds cannot hold together; `sources` say which of them."""

    def __init__(self, sources: frozenset[Any]) -> None:
        super().__init__("the bounds cannot hold together")
        self.sources = sources


class GaveUp(Exception):
    """No answer within `STEPS`, or there are more inequalities than can be gone through."""


def ranges(bounds: Iterable[tuple[Bound, Any]], names: Iterable[str]) -> dict[str, Range]:
    """What bounds leave for each of a few changes (Fourier and Motzkin's elimination)."""
    names = list(names)
    every = _tightest(side for bound, source in bounds for side in _sides(bound, source))
    start = [each._replace(sides=frozenset([at])) for at, each in enumerate(every)]
    answer = {}
    for name in names:
        left = start
        for done, other in enumerate((n for n in names if n != name), 1):
            left = _without(other, left, done)
        answer[name] = _range(left)
    return answer


def _sides(bound: Bound, source: Any) -> Iterable[Inequality]:
    sources = frozenset([source])
    for sign, most in ((ONE, bound.high), (-ONE, bound.low)):
        if most is not None:
            pairs = tuple(sorted((n, sign * c) for n, c in bound.coefficients.items() if c))
            yield Inequality(pairs, sign * most, sources, frozenset())


def _tightest(inequalities: Iterable[Inequality]) -> list[Inequality]:
    """Leave out what another says with the same left side; a clash where 0 ≤ most fails.

    One that is said by more sides is kept beside it: `_without` may leave those out.
    """
    kept: dict[tuple[tuple[str, Decimal], ...], list[Inequality]] = {}
    for each in inequalities:
        if not each.coefficients:
            if each.most < -NEARLY:
                raise Clash(each.sources)
            continue
        scale = abs(each.coefficients[0][1])
        pairs = tuple((name, c / scale) for name, c in each.coefficients)
        one = Inequality(pairs, each.most / scale, each.sources, each.sides)
        alike = kept.setdefault(pairs, [])
        if not any(_says(other, one) for other in alike):
            alike[:] = [one, *(other for other in alike if not _says(one, other))]
    found = [each for alike in kept.values() for each in alike]
    if len(found) > MOST:
        raise GaveUp
    return found


def _says(one: Inequality, other: Inequality) -> bool:
    return one.most <= other.most and one.sides <= other.sides


def _without(name: str, inequalities: list[Inequality], done: int) -> list[Inequality]:
    """Eliminate one change: each upper bound on it against each lower one.

    What follows from more sides than one more than the `done` eliminations follows from fewer of
    them too (Chernikov), and is left out.
    """
    signed = [(each, dict(each.coefficients).get(name, ZERO)) for each in inequalities]
    above, below = [p for p in signed if p[1] > 0], [p for p in signed if p[1] < 0]
    if len(above) * len(below) > MOST:
        raise GaveUp
    pairs = (
        _added(up, c, down, d)
        for up, c in above
        for down, d in below
        if len(up.sides | down.sides) <= done + 1
    )
    return _tightest([*(each for each, c in signed if not c), *pairs])


def _added(up: Inequality, c: Decimal, down: Inequality, d: Decimal) -> Inequality:
    """The two with the change in which they are opposite cancelled."""
    weights: dict[str, Decimal] = {}
    for each, factor in ((up, -d), (down, c)):
        for name, coefficient in each.coefficients:
            weights[name] = weights.get(name, ZERO) + factor * coefficient
    pairs = tuple(sorted((n, w) for n, w in weights.items() if abs(w) > NEARLY))
    most = -d * up.most + c * down.most
    return Inequality(pairs, most, up.sources | down.sources, up.sides | down.sides)


def _range(inequalities: list[Inequality]) -> Range:
    """The range of the one change that is left."""
    tightest = sorted(inequalities, key=lambda e: e.most)
    high = next((e for e in tightest if e.coefficients[0][1] > 0), None)
    low = next((e for e in tightest if e.coefficients[0][1] < 0), None)
    if low and high and -low.most > high.most + NEARLY:
        raise Clash(low.sources | high.sources)
    return (None if low is None else -low.most, None if high is None else high.most)


COPIED = Decimal("0.3")  # beside two doubted printings of one amount, another of them
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


def weight(doubt: Doubt, figures: dict[str, Figure]) -> Decimal | None:
    """What a doubt costs; None for a rule that cannot be doubted."""
    if isinstance(doubt, tuple):
        return doubt[0].weight
    figure = figures[doubt]
    return BLANK if figure.value is None else WORDED if figure.worded else ONE


def cheapest(system: System, broken: Sequence[Equation], effort: Iterator[int]) -> list[Solution]:
    """Find every cheapest set of doubts, and those that cost hardly more; each takes an effort."""
    order = count()
    heap: list[tuple[Decimal, int, frozenset[Doubt]]] = [(ZERO, next(order), frozenset())]
    seen, found, enough = {frozenset[Doubt]()}, list[Solution](), list[frozenset[Doubt]]()

    def copied(doubt: Doubt) -> set[Doubt]:
        return set(system.copies.get(doubt, ()) if isinstance(doubt, str) else ())

    for _ in islice(effort, STEPS):
        if not heap or (found and heap[0][0] > found[0].cost + MARGIN):
            return found
        cost, _, doubts = heapq.heappop(heap)
        if any(some < doubts for some in enough):
            continue
        answer = _tried(system, broken, doubts)
        if isinstance(answer, dict):
            rules = tuple(e for d in doubts if isinstance(d, tuple) for e in d)
            found.append(Solution(cost, answer, rules))
            enough.append(doubts)
            continue
        for doubt in _members(answer, doubts, broken):
            more, extra = doubts | {doubt}, weight(doubt, system.figures)
            if any(doubts & copied(one) for one in doubts & copied(doubt)):
                extra = COPIED
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


def allowed(
    equations: Iterable[Equation], names: set[str], figures: dict[str, Figure]
) -> dict[str, Range]:
    """What equations leave for the changes of some figures; see `ranges`."""
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
