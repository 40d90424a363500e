"""One page of a PDF as PDFium tells it: its letters, its ruling lines, what else is drawn."""

import ctypes
import math
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from itertools import count, repeat
from struct import Struct
from typing import Any, NamedTuple

from budgetlib.read.lines import Char, height_of
from budgetlib.read.pictures import POINT, large
from budgetlib.read.rulings import Line, dotted
from budgetlib.vocabulary import RADICALS, Record, field, regex

THIN = 2.5  # points: a filled box thinner than this is a ruling line
DEEP = 7  # forms within forms
FLAT = 0.01  # points: print narrower than this has no shape
SHORT = 4.0  # points: a line shorter than this draws no table
QUARTER, HALF_TURN, FULL_TURN = 90, 180, 360  # degrees
TALL = 1.8  # times as high as wide
LEANING = 5  # degrees by which a line may lean
PALE, FULL = 160, 255  # of a colour
# A letter of no word, and no sound, as where a font tells 单位ÿ for 单位：: it is sure of none.
_WRONG = regex(r"(?<=[\u4e00-\u9fff])(?![āáǎàēéěèīíǐìōóǒòūúǔùü])[À-ÖÙ-öù-ɏ](?![A-Za-zÀ-ɏ])")
CLOSE = 0.03  # of its size: a letter that begins so near to where the last one ends goes on with it


class Page(Record, frozen=False):
    """What a page shows, with places from its top left in points, as it is displayed."""

    number: int
    width: float = 0
    height: float = 0
    turn: int = 0  # by how many degrees it is turned for its words to stand upright
    chars: list[Char] = field(default_factory=list)
    level: list[Line] = field(default_factory=list)
    upright: list[Line] = field(default_factory=list)
    slanted: list[Char] = field(default_factory=list)  # at another angle than the rest
    beyond: list[str] = field(default_factory=list)  # pieces of which nothing is on the page
    unknown: int = 0  # letters of which the font does not tell what they are
    drawn: bool = True
    pictures: int = 0  # large ones, beside its words
    damaged: str = ""  # why nothing of it, or not all, could be read


def page_of(document: Any, number: int, damaged: str) -> Page:
    """Read one page; of a damaged one, what can be."""
    import pypdfium2
    from pypdfium2 import raw

    found = Page(number, damaged=damaged)
    if damaged == "swells":  # PDFium ends the process where it lacks memory
        return found
    try:
        page = document[number - 1]
        if _is_written_on(page):  # what is shown then is made a part of it
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page = document[number - 1]
        found.width, found.height = page.get_size()
        turned = page.get_rotation()
        _read_chars(page, turned, found)
        if found.turn:  # print set sideways: the page is turned until it stands upright
            if _holds_flat(page):  # PDFium passes over words of which it has no shapes
                return found._replace(chars=[], slanted=[], damaged="sideways")
            found.chars, found.slanted, found.beyond, found.unknown = [], [], [], 0
            if found.turn != HALF_TURN:
                found.width, found.height = found.height, found.width
            turned = (turned + found.turn) % FULL_TURN
            _read_chars(page, turned, found)
        _set_tall_right(found.chars)
        _read_lines(page, _display(turned, *page.get_bbox()), found)
    except (pypdfium2.PdfiumError, IndexError):  # a damaged page must not lose the others
        return Page(number, damaged="damaged")
    if found.chars and (wrong := len(_WRONG.findall("".join(char.text for char in found.chars)))):
        return Page(number, unknown=found.unknown + wrong)
    return found


def _is_written_on(page: Any) -> bool:
    """Whether a page has fields, notes or stamps on it."""
    from pypdfium2 import raw

    for n in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, n)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            return True
    return False


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


