"""Performance indicators: one target told in several tables, and what is paid for."""

from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import Sentence, framed, number, say
from budgetlib.layouts import canonical
from budgetlib.phrases import Both, label
from budgetlib.printed import Table
from budgetlib.reconcile import Comparison, side_of
from budgetlib.relations import EXACT
from budgetlib.rules.targets import FORMS, PERIODS
from budgetlib.show.exhibit import Exhibit
from budgetlib.vocabulary import Label, chinese, english

VOLUMES = {
    "what_is_paid_for_makes_the_monthly_target",
    "people_told_in_the_basis_match_the_indicators",
}


def targets(budget: Budget) -> Exhibit:
    """Every indicator with its target in each half of each table, as printed, and whether alike.

    Blank where the indicator does not stand.
    """
    forms = [table for table in budget.tables.values() if table.role in FORMS]
    halves = [(table, period) for table in forms for period in PERIODS]
    told: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for table, period in halves:
        for row in table.part(period):
            key = canonical(row.name).replace(",", "").replace("，", "")
            half = _half(table, period)
            told.setdefault(names.setdefault(key, row.name), {})[half] = row.text.get("target", "")
    columns = [_half(table, period) for table, period in halves]
    rows = [
        (name, *(by_half.get(half, "") for half in columns), _state(by_half))
        for name, by_half in told.items()
    ]
    return framed("indicators.targets", rows, columns)


def _half(table: Table, period: str) -> Label:
    """A half of a table of targets."""
    told = label("half", period)
    return Label(f"{number(table)} {english(told)}", f"{number(table)}{chinese(told)}")


def _state(by_half: dict[str, str]) -> str:
    filled = [canonical(value) for value in by_half.values() if value]
    alone = len(filled) < 2
    return label("yes", "once" if alone else "yes" if len(set(filled)) == 1 else "no")


def volumes(reconciliation: Reconciliation) -> list[Comparison]:
    """Each volume that the cost basis pays for, against each target it can be held against."""
    return [r for r in reconciliation.results if r.rule.name in VOLUMES and r.relation]


def how_alike(budget: Budget) -> Sentence:
    """How many indicators are told alike, and which are not, in words."""
    frame = targets(budget)
    if frame.empty:
        return say("indicators.none")
    states = frame[frame.columns[-1]]
    alike, once, no = (list(states.index[states == label("yes", k)]) for k in ("yes", "once", "no"))
    return say(
        "indicators.alike", n=len(frame), alike=len(alike), once=len(once), off=len(no), names=no
    )


def what_is_promised(reconciliation: Reconciliation) -> Sentence:
    """Whether the volumes paid for are those promised, in words."""
    told = {
        str(volume): (volume, r.verdict) for r in volumes(reconciliation) for volume in [_volume(r)]
    }
    if not told:
        nothing = targets(reconciliation.budget).empty  # which is said of the indicators
        return say("general_budget.nothing" if nothing else "indicators.no_volume")
    off = [volume for volume, verdict in told.values() if verdict != EXACT]
    return say("indicators.promised", n=len(told), good=len(told) - len(off), off=off)


def _volume(result: Comparison) -> dict[str, Any]:
    assert result.relation is not None
    target, o = result.relation.terms[-1].figure, result.outcome
    sides = (side_of(side) for side in (o.printed, o.expected))
    paid, year = (Both(f"{side} {o.unit}", f"{side}{o.unit}") for side in sides)
    return {"name": target.place.row, "paid": paid, "year": year}
