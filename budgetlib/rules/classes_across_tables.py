"""表间: the same money by function and by economic class."""

from budgetlib.coordinates import wholes
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.relations import Same
from budgetlib.rules.forms import target_of, target_tables
from budgetlib.rules.rule import Answers, rule

KIND = "across_tables"


# Goods and capital; interest, investment and other classes are no personnel expenditure either.


def _economic(budget: Disclosure, code: str, column: str = "total") -> list[Figure]:
    row = budget.table("basic_by_economic").find(code)
    return [row[column]] if row else []


@rule("usual")
def three_public_equals_the_basic_budget(budget: Disclosure) -> Answers:
    """Unless a project pays for them, the public expenses equal their items in the basic budget.

    项目支出未列“三公”经费时，“三公”经费等于基本支出表中的同名科目。
    """
    codes = {"travel": "30212", "reception": "30217", "vehicle_running": "30231"}
    paid = {row.text.get("class", "") for t in target_tables(budget) for row in t.part("cost")}
    projects = budget.table("projects").leaves if budget.has("projects") else []
    if not all(target_of(budget, row.code, row.name) for row in projects):
        return  # another project may pay
    for row in wholes(budget.table("three_public")):
        for column, code in codes.items():
            basic = budget.table("basic_by_economic").find(code)
            if column in row and basic and paid and canonical(basic.name) not in paid:
                yield Same(row[column], basic["total"])
