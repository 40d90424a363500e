"""表间: the same money in different tables."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.printed import Row, Table
from budgetlib.relations import Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import BUDGETS, scopes
from budgetlib.rules.ties import items_of


def _side_total(table: Table, side: str) -> Figure | None:
    row = table.find("this_year", side) or table.find("grand_total", side)
    return row["amount"] if row else None


def _holds_forward(total: Row) -> bool:
    """Whether what is carried forward stands in the total too."""
    return any(figure.value for figure in total.some("carry_forward"))


@rule("identity")
def classes_of_the_summary_equal_the_expenditure_table(budget: Disclosure) -> Answers:
    """Each function class in the summary equals the same class in the expenditure table.

    收支总表各功能分类支出等于支出总表同类支出。
    """
    classes, total = (
        budget.table("expenditure").children(None),
        budget.table("expenditure").total_row,
    )
    if not classes or (total and _holds_forward(total)):  # a record without classes
        return
    by_code = {row.code: row for row in classes} | {canonical(row.name): row for row in classes}
    items = items_of(budget.table("summary"), "expenditure")
    if not any(canonical(row.name) in by_code or row.code in by_code for row in items):
        return  # its topmost rows are units
    for row in items:
        other = by_code.get(canonical(row.name)) or by_code.get(row.code)
        if other:
            yield Same(row["amount"], other["total"])
        elif row["amount"].value and row.code.isdigit():  # a class that we know, and it does not
            yield Sum(row["amount"], [])


@rule("identity")
def three_budgets_make_fiscal_expenditure(budget: Disclosure) -> Answers:
    """The general, fund and state capital budgets make the fiscal table's expenditure.

    一般公共预算、政府性基金、国有资本经营预算支出（及未列入的上年结转）之和等于财政拨款支出。
    """
    figure = _side_total(budget.table("fiscal"), "expenditure")
    if figure and budget.table("by_function").total_row:
        yield Sum(figure, [*scopes(budget).three_budgets, *scopes(budget).apart])


@rule("identity")
def each_fund_brings_its_grand_total(budget: Disclosure) -> Answers:
    """Of each of the three budgets, revenue and what is carried over make its grand total.

    财政拨款收支总表：各项预算的本年收入与年初结转之和等于该项预算的支出总计。
    """
    table = budget.table("fiscal")
    whole = table.find("grand_total", "expenditure")
    carried = table.find("carry_over", "revenue")
    for fund in BUDGETS:
        rows = [row for row in table.part("revenue") if row.code == fund]
        split = carried is None or not carried["amount"].value or bool(table.children(carried))
        if whole and fund in whole and rows and split:
            yield Sum(whole[fund], [row["amount"] for row in rows])
