"""Blocks into a Disclosure, by a layout."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

from budgetlib.classifications import code_of, code_of_item
from budgetlib.disclosure import Disclosure, Evidence, Named
from budgetlib.figures import UNRULED, Column, LedgerEntry, Place, Row, Statement, Table
from budgetlib.layouts import Layout, canonical
from budgetlib.layouts.labels import spelt
from budgetlib.read.beside import side_by_side
from budgetlib.read.blocks import (
    ITEM,
    Block,
    Grid,
    Paragraph,
    cut_codes,
    join_wrapped,
    joined_grid,
)
from budgetlib.read.cells import cell_of
from budgetlib.read.forms import Form, read_form
from budgetlib.read.headings import OTHER
from budgetlib.read.identity import CAPTION, told
from budgetlib.read.ledger import kinds_of, ledger
from budgetlib.read.margins import set_heads_apart, take_out_numbering
from budgetlib.read.notes import read_first_part, read_notes
from budgetlib.read.outline import Outline, Part, outline
from budgetlib.read.shapes import read_grouped, read_ladder, read_record
from budgetlib.read.sheet import Sheet, header_height, unread_amounts
from budgetlib.read.tables import read_coded
from budgetlib.read.two_sided import has_sides, is_one_sided, read_two_sided
from budgetlib.read.words import glossary, period, templates
from budgetlib.sentences.claims import Reader
from budgetlib.vocabulary import ACCOUNTS, AXES, BUDGET, DEPARTMENT, UNIT, compiled, parts, squeeze

SPENT = "支出"  # what names of classes end with, or leave out
WIDEST_FORM = 5  # columns that most rows of a form fill
FEWEST_PARTS = 3  # of a form; the header of a list names as many
TITLE = 60  # characters of one
FACTS = "running_facts"  # amounts and, beside them, counts
HEADED = 4.0  # the weight of a name that several tables are headed by
MAX_NAME = 60  # characters of a body's name in an id: file systems allow 255 bytes


def assemble(
    blocks: Sequence[Block], layout: Layout, source: str, evidence: tuple[Evidence, ...]
) -> Disclosure:
    """Read the tables, then the notes, then account for every number."""
    rows = chain.from_iterable(block.rows for block in blocks if isinstance(block, Grid))
    layout = layout.as_printed(chain.from_iterable(rows))
    out = outline(blocks, layout)
    unit, level = told(evidence, "body"), told(evidence, "level") or UNIT
    year, kind = int(told(evidence, "year") or 0), told(evidence, "kind") or BUDGET
    base = ACCOUNTS if kind == ACCOUNTS else BUDGET
    reader = Reader(layout, year, lambda path, topic: "", base)
    tables = [read_table(part, reader, layout) for part in out.tables]
    left_out = [line for _, lost, _ in tables for line in lost]
    out.unplaced += [words for *_, apart in tables for words in apart]
    named = Named({table.number: table for table, *_ in tables})
    reader.resolve = cache(Resolver([table for table, *_ in tables], layout.fund_of))
    heading, told_of = _notes_of(out, layout)
    notes = read_notes(told_of, reader, heading)
    facts = out.parts.get("facts", [])
    alone = "notes" not in out.parts and bool(told_of)  # all is notes
    claims, statements = read_first_part([] if alone else facts, reader)
    statements += out.statements + glossary(
        join_wrapped(out.parts.get("glossary", [])), reader.resolve
    )
    for said in out.parts.get("tables", []):
        if "，" in said.text:  # a sentence, and no caption
            statements += templates(said.text, "", Place(*said.spot))
    for grid in out.lists:
        for row, spot in zip(grid.rows, grid.spots, strict=True):
            numbers = filter(str.isdigit, map(squeeze, row))
            reader.tokens += [LedgerEntry(*spot[:2], n, "list_number", "") for n in numbers]
    units = (row for table, *_ in tables if table.role == "by_unit" for row in table.rows)
    unit_code = next((row.code for row in units if row.code), "")
    budget = Disclosure(
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
        statements=(*statements, *_bodies(evidence, unit)),
        claims=tuple(claims),
        left_out=tuple(left_out),
        unplaced=tuple(out.unplaced),
        identity=evidence,
    )
    entries = ledger(blocks, reader.tokens, budget.figures)
    return budget._replace(
        ledger=entries,
        not_amounts=kinds_of(entries),
        unread=tuple(entry for entry in entries if entry.status == "unread"),
    )


def _bodies(evidence: Iterable[Evidence], unit: str) -> Iterator[Statement]:
    """The bodies of the same place that titles and sentences name; a package keeps them too.

    `alone`: one table is headed by it, where others are by the body whose disclosure it is.
    """
    named = [said for said in evidence if said.aspect == "body" and said.value[:2] == unit[:2]]
    headed = any(said.value == unit and said.weight > HEADED for said in named)
    for said in named:
        alone = headed and said.source == "caption" and said.weight <= CAPTION
        yield Statement("body", "", said.value, "alone" if alone else said.source, said.place)


def _notes_of(out: Outline, layout: Layout) -> tuple[str, list[Paragraph]]:
    """The heading and paragraphs of the notes: a notice on one topic (三公) is all notes."""
    if "notes" in out.parts or (out.divided and out.tables) or not out.paragraphs:
        heading = out.headings.get("notes", "")
        numbered = ITEM.match(heading)
        if numbered and numbered["section"]:  # a section's own, in a document without parts
            heading = ""
        elif not out.divided and not numbered:
            lines = [paragraph.text for paragraph in out.paragraphs]
            above = lines[max(lines.index(heading) - 1, 0)] if heading in lines else ""
            heading = above + heading if layout.scope_of(above) else heading  # on two lines
        return heading, out.parts.get("notes", [])
    told = [p for name in ("facts", "tables") for p in out.parts.get(name, ())]
    below = {id(p) for table in out.tables for p in table.footnotes}  # are read with their tables
    told = [p for p in told if id(p) not in below]
    scoped = [p.text for p in (*out.paragraphs[:1], *told) if layout.scope_of(p.text)]
    first, short = out.paragraphs[0].text, [text for text in scoped if len(text) < TITLE]
    titled = [text for text in short if not {*text} & {*"，。"}]  # no sentence of a part of it
    titled += [first] * (first in scoped) + [text for text in short if not ITEM.match(text)]
    return (*titled, first)[0], told if scoped else []


def identifier(body: str, year: int, level: str, kind: str) -> str:
    """The id of a disclosure: the letters and digits of its body's code or name, and its year."""
    plain = "".join(re.findall(r"[^\W_]+", body))[:MAX_NAME]
    suffix = ("-final" if kind == ACCOUNTS else "") + ("-dept" if level == DEPARTMENT else "")
    return "-".join(filter(None, (plain or "unit", str(year or "")))) + suffix


