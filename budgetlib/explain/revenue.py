"""Revenue: its sources, and three years of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.budget import Budget
from budgetlib.errors import Absent
from budgetlib.explain.told import told
from budgetlib.explain.totals import (
    CARRIED,
    SHARES,
    SOURCES,
    amount_of,
    inflow,
    rows_of,
    shares,
    three_years,
)
from budgetlib.explain.wording import Sentence, counted, money, percent, sentence
from budgetlib.figures import ZERO
from budgetlib.show.exhibit import Exhibit, exhibit

if TYPE_CHECKING:
    import pandas as pd

# The rules that need the revenue table; they are shown here where they could not run.
RULES = (
    "sources_make_each_row_of_revenue",
    "summary_revenue_equals_the_revenue_table",
    "revenue_and_expenditure_tables_agree",
    "revenue_note_equals_the_revenue_table",
)


def not_printed(budget: Budget) -> pd.DataFrame | Sentence:
    """The table of revenue by function and source, deduced where it is not printed (万元).

    Parameters
    ----------
    budget
        Of any disclosure.
    """
    try:
        return budget.deduce().table("revenue")
    except Absent as absent:
        why = ("the table is printed", "该表已印出") if budget.has("revenue") else absent.reason
        return sentence(f"Revenue by function: {why[0]}.", f"收入总表：{why[1]}。")


def sources(budget: Budget) -> Exhibit:
    """Every source of revenue: in the summary table and in the note, with its share.

    Parameters
    ----------
    budget
        A disclosure with the table ``summary``.

    Returns
    -------
    Exhibit
        One row for each source, blank where nothing is printed: amounts in 万元, shares in
        per cent.
    """
    rows = rows_of(budget, "summary", "revenue")
    whole = amount_of(rows, "grand_total")
    stated = {each.amount.key: each for each in told(budget, "revenue")}
    found = [
        {"source 来源": name}
        | shares(amount_of(rows, key), stated.get(key), whole.amount if whole else ZERO)
        for key, name in (SOURCES | {"carry_over": CARRIED}).items()
        if any(row.code == key for row in rows)
    ]
    return exhibit(found, "source 来源", "Revenue by source, 万元 收入来源", SHARES)


def where_it_comes_from(budget: Budget) -> Sentence:
    """How many sources are filled, and how much the greatest gives, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``summary``.
    """
    filled = inflow(budget)
    whole = sum((amount for _, amount in filled), ZERO)
    if not whole:
        return sentence("No source of revenue is filled.", "各项收入均无数字。")
    most, amount = max(filled, key=lambda pair: pair[1])
    return sentence(
        f"{counted(len(filled), 'source')} of {len(sources(budget))} printed "
        f"{'is' if len(filled) == 1 else 'are'} filled; {most} gives {money(amount)} 万元, "
        f"{percent(amount, whole)} of all.",
        f"所列{len(sources(budget))}项来源中{len(filled)}项有数；{most.split()[-1]}"
        f"{money(amount)}万元，占{percent(amount, whole)}。",
    )


def how_it_grew(budget: Budget, part: str = "revenue") -> Sentence:
    """The way through three years, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``overall_targets``.
    part
        ``"revenue"`` or ``"expenditure"``.
    """
    years = three_years(budget, part).sum(axis=1)
    if years.empty:
        return sentence("No table of earlier years is printed.", "未印出历年数字的表。")
    told_years = [f"{year} {amount:,.2f}" for year, amount in years.items()]
    pairs = zip(years.iloc[:-1], years.iloc[1:], strict=True)
    rates = [f"{now / before - 1:+.1%}" for before, now in pairs if before]
    return sentence(
        f"In 万元: {', '.join(told_years)}; from year to year {', '.join(rates) or '—'}.",
        f"各年（万元）：{'、'.join(told_years)}；逐年{'、'.join(rates) or '—'}。",
    )
