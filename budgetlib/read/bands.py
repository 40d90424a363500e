"""Rows that horizontal rulings alone draw: what stands between two of them is one line."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from budgetlib.read.rulings import Line as Ruling
from budgetlib.read.standing import Line, Word, meets

INSIDE = 0.3  # lines above its baseline a word is surely between the rulings of its row
APART = 3.0  # lines: so far from others stands a row that nothing of it goes on in them


def banded(
    lines: Sequence[Line], rulings: Sequence[Ruling], apart: Callable[[str], bool]
) -> list[Line]:
    """The lines of a page, those of each row in one; `apart` tells of words in no table.

    A row holds the cells that begin in it, whether or not they reach down into others.
    """
    held = defaultdict[float, list[tuple[Line, Word]]](list)
    for each in ((line, word) for line in lines for word in line.words):
        if (top := _top(each[1], each[0].y - INSIDE, rulings)) is not None:
            held[top].append(each)
    rows, taken = list[Line](), set[int]()
    for own in held.values():
        words = [word for _, word in own]
        if cells := _cells(words, apart):
            rows.append(Line(cells, own[0][0].spot, own[0][0].y))
            taken.update(map(id, words))
    rest = (line._replace(words=_left(line.words, taken)) for line in lines)
    kept = [line for line in rest if line.words]
    placed, y = list[Line](), 0.0
    order = sorted([*((line.y, 0, line) for line in kept), *((row.y, 1, row) for row in rows)])
    for (above, a, _), (own_y, b, line) in pairwise([(0.0, 0, lines[0]), *order]):
        y += APART if a or b else own_y - above
        placed.append(line._replace(y=y))
    return placed


def _left(words: Iterable[Word], taken: set[int]) -> tuple[Word, ...]:
    return tuple(word for word in words if id(word) not in taken)


def _top(word: Word, y: float, rulings: Sequence[Ruling]) -> float | None:
    """Where the cell of a word begins, None where no ruling lies above it, or none below it."""
    own = [line.at for line in rulings if line.start <= word.middle <= line.end]
    at = bisect_left(own, y)
    return own[at - 1] if 0 < at < len(own) else None


def _cells(words: Iterable[Word], apart: Callable[[str], bool]) -> tuple[Word, ...]:
    """The words of a row, those that wrap in one; none where they are several rows, or no row."""
    cells: list[Word] = []
    for word in words:
        n = next((n for n, cell in enumerate(cells) if meets(cell, word)), None)
        if apart(word.text) or (n is not None and word.counts and cells[n].counts):
            return ()
        if n is None:
            cells.append(word)
        else:
            left, right = min(cells[n].left, word.left), max(cells[n].right, word.right)
            cells[n] = Word(cells[n].text + word.text, left, right)
    return tuple(sorted(cells, key=lambda cell: cell.left))
