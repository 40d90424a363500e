"""What every reader of a file format yields: paragraphs and grids, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise, zip_longest
from operator import itemgetter
from typing import Any, NamedTuple

from budgetlib.figures import UNKNOWN, Spot, number
from budgetlib.read.cells import completes_code
from budgetlib.vocabulary.files import regex
from budgetlib.vocabulary.phrases import piece
from budgetlib.vocabulary.record import Record
from budgetlib.vocabulary.spelling import NO_WIDTH, squeeze

FEWEST_ALIKE = 3  # cells of a header printed again
Span = tuple[int, int, int, int]  # row, column, rows, columns
ENVELOPE = b"MIME-Version:"  # how the archive of a web page begins
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
HEADED = 3  # rows that a header may fill in a column that no row below does


class Paragraph(Record):
    """A line of text; `starts` are (offset, where) of the lines that it was joined from."""

    text: str
    starts: tuple[tuple[int, Spot], ...]
    heading: bool = False

    @property
    def spot(self) -> Spot:
        """Where it begins."""
        return self.starts[0][1]

    def spot_at(self, offset: int) -> Spot:
        """Where a character stands."""
        if len(self.starts) == 1:
            return self.starts[0][1]
        index = bisect_right(self.starts, offset, key=itemgetter(0)) - 1
        return self.starts[max(index, 0)][1]

    def joined(self, other: Paragraph) -> Paragraph:
        """This paragraph continued by another, as after a page break."""
        moved = tuple((start + len(self.text), spot) for start, spot in other.starts)
        return Paragraph(self.text + other.text, self.starts + moved, self.heading)

    def sentences(self) -> Iterator[Paragraph]:
        """Each sentence as a paragraph."""
        at = 0
        for end in (*(m.end() for m in re.finditer("。(?=.)", self.text)), len(self.text)):
            starts = ((start - at, spot) for start, spot in self.starts if at < start < end)
            yield Paragraph(self.text[at:end], ((0, self.spot_at(at)), *starts), self.heading)
            at = end


OFF = 2.0  # points that an edge may stand off on the next page


class Grid(Record):
    """Rows of cells; of a merged cell the text stands in its first place."""

    rows: tuple[tuple[str, ...], ...]
    spots: tuple[Spot, ...]  # where each row stands
    spans: tuple[Span, ...] | None = None  # merged cells, None where the format does not tell
    edges: tuple[float, ...] = ()  # of columns across the page, in points, where there is one
    aligned: bool = False  # every cell stands in its column, though merged cells are not told
    beside: tuple[tuple[int, tuple[Spot, ...]], ...] = ()  # columns printed elsewhere, from one on
    room: float = 0.0  # at its right on the page, up to a margin as wide as at its left

    @property
    def unruled(self) -> bool:
        """Whether no ruling lines draw it: its columns are told by what stands below each other."""
        return self.aligned and bool(self.edges)

    def spot(self, r: int, c: int) -> Spot:
        """Where a cell stands."""
        if not self.beside:  # as of nearly all, and it is asked for every cell
            return self.spots[r]
        return next((spots[r] for at, spots in reversed(self.beside) if c >= at), self.spots[r])

    def under(self, first: Grid) -> Grid:
        """This grid with the columns of the one that it goes on with, by where they stand.

        Elsewhere they are those that its rows fill, or else by where they end, or the last ones.
        """
        width, narrow = len(first.rows[0]), len(self.rows[0])
        columns = zip_longest(*first.rows, fillvalue="")
        filled = [sum(bool(cell.strip()) for cell in column) for column in columns]
        homes = [k for k, rows in enumerate(filled) if rows > HEADED]
        if not self.edges or not first.edges:
            even = all(len(row) == narrow for row in self.rows)
            if not even or narrow >= width or {len(r) for r in first.rows} - {narrow} != {width}:
                return self
            if len(homes) != narrow and self.aligned:
                return self  # a sheet, whose first columns are the first
            return self._on(homes if len(homes) == narrow else range(width)[-narrow:], first)
        if len(self.edges) == len(first.edges):
            return self
        if at := self.at_edges_of(first):  # beside merged labels, or with codes in one column
            return self._on(at[:-1], first)
        if len(homes) == narrow:
            return self._on(homes, first)
        ends = [(edge - first.edges[0]) / first.width for edge in first.edges[1:]]
        own = [(edge - self.edges[0]) / self.width for edge in self.edges[1:]]
        homes = [min(range(width), key=lambda k: abs(ends[k] - end)) for end in own]
        if len(set(homes)) < len(homes):
            homes = list(range(width - len(own), width))
        return self if homes[0] < 0 else self._on(homes, first)

    def at_edges_of(self, other: Grid) -> list[int]:
        """Which edges of another grid its own are, none where one is none of them."""
        near = [min(other.edges, key=lambda edge: abs(edge - x)) for x in self.edges]
        stand = all(abs(a - b) <= OFF for a, b in zip(near, self.edges, strict=True))
        return (
            [other.edges.index(edge) for edge in near] if stand and near == sorted({*near}) else []
        )

    def above(self, wider: Grid) -> Grid:
        """This grid with the columns of one that goes on below it, which prints more of them."""
        at = self.at_edges_of(wider) if len(self.edges) < len(wider.edges) else []
        if not at:
            return self
        told = {(r, c): (high, wide) for r, c, high, wide in self.spans or ()}
        cells = [(r, c) for r, row in enumerate(self.rows) for c in range(len(row)) if row[c]]
        sizes = [(r, c, *told.get((r, c), (1, 1))) for r, c in cells]
        spans = tuple((r, at[c], high, at[c + wide] - at[c]) for r, c, high, wide in sizes)
        return self._on(at[:-1], wider)._replace(spans=spans)

    def _on(self, homes: Sequence[int], first: Grid) -> Grid:
        """This grid with each of its columns on one of another's."""
        placed = [dict(zip(homes, row, strict=True)) for row in self.rows]
        width = range(len(first.rows[0]))
        rows = tuple(tuple(cells.get(c, "") for c in width) for cells in placed)
        return Grid(rows, self.spots, (), first.edges)

    def rows_between(self, start: int, stop: int) -> Grid:
        """Some of its rows as a grid of their own."""
        inside = [s for s in self.spans or () if start <= s[0] and s[0] + s[2] <= stop]
        spans = tuple((r - start, c, height, width) for r, c, height, width in inside)
        kept = spans if self.spans is not None else None
        beside = tuple((at, spots[start:stop]) for at, spots in self.beside)
        rows, spots = self.rows[start:stop], self.spots[start:stop]
        return self._replace(rows=rows, spots=spots, spans=kept, beside=beside)

    @property
    def width(self) -> float:
        """How far it reaches across the page, in points."""
        return self.edges[-1] - self.edges[0]


