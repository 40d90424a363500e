"""Ties that are data: a few functions that interpret the rows of `ties.toml`."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import LEVELS, ranked
from budgetlib.errors import Absent
from budgetlib.figures import Row as PrintedRow
from budgetlib.figures import Table, grouped, is_misprint
from budgetlib.layouts import of_budget
from budgetlib.relations import AtLeast, Fact, Same, Sum
from budgetlib.rules.history import implied
from budgetlib.rules.near import NEAR, reasons, repeats, within_a_slip
from budgetlib.rules.rates import moved, rates, told
from budgetlib.rules.rule import Answers, Rule, cited, on_each, pairs, words
from budgetlib.rules.scopes import Amount, Group, Scopes, scopes, wider
from budgetlib.rules.targets import beside, indicators, lists
from budgetlib.rules.years import years
from budgetlib.vocabulary import AXES, PART, SUMS, parsed

Row = Mapping[str, Any]
Key = Callable[[Amount], object]
GRAND = ("all", "fiscal_all")  # with what is carried over: told of revenue, and of expenditure
# told by a table's shape, or printed with some accounts alone: none is missed
SHAPED = ("other", "revenue_side", "expenditure_side", "running_facts")
ALIKE, MERGED = attrgetter("alike"), attrgetter("merged")
NO_CUSTOM = ("not customary in this family of disclosures", "这类公开文件无此惯例")


class Found(NamedTuple):
    """The amounts that a pick finds, why there may be none, and indexes of them."""

    pick: Row
    amounts: list[Amount]
    missing: Absent | None
    indexes: dict[Key, dict[object, list[Amount]]]

    def by(self, key: Key) -> dict[object, list[Amount]]:
        """The amounts by a key, made once."""
        if key not in self.indexes:
            self.indexes[key] = grouped(zip(map(key, self.amounts), self.amounts, strict=True))
        return self.indexes[key]


def _missing(known: Scopes, place: str) -> Absent | None:
    """Why a kind of place is not printed; what is told of a topic counts, wherever it is told."""
    what, _, name = place.partition(" ")
    if what != "table" and place in known.amounts:
        return None
    try:
        if what == "zero":
            en, zh = vocabulary.label("topic", name)
            raise Absent(name, (f"no sentence puts {en} at nothing", f"情况说明没有文字称{zh}为零"))
        known.disclosure.all_tables(name) if what == "table" else known.disclosure.note(name)
    except Absent as absent:
        return absent
    return None


def picked(known: Scopes, pick: Row) -> Found:
    """What a pick of a row of data finds, by members of the axes; once per disclosure."""
    found: Found | None = known.picks.get(id(pick))
    if found is None or found.pick is not pick:  # an id may have been another row's
        fits, places = pick["fits"], pick["place"]
        printed = (known.amounts.get(place, {}).items() for place in places)
        held = (own for groups in printed for group, own in groups if fits[group])
        amounts = [*chain.from_iterable(held)]
        for axis in ("base", "code"):
            if axis in pick:
                amounts = [a for a in amounts if getattr(a.of, axis) in pick[axis]]
        amounts.sort()
        missing = [] if amounts else [known.once(_missing, place) for place in places]
        found = Found(pick, amounts, missing[-1] if missing and all(missing) else None, {})
        known.picks[id(pick)] = found
    return found


class Fits(dict[Group, bool]):
    """Whether a pick takes each group of amounts; a member's only where a row asks for it."""

    def __init__(self, pick: Row) -> None:
        self.pick = pick

    def __missing__(self, group: Group) -> bool:
        *members, code, body = group
        own = zip(("flow", "fund", "kind"), members, strict=True)
        fits = all(axis not in self.pick or member in self.pick[axis] for axis, member in own)
        fits = fits and self.pick.get("coded") in (None, code)
        self[group] = fits and body in self.pick.get("body", (False,))
        return self[group]


def printed(known: Scopes, pick: Row) -> Found:
    """What a pick finds; raises `Absent` where its place is not printed."""
    found = picked(known, pick)
    if found.missing:
        raise found.missing.with_traceback(None)
    return found


def tied(disclosure: Disclosure, tie: Row) -> Iterator[Answers]:
    """What a row of `ties.toml` says of a disclosure, shape by shape, of some table by table."""
    if "listed" in tie and tie["id"] not in of_budget(disclosure.layout).data["customs"]:
        yield iter((Absent(tie["id"], NO_CUSTOM),))
    elif disclosure.year >= tie.get("since", 0):
        known = scopes(disclosure)
        for shape, row in tie["rows"] if disclosure.kind == tie.get("of", disclosure.kind) else ():
            if shape in (_tree, _ladder):
                known_to = disclosure.has if "perhaps" in row else None
                for role in filter(known_to, row["roles"]):
                    yield from on_each(role, disclosure, shape, row)
            else:
                sums, near = shape(known, row), tie.get("near")
                yield within_a_slip(sums, NEAR[near]) if near else sums


