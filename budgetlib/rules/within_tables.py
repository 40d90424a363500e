"""表内、表间: rows, columns and levels of each table; the same money in different ones."""

from itertools import pairwise
from operator import attrgetter

from budgetlib.classifications import entries
from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import LEVELS, wholes
from budgetlib.figures import Figure, Table
from budgetlib.layouts import canonical
from budgetlib.relations import AtLeast, Cited, Fact, Product, Rate, Same, Sum
from budgetlib.rules.performance import targeted
from budgetlib.rules.rule import Answers, cited, rule, words
from budgetlib.rules.scopes import BUDGETS, scopes, spent_by
from budgetlib.rules.targets import FORMS, heads_of, overall, target_of, target_tables
from budgetlib.rules.ties import unnamed
from budgetlib.sentences.tokens import AROUND
from budgetlib.vocabulary import AXES, PART, SUMS

CODES = {*entries("function"), *entries("economic")}
CODED = (
    *("revenue", "expenditure", "by_function", "fiscal_by_function", "gov_fund", "state_capital"),
    *("basic_by_economic", "fiscal_basic"),
)


@rule("identity", each=("tables",))
def the_only_unit_repeats_the_total(budget: Disclosure, table: Table) -> Answers:
    """The row of the only unit, or of what holds all units, equals the total row.

    合计行下只列一个单位（或主管部门）的：该行与合计行一致。
    """
    units, total = table.part("unit"), table.total_row
    alone = len(units) == 1 or not table.part("share")
    if total and alone and table.role in (*CODED, "other"):
        yield from (Same(total[column], unit[column]) for unit in units for column in unit.cells)


@rule("usual", each=("tables",))
def no_level_of_codes_is_wanting(budget: Disclosure, table: Table) -> Answers:
    """Where most codes of a table stand below their classes, and most classes hold some, all do.

    表内科目多数列有上级科目和下级科目的，各科目均应列有。
    """
    whole = table.role in CODED and scopes(budget).read_whole(f"table {table.role}")
    coded = (row for row in table.rows if whole and row.code.isdigit())
    printed = {row.code: any(f.value for f in row.cells.values()) for row in coded}
    filled = [code for code, some in printed.items() if some]
    told: dict[bool, dict[str, bool]] = {True: {}, False: {}}
    for short, long in pairwise(LEVELS):
        lower = {code[:short] for code in filled if len(code) >= long}
        upper = {code for code in filled if len(code) == short}
        held = {code[:short] for code in printed if len(code) >= long}
        for below, due, there in ((True, lower, {*printed}), (False, upper, held)):
            known = len(due) > 2 * len(due - there)
            told[below] |= {code: code in there for code in due if known and code in CODES}
    if all(told[True].values()) or all(told[False].values()):  # else a code is astray
        rows = {row.code[:digits]: row for row in reversed(table.rows) for digits in LEVELS}
        for code, stands in (*told[True].items(), *told[False].items()):
            row = rows[code]
            if row.parent.isdigit() and not row.code.startswith(row.parent):
                continue  # told as astray
            yield words(f"{row.code} {row.name}", f"{code} …", stands, row.place)


SOURCES = (
    *("fiscal", "general_budget", "gov_fund", "state_capital", "special_account", "own"),
    *("operations", "business", "superior", "affiliated", "other", "unfiscal_surplus"),
)
WHOLES = ("fiscal", "own")  # sources that a table may split
REST = AXES["fund"]["other"]["zh"][:2]  # how the name of all other money begins


@rule("identity", each=("revenue",))
def sources_make_each_row_of_revenue(budget: Disclosure, table: Table) -> Answers:
    """In every row of the revenue table, the sources and what is carried over make the total.

    收入总表每一行：各项收入来源与上年结转之和等于合计（及各小计）。
    """
    groups = {whole: _within(table, whole) for whole in WHOLES}
    for row in table.rows:
        carried = [name for name in row.cells if name.endswith("_carried")]
        sources = [name for name in row.cells if name in (*SOURCES, *unnamed(table))]
        for whole, within in groups.items():
            if within:
                yield Sum(row[whole], row.some(*within))
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


