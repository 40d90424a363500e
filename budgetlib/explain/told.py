"""What notes tell of one quantity: its amount, its change, its growth, and so the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from budgetlib.explain.evidence import claims_of
from budgetlib.model import Budget, Claim

TOTALS = ("total", "this_year")


class Told(NamedTuple):
    """An amount claimed, with the share, change and growth that the note attaches to it."""

    amount: Claim
    change: Claim | None = None
    growth: Claim | None = None
    share: Claim | None = None

    @property
    def value(self) -> Decimal:
        """The amount."""
        return self.amount.figure.amount

    @property
    def step(self) -> Decimal | None:
        """The change with its sign; None where no direction is told."""
        if self.change is None or self.change.direction is None:
            return None
        return self.change.direction * self.change.figure.amount

    @property
    def before(self) -> Decimal | None:
        """The compared year's amount, by implication."""
        return None if self.step is None else self.value - self.step

    @property
    def rate(self) -> Decimal | None:
        """The growth printed, with the sign of its word."""
        if self.growth is None or self.growth.figure.value is None:
            return None
        return self.growth.figure.value * (-1 if self.growth.direction == -1 else 1)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Between what the growth in per cent must lie, given the rounding of both amounts."""
        if self.change is None or self.step is None:
            return None
        amount, half = self.value, self.amount.figure.half_unit
        reach = self.change.figure.half_unit
        rates = []
        for value, step in product(
            (amount - half, amount + half), (self.step - reach, self.step + reach)
        ):
            if value - step <= 2 * half:
                return None
            rates.append(step / (value - step) * 100)
        return min(rates), max(rates)


def told(budget: Budget, topic: str) -> list[Told]:
    """Every amount that the notes tell on a topic, stated reasons left out."""
    claims = claims_of(budget, topic)
    about: dict[tuple[str, str], Claim] = {(c.of, c.measure): c for c in claims if c.of}
    return [
        Told(c, *(about.get((c.id, measure)) for measure in ("change", "growth", "share")))
        for c in claims
        if c.measure == "amount" and c.context != "reason"
    ]


def items_told(budget: Budget) -> list[Told]:
    """The items of the general public budget, one by one as the notes list them."""
    return [each for each in told(budget, "general_budget") if each.amount.key == "item"]


def total_told(budget: Budget, topic: str) -> Told | None:
    """The total of a topic: the one with a change attached, if any has."""
    totals = [each for each in told(budget, topic) if each.amount.key in TOTALS]
    return next((each for each in totals if each.change), totals[0] if totals else None)


def first_change(budget: Budget, *topics: str) -> Iterator[Told]:
    """The totals of these topics that tell a change."""
    for topic in topics:
        total = total_told(budget, topic)
        if total is not None and total.step is not None:
            yield total
