"""Copies of a budget: with one figure printed otherwise, or with all tables in 万元."""

from decimal import Decimal
from typing import TypeVar

from budgetlib.disclosure import Disclosure, Named
from budgetlib.errors import BudgetError
from budgetlib.figures import Figure, half_unit_of, number, text_of
from budgetlib.figures.printed import Claim, Table

Whole = TypeVar("Whole", bound=Disclosure)  # a disclosure with or without its face
WAN = Decimal(10_000)


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


def reprint(budget: Whole, figure_id: str, printed: str) -> Whole:
    """See `Budget.reprint`."""
    for name, table in budget.tables.items():
        changed = _table(table, figure_id, printed)
        if changed is not table:
            return budget._replace(tables=Named({**budget.tables, name: changed}))
    for section, note in budget.notes.items():
        claims = _claims(note.claims, figure_id, printed)
        if claims is not note.claims:
            changed_note = note._replace(claims=claims)
            return budget._replace(notes=Named({**budget.notes, section: changed_note}))
    budget.figure(figure_id)  # which says so where there is none
    return budget._replace(claims=_claims(budget.claims, figure_id, printed))


def reprinted(figure: Figure, printed: str) -> Figure:
    """The figure with other characters on the page; an empty string makes it blank."""
    value = number(printed) if printed.strip() else None
    if value is None and printed.strip():
        raise BudgetError(f"{printed!r} is not a number", place=figure.place)
    usual = half_unit_of(figure.unit, figure.printed, figure.shown, figure.booked)
    shown = figure.shown if usual == figure.half_unit else 0  # in a budget told in whole 万元
    half = half_unit_of(figure.unit, printed, shown, figure.booked)
    return figure._replace(value=value, printed=printed, half_unit=half)


def _claims(claims: tuple[Claim, ...], figure_id: str, printed: str) -> tuple[Claim, ...]:
    for index, claim in enumerate(claims):
        if claim.figure.id == figure_id:
            new = claim._replace(figure=reprinted(claim.figure, printed))
            return (*claims[:index], new, *claims[index + 1 :])
    return claims


def _table(table: Table, figure_id: str, printed: str) -> Table:
    claims = _claims(table.claims, figure_id, printed)
    if claims is not table.claims:
        return table._replace(claims=claims)
    for index, row in enumerate(table.rows):
        for column, figure in row.cells.items():
            if figure.id == figure_id:
                cells = {**row.cells, column: reprinted(figure, printed)}
                new = row._replace(cells=cells)
                rows = (*table.rows[:index], new, *table.rows[index + 1 :])
                return table._replace(rows=rows, grid=_grid(table.grid, figure, printed))
    return table


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
