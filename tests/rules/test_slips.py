"""Slips as auditors find them, each beside sentences in which nothing is wrong."""

import pytest

from budgetlib.budget import Budget, read_text
from budgetlib.rules import RULES

BY_NAME = {rule.name: rule for rule in RULES}
PLANNED = "丙县林业局2027年部门预算\n\n第三部分 2027年部门预算情况说明\n\n"
SPENT = "丙县林业局2027年度部门决算\n\n第三部分 2027年度部门决算情况说明\n\n"
PUBLIC = "五、“三公”经费情况说明\n\n"
ITEM = "二、一般公共预算支出情况说明\n\n农林水支出（类）林业和草原（款）行政运行（项）"


def found(rule: str, text: str) -> int:
    return len(read_text(text).reconcile([BY_NAME[rule]]).inconsistent)


def causes(budget: Budget) -> list[str]:
    return [c.severity for c in budget.reconcile().causes if c.severity != "note"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2027年预算40.00万元，与上年持平，比2026年预算增加3.00万元。", 1),
        ("2027年预算40.00万元，与2026年预算持平，较上年减少0.50万元，下降1.23%。", 1),
        ("2027年预算40.00万元，与2026年预算持平，比2026年执行数增加3.00万元。", 0),
        ("2027年预算40.00万元，比2026年预算增加3.00万元，主要原因是公用经费与上年持平。", 0),
        ("2027年预算40.00万元，与上年持平。其中办公费5.00万元，比上年增加3.00万元。", 0),
    ],
)
def test_a_change_is_told_once(text: str, wrong: int) -> None:
    assert found("a_change_is_told_once", f"{PLANNED}{ITEM}{text}\n") == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("比上年增加4.00万元，主要原因是护林员人员减少。", 1),
        ("较2026年预算减少4.00万元，下降8.00%。主要是办公费、差旅费增加。", 1),
        ("较上年减少4.00万元。\n\n减少原因：巡护任务增加。", 1),
        ("比上年增加4.00万元，主要原因是项目支出下降、接待批次减少。", 1),
        ("比上年减少4.00万元，主要原因是增加了林区道路养护资金补助。", 1),
        ("比上年增加4.00万元，主要原因是压减一般性支出。", 1),
        ("比上年减少4.00万元，主要原因是提高资金使用效益，压减一般性支出。", 0),
        ("比上年增加4.00万元，主要原因是提高护林员补贴标准。", 0),
        ("比上年增加4.00万元，主要原因是人员减少、项目经费增加。", 0),
        ("比上年减少4.00万元，主要原因是上年项目支出增加。", 0),
        ("比上年减少4.00万元，主要原因是2026年一次性项目经费增加较多。", 0),
        ("比上年减少4.00万元，主要原因是严控经费增加。", 0),
        ("比上年增加4.00万元，主要原因是新增人员，工作任务增加。", 0),
        ("比上年减少4.00万元，主要原因是结转项目增加。", 0),
    ],
)
def test_reasons_go_the_way_of_the_change(text: str, wrong: int) -> None:
    told = f"{PLANNED}{ITEM}2027年预算46.00万元，{text}\n"
    assert found("reasons_go_the_way_of_the_change", told) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公务接待费支出决算0.80万元，全年国内公务接待0批次、0人次。", 1),
        ("公务接待费支出决算0.80万元，其中：外事接待0批次，国内公务接待6批次、40人次。", 0),
        ("公务接待费支出决算0万元，全年国内公务接待0批次、0人次。", 0),
        ("公务用车购置费支出决算18.00万元，2027年购置公务用车0辆。", 1),
        ("公务用车购置费支出0万元：公务用车购置量0辆，发生“公务用车购置”经费支出0万元。", 0),
        ("公务用车购置费支出0万元：公务用车购置量2辆，发生“公务用车购置”经费支出0万元。", 1),
    ],
)
def test_nothing_is_spent_where_nobody_came(text: str, wrong: int) -> None:
    told = f"{SPENT}{PUBLIC}2027年度“三公”经费支出决算20.00万元。其中：{text}\n"
    assert found("nothing_is_spent_where_nobody_came", told) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("行政编制12名，事业编制8名，编制共21名。", 1),
        ("核定行政编制12名、参公事业编制5名、工勤编制1名，编制合计19名。", 1),
        ("行政编制6名，事业编制3名，共有编制10名。", 1),
        ("行政编制12名，事业编制8名，编制共20名。", 0),
        ("行政编制12名，事业编制8名，实有在职人员共19名。", 0),
    ],
)
def test_kinds_before_a_number_make_it(text: str, wrong: int) -> None:
    told = f"{PLANNED}八、人员情况说明\n\n本部门{text}\n"
    assert found("kinds_before_a_number_make_it", told) == wrong


