"""Expenditure: its kinds and its function classes."""

from __future__ import annotations

from budgetlib.budget import Budget
from budgetlib.explain.english import labelled
from budgetlib.explain.told import told
from budgetlib.explain.totals import (
    KINDS,
    SHARES,
    shares,
)
from budgetlib.explain.wording import Sentence, counted, floated, listed, money, percent, sentence
from budgetlib.figures import ZERO
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit, exhibit

MOST = 5  # items named in a sentence


def kinds(budget: Budget) -> Exhibit:
    """Basic, project and other expenditure: in the table and in the note, with its share.

    Parameters
    ----------
    budget
        A disclosure with the table ``expenditure``.

    Returns
    -------
    Exhibit
        One row for each kind that the table prints: amounts in 万元, shares in per cent.
    """
    total = budget.table("expenditure").total_row
    stated = {each.amount.key: each for each in told(budget, "expenditure")}
    whole = total["total"].amount if total and "total" in total else ZERO
    rows = [
        {"kind 类别": name} | shares(total[key], stated.get(key), whole)
        for key, name in KINDS.items()
        if total and key in total
    ]
    return exhibit(rows, "kind 类别", "Expenditure by kind, 万元 支出类别", SHARES)


def classes(budget: Budget) -> Exhibit:
    """Basic and project expenditure of each function class.

    Parameters
    ----------
    budget
        A disclosure with the table ``expenditure``.

    Returns
    -------
    Exhibit
        One row for each class, one column for each kind that is filled, in 万元.
    """
    table = budget.table("expenditure")
    filled = [key for key in KINDS if any(key in r and r[key].value for r in table.rows)]
    rows = [
        {"class 类": labelled(row.code, row.name)}
        | {KINDS[key]: floated(row[key]) for key in filled}
        for row in table.children(None)
        if row.code
    ]
    return exhibit(
        rows,
        "class 类",
        "Expenditure by function class, 万元 按功能分类",
        [KINDS[k] for k in filled],
    )


def where_it_goes(budget: Budget) -> Sentence:
    """The shares of basic and project expenditure, and where project money is, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``expenditure``.
    """
    table = budget.table("expenditure")
    whole = table.total_row["total"].amount if table.total_row else ZERO
    if table.total_row is None or not whole:
        return sentence("No expenditure is printed.", "没有支出数字。")
    parts = [(KINDS[k], table.total_row[k].amount) for k in KINDS if k in table.total_row]
    filled = [(name, amount) for name, amount in parts if amount]
    where = [r for r in table.leaves if "project" in r and r["project"].value]
    english = listed(f"{name} {money(a)} ({percent(a, whole)})" for name, a in filled)
    chinese = "、".join(f"{n.split()[-1]}{money(a)}万元（{percent(a, whole)}）" for n, a in filled)
    first, second = _projects(sorted(where, key=lambda row: -row["project"].amount))
    return sentence(
        f"Of {money(whole)} 万元: {english}.{first}", f"共{money(whole)}万元：{chinese}。{second}"
    )


def _projects(rows: list[Row]) -> tuple[str, str]:
    """The items that hold project money, the greatest named."""
    named, more = rows[:MOST], len(rows) - MOST
    if not rows:
        return "", ""
    if more > 0:
        english = [labelled(r.code, r.name) for r in named] + [f"{counted(more, 'more item')}"]
        return (
            f" Project money stands in {listed(english)}.",
            f"项目支出列在{'、'.join(r.name for r in named)}等{len(rows)}项。",
        )
    return (
        f" Project money stands in {listed(labelled(r.code, r.name) for r in named)}.",
        f"项目支出列在{'、'.join(r.name for r in named)}。",
    )
