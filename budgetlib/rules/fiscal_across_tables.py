"""表间: fiscal appropriation and the general budget where each has tables of its own."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Table
from budgetlib.relations import Same
from budgetlib.rules.across_tables import general_alone, row_pairs, within
from budgetlib.rules.rule import Answers, rule

KIND = "across_tables"


def _row(table: Table, part: str, code: str) -> Iterator[Figure]:
    row = next((row for row in table.part(part) if row.code == code), None)
    if row:
        yield from row.some("amount")


@rule("identity")
def fiscal_rows_fit_the_general_budget(budget: Disclosure) -> Answers:
    """Fiscal expenditure by function equals the general budget, or holds it.

    财政拨款支出各科目不小于一般公共预算同一科目；只有一般公共预算时相等。
    """
    same = general_alone(budget)
    for row, other in row_pairs(budget.table("fiscal_by_function"), budget.table("by_function")):
        yield from (within(same, row[name], other[name]) for name in row.cells if name in other)


@rule("identity")
def fiscal_basic_rows_fit_the_general_budget(budget: Disclosure) -> Answers:
    """Basic fiscal expenditure by economic class equals that of the general budget, or holds it.

    财政拨款基本支出各科目不小于一般公共预算基本支出同一科目；只有一般公共预算时相等。
    """
    same = general_alone(budget)
    for row, other in row_pairs(budget.table("fiscal_basic"), budget.table("basic_by_economic")):
        yield from (within(same, row[name], other[name]) for name in row.cells if name in other)


@rule("identity")
def fiscal_tables_make_the_fiscal_summary(budget: Disclosure) -> Answers:
    """The totals of the fiscal tables are those of the fiscal summary.

    财政拨款支出表、财政拨款基本支出表的合计等于财政拨款收支总表的支出合计、基本支出。
    """
    fiscal = budget.table("fiscal")
    for role, part, code in (
        ("fiscal_by_function", "expenditure", "grand_total"),
        ("fiscal_basic", "purpose", "basic"),
    ):
        total = budget.table(role).total_row if budget.has(role) else None
        for figure in _row(fiscal, part, code) if total else ():
            yield Same(total["total"], figure)  # type: ignore[index]


@rule("identity")
def sources_equal_the_summary(budget: Disclosure) -> Answers:
    """Each group of the table of revenue by source equals its row in the summary.

    收入总表（按来源）各项小计等于收支总表同项收入。
    """
    summary = budget.table("summary")
    role = "revenue_side" if budget.has("revenue_side") else "revenue_sources"
    for row in budget.table(role).part("revenue"):
        if row.level < 2 and row.code:
            for figure in _row(summary, "revenue", row.code):
                yield Same(row["amount"], figure)


@rule("identity")
def purposes_equal_the_expenditure_table(budget: Disclosure) -> Answers:
    """Basic and project expenditure and the reserve are alike in the summary and their table.

    收支总表的基本支出、项目支出、预留机动经费等于支出总表。
    """
    total = budget.table("expenditure").total_row
    summary = budget.table("summary")
    for row in (*summary.part("purpose"), *summary.part("economic")) if total else ():
        for figure in total.some(row.code):  # type: ignore[union-attr]
            yield Same(row["amount"], figure)


@rule("identity")
def purposes_of_the_fiscal_table_fit_the_summary(budget: Disclosure) -> Answers:
    """Each purpose of the fiscal table is within that of the summary.

    财政拨款收支总表各支出用途不超过收支总表。
    """
    summary = budget.table("summary")
    for row in budget.table("fiscal").part("purpose"):
        for figure in _row(summary, "purpose", row.code):
            yield within(False, figure, row["amount"])


RULES = (
    fiscal_rows_fit_the_general_budget,
    fiscal_basic_rows_fit_the_general_budget,
    fiscal_tables_make_the_fiscal_summary,
    sources_equal_the_summary,
    purposes_equal_the_expenditure_table,
    purposes_of_the_fiscal_table_fit_the_summary,
)