@pytest.mark.parametrize(
    ("project", "wrong"), [("45.67", 0), ("46.57", 1), ("10.00", 0), ("35.67", 0)]
)
def test_basic_and_project_told_of_an_item_make_it(project: str, wrong: int) -> None:
    told = f"五、一般公共预算支出情况说明\n\n（一）按功能分类：\n\n住房公积金245.67万元，其中：\
基本支出200.00万元，项目支出{project}万元。\n"
    assert found("basic_and_project_told_of_an_item_make_it", f"{PLANNED}{told}") == wrong


FIRST = "丙县林业局2027年部门预算\n\n第一部分 部门概况\n\n二、机构设置\n\n"
NOTES = (
    "\n\n第三部分 2027年部门预算情况说明\n\n一、收支预算总体情况\n\n2027年收支总预算9.00万元。\n"
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("纳入部门预算编制范围的单位共3个，分别是：县林业局本级、县林场。", 1),
        ("所属预算单位2家，具体包括：县林场、县苗圃站和县森林公安局。", 1),
        ("汇总范围的单位共4个：\n\n1.县林业局本级\n\n2.县林场\n\n3.县苗圃站", 1),
        ("共有预算单位4个，包括：县林业局机关、县林场、县苗圃站。编制人数40人。", 1),
        ("纳入部门预算编制范围的单位共2个，分别是：县林业局本级、县林场。", 0),
        ("下属单位5个，包括：县林场、县苗圃站等。", 0),
        ("内设办公室、造林股、资源股等5个股室。", 0),
        ("内设办公室、造林股、资源股5个股室。", 1),
        ("汇总范围的单位共3个：\n\n1.县林业局本级\n\n2.县林场\n\n3.丙县林业发展有限责任公司", 0),
        ("预算单位共2家，即1家机关和1家参公事业单位。", 0),
        ("预算单位共4家，其中1家机关和3家事业单位，即县林业局机关、县林场、县苗圃站。", 1),
        ("预算单位共2家，包括1家机关和1家事业单位，即县林业局机关和县林场。", 0),
    ],
)
def test_members_are_counted_right(text: str, wrong: int) -> None:
    assert found("members_are_counted_right", f"{FIRST}{text}{NOTES}") == wrong


@pytest.mark.parametrize(
    ("rate", "change", "wrong"),
    [("95.00", "增加", 1), ("105.26", "增加", 0), ("95.24", "减少", 0), ("105.00", "减少", 1)],
)
def test_the_share_executed__of_a_budget_that_a_change_implies(
    rate: str, change: str, wrong: int
) -> None:
    told = (
        f"2027年度一般公共预算支出200.00万元，较年初预算{change}10.00万元，完成年初预算的{rate}%。"
    )
    text = f"{SPENT}四、一般公共预算财政拨款支出决算情况说明\n\n{told}\n"
    assert found("the_share_executed_follows", text) == wrong


EVALUATED = """三、支出决算情况说明

2027年度支出合计90.00万元，其中：基本支出60.00万元，项目支出30.00万元。

九、预算绩效情况说明

本部门组织开展绩效自评的项目{n}个，涉及资金{money}万元，占项目支出总额的{share}%。评价结果为优的项目2个、良的项目{good}个。
"""


@pytest.mark.parametrize(
    ("money", "share", "wrong"), [("30.00", "96.5", 1), ("30.00", "100", 0), ("29.00", "100", 0)]
)
def test_what_is_all_of_the_projects_is_the_whole_share(money: str, share: str, wrong: int) -> None:
    text = SPENT + EVALUATED.format(n=3, money=money, share=share, good=1)
    assert found("what_is_all_of_the_projects_is_the_whole_share", text) == wrong


@pytest.mark.parametrize(("n", "good", "wrong"), [(3, 2, 1), (3, 1, 0)])
def test_grades_make_the_projects__counted_behind_their_kind(n: int, good: int, wrong: int) -> None:
    text = SPENT + EVALUATED.format(n=n, money="30.00", share="100", good=good)
    text = text.replace("绩效自评的项目3个", "绩效自评，对项目支出3个项目进行评价")
    assert found("grades_make_the_projects_assessed", text) == wrong


