"""Coded tables that print the classes of several units below each other, each below its unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetlib.model import Row


def heads_of(rows: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name a unit: no code, and a class follows."""
    pairs = [(a, b) for a, b in pairwise(rows) if not a.code and len(b.code) == 3]
    return [a for a, _ in pairs if a.name not in total_names and not a.name.endswith("合计")]


def below_units(rows: Sequence[Row], heads: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """Rows one level deeper than their classes tell, below their unit.

    They print no code of the whole body: what holds for a code does not hold for a unit's share.
    """
    placed: list[Row] = []
    unit, known = "", dict[str, str]()
    for row in rows:
        if row in heads:
            unit, known = row.key, {}
            placed.append(replace(row, level=1))
        elif row.code and unit:
            lengths = range(len(row.code) - 1, 2, -1)
            above = [known[row.code[:n]] for n in lengths if row.code[:n] in known]
            known[row.code] = row.key
            parent = above[0] if above else unit
            placed.append(replace(row, code="", level=2 + len(above), parent=parent))
        else:
            level = 0 if row.name in total_names else 1
            placed.append(replace(row, level=level))
    return placed
