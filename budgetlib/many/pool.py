"""The same work on thousands of documents: side by side, in order, none stopped by another."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from budgetlib.errors import BudgetError, in_words
from budgetlib.many.bounds import bounded, end_with
from budgetlib.read import SUFFIXES
from budgetlib.read.blocks import few
from budgetlib.vocabulary import codes

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from budgetlib.budget import Budget

GATHERED = [kind for kind in SUFFIXES if kind != ".csv"]  # in a folder; those are of packages
AHEAD = 4  # tasks waiting for each process: enough to keep it busy, few enough to keep memory flat
T = TypeVar("T")


class Task(NamedTuple):
    """One document and how it is to be read."""

    source: str
    layout: str | None = None
    max_megabytes: float | None = None
    max_seconds: float | None = None
    year: int | None = None
    body: str = ""

    def load(self) -> Budget:
        """Read the document or open the package."""
        from budgetlib.budget import load

        return load(self.source, self.layout, self.max_megabytes, year=self.year, body=self.body)


class Done(NamedTuple):
    """What became of one task: an answer, or the error that says why there is none."""

    task: Task
    answer: object
    error: str = ""


Work = Callable[[Task], object]


def sources_in(named: Iterable[str]) -> list[str]:
    """Name every package and document, those in folders included."""
    paths = [Path(name) for name in named]
    return [source for path in paths for source in _inside(path, alone=len(paths) == 1)]


def _inside(path: Path, alone: bool) -> list[str]:
    if not path.is_dir() or (path / "datapackage.json").exists():
        return [str(path)]
    packages = sorted(found.parent for found in path.rglob("datapackage.json"))
    packages = [p for p in packages if not p.name.startswith(".")]  # what a killed import left
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in GATHERED and p.is_file())
    files = [p for p in files if p.parent not in packages and not p.name.startswith((".", "~$"))]
    if not packages and not files:
        if not alone:
            return [str(path)]
        kinds = ", ".join(GATHERED)
        raise BudgetError(f"holds no data package and no document ({kinds})", file=path)
    return [str(p) for p in (*packages, *files)]


def passed_over(named: Iterable[str]) -> str:
    """Tell of the files in folders that are no document of a kind that is read and of no package.

    CSV is among them: a folder's may be parts of anything, so that it is read where it is named.
    """
    named = [*named]
    taken = set(sources_in(named))
    found = (p for name in named for p in Path(name).rglob("*") if str(p) not in taken)
    files = (p for p in found if p.is_file() and not p.name.startswith((".", "~$")))
    names = sorted(p.name for p in files if not (p.parent / "datapackage.json").exists())
    return f"{len(names)} of other kinds passed over: {few(names)}" if names else ""


def each(work: Work, tasks: Sequence[Task], jobs: int | None = None) -> Iterator[Done]:
    """Do the work with every task, in processes side by side, and yield them in their order."""
    number = min(jobs or os.cpu_count() or 1, len(tasks))
    if len(tasks) < 2:
        yield from (_in_own_process(work, task) for task in tasks)
        return
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Task] = deque(tasks)
    open_: deque[tuple[Task, Future[Done]]] = deque()
    while waiting:
        with suppress(BrokenProcessPool), _pool(number) as pool:
            while waiting or open_:
                while waiting and len(open_) < AHEAD * number:
                    open_.append((waiting[0], pool.submit(done, work, waiting[0])))
                    waiting.popleft()
                yield open_[0][1].result()
                open_.popleft()
        yield from (_alone(work, task) for task, _ in open_)
        open_.clear()


@contextmanager
def _pool(number: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end as soon as nobody waits for what they do."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")
    pool = ProcessPoolExecutor(number, method, initializer=end_with, initargs=(os.getpid(),))
    try:
        yield pool
    except BaseException:
        for worker in [*(pool._processes or {}).values()]:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def load_apart(
    source: Path | str,
    layout: str | None = None,
    max_megabytes: float | None = None,
    max_seconds: float | None = None,
    *,
    year: int | None = None,
    body: str = "",
) -> Budget:
    """Load a document that you do not trust: in a process of its own, within bounds; see `load`.

    `max_seconds` of computing, 60 when None, and 450 MB; what takes more, or brings that process
    down, is a `BudgetError`.
    """
    return read(Task(str(source), layout, max_megabytes, max_seconds, year, body))


def read(task: Task) -> Budget:
    """Read a document in a process of its own, which it may bring down; open a package here."""
    found = _in_own_process(Task.load, task)
    if found.error:
        raise BudgetError(found.error)
    return cast("Budget", found.answer)


def _in_own_process(work: Work, task: Task) -> Done:
    """Do a task, in a process of its own where a document may bring it down."""
    return (_alone if Path(task.source).is_file() else done)(work, task)


def _alone(work: Work, task: Task) -> Done:
    """Do a task in a process of its own, where one is made at once."""
    if not sys.platform.startswith("linux"):
        return done(work, task)
    from budgetlib.many.children import forked

    [(_, found)] = forked(partial(done, work), [task], 1)
    return found if isinstance(found, Done) else killed(task)


def killed(task: Task) -> Done:
    """What became of a task that brought its process down."""
    return Done(task, None, f"{task.source}: the process that read it was killed")


def done(work: Work, task: Task) -> Done:
    """Do one task; what cannot be read is told, and so is a fault of ours."""
    try:
        with bounded(task.source, task.max_seconds):
            return Done(task, work(task))
    except BudgetError as error:
        return Done(task, None, in_words(error))
    except Exception as error:
        return Done(task, None, f"{task.source}: {in_words(error)}")
    finally:
        codes().keep()


def watched(found: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Show how many are done, how fast, and the time left, on a terminal and for several."""
    if total < 2 or not sys.stderr.isatty():
        yield from found
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread would be in the way of forking
    yield from tqdm(found, total=total, unit=" documents", desc=what)
