"""The explanatory notes and the first part: sections, items, and what they claim."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from budgetlib.disclosure import Named
from budgetlib.figures import Place, half_unit
from budgetlib.layouts import Layout
from budgetlib.printed import Claim, Note, Statement
from budgetlib.read.blocks import ITEM, Paragraph, join_wrapped
from budgetlib.read.words import level_words, listed_items, note_statements, offices
from budgetlib.sentences.claims import Reader
from budgetlib.sentences.lexicon import NAMES, PLACES

UNNUMBERED = PLACES["unnumbered"]
FIRST_PART = PLACES["first_part"]
HABIT = (4, 2)  # so many figures of no decimal, or of one, are no chance


@dataclass
class Section:
    """A section being read; `told` once any text stands below its heading."""

    name: str
    title: str
    place: Place
    group: str = ""
    item: str = ""
    heading: str = ""
    told: bool = False
    named: str = ""
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def read(self, paragraph: Paragraph, reader: Reader, letters: dict[str, str]) -> None:
        """Take in one paragraph."""
        self.told = True
        match = ITEM.match(paragraph.text)
        if match and match["item"]:
            self.item = self.group = match["item"]
            self.heading = paragraph.text
        elif match and match["number"]:
            self.item = f"{self.group}.{match['number']}".lstrip(".")
        topic = self.topic(reader)
        prefix = f"{self.name}.{self.item}".rstrip(".")
        where = Place(*paragraph.spot, section=self.name, item=self.item)
        found = reader.read(paragraph.text, prefix, topic, where, paragraph.spot_at)
        self.claims += found
        self.statements += _lettered(note_statements(paragraph.text, found, where), letters)
        self.statements += listed_items(paragraph.text, found, topic, where)
        self.statements += level_words(paragraph.text, where)

    def topic(self, reader: Reader) -> str:
        """The topic of the section, or of the item where the section is a collection."""
        topic = self.named or reader.layout.topic_of(self.title)
        item = reader.layout.topic_of(self.heading, "items") if topic == "other" else ""
        return item or topic

    def note(self, reader: Reader) -> Note:
        """The finished section."""
        topic = self.named or reader.layout.topic_of(self.title)
        claims, statements = tuple(self.claims), tuple(self.statements)
        return Note(self.name, self.title, topic, self.place, claims, statements)


def read_notes(paragraphs: list[Paragraph], reader: Reader) -> Named:
    """The sections by their printed numeral; headings without text (a contents page) fall away."""
    sections = [Section(UNNUMBERED, "", Place(section=UNNUMBERED))]
    letters: dict[str, str] = {}
    told_first = True  # before any numeral
    for paragraph in join_wrapped(paragraphs, lambda p: _unnumbered(p, reader.layout)):
        match = ITEM.match(paragraph.text)
        name = _unnumbered(paragraph, reader.layout) if len(sections) < 2 or told_first else ""
        if match and match["section"]:
            told_first = False
            name = match["section"]
            while any(section.name == name and section.told for section in sections):
                name += "'"
            place = Place(*paragraph.spot, section=name)
            sections.append(Section(name, paragraph.text[match.end() :], place))
        elif name:
            place = Place(*paragraph.spot, section=name)
            sections.append(Section(name, "", place, named=name))
            sections[-1].read(paragraph, reader, letters)
        else:
            sections[-1].read(paragraph, reader, letters)
    told = [(s, i) for s in sections for i in range(len(s.claims))]
    if reader.layout.data.get("whole_amounts"):
        sums = [(s, i) for s, i in told if s.named and s.claims[i].key != "item"]
        _as_printed(sums, NAMES["unit"], 0)
    items = groupby(told, lambda at: (at[0].name, at[0].claims[at[1]].figure.place.item))
    for group in (told, *(list(item) for _, item in items)):
        _as_printed(group, "%", 1)
    return Named({section.name: section.note(reader) for section in sections if section.told})


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
            rounded = replace(figure, half_unit=half_unit(figure.printed), shown=decimals)
            section.claims[i] = replace(section.claims[i], figure=rounded)


def _unnumbered(paragraph: Paragraph, layout: Layout) -> str:
    """The section that a paragraph begins where no numeral does, by its first words."""
    patterns = layout.data.get("sections", {}).items()
    return next((name for name, words in patterns if re.search(words, paragraph.text)), "")


def _lettered(statements: list[Statement], letters: dict[str, str]) -> list[Statement]:
    """Reasons that say the same, apart from the year, share a letter; their words stay out."""
    return [
        s._replace(group=letters.setdefault(s.group, f"reason-{len(letters) + 1}"))
        if s.kind == "reason_year"
        else s
        for s in statements
    ]


def read_first_part(
    paragraphs: list[Paragraph], reader: Reader
) -> tuple[list[Claim], list[Statement]]:
    """The number of offices, and their names."""
    claims: list[Claim] = []
    statements: list[Statement] = []
    for paragraph in join_wrapped(paragraphs):
        place = Place(*paragraph.spot, section=FIRST_PART)
        found = reader.read(paragraph.text, FIRST_PART, "facts", place, paragraph.spot_at)
        claims += [claim for claim in found if claim.key == "offices"]
        statements += offices(paragraph.text, place)
    return claims, statements
