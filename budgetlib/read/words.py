"""What sentences tell besides figures: lists, years in reasons, categories, glossary entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from budgetlib.classifications import renamed
from budgetlib.figures import Place
from budgetlib.layouts import canonical
from budgetlib.printed import Claim, Statement
from budgetlib.read.blocks import Paragraph
from budgetlib.sentences.tokens import YEAR

_REASON = re.compile(
    r"主要(?:是|一是|原因是?|系|由于)[:：]?(?P<words>(?:(?!主要(?:是|一是|原因|系))[^。])*)"
)
_REASON_YEAR = re.compile(rf"^.{{0,6}}?(?P<year>{YEAR})年")
_CATEGORY = re.compile(
    r"(?P<category>其他运转类|运转类|特定目标类|人员类)(?:项目)(?P<name>[^，。、；]{2,18}?项目)"
)
_LIST = re.compile(r"(?:主要用于|包括)[:：](?P<items>[^。；\d]*?)(?P<more>等)?[。；]")
_EMPTY = " :：.．…·、，,；;-—~XxＸ×*_"  # what may stand for a reason that is still to come
_TEMPLATE = re.compile(
    r"增加\(减少\)|增长\((?:减少|降低|下降)\)|X{2,}|Ｘ{2,}|×{2,}|\*{2,}|_{2,}|"
    r"(?<=[\u4e00-\u9fff”])(?<![余多百千十几数亿若元上近每超一二三四五六七八九两])(?<!单位[为是])(?<!单位均为)(?:万元|亿元)(?=[，。；、,;)]|$)|"
    r"(?:增[加长]|减少|下降|上升|占|为)%"
)
_NO_UNIT = re.compile(r"(?<=[为是])(?!0(?:\.0+)?[，。；])\d[\d,]*\.?\d*(?=[，。；])")
_LEVEL = re.compile(r"(?:[本我](?P<own>部门|单位)|(?P<level>部门|单位)整体支出)")
_NEW = re.compile(
    r"[此该本]项(?:支出|预算|科目)?[是为系](?:今年|本年|当年)?新增|"
    r"(?:上年|去年)度?(?:预算)?(?:无|没有|未安排|未列)(?:预算|安排)?[此该本]项"
)
_FORMER = re.compile(
    "|".join(
        old.former + ("" if len(old.code) == 3 else r"(?=\(|”)")
        for old in sorted(renamed(), key=lambda old: -len(old.former))
    )
)
_WAY = re.compile(
    r"(?:^|[。；，])(?P<subject>[^。；，]{0,20}?)(?:(?P<up>增加|增长|上升)|(?P<down>减少|下降|降低))的?"
    r"(?:主要)?原因"
)
_GLOSSARY = re.compile(
    r"(?P<a>[^()、。.]+)\(类\)(?P<b>[^()]+)\(款\)(?P<c>[^()]+(?:\([^()类款项]+\)[^()]*)?)\(项\)[:：]"
)
_OFFICES = re.compile(r"内设(?:机构|科室|处室)[^：:。]*[:：](?P<items>[^。]+)。")


FEW = 3  # separators of a list that 等 ends and that still means to be whole


def note_statements(text: str, claims: Sequence[Claim], place: Place) -> list[Statement]:
    """The year and the category that a reason names; a reason left unfinished; template words."""
    statements = []
    subject = claims[0].subject if claims else ""
    for match in _REASON.finditer(text):
        words = match["words"]
        year = _REASON_YEAR.match(words)
        if not words.strip(_EMPTY):
            statements.append(Statement("unfinished_reason", subject, "", "", place))
        elif year:
            rest = words[: year.start("year")] + words[year.end("year") :]
            statements.append(Statement("reason_year", subject, year["year"], rest, place))
        for found in _CATEGORY.finditer(words):
            category = found["category"].removeprefix("其他")
            statements.append(Statement("category", found["name"], category, "", place))
    statements += [
        Statement("template", subject, m.group(), "", place) for m in _TEMPLATE.finditer(text)
    ]
    statements += [
        Statement("no_unit", subject, m.group(), "", place) for m in _NO_UNIT.finditer(text)
    ]
    statements += [Statement("class", m.group(), "", "", place) for m in _FORMER.finditer(text)]
    statements += [Statement("new", m.group(), "", "", place) for m in _NEW.finditer(text)]
    return statements + [_way(m, text, claims, place) for m in _WAY.finditer(text)]


def _way(match: re.Match[str], text: str, claims: Sequence[Claim], place: Place) -> Statement:
    """The way that a reason says a change went; its group is the change told before, if any."""
    before = _claims_before(text, claims, match.start("up" if match["up"] else "down"))
    told = [c.id for c in before if c.measure in ("change", "growth") and c.direction]
    way = "增加" if match["up"] else "减少"
    return Statement("way", match["subject"][-20:], way, told[-1] if told else "", place)


def _claims_before(text: str, claims: Sequence[Claim], end: int) -> list[Claim]:
    """The claims whose figures stand before a place in the text."""
    found, position = [], 0
    for claim in claims:
        position = text.find(claim.figure.printed, position)
        if position < 0 or position > end:
            break
        found.append(claim)
    return found


def listed_items(text: str, claims: Sequence[Claim], topic: str, place: Place) -> list[Statement]:
    """The names of economic or function classes that a sentence lists without amounts."""
    statements = []
    for match in _LIST.finditer(text):
        if match["more"] and match["items"].count("、") < FEW:
            continue  # examples
        if topic == "basic" and claims:
            subject = _told_before(text, claims, match.start())
        elif topic == "overall" and text[: match.start()].endswith("支出"):
            subject = "classes"
        else:
            continue
        for item in match["items"].split("、"):
            if item:
                statements.append(Statement("list", subject, canonical(item)[:20], topic, place))
    return statements


def _told_before(text: str, claims: Sequence[Claim], end: int) -> str:
    """The key of the last figure told before a place in the text."""
    return [claims[0], *_claims_before(text, claims, end)][-1].key


def level_words(text: str, place: Place) -> list[Statement]:
    """Where the notes speak of the department or of the unit."""
    found = _LEVEL.finditer(text)
    return [Statement("level", "", m["own"] or m["level"], "", place) for m in found]


def offices(text: str, place: Place) -> list[Statement]:
    """The offices that the first part lists."""
    return [
        Statement("office", "", item[:20], "", place)
        for match in _OFFICES.finditer(text)
        for item in match["items"].split("、")
    ]


def glossary(
    paragraphs: Sequence[Paragraph], resolve: Callable[[tuple[str, ...], str], str]
) -> list[Statement]:
    """The function items that the glossary explains, with their codes."""
    statements = []
    for paragraph in paragraphs:
        for match in _GLOSSARY.finditer(paragraph.text) if "(款)" in paragraph.text else ():
            path = tuple(canonical(name) for name in match.group("a", "b", "c"))
            place = Place(*paragraph.spot, section="名词解释")
            statements.append(Statement("glossary", path[-1], resolve(path, ""), "", place))
    return statements
