"""Other matters: money said not to be there, procurement, assets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import claims_of, comparisons_about, of_the_year
from budgetlib.explain.wording import (
    NONE,
    Sentence,
    floated,
    framed,
    number,
    say,
    together,
    total_of,
)
from budgetlib.figures import ZERO, Figure
from budgetlib.phrases import Both, apart, label, labels, piece
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.rules.procurement import GOODS, cost_line
from budgetlib.rules.projects_across_tables import target_tables
from budgetlib.show.exhibit import Exhibit

CODES = {"commissioned_services": "30227"}  # an economic class of its own
COLUMNS = {"operating_organs": "operating_organs"}  # a column, or a table, of its own
TOPICS = ("other", "operating_organs", "procurement", "assets", "performance")
ROLES = ("operating_organs", "procurement")
RULES = (
    "procurement",
    "targets",
    "no_operating_expenses_of_organs",
    "no_commissioned_services",
    "people_told_in_the_basis_match_the_indicators",
)


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(reconciliation, TOPICS, ROLES, RULES)


class _Nothing(NamedTuple):
    """Money that is often nothing: what is told, the cells that could show it, lines searched."""

    told: Both
    cells: list[Figure]
    searched: int

    @property
    def printed(self) -> Decimal | None:
        filled = [figure.value for figure in self.cells if figure.value is not None]
        return total_of(filled) if filled else None


def _nothing(budget: Budget, key: str) -> _Nothing:
    return _Nothing(_told(budget, key), _where(budget, key), _searched(budget, key))


def said_to_be_nothing(budget: Budget) -> Exhibit:
    """What notes say of money that is often nothing, and what tables print of it (万元).

    In how many cells it could stand, and among how many lines of the economic classification.
    """
    rows = [
        (shown, " ".join(dict.fromkeys(told)), len(cells), searched, floated(found.printed))
        for key, shown in labels("nothing").items()
        for found in (_nothing(budget, key),)
        for told, cells, searched in (found,)
    ]
    return framed("other.said_to_be_nothing", rows)


def _told(budget: Budget, key: str) -> Both:
    """The amount told, that there is none, or that the notes are silent."""
    for claim in budget.all_claims:
        if claim.key == key and claim.measure == "zero":
            return piece("other.nothing")
        if claim.key == key and claim.measure == "amount" and of_the_year(budget, claim):
            return Both(str(claim.figure), str(claim.figure))
    return piece("other.not_told")


def _where(budget: Budget, key: str) -> list[Figure]:
    """Every cell that could show this money, blank ones too."""
    name, column, code = apart(label("nothing", key)).chinese, COLUMNS.get(key), CODES.get(key)
    found = []
    for table in budget.tables.values():
        if table.role == column and table.total_row:
            found += table.total_row.some("total", "amount")
            continue
        for row in table.rows:
            here = row.code == code or name == row.text.get("class") or name in row.name
            cells = row.cells.items()
            found += [f for c, f in cells if (here and c in ("total", "amount")) or c == column]
    return found


def _searched(budget: Budget, key: str) -> int:
    """How many lines name an economic class, where this money would be one of them."""
    if key not in CODES:
        return 0
    basic = budget.table("basic_by_economic").leaves if budget.has("basic_by_economic") else []
    return len(basic) + sum(len(table.part("cost")) for table in target_tables(budget))


def nothing_there(budget: Budget) -> Sentence:
    """Whether what is said to be nothing is nothing wherever it could be printed, in words."""
    return together(*(_nothing_there(_nothing(budget, k), s) for k, s in labels("nothing").items()))


def _nothing_there(found: _Nothing, shown: str) -> Sentence:
    n, amount = len(found.cells), found.printed or ZERO
    if n:
        there = piece("other.cells", n=n, amount=amount)
    else:
        known = "searched" if found.searched else "no_place"
        there = piece(f"other.{known}", n=found.searched)
    english, _, chinese = shown.rpartition(" ")
    return say("other.nothing_one", name=Both(english, chinese), told=found.told, there=there)


def _lines(budget: Budget) -> Iterator[tuple[Table, Row, Row | None]]:
    """(table, purchase, its cost line) of every purchase that the projects list."""
    for table in target_tables(budget):
        for row in table.part("procurement"):
            yield table, row, cost_line(table, row)


def _kind(line: Row | None) -> str:
    """Goods or services, by the economic class of the cost line; "" without one."""
    if line is None:
        return ""
    return "goods" if line.text.get("class", "").endswith(GOODS) else "services"


def purchases(budget: Budget) -> Exhibit:
    """The purchases that projects list: quantity, amount, unit price and cost line in 万元.

    The kind is that of the cost line of the same name.
    """
    return framed("other.purchases", (_purchase(*found) for found in _lines(budget)))


def _purchase(table: Table, row: Row, line: Row | None) -> tuple[Any, ...]:
    quantity, amount = row["quantity"].value, row["amount"].value
    return (
        number(table),
        row.name,
        labels("procurement").get(_kind(line), "—"),
        row["quantity"].printed,
        floated(amount),
        floated(amount / quantity if amount is not None and quantity else None),
        floated(line["amount"]) if line else NONE,
    )


def _amounts(budget: Budget) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """(told in the note, listed by projects) of each kind and of the whole, in 万元."""
    sums: dict[str, Decimal] = {}
    for _, row, line in _lines(budget):
        for key in filter(None, (_kind(line), "procurement")):
            sums[key] = sums.get(key, ZERO) + row["amount"].amount
    told = {key: _claim(budget, key) for key in labels("procurement")}
    return {key: (c.figure.value if c else None, sums.get(key)) for key, c in told.items()}


def _claim(budget: Budget, key: str, measure: str = "amount") -> Claim | None:
    """What the notes tell of procurement in the budget year."""
    found = (c for c in claims_of(budget, *TOPICS) if c.topic == "procurement" and c.key == key)
    return next((c for c in found if c.measure == measure and of_the_year(budget, c)), None)


def procurement(budget: Budget) -> Exhibit:
    """Procurement by kind and whole, as the note tells and as projects list it, in 万元."""
    rows = [
        (
            label("procurement", key),
            floated(told),
            floated(there),
            floated(None if told is None or there is None else told - there),
        )
        for key, (told, there) in _amounts(budget).items()
        if told is not None or there is not None
    ]
    return framed("other.procurement", rows)


def procured(budget: Budget) -> Sentence:
    """How procurement in the note compares with last year and with the lists, in words."""
    told, there = _amounts(budget)["procurement"]
    if told is None:
        return say("other.no_procurement")
    change, since = _claim(budget, "procurement", "change"), Both()
    if change and change.direction is not None:
        since = piece("other.before", before=told - change.direction * change.figure.amount)
    return say("other.procured", told=told, before=since, lists=_lists(told, there))


def _lists(told: Decimal, there: Decimal | None) -> Both:
    if there is None:
        return piece("other.no_lists")
    kind = "equal" if told == there else "less" if told > there else "more"
    return piece(f"other.{kind}", there=there, rest=told - there, more=there - told)


def owned(budget: Budget) -> Sentence:
    """The assets told, in one sentence of each language."""
    known = labels("asset")
    told = {c.key: c.figure for c in claims_of(budget, *TOPICS)[::-1] if c.key in known}
    assets = [piece("other.asset", name=apart(known[key]), told=str(f)) for key, f in told.items()]
    return say(f"other.{'assets' if assets else 'no_assets'}", assets=assets)


def conclusion(budget: Budget) -> Sentence:
    """What follows for money said to be nothing, procurement and assets."""
    return together(nothing_there(budget), procured(budget), owned(budget))
