"""The words and patterns of `sentences.toml`, compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8")
)
_REFERENCE = re.compile(r"\{([a-z_]+)\}")
NAMES: dict[str, str] = _DATA["names"]
BASES: dict[str, str] = _DATA["bases"]
ACCOUNTED: dict[str, str] = _DATA["accounted"]


def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_DATA["words"][name])


@cache
def _meant(name: str) -> str:
    """What {name} stands for."""
    listed = _DATA["words"].get(name)
    if listed is not None:
        return "|".join(map(re.escape, listed))
    return written(_DATA["parts"][name])


def written(pattern: str | list[str]) -> str:
    """A pattern as `re` takes it; a list of them is any of them."""
    text = pattern if isinstance(pattern, str) else "|".join(pattern)
    return _REFERENCE.sub(lambda match: _meant(match[1]), text)


def pattern(table: str, name: str) -> re.Pattern[str]:
    """One pattern of a table."""
    return re.compile(written(_DATA[table][name]))


def scanner() -> tuple[re.Pattern[str], dict[int, str]]:
    """The alternation of all numbers and lexemes; the kind that each marking group tells of.

    The mark closes a lexeme: what begins with it could not be passed over by its first character.
    """
    kinds = _DATA["numbers"] | _DATA["lexemes"]
    marked = (f"(?:{written(text)})(?P<is_{kind}>)" for kind, text in kinds.items())
    made = re.compile("|".join(marked))
    marks = {
        n: name.removeprefix("is_") for name, n in made.groupindex.items() if name[:3] == "is_"
    }
    return made, marks


def examples() -> list[dict[str, Any]]:
    """Invented sentences with what each claims."""
    return list(_DATA["examples"])
