"""Horizontal rulings alone, and texts set out by spaces: which column a number stands in."""

from itertools import pairwise
from pathlib import Path

import pytest
from pdf_made import Page, write

import budgetlib
from budgetlib.budget import Budget
from budgetlib.read import pdf
from budgetlib.read.blocks import Grid, Paragraph

EDGES = (60.0, 110.0, 260.0, 330.0, 400.0, 470.0, 540.0)
HEADS = (
    ("科目编码", 0, 1),
    ("科目名称", 1, 2),
    ("合计", 2, 3),
    ("基本支出", 3, 5),
    ("项目支出", 5, 6),
)
ROWS = (
    ("", "合计", "91.40", "70.25", "9.15", "12.00"),
    ("207", "文化旅游体育与传媒支出", "80.10", "61.35", "6.75", "12.00"),
    ("20701", "文化和旅游", "80.10", "61.35", "6.75", "12.00"),
    ("2070104", "图书馆", "80.10", "61.35", "6.75", "12.00"),
    ("221", "住房保障支出", "11.30", "8.90", "2.40", ""),
    ("22102", "住房改革支出", "11.30", "8.90", "2.40", ""),
    ("2210201", "住房公积金", "11.30", "8.90", "2.40", ""),
)


def ruled_across(pieced: bool) -> Page:
    """A table in two levels of header; each ruling in one, or a piece for each cell."""
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(220, 90, "一般公共预算支出表", 14)
    page.say(480, 110, "单位：万元")

    def middle(a: int, b: int, text: str, y: float) -> None:
        page.say((EDGES[a] + EDGES[b] - 9 * len(text)) / 2, y, text, 9)

    def ruling(y: float, first: int = 0, last: int = 6) -> None:
        ends = EDGES[first : last + 1] if pieced else (EDGES[first], EDGES[last])
        page.lines.extend((a, y, b, y) for a, b in pairwise(ends))

    for text, a, b in HEADS:
        middle(a, b, text, 134 if b - a > 1 else 144)
    middle(3, 4, "人员经费", 154)
    middle(4, 5, "公用经费", 154)
    ruling(120)
    ruling(140, 3, 5)
    for n, row in enumerate(ROWS):
        ruling(160 + 20 * n)
        for c, cell in enumerate(row):
            left = EDGES[c] + 4 if c < 2 else EDGES[c + 1] - 4 - 4.5 * len(cell)
            page.say(left, 174 + 20 * n, cell, 9)
    ruling(160 + 20 * len(ROWS))
    return page


def read(tmp_path: Path, page: Page) -> Budget:
    return budgetlib.load(write(tmp_path / "across.pdf", page))


KINDS = ("total", "personnel", "operating", "project")


@pytest.mark.parametrize("pieced", [True, False])
def test_uprights__cells_above_several_columns(tmp_path: Path, pieced: bool) -> None:
    budget = read(tmp_path, ruled_across(pieced))
    table = budget.table("by_function")
    assert [(row.code, *(row[kind].printed for kind in KINDS)) for row in table.rows] == [
        (row[0], *row[2:]) for row in ROWS
    ]
    assert table.unruled and budget.unread == () and budget.reconcile().inconsistent == []


def test_uprights__at_the_sides_alone(tmp_path: Path) -> None:
    page = ruled_across(pieced=False)
    page.lines += [(x, 120, x, 160 + 20 * len(ROWS)) for x in (EDGES[0], EDGES[-1])]
    table = read(tmp_path, page).table("by_function")
    assert [(row.code, *(row[kind].printed for kind in KINDS)) for row in table.rows] == [
        (row[0], *row[2:]) for row in ROWS
    ]


def test_rows_of__counts_below_each_other_are_no_code(tmp_path: Path) -> None:
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(250, 90, "人员情况表", 14)
    rows = [
        ("项目", "人数"),
        ("编制数", "46"),
        ("其中：行政编制", "0"),
        ("事业编制", "46"),
        ("退休人数", "21"),
    ]
    budget = read(tmp_path, page.table(rows, rulings=""))
    told = {row.name: [f.printed for f in row.cells.values()] for row in budget.tables["1"].rows}
    assert told == {
        "编制数": ["46"],
        "其中:行政编制": ["0"],
        "事业编制": ["46"],
        "退休人数": ["21"],
    }


