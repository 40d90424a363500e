"""The header of a table that no ruling lines draw: its cells, and the columns below each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, combinations, groupby, islice, pairwise
from operator import itemgetter
from statistics import median

from budgetlib.read.blocks import Span
from budgetlib.read.margins import LINES
from budgetlib.read.sheet import CODES, SPLIT_CODES
from budgetlib.read.standing import (
    NONE,
    OTHER_KIND,
    Column,
    Line,
    Word,
    cheapest,
    column_of,
    dearer,
    meets,
)
from budgetlib.vocabulary.record import Record

BESIDE = (*LINES, *SPLIT_CODES)  # above what is no amount
EACH, ONE = 2.0, 8.0  # what each column more is worth to a cell; the cost of a lone one
EVEN, WIDER = 3.0, 0.15  # how far from their middle it may stand, and of their width
AGAIN = 10.0  # the cost of each name that a cell has below it twice
OFF, APART = 2.0, 2.5  # how far the lines of a cell may stand off, and from each other
LEVEL = 0.5  # lines: what stands no further off is level
CLEAR = 1.5  # how much nearer to its cell a column must stand than to others
BARE = 2.0  # the cost of a cell on the lowest line that none stands above
EMPTY = 6.0  # the cost of a column that holds nothing below its header, or has none
HALF, MOSTLY = 0.65, 0.8  # of the way down a header: cells over all its lines stand no lower
MOST = 6  # cells that may stand above several: 64 ways to tell which do
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

    They may reach `far` beyond their words. One that fits nowhere has no column.
    """
    heads = _cells(lines)
    steps = [head.lines[0] for head in heads if head.text in SPLIT_CODES]
    if steps[1:]:  # wherever it stands, what is said to be codes is above the steps of one
        heads = [h for h in heads if not (h.text.endswith(CODES) and h.lines[-1] < max(steps))]
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
    highest = min((group.lines[0] for group in groups), default=0)
    for y, run in groupby(sorted(groups, key=_by_line), key=lambda head: head.lines[0]):
        beside, tops = [*run], _tops(heads, columns)
        names = Counter(top.text for top in {id(top): top for top in tops if top}.values())
        again = [y == highest and top is not None and names[top.text] > 1 for top in tops]
        found = _ranges(beside, columns, tops, ends, step, again)
        for head, (first, last) in zip(beside, found, strict=False):
            head.first, head.last = first, last
    return heads


def _by_line(head: Head) -> tuple[float, float]:
    return -head.lines[0], head.span.middle


def _cells(lines: Sequence[Line]) -> list[Head]:
    """The words of a header, those of a cell together that wraps."""
    stacks: list[Head] = []
    for line in lines:
        codes = sum(word.text in SPLIT_CODES for word in line.words) > 1  # else it ends a cell
        for word in line.words:
            own = codes and word.text in SPLIT_CODES
            above = next((s for s in reversed(stacks) if not own and _under(s, word, line.y)), None)
            if above:
                above.words.append(word)
                above.lines.append(line.y)
            else:
                stacks.append(Head([word], [line.y]))
    stacks.sort(key=lambda stack: stack.words[-1].middle)
    return [cell for k, stack in enumerate(stacks) for cell in _cut(stack, _aside(stacks, k))]


def _aside(stacks: Sequence[Head], k: int) -> list[Head]:
    """The next words at the left and at the right that lie neither above nor below."""
    own = stacks[k].words[-1]
    ways = (
        (o for o in way if not meets(o.words[-1], own)) for way in (stacks[:k][::-1], stacks[k:])
    )
    return [o for way in ways for o in islice(way, 1)]


def _under(stack: Head, word: Word, y: float) -> bool:
    """Whether a word may go on with what stands above it."""
    last = stack.words[-1]
    opened = stack.text.count("(") > stack.text.count(")") and meets(last, word)
    below = opened or abs(last.middle - word.middle) <= OFF
    near = below and 0 < y - stack.lines[-1] <= APART
    whole = len(last.text + word.text) >= SHORT or last.text + word.text in LINES
    return near and len(word.text) <= len(last.text) + 2 and whole


