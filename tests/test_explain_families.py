"""The sections speak of what each family of disclosures prints, and of nothing else."""

from pathlib import Path

import pytest
from nationwide import NATIONAL
from purposes import PURPOSES

import budgetlib
from budgetlib import layouts, vocabulary
from budgetlib.budget import read_text
from budgetlib.errors import Absent
from budgetlib.explain import (
    basic,
    coverage,
    evidence,
    general_budget,
    other,
    overall,
    overview,
    projects,
    wording,
)
from budgetlib.explain.sections import section
from budgetlib.pages import report
from budgetlib.show.told import items_told
from budgetlib.tell.draft import draft

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def load():
    known = {}

    def loaded(name):
        if name not in known:
            known[name] = budgetlib.load(DATA / name).in_wan_yuan()
        return known[name]

    return loaded


def test_items__are_told_once_with_the_executed_amount_of_last_year(load):
    known = items_told(load("putuo-wanli-2024-dept"))
    assert len({(e.amount.figure.place.item, e.amount.figure.code) for e in known}) == len(known)
    assert all(each.before == each.value - each.step for each in known)
    assert {each.base for each in known} == {"预算执行数"}
    frame = general_budget.items(load("putuo-wanli-2024-dept"))
    assert (
        "2023 executed budget 2023年预算执行数" in frame.columns
        and frame["change 增减"].notna().all()
    )


def test_growth__names_only_the_rates_that_do_not_follow(load):
    budget = load("putuo-wanli-2024-dept")
    bad = [e for e in items_told(budget) if e.rate and not low_high(e)]
    assert [e.amount.subject for e in bad] == ["住房公积金"]
    assert "not: Housing provident fund 住房公积金." in general_budget.how_growth_holds(budget)
    mended = budget.reprint(bad[0].growth.id, "1.19")
    assert "not:" not in general_budget.how_growth_holds(mended)


def low_high(each):
    low, high = each.interval or (each.rate, each.rate)
    half = each.growth.figure.half_unit
    return low - half <= each.rate <= high + half


def test_what_changed__does_not_compare_two_bases(load):
    assert "may not be compared" in general_budget.what_changed(load("putuo-wanli-2024-dept"))


def test_what_changed__leaves_the_rest_to_items_that_tell_no_change(load):
    told = general_budget.what_changed(load("jiangsu-congress-2018-dept"))
    assert "+812.02 are left for items" in told and "rounding" not in told


def test_change__of_the_whole_may_stand_in_the_section_on_expenditure(load):
    told = overall.what_made_the_change(load("putuo-commerce-2025"))
    assert told.startswith("37,151.47 万元 against 12,659.76 the year before")


def test_structure__leaves_blank_what_the_table_does_not_split(load):
    budget = load("jiangsu-congress-2018-dept")
    assert (
        wording.made(budget, "general_budget.structure")["share recomputed % 重算占比 %"]
        .isna()
        .all()
    )
    assert "by item only" in general_budget.how_it_is_made(budget)


def test_flow__takes_the_classes_of_the_summary_where_the_table_has_none(load):
    budget = load("jiangsu-congress-2018-dept")
    assert overall.flow(budget)["amount 金额"].sum() == pytest.approx(15897.44)
    assert "3 function classes" in overall.how_it_flows(budget)


def test_where_it_goes__tells_the_reserve_and_no_item_that_is_not_there(load):
    told = overall.where_it_goes(load("jiangsu-congress-2018-dept"))
    assert "reserve 1,685.72 (10.6%)" in told and "Project money" not in told


def test_where_it_goes__counts_the_items_past_the_greatest(load):
    assert "and 17 more items" in overall.where_it_goes(load("putuo-wanli-2024-dept"))


def test_flow__begins_at_fiscal_money_that_is_not_split():
    budget = read_text(PURPOSES)
    assert overall.how_it_flows(budget).startswith(
        "320.00 万元 (from: fiscal appropriation and other revenue) go to"
    )
    assert "Of the 2 sources listed 2 have" in overall.where_it_comes_from(budget)
    assert "财政拨款收入300" in draft(budget, 2)


