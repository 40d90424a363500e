"""Government procurement: the note, and the purchases that the projects list."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.figures.printed import Row, Table
from budgetlib.layouts import canonical
from budgetlib.relations import Product, Same, Sum
from budgetlib.rules.cost_basis import bases
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.targets import rows_of

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


@rule("usual")
def purchases_listed_make_procurement(budget: Disclosure) -> Answers:
    """The purchases that the projects list make procurement told in the notes.

    各项目采购清单之和等于政府采购预算。
    """
    lines = [row["amount"] for row in rows_of(budget, "procurement")]
    yield from _made(budget, "procurement", lines)


@rule("usual")
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
    purchases = table.part("procurement")
    told = {basis.row.key: basis for basis in bases(table)} if purchases else {}
    for row in purchases:
        line = cost_line(table, row)
        basis = told.get(line.key) if line else None
        if basis and len(basis.counts) == 1:
            yield Same(row["quantity"], basis.counts[0].figure)
        if basis and len(basis.prices) == 1:
            yield Product(row["amount"], [row["quantity"], basis.prices[0]])
