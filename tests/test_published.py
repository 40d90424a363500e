"""What whole documents as published hold: pages shrunk to fit, parts, headers, forms, headings."""

import re

import pytest
from test_first_sight import FRONT, found

from budgetlib.budget import Budget, read_blocks, read_text
from budgetlib.figures import Spot
from budgetlib.read.beside import side_by_side
from budgetlib.read.blocks import Grid, Paragraph
from budgetlib.read.lines import Char, TextLine, paragraphs, text_lines
from budgetlib.read.rulings import Line, frames


def page(*tables: str) -> Budget:
    """A document of these tables: a title, the unit, cells by bars, < and ^ for merged ones."""
    return read_text("丁市水务局2027年部门预算\n\n" + "\n\n".join(map(html, tables)) + "\n")


def html(table: str) -> str:
    """A table as HTML; a cell that goes on to the right holds <, one that goes on below ^."""
    title, *lines = table.strip().split("\n")
    grid, told = [line.split("|") for line in lines], ""
    for r, row in enumerate(grid):
        told += "<tr>"
        for c, cell in enumerate(row):
            wide = len(re.match("<*", "".join(x or "-" for x in row[c + 1 :]))[0])
            high = len(re.match(r"\^*", "".join(x[c] or "-" for x in grid[r + 1 :]))[0])
            span = f"colspan={wide + 1} rowspan={high + 1}"
            told += "" if cell in ("<", "^") else f"<td {span}>{cell}</td>"
        told += "</tr>"
    return f"{title}\n\n单位：万元\n\n<table>{told}</table>"


def test_frames__rows_of_a_page_shrunk_to_fit() -> None:
    ys = (100, 105, 110, 115)
    level = [Line(y, 10, 110) for y in ys]
    walls = [Line(x, 100, 115) for x in (10, 60, 110)]
    (frame,) = frames(level, [*walls, Line(35, 105, 110)])  # a wall of the middle row alone
    merged = {cell[:2]: cell[3] for cell in frame.cells}
    assert [merged[r, 0] for r in range(3)] == [2, 1, 2]


@pytest.mark.parametrize(("lower", "joined"), [("（项）：反映", True), ("反映", False)])
def test_paragraphs__what_no_line_breaks_goes_on_with_the_line_above(
    lower: str, joined: bool
) -> None:
    texts = [("卫生健康支出（类）行政单位医疗", 30, 196), (lower, 10, 70), ("足行" * 10, 10, 230)]
    lines = [TextLine(text, x, right, 20.0 * n, 10) for n, (text, x, right) in enumerate(texts)]
    read = [*paragraphs([(line, Spot(n, 1)) for n, line in enumerate(lines, 1)])]
    assert (read[0].text.endswith("反映")) == joined


CONTENTS = ("第一部分 编制说明", "一、基本职能", "二、预算单位基本情况", "三、预算单位收入情况")


def test_outline__a_section_named_in_the_contents_stays_in_its_part() -> None:
    lines = [*CONTENTS, "第二部分 预算表", *CONTENTS[:3], "在职人员编制46人。", CONTENTS[3]]
    text = "丁市水务局2027年部门预算\n\n目录\n\n" + "\n\n".join(lines)
    budget = read_text(f"{text}\n\n部门收入合计90.00万元，其中：其他收入90.00万元。\n")
    told = [(c.subject, c.figure.of and c.figure.of.flow) for c in budget.all_claims]
    assert ("其他收入", "in") in told


BY_FUNCTION = """{}
科目编码|科目名称|合计|基本支出|项目支出
|合计|9.50|5.00|4.50
201|一般公共服务支出|9.50|5.00|4.50"""


def test_outline__a_listed_table_that_says_more_in_its_title_is_printed() -> None:
    front = ("目录", "五、一般公共预算支出预算表", "六、部门收入预算表", "七、部门支出预算表")
    title = "预算02-2表 一般公共预算支出预算表（按功能科目分类）"
    budget = read_text("\n\n".join([*front, html(BY_FUNCTION.format(title))]) + "\n")
    assert "table" not in [limit.kind for limit in budget.limits]


PROJECTS = """表10 项目支出表
科目编码|<|<|单位代码|单位名称（科目/项目）|金额
类|款|项|^|^|^
||||合计|9.50
213|03|05|429001|闸站改造|5.00
213|03|06|429001|管网养护|4.50"""


def test_projects__a_units_code_between_the_code_and_the_name() -> None:
    budget = page(PROJECTS)
    assert [row.name for row in budget.tables["10"].rows] == ["合计", "闸站改造", "管网养护"]
    assert budget.limits == ()


