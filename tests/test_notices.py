"""Notices on one topic, and wordings of final accounts that were read wrong."""

import pytest

from budgetlib.budget import read_text

ONE_TABLE = """平安区2025年区级“三公”经费预算汇总情况
2025年区级“三公”经费预算汇总表
单位：万元
项目\t2024年预算数\t2025年预算数\t增减额
“三公”经费合计\t80.00\t76.00\t-4.00
因公出国（境）费\t10.00\t10.00\t0.00
公务用车购置及运行费\t50.00\t48.00\t-2.00
公务接待费\t20.00\t18.00\t-2.00

2025年区级“三公”经费预算总额76.00万元，较上年减少4.00万元，下降5%。
"""

PROCUREMENT = """关于某县林业局2025年政府采购预算的公告
某县林业局2025年政府采购预算总额64.25万元，其中：货物类11.83万元，工程类40.60万元，服务类{services}万元。与上年相比增加9.25万元，增长16.82%。
"""

VEHICLES = """某某中心2024年度单位决算
收入支出决算总表
收入决算表
第三部分 2024年度单位决算情况说明
七、财政拨款“三公”经费支出决算情况说明
全年更新购置公务用车0辆，其中：轿车0辆。截至2024年12月31日，单位共有公务用车{all}辆，其中：轿车2辆、越野车3辆、载客汽车2辆。
"""


def found(text: str) -> list[tuple[str, str, str]]:
    result = read_text(text).reconcile()
    told = [(c.severity, c.rule.name, c.sides[0]) for c in result.inconsistent]
    return [each for each in told if each[0] != "note"]


def test_assemble__a_notice_tells_its_sentences_as_notes() -> None:
    budget = read_text(ONE_TABLE)
    told = [(c.measure, c.key, c.figure.printed) for n in budget.notes.values() for c in n.claims]
    assert told == [
        ("amount", "total", "76.00"),
        ("change", "total", "4.00"),
        ("growth", "total", "5"),
    ]
    assert "fact" not in budget.not_amounts
    assert found(ONE_TABLE) == []
    assert found(ONE_TABLE.replace("总额76.00", "总额67.00"))


def test_assemble__a_procurement_notice_without_headings() -> None:
    assert found(PROCUREMENT.format(services="11.82")) == []
    rules = [rule for _, rule, _ in found(PROCUREMENT.format(services="18.12"))]
    assert rules == ["goods_works_and_services_make_procurement"]


def test_kinds_make_the_number__another_whole_begins_behind_a_list() -> None:
    assert found(VEHICLES.format(all=7)) == []
    [(_, rule, _)] = found(VEHICLES.format(all=8))
    assert rule == "kinds_make_the_number"


def test_read_record__columns_of_two_years_on_two_bases() -> None:
    budget = read_text(
        "某某局2023年度“三公”经费决算公开\n2023年度“三公”经费预算与决算对比表\n单位：万元\n"
        "项目\t2022年决算数\t2023年预算数\t2023年决算数\n合计\t43.00\t50.00\t41.00\n"
        "公务用车运行费\t32.00\t38.00\t30.00\n公务接待费\t11.00\t12.00\t11.00\n"
    )
    row = budget.table("three_public").rows[0]
    told = {key: (f.printed, f.year, f.base) for key, f in row.cells.items() if key[:5] == "total"}
    assert told == {
        "total": ("41.00", 2023, "决算"),
        "total_planned": ("50.00", 2023, "预算"),
        "total_before": ("43.00", 2022, "决算"),
    }
    assert not budget.unread


LIST = "某某局2025年部门预算\n{title}\n单位：万元\n序号\t项目名称\t{column}\t财政拨款\n\
1\t防汛物资\t40.00\t40.00\n2\t水质监测仪\t78.30\t78.30\n合计\t\t{total}\t118.30\n"


def test_shift__the_word_of_the_total_stands_below_the_ordinals() -> None:
    text = LIST.format(title="项目支出表", column="合计", total="118.30")
    budget = read_text(text)
    assert budget.table("projects").rows[-1]["total"].printed == "118.30"
    assert not budget.unread
    assert found(text) == []


