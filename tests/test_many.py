"""Many documents: in order, side by side, on a cluster, into a corpus; none stops another."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from platform import node

import numpy as np
import pytest
from attack import TEXT

import budgetlib
from budgetlib import budget, cli, package
from budgetlib.errors import BudgetError
from budgetlib.many import cluster, corpus, pool
from budgetlib.many.checking import Checked, check
from budgetlib.many.pool import Done, Task
from budgetlib.package import folders

DATA = Path(__file__).parents[1] / "data"
IDS = sorted(p.name for p in DATA.iterdir() if p.is_dir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two packages, one document that is none, and a file of another kind."""
    for name in IDS[:2]:
        shutil.copytree(DATA / name, tmp_path / "all" / "deep" / name)
    (tmp_path / "all" / "bad.txt").write_text("nothing of the kind")
    (tmp_path / "all" / "picture.png").write_bytes(b"x")
    return tmp_path / "all"


def test_sources_in__packages_then_documents_at_any_depth(folder: Path) -> None:
    found = [Path(each).name for each in pool.sources_in([str(folder)])]
    assert found == [*IDS[:2], "bad.txt"]


def test_sources_in__an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BudgetError, match="no data package and no document"):
        pool.sources_in([str(tmp_path)])


def test_sources_in__an_empty_folder_among_others_is_listed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert pool.sources_in([str(tmp_path / "empty"), str(folder)])[0] == str(tmp_path / "empty")
    assert cli.main(["check", str(tmp_path / "empty"), str(DATA / IDS[0]), "--jobs", "1"]) == 2


def _answer(task: Task) -> str:
    """Nothing, an error, a fault of ours, or the end of the process."""
    if task.source == "bad":
        raise BudgetError("cannot be read", file="bad")
    if task.source == "fault":
        raise ZeroDivisionError("ours")
    if task.source == "kills":
        os.kill(os.getpid(), signal.SIGKILL)
    return task.source.upper()


@pytest.mark.parametrize("jobs", [1, 2])
def test_each__keeps_the_order_and_tells_what_failed(jobs: int) -> None:
    tasks = [Task(name) for name in ("a", "bad", "b", "fault", *"cdefghijklmnopq")]
    found = list(pool.each(_answer, tasks, jobs))
    assert [done.task for done in found] == tasks
    assert [d.answer for d in found if not d.error] == [*"AB", *"CDEFGHIJKLMNOPQ"]
    assert found[1].error == "bad: cannot be read"
    assert "a fault in budgetlib" in found[3].error and "ZeroDivisionError: ours" in found[3].error


def test_each__a_document_that_brings_its_process_down_is_told_alone() -> None:
    tasks = [Task(name) for name in ("a", "b", "kills", *"cdefghijkl")]
    found = list(pool.each(_answer, tasks, 2))
    assert [done.task for done in found] == tasks
    assert [d.task.source for d in found if d.error] == ["kills"]
    assert "was killed" in found[2].error


