"""The same work on more than one machine, by the workers of a Dask scheduler."""

import logging
import os
import pickle
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from budgetlib.errors import BudgetError
from budgetlib.many.bounds import end_with
from budgetlib.many.pool import Done, Task, Work, done, killed

RETRIES = 3  # a worker that dies takes its task with it, which is done again elsewhere
AHEAD = 4
WAIT, ASK = 10.0, 1.0  # seconds: for a scheduler and a worker; between looks at them
_here = threading.local()


def each(
    work: Work,
    tasks: Sequence[Task],
    address: str,
    jobs: int | None = None,
    timeout: float | None = None,
) -> Iterator[Done]:
    """Do the work with every task on a cluster, and yield each as it is done, in any order."""
    limit = WAIT if timeout is None else timeout
    with _client(address, jobs, limit) as client:
        from distributed import CancelledError, wait

        for name in logging.root.manager.loggerDict:  # what ails a scheduler is told in a line
            if name.startswith(("asyncio", "distributed")):
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)

        many = AHEAD * sum(_threads(client, limit).values())
        waiting, known = iter(tasks), dict[Any, Task]()
        heard = time.monotonic()
        while True:
            for task in islice(waiting, many - len(known)):
                known[client.submit(apart, work, task, pure=False, retries=RETRIES)] = task
            if not known:
                return
            try:
                ended = wait(list(known), timeout=ASK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                ended = set()
            except CancelledError:
                ended = None
            if ended is None or client.status != "running":
                told = "the Dask scheduler is gone; what was done is kept"
                raise BudgetError(told, place=address)
            if ended or _threads(client, limit, heard):
                heard = time.monotonic()
            for future in ended:
                yield _answer(future, known.pop(future))


def _threads(client: Any, limit: float, since: float | None = None) -> dict[str, int]:
    """The threads of the workers that there are; an error where there were none for so long."""
    begun = time.monotonic() if since is None else since
    while True:
        try:
            found: dict[str, int] = client.sync(client.scheduler.ncores, callback_timeout=ASK)
        except (TimeoutError, OSError):
            if client.status == "running" and time.monotonic() < begun + limit:
                continue  # it is busy
            told = "the Dask scheduler does not answer"
            raise BudgetError(told, place=client.scheduler.address) from None
        if found or (since and time.monotonic() < begun + limit):
            return found
        if time.monotonic() > begun + limit:
            told = f"no worker within {limit:g} s (--cluster-timeout): dask worker ADDRESS"
            raise BudgetError(told, place=client.scheduler.address)
        time.sleep(0.1)


def _answer(future: Any, task: Task) -> Done:
    if future.status == "finished":
        result: Done = future.result()
        return result
    error = future.exception()
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return Done(task, None, f"{task.source}: no worker could read it ({told})")


def apart(work: Work, task: Task) -> Done:
    """Do a task in a process beside this worker's: bounds need one of their own, and it may die."""
    process = _own_process()
    try:
        pickle.dump((work, task), process.stdin)  # type: ignore[arg-type]
        process.stdin.flush()  # type: ignore[union-attr]
        answer: Done = pickle.load(process.stdout)  # type: ignore[arg-type]
        return answer
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        process.kill()
        return killed(task)


def _own_process() -> subprocess.Popen[bytes]:
    """The process of this thread, which ends with it."""
    process: subprocess.Popen[bytes] | None = getattr(_here, "process", None)
    if process is None or process.poll() is not None:
        words = [sys.executable, "-c", "from budgetlib.many.cluster import serve; serve()"]
        pipe = subprocess.PIPE
        own = {"stdin": pipe, "stdout": pipe, "start_new_session": True}  # Ctrl-C is not for it
        _here.process = process = subprocess.Popen(words, **own)  # type: ignore[call-overload]
        weakref.finalize(threading.current_thread(), _end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and close what leads to it and from it."""
    process.kill()
    process.communicate()


def serve() -> None:
    """Do what is asked for on standard input, until its end."""
    end_with(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed is no answer
    while True:
        try:
            work, task = pickle.load(sys.stdin.buffer)
            pickle.dump(done(work, task), answers)
            answers.flush()
        except (EOFError, BrokenPipeError):
            os._exit(0)  # nobody asks any more


@contextmanager
def _client(address: str, jobs: int | None, limit: float) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise BudgetError(f"needs {error.name}; install budgetlib[cluster]") from None
    if address == "local":
        here = {"n_workers": jobs or os.cpu_count(), "threads_per_worker": 1, "processes": False}
        with LocalCluster(**here, dashboard_address=None) as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(address, timeout=limit)
    except (OSError, ValueError) as error:
        problem = f"no Dask scheduler answers ({error}); start one, or use --cluster local"
        raise BudgetError(problem, place=address) from None
    with client:
        yield client
