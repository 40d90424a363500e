"""Fiscal appropriation: the three budgets, and each class wherever it is printed."""

from __future__ import annotations

from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.told import told
from budgetlib.explain.totals import amount_of, grand_total, rows_of
from budgetlib.explain.wording import Sentence, floated, framed, number, percent, say
from budgetlib.figures import Figure
from budgetlib.phrases import Both, label, piece
from budgetlib.printed import Row, Table
from budgetlib.show.exhibit import Exhibit

BUDGETS = ("general_budget", "gov_fund", "state_capital")
WITH_CLASSES = ("summary", "expenditure", "fiscal", "fiscal_by_function", "by_function")


def budgets(budget: Budget) -> Exhibit:
    """The three budgets in the fiscal table, the summary table and the note, in 万元."""
    stated = {each.amount.key: each.amount.figure for each in told(budget, "fiscal")}
    tables = [t for t in budget.tables.values() if t.role in ("summary", "fiscal")]
    rows = [
        (
            label("source", key),
            *(floated(amount_of(list(t.part("revenue")), key)) for t in tables),
            floated(stated.get(key)),
        )
        for key in BUDGETS
    ]
    return framed("fiscal.budgets", rows, map(number, tables))


def printings(budget: Budget) -> Exhibit:
    """Each filled class of fiscal appropriation wherever it is printed, in 万元."""
    tables = _with_classes(budget)
    claims = {e.amount.figure.code: e.amount.figure for e in told(budget, "fiscal")}
    rows = [
        (
            labelled(row.code, row.name),
            *(floated(_class_amount(table, row.code)) for table in tables),
            floated(claims.get(row.code)),
        )
        for row in {row.code: row for row in _classes(budget)}.values()
    ]
    return framed("fiscal.printings", rows, map(number, tables))


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
    return [table for table in budget.tables.values() if table.role in WITH_CLASSES]


def how_much_is_fiscal(budget: Budget) -> Sentence:
    """The share of fiscal appropriation in all revenue, in words."""
    whole, fiscal = grand_total(budget, "summary"), grand_total(budget, "fiscal")
    if whole is None or fiscal is None or not whole.amount:
        return say("fiscal.no_total")
    return say(
        "fiscal.share",
        fiscal=fiscal.value,
        whole=whole.value,
        share=percent(fiscal.amount, whole.amount),
        other=whole.amount - fiscal.amount,
    )


def how_printings_agree(budget: Budget) -> Sentence:
    """How many classes are printed alike everywhere, in words."""
    whole = printings(budget)
    wider = [number(table) for table in _with_classes(budget) if _holds_other(budget, table)]
    frame = whole.drop(columns=wider)
    apart = [str(name) for name, row in frame.iterrows() if row.dropna().nunique() > 1]
    return say(
        "fiscal.agree",
        classes=len(frame),
        places=int(frame.notna().sum().sum()),
        how=piece("fiscal.unlike", names=apart) if apart else piece("fiscal.alike"),
        wider=piece("fiscal.wider", tables=wider) if wider else Both(),
    )


def _holds_other(budget: Budget, table: Table) -> bool:
    """Whether a table holds more than fiscal money, or only a part of it."""
    if table.role in ("summary", "expenditure"):
        fiscal, whole = grand_total(budget, "fiscal"), grand_total(budget, "summary")
        return whole is not None and fiscal is not None and whole.value != fiscal.value
    revenue = rows_of(budget, "fiscal", "revenue")
    others = (amount_of(revenue, key) for key in BUDGETS[1:])
    return table.role == "by_function" and any(figure and figure.value for figure in others)
