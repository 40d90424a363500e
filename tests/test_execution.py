"""Final accounts: what their tables print beside the amounts, and how their sentences speak."""

from decimal import Decimal
from pathlib import Path

import pytest
from accounts import ACCOUNTS

from budgetlib.budget import Budget, read, read_text
from budgetlib.figures.printed import Claim

TABLES = "某某部2024年度部门决算\n收入支出决算总表\n收入决算表\n"
HEAD = f"{TABLES}第三部分 2024年度部门决算情况说明\n"


@pytest.fixture(scope="module")
def accounts() -> Budget:
    return read_text(ACCOUNTS)


def claims(sentence: str, title: str = "五、一般公共预算财政拨款支出决算情况说明") -> list[Claim]:
    return list(read_text(f"{HEAD}{title}\n{sentence}\n").notes[title[0]].claims)


def told(claim: Claim) -> tuple[str, str, str]:
    return claim.key, claim.figure.printed, claim.figure.base


def test_read__everything_in_its_place(accounts: Budget) -> None:
    assert (accounts.kind, accounts.unit, accounts.year) == ("决算", "某某部", 2024)
    assert accounts.limits == ()
    assert [table.role for table in accounts.tables.values()] == [
        *("summary", "revenue", "expenditure", "fiscal", "by_function", "basic_by_economic"),
        *("three_public", "gov_fund", "state_capital"),
    ]
    assert [t.number for t in accounts.tables.values()] == [str(n) for n in range(1, 10)]


def test_read__line_numbers_are_no_amounts(accounts: Budget) -> None:
    assert accounts.not_amounts["line_number"] == 63  # 20, 4, 27 and 12 of tables 1, 2, 4 and 7
    assert accounts.table("summary").find("本年收入合计", "revenue")["amount"].printed == "133.00"  # type: ignore[index]
    assert accounts.table("three_public").rows[0]["total"].printed == "23.00"
    assert accounts.tables["1"].grid[3] == ("栏次", "", "1", "栏次", "", "2")  # as it was printed


def test_read__both_bases_of_the_three_public_expenses(accounts: Budget) -> None:
    row = accounts.table("three_public").rows[0]
    assert (row["vehicle_running"].value, row["vehicle_running"].base) == (Decimal("3.00"), "决算")
    assert row["vehicle_running_planned"].base == "预算"
    assert row.on("_planned")["vehicles"].printed == "22.00"
    assert set(row.on("").cells) == set(row.on("_planned").cells)


@pytest.mark.parametrize(
    "header",
    [
        "合计\t\t因公出国（境）费\t\t公务接待费\t\n预算数\t决算数\t预算数\t决算数\t预算数\t决算数",
        "预算数\t\t\t决算数\t\t\n合计\t因公出国（境）费\t公务接待费\t合计\t因公出国（境）费\t公务接待费",
    ],
)
def test_read__the_base_above_or_below(header: str) -> None:
    beside = "3.00\t2.00\t1.00\t0.50\t2.00\t1.50"
    apart = "3.00\t1.00\t2.00\t2.00\t0.50\t1.50"
    row = apart if header.startswith("预算数") else beside
    text = f"{TABLES}财政拨款“三公”经费支出决算表\n公开07表\n单位：万元\n{header}\n{row}\n"
    found = read_text(text).table("three_public").rows[0]
    printed = {key: figure.printed for key, figure in found.cells.items()}
    assert printed == {
        **{"total": "2.00", "travel": "0.50", "reception": "1.50"},
        **{"total_planned": "3.00", "travel_planned": "1.00", "reception_planned": "2.00"},
    }


def test_read__a_record_on_its_side() -> None:
    rows = (
        "合计\t3.00\t2.00\n1.因公出国（境）费\t1.00\t0.50\n"
        "其中：（1）公务用车购置费\t0.00\t0.00\n3.公务接待费\t2.00\t1.50"
    )
    text = f"{TABLES}“三公”经费支出决算表\n单位：万元\n项目\t预算数\t决算数\n{rows}\n"
    row = read_text(text).table("three_public").rows[0]
    assert (row["total"].printed, row["total_planned"].printed) == ("2.00", "3.00")
    assert (row["reception"].base, row["reception_planned"].base) == ("决算", "预算")
    assert row["vehicle_purchase_planned"].printed == "0.00"


