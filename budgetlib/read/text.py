"""Text conversions of published PDFs: paragraphs, and tables.

The cells of a table stand between tabs or bars, or it is written in HTML within the text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from html import unescape
from itertools import pairwise
from pathlib import Path

from budgetlib.errors import ReadError
from budgetlib.figures import Spot, number, plain, squeeze
from budgetlib.read.blocks import Block, Grid, Paragraph, Reading, Span
from budgetlib.read.html import ENCODINGS, NUMERIC, WIDE, grids
from budgetlib.read.spaced import read_pages
from budgetlib.sentences.tokens import YEAR, squeezed

LONGEST, WIDEST, LABELS = 30, 12, 3  # characters of a cell, columns of a row, labels before numbers
FEWEST, LEAST = 4, 0.25  # numbers in a table, and their share among its cells
_SENTENCE = re.compile(r"[，。；\t|<]|\S {2,}\S")
_ABOVE = re.compile(
    r"表(?:\(.*\))?$|单位[:：]|\d{4}年.*[预决]算$"
)  # lines that stand above a table
_NOTHING = re.compile(r"[-—/]+")

Line = tuple[int, str]  # its number, its text


def tables_of(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """(first, last, grid) of each table of such lines, by the numbers of the lines from 1."""
    run: list[Line] = []
    for n, raw in enumerate([*lines, "。"], start=1):
        text = squeeze(raw)
        if len(text) > LONGEST or _SENTENCE.search(raw.strip()):
            yield from _tables(run)
            run = []
        elif text:
            run.append((n, text))


def _is_number(text: str) -> bool:
    return number(text.removesuffix("%")) is not None


def _tables(run: list[Line]) -> Iterator[tuple[int, int, Grid]]:
    """The tables of a run of short lines, each from below its title to its last number."""
    starts = [0, *(i + 1 for i, (_, text) in enumerate(run) if _ABOVE.search(text)), len(run) + 1]
    for start, stop in pairwise(starts):
        cells = run[start : stop - 1]
        numbers = [i for i, (_, text) in enumerate(cells) if _is_number(text)]
        if len(numbers) < FEWEST or len(numbers) < LEAST * len(cells):
            continue
        cells = cells[: numbers[-1] + 1]
        yield cells[0][0], cells[-1][0], _grid(cells, numbers[0])


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
    if fitting:  # a header that is told twice leaves one above it
        width, height = max(fitting, key=lambda found: (found[0] < found[1], found))
        return _rows(cells, height, width)
    return Grid(tuple((text,) for _, text in cells), tuple(Spot(n) for n, _ in cells))


def _told_twice(header: list[str]) -> bool:
    """Whether a header says the same again, as above two sides."""
    half = len(header) // 2
    return len(header) > 2 and header[:half] == header[half:]


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


_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"^(?P<hashes>#*)\s*(?:[-*]\s+)?")
_BARRED = re.compile(r"\s*\|(?P<cells>.*)\|\s*")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")  # the line that Markdown draws below a header
_BARE = re.compile(
    r"^[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$", re.MULTILINE
)  # the same where no bar leads a row
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~-])")
_BREAKS = re.compile(
    r"</p>|(?<=[。；;：:！？])<br\s*/?>|<br\s*/?>(?=\s*(?:\d{1,2}[.、]|目标\d))", re.IGNORECASE
)
_PAGE = re.compile(
    r"(?:[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:\W*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|"
    r"#*\s*Page\s*\d{1,4}|<!--.*-->|!\[[^\]]*\]\([^()]*\)|-{3,}|\*{3,}|_{3,})"
)  # the number of a page, a remark, a picture, a line drawn
_RUNNING = re.compile(rf"[^，。；：:]{{4,}}{YEAR}年度?(?:部门|单位)?(?:预算|决算)(?:公开)?")
_APART = re.compile(r"\S {2,}-?\d[\d,]*[.,]\d+(?= {2,}|[ \t]*$)", re.MULTILINE)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
EVEN = 0.6  # of the gaps between cells on a page are never of one width
_LONE = re.compile(r"\d{1,3}")
_FIRST = "-—–第#P<!*_"  # how a line may begin that is a page's own
_LAST = ("算", "开")  # how a running title ends


def read_blocks(path: Path) -> Reading:
    """The paragraphs and grids of a text file; nothing of a text is lost."""
    text = decode(path)
    found = blocks_of(text)
    rows = sum(len(block.rows) for block in found if isinstance(block, Grid))
    if "  " in text and len(_APART.findall(text)) > max(rows, 9):
        gaps = Counter(map(len, _GAP.findall(text)))
        if max(gaps.values()) > EVEN * gaps.total():  # they stand for no places on a page
            problem = "its cells are parted by as many spaces each; give a text with tabs or bars"
            raise ReadError(problem, file=path)
        return read_pages(text, _of_pages(text.split("\n")))
    return Reading(found, [], [], [])


def decode(path: Path) -> str:
    """The text of a file in UTF-8 or a Chinese national encoding."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be opened ({error.strerror})", file=path) from None
    if not data.strip():
        raise ReadError("the file is empty", file=path)
    if data.startswith(WIDE):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16")
    if b"\0" in data[:4096]:
        raise ReadError("not a text file; give the text or Markdown conversion", file=path)
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError("neither UTF-8 nor GB18030 text", file=path)


