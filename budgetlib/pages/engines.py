"""Ways to run notebooks side by side: a kernel each, or children forked from a warm process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from os import cpu_count
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

if "nbformat" not in sys.modules and "jsonschema" not in sys.modules:
    # jsonschema checks IRIs with it where it is there, which notebooks have none of; building its
    # grammar takes longer than running a notebook.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from budgetlib.errors import ReportError
from budgetlib.pages import children, forking, rendering
from budgetlib.pages.sections import opened

NAME = "budgetlib-kernel"
ENGINES = ("auto", "fork", "kernel")
# Without this every kernel warns that it talks over plain TCP.
KERNEL = Config({"KernelManager": {"transport_encryption": "auto"}})
Task = TypeVar("Task")


class Run(NamedTuple):
    """A notebook to be run: with what parameters, and where its outputs go."""

    notebook: Path
    parameters: frozenset[tuple[str, str]]
    output: Path


class Engine(NamedTuple):
    """A way to run notebooks, so many at once."""

    name: str
    jobs: int
    notice: str = ""

    def run(self, runs: Iterable[Run]) -> Iterator[tuple[Run, str]]:
        """Run notebooks, and yield each with what stopped it as it ends; empty when all is well."""
        if self.name == "fork":
            forking.warm()
            for run, answer in children.forked(_inside, runs, self.jobs):
                yield run, _mourn(run, answer) if children.was_killed(answer) else answer
        else:
            yield from _threads(run_in_kernel, runs, self.jobs)

    def each(self, work: Callable[[Task], str], tasks: Iterable[Task]) -> list[tuple[Task, str]]:
        """Do other work with the same tasks, in children where there are any."""
        if self.name == "fork":
            forking.warm()
            return list(children.forked(work, tasks, self.jobs))
        return [(task, work(task)) for task in tasks]


def engine(name: str = "auto", jobs: int | None = None) -> Engine:
    """Choose how notebooks are run."""
    if name not in ENGINES:
        raise ReportError(f"no engine is called {name!r}; there are {', '.join(ENGINES)}")
    if jobs is not None and jobs < 1:
        raise ReportError(f"--jobs {jobs}: at least one notebook must run at a time")
    number = jobs or cpu_count() or 1
    why = forking.misfit() if name != "kernel" else ""
    if why:
        return Engine("kernel", number, f"kernels are used: {why}")
    return Engine("kernel" if name == "kernel" else "fork", number)


def _threads(
    work: Callable[[Run], str], runs: Iterable[Run], jobs: int
) -> Iterator[tuple[Run, str]]:
    pool = ThreadPoolExecutor(jobs)
    try:
        running = {pool.submit(work, each): each for each in runs}
        for ended in as_completed(running):
            yield running[ended], ended.result()
    finally:
        pool.shutdown(cancel_futures=True)


def run_in_kernel(run: Run) -> str:
    """Run one notebook in its own folder by a kernel of its own, and keep it as far as it came."""
    try:
        # `path` is papermill's `cwd`, which would move this whole process for every thread.
        folder = str(run.notebook.parent.resolve())
        kernel = {"config": KERNEL, "resources": {"metadata": {"path": folder}}}
        return _papermill(run, engine_name=NAME, **kernel)
    except RuntimeError as error:  # the kernel died or never came up
        return rendering.failure(kept(run), str(error))
    finally:
        ensure_event_loop().close()  # which papermill opens and leaves


def _inside(run: Run) -> str:
    """Run one notebook in this child; as `run_in_kernel`."""
    if why := forking.unfit(opened(run.notebook)):
        told = f"budgetlib: {run.notebook.stem} is run by a kernel of its own: it uses {why}"
        print(told, file=sys.stderr, flush=True)
        return run_in_kernel(run)
    run = run._replace(notebook=run.notebook.resolve(), output=run.output.resolve())
    return _papermill(run, engine_name=forking.NAME, folder=str(run.notebook.parent))


def _mourn(run: Run, answer: str) -> str:
    """Keep what a killed child had shown, and say at which cell it was."""
    notebook = forking.recovered(run.output, kept(run))
    nbformat.write(notebook, run.output)
    return rendering.failure(notebook, answer) or answer


def _papermill(run: Run, **options: Any) -> str:
    to = str(run.output).replace("{", "{{").replace("}", "}}")  # papermill formats it
    options |= {"parameters": dict(run.parameters), "progress_bar": False}
    try:
        papermill.execute_notebook(opened(run.notebook), to, **options)
    except PapermillExecutionError:
        return rendering.failure(kept(run))
    return ""


def kept(run: Run) -> nbformat.NotebookNode:
    """The notebook as far as its run came, or as it is where it did not begin."""
    if run.output.exists():
        with suppress(ValueError):  # a full disk cuts it short
            return nbformat.read(run.output, as_version=4)
    notebook = opened(run.notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


class Kernel(NBClientEngine):
    """papermill's own, which saves the notebook before and after all cells, not at each."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the cells; what is there when the kernel dies is saved by papermill all the same."""
        to, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.output_path = to


papermill_engines.register(NAME, Kernel)
