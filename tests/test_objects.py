"""What one tries first in a notebook: by name, as cards, as frames to work with."""

import re
import warnings
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import papermill
import pytest
from bs4 import BeautifulSoup
from disclosures import example
from nbclient.exceptions import CellExecutionError
from writer import write

import budgetlib
from budgetlib.budget import read_text
from budgetlib.classifications import entries
from budgetlib.disclosure import Named
from budgetlib.errors import Several
from budgetlib.explain.wording import answered

DATA = Path(__file__).parent.parent / "data"
WUHAN, COMMERCE = "503019-2026", "putuo-commerce-2025"


@pytest.fixture(scope="module")
def budgets():
    return budgetlib.load_all(DATA)


@pytest.fixture(scope="module")
def budget(budgets):
    return budgets[WUHAN]


@pytest.fixture(scope="module")
def result(budget):
    return budget.reconcile()


def soup(thing):
    return BeautifulSoup(thing._repr_html_(), "html.parser")


# ---- by name


@pytest.mark.parametrize("name", ["3", 3, "expenditure"])
def test_getitem__is_a_table(budget, name):
    assert budget[name] is budget.tables["3"]


@pytest.mark.parametrize("name", ["五", "general_budget"])
def test_getitem__is_a_section(budget, name):
    assert budget[name] is budget.notes["五"]


@pytest.mark.parametrize(("name", "there"), [("5", "五"), (11, "十一"), ("十", "十")])
def test_notes__by_any_numeral(budget, name, there):
    assert budget.notes[name] is budget.notes[there]


def test_getitem__makes_no_sequence(budget):
    with pytest.raises(TypeError, match="not iterable"):
        list(budget)


def test_table__says_that_there_are_several(budget):
    with pytest.warns(Several, match="tables 12-1, 12-2 are 'project_targets', this is 12-1"):
        assert budget.table("project_targets").number == "12-1"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        budget.table("expenditure")


def test_pivot__says_that_units_are_mixed(budgets):
    kinds = {"flow": "out", "kind": ("basic", "three_public")}
    with pytest.warns(Several, match="amounts in 元, 万元, see in_wan_yuan"):
        budgets[COMMERCE].pivot("kind", **kinds)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = budgets[COMMERCE].in_wan_yuan().pivot("kind", **kinds)
        budgets.pivot("kind", **kinds)
    assert frame.loc["basic", "table expenditure"] == pytest.approx(1983.0655)


def test_budgets__by_id_and_in_slices(budgets):
    assert budgets[COMMERCE].unit == "上海市普陀区商务委员会"
    assert budgets[1].id == "jiangsu-congress-2018-dept"
    assert [b.id for b in budgets[:2]] == [WUHAN, "jiangsu-congress-2018-dept"]
    assert repr(budgets[:2]).startswith(f"<Collection of 2 budgets: {WUHAN}, jiangsu")
    with pytest.raises(KeyError, match=f"did you mean '{COMMERCE}'"):
        budgets["putuo-comerce-2025"]
    with pytest.raises(budgetlib.BudgetError, match=f"did you mean '{COMMERCE}'"):
        budgetlib.load_all(DATA, ["putuo-comerce-2025"])
    with pytest.raises(budgetlib.BudgetError, match=f"did you mean '{COMMERCE}'"):
        budgetlib.load(DATA / "putuo-comerce-2025")


# ---- first questions: the figures are typed from the CSV files of the packages


@pytest.mark.parametrize(
    ("name", "total"),
    [
        (WUHAN, "1,347.75 万元"),
        (COMMERCE, "371,514,655.00 元"),
        ("jiangsu-cppcc-2019-dept", "13,377.11 万元"),  # which prints no table
        ("putuo-social-work-2024-final-dept", "307.82 万元"),
    ],
)
def test_total__is_total_expenditure(budgets, name, total):
    assert str(budgets[name].total) == total


