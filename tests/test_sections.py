"""Notes under whatever heading: parts, numerals, nested sections, sentences, notices alone."""

import pytest

from budgetlib.budget import Budget, read_text
from budgetlib.figures.printed import Claim


def amounts(budget: Budget) -> dict[tuple[str, str], str]:
    """The amounts told, by section's topic and key."""
    claims = (c for n in budget.notes.values() for c in n.claims if c.measure == "amount")
    return {(c.topic, c.key): c.figure.printed for c in claims}


def wrong(budget: Budget) -> list[str]:
    """Everything that is not in order, but for notes."""
    found = budget.reconcile().results
    told = [r for r in found if r.verdict == "inconsistent" and r.severity != "note"]
    return [str(r.relation) for r in told] + [entry.text for entry in budget.unread]


def share(budget: Budget, printed: str) -> Claim:
    return next(c for c in budget.all_claims if c.figure.printed == printed)


SHARES = "2024年支出{of}800.00万元，其中：基本支出600.00万元，占75%；项目支出200.00万元，占25%。"


@pytest.mark.parametrize(
    "heading",
    [
        "第二部分 乙州政协机关2024年预算安排说明",
        "第三部分 2024年度单位预算编制说明",
        "第三章 乙州政协机关部门预算情况的说明",
        "三、乙州政协机关2024年部门预算公开说明",
        "第三部分 乙州政协机关2024年部门预算文字说明",
    ],
)
def test_sections__below_any_heading_of_the_notes(heading: str) -> None:
    text = f"乙州政协机关2024年部门预算\n\n{heading}\n\n（一）支出预算情况说明\n\n"
    budget = read_text(text + SHARES.format(of="预算"))
    assert amounts(budget)["expenditure", "total"] == "800.00"
    assert (budget.unit, budget.year, wrong(budget)) == ("乙州政协机关", 2024, [])


def test_sections__a_heading_on_two_lines() -> None:
    text = "丙县农业局2024年度部门决算\n\n第三部分 丙县农业局2024年度部门决算\n\n情况说明\n\n"
    budget = read_text(f"{text}一、支出决算情况说明\n\n{SHARES.format(of='合计')}")
    assert amounts(budget)["expenditure", "year_expenditure"] == "800.00"
    assert (budget.kind, budget.layout, wrong(budget)) == ("决算", "final-accounts", [])


NESTED = """丙市某局2022年度部门决算

{part}

（一）收入支出决算总体情况说明

2022年度收、支总计2,000.00万元。

{third}支出决算情况说明

本年支出合计1,960.00万元，其中基本支出1,400.00万元，占71.43%；项目支出560.00万元，占28.57%。

（五）一般公共预算财政拨款支出决算情况说明

2.一般公共预算财政拨款支出决算结构情况。

2022年度一般公共预算财政拨款支出1,800.00万元，主要用于以下方面：教育（类）支出200.00万元，占11.11%；\
城乡社区（类）支出1,600.00万元，占88.89%。
"""


@pytest.mark.parametrize("third", ["（三）", "(三)", "（三）　", "（三）\t"])
@pytest.mark.parametrize(
    "part", ["第三部分 2022年度部门决算情况说明", "二、丙市某局2022年度部门决算情况说明"]
)
def test_sections__shares_are_of_the_section_that_they_stand_in(part: str, third: str) -> None:
    budget = read_text(NESTED.format(part=part, third=third))
    assert [note.topic for note in budget.notes.values() if note.claims] == [
        *("overall", "expenditure", "general_budget")
    ]
    assert wrong(budget) == []
    slip = read_text(NESTED.format(part=part, third=third).replace("占28.57%", "占28.75%"))
    assert any("28.75" in told for told in wrong(slip))


def test_sections__numbers_below_an_item_that_tells_of_all() -> None:
    text = """丁县林业站（本级）2024年度决算公开说明

一、单位基本情况

负责林业。

二、单位决算收支情况说明

（一）收入支出决算总体情况说明

1.总体情况。2024年度收入总计300.00万元，支出总计300.00万元。

2.支出情况。2024年度支出合计290.00万元，其中：基本支出200.00万元，占69%；项目支出90.00万元，占31%。
"""
    budget = read_text(text)
    assert share(budget, "69").topic == "expenditure"
    assert amounts(budget)["expenditure", "year_expenditure"] == "290.00"
    assert (budget.unit, budget.level, budget.kind) == ("丁县林业站(本级)", "单位", "决算")
    assert wrong(budget) == []


