"""A notebook and its outputs as a page that is the same every time and needs no network."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"
NUMBER = re.compile(r"[-+−±]?[\d,]*\.?\d+(–[-−]?[\d,]*\.?\d+)?\s?[%‰]?|[—–-]")
# What a line must not end in the middle of: a table's number, a place, a claim's name.
WHOLE = re.compile(
    r"(表\d+-\d+|\[\w+ \d+\]|[一二三四五六七八九十]+(?:[.．][一二三四五六七八九十\d]+)*#\d+)"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PASSING = (  # what changes from run to run or from machine to machine
    (re.compile(r"(?<!\S)\S*ipykernel_\d+[/\\]\d+\.py(:\d+)?"), "cell"),
    (re.compile(r"(?<![^\s\"'(])[^\s\"'(]*[/\\]site-packages[/\\]"), ""),
    (re.compile(r" at 0x[0-9A-Fa-f]+"), ""),
)


@dataclass(frozen=True)
class Entry:
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
        lexer = nb.metadata.get("language_info", {}).get("pygments_lexer", "ipython3")
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        kinds = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=told
        )
        self.register_filter("filter_data_type", kinds)
        filled: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(
            self, nb, told, **options
        )
        return filled


@cache
def exporter() -> Exporter:
    """The exporter of all pages: compiling its template takes as long as filling it."""
    return Exporter(
        template_name="budgetlib",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        optimistic_validation=True,  # once, not after each preprocessor
    )


def title(notebook: NotebookNode) -> str:
    """Return the text of a notebook's first heading; empty when there is none."""
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    heading = re.search(r"^#+\s+(.+?)\s*#*$", prose, re.MULTILINE)
    return re.sub(r"[*`]", "", heading[1]) if heading else ""


def failure(notebook: NotebookNode, otherwise: str = "") -> str:
    """Say which cell of a notebook that was run stopped it, and with what error."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and not _tagged(c, "injected")]
    last = otherwise
    for number, cell in enumerate(cells, 1):
        place = f"code cell {number} ({cell.source.strip().partition(chr(10))[0]})"
        if error := _error(cell):
            return _steady(f"{place}: {error.ename}: {error.evalue}")
        if cell.metadata.get("papermill", {}).get("start_time"):
            last = f"{place}: {otherwise}"
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
    notebook: NotebookNode, report: str, here: Entry, entries: Sequence[Entry], failed: str = ""
) -> str:
    """Turn a notebook that was run into one HTML page."""
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
        "traced": any(_error(c) for c in code),
    }
    html, _ = exporter().from_notebook_node(notebook, {"report": contents})
    soup = BeautifulSoup(html, "html.parser")
    for image in soup.find_all("img", alt=False):
        image["alt"] = "No description has been provided for this image"
    for script in soup(["script", "link", "iframe"]):
        script.decompose()
    _list_headings(soup)
    for number, table in enumerate(_main(soup).find_all("table"), 1):
        _dress(soup, table, number)
    return str(soup).rstrip() + "\n"


def _tagged(cell: NotebookNode, tag: str) -> bool:
    return any(each.startswith(tag) for each in cell.metadata.get("tags", []))


def _error(cell: NotebookNode) -> NotebookNode | None:
    return next((out for out in cell.outputs if out.output_type == "error"), None)


def _steady(text: str) -> str:
    """Take out of a message what is different on the next run or on another machine."""
    for passing, lasting in PASSING:
        text = passing.sub(lasting, text)
    return text.replace(f"{Path.cwd()}/", "")


def _main(soup: BeautifulSoup) -> Tag:
    return soup.main or soup


def _list_headings(soup: BeautifulSoup) -> None:
    """Give every heading an anchor and list those below the title."""
    listed, taken = soup.find(id="here"), set[str]()
    for heading in _main(soup).find_all(HEADINGS):
        words = heading.get_text(" ", strip=True)
        plain = re.sub(r"\W+", "-", words.lower()).strip("-") or "part"
        anchor = plain
        while anchor in taken:
            anchor = f"{plain}-{len(taken)}"
        taken.add(anchor)
        heading["id"] = anchor
        if listed and heading.name in ("h2", "h3"):
            item = soup.new_tag("li", attrs={"class": heading.name})
            item.append(soup.new_tag("a", string=words, href=f"#{anchor}"))
            listed.append(item)


def _dress(soup: BeautifulSoup, table: Tag, number: int) -> None:
    """Name a table and its header cells, set numbers to the right, let it scroll by itself."""
    for style in table.find_previous_siblings("style"):
        if style.has_attr("scoped"):  # pandas' own, in favour of ours
            style.decompose()
    for attribute in ("border", "style"):
        table.attrs.pop(attribute, None)
    above = table.find_previous(HEADINGS)
    heading = above.get_text(" ", strip=True) if above else ""
    caption = table.caption
    if not caption:
        caption = soup.new_tag("caption", string=f"{heading} ({number})")
        table.insert(0, caption)
        _add_class(caption, "unseen")
    elif caption.get_text(" ", strip=True) == heading:  # just said
        _add_class(caption, "unseen")
    _join_index_names(table)
    if not table.th:
        _head_rows(table)
    for head in table.find_all("th", scope=False):
        _head(head)
    for cell in table.find_all("td"):
        if _is_number(cell):
            _add_class(cell, "number")
    for cell in _columns_of_numbers(table):
        cell.attrs.pop("style", None)
        if cell.name == "th":
            _add_class(cell, "number")
    for cell in table.find_all(["td", "th"]):
        _set_breaks(soup, cell)
    if max((len(list(_placed(row))) for row in table.find_all("tr")), default=0) > 8:
        _add_class(table, "many")
    label = caption.get_text(" ", strip=True)
    table.wrap(
        soup.new_tag(
            "div", attrs={"class": "wide", "role": "region", "tabindex": "0", "aria-label": label}
        )
    )


def _rows(table: Tag, part: str) -> list[Tag]:
    return [row for each in table.find_all(part) for row in each.find_all("tr")]


def _join_index_names(table: Tag) -> None:
    """Lift pandas' separate row of index names into the empty cells above it."""
    rows = _rows(table, "thead")
    if len(rows) < 2:
        return
    above, names = (row.find_all(["td", "th"], recursive=False) for row in rows[-2:])
    filled = [at for at, cell in enumerate(names) if cell.get_text(strip=True)]
    free = [at for at, cell in enumerate(above) if not cell.get_text(strip=True)]
    if len(above) == len(names) and filled and set(filled) <= set(free):
        for at in filled:
            above[at].replace_with(names[at])
        rows[-1].decompose()


