"""Kinds of slips and of forms, each in a right and in a wrong document; every figure invented."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_wordings import ACCOUNTS, FRONT, told

from budgetlib.budget import Budget, load, read_text

UNIT_FRONT = "甲市测绘站2027年单位预算\n\n第一部分 单位概况\n\n第三部分 2027年单位预算情况说明"


def named(found: Sequence[tuple[str, str, str]], rule: str) -> list[tuple[str, str]]:
    return [(severity, figures) for severity, name, figures in found if name == rule]


@pytest.mark.parametrize(
    ("heading", "words", "found"),
    [
        ("单位", "本单位", []),
        ("单位", "本部门", [("note", "部门 单位")]),
        ("部门", "本单位", [("note", "部门 单位")]),
    ],
)
def test_level__once_otherwise(heading: str, words: str, found: list[object]) -> None:
    paragraphs = (
        "一、单位收支预算总体情况",
        "本单位2027年收支总预算70.00万元，主管部门为甲市测绘局。",
        f"二、{heading}收入预算情况",
        "2027年本单位收入预算70.00万元，按编制部门预算的要求全部纳入部门预算管理。",
        "三、单位支出预算情况",
        f"{words}2027年支出预算70.00万元。",
    )
    assert told(*paragraphs, front=UNIT_FRONT) == [
        (severity, "the_level_is_named_alike", figures) for severity, figures in found
    ]


TABLE = """甲市测绘局2027年部门预算
一般公共预算支出表
单位：{unit}
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{basic}\t{basic}\t
206\t科学技术支出\t{basic}\t{basic}\t
第三部分 2027年部门预算情况说明
一、一般公共预算支出情况说明
2027年一般公共预算支出{told}。
"""


@pytest.mark.parametrize(
    ("unit", "basic", "told", "implied"),
    [
        ("万元", "123.45", "123.45万元", None),
        ("元", "1,234,512.30", "123.45万元", None),
        ("万元", "123.45", "123.45元", "1234500"),
        ("元", "1,234,512.30", "123.45元", "1234500"),
        ("元", "1,234,512.30", "1,234,512.30万元", "123.45123"),
    ],
)
def test_unit__of_one_amount(unit: str, basic: str, told: str, implied: str | None) -> None:
    causes = read_text(TABLE.format(unit=unit, basic=basic, told=told)).reconcile().causes
    doubts = [(r.slip, r.likely) for c in causes for a in c.answers for r in a.repairs]
    assert ("unit", implied) in doubts if implied else not causes


SECTION = "七、“三公”经费支出决算情况说明"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("国内公务接待30批次、240人次，人均50元，批次平均0.04万元", []),
        ("国内公务接待30批次、240人次，人均80元", "1.20 80 240"),
        ("国内公务接待0批次、0人次", "1.20 0"),
    ],
)
def test_count__and_what_each_costs(words: str, found: object) -> None:
    wrong = told(SECTION, f"公务接待费支出1.20万元。{words}。", front=ACCOUNTS)
    assert [(severity, figures) for severity, _, figures in wrong] == (
        [("warning", found)] if found else []
    )


def table(*rows: str) -> str:
    """Cells parted by bars; "2*words" spans two columns."""
    told = ["<table>"]
    for row in rows:
        cells = (cell.rpartition("*")[::2] for cell in row.split("|"))
        told += ["<tr>", *(f"<td colspan={n or 1}>{words}</td>" for n, words in cells), "</tr>"]
    return "".join([*told, "</table>"])


def wrong_in(budget: Budget) -> list[str]:
    assert not budget.unread
    return [
        " ".join(term.figure.printed for term in c.relation.terms)
        for c in budget.reconcile().inconsistent
    ]


BY_FUND = (
    "项目|合计|一般公共预算|政府性基金预算",
    "“三公”经费合计|15.00|11.00|4.00",
    "因公出国（境）费|2.00|2.00|0.00",
    "公务接待费|5.00|{}|1.00",
    "公务用车购置及运行维护费|8.00|5.00|3.00",
)
FUNDS_BESIDE = (
    "单位名称|4*一般公共预算|4*政府性基金预算",
    "|合计|因公出国（境）费|公务用车购置及运行费|公务接待费"
    + "|合计|因公出国（境）费|公务用车购置及运行费|公务接待费",
    "甲市测绘局|11.00|2.00|5.00|{}|4.00|0.00|3.00|1.00",
)
YEARS_AND_FUNDS = (
    "项目|3*2026年预算数|3*2027年预算数",
    "|小计|一般公共预算|政府性基金预算|小计|一般公共预算|政府性基金预算",
    "合计|16.00|12.00|4.00|15.00|11.00|4.00",
    "因公出国（境）费|2.00|2.00|0.00|2.00|2.00|0.00",
    "公务接待费|6.00|5.00|1.00|5.00|{}|1.00",
    "公务用车购置及运行维护费|8.00|5.00|3.00|8.00|5.00|3.00",
)
THREE_BASES = (
    "项目|2026年预算数|2026年决算数|2027年预算数",
    "合计|16.00|11.00|15.00",
    "因公出国（境）费|2.00|2.00|2.00",
    "公务接待费|6.00|{}|5.00",
    "公务用车购置及运行维护费|8.00|5.00|8.00",
)


@pytest.mark.parametrize("rows", [BY_FUND, FUNDS_BESIDE, YEARS_AND_FUNDS, THREE_BASES])
def test_read_record__funds_years_and_bases(rows: tuple[str, ...]) -> None:
    front = "甲市测绘局2027年部门预算\n“三公”经费支出表\n单位：万元\n"
    assert wrong_in(read_text(front + table(*(row.format("4.00") for row in rows)))) == []
    found = wrong_in(read_text(front + table(*(row.format("4.40") for row in rows))))
    assert found and all("4.40" in figures for figures in found)


CARRIED = (
    "科目编码|科目名称|年初结转和结余|本年收入|3*本年支出|年末结转和结余",
    "||||合计|基本支出|项目支出|",
    "|合计|6.00|40.00|41.00|30.00|11.00|5.00",
    "206|科学技术支出|6.00|40.00|41.00|30.00|11.00|5.00",
    "20605|科技条件与服务|6.00|40.00|41.00|30.00|11.00|5.00",
    "2060501|机构运行|{}|30.00|30.00|30.00|0.00|0.00",
    "2060503|科技条件专项|6.00|10.00|11.00|0.00|11.00|5.00",
)


@pytest.mark.parametrize(("printed", "found"), [("0.00", 0), ("1.00", 3)])
def test_carried__in_each_row_of_accounts(printed: str, found: int) -> None:
    title = "一般公共预算财政拨款收入支出决算表\n单位：万元\n"
    text = f"{ACCOUNTS}\n{title}{table(*(row.format(printed) for row in CARRIED))}"
    assert len(wrong_in(read_text(text))) == found


def test_carried__without_surplus_but_for_a_slip() -> None:
    heading = "一、收入支出决算总体情况说明"
    words = (
        "2027年度收、支总计52.45万元。其中：本年收入合计40.30万元，年初结转和结余12.15万元；"
        "本年支出合计41.25万元，年末结转和结余{}万元。"
    )
    rule = "what_is_told_to_come_in_is_all_but_for_a_slip"
    assert told(heading, words.format("11.20"), front=ACCOUNTS) == []
    found = named(told(heading, words.format("11.70"), front=ACCOUNTS), rule)
    assert found == [("warning", "52.45 41.25 11.70")]
    assert named(told(heading, words.format("8.31"), front=ACCOUNTS), rule) == []  # distributed


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        (
            "年初结转和结余12.15万元，本年收入40.30万元，本年支出41.25万元，年末结转和结余{}万元",
            "11.20",
        ),
        (
            "总计52.45万元，本年收入合计40.30万元，年初结转和结余12.15万元，2026年末结转和结余{}万元",
            "12.15",
        ),
    ],
)
def test_carried__in_the_notes(paragraph: str, found: str) -> None:
    heading = "四、财政拨款收入支出决算总体情况说明"
    right = f"2027年度财政拨款{paragraph}。"
    assert told(heading, right.format(found), front=ACCOUNTS) == []
    assert told(heading, right.format("19.20"), front=ACCOUNTS)


ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("", "合计", "50.00", "38.00", "12.00"),
    ("206", "科学技术支出", "42.00", "30.00", "12.00"),
    ("208", "社会保障和就业支出", "8.00", "8.00", "0.00"),
)


@pytest.mark.parametrize(
    ("title", "each", "between", "behind"),
    [
        ("支出总表\n单位：万元", "{} |\n", "", ""),
        ("支出总表\n单位：万元", "{}\t\n", "", ""),
        ("支出总表\n单位：万元", "| {}\n", "", ""),
        ("支出总表\n单位：万元", "{}｜\n", "", ""),
        ("支出总表\n单位：万元", "{}|", "\n", ""),
        ("支出总表（单位：万元）", "| {} ", "|\n", "|---|---|---|---|---|\n"),
        ("**支出总表**（单位：万元）", " {} |", "\n", ":--|:--|--:|--:|--:\n"),
    ],
)
def test_text__cells_of_a_table(title: str, each: str, between: str, behind: str) -> None:
    lines = [
        "".join(map(each.format, row)).removesuffix("|" * (not between)) + between for row in ROWS
    ]
    text = "".join((f"甲市测绘局2027年部门预算\n\n{title}\n\n", lines[0], behind, *lines[1:]))
    budget = read_text(text)
    assert wrong_in(budget) == []
    assert [row["total"].printed for row in budget["expenditure"].rows] == [
        "50.00",
        "42.00",
        "8.00",
    ]


def test_text__rows_of_cells_parted_by_bars_alone() -> None:
    rows = (
        "功能分类科目编码|||功能分类科目名称|支出预算||",
        "类|款|项||合计|基本支出|项目支出",
        "206|||科学技术支出|42.00|30.00|12.00",
        "206|05||科技条件与服务|42.00|30.00|12.00",
        "206|05|01|机构运行|30.00|30.00|",
        "206|05|03|科技条件专项|12.00||12.00",
        "合计||||42.00|30.00|12.00",
    )
    lines = ("甲市测绘局2027年部门预算", "部门支出预算总表", "单位：万元", *rows)
    budget = read_text("\n".join(lines) + "\n")
    assert wrong_in(budget) == [] and len(list(budget["expenditure"].figures)) == 13
    wrong = read_text("\n".join(lines).replace("||12.00", "||21.00") + "\n")
    assert wrong_in(wrong)


@pytest.mark.parametrize(("printed", "found"), [("30.00", False), ("33.00", True)])
def test_text__two_sides_a_cell_a_line_without_their_blanks(printed: str, found: bool) -> None:
    cells = (
        *("收入", "支出", "项目", "预算数", "项目", "预算数"),
        *("一、一般公共预算拨款收入", "60.00", "一、科学技术支出", printed),
        *("二、其他收入", "二、社会保障和就业支出", "25.00", "三、住房保障支出", "5.00"),
        *("收入总计", "60.00", "支出总计", "60.00"),
    )
    text = "\n\n".join(("甲市测绘局2027年部门预算", "收支总表", "单位：万元", *cells)) + "\n"
    assert bool(wrong_in(read_text(text))) == found


@pytest.mark.parametrize("end", [" |", "\t"])
def test_text__a_record_of_which_each_cell_is_a_line(end: str) -> None:
    rows = (
        *("合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"),
        *("", "", "小计", "公务用车购置费", "公务用车运行费", ""),
        *("3.20", "0.00", "2.40", "0.00", "2.40", "0.80"),
    )
    title = "甲市测绘局2027年部门预算\n\n“三公”经费支出表\n单位：万元\n"
    budget = read_text(title + "".join(f"{cell}{end}\n" for cell in rows))
    assert wrong_in(budget) == []
    told = {key: figure.printed for key, figure in budget["three_public"].rows[0].cells.items()}
    assert (told["total"], told["vehicle_running"], told["reception"]) == ("3.20", "2.40", "0.80")


def test_text__tables_of_a_page_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"甲市测绘局2027年部门预算\n收支总表\n单位：万元\n{table(*SUMMARY)}\n")
    assert wrong_in(load(path)) == []


SUMMARY = (
    "项目|预算数|项目|预算数",
    "一、一般公共预算拨款收入|60.00|一、科学技术支出|70.00",
    "二、其他收入|10.00||",
    "收入总计|70.00|支出总计|70.00",
)


@pytest.mark.parametrize(
    "words",
    [
        "收、支总计各{}万元，收、支总计各减少10.00万元，降低12.5%",
        "收入总计、支出总计均为{}万元，与上年相比均减少10.00万元，下降12.5%",
        "收入预算{}万元，支出预算70.00万元，收支较上年均减少10.00万元，下降12.5%",
    ],
)
def test_total__of_both_sides_together(words: str) -> None:
    front = f"甲市测绘局2027年部门预算\n收支总表\n单位：万元\n{table(*SUMMARY)}\n{FRONT}"
    heading = "一、收支预算总体情况"
    assert told(heading, f"2027年{words}。".format("70.00"), front=front) == []
    found = told(heading, f"2027年{words}。".format("77.00"), front=front)
    assert ("error", "overall_note_equals_the_summary", "77.00 70.00") in found


def test_notes__a_part_of_its_own_topic() -> None:
    words = (
        "三、支出预算情况",
        "2027年支出预算70.00万元。",
        "第三部分 “三公”经费预算安排说明",
        "2027年“三公”经费预算8.60万元。其中：公务接待费1.60万元；公务用车运行维护费{}万元。",
    )
    front = FRONT.replace("第三部分", "第二部分").replace("情况说明", "安排说明")
    assert told(*(w.format("7.00") for w in words), front=front) == []
    found = told(*(w.format("7.70") for w in words), front=front)
    assert found == [("error", "parts_told_in_a_note_make_the_whole", "8.60 7.70 1.60")]


def test_read_record__one_change_is_of_the_total() -> None:
    rows = (
        "3*2027年预算数|3*2026年预算数|增减额|增减%",
        "合计|因公出国（境）费|公务接待费|合计|因公出国（境）费|公务接待费||",
        "7.00|2.00|5.00|8.00|2.00|6.00|{}|-12.50",
    )
    front = "甲市测绘局2027年部门预算\n“三公”经费支出表\n单位：万元\n"
    right = read_text(front + table(*(row.format("-1.00") for row in rows)))
    assert wrong_in(right) == [] and right["three_public"].rows[0]["change"].printed == "-1.00"
    assert wrong_in(read_text(front + table(*(row.format("-1.50") for row in rows))))


@pytest.mark.parametrize(("fund", "found"), [("专户管理的教育收费", 1), ("互助资金", 0)])
def test_summary__a_column_of_no_known_fund(fund: str, found: int) -> None:
    rows = (
        "2*收入|5*支出",
        f"项目|金额|项目|合计|一般公共预算|{fund}|其他收入",
        "一、一般公共预算|50.00|一、科学技术支出|60.00|40.00|{}|10.00",
        "二、其他收入|20.00|二、其他支出|10.00|10.00||",
        "收入合计|70.00|支出合计|70.00|50.00|{}|10.00",
    )
    front = "甲市测绘局2027年部门预算\n收支总表\n单位：万元\n"
    assert wrong_in(read_text(front + table(*(row.format("10.00") for row in rows)))) == []
    wrong = wrong_in(read_text(front + table(*(row.format("12.00") for row in rows))))
    assert bool(wrong) == bool(found)


def test_text__a_cell_a_line_with_the_numbers_of_columns() -> None:
    cells = (
        *("项目", "行次", "金额", "项目", "行次", "金额", "栏次", "1", "栏次", "2"),
        *("一、财政拨款收入", "1", "50.00", "一、科学技术支出", "32", "60.00"),
        *("八、其他收入", "8", "20.00", "八、住房保障支出", "39", "10.00"),
        *("总计", "31", "70.00", "总计", "62", "70.00"),
    )
    text = "\n\n".join(("甲学院2027年度部门决算", "收入支出决算总表", "单位：万元", *cells))
    budget = read_text(text + "\n")
    assert wrong_in(budget) == [] and len(list(budget["summary"].figures)) == 6


def test_reasons__end_where_the_next_item_begins() -> None:
    words = (
        "2027年支出预算42.00万元，其中：基本支出32.00万元，较上年减少1.00万元，主要原因是人员{}；"
        "项目支出10.00万元，较上年增加3.00万元，主要原因是项目增加。"
    )
    heading = "三、支出预算情况"
    assert told(heading, words.format("减少")) == []
    found = told(heading, words.format("增加"))
    assert found == [("warning", "reasons_go_the_way_of_the_change", "增加 减少")]


def test_listed__by_ordinals_and_absent() -> None:
    front = ACCOUNTS.replace("收入支出决算总表\n收入决算表\n", "")
    contents = "一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n"
    summary = table(
        "项目|决算数|项目|决算数",
        "一、财政拨款收入|9.00|一、科学技术支出|9.00",
        "总计|9.00|总计|9.00",
    )
    spent = table("科目编码|科目名称|本年支出合计", "|合计|9.00", "206|科学技术支出|9.00")
    printed = {"收入支出决算总表": summary, "支出决算表": spent}
    text = "\n".join(f"{title}\n单位：万元\n{rows}" for title, rows in printed.items())
    budget = read_text(f"{front}\n{contents}\n{text}\n")
    absent = [c for c in budget.reconcile().inconsistent if c.relation and c.relation.cited]
    assert [c.relation.cited[0].text for c in absent if c.relation] == ["收入决算表"]


@pytest.mark.parametrize(("year", "found"), [("2027年", []), ("2026年", ["项目期 2026年"])])
def test_period__in_a_form(year: str, found: list[str]) -> None:
    head = ("项目名称|巡测维护|项目期|{}", "一级指标|二级指标|三级指标|指标值")
    rows = (*head, "产出指标|数量指标|巡测次数|12次")
    text = f"甲市测绘局2027年部门预算\n项目支出绩效目标表\n{table(*(r.format(year) for r in rows))}"
    wrong = read_text(text).reconcile().inconsistent
    assert [c.relation.cited[0].text for c in wrong if c.relation] == found


def test_three_public__one_column_of_vehicles_in_accounts() -> None:
    rows = ("合计|因公出国（境）费|公务用车购置及运行费|公务接待费", "0.95|0.00|{}|0.05")
    text = f"{ACCOUNTS}\n财政拨款“三公”经费支出决算表\n单位：万元\n{{}}"
    assert wrong_in(read_text(text.format(table(*(r.format("0.90") for r in rows))))) == []
    assert wrong_in(read_text(text.format(table(*(r.format("0.80") for r in rows)))))


def test_identity__sections_on_how_a_budget_was_executed() -> None:
    lines = (
        "甲学院2027年度部门决算说明",
        "三、收入支出预算执行情况分析",
        "（一）收入支出预算安排情况",
        "2027年年初预算收入56.00万元。",
        "（二）收入支出预算执行情况",
        "2027年度决算收入58.80万元，完成年初预算的105.00%。",
    )
    budget = read_text("\n\n".join(lines) + "\n")
    assert (budget.unit, budget.year, budget.kind) == ("甲学院", 2027, "决算")


@pytest.mark.parametrize(
    ("printed", "found"),
    [("123.45", []), ("132.45", [("warning", "123.45 132.45")]), ("80.31", [])],
    ids=["alike", "two digits swapped", "another amount"],
)
def test_amounts__told_again_in_one_item(printed: str, found: list[object]) -> None:
    words = (
        "2027年支出预算460.57万元，其中：基本支出337.12万元，占73.20%；项目支出123.45万元，占26.80%。"
        f"项目支出{printed}万元主要用于巡测维护。"
    )
    wrong = named(told("三、支出预算情况", words), "a_quantity_told_again_does_not_slip")
    assert wrong == found
