"""文表: amounts told in the sections of several families, against the tables that print them."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.relations import Rate
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.rule import Answers, rule

KIND = "notes_and_tables"


@rule("identity")
def shares_of_all_expenditure_follow(budget: Disclosure) -> Answers:
    """A share of this year's expenditure follows from the summary table, or from what is told.

    占本年支出合计的比重等于该项金额除以收支总表（未印出时为说明所列）的本年支出。
    """
    whole = _year_expenditure(budget)
    for note in budget.notes.values() if whole else ():
        by_id = {claim.id: claim for claim in note.claims}
        for claim in note.about(measure="share"):
            part = by_id.get(claim.of)
            if claim.compared_base == "year_expenditure" and part:
                yield Rate(claim.figure, [part.figure], whole)


def _year_expenditure(budget: Disclosure) -> list[Figure]:
    if not budget.has("summary"):
        told = amounts(budget, "expenditure") if budget.tells("expenditure") else []
        return [c.figure for c in told if c.key == "year_expenditure"][:1]
    table = budget.table("summary")
    row = table.find("this_year", "expenditure") or table.find("grand_total", "expenditure")
    return [row["amount"]] if row else []
