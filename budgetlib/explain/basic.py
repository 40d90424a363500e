"""Basic expenditure by economic class: its structure, its ties to function, its cost a head."""

from decimal import Decimal

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import labelled
from budgetlib.explain.evidence import outcomes
from budgetlib.explain.members import page
from budgetlib.explain.totals import overall_rows
from budgetlib.explain.wording import (
    Sentence,
    amount,
    cell,
    floated,
    framed,
    percent,
    say,
    share,
    total_of,
)
from budgetlib.figures import Figure
from budgetlib.phrases import found, label
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.relations import Term
from budgetlib.show.exhibit import MINUS, Exhibit

TIES = found("sections", "basic")["recomputed"]  # the rules that tie function to economic class
CLASSES = {"personnel": ("301", "303"), "operating": ("302", "310")}


structure = page("basic.structure")  # each economic class, personnel, operating and both, in 万元


def items(budget: Budget) -> Exhibit:
    """The filled items, class by class, the greatest first: 万元, share in per cent."""
    table = budget.table("basic_by_economic")
    whole, tops = _whole(table), {row.code: row for row in table.children(None)}
    rows = []
    for row in sorted(_filled(table), key=lambda row: (row.code[:3], -row["total"].amount)):
        top = tops.get(row.code[:3])
        above = labelled(top.code, top.name) if top else row.code[:3]
        told = (floated(row["total"]), share(amount(row), whole, 2))
        rows.append((row.code, labelled(row.code, row.name), above, *told))
    return framed("basic.items", rows)


def greatest(budget: Budget) -> Exhibit:
    """The filled items by name, the greatest first, whatever their class."""
    told = items(budget)
    return told.set_index(told.columns[0]).sort_values(str(told.columns[2]), ascending=False)


def _filled(table: Table) -> list[Row]:
    return [row for row in table.leaves if row["total"].value]


def tied(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons between function and economic class that could be made."""
    return [r for r in reconciliation.results if r.rule.name in TIES and r.relation]


def _terms(result: Comparison, digits: int) -> list[Term]:
    """The terms of a comparison whose codes have so many digits."""
    terms = result.relation.terms if result.relation else ()
    return [term for term in terms if len(term.figure.code) == digits]


def _whole(table: Table) -> Decimal:
    """The total row, or what the classes make where no total is printed."""
    return amount(table.total_row) or total_of(map(amount, table.children(None)))


def _kind(table: Table, kind: str) -> list[Figure]:
    """Personnel or operating money: the cell of the total row, or the classes that make it."""
    total = cell(table.total_row, kind)
    if total and total.value is not None:
        return [total]
    rows = [row for row in table.children(None) if row.code in CLASSES[kind]]
    return [row["total"] for row in rows if "total" in row]


def _of_kind(table: Table, kind: str) -> Decimal:
    return total_of(figure.amount for figure in _kind(table, kind))


def staff(budget: Budget) -> tuple[Claim | None, Decimal | None]:
    """The number of staff told, and that of the year before as implied; None if not told."""
    for note in budget.notes.values():
        for at, claim in enumerate(note.claims, 1):
            if claim.key == "staff" and claim.measure == "count":
                after = note.claims[at] if at < len(note.claims) else None
                if after and after.measure == "count_change" and after.direction is not None:
                    return claim, claim.figure.amount - after.direction * after.figure.amount
                return claim, None
    return None, None


def _previous(budget: Budget, name: str) -> Decimal | None:
    """Last year's amount of a category of the overall target table."""
    rows = (r for r in overall_rows(budget, "expenditure") if r.name.startswith(name))
    return next((row["previous"].value for row in rows if "previous" in row), None)


def what_it_buys(budget: Budget) -> Sentence:
    """The size and structure of basic expenditure, in words."""
    table = budget.table("basic_by_economic")
    whole, filled = _whole(table), _filled(table)
    if not filled:
        return say("basic.nothing")
    first = max(filled, key=amount)
    return say(
        "basic.buys",
        whole=whole,
        personnel=percent(_of_kind(table, "personnel"), whole),
        filled=len(filled),
        label=labelled(first.code, first.name),
        name=first.name,
        most=amount(first),
        share=percent(amount(first), whole),
        empty=len(table.leaves) - len(filled),
    )


def how_it_ties(reconciliation: Reconciliation) -> Sentence:
    """How much of personnel expenditure can be followed from function to economic class."""
    results = tied(reconciliation)
    if not results:
        return say("basic.no_ties")
    whole = _kind(reconciliation.budget.table("basic_by_economic"), "personnel")
    seen = {t.figure.id: t.figure for result in results for t in _terms(result, 5)}.values()
    personnel, sums = (total_of(f.amount for f in figures) for figures in (whole, seen))
    gap, allowed = abs(sums - personnel), total_of(f.half_unit for f in (*whole, *seen))
    return say(
        "basic.ties",
        **outcomes(results),
        sums=sums,
        personnel=personnel,
        share=percent(sums, personnel),
        gap=gap if gap <= allowed else 0,  # a greater one is what no tie covers
    )


def what_a_head_costs(budget: Budget) -> Sentence:
    """Basic expenditure a head of staff, in words."""
    now, then = staff(budget)
    if now is None or not now.figure.value:
        return say("basic.no_staff")
    table = budget.table("basic_by_economic")
    cost = total_of(_of_kind(table, kind) for kind in CLASSES) / now.figure.amount
    known = [_previous(budget, label("line", kind)) for kind in CLASSES]
    before = total_of(known) / then if then and None not in known else None
    rate = f"{cost / before - 1:+.1%}".replace("-", MINUS) if before else ""
    heads = str(now.figure.value)
    return say("basic.head", heads=heads, cost=cost, before=before, then=str(then), rate=rate)
