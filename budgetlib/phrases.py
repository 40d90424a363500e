"""What pages and drafts say, in English and Chinese beside each other: `phrases.toml`.

A field of a phrase is ``{name}``. A list is told as one (", " and "and"; "、"), by ``{name:;}`` or
``{name:,}`` with that alone; an amount gets commas and two decimals; ``{n:#class/classes}`` counts,
``{n:is/are}`` chooses by the number.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

ENGLISH, CHINESE = 0, 1
SEPARATORS = {";": ("; ", "；"), ",": (", ", "、")}


class Both(NamedTuple):
    """A piece of a sentence in both languages."""

    english: str = ""
    chinese: str = ""


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("phrases.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def found(kind: str, key: str) -> Any:
    """What the data hold under a dotted key."""
    answer = _data()[kind]
    for step in key.split("."):
        answer = answer[step]
    return answer


def labels(axis: str) -> dict[str, str]:
    """The labels of an axis by key, English and Chinese in one string."""
    return cast("dict[str, str]", found("labels", axis))


def label(axis: str, key: str) -> str:
    """The label of one member; its key where it has none."""
    return labels(axis).get(key, key)


def named(shown: str) -> Both:
    """A label for a sentence: whole in English, its Chinese in Chinese."""
    return Both(shown, shown.split()[-1])


def apart(shown: str) -> Both:
    """A label in lower-case English, and its Chinese."""
    english, _, chinese = shown.rpartition(" ")
    return Both(english.lower(), chinese)


def listed(words: Iterable[str]) -> str:
    """A list in words."""
    *rest, end = list(words) or ["—"]
    return f"{', '.join(rest)} and {end}" if rest else end


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


class _Formatter(string.Formatter):
    """Fills the fields of a phrase in one language; a field is a plain name."""

    def __init__(self, language: int) -> None:
        self.language = language

    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[Any, str]:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, spec: str) -> str:
        one, _, many = spec.partition("/")
        if one.startswith("#"):
            return counted(value, one[1:], many)
        if many:
            return one if value == 1 else many
        if isinstance(value, Both):
            return value[self.language]
        if isinstance(value, list):
            words = [self.format_field(each, "") for each in value]
            if spec in SEPARATORS:
                return SEPARATORS[spec][self.language].join(words)
            return listed(words) if self.language == ENGLISH else "、".join(words)
        if isinstance(value, Decimal):
            return format(value, spec or ",.2f")
        return "—" if value is None else format(value, spec)


_FORMATTERS = (_Formatter(ENGLISH), _Formatter(CHINESE))


def filled(template: str, language: int = ENGLISH, **fields: Any) -> str:
    """One phrase with its fields filled."""
    return _FORMATTERS[language].vformat(template, (), fields)


def piece(key: str, **fields: Any) -> Both:
    """A piece of a sentence in both languages."""
    english, chinese = found("say", key)
    return Both(filled(english, ENGLISH, **fields), filled(chinese, CHINESE, **fields))
