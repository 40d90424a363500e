"""What the pages of a report were made of, so that only what changed is made again."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetlib.content import content
from budgetlib.errors import ReportError

NAME = "manifest.json"
LOCK = ".{}.lock"
ASIDE = ".{}.new"
INDEX = "index"  # what is written into the folder itself


def read(folder: Path) -> dict[str, list[str]]:
    """Page to what it was made of and what it holds; empty where there is no manifest."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {str(page): [str(made), str(held)] for page, (made, held) in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write(folder: Path, made_of: dict[str, str], known: dict[str, list[str]]) -> None:
    """Keep what pages that were just made are made of, and what is known of the others there."""
    now = {page: [made, content(folder / page)] for page, made in made_of.items()}
    told = {page: both for page, both in sorted((known | now).items()) if (folder / page).is_file()}
    put(folder / NAME, json.dumps(told, indent=1) + "\n")


def fresh(folder: Path, page: str, made_of: str, known: dict[str, list[str]]) -> bool:
    """Whether a page lies there whole and was made of just this."""
    there = folder / page
    return (
        page in known
        and known[page][0] == made_of
        and there.is_file()
        and content(there) == known[page][1]
    )


def put(path: Path, text: str) -> None:
    """Write a file aside, then put it in its place: it is the old one or the new one, whole."""
    aside = path.with_name(ASIDE.format(path.name))
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Keep every other run out of what is written into a folder under a name."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK.format(name)).open("a+") as lock:
        try:
            _hold(lock.fileno())
        except OSError:
            problem = "another run is writing it; wait for it, or choose another --to"
            raise ReportError(problem, file=folder / name) from None
        yield


def _hold(number: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def writing(to: Path, name: str) -> Iterator[Path]:
    """Give a folder to work in, alone; what a run that was killed left is removed."""
    prefix = f".report-{name}~"  # no name holds that sign
    try:
        with alone(to, name):
            for left in to.glob(f"{prefix}*"):
                shutil.rmtree(left, ignore_errors=True)
            for left in (to if name == INDEX else to / name).glob(ASIDE.format("*")):
                left.unlink()
            with tempfile.TemporaryDirectory(prefix=prefix, dir=to) as temporary:
                yield Path(temporary)
    except OSError as error:
        problem = f"cannot be written ({error.strerror or error}); choose another --to"
        raise ReportError(problem, file=to / name) from error
