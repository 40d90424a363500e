"""Projects: one amount in every table, and what it pays for."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import code_of, labelled
from budgetlib.explain.evidence import claims_of, outcomes
from budgetlib.explain.wording import (
    Exhibit,
    Sentence,
    amount,
    floated,
    framed,
    percent,
    say,
    share,
    total_of,
)
from budgetlib.figures import Row, Table
from budgetlib.rules.targets import alike, target_of, target_tables
from budgetlib.vocabulary.phrases import label, labels


def each(budget: Budget) -> Exhibit:
    """The projects with their category, this year and the two before, in 万元."""
    names = ["project", "category", "year_before_last", "last_year", "amount"]
    told = budget.projects().reset_index()
    return framed("projects.each", told[names].itertuples(index=False, name=None))


def across(budget: Budget) -> Exhibit:
    """The amount of every project of the lowest level by place, in 万元, and whether it is one."""
    rows = [
        (name, *map(floated, values.values()), label("yes", "no" if _distinct(values) else "yes"))
        for name, values in amounts(budget).items()
    ]
    return framed("projects.across", rows, labels("project_place").values())


def amounts(budget: Budget) -> dict[str, dict[str, Decimal | None]]:
    """The amount of every project by name, then by place, in 万元; None where not told."""
    return {row.name: _amounts(budget, row) for row in budget.table("projects").leaves}


def _amounts(budget: Budget, row: Row) -> dict[str, Decimal | None]:
    head = target_of(budget, row.code, row.name)
    own = next((t for t in target_tables(budget) if head in t.part("head")), None)
    notes = (c.figure.value for c in claims_of(budget, "projects") if alike(c.subject, row.name))
    filled = [line["amount"].value for line in own.part("cost")] if own else []
    known = budget.has("overall_targets")
    listed = budget.table("overall_targets").part("projects") if known else ()
    return {
        "projects": row["total"].value,
        "note": next(notes, None),
        "overall": _first([r for r in listed if alike(r.name, row.name)], "current"),
        "own": _first(own.part("head") if own else (), "current"),
        "sources": _first(own.part("sources") if own else (), "amount"),
        "cost": total_of(filled) if set(filled) - {None} else None,
    }


def _first(rows: Iterator[Row] | tuple[Row, ...] | list[Row], column: str) -> Decimal | None:
    return next((row[column].value for row in rows if column in row), None)


def _distinct(values: dict[str, Decimal | None]) -> list[Decimal]:
    """The amounts of a project, where there are several."""
    distinct = [value for value in dict.fromkeys(values.values()) if value is not None]
    return distinct if len(distinct) > 1 else []


def _lines(budget: Budget) -> Iterator[tuple[str, Table, Row]]:
    """(project, table, line) of every cost line."""
    for table in target_tables(budget):
        names = [head.text.get(label("project", "name"), "") for head in table.part("head")]
        for row in table.part("cost"):
            yield (names or [table.title])[0], table, row


def costs(budget: Budget) -> Exhibit:
    """Every line of the cost basis in 万元, its economic class and the figures that it states."""
    return framed("projects.costs", (_cost(*line) for line in _lines(budget)))


def lines(budget: Budget) -> Exhibit:
    """The lines of the cost basis by name, the greatest first, in 万元."""
    told = costs(budget)
    money = told.columns[3]
    return told.set_index(told.columns[1])[[money]].sort_values(money, ascending=False)


def _cost(project: str, table: Table, row: Row) -> tuple[Any, ...]:
    prefix = f"{table.number}/{row.key}/"
    basis = [c for c in table.claims if c.topic == "cost" and c.id.startswith(prefix)]
    told = (f"{c.subject} {c.figure.printed} {c.figure.unit}".strip() for c in basis)
    place = f"{table.number} {row.key.partition('.')[2]}"
    kind, money = row.text.get("class", ""), floated(row["amount"])
    return place, project, row.name, kind, money, "; ".join(told)


def by_class(budget: Budget) -> Exhibit:
    """What projects buy by economic class, beside basic expenditure (万元), their share in %.

    A name that the classification does not know keeps its row.
    """
    rows = [
        (
            code or label("project", "unlisted"),
            labelled(code, name),
            float(made),
            float(basic),
            share(made, made + basic, 2),
        )
        for code, name, made, basic in _bought(budget)
    ]
    return framed("projects.by_class", rows)


def _bought(budget: Budget) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """Code, name, project and basic expenditure of each class that projects buy."""
    table = budget.table("basic_by_economic") if budget.has("basic_by_economic") else None
    sums: Counter[str] = Counter()
    for _, _, row in _lines(budget):
        sums[row.text.get("class", "") or "—"] += row["amount"].amount  # type: ignore[assignment]
    for name, made in sums.most_common():
        there = table.find(name) if table else None
        parents = (label("project", kind) for kind in ("goods", "capital"))
        codes = (code_of("economic", parent, name) for parent in parents)
        code = there.code if there else next(filter(None, codes), "")
        yield code, name, Decimal(made), amount(there)


def how_alike(budget: Budget) -> Sentence:
    """How many projects are told alike everywhere, and which are not, in words."""
    told, known = amounts(budget), budget.has("overall_targets")
    known = known and any(
        each["overall"] is not None for each in told.values()
    )  # it lists projects
    off = {name: values for name, each in told.items() if (values := _distinct(each))}
    return say(
        "projects.alike",
        n=len(told),
        total=total_of(values["projects"] for values in told.values()),
        alike=len(told) - len(off),
        off=[{"name": name, "amounts": values} for name, values in off.items()],
        missing=[name for name, values in told.items() if known and values["overall"] is None],
    )


def what_it_pays_for(reconciliation: Reconciliation) -> Sentence:
    """Whether the cost basis adds up, and how much of it keeps the unit running, in words."""
    bought = [*_bought(reconciliation.budget)]
    if not bought:
        return say("projects.no_basis")
    done = [r for r in reconciliation.results if r.rule.kind == "cost_basis" and r.relation]
    total = total_of(made for _, _, made, _ in bought)
    running = total_of(made for _, _, made, basic in bought if not basic)
    return say(
        "projects.pays",
        lines=len(list(_lines(reconciliation.budget))),
        total=total,
        **outcomes(done),
        running=running,
        share=percent(running, total),
    )
