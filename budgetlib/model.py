"""A budget disclosure as read: tables, notes, claims. Everything is frozen."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from budgetlib import words
from budgetlib.amounts import Figure, Place, squeeze
from budgetlib.errors import Absent, BudgetError, choices

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.reconcile import Reconciliation


@dataclass(frozen=True, slots=True)
class Row:
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
        figure = self.cells.get(column)
        if figure is None:
            table = self.place.table
            english = f"表{table} prints no column {column} for {self.name or self.key}"
            chinese = f"表{table}“{self.name or self.key}”无{column}一栏"
            raise Absent(column, (english, chinese), self.cells)
        return figure

    def __contains__(self, column: object) -> bool:
        return column in self.cells

    def some(self, *columns: str) -> list[Figure]:
        """The figures of those columns that this table prints."""
        return [self.cells[c] for c in columns if c in self.cells]

    def __repr__(self) -> str:
        cells = ", ".join(f"{key} {figure.printed or '—'}" for key, figure in self.cells.items())
        return f"<Row {self.key} {self.name}: {cells or 'no figures'}>"


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column: key, header cells from top to bottom, position."""

    key: str
    path: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in a sentence of the notes or of a table's cell.

    Attributes
    ----------
    measure
        amount, change, share, growth, count, count_change, target, price or zero.
    subject, key
        The words for what it measures, and the layout's key for them ("" if unknown).
    of
        The id of the amount that a share, change or growth belongs to.
    direction
        +1 增加, -1 减少, 0 unchanged, None where no word says.
    compared, compared_base
        Year and base of the comparison.
    context
        "reason" within a stated reason, "list" within a list after 其中, "" otherwise.
    """

    figure: Figure
    topic: str
    measure: str
    subject: str = ""
    key: str = ""
    of: str = ""
    direction: int | None = None
    compared: int | None = None
    compared_base: str = ""
    context: str = ""
    window: str = ""

    @property
    def id(self) -> str:
        """The name of its figure, for instance "五.三.1#2"."""
        return self.figure.id

    def __repr__(self) -> str:
        printed = f"{self.figure.printed} {self.figure.unit}"
        return f"<Claim {self.id} {self.measure} {self.subject}: {printed}>"


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


@dataclass(frozen=True)
class Table:
    """One printed table.

    Attributes
    ----------
    number
        As printed: "5-1".
    role
        What the table is in every family: "by_function".
    grid
        The printed cells, header rows first; `lines` are their source lines.
    """

    number: str
    role: str
    title: str
    kind: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    grid: tuple[tuple[str, ...], ...]
    lines: tuple[int | None, ...]
    header_rows: int
    place: Place
    footnotes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()

    def part(self, name: str) -> tuple[Row, ...]:
        """The rows of one part (a side of a two-sided table, a section of a form)."""
        return self._parts.get(name, ())

    @cached_property
    def _parts(self) -> dict[str, tuple[Row, ...]]:
        parts: dict[str, list[Row]] = {}
        for row in self.rows:
            parts.setdefault(row.part, []).append(row)
        return {name: tuple(rows) for name, rows in parts.items()}

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """Rows by key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def total_row(self) -> Row | None:
        """The row that adds the others up (合计)."""
        return next((row for row in self.rows if row.level == 0 and row.part == "main"), None)

    def children(self, row: Row | None) -> list[Row]:
        """The rows one level below; of None, the topmost ones."""
        top = row is None or (row.level == 0 and row.part == "main")
        key = "" if top or row is None else row.key
        return self._children.get(key, [])

    @cached_property
    def _children(self) -> dict[str, list[Row]]:
        children: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.level:
                children.setdefault(row.parent, []).append(row)
        return children

    @cached_property
    def leaves(self) -> list[Row]:
        """The rows that nothing stands below."""
        return [r for r in self.rows if r.level and r.key not in self._children]

    def find(self, name: str, part: str | None = None) -> Row | None:
        """The row of this name, or key."""
        wanted = squeeze(name)
        rows = self.rows if part is None else self.part(part)
        found = (r for r in rows if wanted in (r.key, r.code, squeeze(r.name)))
        return next(found, None) if wanted else None

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure of the table and of the sentences in its cells, printed ones only."""
        for row in self.rows:
            for figure in row.cells.values():
                if figure.value is not None:
                    yield figure
        for claim in self.claims:
            yield claim.figure

    @property
    def filled(self) -> bool:
        """Any figure at all is printed."""
        return any(f.value is not None for row in self.rows for f in row.cells.values())

    @property
    def frame(self) -> pd.DataFrame:
        """Plain pandas: a row for each printed row, code, name and a float column per figure."""
        from budgetlib import show

        return show.table_frame(self)

    def _repr_html_(self) -> str:
        from budgetlib import show

        return show.table_html(self)

    def __repr__(self) -> str:
        return f"<Table {self.number} {self.title}: {len(self.rows)} rows, {self.unit}>"


@dataclass(frozen=True)
class Note:
    """One section of the explanatory notes: what it claims."""

    section: str
    title: str
    topic: str
    place: Place
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()

    def about(self, key: str = "", measure: str = "", item: str | None = None) -> list[Claim]:
        """The claims of this key and measure, reasons left out."""
        return [
            claim
            for claim in self.claims
            if claim.context != "reason"
            and (not key or claim.key == key)
            and (not measure or claim.measure == measure)
            and (item is None or claim.figure.place.item == item)
        ]

    @cached_property
    def changes(self) -> list[tuple[Claim, Claim | None, Claim | None]]:
        """(amount, its change, its growth) for every amount compared with a prior year."""
        linked: dict[str, dict[str, Claim]] = {}
        for claim in self.claims:
            if claim.of and claim.measure in ("change", "growth"):
                linked.setdefault(claim.of, {}).setdefault(claim.measure, claim)
        return [
            (claim, linked[claim.id].get("change"), linked[claim.id].get("growth"))
            for claim in self.claims
            if claim.id in linked
        ]

    def of(self, claim: Claim, measure: str) -> Claim | None:
        """The share, change or growth that belongs to an amount."""
        return next((c for c in self.claims if c.of == claim.id and c.measure == measure), None)

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each claim."""
        from budgetlib import show

        return show.claims_frame(self.claims)

    def _repr_html_(self) -> str:
        from budgetlib import show

        return show.note_html(self)

    def __repr__(self) -> str:
        return f"<Note {self.section} {self.title}: {len(self.claims)} claims>"


