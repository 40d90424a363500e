"""Shapes of provincial forms: lists side by side, classes below units, titles that wrap."""

from pathlib import Path

import pytest
from provinces import PROVINCES

from budgetlib.budget import Budget, open_package, read_text
from budgetlib.layouts import layout
from budgetlib.package import save
from budgetlib.read.outline import numbered


def found(budget: Budget) -> set[str]:
    return {c.rule.name for c in budget.reconcile().inconsistent}


def test_read_text__provincial_forms() -> None:
    budget = read_text(PROVINCES)
    roles = [table.role for table in budget.tables.values()]
    assert roles == ["summary", "revenue", "expenditure", "fiscal", "by_function"]
    assert budget.limits == ()
    assert found(budget) == set()


def test_package__keeps_the_verdicts_of_shares(tmp_path: Path) -> None:
    budget = read_text(PROVINCES)
    kept = open_package(save(budget, tmp_path / "kept"))
    told = [(c.rule.name, c.verdict) for c in kept.reconcile().results]
    assert told == [(c.rule.name, c.verdict) for c in budget.reconcile().results]
    assert found(kept.reprint("5/2060102/total", "310.00"))


MISPRINTS = {
    "1/economic.工资福利支出/amount": "430.00",
    "1/economic.项目支出/amount": "420.00",
    "1/economic.本年支出合计/amount": "911.00",
    "1/economic_of_government.机关工资福利支出/amount": "421.00",
    "1/economic_of_government.支出总计/amount": "901.00",
    "2/206/fiscal": "830.00",
    "3/206/total": "561.00",
    "3/206~2/basic": "171.00",
    "5/2060102/total": "310.00",
    "5/105001/total": "610.00",
}


@pytest.mark.parametrize(("figure", "printed"), MISPRINTS.items())
def test_reconcile__a_misprint_in_provincial_forms_is_seen(figure: str, printed: str) -> None:
    assert found(read_text(PROVINCES).reprint(figure, printed))


def summary(rows: str) -> Budget:
    text = f"某某中心2027年单位预算\n预算表\n表1\n收支总表\n单位：万元\n{rows}\n"
    return read_text(text)


def test_read_two_sided__fiscal_money_without_numerals() -> None:
    budget = summary("""| 收入 |  | 支出 |  |
| 项目 | 预算数 | 功能分类 | 预算数 |
| 财政拨款（补助） | 30.00 | 206 科学技术支出 | 36.00 |
| 一般公共预算 | 20.00 | 221 住房保障支出 | 4.00 |
| 政府性基金预算 | 10.00 |  |  |
| 事业收入 | 5.00 |  |  |
| 小计 | 35.00 | 小计 | 40.00 |
| 单位上年结余（不包括国库集中支付额度结余） | 5.00 |  |  |
| 收入总计 | 40.00 | 支出总计 | 40.00 |""")
    assert budget.unread == () and found(budget) == set()
    row = budget.tables["1"].find("206")
    assert row and row.name == "科学技术支出"
    for key in ("revenue.政府性基金预算", "revenue.事业收入", "expenditure.住房保障支出"):
        assert found(budget.reprint(f"1/{key}/amount", "8.00"))


def test_read_two_sided__both_years_and_numbered_lines() -> None:
    budget = summary("""| 序号 | 收入 |  |  |  | 支出 |  |  |  |
| 序号 | 项目 | 预算数 |  |  | 项目 | 预算数 |  |  |
| 序号 |  | 2026年 | 2027年 | 2027年比2026年增减% |  | 2026年 | 2027年 | 2027年比2026年增减% |
| 1 | 一、一般公共预算 | 20.00 | 25.00 | 25.00% | 一、科学技术支出 | 20.00 | 25.00 | 25.00% |
| 2 | 收入总计 | 20.00 | 25.00 | 25.00% | 支出总计 | 20.00 | 25.00 | 25.00% |""")
    assert budget.unread == () and found(budget) == set()
    assert found(budget.reprint("1/revenue.一般公共预算/growth", "35.00"))
    assert found(budget.reprint("1/expenditure.科学技术支出/amount_before", "21.00"))