def _read_chars(page: Any, turned: int, found: Page) -> None:
    """Every visible character, by its origin on the baseline; those at an angle set apart."""
    from pypdfium2 import raw

    text = page.get_textpage()
    handle = text.raw
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    shown = _display(turned, *page.get_bbox())
    along, last, baseline, slant, pale, known = (
        shown.xx or shown.xy,
        list[float](),
        math.nan,
        0,
        False,
        True,
    )
    high, put, width, height, edge = 0.0, found.chars, found.width, found.height, found.width
    slants: Counter[int] = Counter()
    for i, letters, left, right, *ends in _pieces(text, shown, raw):
        start, end = sorted((along * left + shown.x, along * right + shown.x))
        if ends != last:  # else it goes on along the line of the one before
            last = ends
            raw.FPDFText_GetCharOrigin(handle, i, x, y)
            _, baseline = shown(x.value, y.value)
            raw.FPDFText_GetMatrix(handle, i, matrix)
            slant = round(turned - math.degrees(math.atan2(matrix.b, matrix.a))) % FULL_TURN
            upright = slant <= LEANING or slant >= FULL_TURN - LEANING
            put = found.chars if upright else found.slanted
            pale, known = _is_pale(handle, i, raw), not raw.FPDFText_HasUnicodeMapError(handle, i)
            high, edge = max(FLAT, min(height, abs(ends[1] - ends[0]))), width
        if not (end >= 0 and start <= edge and 0 <= baseline <= height):
            found.beyond.append(letters)
            continue
        edge = max(edge, end + high)  # what begins on the page may go on beyond it
        slants[slant] += len(letters)
        if known and not _is_unknown(letters):
            # where a font lies, not wider
            put.append(Char(letters, start, baseline, min(end - start, width), high, pale))
        else:
            found.unknown += len(letters)
    text.close()
    most = max(slants, key=lambda slant: slants[slant], default=0)
    if most in (QUARTER, HALF_TURN, FULL_TURN - QUARTER) and not found.turn:
        found.turn = FULL_TURN - most


def _set_tall_right(chars: list[Char]) -> None:
    """Make letters as high as wide where the box of their font is far higher."""
    told = dict[float, float]()
    for char in chars:
        if char.text >= "⺀":  # a Chinese one is as wide as it is high
            told.setdefault(round(char.size, 1), height_of(char))
    if any(size > TALL * high for size, high in told.items()):
        for n, char in enumerate(chars):
            high = told.get(round(char.size, 1), char.size)
            chars[n] = char._replace(size=high) if char.size > TALL * high else char


def _is_unknown(letter: str) -> bool:
    """Whether a font does not tell what a letter is."""
    return letter in "\0\ufffd" or "\ue000" <= letter <= "\uf8ff"


Piece = list[Any]  # the index of its first letter, its letters, its box: left, right, bottom, top


def _pieces(text: Any, shown: _Display, raw: Any) -> list[Piece]:
    """The letters of which anything is printed; those that go on along a line without a gap as one.

    Of a page that is turned the sides of the box are those of the page as it is displayed.
    """
    letters, found = _letters(text, raw), list[Piece]()
    visible = {char for char in set(letters) if char.isprintable() and not char.isspace()}
    asked = visible | {*filter(_is_unknown, set(letters))}
    at = [i for i, char in enumerate(letters) if char in asked]
    boxes = (raw.FS_RECTF * len(at))()
    box_of = _plainly(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _ADDRESS, ctypes.c_int, _ADDRESS)
    places = count(ctypes.addressof(boxes), ctypes.sizeof(raw.FS_RECTF))
    deque(map(box_of, repeat(_address(text.raw)), at, places), maxlen=0)
    forward, sideways = (shown.xx or shown.xy) > 0, bool(shown.yx)
    last, near = Piece((0, "", 0.0, math.nan, 0.0, 0.0)), 0.0
    for i, (left, top, right, bottom) in zip(at, Struct("4f").iter_unpack(boxes), strict=True):
        char = letters[i]
        if sideways:
            left, top, right, bottom = bottom, left, top, right
        if (
            -near < left - last[3] < near
            and bottom == last[4]
            and top == last[5]
            and char in visible
        ):
            last[1] += char
            last[3] = right
            continue
        near = CLOSE * abs(top - bottom) if forward and char in visible else 0.0
        last = [i, char, left, right, bottom, top]
        found.append(last)
    return found


