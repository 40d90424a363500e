"""表内: rows, columns and levels of each table."""

from budgetlib.disclosure import Disclosure
from budgetlib.printed import Row, Table
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.ties import summed, unnamed

SIDES = ("revenue", "expenditure", "purpose", "economic", "economic_of_government")
OWN = ("this_year", "carry_over", "fiscal")  # rows of which other rules tell what makes them
PART = "其中"
TWO_SIDED = ("summary", "fiscal", "revenue_side", "expenditure_side")


CODED = (
    *("revenue", "expenditure", "by_function", "fiscal_by_function", "gov_fund", "state_capital"),
    *("basic_by_economic", "fiscal_basic"),
)


@rule("identity")
def the_only_unit_repeats_the_total(budget: Disclosure) -> Answers:
    """The row of the only unit, or of what holds all units, equals the total row.

    合计行下只列一个单位（或主管部门）的：该行与合计行一致。
    """
    for table in (each for each in budget.tables.values() if each.role in CODED):
        units, total = table.part("unit"), table.total_row
        if total and (len(units) == 1 or not table.part("share")):
            for unit in units:
                yield from (Same(total[column], unit[column]) for column in unit.cells)


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


@rule("usual", each=TWO_SIDED)
def rows_below_make_their_row(budget: Disclosure, table: Table) -> Answers:
    """On each side, rows numbered one level below a row make it; those of 其中 are within it.

    收入、支出各方：编号低一级的各项之和等于上一项；“其中”各项不超过上一项。
    """
    for row in table.rows:
        children = [] if row.code in OWN else table.children(row)
        for column in summed(row):
            parts = [child[column] for child in children if column in child and child[column].value]
            if parts and children[0].place.row.startswith(PART):
                yield AtLeast(row[column], parts)
            elif parts:
                yield Sum(row[column], parts)


BUDGETS = ("general_budget", "gov_fund", "state_capital")
BESIDE = ("special_account", "own", "operations", "business", "other")  # money of no budget


@rule("identity", each=("summary",))
def funds_make_each_row(budget: Disclosure, table: Table) -> Answers:
    """Where a row of the summary is split by all funds, they make its total, else are within it.

    收支总表按全部资金来源分列的行：各列之和等于合计；只列财政资金的，不超过合计。
    """
    for row in table.rows:
        funds = row.some(*BUDGETS, *BESIDE)
        if any(fund in row for fund in BESIDE):
            yield Sum(row["amount"], funds)
        elif funds:  # the summary holds other money, too
            yield AtLeast(row["amount"], funds)


@rule("identity")
def columns_are_within_their_whole(budget: Disclosure) -> Answers:
    """What stands below a header that says of which (其中) is within the column before it.

    表头为“其中”的栏不超过其左侧所属的栏。
    """
    for table in budget.tables.values():
        columns = {c.index: c for c in table.columns if c.path and c.path[-1].startswith(PART)}
        for whole, part in ((w, columns.get(w.index + 1)) for w in table.columns):
            for row in table.rows if part else ():
                if whole.key in row and part and part.key in row:
                    yield AtLeast(row[whole.key], [row[part.key]])
