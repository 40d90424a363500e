"""Tables without ruling lines: what stands where is read, and what might stand elsewhere is not."""

import cProfile
import pstats
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pdf_made import Page, write

import budgetlib
from budgetlib.budget import Budget
from budgetlib.read import pdf
from budgetlib.read.blocks import Grid, Paragraph
from budgetlib.read.headings import breaks
from budgetlib.read.spaced import read_pages, words_of

FRONT = (
    "                 甲市乙局2026年部门预算\n\n                 {title}\n"
    "编制部门：甲市乙局                                         单位：万元\n\n"
)
BY_FUNCTION = (
    FRONT.format(title="2026年部门一般公共预算支出功能分类预算表")
    + """\
                   项目                            一般公共预算支出
功能分类科目编码
                      功能分类科目名称          合计        基本支出      项目支出
类     款    项

206             科学技术支出              1,210.50    1,010.50    200.00
206   03        应用研究                  820.50      820.50
206   03   01   机构运行                  820.50      820.50
206   05        科技条件与服务              390.00      190.00    200.00
206   05   03   科技条件专项                200.00                200.00
                技术创新服务体系与成果
206   05   99                           190.00      190.00
                转化支出
                     合计               1,210.50    1,010.50    200.00
"""
)
NEXT = """\f
221             住房保障支出                  75.00      75.00
221   02        住房改革支出                  75.00      75.00
221   02   01   住房公积金                   75.00      75.00
                     合计                1,285.50    1,085.50    200.00
"""
TWO_SIDED = (
    FRONT.format(title="2026年部门财务收支预算总表")
    + """\
           本年收入                                           本年支出
                                                                    预算数
    项目              预算数            项目                         基本支出
                                                    合计                        项目支出
                                                           人员经费     公用经费
一、财政拨款收入          610.00  一、教育支出           540.00   300.00   140.00   100.00
  1、一般公共预算资金       590.00  二、住房保障支出          70.00    70.00
  2、政府性基金            20.00
二、事业收入
     收入总计          610.00       支出总计          610.00   370.00   140.00   100.00
"""
)


def centred(*words: tuple[str, int]) -> str:
    """A line of words, each around its middle."""
    line = ""
    for text, middle in words:
        line = line.ljust(middle - len(text) // 2) + text
    return line + "\n"


THREE_PUBLIC = FRONT.format(title="2026年部门“三公”经费预算表") + "".join(
    centred(*words)
    for words in [
        [("“三公”经费预算数", 33)],
        [("公务用车购置及运行费", 39)],
        [("因公出国", 16), ("公务", 62)],
        [("合计", 4)],
        [("（境）费", 16), ("公务用车", 39), ("公务用车", 50), ("接待费", 62)],
        [("小计", 28)],
        [("购置费", 39), ("运行费", 50)],
        [],
        [("42.50", 4), ("12.00", 17), ("27.50", 28), ("18.00", 39), ("9.50", 50), ("3.00", 62)],
    ]
)


def spaced(tmp_path: Path, text: str) -> Budget:
    """What is read from a text that is set out by spaces, long enough to be known as one."""
    path = tmp_path / "spaced.txt"
    path.write_text(text, encoding="utf-8")
    return budgetlib.load(path)


def amounts(budget: Budget) -> dict[str, str]:
    cells = (cell.figure for cell in budget.cells)
    return {figure.id: figure.printed for figure in cells if figure.value is not None}


def test_words_of__wide_spaces_part_and_narrow_ones_beside_amounts() -> None:
    told = words_of("206   05 03 科技条件专项    200.00 1,010.50 三、其他支出   合   计")
    assert [word.text for word in told] == [
        *("206", "05", "03", "科技条件专项", "200.00", "1,010.50", "三、其他支出", "合计"),
    ]
    assert [(w.left, w.right) for w in told[:3]] == [(0, 3), (6, 8), (9, 11)]
    sentence = "    本年收入合计 307.82 万元，其中:财政拨款收入 200.00 万元"
    assert [word.text for word in words_of(sentence)] == [sentence.strip()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  项目      2025 年预算   2026 年 预算数", ["项目", "2025年预算", "2026年 预算数"]),
        (
            "  一、事业收入   ¥31.50 一、教育支出   ¥30.00",
            ["一、事业收入", "¥31.50", "一、教育支出", "¥30.00"],
        ),
        ("  合计 1,040.20 940.00", ["合计", "1,040.20", "940.00"]),
        ("  20508 进修及培训 (8.40) △8.40", ["20508", "进修及培训", "(8.40)", "△8.40"]),
    ],
)
def test_words_of__digits_of_another_font_signs_and_rows_of_narrow_spaces(
    line: str, words: list[str]
) -> None:
    assert [word.text for word in words_of(line)] == words


