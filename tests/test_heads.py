"""Headers of final accounts that share a row with the total, and lists that share a header."""

from pathlib import Path

import pytest

from budgetlib.budget import Budget, read, read_text, reconcile
from budgetlib.figures.printed import Table

FRONT = "<p>某某局2025年度部门决算</p><p>第二部分 某某局2025年度部门决算表</p>"
UNIT = "<p>单位：万元</p>"

FUND = (
    "<p>政府性基金预算财政拨款收入支出决算表</p>" + UNIT + "<table>"
    "<tr><td colspan=2>项目</td><td rowspan=2>年初结转和结余</td><td rowspan=2>本年收入</td>"
    "<td rowspan=2 colspan=3>本年支出</td><td rowspan=2>年末结转和结余</td></tr>"
    "<tr><td>功能分类科目编码</td><td>科目名称</td></tr>"
    "<tr><td colspan=2>合计</td><td>0</td><td>{total}</td><td>合计</td><td>基本支出</td>"
    "<td>项目支出</td><td>0</td></tr>{rows}</table>"
)
CODES = (
    ("229", "其他支出"),
    ("22960", "彩票公益金安排的支出"),
    ("2296003", "用于体育事业的彩票公益金支出"),
)
ROWS = "".join(
    f"<tr><td>{code}</td><td>{name}</td><td>0</td><td>7.50</td><td>7.50</td><td></td>"
    "<td>7.50</td><td>0</td></tr>"
    for code, name in CODES
)

SIDES = (
    "<td colspan=2>经济分类科目编码</td><td rowspan=2>科目名称</td><td rowspan=2>决算数</td>",
    "<td>类</td><td>款</td>",
)
LINES = (
    ("301", "", "工资福利支出", "30.00", "302", "", "商品和服务支出", "9.00"),
    ("301", "01", "基本工资", "18.00", "302", "01", "办公费", "9.00"),
    ("301", "02", "津贴补贴", "12.00", "", "", "", ""),
)
ECONOMIC = (
    "<p>一般公共预算财政拨款基本支出决算表</p>" + UNIT + "<table>"
    f"<tr>{SIDES[0] * 2}</tr><tr>{SIDES[1] * 2}</tr>"
    + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in LINES)
    + "<tr><td colspan=3>人员经费合计</td><td>30.00</td>"
    "<td colspan=3>公用经费合计</td><td>9.00</td></tr>"
    "</table>"
)


def page(folder: Path, *tables: str) -> Budget:
    path = folder / "page.html"
    path.write_text(f"<html><body>{FRONT}{''.join(tables)}</body></html>", encoding="utf-8")
    budget = read(path, layout_name="final-accounts")
    assert not budget.unread, budget.unread
    return budget


def printed(table: Table) -> list[tuple[str, dict[str, str]]]:
    return [
        (row.code or row.name, {k: f.printed for k, f in row.cells.items() if f.printed})
        for row in table.rows
    ]


def wrong(budget: Budget) -> list[str]:
    results = [r for r in reconcile(budget).results if r.verdict == "inconsistent"]
    return [r.rule.name for r in results if r.rule.kind == "within_tables"]


def test_set_heads_apart__the_last_line_of_the_header_beside_the_total(tmp_path: Path) -> None:
    budget = page(tmp_path, FUND.format(total="7.50", rows=ROWS))
    spent = {"total": "7.50", "project": "7.50", "carry_over": "0", "carry_forward": "0"}
    assert printed(budget.table("gov_fund")) == [
        ("合计", {"carry_over": "0", "this_year": "7.50", "carry_forward": "0"}),
        *((code, spent | {"this_year": "7.50"}) for code, _ in CODES),
    ]
    assert "total" not in budget.table("gov_fund").rows[0]
    assert wrong(budget) == []


def test_set_heads_apart__the_total_is_still_compared(tmp_path: Path) -> None:
    budget = page(tmp_path, FUND.format(total="7.60", rows=ROWS))
    assert "topmost_rows_make_the_total" in wrong(budget)


def test_set_heads_apart__above_nothing(tmp_path: Path) -> None:
    empty = "<tr>" + "<td></td>" * 8 + "</tr>"
    budget = page(tmp_path, FUND.format(total="0", rows=empty))
    zeros = {"carry_over": "0", "this_year": "0", "carry_forward": "0"}
    assert printed(budget.table("gov_fund")) == [("合计", zeros)]
    kinds = {statement.kind for statement in budget.statements}
    assert kinds == {"part_year", "body", "level"} and wrong(budget) == []


@pytest.mark.parametrize("slip", ["", "302"])
def test_lists__side_by_side_with_codes_in_two_columns(tmp_path: Path, slip: str) -> None:
    text = (
        ECONOMIC.replace(
            "<td>9.00</td></tr><tr><td>301</td><td>02", "<td>8.00</td></tr><tr><td>301</td><td>02"
        )
        if slip
        else ECONOMIC
    )
    budget = page(tmp_path, text)
    rows = {code: cells["total"] for code, cells in printed(budget.table("basic_by_economic"))}
    assert list(rows) == ["301", "30101", "30102", "人员经费合计", "302", "30201", "公用经费合计"]
    assert rows["302"] == "9.00"
    assert ("lower_levels_make_their_parent" in wrong(budget)) == bool(slip)


TEXT = """某某局2025年度部门决算
第二部分 某某局2025年度部门决算表
财政拨款“三公”经费支出决算表
单位：万元
财政拨款“三公”经费\t\t\t\t\t\t\t\t\t\t\t
合计\t\t因公出国（境）费\t\t公务用车购置及运行维护费\t\t\t\t\t\t公务接待费\t
\t\t\t\t小计\t\t公务用车购置费\t\t公务用车运行维护费\t\t\t
预算数\t决算数\t预算数\t决算数\t预算数\t决算数\t预算数\t决算数\t预算数\t决算数\t预算数\t决算数
9.00\t8.00\t1.00\t0\t6.00\t6.50\t2.00\t2.50\t4.00\t4.00\t2.00\t1.50
一般公共预算财政拨款基本支出决算表
单位：万元
经济分类科目编码\t科目名称\t决算数\t经济分类科目编码\t科目名称\t决算数
301\t工资福利支出\t30.00\t302\t商品和服务支出\t9.00
30101\t基本工资\t30.00\t30201\t办公费\t5.00
\t\t\t30299\t其他商品和服务支出\t4.00
"""


def test_header_paths__a_blank_goes_on_up_to_the_next_cell_above_it() -> None:
    (row,) = read_text(TEXT, layout_name="final-accounts").table("three_public").rows
    executed = {key: f.printed for key, f in row.cells.items() if f.base == "决算"}
    assert executed == {
        "total": "8.00",
        "travel": "0",
        "vehicles": "6.50",
        "vehicle_purchase": "2.50",
        "vehicle_running": "4.00",
        "reception": "1.50",
    }


def test_lists__a_row_of_the_right_list_alone_is_none_of_the_left() -> None:
    table = read_text(TEXT, layout_name="final-accounts").table("basic_by_economic")
    assert [row.code for row in table.rows] == ["301", "30101", "302", "30201", "30299"]
