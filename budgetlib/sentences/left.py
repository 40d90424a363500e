"""What stands before a figure: its words, and the lexemes in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from budgetlib.sentences.lexicon import ACCOUNTED, AROUND, BASES, LETTERS, NAMES, PHRASES
from budgetlib.sentences.tokens import Lexeme, lexemes

SIGNS = {"up": 1, "over": 1, "down": -1, "under": -1}
_BRACKETS = re.compile("[()]")


def base_named(word: str) -> str:
    """A base of final accounts by the name that figures carry; "" for lack of a word."""
    return ACCOUNTED.get(word, NAMES["adjusted"]) if word else ""


def last_clause(text: str) -> str:
    """The words behind the last mark."""
    return AROUND["clauses"].split(text)[-1]


class Phrase:
    """Lexemes that say something together: where it begins, and the lexeme of each of its parts."""

    def __init__(self, match: re.Match[str], at: Sequence[Lexeme]) -> None:
        self.match, self.at, self.start = match, at, at[match.start()]

    def part(self, name: str) -> Lexeme | None:
        """The lexeme of a part, if it is there."""
        return self.at[self.match.start(name)] if self.match[name] else None

    @property
    def base(self) -> str:
        """The word for its base, "" for none."""
        base = self.part("base")
        return base.match["base"] if base else ""

    @property
    def year(self) -> int:
        """The year that it names, 0 for last year."""
        when = self.part("when")
        return when.year if when else 0


class Left:
    """The words from `start` to `end` of a text, and the lexemes among them."""

    def __init__(self, text: str, found: Sequence[Lexeme], start: int, end: int) -> None:
        self.text, self.found, self.start, self.end = text[start:end], found, start, end
        letters, self.at = [], []  # type: list[str], list[Lexeme]
        for i, lexeme in enumerate(found, 1):
            letter = LETTERS.get(lexeme.kind, ".")
            letters.append("." if letter == "y" and not lexeme.year else letter)
            self.at.append(lexeme)
            if lexeme.end != (found[i].start if i < len(found) else end):
                letters.append(" ")
                self.at.append(lexeme)
        self.letters = "".join(letters)
        self.said: dict[str, list[Phrase]] = {}
        way = self.phrase("way")
        self.way = way and way.start  # the word for a direction that the figure follows

    @classmethod
    def of(cls, text: str) -> Left:
        """Words that stand for themselves."""
        return cls(text, lexemes(text), 0, len(text))

    def has(self, kind: str) -> bool:
        """Whether a lexeme of this kind is among them."""
        return any(lexeme.kind == kind for lexeme in self.found)

    def phrases(self, name: str) -> list[Phrase]:
        """Every place where the lexemes say this."""
        if name not in self.said:
            found = PHRASES[name].finditer(self.letters)
            self.said[name] = [Phrase(match, self.at) for match in found]
        return self.said[name]

    def phrase(self, name: str) -> Phrase | None:
        """The first of them."""
        return next(iter(self.phrases(name)), None)

    def dated(self) -> Phrase | None:
        """The last year told; no year that an earlier clause compares with."""
        for told in reversed(self.phrases("dated")):
            when = told.part("when")
            if when and not (told.match["than"] and "，" in self.text[when.end - self.start :]):
                return told
        return None

    def told(self) -> tuple[str, str] | None:
        """(the words before it in its clause, the base) where an account names one of its own."""
        told = self.phrase("told")
        if told is None or not accounts(told.base):
            return None
        return last_clause(self.text[: told.start.start - self.start]), base_named(told.base)

    def done(self) -> str | None:
        """The base of which a share was executed ("" for none), where one is told."""
        done = self.phrase("done")
        return base_named(done.base) if done else None

    def against(self) -> str:
        """The last budget that is compared with (比年初预算), "" for none."""
        found = [phrase.base for phrase in self.phrases("against")]
        own = [base for base in found if accounts(base) and base != NAMES["final"]]
        return base_named(own[-1]) if own else ""


def accounts(word: str) -> bool:
    """Whether final accounts speak of such a base."""
    return bool(word) and (word in ACCOUNTED or word not in BASES)


def reasons(text: str, found: tuple[Lexeme, ...]) -> Iterator[tuple[int, int]]:
    """Where each stated reason begins and ends."""
    end = 0
    for lexeme in found:
        if lexeme.kind == "reason" and lexeme.start >= end:
            ends = AROUND["reason_ends"].search(text, lexeme.end)
            end = ends.start() if ends else len(text)
            yield lexeme.start, end


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each pair of brackets begins and ends, the outer before the inner."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in _BRACKETS.finditer(text):
        if mark[0] == "(":
            opened.append(mark.start())
        elif opened:
            pairs.append((opened.pop(), mark.start()))
    yield from sorted([*pairs, *((at, len(text)) for at in opened)])
