"""Every notebook run by nbclient shows what is stored in it, compared without nbval.

One kernel runs them all, emptied before each. Pictures are not compared, as nbval does not: every
chart has its table behind it.
"""

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from traitlets.config import Config

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
LOCAL = Config({"KernelManager": {"transport_encryption": "auto"}})
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    manager = KernelManager(config=LOCAL)
    manager.start_kernel(cwd=str(NOTEBOOKS[0].parent))
    yield manager
    manager.shutdown_kernel(now=True)


def shown(notebook: NotebookNode) -> list[list[object]]:
    """What each cell of code shows, but for pictures."""
    return [
        [
            output.get("text") or output.get("evalue") or {**output.data, "image/png": ""}
            for output in cell.outputs
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def differences(stored: NotebookNode, ran: NotebookNode) -> list[int]:
    pairs = zip(shown(stored), shown(ran), strict=True)
    return [at for at, (before, now) in enumerate(pairs) if before != now]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook__shows_what_is_stored(path: Path, kernel: KernelManager) -> None:
    stored = nbformat.read(path, as_version=4)
    ran = copy.deepcopy(stored)
    for cell in ran.cells:
        cell.outputs = [] if cell.cell_type == "code" else cell.get("outputs")
    ran.cells.insert(0, new_code_cell("%reset -f"))
    client = NotebookClient(ran, km=kernel, config=LOCAL, timeout=60)
    client.execute()
    client.kc.stop_channels()
    del ran.cells[0]
    assert differences(stored, ran) == []
    assert any(map(any, shown(ran)))
    at, digit = misprinted(stored)
    assert differences(stored, ran) == [at], f"{digit} was changed"


def misprinted(notebook: NotebookNode) -> tuple[int, str]:
    """Change one digit that a cell shows; say in which, and which."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for at, cell in reversed([*enumerate(cells)]):
        for output in cell.outputs:
            text = output.get("data", {}).get("text/html", "")
            if found := re.search(r"(?<=>)[1-9]", text):
                other = str(10 - int(found[0])) if found[0] != "5" else "6"
                output.data["text/html"] = text[: found.start()] + other + text[found.end() :]
                return at, found[0]
    raise AssertionError("no number is shown")
