"""The sections speak of what each family of disclosures prints, and of nothing else."""

from pathlib import Path

import pytest

import budgetlib
from budgetlib.explain import general_budget, overall
from budgetlib.explain.told import items_told

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def load():
    known = {}

    def loaded(name):
        if name not in known:
            known[name] = budgetlib.load(DATA / name).in_wan_yuan()
        return known[name]

    return loaded


def test_items__are_told_once_with_the_executed_amount_of_last_year(load):
    known = items_told(load("putuo-wanli-2024-dept"))
    assert len({(e.amount.figure.place.item, e.amount.figure.code) for e in known}) == len(known)
    assert all(each.before == each.value - each.step for each in known)
    assert {each.base for each in known} == {"预算执行数"}
    frame = general_budget.items(load("putuo-wanli-2024-dept"))
    assert "2023 预算执行数" in frame.columns and frame["change 增减"].notna().all()


def test_growth__names_only_the_rates_that_do_not_follow(load):
    budget = load("putuo-wanli-2024-dept")
    bad = [e for e in items_told(budget) if e.rate and not low_high(e)]
    assert [e.amount.subject for e in bad] == ["住房公积金"]
    assert "not: Housing provident fund 住房公积金." in general_budget.how_growth_holds(budget)
    mended = budget.reprint(bad[0].growth.id, "1.19")
    assert "not:" not in general_budget.how_growth_holds(mended)


def low_high(each):
    low, high = each.interval or (each.rate, each.rate)
    half = each.growth.figure.half_unit
    return low - half <= each.rate <= high + half


def test_what_changed__does_not_compare_two_bases(load):
    assert "may not be compared" in general_budget.what_changed(load("putuo-wanli-2024-dept"))


def test_what_changed__leaves_the_rest_to_items_that_tell_no_change(load):
    told = general_budget.what_changed(load("jiangsu-congress-2018-dept"))
    assert "+812.02 are left for items" in told and "rounding" not in told


def test_change__of_the_whole_may_stand_in_the_section_on_expenditure(load):
    told = overall.what_made_the_change(load("putuo-commerce-2025"))
    assert told.startswith("12,659.76 became 37,151.47 万元")
    assert list(general_budget.size(load("putuo-commerce-2025"))["change 增减"]) == [24491.71]


def test_structure__leaves_blank_what_the_table_does_not_split(load):
    budget = load("jiangsu-congress-2018-dept")
    assert general_budget.structure(budget)["share recomputed 重算 %"].isna().all()
    assert "by item only" in general_budget.how_it_is_made(budget)