def _class_code(name: str) -> str:
    """The code of a function class; 支出支出 is printed here and there."""
    return code_of("function", name) or code_of("function", name.removesuffix(SPENT))


NAMING_FIRST = ("by_function", "fiscal_by_function")  # whose names of items the notes take up


class Resolver:
    """Codes for the names in notes: by the document's own tables, then by the classification."""

    def __init__(self, tables: list[Table], funds: Collection[str]) -> None:
        self.funds = {fund for fund in funds if not fund.endswith(SPENT)}
        coded = [(table, row) for table in tables for row in table.rows if row.code]
        self.functions = {
            _bare(_names(table, row.key)): row.code
            for table, row in sorted(coded, key=lambda each: each[0].role in NAMING_FIRST)
            if table.role in (*NAMING_FIRST, "expenditure", "gov_fund", "state_capital")
        }
        self.economic = {
            canonical(row.name): row.code for t, row in coded if t.role == "basic_by_economic"
        }

    def __call__(self, path: tuple[str, ...], topic: str) -> str:
        """The code of a name or path of names, "" if unknown."""
        path = tuple(canonical(name) for name in path)
        if not any(path) or (len(path) == 1 and spelt(path[0]) in self.funds):
            return ""  # a row may print no name; 国有资本经营预算 is a fund, and no class
        if topic in ("basic", "cost") and len(path) == 1:
            return (
                self.economic.get(path[0], "")
                or code_of("economic", *path)
                or code_of_item("economic", *path)
            )
        bare = _bare(path)
        if bare in self.functions:
            return self.functions[bare]
        if (len(path) == 2 and topic != "class") or topic == "item":
            ends = -len(path)
            matches = {code for names, code in self.functions.items() if names[ends:] == bare}
            items = {code for code in matches if len(code) == 7}
            if len(items) == 1:
                return items.pop()
            return code_of_item("function", *path) or code_of_item("function", *bare)
        if len(path) == 1:
            return _class_code(path[0])
        known = code_of("function", *path) or code_of("function", f"{bare[0]}{SPENT}", *path[1:])
        return known or next((c for n, c in self.functions.items() if _shortens(bare, n)), "")


