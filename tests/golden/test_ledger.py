"""A token booked as a figure is a figure of the budget, and each figure has one token."""

from collections import Counter
from pathlib import Path

import pytest
from record import sources
from test_golden import DOCUMENTS

from budgetlib.budget import Budget
from budgetlib.figures import number

FIRST_PART = "概况"  # tells figures of which only the offices are kept


def faults(budget: Budget) -> list[str]:
    """Tokens without their figure at their place, and figures without their one token."""
    figures = {f.id: f for f in budget.figures}
    entries = [entry for entry in budget.ledger if entry.status == "figure"]
    booked = Counter(entry.figure for entry in entries)
    found = [
        f"{entry} is no {figures.get(entry.figure)!r}"
        for entry in entries
        if not _is(figures.get(entry.figure), entry)
        and not (entry.figure.startswith(FIRST_PART) and entry.figure not in figures)
    ]
    counts = ((f, booked[f.id]) for f in figures.values() if not f.worded)
    return found + [f"{f!r} has {count} tokens" for f, count in counts if count != 1]


def _is(figure, entry) -> bool:
    """Whether a token shows the digits of a figure where the figure is printed."""
    shown, place = number(entry.text), figure and figure.place
    same = figure is not None and shown is not None and abs(figure.amount) == abs(shown)
    return same and (place.line, place.page) == (entry.line, entry.page)


@pytest.mark.parametrize("name", sources())
def test_ledger__each_figure_has_its_token(name: str) -> None:
    assert not faults(sources()[name]())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ledger__of_documents(name: str, documents: Path) -> None:
    assert not faults(sources(documents)[name]())
