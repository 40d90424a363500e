"""Ties that are data: a few functions that interpret the rows of `ties.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from budgetlib.coordinates import Cell
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import Quantity
from budgetlib.layouts import of_budget
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.rule import Answers, Rule
from budgetlib.rules.scopes import Scopes, scopes

Row = Mapping[str, Any]
PERFORMANCE = "performance"  # told under any heading
PICKED = ("flow", "fund", "kind", "code")
NO_CUSTOM = ("not customary in this family of disclosures", "这类公开文件无此惯例")


def require(disclosure: Disclosure, places: list[str]) -> None:
    """Raise `Absent` where none of some kinds of places is printed."""
    missing = None
    for what, _, name in (place.partition(" ") for place in places):
        try:
            disclosure.all_tables(name) if what == "table" else disclosure.note(name)
        except Absent as absent:
            if name == PERFORMANCE:
                return
            missing = absent
        else:
            return
    if missing:
        raise missing


def picked(known: Scopes, pick: Row) -> Iterator[Cell]:
    """The cells of a kind of place that a row of data picks, by members of the axes."""
    for cell in (cell for place in _places(pick) for cell in known.places.get(place, ())):
        of = cell.of
        if (
            bool(of.body) == pick.get("body", False)
            and all(getattr(of, axis) in pick[axis] for axis in PICKED if axis in pick)
            and ("coded" not in pick or bool(of.code) == pick["coded"])
        ):
            yield cell


def _places(pick: Row) -> list[str]:
    return [pick["place"]] if isinstance(pick["place"], str) else list(pick["place"])


def tied(disclosure: Disclosure, tie: Row) -> Answers:
    """What a row of `ties.toml` says of a disclosure."""
    if "listed" in tie and tie["id"] not in of_budget(disclosure.layout).data["customs"]:
        raise Absent(tie["id"], NO_CUSTOM)
    if disclosure.year < tie.get("since", 0):
        return
    known, absent, found = scopes(disclosure), None, False
    for shape, interpret in SHAPES.items():
        for row in tie.get(shape, ()):
            try:
                for relation in interpret(known, row):
                    found = True
                    yield relation
            except Absent as error:
                absent = error
    if absent and not found:
        yield absent


def _same(known: Scopes, row: Sequence[Row]) -> Answers:
    """One coordinate in two kinds of places is one amount."""
    first, other = row
    for pick in row:
        require(known.disclosure, _places(pick))
    yield from _paired(known, list(picked(known, first)), list(picked(known, other)))


def _within(known: Scopes, row: Sequence[Row]) -> Answers:
    """The same; and a wider fund holds a narrower one, where they are not one money."""
    yield from _same(known, row)
    wide, narrow = (list(picked(known, pick)) for pick in row)
    for whole in wide:
        for part in narrow:
            if known.holds(whole, part):
                yield AtLeast(whole.figure, [part.figure])


def _made(known: Scopes, row: Row) -> Answers:
    """An amount is made by others, alike on some axes; not where `unless` finds any."""
    require(known.disclosure, _places(row["whole"]))
    parts, minus = ([*row.get(name, ())] for name in ("parts", "minus"))
    for pick in parts:
        require(known.disclosure, _places(pick))
    if "unless" in row and any(picked(known, row["unless"])):
        return
    wholes = _nearest(known, row["whole"])
    for whole in wholes[:1] if "together" in row else wholes:
        added, taken = (
            [c.figure for pick in picks for c in _nearest(known, pick) if _alike(c, whole, row)]
            for picks in (parts, minus)
        )
        if "together" in row:  # what else is picked as the whole is a part of it
            taken += [cell.figure for cell in wholes[1:]]
        few = len(added) < (2 if "several" in row else 1)
        if not few and ("filled" not in row or all(f.value for f in added)):
            yield Sum(whole.figure, added, taken, premise=row.get("premise", ""))


def _alike(part: Cell, whole: Cell, row: Row) -> bool:
    """Whether a part is alike to the whole on the axes that the row names."""
    return all(getattr(part.of, axis) == getattr(whole.of, axis) for axis in row.get("alike", ()))


def _nearest(known: Scopes, pick: Row) -> list[Cell]:
    """The cells picked; of each code the first of the kinds in `nearest` that is printed."""
    found = list(picked(known, pick))
    if "nearest" not in pick:
        return found
    first: dict[str, Cell] = {}
    for kind in pick["nearest"]:
        for cell in found:
            if cell.of.kind == kind:
                first.setdefault(cell.of.code, cell)
    return [first[code] for code in pick["code"] if code in first]


def _paired(known: Scopes, first: list[Cell], others: list[Cell]) -> Iterator[Same]:
    """The cells of one coordinate; those left over that funds without other money make one."""
    for coordinate in (known.printed, known.of):
        by: dict[Quantity, list[Cell]] = {}
        for other in others:
            by.setdefault(coordinate(other), []).append(other)
        pairs = [(a, b) for a in first for b in by.get(coordinate(a), ())]
        yield from (Same(a.figure, b.figure) for a, b in pairs)
        met = {id(cell.figure) for pair in pairs for cell in pair}
        first = [cell for cell in first if id(cell.figure) not in met]
        others = [cell for cell in others if id(cell.figure) not in met]


SHAPES: dict[str, Callable[[Scopes, Any], Answers]] = {
    "same": _same,
    "within": _within,
    "made": _made,
}


def _rules() -> dict[str, Rule]:
    data = tomllib.loads(Path(__file__).with_name("ties.toml").read_text(encoding="utf-8"))
    return {row["id"]: Rule(tied, row["strength"], tie=row) for row in data["tie"]}


TIES = _rules()
