"""Rows that slid: a table whose amounts stand beside the names of other rows."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from budgetlib.figures.printed import Row, Table
from budgetlib.rules.reconcile import Comparison, Reconciliation
from budgetlib.vocabulary.phrases import Both, piece

LEAST = 4  # rows that hold another row's amount: fewer may be misprints of their own
MOST_OF = 0.7  # of those that differ


class Slid(NamedTuple):
    """A table from the row on that first holds an amount that another table prints elsewhere."""

    table: Table
    rows: tuple[Row, ...]  # from that row to the end
    moved: int  # so many hold the amounts of other rows, in their order
    other: Table

    @property
    def words(self) -> Both:
        """What happened, in English and in Chinese."""
        table, other = self.table.number, self.other.number
        return piece("cause.slid", table=table, row=self.rows[0].name, n=self.moved, other=other)

    def explains(self, comparison: Comparison) -> bool:
        """Whether a comparison looks at one of its rows."""
        assert comparison.relation is not None
        terms = [term.figure.place for term in comparison.relation.terms]
        places = terms + [cited.place for cited in comparison.relation.cited]
        first = self.rows[0].place.cell
        return any(
            p.table == self.table.number and p.cell and (not first or p.cell[0] >= first[0])
            for p in places
        )


def slid(reconciliation: Reconciliation) -> Iterator[Slid]:
    """The tables whose own sums fail because amounts and names slid against each other."""
    tables = reconciliation.budget.tables
    broken = Counter(
        next(iter(numbers))
        for c in reconciliation.inconsistent
        if c.relation and len(numbers := {t.figure.place.table for t in c.relation.terms}) == 1
    )
    for number in tables:
        if broken[number] < LEAST:
            continue
        others = (t for n, t in tables.items() if broken[n] < broken[number])
        found = [each for other in others if (each := _against(tables[number], other))]
        if found:
            yield max(found, key=lambda each: each.moved)


def _against(table: Table, other: Table) -> Slid | None:
    amounts = {row.code: value for row in other.rows if row.code and (value := _amount(row))}
    differing = [r for r in table.rows if r.code in amounts and _amount(r) != amounts[r.code]]
    values = list(amounts.values())
    at, moved = -1, list[Row]()
    for row in differing:
        after = next((n for n, v in enumerate(values) if n > at and v == _amount(row)), None)
        if after is not None:
            at, moved = after, [*moved, row]
    if len(moved) < LEAST or len(moved) < MOST_OF * len(differing):
        return None
    return Slid(table, table.rows[table.rows.index(moved[0]) :], len(moved), other)


def _amount(row: Row) -> Decimal | None:
    return next((f.value for f in row.some("total", "amount")), None)
