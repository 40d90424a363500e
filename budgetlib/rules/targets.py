"""Performance targets: one indicator told alike, and volumes against what is paid for."""

import re
from collections.abc import Iterator
from decimal import Decimal

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.relations import Cited, Fact, Product, Same
from budgetlib.rules.forms import FORMS, PERIODS, indicator
from budgetlib.rules.rule import Answers, cited, repeated, rule

_VOLUME = re.compile(r"发送|办理|受理|服务|发放|采集")


def _indicators(table: Table) -> Iterator[Row]:
    for period in PERIODS:
        yield from table.part(period)


@rule("hint")
def projects_tell_an_objective_alike(budget: Disclosure) -> Answers:
    """Figures told in the same words in the objectives of several projects are alike.

    各项目绩效总目标中同一说法的数字一致。
    """
    told = (
        ((claim.subject, claim.figure.unit), claim.figure)
        for table in budget.all_tables("project_targets")
        for claim in table.claims
        if claim.topic == "goal" and claim.subject and "objectives" in claim.id
    )
    yield from (Same(*pair) for pair in repeated(told))


@rule("hint", each=("project_targets",))
def objectives_and_indicators_agree(budget: Disclosure, table: Table) -> Answers:
    """A time limit told in the objectives is that of the indicator.

    绩效总目标中的时限与指标值一致。
    """
    limits = [row for row in _indicators(table) if "target" in row and _is_time(row["target"])]
    for claim in table.claims:
        for row in limits if claim.topic == "goal" and _is_time(claim.figure) else ():
            one_unit = claim.figure.unit == row["target"].unit
            if one_unit and shares_a_word(row.name, claim.subject):
                yield Same(claim.figure, row["target"])


def _is_time(figure: Figure) -> bool:
    return figure.unit in vocabulary.UNITS_OF_TIME


@rule("usual")
def what_is_paid_for_makes_the_monthly_target(budget: Disclosure) -> Answers:
    """The yearly volume in a cost basis is twelve times the monthly target.

    测算依据中的全年数量等于月均目标的十二倍。
    """
    forms = [*_overall(budget), *budget.all_tables("project_targets")]
    monthly = [
        row
        for table in forms
        for row in _indicators(table)
        if "target" in row and "月均" in row.text.get("target_words", "") + row.name
    ]
    for table in budget.all_tables("project_targets"):
        for claim in table.claims:
            whole = claim.topic == "cost" and re.search("总共|合计|共计|全年", claim.subject)
            for row in monthly if whole and claim.measure == "count" else ():
                one_thing = claim.figure.unit == row["target"].unit and _VOLUME.search(row.name)
                if one_thing and shares_a_word(row.name, claim.window + _line(table, claim)):
                    yield Product(claim.figure, [row["target"]], times=Decimal(12))


def _line(table: Table, claim: Claim) -> str:
    row = table.by_key.get(claim.figure.place.row)
    return row.name if row else ""


def shares_a_word(name: str, text: str) -> bool:
    """Whether a word of two characters stands in both."""
    return any(name[i : i + 2] in text for i in range(len(name) - 1))


def _overall(budget: Disclosure) -> list[Table]:
    return budget.all_tables("overall_targets") if budget.has("overall_targets") else []


@rule("hint", each=FORMS)
def an_indicator_keeps_its_magnitude(budget: Disclosure, table: Table) -> Answers:
    """An indicator's values of two earlier years are within three times its target, either way.

    指标前两年的取值与目标值相差不超过三倍。
    """
    for row in table.part("annual"):
        for earlier in row.some("previous", "before_previous") if "target" in row else ():
            if not earlier.value or earlier.unit != row["target"].unit:
                continue
            low, high = row["target"].amount / 3, row["target"].amount * 3
            told = cited(earlier)
            target = cited(row["target"])
            yield Fact(told, target, low <= earlier.amount <= high, (low, high))


@rule("hint", each=FORMS)
def every_long_term_indicator_has_a_year(budget: Disclosure, table: Table) -> Answers:
    """Each long-term indicator stands among the annual ones, and each annual among the long-term.

    长期指标与年度指标相互对应。
    """
    names = {period: {indicator(row.name) for row in table.part(period)} for period in PERIODS}
    for period, other in (PERIODS, PERIODS[::-1]):
        for row in table.part(period) if names[other] else ():
            found = indicator(row.name) in names[other]
            there = Cited(row.name if found else "—", table.place)
            yield Fact(Cited(row.name, row.place), there, found)
