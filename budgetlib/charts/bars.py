"""Bars, stacked bars and a waterfall, each amount written where it is drawn.

A picture holds printed names, codes and numbers alone, so that one serves readers of each language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from budgetlib.charts.palette import ACCENT, COLOURS, FAINT, INK, MINUS, MUTED, PLUS, on
from budgetlib.vocabulary import chinese

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def row_labels(ax: Axes, labels: pd.Index) -> None:
    """One label a row, the first at the top; no frame, no scale."""
    ax.set_yticks(range(len(labels)), [str(chinese(label)) for label in labels])
    for label in ax.get_yticklabels():
        label.set(fontsize=8.5, linespacing=1.2)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_xticks([])


def legend(ax: Axes, columns: int = 4) -> Axes:
    """Name the colours above the chart."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderpad=0)
    return ax


def zero(ax: Axes, margin: float) -> Axes:
    """Draw the line that bars begin at, with room for the amounts at their ends."""
    ax.axvline(0, color=FAINT, linewidth=1)
    ax.margins(x=margin)
    return ax


def written(amount: float, decimals: int, unit: str, at: int) -> str:
    """An amount as it is written; the first one with its unit."""
    return f"{amount:,.{decimals}f}{f' {unit}' if at == 0 and unit else ''}".replace("-", "−")


def labelled(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    side: str = "left",
    ink: str = INK,
    size: float = 8.5,
) -> Axes:
    """Write an amount beside the end of a bar, or above it where `side` is ``"center"``."""
    beside = {"left": (5, 0), "right": (-5, 0), "center": (0, 1)}[side]
    above = "bottom" if side == "center" else "center"
    place: dict[str, Any] = {"xytext": beside, "textcoords": "offset points", "va": above}
    ax.annotate(text, (x, y), ha=side, color=ink, fontsize=size, **place)
    return ax


def bars(
    ax: Axes,
    values: pd.Series,
    unit: str = "",
    colour: str = ACCENT,
    decimals: int = 2,
    tones: Sequence[str] | None = None,
) -> Axes:
    """Draw one horizontal bar for each labelled amount, the first at the top, in `unit`.

    A missing amount has a label and no bar; `tones` are the colours bar by bar.
    """
    filled = values.fillna(0)
    signs = [colour if amount >= 0 else MINUS for amount in filled]
    ax.barh(range(len(filled)), filled, height=0.58, color=tones or signs)
    for at, amount in enumerate(values):
        if amount == amount:
            words = written(amount, decimals, unit, at)
            labelled(ax, amount, at, words, side="right" if amount < 0 else "left")
    row_labels(ax, values.index)
    return zero(ax, 0.16)


def stacked(ax: Axes, frame: pd.DataFrame, decimals: int = 2, smallest: float = 0.05) -> Axes:
    """Draw one horizontal bar for each row, split into the columns, a colour each.

    A part smaller than the share `smallest` of the longest bar has its amount above it.
    """
    frame = frame.fillna(0)
    longest = frame.sum(axis=1).max() or 1
    left = frame.iloc[:, 0] * 0
    for at, name in enumerate(frame.columns):
        colour = COLOURS[at % len(COLOURS)]
        ax.barh(range(len(frame)), frame[name], 0.58, left=left, color=colour, label=chinese(name))
        for row, (start, amount) in enumerate(zip(left, frame[name], strict=True)):
            if amount >= smallest * longest:
                words = f"{amount:,.{decimals}f}"
                ax.text(start + amount / 2, row, words, ha="center", va="center", color=on(colour))
            elif amount > 0:
                words = f"{amount:,.{decimals}f}"
                labelled(ax, start + amount / 2, row - 0.29, words, side="center", size=7.5)
        left = left + frame[name]
    row_labels(ax, frame.index)
    ax.margins(x=0.02)
    return legend(ax)


def waterfall(
    ax: Axes, start: float, changes: pd.Series, ends: tuple[str, str], decimals: int = 2
) -> Axes:
    """Draw the way from `start` by signed steps to the end, labelled by `ends`, from zero on."""
    steps = changes.fillna(0).cumsum() + start
    last = len(changes) + 1
    ax.barh([0, last], [start, steps.iloc[-1]], 0.58, color=COLOURS[0])
    labelled(ax, start, 0, f"{start:,.{decimals}f}")
    labelled(ax, steps.iloc[-1], last, f"{steps.iloc[-1]:,.{decimals}f}")
    before = [start, *steps.iloc[:-1]]
    for at, (low, change) in enumerate(zip(before, changes.fillna(0), strict=True), 1):
        ax.barh(at, change, 0.58, left=low, color=PLUS if change >= 0 else MINUS)
        ax.plot([low, low], [at - 1, at], color=MUTED, linewidth=0.6, zorder=0)
        labelled(ax, max(low, low + change), at, f"{change:+,.{decimals}f}".replace("-", "−"))
    row_labels(ax, type(changes.index)([ends[0], *changes.index, ends[1]]))
    return zero(ax, 0.12)
