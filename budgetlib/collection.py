"""Several budgets as one long frame."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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
