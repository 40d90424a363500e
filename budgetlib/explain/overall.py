"""Overall revenue and expenditure: where the money flows, and what made it change."""

from __future__ import annotations

from decimal import Decimal

from budgetlib import vocabulary
from budgetlib.budget import Budget
from budgetlib.explain.english import labelled
from budgetlib.explain.general_budget import label
from budgetlib.explain.told import compared_base, items_told, total_told, whole_told
from budgetlib.explain.totals import (
    ALL,
    KINDS,
    category,
    inflow,
    rows_of,
    share_of,
)
from budgetlib.explain.wording import Sentence, counted, floated, listed, money, percent, sentence
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit, exhibit

TOPICS = ("overall", "revenue", "expenditure", "fiscal", "general_budget")
BANDS = ("step 步", "source 来源", "target 去向", "amount 金额")
ROLES = ("summary", "revenue", "expenditure", "fiscal", "by_function")


def flow(budget: Budget) -> Exhibit:
    """Where all money comes from and goes to, as links for `charts.flow`.

    Parameters
    ----------
    budget
        A disclosure with the tables ``summary`` and ``expenditure``.

    Returns
    -------
    Exhibit
        One row for each band: step, source, target, amount in 万元. Several sources meet in
        one node, for no table says which source pays for which class.
    """
    into = inflow(budget)
    links = [(0, name, ALL, amount) for name, amount in into if len(into) > 1]
    first, whole = (1, ALL) if len(into) > 1 else (0, into[0][0] if into else ALL)
    for row, total in _classes(budget):
        name = labelled(row.code, row.name)
        links.append((first, whole, name, total.amount))
        links += [(first + 1, name, KINDS[key], row[key].amount) for key in KINDS if key in row]
    rows = [
        {"band 流": at} | dict(zip(BANDS, (step, source, target, float(amount)), strict=True))
        for at, (step, source, target, amount) in enumerate((li for li in links if li[3]), 1)
    ]
    return exhibit(rows, "band 流", "From source to class to kind, 万元 资金流向", BANDS)


def _classes(budget: Budget) -> list[tuple[Row, Figure]]:
    """The function classes with their money: of the expenditure table, or of the summary."""
    split = [row for row in budget.table("expenditure").children(None) if row.code]
    if split:
        return [(row, row["total"]) for row in split if "total" in row]
    rows = rows_of(budget, "summary", "expenditure")
    return [(row, row["amount"]) for row in rows if row.code.isdigit() and "amount" in row]


def totals(budget: Budget) -> Exhibit:
    """Every printed total of revenue and of expenditure.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each place, amounts in 万元 as printed.
    """
    found = [*_table_totals(budget), *_note_totals(budget)]
    rows = [
        {"place 位置": place, "what 内容": what, "amount 金额": floated(f)}
        for place, what, f in found
    ]
    columns = ("what 内容", "amount 金额")
    return exhibit(rows, "place 位置", "The total in every place, 万元 各处总计", columns)


def _table_totals(budget: Budget) -> list[tuple[str, str, Figure]]:
    found = []
    for table in (t for t in budget.tables.values() if t.role in ROLES):
        for part in ("revenue", "expenditure"):
            row = next((r for r in table.part(part) if r.code == "grand_total"), None)
            if row and "amount" in row:
                found.append((f"表{table.number} {row.name}", table.title, row["amount"]))
        if table.total_row and "total" in table.total_row and table.filled:
            found.append((f"表{table.number} 合计", table.title, table.total_row["total"]))
    return found


def _note_totals(budget: Budget) -> list[tuple[str, str, Figure]]:
    totals = ((note, total_told(budget, note.topic)) for note in budget.notes.values())
    return [
        (vocabulary.section(note.section, note.section), note.title, total.amount.figure)
        for note, total in totals
        if total and note.topic in TOPICS
    ]


