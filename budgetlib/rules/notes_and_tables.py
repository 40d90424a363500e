"""文表: what the explanatory notes say against the tables, and against themselves."""

from collections.abc import Callable, Iterator

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.relations import AtLeast, Cited, Fact, Same, Sum
from budgetlib.rules.projects_across_tables import alike, target_tables
from budgetlib.rules.rule import Answers, rule

CLASSES = {"wages": "301", "goods_and_services": "302", "subsidies": "303", "capital": "310"}


def amounts(budget: Disclosure, topic: str, base: str = "") -> list[Claim]:
    """The amounts of the year that a section states on a base (its own), reasons left out."""
    claims = budget.note(topic).about(measure="amount")
    base = base or ("决算" if budget.kind == "决算" else "预算")
    return [c for c in claims if c.figure.year == budget.year and c.figure.base == base]


# What the notes call the sums of a year is one row of a table, or its total.
SUMS = {"total": "grand_total", "year_revenue": "this_year", "year_expenditure": "this_year"}


def _side(table: Table, side: str, code: str) -> Iterator[Figure]:
    row = table.find(code, side) or (
        table.find("grand_total", side) if code in SUMS.values() else None
    )
    if row:
        yield row["amount"]


def _against(budget: Disclosure, topic: str, cells: Callable[[Claim], Iterator[Figure]]) -> Answers:
    for claim in amounts(budget, topic):
        for figure in cells(claim):
            yield Same(claim.figure, figure)


@rule("identity")
def overall_note_equals_the_summary(budget: Disclosure) -> Answers:
    """The whole told in the notes equals both grand totals of the summary table.

    情况说明的收支总计等于收支总表的收入总计、支出总计。
    """
    table = budget.table("summary")

    def cells(claim: Claim) -> Iterator[Figure]:
        for side in ("revenue", "expenditure") if claim.key == "total" else ():
            yield from _side(table, side, "grand_total")

    yield from _against(budget, "overall", cells)


@rule("identity")
def revenue_note_equals_the_summary(budget: Disclosure) -> Answers:
    """Revenue in the notes, whole and by source, equals the summary table.

    情况说明的收入合计及各项来源等于收支总表。
    """
    table = budget.table("summary")

    def cells(claim: Claim) -> Iterator[Figure]:
        yield from _side(table, "revenue", SUMS.get(claim.key, claim.key))

    yield from _against(budget, "revenue", cells)


@rule("identity")
def revenue_note_equals_the_revenue_table(budget: Disclosure) -> Answers:
    """Revenue in the notes, whole and by source, equals the revenue table.

    情况说明的收入合计及各项来源等于收入总表。
    """
    total = budget.table("revenue").total_row
    year = "this_year" if total and "this_year" in total else "total"

    def cells(claim: Claim) -> Iterator[Figure]:
        yield from total.some(year if claim.key == "year_revenue" else claim.key) if total else []

    yield from _against(budget, "revenue", cells)


@rule("identity")
def expenditure_note_equals_the_expenditure_table(budget: Disclosure) -> Answers:
    """Expenditure in the notes, whole, basic and by project, equals the expenditure table.

    情况说明的支出合计、基本支出、项目支出等于支出总表。
    """
    total = budget.table("expenditure").total_row

    def cells(claim: Claim) -> Iterator[Figure]:
        whole = claim.key == "year_expenditure" and total and "carry_forward" not in total
        yield from total.some("total" if whole else claim.key) if total else []

    yield from _against(budget, "expenditure", cells)
    if budget.tells("projects"):
        yield from _against(budget, "projects", cells)


@rule("identity")
def performance_note_equals_the_expenditure_table(budget: Disclosure) -> Answers:
    """The expenditure put under performance targets equals the expenditure table.

    实施绩效目标管理的预算支出等于支出总表合计。
    """
    total = budget.table("expenditure").total_row
    for note in budget.notes.values():
        for claim in note.about("total", "amount"):
            own = claim.topic == "performance" and claim.figure.year == budget.year
            if own and total:
                yield Same(claim.figure, total["total"])


@rule("identity")
def fiscal_note_equals_the_fiscal_table(budget: Disclosure) -> Answers:
    """The fiscal appropriation in the notes, its sources and classes equal the fiscal table.

    情况说明的财政拨款收支总计、各项来源及各功能分类等于财政拨款收支总表。
    """
    table = budget.table("fiscal")

    def cells(claim: Claim) -> Iterator[Figure]:
        if claim.key == "total":
            yield from _side(table, "revenue", "grand_total")
            yield from _side(table, "expenditure", "grand_total")
        elif claim.figure.code:
            yield from _side(table, "expenditure", claim.figure.code)
        elif claim.key:
            yield from _side(table, "revenue", claim.key)

    yield from _against(budget, "fiscal", cells)


