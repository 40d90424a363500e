"""The document cut into its parts: tables with their titles, and the paragraphs of each part."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, pairwise

from budgetlib.errors import ReadError
from budgetlib.figures import Place, Spot, Statement
from budgetlib.layouts import Layout, canonical
from budgetlib.read.blocks import ITEM, Block, Grid, Paragraph
from budgetlib.read.headings import (
    FOOTNOTE,
    Heading,
    breaks,
    ends_below,
    heading_above,
    numbered,
    stacked,
    without_footnotes,
)
from budgetlib.read.words import of_heading
from budgetlib.sentences.tokens import YEAR
from budgetlib.vocabulary import Record, field, regex, squeeze

_YEAR = regex(rf"{YEAR}(?=年)")
_AGAIN = regex(r"\(?(?:续表?|接上页)\d*\)?$|^续表")
_IN_SENTENCE = regex("[。，；《》]")
_NO_HEADING = regex("[。，；]|[：:]$|^[上下]一?[篇条页][：:]")  # nor what a site sets below a page
_TELLS = ("说明", "情况")


MONEY = "元"  # ends the units of money
MOST_TABLES = 2000  # of a document; a large one has 40
FIRST = "一"
LONG = 80  # characters of a line that is no heading, whatever its numbering


class Part(Record, frozen=False):
    """A printed table being put together: its title lines, its grids, what stands below."""

    number: str
    title: str
    role: str
    unit: str
    place: Place
    grids: list[Grid] = field(default_factory=list)
    footnotes: list[Paragraph] = field(default_factory=list)
    lent: bool = False  # its number, which no other table has: none is printed


Listed = tuple[str, str, Place]  # a table's number, its title, and where that is told


class Outline(Record, frozen=False):
    """The document cut into its parts."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Part] = field(default_factory=list)
    as_parts: dict[str, Listed] = field(default_factory=dict)  # what numerals head (五、)
    as_tables: dict[str, Listed] = field(default_factory=dict)  # by numbers of their own (表5-1)
    parts: dict[str, list[Paragraph]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    divided: bool = False  # into parts by headings of their own, 第一部分 and so on
    lists: list[Grid] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def listed(self) -> list[Listed]:
        """The list of tables: by numbers of their own, where it is not the contents once more."""
        own = not self.as_tables.keys() <= self.as_parts.keys()
        return [*(self.as_tables if own else self.as_parts).values()]


def outline(blocks: Iterable[Block], layout: Layout) -> Outline:
    """Cut the blocks into tables and the paragraphs of each part."""
    out, part, pending = Outline(), "facts", list[Paragraph]()
    run = 0  # headings of parts, one below the other
    for block in map(_unset, _headed(without_footnotes(blocks), layout)):
        if isinstance(block, Grid):
            for lines, grid in stacked(block, layout):
                out.paragraphs += lines
                pending += lines
                if grid.rows:
                    _place_grid(out, pending, grid, layout)
                    pending = []
            continue
        if len(block.text) < LONG and re.search(layout.data["attached"], block.text):
            told = Statement("attached", block.text[:20], "", "", Place(*block.spot))
            out.statements.append(told)
        item = ITEM.match(block.text)
        listed = item and item["section"] and run > 2 and not _IN_SENTENCE.search(block.text)
        if listed:  # the contents, whose parts are sections below
            out.divided, part = False, "facts"
            out.headings.clear()
        begins = block.text.startswith("第一")  # the text, or its contents
        run = (1 if begins else run + 1) if item and block.text.startswith("第") else 0
        named = _part_of(block, part if not out.divided else "", layout, out.paragraphs)
        # in a part, what bears its name once more heads a section that no numeral begins
        heads = named and not (named == part and layout.topic_of(block.text))
        part = named or part
        out.paragraphs.append(block)
        pending.append(block)
        if heads and block.text.startswith("第"):
            pending = [block]  # what the contents listed before it is no title of what follows
        if heads:
            out.headings[part] = block.text
            out.divided |= block.text.startswith("第")
            out.statements += _said_of(block)
        elif not named:
            _list(out, block, layout)
            noted = out.tables and FOOTNOTE.match(block.text)  # below a grid, whatever the part
            if noted and (part == "tables" or all(FOOTNOTE.match(p.text) for p in pending)):
                out.tables[-1].footnotes.append(block)
        of_section = item and part == "notes" and "第" not in block.text[:1]
        if not heads or of_section:  # a heading may be that of a section, too
            out.parts.setdefault(part, []).append(block)
    out.unplaced += _titles_without_grid(out, layout)
    units = {table.unit for table in out.tables if table.unit.endswith(MONEY)}
    usual = units.pop() if len(units) == 1 else layout.data["unit"]
    for table in out.tables:
        table.unit = table.unit or usual  # that of all others, where it tells none
    return out


def _headed(blocks: Iterable[Block], layout: Layout) -> Iterator[Block]:
    """The blocks, a heading on two lines as one: a numeral by itself, a title that wraps."""
    upper: Paragraph | None = None
    for block in blocks:
        lower = block if isinstance(block, Paragraph) else None
        if upper and lower:
            match = ITEM.fullmatch(upper.text)
            one = (match and match["section"]) or ends_below(upper.text, lower.text, layout)
            upper, lower = (None, upper.joined(lower)) if one else (upper, lower)
        if upper:
            yield upper
        if not lower:
            yield block
        upper = lower
    if upper:
        yield upper


def _said_of(heading: Paragraph) -> list[Statement]:
    """The year that the heading of a part names, and what a template left in it."""
    name = match[0] if (match := ITEM.match(heading.text)) else ""
    place = Place(*heading.spot)
    years = [Statement("part_year", name, m[0], "", place) for m in _YEAR.finditer(heading.text)]
    return sorted(years, key=lambda said: said.value)[-1:] + of_heading(heading.text, name, place)


def _unset(block: Block) -> Block:
    """A heading whose numeral a tab sets apart is no grid."""
    if isinstance(block, Paragraph) or len(block.rows) > 1:
        return block
    text = squeeze("".join(block.rows[0]))
    match = ITEM.match(text)
    numbered = match and match[0] == squeeze(block.rows[0][0])
    return Paragraph(text, ((0, block.spots[0]),)) if numbered else block


def _titles_without_grid(out: Outline, layout: Layout) -> Iterator[str]:
    """The listed tables whose title stands on a page, while nothing below it was a grid.

    In a contents page titles stand beside titles; what prose follows heads a section.
    """
    below = ((p, q.text) for p, q in pairwise(out.paragraphs) if not p.text.endswith("表"))
    told = [p for p, text in below if text[-1:] == "。" and not FOOTNOTE.match(text)]
    heads = {(*numbered(p.text), *p.spot) for p in told}  # 1、财政拨款收支总体情况
    for number, title, place in [*out.as_parts.values()]:
        if (number, title, *place[:3]) in heads:
            del out.as_parts[number]
    missing = {canonical(title): number for number, title, _ in out.listed}
    placed = {canonical(part.title) for part in out.tables}
    for title in placed:
        missing.pop(title, None)
    missing = {t: n for t, n in missing.items() if n not in {part.number for part in out.tables}}
    by_role = {layout.role_of(title): title for title in missing}  # titled otherwise on its page
    named = [(*numbered(p.text), *p.spot) for p in out.paragraphs] if missing else []
    lines = [canonical(name[1]) if name not in heads else "" for name in named]
    titles = {canonical(title) for _, title, _ in out.listed}
    for at, text in enumerate(lines):
        beside = {*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]}
        alone = text not in placed and breaks(text)
        role = layout.role_of(text) if alone and text not in missing else ""
        title = by_role.get(role, text)
        if title in missing and not beside & titles:
            yield f"表{missing.pop(title)} {text} [{out.paragraphs[at].spot}]"