def test_staff__is_told_or_said_to_be_untold(budgets, budget):
    assert str(budget.staff) == "28 人"
    with pytest.raises(budgetlib.Absent, match="no sentence tells the number of staff"):
        _ = budgets[COMMERCE].staff


def test_items__of_a_budget(budget):
    items = budget.items()
    assert len(items) == 11
    fund = items.loc["2210201"]
    assert fund[["item", "amount", "rate", "line"]].tolist() == ["住房公积金", 80.93, 31.4, 234]
    assert fund[["last_year", "change"]].tolist() == pytest.approx([61.59, 19.34])
    assert items.amount.sum() == pytest.approx(1347.76)  # which rounds 1347.75
    assert items.loc["2080506", "last_year"] == 0
    assert pd.isna(items.loc["2080506", "rate"])
    exact = budget.items(exact=True).loc["2210201"]
    assert exact[["amount", "last_year"]].tolist() == [Decimal("80.93"), Decimal("61.59")]


def test_items__say_what_they_are_compared_with(budgets):
    street, centre = (budgets[n].items().base for n in ("putuo-wanli-2024-dept", WUHAN))
    assert set(street) == {"预算执行数"}
    assert set(centre) == {"预算"}
    assert set(budgets[COMMERCE].items().base) == {""}


def test_items__say_whether_a_reason_is_told(budgets, budget):
    assert budget.items().reason.all()
    told = budgets.items().groupby("disclosure").reason.sum()
    assert told[COMMERCE] == 0
    assert told["putuo-wanli-2024-dept"] == 33
    congress = budgets["jiangsu-congress-2018-dept"].items().reason
    assert congress["2010101"] and not congress["2010104"]


def test_items__of_a_package_of_before_tell_no_reason(budget):
    def without(part):
        kept = tuple(said for said in part.statements if said.kind != "reason")
        return replace(part, statements=kept)

    notes = {name: without(note) for name, note in budget.notes.items()}
    assert set(replace(budget, notes=Named(notes)).items().reason) == {None}


def test_items__are_in_wan_yuan_and_without_classes(budgets):
    items = budgets[COMMERCE].items()
    assert items.amount.sum() == pytest.approx(37151.4655)
    assert items.loc["2150899", "amount"] == pytest.approx(29381)
    assert items.last_year.isna().all()
    assert items.loc["2150899", "page"] == 16


def test_projects__and_what_they_buy(budget):
    frame = budget.projects()
    assert frame.amount.tolist() == [129.27, 163.42]
    assert frame.last_year.tolist() == [0, 179.8]
    assert frame.year_before_last.tolist() == [0, 383.76]
    assert frame.cost_lines.tolist() == [4, 8]
    assert set(frame.category) == {"特定目标类项目"}
    assert budget.projects(exact=True).amount.tolist() == [Decimal("129.27"), Decimal("163.42")]
    assert frame.buys.iloc[0] == "邮电费 100.27; 维修(护)费 29"


def test_projects__whose_table_is_not_printed(budgets):
    with pytest.raises(budgetlib.Absent, match="not printed"):
        budgets[COMMERCE].projects()
    assert set(budgets.projects().disclosure) == {WUHAN}


def test_search__finds_tables_claims_and_facts(budget):
    found = budget.search("公积金")
    told = found[found.printed != ""]
    assert {"3/2210201/total", "6/30113/personnel", "五.三.9#1"} <= set(told.id)
    assert (told[told.unit == "万元"].value.isin([80.93, 19.34])).all()
    assert found.index.str.contains("名词解释").sum() == 1
    assert budget.search("2210201").equals(budget.search("2210201"))
    assert len(budget.search("无此词")) == 0
    assert soup(budget.search("无此词")).find("p", lang="zh").get_text() == "未见“无此词”。"


def test_search__finds_the_text_of_a_document():
    text = write(example())
    assert "主要是" in text
    found = read_text(text).search("主要是")
    assert found.text.str.contains("主要是").all()
    assert found.index.str.startswith("说明").any()


