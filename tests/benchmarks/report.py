"""Ways to make one report, side by side in one run, and what each further disclosure costs.

    python tests/benchmarks/report.py [--disclosures N [N ...]] [--only-growth]

Wall time and CPU time, each beside its ratio to a shell loop of papermill and nbconvert: where the
machine is shared, the CPU tells more. The floor is the CPU time of the cells alone, divided by the
processors. Run it in the folder of the project. The full size is `--disclosures 1 10 100`.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from budgetlib import load
from budgetlib.package import named, save
from budgetlib.pages.sections import find_sections

DATA = Path("data/503019-2026")
FLOOR = """
import os, sys, time
from pathlib import Path
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
from budgetlib.pages import engines
from budgetlib.pages import engines
engines.warm()
from IPython.core.interactiveshell import InteractiveShell
import nbformat
os.chdir("notebooks")
start = time.process_time()
for name in sys.argv[2:]:
    shell = InteractiveShell()
    for cell in nbformat.read(name, as_version=4).cells:
        if cell.cell_type == "code":
            result = shell.run_cell(cell.source, silent=False)
            assert result.success, (name, cell.source)
        if "parameters" in cell.metadata.get("tags", ()):
            shell.user_ns["disclosure"] = sys.argv[1]
print("CPU", time.process_time() - start)
"""


def notebooks() -> list[Path]:
    """Those of a disclosure."""
    return [section.notebook for section in find_sections("notebooks")]


def one_by_one(folder: Path) -> None:
    """What a researcher types: papermill, then nbconvert, for each notebook."""
    for path in notebooks():
        _ordinary(path, folder)


def _ordinary(path: Path, folder: Path) -> None:
    ran = folder / path.name
    data = f"../{DATA}"
    words = [
        "papermill",
        path,
        ran,
        "--cwd",
        "notebooks",
        "-p",
        "disclosure",
        data,
        "--log-level",
        "ERROR",
    ]
    for command in (words, ["nbconvert", "--to", "html", ran, "--log-level", "ERROR"]):
        subprocess.run([sys.executable, "-m", *map(str, command)], check=True, capture_output=True)


def _papermill(job: tuple[Path, Path]) -> None:
    import papermill
    from nbconvert import HTMLExporter

    path, folder = job
    ran = folder / path.name
    papermill.execute_notebook(
        path, ran, {"disclosure": f"../{DATA}"}, cwd="notebooks", progress_bar=False
    )
    html, _ = HTMLExporter().from_filename(str(ran))
    ran.with_suffix(".html").write_text(html, encoding="utf-8")


def pool(folder: Path) -> None:
    """Ordinary papermill and one exporter in a pool of processes."""
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        list(processes.map(_papermill, [(path, folder) for path in notebooks()]))


def ours(engine: str, sources: list[Path]) -> Callable[[Path], None]:
    """`budgetlib report` by one of its engines."""

    def make(folder: Path) -> None:
        words = ["report", *sources, "--to", folder, "--engine", engine]
        told = subprocess.run(
            [sys.executable, "-m", "budgetlib", *map(str, words)], capture_output=True, text=True
        )
        assert told.returncode == 0, told.stderr + told.stdout

    return make


def taken(make: Callable[[Path], None]) -> tuple[float, float]:
    """Wall seconds, and CPU seconds of all processes, into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        start, before = time.perf_counter(), _cpu()
        make(Path(folder))
        return time.perf_counter() - start, _cpu() - before


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def floor() -> float:
    """CPU seconds of the cells alone, by processor."""
    words = [sys.executable, "-c", FLOOR, f"../{DATA}", *(path.name for path in notebooks())]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    (line,) = (line for line in told.splitlines() if line.startswith("CPU "))
    return float(line.split()[1]) / (os.cpu_count() or 1)


def copies(folder: Path, number: int) -> list[Path]:
    """The same disclosure under so many names."""
    budget = load(DATA)
    copies = (named(budget, folder, f"copy-{n}") for n in range(number))
    return [save(copy, folder / copy.id) for copy in copies]


def compare(least: float) -> None:
    """Each way to make one report, beside the shell loop."""
    ways = {
        "papermill and nbconvert, one by one": one_by_one,
        "a pool of ordinary papermill": pool,
        "budgetlib report --engine kernel": ours("kernel", [DATA]),
        "budgetlib report --engine fork": ours("fork", [DATA]),
    }
    loop: tuple[float, float] | None = None
    print(f"{'':<40}{'wall':>10}{'/ loop':>8}{'CPU':>10}{'/ loop':>8}")
    for name, make in ways.items():
        wall, cpu = taken(make)
        loop = loop or (wall, cpu)
        print(f"{name:<40}{wall:>8.1f} s{wall / loop[0]:>8.3f}{cpu:>8.1f} s{cpu / loop[1]:>8.3f}")
    if loop:
        cores = os.cpu_count() or 1
        print(
            f"{'the cells alone, on all processors':<40}{least:>8.1f} s{least / loop[0]:>8.3f}"
            f"{least * cores:>8.1f} s{least * cores / loop[1]:>8.3f}"
        )


def grow(numbers: list[int], least: float) -> None:
    """What each of many disclosures costs."""
    heads = f"{'disclosures':>11}{'wall':>10}{'each':>9}{'CPU each':>10}"
    print(f"\n{heads}  each further / cells, the largest process")
    at, before = 0, (0.0, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        sources = copies(Path(folder, "data"), max(numbers))
        for number in numbers:
            wall, cpu = taken(ours("fork", sources[:number]))
            further = (wall - before[0]) / (number - at) / least
            of_cpu = (cpu - before[1]) / (number - at) / least / (os.cpu_count() or 1)
            print(
                f"{number:>11}{wall:>8.1f} s{wall / number:>7.2f} s{cpu / number:>8.2f} s"
                f"{further:>8.2f} in wall,{of_cpu:>6.2f} in CPU"
                f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024:>7} MB",
                flush=True,
            )
            at, before = number, (wall, cpu)


def main() -> None:
    """Read the arguments, make, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--disclosures", type=int, nargs="+", default=[1, 5, 10])
    parser.add_argument("--only-growth", action="store_true", help="leave out the other ways")
    options = parser.parse_args()
    print(f"{len(notebooks())} notebooks, {os.cpu_count()} processors")
    least = floor()
    if not options.only_growth:
        compare(least)
    grow(options.disclosures, least)


if __name__ == "__main__":
    main()
