"""Other matters: money said not to be there, procurement, assets."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import claims_of, of_the_year
from budgetlib.explain.wording import (
    Sentence,
    capital,
    cell,
    counted,
    floated,
    framed,
    number,
    say,
    together,
    total_of,
)
from budgetlib.figures import ZERO, Figure
from budgetlib.figures.printed import Claim, Row, Table
from budgetlib.layouts import canonical
from budgetlib.relations import EXACT
from budgetlib.rules.cost_basis import GOODS, cost_line
from budgetlib.rules.reconcile import Comparison, side_of
from budgetlib.rules.targets import FORMS, PERIODS, target_tables
from budgetlib.show.exhibit import Exhibit
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.phrases import Both, apart, label, labels, piece

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
    return label("yes", "once" if len(filled) < 2 else "yes" if len(set(filled)) == 1 else "no")


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


CODES = {"commissioned_services": "30227"}  # an economic class of its own
OWN = ("operating_organs",)  # money that has a column, or a table, of its own
TOPICS = ("other", "operating_organs", "procurement", "assets", "performance")


def _told(budget: Budget, key: str) -> Both:
    """The amount told, that there is none, or that the notes are silent."""
    for claim in budget.all_claims:
        if claim.key == key and claim.measure == "zero":
            return piece("other.nothing")
        if claim.key == key and claim.measure == "amount" and of_the_year(budget, claim):
            return counted(claim.figure)
    return piece("other.not_told")


def _where(budget: Budget, key: str) -> Iterator[Figure]:
    """Every cell that could show this money, blank ones too."""
    name, code = apart(label("nothing", key)).chinese, CODES.get(key)
    for table in budget.tables.values():
        own = key in OWN and table.role == key and table.total_row
        for row in (own,) if own else table.rows:
            here = own or row.code == code or name == row.text.get("class") or name in row.name
            yield from row.some(*("total", "amount") * bool(here), *(key,) * (key in OWN))


def nothing_there(budget: Budget) -> Sentence:
    """Whether what is said to be nothing is nothing wherever it could be printed, in words."""
    alike: dict[Any, list[Both]] = {}  # what is told and printed alike in one sentence
    for key, name in labels("nothing").items():
        cells = [*_where(budget, key)]
        amount = total_of(figure.value for figure in cells)
        alike.setdefault((_told(budget, key), len(cells), amount), []).append(apart(name))
    told = [{"names": n, "told": t, "n": k, "amount": a} for (t, k, a), n in alike.items()]
    return together(*(capital(say("other.nothing_one", **each)) for each in told))


def _lines(budget: Budget) -> Iterator[tuple[Table, Row, Row | None, str]]:
    """(table, purchase, its cost line, its kind) of every purchase that the projects list.

    The kind is told by the economic class of the cost line of the same name.
    """
    for table in target_tables(budget):
        for row in table.part("procurement"):
            line = cost_line(table, row)
            goods = line is not None and line.text.get("class", "").endswith(GOODS)
            yield table, row, line, "goods" if goods else "services" if line else ""


def purchases(budget: Budget) -> Exhibit:
    """The purchases that projects list: quantity, amount, unit price and cost line in 万元."""
    rows = []
    for table, row, line, kind in _lines(budget):
        quantity, amount = row["quantity"].value, row["amount"].value
        price = amount / quantity if amount is not None and quantity else None
        told = (floated(amount), floated(price), floated(cell(line, "amount")))
        bought = (row.name, labels("procurement").get(kind, "—"), row["quantity"].printed)
        rows.append((number(table), *bought, *told))
    return framed("other.purchases", rows)


def _amounts(budget: Budget) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """(told in the note, listed by projects) of each kind and of the whole, in 万元."""
    listed = [(row["amount"].value, kind) for _, row, _, kind in _lines(budget)]
    told = {key: _claim(budget, key) for key in labels("procurement")}
    sums = {
        key: [value or ZERO for value, kind in listed if key in (kind, "procurement")]
        for key in told
    }
    return {
        key: (c.figure.value if c else None, total_of(sums[key]) if sums[key] else None)
        for key, c in told.items()
    }


def _claim(budget: Budget, key: str, measure: str = "amount") -> Claim | None:
    """What the notes tell of procurement in the budget year."""
    found = (c for c in claims_of(budget, *TOPICS) if c.topic == "procurement" and c.key == key)
    return next((c for c in found if c.measure == measure and of_the_year(budget, c)), None)


def procurement(budget: Budget) -> Exhibit:
    """Procurement by kind and whole, as the note tells and as projects list it, in 万元."""
    rows = [
        (label("procurement", key), floated(told), floated(there), floated(told) - floated(there))
        for key, (told, there) in _amounts(budget).items()
        if (told, there) != (None, None)
    ]
    return framed("other.procurement", rows)


def procured(budget: Budget) -> Sentence:
    """How procurement in the note compares with last year and with the lists, in words."""
    told, there = _amounts(budget)["procurement"]
    if told is None:
        return say("other.no_procurement")
    change, rest = _claim(budget, "procurement", "change"), told - (there or ZERO)
    known = change is not None and change.direction is not None
    step = change.direction * change.figure.amount if change and change.direction else ZERO
    kind = "no_lists" if there is None else "less" if rest > 0 else "more" if rest else "equal"
    lists = piece(f"other.{kind}", there=there, rest=abs(rest))
    return say("other.procured", told=told, known=known, before=told - step, lists=lists)


def owned(budget: Budget) -> Sentence:
    """The assets told, in one sentence of each language."""
    known = labels("asset")
    told = {c.key: c.figure for c in claims_of(budget, *TOPICS)[::-1] if c.key in known}
    assets = [{"name": apart(known[key]), "told": counted(figure)} for key, figure in told.items()]
    return say(f"other.{'assets' if assets else 'no_assets'}", assets=assets)
