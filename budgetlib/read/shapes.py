"""Grids of unusual shape: one record, groups in merged cells, levels told by columns."""

from decimal import Decimal
from typing import Any

from budgetlib.figures import ZERO, Column, Row, number
from budgetlib.layouts import canonical
from budgetlib.layouts.labels import WHOLE, Headers, Path, spelt
from budgetlib.read.columns import column_suffix, match_columns, tells_before
from budgetlib.read.sheet import Sheet, columns_of, widened
from budgetlib.vocabulary import AXES, BEFORE, SUMS

ITEMS = ("项目", "项目名称", "支出项目")
Read = tuple[list[Column], list[Row]]


def read_record(sheet: Sheet) -> Read:
    """One row of figures under a header, or printed on its side; of several funds, a row each."""
    known = {spelt(w) for words in sheet.spec["columns"].values() for w in words if "/" not in w}
    lists = (
        c
        for c, path in enumerate(sheet.paths)
        if path and (path[-1] in ITEMS or sum(spelt(x.text) in known for x in sheet.column(c)) > 1)
    )  # a column that names what others have as columns
    label = next(lists, None)
    columns, rows = list[Column](), list[Row]()
    for fund, paths in _by_fund(sheet, label).items():
        told = _upright(sheet, paths) if label is None else _turned(sheet, label, paths)
        columns += told[0]
        if rows and fund:  # each below the row of all money
            name = AXES["fund"][fund]["zh"]
            more = {"part": "fund", "code": fund, "name": name, "level": 2}
            rows += [
                r._replace(parent=row.key, **more) for row, r in zip(rows, told[1], strict=False)
            ]
        else:
            rows += told[1]
    return columns, rows


def _by_fund(sheet: Sheet, label: int | None) -> dict[str, list[Path]]:
    """The header paths of each fund that a table tells, without its name; "" for those of all."""
    funds = [[f for cell in p if (f := sheet.layout.fund_of.get(spelt(cell)))] for p in sheet.paths]
    own = [fund[0] if fund else "" for fund in funds]
    if len({*own} - {""}) < 2:
        return {"": sheet.paths}
    cut = {*SUMS} if label is not None else set()
    paths = [
        tuple(x for x in path if spelt(x) not in sheet.layout.fund_of and x not in cut) or WHOLE[:1]
        for path in sheet.paths
    ]
    return {
        fund: [path if at == fund else () for path, at in zip(paths, own, strict=True)]
        for fund in sorted({*own}, key=own.index)
    }


def _upright(sheet: Sheet, paths: list[Path]) -> Read:
    columns = columns_of(sheet, paths)
    level = 0 if sheet.spec.get("total_record") else 1
    rows = []
    earlier: list[Column] = []
    for r in sheet.body:
        words = tuple(x.text for x in sheet.rows[r] if x.words)
        own, before = columns, tells_before(words, sheet.year)
        end = BEFORE if before else _change(words, sheet)
        if end:  # a year below the other, as columns would be side by side
            own = [Column(c.key + end, (*words, *c.path), c.index) for c in columns]
            earlier += own
        slots = [sheet.slot(c, c.index) for c in own]
        rows.append(sheet.row(r, sheet.key("record"), slots, level=0 if end else level))
    return [*columns, *earlier], rows


def _change(words: tuple[str, ...], sheet: Sheet) -> str:
    """The end of a column's key where a row tells what changed from year to year."""
    named = ((column_suffix((word,), sheet.year, sheet.layout), word) for word in words)
    return next((end for end, word in named if end != f"/{word}" and end.startswith("/")), "")


