"""Several budgets side by side, in 万元 (`Budget.in_wan_yuan`), with what must not be compared."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget
from budgetlib.classifications import labelled, name_of
from budgetlib.disclosure import cube
from budgetlib.errors import Absent
from budgetlib.explain.wording import NONE, Sentence, floated, framed, say, share, total_of
from budgetlib.show import answers
from budgetlib.show.exhibit import Exhibit
from budgetlib.vocabulary import Label, joined, parts, phrases
from budgetlib.vocabulary.phrases import piece

PERSONNEL = ("301", "303")
YEAR = ("year", "all")  # what a table of all expenditure holds, without or with what is carried


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
    told = {each.id: named(each) for each in budgets}
    often = Counter(told.values())
    return {id_: n if often[n] == 1 else joined(" ", n, id_) for id_, n in told.items()}


def named(budget: Budget) -> Label:
    """What a reader calls a disclosure."""
    scope = vocabulary.scope(budget.level, budget.kind)
    return joined(" ", budget.unit, str(budget.year), scope)


def panel(budgets: Sequence[Budget]) -> Exhibit:
    """What each disclosure is, and its main amounts in 万元; NaN where they are not told.

    Personnel is the share of basic expenditure in per cent.
    """
    told = answers.overview(budgets).reset_index()
    amounts = (told[key] for key in ("expenditure", "basic", "project", "three_public", "per_head"))
    shares = map(_personnel_share, budgets)
    rows = zip(told["body"], told["scope"], told["year"].map(str), *amounts, shares, strict=True)
    return framed("compare.panel", rows)


def total(budget: Budget) -> float:
    """Total expenditure in 万元, wherever it is told; NaN where it is not."""
    try:
        return float(answers.wan(answers.key(budget, "expenditure")))
    except Absent:
        return NONE


def _personnel_share(budget: Budget) -> float:
    """Personnel in basic expenditure: its classes 301 and 303."""
    found = cube.at(budget, "table basic_by_economic", "code", flow="out", kind="basic")
    tops = {code: figure.amount for code, figure in found.items() if len(code) == 3}
    return share(total_of(map(tops.get, PERSONNEL)), total_of(tops.values()), 1)


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
    return _members(budgets, "compare.kinds", "total", "expenditure", fund=YEAR)


def public_expenses(budgets: Sequence[Budget]) -> Exhibit:
    """The three public expenses of each disclosure, in 万元."""
    return _members(budgets, "compare.public_expenses", "three_public", "three_public")


def _members(budgets: Sequence[Budget], page: str, whole: str, role: str, **where: Any) -> Exhibit:
    """A row for each disclosure that prints a table, a column for each part that any fills."""
    told = {b.id: cube.at(b, f"table {role}", flow="out", **where) for b in budgets}
    named, known = names(budgets), [figures for figures in told.values() if figures]
    members = [k for k in parts("kind", whole) if any(k in f and f[k].value for f in known)]
    rows = [
        (named[id_], *(floated(figures.get(key)) for key in members))
        for id_, figures in told.items()
        if figures
    ]
    return framed(page, rows, [phrases.shown("kind", key) for key in members])


def shares(frame: Exhibit) -> Exhibit:
    """Each amount of a frame as a share of its row, in per cent; rows of nothing fall away."""
    filled = frame[frame.sum(axis=1) > 0]
    divided = filled.div(filled.sum(axis=1), axis=0).mul(100).round(1)
    return framed("compare.shares", divided.itertuples(), frame.columns, index=frame.index.name)


def functions(budgets: Sequence[Budget]) -> Exhibit:
    """The general public budget of each disclosure by filled function class, in 万元."""
    named, printing = names(budgets), [b for b in budgets if b.has("by_function")]
    told = {b.id: cube.at(b, "table by_function", "code", flow="out") for b in printing}
    filled = {code for figures in told.values() for code, f in figures.items() if f.value}
    rows = [
        (
            labelled(code, name_of("function", code)),
            *(floated(figures.get(code)) for figures in told.values()),
        )
        for code in sorted(code for code in filled if len(code) == 3)
    ]
    return framed("compare.functions", rows, map(named.__getitem__, told))


def what_not_to_compare(budgets: Sequence[Budget]) -> Sentence:
    """Levels, bases and years that differ, and which disclosures are left, in words."""
    differ = {"levels": {b.level for b in budgets}, "bases": {b.kind for b in budgets}}
    why = [piece(f"compare.{key}") for key, values in differ.items() if len(values) > 1]
    first, *_, last = sorted(each.year for each in (*budgets, *budgets))
    later = last if last > first else 0
    if not (why or later):
        return say("compare.alike")
    groups = Counter(vocabulary.scope(each.level, each.kind) for each in budgets)
    alike = [{"n": n, "scope": scope} for scope, n in groups.items()]
    return say("compare.unlike", n=len(budgets), why=why, alike=alike, first=first, later=later)
