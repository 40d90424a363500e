"""表内: the parts of the forms of performance targets."""

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Row, Table
from budgetlib.relations import AtLeast, Rate, Same
from budgetlib.rules.rule import Answers, rule

KIND = "within_tables"


def _total(table: Table, part: str) -> Row | None:
    return next((row for row in table.part(part) if row.level == 0), None)


PART = "其中"


@rule("identity", each=("project_targets", "overall_targets"))
def parts_of_a_form_are_within_their_whole(budget: Disclosure, table: Table) -> Answers:
    """In a form, an amount told as one of which (其中) is within the amount before it.

    绩效目标表：“其中”所列金额不超过其前所列金额。
    """
    for row in table.part("head"):
        wholes: list[Figure] = []
        for figure in row.cells.values():
            if not figure.place.row.startswith(PART):
                wholes.append(figure)
            elif wholes:  # above it, where two amounts stand beside each other
                above = [w for w in wholes if _column(w) == _column(figure)]
                yield AtLeast((above or wholes)[-1], [figure])


def _column(figure: Figure) -> int | None:
    return figure.place.cell[1] if figure.place.cell else None


@rule("identity", each=("overall_targets",))
def shares_follow_from_the_amounts(budget: Disclosure, table: Table) -> Answers:
    """In the overall target table, each share is its amount divided by the total.

    整体支出绩效目标表：占比等于金额除以合计。
    """
    for side in ("revenue", "expenditure"):
        total = _total(table, side)
        for row in table.part(side) if total else ():
            yield Rate(row["share"], [row["current"]], [total["current"]])  # type: ignore[index]


FORMS = ("project_targets", "overall_targets")


def _projects(table: Table) -> tuple[Row, ...]:
    """The rows of a form that tell a project's whole budget and its budget for the year."""
    rows = (*table.part("head"), *table.part("projects"))
    return tuple(row for row in rows if "total" in row and "current" in row)


@rule("usual", each=FORMS)
def a_project_of_one_year_costs_that_year(budget: Disclosure, table: Table) -> Answers:
    """A project that starts and ends in one year has that year's budget as its whole budget.

    起止年度相同的项目，总预算等于当年预算。
    """
    heads = [h for t in budget.tables.values() for h in t.part("head") if "current" in h]
    for row in _projects(table):
        named = [h for h in heads if h is row or h.text.get("项目名称", "") == row.name]
        if any(h.text.get("起始年度") == h.text.get("终止年度", "") for h in named):
            yield Same(row["total"], row["current"])
