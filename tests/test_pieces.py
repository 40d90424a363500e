"""The piece of a page on which a doubted figure stands, framed."""

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
from made_shapes import SHAPES, blocks_of_shape
from pdf_made import Page, as_pdf, write
from PIL import Image

from budgetlib import load
from budgetlib.figures import Figure
from budgetlib.pages import findings
from budgetlib.pages.findings import Sought, _box, pieces
from budgetlib.read.blocks import Grid
from budgetlib.show.context import texts_of

RED = (181, 72, 58)


def boxed(path: Path, figure: Figure, window: str, alike: int = 0) -> tuple[float, ...] | None:
    page = pypdfium2.PdfDocument(path)[0]
    sought = Sought(figure.printed, figure.place, window)
    return _box(page.get_textpage(), sought, page.get_height(), alike)


def test_box__is_that_of_the_printing_most_like_the_window(tmp_path: Path) -> None:
    page = Page().say(60, 100, "基本支出12.50万元，占一半").say(60, 300, "比上年增加12.50万元")
    made = write(tmp_path / "x.pdf", page)
    figure = next(iter(load(Path("data/503019-2026")).figures))
    told = replace(figure, printed="12.50")
    first, second = (boxed(made, told, w) for w in ("基本支出12.50万元", "比上年增加12.50万元"))
    assert first and second and first[1] < 110 < 280 < second[1] < 310
    assert boxed(made, replace(told, printed="77.70"), "") is None


def test_box__of_cells_alike_is_told_by_how_many_stand_before(tmp_path: Path) -> None:
    made = write(tmp_path / "x.pdf", Page().say(60, 100, "5.25").say(300, 100, "5.25"))
    figure = replace(next(iter(load(Path("data/503019-2026")).figures)), printed="5.25")
    left, right = (boxed(made, figure, "", alike) for alike in (0, 1))
    assert left and right and left[0] < 100 < 250 < right[0]


def test_pieces__frame_words_that_are_cited_too(tmp_path: Path) -> None:
    page = Page().say(60, 80, "某市档案馆2026年单位预算").say(60, 120, "第三部分 单位预算情况说明")
    page.say(60, 160, "六、其他重要事项").say(60, 200, "拟对部门整体支出开展绩效评价。")
    path = write(tmp_path / "x.pdf", page)
    budget = load(path)
    (cause,) = (c for c in budget.reconcile().causes if "“部门”" in c.title.chinese)
    (told,) = pieces(cause, path, texts_of(budget))
    assert "原文第1页" in told


def misprinted(cell: str) -> str:
    return cell.replace("410.20", "470.20")


def test_pieces__frame_what_is_doubted_on_its_page(tmp_path: Path) -> None:
    blocks = [
        replace(b, rows=tuple(tuple(map(misprinted, row)) for row in b.rows))
        if isinstance(b, Grid)
        else b
        for b in blocks_of_shape(SHAPES["unit-row"])
    ]
    path = as_pdf(blocks, tmp_path / "x.pdf")
    result = load(path).reconcile()
    assert result.causes
    told = list(pieces(result.causes[0], path))
    assert told and "原文第1页" in told[0]
    picture = base64.b64decode(re.findall('base64,([^"]+)', told[0])[0])
    colours = {c for _, c in Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20)}
    assert min(sum(abs(a - b) for a, b in zip(c, RED, strict=True)) for c in colours) < 40
    with_pictures, without = (str(findings.notebook(result, at)) for at in (path, None))
    assert "<figure " in with_pictures and "<figure " not in without
