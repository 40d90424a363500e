"""文表: what the explanatory notes say against the tables, and against themselves."""

from collections.abc import Iterator
from itertools import chain, pairwise, takewhile
from operator import attrgetter

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import ZERO, Claim, Figure, Note, Quantity, Row, sharp
from budgetlib.layouts import canonical
from budgetlib.relations import AtLeast, Cited, Fact, Same, Sum
from budgetlib.rules.rates import executed, planned, signed
from budgetlib.rules.rule import Answers, cited, repeated, rule, words
from budgetlib.rules.scopes import BUDGETS
from budgetlib.rules.targets import alike, target_tables
from budgetlib.rules.years import changes
from budgetlib.sentences.tokens import STATEMENTS
from budgetlib.vocabulary import AXES, above
from budgetlib.vocabulary.files import regex

LISTED = "the list is complete"
ITEM_CODE = 7  # digits
OPERATING = ("302", "310")  # economic classes of routine operating expenditure
FOR_SMALL = ("reserved", "reserved_small", "won_reserved", "won_other")  # of the same purchases
WHOLES = ("total", "fiscal_expenditure", "year_expenditure", "procurement")  # of sections
TARGETED = ("targeted", "project")
WAYS = {1: "增加", -1: "减少", 0: "持平"}
ORDERS = {1: "大于", -1: "小于", 0: "等于"}
PUBLIC = ("total", "travel", "vehicles", "vehicle_purchase", "vehicle_running", "reception")
PROJECT_FUNDS = (
    *("general_budget", "gov_fund", "state_capital", "special_account", "own"),
    *("general_budget_carried", "gov_fund_carried", "state_capital_carried", "carry_over"),
)
SPENT = AXES["flow"]["out"]["zh"]
GENERAL = AXES["fund"]["general_budget"]["zh"]
OTHER_SOURCES = ("fiscal", "operations", "business", "superior", "affiliated", "other")
_REST = regex(r"^其[他它](?:费用?|支出|经费|各项(?:费用|支出)?|固定资产)?$")


def amounts(budget: Disclosure, topic: str) -> list[Claim]:
    """The amounts of the year that a section states on the disclosure's own base."""
    own = budget.stands
    told = budget.note(topic).about(measure="amount")
    return [c for c in told if c.figure.stands == own]


def every(budget: Disclosure, measure: str, topic: str = "") -> Iterator[Claim]:
    """What all sections tell of a measure, and of a topic; reasons left out."""
    told = (claim for note in budget.notes.values() for claim in note.about(measure=measure))
    return (claim for claim in told if not topic or claim.topic == topic)


def told_of(row: Row, figure: Figure) -> Same:
    """An amount told of a row is its total, or where several sources make it, that of one."""
    sources = [cell for cell in row.cells.values() if cell.value and cell is not row["total"]]
    cells = [row["total"], *(sources if len(sources) > 1 else ())]
    return min((Same(cell, figure) for cell in cells), key=attrgetter("fails"))


# ---- against tables ----


@rule("identity")
def project_note_equals_the_project_table(budget: Disclosure) -> Answers:
    """Each project named in the notes has the amount of the project table.

    情况说明所列项目金额等于项目支出表。
    """
    leaves = budget.table("projects").leaves
    for claim in amounts(budget, "projects"):
        named = next((row for row in leaves if alike(row.name, claim.subject)), None)
        if named:
            yield told_of(named, claim.figure)


@rule("usual")
def what_organs_run_on_is_within_the_table(budget: Disclosure) -> Answers:
    """What the notes list of operating expenses is no more than the table of basic expenditure has.

    机关运行经费（公用经费）所列各项费用不超过基本支出表中该经济分类科目；合计等于公用经费的，各项一致。
    """
    table = budget.table("basic_by_economic")
    rows = {canonical(row.name): row for row in table.leaves if "total" in row}
    told = [
        c for c in every(budget, "amount", "operating_organs") if c.figure.stands == budget.stands
    ]
    classes = [row["total"] for code in OPERATING if (row := table.find(code)) and "total" in row]
    all_of_it = any(not Sum(c.figure, classes).fails for c in told if c.key == "operating_organs")
    for claim in told:
        if row := rows.get(canonical(claim.subject)):
            same = all_of_it and row["total"].value is not None
            yield (
                Same(row["total"], claim.figure) if same else AtLeast(row["total"], [claim.figure])
            )


