"""Text and Markdown: bars, bold, page numbers, rows that moved, and what cannot be read."""

from pathlib import Path

import pytest
from disclosures import example
from test_read import BODY, FRONT, NOTES, WHOLE, cells, table
from writer import write

import budgetlib
from budgetlib.budget import read_text
from budgetlib.errors import ReadError
from budgetlib.printed import Table
from budgetlib.read.identity import identity, told
from budgetlib.read.text import blocks_of

HEADER = "科目编码|科目名称|合计|基本支出|项目支出\n"


def barred(body: str, blank: bool = False) -> Table:
    """The only table of a small Markdown document; the line below its first row is drawn."""
    first, *rest = [f"| {line} |" for line in (HEADER + body).splitlines()]
    rule = f"|{'---|' * 5}"
    head = [f"|{'  |' * 5}", rule, first] if blank else [first, rule]
    lines = "\n".join(["表3", "", "**单位支出总表**", "", "单位：万元", "", *head, *rest])
    budget = read_text(f"{FRONT}{lines}\n", layout_name="wuhan")
    assert not budget.unread
    return next(iter(budget.tables.values()))


@pytest.mark.parametrize("blank", [False, True], ids=["header first", "blank header"])
@pytest.mark.parametrize("mark", ["", "**", "<b>"])
def test_read_text__a_markdown_table(mark: str, blank: bool) -> None:
    body = BODY.replace("合计", f"{mark}合计{mark}").replace("20.00", f"{mark}20.00{mark}")
    read = barred(body, blank)
    assert cells(read, "208") == WHOLE
    assert read.total_row is not None
    assert cells(read, read.total_row.key) == WHOLE


PROJECTS = "项目编码|项目名称|项目单位|合计|财政专户管理资金|单位资金\n"
PROJECT = "42010026503T000000105|运维|测试中心|30.00|10.00|20.00\n"


@pytest.mark.parametrize("total", ["|合计|", "合计||", "合计|"])
def test_read_coded__a_sum_that_lost_blanks_on_its_left(total: str) -> None:
    read = table(f"{total}|30.00|10.00|20.00\n{PROJECT}", "项目支出表", PROJECTS)
    assert read.total_row is not None
    assert cells(read, read.total_row.key) == {
        "total": "30.00",
        "special_account": "10.00",
        "own": "20.00",
    }


@pytest.mark.parametrize("page", ["{}", "- {} -", "第 {} 页", "第{}页 共9页", "{}/9", "— {} —"])
def test_read_text__page_numbers_cut_nothing(page: str) -> None:
    said = "2026年支出预算30万元，其中：基本支出1\n\n{}\n\n0万元；项目支出20万元。\n"
    rows = BODY.replace("208|", "\n{}\n\n208|").replace("|", "\t")
    start = f"{FRONT}表3\n\n单位支出总表\n\n单位：万元\n\n{HEADER}".replace("|", "\t")
    text = f"{start}{rows}\n{{}}\n{NOTES}三、支出预算安排情况\n\n{said}"
    budget = read_text(text.format(*(page.format(n) for n in (3, 4, 5))), layout_name="wuhan")
    assert budget.limits == ()
    assert cells(budget.tables["3"], "208") == WHOLE
    told = {claim.key: str(claim.figure.value) for claim in budget.notes["三"].claims}
    assert told["basic"] == "10"


def test_read_text__a_lone_number_is_kept() -> None:
    blocks = blocks_of("合计\n\n30\n\n20\n\n10\n")
    assert len(blocks) == 4


def test_identity__a_note_that_a_page_cuts_names_no_body() -> None:
    lines = "2026年\n\n武汉市测试中心单位预算\n\n单位：武汉市测试中心\n\n"
    cut = "社会保障和就业支出（类）人力资源（款）事业运行（项）2026年预算数10"
    blocks = blocks_of(f"{lines}{cut}\n\n")
    assert told(identity(blocks, {}), "body") == "武汉市测试中心"


def test_read__tables_with_spaces_for_tabs_are_refused(tmp_path: Path) -> None:
    text = write(example())
    path = tmp_path / "spaces.txt"
    path.write_text(text.replace("\t", "    "), encoding="utf-8")
    with pytest.raises(ReadError, match="as many spaces"):
        budgetlib.load(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("万元", "万元"),
        ("社会保障", "社会&nbsp;保障"),
        ("30.00", "30\\.00"),
        ("|  |", "| &nbsp; |"),
        ("就业支出", "就业<br>支出"),
    ],
    ids=["plain", "a space by name", "an escaped stop", "a blank by name", "a wrapped cell"],
)
def test_read_text__markdown_spellings(old: str, new: str) -> None:
    lines = "\n".join(f"| {x.replace('|', ' | ')} |" for x in BODY.splitlines())
    text = (
        f"{FRONT}表3\n\n单位支出总表\n\n单位：万元\n\n| {HEADER.strip()} |\n|---|---|---|---|---|\n"
    )
    budget = read_text(text + lines.replace(old, new) + "\n", layout_name="wuhan")
    assert budget.unread == ()
    assert cells(budget.tables["3"], "208") == WHOLE
    assert budget.tables["3"].by_key["208"].name == "社会保障和就业支出"


def test_read_text__a_markdown_table_without_outer_bars() -> None:
    rows = BODY.replace("|", " | ")
    text = f"{FRONT}表3\n\n单位支出总表\n\n单位：万元\n\n{HEADER}---|---|---|---|---\n{rows}"
    budget = read_text(text, layout_name="wuhan")
    assert cells(budget.tables["3"], "208") == WHOLE
    assert budget.unread == ()


@pytest.mark.parametrize(
    "between",
    ["<!-- page 3 -->", "![](images/3.jpg)", "---", "## Page 3", "武汉市测试中心2026年单位预算"],
)
def test_read_text__what_stands_between_pages_cuts_nothing(between: str) -> None:
    said = f"2026年支出预算30万元，其中：基本支出1\n\n{between}\n\n0万元；项目支出20万元。\n"
    budget = read_text(f"{FRONT}{NOTES}三、支出预算安排情况\n\n{said}", layout_name="wuhan")
    told = {claim.key: str(claim.figure.value) for claim in budget.notes["三"].claims}
    assert told["basic"] == "10"
    assert budget.unread == ()


def test_outline__a_table_that_lost_its_title_is_known_by_the_list() -> None:
    text = f"{FRONT}表 3. 单位支出总表\n\n表3\n\n单位：万元\n\n{HEADER}{BODY}".replace("|", "\t")
    budget = read_text(text, layout_name="wuhan")
    assert budget.limits == ()
    assert budget.tables["3"].role == "expenditure"