@rule("identity")
def general_budget_note_equals_its_table(budget: Disclosure) -> Answers:
    """The general public budget in the notes, its parts and items equal the table by function.

    情况说明的一般公共预算支出、基本支出、人员经费、公用经费、项目支出及各项科目等于功能分类支出表（或基金表）。
    """
    table = budget.table("by_function")
    items = [
        table,
        *(t for role in FUND_NAMES if budget.has(role) for t in budget.all_tables(role)),
    ]
    told = amounts(budget, "general_budget")
    carried = any(claim.key == "carry_over" and claim.figure.value for claim in told)

    def cells(claim: Claim) -> Iterator[Figure]:
        if claim.key == "item" or (claim.figure.code and not claim.key):
            rows = (printed.find(claim.figure.code) for printed in items)
            yield from [row["total"] for row in rows if row][:1]
        elif table.total_row:
            key = "total" if claim.key == "this_year" and not carried else claim.key
            yield from table.total_row.some(key)

    yield from _against(budget, "general_budget", cells)


@rule("identity")
def basic_note_equals_its_table(budget: Disclosure) -> Answers:
    """Basic expenditure in the notes, by kind and class, equals the table by economic class.

    情况说明的基本支出、人员经费、公用经费及各类等于基本支出表。
    """
    table = budget.table("basic_by_economic")

    def cells(claim: Claim) -> Iterator[Figure]:
        row = table.find(CLASSES.get(claim.key, claim.figure.code))
        if row and claim.key not in ("total", "personnel", "operating"):
            yield row["total"]
        elif table.total_row:
            yield from table.total_row.some(claim.key)
        else:  # lists side by side, with sums below them
            sums = [r for r in table.part("sum") if r.name == SUMMED.get(claim.key)]
            yield from (row["total"] for row in sums)
            whole = budget.table("by_function").total_row if claim.key == "total" else None
            yield from whole.some("basic") if whole else []

    yield from _against(budget, "basic", cells)


SUMMED = {"personnel": "人员经费合计", "operating": "公用经费合计"}


def whole_rows(table: Table) -> list[Row]:
    """The rows that tell the whole body: of several, those that no other exceeds."""
    most = max((row["total"].amount for row in table.rows), default=ZERO)
    return [row for row in table.rows if row["total"].amount == most]


@rule("identity")
def three_public_note_equals_its_table(budget: Disclosure) -> Answers:
    """The three public expenses in the notes, whole and by kind, equal their table.

    情况说明的“三公”经费及各项等于“三公”经费支出表。
    """
    rows = whole_rows(budget.table("three_public"))

    def cells(claim: Claim) -> Iterator[Figure]:
        for row in rows:
            yield from row.some(claim.key)

    yield from _against(budget, "three_public", cells)


@rule("identity")
def project_note_equals_the_project_table(budget: Disclosure) -> Answers:
    """Each project named in the notes has the amount of the project table.

    情况说明所列项目金额等于项目支出表。
    """
    leaves = budget.table("projects").leaves

    def cells(claim: Claim) -> Iterator[Figure]:
        named = next((row for row in leaves if alike(row.name, claim.subject)), None)
        if named:
            yield named["total"]

    yield from _against(budget, "projects", cells)


@rule("identity")
def project_note_adds_up(budget: Disclosure) -> Answers:
    """Project expenditure in the notes is made by its funds, and by the projects named.

    情况说明的项目支出等于各资金来源之和，也等于所列项目之和。
    """
    claims = amounts(budget, "projects")
    leaves = budget.table("projects").leaves
    whole = next((c.figure for c in claims if c.key == "project"), None)
    named = [c.figure for c in claims if any(alike(row.name, c.subject) for row in leaves)]
    funds = [c.figure for c in claims if c.key in PROJECT_FUNDS and c.figure not in named]
    for parts in (funds, named):
        if whole and parts:
            every = parts is funds or len(named) >= len(leaves)
            yield (
                Sum(whole, parts, premise="the list is complete")
                if every
                else AtLeast(whole, parts)
            )


PROJECT_FUNDS = (
    *("general_budget", "gov_fund", "state_capital", "special_account", "own"),
    *("general_budget_carried", "gov_fund_carried", "state_capital_carried", "carry_over"),
)


