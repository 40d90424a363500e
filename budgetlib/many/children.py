"""Work done in children forked from this process, so many side by side; one that dies is told."""

import gc
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing import connection, get_context
from typing import IO, Any, TypeVar

from budgetlib.many.bounds import end_with

Task = TypeVar("Task")


class Died(str):
    """Why a child gave no answer."""


def forked(
    work: Callable[[Task], Any], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, Any]]:
    """Do each task in a child of its own; yield it with its answer as it ends."""
    process: Any = get_context("fork").Process
    waiting, running = iter(tasks), dict[int, tuple[Task, Any, IO[bytes]]]()
    try:
        while True:
            for task in islice(waiting, jobs - len(running)):
                answer: IO[bytes] = os.fdopen(os.memfd_create("answer"), "w+b")
                child = process(target=_answer, args=(work, task, answer, os.getpid()))
                child.start()
                # what a child has started may hold its sentinel open for longer than it lives
                running[os.pidfd_open(child.pid)] = task, child, answer
            if not running:
                return
            ended: Any = connection.wait(list(running))[0]
            task, child, answer = running.pop(ended)
            os.close(ended)
            yield task, _answer_of(child, answer)
    finally:
        for _, child, _ in running.values():
            child.kill()
            child.join()


def _answer_of(child: Any, answer: IO[bytes]) -> Any:
    """What a child that ended has answered."""
    child.join()
    with answer:
        answer.seek(0)
        told = answer.read()
    if told and not child.exitcode:
        return pickle.loads(told)
    how = f"{'signal' if child.exitcode < 0 else 'exit code'} {abs(child.exitcode)}"
    return Died(f"the process that ran it ended before it was done ({how})")


def _answer(work: Callable[[Task], Any], task: Task, answer: IO[bytes], parent: int) -> None:
    end_with(parent)
    gc.freeze()  # so that collections do not copy what is shared
    try:
        told = work(task)
    except BaseException as error:
        told = f"{type(error).__name__}: {error}"
    with suppress(OSError):  # no memory, or no file may be so long: it gives no answer
        pickle.dump(told, answer)
        answer.flush()
        os._exit(0)
    os._exit(1)
