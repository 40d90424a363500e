"""Charts: `ax` in, `ax` out. The font is settled here, once.

A notebook cell draws a chart in three steps and ends in the last::

    ax = charts.axes(height=4)
    charts.bars(ax, table["amount"], unit="万元")
    charts.show(ax, charts.describe("Expenditure by class 按类支出", table["amount"], "万元"))
"""

import io
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imsave
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from budgetlib.errors import BudgetError
from budgetlib.vocabulary import Label, Record, chinese, english, parted

# Ink on paper, one quiet hue for each thing told.
INK, MUTED, FAINT, PAPER = "#22303c", "#66747f", "#dfe4e8", "#ffffff"
ACCENT, PLUS, MINUS = "#2f6f8f", "#5b8fa8", "#c0795a"
COLOURS = (ACCENT, "#d9a441", "#7fb08f", "#a99bc4", "#d29274", "#9fadb7", "#6fa5a6")
HEIGHT = 0.58  # of a bar
SMALL = 0.05  # of the longest bar: a part that has its amount above it
GAP = 0.08  # between two nodes, as a share of all the money
WIDTH = 0.025  # of a node; columns are 1 apart
Node = tuple[int, str]  # its column, its name
STYLE: dict[str, Any] = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "normal",  # the font has no bold
    "axes.unicode_minus": True,
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "xtick.color": MUTED,
    "ytick.color": INK,
}


@cache
def font_file() -> Path:
    """The file of Noto Sans SC; its package is found, never imported, for it changes defaults.

    Raises
    ------
    BudgetError
        The package `zhplot`, which carries the font, is not installed.
    """
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise BudgetError("the font for charts is missing; install the package zhplot")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def _settle() -> None:
    """Make the font known to matplotlib and set the quiet style, once."""
    font_manager.fontManager.addfont(str(font_file()))
    name = font_manager.FontProperties(fname=str(font_file())).get_name()
    for key, value in ({"font.family": [name, "DejaVu Sans"]} | STYLE).items():
        matplotlib.rcParams[key] = value


def axes(width: float = 8.0, height: float = 4.0) -> Axes:
    """Make an empty chart, in inches, of a figure that no notebook shows twice."""
    _settle()
    figure = Figure(figsize=(width, height), dpi=130, facecolor=PAPER, layout="constrained")
    ax = figure.add_subplot(facecolor=PAPER)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(length=0)
    return ax


class Chart(Record):
    """A drawn chart and the words for who cannot see it; a cell ends in it."""

    figure: Figure
    alt: str
    title: str = ""

    @cached_property
    def png(self) -> bytes:
        """The picture; a chart drawn alike gives the same bytes."""
        buffer = io.BytesIO()
        canvas = FigureCanvasAgg(self.figure)
        canvas.draw()  # once: `savefig` would draw a second time, for the layout alone
        dpi, plain = self.figure.dpi, {"Software": None}
        imsave(buffer, canvas.buffer_rgba(), format="png", dpi=dpi, metadata=plain)  # type: ignore[arg-type]
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"image/png": b64encode(self.png).decode(), "text/plain": self.alt}
        about: dict[str, Any] = {"alt": self.alt}
        for name, words in (("title", self.title), ("words", self.alt)):
            if isinstance(words, Label):
                about[name] = [words.english, words.chinese]
        return data, {"image/png": about}

    def __repr__(self) -> str:
        return self.alt


def show(ax: Axes, alt: str, title: str = "") -> Chart:
    """End a notebook cell in a chart; `alt`, the words for it, is made by `describe`.

    A page sets the title above the picture, in the language of its reader.
    """
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise BudgetError("this chart stands in no figure")
    return Chart(figure, alt, parted(title))


def describe(title: str, values: pd.Series | Iterable[tuple[str, Any]], unit: str = "") -> str:
    """Tell a chart in words: its title and unit, then every label with its amount.

    `values` is a series, or (label, amount) pairs; an amount that is missing is left out.
    """
    told = list(values.items() if hasattr(values, "items") else values)
    told = [(label, f"{amount:,.2f}") for label, amount in told if amount == amount]
    named = parted(title)
    one, other, both = (
        "; ".join(f"{of(label)} {amount}" for label, amount in told)
        for of in (english, chinese, str)
    )
    inside, beside = (f" ({unit})", f"（{unit}）") if unit else ("", "")
    return Label(
        f"{english(named)}{inside}: {one}.",
        f"{chinese(named)}{beside}：{other.replace('; ', '；')}。",
        f"{title}{inside}: {both}.",
    )


def on(colour: str) -> str:
    """What is written in on a bar: at least 4.5 times as bright, or as dark."""
    return "white" if colour == ACCENT else INK


def row_labels(ax: Axes, labels: pd.Index) -> None:
    """One label a row, the first at the top; no frame, no scale."""
    ax.set_yticks(range(len(labels)), [str(chinese(label)) for label in labels])
    for label in ax.get_yticklabels():
        label.set(fontsize=8.5, linespacing=1.2)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_xticks([])


def _from_zero(ax: Axes, margin: float) -> Axes:
    """Draw the line that bars begin at, with room for the amounts at their ends."""
    ax.axvline(0, color=FAINT, linewidth=1)
    ax.margins(x=margin)
    return ax


def labelled(
    ax: Axes, x: float, y: float, text: str, side: str = "left", size: float = 8.5
) -> None:
    """Write an amount beside the end of a bar, or above it where `side` is ``"center"``."""
    beside = {"left": (5, 0), "right": (-5, 0), "center": (0, 1)}[side]
    above = "bottom" if side == "center" else "center"
    place: dict[str, Any] = {"xytext": beside, "textcoords": "offset points", "va": above}
    ax.annotate(text, (x, y), ha=side, color=INK, fontsize=size, **place)


