"""Blocks into a Disclosure, by a layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from budgetlib.classifications import code_of, code_of_item
from budgetlib.disclosure import Disclosure, Named
from budgetlib.figures import Place, Spot, squeeze
from budgetlib.layouts import Layout, canonical
from budgetlib.printed import Column, LedgerEntry, Row, Table
from budgetlib.read.blocks import Block, Grid, Paragraph, join_wrapped, joined_grid
from budgetlib.read.forms import Form, read_form
from budgetlib.read.heads import set_heads_apart
from budgetlib.read.notes import read_first_part, read_notes
from budgetlib.read.numbering import take_out_numbering
from budgetlib.read.outline import Part, identity, outline
from budgetlib.read.shapes import is_turned, read_grouped, read_ladder, read_turned
from budgetlib.read.tables import (
    Sheet,
    header_height,
    read_coded,
    read_record,
)
from budgetlib.read.two_sided import is_one_sided, read_two_sided
from budgetlib.read.words import glossary
from budgetlib.sentences.claims import Reader
from budgetlib.sentences.execution import ExecutedSentence
from budgetlib.sentences.tokens import runs, scan

MAX_NAME = 60  # characters of a body's name in an id: file systems allow 255 bytes


def assemble(blocks: Sequence[Block], layout: Layout, source: str) -> Disclosure:
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
    Disclosure
        With `unread` and `unplaced` naming whatever could not be read or placed.
    """
    grids = (block for block in blocks if isinstance(block, Grid))
    layout = layout.as_printed(cell for grid in grids for row in grid.rows for cell in row)
    out = outline(blocks, layout)
    unit, year, level, kind = identity(out.paragraphs)
    base, sentence = ("决算", ExecutedSentence) if kind == "决算" else ("预算", None)
    reader = Reader(layout, year, lambda path, topic: "", base, sentence)
    tables = [read_table(part, reader, layout) for part in out.tables]
    left_out = [line for _, lost in tables for line in lost]
    named = Named({table.number: table for table, _ in tables})
    reader.resolve = Resolver([table for table, _ in tables])
    notes = read_notes(out.parts.get("notes", []), reader)
    claims, statements = read_first_part(out.parts.get("facts", []), reader)
    statements += out.statements + glossary(
        join_wrapped(out.parts.get("glossary", [])), reader.resolve
    )
    reader.tokens += [
        LedgerEntry(spot.line, spot.page, squeeze(cell), "list_number", "")
        for grid in out.lists
        for row, spot in zip(grid.rows, grid.spots, strict=True)
        for cell in row
        if squeeze(cell).isdigit()
    ]
    ledger = _ledger(blocks, reader.tokens)
    unit_code = _unit_code([table for table, _ in tables])
    return Disclosure(
        id=identifier(unit_code or unit, year, level, kind),
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


def identifier(body: str, year: int, level: str, kind: str) -> str:
    """The id of a disclosure: the letters and digits of its body's code or name, and its year."""
    plain = "".join(re.findall(r"[^\W_]+", body))[:MAX_NAME]
    suffix = ("-final" if kind == "决算" else "") + ("-dept" if level == "部门" else "")
    return f"{plain or 'unit'}-{year}{suffix}"


def _class_code(name: str) -> str:
    """The code of a function class; 与 is printed for 和 here and there."""
    return code_of("function", name) or code_of("function", name.replace("与", "和"))


class Resolver:
    """Codes for the names in notes: by the document's own tables, then by the classification."""

    def __init__(self, tables: list[Table]) -> None:
        self.functions: dict[tuple[str, ...], str] = {}
        self.economic: dict[str, str] = {}
        for table in tables:
            if table.role in ("by_function", "fiscal_by_function"):
                self.functions |= {
                    _bare(_names(table, row.key)): row.code for row in table.rows if row.code
                }
            elif table.role == "basic_by_economic":
                self.economic |= {canonical(row.name): row.code for row in table.rows if row.code}

    def __call__(self, path: tuple[str, ...], topic: str) -> str:
        """The code of a name or path of names, "" if unknown."""
        path = tuple(canonical(name) for name in path)
        if topic in ("basic", "cost") and len(path) == 1:
            return self.economic.get(path[0], "") or code_of("economic", *path)
        bare = _bare(path)
        if bare in self.functions:
            return self.functions[bare]
        if len(path) == 2 or topic == "item":
            ends = -len(path)
            matches = {code for names, code in self.functions.items() if names[ends:] == bare}
            items = {code for code in matches if len(code) == 7}
            return items.pop() if len(items) == 1 else code_of_item("function", *path)
        return code_of("function", *path) or _class_code(path[0] if len(path) == 1 else "")


def _bare(path: tuple[str, ...]) -> tuple[str, ...]:
    """Names without the 支出 that some print and others leave out."""
    return tuple(name.removesuffix("支出") for name in path)


def _names(table: Table, key: str) -> tuple[str, ...]:
    names: list[str] = []
    while key:
        row = table.by_key[key]
        names.insert(0, canonical(row.name))
        key = row.parent
    return tuple(names)


def read_table(part: Part, reader: Reader, layout: Layout) -> tuple[Table, list[str]]:
    """One table from its grids, and what was left out of it (prose, personal data)."""
    grid = joined_grid(part.grids, layout.spec(part.role)["kind"] in ("coded", "items"))
    rows, spots = list(grid.rows), list(grid.spots)
    sheet = Sheet(
        part.number, part.role, layout, part.unit, reader.year, [*rows], spots, grid.spans
    )
    sheet.base, sheet.aligned = reader.base, grid.aligned
    sheet.tokens = reader.tokens
    kind = sheet.spec["kind"]
    if kind != "form":
        take_out_numbering(sheet)
        set_heads_apart(sheet)
    form = Form(sheet, reader)
    height = 0 if kind == "form" else header_height(sheet)
    columns: list[Column] = []
    if sheet.role == "revenue" and is_one_sided(sheet, height):
        sheet.role, kind = "revenue_side", "two_sided"
    if kind == "form":
        read_form(form)
    elif kind == "two_sided":
        columns, form.rows = read_two_sided(sheet, height, _class_code)
    else:
        turned = kind == "record" and is_turned(sheet, height)
        read = read_turned if turned else _SHAPES.get(kind, read_coded)
        columns, form.rows = read(sheet, height)
    for paragraph in part.footnotes:
        place = Place(*paragraph.spot, table=part.number, row="footnote")
        prefix = f"{part.number}/footnote"
        form.claims += reader.read(paragraph.text, prefix, part.role, place, paragraph.spot_at)
    table = Table(
        part.number,
        sheet.role,
        part.title,
        kind,
        part.unit,
        tuple(columns),
        tuple(form.rows),
        tuple(sheet.rows) if kind == "form" else grid.rows,
        tuple(spots),
        height,
        part.place,
        claims=tuple(form.claims),
        statements=tuple(sheet.statements),
        spans=grid.spans,
    )
    return table, form.left_out


_SHAPES: dict[str, Callable[[Sheet, int], tuple[list[Column], list[Row]]]] = {
    "record": read_record,
    "grouped": read_grouped,
    "ladder": read_ladder,
}


def _ledger(blocks: Iterable[Block], registered: list[LedgerEntry]) -> list[LedgerEntry]:
    """Every numeric token of the document: what it was read as, or what kind it is, or unread.

    What was read on a line goes to the tokens of its kind first: a page may be one long line.
    """
    read: dict[tuple[int | None, int | None, str], list[tuple[str, str]]] = {}
    for line, page, text, status, figure in registered:
        read.setdefault((line, page, squeeze(text)), []).append((status, figure))
    tokens = list(_tokens(blocks))
    found: dict[int, tuple[str, str]] = {}
    for fits in (_of_its_kind, _of_no_kind, _of_any_kind):
        for n, ((line, page, _), text, kind) in enumerate(tokens):
            known = read.get((line, page, text))
            if n in found or not known:
                continue
            at = next((i for i, (status, _) in enumerate(known) if fits(kind, status)), None)
            if at is not None:
                found[n] = known.pop(at)
    entries = []
    for n, ((line, page, _), text, kind) in enumerate(tokens):
        status, figure = found.get(n, ("unread" if kind == "figure" else kind, ""))
        entries.append(LedgerEntry(line, page, text, status, figure))
    return entries


def _of_its_kind(kind: str, status: str) -> bool:
    return kind == status


def _of_no_kind(kind: str, status: str) -> bool:
    return kind in ("figure", "unread")


def _of_any_kind(kind: str, status: str) -> bool:
    return True


def _tokens(blocks: Iterable[Block]) -> Iterable[tuple[Spot, str, str]]:
    """Where each numeric token stands, its text and its kind; one that wraps counts twice."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for token in scan(block.text):
                for spot, run in runs(token.start, token.text, block.spot_at):
                    yield spot, run, token.kind
            continue
        for cells, spot in zip(block.rows, block.spots, strict=True):
            for cell in filter(None, cells):
                for piece in cell.split("\n"):
                    for token in scan(squeeze(piece)):
                        yield spot, token.text, token.kind
