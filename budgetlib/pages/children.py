"""Work done in children forked from this process, so many side by side; one that dies is told."""

import gc
import os
import select
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from budgetlib.many.bounds import end_with

KILLED = "the process that ran it ended before it was done ({})"
Task = TypeVar("Task")


def was_killed(answer: str) -> bool:
    """Whether an answer is that of a child that was killed."""
    return answer.startswith(KILLED.partition("(")[0])


def forked(
    work: Callable[[Task], str], tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, str]]:
    """Do each task in a child of its own, so many side by side."""
    running: dict[int, Child[Task]] = {}
    try:
        for task in tasks:
            if len(running) >= jobs:
                yield _ended(running)
            child = _started(work, task)
            running[child.ends] = child
        while running:
            yield _ended(running)
    finally:
        for child in running.values():
            os.kill(child.number, signal.SIGKILL)
            os.waitpid(child.number, 0)


class Child(NamedTuple, Generic[Task]):
    """A running child: its number, what tells of its end, its task, and its answer's file."""

    number: int
    ends: int
    task: Task
    answer: int


def _started(work: Callable[[Task], str], task: Task) -> Child[Task]:
    sys.stdout.flush()
    sys.stderr.flush()
    parent, answer = os.getpid(), os.memfd_create("answer")
    number = os.fork()
    if number:
        return Child(number, os.pidfd_open(number), task, answer)
    end_with(parent)
    gc.freeze()  # so that collections do not copy what is shared
    try:
        told = work(task)
    except BaseException as error:
        told = f"{type(error).__name__}: {error}"
    with os.fdopen(answer, "wb") as file:
        file.write(told.encode(errors="backslashreplace"))
    os._exit(0)


def _ended(running: dict[int, Child[Task]]) -> tuple[Task, str]:
    """Wait for one of our children, whichever ends first; those of others are not ours to take."""
    ends = select.select(list(running), [], [])[0][0]
    child = running.pop(ends)
    _, status = os.waitpid(child.number, 0)
    os.close(ends)
    with os.fdopen(child.answer, "rb") as file:
        file.seek(0)
        told = file.read().decode()
    if os.WIFSIGNALED(status):
        return child.task, KILLED.format(f"signal {os.WTERMSIG(status)}")
    code = os.WEXITSTATUS(status)
    return child.task, KILLED.format(f"exit code {code}") if code else told
