"""Every rule passes on what is right, and bites on each figure and word that it compares."""

from collections import defaultdict
from decimal import Decimal
from functools import cache

import pytest
from made import documents

from budgetlib.budget import Budget, read_text
from budgetlib.figures import Figure, text_of
from budgetlib.relations import INCONSISTENT, NOT_RUN, AtLeast, Product, Rate, Relation, Same, Sum
from budgetlib.rules import RULES, Rule

BY_NAME = {rule.name: rule for rule in RULES}
A_FEW = 60  # comparisons of one rule whose figures are changed


@cache
def document(name: str) -> Budget:
    return read_text(documents()[name])


@cache
def relations() -> dict[str, list[tuple[str, Relation]]]:
    """For each rule, the document and the relation of everything that it compares."""
    found: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
    for name in documents():
        for comparison in document(name).reconcile().results:
            if comparison.relation and comparison.verdict != NOT_RUN:
                assert comparison.verdict != INCONSISTENT, comparison.message
                found[comparison.rule.name].append((name, comparison.relation))
    return found


def misprints(figure: Figure, relation: Relation) -> list[str]:
    """What the figure might be printed as by mistake; where it is a sum, just beyond allowance."""
    value = figure.value or Decimal(0)
    outcome = relation.evaluate()
    allowed = outcome.allowed if outcome and outcome.allowed else Decimal(0)
    far = [value + 1000, value * 7 + 3, max(value - 1000, Decimal(0)), value / 10]
    if isinstance(relation, Sum | Same) and figure.unit == "万元":
        far = [value + 2 * allowed + Decimal("0.02")]
    return [text_of(v.quantize(Decimal("0.01"))) for v in far]


def notices(rule: Rule, budget: Budget, figure: Figure) -> bool:
    return any(
        term.figure.id == figure.id
        for c in budget.reconcile([rule]).inconsistent
        for term in (c.relation.terms if c.relation else ())
    )


# One asks whether a cell is blank, whatever is printed: it is among the words below. The others are
# observations, which ask whether something is out of the ordinary (in test_told.py), or whether a
# budget is one of nothing (in test_execution.py).
APART = {
    "a_table_is_filled_where_its_money_is_told",  # in test_wordings.py
    "a_share_is_executed_of_something",
    *("growth_on_nothing_is_whole", "where_no_group_came_nobody_did"),  # in test_told, test_slips
    "an_amount_told_twice_is_told_alike_again",  # this and the next seven in test_near.py
    "an_amount_told_thrice_is_told_alike_again",
    "shares_told_make_the_whole",
    "as_many_projects_have_as_much_money",
    "items_planned_make_the_whole_but_for_a_slip",
    "organs_run_on_operating_expenditure",
    *("reasons_told_make_the_change", "the_reason_told_makes_the_change"),
    "blank_totals_have_blank_parts",
    "money_is_less_than_three_times_as_much",
    "nothing_is_spent_on_what_is_not_there",
    "nothing_is_spent_where_nobody_came",
    # in test_slips.py
    *("a_change_is_told_once", "kinds_before_a_number_make_it", "members_are_counted_right"),
    *("what_is_all_of_the_projects_is_the_whole_share", "headings_name_the_body"),
    *("the_treasury_is_the_bodys_own", "targets_of_every_project_are_of_all_the_money"),
    *("projects_listed_make_their_money", "basic_and_project_told_of_an_item_make_it"),
    # in test_kinds.py
    *("what_each_costs_makes_the_amount", "what_is_told_to_come_in_is_all_but_for_a_slip"),
    "a_quantity_told_again_does_not_slip",
    # in test_first_sight.py
    "classes_told_make_expenditure_but_for_a_slip",
    *("amounts_listed_make_the_one_before", "a_project_named_again_has_its_amount"),
    *("changes_of_parts_make_the_change_of_their_section", "what_is_told_elsewhere_is_printed"),
    "money_of_procurement_and_targets_is_of_its_sources",
    # in test_told_and_listed.py
    *("a_name_has_one_code_of_its_division", "as_many_projects_have_targets_as_there_are"),
    *("the_money_of_a_form_is_that_of_its_project", "vehicles_paid_for_are_among_those_owned"),
    *("the_share_of_a_number_follows", "what_organs_run_on_is_within_the_table"),
    "what_the_table_of_running_tells_adds_up",
    # in test_slips_beside.py
    *("sources_of_all_projects_are_theirs", "a_table_is_in_the_unit_of_its_head"),
    *("shares_won_make_what_was_won", "funds_with_targets_make_project_expenditure"),
    # in test_within_notes.py
    *("a_list_leaves_no_part_out", "classes_of_fiscal_money_hold_those_of_the_general_budget"),
    *("an_item_is_told_once", "amounts_keep_their_unit", "assets_told_make_all"),
    "shares_executed_of_items_make_that_of_the_whole",
    "no_level_of_codes_is_wanting",  # in test_slips.py
}
NUMBERED = sorted(
    name
    for name, found in relations().items()
    if any(r.terms for _, r in found) and name not in APART
)


