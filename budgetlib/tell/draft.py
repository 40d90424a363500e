"""The explanatory notes written anew from the tables, in our own words, in Chinese."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from budgetlib.budget import Budget
from budgetlib.classifications import name_of
from budgetlib.disclosure import cube
from budgetlib.errors import BudgetError
from budgetlib.figures import ZERO, Figure, Row, Table, converted, round_half_up
from budgetlib.rules.targets import target_of, target_tables
from budgetlib.show.answers import category_of
from budgetlib.vocabulary import digits
from budgetlib.vocabulary.phrases import CHINESE, filled, label, labels, words

CENT, HALF_CENT = Decimal("0.01"), Decimal("0.005")
TABLES = labels("draft_table")
YEAR = ("year", "all")  # what a table of all money holds, without or with what is carried
# The tables whose project column prints what each appropriation pays.
FUNDS = ("gov_fund", "state_capital")
PAID_IN = {"general_budget": "by_function"} | {fund: fund for fund in FUNDS}
PERSONNEL, OPERATING = ("301", "303"), ("302", "310")


def _sized(budget: Budget, phrase: str, figure: Figure | None, **fields: Any) -> str:
    """A sentence with one amount of the year."""
    return f"{clause(say(phrase, year=budget.year, **fields), figure)}。"


def _both(budget: Budget, role: str, fund: str, part: str, line: str, spent: str) -> str:
    """Both grand totals of a two-sided table, and what the one of `part` changed by."""
    into, out = (cube.at(budget, f"table {role}", "fund", flow=f).get(fund) for f in ("in", "out"))
    since = since_last_year(budget, into if part == "revenue" else out, part, say(line))
    both = {"income": clause(say("income"), into), spent: clause(say(spent), out)}
    return say(role, year=budget.year, since=since, **both)


def overall(budget: Budget) -> Iterator[str]:
    """Both grand totals, where the money comes from and what classes it goes to."""
    yield _both(budget, "summary", "all", "expenditure", "total", "spent")
    found = cube.at(budget, "table summary", "fund", flow="in")
    found = cube.divided(found, "fund", "fiscal")
    sources = [name for key, name in words("draft_source").items() if in_wan(found.get(key))]
    if sources:
        yield say("comes_from", names=sources)
    classes = [row.name for row in _function_classes(budget.table("summary"))]
    if classes:
        yield say("classes", names=classes)


def _function_classes(table: Table) -> list[Row]:
    """The function classes of a two-sided table that have money."""
    return filled_rows([row for row in table.part("expenditure") if row.code.isdigit()], "amount")


def revenue(budget: Budget) -> Iterator[str]:
    """Revenue by source, with shares, from the summary or else the revenue table."""
    role = "summary" if budget.has("summary") else "revenue"
    found = cube.divided(cube.at(budget, f"table {role}", "fund", flow="in"), "fund", "fiscal")
    whole = found.get("all", found.get("year"))
    yield _sized(budget, "revenue", whole)
    yield _parts("by_source", clauses(words("draft_source"), found, whole), "no_source")


def _parts(phrase: str, parts: list[str], nothing: str) -> str:
    """What makes a whole, or the mark for it."""
    return say(phrase, parts="；".join(parts), gap=gap("prior")) if parts else gap(nothing)


def expenditure(budget: Budget) -> Iterator[str]:
    """Expenditure by kind, with shares."""
    found = cube.at(budget, "table expenditure", flow="out", fund=YEAR)
    yield _sized(budget, "expenditure", found.get("total"))
    yield _parts("by_kind", clauses(words("kind"), found, found.get("total")), "no_kind")


def fiscal(budget: Budget) -> Iterator[str]:
    """Fiscal appropriation: both grand totals, its sources, its function classes."""
    yield _both(budget, "fiscal", "fiscal_all", "revenue", "fiscal_line", "fiscal_spent")
    sources = clauses(words("draft_fiscal"), cube.at(budget, "table fiscal", "fund", flow="in"))
    if sources:
        yield say("fiscal_sources", parts="；".join(sources))
    rows = _function_classes(budget.table("fiscal"))
    classes = [clause(row.name, row["amount"]) for row in rows]
    forward = cube.at(budget, "table fiscal", flow="out")
    classes += clauses({"carry_forward": say("carried")}, forward)
    if classes:
        yield say("fiscal_classes", parts="；".join(classes))


def general_budget(budget: Budget) -> Iterator[str]:
    """The general public budget: its size, its structure with shares, its items."""
    found = cube.at(budget, "table by_function", fund="general_budget")
    yield say("size_head")
    yield _sized(budget, "size", found.get("total")) + gap("prior")
    yield say("structure_head")
    names = words("part")
    basic, project = (
        clauses({k: names[k]}, found, found.get("total")) for k in ("basic", "project")
    )
    inside = clauses({key: names[key] for key in ("personnel", "operating")}, found)
    if basic and inside:
        basic[0] += say("inside", parts=inside)
    yield f"{'；'.join([*basic, *project])}。" if basic or project else gap("no_kind")
    yield say("items_head")
    yield from _items(budget.table("by_function"))
    yield gap("items_prior", prior=say("prior"))


def _items(table: Table) -> Iterator[str]:
    """One numbered sentence for each function item that has money."""
    for n, row in enumerate(filled_rows(table.leaves), start=1):
        yield f"{n}. {clause(say('item', name=_path(table, row)), row['total'])}。"


def _path(table: Table, row: Row) -> str:
    """类款项 of an item, by the table's own names, else by the classification."""
    names: dict[int, str] = {}
    step: Row | None = row
    while step:
        names[len(step.code)] = step.name
        step = table.by_key.get(step.parent)
    named = [
        (names.get(n) or name_of("function", row.code[:n]), mark)
        for n, mark in zip((3, 5, 7), say("levels"), strict=True)
        if n <= len(row.code)
    ]
    return "".join(say("step", name=name, mark=mark) for name, mark in named if name)


