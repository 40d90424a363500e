"""Prior years: what the forms of targets print and tell of them, and one change told twice."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Table
from budgetlib.relations import INCONSISTENT, AtLeast, Rate, Same, Sum
from budgetlib.rules.forms import overall
from budgetlib.rules.rule import Answers, repeated, rule
from budgetlib.rules.scopes import scopes
from budgetlib.rules.years import (
    BUDGETS,
    Pairs,
    changes,
    comparable,
    items_implied,
    prints,
    prior,
    special_alone,
    sum_of_priors,
)
from budgetlib.vocabulary import BUDGET

ENDED = "no project of that year has ended"
PRIOR = {1: "previous", 2: "before_previous"}
FISCAL = ("fiscal", "fiscal_by_function", "general_budget", "expenditure", "overall", "revenue")
FISCAL_KEYS = ("total", "this_year", "fiscal", "fiscal_expenditure", "general_budget")


def _told(table: Table, year: int) -> list[Figure]:
    told = [c for c in table.claims if c.topic == "history" and c.measure == "amount"]
    return [claim.figure for claim in told if claim.figure.year == year]


def _every_history(budget: Disclosure, back: int) -> list[Figure]:
    """What the target tables of all projects tell of a year; nothing unless all tell it."""
    told = [_told(t, budget.year - back) for t in budget.all_tables("project_targets")]
    return [figures[0] for figures in told] if all(told) else []


@rule("identity", each=("project_targets",))
def history_tells_this_years_budget(budget: Disclosure, table: Table) -> Answers:
    """The budget told in a project's history is the project's budget.

    项目预算变动情况中的当年预算等于项目当年预算。
    """
    for figure in _told(table, budget.year):
        yield from (Same(figure, head["current"]) for head in table.part("head"))


@rule("identity", each=("project_targets",))
def history_adds_up(budget: Disclosure, table: Table) -> Answers:
    """In a project's history, last year's budget is this year's less the change.

    项目预算变动情况：上年预算等于当年预算减去增减额。
    """
    by_id = {claim.id: claim for claim in table.claims}
    for change in table.claims:
        claim = by_id.get(change.of)
        if change.topic == "history" and change.measure == "change" and claim:
            for before in _told(table, change.compared or budget.year - 1):
                yield sum_of_priors(before, [(claim, change)])


def _overall(budget: Disclosure, *names: str) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """Of each year before: what rows of the overall table print, and what all projects tell."""
    rows = [overall(budget, "expenditure", name) for name in names]
    for back, column in PRIOR.items():
        parts = _every_history(budget, back)
        if all(rows) and parts and prints(budget, column):
            yield [row[column] for row in rows if row], parts


@rule("usual")
def histories_make_the_overall_special_category(budget: Disclosure) -> Answers:
    """The prior years told by all projects make the special-purpose category of those years.

    各项目所述前两年预算之和等于整体支出绩效目标表特定目标类的前两年数（无已结束的项目时）。
    """
    for (whole,), parts in _overall(budget, "特定目标类") if special_alone(budget) else ():
        yield Sum(whole, parts, premise=ENDED)


@rule("identity")
def histories_are_within_the_overall_projects(budget: Disclosure) -> Answers:
    """The prior years told by all projects do not exceed the overall table's projects.

    各项目所述前两年预算之和不超过整体支出绩效目标表同年的运转类与特定目标类之和。
    """
    for (whole, personnel), parts in _overall(budget, "合计", "人员类"):
        yield AtLeast(whole, [personnel, *parts])


def _projects(budget: Disclosure) -> tuple[list[Figure], Pairs]:
    """What all projects tell of last year, and the changes of the items that are projects."""
    known = scopes(budget)
    pairs = items_implied(known, "project") if known.once(comparable) else []
    return _every_history(budget, 1), pairs


@rule("usual")
def histories_make_last_years_project_items(budget: Disclosure) -> Answers:
    """The project items are last year's budgets told by all projects plus the changes told.

    项目支出科目本年数等于各项目所述上年预算之和加增减额（无已结束的项目时）。
    """
    told, pairs = _projects(budget)
    if told and pairs:
        up, down = ([c.figure for _, c in pairs if (c.direction == -1) == d] for d in (False, True))
        first, *others = (claim.figure for claim, _ in pairs)
        yield Sum(first, [*told, *up], [*down, *others], premise=ENDED)


@rule("identity")
def histories_are_within_last_years_project_items(budget: Disclosure) -> Answers:
    """Last year's budgets told by all projects do not exceed what the project items imply.

    各项目所述上年预算之和不超过项目支出科目推算的上年数。
    """
    told, pairs = _projects(budget)
    if told and len(pairs) == 1 and pairs[0][1].direction != -1:
        yield AtLeast(pairs[0][0].figure, [*told, pairs[0][1].figure])


@rule("identity")
def shown_prior_years_agree_with_the_notes_growth(budget: Disclosure) -> Answers:
    """The growth told of the whole budget follows from the overall table's two years.

    收支总预算的增长率等于整体支出绩效目标表两年合计之比。
    """
    row = overall(budget, "expenditure", "合计")
    for claim, _, growth in budget.note("overall").changes if row else ():
        against = growth is not None and growth.compared_base in BUDGETS
        if growth and against and claim.key == "total" and growth.compared == budget.year - 1:
            now, then = [row["current"]], [row["previous"]]  # type: ignore[index]
            yield Rate(growth.figure, now, then, part_minus=then, sign=growth.direction or 1)


def _appropriations(budget: Disclosure) -> Iterator[tuple[Claim, Claim, Claim | None]]:
    """(amount, change, growth) told of a whole appropriation in any section."""
    for note, claim, change, growth in changes(budget):
        own = note.topic in FISCAL and claim.key in FISCAL_KEYS and not claim.figure.code
        if own and change and claim.figure.value:
            yield claim, change, growth


@rule("usual")
def an_appropriation_changes_alike(budget: Disclosure) -> Answers:
    """Where one appropriation is told in several sections, its change is told alike.

    同一拨款在各节中的增减额一致。
    """
    told = (
        ((claim.figure.value, change.compared, change.compared_base or BUDGET), every)
        for every in _appropriations(budget)
        for claim, change, _ in [every]
    )
    for earlier, again in repeated(told):
        grown, growth = earlier[2], again[2]
        own = growth and grown and growth.figure.value != grown.figure.value
        if not (own and _follows(*again) and _follows(*earlier)):
            yield Same(earlier[1].figure, again[1].figure)


def _follows(claim: Claim, change: Claim, growth: Claim | None) -> bool:
    """Whether a growth rate bears a change out; two such changes may be of two scopes."""
    if growth is None:
        return False
    rate = Rate(growth.figure, [change.figure], *prior(claim, change)).evaluate()
    return rate is not None and rate.verdict != INCONSISTENT


@rule("usual")
def an_appropriation_grows_alike(budget: Disclosure) -> Answers:
    """Where one appropriation is told in several sections, its growth rate is told alike.

    同一拨款在各节中的增长率一致。
    """
    told = (
        ((claim.figure.value, change.figure.value, change.compared_base or BUDGET), growth.figure)
        for claim, change, growth in _appropriations(budget)
        if growth
    )
    yield from (Same(*pair) for pair in repeated(told))
