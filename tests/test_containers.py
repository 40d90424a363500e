"""What Word, Excel and a browser show is read, or told as not read, wherever in the file it is."""

import csv
import time
import zipfile
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.comments import Comment

import budgetlib
from budgetlib.budget import Budget
from budgetlib.errors import ReadError
from budgetlib.read import archive
from budgetlib.read.office import read_blocks

TITLE = "丙市丁局2025年部门预算"
TABLE = [["科目编码", "科目名称", "合计"], ["", "合计", "61.30"], ["205", "教育支出", "61.30"]]
W = nsdecls("w")


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: list[list[str]] = TABLE) -> str:
    cells = ("".join(f"<w:tc>{paragraph(x)}</w:tc>" for x in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word(path: Path, body: str) -> Path:
    document = docx.Document()
    for text in (TITLE, "表2 部门收入总表", "单位：万元"):
        document.add_paragraph(text)
    for element in parse_xml(f"<w:body {W}>{body}</w:body>"):
        document.element.body.insert_element_before(element, "w:sectPr")
    document.save(str(path))
    return path


INNER = {
    "content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{table()}</w:sdtContent></w:sdt>",
    "two content controls": "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>"
    f"{table()}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
    "custom xml": f'<w:customXml w:element="x">{table()}</w:customXml>',
    "nested table": f"<w:tbl><w:tr><w:tc>{table()}<w:p/></w:tc></w:tr></w:tbl>",
    "text box": f"<w:p><w:r><w:pict><w:txbxContent>{table()}</w:txbxContent></w:pict></w:r></w:p>",
    "tracked insertion": table()
    .replace("<w:r>", "<w:ins><w:r>")
    .replace("</w:r>", "</w:r></w:ins>"),
    "smart tag": table()
    .replace("<w:r>", "<w:smartTag><w:r>")
    .replace("</w:r>", "</w:r></w:smartTag>"),
    "simple field": table()
    .replace("<w:r>", '<w:fldSimple w:instr="QUOTE"><w:r>')
    .replace("</w:r>", "</w:r></w:fldSimple>"),
    "a row deleted": table().replace(
        "</w:tbl>",
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('88.88')}</w:tc></w:tr></w:tbl>",
    ),
    "words deleted": table().replace(
        "<w:r><w:t>61.30", "<w:del><w:r><w:delText>77.77</w:delText></w:r></w:del><w:r><w:t>61.30"
    ),
}


@pytest.mark.parametrize("kind", INNER)
def test_word__is_read_wherever_it_stands(tmp_path: Path, kind: str) -> None:
    budget = budgetlib.load(word(tmp_path / "one.docx", INNER[kind]))
    (one,) = budget.tables.values()
    assert [figure.printed for figure in one.figures] == ["61.30", "61.30"]
    assert budget.limits == ()


def test_word__paragraphs_of_text_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('甲')}{paragraph('乙')}</w:txbxContent></w:pict>"
    body = f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{box}</w:r></w:p>{paragraph('后')}"
    blocks = read_blocks(word(tmp_path / "one.docx", body)).blocks
    assert [block.text for block in blocks[3:]] == ["前", "甲", "乙", "后"]


@pytest.mark.parametrize(
    ("part", "text"),
    [("header", "预算数 12.34"), ("footer", "合计5.60"), ("footer", "1,234.50 元")],
)
def test_word__a_number_that_no_block_holds_is_unread(tmp_path: Path, part: str, text: str) -> None:
    path = word(tmp_path / "one.docx", table())
    document = docx.Document(str(path))
    getattr(document.sections[0], part).paragraphs[0].text = text
    document.save(str(path))
    number = next(word for word in ("12.34", "5.60", "1,234.50") if word in text)
    assert [entry.text for entry in budgetlib.load(path).unread] == [number]


DRAWN = {
    "drawing": '<a:t xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">42.17</a:t>',
    "formula": '<m:t xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">42.17'
    "</m:t>",
}


@pytest.mark.parametrize("kind", DRAWN)
def test_word__a_number_that_is_drawn_is_unread(tmp_path: Path, kind: str) -> None:
    path = word(tmp_path / "one.docx", f"{table()}<w:p><w:r>{DRAWN[kind]}</w:r></w:p>")
    assert [entry.text for entry in budgetlib.load(path).unread] == ["42.17"]


@pytest.mark.parametrize(
    "name", ["charts/chart2.xml", "diagrams/data1.xml", "embeddings/Book1.xlsx", "afchunk1.htm"]
)
def test_word__what_is_shown_and_no_text_of_it_is_named(tmp_path: Path, name: str) -> None:
    path = word(tmp_path / "one.docx", table())
    assert budgetlib.load(path).apart == ()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"word/{name}", "<x>42.17</x>")
    (told,) = budgetlib.load(path).apart
    assert f"not read: word/{name}" in told