RUNNING = """\
甲市乙局 2026 年单位预算                 第 {n} 页 共 3 页

{text}
                          ·{n}·
\f"""


def test_load__heads_and_feet_that_run_over_pages_are_no_rows(tmp_path: Path) -> None:
    head, rows = BY_FUNCTION.split("\n\n206 ")
    first, last = rows.split("206   05   03")
    parts = ["一、单位职责\n负责乙事。", f"{head}\n206 {first}", f"206   05   03{last}"]
    text = "".join(RUNNING.format(n=n, text=part) for n, part in enumerate(parts, 1))
    printed = amounts(spaced(tmp_path, text))
    assert set(printed.values()) == {"1,210.50", "1,010.50", "200.00", "820.50", "390.00", "190.00"}
    assert len(printed) == 17


def test_load__amounts_with_a_sign_of_money_are_set_out_by_spaces(tmp_path: Path) -> None:
    text = re.sub(r" (?=[\d,]+\.)", "¥", BY_FUNCTION)
    plain = amounts(spaced(tmp_path, BY_FUNCTION))
    told = amounts(spaced(tmp_path, text))
    assert len(plain) == 17 and {k: v.lstrip("¥") for k, v in told.items()} == plain


WIDE = """甲县乙所2027年单位预算
                         支出预算总表
                                           单位：万元
科目编码   科目名称                       合计   基本支出   项目支出
           合计                         146.00     116.00      30.00
208        社会保障和就业支出            26.00      26.00
20805      行政事业单位养老支出          26.00      26.00
           机关事业单位基本养老
2080505                                  26.00      26.00
           保险缴费支出
205        教育支出                     120.00      90.00      30.00
20508      进修及培训                   120.00      90.00      30.00
2050802    干部教育                     120.00      90.00      30.00
"""


def test_read_pages__a_character_as_wide_as_two_letters(tmp_path: Path) -> None:
    """Some programs set a text out so that its columns stand straight where it is shown."""
    budget = spaced(tmp_path, WIDE)
    told = [row.some("total", "basic", "project") for row in budget.tables["1"].rows]
    assert [[f.printed for f in row if f.value is not None] for row in told] == [
        ["146.00", "116.00", "30.00"],
        *[["26.00", "26.00"]] * 3,
        *[["120.00", "90.00", "30.00"]] * 3,
    ]
    assert not budget.unread and budget.reconcile().state == "holds"


def test_read_pages__few_amounts_are_set_out_by_spaces_too(tmp_path: Path) -> None:
    short = [line for line in WIDE.splitlines(keepends=True) if not line.startswith("20")]
    budget = spaced(
        tmp_path, "".join(short[:5]) + "2050802    干部教育    146.00     116.00      30.00\n"
    )
    assert len(amounts(budget)) == 6 and not budget.unread


def test_read_pages__wide_digits_fill_a_line_as_other_letters_do() -> None:
    text = (
        "    二、支出说明\n"
        "    国土绿化项目：资金４２０．００万元，其中：营造林３５０．０\n"
        "０万元，森林抚育７０．００万元，均为本年安排。\n"
    )
    assert [block.text[-9:] for block in read_pages(text, ()).blocks][1:] == [
        "万元，均为本年安排。"[1:]
    ]


def test_load__codes_names_that_wrap_and_a_header_of_four_lines(tmp_path: Path) -> None:
    budget = spaced(tmp_path, BY_FUNCTION)
    table = budget.table("by_function")
    assert [(r.code, r.name) for r in table.rows][-3:] == [
        ("2060503", "科技条件专项"),
        ("2060599", "技术创新服务体系与成果转化支出"),
        ("", "合计"),
    ]
    printed = amounts(budget)
    assert printed["1/206/basic"] == "1,010.50" and printed["1/2060503/project"] == "200.00"
    assert "1/2060503/basic" not in printed and printed["1/2060599/total"] == "190.00"
    assert len(printed) == 17 and budget.unread == ()
    assert budget.reconcile().inconsistent == []


def test_load__the_next_page_goes_on_without_a_header_and_with_fewer_columns(
    tmp_path: Path,
) -> None:
    page = BY_FUNCTION.rsplit("\n", 2)[0] + "\n" + NEXT
    printed = amounts(spaced(tmp_path, page))
    assert printed["1/22102/basic"] == "75.00" and printed["1/合计/project"] == "200.00"
    assert printed["1/合计/total"] == "1,285.50"


