"""Altered data packages are refused in words, whatever was altered; none hangs or swells."""

import hashlib
import json
import os
import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import budgetlib
from budgetlib.budget import open_package
from budgetlib.errors import BudgetError, PackageError
from budgetlib.package import border, save

PAGE = """<meta charset=utf-8><p>戊县己局2025年部门预算</p><p>表2 部门收入总表</p><p>单位：万元</p>
<table><tr><td>科目编码<td>科目名称<td>合计<tr><td colspan=2>合计<td>61.30
<tr><td>205<td>教育支出<td>61.30</table>
<p>一、收入情况说明</p><p>2025年收入预算61.30万元。</p>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return save(budgetlib.load(path), tmp_path / "package")


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


def written(folder: Path, found: object) -> None:
    text = json.dumps(found, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


Change = Callable[[dict[str, Any], dict[str, Any]], object]  # of what is told of all, of a table


def at(key: str, value: object) -> Change:
    return lambda about, table: about.__setitem__(key, value)


def of(key: str, value: object) -> Change:
    return lambda about, table: table.__setitem__(key, value)


WITHOUT = ("id", "unit", "year", "layout", "listed", "notes", "unread", "left_out", "not_amounts")
CHANGES: dict[str, Change] = {
    **{f"no {key}": lambda about, table, key=key: about.pop(key) for key in WITHOUT},
    "a number for a name": at("unit", 7),
    "no name at all": at("unit", None),
    "a year in words": at("year", "二〇二五"),
    "a year with a part": at("year", 2025.5),
    "a year of five digits": at("year", 99999),
    "a year below zero": at("year", -1),
    "another schema": at("schema", 1),
    "a schema in words": at("schema", "2"),
    "notes that are no list": at("notes", {"一": "收入"}),
    "a note cut short": at("notes", [["一", "收入"]]),
    "a note without a place": at("notes", [["一", "收入", "revenue"]]),
    "a note at a line in words": at("notes", [["一", "收入", "revenue", "line 3"]]),
    "a line beyond all": at("notes", [["一", "收入", "revenue", 10**30]]),
    "listed with a number": at("listed", [[2, "收入", 3]]),
    "unread with a list": at("unread", [[1, None, ["5"]]]),
    "counts in words": at("not_amounts", {"year": "two"}),
    "left out with numbers": at("left_out", [1, 2]),
    "a name that steers": at("unit", "己局\x1b[31m"),
    "a name turned round": at("unit", "己\u202e局"),
    "a very long name": at("unit", "局" * 5000),
    "no header": lambda about, table: table.pop("header"),
    "a header that is text": of("header", "合计"),
    "a header of another width": of("header", [[1, "a"]]),
    "a header of objects": of("header", [[{}, [], 1]]),
    "a role that there is not": of("role", "treasure"),
    "a role that is a list": of("role", []),
    "a place in words": of("place", ["one"]),
    "no place": of("place", []),
    "spans beyond the table": of("spans", [[0, 0, 1, 900]]),
    "spans of a million rows": of("spans", [[0, 0, 1_000_000, 1_000_000]]),
    "a span of nothing": of("spans", [[0, 0, 0, 1]]),
    "a span of three": of("spans", [[0, 0, 1]]),
    "spans below zero": of("spans", [[-1, 0, 1, 1]]),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_open_package__an_altered_description_is_refused(folder: Path, kind: str) -> None:
    found = described(folder)
    table = next(r for r in found["resources"] if r["name"].startswith("table-"))
    CHANGES[kind](found["budgetlib"], table["budgetlib"])
    written(folder, found)
    with pytest.raises(PackageError):
        open_package(folder)


WHOLE: dict[str, Callable[[dict[str, Any]], object]] = {
    "a list": lambda found: [found],
    "nothing": lambda found: None,
    "no resources": lambda found: {"budgetlib": found["budgetlib"]},
    "resources that are names": lambda found: found | {"resources": ["claims"]},
    "a resource twice": lambda found: found | {"resources": found["resources"] * 2},
    "no claims": lambda found: found | {"resources": found["resources"][:1]},
    "a path outside": lambda found: json.loads(
        json.dumps(found).replace('"claims.csv"', '"../claims.csv"')
    ),
    "a path that is a folder": lambda found: json.loads(
        json.dumps(found).replace('"claims.csv"', '"..csv"')
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_open_package__another_form_is_refused(folder: Path, kind: str) -> None:
    written(folder, WHOLE[kind](described(folder)))
    with pytest.raises(PackageError):
        open_package(folder)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"budgetlib": 1}', "\ufeff{}", "\x00"])
def test_open_package__what_is_no_json_is_refused(folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError):
        open_package(folder)


def rewritten(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """A file of the package changed, and its checksum with it."""
    found = described(folder)
    told = next(r for r in found["resources"] if r["name"] == name)
    data = change((folder / told["path"]).read_text("utf-8")).encode()
    (folder / told["path"]).write_bytes(data)
    told["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    written(folder, found)


ROWS: list[tuple[str, Callable[[str], str]]] = [
    ("claims", lambda text: ""),
    ("claims", lambda text: text.replace("61.30", "9" * 5000, 1)),
    ("claims", lambda text: text.replace(",0.005,", ",half,", 1)),
    ("claims", lambda text: text.replace(",0.005,", ",1e999999999,", 1)),
    ("claims", lambda text: text.replace("half_unit", "half", 1)),
    ("claims", lambda text: text.replace("2025", "9" * 4301)),
    ("facts", lambda text: text + '"open'),
    ("facts", lambda text: text + "," * 40 + "\n"),
    ("facts", lambda text: "x" * 200_000),
    ("table-2", lambda text: ""),
    ("table-2", lambda text: text + "1\n"),
    ("table-2", lambda text: text + "x,205,教育支出,61.30\n"),
    ("table-2", lambda text: text + "1,205,教育支出,61.30,7\n"),
    ("table-2", lambda text: text.replace("61.30", "\x1b[2J")),
    ("table-2", lambda text: text.replace("61.30", "9" * 30)),
]


@pytest.mark.parametrize("case", range(len(ROWS)))
def test_open_package__altered_rows_are_refused_in_words_or_read(folder: Path, case: int) -> None:
    rewritten(folder, *ROWS[case])
    try:
        open_package(folder).reconcile()
    except BudgetError as error:
        assert "a fault in budgetlib" not in str(error)


@pytest.mark.parametrize("name", ["datapackage.json", "claims.csv", "table-2.csv"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, partial(os.symlink, "nowhere")])
def test_open_package__pipes_and_folders_are_not_waited_for(
    folder: Path, name: str, make: Callable[[Path], None]
) -> None:
    (folder / name).unlink()
    make(folder / name)
    with pytest.raises(PackageError):
        open_package(folder)


def test_load__pipes_are_not_waited_for(tmp_path: Path) -> None:
    for suffix in (".txt", ".pdf", ".html", ".docx", ".xlsx"):
        os.mkfifo(path := tmp_path / f"one{suffix}")
        with pytest.raises(BudgetError, match="no regular file"):
            budgetlib.load(path)


OTHERS = (
    None,
    True,
    2.5,
    -1,
    10**10,
    "",
    "x" * 401,
    "table-1\n",
    [],
    [[]],
    {},
    {"name": "table-1"},
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every part of a value: what holds it, and its name or number there."""
    names = (
        value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    )
    return [(value, n) for n in names] + [p for n in names for p in places(value[n])]


def test_fit__refuses_what_another_validator_refuses() -> None:
    """The schema is read by fastjsonschema, too, which nbformat brings."""
    fastjsonschema = pytest.importorskip("fastjsonschema")
    other = fastjsonschema.compile(border.profile())
    found = described(Path(__file__).parent.parent / "data" / "503019-2026")
    chosen, answers = random.Random(3), Counter[bool]()
    for holder, name in chosen.sample(places(found), 150) + places(found["resources"][3])[:9]:
        kept = holder[name]
        for value in (*OTHERS, kept):
            holder[name] = value
            try:
                other(found)
                well = True
            except fastjsonschema.JsonSchemaValueException:
                well = False
            assert border._fits(found, border.profile()) == well, (name, value)
            answers[well] += 1
        holder[name] = kept
    assert min(answers.values()) > 300
