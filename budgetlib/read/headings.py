"""What the lines above a grid say of it: a table's number, title and unit."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from budgetlib.layouts import Layout, canonical
from budgetlib.read.blocks import Block, Grid, Paragraph
from budgetlib.read.identity import is_body
from budgetlib.sentences.tokens import YEAR
from budgetlib.vocabulary import Record, digits, regex, squeeze

NUMERAL = r"(?:[二三]?十)?[一二三四五六七八九](?!般)|[二三]?十"  # 表七一般公共预算… is table 7

_LED = "(?:部门|单位|预算|公开|附)*"

_NUMBER = regex(
    rf"^(?:{_LED}表(?P<after>\d+(?:-\d+)*|{NUMERAL})(?:[.、．](?!\d)|[:：])?|"
    rf"{_LED}(?P<number>\d+(?:-\d+)?)(?:表|(?=[.、．](?:\D|{YEAR}))|$)[.、．]?)(?P<title>.*)$"
)

_TITLED = regex(
    r"[^，。；:：]{3,45}(?<!续)(?:表|清单|绩效目标)(?:-[^，。；:：()]{2,12})?(?:\([^()]*\))*"
)

_TABLE_NUMBER = regex(rf"{_LED}(?:表\d+(?:-\d+)?|\d+(?:-\d+)?表)")
_ORDINAL = regex(r"^(?P<numeral>[一二三四五六七八九十]{1,3})、(?P<title>.*表(?:\(.*\))?)$")

_LEADERS = regex(r"[.…·]{3,}.*$")


_UNIT = regex(
    r"单位[:：](?:人民币)?(?P<unit>万元|元|亿元|人|[台辆套]|平方米)(?:[、/](?:%|[人元台辆套]))?[)）]?$"
)

_BEFORE_UNIT = "(（金额计量 "  # which may stand between a title and the unit

_ONLY_YEAR = regex(rf"{YEAR}年度?|(?:[预决]算)?年度[:：]{YEAR}(?:年度?)?")

_ORGANISATION = regex(
    r"^(?:编制|预算|填报)?(?:单位|部门)(?:名称)?[:：](?!人民币)(?P<name>[^:：]{4,}?)[:：]?"
    r"(?:(?:金额)?单位[:：](?:人民币)?(?:万|亿)?元)?$"
)

_CODED_BODY = regex(r"[\[(]?\d{3,6}[\])]?[-—_]?(?P<name>\D.*)")

FOOTNOTE = regex(r"^(?:备注|注|说明)[:：]")

LINE = 3  # cells of a row above a table, at most

TAIL = 8  # letters of a title that wrap to the next line, at most

OTHER = "other"  # the role of a table that has a title, and no role that is known


@lru_cache(maxsize=4096)
def numbered(text: str) -> tuple[str, str]:
    """The number and the title that a line prints: 表5-1, 公开01表, 十二、 or 3. before a title."""
    text = _LEADERS.sub("", text)
    match = _NUMBER.match(text)
    if match:
        return digits(match["number"] or match["after"]), match["title"].lstrip(":： ")
    match = _ORDINAL.match(text)
    return (digits(match["numeral"]), match["title"]) if match else ("", text)


class Heading(Record, frozen=False):
    """What the lines above a grid say of it."""

    number: str = ""
    title: str = ""
    role: str = ""
    unit: str = ""
    start: Paragraph | None = None
    bare: bool = False  # the number is all that its line holds: it may be a page's


def heading_above(above: list[Paragraph], layout: Layout) -> Heading:
    """The last number, title and money unit above a grid."""
    head = Heading()
    for paragraph in _whole_titles(above, layout):
        unit = _UNIT.search(paragraph.text)
        text = paragraph.text[: unit.start()].rstrip(_BEFORE_UNIT) if unit else paragraph.text
        number, title = numbered(text)
        role = layout.role_of(text) if len(text) < 45 else None
        number = number if role or not _ORDINAL.match(text) else ""  # 九、公开表, a part's
        if number and not title and head.role and not head.number:
            head.number, head.bare = number, paragraph.text.isdigit()  # behind the title
        elif number and not title:
            head = Heading(number, start=paragraph, bare=paragraph.text.isdigit())
        elif role and number:
            head = Heading(number, title, role, start=paragraph)
        elif role and head.role not in (
            "",
            OTHER,
            role,
        ):  # another table's, as the last of the contents
            head = Heading("", text, role, start=paragraph)
        elif role:
            head.title, head.role, head.start = text, role, head.start or paragraph
        elif _is_title(title, layout):
            kept = head.number if head.role in ("", OTHER) else ""  # of another table
            head = Heading(number or kept, title, OTHER, start=paragraph)
        head.unit = unit["unit"] if unit else head.unit
    return head


def _whole_titles(lines: list[Paragraph], layout: Layout) -> Iterator[Paragraph]:
    """The lines, those that make a title only together joined."""
    at = 0
    while at < len(lines):
        pair = lines[at : at + 2]
        wraps = len(pair) == 2 and _wraps(pair[0].text, pair[1].text, layout)
        yield pair[0].joined(pair[1]) if wraps else pair[0]
        at += 2 if wraps else 1


def _wraps(upper: str, lower: str, layout: Layout) -> bool:
    """Whether two lines make one title: the number may stand before its first."""
    _, begun = numbered(upper)
    if _TABLE_NUMBER.match(upper) and begun and not _is_title(begun, layout):
        said = _UNIT.search(upper + lower) or _ORGANISATION.match(lower)
        return bool(_is_title(lower, layout) and not said and not numbered(lower)[0])
    whole = _is_title(upper + lower, layout) and not numbered(upper + lower)[0]
    return whole and not any(_says(text, layout) for text in (upper, lower))


def ends_below(upper: str, lower: str, layout: Layout) -> bool:
    """Whether a numbered title ends in the line below only: 十一、…支出预 and 算表."""
    if len(lower) > TAIL or not lower.endswith("表") or _says(lower, layout):
        return False
    number, title = numbered(upper + lower)
    return bool(number and not numbered(upper)[1].endswith("表") and layout.role_of(title))


def _says(text: str, layout: Layout) -> bool:
    """Whether a line alone says something of a table, but that it is some table's."""
    said = _UNIT.search(text) or _ORGANISATION.match(text)
    return bool(said or numbered(text)[0] or layout.role_of(text))