def _within(table: Table, whole: str) -> list[str]:
    """The sources that stand below one header cell with what they make, 财政拨款小计."""
    paths = {column.key: column.path for column in table.columns if column.key in SOURCES}
    path = paths.pop(whole, ())
    if path[-1:] not in {(word,) for word in SUMS}:
        return []
    return [key for key, other in paths.items() if other[:-1] == path[:-1]]


@rule("identity", each=("tables",))
def columns_are_within_their_whole(budget: Disclosure, table: Table) -> Answers:
    """What stands below a header that says of which (其中) is within the column before it.

    表头为“其中”的栏不超过其左侧所属的栏。
    """
    whole = ""
    for column in sorted(table.columns, key=attrgetter("index")):
        if not column.path or not column.path[-1].startswith(PART):
            whole = column.key
            continue  # 合计, 其中：基本支出, 其中：项目支出: both are of the first
        rows = (row for row in table.rows if whole in row and column.key in row)
        yield from (AtLeast(row[whole], [row[column.key]]) for row in rows)


@rule("identity", each=(*FORMS, "other"))
def parts_of_a_form_are_within_their_whole(budget: Disclosure, table: Table) -> Answers:
    """In a form, an amount told as one of which (其中) is within the one before; with the rest, it.

    绩效目标表：“其中”所列金额不超过其前所列金额；财政拨款与其他资金并列的，二者之和等于总额。
    """
    for row in table.part("head"):
        wholes: list[Figure] = []
        for figure in row.cells.values():
            if not figure.place.row.startswith(PART):
                wholes.append(figure)
            elif wholes:  # above it, where two amounts stand beside each other
                above = [w for w in wholes if _column(w) == _column(figure)]
                yield AtLeast((above or wholes)[-1], [figure])
    money = table.part("money") if table.kind == "form" else []
    whole = [row for row in money if not row.level]
    top, column = None, -1  # several are each the whole of what stands below it
    own = ((f.place.cell or (0, 0), row.level, f) for row in money for f in row.cells.values())
    for (_, c), level, figure in sorted(own, key=_down) if len(whole) > 1 else ():
        if not level or c != column:
            top, column = None if level else figure, c
        elif top:
            yield AtLeast(top, [figure])
    parts = [row for row in money if row.level and len(whole) == 1]
    for part in parts:
        yield from (AtLeast(whole[0][c], [f]) for c, f in part.cells.items() if c in whole[0])
    if len(parts) == 2 and parts[1].name.startswith(REST):
        at = parts[0].cells.keys() & parts[1].cells.keys() & whole[0].cells.keys()
        yield from (Sum(whole[0][c], [part[c] for part in parts]) for c in sorted(at))


def _down(told: tuple[tuple[int, int], int, Figure]) -> tuple[int, int]:
    (r, c), *_ = told
    return c, r


def _column(figure: Figure) -> int | None:
    return figure.place.cell[1] if figure.place.cell else None


@rule("identity", each=("overall_targets",))
def shares_follow_from_the_amounts(budget: Disclosure, table: Table) -> Answers:
    """In the overall target table, each share is its amount divided by the total.

    整体支出绩效目标表：占比等于金额除以合计。
    """
    for side in ("revenue", "expenditure"):
        totals = [row["current"] for row in table.part(side) if row.level == 0][:1]
        for row in table.part(side) if totals else ():
            yield Rate(row["share"], [row["current"]], totals)


@rule("usual", each=FORMS)
def a_project_of_one_year_costs_that_year(budget: Disclosure, table: Table) -> Answers:
    """A project that starts and ends in one year has that year's budget as its whole budget.

    起止年度相同的项目，总预算等于当年预算。
    """
    rows = (*table.part("head"), *table.part("projects"))
    for row in (each for each in rows if "total" in each and "current" in each):
        named = [row, *(h for h in heads_of(budget) if h.text.get("项目名称", "") == row.name)]
        if any(h.text.get("起始年度") == h.text.get("终止年度", "") for h in named):
            yield Same(row["total"], row["current"])


@rule("identity", kind="across_tables")
def three_budgets_make_fiscal_expenditure(budget: Disclosure) -> Answers:
    """The general, fund and state capital budgets make the fiscal table's expenditure.

    一般公共预算、政府性基金、国有资本经营预算支出（及未列入的上年结转）之和等于财政拨款支出。
    """
    known, spent = scopes(budget), spent_by(budget.table("fiscal"))
    untold = (fund for fund in BUDGETS[1:] if not budget.has(fund))  # as where none is spent
    total = budget.table("by_function").total_row
    if spent and total and "total" in total and not known.elsewhere({*untold}):
        yield Sum(spent, [*known.three_budgets, *known.apart])


