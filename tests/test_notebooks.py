"""The form that every notebook keeps, so that a reader learns it once."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from matplotlib.ft2font import FT2Font

from budgetlib import charts

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.With,
)
READERS = {
    "open",
    "read_csv",
    "read_excel",
    "read_text",
    "read_bytes",
    "read_html",
    "load_workbook",
}
ROLES_OF = {"disclosure", "collection", "teaching"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def pictures(cell):
    return [out for out in cell.outputs if "image/png" in out.get("data", {})]


def test_notebooks__are_there():
    assert len(NOTEBOOKS) >= 12


def test_heading__is_numbered_and_in_both_languages(path, notebook):
    first = prose(notebook)[0].splitlines()[0]
    assert re.match(rf"# {int(path.stem[:2])} [A-Z]", first)
    assert CHINESE.search(first)
    for heading in re.findall(r"^#+ .*", "\n".join(prose(notebook)), re.MULTILINE):
        assert CHINESE.search(heading), heading
        assert re.search("[A-Za-z]", heading), heading


def test_markdown__tells_no_figure(notebook):
    text = "\n".join(prose(notebook))
    assert not re.findall(r"\d", re.sub(r"^#+ .*", "", text, flags=re.MULTILINE))


def test_cells__are_few_and_short(notebook):
    cells = code(notebook)
    assert 4 <= len(cells) <= 15
    for cell in cells:
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 8, cell.source


def test_cells__hold_no_logic(notebook):
    for cell in code(notebook):
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, FORBIDDEN)], cell.source
        called = [node.func for node in nodes if isinstance(node, ast.Call)]
        names = {f.id if isinstance(f, ast.Name) else getattr(f, "attr", "") for f in called}
        assert not names & READERS, cell.source


def test_cells__end_in_the_thing_to_look_at(notebook):
    for cell in code(notebook):
        if "parameters" not in cell.metadata.get("tags", []):
            assert isinstance(ast.parse(cell.source).body[-1], ast.Expr), cell.source
            assert cell.outputs, cell.source


def test_parameters__are_literals_with_help(notebook):
    (cell,) = (c for c in code(notebook) if "parameters" in c.metadata.get("tags", []))
    for statement, line in zip(ast.parse(cell.source).body, cell.source.splitlines(), strict=True):
        assert isinstance(statement, ast.Assign)
        ast.literal_eval(statement.value)
        assert re.search(r"  # \S", line)


def test_metadata__says_what_it_is_for(notebook):
    ours = notebook.metadata["budgetlib"]
    assert ours["topic"]
    assert isinstance(ours["roles"], list)
    assert ours["scope"] in ROLES_OF
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert "widgets" not in notebook.metadata


def test_outputs__are_whole_and_lasting(notebook):
    for cell in code(notebook):
        assert "execution" not in cell.metadata
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            text = str({k: v for k, v in output.get("data", {}).items() if k != "image/png"})
            text += output.get("text", "")
            assert not re.search(r"0x[0-9a-f]{6,}|/home/|/work/|/tmp/|/root/", text)


def test_charts__have_words_and_their_table_behind(notebook):
    cells = code(notebook)
    for at, cell in enumerate(cells):
        for output in pictures(cell):
            alt = output.metadata["image/png"]["alt"]
            assert len(alt) > 20
            assert CHINESE.search(alt)
            behind = cells[at + 1].outputs
            assert any("<table" in out.get("data", {}).get("text/html", "") for out in behind)


def test_font__covers_the_data_and_the_notebooks():
    font = FT2Font(str(charts.font_file()))
    known = {chr(code) for code in font.get_charmap()}
    files = [*(ROOT / "data").rglob("*.csv"), *(ROOT / "data").rglob("*.json")]
    assert files
    text = "".join(each.read_text(encoding="utf-8") for each in files)
    for each in NOTEBOOKS:
        text += "".join(c.source for c in nbformat.read(each, as_version=4).cells)
    assert {c for c in set(text) - known if c.isprintable()} == set()
