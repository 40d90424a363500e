"""Notebooks run over disclosures with papermill, and kept as pages that open offline."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import cpu_count
from os.path import relpath
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm
from traitlets.config import Config

import budgetlib
from budgetlib import findings, gathering, package, pages
from budgetlib.errors import Absent, ReportError
from budgetlib.model import Budget

# Without this every kernel warns that it talks over plain TCP.
KERNEL = Config({"KernelManager": {"transport_encryption": "auto"}})
FINDINGS = pages.Entry(findings.TITLE, findings.PAGE)


@dataclass(frozen=True)
class Section:
    """A notebook that is run for every disclosure; number 0 makes the index."""

    notebook: Path
    title: str
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        """The notebook's name without its ending."""
        return self.notebook.stem

    @property
    def number(self) -> int | None:
        """The number that the name begins with, if any."""
        digits = re.match(r"\d+", self.name)
        return int(digits[0]) if digits else None

    @property
    def page(self) -> str:
        """The name of the page that it becomes."""
        return "index.html" if self.number == 0 else f"{self.name}.html"


@dataclass
class Report:
    """What was made for one disclosure, and what became of the sections that have no whole page.

    Parameters
    ----------
    id
        The disclosure's id.
    folder
        Where the pages lie.
    pages
        The pages written, the index first.
    skipped
        Notebook name to the reason: a table that it needs was not published.
    failed
        Notebook name to the cell and the error. The page is there as far as it came.
    """

    id: str
    folder: Path
    pages: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say where the report lies, then name every section that is not as usual."""
        first = self.pages[0] if self.pages else self.folder
        lines = [f"{first} ({len(self.pages)} pages)"]
        lines += [f"  skipped {name}: {why}" for name, why in self.skipped.items()]
        lines += [f"  failed {name}: {why}" for name, why in self.failed.items()]
        return "\n".join(lines)


def report(
    sources: Iterable[str | Path] = (),
    to: str | Path = "reports",
    section: int | None = None,
    notebooks: str | Path = "notebooks",
) -> list[Report]:
    """Run the notebooks over disclosures and write one folder of HTML pages for each.

    Parameters
    ----------
    sources
        Data packages or documents; every data package in ``data`` when there are none.
    to
        The folder that receives one folder a disclosure, named after its id.
    section
        The number of the only notebook to run, all when None. Other pages that are there
        already are kept.
    notebooks
        The folder of the notebooks; those of the scope "disclosure" are run.

    Returns
    -------
    list of Report
        One a disclosure. A notebook that fails does not stop the others.

    Raises
    ------
    BudgetError
        A source that cannot be read, a section or folder that is not there, a notebook that
        does not take the parameter ``disclosure``, a folder that cannot be written.
    """
    sections = find_sections(notebooks)
    chosen = [each for each in sections if section in (None, each.number)]
    if not chosen:
        numbers = ", ".join(str(each.number) for each in sections)
        raise ReportError(f"there is no section {section}; choose one of {numbers}", file=notebooks)
    for each in chosen:
        refuse_unknown(each.notebook, ["disclosure"])
    budgets = [(Path(source), budgetlib.load(source)) for source in list(sources) or bundled()]
    refuse_unsafe([budget.id for _, budget in budgets])
    with tqdm(total=len(budgets) * len(chosen), unit="page", desc="report") as bar:
        made = [_report(path, budget, Path(to), sections, chosen, bar) for path, budget in budgets]
    if len(budgets) > 1 and len(chosen) == len(sections):
        made.append(_gathered([budget for _, budget in budgets], made, Path(to), notebooks))
    return made


def _gathered(budgets: list[Budget], made: list[Report], to: Path, notebooks: str | Path) -> Report:
    """The index over several disclosures and the notebooks that compare them."""
    notes = {one.id: "; ".join(str(one).splitlines()[1:]) for one in made}
    comparing = _scoped(notebooks, "collection")
    return Report("", to, *gathering.write(budgets, notes, comparing, to, run))


def _scoped(notebooks: str | Path, scope: str) -> list[Path]:
    """The notebooks of a scope, by name."""
    found = sorted(Path(notebooks).glob("*.ipynb"))
    return [p for p in found if _open(p).metadata.get("budgetlib", {}).get("scope") == scope]


def bundled(data: str | Path = "data") -> list[Path]:
    """Name the data packages in a folder.

    Raises
    ------
    ReportError
        There are none.
    """
    found = sorted(descriptor.parent for descriptor in Path(data).glob("*/datapackage.json"))
    if not found:
        raise ReportError(
            "holds no data package; name a source, or make one with `budgetlib import DOCUMENT`",
            file=data,
        )
    return found


def find_sections(notebooks: str | Path) -> list[Section]:
    """Name the notebooks of a folder that are written for any disclosure.

    Raises
    ------
    ReportError
        There are none, or one cannot be read.
    """
    sections = []
    for path in _scoped(notebooks, "disclosure"):
        notebook = _open(path)
        title = pages.title(notebook) or path.stem
        roles = tuple(notebook.metadata["budgetlib"].get("roles", ()))
        sections.append(Section(path, title, roles))
    if not sections:
        raise ReportError(
            'holds no notebook of the scope "disclosure"; name the folder with --notebooks',
            file=notebooks,
        )
    return sections


def _open(path: Path) -> NotebookNode:
    """Read a notebook, to be run by the kernel of this environment whatever it was saved with."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ReportError(f"is not a notebook that can be read ({error})", file=path) from error
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])  # papermill asks every cell for them
    return notebook


