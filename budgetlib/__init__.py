"""budgetlib reads Chinese public budget disclosures and reconciles them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budgetlib.errors import Absent, BudgetError, PackageError, ReadError, ReportError

if TYPE_CHECKING:
    from budgetlib.collection import Collection
    from budgetlib.model import Budget

__version__ = "0.1.0"
__all__ = ["Absent", "BudgetError", "PackageError", "ReadError", "ReportError", "load", "load_all"]


def load(
    source: Path | str, layout: str | None = None, max_megabytes: float | None = None
) -> Budget:
    """Load a disclosure.

    Parameters
    ----------
    source
        The folder of a data package, or a published document.
    layout
        The family of a document, by name or TOML file; recognised when None.
    max_megabytes
        Larger documents are refused; 20 when None.

    Returns
    -------
    Budget
        Its tables, notes and claims; amounts in the units printed, mostly 万元.

    Raises
    ------
    ReadError
        A document that cannot be read.
    PackageError
        A package that is incomplete or altered.
    """
    if Path(source).is_dir():
        from budgetlib.package import open_package

        return open_package(source)
    from budgetlib.read import MAX_MEGABYTES, read

    return read(source, layout, max_megabytes or MAX_MEGABYTES)


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
    found = {path.parent.name: path.parent for path in Path(folder).glob("*/datapackage.json")}
    missing = [name for name in only if name not in found]
    if missing or not found:
        what = f"holds no data package {', '.join(missing)}".rstrip()
        raise BudgetError(f"{what}; make one with `budgetlib import DOCUMENT`", file=folder)
    from budgetlib.collection import Collection

    return Collection(load(found[name]) for name in (only or sorted(found)))
