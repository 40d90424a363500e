"""表间: projects in the project table and in the target tables."""

from budgetlib.disclosure import Disclosure
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.forms import alike, overall, target_of
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import only

KIND = "across_tables"
COMPLETE = "the list of projects is complete"


@rule("identity")
def other_categories_make_operating_and_projects(budget: Disclosure) -> Answers:
    """Running and special-purpose categories make operating and project expenditure.

    运转类加特定目标类等于公用经费加项目支出。
    """
    running, special = (overall(budget, "expenditure", name) for name in ("运转类", "特定目标类"))
    total = budget.table("by_function").total_row
    if running and special and total and only(budget, "general_budget"):
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
