"""What the notes tell alike, or would but for one slip of the pen; else nothing is said of it."""

import pytest

from budgetlib.budget import read_text

BUDGET = "丙市水文站2027年单位预算\n\n第三部分 情况说明\n\n"
ACCOUNTS = """丙市水文站2024年度单位决算
收入支出决算总表
收入决算表
第三部分 2024年度单位决算情况说明
"""


def told(text: str, rule: str, head: str = BUDGET) -> list[str]:
    """The verdicts of one rule on a text."""
    every = read_text(head + text).reconcile().results
    found = [c.verdict for c in every if c.rule.name == rule]
    return [verdict for verdict in found if verdict != "not_run"] or found[:1]


NOTHING = ["not_run"]
ONE_REASON = (
    "一、收支预算总体情况\n\n2027年收支总预算3000.00万元，"
    "比2026年预算减少{}万元，下降5.84%，主要原因是{}。\n"
)
TWO_REASONS = (
    "三、支出预算情况\n\n项目支出1500.00万元，比上年预算增加{}万元，增长31.52%。主要原因：{}。\n"
)


@pytest.mark.parametrize(
    ("sentence", "change", "reason", "found"),
    [
        (ONE_REASON, "186.07", "上年列支的设备186.07万元不再安排", ["exact"]),
        (ONE_REASON, "186.07", "上年列支的设备168.07万元不再安排", ["inconsistent"]),
        (ONE_REASON, "186.07", "上年列支的设备150.00万元不再安排", NOTHING),
        (
            ONE_REASON,
            "180",
            "上年列支的设备18万元不再安排",
            NOTHING,
        ),  # round ones are alike by chance
        (TWO_REASONS, "359.48", "新增A项目213.43万元，B项目146.05万元", ["exact"]),
        (TWO_REASONS, "359.48", "新增A项目213.43万元，B项目16.05万元", ["inconsistent"]),
        (TWO_REASONS, "359.48", "A项目增加500.00万元，B项目减少140.52万元", ["exact"]),
        (TWO_REASONS, "359.48", "A项目增加500.00万元，B项目减少104.52万元", ["inconsistent"]),
        (TWO_REASONS, "359.48", "新增A项目213.43万元等", NOTHING),
    ],
)
def test_reasons_told__make_the_change(
    sentence: str, change: str, reason: str, found: list[str]
) -> None:
    text = sentence.format(change, reason)
    assert [
        told(text, "the_reason_told_makes_the_change"),
        told(text, "reasons_told_make_the_change"),
    ] == ([found, NOTHING] if sentence is ONE_REASON or found == NOTHING else [NOTHING, found])


def test_reasons_told__roughly_warn_of_no_last_digit() -> None:
    text = TWO_REASONS.format("359.48", "新增A项目213.4万元，B项目146万元")
    assert told(text, "reasons_told_make_the_change") == NOTHING
    assert told(text, "the_reason_told_makes_the_change") == ["inconsistent"]  # a hint


QUARTERS = (
    "六、年度用款计划\n\n第一季度用款23.46万元，第二季度用款23.46万元，第三季度用款{}万元。\n"
)
SITES = (
    "十、项目支出情况\n\n甲站设备71.85万元，乙站设备71.85万元，丙站设备{}万元，丁站运行9.10万元。\n"
)
SMALL_FIRMS = """十一、政府采购情况

2027年政府采购预算52.06万元，其中：货物52.06万元。面向中小企业预留{}万元。
"""


