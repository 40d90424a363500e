"""The explanatory notes and the first part: sections, items, and what they claim."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from budgetlib.disclosure import Named
from budgetlib.figures import Claim, Note, Place, Statement, half_unit
from budgetlib.layouts import Layout
from budgetlib.read.blocks import ENDS_HEADING, ITEM, Paragraph, join_wrapped
from budgetlib.read.words import (
    listed_items,
    members,
    note_statements,
    of_heading,
    offices,
    plain_words,
)
from budgetlib.sentences.claims import Reader
from budgetlib.sentences.naming import BROUGHT, PUBLIC, SPENT
from budgetlib.sentences.tokens import AROUND, NAMES, PLACES, STATEMENTS, YEAR, words
from budgetlib.vocabulary import ACCOUNTS, Record, field, regex

UNNUMBERED = PLACES["unnumbered"]
FIRST_PART = PLACES["first_part"]
HABIT = (4, 2)  # so many figures of no decimal, or of one, are no chance
COUNTED = ("offices", "staff")  # what the first part counts, and people
PEOPLE = ("元", "人", "名")  # and money
LARGE = 4  # digits of amounts that are told in whole 万元 for shortness
MONEY, LEFT = words("money"), words("left_over")  # what is left over has these keys
LEVELS = ("section", "item", "number")  # numerals from the highest down
NUMBER = LEVELS.index("number")
UNMARKED = -0.5  # the level of a section that no numeral begins: below the notes as a whole
LONGEST = 40  # characters of a heading
YEARS = regex(rf"{YEAR}年度?")
_MARKS = regex("[。：:；，]")
_BEFORE = regex(r"\d")


class Section(Record, frozen=False):
    """A section being read; `told` once any text stands below its heading."""

    name: str
    title: str
    place: Place
    topic: str = ""
    level: float = -1  # of its numeral: it lies within the last section of a lower one
    group: str = ""
    item: str = ""
    heading: str = ""
    above: str = ""  # the words that head the last item
    top: str = ""  # the words of the item of the highest numerals, in which others lie
    within: str = ""  # its numeral
    under: str = ""  # what its items are of, told before them: 财政拨款支出主要内容如下
    told: bool = False
    nested: set[float] = field(default_factory=set)  # levels of the sections within it
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    texts: list[tuple[Place, str]] = field(default_factory=list)

    def read(self, paragraph: Paragraph, reader: Reader, letters: dict[str, str]) -> None:
        """Take in one paragraph."""
        first, *told = _BEFORE.split(YEARS.sub("", paragraph.text), maxsplit=1)
        if told and not self.topic and reader.layout.of_all(self.title or self.heading):
            topic = reader.layout.topic_of(first)  # its first sentence says what it tells of
            topic = "overall" if topic in ("revenue", "expenditure") else topic
            if self.title:
                self.topic = "" if self.claims else topic
            else:  # before any heading each paragraph says so
                self.under = topic or self.under
        self.told |= paragraph.text != UNNUMBERED  # the end of a part's heading on two lines
        begins = ITEM.match(paragraph.text)
        if not begins or begins["number"] == "1":  # a reason may stand in paragraphs of its own
            before = self.texts[-1][0] if self.texts else None
            own = (s for s in self.statements if s.group != "next" or s.place != before)
            self.statements = [*own]
        item = reader.layout.topic_of(self.heading, "items") if self.topic == "other" else ""
        topic = item or self.under or self.topic
        prefix = f"{self.name}.{self.item}".rstrip(".")
        where = Place(*paragraph.spot, section=self.name, item=self.item)
        alone = paragraph.text.rstrip("：:")  # 公务接待费：, and below it what is told of it
        if alone != paragraph.text and alone == headed(alone) and reader.layout.key_of(alone):
            self.above = alone
        reader.heading, reader.above = self.above or headed(self.title), self.top or self.title
        found = reader.read(paragraph.text, prefix, topic, where, paragraph.spot_at)
        self.claims += found
        ends = paragraph.text.rpartition("。")[2]
        if self.topic == "overall" and ends.endswith(("：", ":")) and not _BEFORE.search(ends):
            self.under = reader.layout.topic_of(ends)
        self.texts.append((where, paragraph.text))
        for said in note_statements(paragraph.text, found, where):
            if said.kind == "reason_year":  # those that say the same apart from the year
                letter = letters.setdefault(said.group, f"reason-{len(letters) + 1}")
                said = said._replace(group=letter)
            self.statements.append(said)
        self.statements += [*members([paragraph], where), *offices(paragraph.text, False, where)]
        self.statements += listed_items(paragraph.text, found, topic, where)
        self.statements += plain_words(paragraph.text, reader.heading, where)

    def begin(self, level: int, numeral: str, text: str) -> None:
        """Begin an item."""
        self.above = headed(text)
        if level < NUMBER:
            self.top, within = (self.top, self.within) if level else (text, numeral)
            numeral = f"{within}.{numeral}".lstrip(".") if level else numeral
            self.item, self.group, self.under, self.within = numeral, numeral, "", within
            self.heading = text
        else:
            self.item = f"{self.group}.{numeral}".lstrip(".")
            self.heading = self.heading if self.group else text

    @property
    def note(self) -> Note:
        """The finished section."""
        claims, statements = tuple(self.claims), tuple(self.statements)
        told = (claims, statements, tuple(self.texts))
        return Note(self.name, self.title, self.topic, self.place, *told)


@lru_cache(maxsize=4096)
def headed(text: str) -> str:
    """The words that head a paragraph, "" where it begins with a sentence."""
    match = ITEM.match(text)
    words = _MARKS.split(text[match.end() :] if match else text, maxsplit=1)[0]
    return "" if len(words) > LONGEST or any(map(str.isdigit, YEARS.sub("", words))) else words


class Sections:
    """The sections of the notes while they are read."""

    def __init__(self, reader: Reader, heading: str) -> None:
        self.reader, self.layout = reader, reader.layout
        root = Section(UNNUMBERED, "", Place(section=UNNUMBERED), self.layout.scope_of(heading))
        root.heading = heading
        self.all, self.open = [root], [root]
        self.letters: dict[str, str] = {}
        self.scope = ""  # whose money a notice on a region has summed up last

    def take(self, paragraph: Paragraph) -> None:
        """One paragraph: the heading of a section or an item, or what one tells."""
        match = ITEM.match(paragraph.text)
        level = next((n for n, kind in enumerate(LEVELS) if match and match[kind]), None)
        if match and level is not None:
            numeral, title = match[LEVELS[level]], paragraph.text[match.end() :]
            self.open = [s for s in self.open if s.level < (level or UNMARKED)]
            if self._begins(level, title):
                self._begin(level, numeral, title, paragraph)
                if headed(paragraph.text) == title.rstrip("。：:"):
                    return
            else:
                self.open[-1].begin(level, numeral, paragraph.text)
        elif match and self._names_section(paragraph.text[match.end() :]):
            self.open = self.open[:1]  # a part that tells of one thing
            self._begin(UNMARKED, str(len(self.all)), paragraph.text[match.end() :], paragraph)
            return
        elif not any(s.told and s.level == 0 for s in self.all):
            named = _unnumbered(paragraph, self.layout)
            if named:
                self.open = self.open[:1]
                self._add(Section(named, "", _at(paragraph, named), named, UNMARKED))
            elif self._names_section(paragraph.text):
                self.open = self.open[:1]
                self._begin(UNMARKED, str(len(self.all)), paragraph.text, paragraph)
                return
        if self.all[0].topic == PUBLIC:
            self._goes_on_with(paragraph)
        self.open[-1].read(paragraph, self.reader, self.letters)

    def _goes_on_with(self, paragraph: Paragraph) -> None:
        """全县“三公”经费 9，县本级“三公”经费 5: what is of others is told for itself."""
        words = _BEFORE.split(YEARS.sub("", paragraph.text), maxsplit=1)[0]
        found = AROUND["scope"].search(words) if self.layout.topic_of(words) == PUBLIC else None
        scope = (found and found.lastgroup) or self.scope
        if scope != (self.scope or scope):
            name = str(len(self.all))
            self.open = self.open[:1]
            self._add(Section(name, "", _at(paragraph, name), "", UNMARKED))
        self.scope = scope

    def _names_section(self, text: str) -> bool:
        """Whether a line without a numeral is the heading of a section."""
        plain = headed(text) == text and ENDS_HEADING.search(text)
        return bool(plain and self._topic(text) not in ("", self.all[0].topic))

    def _begins(self, level: int, title: str) -> bool:
        """Whether a numeral begins a section: in one that speaks of all, where it names a topic."""
        owner = self.open[-1]
        within = self.layout.data["nesting"].get(owner.topic)
        explains = owner.title.endswith(tuple(self.layout.data["parts"]["glossary"]))
        if (owner.topic and within is None) or (level and explains):
            return False  # a word that the glossary explains is no section on it
        if owner.level < 0 and not level:
            return bool(headed(title)) or 0 in owner.nested or bool(self._topic(title))
        topic = self._topic(title) if headed(title) else ""
        if within:
            return topic in within
        return topic not in ("", owner.topic) or (bool(headed(title)) and level in owner.nested)

    def _topic(self, title: str) -> str:
        """What the words before the first amount are about."""
        return self.layout.topic_of(headed(title) or _BEFORE.split(YEARS.sub("", title))[0])

    def _begin(self, level: float, numeral: str, title: str, paragraph: Paragraph) -> None:
        owner = self.open[-1]
        owner.nested.add(level)
        above = () if level == 0 else (owner.name, owner.group if level == NUMBER else "")
        name = ".".join([*filter(None, above), numeral])
        while any(section.name == name and section.told for section in self.all):
            name += "'"
        title = headed(paragraph.text) or title
        found = of_heading(title, title[:20], _at(paragraph, name))
        self._add(Section(name, title, _at(paragraph, name), self._topic(title), level))
        self.open[-1].statements += found

    def _add(self, section: Section) -> None:
        self.all.append(section)
        self.open.append(section)


def _at(paragraph: Paragraph, name: str) -> Place:
    return Place(*paragraph.spot, section=name)


def read_notes(paragraphs: list[Paragraph], reader: Reader, heading: str = "") -> Named:
    """The sections by their printed numeral; headings without text (a contents page) fall away."""
    notes = Sections(reader, heading)
    for paragraph in join_wrapped(paragraphs, lambda p: _unnumbered(p, reader.layout)):
        for each in _sections(paragraph, reader.layout):
            notes.take(each)
    reader.heading = ""
    told = [(s, i) for s in notes.all for i in range(len(s.claims))]
    if reader.layout.data.get("whole_amounts"):
        sums = [(s, i) for s, i in told if s.level == UNMARKED and s.claims[i].key != "item"]
        _as_printed(sums, NAMES["unit"], 0)
    money = [s.claims[i].figure.printed for s, i in told if s.claims[i].figure.unit in MONEY]
    shortened = "." not in "".join(money) and max(map(len, money), default=0) >= LARGE
    if notes.all[0].topic and shortened:  # a notice on the sums of many bodies
        _as_printed(told, NAMES["unit"], 0)
    _of_year(told, reader)
    items = groupby(told, lambda at: (at[0].name, at[0].claims[at[1]].figure.place.item))
    for group in (told, *(list(item) for _, item in items)):
        _as_printed(group, "%", 1)
    return Named({section.name: section.note for section in notes.all if section.told})


def _of_year(told: Iterable[tuple[Section, int]], reader: Reader) -> None:
    """What accounts call totals is of the year, where their two sides differ by what is left over.

    收入总计 5，支出总计 4；收入合计 5；支出合计 4；年末结转 2.
    """
    claims = [(s, i, s.claims[i]) for s, i in told if s.topic == "overall"]
    own = [c for *_, c in claims if (c.measure, c.figure.base) == ("amount", ACCOUNTS)]
    amounts = {c.key: c.figure.amount for c in reversed(own) if c.figure.year == reader.year}
    sides = {c.id: _side(c) for c in own if c.key == "total"}
    totals = ((sides[c.id], c.figure.amount) for c in own if c.id in sides)
    alike = {side for side, amount in totals if side and amount == amounts.get(side)}
    apart = len({amounts[key] for key in alike}) > 1 and any(map(amounts.get, LEFT))
    for section, i, claim in claims if apart and alike.issuperset(sides.values()) else ():
        key = sides.get(claim.id) or sides.get(claim.of) or claim.key
        section.claims[i] = claim._replace(key=key)


def _side(claim: Claim) -> str:
    """The key of the year's revenue or expenditure, by the words of a total; "" for both."""
    side = AROUND["side"].match(claim.subject)
    return {BROUGHT: "year_revenue", SPENT: "year_expenditure"}[side["side"]] if side else ""


