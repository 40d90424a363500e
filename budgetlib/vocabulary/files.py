"""What is made of the library's own files once, and kept in the user's cache folder."""

import json
import marshal
import os
import re
import sys
from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, AnyStr

OWN = Path(__file__).parents[1]
Patterns = dict[str, re.Pattern[str]]


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
    body = held(name, of)
    if body is None:
        keep(name, of, body := make())
    return body


class _Codes(dict[tuple[Any, int], tuple[Any, ...]]):
    """What patterns are compiled to, by their texts and flags: that of other runs, and what is new.

    It is `re`'s own affair and another for each Python: what cannot be taken up is compiled again.
    """

    NAME, OF = "patterns", sys.version.encode()

    def __init__(self) -> None:
        super().__init__(marshal.loads(held(self.NAME, self.OF) or marshal.dumps({})))
        self.new = False

    def __missing__(self, key: tuple[Any, int]) -> tuple[Any, ...]:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        tree = _parser.parse(*key)
        groups, numbers = tree.state.groups, tree.state.groupdict
        names = {number: name for name, number in numbers.items()}
        code = array("I", _compiler._code(tree, key[1])).tobytes()
        found = (
            key[1] | tree.state.flags,
            code,
            groups - 1,
            numbers,
            [*map(names.get, range(groups))],
        )
        self.new, self[key] = True, found
        return found

    def keep(self) -> None:
        """Keep what is new, if anything is."""
        if self.new:
            keep(self.NAME, self.OF, marshal.dumps(dict(self)))
            self.new = False


@cache
def codes() -> _Codes:
    """What patterns are compiled to."""
    return _Codes()


@lru_cache(maxsize=1024)
def compiled(text: Any, flags: int = 0) -> re.Pattern[Any]:
    """A pattern as `re.compile` gives it."""
    with suppress(AttributeError, ImportError, RuntimeError, TypeError, ValueError):
        import _sre  # type: ignore[import-not-found]

        flags_, code, groups, numbers, names = codes()[text, int(flags)]
        return _sre.compile(text, flags_, array("I", code).tolist(), groups, numbers, tuple(names))
    return re.compile(text, flags)


class _Late:
    """A pattern that is compiled when one of its methods is first called."""

    def __init__(self, made: Callable[[], re.Pattern[Any]]) -> None:
        self._made = made

    def __getattr__(self, name: str) -> Any:
        """A method of the pattern, which then stands beside it."""
        found = self.__dict__[name] = getattr(self._made(), name)
        return found


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern; most commands use few of them, and compiling takes longer than matching."""
    return _Late(partial(compiled, text, flags))  # type: ignore[return-value]


def patterns(texts: Mapping[str, Any], written: Callable[[Any], str] = str) -> Patterns:
    """Patterns by their names; `written` gives the text of each as `re` takes it."""
    return {n: _Late(lambda t=t: compiled(written(t))) for n, t in texts.items()}  # type: ignore


def _toml(text: str) -> dict[str, Any]:
    import tomllib  # not needed where all is kept

    return tomllib.loads(text)


def _seal(of: bytes, body: bytes) -> bytes:
    return sha256(b"\0".join((of, body))).hexdigest().encode()


def _place(name: str) -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "budgetlib"
    return folder / sha256(str(OWN).encode()).hexdigest()[:8] / name  # another version's: its own


def held(name: str, of: bytes) -> bytes | None:
    """What another run kept under a name, if it was made of these bytes and is whole."""
    with suppress(OSError, ValueError, RuntimeError):  # no folder of the user's, or none that reads
        seal, _, body = _place(name).read_bytes().partition(b"\n")
        if seal == _seal(of, body):
            return body
    return None


def keep(name: str, of: bytes, body: bytes) -> None:
    """Write beside, then put in place: whoever reads meanwhile finds the old or the new, whole."""
    with suppress(OSError, ValueError, RuntimeError):
        place, whole = _place(name), b"\n".join((_seal(of, body), body))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}")
        beside.write_bytes(whole)
        beside.replace(place)