def book(path: Path) -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    for row in [[TITLE], ["表2 部门收入总表"], ["单位：万元"], *TABLE]:
        workbook.active.append([float(x) if "." in x else x or None for x in row])
    for row in workbook.active.iter_rows(min_col=3, max_col=3, min_row=5):
        row[0].number_format = "0.00"
    workbook.save(path)
    return workbook


def test_excel__hidden_sheets_and_rows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    workbook = book(path)
    workbook.active.row_dimensions[6].hidden = True
    other = workbook.create_sheet("底稿")
    other["A1"], other.sheet_state = 3.5, "hidden"
    workbook.save(path)
    budget = budgetlib.load(path)
    assert [figure.printed for figure in budget.tables["2"].figures] == ["61.30", "61.30"]
    assert [told.partition(" 工作表")[0] for told in budget.apart] == [
        "sheet Sheet: 1 row hidden, read all the same (6)",
        "sheet 底稿: hidden, not read",
    ]


def test_excel__hidden_columns_comments_and_margins_are_told(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    workbook = book(path)
    sheet = workbook.active
    sheet.column_dimensions["C"].hidden = sheet.column_dimensions["H"].hidden = True
    sheet["C5"].comment = Comment("另有42.17万元", "甲")
    sheet.oddFooter.center.text = "合计 8.90 万元"
    workbook.save(path)
    budget = budgetlib.load(path)
    assert [entry.text for entry in budget.unread] == ["8.90"]
    assert [told.partition(" 工作表")[0].partition(" 内含")[0] for told in budget.apart] == [
        "sheet Sheet: 1 column hidden, read all the same (C)",
        "a chart, drawing, comment or file within it, not read: xl/comments/comment1.xml",
    ]


def test_excel__text_in_shapes_is_named_and_its_numbers_unread(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    book(path)
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    shape = f'<x xmlns:a="{space}"><a:p><a:r><a:t>另有专项42.17万元</a:t></a:r></a:p></x>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", shape)
    budget = budgetlib.load(path)
    assert [entry.text for entry in budget.unread] == ["42.17"]
    assert "另有专项42.17万元" in budget.apart[0]


def swollen(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("suffix", "name"), [(".docx", "word/document.xml"), (".xlsx", "xl/worksheets/sheet1.xml")]
)
def test_office__what_would_swell_is_refused_before_it_is_built(
    tmp_path: Path, suffix: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_TAGS", 1000)
    with pytest.raises(ReadError, match="more than 1,000 elements"):
        budgetlib.load(swollen(tmp_path / f"one{suffix}", name, b"<w:p/>" * 1001))


# ---- HTML

HEAD = f"<meta charset=utf-8><p>{TITLE}</p><p>表2 部门收入总表</p><p>单位：万元</p>"
ROWS = "".join(f"<tr>{''.join(f'<td>{x}</td>' for x in row)}</tr>" for row in TABLE)


def page(path: Path, text: str) -> Budget:
    path.write_text(text, encoding="utf-8")
    return budgetlib.load(path)


PAGES = {
    "300 nested": HEAD + "<div>" * 300 + f"<table>{ROWS}</table>" + "</div>" * 300,
    "1500 unclosed": HEAD + "<span>" * 1500 + f"<table>{ROWS}</table>",
    "unclosed fonts": HEAD + "<font size=2>" * 400 + f"<table>{ROWS}</table>",
    "after the end": f"<html><body>{HEAD}</body></html><table>{ROWS}</table>",
    "two ends": f"<html><body>{HEAD}</body></html></html><div><table>{ROWS}</table></body>",
    "comments between": HEAD + f"<!-- x --><table><!-- y -->{ROWS}</table><?php echo 1 ?>",
    "boxes in cells": f"{HEAD}<table>{ROWS}</table>".replace("61.30", "<table><td>61.30</table>"),
    "layout table": f"<table><tr><td>{HEAD}</td></tr><tr><td><table>{ROWS}</table></table>",
}


@pytest.mark.parametrize("kind", PAGES)
def test_html__is_read_wherever_it_stands(tmp_path: Path, kind: str) -> None:
    budget = page(tmp_path / "one.html", PAGES[kind])
    (one,) = budget.tables.values()
    assert [figure.printed for figure in one.figures] == ["61.30", "61.30"]
    assert budget.limits == ()


@pytest.mark.parametrize(
    "inside",
    [
        "<p>另有资金 <b>419</b>.07 万元</p>",
        "<caption>另有资金419.07万元</caption>",
        "<td>419.07</td>",
        "<tbody><div><i>419.07</i></div></tbody>",
    ],
)
def test_html__what_stands_in_a_table_and_in_no_row_is_kept(tmp_path: Path, inside: str) -> None:
    budget = page(tmp_path / "one.html", f"{HEAD}<table>{inside}{ROWS}</table>")
    assert [e.text for e in budget.ledger if e.text == "419.07"] == ["419.07"]
    assert len(budget.tables["2"].rows) == 2


def test_html__what_a_form_or_a_frame_shows_is_read_or_told(tmp_path: Path) -> None:
    shown = '<p>另有 <input value="419.07"> 万元 <input type=hidden value="5.55"></p>'
    budget = page(tmp_path / "one.html", f"{HEAD}<table>{ROWS}</table>{shown}")
    assert [e.text for e in budget.ledger if e.text in ("419.07", "5.55")] == ["419.07"]
    framed = '<iframe srcdoc="&lt;p&gt;共 8.21 万元"></iframe><iframe src="x.html"></iframe>'
    budget = page(tmp_path / "two.html", f"{HEAD}<table>{ROWS}</table>{framed}")
    assert [entry.text for entry in budget.unread] == ["8.21"]
    assert budget.apart[0].startswith("2 frames with another page, not read")


@pytest.mark.parametrize("depth", [2100, 60_000])
def test_html__what_is_nested_too_deeply_is_said_to_be_cut(tmp_path: Path, depth: int) -> None:
    text = f"{HEAD}<table>{ROWS}</table>{'<div>' * depth}<p>共 8.21 万元"
    budget = page(tmp_path / "one.html", text)
    assert any("could not be read" in told for told in budget.lost)
    assert [entry.text for entry in budget.unread] == ["8.21"]


@pytest.mark.parametrize(
    "text",
    [
        "<!",
        "<?php ?>",
        "<!-- only",
        "<![CDATA[",
        "<>",
        "&#x0;",
        "\0\0",
        "<table>",
        "<td rowspan=²>1",
    ],
)
def test_html__what_is_no_page_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReadError):
        page(tmp_path / "one.html", text)


@pytest.mark.parametrize("span", ["9" * 4301, "²", "-3", "1e9", "٣", "1.5", ""])
def test_html__a_span_that_is_no_number_is_one(tmp_path: Path, span: str) -> None:
    budget = page(
        tmp_path / "one.html",
        f"{HEAD}<table>{ROWS.replace('<td>205', f'<td colspan={span}>205')}</table>",
    )
    assert len(budget.tables["2"].rows) == 2


def test_html__spans_that_no_page_holds_are_refused(tmp_path: Path) -> None:
    cell = "<td rowspan=200 colspan=200>1</td>"
    with pytest.raises(ReadError, match="places"):
        page(tmp_path / "one.html", f"{HEAD}<table><tr>{cell * 20}</table>")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<p " + " ".join(f"a{n}" for n in range(30_000)) + ">1", "attributes"),
        ("<p>共1.50万元" * 50_001, "paragraphs"),
    ],
)
def test_html__what_would_be_compared_or_read_for_ever_is_refused(
    tmp_path: Path, text: str, why: str
) -> None:
    begun = time.process_time()
    with pytest.raises(ReadError, match=why):
        page(tmp_path / "one.html", HEAD + text)
    assert time.process_time() - begun < 10


