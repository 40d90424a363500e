"""What each section of a draft tells, from the tables alone."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib.budget import Budget
from budgetlib.classifications import name_of
from budgetlib.printed import Row, Table
from budgetlib.tell.draft.names import (
    FISCAL,
    FUNDS,
    PAID_BY,
    PAID_IN,
    PUBLIC,
    SOURCES,
    SPENDING,
    TABLES,
    UNTOLD,
    VEHICLES,
)
from budgetlib.tell.draft.sentences import (
    PRIOR,
    cell,
    clause,
    clauses,
    gap,
    missing,
    money,
    side,
    since_last_year,
    told,
)


def overall(budget: Budget) -> Iterator[str]:
    """Both grand totals, where the money comes from and what classes it goes to."""
    table = budget.table("summary")
    income, spent = (side(table, part, "grand_total") for part in ("revenue", "expenditure"))
    since = since_last_year(budget, spent, "expenditure", "合计")
    yield f"{budget.year}年{clause('收入总计', income)}，{clause('支出总计', spent)}{since}"
    sources = [words for key, words in SOURCES.items() if told(side(table, "revenue", key))]
    if sources:
        yield f"资金来自{'、'.join(sources)}。"
    classes = [row.name for row in _function_classes(table)]
    if classes:
        yield f"按功能分类，支出包括：{'、'.join(classes)}。"


def _function_classes(table: Table) -> list[Row]:
    """The function classes of a two-sided table that have money."""
    rows = [row for row in table.part("expenditure") if row.code.isdigit()]
    return [row for row in rows if told(cell(row, "amount"))]


def revenue(budget: Budget) -> Iterator[str]:
    """Revenue by source, with shares, from the summary or else the revenue table."""
    if budget.has("summary"):
        table = budget.table("summary")
        whole = side(table, "revenue", "grand_total")
        cells = {key: side(table, "revenue", key) for key in SOURCES}
    else:
        row = budget.table("revenue").total_row
        whole, cells = cell(row, "total"), {key: cell(row, key) for key in SOURCES}
    named = clauses([(SOURCES[key], figure) for key, figure in cells.items()], whole)
    yield f"{clause(f'{budget.year}年收入预算总额', whole)}。"
    yield f"分来源看，{named}。{gap(PRIOR)}" if named else gap("收入来源")


def expenditure(budget: Budget) -> Iterator[str]:
    """Expenditure by kind, with shares."""
    row = budget.table("expenditure").total_row
    whole = cell(row, "total")
    named = clauses([(words, cell(row, key)) for key, words in SPENDING.items()], whole)
    yield f"{clause(f'{budget.year}年支出预算总额', whole)}。"
    yield f"分性质看，{named}。{gap(PRIOR)}" if named else gap("基本支出与项目支出")


def fiscal(budget: Budget) -> Iterator[str]:
    """Fiscal appropriation: both grand totals, its sources, its function classes."""
    table = budget.table("fiscal")
    income, spent = (side(table, part, "grand_total") for part in ("revenue", "expenditure"))
    since = since_last_year(budget, income, "revenue", "财政拨款")
    both = f"{clause('财政拨款支出总计', spent)}，{clause('收入总计', income)}"
    yield f"{budget.year}年{both}{since}"
    sources = clauses([(SOURCES[key], side(table, "revenue", key)) for key in FISCAL])
    if sources:
        yield f"资金来源：{sources}。"
    classes = [(row.name, cell(row, "amount")) for row in _function_classes(table)]
    classes.append(("年终结转结余", side(table, "expenditure", "carry_forward")))
    if clauses(classes):
        yield f"按功能分类列支：{clauses(classes)}。"


def general_budget(budget: Budget) -> Iterator[str]:
    """The general public budget: its size, its structure with shares, its items."""
    table = budget.table("by_function")
    whole = cell(table.total_row, "total")
    yield "### （一）拨款规模"
    yield f"{clause(f'{budget.year}年安排一般公共预算拨款', whole)}。{gap(PRIOR)}"
    yield "### （二）拨款结构"
    yield _structure(table.total_row)
    yield "### （三）各项科目"
    yield from _items(table)
    yield gap(f"各项科目的{PRIOR}")


def _structure(row: Row | None) -> str:
    """Basic and project expenditure with shares, and what the basic one consists of."""
    whole = cell(row, "total")
    basic = clauses([("基本支出", cell(row, "basic"))], whole)
    inside = clauses(
        [("人员经费", cell(row, "personnel")), ("公用经费", cell(row, "operating"))]
    ).replace("；", "、")
    basic += f"，内含{inside}" if basic and inside else ""
    parts = [part for part in (basic, clauses([("项目支出", cell(row, "project"))], whole)) if part]
    return f"{'；'.join(parts)}。" if parts else gap("基本支出与项目支出")


def _items(table: Table) -> Iterator[str]:
    """One numbered sentence for each function item that has money."""
    rows = [row for row in table.leaves if told(cell(row, "total"))]
    for n, row in enumerate(rows, start=1):
        yield f"{n}. {clause(f'{_path(table, row)}安排', row['total'])}。"


def _path(table: Table, row: Row) -> str:
    """类款项 of an item, by the table's own names, else by the classification."""
    names: dict[int, str] = {}
    step: Row | None = row
    while step:
        names[len(step.code)] = step.name
        step = table.by_key.get(step.parent)
    levels = [(n, mark) for n, mark in zip((3, 5, 7), "类款项", strict=True) if n <= len(row.code)]
    named = [(names.get(n) or name_of("function", row.code[:n]), mark) for n, mark in levels]
    return "".join(f"{name}（{mark}）" for name, mark in named if name)


