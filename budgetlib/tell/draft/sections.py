"""What each section of a draft tells, from the tables alone."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib.budget import Budget
from budgetlib.classifications import name_of
from budgetlib.figures import Figure
from budgetlib.phrases import label, labels
from budgetlib.printed import Row, Table
from budgetlib.tell.draft.sentences import (
    TABLES,
    cell,
    clause,
    clauses,
    gap,
    missing,
    money,
    named_cells,
    say,
    side,
    since_last_year,
    told,
)

FISCAL = ("general_budget", "gov_fund", "state_capital", "carry_over")
PARTS = {"vehicles": ("vehicle_purchase", "vehicle_running")}
# The tables whose project column prints what each appropriation pays.
PAID_IN = {
    "general_budget": "by_function",
    "gov_fund": "gov_fund",
    "state_capital": "state_capital",
}
PERSONNEL, OPERATING = ("301", "303"), ("302", "310")


def overall(budget: Budget) -> Iterator[str]:
    """Both grand totals, where the money comes from and what classes it goes to."""
    table = budget.table("summary")
    income, spent = (side(table, part, "grand_total") for part in ("revenue", "expenditure"))
    since = since_last_year(budget, spent, "expenditure", say("total"))
    both = {"income": clause(say("income"), income), "spent": clause(say("spent"), spent)}
    yield say("overall", year=budget.year, since=since, **both)
    known = labels("draft_source").items()
    sources = [words for key, words in known if told(side(table, "revenue", key))]
    if sources:
        yield say("comes_from", names=sources)
    classes = [row.name for row in _function_classes(table)]
    if classes:
        yield say("classes", names=classes)


def _function_classes(table: Table) -> list[Row]:
    """The function classes of a two-sided table that have money."""
    rows = [row for row in table.part("expenditure") if row.code.isdigit()]
    return [row for row in rows if told(cell(row, "amount"))]


def revenue(budget: Budget) -> Iterator[str]:
    """Revenue by source, with shares, from the summary or else the revenue table."""
    if budget.has("summary"):
        table = budget.table("summary")
        whole = side(table, "revenue", "grand_total")
        cells = _sided(table, *labels("draft_source"))
    else:
        row = budget.table("revenue").total_row
        whole, cells = cell(row, "total"), named_cells(row, "draft_source")
    yield _sized(budget, "revenue", whole)
    parts = clauses(cells, whole)
    yield say("by_source", parts=parts, gap=_prior()) if parts else gap(say("no_source"))


def _sided(table: Table, *sources: str) -> list[tuple[str, Figure | None]]:
    return [(label("draft_source", key), side(table, "revenue", key)) for key in sources]


def _sized(budget: Budget, phrase: str, figure: Figure | None) -> str:
    """A sentence with one amount of the year."""
    return f"{clause(say(phrase, year=budget.year), figure)}。"


def _prior() -> str:
    return gap(say("prior"))


def expenditure(budget: Budget) -> Iterator[str]:
    """Expenditure by kind, with shares."""
    row = budget.table("expenditure").total_row
    whole = cell(row, "total")
    parts = clauses(named_cells(row, "draft_spending"), whole)
    yield _sized(budget, "expenditure", whole)
    yield say("by_kind", parts=parts, gap=_prior()) if parts else gap(say("no_kind"))


def fiscal(budget: Budget) -> Iterator[str]:
    """Fiscal appropriation: both grand totals, its sources, its function classes."""
    table = budget.table("fiscal")
    income, spent = (side(table, part, "grand_total") for part in ("revenue", "expenditure"))
    since = since_last_year(budget, income, "revenue", say("fiscal_line"))
    both = {"income": clause(say("income"), income), "spent": clause(say("fiscal_spent"), spent)}
    yield say("fiscal", year=budget.year, since=since, **both)
    sources = clauses(_sided(table, *FISCAL))
    if sources:
        yield say("fiscal_sources", parts=sources)
    classes = [(row.name, cell(row, "amount")) for row in _function_classes(table)]
    classes.append((say("carried"), side(table, "expenditure", "carry_forward")))
    if clauses(classes):
        yield say("fiscal_classes", parts=clauses(classes))


def general_budget(budget: Budget) -> Iterator[str]:
    """The general public budget: its size, its structure with shares, its items."""
    table = budget.table("by_function")
    yield say("size_head")
    yield _sized(budget, "size", cell(table.total_row, "total")) + _prior()
    yield say("structure_head")
    yield _structure(table.total_row)
    yield say("items_head")
    yield from _items(table)
    yield gap(say("items_prior", prior=say("prior")))


def _structure(row: Row | None) -> str:
    """Basic and project expenditure with shares, and what the basic one consists of."""
    whole = cell(row, "total")
    basic, project, *inside = (
        clauses([(say(f"{key}_part"), cell(row, key))], None if inner else whole)
        for key, inner in (("basic", 0), ("project", 0), ("personnel", 1), ("operating", 1))
    )
    within = [part for part in inside if part]
    basic += say("inside", parts=within) if basic and within else ""
    return (
        f"{'；'.join(filter(None, (basic, project)))}。"
        if basic or project
        else gap(say("no_kind"))
    )


def _items(table: Table) -> Iterator[str]:
    """One numbered sentence for each function item that has money."""
    rows = [row for row in table.leaves if told(cell(row, "total"))]
    for n, row in enumerate(rows, start=1):
        yield f"{n}. {clause(say('item', name=_path(table, row)), row['total'])}。"


def _path(table: Table, row: Row) -> str:
    """类款项 of an item, by the table's own names, else by the classification."""
    names: dict[int, str] = {}
    step: Row | None = row
    while step:
        names[len(step.code)] = step.name
        step = table.by_key.get(step.parent)
    levels = [(n, mark) for n, mark in zip((3, 5, 7), say("levels"), strict=True)]
    named = [
        (names.get(n) or name_of("function", row.code[:n]), mark)
        for n, mark in levels
        if n <= len(row.code)
    ]
    return "".join(say("step", name=name, mark=mark) for name, mark in named if name)


