"""Folders of packages: one put in another's place, and what killed runs left put away."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OLD, LONG_AGO = ".old", 3600  # seconds


def put_away(folder: Path) -> None:
    """Remove a folder and what is in it, as far as it can be."""
    from shutil import rmtree  # which who only reads packages can do without

    rmtree(folder, ignore_errors=True)


def put(aside: Path, folder: Path) -> Path:
    """Put what was written beside a folder in its place."""
    old = aside.with_name(aside.name + OLD)
    if folder.exists() and not _exchanged(aside, folder):
        folder.rename(old)  # removed when the new one is there
        aside.rename(folder)
    elif aside.exists() and not folder.exists():
        aside.rename(folder)
    for left in (aside, old):
        put_away(left)
    return folder


@contextmanager
def swept(to: Path | str) -> Iterator[None]:
    """Put away, before and after, what runs that were killed left in a folder of packages."""
    try:
        _sweep(Path(to))
        yield
    finally:
        _sweep(Path(to))


def _sweep(to: Path) -> None:
    for left in [path for path in to.glob(".*~*~*") if _is_left(path)]:
        folder = to / left.name[1:].partition("~")[0]
        if left.suffix == OLD and not folder.exists():
            left.rename(folder)  # the new one is not there: the old one is put back
        put_away(left)


def _is_left(path: Path) -> bool:
    """Whether what writes it runs no more: a process of this machine, or long ago."""
    from platform import node

    host, _, number_ = path.name.split("~")[1].rpartition("-")
    with suppress(OSError):  # a process that ended, or has been put away meanwhile
        if path.stat().st_mtime < time.time() - LONG_AGO:
            return True
        here = host == node() and Path("/proc/self").exists()
        return here and not Path(f"/proc/{number_}/cmdline").read_bytes()
    return path.exists()


def _exchanged(one: Path, other: Path) -> bool:
    """Put two folders in each other's place at once, where the system can."""
    import ctypes

    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
