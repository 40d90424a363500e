"""What is counted, listed and split beside what is told of it: slips, and what is none."""

import pytest

from budgetlib.budget import read_text

FRONT = "庚县林业局2027年部门预算\n\n第三部分 2027年部门预算情况说明\n\n"
ACCOUNTS = """辛市第九中学2027年度单位决算
收入支出决算总表
收入决算表
第三部分 2027年度单位决算情况说明

"""
PERFORMANCE = "八、预算绩效情况说明"
PROJECTS = "七、项目支出情况说明"
STAFF = "一、单位基本情况"


def found(*paragraphs: str, front: str = FRONT) -> set[str]:
    """The rules of the errors and warnings."""
    told = read_text(front + "\n\n".join(paragraphs) + "\n").reconcile().inconsistent
    return {c.rule.name for c in told if c.severity != "note"}


@pytest.mark.parametrize(
    ("heading", "sentence", "right", "wrong", "rule"),
    [
        (
            "六、国有资产占用情况说明",
            "共有车辆{}辆，其中：其他用车3辆。",
            *("3", "4", "kinds_make_the_number"),
        ),
        (
            STAFF,
            "现有班级36个，教职工{}人，其中专任教师91人、工勤人员5人；在校学生1530人。",
            *("96", "86", "kinds_make_the_number"),
        ),
        (
            STAFF,
            "内设4个科，下辖{}个林场、3个苗圃，共12个基层单位。",
            *("9", "7", "kinds_before_a_number_make_it"),
        ),
        (
            PERFORMANCE,
            "对{}个项目开展自评，涉及资金516.30万元。自评结果为优的7个、良的3个、中的1个。",
            *("11", "12", "grades_make_the_projects_assessed"),
        ),
        (
            PERFORMANCE,
            "对{}个一般公共预算项目开展自评，自评结果为“优”的项目7个、“良”的项目4个。",
            *("11", "12", "grades_make_the_projects_assessed"),
        ),
        (
            PERFORMANCE,
            "纳入自评的项目9个，涉及资金516.30万元。得分90分以上的6个，80至90分的{}个。",
            *("3", "2", "grades_make_the_projects_assessed"),
        ),
        (
            PROJECTS,
            "安排项目{}个，项目支出316.30万元，分别是：苗木更新项目120.80万元、管护站修缮项目195.50万元。",
            *("2", "3", "projects_listed_make_their_money"),
        ),
        (
            PROJECTS,
            "项目支出516.30万元，其中财政拨款316.30万元，单位自有资金200.00万元。"
            "财政拨款项目2个：苗木更新项目{}万元、管护站修缮项目195.50万元。",
            *("120.80", "102.80", "projects_listed_make_their_money"),
        ),
        (
            PROJECTS,
            "项目支出516.30万元，其中财政拨款316.30万元，单位自有资金{}万元。",
            *("200.00", "210.00", "money_of_procurement_and_targets_is_of_its_sources"),
        ),
        (
            "六、政府采购情况说明",
            "政府采购预算96.40万元，其中：货物60.20万元（含苗木{}万元），服务36.20万元。",
            *("51.70", "517.00", "what_is_among_an_amount_is_within_it"),
        ),
        (
            "六、政府采购情况说明",
            "政府采购预算96.40万元。按资金来源：一般公共预算{}万元，政府性基金36.20万元。",
            *("60.20", "62.00", "what_a_paragraph_splits_makes_the_whole"),
        ),
        (
            "五、政府性基金预算支出情况说明",
            "政府性基金预算支出96.40万元，其中：城乡社区支出{}万元，农林水支出36.20万元。",
            *("60.20", "62.00", "items_told_make_their_fund"),
        ),
        (
            "一、收支总体情况说明",
            "收入预算516.30万元，较上年增加96.43万元，其中：财政拨款收入400.00万元，事业收入116.30万元。"
            "收入增加的主要原因：一是门票增加事业收入{}万元，二是其他项目增加36.20万元。",
            *("60.23", "62.03", "reasons_told_make_the_change"),
        ),
    ],
)
def test_slip__seen(heading: str, sentence: str, right: str, wrong: str, rule: str) -> None:
    assert found(heading, sentence.format(right)) == set()
    assert found(heading, sentence.format(wrong)) == {rule}