def _head_rows(table: Tag) -> None:
    """Let the first words of each row head the others, where nothing heads anything."""
    for row in table.find_all("tr"):
        filled = [c for c in row.find_all("td") if c.get_text(strip=True)]
        if len(filled) > 1:
            filled[0].name = "th"


def _head(head: Tag) -> None:
    """Say what a header cell heads; one that is empty heads nothing."""
    if not head.get_text(strip=True):
        head.name = "td"
        return
    across, span = ("col", "colspan") if head.find_parent("thead") else ("row", "rowspan")
    head["scope"] = across if head.get(span, "1") == "1" else f"{across}group"


def _columns_of_numbers(table: Tag) -> Iterator[Tag]:
    """Find the cells, heads included, of columns that hold numbers and nothing else."""
    kinds: dict[int, set[bool]] = {}
    for row in _rows(table, "tbody"):
        for at, cell in _placed(row):
            if cell.get_text(strip=True):
                kinds.setdefault(at, set()).add(_is_number(cell))
    for row in table.find_all("tr"):
        yield from (cell for at, cell in _placed(row) if kinds.get(at) == {True})


def _is_number(cell: Tag) -> bool:
    return cell.name == "td" and bool(NUMBER.fullmatch(cell.get_text(strip=True)))


def _set_breaks(soup: BeautifulSoup, cell: Tag) -> None:
    """Let few words break only between them, give many words room, keep some pieces whole."""
    words = cell.get_text(" ", strip=True)
    if len(words) > 40:
        _add_class(cell, "long")
    elif len(words) <= 24 and all(len(run) <= 6 for run in CHINESE.findall(words)):
        _add_class(cell, "brief")
    for text in cell.find_all(string=WHOLE):
        pieces = enumerate(WHOLE.split(text))
        whole = {"class": "whole"}
        text.replace_with(
            *(soup.new_tag("span", string=p, attrs=whole) if at % 2 else p for at, p in pieces if p)
        )


def _placed(row: Tag) -> Iterator[tuple[int, Tag]]:
    at = 0
    for cell in row.find_all(["td", "th"], recursive=False):
        yield at, cell
        at += int(str(cell.get("colspan", "1")))


def _add_class(cell: Tag, name: str) -> None:
    cell["class"] = " ".join([*filter(None, cell.get_attribute_list("class")), name])