@rule("identity", kind="across_tables")
def each_fund_brings_its_grand_total(budget: Disclosure) -> Answers:
    """Of each of the three budgets, revenue and what is carried over make its grand total.

    财政拨款收支总表：各项预算的本年收入与年初结转之和等于该项预算的支出总计。
    """
    table = budget.table("fiscal")
    whole = table.find("grand_total", "expenditure")
    carried = table.find("carry_over", "revenue")
    for fund in BUDGETS:
        rows = [row for row in table.part("revenue") if row.code == fund]
        split = carried is None or not carried["amount"].value or bool(table.children(carried))
        if whole and fund in whole and rows and split:
            yield Sum(whole[fund], [row["amount"] for row in rows])


@rule("identity", kind="across_tables")
def other_categories_make_operating_and_projects(budget: Disclosure) -> Answers:
    """Running and special-purpose categories make operating and project expenditure.

    运转类加特定目标类等于公用经费加项目支出。
    """
    running, special = (overall(budget, "expenditure", name) for name in ("运转类", "特定目标类"))
    total = budget.table("by_function").total_row
    if running and special and total and scopes(budget).general_alone:
        parts = total.some("operating", "project")
        yield Sum(running["current"], parts, minus=[special["current"]])


@rule("usual", kind="notes_and_tables")
def as_many_projects_have_targets_as_there_are(budget: Disclosure) -> Answers:
    """Where all project money is put under targets, as many projects are told of as are listed.

    全部项目资金均编报绩效目标的，所述项目个数与项目支出表所列一致。
    """
    table = budget.table("projects")
    rows = [row for row in table.leaves if "total" in row and row["total"].value]
    names, whole = {canonical(row.name) for row in rows}, table.total_row
    listed = Cited(f"{len(names)}个", table.place)
    for note in budget.notes.values() if whole and "total" in whole else ():
        for count, money in targeted(note):
            if whole and not Same(whole["total"], money.figure).fails:
                yield Fact(cited(count.figure), listed, count.figure.amount == len(names))


@rule("identity", kind="across_tables")
def projects_of_the_overall_table_are_within_project_expenditure(budget: Disclosure) -> Answers:
    """The projects that the overall target table lists do not exceed project expenditure.

    整体支出绩效目标表所列项目之和不超过项目支出。
    """
    total = budget.table("expenditure").total_row
    parts = [row["current"] for row in budget.table("overall_targets").part("projects")]
    if total and parts:
        yield AtLeast(total["project"], parts)


@rule("usual", kind="across_tables")
def three_public_equals_the_basic_budget(budget: Disclosure) -> Answers:
    """Unless a project pays for them, the public expenses equal their items in the basic budget.

    项目支出未列“三公”经费时，“三公”经费等于基本支出表中的同名科目。
    """
    paid = {row.text.get("class", "") for t in target_tables(budget) for row in t.part("cost")}
    projects = budget.table("projects").leaves if budget.has("projects") else []
    if not paid or not all(target_of(budget, row.code, row.name) for row in projects):
        return  # another project may pay
    printed, basic = budget.table("three_public"), budget.table("basic_by_economic")
    for row in wholes(printed):
        for column in ("travel", "reception", "vehicle_running"):
            item = basic.find(AXES["kind"][column]["economic"])
            if column in row and item and canonical(item.name) not in paid:
                yield Same(row[column], item["total"])


@rule("usual", each=("tables",))
def quantities_at_their_prices_make_the_amounts(budget: Disclosure, table: Table) -> Answers:
    """Where most rows of purchases are their quantity at its price, all are.

    采购表中，多数行的数量乘以单价等于金额的，各行均应相等。
    """
    wanted = ("money", "price", "quantity")
    keys = [next((k for k in table.keys if AROUND[word].search(k)), "") for word in wanted]
    rows = (row.some(*keys) for row in table.rows if table.role in ("procurement", "other"))
    told = [Product(f[0], f[1:]) for f in rows if len(f) == len(keys) and all(c.value for c in f)]
    if sum(not each.fails for each in told) * 2 > len(told):
        yield from told
