"""What every source gives stays what the golden record says; see `record`."""

import difflib
from pathlib import Path

import pytest
from record import HERE, record, sources

FEW = 40


def changes(name: str, documents: Path | None = None) -> str:
    """The lines that the record and the code do not share."""
    kept = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    now = record(sources(documents)[name]()).splitlines()
    lines = [line for line in difflib.ndiff(kept, now) if line[:2] in ("- ", "+ ")]
    return "\n".join([*lines[:FEW], *(["..."] if len(lines) > FEW else [])])


@pytest.mark.parametrize("name", sources())
def test_record__is_what_the_code_gives(name: str) -> None:
    assert not changes(name)


DOCUMENTS = [path.stem for path in HERE.glob("document-*.txt")]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_record__of_documents(name: str, documents: Path) -> None:
    assert not changes(name, documents)
