"""Notebooks run over disclosures with papermill, and kept as pages that open offline."""

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from budgetlib.errors import ReportError, told
from budgetlib.many.pool import Task, read
from budgetlib.pages import carried, engines, gathering, manifest
from budgetlib.pages.making import Making, Report, make
from budgetlib.pages.sections import find_sections, refuse_unknown, scoped

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
        making = Making(Path(to), sections, chosen, engine_, force, bar, font, lang, original)
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
            yield Report(path.name, making.to, error=told(error))


def _gathered(paths: list[Path], made: list[Report], making: Making, notebooks: Any) -> Report:
    """The index over several disclosures and the notebooks that compare them."""
    read = [path for path, one in zip(paths, made, strict=True) if not one.error]
    notes = {one.id: gathering.remark(one.skipped, one.failed) for one in made}
    lost = [str(one) for one in made if one.error]
    comparing = scoped(notebooks, "collection")
    with manifest.writing(making.to, manifest.INDEX) as work:
        return Report("", making.to, *gathering.write(read, notes, lost, comparing, making, work))


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
