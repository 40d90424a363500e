"""PDF documents: characters and ruling lines of each page into paragraphs and grids."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from budgetlib.errors import ReadError
from budgetlib.figures import Spot
from budgetlib.read.blocks import Block, Grid
from budgetlib.read.lines import (
    Char,
    TextLine,
    is_page_number,
    paragraphs,
    text_lines,
    text_of_cell,
)
from budgetlib.read.rulings import Frame, Line, frames

THIN = 2.5  # points: a filled box thinner than this is a ruling line
DEEP = 7  # forms within forms
SHORT = 4.0  # points: a line shorter than this draws no table


@dataclass
class Page:
    """What a page shows, with places from its top left in points, as it is displayed."""

    number: int
    width: float
    height: float
    chars: list[Char]
    level: list[Line]
    upright: list[Line]
    turned: int = 0
    drawn: bool = True


def read_blocks(path: Path) -> tuple[list[Block], list[str]]:
    """The paragraphs and grids of a PDF in reading order, and what could not be read.

    Raises
    ------
    ReadError
        The file is encrypted or damaged, or none of its pages holds text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        problem = "encrypted; remove its password first" if locked else f"no sound PDF ({error})"
        raise ReadError(problem, file=path) from None
    blocks: list[Block] = []
    lost: list[str] = []
    held = 0
    with document:
        for i in range(len(document)):
            page = _page(document, i)
            if page.chars:
                held += 1
            elif page.drawn:
                lost.append(f"page {page.number}: no text; scanned pages are not supported")
            if page.turned:
                lost.append(f"page {page.number}: {page.turned} characters stand sideways")
            blocks += _blocks(page)
    if not held:
        raise ReadError("no page holds text: scanned pages are not supported", file=path)
    return blocks, lost


def _page(document: Any, index: int) -> Page:
    try:
        page = document[index]
        width, height = page.get_size()
        found = Page(index + 1, width, height, [], [], [])
        shown = _display(page.get_rotation(), *page.get_mediabox())
        _read_chars(page, shown, found)
        _read_lines(page, shown, found)
        found.drawn = bool(found.chars) or _is_drawn(page)
    except Exception as error:  # a damaged page must not lose the others
        import pypdfium2

        if not isinstance(error, pypdfium2.PdfiumError):
            raise
        return Page(index + 1, 0, 0, [], [], [])
    return found


class _Display(NamedTuple):
    """The map of points in the page's own system to points from the top left, as displayed."""

    xx: float
    xy: float
    yx: float
    yy: float
    x: float
    y: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.xx * x + self.xy * y + self.x, self.yx * x + self.yy * y + self.y


def _display(rotation: int, left: float, bottom: float, right: float, top: float) -> _Display:
    turned = {
        90: _Display(0, 1, 1, 0, -bottom, -left),
        180: _Display(-1, 0, 0, 1, right, -bottom),
        270: _Display(0, -1, -1, 0, top, right),
    }
    return turned.get(rotation, _Display(1, 0, 0, -1, -left, top))


