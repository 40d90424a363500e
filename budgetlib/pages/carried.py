"""The notebooks and the data package that an installed library carries."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

from budgetlib.budget import load
from budgetlib.errors import ReportError

HOME = Path(__file__).parents[1]
NOTEBOOKS = HOME / "notebooks"  # in a checkout both are links, so that nothing is kept twice
SAMPLE = HOME / "sample"


def notebooks() -> Path:
    """The folder of notebooks here, or that of the library."""
    here = Path("notebooks")
    return here if here.is_dir() else NOTEBOOKS


def lay_out(to: Path) -> Iterator[Path]:
    """Copy notebooks and package to where JupyterLab can change them; nothing is overwritten."""
    folders = {to / "notebooks": NOTEBOOKS, to / "data" / load(SAMPLE).id: SAMPLE}
    for folder in folders:
        if folder.exists():
            raise ReportError("is there already; name another folder with --to", file=folder)
    for folder, carried in folders.items():
        folder.mkdir(parents=True)
        for path in sorted(p for p in carried.iterdir() if p.is_file()):
            copyfile(path, folder / path.name)
        yield folder
