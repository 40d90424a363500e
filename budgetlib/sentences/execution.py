"""The sentences of final accounts: budgets beside what was executed, and which of them is more."""

from __future__ import annotations

import re
from typing import Any

from budgetlib.figures import Figure
from budgetlib.printed import Claim
from budgetlib.sentences.claims import Sentence
from budgetlib.sentences.naming import Name
from budgetlib.sentences.tokens import YEAR, Token

_BUDGET = r"年初预算|(?:全年|年中)?调整后?的?(?:全年)?预算|全年预算|预算"
_TOLD = re.compile(
    rf"(?P<words>.*?)(?P<base>{_BUDGET}|决算)(?:支出|安排)?(?:总额|数额|金额|资金|数|额)?(?:安排)?"
    r"(?:为|是|共计|共|合计|总计|均|约)*$"
)
_DONE = re.compile(
    rf"(?:完成(?:了|率)?(?P<base>{_BUDGET})?(?:支出|数|总额)?的?|(?:预算)?(?:执行|完成)率)"
    r"(?:为|是|约|达到|达)?$"
)
_AGAINST = re.compile(
    rf"(?:比|较|与|同)(?:{YEAR}年度?|本年度?|当年)?(?:部门|单位)?(?P<base>{_BUDGET})(?:安排)?[数额]?"
)
_ORDER = re.compile(
    rf"(?P<word>大于|高于|超过|多于|小于|低于|少于|等于)(?P<base>{_BUDGET})数?(?![\d额])"
    rf"|(?:与|和|同)(?P<base2>{_BUDGET})数?(?P<rough>基本)?(?:持平|一致|相同|相等)"
)
_MORE, _LESS = ("大于", "高于", "超过", "多于"), ("小于", "低于", "少于")
_EXECUTED = re.compile(r"决算|执行数|支出|^$")
_CLAUSES = re.compile(r"[，。；：:]")
BELONGING = ("change", "growth", "share", "execution", "order")  # of an amount told before
_BARE = ("", "支出", "收入", "其", "实际支出", "本年支出", "财政拨款支出")


def base_named(words: str | None) -> str:
    """A base by the name that figures carry; a budget as adjusted is that of the whole year."""
    if not words:
        return ""
    return words if words in ("预算", "年初预算", "决算") else "全年预算"


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

    def claims(self) -> list[Claim]:
        """All claims; an item that no amount is told of is kept for the next paragraph."""
        found = super().claims()
        if self.naming.paths and not found:
            self.reader.path = self.naming.paths[-1]
        return found

    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return (*super()._patterns(), _ORDER)

    def _token(self, token: Token) -> None:
        super()._token(token)
        last = self.found[-1] if self.found else None
        if last and last.measure == "amount" and _told(self._words_before(token.start)):
            self.based = last
        if (
            last
            and last.measure == "amount"
            and (last.figure.year, last.figure.base)
            == (
                self.reader.year,
                self.reader.base,
            )
        ):
            self.reader.known[self.section, last.key] = last

    def _words_before(self, start: int) -> str:
        return _CLAUSES.split(self.text[:start])[-1]

    def _measure(self, unit: str, left: str, directed: bool) -> str:
        if unit == "%" and _DONE.search(left):
            return "execution"
        return super()._measure(unit, left, directed)

    def _speaks_of(self, figure: Figure) -> bool:
        return super()._speaks_of(figure) and (figure.base == self.reader.base or not self.subject)

    def _of(self, left: str, measure: str, start: int) -> Claim | None:
        """The amount of what is named anew (与上年相比，总支出增加), else the last one."""
        name, share, _ = _CLAUSES.split(left)[-1].partition("占")
        if measure == "share" and share and name:  # of what is named, if it is told at all
            told = [c for c in self.found if (c.measure, c.subject) == ("amount", _bare(name))]
            return told[-1] if told else None
        key = "" if share else self.reader.layout.key_of(left)
        own = [
            claim
            for claim in self.found
            if (claim.measure, claim.key, claim.figure.base) == ("amount", key, self.reader.base)
        ]
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

    def _base_of(self, measure: str, left: str) -> str:
        done = _DONE.search(left) if measure == "execution" else None
        return base_named(done["base"]) or "预算" if done else super()._base_of(measure, left)

    def _compare(self, left: str, measure: str) -> None:
        super()._compare(left, measure)
        own = list(_AGAINST.finditer(left))
        if own and measure in ("change", "growth"):
            self.compared = self.reader.year, base_named(own[-1]["base"])

    def _year_base(self, left: str, measure: str) -> tuple[int, str]:
        year, base = super()._year_base(left, measure)
        told = _told(left) if measure == "amount" and year == self.reader.year else None
        return year, base_named(told["base"]) if told else base

    def _name(self, left: str, measure: str, start: int) -> Name:
        of = self._of(left, measure, start)
        if of:
            return Name(of.subject, of.key, of.figure.code)
        if measure == "share":
            return Name(_CLAUSES.split(left)[-1].partition("占")[0][-20:])
        told = _told(left) if measure == "amount" else None
        words = told["words"].removesuffix("的") if told else left
        last = _CLAUSES.split(words)[-1]
        bare = last in _BARE if told else measure == "amount" and last in ("收入", "支出")
        if not bare:
            return super()._name(words, measure, start)
        if self.naming.path(start):
            return super()._name("", measure, start)
        base, before = base_named(told["base"]) if told else "", self.based
        if before and told and before.figure.base != base:
            return Name(before.subject, before.key, before.figure.code)
        return Name(last, "year_revenue" if last == "收入" else "total")

    def _worded(self, match: re.Match[str]) -> None:
        ordered = any(m.start() <= match.start() < m.end() for m in _ORDER.finditer(self.text))
        if match.re is _ORDER:
            self._ordered(match)
        elif not ordered:
            super()._worded(match)

    def _ordered(self, match: re.Match[str]) -> None:
        """决算数小于预算数: whether more or less was executed than planned."""
        clause = self._words_before(match.start())
        inside = self._explains(match.start())
        of = self._of(clause, "order", match.start())
        if inside or match["rough"] or of is None or not _EXECUTED.search(clause):
            return
        if of.figure.base != self.reader.base:
            return
        sign = 1 if match["word"] in _MORE else -1 if match["word"] in _LESS else 0
        figure = self._words(match, match.group()[:6], self.reader.year, of.figure.unit)
        base = base_named(match["base"] or match["base2"])
        self.found.append(
            Claim(
                figure,
                self.topic,
                "order",
                of.subject,
                of.key,
                of.id,
                direction=sign,
                compared=self.reader.year,
                compared_base=base,
            )
        )


def _told(left: str) -> re.Match[str] | None:
    """The base that stands right before an amount, and the words before it."""
    return _TOLD.fullmatch(_CLAUSES.split(left)[-1])


def _bare(name: str) -> str:
    return name.removeprefix("其中")
