"""The words and patterns of `sentences.toml`; one scan over a text; what stands before a figure.

Each number is a figure or a named non-amount.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
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
    if "-" in text:
        text = AROUND["lost_year"].sub(NAMES["year"], text)
    text = AROUND["zero"].sub("0", text)
    if "," in text or ";" in text:
        text = _NARROW.sub(lambda match: _MARKS[match[0]], text)
    return paired(text).replace("。)", ")")


# ---- what stands before a figure: its words, and the lexemes in them ----

SIGNS = {"up": 1, "over": 1, "down": -1, "under": -1}
BARE = words("bare")
_BARE = words("no_name")  # 减少支出 5: of what was told
_BRACKETS = regex("[()]")
_ENDS = {"reason": "reason_ends", "of_which": "list_ends"}


def base_named(word: str) -> str:
    """A base of final accounts by the name that figures carry; "" for lack of a word."""
    return ACCOUNTED.get(word, NAMES["adjusted"]) if word else ""


def last_clause(text: str) -> str:
    """The words behind the last mark."""
    return AROUND["clauses"].split(text)[-1]


def planned(word: str) -> bool:
    """Whether it is a budget that final accounts compare with."""
    return bool(word) and (word in ACCOUNTED or word not in BASES) and word != NAMES["final"]


def begin(text: str, position: int) -> int:
    """Where the sentence begins that a position stands in."""
    return max(text.rfind("。", 0, position), text.rfind("；", 0, position)) + 1


class Stretches:
    """Stretches of a text, by where they begin and end; of nested ones the inner counts."""

    def __init__(self, changes: Iterator[tuple[int, int]]) -> None:
        told = dict(sorted(dict(changes).items()))
        self.places, self.states = list(told), list(told.values())

    def at(self, position: int) -> int:
        """Where the stretch begins that a position stands in, -1 for none."""
        i = bisect(self.places, position)
        return self.states[i - 1] if i else -1


def stretches(kind: str, text: str, found: Sequence[Lexeme]) -> Iterator[tuple[int, int]]:
    """Where each stated reason, or each list behind 其中, begins and ends."""
    end = 0
    for lexeme in found:
        if lexeme.kind == kind and (lexeme.start >= end or kind == "of_which"):
            ends = AROUND[_ENDS[kind]].search(text, lexeme.end)
            end = ends.start() if ends else len(text)
            yield lexeme.start, lexeme.start
            yield end, -1


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each pair of brackets begins and ends; what is not closed ends with the text."""
    opened = [-1]
    for mark in _BRACKETS.finditer(text):
        if mark[0] == "(":
            opened.append(mark.start())
        elif len(opened) > 1:
            opened.pop()
        yield mark.start() + 1, opened[-1]


@lru_cache(maxsize=4096)
def _said(letters: str) -> dict[str, re.Match[str]]:
    """What letters of lexemes say, and where first."""
    return {name: said for name, each in PHRASES.items() if (said := each.search(letters))}


class Phrase:
    """Lexemes that say something together: where it begins, and the lexeme of each of its parts."""

    def __init__(self, match: re.Match[str], at: Sequence[Lexeme]) -> None:
        self.match, self.at, self.start = match, at, at[match.start()]
        self.end = at[match.end() - 1].end if match.end() > match.start() else self.start.start

    def part(self, name: str) -> Lexeme | None:
        """The lexeme of a part, if it is there."""
        return self.at[self.match.start(name)] if self.match[name] else None

    @property
    def base(self) -> str:
        """The word for its base, "" for none."""
        return self.at[self.match.start("base")].match["base"] if self.match["base"] else ""

    @property
    def plain_base(self) -> str:
        """The name that figures carry for its base, "" for none."""
        return BASES.get(self.base, "")

    @property
    def year(self) -> int:
        """The year that it names, 0 for last year."""
        return self.at[self.match.start("when")].year if self.match["when"] else 0


