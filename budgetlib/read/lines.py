"""Characters on a page into lines of text, and lines into paragraphs. Plain geometry."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from budgetlib.figures import Spot
from budgetlib.read.blocks import ITEM, Paragraph
from budgetlib.read.headings import stands_alone
from budgetlib.sentences.tokens import squeezed
from budgetlib.vocabulary import plain, regex


class Char(NamedTuple):
    """Letters without a gap: where their baseline begins, how wide and high they are, in points."""

    text: str
    x: float
    y: float
    width: float
    size: float
    pale: bool = False


class TextLine(NamedTuple):
    """Characters on one baseline, from left to right."""

    text: str
    left: float
    right: float
    y: float
    size: float


Run = Sequence[Char]  # letters beside each other
DASHES = r"\-‐‑‒–—―─━－~·•"  # beside the number of a page
PAGE_NUMBER = regex(
    rf"[{DASHES}]*\s*(?:第\s*)?(?P<number>\d{{1,4}})(?:\s*页)?(?:\s*[,，/|]?\s*共\s*\d+\s*页)?\s*"
    rf"[{DASHES}]*|\d{{1,4}}\s*/\s*\d{{1,4}}"
)
_BEGINS = regex(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]+)[)）.、．]|目标\d")
_UNBROKEN = regex(r"[(（《“‘〔]*.[)）》”’〕，。、：；:;]*")  # what no line breaks: （项）：
_BY_LINE, _ALONG = attrgetter("y", "x"), attrgetter("x")
LARGE = 1.8  # times the usual size of a page
COARSE = 4.0  # points: how finely it is seen whether words lie over each other
LEVEL = 0.4  # sizes
WIDE_GAP = 3.0  # character sizes: what stands further apart on a line does not read on


def lines_of(chars: Iterable[Char], off: float = LEVEL) -> list[list[Char]]:
    """Characters by baseline, from which they may be `off` sizes, then by their place on it."""
    lines: list[list[Char]] = []
    baseline, size = -math.inf, 0.0
    for char in sorted(chars, key=_BY_LINE):
        if char.y - baseline < (size if size > char.size else char.size) * off:
            lines[-1].append(char)
        else:
            lines.append([char])
            baseline, size = char.y, char.size
    return [_once(sorted(line, key=_ALONG)) for line in lines]


def _once(line: Sequence[Char]) -> list[Char]:
    """A line without the characters printed twice over each other to look bold."""
    kept: list[Char] = []
    for char in line:
        close = kept and char.x - kept[-1].x < 1.0
        if not (close and any(char.text == x.text and char.x - x.x < 1.0 for x in kept[-3:])):
            kept.append(char)
    return kept


def text_of_cell(chars: Iterable[Char], right: float) -> str:
    """The text of a cell; lines that wrap at its right edge are joined."""
    text, lines = "", lines_of(chars)
    for i, line in enumerate(lines):
        words = spaced(line)
        upper = lines[i - 1][-1] if i else None
        short = upper is not None and upper.x + upper.width < right - 2 * upper.size
        begins = short and (_BEGINS.match(words) or text.endswith(("。", "；")))
        text += f"\n{words}" if begins else words
    return text


def spaced(line: Run) -> str:
    """The text of a line, with a space where the print leaves one."""
    return line[0].text + "".join(
        f" {char.text}" if char.x - before.x - before.width > char.size * 0.3 else char.text
        for before, char in pairwise(line)
    )


def text_lines(chars: Iterable[Char], gap: float = WIDE_GAP) -> list[TextLine]:
    """The lines outside the tables; what stands far apart on a baseline are several, as high."""
    lines = lines_of(chars)
    return [_text_line(run, line[0].y) for line in lines for run in _split_at_gaps(line, gap)]


def runs_of(chars: Iterable[Char], gap: float = WIDE_GAP, off: float = LEVEL) -> list[Run]:
    """Letters that stand on one baseline and not far apart, line by line."""
    return [run for line in lines_of(chars, off) for run in _split_at_gaps(line, gap)]


def _split_at_gaps(line: Run, gap: float) -> Iterator[Run]:
    wide = (b.x - a.x - a.width > gap * b.size for a, b in pairwise(line))
    starts = [i for i, apart in enumerate(wide, start=1) if apart]
    return (line[a:b] for a, b in pairwise((0, *starts, len(line))))


def _text_line(line: Run, y: float) -> TextLine:
    last = line[-1]
    size = max(char.size for char in line)
    return TextLine(spaced(line), line[0].x, last.x + last.width, y, size)


def set_marks_apart(pages: Sequence[list[Char]]) -> list[list[str]]:
    """Take what is printed over or under other words out of pages: stamps, watermarks.

    It is much larger than the rest, or pale, and its place is that of other words, on this page or
    on another one. Yields the words that were taken, page by page.
    """
    found = [[*_marks(chars)] for chars in pages]
    known = {spaced(run) for runs in found for run, covers in runs if covers}
    taken = []
    for chars, runs in zip(pages, found, strict=True):
        marks = [run for run, _ in runs if spaced(run) in known]
        apart = {*map(id, (char for run in marks for char in run))}
        if apart:
            chars[:] = [char for char in chars if id(char) not in apart]
        taken.append([*dict.fromkeys(map(spaced, marks))])
    return taken


def _marks(chars: Sequence[Char]) -> Iterator[tuple[Run, bool]]:
    """The runs of a page that may be marks, and whether they cover other words."""
    heights = [*map(height_of, chars)]
    most = LARGE * median(heights) if chars else 0
    large = [char for char, high in zip(chars, heights, strict=True) if high > most]
    pale = [char for char, high in zip(chars, heights, strict=True) if char.pale and high <= most]
    if not large and not pale:
        return
    held = defaultdict[tuple[int, int], list[float]](list)
    for char, high in zip(chars, heights, strict=True):
        at, step = _cell(char.y - high / 3), char.width / len(char.text)
        for n in range(len(char.text) if high <= most and not char.pale else 0):
            held[_cell(char.x + (n + 0.5) * step), at].append(char.y)
    for run in (*runs_of(large), *runs_of(pale)):
        line, high = _text_line(run, run[0].y), max(map(height_of, run))
        beside = 0 if run[0].pale else high / 4  # a title may hold letters of a smaller font
        across = range(_cell(line.left), _cell(line.right) + 1)
        down = range(_cell(line.y - 0.8 * high), _cell(line.y))
        few = (across.stop - across.start) * (down.stop - down.start) < len(held)
        at_all = (at for at in held if at[0] in across and at[1] in down)
        under = (y for at in (product(across, down) if few else at_all) for y in held.get(at, ()))
        yield run, any(abs(y - line.y) >= beside for y in under)


def _cell(at: float) -> int:
    return int(at // COARSE)


def height_of(char: Char) -> float:
    """How high its shape may be; the box of some fonts is far higher."""
    # a Chinese letter has three bytes and is twice as wide as one of a single byte
    wide = (len(char.text.encode("utf-8", "surrogatepass")) + len(char.text)) / 4
    return min(char.size, char.width / wide)


def is_page_number(line: TextLine, page: int, height: float) -> bool:
    """A lone number in the outermost tenth of the page, or one that may count this page."""
    match = PAGE_NUMBER.fullmatch(line.text.strip())
    outside = line.y < height * 0.1 or line.y > height * 0.9
    return match is not None and (outside or match["number"] in (str(page), str(page - 1)))


def paragraphs(lines: Sequence[tuple[TextLine, Spot]], right: float = 0.0) -> Iterator[Paragraph]:
    """Put wrapped lines together: a full line is continued by one that is not indented."""
    if not lines:
        return
    left = min(line.left for line, _ in lines)
    right = right or max(line.right for line, _ in lines)
    group: list[tuple[TextLine, Spot]] = []
    for line, spot in lines:
        if group and not _continues(group[-1][0], line, left, right):
            yield _paragraph(group)
            group = []
        group.append((line, spot))
    yield _paragraph(group)


def _continues(upper: TextLine, lower: TextLine, left: float, right: float) -> bool:
    size = upper.size
    chunk = _UNBROKEN.match(lower.text)
    room = 6 if chunk is None or chunk[0].isdigit() else 1.2 + len(chunk[0])
    full = upper.right > right - room * size
    flush = lower.left < left + 1.2 * size
    near = 0 < lower.y - upper.y < 3.2 * size and abs(upper.size - lower.size) < 2
    if not (full and flush and near):
        return False
    text = squeezed(lower.text)
    return not (ITEM.match(text) or stands_alone(text))


def _paragraph(lines: Sequence[tuple[TextLine, Spot]]) -> Paragraph:
    text, starts = "", []
    for line, spot in lines:
        starts.append((len(text), spot))
        text += squeezed(plain(line.text))
    return Paragraph(text, tuple(starts))
