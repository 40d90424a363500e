"""The three public expenses: the parts, in the note, in their table and in the basic budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import claims_of, comparisons_about, direction, of_the_year
from budgetlib.explain.wording import Sentence, floated, framed, percent, say, total_of
from budgetlib.figures import ZERO
from budgetlib.phrases import Both, label, labels, named, piece
from budgetlib.printed import Claim
from budgetlib.reconcile import Comparison
from budgetlib.show.exhibit import Exhibit

BASIC: dict[str, tuple[str, ...]] = {
    "travel": ("30212",),
    "vehicle_purchase": ("31013",),
    "vehicle_running": ("30231",),
    "reception": ("30217",),
}
BASIC["vehicles"] = BASIC["vehicle_purchase"] + BASIC["vehicle_running"]
BASIC["total"] = BASIC["travel"] + BASIC["vehicles"] + BASIC["reception"]
UNRUN = (
    "three_public_note_equals_its_table",
    "three_public_covers_the_basic_budget",
    "three_public_equals_the_basic_budget",
)


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(reconciliation, "three_public", ("three_public",), unrun=UNRUN)


def amounts(budget: Budget) -> dict[str, dict[str, Decimal | None]]:
    """What ``note``, ``table`` and ``basic`` table print of every part, in 万元, or None."""
    return {
        key: {
            "note": claim.figure.value if (claim := _claim(budget, key, "amount")) else None,
            "table": _printed(budget, key),
            "basic": _basic(budget, key),
        }
        for key in labels("public")
    }


def _claim(budget: Budget, key: str, measure: str) -> Claim | None:
    found = (c for c in claims_of(budget, "three_public") if c.key == key and c.measure == measure)
    return next((c for c in found if of_the_year(budget, c)), None)


def _printed(budget: Budget, key: str) -> Decimal | None:
    rows = budget.table("three_public").rows
    return next((row[key].value for row in rows if key in row), None)


def _basic(budget: Budget, key: str) -> Decimal | None:
    """The same items in the basic budget; None where the table has none of them."""
    if not budget.has("basic_by_economic"):
        return None
    table = budget.table("basic_by_economic")
    values = [row["total"].value for code in BASIC[key] if (row := table.find(code))]
    filled = [value for value in values if value is not None]
    return total_of(filled) if filled else None


def parts(budget: Budget) -> Exhibit:
    """Every part in note, table and basic budget (万元), its change, and whether they are one."""
    rows = [_part(budget, key, values) for key, values in amounts(budget).items()]
    return framed("three_public.parts", rows, labels("public_source").values())


def _part(budget: Budget, key: str, values: dict[str, Decimal | None]) -> tuple[Any, ...]:
    word = direction(_claim(budget, key, "change"), "—")
    return label("public", key), *map(floated, values.values()), word, _alike(**values)


def _alike(note: Decimal | None, table: Decimal | None, basic: Decimal | None) -> str:
    """Whether note and table tell one amount, and the basic budget no more than that."""
    if note is None and basic is None:
        return "—"
    amount = table or ZERO
    alike = (note is None or note == amount) and (basic or ZERO) <= amount
    return label("yes", "yes" if alike else "no")


def drawn(budget: Budget) -> Exhibit:
    """The lowest parts that are filled anywhere, by source, as the chart stacks them (万元)."""
    told, leaves = amounts(budget), labels("public_leaf")
    filled = [key for key in leaves if any(told[key].values())] or ["travel"]
    rows = [
        (words, *(floated(told[key][source]) for key in filled))
        for source, words in labels("public_source").items()
    ]
    return framed("three_public.drawn", rows, [leaves[key] for key in filled])


def conclusion(budget: Budget) -> Sentence:
    """What the three printings add up to, in words."""
    told = amounts(budget)
    whole = told["total"]["table"] or ZERO
    if not whole and not any(told["total"].values()):
        return say("three_public.nothing")
    vehicles = percent(told["vehicles"]["table"] or ZERO, whole)
    agreement, source = _agreement(told), _source(whole, told["total"]["basic"] or ZERO)
    return say(
        "three_public.whole", whole=whole, vehicles=vehicles, agreement=agreement, source=source
    )


def _agreement(told: dict[str, dict[str, Decimal | None]]) -> Both:
    """Whether the note says what the table says."""
    if not any(values["note"] is not None for values in told.values()):
        return piece("three_public.no_amount")
    off = [
        piece("three_public.one", name=named(label("public", key)), **values)
        for key, values in told.items()
        if values["note"] not in (None, values["table"] or ZERO)
    ]
    return piece(f"three_public.{'unlike' if off else 'alike'}", parts=off)


def _source(whole: Decimal, basic: Decimal) -> Both:
    """Whether the basic budget pays for all of it."""
    if whole == basic:
        return piece("three_public.all_basic")
    kind = "rest" if whole > basic else "more"
    return piece(f"three_public.{kind}", basic=basic, rest=whole - basic, more=basic - whole)


def vehicles_owned(budget: Budget) -> Sentence:
    """What one vehicle costs to run: the table against the vehicles that the notes count."""
    owned = next((c.figure.value for c in budget.all_claims if c.key == "vehicles_owned"), None)
    running = _printed(budget, "vehicle_running") or ZERO
    if owned is None:
        return say("three_public.no_vehicles")
    if not owned:
        return say("three_public.none_owned", running=running)
    return say("three_public.owned", n=str(owned), running=running, each=running / owned)
