"""What a check of a package does without: it is what most commands wait for."""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"
CHECK = f"""
import sys
from budgetlib.cli import main
from budgetlib.sentences.tokens import scanner
main(['check', {str(PACKAGE)!r}])
print(*sys.modules, f'scanners={{scanner.cache_info().currsize}}', file=sys.stderr)
"""


@pytest.fixture(scope="module")
def made() -> set[str]:
    """The modules that a check of a package imports, and how many scanners it makes."""
    run = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize("module", ["dataclasses", "inspect", "shutil", "zipfile", "html"])
def test_check__does_not_import(made: set[str], module: str) -> None:
    assert "budgetlib.rules.reconcile" in made
    assert module not in made


def test_check__reads_no_sentences_of_a_package(made: set[str]) -> None:
    assert "scanners=0" in made
