"""Whether bounds on a few changes can hold together, what they leave for each, which clash."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from budgetlib.figures import ONE, ZERO
from budgetlib.locate.equations import Bound, Range

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


class TooMany(Exception):
    """There are more inequalities than can be gone through."""


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
        raise TooMany
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
        raise TooMany
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