@pytest.mark.parametrize(("reception", "wrong"), [("1.05", False), ("1.50", True)])
def test_three_public__one_column_that_names_itself(reception: str, wrong: bool) -> None:
    table = f"""表8 一般公共预算“三公”经费支出情况表
项目|2027年“三公”经费预算数
共计|11.35
1、因公出国（境）费用|
2、公务接待费|{reception}
3、公务用车费|10.30
其中：（1）公务用车运行维护费|10.30
（2）公务用车购置|"""
    rules = [c.rule.name for c in page(table).reconcile().inconsistent]
    assert ("three_public_parts_make_the_total" in rules) == wrong


LISTED = """表11 项目支出表
项目名称|合计|一般公共预算
合计|9.50|9.50
闸站改造|5.00|5.00
管网养护|4.50|4.50"""
TARGETS = """表12 {}
项目名称|项目金额（万元）|<|年度目标|绩效指标|<|<|<
^|资金总额|财政性资金|^|一级指标|二级指标|指标性质|指标值
闸站改造|{}|5.00|按期完成|产出指标|巡查次数|≥|48次
^|^|^|^|满意度指标|群众满意度|≥|92%"""


@pytest.mark.parametrize("title", ["项目支出绩效目标表", "部门预算项目绩效目标"])
@pytest.mark.parametrize(("amount", "wrong"), [("5.00", False), ("5.90", True)])
def test_targets__of_projects_below_one_header(title: str, amount: str, wrong: bool) -> None:
    budget = page(LISTED, TARGETS.format(title, amount))
    rules = [c.rule.name for c in budget.reconcile().inconsistent]
    assert ("the_money_of_a_form_is_that_of_its_project" in rules) == wrong
    names = {row.name for row in budget.tables["12"].rows if row.cells}
    assert names == {"闸站改造", "巡查次数", "群众满意度"}


OVERALL = """表14 整体支出绩效目标表
单位编码|单位名称|年度预算申请|<|<|整体绩效目标|指标|<
^|^|资金总额|按支出性质分|<|^|三级指标|指标值
^|^|^|基本支出|项目支出|^|^|^
503001|丁市水务局|9.50|{}|4.50|保障供水|巡查次数|≥48次"""


@pytest.mark.parametrize(("basic", "wrong"), [("5.00", False), ("5.90", True)])
def test_targets__of_all_money_below_its_names(basic: str, wrong: bool) -> None:
    budget = page(BY_FUNCTION.format("表3 部门支出总表"), OVERALL.format(basic))
    rules = [c.rule.name for c in budget.reconcile().inconsistent]
    assert ("overall_expenditure_equals_the_expenditure_table" in rules) == wrong
    told = [f.printed for row in budget.tables["14"].rows for f in row.cells.values()]
    assert told == ["9.50", basic, "4.50", "48"]


def test_offices__a_list_of_others_behind_them_is_none() -> None:
    told = "共设置5个内设机构，所属单位2个，分别是：1.丁市闸站管理所；2.丁市水文站。"
    front = FRONT.replace("第三部分", f"第一部分 部门概况\n\n{told}\n\n第三部分")
    assert found("一、收支总体情况", "收支总预算90.00万元。", front=front) == []


def test_notes__a_heading_of_revenue_and_its_sentence_on_the_next_line() -> None:
    lines = ("二、收支总体情况", "（一）收入预算", "包括财政拨款收入，以及其他收入。")
    sentence = "2027年本单位收入预算90.00万元，其中，其他收入90.00万元。"
    budget = read_text(FRONT + "\n\n".join(lines) + sentence + "\n")
    flows = {claim.figure.of.flow for claim in budget.all_claims if claim.figure.of}
    assert flows == {"in"}


def test_claims__a_class_with_expenditure_said_twice() -> None:
    sentence = "一般公共预算支出90.00万元，主要用于：社会保障和就业支出支出90.00万元。"
    budget = read_text(f"{FRONT}五、一般公共预算支出情况\n\n{sentence}\n")
    assert [c.figure.of.code for c in budget.all_claims if c.figure.of] == ["", "208"]


def test_two_sided__appropriation_below_expenditure_is_what_is_spent_of_it() -> None:
    table = """表4 部门综合预算财政拨款收支总表
收入|<|支出|<
项目|预算数|支出功能分科目（按大类）|预算数
一、财政拨款|9.50|一、财政拨款|9.50
1、一般公共预算拨款|9.50|1、农林水支出|9.50
本年收入合计|9.50|本年支出合计|9.50"""
    budget = page(table)
    assert [r.part for r in budget.tables["4"].rows] == ["revenue", "expenditure"] * 3
    assert [c for c in budget.reconcile().causes if c.severity == "error"] == []