def _cut(stack: Head, around: Sequence[Head]) -> list[Head]:
    """A stack in cells: a cell above three has one below it that is level with those beside."""
    lowers = [Head(stack.words[k:], stack.lines[k:]) for k in range(len(stack.words))]
    off = [
        min(
            sum(abs(lower.level - other.level) for other in around),
            sum(abs(lower.lines[0] - other.lines[0]) for other in around),
        )
        for lower in lowers
    ]
    k = off.index(min(off))
    if not k or len(around) < 2 or off[k] > LEVEL or len(lowers[k].text) < 2:
        return [stack]
    return [Head(stack.words[:k], stack.lines[:k]), lowers[k]]


def _columned(leaves: Sequence[Head], columns: list[Column], far: float) -> list[Head]:
    """The lowest cells of a header, each with its column; not what stands above two of them."""
    cells = sorted(leaves, key=lambda head: head.span.middle)
    higher = (
        k
        for k in range(1, len(cells) - 1)
        if cells[k].level < min(cells[k - 1].level, cells[k + 1].level) - LEVEL
    )
    over = [*higher][:MOST]
    ways = chain.from_iterable(combinations(over, n) for n in range(len(over) + 1))
    tried = ([head for k, head in enumerate(cells) if k not in way] for way in ways)
    fits = ((*_fit(kept, columns, far), kept) for kept in tried)
    unsure, _, homes, kept = min(fits, key=itemgetter(0, 1))
    if unsure:
        others = dearer(_costs(kept, columns, far), [EMPTY] * len(kept), len(columns), EMPTY)
        gaps = _gaps(kept)
        for k, (home, more) in enumerate(others):  # numbers that may as well stand below another
            if home >= 0 and columns[home].counts:
                near = not far and min(gaps[k : k + 2]) <= 1  # cells that others pushed aside
                columns[home].doubt = more < (EMPTY if near else CLEAR)
    pairs = []
    for head, home in reversed([*zip(kept, homes, strict=True)]):
        if home < 0:  # a column that could hold numbers and holds none
            home = -home - 1
            columns.insert(home, column_of([head.span], True))
        pairs.append((head, columns[home]))
    held = [own for _, own in pairs]
    columns[:] = [c for c in columns if c in held or not (pairs and c.counts) or c.words[1:]]
    for head, own in pairs:
        head.first = head.last = next(k for k, column in enumerate(columns) if column is own)
    return kept


def _in_order(heads: Sequence[Head], columns: Sequence[Column], far: float) -> bool:
    """Whether cells are as many as columns: so they stand, where texts are set out by spaces.

    One that no narrow space parts from the next stands between the columns beside its own. On a
    page only those above names and their amounts, whose cells may be much wider than their words.
    """
    spans = [head.span for head in heads]
    lefts, rights = [-NONE, *(c.right for c in columns)], [*(c.left for c in columns[1:]), NONE]
    gaps = _gaps(heads)
    return (
        (not far or [column.counts for column in columns] == [False, True])
        and len(heads) == len(columns)
        and all(
            min(gaps[k : k + 2]) <= 1 or (lefts[k] < span.right and span.left < rights[k])
            for k, span in enumerate(spans)
        )
    )


def _gaps(heads: Sequence[Head]) -> list[float]:
    """How wide the blanks between cells are, and before and behind them all."""
    pairs = pairwise([head.span for head in heads])
    return [NONE, *(right.left - left.right for left, right in pairs), NONE]


def _fit(
    heads: Sequence[Head], columns: Sequence[Column], far: float
) -> tuple[bool, float, list[int]]:
    """The columns below cells of a header, -n-1 for new ones; if out of order; the cost."""
    if _in_order(heads, columns, far):
        pairs = zip(heads, columns, strict=True)
        return False, sum(_off(h.span, c) for h, c in pairs), [*range(len(heads))]
    costs = _costs(heads, columns, far)
    return True, *cheapest(costs, [EMPTY] * len(heads), len(columns), EMPTY)


