"""A budget in one file for other tools: a workbook, a tidy CSV file or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from budgetlib.budget import SCHEMA, Budget
from budgetlib.collection import put
from budgetlib.errors import BudgetError
from budgetlib.figures import Place, text_of
from budgetlib.printed import Claim, Statement, Table
from budgetlib.tell.formats import csv_of

CLAIM = ("topic", "measure", "subject", "key", "direction", "compared", "compared_base")
FIGURE = ("printed", "unit", "year", "base", "fund", "code")
PLACE = ("table", "section", "item", "row", "column", "line", "page")


def export(budget: Budget, to: Path | str) -> Path:
    """Write a budget into one file; the ending says what kind.

    Parameters
    ----------
    budget
        A disclosure as read; amounts stay in the units printed.
    to
        The file: ``.xlsx`` (tables as printed, doubted cells marked, tidy figures, findings),
        ``.csv`` (tidy figures, for Excel) or ``.json`` (all of it). Same input, same bytes.

    Returns
    -------
    Path
        The file, which is written whole or not at all.

    Raises
    ------
    BudgetError
        Another ending, XlsxWriter is not installed, or the file cannot be written.
    """
    path = Path(to)
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        endings = ", ".join(WRITERS)
        problem = f"cannot export to {path.suffix or 'a file without ending'}; choose {endings}"
        raise BudgetError(problem, file=path)
    data = write(budget)
    return put(path, lambda new: new.write_bytes(data))


def as_csv(budget: Budget) -> bytes:
    """Every printed figure on a row, with the mark by which Excel knows UTF-8."""
    frame = budget.tidy().reset_index()
    whole = {name: "Int64" for name in ("year", "line", "page") if name in frame}
    cells = frame.astype(whole).astype(object).where(frame.notna(), "").to_numpy()
    return csv_of(frame.columns, cells).encode()


def as_json(budget: Budget) -> bytes:
    """Tables with their printed strings, claims, statements and every comparison."""
    told = {
        "schema": SCHEMA,
        "tables": [_table(table) for table in budget.tables.values()],
        "claims": [_claim(claim) for claim in budget.all_claims],
        "statements": [_statement(said) for said in budget.all_statements],
        "reconciliation": budget.reconcile().as_dict(every=True),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def as_xlsx(budget: Budget) -> bytes:
    """Tables as printed with the doubted cells marked, tidy figures, findings, what did not run."""
    try:
        from budgetlib.tell.workbook import workbook
    except ModuleNotFoundError as error:
        if error.name != "xlsxwriter":
            raise
        problem = "an .xlsx file needs XlsxWriter: pip install 'budgetlib[xlsx]'"
        raise BudgetError(problem) from None
    return workbook(budget)


def _of(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _table(table: Table) -> dict[str, Any]:
    return {
        **_of(table, "number", "role", "title", "kind", "unit"),
        "header": [list(cells) for cells in table.grid[: table.header_rows]],
        "columns": [{"key": c.key, "path": list(c.path), "index": c.index} for c in table.columns],
        "rows": [
            {
                **_of(row, "key", "part", "code", "name", "level", "parent"),
                **_where(row.place, "line", "page"),
                "cells": {key: figure.printed for key, figure in row.cells.items()},
                "text": row.text,
            }
            for row in table.rows
        ],
        "printed": [list(cells) for cells in table.grid[table.header_rows :]],
        "footnotes": list(table.footnotes),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        **_of(claim, *CLAIM),
        **_of(claim.figure, *FIGURE),
        "value": text_of(claim.figure.value),
        **_of(claim, "of", "context", "window"),
        **_where(claim.figure.place),
    }


def _statement(said: Statement) -> dict[str, Any]:
    return _of(said, *said._fields[:4]) | _where(said.place)


def _where(place: Place, *names: str) -> dict[str, Any]:
    """What is known of a place."""
    told = _of(place, *(names or PLACE))
    return {name: value for name, value in told.items() if value not in ("", None)}


WRITERS: dict[str, Callable[[Budget], bytes]]
WRITERS = {".xlsx": as_xlsx, ".csv": as_csv, ".json": as_json}
