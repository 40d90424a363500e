"""The rows of a table that no ruling lines draw: lines of words that wrap, and what is in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from budgetlib.classifications import code_of, code_of_item
from budgetlib.read.blocks import ITEM
from budgetlib.read.standing import Column, Line, Word, in_doubt, placed

SCHEMES = ("function", "economic")
FULL = 0.6  # of the rows that hold numbers have a name in a column of names
NEAR = 1.3  # line heights: words further down do not go on


@dataclass
class Row:
    """A row of a table: the words of its line by column, and those that wrap above and below it."""

    line: Line
    own: dict[int, Word]
    cells: dict[int, str]
    doubt: bool = False  # whether its numbers may belong elsewhere

    @property
    def counts(self) -> bool:
        """Whether its line has a number."""
        return any(word.counts for word in self.own.values())

    @property
    def loose(self) -> bool:
        """Whether it is some words that may belong to a row beside it."""
        texts = [word.text for word in self.own.values()]
        whole = any(ITEM.match(text) or is_whole(text) for text in texts)
        return bool(self.cells) and not whole and not self.counts

    def labels(self, c: int) -> bool:
        """Whether the row's number, or its code, stands beside a column of words."""
        beside = [self.own[k] for k in (c - 1, c + 1) if k in self.own]
        return any(word.counts for word in beside)

    def full(self, c: int, edge: float) -> bool:
        """Whether the words of a column reach its right edge, and may go on below."""
        return c in self.own and self.own[c].right >= edge


def rows_of(lines: Sequence[Line], columns: Sequence[Column]) -> list[Row]:
    """The rows below a header; the lines of words that wrap are put to those of their numbers."""
    rows = []
    for line in lines:
        homes = placed(line.words, columns, grow=False)[1]
        own = dict(zip(homes, line.words, strict=True))
        rows.append(Row(line, own, {c: word.text for c, word in own.items()}))
    edges = [max((w.right for w in c.words if not w.counts), default=0) - 1 for c in columns]
    for n, row in enumerate(rows):
        code = len(row.own) == 1 and all(map(str.isdigit, row.cells.values()))
        if row.counts and not code:
            continue
        around = [r for r in rows[max(n - 2, 0) : n + 2] if abs(r.line.y - row.line.y) <= 2 * NEAR]
        for c, word in row.own.items():
            home = _home(row, c, word.text, around, edges[c])
            if home is not None:
                before = home.line.y > row.line.y
                text = home.cells.get(c, "")
                home.cells[c] = word.text + text if before else text + word.text
                del row.cells[c]
    _doubt(rows, columns)
    return [row for row in rows if row.cells]


def _doubt(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Mark the rows whose numbers might belong to other words, or to another column."""
    counted = [row for row in rows if row.counts]
    merged = any(  # names of several rows stand beside those of each: which rows is not told
        not a.counts
        and not b.counts
        and 0 < sum(c in row.own for row in counted) < FULL * len(counted)
        for c, (a, b) in enumerate(pairwise(columns))
    )
    for n, row in enumerate(rows):
        alike = all(word.counts == columns[c].counts for c, word in row.own.items())
        around = (r for r in rows[max(n - 1, 0) : n + 2] if r is not row)
        loose = any(r.loose and abs(r.line.y - row.line.y) <= NEAR for r in around)
        row.doubt = merged or not alike or loose or in_doubt(row.line.words, columns)
    for row, other in [*pairwise(rows), *((b, a) for a, b in pairwise(rows))]:
        close = abs(row.line.y - other.line.y) <= 2 * NEAR
        row.doubt |= close and other.doubt and not row.counts


def _home(row: Row, c: int, text: str, around: Sequence[Row], edge: float) -> Row | None:
    """The row that some words of a line belong to, none where they are a row of their own."""
    y, code = row.line.y, row.own[c].counts
    goes_on = not ITEM.match(text) and not code
    close = [r for r in around if r is not row and abs(r.line.y - y) <= NEAR]
    below = next((r for r in close if r.line.y > y), None)
    above = next((r for r in reversed(close) if r.line.y < y), None)
    begun = above.cells.get(c, "") if above and goes_on else ""
    again = bool(begun) and begun.endswith(text)  # the same label once more
    more = not again and (not is_whole(begun) or is_whole(begun + text))
    open_above = above if goes_on and more else None
    if open_above and c not in open_above.own and open_above.labels(c):
        return above  # its number stands in the middle of it
    if below and c not in below.own and (below.labels(c) or code):
        return below
    if open_above and begun and (is_whole(begun + text) or open_above.full(c, edge)):
        return above
    if code:
        return None
    rest = below.cells.get(c, "") if below and below.labels(c) else ""
    if rest and not is_whole(rest) and is_whole(text + rest):
        return below
    if rest and row.full(c, edge) and not any(map(is_whole, (text, rest))) and not ITEM.match(rest):
        return below
    first = around[0]  # two lines above: what stands between them has its words elsewhere
    parted = first.line.y < y - NEAR and first.full(c, edge)
    return first if parted and goes_on and not is_whole(first.cells.get(c, "")) else None


def is_whole(text: str) -> bool:
    """Whether words are a whole label: of a sum, of a class."""
    name = ITEM.sub("", text)
    known = (look_up(scheme, name) for look_up in (code_of, code_of_item) for scheme in SCHEMES)
    return name.endswith("计") or any(known)
