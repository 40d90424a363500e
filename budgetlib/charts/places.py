"""Places where an amount could be printed, one ring for each; rings with an amount are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetlib.charts.bars import labelled
from budgetlib.charts.palette import ACCENT, FAINT, MUTED, PAPER

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ACROSS = 24  # rings in a line


def places(ax: Axes, amounts: pd.Series) -> Axes:
    """Draw a ring for every place, a line for each name; an amount fills it and is written."""
    labels: list[str] = []
    longest = 1
    for name in dict.fromkeys(amounts.index):
        here = list(amounts[amounts.index == name])
        for start in range(0, len(here), ACROSS):
            rings = here[start : start + ACROSS]
            _line(ax, len(labels), rings)
            labels.append("" if start else str(name))
            longest = max(longest, len(rings))
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    ax.set_xlim(-0.6, max(12, longest) + 2)
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    return ax


def _line(ax: Axes, line: int, amounts: list[float]) -> None:
    ax.axhline(line, color=FAINT, linewidth=0.6, zorder=0)
    for at, amount in enumerate(amounts):
        filled = amount == amount and amount != 0
        inside, edge = (ACCENT, ACCENT) if filled else (PAPER, MUTED)
        ax.plot(at, line, "o", mfc=inside, mec=edge, ms=9)
    told = [f"{a:,.2f}" for a in amounts if a == a and a != 0]
    said = ", ".join(told[:3]) + (" …" if len(told) > 3 else "")
    labelled(ax, len(amounts) - 0.5, line, said)
