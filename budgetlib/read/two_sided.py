"""Tables of two sides (and purposes): label and amounts, twice or more in a row."""

from __future__ import annotations

import re
from typing import Any

from budgetlib.amounts import squeeze
from budgetlib.layouts import Layout, canonical
from budgetlib.model import Column, Row
from budgetlib.read.columns import end_of, key_of, plain_header, told
from budgetlib.read.tables import Sheet, body, is_number

LABELS = (
    *("项目", "项目名称", "科目名称", "功能科目名称", "功能分类科目名称", "收入项目", "支出项目"),
    *("收入项目类别", "支出项目类别", "项目类别", "项目(按功能分类)", "项目(按支出功能分类)"),
    *("项目(按支出性质)",),
)
CARRIED = ("general_budget", "gov_fund", "state_capital")  # what a carry-over is made of
BLANK = " -—/"  # what is printed for nothing
LINE_NUMBERS = ("行次", "栏次")
CARRY = 0  # the depth of a carry-over that no numeral leads
_DEPTHS = (
    (1, re.compile(r"^[一二三四五六七八九十廿卅]+、")),
    (2, re.compile(r"^\([一二三四五六七八九十廿卅]+\)")),
    (3, re.compile(r"^\d+[、.]")),
)


def read_two_sided(sheet: Sheet, height: int, class_code: Any) -> tuple[list[Column], list[Row]]:
    """Label and amounts, twice or more in a row."""
    paths = sheet.paths(height)
    labels = [c for c, p in enumerate(paths) if p and plain_header(p[-1]) in LABELS]
    labels = labels or _worded(sheet, height)
    keys = {word: key for key, words in sheet.layout.data["money"].items() for word in words}
    bases = sheet.layout.data.get("bases", {})
    columns = [
        Column(key_of(p, keys, sheet.year) + (end_of(p[-1], bases) or ""), p, c)
        for c, p in enumerate(paths)
        if p and c not in labels and p[-1] not in LINE_NUMBERS
    ]
    rows: list[Row] = []
    above: dict[str, dict[int, str]] = {"revenue": {}, "expenditure": {}, "purpose": {}}
    for r in body(sheet, height):
        cells = sheet.rows[r]
        positions = [c for c, x in enumerate(cells) if x.strip(BLANK) and not is_number(x)]
        for c, end in zip(positions, [*positions[1:], len(cells)], strict=False):
            last = c + sheet.width(r, c) - 1  # a label may span what stands beside it
            home = max((at for at in labels if at <= last), default=labels[0])
            rows.append(_two_sided_row(sheet, r, c, end, home, labels, columns, above, class_code))
    return columns, rows


def is_one_sided(sheet: Sheet, height: int) -> bool:
    """Whether a revenue table lists the sources below each other, and no codes."""
    known = {word for words in sheet.layout.data["two_sided"]["revenue"].values() for word in words}
    names = [canonical(sheet.rows[r][0]) for r in body(sheet, height)]
    return sum(name in known for name in names) > 2


def _worded(sheet: Sheet, height: int) -> list[int]:
    """The columns that hold words, where no header says which."""
    rows = [sheet.rows[r] for r in body(sheet, height)] if sheet.aligned else []
    filled = [(c, cell) for row in rows for c, cell in enumerate(row) if cell.strip(BLANK)]
    return sorted({c for c, cell in filled if not is_number(cell)}) or [0, 2]


def _two_sided_row(
    sheet: Sheet,
    r: int,
    c: int,
    end: int,
    home: int,
    labels: list[int],
    columns: list[Column],
    above: dict[str, dict[int, str]],
    class_code: Any,
) -> Row:
    label = squeeze(sheet.rows[r][c])
    name = canonical(label)
    side = _side(sheet.layout, name, labels.index(home))
    keys = sheet.layout.data["two_sided"][side]
    code = next((k for k, words in keys.items() if name in words), "") or class_code(name)
    ladder = above[side]
    head = ladder.get(1, "").removeprefix(f"{side}.")
    below = any(head in keys.get(key, ()) for key in HEADS)
    depth = next((d for d, pattern in _DEPTHS if pattern.match(label)), 0)
    depth = depth or _unnumbered(label, code, max(ladder, default=1), below)
    if code in CARRIED and CARRY in ladder:  # below a carry-over, whatever its numbering
        depth = 2
    elif depth == 1:
        ladder.pop(CARRY, None)
    parent = next((ladder[d] for d in range(depth - 1, CARRY - 1, -1) if d in ladder), "")
    key = sheet.key(f"{side}.{name}")
    if not depth:
        ladder.clear()
    if code == "carry_over" and not depth:
        ladder[CARRY] = key
    if depth:
        ladder[depth] = key
        for deeper in range(depth + 1, 4):
            ladder.pop(deeper, None)
    own = [column for column in columns if home < column.index and _owner(column, labels) == home]
    cells = {}
    for column in own or columns[:1]:
        at = column.index if sheet.aligned else c + max(column.index - home, 1)
        at = at if at < end else len(sheet.rows[r])
        cells[column.key] = sheet.figure(
            r, at, key, column.key, label, code=code, **told(column, sheet.year)
        )
    return Row(key, side, code, name, depth, cells, {}, sheet.place(r, c, label), parent)


SUMS = (
    *("this_year", "grand_total", "carry_over", "carry_forward"),
    *("unfiscal_surplus", "distributed"),
)
HEADS = ("this_year", "carry_over", "fiscal", "carry_forward")  # what has parts below it


def _unnumbered(label: str, code: str, deepest: int, below: bool) -> int:
    """How deep a row without a numeral stands: a sum; a part (其中, or below a head); an item."""
    if code in SUMS:
        return 0
    if label.startswith("其中"):
        return min(deepest + 1, 3)
    return 2 if below else 1


def _owner(column: Column, labels: list[int]) -> int:
    return max((at for at in labels if at < column.index), default=labels[0])


def _side(layout: Layout, name: str, ordinal: int) -> str:
    if ordinal and any(name in words for words in layout.data["two_sided"]["purpose"].values()):
        return "purpose"
    if "支出" in name or name.startswith(("年终", "年末", "结转下年", "结余分配")):
        return "expenditure"
    if "收入" in name or "拨款" in name or name.startswith(("上年", "年初", "使用非")):
        return "revenue"
    return "revenue" if ordinal == 0 else "expenditure"