def _read_chars(page: Any, shown: _Display, found: Page) -> None:
    """Every visible character, by its origin on the baseline."""
    from pypdfium2 import raw

    text = page.get_textpage()
    handle, add = text.raw, found.chars.append
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    box_of = _plainly(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _ADDRESS, ctypes.c_int, _ADDRESS)
    address, at_box = _address(handle), ctypes.addressof(box)
    upright = math.radians(page.get_rotation())
    xx, xy, yx, yy, dx, dy = shown
    last, baseline, sideways = (math.nan, math.nan), math.nan, False
    letters = _letters(text, raw)
    visible = {char for char in set(letters) if char.isprintable() and not char.isspace()}
    for i, char in enumerate(letters):
        if char not in visible:
            continue
        box_of(address, i, at_box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        xa, xb = xx * left + xy * bottom + dx, xx * right + xy * top + dx
        ends = yx * left + yy * bottom + dy, yx * right + yy * top + dy
        if ends != last:  # else it goes on along the line of the one before
            last = ends
            raw.FPDFText_GetCharOrigin(handle, i, x, y)
            _, baseline = shown(x.value, y.value)
            sideways = abs(math.sin(raw.FPDFText_GetCharAngle(handle, i) - upright)) > 0.7
        start = xa if xa < xb else xb
        if 0 <= start <= found.width and 0 <= baseline <= found.height:
            found.turned += sideways
            add(Char(char, start, baseline, abs(xb - xa), abs(ends[1] - ends[0])))
    text.close()


def _letters(text: Any, raw: Any) -> Sequence[str]:
    """The characters by their index, read at once where each is one unit of the text."""
    count = text.count_chars()
    letters: str = text.get_text_range() if count > 0 else ""
    if len(letters) == count:
        return letters
    return [chr(raw.FPDFText_GetUnicode(text.raw, i)) for i in range(count)]


def _read_lines(page: Any, shown: _Display, found: Page) -> None:
    """The straight lines of every path, thin boxes among them."""
    from pypdfium2 import raw

    for item in _objects(page, (raw.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = item.get_bounds()
        (xa, ya), (xb, yb) = shown(left, bottom), shown(right, top)
        x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
        if x1 - x0 <= THIN or y1 - y0 <= THIN:
            _add(found, x0, y0, x1, y1)
        elif _is_page(found, x0, y0, x1, y1):
            continue
        elif _stroked(item, raw):
            for start, end in _segments(item, raw, shown):
                _add(found, *start, *end)


def _objects(page: Any, kinds: Sequence[int], form: Any = None, level: int = 0) -> Iterator[Any]:
    """The objects of some kinds, in forms too; the many others, letters, are not even wrapped."""
    from pypdfium2 import PdfObject, raw

    of, count, get = page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    if form:
        of, count, get = form.raw, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
    kind_of = _plainly(raw.FPDFPageObj_GetType, ctypes.c_int, _ADDRESS)
    at = _plainly(get, _ADDRESS, _ADDRESS, ctypes.c_ulong if form else ctypes.c_int)
    address = _address(of)
    for i in range(count(of)):
        kind = kind_of(at(address, i))
        if kind == raw.FPDF_PAGEOBJ_TEXT or kind not in (*kinds, raw.FPDF_PAGEOBJ_FORM):
            continue
        item = PdfObject(get(of, i), page=page, pdf=page.pdf, container=form, level=level)
        if kind in kinds:
            yield item
        elif level < DEEP:
            yield from _objects(page, kinds, item, level + 1)


_ADDRESS = ctypes.c_void_p


def _plainly(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of the library by addresses: a third of the time, and it is asked every letter."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(function))


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, _ADDRESS).value or 0


def _is_drawn(page: Any) -> bool:
    """Whether a page shows more than straight lines: a picture, or letters drawn as curves."""
    from pypdfium2 import raw

    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
    return any(
        item.type != raw.FPDF_PAGEOBJ_PATH or _is_curved(item, raw)
        for item in _objects(page, kinds)
    )


def _is_curved(item: Any, raw: Any) -> bool:
    segments = range(raw.FPDFPath_CountSegments(item.raw))
    kinds = (
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item.raw, i)) for i in segments
    )
    return any(kind == raw.FPDF_SEGMENT_BEZIERTO for kind in kinds)


def _is_page(page: Page, x0: float, y0: float, x1: float, y1: float) -> bool:
    return x1 - x0 > page.width * 0.97 and y1 - y0 > page.height * 0.97


def _add(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if y1 - y0 <= THIN and x1 - x0 > SHORT:
        page.level.append(Line((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= THIN and y1 - y0 > SHORT:
        page.upright.append(Line((x0 + x1) / 2, y0, y1))


def _stroked(item: Any, raw: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _segments(
    item: Any, raw: Any, shown: _Display
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path, on the page."""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = None
    for i in range(raw.FPDFPath_CountSegments(item.raw)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, i)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = shown(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield point, first
        last = point


def _blocks(page: Page) -> list[Block]:
    """The grids and paragraphs of a page from top to bottom."""
    tables = frames(page.level, page.upright)
    inside = [(frame, defaultdict[tuple[int, int], list[Char]](list)) for frame in tables]
    outside: list[Char] = []
    for char in page.chars:
        x, y = char.x + char.width / 2, char.y - char.size / 3  # a point inside it
        for frame, cells in inside:
            if home := frame.cell_at(x, y):
                cells[home].append(char)
                break
        else:
            outside.append(char)
    numbered = _numbered(page, text_lines(outside))
    blocks: list[Block] = []
    for frame, cells in inside:
        above = [pair for pair in numbered if pair[0].y < frame.ys[0]]
        numbered = numbered[len(above) :]
        blocks += paragraphs(above)
        blocks.append(_grid(page, frame, cells))
    blocks += paragraphs(numbered)
    return blocks


def _numbered(page: Page, lines: Sequence[TextLine]) -> list[tuple[TextLine, Spot]]:
    """The lines with their ordinals on the page; the page's own number falls away."""
    kept = [line for line in lines if not is_page_number(line, page.number, page.height)]
    return [(line, Spot(n, page.number)) for n, line in enumerate(kept, start=1)]


def _grid(page: Page, frame: Frame, cells: dict[tuple[int, int], list[Char]]) -> Grid:
    width = len(frame.xs) - 1
    ends = {(r, c): frame.xs[c + columns] for r, c, _, columns in frame.cells}
    rows = [[""] * width for _ in frame.ys[1:]]
    for (r, c), chars in cells.items():
        rows[r][c] = text_of_cell(chars, ends[r, c])
    left, right = round(frame.xs[0], 1), round(frame.xs[-1], 1)
    spots = tuple(
        Spot(1000 + r, page.number, (left, round(top, 1), right, round(bottom, 1)))
        for r, (top, bottom) in enumerate(zip(frame.ys, frame.ys[1:], strict=False))
    )
    return Grid(tuple(map(tuple, rows)), spots, frame.merged, frame.xs)
