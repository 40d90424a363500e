"""Header paths into columns: by the layout's words, those of the prior year, and all others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from budgetlib.figures import squeeze
from budgetlib.layouts import canonical
from budgetlib.printed import Column
from budgetlib.sentences.tokens import YEAR
from budgetlib.vocabulary import BASES, BEFORE

Span = tuple[int, int, int, int]  # row, column, rows, columns
Bases = dict[str, list[str]]  # header words of each base
_YEAR = re.compile(rf"^(?:{YEAR}年度?|上年度?(?=(?:预算|预算执行|执行|决算)数?$))")
_YEARS = re.compile(rf"({YEAR})年")
_AGAINST = re.compile(rf"^(?:预算数)?[比较](?:上年|{YEAR}年)度?(?:年初)?(?:预算|执行|决算)?数?")
_LAST_YEAR = re.compile(r"上年度?(?:预算|预算执行|执行|决算)数?")
_WHOLE_BEFORE = ("预算数", "执行数", "预算执行数", "决算数", "年初预算数", "预算", "决算")
_BASE = re.compile(r"年初预算|预算执行数|执行数|预算|决算")
_UNIT = re.compile(r"\((?P<unit>万元|元|%)\)|(?P<percent>%|增长率|增减率|增减幅度|比例|占比)$")


def key_of(path: tuple[str, ...], keys: dict[str, str], year: int) -> str:
    """The key of a column of a two-sided table by the last words of its header."""
    last = plain_header(path[-1])
    if tells_before(path, year):
        return keys.get(last, "amount" if last in _WHOLE_BEFORE else last) + BEFORE
    return keys.get(last, path[-1])


def column_suffix(path: tuple[str, ...], year: int, bases: Bases, changes: Bases) -> str:
    """What the figures of a column are besides this year's amounts, to stand behind a key."""
    change = next((key for key, words in changes.items() if plain_header(path[-1]) in words), "")
    if change:
        return f"/{change}"
    end = end_of(path[-1], bases)
    if end is not None:
        return end
    if tells_before(path, year):
        return BEFORE
    last = _UNIT.sub("", plain_header(path[-1]))
    return "" if last in (*_WHOLE_BEFORE, "金额", "合计") else f"/{path[-1]}"


def header_paths(
    rows: Sequence[tuple[str, ...]], spans: Sequence[Span] | None = None
) -> list[tuple[str, ...]]:
    """Header cells from top to bottom for each column.

    A merged cell stands above what `spans` say; without them, above the blanks beside it.
    """
    width = max((len(row) for row in rows), default=0)
    grid = [[squeeze(c) for c in row] + [""] * (width - len(row)) for row in rows]
    for r, c, height, columns in spans or ():
        for row in grid[r : r + height]:
            row[c : c + columns] = [grid[r][c]] * columns
    above: list[set[int]] = [set()]  # where cells begin in the rows above each
    for upper, lower in pairwise(grid) if spans is None else ():
        above.append(above[-1] | {c for c, cell in enumerate(upper) if cell})
        _settle(upper, lower)
        _spread(upper, lower, above[-2])
    for k in reversed(range(len(above) - 1)):  # rows below may have been spread since
        below = [next((row[c] for row in grid[k + 1 :] if row[c]), "") for c in range(width)]
        _spread(grid[k], below, above[k])
    return [tuple(dict.fromkeys(row[c] for row in grid if row[c])) for c in range(width)]


def _spread(upper: list[str], lower: list[str], begun: set[int]) -> None:
    """Fill the blanks behind a header cell that stands above several, up to the next above it."""
    for c in range(1, len(upper)):
        if c not in begun and not upper[c] and lower[c] and upper[c - 1]:
            upper[c] = upper[c - 1]


def _settle(upper: list[str], lower: list[str]) -> None:
    """Move a lower header row that lost its leading blanks under the cells that span it."""
    filled = [cell for cell in lower if cell]
    slots = [
        c
        for c in range(len(upper))
        if (upper[c] and c + 1 < len(upper) and not upper[c + 1]) or not upper[c]
    ]
    at_left = lower[0] and upper[0] and lower[: len(filled)] == filled
    if at_left and len(filled) <= len(slots) and 0 not in slots:
        lower[:] = [""] * len(lower)
        for slot, cell in zip(slots, filled, strict=False):
            lower[slot] = cell


