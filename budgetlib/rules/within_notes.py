"""文表: what the explanatory notes say against themselves."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Note
from budgetlib.relations import AtLeast, Cited, Fact, Rate, Same, Sum
from budgetlib.rules.notes_and_tables import FUND_NAMES, amounts
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import totals
from budgetlib.rules.within_tables import items_of
from budgetlib.sentences.naming import PURPOSES

KIND = "notes_and_tables"
SLIP = Decimal("0.1")
WORDS = {1: "增加", -1: "减少", 0: "持平"}


def first_total(note: Note, base: str) -> Claim | None:
    """The amount that a section announces for the whole, on a base."""
    keys = ("total", note.topic, "year_revenue", "year_expenditure")
    own = [c for c in note.about(measure="amount") if c.figure.base == base]
    own = [c for c in own if c.key == "total" or not note.of(c, "share")]
    return next((c for key in keys for c in own if c.key == key), None)


@rule("identity")
def parts_told_in_a_note_make_the_whole(budget: Disclosure) -> Answers:
    """Within one section of the notes, the parts told make the whole; some of them are within it.

    同一节说明中，各部分之和等于总数；只列部分的，不超过总数。
    """
    for topic, whole, parts in PARTS:
        claims = _by_key(budget, topic)
        figures = [claims[part].figure for part in _told_parts(parts, claims)]
        if whole in claims and figures:
            every = all(part in claims for part in EVERY.get(whole, ()) if part in parts)
            every &= topic != "fiscal" or not _told_elsewhere(budget, claims)
            total = claims[whole].figure
            yield Sum(total, figures) if every else AtLeast(total, figures)


def _told_parts(parts: Iterable[str], claims: dict[str, Claim]) -> Iterator[str]:
    """The parts that are told; a fund that is not is replaced by the funds that make it."""
    for part in parts:
        if part in claims:
            yield part
        else:
            yield from _told_parts(vocabulary.parts("fund", part), claims)


KINDS = ("basic", "project", "business", "remitted", "subsidies")
PARTS = (
    ("expenditure", "total", (*KINDS, "reserve", "carry_forward")),
    ("expenditure", "year_expenditure", (*KINDS, "reserve")),
    ("fiscal", "total", ("general_budget", "gov_fund", "state_capital", "carry_over")),
    ("general_budget", "total", ("this_year", "carry_over")),
    ("general_budget", "total", ("basic", "project")),
    ("general_budget", "basic", ("personnel", "operating")),
    ("basic", "total", ("personnel", "operating")),
    ("basic", "personnel", ("wages", "subsidies")),
    ("basic", "operating", ("goods_and_services", "capital")),
    ("three_public", "total", ("travel", "vehicles", "reception")),
    ("three_public", "vehicles", ("vehicle_purchase", "vehicle_running")),
    ("three_public", "reception", ("reception_home", "reception_abroad")),
)


# What a list of parts must tell to be whole; other parts are told where there are any.
EVERY = {
    "total": ("basic", "project", "personnel", "operating", "travel", "vehicles", "reception"),
    "personnel": ("wages", "subsidies"),
    "operating": ("goods_and_services", "capital"),
    "vehicles": ("vehicle_purchase", "vehicle_running"),
    "reception": ("reception_home", "reception_abroad"),
    "year_expenditure": ("basic", "project"),
}


def _told_elsewhere(budget: Disclosure, claims: dict[str, Claim]) -> bool:
    """Whether a section or table of its own holds the money of a fund that is not told here."""
    for fund in (fund for fund in FUND_NAMES if fund not in claims):
        told = amounts(budget, fund) if budget.tells(fund) else []
        printed = [f for row in totals(budget, fund) for f in row.some("total")]
        if any(f.value for f in (*printed, *(c.figure for c in told))):
            return True
    return False


def _by_key(budget: Disclosure, topic: str) -> dict[str, Claim]:
    claims: dict[str, Claim] = {}
    if budget.tells(topic):
        for claim in amounts(budget, topic):
            part = claim.key in PURPOSES or topic == "fiscal"  # of an item; a class is no source
            if not (part and claim.figure.code):
                claims.setdefault(claim.key, claim)
    return claims


@rule("identity")
def sources_told_make_revenue(budget: Disclosure) -> Answers:
    """The sources of revenue told in the notes make the revenue told.

    情况说明的各项收入来源之和等于收入合计。
    """
    claims = [c for c in amounts(budget, "revenue") if not c.figure.code]
    told = {c.key: c.figure for c in reversed(claims)}
    parts = [c for c in claims if c.key not in ("", "total", "year_revenue")]
    parts = list({(c.key, c.figure.value): c for c in reversed(parts)}.values())  # some twice
    if any(c.key == "fiscal" for c in parts):  # the three budgets are told as parts of it
        parts = [c for c in parts if c.key not in ("general_budget", "gov_fund", "state_capital")]
    own = [c.figure for c in parts if not c.key.startswith("carry") and "_carried" not in c.key]
    carried = [c.figure for c in parts if c.figure not in own]
    if "carry_over" in told and len(carried) > 1:  # told whole and by source
        yield Sum(told["carry_over"], [f for f in carried if f is not told["carry_over"]])
        carried = [told["carry_over"]]
    if "year_revenue" in told and "total" in told:
        brought = [told["year_revenue"], *carried]
        yield Sum(told["total"], brought) if "" not in told else AtLeast(told["total"], brought)
    total = told.get("year_revenue") or told.get("total")
    figures = own if "year_revenue" in told else [*own, *carried]
    if total and figures:  # one source may be told for itself
        listed = any(c.context == "list" for c in parts)
        every = "" not in told and (len(figures) > 1 or not listed)
        yield Sum(total, figures) if every else AtLeast(total, figures)


@rule("identity")
def classes_told_make_fiscal_expenditure(budget: Disclosure) -> Answers:
    """The function classes told in the notes make the fiscal appropriation told.

    情况说明的各功能分类之和等于财政拨款收支总计。
    """
    claims = amounts(budget, "fiscal")
    total = next((c.figure for c in claims if c.key == "total"), None)
    parts = [c.figure for c in claims if c.figure.code or c.key == "carry_forward"]
    table = budget.table("fiscal") if budget.has("fiscal") else None
    kept = table.find("carry_forward", "expenditure") if table else None
    told = any(c.key == "carry_forward" for c in claims)
    if total and parts and (told or kept is None or not kept["amount"].value):
        codes = {c.figure.code for c in claims}
        rows = items_of(table, "expenditure") if table else []
        filled = {row.code for row in rows if row.code.isdigit() and row["amount"].value}
        every = filled <= codes if table else len(parts) > 1
        yield Sum(total, parts) if every else AtLeast(total, parts)


@rule("usual")
def classes_told_make_expenditure(budget: Disclosure) -> Answers:
    """The function classes told make the expenditure of their section; some are within it.

    支出说明、一般公共预算说明所列各功能分类之和等于总数；只列部分的，不超过总数。
    """
    for topic in ("expenditure", "general_budget"):
        note = budget.note(topic) if budget.tells(topic) else None
        claims = [c for c in amounts(budget, topic) if len(c.figure.code) == 3] if note else []
        classes = {c.figure.code: c for c in reversed(claims) if not c.key}
        total = first_total(note, claims[0].figure.base) if note and claims else None
        if total and len(classes) > 1:
            figures = [c.figure for c in classes.values()]
            shares = [s.figure.amount for c in classes.values() if (s := note.of(c, "share"))]  # type: ignore[union-attr]
            every = len(shares) == len(classes) and abs(sum(shares) - 100) < 1
            yield Sum(total.figure, figures) if every else AtLeast(total.figure, figures)


@rule("identity")
def items_told_make_the_general_budget(budget: Disclosure) -> Answers:
    """The items told in the notes make the general public budget told; some are within it.

    情况说明的各项科目之和等于一般公共预算支出；只列部分的，不超过总数。
    """
    claims = amounts(budget, "general_budget")
    total = next((c.figure for c in claims if c.key == "total"), None)
    items = {_item(c): c.figure for c in reversed(claims) if c.key == "item"}
    if total and items:
        figures = list(items.values())
        every = _filled(budget) <= set(items) if budget.has("by_function") else len(items) > 1
        yield Sum(total, figures, premise=LISTED) if every else AtLeast(total, figures)


LISTED = "the list of items is complete"


def _filled(budget: Disclosure) -> set[str]:
    leaves = budget.table("by_function").leaves
    return {row.code for row in leaves if len(row.code) == 7 and row["total"].value}


def _item(claim: Claim) -> str:
    return claim.figure.code or claim.figure.place.item


@rule("identity")
def shares_follow_from_the_amounts_told(budget: Disclosure) -> Answers:
    """Each share told in the notes is its amount divided by the whole.

    情况说明的占比等于该项金额除以总额。
    """
    for note in budget.notes.values():
        by_id = {claim.id: claim for claim in note.claims}
        for claim in note.about(measure="share"):
            part = by_id.get(claim.of) or _by_name(note, claim)
            whole = _whole(note, claim)
            if part and whole:
                yield Rate(claim.figure, [part.figure], whole)


def _by_name(note: Note, share: Claim) -> Claim | None:
    """The amount of what a share names, where it stands apart from it."""
    told = (c for c in note.about(share.key, "amount") if c.figure.code == share.figure.code)
    return (
        next((c for c in told if c.figure.year == share.figure.year), None) if share.key else None
    )


def _whole(note: Note, share: Claim) -> list[Figure]:
    """What a share is a share of: what it names, else the section's total, else all amounts."""
    named = share.compared_base
    if named and named not in ("total", note.topic):
        return [c.figure for c in note.about(named, "amount")][:1]
    total = first_total(note, share.figure.base)
    total = total or next(iter(note.about(named, "amount") if named else ()), None)
    if total:
        return [total.figure]
    if named and named not in ("total", "three_public"):
        return []
    told = [(c, note.of(c, "share")) for c in note.about(measure="amount")]
    alike = [(c, other) for c, other in told if other and _group(c) == _group(share)]
    return [c.figure for c, _ in alike] if _make_a_whole(alike) else []


