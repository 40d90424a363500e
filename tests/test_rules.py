"""The rules on disclosures that are consistent, of any shape, and on totals that are moved."""

from decimal import Decimal

import pytest
from accounts import ACCOUNTS
from disclosed_facts import Facts
from disclosed_tables import Printer
from disclosures import example, facts
from documents_made import as_text
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_notes import EMPTY, NOTES
from made_shapes import SHAPES, blocks_of_shape
from nationwide import NATIONAL
from provinces import PROVINCES
from purposes import CHANGES, PURPOSES, TOLD
from writer import write

from budgetlib.budget import Budget, read_text
from budgetlib.relations import NOT_RUN, Sum
from budgetlib.rules import RULES
from budgetlib.rules.comparison import Comparison

# These have something to say only where something is wrong; tests/rules shows that they say it.
ONLY_ON_ERRORS = {
    "every_amount_is_a_number",
    "reasons_are_finished",
    "a_change_goes_one_way",
    "a_paragraph_compares_with_one_base",  # or where one amount is told twice in a paragraph
    "both_directions_mean_nothing",
    "every_amount_told_has_its_unit",
    # or where amounts are alike, or would be but for a slip (tests/rules/test_near.py)
    "as_many_projects_have_as_much_money",
    "items_planned_make_the_whole_but_for_a_slip",
    "classes_told_make_expenditure_but_for_a_slip",  # in test_first_sight.py
    "organs_run_on_operating_expenditure",
    *("reasons_told_make_the_change", "the_reason_told_makes_the_change"),
    # of what no made text tells; in tests/rules
    *("a_change_is_told_once", "a_change_told_again_is_the_same", "members_are_counted_right"),
    *("kinds_before_a_number_make_it", "nothing_is_spent_where_nobody_came"),
    "where_no_group_came_nobody_did",
    "basic_and_project_told_of_an_item_make_it",
    *("what_is_all_of_the_projects_is_the_whole_share", "headings_name_the_body"),
    *("the_treasury_is_the_bodys_own", "targets_of_every_project_are_of_all_the_money"),
    *("projects_listed_make_their_money", "an_amount_told_twice_is_told_alike_again"),
    *("what_each_costs_makes_the_amount", "what_is_told_to_come_in_is_all_but_for_a_slip"),
    "shares_told_make_the_whole",
    "what_is_told_elsewhere_is_printed",
    "money_of_procurement_and_targets_is_of_its_sources",
    "changes_of_parts_make_the_change_of_their_section",
    # in test_told_and_listed.py
    *("a_name_has_one_code_of_its_division", "as_many_projects_have_targets_as_there_are"),
    *("the_money_of_a_form_is_that_of_its_project", "vehicles_paid_for_are_among_those_owned"),
    *("the_share_of_a_number_follows", "what_organs_run_on_is_within_the_table"),
    # in test_slips_beside.py
    *("sources_of_all_projects_are_theirs", "shares_won_make_what_was_won"),
    "funds_with_targets_make_project_expenditure",
    # in rules/test_within_notes.py
    *("assets_told_make_all", "amounts_keep_their_unit"),
    "classes_of_fiscal_money_hold_those_of_the_general_budget",
    "shares_executed_of_items_make_that_of_the_whole",
}


def said(comparison: Comparison) -> str:
    figures = [place["figure"] or place["printed"] for place in comparison.places]
    return f"{comparison.message[0]} {figures}"


# observations of what facts that are made may be: three times as much, ten times another
BY_CHANCE = {"money_is_less_than_three_times_as_much", "an_amount_told_twice_is_told_alike_again"}


def wrong(budget: Budget) -> list[str]:
    assert not budget.limits
    found = budget.reconcile().inconsistent
    return [said(c) for c in found if c.rule.name not in BY_CHANCE]


@settings(max_examples=40)
@given(facts())
def test_rules__no_rule_calls_a_consistent_disclosure_wrong(made: Facts) -> None:
    assert wrong(Printer(made).budget()) == []


