"""What a disclosure does not print, where its equations fix it: never mixed with the printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from budgetlib import vocabulary
from budgetlib.classifications import labelled
from budgetlib.disclosure import Disclosure, Named
from budgetlib.errors import Absent
from budgetlib.figures import HALF, ZERO, Column, Figure, Place, Table, text_of, value_of
from budgetlib.layouts import of_budget
from budgetlib.locate.equations import Bound, bounds_of, narrowed
from budgetlib.relations import INCONSISTENT, AtLeast, Rate
from budgetlib.rules.comparison import Comparison
from budgetlib.rules.completeness import blank_totals_have_blank_parts
from budgetlib.rules.reconcile import relations_of
from budgetlib.rules.rule import Rule
from budgetlib.show import drawn, listed
from budgetlib.vocabulary import Label, Record, joined

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.rules.reconcile import Reconciliation

LIKE = {"revenue": "expenditure", "expenditure": "revenue"}  # coded tables with the same rows
INSTEAD = {"revenue": ["revenue_sources"]}  # tables that are printed in the place of one
INCREASE = "an_increase_is_within_the_amount"  # the rule by which a change that fits is told
CENT = HALF.scaleb(-2)
TITLE = "Deduced, not printed 推算，原表未列"
COLUMNS: dict[str, Callable[[Deduced], Any]] = {
    "deduced 推算": lambda each: each.id,
    "what 内容": lambda each: " ".join(dict.fromkeys(each.what)),
    "value 数值": str,
    "low": lambda each: value_of(each.low),
    "high": lambda each: value_of(each.high),
    "unit 单位": lambda each: each.unit,
    "year 年份": lambda each: each.year or "",
    "rules 依据": lambda each: "; ".join(dict.fromkeys(rule.name for rule in each.rules)),
}


class Deduced(Record):
    """A number that is not printed, and what the equations leave for it."""

    id: str  # as the figure would be called, or that of the figure to whose prior year it belongs
    what: tuple[str, str]  # where it would stand, in English and in Chinese
    # its bounds in `unit`; equal where it is fixed, None where there is no bound
    low: Decimal | None
    high: Decimal | None
    unit: str
    year: int | None
    rules: tuple[Rule, ...]  # the rules that gave it

    @property
    def value(self) -> Decimal | None:
        """The number, where it is fixed within its half unit; None where it is only bounded."""
        if self.low is None or self.high is None or self.high - self.low > 2 * CENT:
            return None
        return ((self.low + self.high) / 2).quantize(2 * CENT)

    def __str__(self) -> str:
        if self.value is not None:
            return text_of(self.value)
        low, high = (text_of(side) if side is not None else "…" for side in (self.low, self.high))
        return f"{low} – {high}"


class Deduction(Record):
    """What is deduced for one disclosure."""

    budget: Disclosure
    cells: tuple[Deduced, ...]  # the cells of tables that are not printed
    blanks: tuple[Deduced, ...]  # cells left blank where an amount is due
    prior: tuple[Deduced, ...]  # the amounts of the year before that items with a change imply

    def table(self, role: str) -> pd.DataFrame:
        """A table of a role that is not printed, deduced (万元; a range where only bounded).

        Raises
        ------
        Absent
            Nothing of it could be deduced.
        """
        rows: dict[str, dict[str, Any]] = {}
        for each in self.cells:
            of, key, column = each.id.split("/")
            name, head = each.what[1].rsplit(" ", 1)
            if of == role:
                named = joined(" ", *dict.fromkeys((key, labelled(key, name))))
                told = value_of(each.value) if each.value is not None else str(each)
                head = Label(vocabulary.english(vocabulary.column(column)), head)
                rows.setdefault(key, {"row 行": named})[head] = told
        if not rows:
            raise Absent(role, ("nothing of it could be deduced", "无法推算"))
        told = {
            name: lambda row, name=name: row.get(name, float("nan"))
            for row in rows.values()
            for name in row
        }
        return listed(
            rows.values(), Label("Deduced, not printed, 万元", "推算，原表未列（万元）"), told
        )

    @property
    def frame(self) -> pd.DataFrame:
        """Everything that is deduced: what, value or range, unit, year, the rules that gave it."""
        return listed((*self.cells, *self.blanks, *self.prior), TITLE, COLUMNS)

    def _repr_html_(self) -> str:
        return drawn(self.frame)

    def __repr__(self) -> str:
        n = (len(self.cells), len(self.blanks), len(self.prior))
        return f"<Deduction: {n[0]} cells of absent tables, {n[1]} blanks, {n[2]} prior years>"


def deduce(reconciliation: Reconciliation) -> Deduction:
    """Deduce what is listed but not printed, blank where an amount is due, or implied.

    A comparison that does not hold gives nothing.
    """
    budget = reconciliation.budget
    cells = [d for role in LIKE for d in _absent(budget, role)]
    return Deduction(budget, tuple(cells), tuple(_blanks(budget)), tuple(_prior(reconciliation)))


# ---- tables that are not printed ------------------------------------------------------------


def _absent(budget: Disclosure, role: str) -> Iterator[Deduced]:
    """Run the rules on a table whose cells are unknown; what they say of each cell is deduced."""
    printed = any(budget.has(each) for each in (role, *INSTEAD.get(role, ())))
    if printed or not budget.has(LIKE[role], "summary"):
        return
    table = _unknown(budget, role)
    unknown = {f.id for row in table.rows for f in row.cells.values()}
    whole = budget._replace(tables=Named({**budget.tables, f"?{role}": table}))
    ranges, givers, _ = narrowed(
        dict.fromkeys(unknown, (ZERO, None)), list(_gathered(whole, unknown))
    )
    heads = {column.key: column.path[-1] for column in table.columns}
    for row in table.rows:
        for column, figure in row.cells.items():
            name, rules = row.name or row.code, tuple(givers.get(figure.id, ()))
            what = (f"{name} {column}", f"{name} {heads[column]}")
            if rules:
                yield Deduced(figure.id, what, *ranges[figure.id], figure.unit, budget.year, rules)


def _unknown(budget: Disclosure, role: str) -> Table:
    """A table with the rows of its likeness and the columns that the summary gives money to."""
    like, spec = budget.table(LIKE[role]), of_budget(budget.layout).data["roles"][role]
    side = budget.table("summary").part(role)
    names = {row.code for row in side if row.level and row["amount"].value}
    keys = ["total", *(key for key in spec["columns"] if key in names - {"total"})]
    columns = tuple(
        Column(key, (spec["columns"][key][0].rpartition("/")[2],), at)
        for at, key in enumerate(keys)
    )
    blank = Figure("", None, "", CENT, like.unit, Place(table=f"?{role}"), shown=2)
    rows = tuple(
        row._replace(cells={k: blank._replace(id=f"{role}/{row.key}/{k}") for k in keys})
        for row in like.rows
    )
    return like._replace(number=f"?{role}", role=role, columns=columns, rows=rows, claims=())


def _gathered(budget: Disclosure, wanted: set[str]) -> Iterator[tuple[Bound, Rule]]:
    """What the rules say of unknown figures; hints say nothing."""
    for rule, relation in relations_of(budget):
        within = wanted & {term.figure.id for term in relation.terms}
        if within and rule.strength != "hint" and not isinstance(relation, Rate):
            yield from ((bound.on(within), rule) for bound in bounds_of(relation))


# ---- cells left blank, and the year before --------------------------------------------------


def _blanks(budget: Disclosure) -> Iterator[Deduced]:
    """This year's part of a filled source, left blank: the source less what is carried over."""
    for table in budget.all_tables("project_targets") if budget.has("project_targets") else ():
        rows = table.part("sources")
        carried = sum((r["amount"].amount for r in rows if "结转" in r.name), ZERO)
        for parent, child in ((r, c) for r in rows for c in table.children(r)):
            if parent["amount"].value and child["amount"].value is None:
                figure, value = child["amount"], parent["amount"].amount - carried
                where, given = str(budget.shown(figure.place)), (blank_totals_have_blank_parts,)
                at = (figure.id, (where, where), value, value, figure.unit)
                yield Deduced(*at, budget.year, given)


