"""How notes are printed across the country: marks, brackets, both directions, decimals, names."""

import pytest

from budgetlib.budget import Budget, read_text, reconcile
from budgetlib.figures.printed import Claim

FRONT = "某某局2025年部门预算\n第三部分 2025年部门预算情况说明\n"
PUBLIC = "七、“三公”经费预算情况说明"


def budget_of(*lines: str) -> Budget:
    budget = read_text(FRONT + "\n".join(lines), layout_name="common")
    assert not budget.unread, budget.unread
    return budget


def claims(*lines: str) -> list[Claim]:
    return [claim for note in budget_of(*lines).notes.values() for claim in note.claims]


def told(*lines: str) -> list[str]:
    found = claims(*lines)
    printed = {claim.id: claim.figure.printed for claim in found}
    return [
        f"{c.key or c.figure.code} {c.measure} {c.figure.printed}"
        + (f" of {printed[c.of]}" if c.of else "")
        for c in found
    ]


def wrong(*lines: str) -> list[str]:
    results = reconcile(budget_of(*lines)).results
    return [result.rule.name for result in results if result.verdict == "inconsistent"]


def test_squeezed__narrow_marks_divide_as_wide_ones_do() -> None:
    wide = "公务接待费3.2万元，比上年减少1万元；公务用车运行费1,200.5万元，与上年持平。"
    assert told(PUBLIC, wide.replace("，", ",").replace("；", ";")) == told(PUBLIC, wide)
    assert told(PUBLIC, wide)[2] == "vehicle_running amount 1,200.5"


def test_squeezed__goods_works_and_services_between_narrow_marks() -> None:
    heading = "四、政府采购预算情况说明"
    sum_ = "政府采购预算{}元,其中:货物类采购6000元;工程类采购0元;服务类采购3000元。"
    assert wrong(heading, sum_.format(9000)) == []
    assert wrong(heading, sum_.format(9100)) == ["goods_works_and_services_make_procurement"]


@pytest.mark.parametrize("marks", ['""', "“”", "＂＂"])
def test_paired__three_public_in_any_quotation_marks(marks: str) -> None:
    name = f"{marks[0]}三公{marks[1]}经费预算8万元。"
    assert told(PUBLIC, name) == ["total amount 8"]


@pytest.mark.parametrize("words", ["增加(减少)", "减少（或增加）", "增加/减少", "下降（增长）"])
def test_claims__both_directions_in_either_order(words: str) -> None:
    found = claims(PUBLIC, f"公务接待费3万元，比2024年{words}0万元。")
    assert [(c.measure, c.direction) for c in found] == [("amount", None), ("change", None)]


@pytest.mark.parametrize("word", ["无变化", "无增减变化", "持平"])
def test_claims__nothing_changed_from_a_year_before(word: str) -> None:
    assert told(PUBLIC, f"公务接待费3万元，同比{word}。")[1] == f"reception change {word} of 3"


def test_claims__a_change_in_brackets_is_of_the_amount_beside_it() -> None:
    sentence = (
        "公务用车购置及运行费30万元（公务用车购置费18万元，比上年增加18万元；"
        "公务用车运行费12万元，比上年减少3万元），比上年增加15万元。"
    )
    assert told(PUBLIC, sentence) == [
        "vehicles amount 30",
        "vehicle_purchase amount 18",
        "vehicle_purchase change 18 of 18",
        "vehicle_running amount 12",
        "vehicle_running change 3 of 12",
        "vehicles change 15 of 30",
    ]


def test_claims__a_share_in_brackets_that_name_no_amount_is_of_the_one_before() -> None:
    heading = "三、支出预算情况说明"
    assert told(heading, "支出预算80万元，基本支出60万元（占75%）。")[2] == "basic share 75 of 60"


def test_claims__an_amount_for_each_is_a_price() -> None:
    found = claims(PUBLIC, "计划出国2人，预算费用3.5万元/人，因公出国（境）费7万元。")
    assert [c.measure for c in found] == ["count", "price", "amount"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("社会保障和就业支出类科目", "208"),
        ("社会保障和就业支出（类）", "208"),
        ("对个人和家庭补助支出预算", "households"),
        ("对个人和家庭的补助支出预算", "households"),
        ("机关事业单位职业年金缴费支出", "2080506"),
    ],
)
def test_naming__classes_and_items_by_their_bare_name(name: str, expected: str) -> None:
    found = claims("五、一般公共预算支出情况说明", f"{name}13.2万元。")
    assert [c.key or c.figure.code for c in found] == [expected]


HALVES = "货物类采购预算10000元，占政府采购预算的{}%；服务类采购预算7000元，占政府采购预算的{}%。"


def test_as_printed__rates_of_one_decimal_where_all_beside_them_are() -> None:
    heading, whole = "四、政府采购预算情况说明", "政府采购预算17000元，其中："
    assert wrong(heading, whole + HALVES.format("58.8", "41.2")) == []
    assert wrong(heading, whole + HALVES.format("58.9", "41.2")) != []
    assert wrong(heading, whole + HALVES.format("58.8", "41.18")) != []


def test_as_printed__one_rate_alone_is_no_habit() -> None:
    heading = "三、支出预算情况说明"
    shares = "支出预算300万元，基本支出200万元，占66.7%；项目支出100万元，占33.33%。"
    assert wrong(heading, shares) == ["shares_follow_from_the_amounts_told"]


FINAL = (
    "某某局2025年度部门决算\n第三部分 2025年度部门决算情况说明\n"
    "七、财政拨款“三公”经费支出决算情况说明\n"
)
TOLD = (
    "“三公”经费支出年初预算为9万元，支出决算为8万元，完成预算的88.89%，其中：公务用车运行维护费决算为"
    "6万元；公务接待费决算为2万元。\n"
)
MOVED = (
    "2025年度“三公”经费支出决算数比2024年度增加1万元，增长14.29%，其中：因公出国（境）费支出决算为0万元，"
    "与2024年持平；公务用车运行维护费支出决算增加{}万元，增长{}%；公务接待费支出决算{}为2万元，与2024年持平。\n"
)


def moved(*words: str) -> Budget:
    return read_text(FINAL + TOLD + MOVED.format(*words), layout_name="final-accounts")


def found_wrong(budget: Budget) -> list[str]:
    notes = [note for note in reconcile(budget).results if note.verdict == "inconsistent"]
    return [result.rule.name for result in notes if result.rule.kind == "notes_and_tables"]


def test_executed__a_change_belongs_to_what_it_names_in_another_paragraph() -> None:
    budget = moved("1", "20", "")
    by_id = {claim.id: claim for claim in budget.notes["七"].claims}
    changes = [c for c in by_id.values() if c.measure == "change" and not c.figure.worded]
    assert [(c.key, by_id[c.of].figure.printed) for c in changes] == [
        ("total", "8"),
        ("vehicle_running", "6"),
    ]
    assert found_wrong(budget) == []
    assert found_wrong(moved("1", "25", "")) == ["growth_follows_from_the_change"]


@pytest.mark.parametrize("word", ["减少", "下降", "增加"])
def test_executed__where_an_amount_moved_to_is_no_change(word: str) -> None:
    budget = moved("1", "20", word)
    last = budget.notes["七"].claims[-2]
    assert (last.key, last.measure, last.figure.printed) == ("reception", "amount", "2")
    assert found_wrong(budget) == ["directions_agree"]
