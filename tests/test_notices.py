"""Notices on one topic, and wordings of final accounts that were read wrong."""

from pathlib import Path

import pytest

import budgetlib
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


ON_ITS_SIDE = """己县移民中心2026年度“三公”经费预算情况表
单位：万元
项目\t2026年预算数
一、支出合计\t{total}
1、公务接待费\t7.50
2、公务用车费\t4.00
二、相关统计数\t
1、公务接待批次(批)\t150
三、“三公”经费增减变化原因等说明\t
"""


def test_read_record__on_its_side_with_counts_and_a_row_of_reasons() -> None:
    row = read_text(ON_ITS_SIDE.format(total="11.50")).table("three_public").rows[0]
    assert [f.unit for f in row.cells.values()] == ["万元", "万元", "万元", "件"]
    assert found(ON_ITS_SIDE.format(total="11.50")) == []
    assert found(ON_ITS_SIDE.format(total="15.10"))


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


FRONT = """某院2026年部门预算
第一部分 概况
二、机构设置
{}
第三部分 2026年部门预算情况说明
一、收支预算总体情况说明
2026年收、支预算总计90.5万元。
"""
LINES = """（一）内设机构
1.办公室
2.一处（挂信访办牌子）
3.二处
（二）下属单位
1.信息中心
2.培训中心"""


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ("本部门包括{}个内设机构、2个下属事业单位，具体包括：\n" + LINES, 3),
        ("设内设处室{}个，内设处室包括：\n1、办公室：负责文电。\n2、财务处：负责资金。", 2),
        (
            "本部门内设机构包括办公室、一处、二处、法警队等{}个内设机构。下属单位包括甲中心、乙社2个。",
            4,
        ),
        ("机关内设科室有综合科、业务科等{}个内设科室。", 2),
    ],
)
def test_offices__on_a_line_each_or_before_their_number(told: str, right: int) -> None:
    rules = [
        [rule for _, rule, _ in found(FRONT.format(told.format(number)))] for number in (right, 9)
    ]
    assert rules == [[], ["offices_are_counted_right"]]


def test_parts__notices_in_whole_amounts_are_rounded_to_them() -> None:
    text = (
        "某区2016年“三公”经费决算数2364万元。公务接待费{a}万元；公务用车购置及运行费995万元"
        "（其中公务用车购置费38万元，公务用车运行费958万元）；因公出国（境）经费12万元。"
    )
    assert found(text.format(a=1356)) == []
    assert found(text.format(a=1456)) != []


PIECE = """支出决算包括：
三、
支出决算情况说明
2020年本年支出合计400.5万元，其中：基本支出300.5万元，占75.03%；项目支出100万元，占24.97%。
四、财政拨款收入支出决算总体情况说明
2020年财政拨款收入总计150.5万元，与2019年相比增加50.5万元，增长50.5%。
"""


def test_outline__a_numeral_on_a_line_of_its_own_heads_the_line_below() -> None:
    budget = read_text(PIECE)
    assert [*budget.notes] == ["三", "四"]
    assert found(PIECE) == []
    assert found(PIECE.replace("75.03", "57.03")) != []


ITEMS = """五、一般公共预算支出情况说明
2023年一般公共预算拨款支出90.5万元，其中：基本支出60.5万元，项目支出30万元。
（一）按支出功能分类科目划分。
高中教育支出50.5万元，其中：基本支出40.5万元，项目支出{project}万元。
初中教育支出40万元，其中：
基本支出20万元，项目支出20万元。
某某事务40万元，其中：基本支出20万元，项目支出20万元。
"""


def test_parts__of_an_item_are_none_of_the_whole() -> None:
    assert found(ITEMS.format(project=10)) == []
    codes = [
        c.figure.code for c in read_text(ITEMS.format(project=10)).all_claims if c.key == "basic"
    ]
    assert codes == ["", "2050204", "2050203"]


