"""Cost basis and procurement: quantities, prices, lines; the projects and purchases they make."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Claim, Figure, Row, Table, grouped, magnitude
from budgetlib.layouts import canonical
from budgetlib.relations import Product, Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.targets import MONTHS, WHOLE, has_any, rows_of
from budgetlib.vocabulary import regex

MONEY = ("元", "万元", "亿元")
SIGNS = ("*", "×", "x", "X")
TOTAL = regex(r"(?:合计|总共|共计|小计|总计|预计|全年|共)(?:为|是)?$")


class Basis(NamedTuple):
    """What the basis of a cost line states."""

    row: Row
    products: list[tuple[Figure, Figure, Figure | None]]  # price, quantity, result, with a sign
    money: list[Claim]  # the amounts that stand for themselves: no price, no factor
    prices: list[Figure]
    counts: list[Claim]


def bases(table: Table) -> Iterator[Basis]:
    """The basis of each cost line of a form."""
    told = grouped((c.id.split("/")[1], c) for c in table.claims if c.topic == "cost")
    for row in table.part("cost"):
        claims = told.get(row.key, [])
        products = []
        for price, quantity, after in zip_longest(claims, claims[1:], claims[2:]):
            if quantity and quantity.subject.startswith(SIGNS):
                result = after.figure if after and after.subject.startswith("=") else None
                products.append((price.figure, quantity.figure, result))
        factors = {figure.id for price, quantity, _ in products for figure in (price, quantity)}
        amounts = [c for c in claims if c.measure == "amount" and c.figure.unit in MONEY]
        money = [c for c in amounts if c.id not in factors]
        prices = [c.figure for c in claims if c.measure == "price"]
        yield Basis(row, products, money, prices, [c for c in claims if c.measure == "count"])


@rule("identity", each=("project_targets",))
def the_basis_states_the_amount_of_its_line(budget: Disclosure, table: Table) -> Answers:
    """The total, or the sum of the amounts, that a basis states is the amount of its line.

    测算依据所述合计（或各金额之和）等于该行金额。
    """
    for basis in bases(table):
        money, amount = basis.money, basis.row["amount"]
        totals = [c for c in money if TOTAL.search(c.subject)]
        if totals or len(money) == 1:
            yield Same((totals or money)[-1].figure, amount)
        elif money:
            yield Sum(amount, [c.figure for c in money])


@rule("identity", each=("project_targets",))
def written_products_are_right(budget: Disclosure, table: Table) -> Answers:
    """A multiplication written out in a basis gives the result written behind it.

    测算依据中写明的乘式等于其结果。
    """
    for price, quantity, result in (each for basis in bases(table) for each in basis.products):
        if result:
            yield Product(result, [price, quantity])


@rule("usual", each=("project_targets",))
def quantity_times_price_makes_the_line(budget: Disclosure, table: Table) -> Answers:
    """The quantity in a basis, times its unit price, makes the amount of the line.

    测算依据中数量乘单价等于该行金额。
    """
    for row, _, _, prices, counts in bases(table):
        told = [c for c in counts if TOTAL.search(c.subject) or "总共" in c.subject] or counts
        if len(prices) == 1 and len(told) == 1:
            yield Product(row["amount"], [told[0].figure, prices[0]])


@rule("identity", each=("project_targets",))
def quantities_make_their_total(budget: Disclosure, table: Table) -> Answers:
    """The quantities listed in a basis make the total that it states.

    测算依据中所列数量之和等于其总数。
    """
    for basis in bases(table):
        if whole := next((c for c in basis.counts if has_any(c.subject, WHOLE)), None):
            others = (c.figure for c in basis.counts if c is not whole)
            parts = [figure for figure in others if figure.unit == whole.figure.unit]
            if len(parts) > 1:
                yield Sum(whole.figure, parts)


@rule("usual", each=("project_targets",))
def twelve_months_make_the_year(budget: Disclosure, table: Table) -> Answers:
    """Where a basis states one amount and another for the whole year, one is twelve of the other.

    测算依据列出月度金额和全年金额时，全年等于十二个月。
    """
    for month, *years in (basis.money for basis in bases(table) if len(basis.money) == 2):
        if "全年" in years[0].subject and month.figure.value:
            yield Product(years[0].figure, [month.figure], times=MONTHS)


@rule("hint")
def people_told_in_the_basis_match_the_indicators(budget: Disclosure) -> Answers:
    """The number of people that a basis states is the number that the indicators serve.

    测算依据所述服务人数与绩效指标的服务人数一致。
    """
    tables = budget.all_tables("project_targets")
    rows = [r for t in tables for r in (*t.part("annual"), *t.part("long_term")) if "target" in r]
    counts = [c for t in tables for c in t.claims if (c.topic, c.measure) == ("cost", "count")]
    for word in vocabulary.SERVED:
        served = [row["target"] for row in rows if word in row.name]
        for claim in counts if served else ():
            if word in claim.window and magnitude(claim.figure.unit) > 1:
                yield Same(claim.figure, served[0])


INCOMPLETE = "every purchase is listed in a project's target table"
GOODS = ("购置", "采购")


def _made(budget: Disclosure, key: str, lines: list[Figure]) -> Answers:
    """What the notes tell first of procurement in the budget year, by key, is made by lines."""
    section = "procurement" if budget.tells("procurement") else "other"
    said = (c for c in budget.note(section).about(key, "amount") if c.topic == "procurement")
    told = [c.figure for c in said if c.figure.year == budget.year][:1]
    yield from (Sum(whole, lines, premise=INCOMPLETE) for whole in told if lines)


def cost_line(table: Table, purchase: Row) -> Row | None:
    """The cost line that a purchase stands in, by its name."""
    name = canonical(purchase.name)
    lines = table.part("cost")
    return next((r for r in lines if name in canonical(r.name) or canonical(r.name) in name), None)


@rule("usual", kind="procurement")
def purchases_listed_make_procurement(budget: Disclosure) -> Answers:
    """The purchases that the projects list make procurement told in the notes.

    各项目采购清单之和等于政府采购预算。
    """
    lines = [row["amount"] for row in rows_of(budget, "procurement")]
    yield from _made(budget, "procurement", lines)


@rule("usual", kind="procurement")
def purchases_listed_make_goods_and_services(budget: Disclosure) -> Answers:
    """Listed goods make the goods told in the notes, and listed services the services.

    采购清单中的货物、服务分别等于情况说明的货物类、服务类。
    """
    kinds: dict[str, list[Figure]] = {"goods": [], "services": []}
    for table in budget.all_tables("project_targets"):
        for row in table.part("procurement"):
            line = cost_line(table, row)
            if line is None:
                return
            bought = line.text.get("class", "").endswith(GOODS)
            kinds["goods" if bought else "services"].append(row["amount"])
    for key, lines in kinds.items():
        yield from _made(budget, key, lines)


@rule("usual", each=("project_targets",), kind="procurement")
def a_purchase_equals_its_cost_line(budget: Disclosure, table: Table) -> Answers:
    """A purchase has the amount of the cost line of the same name.

    采购清单金额等于同名支出明细的金额。
    """
    for row in table.part("procurement"):
        line = cost_line(table, row)
        if line:
            yield Same(row["amount"], line["amount"])


@rule("usual", each=("project_targets",), kind="procurement")
def the_quantity_bought_equals_the_basis(budget: Disclosure, table: Table) -> Answers:
    """The quantity bought is that of the cost basis, and times its price the amount.

    采购数量等于测算依据中的数量；数量乘单价等于采购金额。
    """
    purchases = table.part("procurement")
    told = {basis.row.key: basis for basis in bases(table)} if purchases else {}
    for row in purchases:
        line = cost_line(table, row)
        basis = told.get(line.key) if line else None
        if basis and len(basis.counts) == 1:
            yield Same(row["quantity"], basis.counts[0].figure)
        if basis and len(basis.prices) == 1:
            yield Product(row["amount"], [row["quantity"], basis.prices[0]])
