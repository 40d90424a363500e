"""The pages of one disclosure: which are made again, run, rendered and put in their place."""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import Any, NoReturn

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from budgetlib import package
from budgetlib.budget import Budget, hold, load
from budgetlib.content import __version__, content, digest, library
from budgetlib.errors import Absent, BudgetError, ReportError
from budgetlib.explain.evidence import own_amounts
from budgetlib.explain.wording import say
from budgetlib.many.bounds import bounded
from budgetlib.pages import findings, font, manifest
from budgetlib.pages.engines import Engine, Run
from budgetlib.pages.rendering import Entry, Finish, conceal, foresee, is_incomplete, render
from budgetlib.pages.sections import Section, opened
from budgetlib.show import said
from budgetlib.show.context import texts_of
from budgetlib.vocabulary import Label, Record, field, scope

FINDINGS = Section(Path(findings.PAGE), findings.TITLE, ())  # made of no notebook


class Report(Record, frozen=False):
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


class Making(Record):
    """What all reports of one run have in common."""

    to: Path
    sections: list[Section]
    chosen: list[Section]
    engine: Engine
    force: bool
    bar: Any  # of tqdm
    font: bool = True
    lang: str = "zh"
    document: Path | None = None  # the PDF that the only disclosure was read from

    @property
    def finish(self) -> tuple[Finish, ...]:
        """What is done last to each page."""
        return (font.embed,) if self.font else ()


class Pages(Record, frozen=False):
    """The pages of one disclosure while they are made."""

    budget: Budget
    source: Path
    data: Path  # the package that the notebooks see
    folder: Path
    work: Path
    making: Making
    absent: dict[str, str]
    failed: dict[str, str] = field(default_factory=dict)

    def made_of(self, wanted: list[Section]) -> dict[Section, str]:
        """What each page is made of: the disclosure, its notebook, the library, the contents."""
        told = [f"{s.page} {s.title} {self.absent[s.name]}" for s in self.making.sections]
        looks = str(self.making.font), self.making.lang, str(self.making.document)
        common = digest(library(), content(self.source), *looks, *told)
        where = ((s, _from(s.notebook, self.source)) for s in wanted)
        own = {s: "" if s is FINDINGS else content(s.notebook) for s in wanted}
        return {s: digest(common, own[s], seen) for s, seen in where}

    def entries(self, made: Iterable[Section]) -> list[Entry]:
        """The contents of the report."""
        there = {each.page for each in made}
        return [self._entry(each, each.page in there) for each in self.making.sections]

    def _entry(self, section: Section, made: bool) -> Entry:
        """Tell how a section stands in the contents of the report."""
        page = self.folder / section.page
        if self.absent[section.name]:
            return Entry(section.title, "", say("page.not_made", why=self.absent[section.name]))
        if not made and not page.is_file():
            return Entry(section.title, "", say("page.not_run"))
        before = "" if made else page.read_text(encoding="utf-8")
        stopped = self.failed.get(section.name) or is_incomplete(before)
        return Entry(section.title, section.page, say("page.stopped") if stopped else "")

    def run(self, sections: list[Section], entries: list[Entry]) -> None:
        """Run notebooks, put the page of each as it ends, whole; keep what stopped it."""
        if not sections:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.data != self.source and not self.data.exists():
            package.save(self.budget, self.data)
        if self.making.engine.name == "fork":
            with suppress(BudgetError), bounded(self.data):
                hold(self.data, self.budget if self.data == self.source else load(self.data))
            for each in sections:
                foresee(new_notebook() if each is FINDINGS else opened(each.notebook))
        work = partial(self._run, entries)
        for section, answer in self.making.engine.each(work, sections):
            if section is FINDINGS and answer:
                self._refuse(answer)
            self.failed[section.name] = answer and self._asked(section).stopped(answer)
            self.making.bar.update()

    def put(self, sections: list[Section], entries: list[Entry]) -> None:
        """Put the pages of notebooks that ran once more, with other contents."""
        work = partial(self._page, entries)
        for _, problem in self.making.engine.each(work, sections):
            if problem:
                self._refuse(problem)

    def _refuse(self, problem: str) -> NoReturn:
        raise ReportError(f"a page could not be made ({problem})", file=self.folder)

    def _asked(self, section: Section) -> Run:
        parameters = frozenset({("disclosure", _from(section.notebook, self.data))})
        return Run(section.notebook, parameters, self.work / f"{section.name}.cells")

    def _run(self, entries: list[Entry], section: Section) -> str:
        ran = self.making.engine.run(self._asked(section)) if section is not FINDINGS else None
        self._page(entries, section, ran)
        return ran[1] if ran else ""

    def _page(
        self,
        entries: list[Entry],
        section: Section,
        ran: tuple[NotebookNode, str] | None = None,
    ) -> str:
        """Put the page of a section, which `ran` now or is kept, or of the findings."""
        name = f"{self.budget.unit} {self.budget.year}"
        there = {entry.href: entry for entry in entries if entry.href}
        if section is FINDINGS:
            told = load(self.data).reconcile()  # as the notebooks saw it
            known = ((s.topic, there.get(s.page)) for s in self.making.sections)
            pages = {topic: (entry.href, entry.title) for topic, entry in known if entry}
            shown = findings.notebook(told, self._document, pages, texts_of(self.budget))
            failed = ""
        else:
            shown, failed = ran or (self._asked(section).kept, self.failed[section.name])
            if self.data != self.source:
                conceal(shown, _from(section.notebook, self.data), self.source.name)
        here = there[section.page]
        finish = (*([findings.link] if findings.PAGE in there else []), *self.making.finish)
        lang, source = self.making.lang, self._source
        html = render(shown, name, here, entries, failed, finish, lang, source)
        manifest.put(self.folder / here.href, html)
        return ""

    @property
    def _document(self) -> Path | None:
        """The PDF, where it is at hand."""
        found = self.making.document or self.source
        return found if found.suffix.lower() == ".pdf" else None

    @property
    def _source(self) -> str:
        """What a page says of where its numbers come from."""
        budget = self.budget
        fields = {
            "unit": budget.unit,
            "year": budget.year,
            "kind": scope(budget.level, budget.kind),
        }
        source, hash_ = Path(budget.source).name, content(self.source)[:12]
        told = say("page.source", source=source, hash=hash_, version=__version__, **fields)
        return said(told, "p")

    def settle(self, wanted: list[Section], keys: dict[str, str]) -> None:
        """Remove the pages of what is no longer there, keep what those made now were made of."""
        if not self.folder.is_dir():
            return
        kept = {each.page for each in wanted}
        gone = {each.page for each in self.making.sections if self.absent[each.name]}
        whole = len(self.making.chosen) == len(self.making.sections)
        for page in self.folder.glob("*.html"):
            if page.name in gone or (whole and page.name not in kept):
                page.unlink()
        manifest.write(self.folder, keys, manifest.read(self.folder))


