"""Parts told in a section: all of them make the whole, some are within it."""

import pytest

from budgetlib.budget import read_text
from budgetlib.rules import RULES

RULE = next(rule for rule in RULES if rule.name == "parts_told_in_a_note_make_the_whole")
TEXT = """甲市测绘队2027年单位预算

第三部分 情况说明

七、“三公”经费支出情况

2027年“三公”经费预算数为12.00万元，其中：{parts}。
"""
EVERY = "因公出国（境）费3.00万元，公务用车购置及运行费{}万元，公务接待费1.00万元"
SOME = "公务用车运行费{}万元，公务接待费1.00万元"


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        (EVERY.format("8.00"), 0),
        (EVERY.format("7.00"), 1),
        (SOME.format("9.00"), 0),
        (SOME.format("11.00"), 0),
        (SOME.format("11.50"), 1),  # more than the whole, whatever was bought
        ("公务接待费13.00万元", 1),
    ],
)
def test_parts__make_the_whole(parts: str, wrong: int) -> None:
    result = read_text(TEXT.format(parts=parts)).reconcile([RULE])
    assert result.results[0].relation is not None
    assert len(result.inconsistent) == wrong
