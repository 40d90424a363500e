"""Tables of which only horizontal rulings are drawn: the edges of their columns, row by row.

A column ends where pieces of the rulings do or, where these run through, where blanks part words.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from budgetlib.read.rulings import NEAR, Line, apart, joined
from budgetlib.read.standing import Word

PIECED = 0.5  # of the rulings end between the sides of a table where each cell has its own
OFF = 5.0  # points: how far an edge may lie off where the middle of a cell tells it


class Band(NamedTuple):
    """What stands between two rulings."""

    top: float
    bottom: float
    words: list[Word]
    above: list[Word]  # titles and units


class Bands:
    """The tables of a document, page by page; one may go on from page to page."""

    def __init__(self) -> None:
        """At the beginning of a document."""
        self.last: list[float] = []  # the edges of the table that the page before ends with

    def uprights(
        self, level: Sequence[Line], words: Iterable[tuple[Word, float, bool]]
    ) -> list[Line]:
        """The edges of the columns of a page, none where one of its tables cannot be told.

        Of each word a height inside it is given, and whether its line stands in no table.
        """
        ys, found = apart(line.at for line in level), list[Line]()
        bands = [Band(*ends, [], []) for ends in pairwise(ys)]
        for word, y, above in words:
            at = bisect_left(ys, y) - 1
            if 0 <= at < len(bands):
                (bands[at].above if above else bands[at].words).append(word)
        runs = ([*run] for above, run in groupby(bands, lambda band: bool(band.above)) if not above)
        for table in (run for run in runs if len(run) > 1):
            own = [
                line for line in level if table[0].top - NEAR < line.at < table[-1].bottom + NEAR
            ]
            floors = [[line for line in own if abs(line.at - b.bottom) <= NEAR] for b in table]
            if not _is_framed(table, own, floors):
                continue  # words that are underlined
            columns = _columns(table, own, floors, self.last)
            edges = _edges(table, floors, columns) if columns else None
            if edges is None:
                return []
            self.last, found = columns, [*found, *edges]
        return found


def _is_framed(
    table: Sequence[Band], level: Sequence[Line], floors: Sequence[Sequence[Line]]
) -> bool:
    """Whether rulings run along the top and the bottom of all its words."""
    left, right = min(line.start for line in level), max(line.end for line in level)
    tops = [line for line in level if abs(line.at - table[0].top) <= NEAR]
    sides = [sum(r.end - r.start for r in joined(run)) for run in (floors[-1], tops)]
    words = [word for band in table for word in band.words]
    inside = all(left - NEAR < word.left and word.right < right + NEAR for word in words)
    return inside and min(sides) > right - left - 2 * NEAR


def _columns(
    table: Sequence[Band],
    level: Sequence[Line],
    floors: Sequence[Sequence[Line]],
    last: list[float],
) -> list[float]:
    """The edges of the columns of a table, none where they cannot be told."""
    xs = apart(end for line in level for end in line[1:])
    whole = xs[-1] - xs[0] - NEAR
    pieced = sum(any(line.end - line.start < whole for line in run) for run in floors)
    if pieced > PIECED * len(floors):
        return xs
    height = _height(table)
    heads = [
        word
        for n, band in enumerate(table[:height])
        for word in band.words
        if not any(_covers(r, word.middle) for floor in floors[n : height - 1] for r in floor)
    ]
    leaves, edges, back = _cells(heads), [xs[0]], [xs[-1]]
    for first, final in zip(leaves, reversed(leaves), strict=True):
        edges.append(2 * first.middle - edges[-1])
        back.insert(0, 2 * final.middle - back[0])
    flush = [xs[0], *(leaf.left - leaves[0].left + xs[0] for leaf in leaves[1:]), xs[-1]]
    body = [word for band in table[height:] for word in band.words]
    for ways in ((edges, back), (flush, flush)) if height else ((last, last),):
        told = [
            min((_beside(x, body) for x in way), key=itemgetter(1))
            for way in zip(*ways, strict=True)
        ]
        found = [xs[0], *(x for x, _ in told[1:-1]), xs[-1]]
        sides = [(xs[0], x) for x in ways[1][:1]] + [(xs[-1], x) for x in ways[0][-1:]]
        off = max([0.0, *(abs(a - b) / 2 for a, b in sides), *(x for _, x in told)])
        if len(found) > 2 and off <= OFF and all(a < b for a, b in pairwise(found)):
            return found
    return []


def _beside(x: float, words: Iterable[Word]) -> tuple[float, float]:
    """The place nearest to one that lies in none of some words, and how far off it is."""
    over = [word for word in words if word.left < x < word.right]
    ends = [min(w.left for w in over) - 1, max(w.right for w in over) + 1] if over else [x]
    return min(((end, abs(end - x)) for end in ends), key=itemgetter(1))


def _height(table: Sequence[Band]) -> int:
    """How many bands stand above the first that holds a number."""
    return next((n for n, band in enumerate(table) if any(w.counts for w in band.words)), 0)


def _edges(
    table: Sequence[Band], floors: Sequence[Sequence[Line]], xs: Sequence[float]
) -> list[Line] | None:
    """The edges of the columns of a table, in each band; None where they cannot be told."""
    height = _height(table)
    found = [Line(x, table[0].top, table[-1].bottom) for x in (xs[0], xs[-1])]
    for n, band in enumerate(table):
        crossed = {x for x in xs[1:-1] for w in band.words if w.left + 1 < x < w.right - 1}
        for edges in _runs(xs, floors[n]) if n < height - 1 else ():
            cells = _cells(w for w in band.words if edges[0] < w.middle < edges[-1])
            if 0 < len(cells) < len(edges) - 1:
                parts = _parting(cells, edges)
                if parts is None:
                    return None
                crossed |= {*edges[1:-1]} - {*parts}
        if n >= height and any(
            w.counts and w.left + 1 < x < w.right - 1 for w in band.words for x in crossed
        ):
            return None
        found += [Line(x, band.top, band.bottom) for x in xs[1:-1] if x not in crossed]
    return found


def _covers(line: Line, x: float) -> bool:
    return line.start < x < line.end


def _runs(xs: Sequence[float], floor: Sequence[Line]) -> Iterator[Sequence[float]]:
    """The edges of the columns beside each other that have a ruling below them."""
    floored = [any(_covers(line, (a + b) / 2) for line in floor) for a, b in pairwise(xs)]
    for below, run in groupby(range(len(floored)), floored.__getitem__):
        columns = [*run]
        if below:
            yield xs[columns[0] : columns[-1] + 2]


def _cells(words: Iterable[Word]) -> list[Word]:
    """The words of a row, those that lie above each other as one."""
    cells: list[Word] = []
    for word in sorted(words, key=lambda word: word.left):
        if cells and word.left < cells[-1].right:
            cells[-1] = cells[-1]._replace(right=max(word.right, cells[-1].right))
        else:
            cells.append(word)
    return cells


def _parting(cells: Sequence[Word], edges: Sequence[float]) -> list[float] | None:
    """The edges that part cells above several columns each: they stand in their middle."""
    ends = [edges[0]]
    for cell in cells:
        end = 2 * cell.middle - ends[-1]
        ends.append(min(edges, key=lambda edge: abs(edge - end)))
        if abs(ends[-1] - end) > 2 * OFF or ends[-1] <= ends[-2]:
            return None
    return ends[1:-1] if ends[-1] == edges[-1] else None