def _same(known: Scopes, row: Sequence[Row]) -> Answers:
    """One coordinate in two kinds of places is one amount; else what is one money is.

    Where the other place is to tell each (`due`), one that it does not tell is made of nothing.
    """
    first, other = (printed(known, pick) for pick in row)
    keys = (_axes(*row[0]["by"]),) if "by" in row[0] else (ALIKE, MERGED)
    met: set[int] = set()
    for key in keys if first.amounts and other.amounts else ():
        index = other.by(key)
        left = [a for a in first.amounts if a.order not in met]
        found = [(a, b) for a in left for b in index.get(key(a), ()) if b.order not in met]
        yield from (Same(a.figure, b.figure) for a, b in found)
        met.update(amount.order for pair in found for amount in pair)
    if met and "due" in row[0] and known.read_whole(*row[1]["place"]):
        told = {b.of[-2:] for b in other.amounts}  # the years, each on its base
        alone = (a for a in first.amounts if a.order not in met and a.of[-2:] in told)
        yield from (Sum(a.figure, []) for a in alone if a.figure.value)


def _within(known: Scopes, row: Sequence[Row]) -> Answers:
    """The same; and a wider fund (or, with `more`, the same) holds a narrower one."""
    more = "more" in row[0]  # of what was carried over
    yield from () if more else _same(known, row)
    wide, narrow = (printed(known, pick) for pick in row)
    for holder in wide.amounts if narrow.amounts else ():
        for part in narrow.by(_but_for_fund).get(_but_for_fund(holder), ()):
            if holder.fund in wider(part.fund) and (more or holder.merged != part.merged):
                yield AtLeast(holder.figure, [part.figure])


def _again(known: Scopes, row: Row) -> Answers:
    """What items tell first of one quantity is one amount; of the grand totals, each time."""
    found: dict[object, dict[int, dict[object, Amount]]] = {}
    for amount in picked(known, row).amounts:
        each, item = "each" in row, amount.figure.place.passage  # within one item, each time
        told = found.setdefault((amount.merged, each and item), {}).setdefault(amount.alike, {})
        alone = each or amount.fund in GRAND or amount.figure.year != amount.of.year  # 上年末结转
        told.setdefault(amount.figure.id if alone else item, amount)
    for quantities in found.values():
        firsts = [next(iter(told.values())) for told in quantities.values()]
        for every in (firsts, *([*told.values()] for told in quantities.values())):
            yield from (Same(*pair) for pair in pairs([amount.figure for amount in every]))


def _made(known: Scopes, row: Row) -> Answers:
    """An amount is made by others, alike on some axes; not where `unless` finds any."""
    parts, minus = ([*row.get(name, ())] for name in ("parts", "minus"))
    for pick in (row["whole"], *parts):
        printed(known, pick)
    if "unless" in row and picked(known, row["unless"]).amounts:
        return
    if "apart" in row and not _share_no_code(*(picked(known, pick) for pick in row["apart"])):
        return
    wholes, likeness = _nearest(known, row["whole"]), _likeness(row)
    every = ([c for pick in picks for c in _nearest(known, pick)] for picks in (parts, minus))
    found = [grouped((likeness(c), c) for c in own) for own in every]
    for whole in wholes[:1] if "together" in row else wholes:
        alike = (each.get(likeness(whole), ()) for each in found)
        item = AXES["kind"][whole.of.kind]["economic"] if "item" in row else None
        added, taken = ([c.figure for c in own if item in (None, c.of.code)] for own in alike)
        if "together" in row:  # what else is picked as the whole is a part of it
            taken += [cell.figure for cell in wholes[1:]]
        few = len(added) < (2 if "several" in row else 1)
        if not few and ("filled" not in row or all(f.value for f in added)):
            if "within" in row:
                yield AtLeast(whole.figure, added)
            else:
                yield Sum(whole.figure, added, taken, premise=row.get("premise", ""))


def _share_no_code(one: Found, other: Found) -> bool:
    """Whether columns for both are printed, and no code has something filled in each."""
    codes = [{a.of.code for a in found.amounts if a.figure.value} for found in (one, other)]
    return bool(one.amounts or other.amounts) and not codes[0] & codes[1]


def _likeness(row: Row) -> Callable[[Amount], object]:
    """What parts share with the whole: the axes that the row names, of the same year."""
    of = attrgetter("of.year", "of.base", *(f"of.{axis}" for axis in row.get("alike", ())))
    # a fund is its own, once that is known
    return lambda each: (of(each), each.fund if "fund" in row.get("alike", ()) else "")