TABLE = """2027年部门预算表

表1 一般公共预算支出表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t90.00\t60.00\t30.00
213\t农林水支出\t90.00\t60.00\t30.00
21302\t林业和草原\t90.00\t60.00\t30.00
2130201\t行政运行\t60.00\t60.00\t
2130205\t森林资源培育\t30.00\t\t30.00

"""


@pytest.mark.parametrize(("money", "wrong"), [("31.00", 1), ("30.00", 0)])
def test_what_is_told_elsewhere_is_printed(money: str, wrong: int) -> None:
    told = f"其他事项\n\n2027年森林资源培育（2130205）{money}万元，用于造林补植。\n"
    text = f"丙县林业局2027年部门预算\n\n{TABLE}第三部分 情况说明\n\n六、{told}"
    assert found("what_is_told_elsewhere_is_printed", text) == wrong


@pytest.mark.parametrize(
    "left",
    [
        "没有国有资本经营预算。（如没有此类支出，由各单位说明）",
        "没有国有资本经营预算，仍保留该表格式。",
        "没有国有资本经营预算（请据实填写）。",
    ],
)
def test_reasons_are_finished__instructions_of_the_form_are_left(left: str) -> None:
    assert found("reasons_are_finished", f"{PLANNED}七、国有资本经营预算支出情况\n\n{left}\n") == 1


@pytest.mark.parametrize(
    ("note", "wrong"), [("无基金收支的，仍保留此表样式", 1), ("没有基金收支", 0)]
)
def test_reasons_are_finished__instructions_of_the_form_are_left_below_a_table(
    note: str, wrong: int
) -> None:
    tables = f"第二部分 2027年部门预算表\n\n{TABLE}注：单位万元。\n\n{note}，并作说明。\n\n第三部分"
    told = PLANNED.replace("第三部分", tables, 1) + "七、基金\n\n没有基金预算。\n"
    assert found("reasons_are_finished", told) == wrong


TOTALS = """二、收入决算情况说明

2027年度收入合计90.00万元，其中：财政拨款收入80.00万元，其他收入10.00万元。

四、财政拨款收入支出决算总体情况说明

2027年度财政拨款收、支总计{all}万元。
"""


@pytest.mark.parametrize(("all_", "wrong"), [("79.00", 1), ("80.00", 0), ("84.00", 0)])
def test_fiscal_totals_hold_the_years_appropriation(all_: str, wrong: int) -> None:
    text = SPENT + TOTALS.format(all=all_)
    assert found("fiscal_totals_hold_the_years_appropriation", text) == wrong


def test_a_total_of_accounts_may_hold_what_was_carried_over_though_a_table_shows_none() -> None:
    table = """2027年度部门决算表

收入决算表

单位：万元

科目编码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
\t合计\t90.00\t80.00\t10.00
213\t农林水支出\t90.00\t80.00\t10.00
21302\t林业和草原\t90.00\t80.00\t10.00
2130201\t行政运行\t90.00\t80.00\t10.00

"""
    overall = "一、收入支出决算总体情况说明\n\n2027年度收、支总计97.00万元。\n\n"
    text = SPENT.replace("第三部分", f"{table}第三部分") + overall + TOTALS.format(all="84.00")
    assert not causes(read_text(text))


def test_shares_executed__each_project_has_its_own_budget() -> None:
    told = (
        "其中，造林项目全年预算数60.00万元，执行数54.00万元，完成预算的90%；"
        "管护项目全年预算数6.00万元，执行数6.00万元，完成预算的100%。"
    )
    assert not causes(read_text(f"{SPENT}九、预算绩效情况说明\n\n{told}\n"))


