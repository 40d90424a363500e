"""Texts whose tables are set out by spaces, as a page is: where words stand is all that tells."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, groupby, pairwise

from budgetlib.figures import Spot
from budgetlib.read.blocks import Block, Paragraph, Reading
from budgetlib.read.cells import NOTHING
from budgetlib.read.headings import breaks
from budgetlib.read.lines import PAGE_NUMBER, TextLine, paragraphs
from budgetlib.read.margins import COLUMNS, LINES
from budgetlib.read.sheet import SPLIT_CODES
from budgetlib.read.standing import Line, Word
from budgetlib.read.unruled import Tables
from budgetlib.sentences.tokens import squeezed
from budgetlib.vocabulary.files import regex
from budgetlib.vocabulary.spelling import WIDE, plain

SPREAD = 5.0  # how far the characters of one word may stand apart
SENTENCE = 12  # characters of a line that may be one of a sentence
LOOSE = 4  # times as many amounts out of line tell that they are not counted rightly
OFTEN, FEWEST = 0.5, 3  # of the pages, and how many, begin or end with what runs over them
NAME = regex(r"[\u4e00-\u9fff]{2}")
_PIECE = regex(r"\S+")
_CODED = regex(r"(\d{3,7}|0\d)([^\d\W年月日元]{2,}.*)")
BEHIND_AMOUNT = regex(r"([-¥]*\d[\d,]*\.\d{2,6})([(（]?[^\d\W年元万亿倍个].*)")
_TOUCHING = (  # an amount or none, and the label or amount behind it
    BEHIND_AMOUNT,
    *(regex(rf"([-¥]*\d[\d,]*\.\d{{{n}}})([-¥]*\d[\d,]*\.\d{{{n}}})") for n in (2, 6)),
    regex(r"([-—]+)([(（]?[一二三四五六七八九十]+[)）、].*)"),
)
_LABEL = regex(r"[^\d\W]{8,}")
_YEAR = regex(r"(?:19|20)\d\d年")  # its digits may be of another font
_ITEM = "项目"  # set as wide as a column is, though 项 alone heads one of codes
_STEP = regex(r"\d{2,3}")  # a code, or the 款 or 项 of one
_AMOUNT = regex(r"[-¥△▲(]*(?:[\d,]+\.\d+%?|\d{1,3}(?:,\d{3})+|\d{4,})\)?")


def read_pages(text: str, passed: Collection[int]) -> Reading:
    """What a text holds whose tables are set out by spaces, page by page."""
    pages, rights, raws = [list[Line]()], dict[Spot, float](), text.split("\n")
    across = _across([raw.strip("\f\r") for raw in raws])
    for at, raw in enumerate(raws, start=1):
        pages += [[] for _ in range(raw.count("\f"))]
        words = words_of(raw.replace("\f", ""), across) if at not in passed else ()
        if words:
            told = tuple(word._replace(text=plain(word.text)) for word in words)
            pages[-1].append(Line(told, Spot(at), float(at)))
            rights[Spot(at)] = _width(raw.strip("\f").rstrip())
    running = _running(pages)
    pages = [[line for line in page if line.spot not in running] for page in pages]
    tables, found = Tables(breaks), list[Block]()
    for page in pages:
        alone = [line for line in page if not line.words[1:]]
        full = [line for line in alone if len(line.words[0].text) > SENTENCE] or alone
        right = max((rights[line.spot] for line in full), default=0)
        found += tables.on(page, partial(_lines_of, rights, right))
    return Reading(found, [], [], tables.doubted, [])


def _running(pages: Sequence[Sequence[Line]]) -> set[Spot]:
    """What most pages begin or end with; where it first tells a name it stays, maybe a title."""
    ends = defaultdict[str, list[Spot]](list)
    for page in filter(None, pages):
        for line in {page[0].spot: page[0], page[-1].spot: page[-1]}.values():
            texts = [word.text for word in line.words]
            told = [x for x in texts if x.isdigit() or not PAGE_NUMBER.fullmatch(x)]
            if len(told) <= FEWEST:  # more are cells of a header that is printed again
                ends["".join(told)].append(line.spot)
    often = max(FEWEST, OFTEN * len(pages))
    again = ((text, spots) for text, spots in ends.items() if len(spots) >= often)
    return {spot for text, spots in again for spot in spots[bool(NAME.search(text)) :]}


def _lines_of(
    rights: Mapping[Spot, float], right: float, lines: Sequence[Line]
) -> Iterator[Paragraph]:
    """The paragraphs of lines; what stands above a table is one by itself."""
    for apart, group in groupby(lines, key=_is_caption):
        for line in group if apart else ():
            yield from (Paragraph(squeezed(w.text), ((0, line.spot),)) for w in line.words)
        told = [(_text_line(line, rights[line.spot]), line.spot) for line in group]
        yield from paragraphs(told, right)


def _is_caption(line: Line) -> bool:
    """Whether words beside each other stand above a table: a body, a unit, a number."""
    return len(line.words) > 1 and any(breaks(word.text) for word in line.words)


def _text_line(line: Line, right: float) -> TextLine:
    """The text of a line, where it begins and ends in widths of a Chinese character."""
    text = " ".join(word.text for word in line.words)
    return TextLine(text, line.words[0].left / 2, right, line.y, 1.0)


def _width(text: str) -> float:
    """How wide a text is, in widths of a Chinese character."""
    return sum(1.0 if c >= "⺀" else 0.5 for c in text)


def _across(lines: Sequence[str]) -> int:
    """How many places a Chinese character takes: two, where amounts so stand below each other."""
    one, two = (_out_of_line(lines, across) for across in (1, 2))
    return 2 if one > LOOSE * two else 1


def _out_of_line(lines: Sequence[str], across: int) -> int:
    """At how many more places amounts end (or begin) than the fullest line of each run has."""
    places = (words_of(x, across) for x in lines)
    rows = ([w for w in x if _AMOUNT.fullmatch(w.text)] or _whole(x) for x in places)
    runs = [[*run] for filled, run in groupby(rows, key=bool) if filled]
    ends = (min(len({w[end] for row in run for w in row}) for end in (1, 2)) for run in runs)
    return sum(ends) - sum(max(map(len, run)) for run in runs)


def _whole(line: Sequence[Word]) -> list[Word]:
    """The whole numbers behind the first word of a line, which may be their label."""
    return [word for word in line[1:] if word.text.isdigit()]


def words_of(text: str, across: int = 1) -> list[Word]:
    """The words of a line set out by spaces, where a Chinese character is `across` wide."""
    at = [*accumulate((across if c >= "⺀" else 1 for c in text), initial=0)]
    found = [(match.start(), match.end()) for match in _PIECE.finditer(text.translate(WIDE))]
    return joined([Word(text[a:b].translate(WIDE), at[a], at[b]) for a, b in found], 1)


def joined(pieces: Sequence[Word], space: float, spread: float = SPREAD) -> list[Word]:
    """The words of a line: wide spaces part them, and a narrow one beside an amount or a code.

    A line that holds no wide space is one word, a sentence, but where two amounts end it. The
    characters of one may be `spread`.
    """
    pieces = [word for piece in pieces for word in _coded(piece)]
    wide = [right.left - left.right > space for left, right in pairwise(pieces)]
    cells = any(wide) or (pieces[2:] and all(_AMOUNT.fullmatch(x.text) for x in pieces[-2:]))
    words: list[Word] = []
    for word, apart in zip(pieces, [True, *wide], strict=False):
        last = words[-1] if words else word
        dated = not apart and _YEAR.fullmatch(f"{last.text}{word.text[:1]}")
        soft = not apart and not (cells and _parts(last.text, word.text))
        if words and (dated or soft or _spread(last, word, spread)):
            between = " " if word.left > last.right and soft and not dated else ""
            words[-1] = Word(f"{last.text}{between}{word.text}", last.left, word.right)
        else:
            words.append(word)
    return words


def _coded(piece: Word) -> list[Word]:
    """A piece, in two where a code runs into a name, or an amount into the label behind it."""
    ways = (pattern.fullmatch(piece.text) for pattern in (_CODED, *_TOUCHING))
    coded = next(filter(None, ways), None)
    if not coded:
        return [piece]
    at = piece.left + (piece.right - piece.left) * _width(coded[1]) / _width(piece.text)
    return [Word(coded[1], piece.left, at), Word(coded[2], at, piece.right)]


def _parts(left: str, right: str) -> bool:
    """Whether a narrow space parts words: an amount, two labels, a code from what it is of."""
    amount = _AMOUNT.fullmatch(left) or _AMOUNT.fullmatch(right)
    labels = right[:1].isalpha() and _LABEL.fullmatch(left + right)
    steps = _STEP.fullmatch(left) and (right.isdigit() or right[:1].isalpha())
    codes = {left, right} & {*SPLIT_CODES, *LINES, COLUMNS} or _CODED.fullmatch(left + right)
    marks = not (left.strip(f"*{NOTHING}") and right.strip(f"*{NOTHING}"))  # none, ** above codes
    return bool(amount or labels or steps or codes or marks)


def _spread(left: Word, right: Word, far: float) -> bool:
    """Whether two words are the characters of one that is set wide, as 合 计."""
    ends = left.text[-1] + right.text
    return left.text + right.text == _ITEM or (
        len(right.text) == 1
        and left.right - left.left >= 5 * len(left.text) - 4
        and right.left - left.right <= far
        and ends.isalpha()
        and not set(SPLIT_CODES) & {*ends}
    )