def test_heads_of__a_bracket_that_is_open_goes_on_below(tmp_path: Path) -> None:
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(250, 90, "收支总表", 14)
    page.say(480, 110, "单位：万元")
    lefts = (60, 130, 190, 300, 360, 480)
    heads = ("项目", "预算数", "项目（按功能分类）", "预算数", "项目（按部门经济分", "预算数")
    rows = (
        ("一般公共预算拨款", "60.00", "教育支出", "64.00", "工资福利支出", "50.00"),
        ("事业收入", "10.00", "住房保障支出", "6.00", "商品和服务支出", "20.00"),
        ("收入总计", "70.00", "支出总计", "70.00", "支出总计", "70.00"),
    )
    for n, row in enumerate((heads, *rows)):
        for left, text in zip(lefts, row, strict=True):
            page.say(left, 140 + 20 * n + 16 * bool(n), text, 8)
    page.say(360, 150, "类）", 8)
    budget = read(tmp_path, page)
    assert [row.name for row in budget.tables["1"].part("economic")] == [row[4] for row in rows]
    assert budget.reconcile().inconsistent == []


def test_uprights__words_that_are_underlined_are_no_table(tmp_path: Path) -> None:
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(70, 90, "一、收支说明")
    for n, words in enumerate(
        ("收入 310.00 万元，比上年", "增加 12.00 万元，其中", "捐款 4.00 万元。")
    ):
        page.say(70, 120 + 20 * n, words)
        page.lines.append((100, 122 + 20 * n, 140, 122 + 20 * n))
    found = pdf.read_blocks(write(tmp_path / "words.pdf", page))
    assert all(isinstance(block, Paragraph) for block in found.blocks) and not found.lost


FRONT = (
    "                 丙县丁馆2025年部门预算\n\n                 {title}\n"
    "编制部门：丙县丁馆                                         单位：万元\n\n"
)
STEPS = FRONT.format(title="部门收入总体情况表") + (
    "   科目编码              科目名称      合计            "
    "  财政拨款              事业收入 上年结转\n"
    " 类 款 项                                   一般公共预算      政府性基金预算\n"
    " ** ** **              **        1          2             3            4      5\n"
    "           合计                     91.40        80.10         11.30      0.00   0.00\n"
    " 207       文化旅游体育与传媒支出            80.10      "
    "  80.10          0.00      0.00   0.00\n"
    "     01    文化和旅游                  80.10        80.10          0.00      0.00   0.00\n"
    "        04 图书馆                    80.10        80.10          0.00      0.00   0.00\n"
    " 229       其他支出                   11.30         0.00         11.30      0.00   0.00\n"
    "     60    彩票公益金安排的支出             11.30      "
    "   0.00         11.30      0.00   0.00\n"
    "        03 用于体育事业的彩票公益金支出         11.30      "
    "   0.00         11.30      0.00   0.00\n"
)
CLOSE = FRONT.format(title="部门收入总体情况表") + (
    "科目编码            科目名称                                本年收入\n"
    "                          总计 上年结转 合计 一般公共预算拨款收入 政府性基金预算拨款收入\n"
    "                                                      事业收入 其他收入\n"
    "合计                        91.40   1.20 90.20   80.10  10.10     0.00    0.00\n"
    "207     文化旅游体育与传媒支出      81.30   1.20 80.10   80.10   0.00     0.00    0.00\n"
    "20701   文化和旅游            81.30   1.20 80.10   80.10   0.00     0.00    0.00\n"
    "2070104 图书馆              81.30   1.20 80.10   80.10   0.00     0.00    0.00\n"
    "229     其他支出             10.10   0.00 10.10    0.00  10.10     0.00    0.00\n"
    "22960   彩票公益金安排的支出       10.10   0.00 10.10    0.00  10.10     0.00    0.00\n"
    "2296003 用于体育事业的彩票公益金支出   10.10   0.00 10.10    0.00  10.10     0.00    0.00\n"
)
PUBLIC = FRONT.format(title="一般公共预算“三公”经费支出表") + (
    "                      2024年预算数                                        2025年预算数\n"
    "合计      因公出国（境）费          公务用车购置及运行费        公"
    "务接待费 合计      因公出国（境）费"
    "          公务用车购置及运行费        公务接待费\n"
    "                   小计    公务用车购置费  公务用车运行费                         小计"
    "    公务用车购置费  公务用车运行费\n"
    "12.40        2.10 9.50         0.00   9.50     0.80 13.10       2.10 9.90        0.00"
    "     9.90      1.10\n"
)


