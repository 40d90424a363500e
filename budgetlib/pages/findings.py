"""The page that shows every finding of a report in its context, and the links to it."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from lxml.html import HtmlElement
from lxml.html.builder import A
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib.budget import Reconciliation
from budgetlib.explain.sections import Section
from budgetlib.explain.wording import folded, say
from budgetlib.locate import Cause
from budgetlib.pages.pieces import pieces
from budgetlib.rules.reconcile import together
from budgetlib.show import DOUBTED, marked
from budgetlib.show.context import LEFT, RIGHT, Context, Texts
from budgetlib.show.exhibit import said
from budgetlib.vocabulary import Label, parted, phrases

PAGE = "findings.html"
TITLE = "Findings 发现的问题"
LEGEND = {
    LEFT: Label("what is printed, or one side", "列示，或一方"),
    RIGHT: Label("what the others imply, or the other side", "据其余应为，或另一方"),
    DOUBTED: Label("doubted", "可疑"),
}


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
