"""Text and Markdown: bars, bold, page numbers, rows that moved, and what cannot be read."""

from pathlib import Path

import pytest
from disclosures import example
from test_read import BODY, FRONT, NOTES, WHOLE, cells, table
from writer import write

import budgetlib
from budgetlib.budget import read_text
from budgetlib.errors import ReadError
from budgetlib.figures.printed import Table
from budgetlib.read.identity import identity, told
from budgetlib.read.text import blocks_of

HEADER = "科目编码|科目名称|合计|基本支出|项目支出\n"


def barred(body: str, blank: bool = False) -> Table:
    """The only table of a small Markdown document; the line below its first row is drawn."""
    first, *rest = [f"| {line} |" for line in (HEADER + body).splitlines()]
    rule = f"|{'---|' * 5}"
    head = [f"|{'  |' * 5}", rule, first] if blank else [first, rule]
    lines = "\n".join(["表3", "", "**单位支出总表**", "", "单位：万元", "", *head, *rest])
    budget = read_text(f"{FRONT}{lines}\n", layout_name="wuhan")
    assert not budget.unread
    return next(iter(budget.tables.values()))


@pytest.mark.parametrize("blank", [False, True], ids=["header first", "blank header"])
@pytest.mark.parametrize("mark", ["", "**", "<b>"])
def test_read_text__a_markdown_table(mark: str, blank: bool) -> None:
    body = BODY.replace("合计", f"{mark}合计{mark}").replace("20.00", f"{mark}20.00{mark}")
    read = barred(body, blank)
    assert cells(read, "208") == WHOLE
    assert read.total_row is not None
    assert cells(read, read.total_row.key) == WHOLE


PROJECTS = "项目编码|项目名称|项目单位|合计|财政专户管理资金|单位资金\n"
PROJECT = "42010026503T000000105|运维|测试中心|30.00|10.00|20.00\n"


@pytest.mark.parametrize("total", ["|合计|", "合计||", "合计|"])
def test_read_coded__a_sum_that_lost_blanks_on_its_left(total: str) -> None:
    read = table(f"{total}|30.00|10.00|20.00\n{PROJECT}", "项目支出表", PROJECTS)
    assert read.total_row is not None
    assert cells(read, read.total_row.key) == {
        "total": "30.00",
        "special_account": "10.00",
        "own": "20.00",
    }


@pytest.mark.parametrize("page", ["{}", "- {} -", "第 {} 页", "第{}页 共9页", "{}/9", "— {} —"])
def test_read_text__page_numbers_cut_nothing(page: str) -> None:
    said = "2026年支出预算30万元，其中：基本支出1\n\n{}\n\n0万元；项目支出20万元。\n"
    rows = BODY.replace("208|", "\n{}\n\n208|").replace("|", "\t")
    start = f"{FRONT}表3\n\n单位支出总表\n\n单位：万元\n\n{HEADER}".replace("|", "\t")
    text = f"{start}{rows}\n{{}}\n{NOTES}三、支出预算安排情况\n\n{said}"
    budget = read_text(text.format(*(page.format(n) for n in (3, 4, 5))), layout_name="wuhan")
    assert budget.limits == ()
    assert cells(budget.tables["3"], "208") == WHOLE
    told = {claim.key: str(claim.figure.value) for claim in budget.notes["三"].claims}
    assert told["basic"] == "10"


def test_read_text__a_lone_number_is_kept() -> None:
    blocks = blocks_of("合计\n\n30\n\n20\n\n10\n")
    assert len(blocks) == 4


def test_identity__a_note_that_a_page_cuts_names_no_body() -> None:
    lines = "2026年\n\n武汉市测试中心单位预算\n\n单位：武汉市测试中心\n\n"
    cut = "社会保障和就业支出（类）人力资源（款）事业运行（项）2026年预算数10"
    blocks = blocks_of(f"{lines}{cut}\n\n")
    assert told(identity(blocks, {}), "body") == "武汉市测试中心"