def _never_ends(task: Task) -> str:
    """In Python, whatever is raised; in an expression; in memory; in C; asleep."""
    while task.source == "loops":
        with contextlib.suppress(Exception):
            time.sleep(0)
    if task.source == "matches":
        re.match(r"(a+)+$", "a" * 40 + "b")
    if task.source == "grows":
        np.ones(10**12)
    if task.source == "calls":
        sum(iter(int, 1))
    if task.source == "waits":
        time.sleep(30)
    return task.source


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bounds are set on Linux")
def test_each__what_takes_too_long_or_too_much_stops_no_other() -> None:
    names = ("a", "loops", "matches", "grows", "calls", "waits", "b")
    told = {
        done.task.source: done.error
        for done in pool.each(_never_ends, [Task(n, max_seconds=0.2) for n in names], 2)
    }
    assert list(told) == list(names) and told["a"] == told["b"] == ""
    assert "takes more than 0.2 s" in told["loops"] and "takes more than 0.2 s" in told["matches"]
    assert "MB of memory" in told["grows"] and "was killed" in told["calls"]
    assert "takes more than 0.2 s" in told["waits"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bounds are set on Linux")
def test_load_apart__is_what_load_gives_or_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    assert budgetlib.load_apart(path).tables == budgetlib.load(path).tables
    assert budgetlib.load_apart(DATA / IDS[0]).id == IDS[0]
    with pytest.raises(BudgetError, match="no such file"):
        budgetlib.load_apart(tmp_path / "none.txt1")
    monkeypatch.setattr(budget, "read", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(BudgetError, match="was killed"):
        budgetlib.load_apart(path)


SLEEPS = r"""
import os, signal, sys, time
from budgetlib import cli
from budgetlib.many import pool
def slept(task):
    os.write(1, b"%d\n" % os.getpid())
    time.sleep(30)
def check(given):
    return list(pool.each(slept, [pool.Task("a"), pool.Task("b")], 2)) and 0
cli.RUN["check"] = check
signal.signal(signal.SIGINT, signal.default_int_handler)  # which pytest may run without
sys.exit(cli.main(["check", "a", "b"]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals of Linux")
@pytest.mark.parametrize(
    ("send", "number", "code"),
    [
        (os.killpg, signal.SIGINT, 130),  # as a terminal tells the whole group
        (os.kill, signal.SIGINT, 130),
        (os.kill, signal.SIGTERM, 130),
        (os.kill, signal.SIGKILL, -9),
    ],
)
def test_main__its_workers_end_with_it(
    send: Callable[[int, int], None], number: int, code: int
) -> None:
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", SLEEPS]
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        assert process.stdout is not None and process.stderr is not None
        workers = [int(process.stdout.readline()) for _ in range(2)]
        send(process.pid, number)
        assert process.wait(5) == code
        said = process.stderr.read().decode()
    assert said == ("budgetlib: stopped\n" if code == 130 else "")
    for _ in range(50):
        left = [pid for pid in workers if Path(f"/proc/{pid}/cmdline").exists()]
        left = [pid for pid in left if Path(f"/proc/{pid}/cmdline").read_bytes()]
        if not left:
            return
        time.sleep(0.1)
    pytest.fail(f"{left} live on")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize(
    ("to", "told"), [("/dev/full", "standard output: No space"), ("&-", "output is closed")]
)
def test_main__an_output_that_takes_nothing_is_told_in_a_line(to: str, told: str) -> None:
    command = f'"{sys.executable}" -m budgetlib layouts >{to}'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert told in done.stderr and done.stderr.count("\n") == 1


def test_check__the_exit_code_is_the_documents_also_where_they_are_known(tmp_path: Path) -> None:
    by_errors = {budgetlib.load(DATA / name).reconcile().state == "holds_not": name for name in IDS}
    for errors, name in by_errors.items():
        check = ["check", str(DATA / name), "--corpus", str(tmp_path)]
        assert [cli.main(check) for _ in range(2)] == [int(errors)] * 2


def test_import__what_a_killed_one_left_is_no_package_and_goes(tmp_path: Path) -> None:
    folder, name = tmp_path / "data", IDS[0]
    gone, here = (f"{node()}-{number}" for number in (2**22 + 1, os.getpid()))
    for left in (f".{name}~{gone}~x", f".{name}~{here}~x", f".{IDS[2]}~{gone}~y.old", IDS[1]):
        shutil.copytree(DATA / name, folder / left)
        os.utime(folder / left)
    assert pool.sources_in([str(folder)]) == [str(folder / IDS[1])]
    with folders.swept(folder):  # but not what another import is writing now
        there = sorted(path.name for path in folder.iterdir())
        assert there == sorted([f".{name}~{here}~x", IDS[2], IDS[1]])


@pytest.mark.parametrize("whole", [True, False])
def test_import__the_old_package_stays_until_the_new_is_there(
    whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget, folder = budgetlib.load(DATA / IDS[0]), tmp_path / IDS[0]
    package.save(budget, folder)
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)  # as on other systems
    if not whole:

        def fails(*_: object) -> None:
            raise OSError(28, "full")

        monkeypatch.setattr(package, "_write", fails)
        with pytest.raises(BudgetError, match="full"):
            package.save(budget, folder)
    else:
        package.save(budget, folder)
    assert budgetlib.load(folder).id == budget.id
    assert [path.name for path in tmp_path.iterdir()] == [IDS[0]]


def test_check__folder_as_lines_of_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(folder), "--format", "jsonl"]) == 2
    told, said = capsys.readouterr()
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line.get("budget", {}).get("id") for line in lines] == [*IDS[:2], None]
    assert "bad.txt" in lines[2]["error"] and lines[2]["source"].endswith("bad.txt")
    expected = budgetlib.load(DATA / IDS[0]).reconcile()
    assert lines[0]["verdicts"] == expected.verdicts
    assert len(lines[0]["causes"]) == len(expected.causes)
    assert "2 of 3 documents read, 1 not" in said


def test_check__is_the_same_by_any_number_of_processes(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for jobs in ("1", "2"):
        cli.main(["check", str(DATA), "--format", "jsonl", "--jobs", jobs])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and told[0].count("\n") == len(IDS)


def test_import__folder_and_two_of_one_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(DATA / IDS[0], folder / "again")
    assert cli.main(["import", str(folder), "--to", str(tmp_path / "to")]) == 2
    told, said = capsys.readouterr()
    assert "is also the name of" in said and "bad.txt" in said
    assert sorted(p.name for p in (tmp_path / "to").iterdir())[0] == IDS[0]
    left = budgetlib.load(tmp_path / "to" / IDS[0])
    assert left.reconcile().verdicts == budgetlib.load(DATA / IDS[0]).reconcile().verdicts
    assert "tables" in told


def test_import__one_id_for_several_is_refused(folder: Path) -> None:
    assert cli.main(["import", str(folder), "--id", "x", "--to", str(folder / "to")]) == 2


# ---- corpus -----------------------------------------------------------------------------------


def test_corpus__holds_what_was_reconciled_once(tmp_path: Path) -> None:
    for _ in range(2):
        cli.main(["check", str(DATA), "--format", "jsonl", "--corpus", str(tmp_path)])
    with corpus.connect(tmp_path) as connection:
        budgets = connection.sql("select id, year, figures, exact from budgets order by id")
        rows = budgets.fetchall()
        assert [row[0] for row in rows] == IDS
        for name, year, figures, exact in rows:
            result = budgetlib.load(DATA / name).reconcile()
            assert (year, figures, exact) == (
                *(result.budget.year, result.figures["printed"], result.verdicts["exact"]),
            )
        asked = "select count(*) from comparisons join budgets using (document) where id = ?"
        (counted,) = connection.execute(asked, [IDS[0]]).fetchall()
        assert counted == (len(budgetlib.load(DATA / IDS[0]).reconcile().results),)
        told = connection.sql(
            "select printed, value from figures join budgets using (document) "
            "where id = '503019-2026' and role = 'expenditure' and class = '208' "
            "and \"column\" = 'total'"
        ).fetchall()
        assert told == [("1,112.52", 1112.52)]
        (found,) = connection.execute("select count(*) from findings").fetchall()
        assert found == (sum(len(budgetlib.load(DATA / n).reconcile().causes) for n in IDS),)


def test_corpus__reads_no_part_without_its_budgets(tmp_path: Path) -> None:
    with corpus.Writer(tmp_path) as writer:
        result = budgetlib.load(DATA / IDS[0]).reconcile()
        assert writer.add(corpus.rows_of(result, str(DATA / IDS[0])))
        assert not writer.add(corpus.rows_of(result, str(DATA / IDS[0])))
    (part,) = (tmp_path / "figures").rglob("*.parquet")
    shutil.copy(part, part.with_name("killed-0.parquet"))
    with corpus.connect(tmp_path) as connection:
        (counted,) = connection.execute("select count(*) from figures").fetchall()
    assert counted == (sum(1 for _ in result.budget.figures),)


def test_corpus__what_an_older_library_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, result = str(DATA / IDS[0]), budgetlib.load(DATA / IDS[0]).reconcile()
    with monkeypatch.context() as patch:
        patch.setattr(corpus, "library", lambda: "older")
        with corpus.Writer(tmp_path) as writer:
            writer.add(corpus.rows_of(result, source))
            writer.run = "0"
    assert not corpus.known(tmp_path)
    with corpus.Writer(tmp_path) as writer:
        assert writer.add(corpus.rows_of(result, source))
    with corpus.connect(tmp_path) as connection:
        (kept,) = connection.execute("select library from budgets").fetchall()
    assert kept != ("older",)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A corpus with a name of wildcards and quotes."""
    to = tmp_path / "it's [1]*"
    assert cli.main(["check", str(DATA / IDS[0]), "--corpus", str(to)]) in (0, 1)
    return to


def test_corpus__a_name_of_wildcards(held: Path) -> None:
    with corpus.connect(held) as connection:
        assert connection.sql("select count(*) from budgets").fetchall() == [(1,)]


def _cut(held: Path, kind: str) -> None:
    part = next(held.glob(f"{kind}/*/*.parquet"))
    part.write_bytes(part.read_bytes()[:-9])


HARMS: dict[str, Callable[[Path], object]] = {
    "budgets cut short": lambda held: _cut(held, "budgets"),
    "findings cut short": lambda held: _cut(held, "findings"),
    "no figures": lambda held: shutil.rmtree(held / "figures"),
    "made earlier": lambda held: (held / "schema").unlink(),
    "made later": lambda held: (held / "schema").write_text("99"),
    "a file": lambda held: shutil.rmtree(held) or held.write_text(""),  # type: ignore[func-returns-value]
}


@pytest.mark.parametrize("harm", HARMS)
def test_check__a_corpus_that_cannot_be_used_is_told_in_a_line(
    harm: str, held: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    HARMS[harm](held)
    capsys.readouterr()
    assert cli.main(["check", str(DATA / IDS[1]), "--corpus", str(held)]) == 2
    told, said = capsys.readouterr()
    assert said.startswith(f"budgetlib: {held}") and said.count("\n") == 1 and not told


def test_connect__says_what_to_do_without_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(BudgetError, match="check --corpus"):
        corpus.connect(tmp_path)


# ---- cluster ----------------------------------------------------------------------------------


def _slow(task: Task) -> tuple[str, int]:
    """The worker that did it, which has a process beside it for the work."""
    time.sleep(0.3)
    return task.source, os.getppid()


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_cluster__a_worker_that_dies_has_its_task_done_again(tmp_path: Path) -> None:
    """A real scheduler and two real workers, one of which is killed while it works."""
    pytest.importorskip("distributed")
    book = tmp_path / "scheduler.json"
    here = {"cwd": Path(__file__).parent, "stderr": subprocess.DEVNULL, "env": _env()}
    start = (sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard")
    words = (*start, "--scheduler-file", book, "--port", "0", "--host", "127.0.0.1")
    scheduler = subprocess.Popen(words, **here)  # type: ignore[call-overload]
    workers = []
    try:
        while not (book.exists() and book.read_text().strip()):
            time.sleep(0.1)
        address = json.loads(book.read_text())["address"]
        with pytest.raises(BudgetError, match="no worker within"):
            list(cluster.each(_slow, [Task("a")], address, timeout=0.5))
        for _ in range(2):
            one = (sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny")
            words = (*one, "--nthreads", "1", "--no-dashboard")
            workers.append(subprocess.Popen(words, **here))  # type: ignore[call-overload]
        _wait_for(address, 2)
        tasks = [Task(str(n)) for n in range(10)]
        found: list[Done] = []
        for done in cluster.each(_slow, tasks, address):
            found.append(done)
            if len(found) == 1:
                workers[0].kill()
        assert sorted(int(d.task.source) for d in found) == list(range(10))
        assert [d.error for d in found if d.error] == []
        assert workers[1].pid in {d.answer[1] for d in found}  # type: ignore[index]
        again = cluster.each(_slow, tasks, address)
        assert next(again).error == ""
        scheduler.kill()
        with pytest.raises(BudgetError, match="scheduler is gone"):
            list(again)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _env() -> dict[str, str]:
    """Workers find these tests, and the library where this process finds it."""
    path = (str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")]))
    return os.environ | {"PYTHONPATH": os.pathsep.join(path)}


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(workers, timeout=60)


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_cluster__local_tells_what_one_process_tells() -> None:
    pytest.importorskip("distributed")
    tasks = [Task(str(DATA / name)) for name in IDS[:3]]
    work = partial(check, format_="jsonl")
    never = Task("calls", max_seconds=0.2)
    told = [d.error for d in cluster.each(_never_ends, [never], "local", 1)]
    assert told == ["calls: the process that read it was killed"]
    found = {d.task: d.answer for d in cluster.each(work, tasks, "local", 2)}
    here = {d.task: d.answer for d in pool.each(work, tasks, 1)}
    assert found == here
    assert all(isinstance(answer, Checked) for answer in found.values())


def test_cluster__nobody_there() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(BudgetError, match="no Dask scheduler answers"):
        list(cluster.each(_slow, [Task("a")], "tcp://127.0.0.1:9", timeout=1))
