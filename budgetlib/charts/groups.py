"""Bars in the colours of their groups, and bars against a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.charts.bars import bars, labelled, nothing, row_labels
from budgetlib.charts.palette import ACCENT, COLOURS, FAINT, INK, MINUS, MUTED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def grouped(ax: Axes, values: pd.Series, groups: pd.Series, unit: str = "") -> Axes:
    """Draw one horizontal bar for each amount in `unit`, in the colour of its group."""
    names = list(dict.fromkeys(groups))
    colours = {name: COLOURS[at % len(COLOURS)] for at, name in enumerate(names)}
    bars(ax, values, unit, tones=[colours[name] for name in groups])
    if len(names) > 1:
        for name in names:
            ax.barh(0, 0, color=colours[name], label=str(name))
        ax.legend(loc="lower right", frameon=False, borderpad=0)
    return ax


def against(ax: Axes, ratios: pd.Series, said: pd.Series, mark: str) -> Axes:
    """Draw shares (1 for equal) with the words `said` beside them, a line, `mark`, at the whole.

    A bar that misses the line is of another colour.
    """
    if ratios.empty:
        return nothing(ax)
    for row, (ratio, told) in enumerate(zip(ratios, said, strict=True)):
        ax.barh(row, ratio, height=0.5, color=ACCENT if abs(ratio - 1) < 1e-9 else MINUS)
        labelled(ax, max(ratio, 1), row, f"{told} = {ratio:.0%}")
    row_labels(ax, ratios.index)
    ax.axvline(1, color=INK, linewidth=1)
    ax.axvline(0, color=FAINT, linewidth=1)
    labelled(ax, 1, -0.6, mark, side="center", ink=MUTED)
    ax.margins(x=0.35)
    return ax
