"""One quantity told in several places: a thin bar for each telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.charts.bars import labelled, legend, nothing, row_labels, zero
from budgetlib.charts.palette import BAD, COLOURS, INK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

THICK = 0.2  # of a bar; the rows are 1 apart


def tellings(ax: Axes, frame: pd.DataFrame, decimals: int = 2) -> Axes:
    """Draw, for each row, one bar for every column that tells it.

    Amounts that differ are red, with a ≠ before them.
    """
    if frame.empty:
        return nothing(ax)
    colours = {str(name): COLOURS[at % len(COLOURS)] for at, name in enumerate(frame.columns)}
    for row, amounts in enumerate(frame.to_dict("records")):
        known = {str(name): amount for name, amount in amounts.items() if amount == amount}
        ink, sign = (INK, "") if len(set(known.values())) < 2 else (BAD, "≠ ")
        for at, (name, amount) in enumerate(known.items()):
            y = row + (at - (len(known) - 1) / 2) * THICK
            ax.barh(y, amount, height=THICK * 0.8, color=colours[name])
            labelled(ax, amount, y, f"{sign}{amount:,.{decimals}f}", ink=ink, size=8)
    for name, colour in colours.items():
        ax.barh(0, 0, color=colour, label=name)
    row_labels(ax, frame.index)
    return legend(zero(ax, 0.14), columns=2)
