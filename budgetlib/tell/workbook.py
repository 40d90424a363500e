"""A budget as an Excel workbook: every table as printed, and the doubted cells marked."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from budgetlib.budget import Budget, Reconciliation
from budgetlib.figures import number, squeeze
from budgetlib.printed import Table
from budgetlib.reconcile import Comparison
from budgetlib.show import SEVERITIES, WORDS, head_cells, places_of
from budgetlib.show.context import cell_of, marks_of
from budgetlib.show.results import comparisons_frame
from budgetlib.tell.formats import safe_cell, xml_text
from budgetlib.tell.text import limit_shown

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(1980, 1, 1)  # the same for all, as in the archive that a workbook is
COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#DDEBF7"}
AMOUNTS = ("printed", "expected", "difference", "allowed")  # numbers, told as text in a frame
NARROW, WIDE = 7, 44  # of a column, in Latin characters; a Chinese one takes two
LONGEST = 32_000  # Excel allows 32,767 characters
HEAD = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
CELL = {"valign": "top", "text_wrap": True}
TITLE = {"bold": True, "font_size": 13}
Look = dict[str, Any]
_NO_NAME = re.compile(r"[\[\]:*?/\\]")


def workbook(budget: Budget) -> bytes:
    """Make the workbook of a budget."""
    file, result = io.BytesIO(), budget.reconcile()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as out:
        out.set_properties({"title": _text(budget.unit), "created": CREATED})
        book = Book(out, _doubts(result))
        book.overview(result)
        for table in budget.tables.values():
            book.table(table)
        figures = budget.tidy().reset_index()
        book.frame("数据 figures", figures, list(figures.get("id", ())))
        book.frame("不符 findings", result.findings.reset_index())
        limits = [[limit_shown(limit)] for limit in budget.limits]
        book.frame("未读 not read", pd.DataFrame(limits, columns=["not read 未读"]))
        unrun = comparisons_frame(result.not_run)[["rule", "规则", "reason"]]
        book.frame("未核 not run", unrun.drop_duplicates().reset_index(drop=True))
    return file.getvalue()


def _doubts(result: Reconciliation) -> dict[object, list[Comparison]]:
    """The inconsistencies of each cell (table, row, column of its grid) and each figure (id)."""
    doubts: dict[object, list[Comparison]] = {}
    for found in result.inconsistent:
        marks = marks_of(found)
        places: set[object] = {mark.figure.id for mark in marks if mark.figure}
        for mark in marks:
            table = result.budget.tables.get(mark.place.table)
            at = cell_of(table, mark) if table else None
            if table and at:
                places.add((table.number, *at))
        for place in places:
            doubts.setdefault(place, []).append(found)
    return doubts


@dataclass
class Book:
    """The sheets of a workbook while they are written."""

    out: xlsxwriter.Workbook
    doubts: dict[object, list[Comparison]]
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet of this name, or nearly so where Excel allows no such name."""
        plain = _NO_NAME.sub(" ", xml_text(name)).strip(" '\t\r\n") or "sheet"
        chosen, tries = plain[:31].rstrip(" '"), 1
        while chosen.lower() in self.names:
            tries += 1
            chosen = f"{plain[: 31 - len(f' {tries}')]} {tries}"
        self.names.add(chosen.lower())
        sheet = self.out.add_worksheet(chosen)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def put(self, sheet: Worksheet, r: int, c: int, value: Any, **look: Any) -> None:
        """Write a cell: a number, or a text that is no formula."""
        if isinstance(value, Decimal | int | float):
            sheet.write_number(r, c, float(value), self._format(look))
        elif str(value).strip():
            sheet.write_string(r, c, _text(value), self._format(look))
        elif look != CELL:
            sheet.write_blank(r, c, None, self._format(look))

    def _format(self, look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.out.add_format(look)
        return self.formats[key]

    def overview(self, result: Reconciliation) -> None:
        """The first sheet: whose budget this is, how it came out, what the colours mean."""
        b, sheet = result.budget, self.sheet("概况 overview")
        self.put(sheet, 0, 0, f"{b.unit} {b.year}年{b.level}{b.kind}", **TITLE)
        told = [
            *(("id", b.id), ("source 来源", b.source), ("layout 版式", b.layout)),
            *(("verdict 结论", said) for said in result.said),
            *((WORDS[verdict], count) for verdict, count in result.verdicts.items()),
        ]
        for r, (name, value) in enumerate(told, 2):
            self.put(sheet, r, 0, name)
            self.put(sheet, r, 1, value, align="left")
        legend = "A coloured cell stands in a finding; its comment tells which. 着色单元格见批注。"
        self.put(sheet, len(told) + 3, 0, legend)
        for r, (severity, colour) in enumerate(COLOURS.items(), len(told) + 4):
            self.put(sheet, r, 0, SEVERITIES[severity], bg_color=colour)
        sheet.set_column(0, 1, 28)

    def table(self, table: Table) -> None:
        """A sheet with a table as printed, its title above and its footnotes below."""
        sheet = self.sheet(f"表{table.number} {table.title}")
        self.put(sheet, 0, 0, f"表{table.number} {table.title} ({table.unit})", **TITLE)
        for r, c, across, down in head_cells(table.grid[: table.header_rows]):
            if across * down > 1:
                sheet.merge_range(r + 1, c, r + down, c + across - 1, "", self._format(HEAD))
            self._cell(sheet, table, r, c, HEAD)
        figures = {f.place.cell for row in table.rows for f in row.cells.values()}
        for r in range(table.header_rows, len(table.grid)):
            for c in range(len(table.grid[r])):
                self._cell(sheet, table, r, c, CELL, (r, c) in figures)
        for r, foot in enumerate(table.footnotes, len(table.grid) + 1):
            self.put(sheet, r, 0, foot)
        _set_widths(sheet, _unmerged(table))
        sheet.freeze_panes(table.header_rows + 1, 0)

    def _cell(
        self, sheet: Worksheet, table: Table, r: int, c: int, look: Look, figure: bool = False
    ) -> None:
        """A printed cell, one row lower than in the grid because of the title."""
        text: Any = table.grid[r][c]
        value = _exact(text) if figure else None
        if value is not None:
            look, text = look | {"num_format": _number_format(text)}, value
        self._marked(sheet, r + 1, c, text, look, self.doubts.get((table.number, r, c), []))

    def _marked(
        self, sheet: Worksheet, r: int, c: int, value: Any, look: Look, found: list[Comparison]
    ) -> None:
        """A cell, coloured by the gravest finding that it stands in, and a comment on all."""
        if not found:
            self.put(sheet, r, c, value, **look)
            return
        self.put(sheet, r, c, value, **look, bg_color=COLOURS[found[0].severity])
        text = "\n\n".join(dict.fromkeys(_told(each) for each in found))[:LONGEST]
        lines = sum(1 + _width(line) // 56 for line in text.splitlines())
        size = {"width": 400, "height": min(30 + 16 * lines, 600)}
        sheet.write_comment(r, c, xml_text(text), {"author": "budgetlib", **size})

    def frame(self, name: str, frame: pd.DataFrame, figures: Sequence[str] = ()) -> None:
        """A sheet with a frame; `figures` are the ids of the figures that its rows are about."""
        sheet, columns = self.sheet(name), [str(column) for column in frame.columns]
        rows = [[_entry(*pair) for pair in zip(columns, row, strict=True)] for row in _rows(frame)]
        for c, column in enumerate(columns):
            self.put(sheet, 0, c, column, **HEAD)
        for r, row in enumerate(rows):
            doubts = self.doubts.get(figures[r], []) if figures else []
            for c, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._marked(sheet, r + 1, c, value, CELL, doubts if column == "printed" else [])
        _set_widths(sheet, [columns, *rows])
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _told(found: Comparison) -> str:
    """What a comment says: the rule, both sides, every place."""
    lines = [SEVERITIES[found.severity], *found.message, *places_of(found)]
    return "\n".join(lines)


def _rows(frame: pd.DataFrame) -> Iterable[Sequence[Any]]:
    return frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)


def _entry(column: str, value: Any) -> Any:
    """An entry of a frame as a workbook wants it."""
    if isinstance(value, str) and column in AMOUNTS:
        exact = _exact(value)
        return value if exact is None else exact
    return "" if value is None else value


def _exact(text: str) -> Decimal | None:
    """The number that a cell is, unless a workbook could not hold it to the last digit."""
    value = number(text)
    return value if value is not None and Decimal(repr(float(value))) == value else None


def _number_format(printed: str) -> str:
    """Excel's format for a number as it is printed: commas and decimals."""
    plain = squeeze(printed).replace("，", ",")
    decimals = len(plain.partition(".")[2])
    return ("#,##0" if "," in plain else "0") + ("." + "0" * decimals if decimals else "")


def _text(value: object) -> str:
    text = safe_cell(str(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… cut 截断"


def _unmerged(table: Table) -> Iterator[list[str]]:
    """The cells that say how wide a column must be."""
    head = table.grid[: table.header_rows]
    for r, row in enumerate(head):
        alone = {c for at, c, across, _ in head_cells(head) if at == r and across == 1}
        yield [text if c in alone else "" for c, text in enumerate(row)]
    yield from (list(row) for row in table.grid[table.header_rows :])


def _set_widths(sheet: Worksheet, rows: Iterable[Sequence[Any]]) -> None:
    widths: dict[int, int] = {}
    for row in rows:
        for c, value in enumerate(row):
            longest = max((_width(line) for line in str(value).splitlines()), default=0)
            widths[c] = max(widths.get(c, NARROW), min(longest + 2, WIDE))
    for c, width in widths.items():
        sheet.set_column(c, c, width)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
