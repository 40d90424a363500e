"""Prior years: one prior amount everywhere, told, printed or implied by a change."""

from collections.abc import Iterator

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Table
from budgetlib.relations import AtLeast, Rate, Same, Sum
from budgetlib.rules.across_tables import only_general
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.projects_across_tables import overall
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.within_notes import prior
from budgetlib.vocabulary import BUDGET, ORIGINAL

ENDED = "no project of that year has ended"
BUDGETS = ("", BUDGET, ORIGINAL)
PRIOR = {1: "previous", 2: "before_previous"}


def changed(budget: Disclosure, topic: str, key: str) -> Iterator[tuple[Claim, Claim]]:
    """(amount, change) of the claims of a section that tell a change against last year."""
    for claim, change, _ in budget.note(topic).changes:
        if change and claim.key == key and change.compared == budget.year - 1:
            yield claim, change


def totals_changed(budget: Disclosure) -> Iterator[tuple[Claim, Claim]]:
    """The changes told of the whole budget, in the overall section and the general budget's."""
    yield from changed(budget, "overall", "total")
    for key in ("total", "this_year"):
        yield from changed(budget, "general_budget", key)


def items_changed(budget: Disclosure) -> list[tuple[Claim, Claim]]:
    """(amount, change) of the items of the general public budget."""
    return list(changed(budget, "general_budget", "item"))


def sum_of_priors(total: Figure, pairs: list[tuple[Claim, Claim]]) -> Sum:
    """The total is the sum of what the pairs imply for the prior year."""
    plus: list[Figure] = []
    minus: list[Figure] = []
    for claim, change in pairs:
        added, taken = prior(claim, change)
        plus += added
        minus += taken
    return Sum(total, plus, minus)


def _every_item(budget: Disclosure, items: list[tuple[Claim, Claim]]) -> bool:
    told = [c for c in amounts(budget, "general_budget") if c.key == "item"]
    codes = {c.figure.code for c in told} - {""}
    leaves = budget.table("by_function").leaves if codes and budget.has("by_function") else ()
    filled = {row.code for row in leaves if len(row.code) == 7 and row["total"].value}
    places = {claim.figure.place.item for claim, _ in items}
    return filled <= codes and {c.figure.place.item for c in told} == places


def prints(budget: Disclosure, column: str) -> bool:
    """Whether the overall target table fills a prior year at all."""
    row = overall(budget, "expenditure", "合计")
    return row is not None and row[column].value is not None


def comparable(budget: Disclosure) -> bool:
    """Whether last year in the overall target table is money of the general public budget alone."""
    rows = [r for r in budget.table("overall_targets").part("revenue") if r.level]
    other = [r for r in rows if not r.name.startswith("财政拨款") and r["previous"].value]
    alone = not other and only_general(budget)
    return prints(budget, "previous") and alone and _on_budgets(budget)


def _on_budgets(budget: Disclosure) -> bool:
    """Whether the changes told are against budgets, not against what was executed."""
    notes = [n for n in budget.notes.values() if n.topic in ("overall", "general_budget")]
    claims = [c for note in notes for c in note.about(measure="change")]
    return all(claim.compared_base in BUDGETS for claim in claims)


def special_alone(budget: Disclosure) -> bool:
    """Whether no project's own table gives it another category than special-purpose."""
    tables = budget.all_tables("project_targets") if budget.has("project_targets") else []
    told = [head.text.get("支出项目类别", "") for t in tables for head in t.part("head")]
    return all(words.startswith("特定目标类") for words in told if words)


@rule("identity")
def last_year_in_the_overall_table_follows(budget: Disclosure) -> Answers:
    """Last year's total in the overall target table is this year's less the change told.

    整体支出绩效目标表的上年合计等于本年预算减去增减额。
    """
    for side in ("revenue", "expenditure"):
        row = overall(budget, side, "合计")
        for pair in totals_changed(budget) if row and comparable(budget) else ():
            yield sum_of_priors(row["previous"], [pair])  # type: ignore[index]


@rule("identity")
def last_years_items_make_the_overall_total(budget: Disclosure) -> Answers:
    """Last year's amounts implied by all items make last year's total in the overall table.

    各项科目推算的上年数之和等于整体支出绩效目标表的上年合计。
    """
    row, items = overall(budget, "expenditure", "合计"), items_changed(budget)
    if row and items and comparable(budget) and _every_item(budget, items):
        yield sum_of_priors(row["previous"], items)


def _by_kind(budget: Disclosure, kind: str) -> list[tuple[Claim, Claim]]:
    """The items that are wholly basic, or wholly project, expenditure in the table."""
    table = budget.table("by_function")
    other = "project" if kind == "basic" else "basic"
    pairs = []
    for claim, change in items_changed(budget):
        row = table.find(claim.figure.code)
        if row and row[kind].value and not row[other].value:
            pairs.append((claim, change))
    return pairs


def _unmixed(budget: Disclosure) -> bool:
    items = items_changed(budget)
    kinds = _by_kind(budget, "basic") + _by_kind(budget, "project")
    told = bool(items) and len(kinds) == len(items) and _every_item(budget, items)
    return told and comparable(budget)