def test_three_public__of_which_no_basic_table_tells_are_not_put_on_projects():
    told = basic.conclusion(read_text(NATIONAL))
    assert "No table of the basic budget prints these items." in told and "must come" not in told


def test_printings__of_another_scope_are_not_counted(load):
    budget = load("jiangsu-procuratorate-2017-dept")
    assert "all alike; table 1 and table 3" in overall.how_printings_agree(budget)
    row = next(r for r in budget.table("by_function").rows if r.code == "204")
    assert "not alike" in overall.how_printings_agree(budget.reprint(row["total"].id, "1.00"))


def test_personnel__is_made_of_its_classes_where_no_column_tells_it(load):
    budget = load("jiangsu-congress-2018-dept")
    assert "80.0% of it for personnel" in basic.what_it_buys(budget)


def test_ties__that_are_none_are_said_to_be_none(load):
    reconciliation = load("jiangsu-procuratorate-2017-dept").reconcile()
    assert basic.how_it_ties(reconciliation).startswith("No item of one classification")


def test_three_public__does_not_miss_what_the_note_does_not_tell(load):
    budget = load("jiangsu-congress-2018-dept")
    frame = basic.parts(budget)
    assert "no 否" not in set(frame["alike 一致"])
    assert "differ" not in basic.conclusion(budget)
    claim = next(c for c in budget.all_claims if c.key == "travel" and c.measure == "amount")
    changed = budget.reprint(claim.id, "222.6")
    assert "no 否" in set(basic.parts(changed)["alike 一致"])
    assert "differ" in basic.conclusion(changed)


def test_three_public__of_which_the_basic_budget_pays_a_part_are_not_simply_alike(load):
    budget = load("shanghai-finance-2025")
    frame = basic.parts(budget)
    total = frame.loc["Three public expenses “三公”经费"]
    assert list(total[["its table “三公”表", "basic table 基本支出表"]]) == [346.30, 340.00]
    assert total["alike 一致"].startswith("yes, basic expenditure a part")
    assert frame["alike 一致"].iloc[1] == "yes 是"


def test_vehicles__that_nobody_owns_need_no_money(load):
    assert "32.20 万元 are told for running them, which needs" in basic.vehicles_owned(
        load("shanghai-finance-2025")
    )
    assert basic.vehicles_owned(load("putuo-commerce-2025")).startswith("No vehicle is owned.\n")


def test_change__of_a_note_in_whole_wan_is_told_in_whole_wan(load):
    told = overall.what_made_the_change(load("shanghai-finance-2025"))
    assert told.startswith("17,192 万元 against 18,182 the year before: −990.")


def test_other_matters__may_have_sections_and_tables_of_their_own(load):
    budget = load("jiangsu-congress-2018-dept")
    assert "1,579.38" in other.nothing_there(budget)
    assert "Procurement is 2,064.25 万元" in other.procured(budget)
    assert len(section(budget, "other").told) > len(evidence.stated(budget, "other"))
    assert other.procurement(budget)["difference 差"].isna().all()


def test_empty_budgets__are_said_to_be_empty_by_amounts_of_zero_too(load):
    told = other.conclusion(load("jiangsu-congress-2018-dept"), "gov_fund")
    assert "note 十 say so" in told


def test_not_checked__is_a_line_a_reason_and_every_rule_below(load):
    reconciliation = load("jiangsu-congress-2018-dept").reconcile()
    reasons, rules = (
        evidence.not_run(list(reconciliation.results)),
        coverage.rules_not_run(reconciliation),
    )
    assert reasons.index.is_unique and set(rules["reason 原因"]) == set(reasons.index)
    assert {" ".join(r.rule.sentence) for r in reconciliation.not_run} == set(rules.index)
    html = rules._repr_html_()
    assert html.startswith("<details>") and html.count("<tr>") == len(rules) + 1


def test_reasons__are_told_in_words(load):
    for name in ("jiangsu-congress-2018-dept", "putuo-wanli-2024-dept"):
        reasons = evidence.not_run(list(load(name).reconcile().results)).index
        assert not [reason for reason in reasons if "_" in reason]


