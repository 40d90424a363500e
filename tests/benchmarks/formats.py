"""What reading and reconciling a PDF costs, beside two other readers of the same file.

    python tests/benchmarks/formats.py DOCUMENT.pdf [...]

Each runs alone in a process of its own: CPU seconds of the work, without imports, and the peak of
resident memory, imports included. `pdftotext -layout` gives text only, pdfplumber tables only.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

OURS = "from budgetlib.read import read; import pypdfium2, pypdfium2.raw"
THEIRS = "import pdfplumber"
WORK = {
    "budgetlib": (OURS, "read(path).reconcile()"),
    "pdfplumber": (
        THEIRS,
        "[page.extract_tables() for page in pdfplumber.open(path).pages]",
    ),
}
TIMED = """
import resource, sys, time
path = sys.argv[1]
{imports}
start = time.process_time()
{work}
taken = time.process_time() - start
print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measured(name: str, document: Path) -> tuple[float, float]:
    """(CPU seconds, peak megabytes) of one reader on one document."""
    imports, work = WORK[name]
    program = TIMED.format(imports=imports, work=work)
    ran = subprocess.run(
        [sys.executable, "-c", program, str(document)], check=True, capture_output=True, text=True
    )
    seconds, megabytes = map(float, ran.stdout.split())
    return seconds, megabytes


def pdftotext(document: Path) -> float:
    """CPU seconds of pdftotext as a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["pdftotext", "-layout", str(document), "-"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def main() -> None:
    """Print a line for each document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", type=Path)
    print(f"{'document':32} {'budgetlib':>18} {'pdfplumber':>22} {'pdftotext':>12}")
    for document in parser.parse_args().documents:
        start = time.perf_counter()
        ours, memory = measured("budgetlib", document)
        theirs, _ = measured("pdfplumber", document)
        line = f"{document.stem:32} {ours:5.2f} s {memory:6.0f} MB"
        line += f" {theirs:8.2f} s, {theirs / ours:5.1f} x"
        if shutil.which("pdftotext"):
            line += f" {pdftotext(document):8.2f} s"
        print(line, f"  [{time.perf_counter() - start:.1f} s]")


if __name__ == "__main__":
    main()
