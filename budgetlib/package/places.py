"""Places to and from the cells of a data package."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from budgetlib.figures import Place, Spot

WHERE = ("line", "page", "box")
PLACE = ("table", "row", "column", "section", "item", "line", "page", "cell")


def whole(text: str) -> int | None:
    """A whole number, None where nothing is written."""
    return int(text) if text else None


def start_of(place: Place) -> list[Any]:
    """The line, and the page where there are pages."""
    return [place.line, place.page] if place.page else [place.line]


def place_at(start: Sequence[int | None], **where: str) -> Place:
    """The reverse of `start_of`, with the disclosure's own terms for the place."""
    line, page = (*start, None)[:2]
    return Place(line, page)._replace(**where)  # type: ignore[arg-type]


def width_of(names: Sequence[str]) -> int:
    """How many columns of a table's file tell where a row stands."""
    return len(WHERE) if tuple(names[: len(WHERE)]) == WHERE else 1


def cells_of(text: str) -> list[list[str]]:
    """The printed cells of a table's file, its header apart."""
    names, *rows = csv.reader(io.StringIO(text))
    return [row[width_of(names) :] for row in rows]


def spot_row(spot: Spot, where: Sequence[str]) -> list[Any]:
    """Line, page and box of a printed row, as far as the format of the document tells them."""
    box = " ".join(f"{edge:g}" for edge in spot.box or ())
    return [spot.line, spot.page, box][: len(where)]


def spot_of(values: Sequence[str]) -> Spot:
    """The reverse of `spot_row`."""
    line, page, box = (*values, "", "")[:3]
    edges = tuple(float(edge) for edge in box.split())
    return Spot(whole(line), whole(page), edges or None)  # type: ignore[arg-type]


def place_of(row: dict[str, str]) -> Place:
    """The place that a row of claims or facts tells."""
    r, _, c = row["cell"].partition(":")
    return Place(
        whole(row["line"]),
        whole(row["page"]),
        table=row["table"],
        row=row["row"],
        column=row["column"],
        section=row["section"],
        item=row["item"],
        cell=(int(r), int(c)) if c else None,
    )


def place_row(place: Place) -> list[object]:
    """The cells of `PLACE`."""
    cell = ":".join(map(str, place.cell)) if place.cell else ""
    values = (place.table, place.row, place.column, place.section, place.item)
    return [*values, place.line, place.page, cell]
