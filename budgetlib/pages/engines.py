"""Ways to run notebooks side by side: a kernel each, or children forked from a warm process.

Forking leans on how ipykernel, nbclient and papermill are made: `misfit` says whether they are of
the versions that this was tested with (a test compares it with kernels, output by output).
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple, TypeVar

if "nbformat" not in sys.modules and "jsonschema" not in sys.modules:
    # jsonschema checks IRIs with it where it is there, which notebooks have none of; building its
    # grammar takes longer than running a notebook.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import matplotlib
from jupyter_core.utils import ensure_event_loop
from matplotlib.figure import Figure
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.engines import NBClientEngine
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from budgetlib import charts, explain
from budgetlib.errors import ReportError
from budgetlib.many.bounds import lasting
from budgetlib.many.children import Died, forked
from budgetlib.pages import font, rendering
from budgetlib.pages.sections import KERNEL, opened
from budgetlib.vocabulary import regex

ENGINES = ("auto", "fork", "kernel")
# Without this every kernel warns that it talks over plain TCP.
PLAIN = Config({"KernelManager": {"transport_encryption": "auto"}})
TESTED = {"ipykernel": "7", "nbclient": "0.11", "papermill": "2.7", "matplotlib-inline": "0.2"}
WARM = (
    *("IPython.core.completer", "IPython.core.completerlib", "psutil", "sqlite3"),
    *("IPython.core.application", "IPython.core.oinspect", "IPython.utils.wildcard"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_agg", "lxml.html", "nbconvert"),
    *("pandas.io.formats.style", "pandas.io.formats.string", "pandas.core.methods.to_dict"),
    *("budgetlib.pages.inside", "budgetlib.disclosure.reprint"),
    *("budgetlib.locate.trust", "budgetlib.locate.deduce", "budgetlib.pages.findings"),
)
WIDGETS = regex(
    r"\bipy\w*widgets?\b|\banywidget\b|%matplotlib (?:widget|ipympl|notebook)\b|\bComm\("
)
Task = TypeVar("Task")


class Run(NamedTuple):
    """A notebook to be run: with what parameters, and the file that keeps how far it came."""

    notebook: Path
    parameters: frozenset[tuple[str, str]]
    journal: Path

    @property
    def kept(self) -> NotebookNode:
        """The notebook as far as its run came, or as it is where it did not begin."""
        notebook = _asked(self)
        with suppress(ValueError, OSError):  # cut off, or never begun
            whole, *cells = self.journal.read_text(encoding="utf-8").splitlines()
            notebook = from_dict(json.loads(whole))
            for line in cells:
                at, cell = json.loads(line)
                notebook.cells[at] = from_dict(cell)
        return notebook

    def stopped(self, answer: str) -> str:
        """What stopped it, by the answer of the child in which it ran."""
        died = isinstance(answer, Died)
        return rendering.failure(self.kept, answer) or answer if died else answer


class Engine(NamedTuple):
    """A way to run notebooks, so many at once."""

    name: str
    jobs: int
    notice: str = ""

    def each(
        self, work: Callable[[Task], Any], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Any]]:
        """Do work, which may `run` notebooks; yield each task with its answer as it ends.

        Where it fails the answer is a text that says why.
        """
        if self.name == "fork":
            warm()
            return forked(work, tasks, self.jobs)
        return _threads(work, tasks, self.jobs)

    def run(self, run: Run) -> tuple[NotebookNode, str]:
        """Run one notebook in its own folder, and say what stopped it; empty when all is well."""
        notebook, folder, died = _asked(run), str(run.notebook.parent.resolve()), ""
        why = unfit(notebook) if self.name == "fork" else ""
        if why:
            told = f"budgetlib: {run.notebook.stem} is run by a kernel of its own: it uses {why}"
            print(told, file=sys.stderr, flush=True)
        options: dict[str, Any] = {"kernel_name": KERNEL["name"], "progress_bar": False}
        if self.name == "fork" and not why:
            from budgetlib.pages.inside import Inside

            options |= {"folder": folder, "journal": run.journal.resolve()}
            return notebook, rendering.failure(Inside.execute_notebook(notebook, **options))
        options |= {"config": PLAIN, "resources": {"metadata": {"path": folder}}}
        try:
            NBClientEngine.execute_notebook(notebook, **options)
        except RuntimeError as error:  # the kernel died or never came up
            died = str(error)
        finally:
            ensure_event_loop().close()  # which papermill opens and leaves
            run.journal.write_text(json.dumps(notebook) + "\n", encoding="utf-8")
        return notebook, rendering.failure(notebook, died)


def _asked(run: Run) -> NotebookNode:
    """The notebook with its parameters, nothing shown yet."""
    return parameterize_notebook(opened(run.notebook), dict(run.parameters))


def engine(name: str = "auto", jobs: int | None = None) -> Engine:
    """Choose how notebooks are run."""
    if name not in ENGINES:
        raise ReportError(f"no engine is called {name!r}; there are {', '.join(ENGINES)}")
    if jobs is not None and jobs < 1:
        raise ReportError(f"--jobs {jobs}: at least one notebook must run at a time")
    number = jobs or os.cpu_count() or 1
    why = misfit() if name != "kernel" else ""
    if why:
        return Engine("kernel", number, f"kernels are used: {why}")
    return Engine("kernel" if name == "kernel" else "fork", number)


def _threads(
    work: Callable[[Task], Any], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, Any]]:
    pool = ThreadPoolExecutor(jobs)
    try:
        running = {pool.submit(work, each): each for each in tasks}
        for ended in as_completed(running):
            problem = ended.exception()
            told = f"{type(problem).__name__}: {problem}" if problem else ended.result()
            yield running[ended], told
    finally:
        pool.shutdown(cancel_futures=True)


def misfit() -> str:
    """Why notebooks cannot be forked here; empty where they can."""
    if not hasattr(os, "fork") or not sys.platform.startswith("linux"):
        return f"there is no safe fork on {sys.platform}"
    shell = sys.modules.get("IPython")
    if shell and "ipykernel" in sys.modules and shell.get_ipython() is not None:
        return "this runs inside Jupyter"
    others = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    if others:
        return f"other threads run ({', '.join(others[:2])})"
    for package, tested in TESTED.items():
        if not f"{version(package)}.".startswith(f"{tested}."):
            return f"{package} {version(package)} was not tested, {tested} was"
    return ""


def unfit(notebook: NotebookNode) -> str:
    """What a notebook uses that only a kernel of its own can give; empty where nothing."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    found = WIDGETS.search(code)
    return f"widgets ({found[0]})" if found else ""


@cache
def warm() -> None:
    """Import what every notebook needs, so that its process need not."""
    # as a kernel has it before matplotlib is imported, which it is here
    backend = os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    matplotlib.rcParams["backend"] = backend
    with lasting():
        rooms = (f"{explain.__name__}.{m.name}" for m in iter_modules(explain.__path__))
        for name in (*WARM, *rooms):
            import_module(name)
        _rehearse()


def _rehearse() -> None:
    """Draw and render once: fonts are read, lexers and templates compiled, no setting changed."""
    figure = Figure(layout="constrained")
    figure.subplots().set_title("收支 1", font=charts.font_file())
    figure.savefig(BytesIO(), format="png")
    here = rendering.Entry("", "index.html")
    cells = [new_markdown_cell("# 收支\n\n| a |\n|---|\n| 1 |"), new_code_cell("x = 1 & 2")]
    rendering.render(new_notebook(cells=cells), "", here, [here], finish=[font.embed])
