"""The pages of a PDF as its objects tell them: which are damaged, or would unpack to far too much.

PDFium shows what it could decode and says nothing of the rest; qpdf tells of each object.
"""

import logging
import re
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from struct import error, unpack_from
from typing import Any, NamedTuple

from budgetlib.vocabulary import regex

FAR = 100  # of the thousand units of a letter's height; files round to one
FULL = 1000  # as wide as it is high, which is what a letter is of which a file tells nothing
MOST = 16_000_000  # bytes that the streams of a page unpack to; a full page needs 50,000
MOST_OF_FONT = 4 * MOST
DEEP = 7  # forms within forms, branches of the tree of pages
EDGES = 4  # of a page
MOST_MADE_UP = 2000  # pages that a damaged tree may count
_FAULTS = (zlib.error, ValueError, TypeError, LookupError, AttributeError)
_SHOWS = regex(rb"(?<![^\s\0)>\]])(?:T[jJ]|['\"]|Do|sh|EI|[fBb]\*?|[FSs])(?![^\s\0(</\[])")
_NO_OPERATOR = rb"""
    [\s\0\[\]]++ | /[^\s\0()<>\[\]{}/%]*+ | <[0-9A-Fa-f\s\0]*+> | << | >> | %[^\r\n]*+
    | \((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)
    | BI(?=[\s\0/]).*?[\s\0]EI(?![^\s\0])"""
_SOUND = regex(  # the tokens of what a page draws, with every operator that there is
    rb"(?:"
    + _NO_OPERATOR
    + rb"""| (?:[-+.\d]++|true|false|null|T[cdDfjJLmrswz*]|B[TXDM]C?|E[TXM]C?|[MD]P|CS|cs|SCN?
    |scn?|RG|rg|cm|d[01]?|Do|ri|re|gs|sh|[fBbW]\*?|[qQwJjMiGgKkmlcvyhsSFn'"])
    (?![^\s\0()<>\[\]/%]))*+""",
    re.VERBOSE | re.DOTALL,
)
_USED = regex(rb"/([!$&-.0-~]+)[\s\0]+(?:[-+.\d]+[\s\0]+(Tf)|Do)(?![^\s\0()<>\[\]/%])")
_NAMED_MARK = regex(rb"/([!$&-.0-~]+)[\s\0]+BDC")
_MARK = regex(rb"/MCID[\s\0]+(\d{1,6})")
_CUSTOM = 3  # pages that are alike
_BROKEN_OFF = regex(rb"(?:^|[\r\n])[^%\r\n]*[\d\])>]\s*\Z")  # what waits for its operator


class Told(NamedTuple):
    """What the objects of a file tell of its pages."""

    file: Path | bytes  # as PDFium is to read it: what was amiss with its structure is mended
    # Why each cannot be read whole, or ""; whether it shows anything, None for one that has fonts
    # for words and prints none.
    pages: list[tuple[str, bool | None]]
    mended: bool


def told_by_objects(path: Path) -> Told | None:
    """What the objects of a file tell of its pages; None where nothing can be told."""
    import pikepdf

    logging.getLogger("pikepdf").addHandler(logging.NullHandler())  # what is amiss, we tell
    faults = (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, *_FAULTS)
    try:
        # Asked for what is inherited, qpdf would drop what is no page before it is seen.
        with pikepdf.open(path, suppress_warnings=True, inherit_page_attributes=False) as document:
            leaves = _leaves(document.Root.Pages, pikepdf)
            amiss = document.get_warnings()
            pages = _Look(document, pikepdf, bool(amiss)).pages(leaves)
            if not amiss and (amiss := document.get_warnings()):
                # What is missing then is no custom of its producer.
                pages = _Look(document, pikepdf, True).pages(leaves)
            file: Path | bytes = path
            if amiss or None in leaves:
                with suppress(*faults):
                    file = _mended(document, leaves, pikepdf)
            return Told(file, pages, file is not path)
    except faults:
        return None


