"""The golden record: every relation, claim, count of the ledger and cause, source by source.

    python tests/golden/record.py [--documents DIR]     # what `make golden` runs

It tells exactly what a change of the code changes. Each change is listed in CHANGES.md by rule,
count and reason, in a commit of its own. How many Python calls a load makes is reported beside it
(`calls.json`) and asserted by no test.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "rules")]

import budgetlib  # noqa: E402
from budgetlib.budget import read_text  # noqa: E402

MAX_BYTES = 300_000
DATA = HERE.parent.parent / "data"


def made_texts() -> dict[str, str]:
    """The disclosures that the tests make, by name."""
    from made import documents
    from test_no_false_alarm import RIGHT

    return documents() | {f"right-{name}": text for name, text in RIGHT.items()}


def sources(documents: Path | None = None) -> dict[str, Callable[[], object]]:
    """How each recorded budget is loaded, by the name of its record."""
    found: dict[str, Callable[[], object]] = {}
    for package in sorted(DATA.glob("*/datapackage.json")):
        found[f"package-{package.parent.name}"] = _loader(package.parent)
    for path in sorted(documents.iterdir()) if documents else ():
        if path.suffix in (".pdf", ".txt"):
            found[f"document-{path.stem}"] = _loader(path)
    for name, text in made_texts().items():
        found[f"text-{name}"] = lambda text=text: read_text(text)
    return found


def _loader(path: Path) -> Callable[[], object]:
    return lambda: budgetlib.load(path)


def record(budget: object) -> str:
    """The record of one budget, as text of sorted lines."""
    result = budget.reconcile()
    lines = sorted(_comparison(c) for c in result.results if c.relation is not None)
    text = "\n".join(lines)
    if len(text.encode()) > MAX_BYTES:
        lines = list(_summed(lines))
    lines += _not_run(c for c in result.results if c.relation is None)
    lines += sorted(_claim(claim) for claim in budget.all_claims)
    lines += sorted(_ledger(budget))
    lines += sorted(_cause(cause) for cause in result.causes)
    return "\n".join(lines) + "\n"


def _comparison(c: object) -> str:
    terms = " ".join(
        f"{'-' if t.coefficient < 0 else '+'}{t.figure.id}" for t in _ordered(c.relation)
    )
    said = "|".join(cited.text for cited in c.relation.cited)
    words = f" words:{_hash(said)}" if said else ""
    return f"relation {c.rule.name} {type(c.relation).__name__} {c.verdict} {terms}{words}"


def _not_run(comparisons: Iterable[object]) -> Iterator[str]:
    """The rules of which something did not run; the reasons are tested where they are made."""
    yield f"not-run {' '.join(sorted({c.rule.name for c in comparisons}))}"


def _ordered(relation: object) -> list[object]:
    """The terms: of an amount printed twice neither is the first, of a sum no part is."""
    if type(relation).__name__ == "Same":
        return sorted(
            (t._replace(coefficient=1) for t in relation.terms), key=lambda t: t.figure.id
        )
    return sorted(relation.terms, key=lambda t: (t.role != "total", t.coefficient, t.figure.id))


def _summed(lines: list[str]) -> Iterator[str]:
    """A line for each rule, type and verdict: how many there are, and the hash of them."""
    for head, group in groupby(lines, key=lambda line: " ".join(line.split()[:4])):
        every = list(group)
        yield f"{head} {len(every)} {_hash(chr(10).join(every))}"


def _claim(c: object) -> str:
    f = c.figure
    of = (c.measure, c.key or c.subject[:20] or "-", f.code or "-", f.fund or "-", f.year, f.base)
    linked = (c.of or "-", c.direction, c.compared, c.compared_base or "-", c.context or "-")
    return f"claim {f.id} {f.printed}{f.unit} {' '.join(map(str, (*of, *linked)))}"


def _ledger(budget: object) -> Iterator[str]:
    for status, number in Counter(entry.status for entry in budget.ledger).items():
        yield f"ledger {status} {number}"
    yield f"ledger unread-named {len(budget.unread)}"
    yield f"ledger unplaced {len(budget.unplaced)}"


def _cause(cause: object) -> str:
    doubted = [[repair.figure.id for repair in answer.repairs] for answer in cause.answers]
    rules = sorted(c.rule.name for c in cause.comparisons)
    return f"cause {cause.severity} {doubted} {' '.join(rules)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def calls(load: Callable[[], object]) -> int:
    """How many Python calls a load makes once everything is imported."""
    count = 0

    def each(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    load()
    sys.setprofile(each)
    load()
    sys.setprofile(None)
    return count


def main() -> None:
    """Write the record anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path)
    documents = parser.parse_args().documents
    counted = HERE / "calls.json"
    made: dict[str, int] = json.loads(counted.read_text()) if counted.exists() else {}
    for name, load in sources(documents).items():
        (HERE / f"{name}.txt").write_text(record(load()), encoding="utf-8")
        if not name.startswith("text-right"):
            made[name] = calls(load)
    counted.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
