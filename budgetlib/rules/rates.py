"""The notes as data: parts that a section tells make its whole; rates, and what they are of."""

from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Claim, Figure, Note, Quantity
from budgetlib.relations import AtLeast, Rate, Sum
from budgetlib.rules.rule import Answers
from budgetlib.rules.scopes import Scopes, flow_of, make_a_member, spent_by
from budgetlib.rules.years import ALIKE, prior
from budgetlib.vocabulary import ACCOUNTS, BASES, BUDGET, PART

Row = Mapping[str, Any]
FUNDS = vocabulary.AXES["fund"]
_APART = {key for key, fund in FUNDS.items() if fund.get("apart")}
SPENT = {"fiscal_by_function": ("fiscal_expenditure", "general_budget")}  # all that it tells
DIGITS = {"class": 3, "item": 7}


class Parts(NamedTuple):
    """A whole that a section tells, the parts that it tells of it, and whether they are all."""

    note: Note
    whole: Claim
    parts: list[Claim]
    every: bool


def told(known: Scopes, row: Row) -> Answers:
    """The parts told make the whole told; where they are not all, they are within it."""
    for note, whole, parts, every in _found(known, row):
        taken = [part.figure for part in parts if part.key in row.get("minus", ())]
        figures = [part.figure for part in parts if part.figure not in taken]
        loose = [p.figure for p in parts if p.key in row.get("perhaps", ()) and not p.context]
        loose += [p.figure for p in parts if p.key in row.get("either", ())]
        if loose and (not every or Sum(whole.figure, figures, taken).fails):  # told, and no part
            figures = [figure for figure in figures if figure not in loose]
        ends = ((p, f"{p.figure.printed}{p.figure.unit})" in p.window) for p in parts)
        outer = [part.figure for part, last in ends if not (last and part.key == "carry_over")]
        held = Sum if every else AtLeast
        if outer and held(whole.figure, figures).fails and not held(whole.figure, outer).fails:
            figures = outer  # 财政拨款 9（含上年结转 2），事业收入 1
        if every:
            told_beside = known.told(row["note"], whole.figure.base or "").claims
            more = _beside_items(told_beside, parts) if row.get("coded") == "item" else []
            if more and not Sum(whole.figure, [*figures, *more], taken).fails:  # they are wanting
                figures += more
            made = Sum(whole.figure, figures, taken, premise=row.get("premise", ""))
            if not (made.fails and make_a_member(note, whole, parts)):
                yield made
        elif row.get("within"):
            yield AtLeast(whole.figure, figures)


def moved(known: Scopes, row: Row) -> Answers:
    """The changes of all parts make the change of the whole, where all tell one, on one base.

    A part that is told to be new changes by its amount.
    """
    found = [each for each in _found(known, row) if each.every]
    for (note, whole, parts, _), changes in ((f, moved) for f in found for moved in f.note.moved):
        new = {s.place.item for s in note.statements if s.kind == "new"}
        own = changes.get(whole.id) or known.once(_changes).get(whole.figure.of)
        plain = known.told(row["note"], known.disclosure.base)[1]
        parts = [maker for part in parts for maker in _moving(part, changes, plain)]
        told = [changes[part.id] for part in parts if part.id in changes]
        silent = [part for part in parts if part.id not in changes]
        still = [part for part in silent if not part.figure.value]  # and nothing is said of it
        fresh = [p for p in silent if p not in still and p.figure.place.item in new - {""}]
        every = len(told) + len(fresh) + len(still) == len(parts) > len(still)
        few = len(parts) < row.get("least", 1)  # of others there may be none any more
        if own is None or few or not every or bool(still) != ("quiet" in row):
            continue
        usual = known.disclosure.base  # accounts are compared with accounts, where none says
        if len({(c.compared, c.compared_base or usual) for c in (own, *told)}) == 1:
            yield signed(own, told, [part.figure for part in fresh], row.get("premise", ""))