def test_read__tables_with_spaces_for_tabs_are_refused(tmp_path: Path) -> None:
    text = write(example())
    path = tmp_path / "spaces.txt"
    path.write_text(text.replace("\t", "    "), encoding="utf-8")
    with pytest.raises(ReadError, match="as many spaces"):
        budgetlib.load(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("万元", "万元"),
        ("社会保障", "社会&nbsp;保障"),
        ("30.00", "30\\.00"),
        ("|  |", "| &nbsp; |"),
        ("就业支出", "就业<br>支出"),
    ],
    ids=["plain", "a space by name", "an escaped stop", "a blank by name", "a wrapped cell"],
)
def test_read_text__markdown_spellings(old: str, new: str) -> None:
    lines = "\n".join(f"| {x.replace('|', ' | ')} |" for x in BODY.splitlines())
    text = (
        f"{FRONT}表3\n\n单位支出总表\n\n单位：万元\n\n| {HEADER.strip()} |\n|---|---|---|---|---|\n"
    )
    budget = read_text(text + lines.replace(old, new) + "\n", layout_name="wuhan")
    assert budget.unread == ()
    assert cells(budget.tables["3"], "208") == WHOLE
    assert budget.tables["3"].by_key["208"].name == "社会保障和就业支出"


def test_read_text__a_markdown_table_without_outer_bars() -> None:
    rows = BODY.replace("|", " | ")
    text = f"{FRONT}表3\n\n单位支出总表\n\n单位：万元\n\n{HEADER}---|---|---|---|---\n{rows}"
    budget = read_text(text, layout_name="wuhan")
    assert cells(budget.tables["3"], "208") == WHOLE
    assert budget.unread == ()


@pytest.mark.parametrize(
    "between",
    ["<!-- page 3 -->", "![](images/3.jpg)", "---", "## Page 3", "武汉市测试中心2026年单位预算"],
)
def test_read_text__what_stands_between_pages_cuts_nothing(between: str) -> None:
    said = f"2026年支出预算30万元，其中：基本支出1\n\n{between}\n\n0万元；项目支出20万元。\n"
    budget = read_text(f"{FRONT}{NOTES}三、支出预算安排情况\n\n{said}", layout_name="wuhan")
    told = {claim.key: str(claim.figure.value) for claim in budget.notes["三"].claims}
    assert told["basic"] == "10"
    assert budget.unread == ()


def test_outline__a_table_that_lost_its_title_is_known_by_the_list() -> None:
    text = f"{FRONT}表 3. 单位支出总表\n\n表3\n\n单位：万元\n\n{HEADER}{BODY}".replace("|", "\t")
    budget = read_text(text, layout_name="wuhan")
    assert budget.limits == ()
    assert budget.tables["3"].role == "expenditure"


THREE_PUBLIC = """甲区丙局2022年度“三公”经费支出决算情况说明

一、2022年度“三公”经费支出决算表

单位：万元

{table}

二、2022年度“三公”经费支出决算情况说明

“三公”经费支出预算为9.6万元，支出决算为7.5万元，完成预算的78.13%。
"""
CELLS = [
    *("项 目", "预 算 数", "决 算 数", "合 计", "9.6", "7.5", "因公出国（境）费", "", ""),
    *("公务接待费", "3.6", "2.5", "公务用车购置及运行费", "6.0", "5.0"),
    *("其中：公务用车运行费", "6.0", "5.0", "公务用车购置费", "", ""),
]


@pytest.mark.parametrize("bar", [" |\n", "\n|\n"], ids=["behind", "below"])
def test_read_text__a_cell_a_line_with_bars(bar: str) -> None:
    text = THREE_PUBLIC.format(table="".join(f"{cell}{bar}" for cell in CELLS))
    budget = read_text(text)
    [read] = budget.tables.values()
    told = {key: figure.printed for row in read.rows for key, figure in row.cells.items()}
    assert (told["reception_planned"], told["reception"]) == ("3.6", "2.5")
    assert not budget.unread
    assert [c for c in budget.reconcile().causes if c.severity != "note"] == []
    in_cells = read_text(text.replace("3.6", "3.6万元").replace("2.5", "2.5万元"))
    assert not in_cells.unread
    wrong = read_text(text.replace("3.6", "4.6")).reconcile()
    assert [c.severity for c in wrong.causes] == ["error"]


def test_read_text__a_page_number_before_a_piece_of_a_document() -> None:
    text = "8\n120.5元，项目支出30元。\n六、一般公共预算基本支出情况说明\n2024年基本支出90元。\n"
    assert "8120.5" not in "".join(str(block) for block in blocks_of(text))


