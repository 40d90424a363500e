import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import budgetlib
from budgetlib.show import kept
from budgetlib.show.exhibit import exhibit
from budgetlib.vocabulary import Label

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"


@pytest.fixture(scope="module")
def budget():
    return budgetlib.load(PACKAGE)


@pytest.fixture(scope="module")
def reconciliation(budget):
    return budget.reconcile()


def soup(thing):
    return BeautifulSoup(thing._repr_html_(), "html.parser")


def test_table_html__spans_headers_as_printed(budget):
    head = soup(budget.tables["5-1"]).thead
    spans = {th.get_text(): (th.get("colspan"), th.get("rowspan")) for th in head.find_all("th")}
    assert spans["基本支出"] == ("3", None)
    assert spans["合计"] == (None, "2")
    assert spans["人员经费"] == (None, None)


def test_table_html__has_every_printed_cell_once(budget):
    for table in budget.tables.values():
        shown = [c.get_text() for c in soup(table).find_all(["td", "th"]) if c.get_text().strip()]
        assert shown == [c for row in kept(table).grid for c in row if c.strip()]


def test_kept__tells_the_words_around_each_figure_of_prose_left_out(budget):
    told = {cell for row in kept(budget.tables["12-2"]).grid for cell in row} - {
        cell for row in budget.tables["12-2"].grid for cell in row
    }
    assert told and all("〔略〕" not in cell and len(cell) > 2 for cell in told)
    claims = [c for c in budget.tables["12-2"].claims if c.figure.printed]
    assert all(any(c.figure.printed in cell for cell in told) for c in claims if c.window)