@pytest.mark.parametrize(
    ("sentence", "front"),
    [
        (  # the list of a kind is no list of projects
            "安排项目12个，项目支出316.30万元，其中：基建类项目120.80万元、运维类项目195.50万元。",
            FRONT,
        ),
        (  # the accounts are split, not the budget told before
            "一般公共预算财政拨款支出316.30万元。年初预算为300.00万元，完成年初预算的105.43%。"
            "按功能分类：教育支出195.50万元，占61.81%；住房保障支出120.80万元，占38.19%。",
            ACCOUNTS,
        ),
    ],
)
def test_list__of_something_else_is_no_fault(sentence: str, front: str) -> None:
    heading = PROJECTS if front == FRONT else "五、一般公共预算财政拨款支出决算情况"
    assert found(heading, sentence, front=front) == set()


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("9批次、85人次，其中外宾接待0批次、0人次", set()),
        ("0批次、0人次", {"nothing_is_spent_where_nobody_came"}),
    ],
)
def test_reception__of_guests_from_abroad_is_not_all(told: str, wrong: set[str]) -> None:
    heading = "八、“三公”经费财政拨款支出决算情况"
    assert found(heading, f"公务接待费0.85万元。公务接待{told}。", front=ACCOUNTS) == wrong


@pytest.mark.parametrize(
    ("number", "wrong"), [(5, set()), (7, {"as_many_projects_have_as_much_money"})]
)
def test_targets__of_as_many_projects_as_there_are(number: int, wrong: set[str]) -> None:
    told = f"对{number}个项目设置绩效目标，涉及资金516.37万元。"
    assert found(PROJECTS, "安排项目5个，项目支出516.37万元。", PERFORMANCE, told) == wrong


@pytest.mark.parametrize(("general", "wrong"), [("256.30", False), ("265.30", True)])
def test_accounts__funds_make_what_came_in(general: str, wrong: bool) -> None:
    sentence = (
        f"财政拨款本年收入316.30万元，其中一般公共预算财政拨款{general}万元，"
        "政府性基金预算财政拨款60.00万元；财政拨款本年支出316.30万元。"
    )
    assert bool(found("四、财政拨款收入支出决算总体情况", sentence, front=ACCOUNTS)) == wrong


@pytest.mark.parametrize(("count", "wrong"), [(16, True), (14, False)])
def test_average__is_of_the_count_that_fits_best(count: int, wrong: bool) -> None:
    sentence = (
        f"公务用车购置费19.30万元，购置公务用车1辆。公务用车运行维护费38.50万元。公务用车保有量{count}辆，"
        "平均每辆运行费2.75万元。"
    )
    budget = read_text(f"{ACCOUNTS}八、“三公”经费财政拨款支出决算情况\n\n{sentence}\n")
    told = [c for c in budget.reconcile().inconsistent if c.rule.name.startswith("what_each")]
    assert [[t.figure.printed for t in c.relation.terms][-1] for c in told] == ["16"] * wrong


@pytest.mark.parametrize(("number", "wrong"), [(3, set()), (5, {"members_are_counted_right"})])
def test_offices__named_before_their_number(number: int, wrong: set[str]) -> None:
    front = "庚县林业局2027年部门预算\n\n第一部分 概况\n\n二、机构设置\n\n"
    told = f"庚县林业局内设办公室、造林科、执法科{number}个科室。"
    notes = "第三部分 2027年部门预算情况说明\n\n一、收支总体情况说明\n\n收支总预算96.40万元。"
    assert found(told, notes, front=front) == wrong


TABLES = """庚县林业局2027年部门预算

第二部分 2027年部门预算表

{}

第三部分 2027年部门预算情况说明

"""


