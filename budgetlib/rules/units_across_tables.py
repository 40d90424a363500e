"""表间: classes printed below each of several units, against the whole body's."""

from budgetlib.disclosure import Disclosure
from budgetlib.printed import Row
from budgetlib.relations import Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import scopes
from budgetlib.rules.within_tables import items_of

KIND = "across_tables"


def shares(budget: Disclosure, role: str, code: str) -> list[Row]:
    """The units' shares in a class, of every table of the role."""
    tables = budget.all_tables(role) if budget.has(role) else []
    return [row for table in tables for row in table.shares(code)]


@rule("identity")
def shares_of_units_make_the_classes_of_the_fiscal_table(budget: Disclosure) -> Answers:
    """A class of the fiscal table's general budget is the sum of the units' shares by function.

    财政拨款收支总表一般公共预算各类支出等于一般公共预算支出表中各单位同类支出之和。
    """
    for row in items_of(budget.table("fiscal"), "expenditure"):
        parts = [share["total"] for share in shares(budget, "by_function", row.code)]
        if parts and "general_budget" in row and not scopes(budget).apart:
            yield Sum(row["general_budget"], parts)
