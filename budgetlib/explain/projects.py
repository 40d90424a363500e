"""Projects: one amount in every table, and what it pays for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import code_of, labelled
from budgetlib.explain.evidence import claims_of, comparisons_about
from budgetlib.explain.wording import (
    Sentence,
    amount,
    floated,
    framed,
    money,
    number,
    percent,
    say,
    share,
    together,
    total_of,
)
from budgetlib.figures import ZERO, text_of
from budgetlib.phrases import Both, label, labels, piece
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.relations import EXACT, INCONSISTENT
from budgetlib.rules.projects_across_tables import alike, target_of, target_tables
from budgetlib.show import WORDS
from budgetlib.show.exhibit import Exhibit

RULES = (
    "cost_basis",
    "projects_of_the_overall_table_are_within_project_expenditure",
    "a_category_is_told_alike",
    "the_letter_of_a_code_fits_the_category",
    "contents_are_not_repeated",
    "contents_have_cost_lines",
    "blank_totals_have_blank_parts",
    "cost_classes_are_known",
    "history_tells_this_years_budget",
    "history_adds_up",
    "histories_make_the_overall_special_category",
    "histories_make_last_years_project_items",
    "last_years_project_items_make_the_special_category",
)
UNRUN = ("project_note_equals_the_project_table", "each_project_equals_its_target_table")


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(reconciliation, "projects", ("projects",), RULES, UNRUN)


def across(budget: Budget) -> Exhibit:
    """The amount of every project of the lowest level by place, in 万元, and whether it is one."""
    rows = [
        (name, *map(floated, values.values()), label("yes", "yes" if _alike(values) else "no"))
        for name, values in amounts(budget).items()
    ]
    return framed("projects.across", rows, labels("project_place").values())


def amounts(budget: Budget) -> dict[str, dict[str, Decimal | None]]:
    """The amount of every project by name, then by place, in 万元; None where not told."""
    return {row.name: _amounts(budget, row) for row in budget.table("projects").leaves}


def _amounts(budget: Budget, row: Row) -> dict[str, Decimal | None]:
    own = own_table(budget, row)
    note = next((c for c in claims_of(budget, "projects") if alike(c.subject, row.name)), None)
    lines = own.part("cost") if own else ()
    filled = [line["amount"].value for line in lines if line["amount"].value is not None]
    there = [r for r in _listed(budget) if alike(r.name, row.name)]
    return {
        "projects": row["total"].value,
        "note": note.figure.value if note else None,
        "overall": there[0]["current"].value if there else None,
        "own": _first(own.part("head") if own else (), "current"),
        "sources": _first(own.part("sources") if own else (), "amount"),
        "cost": total_of(filled) if filled else None,
    }


def _listed(budget: Budget) -> tuple[Row, ...]:
    """The projects that the overall target table lists."""
    known = budget.has("overall_targets")
    return budget.table("overall_targets").part("projects") if known else ()


def own_table(budget: Budget, row: Row) -> Table | None:
    """The target table of one project, by its code or its name; None where there is none."""
    head = target_of(budget, row.code, row.name)
    return next((t for t in target_tables(budget) if head in t.part("head")), None)


def _first(rows: tuple[Row, ...], column: str) -> Decimal | None:
    return next((row[column].value for row in rows if column in row), None)


def _distinct(values: dict[str, Decimal | None]) -> list[Decimal]:
    return [value for value in dict.fromkeys(values.values()) if value is not None]


def _alike(values: dict[str, Decimal | None]) -> bool:
    return len(_distinct(values)) <= 1


def _lines(budget: Budget) -> Iterator[tuple[str, Table, Row]]:
    """(project, table, line) of every cost line."""
    for table in target_tables(budget):
        names = [head.text.get(label("project", "name"), "") for head in table.part("head")]
        for row in table.part("cost"):
            yield (names or [table.title])[0], table, row


def costs(budget: Budget) -> Exhibit:
    """Every line of the cost basis in 万元, its economic class and the figures that it states."""
    rows = [
        (
            f"{table.number} {row.key.partition('.')[2]}",
            project,
            row.name,
            row.text.get("class", ""),
            floated(row["amount"]),
            "; ".join(map(_told, _basis(table, row))),
        )
        for project, table, row in _lines(budget)
    ]
    return framed("projects.costs", rows)


def _basis(table: Table, row: Row) -> list[Claim]:
    prefix = f"{table.number}/{row.key}/"
    return [c for c in table.claims if c.topic == "cost" and c.id.startswith(prefix)]


def _told(claim: Claim) -> str:
    return f"{claim.subject} {claim.figure.printed} {claim.figure.unit}".strip()


def arithmetic(reconciliation: Reconciliation) -> Exhibit:
    """Every sum, product and total of the cost basis: as printed, and as recomputed."""
    rows = [_check(reconciliation.budget, result) for result in recomputed(reconciliation)]
    return framed("projects.arithmetic", rows)


def recomputed(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons on the cost basis that could be made."""
    return [r for r in reconciliation.results if r.rule.kind == "cost_basis" and r.relation]


