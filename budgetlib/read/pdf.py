"""PDF documents: characters and ruling lines of each page into paragraphs and grids."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from budgetlib.errors import ReadError
from budgetlib.figures import Box, Spot
from budgetlib.read.bands import rows_by_rulings
from budgetlib.read.beside import whole_sheets
from budgetlib.read.blocks import Block, Grid, Reading, limit
from budgetlib.read.headings import breaks
from budgetlib.read.lines import (
    Char,
    TextLine,
    is_page_number,
    lines_of,
    paragraphs,
    set_marks_apart,
    text_lines,
    text_of_cell,
)
from budgetlib.read.pdfium import HALF_TURN, QUARTER, Page, page_of
from budgetlib.read.placing import AMOUNT, MONEY, Cells, placed
from budgetlib.read.rulings import Frame, frames
from budgetlib.read.running import set_running_apart
from budgetlib.read.spaced import joined as words_of
from budgetlib.read.standing import Line as UnruledLine
from budgetlib.read.standing import Word
from budgetlib.read.streams import told_by_objects
from budgetlib.read.unruled import Tables
from budgetlib.vocabulary.files import regex
from budgetlib.vocabulary.spelling import plain

MOST_PAGES = 2000  # of a document; those of a large department have 300
LAST = 9_999  # behind the lines of a page
LONG = 60  # characters of a mark that are told
MARGIN = 0.6  # of a page's width: no line that ends before wraps
LOWEST = 2  # lines of a page, among which one may stand above a table on the next
FEWEST_ROWS, FEWEST_TITLES, FEWEST_RULINGS = 2, 3, 3  # of a table, a contents page, two rows
NARROW, WIDE = 0.3, 1.6  # sizes, and halves of them: spaces where no ruling lines draw a table
SPREAD = 9.0  # between the characters of a word in cells that rulings part
FAR = 20.0  # halves of a size: how far a header's cell may reach beyond its words
_PAGE = regex(r"\d{1,3}")


def read_blocks(path: Path) -> Reading:
    """The paragraphs and grids of a PDF in reading order, and what could not be read."""
    import pypdfium2

    told = told_by_objects(path)
    try:
        document = pypdfium2.PdfDocument(told.file if told else path)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        unsound = f"no sound PDF; save it anew ({error})"
        problem = "encrypted; remove its password first" if locked else unsound
        raise ReadError(problem, file=path) from None
    with document:
        looks: list[tuple[str, bool | None]] = told.pages if told else [("", False)] * len(document)
        surely, dropped = told is not None, 0
        if told and told.mended:  # qpdf may have dropped what is no page, and PDFium not
            try:
                with pypdfium2.PdfDocument(path) as unmended:
                    dropped = max(0, len(unmended) - len(looks))
            except pypdfium2.PdfiumError:
                surely = False
        if len(looks) > MOST_PAGES:
            raise ReadError(f"says that it has {len(looks):,} pages", file=path)
        pages = [page_of(document, n, why) for n, (why, _) in enumerate(looks, 1)]
    found = Reading([], [limit("dropped", n=dropped)] * bool(dropped), [], [], [])
    for page, (_, shows) in zip(pages, looks, strict=True):
        if not (page.chars or page.slanted or page.drawn or page.damaged):
            page.damaged = "damaged" if shows else ""
            found.apart.extend([limit("blank", page=page.number)] if shows is None else [])
    marks = set_marks_apart([page.chars for page in pages])
    found.apart.extend(limit("running", words=words[:LONG]) for words in set_running_apart(pages))
    if told is None or told.mended:
        (found.apart if surely else found.lost).append(limit("mended"))
    tables = Tables(breaks, FAR)
    for page, mark in zip(pages, marks, strict=True):
        blocks, lost = read_page(page, tables)
        found.pictures.extend([Spot(LAST, page.number)] * (page.pictures if page.chars else 0))
        found.blocks.extend(blocks)
        for why, values in lost:
            # A cover is often a picture; with it nothing is lost where other pages hold text.
            cover = why == "picture" and page.number == 1 and any(p.chars for p in pages)
            place = found.apart if cover else found.lost
            place.append(limit(why, page=page.number, **values))
        words = [*mark, *(["".join(c.text for c in page.slanted)] if page.slanted else [])]
        found.apart.extend(limit("mark", page=page.number, words=word[:LONG]) for word in words)
        if MONEY.search(beyond := "".join(page.beyond)):
            found.apart.append(limit("beyond", page=page.number, words=beyond[:LONG]))
    found.unread.extend(tables.doubted)
    found.blocks[:] = whole_sheets(found.blocks)
    if not found.blocks and not found.lost:
        raise ReadError("its pages are blank", file=path)
    return found


def read_page(page: Page, tables: Tables) -> tuple[list[Block], list[tuple[str, dict[str, Any]]]]:
    """The grids and paragraphs of a page, and why not all of it became some.

    Here a reader of pictures of a page takes its place.
    """
    lost: list[tuple[str, dict[str, Any]]] = [(page.damaged, {})] if page.damaged else []
    if page.unknown:
        lost.append(("font", {"n": page.unknown}))
    elif not page.chars and not page.slanted and page.drawn and not page.damaged:
        lost.append(("picture", {}))
    blocks, rows = _blocks(page, tables)
    if rows and not any(isinstance(block, Grid) for block in blocks):
        ruled = any(line.end - line.start > page.width / 4 for line in page.level)
        lost.append(("no_upright_rulings" if ruled else "no_rulings", {"n": rows}))
    return blocks, lost


def _lines(
    page: Page, chars: Sequence[Char]
) -> tuple[list[UnruledLine], dict[Spot, list[TextLine]]]:
    """Some lines of a page, places in halves of the size of its letters; how they read as text."""
    size = median(char.size for char in page.chars)
    lines, texts = list[UnruledLine](), dict[Spot, list[TextLine]]()
    for n, run in enumerate(lines_of(chars), start=1):
        spot, told = Spot(n, page.number), text_lines(run)
        if not all(is_page_number(line, page.number, page.height) for line in told):
            pieces = [
                Word(plain(word.text), word.left / size * 2, word.right / size * 2)
                for word in text_lines(run, NARROW)
            ]
            lines.append(UnruledLine(tuple(words_of(pieces, WIDE)), spot, told[0].y / size))
            texts[spot] = told
    return rows_by_rulings(lines, texts, page.level, size / 2, _stands_above), texts


def _stands_above(line: UnruledLine) -> bool:
    """Whether a line is a title, or tells a body or a unit."""
    texts = [word.text for word in line.words]
    return any(map(breaks, [*texts, "".join(texts)])) and not any(w.counts for w in line.words)


def _blocks(page: Page, tables: Tables) -> tuple[list[Block], int]:
    """The grids and paragraphs from top to bottom; how many lines look like rows of no table."""
    inside, outside = placed(page.chars, frames(page.level, page.upright))
    lines = text_lines(outside)
    kept = (line for line in lines if not is_page_number(line, page.number, page.height))
    printed = [(line, Spot(n, page.number)) for n, line in enumerate(kept, start=1)]
    numbered = _without_pages(printed)
    # Between tables stand short lines alone: how far a full one reaches, the whole page tells.
    right = max([MARGIN * page.width, *(line.right for line, _ in numbered)])
    titled = numbered == printed and not inside
    unruled, texts = _lines(page, outside) if outside else ([], {})
    blocks, rows = list[Block](), 0

    def prose(run: Sequence[UnruledLine]) -> Iterator[Block]:
        return paragraphs([(line, each.spot) for each in run for line in texts[each.spot]])

    for frame, cells in (*inside, (None, Cells(list))):
        end = frame.ys[0] if frame else page.height
        above = [pair for pair in numbered if pair[0].y < end]
        numbered = numbered[len(above) :]
        own = [line for line in unruled if texts[line.spot][0].y < end]
        unruled = unruled[len(own) :]
        amounts = _rows(line for line, _ in above)
        may = amounts or (titled and any(breaks(line.text) for line, _ in above))
        found = [*tables.on(own, prose)] if may else []
        tables.titled = not frame and any(breaks(line.text) for line, _ in above[-LOWEST:])
        if not any(isinstance(block, Grid) for block in found):
            found, rows = [*paragraphs(above, right)], rows + amounts
        blocks += found
        if frame:
            blocks.append(_grid(page, frame, cells))
            tables.columns = []
    return blocks, rows


def _rows(lines: Iterable[TextLine]) -> int:
    """How many baselines hold an amount that stands apart from what is beside it."""
    rows = [[*row] for _, row in groupby(lines, key=lambda line: line.y)]
    held = [row for row in rows if row[1:] and any(AMOUNT.fullmatch(x.text) for x in row)]
    return len(held) if len(held) >= FEWEST_ROWS else 0


def _without_pages(lines: Sequence[tuple[TextLine, Spot]]) -> list[tuple[TextLine, Spot]]:
    """The lines of a page; of a contents page those without the numbers at their ends."""
    rows = [[*row] for _, row in groupby(lines, key=lambda pair: pair[0].y)]
    ends = [row[-1] for row in rows if row[1:] and _PAGE.fullmatch(row[-1][0].text)]
    counts = [int(line.text) for line, _ in ends]
    numbers = sum(bool(AMOUNT.fullmatch(line.text)) for line, _ in lines)
    if (
        len(ends) < FEWEST_TITLES
        or numbers > len(ends)
        or counts != sorted(counts)
        or counts[0] == counts[-1]
    ):
        return [*lines]
    numbered = {spot for _, spot in ends}
    return [(line, spot) for line, spot in lines if spot not in numbered]


def _grid(page: Page, frame: Frame, cells: dict[tuple[int, int], list[Char]]) -> Grid:
    width = len(frame.xs) - 1
    ends = {(r, c): frame.xs[c + columns] for r, c, _, columns in frame.cells}
    rows = [[""] * width for _ in frame.ys[1:]]
    for (r, c), chars in cells.items():
        rows[r][c] = text_of_cell(chars, ends[r, c])
    left, right = frame.xs[0], frame.xs[-1]
    spots = tuple(
        Spot(1000 + r, page.number, _on_page(page, left, top, right, bottom))
        for r, (top, bottom) in enumerate(pairwise(frame.ys))
    )
    told = tuple(map(tuple, rows)), spots, frame.merged, frame.xs, not page.upright
    return Grid(*told, room=page.width - left - right)


def _on_page(page: Page, left: float, top: float, right: float, bottom: float) -> Box:
    """A box on the page as it is displayed, whose words may stand sideways."""
    if page.turn == QUARTER:
        left, top, right, bottom = top, page.width - right, bottom, page.width - left
    elif page.turn == HALF_TURN:
        left, right = page.width - right, page.width - left
        top, bottom = page.height - bottom, page.height - top
    elif page.turn:
        left, top, right, bottom = page.height - bottom, left, page.height - top, right
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