def test_read_two_sided__a_zero_beside_a_blank_label_is_of_nothing() -> None:
    budget = summary("""| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 45.00 | 一、科学技术支出 | 38.00 |
|  | 0.00 | 二、住房保障支出 | 7.00 |
|  | 3.00 | 三、其他支出 | 0.00 |
| 收入总计 | 45.00 | 支出总计 | 45.00 |""")
    assert [(entry.line, entry.text) for entry in budget.unread] == [(10, "3.00")]
    assert budget.not_amounts["zero"] == 1


def test_outline__a_title_that_wraps() -> None:
    rows = "| 科目编码 | 科目名称 | 预算数 |\n| 301 | 工资福利支出 | 9.00 |\n|  | 合计 | 9.00 |"
    title = "某某厅2027年部门预算一般公共预算安排基本支出分经济科\n目表"
    budget = read_text(f"某某厅2027年部门预算\n预算表\n表6\n{title}\n单位：万元\n{rows}\n")
    assert [(t.number, t.role) for t in budget.tables.values()] == [("6", "basic_by_economic")]
    assert budget.limits == ()


TITLES = {
    "一般公共预算基本支出表－人员经费（工资福利支出）（按部门预算经济分类）": None,
    "一般公共预算基本支出表－公用经费（商品和服务支出）（按政府预算经济分类）": None,
    "部门预算一般公共预算安排基本支出分经济科目表": "basic_by_economic",
    "部门财务收支预算总表": "summary",
}


@pytest.mark.parametrize(("title", "role"), TITLES.items())
def test_role_of__titles_of_provinces(title: str, role: str | None) -> None:
    assert layout("common").role_of(title) == role


def test_three_public__circled_numerals() -> None:
    rows = """| 项目 | 2027年预算数 |
| 1.因公出国（境）费 | 3.00 |
| 2.公务接待费 | 1.00 |
| 3.公务用车购置及运行费 | 8.00 |
| ①公务用车购置费 | 2.00 |
| ②公务用车运行维护费 | 6.00 |
| 合计 | 12.00 |"""
    text = f"某某厅2027年部门预算\n预算表\n表7\n“三公”经费表\n单位：万元\n{rows}\n"
    budget = read_text(text)
    assert found(budget) == set()
    assert found(budget.reprint("7/record/vehicle_purchase", "3.00"))


def test_reconcile__no_shares_where_no_units_are_listed() -> None:
    rows = "| 科目编码 | 科目名称 | 合计 |\n| 206 | 科学技术支出 | 9.00 |\n|  | 合计 | 9.00 |"
    said = "某某厅2027年一般公共预算拨款合计9.00万元，其中：基本支出9.00万元。"
    notes = f"第三部分 情况说明\n五、一般公共预算当年拨款情况说明\n{said}"
    text = f"表5\n一般公共预算支出表\n单位：万元\n{rows}\n{notes}\n"
    assert found(read_text(f"某某厅2027年部门预算\n预算表\n{text}")) == set()


def expenditure(rows: str) -> Budget:
    text = f"表3\n支出总表\n单位：元\n{rows}\n"
    return read_text(f"某某厅2027年部门预算\n预算表\n{text}")


NESTED = {
    "codes of their own": """| 科目编码 |  | 单位代码 | 单位（科目） | 合计 | 基本支出 | 项目支出 |
| 类 | 款 |  |  |  |  |  |
|  |  |  | 合计 | 900 | 500 | 400 |
|  |  | 407 | 某某厅 | 900 | 500 | 400 |
|  |  | 407001 | 某某厅本级 | 600 | 300 | 300 |
| 206 |  |  | 科学技术支出 | 600 | 300 | 300 |
| 206 | 01 |  | 科学技术管理事务 | 600 | 300 | 300 |
|  |  | 407002 | 某某站 | 300 | 200 | 100 |
| 206 |  |  | 科学技术支出 | 300 | 200 | 100 |
| 206 | 01 |  | 科学技术管理事务 | 300 | 200 | 100 |""",
    "one unit": """| 科目编码 | 单位名称（科目） | 合计 | 基本支出 | 项目支出 |
|  | 合计 | 900 | 500 | 400 |
| 407 | 某某厅 | 900 | 500 | 400 |
| 407001 | 某某厅本级 | 900 | 500 | 400 |
| 206 | 科学技术支出 | 900 | 500 | 400 |
| 20601 | 科学技术管理事务 | 900 | 500 | 400 |""",
    "several units": """| 科目编码 | 单位名称（科目） | 合计 | 基本支出 | 项目支出 |
|  | 合计 | 900 | 500 | 400 |
| 407 | 某某厅 | 900 | 500 | 400 |
| 407001 | 某某厅本级 | 600 | 300 | 300 |
| 206 | 科学技术支出 | 600 | 300 | 300 |
| 407002 | 某某站 | 300 | 200 | 100 |
| 206 | 科学技术支出 | 300 | 200 | 100 |""",
}


