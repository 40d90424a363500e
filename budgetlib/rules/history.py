"""Prior years: what the forms of targets print and tell of them, and one change told twice."""

from collections.abc import Iterator, Mapping
from itertools import islice, product, takewhile
from operator import attrgetter
from typing import Any

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Claim, Figure, Table, sharp, slip
from budgetlib.relations import AtLeast, Rate, Same, Sum
from budgetlib.rules.rates import signed
from budgetlib.rules.rule import Answers, repeated, rule
from budgetlib.rules.scopes import Scopes, scopes
from budgetlib.rules.targets import overall, target_tables
from budgetlib.rules.years import BUDGETS, changes, histories, prior
from budgetlib.vocabulary import BUDGET

ENDED = "no project of that year has ended"
PRIOR = {1: "previous", 2: "before_previous"}
MOVES = ("change", "growth")
WHOLES = (
    *("total", "basic", "project"),
    *("general_budget", "fiscal", "fiscal_expenditure", "year_revenue", "year_expenditure"),
)
ALONE = (  # changes told alone: the first two at least
    ("wages", "goods_and_services", "households", "capital"),
    vocabulary.parts("kind", "total"),
)
FISCAL = ("fiscal", "fiscal_by_function", "general_budget", "expenditure", "overall", "revenue")
WIDE = ("overall", "revenue", "expenditure")  # of these the total is of all money
FISCAL_KEYS = ("total", "this_year", "fiscal", "fiscal_expenditure", "general_budget")
Pairs = list[tuple[Claim, Claim]]
Sides = tuple[list[Figure], list[Figure]]  # added, and taken away


# ---- the years before in the overall target table: rows of data ----


