import base64
import io

import matplotlib.image
import pandas as pd
import pytest

from budgetlib import charts
from budgetlib.charts import COLOURS, on
from budgetlib.vocabulary import Label

VALUES = pd.Series({"社会保障 Social": 10.0, "卫生 Health": -2.5, "空 Blank": None})


def links():
    rows = [(0, "a", "b", 3.0), (0, "a", "c", 1.0), (1, "b", "d", 3.0), (1, "c", "d", 1.0)]
    return pd.DataFrame(rows, columns=["step", "source", "target", "amount"])


def draw(name, ax):
    frame = pd.DataFrame({"low": [1.0], "high": [2.0], "printed": [1.5]}, index=["甲"])
    return {
        "bars": lambda: charts.bars(ax, VALUES, "万元"),
        "stacked": lambda: charts.stacked(ax, frame),
        "waterfall": lambda: charts.waterfall(ax, 5.0, VALUES, ("2025", "2026")),
        "flow": lambda: charts.flow(ax, links()),
    }[name]()


KINDS = ["bars", "stacked", "waterfall", "flow"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart__returns_its_axes_and_draws(kind):
    first, second = charts.axes(4, 2), charts.axes(4, 2)
    assert draw(kind, first) is first
    draw(kind, second)
    assert charts.show(first, "words").png == charts.show(second, "words").png


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart__leaves_ink(kind):
    chart = charts.show(draw(kind, charts.axes(4, 2)), "words")
    assert matplotlib.image.imread(io.BytesIO(chart.png)).std() > 0.01


def test_stacked__small_parts_of_a_row_are_told_side_by_side():
    parts = pd.DataFrame({"a": [300.0, 2.5], "b": [100.0, 1.5], "c": [0.5, 0.0]}, index=list("xy"))
    ax = charts.stacked(charts.axes(4, 2), parts)
    told = {text.get_text(): round(text.xy[1]) for text in ax.texts if hasattr(text, "xy")}
    assert told == {"0.50": 0, "2.50 + 1.50": 1}


def test_waterfall__begins_at_zero():
    ax = charts.waterfall(charts.axes(4, 2), 1000.0, VALUES, ("2025", "2026"))
    assert ax.get_xlim()[0] <= 0
    assert min(patch.get_x() for patch in ax.patches) == 0


def test_chart__carries_its_words():
    chart = charts.show(charts.axes(), "words 文字")
    data, metadata = chart._repr_mimebundle_()
    assert metadata == {"image/png": {"alt": "words 文字"}}
    assert data["text/plain"] == repr(chart) == "words 文字"
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_describe__tells_every_amount_and_skips_blanks():
    told = charts.describe("Title 题", VALUES, "万元")
    assert told == "Title 题 (万元): 社会保障 Social 10.00; 卫生 Health -2.50."
    assert (told.english[:13], told.chinese[:7]) == ("Title (万元): 社", "题（万元）：社")


def test_text__keeps_dollar_signs():
    ax = charts.axes()
    ax.set_title("a $1 b $2")
    assert not ax.title.get_parse_math()


def test_font__is_the_one_that_is_used():
    from matplotlib import font_manager

    label = charts.axes().set_title("一般公共预算")
    assert font_manager.findfont(label.get_fontproperties()) == str(charts.font_file())


def test_pictures__hold_printed_names_alone():
    values = pd.Series([1.0, 2.0], index=pd.Index([Label("Wages 工资", "工资")] * 2, dtype=object))
    ax = charts.bars(charts.axes(), values)
    assert {label.get_text() for label in ax.get_yticklabels()} == {"工资"}


@pytest.mark.parametrize("colour", COLOURS)
def test_on__is_legible_on_every_bar(colour):
    def light(hexed):
        parts = [int(hexed[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05

    ends = [light(colour), light("#ffffff" if on(colour) == "white" else on(colour))]
    assert max(ends) / min(ends) >= 4.5
