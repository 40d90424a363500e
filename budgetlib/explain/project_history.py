"""Project expenditure of three years, from every place that tells or implies it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget
from budgetlib.errors import Absent
from budgetlib.explain.totals import YEARS
from budgetlib.explain.wording import Sentence, amount, floated, framed, say, total_of
from budgetlib.phrases import label
from budgetlib.printed import Claim, Table
from budgetlib.rules.forms import overall, target_tables
from budgetlib.rules.history import items_changed, sum_of_priors
from budgetlib.show.exhibit import Exhibit

Told = dict[int, Decimal | None]


def history(budget: Budget) -> Exhibit:
    """Project expenditure of three years, from every place that tells it, in 万元."""
    years = _years(budget)
    rows = [(name, *(floated(told.get(y)) for y in years)) for name, told in _histories(budget)]
    return framed("projects.history", rows, map(str, years))


def _years(budget: Budget) -> tuple[int, int, int]:
    return budget.year - 2, budget.year - 1, budget.year


def _histories(budget: Budget) -> list[tuple[str, Told]]:
    """(place, amount by year) of each place that tells anything."""
    found = {
        "overall": _by_overall(budget),
        "histories": {y: _sum([_of(t, y) for t in target_tables(budget)]) for y in _years(budget)},
        "changes": {budget.year - 1: _sum([_implied(budget, t) for t in target_tables(budget)])},
        "items": _by_items(budget),
    }
    told = found.items()
    return [(label("history", key), years) for key, years in told if set(years.values()) - {None}]


def _by_overall(budget: Budget) -> Told:
    if not budget.has("overall_targets"):
        return {}
    row = overall(budget, "expenditure", label("line", "special"))
    columns = zip(_years(budget), YEARS, strict=True)
    return {year: row[column].value for year, column in columns if row and column in row}


def _sum(told: list[Decimal | None]) -> Decimal | None:
    """The sum over all projects, where each of them tells."""
    return total_of(told) if told and None not in told else None


def _history(table: Table, measure: str) -> list[Claim]:
    return [c for c in table.claims if c.topic == "history" and c.measure == measure]


def _of(table: Table, year: int) -> Decimal | None:
    """What a project's history tells of a year."""
    claims = (c for c in _history(table, "amount") if c.figure.year == year)
    return next((claim.figure.amount for claim in claims), None)


def _implied(budget: Budget, table: Table) -> Decimal | None:
    """Last year from this year's amount and the change; as told where no change is."""
    amounts = {claim.id: claim.figure.amount for claim in table.claims}
    for change in _history(table, "change")[:1]:
        if change.of in amounts:
            return amounts[change.of] - (change.direction or 0) * change.figure.amount
    return _of(table, budget.year - 1)


def _by_items(budget: Budget) -> Told:
    """Last year from the items of the general budget that are wholly project expenditure."""
    try:
        table, items = budget.table("by_function"), items_changed(budget)
    except Absent:
        return {}
    rows = {row.code: row for row in table.rows if amount(row, "project")}
    codes = {code for code, row in rows.items() if not amount(row, "basic")}
    pairs = [(claim, change) for claim, change in items if claim.figure.code in codes]
    told = total_of(claim.figure.amount for claim, _ in pairs)
    if not pairs or not table.total_row or told != amount(table.total_row, "project"):
        return {}
    outcome = sum_of_priors(pairs[0][0].figure, pairs).evaluate()
    expected = outcome.expected if outcome else None
    return {budget.year - 1: expected if isinstance(expected, Decimal) else None, budget.year: told}


def what_it_was(budget: Budget) -> Sentence:
    """Whether the earlier years are told alike, in words."""
    told = _histories(budget)
    years: list[dict[str, Any]] = []
    for year in _years(budget):
        times = Counter(value for _, h in told if (value := h.get(year)) is not None)
        ways = [{"amount": v, "n": n} for v, n in times.items()]
        years += [{"year": year, "ways": ways}] if ways else []
    off = sum(len(each["ways"]) > 1 for each in years)
    return say(f"projects.{'history' if years else 'no_history'}", years=years, off=off)