def _holds_flat(page: Any) -> bool:
    """Whether a piece of text has no width on the page, as where its font is not embedded.

    One of an embedded font holds blanks alone, one that has no height either is empty.
    """
    from pypdfium2 import raw

    for piece in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=DEEP):
        left, bottom, right, top = piece.get_bounds()
        flat = right - left < FLAT < top - bottom
        if flat and raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(piece.raw)) != 1:
            return True
    return False


def _is_pale(handle: Any, i: int, raw: Any) -> bool:
    """Whether a character is printed in a light colour, or lets what is under it shine through."""
    red, green, blue, solid = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(handle, i, red, green, blue, solid):
        return False
    return min(red.value, green.value, blue.value) > PALE or solid.value < FULL - PALE


# What pdfium makes of a hyphen that ends a line, and writers of PDFs of some characters.
MEANT = RADICALS | {0x02: "-", 0xFFFE: "-"}


def _letters(text: Any, raw: Any) -> Sequence[str]:
    """The characters by their index, read at once where each is one unit of the text."""
    count = text.count_chars()
    letters: str = text.get_text_range() if count > 0 else ""
    if len(letters) == count:
        return letters.translate(MEANT)
    return [chr(raw.FPDFText_GetUnicode(text.raw, i)).translate(MEANT) for i in range(count)]


def _read_lines(page: Any, shown: _Display, found: Page) -> None:
    """The straight lines of every path, thin boxes among them; what else is drawn, and pictures.

    A page without words that shows more than lines holds a picture, or letters drawn as curves.
    """
    from pypdfium2 import raw

    fill, stroke, found.drawn = ctypes.c_int(), ctypes.c_int(), bool(found.chars)
    dots: list[tuple[float, float]] = []
    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
    for item in _objects(page, kinds):
        left, bottom, right, top = item.get_bounds()
        (xa, ya), (xb, yb) = shown(left, bottom), shown(right, top)
        wide, high = abs(xa - xb), abs(ya - yb)
        whole = wide > found.width * 0.97 and high > found.height * 0.97  # behind the words
        found.drawn = found.drawn or item.type != raw.FPDF_PAGEOBJ_PATH or _is_curved(item, raw)
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures += not whole and large(wide / POINT, high / POINT)
        elif item.type == raw.FPDF_PAGEOBJ_PATH and max(wide, high) <= THIN:
            dots.append(((xa + xb) / 2, (ya + yb) / 2))
        elif item.type == raw.FPDF_PAGEOBJ_PATH and min(wide, high) <= THIN:
            _add(found, xa, ya, xb, yb)
        elif item.type == raw.FPDF_PAGEOBJ_PATH and not whole:
            raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
            for start, end in _segments(item, raw, shown) if stroke.value else ():
                _add(found, *start, *end)
    found.level += dotted((y, x) for x, y in dots)
    found.upright += dotted(dots)


def _objects(page: Any, kinds: Sequence[int], form: Any = None, level: int = 0) -> Iterator[Any]:
    """The objects of some kinds, in forms too; the many others, letters, are not even wrapped."""
    from pypdfium2 import PdfObject, raw

    of, count_of, get = page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    if form:
        of, count_of, get = form.raw, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
    kind_of = _plainly(raw.FPDFPageObj_GetType, ctypes.c_int, _ADDRESS)
    at = _plainly(get, _ADDRESS, _ADDRESS, ctypes.c_ulong if form else ctypes.c_int)
    told = map(kind_of, map(at, repeat(_address(of)), range(count_of(of))))
    asked = {*kinds, raw.FPDF_PAGEOBJ_FORM}
    for i, kind in [(i, kind) for i, kind in enumerate(told) if kind in asked]:
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


def _is_curved(item: Any, raw: Any) -> bool:
    segments = range(raw.FPDFPath_CountSegments(item.raw))
    kinds = (
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item.raw, i)) for i in segments
    )
    return any(kind == raw.FPDF_SEGMENT_BEZIERTO for kind in kinds)


def _add(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if y1 - y0 <= THIN and x1 - x0 > SHORT:
        page.level.append(Line((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= THIN and y1 - y0 > SHORT:
        page.upright.append(Line((x0 + x1) / 2, y0, y1))


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
