"""The explanatory notes written anew from the tables, in our own words, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from budgetlib.amounts import Figure, magnitude, round_half_up
from budgetlib.classifications import name_of
from budgetlib.errors import BudgetError
from budgetlib.model import Budget, Row, Table

HALF_CENT = Decimal("0.005")
PRIOR = "上年预算数、增减额与增减原因"
SOURCES = {
    "general_budget": "一般公共预算拨款收入",
    "gov_fund": "政府性基金预算拨款收入",
    "state_capital": "国有资本经营预算拨款收入",
    "special_account": "财政专户管理资金收入",
    "operations": "事业收入",
    "business": "事业单位经营收入",
    "superior": "上级补助收入",
    "affiliated": "附属单位上缴收入",
    "other": "其他收入",
    "carry_over": "上年结转结余",
}
FISCAL = ("general_budget", "gov_fund", "state_capital", "carry_over")
SPENDING = {
    "basic": "基本支出",
    "project": "项目支出",
    "business": "事业单位经营支出",
    "remitted": "上缴上级支出",
    "subsidies": "对附属单位补助支出",
    "reserve": "单位预留机动经费",
}
PUBLIC = {
    "travel": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_running": "公务用车运行维护费",
    "reception": "公务接待费",
}
FUNDS = {"gov_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}
PAID_BY = {
    "general_budget": "一般公共预算本年拨款",
    "gov_fund": "政府性基金预算本年拨款",
    "state_capital": "国有资本经营预算本年拨款",
    "general_budget_carried": "一般公共预算结转",
    "gov_fund_carried": "政府性基金预算结转",
    "state_capital_carried": "国有资本经营预算结转",
    "special_account": "财政专户管理资金",
    "own": "单位资金",
}
TABLES = {
    "summary": "收支总表",
    "revenue": "收入总表",
    "expenditure": "支出总表",
    "fiscal": "财政拨款收支总表",
    "by_function": "一般公共预算支出表",
    "basic_by_economic": "一般公共预算基本支出表",
    "three_public": "“三公”经费支出表",
    "gov_fund": "政府性基金预算支出表",
    "state_capital": "国有资本经营预算支出表",
    "projects": "项目支出表",
    "overall_targets": "整体支出绩效目标表",
}


class Section(NamedTuple):
    """One section of the notes: its heading, and what tells it from the first table printed."""

    title: str
    roles: tuple[str, ...]
    tell: Callable[[Budget, Table], Iterator[str]]


def draft(budget: Budget, section: int | None = None) -> str:
    """Write the explanatory notes anew from the tables of a disclosure.

    What no table supplies (last year's items, reasons, procurement, assets) is marked
    ``〔待补：…〕``, and a section whose table is not printed says so. The notes that the
    disclosure itself prints are not looked at.

    Parameters
    ----------
    budget
        A disclosure; only its tables are used.
    section
        1 to 11; all when None.

    Returns
    -------
    str
        Markdown in Chinese, a heading ``## 一、…`` for each section; amounts in 万元 as the
        tables print them, those printed in 元 rounded half up to 0.01 万元.

    Raises
    ------
    BudgetError
        No section has this number.
    """
    known = dict(enumerate(SECTIONS, start=1))
    if section is not None and section not in known:
        there = "、".join(f"{n} {one.title}" for n, one in known.items())
        raise BudgetError(f"no section {section} can be drafted; there are {there}")
    numbers = known if section is None else [section]
    return "\n".join(line for n in numbers for line in _section(budget, n, known[n]))


def _section(budget: Budget, number: int, section: Section) -> Iterator[str]:
    yield f"## {NUMERALS[number - 1]}、{section.title}\n"
    role = next((role for role in section.roles if budget.has(role)), None)
    told = section.tell(budget, budget.table(role)) if role else [missing(section.roles[0])]
    yield from (f"{paragraph}\n" for paragraph in told)


NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")


# ---- words


def gap(what: str) -> str:
    """The mark for what no table supplies: a sentence by itself, without a figure."""
    return f"〔待补：{what}〕。"


def missing(role: str) -> str:
    """The mark for a table that is not printed."""
    # The name comes first: 未… before 政府性基金 would say that there is no such expenditure.
    return gap(f"{TABLES[role]}未印出")


def told(figure: Figure | None) -> Decimal:
    """An amount in 万元 as its table prints it, nothing where it is blank."""
    if figure is None or figure.value is None:
        return Decimal(0)
    if figure.unit == "万元":
        return figure.value
    value = figure.value * magnitude(figure.unit) / magnitude("万元")
    return round_half_up(value, HALF_CENT).quantize(2 * HALF_CENT)


def money(value: Decimal) -> str:
    """An amount with its unit; a negative one is for the writer to clear up."""
    return f"{value:f}万元" if value >= 0 else "〔待补：表中印为负数，待核实〕"


def share(part: Decimal, whole: Decimal) -> str:
    """A percentage to 0.01."""
    return f"{round_half_up(part / whole * 100, HALF_CENT):.2f}%"


def clause(words: str, figure: Figure | None, whole: Figure | None = None) -> str:
    """What something is, and its share of the whole."""
    value, base = told(figure), told(whole)
    said = f"，占{share(value, base)}" if base > 0 and value >= 0 else ""
    return f"{words}{money(value)}{said}"


def clauses(named: Iterable[tuple[str, Figure | None]], whole: Figure | None = None) -> str:
    """One clause for each amount that is not nothing."""
    return "；".join(clause(words, figure, whole) for words, figure in named if told(figure))


def _cell(row: Row | None, column: str) -> Figure | None:
    return row.cells.get(column) if row else None


def _side(table: Table, side: str, code: str) -> Figure | None:
    """The amount of a row of a two-sided table."""
    return _cell(table.find(code, side), "amount")


def since_last_year(budget: Budget, figure: Figure | None, part: str, name: str) -> str:
    """Change and growth since the year that the overall target table prints beside this one."""
    forms = budget.all_tables("overall_targets") if budget.has("overall_targets") else []
    rows = [row for form in forms for row in form.part(part) if row.name.startswith(name)]
    before = _cell(rows[0], "previous") if rows else None
    if before is None or before.blank or told(_cell(rows[0], "current")) != told(figure):
        return f"。{gap(PRIOR)}"
    year, change = budget.year - 1, told(figure) - told(before)
    if not change:
        return f"，与{year}年持平。{gap('增减原因')}"
    up, rise = ("增加", "增长") if change > 0 else ("减少", "下降")
    growth = f"，{rise}{share(abs(change), told(before))}" if told(before) > 0 else ""
    beside = f"整体支出绩效目标表所列{year}年数为{money(told(before))}"
    return f"，比{year}年{up}{money(abs(change))}{growth}；{beside}。{gap('增减原因')}"


def _items(table: Table, column: str = "total") -> Iterator[str]:
    """One numbered sentence for each function item that has money."""
    rows = [row for row in table.leaves if told(_cell(row, column))]
    for n, row in enumerate(rows, start=1):
        yield f"{n}. {clause(_path(table, row) + '安排', row[column])}。"


def _path(table: Table, row: Row) -> str:
    """类款项 of an item, by the table's own names, else by the classification."""
    names, step = {}, row
    while step:
        names[len(step.code)] = step.name
        step = table.by_key.get(step.parent)  # type: ignore[assignment]
    path = [(names.get(n) or name_of("function", row.code[:n]), n) for n in (3, 5, 7)]
    marks = {3: "类", 5: "款", 7: "项"}
    return "".join(f"{name}（{marks[n]}）" for name, n in path if name and n <= len(row.code))


# ---- sections


def _overall(budget: Budget, table: Table) -> Iterator[str]:
    both = [_side(table, side, "grand_total") for side in ("revenue", "expenditure")]
    sums = f"{clause('收入总计', both[0])}，{clause('支出总计', both[1])}"
    yield f"{budget.year}年{sums}{since_last_year(budget, both[1], 'expenditure', '合计')}"
    income = [words for key, words in SOURCES.items() if told(_side(table, "revenue", key))]
    if income:
        yield f"资金来自{'、'.join(income)}。"
    classes = [row.name for row in _classes(table)]
    if classes:
        yield f"按功能分类，支出包括：{'、'.join(classes)}。"


def _classes(table: Table) -> list[Row]:
    """The function classes of a two-sided table that have money."""
    rows = [row for row in table.part("expenditure") if row.code.isdigit()]
    return [row for row in rows if told(_cell(row, "amount"))]


def _revenue(budget: Budget, table: Table) -> Iterator[str]:
    if table.role == "summary":
        cells = {key: _side(table, "revenue", key) for key in SOURCES}
        whole = _side(table, "revenue", "grand_total")
    else:
        cells = {key: _cell(table.total_row, key) for key in SOURCES}
        whole = _cell(table.total_row, "total")
    named = clauses([(SOURCES[key], figure) for key, figure in cells.items()], whole)
    yield f"{clause(f'{budget.year}年收入预算总额', whole)}。"
    yield f"分来源看，{named}。{gap(PRIOR)}" if named else gap("收入来源")


def _expenditure(budget: Budget, table: Table) -> Iterator[str]:
    row = table.total_row
    whole = _cell(row, "total")
    named = clauses([(words, _cell(row, key)) for key, words in SPENDING.items()], whole)
    yield f"{clause(f'{budget.year}年支出预算总额', whole)}。"
    yield f"分性质看，{named}。{gap(PRIOR)}" if named else gap("基本支出与项目支出")


def _fiscal(budget: Budget, table: Table) -> Iterator[str]:
    both = [_side(table, side, "grand_total") for side in ("revenue", "expenditure")]
    sums = f"{clause('财政拨款收入总计', both[0])}，{clause('支出总计', both[1])}"
    yield f"{budget.year}年{sums}{since_last_year(budget, both[0], 'revenue', '财政拨款')}"
    income = clauses([(SOURCES[key], _side(table, "revenue", key)) for key in FISCAL])
    if income:
        yield f"资金来源：{income}。"
    spent = [(row.name, row["amount"]) for row in _classes(table)]
    spent.append(("年终结转结余", _side(table, "expenditure", "carry_forward")))
    if clauses(spent):
        yield f"用于各功能分类的数额：{clauses(spent)}。"


def _general_budget(budget: Budget, table: Table) -> Iterator[str]:
    row = table.total_row
    whole, basic = _cell(row, "total"), _cell(row, "basic")
    yield "### （一）拨款规模"
    yield f"{clause(f'{budget.year}年安排一般公共预算拨款', whole)}。{gap(PRIOR)}"
    yield "### （二）拨款结构"
    people = clauses([("人员经费", _cell(row, "personnel")), ("公用经费", _cell(row, "operating"))])
    inside = f"，内含{people}" if people else ""
    parts = [clause("基本支出", basic, whole) + inside] if told(basic) else []
    parts += [clauses([("项目支出", _cell(row, "project"))], whole)]
    yield f"{'；'.join(filter(None, parts))}。" if any(parts) else gap("基本支出与项目支出")
    yield "### （三）各项科目"
    yield from _items(table)
    yield gap(f"各项科目的{PRIOR}")


def _basic(budget: Budget, table: Table) -> Iterator[str]:
    row = table.total_row
    yield f"{clause(f'{budget.year}年安排一般公共预算基本支出', _cell(row, 'total'))}。"
    for mark, key, words, codes in KINDS:
        figure = _cell(row, key)
        if told(figure):
            yield f"（{mark}）{clause(words, figure)}{_listed(table, codes, key)}"
        for one in _economic_classes(table, codes):
            yield f"{clause(one.name, one['total'])}{_listed(table, (one.code,), 'class')}"
    others = [r for r in _economic_classes(table, ()) if r.code not in CODES]
    if others:
        yield f"另有{clauses([(r.name, r['total']) for r in others])}。"


KINDS = (
    ("一", "personnel", "人员经费", ("301", "303")),
    ("二", "operating", "公用经费", ("302", "310")),
)
CODES = ("301", "303", "302", "310")


def _economic_classes(table: Table, codes: tuple[str, ...]) -> list[Row]:
    """The economic classes that have money; all of them where no code is given."""
    rows = [row for row in table.children(None) if not codes or row.code in codes]
    return [row for row in rows if told(_cell(row, "total"))]


def _listed(table: Table, codes: tuple[str, ...], key: str) -> str:
    """The names of the filled items: personnel by class, operating expenditure at once."""
    if key == "personnel" or codes in (("302",), ("310",)):
        return "。"
    leaves = [row for row in table.leaves if row.code.startswith(codes)]
    names = [row.name for row in leaves if told(_cell(row, "total"))]
    return f"，细分科目包括：{'、'.join(names)}。" if names else "。"


def _three_public(budget: Budget, table: Table) -> Iterator[str]:
    if not table.filled:
        yield f"{budget.year}年没有安排“三公”经费。"
        return
    if len(table.rows) > 1:
        yield gap("“三公”经费的合计，表中分多行填列")
        return
    row = table.rows[0]
    yield f"{clause(f'{budget.year}年“三公”经费合计', _cell(row, 'total'))}。{gap(PRIOR)}"
    shown = [key for key in PUBLIC if key in row]
    for n, key in enumerate((k for k in shown if not k.startswith("vehicle_")), start=1):
        parts = [k for k in shown if key == "vehicles" and k.startswith("vehicle_")]
        inside = "，".join(clause(PUBLIC[k], row[k]) for k in parts)
        yield f"{n}. {clause(PUBLIC[key], row[key])}{f'，其中{inside}' if inside else ''}。"


def _fund(budget: Budget, table: Table) -> Iterator[str]:
    name, row = FUNDS[table.role], table.total_row
    if not any(told(_cell(r, "total")) for r in table.rows):
        yield f"{budget.year}年没有安排{name}支出。"
        return
    if row:
        parts = clauses([(SPENDING[key], _cell(row, key)) for key in ("basic", "project")])
        inside = f"，其中{parts}" if parts else ""
        yield f"{clause(f'{budget.year}年安排{name}支出', _cell(row, 'total'))}{inside}。"
    yield from _items(table)
    yield gap(PRIOR)


def _projects(budget: Budget, table: Table) -> Iterator[str]:
    leaves = [row for row in table.leaves if told(_cell(row, "total"))]
    if budget.has("expenditure"):
        whole = _cell(budget.table("expenditure").total_row, "project")
        yield f"{clause(f'{budget.year}年安排项目支出', whole)}{_paid_by(leaves)}。"
    for n, row in enumerate(leaves, start=1):
        category = f"，属{row_category}" if (row_category := _category(budget, row)) else ""
        name = row.name.removesuffix("项目") + "项目"
        yield f"{n}. {clause(f'{name}安排', row['total'])}{category}。"
    if not leaves:
        yield f"{TABLES['projects']}中各项目的金额均为空白。"
    yield gap("各项目的用途")


def _paid_by(leaves: list[Row]) -> str:
    """Where the projects' money comes from: amounts if one source pays all, names otherwise."""
    used = [key for key in PAID_BY if any(told(_cell(row, key)) for row in leaves)]
    return f"，资金为{'、'.join(PAID_BY[key] for key in used)}" if used else ""


def _category(budget: Budget, row: Row) -> str:
    """The category that the project's own target table gives it."""
    tables = budget.all_tables("project_targets") if budget.has("project_targets") else []
    heads = [head.text for table in tables for head in table.part("head")]
    return next((h.get("支出项目类别", "") for h in heads if h.get("项目编码") == row.code), "")


def _other(budget: Budget) -> Iterator[str]:
    yield "### （一）机关运行经费"
    yield _operating_organs(budget)
    for mark, words in (
        ("二", "政府采购预算"),
        ("三", "政府购买服务预算"),
        ("四", "委托业务费预算"),
        ("五", "国有资产占用情况"),
    ):
        yield f"### （{mark}）{words}"
        yield gap(words)
    yield "### （六）预算绩效"
    yield _performance(budget)


def _operating_organs(budget: Budget) -> str:
    tables = budget.all_tables("three_public") if budget.has("three_public") else []
    cells = [row["operating_organs"] for t in tables for row in t.rows if "operating_organs" in row]
    if not cells:
        return gap("机关运行经费")
    if not any(told(figure) for figure in cells):
        return f"{budget.year}年没有安排机关运行经费。"
    return f"{clause(f'{budget.year}年安排机关运行经费', cells[0])}。{gap(PRIOR)}"