@pytest.mark.parametrize(("households", "wrong"), [("3.00", 1), ("8.00", 0)])
def test_classes_told_make_basic_expenditure__behind_a_word_that_lists_them(
    households: str, wrong: int
) -> None:
    told = (
        "2027年支出预算90.00万元。其中：基本支出60.00万元，占支出预算的66.67%，包括工资福利支出40.00万元、"
        f"商品和服务支出12.00万元、对个人和家庭的补助{households}万元；项目支出30.00万元。"
    )
    text = f"{PLANNED}三、支出预算情况说明\n\n{told}\n"
    assert found("classes_told_make_basic_expenditure", text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("编制人数310人，其中：行政编制28人，事业编制292人。", 1),
        ("人员编制20人，其中：管理岗位4人，专业技术岗位16人；在职人员18人。", 0),
        ("实有人数88人，其中：在职人员60人，退休人员25人，离休0人。", 1),
        (
            "编制人数小计60人，其中：行政编制0人，事业编制60人；实有人数小计70人，其中：在职50人，退休20人。",
            0,
        ),
    ],
)
def test_kinds_make_the_number__of_people_in_the_first_part(text: str, wrong: int) -> None:
    assert found("kinds_make_the_number", f"{FIRST}{text}{NOTES}") == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("涉及资金120.00万元，其中办案经费150.00万元、救助经费60.00万元。", 1),
        ("金额130.00万元：执法经费190.00万元，物资储备120.00万元。", 1),
        ("涉及资金210.00万元，其中办案经费150.00万元、救助经费60.00万元。", 0),
        ("涉及资金21.00万元，比上年增加150.00万元，其中办案经费90.00万元。", 0),
        ("总额60.00万元：货物20.00万元、服务40.00万元；其中一般公共预算60.00万元。", 0),
    ],
)
def test_what_is_among_an_amount_is_within_it(text: str, wrong: int) -> None:
    told = f"{PLANNED}八、绩效目标设置情况\n\n2027年编制绩效目标的项目2个，{text}\n"
    assert found("what_is_among_an_amount_is_within_it", told) == wrong


def test_identity__a_year_on_the_cover_alone_is_no_year_of_the_text() -> None:
    sections = "".join(
        f"{n}、{name}情况说明\n\n2027年度{name}90.00万元，其中：{name}一90.00万元。\n\n"
        for n, name in zip("一二三四五六七八", ["林业支出"] * 8, strict=True)
    )
    text = f"丙县林业局2026年度部门决算公开\n\n第三部分 2027年度部门决算情况说明\n\n{sections}"
    assert read_text(text).year == 2027
    assert read_text(text.replace("2027", "2026", 7)).year == 2026


def test_kinds_before_a_number_make_it__in_the_first_part_too() -> None:
    told = "内设办公室、综合科2个科室，行政编制6人，事业编制3人，共有编制{}人。"
    wrong = (
        found("kinds_before_a_number_make_it", f"{FIRST}{told.format(n)}{NOTES}") for n in (10, 9)
    )
    assert [*wrong] == [1, 0]


@pytest.mark.parametrize(
    ("body", "level", "wrong"),
    [
        ("乙市丙区林业局", "市级", 1),
        ("丙县林业局", "省级", 1),
        ("乙市丙区林业局", "区级", 0),
        ("乙市林业局", "市级", 0),
        ("乙市高新区管理委员会", "市级", 0),
    ],
)
@pytest.mark.parametrize(
    "said",
    ["指{}财政当年拨付的资金", "是{}预算主管部门取得的拨款", "指与{}财政有经费领拨关系的部门"],
)
def test_the_treasury_is_the_bodys_own(body: str, level: str, wrong: int, said: str) -> None:
    glossary = f"第四部分 名词解释\n\n一般公共预算拨款收入：{said.format(level)}。\n"
    text = f"{PLANNED}一、收支预算总体情况\n\n2027年收支总预算9.00万元。\n\n{glossary}"
    assert found("the_treasury_is_the_bodys_own", text.replace("丙县林业局", body)) == wrong


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [
        ("丙县水利局", 1),
        ("丙县第二中学", 1),
        ("丙县人民法院", 1),
        ("丙县林业局", 0),
        ("县林业局", 0),
        ("丁县水利局", 0),
    ],
)
def test_headings_name_the_body(heading: str, wrong: int) -> None:
    told = "一、关于{}2027年收支预算情况的说明\n\n2027年收支总预算9.00万元。\n\n"
    text = PLANNED + told.format("丙县林业局") + told.replace("一、", "二、").format(heading)
    assert found("headings_name_the_body", text) == wrong


@pytest.mark.parametrize(("project", "wrong"), [("70.00", 1), ("40.00", 0)])
def test_parts_told_in_a_note__of_fiscal_expenditure(project: str, wrong: int) -> None:
    told = (
        "2027年财政拨款支出90.00万元，比上年减少5.00万元，其中：基本支出50.00万元，项目支出{}万元。"
    )
    text = f"{PLANNED}二、财政拨款支出情况\n\n{told.format(project)}\n"
    assert found("parts_told_in_a_note_make_the_whole", text) == wrong


