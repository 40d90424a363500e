"""30: which printed figure is wrong, and would every slip be seen."""

from __future__ import annotations

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import Sentence, counted, sentence
from budgetlib.locate import Cause
from budgetlib.locate.slips import SLIPS
from budgetlib.show.exhibit import Exhibit, exhibit


def new_causes(before: Reconciliation, after: Reconciliation) -> tuple[Cause, ...]:
    """The causes that explain comparisons which held before.

    Parameters
    ----------
    before, after
        Of one disclosure, as it was and with a figure printed otherwise.
    """
    known = {_key(comparison) for comparison in before.inconsistent}
    return tuple(
        cause for cause in after.causes if any(_key(c) not in known for c in cause.comparisons)
    )


def _key(comparison: object) -> tuple[object, ...]:
    rule, relation = comparison.rule, comparison.relation  # type: ignore[attr-defined]
    return rule.name, *(term.figure.id for term in relation.terms)


def broken(causes: tuple[Cause, ...]) -> Exhibit:
    """The comparisons that causes explain.

    Parameters
    ----------
    causes
        For instance from `new_causes`.

    Returns
    -------
    Exhibit
        One row each: the cause, its weight, the rule, both sides.
    """
    rows = [
        {
            "cause 疑点": at,
            "rule 规则": " ".join(c.rule.sentence),
            "both sides 两方": c.sides[1],
        }
        for at, cause in enumerate(causes, 1)
        for c in cause.comparisons
    ]
    columns = ("rule 规则", "both sides 两方")
    return exhibit(rows, "cause 疑点", "What no longer holds 不再成立的核对", columns)


def doubted(causes: tuple[Cause, ...]) -> Exhibit:
    """The figures that causes doubt.

    Parameters
    ----------
    causes
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each figure of each answer: where it stands, what is printed, what all else
        says, the slip that would lead from one to the other.
    """
    rows = [
        {
            "cause 疑点": f"{at}.{number}",
            "place 位置": str(cause.budget.shown(repair.figure.place)),
            "printed 印出": repair.figure.printed or "blank 空白",
            "all else says 其余所指": " / ".join(repair.values) or "a range 一个范围",
            "slip 差错": " ".join(SLIPS.get(repair.slip, ("—",))),
        }
        for at, cause in enumerate(causes, 1)
        for number, answer in enumerate(cause.answers, 1)
        for repair in answer.repairs
    ]
    columns = ("place 位置", "printed 印出", "all else says 其余所指", "slip 差错")
    return exhibit(rows, "cause 疑点", "What is to be doubted 可疑数字", columns)


def was_it_found(causes: tuple[Cause, ...], budget: Budget, figure: str) -> Sentence:
    """Whether the figure that was misprinted is the one that is doubted.

    Parameters
    ----------
    causes
        Those that are new since the misprint.
    budget
        The disclosure as it was printed.
    figure
        The figure's id.
    """
    named = {f.id for cause in causes for f in cause.figures}
    meant = next(f for f in budget.figures if f.id == figure)
    broke = sum(len(cause.comparisons) for cause in causes)
    many = counted(broke, "comparison")
    if figure not in named:
        return sentence(
            f"{many} broke, and the misprinted figure was not found.",
            f"{broke}处核对不再成立，但未能找出被改动的数字。",
        )
    if named == {figure}:
        return sentence(
            f"{many} broke, and the misprinted figure alone explains them: {meant.place} was "
            f"{meant.printed}.",
            f"{broke}处核对不再成立，仅被改动的数字即可解释：{meant.place}原为{meant.printed}。",
        )
    return sentence(
        f"{many} broke; the misprinted figure is one of {len(named)} that could explain them.",
        f"{broke}处核对不再成立；被改动的数字是{len(named)}个可能的数字之一。",
    )