def _leaves(tree: Any, pikepdf: Any) -> list[Any]:
    """The pages of a tree; None for one of which it holds the place and nothing else."""
    found, waiting, seen = list[Any](), [tree], set()
    while waiting:
        node = waiting.pop()
        is_node = isinstance(node, pikepdf.Dictionary)
        kids = node.get("/Kids") if is_node else None
        if isinstance(kids, pikepdf.Array):
            waiting += [] if node.objgen in seen else reversed(list(kids))
            seen.add(node.objgen)
        elif is_node and node.get("/Type") == "/Pages":
            found += [None] * _counted(node)
        else:
            found.append(node if is_node else None)
    if None in found:  # where a branch of the tree was lost, all its pages were
        at = found.index(None)
        found[at:at] = [None] * (_counted(tree) - len(found))
    return found


def _counted(node: Any) -> int:
    count = node.get("/Count")
    return min(count, MOST_MADE_UP) if isinstance(count, int) else 1


def _mended(document: Any, leaves: list[Any], pikepdf: Any) -> bytes:
    """The file as qpdf mends it, with a blank page in the place of each that is missing."""
    for at in (at for at, leaf in enumerate(leaves) if leaf is None):
        blank = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 1, 1])
        document.pages.insert(at, pikepdf.Page(document.make_indirect(blank)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of forms, which nobody fills in
        document.save(held := BytesIO())
    return held.getvalue()


def _inherited(page: Any, name: str) -> Any:
    """What a page or a branch of the tree above it tells."""
    for _ in range(DEEP):
        if page is None or name in page:
            return page and page[name]
        page = page.get("/Parent")
    return None


def _unclosed(content: bytes) -> tuple[int, ...]:
    """How many pieces of text, states and marks are begun that do not end."""
    found = _begun(content.count)
    if any(found):  # or words hold their letters
        operators = re.sub(_NO_OPERATOR, b" ", content, flags=re.VERBOSE | re.DOTALL)
        found = _begun(Counter(operators.split()).__getitem__)
    return found


def _is_sound(content: bytes) -> bool:
    """Whether all that a page draws are tokens; most stand alone, and are alike."""
    apart = b"" if b"(" in content else b"\n".join({*content.split()})
    return bool((apart and _SOUND.fullmatch(apart)) or _SOUND.fullmatch(content))


def _begun(count: Callable[[bytes], int]) -> tuple[int, ...]:
    marks = count(b"BDC") + count(b"BMC") - count(b"EMC")
    return count(b"BT") - count(b"ET"), count(b"q") - count(b"Q"), marks


class _Seen(NamedTuple):
    """What was seen of a page."""

    why: str  # it cannot be read whole
    shows: bool | None = True
    left: tuple[int, ...] = ()  # what it begins and does not end, and lacks; () of no content


def _unusual(pages: list[_Seen]) -> Iterator[set[int]]:
    """Of each thing that a page may leave open, what neither most pages do nor a few alike.

    Some producers never close all that they open; a page that was cut off does as no other.
    """
    for column in zip(*(page.left for page in pages if page.left), strict=True):
        counts = Counter(column)
        usual = min(counts, key=lambda each: (-counts[each], abs(each)))
        yield {each for each in counts if each and each != usual and counts[each] < _CUSTOM}


class _Look:
    """Looks at one page after the other; a font is looked at once."""

    def __init__(self, document: Any, pikepdf: Any, amiss: bool) -> None:
        self.pikepdf, self.amiss = pikepdf, amiss
        self.fonts: dict[tuple[int, int], str] = {}
        self.marks: dict[int, Any] = {}  # by the key of a page, the marked pieces of it
        with suppress(pikepdf.PdfError, *_FAULTS):
            self.marks = dict(pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree).items())

    def pages(self, leaves: list[Any]) -> list[tuple[str, bool | None]]:
        """Why each page cannot be read whole, "" if it can; whether it would show anything."""
        seen = [self._look(page) for page in leaves]
        odd = [*_unusual(seen)]
        return [
            ("damaged", True)
            if any(each in some for each, some in zip(page.left, odd, strict=False))
            else page[:2]
            for page in seen
        ]

    def _look(self, page: Any) -> _Seen:
        try:
            return _Seen("damaged") if page is None else self._at(page)
        except (self.pikepdf.PdfError, *_FAULTS):
            return _Seen("damaged")

    def _at(self, page: Any) -> _Seen:
        resources = _inherited(page, "/Resources")
        held = any(name in (resources or {}) for name in ("/Font", "/XObject"))
        if "/Contents" not in page:  # an empty page has no fonts either
            lost = held or self.amiss or page.get("/Type") != "/Page"
            return _Seen("damaged") if lost else _Seen("", False)
        if len(_inherited(page, "/MediaBox")) != EDGES:
            return _Seen("damaged")
        shows, left, seen, open_ = False, MOST, set(), list[tuple[int, ...]]()
        waiting = [(page, resources, 0)]
        while waiting:
            drawn, resources, level = waiting.pop()
            content = self._content(drawn, left)
            left -= len(content)
            if left < 0:
                return _Seen("swells")
            shows = shows or bool(_SHOWS.search(content))
            text, *more = _unclosed(content)
            if text or not _is_sound(content) or _BROKEN_OFF.search(content[-200:]):
                return _Seen("damaged")
            if content.strip():
                lacks = drawn is page and self._lacks_marks(page, resources, content)
                open_.append((*more, lacks))
            for name, is_font in set(_USED.findall(content)):
                kind = "/Font" if is_font else "/XObject"
                used = resources[kind][f"/{name.decode()}"]
                if is_font:
                    if why := self._font(used):
                        return _Seen(why)
                elif used.get("/Subtype") == "/Form" and used.objgen not in seen:
                    seen.add(used.objgen)
                    if level < DEEP:
                        waiting.append((used, used.get("/Resources", resources), level + 1))
        left_open = tuple(map(sum, zip(*open_, strict=True)))
        return _Seen("", shows or (None if held else False), left_open)

    def _lacks_marks(self, page: Any, resources: Any, content: bytes) -> bool:
        """Whether the structure of the document knows of pieces that a page does not have."""
        known = self.marks.get(page.get("/StructParents", -1))
        if not isinstance(known, self.pikepdf.Array):
            return False
        marked = {int(number) for number in _MARK.findall(content)}
        if named := (resources or {}).get("/Properties"):
            held = [named.get(f"/{name.decode()}", {}) for name in _NAMED_MARK.findall(content)]
            marked |= {piece["/MCID"] for piece in held if "/MCID" in piece}
        return len(marked) < len(known) and any(
            piece is not None and n not in marked for n, piece in enumerate(known)
        )

    def _content(self, drawn: Any, most: int) -> bytes:
        """What draws a page, or a form within one, unpacked as far as it may be large."""
        if isinstance(drawn, self.pikepdf.Stream):
            return self._unpacked(drawn, most)
        parts = drawn["/Contents"]
        found = b""
        for part in parts if isinstance(parts, self.pikepdf.Array) else [parts]:
            found += self._unpacked(part, most - len(found)) + b"\n"
        return found

    def _font(self, font: Any) -> str:
        """Why the letters of a font cannot be read or placed."""
        if font.objgen in self.fonts:
            return self.fonts[font.objgen]
        inner, told = font, font.get("/Encoding")
        if font["/Subtype"] == "/Type0":
            inner = font["/DescendantFonts"][0]
            if not isinstance(told, self.pikepdf.Name | self.pikepdf.Stream):
                return "damaged"
        described = inner.get("/FontDescriptor", {})
        if self.amiss and not any(name.startswith("/FontFile") for name in dict(described)):
            return "damaged"
        held = [*dict(font).items(), *dict(inner).items(), *dict(described).items()]
        files = {
            name: self._unpacked(each, MOST_OF_FONT)
            for name, each in held
            if isinstance(each, self.pikepdf.Stream)
        }
        if any(len(file) > MOST_OF_FONT for file in files.values()):
            why = "swells"
        else:
            letters, codes = files.get("/FontFile2", b""), files.get("/CIDToGIDMap", b"")
            why = "damaged" if inner is not font and misplaced(inner, letters, codes) else ""
        self.fonts[font.objgen] = why
        return self.fonts[font.objgen]

    def _unpacked(self, stream: Any, most: int) -> bytes:
        """What a stream unpacks to, no further than to one byte more than `most`."""
        filters = stream.get("/Filter")
        if isinstance(filters, self.pikepdf.Array) and len(filters) == 1:
            filters = filters[0]
        if filters is None or filters != "/FlateDecode":
            return bytes(stream.read_bytes() if filters is not None else stream.read_raw_bytes())
        unpacked, packed = zlib.decompressobj(), stream.read_raw_bytes()
        found = unpacked.decompress(packed, most + 1)
        if packed and len(found) <= most and not unpacked.eof:
            raise zlib.error("cut short")
        return found


def misplaced(font: Any, program: bytes, glyphs: bytes) -> bool:
    """Whether some letter of a composite font is far wider or narrower than it is drawn.

    `program` is its TrueType file, `glyphs` the map of its codes, b"" where they are glyphs.
    """
    try:
        drawn = _Drawn(program)
    except (error, KeyError, ZeroDivisionError):
        return False  # whoever shows the page takes another font
    try:
        told = _widths_by_code(font.get("/W"))
        usual = float(font.get("/DW", FULL))
    except (TypeError, ValueError, IndexError):
        return True
    for code in told or range(len(glyphs) // 2 if glyphs else drawn.count):
        glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2]) if glyphs else code
        width = drawn.width(glyph)
        if width and abs(width - told.get(code, usual)) > FAR:
            return True
    return False