def _make_a_whole(alike: list[tuple[Claim, Claim]]) -> bool:
    """Whether shares are of the sum of their amounts: they make 100 %, or most follow from it."""
    whole = sum((c.figure.amount for c, _ in alike), ZERO)
    rates = [share.figure.amount for _, share in alike]
    near = sum((share.figure.half_unit for _, share in alike), ZERO)
    if len(alike) < 2 or abs(sum(rates, ZERO) - 100) <= near:
        return len(alike) > 1
    exact = [abs(c.figure.amount * 100 - whole * r) for (c, _), r in zip(alike, rates, strict=True)]
    return sum(gap <= whole / 10 for gap in exact) * 2 >= len(alike)


def _group(claim: Claim) -> str:
    """The bracketed numeral that an item stands under, "" where it stands under none."""
    group = claim.figure.place.item.partition(".")[0]
    return "" if group.isdigit() else group


@rule("identity")
def growth_follows_from_the_change(budget: Disclosure) -> Answers:
    """Each growth rate told is the change divided by the prior amount that it implies.

    增长率等于增减额除以由其推算的上年数。
    """
    for note in budget.notes.values():
        for claim, change, growth in note.changes:
            if change and growth and not change.figure.worded:
                plus, minus = prior(claim, change)
                yield Rate(growth.figure, [change.figure], plus, minus)


