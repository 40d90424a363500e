"""What is printed: tables with their rows, notes with their claims. Everything is frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property, singledispatch
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from budgetlib.errors import Absent
from budgetlib.figures.amounts import UNKNOWN, Figure, Place, Spot, grouped
from budgetlib.vocabulary import BASES, BEFORE
from budgetlib.vocabulary.record import Record
from budgetlib.vocabulary.spelling import squeeze

if TYPE_CHECKING:
    import pandas as pd


class Row(Record):
    """One row of a table: its figures by column key, its words by column key."""

    key: str
    part: str
    code: str
    name: str
    level: int
    cells: dict[str, Figure]
    text: dict[str, str]
    place: Place
    parent: str = ""

    def __getitem__(self, column: str) -> Figure:
        """The figure in a column, blank or not; raises `Absent` where there is no such column."""
        try:
            return self.cells[column]
        except KeyError:
            table = self.place.table
            english = f"表{table} prints no column {column} for {self.name or self.key}"
            chinese = f"表{table}“{self.name or self.key}”无{column}一栏"
            raise Absent(column, (english, chinese), self.cells) from None

    def __contains__(self, column: object) -> bool:
        return column in self.cells

    @property
    def share(self) -> str:
        """The code of a class of which this is one unit's share, "" for any other row."""
        return self.key.partition("~")[0] if self.part == "share" else ""

    def some(self, *columns: str) -> list[Figure]:
        """The figures of those columns that this table prints."""
        return [self.cells[c] for c in columns if c in self.cells]

    def on(self, end: str) -> Row:
        """The figures on one base, by their plain columns; "" is that of the disclosure."""
        ends = (*BASES, BEFORE)
        kept = {
            key.removesuffix(end): figure
            for key, figure in self.cells.items()
            if (key.endswith(end) if end else not key.endswith(ends))
        }
        return self._replace(cells=kept)

    def __repr__(self) -> str:
        cells = ", ".join(f"{key} {figure.printed or '—'}" for key, figure in self.cells.items())
        return f"<Row {self.key} {self.name}: {cells or 'no figures'}>"


class Framed:
    """What is printed and shown as a frame: a table, a section of the notes."""

    @property
    def frame(self) -> pd.DataFrame:
        """Plain pandas: a row for each printed row or claim; of a table a float column each."""
        return self.to_frame()

    def to_frame(self, exact: bool = False) -> pd.DataFrame:
        """The same; where exact, with amounts as `Decimal`, and None for blanks."""
        return cast("pd.DataFrame", as_frame(self, exact))

    def _repr_html_(self) -> str:
        return as_html(self)


class Column(Record):
    """A printed column: key, header cells from top to bottom, position."""

    key: str
    path: tuple[str, ...]
    index: int


class Claim(NamedTuple):
    """A figure stated in a sentence of the notes or of a table's cell."""

    figure: Figure
    topic: str
    measure: str  # amount, change, share, growth, count, count_change, target, price or zero
    # the words for what it measures, and the layout's key for them ("" if unknown)
    subject: str = ""
    key: str = ""
    of: str = ""  # the id of the amount that a share, change or growth belongs to
    direction: int | None = None  # +1 增加, -1 减少, 0 unchanged, None where no word says
    # year and base of the comparison; of a share, the key of the whole that it names
    compared: int | None = None
    compared_base: str = ""
    # "reason" within a stated reason, "list" within a list after 其中, "" otherwise
    context: str = ""
    window: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether what it is listed with goes on behind it (5万元等)."""
        return f"{self.figure.printed}{self.figure.unit}等" in self.window

    @property
    def id(self) -> str:
        """The name of its figure, for instance "五.三.1#2"."""
        return self.figure.id

    def __repr__(self) -> str:
        printed = f"{self.figure.printed} {self.figure.unit}"
        return f"<Claim {self.id} {self.measure} {self.subject}: {printed}>"

    def _repr_html_(self) -> str:
        return as_html(self)


class Statement(NamedTuple):
    """A fact told in words: a year that a reason names, an item listed, a glossary entry."""

    kind: str
    subject: str
    value: str
    group: str
    place: Place


class LedgerEntry(NamedTuple):
    """One numeric token of the document and what it was read as."""

    line: int | None
    page: int | None
    text: str
    status: str
    figure: str
    window: str = ""


class Limit(NamedTuple):
    """Something printed that was not read: a limit of the reading, no finding about the document.

    `kind` is a number, a cell, a table that was not placed, a part of the file that was lost,
    or the identity of the disclosure, where it tells no year or no body.
    """

    kind: str
    text: str
    place: Place
    window: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The limit as JSON tells it."""
        where = {name: getattr(self.place, name) for name in ("table", "line", "page")}
        told = {name: value for name, value in where.items() if value}
        return {"kind": self.kind, "text": self.text, "window": self.window, **told}


