"""文表: in final accounts, what was planned beside what was executed."""

from collections.abc import Iterator
from decimal import Decimal

from budgetlib.disclosure import Disclosure
from budgetlib.printed import Claim
from budgetlib.relations import Cited, Fact
from budgetlib.rules.rates import executed
from budgetlib.rules.rule import Answers, cited, rule

KIND = "notes_and_tables"
WORDS = {1: "大于", -1: "小于", 0: "等于"}


def _executed(budget: Disclosure, measure: str) -> Iterator[tuple[Claim, Claim, Claim | None]]:
    """(amount executed, what is told of it, the budget told) of one measure."""
    for note in budget.notes.values():
        for said in note.about(measure=measure):
            amount, plan = executed(note, said)
            if amount:
                yield amount, said, plan


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
