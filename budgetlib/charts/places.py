"""Places where an amount could be printed, one ring for each; rings with an amount are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.charts.palette import ACCENT, FAINT, INK, MUTED, PAPER

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ACROSS = 24  # rings in a line


def places(ax: Axes, amounts: pd.Series) -> Axes:
    """Draw a ring for every place, a line for each name; an amount fills it and is written."""
    names = list(dict.fromkeys(amounts.index))
    labels, line = [], 0
    for name in names:
        here = list(amounts[amounts.index == name])
        for start in range(0, len(here), ACROSS):
            _line(ax, line, here[start : start + ACROSS])
            labels.append("" if start else str(name))
            line += 1
    ax.set_yticks(range(line), labels)
    ax.set_ylim(max(line, 1) - 0.4, -0.6)
    ax.set_xlim(-0.6, max(12, min(ACROSS, _longest(amounts))) + 2)
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    return ax


def _longest(amounts: pd.Series) -> int:
    return int(amounts.groupby(level=0, sort=False).size().max()) if len(amounts) else 1


def _line(ax: Axes, line: int, amounts: list[float]) -> None:
    ax.axhline(line, color=FAINT, linewidth=0.6, zorder=0)
    for at, amount in enumerate(amounts):
        filled = amount == amount and amount != 0
        ax.plot(
            at, line, "o", mfc=ACCENT if filled else PAPER, mec=ACCENT if filled else MUTED, ms=9
        )
    told = [f"{a:,.2f}" for a in amounts if a == a and a != 0]
    said = ", ".join(told[:3]) + (" …" if len(told) > 3 else "")
    ax.annotate(
        said,
        (len(amounts) - 1, line),
        xytext=(12, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        fontsize=8.5,
    )
