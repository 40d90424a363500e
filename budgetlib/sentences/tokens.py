"""Every numeric token of a text: a figure with its unit, or a named kind of non-amount."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from budgetlib.figures import Spot, paired

TOKEN = re.compile(
    r"\d{1,2}(?=[.．](?:19|20)\d{2}年)|\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)*"
)
_DIGIT = re.compile(r"\d")
UNIT = re.compile(
    r"(?:余|多)?((?:万|亿)?元|%|‰|个百分点|(?:万|亿)?(?:人次|人|户|名|台\(套\)|台套|台|辆|条|个|项|"
    r"批次|批|次|套|件|家|平方米|小时|工作日|天|周|分钟|篇|期|场|份|本|公里|米|吨|亩|间|类|种|年|度|家|所|座|分)|[万亿])"
)
YEAR = r"(?:19|20)\d{2}"

# Kinds of number that are no amount; where two begin at one place, the first claims the digits.
_KINDS = {
    "page_number": r"[…·.]{3,}\d{1,3}(?!\d)",
    "range": r"(?<![\d.])\d{1,3}[-~—]\d{1,3}(?![\d.])(?!-)",
    "threshold": r"\d[\d,.]*(?:亿|万)?元?\(?含?\)?(?:以上|以下)",
    "document_number": rf"[〔\[(【]{YEAR}[〕\])】]\d+号|第\d+(?:次|号|批|届|期|条|款|章)|\d+号令",
    "date": rf"{YEAR}(?:[-—至到~]{YEAR})*年度?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?"
    rf"(?:[-—~至到]\d{{1,2}}月)?|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}月[-—~至到]\d{{1,2}}月|(?<=年度[:：]){YEAR}(?!\d)|"
    rf"(?<!\d){YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)",
    "telephone": r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)",
    "code": r"(?<!\d)\d{3,}[A-Z]\d+|(?<![\d.])\d{12,}(?!\d)|"
    r"(?<=[\u4e00-\u9fff])\(\d{3}(?:\d\d){0,2}[类款项]?\)|[\[【]\d{3,6}[\]】](?=[\u4e00-\u9fff])",
    "table_number": r"表\d+(?:-\d+)?(?!\d)|图\d+|(?:公开|预算|附)\d+表|附件\d+",
    "list_number": r"(?:^|(?<=[。；：:\s]))\d{1,2}[.、．](?:(?!\d)|(?=(?:19|20)\d{2}年))|"
    r"\(\d{1,2}\)|目标\d+|^\d{1,2}(?:\)|(?=“))",
    "schedule": r"\d+\*\d+小时",
    "address": r"\d+(?:号|楼|室|层|弄|幢|栋)",
    "name": r"(?<=[护本版])\d\.\d(?!\d)|[A-Za-z]+-?\d+(?:\.\d+)?(?![\d%])|\d+[A-Za-z]+",
}
# The lookahead passes over the characters with which no kind begins, that is, over most.
_KIND = re.compile(
    r"(?=[\d(〔\[(【第表图公预附目A-Za-z…·.])(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
    + ")"
)


class Token(NamedTuple):
    """A run of digits: `kind` is "figure", a named kind of non-amount, or "unread"."""

    start: int
    end: int
    text: str
    kind: str
    unit: str
    unit_end: int


@lru_cache(maxsize=16384)
def scan(text: str) -> tuple[Token, ...]:
    """Find every numeric token of a text without spaces, in order."""
    if not _DIGIT.search(text):
        return ()
    named = _named(text)
    tokens = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        kind, unit, unit_end = named.get(start, ""), "", end
        if not kind:
            after = UNIT.match(text, end)
            if after:
                kind, unit, unit_end = "figure", after.group(1), after.end()
            else:
                kind = "figure" if _bare_zero(text, start, end) else "unread"
        tokens.append(Token(start, end, match.group(), kind, unit, unit_end))
    return tuple(tokens)


def runs(start: int, text: str, spot_of: Callable[[int], Spot]) -> list[tuple[Spot, str]]:
    """A token, with where it stands; one that a line or page break cuts in two is two runs."""
    first, last = spot_of(start), spot_of(start + len(text) - 1)
    if first == last:
        return [(first, text)]
    spots = [spot_of(start + i) for i in range(len(text))]
    pieces = [
        (spot, "".join(c for c, at in zip(text, spots, strict=True) if at == spot))
        for spot in dict.fromkeys(spots)
    ]
    return [(spot, run) for spot, piece in pieces for run in TOKEN.findall(piece)]


def _named(text: str) -> dict[int, str]:
    """Start of each token inside a named non-amount."""
    named: dict[int, str] = {}
    for match in _KIND.finditer(text):
        kind = match.lastgroup or ""
        inside = [m.start() for m in TOKEN.finditer(match.group())]
        for offset in inside[:1] if kind == "threshold" else inside:
            named[match.start() + offset] = kind
    return named


def _bare_zero(text: str, start: int, end: int) -> bool:
    """A zero or amount after 为 with nothing but the clause's end behind it: 预算为0。."""
    return text[start - 1 : start] in "为是" and text[end : end + 1] in "，。；,;、)"


_BRACKETS = re.compile(r"\([^()]*\)")


def opened(text: str, position: int) -> int:
    """Behind which bracket a position stands that is still open there, 0 for none."""
    text, closed = text[:position], 1
    while closed:
        text, closed = _BRACKETS.subn(lambda match: "_" * len(match[0]), text)
    return text.rfind("(") + 1


_SPACES = re.compile(r"(?P<kept>(?:^|(?<=[。；]))\d{1,2}\.\s+(?=\d))|(?<!\d)\s+|\s+(?!\d)")


_LETTERED = re.compile(r"(?=.*[^\d\s])\S(?:\s+\S){3,}")  # 2 0 2 6 年 收 支 总 表
_NARROW = re.compile(r"(?<!\d),|,(?!\d)|;")
_MARKS = {",": "，", ";": "；"}


def squeezed(text: str) -> str:
    """The text without white space, and its marks as Chinese prints them.

    White space is kept between two numbers, and behind a list's number (1. 2026年).
    """
    words = text.split()
    if words != [text]:
        lettered = _LETTERED.fullmatch(text)
        text = "".join(words) if lettered else _SPACES.sub(lambda m: m["kept"] or "", text)
    if "," in text or ";" in text:
        text = _NARROW.sub(lambda match: _MARKS[match[0]], text)
    return paired(text)
