"""表间: the same money in different tables."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.printed import Row, Table
from budgetlib.relations import INCONSISTENT, AtLeast, Relation, Same, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.within_tables import items_of

FISCAL = ("general_budget", "gov_fund", "state_capital", "fiscal")
CARRIED = ("carry_over", "carry_forward", "unfiscal_surplus", "distributed")


def only(budget: Disclosure, *sources: str) -> bool:
    """Whether the summary table shows no money from other sources than these."""
    rows = budget.table("summary").part("revenue")
    plain = [row for row in rows if row.level or row.code == "carry_over"]
    others = [row for row in plain if row.code not in (*sources, "this_year", "grand_total")]
    return not any(row["amount"].value for row in others)


def general_alone(budget: Disclosure) -> bool:
    """Whether neither the fiscal table nor a table of funds shows any but the general budget."""
    rows = budget.table("fiscal").part("revenue") if budget.has("fiscal") else ()
    funds = [row["amount"] for row in rows if row.code in FISCAL[1:3]]
    funds += [total["total"] for total in totals(budget, *FISCAL[1:3]) if "total" in total]
    return not any(figure.value for figure in funds)


def only_general(budget: Disclosure) -> bool:
    """Whether all money is of the general budget; 财政拨款 alone may be of the others too."""
    return only(budget, "general_budget", "fiscal") and general_alone(budget)


def totals(budget: Disclosure, *roles: str) -> list[Row]:
    """The total rows of these roles' tables, where they are printed."""
    tables = [table for r in roles if budget.has(r) for table in budget.all_tables(r)]
    return [table.total_row for table in tables if table.total_row]


def within(same: bool, whole: Figure, part: Figure) -> Relation:
    """The same amount, or at least so much where other money may be in the whole."""
    return Same(whole, part) if same else AtLeast(whole, [part])


def row_pairs(left: Table, right: Table) -> Iterator[tuple[Row, Row]]:
    """The rows of two coded tables with the same code, and their total rows."""
    by_code = {row.code or row.level: row for row in right.rows}
    for row in left.rows:
        other = by_code.get(row.code or row.level)
        if other is not None and (row.code or not row.level):
            yield row, other


def _side_total(table: Table, side: str) -> Figure | None:
    row = table.find("this_year", side) or table.find("grand_total", side)
    return row["amount"] if row else None


@rule("identity")
def summary_revenue_equals_the_revenue_table(budget: Disclosure) -> Answers:
    """Each kind of revenue in the summary equals its column in the revenue table.

    收支总表各项收入等于收入总表同项合计。
    """
    total = budget.table("revenue").total_row
    if total is None:
        return
    plain = budget.table("summary").find("this_year", "revenue") is None
    plain |= any(total.some("carry_over", "unfiscal_surplus"))
    for row in budget.table("summary").part("revenue"):
        whole = row.code == ("grand_total" if plain else "this_year")
        column = row.code if row.code in total else "total" if whole else ""
        for figure in total.some(column):
            yield Same(row["amount"], figure)


@rule("identity")
def summary_expenditure_equals_the_expenditure_table(budget: Disclosure) -> Answers:
    """Current-year expenditure in the summary equals the total of the expenditure table.

    收支总表本年支出合计等于支出总表合计。
    """
    total, side = budget.table("expenditure").total_row, budget.table("summary")
    figure = _side_total(side, "expenditure")
    if total and figure and not _holds_forward(total):
        yield Same(figure, total["total"])


def _holds_forward(total: Row) -> bool:
    """Whether what is carried forward stands in the total too."""
    return any(figure.value for figure in total.some("carry_forward"))


@rule("identity")
def revenue_and_expenditure_tables_agree(budget: Disclosure) -> Answers:
    """Without carry-over, the revenue table and the expenditure table have one total.

    无结转时，收入总表合计等于支出总表合计。
    """
    left, right = budget.table("revenue").total_row, budget.table("expenditure").total_row
    if left and right and not _carried(budget):
        yield Same(left["total"], right["total"])


