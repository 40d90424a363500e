"""What the sections about the whole share: its sources, its kinds, its years."""

from __future__ import annotations

from decimal import Decimal

from budgetlib.budget import Budget
from budgetlib.explain.told import Told
from budgetlib.explain.wording import cell, floated, framed, share
from budgetlib.figures import Figure
from budgetlib.phrases import label, labels
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit


def rows_of(budget: Budget, role: str, part: str) -> list[Row]:
    """The rows of one part of the table of a role."""
    return list(budget.table(role).part(part))


def overall_rows(budget: Budget, part: str) -> list[Row]:
    """The lines of the overall target table; none where it is not printed."""
    rows = rows_of(budget, "overall_targets", part) if budget.has("overall_targets") else []
    return [row for row in rows if row.level]


def amount_of(rows: list[Row], code: str) -> Figure | None:
    """The amount of the first row of this code."""
    return next((row["amount"] for row in rows if row.code == code and "amount" in row), None)


def grand_total(budget: Budget, role: str, part: str = "revenue") -> Figure | None:
    """The grand total of one side of a table."""
    return amount_of(rows_of(budget, role, part), "grand_total")


def inflow(budget: Budget) -> list[tuple[str, Decimal]]:
    """Every filled source of revenue and what is carried over."""
    rows = rows_of(budget, "summary", "revenue")
    found = ((name, amount_of(rows, key)) for key, name in labels("source").items())
    return [(name, figure.amount) for name, figure in found if figure is not None and figure.value]


def category(row: Row) -> str:
    """The name of a category of the overall target table in both languages."""
    known = labels("category").items()
    return next((shown for begin, shown in known if row.name.startswith(begin)), row.name)


def three_years(budget: Budget, part: str) -> Exhibit:
    """What the overall target table prints for this year and the two before, in 万元.

    A row for each year, a column for each filled line of `part`, ``"revenue"`` or
    ``"expenditure"``; empty where the table is not printed.
    """
    rows = overall_rows(budget, part)
    keys = [k for k in ("before_previous", "previous", "current") if all(k in r for r in rows)]
    filled = [row for row in rows if any(row[key].value for key in keys)]
    years = range(budget.year + 1 - len(keys), budget.year + 1) if rows else ()
    told = [
        (str(year), *(floated(row[key]) for row in filled))
        for year, key in zip(years, keys if rows else (), strict=True)
    ]
    return framed("revenue.three_years", told, map(category, filled), part=label("one", part))


def shares(figure: Figure | None, claim: Told | None, whole: Decimal) -> tuple[float, ...]:
    """An amount in its table and its note, the share told and the share recomputed."""
    told = claim.share.figure if claim and claim.share else None
    value = figure.value if figure else None
    stated = claim.amount.figure if claim else None
    return floated(figure), floated(stated), floated(told), share(value, whole)


def columns_of(rows: list[Row], keys: list[str], axis: str) -> tuple[list[str], list[list[float]]]:
    """The labels of some columns, and each row's amounts in them."""
    names = [label(axis, key) for key in keys]
    return names, [[floated(cell(row, key)) for key in keys] for row in rows]