def test_load__columns_that_are_counted_and_a_sum_above_the_codes(tmp_path: Path) -> None:
    text = (
        FRONT.format(title="2026年部门支出预算总表")
        + """\
     科目编码              科目名称               合计       基本支出    项目支出
 类     款    项
 **     **    **            **                     1           2           3
合计                                          1,285.50    1,085.50      200.00
206               科学技术支出                1,210.50    1,010.50      200.00
        03        应用研究                    1,210.50    1,010.50      200.00
              01  机构运行                    1,210.50    1,010.50      200.00
221               住房保障支出                   75.00       75.00
        02        住房改革支出                   75.00       75.00
              01  住房公积金                     75.00       75.00
"""
    )
    budget = spaced(tmp_path, text)
    table = budget.table("expenditure")
    assert [(row.code, row["total"].printed) for row in table.rows] == [
        *(("", "1,285.50"), ("206", "1,210.50"), ("20603", "1,210.50"), ("2060301", "1,210.50")),
        *(("221", "75.00"), ("22102", "75.00"), ("2210201", "75.00")),
    ]
    assert budget.unread == () and budget.reconcile().inconsistent == []


def test_words_of__an_amount_that_touches_the_next_label() -> None:
    told = words_of("一、财政拨款收入   1,250.00二、教育支出      12.50万元")
    assert [word.text for word in told] == [
        *("一、财政拨款收入", "1,250.00", "二、教育支出", "12.50万元"),
    ]


def test_words_of__two_amounts_that_touch() -> None:
    told = words_of("乡镇卫生院   86.301,400.28   2150401设备   12.345678 03科研经费")
    assert [word.text for word in told] == [
        *("乡镇卫生院", "86.30", "1,400.28", "2150401", "设备", "12.345678", "03", "科研经费"),
    ]


def test_load__two_sides_and_a_header_of_five_lines(tmp_path: Path) -> None:
    printed = amounts(spaced(tmp_path, TWO_SIDED + BY_FUNCTION))
    assert printed["1/revenue.一般公共预算资金/amount"] == "590.00"
    row = "1/expenditure.教育支出"
    told = ("amount", "personnel", "operating", "project")
    assert [printed[f"{row}/{key}"] for key in told] == ["540.00", "300.00", "140.00", "100.00"]
    assert "1/expenditure.住房保障支出/operating" not in printed


def test_load__cells_of_a_header_that_wrap_below_two_cells_above(tmp_path: Path) -> None:
    printed = amounts(spaced(tmp_path, THREE_PUBLIC + BY_FUNCTION))
    told = {key.rpartition("/")[2]: value for key, value in printed.items() if key[:2] == "1/"}
    assert told == {
        "total": "42.50",
        "travel": "12.00",
        "vehicles": "27.50",
        "vehicle_purchase": "18.00",
        "vehicle_running": "9.50",
        "reception": "3.00",
    }


def test_load__a_number_between_two_columns_is_unread_and_nobody_is_accused(
    tmp_path: Path,
) -> None:
    moved = BY_FUNCTION.replace(
        "科技条件专项                200.00                200.00",
        "科技条件专项                200.00          200.00       ",
    )
    assert moved != BY_FUNCTION
    budget = spaced(tmp_path, moved)
    assert [entry.text for entry in budget.unread] == ["200.00", "200.00"]
    line = next(n for n, row in enumerate(moved.split("\n"), start=1) if "科技条件专项" in row)
    assert {entry.line for entry in budget.unread} == {line}
    assert {"1/2060503/total", "1/2060503/project"}.isdisjoint(amounts(budget))
    assert budget.reconcile().inconsistent == []


def test_load__names_merged_over_rows_are_not_guessed(tmp_path: Path) -> None:
    table = """\
                   2026年部门收入预算总表
编制部门：甲市乙局                                     单位：万元
      项目名称                       金额
                    收入总计         330.00
                    小计             310.00
  一般公共预算资金   公共财政拨款       250.00
                    专项收入          60.00
                    小计             20.00
  其他资金          事业收入          12.00
                    其他收入           8.00
"""
    budget = spaced(tmp_path, BY_FUNCTION + "\f" + table)
    assert {"330.00", "12.00", "8.00"} <= {entry.text for entry in budget.unread}
    assert budget.reconcile().inconsistent == []


