"""The notebooks of a folder: which are run for what, and with which parameters."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode, from_dict

from budgetlib.errors import ReportError
from budgetlib.pages import rendering
from budgetlib.vocabulary import Record

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


class Section(Record):
    """A notebook that is run for every disclosure; number 0 makes the index."""

    notebook: Path
    title: str
    roles: tuple[str, ...]
    topic: str = ""

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


def scoped(notebooks: str | Path, scope: str) -> list[Path]:
    """The notebooks of a scope, by name."""
    found = sorted(Path(notebooks).glob("*.ipynb"))
    return [p for p in found if opened(p).metadata.get("budgetlib", {}).get("scope") == scope]


def find_sections(notebooks: str | Path) -> list[Section]:
    """Name the notebooks of a folder that are written for any disclosure."""
    found = [(path, opened(path)) for path in scoped(notebooks, "disclosure")]
    if not found:
        problem = 'holds no notebook of the scope "disclosure"; name the folder with --notebooks'
        raise ReportError(problem, file=notebooks)
    told = [(path, notebook, notebook.metadata["budgetlib"]) for path, notebook in found]
    return [
        Section(p, rendering.title(n) or p.stem, tuple(of.get("roles", ())), of.get("topic", ""))
        for p, n, of in told
    ]


def opened(path: Path) -> NotebookNode:
    """Read a notebook, to be run by the kernel of this environment whatever it was saved with.

    Nothing is shown in it yet.
    """
    try:
        return from_dict(_read(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ReportError(f"is not a notebook that can be read ({error})", file=path) from error


@cache
def _read(text: str) -> NotebookNode:
    notebook = nbformat.reads(text, as_version=4)
    notebook.metadata["kernelspec"] = dict(KERNEL)
    notebook.metadata["papermill"] = {}  # which papermill fills
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])  # papermill asks every cell for them
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def refuse_unknown(notebook: Path, names: Iterable[str]) -> None:
    """Stop where a notebook lacks a parameter: papermill would only log it and run on."""
    known = papermill.inspect_notebook(opened(notebook))
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ReportError(
            f"has no parameter {', '.join(unknown)} (it has: {', '.join(known) or 'none'}); write "
            "`name = literal` in the cell tagged `parameters`, without a type that has a `|`",
            file=notebook,
        )
