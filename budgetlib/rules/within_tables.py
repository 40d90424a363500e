"""表内: rows, columns and levels of each table."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Row, Table
from budgetlib.relations import Rate, Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.ties import summed

SIDES = ("revenue", "expenditure", "economic", "economic_of_government")
TWO_SIDED = ("summary", "fiscal", "revenue_side")


def unnamed(table: Table) -> list[str]:
    """The columns that no word of the layout fits, and that are no part of another."""
    return [c.key for c in table.columns if c.key == "/".join(c.path) and len(c.path) == 1]


@rule("usual", each=("other",))
def coded_rows_of_other_tables_add_up(budget: Disclosure, table: Table) -> Answers:
    """In a table of no known role, rows by class, division and item add up level by level.

    未归类的表按类、款、项列示的：各级之和等于上一级，类级之和等于合计。
    """
    total, rows = table.total_row, [row for row in table.rows if row.level]
    if not all(row.code and len(row.code) in (3, 5, 7) for row in rows):
        return
    for row in (*rows, *([total] if total else ())):
        children = table.children(row)
        for column in summed(row) if children else ():
            yield Sum(row[column], [child[column] for child in children])


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


@rule("identity", each=("basic_by_economic",))
def classes_make_the_sums_below_them(budget: Disclosure, table: Table) -> Answers:
    """Where personnel and operating sums stand below two lists, their classes make them.

    两列并排的基本支出表：人员经费合计、公用经费合计等于各类之和。
    """
    sums = {"人员经费合计": ("301", "303"), "公用经费合计": ("302", "310")}
    for row in table.part("sum"):
        parts = [r for r in table.children(None) if r.code in sums.get(row.name, ())]
        for column in row.cells if parts else ():
            yield Sum(row[column], [part[column] for part in parts])


FUNDS = (
    *("general_budget", "gov_fund", "state_capital", "general_budget_carried", "gov_fund_carried"),
    *("state_capital_carried", "special_account", "own"),
)


@rule("identity", each=("projects",))
def sources_make_each_project(budget: Disclosure, table: Table) -> Answers:
    """In every row of the project table, the sources of money add up to the total.

    项目支出表每一行：各资金来源之和等于合计。
    """
    others = [name for name in unnamed(table) if name.endswith(("资金", "收入", "拨款", "预算"))]
    for row in table.rows:
        parts = row.some(*FUNDS, *others)
        if parts:
            yield Sum(row["total"], parts)


@rule("identity", each=("revenue_sources",))
def members_make_their_group(budget: Disclosure, table: Table) -> Answers:
    """In revenue by source, the members of a group make it, and the groups make the total.

    收入总表（按来源）：各明细之和等于小计，各小计之和等于收入总计。
    """
    rows = table.part("revenue")
    groups = [row for row in rows if row.level == 1]
    for group in groups:
        members = [row["amount"] for row in rows if row.parent == group.key]
        if members:
            yield Sum(group["amount"], members)
    for whole in (row for row in rows if row.level == 0):
        yield Sum(whole["amount"], [group["amount"] for group in groups])


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
def purposes_make_this_year(budget: Disclosure, table: Table) -> Answers:
    """Where expenditure is split by purpose too, basic, project and reserve make this year's sum.

    按支出用途分列的：基本支出、项目支出、预留机动经费之和等于本年支出合计。
    """
    whole = table.find("this_year", "expenditure") or table.find("grand_total", "expenditure")
    parts = [row["amount"] for row in table.part("purpose") if "amount" in row]
    if whole and parts:
        yield Sum(whole["amount"], parts)


@rule("usual", each=("summary",))
def economic_classes_make_their_kind(budget: Disclosure, table: Table) -> Answers:
    """Where the summary lists economic classes too, those below basic or project make it.

    收支总表另按经济分类列示的：基本支出、项目支出各等于其下各类之和。
    """
    for row in table.part("economic"):
        children = table.children(row) if row.code in ("basic", "project") else []
        for column in summed(row) if children else ():
            yield Sum(row[column], [child[column] for child in children if column in child])


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


@rule("identity", each=TWO_SIDED)
def carried_parts_make_the_carry_over(budget: Disclosure, table: Table) -> Answers:
    """The parts listed below the carry-over add up to it.

    上年结转各分项之和等于上年结转。
    """
    for row in table.rows:
        children = table.children(row) if row.code in ("carry_over", "fiscal") else []
        for column in summed(row) if children else ():
            yield Sum(row[column], [child[column] for child in children if column in child])


@rule("identity", each=TWO_SIDED)
def revenue_equals_expenditure(budget: Disclosure, table: Table) -> Answers:
    """Total revenue equals total expenditure.

    收入总计等于支出总计。
    """
    left = table.find("grand_total", "revenue")
    for right in (table.find("grand_total", side) for side in SIDES[1:]):
        if left and right:
            yield Same(left["amount"], right["amount"])


@rule("identity", each=TWO_SIDED)
def columns_make_each_row(budget: Disclosure, table: Table) -> Answers:
    """Where a row is split by fund or by kind of expenditure, the columns make its total.

    按资金或支出类别分列的行：各列之和等于合计。
    """
    for row in table.rows:
        for kinds in (
            ("general_budget", "gov_fund", "state_capital"),
            ("personnel", "operating", "project"),
        ):
            if any(kind in row for kind in kinds):
                yield Sum(row["amount"], row.some(*kinds))


@rule("identity")
def changes_follow_from_both_years(budget: Disclosure) -> Answers:
    """Where a row prints both years, the change printed beside them is their difference.

    表中并列两年数的：增减额等于本年数减上年数。
    """
    for row, name, now, before in _both_years(budget):
        for change in row.some("change", f"{name}/change"):
            yield Sum(change, [now], minus=[before])


@rule("identity")
def growth_follows_from_both_years(budget: Disclosure) -> Answers:
    """Where a row prints both years, the growth printed beside them follows from them.

    表中并列两年数的：增减率等于增减额除以上年数。
    """
    for row, name, now, before in _both_years(budget):
        for growth in row.some("growth", f"{name}/growth") if before.value else ():
            yield Rate(growth, [now], [before], part_minus=[before])


def _both_years(budget: Disclosure) -> Iterator[tuple[Row, str, Figure, Figure]]:
    """Each row that prints an amount for this year and for the year before, and their column."""
    for table in budget.tables.values():
        for row in table.rows:
            for name in ("total", "amount") if table.kind != "record" else row.cells:
                if name in row and f"{name}_before" in row:
                    yield row, name, row[name], row[f"{name}_before"]
