"""Words that stand under each other on a page: the columns that they make. Plain geometry.

Where words stand is counted in characters, or in halves of the size of one.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from budgetlib.figures import Spot
from budgetlib.read.cells import NOTHING, cell_of
from budgetlib.vocabulary import Record

OTHER_KIND = 20.0  # of a number among words, or words among numbers
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
    """Words under each other, or numbers: where most of them stand, and how far any reaches."""

    words: list[Word]
    counts: bool
    low: float
    high: float
    left: float
    right: float
    middle: float
    doubt: bool = False  # whether it may stand below another cell of the header

    def distance(self, word: Word) -> float:
        """How far off a word stands: its left end, its right end or its middle."""
        ends = (word.left - self.left, word.right - self.right, word.middle - self.middle)
        gap = max(word.left - self.right, self.left - word.right, 0)
        return min(map(abs, ends)) + gap + (OTHER_KIND if word.counts != self.counts else 0)


def column_of(words: list[Word], counts: bool) -> Column:
    """The column of words under each other."""
    usual = (median(map(attrgetter(end), words)) for end in ("left", "right", "middle"))
    return Column(words, counts, min(w.left for w in words), max(w.right for w in words), *usual)


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
    words = [word for line in lines for word in line.words if not _bridges(word, fullest)]
    runs, end = list[list[Word]](), -NONE
    for word in sorted(words, key=lambda word: (word.counts, word.left)):
        if runs and word.left < end and word.counts == runs[-1][0].counts:
            runs[-1].append(word)
        else:
            runs, end = [*runs, [word]], -NONE
        end = max(end, word.right)
    columns = (column_of(run, run[0].counts) for run in runs)
    return sorted(columns, key=attrgetter("middle"))


def _bridges(word: Word, lines: Sequence[Line]) -> bool:
    held = ([o for o in each.words if o.counts == word.counts and meets(o, word)] for each in lines)
    return any(len(words) > 1 for words in held)


def in_doubt(words: Sequence[Word], columns: Sequence[Column]) -> bool:
    """Whether a number of a line might as well stand in another column."""
    costs = [[column.distance(word) for column in columns] for word in words]
    ways = dearer(costs, [NONE] * len(costs), len(columns))
    return any(
        word.counts and more < max(DOUBT, own[home])
        for word, own, (home, more) in zip(words, costs, ways, strict=True)
    )
