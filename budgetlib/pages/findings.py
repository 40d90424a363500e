"""The page that shows every finding of a report in its context, and the links to it.

Where its PDF is at hand, a figure is shown on the piece of the page on which it stands.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from difflib import SequenceMatcher
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from lxml.html import HtmlElement
from lxml.html.builder import A
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import ImageDraw

from budgetlib.budget import Reconciliation
from budgetlib.explain.sections import Section
from budgetlib.explain.wording import folded, say
from budgetlib.figures import Box, Place
from budgetlib.locate import Cause
from budgetlib.relations import MISSING
from budgetlib.rules.comparison import together
from budgetlib.show import DOUBTED, marked, said
from budgetlib.show.context import LEFT, RIGHT, Context, Texts, sentence
from budgetlib.vocabulary import Label, parted, phrases, squeeze

PAGE = "findings.html"
TITLE = "Findings 发现的问题"
LEGEND = {
    LEFT: Label("what is printed, or one side", "列示，或一方"),
    RIGHT: Label("what the others imply, or the other side", "据其余应为，或另一方"),
    DOUBTED: Label("doubted", "可疑"),
}

SCALE = 1.7  # pixels a point
AROUND = 34  # points above and below the figure
MOST = 2  # pictures a finding
NEAR = 14  # characters on each side by which one printing is told from another
FRAME = "#b5483a"
Pages = Mapping[str, tuple[str, str]]  # of sections by their keys: address and title


def notebook(
    reconciliation: Reconciliation,
    source: Path | None = None,
    pages: Pages | None = None,
    texts: Texts = (),
) -> NotebookNode:
    """Show each cause with the printed rows of what it explains, as a notebook to be rendered.

    Where `source`, the PDF, is at hand, with pictures of its pages; with links to `pages`, and
    with sentences of `texts`, those of the document's notes.
    """
    cells = [new_markdown_cell(f"# {TITLE}", id="title")]
    legend = "&ensp;".join(marked(words, sign) for sign, words in LEGEND.items())
    nothing = said(say("finding.none"), "p")
    cells += [_shown("legend", f"<p>{legend}</p>" if reconciliation.causes else nothing)]
    numbered = enumerate(reconciliation.causes, 1)
    seen = _seen(reconciliation, pages or {})
    for severity, some in groupby(numbered, lambda each: each[1].severity):
        weight = phrases.label("weight", severity).capitalize()
        cells.append(new_markdown_cell(f"## {weight}", id=severity))
        cells += [
            _shown(f"f{n}", _finding(n, each, source, seen.get(n, ""), texts)) for n, each in some
        ]
    return new_notebook(cells=cells)


def _shown(name: str, html: str) -> NotebookNode:
    return new_code_cell(outputs=[new_output("display_data", {"text/html": html})], id=name)


def _seen(reconciliation: Reconciliation, pages: Pages) -> dict[int, str]:
    """By the number of a finding, links to the sections that it is about."""
    links: dict[int, list[str]] = {}
    for key in phrases.found("sections").keys() & pages.keys():
        href, title = pages[key]
        for number in Section(reconciliation.budget, key, reconciliation).numbers:
            links.setdefault(number, []).append(f'<a href="{href}">{said(parted(title))}</a>')
    told = said(say("finding.see"))
    return {n: f'<p class="see">{told} {" · ".join(sorted(each))}</p>' for n, each in links.items()}


def _finding(at: int, cause: Cause, source: Path | None, see: str, texts: Texts) -> str:
    """What does not hold in a line, what is doubted, the evidence, and what else it explains."""
    first, *others = [
        Context(cause.budget, tuple(alike), cause.figures, texts)
        for alike in together(cause.comparisons)
    ]
    drawn = [f"<h3>{at} · {said(Label(*cause.title))}</h3>"]
    repairs = [repair for answer in cause.answers for repair in answer.repairs]
    if len(cause.answers) > 1 or any(r.slip for r in repairs) or (cause.answers and not repairs):
        english, chinese = cause.message  # which tells more than the title
        drawn.append(said(Label(english[:1].upper() + english[1:], chinese), "p"))
    rule = Label(*first.comparisons[0].rule.sentence)
    drawn.append(f'<p class="rule">{said(say("finding.rule", rule=rule))}</p>')
    drawn += [*(pieces(cause, source, texts) if source else ()), first.evidence]
    if others:
        more = "\n".join(each._repr_html_() for each in others)
        drawn.append(folded(say("finding.more", n=len(others)), more))
    return "\n".join(
        [f'<section id="f{at}" class="finding {cause.severity}">', *drawn, see, "</section>"]
    )


def link(page: HtmlElement) -> None:
    """Make what tells of a finding lead to where it is shown."""
    for told in page.xpath("//*[@data-finding]"):
        to = A(*told, href=f"{PAGE}#f{told.get('data-finding')}")
        to.text, told.text = told.text, None
        told.append(to)


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