def test_topics__all_have_words():
    for each in layouts.names():
        assert set(layouts.layout(each).data["topics"]) <= set(vocabulary.AXES["topic"])


def test_card__compares_each_figure_with_the_base_that_its_own_note_names(load):
    told = overview.card(load("putuo-commerce-2025").reconcile()).text
    assert "Revenue 收入: 37,151.47 万元; +24,558.18 (+195.0%) on 12,593.29" in told
    assert "in the 2024 executed budget" in told
    assert "Expenditure 支出: 37,151.47 万元; +24,491.71 (+193.5%) on 12,659.76" in told
    whole = overview.card(load("shanghai-finance-2025").reconcile()).text
    assert "Revenue 收入: 17,191.52 万元; −990 (−5.4%) on 18,182 in the 2024 budget" in whole


def test_card__says_that_a_document_prints_no_table(load):
    told = overview.card(load("jiangsu-cppcc-2019-dept").reconcile()).html
    assert "No table is printed in this document" in told
    assert "No table is printed" not in overview.card(load("putuo-commerce-2025").reconcile()).html


def test_titles__tell_halves_quote_names_and_keep_units(load):
    titles = [cause.title.chinese for cause in load("503019-2026").reconcile().causes]
    assert (
        "指标值（长期绩效目标）为1100万" in titles[3] and "（年度绩效目标）却为1160万" in titles[3]
    )
    assert "其下“其中：申请当年预算拨款”未填" in titles[6]
    first = load("jiangsu-procuratorate-2017-dept").reconcile().causes[0]
    assert (
        first.title.chinese
        == "说明一（二.1）“基本支出”列示为12323.46万元，据其余数字应为12323.48万元"
    )


SUMMARY = """2025年丁市某局部门预算

表1 部门收支总表
单位：万元
| 收入 | | 支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一般公共预算拨款收入 | 90.00 | 一、教育支出 | 60.00 |
| 政府性基金预算拨款收入 | 10.00 | 二、城乡社区支出 | 40.00 |
| 收入总计 | 100.00 | 支出总计 | 100.00 |

表2 部门支出总表
单位：万元
"""
UNITS = """| 单位编码 | 单位名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | 100.00 | 70.00 | 30.00 |
| 329 | 丁市某局 | 100.00 | 70.00 | 30.00 |
| 329001 | 丁市某局本级 | 100.00 | 70.00 | 30.00 |
"""
ITEMS = """| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | 100.00 | 70.00 | 30.00 |
| 2050202 | 小学教育 | 35.00 | 35.00 | |
| 2050203 | 初中教育 | 25.00 | 25.00 | |
| 2120803 | 城市建设支出 | 40.00 | 10.00 | 30.00 |
"""
ACCOUNTED = """丁市某馆2024年度单位决算

第一部分 决算表

表7 “三公”经费支出决算表
单位：{unit}
| 项目 | 预算数 | 决算数 |
| 合计 | {total} | {total} |
| 因公出国（境）费 | 0 | 0 |
| 公务用车购置及运行维护费 | {vehicles} | {vehicles} |
| 公务接待费 | {reception} | {reception} |

"""
NOTE = """第二部分 决算情况说明

七、“三公”经费支出决算情况说明

2024年度“三公”经费支出决算为3.05万元，其中：因公出国（境）费支出决算0万元；公务用车购置及运行维护费支出决算2.35万元，其中：公务用车运行维护费2.35万元；公务接待费支出决算0.70万元。公务用车保有量5辆。
"""
IN_YUAN = {"unit": "元", "total": "30,512.40", "vehicles": "23,508.20", "reception": "7,004.20"}
APART = {"unit": "万元", "total": "3.05", "vehicles": "2.25", "reception": "0.80"}


@pytest.mark.parametrize("table", [UNITS, ITEMS])
def test_flow__goes_to_function_classes_whatever_the_table_of_expenditure_lists(table):
    budget = read_text(SUMMARY + table)
    assert "2 function classes, 60.0% of them to Education" in overall.how_it_flows(budget)
    kinds = {"Basic 基本支出", "Project 项目支出"} if table == ITEMS else set()
    assert kinds <= set(overall.flow(budget)["target 去向"]) | set()
    assert len(overall.flow(budget)) == (7 if kinds else 4)


