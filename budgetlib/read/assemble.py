"""Blocks into a Budget, by a layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from budgetlib.amounts import Place, squeeze
from budgetlib.claims import Reader
from budgetlib.classifications import code_of
from budgetlib.layouts import Layout, canonical
from budgetlib.model import Budget, Claim, LedgerEntry, Named, Note, Statement, Table
from budgetlib.read.blocks import ITEM, Block, Grid, Paragraph, join_wrapped
from budgetlib.read.forms import Form, read_form
from budgetlib.read.tables import (
    Sheet,
    header_height,
    read_coded,
    read_record,
    read_two_sided,
)
from budgetlib.read.words import glossary, level_words, listed_items, note_statements, offices
from budgetlib.tokens import YEAR, scan

_NUMBER = re.compile(r"^(?:预算|公开)*表?\s*(?P<number>\d+(?:-\d+)?)(?:表|(?=[.、．])|$)[.、．]?(?P<title>.*)$")
_UNIT = re.compile(r"单位[:：](?P<unit>万元|元|亿元)$")
_ORGANISATION = re.compile(r"(?:编制|预算|填报)?(?:单位|部门)[:：](?P<name>[^:：]+)")
_FOOTNOTE = re.compile(r"^(?:备注|注|说明)[:：]")
_TITLE = re.compile(rf"(?P<unit>\S*?)(?P<year>{YEAR})年度?(?P<level>单位|部门)(?P<kind>预算|决算)")


@dataclass
class Part:
    """A printed table being put together: its title lines, its grids, what stands below."""

    number: str
    title: str
    role: str
    unit: str
    place: Place
    grids: list[Grid] = field(default_factory=list)
    footnotes: list[Paragraph] = field(default_factory=list)


@dataclass
class Outline:
    """The document cut into its parts."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Part] = field(default_factory=list)
    listed: list[tuple[str, str, Place]] = field(default_factory=list)
    parts: dict[str, list[Paragraph]] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)


def outline(blocks: Iterable[Block], layout: Layout) -> Outline:
    """Cut the blocks into tables and the paragraphs of each part."""
    out, part, pending = Outline(), "facts", list[Paragraph]()
    for block in blocks:
        if isinstance(block, Grid):
            _place_grid(out, pending, block, layout)
            pending = []
            continue
        named = _part_of(block, layout)
        if named:
            part = named
            out.parts[part] = []
        listed = _listed(block, layout)
        if listed:
            out.listed.append(listed)
        if out.tables and _FOOTNOTE.match(block.text) and part == "tables":
            out.tables[-1].footnotes.append(block)
        out.paragraphs.append(block)
        out.parts.setdefault(part, []).append(block)
        pending.append(block)
    out.listed = _last_listing(out.listed)
    return out


def _part_of(paragraph: Paragraph, layout: Layout) -> str:
    text = canonical(paragraph.text)
    if len(text) > 45 or text.endswith("。") or ITEM.match(paragraph.text) and "第" not in text[:1]:
        return ""
    for part, words in layout.data["parts"].items():
        if text.endswith(tuple(words)):
            return str(part)
    return ""


def _listed(paragraph: Paragraph, layout: Layout) -> tuple[str, str, Place] | None:
    match = _NUMBER.match(paragraph.text)
    if not match or not match["title"] or not layout.role_of(match["title"]):
        return None
    return match["number"], match["title"], Place(paragraph.line, paragraph.page, table=match["number"])


def _last_listing(listed: list[tuple[str, str, Place]]) -> list[tuple[str, str, Place]]:
    return list({number: (number, title, place) for number, title, place in listed}.values())


def _place_grid(out: Outline, pending: list[Paragraph], grid: Grid, layout: Layout) -> None:
    """A grid starts a table where a number or a title stands above it, else goes on with one."""
    above = [p for p in pending[-8:] if not _FOOTNOTE.match(p.text)]
    title, role, number, unit, start = "", "", "", "", None
    for paragraph in above:
        match = _NUMBER.match(paragraph.text)
        found = _UNIT.search(paragraph.text)
        named = layout.role_of(paragraph.text) if len(paragraph.text) < 45 else None
        if match and not match["title"]:
            number, role, title, start = match["number"], "", "", paragraph
        elif found:
            unit = found["unit"]
        elif named and not _listed(paragraph, layout):
            title, role, start = paragraph.text, named, start or paragraph
    if role:
        place = Place(start.line if start else None, grid.page, table=number)
        number = number or _number_by_listing(out, layout, role, title)
        part = Part(number, title, role, unit or layout.data["unit"], place._replace(table=number))
        out.tables.append(part)
    if not out.tables or (number and not role):
        out.unplaced.append(f"表{number} {title} [line {grid.lines[0]}]")
        return
    out.tables[-1].grids.append(grid)