@pytest.mark.parametrize(
    ("money", "how", "wrong"),
    [
        ("308.00", "项目支出均实行了绩效目标管理", 1),
        ("206.00", "预算项目4个，全部编制绩效目标", 1),
        ("380.00", "项目支出全部纳入绩效管理", 0),
        ("308.00", "编制绩效目标的项目3个", 0),
    ],
)
def test_targets_of_every_project_are_of_all_the_money(money: str, how: str, wrong: int) -> None:
    told = "2027年支出预算900.00万元，其中：基本支出520.00万元，项目支出380.00万元。"
    targets = f"八、绩效目标设置情况\n\n2027年{how}，涉及资金{money}万元。\n"
    text = f"{PLANNED}三、支出预算情况说明\n\n{told}\n\n{targets}"
    assert found("targets_of_every_project_are_of_all_the_money", text) == wrong


@pytest.mark.parametrize(
    ("share", "wrong"), [("75.00%", 0), ("60.00%", 0), ("57.00%", 1), ("70.00%", 1)]
)
def test_shares_follow__of_either_whole_told(share: str, wrong: int) -> None:
    told = (
        "2027年度收入总计100.00万元，本年收入合计80.00万元，其中：财政拨款收入60.00万元，"
        f"占{share}；其他收入20.00万元，占25.00%。"
    )
    text = f"{SPENT}二、收入决算情况说明\n\n{told}\n"
    assert found("shares_follow_from_the_amounts_told", text) == wrong
    assert found("sources_told_make_revenue", text) == 0  # of what is carried over nothing is told


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("2101101事业单位医疗", 1),
        ("2080505机关事业单位职业年金缴费支出", 1),
        ("2210202住房公积金", 1),
        ("2101102事业单位医疗", 0),
        ("2130201行政运行", 0),
    ],
)
def test_codes_have_their_own_names__in_the_notes(code: str, wrong: int) -> None:
    told = f"2027年一般公共预算支出90.00万元，其中：{code}90.00万元。"
    text = f"{PLANNED}二、一般公共预算支出情况说明\n\n{told}\n"
    assert found("codes_have_their_own_names", text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("局内设股室7个，下属事业单位3个，分别为县林场、县苗圃站。", 1),
        ("所属预算单位3家，包括：县林场、县苗圃站、县林业工作站、县种苗中心。", 1),
        ("下属单位2个，分别是县林场和县苗圃站。", 0),
    ],
)
def test_members_are_counted_right__in_a_section_of_its_own(text: str, wrong: int) -> None:
    text = f"丙县林业局2027年部门预算公开说明\n\n一、机构设置\n\n{text}\n\n"
    text += "二、收支总体情况\n\n2027年收支总预算9.00万元。\n"
    assert found("members_are_counted_right", text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("国内公务接待6批次、40人次；外事接待0批次、0人次。", 0),
        ("国内公务接待6批次、0人次；外事接待0批次、0人次。", 1),
        ("国内公务接待6批次、40人次；外事接待0批次、2人次。", 1),
        ("因公出国（境）费0万元，全年因公出国（境）团组0个，出国（境）2人次。", 1),
        ("因公出国（境）费3.00万元，全年因公出国（境）团组0个，出国（境）2人次。", 0),
        ("因公出国（境）费3.00万元，全年因公出国（境）团组1个，出国（境）0人次。", 1),
    ],
)
def test_where_no_group_came_nobody_did(text: str, wrong: int) -> None:
    told = f"{SPENT}{PUBLIC}2027年度“三公”经费支出决算20.00万元。{text}\n"
    assert found("where_no_group_came_nobody_did", told) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2027年度一般公共预算支出年初预算为42.00万元，支出决算为40.00万元。", 0),
        ("2028年度一般公共预算支出年初预算为42.00万元，支出决算为40.00万元。", 1),
    ],
)
def test_sections_tell_the_budget_year__nothing_later(text: str, wrong: int) -> None:
    told = f"{SPENT}五、一般公共预算财政拨款支出决算情况说明\n\n2027年度支出40.00万元。{text}\n"
    assert found("sections_tell_the_budget_year", told) == wrong