def test_cite__names_document_table_and_line(budget):
    said = budget.cite("3/2210201/total")
    assert said.startswith("武汉市人力资源和社会保障信息中心2026年单位预算《单位支出总表》")
    assert said.endswith(
        "表3 住房公积金 total 合计 [line 165]: 2026年预算 80.93 万元（wuhan-503019-2026.txt）"
    )
    assert budget.staff.cite() == "说明一 [line 524]: 2026年预算 28 人"


def test_budgets_frame__in_wan_yuan(budgets):
    frame = budgets.frame
    assert frame.loc[COMMERCE, "expenditure"] == pytest.approx(37151.4655)
    assert frame.loc[COMMERCE, "three_public"] == 1
    assert frame.loc[WUHAN, "per_head"] == pytest.approx(1347.75 / 28)
    assert pd.isna(frame.loc[COMMERCE, "per_head"])


def test_budgets_pivot__in_wan_yuan(budgets):
    frame = budgets.pivot("kind", flow="out", fund=("all", "year"), kind=("basic", "project"))
    assert frame.loc["project", COMMERCE] == pytest.approx(35168.4)
    assert frame.loc["basic", WUHAN] == 1055.06


def test_budgets_findings_and_items__say_whose(budgets, result):
    found = budgets.findings()
    own = found[found.disclosure == WUHAN]
    assert len(own) == result.verdicts["inconsistent"]
    assert set(own.body) == {"武汉市人力资源和社会保障信息中心"}
    items = budgets.items()
    assert items.amount.dtype == float
    assert items.groupby("disclosure").amount.sum()[WUHAN] == pytest.approx(1347.76)


# ---- frames to work with


def test_to_frame__has_numbers_and_places(result):
    frame = result.to_frame()
    assert len(frame) == 34
    row = frame[(frame.cause == 2) & (frame.column.str.startswith("total"))].iloc[0]
    assert row[["printed", "expected", "difference"]].tolist() == [292.69, 163.42, 129.27]
    assert row[["table", "row", "line"]].tolist() == ["11", "日常系统运行经费", 366]
    assert frame.page.isna().all()
    assert frame.doubt.str.match(r"(error|warning|note): ").all()
    exact = result.to_frame(exact=True)
    assert exact.loc[row.name, "difference"] == Decimal("129.27")


def test_to_frame__looks_at_what_is_doubted(result):
    first = result.to_frame().iloc[0]
    assert first[["table", "line"]].tolist() == ["12-2", 466]


def test_to_frame__of_what_holds_together(budgets):
    frame = budgets["jiangsu-cppcc-2019-dept"].reconcile([]).to_frame()
    assert frame.empty and frame.difference.dtype == float
    assert {"cause", "printed", "page"} <= set(frame)


def test_to_excel__has_every_finding_and_no_formula(budget, tmp_path):
    named = budget.tables["10"].rows[1].name
    path = budget.reconcile().to_excel(tmp_path / "found.xlsx")
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][:6] == ("cause", "severity", "rule", "printed", "expected", "difference")
    assert len(rows) == 35
    assert rows[4][3:6] == (292.69, 163.42, 129.27)
    assert any(named in str(cell) for row in rows for cell in row)


def test_findings__have_numbers_beside_the_text(result):
    frame = result.findings
    assert frame.printed.iloc[3] == "292.69"
    assert frame.printed_value.iloc[3] == 292.69
    assert frame.line.iloc[3] == 366


def test_frames__have_whole_years_lines_and_pages(budget, budgets):
    note = budgets["putuo-wanli-2024-dept"].notes["general_budget"]
    frames = (budget.tidy(), budget.notes["五"].frame, note.frame)
    for frame in frames:
        assert {str(frame[name].dtype) for name in ("year", "line", "page")} == {"Int64"}
    assert budget["3"].frame.loc["2210201", "line"] == 165
    assert budget.cube().set_index("id").loc["3/2210201/total", "line"] == 165
    assert budgets[COMMERCE].cube().set_index("id").loc["3/2150899/total", "page"] >= 1