def bars(ax: Axes, values: pd.Series, unit: str = "") -> Axes:
    """Draw one horizontal bar for each labelled amount, the first at the top, in `unit`.

    A missing amount has a label and no bar; the first one is written with its unit.
    """
    filled = values.fillna(0)
    tones = [ACCENT if amount >= 0 else MINUS for amount in filled]
    ax.barh(range(len(filled)), filled, height=HEIGHT, color=tones)
    for at, amount in enumerate(values):
        if amount == amount:
            words = f"{amount:,.2f}{f' {unit}' if at == 0 and unit else ''}".replace("-", "−")
            labelled(ax, amount, at, words, side="right" if amount < 0 else "left")
    row_labels(ax, values.index)
    return _from_zero(ax, 0.16)


def stacked(ax: Axes, frame: pd.DataFrame, decimals: int = 2) -> Axes:
    """Draw one horizontal bar for each row, split into the columns, a colour each.

    Parts too small for their amounts have them above the bar, in their order, side by side.
    """
    frame = frame.fillna(0)
    least = SMALL * (frame.sum(axis=1).max() or 1)
    left, rows = frame.iloc[:, 0] * 0, range(len(frame))
    above: dict[int, list[tuple[float, str]]] = {}
    for at, name in enumerate(frame.columns):
        colour = COLOURS[at % len(COLOURS)]
        ax.barh(rows, frame[name], HEIGHT, left=left, color=colour, label=chinese(name))
        for row, (start, amount) in enumerate(zip(left, frame[name], strict=True)):
            middle, words = start + amount / 2, f"{amount:,.{decimals}f}"
            if amount >= least:
                ax.text(middle, row, words, ha="center", va="center", color=on(colour))
            elif amount > 0:
                above.setdefault(row, []).append((middle, words))
        left = left + frame[name]
    for row, told in above.items():
        middle = sum(at for at, _ in told) / len(told)
        words = " + ".join(words for _, words in told)
        labelled(ax, middle, row - 0.29, words, side="center", size=7.5)
    row_labels(ax, frame.index)
    ax.margins(x=0.02)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, borderpad=0)
    return ax


def waterfall(ax: Axes, start: float, changes: pd.Series, ends: tuple[str, str]) -> Axes:
    """Draw the way from `start` by signed steps to the end, labelled by `ends`, from zero on."""
    steps = changes.fillna(0).cumsum() + start
    last = len(changes) + 1
    ax.barh([0, last], [start, steps.iloc[-1]], HEIGHT, color=ACCENT)
    labelled(ax, start, 0, f"{start:,.2f}")
    labelled(ax, steps.iloc[-1], last, f"{steps.iloc[-1]:,.2f}")
    before = [start, *steps.iloc[:-1]]
    for at, (low, change) in enumerate(zip(before, changes.fillna(0), strict=True), 1):
        ax.barh(at, change, HEIGHT, left=low, color=PLUS if change >= 0 else MINUS)
        ax.plot([low, low], [at - 1, at], color=MUTED, linewidth=0.6, zorder=0)
        labelled(ax, max(low, low + change), at, f"{change:+,.2f}".replace("-", "−"))
    row_labels(ax, type(changes.index)([ends[0], *changes.index, ends[1]]))
    return _from_zero(ax, 0.12)


def flow(ax: Axes, links: pd.DataFrame) -> Axes:
    """Draw money that flows from node to node, bands as wide as the amounts.

    `links` has four columns: step (0 for the first), source, target, amount. A node of one step
    is the source of the next under the same name.
    """
    links = links.set_axis(["step", "source", "target", "amount"], axis=1)
    links = links[links["amount"] > 0]
    nodes = _nodes(links)
    tops = {key: low + amount for key, (low, amount) in nodes.items()}
    out, into = dict(tops), dict(tops)
    side = {step: _coloured(some) for step, some in links.groupby("step")}
    for step, source, target, amount in links.itertuples(index=False):
        start, end = (step, source), (step + 1, target)
        own, names = side[step]
        colour = COLOURS[names.index(target if own == "target" else source) % len(COLOURS)]
        _band(ax, start, out[start], end, into[end], amount, colour)
        out[start] -= amount
        into[end] -= amount
    last = max(column for column, _ in nodes)
    for (column, name), (low, amount) in nodes.items():
        ax.add_patch(Rectangle((column, low), WIDTH, amount, color=INK, linewidth=0))
        at, text = column + WIDTH + 0.015, f"{chinese(name)}\n{amount:,.2f}"
        label = ax.text(at, low + amount / 2, text, va="center", fontsize=8, linespacing=1.15)
        label.set_in_layout(False)  # it stands within the axes, whose limits leave room for it
    ax.axis("off")
    ax.set_xlim(-0.05, last + 0.75)
    ax.autoscale(axis="y")
    return ax


def _coloured(links: pd.DataFrame) -> tuple[str, list[str]]:
    """What has a colour each in a step: its sources, or its targets where it has one source."""
    side = "source" if links["source"].nunique() > 1 else "target"
    return side, list(dict.fromkeys(links[side]))


def _nodes(links: pd.DataFrame) -> dict[Node, tuple[float, float]]:
    """Lower edge and amount of every node, each column centred."""
    amounts: dict[Node, list[float]] = {}
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


def _band(
    ax: Axes,
    start: Node,
    top: float,
    end: Node,
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
    curves = [Outline.CURVE4] * 3
    codes = [Outline.MOVETO, *curves, Outline.LINETO, *curves, Outline.CLOSEPOLY]
    ax.add_patch(PathPatch(Outline(corners, codes), facecolor=colour, alpha=0.35, linewidth=0))
