"""Ranges of many unknowns at once, narrowed by one bound after the other until nothing moves."""

from collections.abc import Sequence
from typing import Any

from budgetlib.locate.equations import Bound, Range, interval, narrowest

ROUNDS = 40
Given = tuple[Bound, Any]  # a bound, and what it comes from


def narrowed(
    start: dict[str, Range], given: Sequence[Given]
) -> tuple[dict[str, Range], dict[str, list[Any]], list[Any]]:
    """Narrow ranges by what bounds leave for each unknown, the others anywhere in theirs."""
    ranges, givers = dict(start), dict[str, list[Any]]()
    against: dict[int, Any] = {}
    for _ in range(ROUNDS):
        before = dict(ranges)
        for bound, source in given:
            for name in bound.coefficients:
                new = narrowest([ranges[name], interval(_alone(bound, name, ranges), name)])
                if new[0] is not None and new[1] is not None and new[0] > new[1]:
                    against[id(source)] = source
                elif new != ranges[name]:
                    ranges[name] = new
                    givers.setdefault(name, []).append(source)
        if ranges == before:
            break
    return ranges, givers, list(against.values())


def _alone(bound: Bound, name: str, ranges: dict[str, Range]) -> Bound:
    """The bound on one unknown, the others anywhere in their ranges."""
    low, high = bound.low, bound.high
    for other, c in bound.coefficients.items():
        if other == name:
            continue
        least, most = ranges[other] if c > 0 else ranges[other][::-1]
        low = None if low is None or most is None else low - c * most
        high = None if high is None or least is None else high - c * least
    return Bound({name: bound.coefficients[name]}, low, high)
