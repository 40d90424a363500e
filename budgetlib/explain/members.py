"""Exhibits that are one query: members of an axis of the cube, by the places that print them.

A row of `phrases.toml` describes one: its caption and index, the `axis` and its `members`, `where`
the rest of the coordinate stands, what it is told `by` (places, tables, members of another axis),
and its columns: one of those, ``*`` for all that are filled, the share ``told``, its ``share`` of
the `whole`.
"""

from collections.abc import Iterable
from typing import Any

from budgetlib import cube, phrases
from budgetlib.classifications import labelled
from budgetlib.cube import Printed, printed
from budgetlib.disclosure import Disclosure
from budgetlib.explain.wording import floated, number, share
from budgetlib.figures import ZERO, Figure
from budgetlib.show.exhibit import Exhibit, exhibit

TABLE = "table"


def made(budget: Disclosure, key: str, members: Iterable[str] | None = None) -> Exhibit:
    """The exhibit that a row describes, of these members where they are not its own."""
    row = phrases.found("exhibits", key)
    by = row.get("by", "place")
    found = printed(budget, row["axis"], by, **row["where"])
    if "divided" in row:  # a member stands where its parts do not tell it
        found = {at: cube.divided(f, row["axis"], row["divided"]) for at, f in found.items()}
    columns = list(_columns(budget, row, by, found))
    lines = []
    for member in _members(row, found) if members is None else members:
        figures = [figures[member] for figures in found.values() if member in figures]
        if any(figure.value is not None for figure in figures):
            cells = (_cell(budget, row, found, member, word) for word, _ in columns)
            lines.append((_name(budget, row, member, figures[0]), *cells))
    index, caption = phrases.both(row["index"]), phrases.both(row["caption"])
    return exhibit(lines, index, caption, [name for _, name in columns])


def _members(row: dict[str, Any], found: Printed) -> list[str]:
    """The members that a row names, or the topmost codes."""
    if "members" in row:
        return list(phrases.labels(row["members"]))
    codes = list(dict.fromkeys(code for figures in found.values() for code in figures if code))
    return [c for c in codes if not any(c != top and c.startswith(top) for top in codes)]


def _columns(
    budget: Disclosure, row: dict[str, Any], by: str, found: Printed
) -> Iterable[tuple[str, str]]:
    """What stands in each column, and its words."""
    for word in row["columns"]:
        if word == "*" and by == TABLE:
            yield from ((t, number(t)) for t in budget.tables if t in found)
        elif word == "*":
            filled = (k for k in phrases.labels(row["by_members"]) if any_filled(found.get(k, {})))
            yield from ((k, phrases.label(row["by_members"], k)) for k in filled)
        else:
            place = word.partition(" ")[0]
            yield word, phrases.labels("cell").get(place) or phrases.label("part", word)


def any_filled(figures: dict[str, Figure]) -> bool:
    """Whether any of the figures is an amount."""
    return any(figure.value for figure in figures.values())


def _name(budget: Disclosure, row: dict[str, Any], member: str, figure: Figure) -> str:
    if "members" in row:
        return phrases.label(row["members"], member)
    return labelled(member, name_of(budget, figure))


def name_of(budget: Disclosure, figure: Figure) -> str:
    """The name that is printed for a figure's row."""
    table = budget.tables.get(figure.place.table)
    return table.by_key[figure.id.split("/")[1]].name if table else ""


def _cell(budget: Disclosure, row: dict[str, Any], found: Printed, member: str, word: str) -> float:
    if word not in ("told", "share"):
        return floated(found.get(word, {}).get(member))
    kind = "note" if word == "told" else TABLE
    place = next(column for column in row["columns"] if column.startswith(kind))
    figure = found.get(place, {}).get(member)
    if word == "told":
        claims = (c for note in budget.notes.values() for c in note.claims if c.measure == "share")
        return floated(next((c.figure for c in claims if figure and c.of == figure.id), None))
    whole = found.get(place, {}).get(row["whole"])
    return share(figure.value if figure else None, whole.amount if whole else ZERO)