LOOKS_BACK = """一、2022年“三公”经费预算安排情况
2022年度“三公”经费预算总计20.5万元，其中：公务接待11.5万元，公务用车运行费用9万元。
二、2021年“三公”经费决算情况
2021年度“三公”经费合计支出18.5万元，其中：公务接待12万元，公务用车运行费用6.5万元。
2022年度“三公”经费预算较2021年度增加2万元。
"""


def test_headed__accounts_of_an_earlier_year_under_a_heading_of_theirs() -> None:
    told = [
        (c.figure.printed, c.figure.year, c.figure.base) for c in read_text(LOOKS_BACK).all_claims
    ]
    assert [t for t in told if t[1] == 2021] == [
        ("18.5", 2021, "决算"),
        ("12", 2021, "决算"),
        ("6.5", 2021, "决算"),
    ]
    assert found(LOOKS_BACK) == []


def test_assemble__a_notice_whose_title_stands_below_the_name_of_its_body() -> None:
    text = """某市人民检察院
关于财政拨款“三公”经费预算
2014年情况的说明
二、公务用车购置及运行维护费
2014年安排公车购置及运行维护费30万元，其中：购置经费无，运行维护费30万元。
"""
    told = [(c.key, c.figure.printed) for c in read_text(text).all_claims]
    assert told == [("vehicles", "30"), ("vehicle_running", "30")]


def test_every_table_has_its_columns__cells_that_make_no_rows_are_not_read() -> None:
    text = """某校2022年度“三公”经费支出决算公开
一、2022年度“三公”经费支出决算表
单位：万元
1.7
1.7
因公出国（境）费
0
0
公务接待费
1.7
1.7
2022年度“三公”经费支出情况说明
“三公”经费支出预算为1.7万元，支出决算为1.7万元，完成预算的100%。
"""
    budget = read_text(text)
    assert len(budget.limits) == 6
    assert found(text) == []


def test_part_of__sections_behind_a_title_that_ends_as_those_of_tables_do() -> None:
    text = """2023年区本级“三公”经费预算公开报表
一、2023年甲区本级“三公”经费预算表
(单位:万元)
项  目
预 算 数
合  计
44.5
因公出国（境）费
1.5
公务接待费
19.6
公务用车购置及运行费
23.4
二、2023年区本级“三公”经费预算情况说明
2023年，区级“三公”经费预算数为44.5万元，同比下降19%。
（一）因公出国（境）费预算1.5万元，同比下降86%。
"""
    budget = read_text(text)
    assert (budget.limits, budget.unit) == ((), "甲区")
    assert [c.key for c in budget.all_claims] == ["total", "total", "travel", "travel"]
    assert len(budget.tables["1"].rows) > 0
    assert found(text) == []
    assert found(text.replace("19.6", "16.9")) != []


def test_total__a_share_is_of_the_whole_of_its_own_side() -> None:
    text = """一、收入支出总体情况说明
2019年度决算收入合计120.5万元；支出合计119.5万元，其中：基本支出90.5万元，占{share}%；项目支出29万元，占24.27%。
"""
    assert found(text.format(share="75.73")) == []
    assert found(text.format(share="73.57")) != []


def test_read_first_part__the_staff_is_counted() -> None:
    text = """某中心2023年度部门决算
第一部分 概况
一、机构设置及人员情况
某中心年末实有人数11人，其中：在职人员10人，退休人员1人。
第三部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收入总计90.5万元。
"""
    told = [(c.key, c.figure.printed) for c in read_text(text).claims]
    assert told == [("staff", "11"), ("staff", "10"), ("", "1")]


def test_moved__a_part_of_nothing_of_which_another_tells_the_change() -> None:
    text = """甲局2016年“三公”经费预算情况说明
2016年“三公”经费预算1.70万元，比2015年预算减少1.03万元。
1、2016年因公出国（境）费预算0万元，与2015年预算持平。
2、2016年公务用车购置及运行维护费预算0万元，其中公务用车运行维护费0万元，比2015年预算减少2.27万元。
3、2016年公务接待费预算1.70万元，比2015年预算增加1.24万元。
"""
    assert found(text) == []


