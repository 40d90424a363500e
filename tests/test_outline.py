"""What stands around tables and inside their ruling lines: titles, contents pages, names, pages."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from budgetlib.budget import Budget, open_package, read_blocks, read_text
from budgetlib.cli import main
from budgetlib.errors import PackageError
from budgetlib.figures import Spot
from budgetlib.package import named, save
from budgetlib.read.assemble import identifier
from budgetlib.read.blocks import Block, Grid, Paragraph
from budgetlib.rules import RULES
from budgetlib.sentences.tokens import squeezed

BODY = "某市观测所"
HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "7.50", "5.00", "2.50"),
    ("201", "一般公共服务支出", "7.50", "5.00", "2.50"),
    ("20104", "发展与改革事务", "7.50", "5.00", "2.50"),
    ("2010401", "行政运行", "5.00", "5.00", ""),
    ("2010499", "其他发展与改革事务支出", "2.50", "", "2.50"),
)


def line(text: str, n: int = 1, page: int = 1) -> Paragraph:
    return Paragraph(text, ((0, Spot(n, page)),))


def grid(rows: Sequence[tuple[str, ...]], page: int = 1) -> Grid:
    spots = tuple(Spot(1000 + r, page) for r in range(len(rows)))
    return Grid(tuple(rows), spots, (), tuple(float(100 * c) for c in range(len(rows[0]) + 1)))


def read(*blocks: Block) -> Budget:
    cover = [line(f"{BODY}2024年单位预算"), line("第二部分单位预算表", 2)]
    return read_blocks([*cover, *blocks])


def totals(budget: Budget) -> list[str]:
    return [row["total"].printed for row in budget.table("expenditure").rows]


TITLE = [line("表3", 3), line("支出总表", 4), line("单位:万元", 5)]
WHOLE = ["7.50", "7.50", "7.50", "5.00", "2.50"]


def test_outline__a_title_printed_again_goes_on_with_its_table() -> None:
    again = [line("表3", 1, 2), line("支出总表(续表)", 2, 2), line("单位:万元", 3, 2)]
    budget = read(*TITLE, grid([HEADER, *ROWS[:3]]), *again, grid([HEADER, *ROWS[3:]], 2))
    assert (list(budget.tables), totals(budget)) == (["3"], WHOLE)
    assert not [s for s in budget.all_statements if s.kind == "repeated_number"]


def test_outline__a_row_that_a_page_cuts_in_two_is_one() -> None:
    upper = (*ROWS[:4], ("2010499", "其他发展与改革", "2.50", "", "2.50"))
    budget = read(*TITLE, grid([HEADER, *upper]), grid([("", "事务支出", "", "", "")], 2))
    assert totals(budget) == WHOLE
    assert budget.table("expenditure").rows[-1].name == "其他发展与改革事务支出"


def test_outline__a_code_cut_short_is_not_above_itself() -> None:
    cut = ("21011", "行政单位医疗", "1.00", "1.00", "")  # 2101101, and no 210 is printed
    budget = read(*TITLE, grid([HEADER, *ROWS, cut]))
    assert budget.table("expenditure").rows[-1].parent == ""


def test_outline__two_codes_that_are_astray_are_not_above_each_other() -> None:
    one = ("21011", "机关事业单位基本养老保险缴费支出", "1.00", "1.00", "")  # 2080505
    other = ("20805", "行政单位医疗", "1.00", "1.00", "")  # 2101101
    budget = read(*TITLE, grid([HEADER, *ROWS, one, other]))
    assert [row.parent for row in budget.table("expenditure").rows[-2:]] == ["", "21011"]


@pytest.mark.parametrize("last", [("", "合计", "", "", ""), ("2010499", "", "2.50", "", "2.50")])
def test_outline__a_row_of_its_own_stays_one(last: tuple[str, ...]) -> None:
    budget = read(*TITLE, grid([HEADER, *ROWS]), grid([last], 2))
    assert len(totals(budget)) == len(ROWS) + 1


def test_outline__a_footnote_inside_the_ruling_lines_is_no_row() -> None:
    empty = [HEADER[:3], ("", "", ""), ("注：2024年无政府性基金预算安排支出。", "", "")]
    budget = read(line("表8", 3), line("政府性基金预算支出表", 4), grid(empty))
    table = budget.tables["8"]
    assert [claim.measure for claim in table.claims] == ["zero"]
    assert not any("注" in row.name for row in table.rows)


def test_outline__a_contents_page_inside_ruling_lines_is_no_table() -> None:
    names = ["收支总表", "收入总表", "支出总表", "财政拨款收支总表"]
    listed = [(f"表{n} {name}", str(n + 2)) for n, name in enumerate(names, start=1)]
    more = [(f"表12-{n} 项目支出绩效目标表", str(n + 9)) for n in (1, 2)]  # its second page
    budget = read(grid(listed), grid(more), *TITLE, grid([HEADER, *ROWS], 2))
    assert (list(budget.tables), budget.limits) == (["3"], ())
    assert [title for _, title, _ in budget.listed] == [*names, *["项目支出绩效目标表"] * 2]


def test_outline__the_heading_of_a_section_between_two_grids_of_a_form_begins_it() -> None:
    form = [("项目名称", "设备更新", "项目编码", "42010024503T000000001")]
    form += [("项目总预算", "2.50", "项目当年预算", "2.50")]
    cost = [("更换设备", "更换老旧设备", "办公设备购置", "2.50", "按往年估算", "")]
    budget = read(
        *(line("表12-1", 3), line("项目支出绩效目标表", 4)),
        *(grid(form), line("项目支出明细测算", 9), grid(cost)),
    )
    (row,) = budget.tables["12-1"].part("cost")
    assert row["amount"].printed == "2.50"
    assert budget.unread == ()


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("2 0 2 4 年 收 支 总 表", "2024年收支总表"),
        ("合计 12 34", "合计12 34"),
        ("1 2 3 4", "1 2 3 4"),
    ],
)
def test_squeezed__letters_set_apart_are_one_line(printed: str, read_as: str) -> None:
    assert squeezed(printed) == read_as


@pytest.mark.parametrize("header", ["预算数", "2024年预算数", "2024年度预算数"])
def test_read__a_year_before_the_words_of_a_header(header: str) -> None:
    rows = [("项目", header, "项目", header)]
    rows += [("一、一般公共预算拨款收入", "7.50", "一、一般公共服务支出", "7.50")]
    rows += [("收入总计", "7.50", "支出总计", "7.50")]
    budget = read(line("表1", 3), line("收支总表", 4), grid(rows))
    assert [row["amount"].printed for row in budget.table("summary").rows] == ["7.50"] * 4


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            ["2024年单位预算", "编制单位：某市长河区长河街道办事处单位：万元"],
            "某市长河区长河街道办事处",
        ),
        (["某市2024年区级单位预算", "预算单位：某市长河区长河街道"], "某市长河区长河街道"),
        (
            ["某市2024年区级单位预算", "预算单位：某市长河区", *["编制单位：某市长河区信访局"] * 2],
            "某市长河区信访局",
        ),
        (["街道办事处2024年单位预算", "单位：某市长河街道办事处"], "某市长河街道办事处"),
        (["某市上元镇人民政府2024年单位预算", "单位：万元"], "某市上元镇人民政府"),
    ],
)
def test_identity__of_all_lines_that_tell_the_name(lines: list[str], name: str) -> None:
    text = "\n\n".join([*lines, "第三部分 情况说明", "2024年收入预算7.50万元。"])
    assert read_text(text).unit == name


def test_claims__an_item_with_quoted_words_in_its_name() -> None:
    told = "“公共安全支出(类)检察(款)“两房”建设(项)”7.50万元"
    budget = read_text(
        f"{BODY}2024年单位预算\n\n第三部分 情况说明\n\n五、一般公共预算支出\n\n{told}。"
    )
    (claim,) = budget.all_claims
    assert (claim.key, claim.subject) == ("item", "“两房”建设")


@pytest.mark.parametrize(
    ("body", "level", "kind", "id_"),
    [
        ("503019", "单位", "预算", "503019-2024"),
        ("某市观测所(本级)", "部门", "预算", "某市观测所本级-2024-dept"),
        ("中共某市委\\党史/研究室", "部门", "决算", "中共某市委党史研究室-2024-final-dept"),
        ("", "单位", "预算", "unit-2024"),
    ],
)
def test_identifier__a_code_or_a_name(body: str, level: str, kind: str, id_: str) -> None:
    assert identifier(body, 2024, level, kind) == id_


def _document(folder: Path, name: str, body: str) -> str:
    text = f"{body}2024年单位预算\n\n第三部分 情况说明\n\n一、收支\n\n2024年收支总预算7.50万元。\n"
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_import__bodies_without_codes_each_have_a_package(tmp_path: Path) -> None:
    bodies = (("a.txt", "某市观测所"), ("b.txt", "某市档案馆"))
    main(["import", *(_document(tmp_path, *body) for body in bodies), "--to", f"{tmp_path}/data"])
    folders = sorted(path.name for path in (tmp_path / "data").iterdir())
    assert folders == ["某市档案馆-2024", "某市观测所-2024"]
    described = json.loads((tmp_path / "data" / folders[0] / "datapackage.json").read_text("utf-8"))
    assert described["name"].isascii()
    assert open_package(tmp_path / "data" / folders[0]).unit == "某市档案馆"


def test_named__another_documents_package_is_not_replaced(tmp_path: Path) -> None:
    budget = read_text(Path(_document(tmp_path, "a.txt", BODY)).read_text("utf-8"), "a.txt")
    folder = save(budget, tmp_path / "data" / budget.id)
    assert named(budget, tmp_path / "data") == budget  # the same document, once more
    other = replace(budget, source="b.txt")
    for name in (None, budget.id):
        with pytest.raises(PackageError, match=r"already the package of a\.txt"):
            named(other, tmp_path / "data", name)
    assert named(other, tmp_path / "data", "chosen").id == "chosen"
    assert named(other, tmp_path / "data", over=True).id == budget.id
    assert open_package(folder).source == "a.txt"


JIANGSU = """某市水文局2024年度单位预算公开

