"""What leaves the command line: formats that other tools read, exit codes, names that bite."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import nbformat
import pytest
from bs4 import BeautifulSoup
from disclosures import example
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from writer import Style, write

import budgetlib
from budgetlib.budget import Reconciliation, read_text
from budgetlib.cli import main
from budgetlib.errors import BudgetError
from budgetlib.package import save
from budgetlib.tell.formats import COLUMNS, FORMATS, safe_cell

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"
TOTAL = "5-1/合计/total"
EVIL = '=1+1<script src="https://evil.example/long/enough/to/be/kept.js">../../\x1b[31m\x9b\u202e'


@pytest.fixture(scope="module")
def text() -> str:
    return write(example())


@pytest.fixture(scope="module")
def right(text: str) -> Reconciliation:
    return read_text(text, "right.txt").reconcile()


@pytest.fixture(scope="module")
def wrong(text: str) -> Reconciliation:
    return read_text(text, "文 件.txt").reprint(TOTAL, "1.23").reconcile()


@pytest.fixture(scope="module")
def wuhan() -> Reconciliation:
    return budgetlib.load(PACKAGE).reconcile()


@pytest.fixture(scope="module")
def hostile(text: str) -> str:
    """A document with a project whose name differs between tables, and bites."""
    name = read_text(text).tables["10"].rows[1].name
    before, row, after = text.partition(f"\t{name}\t")
    return f"{before}\t{EVIL}{row.strip()}\t{after}"


# ---- formats


def test_csv__opens_with_the_mark_and_parses(right: Reconciliation, wrong: Reconciliation) -> None:
    told = FORMATS["csv"]([right, wrong], False, False)
    assert told.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(told.removeprefix("\ufeff"), newline="")))
    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    verdicts = Counter(row[COLUMNS.index("verdict")] for row in rows[1:])
    assert verdicts == Counter(right.verdicts) + Counter(wrong.verdicts)
    assert wrong.inconsistent[0].message[1] in {row[COLUMNS.index("message_zh")] for row in rows}


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@x", "\tx", "-x"])
def test_safe_cell__is_no_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-1,234.50", "+0.5", "-3%", "-", "--", "1", "合计", ""])
def test_safe_cell__leaves_numbers_and_dashes(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("name", ["right", "wrong", "wuhan"])
def test_junit__counts_rules(name: str, request: pytest.FixtureRequest) -> None:
    result = request.getfixturevalue(name)
    suite = ElementTree.fromstring(FORMATS["junit"]([result], False, False))[0]
    cases = suite.findall("testcase")
    counted = {kind: len(suite.findall(f"testcase/{kind}")) for kind in ("failure", "skipped")}
    assert suite.attrib["name"] == result.budget.id
    assert int(suite.attrib["tests"]) == len(cases) == len({c.rule.name for c in result.results})
    assert int(suite.attrib["failures"]) == counted["failure"]
    assert int(suite.attrib["skipped"]) == counted["skipped"]
    wrong = {c.rule.name for c in result.inconsistent if c.severity == "error"}
    assert {c.attrib["name"] for c in cases if c.find("failure") is not None} == wrong


# What SARIF 2.1.0 asks of the parts that are written here.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "message": TEXT,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$"}},
                },
                "region": {
                    "type": "object",
                    "properties": {"startLine": {"type": "integer", "minimum": 1}},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
NOTIFICATION = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
    },
    "additionalProperties": False,
}
INVOCATION = {
    "type": "object",
    "required": ["executionSuccessful"],
    "properties": {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": {"type": "array", "items": NOTIFICATION},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
    "additionalProperties": False,
}
RUN = {
    "type": "object",
    "required": ["tool"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "results": {"type": "array", "items": RESULT},
        "invocations": {"type": "array", "items": INVOCATION},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    },
    "additionalProperties": False,
}


def test_sarif__has_the_structure_and_points_at_lines(
    wrong: Reconciliation, wuhan: Reconciliation
) -> None:
    log = json.loads(FORMATS["sarif"]([wrong, wuhan], False, False))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in run["results"])
    assert len(run["results"]) == len(wrong.inconsistent) + len(wuhan.inconsistent)
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"]["uri"] == "%E6%96%87%20%E4%BB%B6.txt"
    assert first["region"]["startLine"] == wrong.inconsistent[0].places[0]["line"]


def test_formats__none_lets_a_name_bite(hostile: str) -> None:
    result = read_text(hostile, "x.txt").reconcile()
    assert any(EVIL[:8] in message for c in result.inconsistent for message in c.message)
    for name, write_as in FORMATS.items():
        told = write_as([result], True, True)
        assert not set(told) & set("\x1b\x9b\u202e"), name
    cells = [
        c for row in csv.reader(io.StringIO(FORMATS["csv"]([result], False, False))) for c in row
    ]
    assert any(EVIL[:8] in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    printed = {
        place["printed"]
        for comparison in json.loads(FORMATS["json"]([result], False, False))["comparisons"]
        for place in comparison["places"]
    }
    assert any("\ufffd[31m\ufffd\ufffd" in text for text in printed)


def test_show__escapes_a_name_that_bites(hostile: str) -> None:
    budget = read_text(hostile, "x.txt")
    result = budget.reconcile()
    for html in (
        budget.tables["10"]._repr_html_(),
        result._repr_html_(),
        *(found.show()._repr_html_() for found in result.inconsistent),
    ):
        assert not BeautifulSoup(html, "html.parser").find("script")
        assert "<script" not in html


# ---- documents


def figures(text: str | bytes, folder: Path) -> dict[str, object]:
    path = folder / "document.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return {f.id: (f.value, f.unit, f.place.line) for f in budgetlib.load(path).figures}


@pytest.mark.parametrize(
    "dirty",
    [
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("gbk"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["GB18030", "GBK", "BOM", "CRLF", "GB18030 CRLF"],
)
def test_load__encodings_and_line_ends_read_equal(dirty, text: str, tmp_path: Path) -> None:
    assert figures(dirty(text), tmp_path) == figures(text, tmp_path)


def test_load__full_width_digits_read_equal(text: str, tmp_path: Path) -> None:
    wide = write(example(), Style(wide=True, seed=1))
    assert any("０" <= char <= "９" for char in wide)
    assert figures(wide, tmp_path) == figures(text, tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"\x7fELF\0\0\0" * 99, "not a text file"),
        ("a.txt", b"\xff\xfe\xff\x81\x00\xd8" * 99, "not a text file"),
        ("a.txt", "床前明月光，疑是地上霜。\n".encode() * 9, "no budget table"),
        ("a.exe", b"MZ", ".txt"),
        ("a.txt", None, "cannot be opened"),
    ],
    ids=["empty", "blank", "binary", "UTF-16", "foreign", "ending", "missing"],
)
@pytest.mark.parametrize("command", ["check", "import", "export", "report"])
def test_main__refuses_a_document(
    name: str,
    data: bytes | None,
    problem: str,
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    to = {"check": [], "export": ["--to", str(tmp_path / "out.csv")]}
    notebooks = ["--notebooks", str(PACKAGE.parent.parent / "notebooks")]
    more = to.get(command, ["--to", str(tmp_path / "out")])
    assert main([command, str(path), *more, *(notebooks if command == "report" else [])]) == 2
    error = capsys.readouterr().err
    assert error.startswith("budgetlib: ")
    assert name in error
    assert problem in error
    assert "Traceback" not in error
    assert [p.name for p in tmp_path.iterdir() if p != path] == []


@pytest.mark.parametrize("spoil", ["missing", "altered", "foreign", "no description", "not JSON"])
def test_main__refuses_a_spoilt_package(
    spoil: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "p"
    shutil.copytree(PACKAGE, package)
    assert main(["check", str(package)]) == 1
    capsys.readouterr()
    table, description = package / "table-3.csv", package / "datapackage.json"
    spoilt = {
        "missing": table.unlink,
        "altered": lambda: table.write_bytes(table.read_bytes().replace(b"1,112.52", b"1,112.53")),
        "foreign": lambda: (package / "table-99.csv").write_text("a,b\n"),
        "no description": description.unlink,
        "not JSON": lambda: description.write_text("{"),
    }
    spoilt[spoil]()
    assert main(["check", str(package)]) == 2
    assert str(package) in capsys.readouterr().err


# ---- exit codes


@pytest.fixture
def documents_folder(text: str, tmp_path: Path) -> Path:
    (tmp_path / "right.txt").write_text(text, encoding="utf-8")
    total = str(read_text(text).tables["5-1"].rows[0]["total"].printed)
    spoilt = text.replace(f"\t{total}", "\t1.23", 1)
    assert spoilt != text
    (tmp_path / "wrong.txt").write_text(spoilt, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    return tmp_path


@pytest.mark.parametrize("format", [*FORMATS])
@pytest.mark.parametrize(
    ("names", "code"),
    [(["right"], 0), (["wrong"], 1), (["right", "wrong"], 1), (["empty", "wrong", "right"], 2)],
    ids=["right", "wrong", "one of two", "one unreadable"],
)
def test_check__exit_code(
    format: str,
    names: list[str],
    code: int,
    documents_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = [str(documents_folder / f"{name}.txt") for name in names]
    assert main(["check", *paths, "--format", format]) == code
    assert capsys.readouterr().out


def test_check__counts_the_rules_that_did_not_run_and_names_them_all_when_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = str(PACKAGE.parent / "shanghai-finance-2025")
    names = {each.rule.name for each in budgetlib.load(package).reconcile().not_run}
    main(["check", package])
    brief = capsys.readouterr().out
    main(["check", package, "--verbose"])
    whole = capsys.readouterr().out
    assert names <= set(re.findall(r"\w+", whole))
    assert not names <= set(re.findall(r"\w+", brief))
    assert re.search(r"项目支出绩效目标: \d+ rules", brief)


def test_import__exit_code(documents_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, to = str(documents_folder / "right.txt"), str(documents_folder / "data")
    assert main(["import", document, "--to", to]) == 0
    assert (documents_folder / "data" / "503019-2026" / "datapackage.json").is_file()
    assert main(["import", document, "--to", str(documents_folder / "empty.txt")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../x", "a/b", "a\x1b[31m", "", ".", "a b"])
def test_import__keeps_to_its_folder(
    name: str, documents_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(documents_folder.parent.iterdir())
    arguments = ["import", str(documents_folder / "right.txt"), "--id", name]
    code = main([*arguments, "--to", str(documents_folder / "data")])
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert sorted(documents_folder.parent.iterdir()) == before
    if name:
        assert code == 2
        assert not (documents_folder / "data").exists()


def test_export__exit_code(documents_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = str(documents_folder / "wrong.txt")
    assert main(["export", document, "--to", str(documents_folder / "out" / "b.csv")]) == 0
    assert main(["export", document, "--to", str(documents_folder / "b.pdf")]) == 2
    assert "choose .xlsx, .csv, .parquet, .json" in capsys.readouterr().err


def test_report__exit_code(
    documents_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notebooks = documents_folder / "notebooks"
    notebooks.mkdir()
    for name, cell in (("00-fine", "disclosure"), ("01-fails", "1 / 0")):
        parameters = new_code_cell('disclosure = ""  # x', metadata={"tags": ["parameters"]})
        cells = [new_markdown_cell(f"# {name}"), parameters, new_code_cell(cell)]
        metadata = {"budgetlib": {"topic": name, "roles": [], "scope": "disclosure"}}
        nbformat.write(new_notebook(cells=cells, metadata=metadata), notebooks / f"{name}.ipynb")
    monkeypatch.chdir(documents_folder)
    assert main(["report", "wrong.txt", "--section", "0"]) == 0
    pages = documents_folder / "reports" / "503019-2026"
    assert sorted(page.name for page in pages.iterdir()) == [
        *("findings.html", "index.html", "manifest.json")
    ]
    assert "1.23" in (pages / "findings.html").read_text(encoding="utf-8")
    assert main(["report", "wrong.txt", "--section", "1"]) == 3
    assert main(["report", "wrong.txt", "--section", "7"]) == 2
    assert "no section 7" in capsys.readouterr().err


def test_main__unknown_command_exits_with_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["chekc"])
    assert ended.value.code == 2


def test_main__prints_chinese_whatever_the_locale() -> None:
    run = "from budgetlib.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-X", "utf8=0", "-c", run, "check", str(PACKAGE)]
    ran = subprocess.run(command, capture_output=True, env={"LC_ALL": "C"}, check=False)
    assert ran.returncode == 1
    assert "不符" in ran.stdout.decode("utf-8")
    assert ran.stderr == b""


def test_save__refuses_a_folder_of_something_else(text: str, tmp_path: Path) -> None:
    (tmp_path / "mine.doc").touch()
    with pytest.raises(BudgetError, match="choose another"):
        save(read_text(text), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.doc"]