@pytest.mark.parametrize("shape", NESTED)
def test_read_coded__a_department_above_its_units(shape: str) -> None:
    budget = expenditure(NESTED[shape])
    assert budget.unread == () and found(budget) == set()
    row = next(row for row in budget.tables["3"].rows if row.name == "科学技术支出")
    assert found(budget.reprint(row["total"].id, "910"))


def test_reconcile__items_with_two_codes_make_their_total() -> None:
    rows = """| 项目名称 | 功能科目编码 | 功能科目名称 | 经济科目编码 | 经济科目名称 | 总计 |
| 人员支出 | 2060101 | 行政运行 | 30101 | 基本工资 | 20 |
| 人员支出 | 2060101 | 行政运行 | 30102 | 津贴补贴 | 30 |
| 合  计 |  |  |  |  | 50 |"""
    text = f"表4\n部门基本支出预算表\n单位：元\n{rows}\n"
    budget = read_text(f"某某厅2027年部门预算\n预算表\n{text}")
    assert budget.unread == () and found(budget) == set()
    first = next(iter(budget.tables["4"].figures))
    assert found(budget.reprint(first.id, "25"))


def test_three_public__growth_beside_both_years() -> None:
    rows = """| 项目 | 2026年预算数 | 2027年预算数 | 2027年比2026年增减% |
| 因公出国（境）费 | 2.00 | 3.00 | 50.00 |
| 公务接待费 | 1.00 | 1.00 |  |
| 合计 | 3.00 | 4.00 | 33.33 |"""
    text = f"表7\n“三公”经费表\n单位：万元\n{rows}\n"
    budget = read_text(f"某某厅2027年部门预算\n预算表\n{text}")
    assert found(budget) == set()
    assert found(budget.reprint("7/record/travel/growth", "55.00"))


def in_tenths(cells: str) -> str:
    """Many amounts in 万元: were they exact, basic and project would be 0.1 too much."""
    items = "".join(f"| 2060{n:03d} | 某科目 | {cells} |\n" for n in range(101, 110))
    total = "|  | 合计 | 92.9 | 46.5 | 46.4 |"
    rows = f"| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n{total}\n{items}"
    return f"某某厅2027年部门预算\n预算表\n表3\n支出总表\n单位：万元\n{rows}"


def test_as_printed__tables_in_tenths(tmp_path: Path) -> None:
    budget = read_text(in_tenths("10.3 | 5.2 | 5.2"))
    assert found(budget) == set()
    assert found(open_package(save(budget, tmp_path / "kept"))) == set()
    assert found(budget.reprint("3/合计/total", "94.9"))
    exact = read_text(in_tenths("10.30 | 5.20 | 5.20"))
    assert "basic_and_project_make_the_total" in found(exact)


def notes(*lines: str) -> Budget:
    text = "\n".join(lines)
    return read_text(f"某某厅2027年部门预算\n第三部分 2027年部门预算情况说明\n{text}\n")


def test_kinds_make_the_number__each_with_its_value() -> None:
    said = (
        "十一、其他重要事项的情况说明",
        "（三）国有资产占用使用情况",
        "车辆12辆，价值230.00万元；其中：一般公务用车8辆，价值150.00万元；其他车辆4辆，价值80.00万元。",
    )
    assert found(notes(*said)) == set()
    wrong = (*said[:2], said[2].replace("其他车辆4辆", "其他车辆5辆"))
    assert found(notes(*wrong)) == {"kinds_make_the_number"}


