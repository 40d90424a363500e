"""A report that is killed at any moment and run again gives the bytes of an undisturbed one.

    python tests/benchmarks/killed.py [--times N] [--seed N] [--engine fork] SOURCE [...]

Each time pages are missing, cut off or there from before; the run is killed (SIGKILL) at a moment
taken at random between its start and its usual end, now and then twice; then it is run again, and
every file must be as it was after the first, undisturbed run, with nothing else beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def started(to: Path, options: argparse.Namespace, *more: str) -> subprocess.Popen[str]:
    """A report in a process group of its own."""
    words = ["report", *map(str, options.sources), "--to", str(to), "--engine", options.engine]
    return subprocess.Popen(
        [sys.executable, "-m", "budgetlib", *words, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> None:
    """Wait for a report, which must succeed."""
    told, _ = process.communicate()
    if process.returncode:
        sys.exit(f"the run failed with {process.returncode}:\n{told}")


def digests(folder: Path) -> dict[str, str]:
    """What lies in a folder, but for the locks, which are empty."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix != ".lock"
    }


def harm(folder: Path, chance: random.Random) -> str:
    """Take some pages away, cut some off, or neither."""
    pages = sorted(folder.rglob("*.html"))
    how = chance.choice(["all", "some", "cut", "manifest", "none"])
    if how == "manifest":
        for manifest in folder.rglob("manifest.json"):
            manifest.write_text(manifest.read_text("utf-8")[: chance.randrange(200)], "utf-8")
        return how
    for page in pages:
        if how == "all" or (how == "some" and chance.random() < 0.5):
            page.unlink()
        elif how == "cut" and chance.random() < 0.5:
            page.write_bytes(page.read_bytes()[: chance.randrange(1000)])
    return how


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The files that are not alike."""
    return sorted({name for name, held in {*one.items()} ^ {*other.items()}})


def main() -> None:
    """Kill and run again, so many times; stop at the first difference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sources", nargs="*", type=Path, default=[Path("data/503019-2026")])
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", default="fork")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as temporary:
        to = Path(temporary, "reports")
        begun = time.perf_counter()
        finished(started(to, options))
        usual, whole = time.perf_counter() - begun, digests(to)
        print(f"{len(whole)} files in {usual:.1f} s", flush=True)
        for number in range(1, options.times + 1):
            how, waits = harm(to, chance), []
            force = ["--force"] if chance.random() < 0.5 else []
            for _ in range(chance.choice([1, 1, 2])):
                process = started(to, options, *force)
                waits.append(chance.uniform(0, usual))
                time.sleep(waits[-1])
                process.send_signal(signal.SIGKILL)
                process.communicate()
            left = len(list(to.rglob(".*.new"))) + len(list(to.glob(".report-*")))
            finished(started(to, options))
            unlike = differing(whole, digests(to))
            told = ", ".join(f"{wait:.2f} s" for wait in waits)
            print(
                f"{number:>3}  {how:<9}{' '.join(force):<8} killed after {told}; {left} left over"
            )
            if unlike or list(to.glob(".report-*")):
                sys.exit(f"not as undisturbed: {', '.join(unlike) or sorted(to.iterdir())}")
    print("always the same bytes")


if __name__ == "__main__":
    main()