def refuse_unknown(notebook: Path, names: Iterable[str]) -> None:
    """Stop where a notebook lacks a parameter: papermill would only log it and run on.

    Raises
    ------
    ReportError
        Names the notebook, the parameter and those that there are.
    """
    known = papermill.inspect_notebook(_open(notebook))
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ReportError(
            f"has no parameter {', '.join(unknown)} (it has: {', '.join(known) or 'none'}); write "
            "`name = literal` in the cell tagged `parameters`, without a type that has a `|`",
            file=notebook,
        )


def refuse_unsafe(ids: Sequence[str]) -> None:
    """Stop where an id cannot name a folder of its own.

    Raises
    ------
    ReportError
        Names the id.
    """
    for each in ids:
        if not re.fullmatch(r"\w[\w.-]*", each):
            raise ReportError("cannot name a folder; import it with --id", place=repr(each))
        if ids.count(each) > 1:
            raise ReportError("two sources have this id; report one of them", place=each)


def _report(
    source: Path,
    budget: Budget,
    to: Path,
    sections: list[Section],
    chosen: list[Section],
    bar: "tqdm[Any]",
) -> Report:
    """Run the chosen sections for one disclosure and put their pages in place."""
    made = Report(budget.id, to / budget.id)
    absent = {each.name: _absent(budget, each.roles) for each in sections}
    wanted = [each for each in chosen if not absent[each.name]]
    made.skipped = {each.name: absent[each.name] for each in chosen if absent[each.name]}
    bar.update(len(made.skipped))
    with _replaced(made.folder, keep=len(chosen) < len(sections)) as (work, folder):
        data = source
        if source.is_file():
            data = work / budget.id
            package.save(budget, data)
        failures = dict(_run_all(wanted, data, work, bar))
        made.failed = {each.name: failures[each] for each in wanted if failures[each]}
        for each in wanted:  # so that every page knows which others there are
            (folder / each.page).write_text("")
        index = any(each.number == 0 for each in wanted)
        if index:
            (folder / findings.PAGE).write_text("")
        entries = {each: _entry(each, made, absent[each.name], folder) for each in sections}
        listed = _listed([*entries.values()], folder)
        name = f"{budget.unit} {budget.year}"
        for each in wanted:
            ran = nbformat.read(work / each.notebook.name, as_version=4)
            if data != source:
                pages.conceal(ran, _from(each.notebook, data), source.name)
            html = pages.render(ran, name, entries[each], listed, failures[each])
            _write(folder / each.page, findings.link(html) if each.number == 0 else html)
        made.pages = [made.folder / each.page for each in wanted]
        if index:  # of the same data as the notebooks saw
            shown = findings.notebook(budgetlib.load(data).reconcile())
            _write(folder / findings.PAGE, pages.render(shown, name, FINDINGS, listed))
            made.pages.insert(1, made.folder / findings.PAGE)
    return made


