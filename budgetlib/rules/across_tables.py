"""表间: the same money in different tables."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.printed import Row, Table
from budgetlib.relations import Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import only, scopes, totals
from budgetlib.rules.within_tables import items_of

FISCAL = ("general_budget", "gov_fund", "state_capital", "fiscal")


def general_alone(budget: Disclosure) -> bool:
    """Whether neither the fiscal table nor a table of funds shows any but the general budget."""
    rows = budget.table("fiscal").part("revenue") if budget.has("fiscal") else ()
    funds = [row["amount"] for row in rows if row.code in FISCAL[1:3]]
    funds += [total["total"] for total in totals(budget, *FISCAL[1:3]) if "total" in total]
    return not any(figure.value for figure in funds)


def only_general(budget: Disclosure) -> bool:
    """Whether all money is of the general budget; 财政拨款 alone may be of the others too."""
    return only(budget, "general_budget", "fiscal") and general_alone(budget)


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