def test_read_text__a_row_a_line_with_bars_behind_its_cells() -> None:
    text = """甲县2021年“三公”经费预算财政拨款情况统计表 | |||
单位：万元 | |||
项目 | 本年预算数 | 备注 | |
合计 | 419.5 | 注：含当年拨款。 |
|||
1、因公出国（境）费用 | 0 | ||
2、公务接待费 | 274.5 | ||
3、公务用车费 | 145 | ||
其中：（1）公务用车运行维护费 | 145 | ||
（2）公务用车购置 | 0 | ||
增减情况说明：2021年度“三公”经费预算数为419.5万元，较2020年429.5万元减少10万元。 |
"""
    budget = read_text(text)
    [read] = budget.tables.values()
    told = {key: figure.printed for row in read.rows for key, figure in row.cells.items()}
    assert (told["total"], told["reception"], told["vehicles"]) == ("419.5", "274.5", "145")
    assert budget.limits == ()
    assert [c.figure.printed for c in budget.all_claims] == ["419.5", "429.5", "10"]
    assert [c.severity for c in budget.reconcile().causes if c.severity != "note"] == []


HEADED = """2024年甲县乙镇“三公”经费预算财政拨款情况统计表 | ||||
单位：万元 | ||||
项目 | 2023年预算数 | 2024年预算数 | 比上年增、减情况 | |
增、减金额 | 增、减幅度 | |||
合计 | 18.5 | 22.5 | 4 | {growth}% |
1.因公出国（境）费 | ||||
2.公务接待费 | 3 | 7 | 4 | 133.33% |
3.公务用车购置及运行费 | 15.5 | 15.5 | ||
其中：（1）公务用车购置费 | ||||
（2）公务用车运行费 | 15.5 | 15.5 | 0 | 0 |
注：增减变化原因：2023年公务接待费预算3万元，无法满足需求。 |
"""


def test_read_text__bars_lost_beside_a_cell_that_spans_others() -> None:
    budget = read_text(HEADED.format(growth="21.62"))
    [read] = budget.tables.values()
    told = {key: figure.printed for row in read.rows for key, figure in row.cells.items()}
    assert (told["total_before"], told["total"], told["reception"]) == ("18.5", "22.5", "7")
    assert (told["total/change"], told["total/growth"]) == ("4", "21.62")
    assert budget.limits == ()
    assert [c.severity for c in budget.reconcile().causes if c.severity != "note"] == []
    wrong = read_text(HEADED.format(growth="26.12")).reconcile()
    assert [c.severity for c in wrong.causes if c.severity != "note"] == ["error"]


def test_read_text__rows_whose_bars_do_not_come_out_are_not_guessed() -> None:
    text = """乙局2016年“三公”经费预算表
合 计 | 因公出国（境）费 | 公务用车 | 接待 | ||||
小 计 | 运行费 | |||||
17.5 | 0 | 16 | 16 | 0 | 1.5 | ||
17.5 | 0 | 16 | 16 | 0 | 1.5 | ||
2016年“三公”经费财政拨款预算17.5万元。
"""
    budget = read_text(text)
    assert len(budget.limits) == 12
    assert [c.figure.printed for c in budget.all_claims] == ["17.5"]


def test_blocks_of__more_tables_than_any_document_has_are_refused() -> None:
    table = "<table><tr><td>合计</td><td>1.00</td></tr></table>\n"
    assert len(blocks_of(table * 30)) == 30
    with pytest.raises(ReadError, match="more than 2,000 tables"):
        blocks_of(table * 2001)


def test_read_text__a_cell_a_line_below_a_header_told_twice_at_once() -> None:
    cells = [
        *("项 目", "预算数", "项 目", "预算数", "一、预算拨款", "90.5", "一、基本支出", "70.5"),
        *("二、事业收入", "", "1.工资福利支出", "50", "三、其他收入", "", "2.日常公用经费", "20.5"),
        *("四、经营收入", "", "二、项目支出", "20", "收入总计", "90.5", "支出总计", "90.5"),
    ]
    table = "\n|\n".join(cells)
    budget = read_text(f"甲县统计局2027年收支预算总表\n单位：万元\n{table}\n|\n")
    [read] = budget.tables.values()
    assert [row.part for row in read.rows if row.name == "日常公用经费"] == ["expenditure"]
    assert budget.reconcile().causes == ()


