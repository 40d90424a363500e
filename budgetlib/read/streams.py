"""The pages of a PDF as its objects tell them: which are damaged, or would unpack to far too much.

PDFium shows what it could decode and says nothing of the rest; qpdf tells of each object.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

MOST = 16_000_000  # bytes that the streams of a page unpack to; a full page needs 50,000
DEEP = 7  # forms within forms
_SHOWS_NOTHING = frozenset(
    re.split(
        " ",
        "q Q cm re W W* n BMC BDC EMC MP DP gs g G rg RG k K cs CS sc SC scn SCN w J j M d ri i "
        "BT ET Tf Td TD Tm T* Tc Tw Tz TL Tr Ts m l c v y h BX EX",
    )
)  # what may stand in the content of a blank page


class Told(NamedTuple):
    """What the objects of a file tell: pages, why some cannot be read, whether it was mended."""

    pages: int
    damaged: dict[int, str]
    mended: bool = False


def told_by_objects(path: Path) -> Told | None:
    """The pages that the file has, and why some cannot be read; None where nothing can be told."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            pages = [page.obj for page in document.pages]
            found = {n: why for n, page in enumerate(pages, 1) if (why := _why(page, pikepdf))}
            return Told(len(pages), found, bool(document.get_warnings()))
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return None


def not_blank(path: Path, numbers: list[int]) -> list[int]:
    """Those of some pages, of which nothing was read, whose content would show something."""
    import pikepdf

    found = []
    with pikepdf.open(path, suppress_warnings=True) as document:
        for number in (n for n in numbers if n <= len(document.pages)):
            try:
                told = pikepdf.parse_content_stream(document.pages[number - 1])
                shows = any(str(each.operator) not in _SHOWS_NOTHING for each in told)
            except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
                shows = True
            found += [number] if shows else []
    return found


def _why(page: Any, pikepdf: Any) -> str:
    """Why a page cannot be read whole, "" if it can."""
    left = MOST
    try:
        if "/Contents" not in page:  # an empty page has no fonts either
            resources = page.get("/Resources", {})
            return "damaged" if any(name in resources for name in ("/Font", "/XObject")) else ""
        for stream in _streams(page, pikepdf):
            left -= _size(stream, pikepdf, left)
            if left < 0:
                return "swells"
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, AttributeError):
        return "damaged"
    return ""


def _streams(page: Any, pikepdf: Any) -> Iterator[Any]:
    """The streams that draw a page: its contents, the forms within them, the maps of its fonts."""
    contents = page["/Contents"]
    yield from contents if isinstance(contents, pikepdf.Array) else [contents]
    seen: set[tuple[int, int]] = set()
    waiting = [(page.get("/Resources"), 0)]
    while waiting:
        resources, level = waiting.pop()
        if resources is None:
            continue
        for font in dict(resources.get("/Font", {})).values():
            if "/ToUnicode" in font and isinstance(font["/ToUnicode"], pikepdf.Stream):
                yield font["/ToUnicode"]
        for form in dict(resources.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen and level < DEEP:
                seen.add(form.objgen)
                yield form
                waiting.append((form.get("/Resources"), level + 1))


def _size(stream: Any, pikepdf: Any, most: int) -> int:
    """How many bytes a stream unpacks to, counted no further than to one more than `most`."""
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if filters is None or filters != "/FlateDecode":
        return len(stream.read_bytes() if filters is not None else stream.read_raw_bytes())
    unpacked, packed = zlib.decompressobj(), stream.read_raw_bytes()
    found = len(unpacked.decompress(packed, most + 1))
    if packed and found <= most and not unpacked.eof:
        raise zlib.error("cut short")
    return found
