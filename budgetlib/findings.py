"""The page that shows every finding of a report in its context, and the links to it."""

from html import escape
from itertools import groupby

from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib.context import LEFT, RIGHT, Context, together
from budgetlib.reconcile import Reconciliation
from budgetlib.show import SEVERITIES, marked

PAGE = "findings.html"
TITLE = "Findings in context 不符事项详情"
FINDING = "finding 编号"  # heads the numbers in the list of findings


def notebook(reconciliation: Reconciliation) -> NotebookNode:
    """Show each finding with its printed rows, both sides marked, as a notebook to be rendered.

    Parameters
    ----------
    reconciliation
        Of any disclosure. Findings are numbered as in the list of the overview.
    """
    found = [
        Context(reconciliation.budget, tuple(c)) for c in together(reconciliation.inconsistent)
    ]
    cells = [new_markdown_cell(f"# {TITLE}", id="title"), _shown("legend", _legend(len(found)))]
    numbered = enumerate(found, 1)
    for severity, some in groupby(numbered, lambda each: each[1].comparisons[0].severity):
        cells.append(new_markdown_cell(f"## {SEVERITIES[severity]}", id=severity))
        cells += [_shown(f"f{at}", _finding(at, context)) for at, context in some]
    return new_notebook(cells=cells)


def _shown(name: str, html: str) -> NotebookNode:
    return new_code_cell(outputs=[new_output("display_data", {"text/html": html})], id=name)


def _legend(count: int) -> str:
    if not count:
        return "<p>Every comparison that ran holds. 已核对的各项均相符。</p>"
    left = marked("printed 印出, or one side 或一方", LEFT)
    right = marked("what it should be 应为, or the other side 或另一方", RIGHT)
    return f"<p>{left} · {right}</p>"


def _finding(at: int, context: Context) -> str:
    places = ", ".join(context.places)
    drawn = context._repr_html_()
    return f'<section id="f{at}">\n<h3>{at} · {escape(places)}</h3>\n{drawn}\n</section>'


def link(html: str) -> str:
    """Make the numbers in a page's list of findings lead to where each is shown.

    Parameters
    ----------
    html
        A page that may hold the list; any other comes back as it was.
    """
    if FINDING not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for table in soup.select("main table"):
        head = table.select_one("thead th")
        if head is None or head.get_text(strip=True) != FINDING:
            continue
        for cell in table.select("tbody th"):
            number = cell.get_text(strip=True)
            cell.string = ""
            cell.append(soup.new_tag("a", string=number, href=f"{PAGE}#f{number}"))
    return str(soup)
