"""What a figure of a sentence is a figure of: the words before it, their key and their code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from budgetlib.figures import Claim
from budgetlib.layouts import Layout
from budgetlib.sentences.tokens import AROUND, DATA, NAMES, NAMING, Lexeme, words

BROUGHT, SPENT = DATA["words"]["bare"][:2]
TWO_SIDES = rf"\g<of>{BROUGHT}\g<end>、\g<of>{SPENT}\g<end>"
NO_NAME, SUM, _BROUGHT = words("no_name"), words("sum"), tuple(words("bare_revenue"))
WHOLE = ("total", "general_budget", "gov_fund", "state_capital", "fiscal", "fiscal_expenditure")
PUBLIC = "three_public"
OWN = {
    PUBLIC: "total",
    "operating_organs": "operating_organs",
    "procurement": "procurement",
}
TOTALS = {  # what such a section is of as a whole
    "general_budget": ("general_budget", "fiscal_expenditure"),
    "basic": ("basic",),
    "fiscal_basic": ("basic",),
}
FUNCTION = "2"  # codes of the classification by function begin with it
REACH = 200  # characters before a figure, or before 分别, that may hold names
ITEMIZED = ("general_budget", "fiscal_by_function")  # sections that tell items by their name
PURPOSES = ("basic", "project", "personnel", "operating")


class Name(NamedTuple):
    """The words for a quantity, the layout's key for them, and the code of a class or item."""

    words: str = ""
    key: str = ""
    code: str = ""

    @classmethod
    def of(cls, claim: Claim) -> Name:
        """What a claim's figure is a figure of."""
        return cls(claim.subject, claim.key, claim.figure.code)


