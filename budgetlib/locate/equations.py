"""Comparisons as bounds on changes: by how much each printed figure may differ, all else as is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, singledispatch
from types import MappingProxyType
from typing import Any, NamedTuple

from budgetlib.figures import ONE, ZERO, Figure, Weighted, converted, grouped, linear, magnitude
from budgetlib.relations import (
    HUNDRED,
    INCONSISTENT,
    AtLeast,
    Fact,
    Product,
    Rate,
    Relation,
    Same,
    Sum,
)
from budgetlib.rules.comparison import Comparison
from budgetlib.vocabulary import Record

PREMISE, USUAL = Decimal("1.3"), Decimal("1.4")  # what it costs to doubt a rule, not a figure
ROUNDS = 40  # of narrowing
Range = tuple[Decimal | None, Decimal | None]
FREE: Range = (None, None)


class Bound(NamedTuple):
    """Low ≤ Σ coefficient · change ≤ high; None is no bound on that side.

    `extra` is what the allowance grows by when a figure that is blank or zero gets a value.
    """

    coefficients: dict[str, Decimal]
    low: Decimal | None
    high: Decimal | None
    extra: Mapping[str, Decimal] = MappingProxyType({})

    def on(self, figures: set[str]) -> "Bound":
        """The bound on the changes of some figures, the others staying as printed."""
        more = sum((e for name, e in self.extra.items() if name in figures), ZERO)
        return Bound(
            {name: c for name, c in self.coefficients.items() if name in figures and c},
            None if self.low is None else self.low - more,
            None if self.high is None else self.high + more,
        )


class Equation:
    """A comparison whose relation is over figures, ready to be solved."""

    def __init__(self, comparison: Comparison) -> None:
        assert comparison.relation is not None
        self.comparison = comparison
        self.relation: Relation = comparison.relation
        self.figures: dict[str, Figure] = self.relation.figures
        self.holds = comparison.verdict != INCONSISTENT

    def __repr__(self) -> str:
        return f"<Equation {self.comparison.rule.name}: {self.comparison.verdict}>"

    @property
    def premise(self) -> str:
        """What is taken for granted: said by the relation, or the rule itself."""
        return self.relation.premise or self.comparison.rule.name

    @property
    def weight(self) -> Decimal | None:
        """What it costs to say that the rule is not so here; None where it must be so."""
        if self.relation.premise:
            return PREMISE
        return None if self.comparison.rule.strength == "identity" else USUAL

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """The bounds where they are linear in the changes."""
        return tuple(bounds_of(self.relation))

    def bounds_on(self, figures: set[str]) -> list[Bound]:
        """The bounds on the changes of some figures; none where two of them are multiplied."""
        within = figures & self.figures.keys()
        if not within & multiplied(self.relation):
            return [bound.on(within) for bound in self.bounds]
        if len(within) > 1:
            return []
        (name,) = within
        return [Bound({name: ONE}, *_alone(self.relation, self.figures[name]))]

    def reach(self, name: str) -> Range:
        """How far one figure may be changed, everything else as printed."""
        return narrowest(interval(bound, name) for bound in self.bounds_on({name}))


def interval(bound: Bound, name: str) -> Range:
    """What a bound on one figure says of its change."""
    c = bound.coefficients.get(name, ZERO)
    if not c:
        return FREE
    low = None if bound.low is None else bound.low / c
    high = None if bound.high is None else bound.high / c
    return (low, high) if c > 0 else (high, low)


def narrowest(ranges: Iterable[Range]) -> Range:
    """The highest low and the lowest high."""
    every = list(ranges)
    low = max((low for low, _ in every if low is not None), default=None)
    high = min((high for _, high in every if high is not None), default=None)
    return low, high


def _near(terms: list[Weighted], unit: str, allowed: Decimal) -> Bound:
    """A sum that may differ from zero by what is allowed."""
    weights, middle, _ = linear(terms, unit)
    return Bound(weights, -allowed - middle, allowed - middle)


@singledispatch
def bounds_of(relation: Relation) -> Iterator[Bound]:
    """Bounds on the changes of the figures in a relation; nothing is known of words."""
    return iter(())


@bounds_of.register
def _(relation: Sum) -> Iterator[Bound]:
    only, total = relation.only, relation.total
    if only is not None and total.value is not None:
        yield from bounds_of(Same(total, only))
        return
    unit, terms = total.unit, relation.weighted
    outcome = relation.evaluate()  # nothing where all is blank
    allowed = outcome.allowed if outcome and outcome.allowed else ZERO
    granted = "" if total.value is None else total.id
    none = (f for _, f in terms if not f.value and f.id != granted)
    extra = {f.id: converted(f.half_unit, f, unit) for f in none}
    yield _near(terms, unit, allowed)._replace(extra=extra)


@bounds_of.register
def _(relation: Same) -> Iterator[Bound]:
    left, right = relation.left, relation.right
    unit = left.unit if magnitude(left.unit) >= magnitude(right.unit) else right.unit
    halves = [converted(f.half_unit, f, unit) for f in (left, right)]
    allowed = max(halves) if halves[0] != halves[1] else ZERO
    yield _near([(ONE, left), (-ONE, right)], unit, allowed)


@bounds_of.register
def _(relation: AtLeast) -> Iterator[Bound]:
    weights, middle, reach = linear(relation.weighted, relation.left.unit)
    yield Bound(weights, -reach - middle, None)


@bounds_of.register
def _(relation: Fact) -> Iterator[Bound]:
    figure = relation.left.figure
    if figure is not None and relation.meant is not None:
        low, high = (side - figure.amount for side in relation.meant)
        yield Bound({figure.id: ONE}, low, high)


@bounds_of.register
def _(relation: Rate) -> Iterator[Bound]:
    if relation.rate.value is None:
        return
    outcome, printed = relation.evaluate(), relation.rate.value * relation.sign
    if outcome is None or outcome.difference is None:
        # A base of zero stays zero: otherwise the rate told of it would have to hold.
        base, unit = relation.base_of(), relation.base[0].unit
        yield _near(base, unit, sum((converted(f.half_unit, f, unit) for _, f in base), ZERO))
        return
    for side in (-1, 1):
        weights, middle, reach = relation.gap((printed + side * relation.rate.half_unit) / HUNDRED)
        low, high = (-reach - middle, None) if side < 0 else (None, reach - middle)
        yield Bound(weights, low, high)


def multiplied(relation: Relation) -> set[str]:
    """The figures by which others are multiplied."""
    if isinstance(relation, Product):
        return {t.figure.id for t in relation.terms}
    return {relation.rate.id} if isinstance(relation, Rate) else set()


@singledispatch
def _alone(relation: Relation, figure: Figure) -> Range:
    """How far a multiplied figure may be changed, the others as printed."""
    return FREE


@_alone.register
def _(relation: Rate, figure: Figure) -> Range:
    outcome = relation.evaluate()
    if outcome is None or outcome.expected is None or outcome.allowed is None:
        return FREE
    assert isinstance(outcome.expected, Decimal)
    if not sum(sign * f.amount for sign, f in relation.base_of()):
        return FREE  # no rate is told of a base of zero
    aim = outcome.expected * relation.sign - figure.amount
    return aim - outcome.allowed, aim + outcome.allowed


@_alone.register
def _(relation: Product, figure: Figure) -> Range:
    others = [f for f in relation.factors if f.id != figure.id]
    low, _, high = relation.span(others, "")
    result = relation.result
    if figure.id != result.id:
        if low <= 0 or len(others) != len(relation.factors) - 1:
            return FREE
        told, half = magnitude(result.unit), result.half_unit
        low, high = (result.amount - half) * told / high, (result.amount + half) * told / low
    scale, half = magnitude(figure.unit), figure.half_unit
    return low / scale - half - figure.amount, high / scale + half - figure.amount


class System(Record):
    """The equations of a disclosure, found by their figures."""

    equations: tuple[Equation, ...]

    @cached_property
    def by_figure(self) -> dict[str, list[Equation]]:
        """The equations that each figure stands in."""
        return grouped([(name, each) for each in self.equations for name in each.figures])

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure in an equation, by id."""
        return {name: f for each in self.equations for name, f in each.figures.items()}

    @cached_property
    def copies(self) -> dict[str, list[str]]:
        """The figures that each figure is another printing of."""
        held = [each.figures.values() for each in self.equations if each.holds]
        pairs = [pair for each in held if len(pair := [f for f in each if f.value]) == 2]
        alike = [(one.id, other.id) for one, other in pairs if one.value == other.value]
        return grouped([ends for pair in alike for ends in (pair, pair[::-1])])

    def touching(self, names: Iterable[str]) -> list[Equation]:
        """The equations in which any of these figures stands, each once."""
        return list({id(e): e for name in names for e in self.by_figure.get(name, ())}.values())