def basic(budget: Budget) -> Iterator[str]:
    """Basic expenditure: personnel and operating, their classes, what is filled in them."""
    table = budget.table("basic_by_economic")
    found = cube.at(budget, "table basic_by_economic", kind=("basic", "personnel", "operating"))
    yield _sized(budget, "basic", found.get("basic"))
    classes = {r.code: clause(r.name, r["total"]) for r in filled_rows(table.children(None))}
    inner = {code: _filled(table, code) for code in PERSONNEL}  # told of each class, or of all
    for key, codes in (("personnel", PERSONNEL), ("operating", OPERATING)):
        if in_wan(found.get(key)):
            whole = "" if key == "personnel" else _filled(table, *codes)
            yield say(f"{key}_of", said=clause(say(key), found[key]) + whole)
        yield from (f"{classes.pop(c)}{inner.get(c, '')}。" for c in codes if c in classes)
    yield from (say("beside", said=said) for said in classes.values())


def _filled(table: Table, *codes: str) -> str:
    """The names of the items below these classes that have money."""
    leaves = [r for r in table.leaves if r.code.startswith(codes) and r.code not in codes]
    names = [row.name for row in filled_rows(leaves)]
    return say("filled", names=names) if names else ""


def three_public(budget: Budget) -> Iterator[str]:
    """The three public expenses, whole and by kind; a blank beside a filled total is nothing."""
    table, public = budget.table("three_public"), words("public")
    known = {key: name for key, name in public.items() if not key.startswith("vehicle_")}
    if not any(in_wan(f) for row in table.rows for f in row.some("total", *known)):
        yield say("no_public", year=budget.year)
        return
    if len(table.rows) > 1:
        yield gap("public_rows")
        return
    row = table.rows[0]
    yield _sized(budget, "public", row.cells.get("total")) + gap("prior")
    inner = [key for key in public if key.startswith("vehicle_") and key in row]
    inside = "".join(f"，{public[key]}{money(in_wan(row[key]))}" for key in inner)
    for n, key in enumerate((key for key in known if key in row), start=1):
        yield f"{n}. {public[key]}{money(in_wan(row[key]))}{inside if key == 'vehicles' else ''}。"


def gov_fund(budget: Budget, role: str = "gov_fund") -> Iterator[str]:
    """A fund of its own, government-managed or state capital: nothing, or its total and items."""
    table, fund = budget.table(role), words("fiscal")[role]
    if not filled_rows(table.rows):
        yield say("no_fund", year=budget.year, fund=fund)
        return
    cells = table.total_row.cells if table.total_row else {}
    parts = clauses({key: words("kind")[key] for key in ("basic", "project")}, cells)
    inside = say("by_nature", parts="；".join(parts)) if parts else ""
    said = say("fund", year=budget.year, fund=fund)
    yield f"{clause(said, cells.get('total'))}{inside}。"
    yield from _items(table)
    yield gap("prior")


