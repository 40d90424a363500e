"""Expenditure: its kinds and its function classes."""

from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.members import page
from budgetlib.explain.wording import Sentence, amount, part, say
from budgetlib.phrases import labels

MOST = 5  # items named in a sentence

kinds = page("expenditure.kinds")  # each kind in the table and in the note: 万元 and per cent
classes = page("expenditure.classes")  # each function class by the kinds that are filled, in 万元


def where_it_goes(budget: Budget) -> Sentence:
    """The shares of basic and project expenditure, and where project money is, in words."""
    table = budget.table("expenditure")
    whole = amount(table.total_row)
    if not whole:
        return say("expenditure.nothing")
    told = ((name, amount(table.total_row, key)) for key, name in labels("kind").items())
    rows = [row for row in table.leaves if amount(row, "project")]
    rows.sort(key=lambda row: -amount(row, "project"))
    named = {row.code or row.name: labelled(row.code, row.name) for row in rows}
    items = list(named.values())
    return say(
        "expenditure.goes",
        whole=whole,
        parts=[part(name, value, whole) for name, value in told if value],
        items=items[:MOST],
        more=len(items[MOST:]),
        all=len(items),
    )