def _turned(sheet: Sheet, label: int, paths: list[Path]) -> Read:
    """A record printed on its side: its columns are rows, and each base is a column."""
    wanted = {key: [w.split("/")[0] for w in words] for key, words in sheet.spec["columns"].items()}
    names: list[Path] = [  # 增减变化原因 names “三公”经费, and holds no amount of it
        (canonical(cells[label].text),) if any(x.number is not None for x in cells) else ()
        for cells in sheet.rows
    ]
    told = widened(match_columns(names, Headers(wanted, {})), sheet)
    named = {column.index: column.key for column in told}
    first, columns = min(sheet.height, len(sheet.rows) - 1), list[Column]()
    row = sheet.row(first, sheet.key("record"), ())
    for r in sheet.body:
        for c, path in enumerate(paths):
            if c != label and path and sheet.rows[r][c].number is not None:
                key = named.get(r, names[r][0])
                titles = sheet.spec.get("titles", ())
                name = key + column_suffix(path, sheet.year, sheet.layout, titles)
                name = name if name not in row.cells else f"{key}/{path[-1]}"
                columns.append(Column(name, (*names[r], *path), c))
                unit = sheet.slot(columns[-1], c)[2]
                row.cells[name] = sheet.figure(r, c, row.key, name, "", unit)
    return columns, [row] if row.cells else []


def read_grouped(sheet: Sheet) -> Read:
    """Groups and their members in merged cells on the left, an amount at the right."""
    at = len(sheet.paths) - 1
    keys = sheet.layout.data["two_sided"]["revenue"]
    rows: list[Row] = []
    group = ""
    for r in sheet.body:
        words = [canonical(cell.text) for cell in sheet.rows[r][:at] if cell.text]
        if not words:
            continue
        group = words[0] if len(words) > 1 else group
        whole = words[-1] in sheet.layout.data["group_totals"]
        name = group if whole else words[-1]
        level = 1 if whole else 2 if group else 0
        code = next((k for k, known in keys.items() if spelt(name) in known), "")
        parent = f"revenue.{group}" if level == 2 else ""  # the row of the group's 小计
        told: dict[str, Any] = {
            "part": "revenue",
            "code": code,
            "name": name,
            "level": level,
            "parent": parent,
        }
        key = sheet.key(f"{parent or 'revenue'}.{name}")
        rows.append(sheet.row(r, key, [("amount", at, ("", 0, ""))], **told))
    return [Column("amount", sheet.paths[at], at)], rows


def read_ladder(sheet: Sheet) -> Read:
    """Rows whose level is told by the column that their name stands in, a total first."""
    depths = dict(zip(sheet.spec["levels"], sheet.spec["depths"], strict=False))
    steps = [depths.get(path[-1]) if path else None for path in sheet.paths]
    columns = columns_of(sheet, sheet.paths, [c for c, step in enumerate(steps) if step])
    above: dict[int, str] = {}
    rows: list[Row] = []
    filled: list[tuple[int, str]] = []
    for r in sheet.body:
        named = [(c, cell.text) for c, cell in enumerate(sheet.rows[r]) if cell.text and steps[c]]
        filled = named or filled  # one name may be merged over several rows
        texts = {cell.text for cell in sheet.rows[r]} - {""}
        sums = texts.intersection(sheet.layout.data["total_names"])
        if len(texts) == 1 and r == sheet.body[-1] and number(*texts) == _added(rows):
            sums = {""}  # that of all rows, printed below them without a word
        if not (filled or sums) or not (named or any(sheet.rows[r][c.index].text for c in columns)):
            continue
        at, name = filled[-1] if filled else (0, "")
        total, name = bool(sums), next(iter(sums), name)
        level = 0 if total else steps[at] or 0
        parent = next((above[d] for d in range(level - 1, 0, -1) if d in above), "")
        told: dict[str, Any] = {
            "name": name,
            "level": level,
            "text": {"words": filled[0][1] if filled else name},
            "parent": parent,
        }
        key = sheet.key("total" if total else f"{level}.{name}")
        rows.append(sheet.row(r, key, (sheet.slot(c, c.index) for c in columns), **told))
        above = {d: k for d, k in above.items() if d < level} | ({level: key} if level else {})
    return columns, rows


def _added(rows: list[Row]) -> Decimal:
    return sum((row["total"].amount for row in rows if "total" in row), ZERO)
