"""Revenue: its sources, and three years of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.budget import Budget
from budgetlib.errors import Absent
from budgetlib.explain.members import page
from budgetlib.explain.totals import inflow, three_years
from budgetlib.explain.totals import sources as sources_of
from budgetlib.explain.wording import Sentence, percent, say, total_of
from budgetlib.phrases import Both, apart
from budgetlib.show.exhibit import MINUS, Exhibit

if TYPE_CHECKING:
    import pandas as pd

sources = page("revenue.sources")  # each source in the summary and in the note: 万元, per cent


def not_printed(budget: Budget) -> pd.DataFrame:
    """The table of revenue by function and source, deduced where it is not printed (万元)."""
    try:
        return budget.deduce().table("revenue")
    except Absent:
        return Exhibit()


def where_it_comes_from(budget: Budget) -> Sentence:
    """How many sources are filled, and how much the greatest gives, in words."""
    filled = inflow(budget)
    whole = total_of(amount for _, amount in filled)
    if not whole:
        return say("revenue.nothing")
    most, amount = max(filled, key=lambda pair: pair[1])
    return say(
        "revenue.comes",
        n=len(filled),
        all=len(sources_of(budget)),
        most=apart(most),
        amount=amount,
        share=percent(amount, whole),
    )


def how_it_grew(budget: Budget, part: str = "revenue") -> Sentence:
    """The way of ``"revenue"`` or ``"expenditure"`` through three years, in words."""
    years = three_years(budget, part).sum(axis=1)
    if years.empty:
        return say("revenue.no_years")
    told_years = [
        Both(f"{amount:,.2f} in {year}", f"{year}年{amount:,.2f}万元")
        for year, amount in years.items()
    ]
    pairs = zip(years.iloc[:-1], years.iloc[1:], strict=True)
    rates = [f"{now / before - 1:+.1%}".replace("-", MINUS) for before, now in pairs if before]
    return say("revenue.grew", years=told_years, rates=rates or ["—"])
