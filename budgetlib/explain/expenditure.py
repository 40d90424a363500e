"""Expenditure: its kinds and its function classes."""

from __future__ import annotations

from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.told import told
from budgetlib.explain.totals import shares
from budgetlib.explain.wording import Sentence, amount, cell, floated, framed, percent, say
from budgetlib.phrases import Both, labels, named, piece
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit

MOST = 5  # items named in a sentence


def kinds(budget: Budget) -> Exhibit:
    """Each kind of expenditure that the table prints, there and in the note: 万元 and per cent."""
    total = budget.table("expenditure").total_row
    stated = {each.amount.key: each for each in told(budget, "expenditure")}
    rows = [
        (name, *shares(total[key], stated.get(key), amount(total)))
        for key, name in labels("kind").items()
        if total and key in total
    ]
    return framed("expenditure.kinds", rows)


def classes(budget: Budget) -> Exhibit:
    """Each function class, a column for each kind that is filled, in 万元."""
    table, kind = budget.table("expenditure"), labels("kind")
    filled = [key for key in kind if any(key in r and r[key].value for r in table.rows)]
    rows = [
        (labelled(row.code, row.name), *(floated(row[key]) for key in filled))
        for row in table.children(None)
        if row.code
    ]
    return framed("expenditure.classes", rows, [kind[key] for key in filled])


def where_it_goes(budget: Budget) -> Sentence:
    """The shares of basic and project expenditure, and where project money is, in words."""
    table = budget.table("expenditure")
    whole = amount(table.total_row)
    if not whole:
        return say("expenditure.nothing")
    parts = [
        piece("expenditure.one", name=named(name), amount=told, share=percent(told, whole))
        for key, name in labels("kind").items()
        if (told := amount(table.total_row, key))
    ]
    where = [row for row in table.leaves if (figure := cell(row, "project")) and figure.value]
    projects = _projects(sorted(where, key=lambda row: -amount(row, "project")))
    return say("expenditure.goes", whole=whole, parts=parts, projects=projects)


def _projects(rows: list[Row]) -> Both:
    """The items that hold project money, the greatest named."""
    items = [Both(labelled(row.code, row.name), row.name) for row in rows[:MOST]]
    if not rows or len(rows) <= MOST:
        return piece("expenditure.projects", items=items) if rows else Both()
    more = piece("expenditure.more", n=len(rows) - MOST)
    return piece("expenditure.projects_and_more", items=[*items, more], names=items, all=len(rows))
