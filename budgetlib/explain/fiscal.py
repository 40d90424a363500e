"""Fiscal appropriation: the three budgets, and each class wherever it is printed."""

from __future__ import annotations

from budgetlib.budget import Budget
from budgetlib.explain.english import labelled
from budgetlib.explain.told import told
from budgetlib.explain.totals import (
    SOURCES,
    amount_of,
    rows_of,
)
from budgetlib.explain.wording import Sentence, counted, floated, listed, money, percent, sentence
from budgetlib.figures import Figure
from budgetlib.printed import Row, Table
from budgetlib.show.exhibit import Exhibit, exhibit

BUDGETS = ("general_budget", "gov_fund", "state_capital")


def budgets(budget: Budget) -> Exhibit:
    """The three budgets in the fiscal table, beside the summary table and the note.

    Parameters
    ----------
    budget
        A disclosure with the table ``fiscal``.

    Returns
    -------
    Exhibit
        One row for each budget, amounts in 万元, blank where nothing is printed.
    """
    stated = {each.amount.key: each.amount.figure for each in told(budget, "fiscal")}
    tables = [t for t in budget.tables.values() if t.role in ("summary", "fiscal")]
    rows = [
        {"budget 预算": SOURCES[key]}
        | {f"表{t.number}": floated(amount_of(list(t.part("revenue")), key)) for t in tables}
        | {"note 说明": floated(stated.get(key))}
        for key in BUDGETS
    ]
    return exhibit(rows, "budget 预算", "The three budgets, 万元 三本预算拨款")


def printings(budget: Budget) -> Exhibit:
    """Each class of fiscal appropriation wherever it is printed.

    Parameters
    ----------
    budget
        A disclosure with the table ``fiscal``.

    Returns
    -------
    Exhibit
        One row for each filled class, one column for each table and for the note, in 万元.
    """
    codes = {row.code: row for row in _classes(budget)}
    claims = {e.amount.figure.code: e for e in told(budget, "fiscal") if e.amount.figure.code}
    rows: list[dict[str, object]] = []
    for code, row in codes.items():
        cells = {f"表{t.number}": floated(_class_amount(t, code)) for t in _with_classes(budget)}
        claim = claims.get(code)
        note = {"note 说明": floated(claim.amount.figure if claim else None)}
        rows.append({"class 类": labelled(code, row.name), **cells, **note})
    return exhibit(rows, "class 类", "One amount in every place, 万元 同一金额的各处印数")


def _classes(budget: Budget) -> list[Row]:
    """The filled classes of the fiscal table, or of another where it lists none."""
    tables = [budget.table("fiscal"), *_with_classes(budget)]
    found = ([r for r in _class_rows(table) if _class_amount(table, r.code)] for table in tables)
    filled = ([r for r in rows if next(iter(r.cells.values())).value] for rows in found)
    return next(filter(None, filled), [])


def _class_rows(table: Table) -> list[Row]:
    """The rows of a table that stand for function classes."""
    rows = table.part("expenditure") or table.rows
    return [row for row in rows if len(row.code) == 3 and row.code.isdigit()]


def _class_amount(table: Table, code: str) -> Figure | None:
    row = next((r for r in _class_rows(table) if r.code == code), None)
    return next(iter(row.some("amount", "total")), None) if row else None


def _with_classes(budget: Budget) -> list[Table]:
    roles = ("summary", "expenditure", "fiscal", "fiscal_by_function", "by_function")
    return [table for table in budget.tables.values() if table.role in roles]


def how_much_is_fiscal(budget: Budget) -> Sentence:
    """The share of fiscal appropriation in all revenue, in words.

    Parameters
    ----------
    budget
        A disclosure with the tables ``summary`` and ``fiscal``.
    """
    whole = amount_of(rows_of(budget, "summary", "revenue"), "grand_total")
    fiscal = amount_of(rows_of(budget, "fiscal", "revenue"), "grand_total")
    if whole is None or fiscal is None or not whole.amount:
        return sentence("A total is missing.", "缺少总计。")
    other = whole.amount - fiscal.amount
    return sentence(
        f"Fiscal appropriation is {money(fiscal.value)} of {money(whole.value)} 万元 "
        f"({percent(fiscal.amount, whole.amount)}); other money: {money(other)}.",
        f"财政拨款{money(fiscal.value)}万元，占收入总计{money(whole.value)}万元的"
        f"{percent(fiscal.amount, whole.amount)}；其他资金{money(other)}万元。",
    )


def how_printings_agree(budget: Budget) -> Sentence:
    """How many classes are printed alike everywhere, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``fiscal``.
    """
    whole = printings(budget)
    wider = [f"表{table.number}" for table in _with_classes(budget) if _holds_other(budget, table)]
    frame = whole.drop(columns=wider)
    apart = [str(name) for name, row in frame.iterrows() if row.dropna().nunique() > 1]
    places = int(frame.notna().sum().sum())
    if apart:
        english, chinese = f"not alike: {listed(apart)}", f"不一致：{'、'.join(apart)}"
    else:
        english, chinese = "all alike", "各处一致"
    if wider:
        english += f"; {listed(wider)} of another scope, not counted"
        chinese += f"；{'、'.join(wider)}口径不同，不计"
    return sentence(
        f"{counted(len(frame), 'class', 'classes')} in {counted(places, 'place')}: {english}.",
        f"{len(frame)}类支出，共印{places}处：{chinese}。",
    )


def _holds_other(budget: Budget, table: Table) -> bool:
    """Whether a table holds more than fiscal money, or only a part of it."""
    revenue = rows_of(budget, "fiscal", "revenue")
    fiscal = amount_of(revenue, "grand_total")
    if table.role in ("summary", "expenditure"):
        whole = amount_of(rows_of(budget, "summary", "revenue"), "grand_total")
        return whole is not None and fiscal is not None and whole.value != fiscal.value
    others = (amount_of(revenue, key) for key in ("gov_fund", "state_capital"))
    return table.role == "by_function" and any(figure and figure.value for figure in others)
