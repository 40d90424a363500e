"""What stands before a figure: its words, and the lexemes in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from budgetlib.sentences.lexicon import ACCOUNTED, BASES, NAMES, pattern, words
from budgetlib.sentences.tokens import Lexeme, lexemes

COMPARE, FROM, MORE, LESS = words("compare"), words("from"), words("more"), words("less")
LIKE, EQUAL = words("like"), words("equal")
WAYS = ("up", "down", "both")
_CLAUSES = pattern("around", "clauses")


def base_named(word: str) -> str:
    """A base of final accounts by the name that figures carry; "" for lack of a word."""
    return ACCOUNTED.get(word, NAMES["adjusted"]) if word else ""


def last_clause(text: str) -> str:
    """The words behind the last mark."""
    return _CLAUSES.split(text)[-1]


class Left:
    """The words from `start` to `end` of a text, and the lexemes among them."""

    def __init__(self, text: str, found: Sequence[Lexeme], start: int, end: int) -> None:
        self.text, self.found, self.start, self.end = text[start:end], found, start, end

    @classmethod
    def of(cls, text: str) -> Left:
        """Words that stand for themselves."""
        return cls(text, lexemes(text), 0, len(text))

    def has(self, kind: str) -> bool:
        """Whether a lexeme of this kind is among them."""
        return any(lexeme.kind == kind for lexeme in self.found)

    def adjacent(self, i: int) -> Lexeme | None:
        """The lexeme that begins where another ends."""
        after = self.found[i + 1] if i + 1 < len(self.found) else None
        return after if after and after.start == self.found[i].end else None

    @cached_property
    def last(self) -> Lexeme | None:
        """The lexeme that reaches to the figure."""
        last = self.found[-1] if self.found else None
        return last if last and last.end == self.end else None

    @cached_property
    def way(self) -> Lexeme | None:
        """The word for a direction that the figure follows, over the base if it names one."""
        at = -3 if self.last and self.last.kind == "base" else -1
        found = self.found[at] if self.last and len(self.found) >= -at else None
        if found is None:
            return None
        if at < -1:
            joined = (
                found.end == self.found[-2].start and self.found[-2].end == self.found[-1].start
            )
            over = joined and self.found[-2].kind == "past"
            return found if over and (found.kind in WAYS or _sign(found.text)) else None
        return found if found.kind in WAYS else None

    @property
    def sign(self) -> int | None:
        """+1 or -1 where the word tells one."""
        if self.way is None:
            return None
        return {"up": 1, "down": -1, "both": None}.get(self.way.kind, _sign(self.way.text))

    def compared(self) -> Iterator[tuple[Lexeme, int, str]]:
        """(比, the year or 0 for the last, the word for the base) of each comparison."""
        for i, prep in enumerate(self.found):
            when = self.adjacent(i) if prep.kind == "prep" and prep.text in COMPARE else None
            if when and (when.kind == "past" or (when.kind == "date" and when.year)):
                year = when.year if when.kind == "date" else 0
                yield prep, year, self._base_after(i + 1)

    def dated(self) -> tuple[int, str] | None:
        """The last year told, and the word for the base behind it; no year compared with."""
        for i in range(len(self.found) - 1, -1, -1):
            date = self.found[i]
            if date.kind != "date" or not date.year:
                continue
            prep = self.found[i - 1] if i and self.found[i - 1].end == date.start else None
            aside = prep and prep.text in COMPARE and "，" in self.text[date.end - self.start :]
            if not aside:
                return date.year, self._base_after(i)
        return None

    def of_last_year(self) -> str | None:
        """The word for the base of an amount told of last year ("" for none), if it is."""
        last = self.last
        if last is None:
            return None
        before = self.found[-2] if len(self.found) > 1 else None
        if before is None or before.end != last.start:
            return None
        if last.kind == "past" and before.kind == "prep" and before.text in FROM:
            return ""
        return last.match["base"] if last.kind == "base" and before.kind == "past" else None

    @property
    def base(self) -> str:
        """The word for the base that stands right before the figure."""
        return self.last.match["base"] if self.last and self.last.kind == "base" else ""

    def told(self) -> tuple[str, str] | None:
        """(the words before it in its clause, the base) where an account names one of its own."""
        if self.last is None or not accounts(self.base):
            return None
        return last_clause(self.text[: self.last.start - self.start]), base_named(self.base)

    def done(self) -> str | None:
        """The base of which a share was executed ("" for none), where one is told."""
        last = self.last
        if last and last.kind == "done":
            return ""
        before = self.found[-2] if last and len(self.found) > 1 else None
        if before and before.kind == "done" and last and before.end == last.start:
            return base_named(self.base) if accounts(self.base) else None
        return None

    def against(self) -> str:
        """The last budget that is compared with (比年初预算), "" for none."""
        for i in range(len(self.found) - 1, -1, -1):
            if self.found[i].kind == "prep" and self.found[i].text in COMPARE:
                base = next(self._chain(i, ("date", "this_year")), None)
                if base and accounts(base.match["base"]) and base.match["base"] != NAMES["final"]:
                    return base_named(base.match["base"])
        return ""

    def _chain(self, i: int, over: tuple[str, ...]) -> Iterator[Lexeme]:
        """The base that follows a lexeme, over others of these kinds."""
        after = self.adjacent(i)
        while after and after.kind in over:
            i += 1
            after = self.adjacent(i)
        if after and after.kind == "base":
            yield after

    def _base_after(self, i: int) -> str:
        after = self.adjacent(i)
        return BASES.get(after.match["base"], "") if after and after.kind == "base" else ""


def accounts(word: str) -> bool:
    """Whether final accounts speak of such a base."""
    return bool(word) and (word in ACCOUNTED or word not in BASES)


def _sign(word: str) -> int | None:
    return 1 if word in MORE else -1 if word in LESS else None
