"""Word, Excel and HTML: the same budget from every format."""

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from corrupt import load_corrupted
from disclosures import example
from documents_made import WRITERS
from purposes import PURPOSES
from writer import write

import budgetlib
from budgetlib.budget import Budget, read_blocks, read_text
from budgetlib.errors import ReadError
from budgetlib.read.blocks import Grid
from budgetlib.read.office import _number
from budgetlib.read.office import read_blocks as office_blocks
from budgetlib.read.pdf import read_blocks as pdf_blocks
from budgetlib.read.text import blocks_of

FORMATS = tuple(WRITERS)


def told(budget: Budget) -> list[tuple[str, str, str]]:
    return [(f.id, f.printed, f.unit) for f in budget.figures]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("text", [write(example()), PURPOSES], ids=["generated", "purposes"])
def test_load__gives_the_same_figures(tmp_path: Path, suffix: str, text: str) -> None:
    path = WRITERS[suffix](blocks_of(text), tmp_path / f"budget{suffix}")
    budget = budgetlib.load(path)
    assert told(budget) == told(read_text(text))
    assert budget.limits == ()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("source", ["shanghai-swj-unit-2025.pdf", "jiangsu-rd-2018.pdf"])
def test_load__merged_cells_as_on_the_page(
    documents: Path, tmp_path: Path, source: str, suffix: str
) -> None:
    blocks, *_ = pdf_blocks(documents / source)
    budget = budgetlib.load(WRITERS[suffix](blocks, tmp_path / f"budget{suffix}"))
    expected = read_blocks(blocks)
    assert told(budget) == told(expected)


def test_load__an_excel_number_shows_the_decimals_of_its_format(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["2025年预算单位支出预算总表"])
    sheet.append(["编制单位：某某委员会", None, "单位：元"])
    sheet.append(["科目编码", "科目名称", "合计", "基本支出", "项目支出"])
    sheet.append(["201", "一般公共服务支出", 1234.5, 1000, 234.5])
    sheet["C4"].number_format = "#,##0.00"
    sheet.merge_cells("A1:E1")
    workbook.save(tmp_path / "one.xlsx")
    (table,) = budgetlib.load(tmp_path / "one.xlsx").tables.values()
    assert table.unit == "元"
    assert [f.printed for f in table.rows[0].cells.values()] == ["1234.50", "1000", "234.5"]


@pytest.mark.parametrize(
    ("value", "shown", "printed"),
    [
        ("1234.5", "#,##0.00", "1234.50"),
        ("0.125", "0.0%", "12.5%"),
        ("12.6", "0", "13"),
        ("12.6", "General", "12.6"),
    ],
)
def test_number__as_excel_shows_it(value: str, shown: str, printed: str) -> None:
    assert _number(Decimal(value), shown) == printed


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".xls"])
def test_load__a_damaged_file_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(ReadError, match=f"broken{suffix}.*damaged"):
        budgetlib.load(path)


def test_load__html_in_an_undeclared_national_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(
        "<p>公开03表</p><p>支出预算总表</p><table><tr><td>合计<td>4.00</table>".encode("gb18030")
    )
    blocks = budgetlib.load(path)
    assert [table.title for table in blocks.tables.values()] == ["支出预算总表"]


PAGE = "<p>公开03表</p><p>支出预算总表</p><table><tr><td>合计<td>4.00</table>"