第二部分 2024年度单位预算表

公开01表

收支总表

单位：万元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t8.00\t一、农林水支出\t10.00
本年收入合计\t8.00\t本年支出合计\t10.00
上年结转结余\t2.00\t年终结转结余\t
收入总计\t10.00\t支出总计\t10.00

公开02表

收入总表

单位：万元

部门代码\t部门名称\t合计\t本年收入\t\t上年结转结余\t
\t\t\t小计\t一般公共预算\t小计\t一般公共预算
\t合计\t10.00\t8.00\t8.00\t2.00\t2.00
105001\t某市水文局\t10.00\t8.00\t8.00\t2.00\t2.00

公开05表

财政拨款支出表（功能科目）

单位：万元

科目编码\t科目名称\t合计\t基本支出\t\t\t项目支出
\t\t\t小计\t人员经费\t公用经费\t
\t合计\t10.00\t6.00\t5.00\t1.00\t4.00
213\t农林水支出\t10.00\t6.00\t5.00\t1.00\t4.00

公开09表

一般公共预算“三公”经费、会议费、培训费支出表

单位：万元

“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t会议费\t培训费
\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t
0.50\t\t0.30\t\t0.30\t0.20\t0.10\t0.40

公开13表

政府采购支出表

单位：万元

采购品目大类\t专项名称\t经济科目\t采购品目名称\t采购组织形式\t总计
合计\t\t\t\t\t1.00

