"""文表: what the explanatory notes say against the tables, and against themselves."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.printed import Claim
from budgetlib.relations import AtLeast, Cited, Fact, Same, Sum
from budgetlib.rules.forms import alike, target_tables
from budgetlib.rules.rates import executed
from budgetlib.rules.rule import Answers, cited, rule


def amounts(budget: Disclosure, topic: str, base: str = "") -> list[Claim]:
    """The amounts of the year that a section states on a base (its own), reasons left out."""
    claims = budget.note(topic).about(measure="amount")
    base = base or budget.base
    return [c for c in claims if c.figure.year == budget.year and c.figure.base == base]


@rule("identity")
def project_note_equals_the_project_table(budget: Disclosure) -> Answers:
    """Each project named in the notes has the amount of the project table.

    情况说明所列项目金额等于项目支出表。
    """
    leaves = budget.table("projects").leaves
    for claim in amounts(budget, "projects"):
        named = next((row for row in leaves if alike(row.name, claim.subject)), None)
        if named:
            yield Same(claim.figure, named["total"])


@rule("identity")
def project_note_adds_up(budget: Disclosure) -> Answers:
    """Project expenditure in the notes is made by its funds, and by the projects named.

    情况说明的项目支出等于各资金来源之和，也等于所列项目之和。
    """
    claims = amounts(budget, "projects")
    leaves = budget.table("projects").leaves
    whole = next((c.figure for c in claims if c.key == "project"), None)
    named = [c.figure for c in claims if any(alike(row.name, c.subject) for row in leaves)]
    funds = [c.figure for c in claims if c.key in PROJECT_FUNDS and c.figure not in named]
    for parts in (funds, named):
        if whole and parts:
            every = parts is funds or len(named) >= len(leaves)
            yield (
                Sum(whole, parts, premise="the list is complete")
                if every
                else AtLeast(whole, parts)
            )


PROJECT_FUNDS = (
    *("general_budget", "gov_fund", "state_capital", "special_account", "own"),
    *("general_budget_carried", "gov_fund_carried", "state_capital_carried", "carry_over"),
)


def _zero_claims(budget: Disclosure, key: str) -> list[Claim]:
    told = [c for c in budget.all_claims if c.measure == "zero" and c.key == key]
    claims = [c for c in told if c.figure.year == budget.year]
    if not claims:
        english, chinese = vocabulary.topic(key)
        reason = (f"no sentence puts {english} at nothing", f"情况说明没有文字称{chinese}为零")
        raise Absent(key, reason)
    return claims


FUND_NAMES = {"gov_fund": "政府性基金", "state_capital": "国有资本经营"}


@rule("usual")
def no_commissioned_services(budget: Disclosure) -> Answers:
    """Where the notes say nothing is spent on commissioned services, no table shows any.

    情况说明称无委托业务费时，基本支出表和项目测算中均无委托业务费。
    """
    claim = _zero_claims(budget, "commissioned_services")[0]
    table = budget.table("basic_by_economic")
    lines = [r for t in target_tables(budget) for r in t.part("cost")]
    named = [r["amount"] for r in lines if r.text.get("class") == "委托业务费"]
    row = table.find("30227")
    for figure in [*([row["total"]] if row else []), *named]:
        yield Same(claim.figure, figure)
    if row is None and not named:
        told = cited(claim.figure)
        yield Fact(told, Cited("named nowhere 各表未列", table.place), True)


WORDS = {1: "大于", -1: "小于", 0: "等于"}


def _executed(budget: Disclosure, measure: str) -> Iterator[tuple[Claim, Claim, Claim | None]]:
    """(amount executed, what is told of it, the budget told) of one measure."""
    for note in budget.notes.values():
        for said in note.about(measure=measure):
            amount, plan = executed(note, said)
            if amount:
                yield amount, said, plan


@rule("identity")
def more_or_less_than_planned_is_right(budget: Disclosure) -> Answers:
    """Where more (less, as much) is said to be executed than planned, the two amounts show it.

    决算数大于（小于、等于）预算数的说法与两数一致。
    """
    for amount, said, plan in _executed(budget, "order"):
        if plan:
            way, figure = said.direction or 0, amount.figure
            near = figure.half_unit + plan.figure.half_unit  # what rounding may hide
            left = Cited(f"{figure.printed} {WORDS[way]}", said.figure.place, figure)
            held = _goes(figure.amount - plan.figure.amount, way, near)
            yield Fact(left, cited(plan.figure), held)


def _goes(difference: Decimal, way: int, near: Decimal) -> bool:
    """Whether a difference goes that way, or may where rounding hides it."""
    return difference * way > -near if way else abs(difference) < near


@rule("usual")
def the_share_executed_and_the_words_agree(budget: Disclosure) -> Answers:
    """A share executed of less than the whole goes with 小于, of more with 大于.

    完成预算的百分比与决算数大于（小于、等于）预算数的说法一致。
    """
    words = {amount.id: said for amount, said, _ in _executed(budget, "order")}
    for amount, share, plan in _executed(budget, "execution"):
        said = words.get(amount.id)
        if said and plan is None:
            way, over, half = said.direction or 0, share.figure.amount - 100, share.figure.half_unit
            held = over * way >= -half if way else abs(over) <= half
            yield Fact(cited(share.figure), Cited(WORDS[way], said.figure.place), held)


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
