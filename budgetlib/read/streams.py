"""The pages of a PDF as its objects tell them: which are damaged, or would unpack to far too much.

PDFium shows what it could decode and says nothing of the rest; qpdf tells of each object.
"""

import re
import zlib
from collections import Counter
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

MOST = 16_000_000  # bytes that the streams of a page unpack to; a full page needs 50,000
MOST_OF_FONT = 4 * MOST
DEEP = 7  # forms within forms, branches of the tree of pages
EDGES = 4  # of a page
MOST_MADE_UP = 2000  # pages that a damaged tree may count
_FAULTS = (zlib.error, ValueError, TypeError, LookupError, AttributeError)
_SHOWS = re.compile(rb"(?<![^\s\0)>\]])(?:T[jJ]|['\"]|Do|sh|EI|[fBb]\*?|[FSs])(?![^\s\0(</\[])")
_SOUND = re.compile(  # the tokens of what a page draws, with every operator that there is
    rb"""(?:[\s\0\[\]]++ | /[^\s\0()<>\[\]{}/%]*+ | <[0-9A-Fa-f\s\0]*+> | << | >> | %[^\r\n]*+
    | \((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)
    | BI(?=[\s\0/]).*?[\s\0]EI(?![^\s\0])
    | (?:[-+.\d]++|true|false|null|T[cdDfjJLmrswz*]|B[TXDM]C?|E[TXM]C?|[MD]P|CS|cs|SCN?|scn?|RG|rg
    |cm|d[01]?|Do|ri|re|gs|sh|[fBbW]\*?|[qQwJjMiGgKkmlcvyhsSFn'"]) (?![^\s\0()<>\[\]/%])
    )*+""",
    re.VERBOSE | re.DOTALL,
)
_USED = re.compile(rb"/([!$&-.0-~]+)[\s\0]+(?:[-+.\d]+[\s\0]+(Tf)|Do)(?![^\s\0()<>\[\]/%])")
_TEXT = re.compile(rb"(?:BT|ET)(?![^\s\0()<>\[\]/])")
_BROKEN_OFF = re.compile(rb"(?:^|[\r\n])[^%\r\n]*[\d\])>]\s*\Z")  # what waits for its operator


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

    faults = (pikepdf.PdfError, RuntimeError, *_FAULTS)
    try:
        # Asked for what is inherited, qpdf would drop what is no page before it is seen.
        with pikepdf.open(path, suppress_warnings=True, inherit_page_attributes=False) as document:
            leaves = _leaves(document.Root.Pages, pikepdf)
            amiss = document.get_warnings()
            look = _Look(pikepdf, bool(amiss))
            pages = [look.at(leaf) for leaf in leaves]
            amiss += document.get_warnings()
            if amiss and not look.amiss:  # what is missing then is no custom of its producer
                look = _Look(pikepdf, True)
                pages = [look.at(leaf) for leaf in leaves]
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
    document.save(held := BytesIO())
    return held.getvalue()


def _inherited(page: Any, name: str) -> Any:
    """What a page or a branch of the tree above it tells."""
    for _ in range(DEEP):
        if page is None or name in page:
            return page and page[name]
        page = page.get("/Parent")
    return None


def _is_whole(content: bytes) -> bool:
    """Whether what draws a page has sense, and ends where it should."""
    if content.count(b"BT") != content.count(b"ET"):
        begun = Counter(_TEXT.findall(content))
        if begun[b"BT"] != begun[b"ET"]:
            return False
    return bool(_SOUND.fullmatch(content)) and not _BROKEN_OFF.search(content[-200:])


class _Look:
    """Looks at one page after the other; a font is looked at once."""

    def __init__(self, pikepdf: Any, amiss: bool) -> None:
        self.pikepdf, self.amiss = pikepdf, amiss
        self.fonts: dict[tuple[int, int], str] = {}

    def at(self, page: Any) -> tuple[str, bool | None]:
        """Why a page cannot be read whole, "" if it can; whether it would show anything."""
        if page is None:
            return "damaged", True
        try:
            return self._at(page)
        except (self.pikepdf.PdfError, *_FAULTS):
            return "damaged", True

    def _at(self, page: Any) -> tuple[str, bool | None]:
        resources = _inherited(page, "/Resources")
        held = any(name in (resources or {}) for name in ("/Font", "/XObject"))
        if "/Contents" not in page:  # an empty page has no fonts either
            lost = held or self.amiss or page.get("/Type") != "/Page"
            return ("damaged", True) if lost else ("", False)
        if len(_inherited(page, "/MediaBox")) != EDGES:
            return "damaged", True
        shows, left, seen = False, MOST, set()
        waiting = [(page, resources, 0)]
        while waiting:
            drawn, resources, level = waiting.pop()
            content = self._content(drawn, left)
            left -= len(content)
            if left < 0:
                return "swells", True
            shows = shows or bool(_SHOWS.search(content))
            if not _is_whole(content):
                return "damaged", True
            for name, is_font in set(_USED.findall(content)):
                kind = "/Font" if is_font else "/XObject"
                used = resources[kind][f"/{name.decode()}"]
                if is_font:
                    if why := self._font(used):
                        return why, True
                elif used.get("/Subtype") == "/Form" and used.objgen not in seen:
                    seen.add(used.objgen)
                    if level < DEEP:
                        inner = used.get("/Resources", resources)
                        waiting.append((used, inner, level + 1))
        return "", shows or (None if held else False)

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
        holders = (font, inner, described)
        held = (each for holder in holders for each in dict(holder).values())
        files = [each for each in held if isinstance(each, self.pikepdf.Stream)]
        swells = any(len(self._unpacked(file, MOST_OF_FONT)) > MOST_OF_FONT for file in files)
        self.fonts[font.objgen] = "swells" if swells else ""
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
