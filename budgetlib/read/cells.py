"""The cells of grids: without white space, typed and tokenised once, wherever they are asked."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetlib.figures import number, squeeze
from budgetlib.sentences.tokens import Token, scan

NOTHING = "-—/"  # what is printed for nothing
_DIGIT = re.compile(r"\d")


class Cell(NamedTuple):
    """A printed cell: as it stands, without white space, its value if a number, its tokens."""

    printed: str
    text: str
    number: Decimal | None
    tokens: tuple[Token, ...]

    @property
    def words(self) -> bool:
        """Whether it holds neither a number nor nothing."""
        return self.number is None and bool(self.text.strip(NOTHING))


@lru_cache(maxsize=16384)
def cell_of(printed: str) -> Cell:
    """The cell of these characters."""
    text = squeeze(printed)
    if not _DIGIT.search(text):
        return Cell(printed, text, None, ())
    tokens = tuple(token for piece in printed.split("\n") for token in scan(squeeze(piece)))
    return Cell(printed, text, number(text.removesuffix("%")), tokens)


BLANK = cell_of("")
Cells = tuple[Cell, ...]