TABLES = [
    (  # columns of which, one of no fund that we know
        "支出预算总表",
        "科目\t合计\t其中：财政拨款\t其中：其他资金\n合计\t90.00\t86.00\t4.00\n"
        "人员经费\t70.00\t70.00\t\n公用经费\t12.00\t10.00\t2.00\n项目支出\t8.00\t6.00\t2.00\n",
        ("8.00\t6.00\t2.00", "9.00\t6.00\t2.00"),
    ),
    (  # a unit whose code is that of a class
        "单位支出总表",
        "单位代码\t单位名称（科目）\t合计\t基本支出\t项目支出\n\t合计\t120.00\t90.00\t30.00\n"
        "205\t某市技师学院\t120.00\t90.00\t30.00\n2050303\t技校教育\t105.00\t75.00\t30.00\n"
        "2210201\t住房公积金\t15.00\t15.00\t\n",
        ("15.00\t15.00", "51.00\t51.00"),
    ),
    (  # rows without codes, numbered and not
        "支出决算表",
        "项目\t2023年决算数\t2024年决算数\t比上年增减\n一、基本支出\t31.00\t30.00\t△1.00\n"
        "人员经费\t25.00\t24.50\t△0.50\n公用经费\t6.00\t5.50\t△0.50\n"
        "二、项目支出\t9.00\t12.00\t3.00\n合计\t40.00\t42.00\t2.00\n",
        ("9.00\t12.00\t3.00", "9.00\t13.00\t4.00"),
    ),
    (  # four lists, one of economic classes without numbers
        "收支预算总表",
        "收入\t\t支出\t\t\t\t\t\n项目\t预算数\t按功能分类\t预算数\t按支出性质分类\t预算数\t"
        "按部门预算经济分类\t预算数\n一、一般公共预算拨款\t18.00\t一般公共服务支出\t15.00\t"
        "一、基本支出\t16.00\t工资福利支出\t12.00\n二、政府性基金拨款\t2.00\t城乡社区支出\t2.00\t"
        "1.人员经费\t13.00\t商品和服务支出\t6.00\n三、其他收入\t1.00\t农林水支出\t4.00\t2.公用经费\t"
        "3.00\t对个人和家庭的补助\t1.00\n\t\t\t\t二、项目支出\t5.00\t资本性支出\t2.00\n"
        "本年收入合计\t21.00\t本年支出合计\t21.00\t本年支出合计\t21.00\t本年支出合计\t21.00\n",
        ("工资福利支出\t12.00", "工资福利支出\t21.00"),
    ),
    (  # a sum named after its table
        "政府采购预算表",
        "项目\t金额\n政府采购合计\t230.00\n货物类\t30.00\n工程类\t150.00\n服务类\t50.00\n",
        ("30.00\n工", "33.00\n工"),
    ),
]


@pytest.mark.parametrize(("title", "rows", "change"), TABLES)
def test_tables__of_other_provinces(title: str, rows: str, change: tuple[str, str]) -> None:
    text = f"某市某局2024年部门决算\n{title}\n单位：万元\n{rows}"
    assert found(text) == []
    assert found(text.replace(*change))


def test_overall__business_comes_in_and_is_spent() -> None:
    text = (
        "某市某局2026年部门预算公开\n第三部分 2026年部门预算情况说明\n一、收支预算总体情况\n"
        "2026年收入总预算58.00万元，其中：一般公共预算拨款49.00万元、事业单位经营收入9.00万元。"
        "支出总预算58.00万元，其中：基本支出42.00万元、项目支出{}万元、事业单位经营支出1.00万元。\n"
    )
    assert found(text.format("15.00")) == []
    assert found(text.format("16.00"))


SEVERAL = """甲县文化馆2027年“三公”经费预算情况
2027年“三公”经费预算12.5万元，其中：公务接待费4.5万元，公务用车运行维护费8万元。
{name}2027年“三公”经费预算情况
2027年“三公”经费预算6万元，其中：公务接待费2万元，公务用车运行维护费{running}万元。
"""