def _part_of(paragraph: Paragraph, part: str, layout: Layout, printed: Sequence[Paragraph]) -> str:
    """The part that a paragraph is the heading of, "" for none."""
    text = canonical(paragraph.text)
    match = ITEM.match(paragraph.text)
    if len(text) > 45 or _NO_HEADING.search(text):
        return ""
    named = next(
        (p for p, words in layout.data["parts"].items() if text.endswith(tuple(words))), ""
    )
    if match and match["section"]:  # in a document without numbered parts
        again = any(paragraph.text == before.text for before in printed)
        if again and (named if part else named == "glossary"):
            return named  # the contents page named it as one of the parts
        if again and part == "glossary" and match["section"] == FIRST:
            return "facts"
        own = named == "notes" or (layout.topic_of(text) and text.endswith(_TELLS))
        told = "notes" if own else ""
        away = {"facts": told, "tables": told, "notes": named if named == "glossary" else ""}
        return away.get(part, "")
    if not paragraph.text.startswith("第"):
        return "" if match and text[:1] != "第" else named
    tells = layout.topic_of(text) and not text.endswith("表")  # 第二部分 收入支出预算执行分析
    return named or ("notes" if tells else "")


def _list(out: Outline, paragraph: Paragraph, layout: Layout) -> None:
    """Take up the table that a line of a list of tables names, if it is one."""
    number, title = numbered(paragraph.text)
    tells = title.endswith(_TELLS[0]) or _IN_SENTENCE.search(title)
    if not number or not title or tells or not layout.role_of(title):
        return
    by_parts = "表" not in paragraph.text.partition(title)[0]
    told = out.as_parts if by_parts else out.as_tables
    told.setdefault(number, (number, title, Place(*paragraph.spot, table=number)))


