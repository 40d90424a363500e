"""How many relations over figures of an older record the present one keeps, and which are lost.

    python tests/golden/kept.py OLD [NEW]     # folders of records; NEW is this one by default

A `Same` is kept where both of its figures stand in one chain of relations that say so; any other
relation by its type and its figures. Relations between words are counted apart, by their rule.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

Key = tuple[str, str]


def relations(path: Path) -> dict[Key, tuple[str, str]]:
    """Rule and verdict of each relation over figures, by type and terms."""
    found: dict[Key, tuple[str, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        head, *rest = line.split(" ")
        if head == "relation" and " words:" not in line:
            rule, kind, verdict, *terms = rest
            found[kind, " ".join(terms)] = (rule, verdict)
    return found


def chains(keys: Iterable[Key]) -> dict[str, str]:
    """For each figure, the name of the chain of equal figures in which it stands."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.get(name, name) != name:
            name = above[name]
        return name

    for kind, terms in keys:
        ids = [term[1:] for term in terms.split(" ")]
        if len(ids) == 2 and kind in ("Same", "Sum"):  # a sum of one part is that part again
            above[top(ids[0])] = top(ids[1])
    return {name: top(name) for name in list(above)}


def main() -> None:
    """Print what is kept, source by source, and what is lost, rule by rule."""
    old, new = Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else Path(__file__).parent
    lost: dict[str, list[str]] = defaultdict(list)
    wrong: list[str] = []
    total, kept = 0, 0
    for path in sorted(old.glob("*.txt")):
        before, after = relations(path), relations(new / path.name)
        equal = chains(after)
        for (kind, terms), (rule, _) in before.items():
            ids = [term[1:] for term in terms.split(" ")]
            chain = {equal.get(i, i) for i in ids}
            total += 1
            if (kind, terms) in after or (
                len(ids) == 2 and kind in ("Same", "Sum") and len(chain) == 1
            ):
                kept += 1
            else:
                lost[rule].append(f"{path.stem}: {kind} {terms}")
        accused = {
            terms for (_, terms), (_, verdict) in before.items() if verdict == "inconsistent"
        }
        wrong += [
            f"{path.stem}: {rule} {kind} {terms}"
            for (kind, terms), (rule, verdict) in after.items()
            if verdict == "inconsistent" and terms not in accused
        ]
    print(f"{kept} of {total} kept: {100 * kept / max(total, 1):.2f} %")
    counted = Counter({rule: len(lines) for rule, lines in lost.items()})
    for rule, number in counted.most_common():
        print(f"  lost {number} {rule}")
        for line in lost[rule][:3]:
            print(f"    {line}")
    print(f"{len(wrong)} inconsistent that were not", *wrong[:40], sep="\n  ")


if __name__ == "__main__":
    main()
