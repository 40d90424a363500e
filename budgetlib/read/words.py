"""What sentences tell besides figures: lists, years in reasons, categories, glossary entries."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import takewhile

from budgetlib.classifications import entries, renamed
from budgetlib.figures import Claim, Place, Statement
from budgetlib.layouts import canonical
from budgetlib.read.blocks import Paragraph
from budgetlib.sentences.tokens import NAMING, PLACES, STATEMENTS, lexemes
from budgetlib.vocabulary import PART, regex

_FORMER = regex(
    "|".join(
        old.former + ("" if len(old.code) == 3 else STATEMENTS["former_ends"].pattern)
        for old in sorted(renamed(), key=lambda old: -len(old.former))
    )
)
_EVERY = ("every_project", STATEMENTS["every_project"])
_WHOSE = ("whose", STATEMENTS["whose"])
_EMPTY = " :：.．…·、，,；;-—~XxＸ×*_"  # what may stand for a reason that is still to come
MOVED = ("amount", "change", "growth")  # what a reason may be told of
FEW = 3  # separators of a list that 等 ends and that still means to be whole


def note_statements(text: str, claims: Sequence[Claim], place: Place) -> list[Statement]:
    """Of what a reason is told; the year and the category that it names; one left unfinished."""
    statements = []
    subject = claims[0].subject if claims else ""
    explains = [lexeme for lexeme in lexemes(text) if lexeme.kind == "reason"]
    for lexeme in explains:
        if text[lexeme.end :].split("。")[0].strip(_EMPTY):
            known = [c for c in _claims_before(text, claims, lexeme.start) if c.measure in MOVED]
            latest = max((c.figure.year or 0 for c in known), default=0)  # not the year before
            now = [c.of or c.id for c in known if c.of or c.figure.year == latest]
            said = Statement("reason", subject, "", (now or [""])[-1], place)
            statements += [said] * (said not in statements)
    for match in STATEMENTS["reason"].finditer(text) if explains else ():
        words = match["words"]
        year = STATEMENTS["reason_year"].match(words)
        if not words.strip(_EMPTY):
            to_come = "next" if text.endswith((":", "：")) and match.end() == len(text) else ""
            told = Statement("unfinished_reason", subject, match[0][:12], to_come, place)
            statements.append(told)
        elif year:
            rest = words[: year.start("year")] + words[year.end("year") :]
            statements.append(Statement("reason_year", subject, year["year"], rest, place))
        for found in STATEMENTS["category"].finditer(words):
            statements.append(Statement("category", found["name"], found["category"], "", place))
    statements += templates(text, subject, place)
    for kind in ("no_unit", "no_percent", "two_ways"):
        wanted = STATEMENTS[kind]
        statements += [Statement(kind, subject, m[0], "", place) for m in wanted.finditer(text)]
    for kind, wanted in (("class", _FORMER), ("new", STATEMENTS["new"]), _EVERY, _WHOSE):
        statements += [Statement(kind, m[0], "", "", place) for m in wanted.finditer(text)]
    ways = STATEMENTS["way"].finditer(text) if explains else ()
    statements += [_way(m, text, claims, place) for m in ways]
    statements += _explained(text, claims, place) + _split(text, claims, place)
    moving = _moving(text, claims, place)  # 主要为人员经费增加 tells none of the reasons above
    return statements + [said for said in moving if said not in statements]


def _split(text: str, claims: Sequence[Claim], place: Place) -> list[Statement]:
    """The amounts into which a text splits what was told before it: the first of each piece."""
    found = STATEMENTS["split"].search(text)
    begin = found.end() if found else 0
    told = text[begin : text.find("。", begin) % (len(text) + 1)]
    told = NAMING["inside"].sub(lambda inside: " " * len(inside[0]), told)
    told = told.replace(f"；{PART}", f"，{PART}")
    mark = next((mark for mark in "；、" if mark in told), "，")
    if mark == "，":  # what is among all pieces, or the last, is none: 其中上年结转 2
        told = told[: told.find(PART, 1) % (len(told) + 1)]
    ends = [begin, *(begin + i for i, c in enumerate(told) if c == mark)] if found else []
    within = _claims_before(text, claims, begin + len(told))  # a piece may tell none: 无工程采购
    first = [within[len(_claims_before(text, claims, at)) :][:1] for at in ends]
    parts = [*dict.fromkeys(c.id for own in first for c in own if c.measure == "amount")]
    return [Statement("split", "", "", " ".join(parts), place)] if len(parts) > 1 else []


def _explained(text: str, claims: Sequence[Claim], place: Place) -> list[Statement]:
    """The items of the classification that a purpose or a reason of an item names, with the way."""
    statements = []
    items = claims and claims[0].key == "item" and claims[0].figure.code
    for match in STATEMENTS["explained"].finditer(text) if items else ():
        named, own = (_bare_name(name) for name in (match["subject"], claims[0].subject))
        at = (i for i in range(len(named)) if named[i:] in _names(7))  # behind its division's name
        told = next((named[i:] for i in at if not i or named[:i] in _names(5)), "")
        if own and named.endswith(own):
            named = told = own
        if told:
            statements.append(Statement("explained", claims[0].subject, told, "", place))
        if named == own and (match["up"] or match["down"]):
            statements.append(_way(match, text, claims, place)._replace(subject=""))
    return statements


def _moving(text: str, claims: Sequence[Claim], place: Place) -> Iterator[Statement]:
    """The way that people, tasks or expenses went which a reason names, where all went one way."""
    for match in STATEMENTS["reason_words"].finditer(text):
        moving = [*STATEMENTS["reason_moves"].finditer(match["words"])]
        one_way = len({bool(m["up"]) for m in moving}) == 1
        if one_way and not STATEMENTS["reason_aside"].search(match["words"]):
            before = _claims_before(text, claims, match.start("words") + moving[0].start())
            moved = [c for c in before if c.direction]
            sentence = max(text.rfind(mark, 0, match.start()) for mark in "。；")
            own = [c for c in before if text.find(c.figure.printed, sentence) >= 0]
            near = [c for c in own if c.direction] if own else moved  # 车辆购置费 5，主要是车辆增加
            if (near or not own) and len({c.direction for c in near}) < 2:
                way = PLACES["up" if moving[0]["up"] else "down"]
                yield Statement("way", "", way, near[-1].id if near else "", place)


def _bare_name(name: str) -> str:
    """The name of an item without what may follow it or end it."""
    return STATEMENTS["explained_ends"].sub("", canonical(name)) or name


@cache
def _names(digits: int) -> frozenset[str]:
    """The names of all divisions or items by function, as they are compared."""
    told = entries("function").items()
    return frozenset(_bare_name(entry.name) for code, entry in told if len(code) == digits)


def templates(text: str, subject: str, place: Place) -> list[Statement]:
    """The words that a template left in a text."""
    left = STATEMENTS["template"].finditer(text)
    return [Statement("template", subject, m[0], "", place) for m in left]


def of_heading(text: str, subject: str, place: Place) -> list[Statement]:
    """Whether a heading names the department or the unit, and what a template left in it."""
    levels = STATEMENTS["level_headed"].finditer(text)
    said = [Statement("level", "heading", m["level"], "", place) for m in levels]
    return said[:1] + templates(text, subject, place)


def _way(match: re.Match[str], text: str, claims: Sequence[Claim], place: Place) -> Statement:
    """The way that a reason says a change went; its group is the change told before, if any."""
    before = _claims_before(text, claims, match.start("up" if match["up"] else "down"))
    told = [c.id for c in before if c.measure in ("change", "growth") and c.direction]
    way = PLACES["up" if match["up"] else "down"]
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
    for match in STATEMENTS["list"].finditer(text):
        if match["more"] and match["items"].count("、") < FEW:
            continue  # examples
        if topic == "basic" and claims:
            subject = [claims[0], *_claims_before(text, claims, match.start())][-1].key
        elif topic == "overall" and STATEMENTS["classes_before"].search(
            text[max(0, match.start() - 2) : match.start()]
        ):
            subject = "classes"
        else:
            continue
        for item in match["items"].split("、"):
            if item:
                statements.append(Statement("list", subject, canonical(item)[:20], topic, place))
    return statements


def plain_words(text: str, above: str, place: Place) -> list[Statement]:
    """Where the notes speak of the department or of the unit; the one year of a project."""
    found = STATEMENTS["level"].finditer(text)
    levels = [Statement("level", "", m["own"] or m["level"], "", place) for m in found]
    return levels + (period(text, place) or period(f"{above}{text}", place))


def period(text: str, place: Place) -> list[Statement]:
    """The one year of each project."""
    told = STATEMENTS["period"].finditer(text)
    return [Statement("period", m[0].partition(m["year"])[0], m["year"], "", place) for m in told]


def offices(text: str, listing: bool, place: Place) -> list[Statement]:
    """The offices that the first part lists, in a sentence or on a line each below its heading."""
    line = STATEMENTS["office"].match(text) if listing else None
    found = [line] if line else [*STATEMENTS["offices"].finditer(text)]
    statements = []
    for match in found or STATEMENTS["offices_before"].finditer(text):
        number = match.groupdict().get("told", "")
        names = STATEMENTS["offices_apart"].split(match["items"])
        statements += [Statement("office", number, name[:20], "", place) for name in names]
    return statements


def members(below: Sequence[Paragraph], place: Place) -> Iterator[Statement]:
    """The bodies that a budget is of, listed behind their number or in the lines below it."""
    match = STATEMENTS["members"].search(below[0].text)
    if match and match["items"]:
        names = STATEMENTS["member_apart"].split(match["items"])
        listed = [STATEMENTS["member"].match(name) for name in names]
    else:
        lines = [STATEMENTS["member"].match(paragraph.text) for paragraph in below[1:]]
        listed = [*takewhile(bool, lines)] if match else []
        after = below[len(listed) + 1 : len(listed) + 2]
        listed *= not any(STATEMENTS["member_number"].match(line.text) for line in after)
    if match and all(listed):
        found = (one["name"][:20] for one in listed if one)
        yield from (Statement("member", match["told"], name, "", place) for name in found)


def glossary(
    paragraphs: Sequence[Paragraph], resolve: Callable[[tuple[str, ...], str], str]
) -> list[Statement]:
    """The function items that the glossary explains, with their codes."""
    statements = []
    for paragraph in paragraphs:
        for match in STATEMENTS["glossary"].finditer(paragraph.text):
            path = tuple(canonical(name) for name in match.group("a", "b", "c"))
            place = Place(*paragraph.spot, section=PLACES["glossary"])
            statements.append(Statement("glossary", path[-1], resolve(path, ""), "", place))
        place = Place(*paragraph.spot, section=PLACES["glossary"])
        levels = STATEMENTS["treasury"].finditer(paragraph.text)
        statements += [Statement("treasury", "", m["level"], "", place) for m in levels]
    return statements
