"""Real kernels run small notebooks here; only loading and saving of budgets is played."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from budgetlib.errors import Absent, ReportError
from budgetlib.pages import engines, making, manifest, rendering, report, sections

CHART = """\
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(2, 1))
plt.close(fig)
display(fig, metadata={"image/png": {"alt": "支出 <b> & \\"more\\""}})"""

NOTEBOOKS = {
    "00-overview": ("Overview 总览", [], ["print(disclosure)"]),
    "05-general": ("General 一般公共预算", ["by_function"], [CHART, "1 + 1"]),
    "06-basic": ("Basic 基本支出", [], ["print('before')", "x = {}\nx['gone']", "print('after')"]),
    "08-funds": ("Funds 政府性基金", ["gov_fund"], ["print('never run')"]),
}


class Budget(SimpleNamespace):
    def table(self, role: str) -> None:
        if role == "gov_fund":
            raise Absent(role, ("Table 8 is listed, not printed.", "表8列出而未公开。"))

    def reconcile(self) -> SimpleNamespace:
        return SimpleNamespace(budget=self, inconsistent=[], causes=())


def played(source: str | Path) -> Budget:
    told = {"level": "单位", "kind": "预算", "source": str(source)}
    return Budget(id=Path(source).stem, unit="单位 <甲>", year=2026, notes={}, **told)


def write_notebook(
    folder: Path,
    name: str,
    title: str,
    cells: list[str],
    *,
    roles: list[str] | None = None,
    scope: str = "disclosure",
    parameters: str = 'disclosure = "../data/none"  # a data package',
) -> None:
    notebook = new_notebook(
        cells=[
            new_markdown_cell(f"# {title}"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            new_markdown_cell("## Answer 结果"),
            *map(new_code_cell, cells),
        ],
        metadata={"budgetlib": {"topic": name, "roles": roles or [], "scope": scope}},
    )
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder with notebooks, one data package and one document."""
    folder = tmp_path_factory.mktemp("work")
    for name, (title, roles, cells) in NOTEBOOKS.items():
        write_notebook(folder / "notebooks", name, title, cells, roles=roles)
    write_notebook(folder / "notebooks", "20-all", "All", ["1 / 0"], scope="collection")
    (folder / "data" / "u-2026").mkdir(parents=True)
    (folder / "data" / "u-2026" / "datapackage.json").touch()
    (folder / "budget.txt").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(making, "load", played)
        patch.setattr(report, "read", lambda task: played(task.source))
        patch.setattr(making.package, "save", lambda budget, folder: Path(folder).mkdir())
        yield folder


@pytest.fixture(scope="module")
def made(here: Path) -> report.Report:
    (only,) = report.report()
    return only


def soup(made: report.Report, page: str) -> BeautifulSoup:
    return BeautifulSoup((made.folder / page).read_text(encoding="utf-8"), "html.parser")


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_report__writes_a_page_for_each_notebook_of_the_scope(made):
    assert {page.name for page in made.pages} == {
        "index.html",
        "findings.html",
        "05-general.html",
        "06-basic.html",
    }
    there = {page.name for page in made.pages} | {manifest.NAME}
    assert {page.name for page in made.folder.iterdir()} == there
    index = soup(made, "index.html")
    assert "../data/u-2026" in index.select_one(".outputs").text
    assert 'disclosure = "../data/u-2026"' in index.select("details")[0].text
    assert "../data/none" not in index.text  # the notebook's own value was replaced


def test_report__leaves_nothing_but_the_report(here, made):
    assert {path.name for path in (here / "reports").iterdir()} == {"u-2026", ".u-2026.lock"}


def test_report__tells_by_name_what_was_skipped_and_why(made):
    assert made.skipped == {"08-funds": "Table 8 is listed, not printed. 表8列出而未公开。"}
    line = soup(made, "index.html").select(".sections li")[-1]
    assert "Funds 政府性基金" in line.text
    assert "表8列出而未公开" in line.text
    assert line.a is None