def test_read_pages__sentences_stay_paragraphs() -> None:
    text = (
        "    一、收入说明\n"
        "    本单位 2026 年收入 310.00 万元，其中：财政拨款 250.00 万元，比上年增加 10.00 万元，"
        "增长\n"
        "4.17%，原因是人员增加；事业收入 60.00 万元。\n"
    )
    found = read_pages(text, ())
    assert all(isinstance(block, Paragraph) for block in found.blocks) and found.unread == []
    assert [block.text[-6:] for block in found.blocks] == ["一、收入说明", ".00万元。"]


@pytest.mark.parametrize("rulings", ["level", "none"])
def test_load__a_page_whose_columns_no_lines_draw(tmp_path: Path, rulings: str) -> None:
    rows = [
        ["收入", "预算数", "支出", "预算数"],
        ["一般公共预算拨款收入", "830.25", "教育支出", "912.75"],
        ["事业收入", "96.50", "住房保障支出", "14.00"],
        ["收入总计", "926.75", "支出总计", "926.75"],
    ]
    page = Page().say(200, 60, "甲县乙局2025年部门预算", 16).say(250, 90, "收支总表", 14)
    path = write(
        tmp_path / "one.pdf", page.say(480, 110, "单位：万元").table(rows, rulings=rulings)
    )
    found = pdf.read_blocks(path)
    assert [[list(row) for row in b.rows] for b in found.blocks if isinstance(b, Grid)] == [rows]
    assert not found.lost
    assert budgetlib.load(path).reconcile().inconsistent == []


def test_load__names_that_wrap_between_two_rulings(tmp_path: Path) -> None:
    """The rulings tell which lines are one row, where neither their places nor their words do."""
    page = Page().say(200, 60, "甲县乙局2025年部门预算", 16).say(250, 90, "支出总表", 14)
    page.say(480, 110, "单位：万元")
    edges = (120, 140, 178, 216, 236)
    page.lines += [(60, y, 540, y) for y in edges]
    for x, word in ((64, "项目"), (300, "合计"), (420, "基本支出"), (500, "项目支出")):
        page.say(x, 134, word)
    rows = ("城乡基层治理 与公共服务 能力提升", "老旧小区 配套设施的改造 与维护")
    for top, name, amount in zip(edges[1:], rows, ("80.00", "20.00"), strict=False):
        page.say(300, top + 11, amount).say(500, top + 11, amount)
        for n, words in enumerate(name.split()):
            page.say(64, top + 11 + 12 * n, words)
    page.say(64, 230, "合计").say(300, 230, "100.00").say(500, 230, "100.00")
    budget = budgetlib.load(write(tmp_path / "level.pdf", page))
    table = budget.table("expenditure")
    assert [(r.name, r["total"].printed, r["project"].printed) for r in table.rows] == [
        ("城乡基层治理与公共服务能力提升", "80.00", "80.00"),
        ("老旧小区配套设施的改造与维护", "20.00", "20.00"),
        ("合计", "100.00", "100.00"),
    ]
    assert budget.unread == ()


@pytest.mark.parametrize("leaders", ["", "……………………", "____________"])
def test_read_page__a_contents_page_is_no_table(tmp_path: Path, leaders: str) -> None:
    titles = ["第一部分 概况", "一、主要职能", "第二部分 预算表", "一、收支总表", "二、收入总表"]
    page = Page().say(260, 50, "目录", 16)
    for n, title in enumerate(titles, start=3):
        page.say(70, 30 + 24 * n, title + leaders).say(500, 30 + 24 * n, str(n))
    found = pdf.read_blocks(write(tmp_path / "contents.pdf", page))
    told = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert told == ["目录", *("".join(f"{title}{leaders}".split()) for title in titles)]
    assert found.lost == [] and len(told) == len(found.blocks)


