"""Notebooks run in children forked from one warm process, each with a kernel inside it.

It leans on how ipykernel, nbclient and papermill are made: `fits` says whether they are of the
versions that this was tested with (a test compares it with kernels, output by output).
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

from budgetlib import explain

TESTED = {"ipykernel": "7", "nbclient": "0.11", "papermill": "2.7", "matplotlib-inline": "0.2"}
NAME = "budgetlib-fork"
WARM = (
    *("ipykernel.inprocess.ipkernel", "ipykernel.inprocess.manager", "IPython.core.completer"),
    *("psutil", "sqlite3", "tornado.platform.asyncio", "zmq.utils.garbage"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_agg", "lxml.html", "nbconvert"),
    *("pandas.io.formats.style", "pandas.io.formats.string", "pandas.core.methods.to_dict"),
    "budgetlib.units",
    *("budgetlib.locate.trust", "budgetlib.locate.deduce", "budgetlib.pages.findings"),
)
KEEPS_NO_HISTORY = Config({"HistoryManager": {"enabled": False}})  # in a file, for other sessions
WIDGETS = re.compile(
    r"\bipy\w*widgets?\b|\banywidget\b|%matplotlib (?:widget|ipympl|notebook)\b|\bComm\("
)


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
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if "debugpy" not in sys.modules:  # it would be loaded anew in every child; nobody debugs here
        sys.modules["debugpy"] = None  # type: ignore[assignment]
        import_module("ipykernel.debugger")
        del sys.modules["debugpy"]
    for name in (*WARM, *(f"{explain.__name__}.{m.name}" for m in iter_modules(explain.__path__))):
        import_module(name)
    _rehearse()
    gc.collect()
    gc.freeze()  # so that a child's collections do not copy what it shares


def _rehearse() -> None:
    """Draw and render once: fonts are read, lexers and templates compiled, no setting changed."""
    from matplotlib.figure import Figure

    from budgetlib import charts
    from budgetlib.pages import font, rendering

    figure = Figure(layout="constrained")
    figure.subplots().set_title("收支 1", font=charts.font_file())
    figure.savefig(BytesIO(), format="png")
    here = rendering.Entry("", "index.html")
    cells = [new_markdown_cell("# 收支\n\n| a |\n|---|\n| 1 |"), new_code_cell("x = 1 & 2")]
    rendering.render(new_notebook(cells=cells), "", here, [here], finish=[font.embed])


class Inside(Engine):
    """Runs the cells of a notebook in this process, which must be a child that ends with it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run one cell after the other, and stop at the first error, as nbclient does."""
        import numpy as np
        from ipykernel.inprocess.manager import InProcessKernelManager

        to, nb_man.output_path = nb_man.output_path, None  # it was saved, and will be at the end
        os.chdir(options["folder"])
        sys.path.insert(0, "")
        random.seed()
        np.random.seed()
        printed = _caught()
        manager = InProcessKernelManager(config=KEEPS_NO_HISTORY)
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        outputs = Outputs(nb_man.nb, record_timing=False)
        # A cell is kept as far as it came: if this process is killed, nothing else will tell.
        with _journal(to).open("w", encoding="utf-8", buffering=1) as journal:
            for at, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                nb_man.cell_start(cell, at)
                journal.write(json.dumps([at, cell]) + "\n")
                failed = _run(client, outputs, cell, at)
                if _add_printed(cell, printed):
                    outputs.clear_display_id_mapping(at)  # they stand elsewhere now
                if failed:
                    nb_man.cell_exception(cell, at)
                    break
                nb_man.cell_complete(cell, at)
                journal.write(json.dumps([at, cell]) + "\n")


def _journal(output: str | Path) -> Path:
    return Path(output).with_suffix(".cells")


def recovered(output: Path, notebook: NotebookNode) -> NotebookNode:
    """Put into a notebook whose child was killed what its cells had shown."""
    journal = _journal(output)
    for line in journal.read_text(encoding="utf-8").splitlines() if journal.exists() else ():
        with suppress(ValueError):  # cut off
            at, cell = json.loads(line)
            notebook.cells[at] = from_dict(cell)
    return notebook


def _caught() -> dict[str, int]:
    """Send what other processes print to our descriptors into files in memory."""
    files = {name: os.memfd_create(name) for name in ("stdout", "stderr")}
    for number, file in enumerate(files.values(), 1):
        os.dup2(file, number)
    return files


def _add_printed(cell: Any, printed: dict[str, int]) -> bool:
    """Show in a cell what other processes have printed; say whether other outputs moved."""
    before = len(cell.outputs)
    for name, file in printed.items():
        text = os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace")
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        streams = [each for each in cell.outputs if each.get("name") == name]
        if text and streams:
            streams[0].text += text
        elif text:
            cell.outputs.insert(0, new_output("stream", name=name, text=text))
    return len(cell.outputs) > before


class Outputs(NotebookClient):
    """How nbclient keeps what cells show; streams of one name in a row are one."""

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:
        """Add one output to those of a cell."""
        kind, content = msg["msg_type"], msg["content"]
        last: Any = outs[-1] if outs and not self.clear_before_next_output else {}
        if kind == "stream" and last.get("name") == content["name"]:
            last.text += content["text"]
            return None
        return super().output(outs, msg, display_id, cell_index)


def _run(client: Any, outputs: Outputs, cell: Any, at: int) -> bool:
    """Run one cell and keep what it shows; say whether it failed."""
    asked = client.execute(cell.source, store_history=True, allow_stdin=False)
    cell.outputs, outputs.clear_before_next_output = [], False
    with suppress(CellExecutionComplete):
        while True:
            message = client.get_iopub_msg(timeout=None)
            if message["parent_header"].get("msg_id", asked) == asked:  # streams name none
                outputs.process_message(message, cell, at)
    return any(output.output_type == "error" for output in cell.outputs)


papermill_engines.register(NAME, Inside)
