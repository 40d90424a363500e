"""Performance: projects counted, graded and scored, and the money told of them."""

from itertools import pairwise

from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO
from budgetlib.figures.printed import Claim, Note
from budgetlib.figures.slips import sharp
from budgetlib.relations import Cited, Fact, Same, Sum
from budgetlib.rules.completeness import with_money
from budgetlib.rules.near import within_a_slip
from budgetlib.rules.rule import Answers, cited, rule
from budgetlib.sentences.tokens import DATA
from budgetlib.vocabulary.files import regex

KIND = "notes_and_tables"
SCORE = "分"
GRADES = DATA["grades"]
_GRADE = regex(rf"[“\"]?(?P<name>{'|'.join(GRADES)})[秀好]?[”\"]?的?(?:项目)?$")


def _counts(note: Note) -> list[Claim]:
    """The claims of a section on performance management, reasons left out."""
    return [c for c in note.about() if c.topic == "performance"]


def _projects(claim: Claim) -> bool:
    """Whether it counts projects."""
    named = claim.subject.endswith("项目") or not claim.subject or claim.key == "project"
    named = named or claim.window.endswith("项目")  # 对 8 个项目
    return claim.measure == "count" and claim.figure.unit == "个" and named


@rule("identity", each=("notes",))
def no_project_has_no_money(budget: Disclosure, note: Note) -> Answers:
    """Where no project has targets, no money does, and the other way round.

    编报绩效目标的项目为零个时，涉及资金为零，反之亦然。
    """
    for count, money in with_money(_counts(note)):
        if count.figure.unit == "个":
            held = bool(count.figure.value) == bool(money.figure.value)
            yield Fact(cited(count.figure), cited(money.figure), held)


@rule("usual", each=("notes",))
def grades_make_the_projects_assessed(budget: Disclosure, note: Note) -> Answers:
    """The projects of all grades make the projects that were assessed.

    各评价等级的项目数之和等于绩效自评的项目数。
    """
    told = [c for c in _counts(note) if _projects(c) or _GRADE.fullmatch(c.subject)]
    grades = [claim for claim in told if _GRADE.search(claim.subject)]
    before = told[: told.index(grades[0])] if len(grades) > 1 else []
    if before:
        yield Sum(before[-1].figure, [claim.figure for claim in grades])


@rule("usual", each=("notes",))
def the_score_fits_the_grades(budget: Disclosure, note: Note) -> Answers:
    """The average score is within what the grades counted beside it allow, and within 100.

    平均得分不超过100分，且在各评级项目数所对应的范围之内。
    """
    told = _counts(note)
    graded = [(c.figure.amount, m) for c in told if (m := _GRADE.search(c.subject))]
    number = sum((n for n, _ in graded), ZERO)
    scores = [c.figure for c in told if c.figure.unit == SCORE]
    for score in scores if number and len(scores) == 1 else ():
        low, high = (sum(n * GRADES[m["name"]][end] for n, m in graded) for end in (0, 1))
        there = Cited(f"{low / number:.4g}–{high / number:.4g}", score.place)
        yield Fact(cited(score), there, low <= score.amount * number <= high)


@rule("usual", each=("notes",))
def as_many_projects_have_as_much_money(budget: Disclosure, note: Note) -> Answers:
    """Where as many projects were given targets, tracked or assessed, they have one amount.

    编报目标、跟踪、自评的项目数相同时，涉及的资金一致（相符，或仅差一处笔误的），反之亦然。
    """
    pairs = [(count, money) for count, money in with_money(_counts(note)) if _projects(count)]
    for (count, money), (other, again) in pairwise(pairs):
        chosen = "重点" in other.subject  # as many of them need not be the same
        if not chosen and money.figure.year == again.figure.year:
            if count.figure.value == other.figure.value:
                yield from within_a_slip([Same(money.figure, again.figure)])
            if money.figure.value == again.figure.value and sharp(money.figure.amount):
                yield Same(count.figure, other.figure)
