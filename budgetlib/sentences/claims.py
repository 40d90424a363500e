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
from budgetlib.sentences.naming import PURPOSES, Name, Naming
from budgetlib.sentences.respectively import respectively
from budgetlib.sentences.tokens import YEAR, Token, opened, runs, scan

MONEY = ("元", "万元", "亿元")
_UP = "净增加?|增加|增长|提高|上升|增幅|新增|大于|多于|多"
_DOWN = "净减少?|减少|下降|降低|压减|缩减|降幅|减幅|小于|少于|少"
_DIRECTION = re.compile(
    rf"(?:(?P<both>(?:{_UP}|{_DOWN})(?:\((?:或)?(?:{_UP}|{_DOWN})\)|/(?:{_UP}|{_DOWN}))|增减)|(?P<up>{_UP})|(?P<down>{_DOWN}))"
    r"(?P<base>上年(?:度)?预算数)?(?:了|额|数|率|幅度?)?(?:为|约|合计|共)?$"
)
_COMPARED = re.compile(
    rf"(?:比|较|与|同|小于|大于|等于)(?:(?P<year>{YEAR})年|上年|去年|上一年)度?(?:当年)?"
    r"(?P<base>年初预算|预算执行数|执行数|预算|决算)?"
)
_YEAR_BASE = re.compile(
    rf"(?P<year>{YEAR})年度?(?:当年|本?单位|部门)?(?P<base>年初预算|预算执行数|执行数|预算|决算)?"
)
_LAST = re.compile(
    r"(?:(?:由|从|比|较|与)(?:上年|去年|上一年)度?|(?:上年|去年|上一年)度?(?:当年)?"
    r"(?P<base>年初预算|预算执行数|执行数|预算|决算)(?:支出|安排)?数?(?:合计|总计)?)(?:为|是|的)?$"
)
_PLANNED = re.compile(r"(?P<base>年初预算|全年预算|调整预算)数?(?:为|是)?$")
_UNCHANGED = re.compile(
    r"无增减变化|无变化|没有变化|未发生变化|持平|一致|相同|相等|无增减|本年数等于"
)
_ZERO = re.compile(
    rf"(?:(?P<year>{YEAR})年度?)?(?P<word>没有|未(?!公开)|无)(?:使用|安排)?"
    r"(?P<subject>[^，。；]{0,8}?(?:政府性基金|国有资本经营|"
    r"机关运行经费|政府购买服务|委托业务费|“三公”)[^，。；]*)"
)
_NO_BUDGET = re.compile(
    rf"(?P<years>(?:{YEAR}年[、和及]?)+)(?:均|都)?(?P<word>没有|无)[^，。；]{{0,6}}预算"
)
_REASON = re.compile(
    r"(?:主要|增加|减少|变动|增长|下降)?(?:的)?(?:主要)?(?:原因|是由于|由于|主要是|主要一是|主要系)"
    r"(?:[^。；]|；(?!\D{2,14}(?:费|预算|支出)\d))*"
)
_WHOLE = re.compile(
    r"占(?:比(?![例重]))?(?P<whole>[^，。；占]*?(?P<sum>总额|总数|总支出|总收入|合计|总计)?)的?(?:比重|比例)?(?:为|约)?$"
)
_SHARE = re.compile(r"所?占.*$")
_MINUS = re.compile(r"(?<![\dA-Za-z)])-$")
_LAST_YEAR = re.compile(rf"上年|去年|同比|[比与较同]{YEAR}年")
_REACHED = re.compile(rf"(?:^|[，。；：:])[^，。；：:比较]*(?:{_UP}|{_DOWN})为$")
_ABOUT = re.compile(r"(?:近|约|大约|超过|逾)$")
_CLAUSE = re.compile(r"[^，。；、：:()]{0,12}")


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
    base: str = "预算"
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
        told = topic in ("history", "cost")  # such a cell explains throughout
        self.reasons = [] if told else [match.span() for match in _REASON.finditer(text)]
        self.naming = Naming(reader.layout, reader.resolve, text, topic)
        as_of = re.match(rf"截至({YEAR})年", text)
        self.as_of = int(as_of[1]) if as_of else None
        self.found: list[Claim] = []
        self.lists = respectively(text, self.naming.known) if "分别" in text else {}
        self.subject: Claim | None = None
        self.told: list[tuple[Claim, int]] = []
        self.clause = 0
        self.compared: tuple[int | None, str] = (None, "")

    def claims(self) -> list[Claim]:
        """Walk over the tokens and the worded claims in their order."""
        worded = [(m.start(), m) for p in self._patterns() for m in p.finditer(self.text)]
        events: list[tuple[int, Token | re.Match[str]]] = [
            *((token.start, token) for token in scan(self.text)),
            *worded,
        ]
        for _, event in sorted(events, key=lambda pair: pair[0]):
            if isinstance(event, Token):
                self._token(event)
            else:
                self._worded(event)
        return self.found

    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        """What is told in words."""
        return _UNCHANGED, _NO_BUDGET if self.topic == "history" else _ZERO

    def _listed(self, start: int) -> None:
        """A member of a list of changes or shares speaks of the amount at its place before."""
        member = self.lists.get(start)
        if member and not member.name:
            begin = self._begin(start)
            told = [c for c, at in self.told if c.measure == "amount" and begin <= at < start]
            known = len(told) >= member.among
            self.subject = told[member.place - member.among] if known else None

    def _token(self, token: Token) -> None:
        self._listed(token.start)
        claim = self._claim(token) if token.kind == "figure" else None
        status = "figure" if claim else token.kind
        self._note(token.start, token.text, status, claim.id if claim else "")
        if claim:
            self.found.append(claim)
            self.told.append((claim, token.start))
            self.clause = token.unit_end
            told = claim.measure == "amount" and claim.context != "reason"
            if told and not opened(self.text, token.start) and self._speaks_of(claim.figure):
                self.subject = claim

    def _speaks_of(self, figure: Figure) -> bool:
        """Whether what follows belongs to this amount."""
        return figure.year == self.reader.year or not self.subject

    def _note(self, start: int, text: str, status: str, figure: str) -> None:
        """Keep the token; one that a page break cuts in two counts on both lines."""
        for (line, page, _), run in runs(start, text, self.spot_of):
            self.reader.tokens.append(LedgerEntry(line, page, run, status, figure))

    def _left(self, start: int) -> str:
        """What stands between the last figure or sentence end and here."""
        if start in self.lists:
            return self.lists[start].left
        return self.text[max(self.clause, self._begin(start)) : start]

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

    def _claim(self, token: Token) -> Claim | None:
        negative = bool(_MINUS.search(self.text, 0, token.start))
        printed = f"-{token.text}" if negative else token.text
        value = number(printed)
        if value is None:
            return None
        left = self._left(token.start)
        unit = token.unit or "万元"
        direction = _DIRECTION.search(left)
        measure = self._measure(unit, left, bool(direction))
        if measure == "amount" and self.text.startswith("/", token.unit_end):  # 3.5万元/人
            measure = "price"
        sign = None
        if direction and measure in ("amount", "change", "growth", "count_change"):
            sign = 1 if direction["up"] else -1 if direction["down"] else None
        year, base = self._year_base(left, measure)
        self._compare(left, measure)
        context = self._context(token.start)
        of = self._of(left, measure, token.start)
        subject, key, code = self._name(left, measure, token.start)
        if not key and measure == "count":
            words = _CLAUSE.match(self.text, token.unit_end)
            key = self.reader.layout.key_of(words[0]) if words else ""
            subject = words[0] if words and key else subject
        figure = self._figure(printed, value, unit, token.start, year=year, base=base, code=code)
        return Claim(
            figure,
            self.topic,
            measure,
            subject,
            key,
            of=of.id if of else "",
            direction=sign,
            compared=self.compared[0] if measure in ("change", "growth", "count_change") else None,
            compared_base=self._base_of(measure, left),
            context=context,
            window=self._window(token.start, token.unit_end),
        )

    def _measure(self, unit: str, left: str, directed: bool) -> str:
        """What a figure of this unit measures."""
        if unit in MONEY:
            if directed and not _REACHED.search(left):
                return "change"
            return (
                "price"
                if re.search(r"单价|每(?:月|年|台|人|个|套|条|次|平方米)?[^，。]{0,4}$", left)
                else "amount"
            )
        if unit in ("%", "‰", "个百分点"):
            if directed and unit != "个百分点":
                return "growth"
            return "share" if "占" in left else "target"
        return "count_change" if directed else "count"

    def _base_of(self, measure: str, left: str) -> str:
        """The base of a comparison; of a share, the key of the whole that it names ("" if none)."""
        if measure in ("change", "growth"):
            return self.compared[1]
        named = _WHOLE.search(left) if measure == "share" else None
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
        return "list" if "其中" in self.text[begin:start] else ""

    def _compare(self, left: str, measure: str) -> None:
        """Remember what the sentence compares with, for the growth after the change."""
        matches = list(_COMPARED.finditer(left))
        if matches:
            year = matches[-1]["year"]
            self.compared = (
                int(year) if year else self.reader.year - 1,
                _base(matches[-1]["base"]),
            )
        elif measure == "amount":
            self.compared = (self.reader.year - 1, "")

    def _year_base(self, left: str, measure: str) -> tuple[int, str]:
        if measure in ("change", "growth", "count_change"):
            return self.reader.year, self.reader.base
        last = _LAST.search(left)
        if last:
            return self.reader.year - 1, _base(last["base"]) or self.reader.base
        matches = [] if self.topic == "cost" else list(_YEAR_BASE.finditer(left))
        matches = [m for m in matches if not _compares(left, m)]
        planned = _PLANNED.search(left) if self.reader.base == "决算" else None
        if not matches:
            base = planned["base"] if planned else self.reader.base
            return self.as_of or self.reader.year, base
        year, base = int(matches[-1]["year"]), _base(matches[-1]["base"])
        if year == self.reader.year and base == "年初预算":  # a budget is what it begins with
            base = self.reader.base
        return year, base or self.reader.base

    def _of(self, left: str, measure: str, start: int) -> Claim | None:
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
        after = self.text[max(reason or 0, self.clause) : start]
        if reason is not None and measure != "share" and not follows:
            return of if _COMPARED.search(after) else None
        named = self._named(left, measure)
        listed = measure == "share" or self._context(start) == "list"
        other = (named.key, named.code) not in (("", ""), ("total", ""), (of.key, of.figure.code))
        return None if listed and other and not _COMPARED.search(after) else of

    def _beside(self, start: int) -> Claim | None:
        """The last amount inside the same brackets, else that of the sentence."""
        inside = opened(self.text, start)
        beside = (c for c, at in reversed(self.told) if opened(self.text, at) == inside)
        told = (c for c in beside if c.measure == "amount")
        return next(told, self.subject) if inside else self.subject

    def _compared_amount(self, left: str) -> Claim | None:
        """The amount told before that the words in front of 比 name anew, if any."""
        compared = _COMPARED.search(left)
        pieces = self.naming.pieces(left[: compared.start()]) if compared else []
        key = self.naming.of_words(pieces[-1]).key if pieces else ""
        told = (c for c in self.found if c.measure == "amount" and c.context != "reason")
        named = [c for c in told if c.key == key and c.figure.year == self.reader.year]
        return named[0] if key and named else None

    def _named(self, left: str, measure: str) -> Name:
        """What the words before a share's 占, or before 增加 and its like, name."""
        pieces = self.naming.pieces(left)
        words = pieces[-1] if pieces else ""
        words = _SHARE.sub("", words) if measure == "share" else _DIRECTION.sub("", words)
        return self.naming.of_words(words)

    def _name(self, left: str, measure: str, start: int) -> Name:
        """What a figure is a figure of."""
        of = self._of(left, measure, start)
        if of:
            return Name(of.subject, of.key, of.figure.code)
        if measure in ("share", "growth", "change"):
            return self._named(left, measure)
        last = self.found[-1] if self.found else None
        before = Name(last.subject, last.key, last.figure.code) if last else None
        before = before if last and last.figure.year != self.reader.year else None
        name = self.naming.at(left, start, before)
        item = next((c for c in reversed(self.found) if c.key == "item"), None)
        if item and name.key in PURPOSES and self._context(start) == "list":
            return name._replace(code=item.figure.code)  # a part of the item, not of the whole
        return name

    def _words(self, match: re.Match[str], word: str, year: int, unit: str = "万元") -> Figure:
        """A figure that is told in a word: nothing, or no change."""
        return self._figure(word, ZERO, unit, match.start(), year=year, base=self.reader.base)

    def _worded(self, match: re.Match[str]) -> None:
        if match.re is _NO_BUDGET:
            for year in re.findall(YEAR, match["years"]):
                figure = self._words(match, match["word"], int(year))
                self.found.append(Claim(figure, self.topic, "amount", context="worded"))
        elif match.re is _ZERO:
            figure = self._words(match, match["word"], int(match["year"] or self.reader.year))
            name, key = match["subject"], self.reader.layout.key_of(match["subject"])
            words = self.naming.of_words(name).words
            self.found.append(Claim(figure, self.topic, "zero", words, key))
        else:
            self._unchanged(match)

    def _unchanged(self, match: re.Match[str]) -> None:
        """持平 and its like say that the change of the last amount is nothing."""
        self._listed(match.start())
        self.clause = max(self.clause, match.end())
        of = self.subject
        left = self.text[self._begin(match.start()) : match.start()]
        if of is None or not _LAST_YEAR.search(left + match.group()):
            return
        if any(c.measure == "change" and c.of == of.id for c in self.found):
            return
        self._compare(left, "change")
        figure = self._words(match, match.group(), self.reader.year, of.figure.unit)
        compared, base = self.compared
        unchanged = Claim(figure, self.topic, "change", of.subject, of.key, of.id, direction=0)
        self.found.append(replace(unchanged, compared=compared, compared_base=base))


def _compares(left: str, year: re.Match[str]) -> bool:
    """Whether a year is one that an earlier clause compares with: 比2024年有所减少，公务接待费."""
    before = left[max(year.start() - 1, 0) : year.start()]
    return before in ("比", "较", "与", "同") and "，" in left[year.end() :]


def _base(word: str | None) -> str:
    return "预算执行数" if word == "执行数" else word or ""