def basic(budget: Budget) -> Iterator[str]:
    """Basic expenditure: personnel and operating, their classes, what is filled in them."""
    table = budget.table("basic_by_economic")
    row = table.total_row
    yield f"{clause(f'{budget.year}年安排一般公共预算基本支出', cell(row, 'total'))}。"
    if told(cell(row, "personnel")):
        yield f"（一）{clause('人员经费共', cell(row, 'personnel'))}。"
    for one in _economic_classes(table, "301", "303"):
        yield f"{clause(one.name, one['total'])}{_filled(table, one.code)}。"
    if told(cell(row, "operating")):
        filled = _filled(table, "302", "310")
        yield f"（二）{clause('公用经费共', cell(row, 'operating'))}{filled}。"
    for one in _economic_classes(table, "302", "310"):
        yield f"{clause(one.name, one['total'])}。"
    known = {one.code for one in _economic_classes(table, "301", "302", "303", "310")}
    for one in table.children(None):
        if told(cell(one, "total")) and one.code not in known:
            yield f"另列{clause(one.name, one['total'])}。"


def _economic_classes(table: Table, *codes: str) -> list[Row]:
    rows = [row for row in table.children(None) if row.code in codes]
    return [row for row in rows if told(cell(row, "total"))]


def _filled(table: Table, *codes: str) -> str:
    """The names of the items below these classes that have money."""
    leaves = [r for r in table.leaves if r.code.startswith(codes) and r.code not in codes]
    names = [row.name for row in leaves if told(cell(row, "total"))]
    return f"，细分科目包括：{'、'.join(names)}" if names else ""


def three_public(budget: Budget) -> Iterator[str]:
    """The three public expenses, whole and by kind; a blank beside a filled total is nothing."""
    table = budget.table("three_public")
    if not any(told(figure) for row in table.rows for figure in row.some("total", *PUBLIC)):
        yield f"{budget.year}年没有安排“三公”经费。"
        return
    if len(table.rows) > 1:
        yield gap("“三公”经费合计，表中分行填列")
        return
    row = table.rows[0]
    yield f"{clause(f'{budget.year}年“三公”经费合计', cell(row, 'total'))}。{gap(PRIOR)}"
    kinds = [kind for kind in PUBLIC if kind in row]
    for n, kind in enumerate(kinds, start=1):
        words, parts = PUBLIC[kind]
        inside = [f"，{VEHICLES[p]}{money(told(row[p]))}" for p in parts if p in row]
        yield f"{n}. {words}{money(told(row[kind]))}{''.join(inside)}。"


def gov_fund(budget: Budget) -> Iterator[str]:
    """Government-managed funds: nothing, or the total and its items."""
    yield from _fund(budget, "gov_fund")


def state_capital(budget: Budget) -> Iterator[str]:
    """State capital operations: nothing, or the total and its items."""
    yield from _fund(budget, "state_capital")