@pytest.mark.parametrize("name", NUMBERED)
def test_rule__bites_on_every_figure(name: str) -> None:
    rule, seen = BY_NAME[name], set()
    for document_name, relation in [pair for pair in relations()[name] if pair[1].terms][:A_FEW]:
        budget = document(document_name)
        for figure in {term.figure.id: term.figure for term in relation.terms}.values():
            if figure.id in seen:
                continue
            seen.add(figure.id)
            changed = (budget.reprint(figure.id, text) for text in misprints(figure, relation))
            assert any(notices(rule, budget, figure) for budget in changed), figure.id
    assert seen


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lower_levels_make_their_parent", Sum),
        ("revenue_equals_expenditure", Same),
        ("the_whole_project_is_not_less_than_one_year", AtLeast),
        ("growth_follows_from_the_change", Rate),
        ("written_products_are_right", Product),
    ],
)
def test_rule__yields_its_relation(name: str, kind: type[Relation]) -> None:
    assert {type(relation) for _, relation in relations()[name]} == {kind}


# A word that is wrong: the rule, and what is printed in the place of what.
WORDS = [
    (
        "every_listed_table_is_printed",
        "表 10. 项目支出表",
        "表 10. 项目支出表\n\n表 13. 政府采购支出预算表",
    ),
    ("codes_have_their_own_names", "\n30101\t基本工资", "\n30101\t津贴补贴"),
    ("titles_are_alike", "表 10. 项目支出表", "表 10. 项目支出情况表"),
    ("every_amount_is_a_number", "208\t社会保障和就业支出\t", "208\t社会保障和就业支出\tl"),
    (
        "a_code_stands_once",
        "\n2080502\t",
        "\n2080501\t测试\t\t\t\t\t\t\n2080501\t测试\t\t\t\t\t\t\n2080502\t",
    ),
    ("offices_are_counted_right", "办公室、综合科、", "办公室、综合科、财务科、"),
    ("projects_are_counted_right", "2个二级项目", "3个二级项目"),
    (
        "projects_have_target_tables",
        "项目名称\t第一类保障项目\t项目编码\t42010026503T000000001",
        "项目名称\t其他工作\t项目编码\t42010026503T000000009",
    ),
    ("projects_stand_in_the_overall_table", "\t第一类保障项目\t本级", "\t其他工作\t本级"),
    (
        "blank_totals_have_blank_parts",
        "其中：申请当年预算拨款\t\t90.00",
        "其中：申请当年预算拨款\t\t",
    ),
    ("reasons_name_one_year", "主要是2026年在岗", "主要是2025年在岗"),
    ("a_category_is_told_alike", "新增特定目标类项目", "新增其他运转类项目"),
    ("the_letter_of_a_code_fits_the_category", "支出项目类别\t特定目标类", "支出项目类别\t运转类"),
    ("contents_are_not_repeated", "<p>2. 聘用人员经费。", "<p>2. 设备采购。"),
    ("contents_have_cost_lines", "<p>1. 设备采购。", "<p>1. 网络攻防演练。"),
    ("cost_classes_are_known", "\t邮电费\t", "\t通讯服务\t"),
    ("lists_name_the_filled_classes", "基本工资、", ""),
    ("classes_named_are_filled", "支出包括：社会保障", "支出包括：教育支出、社会保障"),
    ("an_item_is_explained_as_itself", "主要是2026年在岗人数变化。", "主要用于提租补贴。"),
    ("the_glossary_explains_every_item", "提租补贴(项)：", "购房补贴(项)："),
    ("every_item_is_told", "提租补贴(项)2026", "相关支出2026"),
    ("what_is_told_as_an_item_is_one", "提租补贴(项)2026", "购房补贴(项)2026"),
    (
        "what_is_told_as_an_item_is_one",
        "就业支出(类)行政事业单位养老支出(款)事业单位离退休(项)",
        "就业支出(款)行政事业单位养老支出(项)",
    ),
    (
        "a_paragraph_compares_with_one_base",
        "增长13.08%，",
        "增长13.08%，支出预算1086.14万元，比2025年执行数增加125.60万元，",
    ),
    ("reasons_are_finished", "主要是2026年在岗人数变化。", "主要原因是。"),
    ("reasons_are_finished", "，增长", "，增长（下降）"),
    ("both_directions_mean_nothing", "，增长", "，增长（下降）"),
    ("a_table_number_stands_once", "\n表9\n", "\n表8\n"),
    ("a_table_keeps_its_unit", "\n2080502\t", "\n\n单位：元\n\n2080502\t"),
    ("every_table_has_its_columns", "科目编码\t科目名称\t合计\t人员经费\t公用经费\n", ""),
    ("amounts_are_plausible", "\t13.05\t", "\t-13.05\t"),
    ("the_level_is_named_alike", "单位整体支出", "部门整体支出"),
    ("directions_agree", "增长", "下降"),
    ("classes_have_the_names_of_the_edition", "卫生健康支出", "医疗卫生与计划生育支出"),
    ("classes_have_the_names_of_the_edition", "\t卫生健康支出\t", "\t医疗卫生与计划生育支出\t"),
    (
        "every_long_term_indicator_has_a_year",
        "月均办理业务量\t月均11万条\t计划",
        "月均办理\t月均11万条\t计划",
    ),
    ("a_bound_is_told_alike", "月均11万条\t计划", "月均11万条以上\t计划"),
    (
        "long_term_and_annual_targets_agree",
        "业务办理成效\t有效提升\t计划",
        "业务办理成效\t显著提升\t计划",
    ),
]


