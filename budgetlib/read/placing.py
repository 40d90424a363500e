"""The letters of a page in the cells of its ruled tables. Plain geometry."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise

from budgetlib.figures import NUMBER
from budgetlib.read.cells import cell_of
from budgetlib.read.lines import Char, Run, height_of, lines_of, runs_of, text_lines
from budgetlib.read.rulings import Frame
from budgetlib.read.spaced import BEHIND_AMOUNT
from budgetlib.vocabulary.files import regex

TOUCHING = 0.15  # sizes: letters nearer to each other are of one word
LEVEL = 0.1  # sizes: what stands further off is on another line
BESIDE = 0.3  # sizes: words further apart are several
HIGH, DEEP = 0.7, 0.05  # sizes: how far letters reach above their baseline, and above what it cuts
CENTRED = 0.2  # sizes: how far the middle of lines may stand off that of their cell
HIGHEST = 9  # lines that are looked at so
NEXT = (0.9, 1.6)  # sizes: how far the lines of a cell stand apart
COLUMN, ROWS = 3, 2  # amounts below each other, rows of several, that no cell holds
AMOUNT = regex(rf"-?(?:{NUMBER})%?")
MONEY = regex(r"-?[\d,]+\.\d\d|-?\d{1,3}(?:,\d{3})+")  # an amount, and no count or code
_COUNTS = regex(r"[-\d,.%¥()△—]+")

Home = tuple[int, int] | None  # the first row and column of a cell
Cells = defaultdict[tuple[int, int], list[Char]]
Piece = tuple[Home, Run]


def placed(
    chars: Sequence[Char], tables: Sequence[Frame]
) -> tuple[list[tuple[Frame, Cells]], list[Char]]:
    """Letters by the cells that hold them, and all others.

    Rulings that leave several cells in one draw no table, nor do those without uprights but at
    its sides.
    """
    if not tables:
        return [], [*chars]
    pieces: list[list[Piece]] = [[] for _ in tables]
    for run in runs_of(chars, TOUCHING, LEVEL):
        ways = ([*_pieces(run, frame)] for frame in tables)
        own = [(n, way) for n, way in enumerate(ways) if any(home for home, _ in way)]
        n, way = own[0] if own else (_nearest(run, tables), [(None, run)])
        pieces[n] += way
    inside, outside = list[tuple[Frame, Cells]](), list[Char]()
    for frame, own_pieces in zip(tables, pieces, strict=True):
        cells = Cells(list)
        for home, run in _whole(own_pieces, frame):
            (cells[home] if home else outside).extend(run)
        inside.append((frame, cells))
    sides = {
        _sides(frame)
        for frame, cells in inside
        if any(map(_is_several, cells.values()))
        or sum(map(_ends_first, cells.values())) >= ROWS
        or (len(frame.xs) == 2 and sum(map(_is_row, cells.values())) >= ROWS)
    }
    apart = [each for each in inside if _sides(each[0]) in sides]  # and the pieces of such tables
    outside += chain.from_iterable(run for _, cells in apart for run in cells.values())
    return [each for each in inside if _sides(each[0]) not in sides], outside


def _sides(frame: Frame) -> tuple[int, int]:
    return round(frame.xs[0]), round(frame.xs[-1])


def _nearest(run: Run, tables: Sequence[Frame]) -> int:
    """The table below, or the last one: what stands above it may belong to it."""
    return next((n for n, frame in enumerate(tables) if run[0].y < frame.ys[-1]), 0)


def _pieces(run: Run, frame: Frame) -> Iterator[Piece]:
    """The letters of a run by cells: words that reach beyond theirs are of the first one.

    Numbers that do so are of the last.
    """
    homes = [frame.cell_at(_point(char), char.y - char.size / 3) for char in run]
    for n, (a, b) in enumerate(pairwise(run), start=1):
        left, right, off = homes[n - 1], homes[n], TOUCHING * b.size
        if left and right and left != right and abs(b.x - a.x - a.width) <= off:
            edge = frame.xs[right[1]]
            if b.x < edge - off or a.x + a.width > edge + off:
                counts = b.text[0].isdigit()
                homes[n] = right if counts else left
                for k in range(n - 1, -1, -1) if counts else ():
                    if not run[k].text[-1].isdigit():
                        break
                    homes[k] = right
    for home, part in groupby(zip(homes, run, strict=True), key=lambda pair: pair[0]):
        yield home, [char for _, char in part]


def _point(char: Char) -> float:
    """The middle of the first letter of words, of the last of a number."""
    half = char.width / len(char.text) / 2
    return char.x + (char.width - half if char.text[-1].isdigit() else half)


def _whole(pieces: Sequence[Piece], frame: Frame) -> Iterator[Piece]:
    """The pieces; lines of words that the edge of a row cuts are of the cell of all their lines."""
    columns = defaultdict[int, list[Piece]](list)
    for home, run in pieces:
        x = (run[0].x + run[-1].x + run[-1].width) / 2
        inside = frame.xs[0] <= x < frame.xs[-1] and not _COUNTS.fullmatch(_text(run))
        if inside:
            columns[bisect_right(frame.xs, x) - 1].append((home, run))
        else:
            yield home, run
    for c, column in columns.items():
        column.sort(key=lambda piece: piece[1][0].y)
        blocks: list[list[Piece]] = []
        for piece in column:
            if blocks and _go_on(blocks[-1][-1], piece, frame):
                blocks[-1].append(piece)
            else:
                blocks.append([piece])
        for block in blocks:
            several = len({home for home, _ in block}) > 1 and len(block) < HIGHEST
            for part in (several and _parted(block, frame, c)) or [block]:
                home, _ = _middle(part, frame, c)
                one = len({home for home, _ in part}) == 1
                yield from (each if one else (home, each[1]) for each in part)


def _middle(block: Sequence[Piece], frame: Frame, c: int) -> tuple[Home, bool]:
    """The cell of a column that holds the middle of some lines; whether it is its own middle."""
    first, last = block[0][1][0], block[-1][1][0]
    middle = (first.y - HIGH * height_of(first) + last.y) / 2
    home = frame.cell_at((frame.xs[c] + frame.xs[c + 1]) / 2, middle)
    height = next((cell[2] for cell in frame.cells if cell[:2] == home), 1)
    between = (frame.ys[home[0]] + frame.ys[home[0] + height]) / 2 if home else middle
    return home, home is not None and abs(middle - between) <= CENTRED * height_of(first)


def _parted(block: list[Piece], frame: Frame, c: int) -> list[list[Piece]]:
    """Lines that follow each other in the cells of several rows, each in the middle of its own.

    A name that is too high for its row reaches as near to the next one as its own lines stand.
    None where they do not stand so.
    """
    centred = [k for k in range(1, len(block) + 1) if _middle(block[:k], frame, c)[1]]
    ways = ((block[:k], _parted(block[k:], frame, c)) for k in centred if k < len(block))
    whole = [block] if len(block) in centred else []
    return next(([upper, *lower] for upper, lower in ways if lower), whole)


def _go_on(upper: Piece, lower: Piece, frame: Frame) -> bool:
    """Whether two lines are of one cell, though an edge of rows cuts one of them."""
    (above, a), (below, b) = (upper[0], upper[1][0]), (lower[0], lower[1][0])
    high = height_of(b)
    if not NEXT[0] * high <= b.y - a.y <= NEXT[1] * high or (above is None and below is None):
        return False
    edge = frame.ys[below[0]] if below else frame.ys[-1]
    return above == below or a.y - DEEP * high > edge or b.y - HIGH * high < edge


def _text(run: Run) -> str:
    return "".join(char.text for char in run)


def _ends_first(chars: Sequence[Char]) -> bool:
    """Whether an amount begins a cell, and words go on behind it: those of the next one."""
    text = "".join([char.text for char in chars])
    both = "." in text and not _COUNTS.fullmatch(text)
    return both and bool(BEHIND_AMOUNT.match(_text(lines_of(chars)[0])))


def _is_row(chars: Sequence[Char]) -> bool:
    """Whether an amount stands beside other words."""
    words = [line.text for line in text_lines(chars, BESIDE)]
    return len(words) > 1 and any(cell_of(word).number is not None for word in words)


def _is_several(chars: Sequence[Char]) -> bool:
    """Whether what stands between rulings are cells below or beside each other."""
    lines = groupby(text_lines(chars, BESIDE), key=lambda line: line.y)
    rows = [[line.text for line in row] for _, row in lines]
    amounts = [sum(bool(MONEY.fullmatch(text)) for text in row) for row in rows]
    pairs = zip(rows, amounts, strict=True)
    alone = [n for row, n in pairs if n and all(map(AMOUNT.fullmatch, row))]
    beside = sum(n > 1 for n in amounts)
    return max(alone, default=0) > 1 or len(alone) >= COLUMN or beside >= ROWS
