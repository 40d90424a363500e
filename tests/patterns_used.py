"""Every regular expression of the library, and how it is used, noted while documents are read.

As a program it reads them, and prints what was compiled and called by modules of the library.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import Any

Used = dict[tuple[str, int], set[str]]


def told() -> Iterator[tuple[re.Pattern[str], list[str]]]:
    """Each pattern of text, and the methods of it that were called; `match` where none was."""
    words = [sys.executable, __file__]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    for pattern, flags, ways in json.loads(printed):
        yield re.compile(pattern, flags), ways or ["match"]


def by(pattern: re.Pattern[str], way: str) -> Callable[[str], object]:
    """A pattern's method, to be called with a text."""
    if way in ("sub", "subn"):
        return lambda text: pattern.sub("", text)
    found = getattr(pattern, way)
    return (lambda text: list(found(text))) if way == "finditer" else found  # type: ignore[no-any-return]


class _Noted:
    """A pattern that notes which of its methods are asked for."""

    def __init__(self, pattern: re.Pattern[str], used: Used) -> None:
        self.__dict__ |= {"held": pattern, "ways": used.setdefault(_key(pattern), set())}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.held, name)
        if callable(found):
            self.ways.add(name)
        return found


def _key(pattern: re.Pattern[str]) -> tuple[str, int]:
    return pattern.pattern, pattern.flags


def _note() -> Used:
    """Let `re` note what modules of the library compile."""
    used, compiled = dict[tuple[str, int], set[str]](), re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: int) -> Any:
        if isinstance(pattern, _Noted):
            return pattern
        found = compiled(pattern, flags)
        caller = sys._getframe(2).f_globals.get("__name__", "")  # of a function of `re`
        ours = caller.startswith("budgetlib") and isinstance(pattern, str)
        return _Noted(found, used) if ours else found

    re._compile = noting  # type: ignore[attr-defined]
    return used


def main() -> None:
    used = _note()
    import budgetlib
    from budgetlib.vocabulary import files

    for module in walk_packages(budgetlib.__path__, "budgetlib."):
        if not module.name.endswith("__main__"):
            held = vars(import_module(module.name)).values()
            assert all(late.pattern for late in held if isinstance(late, files._Late))
    from made import documents

    from budgetlib.budget import read_text
    from budgetlib.sentences import tokens as lexicon

    for table in (lexicon.AROUND, lexicon.NAMING, lexicon.STATEMENTS, lexicon.PHRASES):
        table.items()
    for text in documents().values():
        read_text(text).reconcile()
    from attack import FORMATS, sound

    with TemporaryDirectory() as folder:
        for suffix in FORMATS:
            (path := Path(folder, f"one{suffix}")).write_bytes(sound(suffix))
            budgetlib.load(path).reconcile()
    json.dump([[*key, sorted(ways)] for key, ways in used.items()], sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
