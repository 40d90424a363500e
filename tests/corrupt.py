"""Corrupted copies of a text: bytes, lines, tabs and headers dropped, doubled, swapped, garbled."""

import random
from pathlib import Path

import budgetlib
from budgetlib.errors import BudgetError

GARBAGE = "x0\t-<#*，。(）\x00\x1b１９年％万元表"


def _drop(lines: list[str], i: int, r: random.Random) -> None:
    del lines[i : i + r.choice((1, 1, 3, 40))]


def _double(lines: list[str], i: int, r: random.Random) -> None:
    lines.insert(i, lines[r.randrange(len(lines))])


def _swap(lines: list[str], i: int, r: random.Random) -> None:
    j = r.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]


def _tabs(lines: list[str], i: int, r: random.Random) -> None:
    lines[i] = lines[i].replace("\t", r.choice(("", " ", "\t\t")), r.choice((1, 99)))


def _character(lines: list[str], i: int, r: random.Random) -> None:
    at = r.randrange(len(lines[i]) + 1)
    lines[i] = lines[i][:at] + r.choice(GARBAGE) + lines[i][at + r.randrange(2) :]


def _cut(lines: list[str], i: int, r: random.Random) -> None:
    lines[i] = lines[i][: len(lines[i]) // 2]


def _shuffle(lines: list[str], i: int, r: random.Random) -> None:
    lines[i] = "".join(r.sample(lines[i], len(lines[i])))


def _truncate(lines: list[str], i: int, r: random.Random) -> None:
    del lines[i + 1 :]


def _headers(lines: list[str], i: int, r: random.Random) -> None:
    heads = [n for n, line in enumerate(lines) if "科目编码" in line or "预算数" in line]
    if heads:
        del lines[r.choice(heads)]


WAYS = (_drop, _double, _swap, _tabs, _character, _cut, _shuffle, _truncate, _headers)


def corrupted(text: str, seed: int) -> str:
    """A copy with one to thirty things wrong, the same for the same seed."""
    r = random.Random(seed)
    lines = text.split("\n")
    for _ in range(r.choice((1, 2, 5, 30))):
        r.choice(WAYS)(lines, r.randrange(len(lines)), r)
        lines = lines or [""]
    return "\n".join(lines)


def load_corrupted(data: bytes, path: Path, times: int) -> None:
    """Load copies with bytes changed, dropped or cut off; each is read or refused."""
    for seed in range(times):
        r = random.Random(seed)
        copy = bytearray(data)
        for _ in range(r.choice((1, 5, 50))):
            copy[r.randrange(len(copy))] = r.randrange(256)
        start = r.randrange(len(copy))
        del copy[start : start + r.choice((0, 0, 1, 100, len(copy)))]
        path.write_bytes(copy)
        try:
            budgetlib.load(path).reconcile()
        except BudgetError as error:
            assert path.name in str(error)