def test_match_columns__the_year_before_without_its_number() -> None:
    rows = """| 科目编码 | 科目名称 | 上年执行数 | 本年预算数 |  | 本年预算数较上年执行数 |  |
|  |  |  | 合计 | 基本支出 | 增减额 | 增减比例（%） |
| 206 | 科学技术支出 | 20.00 | 25.00 | 25.00 | 5.00 | 25.00 |
|  | 合计 | 20.00 | 25.00 | 25.00 | 5.00 | 25.00 |"""
    text = f"表5\n一般公共预算支出表\n单位：万元\n{rows}\n"
    budget = read_text(f"某某厅2027年部门预算\n预算表\n{text}")
    assert found(budget) == set()
    before = budget.tables["5"].rows[0]["total_before"]
    assert (before.year, before.base) == (2026, "预算执行数")
    assert found(budget.reprint("5/206/growth", "35.00"))
    assert found(budget.reprint("5/206/total_before", "21.00"))


def test_numbered__chinese_numerals_before_a_word_that_begins_with_one() -> None:
    assert numbered("表七一般公共预算支出表") == ("7", "一般公共预算支出表")
    assert numbered("表十一般公共预算基本支出表") == ("10", "一般公共预算基本支出表")
    assert numbered("附表十二收支总表") == ("12", "收支总表")
    assert numbered("表一般公共预算支出表")[0] == ""


def test_outline__parts_numbered_as_sections_behind_a_contents_page() -> None:
    facts, notes, glossary = "一、某局概况", "二、某局2027年部门预算安排情况说明", "三、名词解释"
    told = "（一）支出预算情况说明\n2027年支出预算500万元，其中：基本支出300万元。"
    budget = read_text(
        f"某局2027年部门预算\n目录\n{facts}\n{notes}\n{glossary}\n"
        f"{facts}\n（一）主要职能\n{notes}\n{told}\n{glossary}\n（一）基本支出：指日常支出。"
    )
    claims = [(c.key, c.figure.printed) for note in budget.notes.values() for c in note.claims]
    assert claims == [("total", "500"), ("basic", "300")] and not budget.unread


def test_sources__a_total_beside_what_it_holds() -> None:
    rows = """| 科目编码 | 科目名称 | 合计 | 一般公共预算 |  | 政府性基金 | 其他收入 |
|  |  |  | 小计 | 其中：财政拨款 |  |  |
|  | 合计 | 900 | 700 | 650 | 120 | 80 |
| 206 | 科学技术支出 | 900 | 700 | 650 | 120 | 80 |"""
    text = f"某某厅2027年部门预算\n预算表\n表2\n收入总表\n单位：万元\n{rows}\n"
    assert found(read_text(text)) == set()
    assert found(read_text(text.replace("| 120 | 80 |", "| 130 | 80 |", 1)))


def test_read_two_sided__parts_without_numerals_below_numbered_rows() -> None:
    budget = summary("""| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| （一）一般公共预算拨款 | 90.00 | 一、基本支出 | 70.00 |
| 经费拨款 | 80.00 | 工资福利支出 | 60.00 |
| 纳入预算管理的非税收入 | 10.00 | 商品和服务支出 | 10.00 |
| （二）事业收入 | 5.00 | 二、项目支出 | 25.00 |
| 本年收入合计 | 95.00 | 本年支出合计 | 95.00 |""")
    assert budget.unread == () and found(budget) == set()
    parents = {row.name: row.parent for row in budget.tables["1"].rows}
    assert parents["经费拨款"] == "revenue.一般公共预算拨款"
    assert parents["工资福利支出"] == "expenditure.基本支出"
    assert found(budget.reprint("1/expenditure.项目支出/amount", "35.00"))


def test_read_record__the_year_before_in_a_row_of_its_own() -> None:
    rows = """| 年度 | 合计 | 因公出国（境）费用 | 公务接待费 | 公务用车购置和运行维护费 |  |  |
|  |  |  |  | 小计 | 公务用车购置费 | 公务用车运行维护费 |
| 2026年 | 30 | 4 | 6 | 20 | 12 | 8 |
| 2027年 | 33 | 5 | 6 | 22 | 13 | 9 |"""
    text = "第三部分 情况说明\n一、“三公”经费情况说明\n2027年“三公”经费预算33万元，比2026年预算"
    budget = read_text(
        f"某某厅2027年部门预算\n第二部分 预算表\n表7\n“三公”经费支出表\n单位：万元\n{rows}\n"
        f"{text}30万元增加3万元。其中：公务接待费6万元。\n"
    )
    years = {f.year: f.printed for f in budget.figures if f.id.split("/")[-1][:5] == "total"}
    assert years == {2026: "30", 2027: "33"}
    assert budget.unread == () and found(budget) == set()
    assert found(read_text(text_of(rows.replace("| 2026年 | 30 ", "| 2026年 | 31 "))))


