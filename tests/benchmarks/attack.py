"""Thousands of damaged documents, altered packages and layouts, full disks and killed runs.

python tests/benchmarks/attack.py [--inputs 10000] [--first 0] [--jobs 2]

Print what became of them, with seeds. Exit 1 where one met a fault, took too long or too much, or
lost a figure that nothing tells of.
"""

import argparse
import resource
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from attack import altered, full, killed, laid, outcome

LONGEST, MOST_MEGABYTES = 30.0, 600.0


# Of two hundred inputs: documents, packages, layouts, full disks, kills; in each two hundred.
KINDS = [outcome] * 152 + [altered] * 32 + [laid] * 14 + [full] + [killed]


def judged(seed: int) -> tuple[int, str, float, float]:
    """A seed, what became of its input, the seconds, and the megabytes of this process."""
    started = time.monotonic()
    kind = KINDS[seed * 37 % len(KINDS)](seed)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return seed, kind, time.monotonic() - started, held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    seeds: dict[str, list[int]] = defaultdict(list)
    longest = most = 0.0
    with ProcessPoolExecutor(given.jobs) as pool:
        wanted = range(given.first, given.first + given.inputs)
        for seed, kind, seconds, held in pool.map(judged, wanted, chunksize=8):
            seeds[kind].append(seed)
            longest, most = max(longest, seconds), max(most, held)
    for kind, found in sorted(seeds.items(), key=lambda pair: -len(pair[1])):
        print(f"{len(found):7}  {kind}", "" if kind.islower() else f"seeds {found[:8]}")
    print(f"longest {longest:.2f} s, most {most:.0f} MB")
    bad = [kind for kind in seeds if not kind.islower()]
    return int(bool(bad) or longest > LONGEST or most > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