def _nearest(known: Scopes, pick: Row) -> list[Amount]:
    """The cells picked; of each code the first of the kinds in `nearest` that is printed."""
    found = picked(known, pick).amounts
    if "nearest" not in pick:
        return found
    first: dict[str, Amount] = {}
    for cell in (c for kind in pick["nearest"] for c in found if c.of.kind == kind):
        first.setdefault(cell.of.code, cell)
    return [first[code] for code in pick["code"] if code in first]


def _but_for_fund(amount: Amount) -> object:
    return amount.of[:1], amount.of[2:]


@cache
def _axes(*axes: str) -> Key:
    """The axes on which two places are compared, where they differ on the others."""
    return attrgetter(*(f"of.{axis}" for axis in axes))


def _tree(row: Row, table: Table) -> Answers:
    """In every column, rows make the row above them, or the topmost or lowest rows the total.

    Those of 其中 are within it, and others where the row of data says so.
    """
    others = {c.key for c in table.columns if c.key == "/".join(c.path)}  # quantities, prices
    for whole, parts in _branches(table, row):
        few = "within" in row or (parts and parts[0].place.row.startswith(PART))
        for column in whole.cells if "part" in row else summed(whole):
            if whole[column].blank and ("list" in row or column in others):
                continue
            some = few or not {"part", "sides", "some"}.isdisjoint(row)
            added = [part[column] for part in parts if not some or column in part]
            if few or "some" in row:
                added = [figure for figure in added if figure.value]
            if few:
                yield from [AtLeast(whole[column], added)] if added else ()
            elif added or "sides" in row or (parts and "some" not in row):
                yield Sum(whole[column], added)


def _branches(table: Table, row: Row) -> list[tuple[PrintedRow, list[PrintedRow]]]:
    """(whole, the rows that make it), in the table or in one part of it."""
    rows, total, codes = row["rows"], table.total_row, row.get("code")
    if "sides" in row:
        return [found for side in row["sides"] for found in _side(table, side, rows)]
    if "part" in row:
        own = table.part(row["part"])
        tops = [r for r in own if r.level == 1]
        if rows == "top":
            return [(whole, tops) for whole in own if not whole.level]
        return [(r, table.children(r)) for r in own if codes is None or r.code in codes]
    if "coded" in row and not all(len(r.code) in LEVELS for r in table.rows if r.level):
        return []
    if "list" in row and any(ranked(table, r) or row["list"] in r.name for r in table.rows):
        return []
    if rows == "below":
        but = row.get("but", ())
        return [(r, table.children(r)) for r in table.rows if r.level and r.code not in but]
    if not total or (rows == "leaves" and len(table.leaves) == len(table.children(None))):
        return []
    return [(total, table.leaves if rows == "leaves" else table.children(None))]


def _side(table: Table, side: str, rows: str) -> Iterator[tuple[PrintedRow, list[PrintedRow]]]:
    """On a side, the items make this year's sum; that and what is carried over the grand total."""
    this_year, total = (table.find(key, side) for key in ("this_year", "grand_total"))
    items, whole = items_of(table, side), this_year or total
    if rows == "items" and whole and (items or not table.part("purpose")):
        yield whole, items
    if rows == "carried" and total and this_year:
        left_out = {row.key for row in (*items, total, this_year)}
        others = (r for r in table.part(side) if r.level < 2 and r.key not in left_out)
        yield total, [this_year, *others]


def items_of(table: Table, side: str) -> list[PrintedRow]:
    """The rows that a side of a two-sided table adds up to this year's sum."""
    this_year, rows = table.find("this_year", side), table.part(side)
    if this_year is not None and this_year.level:
        return table.children(this_year)
    if this_year:  # what stands below is carried
        return [row for row in rows[: rows.index(this_year)] if row.level == 1]
    return [row for row in rows if row.level < 2 and row.code not in ("grand_total", "this_year")]


def summed(row: PrintedRow) -> list[str]:
    """The columns that add up from row to row: all but rates."""
    return [column for column, figure in row.cells.items() if figure.unit != "%"]


