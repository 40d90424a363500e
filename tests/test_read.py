"""Reading: whatever was written is read back, and each trap of real documents by itself."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from disclosed_facts import Facts
from disclosed_tables import Printer
from disclosures import example, facts
from hypothesis import example as also
from hypothesis import given, settings
from hypothesis import strategies as st
from writer import Style, write

import budgetlib
from budgetlib.budget import Budget, read_text
from budgetlib.errors import ReadError
from budgetlib.figures import Figure
from budgetlib.figures.printed import Claim, Table
from budgetlib.read.cells import cell_of

STYLES = st.builds(Style, *[st.booleans()] * 9, seed=st.integers(0, 10_000))


def figures(budget: Budget) -> dict[str, tuple[Any, ...]]:
    """Every figure by id; the objectives of a form are numbered by their line."""
    return {
        f.id: (f.value, f.unit, f.year, f.base)
        for f in budget.figures
        if "/objectives/" not in f.id
    }


def claims(budget: Budget) -> dict[str, tuple[Any, ...]]:
    """What the notes claim; a direction counts where something moved."""
    return {
        claim.id: (claim.measure, claim.of, *_comparison(claim))
        for note in budget.notes.values()
        for claim in note.claims
    }


def _comparison(claim: Claim) -> tuple[Any, ...]:
    moved = claim.measure in ("change", "growth", "count_change")
    return (claim.direction, claim.compared) if moved else (claim.figure.code or claim.key,)


def check_read_back(written: Budget, style: Style) -> None:
    read = read_text(write(written, style))
    assert read.unread == ()
    assert read.limits == ()
    assert figures(read) == figures(written)
    assert claims(read) == claims(written)


@settings(max_examples=40)
@given(facts(), STYLES)
def test_read_text__what_was_written_is_read_back(made: Facts, style: Style) -> None:
    check_read_back(Printer(made).budget(), style)


@settings(max_examples=15)
@given(style=STYLES)
def test_read_text__a_real_disclosure_written_again(documents: Path, style: Style) -> None:
    path = documents / "wuhan-503019-2026.txt"
    if not path.exists():
        pytest.skip(f"needs {path.name} among the documents")
    check_read_back(budgetlib.load(path), style)


@settings(max_examples=15)
@given(style=STYLES)
@also(style=Style(*4 * [False], True, False, True, True, False, seed=4293))
def test_read_text__no_spelling_changes_a_verdict(style: Style) -> None:
    plain = read_text(write(example())).reconcile().verdicts
    assert read_text(write(example(), style)).reconcile().verdicts == plain


# ---- one small document for each trap

FRONT = (
    "# 武汉市测试中心 2026 年单位预算\n\n## 第二部分 武汉市测试中心\n\n### 2026 年单位预算表\n\n"
)
NOTES = "\n## 第三部分 武汉市测试中心\n\n### 2026 年单位预算情况说明\n\n"
CODED = "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"


def table(body: str, title: str = "单位支出总表", header: str = CODED, unit: str = "万元") -> Table:
    """The only table of a small document; tabs are written as |."""
    text = f"{FRONT}表3\n\n## {title}\n\n单位：{unit}\n\n{header}{body}\n".replace("|", "\t")
    budget = read_text(text, layout_name="wuhan")
    assert not budget.unread
    return next(iter(budget.tables.values()))


def cells(read: Table, key: str) -> dict[str, str]:
    """The filled cells of a row."""
    return {name: str(f.value) for name, f in read.by_key[key].cells.items() if not f.blank}


BODY = "|合计|30.00|10.00|20.00\n208|社会保障和就业支出|30.00|10.00|20.00\n"
WHOLE = {"total": "30.00", "basic": "10.00", "project": "20.00"}


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        BODY.replace("|合计", "合计|"),
        BODY.replace("|合计", "合计"),
        BODY.replace("|合计", "||合计"),
        BODY.replace("208|", "|208|"),
        BODY.replace("合计", "合 计"),
        BODY.replace("合计", "<b>合计</b>").replace("30.00", "<b>30.00</b>"),
        BODY.replace("30.00", "３０．００"),
        BODY.replace("208|", "\n\n208|"),
        BODY.replace("208|", f"\n{CODED}208|"),
        BODY.replace("208|", "\n表3（续）\n\n208|"),
    ],
    ids=[
        "plain",
        "total in the code column",
        "total shifted left",
        "total shifted right",
        "row shifted right",
        "spaced total",
        "bold",
        "full width",
        "page break",
        "page break with a header",
        "page break with a number",
    ],
)
def test_read_coded__shapes_of_one_table(body: str) -> None:
    read = table(body)
    assert cells(read, "208") == WHOLE
    assert read.total_row is not None
    assert cells(read, read.total_row.key) == WHOLE


def test_read_coded__columns_go_by_their_header() -> None:
    body = "|合计|20.00|30.00|10.00\n208|社会保障和就业支出|20.00|30.00|10.00\n"
    assert cells(table(body, header="科目编码|科目名称|项目支出|合计|基本支出\n"), "208") == WHOLE


def test_read_coded__merged_header_of_two_rows() -> None:
    header = "科目编码|科目名称|合计|基本支出|||项目支出\n|||小计|人员经费|公用经费|\n"
    body = "208|社会保障和就业支出|30.00|10.00|9.00|1.00|20.00\n"
    read = table(body, "一般公共预算支出表(分功能科目)", header)
    assert cells(read, "208") == WHOLE | {"personnel": "9.00", "operating": "1.00"}


def test_read_coded__codes_in_three_columns() -> None:
    header = "科目编码|||科目名称|合计|基本支出|项目支出\n类|款|项||||\n"
    body = "208|||社会保障和就业支出|30.00|10.00|20.00\n208|1|50|事业运行|30.00|10.00|20.00\n"
    read = table(body, header=header)
    assert cells(read, "2080150") == WHOLE


def test_read_coded__levels_and_parents() -> None:
    body = BODY + "20801|人力资源|30.00|10.00|20.00\n2080150|事业运行|30.00|10.00|20.00\n"
    rows = table(body).rows
    assert [(r.level, r.parent) for r in rows] == [(0, ""), (1, ""), (2, "208"), (3, "20801")]


@pytest.mark.parametrize(
    "printed", ["1,347.75", "1347.75", "1，347.75", "1 347.75", "１３４７．７５"]
)
def test_read_coded__spellings_of_an_amount(printed: str) -> None:
    read = table(f"208|社会保障和就业支出|{printed}|{printed}|\n")
    assert read.by_key["208"]["total"].value == Decimal("1347.75")


@pytest.mark.parametrize("blank", ["", " ", "—", "-", "/"])
def test_read_coded__a_blank_is_not_zero(blank: str) -> None:
    read = table(f"208|社会保障和就业支出|30.00|30.00|{blank}\n")
    assert read.by_key["208"]["project"].value is None
    read = table("208|社会保障和就业支出|30.00|30.00|0.00\n")
    assert read.by_key["208"]["project"].value == 0


def test_read_coded__a_stray_word_in_a_cell_is_kept() -> None:
    said = table("208|社会保障和就业支出|30.00|约十|\n").statements
    assert [(s.kind, s.value) for s in said] == [("not_a_number", "约十")]


@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
def test_read_coded__organisation_and_money_unit(unit: str) -> None:
    text = f"{FRONT}表3\n\n## 单位支出总表\n\n单位：武汉市测试中心\n\n单位：{unit}\n\n{CODED}{BODY}"
    budget = read_text(text.replace("|", "\t"), layout_name="wuhan")
    read = budget.tables["3"]
    assert (read.unit, read.by_key["208"]["total"].unit) == (unit, unit)
    assert budget.unit == "武汉市测试中心"


def test_read_two_sided__spaced_totals_and_blank_halves() -> None:
    body = (
        "一、事业收入|5.00|一、教育支出|9.00\n二、其他收入|4.00||\n本年收入合计|9.00|本年支出合计|9.00\n"
        "上年结转结余||年终结转结余|\n收 入 总 计|9.00|支 出 总 计|9.00\n"
    )
    header = "收 入||支 出|\n项 目|预算数|项 目|预算数\n"
    read = table(body, "单位收支总表", header)
    assert (
        cells(read, "revenue.收入总计") == cells(read, "expenditure.支出总计") == {"amount": "9.00"}
    )
    assert {r.code for r in read.part("revenue")} >= {"operations", "other", "grand_total"}
    assert read.find("205", "expenditure") is not None


def test_read_record__merged_header() -> None:
    header = "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n"
    header += "||小计|公务用车购置费|公务用车运行费|\n"
    read = table("1.70||1.50||1.50|0.20\n", "一般公共预算“三公”经费支出表", header)
    found = {"total": "1.70", "vehicles": "1.50", "vehicle_running": "1.50", "reception": "0.20"}
    assert cells(read, "record") == found


def test_read_form__two_years_stacked_over_two_columns() -> None:
    rows = (
        "单位名称|测试|||||\n部门总体资金情况|总体资金情况||当年金额|占比|近两年收支金额|\n"
        "|||||2025年|\n|||||2024年|\n|支出构成|人员类项目支出|8.00|80%|7.00|6.00\n"
        "运转类项目支出||2.00|20%|2.00|1.50\n"
    )
    read = table(rows, "整体支出绩效目标表", "")
    first, second = (read.find(f"expenditure.{name}项目支出") for name in ("人员类", "运转类"))
    assert first is not None and second is not None
    assert [(str(f.value), f.year) for f in first.cells.values()] == [
        ("8.00", 2026),
        ("80", 2026),
        ("7.00", 2025),
        ("6.00", 2024),
    ]
    assert [str(f.value) for f in second.cells.values()] == ["2.00", "20", "2.00", "1.50"]


def note(sentences: str, section: str = "一、收支预算总体安排情况") -> list[Claim]:
    """The claims of a document that is one section of notes."""
    budget = read_text(f"{FRONT}{NOTES}#### {section}\n\n{sentences}\n", layout_name="wuhan")
    assert not budget.unread, budget.unread
    return [claim for found in budget.notes.values() for claim in found.claims]


def told(sentences: str, section: str = "一、收支预算总体安排情况") -> list[str]:
    signs = {1: "+", -1: "-", 0: "=", None: ""}
    return [
        f"{c.measure} {c.figure.amount}{c.figure.unit}{signs[c.direction]}"
        for c in note(sentences, section)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2026年收支总预算134.75万元，比2025年预算增加23.17万元，增长20.77%。",
        "2026 年收支总预算 134.75 万元, 比 2025 年预算增加 23.17 万元, 增长 20.77%。",
        "2026年收支总预算134.75\n\n万元，比2025年预算增加23.17万元，增长20.77%。",
        "2026年收支总预算134.75万元，比2025年预\n\n算增加23.17万元，增长20.77%。",
        "2026年收支总预算１３４．７５万元，比2025年预算增加23.17万元，增长20.77％。",
        "**2026年收支总预算134.75万元**，比2025年预算增加23.17万元，增长20.77%。",
    ],
    ids=["plain", "spaced", "unit on the next page", "word cut in two", "full width", "bold"],
)
def test_claims__spellings_of_one_sentence(sentence: str) -> None:
    found = note(sentence)
    assert told(sentence) == ["amount 134.75万元", "change 23.17万元+", "growth 20.77%+"]
    assert [c.compared for c in found[1:]] == [2025, 2025]
    assert [c.of for c in found] == ["", found[0].id, found[0].id]


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("比上年增加3.5万元", "change 3.5万元+"),
        ("比上年减少3.5万元", "change 3.5万元-"),
        ("较上年下降3.5万元", "change 3.5万元-"),
        ("比2025年预算压减了3.5万元", "change 3.5万元-"),
        ("与上年持平", "change 0万元="),
        ("与上年一致，无变化", "change 0万元="),
        ("比2025年无增减变化", "change 0万元="),
        ("与2025年预算数相同", "change 0万元="),
    ],
)
def test_claims__directions(words: str, change: str) -> None:
    assert told(f"2026年收支总预算134.75万元，{words}。") == ["amount 134.75万元", change]


@pytest.mark.parametrize(
    ("words", "rate"),
    [
        ("增长2.5%", "+"),
        ("下降2.5%", "-"),
        ("降低2.5%", "-"),
        ("增幅2.5%", "+"),
        ("降幅为2.5%", "-"),
        ("减幅2.5%", "-"),
    ],
)
def test_claims__growth(words: str, rate: str) -> None:
    sentence = f"2026年收支总预算134.75万元，比上年增加1万元，{words}。"
    assert told(sentence)[2] == f"growth 2.5%{rate}"


@pytest.mark.parametrize(
    ("sentence", "base"),
    [
        ("比2025年预算增加1万元", "预算"),
        ("比2025年年初预算增加1万元", "年初预算"),
        ("比2025年预算执行数增加1万元", "预算执行数"),
        ("比2025年增加1万元", ""),
    ],
)
def test_claims__every_claim_carries_its_base(sentence: str, base: str) -> None:
    assert note(f"2026年收支总预算134.75万元，{sentence}。")[1].compared_base == base


def test_claims__numbered_item_that_starts_with_a_year() -> None:
    section = "七、一般公共预算“三公”经费支出安排情况"
    sentences = "1. 2026年公务接待费0.2万元，与上年持平。\n\n2. 2026年公务用车运行维护费1.5万元。"
    found = note(sentences, section)
    assert [(c.id, c.key) for c in found] == [
        ("七.1#1", "reception"),
        ("七.1#2", "reception"),
        ("七.2#1", "vehicle_running"),
    ]


def test_claims__amounts_in_brackets_are_passed_over() -> None:
    inside = "(公务用车购置费0万元，公务用车运行维护费1.5万元)"
    sentence = f"公务用车购置及运行维护费1.5万元{inside}，与上年一致。"
    found = note(sentence, "七、一般公共预算“三公”经费支出安排情况")
    assert [c.key for c in found] == ["vehicles", "vehicle_purchase", "vehicle_running", "vehicles"]


def test_claims__threshold_is_no_amount() -> None:
    found = told("单价100万元(含)以上设备(不含车辆)5台(套)。", "十一、其他重要事项的情况说明")
    assert found == ["count 5台(套)"]


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [
        ("根据文件〔2025〕40号执行。", "document_number", 2),
        ("按照3号令执行。", "document_number", 1),
        ("经第37次会议研究。", "document_number", 1),
        ("截至2025年12月31日。", "date", 3),
        ("11/29/26, 2:19 PM某局。", "date", 5),
        ("2026/1/15 上午10:20某局。", "date", 5),
        ("邮编见表12-2。", "table_number", 2),
        ("系统7*24小时运行。", "schedule", 2),
        ("地址在25号9楼。", "address", 2),
        ("项目编码42010026503Y000000101。", "code", 2),
        ("电话0" + "10-" + "1" * 8 + "。", "telephone", 2),
        ("等级保护2.0标准。", "name", 1),
    ],
)
def test_scan__what_is_no_amount_has_a_name(words: str, kind: str, number: int) -> None:
    budget = read_text(f"{FRONT}{NOTES}#### 一、收支预算总体安排情况\n\n{words}收支总预算3万元。\n")
    assert not budget.unread
    assert budget.not_amounts[kind] >= number - (kind == "table_number")
    assert [c.figure.printed for n in budget.notes.values() for c in n.claims] == ["3"]


def test_ledger__a_number_behind_what_a_heading_says_again_is_its_page() -> None:
    text = (
        "某局2026年部门预算\n目录\n第一部分 单位概况3\n第二部分 预算情况说明 5\n"
        "第一部分 单位概况\n管理乙事17\n第二部分 预算情况说明\n"
        "一、收支预算总体安排情况\n收支总预算3万元。\n"
    )
    budget = read_text(text)
    assert [(entry.line, entry.text) for entry in budget.unread] == [(6, "17")]
    assert budget.not_amounts["page_number"] == 2


def test_ledger__a_number_without_a_meaning_is_unread() -> None:
    budget = read_text(f"{FRONT}{NOTES}#### 一、收支预算总体安排情况\n\n共计 77 。\n")
    assert [entry.text for entry in budget.unread] == ["77"]


@pytest.mark.parametrize("cut", ["1\n\n,347.75", "1,34\n\n7.75", "1,347\n\n.75", "1347.\n\n75"])
def test_ledger__a_number_cut_in_two(cut: str) -> None:
    found = note(f"2026年收支总预算{cut}万元，比上年增加3万元。")
    assert str(found[0].figure.value) == "1347.75"


@pytest.mark.parametrize(
    "words",
    ["比2025年预算1,116.03万元增加", "2025年预算1116.03万元，增加", "比2025年的1116.03万元增加"],
)
def test_claims__a_change_belongs_to_this_year(words: str) -> None:
    """Where last year's amount is told in between, the change is still that of this year's."""
    found = note(f"2026年收支总预算1347.75万元，{words}231.72万元，增长20.76%。")
    assert [c.of for c in found] == ["", "", found[0].id, found[0].id]
    assert [c.figure.year for c in found[:2]] == [2026, 2025]


@pytest.mark.parametrize(
    "unit", ["万元", "元", "%", "人", "台", "辆", "条", "个", "户", "套", "平方米"]
)
def test_claims__a_number_with_a_unit_is_never_lost(unit: str) -> None:
    found = note(f"2026年收支总预算134.75万元。各类情况共77{unit}。")
    assert [(str(c.figure.value), c.figure.unit) for c in found[1:]] == [("77", unit)]


def test_outline__a_listed_table_that_is_absent() -> None:
    listed = "表 2. 单位收入总表\n\n表 3. 单位支出总表\n\n"
    text = f"{FRONT}{listed}表3\n\n## 单位支出总表\n\n{CODED}{BODY}"
    budget = read_text(text.replace("|", "\t"), layout_name="wuhan")
    assert list(budget.tables) == ["3"]
    assert [number for number, _, _ in budget.listed] == ["2", "3"]


def test_outline__a_contents_page_is_no_table() -> None:
    text = f"目录\n\n一、单位支出总表\n\n{FRONT}表3\n\n## 单位支出总表\n\n{CODED}{BODY}"
    assert list(read_text(text.replace("|", "\t"), layout_name="wuhan").tables) == ["3"]


def test_read_text__nothing_of_a_budget() -> None:
    with pytest.raises(ReadError, match="no budget table"):
        read_text("这里没有预算。\n")


def test_reprint__one_figure_otherwise() -> None:
    budget = example()
    figure: Figure = budget.tables["3"].by_key["208"]["total"]
    changed = budget.reprint(figure.id, "1.00")
    assert changed.tables["3"].by_key["208"]["total"].value == 1
    assert budget.tables["3"].by_key["208"]["total"].value == figure.value


def test_cell_of__amounts_below_each_other_are_not_one_number() -> None:
    assert cell_of("12.3\n4").number == Decimal("12.34")
    assert cell_of("81.30\n205").number is None
    assert [token.text for token in cell_of("81.30\n205").tokens] == ["81.30", "205"]