def prior(claim: Claim, change: Claim) -> tuple[list[Figure], list[Figure]]:
    """The prior amount as figures added and taken away: this year less the signed change."""
    if change.direction == -1:
        return [claim.figure, change.figure], []
    return [claim.figure], [change.figure]


def told_prior(note: Note, claim: Claim, compared: Claim) -> Claim | None:
    """The amount compared with, where it is told beside the amount, on the same base."""
    item, ends = claim.figure.place.item, (claim.id, compared.id)
    beside = [c for c in note.claims if c.figure.place.item == item]
    claims = [c for c in beside if c.context != "reason" or c.id in ends]
    here, there = claims.index(claim), claims.index(compared)
    between = [c for c in claims[here + 1 : there] if _is_prior(c, claim, compared)]
    if between:
        return between[-1]
    before, other = _until(claims[:here][::-1], claim)
    if other and _kind(other) != _kind(claim):
        before = []  # it belongs to another amount
    after, _ = _until(claims[there + 1 :], claim)
    told = [c for c in (*before, *after) if _is_prior(c, claim, compared)]
    return told[0] if len(told) == 1 else None


def _until(claims: list[Claim], claim: Claim) -> tuple[list[Claim], Claim | None]:
    """The claims up to an amount of the same year and base; and that."""
    own = (claim.figure.year, claim.figure.base)
    for k, c in enumerate(claims):
        if c.measure == "amount" and (c.figure.year, c.figure.base) == own:
            return claims[:k], c
    return claims, None


