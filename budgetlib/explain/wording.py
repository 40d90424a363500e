"""Amounts, rates and lists in words: what the computed sentences are made of."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from budgetlib.figures import Figure

if TYPE_CHECKING:
    import pandas as pd


class Sentence(str):
    """One statement in both languages, a line each, which a notebook shows as text."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in self.splitlines())


def sentence(english: str, chinese: str) -> Sentence:
    """One statement in both languages, a line each."""
    return Sentence(f"{english}\n{chinese}")


def together(*said: str) -> Sentence:
    """Several sentences as one: the English, then the Chinese."""
    english, chinese = zip(*(each.splitlines() for each in said), strict=True)
    return sentence(" ".join(english), "".join(chinese))


def money(value: Decimal | None) -> str:
    """An amount in 万元 as tables print it: two decimals, commas."""
    return "—" if value is None else f"{value:,.2f}"


def percent(part: Decimal, base: Decimal) -> str:
    """A share with one decimal; a dash on a base of zero."""
    return f"{part / base * 100:.1f} %" if base else "—"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str], last: str = " and ") -> str:
    """A list in words."""
    *rest, end = list(words) or ["—"]
    return f"{', '.join(rest)}{last}{end}" if rest else end


def floated(figure: Figure | Decimal | None) -> float:
    """An amount for a column of a frame; NaN where nothing is printed."""
    value = figure.value if isinstance(figure, Figure) else figure
    return float("nan") if value is None else float(value)


def pairs(frame: pd.DataFrame) -> list[tuple[str, float]]:
    """Every amount of a frame with its row and its column, for the words of a chart."""
    return [
        (f"{row}, {column}", float(frame[column].iloc[at]))
        for at, row in enumerate(frame.index)
        for column in frame.columns
    ]
