"""Forms of several provinces, every figure invented: all placed, read, tied, and nothing accused.

Each file of `forms/` has the tables of one province's forms (those of the central departments and
the national form of final accounts among them) and notes in their manner. All is right in them.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from documents_made import as_docx, as_xlsx
from pdf_made import Page, write

from budgetlib import load
from budgetlib.budget import Budget
from budgetlib.read import html

FORMS = Path(__file__).with_name("forms")
BUDGETS = ("summary", "revenue", "expenditure", "fiscal", "by_function")
ROLES = {
    "beijing": {
        **dict(zip(("1", "2", "3", "4"), (*BUDGETS[:3], "projects"), strict=True)),
        **{"5": "procurement", "6": "fiscal", "7": "by_function", "8": "basic_by_economic"},
        **{"9": "gov_fund", "10": "state_capital", "11": "three_public", "12": "other"},
    },
    "central": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "three_public"},
        **{"8": "gov_fund", "9": "state_capital"},
    },
    "chongqing": {
        **dict(zip("1267", ("fiscal", "by_function", "summary", "revenue"), strict=True)),
        **{"3": "basic_by_economic", "4": "three_public", "5": "gov_fund", "8": "expenditure"},
        **{"9": "procurement", "10": "overall_targets", "11": "project_targets"},
        **{"12": "project_targets", "13": "project_targets"},
    },
    "gansu": {
        **dict(zip("1234", ("summary", "revenue_side", "expenditure", "fiscal"), strict=True)),
        **{"5": "fiscal_by_function", "6": "by_function", "7": "basic_by_economic"},
        **{"8": "three_public", "9": "gov_fund", "10": "state_capital", "11": "other"},
    },
    "hebei": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "gov_fund", "8": "state_capital"},
        **{"9": "three_public", "10": "procurement"},
    },
    "jiangxi": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "three_public", "8": "gov_fund"},
        **{"9": "state_capital", "10": "project_targets"},
    },
    "shaanxi": {
        **{"1": "summary", "2": "revenue", "3": "expenditure", "5": "by_function", "6": "other"},
        **{"7": "other", "8": "basic_by_economic", "10": "projects", "13": "three_public"},
    },
    "shandong": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "gov_fund", "8": "state_capital"},
        **{"9": "three_public", "10": "projects"},
    },
    "shanxi": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "other", "8": "gov_fund", "9": "three_public"},
        **{"10": "operating_organs"},
    },
    "sichuan": {
        **{"1": "summary", "1-1": "revenue", "1-2": "expenditure", "2": "fiscal", "2-1": "other"},
        **{"3": "by_function", "3-1": "basic_by_economic", "3-2": "other", "3-3": "three_public"},
        **{"4": "gov_fund", "4-1": "other", "5": "state_capital"},
    },
    "tianjin": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "three_public", "8": "gov_fund", "9": "projects"},
    },
    "zhejiang": {
        **dict(zip("12345", BUDGETS, strict=True)),
        **{"6": "basic_by_economic", "7": "gov_fund", "8": "state_capital"},
        **{"9": "three_public", "10": "projects", "16": "procurement", "18": "operating_organs"},
        **dict.fromkeys(("11", "12", "13", "14", "15", "17", "19", "20", "21"), "other"),
    },
}
AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d)")
EVERY = 97  # of the amounts of a form is printed otherwise, zeros apart


def found(budget: Budget) -> list[tuple[str, str]]:
    causes = budget.reconcile().causes
    return [(c.severity, c.message[0]) for c in causes if c.severity != "note"]


@pytest.fixture(scope="module", params=sorted(path.stem for path in FORMS.glob("*.html")))
def form(request: pytest.FixtureRequest) -> tuple[str, Budget]:
    return request.param, load(FORMS / f"{request.param}.html")


def test_form__holds_together_and_is_read_whole(form: tuple[str, Budget]) -> None:
    name, budget = form
    assert found(budget) == []
    assert (budget.unread, budget.limits) == ((), ())
    tied, amounts = budget.reconcile().tied_amounts
    assert tied >= 0.93 * amounts > 150
    roles = {number: table.role for number, table in budget.tables.items()}
    assert roles == ROLES.get(name, roles)


@pytest.mark.parametrize("written", [as_docx, as_xlsx])
def test_form__in_other_formats(written: Callable[..., Path], tmp_path: Path) -> None:
    for name in ("final", "guangdong", "shaanxi"):
        path = FORMS / f"{name}.html"
        suffix = written.__name__.removeprefix("as_")
        budget = load(written(html.read_blocks(path).blocks, tmp_path / f"{name}.{suffix}"))
        assert found(budget) == []
        assert (budget.unread, budget.limits) == ((), ())
        assert {f.id: f.value for f in budget.figures} == {
            f.id: f.value for f in load(path).figures
        }


def test_form__slips_are_found(tmp_path: Path) -> None:
    seen, path = [], tmp_path / "slip.html"
    for form in sorted(FORMS.glob("*.html")):
        text = form.read_text()
        for match in [*AMOUNT.finditer(text)][::EVERY]:
            at = match.start() + len(match[0]) - len(match[0].lstrip("0,."))
            if at == match.end():
                continue
            slip = str(int(text[at]) % 9 + 1)
            path.write_text(text[:at] + slip + text[at + 1 :])
            seen.append(bool(found(load(path))))
    assert len(seen) > 40
    assert sum(seen) >= 0.93 * len(seen)


def test_tables__follow_each_other_on_a_page(tmp_path: Path) -> None:
    """Between them stand short lines alone, of which none goes on with the one above it."""
    page = Page()
    for top, (title, rows) in zip((60, 300), TWO.items(), strict=True):
        page.say(60, top, title).say(60, top + 14, CAPTION).table(rows, top + 24)
    budget = load(write(tmp_path / "two.pdf", page), body="某某局", year=2027)
    assert {n: (t.role, len(t.rows)) for n, t in budget.tables.items()} == {
        "1": ("expenditure", 3),
        "2": ("by_function", 3),
    }
    assert budget.tables["2"].by_key["221"]["total"].value == 40


CAPTION = "编制单位：某某县公共资源交易服务中心 单位：万元"
ROWS = (("206", "科学技术支出", "60.00"), ("221", "住房保障支出", "40.00"), ("", "合计", "100.00"))
TWO = {
    "预算01表 支出总表": (("科目编码", "科目名称", "合计"), *ROWS),
    "预算02表 一般公共预算支出表": (("科目编码", "科目名称", "合计"), *ROWS),
}
