"""Ties over what sections tell: parts, their changes, years, and what is told to be nothing."""

import pytest

from budgetlib.budget import Budget, read_text
from budgetlib.relations import AtLeast, Sum
from budgetlib.rules import RULES

BY_NAME = {rule.name: rule for rule in RULES}
HEAD = "乙县气象台2027年单位预算\n\n第三部分 情况说明\n\n"


def wrong(text: str, rule: str) -> int:
    result = read_text(HEAD + text).reconcile([BY_NAME[rule]])
    assert any(c.relation for c in result.results)
    return len(result.inconsistent)


def kinds(budget: Budget, rule: str) -> list[type]:
    return [type(c.relation) for c in budget.reconcile([BY_NAME[rule]]).results if c.relation]


EXPENDITURE = """三、支出预算情况说明

2027年支出预算80.00万元，其中：基本支出{basic}万元，项目支出{project}万元。
"""
REVENUE = """二、收入预算情况说明

2027年收入预算{total}万元，其中：{parts}。
"""
TWO = "一般公共预算拨款收入{}万元，事业收入{}万元"
PUBLIC = """七、“三公”经费支出情况

2027年“三公”经费预算数为9.00万元，比2026年预算增加{whole}万元。其中：

（一）因公出国（境）费2.00万元，比2026年预算增加1.00万元。

（二）公务用车购置及运行费6.00万元，比2026年预算增加{vehicles}万元。

（三）公务接待费1.00万元，比2026年预算减少0.50万元。
"""


@pytest.mark.parametrize(("basic", "project", "found"), [("50", "30", 0), ("50", "31", 1)])
def test_told__purposes_make_expenditure(basic: str, project: str, found: int) -> None:
    text = EXPENDITURE.format(basic=basic, project=project)
    assert wrong(text, "parts_told_in_a_note_make_the_whole") == found


@pytest.mark.parametrize(
    ("total", "parts", "found"),
    [
        ("64.00", TWO.format("60.00", "4.00"), 0),
        ("64.00", TWO.format("60.00", "5.00"), 1),
        ("64.00", "一般公共预算拨款收入60.00万元", 0),
        ("54.00", "一般公共预算拨款收入60.00万元", 1),
    ],
)
def test_told__funds_make_revenue_in_place_of_their_whole(
    total: str, parts: str, found: int
) -> None:
    text = REVENUE.format(total=total, parts=parts)
    assert wrong(text, "sources_told_make_revenue") == found


def test_told__one_source_of_a_list_is_within_the_whole() -> None:
    text = REVENUE.format(total="64.00", parts="一般公共预算拨款收入60.00万元")
    rule = "sources_told_make_revenue"
    assert kinds(read_text(HEAD + text), rule) == [AtLeast]
    text = REVENUE.format(total="64.00", parts=TWO.format("60.00", "4.00"))
    assert kinds(read_text(HEAD + text), rule) == [Sum]


@pytest.mark.parametrize(
    ("whole", "vehicles", "found"), [("2.50", "2.00", 0), ("3.50", "2.00", 1), ("2.50", "3.00", 1)]
)
def test_moved__what_falls_is_taken_from_what_rises(whole: str, vehicles: str, found: int) -> None:
    text = PUBLIC.format(whole=whole, vehicles=vehicles)
    assert wrong(text, "changes_of_three_public_make_the_total_change") == found


YEARS = """七、“三公”经费支出情况

2027年公务接待费{now}万元，2026年预算数为{then}万元，增加{change}万元，增长{growth}%。
"""


@pytest.mark.parametrize(
    ("now", "change", "growth", "rule", "found"),
    [
        ("5.00", "1.00", "25", "change_follows_from_both_amounts", 0),
        ("5.00", "1.10", "25", "change_follows_from_both_amounts", 1),
        ("5.00", "1.00", "25", "growth_follows_from_both_amounts", 0),
        ("5.00", "1.00", "52", "growth_follows_from_both_amounts", 1),
        ("5.00", "1.00", "20", "growth_follows_from_the_change", 1),
    ],
)
def test_years__change_and_growth_follow(
    now: str, change: str, growth: str, rule: str, found: int
) -> None:
    text = YEARS.format(now=now, then="4.00", change=change, growth=growth)
    assert wrong(text, rule) == found


BESIDE = """五、一般公共预算支出情况说明

2027年一般公共预算支出9.00万元。

1.行政运行（2050101）9.00万元，比2026年预算增加{}万元。

第四部分 表格

表5 一般公共预算支出表
单位：万元
科目编码\t科目名称\t2026年预算数\t2027年预算数
\t合计\t7.00\t9.00
205\t教育支出\t7.00\t9.00
20501\t教育管理事务\t7.00\t9.00
2050101\t行政运行\t7.00\t9.00
"""
NONE = """八、政府性基金预算支出情况

2027年没有使用政府性基金预算拨款安排的支出。

第四部分 表格

表8 政府性基金预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{0}\t\t{0}
"""


@pytest.mark.parametrize(("change", "found"), [("2.00", 0), ("3.00", 1)])
def test_years__a_table_prints_the_year_before(change: str, found: int) -> None:
    assert wrong(BESIDE.format(change), "changes_told_follow_from_the_year_before") == found


@pytest.mark.parametrize(("total", "found"), [("", 0), ("0.00", 0), ("3.20", 1)])
def test_zero__no_table_shows_what_is_told_to_be_nothing(total: str, found: int) -> None:
    assert wrong(NONE.format(total), "empty_budgets_are_empty") == found


SMALL = """七、“三公”经费支出情况

2027年公务接待费预算数{now}万元，比2026年公务接待费预算数0.25万元增加{change}万元。
"""


@pytest.mark.parametrize(("change", "found"), [("0.01", 0), ("0.30", 1)])
def test_change__may_be_hidden_by_rounding(change: str, found: int) -> None:
    text = SMALL.format(now="0.25", change=change)
    assert wrong(text, "an_amount_that_changes_is_another") == found