def test_tree__rows_of_a_list_of_no_known_role_make_its_total() -> None:
    told = {"title": "2025年重点工作经费明细表", "column": "金额"}
    assert found(LIST.format(total="118.30", **told)) == []
    [wrong] = found(LIST.format(total="113.80", **told))
    assert wrong == ("warning", "rows_of_a_list_make_its_total", wrong[2])


COMPARED = """某某局2023年度“三公”经费决算公开
2023年度“三公”经费预算与决算对比表
单位：万元
项目\t2022年决算数\t2023年预算数\t2023年决算数\t决算比预算增减额\t决算比预算增减%\t\
决算比上年增减额
合计\t43.00\t50.00\t41.00\t{planned}\t-18.00\t{before}
公务用车购置及运行费\t32.00\t38.00\t30.00\t-8.00\t-21.05\t-2.00
公务接待费\t11.00\t12.00\t11.00\t-1.00\t-8.33\t0.00
"""


def test_column_suffix__changes_against_the_budget_and_the_year_before() -> None:
    right = COMPARED.format(planned="-9.00", before="-2.00")
    result = read_text(right).reconcile()
    assert not result.inconsistent
    assert result.figures["untied"] == 0
    for wrong in (("-6.00", "-2.00"), ("-9.00", "-3.00")):
        rules = {r for _, r, _ in found(COMPARED.format(planned=wrong[0], before=wrong[1]))}
        assert "changes_follow_from_both_years" in rules


def test_again__what_comes_in_and_goes_out_is_told_alike() -> None:
    text = (
        "某某中心2024年度单位决算\n收入支出决算总表\n收入决算表\n"
        "第三部分 2024年度单位决算情况说明\n"
        "一、收入支出决算总体情况说明\n2024年度收入总计{}万元，支出总计45.60万元。\n"
    )
    assert found(text.format("45.60")) == []
    assert [r for _, r, _ in found(text.format("46.50"))] == ["a_quantity_told_again_is_the_same"]


def test_told__the_funds_in_brackets_make_the_appropriation() -> None:
    text = (
        "某某中心2024年度单位决算\n收入支出决算总表\n收入决算表\n"
        "第三部分 2024年度单位决算情况说明\n二、收入决算情况说明\n"
        "本年收入合计60.00万元，包括财政拨款收入54.00万元（其中，一般公共预算{}万元，"
        "政府性基金预算4.00万元），占90%；事业收入6.00万元，占10%。\n"
    )
    assert found(text.format("50.00")) == []
    assert [r for _, r, _ in found(text.format("56.00"))] == ["sources_told_make_revenue"]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("丰县财政局关于2025年“三公”经费预算的说明", "丰县财政局"),
        ("东河镇人民政府关于公布2025年度单位预算的说明", "东河镇人民政府"),
        ("关于北山林场2025年单位预算的说明", "北山林场"),
    ],
)
def test_identity__a_title_about_something(title: str, body: str) -> None:
    assert read_text(f"{title}\n一、支出预算情况说明\n2025年支出预算45.00万元。\n").unit == body


def test_outline__a_list_is_titled_so() -> None:
    text = LIST.format(title="2025年政府采购项目清单", column="金额", total="118.30")
    budget = read_text(text)
    [table] = budget.tables.values()
    assert table.title.endswith("2025年政府采购项目清单")
    assert not budget.unread
    assert found(text) == []


def test_parts_told_in_a_note__vehicles_that_hold_other_things_too() -> None:
    text = (
        "某市2019年“三公”经费预算为90.5万元，其中，公务接待费30.5万元，公务用车购置及运行维护费60万元"
        "（其中，公务用车购置费10万元，公务用车运行维护费30万元，{other}其他交通费用{rest}万元）。"
    )
    assert found(text.format(other="", rest=20)) == []
    assert found(text.format(other="其他车辆购置15万元，", rest=5)) == []


ACCOUNTS = """某院2022年度部门决算
第一部分 概况
一、机构设置
内设机构{offices}个，包括：第一检察部、第二检察部、办公室和政治部。
第三部分 2022年度部门决算情况说明
一、收入支出决算总体情况说明
2022年度收、支总计90.5万元。
"""


def test_offices__the_last_behind_and() -> None:
    assert found(ACCOUNTS.format(offices=4)) == []
    assert found(ACCOUNTS.format(offices=5)) != []
