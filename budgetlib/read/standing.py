"""Words that stand under each other on a page: the columns that they make. Plain geometry.

Where words stand is counted in characters, or in halves of the size of one.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from budgetlib.figures import Spot
from budgetlib.read.cells import NOTHING, cell_of
from budgetlib.vocabulary.record import Record, field

OTHER_KIND = 20.0  # of a number among words, or words among numbers
STEPS = 5.0  # of a step of a code below another
LONE = 3.0  # of a number beside those of a column
FULLEST = 20  # lines that tell which words stand beside each other
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


def placed(words: Sequence[Word], columns: Sequence[Column]) -> tuple[float, list[int]]:
    """The column of each word, as `cheapest` tells it, and what it costs."""
    costs = [[column.distance(word) for column in columns] for word in words]
    return cheapest(costs, [NONE] * len(words), len(columns))


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
    """The columns of the lines below a header, of numbers and of words: blanks part them.

    A word that stands below two others of a line parts none.
    """
    fullest = sorted(lines, key=lambda line: -len(line.words))[:FULLEST]
    columns = list[Column]()
    words = [word for line in lines for word in line.words if not _bridges(word, fullest)]
    for word in sorted(words, key=lambda word: (word.counts, word.left)):
        last = columns[-1] if columns and columns[-1].counts == word.counts else None
        if last and word.left < last.high:
            last.words.append(word)
            last.high = max(last.high, word.right)
        else:
            columns.append(Column([word], word.counts, high=word.right))
    for column in columns:
        column.settle()
    return sorted(columns, key=lambda column: column.middle)


def _bridges(word: Word, lines: Sequence[Line]) -> bool:
    alike = ([o for o in line.words if o.counts == word.counts and meets(o, word)] for line in lines)
    return any(len(held) > 1 for held in alike)


def in_doubt(words: Sequence[Word], columns: Sequence[Column]) -> bool:
    """Whether a number of a line might as well stand in another column."""
    costs = [[column.distance(word) for column in columns] for word in words]
    ways = dearer(costs, [NONE] * len(costs), len(columns))
    return any(
        word.counts and more < max(DOUBT, own[home])
        for word, own, (home, more) in zip(words, costs, ways, strict=True)
    )
