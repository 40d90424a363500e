"""What pages and drafts say, in English and Chinese beside each other: `phrases.toml`.

A field of a phrase is ``{name}``. A list is told as one (", " and "and"; "、"), by ``{name:;}`` or
``{name:,}`` with that alone, ``{name:~}`` with nothing; an amount gets commas and two decimals,
``{step:±}`` is +1.00 or 增加1.00; ``{n:#class/classes}`` counts, ``{n:is/are}`` chooses by the
number. ``{bad?some/none}`` is the phrase `some` of the same section where there is any `bad`, else
the phrase `none`, if one is named; ``{parts*one}`` is the phrase `one` for each of the parts, whose
fields it fills.
"""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from budgetlib import vocabulary
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.files import parsed

ENGLISH, CHINESE = 0, 1
SIGNED = "±"
PERCENT = re.compile(r"(?<=\d) %")
APART = " | "  # between the English and the Chinese of a label or a caption
SEPARATORS = {";": ("; ", "；"), ",": (", ", "、"), "~": ("", "")}


class Both(NamedTuple):
    """A piece of a sentence in both languages."""

    english: str = ""
    chinese: str = ""


@cache
def _data() -> dict[str, Any]:
    return parsed(Path(__file__).with_name("phrases.toml"))


def found(kind: str, key: str = "") -> Any:
    """What the data hold under a dotted key."""
    answer = _data()[kind]
    for step in filter(None, key.split(".")):
        answer = answer[step]
    return answer


@cache
def labels(axis: str) -> dict[str, str]:
    """The labels by key, in both languages where both are told.

    A list names members of an axis of `axes.toml`, which has their words.
    """
    known: dict[str, str] = {}
    for key, told in found("labels", axis).items():
        members = () if isinstance(told, str) else told
        known |= {m: shown(key, m) for m in members} if members else {key: _labelled(told)}
    return known


def _labelled(told: str) -> str:
    return Label(*told.split(APART)) if APART in told else told


def both(template: str, /, **fields: Any) -> str:
    """A label or a caption with its fields filled, in both languages where both are told."""
    one, apart, other = template.partition(APART)
    told = filled(one, ENGLISH, **fields), filled(other if apart else one, CHINESE, **fields)
    return Label(*told) if told[0] != told[1] else told[0]


def shown(axis: str, key: str) -> Label:
    """The label of a member of an axis of `axes.toml`."""
    told, other = vocabulary.label(axis, key)
    return Label(f"{told[0].upper()}{told[1:]}", other)


def label(axis: str, key: str) -> str:
    """The label of one member; its key where it has none."""
    return labels(axis).get(key, key)


def words(axis: str) -> dict[str, str]:
    """The members of an axis in Chinese alone."""
    return {key: chinese(shown) for key, shown in labels(axis).items()}


def apart(shown: str) -> Both:
    """A label for the middle of a sentence: lower-case English, and its Chinese."""
    return Both(english(shown).lower(), chinese(shown))


def listed(words: Iterable[str]) -> str:
    """A list in words."""
    *rest, end = list(words) or ["—"]
    return f"{', '.join(rest)} and {end}" if rest else end


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class _Formatter(string.Formatter):
    """Fills the fields of a phrase in one language; `section` is where the phrase stands."""

    def __init__(self, language: int, section: str = "") -> None:
        self.language, self.section = language, section

    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[Any, str]:
        name, asked, keys = field_name.partition("?")
        if asked:
            yes, _, no = keys.partition("/")
            return self._piece(yes if kwargs[name] else no, kwargs), name
        name, each, key = name.partition("*")
        if each:
            return [self._piece(key, {**kwargs, **part}) for part in kwargs[name]], name
        return kwargs[name], name

    def _piece(self, key: str, fields: Mapping[str, Any]) -> Both:
        return piece(f"{self.section}.{key}", **fields) if key else Both()

    def format_field(self, value: Any, spec: str) -> str:
        one, _, many = spec.partition("/")
        if one.startswith("#"):
            return counted(value, one[1:], many)
        if many:
            return one if value == 1 else many
        if isinstance(value, Both):
            return value[self.language]
        if isinstance(value, Label):
            return (value.english, value.chinese)[self.language]
        if isinstance(value, list):
            words = [self.format_field(each, "") for each in value]
            if spec in SEPARATORS:
                return SEPARATORS[spec][self.language].join(words)
            return listed(words) if self.language == ENGLISH else "、".join(words)
        if spec == SIGNED:
            return self._signed(value)
        if isinstance(value, Decimal):
            return format(value, spec or ",.2f")
        return "—" if value is None else format(value, spec)

    def _signed(self, value: Decimal) -> str:
        """A change, with two decimals if it has any."""
        told = f"{abs(value):,.{0 if value.as_tuple().exponent == 0 else 2}f}"
        if self.language == ENGLISH:
            return f"{'−' if value < 0 else '+'}{told}"
        return (chinese(label("direction", str(value.compare(Decimal(0))))) if value else "") + told


def filled(template: str, language: int = ENGLISH, section: str = "", /, **fields: Any) -> str:
    """One phrase with its fields filled."""
    return PERCENT.sub("%", _Formatter(language, section).vformat(template, (), fields))


def piece(key: str, /, **fields: Any) -> Both:
    """A piece of a sentence in both languages."""
    section = key.rpartition(".")[0]
    one, other = found("say", key)
    return Both(filled(one, ENGLISH, section, **fields), filled(other, CHINESE, section, **fields))
