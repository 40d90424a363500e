"""How words are compared: one spelling of what is printed wide, spaced, tagged or quoted."""

from functools import lru_cache
from unicodedata import normalize

from budgetlib.vocabulary.files import regex

_TAG = regex(r"</?[A-Za-z][^<>]{0,40}>")
_STEERING = (*range(9), *range(14, 28), *range(127, 133), *range(134, 160))
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
MARKS = dict.fromkeys((*_STEERING, *_TURNING), "\ufffd")  # shown for what steers a terminal
# Some writers of PDFs take a character for the radical of its shape: of the Kangxi ones Unicode
# tells which characters they are, not of those that were simplified.
RADICALS = {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻥⻦⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青页风飞食马骨鱼鸟黄齐齿龙龟",
)
NO_WIDTH = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060", ""))
WIDE = (
    NO_WIDTH
    | RADICALS
    | str.maketrans(
        {chr(0xFF10 + i): str(i) for i in range(10)}
        | {chr(0xFF21 + i): chr(65 + i) for i in range(26)}
        | {chr(0xFF41 + i): chr(97 + i) for i in range(26)}
        | {chr(code): mark for code, mark in MARKS.items()}
        | dict(zip("．％（）：－﹣−–＊＝＋＂　\xa0\ufeff", '.%():----*=+"   ', strict=True))
    )
)
# `html` begins with a table of two thousand names, which takes as long as all of a page's words
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_STRAIGHT = regex(r'"([^"“”]{1,40})"')


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Narrow full-width digits and letters, and drop tags and outer spaces."""
    if "<" in text:
        text = _TAG.sub("", text)
    return text.translate(WIDE).strip()


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """`plain` without any white space: how labels are compared."""
    return "".join(plain(text).split())


def escape(text: str) -> str:
    """A text as HTML writes it."""
    return text.translate(_ESCAPED)


def paired(text: str) -> str:
    """Straight quotation marks as those that open and close."""
    return _STRAIGHT.sub(r"“\1”", text) if '"' in text else text