def _prior(reconciliation: Reconciliation) -> Iterator[Deduced]:
    """This year less the change told, where the growth told of it holds, or an increase fits."""
    seen = set()
    for each in reconciliation.results:
        told = _this_year_and_last(each) if each.verdict != INCONSISTENT else None
        if told is None or told[0].id in seen:
            continue
        this, added, taken = told
        seen.add(this.id)
        middle = sum((f.amount for f in added), ZERO) - sum((f.amount for f in taken), ZERO)
        half = max(f.half_unit for f in (*added, *taken))
        where = str(reconciliation.budget.shown(this.place))
        year = (this.year or reconciliation.budget.year) - 1
        what = (f"{where}, the year before", f"{where} 上年")
        yield Deduced(this.id, what, middle - half, middle + half, this.unit, year, (each.rule,))


def _this_year_and_last(
    comparison: Comparison,
) -> tuple[Figure, Sequence[Figure], Sequence[Figure]] | None:
    """An amount of this year, and what makes that of the year before: added and taken away."""
    relation = comparison.relation
    if isinstance(relation, Rate):
        changed = {f.id for f in relation.part} & {f.id for f in (*relation.base, *relation.minus)}
        this = [f for f in relation.base if f.id not in changed]
        return (this[0], relation.base, relation.minus) if changed and len(this) == 1 else None
    if comparison.rule.name == INCREASE and isinstance(relation, AtLeast):
        return relation.left, [relation.left], relation.right
    return None
