"""Bars in the colours of their groups, and bars against a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.charts.bars import _row_labels, labelled, nothing, written, zero
from budgetlib.charts.palette import ACCENT, COLOURS, FAINT, INK, MINUS, MUTED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def grouped(ax: Axes, values: pd.Series, groups: pd.Series, unit: str = "") -> Axes:
    """Draw one horizontal bar for each amount in `unit`, in the colour of its group."""
    if values.empty:
        return nothing(ax)
    names = list(dict.fromkeys(groups))
    places = range(len(values))
    for at, name in enumerate(names):
        here = [row for row, group in zip(places, groups, strict=True) if group == name]
        amounts = [values.iloc[row] for row in here]
        ax.barh(here, amounts, height=0.58, color=COLOURS[at % len(COLOURS)], label=str(name))
    for row, amount in enumerate(values):
        if amount == amount:
            labelled(ax, amount, row, written(amount, 2, unit, row), left=amount < 0)
    _row_labels(ax, values.index)
    zero(ax, 0.14)
    if len(names) > 1:
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
    _row_labels(ax, ratios.index)
    ax.axvline(1, color=INK, linewidth=1)
    ax.axvline(0, color=FAINT, linewidth=1)
    ax.annotate(
        mark,
        (1, -0.6),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        color=MUTED,
        fontsize=8.5,
        annotation_clip=False,
    )
    ax.margins(x=0.35)
    return ax
