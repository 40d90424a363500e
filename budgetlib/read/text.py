"""Text conversions of published PDFs: paragraphs, and tables.

The cells of a table stand between tabs or bars, or it is written in HTML within the text.
"""

import csv
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import accumulate, chain, islice, pairwise
from pathlib import Path

from budgetlib.errors import ReadError
from budgetlib.figures import Spot, number
from budgetlib.layouts import canonical, layout
from budgetlib.read.blocks import Block, Grid, Paragraph, Reading, Span, missing
from budgetlib.read.html import NUMERIC, decode, grids
from budgetlib.read.lines import DASHES
from budgetlib.read.outline import MOST_TABLES
from budgetlib.read.sheet import CODES, ORDINALS
from budgetlib.read.spaced import read_pages
from budgetlib.sentences.tokens import YEAR, squeezed
from budgetlib.vocabulary import SUMS, compiled, plain, regex, squeeze

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

Line = tuple[int, str]  # its number, its text


def tables_of(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """(first, last, grid) of each table of such lines, by the numbers of the lines from 1."""
    cells = map(_CELL.fullmatch, lines)
    lines = [f"{c[1] or c[2] or ''}|" if c else x for c, x in zip(cells, lines, strict=True)]
    if any("|" in line for line in lines) and not _bare(lines):
        yield from _barred_rows(lines)
    run: list[Line] = []
    for n, raw in enumerate([*lines, "。"], start=1):
        text, bare = squeeze(raw), raw.strip().removesuffix("|").rstrip()
        if len(text) > LONGEST or (_SENTENCE.search(bare) and not _SPREAD.fullmatch(bare)):
            yield from _tables(run) if len(run) >= FEWEST else ()
            run = []
        elif text:
            run.append((n, text))


def _bare(lines: Sequence[str]) -> bool:
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


_TABLE = regex(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MARKS = regex(r"^(?P<hashes>#*)\s*(?:[-*]\s+)?")
_BARRED = regex(r"\s*\|(?P<cells>.*)\|\s*")
_RULE = regex(r"[\s|:]*-[\s|:-]*")  # the line that Markdown draws below a header
_BARE = regex(r"^[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$", re.MULTILINE)  # the same where no bar leads a row
_ESCAPED = regex(r"\\([\\`*_{}\[\]()#+.!>~-])")
_PICTURE = regex(r"!\[[^\[\]]*\]\([^()]*\)|<img\b", re.IGNORECASE)
_MARKUP = regex(r"!\[[^\[\]]*\]\([^()]*\)|</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
_CELLS = regex(r"</?(?:t[dhr]|table|p|div|li|br)\b[^<>]*>", re.IGNORECASE)
_BREAKS = regex(
    r"</p>|(?<=[。；;：:！？])<br\s*/?>|<br\s*/?>(?=\s*(?:\d{1,2}[.、]|目标\d))", re.IGNORECASE
)
_PAGE = regex(
    rf"(?:[{DASHES}]\s*\d{{1,4}}\s*[{DASHES}]|"
    r"第\s*\d{1,4}\s*页(?:\W*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|"
    r"#*\s*Page\s*\d{1,4}|<!--.*-->|!\[[^\]]*\]\([^()]*\)|-{3,}|\*{3,}|_{3,})"
)  # the number of a page, a remark, a picture, a line drawn
_RUNNING = regex(rf"[^，。；：:]{{4,}}{YEAR}年度?(?:部门|单位)?(?:预算|决算)(?:公开)?")
_APART = regex(
    r"(?<=\S) {2,}[-¥￥△▲(（]*\d[\d,，]*[.,．，]\d+[)）]?(?= {2,}|[ \t]*$)", re.MULTILINE
)
_WHOLE = regex(r"(?<=\S) {2,}-?\d+(?= {2,}|[ \t]*$)", re.MULTILINE)
_MONEY = regex(r"单位[:：]\s*[(（]?(?:人民币)?[百千万亿]*元")
_GAP = regex(r"(?<=\S) {2,}(?=\S)")
EVEN = 0.6  # of the gaps between cells on a page are never of one width
_LONE = regex(r"\d{1,3}")
_FIRST = f"{DASHES}第#P<!*_"  # how a line may begin that is a page's own
_LAST = ("算", "开")  # how a running title ends


def read_blocks(path: Path) -> Reading:
    """The paragraphs and grids of a text file; nothing of a text is lost."""
    text = decode(path)
    if "\0" in text[:4096]:
        raise ReadError("not a text file; give the text or Markdown conversion", file=path)
    if path.suffix.lower() == ".csv":
        with suppress(csv.Error):  # else a text like any other
            lines = csv.reader(text.splitlines())
            text = "\n".join("\t".join(map(squeezed, cells)) for cells in lines)
    found = blocks_of(text)
    rows = sum(len(block.rows) for block in found if isinstance(block, Grid))
    _, *below = _MONEY.split(text, 1)  # above it a whole number is a page's, in the contents
    apart = [*_APART.findall(text), *(x for part in below for x in _WHOLE.findall(part))]
    if len(apart) > max(rows, FEWEST):
        gaps = Counter(map(len, _GAP.findall(text)))
        if max(gaps.values()) > EVEN * gaps.total():  # they stand for no places on a page
            problem = "its cells are parted by as many spaces each; give a text with tabs or bars"
            raise ReadError(problem, file=path)
        return read_pages(text, _of_pages(text.split("\n")))
    line_at = _lines_of(text)
    pictures = [Spot(line_at(each.start())) for each in _PICTURE.finditer(text)]
    shown = _MARKUP.sub("", _CELLS.sub("\n", _written(text)))  # a tag not closed is no tag
    return Reading(found, [], [], missing(shown, found), pictures)


def _written(text: str) -> str:
    """A text with what is escaped in it as it is meant, and bars of one kind."""
    text = text.replace("｜", "|")
    if "\\" in text or "&" in text:
        import html  # whose names take longer than most texts

        text = NUMERIC.sub("\ufffd", text)
        text = html.unescape(_ESCAPED.sub(r"\1", text.replace("\\|", "｜")))
    return text


def blocks_of(text: str) -> list[Block]:
    """Split a text into paragraphs and grids; lines count from 1."""
    text = _written(text)
    blocks: list[Block] = []
    end = 0
    lines, line_at = text.splitlines(), _lines_of(text)
    bare = "|" in text and _bare(lines)
    apart = {first: (last, grid) for first, last, grid in tables_of(lines)}
    for first, (last, _) in apart.items():
        lines[first - 1 : last] = [""] * (last - first + 1)
    pages = _of_pages(lines)
    if text.count("<table") > MOST_TABLES:
        raise ReadError(f"has more than {MOST_TABLES:,} tables")
    for table in _TABLE.finditer(text):
        blocks += _lines(text[end : table.start()], line_at(end), pages, bare, apart)
        blocks += grids(table[0], line_at(table.start()))
        end = table.end()
    return [*blocks, *_lines(text[end:], line_at(end), pages, bare, apart)]


def _of_pages(lines: list[str]) -> set[int]:
    """The lines that belong to pages: their numbers, by form or by counting, and running titles."""
    found: set[int] = set()
    counted: list[int] = []
    last = 0
    seen: Counter[str] = Counter()
    first = next((at for at, line in enumerate(lines, start=1) if line.strip()), 0)
    for at, line in enumerate(lines, start=1):
        bare = line.strip()
        if not bare:
            continue
        lone = bare.isdigit() and _LONE.fullmatch(bare)
        if lone and (0 < int(bare) - last < 10 or at == first):
            counted.append(at)
            last = int(bare)
        title = squeezed(line).strip("#*") if bare.rstrip("#*")[-1:] in _LAST else ""
        seen[title] += 1
        again = bool(title) and seen[title] > 1 and _RUNNING.fullmatch(title)
        own = bare[0] in _FIRST or bare[0].isdigit()
        if again or (own and _PAGE.fullmatch(bare)):
            found.add(at)
    # one alone is that of a piece of a document
    return found.union(at for at in counted if len(counted) > 2 or at == first)


def _lines_of(text: str) -> Callable[[int], int]:
    """Tells the number of the line that a place of the text stands on."""
    return partial(bisect_right, [0, *accumulate(map(len, text.splitlines(keepends=True)))])


def _lines(
    text: str, first: int, pages: set[int], bare: bool, apart: dict[int, tuple[int, Grid]]
) -> Iterator[Block]:
    """The paragraphs and the tables of lines, of which the first has this number."""
    rows: list[tuple[tuple[str, ...], Spot]] = []
    aligned, passed = False, 0  # the last line of a table that has a cell a line
    for line, raw in enumerate([*text.splitlines(), ""], start=first):
        if line > passed and line in apart:
            passed, grid = apart[line]
            yield grid
        if line <= passed:
            continue
        cells = _barred(raw, bare) if "|" in raw else []
        barred = bool(cells)
        aligned = aligned if rows else barred
        if "\t" in raw or barred:
            if not (barred and _RULE.fullmatch(raw)):
                rows.append((tuple(map(_cell, cells or raw.split("\t"))), Spot(line)))
            continue
        if rows:
            told, spots = zip(*rows, strict=True)
            yield Grid(told, spots, aligned=aligned)
            rows = []
        if raw.strip() and line not in pages:
            yield _paragraph(raw, line)


def _barred(raw: str, bare: bool) -> list[str]:
    """The cells of a line of Markdown; in some documents no bar leads a row or ends it."""
    if bare:
        return raw.split("|")
    barred = _BARRED.fullmatch(raw)
    return barred["cells"].split("|") if barred else []


@lru_cache(maxsize=16384)
def _cell(raw: str) -> str:
    """A cell without tags; its inner paragraphs stay apart by a line end."""
    return plain(_BREAKS.sub("\n", raw) if "<" in raw else raw).replace("**", "")


def _paragraph(raw: str, line: int) -> Paragraph:
    marks = _MARKS.match(raw)
    text = raw[marks.end() :] if marks else raw
    text = squeezed(plain(text).replace("**", ""))
    bare = text.rstrip("|")  # the bars of cells that hold nothing
    text = text if "|" in bare else bare
    return Paragraph(text, ((0, Spot(line)),), heading=bool(marks and marks["hashes"]))
