"""The three public expenses: the parts, in the note, in their table and in the basic budget."""

from decimal import Decimal

from budgetlib.budget import Budget
from budgetlib.disclosure import cube
from budgetlib.explain.evidence import claims_of, direction, of_the_year
from budgetlib.explain.wording import Sentence, floated, framed, percent, say, total_of
from budgetlib.figures import ZERO, Figure
from budgetlib.show.exhibit import Exhibit
from budgetlib.vocabulary import AXES
from budgetlib.vocabulary import parts as axis_parts
from budgetlib.vocabulary.phrases import apart, label, labels

WHOLE = "three_public"
Told = dict[str, Decimal | None]


def amounts(budget: Budget) -> dict[str, Told]:
    """What ``note``, ``table`` and ``basic`` table print of every part, in 万元, or None."""
    budget.table(WHOLE)  # without it there is no such page
    note, table = (cube.at(budget, f"{where} {WHOLE}", flow="out") for where in ("note", "table"))
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
    known = amounts(budget)
    claims = [c for c in claims_of(budget, WHOLE) if c.measure == "change"]
    changes = {c.key: c for c in reversed(claims) if of_the_year(budget, c)}
    rows = [
        (
            label("public", key),
            *map(floated, told.values()),
            direction(changes.get("total" if key == WHOLE else key), "—"),
            _alike(**told),
        )
        for key, told in known.items()
        if any(known[WHOLE].values())
    ]
    return framed("three_public.parts", rows, labels("public_source").values())


def _alike(note: Decimal | None, table: Decimal | None, basic: Decimal | None) -> str:
    """Whether note and table tell one amount, of which the basic budget may pay a part."""
    if note is None and basic is None:
        return "—"
    alike = note in (None, table or ZERO) and (basic or ZERO) <= (table or ZERO)
    part = alike and basic is not None and basic != (table or ZERO)
    return label("yes", "part" if part else "yes" if alike else "no")


def conclusion(budget: Budget) -> Sentence:
    """What the three printings add up to, in words."""
    told = amounts(budget)
    whole, basic = (told[WHOLE][source] or ZERO for source in ("table", "basic"))
    if not any(told[WHOLE].values()):
        return say("three_public.nothing")
    return say(
        "three_public.whole",
        whole=whole,
        vehicles=told["vehicles"]["table"] and percent(told["vehicles"]["table"], whole),
        told=any(values["note"] is not None for values in told.values()),
        unlike=[
            {"name": apart(label("public", key)), **values}
            for key, values in told.items()
            if values["note"] not in (None, values["table"] or ZERO)
        ],
        known=told[WHOLE]["basic"] is not None,
        other=whole != basic,
        projects=whole > basic,
        basic=basic,
        rest=abs(whole - basic),
    )


def vehicles_owned(budget: Budget) -> Sentence:
    """What one vehicle costs to run: the table against the vehicles that the notes count."""
    owned = next((c.figure.value for c in budget.all_claims if c.key == "vehicles_owned"), None)
    running = amounts(budget)["vehicle_running"]["table"] or ZERO
    if owned is None:
        return say("three_public.no_vehicles")
    if not owned:
        return say("three_public.none_owned", running=running)
    return say("three_public.owned", n=str(owned), running=running, each=running / owned)
