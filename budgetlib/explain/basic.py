"""Basic expenditure by economic class, and the three public expenses of which it pays a part.

Its structure, its ties to function, its cost a head; the parts of the other in their printings.
"""

from collections.abc import Iterator
from decimal import Decimal

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import labelled
from budgetlib.disclosure import cube
from budgetlib.explain.evidence import claims_of, direction, of_the_year, outcomes
from budgetlib.explain.overall import overall_rows
from budgetlib.explain.wording import (
    Exhibit,
    Sentence,
    amount,
    cell,
    floated,
    framed,
    percent,
    say,
    share,
    total_of,
)
from budgetlib.figures import MINUS, ZERO, Claim, Figure, Row, Table
from budgetlib.relations import INCONSISTENT, Same
from budgetlib.vocabulary import AXES
from budgetlib.vocabulary import parts as axis_parts
from budgetlib.vocabulary.phrases import apart, found, label, labels

TIES = found("sections", "basic")["recomputed"]  # the rules that tie function to economic class
WHOLE = "three_public"
Told = dict[str, Decimal | None]
CLASSES = {"personnel": ("301", "303"), "operating": ("302", "310")}


def greatest(budget: Budget) -> Exhibit:
    """The filled items by name, the greatest first, whatever their class: 万元, share in %."""
    table = budget.table("basic_by_economic")
    whole, tops = _whole(table), {row.code: row for row in table.children(None)}
    rows = []
    for row in sorted(_filled(table), key=amount, reverse=True):
        top = tops.get(row.code[:3])
        above = labelled(top.code, top.name) if top else row.code[:3]
        told = (floated(row["total"]), share(amount(row), whole, 2))
        rows.append((labelled(row.code, row.name), above, *told))
    return framed("basic.greatest", rows)


def _filled(table: Table) -> list[Row]:
    return [row for row in table.leaves if row["total"].value]


def _whole(table: Table) -> Decimal:
    """The total row, or what the classes make where no total is printed."""
    return amount(table.total_row) or total_of(map(amount, table.children(None)))


def _kind(table: Table, kind: str) -> list[Figure]:
    """Personnel or operating money: the cell of the total row, or the classes that make it."""
    total = cell(table.total_row, kind)
    if total and total.value is not None:
        return [total]
    rows = [row for row in table.children(None) if row.code in CLASSES[kind]]
    return [row["total"] for row in rows if "total" in row]


def _of_kind(table: Table, kind: str) -> Decimal:
    return total_of(figure.amount for figure in _kind(table, kind))


def staff(budget: Budget) -> tuple[Claim | None, Decimal | None]:
    """The number of staff told, and that of the year before as implied; None if not told."""
    claims = [*budget.all_claims]
    for at, claim in enumerate(claims, 1):
        if claim.key == "staff" and claim.measure == "count":
            after = claims[at] if at < len(claims) else None
            if after and after.measure == "count_change" and after.direction is not None:
                return claim, claim.figure.amount - after.direction * after.figure.amount
            return claim, None
    return None, None


def what_it_buys(budget: Budget) -> Sentence:
    """The size and structure of basic expenditure, in words."""
    table = budget.table("basic_by_economic")
    whole, filled = _whole(table), _filled(table)
    if not filled:
        return say("basic.nothing")
    first = max(filled, key=amount)
    return say(
        "basic.buys",
        whole=whole,
        personnel=percent(_of_kind(table, "personnel"), whole),
        filled=len(filled),
        label=labelled(first.code, first.name),
        name=first.name,
        most=amount(first),
        share=percent(amount(first), whole),
        empty=len(table.leaves) - len(filled),
    )


def how_it_ties(reconciliation: Reconciliation) -> Sentence:
    """How much of personnel expenditure can be followed from function to economic class."""
    results = [r for r in reconciliation.results if r.rule.name in TIES and r.relation]
    if not results:
        return say("basic.no_ties")
    whole = _kind(reconciliation.budget.table("basic_by_economic"), "personnel")
    terms = (t.figure for result in results if result.relation for t in result.relation.terms)
    seen = {figure.id: figure for figure in terms if len(figure.code) == 5}.values()
    personnel, sums = (total_of(f.amount for f in figures) for figures in (whole, seen))
    gap, allowed = abs(sums - personnel), total_of(f.half_unit for f in (*whole, *seen))
    return say(
        "basic.ties",
        **outcomes(results),
        sums=sums,
        personnel=personnel,
        share=percent(sums, personnel),
        gap=gap if gap <= allowed else 0,  # a greater one is what no tie covers
    )


def what_a_head_costs(budget: Budget) -> Sentence:
    """Basic expenditure a head of staff, in words."""
    now, then = staff(budget)
    if now is None or not now.figure.value:
        return say("basic.no_staff")
    table = budget.table("basic_by_economic")
    cost = total_of(_of_kind(table, kind) for kind in CLASSES) / now.figure.amount
    rows = [row for row in overall_rows(budget, "expenditure") if "previous" in row]
    names = (label("line", kind) for kind in CLASSES)
    last = ([row for row in rows if row.name.startswith(name)] for name in names)
    known = [named[0]["previous"].value if named else None for named in last]
    before = total_of(known) / then if then and None not in known else None
    rate = f"{cost / before - 1:+.1%}".replace("-", MINUS) if before else ""
    heads = str(now.figure.value)
    return say("basic.head", heads=heads, cost=cost, before=before, then=str(then), rate=rate)


