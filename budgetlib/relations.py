"""What a rule yields: equations over printed figures, and their evaluation within rounding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

from budgetlib.figures import (
    ONE,
    ZERO,
    Figure,
    Linear,
    Place,
    Weighted,
    converted,
    decimals_of,
    linear,
    magnitude,
    round_half_up,
)
from budgetlib.vocabulary import Record, named

EXACT, ROUNDING, INCONSISTENT, NOT_RUN = "exact", "rounding", "inconsistent", "not_run"
UNREAD = "not read"  # why a relation did not run: a figure, row or column of it
HUNDRED, TENTH = Decimal(100), Decimal("0.1")
MISSING = ("—", "blank 空白", "a reason 原因")  # what words are compared with that lack the other
NOTHING = ("无", "没有", "未")  # words for a true zero; 持平 may hide a rounded one


class Term(NamedTuple):
    """A figure in an equation, with its coefficient and the part that it plays."""

    coefficient: Decimal
    figure: Figure
    role: str


Sides = tuple[tuple[str, Decimal | None, str], ...]


class Outcome(NamedTuple):
    """The two sides of an evaluated relation, in `unit`."""

    verdict: str
    printed: Decimal | str | None
    expected: Decimal | str | None
    difference: Decimal | None
    allowed: Decimal | None
    unit: str
    reason: str = ""


class Cited(NamedTuple):
    """One side of a `Fact`: words, and where they stand."""

    text: str
    place: Place
    figure: Figure | None = None


def _held(field: Any) -> Iterable[Figure]:
    """The figures that a field holds: one, several, or that of words."""
    if isinstance(field, Cited):
        return (field.figure,) if field.figure else ()
    return (field,) if isinstance(field, Figure) else field


class Relation(Record, frozen=False):  # nobody changes one; frozen, it takes twice as long to make
    """Base of the relations. `premise` names what an equation over a list takes for granted."""

    multiplies: ClassVar[bool] = False
    sides: ClassVar[Sides] = ()  # the fields that hold figures: with which sign, in which role
    premise: str = named(default="", kw_only=True)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every printed figure in the equation."""
        return tuple(
            Term(sign or Decimal(getattr(self, "sign", 1)), figure, role)  # that of a rate is told
            for name, sign, role in self.sides
            for figure in _held(getattr(self, name))
        )

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every printed figure in the equation, once, by its id."""
        return {f.id: f for name, _, _ in self.sides for f in _held(getattr(self, name))}

    @property
    def weighted(self) -> list[Weighted]:
        """The figures, each with its coefficient."""
        return [term[:2] for term in self.terms]

    @property
    def fails(self) -> bool:
        """Whether it does not hold, or there is nothing to compare."""
        outcome = self.evaluate()
        return outcome is None or outcome.verdict == INCONSISTENT

    def reprinted(self, figure: Figure) -> Self:
        """The same with one of its figures printed otherwise."""

        def new(part: Any) -> Any:
            if isinstance(part, Figure):
                return figure if part.id == figure.id else part
            return [*map(new, part)] if type(part) in (list, tuple) else part

        return self._replace(**{name: new(part) for name, part in self._asdict().items()})

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Words compared; only a `Fact` has any."""
        return ()

    @property
    def places(self) -> list[Place]:
        """Where it looks: at its figures, and at words."""
        figures = [figure.place for figure in self.figures.values()]
        return figures + [cited.place for cited in self.cited]

    @cached_property
    def looks_at(self) -> frozenset[str]:
        """The tables and sections in which it looks."""
        return frozenset(name for p in self.places if (name := p.table or p.section))

    def evaluate(self) -> Outcome | None:
        """Compare the sides; None when nothing is printed on either."""
        raise NotImplementedError

    def bound(self, outcome: Outcome) -> tuple[Figure, ...]:
        """The printed figures of which a change of a tenth would break it, if it holds two."""
        printed = [figure for figure in self.figures.values() if figure.value is not None]
        left, right = outcome.printed or ZERO, outcome.expected
        if len(printed) < 2 or not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return ()
        off = outcome.difference or ZERO  # which knows no surplus where one side may be greater
        room = (outcome.allowed or ZERO) - abs(off) + (left - right - off)
        of_result = abs(right) if self.multiplies else ZERO
        return tuple(
            figure
            for figure in printed
            if not figure.value  # what else a zero might be is not a matter of tenths
            or (of_result or abs(converted(figure.amount, figure, outcome.unit))) * TENTH > room
        )

    def last_digits(self, outcome: Outcome) -> frozenset[str]:
        """The figures of which the last digit may be what is one off."""
        return frozenset(self.figures)

    def slight(self, outcome: Outcome) -> bool:
        """Whether the sides miss each other by one unit of the last printed digit (末位之差)."""
        return False