def _number_by_listing(out: Outline, layout: Layout, role: str, title: str) -> str:
    for number, listed, _ in out.listed:
        if layout.role_of(listed) == role:
            return number
    return str(len(out.tables) + 1)


def assemble(blocks: Sequence[Block], layout: Layout, source: str) -> Budget:
    """Read the tables, then the notes, then account for every number.

    Parameters
    ----------
    blocks
        Paragraphs and grids in reading order.
    layout
        The family of the document.
    source
        Its name, as shown to users.

    Returns
    -------
    Budget
        With `unread` and `unplaced` naming whatever could not be read or placed.
    """
    out = outline(blocks, layout)
    unit, year, level, kind = _identity(out.paragraphs)
    reader = Reader(layout, year, lambda path, topic: "")
    tables = [read_table(part, reader, layout) for part in out.tables]
    left_out = [line for _, lost in tables for line in lost]
    named = Named()
    for table, _ in tables:
        named[_unique(named, table.number)] = table
    reader.resolve = Resolver([table for table, _ in tables])
    notes = _notes(out.parts.get("notes", []), reader)
    claims, statements = _first_part(out.parts.get("facts", []), reader)
    statements += glossary(join_wrapped(out.parts.get("glossary", [])), reader.resolve)
    ledger = _ledger(blocks, reader.tokens)
    unit_code = _unit_code([table for table, _ in tables])
    return Budget(
        id=_identifier(unit_code, year, level, kind),
        unit=unit,
        unit_code=unit_code,
        year=year,
        level=level,
        kind=kind,
        layout=layout.name,
        source=source,
        tables=named,
        notes=notes,
        listed=tuple(out.listed),
        published=layout.roles,
        statements=tuple(statements),
        claims=tuple(claims),
        ledger=tuple(ledger),
        not_amounts=dict(Counter(e.status for e in ledger if e.status not in ("figure", "unread"))),
        unread=tuple(entry for entry in ledger if entry.status == "unread"),
        left_out=tuple(left_out),
        unplaced=tuple(out.unplaced),
    )


def _unique(tables: Named, number: str) -> str:
    while number in tables:
        number += "'"
    return number


def _identity(paragraphs: list[Paragraph]) -> tuple[str, int, str, str]:
    """Name, year, level and kind, from the first title that tells them."""
    for paragraph in paragraphs:
        match = _TITLE.search(paragraph.text)
        if match:
            return match["unit"], int(match["year"]), match["level"], match["kind"]
    return "", 0, "单位", "预算"


def _unit_code(tables: list[Table]) -> str:
    for table in tables:
        if table.role == "by_unit":
            return next((row.code for row in table.rows if row.code), "")
    return ""


def _identifier(code: str, year: int, level: str, kind: str) -> str:
    suffix = ("-final" if kind == "决算" else "") + ("-dept" if level == "部门" else "")
    return f"{code or 'unit'}-{year}{suffix}"


class Resolver:
    """Codes for the names in notes: by the document's own tables, then by the classification."""

    def __init__(self, tables: list[Table]) -> None:
        self.functions: dict[tuple[str, ...], str] = {}
        self.economic: dict[str, str] = {}
        for table in tables:
            if table.role == "by_function":
                self.functions |= {_names(table, row.key): row.code for row in table.rows if row.code}
            elif table.role == "basic_by_economic":
                self.economic |= {canonical(row.name): row.code for row in table.rows if row.code}

    def __call__(self, path: tuple[str, ...], topic: str) -> str:
        """The code of a name or path of names, "" if unknown."""
        path = tuple(canonical(name) for name in path)
        if topic in ("basic", "cost") and len(path) == 1:
            return self.economic.get(path[0], "") or code_of("economic", *path)
        if path in self.functions:
            return self.functions[path]
        if len(path) == 2:
            matches = {code for names, code in self.functions.items() if names[1:] == path}
            return matches.pop() if len(matches) == 1 else ""
        return code_of("function", *path)


def _names(table: Table, key: str) -> tuple[str, ...]:
    names: list[str] = []
    while key:
        row = table.by_key[key]
        names.insert(0, canonical(row.name))
        key = row.parent
    return tuple(names)