@pytest.mark.parametrize("named", ["iso-8859-1", "big5", "utf-8", "no-such-charset"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_load__html_that_names_a_wrong_charset(tmp_path: Path, named: str, encoding: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(f"<meta charset={named}>{PAGE}".encode(encoding))
    assert budgetlib.load(path).tables["3"].title == "支出预算总表"


def test_load__html_tables_within_markdown(tmp_path: Path) -> None:
    head = "<tr><th>科目编码<th>科目名称<th>合计</tr>"
    rows = "\n<tr><td><td>合计<td>4.00</tr>\n<tr><td>208<td>社会保障和就业支出<td>4.00</tr>"
    path = tmp_path / "page.md"
    table = f"<table border=1>{head}{rows}</table>"
    path.write_text(f"# 某局2031年部门预算\n\n支出预算总表\n\n{table}\n\n后文\n", encoding="utf-8")
    budget = budgetlib.load(path)
    figures = list(budget.figures)
    assert [figure.printed for figure in figures] == ["4.00", "4.00"] and budget.unit == "某局"
    assert [figure.place.line for figure in figures] == [6, 7]


def test_html__a_rowspan_fills_the_rows_below(tmp_path: Path) -> None:
    from budgetlib.read.html import read_blocks as html_blocks

    path = tmp_path / "page.html"
    path.write_text("<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>", encoding="utf-8")
    (grid,), *_ = html_blocks(path)
    assert isinstance(grid, Grid)
    assert grid.rows == (("甲", "1"), ("", "2"))
    assert grid.spans == ((0, 0, 2, 1),)


def test_load__refuses_an_archive_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(4):
            archive.writestr(f"xl/{n}.xml", b"0" * 80_000_000)
    with pytest.raises(ReadError, match="unpacks to 320 MB"):
        budgetlib.load(path)


def book(tmp_path: Path, rows: list[list[object]]) -> tuple[openpyxl.Workbook, Path]:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    return workbook, tmp_path / "book.xlsx"


ROWS: list[list[object]] = [
    ["单位支出总表"],
    ["单位：万元"],
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", 30, 20, 10],
    ["208", "社会保障和就业支出", 30, 20, 10],
]


def test_load__formulas_without_a_stored_value_are_told(tmp_path: Path) -> None:
    rows = [*ROWS[:3], ["", "合计", "=D4+E4", 20, 10], ["208", "社会保障和就业支出", "=1", 20, 10]]
    workbook, path = book(tmp_path, rows)
    workbook.save(path)
    budget = budgetlib.load(path)
    (told,) = budget.apart
    assert told.startswith("sheet Sheet: 2 formulas without a stored value (C4, C5)")
    assert [limit.kind for limit in budget.limits][:2] == ["cell", "cell"]


def test_load__a_sheet_formatted_to_its_last_row_is_read(tmp_path: Path) -> None:
    workbook, path = book(tmp_path, ROWS)
    workbook.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    workbook.active.merge_cells("A900:Z950")
    workbook.save(path)
    budget = budgetlib.load(path)
    assert len(list(budget.figures)) == 6
    assert {limit.kind for limit in budget.limits} == {"identity"}


def test_load__refuses_a_merged_range_that_no_page_holds(tmp_path: Path) -> None:
    workbook, made = book(tmp_path, ROWS)
    workbook.active.merge_cells("A1:E1")
    workbook.save(made)
    path = tmp_path / "merged.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b'ref="A1:E1"', b'ref="A1:XFD1048576"'))
    with pytest.raises(ReadError, match="merges the cells A1:XFD1048576"):
        budgetlib.load(path)


def test_load__refuses_a_sheet_that_reaches_too_far(tmp_path: Path) -> None:
    workbook, path = book(tmp_path, ROWS)
    workbook.active["XFD1048576"] = "far"
    workbook.save(path)
    with pytest.raises(ReadError, match="'Sheet' reaches over 1048576 rows and 16384 columns"):
        budgetlib.load(path)


def test_load__refuses_a_cell_that_spans_more_columns_than_a_page_holds(tmp_path: Path) -> None:
    made = WRITERS[".docx"](blocks_of("支出总表\n\n甲\t乙\n1\t2\n"), tmp_path / "made.docx")
    path = tmp_path / "wide.docx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            span = b'<w:tcPr><w:gridSpan w:val="900000000"/>'
            new.writestr(entry, old.read(entry).replace(b"<w:tcPr>", span))
    with pytest.raises(ReadError, match="a cell spans 900000000 columns"):
        budgetlib.load(path)


def test_load__reads_no_external_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("987654321")
    made = WRITERS[".docx"](blocks_of("支出总表说明\n某某单位"), tmp_path / "made.docx")
    path = tmp_path / "entity.docx"
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                start = data.index(b"?>") + 2
                data = data[:start] + head.encode() + data[start:].replace("某某".encode(), b"&e;")
            new.writestr(entry, data)
    try:
        words = "".join(block.text for block in office_blocks(path)[0])
    except ReadError:
        words = ""
    assert "987654321" not in words


@pytest.mark.parametrize("suffix", FORMATS)
def test_load__corrupted_copies_are_read_or_refused(tmp_path: Path, suffix: str) -> None:
    data = WRITERS[suffix](blocks_of(PURPOSES), tmp_path / f"right{suffix}").read_bytes()
    load_corrupted(data, tmp_path / f"broken{suffix}", 60)


def test_load__an_old_word_document_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "old.doc"
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(container + "Root Entry".encode("utf-16-le") + bytes(44) + OF_WORD)
    with pytest.raises(ReadError, match=r"old\.doc: .*save it as \.docx"):
        budgetlib.load(path)


def test_load__a_column_that_a_wide_header_covers_is_no_column(tmp_path: Path) -> None:
    cells = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    heads = "".join(f"<th colspan=2>{cell}</th>" for cell in cells)
    row = "".join(f"<td>{amount}</td><td></td>" for amount in ("9.40", "0.00", "8.00", "1.40"))
    path = tmp_path / "wide.html"
    path.write_text(
        "<p>某某局2027年部门预算</p><p>表5 “三公”经费支出表</p><p>单位：万元</p>"
        f"<table><tr><th colspan=8>2027年预算数</th></tr><tr>{heads}</tr><tr>{row}</tr></table>"
    )
    budget = budgetlib.load(path)
    assert [*budget.tables["5"].rows[0].cells] == ["total", "travel", "vehicles", "reception"]
    assert budget.reconcile().inconsistent == []


OF_WORD = "WordDocument".encode("utf-16-le")