def test_growth_on_nothing__is_doubted_with_the_change() -> None:
    told = "2027年一般公共预算财政拨款支出40.00万元，比上年增加{}万元，增长5.26%。"
    fiscal = "2027年财政拨款收支总预算40.00万元，比上年增加2.00万元。"
    text = f"{PLANNED}四、财政拨款收支情况\n\n{fiscal}\n\n五、一般公共预算支出情况\n\n{told}\n"
    assert causes(read_text(text.format("2.00"))) == []
    assert len(causes(read_text(text.format("40.00")))) == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("（一）机关运行经费。2026年机关运行经费预算30.00万元，比上年增加1.00万元。", 1),
        ("（一）政府采购情况。2025年政府采购预算总额30.00万元。", 1),
        ("（一）机关运行经费。2026年机关运行经费预算29.00万元，2027年预算30.00万元。", 0),
        ("（一）机关运行经费。2027年机关运行经费预算30.00万元，比上年增加1.00万元。", 0),
    ],
)
def test_sections_tell_the_budget_year__each_item(text: str, wrong: int) -> None:
    text = f"{PLANNED}十、其他重要事项的情况说明\n\n{text}\n"
    assert found("sections_tell_the_budget_year", text) == wrong


@pytest.mark.parametrize(
    ("told", "denied", "wrong"),
    [
        ("政府性基金预算财政拨款收入8.00万元", "无政府性基金预算财政拨款收入支出", 1),
        ("政府性基金预算拨款收入8.00万元", "没有使用政府性基金预算拨款安排的支出", 1),
        ("国有资本经营预算拨款收入8.00万元", "没有使用政府性基金预算拨款安排的支出", 0),
        ("政府性基金预算拨款收入0万元", "没有使用政府性基金预算拨款安排的支出", 0),
    ],
)
def test_empty_budgets_are_empty__in_the_other_sections(told: str, denied: str, wrong: int) -> None:
    income = f"二、收入预算情况说明\n\n2027年收入预算90.00万元，其中：{told}。\n\n"
    text = f"{PLANNED}{income}六、政府性基金预算支出情况说明\n\n2027年{denied}。\n"
    assert found("empty_budgets_are_empty", text) == wrong


@pytest.mark.parametrize(("reserved", "others", "wrong"), [(18, 12, 0), (30, 0, 0), (30, 30, 1)])
def test_procurement__is_of_reserved_projects_or_of_others(
    reserved: int, others: int, wrong: int
) -> None:
    text = (
        "2027年度政府采购金额（以中标通知书为准）为30.00万元。在预留给中小企业的采购项目中，由中小企业"
        f"中标的，金额{reserved}.00万元；在其他采购项目中，由中小企业中标的，金额{others}.00万元。"
    )
    text = f"{SPENT}十、政府采购支出情况说明\n\n{text}\n"
    assert found("procurement_reserved_is_within_procurement", text) == wrong


BY_FUNCTION = "\n".join(
    (
        "第二部分 2027年部门预算表\n\n表5 一般公共预算支出表\n单位：万元",
        "科目编码\t科目名称\t合计\t基本支出\t项目支出",
        "213\t农林水支出\t90.00\t60.00\t30.00",
        "21302\t林业和草原\t90.00\t60.00\t30.00",
        "2130201\t行政运行\t60.00\t60.00\t",
        "2130209\t森林生态效益补偿\t30.00\t\t30.00",
        "\t合计\t90.00\t60.00\t30.00\n\n",
    )
)


def with_table(notes: str) -> str:
    return PLANNED.replace("第三部分", f"{BY_FUNCTION}第三部分") + notes


