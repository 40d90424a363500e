"""Blocks into a Budget, by a layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from budgetlib.amounts import Place, squeeze
from budgetlib.claims import Reader
from budgetlib.classifications import code_of
from budgetlib.layouts import Layout, canonical
from budgetlib.model import Budget, Column, LedgerEntry, Named, Table
from budgetlib.read.blocks import Block, Paragraph, join_wrapped
from budgetlib.read.forms import Form, read_form
from budgetlib.read.notes import read_first_part, read_notes
from budgetlib.read.outline import Part, identity, outline
from budgetlib.read.tables import Sheet, header_height, read_coded, read_record, read_two_sided
from budgetlib.read.words import glossary
from budgetlib.tokens import scan


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
    unit, year, level, kind = identity(out.paragraphs)
    reader = Reader(layout, year, lambda path, topic: "")
    tables = [read_table(part, reader, layout) for part in out.tables]
    left_out = [line for _, lost in tables for line in lost]
    named = Named({table.number: table for table, _ in tables})
    reader.resolve = Resolver([table for table, _ in tables])
    notes = read_notes(out.parts.get("notes", []), reader)
    claims, statements = read_first_part(out.parts.get("facts", []), reader)
    statements += out.statements + glossary(
        join_wrapped(out.parts.get("glossary", [])), reader.resolve
    )
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
        statements=tuple(statements),
        claims=tuple(claims),
        ledger=tuple(ledger),
        not_amounts=dict(Counter(e.status for e in ledger if e.status not in ("figure", "unread"))),
        unread=tuple(entry for entry in ledger if entry.status == "unread"),
        left_out=tuple(left_out),
        unplaced=tuple(out.unplaced),
    )


def _unit_code(tables: list[Table]) -> str:
    for table in tables:
        if table.role == "by_unit":
            return next((row.code for row in table.rows if row.code), "")
    return ""


def _identifier(code: str, year: int, level: str, kind: str) -> str:
    suffix = ("-final" if kind == "决算" else "") + ("-dept" if level == "部门" else "")
    return f"{code or 'unit'}-{year}{suffix}"


def _class_code(name: str) -> str:
    """The code of a function class; 与 is printed for 和 here and there."""
    return code_of("function", name) or code_of("function", name.replace("与", "和"))


class Resolver:
    """Codes for the names in notes: by the document's own tables, then by the classification."""

    def __init__(self, tables: list[Table]) -> None:
        self.functions: dict[tuple[str, ...], str] = {}
        self.economic: dict[str, str] = {}
        for table in tables:
            if table.role == "by_function":
                self.functions |= {
                    _names(table, row.key): row.code for row in table.rows if row.code
                }
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
    columns: list[Column] = []
    if kind == "form":
        read_form(form)
    elif kind == "two_sided":
        columns, form.rows = read_two_sided(sheet, height, _class_code)
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


def _ledger(blocks: Iterable[Block], registered: list[LedgerEntry]) -> list[LedgerEntry]:
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
            for cell in filter(None, cells):
                for piece in cell.split("\n"):
                    yield line, block.page, squeeze(piece)
