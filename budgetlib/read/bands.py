"""Tables of which only horizontal rulings are drawn: these tell which lines are of one row."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby

from budgetlib.figures import Spot
from budgetlib.read.lines import TextLine
from budgetlib.read.placing import AMOUNT
from budgetlib.read.rulings import NEAR, apart, joined
from budgetlib.read.rulings import Line as Ruling
from budgetlib.read.standing import Line, Word

ACROSS = 0.5  # of the widest rulings: what is shorter stands below some cells of a header
ALONE = 0.5  # of the bands that hold amounts hold those of one row where rulings part rows
FEWEST, MANY = 2, 6  # such bands, and those of a form
ABOVE = 0.3  # sizes: what of a letter stands above its baseline
FAR = 10.0  # lines: what rulings part is read on by nothing

Texts = dict[Spot, list[TextLine]]


def rows_by_rulings(
    lines: Sequence[Line],
    texts: Texts,
    level: Iterable[Ruling],
    half: float,
    above: Callable[[Line], bool],
) -> list[Line]:
    """The lines of a page, those of one row between two rulings as one; `texts` as well.

    A name that is merged over rows is of each. `half`: of the size by which words are placed;
    `above` tells of lines that stand in no table.
    """
    rulings = joined(level)
    wide = ACROSS * max((ruling.end - ruling.start for ruling in rulings), default=0)
    rulings = [ruling for ruling in rulings if ruling.end - ruling.start > wide]
    ys = apart(ruling.at for ruling in rulings)

    def band(line: Line) -> int:
        first = texts[line.spot][0]
        return bisect(ys, first.y - ABOVE * first.size)

    bands = [(at, [*run]) for at, run in groupby(lines, key=band)]
    amounts = {at: sum(map(_tells_amounts, run)) for at, run in bands if 0 < at < len(ys)}
    counts = [*amounts.values()]
    form = len(counts) >= MANY and max(counts) < FEWEST  # of words more than of amounts
    if not form and counts.count(1) < max(FEWEST, ALONE * sum(map(bool, counts))):
        return [*lines]
    held = defaultdict[int, list[Word]](list)  # the words of each band, of merged cells too
    for at, run in bands:
        for word in chain.from_iterable(line.words for line in run):
            x = word.middle * half
            over = [bisect(ys, r.at + NEAR) for r in rulings if r.start < x < r.end]
            first = max((n for n in over if n <= at), default=at)
            for n in range(first, min((n for n in over if n > at), default=at + 1)):
                held[n].append(word)
    found, body = list[Line](), False
    for at, run in bands:
        body = not any(map(above, run)) and (body or bool(amounts.get(at)))
        if body and amounts.get(at, FEWEST) < FEWEST:
            texts[run[0].spot] = [text for line in run for text in texts[line.spot]]
            found.append(Line(tuple(_cells(held[at])), run[0].spot, run[0].y + FAR * at))
        else:
            found += run
    return found


def _tells_amounts(line: Line) -> bool:
    return any("." in word.text and AMOUNT.fullmatch(word.text) for word in line.words)


def _cells(words: Sequence[Word]) -> Iterator[Word]:
    """The words of a row, those that lie above each other as one."""
    cells = list[list[int]]()
    for n in sorted(range(len(words)), key=lambda n: words[n].left):
        if cells and words[n].left < max(words[k].right for k in cells[-1]):
            cells[-1].append(n)
        else:
            cells.append([n])
    for cell in cells:
        own = [words[n] for n in sorted(cell)]
        text = "".join(word.text for word in own)
        yield Word(text, min(w.left for w in own), max(w.right for w in own))