Block = Paragraph | Grid


Left = tuple[str, Spot]  # a number that was left, and where it stands, as far as that is known


class Reading(NamedTuple):
    """What a file gives."""

    blocks: list[Block]
    lost: list[str]  # pages and other parts of it that cannot be read
    apart: list[str]  # what is no part of its text
    unread: list[Left]  # numbers that it holds and no block does
    pictures: list[Spot]  # that are large enough for a table, after which lines


def limit(why: str, **told: Any) -> str:
    """What was not read, in both languages."""
    return " ".join(piece(f"limit.{why}", **told))


FEW = 5  # named of many


def few(names: Iterable[str]) -> str:
    """The names, of many the first."""
    named = list(names)
    return ", ".join(named[:FEW]) + (" …" if named[FEW:] else "")


_NUMBER = regex(r"\d(?:[\d,]|(?<=,) (?=\d{3}))*+(?:[.．]\d+)?")  # whole ones too


def missing(words: str, blocks: Iterable[Block]) -> list[Left]:
    """The decimals of a file's words that stand in none of its blocks."""
    left = _decimals(words) - _decimals(words_of(blocks))
    return [(text, Spot()) for text in left.elements()]


def _decimals(words: str) -> Counter[str]:
    words = words.translate(NO_WIDTH)
    return Counter(
        squeeze(found) for found in _NUMBER.findall(words) if "." in found or "．" in found
    )


def joined_grid(
    grids: Sequence[Grid], coded: bool = False, known: Callable[[str], object] = lambda _: False
) -> Grid:
    """The pieces of one table below each other; a row that a page cuts in two is one.

    Such a row has codes, or its pieces make words that are `known`.
    """
    rows: list[tuple[str, ...]] = []
    spans: list[Span] = []
    spots: list[Spot] = []
    grids = [grids[0].above(max(grids, key=lambda grid: len(grid.edges))), *grids[1:]]
    for grid in grids:
        placed = grid.under(grids[0])
        placed = placed.rows_between(_again(placed, grids[0]), len(placed.rows)) if rows else placed
        first = placed.rows[0]
        if rows and (goes_on := _going_on(rows[-1], first, coded, known)):
            pairs, cut = zip(rows[-1], first, strict=True), goes_on == "numbers"
            rows[-1] = tuple(UNKNOWN if cut and _DIGIT.search(b) else a + b for a, b in pairs)
            placed = placed.rows_between(1, len(placed.rows))
        spots += placed.spots
        spans += [(r + len(rows), c, height, width) for r, c, height, width in placed.spans or ()]
        rows += placed.rows
    width = max(map(len, rows))
    starts = sorted({at for grid in grids for at, _ in grid.beside})
    beside = [
        (at, tuple(g.spot(r, at) for g in grids for r in range(len(g.rows)))) for at in starts
    ]
    told = any(grid.spans is not None for grid in grids)
    return Grid(
        tuple((*row, *[""] * (width - len(row))) for row in rows),
        tuple(spots),
        tuple(spans) if told else None,
        grids[0].edges,
        told or all(grid.aligned for grid in grids),
        tuple(beside) if len(spots) == sum(len(grid.rows) for grid in grids) else (),
    )


def _again(grid: Grid, first: Grid) -> int:
    """How many rows at its top print the header of the table once more."""
    others = (
        n
        for n, (row, above) in enumerate(zip(grid.rows, first.rows, strict=False))
        if not _repeats(row, above) or any(number(x) is not None for x in row)
    )
    return next(others, 0)  # where it repeats all of it: another table of the same form