def test_evidence__quotes_the_sentence_where_the_document_is_at_hand(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(
        "某市档案馆2026年单位预算\n第三部分 2026年单位预算情况说明\n五、一般公共预算支出情况\n"
        "1. 行政运行（项）2026年预算数100万元，比2025年预算增加10万元，主要原因是。另有说明。\n",
        encoding="utf-8",
    )
    (cause,) = budgetlib.load(path).reconcile().causes
    quoted = "1.行政运行(项)2026年预算数100万元，比2025年预算增加10万元，▲主要原因是。"
    assert soup(cause).find("td", string=quoted)


def test_evidence__tells_what_is_cited_of_prose_left_out(reconciliation):
    (cause,) = (c for c in reconciliation.causes if "重复列示" in c.title.chinese)
    marks = [mark.get_text(" ", strip=True) for mark in soup(cause).select("table mark")]
    assert marks == ["▲ 3. 网络攻防演练培训及咨询", "▼ 1. 网络攻防演练培训及咨询"]
    assert "〔略〕" not in soup(cause).table.get_text()


def test_evidence__marks_the_figure_in_its_window(reconciliation):
    (cause,) = (c for c in reconciliation.causes if "“货物”" in c.title.chinese)
    assert soup(cause).find("td", string="其中:货物类▲3万元")


def test_table_html__sets_figures_right_and_codes_left(budget):
    cells = {c.get_text(): c["style"] for c in soup(budget.tables["3"]).tbody.find_all("td")}
    assert "right" in cells["1,112.52"]
    assert "left" in cells["2080150"]


def test_table_frame__is_plain_and_keeps_blanks(budget):
    frame = budget.tables["3"].frame
    assert type(frame) is pd.DataFrame
    assert frame.loc["2080199", "project"] == pytest.approx(292.69)
    assert pd.isna(frame.loc["2080199", "basic"])


def test_tidy__has_every_figure_once(budget):
    frame = budget.tidy()
    assert list(frame.index) == [figure.id for figure in budget.figures]
    assert frame.index.is_unique
    assert frame.loc["3/合计/total", "value"] == pytest.approx(1347.75)


def test_findings__are_the_inconsistencies_gravest_first(reconciliation):
    frame = reconciliation.findings
    assert len(frame) == reconciliation.verdicts["inconsistent"]
    assert frame.index.is_monotonic_increasing  # the numbers of their causes
    order = frame["severity"].map({"error": 0, "warning": 1, "note": 2})
    assert order.groupby("finding").min().is_monotonic_increasing
    assert frame["places"].str.contains(r"\[line \d+\]").all()


def test_coverage__adds_up_to_what_is_printed(reconciliation):
    frame = reconciliation.coverage
    assert frame["printed"].sum() == reconciliation.figures["printed"]
    assert (frame[["tied_twice", "tied_once", "untied"]].sum(axis=1) == frame["printed"]).all()


def test_html__is_the_same_twice_and_names_no_object(budget, reconciliation):
    for thing in (budget, reconciliation, budget.tables["11"], budget.notes["五"]):
        html = thing._repr_html_()
        assert html == thing._repr_html_()
        assert "0x" not in html
        assert " at " not in repr(thing)


def test_exhibit__escapes_and_leaves_blanks():
    frame = exhibit([("<b>", -1234.5), ("x", None)], "a", "t & u", ["n"])
    cells = [c.get_text() for c in soup(frame).tbody.find_all(["td", "th"])]
    assert cells == ["<b>", "−1,234.50", "x", ""]
    assert soup(frame).caption.get_text() == "t & u"


def test_exhibit__gives_each_language_an_element():
    frame = exhibit(
        [(Label("Wages 工资", "工资"), Label("yes", "是"))], "a", "t", [Label("paid", "已付")]
    )
    told = [
        [(s["lang"], s.get_text()) for s in c.find_all("span")]
        for c in soup(frame).find_all(["td", "th"])
    ]
    assert told == [
        [],
        [("en", "paid"), ("zh", "已付")],
        [("en", "Wages")],
        [("en", "yes"), ("zh", "是")],
    ]
    assert frame["paid 已付"].iloc[0] == "yes 是"


def test_exhibit__shows_nothing_when_it_is_empty():
    assert exhibit([], "a", "t", ["b"])._repr_html_() == ""


def test_exhibit__counts_the_rows_that_it_leaves_out():
    frame = exhibit([(n, n) for n in range(5)], "a", "t", ["b"])
    with pd.option_context("display.max_rows", 3):
        assert "2 more rows" in frame._repr_html_()


def test_repr__of_every_part_is_a_line(budget, reconciliation):
    row = budget.tables["3"].rows[1]
    assert (
        repr(row["total"])
        == f"<Figure 3/208/total: 1,112.52 万元, 表3 {row.name} total 合计 [line 149]>"
    )
    assert repr(row).startswith(f"<Row 208 {row.name}: total 1,112.52, basic 819.83, project")
    assert repr(budget.notes["七"].claims[0]).endswith("经费支出: 1.7 万元>")
    parts = (*budget.notes["五"].claims, *row.cells.values(), *reconciliation.results)
    assert all("\n" not in repr(part) for part in parts)
    assert repr(reconciliation.inconsistent[0]).startswith("<Comparison inconsistent: ")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda b: b.tables["5.1"], "did you mean '5-1'.*There are: 1, 3"),
        (lambda b: b.notes["12"], "no '12'.*There are: 一, 二"),
        (lambda b: b["5"], "did you mean '5-2'.*There are: 1, 3"),
        (lambda b: b["expenditur"], "did you mean 'expenditure'"),
        (lambda b: b["revenue"], "^table 2 is listed, not printed$"),
        (lambda b: b.pivot("kinds"), "did you mean 'kind'"),
        (lambda b: b.why("3/208/total", "3/209/total"), "did you mean '3/20899/total'"),
        (lambda b: b.cite("3/208/totl"), "did you mean '3/208/total'"),
        (lambda b: b.table("expenditures"), "did you mean 'expenditure'.*There are: summary"),
        (lambda b: b.table("revenue"), "^table 2 is listed, not printed$"),
        (lambda b: b.note("three_publics"), "did you mean 'three_public'.*There are: overall"),
        (lambda b: b.note("vehicles"), "on vehicles. There are: overall"),
        (lambda b: b.tables["3"].rows[1]["totl"], "did you mean 'total'.*There are: total, basic"),
        (lambda b: b.reprint("3/208/totl", "1"), "did you mean '3/208/total'"),
        (lambda b: b.reprint("none at all", "1"), "tidy"),
    ],
)
def test_misspelt_name__is_answered_with_the_right_one(budget, ask, told):
    with pytest.raises((KeyError, budgetlib.BudgetError)) as caught:
        ask(budget)
    text = caught.value.args[0] if caught.type is KeyError else str(caught.value)
    assert re.search(told, text)
