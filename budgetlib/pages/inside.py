"""The shell of a kernel in this process: what cells show is kept as it comes, nothing is sent."""

import asyncio
import builtins
import getpass
import io
import json
import os
import random
import sys
from pathlib import Path
from types import MethodType, SimpleNamespace
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbformat.v4 import new_output
from papermill.engines import Engine
from traitlets.config import Config

KEEPS_NO_HISTORY = Config({"HistoryManager": {"enabled": False}})  # in a file, for other sessions


class Shell(ZMQInteractiveShell):
    """The shell of a process that runs one notebook."""

    session: Any = None

    def enable_gui(self, gui: Any = None) -> None:
        """Nothing: there is none."""

    async def run(self, source: str) -> bool:
        """Run one cell within the running loop, as a kernel does; say whether it went well."""
        written: dict[str, Any] = {"transformed_cell": source}
        try:
            written["transformed_cell"] = self.transform_cell(source)
        except Exception:
            written["preprocessing_exc_tuple"] = sys.exc_info()
        done = await self.run_cell_async(source, store_history=True, **written)
        self.events.trigger("post_execute")
        self.events.trigger("post_run_cell", done)
        sys.stdout.flush()
        sys.stderr.flush()
        return bool(done.success)


class Kept(Session):
    """Hands each message to `keep` instead of sending it."""

    keep: Any = None

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:
        self.keep(msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content))


class Stream(io.StringIO):
    """What is printed, told when flushed."""

    encoding = "UTF-8"

    def __init__(self, name: str, session: Kept) -> None:
        super().__init__()
        self.name, self.session = name, session

    def flush(self) -> None:
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        if text:
            self.session.send(None, "stream", {"name": self.name, "text": text})


def entered() -> Shell:
    """The shell of this process, which must be a child that ends with it."""
    kernel = SimpleNamespace(eventloop=None, _allow_stdin=False)
    here = Shell.instance(config=KEEPS_NO_HISTORY, compiler_class=XCachingCompiler, kernel=kernel)
    parts: list[Any] = [here, here.displayhook, here.display_pub]
    session = Kept()
    for part in parts:
        part.session = session
    builtins.input = MethodType(Kernel.raw_input, kernel)  # which refuse
    getpass.getpass = MethodType(Kernel.getpass, kernel)
    sys.stdout = Stream("stdout", session)
    sys.stderr = Stream("stderr", session)
    return here


class Inside(Engine):
    """Runs the cells of a notebook in this process, which must be a child that ends with it."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, folder: str, journal: Path, **_: Any
    ) -> None:
        """Run one cell after the other, and stop at the first error, as nbclient does."""
        import numpy as np
        import pandas as pd

        pd.options.display.max_columns = 20  # as it is where pandas sees a kernel when imported
        before = Path.cwd()
        os.chdir(folder)
        sys.path.insert(0, "")
        random.seed()
        np.random.seed()
        # A cell is kept as far as it came: if this process is killed, nothing else will tell.
        with journal.open("w", encoding="utf-8", buffering=1) as kept:
            kept.write(json.dumps(nb_man.nb) + "\n")
            asyncio.run(_cells(nb_man, kept))
        os.chdir(before)


async def _cells(nb_man: Any, kept: Any) -> None:
    here, outputs = entered(), Outputs(nb_man.nb, record_timing=False)
    # what other processes print to our descriptors goes into files in memory
    printed = {name: os.memfd_create(name) for name in ("stdout", "stderr")}
    for number, file in enumerate(printed.values(), 1):
        os.dup2(file, number)
    for at, cell in enumerate(nb_man.nb.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        nb_man.cell_start(cell, at)
        kept.write(json.dumps([at, cell]) + "\n")
        cell.execution_count, outputs.clear_before_next_output = here.execution_count, False
        here.session.keep = lambda message, to=(cell, at): outputs.process_message(message, *to)
        well = await here.run(cell.source)
        if _add_printed(cell, printed):
            outputs.clear_display_id_mapping(at)  # they stand elsewhere now
        if well := well and all(output.output_type != "error" for output in cell.outputs):
            nb_man.cell_complete(cell, at)
        else:
            nb_man.cell_exception(cell, at)
        kept.write(json.dumps([at, cell], default=json_default) + "\n")
        if not well:
            break


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
