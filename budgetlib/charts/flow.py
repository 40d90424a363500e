"""A flow of money between columns of nodes."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from budgetlib.charts.palette import COLOURS, INK
from budgetlib.vocabulary import chinese

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

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