def test_bodies__of_several_in_one_file_one_is_read_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "notices.txt"
    path.write_text(SEVERAL.format(name="乙县档案馆", running=5), encoding="utf-8")
    first = budgetlib.load(path)
    assert (first.unit, [c.figure.printed for c in first.all_claims]) == (
        "甲县文化馆",
        ["12.5", "4.5", "8"],
    )
    assert [limit.text for limit in first.limits] == [
        "it tells of several bodies; of 甲县文化馆 alone was read, not of: 乙县档案馆 [line 3]"
        " (--body reads another) 文件含多个单位，只读了甲县文化馆，未读：乙县档案馆 [line 3]"
        "（可用--body另选）"
    ]
    assert first.reconcile().causes == ()
    other = budgetlib.load(path, body="乙县档案馆")
    assert [c.figure.printed for c in other.all_claims] == ["6", "2", "5"]
    assert [c.severity for c in other.reconcile().causes] == ["error"]


@pytest.mark.parametrize("name", ["甲县文化馆", "甲县馆", "甲县文化馆乙分馆"])
def test_bodies__one_by_its_short_name_is_no_other(name: str) -> None:
    assert len([*read_text(SEVERAL.format(name=name, running=4)).all_claims]) == 6


def test_sentences__before_any_heading_tell_of_the_budget_and_of_its_parts() -> None:
    text = """甲县文化馆2027年部门预算说明
2027年我馆收入预算90万元，其中财政拨款收入90万元。支出预算90万元，其中基本支出60万元，项目支出{}万元。
“三公”经费预算5万元，其中公务接待费2万元，公务用车运行维护费3万元。
一、机关运行经费
2027年机关运行经费8万元，比上年增加1万元，增长14.29%。
"""
    right = read_text(text.format(30))
    assert [c.topic for c in right.all_claims][4:6] == ["overall", "three_public"]
    assert right.reconcile().causes == ()
    assert [c.severity for c in read_text(text.format(13)).reconcile().causes] == ["warning"]


@pytest.mark.parametrize(("project", "severities"), [("30", []), ("13", ["error"])])
def test_sentences__below_a_heading_of_what_comes_in_and_goes_out(
    project: str, severities: list[str]
) -> None:
    text = f"""甲县文化馆2027年部门预算说明
一、部门职能职责
二、机构设置
三、部门收支概况
（一）收入预算：2027年年初预算数90万元，其中，一般公共预算拨款90万元。
（二）支出预算：2027年年初预算数90万元，其中基本支出60万元，项目支出{project}万元。
"""
    assert [c.severity for c in read_text(text).reconcile().causes] == severities


@pytest.mark.parametrize(
    ("workers", "wrong"),
    [("3人，工勤编制2", []), ("5人，控制数2", []), ("3人，工勤编制3", ["kinds_make_the_number"])],
)
def test_kinds_make_the_number__of_people_by_two_words(workers: str, wrong: list[str]) -> None:
    text = f"甲县文化馆2027年部门预算说明\n一、部门情况\n（一）人员构成：编制总数36人，\
其中行政编制21人，事业编制1{workers}名。\n"
    assert [rule for _, rule, _ in found(text)] == wrong


PUBLIC = """己县2027年“三公”经费决算情况说明
2027年“三公”经费决算数合计为{total}万元，其中：因公出国（境）费0万元、公务用车购置及运行维护费40.00万元、公务接待费20.00万元、\
会议费30.00万元、培训费10.00万元。比上年增加9.00万元，主要原因是：
1、公务用车购置及运行维护费增加7.00万元，增加的原因是车辆老化。
2、公务接待费增加2.00万元，增加的原因是业务增多。
"""


@pytest.mark.parametrize(("total", "wrong"), [("100.00", 0), ("60.00", 0), ("106.00", 1)])
def test_three_public__meetings_and_training_listed_as_parts_of_them(
    total: str, wrong: int
) -> None:
    rules = [rule for _, rule, _ in found(PUBLIC.format(total=total))]
    assert "every_reason_announced_is_given" not in rules  # they stand in the list below
    assert rules.count("parts_told_in_a_note_make_the_whole") == wrong