def spaced(tmp_path: Path, *tables: str) -> Budget:
    path = tmp_path / "spaced.txt"
    path.write_text("\f".join(tables), encoding="utf-8")
    return budgetlib.load(path)


def test_read_pages__steps_of_codes_below_marks_that_count(tmp_path: Path) -> None:
    budget = spaced(tmp_path, STEPS)
    table = budget.table("revenue")
    assert [(row.code, row["total"].printed, row["gov_fund"].printed) for row in table.rows] == [
        *(("", "91.40", "11.30"), ("207", "80.10", "0.00"), ("20701", "80.10", "0.00")),
        *(("2070104", "80.10", "0.00"), ("229", "11.30", "11.30"), ("22960", "11.30", "11.30")),
        ("2296003", "11.30", "11.30"),
    ]
    assert budget.unread == () and budget.reconcile().inconsistent == []


def test_read_pages__cells_of_a_header_close_together_stand_in_order(tmp_path: Path) -> None:
    budget = spaced(tmp_path, CLOSE)
    row = budget.table("revenue").rows[0]
    assert [row[key].printed for key in ("total", "carry_over", "general_budget", "gov_fund")] == [
        *("91.40", "1.20", "80.10", "10.10"),
    ]
    assert budget.unread == () and budget.reconcile().inconsistent == []


def test_read_pages__one_name_never_stands_twice_below_a_year(tmp_path: Path) -> None:
    budget = spaced(tmp_path, STEPS, PUBLIC)
    row = budget.table("three_public").rows[0]
    told = {key: figure.printed for key, figure in row.cells.items()}
    assert (told["total"], told["total_before"]) == ("13.10", "12.40")
    assert (told["reception"], told["vehicles_before"]) == ("1.10", "9.50")
    assert budget.unread == () and budget.reconcile().inconsistent == []


@pytest.mark.parametrize(("total", "wrong"), [("16", 0), ("17", 1)])
def test_read_pages__amounts_without_decimals_below_their_unit(
    tmp_path: Path, total: str, wrong: int
) -> None:
    rows = ("一、支出合计", total), ("1、因公出国(境)费用", "0"), ("2、公务接待费", "12")
    rows += ("3、公务用车费", "4"), ("其中:(1)公务用车运行维护费", "4"), ("(2)公务用车购置", "0")
    title = "丁州市档案局2027年度“三公”经费预算情况表\n" + " " * 45 + "单位:万元\n"
    head = "      项      目                          本年预算数\n"
    lines = (x.ljust(45 - sum(c >= "⺀" for c in x)) + f"{amount:>5}" for x, amount in rows)
    budget = spaced(tmp_path, title + head + "\n".join(lines))
    assert not budget.unread and len(budget.reconcile().inconsistent) == wrong


def test_rows_by_rulings__a_name_merged_over_rows_is_of_each(tmp_path: Path) -> None:
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(240, 90, "项目支出表", 14)
    page.say(480, 110, "单位：万元")
    rows = (("合计", "", "9.60"), ("", "展览", "4.20"), ("", "讲座", "5.40"))
    for n, row in enumerate((("类型", "项目名称", "合计"), *rows)):
        for x, cell in zip((60, 150, 440), row, strict=True):
            page.say(x + 4, 134 + 20 * n, cell)
        page.lines.append((60 if n < 3 else 150, 120 + 20 * n, 540, 120 + 20 * n))
    page.say(64, 184, "特定目标类").lines.append((60, 200, 540, 200))
    found = pdf.read_blocks(write(tmp_path / "across.pdf", page))
    (grid,) = (block for block in found.blocks if isinstance(block, Grid))
    assert grid.rows[2:] == (("特定目标类", "展览", "4.20"), ("特定目标类", "讲座", "5.40"))


def test_rows_by_rulings__a_header_above_the_first_ruling(tmp_path: Path) -> None:
    page = ruled_across(False)
    page.lines = [line for line in page.lines if line[1] >= 160]
    table = read(tmp_path, page).table("by_function")
    assert [(row.code, *(row[kind].printed for kind in KINDS)) for row in table.rows] == [
        (row[0], *row[2:]) for row in ROWS
    ]


