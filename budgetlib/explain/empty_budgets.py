"""Government funds and state capital: every place where such money could be printed.

Each function takes the topic, ``"gov_fund"`` or ``"state_capital"``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import comparisons_about
from budgetlib.explain.wording import Sentence, cell, floated, framed, listed, money, number, say
from budgetlib.figures import Figure
from budgetlib.phrases import Both, apart, label, piece
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.show.exhibit import Exhibit

CLASSES = {"state_capital": ("223",)}  # the function class that only this money pays for
PARTS = ("basic", "project", "carry_over", "carry_forward")
COLUMNS = ("total", "basic", "project")
MOST = 4  # amounts named in a sentence


def comparisons(reconciliation: Reconciliation, topic: str) -> list[Comparison]:
    """The comparisons about one of the two budgets, those that could not run among them."""
    return comparisons_about(reconciliation, topic, (topic,), unrun=("empty_budgets_are_empty",))


def places(budget: Budget, topic: str) -> Exhibit:
    """Every cell in which money of a budget could be printed, by table, in 万元.

    Its state is blank, zero or filled; a table without any row stands with one blank place.
    """
    rows = [
        (
            number(table),
            _label(table, row),
            _header(table, column),
            figure.printed if figure else "",
            floated(figure),
            label("state", _state(figure)),
        )
        for table, row, column, figure in _everywhere(budget, topic)
    ]
    return framed("empty_budgets.places", rows, fund=label("fund", topic))


def _header(table: Table, column: str) -> str:
    """A column as its header prints it; its key where it has none."""
    path = next((c.path for c in table.columns if c.key == column), (label("form", column),))
    return " / ".join(path[-1:] if table.kind == "two_sided" else path[-2:])


def _label(table: Table, row: Row | None) -> str:
    """A row's name, below the name of its parent on a side."""
    parent = table.by_key.get(row.parent) if row and table.kind == "two_sided" else None
    above = f"{parent.name} › " if parent and parent.name else ""
    return above + (row.name or row.key) if row else "—"


def _state(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "blank"
    return "filled" if figure.value else "zero"


Place = tuple[Table, Row | None, str, Figure | None]


def _everywhere(budget: Budget, topic: str) -> Iterator[Place]:
    """(table, row, column, figure) of each cell, table by table."""
    for table in budget.tables.values():
        own = table.role == topic
        if own and not table.rows:
            yield table, None, "—", None
        for row in table.rows:
            for column, figure in row.cells.items():
                if own or _holds(table, row, column, topic):
                    yield table, row, column, figure


def _holds(table: Table, row: Row, column: str, topic: str) -> bool:
    """Whether a cell of another table is for money of this budget."""
    if row.code in CLASSES.get(topic, ()) or column.startswith(topic):
        return True
    two_sided = (table.kind == "two_sided" and row.part == "revenue") or row.part == "sources"
    return two_sided and _fund(topic).chinese in row.name


def _fund(topic: str) -> Both:
    return apart(label("fund", topic))


def described(budget: Budget, topic: str) -> str:
    """The places in words, table by table, for who cannot see their chart."""
    frame = places(budget, topic)
    told = [
        f"{table} {listed(f'{n} {state}' for state, n in rows.value_counts(sort=False).items())}"
        for table, rows in frame[frame.columns[-1]].groupby(level=0, sort=False)
    ]
    return f"{frame.attrs['caption']}: {'; '.join(told)}."


def contents(budget: Budget, topic: str) -> Exhibit:
    """The rows of the budget's own table by code: total, basic and project in 万元."""
    tables = budget.all_tables(topic) if budget.has(topic) else []
    rows = [
        (row.code or "Σ", row.name, *(floated(cell(row, column)) for column in COLUMNS))
        for table in tables
        for row in table.rows
    ]
    return framed("empty_budgets.contents", rows, fund=_fund(topic).chinese)


def told(budget: Budget, topic: str) -> Exhibit:
    """What is said of a budget in words, claim by claim: in the notes, and below its table."""
    return framed("empty_budgets.told", (_said(c, topic) for c in _claims(budget, topic)))


def _said(claim: Claim, topic: str) -> tuple[str, ...]:
    place = claim.figure.place
    kind = "below" if place.table else "note"
    where = piece(f"empty_budgets.{kind}", table=place.table, section=place.section).english
    said = (claim.subject or _fund(topic).chinese, claim.figure.printed)
    return vocabulary.claim(claim.id), where, *said, str(claim.figure.year or "")


def _claims(budget: Budget, topic: str) -> list[Claim]:
    return [c for c in budget.all_claims if topic in (c.key, c.topic)]


def _denials(budget: Budget, topic: str) -> int:
    """How often it is said, in words or as zero, that there is no such money this year."""
    return sum(
        c.measure == "zero" or (c.measure == "amount" and c.figure.value == 0)
        for c in _claims(budget, topic)
        if c.figure.year == budget.year and c.key not in PARTS
    )


def conclusion(budget: Budget, topic: str) -> Sentence:
    """Whether the budget is empty, as it is said to be, wherever it could appear."""
    cells = [(table.number, figure) for table, *_, figure in _everywhere(budget, topic)]
    states = Counter(_state(figure) for _, figure in cells)
    values = sorted({f.value for _, f in cells if f and f.value}, reverse=True)
    return say(
        f"empty_budgets.{'filled' if values else 'empty'}",
        fund=_fund(topic),
        denied=_denials(budget, topic),
        cells=len(cells),
        tables=len({table for table, _ in cells}),
        **{state: states[state] for state in ("blank", "zero", "filled")},
        amounts=listed(map(money, values[:MOST])) + " …" * (len(values) > MOST),
    )
