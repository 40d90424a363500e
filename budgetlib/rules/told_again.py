"""文表: one quantity told in several sections of the notes, or in parts, is one quantity."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Note
from budgetlib.relations import AtLeast, Cited, Fact, Same, Sum
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.ties import TIES

KIND = "notes_and_tables"
LISTED = "the list is complete"

CARRIED = ("carry_over", "carry_forward", "unfiscal_surplus", "distributed")
PUBLIC = ("total", "travel", "vehicles", "vehicle_purchase", "vehicle_running", "reception")
SOURCES = ("fiscal", "special_account", "operations", "business", "superior", "affiliated", "other")
BUDGETS = ("general_budget", "gov_fund", "state_capital")  # sources where no sum of them is told
PURPOSES = ("basic", "project", "reserve")


def first_of(budget: Disclosure, topic: str, keys: Iterable[str]) -> Claim | None:
    """What a section tells first of a quantity, an item of a class left aside."""
    claims = amounts(budget, topic) if budget.tells(topic) else []
    return next((c for c in claims if c.key in keys and not c.figure.code), None)


@rule("usual")
def an_amount_is_told_alike(budget: Disclosure) -> Answers:
    """One item of the notes tells its amount for the year alike each time.

    同一项说明中，同一年度的数额前后一致。
    """
    for note in budget.notes.values():
        first: dict[tuple[str, ...], Claim] = {}
        for claim in note.about(measure="amount"):
            item, code = claim.figure.place.item, claim.figure.code
            if claim.figure.year == budget.year and code and claim.key in ("item", ""):
                earlier = first.setdefault((item, code, claim.figure.base), claim)
                if earlier is not claim:
                    yield Same(earlier.figure, claim.figure)


@rule("usual")
def three_public_told_again_are_the_same(budget: Disclosure) -> Answers:
    """Visits, vehicles, hospitality: an amount told again in their section is the same.

    “三公”经费说明中再次列出的同一数额前后一致。
    """
    first: dict[str, Claim] = {}
    for claim in amounts(budget, "three_public"):
        earlier = first.setdefault(claim.key, claim)
        named = claim.subject.endswith(earlier.subject) and claim.subject != earlier.subject
        if claim.key in PUBLIC and earlier is not claim and not named:  # 局本级公务接待费
            yield Same(earlier.figure, claim.figure)


@rule("usual")
def items_told_make_fiscal_expenditure(budget: Disclosure) -> Answers:
    """The items told make the fiscal expenditure told, and their changes its change.

    财政拨款支出说明的各项科目之和等于财政拨款支出，增减额亦然。
    """
    note = budget.note("fiscal_by_function")
    whole = first_of(budget, note.topic, ("fiscal_expenditure", "total"))
    told = (c for c in amounts(budget, note.topic) if c.key == "item")
    items = {c.figure.code or c.figure.place.item: c for c in told}
    if whole and len(items) > 1:
        yield Sum(whole.figure, [c.figure for c in items.values()], premise=LISTED)
        yield from _changes(note, whole, list(items.values()))


@rule("usual")
def parts_told_make_the_overall_budget(budget: Disclosure) -> Answers:
    """Sources, classes and purposes told in the overall section each make its total.

    收支总体说明所列各项来源、各功能分类、各支出用途之和分别等于收支总计，增减额亦然。
    """
    whole = first_of(budget, "overall", ("total",))
    for told, filled in _lists(budget) if whole else ():
        if len(told) > 1 and (filled is None or filled == set(told)):
            yield Sum(whole.figure, [c.figure for c in told.values()], premise=LISTED)  # type: ignore[union-attr]
            if filled is None:
                yield from _changes(budget.note("overall"), whole, list(told.values()))  # type: ignore[arg-type]


def _lists(budget: Disclosure) -> Iterator[tuple[dict[str, Claim], set[str] | None]]:
    """What the overall section lists, by key or code; and what the summary fills of the kind."""
    claims = amounts(budget, "overall")
    table = budget.table("summary") if budget.has("summary") else None
    rows = table.part("revenue") if table else ()
    summed = any(code == "fiscal" for code in (*(r.code for r in rows), *(c.key for c in claims)))
    sources = SOURCES if summed else (*BUDGETS, *SOURCES)
    kinds = (
        ("revenue", {c.key: c for c in claims if c.key in (*sources, *CARRIED[:1])}),
        ("expenditure", {c.figure.code: c for c in claims if len(c.figure.code) == 3}),
        ("purpose", {c.key: c for c in claims if c.key in PURPOSES}),
    )
    for part, told in kinds:
        rows = table.part(part) if table else ()
        filled = {r.code for r in rows if r.some("amount") and r["amount"].value}
        sums = {"this_year", "grand_total", *(BUDGETS if summed else ())}
        told = {key: claim for key, claim in told.items() if claim.figure.value or not table}
        yield told, filled - sums if table else None


def _changes(note: Note, whole: Claim, parts: list[Claim]) -> Iterator[Sum]:
    """The changes of all parts make the change of the whole, where all tell one, on one base.

    A part that is told to be new changes by its amount.
    """
    new = {said.place.item for said in note.statements if said.kind == "new"} - {""}
    told = [note.of(claim, "change") for claim in (whole, *parts)]
    fresh = [p for p, c in zip(parts, told[1:], strict=True) if not c and _item_of(p) in new]
    changes = [c for c in told if c and c.direction is not None]
    if len(changes) + len(fresh) < len(told) or not told[0]:
        return
    if len({(c.compared, c.compared_base) for c in changes}) > 1:
        return
    sign = changes[0].direction or 1
    same = [c.figure for c in changes[1:] if (c.direction or sign) == sign]
    other = [c.figure for c in changes[1:] if (c.direction or sign) != sign]
    (same if sign == 1 else other).extend(claim.figure for claim in fresh)
    yield Sum(changes[0].figure, same, other, premise=LISTED)


def _item_of(claim: Claim) -> str:
    return claim.figure.place.item


@rule("identity")
def an_increase_is_within_the_amount(budget: Disclosure) -> Answers:
    """An increase is no greater than the amount that it led to.

    增加额不大于本年数。
    """
    for note in budget.notes.values():
        for claim, change, _ in note.changes:
            if change and change.direction == 1 and change.compared == claim.figure.year - 1:
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
                    told = Cited(claim.figure.printed, claim.figure.place, claim.figure)
                    yield Fact(told, Cited("0", claim.figure.place), not claim.figure.value)


@rule("identity")
def no_project_has_no_money(budget: Disclosure) -> Answers:
    """Where no project has targets, no money does, and the other way round.

    编报绩效目标的项目为零个时，涉及资金为零，反之亦然。
    """
    for note in budget.notes.values():
        told = [c for c in note.claims if c.topic == "performance" and c.context != "reason"]
        for count, money in pairwise(told):
            if (count.measure, count.figure.unit, money.measure) == ("count", "个", "amount"):
                yield Fact(_cited(count), _cited(money), _none(count) == _none(money))


def _none(claim: Claim) -> bool:
    return not claim.figure.value


def _cited(claim: Claim) -> Cited:
    return Cited(claim.figure.printed, claim.figure.place, claim.figure)


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


@rule("usual")
def growth_on_nothing_is_whole(budget: Disclosure) -> Answers:
    """Where nothing was spent before, growth is told as 100 %, if at all.

    上年为零时，增长率如有列示则为100%。
    """
    for note in budget.notes.values():
        for claim, change, growth in note.changes:
            same = change and claim.figure.value == change.figure.value and change.direction == 1
            if growth and same and growth.figure.value is not None:
                full = growth.figure.value in (0, 100)
                yield Fact(_cited(growth), Cited("100 %", growth.figure.place), full)


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
RULES = (
    a_list_with_the_rest_makes_the_whole,
    TIES["a_quantity_told_again_is_the_same"],
    an_amount_is_told_alike,
    three_public_told_again_are_the_same,
    items_told_make_fiscal_expenditure,
    parts_told_make_the_overall_budget,
    an_increase_is_within_the_amount,
    both_directions_mean_nothing,
    no_project_has_no_money,
    projects_with_targets_are_within_the_projects,
    procurement_reserved_is_within_procurement,
    growth_on_nothing_is_whole,
)