@pytest.mark.parametrize(
    ("sentence", "alike", "slips", "other"),
    [
        (QUARTERS, "23.46", ("24.36", "2.46", "234.6", "23.47"), ("31.08", "11.73")),
        (SITES, "71.85", ("17.85", "7.85", "71.86", "81.85"), ("62.75", "80.95", "40.00")),
        (SMALL_FIRMS, "52.06", ("50.26", "5.06"), ("30.00", "26.03")),
    ],
)
def test_an_amount_told_twice__is_told_alike_again(
    sentence: str, alike: str, slips: tuple[str, ...], other: tuple[str, ...]
) -> None:
    rule = "an_amount_told_twice_is_told_alike_again"
    thrice = "an_amount_told_thrice_is_told_alike_again"
    assert told(sentence.format(alike), rule) == NOTHING
    assert told(sentence.format(alike), thrice) == ["exact", "exact"]
    more = sentence.replace("{}", alike + "万元，另一处{}", 1)
    assert all("inconsistent" in told(more.format(slip), thrice) for slip in slips)
    assert all(told(sentence.format(slip), rule) == ["inconsistent"] for slip in slips)
    # 62.75 and 80.95 make, with 9.10, one of the others
    assert all(told(sentence.format(amount), rule) == NOTHING for amount in other)


ORGANS = """六、一般公共预算基本支出情况

2027年一般公共预算基本支出961.20万元，其中：人员经费820.07万元，公用经费141.13万元。

十一、机关运行经费情况

2027年机关运行经费预算{}万元。
"""


@pytest.mark.parametrize(
    ("amount", "found"),
    [("141.13", ["exact"]), ("114.13", ["inconsistent"]), ("97.40", NOTHING)],
)
def test_organs__run_on_operating_expenditure(amount: str, found: list[str]) -> None:
    assert told(ORGANS.format(amount), "organs_run_on_operating_expenditure") == found


ITEMS = """五、一般公共预算财政拨款支出决算情况说明
（三）一般公共预算财政拨款支出决算具体情况
一般公共预算财政拨款支出全年预算为72.40万元，支出决算为70.10万元。其中：
1、教育支出（类）普通教育（款）小学教育（项）。全年预算为{}万元，支出决算为61.00万元。
2、教育支出（类）普通教育（款）初中教育（项）。全年预算为9.15万元，支出决算为9.10万元。
"""


@pytest.mark.parametrize(
    ("planned", "found"),
    [("63.25", ["exact"]), ("62.35", ["inconsistent"]), ("61.00", NOTHING)],
)
def test_items_planned__make_the_whole_but_for_a_slip(planned: str, found: list[str]) -> None:
    rule = "items_planned_make_the_whole_but_for_a_slip"
    assert told(ITEMS.format(planned), rule, ACCOUNTS) == found


PROJECTS = """十、预算绩效情况说明
编报绩效目标的项目6个，涉及预算金额384.21万元；绩效自评的项目{}个，涉及预算金额{}万元。
"""


@pytest.mark.parametrize(
    ("number", "amount", "found"),
    [
        ("6", "384.21", ["exact", "exact"]),
        ("6", "348.21", ["inconsistent"]),
        ("6", "350.00", NOTHING),  # what is assessed is the budget as adjusted
        ("5", "348.21", NOTHING),
        ("5", "384.21", ["inconsistent"]),  # no fewer projects have the same
    ],
)
def test_as_many_projects__have_as_much_money(number: str, amount: str, found: list[str]) -> None:
    rule = "as_many_projects_have_as_much_money"
    assert told(PROJECTS.format(number, amount), rule, ACCOUNTS) == found


GRADES = """十、预算绩效情况说明
绩效自评的项目4个，涉及预算金额{}万元，平均得分{}分（其中，评级为“优”的项目3个；评级为“{}”的项目1个）。
"""


@pytest.mark.parametrize(
    ("score", "other", "found"),
    [
        ("94.25", "良", ["exact"]),  # 3 × 90 and 75 make 86.25 on average; 3 × 100 and 90, 97.5
        ("97.80", "良", ["inconsistent"]),
        ("49.25", "良", ["inconsistent"]),
        ("86.00", "良", ["inconsistent"]),
        ("86.00", "合格", ["exact"]),
        ("942.5", "合格", ["inconsistent"]),
        ("91.00分，其中甲项目80.00", "良", NOTHING),  # of several scores any may be of one project
    ],
)
def test_the_score__fits_the_grades(score: str, other: str, found: list[str]) -> None:
    text = GRADES.format("61.27", score, other)
    assert told(text, "the_score_fits_the_grades", ACCOUNTS) == found