def _kind(claim: Claim) -> tuple[str, str]:
    return claim.key, claim.figure.code


def _is_prior(c: Claim, claim: Claim, compared: Claim) -> bool:
    planned = compared.compared == claim.figure.year  # several things may have a budget there
    return (
        c.measure == "amount"
        and c.figure.year == compared.compared
        and compared.compared_base in ("", c.figure.base)
        and (_kind(c) == _kind(claim) or (not planned and "" in (c.key, claim.key)))
    )


@rule("identity")
def change_follows_from_both_amounts(budget: Disclosure) -> Answers:
    """Where both years are told, the change is their difference.

    两年金额均列出时，增减额等于两者之差。
    """
    for note in budget.notes.values():
        for claim, change, _ in note.changes:
            before = told_prior(note, claim, change) if change else None
            if change and before:
                plus, minus = prior(claim, change)
                yield Sum(before.figure, plus, minus)


@rule("identity")
def growth_follows_from_both_amounts(budget: Disclosure) -> Answers:
    """Where both years are told, the growth rate is their difference over the prior year.

    两年金额均列出时，增长率等于差额除以上年数。
    """
    for note in budget.notes.values():
        for claim, _, growth in note.changes:
            before = told_prior(note, claim, growth) if growth else None
            if growth and before and before.figure.value:
                sign = growth.direction or 1
                now, then = [claim.figure], [before.figure]
                yield Rate(growth.figure, now, then, part_minus=then, sign=sign)


@rule("identity")
def changes_of_three_public_make_the_total_change(budget: Disclosure) -> Answers:
    """The changes of visits, vehicles and hospitality make the change of the three expenses.

    因公出国（境）、公务用车、公务接待的增减额之和等于“三公”经费的增减额。
    """
    told = {claim.key: change for claim, change, _ in budget.note("three_public").changes if change}
    whole, parts = told.get("total"), [told.get(k) for k in ("travel", "vehicles", "reception")]
    known = [change for change in parts if change and change.direction is not None]
    bases = {change.compared_base for change in (whole, *known) if change} - {""}
    if whole and whole.direction is not None and len(known) == 3 and len(bases) < 2:
        sign = whole.direction or 1
        same = [change.figure for change in known if (change.direction or sign) == sign]
        other = [change.figure for change in known if (change.direction or sign) != sign]
        yield Sum(whole.figure, same, other)


@rule("usual")
def a_new_item_changes_by_its_amount(budget: Disclosure) -> Answers:
    """An item that tells no growth rate, since it is new, changes by its whole amount.

    未列增长率的新增项目，增加额等于预算数。
    """
    for note in budget.notes.values():
        for claim, change, growth in note.changes:
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


RULES = (
    parts_told_in_a_note_make_the_whole,
    sources_told_make_revenue,
    classes_told_make_fiscal_expenditure,
    classes_told_make_expenditure,
    items_told_make_the_general_budget,
    shares_follow_from_the_amounts_told,
    growth_follows_from_the_change,
    change_follows_from_both_amounts,
    growth_follows_from_both_amounts,
    changes_of_three_public_make_the_total_change,
    a_new_item_changes_by_its_amount,
    directions_agree,
)