@rule("usual")
def what_is_told_elsewhere_is_printed(budget: Disclosure) -> Answers:
    """What a section on other matters tells of an item is what a table prints of it.

    其他说明（含支出说明）中所列项级科目的金额，与相应表中该科目的金额一致。
    """
    coded = [table for table in budget.tables.values() if table.kind == "coded"]
    items = (c for c in every(budget, "amount") if len(c.figure.code) == ITEM_CODE)
    for claim in (c for c in items if c.figure.stands == budget.stands):
        if claim.figure.of is None or claim.topic == "expenditure":  # of whichever money
            rows = [row for table in coded if (row := table.find(claim.figure.code))]
            cells = [cell for row in rows for cell in row.cells.values() if cell.value]
            found = [Same(claim.figure, cell) for cell in cells]  # any of the columns may be meant
            yield from sorted(found, key=attrgetter("fails"))[:1]
    for role in (role for role in BUDGETS[1:] if budget.tells(role) and budget.has(role)):
        named = {canonical(row.name): row for row in budget.table(role).rows if "total" in row}
        for claim in (c for c in amounts(budget, role) if not c.figure.code):
            if row := named.get(canonical(claim.subject)):
                yield Same(claim.figure, row["total"])


@rule("usual")
def a_table_is_filled_where_its_money_is_told(budget: Disclosure) -> Answers:
    """A table is not left empty where the notes tell of its money.

    情况说明列有数额的，对应的表不为空。
    """
    for role in ("three_public", "gov_fund", "state_capital", "procurement"):
        spent = (c for c in every(budget, "amount") if SPENT in c.subject and c.key == role)
        own = (c for c in spent if c.figure.stands == budget.stands)
        told = amounts(budget, role) if budget.tells(role) else [*own]
        first = next((c.figure for c in told if c.figure.value and c.key), None)
        for table in (t for t in budget.tables.values() if first and t.role == role):
            if first and not table.unread:
                filled = any(figure.value for figure in table.figures)
                yield Fact(cited(first), Cited(table.title, table.place), filled)


@rule("identity")
def project_note_adds_up(budget: Disclosure) -> Answers:
    """Project expenditure in the notes is made by its funds, and by the projects named.

    情况说明的项目支出等于各资金来源之和，也等于所列项目之和。
    """
    claims, leaves = amounts(budget, "projects"), budget.table("projects").leaves
    whole = next((c.figure for c in claims if c.key == "project"), None)
    named = [c.figure for c in claims if any(alike(row.name, c.subject) for row in leaves)]
    funds = [c.figure for c in claims if c.key in PROJECT_FUNDS and c.figure not in named]
    if whole and funds and not any(c.key in OTHER_SOURCES for c in claims):  # with which it is made
        yield Sum(whole, funds, premise=LISTED)
    if whole and named:
        few = len(named) < len(leaves)
        yield AtLeast(whole, named) if few else Sum(whole, named, premise=LISTED)


@rule("usual")
def no_commissioned_services(budget: Disclosure) -> Answers:
    """Where the notes say nothing is spent on commissioned services, no table shows any.

    情况说明称无委托业务费时，基本支出表和项目测算中均无委托业务费。
    """
    key = "commissioned_services"
    told = [c for c in budget.all_claims if (c.measure, c.key) == ("zero", key)]
    none = next((c.figure for c in told if c.figure.year == budget.year), None)
    if none is None:
        en, zh = vocabulary.label("topic", key)
        raise Absent(key, (f"no sentence puts {en} at nothing", f"情况说明没有文字称{zh}为零"))
    table = budget.table("basic_by_economic")
    row = table.find("30227")
    lines = [r for t in target_tables(budget) for r in t.part("cost")]
    figures = [row["total"]] if row else []
    figures += [r["amount"] for r in lines if r.text.get("class") == "委托业务费"]
    yield from (Same(none, figure) for figure in figures)
    if not figures:
        yield Fact(cited(none), Cited("named nowhere 各表未列", table.place), True)


# ---- one quantity told again, or in parts ----


