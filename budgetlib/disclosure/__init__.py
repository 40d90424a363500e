"""A budget disclosure as read: tables, notes, claims. Frozen data, and how to look things up."""

import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, cast

from budgetlib import vocabulary
from budgetlib.disclosure.coordinates import Cell, cells
from budgetlib.errors import Absent, BudgetError, Several, choices, meant
from budgetlib.figures import (
    Claim,
    Figure,
    LedgerEntry,
    Limit,
    Note,
    Place,
    Statement,
    Table,
    grouped,
    is_misprint,
    number,
)
from budgetlib.layouts import of_budget
from budgetlib.vocabulary import ACCOUNTS, BUDGET, Record, field, regex, squeeze

_PREFIX = regex("表(?=[0-9])|说明(?=[一-十])")  # as places are told


class Named(dict[str, Any]):
    """A dict that knows 5, "5" and "五" for one name, and words of one title; else it suggests."""

    def __missing__(self, key: object) -> Any:
        spelt = {vocabulary.digits(name): name for name in self}
        if (name := spelt.get(vocabulary.digits(str(key)))) is not None:
            return self[name]
        titled = [(getattr(v, "title", getattr(v, "unit", "")), name) for name, v in self.items()]
        if len(found := {name for title, name in titled if str(key) in title}) == 1:
            return self[found.pop()]
        import difflib

        titles = dict(titled)
        close = difflib.get_close_matches(str(key), [*self, *titles], n=1, cutoff=0.3)
        hint = f"; did you mean {titles.get(close[0], close[0])!r}?" if close else "."
        raise KeyError(f"no {key!r}{hint} There are: {', '.join(self)}")


class Evidence(NamedTuple):
    """What speaks for a body, a year, a level or a kind: where it is told best, and its weight."""

    aspect: str
    value: str
    weight: float
    source: str
    said: str = ""
    place: Place = Place()


# What no cover, title or sentence tells of the year or of the body.
UNTOLD = (
    "the year is told nowhere; name it with --year 未见年度，请用--year指明",
    "the body is told nowhere; name it with --body 未见单位名称，请用--body指明",
)


