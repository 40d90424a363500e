"""The same work on more than one machine, by the workers of a Dask scheduler."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from budgetlib.errors import BudgetError
from budgetlib.many.pool import Done, Task, Work, done, killed

RETRIES = 3  # a worker that dies takes its task with it, which is done again elsewhere
AHEAD = 4
WAIT = "10s"
_here = threading.local()


def each(
    work: Work, tasks: Sequence[Task], address: str, jobs: int | None = None
) -> Iterator[Done]:
    """Do the work with every task on a cluster, and yield each as it is done, in any order."""
    with _client(address, jobs) as client:
        from distributed import as_completed

        waiting, ended = iter(tasks), as_completed()
        known: dict[str, Task] = {}

        def add() -> None:
            for task in waiting:
                future = client.submit(apart, work, task, pure=False, retries=RETRIES)
                known[future.key] = task
                ended.add(future)
                return

        for _ in range(AHEAD * max(sum(client.nthreads().values()), 1)):
            add()
        for future in ended:
            task = known.pop(future.key)
            yield _answer(future, task)
            add()


def _answer(future: Any, task: Task) -> Done:
    if future.status == "finished":
        result: Done = future.result()
        return result
    error = future.exception()
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return Done(task, None, f"{task.source}: no worker could read it ({told})")


def apart(work: Work, task: Task) -> Done:
    """Do a task in a process beside this worker's: bounds need one of their own, and it may die."""
    process = _beside()
    try:
        pickle.dump((work, task), process.stdin)  # type: ignore[arg-type]
        process.stdin.flush()  # type: ignore[union-attr]
        answer: Done = pickle.load(process.stdout)  # type: ignore[arg-type]
        return answer
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        process.kill()
        return killed(task)


def _beside() -> subprocess.Popen[bytes]:
    """The process of this thread, which ends with it."""
    process: subprocess.Popen[bytes] | None = getattr(_here, "process", None)
    if process is None or process.poll() is not None:
        words = [sys.executable, "-c", "from budgetlib.many.cluster import serve; serve()"]
        pipe = subprocess.PIPE
        _here.process = process = subprocess.Popen(words, stdin=pipe, stdout=pipe)
    return process


def serve() -> None:
    """Do what is asked for on standard input, until its end."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed is no answer
    while True:
        try:
            work, task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(done(work, task), answers)
        answers.flush()


@contextmanager
def _client(address: str, jobs: int | None) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise BudgetError(f"needs {error.name}; install budgetlib[cluster]") from None
    if address == "local":
        here = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None}
        with LocalCluster(**here) as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(address, timeout=WAIT)
    except (OSError, ValueError) as error:
        problem = f"no Dask scheduler answers ({error}); start one, or use --cluster local"
        raise BudgetError(problem, place=address) from None
    with client:
        yield client


def report_one(task: Task, options: Sequence[str]) -> str:
    """Report one disclosure in a process of its own, where a worker could not fork."""
    words = [sys.executable, "-m", "budgetlib", "report", task.source, *options]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    if told.returncode == 2 or (told.returncode and not told.stdout):
        raise BudgetError(told.stderr.strip().rpartition("\n")[2] or "the report was killed")
    return told.stdout
