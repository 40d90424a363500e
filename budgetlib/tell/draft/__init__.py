"""The explanatory notes written anew from the tables, in our own words, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from budgetlib.budget import Budget
from budgetlib.errors import BudgetError
from budgetlib.phrases import labels
from budgetlib.tell.draft import sections
from budgetlib.tell.draft.sentences import missing
from budgetlib.vocabulary import digits


class Section(NamedTuple):
    """One section: its heading, the tables any of which it is told from, what tells it."""

    title: str
    roles: tuple[str, ...]
    tell: Callable[[Budget], Iterator[str]]


_TOLD: tuple[tuple[tuple[str, ...], Callable[[Budget], Iterator[str]]], ...] = (
    (("summary",), sections.overall),
    (("summary", "revenue"), sections.revenue),
    (("expenditure",), sections.expenditure),
    (("fiscal",), sections.fiscal),
    (("by_function",), sections.general_budget),
    (("basic_by_economic",), sections.basic),
    (("three_public",), sections.three_public),
    (("gov_fund",), sections.gov_fund),
    (("state_capital",), sections.state_capital),
    ((), sections.projects),
    ((), sections.other),
)
SECTIONS = {
    numeral: Section(title, *told)
    for (numeral, title), told in zip(labels("draft_title").items(), _TOLD, strict=True)
}


def draft(budget: Budget, section: int | str | None = None) -> str:
    """Write the explanatory notes anew from the tables of a disclosure.

    What no table supplies (last year's items, reasons, procurement, assets) is marked
    ``〔待补：…〕``, and a section whose table is not printed says so. The notes that the
    disclosure itself prints are not looked at.

    Parameters
    ----------
    budget
        A disclosure; only its tables are used.
    section
        1 to 11, or 一 to 十一; all when None.

    Returns
    -------
    str
        Markdown in Chinese, a heading ``## 一、…`` for each section; amounts in 万元 as the
        tables print them, those printed in 元 rounded half up to 0.01 万元.

    Raises
    ------
    BudgetError
        No section has this number.
    """
    wanted = [n for n in SECTIONS if section is None or digits(n) == digits(str(section))]
    if not wanted:
        there = ", ".join(f"{digits(n)} {each.title}" for n, each in SECTIONS.items())
        raise BudgetError(f"no section {section} to draft; there are {there}")
    return "\n".join(line for numeral in wanted for line in _lines(budget, numeral))


def _lines(budget: Budget, numeral: str) -> Iterator[str]:
    section = SECTIONS[numeral]
    yield f"## {numeral}、{section.title}\n"
    if section.roles and not any(budget.has(role) for role in section.roles):
        yield f"{missing(section.roles[-1])}\n"
        return
    for paragraph in section.tell(budget):
        yield f"{paragraph}\n"
