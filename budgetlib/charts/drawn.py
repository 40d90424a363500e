"""Drawn on axes: bars, stacked bars, the way between two years, a flow of money between nodes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from budgetlib.vocabulary import chinese

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Ink on paper, one quiet hue for each thing told.
INK = "#22303c"
MUTED = "#66747f"
FAINT = "#dfe4e8"
PAPER = "#ffffff"
ACCENT = "#2f6f8f"
PLUS = "#5b8fa8"
MINUS = "#c0795a"
COLOURS = ("#2f6f8f", "#d9a441", "#7fb08f", "#a99bc4", "#d29274", "#9fadb7", "#6fa5a6")


def on(colour: str) -> str:
    """What is written in on a bar: at least 4.5 times as bright, or as dark."""
    return "white" if colour == COLOURS[0] else INK


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


GAP = 0.08  # between two nodes, as a share of all the money
WIDTH = 0.025  # of a node; columns are 1 apart


def flow(ax: Axes, links: pd.DataFrame, decimals: int = 2) -> Axes:
    """Draw money that flows from node to node, bands as wide as the amounts.

    `links` has four columns: step (0 for the first), source, target, amount. A node of one step
    is the source of the next under the same name.
    """
    links = links.set_axis(["step", "source", "target", "amount"], axis=1)
    links = links[links["amount"] > 0]
    nodes = _nodes(links)
    tops = {key: low + amount for key, (low, amount) in nodes.items()}
    out, into = dict(tops), dict(tops)
    for link in links.to_dict("records"):
        start, end = (link["step"], link["source"]), (link["step"] + 1, link["target"])
        colour = _colour(links, link)
        _band(ax, start, out[start], end, into[end], link["amount"], colour)
        out[start] -= link["amount"]
        into[end] -= link["amount"]
    last = max(column for column, _ in nodes)
    for (column, name), (low, amount) in nodes.items():
        _node(ax, column, low, amount, f"{chinese(name)}\n{amount:,.{decimals}f}")
    ax.axis("off")
    ax.set_xlim(-0.05, last + 0.75)
    ax.autoscale(axis="y")
    return ax


def _colour(links: pd.DataFrame, link: dict[Hashable, Any]) -> str:
    """One colour a source, or a target where there is only one source."""
    same = links[links["step"] == link["step"]]
    side = "source" if same["source"].nunique() > 1 else "target"
    names = list(dict.fromkeys(same[side]))
    return COLOURS[names.index(link[side]) % len(COLOURS)]


def _nodes(links: pd.DataFrame) -> dict[tuple[int, str], tuple[float, float]]:
    """Lower edge and amount of every node, each column centred."""
    amounts: dict[tuple[int, str], list[float]] = {}
    for step, source, target, amount in links[["step", "source", "target", "amount"]].to_numpy():
        amounts.setdefault((step, source), [0.0, 0.0])[0] += amount
        amounts.setdefault((step + 1, target), [0.0, 0.0])[1] += amount
    sizes = {key: max(both) for key, both in amounts.items()}
    gap = GAP * sum(size for (column, _), size in sizes.items() if column == 0)
    nodes = {}
    for column in sorted({key[0] for key in sizes}):
        here = [key for key in sizes if key[0] == column]
        top = (sum(sizes[key] for key in here) + gap * (len(here) - 1)) / 2
        for key in here:
            nodes[key] = (top - sizes[key], sizes[key])
            top -= sizes[key] + gap
    return nodes


def _node(ax: Axes, column: int, low: float, amount: float, text: str) -> None:
    ax.add_patch(Rectangle((column, low), WIDTH, amount, color=INK, linewidth=0))
    label = ax.text(
        column + WIDTH + 0.015, low + amount / 2, text, va="center", fontsize=8, linespacing=1.15
    )
    label.set_in_layout(False)  # it stands within the axes, whose limits leave room for it


def _band(
    ax: Axes,
    start: tuple[int, str],
    top: float,
    end: tuple[int, str],
    end_top: float,
    amount: float,
    colour: str,
) -> None:
    """A band whose edges leave and arrive level."""
    left, right = start[0] + WIDTH, end[0]
    middle, low, end_low = (left + right) / 2, top - amount, end_top - amount
    there = [(left, top), (middle, top), (middle, end_top), (right, end_top)]
    back = [(right, end_low), (middle, end_low), (middle, low), (left, low)]
    corners = [*there, *back, (left, top)]
    curves = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curves, Path.LINETO, *curves, Path.CLOSEPOLY]
    ax.add_patch(PathPatch(Path(corners, codes), facecolor=colour, alpha=0.35, linewidth=0))