def _changes(known: Scopes) -> dict[Quantity | None, Claim]:
    """The change told first of each quantity, in whichever section."""
    told = [
        (c.figure.of, note.moved[0].get(c.id))
        for note in known.disclosure.notes.values()
        for c in note.claims
    ]
    return {of: change for of, change in reversed(told) if of and change}


def _moving(part: Claim, changes: Mapping[str, Claim], plain: dict[str, Claim]) -> list[Claim]:
    """A part that tells its change, else those that make it, where they do and all tell theirs."""
    makers = [claim for key in _makers(part.key) for claim in _or_its_own(key, plain)]
    makers = [c for c in makers if c.figure.value or c.id in changes]
    made = sum((c.figure.amount for c in makers), ZERO) == part.figure.amount
    every = makers and made and all(c.id in changes for c in makers)
    return makers if every and part.id not in changes else [part]


def signed(whole: Claim, changes: list[Claim], fresh: list[Any], premise: str) -> Sum:
    """The sum of changes, those that go the other way than the whole taken away."""
    sign = whole.direction or next((c.direction for c in changes if c.direction), 1)
    sides = [[c.figure for c in changes if (c.direction or sign) == way] for way in (sign, -sign)]
    sides[0 if sign == 1 else 1] += fresh
    return Sum(whole.figure, *sides, premise=premise)


def _found(known: Scopes, row: Row) -> Iterator[Parts]:
    """What a row of data finds, on the disclosure's own base or on those in `bases`."""
    budget, topic = known.disclosure, row["note"]
    note = known.section(topic)
    others = [(base, 0) for base in BASES.values() if budget.kind == ACCOUNTS]
    last = [(base, 1) for base in dict.fromkeys((BUDGET, ACCOUNTS, *BASES.values()))]
    for stands in others + last if "planned" in row else [(budget.base, 0)]:
        claims, plain = known.told(topic, *stands)
        for n, told_whole in enumerate(claims if "behind" in row else ()):
            run = [*takewhile(lambda c: c.key in row["parts"], claims[n + 1 :])]
            alike = {c.key for c in run if flow_of(c) == flow_of(told_whole)}  # 收入 5；支出 4
            run = [c for c in run if c.key not in alike or flow_of(c) == flow_of(told_whole)]
            # each in a line of its own behind 其中, which the window may cut
            leads = told_whole.window.rstrip("：:").endswith((PART, PART[:1]))
            if told_whole.key in row["whole"] and run and (run[0].context or leads):
                near = claims[n : n + len(run) + 2]  # 基本支出 10，包括工资福利支出 8
                yield Parts(note, told_whole, run, _every(known, note, near, run, row))
        named = row["whole"] if "behind" not in row else ()
        whole = next((plain[key] for key in named if key in plain), None)
        if "out" in row:  # 事业单位经营收入 1, and what is spent of it
            out = (c for c in reversed(claims) if c.figure.of and c.figure.of.flow == "out")
            wholes = {key: plain[key] for key in row["whole"] if key in plain}
            plain = wholes | {c.key: c for c in out if not c.figure.code}
        parts = list(_parts(claims, plain, row)) if whole else []
        if parts and "nearest" in row:  # a department's, then its own: the parts are of that
            before = claims[: min(claims.index(part) for part in parts)]
            told = (c for c in reversed(before) if c.key in row["whole"])
            alone = row["nearest"] == "alone"  # no member of a list
            whole = next((c for c in told if not (alone and c.context)), whole)
        spent = whole and flow_of(whole) == "out" and "in" in map(flow_of, parts)
        spent = spent and "minus" not in row  # a balance
        if whole and parts and whole not in parts and not spent:  # what came in makes no spending
            places = [at for at, claim in enumerate(claims) if claim in (whole, *parts)]
            near = claims[places[0] : places[-1] + 2]  # and what follows at once
            every = _every(known, note, near, parts, row)
            yield Parts(note, whole, parts, every and not _narrower(known, parts, whole))


