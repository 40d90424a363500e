"""What the sections about the whole share: its sources, its years."""

from decimal import Decimal

from budgetlib import cube
from budgetlib.budget import Budget
from budgetlib.explain.wording import floated, framed
from budgetlib.figures import Figure
from budgetlib.phrases import label, labels
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit

YEARS = ("before_previous", "previous", "current")


def overall_rows(budget: Budget, part: str) -> list[Row]:
    """The lines of the overall target table; none where it is not printed."""
    if not budget.has("overall_targets"):
        return []
    return [row for row in budget.table("overall_targets").part(part) if row.level]


def of_side(budget: Budget, role: str, part: str) -> dict[str, Figure]:
    """The amounts of one side of a table by code, each as first printed."""
    rows = [row for row in budget.table(role).part(part) if "amount" in row]
    return {row.code: row["amount"] for row in reversed(rows)}


def grand_total(budget: Budget, role: str, part: str = "revenue") -> Figure | None:
    """The grand total of one side of a table."""
    return of_side(budget, role, part).get("grand_total")


def inflow(budget: Budget) -> list[tuple[str, Decimal]]:
    """Every filled source of revenue and what is carried over."""
    return [(name, figure.amount) for name, figure in sources(budget).items() if figure.value]


def sources(budget: Budget) -> dict[str, Figure]:
    """Every source of revenue that the summary prints; fiscal money as its budgets, if they do."""
    found, known = of_side(budget, "summary", "revenue"), labels("source").items()
    split = cube.divided(found, "fund", "fiscal")
    return {name: split[key] for key, name in known if key in split}


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
    keys = [key for key in YEARS if rows and all(key in row for row in rows)]
    filled = [row for row in rows if any(row[key].value for key in keys)]
    told = [
        (str(budget.year + 1 - ago), *(floated(row[key]) for row in filled))
        for ago, key in zip(range(len(keys), 0, -1), keys, strict=True)
    ]
    return framed("revenue.three_years", told, map(category, filled), part=label("one", part))
