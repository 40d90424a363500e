"""The piece of a PDF's page on which a figure stands, as a picture with the figure framed."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from difflib import SequenceMatcher
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from PIL import ImageDraw

from budgetlib.explain.wording import say
from budgetlib.figures import Box, Place
from budgetlib.locate import Cause
from budgetlib.relations import MISSING
from budgetlib.show.context import Texts, sentence
from budgetlib.show.exhibit import said
from budgetlib.vocabulary.spelling import squeeze

SCALE = 1.7  # pixels a point
AROUND = 34  # points above and below the figure
MOST = 2  # pictures a finding
NEAR = 14  # characters on each side by which one printing is told from another
FRAME = "#b5483a"


class Sought(NamedTuple):
    """What is looked for on a page: a figure or words, and the words around it."""

    text: str
    place: Place
    window: str = ""


def pieces(cause: Cause, source: Path, texts: Texts = ()) -> Iterator[str]:
    """The pictures of a finding as HTML: what is doubted first, then what it is held against."""
    relation = cause.comparisons[0].relation
    terms = [term.figure for term in relation.terms] if relation else []
    windows = {claim.id: claim.window for claim in cause.budget.all_claims}
    looked = [Sought(f.printed, f.place, windows.get(f.id, "")) for f in (*cause.figures, *terms)]
    if relation:
        cited = [c for c in relation.cited if c.figure is None and c.text not in MISSING]
        beside = ("".join(sentence(each.text, each.place, texts)) for each in cited)
        pairs = zip(cited, beside, strict=True)
        looked += [Sought(c.text, c.place, words) for c, words in pairs if words or c.place.table]
    strips: list[tuple[int, list[Box]]] = []  # the page, and what is framed together
    with closing(pypdfium2.PdfDocument(source)) as pdf:
        for sought in dict.fromkeys(each for each in looked if each.place.page and each.text):
            number = sought.place.page or 1
            if number > len(pdf):  # another document
                continue
            page, alike = pdf[number - 1], _alike_before(cause, sought)
            box = _box(page.get_textpage(), sought, page.get_height(), alike)
            if box is not None:
                _joined(strips, number, box)
        for number, boxes in strips[:MOST]:
            told = say("finding.piece", page=number)
            data = f"data:image/png;base64,{_strip(pdf, number, boxes)}"
            words = f'data-en="{escape(told.english)}" data-zh="{escape(told.chinese)}"'
            caption, image = f"<figcaption>{said(told)}</figcaption>", f'<img src="{data}">'
            yield f"<figure tabindex='0' {words}>{caption}{image}</figure>"


def _joined(strips: list[tuple[int, list[Box]]], page: int, box: Box) -> None:
    """Put what is framed into a strip that it is near to, or begin another."""
    for number, boxes in strips:
        if number == page and abs(boxes[0][1] - box[1]) < AROUND:
            boxes.append(box)
            return
    strips.append((page, [box]))


def _strip(pdf: Any, number: int, boxes: list[Box]) -> str:
    """The part of a page around what is framed, as a small picture."""
    image = pdf[number - 1].render(scale=SCALE).to_pil().convert("RGB")
    for box in boxes:
        left, top, right, bottom = (SCALE * edge for edge in box)
        ImageDraw.Draw(image).rectangle((left - 4, top - 4, right + 4, bottom + 4), None, FRAME, 3)
    first, last = min(box[1] for box in boxes) - AROUND, max(box[3] for box in boxes) + AROUND
    strip = image.crop((0, max(0, int(SCALE * first)), image.width, int(SCALE * last)))
    out = BytesIO()
    strip.quantize(24).save(out, "PNG", optimize=True)
    return b64encode(out.getvalue()).decode()


def _box(page: Any, sought: Sought, height: float, alike: int) -> Box | None:
    """Where what is sought is printed, in points from the top left: most like its window.

    Of printings that are as like, the one behind `alike` others.
    """
    found: list[tuple[float, int, int]] = []
    search, window = page.search(sought.text), squeeze(sought.window)
    while hit := search.get_next():
        at, count = hit
        around = squeeze(page.get_text_range(max(0, at - NEAR), count + 2 * NEAR))
        like = SequenceMatcher(None, around, window).ratio() if window else 0.0
        found.append((like + _within(page.get_charbox(at), sought.place, height), at, count))
    if not found:
        return None
    best = [each for each in found if each[0] == max(found)[0]]
    _, at, count = best[min(alike, len(best) - 1)]
    boxes = [page.get_charbox(index) for index in range(at, at + count)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), height - max(tops), max(rights), height - min(bottoms)


def _alike_before(cause: Cause, sought: Sought) -> int:
    """How many cells of its row print the same left of a figure's own."""
    table = cause.budget.tables.get(sought.place.table)
    if table is None or sought.place.cell is None:
        return 0
    r, c = sought.place.cell
    return [squeeze(cell) for cell in table.grid[r][:c]].count(squeeze(sought.text))


def _within(box: tuple[float, ...], place: Place, height: float) -> float:
    """Whether a character stands in the row that something was read from."""
    row, top, bottom = place.box, height - box[3], height - box[1]
    return float(row is not None and row[1] - 1 <= top and bottom <= row[3] + 1)
