"""The sentences of a note, or of a table's cell, into the figures that they state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from budgetlib.figures import ZERO, Figure, Place, Spot, half_unit, half_unit_of, number
from budgetlib.layouts import Layout
from budgetlib.printed import Claim, LedgerEntry
from budgetlib.sentences.left import COMPARE, Left
from budgetlib.sentences.lexicon import BASES, NAMES, pattern, words
from budgetlib.sentences.naming import PURPOSES, Name, Naming
from budgetlib.sentences.respectively import respectively
from budgetlib.sentences.tokens import Lexeme, Token, lexemes, runs

MONEY, RATES, POINTS = words("money"), words("rates"), words("points")
_REASON_ENDS = pattern("around", "reason_ends")
_WHOLE = pattern("around", "whole")
_MINUS = pattern("around", "minus")
_REACHED = pattern("around", "reached")
_ABOUT = pattern("around", "about")
_A_PIECE = pattern("around", "a_piece")
_PER = pattern("around", "per")
_CLAUSE = pattern("around", "clause")
_AS_OF = pattern("around", "as_of")
_BETWEEN_YEARS = pattern("around", "between_years")
WORDED = ("same", "nothing", "prep")
_BRACKETS = re.compile("[()]")


@dataclass
class Reader:
    """Reads texts one after the other; numbers the claims of each place; keeps every token.

    Attributes
    ----------
    resolve
        Gives the code for a name, or for a path of names, within a topic ("" if unknown).
    sentence
        How sentences are read; as budgets speak when None.
    tokens
        Everything numeric that was read, and as what.
    path
        The item that the paragraph before names and tells no amount of.
    """

    layout: Layout
    year: int
    resolve: Callable[[tuple[str, ...], str], str]
    base: str = NAMES["plan"]
    sentence: type[Sentence] | None = None
    tokens: list[LedgerEntry] = field(default_factory=list)
    ordinals: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str], Claim] = field(default_factory=dict)
    path: re.Match[str] | None = None

    def read(
        self, text: str, prefix: str, topic: str, place: Place, spot_of: Callable[[int], Spot]
    ) -> list[Claim]:
        """The claims of one paragraph or cell."""
        sentence = (self.sentence or Sentence)(self, text, prefix, topic, place, spot_of)
        return sentence.claims()


class Sentence:
    """One text being read."""

    def __init__(
        self,
        reader: Reader,
        text: str,
        prefix: str,
        topic: str,
        place: Place,
        spot_of: Callable[[int], Spot],
    ) -> None:
        self.reader, self.text, self.topic = reader, text, topic
        self.prefix, self.place, self.spot_of = prefix, place, spot_of
        self.lexemes = lexemes(text)
        told = topic in ("history", "cost")  # such a cell explains throughout
        self.reasons = [] if told else list(_reasons(text, self.lexemes))
        self.naming = Naming(reader.layout, reader.resolve, text, topic)
        as_of = _AS_OF.match(text)
        self.as_of = int(as_of[1]) if as_of else None
        self.found: list[Claim] = []
        kinds = {lexeme.kind for lexeme in self.lexemes}
        self.lists = respectively(text, self.naming.known) if "respectively" in kinds else {}
        self.of_which = [x.start for x in self.lexemes if x.kind == "of_which"]
        self.brackets = list(_brackets(text))
        self.subject: Claim | None = None
        self.told: list[tuple[Claim, int]] = []
        self.clause = self.first = 0  # where the words of the next figure begin
        self.compared: tuple[int | None, str] = (None, "")

    def claims(self) -> list[Claim]:
        """Walk over the lexemes in their order."""
        for i, lexeme in enumerate(self.lexemes):
            for token in lexeme.tokens:
                self._token(token, i)
            if lexeme.kind in WORDED:
                self._worded(lexeme, i)
        return self.found

    def _listed(self, start: int) -> None:
        """A member of a list of changes or shares speaks of the amount at its place before."""
        member = self.lists.get(start)
        if member and not member.name:
            begin = self._begin(start)
            told = [c for c, at in self.told if c.measure == "amount" and begin <= at < start]
            known = len(told) >= member.among
            self.subject = told[member.place - member.among] if known else None

    def _token(self, token: Token, i: int) -> None:
        if token.kind != "figure":
            self._note(token.start, token.text, token.kind, "")
            return
        self._listed(token.start)
        claim = self._claim(token, i)
        self._note(
            token.start, token.text, "figure" if claim else token.kind, claim.id if claim else ""
        )
        if claim:
            self.found.append(claim)
            self.told.append((claim, token.start))
            self.clause, self.first = token.unit_end, i + 1
            told = claim.measure == "amount" and claim.context != "reason"
            if told and self._inside(token.start) < 0 and self._speaks_of(claim.figure):
                self.subject = claim

    def _inside(self, position: int) -> int:
        """Where the bracket begins that is open at a position, -1 for none."""
        return next((a for a, b in reversed(self.brackets) if a < position < b), -1)

    def _speaks_of(self, figure: Figure) -> bool:
        """Whether what follows belongs to this amount."""
        return figure.year == self.reader.year or not self.subject

    def _note(self, start: int, text: str, status: str, figure: str) -> None:
        """Keep the token; one that a page break cuts in two counts on both lines."""
        for (line, page, _), run in runs(start, text, self.spot_of):
            self.reader.tokens.append(LedgerEntry(line, page, run, status, figure))

    def _left(self, start: int, i: int) -> Left:
        """What stands between the last figure or sentence end and a lexeme."""
        if start in self.lists:
            return Left.of(self.lists[start].left)
        return self._words(max(self.clause, self._begin(start)), start, i)

    def _words(self, begin: int, start: int, i: int) -> Left:
        """What stands between two places, of which the second is that of a lexeme."""
        first = i
        while first and self.lexemes[first - 1].start >= begin:
            first -= 1
        return Left(self.text, self.lexemes[first:i], begin, start)

    def _begin(self, position: int) -> int:
        """Where the sentence begins that a position stands in."""
        return max(self.text.rfind(mark, 0, position) for mark in "。；") + 1

    def _figure(self, printed: str, value: Decimal, unit: str, start: int, **more: Any) -> Figure:
        self.reader.ordinals[self.prefix] += 1
        name = f"{self.prefix}#{self.reader.ordinals[self.prefix]}"
        shown = self.reader.layout.decimals(unit)
        half = half_unit_of(unit, printed, shown) if any(c.isdigit() for c in printed) else ZERO
        if _ABOUT.search(self.text, max(start - 2, 0), start):
            half = max(half, half_unit(printed))
        line, page, _ = self.spot_of(start)
        place = self.place._replace(line=line, page=page)
        return Figure(name, value, printed, half, unit, place, shown=shown, **more)

    def _claim(self, token: Token, i: int) -> Claim | None:
        negative = bool(_MINUS.search(self.text, max(token.start - 2, 0), token.start))
        printed = f"-{token.text}" if negative else token.text
        value = number(printed)
        if value is None:
            return None
        left = self._left(token.start, i)
        unit = token.unit or self.reader.layout.data["unit"]
        measure = self._measure(unit, left)
        if measure == "amount" and _PER.match(self.text, token.unit_end):  # 3.5万元/人
            measure = "price"
        changes = measure in ("change", "growth", "count_change")
        year, base = self._year_base(left, measure)
        self._compare(left, measure)
        of = self._of(left, measure, token.start)
        subject, key, code = self._name(left, measure, token.start, of)
        if not key and measure == "count":
            told = _CLAUSE.match(self.text, token.unit_end)
            key = self.reader.layout.key_of(told[0]) if told else ""
            subject = told[0] if told and key else subject
        figure = self._figure(printed, value, unit, token.start, year=year, base=base, code=code)
        return Claim(
            figure,
            self.topic,
            measure,
            subject,
            key,
            of=of.id if of else "",
            direction=left.sign if changes or measure == "amount" else None,
            compared=self.compared[0] if changes else None,
            compared_base=self._base_of(measure, left),
            context=self._context(token.start),
            window=self._window(token.start, token.unit_end),
        )

    def _measure(self, unit: str, left: Left) -> str:
        """What a figure of this unit measures."""
        if unit in MONEY:
            if left.way and not _REACHED.search(left.text):
                return "change"
            return "price" if left.has("each") and _A_PIECE.search(left.text) else "amount"
        if unit in RATES:
            if left.way and unit not in POINTS:
                return "growth"
            return "share" if left.has("share") else "target"
        return "count_change" if left.way else "count"

    def _base_of(self, measure: str, left: Left) -> str:
        """The base of a comparison; of a share, the key of the whole that it names ("" if none)."""
        if measure in ("change", "growth"):
            return self.compared[1]
        named = _WHOLE.search(left.text) if measure == "share" else None
        if not named or not named["whole"]:
            return ""
        return self.reader.layout.key_of(named["whole"]) or (
            "total" if named["sum"] else named["whole"]
        )

    def _window(self, start: int, end: int) -> str:
        return self.text[max(0, min(start - 8, end - 18)) : end + 2][:20]

    def _context(self, start: int) -> str:
        if any(a <= start < b for a, b in self.reasons):
            return "reason"
        begin = self.text.rfind("。", 0, start) + 1
        return "list" if any(begin <= at < start for at in self.of_which) else ""

    def _compare(self, left: Left, measure: str) -> None:
        """Remember what the sentence compares with, for the growth after the change."""
        told = list(left.compared())
        if told:
            self.compared = told[-1][1] or self.reader.year - 1, told[-1][2]
        elif measure == "amount":
            self.compared = (self.reader.year - 1, "")

    def _year_base(self, left: Left, measure: str) -> tuple[int, str]:
        own = self.reader.base
        if measure in ("change", "growth", "count_change"):
            return self.reader.year, own
        last = left.of_last_year()
        if last is not None:
            return self.reader.year - 1, BASES.get(last, "") or own
        dated = None if self.topic == "cost" else left.dated()
        if dated is None:
            told = own == NAMES["final"] and measure == "amount"
            planned = told and left.base in (NAMES["original"], NAMES["adjusted"])
            return self.as_of or self.reader.year, left.base if planned else own
        year, base = dated
        if year == self.reader.year and base == NAMES["original"]:
            base = own  # a budget is what it begins with
        return year, base or own

    def _of(self, left: Left, measure: str, start: int) -> Claim | None:
        """The amount that a share or a change belongs to: not where it names a quantity itself."""
        of = self._beside(start) if measure in ("share", "growth", "change") else None
        if measure in ("change", "growth") and start not in self.lists:
            named_anew = self._compared_amount(left)
            if named_anew:
                of = self.subject = named_anew
        if of is None or start in self.lists:
            return of
        last = self.found[-1] if self.found else None
        if measure == "growth" and last and last.measure == "change" and not last.of:
            return None
        reason = max((a for a, b in self.reasons if a <= start < b), default=None)
        follows = measure == "growth" and last and last.measure == "change"
        begin = max(reason or 0, self.clause)
        compares = any(prep.start >= begin for prep, *_ in left.compared())
        if reason is not None and measure != "share" and not follows:
            return of if compares else None
        named = self._named(left, measure)
        listed = measure == "share" or self._context(start) == "list"
        other = (named.key, named.code) not in (("", ""), ("total", ""), (of.key, of.figure.code))
        return None if listed and other and not compares else of

    def _beside(self, start: int) -> Claim | None:
        """The last amount inside the same brackets, else that of the sentence."""
        inside = self._inside(start)
        beside = (c for c, at in reversed(self.told) if self._inside(at) == inside)
        told = (c for c in beside if c.measure == "amount")
        return next(told, self.subject) if inside >= 0 else self.subject

    def _compared_amount(self, left: Left) -> Claim | None:
        """The amount told before that the words in front of 比 name anew, if any."""
        compared = next((prep.start - left.start for prep, *_ in left.compared()), 0)
        pieces = self.naming.pieces(left.text[:compared]) if compared else []
        key = self.naming.of_words(pieces[-1]).key if pieces else ""
        told = (c for c in self.found if c.measure == "amount" and c.context != "reason")
        named = [c for c in told if c.key == key and c.figure.year == self.reader.year]
        return named[0] if key and named else None

    def _named(self, left: Left, measure: str) -> Name:
        """What the words before a share's 占, or before 增加 and its like, name."""
        pieces = self.naming.pieces(left.text)
        return self.naming.changed(pieces[-1] if pieces else "", measure == "share")

    def _name(self, left: Left, measure: str, start: int, of: Claim | None) -> Name:
        """What a figure is a figure of."""
        if of:
            return Name(of.subject, of.key, of.figure.code)
        if measure in ("share", "growth", "change"):
            return self._named(left, measure)
        last = self.found[-1] if self.found else None
        before = Name(last.subject, last.key, last.figure.code) if last else None
        before = before if last and last.figure.year != self.reader.year else None
        name = self.naming.at(left.text, start, before)
        item = next((c for c in reversed(self.found) if c.key == "item"), None)
        if item and name.key in PURPOSES and self._context(start) == "list":
            return name._replace(code=item.figure.code)  # a part of the item, not of the whole
        return name

    def _told(self, word: str, start: int, year: int, unit: str = "") -> Figure:
        """A figure that is told in a word: nothing, or no change."""
        unit = unit or self.reader.layout.data["unit"]
        return self._figure(word, ZERO, unit, start, year=year, base=self.reader.base)

    def _worded(self, lexeme: Lexeme, i: int) -> None:
        """持平 and its like; 没有 where it says so of a budget or, in a history, of years."""
        if lexeme.kind == "same":
            self._unchanged(lexeme, i)
        elif lexeme.kind != "nothing":
            return
        elif self.topic == "history":
            self._unplanned(lexeme, i)
        elif lexeme.match["without"]:
            year = self.lexemes[i - 1] if i and self.lexemes[i - 1].end == lexeme.start else None
            when = year.year if year and year.kind == "date" else 0
            at = year.start if year and when else lexeme.start
            figure = self._told(lexeme.text, at, when or self.reader.year)
            name = lexeme.match["without"]
            key = self.reader.layout.key_of(name)
            named = self.naming.of_words(name).words
            self.found.append(Claim(figure, self.topic, "zero", named, key))

    def _unplanned(self, lexeme: Lexeme, i: int) -> None:
        """The years of which a history says that nothing was planned."""
        years: list[Lexeme] = []
        end = lexeme.start
        for date in reversed([x for x in self.lexemes[:i] if x.kind == "date" and x.year]):
            if not _BETWEEN_YEARS.fullmatch(self.text, date.end, end):
                break
            years.insert(0, date)
            end = date.start
        for date in years if lexeme.match["planned"] else ():
            figure = self._told(lexeme.text, end, date.year)
            self.found.append(Claim(figure, self.topic, "amount", context="worded"))

    def _unchanged(self, lexeme: Lexeme, i: int) -> None:
        """持平 and its like say that the change of the last amount is nothing."""
        self._listed(lexeme.start)
        of, left = self.subject, self._words(self._begin(lexeme.start), lexeme.start, i)
        self.clause, self.first = max(self.clause, lexeme.end), i + 1
        if of is None or not any(map(_of_another_year, left.found)):
            return
        if any(c.measure == "change" and c.of == of.id for c in self.found):
            return
        self._compare(left, "change")
        figure = self._told(lexeme.text, lexeme.start, self.reader.year, of.figure.unit)
        compared, base = self.compared
        unchanged = Claim(figure, self.topic, "change", of.subject, of.key, of.id, direction=0)
        self.found.append(replace(unchanged, compared=compared, compared_base=base))


def _of_another_year(lexeme: Lexeme) -> bool:
    """Whether it compares with last year: 上年, 同比, 比2024年."""
    with_year = lexeme.kind == "prep" and lexeme.text in COMPARE
    return lexeme.kind in ("past", "year_on_year") or with_year


def _reasons(text: str, found: tuple[Lexeme, ...]) -> Iterator[tuple[int, int]]:
    """Where each stated reason begins and ends."""
    end = 0
    for lexeme in found:
        if lexeme.kind == "reason" and lexeme.start >= end:
            ends = _REASON_ENDS.search(text, lexeme.end)
            end = ends.start() if ends else len(text)
            yield lexeme.start, end


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each pair of brackets begins and ends, the outer before the inner."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in _BRACKETS.finditer(text) if "(" in text else ():
        if mark[0] == "(":
            opened.append(mark.start())
        elif opened:
            pairs.append((opened.pop(), mark.start()))
    yield from sorted([*pairs, *((at, len(text)) for at in opened)])
