"""Pages as office programs and browsers print them: heads and feet, few rulings, cut columns."""

from pathlib import Path

import pytest
from pdf_made import Page, write

import budgetlib
from budgetlib.budget import Budget

TITLE = "甲县乙局2025年部门预算"
HEADS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合计", "91.40", "79.40", "12.00"],
    ["207", "文化旅游体育与传媒支出", "80.10", "68.10", "12.00"],
    ["20701", "文化和旅游", "80.10", "68.10", "12.00"],
    ["2070104", "图书馆", "80.10", "68.10", "12.00"],
    ["221", "住房保障支出", "11.30", "11.30", ""],
    ["22102", "住房改革支出", "11.30", "11.30", ""],
    ["2210201", "住房公积金", "11.30", "11.30", ""],
]
XS = (60, 130, 310, 390, 470, 540)
TOTALS = [("合计", "91.40", "12.00"), ("文化旅游体育与传媒支出", "80.10", "12.00")]


def front() -> Page:
    page = Page().say(200, 60, TITLE, 16).say(240, 100, "支出总表", 14)
    return page.say(480, 118, "单位：万元")


def listed(page: Page, top: float = 140, step: float = 20) -> Page:
    """The list without rulings: words at the left of their columns, numbers at the right."""
    for r, row in enumerate([HEADS, *ROWS]):
        for c, cell in enumerate(row):
            wide = sum(10 if char > "⺀" else 5.6 for char in cell)
            x = XS[c + 1] - 4 - wide if r and c > 1 else XS[c] + 4
            page.say(x, top + step * r, cell)
    return page


def across(page: Page, *ys: float) -> Page:
    page.lines += [(XS[0], y, XS[-1], y) for y in ys]
    return page


def upright(page: Page, top: float, bottom: float, *xs: float) -> Page:
    page.lines += [(x, top, x, bottom) for x in xs]
    return page


def told(budget: Budget) -> list[tuple[str, str, str]]:
    rows = budget.table("expenditure").rows[:2]
    return [(row.name, row["total"].printed, row["project"].printed) for row in rows]


def sound(path: Path) -> Budget:
    budget = budgetlib.load(path)
    assert told(budget) == TOTALS
    assert len(budget.table("expenditure").rows) == len(ROWS)
    assert budget.unread == () and budget.reconcile().inconsistent == []
    return budget


@pytest.mark.parametrize("kind", ["outer", "three lines", "upright"])
def test_read_blocks__rulings_that_part_no_rows(tmp_path: Path, kind: str) -> None:
    page = across(listed(front()), 126, 146, 266)
    if kind == "outer":
        upright(page, 126, 266, XS[0], XS[-1])
    elif kind == "upright":
        upright(page, 126, 266, *XS)
    sound(write(tmp_path / "one.pdf", page))


def test_read_blocks__a_title_at_the_foot_of_the_page_before(tmp_path: Path) -> None:
    first = Page().say(200, 60, TITLE, 16).say(240, 760, "支出总表", 14)
    sound(write(tmp_path / "two.pdf", first, listed(Page(), 60)))


def test_read_blocks__heads_and_feet_of_a_browser(tmp_path: Path) -> None:
    """A sentence goes on over the page; days, addresses and numbers of pages are not its words."""
    pages = [
        across(listed(front()), *(126 + 20 * n for n in range(9))),
        Page().say(200, 60, "第三部分 部门预算情况说明").say(60, 90, "一、支出预算情况"),
        Page().say(60, 60, "出12.00万元。"),
    ]
    upright(pages[0], 126, 286, *XS)
    words = "2025年支出预算91.40万元，其中基本支出79.40万元，本年的项目支"
    pages[1].say(80, 780, "本部门经批准" + words)
    for n, page in enumerate(pages, start=1):
        page.say(20, 20, "3/14/25, 10:42 AM", 7).say(260, 20, TITLE, 7)
        page.say(20, 830, "https://example.org/2025/03/page_14.html", 7).say(560, 830, f"{n}/3", 7)
    budget = sound(write(tmp_path / "printed.pdf", *pages))
    claims = {claim.subject: claim.figure.printed for claim in budget.notes["一"].claims}
    assert claims["基本支出"] == "79.40" and claims["本年的项目支出"] == "12.00"
    assert len(budget.apart) == 2


