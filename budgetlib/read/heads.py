"""A row that holds the last line of the header and the first figures, as one row of each."""

from __future__ import annotations

from budgetlib.figures import squeeze
from budgetlib.read.tables import Sheet, is_number

FEWEST = 2  # header cells among the figures


def set_heads_apart(sheet: Sheet) -> None:
    """Take the header's cells out of the first row of figures, and keep them for the paths."""
    if "columns" not in sheet.spec:
        return
    rows = [[squeeze(cell) for cell in cells] for cells in sheet.rows]
    numbers = [[is_number(cell) for cell in cells] for cells in rows]
    first = next((r for r, found in enumerate(numbers) if any(found)), 0)
    if not first:
        return
    label = next(c for c, cell in enumerate(rows[first]) if cell)
    words = {
        c for c, cell in enumerate(rows[first]) if cell and c > label and not numbers[first][c]
    }
    under = [(r, c) for c in words for r in range(first + 1, len(rows)) if rows[r][c]]
    named = {part for name in sheet.spec["columns"].values() for w in name for part in w.split("/")}
    known = {rows[first][c] for c in words} <= named
    if len(words) >= FEWEST and all(numbers[r][c] for r, c in under) and (under or known):
        cells = sheet.rows[first]
        sheet.heads[first] = tuple(cell if c in words else "" for c, cell in enumerate(cells))
        sheet.rows[first] = tuple("" if c in words else cell for c, cell in enumerate(cells))
