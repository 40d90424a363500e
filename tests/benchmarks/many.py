"""How many documents `budgetlib check` does in a second, by one process or more, in what memory.

    python tests/benchmarks/many.py DOCUMENT [...] [--number N] [--minutes M] [--jobs N [N ...]]

The documents are copies with one figure changed each, made on the fly: a text is changed in the
text, another file is copied, and takes so much longer that there are a twentieth as many; with
`--minutes` no more are taken than are done in so many. CPU time is that of reading, reconciling and
telling a document in brief JSON lines, of the first tenth and of the last; memory is the most that
this process and any that it made has held, after a tenth and at the end. Beside it stands what one
and two busy loops of bare Python take of each other on this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECK = """
import json, resource, sys, time
from budgetlib.many.checking import check
from budgetlib.many.pool import Task, each, sources_in

def held():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

def timed(task):
    start = time.process_time()
    check(task, format_="jsonl")
    return time.process_time() - start, held()

jobs, folder, until = int(sys.argv[1]), sys.argv[2], time.monotonic() + 60 * float(sys.argv[3])
found = []
for done in each(timed, [Task(name) for name in sources_in([folder])], jobs):
    found.append((*done.answer, held()))
    if time.monotonic() > until:
        break
tenth = max(len(found) // 10, 1)
parts = [found[:tenth], found[-tenth:], found]
print(json.dumps({
    "number": len(found),
    "cpu": [1000 * sum(each[0] for each in part) / len(part) for part in parts],
    "memory": [[max(each[at] for each in part) for part in parts[:2]] for at in (2, 1)],
}))
"""
BUSY = "import time; sum(i * i % 7 for i in range(4_000_000)); print(time.process_time())"


STRIDE = 7919  # a prime: each tenth has misprints of all places, since some cost more than others


def shared(jobs: int) -> float:
    """How much longer a busy loop computes beside as many others as alone: the machine's own."""
    words = [sys.executable, "-c", BUSY]
    taken = []
    for number in (1, jobs):
        running = [
            subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(number)
        ]
        taken.append(sum(float(each.communicate()[0]) for each in running) / number)
    return taken[1] / taken[0]


def copies(document: Path, folder: Path, number: int) -> None:
    """So many documents; in each text another digit is another."""
    text = document.read_text("utf-8") if document.suffix in (".txt", ".md") else ""
    digits = [m.start() for m in re.finditer(r"(?<=\.\d)\d", text)]
    for n in range(number):
        new = folder / f"{n:06d}{document.suffix}"
        if not digits:
            shutil.copy(document, new)
            continue
        at = digits[n * STRIDE % len(digits)]
        digit = str((int(text[at]) + 1 + n // len(digits)) % 10)
        new.write_text(text[:at] + digit + text[at + 1 :], encoding="utf-8")


def main() -> None:
    """Read the arguments, check, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    options = parser.parse_args()
    for jobs in options.jobs[1:]:
        print(f"{jobs} busy loops beside each other: {shared(jobs):.2f} of one in CPU")
    for document in options.documents:
        with tempfile.TemporaryDirectory() as folder:
            short = document.suffix in (".txt", ".md")
            number = options.number if short else max(options.number // 20, 1)
            copies(document, Path(folder), number)
            print(f"{document.name}, {number} copies")
            alone = 0.0
            for jobs in options.jobs:
                start = time.perf_counter()
                words = [sys.executable, "-c", CHECK, str(jobs), folder, str(options.minutes)]
                run = subprocess.run(words, capture_output=True, text=True, check=True)
                told = json.loads(run.stdout)
                rate = told["number"] / (time.perf_counter() - start)
                (first, last, each), (own, others) = told["cpu"], told["memory"]
                alone = alone or each
                print(
                    f"  {jobs} at a time: {told['number']} done, {rate:.1f} a second, "
                    f"{each:.1f} ms of CPU each, {each / alone:.2f} of one at a time; "
                    f"{first:.1f} -> {last:.1f} ms ({last / first:.3f}); "
                    f"memory {own[0]} -> {own[1]} MB, children {others[0]} -> {others[1]} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
