"""Charts: `ax` in, `ax` out. The font is settled here, once.

A notebook cell draws a chart in three steps and ends in the last::

    ax = charts.axes(height=4)
    charts.bars(ax, table["amount"], unit="万元")
    charts.show(ax, charts.describe("Expenditure by class 按类支出", table["amount"], "万元"))
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imsave

from budgetlib.charts.drawn import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    bars,
    flow,
    labelled,
    stacked,
    waterfall,
)
from budgetlib.errors import BudgetError
from budgetlib.vocabulary import Label, chinese, english, parted
from budgetlib.vocabulary.record import Record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Chart", "axes", "bars", "describe", "flow", "font_file", "labelled"]
__all__ += ["show", "stacked", "waterfall"]

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


def axes(width: float = 8.0, height: float = 4.0, title: str = "") -> Axes:
    """Make an empty chart, in inches, of a figure that no notebook shows twice."""
    _settle()
    figure = Figure(figsize=(width, height), dpi=130, facecolor=PAPER, layout="constrained")
    ax = figure.add_subplot(facecolor=PAPER)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(length=0)
    if title:
        ax.set_title(title, pad=12)
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


def describe(
    title: str, values: pd.Series | Iterable[tuple[str, Any]], unit: str = "", decimals: int = 2
) -> str:
    """Tell a chart in words: its title and unit, then every label with its amount.

    `values` is a series, or (label, amount) pairs; an amount that is missing is left out.
    """
    told = list(values.items() if hasattr(values, "items") else values)
    told = [(label, f"{amount:,.{decimals}f}") for label, amount in told if amount == amount]
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
