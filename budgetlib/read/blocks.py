"""What every reader of a file format yields: paragraphs and grids, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text; `starts` are (offset, source line) where it was joined from several."""

    text: str
    starts: tuple[tuple[int, int | None], ...]
    page: int | None = None
    heading: bool = False

    @property
    def line(self) -> int | None:
        return self.starts[0][1]

    def line_at(self, offset: int) -> int | None:
        """The source line of a character."""
        if len(self.starts) == 1:
            return self.line
        index = bisect_right([start for start, _ in self.starts], offset) - 1
        return self.starts[max(index, 0)][1]

    def joined(self, other: Paragraph) -> Paragraph:
        """This paragraph continued by another, as after a page break."""
        moved = tuple((start + len(self.text), line) for start, line in other.starts)
        return Paragraph(self.text + other.text, self.starts + moved, self.page, self.heading)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; `lines` are the source lines."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int | None, ...]
    page: int | None = None


Block = Paragraph | Grid

_ENDS = re.compile(r"[。；;：:！？!?]$")
ITEM = re.compile(
    r"^(?:(?P<section>[一二三四五六七八九十]+)、|[(（](?P<item>[一二三四五六七八九十]+)[)）]、?|"
    r"(?P<number>\d{1,2})[.、．](?!\d)|第.{1,3}部分|备注|注[:：]|说明[:：]|表\d)"
)


def is_heading(paragraph: Paragraph) -> bool:
    """Marked as one, or numbered as a section and too short and plain for a sentence."""
    if paragraph.heading:
        return True
    match = ITEM.match(paragraph.text)
    plain = len(paragraph.text) < 40 and not re.search(r"[，。；:：]", paragraph.text)
    return bool(match and match["section"] and plain)


def join_wrapped(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Put together the sentences, and the numbers, that page breaks cut in two."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        if (
            last is None
            or is_heading(last)
            or is_heading(paragraph)
            or _ENDS.search(last.text)
            or ITEM.match(paragraph.text)
        ):
            joined.append(paragraph)
        else:
            joined[-1] = last.joined(paragraph)
    return joined
