"""Every notebook of a disclosure runs on every package in data/, or is skipped by its roles."""

from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from budgetlib import budget as face

ROOT = Path(__file__).parent.parent
PACKAGES = sorted(path.parent for path in ROOT.glob("data/*/datapackage.json"))
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_notebooks__run_on_every_package(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setattr(face, "_held", None)  # and given back; reconciled once for all of them
    budget, ran = face.open_package(package), 0
    face.hold(package, budget)
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        about = notebook.metadata["budgetlib"]
        if about["scope"] == "disclosure" and budget.has(*about["roles"]):
            ran += 1
            _run(notebook, f"../data/{package.name}", path.name)
        if about["topic"] == "questions":  # asked of one in a folder, by its id
            _run(notebook, package.name, path.name)
    assert ran > 1


def _run(notebook: nbformat.NotebookNode, disclosure: str, name: str) -> None:
    """Its code cells one after the other, with another disclosure than its own."""
    shell = InteractiveShell()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            result = shell.run_cell(cell.source)
            assert result.success, f"{name}: {cell.source}"
        if "parameters" in cell.metadata.get("tags", ()):
            shell.user_ns["disclosure"] = disclosure
    plt.close("all")