def test_placed__an_amount_and_the_label_beside_it_are_no_cell(tmp_path: Path) -> None:
    """Where uprights stand between some columns alone, the rulings draw no cells."""
    rows = (
        ("项目", "预算数", "项目", "预算数"),
        ("一般公共预算拨款收入", "830.25", "教育支出", "912.75"),
        ("事业收入", "96.50", "住房保障支出", "14.00"),
        ("收入总计", "926.75", "支出总计", "926.75"),
    )
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(250, 90, "收支总表", 14)
    page.say(480, 110, "单位：万元").lines += [(x, 120, x, 200) for x in (60, 200, 440, 540)]
    for n, (*row, last) in enumerate(rows):
        page.lines += [(60, y, 540, y) for y in (120 + 20 * n, 140 + 20 * n)]
        for right, left, cell in ((0, 64, row[0]), (298, 0, row[1]), (0, 304, row[2])):
            page.say(left or right - (5 if n else 10) * len(cell), 134 + 20 * n, cell)
        page.say(500, 134 + 20 * n, last)
    found = pdf.read_blocks(write(tmp_path / "framed.pdf", page))
    assert [block.rows for block in found.blocks if isinstance(block, Grid)] == [rows]


@pytest.mark.parametrize("step", [12, 17])
def test_rows_of__codes_and_names_that_wrap_far_below(tmp_path: Path, step: int) -> None:
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(220, 90, "支出总表", 14)
    page.say(480, 110, "单位：万元")
    rows = (
        *(("科目编码", "科目名称", "合计", "基本支出"), ("207", "文化支出", "80.10", "80.10")),
        *(("2070", "图书馆", "61.35", "61.35"), ("104", "", "", "")),
        *(("2070", "群众文化活动", "18.75", "18.75"), ("109", "组织", "", "")),
        ("", "合计", "80.10", "80.10"),
    )
    for n, row in enumerate(rows):
        for x, cell in zip((60, 120, 340, 460), row, strict=True):
            page.say(x, 134 + step * n, cell)
    (grid,) = (
        block
        for block in pdf.read_blocks(write(tmp_path / "codes.pdf", page)).blocks
        if isinstance(block, Grid)
    )
    assert [row[:3] for row in grid.rows[2:4]] == [
        *(("2070104", "图书馆", "61.35"), ("2070109", "群众文化活动组织", "18.75")),
    ]


def test_heads_of__a_cell_beside_a_group_stands_not_below_it(tmp_path: Path) -> None:
    page = Page().say(200, 60, "丙县丁馆2025年单位预算", 16).say(220, 90, "支出总表", 14)
    page.say(480, 110, "单位：万元").say(365, 130, "基本支出").say(160, 139, "科目名称")
    page.say(255, 139, "合计").say(485, 139, "项目支出")
    for x, word in ((315, "小计"), (365, "人员经费"), (425, "公用经费")):
        page.say(x, 147, word)
    rows = (("教育支出", "80.10", "61.35", "40.20", "21.15", "18.75"),)
    for n, row in enumerate((*rows, ("合计", *rows[0][1:]))):
        for x, cell in zip((130, 252, 312, 372, 432, 496), row, strict=True):
            page.say(x, 170 + 20 * n, cell)
    table = read(tmp_path, page).table("expenditure")
    assert [table.rows[0][key].printed for key in ("total", "basic", "personnel", "project")] == [
        *("80.10", "61.35", "40.20", "18.75"),
    ]


FORM = (
    ("项目名称", "水闸检修", "", ""),
    ("资金总额（万元）", "72.00", "其中：财政拨款", "60.00"),
    ("", "", "其他资金", "12.00"),
    ("年度目标", "检修水闸9座", "", ""),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "检修水闸", "≥9座"),
    ("", "质量指标", "合格率", "≥98%"),
)


@pytest.mark.parametrize("rulings", ["", "level"])
@pytest.mark.parametrize("sides", [False, True])
def test_form__without_uprights_is_read_line_by_line(
    tmp_path: Path, rulings: str, sides: bool
) -> None:
    page = Page().say(200, 60, "丙县丁所2025年单位预算", 16).say(220, 90, "项目支出绩效目标表", 14)
    page.table(FORM, rulings=rulings)
    if sides:
        page.lines += [(x, 120, x, 120 + 20 * len(FORM)) for x in (60, 540)]
    budget = read(tmp_path, page)
    table = budget.table("project_targets")
    told = {f.printed for f in table.figures}
    assert told == {"72.00", "60.00", "12.00", "9", "98"} and budget.unread == ()
    assert [f.printed for row in table.part("money") for f in row.cells.values()][-1] == "12.00"
