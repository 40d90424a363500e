"""A notebook and its outputs as a page that is the same every time and needs no network."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import html as markup
from lxml.html.builder import SCRIPT
from nbconvert import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

from budgetlib.pages.dressing import dress
from budgetlib.show import said
from budgetlib.vocabulary import Record, chinese, english, parted

TEMPLATES = Path(__file__).parent / "templates"
LEFT = [("SystemExit", ""), ("SystemExit", "0")]  # a notebook that ends by itself
ONE = Lock()  # the template, and fontTools, are used by one thread at a time
LANGUAGES = {"en": english, "zh": chinese}
Finish = Callable[[markup.HtmlElement], None]
PASSING = (  # what changes from run to run or from machine to machine
    (re.compile(r"(?<!\S)\S*ipykernel_\d+[/\\]\d+\.py(:\d+)?"), "cell"),
    (re.compile(r"(?<![^\s\"'(])[^\s\"'(]*[/\\]site-packages[/\\]"), ""),
    (re.compile(r" at 0x[0-9A-Fa-f]+"), ""),
)


class Entry(Record):
    """A line in the contents of a report; `href` is empty where there is no page."""

    title: str
    href: str
    note: str = ""


class Exporter(HTMLExporter):
    """nbconvert's, which would parse and write each page once more for what `render` does."""

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Fill the template."""
        told = self._init_resources(resources)
        self.register_filter("highlight_code", partial(highlighted, lexer=_lexer(nb)))
        kinds = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=told
        )
        self.register_filter("filter_data_type", kinds)
        self.register_filter("spoken", lambda title: said(parted(title)))
        self.register_filter(
            "in_language", lambda title, lang: LANGUAGES.get(lang, chinese)(parted(title))
        )
        filled: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(
            self, nb, told, **options
        )
        return filled

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Nothing: the template takes a notebook as it is."""
        return nb, resources


@lru_cache(maxsize=1024)
def highlighted(source: str, lexer: str) -> str:
    """A cell's code in colours."""
    shown: str = Highlight2HTML(pygments_lexer=lexer, parent=exporter())(source)
    return shown


def foresee(notebook: NotebookNode) -> None:
    """Highlight now what the pages of all disclosures show of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            highlighted(cell.source, _lexer(notebook))


def _lexer(notebook: NotebookNode) -> str:
    return str(notebook.metadata.get("language_info", {}).get("pygments_lexer", "ipython3"))


@cache
def exporter() -> Exporter:
    """The exporter of all pages: compiling its template takes as long as filling it."""
    return Exporter(
        template_name="budgetlib",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )


def title(notebook: NotebookNode) -> str:
    """Return the text of a notebook's first heading; empty when there is none."""
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    heading = re.search(r"^#+\s+(.+?)\s*#*$", prose, re.MULTILINE)
    return re.sub(r"[*`]", "", heading[1]) if heading else ""


def failure(notebook: NotebookNode, died: str = "") -> str:
    """Say which cell of a notebook that was run stopped it, and with what error, if any did."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and not _tagged(c, "injected")]
    last = died
    for number, cell in enumerate(cells, 1):
        place = f"code cell {number} ({cell.source.strip().partition(chr(10))[0]})"
        told, error = cell.metadata.get("papermill", {}), _error(cell)
        if error and (error.ename, error.evalue) not in LEFT:
            return _steady(f"{place}: {error.ename}: {error.evalue}")
        if told.get("start_time") and (died or (told.get("exception") and not error)):
            last = f"{place}: {died}"
    return last


def is_incomplete(html: str) -> bool:
    """Tell whether a page is that of a notebook that failed."""
    return '<div class="failed"' in html


def conceal(notebook: NotebookNode, path: str, shown: str) -> None:
    """Put the source's own name where the parameters name a folder that was made for the run."""
    for cell in notebook.cells:
        if _tagged(cell, "injected"):
            cell.source = cell.source.replace(path, shown)


def render(
    notebook: NotebookNode,
    report: str,
    here: Entry,
    entries: Sequence[Entry],
    failed: str = "",
    finish: Sequence[Finish] = (),
    lang: str = "zh",
    source: str = "",
) -> str:
    """Turn a notebook that was run into one HTML page; `finish` adds to it.

    A page shows one language, `lang` until its reader asks for the other; `source` is its foot.
    """
    given = any(_tagged(c, "injected") for c in notebook.cells)
    passed = ("papermill-error", "parameters") if given else ("papermill-error",)
    notebook.cells = [c for c in notebook.cells if not any(_tagged(c, tag) for tag in passed)]
    for output in (out for c in notebook.cells for out in c.get("outputs", ())):
        if output.output_type == "stream":
            output.text = _steady(output.text)
        if output.output_type == "error":
            output.traceback = [_steady(line) for line in output.traceback]
    linked = [entry for entry in entries if entry.href]
    code = [c for c in notebook.cells if c.cell_type == "code"]
    at = linked.index(here)
    contents = {
        "name": report,
        "here": here,
        "entries": entries,
        "index": next((entry.href for entry in linked if entry.href == "index.html"), ""),
        "before": linked[at - 1] if at else None,
        "after": linked[at + 1] if at + 1 < len(linked) else None,
        "failed": failed,
        "lang": lang,
        "source": source,
        "traced": any(_error(c) for c in code),
    }
    with ONE:
        return _finished(notebook, contents, (dress, *finish))


def _finished(notebook: NotebookNode, contents: dict[str, Any], steps: Sequence[Finish]) -> str:
    filled, _ = exporter().from_notebook_node(notebook, {"report": contents})
    page = markup.document_fromstring(filled, parser=markup.HTMLParser(huge_tree=True))
    for step in steps:
        step(page)
    page.find("body").append(SCRIPT((TEMPLATES / "budgetlib" / "page.js").read_text("utf-8")))
    written: str = markup.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
    return written.rstrip() + "\n"


def _tagged(cell: NotebookNode, tag: str) -> bool:
    return any(each.startswith(tag) for each in cell.metadata.get("tags", []))


def _error(cell: NotebookNode) -> NotebookNode | None:
    return next((out for out in cell.outputs if out.output_type == "error"), None)


def _steady(text: str) -> str:
    """Take out of a message what is different on the next run or on another machine."""
    for passing, lasting in PASSING:
        text = passing.sub(lasting, text)
    return text.replace(f"{Path.cwd()}/", "")
