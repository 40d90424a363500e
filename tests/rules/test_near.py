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
    return [c.verdict for c in read_text(head + text).reconcile().results if c.rule.name == rule]


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
    assert told(sentence.format(change, reason), "reasons_told_make_the_change") == found


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
    assert told(sentence.format(alike), rule) == ["exact", "exact"]
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
