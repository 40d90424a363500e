"""Coded tables that print the classes of several units below each other, each below its unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetlib.printed import Row


def heads_of(rows: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name a unit: no code or a unit's own, and a class follows."""
    pairs = [(a, b) for a, b in pairwise(rows) if _is_unit(a.code) and len(b.code) == 3]
    return [a for a, b in pairs if not _is_sum(a, total_names) and not _holds(a, b)]


def above_units(rows: Sequence[Row], heads: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name what holds the units below them: a department above its units."""
    found: list[Row] = []
    for a, b in reversed(list(pairwise(rows))):
        named = _is_unit(a.code) or _holds(a, b)
        if named and (b in heads or b in found) and not _is_sum(a, total_names):
            found.append(a)
    return found


def _is_sum(row: Row, total_names: Sequence[str]) -> bool:
    return row.name in total_names or row.name.endswith("合计")


def _is_unit(code: str) -> bool:
    """Whether a code is none, or as long as only codes of units are."""
    return not code or len(code) == 6


def _holds(a: Row, b: Row) -> bool:
    """Whether a code is that of a department, and the next of a unit in it."""
    return len(a.code) == 3 and len(b.code) == 6 and b.code.startswith(a.code)


def below_units(
    rows: Sequence[Row], heads: Sequence[Row], above: Sequence[Row], total_names: Sequence[str]
) -> list[Row]:
    """Rows one level deeper than their classes tell, below their unit.

    They print no code of the whole body: what holds for a code does not hold for a unit's share.
    """
    placed: list[Row] = []
    unit, known = "", dict[str, str]()
    for row in rows:
        if row in above:
            unit = ""
            placed.append(replace(row, part="unit", code="", level=0))
        elif row in heads:
            unit, known = row.key, {}
            placed.append(replace(row, code="", level=1))
        elif row.code and unit:
            lengths = range(len(row.code) - 1, 2, -1)
            steps = [known[row.code[:n]] for n in lengths if row.code[:n] in known]
            known[row.code] = row.key
            parent = steps[0] if steps else unit
            level = 2 + len(steps)
            placed.append(replace(row, part="share", code="", level=level, parent=parent))
        else:
            level = 0 if row.name in total_names else 1
            placed.append(replace(row, level=level))
    return placed