def _place_grid(out: Outline, pending: list[Paragraph], grid: Grid, layout: Layout) -> None:
    """A grid starts a table where a number or a title stands above it, else goes on with one."""
    if _is_contents(grid, layout) and not out.tables:
        out.lists.append(grid)
        for cells, spot in zip(grid.rows, grid.spots, strict=True):
            words = "".join(cell for cell in cells if not cell.strip().isdigit())
            _list(out, Paragraph(squeeze(words), ((0, spot),)), layout)
        return
    head = heading_above([p for p in pending[-8:] if not FOOTNOTE.match(p.text)], layout)
    if head.number and not head.role:  # its title may have been lost
        title = next((title for number, title, _ in out.listed if number == head.number), "")
        head.title, head.role = title, layout.role_of(title) or ""
    if head.role and not _goes_on(out, head, grid, layout):
        number = "" if head.bare else head.number
        number = number or _number_by_listing(out, layout, head.role)
        spot = head.start.spot if head.start else grid.spots[0]
        for same in (part for part in out.tables if part.number == number):
            if same.lent:  # and is given back to the one that prints it
                same.number = _free(out)
                same.place = same.place._replace(table=same.number)
            else:
                place = Place(*spot, table=number)
                out.statements.append(Statement("repeated_number", head.title, number, "", place))
        _open(out, number, head.title, head.role, head.unit, spot)
        out.tables[-1].lent = head.bare or not head.number
    if not head.role and (_is_list(grid, layout) or _frames(grid, layout)):
        out.lists.append(grid)
        return
    if not out.tables or (head.number and not head.role):
        out.unplaced.append(f"表{head.number} [{grid.spots[0]}]")
        return
    last = out.tables[-1]
    if not head.role and last.grids and _begins_form(grid.rows[0], last.role, layout):
        # several forms stand under one heading
        _open(out, last.number, last.title, last.role, last.unit, grid.spots[0])
    part = out.tables[-1]
    if head.unit and head.unit != (part.unit or head.unit):
        place = Place(*grid.spots[0], table=part.number)
        out.statements.append(Statement("unit_change", part.title, head.unit, part.unit, place))
    part.unit = part.unit or head.unit
    first, *others = _forms_within(grid, part, layout)
    part.grids += [*_section_rows(part, pending, first, layout), first]
    for form in others:
        _place_grid(out, [], form, layout)


def _open(out: Outline, number: str, title: str, role: str, unit: str, spot: Spot) -> None:
    """Begin a table, its number marked where another table has it."""
    taken = {part.number for part in out.tables}
    if len(taken) > MOST_TABLES:
        raise ReadError(f"has more than {MOST_TABLES:,} tables")
    while number in taken:
        number += "'"
    out.tables.append(Part(number, title, role, unit, Place(*spot, table=number)))


def _begins_form(row: Sequence[str], role: str, layout: Layout) -> bool:
    """Whether a row is the first of a form."""
    starts = layout.forms.get(role)
    return bool(starts and starts[0][0].match(squeeze(row[0])))


