"""Blocks written as Word, Excel and HTML documents, as an office would save them."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import docx
import openpyxl

from budgetlib.read.blocks import Block, Grid


def as_docx(blocks: Sequence[Block], path: Path) -> Path:
    document = docx.Document()
    for block in blocks:
        if not isinstance(block, Grid):
            document.add_heading(block.text) if block.heading else document.add_paragraph(
                block.text
            )
            continue
        table = document.add_table(len(block.rows), max(map(len, block.rows)))
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text
        for r, c, height, width in block.spans or ():
            table.cell(r, c).merge(table.cell(r + height - 1, c + width - 1))
        document.add_paragraph()
    document.save(str(path))
    return path


def as_xlsx(blocks: Sequence[Block], path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    line = 1
    for block in blocks:
        if not isinstance(block, Grid):
            sheet.cell(line, 1, block.text)
            line += 1
            continue
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row, start=1):
                sheet.cell(line + r, c, cell or None)
        for r, c, height, width in block.spans or ():
            sheet.merge_cells(
                start_row=line + r,
                start_column=c + 1,
                end_row=line + r + height - 1,
                end_column=c + width,
            )
        line += len(block.rows) + 1
    workbook.save(path)
    return path


def as_html(blocks: Sequence[Block], path: Path) -> Path:
    lines = ["<html><head><meta charset='gb2312'><title>x</title></head><body>"]
    for block in blocks:
        if isinstance(block, Grid):
            lines.append(_table(block))
        else:
            name = "h2" if block.heading else "p"
            lines.append(f"<{name}>{escape(block.text)}</{name}>")
    path.write_bytes("\n".join([*lines, "</body></html>"]).encode("gb18030"))
    return path


def as_text(blocks: Sequence[Block]) -> str:
    """A text with its tables in HTML."""
    return "\n\n".join(_table(b) if isinstance(b, Grid) else b.text for b in blocks)


def _table(grid: Grid) -> str:
    merged = {(r, c): (height, width) for r, c, height, width in grid.spans or ()}
    covered = {
        (r + i, c + k)
        for (r, c), (height, width) in merged.items()
        for i in range(height)
        for k in range(width)
    } - set(merged)
    lines = ["<table>"]
    for r, row in enumerate(grid.rows):
        lines.append("<tr>")
        for c, cell in enumerate(row):
            if (r, c) not in covered:
                height, width = merged.get((r, c), (1, 1))
                text = escape(cell).replace("\n", "<br>")
                lines.append(f"<td rowspan={height} colspan='{width}'>{text}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


WRITERS: dict[str, Callable[[Sequence[Block], Path], Path]] = {
    ".docx": as_docx,
    ".xlsx": as_xlsx,
    ".html": as_html,
}
