"""表间: the same money by function and by economic class."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.layouts import canonical
from budgetlib.printed import Table
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.notes_and_tables import whole_rows
from budgetlib.rules.projects_across_tables import target_of, target_tables
from budgetlib.rules.rule import Answers, rule

KIND = "across_tables"


# Goods and capital; interest, investment and other classes are no personnel expenditure either.
OPERATING = ("302", "310", "307", "309", "311", "312", "313", "399")


def _economic(budget: Disclosure, code: str, column: str = "total") -> list[Figure]:
    row = budget.table("basic_by_economic").find(code)
    return [row[column]] if row else []


def _function(budget: Disclosure, code: str) -> list[Figure]:
    row = budget.table("by_function").find(code)
    return row.some("basic", "total")[:1] if row else []


@rule("usual")
def contributions_agree_by_function_and_economic_class(budget: Disclosure) -> Answers:
    """Pension, annuity and housing fund contributions are alike by function and economic class.

    基本养老保险、职业年金、住房公积金按功能分类与按经济分类一致。
    """
    for function, economic in (("2080505", "30108"), ("2080506", "30109"), ("2210201", "30113")):
        left, right = _function(budget, function), _economic(budget, economic)
        if left and right and budget.year >= 2018:
            yield Same(left[0], right[0])


@rule("usual")
def medical_contributions_agree(budget: Disclosure) -> Answers:
    """Medical items by function equal medical contributions and medical subsidies.

    行政事业单位医疗（01、02、03项）等于医疗保险缴费加医疗费补助。
    """
    left = [f for code in ("2101101", "2101102", "2101103") for f in _function(budget, code)]
    right = [f for code in ("30110", "30111", "30307") for f in _economic(budget, code)]
    if left and right and budget.year >= 2018:
        yield Sum(left[0], right, minus=left[1:])


@rule("hint", layouts=("wuhan",))
def other_contributions_agree(budget: Disclosure) -> Answers:
    """Other social contributions equal the two "other" items of social security and health.

    其他社会保障缴费等于其他社会保障和就业支出与其他行政事业单位医疗支出之和。
    """
    left = _economic(budget, "30112")
    right = [f for code in ("2089999", "2101199") for f in _function(budget, code)]
    if left and right:
        yield Sum(left[0], right)


@rule("hint", layouts=("wuhan",))
def pensioners_are_paid_from_subsidies(budget: Disclosure) -> Answers:
    """Personnel expenditure on retired staff equals living and other personal subsidies.

    离退休人员经费等于生活补助加其他对个人和家庭的补助。
    """
    row = budget.table("by_function").find("2080502")
    right = [f for code in ("30305", "30399") for f in _economic(budget, code)]
    if row and "personnel" in row and right:
        yield Sum(row["personnel"], right)


@rule("hint", layouts=("wuhan",))
def wages_are_what_remains(budget: Disclosure) -> Answers:
    """Pay in the economic classes equals personnel money of operations and housing subsidies.

    工资类支出等于事业运行人员经费加提租补贴、购房补贴。
    """
    row = budget.table("by_function").find("2080150")
    wages = [f for c in ("30101", "30102", "30103", "30107", "30199") for f in _economic(budget, c)]
    housing = [f for code in ("2210202", "2210203") for f in _function(budget, code)]
    if row and "personnel" in row and wages:
        yield Sum(row["personnel"], wages, minus=housing)


@rule("hint", layouts=("wuhan",))
def annuity_is_half_of_pension(budget: Disclosure) -> Answers:
    """Annuity contributions (8 %) are about half of pension contributions (16 %).

    职业年金缴费（8%）约为基本养老保险缴费（16%）的一半。
    """
    pension, annuity = _function(budget, "2080505"), _function(budget, "2080506")
    if pension and annuity and budget.year >= 2019 and annuity[0].value:
        yield Sum(pension[0], [annuity[0], annuity[0]])


@rule("usual", each=("basic_by_economic",))
def classes_are_personnel_or_operating(budget: Disclosure, table: Table) -> Answers:
    """Classes 301 and 303 make personnel expenditure, 302 and 310 operating, where none is both.

    301、303类为人员经费，302、310类为公用经费（各类未分列人员、公用两栏的）。
    """
    total = table.total_row
    halves = [[f for f in row.some("personnel", "operating") if f.value] for row in table.rows]
    if any(len(half) > 1 for half, row in zip(halves, table.rows, strict=True) if row.code):
        return
    for column, codes in (("personnel", ("301", "303")), ("operating", OPERATING)):
        figures = [f for code in codes for f in _economic(budget, code)]
        if total and column in total and figures:
            yield Sum(total[column], figures)


@rule("usual")
def three_public_covers_the_basic_budget(budget: Disclosure) -> Answers:
    """Each public expense is at least the same item in the basic budget.

    “三公”经费各项不小于基本支出表中的同名科目。
    """
    codes = {"travel": "30212", "reception": "30217", "vehicle_running": "30231"}
    codes |= {"meetings": "30215", "training": "30216"}
    for row in whole_rows(budget.table("three_public")):
        for column, code in codes.items():
            basic = _economic(budget, code)
            if column in row and basic:
                yield AtLeast(row[column], basic)


@rule("usual")
def three_public_equals_the_basic_budget(budget: Disclosure) -> Answers:
    """Unless a project pays for them, the public expenses equal their items in the basic budget.

    项目支出未列“三公”经费时，“三公”经费等于基本支出表中的同名科目。
    """
    codes = {"travel": "30212", "reception": "30217", "vehicle_running": "30231"}
    paid = {row.text.get("class", "") for t in target_tables(budget) for row in t.part("cost")}
    projects = budget.table("projects").leaves if budget.has("projects") else []
    if not all(target_of(budget, row.code, row.name) for row in projects):
        return  # another project may pay
    for row in whole_rows(budget.table("three_public")):
        for column, code in codes.items():
            basic = budget.table("basic_by_economic").find(code)
            if column in row and basic and paid and canonical(basic.name) not in paid:
                yield Same(row[column], basic["total"])


RULES = (
    contributions_agree_by_function_and_economic_class,
    medical_contributions_agree,
    other_contributions_agree,
    pensioners_are_paid_from_subsidies,
    wages_are_what_remains,
    annuity_is_half_of_pension,
    classes_are_personnel_or_operating,
    three_public_covers_the_basic_budget,
    three_public_equals_the_basic_budget,
)
