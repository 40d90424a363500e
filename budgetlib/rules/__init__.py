"""The equations, kind by kind and by their names, whether they are rows of data or functions."""

from budgetlib.rules import (
    completeness,
    cost_basis,
    history,
    names,
    near,
    notes_and_tables,
    performance,
    targets,
    told_words,
    units,
    within_tables,
)
from budgetlib.rules.rule import Answers, Rule, rule
from budgetlib.rules.ties import TIES
from budgetlib.vocabulary.phrases import labels

_MODULES = (
    *(within_tables, notes_and_tables, history, cost_basis),
    *(targets, completeness, told_words, names, near, performance, units),
)
_alone = [each for m in _MODULES for each in vars(m).values() if isinstance(each, Rule)]
KINDS = {kind: at for at, kind in enumerate(labels("rules"))}
RULES: tuple[Rule, ...] = tuple(
    sorted({*TIES.values(), *_alone}, key=lambda each: (KINDS[each.kind], each.name))
)

__all__ = ["RULES", "Answers", "Rule", "rule"]