class Left:
    """The words from `start` to `end` of a text, and the lexemes among them."""

    def __init__(self, text: str, found: Sequence[Lexeme], start: int, end: int) -> None:
        self.text, self.found, self.start, self.end = text[start:end], found, start, end

    @cached_property
    def _spelt(self) -> tuple[str, list[Lexeme]]:
        """The letters of the lexemes, a mark or a space where two do not adjoin; whose each is."""
        letters, at, last = [], [], self.start  # type: list[str], list[Lexeme], int
        for lexeme in self.found:
            between = self.text[last - self.start : lexeme.start - self.start]
            undated = lexeme.kind == "date" and not lexeme.year
            letter = "." if undated else LETTERS.get(lexeme.kind, ".")
            spelt = f"{_gap(between)}{letter}"
            letters.append(spelt)
            at += [lexeme] * len(spelt)
            last = lexeme.end
        if self.found and last != self.end:
            letters.append(" ")
            at.append(self.found[-1])
        return "".join(letters), at

    @cached_property
    def moved(self) -> tuple[Lexeme | None, str]:
        """The word for a direction that the figure follows, and what is between (增加人员经费5)."""
        if way := self.phrase("way"):
            return way.start, ""
        moved = AROUND["object"].search(self.text) if LETTERS["up"] in self._spelt[0] else None
        found = (x for x in self.found if moved and x.start == self.start + moved.start("way"))
        return next(found, None), moved["object"] if moved and moved["object"] not in _BARE else ""

    @cached_property
    def way(self) -> Lexeme | None:
        """The word for a direction."""
        return self.moved[0]

    def last(self, kind: str) -> Lexeme | None:
        """The last lexeme of this kind."""
        return next((x for x in reversed(self.found) if x.kind == kind), None)

    def phrases(self, name: str) -> list[Phrase]:
        """Every place where the lexemes say this."""
        letters, at = self._spelt
        said = PHRASES[name].finditer(letters) if name in _said(letters) else ()
        return [Phrase(match, at) for match in said]

    def phrase(self, name: str) -> Phrase | None:
        """The first of them."""
        letters, at = self._spelt
        match = _said(letters).get(name)
        return Phrase(match, at) if match else None

    def dated(self) -> Phrase | None:
        """The last year told; no year that an earlier clause compares with."""
        own = (
            x
            for x, y in ((x, x.part("when")) for x in reversed(self.phrases("dated")))
            if y and not (x.match["than"] and "，" in self.text[y.end - self.start :])
        )
        return next(own, None)

    @cached_property
    def based(self) -> tuple[str, str]:
        """(the words before it in its clause, the word for a base); none ends a fund's name."""
        told = self.phrase("told")
        if told is None:
            return "", ""
        before = last_clause(self.text[: told.start.start - self.start])
        side = "" if before[-2:] in BARE else told.start.match["side"] or ""  # 决算收入 5
        return f"{before}{side}", "" if AROUND["of_fund"].search(before) else told.base

    def told(self) -> tuple[str, str] | None:
        """The same, where an account names a base of its own."""
        before, base = self.based
        return (before, base_named(base)) if (planned(base) or base == NAMES["final"]) else None

    def alike(self, told: Phrase) -> str:
        """The base that a comparison begins with where it ends with none (预算数比2024年减少)."""
        own = told.part("own")
        account = own and AROUND["account"].search(own.match[0])
        return BASES.get(own.match["base"], "") if own and account else ""

    def done(self) -> str | None:
        """The base of which a share was executed ("" for none), where one is told."""
        done = self.phrase("done")
        return base_named(done.base) if done else None


def _gap(words: str) -> str:
    """A mark where the words hold one, a space where words stand behind the last."""
    if not words:
        return ""
    mark = AROUND["marks"].search(words)
    return f"{',' if mark else ''}{' ' if not AROUND['marks'].match(words[-1]) else ''}"
