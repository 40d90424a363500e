"""文表: what the notes count of performance management, and the money beside it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from budgetlib.disclosure import Disclosure
from budgetlib.printed import Claim
from budgetlib.relations import Same, Sum
from budgetlib.rules.rule import Answers, rule

KIND = "notes_and_tables"
_GRADE = re.compile(r"[“\"]?(?:优秀?|良好?|中|合格|不合格|差)[”\"]?的?(?:项目)?$")


def _counts(budget: Disclosure) -> Iterator[list[Claim]]:
    """The claims of each section on performance management, reasons left out."""
    for note in budget.notes.values():
        told = [c for c in note.claims if c.topic == "performance" and c.context != "reason"]
        yield told


def _projects(claim: Claim) -> bool:
    named = claim.subject.endswith("项目") or not claim.subject
    return claim.measure == "count" and claim.figure.unit == "个" and named


@rule("usual")
def grades_make_the_projects_assessed(budget: Disclosure) -> Answers:
    """The projects of all grades make the projects that were assessed.

    各评价等级的项目数之和等于绩效自评的项目数。
    """
    for told in _counts(budget):
        counts = [claim for claim in told if _projects(claim)]
        grades = [claim for claim in counts if _GRADE.search(claim.subject)]
        before = counts[: counts.index(grades[0])] if len(grades) > 1 else []
        if before:
            yield Sum(before[-1].figure, [claim.figure for claim in grades])


@rule("usual")
def as_many_projects_have_as_much_money(budget: Disclosure) -> Answers:
    """Where as many projects were given targets, tracked or assessed, they have one amount.

    编报目标、跟踪、自评的项目数相同时，涉及的资金一致。
    """
    for told in _counts(budget):
        pairs = [(a, b) for a, b in pairwise(told) if _projects(a) and b.measure == "amount"]
        for (count, money), (other, again) in pairwise(pairs):
            alike = count.figure.value == other.figure.value
            chosen = "重点" in other.subject  # as many of them need not be the same
            if alike and not chosen and money.figure.year == again.figure.year:
                yield Same(money.figure, again.figure)
