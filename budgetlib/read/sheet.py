"""A table being read: its cells, typed and tokenised once, and the figures taken from them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from budgetlib.figures import UNKNOWN, Figure, Place, Spot, half_unit_of, number
from budgetlib.figures.printed import Column, LedgerEntry, Row, Statement
from budgetlib.layouts import Layout
from budgetlib.layouts.labels import spelt
from budgetlib.read.blocks import Grid
from budgetlib.read.cells import BLANK, NOTHING, Cell, Cells, cell_of
from budgetlib.read.columns import RATE, Told, header_paths, match_columns, told_by_header
from budgetlib.vocabulary import AXES, PART
from budgetlib.vocabulary import above as holders
from budgetlib.vocabulary.files import compiled
from budgetlib.vocabulary.record import Record, field

FUNDS = {
    "general_budget": "一般公共预算",
    "gov_fund": "政府性基金预算",
    "state_capital": "国有资本经营预算",
    "special_account": "财政专户管理资金",
}
ORDINALS = ("序号", "行次", "栏次")
CODES = ("编码", "代码")
SPLIT_CODES = ("类", "款", "项")


Slot = tuple[str, int, Told]  # a key, the column where it is printed, what is said of it


class Sheet(Record, frozen=False):
    """One table being read: where it stands, and what it has yielded so far."""

    number: str
    role: str
    unit: str
    layout: Layout
    year: int
    base: str
    grid: Grid
    taken: list[LedgerEntry] | None  # what its tokens are read as; of a package none asks
    height: int = 0
    statements: list[Statement] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    heads: dict[int, Cells] = field(default_factory=dict)
    named: set[tuple[int, str]] = field(default_factory=set)  # what is no amount, by row
    tells: dict[tuple[int, str], Told] = field(default_factory=dict)  # by column

    @cached_property
    def rows(self) -> list[Cells]:
        """Its cells, each normalised and typed once."""
        return [tuple(map(cell_of, row)) for row in self.grid.rows]

    @property
    def spec(self) -> dict[str, Any]:
        """What the layout says of the table's role."""
        return self.layout.spec(self.role)

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """The header path of each column, () where nothing stands above it."""
        height, spans = self.height, self.grid.spans
        above = None if spans is None else [span for span in spans if span[0] < height]
        rows = [self.heads.get(r, row) for r, row in enumerate(self.rows[:height])]
        paths = header_paths([tuple(cell.text for cell in row) for row in rows], above)
        return paths + [()] * (len(self.rows[0]) - len(paths))

    @cached_property
    def body(self) -> list[int]:
        """The rows below the header that hold anything; a repeated header is passed over."""
        start = min([self.height, *self.heads])
        filled = [tuple(cell.text for cell in row if cell.text) for row in self.rows]
        header = {(), *filled[:start]}
        return [r for r in range(start, len(filled)) if filled[r] not in header]

    def cell(self, r: int, c: int) -> Cell:
        """The cell of a place, a blank one beside the grid."""
        cells = self.rows[r]
        return cells[c] if 0 <= c < len(cells) else BLANK

    def column(self, c: int) -> list[Cell]:
        """The cells of a column below the header."""
        return [self.rows[r][c] for r in self.body]

    def place(self, r: int, c: int, row: str = "", column: str = "") -> Place:
        """The place of a cell."""
        return Place(*self.grid.spot(r, c), self.number, row, column, "", "", (r, c))

    def width(self, r: int, c: int) -> int:
        """How many columns a cell spans."""
        return next((s[3] for s in self.grid.spans or () if s[:2] == (r, c)), 1)

    def key(self, wanted: str) -> str:
        """A row key that no other row of the table has."""
        self.keys[wanted] += 1
        return wanted if self.keys[wanted] == 1 else f"{wanted}~{self.keys[wanted]}"

    def figure(
        self,
        r: int,
        c: int,
        row: str,
        column: str,
        label: str,
        told: Told = ("", 0, ""),
        code: str = "",
    ) -> Figure:
        """The figure of a cell; what is neither a number nor blank is kept as a statement."""
        unit, year, base = told
        cell, name = self.cell(r, c), f"{self.number}/{row}/{column}"
        unit, printed, value = cell.unit or unit or self.unit, cell.digits, cell.number
        if value is None and cell.tokens:  # pieces are counted in a unit of their own
            printed = cell.text.removesuffix(unit)
            value = number(printed)
        spot = self.grid.spot(r, c)
        place = Place(*spot, self.number, label, column, "", "", (r, c))
        if value is not None:
            self.book(spot, cell, "figure", name)
        elif printed := cell.text if cell.text.strip(NOTHING) else "":
            self.statements.append(Statement("not_a_number", label, printed[:20], column, place))
        whole = unit == "%" and (
            column == RATE or self.role in self.layout.data.get("whole_percent_tables", ())
        )
        shown = 0 if whole else self.layout.decimals(unit)
        half = half_unit_of(unit, printed, shown, booked=True)
        more = (year or self.year, base or self.base, FUNDS.get(column, ""), code, shown)
        return Figure(name, value, printed, half, unit, place, *more)

    def row(
        self, r: int, key: str, slots: Iterable[Slot], label: str = "", at: int = 0, **more: Any
    ) -> Row:
        """A row with its figures, of the main part on the first level unless said otherwise."""
        told: dict[str, Any] = {
            "part": "main",
            "code": "",
            "name": "",
            "level": 1,
            "text": {},
        } | more
        label = label or told["name"]
        cells = {
            column: self.figure(r, c, key, column, label, said, told["code"])
            for column, c, said in slots
        }
        return Row(key, cells=cells, place=self.place(r, at, label), **told)

    def slot(self, column: Column, c: int) -> Slot:
        """Where a row prints the figure of a column, and what the header says of it."""
        known = self.tells.get((column.index, column.key))
        if known is None:
            known = self.tells[column.index, column.key] = told_by_header(column, self.year)
        return column.key, c, known

    def take(self, r: int, cell: Cell, status: str) -> None:
        """Book the tokens of a cell, all read as one thing that is no amount."""
        self.named.add((r, cell.text))
        self.book(self.grid.spots[r], cell, status)

    def book(self, spot: Spot, cell: Cell, status: str, figure: str = "") -> None:
        """Book the tokens of a cell."""
        if self.taken is not None:
            for token in cell.tokens:
                self.taken.append(LedgerEntry(*spot[:2], token.text, status, figure))