@settings(max_examples=30)
@given(facts())
def test_rules__nor_when_it_is_read_from_a_document(made: Facts) -> None:
    assert wrong(read_text(write(Printer(made).budget()))) == []


def shapes() -> list[str]:
    return [as_text(blocks_of_shape(shape)) for shape in SHAPES.values()]


TEXTS = (PURPOSES, ACCOUNTS, TOLD, NOTES, EMPTY, CHANGES, NATIONAL, PROVINCES)


def test_rules__every_rule_ran() -> None:
    written = [c for text in (*TEXTS, *shapes()) for c in read_text(text).reconcile().results]
    ran = {c.rule.name for c in written if c.verdict != NOT_RUN}

    @settings(max_examples=60, derandomize=True, database=None)
    @given(st.one_of(facts(), facts(plain=True, prints_prior=True, prints_early=True)))
    def collect(made: Facts) -> None:
        results = read_text(write(Printer(made).budget())).reconcile().results
        ran.update(c.rule.name for c in results if c.verdict != NOT_RUN)

    collect()
    assert {rule.name for rule in RULES} - ran == ONLY_ON_ERRORS


@settings(max_examples=40)
@given(facts(), st.data())
def test_rules__a_total_beyond_its_allowance_is_always_caught(
    made: Facts, data: st.DataObject
) -> None:
    budget = Printer(made).budget()
    sums = [
        c
        for c in budget.reconcile().results
        if isinstance(c.relation, Sum) and c.relation.total.value and not c.relation.total.worded
        if c.outcome.unit != "%"  # a whole per cent printed to hundredths rounds otherwise
        if c.rule.name != "a_list_leaves_no_part_out"  # asks of an amount printed elsewhere alone
    ]
    assume(sums)
    found = data.draw(st.sampled_from(sums), label="sum")
    assert isinstance(found.relation, Sum)
    total, outcome = found.relation.total, found.outcome
    assert total.value is not None and outcome.allowed is not None
    step = outcome.allowed.quantize(Decimal("0.01")) + Decimal("0.02")
    more = data.draw(st.integers(0, 100_000), label="cents") * Decimal("0.01")
    moved = budget.reprint(total.id, str(Decimal(str(outcome.expected)) + step + more))
    caught = [c for c in moved.reconcile([found.rule]).inconsistent if c.relation]
    assert any(term.figure.id == total.id for c in caught for term in c.relation.terms)  # type: ignore[union-attr]


BASES = {
    "比2025年预算增加125.60万元，增长13.08%": "比2025年预算执行数增加186.14万元，增长20.68%",
    "比2025年预算增加125.60万元，增长": "比2025年预算960.54万元增加125.60万元，增长",
    "比2025年预算增加125.60万元，增长13": "比2025年预算执行数960.54万元增加125.60万元，增长13",
}


@pytest.mark.parametrize("told", BASES)
def test_rules__two_bases_of_comparison_are_two_quantities(told: str) -> None:
    text = write(example())
    assert told in text
    assert wrong(read_text(text.replace(told, BASES[told], 1))) == []


def test_rules__a_department_row_above_its_units() -> None:
    """503 holds 503019 and 503020: their sum is not counted twice."""
    text, whole = write(example()), example().tables["5-1"].by_key["合计"]
    row = "\t".join(["503", "武汉市测试局", *(figure.printed for figure in whole.cells.values())])
    place = text.index("\n503019\t", text.index("\n表5-2\n"))
    assert wrong(read_text(f"{text[:place]}\n{row}{text[place:]}")) == []


def test_rules__stand_by_kind_and_name() -> None:
    """A rule keeps its place when it becomes a row of data."""
    kinds = list(dict.fromkeys(rule.kind for rule in RULES))
    assert kinds[:3] == ["within_tables", "across_tables", "notes_and_tables"]
    assert len(kinds) == 8
    order = [(kinds.index(rule.kind), rule.name) for rule in RULES]
    assert order == sorted(order)
