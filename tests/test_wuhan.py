"""The Wuhan disclosure against what a person read on its pages."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import budgetlib
from budgetlib.budget import Budget, Reconciliation
from budgetlib.figures import text_of
from budgetlib.figures.printed import Claim

NAME = "wuhan-503019-2026.txt"


@pytest.fixture(scope="module")
def source(documents: Path) -> Path:
    path = documents / NAME
    if not path.exists():
        pytest.skip(f"needs {NAME} among the documents")
    return path


@pytest.fixture(scope="module")
def budget(source: Path) -> Budget:
    return budgetlib.load(source)


@pytest.fixture(scope="module")
def result(budget: Budget) -> Reconciliation:
    return budget.reconcile()


def test_read__identity(budget: Budget) -> None:
    facts = (budget.id, budget.year, budget.level, budget.kind, budget.layout, budget.unit_code)
    assert facts == ("503019-2026", 2026, "单位", "预算", "wuhan", "503019")


def test_read__tables_printed_and_listed(budget: Budget) -> None:
    printed = ["1", "3", "4", "5-1", "5-2", "6", "7", "8", "9", "10", "11", "12-1", "12-2"]
    assert list(budget.tables) == printed
    assert [number for number, _, _ in budget.listed] == sorted(
        [*printed, "2"], key=lambda n: [int(part) for part in n.split("-")]
    )


# Filled cells and the sum of each column, typed from the page.
COLUMNS = {
    "1": (8, "4043.25 4043.25"),
    "3": (43, "5391.01 4220.25 1170.76 0 0 0"),
    "4": (8, "4043.25 4043.25"),
    "5-1": (68, "5391.01 4220.25 3955.41 264.84 1170.76"),
    "5-2": (5, "1347.75 1055.06 988.85 66.21 292.69"),
    "6": (53, "3165.19 2966.57 198.62"),
    "7": (4, "1.70 0 1.50 0 1.50 0.20"),
    "8": (0, "0 0 0"),
    "9": (0, "0 0 0"),
    "10": (8, "585.38 585.38 0 0 0 0 0 0 0"),
}


@pytest.mark.parametrize("number", COLUMNS)
def test_read__column_sums(budget: Budget, number: str) -> None:
    cells, sums = COLUMNS[number]
    table = budget.tables[number]
    read: dict[str, Decimal] = {}
    for index, column in enumerate(table.columns):
        read.setdefault(f"{index} {column.key}", Decimal(0))
        for row in table.rows:
            part = "revenue" if index == 0 else "expenditure"
            if column.key in row and (table.kind != "two_sided" or row.part == part):
                read[f"{index} {column.key}"] += row[column.key].amount
    assert sum(f.value is not None for row in table.rows for f in row.cells.values()) == cells
    assert list(read.values()) == [Decimal(text) for text in sums.split()]


# Cells of the forms: how many are money, percentages and quantities; the sum of all.
FORMS = {
    "11": (20, 18, 12, "15276.58"),
    "12-1": (8, 4, 8, "646.35"),
    "12-2": (14, 12, 11, "839.84"),
}


@pytest.mark.parametrize("number", FORMS)
def test_read__cells_of_forms(budget: Budget, number: str) -> None:
    cells = [f for row in budget.tables[number].rows for f in row.cells.values() if not f.blank]
    kinds = Counter(
        "money" if f.unit == "万元" else "percent" if f.unit == "%" else "quantity" for f in cells
    )
    money = sum((f.amount for f in cells if f.unit == "万元"), Decimal(0))
    *counts, total = FORMS[number]
    assert [kinds["money"], kinds["percent"], kinds["quantity"]] == counts
    assert money == Decimal(total)


# Figures told in the sentences of the cells, in the order of the page.
TOLD = {
    "12-1": "129.27 16 13 88.38 70 10 20 98 198 0.06 11.89 99.9 4",
    "12-2": "383.76 179.8 163.42 16.38 1370 9.7 8 77.6 2.15 1.7 20.43 19.94 11.6 4 0.7 2.8 99.9 4",
}


@pytest.mark.parametrize("number", TOLD)
def test_read__figures_in_cells(budget: Budget, number: str) -> None:
    told = [c.figure.printed for c in budget.tables[number].claims if not c.figure.worded]
    assert told == TOLD[number].split()


def test_read__two_years_of_the_overall_table(budget: Budget) -> None:
    table = budget.table("overall_targets")
    rows = [
        (table.find(key)["previous"], table.find(key)["before_previous"])  # type: ignore[index]
        for key in ("revenue.财政拨款", "expenditure.特定目标类项目支出", "expenditure.合计")
    ]
    assert [(str(a.value), a.year, str(b.value), b.year) for a, b in rows] == [
        ("1116.03", 2025, "1209.02", 2024),
        ("179.57", 2025, "383.76", 2024),
        ("1116.03", 2025, "1209.02", 2024),
    ]


# Every claim of the notes: measure, figure and unit, + or - or 0 for the direction; the year
# compared with is 2025 throughout.
STAFF = "count 28 人|count_change 3 人 +|count 1 人|count 2 人"
CLAIMS = {
    "一": f"amount 1347.75 万元|change 231.72 万元 +|growth 20.76 % +|{STAFF}",
    "二": "amount 1347.75 万元|amount 1347.75 万元|share 100 %",
    "三": "amount 1347.75 万元|amount 1055.06 万元|share 78.28 %|amount 292.69 万元|share 21.72 %",
    "四": "amount 1347.75 万元|amount 1347.75 万元|amount 1112.52 万元|amount 113.72 万元"
    "|amount 121.51 万元",
    "五.一": "amount 1347.75 万元|amount 1347.75 万元|change 231.72 万元 +|growth 20.76 % +"
    f"|{STAFF}",
    "五.二": "amount 1055.06 万元|share 78.28 %|amount 988.85 万元|amount 66.21 万元"
    "|amount 292.69 万元|share 21.72 %",
    "五.三.1": f"amount 699.63 万元|change 29.57 万元 +|growth 4.41 % +|{STAFF}",
    "五.三.2": "amount 292.69 万元|change 113.12 万元 +|growth 62.99 % +",
    "五.三.3": "amount 16.07 万元|change 0.13 万元 +|growth 0.82 % +",
    "五.三.4": "amount 65.64 万元|change 9.6 万元 +|growth 17.13 % +",
    "五.三.5": "amount 32.82 万元|change 32.82 万元 +",
    "五.三.6": "amount 5.68 万元|change 1.17 万元 +|growth 25.94 % +",
    "五.三.7": "amount 56.93 万元|change 11.34 万元 +|growth 24.87 % +",
    "五.三.8": "amount 56.79 万元|change 11.71 万元 +|growth 25.98 % +",
    "五.三.9": "amount 80.93 万元|change 19.34 万元 +|growth 31.4 % +",
    "五.三.10": "amount 13.05 万元|change 1.08 万元 +|growth 9.02 % +",
    "五.三.11": "amount 27.53 万元|change 1.86 万元 +|growth 7.25 % +",
    "六": "amount 1055.06 万元",
    "六.一": "amount 988.85 万元|amount 972.05 万元|amount 16.8 万元",
    "六.二": "amount 66.21 万元",
    "七": "amount 1.7 万元|change 0 万元 0",
    "七.1": "amount 0 万元|change 0 万元 0",
    "七.2": "amount 1.5 万元|amount 0 万元|amount 1.5 万元|change 0 万元 0",
    "七.3": "amount 0.2 万元|change 0 万元 0",
    "八": "zero 0 万元",
    "九": "zero 0 万元",
    "十": "amount 292.69 万元|amount 292.69 万元|amount 163.42 万元|amount 129.27 万元",
    "十一.一": "zero 0 万元",
    "十一.二": "amount 22.94 万元|change 2.7 万元 +|growth 13.33 % +|amount 3 万元"
    "|amount 19.94 万元",
    "十一.三": "zero 0 万元",
    "十一.四": "zero 0 万元",
    "十一.五": "count 1 辆|count 1 辆|count 5 台(套)|amount 41.45 万元",
    "十一.六": "amount 1347.75 万元|count 2 个",
}


def _claim_words(claim: Claim) -> str:
    moved = claim.measure in ("change", "growth", "count_change")
    sign = {1: " +", -1: " -", 0: " 0", None: ""}[claim.direction] if moved else ""
    return f"{claim.measure} {text_of(claim.figure.value)} {claim.figure.unit}{sign}"


def test_read__every_claim_of_the_notes(budget: Budget) -> None:
    read: dict[str, list[str]] = {}
    for note in budget.notes.values():
        for claim in note.claims:
            read.setdefault(claim.id.partition("#")[0], []).append(_claim_words(claim))
    assert {item: "|".join(told) for item, told in read.items()} == CLAIMS


def test_read__year_and_base_compared(budget: Budget) -> None:
    moved = [
        c
        for note in budget.notes.values()
        for c in note.claims
        if c.measure in ("change", "growth", "count_change")
    ]
    assert {c.compared for c in moved} == {2025}
    without = {c.id.partition("#")[0] for c in moved if c.compared_base != "预算"}
    counted = {c.id.partition("#")[0] for c in moved if c.measure == "count_change"}
    assert without - counted == {"五.三.6", "七", "七.1", "七.2", "七.3", "十一.二"}


def test_read__codes_of_the_items(budget: Budget) -> None:
    codes = [c.figure.code for c in budget.note("general_budget").about("item", "amount")]
    assert codes == [
        *("2080150", "2080199", "2080502", "2080505", "2080506", "2089999"),
        *("2101102", "2101199", "2210201", "2210202", "2210203"),
    ]


def test_read__glossary_and_offices(budget: Budget) -> None:
    explained = {s.value for s in budget.statements if s.kind == "glossary"}
    used = {row.code for row in budget.table("by_function").leaves}
    assert explained == used
    assert sum(s.kind == "office" for s in budget.statements) == 6
    assert [text_of(c.figure.value) for c in budget.claims] == ["6"]


def test_read__years_that_reasons_name(budget: Budget) -> None:
    said = [s for s in budget.note("general_budget").statements if s.kind == "reason_year"]
    (most_said, _), *_ = Counter(s.group for s in said).most_common(1)
    years = Counter(s.value for s in said if s.group == most_said)
    assert years == {"2026": 6, "2025": 1}


DIGITS = re.compile(r"\d+")


def test_read__every_run_of_digits_is_in_the_ledger(source: Path, budget: Budget) -> None:
    """An independent count: what stands on a line of the file stands in the ledger."""
    counted = {
        line: sorted(runs)
        for line, text in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1)
        if (runs := DIGITS.findall(text))
    }
    kept: dict[int | None, list[str]] = {}
    for entry in budget.ledger:
        kept.setdefault(entry.line, []).extend(DIGITS.findall(entry.text))
    assert {line: sorted(runs) for line, runs in kept.items()} == counted


def test_read__nothing_unread_or_unplaced(budget: Budget) -> None:
    assert budget.unread == ()
    assert budget.limits == ()


def test_read__thresholds_and_document_numbers_are_no_amounts(budget: Budget) -> None:
    assert budget.not_amounts["threshold"] == 1
    assert not [f for f in budget.figures if f.printed == "100" and f.unit == "万元"]


def test_read__no_person_and_no_telephone(source: Path, budget: Budget) -> None:
    rows = source.read_text(encoding="utf-8").splitlines()
    private = {
        cells[cells.index(key) + 1]
        for cells in (row.split("\t") for row in rows)
        for key in ("填报人", "项目负责人", "联系电话")
        if key in cells
    }
    shown = "\n".join(
        cell for table in budget.tables.values() for row in table.grid for cell in row
    )
    assert private
    assert not [words for words in private if words in shown]


# What is truly inconsistent in it: the rule, and both sides as printed.
FOUND = """
every_listed_table_is_printed 单位收入总表 —
histories_make_the_overall_special_category 179.57 179.8
histories_make_last_years_project_items 292.69 292.92
histories_are_within_last_years_project_items 292.69 292.92
projects_of_the_overall_table_equal_the_project_table 292.69 163.42
projects_of_the_overall_table_equal_the_project_table 292.69 163.42
purchases_listed_make_procurement 22.94 22.74
purchases_listed_make_goods_and_services 3 2.8
long_term_and_annual_targets_agree 1100 1160
long_term_and_annual_targets_agree 1100 1160
what_is_paid_for_makes_the_monthly_target 198 132
what_is_paid_for_makes_the_monthly_target 198 132
what_is_paid_for_makes_the_monthly_target 198 132
what_is_paid_for_makes_the_monthly_target 198 132
what_is_paid_for_makes_the_monthly_target 198 132
projects_stand_in_the_overall_table 人社信息系统运维项目 —
blank_totals_have_blank_parts 129.27 blank
blank_totals_have_blank_parts 163.42 blank
reasons_name_one_year 提租补贴：2025 2026
a_category_is_told_alike 信息运维项目：运转类 特定目标类项目
a_category_is_told_alike 信息运维项目：运转类 特定目标类项目
a_category_is_told_alike 信息运维项目：运转类 特定目标类项目
contents_are_not_repeated 3. 网络攻防演练培训及咨询 1. 网络攻防演练培训及咨询
contents_have_cost_lines 武汉人社大数据应用平台云服务 —
"""


def _side(side: object) -> str:
    return text_of(side) if isinstance(side, Decimal) else str(side).removesuffix(" 空白")


def test_reconcile__the_true_inconsistencies(result: Reconciliation) -> None:
    found = [
        f"{c.rule.name} {_side(c.outcome.printed)} {_side(c.outcome.expected)}"
        for c in result.inconsistent
        if c.severity != "note"
    ]
    assert sorted(found) == sorted(FOUND.strip().splitlines())


def test_reconcile__no_identity_but_the_bases_of_one_project_fails(result: Reconciliation) -> None:
    errors = {c.rule.name for c in result.inconsistent if c.severity == "error"}
    assert errors == {"histories_are_within_last_years_project_items"}


# Looks odd on the page, and is right: rounding, other spellings, empty budgets.
RIGHT = {
    "3/20805/total": "three addends, 0.01 apart",
    "5-1/20805/personnel": "three addends, 0.01 apart",
    "5-1/合计/basic": "eleven addends",
    "6/301/total": "ten addends, 0.02 apart",
    "6/302/operating": "nine addends, 0.01 apart",
    "六.一#3": "16.8 for 16.80",
    "七.1#1": "0万元 for a blank cell",
    "七.2#2": "0万元 for a blank cell",
    "五.三.5#2": "no growth on a base of zero",
    "十一.二#3": "13.33 % within the intervals",
    "11/revenue.财政拨款/share": "whole percents",
    "11/expenditure.人员类项目支出/share": "whole percents",
    "八#1": "an empty budget",
    "九#1": "an empty budget",
    "10/420100260000220000101/total": "level-1 rows repeat level-2 rows",
    "1/revenue.收入总计/amount": "1,347.75 beside 1347.75",
}


@pytest.mark.parametrize("figure", RIGHT)
def test_reconcile__what_looks_odd_and_is_right(result: Reconciliation, figure: str) -> None:
    seen = [
        c.verdict
        for c in result.results
        if c.relation and any(t.figure.id == figure for t in c.relation.terms)
    ]
    assert seen or figure == "五.三.5#2", f"{figure} stands in no comparison"
    assert "inconsistent" not in seen


def test_reconcile__coverage(result: Reconciliation) -> None:
    counts = result.figures
    assert counts["unread"] == 0
    assert counts["untied"] / counts["printed"] < 0.02
    assert counts["tied_twice"] / counts["printed"] > 0.75


def test_reconcile__what_did_not_run_says_why(result: Reconciliation) -> None:
    assert all(all(c.reason) for c in result.not_run)
    because_of_table_2 = [c.rule.name for c in result.not_run if "table 2 is" in c.reason[0]]
    assert len(because_of_table_2) == 9
