"""Notebooks run over disclosures with papermill, and kept as pages that open offline.

Over several of them there is an index, beside the notebooks that compare them.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tqdm import tqdm

from budgetlib import package, vocabulary
from budgetlib.budget import Budget, load
from budgetlib.content import content, digest, library
from budgetlib.errors import ReportError, in_words
from budgetlib.explain import compare
from budgetlib.explain.wording import say
from budgetlib.many.pool import Task, read
from budgetlib.pages import carried, engines, manifest, rendering
from budgetlib.pages.engines import Run
from budgetlib.pages.making import Making, Report, make, with_findings
from budgetlib.pages.sections import find_sections, opened, refuse_unknown, scoped
from budgetlib.show import SEVERITIES, said
from budgetlib.vocabulary import Label, phrases
from budgetlib.vocabulary.phrases import Both, both

TITLE = "All disclosures 全部文件"
NAME = "Budgets 预算公开"
INDEX = rendering.Entry(TITLE, "index.html")
__all__ = ["Report", "bundled", "report"]


def report(
    sources: Iterable[str | Path] = (),
    to: str | Path = "reports",
    section: int | None = None,
    notebooks: str | Path | None = None,
    engine: str = "kernel",
    jobs: int | None = None,
    force: bool = False,
    font: bool = True,
    lang: str = "zh",
    document: str | Path | None = None,
) -> list[Report]:
    """Run the notebooks over disclosures and write one folder of HTML pages for each.

    A page is made again only when the disclosure, its notebook or this library have changed.

    Parameters
    ----------
    sources
        Data packages or documents. When there are none, every data package in ``data``, or the
        one that the library carries where there is no such folder.
    to
        The folder that receives one folder a disclosure, named after its id.
    section
        The number of the only notebook to run, all when None. Other pages that are there
        already are kept.
    notebooks
        The folder of the notebooks, of which those of the scope "disclosure" are run; when None,
        ``notebooks`` here, or those that the library carries where there is none.
    engine, jobs
        As `budgetlib.engines.engine` takes them. The command line's default is "auto"; children
        that are forked see what the calling program has set and imported, kernels do not.
    force
        Make every page again.
    font
        Put into each page the Chinese characters that it shows, for machines without a Chinese
        font (30 to 65 kB a page).
    lang
        The language that a page shows until its reader asks for the other, "zh" or "en".
    document
        The PDF that the only source, a data package, was made from: findings are shown on
        pictures of its pages, as they are where a PDF is the source.

    Returns
    -------
    list of Report
        One a disclosure. A notebook that fails does not stop the others, nor, where there are
        several, a disclosure that cannot be read.

    Raises
    ------
    BudgetError
        The only source cannot be read, a section or folder is not there, a notebook does not
        take the parameter ``disclosure``, a folder cannot be written or is being written.
    """
    notebooks = carried.notebooks() if notebooks is None else notebooks
    sections = find_sections(notebooks)
    chosen = [each for each in sections if section in (None, each.number)]
    if not chosen:
        numbers = ", ".join(str(each.number) for each in sections)
        raise ReportError(f"there is no section {section}; choose one of {numbers}", file=notebooks)
    for each in chosen:
        refuse_unknown(each.notebook, ["disclosure"])
    paths = [Path(source) for source in list(sources) or bundled()]
    original = Path(document) if document else None
    if original and len(paths) > 1:
        raise ReportError("is the document of one source; name only that", file=original)
    tqdm.monitor_interval = 0  # its thread would be in the way of forking
    engine_ = engines.engine(engine, jobs)
    with tqdm(total=len(paths) * len(chosen), unit="page", desc="report", disable=None) as bar:
        if engine_.notice:
            print(f"budgetlib: {engine_.notice}", file=sys.stderr)
        both = with_findings(sections), with_findings(chosen)
        making = Making(Path(to), *both, engine_, force, bar, font, lang, original)
        made = list(_each(paths, making))
        if len(paths) > 1 and len(chosen) == len(sections):
            made.append(_gathered(paths, made, making, notebooks))
    return made


def _each(paths: list[Path], making: Making) -> Iterator[Report]:
    """Report one disclosure after the other; of several, one that cannot be read stops no other."""
    taken: set[str] = set()
    for path in paths:
        try:
            budget = read(Task(str(path)))
            refuse_unsafe(budget.id, taken)
            taken.add(budget.id)
            yield make(path, budget, making)
        except Exception as error:
            if len(paths) == 1:
                raise
            making.bar.update(len(making.chosen))
            yield Report(path.name, making.to, error=in_words(error))


def _gathered(paths: list[Path], made: list[Report], making: Making, notebooks: Any) -> Report:
    """The index over several disclosures and the notebooks that compare them."""
    read = [path for path, one in zip(paths, made, strict=True) if not one.error]
    notes = {one.id: remark(one.skipped, one.failed) for one in made}
    lost = [str(one) for one in made if one.error]
    comparing = scoped(notebooks, "collection")
    with manifest.writing(making.to, manifest.INDEX) as work:
        return Report("", making.to, *_write(read, notes, lost, comparing, making, work))


def bundled(data: str | Path = "data") -> list[Path]:
    """Name the data packages in a folder; where there is no folder, the one carried along."""
    if not Path(data).exists():
        return [carried.SAMPLE]
    found = sorted(descriptor.parent for descriptor in Path(data).glob("[!.]*/datapackage.json"))
    if not found:
        raise ReportError(
            "holds no data package; name a source, or make one with `budgetlib import DOCUMENT`",
            file=data,
        )
    return found


def refuse_unsafe(id_: str, taken: Collection[str]) -> None:
    """Stop where an id cannot name a folder of its own."""
    if not re.fullmatch(r"\w[\w.-]*", id_):
        raise ReportError("cannot name a folder; import it with --id", place=repr(id_))
    if id_ in taken:
        raise ReportError("two sources have this id; report one of them", place=id_)


def _write(
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
    for lang, of in (("en", vocabulary.english), ("zh", vocabulary.chinese)):
        options = "".join(f'<option value="{key}">{of(words)}</option>' for key, words in known)
        sift += f'<label lang="{lang}">{of(state)} <select class="state"><option value="">—'
        sift += f"</option>{options}</select></label>"
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    without = "".join(f"<p>{escape(each)}</p>" for each in lost)
    shown = new_output("display_data", {"text/html": f"{sift}</p>{table}{without}"})
    title = new_markdown_cell(f"# {TITLE}", id="title")
    return new_notebook(cells=[title, new_code_cell(outputs=[shown], id="list")])


def _row(budget: Budget, note: str) -> str:
    """A line of the index, its counts linked to the first finding of their weight."""
    result, id_ = budget.reconcile(), escape(budget.id)
    total = compare.compared(budget).total
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


def _spans(numbers: list[str]) -> list[str]:
    """Numbers in their order, three or more in a row as the first and the last: 01–04, 08."""
    runs: list[list[str]] = []
    for one in numbers:
        follows = runs and one.isdigit() and int(one) == int(runs[-1][-1]) + 1
        runs[-1].append(one) if follows else runs.append([one])
    return [t for run in runs for t in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)]


def remark(skipped: dict[str, str], failed: dict[str, str]) -> str:
    """What the index says of sections without a whole page; the reasons stand on its own."""
    numbers = ", ".join(_spans([name.partition("-")[0] for name in skipped]))
    told = [say("page.no_page", numbers=numbers)] if skipped else []
    told += [say("page.failed", name=name, why=why) for name, why in failed.items()]
    return say("page.remarks", told=[Both(t.english, t.chinese) for t in told]) if told else ""