def system(comparisons: Iterable[Comparison], every: bool = False) -> System:
    """The comparisons that were made over figures; words decide nothing.

    Observations, and rates told of nothing, show a slip but decide nothing: only in `every`.
    """
    return System(tuple(Equation(c) for c in comparisons if _counts(c, every)))


def _counts(comparison: Comparison, every: bool) -> bool:
    relation, ran = comparison.relation, comparison.outcome.difference is not None
    if comparison.rule.strength == "hint" and not every:
        return False
    if isinstance(relation, Fact):
        return relation.meant is not None
    return isinstance(relation, Sum | Same | AtLeast | Rate | Product) and (ran or every)


def narrowed(
    start: dict[str, Range], given: Sequence[tuple[Bound, Any]]
) -> tuple[dict[str, Range], dict[str, list[Any]], list[Any]]:
    """Narrow ranges by what bounds leave for each unknown, the others anywhere in theirs."""
    ranges, givers = dict(start), dict[str, list[Any]]()
    against: dict[int, Any] = {}
    for _ in range(ROUNDS):
        before = dict(ranges)
        for bound, source in given:
            for name in bound.coefficients:
                new = narrowest([ranges[name], interval(_of_one(bound, name, ranges), name)])
                if new[0] is not None and new[1] is not None and new[0] > new[1]:
                    against[id(source)] = source
                elif new != ranges[name]:
                    ranges[name] = new
                    givers.setdefault(name, []).append(source)
        if ranges == before:
            break
    return ranges, givers, list(against.values())


def _of_one(bound: Bound, name: str, ranges: dict[str, Range]) -> Bound:
    """The bound on one unknown, the others anywhere in their ranges."""
    low, high = bound.low, bound.high
    for other, c in bound.coefficients.items():
        if other == name:
            continue
        least, most = ranges[other] if c > 0 else ranges[other][::-1]
        low = None if low is None or most is None else low - c * most
        high = None if high is None or least is None else high - c * least
    return Bound({name: bound.coefficients[name]}, low, high)
