"""The general public budget: its size, its structure, its items and what each of them changed."""

from collections import Counter
from decimal import Decimal
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.wording import (
    NONE,
    Exhibit,
    Sentence,
    amount,
    dated,
    floated,
    framed,
    part,
    say,
    share,
    total_of,
)
from budgetlib.figures import MINUS, ZERO, Figure
from budgetlib.show.told import IMPLIED, Told, compared_base, executed, items_told, whole_told
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.phrases import Both, labels, piece

CODED = "0123456789-"  # of a code, or the end of one, that a name begins with


def items(budget: Budget) -> Exhibit:
    """The items as the notes tell them, in 万元, growth in per cent with its interval.

    The interval is what the rounding of all three figures allows; blank on a base of zero.
    """
    known, plans = items_told(budget), planned(budget)
    bases = dict.fromkeys(each.base for each in known if each.before is not None)
    base = next(iter(bases)) if len(bases) == 1 else ""
    before = dated(budget.year - 1, "" if base == IMPLIED else base)
    if base == IMPLIED:
        told = f"{before.english} {english(base)}", f"{before.chinese}{chinese(base)}"
        before = Label(*told)
    return framed(
        "general_budget.items",
        (_item(e, plans.get(e.amount.id)) for e in known),
        before=before,
        year=budget.year,
    )


def _item(each: Told, plan: Figure | None) -> tuple[Any, ...]:
    ends = _ends(each)
    told = ends and each.step
    between = f"{ends[0]:.3f} – {ends[1]:.3f}".replace("-", MINUS) if ends and told else None
    plan_of = plan.value if plan else None
    amounts = (floated(v) for v in (each.before, plan_of, each.value, each.step, each.rate))
    of_plan = share(each.value, plan_of, 2) if plan_of else NONE
    return each.amount.figure.code, label_of(each), *amounts, between, of_plan


def planned(budget: Budget) -> dict[str, Figure]:
    """Of final accounts, the budget of the year beside each item's outcome, by the claim of it."""
    beside: dict[tuple[str, str, str], Figure] = {}
    for claim in budget.all_claims:
        figure = claim.figure
        if claim.measure == "amount" and figure.year == budget.year and not executed(budget, claim):
            beside.setdefault((claim.topic, figure.place.item, claim.subject), figure)
    told = ((e.amount, e.amount.figure.place.item) for e in items_told(budget))
    found = ((c.id, beside.get((c.topic, item, c.subject))) for c, item in told)
    return {id_: figure for id_, figure in found if figure}


def how_it_was_executed(budget: Budget) -> Sentence:
    """Of final accounts, how the items came out against their budgets, in words."""
    plans = planned(budget)
    told = [e for e in items_told(budget) if e.amount.id in plans]
    gaps = [(each.value - plans[each.amount.id].amount, each) for each in told]
    if not gaps:
        return say("general_budget.nothing")
    most, each = max(gaps, key=lambda pair: abs(pair[0]))
    return say(
        f"general_budget.{'executed' if most else 'as_planned'}",
        n=len(gaps),
        over=sum(gap > 0 for gap, _ in gaps),
        under=sum(gap < 0 for gap, _ in gaps),
        label=label_of(each),
        name=chinese(label_of(each)),
        most=most,
    )


def label_of(each: Told) -> str:
    """The name of an item in both languages."""
    return labelled(each.amount.figure.code, each.amount.subject.lstrip(CODED))


def label_each(known: list[Told]) -> list[str]:
    """The names of items, with the code where several items have one name."""
    names = Counter(map(label_of, known))
    return [
        Label(f"{code} {english(told)}", f"{code} {chinese(told)}") if names[told] > 1 else told
        for told, code in ((label_of(each), each.amount.figure.code) for each in known)
    ]


def stepped(budget: Budget) -> list[Told]:
    """The items that tell a change."""
    return [each for each in items_told(budget) if each.step is not None]


def steps(budget: Budget) -> Exhibit:
    """Each item's change in 万元, the greatest first."""
    known = stepped(budget)
    rows = [(name, floated(each.step)) for each, name in zip(known, label_each(known), strict=True)]
    bases = list(dict.fromkeys(map(compared_base, known)))
    since = dated(budget.year - 1, bases[0] if len(bases) == 1 else "")
    frame = framed("general_budget.steps", sorted(rows, key=lambda row: -row[1]), since=since)
    whole, told = amount(budget.table("by_function").total_row), items_told(budget)
    gap = abs(whole - total_of(each.value for each in told))
    if len(known) == len(told) and gap <= total_of(e.amount.figure.half_unit for e in told):
        frame.attrs["start"] = float(total_of(each.before for each in known))
        frame.attrs["ends"] = [_all(budget.year - 1), _all(budget.year)]
    return frame