def _costs(heads: Sequence[Head], columns: Sequence[Column], far: float) -> list[list[float]]:
    """What it costs to put each cell of a header above each column.

    A cell reaches to the middle between its words and those beside it.
    """
    spans = [head.span for head in heads]
    pairs = [*pairwise(spans)]
    lefts = [-NONE, *((a.right + b.left) / 2 for a, b in pairs)][: len(spans)]
    rights, ends = [*lefts[1:], NONE], [*(b.left for b in spans[1:]), NONE]
    costs = [
        [
            _distance(
                span,
                max(left, span.left - far),
                end if c.counts else min(right, span.right + far),
                c,
            )
            for c in columns
        ]
        for span, left, right, end in zip(spans, lefts, rights, ends, strict=False)
    ]
    steps = [n for n, head in enumerate(heads) if head.text in SPLIT_CODES]
    if len(steps) == next((k for k, column in enumerate(columns) if not column.counts), 0):
        for k, n in enumerate(steps):  # as many as columns of codes: each has its own
            costs[n] = [0.0 if j == k else NONE for j in range(len(columns))]
    return costs


def _distance(word: Word, left: float, right: float, column: Column) -> float:
    """How far what is below a cell of the header stands from it: beyond it, and off its middle.

    Numbers end at the right of their column: they begin before the words above them if need be.
    """
    gap = max(left - column.high, column.low - right, 0)
    early = max(word.left - column.low, 0) / 2 if column.counts else 0
    return gap + early + _off(word, column) / 5


def _off(word: Word, column: Column) -> float:
    """How far the middles of a cell and of a column lie apart; codes are no words."""
    kind = OTHER_KIND if word.text in SPLIT_CODES and not column.counts else 0
    return kind + abs(word.middle - (column.low + column.high) / 2)


Tops = list[Head | None]  # the highest cell so far above each column


def _tops(heads: Iterable[Head], columns: Sequence[Column]) -> Tops:
    placed = (head for head in sorted(heads, key=_by_line) if head.first >= 0)
    covers = {k: head for head in placed for k in range(head.first, head.last + 1)}
    return [covers.get(k) for k in range(len(columns))]


def _ranges(
    heads: Sequence[Head],
    columns: Sequence[Column],
    tops: Tops,
    ends: Sequence[float],
    step: float,
    again: Sequence[bool],
) -> list[tuple[int, int]]:
    """The columns below each of some cells beside each other: as many as lie evenly below it.

    `step`: how far the lines of the header stand apart; `again`: which are told apart by what
    stands above them alone.
    """
    edges, deepest = _edges(columns, tops), max((top.level for top in tops if top), default=0)
    places = zip(tops, ends, strict=True)
    levels = [((top.lines[0] if top else 0) + end) / 2 for top, end in places]
    bare = [
        BARE * (top is not None and top.level > deepest - LEVEL) + AGAIN * twice
        for top, twice in zip(tops, again, strict=True)
    ]

    @cache
    def best(n: int, a: int) -> tuple[float, list[tuple[int, int]]]:
        if a == len(columns):
            return (NONE if heads[n:] else 0.0), []
        ways = [(bare[a] + best(n, a + 1)[0], best(n, a + 1)[1])]
        for b in range(a, len(columns)) if heads[n:] else ():
            below = tops[a : b + 1], levels[a : b + 1]
            cost = _cover(heads[n], *below, step, edges[a], edges[b + 1])
            if cost < NONE:
                rest, ranges = best(n + 1, b + 1)
                ways.append((cost + rest, [(a, b), *ranges]))
        return min(ways, key=itemgetter(0))

    cost, ranges = best(0, 0)
    return ranges if cost < NONE else []


