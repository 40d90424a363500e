"""Every example beside the patterns of sentences: what it claims, and which numbers are none."""

import re
import time
import tomllib
from pathlib import Path

import pytest

from budgetlib import sentences
from budgetlib.budget import read_text
from budgetlib.figures import Place, Spot
from budgetlib.figures.printed import Claim
from budgetlib.layouts import layout
from budgetlib.read.words import listed_items, note_statements
from budgetlib.sentences import tokens as lexicon
from budgetlib.sentences.claims import Reader
from budgetlib.sentences.tokens import lexemes, scan

EXAMPLES = tomllib.loads(
    Path(sentences.__file__).with_name("examples.toml").read_text(encoding="utf-8")
)
TABLES = "收入支出决算总表\n收入决算表\n"
FRONTS = {
    "budget": "某某局2025年部门预算\n第三部分 2025年部门预算情况说明\n",
    "account": f"某某部2025年度部门决算\n{TABLES}第三部分 2025年度部门决算情况说明\n",
}
OWN = {"budget": "预算", "account": "决算"}
SIGNS = {1: "+", -1: "-", 0: "=", None: ""}
TOLD = [
    (kind, section, sentence, expected)
    for kind in FRONTS
    for section, told in EXAMPLES[kind].items()
    for sentence, expected in told.items()
]


def told(kind: str, section: str, sentence: str) -> list[str]:
    """Each claim: what it measures, the amount that it belongs to, year and base if another's."""
    budget = read_text(f"{FRONTS[kind]}{section}\n{sentence}\n")
    assert not budget.unread, budget.unread
    found = [claim for note in budget.notes.values() for claim in note.claims]
    printed = {claim.id: claim.figure.printed for claim in found}
    return [_claim_words(c, printed, OWN[kind]) for c in found]


def _claim_words(c: Claim, printed: dict[str, str], own: str) -> str:
    words = [c.figure.code or c.key, f"{c.measure}{SIGNS[c.direction]}", c.figure.printed]
    words += ["of", printed[c.of]] if c.of else []
    words += ["in", str(c.figure.year)] if c.figure.year != 2025 else []
    words += ["on", c.figure.base] if c.figure.base != own else []
    words += ["against", c.compared_base] if c.compared_base else []
    words += ["why"] if c.context == "reason" else []
    return " ".join(filter(None, words))


@pytest.mark.parametrize(("kind", "section", "sentence", "expected"), TOLD)
def test_claims__of_each_example(
    kind: str, section: str, sentence: str, expected: list[str]
) -> None:
    assert told(kind, section, sentence) == expected


NUMBERS = [(text, kind) for kind, texts in EXAMPLES["numbers"].items() for text in texts]


@pytest.mark.parametrize(("text", "kind"), NUMBERS)
def test_scan__what_is_no_amount(text: str, kind: str) -> None:
    assert {token.kind for token in scan(text)} == {kind}


def test_lexemes__none_begins_with_a_character_that_is_passed_over() -> None:
    ungated, marks = lexicon.scanner(gated=False)
    for text in (*(sentence for *_, sentence, _ in TOLD), *(text for text, _ in NUMBERS)):
        wide = text.replace("（", "(").replace("）", ")")
        found = [(marks[m.lastindex or 0], m.span()) for m in ungated.finditer(wide)]
        taken = [(lexeme.match.lastindex, lexeme.match.span()) for lexeme in lexemes(wide)]
        assert [(marks[n or 0], span) for n, span in taken] == found


REPEATED = (
    *("999,", "一", "(", "…", "1万元", "(1万元", "与上年持平", "分别", "教育(款)", "公务-"),
    *(
        "主要用于:甲、",
        "无",
        "2025年",
        "“甲”(",
        "增加(减少)",
        "甲(款)乙(款)",
        "完成年初预算",
        "由于",
    ),
)


@pytest.mark.parametrize("words", REPEATED)
def test_reader__takes_time_linear_in_a_line(words: str) -> None:
    """A line of 16,000 characters is read at once: no pattern looks through it from each place."""
    text = (words * 16_000)[:16_000]
    reader = Reader(layout("wuhan"), 2026, lambda path, topic: "")
    began = time.process_time()
    found = reader.read(text, "一", "history", Place(), lambda i: Spot(1, None))
    note_statements(text, found, Place())
    listed_items(text, found, "overall", Place())
    assert time.process_time() - began < 2.5


TABLES_OF_PATTERNS = ("words", "parts", "phrases", "around", "naming", "statements", "places")


@pytest.mark.parametrize("table", TABLES_OF_PATTERNS)
def test_lexicon__everything_is_used(table: str) -> None:
    package = Path(sentences.__file__).parent.parent
    modules = (*package.rglob("*.py"), package / "layouts" / "common.toml")
    used = "".join(path.read_text(encoding="utf-8") for path in modules) + str(lexicon.DATA)
    assert {
        name for name in lexicon.DATA[table] if not re.search(f'[{{"]{name}["}}]', used)
    } == set()
