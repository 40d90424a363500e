"""What each figure measures: a cell's coordinate is its table's, changed by its row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from budgetlib.figures import Claim, Figure, Quantity, Row, Table
from budgetlib.layouts import Layout
from budgetlib.vocabulary import AXES, BASES, BEFORE, above, parts

CARRIED = ("carry_over", "unfiscal_surplus")
FUND = "fund"  # the part of rows that tell one fund each
OF_YEAR = "of_year"  # what a table spends of the year's money, beside what was carried over
TREES = ("project", "body")
SIDED = ("two_sided", "grouped")
ZEROS = ("gov_fund", "state_capital", "operating_organs", "three_public")  # money told to be none
YEARS = {"current": 0, "amount": 0, "previous": 1, "before_previous": 2}  # of forms: years back
LEVELS = (3, 5, 7)  # digits of a class, a division, an item


class Cell(NamedTuple):
    """A figure with the kind of place in which it stands, and what it measures."""

    place: str
    figure: Figure
    of: Quantity


def cells(
    tables: Iterable[Table], claims: Sequence[Claim], layout: Layout, year: int, base: str
) -> tuple[Cell, ...]:
    """Every amount of the tables and notes whose coordinate is known, each once.

    Each figure is told its coordinate, too: `Figure.of`.
    """
    found: list[Cell] = []
    for table in tables:
        tells = layout.data["tells"]["tables"].get(table.role)
        if tells is not None:
            start = _start(tells, year, base)
            sided = table.kind in SIDED
            sides = ((row, of) for row in table.rows if (of := _side_row(table, row, start)))
            told = sides if sided else _list_rows(table, start, layout)
            found += (
                Cell(f"table {table.role}", figure, at)
                for row, of in told
                for column, figure in row.cells.items()
                if figure.unit != "%" and (at := _at(of, column))
            )
        elif table.role in layout.data["tells"]["forms"]:
            own = _form_cells(table, Quantity("", "", year=year, base=base), layout)
            found += (Cell(f"table {table.role}", f, of) for f, of in own)
    whole = ""  # the fund of what a list behind 其中 is of
    head: tuple[object, ...] = ()  # the item of whose fund the classes behind it are
    split = {c.figure.place.section for c in claims if c.key == "year_expenditure"}
    for claim in claims:
        key = claim.topic if claim.key == "total" else claim.key
        if claim.measure == "zero" and key in ZEROS and claim.figure.year:
            none = Quantity("", key, year=claim.figure.year, base=claim.figure.base)
            found.append(Cell(f"zero {key}", claim.figure, none))
        if claim.measure == "amount" and claim.context != "reason" and claim.figure.year:
            place = claim.figure.place
            where = (place.section, place.item or place.line)
            listed = claim.context or (claim.figure.code and head == (*where, whole))
            of = _listed_quantity(claim, layout, whole if listed else "")
            beside = of and claim.key == "total" and place.section in split
            if of and beside and (of.flow, of.fund) == ("out", "year"):
                of = of._replace(fund="all")  # 支出总计 5，其中本年支出合计 4
            if (
                of and of.kind == "carry_forward" and of.year == year - 1
            ):  # what this year began with
                of = of._replace(flow="in", kind="", fund=carried(of.fund), year=year)
            if not claim.context:
                whole = of.fund if of else ""
                spent = of and of.flow == "out" and head[:2] != where  # the first, or that again
                head = (*where, whole if spent or head == (*where, whole) else "")
            if of is not None:
                found.append(Cell(f"note {claim.topic}", claim.figure, of))
    for cell in found:
        object.__setattr__(cell.figure, "of", cell.of)  # part of reading: nobody saw it without
    return tuple(found)


def _start(tells: Mapping[str, str], year: int, base: str) -> Quantity:
    axes = {axis: value for axis, value in tells.items() if axis != "by"}
    return Quantity(**{"flow": "", **axes}, year=year, base=base)


def _at(of: Quantity, column: str) -> Quantity | None:
    """The coordinate of a cell: its row's, changed by its column."""
    found = _by_column(of._replace(code="", body="") if of.code or of.body else of, column)
    if found is None or not (of.code or of.body):
        return found
    return Quantity(*found[:3], of.code, of.body, *found[5:])


