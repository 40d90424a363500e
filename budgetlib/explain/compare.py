"""Several budgets side by side, in 万元 (`Budget.in_wan_yuan`), with what must not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from budgetlib.budget import Budget
from budgetlib.classifications import labelled, name_of
from budgetlib.explain.told import whole_told
from budgetlib.explain.wording import NONE, Sentence, floated, framed, say, share, total_of
from budgetlib.phrases import labels, piece
from budgetlib.printed import Table
from budgetlib.show.exhibit import Exhibit

PERSONNEL = ("301", "303")


def ordered(budgets: Iterable[Budget]) -> list[Budget]:
    """Disclosures of one base and one level beside each other, the years of one body too."""
    return sorted(budgets, key=order)


def order(budget: Budget) -> tuple[str, str, str, int, str]:
    """By base, level, body and year."""
    return (*_scope(budget), budget.unit, budget.year, budget.id)


def _scope(budget: Budget) -> tuple[str, str]:
    """What must be alike for two disclosures to be one measure."""
    return budget.kind, budget.level


def names(budgets: Sequence[Budget]) -> dict[str, str]:
    """By id what a reader calls each disclosure: its body, year, level and base."""
    told = {each.id: f"{each.unit} {each.year} {each.level}{each.kind}" for each in budgets}
    often = Counter(told.values())
    return {id_: name if often[name] == 1 else f"{name} {id_}" for id_, name in told.items()}


def panel(budgets: Sequence[Budget]) -> Exhibit:
    """What each disclosure is, and its main amounts in 万元; NaN where a table is not printed.

    Personnel is the share of basic expenditure in per cent.
    """
    rows = [
        (
            each.unit,
            f"{each.level}{each.kind}",
            str(each.year),
            total(each),
            _expenditure(each, "basic"),
            _personnel_share(each),
            _public(each, "total"),
            each.id,
        )
        for each in budgets
    ]
    return framed("compare.panel", rows)


def total(budget: Budget) -> float:
    """Total expenditure in 万元, or the whole that the notes tell where no table is printed."""
    told = whole_told(budget, "overall")
    printed = _expenditure(budget, "total")
    return printed if printed == printed or told is None else float(told.value)


def over_years(budgets: Sequence[Budget]) -> Exhibit:
    """Total expenditure of each body, level and base in following years: 万元, change in %."""
    rows = []
    for one, other in pairwise(ordered(budgets)):
        if (*_scope(one), one.unit) == (*_scope(other), other.unit) and one.year < other.year:
            before, now = total(one), total(other)
            change = (now / before - 1) * 100 if before else NONE
            rows.append((one.unit, f"{one.year} → {other.year}", before, now, change))
    return framed("compare.over_years", rows)


def kinds(budgets: Sequence[Budget]) -> Exhibit:
    """Expenditure of each disclosure by kind, in 万元."""
    return _members(budgets, "expenditure", "compare.kinds", "compared_kind", _expenditure)


def public_expenses(budgets: Sequence[Budget]) -> Exhibit:
    """The three public expenses of each disclosure, in 万元."""
    return _members(budgets, "three_public", "compare.public_expenses", "compared_public", _public)


def _members(
    budgets: Sequence[Budget],
    role: str,
    page: str,
    axis: str,
    amount: Callable[[Budget, str], float],
) -> Exhibit:
    """One row for each disclosure that prints a table, one column for each member of an axis."""
    named, members = names(budgets), labels(axis)
    rows = [
        (named[each.id], *(amount(each, key) for key in members)) for each in _with(budgets, role)
    ]
    return framed(page, rows, members.values())


def shares(frame: Exhibit) -> Exhibit:
    """Each amount of a frame as a share of its row, in per cent; rows of nothing fall away."""
    filled = frame[frame.sum(axis=1) > 0]
    parts = filled.div(filled.sum(axis=1), axis=0).mul(100).round(1)
    return framed("compare.shares", parts.itertuples(), map(str, frame), index=frame.index.name)


def functions(budgets: Sequence[Budget]) -> Exhibit:
    """The general public budget of each disclosure by filled function class, in 万元."""
    named, chosen = names(budgets), _with(budgets, "by_function")
    columns = {named[each.id]: _classes(each.table("by_function")) for each in chosen}
    rows = [
        (
            labelled(code, name_of("function", code)),
            *(told.get(code, NONE) for told in columns.values()),
        )
        for code in sorted({code for told in columns.values() for code in told})
    ]
    return framed("compare.functions", rows, columns)


def findings(budgets: Sequence[Budget]) -> Exhibit:
    """How many comparisons each disclosure allows, and how many findings came of them."""
    rows, named = [], names(budgets)
    for each in budgets:
        result = each.reconcile()
        said = Counter(cause.severity for cause in result.causes)
        found = (said[severity] for severity in ("error", "warning", "note"))
        compared = sum(c.verdict != "not_run" for c in result.results)
        rows.append((named[each.id], compared, *found, len(each.unread) + len(each.unplaced)))
    return framed("compare.findings", rows)


def what_not_to_compare(budgets: Sequence[Budget]) -> Sentence:
    """Levels, years and bases that differ, and which disclosures are left, in words."""
    differ: dict[str, set[Any]] = {
        "levels": {each.level for each in budgets},
        "bases": {each.kind for each in budgets},
        "years": {each.year for each in budgets},
    }
    years = sorted(each.year for each in budgets)
    why = [
        piece(f"compare.{key}", first=years[0], last=years[-1])
        for key, values in differ.items()
        if len(values) > 1
    ]
    if not why:
        return say("compare.alike")
    groups = Counter("".join(reversed(_scope(each))) for each in budgets)
    alike = [piece("compare.group", n=n, scope=scope) for scope, n in groups.items()]
    return say("compare.unlike", n=len(budgets), why=why, alike=alike)


def _with(budgets: Sequence[Budget], role: str) -> list[Budget]:
    return [each for each in budgets if each.has(role)]


def _expenditure(budget: Budget, column: str) -> float:
    row = budget.table("expenditure").total_row if budget.has("expenditure") else None
    return floated(row.cells.get(column) if row else None)


def _public(budget: Budget, column: str) -> float:
    rows = budget.table("three_public").rows if budget.has("three_public") else ()
    return floated(next((row[column] for row in rows if column in row), None))


def _personnel_share(budget: Budget) -> float:
    """Personnel in basic expenditure: its classes 301 and 303."""
    table = budget.table("basic_by_economic") if budget.has("basic_by_economic") else None
    tops = table.children(None) if table else []
    parts = {row.code: next(iter(row.cells.values())).amount for row in tops}
    return share(total_of(map(parts.get, PERSONNEL)), total_of(parts.values()), 1)


def _classes(table: Table) -> dict[str, float]:
    """The filled function classes."""
    rows = (row for row in table.children(None) if "total" in row and row["total"].value)
    return {row.code: floated(row["total"]) for row in rows}