def test_read__parts_of_a_carry_over_whatever_their_numbering(accounts: Budget) -> None:
    table = accounts.table("fiscal")
    carried = table.find("carry_over", "revenue")
    assert carried is not None
    assert [row["amount"].printed for row in table.children(carried)] == ["6.00", "5.00", "0.00"]
    assert [row.level for row in table.part("revenue") if row.code == "gov_fund"] == [1, 2]


def test_read__a_sum_below_several_lists(accounts: Budget) -> None:
    sums = {r.name: r["total"].printed for r in accounts.table("basic_by_economic").part("sum")}
    assert sums == {"人员经费合计": "66.00", "公用经费合计": "14.00"}


def test_claims__each_amount_on_its_base() -> None:
    found = claims(
        "2024年度一般公共预算财政拨款支出年初预算为9.5万元，调整后预算为12万元，支出决算为10万元，"
        "完成年初预算的105.26%。决算数大于年初预算数的主要原因是追加资金。"
    )
    assert [told(claim) for claim in found[:3]] == [
        ("total", "9.5", "年初预算"),
        ("total", "12", "全年预算"),
        ("total", "10", "决算"),
    ]
    assert [(c.measure, c.compared_base, c.of) for c in found[3:]] == [
        ("execution", "年初预算", found[2].id),
        ("order", "年初预算", found[2].id),
    ]
    assert found[4].direction == 1


def test_claims__an_item_named_in_the_paragraph_before() -> None:
    found = claims(
        "1.住房保障支出（类）住房改革支出（款）住房公积金（项）。\n"
        "年初预算为0万元，支出决算为3万元，决算数与年初预算数相同。"
    )
    assert [told(c)[:2] for c in found] == [("item", "0"), ("item", "3"), ("item", "与年初预算数")]
    assert {claim.figure.code for claim in found[:2]} == {"2210201"}


def test_claims__a_change_of_what_is_named_anew() -> None:
    found = claims(
        "2024年度总收入50万元；总支出50万元，其中年末结转和结余4万元。与上年相比，总收入、总支出各"
        "增加5万元，增长11.11%。",
        "一、收入支出决算总体情况说明",
    )
    whole = [claim.id for claim in found if claim.figure.printed == "50"][-1]
    assert [(c.measure, c.of) for c in found[-2:]] == [("change", whole), ("growth", whole)]


def test_claims__a_share_of_what_is_not_told_belongs_to_nothing() -> None:
    found = claims(
        "政府采购支出总额8万元，其中：货物支出8万元。货物采购授予中小企业合同金额占货物支出金额的50%。",
        "十、政府采购支出情况",
    )
    assert (found[-1].measure, found[-1].of, found[-1].key) == ("share", "", "")


def test_claims__two_comparisons_of_one_amount() -> None:
    note = read_text(
        f"{HEAD}十、机关运行经费支出情况说明\n2024年度机关运行经费支出6万元，比年初预算数减少2万元，"
        "下降25%，比2023年度增加1万元，增长20%。\n"
    ).notes["十"]
    assert [
        (change.compared, change.compared_base, change.figure.printed, growth.figure.printed)
        for _, change, growth in note.changes
        if change and growth
    ] == [(2024, "年初预算", "2", "25"), (2023, "", "1", "20")]


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("决算数小于预算数", True),
        ("决算数大于预算数", False),
        ("决算数等于预算数", False),
        ("决算数与预算数基本持平", None),
    ],
)
def test_reconcile__more_or_less_than_planned(words: str, holds: bool | None) -> None:
    sentence = f"支出预算为5万元，支出决算为4.9万元，{words}的主要原因是厉行节约。"
    budget = read_text(f"{HEAD}七、财政拨款“三公”经费支出决算情况说明\n“三公”经费{sentence}\n")
    found = [
        result.relation.holds  # type: ignore[union-attr]
        for result in budget.reconcile().results
        if result.rule.name == "more_or_less_than_planned_is_right" and result.relation
    ]
    assert found == ([] if holds is None else [holds])


