"""A frame that looks as a table should: a caption, blanks for what is missing, commas."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype, is_numeric_dtype

from budgetlib.figures import MINUS
from budgetlib.show import said
from budgetlib.vocabulary import Label

PLAIN = ("year", "line", "page")  # names of whole numbers that count nothing


class Exhibit(pd.DataFrame):
    """A pandas frame in all but its looks; an empty one is not shown.

    ``attrs["caption"]`` is its caption; with ``attrs["folded"]`` it is shown whole, folded away.
    """

    @property
    def _constructor(self) -> Callable[..., Any]:
        return Exhibit

    def _repr_html_(self) -> str:
        return html_of(self)


def exhibit(
    rows: Sequence[Sequence[Any]], index: str, caption: str, columns: Sequence[str]
) -> Exhibit:
    """Make an exhibit of rows; labels stay labels, which pandas' own strings would not."""
    told = list(zip(*rows, strict=True)) if len(rows) else [()] * (len(columns) + 1)
    frame = Exhibit(dict(enumerate(map(_column, told))))
    frame = Exhibit(frame.set_index(0))
    frame.index = pd.Index(_column(told[0]), name=index)
    frame.columns = pd.Index(columns, dtype=object)
    frame.attrs["caption"] = caption
    return frame


def _column(values: Sequence[Any]) -> pd.Series:
    words = any(isinstance(value, str) for value in values)
    return pd.Series(values, dtype=object if words or not len(values) else None)


def html_of(frame: pd.DataFrame) -> str:
    """A frame as an HTML table; rows past pandas' own ``display.max_rows`` are only counted."""
    folded = frame.attrs.get("folded", False)
    most = len(frame) if folded else pd.get_option("display.max_rows") or len(frame)
    if frame.empty:
        return said(frame.attrs.get("empty", ""), "p") if "empty" in frame.attrs else ""
    columns = [frame.iloc[:, at] for at in range(frame.shape[1])]
    named = zip((frame.index.name, *frame.columns), ["left", *map(_side, columns)], strict=True)
    heads = [f'<th scope="col" style="text-align:{side}">{said(n or "")}</th>' for n, side in named]
    cells = [_cells(column.iloc[:most]) for column in columns]
    head = '<tr><th scope="row" style="text-align:left">'  # what is in the index heads its row
    told = zip(frame.index[:most], *cells, strict=True)
    rows = [f"{head}{said(name)}</th>{''.join(row)}</tr>\n" for name, *row in told]
    left = len(frame) - most
    others = Label(f"… {left} more row{'s' * (left > 1)}", f"……另有{left}行")
    more = said(others, "p") if left > 0 else ""
    caption = said(frame.attrs.get("caption", ""))
    body = f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>{''.join(rows)}</tbody></table>{more}"
    if folded:
        return f"<details><summary>{caption}</summary><table>\n{body}</details>"
    return f"<table><caption>{caption}</caption>\n{body}"


def _side(column: pd.Series) -> str:
    return "right" if is_numeric_dtype(column.dtype) else "left"


def _cells(column: pd.Series) -> list[str]:
    """As a reader wants the values: amounts to two decimals, nothing for what is missing."""
    counted = str(column.name or "").partition(" ")[0] not in PLAIN
    whole = counted and is_integer_dtype(column.dtype) and not is_bool_dtype(column.dtype)
    form = ",.2f" if is_float_dtype(column.dtype) else ",d" if whole else ""
    side = _side(column)
    return [f'<td style="text-align:{side}">{_cell(value, form)}</td>' for value in column]


def _cell(value: Any, form: str) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return format(value, form).replace("-", MINUS) if form else said(value)
