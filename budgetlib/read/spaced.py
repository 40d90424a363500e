"""Texts whose tables are set out by spaces, as a page is: where words stand is all that tells."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

from budgetlib.figures import Spot
from budgetlib.read.blocks import Paragraph, Reading
from budgetlib.read.cells import NOTHING
from budgetlib.read.headings import breaks
from budgetlib.read.lines import TextLine, paragraphs
from budgetlib.read.sheet import SPLIT_CODES
from budgetlib.read.standing import Line, Word
from budgetlib.read.unruled import Tables
from budgetlib.sentences.tokens import squeezed
from budgetlib.vocabulary.files import regex
from budgetlib.vocabulary.spelling import WIDE, plain

SPREAD = 5.0  # how far the characters of one word may stand apart
_PIECE = regex(r"\S+")
_CODED = regex(r"(\d{3,7}|0\d)([^\d\W年月日元]{2,}.*)")
_TOUCHING = (  # an amount, and the label or amount behind it
    regex(r"(-?\d[\d,]*\.\d{2,6})([(（]?[^\d\W年元万亿倍个].*)"),
    *(regex(rf"(-?\d[\d,]*\.\d{{{n}}})(-?\d[\d,]*\.\d{{{n}}})") for n in (2, 6)),
)
_LABEL = regex(r"[^\d\W]{8,}")
_STEP = regex(r"\d{2,3}")  # a code, or the 款 or 项 of one
_AMOUNT = regex(r"-?[\d,]+\.\d+|-?\d{1,3}(?:,\d{3})+|\d{4,}")


def read_pages(text: str, passed: Collection[int]) -> Reading:
    """What a text holds whose tables are set out by spaces, page by page."""
    lines, pages = text.translate(WIDE).split("\n"), [list[Line]()]
    for at, raw in enumerate(lines, start=1):
        pages += [[] for _ in range(raw.count("\f"))]
        words = words_of(raw.replace("\f", "")) if at not in passed else ()
        if words:
            told = tuple(word._replace(text=plain(word.text)) for word in words)
            pages[-1].append(Line(told, Spot(at), float(at)))
    prose = (_text_line(line).right for page in pages for line in page if not line.words[1:])
    right = max(prose, default=0)
    tables = Tables(breaks)
    found = [block for page in pages for block in tables.on(page, partial(_lines_of, right))]
    return Reading(found, [], [], tables.doubted, [])


def _lines_of(right: float, lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs of lines; what stands above a table is one by itself."""
    for apart, group in groupby(lines, key=lambda line: any(breaks(w.text) for w in line.words)):
        for line in group if apart else ():
            yield from (Paragraph(squeezed(w.text), ((0, line.spot),)) for w in line.words)
        yield from paragraphs([(_text_line(line), line.spot) for line in group], right)


def _text_line(line: Line) -> TextLine:
    """The text of a line, where it begins and ends in widths of a Chinese character."""
    text, left = " ".join(word.text for word in line.words), line.words[0].left / 2
    return TextLine(text, left, left + _width(text), line.y, 1.0)


def _width(text: str) -> float:
    """How wide a text is, in widths of a Chinese character."""
    return sum(1.0 if c >= "⺀" else 0.5 for c in text)


def words_of(text: str) -> list[Word]:
    """The words of a line set out by spaces."""
    return joined([Word(match[0], *match.span()) for match in _PIECE.finditer(text)], 1)


def joined(pieces: Sequence[Word], space: float, spread: float = SPREAD) -> list[Word]:
    """The words of a line: wide spaces part them, and a narrow one beside an amount or a code.

    A line that holds no wide space is one word: a sentence. The characters of one may be `spread`.
    """
    pieces = [word for piece in pieces for word in _coded(piece)]
    wide = [right.left - left.right > space for left, right in pairwise(pieces)]
    words: list[Word] = []
    for word, apart in zip(pieces, [True, *wide], strict=False):
        last = words[-1] if words else word
        soft = not apart and not (any(wide) and _parts(last.text, word.text))
        if words and (soft or _spread(last, word, spread)):
            between = " " if word.left > last.right and soft else ""
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
    codes = {left, right} & {*SPLIT_CODES} or _CODED.fullmatch(left + right)
    marks = not (left.strip(f"*{NOTHING}") and right.strip(f"*{NOTHING}"))  # none, ** above codes
    return bool(amount or labels or steps or codes or marks)


def _spread(left: Word, right: Word, far: float) -> bool:
    """Whether two words are the characters of one that is set wide, as 合 计."""
    ends = left.text[-1] + right.text
    return (
        len(right.text) == 1
        and left.right - left.left >= 5 * len(left.text) - 4
        and right.left - left.right <= far
        and ends.isalpha()
        and not set(SPLIT_CODES) & {*ends}
    )