def test_flow__tells_what_is_left_to_next_year():
    left = (
        (SUMMARY + UNITS)
        .replace("90.00", "92.50")
        .replace("| 收入总计 | 100.00", "| 收入总计 | 102.50")
    )
    assert "2.50 are left after the 100.00 of all" in overall.how_it_flows(read_text(left))
    assert "are left" not in overall.how_it_flows(read_text(SUMMARY + UNITS))


def test_three_public__are_one_amount_once_rounded_and_where_the_table_splits_less():
    budget = read_text(ACCOUNTED.format(**IN_YUAN) + NOTE).in_wan_yuan()
    assert "What note and table both print is alike." in basic.conclusion(budget)
    assert list(basic.parts(budget)["alike 一致"]) == [*("yes 是",) * 3, "—", "—", "yes 是"]
    assert "Running them: 2.35 万元, 0.47 each" in basic.vehicles_owned(budget)
    apart = basic.conclusion(read_text(ACCOUNTED.format(**APART) + NOTE))
    assert "differ in official vehicles (2.35 / 2.25) and official hospitality" in apart


def test_three_public__may_be_told_by_the_notes_alone():
    budget = read_text("丁市某馆2024年度单位决算\n\n" + NOTE)
    assert "77.0% of it for vehicles. Only the note tells of them" in basic.conclusion(budget)
    assert set(basic.parts(budget)["alike 一致"]) == {"—"}


