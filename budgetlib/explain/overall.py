"""The whole of a budget: where the money comes from and goes, what of it is fiscal, its change."""

from decimal import Decimal
from typing import TYPE_CHECKING

from budgetlib.budget import Budget
from budgetlib.classifications import labelled, name_of
from budgetlib.disclosure import cube
from budgetlib.disclosure.cube import printed
from budgetlib.errors import Absent
from budgetlib.explain.general_budget import label_of
from budgetlib.explain.wording import (
    Exhibit,
    Sentence,
    amount,
    any_filled,
    as_printed,
    floated,
    framed,
    made,
    number,
    part,
    percent,
    say,
    total_of,
)
from budgetlib.figures import MINUS, ZERO, Figure, Row
from budgetlib.show.told import Told, amounts_told, compared_base, items_told, whole_told
from budgetlib.vocabulary import Label
from budgetlib.vocabulary.phrases import Both, apart, found, label, labels

if TYPE_CHECKING:
    import pandas as pd

YEARS = ("before_previous", "previous", "current")


def overall_rows(budget: Budget, part: str) -> list[Row]:
    """The lines of the overall target table; none where it is not printed."""
    if not budget.has("overall_targets"):
        return []
    return [row for row in budget.table("overall_targets").part(part) if row.level]


def grand_totals(budget: Budget) -> list[Figure | None]:
    """All revenue of the summary, and that of the fiscal table."""
    asked = ("table summary", "all"), ("table fiscal", "fiscal_all")
    return [cube.at(budget, place, "fund", flow="in").get(fund) for place, fund in asked]


def inflow(budget: Budget) -> list[tuple[str, Decimal]]:
    """Every filled source of revenue and what is carried over."""
    return [(name, figure.amount) for name, figure in sources_of(budget).items() if figure.value]


def sources_of(budget: Budget) -> dict[str, Figure]:
    """Every source of revenue that the summary prints; fiscal money as its budgets, if they do."""
    split = cube.divided(cube.at(budget, "table summary", "fund", flow="in"), "fund", "fiscal")
    return {name: split[key] for key, name in labels("source").items() if key in split}


def category(row: Row) -> str:
    """The name of a category of the overall target table in both languages."""
    known = labels("category").items()
    return next((shown for begin, shown in known if row.name.startswith(begin)), row.name)


def three_years(budget: Budget, part: str) -> Exhibit:
    """What the overall target table prints for this year and the two before, in 万元.

    A row for each year, a column for each filled line of `part`, ``"revenue"`` or
    ``"expenditure"``; empty where the table is not printed.
    """
    rows = overall_rows(budget, part)
    keys = [key for key in YEARS if rows and all(key in row for row in rows)]
    filled = [row for row in rows if any(row[key].value for key in keys)]
    told = [
        (str(budget.year + 1 - ago), *(floated(row[key]) for row in filled))
        for ago, key in zip(range(len(keys), 0, -1), keys, strict=True)
    ]
    return framed("revenue.three_years", told, map(category, filled), part=label("one", part))


def not_printed(budget: Budget) -> "pd.DataFrame":
    """The table of revenue by function and source, deduced where it is not printed (万元)."""
    try:
        return budget.deduce().table("revenue")
    except Absent:
        return Exhibit()


def where_it_comes_from(budget: Budget) -> Sentence:
    """How many sources are filled, and how much the greatest gives, in words."""
    budget.table("summary")  # else nothing is known of what is blank
    filled = inflow(budget)
    whole = total_of(amount for _, amount in filled)
    if not whole:
        return say("revenue.nothing")
    most, amount = max(filled, key=lambda pair: pair[1])
    return say(
        "revenue.comes",
        n=len(filled),
        several=len(filled) > 1,
        all=len(sources_of(budget)),
        most=apart(most),
        amount=amount,
        share=percent(amount, whole),
    )


