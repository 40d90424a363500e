"""Packages that were written by earlier versions load as they did."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from golden.packages import DATA, imported

import budgetlib
from budgetlib.errors import ReportError
from budgetlib.pages import carried

KEPT = Path(__file__).parent / "packages" / "jiangsu-procuratorate-2017-dept"


def test_load__a_package_of_an_earlier_version() -> None:
    budget = budgetlib.load(KEPT)
    assert (budget.id, budget.year, budget.level) == (
        "jiangsu-procuratorate-2017-dept",
        2017,
        "部门",
    )
    assert (len(budget.tables), len(budget.notes), len(list(budget.all_claims))) == (12, 12, 83)
    assert len(list(budget.figures)) == 270
    row = budget.tables["3"].frame.iloc[0]
    assert (row["total"], row["basic"], row["project"]) == (17996.68, 12323.48, 5533.00)
    verdicts = budget.reconcile().verdicts
    assert (verdicts["inconsistent"], verdicts["rounding"]) == (7, 1)
    assert verdicts["exact"] >= 517


def test_wheel__carries_every_file_that_the_library_reads() -> None:
    home = Path(budgetlib.__file__).parent
    project = tomllib.loads((home.parent / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["budgetlib"]
    carried = {path for pattern in patterns for path in home.glob(pattern.replace("/**", "/**/*"))}
    data = {p for p in home.rglob("*") if p.suffix in (".toml", ".csv", ".j2", ".css", ".typed")}
    assert data and data <= carried


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel of this checkout installs, outside of it."""
    folder = tmp_path_factory.mktemp("wheel")
    home = Path(budgetlib.__file__).parent.parent
    for part in ("budgetlib", "notebooks", "data/503019-2026"):
        shutil.copytree(home / part, folder / "source" / part, symlinks=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(home / name, folder / "source")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, "."]
    built = subprocess.run(command, cwd=folder / "source", capture_output=True, text=True)
    if built.returncode:
        pytest.skip(f"needs what builds a wheel: {built.stderr[-200:]}")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")
    shutil.rmtree(folder / "source")
    return folder / "installed"


def test_wheel__reports_and_lays_out_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(installed)}
        command = [sys.executable, "-P", "-m", "budgetlib", *words]
        ended = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    assert "503019-2026" in run("report", "--section", "4")
    page = (tmp_path / "reports" / "503019-2026" / "04-fiscal.html").read_text("utf-8")
    assert "1,347.75" in page
    assert run("notebooks", "--to", "lab").split() == ["lab/notebooks", "lab/data/503019-2026"]
    assert (tmp_path / "lab" / "notebooks" / "00-overview.ipynb").is_file()
    loaded = budgetlib.load(tmp_path / "lab" / "data" / "503019-2026")
    assert loaded.id == "503019-2026"


def test_lay_out__overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(ReportError, match="is there already"):
        list(carried.lay_out(tmp_path))
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("id", sorted(kept.name for kept in DATA.iterdir()))
def test_bundled__is_what_its_document_gives(id: str, documents: Path, tmp_path: Path) -> None:
    assert imported(id, documents, tmp_path) == 0
    given, kept = (
        {path.name: path.read_bytes() for path in (folder / id).iterdir()}
        for folder in (tmp_path, DATA)
    )
    assert given == kept
