"""Bad input that is read all the same, with a finding; and what is refused."""

from pathlib import Path

import pytest
from made_shapes import SHAPES, blocks_of_shape
from pdf_made import as_pdf

from budgetlib.budget import read, read_text
from budgetlib.cli import main
from budgetlib.errors import Absent, BudgetError, ReadError
from budgetlib.relations import INCONSISTENT
from budgetlib.rules.completeness import every_table_has_its_columns

HEADER = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
ROWS = "\t合计\t30.00\t20.00\t10.00\n208\t社会保障和就业支出\t30.00\t20.00\t10.00"
TABLE = f"表3\n\n单位支出总表\n\n单位：万元\n\n{HEADER}\n{ROWS}\n"
LISTED = "表 3. 单位支出总表\n\n表 4. 财政拨款收支总表\n\n"
OTHER = "一、总则\n\n第一条 为规范管理，制定本办法。\n"
TITLE = "某中心2031年单位预算\n\n"


def found(text: str) -> set[str]:
    """The names of the rules that the text breaks."""
    results = read_text(TITLE + text).reconcile().results
    return {result.rule.name for result in results if result.verdict == INCONSISTENT}


def test_found__nothing_in_a_clean_table() -> None:
    assert found(TABLE) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (TABLE.replace("\t20.00\t10.00\n208", "\t2o.00\t10.00\n208"), "every_amount_is_a_number"),
        (TABLE.replace("\t20.00\t10.00\n208", "\t#REF!\t10.00\n208"), "every_amount_is_a_number"),
        (TABLE.replace("\t20.00\t10.00\n208", "\t####\t10.00\n208"), "every_amount_is_a_number"),
        (TABLE + "\n" + TABLE, "a_table_number_stands_once"),
        (TABLE.replace(HEADER + "\n", ""), "every_table_has_its_columns"),
        (TABLE.replace("10.00", "-10.00").replace("30.00", "10.00"), "amounts_are_plausible"),
        (TABLE.replace("30.00", "30000000000.00", 1), "topmost_rows_make_the_total"),
        (f"{TABLE}\n单位：元\n\n210\t卫生健康支出\t5\t5\t\n", "a_table_keeps_its_unit"),
        (
            f"表 3. 单位支出总表\n\n表 4. 财政拨款收支总表\n\n{TABLE}",
            "every_listed_table_is_printed",
        ),
    ],
)
def test_reconcile__names_what_is_wrong_with(text: str, rule: str) -> None:
    assert rule in found(text)


def test_reconcile__a_lost_header_loses_no_number_silently() -> None:
    budget = read_text(TITLE + TABLE.replace(HEADER + "\n", ""))
    numbers = [entry.text for entry in budget.unread if "." in entry.text]
    assert numbers == ["30.00", "20.00", "10.00"] * 2


def test_every_table_has_its_columns__a_page_may_hold_a_header_that_was_not_seen() -> None:
    budget = read_text(TITLE + TABLE.replace(HEADER + "\n", ""))
    table = budget.tables["3"]
    paged = table._replace(place=table.place._replace(page=2))
    with pytest.raises(Absent):
        list(every_table_has_its_columns(budget, paged))


def test_reconcile__amounts_behind_one_unread_may_stand_in_other_columns() -> None:
    budget = read_text(TITLE + TABLE.replace(HEADER, "甲栏\t乙栏\t丙栏\t丁栏\t戊栏"))
    assert budget.unread
    assert not budget.reconcile().inconsistent


def test_amounts_are_plausible__sees_one_absurd_amount() -> None:
    other = TABLE.replace("表3", "表5").replace("单位支出总表", "一般公共预算支出表")
    label = "208\t社会保障和就业支出\t"
    absurd = other.replace(f"{label}30.00", f"{label}9876543.00")
    assert "amounts_are_plausible" in found(TABLE + absurd)
    assert "amounts_are_plausible" not in found(TABLE + other)


@pytest.mark.parametrize("text", ["", "hello world\n", OTHER])
def test_read__refuses_a_document_of_another_kind(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError):
        read(path)


