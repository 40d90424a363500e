"""A frame that looks as a table should: a caption, blanks for what is missing, commas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype, is_numeric_dtype

PLAIN = ("year", "line", "page")  # names of whole numbers that count nothing


class Exhibit(pd.DataFrame):
    """A pandas frame in all but its looks.

    ``attrs["caption"]`` is its caption; with ``attrs["folded"]`` it is shown whole, folded away.
    """

    @property
    def _constructor(self) -> Callable[..., Exhibit]:
        return Exhibit

    def _repr_html_(self) -> str:
        return html_of(self)


def exhibit(
    rows: Any, index: str, caption: str, columns: list[str] | tuple[str, ...] | None = None
) -> Exhibit:
    """Make an exhibit of rows."""
    names = [index, *(columns or ())] if columns is not None or not len(rows) else None
    frame = Exhibit(pd.DataFrame(rows, columns=names).set_index(index))
    frame.attrs["caption"] = caption
    return frame


def html_of(frame: pd.DataFrame) -> str:
    """A frame as an HTML table; rows past pandas' own ``display.max_rows`` are only counted."""
    folded = frame.attrs.get("folded", False)
    most = len(frame) if folded else pd.get_option("display.max_rows") or len(frame)
    columns = [frame.iloc[:, at] for at in range(frame.shape[1])]
    sides = ["left", *map(_side, columns)]
    heads = list(map(_head, (frame.index.name, *frame.columns), sides))
    cells = [_cells(column.iloc[:most]) for column in columns]
    rows = [_row(str(name), row) for name, *row in zip(frame.index[:most], *cells, strict=True)]
    none = f'<tr><td colspan="{len(heads)}" style="text-align:left">none 无</td></tr>'
    left = len(frame) - most
    more = f"\n<p>… {left} more rows 另有{left}行</p>" if left > 0 else ""
    caption = escape(str(frame.attrs.get("caption", "")))
    body = (
        f"<thead><tr>{''.join(heads)}</tr></thead>\n"
        f"<tbody>{''.join(rows) or none}</tbody></table>{more}"
    )
    if folded:
        return f"<details><summary>{caption}</summary><table>\n{body}</details>"
    return f"<table><caption>{caption}</caption>\n{body}"


def _head(name: Any, side: str) -> str:
    return f'<th scope="col" style="text-align:{side}">{escape(str(name or ""))}</th>'


def _side(column: pd.Series) -> str:
    return "right" if is_numeric_dtype(column.dtype) else "left"


def _row(name: str, cells: Iterable[str]) -> str:
    """A row of HTML; what is in the index heads it."""
    return f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>{"".join(cells)}</tr>\n'


def _cells(column: pd.Series) -> list[str]:
    """As a reader wants the values: amounts to two decimals, nothing for what is missing."""
    counted = str(column.name or "").partition(" ")[0] not in PLAIN
    whole = counted and is_integer_dtype(column.dtype) and not is_bool_dtype(column.dtype)
    form = ",.2f" if is_float_dtype(column.dtype) else ",d" if whole else ""
    told = (
        "" if value is None or value is pd.NA or value != value else format(value, form)
        for value in column
    )
    side = _side(column)
    return [f'<td style="text-align:{side}">{escape(text)}</td>' for text in told]
