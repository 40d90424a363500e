"""Copies of a budget: with one figure printed otherwise, or with all tables in 万元."""

from typing import TypeVar

from budgetlib.disclosure import Disclosure, Named
from budgetlib.errors import BudgetError
from budgetlib.figures import WAN, Figure, Note, Table, half_unit_of, number, text_of
from budgetlib.layouts import of_budget

Whole = TypeVar("Whole", bound=Disclosure)  # a disclosure with or without its face


def in_wan_yuan(budget: Whole) -> Whole:
    """See `Budget.in_wan_yuan`."""
    tables = {name: _in_wan(table) for name, table in budget.tables.items()}
    told = any(table is not budget.tables[name] for name, table in tables.items())
    return budget._replace(tables=Named(tables)) if told else budget


def _in_wan(table: Table) -> Table:
    cells = (figure for row in table.rows for figure in row.cells.values())
    if table.unit != "元" or all(figure.unit != "元" for figure in cells):
        return table
    rows = tuple(
        row._replace(cells={column: _of_wan(figure) for column, figure in row.cells.items()})
        for row in table.rows
    )
    return table._replace(rows=rows)


def _of_wan(figure: Figure) -> Figure:
    if figure.unit != "元":
        return figure
    value = None if figure.value is None else figure.value / WAN
    half, shown = figure.half_unit / WAN, figure.shown + 4
    return figure._replace(
        value=value, printed=text_of(value), unit="万元", half_unit=half, shown=shown
    )


def in_unit(budget: Whole, number: str, unit: str) -> Whole:
    """A copy in which the amounts of one table are read in another money unit than its head's."""
    table = budget.tables[number]
    shown = of_budget(budget.layout).data["decimals"].get(unit, 0)

    def read(figure: Figure) -> Figure:
        half = half_unit_of(unit, figure.printed, shown, figure.booked)
        own = figure.unit == table.unit
        return figure._replace(unit=unit, shown=shown, half_unit=half) if own else figure

    cells = ({column: read(f) for column, f in row.cells.items()} for row in table.rows)
    rows = tuple(row._replace(cells=own) for row, own in zip(table.rows, cells, strict=True))
    table = table._replace(rows=rows, unit=unit)
    return budget._replace(tables=Named({**budget.tables, number: table}))


def reprint(budget: Whole, figure_id: str, printed: str) -> Whole:
    """See `Budget.reprint`."""
    old = budget.figure(figure_id)
    new, place = reprinted(old, printed), old.place
    where, name = ("tables", place.table) if place.table else ("notes", place.section)
    parts = getattr(budget, where)
    part: Table | Note | Whole = parts.get(name, budget)  # or what its first part tells
    part = part._replace(
        claims=tuple([c._replace(figure=new) if c.figure is old else c for c in part.claims])
    )
    if isinstance(part, Disclosure):
        return part
    part = _booked(part, old, new) if isinstance(part, Table) and old.booked else part
    return budget._replace(**{where: Named({**parts, name: part})})


def reprinted(figure: Figure, printed: str) -> Figure:
    """The figure with other characters on the page; an empty string makes it blank."""
    value = number(printed) if printed.strip() else None
    if value is None and printed.strip():
        raise BudgetError(f"{printed!r} is not a number", place=figure.place)
    usual = half_unit_of(figure.unit, figure.printed, figure.shown, figure.booked)
    shown = figure.shown if usual == figure.half_unit else 0  # in a budget told in whole 万元
    half = half_unit_of(figure.unit, printed, shown, figure.booked)
    return figure._replace(value=value, printed=printed, half_unit=half)


def _booked(table: Table, old: Figure, new: Figure) -> Table:
    """A table with one of its cells printed otherwise."""
    cells = ({column: new if f is old else f for column, f in r.cells.items()} for r in table.rows)
    rows = tuple(
        row._replace(cells=own) if any(f is new for f in own.values()) else row
        for row, own in zip(table.rows, cells, strict=True)
    )
    return table._replace(rows=rows, grid=_grid(table.grid, old, new.printed))


def _grid(
    grid: tuple[tuple[str, ...], ...], figure: Figure, printed: str
) -> tuple[tuple[str, ...], ...]:
    if figure.place.cell is None:
        return grid
    r, c = figure.place.cell
    cells = (*grid[r], *[""] * (c + 1 - len(grid[r])))  # a blank may lie behind the printed cells
    text = cells[c].replace(figure.printed, printed, 1) if figure.printed else printed
    row = (*cells[:c], text, *cells[c + 1 :])
    return (*grid[:r], row, *grid[r + 1 :])