def tables(*each: str) -> str:
    return TABLES.format("\n\n".join(each))


PUBLIC = """一般公共预算“三公”经费、会议费支出表
单位：万元
三公经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t会议费
\t\t小计\t公务用车购置费\t公务用车运行费\t\t
{}\t0.00\t42.00\t18.00\t24.00\t8.60\t12.50"""


def test_public__whole_without_quotation_marks() -> None:
    section = ("九、“三公”经费、会议费支出预算情况说明", "会议费预算支出{}万元。")
    assert (
        found(section[0], section[1].format("12.50"), front=tables(PUBLIC.format("50.60"))) == set()
    )
    assert found(section[0], section[1].format("15.20"), front=tables(PUBLIC.format("50.60")))
    assert found(section[0], section[1].format("12.50"), front=tables(PUBLIC.format("56.00")))


YEARS = """一般公共预算“三公”经费支出表
单位：万元
2026年预算数\t\t\t\t\t\t2027年预算数
合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t
16.00\t0.00\t10.50\t0.00\t10.50\t5.50\t13.50\t0.00\t9.00\t0.00\t9.00\t4.50"""


@pytest.mark.parametrize(("change", "wrong"), [("1.50", False), ("2.50", True)])
def test_public__a_change_told_without_the_amount(change: str, wrong: bool) -> None:
    sentence = (
        "“三公”经费预算数为13.50万元，其中：公务用车购置及运行费9.00万元，公务接待费4.50万元。"
        f"比2026年减少2.50万元，其中：公务用车运行费减少{change}万元，公务接待费减少1.00万元。"
    )
    wanted = {"changes_told_follow_from_the_year_before"} if wrong else set()
    assert found("七、“三公”经费预算情况说明", sentence, front=tables(YEARS)) >= wanted
    assert wrong or not found("七、“三公”经费预算情况说明", sentence, front=tables(YEARS))


FUND = """政府性基金预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
212\t城乡社区支出\t75.00\t\t75.00
21208\t国有土地使用权出让收入安排的支出\t75.00\t\t75.00
2120804\t农村基础设施建设支出\t75.00\t\t75.00
\t合计\t75.00\t\t75.00"""


@pytest.mark.parametrize(("amount", "wrong"), [("75.00", False), ("70.50", True)])
def test_fund__an_item_by_its_name(amount: str, wrong: bool) -> None:
    sentence = f"政府性基金预算支出75.00万元，其中：农村基础设施建设支出{amount}万元，用于村道。"
    rules = found("八、政府性基金预算支出情况说明", sentence, front=tables(FUND))
    assert rules == ({"what_is_told_elsewhere_is_printed"} if wrong else set())


CODED = """部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t96.40\t96.40\t
208\t社会保障和就业支出\t96.40\t96.40\t
20805\t行政事业单位养老支出\t96.40\t96.40\t
2080505\t机关事业单位基本养老保险缴费支出\t64.30\t64.30\t
{}\t机关事业单位职业年金缴费支出\t32.10\t32.10\t"""


def test_code__of_the_item_above_by_slip() -> None:
    note = ("三、支出情况说明", "支出预算96.40万元，其中：基本支出96.40万元。")
    assert found(*note, front=tables(CODED.format("2080506"))) == set()
    wrong = found(*note, front=tables(CODED.format("2080505")))
    assert {"a_code_stands_once", "codes_have_their_own_names"} <= wrong
    assert "lower_levels_make_their_parent" not in wrong


PURCHASES = """政府采购支出表
单位：万元
采购品目大类\t品目名称\t数量\t单价\t金额
合计\t\t\t\t233.60
货物\t\t\t\t113.60
\t水质分析仪\t{}\t21.20\t63.60
\t监测车\t4\t12.50\t50.00
服务\t\t\t\t120.00
\t运维服务\t2\t60.00\t120.00"""