def _check(budget: Budget, result: Comparison) -> tuple[Any, ...]:
    told, terms = result.outcome, result.relation.terms if result.relation else ()
    place = terms[0].figure.place
    row = budget.tables[place.table].by_key.get(place.row) if place.table else None
    return (
        number(place.table),
        row.name if row else place.row,
        labels("check").get(result.rule.name, result.rule.sentence[0]),
        _text(told.printed),
        _text(told.expected),
        told.unit,
        text_of(told.difference),
        WORDS[result.verdict],
    )


def _text(side: Decimal | str | None) -> str:
    return side if isinstance(side, str) else text_of(side)


def by_class(budget: Budget) -> Exhibit:
    """What projects buy by economic class, beside basic expenditure (万元), their share in %.

    A name that the classification does not know keeps its row.
    """
    table = budget.table("basic_by_economic") if budget.has("basic_by_economic") else None
    sums: dict[str, Decimal] = {}
    for _, _, row in _lines(budget):
        name = row.text.get("class", "") or "—"
        sums[name] = sums.get(name, ZERO) + row["amount"].amount
    falling = sorted(sums.items(), key=lambda pair: -pair[1])
    return framed("projects.by_class", (_class(table, name, made) for name, made in falling))


def _class(table: Table | None, name: str, made: Decimal) -> tuple[Any, ...]:
    row = table.find(name) if table else None
    code, basic = row.code if row else _code(name), amount(row)
    return (
        code or label("project", "unlisted"),
        labelled(code, name),
        float(made),
        float(basic),
        share(made, made + basic, 2),
    )


def _code(name: str) -> str:
    parents = (label("project", kind) for kind in ("goods", "capital"))
    return next(filter(None, (code_of("economic", parent, name) for parent in parents)), "")


def how_alike(budget: Budget) -> Sentence:
    """How many projects are told alike everywhere, and which are not, in words."""
    told, known = amounts(budget), budget.has("overall_targets")
    apart = {name: _distinct(values) for name, values in told.items() if not _alike(values)}
    off = [piece("projects.off", name=name, amounts=values) for name, values in apart.items()]
    missing = [name for name, values in told.items() if known and values["overall"] is None]
    return say(
        "projects.alike",
        n=len(told),
        total=total_of(values["projects"] for values in told.values()),
        alike=len(told) - len(off),
        off=Both(*map("".join, zip(*off, strict=True))) if off else Both(),
        missing=piece("projects.missing", names=missing) if missing else Both(),
    )


def what_it_pays_for(reconciliation: Reconciliation) -> Sentence:
    """Whether the cost basis adds up, and how much of it keeps the unit running, in words."""
    lines = [row for _, _, row in _lines(reconciliation.budget)]
    if not lines:
        return say("projects.no_basis")
    total = total_of(row["amount"].amount for row in lines)
    results = recomputed(reconciliation)
    exact, bad = (sum(r.verdict == v for r in results) for v in (EXACT, INCONSISTENT))
    frame = by_class(reconciliation.budget).set_axis(["class", "project", "basic", "share"], axis=1)
    running = Decimal(str(round(frame[frame["basic"] == 0]["project"].sum(), 2)))
    return say(
        "projects.pays",
        lines=len(lines),
        total=total,
        n=len(results),
        exact=exact,
        near=len(results) - exact - bad,
        bad=bad,
        running=money(running),
        share=percent(running, total),
    )


def conclusion(reconciliation: Reconciliation) -> Sentence:
    """What follows for the projects' amounts and for what they pay for."""
    return together(how_alike(reconciliation.budget), what_it_pays_for(reconciliation))
