"""Packages that were written by earlier versions load as they did."""

import tomllib
from pathlib import Path

import budgetlib

KEPT = Path(__file__).parent / "packages" / "jiangsu-procuratorate-2017-dept"


def test_load__a_package_of_an_earlier_version() -> None:
    budget = budgetlib.load(KEPT)
    assert (budget.id, budget.year, budget.level) == (
        "jiangsu-procuratorate-2017-dept",
        2017,
        "部门",
    )
    assert (len(budget.tables), len(budget.notes), len(list(budget.all_claims))) == (12, 12, 83)
    assert len(list(budget.figures)) == 270
    row = budget.tables["3"].frame.iloc[0]
    assert (row["total"], row["basic"], row["project"]) == (17996.68, 12323.48, 5533.00)
    verdicts = budget.reconcile().verdicts
    assert (verdicts["inconsistent"], verdicts["rounding"]) == (7, 1)
    assert verdicts["exact"] >= 517


def test_wheel__carries_every_file_that_the_library_reads() -> None:
    home = Path(budgetlib.__file__).parent
    project = tomllib.loads((home.parent / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["budgetlib"]
    carried = {path for pattern in patterns for path in home.glob(pattern.replace("/**", "/**/*"))}
    data = {p for p in home.rglob("*") if p.suffix in (".toml", ".csv", ".j2", ".css", ".typed")}
    assert data and data <= carried