def test_deduced__has_numbers_beside_the_text(budget):
    frame = budget.deduce().frame
    assert frame.loc["revenue/合计/total", ["low", "high"]].tolist() == [1347.75, 1347.75]


def test_frames__exact(budget):
    assert budget["3"].to_frame(exact=True).loc["2210201", "total"] == Decimal("80.93")
    assert budget.tidy(exact=True).loc["3/2210201/total", "value"] == Decimal("80.93")
    assert budget.notes["五"].to_frame(exact=True).loc["五.三.9#2", "value"] == Decimal("19.34")
    assert set(budget.cube(exact=True).amount.map(type)) <= {Decimal, type(None)}


# ---- cards and short texts


def test_causes__read_as_sentences_that_name_their_doubt(result):
    lines = repr(result.causes).splitlines()
    assert len(lines) == 2 * len(result.causes)
    assert lines[0].startswith("1. error: Table 12-2")
    assert lines[1].startswith("   错误：表12-2")
    assert "单位收入总表" in repr(result.causes[9])
    shown = soup(result.causes)
    assert len(shown.find_all("li")) == 20
    for item in shown.find_all("li"):
        assert [span["lang"] for span in item.find_all("span")] == ["en", "zh"]
    assert result.causes == tuple(result.causes)


def test_html__of_a_result_is_the_verdict_and_the_sentences(result):
    shown = soup(result)
    assert len(shown.ol.find_all("li")) == 20
    assert shown.p.find("span", lang="zh").get_text().startswith("不符：错误1项")
    assert len(shown.details.tbody.find_all("tr")) == 34


def test_causes__of_none(budget):
    assert repr(budget.reconcile([]).causes) == "none 无"


def test_html__of_one_cause_shows_the_printed_rows(result):
    shown = soup(result.causes[0])
    assert shown.find("span", lang="zh").get_text().startswith("错误：表12-2")
    assert {mark.get_text()[:1] for mark in shown.find_all("mark")} == {"◆", "▲", "▼"}
    assert shown.details.summary.get_text().startswith("more comparisons of this cause")


def test_html__of_a_claim_marks_its_figure(budget):
    claim = budget.notes["五"].by_id["五.三.9#2"]
    assert soup(claim).mark.get_text() == "19.34"
    assert "说明五（三.9）" in soup(claim).get_text()


def test_html__of_a_comparison_and_of_budgets(result, budgets):
    assert soup(result.inconsistent[0]).find("mark")
    assert len(soup(budgets).tbody.find_all("tr")) == len(budgets)


def test_card__tells_the_verdict_key_figures_and_what_to_call(budget):
    card = soup(budget)
    assert card.find("span", lang="en").get_text().startswith("does not hold together: 1 error")
    assert card.find("span", lang="zh").get_text().startswith("不符：错误1项")
    table = next(t for t in card.find_all("table") if "Key figures" in t.caption.get_text())
    told = {r.th.get_text(): [c.get_text() for c in r.find_all("td")] for r in table.tbody("tr")}
    assert told["Expenditure 支出"] == ["1,347.75", "1,116.03", "231.72", "20.76"]
    assert told["Basic expenditure 基本支出"] == ["1,055.06", "", "", ""]
    assert told["Three public expenses “三公”经费"][:2] == ["1.70", "1.70"]
    assert len(card.ol.find_all("li")) == 3


def test_card__tells_only_what_can_be_called(budgets):
    for budget in budgets:
        told = " ".join(code.get_text() for code in soup(budget).find_all("code"))
        assert ("budget.projects()" in told) == budget.has("projects")
        for call in re.findall(r"budget(?:\[.*?\]|(?:\.[a-z_]+\(.*?\))+)", told):
            eval(call, {"budget": budget})


# ---- sorting and searching, parameters


