"""The library's own TOML files, parsed once: what they say is kept in the user's cache folder."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, ItemsView, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent


def parsed(path: Path) -> dict[str, Any]:
    """What a TOML file says.

    What another run kept is taken where it was made from these very words and is whole; all else
    counts as nothing kept, and nothing comes of it where it cannot be.
    """
    text = path.read_text(encoding="utf-8")
    if OWN not in path.parents:  # of somebody else's files nothing is kept
        return _toml(text)
    kept = None
    with suppress(OSError, ValueError, RuntimeError):  # no folder of the user's, or none that reads
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "budgetlib"
        kept = folder / _seal(str(OWN), "")[:8] / f"{path.stem}.json"  # another version has its own
        seal, _, body = kept.read_text(encoding="utf-8").partition("\n")
        if seal == _seal(text, body):
            return dict(json.loads(body))
    data = _toml(text)
    if kept:
        _keep(kept, text, json.dumps(data, ensure_ascii=False))
    return data


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


def _toml(text: str) -> dict[str, Any]:
    import tomllib  # not needed where all is kept

    return tomllib.loads(text)


def _seal(text: str, body: str) -> str:
    return sha256(f"{text}\0{body}".encode()).hexdigest()


def _keep(kept: Path, text: str, body: str) -> None:
    """Write beside, then put in place: whoever reads meanwhile finds the old or the new, whole."""
    with suppress(OSError):
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")
        beside.write_text(f"{_seal(text, body)}\n{body}", encoding="utf-8")
        beside.replace(kept)