def _as_printed(told: Iterable[tuple[Section, int]], unit: str, decimals: int) -> None:
    """Figures of so few decimals are rounded to them where most figures beside them are.

    Left-out zeros make one figure in ten shorter by a digit, and one in a hundred by two.
    """
    figures = [(s, i, s.claims[i].figure) for s, i in told if s.claims[i].figure.unit == unit]
    printed = {f.printed for *_, f in figures if f.value and (decimals < 1 or "." in f.printed)}
    short = {text for text in printed if len(text.partition(".")[2]) == decimals}
    if len(short) < HABIT[decimals] or 2 * len(short) <= len(printed):
        return
    for section, i, figure in figures:
        if figure.printed in short:
            rounded = figure._replace(half_unit=half_unit(figure.printed), shown=decimals)
            section.claims[i] = section.claims[i]._replace(figure=rounded)


def _sections(paragraph: Paragraph, layout: Layout) -> Iterator[Paragraph]:
    """A paragraph, as many as sections begin in it where no numeral does."""
    found = paragraph
    for n, sentence in enumerate(paragraph.sentences() if _unnumbered(paragraph, layout) else ()):
        if n and _unnumbered(sentence, layout):
            yield found
            found = sentence
        else:
            found = found.joined(sentence) if n else sentence
    yield found


