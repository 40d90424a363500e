"""30: which printed figure is wrong, and would every slip be seen."""

from __future__ import annotations

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import Sentence, framed, number, say
from budgetlib.figures import Place
from budgetlib.locate import Cause
from budgetlib.locate.slips import SLIPS
from budgetlib.phrases import Both, label
from budgetlib.reconcile import Comparison
from budgetlib.show.exhibit import Exhibit


def new_causes(before: Reconciliation, after: Reconciliation) -> tuple[Cause, ...]:
    """The causes that explain comparisons which held before a figure was printed otherwise."""
    known = {_key(comparison) for comparison in before.inconsistent}
    return tuple(
        cause for cause in after.causes if any(_key(c) not in known for c in cause.comparisons)
    )


def _key(comparison: Comparison) -> tuple[str, ...]:
    terms = comparison.relation.terms if comparison.relation else ()
    return comparison.rule.name, *(term.figure.id for term in terms)


def broken(causes: tuple[Cause, ...]) -> Exhibit:
    """The comparisons that causes explain: the cause, the rule, both sides."""
    rows = [
        (at, " ".join(c.rule.sentence), c.sides[1])
        for at, cause in enumerate(causes, 1)
        for c in cause.comparisons
    ]
    return framed("locating.broken", rows)


def doubted(causes: tuple[Cause, ...]) -> Exhibit:
    """Each figure of each answer: what is printed, what the others imply, the slip between them."""
    rows = [
        (
            f"{at}.{number}",
            str(cause.budget.shown(repair.figure.place)),
            repair.figure.printed or label("doubt", "blank"),
            " / ".join(repair.values) or label("doubt", "range"),
            " ".join(SLIPS.get(repair.slip, ("—",))),
        )
        for at, cause in enumerate(causes, 1)
        for number, answer in enumerate(cause.answers, 1)
        for repair in answer.repairs
    ]
    return framed("locating.doubted", rows)


def _place(budget: Budget, place: Place) -> str:
    """A place in Chinese alone."""
    if not place.table:
        return vocabulary.section(place.section)
    column = vocabulary.column(place.column).split()[-1:]
    return " ".join([number(place.table), budget.row_shown(place.table, place.row), *column])


def was_it_found(causes: tuple[Cause, ...], budget: Budget, figure: str) -> Sentence:
    """Whether the figure of this id, misprinted, is the one that the new causes doubt."""
    named = {f.id for cause in causes for f in cause.figures}
    meant = next(f for f in budget.figures if f.id == figure)
    kind = "not_found" if figure not in named else "alone" if named == {figure} else "among"
    return say(
        f"locating.{kind}",
        n=sum(len(cause.comparisons) for cause in causes),
        place=Both(str(meant.place), _place(budget, meant.place)),
        printed=meant.printed,
        doubted=len(named),
    )
