"""Several budgets as one long frame, and that frame in one file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib.budget import Budget, load
from budgetlib.errors import BudgetError

if TYPE_CHECKING:
    import pandas as pd


class Collection(list[Budget]):
    """Budgets in their order.

    >>> budgetlib.load_all("data").tidy().groupby("disclosure").size()  # doctest: +SKIP
    """

    def tidy(self) -> pd.DataFrame:
        """Every printed figure of every budget.

        Returns
        -------
        pandas.DataFrame
            The columns of `Budget.tidy`, and before them what each disclosure is: disclosure (its
            id), body (the unit), level, kind. Amounts in the units printed.
        """
        import pandas as pd

        return pd.concat([_long(budget) for budget in self], ignore_index=True)


def load_all(folder: Path | str, only: Sequence[str] = ()) -> Collection:
    """Load every data package of a folder, by name.

    Parameters
    ----------
    folder
        A folder of data packages, as ``data``.
    only
        The ids to load; all when empty.

    Returns
    -------
    Collection
        A list of budgets whose ``tidy()`` is one long frame.

    Raises
    ------
    BudgetError
        The folder holds no data package, or not all that were named.
    """
    found = {path.parent.name: path.parent for path in Path(folder).glob("[!.]*/datapackage.json")}
    missing = [name for name in only if name not in found]
    if missing or not found:
        what = f"holds no data package {', '.join(missing)}".rstrip()
        raise BudgetError(f"{what}; make one with `budgetlib import DOCUMENT`", file=folder)
    return Collection(load(found[name]) for name in (only or sorted(found)))


def _long(budget: Budget) -> pd.DataFrame:
    frame = budget.tidy().reset_index(names="figure")
    about = {"disclosure": budget.id, "body": budget.unit, "level": budget.level}
    for at, (name, value) in enumerate({**about, "kind": budget.kind}.items()):
        frame.insert(at, name, value)
    return frame


def export_all(budgets: Collection, to: Path | str) -> Path:
    """Write the long frame of several budgets into one file; the ending says what kind.

    Parameters
    ----------
    budgets
        What `budgetlib.load_all` gives, or any budgets.
    to
        ``.parquet`` (needs DuckDB, the extra ``corpus``), ``.xlsx`` (needs XlsxWriter) or ``.csv``.

    Returns
    -------
    Path
        The file, which is written whole or not at all.

    Raises
    ------
    BudgetError
        Another ending, a library that is not installed, or a file that cannot be written.
    """
    path = Path(to)
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        endings = ", ".join(WRITERS)
        raise BudgetError(f"cannot hold several budgets; choose {endings}", file=path)
    try:
        return put(path, lambda new: write(_plain(budgets.tidy()), new))
    except ImportError as error:
        problem = f"needs {error.name}; install budgetlib[corpus,xlsx]"
        raise BudgetError(problem, file=path) from None


def put(path: Path, write: Callable[[Path], object]) -> Path:
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


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers as such, and everything that is neither number nor blank as text."""
    whole: dict[Any, str] = {name: "Int64" for name in ("year", "line", "page") if name in frame}
    words = {str(c): "string" for c in frame if c not in whole and frame[c].dtype == object}
    return frame.astype(whole | words)


def _csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _xlsx(frame: pd.DataFrame, path: Path) -> None:
    frame.to_excel(path, index=False, sheet_name="figures", engine="xlsxwriter")


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.register("figures", frame)
        connection.sql("select * from figures").write_parquet(str(path))


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".parquet": _parquet,
    ".xlsx": _xlsx,
    ".csv": _csv,
}