@rule("identity")
def last_years_basic_items_make_the_overall_parts(budget: Disclosure) -> Answers:
    """Last year's basic items make the personnel and running categories of the overall table.

    基本支出科目推算的上年数之和等于上年人员类加运转类。
    """
    rows = [overall(budget, "expenditure", name) for name in ("人员类", "运转类")]
    if all(rows) and special_alone(budget) and _unmixed(budget):
        first, second = (row["previous"] for row in rows if row)
        relation = sum_of_priors(first, _by_kind(budget, "basic"))
        yield Sum(first, relation.parts, [*relation.minus, second])


@rule("identity")
def last_years_project_items_make_the_special_category(budget: Disclosure) -> Answers:
    """Last year's project items make the special-purpose category of the overall table.

    项目支出科目推算的上年数之和等于上年特定目标类。
    """
    row = overall(budget, "expenditure", "特定目标类")
    pairs = _by_kind(budget, "project")
    if row and pairs and special_alone(budget) and _unmixed(budget):
        yield sum_of_priors(row["previous"], pairs)


def _told(table: Table, year: int) -> list[Figure]:
    return [
        claim.figure
        for claim in table.claims
        if claim.topic == "history" and claim.measure == "amount" and claim.figure.year == year
    ]


def _every_history(budget: Disclosure, year: int) -> list[Figure]:
    """What the target tables of all projects tell of a year; nothing unless all tell it."""
    told = [_told(table, year) for table in budget.all_tables("project_targets")]
    return [figures[0] for figures in told] if all(told) else []


@rule("identity", each=("project_targets",))
def history_tells_this_years_budget(budget: Disclosure, table: Table) -> Answers:
    """The budget told in a project's history is the project's budget.

    项目预算变动情况中的当年预算等于项目当年预算。
    """
    for figure in _told(table, budget.year):
        for head in table.part("head"):
            yield Same(figure, head["current"])


@rule("identity", each=("project_targets",))
def history_adds_up(budget: Disclosure, table: Table) -> Answers:
    """In a project's history, last year's budget is this year's less the change.

    项目预算变动情况：上年预算等于当年预算减去增减额。
    """
    by_id = {claim.id: claim for claim in table.claims}
    for change in table.claims:
        claim = by_id.get(change.of)
        if change.topic == "history" and change.measure == "change" and claim:
            for before in _told(table, change.compared or budget.year - 1):
                yield sum_of_priors(before, [(claim, change)])


@rule("usual")
def histories_make_the_overall_special_category(budget: Disclosure) -> Answers:
    """The prior years told by all projects make the special-purpose category of those years.

    各项目所述前两年预算之和等于整体支出绩效目标表特定目标类的前两年数（无已结束的项目时）。
    """
    row = overall(budget, "expenditure", "特定目标类")
    for back, column in PRIOR.items():
        parts = _every_history(budget, budget.year - back)
        if row and parts and special_alone(budget) and prints(budget, column):
            yield Sum(row[column], parts, premise=ENDED)


@rule("identity")
def histories_are_within_the_overall_projects(budget: Disclosure) -> Answers:
    """The prior years told by all projects do not exceed the overall table's projects.

    各项目所述前两年预算之和不超过整体支出绩效目标表同年的运转类与特定目标类之和。
    """
    whole = overall(budget, "expenditure", "合计")
    personnel = overall(budget, "expenditure", "人员类")
    for back, column in PRIOR.items():
        parts = _every_history(budget, budget.year - back)
        if whole and personnel and parts and prints(budget, column):
            yield AtLeast(whole[column], [personnel[column], *parts])


@rule("usual")
def histories_make_last_years_project_items(budget: Disclosure) -> Answers:
    """The project items are last year's budgets told by all projects plus the changes told.

    项目支出科目本年数等于各项目所述上年预算之和加增减额（无已结束的项目时）。
    """
    told, pairs = _every_history(budget, budget.year - 1), _by_kind(budget, "project")
    if told and pairs and _unmixed(budget):
        up = [change.figure for _, change in pairs if change.direction != -1]
        down = [change.figure for _, change in pairs if change.direction == -1]
        first, *others = (claim.figure for claim, _ in pairs)
        yield Sum(first, [*told, *up], [*down, *others], premise=ENDED)


@rule("identity")
def histories_are_within_last_years_project_items(budget: Disclosure) -> Answers:
    """Last year's budgets told by all projects do not exceed what the project items imply.

    各项目所述上年预算之和不超过项目支出科目推算的上年数。
    """
    told, pairs = _every_history(budget, budget.year - 1), _by_kind(budget, "project")
    if told and len(pairs) == 1 and pairs[0][1].direction != -1 and _unmixed(budget):
        yield AtLeast(pairs[0][0].figure, [*told, pairs[0][1].figure])


@rule("identity")
def shown_prior_years_agree_with_the_notes_growth(budget: Disclosure) -> Answers:
    """The growth told of the whole budget follows from the overall table's two years.

    收支总预算的增长率等于整体支出绩效目标表两年合计之比。
    """
    row = overall(budget, "expenditure", "合计")
    for claim, _, growth in budget.note("overall").changes if row else ():
        against = growth is not None and growth.compared_base in BUDGETS
        if growth and against and claim.key == "total" and growth.compared == budget.year - 1:
            now, then = [row["current"]], [row["previous"]]  # type: ignore[index]
            sign = growth.direction or 1
            yield Rate(growth.figure, now, then, part_minus=then, sign=sign)
