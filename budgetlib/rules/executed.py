"""文表: in final accounts, what was planned beside what was executed."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Note, Row
from budgetlib.relations import Cited, Fact, Rate
from budgetlib.rules.rule import Answers, rule
from budgetlib.vocabulary import ACCOUNTS, ADJUSTED, BASES, BUDGET, ORIGINAL

KIND = "notes_and_tables"
ALIKE = {BUDGET: (BUDGET, ADJUSTED, ORIGINAL), ADJUSTED: (ADJUSTED, BUDGET)}
WORDS = {1: "大于", -1: "小于", 0: "等于"}


def planned(note: Note, claim: Claim, base: str) -> Claim | None:
    """The budget told of what an amount executes; on a base of nothing, another one."""
    told = [
        c
        for c in note.about(claim.key, "amount", claim.figure.place.item)
        if c.figure.base in BASES.values()
        and (c.figure.code, c.figure.year) == (claim.figure.code, claim.figure.year)
    ]
    named = [c for known in ALIKE.get(base, (base,)) for c in told if c.figure.base == known]
    return next((c for c in (*named, *told) if c.figure.value), next(iter(named), None))


def _owned(note: Note, measure: str) -> Iterator[tuple[Claim, Claim]]:
    """(amount executed, what is told of it) of one measure."""
    by_id = {claim.id: claim for claim in note.claims}
    for claim in note.about(measure=measure):
        if claim.of in by_id and by_id[claim.of].figure.base == ACCOUNTS:
            yield by_id[claim.of], claim


def _three_public(budget: Disclosure) -> list[Row]:
    """The row of the three public expenses on the budget that the table prints."""
    rows = budget.table("three_public").rows if budget.has("three_public") else ()
    found = [row.on(end) for row in rows for end in BASES]
    return [row for row in found if row.cells]


@rule("identity")
def the_share_executed_follows(budget: Disclosure) -> Answers:
    """The share of its budget that was executed is the amount divided by the budget.

    完成预算的百分比等于决算数除以预算数。
    """
    for note in budget.notes.values():
        for amount, share in _owned(note, "execution"):
            plan = planned(note, amount, share.compared_base)
            base = [plan.figure] if plan else _printed(budget, note, amount)
            if base:
                yield Rate(share.figure, [amount.figure], base)


def _printed(budget: Disclosure, note: Note, amount: Claim) -> list[Figure]:
    """The budget that a table prints where the note tells none."""
    rows = _three_public(budget) if note.topic == "three_public" else []
    return [figure for row in rows for figure in row.some(amount.key)][:1]


@rule("identity")
def more_or_less_than_planned_is_right(budget: Disclosure) -> Answers:
    """Where more (less, as much) is said to be executed than planned, the two amounts show it.

    决算数大于（小于、等于）预算数的说法与两数一致。
    """
    for note in budget.notes.values():
        for amount, said in _owned(note, "order"):
            plan = planned(note, amount, said.compared_base)
            if plan:
                left = Cited(
                    f"{amount.figure.printed} {WORDS[said.direction or 0]}",
                    said.figure.place,
                    amount.figure,
                )
                right = Cited(plan.figure.printed, plan.figure.place, plan.figure)
                yield Fact(left, right, _held(amount.figure, plan.figure, said.direction or 0))


def _held(amount: Figure, plan: Figure, direction: int) -> bool:
    """Whether the difference goes that way, or may where rounding hides it."""
    difference = amount.amount - plan.amount
    near = amount.half_unit + plan.half_unit
    return difference * direction > -near if direction else abs(difference) < near


@rule("usual")
def the_share_executed_and_the_words_agree(budget: Disclosure) -> Answers:
    """A share executed of less than the whole goes with 小于, of more with 大于.

    完成预算的百分比与决算数大于（小于、等于）预算数的说法一致。
    """
    for note in budget.notes.values():
        words = {amount.id: said for amount, said in _owned(note, "order")}
        for amount, share in _owned(note, "execution"):
            said = words.get(amount.id)
            if said and planned(note, amount, share.compared_base) is None:
                left = Cited(share.figure.printed, share.figure.place, share.figure)
                right = Cited(WORDS[said.direction or 0], said.figure.place)
                over = share.figure.amount - 100
                half = share.figure.half_unit
                sign = said.direction or 0
                yield Fact(left, right, over * sign >= -half if sign else abs(over) <= half)
