"""Time that grows with length and no faster: every pattern, long lines, many rows."""

import gc
import re
import time
from collections.abc import Callable
from importlib import import_module
from itertools import product
from pathlib import Path

import patterns_used
import pytest
from attack import TEXT
from documents_made import WRITERS

from budgetlib.budget import read_text
from budgetlib.classifications import entries
from budgetlib.read import SUFFIXES
from budgetlib.read.text import blocks_of
from budgetlib.sentences.tokens import scan, squeezed

RUNS = (
    "9",
    "9.",
    "9,",
    "999,",
    "一",
    "(",
    "…",
    "1万元",
    "（款）",
    "、",
    "2025年",
    "1.",
    " 1",
    "其中：",
    "增长",
    "-",
    "\n",
    "\t",
    "|",
    " |\n",
    "<td",
    "&#1",
    "\\",
)
LONG = 16_000  # characters; a step for each pair of them would take seconds
LONGEST = 1.0  # seconds of computing; what grows with the length takes a hundredth
SHORT = (20, 24, 28, 32, 36)  # characters; what doubles with each would take for ever with more
RUN = 8_000
QUICK, OUT_OF_PROPORTION = 0.001, 8  # seconds, times; what is quadratic takes sixteen


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def undisturbed(work: Callable[[], object]) -> float:
    """The seconds of a whole document, with no garbage collected meanwhile."""
    gc.collect()
    gc.disable()
    try:
        return seconds(work)
    finally:
        gc.enable()


def in_proportion(work: Callable[[int], object], few: int, least: float) -> bool:
    """Whether four times as many take no more than twice four times as long.

    It is tried thrice, for what else runs on a machine makes either slower.
    """
    times = ((undisturbed(lambda: work(few)), undisturbed(lambda: work(4 * few))) for _ in range(3))
    return any(many < 4 * 2 * max(first, least) for first, many in times)


def _grows(find: Callable[[str], object], run: str) -> bool:
    """Whether four times as long a run takes far more than four times as long."""

    def taken(length: int) -> float:
        return seconds(lambda: find(run * (length // len(run)) + "¤"))

    if any(taken(length) > QUICK for length in SHORT):
        return True
    short = min(taken(RUN // 4) for _ in range(3))  # once may be a pause of the machine
    return short > QUICK and all(taken(RUN) > OUT_OF_PROPORTION * short for _ in range(2))


def test_patterns__each_as_it_is_used_takes_time_in_proportion() -> None:
    crawling = [
        (pattern.pattern, way, run)
        for pattern, ways in patterns_used.told()
        for way, run in product(ways, RUNS)
        if _grows(patterns_used.by(pattern, way), run)
    ]
    assert crawling == []


def test_grows__sees_a_pattern_that_crawls() -> None:
    for pattern in (r"\s+x", r"(?:一|一一)+!", r"\d.*元$"):
        assert any(_grows(re.compile(pattern).search, run) for run in ("一" * 2, "\t", "1万元"))


@pytest.mark.parametrize("run", RUNS)
def test_read_text__a_long_line_takes_time_in_proportion(run: str) -> None:
    line = run * (LONG // len(run))
    assert seconds(lambda: scan(squeezed(line))) < LONGEST
    assert seconds(lambda: read_text(f"{TEXT}\n{line}\n")) < 3 * LONGEST


def _rows(many: int) -> str:
    told = "\n".join(f"2{n:06d}\t科目{n}\t1.00\t1.00\t" for n in range(many))
    return TEXT.replace("205\t教育支出\t512.36\t480.11\t32.25", told)


def test_read_text__many_rows_take_time_in_proportion() -> None:
    assert in_proportion(lambda n: read_text(_rows(n)), 1_000, 0.1)


def test_read_blocks__many_pictures_take_time_in_proportion(tmp_path: Path) -> None:
    module = import_module("budgetlib.read.text")
    paths = {n: tmp_path / f"{n}.md" for n in (4_000, 16_000)}
    for n, path in paths.items():
        path.write_text(TEXT + "\n![](x.png)\n" * n, encoding="utf-8")
    module.read_blocks(paths[4_000])  # what is loaded once
    assert in_proportion(lambda n: module.read_blocks(paths[n]), 4_000, 0.05)


SENTENCES = {
    "of one amount": "2025年收入预算{n}.25万元，比上年增加{n}.10万元，增长1.5%。",
    "of one amount before": "2025年收入预算{n}.25万元，2024年预算{n}.15万元，增加0.10万元。",
    "that goes on for ever": "第{n}段1.25万元",
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_reconcile__many_sentences_take_time_in_proportion(kind: str) -> None:
    def whole(many: int) -> object:
        told = "\n".join(SENTENCES[kind].format(n=n) for n in range(many))
        return read_text(f"{TEXT}\n{told}\n").reconcile().results

    whole(10)  # what is loaded once
    assert in_proportion(whole, 500, 0.1)


def test_reconcile__many_items_take_time_in_proportion() -> None:
    """Each of a code of its own, with parts: what stands behind one is no list of its parts."""
    codes = [code for code in entries("function") if len(code) == 7]

    def whole(many: int) -> object:
        lines = [
            f"{n + 1}．{entries('function')[code].name}（{code}）支出决算{n + 5}.20万元，"
            f"其中基本支出{n + 1}.05万元，项目支出4.15万元。"
            for n, code in enumerate(codes[:many])
        ]
        told = "二、一般公共预算财政拨款支出决算情况说明\n2027年度支出决算9999.00万元，其中：\n"
        return read_text(f"甲县站2027年度决算\n{told}" + "\n".join(lines)).reconcile().results

    whole(10)  # what is loaded once
    assert in_proportion(whole, 60, 0.1)


@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".docx"])
def test_read_blocks__many_rows_take_time_in_proportion(tmp_path: Path, suffix: str) -> None:
    module = import_module(f"budgetlib.read.{SUFFIXES[suffix]}")
    paths = {
        n: WRITERS[suffix](blocks_of(_rows(n)), tmp_path / f"{n}{suffix}") for n in (400, 1_600)
    }
    module.read_blocks(paths[400])  # what is loaded once
    assert in_proportion(lambda n: module.read_blocks(paths[n]), 400, 0.05)