@pytest.mark.parametrize(("spent", "wrong"), [("2.50", False), ("2.90", True)])
def test_gov_fund__both_sides_in_one_table(spent: str, wrong: bool) -> None:
    fiscal = """表4 财政拨款收支总表
收入|<|支出|<|<|<
项目|预算数|项目|合计|一般公共预算|政府性基金预算
一、一般公共预算拨款|7.00|一、农林水支出|7.00|7.00|
二、政府性基金预算拨款|2.50|二、城乡社区支出|2.50||2.50
本年收入合计|9.50|本年支出合计|9.50|7.00|2.50"""
    fund = f"""表9 部门综合预算政府性基金收支表
收入|<|支出|<|<|<
项目|预算数|支出功能分类科目|预算数|部门预算支出经济分类科目|预算数
一、政府性基金拨款|2.50|一、城乡社区支出|{spent}|专项业务经费支出|2.50
本年收入合计|2.50|本年支出合计|2.50|本年支出合计|2.50"""
    budget = page(fiscal, fund)
    assert budget.limits == ()
    rules = [c.rule.name for c in budget.reconcile().inconsistent if c.severity == "error"]
    assert ("items_make_this_year" in rules) == wrong


def test_expenditure__basic_called_by_what_makes_it() -> None:
    table = """表3 部门综合预算支出总表
单位名称|合计|人员经费和公用经费支出|专项业务经费支出
合计|9.50|5.00|4.50"""
    row = page(table).table("expenditure").rows[0]
    assert [row[kind].printed for kind in ("total", "basic", "project")] == ["9.50", "5.00", "4.50"]


def test_outline__a_list_of_bodies_with_their_people_is_no_table() -> None:
    table = "编制范围的单位见下表：\n单位名称|单位性质|在职人数\n丁市水务局|行政单位|26"
    lines = [html(table).replace("单位：万元", ""), html(BY_FUNCTION.format("表5 部门支出总表"))]
    budget = read_text("丁市水务局2027年部门预算\n\n" + "\n\n".join(lines) + "\n")
    assert [limit.kind for limit in budget.limits] == []


def test_targets__the_most_money_of_a_form_is_its_project() -> None:
    form = """表12 项目支出绩效目标表
项目名称|闸站改造|<|<
预算金额（万元）|{}|其中：财政拨款|4.00
年度目标|按期完成|<|<
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|巡查次数|≥48次"""
    for amount, wrong in (("5.00", False), ("5.90", True)):
        budget = page(LISTED, form.format(amount))
        rules = [c.rule.name for c in budget.reconcile().inconsistent]
        assert ("the_money_of_a_form_is_that_of_its_project" in rules) == wrong


@pytest.mark.parametrize(("goods", "wrong"), [("60.00", False), ("66.00", True)])
def test_classes__by_code_on_a_line_each(goods: str, wrong: bool) -> None:
    lines = (
        "五、一般公共预算支出情况",
        "一般公共预算支出240.00万元，其中：",
        "工资福利支出（301）160.00万元；",
        f"商品和服务支出（302）{goods}万元；",
        "对个人和家庭的补助（303）20.00万元。",
    )
    rules = [rule for _, rule in found(*lines)]
    assert ("classes_told_make_basic_expenditure" in rules) == wrong


def test_projects__listed_behind_what_they_are_for() -> None:
    sentence = "项目支出预算数48.01万元，主要是为完成特定任务而发生的支出，其中："
    sentence += "编研支出17.02万元，主要用于馆藏；修缮支出30.99万元，主要用于库房。"
    budget = read_text(f"{FRONT}三、支出预算情况说明\n\n{sentence}\n")
    assert {c.context for c in budget.all_claims} == {"", "list"}


ACCOUNTS = (
    "丁市水务局2027年度部门决算\n\n第三部分 2027年度部门决算情况说明\n\n二、支出决算情况说明\n\n"
)


def test_expenditure__whole_beside_that_of_the_year_holds_what_is_carried_forward() -> None:
    sentence = "支出总计95.00万元，其中本年支出合计90.00万元；年末结转和结余5.00万元。"
    budget = read_text(f"{ACCOUNTS}本部门2027年度{sentence}\n")
    funds = [(c.subject, c.figure.of.fund) for c in budget.all_claims if c.figure.of]
    assert funds[:2] == [("支出总计", "all"), ("本年支出合计", "year")]


