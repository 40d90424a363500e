"""HTML pages: paragraphs and tables with their merged cells."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from budgetlib.errors import ReadError
from budgetlib.figures import Spot
from budgetlib.read.blocks import ENVELOPE, WIDE, Block, Grid, Paragraph, Reading, limit, missing
from budgetlib.read.pictures import large
from budgetlib.sentences.tokens import squeezed
from budgetlib.vocabulary import plain, regex

ENCODINGS = ("utf-8-sig", "gb18030")
RARE = 100  # characters to each that cannot be read

_CHARSET = regex(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WORDS = regex("预算|决算|合计|支出")  # that stand in every disclosure
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BREAKING = _HEADINGS | {"p", "div", "li", "section", "article", "td", "th", "br", "tr", "body"}
_SILENT = {"script", "style", "noscript", "template", "head"}
_UNSHOWN = {"script", "style", "noscript", "template", "title"}
_INLINE = {*"abisu", "big", "code", "del", "em", "font", "ins", "o:p", "small", "span", "strike"}
_INLINE |= {"strong", "sub", "sup"}
_SHOWN = regex(r"<(?:tr|p|h[1-6]|li)\b", re.IGNORECASE)  # what begins a line of the page
_FILLED = {"text", "number", "tel", "search"}  # fields of a form
_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"  # of a workbook in XML
_TAG = regex(r"<(/?)(?:ss:)?(Table|Row|Cell)\b([^<>]*?)(/?)>")
_AS = {"Table": "table", "Row": "tr", "Cell": "td"}
_MERGED = regex(r'ss:Merge(Across|Down)="(\d{1,4})"')
_ENDS = regex(r"</(?:html|body)\s*>", re.IGNORECASE)
NUMERIC = regex(r"&#[xX]?[0-9a-fA-F]{9,};?")  # of no character that there is
_SPAN = regex(r"[0-9]{1,4}")
_STYLED = regex(r"(?<![\w-])(width|height)\s*:([^;]*)")
_PIXELS = regex(r"([0-9]{1,6})(?:\.[0-9]*)?(?:px)?")
PIXELS = 37.8  # of a centimetre
MOST_TAGS = 1_000_000
CROWDED, MOST_CROWDED = 500, 400_000_000  # characters of a tag, pairs of attributes
MOST_PLACES = 500_000  # in the tables of a page


def read_blocks(path: Path) -> Reading:
    """The paragraphs and grids of a page in their order; lines are those of the file.

    Where a file breaks fewer lines than the page shows, each row and paragraph is a line.
    """
    text, lost = decode(path)
    text = _TAG.sub(_as_page, text) if _SHEET in text[:4096] else text
    if text.count("\n") < len(_SHOWN.findall(text)) / 2:
        text = _SHOWN.sub(r"\n\g<0>", text.replace("\n", " "))
    try:
        page, cut = _parsed(text)
        blocks = list(_Walk().blocks(page))
        framed = page.xpath("//iframe | //frame | //embed | //object[@data]")
        words = [_visible(text), *(_visible(frame.get("srcdoc", "")) for frame in framed)]
    except ReadError as error:
        raise ReadError(str(error), file=path) from None
    apart = [limit("frame", n=len(framed))] if framed else []
    lost += [limit("cut")] if cut else []
    shown = page.xpath("//img[not(ancestor::noscript or ancestor::template)]")
    pictures = [Spot(each.sourceline) for each in shown if large(*_size(each))]
    return Reading(blocks, lost, apart, missing("\n".join(words), blocks), pictures)


def _as_page(tag: re.Match[str]) -> str:
    """A tag of a workbook as that of a page."""
    end, name, told, empty = tag.groups()
    sizes = {"Across": "colspan", "Down": "rowspan"}
    spans = (f' {sizes[way]}="{int(n) + 1}"' for way, n in _MERGED.findall(told))
    return f"<{end}{_AS[name]}{''.join(spans)}>" + (f"</{_AS[name]}>" if empty else "")


def _size(picture: Any) -> tuple[float, float]:
    """The width and the height of a picture in centimetres, 0 where the page does not tell them."""
    style = dict(_STYLED.findall(picture.get("style") or ""))
    told = (style.get(name) or picture.get(name) or "" for name in ("width", "height"))
    sizes = (_PIXELS.fullmatch(each.strip()) for each in told)
    width, height = (int(size[1]) / PIXELS if size else 0.0 for size in sizes)
    return width, height


def grids(text: str, line: int) -> Iterator[Block]:
    """The tables of a piece of HTML that begins on this line of a text, and what is beside them."""
    for block in _Walk().blocks(_parsed(text)[0]):
        if isinstance(block, Grid):
            spots = (Spot((spot.line or 1) + line - 1) for spot in block.spots)
            yield block._replace(spots=tuple(spots))
        else:
            yield Paragraph(block.text, ((0, Spot((block.spot.line or 1) + line - 1)),))


def _parsed(text: str) -> tuple[Any, bool]:
    """The tree of a page, and whether the parser gave up before its end."""
    from lxml import etree, html

    if text.count("<") > MOST_TAGS:
        raise ReadError(f"holds more than {MOST_TAGS:,} elements")
    tags = (piece.rpartition("<")[2] for piece in text.split(">") if len(piece) > CROWDED)
    if sum(len(tag.split()) ** 2 for tag in tags) > MOST_CROWDED:  # each is compared with each
        raise ReadError("holds an element with far too many attributes")
    parser = html.HTMLParser(huge_tree=True)
    try:  # what stands behind the end of the page is shown like the rest
        page = html.document_fromstring(_ENDS.sub("", text).replace("\0", "\ufffd"), parser)
    except (etree.LxmlError, ValueError):
        raise ReadError("holds no page") from None
    for field in page.iter("input"):  # of a form that is shown filled
        if (field.get("type") or "text").lower() in _FILLED:
            field.tail = (field.get("value") or "") + (field.tail or "")
    return page, any(error.level_name == "FATAL" for error in parser.error_log)


class _Text(HTMLParser):
    """What a page shows, as another parser sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any = ()) -> None:
        told = dict(attrs).get("alt") if tag == "img" else ""  # shown where the picture is not
        self.words.append(told or ("" if tag in _INLINE else "\n"))

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag)
        self.lasttag = "" if tag in _UNSHOWN else self.lasttag

    def handle_data(self, data: str) -> None:
        if not self.cdata_elem and self.lasttag not in _UNSHOWN:
            self.words.append(data)


