"""Read and reconcile many corrupted copies of a document; print what became of them.

python tests/benchmarks/fuzz.py DOCUMENT [--copies 10000]
"""

import argparse
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corrupt import corrupted

from budgetlib.budget import read_text
from budgetlib.errors import BudgetError
from budgetlib.tell.text import summary


def outcome(job: tuple[str, int]) -> tuple[str, float]:
    """What became of one copy, and the seconds that it took."""
    text, seed = job
    copy, started = corrupted(text, seed), time.perf_counter()
    try:
        result = read_text(copy).reconcile()
        summary(result)
        kind = f"read: {result.state}"
    except BudgetError as error:
        kind = f"refused: {error}"
    except Exception as error:
        kind = f"BROKEN by seed {seed}: {type(error).__name__}: {error}"
    return kind, time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path)
    parser.add_argument("--copies", type=int, default=10_000)
    given = parser.parse_args()
    text = given.document.read_text(encoding="utf-8")
    with Pool() as pool:
        jobs = ((text, seed) for seed in range(given.copies))
        answers = list(pool.imap_unordered(outcome, jobs, chunksize=50))
    for kind, count in Counter(kind for kind, _ in answers).most_common():
        print(f"{count:7}  {kind}")
    print(f"longest: {max(seconds for _, seconds in answers):.2f} s")
    return int(any(kind.startswith("BROKEN") for kind, _ in answers))


if __name__ == "__main__":
    sys.exit(main())
