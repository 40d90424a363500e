"""The general public budget: its size, its structure, its items and what each of them changed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.told import IMPLIED, Told, compared_base, items_told, told, whole_told
from budgetlib.explain.totals import shares
from budgetlib.explain.wording import (
    Sentence,
    amount,
    cell,
    floated,
    framed,
    percent,
    say,
    share,
    total_of,
)
from budgetlib.figures import ZERO
from budgetlib.phrases import Both, apart, label, labels, piece
from budgetlib.show.exhibit import Exhibit

if TYPE_CHECKING:
    import pandas as pd


def size(budget: Budget) -> Exhibit:
    """The whole in this year and the last wherever it is told, in 万元.

    The year before is implied where a note tells a change, printed in the overall targets.
    """
    totals = (whole_told(budget, topic) for topic in ("general_budget", "overall"))
    told_once = {str(t.amount.figure.place): t for t in totals if t}
    rows = [_size(at, t.value, t.step, t.before, IMPLIED) for at, t in told_once.items()]
    if budget.has("overall_targets"):
        table = budget.table("overall_targets")
        row = table.find(label("line", "total"), "expenditure")
        if row and "previous" in row and "current" in row:
            now, before = amount(row, "current"), amount(row, "previous")
            printed = label("one", "printed")
            rows.append(_size(str(row["current"].place), now, now - before, before, printed))
    return framed("general_budget.size", rows)


def _size(
    source: str, now: Decimal, step: Decimal | None, before: Decimal | None, how: str
) -> tuple[Any, ...]:
    return source, float(now), floated(step), floated(before), "" if before is None else how


def structure(budget: Budget) -> Exhibit:
    """Each part in the note and in the table: 万元, the share told and recomputed in per cent."""
    total = budget.table("by_function").total_row
    stated = {each.amount.key: each for each in told(budget, "general_budget")}
    rows = []
    for key, name in labels("part").items():
        table, note, *parts = shares(cell(total, key), stated.get(key), amount(total))
        rows.append((name, note, table, *parts))
    return framed("general_budget.structure", rows)


def by_class(budget: Budget) -> Exhibit:
    """Each function class: personnel, operating and project expenditure in 万元."""
    keys = ("personnel", "operating", "project")
    rows = [
        (labelled(row.code, row.name), *(floated(cell(row, key)) for key in keys))
        for row in budget.table("by_function").children(None)
    ]
    return framed("general_budget.by_class", rows, [label("part", key) for key in keys])


def items(budget: Budget) -> Exhibit:
    """The items as the notes tell them, in 万元, growth in per cent with its interval.

    The interval is what the rounding of all three figures allows; blank on a base of zero.
    """
    known = items_told(budget)
    bases = dict.fromkeys(each.base for each in known if each.before is not None)
    before = f"{budget.year - 1} {', '.join(bases) or IMPLIED}"
    return framed("general_budget.items", map(_item, known), before=before, year=budget.year)


def _item(each: Told) -> tuple[Any, ...]:
    ends = _ends(each)
    between = f"{ends[0]:.3f}–{ends[1]:.3f}" if ends else ""
    amounts = (floated(v) for v in (each.before, each.value, each.step, each.rate))
    return each.amount.figure.code, label_of(each), *amounts, between


def label_of(each: Told) -> str:
    """The name of an item in both languages."""
    return labelled(each.amount.figure.code, each.amount.subject)


def label_each(known: list[Told]) -> list[str]:
    """The names of items, with the code where several items have one name."""
    names = Counter(map(label_of, known))
    codes = [f"{each.amount.figure.code} " * (names[label_of(each)] > 1) for each in known]
    return [code + label_of(each) for code, each in zip(codes, known, strict=True)]


def stepped(budget: Budget) -> list[Told]:
    """The items that tell a change."""
    return [each for each in items_told(budget) if each.step is not None]


def steps(budget: Budget) -> Exhibit:
    """Each item's change in 万元, the greatest first, and its share of all changes in per cent."""
    known = stepped(budget)
    made = [(each.step or ZERO, name) for each, name in zip(known, label_each(known), strict=True)]
    made.sort(key=lambda pair: -pair[0])
    whole = total_of(step for step, _ in made)
    rows = [(name, float(step), share(step, whole)) for step, name in made]
    return framed("general_budget.steps", rows, year=budget.year - 1)