def _forms_within(grid: Grid, part: Part, layout: Layout) -> list[Grid]:
    """The forms that one grid holds below each other, each from its first section on."""
    begin = [r for r, row in enumerate(grid.rows) if _begins_form(row, part.role, layout)]
    # what stands above the first of a table, as the body that fills it in, is of it
    begin = [r for r in begin if r][not part.grids and begin[:1] != [0] :]
    ends = (0, *begin, len(grid.rows))
    return [grid.rows_between(a, b) for a, b in pairwise(ends)] if begin else [grid]


def _goes_on(out: Outline, head: Heading, grid: Grid, layout: Layout) -> bool:
    """Whether a title is that of the last table, printed again above its next page."""
    part = out.tables[-1] if out.tables else None
    if part is None or head.role != part.role or head.number not in ("", part.number):
        return False
    if _bare_title(head.title) != _bare_title(part.title) or _same_total(part, grid, layout):
        return False
    return not _begins_form(grid.rows[0], part.role, layout)


def _same_total(part: Part, grid: Grid, layout: Layout) -> bool:
    """Whether a grid prints the total that stands in the table already: it is the table again.

    Where both begin with a total, it is that of another body.
    """
    totals = layout.data["total_names"]
    printed = {cells for each in part.grids for cells in each.rows}
    filled = [cells for cells in grid.rows if any(map(str.isdigit, "".join(cells)))]
    told = [cells for cells in filled if any(squeeze(cell) in totals for cell in cells)]
    first = [c for each in part.grids for c in each.rows if any(map(str.isdigit, "".join(c)))][:1]
    begins = told[:1] == filled[:1] and any(squeeze(cell) in totals for c in first for cell in c)
    return (begins and bool(told)) or not printed.isdisjoint(told)


def _bare_title(title: str) -> str:
    return _AGAIN.sub("", canonical(title))


def _section_rows(
    part: Part, pending: Sequence[Paragraph], grid: Grid, layout: Layout
) -> list[Grid]:
    """The headings of a form's sections that stand between its grids, as rows."""
    starts = [pattern for pattern, _ in layout.forms.get(part.role, ())]
    blank = ("",) * (len(grid.rows[0]) - 1)
    return [
        Grid(((p.text, *blank),), (p.spot,), None if grid.spans is None else (), grid.edges)
        for p in pending
        if any(start.match(p.text) for start in starts) and part.grids and len(p.text) < 20
    ]


def _is_list(grid: Grid, layout: Layout) -> bool:
    """A list of names, as of the units that a department holds, with their numbers of people."""
    header, *rows = [[squeeze(cell) for cell in row] for row in grid.rows]
    named = layout.data["identity"]
    counts = [re.search(named["counted"], cell) for cell in header]
    return bool(re.search(named["listed"], header[0])) and all(
        (cell.isdigit() and counted) or not any(map(str.isdigit, cell))
        for row in rows
        for cell, counted in zip(row, counts, strict=True)
    )


def _frames(grid: Grid, layout: Layout) -> bool:
    """Whether a site sets a grid beside the text: what it files the text by, its links."""
    cells = [squeeze(cell) for row in grid.rows for cell in row]
    return any(re.search(layout.data["identity"]["framed"], cell) for cell in cells)


def _is_contents(grid: Grid, layout: Layout) -> bool:
    """A contents page inside ruling lines: titles of several tables, with page numbers or none."""
    rows = [row for cells in grid.rows if (row := [x for x in map(squeeze, cells) if x])]
    roles = [layout.role_of("".join(row[:2])) for row in rows]
    paged = all(role and row[-1].isdigit() for row, role in zip(rows, roles, strict=True))
    return len({role for role in roles if role}) > 3 or (bool(rows) and paged)


def _number_by_listing(out: Outline, layout: Layout, role: str) -> str:
    """A table without a printed number takes that of the contents page, else the next."""
    taken = {part.number for part in out.tables}
    for number, title, _ in out.listed:
        if layout.role_of(title) == role and number not in taken:
            return number
    return _free(out)


def _free(out: Outline) -> str:
    """The next number that neither a table nor the contents has."""
    taken = {part.number for part in out.tables} | {number for number, *_ in out.listed}
    return next(n for n in map(str, count(len(out.tables) + 1)) if n not in taken)
