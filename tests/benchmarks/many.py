"""How many documents `budgetlib check` does in a second, by one process or more, in what memory.

    python tests/benchmarks/many.py DOCUMENT [...] [--number N] [--jobs N [N ...]]

The documents are copies with one figure changed each, made on the fly: a text is changed in the
text, another file is copied, and takes so much longer that there are a twentieth as many. Memory
is the most that any process has held, after a tenth of the documents and at the end.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECK = """
import resource, sys
from budgetlib.many.checking import check
from budgetlib.many.pool import Task, each, sources_in
from functools import partial
jobs, folder = int(sys.argv[1]), sys.argv[2]
tasks = [Task(name) for name in sources_in([folder])]
most = []
for at, done in enumerate(each(partial(check, format_="jsonl"), tasks, jobs), 1):
    if at in (max(len(tasks) // 10, 1), len(tasks)):
        most.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(*most, children)
"""


def copies(document: Path, folder: Path, number: int) -> None:
    """So many documents; in each text another digit is another."""
    text = document.read_text("utf-8") if document.suffix in (".txt", ".md") else ""
    digits = [m.start() for m in re.finditer(r"(?<=\.\d)\d", text)]
    for n in range(number):
        new = folder / f"{n:06d}{document.suffix}"
        if not digits:
            shutil.copy(document, new)
            continue
        at = digits[n % len(digits)]
        digit = str((int(text[at]) + 1 + n // len(digits)) % 10)
        new.write_text(text[:at] + digit + text[at + 1 :], encoding="utf-8")


def main() -> None:
    """Read the arguments, check, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    options = parser.parse_args()
    for document in options.documents:
        with tempfile.TemporaryDirectory() as folder:
            short = document.suffix in (".txt", ".md")
            number = options.number if short else max(options.number // 20, 1)
            copies(document, Path(folder), number)
            print(f"{document.name}, {number} copies")
            alone = 0.0
            for jobs in options.jobs:
                start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
                words = [sys.executable, "-c", CHECK, str(jobs), folder]
                told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
                rate = number / (time.perf_counter() - start)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                alone = alone or rate
                early, late, children = told.split()
                print(
                    f"  {jobs} at a time: {rate:7.1f} a second, {rate / alone:.2f} of one, "
                    f"{cpu / number * 1000:.1f} ms of CPU each; "
                    f"memory {early} -> {late} MB, children {children} MB"
                )


if __name__ == "__main__":
    main()
