"""Bounds on the time and the memory that one document may take, where the system can set them."""

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetlib.errors import ReadError

SECONDS = 60.0  # of computing; a long document takes half a second
MEGABYTES = 450.0  # more than this process holds already (100); a long document takes 30
WAITING = 5  # times as long may pass on the clock
PAGE = 4096
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


@contextmanager
def lasting() -> Iterator[None]:
    """Leave what is imported within, for good, out of all collections of garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class _TooLong(BaseException):
    """Not an Exception, which the reading of a broken file may catch."""


@contextmanager
def bounded(
    source: object, seconds: float | None = None, megabytes: float = MEGABYTES
) -> Iterator[None]:
    """Stop what takes too long or too much memory; in the main thread, on Linux."""
    alone = threading.current_thread() is threading.main_thread()
    if seconds == 0 or not sys.platform.startswith("linux") or not alone:
        yield
        return
    most = seconds or SECONDS
    try:
        with _time(most), _limit("RLIMIT_AS", _held() + int(megabytes * 1e6)):
            yield
    except _TooLong:
        raise ReadError(f"takes more than {most:g} s (--max-seconds)", file=source) from None
    except (MemoryError, SystemError):  # the interpreter's own word for the same in its depths
        raise ReadError(f"takes more than {megabytes:g} MB of memory", file=source) from None


def _held() -> int:
    """Bytes of address space that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * PAGE


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooLong

    timers = (  # what waits for ever computes nothing; others may compute beside it
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, WAITING * seconds),
    )
    before = [(number, signal.signal(number, stop)) for number, _, _ in timers]
    for _, timer, most in timers:
        signal.setitimer(timer, most, 1.0)  # again each second, should it be caught
    try:
        with _limit("RLIMIT_CPU", int(time.process_time() + 1.1 * seconds) + 2):
            yield
    finally:
        for _, timer, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def _limit(name: str, most: int) -> Iterator[None]:
    import resource

    kind = getattr(resource, name)
    before, hard = resource.getrlimit(kind)
    lowest = min((x for x in (most, before, hard) if x != resource.RLIM_INFINITY), default=most)
    resource.setrlimit(kind, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, (before, hard))


def end_with(parent: int) -> None:
    """Let this process, a child, end as soon as its parent does, and by Ctrl-C without a word."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # as it is in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
