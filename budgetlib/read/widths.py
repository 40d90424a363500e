"""Whether a PDF tells of its letters the widths that they have in their font.

Where it does not, they stand on each other or far apart, and in the columns of others.
"""

from struct import error, unpack_from
from typing import Any

FAR = 100  # of the thousand units of a letter's height; files round to one
FULL = 1000  # as wide as it is high, which is what a letter is of which a file tells nothing


def misplaced(font: Any, program: bytes, glyphs: bytes) -> bool:
    """Whether some letter of a composite font is far wider or narrower than it is drawn.

    `program` is its TrueType file, `glyphs` the map of its codes, b"" where they are glyphs.
    """
    try:
        drawn = _Drawn(program)
    except (error, KeyError, ZeroDivisionError):
        return False  # whoever shows the page takes another font
    try:
        told = _told(font.get("/W"))
        usual = float(font.get("/DW", FULL))
    except (TypeError, ValueError, IndexError):
        return True
    for code in told or range(len(glyphs) // 2 if glyphs else drawn.count):
        glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2]) if glyphs else code
        width = drawn.width(glyph)
        if width and abs(width - told.get(code, usual)) > FAR:
            return True
    return False


def _told(widths: Any) -> dict[int, float]:
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
