"""Notes drafted from the tables: put back into their document, they say what the tables say."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from disclosed_facts import Facts
from disclosed_tables import Printer
from disclosures import example, facts, mixed_example
from hypothesis import assume, given, settings
from writer import write

import budgetlib
from budgetlib.budget import Budget, read_text
from budgetlib.cli import FINE, UNREADABLE, main
from budgetlib.disclosure import Named
from budgetlib.errors import BudgetError
from budgetlib.figures import Figure, half_unit
from budgetlib.figures.printed import Claim, Row, Table
from budgetlib.relations import EXACT, INCONSISTENT, NOT_RUN, ROUNDING, Same, Sum
from budgetlib.rules.comparison import Comparison
from budgetlib.tell.draft import SECTIONS, draft

PACKAGE = Path(__file__).parent.parent / "data" / "503019-2026"
NAME = "wuhan-503019-2026.txt"
# What no table supplies, so that the notes printed tell more than those drafted.
UNSUPPLIED = {"procurement", "purchased_services", "commissioned_services", "assets"}


@pytest.fixture(scope="module")
def package() -> Budget:
    return budgetlib.load(PACKAGE)


@pytest.fixture(scope="module")
def source(documents: Path) -> str:
    path = documents / NAME
    if not path.exists():
        pytest.skip(f"needs {NAME} among the documents")
    return path.read_text(encoding="utf-8")


def put_back(text: str, drafted: str) -> str:
    """The document with the drafted notes in the place of its own."""
    start = list(re.finditer(r"\n### \d{4} 年.*情况说明\n", text))[-1].end()
    end = text.rindex("\n", 0, text.rindex("第四部分"))
    return f"{text[:start]}\n{drafted}{text[end:]}"


def redrafted(text: str) -> tuple[Budget, Budget]:
    """A document as read, and as read with its notes drafted anew."""
    before = read_text(text)
    return before, read_text(put_back(text, draft(before)))


def printed(budget: Budget) -> dict[str, tuple[object, ...]]:
    """The figures of the tables; the objectives of a form are numbered by their line."""
    figures = [figure for table in budget.tables.values() for figure in table.figures]
    return {f.id: (f.value, f.unit, f.year) for f in figures if "/objectives/" not in f.id}


def notes_compared(budget: Budget) -> list[Comparison]:
    results = budget.reconcile().results
    return [c for c in results if c.rule.kind == "notes_and_tables" and c.verdict != NOT_RUN]


def check_put_back(text: str) -> Budget:
    """Same tables, nothing unread; the notes agree, but for sums of rounded items."""
    before, after = redrafted(text)
    assert after.limits == ()
    assert printed(after) == printed(before)
    assert list(after.listed) == list(before.listed)
    for compared in notes_compared(after):
        rounded = compared.verdict == ROUNDING and isinstance(compared.relation, Sum)
        assert compared.verdict == EXACT or rounded, compared.message
    return after


def told(budget: Budget) -> dict[tuple[str, ...], set[Decimal | None]]:
    """What the notes tell of the budget year, by topic, measure and what is measured."""
    amounts: dict[tuple[str, ...], set[Decimal | None]] = {}
    for claim in (c for note in budget.notes.values() for c in note.about()):
        if _supplied(claim) and claim.figure.year == budget.year:
            name = (claim.topic, claim.measure, claim.figure.code or claim.key)
            amounts.setdefault(name, set()).add(claim.figure.value)
    return amounts


def _supplied(claim: Claim) -> bool:
    """Amounts that are something, and empty funds; projects are compared by rules on lists."""
    known = claim.topic not in UNSUPPLIED and claim.topic != "projects"
    said = claim.measure == "zero" or (claim.measure == "amount" and bool(claim.figure.value))
    return known and said


# ---- put back into the document


def test_draft__put_back_into_the_document(source: str) -> None:
    after = check_put_back(source)
    ran = {compared.rule.name for compared in notes_compared(after)}
    assert {rule for rule in ran if rule.endswith(("_table", "_summary"))} == {
        "overall_note_equals_the_summary",
        "overall_note_tells_the_rows_of_the_summary",
        "revenue_note_equals_the_summary",
        "expenditure_note_equals_the_expenditure_table",
        "performance_note_equals_the_expenditure_table",
        "fiscal_note_equals_the_fiscal_table",
        "general_budget_note_equals_its_table",
        "basic_note_equals_its_table",
        "three_public_note_equals_its_table",
        "project_note_equals_the_project_table",
    }


def test_draft__what_the_document_tells_and_the_tables_hold(source: str) -> None:
    before, after = (told(budget) for budget in redrafted(source))
    lost = {name for name, values in before.items() if not values <= after.get(name, set())}
    assert lost == {
        ("operating_organs", "zero", "operating_organs"),  # in no table of this family
        ("general_budget", "amount", "this_year"),
    }


@pytest.mark.parametrize("budget", [example(), mixed_example(), example(prints_prior=False)])
def test_draft__put_back_into_a_written_document(budget: Budget) -> None:
    check_put_back(write(budget))


@settings(max_examples=25, deadline=None)
@given(facts())
def test_draft__put_back_into_any_document(made: Facts) -> None:
    # Class 223 has the name of a fund, and is read as the fund.
    assume(not any(code.startswith("223") for code in made.general))
    text = write(Printer(made).budget())
    after = told(check_put_back(text))
    for name, values in told(read_text(text)).items():
        assert values <= after.get(name, set()), name


def test_draft__the_package_gives_the_same_draft_as_its_document(
    source: str, package: Budget
) -> None:
    assert draft(package) == draft(read_text(source))


@pytest.mark.parametrize(
    ("section", "figure"),
    [
        (1, "1/revenue.收入总计/amount"),
        (2, "1/revenue.一般公共预算拨款收入/amount"),
        (3, "3/合计/basic"),
        (4, "4/expenditure.卫生健康支出/amount"),
        (5, "5-1/2210203/total"),
        (6, "6/301/total"),
        (7, "7/record/reception"),
        (10, "10/42010026503Y000000101/total"),
        (11, "11/expenditure.合计/current"),
    ],
)
def test_draft__follows_the_printed_figure(package: Budget, section: int, figure: str) -> None:
    assert "77.77" not in draft(package, section)
    assert "77.77" in draft(package.reprint(figure, "77.77"), section)


@pytest.mark.parametrize(("section", "words"), [(8, "政府性基金预算"), (9, "国有资本经营预算")])
def test_draft__funds_with_and_without_money(package: Budget, section: int, words: str) -> None:
    assert f"2026年没有安排{words}支出。" in draft(package, section)
    text = draft(mixed_example(), section)
    assert re.search(f"2026年安排{words}支出[0-9.]+万元，按性质分：", text)
    assert re.search("（类）.*（款）.*（项）安排[0-9.]+万元。", text)


# ---- its words


def squeezed(text: str) -> str:
    """Without spaces and marks of headings, in narrow brackets."""
    return re.sub(r"[\s#*]", "", text.translate(str.maketrans("（）", "()")))


def test_draft__no_sentence_is_the_documents(source: str) -> None:
    own = re.findall(r"(?:\d+\. )?([^。\n]+)。", draft(read_text(source)))
    assert len(own) > 50
    assert [said for said in own if squeezed(said) in squeezed(source)] == []


def test_draft__marks_what_the_tables_do_not_hold(package: Budget) -> None:
    text = draft(package)
    assert "〔待补：政府采购预算〕" in text
    assert "〔待补：各项科目的上年预算数、增减额与增减原因〕" in text
    assert not re.search(r"〔[^〕]*\d[^〕]*〕", text)


@pytest.mark.parametrize(
    ("previous", "words"),
    [
        ("1116.03", "比2025年增加231.72万元，增长20.76%；"),
        ("1400", "比2025年减少52.25万元，下降3.73%；"),
        ("1347.75", "与2025年持平；"),
        ("0", "比2025年增加1347.75万元；"),
    ],
)
def test_draft__last_year(package: Budget, previous: str, words: str) -> None:
    budget = package.reprint("11/expenditure.合计/previous", previous)
    assert words in draft(budget, 1)


def test_draft__last_year_of_another_total_is_not_compared(package: Budget) -> None:
    budget = package.reprint("11/expenditure.合计/current", "1300")
    assert "2025年" not in draft(budget, 1)


# ---- tables that are not there, in 元, negative


def without(budget: Budget, *roles: str) -> Budget:
    kept = {n: t for n, t in budget.tables.items() if t.role not in roles}
    return replace(budget, tables=Named(kept))


@pytest.mark.parametrize("section", [n for n, s in enumerate(SECTIONS.values(), 1) if s.roles])
def test_draft__absent_table(section: int) -> None:
    budget = mixed_example()
    roles = list(SECTIONS.values())[section - 1].roles
    text = draft(without(budget, *roles), section)
    assert re.search("〔待补：文件中缺.*表〕。", text)
    assert not re.search(r"\d", text)


def test_draft__absent_tables_are_no_claims() -> None:
    bare = replace(example(), tables=Named())
    after = read_text(f"武汉 表5-1 项目支出绩效目标表\n2026年单位预算情况说明\n{draft(bare)}")
    assert len(after.notes) == len(SECTIONS)
    assert not any(note.claims for note in after.notes.values())


def test_draft__revenue_from_its_own_table() -> None:
    budget = mixed_example()
    assert draft(without(budget, "summary"), 2) == draft(budget, 2)


def recast(budget: Budget, change: Callable[[Figure], Figure]) -> Budget:
    """Every amount of the tables printed otherwise."""

    def row_of(row: Row) -> Row:
        return replace(row, cells={key: change(figure) for key, figure in row.cells.items()})

    def table_of(table: Table) -> Table:
        return replace(table, rows=tuple(row_of(row) for row in table.rows))

    return replace(budget, tables=Named({n: table_of(t) for n, t in budget.tables.items()}))


def in_yuan(figure: Figure) -> Figure:
    """The figure in 元, less a fraction that rounding half up makes good."""
    if figure.unit != "万元" or not figure.value:
        return figure
    value = figure.value * 10_000 - 50
    return replace(figure, value=value, printed=f"{value:f}", unit="元", half_unit=half_unit("0"))


def test_draft__tables_in_yuan_are_rounded_half_up() -> None:
    assert draft(recast(example(), in_yuan)) == draft(example())


def test_draft__a_negative_amount_is_no_claim(package: Budget) -> None:
    text = draft(package.reprint("7/record/reception", "-0.20"), 7)
    assert "公务接待费〔待补：表中列为负数，待核实〕" in text


def test_draft__a_blank_total_is_marked(package: Budget) -> None:
    def blank(figure: Figure) -> Figure:
        return replace(figure, value=None, printed="") if "合计" in figure.id else figure

    assert "2026年支出预算总额〔待补：表中空白〕。" in draft(recast(package, blank), 3)


# ---- asking for a section


def test_draft__one_section(package: Budget) -> None:
    assert draft(package) == "\n".join(draft(package, n + 1) for n in range(len(SECTIONS)))
    assert draft(package, 7).startswith("## 七、“三公”经费预算情况\n")


@pytest.mark.parametrize("section", [0, 12, -1])
def test_draft__unknown_section(package: Budget, section: int) -> None:
    with pytest.raises(BudgetError, match=rf"no section {section} .*1 收支总体情况.*11 其他"):
        draft(package, section)


def test_main__draft(package: Budget, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", str(PACKAGE), "--section", "3"]) == FINE
    assert capsys.readouterr().out.strip() == draft(package, 3).strip()
    assert main(["draft", str(PACKAGE), "--section", "13"]) == UNREADABLE
    assert "no section 13" in capsys.readouterr().err


def test_draft__a_slip_in_it_is_found(package: Budget) -> None:
    """The comparisons asked for above can fail."""
    text = write(example())
    drafted = draft(read_text(text)).replace("安排665.01万元", "安排665.10万元")
    found = [c for c in notes_compared(read_text(put_back(text, drafted))) if c.relation]
    assert any(c.verdict == INCONSISTENT and isinstance(c.relation, Same) for c in found)
