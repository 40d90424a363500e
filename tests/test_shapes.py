"""Tables of local shapes: every one placed, every number read, nothing accused."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from documents_made import WRITERS
from ledger_law import faults
from made_shapes import SHAPES, blocks_of_shape
from pdf_made import as_pdf

import budgetlib
from budgetlib.budget import Budget, read_text
from budgetlib.figures import UNKNOWN, Spot
from budgetlib.read import read_blocks
from budgetlib.read.blocks import Block, Grid, Paragraph, joined_grid
from budgetlib.read.columns import header_paths

FORMATS = WRITERS | {".pdf": as_pdf}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SHAPES)
def test_shapes__of_other_provinces_are_read(name: str, suffix: str, tmp_path: Path) -> None:
    budget = budgetlib.load(FORMATS[suffix](blocks_of_shape(SHAPES[name]), tmp_path / f"x{suffix}"))
    assert [entry.text for entry in budget.unread] == []
    assert not budget.unplaced
    placed = {table.role for table in budget.tables.values()} != {"other"}
    assert placed == (name != "list-of-projects")  # which is a list of no role that is known
    assert [str(cause) for cause in budget.reconcile().causes] == []


@pytest.mark.parametrize(
    ("name", "figure", "value"),
    [
        ("changes", "1/213/change", "10.00"),
        ("changes", "1/合计/growth", "-6.45"),
        ("changes", "2/record/reception/change", "-0.50"),
        ("worded-cells", "1/revenue.事业收入/amount", "-10000"),
        ("unit-row", "1/戊市档案馆/basic", "410.20"),
        ("unit-row", "1/2080505/total", "50.00"),
        ("unit-row", "2/318001/total", "510.20"),
        ("units-before-codes", "1/revenue.单位上年结余/amount", "0.00"),
        ("units-before-codes", "3/巳县第一小学/basic", "50.00"),
        ("year-and-carried", "4/2100101/当年财政拨款安排/项目支出", "10.00"),
        ("year-and-carried", "4/2100101/of_carried", "6.00"),
        ("of-which-alone", "1/库房改造/total", "20.00"),
        ("of-which-alone", "2/档案整理/预算金额", "9.30"),
        ("counts-and-scores", "2/money.公务接待费/current", "1.00"),
        ("counts-and-scores", "2/told.国内公务接待批次(个)/target~6", "16"),
        ("counts-and-scores", "3/told.年度资金总额/target~6", "9.70"),
        ("names-alone", "1/合计/total", "206.80"),
        ("names-alone", "2/30112/total", "10.00"),
        ("names-alone", "2/31002/total", "8.80"),
        ("names-alone", "3/合计/services", "13.10"),
        ("names-alone", "4/money.雷达维护/current", "31.40"),
        ("names-alone", "5/money.当年预算(万元)/current", "31.40"),
        ("names-alone", "6/2.应急保障用车/价值(原值)", "40.30"),
    ],
)
def test_shapes__figures(name: str, figure: str, value: str) -> None:
    found = {f.id: f for f in read_blocks(blocks_of_shape(SHAPES[name]), name).figures}
    assert figure in found, sorted(found)
    assert found[figure].value == Decimal(value)


def test_shapes__a_sum_below_lists_stands_once() -> None:
    budget = read_blocks(blocks_of_shape(SHAPES["year-and-carried"]), "year-and-carried")
    assert [row.name for row in budget.tables["6"].rows if not row.level] == ["合计"]
    assert [row.name for row in budget.tables["7"].rows][1:] == ["办公桌椅", "物业服务"]


@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".doc", ".htm"])
def test_read__a_page_under_any_name(suffix: str, tmp_path: Path) -> None:
    blocks = blocks_of_shape(SHAPES["worded-cells"])
    page = WRITERS[".html"](blocks, tmp_path / "page.html")
    named = page.rename(tmp_path / f"page{suffix}")
    assert [table.role for table in budgetlib.load(named).tables.values()] == ["summary"]


CELLS = (
    ("卯学院2024年部门预算收支总表",),
    ("单位：万元",),
    ("项目", "预算数", "项目", "预算数"),
    ("一、一般公共预算拨款收入", "70.5", "一、教育支出", "70.5"),
    ("收入总计", "70.5", "支出总计", "70.5"),
)
XML = (
    '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表1"><Table>'
)


@pytest.mark.parametrize("kind", ["tabs", "xml", "utf-16"])
def test_read__a_text_or_xml_named_as_a_workbook(kind: str, tmp_path: Path) -> None:
    text = "\n".join("\t".join(row) for row in CELLS) + "\n"
    if kind == "xml":
        cells = (("卯学院2024年部门预算",), *CELLS)
        wide = [f' ss:MergeAcross="{4 - len(row)}"' if len(row) < 4 else "" for row in cells]
        rows = (
            "<Row>" + "".join(f"<Cell{more}><Data>{cell}</Data></Cell>" for cell in row) + "</Row>"
            for row, more in zip(cells, wide, strict=True)
        )
        text = XML + "".join(rows) + "</Table></Worksheet></Workbook>"
    path = tmp_path / "x.xls"
    path.write_text(text, encoding={"xml": "utf-8", "tabs": "gb18030"}.get(kind, kind))
    budget = budgetlib.load(path)
    assert [f.printed for f in budget["summary"].figures] == ["70.5"] * 4
    assert not budget.limits and not faults(budget)


def old_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of Excel 97 with one sheet of words and numbers, in its container."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x809, pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    stream = begin(5) + record(0x85, pack("<IHBBH", 38, 0, 1, 1, ord("S"))) + record(10) + begin(16)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            at = pack("<HHH", r, c, 0)
            words = at + pack("<HB", len(text), 1) + text.encode("utf-16-le")
            digits = text.replace(".", "").isdigit()
            stream += (
                record(0x203, at + pack("<d", float(text))) if digits else record(0x204, words)
            )
    stream = (stream + record(10)).ljust(4096, b"\0")  # 8 sectors; a shorter one is kept elsewhere
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + pack("<16xHHHHH6x", 62, 3, 0xFFFE, 9, 6)
    head += pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head = head.ljust(512, b"\xff")  # its table of sectors is sector 0
    sectors = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = pack(f"<{len(sectors)}I", *sectors).ljust(512, b"\xff")
    folder = b"".join(
        pack("<64sHBBIII36xIQ", name.encode("utf-16-le"), 2 * len(name) + 2, kind, 1, *links)
        for name, kind, links in (
            ("Root Entry", 5, (0xFFFFFFFF, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0)),
            ("Workbook", 2, (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 2, len(stream))),
        )
    )
    return head + table + folder.ljust(512, b"\0") + stream


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_read__an_old_workbook_under_either_name(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"x{suffix}").write_bytes(old_workbook(CELLS))
    budget = budgetlib.load(tmp_path / f"x{suffix}")
    assert [f.printed for f in budget["summary"].figures] == ["70.5"] * 4


def test_read__a_new_workbook_named_as_an_old_one(tmp_path: Path) -> None:
    made = WRITERS[".xlsx"](blocks_of_shape(SHAPES["unit-row"]), tmp_path / "x.xlsx")
    assert len(budgetlib.load(made.rename(tmp_path / "x.xls")).tables) == 2


def blocks_with(*parts: tuple[tuple[str, ...], ...] | str) -> list[Block]:
    made: list[Block] = []
    for part in parts:
        spot = Spot(len(made) + 1)
        made.append(
            Paragraph(part, ((0, spot),))
            if isinstance(part, str)
            else Grid(part, (spot,) * len(part), (), aligned=True)
        )
    return made


def test_joined__a_label_that_a_page_cuts_is_one() -> None:
    budget = read_blocks(
        blocks_with(
            *("子县司法局2024年部门预算", "表1 收支总表", "单位：万元"),
            (
                ("收入", "", "支出", ""),
                ("项目", "预算数", "项目", "预算数"),
                ("一、一般公共预算拨款", "90.00", "一、公共安全支出", "70.00"),
                ("当年收入", "90.00", "二、社会保障和就", "20.00"),
            ),
            (("小计", "", "业支出", ""), ("收入总计", "90.00", "支出总计", "90.00")),
        )
    )
    rows = budget.table("summary").rows
    assert [(row.name, row.code) for row in rows] == [
        *(("一般公共预算拨款", "general_budget"), ("公共安全支出", "204")),
        *(("当年收入小计", "this_year"), ("社会保障和就业支出", "208")),
        *(("收入总计", "grand_total"), ("支出总计", "grand_total")),
    ]


FORM = (
    ("项目名称", "{name}", "项目编码", ""),
    ("项目总预算", "{total}", "项目当年预算", "{current}"),
    ("项目资金来源", "合计", "", "{current}"),
)


def form(**told: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.format(**told) for cell in row) for row in FORM)


@pytest.mark.parametrize("together", [True, False], ids=["one grid", "one below the other"])
def test_forms__several_under_one_heading_stay_several(together: bool) -> None:
    forms = [form(name="项目" * n, total=f"{n}0.00", current=f"{n}.00") for n in (1, 2, 3)]
    grids = [tuple(row for each in forms for row in each)] if together else forms
    budget = read_blocks(
        blocks_with("丑市水利局2026年部门预算", "表12 项目支出绩效目标表", "单位：万元", *grids)
    )
    heads = [table.part("head")[0] for table in budget.all_tables("project_targets")]
    assert [head["total"].value for head in heads] == [Decimal(10), Decimal(20), Decimal(30)]
    assert not budget.unread


def test_parts_of_a_form__do_not_exceed_their_whole() -> None:
    table = (
        ("项目名称", "数据平台", "项目类别", "其他"),
        ("项目资金总额", "500,000", "年度资金申请总额", "300,000"),
        ("其中：财政资金", "500,000", "其中：当年财政拨款", "310,000"),
        ("上年结转资金", "0", "其他资金", "0"),
    )
    parts = blocks_with("某某局2025年预算", "财政项目支出绩效目标申报表", table)
    budget = Budget(**vars(read_blocks(parts, layout_name="shanghai")))
    assert [
        (c.outcome.printed, c.outcome.expected)
        for c in budget.reconcile().inconsistent
        if c.rule.name == "parts_of_a_form_are_within_their_whole"
    ] == [(Decimal(300000), Decimal(310000))]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("|302|01|办公费|", "|302|06|办公设备购置|", "30206 办公设备购置"),
        ("|301|13|住房公积金|", "|301|12|住房公积金|", "30112 住房公积金"),
        ("|302|01|办公费|", "|302|31|印刷费|", "30231 印刷费"),
    ],
)
def test_codes__with_the_name_of_another_code_are_told(right: str, wrong: str, told: str) -> None:
    shape = SHAPES["local-codes"]
    assert right in shape
    found = read_blocks(blocks_of_shape(shape.replace(right, wrong)), "x")
    result = Budget(**vars(found)).reconcile()
    names = [c for c in result.inconsistent if c.rule.name == "codes_have_their_own_names"]
    assert [c.outcome.printed for c in names] == [told]


def test_codes__of_a_place_are_not_the_usual_ones() -> None:
    budget = read_blocks(blocks_of_shape(SHAPES["local-codes"]), "x")
    table = budget.table("basic_by_economic")
    assert table.find("30212") is None
    assert [row.name for row in table.children(table.by_key["302"])] == ["办公费", "退休人员活动费"]


LEFT = (
    ("科目编码", "科目名称", "合计"),
    ("", "合计", "40.00"),
    ("205", "教育支出", "30.00"),
    ("221", "住房保障支出", "10.00"),
)
RIGHT = (("基本支出", "项目支出"), ("25.00", "15.00"), ("15.00", "15.00"), ("10.00", ""))


@pytest.mark.parametrize(
    ("right", "more"),
    [
        (RIGHT, ()),
        ((("支出", ""), *RIGHT[:1], *RIGHT[2:]), ()),
        (RIGHT, ((("22102", "住房改革支出", "10.00"),) * 2, (("10.00", "0"),) * 2)),
    ],
    ids=["alike", "a header of two rows", "again on the next pages"],
)
def test_side_by_side__columns_on_the_next_page_join_their_rows(
    right: tuple[tuple[str, ...], ...], more: tuple[tuple[tuple[str, ...], ...], ...]
) -> None:
    titles = ("卯学院2024年部门预算", "表3 支出总表", "单位：万元")
    budget = read_blocks(blocks_with(*titles, LEFT, right, *more))
    (table,) = budget.tables.values()
    assert [c.key for c in table.columns] == ["total", "basic", "project"]
    assert table.rows[-1]["basic"].value == Decimal(10)
    assert not budget.unread
    assert not faults(budget)


def test_side_by_side__labels_printed_again_before_more_columns() -> None:
    titles = ("卯学院2024年部门预算", "表3 支出总表", "单位：万元")
    labels = [row[:2] for row in LEFT]
    again = tuple((*label, *row) for label, row in zip(labels, RIGHT, strict=True))
    budget = read_blocks(blocks_with(*titles, LEFT, again))
    assert [c.key for c in budget.table("expenditure").columns] == ["total", "basic", "project"]
    assert not budget.unread and not faults(budget)


def test_side_by_side__columns_that_fit_no_rows_are_named() -> None:
    titles = ("卯学院2024年部门预算", "表3 支出总表", "单位：万元")
    budget = read_blocks(blocks_with(*titles, LEFT, RIGHT[:3]))
    assert len(budget.unplaced) == 1
    assert sorted(entry.text for entry in budget.unread) == ["15.00", "15.00", "15.00", "25.00"]
    assert budget.table("expenditure").total_row["total"].value == Decimal(40)


def test_side_by_side__rows_whose_columns_fit_none_are_not_accused() -> None:
    titles = ("卯学院2024年部门预算", "表2 收入总表", "单位：万元")
    left = tuple(
        (*row, more) for row, more in zip(LEFT, ("事业收入", "4.00", "4.00", ""), strict=True)
    )
    budget = read_blocks(
        blocks_with(*titles, left, (("一般公共预算拨款",), ("36.00",), ("26.00",)))
    )
    assert len(budget.unplaced) == 1 and Budget.of(budget).reconcile().inconsistent == []


def a_cell_a_line(title: str, *rows: str) -> str:
    cells = "\n\n".join(cell for row in rows for cell in row.split("|"))
    notes = "第三部分 预算情况说明\n\n一、收支预算总体情况说明\n\n2025年收支总预算80.00万元。"
    return f"辰镇政府2025年部门预算\n\n{title}\n\n单位：万元\n\n{cells}\n\n{notes}\n"


@pytest.mark.parametrize(
    ("title", "rows", "figure", "value"),
    [
        (
            "表1 收支总表",
            (
                *("收入|支出", "项目|预算数|项目|预算数"),
                *(
                    "一、一般公共预算拨款|70.00|一、教育支出|60.00",
                    "二、事业收入|10.00|二、其他支出|20.00",
                ),
                "收入总计|80.00|支出总计|80.00",
            ),
            *("1/expenditure.其他支出/amount", "20.00"),
        ),
        (
            "表3 支出总表",
            (
                "科目编码|科目名称|合计|基本支出|项目支出",
                *("205|教育支出|60.00|50.00|10.00", "20502|普通教育|60.00|50.00|10.00"),
                *("2050202|小学教育|60.00|50.00|10.00", "229|其他支出|20.00|-|20.00"),
                "22999|其他支出|20.00|-|20.00",
            ),
            *("3/22999/project", "20.00"),
        ),
        (
            "表7 “三公”经费支出表",
            ("项目|2024年预算数|2025年预算数", "合计|3.00|2.00", "公务接待费|3.00|2.00"),
            *("7/record/reception", "2.00"),
        ),
    ],
)
def test_cell_lines__make_rows(title: str, rows: tuple[str, ...], figure: str, value: str) -> None:
    budget = read_text(a_cell_a_line(title, *rows))
    assert {f.id: f for f in budget.figures}[figure].value == Decimal(value)
    assert not budget.unread
    assert not budget.reconcile().inconsistent


def test_cell_lines__that_make_no_rows_are_named_unread() -> None:
    rows = (
        "科目编码|科目名称|合计|基本支出|项目支出",
        "205|教育支出|60.00|60.00",
        "229|其他支出|20.00|20.00",
    )
    budget = read_text(a_cell_a_line("表3 支出总表", *rows))
    assert [e.text for e in budget.unread if "." in e.text] == ["60.00", "60.00", "20.00", "20.00"]
    told = {c.rule.name for c in budget.reconcile().inconsistent}
    assert told <= {"everything_printed_was_read", "every_table_has_its_columns"}


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        (
            "表5 一般公共预算支出表",
            "项目|功能分类|科目编码|本年支出合计|基本支出|项目支出|80.00|55.00|25.00|科目名称|合计"
            "|205|教育支出|60.00|50.00|10.00|20502|普通教育|60.00|50.00|10.00|229|20.00|5.00|15.00",
        ),
        (
            "表1 收支总表",
            "收入|支出|一、一般公共预算拨款|二、事业收入|收入总计|一、教育支出|二、其他支出|支出总计"
            "|70.00|10.00|80.00|60.00|20.00|80.00",
        ),
    ],
)
def test_cell_lines__in_no_order_are_no_rows_and_accuse_nobody(title: str, cells: str) -> None:
    paths = "1.教育支出（类）普通教育（款）小学教育（项）60.00万元。"
    paths += "2.其他支出（类）其他支出（款）其他支出（项）20.00万元。"
    text = a_cell_a_line(title, cells).replace("2025年收支总预算80.00万元。", paths)
    text = text.replace("收支预算总体情况", "一般公共预算支出情况")
    budget = read_text(text + "\n\n二、收入预算情况说明\n\n2025年收入预算80.00万元。\n")
    amounts = [cell for cell in cells.split("|") if "." in cell]
    assert [e.text for e in budget.unread if "." in e.text] == amounts
    result = budget.reconcile()
    assert not [c for c in result.causes if c.severity != "note"]


def test_contents__of_an_empty_table_that_is_titled_in_other_words() -> None:
    def told(title: str) -> list[str]:
        tables = a_cell_a_line("表1 收支总表", "项目|2024年预算数|2025年预算数", "合计|3.00|2.00")
        listed = "目录\n\n表1 收支总表\n\n表2 政府性基金财政拨款支出预算表\n\n"
        text = tables.replace("第三部分", f"{title}\n\n单位：万元\n\n注：无此项支出\n\n第三部分")
        found = read_text(listed + text).reconcile().inconsistent
        return [c.rule.name for c in found if c.rule.name == "every_listed_table_is_printed"]

    assert told("政府性基金预算财政拨款支出预算表") == []
    assert told("政府采购支出预算表") == ["every_listed_table_is_printed"]


def piece(page: int, edges: tuple[float, ...], *rows: tuple[str, ...], spans: Any = ()) -> Grid:
    spots = tuple(Spot(1000 + n, page) for n in range(len(rows)))
    return Grid(rows, spots, spans, edges)


EDGES = (40.0, 120.0, 300.0, 380.0, 460.0, 540.0)


def test_joined_grid__a_page_ends_within_the_header() -> None:
    upper = piece(
        8, (40.0, 120.0, 300.0, 460.0, 540.0), ("科目编码", "科目名称", "基本支出", "项目支出")
    )
    lower = piece(
        9,
        EDGES,
        ("", "", "人员经费", "公用经费", ""),
        ("206", "科学技术支出", "7.00", "2.00", "1.00"),
    )
    grid = joined_grid([upper, lower])
    assert grid.rows[0] == ("科目编码", "科目名称", "基本支出", "", "项目支出")
    assert header_paths(grid.rows[:2], grid.spans)[2:] == [
        ("基本支出", "人员经费"),
        ("基本支出", "公用经费"),
        ("项目支出",),
    ]


def test_joined_grid__labels_merged_over_a_page_are_no_columns_of_the_next() -> None:
    upper = piece(
        8,
        EDGES,
        ("类型", "项目名称", "合计", "本年", "结转"),
        ("运转类", "保洁", "3.00", "2.00", "1.00"),
    )
    lower = piece(9, EDGES[1:], ("电梯维护", "5.50", "5.00", "0.50"))
    assert joined_grid([upper, lower]).rows[-1] == ("", "电梯维护", "5.50", "5.00", "0.50")


@pytest.mark.parametrize("right", [540.0, 500.0])  # at the edges of the piece above, and at others
def test_joined_grid__codes_in_one_column_below_three_stand_in_the_first(right: float) -> None:
    codes = (40.0, 60.0, 80.0, 100.0, 300.0, 420.0, 540.0)
    heads = ("类", "款", "项", "科目名称", "合计", "基本支出")
    rows = (("206", "", "", name, "7.00", "2.00") for name in ("科学技术支出", "基础研究", "专项"))
    upper = piece(8, codes, heads, ("206", "", "", "应用研究", "7.00", "2.00"), *rows)
    row = ("2060302", "社会公益研究", "5.50", "5.00")
    lower = piece(9, (40.0, 100.0, 300.0, 420.0, right), row)
    assert joined_grid([upper, lower]).rows[-1] == (row[0], "", "", *row[1:])


def test_joined_grid__numbers_that_a_page_cuts_in_two_are_unknown() -> None:
    upper = piece(8, EDGES, ("206", "科学技", "1,28", "1,285.", "0.00"))
    lower = piece(
        9, EDGES, ("", "术支出", "5.50", "50", ""), ("221", "住房保障支出", "7.00", "7.00", "")
    )
    rows = joined_grid([upper, lower]).rows
    assert rows[0] == ("206", "科学技术支出", UNKNOWN, UNKNOWN, "0.00")
    assert rows[1] == ("221", "住房保障支出", "7.00", "7.00", "")


def test_joined_grid__a_code_that_a_page_cuts_in_two_is_one() -> None:
    upper = piece(8, EDGES, ("2080", "事业单位离退休", "5.50", "5.50", ""))
    lower = piece(9, EDGES, ("502", "", "", "", ""), ("221", "住房保障支出", "7.00", "7.00", ""))
    rows = joined_grid([upper, lower]).rows
    assert [row[:3] for row in rows] == [
        *(("2080502", "事业单位离退休", "5.50"), ("221", "住房保障支出", "7.00")),
    ]


def test_header__ends_above_a_row_that_tells_nothing() -> None:
    rows = ("项目\t2024年预算\t2025年预算", "因公出国（境）费用\t\t", "公务接待费\t3.20\t2.80")
    rows += ("公务用车运行维护\t5.00\t4.60", "合计\t8.20\t7.40")
    text = "\n".join(("庚县司法局2025年部门预算", "“三公”经费预算表", "单位：万元", *rows))
    (found,) = read_text(text).tables.values()
    own = {"reception": "2.80", "vehicle_running": "4.60", "total": "7.40"}
    assert {c: f.printed for c, f in found.rows[0].cells.items() if "before" not in c} == own


def test_table__again_with_a_total_of_its_own_is_anothers() -> None:
    head = ("支出总表", "单位：万元", "科目编码\t科目名称\t合计\t基本支出\t项目支出")
    one = ("\t合计\t61.30\t50.00\t11.30", "205\t教育支出\t61.30\t50.00\t11.30")
    other = ("\t合计\t34.20\t30.00\t4.20", "205\t教育支出\t34.20\t30.00\t4.20")
    text = "\n".join(
        ("庚县小学2025年单位预算", *head, *one, "庚县中学2025年单位预算", *head, *other)
    )
    budget = read_text(text)  # of one body; the other is named
    assert [len(table.rows) for table in budget.tables.values()] == [2]
    assert ["庚县中学" in limit.text for limit in budget.limits] == [True]
    assert not [c for c in budget.reconcile().inconsistent if c.severity != "note"]


def test_procurement__by_project_and_kind_of_purchase() -> None:
    head = ("政府采购预算表", "单位：万元", "序号\t采购项目名称\t采购品目\t金额", "合计\t\t\t9.00")
    rows = ("1\t教室改造\t照明灯具\t6.00", "\t\t课桌椅\t3.00")
    text = "\n".join(("庚县小学2025年单位预算", *head, *rows))
    (found,) = read_text(text).tables.values()
    assert (found.role, [row["total"].printed for row in found.rows]) == (
        "procurement",
        ["9.00", "6.00", "3.00"],
    )


def rows_of(title: str, *rows: str) -> Budget:
    """A budget of one table, whose cells stand between bars."""
    lines = (
        "庚县小学2025年单位预算",
        title,
        "单位：万元",
        *(row.replace("|", "\t") for row in rows),
    )
    return read_text("\n".join(lines))


def wrong(budget: Budget) -> list[str]:
    return [c.rule.name for c in budget.reconcile().inconsistent if c.severity != "note"]


@pytest.mark.parametrize(("project", "found"), [("11.30", 0), ("13.10", 1)])
def test_expenditure__by_personnel_and_operating_alone(project: str, found: int) -> None:
    head = ("科目编码|科目名称|合计|基本支出||项目支出", "|||人员经费|公用经费|")
    budget = rows_of(
        "支出总表",
        *head,
        f"|合计|61.30|40.00|10.00|{project}",
        "205|教育支出|61.30|40.00|10.00|11.30",
    )
    assert ("basic_and_project_make_the_total" in wrong(budget)) == bool(found)


def test_record__on_its_side_by_whatever_its_rows_are_called() -> None:
    budget = rows_of(
        "“三公”经费表", "“三公”经费预算总额|公务接待费|因公出国（境）费", "4.50|1.50|3.00"
    )
    assert "total" in budget.tables[1].rows[0].cells
    head = "序号|经费项目|2025年预算|2024年预算|比上年增减"
    rows = (
        "1|公务接待费|4.50|6.00|(1.50)",
        "2|公务用车运行维护费|9.60|8.00|1.60",
        "|合计|14.10|14.00|0.10",
    )
    (found,) = rows_of("“三公”经费预算对比表", head, *rows).tables.values()
    own = {key: figure.printed for key, figure in found.rows[0].cells.items()}
    assert (own["reception"], own["reception/change"], own["total"]) == ("4.50", "(1.50)", "14.10")


@pytest.mark.parametrize(("wages", "found"), [("180.00", 0), ("190.00", 1)])
def test_coded__classes_that_print_no_code_hold_their_items(wages: str, found: int) -> None:
    rows = (
        "30101|基本工资|120.00",
        "30102|津贴补贴|60.00",
        "商品和服务支出||20.00",
        "30201|办公费|20.00",
    )
    head = ("科目编码|科目名称|基本支出", f"工资福利支出||{wages}")
    budget = rows_of(
        "一般公共预算基本支出表", *head, *rows, f"合计||{'210' if found else '200'}.00"
    )
    (table,) = budget.tables.values()
    assert [row.code for row in table.rows] == ["301", "30101", "30102", "302", "30201", ""]
    assert bool(wrong(budget)) == bool(found)


@pytest.mark.parametrize(("goods", "found"), [("60.00", False), ("66.00", True)])
def test_sides__purposes_hold_the_classes_below_them(goods: str, found: bool) -> None:
    rows = ("一般公共预算|300.00|基本支出|310.00", "单位资金|40.00|工资福利支出|250.00")
    rows += (f"||商品和服务支出|{goods}", "||项目支出|30.00", "收入合计|340.00|支出合计|340.00")
    assert bool(wrong(rows_of("收支总表", "项目|预算数|项目|预算数", *rows))) == found


@pytest.mark.parametrize("numerals", ["一、 二、 一、 二、", "   "], ids=["numbered", "bare"])
@pytest.mark.parametrize(("other", "found"), [("10.00", False), ("20.00", True)])
def test_sides__a_sum_that_heads_them_holds_what_follows(
    numerals: str, other: str, found: bool
) -> None:
    a, b, c, d = numerals.split(" ")
    rows = ("本年收入|510.00|本年支出|520.00", f"{a}财政拨款收入|500.00|{c}教育支出|480.00")
    rows += (f"{b}其他收入|{other}|{d}住房保障支出|40.00", "上年结转|10.00|年终结转|")
    budget = rows_of(
        "收支总表", "项目|预算数|项目|预算数", *rows, "收入总计|520.00|支出总计|520.00"
    )
    assert bool(wrong(budget)) == found


@pytest.mark.parametrize(
    "header", ["2026年“三公”经费预算数", "“三公”经费支出预算数", "“三公”经费预算", "三公经费金额"]
)
def test_read__a_record_on_its_side_below_a_header_that_repeats_the_title(header: str) -> None:
    rows = "共计\t3.05\n1、因公出国（境）费用\t\n2、公务接待费\t0.70\n3、公务用车费\t2.35\n"
    head = f"表8 2026年一般公共预算“三公”经费支出情况表\n单位：万元\n项目\t{header}\n"
    row = read_text(f"丁市某院2026年单位预算\n\n{head}{rows}").table("three_public").rows[0]
    printed = {key: figure.printed for key, figure in row.cells.items()}
    assert printed == {"total": "3.05", "reception": "0.70", "vehicles": "2.35"}
    assert row["total"].of is not None


@pytest.mark.parametrize(("part", "wrong"), [("30.00", []), ("33.00", ["error"])])
def test_shapes__a_part_is_within_the_whole_above_it(part: str, wrong: list[str]) -> None:
    text = SHAPES["counts-and-scores"].replace(
        "|其中：财政拨款|90.00|其中：财政拨款|30.00|",
        f"|其中：财政拨款|90.00|其中：财政拨款|{part}|",
    )
    budget = Budget(**vars(read_blocks(blocks_of_shape(text), "counts-and-scores")))
    assert [cause.severity for cause in budget.reconcile().causes] == wrong
    tied, amounts = budget.reconcile().tied_amounts
    assert tied > 0.95 * amounts


@pytest.mark.parametrize(("project", "found"), [("21.30", False), ("213.00", True)])
def test_columns__of_which_each_is_of_the_first(project: str, found: bool) -> None:
    head = "功能科目名称|2025年预算|其中：基本支出|其中：项目支出"
    rows = f"合计|21.30|0.00|{project}", f"[2050202]小学教育|21.30|0.00|{project}"
    budget = rows_of("一般公共预算支出情况表（按功能分类科目）", head, *rows)
    assert ("columns_are_within_their_whole" in wrong(budget)) == found


@pytest.mark.parametrize(("fiscal", "found"), [("61.30", False), ("63.10", True)])
def test_project__of_fiscal_money_and_what_it_is_made_of(fiscal: str, found: bool) -> None:
    row = f"|65.30|{fiscal}|41.30|20.00|4.00"
    head = ("项目名称|总计|财政拨款|||其他资金", "||合计|当年拨款|上年结转|")
    budget = rows_of("部门预算项目支出预算表", *head, f"合计{row}", f"校园文化项目{row}")
    assert budget.tables[1].role == "projects"
    assert ("sources_make_each_project" in wrong(budget)) == found


@pytest.mark.parametrize(("whole", "found"), [("61.30", False), ("63.10", True)])
def test_summary__money_by_what_it_is_appropriated_from(whole: str, found: bool) -> None:
    rows = (
        f"一、本年收入|{whole}|一、本年支出|61.30",
        "（一）一般公共预算拨款|61.30|（一）教育支出|61.30",
        "经费拨款|51.30||",
        "纳入预算管理的非税收入拨款|10.00||",
        "（二）政府性基金预算拨款|||",
        f"收入总计|{whole}|支出总计|61.30",
    )
    budget = rows_of("财政拨款收支总表", "收入||支出|", "项目|金额|项目|金额", *rows)
    assert ("items_make_this_year" in wrong(budget)) == found


def test_record__on_its_side_below_a_head_of_no_number() -> None:
    head = ("项目|行次|预算数|决算数", "栏次||1|2", "一、“三公”经费支出|1|—|—")
    rows = (
        "（一）支出合计|2|6.00|4.50",
        "1.因公出国（境）费|3|0.00|0.00",
        "2.公务接待费|4|6.00|4.50",
    )
    budget = rows_of("“三公”经费支出决算表", *head, *rows, "（二）相关统计数|5|—|—")
    cells = [cell.printed for cell in budget.tables[1].rows[0].cells.values()]
    assert (budget.unread, cells) == ((), ["6.00", "4.50", "0.00", "0.00", "6.00", "4.50"])


@pytest.mark.parametrize(("part", "found"), [("21.30", False), ("12.30", True)])
def test_item__told_behind_projects_is_what_projects_spend_of_it(part: str, found: bool) -> None:
    head = ("科目编码|科目名称|合计|基本支出|项目支出", "|合计|61.30|40.00|21.30")
    text = "\n".join(
        (
            "庚县交通运输局2025年部门预算",
            "一般公共预算支出表",
            "单位：万元",
            *(row.replace("|", "\t") for row in (*head, "2140112|公路运输管理|61.30|40.00|21.30")),
            "\n第三部分 部门预算说明\n\n四、一般公共预算拨款支出预算",
            f"（二）项目支出：年初预算数为21.30万元，其中：公路运输管理支出{part}万元，用于运输。\n",
        )
    )
    assert ("general_budget_note_equals_its_table" in wrong(read_text(text))) == found


@pytest.mark.parametrize(("part", "found"), [("21.30", False), ("31.20", True)])
def test_list__of_codes_of_projects_makes_its_total(part: str, found: bool) -> None:
    head = "项目代码|项目名称|部门经济科目编码|部门经济科目名称|总计|一般公共预算资金"
    code = "530000210000000000"
    rows = (
        f"{code}101|人员工资|30101|基本工资|40.00|40.00",
        f"{code}102|公用|30201|办公费|{part}|21.30",
    )
    budget = rows_of(
        "部门基本支出预算表（人员类、运转类公用经费项目）", head, *rows, "合计||||61.30|61.30"
    )
    assert budget.tables[1].role == "other"
    assert ("rows_of_a_list_make_its_total" in wrong(budget)) == found


@pytest.mark.parametrize(("carried", "found"), [("12.00", 0), ("0.00", 2)])
def test_fiscal__with_what_is_carried_over_and_one_source_told(carried: str, found: int) -> None:
    rows = (
        "一、一般公共预算财政拨款|61.30|一、教育支出|61.30",
        "本年收入合计|61.30|本年支出合计|61.30",
        f"年初财政拨款结转和结余|{carried}|年末财政拨款结转和结余|{carried}",
    )
    head = ("庚县小学2025年度单位决算", "财政拨款收入支出决算总表", "单位：万元")
    head += ("收入||支出|", "项目|金额|项目|金额")
    text = "\n".join(row.replace("|", "\t") for row in (*head, *rows))
    text += "\n\n第三部分 2025年度单位决算情况说明\n\n四、财政拨款收入支出决算总体情况说明\n\n"
    text += "2025年度财政拨款收、支总计73.30万元，比上年增加9.00万元。财政拨款收入中，"
    text += "一般公共预算财政拨款收入61.30万元，比上年增加4.00万元。\n"
    rules = ("parts_told_in_a_note_make_the_whole", "changes_of_funds_make_the_change_of_fiscal")
    assert sum(rule.startswith(rules) for rule in wrong(read_text(text))) == found