def _unnumbered(paragraph: Paragraph, layout: Layout) -> str:
    """The section that a paragraph begins where no numeral does, by its first words."""
    patterns = layout.data.get("sections", {}).items()
    return next((name for name, words in patterns if re.search(words, paragraph.text)), "")


def read_first_part(
    paragraphs: list[Paragraph], reader: Reader
) -> tuple[list[Claim], list[Statement]]:
    """The number of offices, and their names; and what money is told."""
    claims: list[Claim] = []
    statements: list[Statement] = []
    listing = False
    read = [*join_wrapped(paragraphs)]
    for at, paragraph in enumerate(read):
        place = Place(*paragraph.spot, section=FIRST_PART)
        found = reader.read(paragraph.text, FIRST_PART, "facts", place, paragraph.spot_at)
        bodies = [c for c in found if AROUND["bodies"].search(c.subject)]
        kinds = bodies if any(c.context == "list" for c in bodies) else ()
        own = (c for c in found if c.key in COUNTED or c.figure.unit.endswith(PEOPLE))
        told = {c.id for c in (*own, *kinds)}
        claims += (c for c in found if not told.isdisjoint((c.id, c.of)))
        listed = offices(paragraph.text, listing, place)
        listing = bool(STATEMENTS["offices_follow"].search(paragraph.text) or (listing and listed))
        statements += (*listed, *members(read[at:], place))
    return claims, statements
