"""Tables of two sides (and purposes): label and amounts, twice or more in a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from budgetlib.layouts import Layout, canonical
from budgetlib.printed import Column, Row
from budgetlib.read.cells import cell_of
from budgetlib.read.columns import key_of, plain_header
from budgetlib.read.sheet import Sheet, row_of

ClassCode = Callable[[str], str]  # the code of a function class by its name

LABELS = (
    *("项目", "项目名称", "科目名称", "功能科目名称", "功能分类科目名称", "收入项目", "支出项目"),
    *("收入项目类别", "支出项目类别", "项目类别", "功能分类", "功能分类科目"),
)
BY = re.compile(r"项目\(按.*\)|(?:部门|政府)预算(?:支出)?经济分类(?:科目)?")
SIDES = ("revenue", "expenditure", "purpose")
ECONOMIC = ("economic", "economic_of_government")  # sides that list economic classes

_CODED = re.compile(r"[\[(]?(?P<code>\d{3})[\])]?[-—]?(?P<name>[^\d.、,)\]].*)")
CARRIED = ("general_budget", "gov_fund", "state_capital")  # what a carry-over is made of
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

    def place(self, key: str, label: str, code: str, below: bool) -> tuple[int, str]:
        """How deep a row stands, and the row above it; from now on it stands above others."""
        ladder, depth = self.above, self.depth(label, code, below)
        if code in CARRIED and CARRY in ladder:  # below a carry-over, whatever its numbering
            depth = 2
        elif depth == 1:
            ladder.pop(CARRY, None)
        parent = next((ladder[d] for d in range(depth - 1, CARRY - 1, -1) if d in ladder), "")
        kept = {d: above for d, above in ladder.items() if depth and d < depth}
        if depth or code == "carry_over":
            kept[depth or CARRY] = key
        self.above = kept
        return depth, parent


def read_two_sided(sheet: Sheet, class_code: ClassCode) -> tuple[list[Column], list[Row]]:
    """Label and amounts, twice or more in a row."""
    sides = _Sides(sheet, class_code)
    return sides.columns, [
        sides.row(r, c, end)
        for r in sheet.body
        if (at := [c for c, cell in enumerate(sheet.rows[r]) if cell.words])
        for c, end in pairwise((*at, len(sheet.rows[r])))
    ]


def is_one_sided(sheet: Sheet) -> bool:
    """Whether a revenue table lists the sources below each other, and no codes."""
    known = {word for words in sheet.layout.data["two_sided"]["revenue"].values() for word in words}
    return sum(canonical(cell.text) in known for cell in sheet.column(0)) > 2


class _Sides:
    """The lists of one table, each with its label column and the ladder of its rows."""

    def __init__(self, sheet: Sheet, class_code: ClassCode) -> None:
        self.sheet, self.layout, self.class_code = sheet, sheet.layout, class_code
        paths = sheet.paths
        labels = [c for c, p in enumerate(paths) if p and _is_label(plain_header(p[-1]))]
        self.labels = labels or self._worded()
        keys = {word: key for key, words in self.layout.data["money"].items() for word in words}
        self.columns = [
            Column(key_of(p, keys, sheet.year) + self.layout.ends.get(p[-1], ""), p, c)
            for c, p in enumerate(paths)
            if p and c not in self.labels and p[-1] not in LINE_NUMBERS
        ]
        heads = {c: canonical(paths[c][-1]) for c in self.labels if c < len(paths) and paths[c]}
        self.economic = {c: ECONOMIC["政府预算" in x] for c, x in heads.items() if "经济" in x}
        self.ladders = {side: Ladder(economic=side in ECONOMIC) for side in (*SIDES, *ECONOMIC)}

    def _worded(self) -> list[int]:
        """The columns that hold words, where no header says which."""
        rows = [self.sheet.rows[r] for r in self.sheet.body] if self.sheet.grid.aligned else []
        return sorted({c for row in rows for c, cell in enumerate(row) if cell.words}) or [0, 2]

    def _home(self, c: int) -> int:
        """The label column that a place belongs to."""
        return max((at for at in self.labels if at <= c), default=self.labels[0])

    def row(self, r: int, c: int, end: int) -> Row:
        """The row of a label, with the amounts that stand before the next label."""
        sheet, label = self.sheet, self.sheet.rows[r][c].text
        home = self._home(c + sheet.width(r, c) - 1)  # it may span what stands beside it
        coded = _CODED.fullmatch(label)
        if coded:
            sheet.take(r, cell_of(coded["code"]), "code")
        name = canonical(coded["name"] if coded else label)
        side = self.economic.get(home) or _side(self.layout, name, self.labels.index(home))
        keys = _keys(self.layout, side)
        code = next((k for k, words in keys.items() if name in words), "")
        code = code or ("" if side in ECONOMIC else self.class_code(name))
        key = sheet.key(f"{side}.{name}")
        head = self.ladders[side].above.get(1, "").removeprefix(f"{side}.")
        below = _is_below(head, code, keys)
        depth, parent = self.ladders[side].place(key, label, code, below)
        own = [x for x in self.columns if home < x.index and self._home(x.index - 1) == home]
        at = []
        for column in own or self.columns[:1]:
            place = column.index if sheet.grid.aligned else c + max(column.index - home, 1)
            at.append((column, place if place < end else len(sheet.rows[r])))
        cells = sheet.figures(r, at, key, label, code=code)
        told = {"part": side, "code": code, "name": name, "level": depth, "parent": parent}
        return row_of(sheet, r, key, cells, at=c, label=label, **told)


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


def _keys(layout: Layout, side: str) -> dict[str, list[str]]:
    """The words for the rows of a side that rules name."""
    known: dict[str, dict[str, list[str]]] = layout.data["two_sided"]
    return known["expenditure"] | known["purpose"] if side in ECONOMIC else known[side]


def _side(layout: Layout, name: str, ordinal: int) -> str:
    if ordinal and any(name in words for words in layout.data["two_sided"]["purpose"].values()):
        return "purpose"
    if "支出" in name or name.startswith(("年终", "年末", "结转下年", "结余分配")):
        return "expenditure"
    if "收入" in name or "拨款" in name or name.startswith(("上年", "年初", "使用非")):
        return "revenue"
    return "revenue" if ordinal == 0 else "expenditure"
