"""Government procurement: the note, and the purchases that the projects list."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.printed import Claim, Row, Table
from budgetlib.relations import Product, Same, Sum
from budgetlib.rules.cost_basis import basis_of
from budgetlib.rules.rule import Answers, rule

INCOMPLETE = "every purchase is listed in a project's target table"
GOODS = ("购置", "采购")


def _told(budget: Disclosure, key: str = "") -> list[Claim]:
    """What the notes tell of procurement in the budget year, by key."""
    section = "procurement" if budget.tells("procurement") else "other"
    said = budget.note(section).about(key, "amount")
    claims = [c for c in said if c.topic == "procurement"]
    return [c for c in claims if c.figure.year == budget.year]


def _lines(budget: Disclosure) -> list[tuple[Table, Row]]:
    """Every purchase listed, with its table."""
    tables = budget.all_tables("project_targets")
    return [(table, row) for table in tables for row in table.part("procurement")]


def cost_line(table: Table, purchase: Row) -> Row | None:
    """The cost line that a purchase stands in, by its name."""
    name = canonical(purchase.name)
    lines = table.part("cost")
    return next((r for r in lines if name in canonical(r.name) or canonical(r.name) in name), None)


@rule("usual")
def purchases_listed_make_procurement(budget: Disclosure) -> Answers:
    """The purchases that the projects list make procurement told in the notes.

    各项目采购清单之和等于政府采购预算。
    """
    lines = [row["amount"] for _, row in _lines(budget)]
    for claim in _told(budget, "procurement")[:1]:
        if lines:
            yield Sum(claim.figure, lines, premise=INCOMPLETE)


@rule("usual")
def purchases_listed_make_goods_and_services(budget: Disclosure) -> Answers:
    """Listed goods make the goods told in the notes, and listed services the services.

    采购清单中的货物、服务分别等于情况说明的货物类、服务类。
    """
    kinds: dict[str, list[Figure]] = {"goods": [], "services": []}
    for table, row in _lines(budget):
        line = cost_line(table, row)
        if line is None:
            return
        bought = line.text.get("class", "").endswith(GOODS)
        kinds["goods" if bought else "services"].append(row["amount"])
    for key, figures in kinds.items():
        for claim in _told(budget, key)[:1]:
            if figures:
                yield Sum(claim.figure, figures, premise=INCOMPLETE)


@rule("usual", each=("project_targets",))
def a_purchase_equals_its_cost_line(budget: Disclosure, table: Table) -> Answers:
    """A purchase has the amount of the cost line of the same name.

    采购清单金额等于同名支出明细的金额。
    """
    for row in table.part("procurement"):
        line = cost_line(table, row)
        if line:
            yield Same(row["amount"], line["amount"])


@rule("usual", each=("project_targets",))
def the_quantity_bought_equals_the_basis(budget: Disclosure, table: Table) -> Answers:
    """The quantity bought is that of the cost basis, and times its price the amount.

    采购数量等于测算依据中的数量；数量乘单价等于采购金额。
    """
    for row in table.part("procurement"):
        line = cost_line(table, row)
        claims = basis_of(table, line) if line else []
        counts = [c.figure for c in claims if c.measure == "count"]
        prices = [c.figure for c in claims if c.measure == "price"]
        if len(counts) == 1:
            yield Same(row["quantity"], counts[0])
        if len(prices) == 1:
            yield Product(row["amount"], [row["quantity"], prices[0]])