def make(source: Path, budget: Budget, making: Making) -> Report:
    """Run the chosen sections for one disclosure, where they are not fresh, and put their pages."""
    made = Report(budget.id, making.to / budget.id)
    absent = {each.name: _absent(budget, each) for each in making.sections}
    wanted = [each for each in making.chosen if not absent[each.name]]
    made.skipped = {each.name: absent[each.name] for each in making.chosen if absent[each.name]}
    making.bar.update(len(made.skipped))
    _refuse_strangers(made.folder)
    with manifest.writing(making.to, budget.id) as work:
        data = source if source.is_dir() else work / budget.id
        pages = Pages(budget, source, data, made.folder, work, making, absent)
        made_of, known = pages.made_of(wanted), manifest.read(made.folder)
        stale = [s for s in wanted if making.force or _stale(made.folder, s, made_of[s], known)]
        ran: list[Section] = []
        shown: list[Entry] = []
        # Which notebooks are stopped is told on every page, and is known when all have run.
        while (entries := pages.entries([*ran, *stale])) != shown:
            listing = digest(*map(repr, entries))
            keys = {each: f"{made_of[each]} {listing}" for each in wanted}
            fresh = [s for s in wanted if s not in stale and known[s.page][0] == keys[s]]
            pages.put(ran, entries)
            pages.run([s for s in wanted if s not in ran and s not in fresh], entries)
            ran, shown = [s for s in wanted if s in ran or s not in fresh], entries
        making.bar.update(len(wanted) - len(ran))
        pages.settle(wanted, {each.page: keys[each] for each in ran})
    made.failed = {e.name: pages.failed[e.name] for e in ran if pages.failed[e.name]}
    made.fresh = sum(each not in ran and each is not FINDINGS for each in wanted)  # notebooks
    hrefs = {each.page for each in wanted}
    made.pages = [made.folder / entry.href for entry in entries if entry.href in hrefs]
    return made


def with_findings(sections: list[Section]) -> list[Section]:
    """The sections, and the findings in their context after the index."""
    index = bool(sections) and sections[0].number == 0
    return [*sections[:1], FINDINGS, *sections[1:]] if index else sections


def _stale(folder: Path, section: Section, made_of: str, known: dict[str, list[str]]) -> bool:
    """Whether a page must be made again: what stopped a notebook may not stop it twice."""
    told = known.get(section.page, [""])[0]
    whole = told.startswith(made_of) and manifest.fresh(folder, section.page, told, known)
    return not whole or is_incomplete((folder / section.page).read_text("utf-8"))


def _absent(budget: Budget, section: Section) -> str:
    """Why the first needed table that is absent is absent; empty when all are there.

    Empty, too, where the notes tell amounts of the section.
    """
    for role in () if own_amounts(budget, section.topic) else section.roles:
        try:
            budget.table(role)
        except Absent as absent:
            return Label(*absent.reason)
    return ""


def _from(notebook: Path, data: Path) -> str:
    """Say where the data lie as seen from the notebook."""
    try:
        return Path(relpath(data.resolve(), notebook.parent.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return data.resolve().as_posix()


def _refuse_strangers(folder: Path) -> None:
    for path in folder.glob("*"):
        if path.suffix != ".html" and path.name != manifest.NAME and path.name[0] != ".":
            problem = f"holds more than pages ({path.name}); choose another --to"
            raise ReportError(problem, file=folder)