state_capital = partial(gov_fund, role="state_capital")


def projects(budget: Budget) -> Iterator[str]:
    """Project expenditure, its sources, and every project of the lowest level."""
    known = budget.has("projects")
    leaves = filled_rows(budget.table("projects").leaves) if known else []
    yield from [] if known else [missing("projects")]
    if budget.has("expenditure"):
        whole = cube.at(budget, "table expenditure", flow="out", fund=YEAR).get("project")
        said = clause(say("projects", year=budget.year), whole)
        yield f"{said}{_paid_by(budget, leaves)}。"
    for n, row in enumerate(leaves, start=1):
        # With 项目 behind it, a name that ends in 工程 or 服务 is no amount of procurement.
        name = row.name.removesuffix(say("project")) + say("project")
        category = category_of(target_of(budget, row.code, row.name))
        said = say("of_category", category=category) if category else ""
        yield f"{n}. {clause(say('item', name=name), row['total'])}{said}。"
    yield gap("purposes")


def _paid_by(budget: Budget, leaves: list[Row]) -> str:
    """Where the money comes from; with amounts where this year's appropriations pay it all."""
    known = words("draft_paid_by")
    used = [key for key in known if filled_rows(leaves, key)]
    paid = {
        key: figure
        for key in used
        if key in PAID_IN
        and (figure := cube.at(budget, f"table {PAID_IN[key]}", fund=key).get("project"))
    }
    if used and all(in_wan(paid.get(key)) for key in used):
        return "".join(f"，{clause(known[key], paid[key])}" for key in used)
    return say("paid_from", names=[known[key] for key in used]) if used else ""


def other(budget: Budget) -> Iterator[str]:
    """Operating expenses of organs and performance; procurement, services, assets are marked."""
    yield say("organs_head")
    yield _operating_organs(budget)
    for mark, name in words("draft_untold").items():
        yield say("untold_head", mark=mark, words=name)
        yield say("gap", what=name)
    yield say("performance_head")
    yield _performance(budget)


def _operating_organs(budget: Budget) -> str:
    """Told where the table of the three public expenses has a column for them."""
    tables = [table for table in budget.tables.values() if table.role == "three_public"]
    filled = [f for t in tables for r in t.rows for f in r.some("operating_organs") if in_wan(f)]
    if not filled and any(c.key == "operating_organs" for t in tables for c in t.columns):
        return say("no_organs", year=budget.year)
    sized = len(filled) == 1 and _sized(budget, "organs", filled[0]) + gap("prior")
    return sized or gap("organs_name")


def _performance(budget: Budget) -> str:
    """What the target tables cover: the overall expenditure, and how many projects."""
    n = len(target_tables(budget))
    targets = say("target_tables", n=n) if n else ""
    if not budget.has("overall_targets"):
        return targets + missing("overall_targets")
    whole = cube.at(budget, "table overall_targets", flow="out").get("total")
    said = clause(say("planned", year=budget.year), whole)
    name = f"{budget.level}{TABLES['overall_targets']}"
    return say("covered", words=name, said=said, targets=targets, gap=gap("assessed"))


class Section(NamedTuple):
    """One section: its heading, the tables any of which it is told from, what tells it."""

    title: str
    roles: tuple[str, ...]
    tell: Callable[[Budget], Iterator[str]]


_TOLD: tuple[tuple[tuple[str, ...], Callable[[Budget], Iterator[str]]], ...] = (
    (("summary",), overall),
    (("summary", "revenue"), revenue),
    (("expenditure",), expenditure),
    (("fiscal",), fiscal),
    (("by_function",), general_budget),
    (("basic_by_economic",), basic),
    (("three_public",), three_public),
    (("gov_fund",), gov_fund),
    (("state_capital",), state_capital),
    ((), projects),
    ((), other),
)
SECTIONS = {
    numeral: Section(title, *told)
    for (numeral, title), told in zip(labels("draft_title").items(), _TOLD, strict=True)
}