# Words that are wrong in a disclosure of notes alone, or tell once more and otherwise.
WORDS_TOLD = [
    ("comparisons_are_with_the_year_before", "与上年相比减少10万元", "比2022年减少10万元"),
    ("sections_tell_the_budget_year", "2025年度政府采购预算", "2024年度政府采购预算"),
    ("titles_name_the_budget_year", "九、2025年", "九、2024年"),
    ("every_amount_told_has_its_unit", "预算数为190万元", "预算数为190"),
    ("money_is_told_in_one_unit", "预算数为190万元", "预算数为1900000元"),
    (
        "changes_alone_make_the_change",
        "与上年相比减少10万元",
        "与上年相比减少10万元，其中：工资福利支出减少7万元，商品和服务支出减少1万元",
    ),
    (
        "a_change_told_again_is_the_same",
        "与上年相比减少10万元",
        "与上年相比减少10万元，减少10%。其中：维修50万元、设备40万元。项目支出预算与上年相比减少12万元",
    ),
    ("a_change_goes_one_way", "与上年相比减少10万元", "与上年相比增加减少10万元"),
    ("reasons_go_the_way_of_the_change", "增加的主要原因", "减少的主要原因"),
    ("reasons_are_finished", "主要原因是新增人员。", "主要原因是……。"),
    ("reasons_are_finished", "主要原因是新增人员。", "主要原因是新增人员，主要原因是。"),
    ("reasons_are_finished", "增加60万元", "增加万元"),
    ("reasons_are_finished", "预算数为190万元", "预算数为××万元"),
    ("the_level_is_named_alike", "本部门编报", "本单位编报"),
]

WORDS_OF_ACCOUNTS = [
    ("what_there_was_is_of_the_year_told", "截至2024年12月31日", "截至2022年12月31日"),
    ("the_score_fits_the_grades", "平均得分90.5分", "平均得分9.05分"),
]


@pytest.mark.parametrize(
    ("source", "name", "right", "wrong"),
    [("plain", *words) for words in WORDS]
    + [("told", *words) for words in WORDS_TOLD]
    + [("accounts", *words) for words in WORDS_OF_ACCOUNTS],
)
def test_rule__bites_on_words(source: str, name: str, right: str, wrong: str) -> None:
    text = documents()[source]
    assert right in text
    assert not document(source).reconcile([BY_NAME[name]]).inconsistent
    budget = read_text(text.replace(right, wrong, 1))
    assert budget.reconcile([BY_NAME[name]]).inconsistent


def test_rules__each_is_shown_to_bite() -> None:
    shown = {*NUMBERED, *(name for name, _, _ in (*WORDS, *WORDS_TOLD, *WORDS_OF_ACCOUNTS))}
    assert {rule.name for rule in RULES} - shown == APART - {"blank_totals_have_blank_parts"}
