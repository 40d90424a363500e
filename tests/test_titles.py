"""Titles of tables that no known family prints: placed by the words that they hold."""

import pytest

from budgetlib.budget import Budget, read_text
from budgetlib.layouts import layout

TITLES = {
    "summary": [
        *("部门收支总体情况表", "2024年甲局收支预算总表", "单位综合收支预算表"),
        *("甲市乙局部门预算收支公开表", "部门财务收支预算总表"),
    ],
    "revenue": ["部门收入总体情况表", "2023年度收入预算明细表", "部门收入预算公开表"],
    "expenditure": ["单位支出总体情况表", "部门支出预算分类明细表", "甲局2025年支出公开表"],
    "fiscal": ["财政拨款收支总体情况表", "财政拨款收支预算公开表", "部门财政拨款预算收支表"],
    "by_function": [
        *("一般公共预算支出情况表", "一般公共预算支出明细表（按功能科目）"),
        *("甲局一般公共预算财政拨款支出预算表", "部门一般公共预算拨款支出公开表"),
    ],
    "basic_by_economic": [
        *("一般公共预算基本支出情况表（经济分类）", "一般公共预算基本支出明细表—经济科目"),
        "部门一般公共预算财政拨款基本支出情况表",
    ],
    "three_public": ["“三公”经费支出情况表", "财政拨款“三公”经费预算公开表"],
    "gov_fund": [
        *("部门政府性基金预算收支预算表", "政府性基金支出情况表"),
        "政府性基金预算财政拨款支出明细表",
    ],
    "state_capital": ["部门国有资本经营预算收支预算表", "国有资本经营支出情况表"],
    "procurement": ["政府采购预算明细表", "部门政府采购情况表"],
    "projects": ["部门项目支出预算明细表", "2024年项目支出公开表"],
    "overall_targets": ["部门整体支出绩效目标申报表", "部门（单位）整体绩效目标表"],
    "project_targets": ["部门预算项目绩效目标表"],
    "operating_organs": ["一般公共预算机关运行经费公开表"],
    "fiscal_by_function": ["财政拨款支出功能分类明细表"],
    "fiscal_basic": ["财政拨款基本支出公开表"],
}
NONE = [
    *("国有资产占用情况表", "一般公共预算项目支出情况表", "政府预算支出经济分类情况表"),
    *("政府购买服务支出情况表", "一般公共预算支出情况的说明", "财政专户管理资金支出表"),
    *("行政事业性收费收入征收计划表", "项目支出绩效自评表", "见《一般公共预算支出公开表》"),
]


@pytest.mark.parametrize(("role", "title"), [(r, t) for r, ts in TITLES.items() for t in ts])
def test_role_of__a_local_title(role: str, title: str) -> None:
    assert layout("common").role_of(title) == role


@pytest.mark.parametrize("title", NONE)
def test_role_of__what_no_role_fits(title: str) -> None:
    assert layout("common").role_of(title) is None


def table(title: str, header: str = "科目编码\t科目名称\t合计\t基本支出\t项目支出") -> str:
    rows = "合计\t\t5.00\t3.00\t2.00\n205\t教育支出\t5.00\t3.00\t2.00"
    return f"{title}\n\n单位：万元\n\n{header}\n{rows}\n\n"


def test_read__a_procurement_table_without_levels_is_read_whole() -> None:
    header = "采购项目\t采购目录\t合计\t货物\t服务"
    budget = read_text(
        "甲局2024年部门预算\n\n第二部分 预算表\n\n" + table("政府采购预算明细表", header)
    )
    (read,) = budget.tables.values()
    assert read.role == "procurement"
    assert [row["total"].printed for row in read.rows] == ["5.00"] * 2


def titled(*lines: str) -> Budget:
    contents = ["目录", "一、收支总表", "二、收入总表", "十二、政府采购支出表"]
    return read_text("\n\n".join(["甲局2024年部门预算", *contents, *lines]))


def test_outline__the_last_number_of_the_contents_is_not_the_first_tables() -> None:
    budget = titled(table("支出总表").rstrip(), table("政府采购情况表"))
    assert [t.role for t in budget.tables.values()] == ["expenditure", "other"]
    assert not [s for s in budget.all_statements if s.kind == "repeated_number"]


def test_outline__a_table_that_a_sentence_names_is_not_listed() -> None:
    told = "3.详见《2024年财政拨款支出预算表》"
    budget = titled("第三部分 情况说明", "一、收入预算情况说明", told, "收入预算5.00万元。")
    assert "3" not in [number for number, *_ in budget.listed]


@pytest.mark.parametrize("part", ["第三部分 2023年部门预算情况说明", "第三章 2023年预算编制说明"])
def test_titles_name_the_budget_year__of_a_part(part: str) -> None:
    text = f"甲局2024年部门预算\n\n{part}\n\n一、2024年收入预算情况说明\n\n收入预算5.00万元。"
    for year, verdict in (("2023", "inconsistent"), ("2024", "exact")):
        found = read_text(text.replace("2023", year)).reconcile().results
        told = [r for r in found if r.rule.name == "titles_name_the_budget_year"]
        assert told[-1].verdict == verdict


@pytest.mark.parametrize("heading", ["第三部分 XX局2024年部门预算情况说明", "一、××局收入预算情况"])
def test_read__words_of_a_template_in_a_heading(heading: str) -> None:
    text = f"甲局2024年部门预算\n\n第三部分 情况说明\n\n{heading}\n\n收入预算5.00万元。"
    assert [s.value for s in read_text(text).all_statements if s.kind == "template"] in (
        *(["XX"], ["××"]),
    )


def test_read__what_a_form_tells_who_fills_it_in() -> None:
    told = "五、基本支出预算情况说明\n\n基本支出5.00万元，包括：工资、津贴{}。"
    asked = "(资产管理情况，以及资产的种类、数量等)"
    for left, words in (
        *(("（按表中实际发生的事项填写）", ["填写"]), ("（见填写说明）", [])),
        *((f"。{asked}", [asked]), ("（或与上年持平）", ["(或与上年持平)"])),
        ("。（含劳务派遣人员，不含借调人员）", []),
    ):
        text = f"甲局2024年部门预算\n\n第三部分 情况说明\n\n{told.format(left)}"
        statements = read_text(text).all_statements
        assert [s.value for s in statements if s.kind == "template"] == words