def read_table(part: Part, reader: Reader, layout: Layout) -> tuple[Table, list[str]]:
    """One table from its grids, and what was left out of it (prose, personal data)."""
    width = max(len(row) for grid in part.grids for row in grid.rows)
    rows = [(*row, *[""] * (width - len(row))) for grid in part.grids for row in grid.rows]
    lines = [line for grid in part.grids for line in grid.lines]
    page = part.grids[0].page
    sheet = Sheet(part.number, part.role, layout, part.unit, reader.year, rows, lines, page)
    sheet.tokens = reader.tokens
    kind = sheet.spec["kind"]
    form = Form(sheet, reader)
    height = 0 if kind == "form" else header_height(sheet)
    columns = []
    if kind == "form":
        read_form(form)
    elif kind == "two_sided":
        columns, form.rows = read_two_sided(sheet, height, lambda name: code_of("function", name))
    elif kind == "record":
        columns, form.rows = read_record(sheet, height)
    else:
        columns, form.rows = read_coded(sheet, height)
    for paragraph in part.footnotes:
        place = Place(paragraph.line, paragraph.page, table=part.number, row="footnote")
        prefix = f"{part.number}/footnote"
        form.claims += reader.read(paragraph.text, prefix, part.role, place, paragraph.line_at)
    table = Table(
        part.number,
        part.role,
        part.title,
        kind,
        part.unit,
        tuple(columns),
        tuple(form.rows),
        tuple(sheet.rows),
        tuple(lines),
        height,
        part.place,
        claims=tuple(form.claims),
        statements=tuple(sheet.statements),
    )
    return table, form.left_out


def _notes(paragraphs: list[Paragraph], reader: Reader) -> Named:
    """The sections, their items and what they claim."""
    notes = Named()
    section, title, item, group, heading, place = "", "", "", "", "", Place()
    claims: list[Claim] = []
    statements: list[Statement] = []
    letters: dict[str, str] = {}

    def close() -> None:
        if section:
            topic = reader.layout.topic_of(title)
            notes[section] = Note(section, title, topic, place, tuple(claims), tuple(statements))

    for paragraph in join_wrapped(paragraphs):
        match = ITEM.match(paragraph.text)
        if match and match["section"]:
            close()
            section, title, item = match["section"], paragraph.text[match.end() :], ""
            group = heading = ""
            place = Place(paragraph.line, paragraph.page, section=section)
            claims, statements = [], []
            continue
        if match and match["item"]:
            item = group = match["item"]
            heading = paragraph.text
        elif match and match["number"]:
            item = f"{group}.{match['number']}".lstrip(".")
        topic = reader.layout.topic_of(title)
        if topic == "other":
            topic = reader.layout.topic_of(heading, "items") or topic
        prefix = f"{section}.{item}".rstrip(".")
        where = Place(paragraph.line, paragraph.page, section=section, item=item)
        found = reader.read(paragraph.text, prefix, topic, where, paragraph.line_at)
        claims += found
        statements += _lettered(note_statements(paragraph.text, found, where), letters)
        statements += listed_items(paragraph.text, found, topic, where)
        statements += level_words(paragraph.text, where)
    close()
    return notes


def _lettered(statements: list[Statement], letters: dict[str, str]) -> list[Statement]:
    """Reasons that say the same, apart from the year, share a letter; their words stay out."""
    return [
        s._replace(group=letters.setdefault(s.group, f"reason-{len(letters) + 1}"))
        if s.kind == "reason_year"
        else s
        for s in statements
    ]


def _first_part(
    paragraphs: list[Paragraph], reader: Reader
) -> tuple[list[Claim], list[Statement]]:
    claims: list[Claim] = []
    statements: list[Statement] = []
    for paragraph in join_wrapped(paragraphs):
        place = Place(paragraph.line, paragraph.page, section="概况")
        found = reader.read(paragraph.text, "概况", "facts", place, paragraph.line_at)
        claims += [claim for claim in found if claim.key == "offices"]
        statements += offices(paragraph.text, place)
    return claims, statements


def _ledger(
    blocks: Iterable[Block], registered: list[tuple[int | None, int | None, str, str, str]]
) -> list[LedgerEntry]:
    """Every numeric token of the document: what it was read as, or what kind it is, or unread."""
    read: dict[tuple[int | None, str], list[tuple[str, str]]] = {}
    for line, _, text, status, figure in registered:
        read.setdefault((line, squeeze(text)), []).append((status, figure))
    entries = []
    for line, page, words in _lines(blocks):
        for token in scan(words):
            known = read.get((line, token.text))
            kind = "unread" if token.kind == "figure" else token.kind
            status, figure = known.pop(0) if known else (kind, "")
            entries.append(LedgerEntry(line, page, token.text, status, figure))
    return entries


def _lines(blocks: Iterable[Block]) -> Iterable[tuple[int | None, int | None, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.line, block.page, block.text
            continue
        for cells, line in zip(block.rows, block.lines, strict=True):
            for cell in cells:
                for piece in cell.split("\n"):
                    yield line, block.page, squeeze(piece)
