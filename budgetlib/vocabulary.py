"""The words of the trade: axes with their trees and labels, as `axes.toml` tells them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from budgetlib.parsed import parsed

AXES: dict[str, dict[str, Any]] = parsed(Path(__file__).with_name("axes.toml"))
# What the end of a column's key says of its amounts, where a table prints them on several bases.
BASES = {end: told["base"] for end, told in AXES["ending"].items() if "base" in told}
BEFORE = next(end for end in AXES["ending"] if end not in BASES)  # a prior year's column
SERVED, UNITS_OF_TIME = (AXES["forms"][name] for name in ("served", "time"))
BUDGET, ORIGINAL, ADJUSTED, EXECUTED, ACCOUNTS = AXES["base"]
UNIT, DEPARTMENT = AXES["level"]
_DIGITS = "零一二三四五六七八九"
NUMERALS = frozenset("一二三四五六七八九十'")


def digits(numeral: str) -> str:
    """A number in digits: 01 and 一 are 1, 十二 is 12; what is no number is as it was."""
    if numeral[:1].isdigit():
        return numeral.lstrip("0")
    tens, ones = numeral.split("十", 1) if "十" in numeral else ("零", numeral)
    found = _DIGITS.find(tens or "一"), _DIGITS.find(ones or "零")
    return numeral if -1 in found else str(10 * found[0] + found[1])


def label(axis: str, key: str) -> tuple[str, str]:
    """The words for a member of an axis, in English and in Chinese; the key where it has none."""
    member = AXES[axis].get(key)
    return (member["en"], member["zh"]) if member else (key, key)


def both(axis: str) -> dict[str, str]:
    """The members of an axis, each in words of both languages."""
    return {key: f"{member['en']} {member['zh']}" for key, member in AXES[axis].items()}


@cache
def parts(axis: str, key: str) -> tuple[str, ...]:
    """The members that make a member of an axis; those that stand apart do not."""
    return tuple(k for k, m in AXES[axis].items() if m.get("parent") == key and not m.get("apart"))


@cache
def above(axis: str, key: str) -> tuple[str, ...]:
    """The members that hold a member of an axis, the nearest first."""
    parent = AXES[axis].get(key, {}).get("parent")
    return (parent, *above(axis, parent)) if parent else ()


def claim(name: str) -> str:
    """The id of a claim with its section in words, where the section has no numeral."""
    first, dot, rest = name.partition(".") if "." in name else name.partition("#")
    return f"{section(first, first)}{dot}{rest}"


def topic(key: str) -> tuple[str, str]:
    """The words for what a section of the notes is about, in English and in Chinese."""
    return label("topic", key)


def column(key: str) -> str:
    """The words for a column's key; a prose cell, known by its number alone, has none."""
    if key.isdigit():
        return ""
    end = next((end for end in AXES["ending"] if key.endswith(end)), "")
    plain = key.removesuffix(end)
    axis = next((axis for axis in ("kind", "fund", "column") if plain in AXES[axis]), None)
    words = " ".join(label(axis, plain)) if axis else plain
    return f"{words} {AXES['ending'][end]['zh'] if end else ''}".rstrip()


def row(key: str) -> str:
    """The words for a row that is known by the part of its form; any other is printed so."""
    part, _, number = key.partition(".")
    return f"{' '.join(label('part', part))} {number}".strip() if part in AXES["part"] else key


def cell(row_name: str, column_name: str) -> tuple[str, str]:
    """The words for a row and a column; what both are called is said once."""
    above, beside = column(column_name), row(row_name)
    return beside, "" if beside and above.endswith(f" {beside}") else above


def section(name: str, numbered: str | None = None) -> str:
    """A section of the notes in words: 说明一, so that 一 is not taken for a dash.

    `numbered` is what one with a numeral is called instead.
    """
    if name in AXES["section"]:
        return str(AXES["section"][name]["zh"])
    if numbered is not None:
        return numbered
    return f"说明{name}" if name and set(name) <= NUMERALS else name