def test_report__keeps_the_page_of_a_notebook_that_failed_and_says_where(made):
    assert made.failed == {"06-basic": "code cell 3 (x = {}): KeyError: 'gone'"}
    page = soup(made, "06-basic.html")
    banner = page.select_one("main > .failed")
    assert made.failed["06-basic"] in banner.text
    assert "KeyError" in page.select_one(banner.a["href"]).text
    assert "before" in page.select_one(".outputs pre").text
    assert "after" not in "".join(out.text for out in page.select(".outputs"))
    assert "06-basic" in str(made)


def test_report__keeps_the_alt_text_of_a_figure(made):
    assert soup(made, "05-general.html").img["alt"] == '支出 <b> & "more"'


def test_report__links_every_page_with_every_other(made):
    for page in made.pages:
        links = {a["href"] for a in soup(made, page.name).select("nav .sections a")}
        assert links == {other.name for other in made.pages}


def test_report__keeps_paths_of_this_machine_out(here, made):
    for page in made.pages:
        text = page.read_text(encoding="utf-8")
        assert str(here) not in text
        assert "ipykernel_" not in text
        assert "papermill" not in text


def test_report__is_the_same_to_the_byte_on_the_next_run(here, made):
    (again,) = report.report(["data/u-2026"], to=here / "a {new} folder")
    assert digests(again.folder) == digests(made.folder)


def test_report__of_one_section_keeps_the_other_pages(here, made):
    before = digests(made.folder)
    (made.folder / "05-general.html").write_text("old")
    (one,) = report.report(["data/u-2026"], section=5)
    assert [page.name for page in one.pages] == ["05-general.html"]
    assert digests(made.folder) == before


def test_report__of_a_document_shows_the_document_not_a_temporary_folder(here):
    (one,) = report.report(["budget.txt"], to=here / "elsewhere", section=5)
    source = (one.folder / "05-general.html").read_text(encoding="utf-8")
    assert "budget.txt" in source
    assert ".report-" not in source
    assert "index.html" not in source  # it was not made, so nothing links to it


def test_report__names_the_sections_when_there_is_no_such_one(here):
    with pytest.raises(ReportError, match=r"no section 12; choose one of 0, 5, 6, 8"):
        report.report(section=12)


def test_report__refuses_a_folder_with_other_things_in_it(here):
    with pytest.raises(ReportError, match=r"datapackage\.json.*another --to"):
        report.report(["data/u-2026"], to="data", section=0)
    assert (here / "data" / "u-2026" / "datapackage.json").exists()


def test_report__tells_when_the_folder_cannot_be_written(here):
    with pytest.raises(ReportError, match=r"budget\.txt.*cannot be written.*another --to"):
        report.report(["data/u-2026"], to=here / "budget.txt", section=0)


def test_report__refuses_two_sources_of_one_id(here):
    first, second = report.report(["data/u-2026", "data/u-2026"], to="twice", section=0)
    assert not first.error
    assert "u-2026" in second.error
    assert "two sources" in second.error


@pytest.mark.parametrize("unsafe", ["", "..", "../u", "a/b", ".hidden", "a\n"])
def test_refuse_unsafe__an_id_that_is_no_folder_name(unsafe):
    with pytest.raises(ReportError, match="--id"):
        report.refuse_unsafe(unsafe, ())


@pytest.mark.parametrize(
    "parameters",
    ['disclosur = "../data/none"', 'disclosure: str | None = "../data/none"', ""],
    ids=["misspelt", "hidden from papermill", "none"],
)
def test_refuse_unknown__names_notebook_and_parameter(tmp_path, parameters):
    write_notebook(tmp_path, "05-x", "X", [], parameters=parameters)
    with pytest.raises(ReportError, match=r"05-x\.ipynb: has no parameter disclosure"):
        sections.refuse_unknown(tmp_path / "05-x.ipynb", ["disclosure"])


def test_find_sections__names_the_folder_without_notebooks(tmp_path):
    with pytest.raises(ReportError, match="--notebooks"):
        sections.find_sections(tmp_path / "none")


def test_find_sections__names_a_file_that_is_no_notebook(tmp_path):
    (tmp_path / "05-x.ipynb").write_text("{")
    with pytest.raises(ReportError, match=r"05-x\.ipynb"):
        sections.find_sections(tmp_path)


