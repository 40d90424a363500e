"""A budget as an Excel workbook: every table as printed, and the doubted cells marked."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from budgetlib.budget import Budget, Reconciliation
from budgetlib.figures import Table, number
from budgetlib.rules.comparison import Comparison
from budgetlib.show import SEVERITIES, WORDS, head_cells, kept, places_of
from budgetlib.show.context import cell_of, marks_of
from budgetlib.show.results import comparisons_frame
from budgetlib.tell.formats import safe_cell, xml_text
from budgetlib.tell.text import limit_shown
from budgetlib.vocabulary import Record, field, regex, squeeze

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(1980, 1, 1)  # the same for all, as in the archive that a workbook is
COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#DDEBF7"}
AMOUNTS = ("printed", "expected", "difference", "allowed")  # numbers, told as text in a frame
NARROW, WIDE = 7, 44  # of a column, in Latin characters; a Chinese one takes two
LONGEST = 32_000  # Excel allows 32,767 characters
Look = dict[str, Any]
Spans = tuple[int, int, int, int]  # row, column, and how many columns and rows
Cell = tuple[Any, Look, Sequence[Comparison]]  # what stands in it, and the findings it is in
HEAD: Look = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
CELL: Look = {"valign": "top", "text_wrap": True}
PLAIN: Look = {}
TITLE: Look = {"bold": True, "font_size": 13}
LEGEND = "A coloured cell stands in a finding; its comment tells which. 着色单元格见批注。"
_NO_NAME = regex(r"[\[\]:*?/\\]")


def workbook(budget: Budget) -> bytes:
    """Make the workbook of a budget."""
    file, result = io.BytesIO(), budget.reconcile()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as out:
        out.set_properties({"title": _text(budget.unit), "created": CREATED})
        book = Book(out, _doubts(result))
        book.sheet("概况 overview", _overview(result))
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


def _overview(result: Reconciliation) -> list[list[Cell]]:
    """Whose budget this is, how it came out, what the colours mean."""
    b = result.budget
    told: list[tuple[Any, Any]] = [
        *(("id", b.id), ("source 来源", b.source), ("layout 版式", b.layout)),
        *(("verdict 结论", said) for said in result.said),
        *((WORDS[verdict], count) for verdict, count in result.verdicts.items()),
    ]
    rows: list[list[Cell]] = [
        [(value, CELL | {"align": "left"}, ()) for value in row] for row in told
    ]
    colours: list[list[Cell]] = [
        [(SEVERITIES[key], CELL | {"bg_color": c}, ())] for key, c in COLOURS.items()
    ]
    title = f"{b.unit} {b.year}年{b.level}{b.kind}"
    return [[(title, TITLE, ())], [], *rows, [], [(LEGEND, PLAIN, ())], *colours]


class Book(Record, frozen=False):
    """The sheets of a workbook while they are written."""

    out: xlsxwriter.Workbook
    doubts: dict[object, list[Comparison]]
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def sheet(
        self, name: str, rows: list[list[Cell]], frozen: int = 0, merged: Sequence[Spans] = ()
    ) -> Worksheet:
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
        sheet.freeze_panes(frozen, 0)
        for r, c, across, down in merged:
            sheet.merge_range(r, c, r + down - 1, c + across - 1, "", self._format(HEAD))
        beyond, widths = {(r, c) for r, c, across, _ in merged if across > 1}, {0: NARROW}
        for r, row in enumerate(rows):
            for c, (value, look, found) in enumerate(row):
                self._put(sheet, r, c, value, look, found)
                own = "valign" in look and (r, c) not in beyond  # what may run over says nothing
                longest = max(
                    (_width(line) + 3 for line in str(value).splitlines() if own), default=0
                )
                widths[c] = max(widths.get(c, NARROW), min(longest, WIDE))
        for c, width in widths.items():
            sheet.set_column(c, c, width)
        return sheet

    def _put(
        self, sheet: Worksheet, r: int, c: int, value: Any, look: Look, found: Sequence[Comparison]
    ) -> None:
        """A number, or a text that is no formula; coloured by the gravest finding, all told."""
        look = look | ({"bg_color": COLOURS[found[0].severity]} if found else {})
        if isinstance(value, Decimal | int | float):
            sheet.write_number(r, c, float(value), self._format(look))
        elif str(value).strip():
            sheet.write_string(r, c, _text(value), self._format(look))
        elif look != CELL:
            sheet.write_blank(r, c, None, self._format(look))
        if found:
            text = "\n\n".join(dict.fromkeys(_comment(each) for each in found))[:LONGEST]
            lines = sum(1 + _width(line) // 56 for line in text.splitlines())
            size = {"width": 400, "height": min(30 + 16 * lines, 600)}
            sheet.write_comment(r, c, xml_text(text), {"author": "budgetlib", **size})

    def _format(self, look: Look) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.out.add_format(look)
        return self.formats[key]

    def table(self, table: Table) -> None:
        """A sheet with a table as printed, its title above and its footnotes below."""
        figures = {f.place.cell for row in table.rows for f in row.cells.values()}
        title = f"表{table.number} {table.title}"
        rows: list[list[Cell]] = [[(f"{title} ({table.unit})", TITLE, ())]]
        for r, cells in enumerate(kept(table).grid):
            rows.append([])
            for c, text in enumerate(cells):
                value = _exact(text) if (r, c) in figures else None
                look = CELL if r >= table.header_rows else HEAD
                look = look if value is None else look | {"num_format": _number_format(text)}
                doubts = self.doubts.get((table.number, r, c), ())
                rows[-1].append((text if value is None else value, look, doubts))
        rows += [[(foot, PLAIN, ())] for foot in table.footnotes]
        heads = head_cells(table.grid[: table.header_rows])
        merged = [(r + 1, c, across, down) for r, c, across, down in heads if across * down > 1]
        self.sheet(title, rows, table.header_rows + 1, merged)

    def frame(self, name: str, frame: pd.DataFrame, figures: Sequence[str] = ()) -> None:
        """A sheet with a frame; `figures` are the ids of the figures that its rows are about."""
        columns = [str(column) for column in frame.columns]
        rows: list[list[Cell]] = [[(column, HEAD, ()) for column in columns]]
        plain = frame.astype(object).where(frame.notna(), "")
        for at, values in enumerate(plain.itertuples(index=False, name=None)):
            doubts = {"printed": self.doubts.get(figures[at], ())} if figures else {}
            row = zip(columns, values, strict=True)
            rows.append([(_entry(c, value), CELL, doubts.get(c, ())) for c, value in row])
        sheet = self.sheet(name, rows, frozen=1)
        if len(rows) > 1:
            sheet.autofilter(0, 0, len(rows) - 1, len(columns) - 1)


def _comment(found: Comparison) -> str:
    """What a comment says: the rule, both sides, every place."""
    return "\n".join([SEVERITIES[found.severity], *found.message, *places_of(found)])


def _entry(column: str, value: Any) -> Any:
    """An entry of a frame as a workbook wants it: a number where it is told as text."""
    exact = _exact(value) if isinstance(value, str) and column in AMOUNTS else None
    return value if exact is None else exact


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


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