def _visible(text: str) -> str:
    reader = _Text()
    try:
        reader.feed(NUMERIC.sub("\ufffd", text))
        reader.close()
    except (AssertionError, ValueError):  # it gives up on some declarations
        return ""
    return "".join(reader.words)


def decode(path: Path) -> tuple[str, list[str]]:
    """The text in the first encoding that gives its words: a page may name a wrong charset.

    Also what it lacks, where some bytes are of no encoding, as at the end of a file that was cut.
    """
    data, texts = _pages_in(path.read_bytes()), list[str]()
    told = _CHARSET.search(data[:4096])
    names = [told[1].decode("ascii", "ignore").lower()] if told else []
    names = ["gb18030" if name in ("gb2312", "gbk") else name for name in names]
    for name in (*(["utf-16"] if data.startswith(WIDE) else names), *ENCODINGS):
        with suppress(UnicodeError, LookupError):
            texts.append(re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode(name)))
    lost = []
    if not texts:
        torn = [data.decode(name, "replace") for name in ENCODINGS]
        text = min(torn, key=lambda text: text.count("\ufffd"))
        n = text.count("\ufffd")
        lost = [limit("undecoded", n=n)]
        texts = [text] if n * RARE < len(text) else []
    if not texts:
        problem = "not a text file in UTF-8, in GB18030 or in the charset that it names"
        raise ReadError(problem, file=path)
    text = next((text for text in texts if _WORDS.search(text)), texts[0])
    if not text.strip():
        raise ReadError("the file is empty", file=path)
    return text, lost


