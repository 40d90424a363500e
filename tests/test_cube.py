"""What a figure measures, and questions to the cube."""

import pytest
from disclosures import example
from writer import write

import budgetlib
from budgetlib import cli
from budgetlib.budget import read_text
from budgetlib.rules import RULES

WUHAN = "data/503019-2026"


def test_cells__one_coordinate_is_one_amount() -> None:
    budget = read_text(write(example()))
    printed: dict[tuple[object, ...], set[object]] = {}
    for cell in budget.cells:
        if cell.of.flow and not cell.place.startswith("note") and cell.figure.unit == "万元":
            printed.setdefault(cell.of, set()).add(cell.figure.amount)
    assert len(printed) > 100
    assert {of: values for of, values in printed.items() if len(values) > 1} == {}


def test_figure__knows_what_it_measures() -> None:
    budget = budgetlib.load(WUHAN)
    figures = {figure.id: figure for figure in budget.figures}
    of = figures["5-1/208/basic"].of
    assert of is not None
    assert (of.flow, of.fund, of.kind, of.code) == ("out", "general_budget", "basic", "208")
    assert (of.year, of.base) == (2026, "预算")


def test_pivot__of_kinds_by_places() -> None:
    budget = budgetlib.load(WUHAN)
    kinds = ("total", "basic", "project")
    frame = budget.pivot("kind", flow="out", fund="general_budget", kind=kinds)
    assert frame.loc["basic", "table by_function"] == 1055.06
    assert frame.loc["project", "note general_budget"] == 292.69


def test_why__names_the_axes_on_which_figures_differ() -> None:
    budget = budgetlib.load(WUHAN)
    told = budget.why("3/合计/total", "5-1/合计/total")
    assert "fund: year / general_budget (one holds the other)" in told
    assert "tied: In every row, general budget expenditure equals all expenditure" in told
    assert "no known coordinate" in budget.why("3/合计/total", "12-1/head/total")


def test_rules__are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(RULES)


def test_rules__as_a_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "--format", "md"]) == 0
    lines = {
        line.split("`")[1]: line.split(" | ") for line in capsys.readouterr().out.splitlines()[2:]
    }
    assert set(lines) == {rule.name for rule in RULES}
    for name, cells in lines.items():
        assert len(cells) == 8, name
        assert {"identity", "usual", "hint"} & set(cells)
    ran = lines["lower_levels_make_their_parent"]
    assert ran[3] == "arithmetic" and int(ran[5]) > 500 and ran[6] == "0"
    assert lines["medical_contributions_agree"][3] == "customary, since 2018"
