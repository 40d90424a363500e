"""What one asks of a budget first: its key figures, items, projects, and where a word stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from budgetlib import cube
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import Figure, Place, magnitude, squeeze, text_of, value_of
from budgetlib.phrases import label
from budgetlib.printed import Row, Table
from budgetlib.rules.forms import target_of
from budgetlib.show import listed
from budgetlib.show.told import Told, items_told, told, whole_told

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
EXPLAINED = {"reason_year", "way"}  # statements that none would be without a reason
NONE = float("nan")


class Key(NamedTuple):
    """A key figure, and what it was the year before, in 万元, where that is told or printed."""

    name: str
    figure: Figure
    before: Decimal | None

    @property
    def step(self) -> Decimal | None:
        """The change, in 万元."""
        return None if self.before is None else wan(self.figure) - self.before

    @property
    def rate(self) -> Decimal | None:
        """The growth, in %; None on a base of zero."""
        return self.step / self.before * 100 if self.step is not None and self.before else None


def wan(figure: Figure) -> Decimal:
    """An amount in 万元, whatever unit it is printed in."""
    return figure.amount * magnitude(figure.unit) / magnitude("万元")


def keys(budget: Disclosure) -> Iterator[Key]:
    """The key figures that are printed anywhere, each where it is at home."""
    topics = {note.topic for note in budget.notes.values()}
    moved = {each.amount.id: each for topic in topics for each in told(budget, topic)}
    whole = whole_told(budget, "overall")
    for name, where in KEYS.items():
        cells = [c for c in cube.select(budget, "fund", **where) if not c.figure.blank]
        cells.sort(key=lambda cell: cell.place not in HOMES)
        if not cells:
            continue
        tellings = [moved.get(cell.figure.id) for cell in cells]
        tellings += [whole] if name in ("revenue", "expenditure") else []
        known = (t.before for t in tellings if t and t.before is not None and _is(t, cells[0][1]))
        earlier = cube.select(budget, "fund", **where, year=budget.year - 1)
        printed = (wan(cell.figure) for cell in earlier if not cell.figure.blank)
        yield Key(name, cells[0].figure, next(known, next(printed, None)))


def _is(telling: Told, figure: Figure) -> bool:
    """Whether a note tells this very amount, as far as it rounds."""
    of = telling.amount.figure
    return abs(wan(of) - wan(figure)) <= of.half_unit * magnitude(of.unit) / magnitude("万元")


def key(budget: Disclosure, name: str) -> Figure:
    """One key figure; raises `Absent` where it is printed nowhere."""
    found = next((each.figure for each in keys(budget) if each.name == name), None)
    if found is None:
        raise Absent(name, (f"no {name} is printed", f"未见{name}"))
    return found


def staff(budget: Disclosure) -> Figure:
    """The number of staff, as first told; raises `Absent` where no sentence tells it."""
    counts = (c.figure for c in budget.all_claims if c.key == "staff" and c.measure == "count")
    found = next(counts, None)
    if found is None:
        raise Absent("staff", ("no sentence tells the number of staff", "文中未述实有人数"))
    return found


def cite(budget: Disclosure, figure: Figure | str) -> str:
    """See `Budget.cite`."""
    figure = budget.figure(figure) if isinstance(figure, str) else figure
    table = budget.tables.get(figure.place.table)
    title = f"《{table.title}》" if table else ""
    whose = f"{budget.unit}{budget.year}年{budget.level}{budget.kind}"
    named = replace(figure, place=budget.shown(figure.place))
    return f"{whose}{title}，{named.cite()}（{budget.source}）"


def overview(budgets: Iterable[Disclosure]) -> pd.DataFrame:
    """See `Collection.frame`."""
    columns: dict[str, Callable[[Disclosure], Any]] = {
        "disclosure": lambda budget: budget.id,
        "body": lambda budget: budget.unit,
        "year": lambda budget: budget.year,
        "scope": lambda budget: f"{budget.level}{budget.kind}",
    }
    rows = [{name: tell(b) for name, tell in columns.items()} | _amounts(b) for b in budgets]
    told = {name: itemgetter(name) for name in (*columns, *KEYS, "staff", "per_head")}
    return listed(rows, "Budgets, 万元 各份文件", told)


def _amounts(budget: Disclosure) -> dict[str, Any]:
    found = dict.fromkeys((*KEYS, "staff", "per_head"), NONE)
    found |= {each.name: float(wan(each.figure)) for each in keys(budget)}
    with suppress(Absent):
        found["staff"] = float(staff(budget).amount)
        found["per_head"] = found["expenditure"] / found["staff"]
    return found


# ---- items and projects -------------------------------------------------------------------------


class Item(NamedTuple):
    """An item of the general public budget, where its table or a note tells it."""

    code: str
    name: str
    figure: Figure
    before: Figure | None  # as a table prints it
    told: Told | None

    @property
    def last(self) -> Decimal | None:
        """The year before: printed, told, or implied by the change."""
        return wan(self.before) if self.before else self.told.before if self.told else None


def items(budget: Disclosure) -> pd.DataFrame:
    """See `Budget.items`."""
    explained = {said.group for said in budget.all_statements if said.kind == "reason"}
    known = bool(explained) or not EXPLAINED & {said.kind for said in budget.all_statements}
    columns: dict[str, Callable[[Item], Any]] = {
        "code": lambda item: item.code,
        "item": lambda item: item.name,
        "amount": lambda item: value_of(wan(item.figure)),
        "last_year": lambda item: value_of(item.last),
        "change": lambda item: NONE if item.last is None else float(wan(item.figure) - item.last),
        "rate": lambda item: value_of(item.told.rate if item.told else None),
        "reason": lambda item: _reason(item, explained) if known else None,
        "line": lambda item: item.figure.place.line,
        "page": lambda item: item.figure.place.page,
        "id": lambda item: item.figure.id,
    }
    return listed(_items(budget), "Items of the general public budget, 万元 各项科目", columns)


def _reason(item: Item, explained: set[str]) -> bool:
    tellings = (item.told.amount, item.told.change, item.told.growth) if item.told else ()
    return any(claim is not None and claim.id in explained for claim in tellings)


def _items(budget: Disclosure) -> Iterator[Item]:
    """The items that no other divides, in the order of their table; then those of the notes."""
    here, then = (_by_code(budget, year=year) for year in (budget.year, budget.year - 1))
    names = {row.code: row.name for table in budget.tables.values() for row in table.rows}
    notes = {each.amount.figure.code: each for each in items_told(budget)}
    for code, figure in here.items():
        if not any(other != code and other.startswith(code) for other in here):
            telling = notes.pop(code, None)
            name = names.get(code) or (telling.amount.subject if telling else "")
            yield Item(code, name, figure, then.get(code), telling)
    for code, each in notes.items():
        yield Item(code, each.amount.subject, each.amount.figure, None, each)


def _by_code(budget: Disclosure, **where: Any) -> dict[str, Figure]:
    places = cube.printed(budget, "code", flow="out", fund="general_budget", **where)
    found = (pair for told in reversed(places.values()) for pair in told.items())
    return {code: figure for code, figure in found if code}


class Project(NamedTuple):
    """A project of the lowest level, and the table of its targets if it has one."""

    row: Row
    head: Row | None
    form: Table | None

    @property
    def lines(self) -> tuple[Row, ...]:
        """What it pays for."""
        return self.form.part("cost") if self.form else ()

    @property
    def category(self) -> str:
        """As the form of its targets says."""
        told, ends = (self.head.text if self.head else {}), label("project", "category")
        return next((value for name, value in told.items() if name.endswith(ends)), "")

    @property
    def buys(self) -> str:
        """The economic classes of its cost lines with their amounts, the largest first."""
        sums: Counter[str] = Counter()
        for line in self.lines:
            sums[line.text.get("class") or line.name] += line["amount"].amount  # type: ignore[assignment]
        return "; ".join(f"{name} {text_of(Decimal(made))}" for name, made in sums.most_common())

    def of(self, year: int) -> float:
        """What its history tells of a year."""
        claims = self.form.claims if self.form else ()
        told = (c.figure for c in claims if (c.topic, c.measure) == ("history", "amount"))
        return next((float(wan(figure)) for figure in told if figure.year == year), NONE)


def projects(budget: Disclosure) -> pd.DataFrame:
    """See `Budget.projects`."""
    columns: dict[str, Callable[[Project], Any]] = {
        "project": lambda each: each.row.name,
        "code": lambda each: each.row.code,
        "category": lambda each: each.category,
        "amount": lambda each: value_of(wan(each.row["total"])),
        "last_year": lambda each: each.of(budget.year - 1),
        "year_before_last": lambda each: each.of(budget.year - 2),
        "buys": lambda each: each.buys,
        "cost_lines": lambda each: len(each.lines),
        "table": lambda each: each.form.number if each.form else "",
        "line": lambda each: each.row.place.line,
        "page": lambda each: each.row.place.page,
    }
    return listed(_projects(budget), "Projects, 万元 项目", columns)


def _projects(budget: Disclosure) -> Iterator[Project]:
    for row in budget.table("projects").leaves:
        head = target_of(budget, row.code, row.name)
        yield Project(row, head, budget.tables.get(head.place.table) if head else None)


# ---- where a word stands ------------------------------------------------------------------------


class Hit(NamedTuple):
    """A place where a word stands: a figure under it, or the words themselves."""

    place: Place
    text: str
    figure: Figure | None = None


def search(budget: Disclosure, words: str) -> pd.DataFrame:
    """See `Budget.search`."""
    columns: dict[str, Callable[[Hit], Any]] = {
        "place": lambda hit: str(budget.shown(hit.place)),
        "text": lambda hit: hit.text,
        "printed": lambda hit: hit.figure.printed if hit.figure else "",
        "value": lambda hit: value_of(hit.figure),
        "unit": lambda hit: hit.figure.unit if hit.figure else "",
        "year": lambda hit: hit.figure.year if hit.figure else None,
        "line": lambda hit: hit.place.line,
        "page": lambda hit: hit.place.page,
        "id": lambda hit: hit.figure.id if hit.figure else "",
    }
    found = dict.fromkeys(_hits(budget, squeeze(words)))
    return listed(found, f"Where “{words}” stands 出处", columns)


def _hits(budget: Disclosure, words: str) -> Iterator[Hit]:
    for table in budget.tables.values():
        yield from _in_table(table, words)
    for claim in budget.all_claims:
        if words in squeeze(f"{claim.subject} {claim.window}"):
            yield Hit(claim.figure.place, claim.window or claim.subject, claim.figure)
    for said in budget.all_statements:
        if words in squeeze(f"{said.subject} {said.value}"):
            yield Hit(said.place, f"{said.subject} {said.value}".strip())


def _in_table(table: Table, words: str) -> Iterator[Hit]:
    """The filled figures of the rows that are called so, and cells that say it otherwise."""
    rows = [row for row in table.rows if words in squeeze(f"{row.code} {row.name}")]
    for row in rows:
        filled = [figure for figure in row.cells.values() if not figure.blank]
        yield from (Hit(figure.place, row.name, figure) for figure in filled)
        yield from [] if filled else [Hit(row.place, row.name)]
    named = {squeeze(row.name) for row in rows} | {row.code for row in rows}
    for spot, cells in zip(table.spots, table.grid, strict=True):
        for text in cells:
            if words in squeeze(text) and squeeze(text) not in named:
                yield Hit(Place(*spot, table=table.number), text)
