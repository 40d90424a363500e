"""Words that stand under each other on a page: the columns that they make. Plain geometry.

Where words stand is counted in characters, or in halves of the size of one.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from budgetlib.figures import Spot
from budgetlib.read.cells import NOTHING, cell_of
from budgetlib.vocabulary.record import Record, field

NEW, COVERED = 6.0, 16.0  # the cost of a column more, and of one among others
OTHER_KIND = 20.0  # of a number among words, or words among numbers
STEPS = 5.0  # of a step of a code below another
LONE = 3.0  # of a number beside those of a column
DOUBT = 1.0  # how much nearer to its column a number must stand than to the next
NONE = float("inf")


class Word(NamedTuple):
    """Characters that stand together on a line, and where they begin and end."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def counts(self) -> bool:
        """Whether it is a number, or printed for none."""
        return cell_of(self.text).number is not None or not self.text.strip(NOTHING)


class Line(NamedTuple):
    """The words of a line, and how far down the page it stands."""

    words: tuple[Word, ...]
    spot: Spot
    y: float


class Column(Record, frozen=False):
    """Words under each other."""

    words: list[Word] = field(default_factory=list)
    counts: bool = False
    low: float = 0  # as far as its widest words reach
    high: float = 0
    left: float = 0
    right: float = 0
    middle: float = 0
    doubt: bool = False  # whether it may stand below another cell of the header

    def settle(self) -> None:
        """Where most of its words stand; of a column of numbers only those."""
        self.counts = sum(word.counts for word in self.words) * 2 > len(self.words)
        alike = [word for word in self.words if word.counts == self.counts] or self.words
        self.low = min(word.left for word in self.words)
        self.high = max(word.right for word in self.words)
        self.left = median(word.left for word in alike)
        self.right = median(word.right for word in alike)
        self.middle = median(word.middle for word in alike)

    def distance(self, word: Word, kind: float = OTHER_KIND) -> float:
        """How far off a word stands: its left end, its right end or its middle."""
        off = min(
            abs(word.left - self.left),
            abs(word.right - self.right),
            abs(word.middle - self.middle),
        )
        gap = max(word.left - self.right, self.left - word.right, 0)
        lengths = {len(each.text) for each in (word, self.words[0]) if each.text.isdigit()}
        lone = LONE if gap and word.counts else 0  # numbers of a column lie above each other
        step = STEPS if lengths == {2, 3} else 0  # a 款 or 项 below a 类
        return off + gap + lone + step + (kind if word.counts != self.counts else 0)


def meets(a: Word | Column, b: Word | Column) -> bool:
    """Whether one lies above the other."""
    return a.left < b.right and b.left < a.right


def placed(words: Sequence[Word], columns: Sequence[Column], grow: bool) -> tuple[float, list[int]]:
    """The column of each word, as `cheapest` tells it, and what it costs."""
    costs = [[column.distance(word) for column in columns] for word in words]
    fresh = [
        (COVERED if any(meets(word, c) for c in columns) else NEW) if grow else NONE
        for word in words
    ]
    return cheapest(costs, fresh, len(columns))


def cheapest(
    costs: Sequence[Sequence[float]], fresh: Sequence[float], width: int, bare: float = 0.0
) -> tuple[float, list[int]]:
    """The cheapest homes in order, of costs[word][column] and a column of its own; `bare`: of none.

    A home is the number of a column, or -n-1 for a new one before the n-th.
    """
    rest = [[bare * (width - j) for j in range(width + 1)]]  # of the words from one on, from j on
    for own, new in zip(reversed(costs), reversed(fresh), strict=True):
        below, row = rest[0], [new + rest[0][width]]
        for j in reversed(range(width)):
            row.insert(0, min(new + below[j], row[0] + bare, own[j] + below[j + 1]))
        rest.insert(0, row)
    homes, j = list[int](), 0
    for i, own in enumerate(costs):
        while rest[i][j] != fresh[i] + rest[i + 1][j]:
            if rest[i][j] == own[j] + rest[i + 1][j + 1]:
                break
            j += 1
        else:
            homes.append(-j - 1)
            continue
        homes.append(j)
        j += 1
    return rest[0][0], homes


def dearer(
    costs: Sequence[Sequence[float]], fresh: Sequence[float], width: int, bare: float = 0.0
) -> Iterator[tuple[int, float]]:
    """The cheapest home of each word, and how much dearer the cheapest way is without it."""
    best, homes = cheapest(costs, fresh, width, bare)
    for i, home in enumerate(homes):
        row = [NONE if k == home else cost for k, cost in enumerate(costs[i])]
        yield home, cheapest([*costs[:i], row, *costs[i + 1 :]], fresh, width, bare)[0] - best


def columns_of(lines: Sequence[Line]) -> list[Column]:
    """The columns of the lines below a header, by the fullest lines first."""
    columns = list[Column]()
    for line in sorted(lines, key=lambda line: (-len(line.words), line.y)):
        _, homes = placed(line.words, columns, True)
        fresh = []
        for word, home in zip(line.words, homes, strict=True):
            if home >= 0:
                column = columns[home]
                column.words.append(word)
                if len(column.words).bit_count() == 1:  # at 2, 4, 8, …: the work stays linear
                    column.settle()
            else:
                fresh.append(Column([word]))
                fresh[-1].settle()
        columns = sorted([*columns, *fresh], key=lambda column: column.middle)
    for column in columns:
        column.settle()
    return _merged(columns, lines)


def _merged(columns: Sequence[Column], lines: Sequence[Line]) -> list[Column]:
    """The columns, two of words, or that overlap, put together where no line has both."""
    merged: list[Column] = []
    for column in columns:
        last = merged[-1] if merged else None
        words = last and not last.counts and not column.counts
        if last and (words or (last.counts == column.counts and column.low < last.high)):
            held = [{*map(id, last.words)}, {*map(id, column.words)}]
            if not any(
                all(any(id(w) in ids for w in line.words) for ids in held) for line in lines
            ):
                last.words += column.words
                last.settle()
                continue
        merged.append(column)
    return merged


def in_doubt(words: Sequence[Word], columns: Sequence[Column]) -> bool:
    """Whether a number of a line might as well stand in another column."""
    costs = [[column.distance(word) for column in columns] for word in words]
    ways = dearer(costs, [NONE] * len(costs), len(columns))
    return any(
        word.counts and more < max(DOUBT, own[home])
        for word, own, (home, more) in zip(words, costs, ways, strict=True)
    )
