"""The document cut into its parts: tables with their titles, and the paragraphs of each part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from budgetlib.amounts import Place
from budgetlib.layouts import Layout, canonical
from budgetlib.model import Statement
from budgetlib.read.blocks import ITEM, Block, Grid, Paragraph
from budgetlib.tokens import YEAR

_NUMBER = re.compile(
    r"^(?:预算|公开)*表?\s*(?P<number>\d+(?:-\d+)?)(?:表|(?=[.、．])|$)[.、．]?(?P<title>.*)$"
)
_UNIT = re.compile(r"单位[:：](?P<unit>万元|元|亿元)$")
_ORGANISATION = re.compile(r"^(?:编制|预算|填报)?(?:单位|部门)[:：](?P<name>[^:：元]{4,}?)[:：]?$")
_FOOTNOTE = re.compile(r"^(?:备注|注|说明)[:：]")
_TITLE = re.compile(
    rf"(?P<unit>[^\d\s.．、]*?)(?P<year>{YEAR})年度?(?P<level>单位|部门)?(?P<kind>预算|决算)(?P<after>单位|部门)?"
)


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
    statements: list[Statement] = field(default_factory=list)


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
            out.paragraphs.append(block)
            pending.append(block)
            continue
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
    if (
        len(text) > 45
        or text.endswith("。")
        or (ITEM.match(paragraph.text) and "第" not in text[:1])
    ):
        return ""
    for part, words in layout.data["parts"].items():
        if text.endswith(tuple(words)):
            return str(part)
    return ""


def _listed(paragraph: Paragraph, layout: Layout) -> tuple[str, str, Place] | None:
    match = _NUMBER.match(paragraph.text)
    if not match or not match["title"] or not layout.role_of(match["title"]):
        return None
    return (
        match["number"],
        match["title"],
        Place(paragraph.line, paragraph.page, table=match["number"]),
    )


def _last_listing(listed: list[tuple[str, str, Place]]) -> list[tuple[str, str, Place]]:
    return list({number: (number, title, place) for number, title, place in listed}.values())


@dataclass
class Heading:
    """What the lines above a grid say of it."""

    number: str = ""
    title: str = ""
    role: str = ""
    unit: str = ""
    start: Paragraph | None = None


def _heading(above: list[Paragraph], layout: Layout) -> Heading:
    """The last number, title and money unit above a grid."""
    head = Heading()
    for paragraph in above:
        match, unit = _NUMBER.match(paragraph.text), _UNIT.search(paragraph.text)
        role = layout.role_of(paragraph.text) if len(paragraph.text) < 45 else None
        if match and not match["title"]:
            head = Heading(match["number"], start=paragraph)
        elif unit:
            head.unit = unit["unit"]
        elif role and match:
            head = Heading(match["number"], match["title"], role, start=paragraph)
        elif role:
            head.title, head.role, head.start = paragraph.text, role, head.start or paragraph
    return head


def _place_grid(out: Outline, pending: list[Paragraph], grid: Grid, layout: Layout) -> None:
    """A grid starts a table where a number or a title stands above it, else goes on with one."""
    head = _heading([p for p in pending[-8:] if not _FOOTNOTE.match(p.text)], layout)
    if head.role:
        number = head.number or _number_by_listing(out, layout, head.role)
        line = head.start.line if head.start else None
        place = Place(line, grid.page, table=number)
        unit = head.unit or layout.data["unit"]
        if any(part.number == number for part in out.tables):
            out.statements.append(Statement("repeated_number", head.title, number, "", place))
        while any(part.number == number for part in out.tables):
            number += "'"
        place = place._replace(table=number)
        out.tables.append(Part(number, head.title, head.role, unit, place))
    if not out.tables or (head.number and not head.role):
        out.unplaced.append(f"表{head.number} [line {grid.lines[0]}]")
        return
    part = out.tables[-1]
    if head.unit and head.unit != part.unit:
        place = Place(grid.lines[0], grid.page, table=part.number)
        out.statements.append(Statement("unit_change", part.title, head.unit, part.unit, place))
    part.grids.append(grid)


def _number_by_listing(out: Outline, layout: Layout, role: str) -> str:
    """A table without a printed number takes that of the contents page, else the next."""
    taken = {part.number for part in out.tables}
    for number, title, _ in out.listed:
        if layout.role_of(title) == role and number not in taken:
            return number
    return str(len(out.tables) + 1)


def identity(paragraphs: list[Paragraph]) -> tuple[str, int, str, str]:
    """Name, year, level and kind, from the first lines that tell them."""
    title = next(filter(None, (_TITLE.search(p.text) for p in paragraphs)), None)
    named = next(filter(None, (_ORGANISATION.match(p.text) for p in paragraphs)), None)
    unit = (title and title["unit"]) or (named and named["name"]) or ""
    if title is None:
        return unit, 0, "单位", "预算"
    level = title["level"] or title["after"] or "单位"
    return unit, int(title["year"]), level, title["kind"]
