"""Two answers, never mixed: what is said of the document, and what of it was not read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from budgetlib.budget import Budget, Reconciliation, read_blocks, read_text
from budgetlib.cli import main
from budgetlib.disclosure import Named
from budgetlib.read.text import blocks_of
from budgetlib.tell.text import summary

TABLE = """单位支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t50.00\t38.00\t12.00
208\t社会保障和就业支出\t30.00\t20.00\t10.00
221\t住房保障支出\t20.00\t18.00\t2.00
"""
DOCUMENT = f"# 某市测试中心2026年单位预算公开\n\n表3\n\n{TABLE}"
LISTED = "第二部分 预算表\n\n表1. 收支总表\n\n表3. 单位支出总表\n\n"
UNREAD = DOCUMENT + "\n第四部分 名词解释\n\n另有 77 。\n"


TITLE = "# 某市测试中心2026年单位预算公开"
NOTE = f"{TITLE}\n\n第三部分 情况说明\n\n一、收支总体情况\n\n收入预算90.00万元。"


def told(text: str, lost: tuple[str, ...] = ()) -> Reconciliation:
    return read_blocks(blocks_of(text), "a.txt", lost=lost).reconcile()


def rules_of(result: Reconciliation, severity: str) -> set[str]:
    return {c.rule.name for c in result.inconsistent if c.severity == severity}


STATES = {
    "holds": (DOCUMENT, ()),
    "holds_not": (DOCUMENT.replace("50.00", "51.00"), ("page 3: no text",)),
    "to_explain": (DOCUMENT.replace("表3", LISTED + "表3", 1), ()),
    "cannot_tell": (DOCUMENT, ("page 3: no text",)),
}


@pytest.mark.parametrize("state", STATES)
def test_state__is_the_gravest_of_four(state: str) -> None:
    result = told(*STATES[state])
    assert result.state == state


@pytest.mark.parametrize(
    ("state", "english", "chinese"),
    [
        ("holds", "holds together: 0 errors", "相符：错误0项"),
        ("holds_not", "does not hold together: ", "不符：错误"),
        (
            "to_explain",
            "is to be explained: 0 errors, 1 to be explained",
            "需核实：错误0项，需核实1项",
        ),
        ("cannot_tell", "cannot be told: 0 errors", "无法核对：错误0项"),
    ],
)
def test_said__begins_with_the_state(state: str, english: str, chinese: str) -> None:
    said = told(*STATES[state]).said
    assert said.english.startswith(english) and said.chinese.startswith(chinese)


def test_said__tells_what_was_not_read_beside_the_verdict() -> None:
    result = told(UNREAD, ("page 3: no text", "page 9: no text"))
    assert result.said.english.endswith("1 number not read and 2 parts of the file not read")
    assert result.said.chinese.endswith("未读数字1个、文件有2处未能读取")
    assert told(DOCUMENT).said.english.endswith("9 of 9 amounts tied; every number was read")


def test_state__of_nothing_compared_cannot_be_told() -> None:
    result = told(NOTE)
    assert result.tied_amounts == (0, 1)
    assert result.state == "cannot_tell"


def test_state__needs_half_of_the_amounts_tied() -> None:
    lonely = "".join(f"购置设备{n}的价款{n}.{n}0万元。" for n in range(1, 9))
    more = f"\n第三部分 情况说明\n\n十、其他说明\n\n{lonely}\n"
    assert told(DOCUMENT + more).tied_amounts == (9, 17)
    assert told(DOCUMENT + more).state == "holds"
    assert told(DOCUMENT + more + f"\n{lonely}\n").state == "cannot_tell"


def test_limits__are_no_findings() -> None:
    result = told(UNREAD, ("page 3: no text",))
    assert [(limit.kind, limit.text) for limit in result.budget.limits] == [
        ("number", "77"),
        ("lost", "page 3: no text"),
    ]
    assert result.budget.limits[0].window == "另有77。"
    assert not result.causes


@pytest.mark.parametrize("words", ["见附注", "涉密", "详见第3页", "2026.1.1"])
def test_limits__words_in_a_cell_of_amounts(words: str) -> None:
    result = told(DOCUMENT.replace("\t2.00\n", f"\t{words}\n"))
    assert len(result.budget.limits) == 1 and result.budget.limits[0].text in words
    assert not result.inconsistent and len(result.unread) == 2


@pytest.mark.parametrize("printed", ["2o.00", "1,2345.00", "l8.00", "I8.0O"])
def test_limits__a_misprinted_number_is_a_finding_and_none(printed: str) -> None:
    result = told(DOCUMENT.replace("\t18.00\t", f"\t{printed}\t"))
    assert "every_amount_is_a_number" in rules_of(result, "error")
    assert not [limit for limit in result.budget.limits if limit.kind == "cell"]


def test_listed__a_table_that_no_page_prints_is_to_be_explained() -> None:
    assert rules_of(told(*STATES["to_explain"]), "warning") == {"every_listed_table_is_printed"}


@pytest.mark.parametrize(
    "words", ["各表附后。", "报表详见附件。", "附件2：2026年公开表格.xlsx", "附：单位预算表"]
)
def test_listed__tables_attached_elsewhere_are_not_missed(words: str) -> None:
    text = DOCUMENT.replace("表3", f"{LISTED}{words}\n\n表3", 1)
    assert not told(text).inconsistent


def test_listed__nothing_is_missed_where_a_page_was_lost() -> None:
    text, _ = STATES["to_explain"]
    result = told(text, ("page 3: no text",))
    assert result.state == "cannot_tell" and not result.inconsistent


def test_listed__a_title_without_a_table_below_it_was_not_read() -> None:
    text = DOCUMENT.replace("表3", LISTED + "单位概况表如下\n\n收支总表\n\n收入 90.00\n\n表3", 1)
    result = told(text)
    assert any(limit.kind == "table" and "收支总表" in limit.text for limit in result.budget.limits)
    assert "every_listed_table_is_printed" not in rules_of(result, "warning")


# ---- what was not read is not compared


@pytest.mark.parametrize(
    ("cell", "rules"),
    [  # of the row, of the column; the other rows and columns run
        ("\t18.00\t2.00", {"basic_and_project_make_the_total", "topmost_rows_make_the_total"}),
        ("\t20.00\t18.00", {"basic_and_project_make_the_total", "topmost_rows_make_the_total"}),
    ],
)
def test_not_run__a_sum_over_a_cell_that_was_not_read(cell: str, rules: set[str]) -> None:
    first, second = cell.removeprefix("\t").split("\t")
    result = told(DOCUMENT.replace(cell, f"\t见附注\t{second}"))
    assert not result.inconsistent
    assert {c.rule.name for c in result.unread} >= rules
    ran = [c for c in result.results if c.rule.name in rules and c.verdict == "exact"]
    assert len(ran) >= 3
    assert all(f"{first}" not in p["printed"] for c in result.unread for p in c.places)
    assert result.unread[0].reason[0].startswith("表3 住房保障支出")


def test_not_run__is_told_beside_the_verdict() -> None:
    result = told(DOCUMENT.replace("\t18.00\t", "\t见附注\t"))
    assert result.said.english.endswith(
        f"1 cell of words in place of an amount and {len(result.unread)} comparisons not run for it"
    )
    reading = result.as_dict()["reading"]
    assert reading["not_run"] == len(result.unread) == 2


def test_not_run__a_sum_beside_a_row_that_was_not_read() -> None:
    budget = read_text(DOCUMENT)
    lossy = _without_row(budget, "221")
    result = lossy.reconcile()
    assert not result.inconsistent
    assert [c.rule.name for c in result.unread].count("topmost_rows_make_the_total") == 3
    assert [(limit.text, limit.place.table) for limit in lossy.limits] == [
        *(("20.00", "3"), ("18.00", "3"), ("2.00", "3"))
    ]


def _without_row(budget: Budget, key: str) -> Budget:
    """As though a row's figures had not been taken for a row of the table."""
    table = budget.tables["3"]
    (lost,) = (row for row in table.rows if row.key == key)
    cells = frozenset(f.place.cell for f in lost.cells.values() if f.place.cell)
    rows = tuple(row for row in table.rows if row is not lost)
    return replace(budget, tables=Named({"3": replace(table, rows=rows, unread=cells)}))


