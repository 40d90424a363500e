"""Tables of sides: labels and their amounts, twice or more in a row; each side has its axis."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise

from budgetlib.classifications import code_of
from budgetlib.figures import Column, Row, grouped
from budgetlib.layouts import canonical
from budgetlib.layouts.labels import HeaderWords, spelt
from budgetlib.read.cells import Cell, cell_of
from budgetlib.read.columns import key_of, plain_header
from budgetlib.read.sheet import CODES, ORDINALS, Sheet
from budgetlib.vocabulary import AXES, Record, compiled, field, parts, regex

ClassCode = Callable[[str], str]  # the code of a function class by its name

REVENUE, EXPENDITURE, PURPOSE = "revenue", "expenditure", "purpose"
ECONOMIC = ("economic", "economic_of_government")  # sides that list economic classes
CARRIED = ("general_budget", "gov_fund", "state_capital")  # what a carry-over is made of
SUMS = (
    *("this_year", "grand_total", "carry_over", "carry_forward"),
    *("unfiscal_surplus", "distributed"),
)
HEADS = ("this_year", "carry_over", "fiscal", "carry_forward", "other", "own")  # hold parts
PARTS = {"fiscal": CARRIED, **dict.fromkeys(("other", "own"), parts("fund", "year"))}  # of these
OF_BASIC = {AXES["kind"][kind]["zh"] for kind in parts("kind", "basic")}
CARRY = 0  # the depth of a carry-over that no numeral leads
_CODED = regex(r"[\[(]?(?P<code>\d{3})[\])]?[-—]?(?P<name>[^\d.、,)\]].*)")


class Ladder(Record, frozen=False):
    """One list: the rows above the next one by depth, and the ranks of their numerals."""

    numerals: list[re.Pattern[str]]
    part_words: tuple[str, ...]
    economic: bool = False  # of economic classes, each below its numbered kind
    above: dict[int, str] = field(default_factory=dict)
    ranks: list[int] = field(default_factory=list)
    part: int = 0  # the depth of parts (其中) that may go on
    led: bool = False  # by this year's sum, which no numeral leads: all is part of it

    def depth(self, label: str, code: str, below: int) -> int:
        """How deep a row stands: by its numeral, else a sum, a part or an item."""
        rank = next((n for n, numeral in enumerate(self.numerals) if numeral.match(label)), None)
        first = code == "this_year" and rank is None and not (self.above or self.ranks)
        self.led = first or (self.led and code not in SUMS)
        if rank is not None:
            self.part = 0
            self.ranks = [above for above in self.ranks if above < rank] + [rank]
            return len(self.ranks) + self.led
        if code in SUMS:
            self.part = 0
            return int(first)
        if self.above and label.startswith(self.part_words):
            goes_on = self.part and not label.startswith(self.part_words[0])  # a source as well
            self.part = self.part if goes_on else max(self.above) + 1
            return self.part
        if self.part and not code:
            return self.part
        if CARRY in self.above and not code:
            return 2
        led = self.ranks and (self.economic or not code)  # below a row that is numbered
        return 1 + max(below, int(bool(led) and 1 in self.above))

    def place(self, key: str, label: str, code: str, below: int) -> tuple[int, str]:
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
    rows = []
    for r in sheet.body:
        cells = enumerate(sheet.rows[r])
        at = [c for c, cell in cells if cell.names]
        if not at and r == sheet.body[-1]:  # the totals, which some print without a label
            at = [c for c in sides.labels if c < len(sheet.rows[r])]
        rows += [sides.row(r, c, end) for c, end in pairwise((*at, len(sheet.rows[r])))]
        for cell in sides.zeros_of_nothing(r) if at else ():
            sheet.take(r, cell, "zero")
    return sides.columns, rows


def is_one_sided(sheet: Sheet) -> bool:
    """Whether a table of one flow lists sources or purposes below each other, and no codes."""
    sides = {REVENUE: (REVENUE,), EXPENDITURE: (EXPENDITURE, PURPOSE)}.get(sheet.role, ())
    told = [words for side in sides for words in sheet.layout.data["two_sided"][side].values()]
    known = {word for words in told for word in words}
    return sum(spelt(cell.text) in known for cell in sheet.column(0)) > 2


def has_sides(sheet: Sheet) -> bool:
    """Whether a table of rows by code tells revenue and expenditure beside each other instead."""
    above = {spelt(path[0]) for path in sheet.paths if path}
    coded = any(cell.is_code for cell in sheet.column(0))
    return not coded and above.issuperset(told["zh"] for told in AXES["flow"].values())


class _Sides:
    """The lists of one table, each with its label column and the ladder of its rows."""

    def __init__(self, sheet: Sheet, class_code: ClassCode) -> None:
        self.sheet, self.class_code = sheet, class_code
        self.words = sheet.layout.data["sides"]
        self.labels = self._labels()
        self.columns = self._columns()
        self.heads = {c: self._by_words("heads", "/".join(self._path(c))) for c in self.labels}
        self.ladders: dict[str, Ladder] = {}
        known = sheet.layout.data["two_sided"]
        self.codes = {REVENUE: _by_word(known[REVENUE])}  # what rules call the rows, by their words
        self.spent = _by_word(known[EXPENDITURE] | known[PURPOSE])  # of any other side
        self.purposes = _by_word(known[PURPOSE])
        self.own = grouped((self._home(c.index - 1), c) for c in self.columns)
        for c, side in zip(self._totalled_again(), (*ECONOMIC, PURPOSE), strict=False):
            self.heads[c] = side  # what its header tells was lost

    def _path(self, c: int) -> tuple[str, ...]:
        return self.sheet.paths[c] if c < len(self.sheet.paths) else ()

    def _by_words(self, where: str, text: str) -> str:
        """The side that words tell, "" for none."""
        return next((side for words, side in self.words[where] if compiled(words).search(text)), "")

    def _labels(self) -> list[int]:
        """The columns of labels, by what stands above them; also words beside amounts."""
        rows = [self.sheet.rows[r] for r in self.sheet.body] if self.sheet.grid.aligned else []
        worded = {c for row in rows for c, cell in enumerate(row) if cell.words}
        filled = {c for row in rows for c, cell in enumerate(row) if cell.number is not None}
        label = compiled(self.words["label"])
        paths = enumerate(self.sheet.paths)
        named = {c for c, p in paths if p and label.fullmatch(plain_header(p[-1]))}
        beside = {c for c in worded - filled if c + 1 in filled - worded}
        return sorted(named | beside) or sorted(worded) or [0, 2]

    def _columns(self) -> list[Column]:
        """The columns of amounts; each key stands once on a side, so that no amount is lost."""
        sheet, data = self.sheet, self.sheet.layout.data
        words, columns = HeaderWords(data["money"] | data["changes"]), list[Column]()
        taken = Counter[tuple[int, str]]()
        for c, path in enumerate(sheet.paths):
            if not path or c in self.labels:
                continue
            if path[-1].endswith((*ORDINALS, *CODES)):
                for r in sheet.body:
                    sheet.take(r, sheet.cell(r, c), "code")
                continue
            key = key_of(path, words, sheet.year) + sheet.layout.ends.get(path[-1], "")
            home = self._home(c)
            key = "amount" if path == self._path(home) else key  # one cell above both
            key = "/".join(path) if taken[home, key] else key
            taken[home, key] += 1
            again = f"~{taken[home, key]}" if taken[home, key] > 1 else ""
            columns.append(Column(key + again, path, c))
        told = {self._home(column.index) for column in columns}  # others lost their header
        lost = (
            Column("amount", self._path(c + 1) or ("",), c + 1)
            for c in self.labels
            if c not in told
        )
        return sorted([*columns, *lost], key=lambda column: column.index)

    def _totalled_again(self) -> list[int]:
        """The columns of labels that no header tells apart from one before, totalled as that is."""
        told = {
            c: {(r, spelt(canonical(self.sheet.cell(r, c).text))) for r in self.sheet.body}
            for c in self.labels
            if self.heads[c] in ("", EXPENDITURE)
        }
        sums = {word for word, code in self.spent.items() if code in SUMS}
        totals = {c: {(r, word) for r, word in each if word in sums} for c, each in told.items()}
        return [c for c in totals if any(totals[c] & totals[b] for b in totals if b < c)]

    def _home(self, c: int) -> int:
        """The label column that a place belongs to."""
        return self.labels[max(bisect_right(self.labels, c) - 1, 0)]

    def zeros_of_nothing(self, r: int) -> list[Cell]:
        """The zeros of a row beside a blank label, as workbooks fill a shorter side."""
        cells, blank = (
            self.sheet.rows[r],
            {c for c in self.labels if not self.sheet.cell(r, c).text},
        )
        zeros = ((c, cell) for c, cell in enumerate(cells) if cell.number == 0)
        return [cell for c, cell in zeros if self.sheet.grid.aligned and self._home(c) in blank]

    def row(self, r: int, c: int, end: int) -> Row:
        """The row of a label, with the amounts that stand before the next label."""
        sheet, label = self.sheet, self.sheet.rows[r][c].text
        home = self._home(c + sheet.width(r, c) - 1)  # it may span what stands beside it
        coded = _CODED.fullmatch(label)
        if coded:
            sheet.take(r, cell_of(coded["code"]), "code")
        name = canonical(coded["name"] if coded else label)
        side, code = self._side_and_code(r, c, name)
        slots = []
        for column in self.own.get(home, ()):
            place = column.index if sheet.grid.aligned else c + max(column.index - home, 1)
            slots.append(sheet.slot(column, place if c < place < end else len(sheet.rows[r])))
        key, ladder = sheet.key(f"{side}.{name or code}"), self._ladder(side)
        head = spelt(ladder.above.get(1, "").removeprefix(f"{side}."))
        named = self.codes.get(side, self.spent).get(
            head, ""
        )  # what a row without a numeral may be a part of
        below = named in HEADS and (not code or code in PARTS.get(named, (code,)))
        bought = not code and (spelt(name) in OF_BASIC or bool(code_of("economic", name)))
        below |= bought and named in self.purposes.values()  # 基本支出, below it 工资福利支出
        above = [ladder.above[d].removeprefix(f"{side}.") for d in (1, 2) if d in ladder.above]
        steps = (n for n in (2, 1) if above[n - 1 :] and code_of("function", *above[:n], name))
        deep = max(int(below), 0 if code else next(steps, 0))  # divisions and items of a class
        depth, parent = ladder.place(key, label, code, deep)
        told = {"part": side, "code": code, "name": name, "level": depth, "parent": parent}
        return sheet.row(r, key, slots, label, c, **told)

    def _side_and_code(self, r: int, c: int, name: str) -> tuple[str, str]:
        """The side of a label, and the code of its row."""
        start = self._home(c)
        whole = all(self.sheet.cell(r, at).words for at in self.labels)  # no cell has moved
        told = {*self.heads.values()}
        by_head = whole and "" not in told and len(told) == len(self.labels)
        side = self.heads[start] if by_head else self._side(start, name)
        codes = self.codes.get(side, self.spent)  # by the very words before those of their kind
        code = codes.get(name) or codes.get(spelt(name), "") if name else "grand_total"
        if side == PURPOSE and code in SUMS:  # of the whole, unless that stands beside it
            beside = (at for at in self.labels if at != start and self.sheet.cell(r, at).words)
            if EXPENDITURE not in map(self.heads.get, beside):
                side = EXPENDITURE
        return side, code or ("" if side in ECONOMIC else self.class_code(name))

    def _side(self, c: int, name: str) -> str:
        """By what its header lists; else by the words of the row, by its flow, by its place."""
        head, first = self.heads[c], c == self.labels[0]
        beside = self.sheet.grid.aligned and self.heads[self.labels[0]] == REVENUE
        if head in (*ECONOMIC, PURPOSE) or (head == EXPENDITURE and beside):
            return head  # below expenditure 财政拨款 is all that is spent of it
        if not first and self._functional and spelt(name) in self.purposes:
            return PURPOSE
        spent = not first or self.sheet.role.startswith(EXPENDITURE)
        return self._by_words("rows", name) or head or (EXPENDITURE if spent else REVENUE)

    @cached_property
    def _functional(self) -> bool:
        """Whether a side lists function classes: purposes split the same money again."""
        cells = (cell for c in self.labels for cell in self.sheet.column(c) if cell.words)
        return any(self.class_code(canonical(cell.text)) for cell in cells)

    def _ladder(self, side: str) -> Ladder:
        if side not in self.ladders:
            numerals = list(map(compiled, self.words["numerals"]))
            self.ladders[side] = Ladder(numerals, tuple(self.words["part"]), side in ECONOMIC)
        return self.ladders[side]


def _by_word(words: dict[str, list[str]]) -> dict[str, str]:
    return {word: key for key, told in reversed(words.items()) for word in told}
