"""文表: what the notes tell alike, or would but for a slip; parts beyond their whole."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice, pairwise, takewhile
from operator import attrgetter
from typing import Any

from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import (
    ONE,
    SLIPS,
    ZERO,
    Claim,
    Figure,
    Note,
    decimals_of,
    grouped,
    magnitude,
    misprints,
    number,
    sharp,
    slip,
    text_of,
)
from budgetlib.layouts import canonical
from budgetlib.relations import INCONSISTENT, AtLeast, Cited, Fact, Product, Relation, Same
from budgetlib.rules.notes_and_tables import told_of
from budgetlib.rules.rates import follows, signed
from budgetlib.rules.rule import Answers, cited, rule
from budgetlib.rules.scopes import Scopes, scopes
from budgetlib.sentences.tokens import AROUND, DATA, NAMING
from budgetlib.vocabulary import ACCOUNTS, AXES

KIND = "notes_and_tables"
MOVES = ("change", "growth")
WHOLES = ("total", "this_year")
BOUGHT = ("goods", "works", "services")
UNSUMMED = ("", "performance", "projects", "assets", "other")  # topics
PIECES: dict[str, list[str]] = DATA["pieces"]
SPENT_ON: dict[str, list[str]] = DATA["spent_on"]
MISPLACED = ("swap", "drop", "point", "added", "unit")  # digits that no part of a list explains
# of a list that may be short: a part of 100 that it leaves out looks like 34 printed for 134
NEAR = {True: SLIPS, "list": ("swap", "point", "added", "unit")}


def within_a_slip(told: Iterable[Relation | Absent], kinds: Collection[str] = SLIPS) -> Answers:
    """The equations that hold, or would if one of their amounts were not misprinted."""
    return (each for each in told if isinstance(each, Absent) or _but_for_a_slip(each, kinds))


def _but_for_a_slip(told: Relation, kinds: Collection[str]) -> bool:
    """Whether an equation holds, or would if one of its amounts were not misprinted."""
    outcome = told.evaluate()
    if outcome is None or outcome.verdict != INCONSISTENT:
        return any(sharp(figure.amount) for _, figure, _ in told.terms)
    whole = told.terms[0]
    gap = -whole.coefficient * (outcome.difference or ZERO)
    alone = kinds is MISPLACED and sharp(whole.figure.amount, 3)  # a list's part may be short
    meant = ((f, f.amount + sign * gap) for sign, f, _ in told.terms)
    return any(
        slip(f.printed, [text_of(amount)]) in kinds for f, amount in meant if alone or sharp(amount)
    )


def reasons(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """Each change as the sum of its reasons: where several are told exactly, or all others."""
    for change, *told in chain.from_iterable(map(_reasons, known.disclosure.notes.values())):
        made = signed(change, told, [], "")
        outcome = made.evaluate()
        digit = max(ONE.scaleb(-decimals_of(c.figure.printed)) for c in told)
        near = outcome and ZERO < abs(outcome.difference or ZERO) <= digit
        if row["exactly"] == (len(told) > 1 and not near):
            yield made


def _reasons(note: Note) -> Iterator[list[Claim]]:
    """Each change with the amounts told as its reasons before another, but of a list, is told."""
    told: list[list[Claim]] = []
    for claim in (c for c in note.claims if c.measure in ("amount", "change")):
        if (claim.context, claim.measure) == ("list", "amount"):  # of which the change was made
            continue
        if claim.context != "reason":
            told.append([claim])
        elif told and claim.figure.unit == told[-1][0].figure.unit:
            told[-1].append(claim)
    return (each for each in told if each[0].measure == "change" and each[0].direction and each[1:])


@rule("usual")
def shares_told_make_the_whole(budget: Disclosure) -> Answers:
    """Shares that amounts do not bear out make 100 % together, or would but for a slip.

    多个占比与金额不尽相符的，各部分占比之和等于100%（相符，或仅差一处笔误的）。
    """
    known = scopes(budget)
    for note in budget.notes.values():
        told = note.about(measure="share")
        for shares in grouped(((c.figure.place.item, c.compared_base), c) for c in told).values():
            alone = sum(not follows(known, note, share) for share in shares) < 2  # told as itself
            figures = [c.figure for c in shares]
            rest = 100 - sum((f.amount for f in figures), ZERO)
            held = abs(rest) <= sum((f.half_unit for f in figures), ZERO)
            near = any(slip(f.printed, [text_of(f.amount + rest)]) for f in figures)
            if not alone and (held or near):
                left = cited(figures[0], " + ".join(f.printed for f in figures))
                yield Fact(left, Cited("100%", figures[-1].place), held)


def _multiplied(told: Product) -> bool:
    """Whether a multiplication is right, or would be if one of its figures were not misprinted."""
    result, (price, number) = told.result, told.factors
    whole = result.amount * magnitude(result.unit)
    each = price.amount * magnitude(price.unit)
    meant = [(result, each * number.amount / magnitude(result.unit))]
    meant += [(number, whole / each)] if each else []
    meant += [(price, whole / number.amount / magnitude(price.unit))]
    return not told.fails or any(slip(f.printed, [text_of(amount)]) for f, amount in meant)


def repeats(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """What stands where an item tells an amount twice, or three times, again is that amount."""
    found = known.once(_repeats)
    yield from (Same(first, other) for many, first, other in found if many == row["thrice"])


def _repeats(known: Scopes) -> list[tuple[bool, Figure, Figure]]:
    """Whether an item tells an amount thrice; the amount, and each that is or should be one."""
    claims = chain.from_iterable(note.claims for note in known.disclosure.notes.values())
    told = (c.figure for c in claims if c.measure == "amount" and c.figure.value)
    found = []
    for every in grouped(((f.place.passage, stands(f)), f) for f in told).values():
        alike = grouped((f.amount, f) for f in every)
        for first, *more in (a for value, a in alike.items() if len(a) > 1 and sharp(value)):
            slips = {number(text) for _, text in misprints(first.printed)}
            single = (alike[a][0] for a in alike.keys() & slips if len(alike[a]) == 1)
            alone = [f for f in single if not _fits(f.amount, alike)]
            thrice = len(more) > 1
            found += [(thrice, first, other) for other in (more * thrice) + alone]
    return found


def _fits(amount: Decimal, amounts: Collection[Decimal]) -> bool:
    """Whether an amount makes, with another of them, a third."""
    return any(a + amount in amounts or amount - a in amounts for a in amounts)


@rule("usual", each=("notes",))
def what_is_among_an_amount_is_within_it(budget: Disclosure, note: Note) -> Answers:
    """No amount told among others (其中) exceeds them all, where no sum of the section is checked.

    “其中”所列的单项金额、括号内所含的金额不超过其前的总数。
    """
    for whole, inner in pairwise(note.about()):
        alike = whole.measure == inner.measure == "amount"
        alike = alike and stands(whole.figure) == stands(inner.figure)
        if alike and AROUND["held"].search(inner.window):
            yield AtLeast(whole.figure, [inner.figure])
    for claims in by_item(note):
        wholes: list[Figure] = []
        for claim in claims:
            if claim.measure in MOVES:  # which may be what is divided
                wholes = []
            elif claim.measure == "amount" and claim.context != "list":
                wholes.append(claim.figure)
            elif claim.measure == "amount" and wholes:
                most = max(wholes, key=lambda figure: figure.amount)
                if stands(most) == stands(claim.figure):
                    yield AtLeast(most, [claim.figure])


@rule("usual", each=("notes",))
def amounts_listed_make_the_one_before(budget: Disclosure, note: Note) -> Answers:
    """Amounts, or changes, listed behind another make it, or would but for digits misplaced.

    其后以顿号或“其中”列出的各项金额（增减额）之和等于所列总数（相符，或仅差一处数字错位的）。
    """
    told = [c for measure in ("amount", "change") for c in note.about(measure=measure)]
    for claims in grouped(((c.figure.place.item, c.measure), c) for c in told).values():
        members = [member(c) for c in claims]
        for at, whole in enumerate(claims[:-2]):
            joins = takewhile(lambda c: "joined" in c, islice(members, at + 1, len(claims) - 1))
            nested = whole.context and whole.key != "project"  # 项目支出 9，主要为A项目 5、B项目 4
            behind = () if nested else islice(members, at + 1, None)
            lists = takewhile(lambda c: "listed" in c, behind)
            joined, listed = 1 + sum(1 for _ in joins), sum(1 for _ in lists)
            named = enumerate(claims[at + 1 : at + 1 + listed], 1)
            rest = next((n for n, c in named if AROUND["rest"].search(c.subject)), 0)  # the last
            for many in () if "joined" in members[at] else {joined, listed, rest}:
                parts = claims[at + 1 : at + 1 + many]
                alike = {stands(c.figure) for c in (whole, *parts)}
                ends = "joined" not in members[at + many] or at + many == len(claims) - 1
                if len(parts) > 1 and len(alike) == 1 and ends and not parts[-1].goes_on:
                    near = [*within_a_slip([signed(whole, parts, [], "")], MISPLACED)]
                    yield from near
                    own = all(c.context == "list" for c in parts) and {c.key for c in parts} >= {""}
                    apart = not near and own and many == joined  # which no rule sums up
                    if apart and whole.measure == "amount":
                        most = max(claims[: at + 1], key=lambda c: c.figure.amount)
                        yield AtLeast(most.figure, [c.figure for c in parts])


def member(claim: Claim) -> set[str]:
    """Whether another member of its list follows a figure, and whether no rule knows what it is."""
    joined = {"joined"} if AROUND["listed"].search(claim.window) else set[str]()
    named = claim.figure.code or (claim.key and claim.topic != "assets")  # 其他 may be fixed ones
    known = claim.context != "list" or named
    return joined if known else joined | {"listed"}


@rule("usual")
def a_project_named_again_has_its_amount(budget: Disclosure) -> Answers:
    """A project that the notes name has one amount, in each section and in the project table.

    各处所述同一项目的金额一致，并与项目支出表一致。
    """
    told = (c for note in budget.notes.values() for c in note.about(measure="amount") if not c.key)
    own = (c for c in told if c.figure.stands == budget.stands)
    leaves = (r for t in budget.tables.values() if t.role == "projects" for r in t.leaves)
    rows = {_project(row.name): row for row in leaves if "total" in row}
    for name, claims in grouped((_project(c.subject), c) for c in own).items():
        known = name in rows or any(NAMING["of_project"].search(c.subject) for c in claims)
        figures = [c.figure for c in claims]
        elsewhere = (f for f in figures if f.place.passage != figures[0].place.passage)
        if known and len(name) > 3 and name in rows:
            yield from (told_of(rows[name], figure) for figure in figures)
        elif known and len(name) > 3:
            yield from (Same(figures[0], figure) for figure in elsewhere)
    for note in budget.notes.values() if rows else ():
        for name, claim in _headed(note, rows):
            yield told_of(rows[name], claim.figure)


def _headed(note: Note, known: Collection[str]) -> Iterator[tuple[str, Claim]]:
    """Each project that a text begins with, or that is named there, and the money told first."""
    name, told = "", iter(note.claims)
    claim = next(told, None)
    for _, text in note.texts:
        heads = [*NAMING["headed_project"].finditer(text)]
        names = [(h.end(), h["section"], _begins(text[h.end() :], known)) for h in heads]
        at = 0
        while True:
            found = text.find(claim.figure.printed, at) if claim else -1
            for _, section, own in (n for n in names if at <= n[0] <= (found % (len(text) + 1))):
                name = own if own or section else name
            if not claim or found < 0:
                break
            money = claim.measure == "amount" and NAMING["project_money"].search(text[at:found])
            if name and money:
                yield name, claim
                name = ""
            at = found + len(claim.figure.printed)
            claim = next(told, None)


def _begins(text: str, known: Collection[str]) -> str:
    """The longest known name that a text begins with."""
    return max(
        (name for name in known if len(name) > 3 and text.startswith(name)), key=len, default=""
    )


def _project(name: str) -> str:
    return NAMING["project_ends"].sub("", canonical(name))


def by_item(note: Note) -> Iterable[list[Claim]]:
    """What a section whose sums no other rule checks tells of each of its items."""
    told = note.about() if note.topic in UNSUMMED else ()
    return grouped((claim.figure.place.item, claim) for claim in told).values()


def stands(figure: Figure) -> tuple[int | None, str, str]:
    """The year, the base and the unit of a figure, in which others may be added to it."""
    return *figure.stands, figure.unit


@rule("usual", each=("notes",))
def what_each_costs_makes_the_amount(budget: Disclosure, note: Note) -> Answers:
    """What each costs, times as many as are counted, is an amount of the same item.

    车均、人均、批均费用乘以所述数量，等于同一项所述的金额（预算说明中仅差一处笔误的）。
    """
    told = ((c, p) for c in note.by_item.values() for p in c if p.measure == "price")
    some = ((c, p) for c, p in told if p.figure.value)  # 车均购置费 0
    for claims, price in ((c, p) for c, p in some if not AROUND["at_most"].search(p.window)):
        units = next((u for piece, u in PIECES.items() if piece in price.subject), ())
        alike = [c for c in claims if c.figure.year == price.figure.year and c.figure.value]
        counts = [c.figure for c in alike if c.measure == "count" and c.figure.unit in units]
        spent = [c.figure for c in reversed(alike) if c.measure == "amount"]
        keys = () if spent else SPENT_ON.get(price.subject[:1], ())
        spent += [c.figure for key in keys for c in note.about(key, "amount") if c.figure.value]
        made = [Product(amount, [price.figure, n]) for n in counts for amount in spent]
        spent_so = note.topic == "three_public" and budget.kind == ACCOUNTS
        known = made if spent_so else filter(_multiplied, made)
        yield from sorted(known, key=lambda each: abs(each.evaluate().difference or ZERO))[:1]


@rule("usual", each=("notes",))
def shares_executed_of_items_make_that_of_the_whole(budget: Disclosure, note: Note) -> Answers:
    """What items were budgeted at, by the shares of it that they executed, makes that of the whole.

    各项科目按完成预算比例推算的预算数之和，与总额按其完成比例推算的预算数一致。
    """
    told = [(c, note.of(c, "execution")) for c in note.about(measure="amount")]
    # of an item, or of what was not carried out and is no item of the accounts
    planned = any(c.key not in WHOLES and c.figure.base != budget.base for c, _ in told)
    shares = [(c, s) for c, s in told if s and c.figure.stands == budget.stands and not planned]
    items = {c.figure.code: (c.figure, s.figure) for c, s in shares if c.key == "item"}
    wholes = [(c, s) for c, s in shares if c.key in WHOLES]
    made = sum((figure.amount for figure, _ in items.values()), ZERO)
    for whole, share in wholes[-1:] if all(s.value for _, s in items.values()) else ():
        half, bases = share.figure.half_unit, {s.compared_base for _, s in shares}
        if made != whole.figure.amount or len(items) < 2 or len(bases) > 1 or not half:
            continue
        low, high = (
            made / sum(f.amount / (s.amount - way * half) for f, s in items.values())
            for way in (1, -1)
        )
        parts = " + ".join(f"{f.printed}/{s.printed}%" for f, s in items.values())
        held = low - half <= share.figure.amount <= high + half
        yield Fact(cited(share.figure), Cited(parts, whole.figure.place), held)


@rule("usual", kind="completeness")
def vehicles_paid_for_are_among_those_owned(budget: Disclosure) -> Answers:
    """No more vehicles are told of in the section on the three public expenses than are owned.

    “三公”经费说明的公务用车保有量不超过国有资产说明的车辆数，也不与之仅差一处笔误。
    """
    counts = [c for c in budget.all_claims if c.measure == "count"]
    run = [c for c in counts if not c.key and NAMING["vehicles_run"].search(c.window)]
    told = [c for c in counts if c.key == "vehicles_owned"] + run
    of = grouped((claim.topic, claim.figure) for claim in told)
    others = (figures for topic, figures in of.items() if topic != "three_public")
    all_owned = of.get("assets") or next(others, [])  # 实有车辆5辆 where nothing tells of assets
    for owned, paid in ((a, p) for a in all_owned[:1] for p in of.get("three_public", ())):
        dropped = slip(paid.printed, [owned.printed]) in ("swap", "drop")
        yield Same(owned, paid) if dropped else AtLeast(owned, [paid])


@rule("usual", each=("notes",))
def shares_won_make_what_was_won(budget: Disclosure, note: Note) -> Answers:
    """What small enterprises won of goods, works and services makes what they won in all.

    货物、工程、服务采购授予中小企业的比例乘以各项支出，其和等于授予中小企业合同金额。
    """
    told = {c.key: c for c in reversed(note.about(measure="amount"))}
    won = told.get("reserved")
    shares = [c for c in note.about(measure="share") if not c.of]
    own = [c for c in shares if won and c.subject.endswith(won.subject)]
    names = {AXES["kind"][k]["zh"]: told[k].figure for k in BOUGHT if k in told}
    filled = {name: figure for name, figure in names.items() if figure.value}
    pairs = [(f, c.figure) for n, f in filled.items() for c in own if c.subject.startswith(n)]
    of_won = (
        abs(sum((share.amount for _, share in pairs), ZERO) - 100) < ONE
    )  # of what was won in all
    if won and not of_won and len(pairs) == len(filled) > 0:
        low, high = (
            sum(
                (part.amount + way * part.half_unit) * (share.amount + way * share.half_unit) / 100
                for part, share in pairs
            )
            for way in (-1, 1)
        )
        parts = " + ".join(f"{part.printed} × {share.printed}%" for part, share in pairs)
        held = low - won.figure.half_unit <= won.figure.amount <= high + won.figure.half_unit
        yield Fact(cited(won.figure), Cited(parts, pairs[0][1].place), held)


@rule("usual")
def targets_of_every_project_are_of_all_the_money(budget: Disclosure) -> Answers:
    """Where all projects are said to have targets, their money is project expenditure.

    称项目支出均编制绩效目标的，涉及金额等于项目支出。
    """
    known, own = scopes(budget), budget.stands
    told = (c for c in budget.cells if c.of.kind == "project" and not (c.of.code or c.of.body))
    elsewhere = [c for c in told if c.place != "note performance" and c.of[-2:] == own]
    whole = [c.figure for c in elsewhere if c.figure.value]
    for said in known.statements.get("every_project", ()) if whole and not known.brought else ():
        note = budget.notes.get(said.place.section)
        money = note.about(measure="amount", item=said.place.item) if note else []
        fits = [c for key in ("project", "targeted", "") for c in money if c.key == key]
        pairs = [(claim, whole) for claim in fits[:1]]
        for claim in money:  # 涉及一般公共预算拨款5万元，政府性基金预算拨款3万元
            of_fund = [c.figure for c in elsewhere if c.of.fund == claim.key and c.figure.value]
            pairs += [(claim, of_fund)] if claim not in fits[:1] else []
        for claim, figures in pairs:
            yield from sorted((Same(claim.figure, f) for f in figures), key=attrgetter("fails"))[:1]
