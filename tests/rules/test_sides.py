"""Sides of tables whose rows of data name every role that has sides."""

import pytest

from budgetlib.budget import Budget, read_text

SPENT = """| 项目 | 2031年预算 |
| 一、基本支出 | 41.50 |
| 二、项目支出 | 18.50 |
| 本年支出合计 | 60.00 |
| 结转下年 | 5.00 |
| 支出总计 | 65.00 |"""
SPLIT = """| 收入 | | 支出 | | | | |
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金 | 事业收入 |
| 一般公共预算拨款收入 | 40.00 | 教育支出 | 52.00 | 40.00 |  | 12.00 |
| 事业收入 | 20.00 | 卫生健康支出 | 8.00 | | | 8.00 |
| 本年收入合计 | 60.00 | 本年支出合计 | 60.00 | 40.00 | | 20.00 |
| 收入总计 | 60.00 | 支出总计 | 60.00 | 40.00 | | 20.00 |"""


def budget(title: str, table: str) -> Budget:
    return read_text(f"某某站2031年单位预算\n预算表\n表1\n{title}\n单位：万元\n{table}\n")


def wrong(found: Budget) -> set[str]:
    return {c.rule.name for c in found.reconcile().inconsistent}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("项目支出", "items_make_this_year"),
        ("基本支出", "items_make_this_year"),
        ("支出总计", "carry_over_makes_the_grand_total"),
        ("结转下年", "carry_over_makes_the_grand_total"),
    ],
)
def test_sides__of_expenditure_alone(row: str, rule: str) -> None:
    read = budget("支出总体情况表", SPENT)
    assert read.tables["1"].role == "expenditure_side"
    assert wrong(read) == set()
    key = next(r.key for r in read.tables["1"].rows if r.name.endswith(row))
    assert rule in wrong(read.reprint(f"1/{key}/amount", "11.00"))


def test_funds_make_each_row__of_the_summary() -> None:
    read = budget("收支总体情况表", SPLIT)
    assert wrong(read) == set()
    key = next(r.key for r in read.tables["1"].rows if r.name == "教育支出")
    assert "funds_make_each_row" in wrong(read.reprint(f"1/{key}/operations", "13.00"))
    assert "funds_make_each_row" in wrong(read.reprint(f"1/{key}/general_budget", "4.00"))