def how_it_grew(budget: Budget, part: str = "revenue") -> Sentence:
    """The way of ``"revenue"`` or ``"expenditure"`` through three years, in words."""
    years = three_years(budget, part).sum(axis=1)
    if years.empty:
        return say("revenue.no_years")
    told_years = [
        Both(f"{amount:,.2f} in {year}", f"{year}年{amount:,.2f}万元")
        for year, amount in years.items()
    ]
    pairs = zip(years.iloc[:-1], years.iloc[1:], strict=True)
    rates = [f"{now / before - 1:+.1%}".replace("-", MINUS) for before, now in pairs if before]
    return say("revenue.grew", years=told_years, rates=rates or ["—"])


CENT = Decimal("0.01")  # by which each amount may be rounded
MOST = 5  # items named in a sentence


def where_it_goes(budget: Budget) -> Sentence:
    """The shares of basic and project expenditure, and where project money is, in words."""
    table = budget.table("expenditure")
    whole = amount(table.total_row)
    if not whole:
        return say("expenditure.nothing")
    told = ((name, amount(table.total_row, key)) for key, name in labels("kind").items())
    rows = [row for row in table.leaves if amount(row, "project")]
    rows.sort(key=lambda row: -amount(row, "project"))
    items = [*{row.code or row.name: labelled(row.code, row.name) for row in rows}.values()]
    return say(
        "expenditure.goes",
        whole=whole,
        parts=[part(name, value, whole) for name, value in told if value],
        items=items[:MOST],
        more=len(items[MOST:]),
        all=len(items),
    )


OTHER_FUNDS = ("gov_fund", "state_capital")


def printings(budget: Budget) -> Exhibit:
    """Each filled class of fiscal appropriation wherever it is printed, in 万元."""
    tables = printed(budget, "code", "table", **found("exhibits", "fiscal.printings")["where"])
    first = [budget.table("fiscal").number, *tables]
    filled = ([c for c, f in tables.get(t, {}).items() if len(c) == 3 and f.value] for t in first)
    return made(budget, "fiscal.printings", next(filter(None, filled), []))


def how_much_is_fiscal(budget: Budget) -> Sentence:
    """The share of fiscal appropriation in all revenue, in words."""
    whole, fiscal = grand_totals(budget)
    if whole is None or fiscal is None or not whole.amount:
        return say("fiscal.no_total")
    return say(
        "fiscal.share",
        fiscal=fiscal.value,
        whole=whole.value,
        share=percent(fiscal.amount, whole.amount),
        other=whole.amount - fiscal.amount,
    )


def how_printings_agree(budget: Budget) -> Sentence:
    """How many classes are printed alike everywhere, in words."""
    whole, others = printings(budget), _of_another_scope(budget)
    wider = [number(t) for t in budget.tables.values() if t.role in others and number(t) in whole]
    frame = whole.drop(columns=wider)
    return say(
        "fiscal.agree",
        classes=len(frame),
        places=int(frame.notna().sum().sum()),
        names=[str(name) for name, row in frame.iterrows() if row.dropna().nunique() > 1],
        wider=wider,
    )


def _of_another_scope(budget: Budget) -> set[str]:
    """The roles of tables that hold more than fiscal money, or only a part of it."""
    whole, fiscal = grand_totals(budget)
    other = whole is not None and fiscal is not None and whole.value != fiscal.value
    funds = printed(budget, "fund", place="table fiscal", flow="in", fund=OTHER_FUNDS)
    part = any(map(any_filled, funds.values()))
    return set(("summary", "expenditure") * other + ("by_function",) * part)


