"""Whether bounds on a few changes can hold together, what they leave for each, which clash."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from budgetlib.amounts import ONE, ZERO
from budgetlib.locate.equations import Bound, Range

NEARLY = Decimal("1e-9")
MOST = 500  # inequalities: more would take longer than an answer is worth


class Inequality(NamedTuple):
    """Σ coefficient · change ≤ most; `sources` are what it follows from."""

    coefficients: tuple[tuple[str, Decimal], ...]
    most: Decimal
    sources: frozenset[Any]


class Clash(Exception):
    """The bounds cannot hold together; `sources` say which of them."""

    def __init__(self, sources: frozenset[Any]) -> None:
        super().__init__("the bounds cannot hold together")
        self.sources = sources


class TooMany(Exception):
    """There are more inequalities than can be gone through."""


def ranges(bounds: Iterable[tuple[Bound, Any]], names: Iterable[str]) -> dict[str, Range]:
    """What bounds leave for each of a few changes (Fourier and Motzkin's elimination).

    Parameters
    ----------
    bounds
        Each with what it comes from.
    names
        The figures whose changes are asked for.

    Raises
    ------
    Clash
        They cannot hold together.
    TooMany
        The elimination grows beyond `MOST` inequalities.
    """
    names = list(names)
    start = _tightest(side for bound, source in bounds for side in _sides(bound, source))
    answer = {}
    for name in names:
        left = start
        for other in names:
            if other != name:
                left = _without(other, left)
        answer[name] = _range(left)
    return answer


def _sides(bound: Bound, source: Any) -> Iterable[Inequality]:
    sources = frozenset([source])
    for sign, most in ((ONE, bound.high), (-ONE, bound.low)):
        if most is not None:
            pairs = tuple(sorted((n, sign * c) for n, c in bound.coefficients.items() if c))
            yield Inequality(pairs, sign * most, sources)


def _tightest(inequalities: Iterable[Inequality]) -> list[Inequality]:
    """Of those with the same left side the one that says most; a clash where 0 ≤ most fails."""
    kept: dict[tuple[tuple[str, Decimal], ...], Inequality] = {}
    for each in inequalities:
        if not each.coefficients:
            if each.most < -NEARLY:
                raise Clash(each.sources)
            continue
        scale = abs(each.coefficients[0][1])
        pairs = tuple((name, c / scale) for name, c in each.coefficients)
        one = Inequality(pairs, each.most / scale, each.sources)
        if pairs not in kept or one.most < kept[pairs].most:
            kept[pairs] = one
    if len(kept) > MOST:
        raise TooMany
    return list(kept.values())


def _without(name: str, inequalities: list[Inequality]) -> list[Inequality]:
    """Eliminate one change: each upper bound on it against each lower one."""
    signed = [(each, dict(each.coefficients).get(name, ZERO)) for each in inequalities]
    above, below = [p for p in signed if p[1] > 0], [p for p in signed if p[1] < 0]
    if len(above) * len(below) > MOST:
        raise TooMany
    pairs = (_added(up, c, down, d) for up, c in above for down, d in below)
    return _tightest([*(each for each, c in signed if not c), *pairs])


def _added(up: Inequality, c: Decimal, down: Inequality, d: Decimal) -> Inequality:
    """The two with the change in which they are opposite cancelled."""
    weights: dict[str, Decimal] = {}
    for each, factor in ((up, -d), (down, c)):
        for name, coefficient in each.coefficients:
            weights[name] = weights.get(name, ZERO) + factor * coefficient
    pairs = tuple(sorted((n, w) for n, w in weights.items() if abs(w) > NEARLY))
    return Inequality(pairs, -d * up.most + c * down.most, up.sources | down.sources)


def _range(inequalities: list[Inequality]) -> Range:
    """The range of the one change that is left."""
    high = min((e for e in inequalities if e.coefficients[0][1] > 0), key=_most, default=None)
    low = min((e for e in inequalities if e.coefficients[0][1] < 0), key=_most, default=None)
    if low and high and -low.most > high.most + NEARLY:
        raise Clash(low.sources | high.sources)
    return (None if low is None else -low.most, None if high is None else high.most)


def _most(inequality: Inequality) -> Decimal:
    return inequality.most
