"""The ledger's law under damage: cells dropped, tables doubled, headers moved, in every format."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from documents_made import WRITERS, as_text
from ledger_law import faults
from made import documents
from pdf_made import as_pdf

import budgetlib
from budgetlib.budget import read_text
from budgetlib.errors import ReadError
from budgetlib.read.blocks import Block, Grid
from budgetlib.read.text import blocks_of

SOURCES = (
    "purposes",
    "accounts",
    "provinces",
    "national",
    "told",
    "changes",
    "four-pairs",
    "of-which",
)
ROUNDS = 2


def _rows(grid: Grid, rows: list[tuple[str, ...]]) -> Grid:
    return replace(grid, rows=tuple(rows), spots=(grid.spots[0],) * len(rows), spans=None)


def _dropped(grid: Grid, chance: random.Random) -> list[Grid]:
    rows = [tuple("" if chance.random() < 0.1 else cell for cell in row) for row in grid.rows]
    return [replace(grid, rows=tuple(rows))]


def _shifted(grid: Grid, chance: random.Random) -> list[Grid]:
    rows = [("", *row[:-1]) if chance.random() < 0.2 else row for row in grid.rows]
    return [replace(grid, rows=tuple(rows))]


def _doubled(grid: Grid, chance: random.Random) -> list[Grid]:
    return [grid, grid]


def _header_moved(grid: Grid, chance: random.Random) -> list[Grid]:
    first, *rest = grid.rows
    at = chance.randrange(len(rest) + 1)
    return [_rows(grid, [*rest[:at], first, *rest[at:]])]


def _header_again(grid: Grid, chance: random.Random) -> list[Grid]:
    at = chance.randrange(1, len(grid.rows) + 1)
    return [_rows(grid, [*grid.rows[:at], grid.rows[0], *grid.rows[at:]])]


def _rows_doubled(grid: Grid, chance: random.Random) -> list[Grid]:
    return [_rows(grid, [row for row in grid.rows for _ in range(1 + (chance.random() < 0.2))])]


def _cut(grid: Grid, chance: random.Random) -> list[Grid]:
    """A number that a line end cuts in two."""
    rows = [
        tuple(f"{c[:2]}\n{c[2:]}" if len(c) > 4 and chance.random() < 0.3 else c for c in row)
        for row in grid.rows
    ]
    return [replace(grid, rows=tuple(rows))]


DAMAGE = (_dropped, _shifted, _doubled, _header_moved, _header_again, _rows_doubled, _cut)


def damaged(source: str, seed: int) -> list[Block]:
    """A small document with one or two kinds of damage to its tables."""
    chance = random.Random(f"{source} {seed}")
    blocks: list[Block] = []
    for block in blocks_of(documents()[source]):
        grids = [block] if isinstance(block, Grid) else []
        for damage in chance.sample(DAMAGE, 2) if grids and chance.random() < 0.7 else ():
            grids = [made for grid in grids for made in damage(grid, chance)]
        blocks += grids or [block]
    return blocks


FORMATS = WRITERS | {".pdf": as_pdf}


@pytest.mark.parametrize(
    ("source", "suffix"),
    [
        *((source, suffix) for source in SOURCES for suffix in (".txt", ".html", ".xlsx")),
        *((source, ".pdf") for source in ("changes", "of-which")),
    ],
)
def test_ledger__holds_under_damage(source: str, suffix: str, tmp_path: Path) -> None:
    read = 0
    for seed in range(1 if suffix == ".pdf" else ROUNDS):
        blocks = damaged(source, seed)
        try:
            if suffix == ".txt":
                budget = read_text(as_text(blocks))
            else:
                budget = budgetlib.load(FORMATS[suffix](blocks, tmp_path / f"{seed}{suffix}"))
        except ReadError:
            continue
        assert not faults(budget)
        read += 1
    assert read