def _narrower(known: Scopes, parts: list[Claim], whole: Claim) -> bool:
    """Whether classes are told of a fund within that of their whole, which holds others."""
    of = whole.figure.of
    fund = {"all": "year"}.get(of.fund, of.fund.removesuffix("_all")) if of else ""
    while fund in known.narrow:
        fund = known.narrow[fund]
    funds = (p.figure.of.fund for p in parts if p.figure.of and p.figure.of.code)
    return any(fund in vocabulary.above("fund", own) for own in funds)


def _parts(claims: list[Claim], plain: dict[str, Claim], row: Row) -> Iterator[Claim]:
    yield from (_coded(claims, row["coded"]) if "coded" in row else {}).values()
    for key in (*row.get("parts", ()), *row.get("minus", ())):
        yield from _or_its_own(key, plain)


def _coded(claims: list[Claim], level: str) -> dict[str, Claim]:
    """The classes told, or the items."""
    told: dict[str, Claim] = {}
    for claim in claims:
        of, fund = claim.figure.of, FUNDS.get(claim.key, {})
        among = told and of and of.flow == "out"  # among other classes the class of that name
        code = claim.figure.code or (fund.get("function", "") if among else "")
        if claim.key == "item" if level == "item" else len(code) == DIGITS[level] and code < "3":
            told.setdefault(code or claim.figure.place.item, claim)
    return told


def _beside_items(claims: list[Claim], items: list[Claim]) -> list[Figure]:
    """What is told of classes and divisions that tell no item, and of items by their last step."""
    found: dict[str, Claim] = {}
    for claim in claims:
        code = claim.figure.code
        if "" < code < "3" and not (claim.key or (len(code) == DIGITS["item"] and claim.context)):
            found.setdefault(code, claim)
    codes = {*found, *(item.figure.code for item in items)}
    alone = (found[c] for c in found if not any(o.startswith(c) for o in codes - {c}))
    return [claim.figure for claim in alone if claim not in items]


def _or_its_own(key: str, plain: dict[str, Claim]) -> list[Claim]:
    """What is told of a part; one that is not told is replaced by those that make it."""
    if key in plain:
        return [plain[key]]
    return [claim for part in _makers(key) for claim in _or_its_own(part, plain)]


def _makers(key: str) -> tuple[str, ...]:
    """The funds or kinds that make one."""
    fund = {"year_revenue": "year"}.get(key, key)
    return vocabulary.parts("fund", fund) or vocabulary.parts("kind", key)


def _every(known: Scopes, note: Note, near: list[Claim], parts: list[Claim], row: Row) -> bool:
    """Whether the parts told are all that there are, as far as the row of data can tell."""
    names = {name for part in parts for name in (part.figure.code, part.key)}
    names |= {none.key for none in note.about(measure="zero")}
    names |= {"carry_over", "fiscal_carried"} if any("carr" in name for name in names) else set()
    if (filled := _filled(known, row)) is not None:
        return filled <= names
    every = row["parts"] if row.get("every") is True else row.get("every", ())
    shares = [share.figure.amount for part in parts if (share := note.of(part, "share"))]
    return not (
        len(parts) < row.get("least", 1)
        or (len(parts) == 1 and (any(s < 100 for s in shares) or not parts[0].figure.value))
        or all("carr" in part.key for part in parts)  # what was carried over is no whole
        or (any(part.goes_on for part in parts) and not names.issuperset(row.get("parts", "-")))
        or any(key not in names and not names.issuperset(_makers(key) or (key,)) for key in every)
        or ("alone" in row and known.elsewhere(set(row["alone"]) - names))
        # one source may be told for itself, others under names that we do not know
        or ("named" in row and any(not (claim.key or claim.figure.code) for claim in near))
        or any(c.key in _APART - names and c.figure.value for c in near)
        or ("named" in row and [part.context for part in parts] == ["list"])
        or any(claim.key in row.get("beside", ()) for claim in near)  # of another division
        or ("shares" in row and (len(shares) < len(parts) or abs(sum(shares, ZERO) - 100) >= 1))
    )


