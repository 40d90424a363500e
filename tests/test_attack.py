"""A hundred damaged inputs with fixed seeds; what is too long or steers; no network."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from attack import (
    FORMATS,
    SMALL,
    TEXT,
    altered,
    chosen,
    damaged,
    full,
    killed,
    laid,
    outcome,
    sound,
)

import budgetlib
from budgetlib.budget import read_text
from budgetlib.errors import LayoutError
from budgetlib.layouts import layout


def _soon_drawn(seed: int) -> bool:
    """Whether its document is none of which a PDF would be drawn for this input alone."""
    name, suffix, _ = chosen(seed)
    return suffix != ".pdf" or name in (SMALL, "told")


SEEDS = [
    seed
    for first in range(len(FORMATS))
    for seed in islice(filter(_soon_drawn, range(first, 1000, len(FORMATS))), 16)
]


@pytest.mark.parametrize("batch", range(10))
def test_outcome__nothing_is_lost_unsaid(batch: int) -> None:
    for seed in SEEDS[batch::10]:
        found = outcome(seed)
        assert found.islower(), (seed, found)


@pytest.mark.parametrize("seed", range(20))
def test_altered__a_package_is_refused_in_words_or_read(seed: int) -> None:
    assert altered(seed) in ("read", "refused"), seed


def test_laid__an_altered_layout_is_refused_in_words_or_read() -> None:
    assert {laid(seed) for seed in range(60)} == {"read", "refused"}


def test_full__a_disk_that_is_full_is_told_and_leaves_nothing() -> None:
    assert {full(seed).partition(" ")[0] for seed in (0, 24)} == {"full"}


def test_killed__an_import_leaves_the_old_package_or_the_new() -> None:
    assert [killed(seed) for seed in range(2)] == ["killed"] * 2


def test_damaged__changes_the_document() -> None:
    kept = [
        seed
        for seed in SEEDS[::2]
        for name, suffix, data in [damaged(seed)]
        if data == sound(suffix, name)
    ]
    assert len(kept) < 4  # a line may be put in its own place


@pytest.mark.parametrize("suffix", FORMATS)
def test_sound__is_read_whole_in_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"one{suffix}"
    path.write_bytes(sound(suffix))
    budget = budgetlib.load(path)
    assert [table.total_row["total"].printed for table in budget.tables.values()] == ["742.36"] * 2
    assert budget.unread == () and budget.unplaced == ()
    assert "error" not in [cause.severity for cause in budget.reconcile().causes]


@pytest.mark.parametrize("pattern", ["(预+)+$", "(表|表表)+!", "(.*)*收", r"(\\d+)*万"])
def test_layout__one_that_crawls_is_refused(tmp_path: Path, pattern: str) -> None:
    path = tmp_path / "city.toml"
    titled = 'extends = "common"\nname = "city"\ntitle = { en = "City", zh = "市" }\n'
    path.write_text(f'{titled}recognise = ["{pattern}"]\n', encoding="utf-8")
    with pytest.raises(LayoutError, match="takes far too long"):
        layout(str(path))


@pytest.mark.parametrize(
    "amount", ["9" * 21 + ".00", "3" * 40 + ".5", "9," + "999," * 9 + "999.99"]
)
def test_read_text__a_number_longer_than_any_amount_is_unread(amount: str) -> None:
    budget = read_text(TEXT.replace("512.36\t480.11", f"{amount}\t480.11"))
    budget.reconcile()
    assert any(amount.endswith(entry.text) for entry in budget.unread)


@pytest.mark.parametrize(
    "reference", ["&#" + "9" * 4301 + ";", "&#x" + "f" * 5000 + ";", "&#55555555555;"]
)
def test_read_text__a_character_that_there_is_not_is_shown_as_a_mark(reference: str) -> None:
    budget = read_text(TEXT.replace("教育支出", f"教育{reference}支出"))
    assert "教育\ufffd支出" in [row.name for row in budget.tables["2"].rows]


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\u202e", "\u2066", "\x07"])
def test_read_text__what_steers_a_terminal_is_shown_as_a_mark(char: str) -> None:
    budget = read_text(TEXT.replace("教育支出", f"教育{char}支出").replace("辛局", f"辛{char}局"))
    assert "教育\ufffd支出" in [row.name for row in budget.tables["2"].rows]
    assert char not in repr([budget.unit, *budget.tables.values()])


PACKAGE = Path(__file__).parents[1] / "data" / "503019-2026"
GUARD = """
import sys
ASKED = ("getaddrinfo", "gethostbyname", "connect", "sendto", "sendmsg")

def told(event, args):
    room, _, name = event.partition(".")
    if room == "socket" and name in ASKED:
        at = args[-1] if name.startswith(("connect", "send")) else args[0]
        host = at[0] if isinstance(at, tuple) else at
        if at is not None and not str(host).startswith(("/", "127.", "::1", "localhost")):
            with open({log!r}, "a") as log:
                log.write(f"{{event}} {{at}}\\n")
            raise OSError("a connection was opened")

sys.addaudithook(told)
"""


@pytest.fixture
def guarded(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs Python in processes that refuse every connection, and tells what they wanted."""
    (tmp_path / "guard").mkdir()
    log = tmp_path / "log.txt"
    guard = GUARD.format(log=str(log))
    (tmp_path / "guard" / "sitecustomize.py").write_text(guard, encoding="utf-8")
    own = os.pathsep.join((str(tmp_path / "guard"), str(Path(budgetlib.__file__).parents[1])))

    def run(*words: object) -> tuple[int, str]:
        told = [sys.executable, *map(str, words)]
        done = subprocess.run(told, env={**os.environ, "PYTHONPATH": own}, cwd=tmp_path)
        return done.returncode, log.read_text("utf-8") if log.exists() else ""

    return run


def test_guarded__refuses_a_connection(guarded: Callable[..., tuple[int, str]]) -> None:
    code, asked = guarded("-c", "import socket; socket.create_connection(('192.0.2.1', 9), 1)")
    assert code == 1 and "192.0.2.1" in asked


def test_commands__open_no_connection(
    tmp_path: Path, guarded: Callable[..., tuple[int, str]]
) -> None:
    (tmp_path / "given").mkdir()
    for suffix in FORMATS:
        (tmp_path / "given" / f"one{suffix}").write_bytes(sound(suffix))
    run = partial(guarded, "-m", "budgetlib")
    assert run("check", "given", "--corpus", "corpus") == (0, "")
    assert run("import", "given/one.pdf", "--to", "data", "--id", "one") == (0, "")
    assert run("draft", "data/one") == (0, "")
    assert run("export", "data/one", "--to", "one.xlsx") == (0, "")


@pytest.mark.parametrize("engine", ["fork", "kernel"])
def test_report__opens_no_connection(guarded: Callable[..., tuple[int, str]], engine: str) -> None:
    words = ("report", PACKAGE, "--section", "2", "--to", "pages", "--engine", engine)
    assert guarded("-m", "budgetlib", *words) == (0, "")


def test_load__a_file_whose_name_steers_is_named_with_marks(tmp_path: Path) -> None:
    path = tmp_path / "one\x1b[31m\u202e.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert budgetlib.load(path).source == "one\ufffd[31m\ufffd.txt"
