"""The equations, kind by kind and by their names, whether they are rows of data or functions."""

from budgetlib.phrases import labels
from budgetlib.rules import (
    across_tables,
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
    told_words,
    within_forms,
    within_tables,
)
from budgetlib.rules.rule import Answers, Rule, rule
from budgetlib.rules.ties import TIES

_MODULES = (
    *(within_tables, within_forms),
    *(across_tables, classes_across_tables, projects_across_tables),
    *(notes_and_tables, told_again, executed, counted),
    *(history, cost_basis, procurement, targets, completeness, told_words, names),
)
_alone = [each for m in _MODULES for each in vars(m).values() if isinstance(each, Rule)]
KINDS = [*labels("rules")]
RULES: tuple[Rule, ...] = tuple(
    sorted({*TIES.values(), *_alone}, key=lambda each: (KINDS.index(each.kind), each.name))
)

__all__ = ["RULES", "Answers", "Rule", "rule"]
