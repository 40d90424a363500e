"""Project expenditure of three years, from every place that tells or implies it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from budgetlib.budget import Budget
from budgetlib.errors import Absent
from budgetlib.explain.wording import Sentence, floated, framed, say, total_of
from budgetlib.figures import Figure
from budgetlib.phrases import label, piece
from budgetlib.printed import Claim, Row, Table
from budgetlib.rules.history import items_changed, sum_of_priors
from budgetlib.rules.projects_across_tables import overall, target_tables
from budgetlib.show.exhibit import Exhibit


def history(budget: Budget) -> Exhibit:
    """Project expenditure of three years, from every place that tells it, in 万元."""
    years = _years(budget)
    rows = [(name, *(floated(told.get(y)) for y in years)) for name, told in _histories(budget)]
    return framed("projects.history", rows, map(str, years))


def _years(budget: Budget) -> tuple[int, int, int]:
    return budget.year - 2, budget.year - 1, budget.year


def _histories(budget: Budget) -> list[tuple[str, dict[int, Decimal | None]]]:
    """(place, amount by year) of each place that tells anything."""
    found = {
        "overall": _by_overall,
        "histories": _by_histories,
        "changes": _by_changes,
        "items": _by_items,
    }
    told = ((label("history", key), by(budget)) for key, by in found.items())
    return [(name, by_year) for name, by_year in told if set(by_year.values()) - {None}]


def _by_overall(budget: Budget) -> dict[int, Decimal | None]:
    row = (
        overall(budget, "expenditure", label("line", "special"))
        if budget.has("overall_targets")
        else None
    )
    columns = ("before_previous", "previous", "current")
    return {
        year: row[column].value
        for year, column in zip(_years(budget), columns, strict=True)
        if row and column in row
    }


def _told_of(table: Table, year: int) -> Figure | None:
    """What a project's history tells of a year."""
    claims = (c for c in table.claims if c.topic == "history" and c.measure == "amount")
    return next((c.figure for c in claims if c.figure.year == year), None)


def _by_histories(budget: Budget) -> dict[int, Decimal | None]:
    """The sum over all projects, where each tells the year."""
    sums: dict[int, Decimal | None] = {}
    for year in _years(budget):
        told = [_told_of(table, year) for table in target_tables(budget)]
        known = [figure.amount for figure in told if figure]
        sums[year] = total_of(known) if known and len(known) == len(told) else None
    return sums


def _by_changes(budget: Budget) -> dict[int, Decimal | None]:
    """Last year from this year's amount and the change; a project without a change as told."""
    last = budget.year - 1
    parts: list[Decimal] = []
    tables = target_tables(budget)
    for table in tables:
        by_id = {claim.id: claim for claim in table.claims}
        change = next((c for c in table.claims if _is_change(c)), None)
        told = _told_of(table, last)
        if change and change.of in by_id:
            now = by_id[change.of].figure.amount
            parts.append(now - (change.direction or 0) * change.figure.amount)
        elif told:
            parts.append(told.amount)
    return {last: total_of(parts) if parts and len(parts) == len(tables) else None}


def _is_change(claim: Claim) -> bool:
    return claim.topic == "history" and claim.measure == "change"


def _by_items(budget: Budget) -> dict[int, Decimal | None]:
    """Last year from the items of the general budget that are wholly project expenditure."""
    try:
        table, items = budget.table("by_function"), items_changed(budget)
    except Absent:
        return {}
    pairs = [
        (claim, change)
        for claim, change in items
        if (row := table.find(claim.figure.code)) and _only_project(row)
    ]
    told = total_of(claim.figure.amount for claim, _ in pairs)
    if not pairs or not table.total_row or told != table.total_row["project"].amount:
        return {}
    outcome = sum_of_priors(pairs[0][0].figure, pairs).evaluate()
    expected = outcome.expected if outcome else None
    return {budget.year - 1: expected if isinstance(expected, Decimal) else None, budget.year: told}


def _only_project(row: Row) -> bool:
    return bool(row["project"].value) and not ("basic" in row and row["basic"].value)


def what_it_was(budget: Budget) -> Sentence:
    """Whether the earlier years are told alike, in words."""
    told, years, off = _histories(budget), [], 0
    for year in _years(budget):
        times = Counter(value for _, h in told if (value := h.get(year)) is not None)
        ways = [piece("projects.way", amount=v, n=n) for v, n in times.items()]
        years += [piece("projects.year", year=year, ways=ways)] if ways else []
        off += len(ways) > 1
    return say(f"projects.{'history' if years else 'no_history'}", years=years, off=off)
