"""The words of the trade: axes with their trees and labels, as `axes.toml` tells them.

The room's face: patterns and parsed data, records and spellings are imported from here, too.
"""

from functools import cache
from pathlib import Path
from typing import Any, Self

from budgetlib.vocabulary.files import codes, compiled, kept, parsed, patterns, regex
from budgetlib.vocabulary.record import Record, field, named
from budgetlib.vocabulary.spelling import MARKS, RADICALS, WIDE, escape, paired, plain, squeeze

__all__ = ["codes", "compiled", "kept", "parsed", "patterns", "regex"]
__all__ += ["Record", "field", "named"]
__all__ += ["MARKS", "RADICALS", "WIDE", "escape", "paired", "plain", "squeeze"]

AXES: dict[str, dict[str, Any]] = parsed(Path(__file__).with_name("axes.toml"))
# What the end of a column's key says of its amounts, where a table prints them on several bases.
BASES = {end: told["base"] for end, told in AXES["ending"].items() if "base" in told}
BEFORE = next(end for end in AXES["ending"] if end not in BASES)  # a prior year's column
SUMS, SERVED, UNITS_OF_TIME = (AXES["forms"][name] for name in ("sums", "served", "time"))
PART: str = AXES["forms"]["part"]  # of which
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


class Label(str):
    """A word in both languages: as one text the English, then the Chinese.

    What shows it to a reader gives each language an element of its own.
    """

    english: str
    chinese: str

    def __new__(cls, english: str, chinese: str, text: str | None = None) -> Self:
        both = " ".join(filter(None, (english, chinese))) if text is None else text
        told = super().__new__(cls, both)
        told.english, told.chinese = english, chinese
        return told

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]
        return self.english, self.chinese, str(self)


def joined(between: str, *texts: str) -> Label:
    """Texts in a row, each language by itself; as one text the printed or Chinese words."""
    zh = between.join(map(chinese, texts))
    return Label(between.join(map(english, texts)), zh, zh)


TITLE = regex(
    r"(?P<number>\d+ )?(?P<en>[^\u4e00-\u9fff“A-Za-z]*+[A-Za-z][^\u4e00-\u9fff“]*) "
    r"(?P<zh>\S*[\u4e00-\u9fff].*)"
)


def parted(text: str) -> str:
    """A title of ours in both languages: the words before the first Chinese one, and the rest."""
    found = None if isinstance(text, Label) else TITLE.fullmatch(text)
    if not found:
        return text
    number = found["number"] if found["number"] and found["number"] != "0 " else ""
    return Label(f"{number}{found['en']}", f"{number}{found['zh']}", text)


def label(axis: str, key: str) -> tuple[str, str]:
    """The words for a member of an axis, in English and in Chinese; the key where it has none."""
    member = AXES[axis].get(key)
    return (member["en"], member["zh"]) if member else (key, key)


def both(axis: str) -> dict[str, Label]:
    """The members of an axis, each in words of both languages."""
    return {key: Label(member["en"], member["zh"]) for key, member in AXES[axis].items()}


@cache
def parts(axis: str, key: str) -> tuple[str, ...]:
    """The members that make a member of an axis; those that stand apart do not."""
    return tuple(k for k, m in AXES[axis].items() if m.get("parent") == key and not m.get("apart"))


@cache
def above(axis: str, key: str) -> tuple[str, ...]:
    """The members that hold a member of an axis, the nearest first."""
    parent = AXES[axis].get(key, {}).get("parent")
    return (parent, *above(axis, parent)) if parent else ()


def chinese(text: str) -> str:
    """The Chinese of a label; any other text as it is."""
    return text.chinese if isinstance(text, Label) else text


def english(text: str) -> str:
    """The English of a label; any other text as it is."""
    return text.english if isinstance(text, Label) else text


def column(key: str) -> str:
    """The words for a column's key; a prose cell, known by its number alone, has none."""
    if key.isdigit():
        return ""
    end = next((end for end in AXES["ending"] if key.endswith(end)), "")
    plain = key.removesuffix(end)
    axis = next((axis for axis in ("kind", "fund", "column") if plain in AXES[axis]), None)
    if axis is None and not end:
        return plain
    english, chinese = label(axis, plain) if axis else (plain, plain)
    ending, told = label("ending", end) if end else ("", "")
    text = " ".join(filter(None, (english, chinese if axis else "", told)))
    return Label(f"{english}, {ending}".removesuffix(", "), f"{chinese}{told}", text)


def row(key: str) -> str:
    """The words for a row that is known by the part of its form; any other is printed so.

    The head of a form has none: each of its columns is named as it is printed.
    """
    part, _, number = key.partition(".")
    if part not in AXES["part"]:
        return key
    if part == "head":
        return ""
    english, chinese = label("part", part)
    text = f"{english} {chinese} {number}".strip()
    return Label(f"{english} {number}".strip(), f"{chinese}{number}", text)


def cell(row_name: str, column_name: str) -> tuple[str, str]:
    """The words for a row and a column; what both are called is said once."""
    above, beside = column(column_name), row(row_name)
    return beside, "" if beside and above.endswith(f" {beside}") else above


def table(number: str) -> Label:
    """A table by its number, as readers know it."""
    return Label(f"table {number}", f"表{number}", f"表{number}")


def scope(level: str, base: str) -> Label:
    """What a disclosure is: a unit's budget, a department's final accounts."""
    (whose, owner), (what, told) = label("level", level), label("base", base)
    return Label(f"{whose} {what}", f"{owner}{told}", f"{owner}{told}")


def section(name: str, numbered: str | None = None) -> str:
    """A section of the notes in words: 说明一, so that 一 is not taken for a dash.

    The second of one numeral is called 一', and told as the second.

    `numbered` is what one with a numeral is called instead.
    """
    if name in AXES["section"]:
        return Label(*label("section", name), AXES["section"][name]["zh"])
    if numbered is not None:
        return numbered
    if not name or not set(name) <= NUMERALS:
        return name
    numeral, again = name.rstrip("'"), name.count("'") + 1
    second = (f" (no. {again})", f"（第{again}处）") if again > 1 else ("", "")
    told = f"说明{numeral}{second[1]}"
    return Label(f"note {numeral}{second[0]}", told, told)
