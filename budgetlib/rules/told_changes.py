"""Prior years: changes told for one amount in several sections, and for the parts of a whole."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Table
from budgetlib.relations import INCONSISTENT, Rate, Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.within_notes import prior
from budgetlib.vocabulary import BUDGET

KIND = "history"
FISCAL = ("fiscal", "fiscal_by_function", "general_budget", "expenditure", "overall", "revenue")
FISCAL_KEYS = ("total", "this_year", "fiscal", "fiscal_expenditure", "general_budget")


def _changes(budget: Disclosure) -> Iterator[tuple[Claim, Claim, Claim | None]]:
    """(amount, change, growth) told of a whole appropriation in any section."""
    for note in budget.notes.values() if budget.notes else ():
        for claim, change, growth in note.changes if note.topic in FISCAL else ():
            if change and claim.key in FISCAL_KEYS and not claim.figure.code:
                yield claim, change, growth


@rule("usual")
def an_appropriation_changes_alike(budget: Disclosure) -> Answers:
    """Where one appropriation is told in several sections, its change is told alike.

    同一拨款在各节中的增减额一致。
    """
    first: dict[tuple[object, ...], tuple[Claim, Claim | None]] = {}
    for claim, change, growth in _changes(budget):
        told = (claim.figure.value, change.compared, change.compared_base or BUDGET)
        earlier, grown = first.setdefault(told, (change, growth))
        own = growth and grown and growth.figure.value != grown.figure.value
        own = own and _follows(claim, change, growth) and _follows(claim, earlier, grown)
        if earlier is not change and claim.figure.value and not own:
            yield Same(earlier.figure, change.figure)


def _follows(claim: Claim, change: Claim, growth: Claim | None) -> bool:
    """Whether a growth rate bears a change out; two such changes may be of two scopes."""
    if growth is None:
        return False
    relation = Rate(growth.figure, [change.figure], *prior(claim, change))
    return (answer := relation.evaluate()) is not None and answer.verdict != INCONSISTENT


@rule("usual")
def an_appropriation_grows_alike(budget: Disclosure) -> Answers:
    """Where one appropriation is told in several sections, its growth rate is told alike.

    同一拨款在各节中的增长率一致。
    """
    first: dict[tuple[object, ...], Claim] = {}
    for claim, change, growth in _changes(budget):
        told = (claim.figure.value, change.figure.value, change.compared_base or BUDGET)
        earlier = first.setdefault(told, growth) if growth and claim.figure.value else growth
        if growth and earlier and earlier is not growth:
            yield Same(earlier.figure, growth.figure)


@rule("usual")
def changes_told_follow_from_the_year_before(budget: Disclosure) -> Answers:
    """Where a table prints the year before beside this one, the changes told in the notes fit it.

    表中列有上年数的：情况说明的增减额等于本年数减上年数。
    """
    for role in ("three_public", "by_function"):
        topic = "general_budget" if role == "by_function" else role
        if not budget.has(role) or not budget.tells(topic):
            continue
        for claim, change, _ in budget.note(topic).changes:
            for before in _before(budget.table(role), claim) if change else ():
                if change and change.compared_base in ("", before.base):
                    yield Sum(before, *prior(claim, change))


def _before(table: Table, claim: Claim) -> list[Figure]:
    """What a table prints for the year before of what a claim tells."""
    if table.role == "three_public":
        return [f for row in table.rows for f in row.some(f"{claim.key}_before")]
    row = table.find(claim.figure.code) if claim.figure.code else None
    return row.some("total_before") if row else []