def test_load__a_page_named_as_a_workbook_is_read(tmp_path: Path) -> None:
    for name in ("one.xls", "two.xlsx", "three.doc.docx"):
        assert list(page(tmp_path / name, f"{HEAD}<table>{ROWS}</table>").tables) == ["2"]


@pytest.mark.parametrize("kind", ["inlinStr", "q", ""])
def test_excel__a_number_in_a_cell_of_no_kind_is_unread(tmp_path: Path, kind: str) -> None:
    path, out = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    workbook = book(path)
    workbook.active["A7"], workbook.active["B7"] = "206", "42.17万元"
    workbook.save(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                at = part.index('<c r="B7"')
                part = part[:at] + part[at:].replace('t="inlineStr"', f't="{kind}"', 1)
                assert f't="{kind}"><is><t>42.17' in part
            new.writestr(name, part)
    assert "42.17" in [entry.text for entry in budgetlib.load(out).unread]


SUMMARY = [["项目", "预算数", "项目", "预算数"], ["一、事业收入", "61.30", "一、教育支出", "61.30"]]
SUMMARY += [["收入总计", "61.30", "支出总计", "61.30"]]
SUMMED = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in SUMMARY)
LEAF = f"<html><h1>{TITLE}</h1><p>收支总表</p><p>单位：万元</p><table>{SUMMED}</table></html>"
MAIL = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=leaf\n\n"


