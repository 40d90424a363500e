"""The page that shows every finding of a report in its context, and the links to it."""

from html import escape
from itertools import groupby

from lxml.html import HtmlElement
from lxml.html.builder import A
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib.budget import Reconciliation
from budgetlib.explain.wording import counted
from budgetlib.locate import Cause
from budgetlib.pages.dressing import said
from budgetlib.reconcile import together
from budgetlib.show import DOUBTED, SEVERITIES, marked
from budgetlib.show.context import LEFT, RIGHT, Context

PAGE = "findings.html"
TITLE = "Findings in context 不符事项详情"
FINDING = "finding 编号"  # heads the numbers in the list of findings


def notebook(reconciliation: Reconciliation) -> NotebookNode:
    """Show each cause with the printed rows of what it explains, as a notebook to be rendered."""
    cells = [new_markdown_cell(f"# {TITLE}", id="title")]
    cells += [_shown("legend", _legend(len(reconciliation.causes)))]
    numbered = enumerate(reconciliation.causes, 1)
    for severity, some in groupby(numbered, lambda each: each[1].severity):
        cells.append(new_markdown_cell(f"## {SEVERITIES[severity]}", id=severity))
        cells += [_shown(f"f{at}", _finding(at, cause)) for at, cause in some]
    return new_notebook(cells=cells)


def _shown(name: str, html: str) -> NotebookNode:
    return new_code_cell(outputs=[new_output("display_data", {"text/html": html})], id=name)


def _legend(count: int) -> str:
    if not count:
        return "<p>Every comparison that ran holds. 已核对的各项均相符。</p>"
    left = marked("printed 印出, or one side 或一方", LEFT)
    right = marked("what it should be 应为, or the other side 或另一方", RIGHT)
    doubted = marked("doubted 可疑", DOUBTED)
    return f"<p>{left} · {right} · {doubted}</p>"


def _finding(at: int, cause: Cause) -> str:
    """What is doubted, the gravest comparison, and the others folded away."""
    first, *others = [
        Context(cause.budget, tuple(alike), cause.figures) for alike in together(cause.comparisons)
    ]
    places = dict.fromkeys(place for each in (first, *others) for place in each.places)
    told = "<br>".join(map(escape, cause.message)) if cause.answers else ""
    drawn = [f"<h3>{at} · {escape(', '.join(places))}</h3>"]
    drawn += [f"<p><strong>{told}</strong></p>"] if told else []
    drawn.append(first._repr_html_())
    if others:
        count = (
            f"{counted(len(others), 'more comparison')} of this cause 同因的其他核对{len(others)}项"
        )
        folded = "\n".join(each._repr_html_() for each in others)
        drawn.append(f"<details><summary>{count}</summary>\n{folded}\n</details>")
    return "\n".join([f'<section id="f{at}">', *drawn, "</section>"])


def link(page: HtmlElement) -> None:
    """Make the numbers in a page's list of findings lead to where each is shown."""
    for table in page.iterfind(".//main//table"):
        head = table.find("thead//th")
        if head is None or said(head) != FINDING:
            continue
        for cell in table.iterfind("tbody//th"):
            number = said(cell)
            for inner in list(cell):
                inner.drop_tree()
            cell.text = None
            cell.append(A(number, href=f"{PAGE}#f{number}"))