@pytest.mark.parametrize(("page", "run"), [(4, False), (6, False), (9, True)])
def test_not_run__sums_of_a_table_of_which_a_page_may_be_lost(page: int, run: bool) -> None:
    budget = replace(read_text(DOCUMENT), lost=(f"page {page}: no text",))
    table = budget.tables["3"]
    spots = tuple(spot._replace(page=5) for spot in table.spots)
    budget = replace(budget, tables=Named({"3": replace(table, spots=spots)}))
    result = budget.reprint("3/221/total", "21.00").reconcile()
    assert bool(result.inconsistent) is run
    assert bool(result.unread) is not run


def test_lacks__only_what_stands_among_or_beside() -> None:
    table = read_text(DOCUMENT).tables["3"]
    gap = replace(table, unread=frozenset({(3, 3)}))
    assert gap.lacks({(1, 3), (2, 3)}) and gap.lacks({(3, 2), (3, 4)})
    assert not gap.lacks({(1, 2), (2, 2)})  # another column
    assert not gap.lacks({(2, 2), (2, 3), (2, 4)})  # another row


# ---- exit codes and JSON


@pytest.mark.parametrize(
    ("text", "plain", "strict"),
    [
        (DOCUMENT, 0, 0),
        (UNREAD, 0, 1),
        (STATES["to_explain"][0], 0, 1),
        (STATES["holds_not"][0], 1, 1),
        (NOTE, 2, 2),
    ],
    ids=["holds", "unread", "to explain", "holds not", "cannot tell"],
)
def test_check__exit_code(text: str, plain: int, strict: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == plain
    assert main(["check", str(path), "--strict"]) == strict
    assert main(["check", str(path), "--strict", "--format", "sarif"]) == strict


@pytest.fixture
def wrong() -> Budget:
    return read_text(UNREAD, "a.txt").reprint("3/221/total", "21.00")


def test_json__in_brief_tells_all_that_is_not_exact(wrong: Budget) -> None:
    result = wrong.reconcile()
    brief, every = result.as_dict(), result.as_dict(every=True)
    assert list(brief) == [
        *("schema", "budget", "verdict", "reading", "coverage", "verdicts", "causes"),
        "comparisons",
    ]
    assert brief["schema"] == 2 and brief["verdict"]["state"] == "holds_not"
    assert "exact" not in {c["verdict"] for c in brief["comparisons"]}
    assert len(every["comparisons"]) == sum(brief["verdicts"].values())
    assert [c for c in every["comparisons"] if c in brief["comparisons"]] == brief["comparisons"]
    assert {c["cause"] for c in brief["comparisons"] if c["verdict"] == "inconsistent"} == {
        cause["number"] for cause in brief["causes"]
    }


def test_json__tells_what_was_not_read_by_place_and_window(wrong: Budget) -> None:
    reading = json.loads(json.dumps(wrong.reconcile().as_dict()))["reading"]
    line = UNREAD.splitlines().index("另有 77 。") + 1
    limit = {"kind": "number", "text": "77", "window": "另有77。", "line": line}
    assert reading == {"counts": {"number": 1}, "not_run": 0, "limits": [limit]}


def test_limits__are_kept_by_a_package(wrong: Budget, tmp_path: Path) -> None:
    from budgetlib import package

    lossy = replace(wrong, lost=("page 3: no text",))
    package.save(lossy, tmp_path / "p")
    assert package.open_package(tmp_path / "p").limits == lossy.limits


def test_everywhere__one_sentence_tells_the_verdict(wrong: Budget) -> None:
    from budgetlib.explain import overview
    from budgetlib.tell.formats import FORMATS

    result = wrong.reconcile()
    for told in (
        FORMATS["text"]([result], False, False),
        FORMATS["junit"]([result], False, False),
        FORMATS["json"]([result], False, False),
        FORMATS["sarif"]([result], False, False),
        overview.verdict(result),
        result._repr_html_(),
        wrong._repr_html_(),
    ):
        assert result.said.english in told and result.said.chinese in told


def test_limits__a_year_and_a_body_that_are_told_nowhere_are_asked_for() -> None:
    rows = ("收入\t预算数\t支出\t预算数", "收入总计\t30.00\t支出总计\t30.00")
    told = "\n".join(("收支总表", "单位：万元", *rows))
    budget = read_text(told)
    assert (budget.id, budget.year, budget.unit) == ("unit", 0, "")
    assert [limit.kind for limit in budget.limits] == ["identity"] * 2
    assert "--year" in budget.limits[0].text and "--body" in budget.limits[1].text
    assert "the year or the body told nowhere" in budget.reconcile().said.english
    assert "whose and of when 单位与年度: the year is told nowhere" in summary(budget.reconcile())
    named = read_text(f"甲县乙局2025年部门预算\n{told}")
    assert (named.year, named.limits) == (2025, ())