def basic(budget: Budget) -> Iterator[str]:
    """Basic expenditure: personnel and operating, their classes, what is filled in them."""
    table = budget.table("basic_by_economic")
    row = table.total_row
    yield _sized(budget, "basic", cell(row, "total"))
    if told(cell(row, "personnel")):
        yield say("first", said=clause(say("personnel"), cell(row, "personnel")))
    for one in _economic_classes(table, PERSONNEL):
        yield f"{clause(one.name, one['total'])}{_filled(table, one.code)}。"
    if told(cell(row, "operating")):
        said = clause(say("operating"), cell(row, "operating"))
        yield say("second", said=said + _filled(table, *OPERATING))
    for one in _economic_classes(table, OPERATING):
        yield f"{clause(one.name, one['total'])}。"
    for one in table.children(None):
        if told(cell(one, "total")) and one.code not in PERSONNEL + OPERATING:
            yield say("beside", said=clause(one.name, one["total"]))


def _economic_classes(table: Table, codes: tuple[str, ...]) -> list[Row]:
    rows = [row for row in table.children(None) if row.code in codes]
    return [row for row in rows if told(cell(row, "total"))]


def _filled(table: Table, *codes: str) -> str:
    """The names of the items below these classes that have money."""
    leaves = [r for r in table.leaves if r.code.startswith(codes) and r.code not in codes]
    names = [row.name for row in leaves if told(cell(row, "total"))]
    return say("filled", names=names) if names else ""


def three_public(budget: Budget) -> Iterator[str]:
    """The three public expenses, whole and by kind; a blank beside a filled total is nothing."""
    table, public = budget.table("three_public"), labels("draft_public")
    if not any(told(figure) for row in table.rows for figure in row.some("total", *public)):
        yield say("no_public", year=budget.year)
        return
    if len(table.rows) > 1:
        yield gap(say("public_rows"))
        return
    row, vehicle = table.rows[0], labels("draft_vehicle")
    yield _sized(budget, "public", cell(row, "total")) + _prior()
    for n, kind in enumerate((kind for kind in public if kind in row), start=1):
        parts = [key for key in PARTS.get(kind, ()) if key in row]
        inside = "".join(f"，{vehicle[key]}{money(told(row[key]))}" for key in parts)
        yield f"{n}. {public[kind]}{money(told(row[kind]))}{inside}。"