第三部分 2024年度单位预算情况说明

一、收支预算总体情况说明

某市水文局2024年度收入、支出预算总计10.00万元。其中：

（一）收入预算总计10.00万元。包括：

1.本年收入合计8.00万元。

2.上年结转结余为2.00万元。

（二）支出预算总计10.00万元。包括：

1.本年支出合计10.00万元。

二、收入预算情况说明

某市水文局2024年收入预算合计10.00万元，包括本年收入8.00万元，上年结转结余2.00万元。其中：

本年一般公共预算收入8.00万元，占80%；

上年结转结余的一般公共预算收入2.00万元，占20%。
"""


def test_jiangsu__since_2021_holds_together() -> None:
    budget = read_text(JIANGSU)
    assert (budget.layout, list(budget.tables)) == ("jiangsu-2021", ["1", "2", "5", "9", "13"])
    assert budget.limits == ()
    assert [c.message for c in budget.reconcile().inconsistent] == []


@pytest.mark.parametrize(
    ("upper", "lower", "number"),
    [
        ("十一、一般公共预算“三公”经费、会议费、培训费支出预", "算表", "11"),
        ("表11 一般公共预算“三公”经费、会议费、培训费支出预", "算表", "11"),
        ("十一、一般公共预算“三公”经费支出情况", "支出总表", "1"),  # a title of its own
    ],
)
def test_outline__a_numbered_title_may_end_in_the_line_below(
    upper: str, lower: str, number: str
) -> None:
    whole = "一般公共预算“三公”经费、会议费、培训费支出预算表" if number == "11" else lower
    budget = read(line(upper, 3), line(lower, 4), grid([HEADER, *ROWS]))
    assert [(t.number, t.title) for t in budget.tables.values()] == [(number, whole)]
    assert {title for _, title, _ in budget.listed} <= {whole}


ALIKE = "titles_are_alike"


@pytest.mark.parametrize(
    ("above", "own", "wrong"),
    [
        ("表3 支出总表", "4", {"every_listed_table_is_printed"}),
        ("表3 部门支出总表", "4", {"every_listed_table_is_printed", ALIKE}),
        ("表5-1 支出总表", "5-1", set()),  # a list of the tables' own numbers is another list
    ],
)
def test_outline__contents_are_not_lost_to_the_titles_below(
    above: str, own: str, wrong: set[str]
) -> None:
    contents = [f"{n}、{title}" for n, title in (("三", "支出总表"), ("四", "财政拨款收支总表"))]
    lines = [line(text, n) for n, text in enumerate([*contents, "第三部分 情况说明"], 3)]
    body = (line("第二部分 单位预算表", 1, 2), line(above, 2, 2), grid([HEADER, *ROWS], 2))
    budget = read(*lines, *body)
    assert [number for number, *_ in budget.listed][-1] == own
    rules = [rule for rule in RULES if rule.name in ("every_listed_table_is_printed", ALIKE)]
    assert {c.rule.name for c in budget.reconcile(rules).inconsistent} == wrong


@pytest.mark.parametrize(
    ("printed", "slip", "rule"),
    [
        ("上年结转结余的一般公共预算收入2.00", "3.00", "sources_told_make_revenue"),
        ("1.本年收入合计8.00", "8.10", "overall_note_tells_the_rows_of_the_summary"),
        ("1.本年支出合计10.00", "10.10", "overall_note_tells_the_rows_of_the_summary"),
        ("收入预算合计10.00", "10.10", "sources_told_make_revenue"),
        ("213\t农林水支出\t10.00\t6.00\t5.00", "5.10", "personnel_and_operating_make_basic"),
        ("213\t农林水支出\t10.00\t6.00", "6.10", "basic_and_project_make_the_total"),
    ],
)
def test_jiangsu__a_slip_is_seen(printed: str, slip: str, rule: str) -> None:
    head = printed.rstrip("0123456789.")
    assert printed in JIANGSU
    result = read_text(JIANGSU.replace(printed, head + slip)).reconcile()
    assert rule in {c.rule.name for c in result.inconsistent}


def test_projects__two_of_one_name_are_told_apart_by_amount() -> None:
    columns = ("项目编码", "项目名称", "项目单位", "合计")
    codes = ("42010024503T000000001", "42010024503T000000002")
    listed = [(code, "设备更新", BODY, x) for code, x in zip(codes, ("2.50", "4.00"), strict=True)]
    head = ("项目支出情况", "项目名称", "支出项目类别", "项目总预算", "项目本年度预算", "用途")
    form = [("", "设备更新", "特定目标类", x, x, "更新设备") for x in ("4.00", "2.50")]
    rule = "projects_of_the_overall_table_equal_the_project_table"
    for slip, wrong in (("2.50", 0), ("2.60", 1)):
        form[1] = ("", "设备更新", "特定目标类", slip, slip, "更新设备")
        budget = read(
            *(line("表10", 3), line("项目支出表", 4), grid([columns, *listed])),
            *(line("表11", 5), line("整体支出绩效目标表", 6), grid([head, *form])),
        )
        found = [c for c in budget.reconcile().inconsistent if c.rule.name == rule]
        assert len(found) == wrong


# ---- pieces of a table that print fewer columns, of files that tell no positions -----------------


def unplaced(rows: Sequence[tuple[str, ...]]) -> Grid:
    """A grid of a file that does not tell where columns stand."""
    return replace(grid(rows), edges=())


WIDE = (
    ("功能分类科目编码", "", "", "科目名称", "合计", "基本支出", "项目支出"),
    ("类", "款", "项", "", "", "", ""),
    ("", "", "", "合计", "7.50", "5.00", "2.50"),
    ("201", "", "", "一般公共服务支出", "7.50", "5.00", "2.50"),
    ("20104", "", "", "发展与改革事务", "7.50", "5.00", "2.50"),
    ("2010401", "", "", "行政运行", "5.00", "5.00", "0.00"),
)
SPLIT = (
    *WIDE[:2],
    ("201", "", "", "一般公共服务支出", "7.50", "5.00", "2.50"),
    ("201", "04", "", "发展与改革事务", "7.50", "5.00", "2.50"),
    ("201", "04", "01", "行政运行", "5.00", "5.00", "0.00"),
    ("201", "04", "99", "其他发展与改革事务支出", "2.50", "0.00", "2.50"),
)


@pytest.mark.parametrize(
    ("pieces", "row"),
    [
        # whole codes stand in the first of three columns, and on the next page in the only one
        ((WIDE, (("2010499", "其他发展与改革事务支出", "2.50", "0.00", "2.50"),)), "2010499"),
        # the next page holds the total alone
        ((SPLIT, (("合计", "7.50", "5.00", "2.50"),)), "合计"),
    ],
)
def test_pieces__with_fewer_columns_stand_below_those_that_they_go_on_with(
    pieces: tuple[Sequence[tuple[str, ...]], ...], row: str
) -> None:
    budget = read(line("5. 一般公共预算支出表", 3), *map(unplaced, pieces))
    rows = budget.tables["5"].by_key
    printed = [figure.printed for figure in rows[row].cells.values()]
    assert printed == (["2.50", "0.00", "2.50"] if row != "合计" else ["7.50", "5.00", "2.50"])
    assert not budget.reconcile().inconsistent


MEMBERS = unplaced((("序号", "单位名称", "备注"), ("1", "某市观测所", ""), ("2", "某市台站", "")))


@pytest.mark.parametrize("between", [[], ["一、主要职能", "负责观测。"]])
def test_titles__of_the_contents_are_none_of_a_list_in_a_later_part(between: list[str]) -> None:
    """The contents end with the title of a table, and the list of units follows soon."""
    contents = ["第二部分 预算表", "一、支出预算总表", "二、一般公共预算支出表", "第一部分 概况"]
    told = [line(text, n) for n, text in enumerate([*contents, *between], start=2)]
    below = [line("第二部分 预算表", 20), line("一般公共预算支出表", 21), grid(ROWS_ALL)]
    budget = read_blocks([line(f"{BODY}2024年单位预算"), *told, MEMBERS, *below])
    assert [(t.role, len(t.rows)) for t in budget.tables.values()] == [("by_function", 5)]


def test_titles__a_page_number_above_one_is_not_its_number() -> None:
    blocks = []
    for n, title in ((17, "支出预算总表"), (18, "一般公共预算支出表")):
        blocks += [line(str(n), n), line(title, n), grid(ROWS_ALL)]
    assert list(read(*blocks).tables) == ["1", "2"]


ROWS_ALL = (HEADER, *ROWS)


FOUR = ["第一部分 基本情况", "第二部分 收入预算说明", "第三部分 支出预算说明", "第四部分 名词解释"]
MANY = [*FOUR[:3], "第四部分 “三公”经费预算说明", "第五部分 其他重要事项", "第六部分 名词解释"]


@pytest.mark.parametrize("contents", [FOUR, MANY, ["第一部分 概况", *FOUR[2:]]])
def test_outline__parts_of_the_contents_that_are_sections_below(contents: list[str]) -> None:
    """A contents page lists parts, of which numerals head the text alone."""
    told = [
        *("一、基本情况", "在职人员5人。", "二、收入预算说明", "2024年收入预算9.50万元。"),
        *("三、支出预算说明", "2024年支出预算9.50万元。", "四、名词解释", "一、收入：指财政拨款。"),
    ]
    budget = read_text("\n".join((f"{BODY}2024年预算说明", "目录", *contents, *told)) + "\n")
    assert not budget.unread
    amounts = [c.figure.printed for c in budget.all_claims if c.measure == "amount"]
    assert amounts == ["9.50", "9.50"]


ACCOUNTS = """某县观测所2024年度部门决算
第一部分 概况
一、主要职责
负责观测，编制5人。
第二部分 {part}
{revenue}
2024年本年收入合计50万元，其中：财政拨款收入50万元，占100%。
二、支出
2024年本年支出合计48万元，其中：基本支出40万元，项目支出8万元。
"""


@pytest.mark.parametrize(
    ("part", "revenue"),
    [
        ("2024年度收入支出预算执行情况分析", "一、收入支出预算执行情况"),
        ("2024年度收支执行", "一、收支与上年对比"),
        ("2024年度决算分析", "一、收入支出与预算对比分析"),
        ("经费公开", "一、收入"),  # of which nothing is known but what its sections tell
    ],
)
def test_outline__a_part_of_notes_by_what_it_tells(part: str, revenue: str) -> None:
    text = ACCOUNTS.format(part=part, revenue=revenue)
    told = {c.figure.printed: c for note in read_text(text).notes.values() for c in note.claims}
    assert [told[n].key for n in ("48", "40", "8")] == ["year_expenditure", "basic", "project"]
    assert (told["50"].figure.of.flow, told["48"].figure.of.flow) == ("in", "out")


TOLD_BY_ALL = """某市观测所2024年部门预算
{heading}
{first}
"""


@pytest.mark.parametrize("heading", ["三、部门预算情况说明", "三、预算情况说明"])
@pytest.mark.parametrize(
    ("first", "fund", "kind"),
    [
        ("2024年一般公共预算财政拨款支出9万元，其中：基本支出6万元。", "general_budget", "basic"),
        ("2024年支出预算9万元，其中：基本支出6万元。", "year", "basic"),
        ("2024年“三公”经费预算9万元，其中：公务接待费6万元。", "", "reception"),
    ],
)
def test_notes__a_heading_of_all_takes_the_topic_of_its_first_sentence(
    heading: str, first: str, fund: str, kind: str
) -> None:
    told = read_text(TOLD_BY_ALL.format(heading=heading, first=first)).notes["三"].claims
    assert [(c.figure.of.fund, c.figure.of.kind) for c in told[1:]] == [(fund, kind)]


LISTED = """某市观测所2024年部门预算
三、部门预算编制说明
2024年，某市观测所收入预算50万元，其中：财政拨款收入48万元；事业收入2万元。支出预算50万元，其中：财政拨款支出预算48万元。\
财政拨款支出主要内容如下：
1.“科学技术支出”科目{science}万元，主要用于观测。
2.“住房保障支出”科目8万元，主要用于公积金。
"""


@pytest.mark.parametrize("science", ["40", "40.00"])
def test_notes__items_of_what_the_sentence_before_them_ends_with(science: str) -> None:
    budget = read_text(LISTED.format(science=science))
    told = {c.figure.printed: c.figure.of for c in budget.notes["三"].claims}
    assert (told[science].fund, told[science].code, told["8"].fund) == ("fiscal", "206", "fiscal")
    assert {(of.flow, of.kind) for of in (told["50"], told["48"])} == {("out", "total")}
    assert [c for c in budget.reconcile().causes if c.severity in ("error", "warning")] == []