@rule("usual")
def three_public_told_again_are_the_same(budget: Disclosure) -> Answers:
    """Visits, vehicles, hospitality: an amount told again in their section is the same.

    “三公”经费说明中再次列出的同一数额前后一致。
    """
    own = (*PUBLIC, "reception_home", "reception_abroad")
    told = ((c.key, c) for c in amounts(budget, "three_public") if c.key in own)
    for earlier, claim in repeated(told):
        named = claim.subject.endswith(earlier.subject) and claim.subject != earlier.subject
        if not named:  # 局本级公务接待费
            yield Same(earlier.figure, claim.figure)


@rule("usual")
def a_list_with_the_rest_makes_the_whole(budget: Disclosure) -> Answers:
    """A list behind 其中 that ends in what is left (其他) makes the amount before it.

    “其中”所列以“其他”结尾的，各项之和等于其前的总数。
    """
    told: dict[tuple[object, ...], list[Claim]] = {}
    for claim in every(budget, "amount"):
        place, figure = claim.figure.place, claim.figure
        setting = (place.section, place.item, figure.year, figure.base)
        if claim.context != "list":
            told[setting] = [claim]
        elif setting in told:
            told[setting].append(claim)
            classed = figure.code and claim.topic != "three_public"  # a class of this name
            rest = _REST.match(claim.subject) and not classed
            if rest and len(told[setting]) > 2:
                whole, *parts = told.pop(setting)
                yield Sum(whole.figure, [c.figure for c in parts], premise=LISTED)


@rule("usual", each=("notes",))
def a_list_leaves_no_part_out(budget: Disclosure, note: Note) -> Answers:
    """A list behind an amount makes it, or lacks no one amount printed elsewhere.

    其后所列各项之和等于总数，或其差额不恰为别处所列、此处漏列的一项。
    """
    claims = note.about(measure="amount")
    told = [(c, c.figure.of) for c in claims if c.figure.stands == budget.stands]
    amounts = {claim.figure.amount for claim in claims}
    for at, (whole, _) in enumerate(told[:-1]):
        first = told[at + 1][1]
        if whole.context or (first and first.code and len(whole.figure.code) == len(first.code)):
            continue  # an item is no whole of the one behind it
        behind = takewhile(lambda c: _alike(c[1], first), told[at + 1 :])  # noqa: B023
        listed = [*takewhile(lambda c: c[0].context or c[0].figure.code, behind)]
        parts = {of: c.figure for c, of in listed if of and c.figure.value}
        kinds = {of.kind for of in parts}
        figures = [f for of, f in parts.items() if kinds.isdisjoint(above("kind", of.kind))]
        gap = whole.figure.amount - sum((figure.amount for figure in figures), ZERO)
        if len(listed) < 2 or {f.unit for f in figures} != {whole.figure.unit}:
            continue
        if any(claim.goes_on for claim, _ in listed):  # 甲 3万元、乙 2万元等
            continue
        elsewhere = (c for c in budget.cells if _alike(c.of, first) and c.of not in parts)
        out = any((c.figure.amount, c.figure.unit) == (gap, whole.figure.unit) for c in elsewhere)
        if not gap or (out and sharp(gap) and gap not in amounts):
            yield Sum(whole.figure, figures, premise=LISTED)