def _among(known: Collection[int], unread: Collection[int]) -> bool:
    """Whether anything unread lies between the first and the last, or next to them."""
    first, last = min(known) - 1, max(known) + 1
    return any(first <= n <= last for n in unread)


UNRULED = "unruled"  # what is said of a table that no ruling lines draw


class Table(Framed, Record):
    """One printed table."""

    number: str  # as printed: "5-1"
    role: str  # what the table is in every family: "by_function"
    title: str
    kind: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    # the printed cells, header rows first; `spots` are where the rows stand in the file
    grid: tuple[tuple[str, ...], ...]
    spots: tuple[Spot, ...]
    header_rows: int
    place: Place
    footnotes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    spans: tuple[tuple[int, int, int, int], ...] | None = None
    # the cells of the grid that print an amount which is in no row: row and column
    unread: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def doubtful(self) -> bool:
        """Whether words of its header or of its rows may stand in another column or row."""
        heads = (cell for row in self.grid[: self.header_rows] for cell in row)
        return UNKNOWN in heads or any(UNKNOWN in row.name for row in self.rows)

    @property
    def unruled(self) -> bool:
        """Whether no ruling lines draw it."""
        return any(said.kind == UNRULED for said in self.statements)

    @cached_property
    def uncertain(self) -> bool:
        """Whether words or amounts of a table that no ruling lines draw have no certain place."""
        blurred = any(UNKNOWN in cell for row in self.grid for cell in row)
        worded = any(said.kind == "not_a_number" for said in self.statements)
        return self.unruled and bool(self.unread or worded or blurred)

    def lacks(self, cells: Collection[tuple[int, int]]) -> bool:
        """Whether an amount that was not read stands among cells that make a sum, or beside them.

        In one row it is one between or beside them; over rows it is one of their columns, or
        one before all that was read in its row, as that may stand in other columns.
        """
        rows, columns = {r for r, _ in cells}, {c for _, c in cells}
        if len(rows) == 1 and len(columns) > 1:
            return _among(columns, {c for r, c in self.unread if r in rows})
        read = dict(sorted((f.place.cell for f in self.figures if f.place.cell), reverse=True))
        return _among(rows, {r for r, c in self.unread if c in columns or c < read.get(r, c + 1)})

    def part(self, name: str) -> tuple[Row, ...]:
        """The rows of one part (a side of a two-sided table, a section of a form)."""
        return self._parts.get(name, ())

    @cached_property
    def _parts(self) -> dict[str, tuple[Row, ...]]:
        parts = grouped((row.part, row) for row in self.rows)
        return {name: tuple(rows) for name, rows in parts.items()}

    @property
    def rows_by_base(self) -> Iterator[Row]:
        """Every row once for each base, year or change that it prints (预算数, 增减额)."""
        for row in self.rows:
            more = (key.partition("/")[2] for key, f in row.cells.items() if f.unit != "%")
            ends = dict.fromkeys(["", *BASES, BEFORE, *(f"/{end}" for end in more if end)])
            yield from (found for end in ends if (found := row.on(end)).cells)

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """Rows by key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def keys(self) -> frozenset[str]:
        """The columns in which any row prints something."""
        return frozenset(key for row in self.rows for key in row.cells)

    @cached_property
    def total_row(self) -> Row | None:
        """The row that adds the others up (合计)."""
        return next((row for row in self.rows if row.level == 0 and row.part == "main"), None)

    def children(self, row: Row | None) -> list[Row]:
        """The rows one level below; of None, the topmost ones."""
        top = row is None or (row.level == 0 and row.part == "main")
        return self._children.get("" if top or row is None else row.key, [])

    @cached_property
    def _children(self) -> dict[str, list[Row]]:
        return grouped((row.parent, row) for row in self.rows if row.level)

    @cached_property
    def leaves(self) -> list[Row]:
        """The rows that nothing stands below."""
        return [r for r in self.rows if r.level and r.key not in self._children]

    def find(self, name: str, part: str | None = None) -> Row | None:
        """The row of this name, or key."""
        found = self._named.get(squeeze(name), ()) if name else ()
        return next((row for row in found if part is None or row.part == part), None)

    @cached_property
    def _named(self) -> dict[str, list[Row]]:
        """The rows by key, code and name; a unit's share in a class is not the class."""
        own = (row for row in self.rows if not row.share)
        return grouped((n, row) for row in own for n in {row.key, row.code, squeeze(row.name)})

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure of the table and of the sentences in its cells, printed ones only."""
        for row in self.rows:
            for figure in row.cells.values():
                if figure.value is not None:
                    yield figure
        for claim in self.claims:
            yield claim.figure

    def __repr__(self) -> str:
        return f"<Table {self.number} {self.title}: {len(self.rows)} rows, {self.unit}>"


class Note(Framed, Record):
    """One section of the explanatory notes: what it claims; its text where a document was read."""

    section: str
    title: str
    topic: str
    place: Place
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    texts: tuple[tuple[Place, str], ...] = ()
    _aside = ("texts",)

    def about(self, key: str = "", measure: str = "", item: str | None = None) -> list[Claim]:
        """The claims of this key and measure, reasons left out."""
        told = self._by_measure.get(measure, ())
        return [c for c in told if key in ("", c.key) and item in (None, c.figure.place.item)]

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """The claims by the ids of their figures."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def by_item(self) -> dict[str, list[Claim]]:
        """The claims of each item, in their order."""
        return grouped((claim.figure.place.item, claim) for claim in self.claims)

    @cached_property
    def order(self) -> dict[str, int]:
        """Where each claim stands among those of its item."""
        return {c.id: at for told in self.by_item.values() for at, c in enumerate(told)}

    @cached_property
    def _by_measure(self) -> dict[str, list[Claim]]:
        """The claims by measure, and all under "", reasons left out."""
        told = [claim for claim in self.claims if claim.context != "reason"]
        return {"": told} | grouped((claim.measure, claim) for claim in told)

    @cached_property
    def changes(self) -> list[tuple[Claim, Claim | None, Claim | None]]:
        """(amount, its change, its growth) for every amount and what it is compared with."""
        linked: dict[str, dict[tuple[int | None, str], dict[str, Claim]]] = {}
        for claim in self.claims:
            if claim.of and claim.measure in ("change", "growth"):
                against = linked.setdefault(claim.of, {})
                told = against.setdefault((claim.compared, claim.compared_base), {})
                told.setdefault(claim.measure, claim)
        return [
            (self._grown(claim, *way), *way)
            for claim in self.claims
            for told in linked.get(claim.id, {}).values()
            for way in [(told.get("change"), told.get("growth"))]
        ]

    @cached_property
    def moved(self) -> list[dict[str, Claim]]:
        """The change told first of each amount, by its ids: on a year before, on its own budget."""
        told = [(of, c) for of, c, _ in reversed(self.changes) if c and c.direction is not None]
        again = grouped((c.figure.of, c.id) for c in self.about(measure="amount") if c.figure.of)
        moved: list[dict[str, Claim]] = [{}, {}]
        for own in (False, True):  # what tells its own change does so first
            for of, change in told:
                ids = again.get(of.figure.of, []) if of.figure.of and not own else [of.id]
                moved[change.compared == of.figure.year] |= dict.fromkeys(ids, change)
        return moved

    def _grown(self, claim: Claim, change: Claim | None, growth: Claim | None) -> Claim:
        """An amount that grew; the one that it is listed behind, where the growth is of that.

        合计10，其中结转2，较上年增加5，增长100%.
        """
        before = self.by_item[claim.figure.place.item][max(self.order[claim.id] - 1, 0)]
        apart = claim.context != "list" or before.context or before.measure != "amount"
        if apart or not (change and growth) or change.direction is None:
            return claim
        moved, rate = change.figure, growth.figure
        priors = [c.figure.amount - moved.amount * change.direction for c in (claim, before)]
        near = [2 * moved.half_unit + abs(prior) * rate.half_unit / 100 for prior in priors]
        gaps = [abs(prior * rate.amount / 100 - moved.amount) for prior in priors]
        return before if gaps[1] <= near[1] and gaps[0] > near[0] else claim

    def of(self, claim: Claim, measure: str) -> Claim | None:
        """The share, change or growth that belongs to an amount."""
        return self._told_of.get((claim.id, measure))

    @cached_property
    def _told_of(self) -> dict[tuple[str, str], Claim]:
        return {(claim.of, claim.measure): claim for claim in reversed(self.claims)}

    def __repr__(self) -> str:
        return f"<Note {self.section} {self.title}: {len(self.claims)} claims>"


def _unknown(thing: object, exact: bool = False) -> Any:
    raise TypeError(f"nothing says how a {type(thing).__name__} looks; import budgetlib.show")


# how Jupyter shows it; the same as a frame of pandas, with numbers as `Decimal` where exact; and
# the printed rows and sentences that a comparison looks at
as_html, as_frame, in_context = (singledispatch(_unknown) for _ in range(3))