def test_bundled__says_what_to_do_without_data(tmp_path):
    with pytest.raises(ReportError, match="budgetlib import"):
        report.bundled(tmp_path)


def test_run__tells_of_a_kernel_that_died(tmp_path):
    write_notebook(tmp_path, "05-x", "X", ["import os\nos._exit(1)"])
    run = engines.Run(tmp_path / "05-x.ipynb", frozenset({("disclosure", "d")}), tmp_path / "cells")
    _, told = engines.engine("kernel").run(run)
    assert told.startswith("code cell 2 (import os): ")
    assert "died" in told.lower()


def rendered(*cells: nbformat.NotebookNode, failed: str = "") -> BeautifulSoup:
    notebook = new_notebook(cells=list(cells))
    here = rendering.Entry("五 <b>", "05.html")
    html = rendering.render(
        notebook, "甲 & 乙", here, [rendering.Entry("总览", "index.html"), here], failed
    )
    return BeautifulSoup(html, "html.parser")


def shown(html: str) -> nbformat.NotebookNode:
    output = new_output("display_data", {"text/html": html, "text/plain": ""})
    return new_code_cell("show()", outputs=[output])


def test_render__loads_nothing_and_keeps_the_language():
    page = rendered(
        new_markdown_cell("# T"), shown("<script src='https://x.example/a.js'></script>")
    )
    assert page.html["lang"] == "zh-CN"
    assert not page.select("script[src], link, iframe")
    assert "http" not in str(page)
    assert "url(" not in page.style.text


def test_render__folds_code_away():
    details = rendered(shown("<p>x</p>")).select_one("details")
    assert "show" in details.text
    assert not details.has_attr("open")


def test_render__links_to_the_error_only_where_there_is_one():
    error = new_output("error", ename="E", evalue="v", traceback=["E: v"])
    traced = rendered(new_code_cell("x", outputs=[error]), failed="code cell 1")
    assert traced.select_one(".failed a[href='#failed']")
    assert traced.select_one("section#failed")
    died = rendered(new_code_cell("x"), failed="code cell 1: the kernel died")
    assert "the kernel died" in died.select_one(".failed").text
    assert not died.select(".failed a")


def test_render__escapes_titles():
    page = rendered()
    assert page.title.text == "五 <b> · 甲 & 乙"
    assert page.select_one("[aria-current=page]").text == "五 <b>"


def test_render__lists_the_headings_of_the_page():
    page = rendered(new_markdown_cell("# 标题\n\n## 数 字\n\n### Again\n\n## 数 字"))
    links = page.select("#here a")
    assert [link.text for link in links] == ["数 字", "Again", "数 字"]
    targets = [page.find(id=unquote(link["href"][1:])) for link in links]
    assert [target.name for target in targets] == ["h2", "h3", "h2"]
    assert len({target["id"] for target in targets}) == 3


TABLE = """<div><style scoped>td {color: red}</style><table border="1" class="dataframe"><thead>
<tr><th></th><th>name</th><th colspan="2">金额</th></tr>
<tr><th>code</th><th></th><th>a</th><th>b</th></tr></thead>
<tbody><tr><th rowspan="2">201</th><td>x</td><td>1,347.75</td><td>-3 %</td></tr>
<tr><td>y</td><td>16.8</td><td>-</td></tr></tbody></table></div>"""


def test_render__says_what_a_header_cell_heads():
    page = rendered(new_markdown_cell("## 表 Tables"), shown(TABLE))
    scopes = {head.text: head["scope"] for head in page.select("th")}
    assert scopes == {
        "name": "col",
        "金额": "colgroup",
        "code": "col",
        "a": "col",
        "b": "col",
        "201": "rowgroup",
    }
    assert page.caption.text.startswith("表 Tables")
    assert page.select_one(".wide[tabindex='0'] > table")
    assert not page.select("style[scoped], table[border]")


NUMBERS = """<table><thead><tr><th>项目</th><th>数</th></tr></thead><tbody>
<tr><td>x 1</td><td class="data col1">1,347.75</td></tr>
<tr><td>y</td><td>-3.2%</td></tr><tr><td>z</td><td></td></tr>
</tbody></table>"""


