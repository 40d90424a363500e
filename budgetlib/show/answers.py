"""What one asks of a budget first: its key figures, items, projects, and where a word stands.

Its card shows them in a notebook: what it is, what was found, what to ask next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from hashlib import sha256
from importlib.util import find_spec
from itertools import starmap
from typing import TYPE_CHECKING, Any

from budgetlib import vocabulary
from budgetlib.classifications import name_of
from budgetlib.disclosure import Disclosure, cube
from budgetlib.errors import Absent, BudgetError
from budgetlib.figures import Figure, Place, Row, Table, converted, text_of, value_of
from budgetlib.rules.targets import target_of
from budgetlib.show import LEFT, drawn, said, tabled
from budgetlib.show.told import Told, amounts_told, compared_base, items_told, whole_told
from budgetlib.vocabulary import Label, escape, squeeze
from budgetlib.vocabulary.phrases import Both, found, label, labels

if TYPE_CHECKING:
    import pandas as pd

ALL = ("all", "year")  # what a table of all money holds, with or without what is carried
KEYS: dict[str, dict[str, Any]] = {  # the key figures: what each measures
    "revenue": {"flow": "in", "fund": ALL},
    "expenditure": {"flow": "out", "fund": ALL, "kind": "total"},
    "basic": {"flow": "out", "fund": ALL, "kind": "basic"},
    "project": {"flow": "out", "fund": ALL, "kind": "project"},
    "three_public": {"flow": "out", "kind": "three_public"},
}
HOMES = ("table expenditure", "table revenue")  # where they are looked for first
EXPLAINED = {"reason_year", "way"}  # facts that none would be without a reason
BODIES = ("disclosure", "body", "year", "scope", *KEYS, "staff", "per_head")
ITEMS = (
    *("code", "item", "amount", "last_year", "change", "rate", "base", "reason"),
    *("line", "page", "id"),
)
PROJECTS = (
    *("project", "code", "category", "amount", "last_year", "year_before_last", "buys"),
    *("cost_lines", "table", "line", "page"),
)
AROUND = 20  # characters of a note's text on each side of what was sought
HITS = ("place", "text", "printed", "value", "unit", "year", "line", "page", "id")
NIL = ("", None, "", None, "")  # what words tell without a figure
GRAVEST = 3  # causes told on the card
FIGURES = ("万元", "this year 本年", "last year 上年", "change 增减", "growth 增长 %")
PARTS = ("part 部分", "title 名称", "name 代称", "figures 数字")
Hit = tuple[Place, str, Figure | None]


def wan(figure: Figure) -> Decimal:
    """An amount in 万元, whatever unit it is printed in."""
    return converted(figure.amount, figure, "万元")


def keys(budget: Disclosure) -> Iterator[tuple[str, Figure, Decimal | None]]:
    """The key figures where they are at home, and the year before in 万元 where it is known."""
    return ((name, figure, before) for name, figure, before, _ in keyed(budget))


def keyed(budget: Disclosure) -> Iterator[tuple[str, Figure, Decimal | None, Told | None]]:
    """The key figures, and what the notes tell of each and of the year before."""
    topics = dict.fromkeys(note.topic for note in budget.notes.values())
    moved = {each.amount.id: each for topic in topics for each in amounts_told(budget, topic)}
    for name, where in KEYS.items():
        cells = [cell for cell in cube.select(budget, "fund", **where) if not cell.figure.blank]
        cells.sort(key=lambda cell: cell.place not in HOMES)
        tellings = [moved.get(cell.figure.id) for cell in cells]
        whole = whole_told(budget, "overall") if name in ("revenue", "expenditure") else None
        its = whole and whole.amount.figure.of  # one total of all, or of revenue, tells of both
        both = its and (its.fund == "all" or its.flow in ("in", where["flow"]))
        tellings += [whole] if both else []
        whose = where["flow"], where.get("kind", ""), "", ""  # not code by code
        of = [(each, each.amount.figure.of) for each in moved.values()]
        tellings += [e for e, o in of if o and (o.flow, o.kind, o.code, o.body) == whose]
        earlier = cube.select(budget, "fund", **where, year=budget.year - 1)
        for figure in (cell.figure for cell in cells[:1]):
            own = [t for t in tellings if t and t.before is not None and t.tells(figure)]
            before = [own[0].before] if own else []
            before += [wan(cell.figure) for cell in earlier if not cell.figure.blank]
            yield name, figure, next(iter(before), None), next(iter(own), None)


def key(budget: Disclosure, name: str) -> Figure:
    """One key figure; raises `Absent` where it is printed nowhere."""
    for known, figure, _ in keys(budget):
        if known == name:
            return figure
    raise Absent(name, (f"no {name} is printed", f"未见{name}"))


def staff(budget: Disclosure) -> Figure:
    """The number of staff, as first told; raises `Absent` where no sentence tells it."""
    for claim in budget.all_claims:
        if claim.key == "staff" and claim.measure == "count":
            return claim.figure
    raise Absent("staff", ("no sentence tells the number of staff", "文中未述实有人数"))


def cite(budget: Disclosure, figure: Figure | str) -> str:
    """See `Budget.cite`."""
    figure = budget.figure(figure) if isinstance(figure, str) else figure
    table = budget.tables.get(figure.place.table)
    title = f"《{table.title}》" if table else ""
    whose = f"{budget.unit}{budget.year}年{budget.level}{budget.kind}"
    named = figure._replace(place=budget.shown(figure.place))
    return f"{whose}{title}，{named.cite()}（{budget.source}）"


def overview(budgets: Iterable[Disclosure]) -> pd.DataFrame:
    """See `Collection.frame`."""
    return tabled(map(about, budgets), "Budgets, 万元 各份文件", BODIES)


def about(budget: Disclosure) -> list[Any]:
    """What a disclosure is, and its key figures: a row of `overview`."""
    found: dict[str, Any] = {name: float(wan(figure)) for name, figure, _ in keys(budget)}
    with suppress(Absent):
        found["staff"] = int(staff(budget).amount)
        found["per_head"] = float(wan(key(budget, "expenditure"))) / found["staff"]
    own = (budget.id, budget.unit, budget.year, vocabulary.scope(budget.level, budget.kind))
    return [*own, *(found.get(name) for name in BODIES[len(own) :])]


def items(budget: Disclosure, exact: bool = False) -> pd.DataFrame:
    """See `Budget.items`."""
    here, then = (_by_code(budget, year=year) for year in (budget.year, budget.year - 1))
    names = {row.code: row.name for table in budget.tables.values() for row in table.rows}
    notes = {t.amount.figure.code or t.amount.subject: t for t in items_told(budget)}
    leaves = [code for code in here if not any(c.startswith(code) and c != code for c in here)]
    facts = list(budget.all_statements)
    explained = {said.group for said in facts if said.kind == "reason"}
    untold = not explained and EXPLAINED & {said.kind for said in facts}
    rows = []
    for at in dict.fromkeys([*leaves, *notes]):
        telling = notes.get(at)
        figure = here.get(at) or notes[at].amount.figure
        last = wan(then[at]) if at in then else telling.before if telling else None
        step = telling.step if telling and at not in then else None
        step = wan(figure) - last if step is None and last is not None else step
        reason = None if untold else bool(telling and telling.amount.id in explained)
        told_base = compared_base(telling) if telling else ""
        base = "" if last is None else then[at].base if at in then else told_base
        *amounts, rate = (
            value_of(value, exact)
            for value in (wan(figure), last, step, telling.rate if telling else None)
        )
        named = names.get(at) or (telling.amount.subject if telling else name_of("function", at))
        place = (*figure.place[:2], figure.id)
        rows.append((figure.code, named, *amounts, rate, base, reason, *place))
    return tabled(rows, "Items of the general public budget, 万元 各项科目", ITEMS)


def _by_code(budget: Disclosure, **where: Any) -> dict[str, Figure]:
    """What is printed of each code, in its own table rather than elsewhere."""
    places = cube.printed(budget, "code", flow="out", fund="general_budget", **where)
    found = (pair for told in reversed(places.values()) for pair in told.items())
    return {code: figure for code, figure in found if code and not figure.blank}


def projects(budget: Disclosure, exact: bool = False) -> pd.DataFrame:
    """See `Budget.projects`."""
    rows = [_project(budget, row, exact) for row in budget.table("projects").leaves]
    return tabled(rows, "Projects, 万元 项目", PROJECTS)


def _project(budget: Disclosure, row: Row, exact: bool) -> tuple[Any, ...]:
    """A project, and what the table of its targets tells, if it has one."""
    head = target_of(budget, row.code, row.name)
    form = budget.tables.get(head.place.table) if head else None
    lines, claims = (form.part("cost"), form.claims) if form else ((), ())
    bought: Counter[str] = Counter()
    for line in lines:
        bought[line.text.get("class") or line.name] += wan(line["amount"])  # type: ignore
    buys = "; ".join(f"{name} {text_of(Decimal(made))}" for name, made in bought.most_common())
    history = [c.figure for c in claims if (c.topic, c.measure) == ("history", "amount")]
    known = {figure.year: wan(figure) for figure in reversed(history)}
    if "total" in row:
        known[budget.year] = wan(row["total"])
    amounts = (value_of(known.get(budget.year - back), exact) for back in range(3))
    where = (form.number if form else "", *row.place[:2])
    return (row.name, row.code, category_of(head), *amounts, buys, len(lines), *where)


def explored(frame: pd.DataFrame) -> Any:
    """See `Budget.explore`; the scripts stand in each output, so that it works wherever it is."""
    if not find_spec("itables"):
        raise BudgetError("needs itables: pip install 'budgetlib[lab]'")
    import pandas as pd
    from IPython.display import HTML
    from itables import options, to_html_datatable
    from itables.javascript import generate_init_offline_itables_html

    scripts = generate_init_offline_itables_html(options.dt_bundle)
    plain = pd.DataFrame(frame)  # itables knows no frame of another class
    name = f"table-{sha256(plain.to_csv().encode()).hexdigest()[:12]}"  # the same for the same
    return HTML(scripts + to_html_datatable(plain, connected=False, maxBytes=0, table_id=name))


def category_of(head: Row | None) -> str:
    """The category of a project, as the head of its target table says."""
    told, ends = (head.text if head else {}), label("project", "category")
    return next((value for name, value in told.items() if name.endswith(ends)), "")


def search(budget: Disclosure, words: str) -> pd.DataFrame:
    """See `Budget.search`."""
    rows = []
    for place, text, figure in dict.fromkeys(_hits(budget, squeeze(words))):
        of = (figure.printed, figure.value, figure.unit, figure.year, figure.id) if figure else NIL
        printed, value, unit, year, name = of
        shown = (str(budget.shown(place)), text)
        rows.append((*shown, printed, value_of(value), unit, year, *place[:2], name))
    found = tabled(rows, f"Where “{words}” stands 出处", HITS)
    found.attrs["empty"] = Label(f"“{words}” stands nowhere.", f"未见“{words}”。")
    return found


def _hits(budget: Disclosure, words: str) -> Iterator[Hit]:
    for table in budget.tables.values():
        yield from _in_table(table, words)
    for claim in budget.all_claims:
        if words in squeeze(f"{claim.subject} {claim.window}"):
            yield claim.figure.place, claim.window or claim.subject, claim.figure
    for place, text in (pair for note in budget.notes.values() for pair in note.texts):
        found = [
            text[max(m.start() - AROUND, 0) : m.end() + AROUND]
            for m in re.finditer(re.escape(words), text)
        ]
        yield from ((place, each, None) for each in found)
    for each in budget.all_statements:
        if words in squeeze(f"{each.subject} {each.value}"):
            yield each.place, f"{each.subject} {each.value}".strip(), None


def _in_table(table: Table, words: str) -> Iterator[Hit]:
    """The filled figures of the rows that are called so, and cells that say it otherwise."""
    rows = [row for row in table.rows if words in squeeze(f"{row.code} {row.name}")]
    for row in rows:
        filled = [figure for figure in row.cells.values() if not figure.blank]
        yield from ((figure.place, row.name, figure) for figure in filled)
        yield from [] if filled else [(row.place, row.name, None)]
    named = {squeeze(row.name) for row in rows} | {row.code for row in rows}
    for spot, cells in zip(table.spots, table.grid, strict=True):
        for text in cells:
            if words in squeeze(text) and squeeze(text) not in named:
                yield Place(*spot, table=table.number), text, None


def card(budget: Disclosure, verdict: Both, doubts: Sequence[Both]) -> str:
    """The unit, the verdict, the gravest doubts, key figures, parts, and what to call next."""
    told = "".join(f"<li>{said(doubt, between='<br>')}</li>\n" for doubt in doubts[:GRAVEST])
    more = len(doubts) - GRAVEST
    left = said(Both(f"… {more} more", f"……另有{more}项"))
    left += ": <code>budget.reconcile().causes</code>"
    n, m = len(budget.tables), len(budget.notes)
    counted = Both(f"{n} tables, {m} sections of the notes", f"表{n}张，说明{m}节")
    parts = (
        f"<p><strong>{escape(budget.unit)}</strong> {budget.year} {budget.level}{budget.kind}</p>",
        f"<p>{said(verdict, between='<br>')}</p>",
        f"<ol>\n{told}</ol>{left if more > 0 else ''}" if doubts else "",
        drawn(tabled(starmap(_key, keys(budget)), "Key figures 主要数字", FIGURES)),
        f"<details><summary>{said(counted)}</summary>{_parts(budget)}</details>",
        f"<table><caption>What to call next 下一步</caption>\n{''.join(_next(budget))}</table>",
    )
    return "\n".join(filter(None, parts))


def _key(name: str, figure: Figure, before: Decimal | None) -> tuple[Any, ...]:
    step = None if before is None else wan(figure) - before
    rate = step / before * 100 if step is not None and before else None
    return (labels("key")[name], *map(value_of, (wan(figure), before, step, rate)))


def _parts(budget: Disclosure) -> str:
    """The tables and sections with their counts of figures."""
    counts = Counter(figure.place.table or figure.place.section for figure in budget.figures)
    tables = [
        (vocabulary.table(t.number), t.title, t.role, counts[t.number])
        for t in budget.tables.values()
    ]
    notes = [
        (vocabulary.section(n.section), n.title, n.topic, counts[n.section])
        for n in budget.notes.values()
    ]
    return drawn(tabled([*tables, *notes], "Tables and notes 表与说明", PARTS))


def _next(budget: Disclosure) -> Iterator[str]:
    """What may be called, each with what it gives; what this budget does not have is left out."""
    first = {
        "table": next(iter(budget.tables), ""),
        "section": next((note.section for note in budget.notes.values() if note.claims), ""),
        "projects": budget.has("projects"),
    }
    for call, (needs, english, chinese) in found("calls").items():
        if not needs or first[needs]:
            code = escape(call.format(**first))
            told = said(Both(english, chinese))
            yield f"<tr><td{LEFT}><code>{code}</code></td><td{LEFT}>{told}</td></tr>\n"
