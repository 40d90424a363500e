"""The pages over several disclosures: an index of them, and the notebooks that compare them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib import load, package
from budgetlib.budget import Budget
from budgetlib.content import content, digest, library
from budgetlib.errors import ReportError
from budgetlib.explain import compare
from budgetlib.pages import manifest, rendering
from budgetlib.pages.engines import Run, kept
from budgetlib.pages.making import Making
from budgetlib.vocabulary import label

TITLE = "All disclosures 全部文件"
NAME = "Budgets 预算公开"
HEADS = (
    *("disclosure 公开文件", "scope 口径", "year 年度", "total, 万元 支出合计", "verdict 结论"),
    *("errors 错误", "to be explained 需核实", "not read 未读", "remarks 备注"),
)
INDEX = rendering.Entry(TITLE, "index.html")


def write(
    sources: Sequence[Path],
    notes: dict[str, str],
    lost: Sequence[str],
    notebooks: Sequence[Path],
    making: Making,
    work: Path,
) -> tuple[list[Path], int, dict[str, str]]:
    """Write the index of several disclosures, and a page for each notebook that compares them."""
    to = making.to
    names = [f"{path.stem}.html" for path in notebooks]
    told = [content(path) for path in (*sources, *notebooks)]
    key = digest(library(), str(making.font), *told, *map(str, sources), *notes.values(), *lost)
    known = manifest.read(to)
    all_pages = [INDEX.href, *names]
    if not making.force and all(manifest.fresh(to, page, key, known) for page in all_pages):
        return [to / page for page in all_pages], len(all_pages), {}
    data = work / "data"
    for path, problem in making.engine.each(partial(_read, notes=notes, data=data), sources):
        if problem:
            raise ReportError(f"cannot be told in the index ({problem})", file=path)
    told = [(data / f"{digest(str(path))}.json").read_text("utf-8") for path in sources]
    lines = sorted((_Line(*json.loads(each)) for each in told), key=lambda line: line.order)
    entries = [INDEX, *(_entry(path) for path in notebooks)]
    entries += [rendering.Entry(line.name, f"{line.id}/index.html") for line in lines]
    parameters = frozenset({("folder", str(data.resolve()))})
    runs = [Run(path, parameters, work / path.name) for path in notebooks]
    stopped = dict(making.engine.run(runs))
    failed = {run.notebook.stem: stopped[run] for run in runs if stopped[run]}
    for run, here in zip(runs, entries[1:], strict=False):
        ran = kept(run)
        rendering.conceal(ran, str(data.resolve()), "data")
        html = rendering.render(ran, NAME, here, entries, stopped[run], making.finish)
        manifest.put(to / here.href, html)
    index = rendering.render(_index(lines, lost), NAME, INDEX, entries, finish=making.finish)
    manifest.put(to / INDEX.href, index)
    manifest.write(to, {page: key for page in all_pages if page[:-5] not in failed}, {})
    return [to / page for page in all_pages], 0, failed


class _Line(NamedTuple):
    """What the index tells of one disclosure."""

    id: str
    name: str
    order: list[Any]
    html: str


def _read(path: Path, notes: dict[str, str], data: Path) -> str:
    """Put a disclosure where the notebooks find it, and its line beside it."""
    budget = load(path)
    package.save(budget, data / budget.id)
    name = f"{budget.unit} {budget.year} {budget.level}{budget.kind}"
    line = (budget.id, name, compare.order(budget), _row(budget, notes.get(budget.id, "")))
    (data / f"{digest(str(path))}.json").write_text(json.dumps(line), "utf-8")
    return ""


def _entry(path: Path) -> rendering.Entry:
    title = rendering.title(nbformat.read(path, as_version=4))
    return rendering.Entry(title or path.stem, f"{path.stem}.html")


def _index(lines: Sequence[_Line], lost: Sequence[str]) -> NotebookNode:
    rows = [line.html for line in lines]
    head = "".join(f"<th>{escape(word)}</th>" for word in HEADS)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    without = "".join(f"<p>{escape(each)}</p>" for each in lost)
    shown = new_output("display_data", {"text/html": table + without})
    title = new_markdown_cell(f"# {TITLE}", id="title")
    return new_notebook(cells=[title, new_code_cell(outputs=[shown], id="list")])


def _row(budget: Budget, note: str) -> str:
    total = compare.total(budget.in_wan_yuan())
    result = budget.reconcile()
    counts = (result.found["error"], result.found["warning"], len(budget.limits))
    link = f'<a href="{escape(budget.id)}/index.html">{escape(budget.unit or budget.id)}</a>'
    amount = f"{total:,.2f}" if total == total else "—"
    scope = f"{budget.level}{budget.kind}"
    state = " ".join(label("state", result.state))
    cells = (scope, budget.year, amount, state, *(f"{n:,}" for n in counts), note)
    return f"<tr><th>{link}</th>{''.join(f'<td>{escape(str(c))}</td>' for c in cells)}</tr>"


def remark(skipped: dict[str, str], failed: dict[str, str]) -> str:
    """What the index says of sections without a whole page; the reasons stand on its own."""
    numbers = ", ".join(name.partition("-")[0] for name in skipped)
    absent = [f"no page 无页: {numbers}"] if skipped else []
    return "; ".join(absent + [f"failed 出错 {name}: {why}" for name, why in failed.items()])
