"""One text being read: what was told so far, and how a figure of it is written down."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, cast

from budgetlib.figures import ZERO, Claim, Figure, LedgerEntry, Place, Spot, half_unit, half_unit_of
from budgetlib.layouts import Layout
from budgetlib.sentences.naming import Name, Naming, respectively
from budgetlib.sentences.tokens import (
    AROUND,
    BASES,
    NAMES,
    Left,
    Stretches,
    Token,
    base_named,
    begin,
    brackets,
    lexemes,
    planned,
    runs,
    stretches,
)
from budgetlib.vocabulary import Record, field

STEPS = frozenset(("step", "code"))  # a text with one may hold the path of an item
MOVES = ("change", "growth")


class Reading(Record, frozen=False):
    """What is kept from text to text: the numbers of the claims of each place, every token.

    Attributes
    ----------
    resolve
        Gives the code for a name, or for a path of names, within a topic ("" if unknown).
    base
        What a figure is where nothing else is told: of a budget, or of final accounts.
    tokens
        Everything numeric that was read, and as what.
    heads
        The first amount of the paragraph before, by the place of both.
    path
        The item that the paragraph before names and tells no amount of.
    opened
        The amount of which the paragraph before ends with 其中：.
    heading, above
        What stands above the text: it names a quantity that the sentence leaves out; and above it.
    """

    layout: Layout
    year: int
    resolve: Callable[[tuple[str, ...], str], str]
    base: str = NAMES["plan"]
    tokens: list[LedgerEntry] = field(default_factory=list)
    ordinals: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str], Claim] = field(default_factory=dict)
    heads: dict[str, Claim] = field(default_factory=dict)
    path: re.Match[str] | None = None
    opened: Claim | None = None
    heading: str = ""
    above: str = ""

    def note(self, token: Token, spot_of: Callable[[int], Spot], figure: str = "") -> None:
        """Keep a token; one that a page break cuts in two counts on both lines."""
        status = "figure" if figure else token.kind
        for (line, page, _), run in runs(token.start, token.text, spot_of):
            self.tokens.append(LedgerEntry(line, page, run, status, figure))


@lru_cache(maxsize=256)
def headed_at(heading: str, year: int, own: str) -> tuple[int, str]:
    """Year and base of amounts that tell none: of earlier accounts, under a heading of theirs."""
    found = lexemes(heading)
    years, bases = ([x for x in found if x.kind == kind] for kind in ("date", "base"))
    spent = NAMES["final"] if AROUND["was_spent"].match(heading) else ""
    base = BASES.get(bases[-1].match["base"], "") if bases else spent
    earlier = len(years) == 1 and 0 < years[0].year < year
    other = earlier and own == NAMES["plan"] and base not in ("", own)
    return (years[0].year, base) if other else (year, own)


class Telling:
    """The state of the fold over the lexemes of a text."""

    def __init__(
        self,
        reader: Reading,
        text: str,
        prefix: str,
        topic: str,
        place: Place,
        spot_of: Callable[[int], Spot],
    ) -> None:
        self.reader, self.text, self.topic, self.place = reader, text, topic, place
        self.prefix, self.section, self.spot_of = prefix, prefix.partition(".")[0], spot_of
        self.accounts, self.lexemes = reader.base == NAMES["final"], lexemes(text)
        self.value: Decimal | None = None  # of the figure that is read
        steps = not STEPS.isdisjoint({lexeme.kind for lexeme in self.lexemes})
        self.naming = Naming(reader.layout, reader.resolve, text, topic, reader.heading, steps)
        if self.accounts and not self.naming.paths and AROUND["goes_on_of_item"].match(text):
            self.naming.earlier = reader.path
        self.opened, reader.opened, reader.path = reader.opened, None, None
        explains = topic in ("history", "cost")  # such a cell does so throughout
        self.reasons = Stretches(stretches("reason", text, () if explains else self.lexemes))
        self.brackets = Stretches(brackets(text))
        self.lists = respectively(text, self.lexemes, self.naming.known)
        self.parts = Stretches(stretches("of_which", text, self.lexemes))
        self.found: list[Claim] = []
        self.told: list[tuple[Claim, int]] = []
        self.amounts: list[tuple[Claim, int]] = []  # those of the year and base
        self.own: dict[str, Claim] = {}  # the same, by key and by name
        self.unchanged: set[Name] = set()
        # what the next change or share is one of; what the last is; the last whose base is told
        self.subject = self.moved = self.based = cast("Claim | None", None)
        if self.lexemes and self.lexemes[0].kind == "than" and not self.lexemes[0].start:
            total = reader.known.get((self.section, "total"))  # 比上年 5 万元减少
            head = reader.heads.get(prefix, total)
            planned = self.accounts and [x.kind for x in self.lexemes[1:2]] == ["base"]
            either = planned and total and head and head.key == "item"  # 与年初预算 5 万元相比
            self.subject = None if either else head
        self.raised: Claim | None = None  # what came to the last figure: 由 5 增加到 6
        self.against = False  # whether the last figure is one that is compared with
        # where the words of the next figure begin; the last word for more or less ends; the last
        # comparison stands; the year at whose end things are counted
        self.clause = self.ordered = self.compared_at = self.as_of = 0
        self.stated: tuple[str, str] | None = None  # words and base of the amount of an account
        self.beside = -1  # where last year was last spoken of
        self.verb = ""  # what the last amount was of, with an object between: 压减办公费 5
        self.done = ""  # the base of the amount just told, of which a share was executed
        self.compared: tuple[int, str] = (reader.year - 1, "")
        own = (reader.year, reader.base)
        told = (headed_at(heading, *own) for heading in (reader.heading, reader.above))
        self.headed = next((stands for stands in told if stands != own), own)

    def _listed(self, start: int) -> None:
        """A member of a list of changes or shares speaks of the amount at its place before."""
        member = self.lists.get(start)
        if member and not member.name:
            began = begin(self.text, start)
            by_id = {c.id: c for c, _ in self.told}
            told = [(c, at in self.lists) for c, at in self.told if began <= at < start]
            amounts = (c for c, _ in told if c.measure == "amount")
            if not any(amounts) and AROUND["of_before"].fullmatch(member.left):
                before = begin(self.text, began - 2)  # 甲 5、乙 3。与上年相比，分别减少 1、2
                last = [c for c, at in self.amounts if before <= at < began][-member.among :]
                told = [(c, False) for c in last if len(last) == member.among]
            every = [(c, listed) for c, listed in told if c.measure == "amount"]
            own = [c for c, listed in every if listed]  # 甲、乙分别为 5、3，合计 8，分别增加 1、2
            plain: list[Claim | None] = (
                [*own] if len(own) == member.among else [c for c, _ in every]
            )
            plain = plain or [by_id.get(c.of) for c, _ in told if c.measure == "change"]
            if len(plain) == 1 and AROUND["both_sides"].match(plain[0].subject if plain[0] else ""):
                plain *= member.among  # 收入、支出总计均为 5，分别增加 1、1
            self.subject = (
                plain[member.place - member.among] if len(plain) >= member.among else None
            )

    def _left(self, start: int, i: int, minus: int = 0) -> Left:
        """What stands between the last figure or sentence end and a lexeme, or its minus."""
        if start in self.lists:
            return Left(words := self.lists[start].left, lexemes(words), 0, len(words))
        first, began = i, max(self.clause, begin(self.text, start))
        while first and self.lexemes[first - 1].start >= began:
            first -= 1
        return Left(self.text, self.lexemes[first:i], began, start - minus)

    def _figure(self, printed: str, value: Decimal, unit: str, start: int, **more: Any) -> Figure:
        self.reader.ordinals[self.prefix] += 1
        name = f"{self.prefix}#{self.reader.ordinals[self.prefix]}"
        shown = self.reader.layout.decimals(unit)
        half = half_unit_of(unit, printed, shown) if printed[-1].isdigit() else ZERO
        if AROUND["about"].search(self.text, max(start - 2, 0), start):
            half = max(half, half_unit(printed))
        line, page, _ = self.spot_of(start)
        return Figure(
            name,
            value,
            printed,
            half,
            unit,
            self.place._replace(line=line, page=page),
            shown=shown,
            **more,
        )

    def _context(self, start: int) -> str:
        explains = self.reasons.at(start) >= 0 or AROUND["set_aside"].search(
            self.text, max(begin(self.text, start), start - 120), start
        )
        return "reason" if explains else "list" if self.parts.at(start) >= 0 else ""

    def _compare(self, left: Left, measure: str, start: int, year: int) -> None:
        """Remember what the sentence compares what is of a year with, for the growth behind."""
        told = next(reversed(left.phrases("compared")), None)
        asked = self.accounts and (measure in MOVES or left.phrase("besides"))
        budgets = reversed(left.phrases("against") if asked else [])  # 比年初预算
        reason = self.reasons.at(start)
        own = next((x for x in budgets if planned(x.base) and x.start.start > reason), None)
        if told and own and own.start.start <= told.start.start and told.year != self.reader.year:
            own = None  # of several the last: 小于预算数的主要原因是厉行节约，与上年相比减少
        if own:
            self.compared_at, self.compared = start, (self.reader.year, base_named(own.base))
        elif told:
            before = told.year or year - 1
            base = told.plain_base or left.alike(told)
            self.compared_at, self.compared = start, (before, base)
        elif measure == "change" and left.way and AROUND["adjusted"].match(left.way.match[0]):
            self.compared_at, self.compared = start, (self.reader.year, NAMES["original"])
        elif measure == "amount" or reason > self.compared_at:
            self.compared = (self.reader.year - 1, "")

    def _tell(
        self, word: str, start: int, measure: str, name: Name, of: Claim | None = None, **more: Any
    ) -> None:
        """A figure that is told in a word: nothing, or no change, or more or less."""
        unit, code = (of.figure.unit, name.code) if of else (NAMES["unit"], "")
        stands = {"year": more.pop("year", 0) or self.reader.year, "base": self.reader.base}
        figure = self._figure(word, ZERO, unit, start, code=code, **stands)
        more["of"] = of.id if of else ""
        self.found.append(Claim(figure, self.topic, measure, name.words, name.key, **more))

    def _last_amount(self, start: int) -> Claim | None:
        """The last amount inside the same brackets, of the year if any, else the sentence's."""
        inside = self.brackets.at(start)
        told = [c for c, at in reversed(self.told) if self.brackets.at(at) == inside >= 0]
        if inside >= 0 and not told:  # the one that the bracket follows: 甲 5、乙 3（比上年减少 1）
            last = ((c, at) for c, at in reversed(self.told) if at < inside)
            told = [c for c, at in last if not AROUND["clauses"].search(self.text, at, inside)][:1]
        amounts = [c for c in told if c.measure == "amount"]
        own = (c for c in amounts if c.figure.stands == self.headed)
        return next(chain(own, amounts), self.subject)