def start(budget: Budget) -> float:
    """The year before: what the items imply together, in 万元."""
    return float(total_of(each.before for each in items_told(budget)))


def intervals(budget: Budget) -> pd.DataFrame:
    """Growth by item for the chart: ``low``, ``high`` and ``printed``, in per cent."""
    import pandas as pd

    known = items_told(budget)
    rows = {
        name: (float(ends[0]), float(ends[1]), floated(each.rate))
        for each, name in zip(known, label_each(known), strict=True)
        if (ends := _ends(each))
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "high", "printed"])


def what_changed(budget: Budget) -> Sentence:
    """What the items' changes add up to, and which of them weighs most, in words."""
    known = stepped(budget)
    if not known:
        return say("general_budget.no_change")
    made = total_of(each.step for each in known)
    most = max(known, key=lambda each: abs(each.step or ZERO))
    return say(
        "general_budget.changed",
        n=len(known),
        made=made,
        up=sum((each.step or ZERO) > 0 for each in known),
        down=sum((each.step or ZERO) < 0 for each in known),
        label=label_of(most),
        name=most.amount.subject,
        step=most.step,
        share=percent(most.step or ZERO, made),
        against=_against(whole_told(budget, "general_budget"), known, made),
    )


def _against(total: Told | None, known: list[Told], made: Decimal) -> Both:
    """The items' changes against the change told for the whole, with the rounding allowed."""
    if total is None or total.step is None:
        return piece("general_budget.no_whole")
    if made == total.step:
        return piece("general_budget.same")
    base, gap = compared_base(total), made - total.step
    if {compared_base(each) for each in known} != {base}:
        return piece("general_budget.other_base", step=total.step, base=base)
    if total_of(each.value + each.amount.figure.half_unit for each in known) < total.value:
        return piece("general_budget.rest", step=total.step, rest=-gap)
    filled = [each.change.figure for each in (total, *known) if each.change and each.step]
    allowed = total_of(figure.half_unit for figure in filled)
    holds = piece(f"general_budget.{'within' if abs(gap) <= allowed else 'beyond'}")
    return piece("general_budget.gap", step=total.step, gap=gap, holds=holds, allowed=allowed)


def how_growth_holds(budget: Budget) -> Sentence:
    """How many printed growth rates follow from their two amounts, in words."""
    known = items_told(budget)
    rated = [each for each in known if each.rate is not None]
    if not rated:
        return say("general_budget.no_rate")
    tied = [each for each in rated if _ends(each)]
    bad = [each for each in tied if not _holds(each)]
    names = [Both(name, e.amount.subject) for name, e in zip(label_each(bad), bad, strict=True)]
    return say(
        "general_budget.rates",
        rated=len(rated),
        known=len(known),
        good=len(tied) - len(bad),
        tied=len(tied),
        bad=piece("general_budget.bad", items=names) if bad else Both(),
    )


def _ends(each: Told) -> tuple[Decimal, Decimal] | None:
    """Between what a printed rate must lie: the interval, and the rate's own half unit."""
    if each.interval is None:
        return None
    half = each.growth.figure.half_unit if each.growth else ZERO
    return each.interval[0] - half, each.interval[1] + half


def _holds(each: Told) -> bool:
    ends = _ends(each)
    return ends is not None and each.rate is not None and ends[0] <= each.rate <= ends[1]


def how_it_is_made(budget: Budget) -> Sentence:
    """The size and structure of the general public budget, in words."""
    row = budget.table("by_function").total_row
    whole = amount(row)
    if row is None or not whole:
        return say("general_budget.empty")
    parts = [
        piece(
            "general_budget.one",
            name=apart(name),
            amount=amount(row, key),
            share=percent(amount(row, key), whole),
        )
        for key, name in labels("part").items()
        if key in row
    ]
    return say(f"general_budget.{'made' if parts else 'by_item'}", whole=whole, parts=parts)
