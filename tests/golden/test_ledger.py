"""A token booked as a figure is a figure of the budget, and each figure has one token."""

from pathlib import Path

import pytest
from ledger_law import faults
from record import sources
from test_golden import DOCUMENTS


@pytest.mark.parametrize("name", sources())
def test_ledger__each_figure_has_its_token(name: str) -> None:
    assert not faults(sources()[name]())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ledger__of_documents(name: str, documents: Path) -> None:
    assert not faults(sources(documents)[name]())
