"""Word and Excel documents: paragraphs and tables with their merged cells."""

import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import cycle, groupby
from pathlib import Path
from typing import Any

from budgetlib.errors import ReadError
from budgetlib.figures import HALF, UNKNOWN, Spot, number, round_half_up, text_of
from budgetlib.read.archive import refuse_bomb, shown_beside
from budgetlib.read.blocks import Block, Grid, Paragraph, Reading, Span, few, limit, missing
from budgetlib.read.pictures import drawn
from budgetlib.sentences.tokens import squeezed
from budgetlib.vocabulary import plain, regex

_DECIMALS = regex(r"[0#]\.(?P<zeros>0+)")
_SPANNED = regex(rb"<w:gridSpan\b[^>]*?w:val=[\"'](\d{1,18})")
_SHEET = regex(r"xl/worksheets/[^/]+\.xml")
_MERGED = regex(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)")
_BESIDE_TITLE = regex(r"(?:单位|部门)(?:名称)?[:：]|金额单位")
_PART = regex(r"word/[^/]+\.xml")
_DRAWING = regex(r"xl/(?:drawings/[^/]+|cellimages)\.xml")
_WRITTEN = regex(  # words in a cell, or a value of no kind that there is, which no library gives
    rb"<(?:\w+:)?t\b[^>]*>([^<]*)<"
    rb"|<(?:\w+:)?c\b[^>]*\bt=\"(?!(?:[snbed]|str|inlineStr)\")[^>]*>\s*<(?:\w+:)?v>([^<]*)<"
)
_MARGIN = regex(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DELETED = (f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}sdtPr", f"{_W}sdtEndPr")
_AROUND = tuple(
    f"{_W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "bdo")
)
OFF = ("0", "false", "off")
MOST_COLUMNS = 1000  # of a Word table
MOST_CELLS = 1_000_000  # of a sheet
LONG = 60  # characters of a text
_OTHERS = (  # what an old container holds, or how a file of another kind begins, and what to do
    ("EncryptedPackage".encode("utf-16-le"), "encrypted; remove its password first"),
    ("WordDocument".encode("utf-16-le"), "a document of Word 97 to 2003; save it as .docx"),
    (rb"{\rtf", "a document in RTF; save it as .docx"),
)


def read_blocks(path: Path) -> Reading:
    """The paragraphs and grids of a .docx, .xlsx or .xls file, and what was not read."""
    found = Reading([], [], [], [], [])
    try:
        refuse_bomb(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, of what a workbook says and no cell shows
            found.blocks.extend(_reader(path)(path, found))
            found.apart.extend(shown_beside(path))
    except ImportError as error:
        problem = f"needs {error.name}; install budgetlib[office]"
        raise ReadError(problem, file=path) from None
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # the libraries raise whatever a damaged archive makes them raise
        kind = type(error).__name__
        problem = f"damaged or no such document ({kind}); open it and save it anew"
        raise ReadError(problem, file=path) from None
    return found


def _paragraph(text: str, line: int, heading: bool = False) -> Paragraph:
    return Paragraph(squeezed(plain(text)), ((0, Spot(line)),), heading)


def _docx(path: Path, found: Reading) -> Iterator[Block]:
    """The body in its order; lines count paragraphs and table rows."""
    import docx
    from docx.table import Table

    data = path.read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = archive.read("word/document.xml")
        words = list(_words_of_parts(archive))
    spanned = [int(told[1]) for told in _SPANNED.finditer(body)]
    if max(spanned, default=1) > MOST_COLUMNS or sum(spanned) > MOST_CELLS:
        raise ReadError(f"a cell spans {max(spanned)} columns, all {sum(spanned)}", file=path)
    document = docx.Document(BytesIO(data))
    _unfold(document.element.body)
    line, blocks = 0, list[Block]()
    for item in document.iter_inner_content():
        found.pictures.extend([Spot(line + 1)] * drawn(item._element))
        if isinstance(item, Table):
            grid = _docx_grid(item, line + 1)
            line += len(grid.rows)
            blocks.append(grid)
            continue
        line += 1
        if item.text.strip():
            named = (item.style.name or "") if item.style else ""
            blocks.append(_paragraph(item.text, line, named.startswith(("Heading", "Title"))))
    found.unread.extend(missing("\n".join(words), blocks))
    return iter(blocks)


def _words_of_parts(archive: zipfile.ZipFile) -> Iterator[str]:
    """Each paragraph of each part of a document: body, headers, notes, comments."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in (n for n in archive.namelist() if _PART.fullmatch(n)):
        part = etree.fromstring(archive.read(name), parser)
        _take_out(part, _DELETED)
        for paragraph in part.iter(f"{_W}p"):
            pieces = paragraph.iter(f"{_W}t", f"{_A}t", f"{_M}t")
            yield "".join(t.text or "" for t in pieces if _holder(t) is paragraph)


def _holder(text: Any) -> Any:
    return next(text.iterancestors(f"{_W}p"), None)


def _take_out(part: Any, names: Sequence[str]) -> None:
    for element in list(part.iter(*names)):
        parent = element.getparent()
        if parent.tag == f"{_W}trPr":  # a row that was deleted
            element, parent = parent.getparent(), parent.getparent().getparent()
        if parent is not None:
            parent.remove(element)


def _unfold(body: Any) -> None:
    """Put what stands in controls, fields, insertions and text boxes where it is read.

    Of a tracked change the new text is read; what stands in a text box, or is a table within a
    cell, follows its paragraph or the table around it.
    """
    _take_out(body, _DELETED)
    for mark in list(body.iter(f"{_W}vanish")):  # what is hidden is not printed
        run = mark.getparent().getparent()
        if run is not None and run.tag == f"{_W}r" and mark.get(f"{_W}val") not in OFF:
            run.getparent().remove(run)
    for element in list(body.iter(*_AROUND)):
        for child in element:
            element.addprevious(child)
        element.getparent().remove(element)
    for box in reversed(list(body.iter(f"{_W}txbxContent"))):
        if (holder := _holder(box)) is not None:
            for child in reversed(list(box)):
                holder.addnext(child)
    for table in reversed(list(body.iter(f"{_W}tbl"))):
        around = list(table.iterancestors(f"{_W}tbl"))
        if around and sum(1 for _ in table.iter(f"{_W}tc")) == 1:  # the box of its cell
            for paragraph in list(table.iter(f"{_W}p")):
                table.addprevious(paragraph)
            table.getparent().remove(table)
        elif around:
            around[-1].addnext(table)


def _docx_grid(table: Any, first: int) -> Grid:
    """The cells by their places; of a merged one the text stands once."""
    from docx.table import _Cell

    taken: dict[tuple[int, int], str] = {}
    spans: dict[int, Span] = {}  # by its first column, the cell that may go on below
    closed: list[Span] = []
    for r, row in enumerate(table._tbl.tr_lst):
        c = row.grid_before
        for cell in row.tc_lst:
            width, goes_on = cell.grid_span, cell.vMerge == "continue" and c in spans
            if goes_on and spans[c][3] == width:
                spans[c] = (*spans[c][:2], spans[c][2] + 1, width)
            else:
                closed += [spans[c]] if c in spans else []
                spans[c] = (r, c, 1, width)
            text = plain(_Cell(cell, table).text)
            if text:
                taken[r, c] = text
            c += width
        taken.setdefault((r, max(c - 1, 0)), "")
    spanned = [s for s in (*closed, *spans.values()) if s[2] * s[3] > 1]
    height = len(table._tbl.tr_lst)
    width = 1 + max((c for _, c in taken), default=0)
    rows = [[taken.get((r, c), "") for c in range(width)] for r in range(height)]
    return _grid(rows, range(first, first + height), sorted(spanned))


def _grid(rows: Sequence[Sequence[str]], lines: Sequence[int], spans: Sequence[Span]) -> Grid:
    spots = tuple(Spot(line) for line in lines)
    return Grid(tuple(map(tuple, rows)), spots, tuple(spans) or None, aligned=True)


def _xlsx(path: Path, found: Reading) -> Iterator[Block]:
    import openpyxl

    first, data = 0, path.read_bytes()
    formulas, words = _looked_through(data, path, found)
    workbook = openpyxl.load_workbook(BytesIO(data), data_only=True)
    bare = _formulas_without_value(data, workbook) if formulas else {}
    titled, seen = list[Spot](), list[Block]()  # the ends of sheets without a table; all cells
    for sheet in workbook.worksheets:
        unknown = bare.get(sheet.title, {})
        rows = _rows(sheet, unknown, path)
        seen.append(_grid(rows, range(len(rows)), ()))
        if sheet.sheet_state != "visible":
            if any(map(any, rows)):
                found.apart.append(limit("hidden_sheet", sheet=sheet.title))
            continue
        found.apart.extend(_hidden(sheet, len(rows), len(rows[0]) if rows else 0))
        if unknown:
            told = {"n": len(unknown), "cells": few(unknown.values())}
            found.apart.append(limit("formulas", sheet=sheet.title, **told))
        spans = [
            (r, c, min(m.size["rows"], len(rows) - r), m.size["columns"])
            for m in sheet.merged_cells.ranges
            if (r := m.min_row - 1) < len(rows) and (c := m.min_col - 1) < len(rows[0])
        ]
        own = list(_sheet(rows, spans, first))
        yield from own
        first += len(rows)
        titled += [] if any(isinstance(block, Grid) for block in own) else [Spot(first)]
    found.unread.extend(missing("\n".join(words), seen))
    stand = cycle(titled or [Spot(first)])  # which sheet shows which the parts tell by detours
    found.pictures[:] = [next(stand) for _ in found.pictures]


def _hidden(sheet: Any, bottom: int, right: int) -> Iterator[str]:
    """The rows and the columns of a table that are not shown."""
    rows = [
        str(r)
        for r, told in sheet.row_dimensions.items()
        if (told.hidden or told.ht == 0) and r <= bottom
    ]
    columns = [
        name
        for name, told in sheet.column_dimensions.items()
        if (told.hidden or told.width == 0) and told.min <= right
    ]
    for kind, names in (("rows", rows), ("columns", columns)):
        if names:
            told = {"n": len(names), kind: few(names)}
            yield limit(f"hidden_{kind}", sheet=sheet.title, **told)


def _looked_through(data: bytes, path: Path, found: Reading) -> tuple[bool, list[str]]:
    """Whether there are formulas, and the words that stand in cells themselves.

    Words in shapes are named, merges that no page holds refused.

    openpyxl makes every cell of a merged range.
    """
    from lxml import etree
    from openpyxl.utils import range_boundaries

    formulas, written = False, list[str]()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if _DRAWING.fullmatch(name):
                part = etree.fromstring(archive.read(name), parser)
                found.pictures.extend([Spot()] * drawn(part))
                texts = ("".join(p.itertext(f"{_A}t")) for p in part.iter(f"{_A}p"))
                for words in filter(str.strip, texts):
                    found.apart.append(limit("shape", words=words[:LONG]))
                    found.unread.extend(missing(words, []))
            if not _SHEET.fullmatch(name):
                continue
            sheet = archive.read(name)
            formulas = formulas or b"<f" in sheet
            inside = _WRITTEN.findall(sheet)
            written.extend(b"".join(each).decode("utf-8", "replace") for each in inside)
            margins = b" ".join(_MARGIN.findall(sheet)).decode("utf-8", "replace")
            found.unread.extend(missing(margins, []))
            places = 0
            for told in _MERGED.finditer(sheet):
                left, top, right, bottom = range_boundaries(told[1].decode())
                places += (right - left + 1) * (bottom - top + 1)
                if places > MOST_CELLS:
                    raise ReadError(
                        f"merges the cells {told[1].decode()}, and all too many", file=path
                    )
    return formulas, written


def _rows(sheet: Any, unknown: Iterable[tuple[int, int]], path: Path) -> list[list[str]]:
    """The rows as far as anything is filled: sheets may be formatted to their last row."""
    printed = dict.fromkeys(unknown, UNKNOWN) | {
        at: text for at, cell in sheet._cells.items() if (text := _printed(cell))
    }
    bottom = max((r for r, _ in printed), default=0)
    right = max((c for _, c in printed), default=0)
    _refuse_far(sheet.title, bottom, right, path)
    return [[printed.get((r, c), "") for c in range(1, right + 1)] for r in range(1, bottom + 1)]


def _refuse_far(sheet: str, bottom: int, right: int, path: Path) -> None:
    if bottom * right > MOST_CELLS:
        problem = f"the sheet {sheet!r} reaches over {bottom} rows and {right} columns"
        raise ReadError(f"{problem}; take out what lies far from the tables", file=path)


def _formulas_without_value(data: bytes, values: Any) -> dict[str, dict[tuple[int, int], str]]:
    """For each sheet, the cells whose formula was never computed, as some programs leave them."""
    import openpyxl

    return {
        sheet.title: {
            at: cell.coordinate
            for at, cell in sheet._cells.items()
            if cell.data_type == "f"
            if getattr(values[sheet.title]._cells.get(at), "value", None) is None
        }
        for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets
    }


def _printed(cell: Any) -> str:
    """A cell as Excel shows it: a number with the decimals of its format."""
    value = cell.value
    if value is None or isinstance(value, str):
        return plain(value or "")
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value).removesuffix(" 00:00:00")  # of a day without a time
    return _number(Decimal(repr(value)), cell.number_format or "")


def _number(value: Decimal, shown: str) -> str:
    match = _DECIMALS.search(shown)
    percent = shown.endswith("%")
    value = value * 100 if percent else value
    if re.search(r"[0#]", shown):
        decimals = len(match["zeros"] if match else "")
        text = f"{round_half_up(value, HALF.scaleb(-decimals)):.{decimals}f}"
    else:
        text = text_of(value)
    return f"{text}%" if percent else text


def _xls(path: Path, found: Reading) -> Iterator[Block]:
    """An old workbook; it tells no number formats, so a number shows the digits that it has."""
    from python_calamine import CalamineWorkbook

    with path.open("rb") as file:  # not by its name: it may bear that of the new kind
        workbook = CalamineWorkbook.from_filelike(file)
    first = 0
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        _refuse_far(name, sheet.total_height, sheet.total_width, path)
        rows = [
            [text_of(Decimal(repr(v))) if isinstance(v, float) else plain(str(v)) for v in row]
            for row in sheet.to_python(skip_empty_area=False)
        ]
        merged = sheet.merged_cell_ranges or []
        spans = [(r, c, r2 - r + 1, c2 - c + 1) for (r, c), (r2, c2) in merged]
        yield from _sheet(rows, spans, first)
        first += len(rows)


def _sheet(rows: list[list[str]], spans: list[Span], first: int) -> Iterator[Block]:
    """Titles, then a table, then what stands below it; a blank row parts two tables."""
    for filled, run in groupby(range(len(rows)), key=lambda r: any(rows[r])):
        at = [*run] if filled else []
        inner = [r for r in at if _in_table(rows[r])]
        below = rows[inner[-1] + 1 : inner[-1] + 2] if inner else []  # a sum without a word
        lone = [cell for row in below for cell in row if cell]
        if len(lone) == 1 and "." in lone[0] and number(lone[0]) is not None:
            inner.append(inner[-1] + 1)
        top, bottom = (inner[0], inner[-1] + 1) if inner else (len(rows), len(rows))
        bottom = max([bottom, *(r + height for r, _, height, _ in spans if top <= r < bottom)])
        for r in at:
            if r == top:
                own = [(r - top, c, high, wide) for r, c, high, wide in spans if top <= r < bottom]
                reach = [c + wide for _, c, _, wide in own]
                reach += [c + 1 for row in rows[top:bottom] for c, cell in enumerate(row) if cell]
                table = [row[: max(reach)] for row in rows[top:bottom]]
                yield _grid(table, range(first + top + 1, first + bottom + 1), own)
            elif not top <= r < bottom:
                yield from (_paragraph(cell, first + r + 1) for cell in rows[r] if cell)


def _in_table(row: Sequence[str]) -> bool:
    """More than one cell, and not the line that names the unit."""
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and not any(_BESIDE_TITLE.search(cell) for cell in filled)


def _reader(path: Path) -> Callable[[Path, Reading], Iterator[Block]]:
    """What reads a file, by its content: what is named .xls may be either kind of workbook."""
    if not zipfile.is_zipfile(path):
        data = path.read_bytes()
        for holds, problem in _OTHERS:
            if holds in data:
                raise ReadError(problem, file=path)
        return _xls
    with zipfile.ZipFile(path) as archive:
        return _docx if "word/document.xml" in archive.namelist() else _xlsx