def test_purposes__what_else_is_spent_among_them_is_no_class() -> None:
    lines = ["本年支出合计90.00万元。", "具体构成为：基本支出60.00万元，占66.67%；"]
    lines[1] += "项目支出30.00万元，占33.33%；经营支出0万元，占0%；其他支出0万元，占0%。"
    budget = read_text(ACCOUNTS + "\n\n".join(lines) + "\n")
    assert {claim.figure.code for claim in budget.all_claims} == {""}


def test_text_lines__what_stands_on_one_baseline_is_as_high() -> None:
    left, right = Char("六、支出表", 10, 100.001, 50, 10), Char("8", 300, 100.002, 5, 10)
    assert len({line.y for line in text_lines([left, right])}) == 1


def test_table__that_tells_no_unit_has_that_of_all_others() -> None:
    three = "表7 一般公共预算“三公”经费支出表\n项目|预算数\n合计|1135\n公务接待费|1135"
    target = TARGETS.format("项目支出绩效目标表", "5.00")
    for unit, told in (("元", "元"), ("万元", "万元")):
        others = "\n\n".join(map(html, (BY_FUNCTION.format("表3 部门支出总表"), LISTED)))
        text = others.replace("单位：万元", f"单位：{unit}")
        text += "\n\n".join(html(each).replace("单位：万元", "") for each in (three, target))
        budget = read_text(f"丁市水务局2027年部门预算\n\n{text}\n")
        assert budget.tables["7"].unit == told
        (money,) = budget.tables["12"].part("money")
        assert {figure.unit for figure in money.cells.values()} == {"万元"}


def pieces(*rows: list[tuple[str, ...]]) -> Budget:
    """A table of expenditure that goes on from page to page."""
    edges = tuple(float(100 * c) for c in range(len(rows[0][0]) + 1))
    title = Paragraph("表3 支出总表", ((0, Spot(1, 1)),))
    grids = (
        Grid(tuple(each), tuple(Spot(1000 + r, n) for r in range(len(each))), (), edges)
        for n, each in enumerate(rows, 1)
    )
    return read_blocks([Paragraph("丁市水务局2027年部门预算", ((0, Spot(0, 1)),)), title, *grids])


HEADER = ("科目编码", "科目名称", "合计", "对附属单位补助支出", "上缴上级支出")
WHOLE = ("", "合计", "9.50", "0.50", "")


def test_joined__a_header_of_which_a_cell_is_clipped_is_no_row() -> None:
    clipped = ("科目编码", "科目名称", "合计", "对附属单位", "上缴")
    budget = pieces([HEADER, WHOLE], [clipped, ("201", "一般公共服务支出", "9.50", "0.50", "")])
    assert [row.name for row in budget.tables["3"].rows] == ["合计", "一般公共服务支出"]


@pytest.mark.parametrize("rest", ["", "支出"])
def test_joined__a_code_that_a_page_cuts_is_one_and_read(rest: str) -> None:
    name = "行政事业单位养老支出".removesuffix(rest)
    budget = pieces([HEADER, WHOLE, ("2080", name, "9.50", "0.50", "")], [("5", rest, "", "", "")])
    assert [row.code for row in budget.tables["3"].rows] == ["", "20805"]
    assert [entry.text for entry in budget.unread] == []


@pytest.mark.parametrize(
    ("left", "right", "heads"),
    [
        ("", "本年收入", ("本年收入", "本年收入")),
        ("本年收入", "", ("本年收入", "本年收入")),
        ("本年收入", "单位资金", ("本年收入", "单位资金")),
    ],
)
def test_beside__a_head_that_the_end_of_a_page_cuts_is_above_both(
    left: str, right: str, heads: tuple[str, str]
) -> None:
    upper = ("科目名称", "合计", left), ("", "", "小计"), ("合计", "9.50", "9.00")
    upper = *upper, ("教育支出", "9.50", "9.00")
    lower = (right, "上年结转"), ("事业收入", ""), ("9.00", ""), ("9.00", "")
    grids = [
        Grid(rows, tuple(Spot(1000 + r, n) for r in range(4)), spans, ())
        for n, (rows, spans) in enumerate(((upper, ((0, 0, 2, 1), (0, 1, 2, 1))), (lower, ())), 1)
    ]
    (whole,), *_ = side_by_side(grids)
    assert (whole.rows[0][2], whole.rows[0][3]) == heads
    assert whole.rows[2] == ("合计", "9.50", "9.00", "9.00", "")
