"""30: which printed figure is wrong, and would every slip be seen."""

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import Sentence, say
from budgetlib.locate.cause import Cause, Causes, figured
from budgetlib.rules.comparison import Comparison


def new_causes(before: Reconciliation, after: Reconciliation) -> Causes:
    """The causes that explain comparisons which held before a figure was printed otherwise."""
    known = {_key(comparison) for comparison in before.inconsistent}
    return Causes(
        cause for cause in after.causes if any(_key(c) not in known for c in cause.comparisons)
    )


def _key(comparison: Comparison) -> tuple[str, ...]:
    terms = comparison.relation.terms if comparison.relation else ()
    return comparison.rule.name, *(term.figure.id for term in terms)


def was_it_found(causes: tuple[Cause, ...], budget: Budget, figure: str) -> Sentence:
    """Whether the figure of this id, misprinted, is the one that the new causes doubt."""
    named = {f.id for cause in causes for f in cause.figures}
    meant = next(f for f in budget.figures if f.id == figure)
    kind = "not_found" if figure not in named else "alone" if named == {figure} else "among"
    return say(
        f"locating.{kind}",
        n=sum(len(cause.comparisons) for cause in causes),
        place=figured(budget, meant),
        printed=meant.printed,
        doubted=len(named),
    )