def implied(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """What is told of a year before makes rows of the overall target table, or is within them."""
    budget = known.disclosure
    rows = [overall(budget, row.get("part", "expenditure"), name) for name in row["rows"]]
    if "alone" in row and not _special_alone(budget):
        return
    for column, (added, taken) in _told_of(known, row["by"]) if all(rows) else ():
        whole, *others = (printed[column] for printed in rows if printed)
        if "within" in row:
            yield AtLeast(whole, [*others, *added])
        else:
            yield Sum(whole, added, [*taken, *others], premise=row.get("premise", ""))


def _told_of(known: Scopes, by: str) -> Iterator[tuple[str, Sides]]:
    """The column of a year, and what is told of it: each total, all items or all projects."""
    budget = known.disclosure
    if by == "histories":
        for back, column in PRIOR.items():
            told = _every_history(budget, back)
            if told and _prints(budget, column):
                yield column, (told, [])
    elif not known.once(_comparable):
        return
    elif by == "totals":
        pairs = _changed(budget, "overall", "total")
        pairs += _changed(budget, "general_budget", "total", "this_year")
        yield from (("previous", _priors([pair])) for pair in pairs)
    elif pairs := _items_implied(known, by):
        yield "previous", _priors(pairs)


def _comparable(known: Scopes) -> bool:
    """Whether last year in the overall target table is money of the general public budget alone.

    The changes told have to be against budgets, not against what was executed.
    """
    budget = known.disclosure
    rows = [r for r in budget.table("overall_targets").part("revenue") if r.level]
    other = [r for r in rows if not r.name.startswith("财政拨款") and r["previous"].value]
    notes = [n for n in budget.notes.values() if n.topic in ("overall", "general_budget")]
    claims = [c for note in notes for c in note.about(measure="change")]
    planned = all(claim.compared_base in BUDGETS for claim in claims)
    return _prints(budget, "previous") and not other and known.general_alone and planned


def _prints(budget: Disclosure, column: str) -> bool:
    """Whether the overall target table fills a prior year at all."""
    row = overall(budget, "expenditure", "合计")
    return row is not None and row[column].value is not None


def _changed(budget: Disclosure, topic: str, *keys: str) -> Pairs:
    """(amount, change) of the claims of a section that tell a change against last year."""
    told = ((claim, change) for claim, change, _ in budget.note(topic).changes if change)
    return [(a, c) for a, c in told if a.key in keys and c.compared == budget.year - 1]


def _items_implied(known: Scopes, by: str) -> Pairs:
    """The changes of all items, or of those of a kind where each item is of one; else none."""
    budget = known.disclosure
    items = _changed(budget, "general_budget", "item")
    told = [c for c in known.told("general_budget", budget.base).claims if c.key == "item"]
    leaves = budget.table("by_function").leaves if budget.has("by_function") else []
    filled = {row.code for row in leaves if len(row.code) == 7 and row["total"].value}
    alike = {c.id for c in told} == {claim.id for claim, _ in items}
    if not alike or not filled <= {c.figure.code for c in told}:
        return []
    if by == "items":
        return items
    kinds = {row.code: [k for k in ("basic", "project") if row[k].value] for row in leaves}
    of = [kinds.get(claim.figure.code, []) for claim, _ in items]
    one = all(len(each) == 1 for each in of)
    return [pair for pair, each in zip(items, of, strict=True) if one and by in each]


def _priors(pairs: Pairs) -> Sides:
    """What the pairs imply for the prior year, all together."""
    sides = [prior(claim.figure, change.figure, change.direction) for claim, change in pairs]
    return [f for added, _ in sides for f in added], [f for _, taken in sides for f in taken]


def _special_alone(budget: Disclosure) -> bool:
    """Whether no project's own table gives it another category than special-purpose."""
    told = [
        head.text.get("支出项目类别", "") for t in target_tables(budget) for head in t.part("head")
    ]
    return all(words.startswith("特定目标类") for words in told if words)


# ---- the histories of projects ----


def _every_history(budget: Disclosure, back: int) -> list[Figure]:
    """What the target tables of all projects tell of a year; nothing unless all tell it."""
    told = [histories(t, budget.year - back) for t in budget.all_tables("project_targets")]
    return [figures[0] for figures in told] if all(told) else []


@rule("identity", each=("project_targets",))
def history_tells_this_years_budget(budget: Disclosure, table: Table) -> Answers:
    """The budget told in a project's history is the project's budget.

    项目预算变动情况中的当年预算等于项目当年预算。
    """
    for figure in histories(table, budget.year):
        yield from (Same(figure, head["current"]) for head in table.part("head"))


def _projects(budget: Disclosure) -> tuple[list[Figure], Pairs]:
    """What all projects tell of last year, and the changes of the items that are projects."""
    known, told = scopes(budget), _every_history(budget, 1)
    implied = known.once(_comparable) and _special_alone(budget)
    return told, _items_implied(known, "project") if implied else []


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


# ---- one appropriation in several sections ----


def _appropriations(budget: Disclosure) -> Iterator[tuple[Claim, Claim, Claim | None, bool]]:
    """(amount, change, growth, all money) told of a whole appropriation in any section."""
    for note, claim, change, growth in changes(budget):
        own = note.topic in FISCAL and claim.key in FISCAL_KEYS and not claim.figure.code
        if own and change and claim.figure.value:
            yield claim, change, growth, note.topic in WIDE and claim.key == "total"


@rule("usual")
def an_appropriation_changes_alike(budget: Disclosure) -> Answers:
    """Where one appropriation is told in several sections, its change is told alike.

    同一拨款在各节中的增减额一致。
    """
    told = (
        ((claim.figure.value, change.compared, change.compared_base or BUDGET), every)
        for every in _appropriations(budget)
        for claim, change, *_ in [every]
    )
    for earlier, again in repeated(told, lambda each: each[1].figure):
        grown, growth = earlier[2], again[2]
        own = growth and grown and growth.figure.value != grown.figure.value
        one, other = earlier[1].figure, again[1].figure
        near = sharp(one.amount) and slip(other.printed, [one.printed])
        # other money may have ended
        scopes = earlier[3] != again[3] and one.value != other.value and not near
        if not (scopes or (own and _follows(*again[:3]) and _follows(*earlier[:3]))):
            yield Same(one, other)


@rule("usual")
def a_change_told_again_is_the_same(budget: Disclosure) -> Answers:
    """Where a section tells a change of one amount again, it is the same change.

    同一节再次列示同一数额的增减额、增减率，前后一致。
    """
    for note in budget.notes.values():
        own = (c for c in note.claims if c.direction and c.of and c.context != "reason")
        told = (((c.of, c.context, c.measure, c.compared, c.compared_base), c) for c in own)
        for one, again in repeated((key, c) for key, c in told if c.measure in MOVES):
            if note.order[again.id] - note.order[one.id] > 2:  # nearer, it is of another scope
                yield Same(one.figure, again.figure)


@rule("usual")
def changes_alone_make_the_change(budget: Disclosure) -> Answers:
    """Changes of economic classes or of purposes, told alone, make the change told before them.

    只列增减额的，各经济分类（或基本支出、项目支出等）增减额之和等于其前所列的总增减额。
    """
    one_money = "year" in scopes(budget).narrow  # else what the funds make is not all
    alone = (*ALONE, vocabulary.parts("fund", "fiscal")) if one_money else ALONE
    for note in budget.notes.values():
        told = [
            c for c in note.claims if c.measure == "change" and (c.key or c.context != "reason")
        ]
        wholes = WHOLES[: 3 if any(c.key == "total" for c in told) else None]
        runs = product(range(1, len(told)), alone)
        for at, kinds in ((n, kinds) for n, kinds in runs if told[n - 1].key not in kinds):
            behind = islice(told, at, None)
            parts = [*takewhile(lambda c: c.key in kinds, behind)]  # noqa: B023
            keys, years = {c.key for c in parts}, {c.compared for c in parts}
            every = keys >= {*kinds[:2]} and len(keys) == len(parts)
            before = (c for c in reversed(told[:at] if every else ()) if c.context != "reason")
            own = (c for c in before if c.key in {*wholes} - {*kinds} and {c.compared} == years)
            listed = takewhile(lambda c: c.context == "list", told[at + len(parts) :])
            longer = [*parts, *listed]  # a purpose may stand among classes
            ways = product(own, (parts, longer) if longer != parts else (parts,))
            made = [signed(whole, each, [], "the list is complete") for whole, each in ways]
            yield from sorted(made, key=attrgetter("fails"))[:1]  # of several any may be meant


def _follows(claim: Claim, change: Claim, growth: Claim | None) -> bool:
    """Whether a growth rate bears a change out; two such changes may be of two scopes."""
    if growth is None:
        return False
    return not Rate(growth.figure, [change.figure], *_priors([(claim, change)])).fails


@rule("usual")
def an_appropriation_grows_alike(budget: Disclosure) -> Answers:
    """Where one appropriation is told in several sections, its growth rate is told alike.

    同一拨款在各节中的增长率一致。
    """
    told = (
        ((claim.figure.value, change.figure.value, change.compared_base or BUDGET), growth.figure)
        for claim, change, growth, _ in _appropriations(budget)
        if growth
    )
    yield from (Same(*pair) for pair in repeated(told))
