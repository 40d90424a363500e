"""A difference of one unit in the last printed digit is a note; more, or several, are not."""

import pytest

from budgetlib.budget import read_text

N = "第三部分 情况说明"


def severities(*lines: str, kind: str = "预算") -> dict[str, str]:
    budget = read_text("\n\n".join((f"甲市测绘局2027年部门{kind}", N, *lines)) + "\n")
    gravest_last = reversed(budget.reconcile().inconsistent)
    return {c.rule.name: c.severity for c in gravest_last}


@pytest.mark.parametrize(
    ("rate", "severity"),
    [
        ("3.45%", None),  # 100 of 2900
        ("3.4%", "note"),  # cut off, or rounded: one decimal is printed
        ("3.44%", "note"),
        ("3.5%", "note"),
        ("3.6%", "error"),
        ("3.43%", "error"),
    ],
)
def test_severity__of_a_rate(rate: str, severity: str | None) -> None:
    told = f"2027年收支总预算3000.00万元，比2026年预算增加100.00万元，增长{rate}。"
    found = severities("一、收支预算总体情况说明", told)
    assert found.get("growth_follows_from_the_change") == severity


@pytest.mark.parametrize(
    ("rate", "severity"),
    [("3.1%", "note"), ("3.13%", None), ("3.2%", "error"), ("3.31%", "error"), ("3.12%", "note")],
)
def test_severity__of_a_rate_that_both_amounts_and_their_change_give(
    rate: str, severity: str | None
) -> None:
    told = f"2027年收支总预算1238万元，较2026年的1278万元减少40万元，下降{rate}。"
    found = severities("一、收支预算总体情况说明", told)
    rules = ("growth_follows_from_the_change", "growth_follows_from_both_amounts")
    assert {found.get(name) for name in rules} == {severity}


@pytest.mark.parametrize(
    ("project", "severity"), [("40.01", None), ("40.02", "note"), ("40.03", "error")]
)
def test_severity__of_a_sum(project: str, severity: str | None) -> None:
    """Each of three amounts allows half of its last digit; one unit beyond that is slight."""
    told = f"2027年支出预算100.00万元，其中：基本支出60.00万元，项目支出{project}万元。"
    found = severities("三、支出预算情况说明", told)
    assert found.get("parts_told_in_a_note_make_the_whole") == severity


@pytest.mark.parametrize(
    ("rates", "severity"),
    [
        (("63.74", "36.26"), None),
        (("63.75", "36.25"), "note"),  # one off each: a rate's own digit, not the total's
        (("63.7", "36.26"), "note"),  # fails only when read as 63.70
        (("63.7", "36.3"), None),  # where one decimal is the habit
        (("63.76", "36.24"), "error"),
    ],
)
def test_severity__of_rates_of_one_total(rates: tuple[str, str], severity: str | None) -> None:
    told = (
        f"2027年支出预算1000.00万元，其中：基本支出637.40万元，占{rates[0]}%；"
        f"项目支出362.60万元，占{rates[1]}%。"
    )
    found = severities("三、支出预算情况说明", told)
    assert found.get("shares_follow_from_the_amounts_told") == severity


def table(total: str, item: str) -> str:
    rows = (
        "表5 一般公共预算支出表",
        "单位：万元",
        "科目编码\t科目名称\t合计\t基本支出\t项目支出",
        f"\t合计\t{total}\t{total}\t",
        f"205\t教育支出\t{item}\t{item}\t",
        f"20501\t教育管理事务\t{item}\t{item}\t",
        f"2050101\t行政运行\t{item}\t{item}\t",
    )
    return "\n".join(rows)


def test_severity__of_an_amount_printed_twice() -> None:
    told = "2027年一般公共预算支出{}万元。"
    for amount, severity in (("326.72", "note"), ("326.73", "error")):
        found = severities(
            table("326.71", "326.71"), N, "五、一般公共预算支出情况说明", told.format(amount)
        )
        assert found.get("general_budget_note_equals_its_table") == severity


def test_severity__several_that_meet_in_a_figure_keep_theirs() -> None:
    told = "2027年一般公共预算支出326.71万元。"
    assert severities(table("326.72", "326.71")) == {"topmost_rows_make_the_total": "note"}
    found = severities(table("326.72", "326.71"), N, "五、一般公共预算支出情况说明", told)
    assert found["topmost_rows_make_the_total"] == "error"
    assert found["general_budget_note_equals_its_table"] == "error"


ITEM = (
    "1．教育支出（类）教育管理事务（款）行政运行（项）{}万元。"
    "年初预算为400.00万元，支出决算为{}万元。"
)


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        (("326.72", "326.72"), "note"),  # the notes are rounded otherwise than the tables
        (("326.72", "326.71"), "error"),  # one printing against all others
        (("326.71", "326.72"), "error"),
        (("326.71", "326.71"), None),
    ],
)
def test_severity__of_one_alone_against_others(told: tuple[str, str], severity: str | None) -> None:
    amounts = table("326.71", "326.71")
    found = severities(
        amounts.replace("表5 一般公共预算支出表", "表3 支出决算表"),
        amounts.replace("预算支出表", "预算财政拨款支出决算表"),
        N,
        "五、一般公共预算财政拨款支出决算情况说明",
        ITEM.format(*told),
        kind="决算",
    )
    assert found.get("general_budget_note_equals_its_table") == severity


def test_causes__last_digits_are_told_apart_from_an_error() -> None:
    """The rate is wrong by itself; that its amount makes another differ slightly says no more."""
    told = (
        "2027年度支出合计695.45万元，比上年增加84.11万元，增长13.36%；"
        "较年初预算减少131.29万元，下降15.87%。"
    )
    text = "\n\n".join(("甲市测绘局2027年部门决算", N, "三、支出决算情况说明", told)) + "\n"
    causes = read_text(text).reconcile().causes
    assert [cause.severity for cause in causes] == ["error", "note"]
    doubted = [{repair.figure.printed for repair in answer.repairs} for answer in causes[0].answers]
    assert doubted == [{"13.36"}, {"84.11"}]
