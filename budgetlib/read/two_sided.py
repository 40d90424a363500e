"""Tables of two sides (and purposes): label and amounts, twice or more in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from budgetlib.figures import squeeze
from budgetlib.layouts import Layout, canonical
from budgetlib.printed import Column, Row
from budgetlib.read.columns import end_of, key_of, plain_header, told
from budgetlib.read.tables import Sheet, body, is_number

LABELS = (
    *("项目", "项目名称", "科目名称", "功能科目名称", "功能分类科目名称", "收入项目", "支出项目"),
    *("收入项目类别", "支出项目类别", "项目类别", "功能分类", "功能分类科目"),
)
BY = re.compile(r"项目\(按.*\)|(?:部门|政府)预算(?:支出)?经济分类(?:科目)?")
SIDES = ("revenue", "expenditure", "purpose")
ECONOMIC = ("economic", "economic_of_government")  # sides that list economic classes

_CODED = re.compile(r"[\[(]?(?P<code>\d{3})[\])]?[-—]?(?P<name>[^\d.、,)\]].*)")
CARRIED = ("general_budget", "gov_fund", "state_capital")  # what a carry-over is made of
BLANK = " -—/"  # what is printed for nothing
LINE_NUMBERS = ("行次", "栏次")
CARRY = 0  # the depth of a carry-over that no numeral leads
_DEPTHS = (
    (1, re.compile(r"^[一二三四五六七八九十廿卅]+、")),
    (2, re.compile(r"^\([一二三四五六七八九十廿卅]+\)")),
    (3, re.compile(r"^\d+[、.]")),
)


@dataclass
class Ladder:
    """One list: the rows above the next one by depth, and how its items are numbered."""

    above: dict[int, str] = field(default_factory=dict)
    economic: bool = False  # of economic classes, each below its numbered kind
    begun: bool = False
    shift: int = 0  # where (一) numbers the topmost items
    part: int = 0  # the depth of parts (其中) that may go on

    def depth(self, label: str, code: str, below: bool) -> int:
        """How deep a row stands: by its numeral, else a sum, a part or an item."""
        told = next((d for d, pattern in _DEPTHS if pattern.match(label)), 0)
        if not self.begun:
            self.begun, self.shift = True, max(told - 1, 0)
        if told:
            self.part = 0
            return max(told - self.shift, 1)
        if code in SUMS:
            self.part = 0
            return 0
        if label.startswith("其中"):
            self.part = min(max(self.above, default=1) + 1, 3)
            return self.part
        if self.part and not code:
            return self.part
        return 2 if below or (self.economic and 1 in self.above) else 1


def read_two_sided(sheet: Sheet, height: int, class_code: Any) -> tuple[list[Column], list[Row]]:
    """Label and amounts, twice or more in a row."""
    paths = sheet.paths(height)
    labels = [c for c, p in enumerate(paths) if p and _is_label(plain_header(p[-1]))]
    labels = labels or _worded(sheet, height)
    keys = {word: key for key, words in sheet.layout.data["money"].items() for word in words}
    bases = sheet.layout.data.get("bases", {})
    columns = [
        Column(key_of(p, keys, sheet.year) + (end_of(p[-1], bases) or ""), p, c)
        for c, p in enumerate(paths)
        if p and c not in labels and p[-1] not in LINE_NUMBERS
    ]
    rows: list[Row] = []
    sides = _economic(labels, paths)
    above = {side: Ladder(economic=side in ECONOMIC) for side in (*SIDES, *ECONOMIC)}
    for r in body(sheet, height):
        cells = sheet.rows[r]
        positions = [c for c, x in enumerate(cells) if x.strip(BLANK) and not is_number(x)]
        for c, end in zip(positions, [*positions[1:], len(cells)], strict=False):
            last = c + sheet.width(r, c) - 1  # a label may span what stands beside it
            home = max((at for at in labels if at <= last), default=labels[0])
            rows.append(
                _two_sided_row(sheet, r, c, end, home, labels, columns, above, sides, class_code)
            )
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
    above: dict[str, Ladder],
    sides: dict[int, str],
    class_code: Any,
) -> Row:
    label = squeeze(sheet.rows[r][c])
    coded = _CODED.fullmatch(label)
    if coded:
        sheet.token(r, coded["code"], "code")
    name = canonical(coded["name"] if coded else label)
    side = sides.get(home) or _side(sheet.layout, name, labels.index(home))
    keys = _keys(sheet.layout, side)
    code = next((k for k, words in keys.items() if name in words), "")
    code = code or ("" if side in ECONOMIC else class_code(name))
    ladder = above[side].above
    head = ladder.get(1, "").removeprefix(f"{side}.")
    depth = above[side].depth(label, code, _is_below(head, code, keys))
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


def _is_below(head: str, code: str, keys: dict[str, list[str]]) -> bool:
    """Whether a row without a numeral is a part of the row that stands above it."""
    named = next((key for key in HEADS if head in keys.get(key, ())), "")
    return bool(named) and not (named == "fiscal" and code and code not in CARRIED)


def _is_label(header: str) -> bool:
    return header in LABELS or bool(BY.fullmatch(header))


def _economic(labels: list[int], paths: list[tuple[str, ...]]) -> dict[int, str]:
    """The sides of the columns that list economic classes."""
    heads = {c: canonical(paths[c][-1]) for c in labels if c < len(paths) and paths[c]}
    return {c: ECONOMIC["政府预算" in head] for c, head in heads.items() if "经济" in head}


def _keys(layout: Layout, side: str) -> dict[str, list[str]]:
    """The words for the rows of a side that rules name."""
    known: dict[str, dict[str, list[str]]] = layout.data["two_sided"]
    return known["expenditure"] | known["purpose"] if side in ECONOMIC else known[side]


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