def text_of(rows: str) -> str:
    return f"某某厅2027年部门预算\n预算表\n表7\n“三公”经费支出表\n单位：万元\n{rows}\n"


def test_read_coded__a_unit_below_codes_in_three_columns_without_rulings() -> None:
    rows = [
        ["科目编码", "", "", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "", "", "", "", ""],
        ["", "", "", "", "合计", "900", "500", "400"],
        ["", "", "", "407001", "某某局机关", "900", "500", "400"],
        ["206", "01", "01", "407001", "行政运行", "900", "500", "400"],
    ]
    budget = expenditure("\n".join("\t".join(row) for row in rows))
    assert budget.unread == () and found(budget) == set()
    unit = next(row for row in budget.tables["3"].rows if row.name == "某某局机关")
    assert found(budget.reprint(unit["project"].id, "410"))


def test_read_coded__projects_below_the_item_whose_code_they_repeat() -> None:
    rows = """| 科目编码 | 名称 | 金额 |
| 合计 |  | 90 |
| 2060404 | 科技成果转化与扩散 | 60 |
| 2060404 | 专项1 | 40 |
| 2060404 | 专项2 | 20 |
| 2060499 | 其他技术研究与开发支出 | 30 |"""
    budget = read_text(
        f"某某厅2027年部门预算\n预算表\n表3-2\n一般公共预算项目支出预算表\n单位：万元\n{rows}\n"
    )
    assert budget.unread == () and found(budget) == set()
    table = budget.tables["3-2"]
    assert [row.parent for row in table.rows] == ["", "", "2060404", "2060404", ""]


def test_told__items_numbered_below_other_matters() -> None:
    budget = notes(
        "五、其他重要事项的情况说明",
        "1、政府采购情况。2027年政府采购预算总额50万元：政府采购货物预算20万元、"
        "政府采购服务预算30万元。",
    )
    kinds = [c.figure.of.kind for note in budget.notes.values() for c in note.claims if c.figure.of]
    assert kinds == ["procurement", "goods", "services"]


def test_told__what_is_spent_in_a_section_on_both_flows() -> None:
    budget = notes(
        "四、财政拨款收支情况说明",
        "2027年一般公共预算财政拨款收入50万元，一般公共预算财政拨款支出52万元。",
    )
    flows = [c.figure.of.flow for note in budget.notes.values() for c in note.claims if c.figure.of]
    assert flows == ["in", "out"]


def test_read_two_sided__expenditure_by_purpose_alone() -> None:
    sides = """| 收入 |  | 支出 |  |
| 项目 | 2027年预算 | 项目 | 2027年预算 |
| 一、财政拨款 | 95.00 | 一、基本支出 | 70.00 |
| 一般公共预算 | 95.00 | 工资福利支出 | 70.00 |
| 二、其他资金 | 0.00 | 二、项目支出 | 25.00 |
| 本年收入合计 | 95.00 | 本年支出合计 | 95.00 |"""
    spent = """| 项目 | 2027年预算 |
| 一、基本支出 | 70.00 |
| 工资福利支出 | 60.00 |
| 商品和服务支出 | 10.00 |
| 二、项目支出 | 25.00 |
| 本年支出合计 | 95.00 |
| 支出总计 | 95.00 |"""
    text = f"收支总体情况表\n单位：万元\n{sides}\n表2\n支出总体情况表\n单位：万元\n{spent}\n"
    budget = read_text(f"某某局2027年部门预算\n预算表\n表1\n{text}")
    assert budget.tables["2"].role == "expenditure_side"
    assert budget.unread == () and found(budget) == set()
    for row in ("基本支出", "商品和服务支出", "项目支出", "支出总计"):
        assert found(budget.reprint(f"2/expenditure.{row}/amount", "15.00"))


