"""Coded tables that print the classes of several units below each other, each below its unit."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetlib.classifications import code_of
from budgetlib.printed import Row

CLASSES = "235"  # how the codes of functions and economic classes begin


def heads_of(rows: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name a unit: no code or a unit's own, and what is coded follows."""
    pairs = [(a, b) for a, b in pairwise(rows) if _is_unit(a) and not _is_unit(b)]
    return [a for a, b in pairs if not _is_sum(a, total_names) and not _holds(a, b)]


def above_units(rows: Sequence[Row], heads: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name what holds the units below them: a department above its units."""
    found: list[Row] = []
    for a, b in reversed(list(pairwise(rows))):
        named = _is_unit(a) or _holds(a, b)
        if named and (b in heads or b in found) and not _is_sum(a, total_names):
            found.append(a)
    return found


def _is_sum(row: Row, total_names: Sequence[str]) -> bool:
    return row.name in total_names or row.name.endswith("合计")


def _is_unit(row: Row) -> bool:
    """Whether a row has a code that only units have, or none and no name of a class."""
    if not row.code:
        return not any(code_of(scheme, row.name) for scheme in ("function", "economic"))
    return (len(row.code) == 6 and row.code.isdigit()) or row.code[0] not in CLASSES


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
