"""Basic expenditure by economic class: its structure, its ties to function, its cost a head."""

from decimal import Decimal

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import labelled
from budgetlib.explain.evidence import outcomes
from budgetlib.explain.overall import overall_rows
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
from budgetlib.figures import MINUS, Figure
from budgetlib.figures.printed import Claim, Row, Table
from budgetlib.show.exhibit import Exhibit
from budgetlib.vocabulary.phrases import found, label

TIES = found("sections", "basic")["recomputed"]  # the rules that tie function to economic class
CLASSES = {"personnel": ("301", "303"), "operating": ("302", "310")}


def greatest(budget: Budget) -> Exhibit:
    """The filled items by name, the greatest first, whatever their class: 万元, share in %."""
    table = budget.table("basic_by_economic")
    whole, tops = _whole(table), {row.code: row for row in table.children(None)}
    rows = []
    for row in sorted(_filled(table), key=amount, reverse=True):
        top = tops.get(row.code[:3])
        above = labelled(top.code, top.name) if top else row.code[:3]
        told = (floated(row["total"]), share(amount(row), whole, 2))
        rows.append((labelled(row.code, row.name), above, *told))
    return framed("basic.greatest", rows)


def _filled(table: Table) -> list[Row]:
    return [row for row in table.leaves if row["total"].value]


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
    results = [r for r in reconciliation.results if r.rule.name in TIES and r.relation]
    if not results:
        return say("basic.no_ties")
    whole = _kind(reconciliation.budget.table("basic_by_economic"), "personnel")
    terms = (t.figure for result in results if result.relation for t in result.relation.terms)
    seen = {figure.id: figure for figure in terms if len(figure.code) == 5}.values()
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
    rows = [row for row in overall_rows(budget, "expenditure") if "previous" in row]
    names = (label("line", kind) for kind in CLASSES)
    last = ([row for row in rows if row.name.startswith(name)] for name in names)
    known = [named[0]["previous"].value if named else None for named in last]
    before = total_of(known) / then if then and None not in known else None
    rate = f"{cost / before - 1:+.1%}".replace("-", MINUS) if before else ""
    heads = str(now.figure.value)
    return say("basic.head", heads=heads, cost=cost, before=before, then=str(then), rate=rate)