@pytest.mark.parametrize(("planned", "wrong"), [("0.70", 0), ("0.07", 1)])
def test_moved__each_on_the_year_before_and_on_its_budget(planned: str, wrong: int) -> None:
    text = f"""丁镇2027年“三公”经费决算情况说明
2027年“三公”经费支出合计40.00万元，其中：因公出国（境）费0万元，公务用车购置及运行维护费31.00万元，\
公务接待费9.00万元。“三公”经费较上年减少3.00万元，较年初预算数减少1.00万元。其中：\
公务用车购置及运行维护费较上年减少1.00万元，较年初预算数减少{planned}万元；\
公务接待费较上年减少2.00万元，较年初预算数减少0.30万元。
"""
    assert len(found(text)) == wrong


def test_outline__what_a_site_sets_beside_a_text_is_no_table() -> None:
    filed = (
        "<table><tr><td>索引号</td><td>2027-00061</td><td>主题分类</td><td>财政</td></tr></table>"
    )
    title = "丁镇2027年“三公”经费预算情况说明"
    budget = read_text(f"{filed}\n\n{title}\n\n2027年“三公”经费预算9.00万元。\n")
    assert (budget.unit, [*budget.tables], budget.limits) == ("丁镇", [], ())


@pytest.mark.parametrize(
    ("first", "then", "reception", "wrong"),
    [
        ("2027年全县", "2027年县本级", "10.00", 0),
        ("一、2027年全县", "二、2027年县直", "10.00", 0),
        ("2027年全县", "2027年县本级", "19.00", 1),  # of the first
        ("2027年", "2027年", "10.00", 1),
    ],
)
def test_sections__a_notice_that_goes_on_with_what_its_own_offices_spent(
    first: str, then: str, reception: str, wrong: int
) -> None:
    text = f"""丁县2027年“三公”经费决算情况说明
{first}“三公”经费支出40.00万元，其中：因公出国（境）费0万元，公务用车购置及运行维护费30.00万元，\
公务接待费{reception}万元。
{then}“三公”经费支出25.00万元，其中：因公出国（境）费0万元，公务用车购置及运行维护费20.00万元，\
公务接待费5.00万元。
"""
    assert bool(found(text)) == bool(wrong)


def test_kinds_make_the_number__not_where_one_of_them_was_not_read() -> None:
    text = "甲县文化馆2027年部门预算说明\n一、部门情况\n编制总数39名，其中行政编制{}事业编制\
17名，工勤编制2名。\n"
    assert found(text.format("20")) == []
    assert [rule for _, rule, _ in found(text.format("21名，"))] == ["kinds_make_the_number"]


def test_lists__a_number_before_a_code_that_a_dash_sets_apart_is_no_amount() -> None:
    text = "己县2027年决算说明\n一、支出决算说明\n（一）201-一般公共服务支出9万元，其中：\n\
1、20103-政府办公厅（室）及相关机构事务5万元。\n2、20106-财政事务4万元。\n"
    text += "（二）208—社会保障和就业支出3万元。\n"
    assert [c.figure.printed for c in read_text(text).all_claims] == ["9", "5", "4", "3"]


def test_count__of_offices_that_an_organ_has_set_up() -> None:
    text = "一、部门基本概况\n2、机构设置\n机关设置4个科室：办公室、财务科、业务科、后勤科。\n"
    budget = read_text("甲县文化馆2027年部门预算说明\n" + text)
    assert [(c.key, c.figure.printed) for c in budget.all_claims] == [("offices", "4")]


@pytest.mark.parametrize("words", ["由6个部室组成，即办公室", "涉及文化系统6个部室。"])
def test_count__of_what_stands_behind_it(words: str) -> None:
    text = f"甲县文化馆2027年部门预算说明\n一、部门情况\n甲县文化馆{words}\n"
    assert [c.subject for c in read_text(text).all_claims] == ["部室"]


