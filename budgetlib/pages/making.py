"""The pages of one disclosure: which are made again, run, rendered and put in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import Any

from tqdm import tqdm

from budgetlib import load, package
from budgetlib.budget import Budget
from budgetlib.content import content, digest, library
from budgetlib.errors import Absent, ReportError
from budgetlib.pages import engines, findings, manifest
from budgetlib.pages.engines import Engine, Run
from budgetlib.pages.rendering import Entry, conceal, is_incomplete, render
from budgetlib.pages.sections import Section

FINDINGS = Entry(findings.TITLE, findings.PAGE)


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
        The pages of the report, the index first.
    fresh
        How many of them were there already, made of the same.
    skipped
        Notebook name to the reason: a table that it needs was not published.
    failed
        Notebook name to the cell and the error. The page is there as far as it came.
    error
        Why there is no report at all.
    """

    id: str
    folder: Path
    pages: list[Path] = field(default_factory=list)
    fresh: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    error: str = ""

    def __str__(self) -> str:
        """Say where the report lies, then name every section that is not as usual."""
        if self.error:
            return f"{self.id}: no report: {self.error}"
        first = self.pages[0] if self.pages else self.folder
        kept = f", {self.fresh} unchanged" if self.fresh else ""
        lines = [f"{first} ({len(self.pages)} pages{kept})"]
        lines += [f"  skipped {name}: {why}" for name, why in self.skipped.items()]
        lines += [f"  failed {name}: {why}" for name, why in self.failed.items()]
        return "\n".join(lines)


@dataclass(frozen=True)
class Making:
    """What all reports of one run have in common."""

    to: Path
    sections: list[Section]
    chosen: list[Section]
    engine: Engine
    force: bool
    bar: tqdm[Any]


@dataclass
class Pages:
    """The pages of one disclosure while they are made."""

    budget: Budget
    source: Path
    data: Path
    folder: Path
    absent: dict[str, str]
    made_of: dict[str, str]
    failed: dict[str, str] = field(default_factory=dict)

    def entries(self, sections: Iterable[Section], made: Iterable[Section]) -> list[Entry]:
        """The contents of the report, with the findings in context after the index."""
        there = {each.page for each in made}
        listed = [self._entry(each, each.page in there) for each in sections]
        index = any(entry.href == "index.html" for entry in listed)
        return [*listed[:1], *([FINDINGS] if index else []), *listed[1:]]

    def _entry(self, section: Section, made: bool) -> Entry:
        """Tell how a section stands in the contents of the report."""
        page = self.folder / section.page
        if self.absent[section.name]:
            return Entry(section.title, "", f"not made 未生成: {self.absent[section.name]}")
        if not made and not page.is_file():
            return Entry(section.title, "", "not run 未运行")
        before = "" if made else page.read_text(encoding="utf-8")
        if self.failed.get(section.name) or is_incomplete(before):
            return Entry(section.title, section.page, "stopped by an error 出错")
        return Entry(section.title, section.page)


def make(source: Path, budget: Budget, making: Making) -> Report:
    """Run the chosen sections for one disclosure, where they are not fresh, and put their pages."""
    made = Report(budget.id, making.to / budget.id)
    absent = {each.name: _absent(budget, each.roles) for each in making.sections}
    wanted = [each for each in making.chosen if not absent[each.name]]
    made.skipped = {each.name: absent[each.name] for each in making.chosen if absent[each.name]}
    making.bar.update(len(made.skipped))
    _refuse_strangers(made.folder)
    with manifest.writing(making.to, budget.id) as work:
        data = source if source.is_dir() else work / budget.id
        doing = Pages(budget, source, data, made.folder, absent, {})
        doing.made_of = _made_of(doing, wanted, making.sections)
        known = manifest.read(made.folder)
        stale = [each for each in wanted if making.force or _stale(doing, each, known)]
        if stale and data != source:
            package.save(budget, data)
        _run(doing, stale, work, making)
        entries = doing.entries(making.sections, stale)
        listing = digest(*map(repr, entries))
        rest = [e for e in wanted if e not in stale and known[e.page][0] != _key(doing, e, listing)]
        if rest and data != source and not stale:
            package.save(budget, data)
        _run(doing, rest, work, making)
        again = [each for each in wanted if each in stale or each in rest]
        making.bar.update(len(wanted) - len(again))
        _put(doing, again, entries, work, making)
        _settle(doing, wanted, again, listing, making)
    made.failed = {each.name: doing.failed[each.name] for each in again if doing.failed[each.name]}
    made.fresh = len(wanted) - len(again)
    made.pages = [made.folder / entry.href for entry in entries if _is_of(entry, wanted)]
    return made


def _is_of(entry: Entry, wanted: list[Section]) -> bool:
    """Whether an entry is a page of these sections; the findings come with the index."""
    hrefs = {each.page for each in wanted}
    return entry.href in hrefs or (entry is FINDINGS and "index.html" in hrefs)


