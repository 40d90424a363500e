"""The cells of grids: without white space, typed and tokenised once, wherever they are asked."""

from decimal import Decimal
from functools import cached_property, lru_cache

from budgetlib.disclosure.coordinates import LEVELS
from budgetlib.figures import UNKNOWN, number
from budgetlib.sentences.tokens import Token, scan
from budgetlib.vocabulary import Record, regex, squeeze

NOTHING = "-—/"  # what is printed for nothing
_DIGIT = regex(r"\d")
_TWO = regex(r"\.\d\d\s*\n\s*\d|^\s*0\d*\s*\n")  # below each other: what has its decimals ends
_UNIT = regex(r"(%|[万亿]?元)(\)?)$")  # (6.12%) is less than nothing


class Cell(Record):
    """A printed cell: as it stands, without white space; of a number the digits, unit, value."""

    printed: str
    text: str
    words: bool = False  # whether it holds neither a number nor nothing
    number: Decimal | None = None
    digits: str = ""
    unit: str = ""

    @property
    def is_code(self) -> bool:
        """Whether it may be the code of a class, a division or an item."""
        return self.text.isdigit() and len(self.text) in LEVELS

    @property
    def names(self) -> bool:
        """Whether it may name a row, as #REF!, TRUE or 1.5E+01 in place of an amount do not."""
        return self.words and any(c.isalpha() and not c.isascii() for c in self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The numbers in it; a package, of which nothing is unread, never asks."""
        whole = self.number is not None
        pieces = (self.text,) if whole else map(squeeze, self.printed.split("\n"))
        return tuple([token for piece in pieces for token in scan(piece)])


@lru_cache(maxsize=16384)
def cell_of(printed: str) -> Cell:
    """The cell of these characters."""
    text = squeeze(printed)
    words = bool(text.strip(NOTHING)) and text != UNKNOWN
    if not _DIGIT.search(text):
        return Cell(printed, text, words)
    unit = _UNIT.search(text)
    digits = text[: unit.start()] + unit[2] if unit else text
    value = number(digits)
    if value is not None and not _TWO.search(printed):  # a line end may cut it in two
        return Cell(printed, text, False, value, digits, unit[1] if unit else "")
    return Cell(printed, text, words)


def completes_code(begun: str, rest: str) -> bool:
    """Whether digits are the end of a code that wraps, as 501 below 2080."""
    apart = begun.isdigit() and rest.isdigit() and len(begun) not in LEVELS
    return apart and len(begun + rest) in LEVELS


BLANK = cell_of("")
Cells = tuple[Cell, ...]