def gov_fund(budget: Budget, role: str = "gov_fund") -> Iterator[str]:
    """A fund of its own, government-managed or state capital: nothing, or its total and items."""
    table, fund = budget.table(role), label("draft_fund", role)
    if not any(told(figure) for row in table.rows for figure in row.some("total")):
        yield say("no_fund", year=budget.year, fund=fund)
        return
    row = table.total_row
    parts = clauses(named_cells(row, "draft_spending", "basic", "project"))
    inside = say("by_nature", parts=parts) if parts else ""
    yield f"{clause(say('fund', year=budget.year, fund=fund), cell(row, 'total'))}{inside}。"
    yield from _items(table)
    yield _prior()


def state_capital(budget: Budget) -> Iterator[str]:
    """State capital operations."""
    yield from gov_fund(budget, "state_capital")


def projects(budget: Budget) -> Iterator[str]:
    """Project expenditure, its sources, and every project of the lowest level."""
    if not budget.has("projects"):
        yield missing("projects")
    leaves = budget.table("projects").leaves if budget.has("projects") else []
    leaves = [row for row in leaves if told(cell(row, "total"))]
    if budget.has("expenditure"):
        whole = cell(budget.table("expenditure").total_row, "project")
        yield f"{clause(say('projects', year=budget.year), whole)}{_paid_by(budget, leaves)}。"
    for n, row in enumerate(leaves, start=1):
        # With 项目 behind it, a name that ends in 工程 or 服务 is no amount of procurement.
        name = row.name.removesuffix(say("project")) + say("project")
        yield f"{n}. {clause(say('item', name=name), row['total'])}{_category(budget, row)}。"
    yield gap(say("purposes"))


def _paid_by(budget: Budget, leaves: list[Row]) -> str:
    """Where the money comes from; with amounts where this year's appropriations pay it all."""
    known = labels("draft_paid_by")
    used = [key for key in known if any(told(cell(row, key)) for row in leaves)]
    tables = {key: budget.table(r) for key in used if (r := PAID_IN.get(key)) and budget.has(r)}
    figures = {key: cell(table.total_row, "project") for key, table in tables.items()}
    if used and all(told(figures.get(key)) for key in used):
        return "".join(f"，{clause(known[key], figures[key])}" for key in used)
    return say("paid_from", names=[known[key] for key in used]) if used else ""


def _category(budget: Budget, row: Row) -> str:
    """The category that the project's own target table gives it."""
    tables = budget.all_tables("project_targets") if budget.has("project_targets") else []
    heads = [head.text for table in tables for head in table.part("head")]
    own = next((head for head in heads if head.get(say("project_code")) == row.code), {})
    category = own.get(say("project_category"))
    return say("of_category", category=category) if category else ""


def other(budget: Budget) -> Iterator[str]:
    """Operating expenses of organs and performance; procurement, services, assets are marked."""
    yield say("organs_head")
    yield _operating_organs(budget)
    for mark, words in labels("draft_untold").items():
        yield say("untold_head", mark=mark, words=words)
        yield gap(words)
    yield say("performance_head")
    yield _performance(budget)


def _operating_organs(budget: Budget) -> str:
    """Told where the table of the three public expenses has a column for them."""
    tables = budget.all_tables("three_public") if budget.has("three_public") else []
    printed = any(c.key == "operating_organs" for table in tables for c in table.columns)
    filled = [f for t in tables for r in t.rows for f in r.some("operating_organs") if told(f)]
    if printed and not filled:
        return say("no_organs", year=budget.year)
    if len(filled) != 1:
        return gap(say("organs_name"))
    return _sized(budget, "organs", filled[0]) + _prior()


def _performance(budget: Budget) -> str:
    """What the target tables cover: the overall expenditure, and how many projects."""
    n = len(budget.all_tables("project_targets")) if budget.has("project_targets") else 0
    targets = say("target_tables", n=n) if n else ""
    if not budget.has("overall_targets"):
        return targets + missing("overall_targets")
    rows = budget.table("overall_targets").part("expenditure")
    total = (cell(row, "current") for row in rows if row.name.startswith(say("total")))
    return say(
        "covered",
        words=f"{budget.level}{TABLES['overall_targets']}",
        said=clause(say("planned", year=budget.year), next(total, None)),
        targets=targets,
        gap=gap(say("assessed")),
    )
