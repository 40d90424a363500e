"""Grids of unusual shape: groups in merged cells, and rows whose column tells their level."""

from __future__ import annotations

from budgetlib.amounts import squeeze
from budgetlib.layouts import canonical
from budgetlib.model import Column, Row
from budgetlib.read.columns import match_columns
from budgetlib.read.tables import Sheet, body


def read_grouped(sheet: Sheet, height: int) -> tuple[list[Column], list[Row]]:
    """Groups and their members in merged cells on the left, an amount at the right."""
    paths = sheet.paths(height)
    at = len(paths) - 1
    column = Column("amount", paths[at], at)
    keys = sheet.layout.data["two_sided"]["revenue"]
    rows: list[Row] = []
    group = ""
    for r in body(sheet, height):
        words = [canonical(cell) for cell in sheet.rows[r][:at] if cell.strip()]
        if not words:
            continue
        group = words[0] if len(words) > 1 else group
        whole = words[-1] in sheet.layout.data["group_totals"]
        name = group if whole else words[-1]
        level = 1 if whole else 2 if group else 0
        code = next((k for k, known in keys.items() if name in known), "")
        parent = f"revenue.{group}" if level == 2 else ""  # the row of the group's 小计
        key = sheet.key(f"revenue.{name}" if level < 2 else f"{parent}.{name}")
        cells = {"amount": sheet.figure(r, at, key, "amount", name, code=code)}
        place = sheet.place(r, 0, name)
        rows.append(Row(key, "revenue", code, name, level, cells, {}, place, parent))
    return [column], rows


def read_ladder(sheet: Sheet, height: int) -> tuple[list[Column], list[Row]]:
    """Rows whose level is told by the column that their name stands in, a total first."""
    paths = sheet.paths(height)
    columns = match_columns(paths, sheet.spec["columns"])
    steps = [
        sheet.spec["levels"].index(p[-1]) if p and p[-1] in sheet.spec["levels"] else -1
        for p in paths
    ]
    above: dict[int, str] = {}
    rows: list[Row] = []
    for r in body(sheet, height):
        cells = sheet.rows[r]
        filled = [c for c, cell in enumerate(cells) if cell.strip() and steps[c] >= 0]
        if not filled:
            continue
        name = squeeze(cells[filled[-1]])
        total = name in sheet.layout.data["total_names"]
        level = 0 if total else sheet.spec["depths"][steps[filled[-1]]]
        parent = next((above[d] for d in range(level - 1, 0, -1) if d in above), "")
        key = sheet.key("total" if total else f"{level}.{name}")
        above = {d: k for d, k in above.items() if d < level} | ({level: key} if level else {})
        figures = {c.key: sheet.figure(r, c.index, key, c.key, name) for c in columns}
        label = squeeze(cells[filled[0]])
        rows.append(
            Row(
                key,
                "main",
                "",
                name,
                level,
                figures,
                {"words": label},
                sheet.place(r, 0, name),
                parent,
            )
        )
    return columns, rows