def test_read_text__a_number_with_a_space_behind_its_comma_is_read_once() -> None:
    budget = read_text("甲县2027年“三公”经费预算1, 537.4万元，其中公务接待费1,537.4万元。\n")
    assert [c.figure.printed for c in budget.all_claims] == ["1,537.4", "1,537.4"]
    assert budget.limits == ()


def test_read_text__a_table_that_cannot_be_read_is_named_once() -> None:
    text = """丁区2027年“三公”经费汇总情况表 |
|||||||
单位:万元 |
||
小计 |
公务用车购置 |
公车运行及维护 | 公务接待费 | ||||
5834 |
100 |
692 |
4612 |
430 |
"""
    unread = [limit.text for limit in read_text(text).limits if limit.kind == "number"]
    assert sorted(unread) == ["100", "430", "4612", "5834", "692"]


UNBARRED = """丙市城管局2027年度“三公”经费决算表
(单位:万元)
项 目
预算数
决算数
合 计
77.00
68.30
因公出国（境）费
{travel}
公务接待费
35.00
26.4
公务用车购置及运行费
42.00
41.90
其中：公务用车运行维护费
公务用车购置费
二、“三公”经费支出决算情况说明
2027年度“三公”经费支出决算为68.3万元。
"""


@pytest.mark.parametrize(("travel", "read"), [("0.00", True), ("1.00", False)])
def test_read_text__a_cell_a_line_whose_blanks_are_lost(travel: str, read: bool) -> None:
    """A number that may stand in either column is read where it is nothing."""
    budget = read_text(UNBARRED.format(travel=travel))
    assert (budget.limits == ()) is read
    wrong = read_text(UNBARRED.format(travel=travel).replace("26.4", "24.6")).reconcile()
    assert [cause.severity for cause in wrong.causes] == ["error"] * read


def test_read_text__two_tables_below_each_other_of_a_cell_a_line() -> None:
    cells = [
        *("经费项目", "2027年度支出(万元)", "减少额(万元)", "因公出国（境）费", "0", "0"),
        *("公务接待费", "7.5", "-", "公务用车购置及运行维护费", "18.5", "-"),
        *("总“三公”经费支出", "26", "-"),
    ]
    counts = ["使用项目", "2027年度数量或人次", "国内公务接待批次", "48", "外宾接待情况", "无"]
    text = "2027年度“三公”经费决算情况\n{}2027年度“三公”经费使用情况\n{}{}"
    tables = ("".join(f"{cell} |\n" for cell in some) for some in (cells, counts))
    note = "2027年度“三公”经费总支出为26万元。因公出国（境）费在2027年度的支出为0，受疫情影响。\n"
    budget = read_text(text.format(*tables, note))
    assert [len(table.rows) for table in budget.tables.values()] == [1, 2]
    assert [c.key for c in budget.all_claims] == ["total", "travel"]
    assert budget.unit == ""


def test_read_text__a_page_number_of_any_height_before_a_piece_of_a_document() -> None:
    budget = read_text("12\n二、“三公”经费预算情况说明\n2027年“三公”经费预算9万元。\n")
    assert budget.limits[0].kind == "identity" and not budget.unread


def test_read_text__the_path_of_a_page_is_no_body() -> None:
    budget = read_text("首页 > 政府预决算\n2027年“三公”经费预算情况说明\n“三公”经费预算9万元。\n")
    assert budget.unit == ""


SIDES = """某县水务局2027年部门预算
部门收支总表
单位：万元
收入
支出
{heads}
一、一般公共预算拨款
90.00
一、农林水支出
60.00
{more}
二、住房保障支出
{last}
上年结转
10.00
收入总计
100.00
支出总计
100.00
"""


@pytest.mark.parametrize("heads", ["项目\n预算数\n项目\n预算数", "收入项目\n金额\n支出项目\n金额"])
@pytest.mark.parametrize(("more", "last"), [("三、城乡社区支出\n15.00", "25.00"), ("", "40.00")])
def test_cells__of_two_sides_below_each_other_whose_blanks_are_lost(
    heads: str, more: str, last: str
) -> None:
    budget = read_text(SIDES.format(heads=heads, more=more, last=last))
    told = {row.name: row["amount"].printed for row in budget.tables["1"].part("revenue")}
    assert told == {"一般公共预算拨款": "90.00", "上年结转": "10.00", "收入总计": "100.00"}
    assert budget.reconcile().inconsistent == [] and not budget.unread
