"""Bars in the colours of their groups, and bars against a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.charts.bars import _row_labels, labelled
from budgetlib.charts.palette import BAD, COLOURS, FAINT, INK, MUTED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def grouped(ax: Axes, values: pd.Series, groups: pd.Series, unit: str = "") -> Axes:
    """Draw one horizontal bar for each amount, in the colour of its group.

    Parameters
    ----------
    ax
        Where to draw.
    values
        Amounts in `unit` by label, the first at the top.
    groups
        The name of each amount's group, in the same order.
    unit
        Written after the first amount.

    Returns
    -------
    matplotlib.axes.Axes
        The same `ax`.
    """
    names = list(dict.fromkeys(groups))
    places = range(len(values))
    for at, name in enumerate(names):
        here = [row for row, group in zip(places, groups, strict=True) if group == name]
        amounts = [values.iloc[row] for row in here]
        ax.barh(here, amounts, height=0.58, color=COLOURS[at % len(COLOURS)], label=str(name))
    for row, amount in enumerate(values):
        if amount == amount:
            said = f"{amount:,.2f}{f' {unit}' if row == 0 and unit else ''}"
            labelled(ax, amount, row, said, left=amount < 0)
    _row_labels(ax, values.index)
    ax.axvline(0, color=FAINT, linewidth=1)
    ax.margins(x=0.14)
    if len(names) > 1:
        ax.legend(loc="lower right", frameon=False, borderpad=0)
    return ax


def against(ax: Axes, frame: pd.DataFrame, mark: str) -> Axes:
    """Draw each row's quantity as a share of what it is held against, a line at the whole.

    Parameters
    ----------
    ax
        Where to draw.
    frame
        Columns ``ratio`` (1 for equal) and ``said`` (what to write), rows by label.
    mark
        What the line means.

    Returns
    -------
    matplotlib.axes.Axes
        The same `ax`. A bar that misses the line is red.
    """
    for row, (ratio, said) in enumerate(zip(frame["ratio"], frame["said"], strict=True)):
        colour = COLOURS[0] if abs(ratio - 1) < 1e-9 else BAD
        ax.barh(row, ratio, height=0.5, color=colour)
        labelled(ax, max(ratio, 1), row, str(said))
    _row_labels(ax, frame.index)
    ax.axvline(1, color=INK, linewidth=1)
    ax.axvline(0, color=FAINT, linewidth=1)
    if len(frame):
        ax.annotate(
            mark,
            (1, -0.6),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            color=MUTED,
            fontsize=8.5,
        )
    ax.margins(x=0.35)
    return ax