def test_sections__final_accounts_whose_tables_are_attached() -> None:
    text = """戊中心2022年度部门决算

第一部分 2022年度部门决算报表

报表详见附件。

第二部分 2022年度部门决算说明

一、收入支出决算总体情况说明

2022年度收、支总计250.00万元，比上年减少2.00万元，下降0.79%。

（一）收入决算说明

2022年度本年收入合计240.00万元，其中：财政拨款收入235.00万元，占收入合计的97.92%；\
其他收入5.00万元，占收入合计的2.08%。

（二）支出决算说明

2022年度本年支出合计245.00万元，其中：基本支出150.00万元，占支出合计的61.22%；\
项目支出95.00万元，占支出合计的38.78%。
"""
    budget = read_text(text)
    told = amounts(budget)
    assert (told["revenue", "year_revenue"], told["revenue", "fiscal"]) == ("240.00", "235.00")
    assert (told["expenditure", "year_expenditure"], budget.layout) == ("245.00", "final-accounts")
    assert wrong(budget) == []


NUMERALS = [("一、", "二、", "三、"), ("1.", "2.", "3."), ("（一）", "（二）", "（三）")]


@pytest.mark.parametrize("numerals", NUMERALS)
def test_sections__sentences_with_a_numeral_are_no_headings(numerals: tuple[str, ...]) -> None:
    one, two, three = numerals
    budget = read_text(f"""己开发区2022年一般公共预算“三公”经费预算情况说明

2022年一般公共预算“三公”经费预算安排26万元，与2021年预算持平：

{one}2022年因公出国（境）费预算9万元，与2021年预算相比增加9万元，主要原因是开展招商。

{two}2022年公务用车购置及运行费预算7万元，与2021年预算相比减少9万元，主要原因是核减运行费。

{three}2022年公务接待费预算10万元，与2021年预算相比持平。
""")
    told = amounts(budget)
    keys = ("total", "travel", "vehicles", "reception")
    assert [told["three_public", key] for key in keys] == ["26", "9", "7", "10"]
    assert (budget.year, budget.unit, wrong(budget)) == (2022, "己开发区", [])
    exact = [r.rule.name for r in budget.reconcile().results if r.verdict == "exact"]
    assert "parts_told_in_a_note_make_the_whole" in exact
    assert "changes_of_three_public_make_the_total_change" in exact


@pytest.mark.parametrize("numerals", NUMERALS)
def test_sections__a_heading_names_what_its_sentence_leaves_out(numerals: tuple[str, ...]) -> None:
    one, two, three = numerals
    budget = read_text(f"""关于庚厅财政拨款“三公”经费2023年预算情况的说明

{one}因公出国（境）经费

2023年预算安排30万元，较2022年预算下降20%，主要原因是严格执行厉行节约的要求。

{two}公务接待费

2023年预算安排12万元，较2022年预算下降25%。

{three}公务用车购置及运行维护费

2023年预算安排18万元，较2022年预算持平。
""")
    told = amounts(budget)
    assert [told["three_public", key] for key in ("travel", "reception", "vehicles")] == [
        *("30", "12", "18")
    ]
    assert (budget.unit, budget.year, wrong(budget)) == ("庚厅", 2023, [])


@pytest.mark.parametrize("numeral", ["", "Ⅲ、", "Ⅲ.", "三、", "（三）", "3．"])
def test_sections__of_whatever_numeral(numeral: str) -> None:
    other = "收入预算情况说明\n\n2024年收入预算800.00万元。"
    first = numeral.replace("Ⅲ", "Ⅱ").replace("三", "二").replace("3", "2")
    budget = read_text(
        f"辛县粮食局2024年单位预算\n\n第三部分 情况说明\n\n{first}{other}\n\n"
        f"{numeral}支出预算情况说明\n\n{SHARES.format(of='预算')}"
    )
    told = amounts(budget)
    assert (told["revenue", "total"], told["expenditure", "total"]) == ("800.00", "800.00")
    assert wrong(budget) == []
