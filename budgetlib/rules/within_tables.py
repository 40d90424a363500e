"""表内: rows, columns and levels of each table."""

from budgetlib.disclosure import Disclosure
from budgetlib.printed import Row, Table
from budgetlib.relations import Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.ties import summed, unnamed

SIDES = ("revenue", "expenditure", "economic", "economic_of_government")
TWO_SIDED = ("summary", "fiscal", "revenue_side")


SOURCES = (
    *("fiscal", "general_budget", "gov_fund", "state_capital", "special_account", "operations"),
    *("business", "superior", "affiliated", "other", "unfiscal_surplus"),
)


@rule("identity", each=("revenue",))
def sources_make_each_row_of_revenue(budget: Disclosure, table: Table) -> Answers:
    """In every row of the revenue table, the sources and what is carried over make the total.

    收入总表每一行：各项收入来源与上年结转之和等于合计（及各小计）。
    """
    within = _within_fiscal(table)
    for row in table.rows:
        carried = [name for name in row.cells if name.endswith("_carried")]
        sources = [name for name in row.cells if name in (*SOURCES, *unnamed(table))]
        if within:
            yield Sum(row["fiscal"], row.some(*within))
            sources = [name for name in sources if name not in within]
        if "this_year" in row:
            yield Sum(row["this_year"], row.some(*sources))
            sources = ["this_year"]
        if "carry_over" in row and carried:
            yield Sum(row["carry_over"], row.some(*carried))
            carried = []
        parts = row.some(*sources, "carry_over", *carried)
        if parts:
            yield Sum(row["total"], parts)


def _within_fiscal(table: Table) -> list[str]:
    """The budgets that stand below one header cell with what they make, 财政拨款小计."""
    paths = {column.key: column.path for column in table.columns}
    whole = paths.get("fiscal", ())
    kinds = ("general_budget", "gov_fund", "state_capital") if whole[-1:] == ("小计",) else ()
    return [key for key in kinds if paths.get(key, ())[:-1] == whole[:-1]]


def items_of(table: Table, side: str) -> list[Row]:
    """The rows that a side of a two-sided table adds up to this year's sum."""
    this_year, rows = table.find("this_year", side), table.part(side)
    if this_year is not None and this_year.level:
        return table.children(this_year)
    above = rows[: rows.index(this_year)] if this_year else rows  # what stands below is carried
    return [row for row in above if row.level == 1]


@rule("identity", each=TWO_SIDED)
def items_make_this_year(budget: Disclosure, table: Table) -> Answers:
    """On each side, the items add up to this year's revenue or expenditure.

    收入、支出两方：各项之和等于本年收入（支出）合计。
    """
    for side in SIDES:
        whole = table.find("this_year", side) or table.find("grand_total", side)
        for column in summed(whole) if whole else ():
            parts = [row[column] for row in items_of(table, side) if column in row]
            if parts or not table.part("purpose"):
                yield Sum(whole[column], parts)  # type: ignore[index]


@rule("identity", each=TWO_SIDED)
def carry_over_makes_the_grand_total(budget: Disclosure, table: Table) -> Answers:
    """On each side, this year's sum and what is carried over make the grand total.

    收入、支出两方：本年合计加结转结余等于总计。
    """
    for side in SIDES:
        total, this_year = table.find("grand_total", side), table.find("this_year", side)
        if total is None or this_year is None:
            continue
        items = {row.key for row in items_of(table, side)} | {total.key, this_year.key}
        others = [r for r in table.part(side) if r.level < 2 and r.key not in items]
        for column in summed(total):
            yield Sum(total[column], [r[column] for r in (this_year, *others) if column in r])