@pytest.mark.parametrize(
    ("heading", "basic", "wrong"),
    [
        ("基本支出情况", "75.00", 0),
        ("一般公共预算基本支出情况", "75.00", 1),
        ("基本支出情况", "66.00", 1),
        ("财政拨款基本支出情况", "60.00", 0),
    ],
)
def test_basic_note_equals_its_table__or_is_of_all_money(
    heading: str, basic: str, wrong: int
) -> None:
    spent = "2027年支出预算120.00万元，其中：基本支出75.00万元，项目支出45.00万元。\n\n"
    notes = f"二、支出预算情况\n\n{spent}三、{heading}\n\n2027年基本支出{basic}万元。\n"
    assert found("basic_note_equals_its_table", with_table(notes)) == wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("2130201行政运行60.00万元，2130209森林生态效益补偿30.00万元", 0),
        ("2130201行政运行60.00万元，2130209森林生态效益补偿20.00万元", 1),
        ("2130201行政运行66.00万元，2130209森林生态效益补偿24.00万元", 2),
    ],
)
def test_fiscal_notes_tell_their_tables__and_the_general_budget(told: str, wrong: int) -> None:
    notes = f"二、财政拨款支出情况\n\n2027年一般公共预算财政拨款支出90.00万元，其中：{told}。\n"
    assert found("fiscal_notes_tell_their_tables", with_table(notes)) == wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("其中年初结转和结余3.00万元，较2026年增加20.00万元，增长25.00%", 0),
        ("其中年初结转和结余3.00万元，较2026年增加1.00万元，增长50.00%", 0),
        ("其中年初结转和结余30.00万元，较2026年减少20.00万元，下降16.67%", 0),
        ("其中年初结转和结余30.00万元，较2026年增加20.00万元，增长35.00%", 1),
    ],
)
def test_growth_follows_from_the_change__of_the_whole_of_a_list(told: str, wrong: int) -> None:
    text = f"{SPENT}一、收入决算情况说明\n\n本部门2027年度收入总计100.00万元，{told}。\n"
    assert found("growth_follows_from_the_change", text) == wrong
    assert found("an_increase_is_within_the_amount", text) == 0


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公务用车购置费支出决算0万元，2027年购置公务用车1辆。", 1),
        ("公务用车购置费支出决算0万元，2027年购置公务用车0辆。", 0),
        ("公务用车购置费支出决算18.00万元，2027年购置公务用车1辆。", 0),
        ("因公出国（境）费支出决算0万元，全年因公出国（境）团组2个，累计3人次。", 1),
        ("因公出国（境）费支出0万元，全年出国（境）团组1个，累计1人次。", 1),
        ("因公出国（境）费支出决算0万元，全年因公出国（境）团组0个，累计0人次。", 0),
        ("公务接待费支出决算0万元，全年国内公务接待3批次、9人次。", 0),
    ],
)
def test_nothing_is_spent_where_nobody_came__nor_bought_for_nothing(text: str, wrong: int) -> None:
    told = f"{SPENT}{PUBLIC}2027年度“三公”经费支出决算20.00万元。其中：{text}\n"
    assert found("nothing_is_spent_where_nobody_came", told) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "对2个项目编制绩效目标，涉及资金90.00万元，其中：防火道路50.00万元、苗木补贴30.00万元。",
            1,
        ),
        ("项目3个，金额9.00万元：防火道路5.00万元，苗木补贴3.00万元，林区巡护2.00万元。", 1),
        (
            "对2个项目编制绩效目标，涉及资金80.00万元，其中：防火道路50.00万元、苗木补贴30.00万元。",
            0,
        ),
        (
            "对5个项目编制绩效目标，涉及资金90.00万元，其中：防火道路50.00万元、苗木补贴30.00万元。",
            0,
        ),
    ],
)
def test_projects_listed_make_their_money(text: str, wrong: int) -> None:
    text = f"{PLANNED}八、预算绩效情况说明\n\n2027年{text}\n"
    assert found("projects_listed_make_their_money", text) == wrong


CODES = (
    "丙县林业局2027年部门预算\n\n第二部分 2027年部门预算表\n\n表5 一般公共预算支出表\n单位：万元\n"
    "科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t60.00\t60.00\t\n"
    "208\t社会保障和就业支出\t20.00\t20.00\t\n20805\t行政事业单位养老支出\t20.00\t20.00\t\n"
    "2080505\t机关事业单位基本养老保险缴费支出\t20.00\t20.00\t\n"
    "210\t卫生健康支出\t10.00\t10.00\t\n21011\t行政事业单位医疗\t10.00\t10.00\t\n"
    "2101101\t行政单位医疗\t10.00\t10.00\t\n"
    "221\t住房保障支出\t30.00\t30.00\t\n22102\t住房改革支出\t30.00\t30.00\t\n"
    "2210201\t住房公积金\t30.00\t30.00\t\n"
)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("", "", 0),
        ("21011\t行政事业单位医疗\t10.00\t10.00\t\n", "", 1),
        ("221\t住房保障支出\t30.00\t30.00\t\n", "", 1),
        ("2210201\t住房公积金\t30.00\t30.00\t\n", "", 1),
        ("2210201", "2110201", 0),  # astray, which another rule tells
        ("\n208\t", "\n\t", 0),
    ],
)
def test_no_level_of_codes_is_wanting(old: str, new: str, wrong: int) -> None:
    assert found("no_level_of_codes_is_wanting", CODES.replace(old, new, 1)) == wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [("卫生健康支出", "住房保障支出"), ("住房改革支出", "差旅费"), ("行政单位医疗", "住房公积金")],
)
def test_codes_have_their_own_names__of_classes_and_of_the_other_scheme(old: str, new: str) -> None:
    assert found("codes_have_their_own_names", CODES) == 0
    assert found("codes_have_their_own_names", CODES.replace(old, new)) == 1