def test_render__sets_numbers_to_the_right():
    page = rendered(shown(NUMBERS))
    assert [cell.text for cell in page.select(".number")] == ["数", "1,347.75", "-3.2%", ""]


INDEXED = """<table><thead><tr><th></th><th>a</th></tr><tr><th>code</th><th></th></tr></thead>
<tbody><tr><th>201</th><td>1</td></tr></tbody></table>"""


def test_render__joins_the_row_of_index_names_with_the_header():
    page = rendered(shown(INDEXED))
    assert [head.text for head in page.select("thead th")] == ["code", "a"]


def test_render__keeps_an_own_caption():
    page = rendered(shown("<table><caption>Mine</caption><tr><td>1</td></tr></table>"))
    assert [caption.text for caption in page.select("caption")] == ["Mine"]


def test_render__hides_a_caption_that_repeats_the_heading():
    table = shown("<table><caption>Sum</caption><tr><td>1</td></tr></table>")
    assert rendered(new_markdown_cell("## Sum"), table).caption["class"] == ["unseen"]
    assert "class" not in rendered(new_markdown_cell("## Part"), table).caption.attrs


def test_render__heads_the_rows_of_a_table_without_heads():
    page = rendered(shown("<table><tr><td></td><td>a</td><td>b</td></tr></table>"))
    assert [(head.text, head["scope"]) for head in page.select("th")] == [("a", "row")]


STYLED = """<table><thead>
<tr><th style="text-align:left">n</th><th style="text-align:left">m</th></tr></thead><tbody>
<tr><td style="text-align:left">1.5–2</td><td style="text-align:left">1</td></tr>
<tr><td style="text-align:left">3</td><td style="text-align:left">x</td></tr></tbody></table>"""


def test_render__sets_a_column_of_numbers_to_the_right_with_its_head():
    styles = [cell.get("style", "") for cell in rendered(shown(STYLED)).select("th, td")]
    assert styles == ["", "text-align:left"] * 3


LONG = "In every column, the rows one level below a row add up to it."


def test_render__breaks_lines_where_a_reader_expects_it():
    words = (LONG, "rounding 尾差", "一般公共预算财政拨款收入", "表12-1 [line 9]; 五.三.10#1 x")
    page = rendered(shown(f"<table><tr><td>{'</td><td>'.join(words)}</td></tr></table>"))
    cells = page.select("table td, table th")
    assert [cell.get("class") for cell in cells] == [["long"], ["brief"], None, None]
    assert [piece.text for piece in page.select(".whole")] == [
        "表12-1",
        "[line 9]",
        "五.三.10#1",
    ]
    assert [cell.text for cell in cells] == list(words)


def test_render__takes_addresses_and_paths_out_of_messages():
    stream = new_output(
        "stream",
        name="stderr",
        text="/tmp/ipykernel_12/34.py:1: W\n/opt/x/lib/site-packages/p/q.py <O at 0x7f00aa>\n"
        f"{Path.cwd()}/notebooks/x",
    )
    text = rendered(new_code_cell("1", outputs=[stream])).select_one(".outputs pre").text
    assert text == "cell: W\np/q.py <O>\nnotebooks/x"


def test_title__is_the_first_heading_in_words():
    notebook = new_notebook(cells=[new_code_cell("# no"), new_markdown_cell("x\n\n## `a` **b**")])
    assert rendering.title(notebook) == "a b"


def test_render__sets_codes_to_the_left_by_their_level():
    head = "<thead><tr><th>a</th><th>b</th></tr></thead>"
    rows = "".join(f"<tr><td>{c}</td><td>9</td></tr>" for c in ("208", "20805", "2080505"))
    page = rendered(shown(f"<table>{head}<tbody>{rows}</tbody></table>"))
    classes = [row.find(["td", "th"])["class"] for row in page.select("tbody tr")]
    assert [[c for c in each if c.startswith(("level", "number"))] for each in classes] == [
        ["level1"],
        ["level2"],
        ["level3"],
    ]
    counts = "".join(f"<tr><td>{c}</td><td>9</td></tr>" for c in ("208", "12"))
    page = rendered(shown(f"<table>{head}<tbody>{counts}</tbody></table>"))
    assert not page.select(".level1")
