"""How long reading and reconciling one document takes, in a warm process and from a cold start.

    python tests/benchmarks/speed.py DOCUMENT [--times N]

The aims are 10 ms to read and reconcile, and 0.5 s for `budgetlib check` as a whole process.
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


def main() -> None:
    """Measure and print; fail where `check` imports what only notebooks need."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--times", type=int, default=50, help="runs in one process (50)")
    parser.add_argument("--processes", type=int, default=10, help="runs of whole processes (10)")
    options = parser.parse_args()
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