@lru_cache(maxsize=4096)
def pieces(left: str) -> tuple[str, ...]:
    """What stands before a figure, cut where a subject may begin."""
    left = left[-REACH:]
    if "(" in left:
        left = NAMING["aside"].sub("", NAMING["called"].sub(r"\g<name>", left))
    return (*filter(None, NAMING["starts"].split(left)),)


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Words without what may stand before a name."""
    return NAMING["noise"].sub("", words)


@lru_cache(maxsize=4096)
def bare(words: str) -> str:
    """Words without what may stand behind a name."""
    return NAMING["tail"].sub("", words)


class Naming:
    """Names in one text of one topic."""

    def __init__(
        self,
        layout: Layout,
        resolve: Callable[[tuple[str, ...], str], str],
        text: str,
        topic: str,
        above: str,
        steps: bool,
    ) -> None:
        self.layout, self.resolve, self.topic = layout, resolve, topic
        self.text, self.above = text, above  # the heading above
        self.told: dict[str, Name] = {}  # names of words, once known
        paths = NAMING["path"].finditer(text) if steps else ()
        self.paths = [path for path in paths if not path["joined"] or self._item(path).code]
        self.classes = list(NAMING["classes"].finditer(text)) if steps else []
        self.earlier: re.Match[str] | None = None  # the path of the paragraph before

    @property
    def headed(self) -> Name:
        """What the text is headed with."""
        heading = NAMING["heading"].match(self.text)
        if heading and heading["code"]:
            return Name(heading["name"], "item", heading["code"])
        return self.of_words(NAMING["of_class"].sub("", heading["name"] if heading else self.above))

    def known(self, words: str) -> bool:
        """Whether they are those of a quantity or of a class."""
        return bool(self.layout.key_of(words) or self.resolve((words,), self.topic))

    def nothing(self, left: str) -> bool:
        """Whether the words before a figure name nothing."""
        return self.of_words((pieces(left) or ("",))[-1]).words in NO_NAME

    def of_words(self, words: str) -> Name:
        """The name that some words are."""
        if words not in self.told:
            self.told[words] = self._named(bare(plain(words)), words)
        return self.told[words]

    def _named(self, name: str, words: str = "") -> Name:
        """The quantity, class or item of a name; in a section of items it may be one by itself."""
        code, key = self.resolve((name,), self.topic), self.key(name, words)
        if key == "total" and not code:  # 教育支出预算 5
            code = self.resolve((name.removesuffix(NAMES["plan"]),), self.topic)
        if code[:1] == FUNCTION:  # 公共服务 is no service, but the section's own fund no class
            own = key and (key == self.topic or self.topic in OWN)
            code, key = ("", key) if own else (code, "")
        if not key and not code and self.topic in ITEMIZED:
            names = (name, name.removesuffix(SPENT))
            code = next(filter(None, (self.resolve((n,), "item") for n in names)), "")
        return Name(name[-20:].lstrip("，"), key, code)

    def path(self, start: int) -> re.Match[str] | None:
        """The item of the functional classification that was named last."""
        return next((p for p in reversed(self.paths) if p.start() < start), self.earlier)

    def _item(self, path: re.Match[str]) -> Name:
        """The item that a path of names leads to."""
        code = path["coded"] or path["bare"] or path["lead"]
        parts = (part for part in path.groups() if part and part not in (code, path["split"]))
        parts = (plain(NAMING["numbered"].sub("", part)) for part in parts)
        *above, last = (NAMING["in_quotes"].sub(r"\1", part) for part in parts)
        code = code or "".join(filter(str.isdigit, path["split"] or ""))
        if code:
            return Name(last, "item", code)
        # 约 may end a name, or begin a number; 、 may stand in one, or before it
        for name in (last, bare(last), last.rpartition("、")[2]):
            if code := self.resolve((*above, name), self.topic if above else "item"):
                return Name(name, "item", code)
        return Name(bare(last), "item")

    def at(self, left: str, start: int, last: Name | None, counts: bool = False) -> Name:
        """The name of an amount or a count; `last` is that of an earlier year told just before."""
        *before, own = pieces(left) or ("",)
        words = plain(NAMING["inner_year"].sub("", own))
        summed = AROUND["summed"].search(left)
        if summed and self.of_words(summed["first"]).key:
            return Name(summed[0][-20:])
        if self.topic == "cost":  # a line's own words, no quantity of the notes
            return Name(words[-20:])
        name, path = bare(words), self.path(start)
        stepped = name in NO_NAME or NAMING["step_ends"].search(name) or NAMING["step"].search(left)
        if path and (stepped or path.end() > start - len(left)):
            return self._item(path)
        above = next((c for c in reversed(self.classes) if c.start() < start), None)
        if above and (name in NO_NAME or self.key(name, words) == "total"):
            return Name(above[2], "", self.resolve(above.groups(), "class"))
        if before and (name in SUM or name in NO_NAME) and self.known(before[-1]):
            return self.of_words(before[-1])  # 收入全部是财政拨款, 共计 5
        if name in NO_NAME and (earlier := NAMING["before_year"].match(own)):
            words = plain(earlier["name"])  # 初中教育2025年预算数 5: 预算数 names no whole
            name = bare(words) or (name if SPENT in name else "")
        if last and (name in NO_NAME or NAMING["moved"].match(name)):
            return last
        step = NAMING["step_above"].search(self.above) and self.key(name, words) == "total"
        headed = Name() if counts or not (step or name in NO_NAME) else self.headed
        if headed.key or headed.code or (headed.words and self.topic in ITEMIZED):
            one = (
                headed.key == "total"
                and self.topic not in OWN
                and (  # 收支预算：支出 5
                    AROUND["side"].match(words) and not AROUND["side"].match(headed.words)
                )
            )
            return headed._replace(words=bare(words)) if one else headed
        if coded := NAMING["code"].search(left):
            code = coded["code"] or coded["bare"]
            own = "" if code[:1] == FUNCTION else self.layout.key_of(name)  # 工资福利支出(301)
            return Name(name[-20:], "item" if len(code) == 7 else own, code)
        quoted = NAMING["in_quotes"].match(name)
        whole, name = name, quoted[1] if quoted else NAMING["of_class"].sub("", name)
        told = self._named(name, words)
        if whole != name and not (told.key or told.code or quoted):  # 教育类 5
            told = told._replace(code=self.resolve((f"{name}{SPENT}",), self.topic))
        if told.key == self.topic == "fiscal" and NAMING["both_follow"].match(self.text, start):
            told = told._replace(key="total")
        if quoted and not told.code:
            return told._replace(code=self.resolve((name,), "item"))
        described = NAMING["described"].search(left) and self.layout.key_of(self.above)
        return self.of_words(self.above) if described and not (told.key or told.code) else told

    def whole(self, name: Name) -> Name:
        """The name of a sum in a section that tells one thing by its parts."""
        return name._replace(key=name.key or OWN.get(self.topic, ""))

    def key(self, name: str, words: str = "") -> str:
        """The layout's key; a whole budget told in a section of one kind is of that kind."""
        key = self.layout.key_of(name) or self.layout.key_of(words)
        if self.topic == "three_public" and not key and NAMING["of_vehicles"].search(name):
            key = self.layout.key_of(f"{NAMES['vehicles']}{name}")
        loose = NAMING["loose"].match(f"{name}：{self.text}") if key == "total" else None
        if loose and self.layout.data["kind"] == NAMES["final"]:
            return str(loose.lastgroup)
        if key == "total" and NAMING["of_year"].search(name):
            return "year_revenue" if NAMING["with_carried"].search(f"{name}：{self.text}") else key
        if key == "total" and self.topic not in ("", PUBLIC) and self._of(PUBLIC, name):
            return PUBLIC  # told where all else is of the whole budget
        if key == self.topic == "fiscal" and NAMING["of_both"].search(self.text):
            return "total"
        if key in TOTALS.get(self.topic, ()):
            return key if name.endswith(_BROUGHT) else "total"
        own = self.topic in OWN and key in WHOLE and (not name or self._of(self.topic, name))
        return OWN[self.topic] if own else key

    def _of(self, topic: str, name: str) -> bool:
        """Whether a name holds the words of a topic."""
        return any(word in name for word in self.layout.data["topics"][topic])