def test_pages__of_what_the_notes_tell_alone_are_made(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("丁市某馆2024年度单位决算\n\n" + NOTE, encoding="utf-8")
    (made,) = report.report([source], to=tmp_path / "to", section=7)
    assert [page.name for page in made.pages] == ["07-three-public.html"] and not made.skipped


def test_section__whose_tables_are_nowhere_is_told_and_drawn_by_its_notes(tmp_path):
    note = "二、支出决算情况说明\n\n2024年支出合计90万元，其中：基本支出60万元，项目支出30万元。\n"
    text = f"丁市某馆2024年度单位决算\n\n第二部分 决算情况说明\n\n{note}"
    here = section(read_text(text), "expenditure")
    assert "the notes tell 支出合计 90 万元, 基本支出 60 万元, 项目支出 30 万元" in here.answer
    assert "基本支出 60.00" in here.chart.alt
    assert here["classes"].empty
    with pytest.raises(Absent):  # of which the notes tell nothing
        section(read_text(text), "basic").answer  # noqa: B018
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (made,) = report.report([tmp_path / "a.txt"], to=tmp_path / "to", section=3)
    assert [page.name for page in made.pages] == ["03-expenditure.html"] and not made.failed


def test_pages__are_not_made_of_notes_that_tell_no_amount(tmp_path):
    note = "七、“三公”经费支出决算情况说明\n\n2024年三公经费比上年下降5%。\n"
    source = tmp_path / "a.txt"
    source.write_text(
        "丁市某馆2024年度单位决算\n\n第二部分 决算情况说明\n\n" + note, encoding="utf-8"
    )
    (made,) = report.report([source], to=tmp_path / "to", section=7)
    assert not made.pages and not made.failed and list(made.skipped) == ["07-three-public"]


def test_vehicles__whose_running_costs_nobody_tells_cost_not_nothing():
    note = NOTE.replace("，其中：公务用车运行维护费2.35万元", "")
    told = basic.vehicles_owned(read_text(ACCOUNTED.format(**APART) + note))
    assert told.startswith("Vehicles owned: 5; no cost of running them is told.")


CHANGED = """丁市某馆2024年度单位决算

第二部分 决算情况说明

一、收入支出决算总体情况说明

2024年度总收入120.00万元，其中本年收入110.00万元，年初结转和结余10.00万元。总支出120.00万元。与2023年度相比，本年收入减少5.00万元，下降4.35%。
"""


def test_change__of_a_part_is_told_where_that_of_the_whole_is_not():
    told = overall.what_made_the_change(read_text(CHANGED))
    assert "of 本年收入: 110.00 万元 against 115.00 the year before, −5.00." in told


BOTH = """2025年丁市某校单位预算

第二部分 预算情况说明

一、收入支出预算总体情况说明

丁市某校2025年收入总计120.00万元，支出总计120.00万元，与2024年预算相比，收支总计各增加5.00万元，增长4.35%。
"""


def test_change__of_a_total_of_both_sides_is_that_of_revenue_too():
    card = str(overview.card(read_text(BOTH).reconcile()))
    assert card.count("+5.00 (+4.3%) on 115.00 in the 2024 budget") == 2


def test_card__begins_as_a_sentence_does():
    card = overview.card(read_text(BOTH).reconcile())
    assert "Nothing that does not fit. " in card.html


EXECUTED = """丁市某馆2024年度单位决算

第二部分 决算情况说明

五、一般公共预算财政拨款支出决算情况说明

2024年度一般公共预算财政拨款支出年初预算为100.00万元，支出决算为110.00万元，完成年初预算的110%。其中：
1.教育支出（类）普通教育（款）小学教育（项）。年初预算为60.00万元，支出决算为75.00万元，完成年初预算的125%。
2.教育支出（类）普通教育（款）初中教育（项）。年初预算为40.00万元，支出决算为35.00万元，完成年初预算的87.5%。
"""


def test_items__of_final_accounts_stand_beside_their_budgets():
    budget = read_text(EXECUTED)
    frame = general_budget.items(budget)
    assert list(frame["budget 本年预算"]) == [60, 40]
    assert list(frame["of its budget % 重算完成预算 %"]) == [125, 87.5]
    told = general_budget.how_it_was_executed(budget)
    assert told.startswith("2 items stand beside their budgets: 1 above, 1 below; the furthest is")
    assert "+15.00" in told


def test_staff__told_before_the_notes_are_the_same_on_every_page():
    text = (
        "2025年丁市某局部门预算\n\n第一部分 部门概况\n\n四、人员情况\n\n本部门人员编制28人。\n\n"
        + CHANGED.partition("\n\n")[2]
    )
    claim, _ = basic.staff(read_text(text))
    assert claim.figure.printed == "28"


def test_checked__of_nothing_does_not_say_that_all_holds():
    assert "hold" not in str(section(read_text(BOTH), "other").checked)


def test_other_matters__tell_amounts_with_separators():
    text = BOTH + "\n十、其他重要事项\n\n2025年机关运行经费16252.11万元。\n"
    assert "16,252.11 万元" in other.nothing_there(read_text(text))


IN_AND_OUT = """丁市某馆2024年度单位决算

第二部分 决算情况说明

五、一般公共预算财政拨款收入支出决算情况说明

1.收入情况。2024年度一般公共预算财政拨款收入120.00万元，较上年减少5.00万元，下降4.00%。
2.支出情况。2024年度一般公共预算财政拨款支出118.00万元，较上年减少7.00万元，下降5.60%。
"""


def test_change__of_the_general_public_budget_is_that_of_what_is_spent():
    told = general_budget.what_changed(read_text(IN_AND_OUT))
    assert "of the whole they tell 118.00, −7.00 on 125.00 the year before" in told


CODED_ITEMS = """丁市某馆2024年度单位决算

第二部分 决算情况说明

五、一般公共预算财政拨款支出决算情况说明

（一）2050202-小学教育75.00万元，较上年决算数增加5.00万元，增长7.14%。
（二）2050203-初中教育35.00万元，较上年决算数减少1.00万元，下降2.78%。
"""


def test_items__are_named_without_their_codes():
    told = general_budget.what_changed(read_text(CODED_ITEMS))
    assert "Primary schools 小学教育" in told or " 小学教育: +5.00" in told
    assert "-小学教育" not in told


def test_projects__are_not_missed_by_a_table_of_targets_that_lists_none(load):
    budget = load("503019-2026")
    assert "整体支出绩效目标表" not in str(projects.how_alike(without_projects(budget)))


def without_projects(budget):
    table = budget.table("overall_targets")
    rows = tuple(row for row in table.rows if row.part != "projects")
    return budget._replace(tables={**budget.tables, table.number: table._replace(rows=rows)})
