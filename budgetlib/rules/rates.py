"""Rates as data: what is told as a share of a whole, or of a budget, and the amounts behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Note
from budgetlib.relations import Rate
from budgetlib.rules.rule import Answers
from budgetlib.rules.scopes import Scopes, spent_by
from budgetlib.vocabulary import ACCOUNTS, ADJUSTED, BASES, BUDGET, ORIGINAL

ALIKE = {BUDGET: (BUDGET, ADJUSTED, ORIGINAL), ADJUSTED: (ADJUSTED, BUDGET)}
Found = tuple[Claim | None, list[Figure]]


def rates(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """Each rate told of a measure is its amount divided by its base."""
    for note in known.disclosure.notes.values():
        for rate in note.about(measure=row["measure"]):
            part, base = OF[row["of"]](known, note, rate)
            if part and base:
                yield Rate(rate.figure, [part.figure], base)


def _of_the_whole(_known: Scopes, note: Note, share: Claim) -> Found:
    """What a share is told of, or what it names where its amount stands apart from it."""
    figure, named = share.figure, note.about(share.key, "amount") if share.key else []
    alike = (c for c in named if (c.figure.code, c.figure.year) == (figure.code, figure.year))
    part = note.by_id.get(share.of) or next(alike, None)
    return part, _whole(note, share) if part else []


def _of_the_year(known: Scopes, note: Note, share: Claim) -> Found:
    own = share.compared_base == "year_expenditure"
    return note.by_id.get(share.of) if own else None, known.once(_year_expenditure) if own else []


def _of_the_budget(known: Scopes, note: Note, share: Claim) -> Found:
    amount, plan = executed(note, share)
    if amount and not plan:
        return amount, _printed(known.disclosure, amount)
    return amount, [plan.figure] if plan else []


OF: dict[str, Callable[[Scopes, Note, Claim], Found]] = {
    "whole": _of_the_whole,
    "year": _of_the_year,
    "budget": _of_the_budget,
}


def executed(note: Note, said: Claim) -> tuple[Claim | None, Claim | None]:
    """The amount executed of which something is said, and the budget told of it."""
    amount = note.by_id.get(said.of)
    if amount is None or amount.figure.base != ACCOUNTS:
        return None, None
    return amount, _planned(note, amount, said.compared_base)


def _whole(note: Note, share: Claim) -> list[Figure]:
    """What a share is a share of: what it names, else the section's total, else all amounts."""
    named = share.compared_base
    if named and named not in ("total", note.topic):
        return [c.figure for c in note.about(named, "amount") if c.id != share.of][:1]
    total = _total(note, share)
    total = total or next(iter(note.about(named, "amount") if named else ()), None)
    if total:
        return [total.figure]
    if named and named not in ("total", "three_public"):
        return []
    told = [(c, note.of(c, "share")) for c in note.about(measure="amount")]
    alike = [(c, other) for c, other in told if other and _group(c) == _group(share)]
    return [c.figure for c, _ in alike] if _make_a_whole(alike) else []


def _make_a_whole(alike: list[tuple[Claim, Claim]]) -> bool:
    """Whether shares are of the sum of their amounts: they make 100 %, or most follow from it."""
    whole = sum((c.figure.amount for c, _ in alike), ZERO)
    rates = [share.figure.amount for _, share in alike]
    near = sum((share.figure.half_unit for _, share in alike), ZERO)
    if len(alike) < 2 or abs(sum(rates, ZERO) - 100) <= near:
        return len(alike) > 1
    exact = [abs(c.figure.amount * 100 - whole * r) for (c, _), r in zip(alike, rates, strict=True)]
    return sum(gap <= whole / 10 for gap in exact) * 2 >= len(alike)


def _group(claim: Claim) -> str:
    """The bracketed numeral that an item stands under, "" where it stands under none."""
    group = claim.figure.place.item.partition(".")[0]
    return "" if group.isdigit() else group


def _total(note: Note, share: Claim) -> Claim | None:
    """The amount that a section announces for the whole: what was told last before it, or first."""
    keys = ("total", note.topic, "year_revenue", "year_expenditure")
    told = note.about(measure="amount")
    own = [c for c in told if c.key in keys and c.figure.base == share.figure.base]
    own = [c for c in own if c.key == "total" or not note.of(c, "share")]
    items = ("", share.figure.place.item)  # a section may hold items of other matters
    own = [c for c in own if c.key != note.topic or c.figure.place.item in items]
    at = note.claims.index(share)
    before = [c for c in own if not share.compared_base and note.claims.index(c) < at]
    # What a sentence tells behind its whole is a part of that: 合计10，包括本年收入8.
    near = [c.key for c in before if c.figure.place[:2] == before[-1].figure.place[:2]]
    return next((c for key in (*near[:1], *keys) for c in own if c.key == key), None)


def _planned(note: Note, claim: Claim, base: str) -> Claim | None:
    """The budget told of what an amount executes; on a base of nothing, another one."""
    told = [
        c
        for c in note.about(claim.key, "amount", claim.figure.place.item)
        if c.figure.base in BASES.values()
        and (c.figure.code, c.figure.year) == (claim.figure.code, claim.figure.year)
    ]
    named = [c for known in ALIKE.get(base, (base,)) for c in told if c.figure.base == known]
    return next((c for c in (*named, *told) if c.figure.value), next(iter(named), None))


def _printed(budget: Disclosure, amount: Claim) -> list[Figure]:
    """The budget of one of the three public expenses that a table prints, where none is told."""
    of = amount.figure.of
    own = amount.topic == "three_public" and of and of.kind
    cells = (c for c in budget.cells if own and c.place == "table three_public")
    return [c.figure for c in cells if c.of[:-1] == of[:-1] and c.of.base != ACCOUNTS][:1]  # type: ignore[index]


def _year_expenditure(known: Scopes) -> list[Figure]:
    budget = known.disclosure
    if not budget.has("summary"):
        told = known.told("expenditure", budget.base).claims if budget.tells("expenditure") else []
        return [c.figure for c in told if c.key == "year_expenditure"][:1]
    spent = spent_by(budget.table("summary"))
    return [spent] if spent else []