def printings(budget: Budget) -> Iterator[dict[str, Figure]]:
    """What the note tells of each part, and what the table of these expenses prints."""
    told = [cube.at(budget, f"{where} {WHOLE}", flow="out") for where in ("note", "table")]
    if not any(told):
        budget.table(WHOLE)  # without either there is no such page
    yield from told


def unlike(budget: Budget) -> list[str]:
    """The parts that note and table tell as two amounts, rounding set aside.

    A blank whole is nothing; a part that the table does not split off is told by the note alone,
    and so is all where there is no table.
    """
    note, table = printings(budget)
    if not budget.has(WHOLE):
        return []
    of = [(key, note[key], table.get(key)) for key in labels("public") if key in note]
    return [key for key, a, b in of if (differ(a, b) if b else key == WHOLE and a.value)]


def differ(one: Figure, other: Figure) -> bool:
    """Whether two printed amounts are not one, once rounded to the coarser."""
    told = Same(one, other).evaluate()
    return told is not None and told.verdict == INCONSISTENT


def amounts(budget: Budget) -> dict[str, Told]:
    """What ``note``, ``table`` and ``basic`` table print of every part, in 万元, or None."""
    note, table = printings(budget)
    basic = cube.at(budget, "table basic_by_economic", "code", kind=("basic", "total"))
    return {
        key: {
            "note": _value(note.get(key)),
            "table": _value(table.get(key)),
            "basic": _sum([_value(basic.get(code)) for code in _codes(key)]),
        }
        for key in labels("public")
    }


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None


def _sum(values: list[Decimal | None]) -> Decimal | None:
    return total_of(values) if any(value is not None for value in values) else None


def _codes(key: str) -> list[str]:
    """The items of the basic budget that a part is, or its own parts are."""
    own = AXES["kind"][key].get("economic")
    return [own] if own else [code for inner in axis_parts("kind", key) for code in _codes(inner)]


def parts(budget: Budget) -> Exhibit:
    """Every part in note, table and basic budget (万元), its change, and whether they are one."""
    known, off, tabled = amounts(budget), unlike(budget), budget.has(WHOLE)
    claims = [c for c in claims_of(budget, WHOLE) if c.measure == "change"]
    changes = {c.key: c for c in reversed(claims) if of_the_year(budget, c)}
    rows = [
        (
            label("public", key),
            *map(floated, told.values()),
            direction(changes.get("total" if key == WHOLE else key), "—"),
            label("yes", "no") if key in off else _alike(**told) if tabled else "—",
        )
        for key, told in known.items()
        if any(known[WHOLE].values())
    ]
    return framed("three_public.parts", rows, labels("public_source").values())


def _alike(note: Decimal | None, table: Decimal | None, basic: Decimal | None) -> str:
    """Whether note and table tell one amount, of which the basic budget may pay a part."""
    if (table is None and note) or (note is None and basic is None):
        return "—"
    alike = (basic or ZERO) <= (table or ZERO)
    part = alike and basic is not None and basic != (table or ZERO)
    return label("yes", "part" if part else "yes" if alike else "no")


def conclusion(budget: Budget) -> Sentence:
    """What the three printings add up to, in words."""
    told, off = amounts(budget), unlike(budget)
    source = "table" if budget.has(WHOLE) else "note"
    whole, basic = (told[WHOLE][of] or ZERO for of in (source, "basic"))
    vehicles = told["vehicles"][source]
    if not any(told[WHOLE].values()):
        return say("three_public.nothing")
    return say(
        "three_public.whole",
        whole=whole,
        vehicles=vehicles and percent(vehicles, whole),
        tabled=source == "table",
        told=any(values["note"] is not None for values in told.values()),
        unlike=[{"name": apart(label("public", key)), **told[key]} for key in off],
        apart=any(values["note"] and values["table"] is None for values in told.values()),
        known=told[WHOLE]["basic"] is not None,
        other=whole != basic,
        projects=whole > basic,
        basic=basic,
        rest=abs(whole - basic),
    )


def vehicles_owned(budget: Budget) -> Sentence:
    """What one vehicle costs to run: table, or else note, against the vehicles counted."""
    owned = next((c.figure.value for c in budget.all_claims if c.key == "vehicles_owned"), None)
    told = amounts(budget)["vehicle_running"]
    running = told["note"] if told["table"] is None else told["table"]
    if owned is None:
        return say("three_public.no_vehicles")
    if not owned:
        return say("three_public.none_owned", running=running or ZERO)
    if running is None:
        return say("three_public.only_owned", n=str(owned))
    return say("three_public.owned", n=str(owned), running=running, each=running / owned)
