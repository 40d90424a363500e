"""Sentences and tables are computed: another printed figure, another sentence."""

from pathlib import Path

import pytest

import budgetlib
from budgetlib.disclosure import Named
from budgetlib.explain import (
    coverage,
    general_budget,
    overall,
    overview,
    wording,
)
from budgetlib.show.told import items_told, whole_told

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"


@pytest.fixture(scope="module")
def budget():
    return budgetlib.load(PACKAGE)


@pytest.mark.parametrize(
    ("tell", "figure", "printed"),
    [
        (overall.how_it_flows, "3/208/total", "999.99"),
        (overall.what_made_the_change, "一#2", "131.72"),
        (overall.what_made_the_change, "11/expenditure.人员类项目支出/previous", "800"),
        (overall.where_it_comes_from, "1/revenue.其他收入/amount", "2.00"),
        (overall.how_it_grew, "11/revenue.财政拨款/previous", "1000"),
        (overall.where_it_goes, "3/合计/project", "192.69"),
        (overall.how_much_is_fiscal, "4/revenue.收入总计/amount", "1000"),
        (overall.how_printings_agree, "5-1/210/total", "113.73"),
        (general_budget.how_it_is_made, "5-1/合计/operating", "60"),
        (general_budget.what_changed, "五.三.2#2", "13.12"),
        (general_budget.how_growth_holds, "五.三.1#3", "5.41"),
    ],
)
def test_sentences__change_with_the_figure(budget, tell, figure, printed):
    changed = tell(budget.reprint(figure, printed))
    assert changed != tell(budget)
    assert len(changed.splitlines()) == 2


def test_verdict__changes_with_a_figure(budget):
    changed = budget.reprint("3/合计/total", "1347.85")
    assert overview.verdict(changed.reconcile()) != overview.verdict(budget.reconcile())


def test_items__imply_the_year_before(budget):
    first = items_told(budget)[0]
    assert first.before == first.value - first.step
    low, high = first.interval
    assert low < first.step / first.before * 100 < high


def test_items__of_a_fall_have_a_negative_rate(budget):
    each = items_told(budget)[0]
    fall = each._replace(change=each.change._replace(direction=-1))
    assert fall.before == each.value + each.change.figure.amount
    assert fall.interval[1] < 0


def test_interval__is_none_on_a_base_of_zero(budget):
    new = next(each for each in items_told(budget) if each.before == 0)
    assert new.interval is None


def test_what_changed__tells_rounding_from_error(budget):
    assert "within rounding" in general_budget.what_changed(budget)
    assert "more than rounding" in general_budget.what_changed(budget.reprint("五.一#3", "230.72"))


def test_what_changed__tells_no_share_of_a_net_change(budget):
    assert "%" not in general_budget.what_changed(budget)
    assert list(general_budget.steps(budget)) == ["change 增减"]


def test_what_made_the_change__tells_categories_that_make_another(budget):
    assert "another change" not in overall.what_made_the_change(budget)
    other = budget.reprint("11/expenditure.人员类项目支出/previous", "800")
    assert "tells another change; by category" in overall.what_made_the_change(other)


def test_tables_and_sentences__live_without_notes(budget):
    silent = budget.__class__(**{**vars_of(budget), "notes": Named()})
    assert whole_told(silent, "overall") is None
    for tell in (overall.what_made_the_change, general_budget.what_changed):
        assert tell(silent)
    for table in (general_budget.items, general_budget.steps):
        assert table(silent).attrs["caption"]
    for row in ("overall.totals", "revenue.sources"):
        assert wording.made(silent, row).attrs["caption"]


def vars_of(budget):
    return {name: getattr(budget, name) for name in budget.__dataclass_fields__}


def test_flow__carries_all_money_to_the_end(budget):
    flow = overall.flow(budget)
    by_step = flow.groupby("step 步")["amount 金额"].sum()
    assert by_step.nunique() == 1


def test_flow__joins_several_sources(budget):
    flow = overall.flow(budget.reprint("1/revenue.其他收入/amount", "2.00"))
    assert list(flow.loc[flow["step 步"] == 0, "target 去向"].unique()) == ["All revenue 收入总计"]


def test_tied_pairs__count_the_comparisons_that_join_two_places(budget):
    pairs = overview.tied_pairs(budget.reconcile())
    assert pairs["comparisons 核对"].is_monotonic_decreasing and pairs.index.is_unique
    assert not [pair for pair in pairs.index if len(set(pair.split(" – "))) == 1]


def test_sections__name_rules_and_functions_that_are_there():
    from budgetlib.explain.sections import DRAWN, MODULES
    from budgetlib.rules import RULES
    from budgetlib.vocabulary import phrases

    known = {rule.name for rule in RULES} | {rule.kind for rule in RULES}
    for key, row in phrases.found("sections").items():
        assert {*row.get("rules", ()), *row.get("unrun", ())} <= known
        assert "chart" not in row or (row["chart"][0] in DRAWN and row["title"])
        for name in row["answer"]:
            module, _, function = name.split()[0].rpartition(".")
            assert callable(getattr(MODULES[module or key], function))


def test_glossary__lives_without_the_table(budget):
    tables = Named({k: t for k, t in budget.tables.items() if t.role != "by_function"})
    bare = budget.__class__(**{**vars_of(budget), "tables": tables})
    assert set(coverage.glossary(bare)["used 使用"]) == {"no 否"}