@rule("identity")
def empty_budgets_are_empty(budget: Disclosure) -> Answers:
    """Where the notes say that nothing is spent from a fund, no table shows any of it.

    情况说明称没有安排的预算，各表中均应无该项金额。
    """
    for topic in ("gov_fund", "state_capital"):
        for claim in _zero_claims(budget, topic):
            for figure in _wherever(budget, topic):
                yield Same(claim.figure, figure)


def _zero_claims(budget: Disclosure, key: str) -> list[Claim]:
    told = [c for c in budget.all_claims if c.measure == "zero" and c.key == key]
    claims = [c for c in told if c.figure.year == budget.year]
    if not claims:
        english, chinese = vocabulary.topic(key)
        reason = (f"no sentence puts {english} at nothing", f"情况说明没有文字称{chinese}为零")
        raise Absent(key, reason)
    return claims


def _wherever(budget: Disclosure, topic: str) -> Iterator[Figure]:
    """Every cell in which money of this fund could be printed, blank or not."""
    roles = ("summary", "fiscal", "projects", "project_targets", topic)
    tables = (t for role in roles if budget.has(role) for t in budget.all_tables(role))
    for table in tables:
        for row in table.part("revenue") if table.kind == "two_sided" else ():
            yield from row.some("amount") if row.code == topic else []
        for row in table.part("sources"):
            yield from row.some("amount") if row.name.startswith(FUND_NAMES[topic]) else []
        for row in table.leaves if table.role == "projects" else ():
            yield from row.some(topic, f"{topic}_carried")
        for row in table.rows if table.role == topic else ():
            yield from row.some("total")


FUND_NAMES = {"gov_fund": "政府性基金", "state_capital": "国有资本经营"}


FUND_COLUMNS = {key: key for key in ("basic", "project", "carry_over", "carry_forward")}
FUND_COLUMNS |= dict.fromkeys(("total", "item", "year_expenditure"), "total")
FUND_COLUMNS |= {"year_revenue": "this_year"}


@rule("identity")
def fund_notes_equal_their_tables(budget: Disclosure) -> Answers:
    """What the notes tell of the fund and state capital budgets equals their tables.

    情况说明的政府性基金、国有资本经营预算支出等于各自的支出表。
    """
    for topic in ("gov_fund", "state_capital"):
        if not budget.has(topic) or not budget.tells(topic):
            continue
        table = budget.table(topic)
        for claim in amounts(budget, topic):
            row = table.find(claim.figure.code) if claim.figure.code else table.total_row
            whole = claim.key in (topic, *FUND_COLUMNS)
            brought = claim.key == topic and claim.subject.endswith("收入")
            column = "this_year" if brought else FUND_COLUMNS.get(claim.key, "total")
            for figure in row.some(column) if row and (whole or claim.figure.code) else ():
                yield Same(claim.figure, figure)


@rule("usual")
def no_operating_expenses_of_organs(budget: Disclosure) -> Answers:
    """Where the notes say there are no operating expenses of organs, the table prints none.

    情况说明称无机关运行经费时，表中机关运行经费为空或零。
    """
    claims = _zero_claims(budget, "operating_organs")
    for row in budget.table("three_public").rows if budget.has("three_public") else ():
        for figure in row.some("operating_organs"):
            yield Same(claims[0].figure, figure)


@rule("usual")
def no_commissioned_services(budget: Disclosure) -> Answers:
    """Where the notes say nothing is spent on commissioned services, no table shows any.

    情况说明称无委托业务费时，基本支出表和项目测算中均无委托业务费。
    """
    claim = _zero_claims(budget, "commissioned_services")[0]
    table = budget.table("basic_by_economic")
    lines = [r for t in target_tables(budget) for r in t.part("cost")]
    named = [r["amount"] for r in lines if r.text.get("class") == "委托业务费"]
    row = table.find("30227")
    for figure in [*([row["total"]] if row else []), *named]:
        yield Same(claim.figure, figure)
    if row is None and not named:
        told = Cited(claim.figure.printed, claim.figure.place, claim.figure)
        yield Fact(told, Cited("named nowhere 各表未列", table.place), True)


RULES = (
    overall_note_equals_the_summary,
    revenue_note_equals_the_summary,
    revenue_note_equals_the_revenue_table,
    expenditure_note_equals_the_expenditure_table,
    performance_note_equals_the_expenditure_table,
    fiscal_note_equals_the_fiscal_table,
    general_budget_note_equals_its_table,
    basic_note_equals_its_table,
    three_public_note_equals_its_table,
    project_note_equals_the_project_table,
    project_note_adds_up,
    empty_budgets_are_empty,
    fund_notes_equal_their_tables,
    no_operating_expenses_of_organs,
    no_commissioned_services,
)
