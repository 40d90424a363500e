"""A comparison where it is printed: the cells and claims of both sides, marked."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from disclosures import example
from lxml.html import document_fromstring
from writer import write

import budgetlib
from budgetlib.budget import Budget, Reconciliation, read_text
from budgetlib.errors import BudgetError
from budgetlib.explain import overview
from budgetlib.pages import findings, rendering
from budgetlib.rules.comparison import Comparison, together
from budgetlib.show.context import LEFT, RIGHT, Context, cell_of, marks_of

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"
TOTAL = "5-1/合计/basic"


@pytest.fixture(scope="module")
def budget() -> Budget:
    return read_text(write(example()))


@pytest.fixture(scope="module")
def wuhan() -> Reconciliation:
    return budgetlib.load(PACKAGE).reconcile()


def about(budget: Budget, figure: str, verdict: str) -> list[Comparison]:
    return [
        c
        for c in budget.reconcile().results
        if c.verdict == verdict and any(m.figure and m.figure.id == figure for m in marks_of(c))
    ]


def slipped(budget: Budget) -> Comparison:
    """A total printed otherwise, against its parts."""
    found = about(budget.reprint(TOTAL, "1.23"), TOTAL, "inconsistent")
    return next(c for c in found if c.outcome.printed == Decimal("1.23"))


def soup(thing: Context) -> BeautifulSoup:
    return BeautifulSoup(thing._repr_html_(), "html.parser")


def test_show__marks_every_printed_place_with_its_side(budget: Budget) -> None:
    for found in budget.reconcile().results[::5]:
        shown = soup(found.show())
        marks = [m for m in marks_of(found) if m.place.table]
        cells = {(m.place.table, cell_of(budget.tables[m.place.table], m)) for m in marks}
        drawn = shown.select("table mark")
        marked = {id(mark.find_parent(["td", "th"])) for mark in drawn}
        assert len(marked) >= len([cell for _, cell in cells if cell]), found
        assert all(mark.b.get_text() in (LEFT, RIGHT, LEFT + RIGHT, RIGHT + LEFT) for mark in drawn)


def test_show__both_sides_of_a_changed_total(budget: Budget) -> None:
    found = slipped(budget)
    shown = soup(found.show())
    assert next(m.get_text() for m in shown.select("table mark")) == f"{LEFT}\xa01.23"
    assert {m.b.get_text() for m in shown.select("table mark")} == {LEFT, RIGHT}
    assert all(sentence in shown.get_text() for sentence in found.rule.sentence)
    assert "apart 差" in shown.get_text()
    assert "allowed 允许误差" in shown.get_text()


def test_show__an_agreement_and_what_did_not_run(budget: Budget, wuhan: Reconciliation) -> None:
    held, *_ = about(budget, TOTAL, "exact")
    assert "exact 相符" in soup(held.show()).get_text()
    unrun = wuhan.not_run[0].show()
    assert wuhan.not_run[0].reason[1] in soup(unrun).get_text()
    assert wuhan.not_run[0].reason[1] in repr(unrun)


def test_show__needs_the_budget(budget: Budget) -> None:
    with pytest.raises(BudgetError, match="no budget"):
        budget.reconcile().results[0]._replace(budget=None).show()


def test_show__tells_in_plain_text(budget: Budget) -> None:
    found = slipped(budget)
    told = repr(found.show())
    assert found.message[1] in told
    assert f"{LEFT} printed 列示: 1.23, 表5-1" in told
    assert " at 0x" not in told


def test_show__leaves_rows_out_of_a_long_table_and_says_so(budget: Budget) -> None:
    name = "6/30101/total"
    found = about(budget.reprint(name, "1.23"), name, "inconsistent")
    table = soup(min(found, key=lambda c: len(c.relation.terms)).show()).select_one("table")
    assert table is not None
    whole = BeautifulSoup(budget.tables["6"]._repr_html_(), "html.parser")
    assert len(table.select("tr")) < len(whole.select("tr"))
    left_out = [int(c.get_text().split()[1]) for c in table.select("td") if "left out" in c.text]
    drawn = len(table.select("tbody tr")) - len(left_out)
    assert sum(left_out) + drawn == len(budget.tables["6"].grid) - budget.tables["6"].header_rows
    assert [h.get_text() for h in table.select("thead th")] == [
        h.get_text() for h in whole.select("thead th")
    ]


def test_show__a_claim_of_the_notes_with_its_window(wuhan: Reconciliation) -> None:
    found = next(
        c for c in wuhan.inconsistent if c.rule.name == "purchases_listed_make_procurement"
    )
    words = soup(found.show()).select("table")[-1]
    assert words.select_one("tbody th").get_text() == f"{LEFT} printed {LEFT} 列示"  # type: ignore[union-attr]
    assert "年政府采购预算支出合计▲22.94万元" in words.get_text()


def test_show__the_labels_over_the_figures_of_a_form(wuhan: Reconciliation) -> None:
    found = next(
        c for c in wuhan.inconsistent if c.rule.name == "long_term_and_annual_targets_agree"
    )
    rows = [tr.get_text("|") for tr in soup(found.show()).select("tr")]
    assert any("三级指标|指标值" in row for row in rows)


def test_show__finds_words_in_the_form_of_a_project(wuhan: Reconciliation) -> None:
    found = next(c for c in wuhan.inconsistent if c.rule.name == "a_category_is_told_alike")
    assert soup(found.show()).select_one("table mark").get_text() == f"{RIGHT}\xa0特定目标类项目"  # type: ignore[union-attr]


def test_show__escapes_what_is_printed(budget: Budget) -> None:
    evil = "<script>alert(1)</script>"
    table = budget.tables["5-1"]
    grid = tuple(tuple(cell.replace("合计", evil) for cell in row) for row in table.grid)
    tables = budget.tables.__class__(budget.tables | {"5-1": replace(table, grid=grid)})
    found, *_ = about(replace(budget, tables=tables), TOTAL, "exact")
    shown = found.show()._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_together__keeps_all_and_orders_them(wuhan: Reconciliation) -> None:
    groups = together(wuhan.inconsistent)
    assert sorted(id(c) for group in groups for c in group) == sorted(map(id, wuhan.inconsistent))
    assert all(len({(c.rule.name, c.outcome.printed) for c in group}) == 1 for group in groups)


def page(reconciliation: Reconciliation) -> str:
    here = rendering.Entry(findings.TITLE, findings.PAGE)
    return rendering.render(findings.notebook(reconciliation), "甲", here, [here])


def test_notebook__has_every_finding_of_the_overview_by_its_number(wuhan: Reconciliation) -> None:
    listed = list(enumerate(wuhan.causes, 1))
    shown = BeautifulSoup(page(wuhan), "html.parser")
    for number, cause in listed:
        section = shown.select_one(f"#f{number}")
        assert section is not None and section.h3 is not None
        told = {span["lang"]: span.get_text() for span in section.h3.select("span")}
        assert (told["en"], told["zh"]) == cause.title
        rule = cause.comparisons[0].rule.sentence
        assert all(sentence in section.get_text() for sentence in rule)
    assert len(shown.select("section[id^=f] > h3")) == len(listed)
    folded = shown.select("section[id^=f] > details")
    ids = [f.find_parent("section")["id"] for f in folded]  # type: ignore[index]
    many = [
        f"f{at}" for at, cause in enumerate(wuhan.causes, 1) if len(together(cause.comparisons)) > 1
    ]
    assert ids == many and len(ids) > 2  # that break several rules, or one at several places


def test_notebook__is_the_same_twice(wuhan: Reconciliation) -> None:
    assert page(wuhan) == page(budgetlib.load(PACKAGE).reconcile())


def test_notebook__says_when_all_holds(budget: Budget) -> None:
    assert "Every comparison that ran holds" in page(budget.reconcile())


def test_link__leads_from_the_list_to_the_finding(wuhan: Reconciliation) -> None:
    page = document_fromstring(f"<main>{overview.card(wuhan).html}</main>")
    findings.link(page)
    links = [a.get("href") for a in page.iterfind(".//main//a")]
    assert links == [f"findings.html#f{n}" for n in range(1, len(wuhan.causes) + 1)]
    assert "179.57" in page.findtext(".//main//a/span[@lang='en']")
    plain = document_fromstring("<main><p>none</p></main>")
    findings.link(plain)
    assert plain.find(".//a") is None