def match_columns(
    paths: Sequence[tuple[str, ...]],
    wanted: dict[str, list[str]],
    year: int = 0,
    bases: Bases | None = None,
) -> list[Column]:
    """Columns by header path, on each base of its own; a year before, as the prior year's."""
    before = [tells_before(path, year) for path in paths]
    now = [() if old else path for path, old in zip(paths, before, strict=True)]
    then = [path if old else () for path, old in zip(paths, before, strict=True)]
    columns = _on_each_base(now, wanted, bases or {})
    whole = {"total": [*wanted.get("total", ()), *_WHOLE_BEFORE]}
    columns += [
        Column(key + BEFORE, path, c) for key, path, c in map(_parts, _match(then, wanted | whole))
    ]
    return sorted(columns, key=lambda column: column.index)


def _on_each_base(
    paths: Sequence[tuple[str, ...]], wanted: dict[str, list[str]], bases: Bases
) -> list[Column]:
    """The base (预算数, 决算数) may stand above the kind, or below it."""
    found = []
    asked = {word for words in wanted.values() for word in words}
    known = {base: [w for w in words if w not in asked] for base, words in bases.items()}
    for end in ("", *BASES):
        own = [_besides(path, known, end) for path in paths]
        for column in _match(own, wanted):
            found.append(Column(column.key + end, paths[column.index], column.index))
    return found


def _besides(path: tuple[str, ...], bases: Bases, end: str) -> tuple[str, ...]:
    """What a path says besides the base that an end of a key tells, () where it tells another."""
    ends = [end_of(cell, bases) for cell in path]
    told = [other for other in ends if other is not None]
    if (told[-1] if told else "") != end:
        return ()
    return tuple(cell for cell, other in zip(path, ends, strict=True) if other is None) or path


def end_of(header: str, bases: Bases) -> str | None:
    """The end of a column's key that tells the base of a header cell, None where it tells none."""
    base = next((base for base, words in bases.items() if header in words), None)
    known = {word: end for end, word in BASES.items()}
    return None if base is None else known.get(base, "")


def _parts(column: Column) -> tuple[str, tuple[str, ...], int]:
    return column.key, column.path, column.index


def tells_before(path: tuple[str, ...], year: int) -> bool:
    """Whether a header path names the year before, and no other."""
    told = {int(y) for cell in path for y in _YEARS.findall(cell)}
    return told == {year - 1} or any(_LAST_YEAR.fullmatch(cell) for cell in path)


def _match(paths: Sequence[tuple[str, ...]], wanted: dict[str, list[str]]) -> list[Column]:
    """A whole path first, then its last cell."""
    columns: dict[int, Column] = {}
    named = {word for words in wanted.values() for word in words}
    for whole in (True, False):
        for key, patterns in wanted.items():
            if any(column.key == key for column in columns.values()):
                continue
            for c, path in enumerate(paths):
                if c not in columns and path and _fits(path, patterns, whole, named):
                    columns[c] = Column(key, path, c)
                    break
    return [columns[c] for c in sorted(columns)]


def _fits(path: tuple[str, ...], patterns: list[str], whole: bool, named: set[str]) -> bool:
    joined = "/".join(path)
    if whole:
        merged = canonical(path[-1])  # two rows of the header in one line
        merged = "" if merged in named else merged
        return any(
            "/" in p and (joined.endswith(p) or p.replace("/", "") == merged) for p in patterns
        )
    last = plain_header(path[-1])
    return any(canonical(p) == last for p in patterns if "/" not in p)


def plain_header(cell: str) -> str:
    """The words of a header cell without the years that some print before them."""
    return _AGAINST.sub("", _YEAR.sub("", canonical(cell))) or "预算数"


def told(column: Column, year: int) -> dict[str, Any]:
    """What a header tells of its figures besides their kind: unit, year and base."""
    last = canonical(column.path[-1])
    unit = _UNIT.search(last)
    more: dict[str, Any] = {"unit": (unit["unit"] or "%") if unit else ""}
    if column.key.endswith(BEFORE):
        named = _BASE.search("".join(column.path))
        base = named[0] if named else "预算"
        more |= {"year": year - 1, "base": "预算执行数" if base == "执行数" else base}
    end = next((end for end in BASES if column.key.endswith(end)), "")
    return more | ({"base": BASES[end]} if end else {})
