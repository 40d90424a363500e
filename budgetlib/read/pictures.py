"""Pictures among the text: none is read, and where one may be a table nothing is whole."""

from collections.abc import Sequence
from typing import Any

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Spot
from budgetlib.read.blocks import Block, Grid, Paragraph
from budgetlib.read.headings import FOOTNOTE, breaks
from budgetlib.vocabulary import regex

POINT, EMU = 28.35, 360_000  # of which a centimetre has so many
_STYLED = regex(r"(?<![\w-])(?:width|height):([\d.]{1,9})pt")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
WIDE, HIGH = 6.0, 2.5  # centimetres: no table is smaller, as seals, logos and codes are


def large(width: float, height: float) -> bool:
    """Whether a picture of so many centimetres, 0 where nothing tells them, may hold a table."""
    return (not width or width >= WIDE) and (not height or height >= HIGH)


def drawn(part: Any) -> int:
    """How many pictures a part of a Word or Excel file shows that may hold a table."""
    sizes = [
        [int(told.get(side) or 0) / EMU for told in each.iter(f"{_A}ext") for side in ("cx", "cy")]
        for each in part.iter("{*}pic")
    ]
    for each in part.iter(f"{_V}imagedata"):
        told = _STYLED.findall(each.getparent().get("style") or "")
        sizes.append([float(size) / POINT for size in told])
    return sum(large(*(*size, 0, 0)[:2]) for size in sizes)


def may_be_tables(budget: Disclosure, blocks: Sequence[Block], pictures: Sequence[Spot]) -> bool:
    """Whether tables may stand in them.

    So where there is none, where one that is listed is not there, and where a picture follows the
    title of a table and no table does.
    """
    titles = {table.title for table in budget.tables.values()}
    absent = any(n not in budget.tables and t not in titles for n, t, _ in budget.listed)
    filled = [
        block for block in blocks if isinstance(block, Paragraph) or any(map(any, block.rows))
    ]
    return not budget.tables or absent or any(_titled(filled, spot) for spot in pictures)


def _titled(blocks: Sequence[Block], spot: Spot) -> bool:
    """Whether the title of a table stands before a place, and no table behind it."""
    at = sum(_order(_begin(block)) <= _order(spot) for block in blocks)
    above, below = blocks[at - 1 : at], blocks[at : at + 1]
    told = [b for b in above if isinstance(b, Paragraph) and not FOOTNOTE.match(b.text)]
    return any(breaks(b.text) for b in told) and not any(isinstance(b, Grid) for b in below)


def _begin(block: Block) -> Spot:
    return block.spot if isinstance(block, Paragraph) else block.spots[0]


def _order(spot: Spot) -> tuple[int, int]:
    return spot.page or 0, spot.line or 0
