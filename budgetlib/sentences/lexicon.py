"""The words and patterns of `sentences.toml`, compiled."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from budgetlib.vocabulary.files import Patterns, parsed, regex

DATA: dict[str, Any] = parsed(Path(__file__).with_name("sentences.toml"))
_REFERENCE = regex(r"\{([a-z_]+)\}")
PHRASES = Patterns(DATA["phrases"])
_table: dict[str, dict[str, str]] = DATA
_TABLES = ("names", "places", "letters", "bases", "accounted")
NAMES, PLACES, LETTERS, BASES, ACCOUNTED = (_table[name] for name in _TABLES)


def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(DATA["words"][name])


@cache
def _meant(name: str) -> str:
    """What {name} stands for."""
    listed = DATA["words"].get(name)
    if listed is not None:
        return "|".join(map(re.escape, listed))
    return written(DATA["parts"][name])


def written(pattern: str | list[str]) -> str:
    """A pattern as `re` takes it; a list of them is any of them."""
    text = pattern if isinstance(pattern, str) else "|".join(pattern)
    return _REFERENCE.sub(lambda match: _meant(match[1]), text)


AROUND, NAMING, STATEMENTS = (
    Patterns(DATA[table], written) for table in ("around", "naming", "statements")
)


@cache
def scanner(gated: bool = True) -> tuple[re.Pattern[str], dict[int, str]]:
    """The alternation of all numbers and lexemes; the kind that each marking group tells of.

    The mark closes a lexeme: what begins with it could not be passed over by its first character.
    """
    halves = []
    for half in ("numbers", "lexemes"):
        kinds = (f"(?:{written(text)})(?P<is_{kind}>)" for kind, text in DATA[half].items())
        first = f"(?={DATA['begins'][half]})" if gated else ""
        halves.append(f"{first}(?:{'|'.join(kinds)})")
    made = re.compile("|".join(halves))
    marks = {
        n: name.removeprefix("is_") for name, n in made.groupindex.items() if name[:3] == "is_"
    }
    return made, marks