def _step(figure: Figure, unit: str) -> Decimal:
    """One unit of the last printed digit of an amount or a rate; counts are exact."""
    if not (figure.unit.endswith("元") or figure.unit == "%"):
        return ZERO
    last = ONE.scaleb(-decimals_of(figure.printed))
    return converted(last if figure.unit == "%" else 2 * figure.half_unit or last, figure, unit)


def _verdict(difference: Decimal, allowed: Decimal) -> str:
    return EXACT if not difference else ROUNDING if abs(difference) <= allowed else INCONSISTENT


def _adds(figure: Figure) -> bool:
    """Whether a part adds to a total, or to its allowance: a share of 0 % may be one of 0.4 %."""
    return bool(figure.value) or (figure.value is not None and figure.unit == "%")


class Sum(Relation, frozen=False):
    """The total equals its parts, those in `minus` taken away.

    Allowed: the half units of the total and of each part that is neither blank nor zero;
    none where only one part is printed.
    """

    sides: ClassVar = (("total", -ONE, "total"), ("parts", ONE, "part"), ("minus", -ONE, "part"))
    total: Figure
    parts: Sequence[Figure]
    minus: Sequence[Figure] = ()

    @property
    def only(self) -> Figure | None:
        """The one part, where no other is printed and it is not taken away."""
        every = (*self.parts, *self.minus)
        printed = [f for f in every if f.value is not None and f.printed not in NOTHING]
        return printed[0] if len(printed) == 1 and printed[0] not in self.minus else None

    def evaluate(self) -> Outcome | None:
        """Add up in the unit of the total; a total of one part only is that part printed again."""
        total, unit = self.total, self.total.unit
        filled = [(ONE, f) for f in self.parts if f.value or _adds(f)]
        filled += [(-ONE, f) for f in self.minus if _adds(f)]
        if len(filled) == 1 and total.value is not None and self.only is not None:
            return Same(total, self.only).evaluate()
        expected, allowed = ZERO, ZERO
        for sign, part in filled:
            value, half = part.amount, part.half_unit
            if part.unit != unit:
                value, half = (converted(each, part, unit) for each in (value, half))
            expected += sign * value
            allowed += half
        if total.value is None:
            if all(f.value is None for f in (*self.parts, *self.minus)):
                return None
            return Outcome(_verdict(expected, ZERO), None, expected, -expected, ZERO, unit)
        allowed += total.half_unit
        difference = total.value - expected
        verdict = _verdict(difference, allowed)
        return Outcome(verdict, total.value, expected, difference, allowed, unit)

    def slight(self, outcome: Outcome) -> bool:
        """Beyond the allowance by at most one unit of the total's last digit."""
        if self.only is not None and self.total.value is not None:
            return Same(self.total, self.only).slight(outcome)
        gap = abs(outcome.difference or ZERO) - (outcome.allowed or ZERO)
        return self.total.value is not None and gap <= _step(self.total, outcome.unit)