def test_read__refuses_a_large_document_and_names_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "large.txt"
    path.write_text((TITLE + TABLE) * 20, encoding="utf-8")
    assert main(["check", str(path), "--max-mb", "0.001"]) == 2
    assert "limit of 0.001 MB" in capsys.readouterr().err
    assert main(["check", str(path), "--max-mb", "1", "--format", "json"]) != 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-be"])
def test_read__knows_the_encodings_of_texts(tmp_path: Path, encoding: str) -> None:
    path, mark = tmp_path / "budget.txt", "\ufeff" if encoding.endswith("be") else ""
    path.write_bytes(f"{mark}{TITLE}{TABLE}".encode(encoding))
    assert list(read(path).tables) == ["3"]


def test_check__goes_on_after_a_bad_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TITLE + TABLE, encoding="utf-8")
    bad.write_bytes(b"\x00\x01\x02")
    assert main(["check", str(bad), str(good)]) == 2
    out, err = capsys.readouterr()
    assert "holds together" in out
    assert "bad.txt" in err


def test_reprint__an_unknown_figure_says_which_was_meant() -> None:
    budget = read_text(TITLE + TABLE)
    with pytest.raises(BudgetError, match="3/208/total"):
        budget.reprint("3/208/totl", "1")


SUMMARY = (
    "收支总表\n单位：万元\n收入项目\t预算数\t支出项目\t预算数\n"
    "一、事业收入\t{}\t一、教育支出\t7.25\n收入总计\t7.25\t支出总计\t7.25\n"
)


@pytest.mark.parametrize("printed", ["#N/A", "TRUE", "7.25E+00", "7.2S"])
def test_two_sided__letters_in_place_of_an_amount_begin_no_row(printed: str) -> None:
    budget = read_text(TITLE + SUMMARY.format(printed))
    told = [row.name for row in budget["summary"].rows]
    assert told == ["事业收入", "教育支出", "收入总计", "支出总计"]
    wrong = {c.rule.name for c in budget.reconcile().inconsistent}
    assert wrong <= {"every_amount_is_a_number"}
    assert wrong or budget.limits


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.html", "a.xls"])
def test_read__a_pdf_under_another_name(tmp_path: Path, name: str) -> None:
    made = as_pdf(blocks_of_shape(SHAPES["unit-row"]), tmp_path / "made.pdf")
    assert len(read(made.rename(tmp_path / name)).tables) == 2


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.zip", b"PK", "an archive; unpack it"),
        ("a.doc", rb"{\rtf1 }", "in RTF; save it as .docx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xlsx", b"PK\x03\x04", "damaged .*; open it and save it anew"),
        ("a.pdf", b"nothing", "no sound PDF; save it anew"),
    ],
)
def test_read__says_what_to_do_with(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=why):
        read(tmp_path / name)


def test_read__a_pdf_with_a_password_is_no_fault_of_ours(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="a", owner="b"))
    with pytest.raises(ReadError, match="remove its password"):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_read__values_parted_by_other_marks(tmp_path: Path, name: str, mark: str) -> None:
    rows = SUMMARY.format("7.25").replace("7.25", '"1,007.25"').replace("\t", mark)
    (tmp_path / name).write_text(TITLE + rows)
    assert {f.printed for f in read(tmp_path / name).figures} == {"1,007.25"}


def test_check__names_what_a_folder_holds_besides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "b.ofd", "~$a.docx", ".c"):
        (tmp_path / name).write_text(TITLE + TABLE)
    main(["check", str(tmp_path)])
    assert "1 of other kinds passed over: b.ofd\n" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_read__a_text_cut_within_a_character_says_so(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes((TITLE + TABLE * 9 + "表").encode(encoding)[:-1])
    budget = read(tmp_path / "a.txt")
    assert [limit.kind for limit in budget.limits if "decoded" in limit.text] == ["lost"]


@pytest.mark.parametrize("mark", ["\u200b", "\u2060"])
def test_number__in_which_nothing_is_seen(mark: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TITLE + TABLE.replace("30.00", f"3{mark}0.00"))
    budget = read(tmp_path / "a.txt")
    assert (budget.unread, budget.reconcile().inconsistent) == ((), [])