def test_read__the_unit_beside_body_and_year_in_a_grid_of_its_own(tmp_path: Path) -> None:
    table = "<table><tr><td>科目编码</td><td>科目名称</td><td>本年收入合计</td></tr>{}</table>"
    row = "<tr><td>{}</td><td>{}</td><td>12.30</td></tr>"
    rows = row.format("", "合计") + row.format("201", "某类")
    line = "<table><tr><td>部门：某某管理局</td><td>2024年度</td><td>金额单位：元</td></tr></table>"
    titles = "".join(f"<p>{title}</p>" for title in TABLES.splitlines())
    page = f"{titles}{line}{table.format(rows)}"
    path = tmp_path / "accounts.html"
    path.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    revenue = read(path).table("revenue")
    assert (revenue.unit, revenue.header_rows) == ("元", 1)
    assert [row["total"].printed for row in revenue.rows] == ["12.30", "12.30"]


def test_read__a_page_that_is_one_long_line(tmp_path: Path) -> None:
    items = "<tr><td>1.因公出国（境）费</td><td>0.00</td></tr>"
    table = (
        f"<p>“三公”经费支出决算表</p><table><tr><td>项目</td><td>决算数</td></tr>{items}</table>"
    )
    body = "".join(f"<p>{line}</p>" for line in HEAD.splitlines()).replace(
        "<p>第三", f"{table}<p>第三"
    )
    told = "<p>十、国有资产占用情况说明</p><p>共有车辆1辆，单价100万元以上设备2台。</p>"
    path = tmp_path / "accounts.html"
    path.write_text(f"<html><body>{body}{told}</body></html>", encoding="utf-8")
    budget = read(path)
    assert budget.unread == ()
    assert [claim.figure.printed for claim in budget.notes["十"].claims] == ["1", "2"]


@pytest.mark.parametrize(
    ("sentence", "verdicts"),
    [
        (
            "年初预算为0万元，全年预算为8万元，支出决算为6万元，完成年初预算的75%。",
            ["inconsistent"],
        ),
        ("年初预算为8万元，支出决算为6万元，完成年初预算的75%。", ["exact"]),
        ("年初预算为0万元，支出决算为6万元，完成年初预算的0%。", ["exact"]),
        ("年初预算为0万元，支出决算为0万元，完成年初预算的100%。", []),
    ],
)
def test_reconcile__a_share_executed_of_nothing(sentence: str, verdicts: list[str]) -> None:
    budget = read_text(f"{HEAD}五、一般公共预算财政拨款支出决算情况说明\n支出{sentence}\n")
    name = "a_share_is_executed_of_something"
    found = [r for r in budget.reconcile().results if r.rule.name == name and r.relation]
    assert [result.verdict for result in found] == verdicts


def test_read__a_total_headed_as_what_is_spent_in_the_year() -> None:
    head = "科目编码\t科目名称\t本年支出合计"
    budget = read_text(ACCOUNTS.replace(head, head.removesuffix("合计")))
    for role in ("expenditure", "by_function"):
        assert [column.key for column in budget.table(role).columns][:2] == ["total", "basic"]
    assert budget.reconcile().inconsistent == []


def test_reconcile__no_sum_of_tables_whose_total_is_not_read() -> None:
    head = "科目编码\t科目名称\t{}\t基本支出\t项目支出\n\t合计\t110.00"
    odd = read_text(ACCOUNTS.replace(head.format("本年支出合计"), head.format("当年列支")))
    assert "total" not in (odd.table("by_function").total_row or ())
    assert not [c for c in odd.reconcile().inconsistent if "fiscal_expenditure" in c.rule.name]


@pytest.mark.parametrize(("carried", "wrong"), [("13", False), ("31", True)])
def test_reconcile__a_section_on_what_came_in_and_was_spent(carried: str, wrong: bool) -> None:
    sentence = "{}\n（一）收支总体情况。2024年度收入总计147万元。其中：年初结转和结余{}万元，"
    old = "一、收入支出决算总体情况说明\n"
    text = ACCOUNTS.replace(old, sentence.format("一、收入支出决算情况", carried) + "\n")
    text = text.replace(f"{carried}万元，\n", f"{carried}万元，年末结转和结余10万元。\n")
    found = {c.rule.name for c in read_text(text).reconcile().inconsistent}
    assert ("overall_note_tells_the_rows_of_the_summary" in found) == wrong