class Same(Relation, frozen=False):
    """One quantity printed twice: equal, or equal once rounded to the coarser printing."""

    sides: ClassVar = (("left", ONE, "left"), ("right", -ONE, "right"))
    left: Figure
    right: Figure

    def evaluate(self) -> Outcome | None:
        """Compare in the unit of the coarser printing; a blank counts as zero."""
        left, right = self.left, self.right
        if left.value is None and right.value is None:
            return None
        if left.value == right.value and left.unit == right.unit:
            return Outcome(EXACT, left.value, right.value, ZERO, ZERO, left.unit)
        unit = left.unit if magnitude(left.unit) >= magnitude(right.unit) else right.unit
        half = max(converted(f.half_unit, f, unit) for f in (left, right) if f.value is not None)
        a, b = (converted(f.amount, f, unit) for f in (left, right))
        verdict = EXACT if a == b else INCONSISTENT
        if a != b and round_half_up(a, half) == round_half_up(b, half):
            verdict = ROUNDING
        return Outcome(verdict, a, b, a - b, half if verdict == ROUNDING else ZERO, unit)

    def slight(self, outcome: Outcome) -> bool:
        """One unit of the last digit of the coarser printing apart: copied, cut off, or rounded."""
        printed = [f for f in (self.left, self.right) if f.value is not None]
        step = max(_step(figure, outcome.unit) for figure in printed)
        return len(printed) > 1 and abs(outcome.difference or ZERO) <= step


class AtLeast(Relation, frozen=False):
    """The first is not smaller than the others together, within their half units."""

    sides: ClassVar = Same.sides
    left: Figure
    right: Sequence[Figure]

    def evaluate(self) -> Outcome | None:
        """A shortfall beyond the half units is inconsistent."""
        if all(term.figure.value is None for term in self.terms):
            return None
        unit, left = self.left.unit, self.left.amount
        _, room, allowed = linear(self.weighted, unit)
        shortfall = min(room, ZERO)
        verdict = _verdict(shortfall, allowed)
        return Outcome(verdict, left, left - room, shortfall, allowed, unit)


class Rate(Relation, frozen=False):
    """A share or a growth rate, in per cent: rate = part / base.

    Base and part are sums, so that the growth on an implied prior year is
    ``Rate(rate, part=[change], base=[this_year], minus=[change])``.
    """

    multiplies: ClassVar[bool] = True
    sides: ClassVar = (
        *(("rate", None, "rate"), ("part", ONE, "part"), ("part_minus", -ONE, "part")),
        *(("base", ONE, "base"), ("minus", -ONE, "base")),
    )
    rate: Figure
    part: Sequence[Figure]
    base: Sequence[Figure]
    minus: Sequence[Figure] = ()
    part_minus: Sequence[Figure] = ()
    sign: int = 1

    def base_of(self, sign: Decimal = ONE) -> list[Weighted]:
        """What the rate is told of, so many times."""
        return [*((sign, f) for f in self.base), *((-sign, f) for f in self.minus)]

    def gap(self, rate: Decimal) -> Linear:
        """Part less rate times base."""
        part = [*((ONE, f) for f in self.part), *((-ONE, f) for f in self.part_minus)]
        return linear([*part, *self.base_of(-rate)], self.base[0].unit)

    def evaluate(self) -> Outcome | None:
        """Meet the printed rate's interval with that of the recomputed one."""
        if self.rate.value is None:
            return None
        unit = self.base[0].unit
        base, part = linear(self.base_of(), unit).middle, self.gap(ZERO).middle
        printed, half = self.rate.value * self.sign, self.rate.half_unit
        near = sum((converted(f.half_unit, f, unit) for _, f in self.base_of()), ZERO)
        if abs(base) <= near or (base < 0 and not part):
            if not part and not printed:
                return Outcome(EXACT, printed, ZERO, ZERO, ZERO, "%")
            return Outcome(NOT_RUN, printed, None, None, None, "%", "no rate on a base of zero")
        expected = part / base * HUNDRED
        rounded = round_half_up(abs(expected), half).copy_sign(expected)
        verdict = EXACT if rounded == printed and base > 0 else INCONSISTENT
        if verdict != EXACT:
            low, high = (self.gap((printed + side) / HUNDRED) for side in (-half, half))
            meets = base > 0 and low.middle + low.reach >= 0 and high.middle - high.reach <= 0
            verdict = ROUNDING if meets else INCONSISTENT
        fine = "0.0001" if abs(printed - expected) < 1 else "0.01"  # what is far off, in short
        shown = expected.quantize(Decimal(fine), rounding=ROUND_HALF_UP)
        reach = self.gap(expected / HUNDRED).reach
        allowed = (half + reach / abs(base) * HUNDRED).quantize(Decimal("0.0001"))
        return Outcome(verdict, printed, shown, printed - shown, allowed, "%")

    def last_digits(self, outcome: Outcome) -> frozenset[str]:
        """That of the rate; a digit of an amount moves no rate by one of its own.

        None where 3.4 is 3.4 ± 0.05, or 3.4 of 3.48 cut off: it fails only when read as 3.40.
        """
        apart, step = outcome.difference or ZERO, _step(self.rate, "%")
        nearer = abs(self.rate.amount) <= abs(Decimal(outcome.expected or 0))  # to nothing
        agrees = abs(apart) < step if nearer else 2 * abs(apart) <= step
        return frozenset() if agrees else frozenset({self.rate.id})

    def slight(self, outcome: Outcome) -> bool:
        """One unit of the last printed digit beside what is expected, rounded as it is printed."""
        step, expected = _step(self.rate, "%"), outcome.expected
        if not isinstance(expected, Decimal) or not isinstance(outcome.printed, Decimal):
            return False
        rounded = round_half_up(abs(expected), step / 2).copy_sign(expected)
        return abs(outcome.printed - rounded) <= step