def test_three_public__each_with_its_word_for_spending() -> None:
    rows = """| 项目 | 2027年预算 |
| “三公”经费 | 33.00 |
| 其中：（一）因公出国（境）支出 | 5.00 |
| （二）公务用车购置及运行维护支出 | 22.00 |
| 1.公务用车购置支出 | 13.00 |
| 2.公务用车运行维护费支出 | 9.00 |
| （三）公务接待费支出 | 6.00 |"""
    budget = read_text(text_of(rows))
    keys = {"total", "travel", "vehicles", "vehicle_purchase", "vehicle_running", "reception"}
    assert {figure.id.split("/")[-1] for figure in budget.figures} == keys
    assert found(budget) == set() and found(budget.reprint("7/record/reception", "7.00"))


def test_scopes__this_year_beside_what_is_carried_over() -> None:
    sides = """| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、本年收入 | 90.00 | 一、本年支出 | 100.00 |
| 一般公共预算拨款收入 | 90.00 | 科学技术支出 | 100.00 |
| 二、上年结转 | 10.00 | 二、结转下年 |  |
| 一般公共预算拨款收入 | 10.00 |  |  |
| 收入总计 | 100.00 | 支出总计 | 100.00 |"""
    rows = """| 科目编码 | 科目名称 | 合计 | 当年财政拨款安排 | 上年结转安排 |
|  | 合计 | 100.00 | 90.00 | 10.00 |
| 2060101 | 行政运行 | 70.00 | 70.00 |  |
| 2060404 | 科技成果转化与扩散 | 30.00 | 20.00 | 10.00 |"""
    said = (
        "第二部分 2027年部门预算情况说明\n一、财政拨款收支预算情况说明\n"
        "2027年财政拨款收支预算总数100万元。\n二、一般公共预算当年拨款情况说明\n"
        "2027年一般公共预算当年拨款90万元。\n"
        "1.科学技术支出（类）技术研究与开发（款）科技成果转化与扩散（项）2027年预算数为20万元。\n"
    )
    budget = read_text(
        f"某某厅2027年部门预算\n{said}第三部分 2027年部门预算表\n表2\n财政拨款收支预算总表\n"
        f"单位：万元\n{sides}\n表3\n一般公共预算支出预算表\n单位：万元\n{rows}\n"
    )
    assert budget.unread == () and found(budget) == set()
    claims = [c for note in budget.notes.values() for c in note.claims]
    for claim in claims[1:]:
        assert found(budget.reprint(claim.id, "95"))
    assert "columns_make_each_row" in found(budget.reprint("3/2060404/of_carried", "12.00"))


def test_read_coded__rows_that_a_tab_sets_out_are_not_shifted() -> None:
    projects = [
        ["类型", "项目单位", "项目名称", "合计", "本年拨款", "", "财政拨款结转结余"],
        ["", "", "", "", "一般公共预算", "政府性基金预算", ""],
        ["合计", "", "", "90", "80", "", "10"],
        ["特定目标类", "某某厅机关", "专项甲", "90", "80", "", "10"],
    ]
    classes = [
        ["科目编码", "", "科目名称", "2027年预算"],
        ["类", "款", "", ""],
        ["301", "", "工资福利支出", "50"],
        ["", "30101", "基本工资", "50"],
        ["", "", "合计", "50"],
    ]
    tables = {"4": ("项目支出表", projects), "6": ("一般公共预算基本支出表", classes)}
    text = "\n".join(
        f"表{number}\n{title}\n单位：万元\n" + "\n".join("\t".join(row) for row in rows) + "\n"
        for number, (title, rows) in tables.items()
    )
    budget = read_text(f"某某厅2027年部门预算\n预算表\n{text}")
    assert budget.unread == () and found(budget) == set()
    assert [figure.printed for figure in budget.figures if figure.printed] == [
        *("90", "80", "10", "90", "80", "10"),
        *("50", "50", "50"),
    ]


