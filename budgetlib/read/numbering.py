"""Line numbers beside and above amounts (行次, 栏次), which are no amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetlib.figures import squeeze
from budgetlib.read.tables import SPLIT_CODES, Sheet

LINES, COLUMNS = ("行次", "序号"), "栏次"
HEAD = 8  # rows in which a header cell may stand
FEWEST = 3  # columns that are counted without a word that says so
_COUNT = re.compile(r"(\d{1,2})(?:[=＝(（][\d=+\-—()]+)?")


def take_out_numbering(sheet: Sheet) -> None:
    """Blank the cells that number rows and columns, and keep their numbers as what they are."""
    for r, c in [*_lines(sheet), *_columns(sheet)]:
        sheet.token(r, squeeze(sheet.rows[r][c]), "line_number")
        sheet.rows[r] = tuple("" if at == c else cell for at, cell in enumerate(sheet.rows[r]))


def _lines(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The whole numbers below a header cell 行次 or 序号."""
    columns = {c for row in sheet.rows[:HEAD] for c, x in enumerate(row) if squeeze(x) in LINES}
    for r, row in enumerate(sheet.rows):
        yield from ((r, c) for c in columns if squeeze(row[c]).isdigit())


def _columns(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The cells of a row that counts the columns: 1, 2, 3 and so on."""
    for r, row in enumerate(sheet.rows):
        cells = [(c, squeeze(cell)) for c, cell in enumerate(row) if squeeze(cell)]
        counts = {c: match[1] for c, text in cells if (match := _COUNT.fullmatch(text))}
        labels = {text for c, text in cells if c not in counts} - set(SPLIT_CODES)
        in_order = list(counts.values()) == [str(n) for n in range(1, len(counts) + 1)]
        named = bool(labels) and labels <= {*LINES, COLUMNS}
        if counts and (named or (not labels and in_order and len(counts) >= FEWEST)):
            yield from ((r, c) for c, text in cells if text not in SPLIT_CODES)
