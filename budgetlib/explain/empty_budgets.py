"""Government funds and state capital: every place where such money could be printed.

Each function takes the topic, ``"gov_fund"`` or ``"state_capital"``.
"""

from collections.abc import Iterator
from typing import Any

from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.wording import Sentence, cell, floated, framed, number, say, total_of
from budgetlib.figures import Figure
from budgetlib.figures.printed import Row, Table
from budgetlib.show.exhibit import Exhibit
from budgetlib.vocabulary import Label
from budgetlib.vocabulary.phrases import apart, label

CLASSES = {"state_capital": ("223",)}  # the function class that only this money pays for
PARTS = ("basic", "project", "carry_over", "carry_forward")
COLUMNS = ("total", "basic", "project")


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
    return say(f"empty_budgets.{'filled' if filled else 'empty'}", **fields)
