"""The pages over several disclosures: an index of them, and the notebooks that compare them."""

from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib import package, vocabulary
from budgetlib.budget import Budget, load
from budgetlib.content import content, digest, library
from budgetlib.errors import ReportError
from budgetlib.explain import compare
from budgetlib.explain.wording import say
from budgetlib.pages import manifest, rendering
from budgetlib.pages.engines import Run
from budgetlib.pages.making import Making
from budgetlib.pages.sections import opened
from budgetlib.show import SEVERITIES, said
from budgetlib.vocabulary import Label, phrases
from budgetlib.vocabulary.phrases import Both, both

TITLE = "All disclosures 全部文件"
NAME = "Budgets 预算公开"
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
    key = digest(
        library(), str(making.font), making.lang, *told, *map(str, sources), *notes.values(), *lost
    )
    known = manifest.read(to)
    all_pages = [INDEX.href, *names]
    if not making.force and all(manifest.fresh(to, page, key, known) for page in all_pages):
        return [to / page for page in all_pages], len(all_pages), {}
    data, lines = work / "data", list[_Line]()
    for path, line in making.engine.each(partial(_read, notes=notes, data=data), sources):
        if isinstance(line, str):
            raise ReportError(f"cannot be told in the index ({line})", file=path)
        lines.append(line)
    lines.sort(key=lambda line: line.order)
    titles = [rendering.title(opened(path)) or path.stem for path in notebooks]
    entries = [INDEX, *map(rendering.Entry, titles, names)]
    entries += [rendering.Entry(line.name, f"{line.id}/index.html") for line in lines]
    parameters = frozenset({("folder", str(data.resolve()))})
    runs = {
        Run(path, parameters, work / f"{path.stem}.cells"): here
        for path, here in zip(notebooks, entries[1:], strict=False)
    }

    def put(run: Run, ran: NotebookNode, stopped: str) -> str:
        rendering.conceal(ran, str(data.resolve()), "data")
        shown = (ran, NAME, runs[run], entries, stopped, making.finish, making.lang)
        manifest.put(to / runs[run].href, rendering.render(*shown))
        return stopped

    failed = {}
    for run, answer in making.engine.each(lambda run: put(run, *making.engine.run(run)), runs):
        if stopped := run.stopped(answer):
            failed[run.notebook.stem] = put(run, run.kept, stopped)
    index = rendering.render(
        _index(lines, lost), NAME, INDEX, entries, finish=making.finish, lang=making.lang
    )
    manifest.put(to / INDEX.href, index)
    manifest.write(to, {page: key for page in all_pages if page[:-5] not in failed}, {})
    return [to / page for page in all_pages], 0, failed


class _Line(NamedTuple):
    """What the index tells of one disclosure."""

    id: str
    name: Label
    order: tuple[Any, ...]
    html: str


def _read(path: Path, notes: dict[str, str], data: Path) -> _Line:
    """Put a disclosure where the notebooks find it, and tell its line."""
    budget = load(path)
    package.save(budget, data / budget.id)
    html = _row(budget, notes.get(budget.id, ""))
    return _Line(budget.id, compare.named(budget), compare.order(budget), html)


def _index(lines: Sequence[_Line], lost: Sequence[str]) -> NotebookNode:
    """The list of all, which a page's script sorts and sifts."""
    rows = "".join(line.html for line in lines)
    heads = phrases.found("labels", "index").values()
    head = "".join(f"<th>{said(both(h))}</th>" for h in heads)
    known = vocabulary.both("state").items()
    search, state = (both(words) for words in phrases.found("labels", "sift").values())
    sift = f'<p class="sift"><label>{said(search)} <input id="search" type="search"></label> '
    for lang, told in (("en", vocabulary.english), ("zh", vocabulary.chinese)):
        options = "".join(f'<option value="{key}">{told(words)}</option>' for key, words in known)
        sift += f'<label lang="{lang}">{told(state)} <select class="state"><option value="">—'
        sift += f"</option>{options}</select></label>"
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    without = "".join(f"<p>{escape(each)}</p>" for each in lost)
    shown = new_output("display_data", {"text/html": f"{sift}</p>{table}{without}"})
    title = new_markdown_cell(f"# {TITLE}", id="title")
    return new_notebook(cells=[title, new_code_cell(outputs=[shown], id="list")])


def _row(budget: Budget, note: str) -> str:
    """A line of the index, its counts linked to the first finding of their weight."""
    result, id_ = budget.reconcile(), escape(budget.id)
    total = compare.told(budget).total
    first: dict[str, int] = {}
    for number, cause in enumerate(result.causes, 1):
        first.setdefault(cause.severity, number)
    cells = [said(vocabulary.scope(budget.level, budget.kind)), str(budget.year)]
    cells += [f"{total:,.2f}" if total == total else "—"]
    cells += [said(Label(*vocabulary.label("state", result.state)))]
    cells += [
        f'<a href="{id_}/findings.html#f{first[key]}">{n}</a>' if key in first else "0"
        for key, n in ((key, result.found[key]) for key in SEVERITIES)
    ]
    cells += [f"{len(budget.limits):,}", said(note) if isinstance(note, Label) else escape(note)]
    link = f'<a href="{id_}/index.html">{escape(budget.unit or budget.id)}</a>'
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr data-state="{result.state}"><th>{link}</th>{told}</tr>'


def remark(skipped: dict[str, str], failed: dict[str, str]) -> str:
    """What the index says of sections without a whole page; the reasons stand on its own."""
    numbers = ", ".join(name.partition("-")[0] for name in skipped)
    told = [say("page.no_page", numbers=numbers)] if skipped else []
    told += [say("page.failed", name=name, why=why) for name, why in failed.items()]
    return say("page.remarks", told=[Both(t.english, t.chinese) for t in told]) if told else ""
