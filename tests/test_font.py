"""A page carries the Chinese characters that it shows, and no others."""

import re
from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont
from lxml.html import document_fromstring, tostring

from budgetlib.pages import font


def carried(body: str) -> set[str] | None:
    """The characters of the font that a page with this body carries; None where it has none."""
    page = document_fromstring(f"<html><head></head><body>{body}</body></html>")
    font.embed(page)
    found = re.search(r"base64,([\w+/=]+)", tostring(page, encoding="unicode"))
    if not found:
        return None
    return {chr(code) for code in TTFont(BytesIO(b64decode(found[1]))).getBestCmap()}


def test_embed__carries_each_chinese_character_and_its_marks() -> None:
    assert carried("<p>收支 2026</p><td>（类）</td>，A") == set("收支（类），")


def test_embed__finds_what_is_not_usual() -> None:
    held = font.common()["cmap"].getBestCmap()
    assert ord("镕") not in held and ord("支") in held
    assert carried("镕收") == set("镕收")


def test_embed__carries_nothing_where_nothing_is_chinese() -> None:
    assert carried("<p>Revenue 1,347.75</p>") is None


def test_embed__gives_the_same_bytes_again() -> None:
    pages = [document_fromstring("<html><head></head><body>支出</body></html>") for _ in "ab"]
    for page in pages:
        font.embed(page)
    assert tostring(pages[0]) == tostring(pages[1])
