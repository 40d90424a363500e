"""The benchmark that judges by hand-made truth: what it counts as right, found and false."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from test_verdict import DOCUMENT


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    path = Path(__file__).parent / "benchmarks" / "judge.py"
    spec = importlib.util.spec_from_file_location("judge", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TRUTH = {
    "identity": {"body": "某市测试中心", "year": 2026, "level": "部门", "kind": "预算"},
    "cells": [["3", "208", "基本支出", "20.00"], ["3", "住房保障支出", "合计", "20.0"]],
    "claims": [["五", "车辆", "count", "3", "辆", 2026]],
    "findings": [{"printed": ["51.00", "38.00", "12.00"]}, {"printed": ["7", "8"]}],
}


def test_judged__counts_right_found_and_false(judge: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DOCUMENT.replace("50.00", "51.00").replace("18.00", "见附注"), encoding="utf-8")
    found, wrong = judge.judged(path, TRUTH)
    assert found["cells right"] == (2, 2)
    assert found["claims right"] == (0, 1)
    assert found["true inconsistencies found"] == (1, 2)
    assert found["error causes that are true"] == (1, 1)
    assert found["body right"] == (1, 1) and found["level right"] == (0, 1)
    assert found["relations not run for the reading"][0] == 2
    assert [line.split()[0] for line in wrong] == ["identity", "claim", "missed"]


@pytest.mark.parametrize(
    ("measure", "printed", "unit", "base", "right"),
    [
        ("amount", "40.00", "万元", "预算", True),
        ("amount", "40.00", "万元", "决算", False),
        ("growth", "25", "%", "预算执行数", True),
        ("growth", "25", "%", "预算", False),
        ("growth", "25", "%", "", True),  # where the page tells none, none is judged
    ],
)
def test_claims__are_on_their_base(
    judge: ModuleType, tmp_path: Path, measure: str, printed: str, unit: str, base: str, right: bool
) -> None:
    path = tmp_path / "a.txt"
    told = "公务接待费2026年预算40.00万元，比2025年预算执行数增长25%。"
    path.write_text(f"某市测试中心2026年单位预算公开\n\n七、“三公”经费情况说明\n\n{told}\n")
    claim = ["七", "公务接待费", measure, printed, unit, 2026, *filter(None, [base])]
    found, _ = judge.judged(path, {"identity": {}, "cells": [], "claims": [claim]})
    assert found["claims right"] == (right, 1)
