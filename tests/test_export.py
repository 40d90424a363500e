"""One file for other tools: what is in it is what was printed, and nothing is half-written."""

import csv
import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from disclosures import example
from writer import write

import budgetlib
from budgetlib.budget import Budget, read_text
from budgetlib.errors import BudgetError
from budgetlib.figures import number
from budgetlib.show import kept
from budgetlib.tell.export import export

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOTAL = "5-1/合计/total"
EVIL = '=HYPERLINK("x")<script src="https://evil.example/long/enough/to/stay.js">'


class Workbook:
    """The parts of an .xlsx file, read as the XML that they are."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        strings = self.xml("xl/sharedStrings.xml").iter(f"{SHEET}si")
        self.strings = ["".join(t.text or "" for t in si.iter(f"{SHEET}t")) for si in strings]
        self.names = [s.attrib["name"] for s in self.xml("xl/workbook.xml").iter(f"{SHEET}sheet")]
        styles = self.xml("xl/styles.xml")
        codes = {
            n.attrib["numFmtId"]: n.attrib["formatCode"] for n in styles.iter(f"{SHEET}numFmt")
        }
        codes |= {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00"}
        looks = styles.find(f"{SHEET}cellXfs")
        assert looks is not None
        self.formats = [codes[look.attrib["numFmtId"]] for look in looks]
        self.fills = [int(look.attrib["fillId"]) for look in looks]

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[name])

    def sheet(self, start: str) -> ElementTree.Element:
        at = next(n for n, name in enumerate(self.names, 1) if name.startswith(start))
        return self.xml(f"xl/worksheets/sheet{at}.xml")

    def cells(self, start: str) -> dict[str, tuple[str | float, str, int]]:
        """Value, number format and fill of each filled cell, by its address."""
        filled = {}
        for cell in self.sheet(start).iter(f"{SHEET}c"):
            value = cell.find(f"{SHEET}v")
            look = int(cell.attrib["s"])
            if value is not None and value.text is not None:
                text = cell.attrib.get("t") == "s"
                told = self.strings[int(value.text)] if text else float(value.text)
                filled[cell.attrib["r"]] = (told, self.formats[look], self.fills[look])
        return filled

    def comments(self, start: str) -> dict[str, str]:
        at = next(n for n, name in enumerate(self.names, 1) if name.startswith(start))
        relations = self.parts.get(f"xl/worksheets/_rels/sheet{at}.xml.rels", b"").decode()
        match = re.search(r"\.\./(comments\d+\.xml)", relations)
        if not match:
            return {}
        return {
            c.attrib["ref"]: "".join(t.text or "" for t in c.iter(f"{SHEET}t"))
            for c in self.xml(f"xl/{match[1]}").iter(f"{SHEET}comment")
        }


@pytest.fixture(scope="module")
def text() -> str:
    return write(example())


@pytest.fixture(scope="module")
def budget(text: str) -> Budget:
    """A disclosure in which one total is wrong."""
    return read_text(text, "文件.txt").reprint(TOTAL, "1,234.50")


@pytest.fixture(scope="module")
def hostile(text: str) -> Budget:
    """A disclosure with names that mean something to spreadsheets, browsers and terminals."""
    name = read_text(text).tables["10"].rows[1].name
    return read_text(text.replace(name, f"{EVIL}\x1b[31m"), "x.txt")


@pytest.fixture(scope="module")
def made(budget: Budget, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return Workbook(export(budget, tmp_path_factory.mktemp("made") / "b.xlsx"))


def test_xlsx__has_a_sheet_for_each_table_and_the_rest(made: Workbook, budget: Budget) -> None:
    tables = [name for name in made.names if name.startswith("表")]
    assert [name.split()[0] for name in tables] == [f"表{number}" for number in budget.tables]
    assert made.names[-3:] == ["不符 findings", "未读 not read", "未核 not run"]


def test_xlsx__numbers_are_numbers_as_printed(made: Workbook, budget: Budget) -> None:
    cells, table = made.cells("表5-1"), budget.tables["5-1"]
    assert cells[_address(table.rows[0]["total"].place.cell)][:2] == (1234.5, "#,##0.00")
    for row in table.rows:
        for figure in row.cells.values():
            told = cells.get(_address(figure.place.cell))
            assert (told and told[0]) == (None if figure.value is None else float(figure.value))
    assert cells[_address((table.header_rows + 1, 0))][:2] == ("208", "General")


def _address(cell: tuple[int, int] | None) -> str:
    assert cell is not None
    return f"{chr(65 + cell[1])}{cell[0] + 2}"


def test_xlsx__prints_every_cell(made: Workbook, budget: Budget) -> None:
    for table in budget.tables.values():
        cells = made.cells(f"表{table.number} ")
        for r, row in enumerate(kept(table).grid):
            for c, text in enumerate(row):
                told = cells.get(_address((r, c)))
                if isinstance(told and told[0], float):
                    assert number(text) is not None
                else:
                    assert (told[0] if told else "") == text.strip()


@pytest.fixture(scope="module")
def wuhan(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return Workbook(export(budgetlib.load(PACKAGE), tmp_path_factory.mktemp("wuhan") / "b.xlsx"))


def test_xlsx__merges_headers_as_printed(wuhan: Workbook) -> None:
    merged = {m.attrib["ref"] for m in wuhan.sheet("表5-1").iter(f"{SHEET}mergeCell")}
    assert "D2:F2" in merged
    assert "A2:A3" in merged


def test_xlsx__columns_fit_chinese(made: Workbook) -> None:
    widths = [float(c.attrib["width"]) for c in made.sheet("表5-1").iter(f"{SHEET}col")]
    assert widths[1] > 2 * len("机关事业单位基本养老保险缴费支出")


def test_xlsx__colours_and_comments_on_doubted_cells(made: Workbook, budget: Budget) -> None:
    total = budget.tables["5-1"].rows[0]["total"]
    at = _address(total.place.cell)
    cells, comments = made.cells("表5-1"), made.comments("表5-1")
    found = [c for c in budget.reconcile().inconsistent if total.id in _figures(c)]
    assert found
    for each in found:
        assert all(message in comments[at] for message in each.message)
    coloured = {address for address, (_, _, fill) in cells.items() if fill}
    assert at in coloured
    assert coloured == {address for address in comments if address in cells}


def _figures(comparison: object) -> list[str]:
    return [place["figure"] for place in comparison.places]  # type: ignore[attr-defined]


def test_xlsx__marks_doubted_claims_among_the_figures(wuhan: Workbook) -> None:
    cells, comments = wuhan.cells("数据"), wuhan.comments("数据")
    claims = [cells[f"A{address[1:]}"][0] for address in comments]
    assert "十一.二#1" in claims
    assert all(cells[address][2] for address in comments)


def test_xlsx__findings_and_what_did_not_run(made: Workbook, budget: Budget) -> None:
    result = budget.reconcile()
    rows = len({address[1:] for address in made.cells("不符")}) - 1
    assert rows == len(result.inconsistent)
    unrun = {cell[0] for cell in made.cells("未核").values()}
    assert {" ".join(c.reason) for c in result.not_run} <= unrun


def test_xlsx__no_cell_is_a_formula(hostile: Budget, tmp_path: Path) -> None:
    book = Workbook(export(hostile, tmp_path / "b.xlsx"))
    assert any(text.startswith("'=HYPERLINK") for text in book.strings)
    assert not [text for text in book.strings if re.match(r"[=+@]|-.*[^\d.,%-]", text)]
    for name in book.names:
        sheet = book.sheet(name)
        assert not [*sheet.iter(f"{SHEET}f"), *sheet.iter(f"{SHEET}hyperlink")]


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_export__is_the_same_to_the_byte(budget: Budget, tmp_path: Path, ending: str) -> None:
    once, again = (export(budget, tmp_path / f"{n}.{ending}").read_bytes() for n in (1, 2))
    assert once == again
    assert [p.name for p in sorted(tmp_path.iterdir())] == [f"1.{ending}", f"2.{ending}"]


def test_xlsx__two_sheets_of_one_name(budget: Budget, tmp_path: Path) -> None:
    tables = budget.tables.__class__(budget.tables)
    for at in ("7", "8"):
        tables[at] = replace(tables[at], number="7", title="[a]:*?/\\" + "长" * 40)
    book = Workbook(export(replace(budget, tables=tables), tmp_path / "b.xlsx"))
    same = [name for name in book.names if name.startswith("表7")]
    assert len(set(same)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in same)


def test_csv__is_the_tidy_frame_for_excel(budget: Budget, tmp_path: Path) -> None:
    data = export(budget, tmp_path / "b.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    figures = list(budget.figures)
    assert [row["id"] for row in rows] == [figure.id for figure in figures]
    told = {row["id"]: row for row in rows}
    assert (told[TOTAL]["printed"], told[TOTAL]["value"]) == ("1,234.50", "1234.5")
    assert told[TOTAL]["year"] == "2026"
    lines = {f.id: str(f.place.line) for f in figures}
    assert {name: row["line"] for name, row in told.items()} == lines


def test_csv__no_cell_is_a_formula(hostile: Budget, tmp_path: Path) -> None:
    data = export(hostile, tmp_path / "b.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [c for c in cells if re.match(r"[=+@]", c)]
    assert "\x1b" not in data


def test_json__holds_tables_claims_statements_and_comparisons(
    budget: Budget, tmp_path: Path
) -> None:
    told = json.loads(export(budget, tmp_path / "b.json").read_text(encoding="utf-8"))
    assert told["reconciliation"] == json.loads(json.dumps(budget.reconcile().as_dict(every=True)))
    assert [table["number"] for table in told["tables"]] == list(budget.tables)
    table = next(table for table in told["tables"] if table["number"] == "5-1")
    assert table["rows"][0]["cells"]["total"] == "1,234.50"
    grid = [tuple(row) for row in [*table["header"], *table["printed"]]]
    assert grid == list(budget.tables["5-1"].grid)
    assert [claim["id"] for claim in told["claims"]] == [c.id for c in budget.all_claims]
    assert len(told["statements"]) == len(list(budget.all_statements))


@pytest.mark.parametrize("name", ["b.xls", "b", "b.pdf"])
def test_export__refuses_another_ending(budget: Budget, tmp_path: Path, name: str) -> None:
    with pytest.raises(BudgetError, match=r"choose \.xlsx, \.csv, \.parquet, \.json"):
        export(budget, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_export__says_what_to_install(
    budget: Budget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "budgetlib.tell.workbook", raising=False)
    with pytest.raises(BudgetError, match=r"pip install 'budgetlib\[xlsx\]'"):
        export(budget, tmp_path / "b.xlsx")


def test_export__tells_when_the_folder_cannot_be_written(budget: Budget, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BudgetError, match=r"cannot be written.*another --to"):
        export(budget, tmp_path / "file" / "b.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(BudgetError, match="cannot be written"):
        export(budget, tmp_path / "b.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.csv", "file"]


def test_export__leaves_the_old_file_when_writing_fails(
    budget: Budget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "b.csv"
    old.write_text("old")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BudgetError, match="No space left"):
        export(budget, old)
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]
