"""文表: what the explanatory notes say against themselves."""

from decimal import Decimal
from itertools import pairwise

from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Note
from budgetlib.relations import Cited, Fact, Rate, Same
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.years import changes

KIND = "notes_and_tables"
SLIP = Decimal("0.1")
WORDS = {1: "增加", -1: "减少", 0: "持平"}


def first_total(note: Note, base: str) -> Claim | None:
    """The amount that a section announces for the whole, on a base."""
    keys = ("total", note.topic, "year_revenue", "year_expenditure")
    own = [c for c in note.about(measure="amount") if c.figure.base == base]
    own = [c for c in own if c.key == "total" or not note.of(c, "share")]
    return next((c for key in keys for c in own if c.key == key), None)


@rule("identity")
def shares_follow_from_the_amounts_told(budget: Disclosure) -> Answers:
    """Each share told in the notes is its amount divided by the whole.

    情况说明的占比等于该项金额除以总额。
    """
    for note in budget.notes.values():
        by_id = {claim.id: claim for claim in note.claims}
        for claim in note.about(measure="share"):
            part = by_id.get(claim.of) or _by_name(note, claim)
            whole = _whole(note, claim)
            if part and whole:
                yield Rate(claim.figure, [part.figure], whole)


def _by_name(note: Note, share: Claim) -> Claim | None:
    """The amount of what a share names, where it stands apart from it."""
    told = (c for c in note.about(share.key, "amount") if c.figure.code == share.figure.code)
    return (
        next((c for c in told if c.figure.year == share.figure.year), None) if share.key else None
    )


def _whole(note: Note, share: Claim) -> list[Figure]:
    """What a share is a share of: what it names, else the section's total, else all amounts."""
    named = share.compared_base
    if named and named not in ("total", note.topic):
        return [c.figure for c in note.about(named, "amount")][:1]
    total = first_total(note, share.figure.base)
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


@rule("usual")
def a_new_item_changes_by_its_amount(budget: Disclosure) -> Answers:
    """An item that tells no growth rate, since it is new, changes by its whole amount.

    未列增长率的新增项目，增加额等于预算数。
    """
    for _, claim, change, growth in changes(budget):
        new = change and growth is None and change.direction == 1 and claim.figure.amount
        gap = abs(claim.figure.amount - change.figure.amount) if new and change else SLIP
        if change and gap < min(SLIP, claim.figure.amount * SLIP):  # else it was little before
            yield Same(claim.figure, change.figure)


@rule("identity")
def directions_agree(budget: Disclosure) -> Answers:
    """A change, its growth rate, and the word for where the amount moved go in one direction.

    增减额、增减率与“减少为（增加为）”某数的说法方向一致。
    """
    for note in budget.notes.values():
        for told in note.changes:
            directed = [c for c in told if c and c.direction is not None]
            for one, other in pairwise(directed):
                left, right = (Cited(WORDS[c.direction or 0], c.figure.place) for c in (one, other))
                yield Fact(left, right, one.direction == other.direction)
