"""Word and Excel documents: paragraphs and tables with their merged cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from budgetlib.errors import ReadError
from budgetlib.figures import HALF, Spot, plain, round_half_up, text_of
from budgetlib.read.blocks import Block, Grid, Paragraph, Span
from budgetlib.sentences.tokens import squeezed

_DECIMALS = re.compile(r"[0#]\.(?P<zeros>0+)")
_SPANNED = re.compile(rb"<w:gridSpan\b[^>]*?w:val=[\"'](\d{1,18})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)")
_BESIDE_TITLE = re.compile(r"(?:单位|部门)(?:名称)?[:：]|金额单位")
MAX_UNPACKED = 300e6  # bytes
MOST_COLUMNS = 1000  # of a Word table
MOST_CELLS = 2_000_000  # of a sheet
FEW = 5  # cells named of many


def read_blocks(path: Path) -> tuple[list[Block], list[str]]:
    """The paragraphs and grids of a .docx, .xlsx or .xls file, and the formulas without a value."""
    try:
        _refuse_bomb(path)
        lost: list[str] = []
        return list(_READERS[path.suffix.lower()](path, lost)), lost
    except ImportError as error:
        problem = f"needs {error.name}; install budgetlib[office]"
        raise ReadError(problem, file=path) from None
    except ReadError:
        raise
    except Exception as error:  # the libraries raise whatever a damaged archive makes them raise
        problem = f"damaged, encrypted or no such document ({type(error).__name__})"
        raise ReadError(problem, file=path) from None


def _refuse_bomb(path: Path) -> None:
    """Refuse an archive that would unpack to far more than a document holds."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MAX_UNPACKED:
        problem = f"unpacks to {size / 1e6:,.0f} MB, more than {MAX_UNPACKED / 1e6:,.0f} MB"
        raise ReadError(problem, file=path)


def _paragraph(text: str, line: int, heading: bool = False) -> Paragraph:
    return Paragraph(squeezed(plain(text)), ((0, Spot(line)),), heading)


def _docx(path: Path, lost: list[str]) -> Iterator[Block]:
    """The body in its order; lines count paragraphs and table rows."""
    import docx
    from docx.table import Table

    data = path.read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = archive.read("word/document.xml")
    widest = max((int(told[1]) for told in _SPANNED.finditer(body)), default=1)
    if widest > MOST_COLUMNS:
        raise ReadError(f"a cell spans {widest} columns", file=path)
    line = 0
    for item in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            grid = _docx_grid(item, line + 1)
            line += len(grid.rows)
            yield grid
            continue
        line += 1
        if item.text.strip():
            named = (item.style.name or "") if item.style else ""
            yield _paragraph(item.text, line, named.startswith(("Heading", "Title")))


def _docx_grid(table: Any, first: int) -> Grid:
    """A merged cell is the same element wherever it reaches; its text stands once."""
    cells = [row.cells for row in table.rows]
    width = max(map(len, cells))
    rows = [[""] * width for _ in cells]
    reach: dict[Any, list[tuple[int, int]]] = {}
    for r, row in enumerate(cells):
        for c, cell in enumerate(row):
            if cell._tc not in reach:
                rows[r][c] = plain(cell.text)
            reach.setdefault(cell._tc, []).append((r, c))
    spans = []
    for places in reach.values():
        (r, c), (bottom, right) = min(places), max(places)
        if len(places) > 1:
            spans.append((r, c, bottom - r + 1, right - c + 1))
    return _grid(rows, range(first, first + len(rows)), spans)


def _grid(rows: Sequence[Sequence[str]], lines: Sequence[int], spans: Sequence[Span]) -> Grid:
    spots = tuple(Spot(line) for line in lines)
    return Grid(tuple(map(tuple, rows)), spots, tuple(spans) or None, aligned=True)


def _xlsx(path: Path, lost: list[str]) -> Iterator[Block]:
    import openpyxl

    first, data = 0, path.read_bytes()
    _refuse_wide_merges(data, path)
    for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = _rows(sheet, path)
        spans = [
            (r, c, min(m.size["rows"], len(rows) - r), m.size["columns"])
            for m in sheet.merged_cells.ranges
            if (r := m.min_row - 1) < len(rows) and (c := m.min_col - 1) < len(rows[0])
        ]
        yield from _sheet(rows, spans, first)
        first += len(rows)
    lost += _formulas_without_value(data)