def flow(budget: Budget) -> Exhibit:
    """Where all money comes from and goes to, in 万元: a row for each band of `charts.flow`.

    Several sources meet in one node, for no table says which source pays for which class.
    """
    into, everything = inflow(budget), label("one", "all")
    several = len(into) > 1
    links = [(0, name, everything, part) for name, part in into if several]
    whole = everything if several or not into else into[0][0]
    for name, total, by_kind in _classes(budget):
        links.append((int(several), whole, name, total))
        links += [(1 + several, name, kind, part) for kind, part in by_kind.items()]
    filled = [(*link, float(part)) for *link, part in links if part]
    return framed("overall.flow", ((at, *link) for at, link in enumerate(filled, 1)))


Class = tuple[Label, Decimal, dict[str, Decimal]]  # its name, its money, what of it is each kind


def _classes(budget: Budget) -> list[Class]:
    """The function classes with their money: of the expenditure table, or of the summary.

    A table that begins with items is summed to classes; one by units tells of none.
    """
    by_class: dict[str, list[Row]] = {}
    for row in budget.table("expenditure").children(None):
        if len(row.code) % 2 and name_of("function", row.code[:3]):  # 3, 5 or 7 digits
            by_class.setdefault(row.code[:3], []).append(row)
    if by_class:
        return [_class(code, rows) for code, rows in by_class.items()]
    rows = budget.table("summary").part("expenditure")
    known = (row for row in rows if row.code.isdigit() and "amount" in row)
    return [(labelled(row.code, row.name), amount(row, "amount"), {}) for row in known]


def _class(code: str, rows: list[Row]) -> Class:
    """A class by its own row, or by the rows below it where it has none."""
    name = rows[0].name if rows[0].code == code else name_of("function", code)
    of = {key: total_of(amount(row, key) for row in rows) for key in ("total", *labels("kind"))}
    kinds = {kind: of[key] for key, kind in labels("kind").items()}
    return labelled(code, name), of["total"], kinds


def how_it_flows(budget: Budget) -> Sentence:
    """Where the money comes from and where it goes, in words."""
    into = inflow(budget)
    classes = [(total, name) for name, total, _ in _classes(budget) if total]
    whole = total_of(amount for _, amount in into)
    if not classes or not whole:
        return say("overall.nothing")
    part, most = max(classes, key=lambda pair: pair[0])
    spent = total_of(amount for amount, _ in classes)
    rest = whole - spent  # carried to next year, or set apart
    return say(
        "overall.flows",
        whole=whole,
        spent=spent,
        rest=rest if rest >= CENT * (len(into) + len(classes)) else ZERO,
        sources=[apart(name) for name, _ in into],
        n=len(classes),
        share=percent(part, spent),
        most=most,
    )


def what_made_the_change(budget: Budget) -> Sentence:
    """What the note tells of the change, and which categories and items made it, in words."""
    total = whole_told(budget, "overall")
    if total is None or total.step is None or total.before is None:
        return _change_of_a_part(budget)
    figures, rows = total.figures, overall_rows(budget, "expenditure")
    rows = [row for row in rows if "current" in row and "previous" in row]
    steps = {category(row): row["current"].amount - row["previous"].amount for row in rows}
    printed = [figure for row in rows for figure in row.some("current", "previous")]
    allowed = total_of(figure.half_unit for figure in (*figures, *printed))
    return say(
        f"overall.{'change' if total.before else 'new'}",
        before=as_printed(total.before, figures),
        now=as_printed(total.value, figures),
        step=total.step,
        parts=[{"name": apart(name), "step": step} for name, step in steps.items()],
        other=abs(total_of(steps.values()) - total.step) > allowed,
        half=_first_half(budget, total),
    )


def _change_of_a_part(budget: Budget) -> Sentence:
    """The first change told beside the whole, that of the year's revenue often, in words."""
    moved = (each for each in amounts_told(budget, "overall") if each.before is not None)
    part = next(moved, None)
    if part is None or part.before is None:
        return say("overall.no_change")
    before, now = (as_printed(value, part.figures) for value in (part.before, part.value))
    name = Both(part.amount.subject, part.amount.subject)
    return say("overall.part_changed", name=name, now=now, before=before, step=part.step)


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
