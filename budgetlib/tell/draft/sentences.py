"""The sentences of a draft: amounts, shares, changes, and the mark for what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgetlib.budget import Budget
from budgetlib.figures import ZERO, Figure, magnitude, round_half_up
from budgetlib.printed import Row, Table
from budgetlib.tell.draft.names import TABLES

CENT, HALF_CENT = Decimal("0.01"), Decimal("0.005")
PRIOR = "上年预算数、增减额与增减原因"


def gap(what: str) -> str:
    """The mark for what no table supplies: a sentence by itself, without a figure."""
    return f"〔待补：{what}〕。"


def missing(role: str) -> str:
    """The mark for a table that is not printed."""
    # The name comes first: 未… before 政府性基金 would say that there is no such expenditure.
    return gap(f"{TABLES[role]}未印出")


def told(figure: Figure | None) -> Decimal:
    """An amount in 万元 as its table prints it; zero where it is blank."""
    if figure is None or figure.value is None:
        return ZERO
    if figure.unit == "万元":
        return figure.value
    value = figure.value * magnitude(figure.unit) / magnitude("万元")
    return round_half_up(value, HALF_CENT).quantize(CENT)


def money(value: Decimal) -> str:
    """An amount with its unit; a negative one is for the writer to clear up."""
    return f"{value:f}万元" if value >= 0 else "〔待补：表中印为负数，待核实〕"


def share(part: Decimal, whole: Decimal) -> str:
    """A percentage to 0.01."""
    return f"{round_half_up(part / whole * 100, HALF_CENT):.2f}%"


def clause(words: str, figure: Figure | None, whole: Figure | None = None) -> str:
    """What something is, and its share of the whole."""
    if figure is None or figure.blank:
        return f"{words}〔待补：表中空白〕"
    value, base = told(figure), told(whole)
    said = f"，占{share(value, base)}" if base > 0 and value >= 0 else ""
    return f"{words}{money(value)}{said}"


def clauses(named: Iterable[tuple[str, Figure | None]], whole: Figure | None = None) -> str:
    """One clause for each amount that is not nothing."""
    return "；".join(clause(words, figure, whole) for words, figure in named if told(figure))


def cell(row: Row | None, column: str) -> Figure | None:
    """The figure in a column; None where row or column is not printed."""
    return row.cells.get(column) if row else None


def side(table: Table, part: str, code: str) -> Figure | None:
    """The amount of a row of a two-sided table."""
    return cell(table.find(code, part), "amount")


def since_last_year(budget: Budget, figure: Figure | None, part: str, name: str) -> str:
    """The end of a sentence: change since the year that the overall target table prints."""
    forms = budget.all_tables("overall_targets") if budget.has("overall_targets") else []
    rows = [row for form in forms for row in form.part(part) if row.name.startswith(name)]
    now, before = (cell(rows[0] if rows else None, key) for key in ("current", "previous"))
    if before is None or before.blank or told(now) != told(figure):
        return f"。{gap(PRIOR)}"
    year = budget.year - 1
    beside = f"{TABLES['overall_targets']}所列{year}年数为{money(told(before))}"
    return f"，{moved(told(figure), told(before), year)}；{beside}。{gap('增减原因')}"


def moved(now: Decimal, before: Decimal, year: int) -> str:
    """Change, and growth unless that year had nothing."""
    if now == before:
        return f"与{year}年持平"
    up, rise = ("增加", "增长") if now > before else ("减少", "下降")
    change = abs(now - before)
    growth = f"，{rise}{share(change, before)}" if before > 0 else ""
    return f"比{year}年{up}{money(change)}{growth}"
