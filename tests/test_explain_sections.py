"""Sections 06 to 11: tables and sentences follow from what is printed."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import nbformat
import pytest

import budgetlib
from budgetlib.disclosure import Named
from budgetlib.explain import (
    basic,
    evidence,
    other,
    projects,
)
from budgetlib.explain.sections import Section, section
from budgetlib.vocabulary import phrases

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"


@pytest.fixture(scope="module")
def budget():
    return budgetlib.load(PACKAGE)


@pytest.fixture(scope="module")
def silent(budget):
    """The tables alone, without the forms: no note, no claim, no target."""
    kept = {n: replace(t, claims=()) for n, t in budget.tables.items() if t.kind != "form"}
    return replace(budget, tables=Named(kept), notes=Named(), claims=())


@pytest.mark.parametrize(
    ("tell", "figure", "printed"),
    [
        (basic.what_it_buys, "6/30107/total", "536.23"),
        (basic.what_a_head_costs, "一#4", "30"),
        (basic.what_a_head_costs, "11/expenditure.运转类项目支出/previous", "94.60"),
        (basic.conclusion, "7/record/reception", "0.30"),
        (basic.conclusion, "七.2#3", "1.6"),
        (basic.conclusion, "6/30231/total", "0.50"),
        (basic.vehicles_owned, "十一.五#1", "2"),
        (projects.how_alike, "11/projects.1/current", "163.42"),
        (other.procured, "12-2/procurement.2/amount", "3"),
        (other.owned, "十一.五#4", "51.45"),
    ],
)
def test_sentences__change_with_the_figure(budget, tell, figure, printed):
    before = tell(budget)
    assert len(before.splitlines()) == 2
    assert tell(budget.reprint(figure, printed)) != before


@pytest.mark.parametrize(
    ("tell", "figure", "printed"),
    [
        (basic.how_it_ties, "6/30108/total", "66.64"),
        (projects.what_it_pays_for, "12-2/cost.5/amount", "30.43"),
        (other.what_is_promised, "12-1/cost.4/basis#5", "132"),
    ],
)
def test_reconciled_sentences__change_with_the_figure(budget, tell, figure, printed):
    changed = budget.reprint(figure, printed)
    assert tell(changed.reconcile()) != tell(budget.reconcile())


@pytest.mark.parametrize("topic", ["gov_fund", "state_capital"])
def test_empty_budgets__are_empty_until_an_amount_is_printed(budget, topic):
    assert other.places(budget, topic).empty
    assert "No money comes from" in other.conclusion(budget, topic)
    row = budget.table("projects").rows[1]
    changed = budget.reprint(row[topic].id, "12.34")
    assert "12.34 万元" in other.conclusion(changed, topic)
    assert list(other.places(changed, topic)["amount 金额"]) == [12.34]


def test_recomputed__shows_both_sides_as_they_are_printed(budget):
    again = section(budget, "basic").recomputed
    assert set(again["verdict 结果"]) == {"exact 相符", "rounding 尾差"}
    moved = section(budget.reprint("6/30113/total", "90.93"), "basic").recomputed
    row = moved[moved["verdict 结果"] == "inconsistent 不符"].iloc[0]
    assert {row["printed 列示"], row["recomputed 重算"]} == {"80.93", "90.93"}
    assert row["difference 差"].lstrip("−") == "10"


def test_staff__of_the_year_before_is_implied(budget):
    now, before = basic.staff(budget)
    assert now.figure.value - before == Decimal(3)


def test_projects__are_told_over_the_years(budget):
    row = projects.each(budget).loc["日常系统运行经费项目"]
    assert list(row)[1:] == [383.76, 179.8, 163.42]


def test_checked__tells_what_does_not_hold_by_its_number(budget):
    here = section(budget, "projects")
    numbers = [int(n) for n in re.findall('data-finding="([0-9]+)"', here.checked.html)]
    assert numbers == sorted(set(numbers)) and 2 in numbers
    about = {here.result.cause_of[id(c)] for c in here.comparisons if c.verdict == "inconsistent"}
    assert set(numbers) == about
    mended = section(budget.reprint("11/projects.1/current", "163.42"), "projects")
    assert len(re.findall("data-finding", mended.checked.html)) < len(numbers)


def test_told__is_a_row_for_each_thing_told(budget):
    told = section(budget, "general_budget").told
    row = told.loc["住房公积金"]
    assert list(row)[:3] == ["80.93万元", "增加19.34万元", "31.4"]
    assert row["compared with 比较基数"] == "2025 budget 2025年预算"


def test_told__glosses_counting_words(budget):
    told = section(budget, "other").told
    (seen,) = (cell for cell in told.iloc[:, 0] if str(cell) == "5台(套)")
    assert (seen.english, seen.chinese) == ("5 pieces or sets", "5台(套)")


def test_chart__is_drawn_only_where_it_shows_something(budget):
    assert section(budget, "revenue").chart.html == ""  # one source is filled
    chart = section(budget, "expenditure").chart
    assert (
        "卫生健康支出 113.72" in chart.alt
        and chart.title == chart.title.english + " " + chart.title.chinese
    )
    several = section(budget.reprint("1/revenue.其他收入/amount", "2.00"), "revenue").chart
    assert "2.00" in several.alt


def test_agreement__counts_every_comparison(budget):
    results = section(budget, "three_public").comparisons
    assert evidence.agreement(results).to_numpy().sum() == len(results)


def test_sections__of_a_silent_disclosure_say_that_nothing_is_told(silent):
    reconciliation = silent.reconcile()
    assert "no number of staff" in basic.what_a_head_costs(silent)
    assert "tells no amount" in basic.conclusion(silent)
    assert "No cost basis" in projects.what_it_pays_for(reconciliation)
    assert "no procurement" in other.procured(silent)
    assert "No performance indicator" in other.how_alike(silent)
    assert not other.what_is_promised(reconciliation).strip()  # which is said already
    for key in ("basic", "three_public", "projects", "other"):
        assert any(r.verdict == "not_run" for r in section(silent, key).comparisons)


@pytest.mark.parametrize("name", sorted(p.name for p in PACKAGE.parent.iterdir()))
def test_sections__tell_every_package_in_both_languages(name):
    disclosure = budgetlib.load(PACKAGE.parent / name).in_wan_yuan()
    result = disclosure.reconcile()
    for notebook in sorted((PACKAGE.parents[1] / "notebooks").glob("*.ipynb")):
        ours = nbformat.read(notebook, as_version=4)
        key, roles = (ours.metadata["budgetlib"][of] for of in ("topic", "roles"))
        if key not in phrases.found("sections") or not disclosure.has(*roles):
            continue
        here = Section(disclosure, key, result)
        assert here.answer.english.strip() and here.answer.chinese.strip()
        assert not re.search("[A-Za-z]{4}", here.answer.chinese), here.answer.chinese
        asked = (re.findall(r'here\["(.*)"\]', cell.source) for cell in ours.cells)
        shown = [here[name]._repr_html_() for found in asked for name in found]
        assert not [html for html in shown if "<tbody></tbody>" in html]