def test_outline__tables_below_each_other_in_one_grid() -> None:
    rows = """<tr><td>表1</td></tr><tr><td colspan="4">收支总表</td></tr>
<tr><td>部门：某某厅</td><td></td><td></td><td>单位：万元</td></tr>
<tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>
<tr><td>一、事业收入</td><td>90</td><td>一、科学技术支出</td><td>90</td></tr>
<tr><td>收入总计</td><td>90</td><td>支出总计</td><td>90</td></tr>
<tr><td>表2</td></tr><tr><td colspan="4">支出总表</td></tr>
<tr><td>部门：某某厅</td><td></td><td></td><td>单位：万元</td></tr>
<tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>90</td><td>90</td></tr>
<tr><td>206</td><td>科学技术支出</td><td>90</td><td>90</td></tr>"""
    budget = read_text(f"某某厅2027年部门预算\n预算表\n<table>{rows}</table>\n")
    roles = {table.number: table.role for table in budget.tables.values()}
    assert roles == {"1": "summary", "2": "expenditure"}
    assert budget.unread == () and found(budget) == set()
    assert found(budget.reprint("2/206/total", "80"))


@pytest.mark.parametrize("names", [("货物", "工程", "服务"), ("货物类", "工程类", "服务类")])
def test_read_table__procurement_by_kind(names: tuple[str, ...]) -> None:
    rows = [f"| {name} | {printed} |" for name, printed in zip(names, (5, 0, 40), strict=True)]
    budget = read_text(
        "某某厅2027年部门预算\n第二部分 2027年部门预算情况说明\n八、政府采购情况说明\n"
        "2027年政府采购预算总额45万元，其中：政府采购货物预算5万元、政府采购服务预算40万元。\n"
        "第三部分 2027年部门预算表\n表5\n政府采购预算明细表\n单位：万元\n"
        "| 采购类别 | 金额 |\n| 合计 | 45 |\n" + "\n".join(rows) + "\n"
    )
    table = budget.tables["5"]
    assert table.role == "procurement" and budget.unread == () and found(budget) == set()
    services = next(row for row in table.rows if row.name == names[2])
    assert found(budget.reprint(services["total"].id, "41"))
    note = next(c for note in budget.notes.values() for c in note.claims if c.key == "goods")
    assert "procurement_told_equals_its_table" in found(budget.reprint(note.id, "6"))


def test_sources__appropriation_alone_in_its_column() -> None:
    rows = """| 科目编码 | 科目名称 | 合计 | 财政拨款 | 事业收入 | 上年结转 |
| 207 | 文化旅游体育与传媒支出 | 156 | 140 | 10 | 6 |
|  | 合计 | 156 | 140 | 10 | 6 |"""
    budget = read_text(f"某馆2027年单位预算\n收入总表\n单位：万元\n{rows}\n")
    of = budget.tables["1"].rows[0]["fiscal"].of
    assert of and of.fund == "fiscal" and found(budget) == set()


def test_reconcile__a_code_of_no_class_that_is_printed_stands_by_its_name() -> None:
    rows = """| 类 | 款 | 项 | 科目名称 | 合计 | 基本支出 |
| 208 | | | 社会保障和就业支出 | 140 | 140 |
| 208 | 10 | | 社会福利 | 140 | 140 |
| 208 | 10 | 05 | 社会福利事业单位 | 140 | 140 |
| 210 | | | 卫生健康支出 | 12 | 12 |
| 210 | 11 | | 行政事业单位医疗 | 12 | 12 |
| 7 | 11 | 02 | 事业单位医疗 | 12 | 12 |
| | | | 合计 | 152 | 152 |"""
    budget = read_text(f"某院2027年单位预算\n支出总表\n单位：万元\n{rows}\n")
    assert found(budget) == {"codes_have_their_own_names"}


def test_read_two_sided__a_number_spelt_oddly_is_no_label() -> None:
    budget = summary("""| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| 一般公共预算 | 1218.00 | 教育支出 | 1218.00 |
| 收入总计 | 1218.00 | 支出总计 | 1'218.00 |""")
    assert found(budget) == set()
    assert [limit.text for limit in budget.limits] == ["1", "218.00"]


def test_read__labels_and_numbers_beside_each_other_in_a_table_of_no_known_role() -> None:
    rows = """| 部门名称 | 某县残联 |  |  |
| 编制人数 | 28 | 行政编制 | 16 |
| 事业编制 | 12 | 在职人数 | 26 |"""
    budget = read_text(f"某县残联2027年部门预算\n部门人员情况表\n{rows}\n")
    told = {row.name: [f.printed for f in row.cells.values()] for row in budget.tables["1"].rows}
    assert told == {"编制人数": ["28"], "行政编制": ["16"], "事业编制": ["12"], "在职人数": ["26"]}
    assert not budget.unread


