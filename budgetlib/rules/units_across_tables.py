"""表间: classes printed below each of several units, against the whole body's."""

from budgetlib.disclosure import Disclosure
from budgetlib.printed import Row
from budgetlib.relations import Sum
from budgetlib.rules.across_tables import carried_apart
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.within_tables import items_of

KIND = "across_tables"


def shares(budget: Disclosure, role: str, code: str) -> list[Row]:
    """The units' shares in a class, of every table of the role."""
    tables = budget.all_tables(role) if budget.has(role) else []
    return [row for table in tables for row in table.shares(code)]


@rule("identity")
def shares_of_units_make_the_classes_of_the_summary(budget: Disclosure) -> Answers:
    """A class of the summary is the sum of the units' shares in the expenditure table.

    收支总表各类支出等于支出总表中各单位同类支出之和。
    """
    for row in items_of(budget.table("summary"), "expenditure"):
        parts = [share["total"] for share in shares(budget, "expenditure", row.code)]
        if parts:
            yield Sum(row["amount"], parts)


@rule("identity")
def shares_of_units_make_the_classes_of_the_fiscal_table(budget: Disclosure) -> Answers:
    """A class of the fiscal table's general budget is the sum of the units' shares by function.

    财政拨款收支总表一般公共预算各类支出等于一般公共预算支出表中各单位同类支出之和。
    """
    for row in items_of(budget.table("fiscal"), "expenditure"):
        parts = [share["total"] for share in shares(budget, "by_function", row.code)]
        if parts and "general_budget" in row and not carried_apart(budget):
            yield Sum(row["general_budget"], parts)


@rule("identity")
def shares_of_units_make_what_the_note_tells(budget: Disclosure) -> Answers:
    """An item of the general budget in the notes is the sum of the units' shares in it.

    情况说明的一般公共预算各项科目等于一般公共预算支出表中各单位同项支出之和。
    """
    for claim in amounts(budget, "general_budget"):
        item = claim.key == "item" or not claim.key
        parts = shares(budget, "by_function", claim.figure.code) if item else []
        if parts:
            yield Sum(claim.figure, [share["total"] for share in parts])


RULES = (
    shares_of_units_make_the_classes_of_the_summary,
    shares_of_units_make_the_classes_of_the_fiscal_table,
    shares_of_units_make_what_the_note_tells,
)
