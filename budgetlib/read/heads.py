"""The header of a table that no ruling lines draw: its cells, and the columns below each."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median

from budgetlib.read.sheet import SPLIT_CODES
from budgetlib.read.standing import NONE, Column, Line, Word, cheapest, meets
from budgetlib.vocabulary.record import Record

EACH, ONE = 2.0, 8.0  # what each column more is worth to a cell; the cost of a lone one
EVEN, WIDER = 3.0, 0.15  # how far from their middle it may stand, and of their width
OFF, APART = 2.0, 2.5  # how far the lines of a cell may stand off, and from each other
LEVEL = 0.5  # lines: what stands no further off is level
EMPTY = 6.0  # the cost of a column that holds nothing below its header, or has none
SHORT = 3  # characters of a cell that wraps


class Head(Record, frozen=False):
    """A cell of the header: its words from the top, in which lines, and its columns."""

    words: list[Word]
    lines: list[float]
    first: int = -1
    last: int = -1

    @property
    def text(self) -> str:
        """Its words in one."""
        return "".join(word.text for word in self.words)

    @property
    def level(self) -> float:
        """The line of its middle."""
        return (self.lines[0] + self.lines[-1]) / 2

    @property
    def span(self) -> Word:
        """Where it stands."""
        lefts, rights = [w.left for w in self.words], [w.right for w in self.words]
        return Word(self.text, min(lefts), max(rights))


def heads_of(lines: Sequence[Line], columns: list[Column], far: float) -> list[Head]:
    """The cells of a header with their columns; columns that hold nothing below it are added.

    They may reach `far` beyond their words.
    """
    heads = _cells(lines)
    spans = [head.span for head in heads]
    leaves = [
        head
        for head, span in zip(heads, spans, strict=True)
        if not any(
            meets(span, o) and h.level > head.level for h, o in zip(heads, spans, strict=True)
        )
    ]
    leaves = _columned(leaves, columns, far)
    groups = [head for head in heads if head not in leaves]
    ends = [0 if leaf is None else leaf.lines[-1] for leaf in _tops(leaves, columns)]
    step = max(1.0, min((b.y - a.y for a, b in pairwise(lines)), default=1.0))
    for _, run in groupby(sorted(groups, key=_by_line), key=lambda head: head.lines[0]):
        beside = [*run]
        found = _ranges(beside, columns, _tops(heads, columns), ends, step)
        for head, (first, last) in zip(beside, found, strict=False):
            head.first, head.last = first, last
    return [head for head in heads if head.first >= 0]


def _by_line(head: Head) -> tuple[float, float]:
    return -head.lines[0], head.span.middle


def _cells(lines: Sequence[Line]) -> list[Head]:
    """The words of a header, those of a cell together that wraps."""
    stacks: list[Head] = []
    for line in lines:
        for word in line.words:
            above = next((s for s in reversed(stacks) if _under(s, word, line.y)), None)
            if above:
                above.words.append(word)
                above.lines.append(line.y)
            else:
                stacks.append(Head([word], [line.y]))
    stacks.sort(key=lambda stack: stack.words[-1].middle)
    return [
        cell
        for k, stack in enumerate(stacks)
        for cell in _cut(stack, stacks[max(k - 1, 0) : k + 2])
    ]


def _under(stack: Head, word: Word, y: float) -> bool:
    """Whether a word may go on with what stands above it."""
    last = stack.words[-1]
    near = abs(last.middle - word.middle) <= OFF and 0 < y - stack.lines[-1] <= APART
    near = near and word.text not in SPLIT_CODES
    return near and len(word.text) <= len(last.text) + 2 and len(last.text + word.text) >= SHORT


def may_wrap(upper: Head, lower: Head) -> bool:
    """Whether a cell above several may as well be the beginning of one of them."""
    near = abs(upper.span.middle - lower.span.middle) <= OFF
    return near and 0 < lower.lines[0] - upper.lines[-1] <= APART


def _cut(stack: Head, around: Sequence[Head]) -> list[Head]:
    """A stack in cells: a cell above three has one below it that is level with those beside."""
    beside = [other.level for other in around if other is not stack]
    for k in range(1, len(stack.words)):
        lower = Head(stack.words[k:], stack.lines[k:])
        level = [abs(lower.level - other) <= LEVEL for other in beside]
        if len(level) > 1 and all(level) and len(lower.text) > 1:
            return [Head(stack.words[:k], stack.lines[:k]), lower]
    return [stack]


def _columned(leaves: Sequence[Head], columns: list[Column], far: float) -> list[Head]:
    """The lowest cells of a header, each with its column; not what stands above two of them."""
    kept = sorted(leaves, key=lambda head: head.span.middle)
    cost, homes = _fit(kept, columns, far)
    while True:
        ways = [
            (*_fit([*kept[:k], *kept[k + 1 :]], columns, far), k)
            for k in range(1, len(kept) - 1)
            if kept[k].level < min(kept[k - 1].level, kept[k + 1].level) - LEVEL  # above both
        ]
        if not ways or min(ways)[0] >= cost:
            break
        cost, homes, k = min(ways)
        del kept[k]
    fresh = [Column([head.span]) for head, home in zip(kept, homes, strict=True) if home < 0]
    for column in fresh:
        column.settle()
        column.counts = True  # a column that could hold numbers and holds none
    order = sorted([*columns, *fresh], key=lambda column: column.middle)
    added = iter(fresh)
    for head, home in zip(kept, homes, strict=True):
        own = columns[home] if home >= 0 else next(added)
        head.first = head.last = next(k for k, column in enumerate(order) if column is own)
    columns[:] = order
    return kept


def _fit(heads: Sequence[Head], columns: Sequence[Column], far: float) -> tuple[float, list[int]]:
    """The columns below cells of a header; -n-1 for a new one; and what it costs.

    A cell reaches to the middle between its words and those beside it.
    """
    spans = [head.span for head in heads]
    between = [(a.right + b.left) / 2 for a, b in pairwise(spans)]
    edges = pairwise((-NONE, *between, NONE))
    costs = [
        [
            _beside(span, max(left, span.left - far), min(right, span.right + far), column)
            for column in columns
        ]
        for span, (left, right) in zip(spans, edges, strict=False)
    ]
    return cheapest(costs, [EMPTY] * len(heads), len(columns), EMPTY)


def _beside(word: Word, left: float, right: float, column: Column) -> float:
    """How far what is below a cell of the header stands from it: beyond it, and off its middle."""
    gap = max(left - column.high, column.low - right, 0)
    return gap + abs(word.middle - (column.low + column.high) / 2) / 5


Tops = list[Head | None]  # the highest cell so far above each column


def _tops(heads: Iterable[Head], columns: Sequence[Column]) -> Tops:
    placed = (head for head in sorted(heads, key=_by_line) if head.first >= 0)
    covers = {k: head for head in placed for k in range(head.first, head.last + 1)}
    return [covers.get(k) for k in range(len(columns))]


def _ranges(
    heads: Sequence[Head], columns: Sequence[Column], tops: Tops, ends: Sequence[float], step: float
) -> list[tuple[int, int]]:
    """The columns below each of some cells beside each other: as many as lie evenly below it.

    `step`: how far the lines of the header stand apart.
    """
    width, edges = len(columns), _edges(columns, tops)
    places = zip(tops, ends, strict=True)
    levels = [((top.lines[0] if top else 0) + end) / 2 / step for top, end in places]
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])] * (width + 1)
    for head in reversed(heads):
        row: list[tuple[float, list[tuple[int, int]]]] = [(NONE, [])] * (width + 1)
        for a in reversed(range(width)):
            row[a] = row[a + 1]
            for b in range(a, width):
                cost = _cover(head, tops[a : b + 1], levels[a : b + 1], edges[a], edges[b + 1])
                cost += best[b + 1][0]
                if cost < row[a][0]:
                    row[a] = cost, [(a, b), *best[b + 1][1]]
        best = row
    return best[0][1]


def _cover(head: Head, below: Tops, levels: Sequence[float], left: float, right: float) -> float:
    """What it costs to put a cell above others: it stands in their middle, they on one level."""
    held = [top for top in below if top is not None and top.lines[0] > head.lines[-1]]
    off = abs((left + right) / 2 - head.span.middle)
    if len(held) < len(below) or off > EVEN + WIDER * (right - left):
        return NONE
    usual = median(levels)
    uneven = sum(abs(level - usual) for level in levels)
    return off + 2 * uneven - EACH * (len(held) - 1) + (ONE if len(held) == 1 else 0)


def _edges(columns: Sequence[Column], tops: Tops) -> list[float]:
    """Where columns end: their header stands in the middle, numbers at the right, words left."""
    lefts, rights = [], []
    for column, top in zip(columns, tops, strict=True):
        middle = top.span.middle if top else column.middle
        reach = max(middle - column.left, column.right - middle)
        lefts.append(middle - reach)
        rights.append(middle + reach)
    between = [(right + left) / 2 for right, left in zip(rights, lefts[1:], strict=False)]
    return [lefts[0], *between, rights[-1]]