@lru_cache(maxsize=4096)
def _by_column(of: Quantity, column: str) -> Quantity | None:
    """The coordinate that a column gives to a row's; None where it tells no amount."""
    if column.endswith(BEFORE):
        of, column = of._replace(year=of.year - 1), column.removesuffix(BEFORE)
    for end, base in BASES.items():
        if column.endswith(end):
            of, column = of._replace(base=base), column.removesuffix(end)
    if column in ("total", "amount"):
        return of
    if column in (OF_YEAR, "of_carried"):
        fund = of.fund.removesuffix("_all")
        return of._replace(fund=fund if column == OF_YEAR else carried(fund))
    if column == "carry_over" and of.fund not in ("all", "year"):
        return of._replace(flow="in", kind="", fund=carried(of.fund))
    axis = "fund" if of.flow == "in" or column not in AXES["kind"] else "kind"
    if column == "this_year":  # what comes in, beside what is spent
        return of._replace(flow="in", kind="", fund="year" if of.fund == "all" else of.fund)
    if column not in AXES[axis]:
        return None
    if axis == "kind":
        return of._replace(kind=column)
    return of._replace(fund=whole(column) if of.fund == "fiscal_all" else column)


# ---- tables of two sides: a row is a fund, a kind, a class or a sum of the side ----


def _side_row(table: Table, row: Row, start: Quantity) -> Quantity | None:
    """What the amount of a row measures."""
    code, revenue = row.code, row.part == "revenue"
    at = start._replace(flow="in", kind="") if revenue else start._replace(flow="out")
    if code == "this_year":
        return at
    if code == "grand_total":
        return at._replace(fund=whole(at.fund))
    if not revenue and code.isdigit() and row.part == "expenditure":
        return at._replace(code=code)
    if not revenue:
        return at._replace(kind=code) if code in AXES["kind"] else None
    if code == "carry_over":
        return at._replace(fund=carried(at.fund))
    above = table.by_key.get(row.parent)
    below = above is not None and above.code == "carry_over"
    return at._replace(fund=carried(code) if below else code) if code in AXES["fund"] else None


def carried(fund: str) -> str:
    """What is carried over of a fund."""
    return "carry_over" if fund in ("all", "year") else f"{fund}_carried"


def whole(fund: str) -> str:
    """A fund of the year together with what is carried over of it."""
    return "all" if fund == "year" else f"{fund}_all"


# ---- forms: a row is known by the part of the form and the words that it begins with ----


def _form_cells(table: Table, start: Quantity, layout: Layout) -> Iterator[tuple[Figure, Quantity]]:
    """A form is one project's, or the whole body's."""
    body = table.number if table.role == "project_targets" else ""
    for part, told in layout.data["tells"]["forms"][table.role].items():
        for row in table.part(part):
            fits = (axes for words, axes in told.items() if row.name.startswith(words))
            axes: dict[str, Any] = next(fits, {})
            for column, figure in row.cells.items() if axes else ():
                end = next((end for end in BASES if column.endswith(end)), "")
                years, base = YEARS.get(column.removesuffix(end)), BASES.get(end, start.base)
                if years is not None:
                    at = start._replace(**axes)
                    yield figure, at._replace(body=body, year=start.year - years, base=base)


# ---- tables of rows: a row is a code, a member, or the whole ----


def _list_rows(table: Table, start: Quantity, layout: Layout) -> Iterator[tuple[Row, Quantity]]:
    tells, sums = layout.data["tells"]["tables"][table.role], layout.data["tells"]["sums"]
    rows = wholes(table) if table.kind == "record" else ()
    start = start._replace(fund=_total_fund(table, start))
    kinds = [_kind(row, start) for row in table.rows if row.level == 1]
    by = tells.get("by", "")
    if by == "kind" and len({*kinds} - {""}) < len(kinds):
        by = ""  # a list of purchases, some of which are called as their kind is
    for row in table.rows:
        if row.part == "sum":
            of: Quantity | None = start._replace(kind=sums[row.name]) if row.name in sums else None
        elif row in rows:
            of = start
        elif row.part == FUND:
            of = start._replace(fund=row.code)
        elif tells.get("by") in TREES and row.level and _holds_others(table, row):
            of = None  # a whole of others, which are projects or units themselves
        else:
            of = _list_row(row, start, by)
        if of:
            yield row, of


def ranked(table: Table, row: Row) -> bool:
    """Whether the code of a row is of a class, or codes of others begin with it."""
    others = (other.code for other in table.rows if other.code != row.code)
    longer = len(row.code) in LEVELS or any(code.startswith(row.code) for code in others)
    return bool(row.code) and longer