@pytest.mark.parametrize(("spent", "wrong"), [("95.00", 0), ("97.00", 1)])
def test_fiscal_expenditure_of_accounts_is_without_what_is_left(spent: str, wrong: int) -> None:
    table = (
        "收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n一般公共预算财政拨款\t90.00\t农林水支出\t95.00\n"
        "本年收入合计\t90.00\t本年支出合计\t95.00\n年初财政拨款结转和结余\t8.00\t年末财政拨款结转和结余\t3.00\n"
        "总计\t98.00\t总计\t98.00\n\n"
    )
    head, told = SPENT.split("第三部分")
    text = (
        f"{head}第二部分 2027年度部门决算表\n\n表4 财政拨款收入支出决算总表\n单位：万元\n{table}"
        f"第三部分{told}四、财政拨款收入支出决算总体情况说明\n\n2027年度财政拨款支出{spent}万元。\n"
    )
    assert found("fiscal_note_equals_the_fiscal_table", text) == wrong


@pytest.mark.parametrize(("year", "wrong"), [("2027", 0), ("2025", 1)])
def test_what_there_was__of_each_thing_counted(year: str, wrong: int) -> None:
    text = (
        f"{SPENT}{PUBLIC}公务用车购置费0万元，2027年更新公务用车0辆。公务用车运行维护费8.40万元，"
        f"截止{year}年12月31日，公务用车保有量为3辆。\n"
    )
    assert found("what_there_was_is_of_the_year_told", text) == wrong


@pytest.mark.parametrize(
    ("year", "money", "wrong"), [("2027", "3.60", 0), ("2025", "3.60", 1), ("2025", "3.80", 0)]
)
def test_sections_tell_the_budget_year__of_what_a_table_prints(
    year: str, money: str, wrong: int
) -> None:
    text = (
        "丙县林业局2027年部门预算\n\n第二部分 2027年部门预算表\n\n"
        "表7 “三公”经费、会议费、培训费支出表\n单位：万元\n"
        "“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费\t会议费\t培训费\n"
        "1.80\t0.00\t0.00\t1.80\t2.40\t3.60\n\n第三部分 2027年部门预算情况说明\n\n"
        "九、“三公”经费、会议费、培训费支出情况说明\n\n2027年“三公”经费支出预算1.80万元。\n"
        f"{year}年培训费预算支出{money}万元，与上年预算数相同。\n"
    )
    assert found("sections_tell_the_budget_year", text) == wrong


def test_every_item_is_told__in_the_section_on_fiscal_expenditure() -> None:
    summary = (
        "表1 收支总表\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
        "一般公共预算拨款收入\t60.00\t社会保障和就业支出\t20.00\n政府性基金预算拨款收入\t\t卫生健康支出\t10.00\n"
        "\t\t住房保障支出\t30.00\n收入总计\t60.00\t支出总计\t60.00\n\n"
    )
    told = (
        "第三部分 2027年部门预算情况说明\n\n五、财政拨款支出预算情况说明\n\n"
        "2027年财政拨款预算支出60.00万元。其中：\n"
        "1.行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）支出20.00万元。\n"
        "2.行政事业单位医疗（款）行政单位医疗（项）支出10.00万元。\n"
        "3.住房改革支出（款）{}（项）支出30.00万元。\n"
    )
    text = CODES.replace("表5", f"{summary}表5") + told
    assert found("every_item_is_told", text.format("住房公积金")) == 0
    assert found("every_item_is_told", text.format("行政运行")) > 0
    assert found("every_item_is_told", text.format("住房公积金支出")) == 0  # but spelt otherwise