def _fund(budget: Budget, role: str) -> Iterator[str]:
    table, name = budget.table(role), FUNDS[role]
    if not any(told(figure) for row in table.rows for figure in row.some("total")):
        yield f"{budget.year}年没有安排{name}支出。"
        return
    row = table.total_row
    parts = clauses([(SPENDING[key], cell(row, key)) for key in ("basic", "project")])
    inside = f"，按性质分：{parts}" if parts else ""
    yield f"{clause(f'{budget.year}年安排{name}支出', cell(row, 'total'))}{inside}。"
    yield from _items(table)
    yield gap(PRIOR)


def projects(budget: Budget) -> Iterator[str]:
    """Project expenditure, its sources, and every project of the lowest level."""
    if not budget.has("projects"):
        yield missing("projects")
    leaves = budget.table("projects").leaves if budget.has("projects") else []
    leaves = [row for row in leaves if told(cell(row, "total"))]
    if budget.has("expenditure"):
        whole = cell(budget.table("expenditure").total_row, "project")
        yield f"{clause(f'{budget.year}年安排项目支出', whole)}{_paid_by(budget, leaves)}。"
    for n, row in enumerate(leaves, start=1):
        # With 项目 behind it, a name that ends in 工程 or 服务 is no amount of procurement.
        name = row.name.removesuffix("项目") + "项目"
        yield f"{n}. {clause(f'{name}安排', row['total'])}{_category(budget, row)}。"
    yield gap("各项目的用途")


def _paid_by(budget: Budget, leaves: list[Row]) -> str:
    """Where the money comes from; with amounts where this year's appropriations pay it all."""
    used = [key for key in PAID_BY if any(told(cell(row, key)) for row in leaves)]
    rows = {key: _total_row(budget, PAID_IN[key]) for key in used if key in PAID_IN}
    figures = {key: cell(row, "project") for key, row in rows.items()}
    if used and all(told(figures.get(key)) for key in used):
        return "".join(f"，{clause(PAID_BY[key], figures[key])}" for key in used)
    return f"，资金来源有{'、'.join(PAID_BY[key] for key in used)}" if used else ""


def _total_row(budget: Budget, role: str) -> Row | None:
    return budget.table(role).total_row if budget.has(role) else None


def _category(budget: Budget, row: Row) -> str:
    """The category that the project's own target table gives it."""
    tables = budget.all_tables("project_targets") if budget.has("project_targets") else []
    heads = [head.text for table in tables for head in table.part("head")]
    own = next((head for head in heads if head.get("项目编码") == row.code), {})
    return f"，属{own['支出项目类别']}" if own.get("支出项目类别") else ""


def other(budget: Budget) -> Iterator[str]:
    """Operating expenses of organs and performance; procurement, services, assets are marked."""
    yield "### （一）机关运行经费"
    yield _operating_organs(budget)
    for mark, words in UNTOLD.items():
        yield f"### （{mark}）{words}"
        yield gap(words)
    yield "### （六）预算绩效"
    yield _performance(budget)


def _operating_organs(budget: Budget) -> str:
    """Told where the table of the three public expenses has a column for them."""
    tables = budget.all_tables("three_public") if budget.has("three_public") else []
    printed = any(c.key == "operating_organs" for table in tables for c in table.columns)
    filled = [f for t in tables for r in t.rows for f in r.some("operating_organs") if told(f)]
    if printed and not filled:
        return f"{budget.year}年没有安排机关运行经费。"
    if len(filled) != 1:
        return gap("机关运行经费")
    return f"{clause(f'{budget.year}年安排机关运行经费', filled[0])}。{gap(PRIOR)}"


def _performance(budget: Budget) -> str:
    """What the target tables cover: the overall expenditure, and how many projects."""
    projects = len(budget.all_tables("project_targets")) if budget.has("project_targets") else 0
    counted = f"编报二级项目支出绩效目标{projects}个。" if projects else ""
    if not budget.has("overall_targets"):
        return counted + missing("overall_targets")
    rows = budget.table("overall_targets").part("expenditure")
    whole = next((cell(row, "current") for row in rows if row.name.startswith("合计")), None)
    words = f"{budget.level}{TABLES['overall_targets']}"
    return (
        f"列入{words}的{clause(f'{budget.year}年预算支出', whole)}。{counted}{gap('绩效评价安排')}"
    )
