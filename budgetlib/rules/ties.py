"""Ties that are data: a few functions that interpret the rows of `ties.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from budgetlib.coordinates import LEVELS
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.layouts import of_budget
from budgetlib.printed import Row as PrintedRow
from budgetlib.printed import Table
from budgetlib.relations import AtLeast, Same, Sum
from budgetlib.rules.parts import moved, told
from budgetlib.rules.rule import Answers, Rule
from budgetlib.rules.scopes import Amount, Group, Scopes, scopes, wider

Row = Mapping[str, Any]
SHAPED = ("other", "revenue_side")  # roles that a table's shape tells; none is missed
NO_CUSTOM = ("not customary in this family of disclosures", "这类公开文件无此惯例")


def require(known: Scopes, places: list[str]) -> None:
    """Raise `Absent` where none of some kinds of places is printed.

    What is told of a topic counts, whatever section tells it.
    """
    missing = None
    for place in places:
        what, _, name = place.partition(" ")
        if what == "note" and place in known.amounts:
            return
        try:
            known.disclosure.all_tables(name) if what == "table" else known.disclosure.note(name)
        except Absent as absent:
            missing = absent
        else:
            return
    if missing:
        raise missing


def picked(known: Scopes, pick: Row) -> list[Amount]:
    """The amounts of a kind of place that a row of data picks, by members of the axes."""
    asked, found = known.picks.get(id(pick), (None, []))
    if asked is not pick:  # an id may have been another row's
        groups = (g for place in _places(pick) for g in known.amounts.get(place, {}).items())
        found = [amount for group, held in groups if _fits(group, pick) for amount in held]
        if "code" in pick:
            found = [amount for amount in found if amount.of.code in pick["code"]]
        found.sort()
        known.picks[id(pick)] = pick, found
    return found


def _fits(group: Group, pick: Row) -> bool:
    flow, fund, kind, coded, body = group
    return (
        body == pick.get("body", False)
        and ("flow" not in pick or flow in pick["flow"])
        and ("fund" not in pick or fund in pick["fund"])
        and ("kind" not in pick or kind in pick["kind"])
        and ("coded" not in pick or coded == pick["coded"])
    )


def _places(pick: Row) -> list[str]:
    return [pick["place"]] if isinstance(pick["place"], str) else list(pick["place"])


def tied(disclosure: Disclosure, tie: Row) -> Answers:
    """What a row of `ties.toml` says of a disclosure."""
    if "listed" in tie and tie["id"] not in of_budget(disclosure.layout).data["customs"]:
        raise Absent(tie["id"], NO_CUSTOM)
    if disclosure.year < tie.get("since", 0):
        return
    known, absent = scopes(disclosure), dict[str, Absent]()
    for shape, interpret in SHAPES.items():
        for row in tie.get(shape, ()):
            try:
                for answer in interpret(known, row):
                    if isinstance(answer, Absent):
                        absent.setdefault(answer.role, answer)
                    else:
                        yield answer
            except Absent as error:
                absent.setdefault(error.role, error)
    yield from (reason for role, reason in absent.items() if role not in SHAPED)


def _same(known: Scopes, row: Sequence[Row]) -> Answers:
    """One coordinate in two kinds of places is one amount."""
    first, other = row
    for pick in row:
        require(known, _places(pick))
    yield from _paired(picked(known, first), picked(known, other))


def _within(known: Scopes, row: Sequence[Row]) -> Answers:
    """The same; and a wider fund holds a narrower one, where they are not one money."""
    yield from _same(known, row)
    wide, narrow = (picked(known, pick) for pick in row)
    parts: dict[tuple[object, ...], list[Amount]] = {}
    for part in narrow:
        parts.setdefault(_apart_from_fund(part), []).append(part)
    for holder in wide:
        for part in parts.get(_apart_from_fund(holder), ()):
            if holder.fund in wider(part.fund) and holder.merged != part.merged:
                yield AtLeast(holder.figure, [part.figure])


def _apart_from_fund(amount: Amount) -> tuple[object, ...]:
    flow, _, *others = amount.of
    return (flow, *others)


def _again(known: Scopes, row: Row) -> Answers:
    """What sections tell first of one quantity is one amount; of the grand total, each time."""
    found: dict[int, dict[int, dict[str, Amount]]] = {}
    for amount in picked(known, row):
        told = found.setdefault(amount.merged, {}).setdefault(amount.alike, {})
        place = amount.figure.place
        told.setdefault(place.section + place.item * (amount.fund == "all"), amount)
    for quantities in found.values():
        firsts = [next(iter(told.values())) for told in quantities.values()]
        for first, *others in (firsts, *(told.values() for told in quantities.values())):
            yield from (Same(first.figure, other.figure) for other in others)


def _made(known: Scopes, row: Row) -> Answers:
    """An amount is made by others, alike on some axes; not where `unless` finds any."""
    require(known, _places(row["whole"]))
    parts, minus = ([*row.get(name, ())] for name in ("parts", "minus"))
    for pick in parts:
        require(known, _places(pick))
    if "unless" in row and picked(known, row["unless"]):
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


def _alike(part: Amount, whole: Amount, row: Row) -> bool:
    """Whether a part is alike to the whole on the axes that the row names."""
    return all(getattr(part.of, axis) == getattr(whole.of, axis) for axis in row.get("alike", ()))


def _nearest(known: Scopes, pick: Row) -> list[Amount]:
    """The cells picked; of each code the first of the kinds in `nearest` that is printed."""
    found = picked(known, pick)
    if "nearest" not in pick:
        return found
    first: dict[str, Amount] = {}
    for kind in pick["nearest"]:
        for cell in found:
            if cell.of.kind == kind:
                first.setdefault(cell.of.code, cell)
    return [first[code] for code in pick["code"] if code in first]


def _paired(first: list[Amount], others: list[Amount]) -> Iterator[Same]:
    """Those of one coordinate; of what is left over, those that are one money."""
    for key in (_alike_key, _merged_key):
        if not first or not others:
            return
        by: dict[int, list[Amount]] = {}
        for other in others:
            by.setdefault(key(other), []).append(other)
        pairs = [(a, b) for a in first for b in by.get(key(a), ())]
        yield from (Same(a.figure, b.figure) for a, b in pairs)
        met = {amount.order for pair in pairs for amount in pair}
        first = [amount for amount in first if amount.order not in met]
        others = [amount for amount in others if amount.order not in met]


_alike_key, _merged_key = attrgetter("alike"), attrgetter("merged")


def _tree(known: Scopes, row: Row) -> Answers:
    """In every column, rows make the row above them, or the topmost or lowest rows the total."""
    for table in _tables(known, row):
        if isinstance(table, Absent):
            yield table
            continue
        for whole, parts in _branches(table, row):
            for column in whole.cells if "part" in row else summed(whole):
                added = [part[column] for part in parts if "part" not in row or column in part]
                if parts:
                    yield Sum(whole[column], added)


def _branches(table: Table, row: Row) -> list[tuple[PrintedRow, list[PrintedRow]]]:
    """(whole, the rows that make it), in the table or in one part of it."""
    rows, total, codes = row["rows"], table.total_row, row.get("code")
    if "part" in row:
        own = table.part(row["part"])
        tops = [r for r in own if r.level == 1]
        if rows == "top":
            return [(whole, tops) for whole in own if not whole.level]
        return [(r, table.children(r)) for r in own if codes is None or r.code in codes]
    if "coded" in row and not all(len(r.code) in LEVELS for r in table.rows if r.level):
        return []
    if rows == "below":
        return [(r, table.children(r)) for r in table.rows if r.level]
    if not total or (rows == "leaves" and len(table.leaves) == len(table.children(None))):
        return []
    return [(total, table.leaves if rows == "leaves" else table.children(None))]


def summed(row: PrintedRow) -> list[str]:
    """The columns that add up from row to row: all but rates."""
    return [column for column, figure in row.cells.items() if figure.unit != "%"]


def _ladder(known: Scopes, row: Row) -> Answers:
    """In every row, on every base, a whole is the parts that are printed."""
    whole, minus = row["whole"], row.get("minus", ())
    for table in _tables(known, row):
        if isinstance(table, Absent):
            yield table
            continue
        others = [key for key in unnamed(table) if key.endswith(tuple(row.get("ends", ())))]
        columns = (*row["parts"], *others)
        for printed in table.rows_by_base if table.kind == "record" else table.rows:
            parts, taken = printed.some(*columns), printed.some(*minus)
            every = "every" not in row or len(parts) + len(taken) == len(columns) + len(minus)
            if parts and every and whole in printed:
                yield Sum(printed[whole], parts, taken)


def unnamed(table: Table) -> list[str]:
    """The columns that no word of the layout fits, and that are no part of another."""
    return [c.key for c in table.columns if c.key == "/".join(c.path) and len(c.path) == 1]


def _tables(known: Scopes, row: Row) -> Iterator[Table | Absent]:
    """The tables of the roles of a row; in place of those that are not printed, why."""
    for role in row["roles"]:
        try:
            yield from known.disclosure.all_tables(role)
        except Absent as absent:
            yield absent


SHAPES: dict[str, Callable[[Scopes, Any], Answers]] = {
    "same": _same,
    "within": _within,
    "again": _again,
    "made": _made,
    "tree": _tree,
    "ladder": _ladder,
    "told": told,
    "moved": moved,
}


def _rules() -> dict[str, Rule]:
    data = tomllib.loads(Path(__file__).with_name("ties.toml").read_text(encoding="utf-8"))
    return {row["id"]: Rule(tied, row["strength"], tie=row) for row in data["tie"]}


TIES = _rules()
