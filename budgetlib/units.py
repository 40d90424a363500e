"""A copy of a budget whose tables in 元 are told in 万元, so that budgets stand side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from budgetlib.disclosure import Disclosure, Named
from budgetlib.figures import Figure, text_of
from budgetlib.printed import Table

Whole = TypeVar("Whole", bound=Disclosure)  # a disclosure with or without its face
WAN = Decimal(10_000)


def in_wan_yuan(budget: Whole) -> Whole:
    """See `Budget.in_wan_yuan`."""
    tables = {name: _table(table) for name, table in budget.tables.items()}
    return replace(budget, tables=Named(tables))


def _table(table: Table) -> Table:
    if table.unit != "元":
        return table
    rows = tuple(
        replace(row, cells={column: _told(figure) for column, figure in row.cells.items()})
        for row in table.rows
    )
    return replace(table, rows=rows)


def _told(figure: Figure) -> Figure:
    if figure.unit != "元":
        return figure
    value = None if figure.value is None else figure.value / WAN
    half, shown = figure.half_unit / WAN, figure.shown + 4
    return replace(
        figure, value=value, printed=text_of(value), unit="万元", half_unit=half, shown=shown
    )
