"""Families that no layout is written for: roles, cells, nothing unread, and a misprint seen."""

from pathlib import Path

import pytest
from documents_made import WRITERS
from nationwide import NATIONAL

from budgetlib.budget import Budget, read, read_text
from budgetlib.layouts import layout
from budgetlib.read.blocks import Grid
from budgetlib.read.text import blocks_of

TITLES = {
    "部门收支总体情况表": "summary",
    "财政拨款收支总体情况表": "fiscal",
    "2027年部门收入总表": "revenue",
    "收入预算表": "revenue",
    "部门综合预算支出总表": "expenditure",
    "财政拨款收支预算总表": "fiscal",
    "一般公共预算支出情况表（按功能分类科目）": "by_function",
    "一般公共预算财政拨款支出表": "by_function",
    "一般公共预算基本支出情况表（按支出经济分类科目）": "basic_by_economic",
    "一般公共预算支出情况表（按支出经济分类科目）": None,
    "财政拨款安排的“三公”经费预算表": "three_public",
    "政府性基金支出预算表": "gov_fund",
    "国有资本经营预算支出情况表": "state_capital",
    "国资预算支出表": "state_capital",
    "基金预算支出表": "gov_fund",
    "一般公共预算项目支出预算表": None,
    "项目支出情况表": "projects",
}


@pytest.mark.parametrize(("title", "role"), TITLES.items())
def test_role_of__local_titles(title: str, role: str | None) -> None:
    assert layout("common").role_of(title) == role


def found(budget: Budget) -> list[str]:
    return [c.rule.name for c in budget.reconcile().inconsistent]


def check_national(budget: Budget) -> None:
    roles = {number: table.role for number, table in budget.tables.items()}
    assert roles == {
        "1": "summary",
        "2": "revenue",
        "5": "by_function",
        "7": "three_public",
        "8": "other",
        "10": "other",
    }
    assert budget.unread == ()
    assert budget.limits == ()
    assert found(budget) == []
    cell = {f.id: (f.printed.replace(",", ""), f.year, f.base) for f in budget.figures}
    assert cell["1/expenditure.住房保障支出/amount"] == ("150.00", 2027, "预算")
    assert cell["2/2060102/operations"] == ("30.00", 2027, "预算")
    assert cell["2/合计/carry_over"] == ("10.00", 2027, "预算")
    assert cell["5/2060101/total_before"] == ("640.00", 2026, "预算执行数")
    assert cell["5/2060101/growth"] == ("-6.25", 2027, "预算")
    assert cell["7/record/travel"] == ("3.00", 2027, "预算")
    assert cell["7/record/vehicle_running_before"] == ("8.00", 2026, "预算")
    assert cell["10/设备更新/金额"] == ("20.50", 2027, "预算")


def test_read_text__national_forms() -> None:
    check_national(read_text(NATIONAL))


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_read__national_forms_as_documents(suffix: str, tmp_path: Path) -> None:
    check_national(read(WRITERS[suffix](blocks_of(NATIONAL), tmp_path / f"x{suffix}")))


MISPRINTS = {
    "1/expenditure.住房保障支出/amount": "151.00",
    "2/2060102/operations": "31.00",
    "5/2060101/total_before": "641.00",
    "5/2060102/change": "91.00",
    "5/2060102/growth": "26.00",
    "7/record/travel": "3.10",
    "7/record/reception_before": "2.10",
}


@pytest.mark.parametrize(("figure", "printed"), MISPRINTS.items())
def test_reconcile__a_misprint_is_seen(figure: str, printed: str) -> None:
    assert found(read_text(NATIONAL).reprint(figure, printed))


def functions(rows: str, unit: str = "单位：元") -> Budget:
    text = f"某某中心2027年单位预算\n预算表\n表五\n一般公共预算支出预算表\n{unit}\n{rows}"
    return read_text(text + "\n")


