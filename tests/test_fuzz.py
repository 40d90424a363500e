"""Corrupted copies give a Budget or a typed error, and what was lost is named."""

import time
from functools import cache
from pathlib import Path

import pytest
from corrupt import corrupted
from writer import write

import budgetlib
from budgetlib.budget import Budget, read_text
from budgetlib.errors import Absent, BudgetError
from budgetlib.tell.text import summary

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"
BATCH = 12  # `tests/benchmarks/fuzz.py` makes 10,000
LONGEST = 10.0  # seconds, on a machine that does other things too


@cache
def text_of(document: Path | None) -> str:
    return document.read_text("utf-8") if document else write(budgetlib.load(PACKAGE))


@pytest.fixture
def text(request: pytest.FixtureRequest) -> str:
    """The published document where its folder is given, else the bundled budget written out."""
    folder = request.config.getoption("--documents")
    found = sorted(Path(folder).glob("wuhan*.txt")) if folder else []
    return text_of(found[0] if found else None)


def named(budget: Budget, role: str) -> bool:
    """Whether a table that vanished is told as the reason why a rule could not run."""
    with pytest.raises(Absent) as absent:
        budget.table(role)
    reason = absent.value.reason
    return any(result.reason == reason for result in budget.reconcile().not_run)


def survives(text: str) -> Budget | None:
    started = time.monotonic()
    try:
        budget = read_text(text)
        summary(budget.reconcile())
    except BudgetError:
        return None
    finally:
        assert time.monotonic() - started < LONGEST
    return budget


@pytest.mark.parametrize("batch", range(8))
def test_read_text__of_corrupted_copies(batch: int, text: str) -> None:
    whole = read_text(text)
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        budget = survives(corrupted(text, seed))
        lost = {t.role for t in whole.tables.values()} - {
            t.role for t in (budget.tables.values() if budget else ())
        }
        if budget is not None:
            assert all(named(budget, role) for role in lost), (seed, lost)


def test_corrupted__changes_the_text(text: str) -> None:
    assert sum(corrupted(text, seed) != text for seed in range(50)) > 45