class Named(dict[str, Any]):
    """A dict whose KeyError suggests the name that was meant."""

    def __missing__(self, key: str) -> Any:
        titles = {getattr(value, "title", ""): name for name, value in self.items()}
        close = difflib.get_close_matches(str(key), [*self, *titles], n=1, cutoff=0.3)
        hint = f"; did you mean {titles.get(close[0], close[0])!r}?" if close else "."
        raise KeyError(f"no {key!r}{hint} There are: {', '.join(self)}")


@dataclass(frozen=True)
class Budget:
    """A whole disclosure.

    Attributes
    ----------
    tables, notes
        By printed number ("5-1") and by section ("五").
    listed
        (number, title, place) of the tables that the document announces.
    """

    id: str
    unit: str
    unit_code: str
    year: int
    level: str
    kind: str
    layout: str
    source: str
    tables: Named
    notes: Named
    listed: tuple[tuple[str, str, Place], ...] = ()
    published: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    not_amounts: dict[str, int] = field(default_factory=dict)
    unread: tuple[LedgerEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()

    def all_tables(self, role: str) -> list[Table]:
        """Every printed table of a role.

        Raises
        ------
        Absent
            The disclosure prints none.
        """
        tables = self._by_role.get(role)
        if not tables:
            raise Absent(role, self._why_absent(role))
        return tables

    def table(self, role: str) -> Table:
        """The table of a role, for instance ``budget.table("expenditure")``.

        Raises
        ------
        Absent
            The disclosure does not print it.
        BudgetError
            There is no such role; the error names those that there are.
        """
        return self.all_tables(role)[0]

    def note(self, topic: str) -> Note:
        """The section of the notes on a topic, for instance ``budget.note("three_public")``.

        Raises
        ------
        Absent
            The notes have no such section.
        """
        for note in self.notes.values():
            if note.topic == topic:
                return note
        reason = (f"no section of the notes on {topic}", f"情况说明中没有“{topic}”一节")
        raise Absent(topic, reason, (note.topic for note in self.notes.values()))

    def has(self, *roles: str) -> bool:
        """Whether every one of these roles is printed."""
        return all(role in self._by_role for role in roles)

    @cached_property
    def _by_role(self) -> dict[str, list[Table]]:
        by_role: dict[str, list[Table]] = {}
        for table in self.tables.values():
            by_role.setdefault(table.role, []).append(table)
        return by_role

    def _why_absent(self, role: str) -> tuple[str, str]:
        from budgetlib.layouts import layout

        spec = layout(self.layout).data["roles"].get(role)
        if spec is None:
            known = layout(self.layout).data["roles"]
            raise BudgetError(f"no role of a table is called {role!r}{choices(role, known)}")
        for number_, title, _ in self.listed:
            if layout(self.layout).role_of(title) == role and number_ not in self.tables:
                return f"表{number_} is listed, not printed", f"表{number_}列于目录而未印出"
        title = spec["titles"][0]
        return f"{title} is not printed", f"未印出{title}"

    @property
    def all_claims(self) -> Iterator[Claim]:
        """Claims of the first part, of the notes and of table cells."""
        yield from self.claims
        for note in self.notes.values():
            yield from note.claims
        for table in self.tables.values():
            yield from table.claims

    @property
    def all_statements(self) -> Iterator[Statement]:
        """Statements of the first part, the glossary, the notes and table cells."""
        yield from self.statements
        for part in (*self.notes.values(), *self.tables.values()):
            yield from part.statements

    @property
    def figures(self) -> Iterator[Figure]:
        """Every printed figure, once."""
        for table in self.tables.values():
            yield from table.figures
        for claim in self.claims:
            yield claim.figure
        for note in self.notes.values():
            for claim in note.claims:
                yield claim.figure

    def shown(self, place: Place) -> Place:
        """The place by the name that is printed for its row, where it is known by a key."""
        return place._replace(row=self.row_shown(place.table, place.row))

    def row_shown(self, table: str, row: str) -> str:
        """The name that is printed for a row of a table, in place of its key."""
        found = self.tables[table].by_key.get(row) if table in self.tables else None
        return words.row(found.name if found and found.name else row)

    def reprint(self, figure_id: str, printed: str) -> Budget:
        """A copy in which one figure (a cell or a claim) is printed otherwise.

        Parameters
        ----------
        figure_id
            As in the index of `tidy`: "3/208/total", or "五.三.1#2" for a claim.
        printed
            The characters to print in its place; "" leaves the cell blank.

        Raises
        ------
        BudgetError
            No such figure, or `printed` is not a number.
        """
        from budgetlib.reprint import reprint

        return reprint(self, figure_id, printed)

    def reconcile(self, rules: Sequence[Any] | None = None) -> Reconciliation:
        """Run every rule once.

        Parameters
        ----------
        rules
            The rules to run, as `budgetlib.rules.rule` makes them; all when None.

        Returns
        -------
        Reconciliation
            Every comparison; `.findings`, `.comparisons` and `.coverage` are DataFrames.
        """
        from budgetlib.reconcile import reconcile

        return reconcile(self, rules)

    def tidy(self) -> pd.DataFrame:
        """Every printed figure in one long frame.

        Returns
        -------
        pandas.DataFrame
            Indexed by the figure's id: where it stands (table, section, item, row, column, line,
            page), what it is (code, measure, year, base, fund, unit), and the number (printed,
            and `value` as float in `unit`).
        """
        from budgetlib import show

        return show.tidy(self)

    def _repr_html_(self) -> str:
        from budgetlib import show

        return show.budget_html(self)

    def __repr__(self) -> str:
        return f"<Budget {self.id} {self.unit} {self.year}: {len(self.tables)} tables>"