class Product(Relation, frozen=False):
    """Quantity times price makes the result, by intervals; `times` is a plain multiplier."""

    multiplies: ClassVar[bool] = True
    sides: ClassVar = (("result", -ONE, "total"), ("factors", ONE, "part"))
    result: Figure
    factors: Sequence[Figure]
    times: Decimal = ONE

    def span(self, factors: Iterable[Figure], unit: str) -> tuple[Decimal, Decimal, Decimal]:
        """The product of some factors in a unit: its least, as printed, its greatest."""
        low = middle = high = self.times / magnitude(unit)
        for factor in factors:
            scale, half = magnitude(factor.unit), factor.half_unit
            low *= (factor.amount - half) * scale
            middle *= factor.amount * scale
            high *= (factor.amount + half) * scale
        return low, middle, high

    def evaluate(self) -> Outcome | None:
        """Multiply the ends of the factors' intervals."""
        if self.result.value is None or any(f.value is None for f in self.factors):
            return None
        low, middle, high = self.span(self.factors, self.result.unit)
        printed, half = self.result.value, self.result.half_unit
        meets = low <= printed + half and high >= printed - half
        verdict = EXACT if printed == middle else ROUNDING if meets else INCONSISTENT
        allowed = max(high - middle, middle - low) + half
        return Outcome(verdict, printed, middle, printed - middle, allowed, self.result.unit)


class Fact(Relation, frozen=False):
    """Words against words: a category, a year named, a list repeated, a table listed.

    `meant` is the range in which the figure that the left words state would have to be.
    """

    sides: ClassVar = (("left", ONE, "left"), ("right", ONE, "right"))
    left: Cited
    right: Cited
    holds: bool
    meant: tuple[Decimal, Decimal] | None = None

    @property
    def cited(self) -> tuple[Cited, ...]:
        return self.left, self.right

    @property
    def misses(self) -> bool:
        """Whether nothing stands on the right: what is listed, due or announced is not there."""
        return self.right.text in MISSING

    def evaluate(self) -> Outcome:
        """Holds or does not: words know no rounding."""
        verdict = EXACT if self.holds else INCONSISTENT
        return Outcome(verdict, self.left.text, self.right.text, None, None, "")
