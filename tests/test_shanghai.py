"""Shapes of Shanghai budgets: sentences without an end, items without a point, forms."""

import pytest

from budgetlib.budget import Budget, read_text, reconcile

NOTES = """某区2026年区级部门预算
2026年部门预算编制说明
2026年，某某中心收入预算9,{}万元，其中：财政拨款收入9,{}万元，比2025年预算增加700万元；其他收入0万元。
支出预算9,{}万元，其中：财政拨款支出预算9,{}万元，比2025年预算增加700万元。财政拨款支出预算中，\
一般公共预算拨款支出预算8,500万元，比2025年预算减少300万元；政府性基金拨款支出预算512.25万元。
财政拨款收入支出增加的主要原因是增加了项目
财政拨款支出主要内容如下：
1.“社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）”82.15万元，主要用于补贴。
2“住房保障支出（类）住房改革支出（款）住房公积金（项）＂3，518.85万元，主要用于缴存。
"""
SUMMARY = """2026年部门财务收支预算总表
编制部门：某某中心 单位：元
本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t90,124,000.00\t一、住房保障支出\t90,124,000.00
收入总计\t90,124,000.00\t支出总计\t90,124,000.00
"""
FORM = """财政项目支出绩效目标申报表
（2026年度）
项目名称\t河道整治\t项目性质\t阶段性项目\t项目类别\t特定目标类
计划开始日期\t2026/1/1\t\t计划完成日期\t2027/12/31\t
项目资金（元）\t项目资金总额\t5,600,000.00\t年度资金申请总额\t2,600,000.00\t
\t其中：财政资金\t5,300,000.00\t其中：当年财政拨款\t2,600,000.00\t
\t\t\t上年结转资金\t0\t
\t其他资金\t300,000.00\t其他资金\t0.00\t
项目绩效目标\t项目总目标\t\t年度总体目标\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t
\t产出指标\t数量指标\t整治长度\t985米\t
\t满意度指标\t服务对象满意度指标\t群众满意度\t≥90.00(%)\t
"""


def budget_of(text: str) -> Budget:
    budget = read_text(text, layout_name="shanghai")
    assert not budget.unread, budget.unread
    return budget


def test_notes__a_section_begins_behind_a_sentence_without_an_end() -> None:
    notes = budget_of(NOTES.replace("{}", "012")).notes
    items = [(c.figure.place.item, c.figure.printed) for c in notes["general_budget"].claims]
    assert items == [("1", "82.15"), ("2", "3，518.85")]
    assert [c.figure.code for c in notes["general_budget"].claims] == ["2080501", "2210201"]


def test_notes__sums_in_whole_numbers_beside_one_that_is_not() -> None:
    def wrong(told: str) -> list[str]:
        results = reconcile(budget_of(NOTES.replace("{}", told) + SUMMARY)).results
        return [
            r.rule.name for r in results if r.verdict == "inconsistent" and "summary" in r.rule.name
        ]

    assert wrong("012") == []
    assert set(wrong("013")) == {
        "revenue_note_equals_the_summary",
        "expenditure_note_tells_the_summary_and_the_budgets",
    }


def test_form__the_application_of_a_project() -> None:
    table = budget_of(NOTES.replace("{}", "012") + SUMMARY + FORM).table("project_targets")
    (head,) = table.part("head")
    assert {name: str(figure) for name, figure in head.cells.items()} == {
        "total": "5,600,000.00 元",
        "current": "2,600,000.00 元",
        "fiscal": "5,300,000.00 元",
        "general_budget": "2,600,000.00 元",
        "carry_over": "0 元",
        "other_all": "300,000.00 元",
        "other": "0.00 元",
    }
    values = {row.name: row["target"].printed for row in table.part("annual")}
    assert values == {"整治长度": "985", "群众满意度": "90.00"}


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("上年结转资金", "上年结转资金", 0),
        ("\t300,000.00\t", "\t30,000.00\t", 1),
        ("\t0\t", "\t1,000\t", 1),
    ],
)
def test_form__money_of_a_project_makes_its_budgets(right: str, wrong: str, found: int) -> None:
    text = NOTES.replace("{}", "012") + SUMMARY + FORM.replace(right, wrong)
    told = reconcile(budget_of(text)).inconsistent
    assert [c.rule.name for c in told] == ["money_of_a_project_makes_its_budgets"] * found


ECONOMIC = """2026年部门一般公共预算基本支出部门预算经济分类预算表
编制部门：某某中心 单位：元
类\t款\t经济分类科目名称\t合计\t人员经费\t公用经费
301\t\t工资福利支出\t600\t600\t
302\t\t商品和服务支出\t200\t\t200
303\t\t对个人和家庭的补助\t100\t{}\t{}
合计\t\t\t900\t{}\t{}
"""


def test_classes_are_personnel_or_operating__unless_the_table_splits_one() -> None:
    def wrong(*cells: str) -> list[str]:
        text = NOTES.replace("{}", "012") + ECONOMIC.format(*cells)
        results = reconcile(budget_of(text)).results
        return [
            r.rule.name for r in results if r.verdict == "inconsistent" and r.rule.kind != "notes"
        ]

    name = "classes_are_personnel_or_operating"
    assert name not in wrong("100", "", "700", "200")
    assert name not in wrong("70", "30", "670", "230")
    assert name in wrong("", "100", "600", "300")
