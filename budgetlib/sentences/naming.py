"""What a figure of a sentence is a figure of: the words before it, their key and their code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from budgetlib.layouts import Layout
from budgetlib.sentences.tokens import YEAR

_QUOTED_WORDS = r"“[^“”()]{1,8}”"
_NAME = rf"(?:[^“”\"()，。；：:、.\d]|\([^()类款项]{{1,8}}\)|{_QUOTED_WORDS})+"
_PATH = re.compile(
    rf"[“\"]?(?:(?P<a>{_NAME})\(类\))?"
    rf"(?:(?P<b>{_NAME})\([款类]\)(?P<c>(?:[^“”\"，。；：:]|{_QUOTED_WORDS})+?)|(?P<d>{_NAME}))\(项\)"
)
_CODE = re.compile(r"\((?P<code>\d{3}(?:\d\d){0,2})[类款项]?\)[^()，。；]{0,24}$")
_ASIDE = re.compile(r"(?<!购)\((?!境|护|[类款项]\))[^()]*\)")
_STARTS = re.compile(r"[，。；：:]|(?<!收)(?<!收入)、|\((?!境|护|[类款项]\))")
_NOISE = re.compile(
    rf"^(?:.*{YEAR}年度?|[一二三四五六]是|主要(?:是|一是)?|\d+[.、]|\([一二三四五六七八九十]+\)|截至|其中|"
    r"包括|收入包括|支出包括|拟|当年)+"
)
_BEFORE_YEAR = re.compile(rf"^(?P<name>.*?){YEAR}年")
_TAIL = re.compile(r"(?:年初预算数?|预算数|安排|为|是|共|约|的|核定|预计|达到|达)+$")
_QUOTED = re.compile(r"^“([^“”]+)”(?:科目|支出)?(?:预算)?$")
_OF_CLASS = re.compile(r"\(类\)|类?科目$|(?<=支出)类$")
_MOVED = re.compile(r"^(?:调整|调增|调减|增加|增长|提高|减少|下降|降低|压减|增|降|减)[到至为]?$")
_HEADING = re.compile(
    r"^(?:\d{1,2}[.、．]|\([一二三四五六七八九十]+\))?(?P<name>[^，。；：:\d]{2,24})[。：:]"
)
WHOLE = ("total", "general_budget", "gov_fund", "state_capital", "fiscal", "fiscal_expenditure")
OWN = {
    "three_public": "total",
    "operating_organs": "operating_organs",
    "procurement": "procurement",
}
ITEMIZED = ("general_budget", "fiscal_by_function")  # sections that tell items by their name
PURPOSES = ("basic", "project", "personnel", "operating")


class Name(NamedTuple):
    """The words for a quantity, the layout's key for them, and the code of a class or item."""

    words: str = ""
    key: str = ""
    code: str = ""


class Naming:
    """Names in one text of one topic."""

    def __init__(
        self,
        layout: Layout,
        resolve: Callable[[tuple[str, ...], str], str],
        text: str,
        topic: str,
    ) -> None:
        self.layout, self.resolve, self.topic = layout, resolve, topic
        heading = _HEADING.match(text)
        self.heading = heading["name"] if heading else ""
        self.paths = list(_PATH.finditer(text)) if "(项)" in text else []
        self.earlier: re.Match[str] | None = None  # the path of the paragraph before

    def known(self, words: str) -> bool:
        """Whether they are those of a quantity or of a class."""
        return bool(self.layout.key_of(words) or self.resolve((words,), self.topic))

    def pieces(self, left: str) -> list[str]:
        """What stands before a figure, cut where a subject may begin."""
        return [piece for piece in _STARTS.split(_ASIDE.sub("", left)) if piece]

    def of_words(self, words: str) -> Name:
        """The name that some words are."""
        name = _TAIL.sub("", _NOISE.sub("", words))
        return Name(name[-20:], self._key(name, words), self.resolve((name,), self.topic))

    def path(self, start: int) -> re.Match[str] | None:
        """The item of the functional classification that was named last."""
        return next((p for p in reversed(self.paths) if p.start() < start), self.earlier)

    def at(self, left: str, start: int, last: Name | None) -> Name:
        """The name of an amount or a count; `last` is that of an earlier year told just before."""
        pieces = self.pieces(left)
        words = _NOISE.sub("", pieces[-1]) if pieces else ""
        if self.topic == "cost":  # a line's own words, no quantity of the notes
            return Name(words[-20:])
        name = _TAIL.sub("", words)
        path = self.path(start)
        if path and (name in ("", "预算") or name.endswith("(项") or "(项)" in left):
            names = tuple(part for part in path.group("a", "b", "c", "d") if part)
            topic = self.topic if names[1:] else "item"
            return Name(names[-1], "item", self.resolve(names, topic))
        earlier = _BEFORE_YEAR.match(pieces[-1]) if pieces and name in ("", "预算") else None
        name = _NOISE.sub("", earlier["name"]) if earlier else name
        if last and (name in ("", "预算") or _MOVED.match(name)):
            return last
        if name in ("", "预算") and self.layout.key_of(self.heading):
            return self.of_words(self.heading)
        coded = _CODE.search(left)
        if coded:
            return Name(name[-20:], "item" if len(coded["code"]) == 7 else "", coded["code"])
        quoted = _QUOTED.match(name)
        if quoted:
            code = self.resolve((quoted[1],), self.topic) or self.resolve((quoted[1],), "item")
            return Name(quoted[1][-20:], self._key(quoted[1]), code)
        name = _OF_CLASS.sub("", name)
        key = self._key(name, words)
        code = self.resolve((name,), self.topic)
        if not key and not code and self.topic in ITEMIZED:
            code = self.resolve((name,), "item")
        return Name(name[-20:], key, code)

    def _key(self, name: str, words: str = "") -> str:
        """The layout's key; a whole budget told in a section of one kind is of that kind."""
        key = self.layout.key_of(name) or self.layout.key_of(words)
        if self.topic == "general_budget" and key in ("general_budget", "fiscal_expenditure"):
            return "total"
        own = any(word in name for word in self.layout.data["topics"].get(self.topic, ()))
        return OWN.get(self.topic, key) if own and key in WHOLE else key