def draft(budget: Budget, section: int | str | None = None) -> str:
    """Write the explanatory notes anew from the tables of a disclosure.

    What no table supplies (last year's items, reasons, procurement, assets) is marked
    ``〔待补：…〕``, and a section whose table is not printed says so. The notes that the
    disclosure itself prints are not looked at.

    Parameters
    ----------
    budget
        A disclosure; only its tables are used.
    section
        1 to 11, or 一 to 十一; all when None.

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
    wanted = [n for n in SECTIONS if section is None or digits(n) == digits(str(section))]
    if not wanted:
        there = ", ".join(f"{digits(n)} {each.title}" for n, each in SECTIONS.items())
        raise BudgetError(f"no section {section} to draft; there are {there}")
    return "\n".join(line for numeral in wanted for line in _lines(budget, numeral))


def _lines(budget: Budget, numeral: str) -> Iterator[str]:
    section = SECTIONS[numeral]
    yield f"## {numeral}、{section.title}\n"
    if section.roles and not any(budget.has(role) for role in section.roles):
        yield f"{missing(section.roles[-1])}\n"
        return
    for paragraph in section.tell(budget):
        yield f"{paragraph}\n"


def say(phrase: str, **fields: Any) -> str:
    """A phrase of a draft with its fields filled."""
    return filled(label("draft", phrase), CHINESE, **fields)


def gap(phrase: str, **fields: Any) -> str:
    """The mark for what no table supplies: a sentence by itself, without a figure."""
    return say("gap", what=say(phrase, **fields))


def missing(role: str) -> str:
    """The mark for a table that is not printed."""
    # The name comes first: 未… before 政府性基金 would say that there is no such expenditure.
    return gap("missing", table=TABLES[role])


def in_wan(figure: Figure | None) -> Decimal:
    """An amount in 万元 as its table prints it; zero where it is blank."""
    if figure is None or figure.value is None or figure.unit == "万元":
        return figure.amount if figure else ZERO
    return round_half_up(converted(figure.value, figure, "万元"), HALF_CENT).quantize(CENT)


def money(value: Decimal) -> str:
    """An amount with its unit; a negative one is for the writer to clear up."""
    return say("amount", amount=f"{value:f}") if value >= 0 else say("negative")


def share(part: Decimal, whole: Decimal) -> str:
    """A percentage to 0.01."""
    return f"{round_half_up(part / whole * 100, HALF_CENT):.2f}%"


def clause(words: str, figure: Figure | None, whole: Figure | None = None) -> str:
    """What something is, and its share of the whole."""
    if figure is None or figure.blank:
        return say("blank", words=words)
    value, base = in_wan(figure), in_wan(whole)
    said = say("share", share=share(value, base)) if base > 0 and value >= 0 else ""
    return f"{words}{money(value)}{said}"


def clauses(
    words: dict[str, str], figures: dict[str, Figure], whole: Figure | None = None
) -> list[str]:
    """One clause for each amount that is not nothing, by the words for its key."""
    known = ((name, figures.get(key)) for key, name in words.items())
    return [clause(name, figure, whole) for name, figure in known if in_wan(figure)]


def filled_rows(rows: Iterable[Row], column: str = "total") -> list[Row]:
    """The rows that have money."""
    return [row for row in rows if in_wan(row.cells.get(column))]


def since_last_year(budget: Budget, figure: Figure | None, part: str, name: str) -> str:
    """The end of a sentence: change since the year that the overall target table prints."""
    forms = budget.all_tables("overall_targets") if budget.has("overall_targets") else []
    rows = [row.cells for form in forms for row in form.part(part) if row.name.startswith(name)]
    now, before = ((rows or [{}])[0].get(key) for key in ("current", "previous"))
    if before is None or before.blank or in_wan(now) != in_wan(figure):
        return f"。{gap('prior')}"
    moved = _moved(in_wan(figure), in_wan(before), budget.year - 1)
    last = {"year": budget.year - 1, "before": money(in_wan(before)), "gap": gap("reasons")}
    return say("since", moved=moved, table=TABLES["overall_targets"], **last)


def _moved(now: Decimal, before: Decimal, year: int) -> str:
    """Change, and growth unless that year had nothing."""
    if now == before:
        return say("level", year=year)
    change, up = abs(now - before), now > before
    growth = say("rise" if up else "fall", share=share(change, before)) if before > 0 else ""
    return say("more" if up else "less", year=year, change=money(change)) + growth
