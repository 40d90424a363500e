"""Several disclosures: one index over their pages, and the notebooks that compare them."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from budgetlib.pages import report


def test_report__several_have_one_index_and_are_compared(tmp_path: Path) -> None:
    """A folder of notebooks with one for each disclosure and one for all of them."""
    scopes = (("00-one", "disclosure", "disclosure"), ("20-all", "collection", "folder"))
    for name, scope, parameter in scopes:
        cells = [
            new_markdown_cell(f"# {name[:2].lstrip('0') or '0'} {name} 页"),
            new_code_cell(f'{parameter} = ""', metadata={"tags": ["parameters"]}),
            new_code_cell(f"len({parameter})"),
        ]
        about = {"scope": scope, "roles": [], "topic": name}
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        made = new_notebook(cells=cells, metadata={"budgetlib": about, "kernelspec": kernel})
        nbformat.write(made, tmp_path / f"{name}.ipynb")
    data = Path(__file__).parent.parent / "data"
    sources = [data / "putuo-commerce-2025", data / "shanghai-finance-2025"]
    reports = report.report(sources, tmp_path / "to", notebooks=tmp_path)
    assert [one.id for one in reports] == ["putuo-commerce-2025", "shanghai-finance-2025", ""]
    assert not any(one.failed for one in reports)
    index = (tmp_path / "to" / "index.html").read_text(encoding="utf-8")
    assert "putuo-commerce-2025/index.html" in index
    assert "shanghai-finance-2025/index.html" in index
    assert (tmp_path / "to" / "20-all.html").exists()
    assert "37,151.47" in index and "17,191.52" in index  # 元 tables told in 万元


def test_remark__names_the_sections_without_a_page_and_what_failed() -> None:
    told = report.remark({"09-a": "not printed", "10-b": "listed"}, {"01-c": "cell 1"})
    assert told.splitlines() == [
        "no page: 09, 10; 01-c failed: cell 1",
        "无页：09, 10；01-c出错：cell 1",
    ]
    assert report.remark({}, {}) == ""
    many = dict.fromkeys(("01-a", "02-b", "03-c", "06-d", "08-e", "09-f"), "")
    assert report.remark(many, {}).startswith("no page: 01–03, 06, 08, 09\n")