def _refuse_wide_merges(data: bytes, path: Path) -> None:
    """Refuse a merged range that no page holds: openpyxl makes every cell of it."""
    from openpyxl.utils import range_boundaries

    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in filter(_SHEET.fullmatch, archive.namelist()):
            for told in _MERGED.finditer(archive.read(name)):
                left, top, right, bottom = range_boundaries(told[1].decode())
                if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
                    raise ReadError(f"merges the cells {told[1].decode()}", file=path)


def _rows(sheet: Any, path: Path) -> list[list[str]]:
    """The rows as far as anything is filled: sheets may be formatted to their last row."""
    printed = {at: text for at, cell in sheet._cells.items() if (text := _printed(cell))}
    bottom = max((r for r, _ in printed), default=0)
    right = max((c for _, c in printed), default=0)
    if bottom * right > MOST_CELLS:
        problem = f"the sheet {sheet.title!r} reaches over {bottom} rows and {right} columns"
        raise ReadError(f"{problem}; take out what lies far from the tables", file=path)
    return [[printed.get((r, c), "") for c in range(1, right + 1)] for r in range(1, bottom + 1)]


def _formulas_without_value(data: bytes) -> Iterator[str]:
    """For each sheet, the cells whose formula was never computed, as some programs leave them."""
    import openpyxl

    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = filter(_SHEET.fullmatch, archive.namelist())
        if not any(b"<f" in archive.read(name) for name in sheets):
            return
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        known = values[sheet.title]._cells
        bare = [c for at, c in sheet._cells.items() if c.data_type == "f" and not _has(known, at)]
        if bare and sheet.sheet_state == "visible":
            named = ", ".join(cell.coordinate for cell in bare[:FEW]) + (" …" if bare[FEW:] else "")
            yield f"sheet {sheet.title}: {len(bare)} formulas without a stored value ({named})"


def _has(cells: dict[tuple[int, int], Any], at: tuple[int, int]) -> bool:
    return at in cells and cells[at].value is not None


def _printed(cell: Any) -> str:
    """A cell as Excel shows it: a number with the decimals of its format."""
    value = cell.value
    if value is None or isinstance(value, str | bool):
        return plain(value or "") if not isinstance(value, bool) else ""
    if not isinstance(value, int | float):
        return str(value)
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


def _xls(path: Path, lost: list[str]) -> Iterator[Block]:
    """An old workbook; it tells no number formats, so a number shows the digits that it has."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(path))
    first = 0
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
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
    start = 0
    while start < len(rows):
        end = next((r for r in range(start, len(rows)) if not any(rows[r])), len(rows))
        yield from _piece(rows, spans, first, start, end)
        start = end + 1


def _piece(
    rows: list[list[str]], spans: list[Span], first: int, start: int, end: int
) -> Iterator[Block]:
    inner = [r for r in range(start, end) if _in_table(rows[r])]
    top, bottom = (inner[0], inner[-1] + 1) if inner else (end, end)
    bottom = max([bottom, *(r + height for r, _, height, _ in spans if top <= r < bottom)])
    for r in range(start, top):
        yield from (_paragraph(cell, first + r + 1) for cell in rows[r] if cell)
    if inner:
        own = [(r - top, c, high, wide) for r, c, high, wide in spans if top <= r < bottom]
        reach = [c + wide for _, c, _, wide in own]
        reach += [c + 1 for row in rows[top:bottom] for c, cell in enumerate(row) if cell]
        table = [row[: max(reach)] for row in rows[top:bottom]]
        yield _grid(table, range(first + top + 1, first + bottom + 1), own)
    for r in range(bottom, end):
        yield from (_paragraph(cell, first + r + 1) for cell in rows[r] if cell)


def _in_table(row: Sequence[str]) -> bool:
    """More than one cell, and not the line that names the unit."""
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and not any(_BESIDE_TITLE.search(cell) for cell in filled)


_READERS: dict[str, Callable[[Path, list[str]], Iterator[Block]]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".xls": _xls,
}
