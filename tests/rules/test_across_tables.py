"""Money carried over: in the tables of the three budgets, or beside them."""

from pathlib import Path

import pytest

from budgetlib import load
from budgetlib.budget import Budget, read_text
from budgetlib.rules import RULES

BY_NAME = {rule.name: rule for rule in RULES}
TEXT = """甲市测绘队2027年单位预算

第二部分 单位预算表

表1 收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t100.00\t一、教育支出\t45.00
\t\t二、卫生健康支出\t75.00
本年收入合计\t100.00\t本年支出合计\t120.00
上年结转\t20.00\t年终结转结余\t
收入总计\t120.00\t支出总计\t120.00

表4 财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、本年收入\t100.00\t一、本年支出\t120.00
(一)一般公共预算拨款\t100.00\t(一)教育支出\t45.00
二、上年结转\t20.00\t(二)卫生健康支出\t75.00
收入总计\t120.00\t支出总计\t120.00

表5 一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t{total}\t
205\t教育支出\t45.00\t45.00\t
210\t卫生健康支出\t{health}\t{health}\t
"""


def budget(total: str, health: str) -> Budget:
    return read_text(TEXT.format(total=total, health=health))


RULES_OF_FISCAL = (
    "three_budgets_make_fiscal_expenditure",
    "classes_of_the_fiscal_table_equal_the_general_budget",
)


@pytest.mark.parametrize(("total", "health"), [("120.00", "75.00"), ("100.00", "55.00")])
def test_fiscal__holds_with_what_is_carried_over_or_without_it(total: str, health: str) -> None:
    results = budget(total, health).reconcile([BY_NAME[name] for name in RULES_OF_FISCAL])
    assert sum(c.verdict != "not_run" for c in results.results) == 3
    assert not results.inconsistent


@pytest.mark.parametrize(("total", "health"), [("110.00", "65.00"), ("120.00", "85.00")])
def test_fiscal__bites_on_another_difference(total: str, health: str) -> None:
    assert budget(total, health).reconcile([BY_NAME[n] for n in RULES_OF_FISCAL]).inconsistent


FUNDS = """甲市测绘队2027年单位预算

第二部分 单位预算表

表4 财政拨款收支总表
单位：万元
收入\t\t支出\t\t\t
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算
一、一般公共预算\t60\t一、城乡社区支出\t{sum}\t60\t{roads}
二、政府性基金预算\t39\t二、住房保障支出\t{homes}\t\t{homes}
收入总计\t99\t支出总计\t99\t60\t39

表8 政府性基金预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
212\t城乡社区支出\t30\t\t30
221\t住房保障支出\t9\t\t9
\t合计\t39\t\t39
"""


@pytest.mark.parametrize(("roads", "homes", "found"), [("30", "9", 0), ("39", "", 2)])
def test_fiscal__classes_of_a_fund_are_those_of_its_table(
    roads: str, homes: str, found: int
) -> None:
    text = FUNDS.format(sum=60 + int(roads), roads=roads, homes=homes)
    told = read_text(text).reconcile([BY_NAME[RULES_OF_FISCAL[1]]])
    assert len(told.inconsistent) == found


IN_THE_HEADER = """<h1>甲市测绘队2027年单位预算</h1><p>第二部分 单位预算表</p>
<p>表4 财政拨款收支总表</p><p>单位：万元</p><table>
<tr><td colspan=2>收入</td><td colspan=4>支出</td></tr>
<tr><td>项目</td><td>预算数</td><td>项目</td><td>合计</td><td>一般公共预算</td><td>政府性基金预算</td></tr>
<tr><td>一、一般公共预算</td><td>60</td><td>一、城乡社区支出</td><td>90</td><td>60</td><td>30</td></tr>
<tr><td>二、政府性基金预算</td><td>30</td><td></td><td></td><td></td><td></td></tr>
<tr><td>收入总计</td><td>90</td><td>支出总计</td><td>90</td><td>60</td><td>30</td></tr></table>
<p>表5 一般公共预算支出表</p><p>单位：万元</p><table>
<tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>212</td><td>城乡社区支出</td><td>60</td><td></td><td>60</td></tr>
<tr><td colspan=2>合计</td><td>60</td><td></td><td>60</td></tr></table>
<p>表8 政府性基金预算支出表</p><p>单位：万元</p><table>
<tr><td>科目编码</td><td>科目名称</td><td rowspan=2>本年收入</td><td colspan=3>本年支出</td></tr>
<tr><td></td><td></td><td></td><td></td><td></td></tr>
<tr><td colspan=2>合计</td><td>30</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>212</td><td>城乡社区支出</td><td>30</td><td>{roads}</td><td></td><td>{roads}</td></tr></table>"""


@pytest.mark.parametrize(("roads", "found"), [("30", "exact"), ("20", "inconsistent")])
def test_fiscal__of_a_fund_whose_total_row_stands_in_the_header(
    tmp_path: Path, roads: str, found: str
) -> None:
    page = tmp_path / "x.html"
    page.write_text(f"<meta charset=utf-8>{IN_THE_HEADER.format(roads=roads)}", encoding="utf-8")
    told = load(page).reconcile([BY_NAME[RULES_OF_FISCAL[0]]])
    assert [c.verdict for c in told.results if c.relation] == [found]


def test_title__of_a_cell_left_blank_has_no_unit() -> None:
    causes = read_text(FUNDS.format(sum=99, roads="39", homes="")).reconcile().causes
    titles = [cause.title.chinese for cause in causes]
    assert any(title.endswith("列示为空白，据其余数字应为9万元") for title in titles)
