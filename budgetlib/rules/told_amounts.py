"""文表: amounts told in the sections of several families, against the tables that print them."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Table
from budgetlib.relations import Rate, Relation, Same, Sum
from budgetlib.rules.classes_across_tables import OPERATING
from budgetlib.rules.notes_and_tables import CLASSES, SUMS, amounts
from budgetlib.rules.rule import Answers, rule

KIND = "notes_and_tables"
MADE_OF = {"personnel": ("301", "303"), "operating": OPERATING}


def _row(table: Table, key: str, part: str, column: str = "amount") -> Iterator[Figure]:
    row = next((r for r in table.part(part) if key and r.code == key), None)
    if row:
        yield from row.some(column)


def _total(budget: Disclosure, role: str, column: str = "total") -> Iterator[Figure]:
    """The figure of a table's total row, where the table and the column are printed."""
    row = budget.table(role).total_row if budget.has(role) else None
    if row:
        yield from row.some(column)


@rule("identity")
def overall_note_tells_the_rows_of_the_summary(budget: Disclosure) -> Answers:
    """Sources, classes and purposes told in the overall section equal the summary table's rows.

    收支总体说明所列各项来源、功能分类及支出用途等于收支总表。
    """
    table = budget.table("summary")
    for claim in amounts(budget, "overall"):
        if claim.figure.code:
            cells = _row(table, claim.figure.code, "expenditure")
        elif claim.key in ("basic", "project", "reserve"):
            cells = _row(table, claim.key, "purpose")
        elif claim.key in ("carry_forward", "distributed", "year_expenditure"):
            cells = _row(table, SUMS.get(claim.key, claim.key), "expenditure")
        else:
            key = SUMS.get(claim.key, claim.key)
            cells = _row(table, key, "revenue") if claim.key != "total" else iter(())
        yield from (Same(claim.figure, cell) for cell in cells)


@rule("identity")
def expenditure_note_tells_the_summary_and_the_budgets(budget: Disclosure) -> Answers:
    """Expenditure told, whole, by purpose and by budget, equals the tables of each.

    支出说明的支出合计、财政拨款支出及各项预算拨款支出等于各表合计。
    """
    for claim in amounts(budget, "expenditure"):
        yield from (Same(claim.figure, cell) for cell in _of_expenditure(budget, claim.key))


def _of_expenditure(budget: Disclosure, key: str) -> Iterator[Figure]:
    summary = budget.table("summary")
    if key in ("total", "year_expenditure"):
        with_forward = key == "total" and any(_total(budget, "expenditure", "carry_forward"))
        this_year = None if with_forward else summary.find("this_year", "expenditure")
        yield from _row(summary, "this_year" if this_year else "grand_total", "expenditure")
    elif key == "fiscal_expenditure" and budget.has("fiscal"):
        yield from _row(budget.table("fiscal"), "grand_total", "expenditure")
    elif key == "general_budget":
        yield from _total(budget, "by_function")
    elif key in ("gov_fund", "state_capital"):
        yield from _total(budget, key)
    else:
        yield from _row(budget.table("summary"), key, "purpose")


@rule("identity")
def fiscal_notes_tell_their_tables(budget: Disclosure) -> Answers:
    """Fiscal expenditure told, whole and by item, equals the table by function.

    财政拨款支出说明的合计及各项科目等于财政拨款支出表。
    """
    table = budget.table("fiscal_by_function")
    for claim in amounts(budget, "fiscal_by_function"):
        row = table.find(claim.figure.code) if claim.figure.code else None
        whole = claim.key in ("fiscal_expenditure", "total") and not claim.figure.code
        row = table.total_row if whole else row
        if row:
            yield Same(claim.figure, row["total"])


@rule("identity")
def basic_notes_tell_classes(budget: Disclosure) -> Answers:
    """Personnel and operating expenditure told are made by their economic classes.

    说明的人员经费等于301、303类之和，公用经费等于302、310类之和。
    """
    for topic, role in (("basic", "basic_by_economic"), ("fiscal_basic", "fiscal_basic")):
        if not budget.tells(topic) or not budget.has(role):
            continue
        table = budget.table(role)
        for claim in amounts(budget, topic):
            yield from _classes(table, claim)


def _classes(table: Table, claim: Claim) -> Iterator[Relation]:
    total = table.total_row
    if claim.key in MADE_OF and not (total and claim.key in total):
        rows = [table.find(code) for code in MADE_OF[claim.key]]
        yield Sum(claim.figure, [row["total"] for row in rows if row])
    elif table.role == "fiscal_basic" and total and claim.key in ("total", "basic"):
        yield Same(claim.figure, total["total"])
    elif table.role == "fiscal_basic" and claim.key in CLASSES:
        row = table.find(CLASSES[claim.key])
        yield from [Same(claim.figure, row["total"])] if row else []


@rule("identity")
def operating_expenses_of_organs_are_told_alike(budget: Disclosure) -> Answers:
    """The operating expenses of organs told equal the table that prints them.

    说明的机关运行经费等于表中的机关运行经费。
    """
    for claim in amounts(budget, "operating_organs"):
        if claim.key in ("operating_organs", "total"):
            for cell in _organs(budget):
                yield Same(claim.figure, cell)


def _organs(budget: Disclosure) -> Iterator[Figure]:
    yield from _total(budget, "operating_organs")
    for row in budget.table("three_public").rows if budget.has("three_public") else ():
        yield from row.some("operating_organs")


@rule("identity")
def procurement_told_equals_its_table(budget: Disclosure) -> Answers:
    """Procurement told, whole and by goods, works and services, equals the procurement table.

    说明的政府采购预算及货物、工程、服务等于政府采购支出表。
    """
    table = budget.table("procurement")
    names = {"goods": "货物", "works": "工程", "services": "服务"}
    for claim in amounts(budget, "procurement"):
        rows = [table.total_row] if claim.key == "procurement" else table.children(None)
        for row in rows:
            if row and names.get(claim.key, row.name) in row.name:
                yield Same(claim.figure, row["total"])


@rule("identity")
def shares_of_all_expenditure_follow(budget: Disclosure) -> Answers:
    """A share of this year's expenditure follows from the summary table, or from what is told.

    占本年支出合计的比重等于该项金额除以收支总表（未印出时为说明所列）的本年支出。
    """
    whole = _year_expenditure(budget)
    for note in budget.notes.values() if whole else ():
        by_id = {claim.id: claim for claim in note.claims}
        for claim in note.about(measure="share"):
            part = by_id.get(claim.of)
            if claim.compared_base == "year_expenditure" and part:
                yield Rate(claim.figure, [part.figure], whole)


def _year_expenditure(budget: Disclosure) -> list[Figure]:
    if not budget.has("summary"):
        told = amounts(budget, "expenditure") if budget.tells("expenditure") else []
        return [c.figure for c in told if c.key == "year_expenditure"][:1]
    table = budget.table("summary")
    row = table.find("this_year", "expenditure") or table.find("grand_total", "expenditure")
    return [row["amount"]] if row else []


RULES = (
    overall_note_tells_the_rows_of_the_summary,
    expenditure_note_tells_the_summary_and_the_budgets,
    fiscal_notes_tell_their_tables,
    basic_notes_tell_classes,
    operating_expenses_of_organs_are_told_alike,
    procurement_told_equals_its_table,
    shares_of_all_expenditure_follow,
)
