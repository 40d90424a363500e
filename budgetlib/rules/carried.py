"""表间: what comes from last year and is left for next year, in final accounts."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.notes_and_tables import FUND_NAMES, amounts
from budgetlib.rules.rule import Answers, rule
from budgetlib.vocabulary import ACCOUNTS

KIND = "across_tables"
FUNDS = ("general_budget", "gov_fund", "state_capital")


def _part(table: Table, code: str, side: str) -> Iterator[Row]:
    """The rows of a side with this code: a source, then what is carried over of it."""
    yield from (row for row in table.part(side) if row.code == code)


@rule("identity")
def each_fund_brings_its_grand_total(budget: Disclosure) -> Answers:
    """Of each of the three budgets, revenue and what is carried over make its grand total.

    财政拨款收支总表：各项预算的本年收入与年初结转之和等于该项预算的支出总计。
    """
    table = budget.table("fiscal")
    whole = table.find("grand_total", "expenditure")
    carried = table.find("carry_over", "revenue")
    for fund in FUNDS:
        rows = list(_part(table, fund, "revenue"))
        split = carried is None or not carried["amount"].value or bool(table.children(carried))
        if whole and fund in whole and rows and split:
            yield Sum(whole[fund], [row["amount"] for row in rows])


@rule("identity")
def fund_tables_equal_their_column(budget: Disclosure) -> Answers:
    """The tables of funds and state capital equal what the fiscal table prints of them.

    政府性基金、国有资本经营预算各表的收入、支出、年初和年末结转等于财政拨款收支总表。
    """
    fiscal = budget.table("fiscal")
    for fund in FUND_NAMES:
        total = budget.table(fund).total_row if budget.has(fund) else None
        for column, cell in _cells(fiscal, fund) if total else ():
            yield from (Same(figure, cell) for figure in total.some(column))  # type: ignore[union-attr]


def _cells(fiscal: Table, fund: str) -> Iterator[tuple[str, Figure]]:
    """(column of the fund's table, the cell of the fiscal table that tells the same)."""
    for row in _part(fiscal, fund, "revenue"):
        yield ("carry_over" if row.level > 1 else "this_year"), row["amount"]
    for column, code in (("total", "this_year"), ("carry_forward", "carry_forward")):
        row = fiscal.find(code, "expenditure")  # type: ignore[assignment]
        if row and fund in row:
            yield column, row[fund]


@rule("identity")
def fiscal_carry_over_is_within_all(budget: Disclosure) -> Answers:
    """What is carried over, and forward, of fiscal appropriations is within that of all money.

    财政拨款的年初、年末结转和结余不超过全部的年初、年末结转和结余。
    """
    summary, fiscal = budget.table("summary"), budget.table("fiscal")
    for code, side in (("carry_over", "revenue"), ("carry_forward", "expenditure")):
        whole, part = summary.find(code, side), fiscal.find(code, side)
        if whole and part and budget.kind == ACCOUNTS:
            yield AtLeast(whole["amount"], [part["amount"]])


@rule("identity")
def what_is_told_to_come_in_is_spent_or_left(budget: Disclosure) -> Answers:
    """So in the notes: all that comes in makes the total, and is spent, distributed or left.

    情况说明：本年收入、结转等之和等于总收入，也等于本年支出、结余分配与年末结转之和。
    """
    for topic in ("overall", "fiscal", *FUND_NAMES):
        told = {c.key: c.figure for c in reversed(_told(budget, topic))}
        comes = [told[key] for key in COMES if key in told]
        goes = [told[key] for key in GOES if key in told]
        if "total" in told and topic not in FUND_NAMES:
            whole = told["total"]
            yield from (Sum(whole, part) for part, n in ((comes, 2), (goes, 2)) if len(part) > n)
        spent = [told[key] for key in ("year_expenditure", "total", topic) if key in told][:1]
        if spent and topic in FUND_NAMES and len(comes) == 2 and "carry_forward" in told:
            yield Sum(spent[0], comes, [told["carry_forward"]])


COMES = ("year_revenue", "unfiscal_surplus", "carry_over")
GOES = ("year_expenditure", "distributed", "carry_forward")


def _told(budget: Disclosure, topic: str) -> list[Claim]:
    told = budget.tells(topic) and budget.kind == ACCOUNTS
    return [c for c in amounts(budget, topic) if not c.figure.code] if told else []
