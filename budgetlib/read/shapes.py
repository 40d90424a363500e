"""Grids of unusual shape: groups in merged cells, levels told by columns, records on end."""

from __future__ import annotations

from budgetlib.figures import Figure, squeeze
from budgetlib.layouts import canonical
from budgetlib.printed import Column, Row
from budgetlib.read.columns import column_suffix, match_columns, told
from budgetlib.read.tables import Sheet, body, is_number

ITEMS = ("项目", "项目名称", "支出项目")


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


def is_turned(sheet: Sheet, height: int) -> bool:
    """Whether a record is printed on its side, each of its columns as a row."""
    return any(path and path[-1] in ITEMS for path in sheet.paths(height))


def read_turned(sheet: Sheet, height: int) -> tuple[list[Column], list[Row]]:
    """A record printed on its side: its columns are rows, and each base is a column."""
    paths = sheet.paths(height)
    bases, changes = sheet.layout.data.get("bases", {}), sheet.layout.data["changes"]
    label = next(c for c, path in enumerate(paths) if path and path[-1] in ITEMS)
    wanted = {key: [w.split("/")[0] for w in words] for key, words in sheet.spec["columns"].items()}
    names = [(canonical(cells[label]),) for cells in sheet.rows]
    named = {column.index: column.key for column in match_columns(names, wanted)}
    key, cells, columns = sheet.key("record"), dict[str, Figure](), list[Column]()
    for r in body(sheet, height):
        for c, path in enumerate(paths):
            if c != label and path and is_number(sheet.rows[r][c]):
                end = column_suffix(path, sheet.year, bases, changes)
                name = named.get(r, canonical(sheet.rows[r][label])) + end
                columns.append(Column(name, (*names[r], *path), c))
                cells[name] = sheet.figure(r, c, key, name, "", **told(columns[-1], sheet.year))
    place = sheet.place(min(height, len(sheet.rows) - 1), 0)
    return columns, [Row(key, "main", "", "", 1, cells, {}, place)] if cells else []