def unread_amounts(sheet: Sheet, rows: Sequence[Row]) -> frozenset[tuple[int, int]]:
    """The cells below the header that hold a number alone and became no figure, code or name."""
    read = {figure.place.cell for row in rows for figure in row.cells.values()}
    return frozenset(
        (r, c)
        for r in sheet.body
        for c, cell in enumerate(sheet.rows[r])
        if cell.number is not None and (r, c) not in read and (r, cell.text) not in sheet.named
    )


def header_height(sheet: Sheet) -> int:
    """How many rows stand above the first row of figures, codes or labels."""
    totals, two_sided = sheet.layout.data["total_names"], sheet.spec["kind"] == "two_sided"
    numeral = compiled("|".join(sheet.layout.data["sides"]["numerals"]))
    for r, cells in enumerate(sheet.rows):
        filled = [cell for cell in cells if cell.text]
        above = sheet.rows[r - 1] if r else ()  # that names every column: a row that tells nothing
        named = len(cells) > 2 and len({cell.text for cell in above} - {""}) == len(cells)
        lone = len(filled) == 1 and (filled[0].text in totals or (named and filled[0] is cells[0]))
        # what heads others in a record: 一、“三公”经费支出, —, —
        nothing = r > 0 and any(not cell.text.strip(NOTHING) for cell in filled)
        told = any(cell.number is not None or cell.text == UNKNOWN for cell in filled)
        if lone or nothing or told:
            return r + (r in sheet.heads)
        if two_sided and any(numeral.match(cell.text) for cell in filled):
            return r
    return len(sheet.rows)


def columns_of(
    sheet: Sheet, paths: Sequence[tuple[str, ...]], labels: Sequence[int] = ()
) -> list[Column]:
    """The columns of figures: those that the layout knows, then every other that holds numbers.

    One below the same header as that on its left that holds nothing is a part of it.
    """
    paths = [
        () if c and path == paths[c - 1] and not any(x.text for x in sheet.column(c)) else path
        for c, path in enumerate(paths)
    ]
    headers, within = sheet.layout.headers(sheet.role), _within_funds(sheet, paths)
    columns = widened(match_columns(paths, headers, sheet.year, within), sheet)
    taken = {column.index for column in columns} | set(labels)
    for c, path in enumerate(paths):
        if not path or c in taken:
            continue
        filled = [cell for cell in sheet.column(c) if cell.text.strip("-—")]
        if filled and (path[-1].endswith((*ORDINALS, *CODES)) or path[-1] in SPLIT_CODES):
            for r in sheet.body if all("." not in cell.text for cell in filled) else ():
                sheet.take(r, sheet.rows[r][c], "code")
        elif filled and all(cell.number is not None for cell in filled):
            columns.append(Column("/".join(path), path, c))
    return sorted(columns, key=lambda column: column.index)


def _within_funds(sheet: Sheet, paths: Sequence[tuple[str, ...]]) -> dict[int, str]:
    """The columns below the header of another fund than the table's own, or of which (其中) it."""
    own = sheet.layout.data["tells"]["tables"].get(sheet.role, {}).get("fund")
    named = ((key, words) for key, words in sheet.spec["columns"].items() if key in AXES["fund"])
    its_own = {spelt(word): key for key, words in named for word in words}
    fund_of = its_own | sheet.layout.fund_of if own else {}
    ours = ("", own, *holders("fund", own or ""))  # what is said of a wider one is said of it
    found: dict[int, str] = {}
    beside = ""
    for c, path in enumerate(paths):
        part = any(cell.startswith(PART) for cell in path)
        beside = beside if part else fund_of.get(spelt(path[-1]), "") if path else ""
        told = (*(fund_of.get(spelt(cell), "") for cell in path[:-1]), beside if part else "")
        others = [fund for fund in told if fund not in ours]
        found |= {c: others[0]} if others else {}
    return found


def widened(columns: list[Column], sheet: Sheet) -> list[Column]:
    """The columns; what stands beside a part of something wider is the wider, as 会议费 tells."""
    above = {column.key: column.path[:-1] for column in columns}
    names = {column.key: column.path[-1] for column in columns if column.path}
    for part, (usual, wider, own) in sheet.spec.get("wider", {}).items():
        ends = [key.removeprefix(part) for key in above if key.startswith(part)]
        again = {
            f"{usual}{end}": f"{wider}{end}"
            for end in ends
            if f"{wider}{end}" not in above and above.get(usual + end) == above[part + end]
            if own not in names.get(usual + end, "")
        }
        columns = [column._replace(key=again.get(column.key, column.key)) for column in columns]
    return columns