def _all(year: int) -> Label:
    """What the items of a year make together, which rounding may part from the printed total."""
    return Label(*piece("general_budget.all_items", year=year))


def what_changed(budget: Budget) -> Sentence:
    """What the items' changes add up to, and which of them weighs most, in words."""
    known = stepped(budget)
    whole = whole_told(budget, "general_budget")
    if not known:
        now, step, before = (whole.value, whole.step, whole.before) if whole else (None,) * 3
        fields = {"known": before is not None, "now": now, "step": step, "before": before}
        return say("general_budget.no_change", **fields)
    made = total_of(each.step for each in known)
    most = max(known, key=lambda each: abs(each.step or ZERO))
    directions = Counter((each.step or ZERO).compare(ZERO) for each in known)
    up, down, level = (directions[Decimal(sign)] for sign in (1, -1, 0))
    kind = "all_level" if not up + down else "changed" if len(known) > 1 else "one_changed"
    return say(
        f"general_budget.{kind}",
        n=up + down,
        made=made,
        both=up and down,
        up=up,
        down=down,
        level=level,
        label=label_of(most),
        name=chinese(label_of(most)),
        most=most.step,
        against=_against(whole, known, made),
    )


def _against(total: Told | None, known: list[Told], made: Decimal) -> Both:
    """How the items' changes stand to that told for the whole, with the rounding allowed."""
    if total is None or total.step is None:
        return piece("general_budget.no_whole")
    base, gap = compared_base(total), made - total.step
    filled = [each.change.figure for each in (total, *known) if each.change and each.step]
    allowed = total_of(figure.half_unit for figure in filled)
    least = total_of(each.value + each.amount.figure.half_unit for each in known)
    bases = {compared_base(each) for each in known}
    kind = (
        "same"
        if not gap
        else "other_base"
        if bases != {base}
        else "rest"
        if least < total.value
        else "gap"
    )
    within = abs(gap) <= allowed
    fields = {
        "step": total.step,
        "base": Both(*vocabulary.label("base", base)),
        "gap": gap,
        "rest": -gap,
        "allowed": allowed,
    }
    return piece(f"general_budget.{kind}", within=within, **fields)


def how_growth_holds(budget: Budget) -> Sentence:
    """How many printed growth rates follow from their two amounts, in words."""
    known = items_told(budget)
    rated = [each for each in known if each.rate is not None]
    if not rated:
        return say("general_budget.no_rate" if stepped(budget) else "general_budget.nothing")
    tied = [(each, ends) for each in rated if (ends := _ends(each))]
    bad = [each for each, (low, high) in tied if not low <= (each.rate or ZERO) <= high]
    return say(
        f"general_budget.{'rates' if bad else 'rates_hold'}",
        rated=len(rated),
        known=len(known),
        good=len(tied) - len(bad),
        tied=len(tied),
        bad=[Both(n, chinese(label_of(e))) for n, e in zip(label_each(bad), bad, strict=True)],
    )


def _ends(each: Told) -> tuple[Decimal, Decimal] | None:
    """Between what a printed rate must lie: the interval, and the rate's own half unit."""
    if each.interval is None:
        return None
    half = each.growth.figure.half_unit if each.growth else ZERO
    return each.interval[0] - half, each.interval[1] + half


def how_it_is_made(budget: Budget) -> Sentence:
    """The size and structure of the general public budget, in words."""
    row = budget.table("by_function").total_row
    whole = amount(row)
    if row is None or not whole:
        return say("general_budget.empty")
    known = {key: name for key, name in labels("part").items() if key in row}
    told = {k: part(name, amount(row, k), whole) for k, name in known.items() if row[k].value}
    if "basic" in told:
        inner = vocabulary.parts("kind", "basic")
        told["basic"]["inner"] = [told.pop(key) for key in inner if key in told]
    parts = list(told.values())
    return say(f"general_budget.{'made' if parts else 'by_item'}", whole=whole, parts=parts)
