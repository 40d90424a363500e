"""The words and patterns of `sentences.toml`, and one scan over a text: its lexemes.

Each number is a figure or a named non-amount.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from budgetlib.figures import Spot, too_long
from budgetlib.vocabulary import compiled, paired, parsed, patterns, regex

DATA: dict[str, Any] = parsed(Path(__file__).with_name("sentences.toml"))
_REFERENCE = regex(r"\{([a-z_]+)\}")
PHRASES = patterns(DATA["phrases"])
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
    patterns(DATA[table], written) for table in ("around", "naming", "statements")
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
    made = compiled("|".join(halves))
    marks = {
        n: name.removeprefix("is_") for name, n in made.groupindex.items() if name[:3] == "is_"
    }
    return made, marks


TOKEN = regex(written("{number}"))
YEAR = written("{year}")
_DIGIT = regex(r"\d")
_PLAIN = frozenset(DATA["lexemes"])  # these hold no digits


class Token(NamedTuple):
    """A run of digits: `kind` is "figure", a named kind of non-amount, or "unread"."""

    start: int
    end: int
    text: str
    kind: str
    unit: str
    unit_end: int


class Lexeme(NamedTuple):
    """A number or a word that tells something of numbers, and the tokens in it."""

    kind: str
    start: int
    end: int
    match: re.Match[str]
    tokens: tuple[Token, ...] = ()

    @property
    def year(self) -> int:
        """The last year that a date names, 0 where it names none."""
        return int(self.match["year"] or 0) if self.kind == "date" else 0


@lru_cache(maxsize=4096)
def lexemes(text: str) -> tuple[Lexeme, ...]:
    """What a text without spaces holds, in order; each character is looked at once."""
    made, kinds = scanner()
    return tuple([_lexeme(match, kinds[match.lastindex or 0]) for match in made.finditer(text)])


def _lexeme(match: re.Match[str], kind: str) -> Lexeme:
    start, end = match.span()
    if kind in _PLAIN:
        return Lexeme(kind, start, end, match)
    if kind == "figure":
        stop = match.end("digits")
        shared = None if match["unit"] else AROUND["shared"].match(match.string, stop)
        unit = shared["unit"] if shared else match["unit"] or ""
        told = unit or _alone(match.string, start, stop)
        kind = "figure" if told and not too_long(match["digits"]) else "unread"
        token = Token(start, stop, match["digits"], kind, unit, end)
        return Lexeme(kind, start, end, match, (token,))
    tokens = [
        Token(m.start(), m.end(), m[0], kind, "", m.end())
        for m in TOKEN.finditer(match.string, start, end)
    ]
    return Lexeme(kind, start, end, match, tuple(tokens))


def scan(text: str) -> tuple[Token, ...]:
    """Find every numeric token of a text without spaces, in order."""
    found = lexemes(text) if _DIGIT.search(text) else ()
    return tuple([token for lexeme in found for token in lexeme.tokens])


def runs(start: int, text: str, spot_of: Callable[[int], Spot]) -> list[tuple[Spot, str]]:
    """A token, with where it stands; one that a line or page break cuts in two is two runs."""
    first, last = spot_of(start), spot_of(start + len(text) - 1)
    if first == last:
        return [(first, text)]
    spots = [spot_of(start + i) for i in range(len(text))]
    pieces = [
        (spot, "".join(c for c, at in zip(text, spots, strict=True) if at == spot))
        for spot in dict.fromkeys(spots)
    ]
    return [(spot, run) for spot, piece in pieces for run in TOKEN.findall(piece)]


def _alone(text: str, start: int, end: int) -> bool:
    """A number with nothing but 为 before it, and the clause's end behind it: 预算为0。."""
    ends = end == len(text) or AROUND["number_follows"].match(text, end)
    return bool(ends and (not start or AROUND["number_before"].match(text, start - 1)))


_SPACES = regex(r"(?P<kept>(?:^|(?<=[。；]))\d{1,2}\.\s+(?=\d))|(?<!\d)\s+|\s+(?!\d)")


_LETTERED = regex(r"(?=.*[^\d\s])\S(?:\s+\S){3,}")  # 2 0 2 6 年 收 支 总 表
_NARROW = regex(r"(?<!\d),|,(?!\d)|;")
_MARKS = {",": "，", ";": "；"}


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """The text without white space, and its marks as Chinese prints them.

    White space is kept between two numbers, and behind a list's number (1. 2026年).
    """
    words = text.split()
    if words != [text]:
        lettered = _LETTERED.fullmatch(text)
        text = "".join(words) if lettered else _SPACES.sub(lambda m: m["kept"] or "", text)
    if "," in text or ";" in text:
        text = _NARROW.sub(lambda match: _MARKS[match[0]], text)
    return paired(text).replace("。)", ")")
