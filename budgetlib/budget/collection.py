"""Several budgets as one long frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib.budget import Budget, load
from budgetlib.disclosure import Named, cube
from budgetlib.errors import BudgetError, meant
from budgetlib.figures import WAN, magnitude
from budgetlib.show import answers, drawn, parameters
from budgetlib.vocabulary import escape

if TYPE_CHECKING:
    import pandas as pd

ABOUT = ("disclosure", "body", "level", "kind")
FEW, MOST = 5, 60  # budgets named in a line, and drawn as rows


class Collection(list[Budget]):
    """Budgets in their order, or by id: ``budgets["503019-2026"]``.

    Each frame has before its columns what each disclosure is: disclosure (its id), body (the unit),
    level, kind.

    >>> budgetlib.load_all("data").tidy().groupby("disclosure").size()  # doctest: +SKIP
    """

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, str):
            return Named({budget.id: budget for budget in self})[at]
        found = super().__getitem__(at)
        return Collection(found) if isinstance(at, slice) else found

    def tidy(self) -> pd.DataFrame:
        """Every printed figure of every budget, in the units printed; see `Budget.tidy`."""
        return self._long(lambda budget: budget.tidy().reset_index(names="figure"))

    def findings(self) -> pd.DataFrame:
        """What does not hold in each budget; see `Reconciliation.to_frame`."""
        return self._long(lambda budget: budget.reconcile().to_frame())

    def items(self) -> pd.DataFrame:
        """The items of each budget, in 万元; see `Budget.items`."""
        return self._long(lambda budget: budget.items().reset_index())

    def projects(self) -> pd.DataFrame:
        """The projects of each budget that prints their table; see `Budget.projects`."""
        printing = Collection(budget for budget in self if budget.has("projects"))
        return printing._long(lambda budget: budget.projects().reset_index())

    def pivot(self, index: str, columns: str = "disclosure", **where: Any) -> pd.DataFrame:
        """Members of one axis of the cube, as in `Budget.pivot`, by disclosure; in 万元."""
        free = [name for name in (index, columns) if name != ABOUT[0]]
        found = self._long(lambda b: cube.frame(b, cube.select(b, *free, **where)), ABOUT[:1])
        found["amount"] *= [float(magnitude(unit) / WAN) for unit in found["unit"]]
        first = found.groupby([index, columns], sort=False)["amount"].first()
        return first.unstack(columns)

    @property
    def frame(self) -> pd.DataFrame:
        """The key figures of each budget in 万元, its staff, and total expenditure a head."""
        return answers.overview(self)

    def _long(
        self, frame_of: Callable[[Budget], pd.DataFrame], about: Sequence[str] = ABOUT
    ) -> pd.DataFrame:
        import pandas as pd

        told = []
        for each in self:
            own = dict(zip(ABOUT, (each.id, each.unit, each.level, each.kind), strict=True))
            frame = pd.DataFrame(frame_of(each))
            told.append(frame.assign(**{name: own[name] for name in about})[[*about, *frame]])
        told = [frame for frame in told if len(frame)] or told[:1]  # an empty one has no types
        return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=[*about])

    def __repr__(self) -> str:
        few = ", ".join(budget.id for budget in self[:FEW])
        return f"<Collection of {len(self)} budgets: {few}{', …' if len(self) > FEW else ''}>"

    def _repr_html_(self) -> str:
        return f"{drawn(answers.overview(self[:MOST]))}<p>{escape(repr(self))}</p>"


def load_all(folder: Path | str, only: Sequence[str] = ()) -> Collection:
    """Load every data package of a folder, by name; `load_each` where they are too many to hold.

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
    return Collection(load_each(folder, only))


def load_each(folder: Path | str, only: Sequence[str] = ()) -> Iterator[Budget]:
    """Load every data package of a folder, one after the other; see `load_all`."""
    parameters.refuse_unknown()
    found = {path.parent.name: path.parent for path in Path(folder).glob("[!.]*/datapackage.json")}
    missing = [name for name in only if name not in found]
    if missing or not found:
        what = f"holds no data package {', '.join(missing)}".rstrip()
        hint = meant("".join(missing[:1]), found, "; make one with `budgetlib import DOCUMENT`")
        raise BudgetError(f"{what}{hint}", file=folder)
    return (load(found[name]) for name in (only or sorted(found)))