def _holds_others(table: Table, row: Row) -> bool:
    """Whether rows stand below it, or codes of other units begin with its own, as with 503."""
    codes = (other.code for other in table.rows if other.code != row.code)
    longer = table.kind == "items" and row.code and any(c.startswith(row.code) for c in codes)
    return bool(table.children(row) or longer)


def _total_fund(table: Table, start: Quantity) -> str:
    """The fund of a table's totals: with what is carried over or forward, if it has a column."""
    keys = table.keys
    if start.fund == "all":
        return "all" if any(key in CARRIED or key.endswith("_carried") for key in keys) else "year"
    beside = "carry_forward" if start.fund == "year" else OF_YEAR
    return whole(start.fund) if beside in keys else start.fund


def _list_row(row: Row, start: Quantity, by: str) -> Quantity | None:
    if not row.level and row.part == "main":
        return start
    if row.share:
        return start._replace(code=row.share, body=row.key)
    if by == "body" or (by in ("function", "economic") and len(row.code) not in LEVELS):
        return start._replace(body=row.code or row.name) if row.code or row.name else None
    if by == "kind":
        named = _kind(row, start) if row.level == 1 else ""
        return start._replace(kind=named) if named else None
    return start._replace(code=row.code) if by and row.code else None


def _kind(row: Row, start: Quantity) -> str:
    """The part of what a table tells that a row names."""
    named = (k for k in parts("kind", start.kind) if AXES["kind"][k]["zh"] in row.name)
    return next(named, "")


def wholes(table: Table) -> list[Row]:
    """The rows of a record that tell the whole body: of several, those that no other exceeds."""
    own = [row for row in table.rows if row.part != FUND]
    key = next((k for k in ("total", "everything") if any(k in row for row in own)), "")
    rows = [row for row in own if key in row]
    most = max((row[key].amount for row in rows), default=None)
    largest = [row for row in rows if row[key].amount == most]
    return largest or own * (len(own) == 1)  # one row may leave its sum out


# ---- notes: a claim is its section's quantity, changed by its key ----


def _listed_quantity(claim: Claim, layout: Layout, whole_of: str) -> Quantity | None:
    """What a claim measures, in a list behind an amount of this fund."""
    data, key, figure = layout.data["tells"], claim.key, claim.figure
    if claim.topic not in data["notes"] or figure.year is None:
        return None
    start = _start(data["notes"][claim.topic], figure.year, figure.base)
    if whole_of and start.fund in above("fund", whole_of):
        start = start._replace(fund=whole_of)  # 一般公共预算 5，其中：基本支出 3
    if start.kind == "basic" and (figure.code or key in data["classes"]):
        return start._replace(code=figure.code or data["classes"][key])
    if claim.topic in ("revenue", "expenditure") and claim.subject in data["vague"]:
        return None
    if figure.code:
        kind = key if key in AXES["kind"] else start.kind or "total"
        return start._replace(flow="out", kind=kind, code=figure.code)
    brought, spent = (AXES["flow"][way]["zh"] for way in ("in", "out"))
    goes_out = (
        spent in claim.subject and brought[0] not in claim.subject
    )  # 支出预算, not 收支总预算
    if key == "total" and not start.flow:
        if goes_out:
            of_year = claim.topic == start.fund and claim.subject in data["vague"]
            fund = start.fund if of_year else whole(start.fund)
            return start._replace(flow="out", kind="total", fund=fund)
        return start._replace(flow="in", fund=whole(start.fund))
    if key == "total" and claim.topic == "revenue":
        return start._replace(fund="all")
    if key == "item":
        return None  # its path is not known
    if key in (claim.topic, "total"):
        brings = key in (start.fund, "total") and claim.subject.endswith(brought)
        return start._replace(flow="in", kind="") if brings else start
    if key in data["keys"]:
        return start._replace(**data["keys"][key])
    if key == "carry_over":
        return start._replace(flow="in", kind="", fund=carried(start.fund))
    if key in AXES["fund"] and (start.flow != "out" or key not in AXES["kind"]):
        both = {brought[0], spent[0]} <= {*claim.subject}  # 一般公共预算收支预算
        if not start.flow and (goes_out or both):
            fund = whole(key) if both else key
            return start._replace(flow="out", kind="total", fund=fund)
        if claim.subject.endswith(brought):
            return start._replace(flow="in", kind="", fund=key)
        return start._replace(flow=start.flow or "in", fund=key)
    return start._replace(flow="out", kind=key) if key in AXES["kind"] else None
