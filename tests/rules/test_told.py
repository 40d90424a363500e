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


@pytest.mark.parametrize(
    ("vehicles", "travel", "found"),
    [
        ("减少1.20", "0.00", ["exact"]),
        ("减少0.90", "0.00", ["inconsistent"]),  # 0.30 that no part tells, and no part is left
        ("减少0.90", "0.50", []),  # the visits may have fallen
    ],
)
def test_moved__what_is_nothing_and_tells_no_change_had_none(
    vehicles: str, travel: str, found: list[str]
) -> None:
    text = f"""七、“三公”经费支出情况

“三公”经费3.00万元，比2026年减少0.90万元。其中：因公出国（境）费{travel}万元；公务用车购置及运行费2.60万元，\
比2026年{vehicles}万元；公务接待费0.40万元，比2026年增加0.30万元。
"""
    rule = BY_NAME["changes_told_of_three_public_make_the_total_change"]
    told = read_text(HEAD + text).reconcile([rule])
    assert [c.verdict for c in told.results if c.relation] == found


@pytest.mark.parametrize(("general", "found"), [("减少12.00", 0), ("增加12.00", 1)])
def test_moved__funds_make_the_change_of_fiscal_money(general: str, found: int) -> None:
    text = f"""三、支出预算情况说明

支出预算480.00万元，其中：财政拨款支出预算480.00万元，比2026年预算增加38.00万元。财政拨款支出预算中，\
一般公共预算拨款支出预算300.00万元，比2026年预算{general}万元；政府性基金拨款支出预算180.00万元，\
比2026年预算增加50.00万元；国有资本经营预算拨款支出预算0万元，与2026年预算持平。
"""
    assert wrong(text, "changes_of_funds_make_the_change_of_fiscal_money") == found


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
    assert wrong(text, "change_follows_from_both_amounts") == found


COUNTED = """七、“三公”经费支出情况

2027年“三公”经费预算数为{all}万元，其中：因公出国（境）费0万元；公务用车购置及运行维护费{all}万元（其中：公务用车购置费0万元，公务用车运行维护费{all}万元）；公务接待费0万元。

十一、其他重要事项

截至2026年12月31日，本单位共有车辆{n}辆，其中其他用车{n}辆。
"""


@pytest.mark.parametrize(
    ("n", "spent", "found"), [(0, "32.20", 1), (0, "0.80", 1), (0, "0", 0), (3, "32.20", 0)]
)
def test_none__running_costs_of_no_vehicle_are_an_observation(
    n: int, spent: str, found: int
) -> None:
    text = COUNTED.format(n=n, all=spent)
    assert wrong(text, "nothing_is_spent_on_what_is_not_there") == found


SENT = """七、“三公”经费支出情况

2027年度“三公”经费支出决算为{travel}万元，其中：因公出国（境）费支出决算{travel}万元，全年因公出国（境）团组{groups}个；公务用车购置费支出决算{bought}万元，全年购置公务用车{cars}辆。
"""


@pytest.mark.parametrize(
    ("travel", "groups", "bought", "cars", "found"),
    [("5.00", 0, "0", 0, 1), ("5.00", 2, "0", 0, 0), ("0", 0, "18.00", 0, 1), ("0", 0, "9", 1, 0)],
)
def test_none__nor_of_no_journey_and_no_purchase(
    travel: str, groups: int, bought: str, cars: int, found: int
) -> None:
    text = SENT.format(travel=travel, groups=groups, bought=bought, cars=cars)
    head = "乙县气象台2027年度单位决算\n\n第三部分 2027年度单位决算情况说明\n\n"
    result = read_text(head + text).reconcile([BY_NAME["nothing_is_spent_where_nobody_came"]])
    assert len(result.inconsistent) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("2027年收入预算900万元，比上年增加600万元，增长200%", 1),
        ("2027年收入预算900万元，比上年增加590万元，增长190.32%", 0),
        ("2027年收入预算900万元，比上年增加900万元", 0),  # new, not three times nothing
        ("2027年收入预算900万元，其中：事业收入40万元，比上年增加30万元，增长300%", 1),
        ("2027年收入预算900万元，其中：其他收入4万元，比上年增加2万元，增长100%", 0),
        ("2027年收入预算900万元，比上年减少600万元，下降40%", 0),
    ],
)
def test_years__money_that_triples_is_an_observation(told: str, found: int) -> None:
    text = f"二、收入预算情况说明\n\n{told}。\n"
    result = read_text(HEAD + text).reconcile([BY_NAME["money_is_less_than_three_times_as_much"]])
    assert [c.severity for c in result.inconsistent] == ["note"] * found


FUNDS = """一、收支预算总体情况说明
2027年度收入、支出预算总计{total}万元，与上年相比收、支预算总计各增加{whole}万元。其中：
（一）收入预算总计{total}万元。包括：
1．财政拨款收入预算总计{fiscal}万元。
（1）一般公共预算收入预算{fiscal}万元，与上年相比增加31.20万元。
{other}
"""
OTHER = "2．其他资金收入预算总计14.50万元。与上年相比{}。"


@pytest.mark.parametrize(
    ("total", "whole", "other", "found"),
    [
        ("514.50", "30.70", OTHER.format("减少0.50万元"), 0),
        ("514.50", "30.70", OTHER.format("减少5.00万元"), 1),
        ("514.50", "31.20", OTHER.format("持平"), 0),
        ("514.50", "33.20", OTHER.format("增加3.00万元"), 1),
    ],
)
def test_moved__a_fund_that_tells_no_change_is_replaced_by_its_own(
    total: str, whole: str, other: str, found: int
) -> None:
    text = FUNDS.format(total=total, whole=whole, other=other, fiscal="500.00")
    assert wrong(text, "parts_told_make_the_overall_budget") == found


def test_moved__one_source_alone_makes_no_change_of_the_whole() -> None:
    """Other money of last year may have ended."""
    text = FUNDS.format(total="500.00", whole="16.70", other="", fiscal="500.00")
    assert kinds(read_text(HEAD + text), "parts_told_make_the_overall_budget") == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2026年预算执行数为0.00万元，2027年预算安排{}万元，比2026年预算执行数增加100.00%", 0),
        ("2026年预算执行数为0.00万元，2027年预算安排{}万元，比2026年预算执行数增加10.00%", 1),
        ("2027年预算{}万元，上年预算为0万元，增长100%", 0),
        ("2027年预算{}万元，上年预算为0万元，增长200%", 1),
    ],
)
def test_growth__on_what_is_told_as_nothing_is_whole(sentence: str, found: int) -> None:
    item = "1.教育支出（类）其他教育支出（款）其他教育支出（项）。"
    text = f"五、一般公共预算支出情况\n\n{item}{sentence.format('25.00')}。\n"
    assert wrong(text, "growth_on_nothing_is_whole") == found