class Member(NamedTuple):
    """One figure (or 持平) of such a list.

    Attributes
    ----------
    left
        The words that would stand before it, were it told alone.
    name
        The name that the list gives it, "" where it gives none: it speaks of amounts told before.
    place, among
        Which it is among how many.
    """

    left: str
    name: str
    place: int
    among: int


def respectively(
    text: str, lexemes: Sequence[Lexeme], knows: Callable[[str], bool]
) -> dict[int, Member]:
    """The members of every such list, by where their figure or word begins."""
    found: dict[int, Member] = {}
    for i, lexeme in enumerate(lexemes):
        told = list(_members(text, lexemes[i:])) if lexeme.kind == "respectively" else []
        members, rates = ([m for m in told if m[2] is then] for then in (False, True))
        if len(members) < 2:
            continue
        before = text[max(lexeme.start - REACH, 0) : lexeme.start]
        words = before[max([m.end() for m in NAMING["begins"].finditer(before)], default=0) :]
        names = _names(words, len(members), knows) or [""] * len(members)
        for run, left in ((members, words), (rates * (len(rates) == len(members)), "")):
            for k, (start, own, _) in enumerate(run):
                said = f"{names[k] or left}{own or run[0][1]}"
                found[start] = Member(said, names[k], k, len(members))
    return found


def _members(text: str, lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, str, bool]]:
    """(where it begins, the words before it) of the figures that follow; the rates behind them."""
    end, then = lexemes[0].end, False
    for lexeme in lexemes[1:]:
        if lexeme.kind in ("figure", "same"):
            lead = NAMING["lead"].fullmatch(text, end, lexeme.start)
            then = then or bool(lead and lead["then"])
            if not lead or (then and [token.unit for token in lexeme.tokens] != [NAMES["rate"]]):
                return
            yield lexeme.start, lead["lead"] or lead["then"] or "", then
            end = lexeme.end


def _names(words: str, count: int, knows: Callable[[str], bool]) -> list[str]:
    """So many names, told with 、 and a word for "and" before the last; [] if they do not fit."""
    years = list(NAMING["each_year"].finditer(words))
    if len(years) == count:
        return [f"{year[0]}{words[years[-1].end() :]}" for year in years]
    words = NAMING["two_sides"].sub(TWO_SIDES, plain(words))
    names = [name for name in words.split("、") if name and not any(map(str.isdigit, name))]
    if len(names) == count - 1:
        last = names.pop() if names else ""
        joins = NAMING["joins"].finditer(last)
        cuts = [cut for m in joins if all(cut := (last[: m.start()], last[m.end() :]))]
        known = [cut for cut in cuts if all(map(knows, cut))]
        names += (known or cuts)[-1] if cuts else ()
    return names if len(names) == count else []