def stacked(grid: Grid, layout: Layout) -> Iterator[tuple[list[Paragraph], Grid]]:
    """The tables that one grid holds below each other, each behind the lines in it that name it.

    A grid of one such row holds nothing else: it only sets them side by side.
    """
    rows = [[squeeze(cell) for cell in row if cell.strip()] for row in grid.rows]
    named = [len(row) <= LINE and all(_is_line(text, layout) for text in row) for row in rows]
    years = [sum(bool(_ONLY_YEAR.fullmatch(text)) for text in row) for row in rows]
    named = [line and number < 2 for line, number in zip(named, years, strict=True)]  # columns
    starts = [0]
    for r in (r for r in range(1, len(rows)) if named[r] and not named[r - 1]):
        end = next((s for s in range(r, len(rows)) if not named[s]), len(rows))
        lines = [numbered(text)[1] for row in rows[r:end] for text in row]
        titled = any(_is_title(text, layout) for text in lines)
        if titled and len((*rows, [])[end]) > 1:  # in a list of titles, one stands below another
            starts.append(r)
    for start, stop in pairwise((*starts, len(rows))):
        most = max(stop - 1, start + 1)
        top = next((r for r in range(start, most) if not named[r]), most)
        if not top and max(map(len, rows[:stop])) < 2 and stop < len(rows):
            top = stop  # the document's own title, in the grid of its first table
        cells = [(text, grid.spots[r]) for r in range(start, top) for text in rows[r]]
        lone = [Paragraph(text, ((0, spot),)) for text, spot in cells]
        yield lone, grid.rows_between(top, stop)


def _is_title(text: str, layout: Layout) -> bool:
    """Whether a line is the title of some table, and not that of a form's section."""
    starts = (start for sections in layout.forms.values() for start, _ in sections)
    return bool(_TITLED.fullmatch(canonical(text))) and not any(s.match(text) for s in starts)


def _is_line(text: str, layout: Layout) -> bool:
    """Whether a cell holds what stands above a table: its number, title, body or unit."""
    number, title = numbered(text)
    named = _is_title(title, layout) or _ORGANISATION.match(text)
    told = _UNIT.search(text) or _ONLY_YEAR.fullmatch(text)
    coded = _CODED_BODY.fullmatch(text)
    of_body = coded and is_body(coded["name"])
    return bool(named or (number and not title and not text.isdigit()) or told or of_body)


@lru_cache(maxsize=4096)
def breaks(text: str) -> bool:
    """Whether words stand above or below tables and never in one: a title, a body, a unit."""
    bare = squeeze(text)
    return bool(
        _TITLED.fullmatch(canonical(bare)) or _TABLE_NUMBER.match(bare) or stands_alone(bare)
    )


def caption(text: str) -> str:
    """What kind of thing words say of a table, "" if none."""
    kinds = {"unit": _UNIT.search, "body": _ORGANISATION.match, "number": _TABLE_NUMBER.fullmatch}
    found = (kind for kind, says in kinds.items() if says(text))
    return next(found, "title" if _TITLED.fullmatch(canonical(text)) else "")


def stands_alone(text: str) -> bool:
    """Whether a line goes on with none above it: its body, unit, number; a footnote."""
    said = _ORGANISATION.match(text) or _UNIT.search(text) or FOOTNOTE.match(text)
    return bool(said or _TABLE_NUMBER.fullmatch(text))


def without_footnotes(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with footnotes that stand inside a grid's ruling lines taken out of it."""
    for block in blocks:
        count = len(block.rows) if isinstance(block, Grid) else 0
        if isinstance(block, Paragraph) or not _is_footnote(block.rows[-1]):
            yield block
            continue
        stop = next((r for r in range(count, 0, -1) if not _is_footnote(block.rows[r - 1])), 0)
        if stop:
            yield block.rows_between(0, stop)
        for r in range(stop, count):
            yield Paragraph(squeeze("".join(block.rows[r])), ((0, block.spots[r]),))


def _is_footnote(cells: Sequence[str]) -> bool:
    texts = [squeeze(cell) for cell in cells if cell.strip()]
    return len(texts) == 1 and bool(FOOTNOTE.match(texts[0]))