SHAPES = {
    "code and name in one cell": """| 功能分类科目 | 合计 | 基本支出 | 项目支出 |
| 合计 | 900 | 500 | 400 |
| [206]科学技术支出 | 900 | 500 | 400 |
| [20601]科学技术管理事务 | 900 | 500 | 400 |
| [2060101]行政运行 | 500 | 500 | 0 |
| [2060102]一般行政管理事务 | 400 | 0 | 400 |""",
    "own steps only": """| 科目编码 |  |  | 单位名称（科目） | 合计 | 基本支出 | 项目支出 |
| 类 | 款 | 项 |  |  |  |  |
|  |  |  | 合计 | 900 | 500 | 400 |
|  |  |  | 某某中心 | 900 | 500 | 400 |
| 206 |  |  | 科学技术支出 | 900 | 500 | 400 |
|  | 01 |  | 科学技术管理事务 | 900 | 500 | 400 |
|  |  | 01 | 行政运行 | 500 | 500 | 0 |
|  |  | 02 | 一般行政管理事务 | 400 | 0 | 400 |""",
    "codes of units": """| 单位编码 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|  | 206 | 科学技术支出 | 900 | 500 | 400 |
|  | 20601 | 科学技术管理事务 | 900 | 500 | 400 |
| 101001 | 2060101 | 行政运行 | 500 | 500 | 0 |
| 101001 | 2060102 | 一般行政管理事务 | 400 | 0 | 400 |
|  |  | 合计 | 900 | 500 | 400 |""",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_read_coded__shapes_of_codes(shape: str) -> None:
    budget = functions(SHAPES[shape])
    table = budget.tables["5"]
    assert (table.role, table.unit) == ("by_function", "元")
    assert [row.code for row in table.rows if row.code] == ["206", "20601", "2060101", "2060102"]
    assert table.total_row and table.total_row["total"].printed == "900"
    assert budget.unread == () and found(budget) == []
    assert found(budget.reprint("5/2060102/project", "410"))


def test_outline__titles_inside_a_grid_and_on_every_page() -> None:
    first = SHAPES["code and name in one cell"].split("\n")
    above = ["| 一般公共预算支出预算表 |  |  |  |", "| 部门：某某中心 |  |  | 单位：万元 |"]
    text = [
        "某某中心2027年单位预算",
        "预算表",
        *above,
        *first[:4],
        "",
        *above,
        first[0],
        *first[4:],
    ]
    budget = read_text("\n".join([*text, ""]))
    assert [table.role for table in budget.tables.values()] == ["by_function"]
    assert budget.tables["1"].unit == "万元"
    assert len(budget.tables["1"].rows) == 5
    assert budget.unread == () and found(budget) == []


def test_outline__a_table_of_no_known_role_joins_no_other() -> None:
    budget = functions(
        SHAPES["code and name in one cell"]
        + "\n政府购买服务目录表\n单位：元\n| 目录 | 金额 |\n| 法律服务 | 7 |"
    )
    assert [table.role for table in budget.tables.values()] == ["by_function", "other"]
    assert budget.unread == () and found(budget) == []


def test_read_two_sided__rows_without_numerals() -> None:
    rows = """| 收入 |  | 支出 |  |
| 项目 | 2027年预算 | 项目 | 2027年预算 |
| 一、本年收入 | 80 | 一、本年支出 | 90 |
| 一般公共预算拨款收入 | 70 | 科学技术支出 | 60 |
| 政府性基金预算拨款收入 | 10 | 城乡社区支出 | 30 |
| 二、上年结转 | 10 | 二、结转下年 | 0 |
| 一般公共预算拨款收入 | 10 |  |  |
| 收入总计 | 90 | 支出总计 | 90 |"""
    text = f"某某中心2027年单位预算\n预算表\n财政拨款收支总体情况表\n单位：元\n{rows}\n"
    budget = read_text(text)
    assert budget.tables["1"].role == "fiscal"
    assert found(budget) == []
    assert found(budget.reprint("1/expenditure.城乡社区支出/amount", "33"))
    assert found(budget.reprint("1/revenue.政府性基金预算拨款收入/amount", "13"))


def test_grid__bars_keep_every_cell_in_its_column() -> None:
    grids = [block for block in blocks_of(NATIONAL) if isinstance(block, Grid)]
    assert len(grids) == 6 and all(grid.aligned for grid in grids)
    assert {len(row) for row in grids[2].rows} == {8}


def test_read_coded__classes_below_each_of_several_units() -> None:
    budget = functions("""| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|  | 合计 | 900 | 500 | 400 |
|  | 某某中心本级 | 600 | 300 | 300 |
| 206 | 科学技术支出 | 600 | 300 | 300 |
| 20601 | 科学技术管理事务 | 600 | 300 | 300 |
| 2060101 | 行政运行 | 300 | 300 | 0 |
| 2060102 | 一般行政管理事务 | 300 | 0 | 300 |
|  | 某某站 | 300 | 200 | 100 |
| 206 | 科学技术支出 | 300 | 200 | 100 |
| 20601 | 科学技术管理事务 | 300 | 200 | 100 |
| 2060101 | 行政运行 | 300 | 200 | 100 |""")
    assert [row.level for row in budget.tables["5"].rows] == [0, 1, 2, 3, 4, 4, 1, 2, 3, 4]
    assert budget.unread == () and found(budget) == []
    assert found(budget.reprint("5/2060101~2/total", "310"))
    assert found(budget.reprint("5/某某站/total", "310"))


def test_read_table__revenue_by_source_alone() -> None:
    sides = """| 收入 |  | 支出 |  |
| 项目 | 2027年预算 | 项目 | 2027年预算 |
| 一、预算拨款 | 800 | 一、科学技术支出 | 1030 |
| 二、事业收入 | 200 |  |  |
| 本年收入合计 | 1000 | 本年支出合计 | 1030 |
| 三、上年结转 | 30 | 二、结转下年 |  |
| 收入总计 | 1030 | 支出总计 | 1030 |"""
    sources = """| 收入项目类别 | 2027年预算 |
| 一、预算拨款 | 800 |
| 一般公共预算拨款 | 500 |
| 政府性基金预算拨款 | 300 |
| 二、事业收入 | 200 |
| 本年收入合计 | 1000 |
| 三、上年结转 | 30 |
| 收入总计 | 1030 |"""
    text = f"收支总体情况表\n单位：元\n{sides}\n收入总体情况表\n单位：元\n{sources}\n"
    budget = read_text(f"某某中心2027年单位预算\n预算表\n{text}")
    assert [table.role for table in budget.tables.values()] == ["summary", "revenue_side"]
    assert budget.unread == () and found(budget) == []
    for source, printed in (
        ("政府性基金预算拨款", "310"),
        ("事业收入", "210"),
        ("预算拨款", "810"),
    ):
        assert found(budget.reprint(f"2/revenue.{source}/amount", printed))


def test_reconcile__a_coded_table_of_no_known_role_adds_up() -> None:
    rows = SHAPES["code and name in one cell"]
    text = f"某某中心2027年单位预算\n预算表\n表3-2\n一般公共预算项目支出预算表\n单位：元\n{rows}\n"
    budget = read_text(text)
    assert budget.tables["3-2"].role == "other"
    assert found(budget) == []
    assert "coded_rows_of_other_tables_add_up" in found(budget.reprint("3-2/20601/合计", "980"))


def test_reconcile__a_table_by_unit_lacks_no_class_of_the_summary() -> None:
    sides = """| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 900 | 一、科学技术支出 | 900 |
| 收入总计 | 900 | 支出总计 | 900 |"""
    units = """| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|  | 合计 | 900 | 500 | 400 |
|  | 某某中心本级 | 600 | 300 | 300 |
| 206 | 科学技术支出 | 600 | 300 | 300 |
|  | 某某站 | 300 | 200 | 100 |
| 206 | 科学技术支出 | 300 | 200 | 100 |"""
    text = f"收支总表\n单位：元\n{sides}\n支出总表\n单位：元\n{units}\n"
    budget = read_text(f"某某中心2027年部门预算\n预算表\n{text}")
    assert [table.role for table in budget.tables.values()] == ["summary", "expenditure"]
    assert found(budget) == []
    assert found(budget.reprint("2/合计/total", "910"))


def test_header__two_rows_merged_into_one_line() -> None:
    text = (
        "甲市测绘队2027年单位预算\n\n表5 一般公共预算支出表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t合计\t基本支出小计\t人员经费\t公用经费\t项目支出\n"
        "\t合计\t¥30.00\t20.00\t15.00\t5.00\t10.00\n"
        "205\t教育支出\t30.00\t20.00\t15.00\t5.00\t10.00\n"
    )
    table = read_text(text).table("by_function")
    printed = {key: figure.printed for key, figure in table.rows[0].cells.items()}
    assert list(printed) == ["total", "basic", "personnel", "operating", "project"]
    assert table.rows[0]["total"].amount == 30
