"""The sentences of a draft: amounts, shares, changes, and the mark for what is missing."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget
from budgetlib.figures import ZERO, Figure, Row, converted, round_half_up
from budgetlib.vocabulary.phrases import CHINESE, filled, label, labels

CENT, HALF_CENT = Decimal("0.01"), Decimal("0.005")
TABLES = labels("draft_table")


def say(phrase: str, **fields: Any) -> str:
    """A phrase of a draft with its fields filled."""
    return filled(label("draft", phrase), CHINESE, **fields)


def gap(phrase: str, **fields: Any) -> str:
    """The mark for what no table supplies: a sentence by itself, without a figure."""
    return say("gap", what=say(phrase, **fields))


def missing(role: str) -> str:
    """The mark for a table that is not printed."""
    # The name comes first: 未… before 政府性基金 would say that there is no such expenditure.
    return gap("missing", table=TABLES[role])


def told(figure: Figure | None) -> Decimal:
    """An amount in 万元 as its table prints it; zero where it is blank."""
    if figure is None or figure.value is None or figure.unit == "万元":
        return figure.amount if figure else ZERO
    return round_half_up(converted(figure.value, figure, "万元"), HALF_CENT).quantize(CENT)


def money(value: Decimal) -> str:
    """An amount with its unit; a negative one is for the writer to clear up."""
    return say("amount", amount=f"{value:f}") if value >= 0 else say("negative")


def share(part: Decimal, whole: Decimal) -> str:
    """A percentage to 0.01."""
    return f"{round_half_up(part / whole * 100, HALF_CENT):.2f}%"


def clause(words: str, figure: Figure | None, whole: Figure | None = None) -> str:
    """What something is, and its share of the whole."""
    if figure is None or figure.blank:
        return say("blank", words=words)
    value, base = told(figure), told(whole)
    said = say("share", share=share(value, base)) if base > 0 and value >= 0 else ""
    return f"{words}{money(value)}{said}"


def clauses(
    words: dict[str, str], figures: dict[str, Figure], whole: Figure | None = None
) -> list[str]:
    """One clause for each amount that is not nothing, by the words for its key."""
    known = ((name, figures.get(key)) for key, name in words.items())
    return [clause(name, figure, whole) for name, figure in known if told(figure)]


def filled_rows(rows: Iterable[Row], column: str = "total") -> list[Row]:
    """The rows that have money."""
    return [row for row in rows if told(row.cells.get(column))]


def since_last_year(budget: Budget, figure: Figure | None, part: str, name: str) -> str:
    """The end of a sentence: change since the year that the overall target table prints."""
    forms = budget.all_tables("overall_targets") if budget.has("overall_targets") else []
    rows = [row.cells for form in forms for row in form.part(part) if row.name.startswith(name)]
    now, before = ((rows or [{}])[0].get(key) for key in ("current", "previous"))
    if before is None or before.blank or told(now) != told(figure):
        return f"。{gap('prior')}"
    moved = _moved(told(figure), told(before), budget.year - 1)
    last = {"year": budget.year - 1, "before": money(told(before)), "gap": gap("reasons")}
    return say("since", moved=moved, table=TABLES["overall_targets"], **last)


def _moved(now: Decimal, before: Decimal, year: int) -> str:
    """Change, and growth unless that year had nothing."""
    if now == before:
        return say("level", year=year)
    change, up = abs(now - before), now > before
    growth = say("rise" if up else "fall", share=share(change, before)) if before > 0 else ""
    return say("more" if up else "less", year=year, change=money(change)) + growth
