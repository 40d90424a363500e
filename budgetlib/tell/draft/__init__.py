"""The explanatory notes written anew from the tables, in our own words, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from budgetlib.budget import Budget
from budgetlib.errors import BudgetError
from budgetlib.tell.draft import sections
from budgetlib.tell.draft.sentences import missing


class Section(NamedTuple):
    """One section: its heading, the tables any of which it is told from, what tells it."""

    title: str
    roles: tuple[str, ...]
    tell: Callable[[Budget], Iterator[str]]


SECTIONS = {
    "一": Section("收支总体情况", ("summary",), sections.overall),
    "二": Section("收入总体情况", ("summary", "revenue"), sections.revenue),
    "三": Section("支出总体情况", ("expenditure",), sections.expenditure),
    "四": Section("财政拨款收支情况", ("fiscal",), sections.fiscal),
    "五": Section("一般公共预算支出情况", ("by_function",), sections.general_budget),
    "六": Section("一般公共预算基本支出情况", ("basic_by_economic",), sections.basic),
    "七": Section("“三公”经费预算情况", ("three_public",), sections.three_public),
    "八": Section("政府性基金预算情况", ("gov_fund",), sections.gov_fund),
    "九": Section("国有资本经营预算情况", ("state_capital",), sections.state_capital),
    "十": Section("项目支出情况", (), sections.projects),
    "十一": Section("其他重要事项", (), sections.other),
}


def draft(budget: Budget, section: int | None = None) -> str:
    """Write the explanatory notes anew from the tables of a disclosure.

    What no table supplies (last year's items, reasons, procurement, assets) is marked
    ``〔待补：…〕``, and a section whose table is not printed says so. The notes that the
    disclosure itself prints are not looked at.

    Parameters
    ----------
    budget
        A disclosure; only its tables are used.
    section
        1 to 11; all when None.

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
    known = dict(enumerate(SECTIONS, start=1))
    if section is not None and section not in known:
        there = ", ".join(f"{n} {SECTIONS[numeral].title}" for n, numeral in known.items())
        raise BudgetError(f"no section {section} to draft; there are {there}")
    wanted = known.values() if section is None else [known[section]]
    return "\n".join(line for numeral in wanted for line in _lines(budget, numeral))


def _lines(budget: Budget, numeral: str) -> Iterator[str]:
    section = SECTIONS[numeral]
    yield f"## {numeral}、{section.title}\n"
    if section.roles and not any(budget.has(role) for role in section.roles):
        yield f"{missing(section.roles[-1])}\n"
        return
    for paragraph in section.tell(budget):
        yield f"{paragraph}\n"
