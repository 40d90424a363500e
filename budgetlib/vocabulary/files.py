"""What is made of the library's own files once, and kept in the user's cache folder."""

import json
import os
import re
from collections.abc import Callable, ItemsView, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, overload

OWN = Path(__file__).parents[1]


def parsed(path: Path) -> dict[str, Any]:
    """What a TOML file says; of somebody else's files nothing is kept."""
    text = path.read_text(encoding="utf-8")
    if OWN not in path.parents:
        return _toml(text)
    told = kept(f"{path.stem}.json", text.encode(), lambda: json.dumps(_toml(text)).encode())
    return dict(json.loads(told))


def kept(name: str, of: bytes, make: Callable[[], bytes]) -> bytes:
    """What is made of some bytes, once.

    What another run kept is taken where it was made from these very bytes and is whole; all else
    counts as nothing kept, and nothing comes of it where it cannot be.
    """
    place = None
    with suppress(OSError, ValueError, RuntimeError):  # no folder of the user's, or none that reads
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "budgetlib"
        place = (
            folder / sha256(str(OWN).encode()).hexdigest()[:8] / name
        )  # another version's: its own
        seal, _, body = place.read_bytes().partition(b"\n")
        if seal == _seal(of, body):
            return body
    body = make()
    if place:
        _keep(place, b"\n".join((_seal(of, body), body)))
    return body


class Patterns(dict[str, re.Pattern[str]]):
    """Patterns by their names, each compiled when it is first asked for."""

    def __init__(self, texts: Mapping[str, Any], written: Callable[[Any], str] = str) -> None:
        """`written` gives the text of a pattern as `re` takes it."""
        super().__init__()
        self.texts, self.written = texts, written

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = re.compile(self.written(self.texts[name]))
        return found

    def items(self) -> ItemsView[str, re.Pattern[str]]:  # type: ignore[override]
        """All of them."""
        return {name: self[name] for name in self.texts}.items()


class _Late:
    """A pattern that is compiled when one of its methods is first called."""

    def __init__(self, text: Any, flags: int) -> None:
        self._told = text, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the pattern, which then stands beside it."""
        found = self.__dict__[name] = getattr(re.compile(*self._told), name)
        return found


@overload
def regex(text: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def regex(text: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def regex(text: Any, flags: int = 0) -> Any:
    """A pattern; most commands use few of them, and compiling takes longer than matching."""
    return _Late(text, flags)


def _toml(text: str) -> dict[str, Any]:
    import tomllib  # not needed where all is kept

    return tomllib.loads(text)


def _seal(of: bytes, body: bytes) -> bytes:
    return sha256(b"\0".join((of, body))).hexdigest().encode()


def _keep(place: Path, whole: bytes) -> None:
    """Write beside, then put in place: whoever reads meanwhile finds the old or the new, whole."""
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}")
        beside.write_bytes(whole)
        beside.replace(place)