def contributions(budget: Budget) -> Exhibit:
    """What each kind of expenditure contributes to the change of the whole.

    Parameters
    ----------
    budget
        A disclosure with the table ``overall_targets``.

    Returns
    -------
    Exhibit
        One row for each category of the overall target table: two years in 万元 as printed,
        the change and its share of the whole change in per cent.
    """
    year, rows = budget.year, _category_rows(budget)
    whole = sum((now - before for _, now, before in rows), ZERO)
    told_rows = [
        {
            "category 类别": name,
            f"{year - 1}": float(before),
            f"{year}": float(now),
            "change 增减": float(now - before),
            "share 占比 %": share_of(now - before, whole),
        }
        for name, now, before in rows
    ]
    columns = (f"{year - 1}", f"{year}", "change 增减", "share 占比 %")
    caption = "The change by category, 万元 各类项目支出增减"
    return exhibit(told_rows, "category 类别", caption, columns)


def _category_rows(budget: Budget) -> list[tuple[str, Decimal, Decimal]]:
    """Name, this year and last of each category; none where no such table is printed."""
    if not budget.has("overall_targets"):
        return []
    return [
        (category(row), row["current"].amount, row["previous"].amount)
        for row in rows_of(budget, "overall_targets", "expenditure")
        if row.level and "current" in row and "previous" in row
    ]


def how_it_flows(budget: Budget) -> Sentence:
    """Where the money comes from and where it goes, in words.

    Parameters
    ----------
    budget
        A disclosure with the tables ``summary`` and ``expenditure``.
    """
    into = [(name, amount) for name, amount in inflow(budget) if amount]
    classes = [(total.amount, row) for row, total in _classes(budget) if total.value]
    whole = sum((amount for _, amount in into), ZERO)
    if not classes or not whole:
        return sentence("No money is printed.", "没有数字。")
    amount, most = max(classes, key=lambda pair: pair[0])
    return sentence(
        f"{money(whole)} 万元 come from {listed(name for name, _ in into)}. They go to "
        f"{counted(len(classes), 'function class', 'function classes')}, "
        f"{percent(amount, whole)} of them to {labelled(most.code, most.name)}.",
        f"{money(whole)}万元来自{'、'.join(name.split()[-1] for name, _ in into)}；用于"
        f"{len(classes)}类支出，其中{most.name}占{percent(amount, whole)}。",
    )


def what_made_the_change(budget: Budget) -> Sentence:
    """What the note tells of the change, and which categories and items made it, in words.

    Parameters
    ----------
    budget
        A disclosure.
    """
    total = whole_told(budget, "overall")
    if total is None or total.step is None or total.before is None:
        return sentence("The note tells no change.", "情况说明未列增减。")
    english = f"{money(total.before)} became {money(total.value)} 万元: {total.step:+,.2f}"
    chinese = f"由{money(total.before)}万元变为{money(total.value)}万元，{total.step:+,.2f}万元"
    parts = [(name, now - before) for name, now, before in _category_rows(budget)]
    if parts:
        english += f". By category: {listed(f'{name} {step:+,.2f}' for name, step in parts)}"
        chinese += (
            f"；分类别：{'、'.join(f'{name.split()[-1]}{step:+,.2f}' for name, step in parts)}"
        )
    steps = sorted(
        (each.step or ZERO, label(each), each.amount.subject)
        for each in items_told(budget)
        if compared_base(each) == compared_base(total)
    )
    half = _first_half(steps[::-1], total.step)
    if half:
        english += f". More than half of it: {listed(name for _, name, _ in half)}"
        chinese += f"；过半来自{'、'.join(name for *_, name in half)}"
    return sentence(f"{english}.", f"{chinese}。")


def _first_half(
    steps: list[tuple[Decimal, str, str]], whole: Decimal
) -> list[tuple[Decimal, str, str]]:
    """The fewest greatest steps that make more than half of a rise, or of a fall."""
    ordered = steps if whole > 0 else steps[::-1]
    made = ZERO
    chosen: list[tuple[Decimal, str, str]] = []
    for step in ordered:
        if abs(made) * 2 > abs(whole):
            return chosen
        made += step[0]
        chosen.append(step)
    return chosen if abs(made) * 2 > abs(whole) else []
