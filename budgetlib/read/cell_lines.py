"""Tables copied from a page into a text, a cell a line: rows found by the kinds of their cells."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from budgetlib.figures import Spot, number, squeeze
from budgetlib.read.blocks import Grid, Span

LONGEST, WIDEST, LABELS = 30, 12, 3  # characters of a cell, columns of a row, labels before numbers
FEWEST, LEAST = 4, 0.25  # numbers in a table, and their share among its cells
_SENTENCE = re.compile(r"[，。；\t|<]|\S {2,}\S")
_ABOVE = re.compile(
    r"表(?:\(.*\))?$|单位[:：]|\d{4}年.*[预决]算$"
)  # lines that stand above a table
_NOTHING = re.compile(r"[-—/]+")

Line = tuple[int, str]  # its number, its text


def tables_of(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """(first, last, grid) of each table of such lines, by the numbers of the lines from 1."""
    run: list[Line] = []
    for n, raw in enumerate([*lines, "。"], start=1):
        text = squeeze(raw)
        if len(text) > LONGEST or _SENTENCE.search(raw.strip()):
            yield from _tables(run)
            run = []
        elif text:
            run.append((n, text))


def _is_number(text: str) -> bool:
    return number(text.removesuffix("%")) is not None


def _tables(run: list[Line]) -> Iterator[tuple[int, int, Grid]]:
    """The tables of a run of short lines, each from below its title to its last number."""
    starts = [0, *(i + 1 for i, (_, text) in enumerate(run) if _ABOVE.search(text)), len(run) + 1]
    for start, stop in pairwise(starts):
        cells = run[start : stop - 1]
        numbers = [i for i, (_, text) in enumerate(cells) if _is_number(text)]
        if len(numbers) < FEWEST or len(numbers) < LEAST * len(cells):
            continue
        cells = cells[: numbers[-1] + 1]
        yield cells[0][0], cells[-1][0], _grid(cells, numbers[0])


def _grid(cells: list[Line], first: int) -> Grid:
    """The rows, where all cells of each column are of one kind; else a column that nobody reads."""
    texts = [text for _, text in cells]
    fitting = [
        (width, height)
        for height in range(max(first - LABELS, 0), first + 1)
        for width in range(2, min(WIDEST, height) + 1)
        if height == width or _told_twice(texts[height - width : height])
        if _in_columns(texts[height:], width)
    ]
    if fitting:  # a header that is told twice leaves one above it
        width, height = max(fitting, key=lambda found: (found[0] < found[1], found))
        return _rows(cells, height, width)
    return Grid(tuple((text,) for _, text in cells), tuple(Spot(n) for n, _ in cells))


def _told_twice(header: list[str]) -> bool:
    """Whether a header says the same again, as above two sides."""
    half = len(header) // 2
    return len(header) > 2 and header[:half] == header[half:]


def _in_columns(body: list[str], width: int) -> bool:
    """Whether a body makes rows of this width, each column words alone or numbers alone."""
    if len(body) % width or len(body) < 2 * width:
        return False
    columns = [[x for x in body[c::width] if not _NOTHING.fullmatch(x)] for c in range(width)]
    kinds = [{_is_number(text) for text in column} for column in columns]
    return all(len(kind) < 2 for kind in kinds) and {True} in kinds and {False} in kinds


def _rows(cells: list[Line], height: int, width: int) -> Grid:
    """The grid; cells above its header stand over as many columns each, where that comes out."""
    upper, lower = cells[: height - width], cells[height - width :]
    rows = [lower[at : at + width] for at in range(0, len(lower), width)]
    printed = [tuple(text for _, text in row) for row in rows]
    spots = [Spot(row[0][0]) for row in rows]
    spans: list[Span] = []
    if upper:
        step = width // len(upper) if width % len(upper) == 0 else 0
        spans = [(0, c * step, 1, step) for c in range(len(upper))] if step > 1 else []
        words = [text for _, text in upper]
        spread = [words[c // step] if c % step == 0 else "" for c in range(width)] if step else []
        printed.insert(0, tuple(spread or [*words, *[""] * width][:width]))
        spots.insert(0, Spot(upper[0][0]))
    return Grid(tuple(printed), tuple(spots), tuple(spans), aligned=True)
