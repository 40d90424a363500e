"""Pictures among the text: named as not read; where one may be a table, nothing can be told."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import matplotlib.pyplot as plt
import pytest
from docx.shared import Cm
from pdf_made import Page
from pdf_made import write as write_pdf
from xlsxwriter import Workbook

import budgetlib
from budgetlib.budget import Budget, Reconciliation
from budgetlib.errors import ReadError

TITLE, UNIT = "子县丑局2025年部门预算", "单位：万元"
ROWS = [["科目编码", "科目名称", "合计"], ["", "合计", "61.30"], ["205", "教育支出", "61.30"]]
NOTE = "2025年收入预算61.30万元。"
LARGE, SMALL = (14.0, 9.0), (2.0, 2.0)  # centimetres
# What follows 表2 with its rows: a title above a picture, or a picture by itself.
BELOW_A_TITLE, BY_ITSELF = ("表3 部门支出总表", UNIT), ("收入结构如图。",)
Size = tuple[float, float]


def drawn() -> BytesIO:
    out = BytesIO()
    plt.imsave(out, [[0, 1], [1, 0]], format="png")
    out.seek(0)
    return out


def as_docx(path: Path, above: tuple[str, ...], size: Size) -> Path:
    document = docx.Document()
    for text in (TITLE, "表2 部门收入总表", UNIT):
        document.add_paragraph(text)
    table = document.add_table(3, 3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for text in above:
        document.add_paragraph(text)
    document.add_picture(drawn(), Cm(size[0]), Cm(size[1]))
    document.save(str(path))
    return path


def as_xlsx(path: Path, above: tuple[str, ...], size: Size) -> Path:
    workbook = Workbook(str(path))
    sheet = workbook.add_worksheet()
    for r, cells in enumerate([[TITLE], ["表2 部门收入总表"], [UNIT], *ROWS]):
        sheet.write_row(r, 0, cells)
    if above == BELOW_A_TITLE:
        sheet = workbook.add_worksheet()
        sheet.write_column(0, 0, above)
    scale = {"x_scale": size[0] * 18.9, "y_scale": size[1] * 18.9}  # of a picture of two pixels
    sheet.insert_image(8, 0, "x.png", {"image_data": drawn(), "object_position": 3, **scale})
    workbook.close()
    return path


def as_html(path: Path, above: tuple[str, ...], size: Size) -> Path:
    cells = ("".join(f"<td>{x}</td>" for x in row) for row in ROWS)
    table = "<table>" + "".join(f"<tr>{row}</tr>\n" for row in cells) + "</table>"
    lines = [*(f"<p>{text}</p>" for text in (TITLE, "表2 部门收入总表", UNIT)), table]
    lines += [f"<p>{text}</p>" for text in above]
    lines.append(f'<p><img src="x.png" style="width: {int(size[0] * 37.8)}px"></p>')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_pdf(path: Path, above: tuple[str, ...], size: Size) -> Path:
    first = Page().say(200, 60, TITLE, 16).say(200, 90, "表2 部门收入总表").say(480, 110, UNIT)
    second = Page(picture=size == LARGE)
    for n, text in enumerate(above):
        second.say(60, 30 + 16 * n, text)
    return write_pdf(path, first.table(ROWS), second)


WRITERS: dict[str, Callable[[Path, tuple[str, ...], Size], Path]] = {
    ".docx": as_docx,
    ".xlsx": as_xlsx,
    ".html": as_html,
    ".pdf": as_pdf,
}


def told(path: Path) -> tuple[Budget, Reconciliation]:
    return (budget := budgetlib.load(path)), budget.reconcile()


@pytest.mark.parametrize("suffix", WRITERS)
def test_pictures__one_below_the_title_of_a_table_is_lost(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"one{suffix}", BELOW_A_TITLE, LARGE)
    budget, result = told(path)
    assert [*budget.tables] == ["2"]
    assert ["1 picture not read" in words for words in budget.lost] == [True]
    assert result.state == "cannot_tell" and result.verdicts["exact"] > 0


@pytest.mark.parametrize("suffix", WRITERS)
def test_pictures__one_by_itself_is_named_beside(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"one{suffix}", BY_ITSELF, LARGE)
    budget, result = told(path)
    assert budget.lost == () and "1 picture not read" in budget.apart[-1]
    assert result.state == "holds"


@pytest.mark.parametrize("suffix", WRITERS)
def test_pictures__a_seal_or_a_logo_is_none(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"one{suffix}", BELOW_A_TITLE, SMALL)
    assert not any("picture" in limit.text for limit in budgetlib.load(path).limits)


def test_pictures__a_listed_table_may_be_in_one(tmp_path: Path) -> None:
    path = as_html(tmp_path / "one.html", BY_ITSELF, LARGE)
    listed = "<p>目录</p><p>表2 部门收入总表</p><p>表3 部门支出总表</p>"
    path.write_text(listed + path.read_text("utf-8"), encoding="utf-8")
    budget, result = told(path)
    assert "1 picture not read" in budget.lost[0] and result.state == "cannot_tell"
    assert not [c for c in result.inconsistent if c.rule.name == "every_listed_table_is_printed"]


def test_pictures__where_there_is_no_table_nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "one.md"
    notes = ["# 第三部分 情况说明", "一、收入情况说明", NOTE, "二、支出情况说明"]
    text = "\n\n".join(
        [TITLE, "![](1.png)", "<img src='2.png'>", *notes, NOTE.replace("收入", "支出")]
    )
    path.write_text(text, encoding="utf-8")
    budget, result = told(path)
    assert "2 pictures not read (line 3, line 5)" in budget.lost[0]
    assert result.state == "cannot_tell"


def test_pictures__pages_that_are_pictures_alone_are_refused_in_words(tmp_path: Path) -> None:
    (path := tmp_path / "one.html").write_text(f"<p>{TITLE}</p><img src=1.png><img src=2.png>")
    with pytest.raises(ReadError, match="2 pictures not read"):
        budgetlib.load(path)


def test_pictures__a_number_in_the_words_for_one_is_unread(tmp_path: Path) -> None:
    path = as_html(tmp_path / "one.html", BY_ITSELF, SMALL)
    text = path.read_text("utf-8").replace("<img", '<img alt="支出12.34万元"')
    path.write_text(text, encoding="utf-8")
    assert [entry.text for entry in budgetlib.load(path).unread] == ["12.34"]


def test_text__a_number_in_a_tag_that_is_not_closed_is_unread(tmp_path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{x}</td>' for x in row)}</tr>\n" for row in ROWS)
    cut = cells.replace("<td>61.30", "<td style='width:1.5%' colspan='61.31", 1)
    path = tmp_path / "one.txt"
    path.write_text(
        f"{TITLE}\n\n表2 部门收入总表\n\n{UNIT}\n\n<table>{cut}</table>", encoding="utf-8"
    )
    assert {"1.5", "61.31"} <= {entry.text for entry in budgetlib.load(path).unread}