def _filled(known: Scopes, row: Row) -> set[str] | None:
    """The parts that a table fills; None where there is none to ask."""
    role, part = row.get("filled", ("", ""))
    if not role or not known.disclosure.has(role):
        return None
    table = known.disclosure.table(role)
    rows = table.leaves if part == "main" else table.part(part)
    codes = {r.code for r in rows if any(f.value for f in r.some("total", "amount"))}
    wanted = DIGITS.get(row.get("coded", ""), 0)
    coded = {code for code in codes if code.isdigit() and len(code) == wanted}
    return coded.union(*(_those(key, codes) for key in row.get("parts", ())))


def _those(key: str, codes: set[str]) -> set[str]:
    """A part if it is filled, else the filled ones that make it."""
    own = (_those(part, codes) for part in vocabulary.parts("fund", key))
    return {key} if key in codes else set[str]().union(*own)


Found = tuple[Any, ...]  # a part, and the figures that make its base; those taken away


def rates(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """Each rate told of a measure is its amount divided by its base."""
    for note in known.disclosure.notes.values():
        for rate in note.about(measure=row["measure"]):
            part, *base = OF[row["of"]](known, note, rate)
            if part and base[0]:
                yield Rate(rate.figure, [part.figure], *base)


def _of_the_whole(_known: Scopes, note: Note, share: Claim) -> Found:
    """What a share is told of, or what it names where its amount stands apart from it."""
    figure, named = share.figure, note.about(share.key, "amount") if share.key else []
    alike = (c for c in named if (c.figure.code, c.figure.year) == (figure.code, figure.year))
    part = note.by_id.get(share.of) or next(alike, None)
    return part, _whole(note, share) if part else []


def follows(known: Scopes, note: Note, share: Claim) -> bool:
    """Whether a share is borne out by the amounts told."""
    part, base = _of_the_whole(known, note, share)
    return bool(part and base) and not Rate(share.figure, [part.figure], base).fails


def _of_the_year(known: Scopes, note: Note, share: Claim) -> Found:
    own = share.compared_base == "year_expenditure"
    return note.by_id.get(share.of) if own else None, known.once(_year_expenditure) if own else []


def _of_the_budget(known: Scopes, note: Note, share: Claim) -> Found:
    amount, plan = executed(note, share)
    if amount and not plan:
        found = _printed(known.disclosure, amount)
        return (amount, found) if found else (amount, *_implied(note, amount, share))
    return amount, [plan.figure] if plan else []


def _implied(note: Note, amount: Claim, share: Claim) -> tuple[list[Figure], list[Figure]]:
    """The budget of what was executed, by how much more or less than planned it is told to be."""
    base, year = share.compared_base, amount.figure.year
    own = [c for of, c, _ in note.changes if c and of is amount and c.compared == year]
    told = (c for c in own if c.compared_base in ALIKE.get(base, (base,)) and c.direction)
    change = next(told, None)
    return prior(amount.figure, change.figure, change.direction) if change else ([], [])


OF: dict[str, Callable[[Scopes, Note, Claim], Found]] = {
    "whole": _of_the_whole,
    "year": _of_the_year,
    "budget": _of_the_budget,
}


def executed(note: Note, said: Claim) -> tuple[Claim | None, Claim | None]:
    """The amount executed of which something is said, and the budget told of it."""
    amount = note.by_id.get(said.of)
    if amount is None or amount.figure.base != ACCOUNTS:
        return None, None
    named, told = planned(note, amount, said.compared_base)
    some = (c for c in (*named, *told) if c.figure.value)  # on a base of nothing, another one
    return amount, next(some, next(iter(named), None))


def _whole(note: Note, share: Claim) -> list[Figure]:
    """What a share is a share of: what it names, else the section's total, else all amounts."""
    named = share.compared_base
    if named and named not in ("total", note.topic):
        return [c.figure for c in note.about(named, "amount") if c.id != share.of][:1]
    total = _total(note, share)
    total = total or next(iter(note.about(named, "amount") if named else ()), None)
    if total or named not in ("", "total", "three_public"):
        return [total.figure] if total else []
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


def _total(note: Note, share: Claim) -> Claim | None:
    """The amount that a section announces for the whole: what was told last before it, or first."""
    topics = [each for each in (note.topic, share.topic, *SPENT.get(note.topic, ())) if each]
    keys = ("total", *topics, "year_revenue", "year_expenditure")
    told = note.about(measure="amount")
    stands = share.figure.stands
    own = [c for c in told if c.key in keys and c.figure.stands == stands]
    own = [c for c in own if c.key == "total" or not note.of(c, "share")]
    items = ("", share.figure.place.item)  # a section may hold items of other matters
    own = [c for c in own if c.key not in topics or c.figure.place.item in items]
    amount = note.by_id.get(share.of)
    sides = (amount.figure.of.flow, "") if amount and amount.figure.of else ()
    own = [c for c in own if not c.figure.of or c.figure.of.flow in sides] or own
    first = next((c for c in told if c.figure.place.item == share.figure.place.item), None)
    if first and items[1] and first.key in FUNDS and amount and amount.figure.code:
        own.append(first)  # 2. 一般公共预算支出450万元，占90%，其中：教育支出（类）
    at = note.claims.index(share)  # 总支出 is the nearer, where two are told
    before = [c for c in own if share.compared_base in ("", "total") and note.claims.index(c) < at]
    # What a sentence lists behind its whole is a part of that; of two wholes (总计10，本年合计8，
    # 其中：), which either may be meant, of the nearer.
    near = [c for c in before if c.figure.place[:2] == before[-1].figure.place[:2]]
    rate, part = share.figure.amount, amount.figure.amount * 100 if amount else ZERO
    whole = [c for c in near if not c.context] or near[:1]
    # 预留中小企业 5，其中：预留小微企业 3，占60%: of what it is listed behind, if that is nearer
    listed = whole and amount and amount.context == "list"
    heads = [c for c in told if listed and c.figure.stands == stands and not c.context]
    heads = [c for c in heads if note.claims.index(c) < at][-1:]
    whole, own = [*whole, *heads], [*own, *heads]
    last = sorted(whole, key=lambda c: abs(c.figure.amount * rate - part) if part else 0)[:1]
    total = next((c for key in (*(c.key for c in last), *keys) for c in own if c.key == key), None)
    return total or next(iter(note.about("this_year", "amount")), None)


def planned(note: Note, claim: Claim, base: str) -> tuple[list[Claim], list[Claim]]:
    """The budgets told of what an amount executes: those on this base, and all."""
    told = [
        c
        for c in note.about(claim.key, "amount", claim.figure.place.item)
        if c.figure.base in BASES.values()
        and (c.figure.code, c.figure.year) == (claim.figure.code, claim.figure.year)
    ]
    at = note.order[claim.id]  # of what has no name of its own, what was told last
    told.sort(key=lambda c: abs(note.order[c.id] - at) if not claim.key else 0)
    return [c for known in ALIKE.get(base, (base,)) for c in told if c.figure.base == known], told


def _printed(budget: Disclosure, amount: Claim) -> list[Figure]:
    """The budget of one of the three public expenses that a table prints, where none is told."""
    of = amount.figure.of
    own = amount.topic == "three_public" and of and of.kind
    cells = (c for c in budget.cells if own and c.place == "table three_public")
    return [c.figure for c in cells if c.of[:-1] == of[:-1] and c.of.base != ACCOUNTS][:1]  # type: ignore[index]


def _year_expenditure(known: Scopes) -> list[Figure]:
    budget = known.disclosure
    if not budget.has("summary"):
        told = known.told("expenditure", budget.base).claims if budget.tells("expenditure") else []
        return [c.figure for c in told if c.key == "year_expenditure"][:1]
    spent = spent_by(budget.table("summary"))
    return [spent] if spent else []
