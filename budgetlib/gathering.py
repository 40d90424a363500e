"""The pages over several disclosures: an index of them, and the notebooks that compare them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib import package, pages
from budgetlib.model import Budget

TITLE = "All disclosures 全部文件"
NAME = "Budgets 预算公开"
HEADS = (
    *("disclosure 公开文件", "level 层级", "year 年度", "base 口径"),
    *("findings 不符", "notes 备注"),
)
INDEX = pages.Entry(TITLE, "index.html")
Run = Callable[[Path, dict[str, str], Path], str]


def write(
    budgets: Sequence[Budget], notes: dict[str, str], notebooks: Sequence[Path], to: Path, run: Run
) -> tuple[list[Path], dict[str, str]]:
    """Write the index of several disclosures, and a page for each notebook that compares them.

    Parameters
    ----------
    budgets
        The disclosures reported.
    notes
        Id to what became of its pages, for those with sections skipped or stopped.
    notebooks
        The notebooks of the scope "collection".
    to
        The folder that holds the reports.
    run
        Runs a notebook with parameters into a file and says what stopped it.

    Returns
    -------
    tuple
        The pages, and notebook name to what stopped it.
    """
    made, failed = [], {}
    entries = [INDEX, *(_entry(path) for path in notebooks)]
    entries += [pages.Entry(f"{b.unit} {b.year}", f"{b.id}/index.html") for b in budgets]
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary, "data")
        for budget in budgets:
            package.save(budget, data / budget.id)
        for path, here in zip(notebooks, entries[1:], strict=False):
            output = Path(temporary, path.name)
            stopped = run(path, {"folder": str(data)}, output)
            if stopped:
                failed[path.stem] = stopped
            ran = nbformat.read(output, as_version=4)
            pages.conceal(ran, str(data), "data")
            made.append(_write(to / here.href, pages.render(ran, NAME, here, entries, stopped)))
    html = pages.render(_index(budgets, notes), NAME, INDEX, entries)
    return [_write(to / INDEX.href, html), *made], failed


def _entry(path: Path) -> pages.Entry:
    title = pages.title(nbformat.read(path, as_version=4))
    return pages.Entry(title or path.stem, f"{path.stem}.html")


def _write(page: Path, html: str) -> Path:
    aside = page.with_suffix(".new")
    aside.write_text(html, encoding="utf-8", newline="\n")
    shutil.move(aside, page)
    return page


def _index(budgets: Sequence[Budget], notes: dict[str, str]) -> NotebookNode:
    rows = [_row(budget, notes.get(budget.id, "")) for budget in budgets]
    head = "".join(f"<th>{escape(word)}</th>" for word in HEADS)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    shown = new_output("display_data", {"text/html": table})
    title = new_markdown_cell(f"# {TITLE}", id="title")
    return new_notebook(cells=[title, new_code_cell(outputs=[shown], id="list")])


def _row(budget: Budget, note: str) -> str:
    result = budget.reconcile()
    said = [comparison.severity for comparison in result.inconsistent]
    count = f"{said.count('error')} errors 错误, {said.count('warning')} to be explained 需核实"
    link = f'<a href="{escape(budget.id)}/index.html">{escape(budget.unit or budget.id)}</a>'
    cells = (budget.level, str(budget.year), budget.kind, count, note)
    return f"<tr><th>{link}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
