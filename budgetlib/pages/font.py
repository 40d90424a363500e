"""The Chinese characters of a page, carried by it for machines that have no Chinese font."""

from base64 import b64encode
from collections.abc import Set
from copy import copy
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset, version
from fontTools.ttLib import TTFont
from lxml.html import HtmlElement
from lxml.html.builder import STYLE

from budgetlib.charts import font_file
from budgetlib.content import content, digest
from budgetlib.vocabulary import kept

# The family that style.css names first: as a fallback, Chromium leaves boxes where a text was laid
# out before the font was ready. A Chinese font of the reader's machine goes before the carried one.
FACE = """@font-face {{
  font-family: "Carried"; unicode-range: U+2E80-FFFF;
  src: local("PingFang SC"), local("Microsoft YaHei"), local("Noto Sans CJK SC"),
    local("Noto Sans SC"), url(data:font/woff;base64,{}) format("woff");
}}"""
FIRST = 0x2E80  # where Chinese characters and their punctuation begin
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG"]  # setting upright, finer


def embed(page: HtmlElement) -> None:
    """Put into a page's head a font of just the Chinese characters that its body shows."""
    shown = set("".join(page.find("body").itertext()))
    wanted = {code for code in map(ord, shown) if code >= FIRST}
    if not wanted:
        return
    usual = common()
    whole = usual if wanted <= usual["cmap"].getBestCmap().keys() else TTFont(font_file())
    page.find("head").append(STYLE(FACE.format(b64encode(_subset(whole, wanted, "woff")).decode())))


@cache
def common() -> TTFont:
    """The font's usual characters, from which a page's are cut ten times as fast."""
    whole = font_file().stat()
    made_of = (version, str(whole.st_size), str(whole.st_mtime_ns), content(Path(__file__)))
    return TTFont(BytesIO(kept("usual.ttf", digest(*made_of).encode(), _usual)))


def _usual() -> bytes:
    rows = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    usual = {ord(text) for code in rows if (text := code.decode("gb2312", "ignore"))}
    return _subset(TTFont(font_file()), usual, None)


def _subset(of: TTFont, characters: Set[int], flavor: str | None) -> bytes:
    """A font of these characters; what `of` has read of its tables is not read again."""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=True)
    options.drop_tables += LEFT_OUT
    chosen, out = subset.Subsetter(options), BytesIO()
    chosen.populate(unicodes=characters)
    of.reader.file.seek(0)
    file = BytesIO(of.reader.file.read())
    # The same bytes on each day: no time of change is written.
    with TTFont(file, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.setGlyphOrder(of.getGlyphOrder())
        for table in ("cmap", "glyf", "hmtx"):
            font[table] = copy(of[table])
        if flavor and of is common():
            font["glyf"].prune_post_subset = lambda *_: True  # nothing is left in it to be pruned
        font["cmap"].tables = [_cut(table, characters) for table in of["cmap"].tables]
        chosen.subset(font)
        font.flavor = flavor
        font.save(out)
    return out.getvalue()


def _cut(table: Any, characters: Set[int]) -> Any:
    """A table of characters and their glyphs, without those that are not wanted."""
    found = copy(table)
    if table.isUnicode():
        found.cmap = {code: table.cmap[code] for code in characters & table.cmap.keys()}
    return found