def _widths_by_code(widths: Any) -> dict[int, float]:
    """The widths by code: after a first code those of the next, or two codes and one for all."""
    items: list[Any] = list(widths) if hasattr(widths, "append") else []
    found: dict[int, float] = {}
    while items:
        first, more = int(items[0]), items[1]
        if hasattr(more, "append"):
            found |= {first + n: float(width) for n, width in enumerate(more)}
        else:
            found |= dict.fromkeys(range(first, min(int(more), 0xFFFF) + 1), float(items[2]))
        items = items[2 if hasattr(more, "append") else 3 :]
    return found


class _Drawn:
    """The letters of a TrueType file."""

    def __init__(self, program: bytes) -> None:
        self.program = program
        (tables,) = unpack_from(">H", program, 4)
        places = (unpack_from(">4s4xI", program, 12 + 16 * n) for n in range(tables))
        self.at: dict[bytes, int] = dict(places)
        (self.height,) = unpack_from(">H", program, self.at[b"head"] + 18)
        (self.long,) = unpack_from(">H", program, self.at[b"head"] + 50)
        (self.count,) = unpack_from(">H", program, self.at[b"maxp"] + 4)
        (self.widths,) = unpack_from(">H", program, self.at[b"hhea"] + 34)
        self.width(0)

    def width(self, glyph: int) -> float:
        """How wide a letter is; 0 for one without a shape."""
        if not 0 < glyph < self.count:
            return 0
        start, end = unpack_from(
            ">II" if self.long else ">HH",
            self.program,
            self.at[b"loca"] + glyph * (4 if self.long else 2),
        )
        at = self.at[b"hmtx"] + 4 * min(glyph, self.widths - 1)
        return unpack_from(">H", self.program, at)[0] * FULL / self.height if start != end else 0
