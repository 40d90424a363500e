"""Questions to the cube: its cells as one frame, pivots of it, and what joins two figures."""

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import Cell
from budgetlib.errors import BudgetError, Several, choices
from budgetlib.figures import Figure, Quantity, value_of
from budgetlib.vocabulary import AXES, above, parts

if TYPE_CHECKING:
    import pandas as pd

AXIS = Quantity._fields
COLUMNS = (*AXIS[:4], "name", *AXIS[4:], "amount", "unit", "place", "id")  # of the frame
Printed = dict[str, dict[str, Figure]]


def frame(
    disclosure: Disclosure, cells: Sequence[Cell] | None = None, exact: bool = False
) -> "pd.DataFrame":
    """The cube as one tidy frame, or some cells of it; see `Budget.cube`."""
    import pandas as pd

    names = {row.code: row.name for t in disclosure.tables.values() for row in t.rows if row.code}
    rows = [
        {
            **of._asdict(),
            "name": names.get(of.code, ""),
            "amount": value_of(figure, exact),
            "unit": figure.unit,
            "place": place,
            "id": figure.id,
            "line": figure.place.line,
            "page": figure.place.page,
        }
        for place, figure, of in (disclosure.cells if cells is None else cells)
    ]
    found = pd.DataFrame(rows, columns=[*COLUMNS, "line", "page"])
    return found.astype({"line": "Int64", "page": "Int64"})


def pivot(
    disclosure: Disclosure, index: str, columns: str = "place", **where: Any
) -> "pd.DataFrame":
    """Members of one axis by places, years, bases or members of another; see `Budget.pivot`."""
    found = frame(disclosure, select(disclosure, index, columns, **where))
    units = ", ".join(dict.fromkeys(found["unit"]))
    if "," in units:
        told = f"amounts in {units}, see in_wan_yuan 金额单位不一，可用in_wan_yuan"
        warnings.warn(told, Several, stacklevel=3)
    return found.groupby([index, columns], sort=False)["amount"].first().unstack(columns)


def select(disclosure: Disclosure, *free: str, **where: Any) -> list[Cell]:
    """The cells whose coordinate fits `where`; the axes `free` fit always.

    Of an axis that is not named, what is empty fits; of year and base, the disclosure's own.
    """
    for name in (*free, *where):
        if name not in (*COLUMNS, "table"):  # which `printed` sorts by
            raise BudgetError(f"the cube has no column {name!r}{choices(name, COLUMNS)}")
    for axis in ("flow", "fund", "kind"):
        asked_for = where.get(axis, ())
        for member in (asked_for,) if isinstance(asked_for, str) else asked_for:
            if member and member not in AXES[axis]:
                raise BudgetError(f"{axis} has no {member!r}{choices(member, AXES[axis])}")
    own = {"year": disclosure.year, "base": disclosure.base}
    whole = {"kind": ("", "total"), "code": "", "body": ""}
    asked: dict[str, Any] = {
        axis: fits for axis, fits in (own | whole).items() if axis not in free
    } | where
    wanted = {
        axis: (fits,) if isinstance(fits, str | int) else tuple(fits)
        for axis, fits in asked.items()
    }
    return [
        cell
        for cell in disclosure.cells
        if all(_at(cell, axis) in fits for axis, fits in wanted.items())
    ]


def printed(disclosure: Disclosure, axis: str, by: str = "place", **where: Any) -> Printed:
    """The figures by place (or ``"table"``, or another axis), then by member, as first printed."""
    found: Printed = {}
    for cell in select(disclosure, axis, by, **where):
        at = (cell.figure.place.table or "note") if by == "table" else _at(cell, by)
        found.setdefault(at, {}).setdefault(_at(cell, axis), cell.figure)
    return found


def at(disclosure: Disclosure, place: str, axis: str = "kind", **where: Any) -> dict[str, Figure]:
    """What one place prints of the members of an axis."""
    return printed(disclosure, axis, place=place, **where).get(place, {})


def divided(figures: dict[str, Figure], axis: str, member: str) -> dict[str, Figure]:
    """The figures without a member where its parts make it, else without those parts."""
    inner = [key for key in parts(axis, member) if key in figures]
    made = sum(figures[key].amount for key in inner)
    left_out = {member} if (member not in figures or made == figures[member].amount) else set(inner)
    return {key: figure for key, figure in figures.items() if key not in left_out}


def _at(cell: Cell, column: str) -> Any:
    whose = cell.of if column in AXIS else cell if column == "place" else cell.figure
    return getattr(whose, column)


def why(disclosure: Disclosure, a: str, b: str) -> str:
    """Which coordinates two figures have, and on which axes they differ, in words."""
    at = {cell.figure.id: cell for cell in disclosure.cells if cell.figure.id in (a, b)}
    told = [f"{n}: {_words(at[n]) if n in at else 'no known coordinate'}" for n in (a, b)]
    if len(at) == 2:
        pairs = zip(AXIS, at[a].of, at[b].of, strict=True)
        differ = [_differ(axis, left, right) for axis, left, right in pairs if left != right]
        same = "one coordinate: one amount printed twice"
        told.append("they differ in " + "; ".join(differ) if differ else same)
    return "\n".join(told)


def _differ(axis: str, a: Any, b: Any) -> str:
    if axis == "code":
        holds = str(a).startswith(str(b)) or str(b).startswith(str(a))
    else:
        holds = axis in AXES and (a in above(axis, b) or b in above(axis, a))
    return f"{axis}: {a or 'all'} / {b or 'all'}{' (one holds the other)' if holds else ''}"


def _words(cell: Cell) -> str:
    told = ", ".join(f"{axis} {value}" for axis, value in cell.of._asdict().items() if value)
    return f"{cell.figure.printed or 'blank'} {cell.figure.unit} in {cell.place} ({told})"