def test_year__whose_word_is_printed_as_a_dash() -> None:
    text = "甲县文化馆2027-度“三公”经费预算情况\n2027-度“三公”经费预算9万元，比2026-度减少1万元。\n"
    budget = read_text(text)
    assert (budget.unit, budget.year, budget.limits) == ("甲县文化馆", 2027, ())
    assert [c.compared for c in budget.all_claims] == [None, 2026]


RUNNING = """平安区2025年“三公”经费预算
2025年平安区“三公”经费预算表
单位：万元
合计\t因公出国\t公务用车购置及运行维护\t\t\t公务接待费
\t\t小计\t公务用车购置\t{}\t
76.00\t10.00\t48.00\t18.00\t30.00\t18.00
"""


@pytest.mark.parametrize("name", ["公车运行及维护", "公务用车运行和维护费", "公车运行维护"])
def test_columns__running_and_maintenance_of_vehicles_are_one(name: str) -> None:
    assert found(RUNNING.format(name)) == []


def test_columns__of_several_years_and_bases_make_no_whole() -> None:
    years = ("2024年“三公”经费预算数", "2024年“三公”经费决算数", "2025年“三公”经费预算数")
    rows = (
        "\t".join(f"{year}\t\t" for year in years),
        "\t".join(["合计\t公务用车购置及运行费\t公务接待费"] * 3),
        "66.00\t48.00\t18.00\t61.50\t45.00\t16.50\t60.00\t44.00\t16.00",
    )
    head = "平安局“三公”经费情况\n平安局“三公”经费财政拨款情况表\n单位：万元\n"
    assert found("\n".join((head + rows[0], *rows[1:], ""))) == []


@pytest.mark.parametrize("title", ["收支预算总体情况", "财政拨款收支总体情况", "部门收支总表"])
def test_outline__a_title_that_prose_follows_heads_a_section(title: str) -> None:
    told = "2027年收入预算30.00万元，支出预算30.00万元。"
    text = f"丁县水务局2027年部门预算\n三、2027年预算收支说明\n1、{title}\n{told}\n"
    assert [limit.kind for limit in read_text(text).limits] == ["table"] * title.endswith("表")


@pytest.mark.parametrize("heading", ["一、收支预算总体情况", "二、收入预算情况说明"])
@pytest.mark.parametrize(
    ("whole", "rest", "wrong"),
    [
        ("财政拨款收入", "上年结转9.00万元", 0),
        ("财政预算拨款收入", "专项业务拨款收入9.00万元", 0),
        ("财政拨款收入", "政府性基金预算拨款收入0.00万元", 1),
    ],
)
def test_narrow__not_where_more_than_funds_makes_the_fiscal_money(
    heading: str, whole: str, rest: str, wrong: bool
) -> None:
    told = f"2027年{whole}30.00万元，其中：一般公共预算拨款收入21.00万元，{rest}。"
    assert bool(found(f"丁县水务局2027年部门预算\n{heading}\n{told}\n")) == wrong


@pytest.mark.parametrize(
    ("heading", "told", "slip"),
    [
        (
            "二、收入预算",
            "收入预算30万元，其中：财政拨款收入21万元（含上年结转5万元），事业收入{}万元",
            "9",
        ),
        (
            "一、收支总体",
            "收入预算30万元，其中：财政拨款收入21万元（含上年结转5万元），事业收入{}万元",
            "9",
        ),
        (
            "四、财政拨款收支总体",
            "财政拨款收支总预算{}万元，其中财政拨款30万元（含上年结转9万元）",
            "30",
        ),
        (
            "三、支出预算",
            "支出预算{}万元，其中：甲站21万元（基本支出16万元，项目支出5万元），乙站9万元",
            "30",
        ),
        (
            "三、支出预算",
            "支出预算30万元，其中：工资福利支出16万元，商品和服务支出{}万元，项目支出5万元",
            "9",
        ),
    ],
)
def test_told__what_stands_in_brackets_is_of_the_part_before_them(
    heading: str, told: str, slip: str
) -> None:
    text = f"丁县水务局2027年部门预算\n{heading}情况说明\n2027年{told}。\n"
    assert found(text.format(slip)) == []
    assert found(text.format(f"{slip}8"))
