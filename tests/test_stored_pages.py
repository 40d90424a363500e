"""Every notebook run in a forked child shows what is stored in it; nbval compares kernels with it.

Pictures are not compared, as nbval does not: every chart has its table behind it.
"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks on Linux only")
RUN = """
import sys
from pathlib import Path
import nbformat
from budgetlib.pages import engines
engine, to = engines.engine("fork"), Path(sys.argv[1])
assert engine.name == "fork", engine.notice
paths = map(Path, sys.argv[2:])
runs = [engines.Run(path, frozenset(), to / f"{path.stem}.cells") for path in paths]
for run, answer in engine.each(lambda run: engine.run(run)[1], runs):
    print(run.stopped(answer))
    nbformat.write(run.kept, to / run.notebook.name)
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all notebooks as they ran; a process that forks must have no threads."""
    folder = tmp_path_factory.mktemp("ran")
    words = [sys.executable, "-c", RUN, str(folder), *map(str, NOTEBOOKS)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert not told.strip(), told
    return folder


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


def differences(stored: NotebookNode, now: NotebookNode) -> list[int]:
    pairs = zip(shown(stored), shown(now), strict=True)
    return [at for at, (one, other) in enumerate(pairs) if one != other]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook__shows_what_is_stored(path: Path, ran: Path) -> None:
    stored, now = (nbformat.read(each, as_version=4) for each in (path, ran / path.name))
    now.cells = [c for c in now.cells if "injected-parameters" not in c.metadata.get("tags", ())]
    assert differences(stored, now) == []
    assert any(map(any, shown(now)))
    at, digit = misprinted(stored)
    assert differences(stored, now) == [at], f"{digit} was changed"


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