@pytest.mark.parametrize(
    ("number", "wrong"), [(3, set()), (5, {"quantities_at_their_prices_make_the_amounts"})]
)
def test_purchases__by_kind_and_below_it_by_name(number: int, wrong: set[str]) -> None:
    note = (
        "六、政府采购情况说明",
        "政府采购预算233.60万元，其中：货物113.60万元，服务120.00万元。",
    )
    assert found(*note, front=tables(PURCHASES.format(number))) == wrong


def test_item__that_no_table_prints() -> None:
    table = CODED.format("2080506").replace("部门支出总表", "财政拨款支出表（功能科目）")
    general = CODED.format("2080506").replace("部门支出总表", "一般公共预算支出表")
    heading = "五、财政拨款支出预算情况说明"
    path = "1.社会保障和就业支出（类）行政事业单位养老支出（款）{}（项）支出32.10万元。"
    rules = [
        found(heading, path.format(name), front=tables(table, general))
        for name in ("机关事业单位职业年金缴费支出", "行政单位离退休")
    ]
    assert [("every_item_is_told" in told) for told in rules] == [False, True]


def test_glossary__a_division_with_brackets_in_its_name() -> None:
    division = "政府办公厅（室）及相关机构事务"
    table = f"""一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t96.40\t96.40\t
201\t一般公共服务支出\t96.40\t96.40\t
20103\t{division}\t96.40\t96.40\t
2010301\t行政运行\t96.40\t96.40\t"""
    note = ("五、一般公共预算支出情况说明", "一般公共预算支出96.40万元。", "第四部分 名词解释")
    entry = f"一、一般公共服务支出（类）{division}（款）行政运行（项）：指基本支出。"
    assert found(*note, entry, front=tables(table)) == set()


def test_year__of_the_heads_of_columns_alone() -> None:
    table = """部门“三公”经费支出情况表
部门名称：庚县林业局\t\t\t\t单位：万元
项目\t2026年预算数\t2027年预算数\t增减额\t增减率
合计\t38.50\t26.00\t-12.50\t-32.47%
公务接待费\t6.50\t5.00\t-1.50\t-23.08%
公务用车购置及运行费\t32.00\t21.00\t-11.00\t-34.38%"""
    assert read_text(table + "\n").year == 2027


def test_shanghai__sections_within_one_paragraph() -> None:
    text = """壬区文化馆2027年单位预算

2027年单位预算编制说明

2027年，壬区文化馆收入预算1301.21万元，其中：财政拨款收入1275.21万元；事业收入26.00万元。\
支出预算1301.21万元，其中：财政拨款支出预算1275.21万元。财政拨款支出主要内容如下：

1. “文化旅游体育与传媒支出”科目1161.24万元，主要用于人员工资。

2. “社会保障和就业支出”科目113.97万元，主要用于养老保险。

2027年单位财务收支预算总表
编制单位：壬区文化馆\t\t单位：元
本年收入\t\t本年支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t12,752,100\t一、文化旅游体育与传媒支出\t11,872,400
二、事业收入\t260,000\t二、社会保障和就业支出\t1,139,700
收入总计\t13,012,100\t支出总计\t13,012,100

2027年单位一般公共预算支出功能分类预算表
编制单位：壬区文化馆\t\t\t单位：元
功能分类科目编码\t功能分类科目名称\t合计\t基本支出\t项目支出
合计\t\t12,752,100\t12,752,100\t
207\t文化旅游体育与传媒支出\t11,612,400\t11,612,400\t
208\t社会保障和就业支出\t1,139,700\t1,139,700\t
"""
    budget = read_text(text)
    assert {"revenue", "expenditure", "general_budget"} <= {n.topic for n in budget.notes.values()}
    told = budget.reconcile().inconsistent
    assert [c.rule.name for c in told if c.severity == "error"] == []


