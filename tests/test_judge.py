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