class Disclosure(Record):
    """A whole disclosure, as plain data; `budgetlib.budget.Budget` adds what one does with it."""

    id: str
    unit: str
    unit_code: str
    year: int
    level: str
    kind: str
    layout: str
    source: str
    tables: Named  # by printed number ("5-1") and by section ("五")
    notes: Named
    # (number, title, place) of the tables that the document announces
    listed: tuple[tuple[str, str, Place], ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    not_amounts: dict[str, int] = field(default_factory=dict)
    # numbers, tables, and pages or streams of the file that could not be read
    unread: tuple[LedgerEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    # what tells whose disclosure of which year it is; of each aspect the value that won first
    identity: tuple[Evidence, ...] = ()
    lost: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()  # what the file holds and was not taken for text, as watermarks

    def all_tables(self, role: str) -> list[Table]:
        """Every printed table of a role.

        Raises
        ------
        Absent
            The disclosure prints none.
        """
        tables = self._by_role.get(role)
        if not tables:
            if role not in self._absent:
                self._absent[role] = self._why_absent(role)
            raise Absent(role, self._absent[role])
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
        found = self.all_tables(role)
        asked = sys._getframe(1).f_globals.get("__name__", "")  # rules take the first and know it
        if len(found) > 1 and not asked.startswith("budgetlib."):
            numbers = ", ".join(table.number for table in found)
            told = f"tables {numbers} are {role!r}, this is {found[0].number}; see all_tables"
            told += f" 此类表有{len(found)}张，仅取其一"
            warnings.warn(told, Several, stacklevel=2)
        return found[0]

    def __getitem__(self, name: str | int) -> Table | Note:
        """A table by number or role, or a section of the notes by numeral or topic.

        ``budget["3"]``, ``budget["expenditure"]``, ``budget["五"]``, ``budget["procurement"]``.
        """
        name = _PREFIX.sub("", str(name))
        if name not in self.tables and name in of_budget(self.layout).data["roles"]:
            return self.table(name)
        if name not in self.tables and name in self._by_topic:
            return self.note(name)
        spoken = set(name) <= vocabulary.NUMERALS
        known = self.notes if spoken else {**self.tables, **self._by_role, **self._by_topic}
        return cast("Table | Note", Named(known)[name])

    __iter__ = None  # it is no sequence, though it has parts by name

    def note(self, topic: str) -> Note:
        """The section of the notes on a topic, for instance ``budget.note("three_public")``.

        Raises
        ------
        Absent
            The notes have no such section.
        """
        found = self._by_topic.get(topic)
        if found:  # one that tells figures, rather than a heading of the contents page
            return next((note for note in found if note.claims), found[0])
        english, chinese = vocabulary.label("topic", topic)
        reason = (f"no section of the notes on {english}", f"情况说明中没有{chinese}一节")
        raise Absent(topic, reason, (note.topic for note in self.notes.values()))

    def tells(self, topic: str) -> bool:
        """Whether the notes have a section on a topic."""
        return topic in self._by_topic

    def has(self, *roles: str) -> bool:
        """Whether every one of these roles is printed."""
        return all(role in self._by_role for role in roles)

    @cached_property
    def _by_topic(self) -> dict[str, list[Note]]:
        return grouped((note.topic, note) for note in self.notes.values())

    @cached_property
    def _by_role(self) -> dict[str, list[Table]]:
        return grouped((table.role, table) for table in self.tables.values())

    @cached_property
    def _absent(self) -> dict[str, tuple[str, str]]:
        """Why tables of some roles are not printed, found when first asked for."""
        return {}

    def _why_absent(self, role: str) -> tuple[str, str]:
        layout = of_budget(self.layout)
        spec = layout.data["roles"].get(role)
        if spec is None:
            known = layout.data["roles"]
            raise BudgetError(f"no role of a table is called {role!r}{choices(role, known)}")
        for number_, title, _ in self.listed:
            if layout.role_of(title) == role and number_ not in self.tables:
                return f"table {number_} is listed, not printed", f"目录列有表{number_}，正文未见"
        title = next(iter(spec["titles"]), role)
        named = vocabulary.label("role", role)[0] if role in vocabulary.AXES["role"] else title
        if self.lost:
            return f"the {named} is not printed on what was read", f"已读部分未见{title}"
        return f"the {named} is not printed", f"未见{title}"

    @property
    def base(self) -> str:
        """The account that its own amounts stand on: 预算, or 决算 in final accounts."""
        return ACCOUNTS if self.kind == ACCOUNTS else BUDGET

    @property
    def stands(self) -> tuple[int, str]:
        """The year and base that its own amounts stand for."""
        return self.year, self.base

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cube: every amount whose coordinate is known, with the kind of place it stands in."""
        layout = of_budget(self.layout)
        return cells(self.tables.values(), (*self.all_claims,), layout, *self.stands)

    @cached_property
    def _lost_pages(self) -> set[int]:
        told = (re.match(r"page (\d+)", words) for words in self.lost)
        return {int(match[1]) for match in told if match}

    @cached_property
    def read_whole(self) -> bool:
        """Whether nothing that a relation may need was left unread."""
        return not (
            self.lost
            or self.unread
            or any(table.unread for table in self.tables.values())
            or any(figure.unread for figure in self._places)
        )

    def breaks(self, table: Table) -> bool:
        """Whether a page of a table, or next to one, was lost, or the place of its words is."""
        if table.doubtful:
            return True
        pages = {spot.page for spot in table.spots if spot.page} if self._lost_pages else set()
        return any(page + step in self._lost_pages for page in pages for step in (-1, 0, 1))

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What is printed and was not read, each once."""
        found = [*self._cells_unread]
        left = Counter((limit.place[:2], limit.text) for limit in found)
        for e in self.unread:
            if left[(e.line, e.page), e.text]:
                left[(e.line, e.page), e.text] -= 1
            else:
                found.append(Limit("number", e.text, Place(e.line, e.page), e.window or e.text))
        numbers = [(entry.line, entry.page, entry.text) for entry in self.unread]
        found += [
            Limit("cell", said.value, said.place, said.subject)
            for said in self.all_statements
            if said.kind == "not_a_number" and not is_misprint(said.value)
            if not any(
                said.place[:2] == (n, page) and text in said.value for n, page, text in numbers
            )
        ]
        found += [Limit("table", words, Place()) for words in self.unplaced]
        found += [Limit("lost", words, Place()) for words in self.lost]
        asked = (
            words for told, words in zip((self.year, self.unit), UNTOLD, strict=True) if not told
        )
        found += [Limit("identity", words, Place()) for words in asked]
        return (*found, *(Limit("apart", words, Place()) for words in self.apart))

    @property
    def _cells_unread(self) -> Iterator[Limit]:
        """The amounts of tables that are in no row, each with what stands first beside it."""
        for table in self.tables.values():
            for r, c in sorted(table.unread):
                cells = [squeeze(cell) for cell in table.grid[r]]
                label = next((cell for cell in cells if cell and number(cell) is None), "")
                line, page, box = table.spots[r]
                place = Place(line, page, box, table.number, label, cell=(r, c))
                yield Limit("number", cells[c], place, f"{label} {cells[c]}".strip())

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

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every printed figure, once."""
        claims = (*self.claims, *chain.from_iterable(note.claims for note in self.notes.values()))
        tables = chain.from_iterable(table.figures for table in self.tables.values())
        return (*tables, *(claim.figure for claim in claims))

    @cached_property
    def in_digits(self) -> tuple[Figure, ...]:
        """Every figure that is printed in digits, not told in words."""
        return tuple([figure for figure in self.figures if not figure.worded])

    @property
    def _places(self) -> Iterator[Figure]:
        """Every cell that may hold an amount, blank or not, and every one that is told."""
        for table in self.tables.values():
            for row in table.rows:
                yield from row.cells.values()
        yield from (claim.figure for claim in self.all_claims)

    def figure(self, name: str) -> Figure:
        """A figure, blank or not, by its id: "3/208/total", or "五.三.1#2" for a claim."""
        if name not in self._called:
            hint = meant(name, self._called, "; `tidy()` lists them")
            raise BudgetError(f"no figure is called {name!r}{hint}")
        return self._called[name]

    @cached_property
    def _called(self) -> dict[str, Figure]:
        """The figures by their ids."""
        return {figure.id: figure for figure in self._places}

    def shown(self, place: Place) -> Place:
        """The place by the name that is printed for its row, where it is known by a key."""
        table: Table | None = self.tables.get(place.table)
        found = table.by_key.get(place.row) if table else None
        return place._replace(row=vocabulary.row(found.name if found and found.name else place.row))

    def __repr__(self) -> str:
        return f"<Disclosure {self.id} {self.unit} {self.year}: {len(self.tables)} tables>"
