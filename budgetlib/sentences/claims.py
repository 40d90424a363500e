"""The sentences of a note, or of a table's cell, into the figures that they state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from budgetlib.figures import ZERO, Figure, Place, Spot, half_unit, half_unit_of, number
from budgetlib.layouts import Layout
from budgetlib.printed import Claim, LedgerEntry
from budgetlib.sentences.left import SIGNS, Left, brackets, reasons
from budgetlib.sentences.lexicon import AROUND, BASES, NAMES, words
from budgetlib.sentences.naming import PURPOSES, Name, Naming
from budgetlib.sentences.respectively import respectively
from budgetlib.sentences.tokens import Lexeme, Token, lexemes, runs, scan

MONEY, RATES, POINTS = words("money"), words("rates"), words("points")
WORDED = frozenset(("same", "nothing", "than", "and", "over", "under", "equal"))
BESIDE = frozenset(("past", "year_on_year", "than", "over", "under", "equal"))  # last year
STEPS = frozenset(("step", "code"))  # a text with one may hold the path of an item
TELLING = WORDED | {"figure", "step"}


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
    heading
        What stands above the text: it names a quantity that the sentence leaves out.
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
    heading: str = ""

    def read(
        self, text: str, prefix: str, topic: str, place: Place, spot_of: Callable[[int], Spot]
    ) -> list[Claim]:
        """The claims of one paragraph or cell."""
        if not any(lexeme.kind in TELLING for lexeme in lexemes(text)):
            self.path = None
            for token in scan(text):
                self.note(token, spot_of)
            return []
        sentence = (self.sentence or Sentence)(self, text, prefix, topic, place, spot_of)
        return sentence.claims()

    def note(self, token: Token, spot_of: Callable[[int], Spot], figure: str = "") -> None:
        """Keep a token; one that a page break cuts in two counts on both lines."""
        status = "figure" if figure else token.kind
        for (line, page, _), run in runs(token.start, token.text, spot_of):
            self.tokens.append(LedgerEntry(line, page, run, status, figure))


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
        self.reasons = [] if told else list(reasons(text, self.lexemes))
        kinds = {lexeme.kind for lexeme in self.lexemes}
        self.naming = Naming(reader.layout, reader.resolve, text, topic, bool(kinds & STEPS))
        self.naming.above = reader.heading
        as_of = AROUND["as_of"].match(text)
        self.as_of = int(as_of[1]) if as_of else None
        self.found: list[Claim] = []
        self.lists = respectively(text, self.naming.known) if "respectively" in kinds else {}
        self.of_which = [x.start for x in self.lexemes if x.kind == "of_which"]
        self.brackets = list(brackets(text)) if "(" in text else []
        self.subject: Claim | None = None
        self.told: list[tuple[Claim, int]] = []
        self.clause = 0  # where the words of the next figure begin
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
            self.reader.note(token, self.spot_of)
            return
        self._listed(token.start)
        claim = self._claim(token, i)
        self.reader.note(token, self.spot_of, claim.id if claim else "")
        if claim:
            self.found.append(claim)
            self.naming.above = ""  # it speaks for the first figure alone
            self.told.append((claim, token.start))
            self.clause = token.unit_end
            told = claim.measure == "amount" and claim.context != "reason"
            if told and self._inside(token.start) < 0 and self._speaks_of(claim.figure):
                self.subject = claim

    def _inside(self, position: int) -> int:
        """Where the bracket begins that is open at a position, -1 for none."""
        return next((a for a, b in reversed(self.brackets) if a < position < b), -1)

    def _speaks_of(self, figure: Figure) -> bool:
        """Whether what follows belongs to this amount."""
        return figure.year == self.reader.year or not self.subject

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
        return max(self.text.rfind("。", 0, position), self.text.rfind("；", 0, position)) + 1

    def _figure(self, printed: str, value: Decimal, unit: str, start: int, **more: Any) -> Figure:
        self.reader.ordinals[self.prefix] += 1
        name = f"{self.prefix}#{self.reader.ordinals[self.prefix]}"
        shown = self.reader.layout.decimals(unit)
        half = half_unit_of(unit, printed, shown) if printed[-1].isdigit() else ZERO
        if AROUND["about"].search(self.text, max(start - 2, 0), start):
            half = max(half, half_unit(printed))
        line, page, _ = self.spot_of(start)
        place = self.place
        if (line, page) != place[:2]:
            place = place._replace(line=line, page=page)
        return Figure(name, value, printed, half, unit, place, shown=shown, **more)

    def _claim(self, token: Token, i: int) -> Claim | None:
        before = self.text[token.start - 1 : token.start]
        negative = before == "-" and AROUND["minus"].match(self.text, token.start - 1)
        printed = f"-{token.text}" if negative else token.text
        value = number(printed)
        if value is None:
            return None
        left = self._left(token.start, i)
        unit = token.unit or NAMES["unit"]
        measure = self._measure(unit, left)
        if measure == "amount" and AROUND["per"].match(self.text, token.unit_end):  # 3.5万元/人
            measure = "price"
        changes = measure in ("change", "growth", "count_change")
        moves = left.way if changes or measure == "amount" else None
        sign = SIGNS.get(moves.kind) if moves else None
        year, base = self._year_base(left, measure)
        self._compare(left, measure)
        of = self._of(left, measure, token.start)
        subject, key, code = self._name(left, measure, token.start, of)
        if not key and measure == "count":
            told = AROUND["clause"].match(self.text, token.unit_end)
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
            direction=sign,
            compared=self.compared[0] if changes else None,
            compared_base=self._base_of(measure, left),
            context=self._context(token.start),
            window=self._window(token.start, token.unit_end),
        )

    def _measure(self, unit: str, left: Left) -> str:
        """What a figure of this unit measures."""
        if unit in MONEY:
            if left.way and not AROUND["reached"].search(left.text):
                return "change"
            return "price" if left.has("each") and AROUND["a_piece"].search(left.text) else "amount"
        if unit in RATES:
            if left.way and unit not in POINTS:
                return "growth"
            return "share" if left.has("share") else "target"
        return "count_change" if left.way else "count"

    def _base_of(self, measure: str, left: Left) -> str:
        """The base of a comparison; of a share, the key of the whole that it names ("" if none)."""
        if measure in ("change", "growth"):
            return self.compared[1]
        named = AROUND["whole"].search(left.text) if measure == "share" else None
        if not named or not named["whole"]:
            return ""
        return self.reader.layout.key_of(named["whole"]) or (
            "total" if named["sum"] else named["whole"]
        )

    def _window(self, start: int, end: int) -> str:
        return self.text[max(0, min(start - 8, end - 18)) : end + 2][:20]

    def _context(self, start: int) -> str:
        if self.reasons and any(a <= start < b for a, b in self.reasons):
            return "reason"
        if not self.of_which:
            return ""
        begin = self.text.rfind("。", 0, start) + 1
        return "list" if any(begin <= at < start for at in self.of_which) else ""

    def _compare(self, left: Left, measure: str) -> None:
        """Remember what the sentence compares with, for the growth after the change."""
        told = left.phrases("compared")
        if told:
            self.compared = told[-1].year or self.reader.year - 1, BASES.get(told[-1].base, "")
        elif measure == "amount":
            self.compared = (self.reader.year - 1, "")

    def _year_base(self, left: Left, measure: str) -> tuple[int, str]:
        own = self.reader.base
        if measure in ("change", "growth", "count_change"):
            return self.reader.year, own
        last = left.phrase("last_year")
        if last:
            return self.reader.year - 1, BASES.get(last.base, "") or own
        dated = None if self.topic == "cost" else left.dated()
        if dated is None:
            told = left.phrase("told") if own == NAMES["final"] and measure == "amount" else None
            planned = told and told.base in (NAMES["original"], NAMES["adjusted"])
            return self.as_of or self.reader.year, told.base if told and planned else own
        year, base = dated.year, BASES.get(dated.base, "")
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
        last, at = self.told[-1] if self.told else (None, 0)
        follows = measure == "growth" and last and last.measure == "change"
        if follows and last and not last.of:
            return None
        reason = max((a for a, b in self.reasons if a <= start < b), default=None)
        follows = follows and at > (reason or 0)  # no rate of a reason is one of what it explains
        begin = max(reason or 0, self.clause)
        compares = any(told.start.start >= begin for told in left.phrases("compared"))
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
        compared = left.phrase("compared")
        before = left.text[: compared.start.start - left.start] if compared else ""
        pieces = self.naming.pieces(before)
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
        unit = unit or NAMES["unit"]
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
            if not AROUND["between_years"].fullmatch(self.text, date.end, end):
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
        self.clause = max(self.clause, lexeme.end)
        if of is None or not any(lexeme.kind in BESIDE for lexeme in left.found):
            return
        if any(c.measure == "change" and c.of == of.id for c in self.found):
            return
        self._compare(left, "change")
        figure = self._told(lexeme.text, lexeme.start, self.reader.year, of.figure.unit)
        compared, base = self.compared
        unchanged = Claim(figure, self.topic, "change", of.subject, of.key, of.id, direction=0)
        self.found.append(replace(unchanged, compared=compared, compared_base=base))
