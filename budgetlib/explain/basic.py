"""Basic expenditure by economic class: its structure, its ties to function, its cost a head."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import labelled
from budgetlib.explain.evidence import comparisons_about
from budgetlib.explain.totals import overall_rows
from budgetlib.explain.wording import (
    NONE,
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
from budgetlib.phrases import Both, label, labels, piece
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.relations import EXACT, INCONSISTENT, Term
from budgetlib.show import WORDS
from budgetlib.show.exhibit import Exhibit

CLASSES = {"personnel": ("301", "303"), "operating": ("302", "310")}
PER_HEAD = (("personnel",), ("operating",), ("personnel", "operating"))


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    unrun = (*labels("tie"), "basic_note_equals_its_table")
    return comparisons_about(reconciliation, "basic", ("basic_by_economic",), unrun=unrun)


def structure(budget: Budget) -> Exhibit:
    """Each economic class and the total: personnel, operating and both in 万元, share in %."""
    table = budget.table("basic_by_economic")
    whole = _whole(table)
    rows = [
        (
            row.code or "Σ",
            labelled(row.code, row.name) if row.code else label("one", "total"),
            *(floated(cell(row, column)) for column in ("personnel", "operating", "total")),
            share(amount(row), whole, 2),
        )
        for row in (*table.children(None), table.total_row)
        if row
    ]
    return framed("basic.structure", rows)


def items(budget: Budget) -> Exhibit:
    """The filled items, class by class, the greatest first: 万元, share in per cent."""
    table = budget.table("basic_by_economic")
    whole = _whole(table)
    filled = sorted(_filled(table), key=lambda row: (row.code[:3], -row["total"].amount))
    rows = [
        (
            row.code,
            labelled(row.code, row.name),
            _class_name(table, row.code[:3]),
            floated(row["total"]),
            share(amount(row), whole, 2),
        )
        for row in filled
    ]
    return framed("basic.items", rows)


def _filled(table: Table) -> list[Row]:
    return [row for row in table.leaves if row["total"].value]


def _class_name(table: Table, code: str) -> str:
    parent = table.find(code)
    return labelled(parent.code, parent.name) if parent else code


def ties(reconciliation: Reconciliation) -> Exhibit:
    """One kind of money by function and by economic class: items and sums of both, in 万元."""
    return framed("basic.ties", [_tie(result) for result in tied(reconciliation)])


def tied(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons between function and economic class that could be made."""
    return [r for r in reconciliation.results if r.rule.name in labels("tie") and r.relation]


def _tie(result: Comparison) -> tuple[Any, ...]:
    economic, function = _terms(result, 5), _terms(result, 7)
    sign = -1 if _sum(economic) < 0 else 1
    left, right = -sign * _sum(function), sign * _sum(economic)
    return (
        label("tie", result.rule.name) or _names(economic),
        _codes(function),
        float(left),
        _codes(economic),
        float(right),
        float(left - right),
        WORDS[result.verdict],
    )


def _terms(result: Comparison, digits: int) -> list[Term]:
    """The terms of a comparison whose codes have so many digits."""
    terms = result.relation.terms if result.relation else ()
    return [term for term in terms if len(term.figure.code) == digits]


def _sum(terms: list[Term]) -> Decimal:
    return total_of(term.coefficient * term.figure.amount for term in terms)


def _codes(terms: list[Term]) -> str:
    return " + ".join(term.figure.code for term in terms)


def _names(terms: list[Term]) -> str:
    return ", ".join(labelled(t.figure.code, t.figure.place.row.split()[-1]) for t in terms)


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
        claims = [*note.claims, None]
        for claim, after in zip(note.claims, claims[1:], strict=True):
            if claim.key == "staff" and claim.measure == "count":
                return claim, _before(claim, after)
    return None, None


def _before(claim: Claim, change: Claim | None) -> Decimal | None:
    if change is None or change.measure != "count_change" or change.direction is None:
        return None
    return claim.figure.amount - change.direction * change.figure.amount


def per_head(budget: Budget) -> Exhibit:
    """Personnel, operating and both, this year and last: 万元, and 万元 a head of staff."""
    now, then = staff(budget)
    heads, years = now.figure.value if now else None, (budget.year, budget.year - 1)
    rows = [_per_head(budget, kinds, heads, then) for kinds in PER_HEAD]
    fields = {"year": years[0], "before": years[1], "heads": str(heads), "then": str(then or "—")}
    told = piece("basic.heads", **fields) if heads else piece("basic.no_heads")
    return framed("basic.per_head", rows, told=told.english, now=years[0], then=years[1])


def _per_head(
    budget: Budget, kinds: tuple[str, ...], heads: Decimal | None, before: Decimal | None
) -> tuple[Any, ...]:
    table = budget.table("basic_by_economic")
    now = total_of(_of_kind(table, kind) for kind in kinds)
    previous = [_previous(budget, label("line", kind)) for kind in kinds]
    then = None if None in previous else total_of(previous)
    kind = kinds[0] if len(kinds) == 1 else "basic"
    return label("part", kind), float(now), _ratio(now, heads), floated(then), _ratio(then, before)


def _previous(budget: Budget, name: str) -> Decimal | None:
    """Last year's amount of a category of the overall target table."""
    rows = (r for r in overall_rows(budget, "expenditure") if r.name.startswith(name))
    return next((row["previous"].value for row in rows if "previous" in row), None)


def _ratio(value: Decimal | None, number: Decimal | None) -> float:
    return round(float(value / number), 2) if value is not None and number else NONE


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
        empty=sum(not r["total"].value for r in table.leaves),
    )


def how_it_ties(reconciliation: Reconciliation) -> Sentence:
    """How much of personnel expenditure can be followed from function to economic class."""
    results = tied(reconciliation)
    if not results:
        return say("basic.no_ties")
    whole = _kind(reconciliation.budget.table("basic_by_economic"), "personnel")
    seen = {t.figure.id: t.figure for result in results for t in _terms(result, 5)}.values()
    personnel, sums = (total_of(f.amount for f in figures) for figures in (whole, seen))
    exact, bad = (sum(r.verdict == v for r in results) for v in (EXACT, INCONSISTENT))
    return say(
        "basic.ties",
        n=len(results),
        exact=exact,
        near=len(results) - exact - bad,
        bad=bad,
        sums=sums,
        personnel=personnel,
        share=percent(sums, personnel),
        apart=_apart(sums - personnel, [*whole, *seen]),
    )


def _apart(gap: Decimal, figures: list[Figure]) -> Both:
    """What to say of sums that miss the total by no more than their digits allow."""
    allowed = total_of(figure.half_unit for figure in figures)
    return piece("basic.apart", gap=abs(gap)) if gap and abs(gap) <= allowed else Both()


def what_a_head_costs(budget: Budget) -> Sentence:
    """Basic expenditure a head of staff, in words."""
    now, then = staff(budget)
    if now is None or not now.figure.value:
        return say("basic.no_staff")
    _, cost, _, before = per_head(budget).iloc[-1]
    told = Both()
    if before == before:
        rate = f"{cost / before - 1:+.1%}"
        told = piece("basic.head_before", before=f"{before:,.2f}", then=str(then), rate=rate)
    return say("basic.head", heads=str(now.figure.value), cost=f"{cost:,.2f}", then=told)
