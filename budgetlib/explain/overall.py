"""Overall revenue and expenditure: where the money flows, and what made it change."""

from budgetlib.budget import Budget
from budgetlib.classifications import labelled
from budgetlib.explain.general_budget import label_of
from budgetlib.explain.members import page
from budgetlib.explain.totals import category, inflow, overall_rows
from budgetlib.explain.wording import (
    Sentence,
    amount,
    as_printed,
    framed,
    percent,
    say,
    total_of,
)
from budgetlib.figures import ZERO, Figure
from budgetlib.phrases import apart, label, labels
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit
from budgetlib.show.told import Told, compared_base, items_told, whole_told

totals = page("overall.totals")  # what all comes to, in and out, wherever it is told, in 万元


def flow(budget: Budget) -> Exhibit:
    """Where all money comes from and goes to, in 万元: a row for each band of `charts.flow`.

    Several sources meet in one node, for no table says which source pays for which class.
    """
    into, everything = inflow(budget), label("one", "all")
    several = len(into) > 1
    links = [(0, name, everything, part) for name, part in into if several]
    whole = everything if several or not into else into[0][0]
    for row, total in _classes(budget):
        name = labelled(row.code, row.name)
        links.append((int(several), whole, name, total.amount))
        links += [
            (1 + several, name, kind, amount(row, key)) for key, kind in labels("kind").items()
        ]
    filled = [(*link, float(part)) for *link, part in links if part]
    return framed("overall.flow", ((at, *link) for at, link in enumerate(filled, 1)))


def _classes(budget: Budget) -> list[tuple[Row, Figure]]:
    """The function classes with their money: of the expenditure table, or of the summary."""
    split = [row for row in budget.table("expenditure").children(None) if row.code]
    if split:
        return [(row, row["total"]) for row in split if "total" in row]
    rows = budget.table("summary").part("expenditure")
    return [(row, row["amount"]) for row in rows if row.code.isdigit() and "amount" in row]


def how_it_flows(budget: Budget) -> Sentence:
    """Where the money comes from and where it goes, in words."""
    into = inflow(budget)
    classes = [(total.amount, row) for row, total in _classes(budget) if total.value]
    whole = total_of(amount for _, amount in into)
    if not classes or not whole:
        return say("overall.nothing")
    part, most = max(classes, key=lambda pair: pair[0])
    return say(
        "overall.flows",
        whole=whole,
        sources=[apart(name) for name, _ in into],
        n=len(classes),
        share=percent(part, total_of(amount for amount, _ in classes)),
        most=labelled(most.code, most.name),
    )


def what_made_the_change(budget: Budget) -> Sentence:
    """What the note tells of the change, and which categories and items made it, in words."""
    total = whole_told(budget, "overall")
    if total is None or total.step is None or total.before is None:
        return say("overall.no_change")
    figures, rows = total.figures, overall_rows(budget, "expenditure")
    rows = [row for row in rows if "current" in row and "previous" in row]
    steps = {category(row): row["current"].amount - row["previous"].amount for row in rows}
    printed = [figure for row in rows for figure in row.some("current", "previous")]
    allowed = total_of(figure.half_unit for figure in (*figures, *printed))
    return say(
        "overall.change",
        before=as_printed(total.before, figures),
        now=as_printed(total.value, figures),
        step=total.step,
        parts=[{"name": apart(name), "step": step} for name, step in steps.items()],
        other=abs(total_of(steps.values()) - total.step) > allowed,
        half=_first_half(budget, total),
    )


def _first_half(budget: Budget, total: Told) -> list[str]:
    """The fewest items, on the base of the whole, that make more than half of its change."""
    known = [e for e in items_told(budget) if compared_base(e) == compared_base(total)]
    step = total.step or ZERO
    known.sort(key=lambda each: each.step or ZERO, reverse=step > 0)
    made = ZERO
    for at, each in enumerate(known, 1):
        made += each.step or ZERO
        if abs(made) * 2 > abs(step):
            return [label_of(e) for e in known[:at]]
    return []
