"""The equations, in the order in which a reader meets them."""

from budgetlib.rules import (
    across_tables,
    classes_across_tables,
    completeness,
    cost_basis,
    history,
    notes_and_tables,
    procurement,
    projects_across_tables,
    targets,
    within_tables,
)
from budgetlib.rules.rule import Answers, Rule, rule

RULES: tuple[Rule, ...] = (
    *within_tables.RULES,
    *across_tables.RULES,
    *classes_across_tables.RULES,
    *projects_across_tables.RULES,
    *notes_and_tables.RULES,
    *history.RULES,
    *cost_basis.RULES,
    *procurement.RULES,
    *targets.RULES,
    *completeness.RULES,
)

__all__ = ["RULES", "Answers", "Rule", "rule"]