def test_names__a_code_of_another_class_below_the_division_of_its_name() -> None:
    rows = """| 科目编码 | 科目名称 | 合计 | 基本支出 |
| 210 | 卫生健康支出 | 24 | 24 |
| 21011 | 行政事业单位医疗 | 24 | 24 |
| {} | 事业单位医疗 | 24 | 24 |
|  | 合计 | 24 | 24 |"""
    front = "某院2027年单位预算\n支出总表\n单位：万元\n"
    assert found(read_text(f"{front}{rows.format('2101102')}\n")) == set()
    assert found(read_text(f"{front}{rows.format('2201102')}\n")) == {"codes_have_their_own_names"}


def test_read_two_sided__sides_totalled_alike_that_no_header_tells_apart() -> None:
    budget = summary("""| 收入 |  | 支出 |  |  |  |
| 项目 | 预算数 | 项目 | 预算数 | 项目 | 预算数 |
| 一般公共预算 | 70.00 | 教育支出 | 64.00 | 工资福利支出 | 50.00 |
|  |  | 住房保障支出 | 6.00 | 商品和服务支出 | 20.00 |
| 收入总计 | 70.00 | 支出总计 | 70.00 | 支出总计 | 70.00 |""")
    assert found(budget) == set()
    assert [row.name for row in budget.tables["1"].part("economic")][-1] == "支出总计"


@pytest.mark.parametrize(
    ("title", "header", "key"),
    [
        ("收入总表", "合计|财政拨款（补助）|其他收入", "fiscal"),
        ("收入总表", "合计|财政拨款|自有资金", "own"),
        ("收入总表", "合计|财政拨款|其他收入资金", "other"),
        ("收入总表", "合计|财政拨款|事业预算收入", "operations"),
        ("收入总表", "合计|财政拨款|上年结余结转", "carry_over"),
        ("支出总表", "总计（万元）|基本支出|项目支出", "total"),
        ("支出总表", "支出预算总额|基本支出|项目支出", "total"),
        ("支出总表", "合计|基本支出预算|项目支出预算", "basic"),
        ("支出总表", "合计|基本支出|专项业务费支出", "project"),
        ("支出总表", "合计|人员类项目|公用经费项目", "personnel"),
        ("支出总表", "合计|人员经费|标准公用经费", "operating"),
        ("支出总表", "合计|基本支出|事业单位经营服务支出", "business"),
        ("支出总表", "合计|基本支出|对下级补助支出", "subsidies"),
    ],
)
def test_columns__in_words_of_more_kinds(title: str, header: str, key: str) -> None:
    heads = "\t".join(header.split("|"))
    rows = f"科目编码\t科目名称\t{heads}\n205\t教育支出\t10\t8\t2\n\t合计\t10\t8\t2"
    budget = read_text(f"某校2027年单位预算\n{title}\n单位：万元\n{rows}\n")
    assert key in budget.tables["1"].keys and found(budget) == set()


@pytest.mark.parametrize(("carried", "wrong"), [("10.00", False), ("11.00", True)])
def test_summary__carried_over_without_a_sum_of_the_year(carried: str, wrong: bool) -> None:
    budget = summary(f"""| 收入 |  | 支出 |  |
| 项目 | 预算数 | 项目 | 预算数 |
| 一般公共预算拨款 | 90.00 | 农林水支出 | 100.00 |
| 上年结转 | {carried} | 结余结转下年 |  |
| 收入总计 | 100.00 | 支出总计 | 100.00 |""")
    assert found(budget) == ({"items_make_this_year"} if wrong else set())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("出国（境）费", "travel"),
        ("因公出国境费", "travel"),
        ("公务招待费", "reception"),
        ("车辆购置费", "vehicle_purchase"),
        ("公务用车维护费", "vehicle_running"),
        ("车辆运行维护费", "vehicle_running"),
    ],
)
def test_three_public__in_words_of_more_kinds(words: str, kind: str) -> None:
    rows = f"项目\t2027年预算数\n合计\t5.00\n{words}\t5.00"
    budget = read_text(f"某局2027年部门预算\n“三公”经费预算表\n单位：万元\n{rows}\n")
    assert kind in [cell.of.kind for cell in budget.cells]