@pytest.mark.parametrize(
    ("heading", "sentence", "right", "wrong", "rule"),
    [
        (
            "二、一般公共预算安排情况",
            "一般公共预算拨款安排支出316.30万元。按经济分类：工资福利支出{}万元，商品和服务支出120.80万元。",
            *("195.50", "159.50", "what_a_paragraph_splits_makes_the_whole"),
        ),
        (
            "七、资产情况",
            "固定资产总额316.30万元，其中房屋195.50万元、车辆120.80万元。车辆{}辆，其中执法执勤用车8辆、其他用车3辆。",
            *("11", "14", "kinds_make_the_number"),
        ),
        (
            "四、重点项目安排情况",
            "安排重点项目2个，金额{}万元。\n\n1.苗木更新\n\n（1）年度预算安排：120.80万元。\n\n2.管护站修缮\n\n"
            "（1）年度预算安排：195.50万元。",
            *("316.30", "361.30", "projects_listed_make_their_money"),
        ),
        (
            "四、重点项目安排情况",
            "安排重点项目{}个，金额316.30万元。\n\n1.苗木更新\n\n（1）年度预算安排：120.80万元。\n\n2.管护站修缮\n\n"
            "（1）年度预算安排：195.50万元。",
            *("2", "3", "projects_listed_make_their_money"),
        ),
        (
            PERFORMANCE,
            "对项目开展自评，共涉及项目14个，其中一级项目3个、二级项目11个，涉及资金316.30万元。"
            "从自评看，{}个项目评为“优”，2个项目评为“良”。",
            *("12", "11", "grades_make_the_projects_assessed"),
        ),
    ],
)
def test_slip__in_sections_of_other_headings(
    heading: str, sentence: str, right: str, wrong: str, rule: str
) -> None:
    assert found(heading, *sentence.format(right).split("\n\n")) == set()
    assert found(heading, *sentence.format(wrong).split("\n\n")) == {rule}


@pytest.mark.parametrize(("year", "wrong"), [(2027, False), (2026, True)])
def test_accounts__the_budget_told_beside_them_has_no_say_in_their_year(
    year: int, wrong: bool
) -> None:
    sentence = f"{year}年度“三公”经费支出决算14.36万元，完成全年预算18.00万元的79.78%。"
    rules = found("六、“三公”经费支出决算情况说明", sentence, front=ACCOUNTS)
    assert ("sections_tell_the_budget_year" in rules) == wrong


@pytest.mark.parametrize(("fund", "wrong"), [("140.00", False), ("104.00", True)])
def test_accounts__funds_make_what_came_in_and_what_was_spent(fund: str, wrong: bool) -> None:
    sentence = (
        "财政拨款收入960.30万元，其中：一般公共预算财政拨款收入820.30万元，政府性基金预算财政拨款收入140.00万元。"
        f"财政拨款支出960.30万元，其中：一般公共预算财政拨款支出820.30万元，政府性基金预算财政拨款支出{fund}万元。"
    )
    rules = found("四、财政拨款收入支出决算总体情况说明", sentence, front=ACCOUNTS)
    assert ("parts_told_in_a_note_make_the_whole" in rules) == wrong


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("机关事业单位职业年金缴费支出", set()),
        ("机关事业单位职业年金", set()),
        ("死亡抚恤和其他", {"a_name_has_one_code_of_its_division"}),
    ],
)
def test_name__of_a_code_in_every_table(name: str, wrong: set[str]) -> None:
    titles = ("部门支出总表", "一般公共预算支出表", "财政拨款支出表（功能科目）")
    all_three = [CODED.format("2080506").replace("部门支出总表", title) for title in titles]
    all_three[2] = all_three[2].replace("机关事业单位职业年金缴费支出", name)
    note = ("三、支出情况", "支出预算96.40万元，其中：基本支出96.40万元。")
    assert found(*note, front=tables(*all_three)) == wrong


@pytest.mark.parametrize("grade", ["高级教师", "一级教师"])
def test_staff__some_of_whom_are_told_by_their_grade_are_no_fault(grade: str) -> None:
    assert found(STAFF, f"教职工96人，其中专任教师91人、{grade}25人。") == set()
