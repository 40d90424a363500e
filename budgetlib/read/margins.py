"""What stands among amounts and is none: numbers of lines and columns, cells of the header."""

from collections.abc import Iterator, Sequence

from budgetlib.read.cells import BLANK
from budgetlib.read.sheet import SPLIT_CODES, Sheet
from budgetlib.vocabulary import regex

LINES, COLUMNS = ("行次", "序号"), "栏次"
HEAD = 8  # rows in which a header cell may stand
COUNTED = 3  # columns that are counted without a word that says so
AMONG = 2  # header cells among the figures
_COUNT = regex(r"(\d{1,2})(?:[=＝(（][\d=+\-—()]+)?")


def take_out_numbering(sheet: Sheet) -> None:
    """Blank the cells that number rows and columns, and keep their numbers as what they are."""
    for r, c in [*_lines(sheet), *_columns(sheet)]:
        cells = sheet.rows[r]
        sheet.take(r, cells[c], "line_number")
        sheet.rows[r] = (*cells[:c], BLANK, *cells[c + 1 :])


def _lines(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The whole numbers below a header cell 行次 or 序号."""
    columns = {c for row in sheet.rows[:HEAD] for c, cell in enumerate(row) if cell.text in LINES}
    for c in columns:
        yield from ((r, c) for r, row in enumerate(sheet.rows) if row[c].text.isdigit())


def _columns(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The cells of a row that counts the columns."""
    for r, row in enumerate(sheet.rows):
        cells = [(c, cell.text) for c, cell in enumerate(row) if cell.text]
        if counts_columns([text for _, text in cells]):
            yield from ((r, c) for c, text in cells if text not in SPLIT_CODES)


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether the cells of a row count the columns: 1, 2, 3 and so on."""
    found = [_COUNT.fullmatch(text) for text in texts]
    counts = [match[1] for match in found if match]
    other = (text for text, match in zip(texts, found, strict=True) if not match)
    labels = {text for text in other if text.strip("*-—")} - {*SPLIT_CODES}
    named = bool(labels) and labels <= {*LINES, COLUMNS}
    in_order = not labels and counts == [str(n) for n in range(1, len(counts) + 1)]
    return bool(counts) and (named or (in_order and len(counts) >= COUNTED))


def set_heads_apart(sheet: Sheet) -> None:
    """Take the header's cells out of the first row of figures, and keep them for the paths."""
    numbers = (r for r, row in enumerate(sheet.rows) if any(x.number is not None for x in row))
    first = next(numbers, 0)
    if not first or "columns" not in sheet.spec:
        return
    cells = sheet.rows[first]
    filled = [c for c, cell in enumerate(cells) if cell.text]
    words = {c for c in filled[1:] if cells[c].number is None}
    if len(words) < AMONG:
        return
    under = [row[c] for row in sheet.rows[first + 1 :] for c in words if row[c].text]
    named = {part for name in sheet.spec["columns"].values() for w in name for part in w.split("/")}
    known = {cells[c].text for c in words} <= named
    if all(cell.number is not None for cell in under) and (under or known):
        sheet.heads[first] = tuple(x if c in words else BLANK for c, x in enumerate(cells))
        sheet.rows[first] = tuple(BLANK if c in words else x for c, x in enumerate(cells))