def _alike(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two quantities may be parts of one: of one level, year, base and body."""
    return bool(
        one
        and other
        and (one.flow, len(one.code), *one[-3:]) == (other.flow, len(other.code), *other[-3:])
    )


@rule("usual")
def what_a_paragraph_splits_makes_the_whole(budget: Disclosure) -> Answers:
    """A paragraph that splits a section's amount (按…划分) tells its parts, and their changes.

    “按……划分”所列各项之和等于本节总数，各项增减额之和等于总增减额。
    """
    for note in budget.notes.values():
        moved = {c.id: change for c, change, _ in note.changes if change and change.direction}
        at = {claim.id: n for n, claim in enumerate(note.claims)}
        for said in (s for s in note.statements if s.kind == "split"):
            ids = said.group.split()
            parts = [c for claim in ids if (c := note.claims[at[claim]]).key not in FOR_SMALL]
            before = (note.claims[n] for n in reversed(range(at[ids[0]])))
            told = (c for c in before if c.key in WHOLES and c.measure == "amount")
            stands = {c.figure.stands for c in parts[:1]}
            whole = next((c for c in told if c.figure.stands in stands), None)
            if whole:
                yield Sum(whole.figure, [c.figure for c in parts], premise=LISTED)
            changes = [moved[claim.id] for claim in parts if claim.id in moved]
            if whole and whole.id in moved and len(changes) == len(parts):
                yield signed(moved[whole.id], changes, [], LISTED)


@rule("identity")
def procurement_reserved_is_within_procurement(budget: Disclosure) -> Answers:
    """What is for small firms is within procurement, and what is for the smallest within that.

    预留、授予中小企业的采购额不超过政府采购总额，其中小微企业不超过该额。
    """
    own = [c for c in every(budget, "amount", "procurement") if c.figure.year == budget.year]
    told = {c.key: c.figure for c in reversed(own)}
    chain = [told.get(key) for key in ("procurement", "reserved", "reserved_small")]
    yield from (AtLeast(whole, [part]) for whole, part in pairwise(chain) if whole and part)
    if {"procurement", "won_reserved", "won_other"} <= told.keys():  # one purchase is not of both
        yield AtLeast(told["procurement"], [told["won_reserved"], told["won_other"]])


# ---- changes ----


@rule("identity")
def both_directions_mean_nothing(budget: Disclosure) -> Answers:
    """Where 增加(减少) is left as in the template, nothing is told behind it.

    保留“增加（减少）”字样的增减额、增减率均为零。
    """
    for claim in (c for measure in ("change", "growth") for c in every(budget, measure)):
        if claim.direction is None:
            yield Fact(cited(claim.figure), Cited("0", claim.figure.place), not claim.figure.value)


@rule("identity")
def directions_agree(budget: Disclosure) -> Answers:
    """A change, its growth rate, and the word for where the amount moved go in one direction.

    增减额、增减率与“减少为（增加为）”某数的说法方向一致。
    """
    notes = budget.notes.values()
    alone = (pair for note in notes for pair in pairwise(note.claims) if _of_one(*pair))
    for told in chain((told for _, *told in changes(budget)), alone):
        for one, other in pairwise([c for c in told if c and _goes_one_way(c)]):
            left, right = (WAYS[c.direction or 0] for c in (one, other))
            yield words(left, right, left == right, one.figure.place, other.figure.place)


def _goes_one_way(claim: Claim) -> bool:
    """Whether a word says where it goes, and not two (下降增长), which is a finding of its own."""
    return claim.direction is not None and not STATEMENTS["two_ways"].search(claim.window)


def _of_one(change: Claim, growth: Claim) -> bool:
    """Whether they are of one thing, of which no amount is told."""
    first, then = (c.subject and (c.subject, c.key, c.of, c.compared) for c in (change, growth))
    untold = (change.measure, growth.measure, growth.of) == ("change", "growth", "")
    return bool(first) and untold and first == then


# ---- what was executed, against the budget told ----


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
            gap = figure.amount - plan.figure.amount
            left = Cited(f"{figure.printed} {ORDERS[way]}", said.figure.place, figure)
            yield Fact(left, cited(plan.figure), gap * way > -near if way else abs(gap) < near)


@rule("usual")
def the_share_executed_and_the_words_agree(budget: Disclosure) -> Answers:
    """A share executed of less than the whole goes with 小于, of more with 大于.

    完成预算的百分比与决算数大于（小于、等于）预算数的说法一致。
    """
    told = {amount.id: said for amount, said, _ in _executed(budget, "order")}
    for amount, share, plan in _executed(budget, "execution"):
        said = told.get(amount.id)
        if said and plan is None:
            way, over, half = said.direction or 0, share.figure.amount - 100, share.figure.half_unit
            held = over * way >= -half if way else abs(over) <= half
            yield Fact(cited(share.figure), Cited(ORDERS[way], said.figure.place), held)


@rule("usual", each=("notes",))
def a_share_is_executed_of_something(budget: Disclosure, note: Note) -> Answers:
    """Where something was executed, no share is told of a budget of nothing.

    有决算支出的，不列示其占零预算的完成比例。
    """
    for share in note.about(measure="execution"):
        amount = executed(note, share)[0]
        spent = amount and amount.figure.value
        plans = planned(note, amount, share.compared_base)[0] if amount and spent else ()
        for plan in (p.figure for p in plans if p.figure.value is not None):
            yield Fact(cited(share.figure), cited(plan), bool(plan.value) or not share.figure.value)
