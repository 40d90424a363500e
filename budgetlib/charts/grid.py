"""A grid of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.colors import LinearSegmentedColormap, LogNorm

from budgetlib.charts.bars import nothing
from budgetlib.charts.palette import ACCENT, INK, MUTED, PAPER

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def heat(ax: Axes, frame: pd.DataFrame, colour: str = ACCENT) -> Axes:
    """Draw a grid of counts, each written, the deeper the more; nothing is drawn for zero."""
    if frame.empty:
        return nothing(ax)
    counts = frame.fillna(0).to_numpy(dtype=float)
    most = max(float(counts.max()), 2.0)
    shades = LinearSegmentedColormap.from_list("counts", ["#e8f0f4", colour])
    masked = [[cell or float("nan") for cell in row] for row in counts]
    ax.imshow(masked, cmap=shades, norm=LogNorm(1, most), aspect="auto")
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            if count:
                ink = PAPER if count > most**0.6 else INK
                said = f"{count:g}"
                ax.text(column, row, said, ha="center", va="center", color=ink, fontsize=8)
    names = [str(name) for name in frame.columns]
    slant: dict[str, Any] = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}
    ax.set_xticks(range(frame.shape[1]), names, fontsize=7.5, **slant)
    ax.set_yticks(range(frame.shape[0]), [str(name) for name in frame.index])
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.tick_params(length=0, colors=MUTED)
    ax.spines[:].set_visible(False)
    ax.set_xticks([at - 0.5 for at in range(1, frame.shape[1])], minor=True)
    ax.set_yticks([at - 0.5 for at in range(1, frame.shape[0])], minor=True)
    ax.grid(which="minor", color="#f0f3f5", linewidth=0.8)
    ax.tick_params(which="minor", length=0)
    return ax
