"""HTML pages: paragraphs and tables with their merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from budgetlib.errors import ReadError
from budgetlib.figures import Spot, plain
from budgetlib.read.blocks import Block, Grid, Paragraph
from budgetlib.sentences.tokens import squeezed

ENCODINGS = ("utf-8-sig", "gb18030")
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WORDS = re.compile("预算|决算|合计|支出")  # that stand in every disclosure
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BREAKING = _HEADINGS | {"p", "div", "li", "section", "article", "td", "th", "br", "tr", "body"}
_SILENT = {"script", "style", "noscript", "template", "head"}


def read_blocks(path: Path) -> tuple[list[Block], list[str]]:
    """The paragraphs and grids of a page in their order; lines are those of the file."""
    try:
        from lxml import html
    except ImportError:
        raise ReadError("needs lxml; install budgetlib[office]", file=path) from None
    text = _decoded(path)
    if not text.strip():
        raise ReadError("the file is empty", file=path)
    page = html.document_fromstring(text)
    return list(_Walk().blocks(page)), []


def grids(text: str, line: int) -> list[Block]:
    """The tables of a piece of HTML that begins on this line of a text."""
    try:
        from lxml import html
    except ImportError:
        raise ReadError("HTML tables in a text need lxml; install budgetlib[office]") from None
    found = (_grid(table) for table in html.document_fromstring(text).xpath("//table"))
    return [
        replace(grid, spots=tuple(Spot((spot.line or 1) + line - 1) for spot in grid.spots))
        for grid in found
        if grid
    ]


def _decoded(path: Path) -> str:
    """The text in the first encoding that gives its words: a page may name a wrong charset."""
    data = path.read_bytes()
    told = _CHARSET.search(data[:4096])
    names = [told[1].decode("ascii", "ignore")] if told else []
    names = ["gb18030" if name.lower() in ("gb2312", "gbk") else name for name in names]
    texts = []
    for name in ("utf-16",) if data.startswith(WIDE) else (*names, *ENCODINGS):
        try:
            texts.append(re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode(name)))
        except (UnicodeError, LookupError):
            continue
    if not texts:
        raise ReadError("neither the charset that it names, nor UTF-8, nor GB18030", file=path)
    return next((text for text in texts if _WORDS.search(text)), texts[0])


class _Walk:
    """Goes through a page once; words gather until an element breaks the line."""

    def __init__(self) -> None:
        self.words = ""
        self.line = 1

    def blocks(self, element: Any) -> Iterator[Block]:
        yield from self._element(element)
        yield from self._flush(False)

    def _element(self, element: Any) -> Iterator[Block]:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _SILENT or not name:
            return
        if name == "table" and not element.xpath(".//table"):
            yield from self._flush(False)
            grid = _grid(element)
            yield from [grid] if grid else []
            return
        if name in _BREAKING:
            yield from self._flush(False)
        self._add(element.text, element)
        for child in element:
            yield from self._element(child)
            self._add(child.tail, child)
        if name in _BREAKING:
            yield from self._flush(name in _HEADINGS)

    def _add(self, words: str | None, element: Any) -> None:
        if words and words.strip():
            self.line = self.line if self.words else element.sourceline or 1
            self.words += words

    def _flush(self, heading: bool) -> Iterator[Block]:
        text = squeezed(plain(self.words))
        self.words = ""
        if text:
            yield Paragraph(text, ((0, Spot(self.line)),), heading)


def _grid(table: Any) -> Grid | None:
    """Cells with rowspan and colspan in their places; the text stands in the first."""
    taken: dict[tuple[int, int], str] = {}
    spans, lines = [], []
    for r, row in enumerate(table.xpath(".//tr")):
        lines.append(row.sourceline)
        c = 0
        for cell in row.xpath("./td|./th"):
            while (r, c) in taken:
                c += 1
            height, width = (_count(cell, name) for name in ("rowspan", "colspan"))
            places = [(r + i, c + k) for i in range(height) for k in range(width)]
            taken |= dict.fromkeys(places, "") | {(r, c): plain("".join(cell.itertext()))}
            if height * width > 1:
                spans.append((r, c, height, width))
    if not taken:
        return None
    width = 1 + max(c for _, c in taken)
    rows = [tuple(taken.get((r, c), "") for c in range(width)) for r in range(len(lines))]
    spots = tuple(Spot(line) for line in lines)
    return Grid(tuple(rows), spots, tuple(spans) or None, aligned=True)


def _count(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 200) if value.isdigit() else 1
