"""Several budgets side by side, in 万元, with what must not be compared."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from budgetlib import vocabulary
from budgetlib.budget import Budget
from budgetlib.classifications import labelled, name_of
from budgetlib.disclosure import cube
from budgetlib.explain.wording import NONE, Exhibit, Sentence, floated, framed, say, share, total_of
from budgetlib.show import answers
from budgetlib.vocabulary import Label, joined, parted, parts, phrases
from budgetlib.vocabulary.phrases import piece

PERSONNEL = ("301", "303")  # classes of basic expenditure
YEAR = ("year", "all")  # what a table of all expenditure holds, without or with what is carried
MAIN = ("expenditure", "basic", "project", "three_public", "per_head")  # amounts of the panel
ROUNDED = 0.02  # 万元 by which two parts and their whole are rounded
DRAWN = 30  # more bars nobody reads, and a picture of a thousand takes half a gigabyte
Amounts = dict[str, float]  # by member or code; NaN of a blank


class Compared(NamedTuple):
    """What is kept of a disclosure beside others, in 万元: a thousandth of it."""

    id: str
    unit: str
    year: int
    level: str
    kind: str
    about: dict[str, Any]  # its row of the overview
    personnel: float  # the share of basic expenditure
    kinds: Amounts
    three_public: Amounts
    functions: Amounts | None  # None where the table is not printed

    @property
    def scope(self) -> tuple[str, str]:
        """What must be alike for two disclosures to be one measure."""
        return self.kind, self.level

    @property
    def total(self) -> float:
        """Total expenditure, wherever it is told; NaN where it is not."""
        return float(self.about["expenditure"])


def compared(budget: Budget) -> Compared:
    """What is compared of a disclosure."""
    inner = budget.in_wan_yuan()
    about = dict(zip(answers.BODIES, answers.about(inner), strict=True))
    found = cube.at(inner, "table basic_by_economic", "code", flow="out", kind="basic")
    tops = {code: figure.amount for code, figure in found.items() if len(code) == 3}
    return Compared(
        *(inner.id, inner.unit, inner.year, inner.level, inner.kind),
        {name: NONE if told is None else told for name, told in about.items()},
        share(total_of(map(tops.get, PERSONNEL)), total_of(tops.values()), 1),
        _amounts(inner, "expenditure", fund=YEAR) or _told_elsewhere(about),
        _amounts(inner, "three_public"),
        _amounts(inner, "by_function", "code") if inner.has("by_function") else None,
    )


def _amounts(budget: Budget, role: str, axis: str = "kind", **where: Any) -> Amounts:
    found = cube.at(budget, f"table {role}", axis, flow="out", **where)
    return {key: floated(figure) for key, figure in found.items()}


def _told_elsewhere(about: dict[str, Any]) -> Amounts:
    """Basic and project expenditure where a summary or a note tells both, and they are all."""
    told = {key: about[key] for key in ("basic", "project") if about[key]}
    gap = sum(told.values()) - (about["expenditure"] or 0.0)
    return told if abs(gap) < ROUNDED else {}


def ordered(budgets: Iterable[Budget]) -> list[Compared]:
    """Disclosures of one base and one level beside each other, the years of one body too."""
    return sorted(map(compared, budgets), key=order)


def order(budget: Budget | Compared) -> tuple[str, str, str, int, str]:
    """By base, level, body and year."""
    return budget.kind, budget.level, budget.unit, budget.year, budget.id


def names(budgets: Sequence[Compared]) -> dict[str, str]:
    """By id what a reader calls each disclosure: its body, year, level and base."""
    told = {each.id: named(each) for each in budgets}
    often = Counter(told.values())
    return {id_: n if often[n] == 1 else joined(" ", n, id_) for id_, n in told.items()}


def named(budget: Budget | Compared) -> Label:
    """What a reader calls a disclosure."""
    return joined(
        " ", budget.unit or budget.id, str(budget.year), vocabulary.scope(budget.level, budget.kind)
    )


def panel(budgets: Sequence[Compared]) -> Exhibit:
    """What each disclosure is, and its main amounts in 万元; NaN where they are not told.

    Personnel is the share of basic expenditure in per cent.
    """
    rows = [
        (
            each["body"] or one.id,
            each["scope"],
            str(each["year"]),
            *map(each.get, MAIN),
            one.personnel,
        )
        for one in budgets
        for each in [one.about]
    ]
    return framed("compare.panel", rows)


def over_years(budgets: Sequence[Compared]) -> Exhibit:
    """Total expenditure of each body, level and base in following years: 万元, change in %."""
    rows = []
    for one, other in pairwise(sorted(budgets, key=order)):
        if (*one.scope, one.unit) == (*other.scope, other.unit) and one.year < other.year:
            before, now = one.total, other.total
            change = (now / before - 1) * 100 if before else NONE
            rows.append((one.unit, f"{one.year} → {other.year}", before, now, change))
    return framed("compare.over_years", rows)


def kinds(budgets: Sequence[Compared]) -> Exhibit:
    """Expenditure of each disclosure by kind, in 万元."""
    return _row_each(budgets, "kinds", {b.id: b.kinds for b in budgets}, _members("total"))


def public_expenses(budgets: Sequence[Compared]) -> Exhibit:
    """The three public expenses of each disclosure, in 万元."""
    told = {b.id: b.three_public for b in budgets}
    return _row_each(budgets, "three_public", told, _members("three_public"))


def functions(budgets: Sequence[Compared]) -> Exhibit:
    """The general public budget of each disclosure by filled function class, in 万元."""
    told = {b.id: b.functions for b in budgets if b.functions is not None}
    classes = sorted(code for code in _filled(told.values()) if len(code) == 3)
    names = {code: labelled(code, name_of("function", code)) for code in classes}
    return _row_each(budgets, "functions", told, names)


def _members(whole: str) -> dict[str, Label]:
    return {key: phrases.shown("kind", key) for key in parts("kind", whole)}


def _row_each(
    budgets: Sequence[Compared], page: str, told: dict[str, Amounts], members: dict[str, Label]
) -> Exhibit:
    """A row for each disclosure that tells any of it, a column for each part that any fills."""
    named, filled = names(budgets), _filled(told.values())
    columns = {key: words for key, words in members.items() if key in filled}
    rows = [
        (named[id_], *(amounts.get(key, NONE) for key in columns))
        for id_, amounts in told.items()
        if amounts
    ]
    return framed(f"compare.{page}", rows, columns.values())


def _filled(told: Iterable[Amounts]) -> set[str]:
    """What any prints as more or less than nothing."""
    return {key for amounts in told for key, amount in amounts.items() if abs(amount) > 0}


def shares(frame: Exhibit) -> Exhibit:
    """Each amount of a frame as a share of its row, in per cent; rows of nothing fall away."""
    filled = frame[frame.sum(axis=1) > 0]
    divided = filled.div(filled.sum(axis=1), axis=0).mul(100).round(1)
    return framed("compare.shares", divided.itertuples(), frame.columns, index=frame.index.name)


def drawn(frame: Exhibit, title: str) -> tuple[Exhibit, str]:
    """What a chart shows of a frame, and its title, which says where that is not all."""
    if len(frame) <= DRAWN:
        return frame, title
    return frame.head(DRAWN), say("compare.drawn", title=parted(title), n=DRAWN, of=len(frame))


def what_not_to_compare(budgets: Sequence[Compared]) -> Sentence:
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
