"""Ruling lines of a page into tables: rows, columns, and which cells are merged. Plain geometry."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress, pairwise, product
from typing import NamedTuple

from budgetlib.read.blocks import Span
from budgetlib.vocabulary import Record

NEAR = 3.0  # points: lines closer than this are one, or touch
DOTS = 6  # beside each other: a line


class Line(NamedTuple):
    """A straight ruling line: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


class Frame(Record):
    """A ruled table: the edges of its columns and rows, and its cells."""

    xs: tuple[float, ...]  # edges from left to right
    ys: tuple[float, ...]  # and from top to bottom
    cells: tuple[Span, ...]  # merged ones once

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The first row and column of the cell that holds a point."""
        xs, ys = self.xs, self.ys
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            return self._homes[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
        return None

    @cached_property
    def _homes(self) -> list[list[tuple[int, int]]]:
        """The first row and column of the cell in each row and column."""
        homes = [[(0, 0)] * (len(self.xs) - 1) for _ in self.ys[1:]]
        for r, c, rows, columns in self.cells:
            for down in range(r, r + rows):
                homes[down][c : c + columns] = [(r, c)] * columns
        return homes

    @property
    def merged(self) -> tuple[Span, ...]:
        """The cells that span more than one row or column."""
        return tuple(cell for cell in self.cells if cell[2:] != (1, 1))


def frames(level: Iterable[Line], upright: Iterable[Line]) -> list[Frame]:
    """The tables that horizontal and vertical lines draw, from top to bottom of the page."""
    levels, uprights = joined(level), joined(upright)
    found = []
    for h, v in _touching(levels, uprights):
        frame = _frame(h, v)
        if frame and len(frame.cells) > 1:
            found.append(frame)
    return sorted(found, key=lambda frame: (frame.ys[0], frame.xs[0]))


def dotted(dots: Iterable[tuple[float, float]]) -> list[Line]:
    """The lines that dots draw, each by where it stands across and along."""
    runs: list[list[tuple[float, float]]] = []
    for at, along in sorted((round(at, 1), along) for at, along in dots):
        last = runs[-1][-1] if runs else None
        if last and at == last[0] and along - last[1] <= NEAR:
            runs[-1].append((at, along))
        else:
            runs.append([(at, along)])
    return [Line(run[0][0], run[0][1], run[-1][1]) for run in runs if len(run) >= DOTS]


def joined(lines: Iterable[Line]) -> list[Line]:
    """Pieces of one line put together."""
    joined: list[Line] = []
    for line in sorted(lines):
        for i, other in enumerate(joined):
            touching = line.start <= other.end + NEAR and other.start <= line.end + NEAR
            if touching and line.at - other.at < NEAR:
                start, end = min(line.start, other.start), max(line.end, other.end)
                joined[i] = Line(other.at, start, end)
                break
        else:
            joined.append(line)
    return joined


def _touching(
    levels: Sequence[Line], uprights: Sequence[Line]
) -> list[tuple[list[Line], list[Line]]]:
    """Groups of lines that touch each other."""
    groups: list[tuple[list[Line], list[Line]]] = [([h], []) for h in levels]
    for v in uprights:
        met = [any(_meet(h, v) for h in held) for held, _ in groups]
        joined = [*compress(groups, met)]
        groups = [*compress(groups, (not meets for meets in met))]
        groups.append(([h for g in joined for h in g[0]], [*(u for g in joined for u in g[1]), v]))
    return groups


def _meet(h: Line, v: Line) -> bool:
    return h.start - NEAR <= v.at <= h.end + NEAR and v.start - NEAR <= h.at <= v.end + NEAR


def _edges(lines: Sequence[Line], ends: Sequence[Line]) -> tuple[float, ...]:
    """Where lines lie, and where the crossing ones end beyond them (a table open at its sides)."""
    places = [line.at for line in lines]
    return tuple(apart([*places, min(end.start for end in ends), max(end.end for end in ends)]))


def apart(places: Iterable[float]) -> list[float]:
    """Places in order, those near each other as one."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > NEAR:
            kept.append(place)
    return kept


def _frame(levels: Sequence[Line], uprights: Sequence[Line]) -> Frame | None:
    if not levels or not uprights:
        return None
    xs, ys = _edges(uprights, levels), _edges(levels, uprights)
    if len(xs) < 2 or len(ys) < 2:
        return None
    right = _walls(xs, ys, uprights)
    below = [list(row) for row in zip(*_walls(ys, xs, levels), strict=True)]
    return Frame(xs, ys, tuple(_cells(right, below)))


def _walls(at: Sequence[float], along: Sequence[float], lines: Sequence[Line]) -> list[list[bool]]:
    """[i][k]: whether a line at `at[k + 1]` runs beside the middle of the i-th step of `along`."""
    walls = [[False] * (len(at) - 1) for _ in along[1:]]
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    for line in lines:
        k = bisect_left(at, line.at - NEAR, 1)
        beside = k < len(at) and at[k] <= line.at + NEAR
        start, end = bisect_left(middles, line.start), bisect_right(middles, line.end)
        for row in walls[start:end] if beside else ():
            row[k - 1] = True
    return walls


def _cells(right: list[list[bool]], below: list[list[bool]]) -> Iterable[Span]:
    """Grow each cell to the right, then down, until a wall."""
    height, width = len(right), len(right[0])
    taken = [[False] * width + [True] for _ in range(height)]
    for row in right:
        row[-1] = True
    for r, c in product(range(height), range(width)):
        if taken[r][c]:
            continue
        end = min(right[r].index(True, c) + 1, taken[r].index(True, c))
        floors = (
            b
            for b in range(r, height - 1)
            if any(below[b][c:end]) or any(right[b + 1][c : end - 1])
        )
        bottom = next(floors, height - 1) + 1
        for row in taken[r:bottom]:
            row[c:end] = [True] * (end - c)
        yield r, c, bottom - r, end - c