def _cover(
    head: Head, below: Tops, levels: Sequence[float], step: float, left: float, right: float
) -> float:
    """What it costs to put a cell above others: it stands in their middle, they on one level."""
    held = [top for top in below if top is not None and top.lines[0] > head.lines[-1]]
    off = abs((left + right) / 2 - head.span.middle)
    if len(held) < len(below) or off > EVEN + WIDER * (right - left):
        return NONE
    usual = median(levels)
    uneven = sum(abs(level - usual) for level in levels) / step
    deep, first = max(levels), max(top.lines[0] for top in held)
    beside = sum(  # as high as all of them with the cell: they stand beside it
        level <= head.level + HALF * (deep - head.level)
        and top.lines[0] < head.lines[-1] + MOSTLY * (first - head.lines[-1])
        for level, top in zip(levels, held, strict=True)
    )
    again = len({*map(id, held)}) - len({top.text for top in held})
    cost = off + 2 * uneven + AGAIN * again + 2 * EACH * beside
    return cost - EACH * (len(held) - 1) + ONE * (len(held) == 1)


def _edges(columns: Sequence[Column], tops: Tops) -> list[float]:
    """Where columns end: their header stands in the middle, numbers at the right, words left."""
    pairs = zip(columns, (top.span.middle if top else 0 for top in tops), strict=True)
    middles = [(column, middle or column.middle) for column, middle in pairs]
    reaches = [(m, max(m - column.left, column.right - m)) for column, m in middles]
    between = [(a + wide + b - high) / 2 for (a, wide), (b, high) in pairwise(reaches)]
    return [reaches[0][0] - reaches[0][1], *between, sum(reaches[-1])]


def money_of(heads: Sequence[Head], columns: Sequence[Column]) -> list[int]:
    """The columns of amounts; not those that number lines, or hold codes behind the first words."""
    apart = {h.first for h in heads if h.text in BESIDE or h.text.endswith(CODES)}
    return [k for k in amounts_of(columns) if k not in apart]


def rows_of_header(heads: Sequence[Head], width: int) -> tuple[list[list[str]], list[Span]]:
    """The rows of a header: its lowest cells in the last one, below those that stand above them."""
    groups = [head for head in heads if head.first < head.last]
    above = {  # how many cells stand above each group
        id(g): sum(
            o.lines[0] < g.lines[0] and o.first <= g.first <= g.last <= o.last for o in groups
        )
        for g in groups
    }
    last = 1 + max(above.values(), default=-1)
    rows = [[""] * width for _ in range(last + 1 if heads else 0)]
    for head in sorted(heads, key=lambda head: head.lines[0]):
        rows[above.get(id(head), last)][head.first] = head.text
    return rows, [(above.get(id(h), last), h.first, 1, h.last - h.first + 1) for h in heads]


def unclear(heads: Sequence[Head], columns: Sequence[Column]) -> bool:
    """Whether columns of one name are told apart by cells that may be others, or by none."""
    leaves = {head.first: head for head in heads if head.first == head.last}
    groups = [head for head in heads if head.first < head.last]
    own = amounts_of(columns) if heads else []
    names = [leaves[k].text if k in leaves else "" for k in own]
    over = [{k for k in own if g.first <= k <= g.last} for g in groups]
    crossing = any(a & b and not (a <= b or b <= a) for a, b in combinations(over, 2))
    crossing |= len({(g.first, g.last) for g in groups}) < len(groups)
    ends = any(name.startswith(("(", "（")) for name in names)  # of cells that begin elsewhere
    sides = [sum(not column.counts for column in columns[:k]) for k in own]
    told = zip(own, names, sides, strict=True)
    paths = {(name, side, *(k in group for group in over)) for k, name, side in told}
    return ends or crossing or "" in names or len(paths) < len(names)


def amounts_of(columns: Sequence[Column]) -> list[int]:
    """The columns that hold amounts: codes stand before the first words."""
    first = next((k for k, column in enumerate(columns) if not column.counts), -1)
    return [k for k, column in enumerate(columns) if column.counts and k > first]