def test_explore__works_without_network(budget):
    html = budget.explore(budget.items())._repr_html_()
    assert html == budget.explore(budget.items())._repr_html_()
    assert "2210201" in html
    assert not re.findall(r"""(?:src|href)=["']https?://[^"']+\.(?:js|css)""", html)
    assert not re.findall(r"import .{0,80}https?://", html)


def test_load__refuses_a_misspelt_parameter(tmp_path):
    source = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
    )
    default = f"disclosure = {str(DATA / WUHAN)!r}  # a folder"
    cell = nbformat.v4.new_code_cell(default, metadata={"tags": ["parameters"]})
    ask = nbformat.v4.new_code_cell("import budgetlib\nbudgetlib.load(disclosure).unit")
    source.cells = [cell, ask]
    path, out = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(source, path)
    other = {"disclosure": str(DATA / COMMERCE)}
    papermill.execute_notebook(path, out, other, progress_bar=False)
    assert "普陀" in out.read_text(encoding="utf-8")
    misspelt = {"disclosur": str(DATA / COMMERCE)}
    with pytest.raises((papermill.PapermillExecutionError, CellExecutionError)) as caught:
        papermill.execute_notebook(path, out, misspelt, progress_bar=False)
    assert "no parameter 'disclosur'; did you mean 'disclosure'?" in str(caught.value)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("比2025年预算增加10万元，增加的原因是人员增加。", True),
        ("比2025年预算增加10万元，2025年预算数90万元，主要是人员增加。", True),
        ("比2025年预算减少10万元，由于人员减少。", True),
        ("比2025年预算减少10万元，是由于人员减少5人。", True),
        ("比2025年预算增加10万元，增长11.11%，主要原因是。", False),
        ("主要用于日常运转。", False),
    ],
)
def test_items__a_reason_is_told_in_any_words(words, told):
    heading = "某市某局2026年部门预算\n第三部分 2026年部门预算情况说明\n"
    item = f"五、一般公共预算支出情况\n1. 行政运行（项）2026年预算数100万元，{words}\n"
    assert read_text(heading + item).items().reason.tolist() == [told]


def test_budget__finds_what_is_called_by_words_of_its_title_or_as_places_are(budget):
    assert budget["表3"] is budget["支出总表"] is budget["3"]
    assert budget["说明五"] is budget["五"]
    assert len(budget.figures) == len({figure.id for figure in budget.figures})


def test_pivot__of_no_member_suggests_one(budget):
    with pytest.raises(budgetlib.BudgetError, match="flow has no 'outt'; did you mean 'out'"):
        budget.pivot("kind", flow="outt")


def test_answered__tells_in_words_what_is_not_told(budget):
    frame = pd.DataFrame({"name": ["a", "b", "c", "d"], "made": [1, -9, 4, 2], "page": [None] * 4})
    told = answered(frame.set_index("name"), "made page", most="made")
    assert str(told).splitlines()[-2:] == ["Not told: page.", "未述：page。"]
    assert [line.split() for line in str(told).splitlines()[2:5]] == [
        ["b", "-9"],
        ["c", "4"],
        ["d", "2"],
    ]
    bare = replace(budget, tables=Named())
    assert answered(bare.projects).chinese == "无法回答：目录列有表10，正文未见。"
    assert answered(frame[:0]).english == "Nothing is told of it."


@pytest.mark.parametrize("package", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_codes__of_each_package_have_english_names(package):
    codes = {f.code for f in budgetlib.load(package).figures if re.fullmatch("[0-9]{3,7}", f.code)}
    known = {**entries("function"), **entries("economic")}
    assert {code for code in codes & known.keys() if not known[code].en} == set()


def test_reprint__of_the_same_text_is_the_same_figure() -> None:
    budget = budgetlib.load(DATA / "shanghai-finance-2025")  # its notes are told in whole 万元
    told = [f for f in budget.figures if f.value is not None and not f.worded]
    assert {f.half_unit for f in told if f.unit == "万元"} == {Decimal("0.5"), Decimal("0.005")}
    assert [budget.reprint(f.id, f.printed).figure(f.id) for f in told] == told
