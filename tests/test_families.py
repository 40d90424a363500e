"""Real disclosures of other families: nothing unread, and what is wrong seen on the page."""

from pathlib import Path

import pytest

import budgetlib
from budgetlib.layouts import names
from budgetlib.package import open_package, save

# (rule, what is printed at its first place), each checked on the page.
TRUE = {
    "jiangsu-jcy-2017.pdf": {
        ("overall_note_tells_the_rows_of_the_summary", "12323.46"),  # the table: 12,323.48
        ("shares_follow_from_the_amounts_told", "18.85"),  # 110 of 584.35 is 18.82 %
        ("shares_follow_from_the_amounts_told", "54.43"),  # 317.8 of 584.35 is 54.39 %
        ("shares_follow_from_the_amounts_told", "26.72"),  # 156.55 of 584.35 is 26.79 %
        ("growth_follows_from_the_change", "2.31"),  # 309.03 of 13,347.31 is 2.315 %
        ("growth_follows_from_the_change", "129.97"),  # 3401.59 of 2630.96 is 129.29 %
    },
    "jiangsu-rd-2018.pdf": {
        ("shares_follow_from_the_amounts_told", "10.61"),  # 1685.72 of 15897.44 is 10.604 %
        ("growth_follows_from_the_change", "1312.56"),  # 1557.29 of 128.43 is 1212.56 %
    },
    "jiangsu-zx-2019.pdf": set(),
    "shanghai-czj-city-2025.pdf": set(),
    "shanghai-swj-unit-2025.pdf": set(),
    "shanghai-wanli-dept-2024.pdf": {
        ("general_budget_note_equals_its_table", "352.67"),  # the table: 3,503,499 yuan
        ("growth_follows_from_both_amounts", "0.53"),  # follows from the other amount, 350.35
        ("an_amount_is_told_alike", "350.35"),
    },
    "shanghai-sgb-final-2024.pdf": {
        ("shares_follow_from_the_amounts_told", "9.55"),  # 29.42 of 307.82 is 9.558 %
    },
}
LAYOUTS = {"jiangsu": "jiangsu", "shanghai": "shanghai", "final": "shanghai-final-accounts"}
WORDS = {"titles_are_alike", "every_listed_table_is_printed", "reasons_are_finished"}


@pytest.fixture(scope="module", params=TRUE)
def source(request: pytest.FixtureRequest, documents: Path) -> Path:
    path: Path = documents / request.param
    return path


def test_read__everything_and_by_its_family(source: Path) -> None:
    budget = budgetlib.load(source)
    assert (budget.unread, budget.unplaced) == ((), ())
    family = "final" if "final" in source.name else source.name.partition("-")[0]
    assert budget.layout == LAYOUTS[family]
    assert str(budget.year) in source.stem
    assert len(budget.unit) > 5


def test_reconcile__finds_what_is_wrong_and_nothing_else(source: Path) -> None:
    result = budgetlib.load(source).reconcile()
    found = {
        (c.rule.name, c.places[0]["printed"])
        for c in result.inconsistent
        if c.rule.name not in WORDS
    }
    assert found == TRUE[source.name]


def test_package__answers_as_the_document(source: Path, tmp_path: Path) -> None:
    budget = budgetlib.load(source)
    again = open_package(save(budget, tmp_path / "package"))
    assert [(c.verdict, c.message) for c in again.reconcile().results] == [
        (c.verdict, c.message) for c in budget.reconcile().results
    ]


def test_layouts__each_is_named_in_both_languages() -> None:
    assert set(LAYOUTS.values()) | {"common", "wuhan"} == set(names())
