"""表间: the same money by function and by economic class."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.printed import Table
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.notes_and_tables import whole_rows
from budgetlib.rules.projects_across_tables import target_of, target_tables
from budgetlib.rules.rule import Answers, rule

KIND = "across_tables"


# Goods and capital; interest, investment and other classes are no personnel expenditure either.
OPERATING = ("302", "310", "307", "309", "311", "312", "313", "399")


def _economic(budget: Disclosure, code: str, column: str = "total") -> list[Figure]:
    row = budget.table("basic_by_economic").find(code)
    return [row[column]] if row else []


@rule("usual", each=("basic_by_economic",))
def classes_are_personnel_or_operating(budget: Disclosure, table: Table) -> Answers:
    """Classes 301 and 303 make personnel expenditure, 302 and 310 operating, where none is both.

    301、303类为人员经费，302、310类为公用经费（各类未分列人员、公用两栏的）。
    """
    total = table.total_row
    halves = [[f for f in row.some("personnel", "operating") if f.value] for row in table.rows]
    if any(len(half) > 1 for half, row in zip(halves, table.rows, strict=True) if row.code):
        return
    for column, codes in (("personnel", ("301", "303")), ("operating", OPERATING)):
        figures = [f for code in codes for f in _economic(budget, code)]
        if total and column in total and figures:
            yield Sum(total[column], figures)


@rule("usual")
def three_public_covers_the_basic_budget(budget: Disclosure) -> Answers:
    """Each public expense is at least the same item in the basic budget.

    “三公”经费各项不小于基本支出表中的同名科目。
    """
    codes = {"travel": "30212", "reception": "30217", "vehicle_running": "30231"}
    codes |= {"meetings": "30215", "training": "30216"}
    for row in whole_rows(budget.table("three_public")):
        for column, code in codes.items():
            basic = _economic(budget, code)
            if column in row and basic:
                yield AtLeast(row[column], basic)


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
    for row in whole_rows(budget.table("three_public")):
        for column, code in codes.items():
            basic = budget.table("basic_by_economic").find(code)
            if column in row and basic and paid and canonical(basic.name) not in paid:
                yield Same(row[column], basic["total"])