@pytest.mark.parametrize("name", ["old.xls", "page.mht"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_load__a_web_archive(tmp_path: Path, name: str, charset: str) -> None:
    body = b64encode(LEAF.encode(charset)).decode()
    head = f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    (tmp_path / name).write_text(f"{MAIL}--leaf\n{head}{body}\n--leaf--\n")
    budget = budgetlib.load(tmp_path / name)
    assert [t.role for t in budget.tables.values()] == ["summary"]
    assert (len(budget.cells), budget.limits) == (4, ())


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030"])
def test_load__values_parted_by_commas(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "table.csv"
    rows = [[TITLE, "", "", ""], ["收支总表", "", "", ""], ["", "", "", "单位：元"], *SUMMARY[:2]]
    rows += [["收入总计", "1,061.30", "支出总计", "1,061.30"]]
    with path.open("w", encoding=charset, newline="") as file:
        csv.writer(file).writerows(rows)
    budget = budgetlib.load(path)
    assert [t.role for t in budget.tables.values()] == ["summary"]
    assert {f.printed for f in budget.figures} == {"61.30", "1,061.30"}


def test_load__amounts_that_commas_part_are_refused_by_their_row(tmp_path: Path) -> None:
    rows = [TITLE, "收支总表", ",,,单位：元", *map(",".join, SUMMARY[:2])]
    path = tmp_path / "table.csv"
    path.write_text("\n".join([*rows, "收入总计,1,061.30,支出总计,1,061.30"]), encoding="utf-8")
    with pytest.raises(ReadError, match="row 6: a comma within an amount"):
        budgetlib.load(path)


def test_load__a_day_in_a_cell(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([TITLE])
    workbook.active.append([datetime(2025, 1, 20)])
    for row in [["收支总表"], *SUMMARY]:
        workbook.active.append(row)
    workbook.save(tmp_path / "book.xlsx")
    assert budgetlib.load(tmp_path / "book.xlsx").unread == ()


@pytest.mark.parametrize("whole", [97.5, 95.7])
def test_excel__a_sum_without_a_word_below_its_list(tmp_path: Path, whole: float) -> None:
    workbook = openpyxl.Workbook()
    rows = [["项目名称", "采购品目", "数量", "金额"], ["器材购置", "水带", 100, 63.2]]
    rows += [["营房维修", "装修工程", 1, 34.3], [None, None, None, whole]]
    for row in [[TITLE], ["政府采购预算表"], *rows]:
        workbook.active.append(row)
    workbook.save(tmp_path / "book.xlsx")
    budget = budgetlib.load(tmp_path / "book.xlsx")
    assert budget.unread == ()
    assert bool(budget.table("procurement").total_row) == (whole == 97.5)


def with_amounts(path: Path, put: Callable[[Any], object]) -> Budget:
    """A Word document of a table, after something was put into the cells of its amounts."""
    document = docx.Document()
    for text in (TITLE, "表2 部门收入总表", "单位：万元"):
        document.add_paragraph(text)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for r, row in enumerate(TABLE):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
            if text == "61.30":
                put(table.cell(r, c))
    document.save(path)
    return budgetlib.load(path)


def test_word__a_box_within_a_cell_is_the_cell(tmp_path: Path) -> None:
    def put(cell: Any) -> None:
        cell.text = ""
        cell.add_table(1, 1).cell(0, 0).text = "61.30"

    budget = with_amounts(tmp_path / "one.docx", put)
    assert [figure.printed for figure in budget.tables["2"].figures] == ["61.30", "61.30"]
    assert budget.limits == ()


def test_html__a_number_that_a_picture_says(tmp_path: Path) -> None:
    drawn = ROWS.replace("61.30", "<img src='n.png' alt='61.30'>")
    budget = page(tmp_path / "one.html", f"{HEAD}<table>{drawn}</table>")
    assert [figure.printed for figure in budget.tables["2"].figures] == ["61.30", "61.30"]


@pytest.mark.parametrize(("hidden", "printed"), [(True, "61.30"), (False, "61.3099")])
def test_word__what_is_hidden_is_no_part_of_an_amount(
    tmp_path: Path, hidden: bool, printed: str
) -> None:
    def put(cell: Any) -> None:
        cell.paragraphs[0].add_run("99").font.hidden = hidden

    figures = with_amounts(tmp_path / "one.docx", put).tables["2"].figures
    assert {figure.printed for figure in figures} == {printed}