def test_read_blocks__columns_that_go_on_over_the_next_page(tmp_path: Path) -> None:
    """The title of all columns is cut where the page ends, and printed to its end on the next."""
    ys = [130 + 20 * n for n in range(9)]
    left, right = Page().say(200, 60, TITLE, 16).say(400, 110, "本部门支出总表", 20), Page()
    right.say(54, 110, "支出总表", 20)
    for page, columns, xs in (
        (left, (0, 1, 2), (60, 150, 380, 535)),
        (right, (3, 4), (60, 300, 500)),
    ):
        for r, row in enumerate([HEADS, *ROWS]):
            for c, x in zip(columns, xs, strict=False):
                page.say(x + 4, ys[r] + 14, row[c])
        page.lines += [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    sound(write(tmp_path / "wide.pdf", left, right))


def test_read_blocks__words_beyond_their_cell(tmp_path: Path) -> None:
    """A name runs into the empty cell beside it, the second line of a header below its row."""
    ys = [126, 146, *(160 + 14 * n for n in range(8))]
    page = across(front(), *ys)
    upright(page, ys[0], ys[-1], *XS[:2], 165, *XS[3:])
    for r, row in enumerate(ROWS):
        for c, x in enumerate((XS[0], XS[1], 330, 410, 490)):
            page.say(x, ys[r + 1] + 11, row[c])
    for c, cell in enumerate(HEADS[:4]):
        page.say((XS[0], XS[1], 330, 410)[c], 140, cell)
    page.say(490, 140, "项目").say(490, 151, "支出")
    budget = budgetlib.load(write(tmp_path / "beyond.pdf", page))
    assert told(budget) == TOTALS
    assert budget.unread == () and budget.reconcile().inconsistent == []


PUBLIC = [
    ["2024年预算数", "", "", "2025年预算数", "", ""],
    ["合计", "公务用车运行费", "公务接待费", "合计", "公务用车运行费", "公务接待费"],
    ["6.20", "5.00", "1.20", "5.10", "4.00", "1.10"],
]


def test_header_paths__a_year_that_is_not_merged_above_its_columns(tmp_path: Path) -> None:
    page = Page().say(200, 60, TITLE, 16).say(200, 100, "“三公”经费支出表", 14)
    path = write(tmp_path / "years.pdf", page.say(480, 118, "单位：万元").table(PUBLIC, 126))
    row = budgetlib.load(path).table("three_public").rows[0]
    printed = {key: figure.printed for key, figure in row.cells.items()}
    assert (printed["total"], printed["total_before"]) == ("5.10", "6.20")
    assert (printed["reception"], printed["reception_before"]) == ("1.10", "1.20")


def test_read_blocks__columns_of_one_name_that_nothing_tells_apart(tmp_path: Path) -> None:
    """Without rulings none of them is read, and their numbers are named."""
    page = Page().say(200, 60, TITLE, 16).say(200, 100, "“三公”经费支出表", 14)
    for r, row in enumerate(PUBLIC[1:]):
        for c, cell in enumerate(row):
            page.say(60 + 85 * c, 140 + 20 * r, cell)
    budget = budgetlib.load(write(tmp_path / "years.pdf", page))
    assert not any(f.value for r in budget.table("three_public").rows for f in r.cells.values())
    assert {entry.text for entry in budget.unread} >= {"6.20", "5.00", "5.10", "4.00"}


def test_ledger__a_number_that_wraps_before_its_last_nought(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("甲县乙局2025年部门预算\n情况说明\n一、支出预算情况\n", encoding="utf-8")
    page = Page().say(200, 60, TITLE, 16).say(200, 90, "第三部分 部门预算情况说明")
    page.say(60, 120, "一、支出预算情况").say(80, 150, "2025年支出预算合计" + "确" * 30 + "为91.4")
    page.say(60, 170, "0万元。")
    budget = budgetlib.load(write(tmp_path / "wraps.pdf", page))
    assert [entry.text for entry in budget.ledger if entry.status == "figure"] == ["91.4", "0"]
    assert budget.unread == ()


def test_columns_of__amounts_below_a_word_of_codes(tmp_path: Path) -> None:
    """A header of which only the last line is seen: its amounts are no codes, and not read."""
    rows = [[row[0], row[1], row[2], row[3], row[4]] for row in ROWS]
    heads = ["科目编码", "科目名称", "合计", "款", "项目支出"]
    path = write(tmp_path / "cut.pdf", front().table([heads, *rows], 126))
    budget = budgetlib.load(path)
    assert [e.status for e in budget.ledger if e.text == "79.40"] == ["unread"]
    assert budget.reconcile().inconsistent == []
