"""Other matters: money said not to be there, procurement, assets, targets.

Of government funds and state capital, every place where such money could be printed: what tells
of them takes their topic, ``"gov_fund"`` or ``"state_capital"``.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import labelled
from budgetlib.explain.evidence import claims_of, of_the_year
from budgetlib.explain.wording import (
    Exhibit,
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
from budgetlib.figures import ZERO, Claim, Figure, Row, Table
from budgetlib.layouts import canonical
from budgetlib.relations import EXACT
from budgetlib.rules.comparison import Comparison, side_of
from budgetlib.rules.cost_basis import GOODS, cost_line
from budgetlib.rules.targets import FORMS, PERIODS, target_tables
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.phrases import Both, apart, label, labels, piece

CLASSES = {"state_capital": ("223",)}  # the function class that only this money pays for
PARTS = ("basic", "project", "carry_over", "carry_forward")
COLUMNS = ("total", "basic", "project")
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
        forms = any(table.role in FORMS for table in budget.tables.values())
        return say(f"indicators.{'unlike' if forms else 'none'}")
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


def _amount_or_none(budget: Budget, key: str) -> Both:
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
        alike.setdefault((_amount_or_none(budget, key), len(cells), amount), []).append(apart(name))
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


def places(budget: Budget, topic: str) -> Exhibit:
    """Every cell that prints an amount of a budget's money, by table, in 万元."""
    rows = [
        (number(table), _label(table, row), _header(table, column), floated(figure))
        for table, row, column, figure in _everywhere(budget, topic)
        if figure and figure.value and table.role != topic
    ]
    return framed("empty_budgets.places", rows, fund=apart(label("fund", topic)))


def _header(table: Table, column: str) -> str:
    """A column as its header prints it; its key where it has none."""
    path = next((c.path for c in table.columns if c.key == column), (label("form", column),))
    return " / ".join(path[-1:] if table.kind == "two_sided" else path[-2:])


def _label(table: Table, row: Row) -> str:
    """A row's name, below the name of its parent on a side."""
    parent = table.by_key.get(row.parent) if table.kind == "two_sided" else None
    above = f"{parent.name} › " if parent and parent.name else ""
    return above + (row.name or row.key)


def _everywhere(budget: Budget, topic: str) -> Iterator[tuple[Table, Row, str, Figure | None]]:
    """(table, row, column, figure) of each cell that is meant for this money."""
    for table in budget.tables.values():
        for row in table.rows:
            for column, figure in row.cells.items():
                if table.role == topic or _holds(table, row, column, topic):
                    yield table, row, column, figure


def _holds(table: Table, row: Row, column: str, topic: str) -> bool:
    """Whether a cell of another table is for money of this budget."""
    if row.code in CLASSES.get(topic, ()) or column.startswith(topic):
        return True
    two_sided = (table.kind == "two_sided" and row.part == "revenue") or row.part == "sources"
    return two_sided and apart(label("fund", topic)).chinese in row.name


def contents(budget: Budget, topic: str) -> Exhibit:
    """The filled rows of the budget's own table by code: total, basic and project in 万元."""
    rows = (row for t in budget.tables.values() if t.role == topic for row in t.rows)
    told = ((row, [floated(cell(row, column)) for column in COLUMNS]) for row in rows)
    filled = [(r.code, labelled(r.code, r.name), *a) for r, a in told if any(x == x for x in a)]
    return framed("empty_budgets.contents", filled, fund=apart(label("fund", topic)))


def _denials(budget: Budget, topic: str) -> list[Label]:
    """Where it is said, in words or as zero, that there is no such money this year."""
    said = [
        Label(*claim.figure.place.words)
        for claim in budget.all_claims
        if topic in (claim.key, claim.topic) and claim.figure.year == budget.year
        if claim.measure == "zero" or (claim.measure == "amount" and claim.figure.value == 0)
        if claim.key not in PARTS
    ]
    return list(dict.fromkeys(said))


def conclusion(budget: Budget, topic: str) -> Sentence:
    """Whether the budget is empty, as it is said to be, wherever it could appear."""
    cells = list(_everywhere(budget, topic))
    filled = [(table, figure) for table, *_, figure in cells if figure and figure.value]
    own = next((t for t in budget.tables.values() if t.role == topic), None)
    whole = cell(own.total_row, "total") if own else None
    denied = _denials(budget, topic)
    fields: dict[str, Any] = {
        "fund": apart(label("fund", topic)),
        "own": number(own) if own and not any(t is own for t, _ in filled) else "",
        "denied": denied,
        "denied_n": len(denied),
        "cells": len(cells),
        "tables": len({table.number for table, *_ in cells}),
        "filled": len(filled),
        "places": list(dict.fromkeys(number(table) for table, _ in filled)),
        "amount": whole.value
        if whole and whole.value
        else total_of(f.value for _, f in filled[:1]),
    }
    return capital(say(f"empty_budgets.{'filled' if filled else 'empty'}", **fields))