def _pages_in(data: bytes) -> bytes:
    """The pages within an archive of a web page, one after another; any other file as it is."""
    if not data.lstrip().startswith(ENVELOPE):
        return data
    from email import message_from_bytes

    parts = [p for p in message_from_bytes(data).walk() if p.get_content_type() == "text/html"]
    charset = next(filter(None, (part.get_content_charset() for part in parts)), "")
    pages = (part.get_payload(decode=True) for part in parts)
    named = [f"<!-- charset={charset} -->".encode()] if charset else []
    return b"\n".join([*named, *(page for page in pages if isinstance(page, bytes))])


class _Walk:
    """Goes through a page once; words gather until an element breaks the line."""

    def __init__(self) -> None:
        self.words = ""
        self.line = 1
        self.places = 0

    def blocks(self, page: Any) -> Iterator[Block]:
        from lxml import etree

        for lone in page.xpath("//td//table[count(.//td | .//th) = 1]"):  # the box of a cell
            for part in [*lone.iter("table", "tbody", "tr", "td", "th")]:
                part.tag = "span"
        holders = {next(table.iterancestors("table"), None) for table in page.iter("table")}
        walk = etree.iterwalk(page, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "start" and name == "table" and element not in holders:
                yield from self._table(element)
                walk.skip_subtree()
                continue
            if event == "start" and name in _SILENT:
                walk.skip_subtree()
                continue
            if name in _BREAKING:
                yield from self._flush(event == "end" and name in _HEADINGS)
            if event == "start":
                self._add(element.text, element)
            elif element is not page:
                self._add(element.tail, element)
        yield from self._flush(False)

    def _table(self, table: Any) -> Iterator[Block]:
        yield from self._flush(False)
        yield from self._outside_cells(table)
        cells = table.iter("td", "th")
        self.places += sum(_count(cell, "rowspan") * _count(cell, "colspan") for cell in cells)
        _refuse_above(self.places)
        grid = _grid(table)
        yield from [grid] if grid else []

    def _outside_cells(self, table: Any) -> Iterator[Block]:
        """What stands in a table and in none of its cells: its caption, paragraphs, lost cells."""
        last = None
        for text in table.xpath("descendant::text()[normalize-space()]"):
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            block = None
            while holder is not table and holder.tag not in _SILENT:
                if holder.tag in ("td", "th") and holder.getparent().tag == "tr":
                    break
                block = holder if block is None and holder.tag not in _INLINE else block
                holder = holder.getparent()
            if holder is table:
                if block is not last:
                    yield from self._flush(False)
                    last = block
                self._add(str(text), text.getparent())
        yield from self._flush(False)

    def _add(self, words: str | None, element: Any) -> None:
        if words and words.strip():
            self.line = self.line if self.words else element.sourceline or 1
            self.words += words

    def _flush(self, heading: bool) -> Iterator[Block]:
        text = squeezed(plain(self.words))
        self.words = ""
        if text:
            yield Paragraph(text, ((0, Spot(self.line)),), heading)


def _refuse_above(places: int) -> None:
    if places > MOST_PLACES:
        raise ReadError(f"its tables have more than {MOST_PLACES:,} places")


def _grid(table: Any) -> Grid | None:
    """Cells with rowspan and colspan in their places; the text stands in the first."""
    taken: dict[tuple[int, int], str] = {}
    spans, lines = [], []
    for r, row in enumerate(table.iter("tr")):
        lines.append(row.sourceline)
        c = 0
        for cell in row.iterchildren("td", "th"):
            while (r, c) in taken:
                c += 1
            height, width = (_count(cell, name) for name in ("rowspan", "colspan"))
            taken.update(((r + i, c + k), "") for i in range(height) for k in range(width))
            words = "".join(cell.itertext())  # or what a picture in its place says
            taken[r, c] = plain(words if words.strip() else "".join(cell.xpath(".//img/@alt")))
            if height * width > 1:
                spans.append((r, c, height, width))
    if not taken:
        return None
    width = 1 + max(c for _, c in taken)
    _refuse_above(width * len(lines))
    rows = [tuple(taken.get((r, c), "") for c in range(width)) for r in range(len(lines))]
    spots = tuple(Spot(line) for line in lines)
    return Grid(tuple(rows), spots, tuple(spans) or None, aligned=True)


def _count(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 200) if _SPAN.fullmatch(value) else 1