def _made_of(doing: Pages, wanted: list[Section], sections: list[Section]) -> dict[str, str]:
    """What each page is made of: the disclosure, its notebook, the library, the contents."""
    told = [f"{each.page} {each.title} {doing.absent[each.name]}" for each in sections]
    common = digest(library(), content(doing.source), *told)
    where = {each: _from(each.notebook, doing.source) for each in wanted}
    return {each.page: digest(common, content(each.notebook), where[each]) for each in wanted}


def _key(doing: Pages, section: Section, listing: str) -> str:
    return f"{doing.made_of[section.page]} {listing}"


def _stale(doing: Pages, section: Section, known: dict[str, list[str]]) -> bool:
    """Whether a page must be made again: what stopped a notebook may not stop it twice."""
    names = (section.page, *([findings.PAGE] if section.number == 0 else []))
    made_of = doing.made_of[section.page]
    whole = all(
        name in known
        and manifest.fresh(doing.folder, name, known[name][0], known)
        and known[name][0].startswith(made_of)
        for name in names
    )
    return not whole or is_incomplete((doing.folder / section.page).read_text("utf-8"))


def _run(doing: Pages, sections: list[Section], work: Path, making: Making) -> None:
    """Run notebooks, and keep what stopped each."""
    runs = {_asked(doing, each, work): each for each in sections}
    for run, stopped in making.engine.run(runs):
        doing.failed[runs[run].name] = stopped
        making.bar.update()


def _asked(doing: Pages, section: Section, work: Path) -> Run:
    parameters = {"disclosure": _from(section.notebook, doing.data)}
    return Run(section.notebook, frozenset(parameters.items()), work / section.notebook.name)


def _put(
    doing: Pages,
    sections: list[Section],
    entries: list[Entry],
    work: Path,
    making: Making,
) -> None:
    """Render the notebooks that ran, and put the pages into the folder, whole."""
    if not sections:
        return
    doing.folder.mkdir(parents=True, exist_ok=True)
    tasks: list[Callable[[], str]] = [
        partial(_page, doing, each, entries, work) for each in sections
    ]
    if any(each.number == 0 for each in sections):
        tasks.append(partial(_findings, doing, entries))
    for _, problem in making.engine.each(_called, tasks):
        if problem:
            raise ReportError(f"a page could not be made ({problem})", file=doing.folder)


def _called(task: Callable[[], str]) -> str:
    return task()


def _page(doing: Pages, section: Section, entries: list[Entry], work: Path) -> str:
    ran = engines.kept(_asked(doing, section, work))
    if doing.data != doing.source:
        conceal(ran, _from(section.notebook, doing.data), doing.source.name)
    here = next(entry for entry in entries if entry.href == section.page)
    html = render(ran, _name(doing), here, entries, doing.failed[section.name])
    manifest.put(doing.folder / section.page, findings.link(html) if section.number == 0 else html)
    return ""


def _findings(doing: Pages, entries: list[Entry]) -> str:
    shown = findings.notebook(load(doing.data).reconcile())  # as the notebooks saw it
    manifest.put(doing.folder / findings.PAGE, render(shown, _name(doing), FINDINGS, entries))
    return ""


def _name(doing: Pages) -> str:
    return f"{doing.budget.unit} {doing.budget.year}"


def _settle(
    doing: Pages, wanted: list[Section], again: list[Section], listing: str, making: Making
) -> None:
    """Remove the pages of what is no longer there, and keep what those made now were made of."""
    if not doing.folder.is_dir():
        return
    keys = {each.page: _key(doing, each, listing) for each in again}
    if "index.html" in keys:
        keys[findings.PAGE] = keys["index.html"]
    kept = {each.page for each in wanted} | {findings.PAGE}
    gone = {each.page for each in making.sections if doing.absent[each.name]}
    for page in doing.folder.glob("*.html"):
        whole = len(making.chosen) == len(making.sections)
        if page.name in gone or (whole and page.name not in kept):
            page.unlink()
    manifest.write(doing.folder, keys, manifest.read(doing.folder))


def _absent(budget: Budget, roles: Iterable[str]) -> str:
    """Why the first needed table that is absent is absent; empty when all are there."""
    for role in roles:
        try:
            budget.table(role)
        except Absent as absent:
            return " ".join(absent.reason)
    return ""


def _from(notebook: Path, data: Path) -> str:
    """Say where the data lie as seen from the notebook."""
    try:
        return Path(relpath(data.resolve(), notebook.parent.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return data.resolve().as_posix()


def _refuse_strangers(folder: Path) -> None:
    strangers = [
        p.name
        for p in folder.glob("*")
        if p.suffix != ".html" and p.name != manifest.NAME and not p.name.startswith(".")
    ]
    if strangers:
        raise ReportError(
            f"holds more than pages ({strangers[0]}); choose another --to", file=folder
        )
