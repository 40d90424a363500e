"""Budgets in one file for other tools: a workbook, a tidy CSV file, JSON or Parquet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib.budget import SCHEMA, Budget
from budgetlib.budget.collection import Collection
from budgetlib.errors import BudgetError
from budgetlib.figures import Claim, Place, Statement, Table, text_of
from budgetlib.show.results import to_excel
from budgetlib.tell.formats import csv_of

if TYPE_CHECKING:
    import pandas as pd

CLAIM = ("topic", "measure", "subject", "key", "direction", "compared", "compared_base")
FIGURE = ("printed", "unit", "year", "base", "fund", "code")
PLACE = ("table", "section", "item", "row", "column", "line", "page")


def export(what: Budget | Collection, to: Path | str) -> Path:
    """Write a budget, or the long frame of several, into one file; the ending says what kind.

    Parameters
    ----------
    what
        A disclosure as read, or several; amounts stay in the units printed.
    to
        The file: ``.csv`` (tidy figures, for Excel), ``.xlsx`` (of one budget the tables as
        printed, doubted cells marked, tidy figures, findings), ``.json`` (all of one budget),
        ``.parquet`` (several, or tidy figures of one). Same input, same bytes.

    Returns
    -------
    Path
        The file, which is written whole or not at all.

    Raises
    ------
    BudgetError
        Another ending, a library that is not installed, or the file cannot be written.
    """
    path = Path(to)
    alone = isinstance(what, Budget)
    writers = WRITERS | (ALONE if alone else {})
    write = writers.get(path.suffix.lower())
    if write is None:
        several = "" if alone else " of several budgets"
        problem = f"cannot export to {path.suffix or 'a file without ending'}{several}"
        raise BudgetError(f"{problem}; choose {', '.join(writers)}", file=path)
    try:
        return _put(path, lambda new: write(what, new))
    except ModuleNotFoundError as error:
        problem = f"needs {error.name}: pip install 'budgetlib[{EXTRAS[path.suffix]}]'"
        raise BudgetError(problem, file=path) from None


def _put(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file aside, then put it in its place: whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=path.parent) as aside:
            new = Path(aside, path.name)
            write(new)
            return new.replace(path)
    except OSError as error:
        problem = f"cannot be written ({error.strerror}); choose another --to"
        raise BudgetError(problem, file=path) from None


def _plain(what: Budget | Collection) -> pd.DataFrame:
    """Everything that is neither a number nor blank as text."""
    frame = what.tidy().reset_index() if isinstance(what, Budget) else what.tidy()
    return frame.astype({str(c): "string" for c in frame if frame[c].dtype == object})


def _csv(what: Budget | Collection, path: Path) -> None:
    """Every printed figure on a row, with the mark by which Excel knows UTF-8."""
    frame = _plain(what)
    cells = frame.astype(object).where(frame.notna(), "").to_numpy()
    path.write_bytes(csv_of(frame.columns, cells).encode())


def _parquet(what: Budget | Collection, path: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.register("figures", _plain(what))
        try:
            connection.sql("select * from figures").write_parquet(str(path))
        except duckdb.Error as error:
            raise OSError(0, " ".join(str(error).split())) from None


def _json(budget: Budget, path: Path) -> None:
    """Tables with their printed strings, claims, statements and every comparison."""
    told = {
        "schema": SCHEMA,
        "tables": [_table(table) for table in budget.tables.values()],
        "claims": [_claim(claim) for claim in budget.all_claims],
        "statements": [_statement(said) for said in budget.all_statements],
        "reconciliation": budget.reconcile().as_dict(every=True),
    }
    path.write_bytes((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())


def _workbook(budget: Budget, path: Path) -> None:
    """Tables as printed with the doubted cells marked, tidy figures, findings, what did not run."""
    from budgetlib.tell.workbook import workbook

    path.write_bytes(workbook(budget))


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


Writer = Callable[[Any, Path], object]
WRITERS: dict[str, Writer] = {
    ".xlsx": lambda what, path: to_excel(_plain(what), path, "figures"),
    ".csv": _csv,
    ".parquet": _parquet,
}
ALONE: dict[str, Writer] = {".xlsx": _workbook, ".json": _json}  # of one budget
EXTRAS = {".xlsx": "xlsx", ".parquet": "corpus"}
