"""文表: in final accounts, what was planned beside what was executed."""

from collections.abc import Iterator
from decimal import Decimal

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Note
from budgetlib.relations import Cited, Fact, Rate
from budgetlib.rules.rule import Answers, cited, rule
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


def _executed(budget: Disclosure, measure: str) -> Iterator[tuple[Claim, Claim, Claim | None]]:
    """(amount executed, what is told of it, the budget told) of one measure."""
    for note in budget.notes.values():
        by_id = {claim.id: claim for claim in note.claims}
        for said in note.about(measure=measure):
            amount = by_id.get(said.of)
            if amount and amount.figure.base == ACCOUNTS:
                yield amount, said, planned(note, amount, said.compared_base)


@rule("identity")
def the_share_executed_follows(budget: Disclosure) -> Answers:
    """The share of its budget that was executed is the amount divided by the budget.

    完成预算的百分比等于决算数除以预算数。
    """
    for amount, share, plan in _executed(budget, "execution"):
        base = [plan.figure] if plan else _printed(budget, amount)
        if base:
            yield Rate(share.figure, [amount.figure], base)


def _printed(budget: Disclosure, amount: Claim) -> list[Figure]:
    """The budget of one of the three public expenses that a table prints, where none is told."""
    of = amount.figure.of
    own = amount.topic == "three_public" and of and of.kind
    cells = (c for c in budget.cells if own and c.place == "table three_public")
    return [c.figure for c in cells if c.of[:-1] == of[:-1] and c.of.base != ACCOUNTS][:1]  # type: ignore[index]


@rule("identity")
def more_or_less_than_planned_is_right(budget: Disclosure) -> Answers:
    """Where more (less, as much) is said to be executed than planned, the two amounts show it.

    决算数大于（小于、等于）预算数的说法与两数一致。
    """
    for amount, said, plan in _executed(budget, "order"):
        if plan:
            way, figure = said.direction or 0, amount.figure
            near = figure.half_unit + plan.figure.half_unit  # what rounding may hide
            left = Cited(f"{figure.printed} {WORDS[way]}", said.figure.place, figure)
            held = _goes(figure.amount - plan.figure.amount, way, near)
            yield Fact(left, cited(plan.figure), held)


def _goes(difference: Decimal, way: int, near: Decimal) -> bool:
    """Whether a difference goes that way, or may where rounding hides it."""
    return difference * way > -near if way else abs(difference) < near


@rule("usual")
def the_share_executed_and_the_words_agree(budget: Disclosure) -> Answers:
    """A share executed of less than the whole goes with 小于, of more with 大于.

    完成预算的百分比与决算数大于（小于、等于）预算数的说法一致。
    """
    words = {amount.id: said for amount, said, _ in _executed(budget, "order")}
    for amount, share, plan in _executed(budget, "execution"):
        said = words.get(amount.id)
        if said and plan is None:
            way, over, half = said.direction or 0, share.figure.amount - 100, share.figure.half_unit
            held = over * way >= -half if way else abs(over) <= half
            yield Fact(cited(share.figure), Cited(WORDS[way], said.figure.place), held)