def _ladder(row: Row, table: Table) -> Answers:
    """In every row, on every base, a whole is the parts that are printed."""
    whole, minus, ends = row["whole"], row.get("minus", ()), tuple(row.get("ends", ()))
    if not table.keys.isdisjoint(row.get("without", ())):
        return
    columns = (*row["parts"], *(key for key in unnamed(table) if key.endswith(ends)))
    for part, its_own in row.get("lacking", {}).items():
        told = any(key.startswith(part) and key not in its_own for key in table.keys)
        if part in columns and not told:
            columns = (*(key for key in columns if key != part), *its_own)
    paths = {column.key: column.path for column in table.columns}
    heads = {p[:-1] for p in map(paths.get, columns) if p and p[:-1] and p[-1] in SUMS}
    below = {key for key, p in paths.items() if p[:-1] in heads and p[-1] not in SUMS}
    if not (own := [paths.get(key, ())[-1:] for key in table.keys if key.startswith(columns)]):
        return
    unknown = len(own) == 1 or any(key.startswith(PART) for key in table.keys)
    # 其中：财政拨款 alone, or beside others of which we know no fund
    some = unknown and all(path and path[0].startswith(PART) for path in own)
    strange = {c.key for c in table.columns if c.path[-1:] == (c.key,)}.difference(columns)
    for printed in table.rows_by_base if table.kind == "record" else table.rows:
        parts, taken, used = printed.some(*columns), printed.some(*minus), columns
        if below and whole in printed and Sum(printed[whole], parts, taken).fails:
            used = tuple(key for key in columns if key not in below)  # 财政拨款: 合计, 上年结转
            parts = printed.some(*used)
        fewest = len(used) + len(minus) if "every" in row else row.get("least", 1)
        if parts and len(parts) + len(taken) >= fewest and whole in printed:
            more = any(figure.value for figure in printed.some(*strange))  # of no fund we know
            held = some or ("within" in row and (more or not printed.some(*row.get("any", ()))))
            yield AtLeast(printed[whole], parts) if held else Sum(printed[whole], parts, taken)


def _said(known: Scopes, row: Row) -> Answers:
    """Words that should stand nowhere, as reading found them."""
    for said in (each for kind in row["kinds"] for each in known.statements.get(kind, ())):
        if "misprint" not in row or is_misprint(said.value):  # other words are a limit of reading
            yield words(said.value, row["against"], False, said.place)


def _none(known: Scopes, row: Row) -> Answers:
    """Where the notes count none of a thing, nothing of the year is spent on it."""
    budget = known.disclosure
    counts = (c for c in budget.all_claims if c.measure == "count" and c.key in row["count"])
    told = (c.figure for c in counts)
    own = (f for f in told if "paid" not in row or f.year == budget.year)
    counted = sorted(own, key=lambda figure: -figure.amount)  # 国（境）外接待0批次
    spent = [a.figure for a in printed(known, row["cost"]).amounts if a.of[-2:] == budget.stands]
    for count, cost in zip(counted[:1], spent, strict=False):
        left, right = (cited(f, f"{f.printed}{f.unit}") for f in (cost, count))
        free = not cost.value and "paid" not in row
        yield Fact(left, right, free or bool(count.value) == bool(cost.value))


def unnamed(table: Table) -> list[str]:
    """The columns that no word of the layout fits, below no header but one of kinds it knows."""
    strange = {c.key for c in table.columns if c.key == "/".join(c.path)}
    heads = Counter(c.path[:-1] for c in table.columns if c.key not in strange)
    own = (c for c in table.columns if not c.path[1:] or heads[c.path[:-1]] > 1)
    return [c.key for c in own if c.key in strange]


_SHAPES: tuple[Callable[..., Answers], ...] = (
    *(_same, _within, _again, _made, _tree, _ladder, told, moved, years, implied),
    *(lists, beside, indicators, reasons, repeats, _said, _none, rates),
)
SHAPES = {shape.__name__.strip("_"): shape for shape in _SHAPES}


def _ties(told: dict[str, Any]) -> dict[str, Rule]:
    """The rules of `ties.toml`: by kind, strength and id what they say, and rows of some shapes."""
    named, shared, found = told.pop("names"), dict[str, dict[str, Any]](), dict[str, Rule]()
    for kind, strengths in told.items():
        for strength, ties in strengths.items():
            for name, tie in ties.items():
                shapes = [shape for shape in SHAPES if shape in tie]
                rows = [(SHAPES[s], _read(row, named, shared)) for s in shapes for row in tie[s]]
                own = {"id": name, "kind": kind, "rows": rows, **tie}
                found[name] = Rule(tied, strength, tie=own)
    return found


def _read(told: Any, named: Row, shared: dict[str, dict[str, Any]]) -> Any:
    """A row as it is interpreted: lists in full, and a pick that others hold, too, made once."""
    if isinstance(told, list):
        own = (named.get(m, [m]) if isinstance(m, str) else [_read(m, named, shared)] for m in told)
        return [*chain.from_iterable(own)]
    if not isinstance(told, dict):
        return told
    if "place" not in told:
        return {key: _read(value, named, shared) for key, value in told.items()}
    pick = str(told)
    if pick not in shared:
        plain = {
            k: v if k in ("coded", "due", "more") or type(v) is list else [v]
            for k, v in told.items()
        }
        shared[pick] = {key: _read(value, named, shared) for key, value in plain.items()}
        shared[pick]["fits"] = Fits(shared[pick])
    return shared[pick]


TIES = _ties(parsed(Path(__file__).with_name("ties.toml")))
