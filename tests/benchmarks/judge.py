"""Judge the product by hand-made truth: cells, claims, findings, identity of whole documents.

    python tests/benchmarks/judge.py DOCUMENTS --truth tests/benchmarks/truth

`DOCUMENTS` is a folder; each file of truth (see `truth/README.md`) names the one that it is of.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import budgetlib
from budgetlib.figures import number
from budgetlib.layouts import canonical
from budgetlib.vocabulary.spelling import squeeze

IDENTITY = {"body": "unit", "year": "year", "level": "level", "kind": "kind"}
GRAVE = ("error", "warning")
AGAINST = ("change", "growth", "execution")  # measures whose base is what they are held against


class Share(NamedTuple):
    """So many of so many."""

    right: int
    all: int

    def __str__(self) -> str:
        return f"{self.right} of {self.all}" + (
            f" ({self.right / self.all:.1%})" if self.all else ""
        )

    def __add__(self, other: object) -> Share:
        assert isinstance(other, Share)
        return Share(self.right + other.right, self.all + other.all)


def judged(document: Path, truth: dict[str, Any]) -> tuple[dict[str, Share], list[str]]:
    """Each measure of one document, and what is not as the truth says."""
    budget = budgetlib.load(document)
    result = budget.reconcile()
    found = {}
    wrong = [f"cell {cell}" for cell in truth["cells"] if not _has_cell(budget, *cell)]
    found["cells right"] = Share(len(truth["cells"]) - len(wrong), len(truth["cells"]))
    claims = [f"claim {claim}" for claim in truth["claims"] if not _has_claim(budget, *claim)]
    found["claims right"] = Share(len(truth["claims"]) - len(claims), len(truth["claims"]))
    causes = [(cause, set(_printed(cause))) for cause in result.causes]
    true = [set(map(squeeze, each["printed"])) for each in truth.get("findings", [])]
    grave = [(cause, printed) for cause, printed in causes if cause.severity in GRAVE]
    missed = [f"missed {t}" for t in true if not any(t <= printed for _, printed in grave)]
    found["true inconsistencies found"] = Share(len(true) - len(missed), len(true))
    false = []
    for severity in GRAVE:
        of = [(cause, printed) for cause, printed in grave if cause.severity == severity]
        bad = [f"false {cause.message[0]}" for cause, p in of if not any(t <= p for t in true)]
        found[f"{severity} causes that are true"] = Share(len(of) - len(bad), len(of))
        false += bad
    numbers = len(budget.ledger)
    unread = sum(limit.kind == "number" for limit in budget.limits)
    found["numbers unread"] = Share(unread, numbers)
    tied, amounts = result.tied_amounts
    found["amounts untied"] = Share(amounts - tied, amounts)
    found["relations not run for the reading"] = Share(
        len(result.unread), sum(c.relation is not None for c in result.results)
    )
    told = {name: getattr(budget, own) for name, own in IDENTITY.items()}
    for name, value in truth["identity"].items():
        found[f"{name} right"] = Share(told[name] == value, 1)
    named = [f"identity {n} {told[n]}" for n, v in truth["identity"].items() if told[n] != v]
    return found, [*named, *wrong, *claims, *missed, *false]


def _has_cell(budget: Any, table: str, row: str, column: str, printed: str) -> bool:
    """Whether a figure of the table has this row's code or name, this header, and this value."""
    if table not in budget.tables:
        return False
    headers = {column.key: column.path for column in budget.tables[table].columns}
    for line in budget.tables[table].rows:
        if canonical(row) in (line.code, canonical(line.name)):
            for key, figure in line.cells.items():
                path = "".join(headers.get(key, ()))
                if (not column or squeeze(column) in path) and _same(figure.printed, printed):
                    return True
    return False


def _has_claim(
    budget: Any,
    section: str,
    subject: str,
    measure: str,
    printed: str,
    unit: str,
    year: int,
    base: str = "",
) -> bool:
    """Whether a claim of the section has this subject (or its amount), value and all else."""
    subjects = {c.id: c.subject for c in budget.all_claims}
    return any(
        c.figure.place.section == section
        and subject in c.subject + subjects.get(c.of, "")
        and (c.measure, c.figure.unit) == (measure, unit)
        and (c.figure.year or year) == year
        and (not base or base == (c.compared_base if measure in AGAINST else c.figure.base))
        and _same(c.figure.printed, printed)
        for c in budget.all_claims
    )


def _same(one: str, other: str) -> bool:
    return number(one) == number(other)


def _printed(cause: Any) -> Iterator[str]:
    """What is printed at every place of a cause, without commas, as labels are compared."""
    for comparison in cause.comparisons:
        places = (str(place["printed"]).replace(",", "") for place in comparison.places)
        yield from (squeeze(printed) for printed in places)


def main() -> None:
    """Print the table, and below it what is not as the truth says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--truth", type=Path, required=True)
    given = parser.parse_args()
    whole: Counter[str] = Counter()
    told: dict[str, Share] = {}
    for path in sorted(given.truth.glob("*.toml")):
        truth = tomllib.loads(path.read_text(encoding="utf-8"))
        found, wrong = judged(given.documents / truth["document"], truth)
        for name, share in found.items():
            told[name] = told.get(name, Share(0, 0)) + share
        whole[truth["document"]] = len(wrong)
        print(f"\n{truth['document']}", *(f"  {line}" for line in wrong), sep="\n")
    print(f"\n| measured on {len(whole)} documents | now |\n|---|---|")
    print(*(f"| {name} | {share} |" for name, share in told.items()), sep="\n")


if __name__ == "__main__":
    main()
