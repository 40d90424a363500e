"""Text conversions of published PDFs: paragraphs, and tables.

The cells of a table stand between tabs or bars, or it is written in HTML within the text.
"""

import csv
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path

from budgetlib.errors import ReadError
from budgetlib.figures import Spot
from budgetlib.read.blocks import Block, Grid, Paragraph, Reading, missing
from budgetlib.read.copied import FEWEST, are_bare, tables_of
from budgetlib.read.html import NUMERIC, decode, grids
from budgetlib.read.lines import DASHES
from budgetlib.read.outline import MOST_TABLES
from budgetlib.read.spaced import read_pages
from budgetlib.sentences.tokens import YEAR, squeezed
from budgetlib.vocabulary import plain, regex

_TABLE = regex(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MARKS = regex(r"^(?P<hashes>#*)\s*(?:[-*]\s+)?")
_BARRED = regex(r"\s*\|(?P<cells>.*)\|\s*")
_RULE = regex(r"[\s|:]*-[\s|:-]*")  # the line that Markdown draws below a header
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
_PARTED = regex(r"(?:^|\t)-?\d{1,3}\t\d{3}(?:\.\d+)?(?:\t|$)")  # 1,016.60 as two cells
_FIRST = f"{DASHES}第#P<!*_"  # how a line may begin that is a page's own
_LAST = ("算", "开")  # how a running title ends


def read_blocks(path: Path) -> Reading:
    """The paragraphs and grids of a text file; nothing of a text is lost."""
    text, lost = decode(path)
    if "\0" in text[:4096]:
        raise ReadError("not a text file; give the text or Markdown conversion", file=path)
    if path.suffix.lower() in (".csv", ".tsv"):
        with suppress(csv.Error):  # else a text like any other
            told = text.splitlines()
            mark = next((mark for mark in "\t;" if text.count(mark) > len(told)), ",")
            records = [[*map(squeezed, cells)] for cells in csv.reader(told, delimiter=mark)]
            _refuse_parted(records, path)
            text = "\n".join(map("\t".join, records))
    found = blocks_of(text)
    rows = sum(len(block.rows) for block in found if isinstance(block, Grid))
    _, *below = _MONEY.split(text, 1)  # above it a whole number is a page's, in the contents
    apart = [*_APART.findall(text), *(x for part in below for x in _WHOLE.findall(part))]
    if len(apart) > max(rows, FEWEST):
        gaps = Counter(map(len, _GAP.findall(text)))
        if max(gaps.values()) > EVEN * gaps.total():  # they stand for no places on a page
            problem = "its cells are parted by as many spaces each; give a text with tabs or bars"
            raise ReadError(problem, file=path)
        read = read_pages(text, _of_pages(text.split("\n")))
        return read._replace(lost=[*read.lost, *lost])
    line_at = _lines_of(text)
    pictures = [Spot(line_at(each.start())) for each in _PICTURE.finditer(text)]
    shown = _MARKUP.sub("", _CELLS.sub("\n", _written(text)))  # a tag not closed is no tag
    return Reading(found, lost, [], missing(shown, found), pictures)


def _refuse_parted(rows: list[list[str]], path: Path) -> None:
    """Stop where commas within amounts part them, so that a row is longer than the header."""
    header = next((cells for cells in rows if sum(map(bool, cells)) > 2), ())
    for n, cells in enumerate(rows, start=1):
        if len(cells) > len(header) and _PARTED.search("\t".join(cells)):
            problem = "a comma within an amount parts it in two; write it in quotes, or without"
            raise ReadError(problem, file=path, place=f"row {n}")


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
    bare = "|" in text and are_bare(lines)
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