def _without_rulings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pages as if no ruling line were on them."""
    page_of = pdf.page_of

    def without(*told: object) -> object:
        page = page_of(*told)  # type: ignore[arg-type]
        page.upright, page.level = [], []
        return page

    monkeypatch.setattr(pdf, "page_of", without)


SURE = {"shanghai-czj-city-2025": 263, "shanghai-swj-unit-2025": 300}  # all of their amounts


def test_load__without_their_ruling_lines_real_documents_give_the_same_amounts(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruled = {path.stem: budgetlib.load(path) for path in sorted(documents.glob("*.pdf"))}
    _without_rulings(monkeypatch)
    for name, budget in ruled.items():
        bare = budgetlib.load(documents / f"{name}.pdf")
        told, own = _amounts(budget), _amounts(bare)
        assert not own - told, name  # none stands in another column
        assert own.total() >= SURE.get(name, told.total() // 2), name
        assert _errors(bare) <= _errors(budget), name


def _amounts(budget: Budget) -> Counter[tuple[str, Decimal]]:
    """How often each column prints each amount."""
    figures = (cell.figure for cell in budget.cells)
    return Counter((f.id.rpartition("/")[2], f.amount) for f in figures if f.value is not None)


def _errors(budget: Budget) -> int:
    return sum(cause.severity == "error" for cause in budget.reconcile().causes)


def test_breaks__titles_units_and_numbers_of_tables() -> None:
    apart = ["2026年部门收入预算总表", "公开03表：支出总表", "单位：万元", "编制部门：甲市乙局"]
    assert all(map(breaks, apart))
    assert not any(map(breaks, ["合计", "一、教育支出", "208", "功能分类科目名称"]))


@pytest.mark.parametrize(
    "line", ["合计   12.34   " * 30, "甲乙丙   丁戊己   ", "206   03   教育   12.34"]
)
def test_read_pages__time_grows_with_the_lines_alone(line: str) -> None:
    """Counted in calls, which a busy machine does not change."""
    few, many = (_calls(lambda n=n: read_pages(f"{line}\n" * n, ())) for n in (100, 400))
    assert many < 6 * few


def _calls(work: Callable[[], object]) -> int:
    profile = cProfile.Profile()
    profile.runcall(work)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("misprints", "found"),
    [
        ({}, 0),
        ({"390.00      190.00    200.00": "396.00      190.00    200.00"}, 1),  # one figure
        ({"390.00      190.00    200.00": "            190.00    200.00"}, 0),  # a blank, or ours
        (
            {
                "390.00      190.00    200.00": "396.00      190.00    200.00",
                "820.50\n": "827.50\n",
            },
            0,
        ),
    ],
)
def test_reconcile__without_ruling_lines_one_figure_that_stands_in_all_that_fails_is_told(
    tmp_path: Path, misprints: dict[str, str], found: int
) -> None:
    text = BY_FUNCTION + TWO_SIDED
    for old, new in misprints.items():
        assert old in text
        text = text.replace(old, new, 1)
    result = spaced(tmp_path, text).reconcile()
    assert sum(cause.severity != "note" for cause in result.causes) == found
    told = {each.reason[0] for each in result.unread}
    assert told == ({"表1 was not read whole"} if misprints and not found else set())


@pytest.mark.parametrize(("basic", "wrong"), [("1,010.50", 0), ("1,001.50", 1)])
def test_reconcile__what_its_own_sums_bear_out_is_compared(
    tmp_path: Path, basic: str, wrong: int
) -> None:
    project = "200.00" if not wrong else "209.00"
    told = f"基本支出{basic}万元，项目支出{project}万元。"
    notes = f"二、一般公共预算支出情况说明\n2026年一般公共预算支出1,210.50万元，其中：{told}\n"
    result = spaced(tmp_path, BY_FUNCTION + notes).reconcile()
    named = {c.rule.name for c in result.inconsistent}
    assert named == ({"general_budget_note_equals_its_table"} if wrong else set())


def test_load__an_amount_that_wraps_is_not_read_short(tmp_path: Path) -> None:
    text = BY_FUNCTION.replace("820.50      820.50\n", "820.5       820.5\n", 1).replace(
        "206   03   01", "                              0           0\n206   03   01"
    )
    budget = spaced(tmp_path, text)
    assert "820.5" in [entry.text for entry in budget.unread]
    assert [c for c in budget.reconcile().causes if c.severity == "error"] == []


def test_heads_of__steps_of_codes_stand_in_order_below_what_is_said_of_them(
    tmp_path: Path,
) -> None:
    text = FRONT.format(title="2026年部门支出总表") + (
        "       科目编码\n"
        "                                    科目名称    合计                 基本支出"
        "           项目支出           上缴上级支出   事业单位经营支出   对附属单位补助支出\n"
        "   类        款        项\n"
        "206                      科学技术支出"
        "              3,903.67             726.95        3,176.72\n"
        "206    01                科学技术管理事务"
        "            3,903.67             726.95        3,176.72\n"
        "206    01       01       行政运行                  726.95             726.95\n"
        "206    01       02       一般行政管理事务"
        "            3,176.72                          3,176.72\n"
        "                         合计                3,903.67             726.95        3,176.72\n"
    )
    table = spaced(tmp_path, BY_FUNCTION + "\f" + text).table("expenditure")
    assert [(row.code, row["total"].printed) for row in table.rows] == [
        *(("206", "3,903.67"), ("20601", "3,903.67"), ("2060101", "726.95")),
        *(("2060102", "3,176.72"), ("", "3,903.67")),
    ]
