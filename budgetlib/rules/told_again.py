"""文表: one quantity told in several sections of the notes, or in parts, is one quantity."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim
from budgetlib.relations import AtLeast, Cited, Fact, Same, Sum
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.rule import Answers, cited, repeated, rule
from budgetlib.rules.years import changes

KIND = "notes_and_tables"
LISTED = "the list is complete"
SLIP = Decimal("0.1")
WORDS = {1: "增加", -1: "减少", 0: "持平"}

PUBLIC = ("total", "travel", "vehicles", "vehicle_purchase", "vehicle_running", "reception")


def first_of(budget: Disclosure, topic: str, keys: Iterable[str]) -> Claim | None:
    """What a section tells first of a quantity, an item of a class left aside."""
    claims = amounts(budget, topic) if budget.tells(topic) else []
    return next((c for c in claims if c.key in keys and not c.figure.code), None)


@rule("usual")
def an_amount_is_told_alike(budget: Disclosure) -> Answers:
    """One item of the notes tells its amount for the year alike each time.

    同一项说明中，同一年度的数额前后一致。
    """
    told = (
        ((f.place.section, f.place.item, f.code, f.base), f)
        for note in budget.notes.values()
        for claim in note.about(measure="amount")
        if (f := claim.figure).year == budget.year and f.code and claim.key in ("item", "")
    )
    yield from (Same(*pair) for pair in repeated(told))


@rule("usual")
def three_public_told_again_are_the_same(budget: Disclosure) -> Answers:
    """Visits, vehicles, hospitality: an amount told again in their section is the same.

    “三公”经费说明中再次列出的同一数额前后一致。
    """
    told = ((c.key, c) for c in amounts(budget, "three_public") if c.key in PUBLIC)
    for earlier, claim in repeated(told):
        named = claim.subject.endswith(earlier.subject) and claim.subject != earlier.subject
        if not named:  # 局本级公务接待费
            yield Same(earlier.figure, claim.figure)


@rule("identity")
def an_increase_is_within_the_amount(budget: Disclosure) -> Answers:
    """An increase is no greater than the amount that it led to.

    增加额不大于本年数。
    """
    for _, claim, change, _ in changes(budget):
        year = claim.figure.year
        if change and change.direction == 1 and year and change.compared == year - 1:
            yield AtLeast(claim.figure, [change.figure])


@rule("identity")
def both_directions_mean_nothing(budget: Disclosure) -> Answers:
    """Where 增加(减少) is left as in the template, nothing is told behind it.

    保留“增加（减少）”字样的增减额、增减率均为零。
    """
    for note in budget.notes.values():
        for measure in ("change", "growth"):
            for claim in note.about(measure=measure):
                if claim.direction is None:
                    none = Cited("0", claim.figure.place)
                    yield Fact(cited(claim.figure), none, not claim.figure.value)


@rule("identity")
def no_project_has_no_money(budget: Disclosure) -> Answers:
    """Where no project has targets, no money does, and the other way round.

    编报绩效目标的项目为零个时，涉及资金为零，反之亦然。
    """
    for note in budget.notes.values():
        told = [c for c in note.claims if c.topic == "performance" and c.context != "reason"]
        for count, money in pairwise(told):
            if (count.measure, count.figure.unit, money.measure) == ("count", "个", "amount"):
                yield Fact(cited(count.figure), cited(money.figure), _none(count) == _none(money))


def _none(claim: Claim) -> bool:
    return not claim.figure.value


@rule("usual")
def projects_with_targets_are_within_the_projects(budget: Disclosure) -> Answers:
    """The money of projects with targets is no more than project expenditure.

    编报绩效目标的项目资金不超过项目支出。
    """
    for whole in _projects(budget):
        for note in budget.notes.values():
            for claim in note.about(measure="amount"):
                told = claim.topic == "performance" and claim.key in ("targeted", "project")
                if told and claim.figure.year == budget.year:
                    yield AtLeast(whole, [claim.figure])


def _projects(budget: Disclosure) -> list[Figure]:
    """Project expenditure: of the table, else as told."""
    row = budget.table("expenditure").total_row if budget.has("expenditure") else None
    if row:
        return row.some("project")
    told = first_of(budget, "expenditure", ("project",))
    return [told.figure] if told else []


@rule("usual")
def growth_on_nothing_is_whole(budget: Disclosure) -> Answers:
    """Where nothing was spent before, growth is told as 100 %, if at all.

    上年为零时，增长率如有列示则为100%。
    """
    for _, claim, change, growth in changes(budget):
        same = change and claim.figure.value == change.figure.value and change.direction == 1
        if growth and same and growth.figure.value is not None:
            full = growth.figure.value in (0, 100)
            yield Fact(cited(growth.figure), Cited("100 %", growth.figure.place), full)


@rule("usual")
def a_list_with_the_rest_makes_the_whole(budget: Disclosure) -> Answers:
    """A list behind 其中 that ends in what is left (其他) makes the amount before it.

    “其中”所列以“其他”结尾的，各项之和等于其前的总数。
    """
    for note in budget.notes.values():
        told: dict[tuple[object, ...], list[Claim]] = {}
        for claim in note.about(measure="amount"):
            if claim.context != "list":
                told[_setting(claim)] = [claim]
            elif whole_and_parts := told.get(_setting(claim)):
                whole_and_parts.append(claim)
                if _REST.match(claim.subject) and len(whole_and_parts) > 2:
                    whole, *parts = told.pop(_setting(claim))
                    yield Sum(whole.figure, [c.figure for c in parts], premise=LISTED)


def _setting(claim: Claim) -> tuple[object, ...]:
    return claim.figure.place.item, claim.figure.year, claim.figure.base


_REST = re.compile(r"^其[他它](?:费用?|支出|经费|各项(?:费用|支出)?)?$")


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


@rule("identity")
def procurement_reserved_is_within_procurement(budget: Disclosure) -> Answers:
    """What is for small firms is within procurement, and what is for the smallest within that.

    预留、授予中小企业的采购额不超过政府采购总额，其中小微企业不超过该额。
    """
    claims = [c for n in budget.notes.values() for c in n.about(measure="amount")]
    own = [c for c in claims if c.topic == "procurement" and c.figure.year == budget.year]
    told = {c.key: c.figure for c in reversed(own)}
    chain = [told.get(key) for key in ("procurement", "reserved", "reserved_small")]
    for whole, part in pairwise(chain):
        if whole and part:
            yield AtLeast(whole, [part])
