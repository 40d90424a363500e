"""Tables whose cells stand a line each, as copied from a page, or whose rows bars part.

What is lost beside such cells, above all blanks, is told by what all columns hold.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise

from budgetlib.figures import Spot, number
from budgetlib.layouts import canonical, layout
from budgetlib.read.blocks import Grid, Span
from budgetlib.read.sheet import CODES, ORDINALS
from budgetlib.vocabulary import SUMS, compiled, regex, squeeze

LONGEST, WIDEST, LABELS = 30, 12, 3  # characters of a cell, columns of a row, labels before numbers
FEWEST, LEAST = 4, 0.25  # numbers in a table, and their share among its cells
LINES, COLUMNS = ORDINALS[1:]
EVERY = 0.4  # of the lines of a table with bars end with one
_SENTENCE = regex(r"[，。；\t|<]|\S {2,}\S")
_SPREAD = regex(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+")  # 合  计
_ABOVE = regex(
    r"表(?:\(.*\))?$|单位[:：]|^(?>.*?\d{4}年).*(?:[预决]算|情况)$"
)  # lines that stand above a table
# a cell alone on a line, behind a bar or before a tab
_CELL = regex(r" *+(?:\|([^|\t]*+)|([^|\t]*+)\t)[ \r]*+")
_UNIT = regex("(?:%|[万亿]?元)$")
_NOTHING = regex(r"[-—/无]*")
_BARE = regex(r"^[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$", re.MULTILINE)  # below a header, as in Markdown

Line = tuple[int, str]  # its number, its text


def tables_of(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """(first, last, grid) of each table of such lines, by the numbers of the lines from 1."""
    cells = map(_CELL.fullmatch, lines)
    lines = [f"{c[1] or c[2] or ''}|" if c else x for c, x in zip(cells, lines, strict=True)]
    if any("|" in line for line in lines) and not are_bare(lines):
        yield from _barred_rows(lines)
    run: list[Line] = []
    for n, raw in enumerate([*lines, "。"], start=1):
        text, bare = squeeze(raw), raw.strip().removesuffix("|").rstrip()
        if len(text) > LONGEST or (_SENTENCE.search(bare) and not _SPREAD.fullmatch(bare)):
            yield from _tables(run) if len(run) >= FEWEST else ()
            run = []
        elif text:
            run.append((n, text))


def are_bare(lines: Sequence[str]) -> bool:
    """Whether bars part the cells of rows below each other, and none leads a row and ends it.

    So does Markdown tell its own; else three rows have as many, and blanks where they belong: no
    cell stands behind the last bar of all, or one is blank before the first bar of some.
    """
    inner = [line.count("|") if "|" in line.strip().strip("|") else 0 for line in lines]
    led, ended = ([line.strip()[at:][:1] == "|" for line in lines] for at in (0, -1))
    even = (n for n, a in enumerate(inner) if a > 1 and inner[n : n + 3] == [a] * 3)
    kept = (0 < sum(led[n : n + 3]) < 3 or not all(ended[n : n + 3]) for n in even)
    return any(map(_BARE.match, lines)) or any(kept)


def _barred_rows(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """The tables of lines that hold a row each, with bars behind its cells alone."""
    run: list[tuple[int, list[str]]] = []
    for n, raw in enumerate([*lines, "。"], start=1):
        *cells, rest = map(squeeze, raw.split("|"))
        told = [*filter(None, cells)]
        alone = len(told) == 1 and (_SENTENCE.search(told[0]) or _ABOVE.search(told[0]))
        if rest or alone or (told and not cells[0]):
            if len(run) > 2 and any(_is_number(cell) for _, row in run for cell in row):
                yield run[0][0], run[-1][0], _of_rows(run)
            run = []
        while cells and not cells[-1]:
            cells.pop()
        if len(told) > 1 or (run and told and not alone):
            run.append((n, cells))


def _of_rows(run: list[tuple[int, list[str]]]) -> Grid:
    """The grid of such rows; where bars are lost beside cells that span others, one unread."""
    rows = [row for _, row in run]
    head = next((i for i, row in enumerate(rows) if any(map(_is_number, row))), 0)
    width, spans = max(map(len, rows[head:])), list[Span]()
    if head == 2 and width == len(rows[0]) + len(rows[1]) - 1:  # one cell stands above the lower
        shared = [len({*upper} & {*"".join(rows[1])}) / len({*upper}) for upper in rows[0]]
        at, more = shared.index(max(shared)), [""] * (len(rows[1]) - 1)
        if shared.count(shared[at]) == 1:
            spans = [(0, at, 1, len(rows[1]))]
            rows[:2] = [*rows[0][: at + 1], *more, *rows[0][at + 1 :]], [*[""] * at, *rows[1]]
    named = all(not _is_number(row[0]) for row in rows[head:])
    if (spans or (head == 1 and named)) and width <= len(rows[0]):
        width = len(rows[0])
        printed = tuple((*row, *[""] * width)[:width] for row in rows)
        return Grid(printed, tuple(Spot(n) for n, _ in run), tuple(spans), aligned=True)
    cells = [(n, cell) for n, row in run for cell in row]
    return Grid(tuple((cell,) for _, cell in cells), tuple(Spot(n) for n, _ in cells))


def _is_number(text: str) -> bool:
    return number(_UNIT.sub("", text)) is not None


def _tables(run: list[Line]) -> Iterator[tuple[int, int, Grid]]:
    """The tables of a run of short lines, each from below its title to its last number."""
    above = (i + 1 for i, (_, text) in enumerate(run) if _ABOVE.search(text.removesuffix("|")))
    for start, stop in pairwise([0, *above, len(run) + 1]):
        cells = run[start : stop - 1]
        marked = [i for i, (_, text) in enumerate(cells) if text.endswith("|")]
        barred = len(marked) >= max(FEWEST, EVERY * (marked[-1] if marked else 0))
        below = barred and cells[marked[0]][1] == "|"  # a bar stands below its cell
        lines = cells[max(marked[0] - below, 0) : marked[-1] + 1] if barred else cells
        cells = _between_bars(lines) if barred else _with_blanks(cells)
        numbers = [i for i, (_, text) in enumerate(cells) if _is_number(text)]
        if len(numbers) < (1 if barred else max(FEWEST, LEAST * len(cells))):
            continue
        last = lines[-1][0] if barred else cells[numbers[-1]][0]
        # a bar ends a row, too
        whole = [cells, cells[:-1]] if barred else [cells[: numbers[-1] + 1]]
        grids = [_grid(some, numbers[0]) for some in whole]
        if barred and all(len(grid.rows[0]) < 2 for grid in grids):  # the last row lost its blanks
            padded = (_grid(cells + [(last, "")] * n, numbers[0]) for n in range(1, WIDEST))
            grids += [*islice((grid for grid in padded if len(grid.rows[0]) > 1), 1)]
        yield cells[0][0], last, max(grids, key=lambda grid: len(grid.rows[0]))


def _with_blanks(cells: list[Line]) -> list[Line]:
    """The cells, with the blanks below 行次 (栏次 1 栏次 2), and below 编码 before 合计 5."""
    words, found = {text for _, text in cells}, list[Line]()
    coded = any(text.endswith(CODES) for text in words)
    for (n, text), (_, after) in pairwise([*cells, (0, "")]):
        found += [(n, "")] if coded and text in SUMS and _is_number(after) else []
        found += [(n, text), (n, "")] if text == COLUMNS and LINES in words else [(n, text)]
    return found


def _between_bars(lines: list[Line]) -> list[Line]:
    """The cells that end with a bar, behind them or on a line below; empty ones, too."""
    cells: list[Line] = [(lines[0][0], "")]
    for n, text in lines:
        line, begun = cells[-1]
        cells[-1] = (line if begun else n), begun + text.removesuffix("|")
        cells += [(n, "")] if text.endswith("|") else []
    return cells[next((i for i, (_, text) in enumerate(cells) if text), 0) :]


def _grid(cells: list[Line], first: int) -> Grid:
    """The rows, where all cells of each column are of one kind; else a column that nobody reads."""
    texts = [text for _, text in cells]
    fitting = [
        (width, height)
        for height in range(max(first - LABELS, 0), first + 1)
        for width in range(2, min(WIDEST, height) + 1)
        if height == width or _told_twice(texts[height - width : height])
        if _in_columns(texts[height:], width)
    ]
    record = len(texts) - first  # one row of numbers below one row of words, or two
    if record > LABELS and first in (record, 2 * record) and all(map(_is_number, texts[first:])):
        return _rows(cells, first, record)
    for half in (2, 3):  # 项目 预算数 项目 预算数, below which blanks are lost
        heads = cells[max(first - 1 - 2 * half, 0) : first - 1]
        twice = _told_twice([text for _, text in heads], half)
        rows = _by_labels(cells[first - 1 :], half) if twice else []
        fits = any(width == 2 * half for width, _ in fitting)
        if rows and not (fits and _sided(texts[first - 1 :: half])):
            alike = heads[0][1] == heads[half][1]  # else it heads one side alone
            label = heads[half] if alike else (heads[half][0], "")
            return _rows([label, *heads[half + 1 :], *chain(*rows)], half, half)
    if fitting:  # a header that is told twice leaves one above it
        width, height = max(fitting, key=lambda found: (found[0] < found[1], found))
        return _rows(cells, height, width)
    width = max(first - 1, 0)  # 项目 预算数 决算数, below which blanks are lost
    rows = _by_labels(cells[width:], width) if width > 2 else []
    whole = [row for row in rows if row[-1][1]]
    nothing = (not number(text) for row in rows if row not in whole for _, text in row[1:])
    if len(whole) > 1 and all(nothing):  # what stands in one of several columns is nothing
        return _rows([*cells[:width], *chain(*rows)], width, width)
    return Grid(tuple((text,) for _, text in cells), tuple(Spot(n) for n, _ in cells))


def _sided(labels: Sequence[str]) -> bool:
    """Whether labels in turn tell what comes in and what is spent, as far as their words say."""
    known = [(compiled(words), side) for words, side in layout("common").data["sides"]["rows"]]
    told = [next((side for x, side in known if x.search(canonical(c))), "") for c in labels]
    return "expenditure" not in told[::2] and "revenue" not in told[1::2]


def _by_labels(cells: list[Line], width: int) -> list[list[Line]]:
    """A row for each label, with the numbers behind it; none where they are more than columns."""
    rows: list[list[Line]] = []
    for n, text in cells:
        rows += [[]] if not _is_number(text) else []
        rows[-1].append((n, text))
    full = [[*row, *[(row[0][0], "")] * (width - len(row))] for row in rows]
    return full if max(map(len, rows)) <= width else []


def _told_twice(header: list[str], half: int = 0) -> bool:
    """Whether a header says the same again, as above two sides; of halves the labels may differ."""
    at, half = int(half == 2), half or len(header) // 2
    return len(header) > 2 and header[at:half] == header[half + at :]


def _in_columns(body: list[str], width: int) -> bool:
    """Whether a body makes rows of this width, each column words alone or numbers alone."""
    if len(body) % width or len(body) < 2 * width:
        return False
    columns = [[x for x in body[c::width] if not _NOTHING.fullmatch(x)] for c in range(width)]
    kinds = [{_is_number(text) for text in column} for column in columns]
    return all(len(kind) < 2 for kind in kinds) and {True} in kinds and {False} in kinds


def _rows(cells: list[Line], height: int, width: int) -> Grid:
    """The grid; cells above its header stand over as many columns each, where that comes out."""
    upper, lower = cells[: height - width], cells[height - width :]
    rows = [lower[at : at + width] for at in range(0, len(lower), width)]
    printed = [tuple(text for _, text in row) for row in rows]
    spots = [Spot(row[0][0]) for row in rows]
    spans: list[Span] = []
    if upper:
        step = width // len(upper) if width % len(upper) == 0 else 0
        spans = [(0, c * step, 1, step) for c in range(len(upper))] if step > 1 else []
        words = [text for _, text in upper]
        spread = [words[c // step] if c % step == 0 else "" for c in range(width)] if step else []
        printed.insert(0, tuple(spread or [*words, *[""] * width][:width]))
        spots.insert(0, Spot(upper[0][0]))
    return Grid(tuple(printed), tuple(spots), tuple(spans), aligned=True)
