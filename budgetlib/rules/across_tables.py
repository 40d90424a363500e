"""表间: the same money in different tables."""

from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import wholes
from budgetlib.layouts import canonical
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import BUDGETS, scopes, spent_by
from budgetlib.rules.targets import alike, overall, target_of, target_tables
from budgetlib.vocabulary import AXES


@rule("identity")
def three_budgets_make_fiscal_expenditure(budget: Disclosure) -> Answers:
    """The general, fund and state capital budgets make the fiscal table's expenditure.

    一般公共预算、政府性基金、国有资本经营预算支出（及未列入的上年结转）之和等于财政拨款支出。
    """
    known, spent = scopes(budget), spent_by(budget.table("fiscal"))
    untold = (fund for fund in BUDGETS[1:] if not budget.has(fund))  # as where none is spent
    if spent and budget.table("by_function").total_row and not known.elsewhere({*untold}):
        yield Sum(spent, [*known.three_budgets, *known.apart])


@rule("identity")
def each_fund_brings_its_grand_total(budget: Disclosure) -> Answers:
    """Of each of the three budgets, revenue and what is carried over make its grand total.

    财政拨款收支总表：各项预算的本年收入与年初结转之和等于该项预算的支出总计。
    """
    table = budget.table("fiscal")
    whole = table.find("grand_total", "expenditure")
    carried = table.find("carry_over", "revenue")
    for fund in BUDGETS:
        rows = [row for row in table.part("revenue") if row.code == fund]
        split = carried is None or not carried["amount"].value or bool(table.children(carried))
        if whole and fund in whole and rows and split:
            yield Sum(whole[fund], [row["amount"] for row in rows])


@rule("identity")
def other_categories_make_operating_and_projects(budget: Disclosure) -> Answers:
    """Running and special-purpose categories make operating and project expenditure.

    运转类加特定目标类等于公用经费加项目支出。
    """
    running, special = (overall(budget, "expenditure", name) for name in ("运转类", "特定目标类"))
    total = budget.table("by_function").total_row
    if running and special and total and scopes(budget).general_alone:
        parts = total.some("operating", "project")
        yield Sum(running["current"], parts, minus=[special["current"]])


@rule("identity")
def each_project_equals_its_target_table(budget: Disclosure) -> Answers:
    """A project's budget is alike in the project table and in its own target table.

    项目在项目支出表与其绩效目标表中的金额一致。
    """
    budget.all_tables("project_targets")
    for row in budget.table("projects").leaves:
        head = target_of(budget, row.code, row.name)
        if head and "current" in head:
            yield Same(row["total"], head["current"])


@rule("usual")
def projects_of_the_overall_table_equal_the_project_table(budget: Disclosure) -> Answers:
    """A project's amount in the overall target table equals the project table.

    整体支出绩效目标表所列项目金额等于项目支出表。
    """
    leaves = budget.table("projects").leaves
    for row in budget.table("overall_targets").part("projects"):
        named = [leaf["total"] for leaf in leaves if alike(leaf.name, row.name)]
        if named:  # a name may repeat
            yield Same(row["current"], min(named, key=lambda f: f.value != row["current"].value))
        head = target_of(budget, "", row.name) if len(named) < 2 else None
        if head and "total" in head:
            yield Same(row["total"], head["total"])


@rule("identity")
def projects_of_the_overall_table_are_within_project_expenditure(budget: Disclosure) -> Answers:
    """The projects that the overall target table lists do not exceed project expenditure.

    整体支出绩效目标表所列项目之和不超过项目支出。
    """
    total = budget.table("expenditure").total_row
    parts = [row["current"] for row in budget.table("overall_targets").part("projects")]
    if total and parts:
        yield AtLeast(total["project"], parts)


@rule("usual")
def three_public_equals_the_basic_budget(budget: Disclosure) -> Answers:
    """Unless a project pays for them, the public expenses equal their items in the basic budget.

    项目支出未列“三公”经费时，“三公”经费等于基本支出表中的同名科目。
    """
    paid = {row.text.get("class", "") for t in target_tables(budget) for row in t.part("cost")}
    projects = budget.table("projects").leaves if budget.has("projects") else []
    if not paid or not all(target_of(budget, row.code, row.name) for row in projects):
        return  # another project may pay
    printed, basic = budget.table("three_public"), budget.table("basic_by_economic")
    for row in wholes(printed):
        for column in ("travel", "reception", "vehicle_running"):
            item = basic.find(AXES["kind"][column]["economic"])
            if column in row and item and canonical(item.name) not in paid:
                yield Same(row[column], item["total"])
