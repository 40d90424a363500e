"""The sections speak of what each family of disclosures prints, and of nothing else."""

from pathlib import Path

import pytest
from nationwide import NATIONAL
from purposes import PURPOSES

import budgetlib
from budgetlib import layouts, vocabulary
from budgetlib.budget import read_text
from budgetlib.explain import (
    basic,
    coverage,
    evidence,
    general_budget,
    other,
    overall,
    overview,
    wording,
)
from budgetlib.explain.sections import section
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