def _carried(budget: Disclosure) -> bool:
    """Whether the summary shows money that is not received, or not spent, in the year."""
    rows = [row for row in budget.table("summary").rows if row.code in CARRIED]
    return any(row["amount"].value for row in rows)


@rule("usual")
def revenue_by_function_is_spent_there(budget: Disclosure) -> Answers:
    """Without carry-over, each function has as much revenue as expenditure, and fiscal likewise.

    无结转时，收入总表各功能分类收入等于支出总表同类支出，其一般公共预算等于一般公共预算支出表。
    """
    revenue = budget.table("revenue")
    if _carried(budget):
        return
    for row, spent in row_pairs(revenue, budget.table("expenditure")):
        if row.code:  # the totals are another rule's
            yield Same(row["total"], spent["total"])
    general = budget.table("by_function") if budget.has("by_function") else None
    for row, spent in row_pairs(revenue, general) if general else ():
        for figure in row.some("general_budget"):
            yield Same(figure, spent["total"])


@rule("identity")
def classes_of_the_summary_equal_the_expenditure_table(budget: Disclosure) -> Answers:
    """Each function class in the summary equals the same class in the expenditure table.

    收支总表各功能分类支出等于支出总表同类支出。
    """
    classes, total = (
        budget.table("expenditure").children(None),
        budget.table("expenditure").total_row,
    )
    if not classes or (total and _holds_forward(total)):  # a record without classes
        return
    by_code = {row.code: row for row in classes} | {canonical(row.name): row for row in classes}
    items = items_of(budget.table("summary"), "expenditure")
    if not any(canonical(row.name) in by_code or row.code in by_code for row in items):
        return  # its topmost rows are units
    for row in items:
        other = by_code.get(canonical(row.name)) or by_code.get(row.code)
        if other:
            yield Same(row["amount"], other["total"])
        elif row["amount"].value and row.code.isdigit():  # a class that we know, and it does not
            yield Sum(row["amount"], [])


@rule("identity")
def classes_of_the_fiscal_table_equal_the_general_budget(budget: Disclosure) -> Answers:
    """Each function class of the fiscal table equals that of the general public budget.

    财政拨款收支总表各功能分类支出等于一般公共预算支出表同类支出。
    """
    by_code = {row.code: row for row in budget.table("by_function").children(None)}
    same, apart = only_general(budget), carried_apart(budget)
    for row in items_of(budget.table("fiscal"), "expenditure"):
        figure = row["general_budget"] if "general_budget" in row else row["amount"]
        if row.code in by_code:
            exact = (same or "general_budget" in row) and not apart
            yield within(exact, figure, by_code[row.code]["total"])


@rule("identity")
def classes_of_the_fiscal_table_fit_the_summary(budget: Disclosure) -> Answers:
    """A function class of the fiscal table equals that of the summary, or is within it.

    财政拨款收支总表各类支出不超过收支总表同类支出；只有财政拨款时相等。
    """
    by_code = {row.code: row for row in items_of(budget.table("summary"), "expenditure")}
    same = only(budget, *FISCAL)
    for row in items_of(budget.table("fiscal"), "expenditure"):
        if row.code in by_code:
            yield within(same, by_code[row.code]["amount"], row["amount"])


@rule("identity")
def fiscal_totals_fit_the_summary(budget: Disclosure) -> Answers:
    """The totals of the fiscal table equal those of the summary, or are within them.

    财政拨款收支总计不超过收支总计；只有财政拨款时相等。
    """
    summary, fiscal = budget.table("summary"), budget.table("fiscal")
    same = only(budget, *FISCAL)
    for side in ("revenue", "expenditure"):
        for code in ("this_year", "grand_total"):
            whole, part = summary.find(code, side), fiscal.find(code, side)
            if whole and part:
                yield within(same, whole["amount"], part["amount"])


@rule("identity")
def fiscal_revenue_equals_the_summary(budget: Disclosure) -> Answers:
    """Appropriations from each of the three budgets are alike in the summary and fiscal tables.

    收支总表与财政拨款收支总表的三项预算拨款一致。
    """
    summary, fiscal = budget.table("summary"), budget.table("fiscal")
    for code in FISCAL[:3]:
        left, right = summary.find(code, "revenue"), fiscal.find(code, "revenue")
        if left and right:
            yield Same(left["amount"], right["amount"])


