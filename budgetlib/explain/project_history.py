"""Project expenditure of three years, from every place that tells or implies it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from budgetlib.budget import Budget
from budgetlib.errors import Absent
from budgetlib.explain.wording import counted, floated, listed, money, sentence
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.rules.history import items_changed, sum_of_priors
from budgetlib.rules.projects_across_tables import overall, target_tables
from budgetlib.show.exhibit import Exhibit, exhibit

SPECIAL = "特定目标类"


def history(budget: Budget) -> Exhibit:
    """Project expenditure of this year and the two before, from every place that tells it.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each place, one column for each year, in 万元; missing where it is not told.
    """
    years = [str(year) for year in _years(budget)]
    rows = [
        {"source 出处": source} | {str(year): floated(told.get(year)) for year in _years(budget)}
        for source, told in _histories(budget)
    ]
    caption = "Project expenditure of three years, told several times, 万元 三年项目支出"
    return exhibit(rows, "source 出处", caption, years)


def _years(budget: Budget) -> tuple[int, int, int]:
    return budget.year - 2, budget.year - 1, budget.year


def _histories(budget: Budget) -> list[tuple[str, dict[int, Decimal | None]]]:
    """(place, amount by year) of each place that tells anything."""
    found = [
        ("overall targets, special purpose 整体目标表特定目标类", _by_overall(budget)),
        ("histories of the projects 各项目变动情况", _by_histories(budget)),
        ("this year less the change told 变动情况推算", _by_changes(budget)),
        ("note, items less their changes 说明科目推算", _by_items(budget)),
    ]
    return [(name, told) for name, told in found if any(v is not None for v in told.values())]


def _by_overall(budget: Budget) -> dict[int, Decimal | None]:
    row = overall(budget, "expenditure", SPECIAL) if budget.has("overall_targets") else None
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
        sums[year] = sum(known, ZERO) if known and len(known) == len(told) else None
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
    return {last: sum(parts, ZERO) if parts and len(parts) == len(tables) else None}


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
    told = sum((claim.figure.amount for claim, _ in pairs), ZERO)
    if not pairs or not table.total_row or told != table.total_row["project"].amount:
        return {}
    outcome = sum_of_priors(pairs[0][0].figure, pairs).evaluate()
    expected = outcome.expected if outcome else None
    return {budget.year - 1: expected if isinstance(expected, Decimal) else None, budget.year: told}


def _only_project(row: Row) -> bool:
    return bool(row["project"].value) and not ("basic" in row and row["basic"].value)


def what_it_was(budget: Budget) -> str:
    """Whether the earlier years are told alike, in words.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    told = _histories(budget)
    english, chinese = [], []
    for year in _years(budget):
        times = Counter(value for _, h in told if (value := h.get(year)) is not None)
        if times:
            ways = [f"{money(v)} ({counted(n, 'place')})" for v, n in times.items()]
            english.append(f"{year}: {listed(ways)} 万元")
            chinese_ways = [f"{money(v)}万元（{n}处）" for v, n in times.items()]
            chinese.append(f"{year}年{'、'.join(chinese_ways)}")
    off = sum(len({h[y] for _, h in told if h.get(y) is not None}) > 1 for y in _years(budget))
    if not english:
        return sentence("No earlier year of the projects is told.", "未列项目以前年度预算。")
    return sentence(
        f"{'; '.join(english)}. Years told in more than one way: {off}.",
        f"{'；'.join(chinese)}。前后不一的年度：{off}个。",
    )
