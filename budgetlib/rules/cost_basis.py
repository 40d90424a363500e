"""Cost basis: quantities times prices, lines, and the projects that they make."""

import re
from collections.abc import Iterator
from decimal import Decimal

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import magnitude
from budgetlib.printed import Claim, Row, Table
from budgetlib.relations import Product, Same, Sum
from budgetlib.rules.rule import Answers, rule

MONEY = ("元", "万元", "亿元")
TOTAL = re.compile(r"(?:合计|总共|共计|小计|总计|预计|全年|共)(?:为|是)?$")
MONTHS = Decimal(12)


def basis_of(table: Table, row: Row) -> list[Claim]:
    """The figures that the basis of a cost line states, in their order."""
    prefix = f"{table.number}/{row.key}/"
    return [c for c in table.claims if c.topic == "cost" and c.id.startswith(prefix)]


def _bases(table: Table) -> Iterator[tuple[Row, list[Claim]]]:
    return ((row, basis_of(table, row)) for row in table.part("cost"))


def _starred(claims: list[Claim]) -> list[tuple[Claim, Claim, Claim | None]]:
    """(price, quantity, result) of each multiplication written with a sign."""
    found = []
    for index, claim in enumerate(claims[1:], start=1):
        if claim.subject.startswith(("*", "×", "x", "X")):
            after = claims[index + 1] if index + 1 < len(claims) else None
            result = after if after and after.subject.startswith("=") else None
            found.append((claims[index - 1], claim, result))
    return found


def _money(claims: list[Claim]) -> list[Claim]:
    """The amounts that stand for themselves: no price, no factor."""
    factors = {c.id for price, quantity, _ in _starred(claims) for c in (price, quantity)}
    return [
        c
        for c in claims
        if c.figure.unit in MONEY and c.measure == "amount" and c.id not in factors
    ]


@rule("identity", each=("project_targets",))
def the_basis_states_the_amount_of_its_line(budget: Disclosure, table: Table) -> Answers:
    """The total, or the sum of the amounts, that a basis states is the amount of its line.

    测算依据所述合计（或各金额之和）等于该行金额。
    """
    for row, claims in _bases(table):
        money = _money(claims)
        totals = [c for c in money if TOTAL.search(c.subject)]
        if totals or len(money) == 1:
            yield Same((totals or money)[-1].figure, row["amount"])
        elif money:
            yield Sum(row["amount"], [c.figure for c in money])


@rule("identity", each=("project_targets",))
def written_products_are_right(budget: Disclosure, table: Table) -> Answers:
    """A multiplication written out in a basis gives the result written behind it.

    测算依据中写明的乘式等于其结果。
    """
    for _, claims in _bases(table):
        for price, quantity, result in _starred(claims):
            if result:
                yield Product(result.figure, [price.figure, quantity.figure])


@rule("usual", each=("project_targets",))
def quantity_times_price_makes_the_line(budget: Disclosure, table: Table) -> Answers:
    """The quantity in a basis, times its unit price, makes the amount of the line.

    测算依据中数量乘单价等于该行金额。
    """
    for row, claims in _bases(table):
        prices = [c.figure for c in claims if c.measure == "price"]
        counts = [c for c in claims if c.measure == "count"]
        totals = [c for c in counts if TOTAL.search(c.subject) or "总共" in c.subject] or counts
        if len(prices) == 1 and len(totals) == 1:
            yield Product(row["amount"], [totals[0].figure, prices[0]])


@rule("identity", each=("project_targets",))
def quantities_make_their_total(budget: Disclosure, table: Table) -> Answers:
    """The quantities listed in a basis make the total that it states.

    测算依据中所列数量之和等于其总数。
    """
    for _, claims in _bases(table):
        counts = [c for c in claims if c.measure == "count"]
        whole = next((c for c in counts if re.search("总共|合计|共计", c.subject)), None)
        parts = [
            c.figure
            for c in counts
            if c is not whole and whole and c.figure.unit == whole.figure.unit
        ]
        if whole and len(parts) > 1:
            yield Sum(whole.figure, parts)


@rule("usual", each=("project_targets",))
def twelve_months_make_the_year(budget: Disclosure, table: Table) -> Answers:
    """Where a basis states one amount and another for the whole year, one is twelve of the other.

    测算依据列出月度金额和全年金额时，全年等于十二个月。
    """
    for _, claims in _bases(table):
        money = _money(claims)
        if len(money) == 2 and "全年" in money[1].subject and money[0].figure.value:
            yield Product(money[1].figure, [money[0].figure], times=MONTHS)


@rule("hint")
def people_told_in_the_basis_match_the_indicators(budget: Disclosure) -> Answers:
    """The number of people that a basis states is the number that the indicators serve.

    测算依据所述服务人数与绩效指标的服务人数一致。
    """
    tables = budget.all_tables("project_targets")
    rows = [r for t in tables for r in (*t.part("annual"), *t.part("long_term")) if "target" in r]
    for word in vocabulary.SERVED:
        served = [row["target"] for row in rows if word in row.name]
        for claim in (c for t in tables for c in t.claims if served):
            people = claim.measure == "count" and word in claim.window
            if claim.topic == "cost" and people and magnitude(claim.figure.unit) > 1:
                yield Same(claim.figure, served[0])