HOSTS = """七、“三公”经费情况说明

2.公务接待费预算支出{}万元，计划接待{}批次、{}人次，人均{}元。

3.公务用车运行维护费9.60万元，保有公务用车4辆，每辆车运行维护费{}万元。
"""


@pytest.mark.parametrize(
    ("amount", "people", "each", "car", "found"),
    [
        ("3.84", "320", "120", "2.40", ["exact", "exact"]),
        ("3.84", "230", "120", "2.40", ["inconsistent", "exact"]),
        ("8.34", "320", "120", "2.40", ["inconsistent", "exact"]),
        ("3.84", "320", "120", "2.04", ["exact", "inconsistent"]),
        ("3.84", "320", "不超过150", "2.40", ["exact"]),  # what it may cost at most
        ("3.84", "320", "97", "2.40", ["exact"]),  # of other money, as far as one can see
    ],
)
def test_what_each_costs__makes_the_amount(
    amount: str, people: str, each: str, car: str, found: list[str]
) -> None:
    text = HOSTS.format(amount, "25", people, each, car)
    assert told(text, "what_each_costs_makes_the_amount") == found


SHARES = """七、“三公”经费情况说明

“三公”经费预算支出中，因公出国（境）费支出40万元，占“三公”经费的{}%；公务用车运行费支出90万元，\
占“三公”经费的53.12%；公务接待费支出41万元，占“三公”经费的23.46%。
"""


@pytest.mark.parametrize(
    ("share", "found"),
    [
        ("23.42", ["exact"]),  # no share follows from its amount, all make the whole
        ("32.42", ["inconsistent"]),
        ("2.342", ["inconsistent"]),
        ("27.10", NOTHING),
    ],
)
def test_shares_told__make_the_whole(share: str, found: list[str]) -> None:
    assert told(SHARES.format(share), "shares_told_make_the_whole") == found


def test_shares_told__that_follow_from_their_amounts_are_of_a_list_that_may_go_on() -> None:
    listed = "事业收入60.50万元，占60.50%；其他收入29.50万元，占29.50%。\n"
    text = f"二、收入预算情况说明\n\n收入预算100.00万元，其中：{listed}"
    assert told(text, "shares_told_make_the_whole") == NOTHING


TARGETS = """三、支出预算情况说明

2027年支出预算{}万元，其中：基本支出512.06万元，项目支出246.85万元。

十、预算绩效情况说明

2027年纳入绩效目标管理的项目7个，涉及资金{}万元。
"""


@pytest.mark.parametrize(
    ("money", "found"),
    [
        ("246.85", ["exact"]),
        ("264.85", ["inconsistent"]),
        ("24.685", ["inconsistent"]),
        ("180.20", NOTHING),  # of some of them
        ("310.40", NOTHING),  # of money of other years, too
    ],
)
def test_projects_with_targets__are_all_of_them_but_for_a_slip(
    money: str, found: list[str]
) -> None:
    text = TARGETS.format("758.91", money)
    assert told(text, "projects_with_targets_are_within_the_projects") == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("1126.43", ["exact"]),  # new, and none of it was spent before
        ("1162.43", ["inconsistent"]),
        ("126.43", NOTHING),  # after 1000.00
    ],
)
def test_a_new_item__changes_by_its_amount(change: str, found: list[str]) -> None:
    text = (
        f"五、一般公共预算支出情况\n\n水文监测（项）1126.43万元，比2026年预算增加{change}万元。\n"
    )
    assert told(text, "a_new_item_changes_by_its_amount") == found
