"""Notebooks run in children forked from one warm process, each with a kernel inside it.

It leans on how ipykernel, nbclient and papermill are made: `fits` says whether they are of the
versions that this was tested with (a test compares it with kernels, output by output).
"""

from __future__ import annotations

import ctypes
import gc
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.metadata import version
from typing import Any, TypeVar

from nbformat.v4 import new_notebook, output_from_msg
from papermill.engines import Engine, papermill_engines

TESTED = {"ipykernel": "7", "nbclient": "0.11", "papermill": "2.7", "matplotlib-inline": "0.2"}
NAME = "budgetlib-fork"
KILLED = "the process that ran it was killed (signal {})"
WARM = (
    *("ipykernel.inprocess.manager", "IPython.core.completer", "bs4", "nbconvert"),
    *("matplotlib.pyplot", "pandas.io.formats.style"),
    *("budgetlib.charts", "budgetlib.rules", "budgetlib.trust", "budgetlib.findings"),
    *("budgetlib.explain.overview", "budgetlib.explain.evidence", "budgetlib.deduce"),
)
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
Task = TypeVar("Task")


def misfit() -> str:
    """Why notebooks cannot be forked here; empty where they can."""
    if not hasattr(os, "fork") or not sys.platform.startswith("linux"):
        return f"there is no safe fork on {sys.platform}"
    if "ipykernel" in sys.modules and "IPython" in sys.modules and _in_shell():
        return "this runs inside Jupyter"
    others = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    if others:
        return f"other threads run ({', '.join(others[:2])})"
    for package, tested in TESTED.items():
        if not f"{version(package)}.".startswith(f"{tested}."):
            return f"{package} {version(package)} was not tested, {tested} was"
    return ""


def _in_shell() -> bool:
    from IPython.core.getipython import get_ipython

    return get_ipython() is not None


def warm() -> None:
    """Import what every notebook needs, so that its process need not."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if "debugpy" not in sys.modules:  # it would be loaded anew in every child; nobody debugs here
        sys.modules["debugpy"] = None  # type: ignore[assignment]
        import_module("ipykernel.debugger")
        del sys.modules["debugpy"]
    for name in WARM:
        import_module(name)
    from budgetlib import pages

    empty = pages.Entry("", "index.html")
    pages.render(new_notebook(), "", empty, [empty])  # compiles the template
    gc.collect()
    gc.freeze()  # so that a child's collections do not copy what it shares


def was_killed(answer: str) -> bool:
    """Whether an answer is that of a child that was killed."""
    return answer.startswith(KILLED.partition("(")[0])


def forked(
    work: Callable[[Task], str], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, str]]:
    """Do each task in a child of its own, so many side by side.

    Parameters
    ----------
    work
        What a child does; it answers with a short text.
    tasks
        What is to be done.
    jobs
        How many children at once.

    Yields
    ------
    tuple
        Each task with its answer as it ends; that of a killed child says so.
    """
    running: dict[int, tuple[Task, int]] = {}
    try:
        for task in tasks:
            if len(running) >= jobs:
                yield _ended(running)
            running.update(_started(work, task))
        while running:
            yield _ended(running)
    finally:
        for child in running:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _started(work: Callable[[Task], str], task: Task) -> dict[int, tuple[Task, int]]:
    sys.stdout.flush()
    sys.stderr.flush()
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return {child: (task, read)}
    os.close(read)
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    try:
        answer = work(task)
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"
    with os.fdopen(write, "wb") as pipe:
        pipe.write(answer.encode())
    os._exit(0)


def _ended(running: dict[int, tuple[Task, int]]) -> tuple[Task, str]:
    """Wait for one of our children, whichever ends first."""
    while True:
        child, status = os.wait()
        if child in running:
            break
    task, read = running.pop(child)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read().decode()
    return task, KILLED.format(os.WTERMSIG(status)) if os.WIFSIGNALED(status) else answer


class Inside(Engine):
    """Runs the cells of a notebook in this process, which must be a child that ends with it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run one cell after the other, and stop at the first error, as nbclient does."""
        from ipykernel.inprocess.manager import InProcessKernelManager

        os.chdir(options["folder"])
        sys.path.insert(0, "")
        _reseed()
        manager = InProcessKernelManager()
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        for at, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            nb_man.cell_start(cell, at)
            failed = _run(client, cell)
            if failed:
                nb_man.cell_exception(cell, at)
                break
            nb_man.cell_complete(cell, at)


def _reseed() -> None:
    import numpy as np

    random.seed()
    np.random.seed()


def _run(client: Any, cell: Any) -> bool:
    """Run one cell and keep what it shows; say whether it failed."""
    asked = client.execute(cell.source, store_history=True, allow_stdin=False)
    shown: dict[str, Any] = {}
    cell.outputs = []
    failed = clear = False
    while True:
        message = client.get_iopub_msg(timeout=None)
        kind, content = message["header"]["msg_type"], message["content"]
        if message["parent_header"].get("msg_id", asked) != asked:  # streams name none
            continue
        if kind == "status" and content["execution_state"] == "idle":
            break
        if kind == "execute_input":
            cell.execution_count = content["execution_count"]
        elif kind == "clear_output":
            clear = True
        elif kind in ("stream", "display_data", "execute_result", "error", "update_display_data"):
            if clear:
                cell.outputs, clear = [], False
            _keep(cell, message, shown)
            failed = failed or kind == "error"
    return failed


def _keep(cell: Any, message: Any, shown: dict[str, Any]) -> None:
    """Add one output; streams of one name in a row are one, a display may be updated."""
    kind, content = message["header"]["msg_type"], message["content"]
    name = content.get("transient", {}).get("display_id")
    if kind == "update_display_data":
        if name in shown:
            shown[name].update(data=content["data"], metadata=content["metadata"])
        return
    output = output_from_msg(message)
    last = cell.outputs[-1] if cell.outputs else None
    if kind == "stream" and last and last.output_type == "stream" and last.name == output.name:
        last.text += output.text
        return
    cell.outputs.append(output)
    if name:
        shown[name] = output


papermill_engines.register(NAME, Inside)
