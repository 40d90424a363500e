"""The equations, in the order in which a reader meets them."""

from budgetlib.rules import (
    across_tables,
    carried,
    classes_across_tables,
    completeness,
    cost_basis,
    counted,
    executed,
    history,
    names,
    notes_and_tables,
    procurement,
    projects_across_tables,
    targets,
    told_again,
    told_amounts,
    told_changes,
    told_words,
    units_across_tables,
    within_forms,
    within_notes,
    within_tables,
)
from budgetlib.rules.rule import Answers, Rule, rule

RULES: tuple[Rule, ...] = (
    *within_tables.RULES,
    *within_forms.RULES,
    *across_tables.RULES,
    *carried.RULES,
    *classes_across_tables.RULES,
    *units_across_tables.RULES,
    *projects_across_tables.RULES,
    *notes_and_tables.RULES,
    *told_amounts.RULES,
    *told_again.RULES,
    *within_notes.RULES,
    *executed.RULES,
    *counted.RULES,
    *history.RULES,
    *told_changes.RULES,
    *cost_basis.RULES,
    *procurement.RULES,
    *targets.RULES,
    *completeness.RULES,
    *told_words.RULES,
    *names.RULES,
)

__all__ = ["RULES", "Answers", "Rule", "rule"]
