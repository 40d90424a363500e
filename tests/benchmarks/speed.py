"""How long reading and reconciling one document takes, in a warm process and from a cold start.

    python tests/benchmarks/speed.py DOCUMENT [--times N]
    python tests/benchmarks/speed.py DOCUMENT --against CHECKOUT

The aims are 10 ms to read and reconcile, and 0.5 s for `budgetlib check` as a whole process.
With `--against` the CPU time is compared with that of another checkout, the two turn by turn in
processes of their own; of a PDF, what pypdfium2 alone needs for text and objects is told beside it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from budgetlib import figures, layouts
from budgetlib.budget import read
from budgetlib.sentences import tokens

CHECK = "import sys; from budgetlib.cli import main; sys.exit(main(['check', sys.argv[1]]))"
LIGHT = """
import contextlib, sys
from budgetlib.cli import main
with contextlib.suppress(SystemExit):
    main(['check', sys.argv[1]])
heavy = {'pandas', 'matplotlib'} & set(sys.modules)
sys.exit(f'budgetlib check imports {heavy}' if heavy else 0)
"""

READ = """
import gc, sys, time
import budgetlib
best = [1e9, 1e9]
for _ in range(int(sys.argv[2])):
    gc.collect()
    start = time.process_time()
    budget = budgetlib.load(sys.argv[1])
    best[0] = min(best[0], time.process_time() - start)
    budget.reconcile()
    best[1] = min(best[1], time.process_time() - start)
print(*best)
"""
BARE = """
import sys, time
import pypdfium2
from pypdfium2 import raw
best = 1e9
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    document = pypdfium2.PdfDocument(sys.argv[1])
    for page in document:
        page.get_textpage().get_text_range()
        for i in range(raw.FPDFPage_CountObjects(page)):
            raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i))
    best = min(best, time.process_time() - start)
print(best, best)
"""


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of several runs takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def forget() -> None:
    """Empty what is remembered of labels and numbers, as if no document had been read before."""
    for module in (figures, layouts, tokens):
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear") and thing is not layouts.layout:
                thing.cache_clear()


def afresh(document: Path) -> None:
    """Read and reconcile with nothing remembered."""
    forget()
    read(document).reconcile()


def process(*arguments: str) -> Callable[[], object]:
    """A whole Python process with these arguments."""
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return lambda: subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def say(name: str, taken: list[float], bare: float | None = None) -> float:
    """Print the median, the best and, for a process, how many bare Pythons it is."""
    median = statistics.median(taken)
    ratio = f"{median / bare:>9.1f} × python -c pass" if bare else ""
    print(f"{name:<44}{median * 1000:>9.1f} ms{min(taken) * 1000:>9.1f} ms best{ratio}")
    return median


def cpu(code: str, document: Path, checkout: Path) -> list[float]:
    """The best CPU times that a process of this checkout prints."""
    command = [sys.executable, "-P", "-c", code, str(document.resolve()), "8"]
    environment = {**os.environ, "PYTHONPATH": str(checkout.resolve()), "PYTHONHASHSEED": "0"}
    run = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return [float(best) for best in run.stdout.split()]


def compare(document: Path, other: Path, rounds: int) -> None:
    """Print how much CPU time this checkout and another need, and the ratio of the two."""
    own = Path(__file__).parents[2]
    turns = [(cpu(READ, document, own), cpu(READ, document, other)) for _ in range(rounds)]
    for at, name in enumerate(("read", "read + reconcile")):
        ours, theirs = (min(turn[side][at] for turn in turns) for side in (0, 1))
        times = f"{ours * 1000:>9.1f} ms, there {theirs * 1000:.1f} ms"
        print(f"{name:<44}{times}, ratio {ours / theirs:.2f}")
    if document.suffix == ".pdf":
        bare = min(cpu(BARE, document, own)[0] for _ in range(rounds))
        print(f"{'bare text and objects':<44}{bare * 1000:>9.1f} ms")


def main() -> None:
    """Measure and print; fail where `check` imports what only notebooks need."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--times", type=int, default=50, help="runs in one process (50)")
    parser.add_argument("--processes", type=int, default=10, help="runs of whole processes (10)")
    parser.add_argument("--against", type=Path, help="another checkout to compare with")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each checkout (5)")
    options = parser.parse_args()
    if options.against:
        compare(options.document, options.against, options.rounds)
        return
    document, times = options.document, options.times

    say("first read and reconcile of this process", seconds(lambda: afresh(document), 1))
    say("read + reconcile", seconds(lambda: read(document).reconcile(), times))
    say("read", seconds(lambda: read(document), times))
    budgets = iter([read(document) for _ in range(times)])
    say("reconcile", seconds(lambda: next(budgets).reconcile(), times))
    say("read + reconcile, nothing remembered", seconds(lambda: afresh(document), times))

    bare = say("python -c pass", seconds(process("-c", "pass"), options.processes))
    imported = process("-c", "import budgetlib")
    say("python -c 'import budgetlib'", seconds(imported, options.processes), bare)
    checked = process("-c", CHECK, str(document))
    say("budgetlib check DOCUMENT", seconds(checked, options.processes), bare)

    light = [sys.executable, "-c", LIGHT, str(document)]
    sys.exit(subprocess.run(light, stdout=subprocess.DEVNULL, check=False).returncode)


if __name__ == "__main__":
    main()