@rule("identity")
def three_budgets_make_fiscal_expenditure(budget: Disclosure) -> Answers:
    """The general, fund and state capital budgets make the fiscal table's expenditure.

    一般公共预算、政府性基金、国有资本经营预算支出（及未列入的上年结转）之和等于财政拨款支出。
    """
    figure = _side_total(budget.table("fiscal"), "expenditure")
    if figure and budget.table("by_function").total_row:
        yield Sum(figure, _three_budgets(budget) + carried_apart(budget))


def _three_budgets(budget: Disclosure) -> list[Figure]:
    return [row["total"] for row in totals(budget, "by_function", "gov_fund", "state_capital")]


def carried_apart(budget: Disclosure) -> list[Figure]:
    """What the fiscal table carries over, where the tables of the three budgets leave it out.

    Bodies differ in this; it is so where just this amount is wanting.
    """
    carried = budget.table("fiscal").find("carry_over", "revenue")
    whole = _side_total(budget.table("fiscal"), "expenditure")
    if not whole or not carried or not carried["amount"].value:
        return []
    wanting = Sum(whole, [*_three_budgets(budget), carried["amount"]]).evaluate()
    return [carried["amount"]] if wanting and wanting.verdict != INCONSISTENT else []


@rule("identity")
def functions_fit_the_expenditure_table(budget: Disclosure) -> Answers:
    """In every row, general budget expenditure equals all expenditure, or is within it.

    一般公共预算支出各行不超过支出总表同一科目；只有一般公共预算时相等。
    """
    same = only_general(budget)
    for row, other in row_pairs(budget.table("expenditure"), budget.table("by_function")):
        for column in ("total", "basic", "project"):
            if column in row and column in other:
                yield within(same, row[column], other[column])


@rule("identity")
def units_make_the_general_budget(budget: Disclosure) -> Answers:
    """The table by unit adds up to the table by function, in every column.

    分单位表各列之和等于分功能科目表合计行。
    """
    units, total = budget.table("by_unit"), budget.table("by_function").total_row
    codes = [row.code for row in units.rows if row.code]
    lowest = [r for r in units.rows if r.level and not _holds_others(r.code, codes)]
    for column in total.cells if total else ():
        rows = [row[column] for row in lowest if column in row]
        if rows:
            yield Sum(total[column], rows)  # type: ignore[index]


def _holds_others(code: str, codes: list[str]) -> bool:
    """Whether other units' codes begin with this one, as 503019 with 503."""
    return bool(code) and any(c != code and c.startswith(code) for c in codes)


@rule("identity")
def functions_and_economic_classes_agree(budget: Disclosure) -> Answers:
    """Basic expenditure is one amount by function and by economic class.

    基本支出按功能分类与按经济分类一致（合计、人员经费、公用经费）。
    """
    table = budget.table("basic_by_economic")
    left, right = budget.table("by_function").total_row, table.total_row
    for a, b in (("basic", "total"), ("personnel", "personnel"), ("operating", "operating")):
        if left and right and a in left and b in right:
            yield Same(left[a], right[b])
    sums = [row["total"] for row in table.part("sum")]  # below lists side by side
    if left and right is None and sums:
        yield Sum(left["basic"], sums)


RULES = (
    summary_revenue_equals_the_revenue_table,
    summary_expenditure_equals_the_expenditure_table,
    revenue_and_expenditure_tables_agree,
    revenue_by_function_is_spent_there,
    classes_of_the_summary_equal_the_expenditure_table,
    classes_of_the_fiscal_table_equal_the_general_budget,
    classes_of_the_fiscal_table_fit_the_summary,
    fiscal_totals_fit_the_summary,
    fiscal_revenue_equals_the_summary,
    three_budgets_make_fiscal_expenditure,
    functions_fit_the_expenditure_table,
    units_make_the_general_budget,
    functions_and_economic_classes_agree,
)