def _repeats(row: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row says again what another says; some of its cells may be clipped."""
    pairs = [*zip(map(squeeze, row), map(squeeze, above), strict=False)]
    odd = [(again, whole) for again, whole in pairs if again != whole]
    clipped = all(again and whole.startswith(again) for again, whole in odd)
    alike = sum(again == whole != "" for again, whole in pairs)
    return not odd or (clipped and alike >= FEWEST_ALIKE)


def cut_codes(grids: Sequence[Grid]) -> Iterator[tuple[Spot, str]]:
    """The pieces of the codes that a page cuts in two."""
    for upper, lower in pairwise(grids):
        n = _again(lower, grids[0]) % len(lower.rows)
        pieces = upper.rows[-1][0].strip(), lower.rows[n][0].strip()
        if completes_code(*pieces):
            yield from zip((upper.spots[-1], lower.spots[n]), pieces, strict=True)


def _going_on(
    upper: tuple[str, ...], lower: tuple[str, ...], coded: bool, known: Callable[[str], object]
) -> str:
    """Whether a row is but the rest of the row above it, as where a page ends within it.

    "numbers" where some of them go on, "words" where none does: known ones, or any beside a code.
    """
    pairs = [(a.strip(), b.strip()) for a, b in zip(upper, lower, strict=False) if b.strip()]
    if len(upper) != len(lower) or not pairs:
        return ""
    if completes_code(upper[0].strip(), lower[0].strip()):
        goes_on = all(a and not any(map(str.isdigit, b)) for a, b in pairs[1:])
        return "words" if goes_on else ""
    begun = all(a for a, _ in pairs) and not lower[0].strip()
    counted = [(a, b) for a, b in pairs if any(map(str.isdigit, b))]
    whole = all(number(a + b) is not None for a, b in counted)
    if begun and whole and any(_BEGUN.search(a) for a, _ in counted):
        return "numbers"
    plain = not counted and not any("计" in b for _, b in pairs)
    numbered = bool(upper[0].strip()) and any(map(str.isdigit, "".join(upper[1:])))
    rest = coded and begun and plain and numbered
    return "words" if rest or all(known(a + b) for a, b in pairs) else ""


_DIGIT = regex(r"\d")
_BEGUN = regex(r"\d(?:,\d{0,2}|\.)$")  # a number that goes on


def words_of(blocks: Iterable[Block]) -> str:
    """All the words of a document."""
    rows = (((b.text,),) if isinstance(b, Paragraph) else b.rows for b in blocks)
    return "\n".join(map("\n".join, chain.from_iterable(rows)))


_ENDED = regex(r"(?:[。；;！？!?]|(?<!用于)[：:])$")
_DAY = regex(r"\d{4}-\d\d-\d\d$")  # which goes on with no number
_LABELLED = regex(r"[\u4e00-\u9fff]{2,10}[:：]")  # one of several lines of labels and values
ITEM = regex(
    r"^(?:(?P<section>[一二三四五六七八九十]+(?=、)|[Ⅰ-Ⅻ]+(?=[、.．]))[、.．]|[(（](?P<item>[一二三四五六七八九十]+)[)）]、?|"
    r"(?P<number>\d{1,2})(?:[.、．](?:(?!\d)|(?=(?:19|20)\d{2}年|\d{3}[(（]类|2\d{6}[-—–]?[\u4e00-\u9fff]))|(?=“))|第.{1,3}部分|备注|注[:：]|说明[:：]|表\d)"
)

_ENDS = r"(?:情况|说明|经费|变化|分析|[收支][入出支][预决]算)(?:\([^()]*\))?$"
ENDS_HEADING = regex(_ENDS)  # ends a lower one
_ALONE = "说明"  # ends one without a numeral


def is_heading(paragraph: Paragraph) -> bool:
    """Marked as one, or numbered, and too short and plain for a sentence."""
    if paragraph.heading:
        return True
    match = ITEM.match(paragraph.text)
    plain = len(paragraph.text) < 40 and not re.search(r"[，。；:：]", paragraph.text)
    if not plain or not match:
        return plain and paragraph.text.endswith(_ALONE)
    return bool(match["section"] or ENDS_HEADING.search(paragraph.text))


def join_wrapped(
    paragraphs: list[Paragraph], begins: Callable[[Paragraph], object] = lambda _: False
) -> list[Paragraph]:
    """Put together the sentences, and the numbers, that page breaks cut in two.

    `begins` tells of a paragraph that goes on with none, though nothing ends the one before.
    """
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        if (
            last is None
            or is_heading(last)
            or is_heading(paragraph)
            or _ENDED.search(last.text)
            or (paragraph.text[:1].isdigit() and _DAY.search(last.text))
            or ITEM.match(paragraph.text)
            or (_LABELLED.match(last.text) and _LABELLED.match(paragraph.text))
            or begins(paragraph)
        ):
            joined.append(paragraph)
        else:
            joined[-1] = last.joined(paragraph)
    return joined
