"""A frame to sort and search in a notebook, without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.errors import BudgetError

if TYPE_CHECKING:
    import pandas as pd


class Explored:
    """A frame that Jupyter shows as a table to sort and search, by itables of the extra ``[lab]``.

    The scripts stand in each output, so that it works wherever the notebook is opened.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __repr__(self) -> str:
        return repr(self.frame)

    def _repr_html_(self) -> str:
        try:
            from itables import options, to_html_datatable
            from itables.javascript import generate_init_offline_itables_html
            from pandas import DataFrame
        except ModuleNotFoundError:
            told = "needs itables: pip install 'budgetlib[lab]'"
            raise BudgetError(told) from None
        scripts = generate_init_offline_itables_html(options.dt_bundle)
        plain = DataFrame(self.frame)  # itables knows no frame of another class
        return scripts + to_html_datatable(plain, connected=False, maxBytes=0)
