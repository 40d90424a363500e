"""Figures and changes as they are printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from disclosed_facts import LAYOUT, wan

from budgetlib.figures import Figure, Place, half_unit_of
from budgetlib.figures.printed import Claim


def figure(name: str, yuan: int | None, place: Place, year: int, **more: Any) -> Figure:
    """An amount as a table or a note prints it; nothing where there is none."""
    value = wan(yuan) if yuan else None
    return printed(name, value, place, year, **more)


def printed(
    name: str,
    value: Decimal | None,
    place: Place,
    year: int,
    unit: str = "万元",
    base: str = "预算",
    words: str = "",
    **more: Any,
) -> Figure:
    text = words or ("" if value is None else str(value))
    shown = LAYOUT.decimals(unit)
    half = Decimal(0) if words else half_unit_of(unit, text, shown)
    return Figure(name, value, text, half, unit, place, year, base, shown=shown, **more)


def moved(
    name: str, change: int, place: Place, year: int, topic: str, of: Claim, base: str, key: str = ""
) -> Claim:
    """The change of an amount, or the words that there is none to be printed."""
    change = change if wan(abs(change)) else 0
    if change:
        told = figure(name, abs(change), place, year)
    else:
        told = printed(name, Decimal(0), place, year, words="持平")
    sign = (change > 0) - (change < 0)
    return Claim(
        *(told, topic, "change", of.subject, key, of.id, sign, year - 1, base if change else ""),
    )