def _bare(path: tuple[str, ...]) -> tuple[str, ...]:
    """Names without the 支出 that some print and others leave out."""
    return tuple(name.removesuffix(SPENT) for name in path)


def _shortens(path: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether a path from class to item is that of a table, a part of its division's name alone."""
    return len(path) == len(names) == 3 and path[::2] == names[::2] and path[1] in names[1]


def _names(table: Table, key: str) -> tuple[str, ...]:
    row = table.by_key[key] if key else None
    return (*_names(table, row.parent), canonical(row.name)) if row else ()


def read_table(
    part: Part, reader: Reader, layout: Layout, packed: bool = False
) -> tuple[Table, list[str], list[str]]:
    """One table from its grids, what was left out (prose, personal data), what fits no row."""
    kind = layout.spec(part.role)["kind"]
    grids, apart, again = side_by_side(part.grids)
    grid = joined_grid(grids, kind in ("coded", "items"), _known(layout))
    told = part.number, part.role, part.unit, layout, reader.year, reader.base
    sheet = Sheet(*told, grid, None if packed else reader.tokens)
    for spot, label in (*again, *cut_codes(grids)):
        sheet.book(spot, cell_of(label), "code")
    form = Form(sheet, reader)
    columns: list[Column] = []
    sections = layout.forms.get(part.role, [])
    counted = sheet.spec.get("counted", "")
    if counted and any(cell.text == counted for row in sheet.rows[:2] for cell in row):
        sheet.role, kind, sections = FACTS, "form", layout.forms.get(FACTS, [])
    elif _tells_targets(sheet):
        kind = "form"
    elif kind == "form" and sections and _is_list(sheet, [start for start, _ in sections]):
        sheet.role, kind = OTHER, "coded"
    if kind == "form":
        if not sections:
            take_out_numbering(sheet)
        read_form(form)
        for r, cells in enumerate(sheet.rows):
            beside = (f"{a.text}{b.text}" for a, b in pairwise(cells))
            sheet.statements += (
                said for text in beside for said in period(text, sheet.place(r, 0))
            )
    elif any(len(cells) > 1 for cells in sheet.rows):  # else no amount stands beside a label
        take_out_numbering(sheet)
        set_heads_apart(sheet)
        sheet.height = header_height(sheet)
        if sheet.role == OTHER and _is_keyed(sheet):
            kind = "two_sided"
        if is_one_sided(sheet):
            sheet.role, kind = f"{sheet.role}_side", "two_sided"
        if kind == "coded" and has_sides(sheet):
            kind = "two_sided"
        if kind == "ladder" and not any(p and p[-1] in sheet.spec["levels"] for p in sheet.paths):
            # without names of levels, by which rows stand below each other
            sheet.role, kind = sheet.role if _lists_kinds(sheet) else OTHER, "coded"
        columns, form.rows = _SHAPES.get(kind, read_coded)(sheet)
    for paragraph in part.footnotes:
        place = Place(*paragraph.spot, table=part.number, row="footnote")
        prefix = f"{part.number}/footnote"
        form.claims += reader.read(paragraph.text, prefix, part.role, place, paragraph.spot_at)
    if any(each.unruled for each in part.grids):
        sheet.statements.append(Statement(UNRULED, part.title, "", "", part.place))
    rows = grid.rows if kind != "form" else [[cell.printed for cell in row] for row in sheet.rows]
    table = Table(
        part.number,
        sheet.role,
        part.title,
        kind,
        part.unit,
        tuple(columns),
        tuple(form.rows),
        tuple(map(tuple, rows)),
        grid.spots,
        sheet.height,
        part.place,
        claims=tuple(form.claims),
        statements=tuple(sheet.statements),
        spans=grid.spans,
        unread=frozenset() if kind == "form" else unread_amounts(sheet, form.rows),
    )
    lost = [f"表{part.number}: columns of no rows 无行可接的栏 [{each.spots[0]}]" for each in apart]
    return table, form.left_out, lost


def _known(layout: Layout) -> Callable[[str], bool]:
    """Whether words are a whole label: of a class, or of a row that the layout knows."""
    sides = layout.data["two_sided"].values()
    labels = {word for side in sides for words in side.values() for word in words}
    return lambda text: canonical(text) in labels or bool(_class_code(canonical(text)))


def _tells_targets(sheet: Sheet) -> bool:
    """Whether levels of indicators begin a row below others, or are columns of a list."""
    header = compiled(sheet.layout.data["indicators"]["header"])
    levels = [[bool(header.fullmatch(cell.text)) for cell in row] for row in sheet.rows]
    return any(map(any, (row[:2] for row in levels[1:]))) or any(sum(row) > 2 for row in levels)


def _is_list(sheet: Sheet, starts: Sequence[re.Pattern[str]]) -> bool:
    """Whether most rows fill the same many columns, as those of a list do, and begin no parts."""
    firsts = [cell.text for row in sheet.rows for cell in row[:2]]
    if sum(any(map(start.match, firsts)) for start in starts) > FEWEST_PARTS:
        return False
    columns = zip(*([bool(cell.text) for cell in row] for row in sheet.rows), strict=False)
    return sum(2 * sum(column) > len(sheet.rows) for column in columns) > WIDEST_FORM


def _is_keyed(sheet: Sheet) -> bool:
    """Whether each number stands beside its label, no sign (≥), several in a row."""
    pairs = ([a for a, b in pairwise(cells) if b.number is not None] for cells in sheet.rows)
    beside = [[a.names for a in labels] for labels in pairs]
    return (
        all(map(all, beside)) and sum(len(row) > 1 for row in beside) > sum(map(bool, beside)) / 2
    )


def _lists_kinds(sheet: Sheet) -> bool:
    """Whether rows or columns are the parts of what the table tells: goods, works, services."""
    whole = sheet.layout.data["tells"]["tables"][sheet.role]["kind"]
    named = {cell.text.removesuffix("类") for r in sheet.body for cell in sheet.rows[r][:2]}
    named |= {path[-1].removesuffix("类") for path in sheet.paths if path}
    return sum(AXES["kind"][kind]["zh"] in named for kind in parts("kind", whole)) > 1


_SHAPES: dict[str, Callable[[Sheet], tuple[list[Column], list[Row]]]] = {
    "two_sided": lambda sheet: read_two_sided(sheet, _class_code),
    "record": read_record,
    "grouped": read_grouped,
    "ladder": read_ladder,
}
