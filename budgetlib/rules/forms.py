"""Ties within and between the forms of performance targets, as data."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.layouts import canonical
from budgetlib.printed import Row, Table
from budgetlib.relations import Cited, Fact, Same, Sum
from budgetlib.rules.rule import Answers
from budgetlib.rules.scopes import Scopes

PERIODS = ("long_term", "annual")
FORMS = ("overall_targets", "project_targets")


def lists(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """A list of a form makes an amount of its head."""
    (head, whole), (part, column) = row["whole"], row["parts"]
    for table in known.disclosure.all_tables("project_targets"):
        lines = [r for r in table.part(part) if "level" not in row or r.level == row["level"]]
        for top in table.part(head) if lines else ():
            if whole in top:
                parts = [line[column] for line in lines]
                yield Sum(top[whole], parts, premise=row.get("premise", ""))


def indicators(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """One indicator has one value: in both halves of a form, or in two forms."""
    found: list[list[Table]] = []
    for role in row["roles"]:
        try:
            found.append(known.disclosure.all_tables(role))
        except Absent as absent:
            found.append([])
            yield absent
    every = [table for tables in found for table in tables]
    pairs: Iterable[tuple[tuple[Row, ...], tuple[Row, ...]]]
    if "halves" in row:
        pairs = ((table.part(PERIODS[0]), table.part(PERIODS[1])) for table in every)
    else:
        forms = product(*found) if "across" in row else combinations(every, 2)
        pairs = ((a.part(period), b.part(period)) for a, b in forms for period in PERIODS)
    for halves in pairs:
        for left, right in _alike(*halves):
            yield from _compared(left, right, row["columns"])


def _alike(left: tuple[Row, ...], right: tuple[Row, ...]) -> Iterator[tuple[Row, Row]]:
    by_name = {indicator(row.name): row for row in right}
    return ((row, by_name[name]) for row in left if (name := indicator(row.name)) in by_name)


@lru_cache(maxsize=4096)
def indicator(name: str) -> str:
    """The name of an indicator without its marks."""
    return re.sub(r"[,，、；;“”]", "", canonical(name))


def _compared(left: Row, right: Row, columns: list[str]) -> Answers:
    """Figures as figures, words as words."""
    for column in columns:
        if column in left and column in right:
            yield Same(left[column], right[column])
        elif left.text.get(column) and right.text.get(column):
            a, b = (Cited(row.text[column], row.place) for row in (left, right))
            yield Fact(a, b, canonical(a.text) == canonical(b.text))


def target_tables(budget: Disclosure) -> list[Table]:
    """The target tables of single projects, if any are printed."""
    return budget.all_tables("project_targets") if budget.has("project_targets") else []


def rows_of(budget: Disclosure, part: str) -> list[Row]:
    """The rows of a part of the target tables of all projects; raises `Absent` without any."""
    return [row for table in budget.all_tables("project_targets") for row in table.part(part)]


def overall(budget: Disclosure, part: str, name: str) -> Row | None:
    """A row of the overall target table by part and the first words of its name."""
    rows = budget.table("overall_targets").part(part)
    return next((row for row in rows if row.name.startswith(name)), None)


def target_of(budget: Disclosure, code: str, name: str) -> Row | None:
    """The head of the target table of one project, by code, else by name."""
    heads = [row for table in target_tables(budget) for row in table.part("head")]
    by_code = next((h for h in heads if code and h.text.get("项目编码") == code), None)
    return by_code or next((h for h in heads if alike(h.text.get("项目名称", ""), name)), None)


def alike(a: str, b: str) -> bool:
    """Whether two names of a project are one, apart from the word 项目."""
    a, b = (canonical(name).removesuffix("项目") for name in (a, b))
    return bool(a) and a == b