def _write(page: Path, html: str) -> None:
    page.write_text(html, encoding="utf-8", newline="\n")


def _listed(entries: list[pages.Entry], folder: Path) -> list[pages.Entry]:
    """The contents of the report, with the findings in context after the index."""
    there = (folder / findings.PAGE).exists()
    return [*entries[:1], *([FINDINGS] if there else []), *entries[1:]]


def _absent(budget: Budget, roles: Iterable[str]) -> str:
    """Why the first needed table that is absent is absent; empty when all are there."""
    for role in roles:
        try:
            budget.table(role)
        except Absent as absent:
            return " ".join(absent.reason)
    return ""


def _entry(section: Section, made: Report, absent: str, folder: Path) -> pages.Entry:
    """Tell how a section stands in the contents of the report."""
    page = folder / section.page
    if absent:
        page.unlink(missing_ok=True)
        return pages.Entry(section.title, "", f"not made 未生成: {absent}")
    if not page.exists():
        return pages.Entry(section.title, "", "not run 未运行")
    if section.name in made.failed or pages.is_incomplete(page.read_text(encoding="utf-8")):
        return pages.Entry(section.title, section.page, "stopped by an error 出错")
    return pages.Entry(section.title, section.page)


def _from(notebook: Path, data: Path) -> str:
    """Say where the data lie as seen from the notebook."""
    try:
        return Path(relpath(data.resolve(), notebook.parent.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return data.resolve().as_posix()


def _run_all(
    sections: list[Section], data: Path, work: Path, bar: "tqdm[Any]"
) -> Iterator[tuple[Section, str]]:
    """Run notebooks side by side, and yield each with its failure as it ends."""
    pool = ThreadPoolExecutor(min(cpu_count() or 1, 4))
    try:
        seen = {each: _from(each.notebook, data) for each in sections}
        running = {
            pool.submit(
                run, each.notebook, {"disclosure": seen[each]}, work / each.notebook.name
            ): each
            for each in sections
        }
        for ended in as_completed(running):
            bar.update()
            yield running[ended], ended.result()
    finally:
        pool.shutdown(cancel_futures=True)


def run(notebook: Path, parameters: dict[str, str], output: Path) -> str:
    """Run one notebook in its own folder and keep it as far as it came.

    Parameters
    ----------
    notebook
        The notebook, which is not changed.
    parameters
        What the notebook is to look at, as seen from its folder.
    output
        The file for the notebook with its outputs.

    Returns
    -------
    str
        The cell that failed and its error; empty when all is well.
    """
    try:
        papermill.execute_notebook(
            _open(notebook),
            str(output).replace("{", "{{").replace("}", "}}"),  # papermill formats it
            parameters=parameters,
            progress_bar=False,
            config=KERNEL,
            # As papermill's `cwd`, which would move this whole process for every thread.
            resources={"metadata": {"path": str(notebook.parent.resolve())}},
        )
    except PapermillExecutionError:
        return pages.failure(nbformat.read(output, as_version=4))
    except RuntimeError as error:  # the kernel died or never came up
        return pages.failure(nbformat.read(output, as_version=4), str(error))
    finally:
        ensure_event_loop().close()  # which papermill opens and leaves
    return ""


@contextmanager
def _replaced(target: Path, *, keep: bool) -> Iterator[tuple[Path, Path]]:
    """Give a folder to work in and one to fill, which takes the target's place at the end."""
    strangers = [p.name for p in target.glob("*") if p.suffix != ".html"]
    if strangers:
        raise ReportError(
            f"holds more than pages ({strangers[0]}); choose another --to", file=target
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".report-", dir=target.parent) as temporary:
            work, new = Path(temporary), Path(temporary, "new")
            if keep and target.is_dir():
                shutil.copytree(target, new)
            new.mkdir(exist_ok=True)
            yield work, new
            if target.exists():
                target.rename(work / "old")
            new.rename(target)
    except OSError as error:
        why = error.strerror or error
        raise ReportError(f"cannot be written ({why}); choose another --to", file=target) from error