def blocks_of(text: str) -> list[Block]:
    """Split a text into paragraphs and grids; lines count from 1."""
    if "\\" in text or "&" in text:
        text = NUMERIC.sub("\ufffd", text)
        text = unescape(_ESCAPED.sub(r"\1", text.replace("\\|", "｜")))
    blocks: list[Block] = []
    end = 0
    bare = bool(_BARE.search(text))
    lines = text.splitlines()
    apart = {first: (last, grid) for first, last, grid in tables_of(lines)}
    for first, (last, _) in apart.items():
        lines[first - 1 : last] = [""] * (last - first + 1)
    pages = _of_pages(lines)
    for table in _TABLE.finditer(text):
        blocks += _lines(text[end : table.start()], _line(text, end), pages, bare, apart)
        blocks += grids(table[0], _line(text, table.start()))
        end = table.end()
    return [*blocks, *_lines(text[end:], _line(text, end), pages, bare, apart)]


def _of_pages(lines: list[str]) -> set[int]:
    """The lines that belong to pages: their numbers, by form or by counting, and running titles."""
    found: set[int] = set()
    counted: list[int] = []
    last = 0
    seen: Counter[str] = Counter()
    for at, line in enumerate(lines, start=1):
        bare = line.strip()
        if not bare:
            continue
        if bare.isdigit() and _LONE.fullmatch(bare) and 0 < int(bare) - last < 10:
            counted.append(at)
            last = int(bare)
        title = squeezed(line).strip("#*") if bare.rstrip("#*")[-1:] in _LAST else ""
        seen[title] += 1
        again = bool(title) and seen[title] > 1 and _RUNNING.fullmatch(title)
        own = bare[0] in _FIRST or bare[0].isdigit()
        if again or (own and _PAGE.fullmatch(bare)):
            found.add(at)
    return found.union(counted if len(counted) > 2 else ())


def _line(text: str, at: int) -> int:
    """The number of the line that a place of the text stands on."""
    return len(f"{text[:at]}.".splitlines())


def _lines(
    text: str, first: int, pages: set[int], bare: bool, apart: dict[int, tuple[int, Grid]]
) -> Iterator[Block]:
    """The paragraphs and the tables of lines, of which the first has this number."""
    rows: list[tuple[tuple[str, ...], Spot]] = []
    aligned, passed = False, 0  # the last line of a table that has a cell a line
    for line, raw in enumerate([*text.splitlines(), ""], start=first):
        if line in apart:
            passed, grid = apart[line]
            yield grid
        if line <= passed:
            continue
        cells = _barred(raw, bare)
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
        return raw.split("|") if "|" in raw else []
    barred = _BARRED.fullmatch(raw) if "|" in raw else None
    return barred["cells"].split("|") if barred else []


@lru_cache(maxsize=16384)
def _cell(raw: str) -> str:
    """A cell without tags; its inner paragraphs stay apart by a line end."""
    return plain(_BREAKS.sub("\n", raw) if "<" in raw else raw).replace("**", "")


def _paragraph(raw: str, line: int) -> Paragraph:
    marks = _MARKS.match(raw)
    text = raw[marks.end() :] if marks else raw
    text = squeezed(plain(text).replace("**", ""))
    return Paragraph(text, ((0, Spot(line)),), heading=bool(marks and marks["hashes"]))
