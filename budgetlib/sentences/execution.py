"""The sentences of final accounts: budgets beside what was executed, and which of them is more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from budgetlib.figures import Figure
from budgetlib.printed import Claim
from budgetlib.sentences.claims import Sentence
from budgetlib.sentences.left import (
    EQUAL,
    LESS,
    LIKE,
    MORE,
    Left,
    accounts,
    base_named,
    last_clause,
)
from budgetlib.sentences.lexicon import NAMES, pattern, words
from budgetlib.sentences.naming import Name
from budgetlib.sentences.tokens import Lexeme, Token

_EXECUTED, _UNPLANNED = pattern("around", "executed"), pattern("around", "unplanned")
_SHARE, _OF_WHICH, _OF = (pattern("around", name) for name in ("share", "of_which", "of"))
BELONGING = ("change", "growth", "share", "execution", "order")  # of an amount told before
_NOBODY, _BARE, _REVENUE = words("nobody"), words("bare"), words("bare_revenue")


class ExecutedSentence(Sentence):
    """A sentence of final accounts.

    An amount stands on the base that the words before it name, and an amount for which they name
    nothing else is that of the item, or of the amount before. 完成预算的 tells what share was
    executed (measure "execution"), 决算数小于预算数 which is more ("order").
    """

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        numbered = self.text[:1].isdigit()
        self.naming.earlier = None if self.naming.paths or numbered else self.reader.path
        self.reader.path = None
        self.section = self.prefix.partition(".")[0]
        self.based: Claim | None = None  # the last amount whose base is told
        self.ordered = 0  # where the last word for more or less, or as much, ends

    def claims(self) -> list[Claim]:
        """All claims; an item that no amount is told of is kept for the next paragraph."""
        found = super().claims()
        if self.naming.paths and not found:
            self.reader.path = self.naming.paths[-1]
        return found

    def _token(self, token: Token, i: int) -> None:
        super()._token(token, i)
        last = self.found[-1] if self.found else None
        if last is None or last.measure != "amount" or token.kind != "figure":
            return
        if self._clause(token.start, i).told():
            self.based = last
        if (last.figure.year, last.figure.base) == (self.reader.year, self.reader.base):
            self.reader.known[self.section, last.key] = last

    def _clause(self, start: int, i: int) -> Left:
        """The words between the last mark and a lexeme."""
        return self._words(start - len(last_clause(self.text[:start])), start, i)

    def _measure(self, unit: str, left: Left) -> str:
        executed = unit == "%" and left.done() is not None
        return "execution" if executed else super()._measure(unit, left)

    def _speaks_of(self, figure: Figure) -> bool:
        return super()._speaks_of(figure) and (figure.base == self.reader.base or not self.subject)

    def _of(self, left: Left, measure: str, start: int) -> Claim | None:
        """The amount of what is named anew (与上年相比，总支出增加), else the last one."""
        name, *share = _SHARE.split(last_clause(left.text), maxsplit=1)
        if measure == "share" and share and name:  # of what is named, if it is told at all
            name = _OF_WHICH.sub("", name)
            told = [c for c in self.found if (c.measure, c.subject) == ("amount", name)]
            return told[-1] if told else None
        key = "" if share else self.reader.layout.key_of(left.text)
        wanted = ("amount", key, self.reader.base)
        own = [c for c in self.found if (c.measure, c.key, c.figure.base) == wanted]
        if key and own and self.subject and self.subject.key != key:
            self.subject = own[-1]
        elif key and not own and measure in ("change", "growth") and not self._explains(start):
            known = self.reader.known.get((self.section, self._named(left, measure).key))
            if known or self._context(start) == "list":
                self.subject = known
        return self.subject if measure in BELONGING else None

    def _explains(self, start: int) -> bool:
        """Whether a position stands in a reason."""
        return any(a <= start < b for a, b in self.reasons)

    def _base_of(self, measure: str, left: Left) -> str:
        if measure == "execution":
            return left.done() or NAMES["plan"]
        return super()._base_of(measure, left)

    def _compare(self, left: Left, measure: str) -> None:
        super()._compare(left, measure)
        own = left.against() if measure in ("change", "growth") else ""
        if own:
            self.compared = self.reader.year, own

    def _year_base(self, left: Left, measure: str) -> tuple[int, str]:
        year, base = super()._year_base(left, measure)
        told = left.told() if measure == "amount" and year == self.reader.year else None
        return year, told[1] if told else base

    def _name(self, left: Left, measure: str, start: int, of: Claim | None) -> Name:
        if of:
            return Name(of.subject, of.key, of.figure.code)
        if measure == "share":
            return Name(_SHARE.split(last_clause(left.text))[0][-20:])
        told = left.told() if measure == "amount" else None
        last = _OF.sub("", told[0]) if told else last_clause(left.text)
        bare = last in _NOBODY if told else measure == "amount" and last in _BARE
        if not bare:
            words = _OF.sub("", told[0]) if told else left.text
            return super()._name(Left(words, (), 0, len(words)), measure, start, of)
        if self.naming.path(start):
            return super()._name(Left("", (), 0, 0), measure, start, of)
        before = self.based
        if before and told and before.figure.base != told[1]:
            return Name(before.subject, before.key, before.figure.code)
        return Name(last, "year_revenue" if last in _REVENUE else "total")

    def _worded(self, lexeme: Lexeme, i: int) -> None:
        if lexeme.kind == "prep":
            self._order(lexeme, i)
        elif lexeme.start >= self.ordered:
            super()._worded(lexeme, i)

    def _order(self, prep: Lexeme, i: int) -> None:
        """决算数小于预算数, 与预算数持平: whether more or less was executed than planned."""
        base, rough, same = (*self.lexemes[i + 1 : i + 4], prep, prep, prep)[:3]
        word = base.match["base"] if base.kind == "base" and base.start == prep.end else ""
        if not accounts(word) or word == NAMES["final"]:
            return
        bare = _UNPLANNED.match(self.text, base.match.end("base"))
        same = same if rough.kind == "rough" else rough
        if (
            prep.text in LIKE
            and same.kind == "same"
            and same.start - base.end in (0, rough.end - rough.start)
        ):
            self.ordered = same.end
        elif prep.text in MORE | LESS | EQUAL and bare:
            self.ordered = bare.end()
        else:
            return
        if rough.kind != "rough":
            self._ordered(prep, i, word)

    def _ordered(self, prep: Lexeme, i: int, word: str) -> None:
        clause = self._clause(prep.start, i)
        of = None if self._explains(prep.start) else self._of(clause, "order", prep.start)
        if of is None or not _EXECUTED.search(clause.text) or of.figure.base != self.reader.base:
            return
        printed = self.text[prep.start : self.ordered][:6]
        figure = self._told(printed, prep.start, self.reader.year, of.figure.unit)
        sign = 1 if prep.text in MORE else -1 if prep.text in LESS else 0
        order = Claim(figure, self.topic, "order", of.subject, of.key, of.id, direction=sign)
        base = base_named(word)
        self.found.append(replace(order, compared=self.reader.year, compared_base=base))
