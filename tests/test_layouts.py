"""A city in one TOML file: what it says is used, and what it says wrongly is told with its key."""

import subprocess
import sys
from pathlib import Path

import pytest

import budgetlib
from budgetlib import package
from budgetlib.cli import main
from budgetlib.errors import LayoutError
from budgetlib.layouts import layout, names, of_budget

CITY = """extends = "common"
name = "{name}"
title = {{ en = "A city", zh = "某市" }}
recognise = ["某市甲局"]

[roles.expenditure]
titles = ["用钱去向表"]
columns = {{ total = ["全部"], basic = ["日常"], project = ["专项"] }}

[subjects]
basic = ["日常用钱"]
"""
DOCUMENT = """# 某市甲局2025年部门预算

表1 用钱去向表

单位：万元

| 科目编码 | 科目名称 | 全部 | 日常 | 专项 |
|---|---|---|---|---|
|  | 合计 | 130.00 | 100.00 | 30.00 |
| 201 | 一般公共服务支出 | 90.00 | 60.00 | 30.00 |
| 20101 | 人大事务 | 90.00 | 60.00 | 30.00 |
| 2010101 | 行政运行 | 90.00 | 60.00 | 30.00 |
| 208 | 社会保障和就业支出 | 40.00 | 40.00 |  |
| 20805 | 行政事业单位养老支出 | 40.00 | 40.00 |  |
| 2080505 | 机关事业单位基本养老保险缴费支出 | 40.00 | 40.00 |  |
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "city.toml"
    path.write_text(CITY.format(name="city"), encoding="utf-8")
    return path


def test_layout__of_a_user_reads_and_reconciles(city: Path, tmp_path: Path) -> None:
    document = tmp_path / "budget.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    budget = budgetlib.load(document, str(city))
    assert budget.layout == "city" and len(budget.table("expenditure").rows) == 7
    assert budget.reconcile().state == "holds"
    wrong = budget.reprint("1/2010101/basic", "61.00").reconcile()
    assert wrong.state == "holds_not"


def test_layout__of_a_user_is_checked_on_the_command_line(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "budget.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    assert main(["check", str(document), "--layout", str(city)]) == 0
    assert "holds together" in capsys.readouterr().out


def test_package__carries_a_layout_that_does_not_come_with_the_library(
    city: Path, tmp_path: Path
) -> None:
    document, part = tmp_path / "budget.md", tmp_path / "district.toml"
    document.write_text(DOCUMENT, encoding="utf-8")
    part.write_text(f'extends = "{city.as_posix()}"\nname = "district"\n', encoding="utf-8")
    budget = budgetlib.load(document, str(part))
    verdicts = budget.reconcile().verdicts
    folder = package.save(budget, tmp_path / "data" / "x-2025")
    told = "import budgetlib, sys; print(dict(budgetlib.load(sys.argv[1]).reconcile().verdicts))"
    asked = [sys.executable, "-c", told, str(folder)]
    again = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert again.stdout.strip() == str(dict(verdicts))


def test_of_budget__is_common_where_the_layout_is_not_at_hand() -> None:
    assert of_budget("nowhere").name == "common"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[roles.expenditure\n", "not TOML: .*line 1"),
        ('title = { en = "A", zh = "某" }\n', "name: missing"),
        ("name = 3\n", "name: missing"),
        ('name = "wuhan"\n', "name: 'wuhan' is that of a layout"),
        ('name = "x"\nextends = "nowhere"\n', "extends = 'nowhere': .*there are common"),
        ('name = "x"\nrecognise = ["("]\n', "recognise: not a regular expression: '\\('"),
        ('name = "x"\nrecognise = "甲"\n', "recognise: a list is expected"),
        ('name = "x"\nsubject = {}\n', "subject: nothing of this name.*'subjects'"),
        ('name = "x"\n[roles]\nexpenditure = 1\n', "roles.expenditure: a table is expected"),
        (
            'name = "x"\n[roles.expenditure]\ntitels = ["甲"]\n',
            "roles.expenditure.titels: .*'titles'",
        ),
        ('name = "x"\n[roles.expenditure]\ntitles = "甲"\n', "roles.expenditure.titles: a list"),
        (
            'name = "x"\n[roles.expenditure]\nkind = "code"\n',
            "roles.expenditure.kind: no kind of table is called.*'coded'",
        ),
        ('name = "x"\n[roles.mine]\nkind = "coded"\n', "roles.mine.titles: missing"),
        ('name = "x"\n[sections]\nrevenue = "["\n', "sections.revenue: not a regular"),
    ],
)
def test_layout__tells_what_is_wrong_with(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError, match=f"bad.toml: {told}"):
        layout(str(path))


def test_layout__that_is_not_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(LayoutError, match=r"bad\.toml: not text in UTF-8"):
        layout(str(path))


@pytest.mark.parametrize("name", names())
def test_layout__of_the_library_has_no_fault(name: str, tmp_path: Path) -> None:
    own = (Path(budgetlib.__file__).parent / "layouts" / f"{name}.toml").read_text("utf-8")
    path = tmp_path / "copy.toml"
    path.write_text(own.replace(f'name = "{name}"', f'name = "my-{name}"'), encoding="utf-8")
    assert layout(str(path)).data == layout(name).data | {"name": f"my-{name}"}
