"""Slips in whole disclosures of several forms, and the same forms with nothing wrong in them."""

import pytest

from budgetlib.budget import Budget, read_text

BODY = "壬县粮食局"
FRONT = f"{BODY}2028年部门预算\n\n第二部分 2028年部门预算表\n\n"
NOTES = "第三部分 2028年部门预算情况说明\n\n"
ROWS = (
    "222\t粮油物资储备支出\t150.00\t120.00\t80.00\t40.00\t{other}",
    "22201\t粮油物资事务\t150.00\t120.00\t80.00\t40.00\t30.00",
    "2220101\t行政运行\t90.00\t80.00\t80.00\t\t10.00",
    "2220102\t一般行政管理事务\t60.00\t40.00\t\t40.00\t20.00",
    "合计\t\t150.00\t120.00\t80.00\t40.00\t30.00",
)
SPENT = "表3 部门支出总表\n单位：万元\n{head}\n" + "\n".join(ROWS) + "\n\n"
GENERAL = """表5 一般公共预算支出表
单位：万元
科目编码\t科目名称\t{total}\t基本支出\t项目支出
\t合计\t120.00\t80.00\t40.00
222\t粮油物资储备支出\t120.00\t80.00\t40.00
22201\t粮油物资事务\t120.00\t80.00\t40.00
2220101\t行政运行\t80.00\t80.00\t
2220102\t一般行政管理事务\t40.00\t\t40.00

"""
BASIC = """表6 一般公共预算基本支出表
单位：万元
科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t80.00\t62.00\t18.00
301\t工资福利支出\t62.00\t62.00\t
30101\t基本工资\t62.00\t62.00\t
302\t商品和服务支出\t18.00\t\t18.00
30201\t办公费\t11.00\t\t11.00
30211\t差旅费\t7.00\t\t7.00

"""
SPLIT = """表3 部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
222\t粮油物资储备支出\t150.00\t80.00\t70.00
22201\t粮油物资事务\t150.00\t80.00\t70.00
2220101\t行政运行\t80.00\t80.00\t
2220102\t一般行政管理事务\t70.00\t\t70.00
合计\t\t150.00\t80.00\t70.00

"""


def grave(text: str) -> list[str]:
    """The rules of the errors and warnings."""
    told = read_text(text).reconcile().inconsistent
    return sorted({c.rule.name for c in told if c.severity != "note"})


def sections(budget: Budget) -> dict[str, str]:
    return {name: note.topic for name, note in budget.notes.items() if note.claims}


@pytest.mark.parametrize(
    "head",
    [
        "科目编码\t科目名称\t合计\t财政拨款\t\t\t其他资金\n\t\t\t小计\t基本支出\t项目支出\t",
        "科目编码\t科目名称\t合计\t财政拨款小计\t财政拨款基本支出\t财政拨款项目支出\t其他资金",
        "科目编码\t科目名称\t总计\t财政拨款\t其中：\t\t单位资金\n\t\t\t\t基本支出\t项目支出\t",
    ],
)
def test_header__kinds_below_appropriation_are_not_those_of_all(head: str) -> None:
    assert grave(FRONT + SPENT.format(head=head, other="30.00")) == []
    wrong = grave(FRONT + SPENT.format(head=head, other="31.00"))
    assert "basic_and_project_make_the_total" in wrong


@pytest.mark.parametrize("total", ["合计", "小计"])
def test_header__a_sum_alone_is_the_total(total: str) -> None:
    budget = read_text(FRONT + GENERAL.format(total=total))
    assert "total" in budget["by_function"].keys


@pytest.mark.parametrize("ends", ["预算情况和重要事项说明", "预算情况及其他重要事项的说明"])
def test_part__of_notes_and_other_matters(ends: str) -> None:
    text = f"{FRONT}第三部分 2028年部门{ends}\n\n一、支出预算情况\n\n2028年支出预算150.00万元。\n"
    assert sections(read_text(text)) == {"一": "expenditure"}


def test_section__of_the_body_in_a_part_of_notes() -> None:
    contents = "第一部分 预算编制说明\n\n一、基本情况\n\n二、收入预算情况\n\n第二部分 预算表\n\n"
    told = "第一部分 预算编制说明\n\n一、基本情况\n\n在职人员12人。\n\n二、收入预算情况\n\n"
    budget = read_text(f"{BODY}2028年部门预算\n\n{contents}{told}2028年收入预算150.00万元。\n")
    assert sections(budget) == {"一": "", "二": "revenue"}


def test_section__of_the_glossary_holds_none() -> None:
    text = (
        "五、其他重要事项\n\n（一）“三公”经费\n\n2028年“三公”经费预算9.00万元，其中：公务接待费"
        "4.00万元，公务用车运行费5.00万元，因公出国（境）费0万元，公务用车购置费0万元。“三公”"
        "经费比上年减少1.00万元，其中：公务接待费减少1.00万元，公务用车运行费{}。\n\n"
        "六、名词解释\n\n1.“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。\n"
    )
    assert grave(FRONT + NOTES + text.format("与上年持平")) == []
    rules = ["changes_told_of_three_public_make_the_total_change"]
    assert grave(FRONT + NOTES + text.format("增加1.00万元")) == rules


LISTED = "表3 部门支出总表\n\n表5 一般公共预算支出表\n\n表6 {}一般公共预算基本支出表\n\n"


@pytest.mark.parametrize(
    ("titles", "wrong"),
    [("", []), ("政府采购预算表\n\n表7 ", ["every_listed_table_is_printed"])],
)
def test_contents__a_title_between_shifts_the_numbers(titles: str, wrong: list[str]) -> None:
    contents = f"{BODY}2028年部门预算\n\n目录\n\n" + LISTED.format(titles)
    assert grave(contents + SPLIT + GENERAL.format(total="合计") + BASIC) == wrong


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ((BODY, BODY, BODY, BODY), []),
        ((BODY, BODY, BODY, "壬县水利局"), ["headings_name_the_body"]),
        ((BODY, BODY, BODY, "壬县粮食中心"), []),
        ((BODY, BODY, "壬县水利局", "壬县水利局"), []),
    ],
)
def test_body__one_table_is_headed_by_another(names: tuple[str, ...], wrong: list[str]) -> None:
    printed = [
        f"表{n} {title}\n部门：{name}\n单位：万元\n科目编码\t科目名称\t合计\n\t合计\t9.00\n"
        for n, (title, name) in enumerate(
            zip(
                ("收入总表", "支出总表", "一般公共预算支出表", "政府性基金预算支出表"),
                names,
                strict=True,
            ),
            1,
        )
    ]
    told = [rule for rule in grave(FRONT + "\n".join(printed)) if "body" in rule]
    assert told == wrong


TABLES = FRONT + SPLIT + GENERAL.format(total="合计") + BASIC + NOTES
TARGETS = "五、预算绩效\n\n"
PUBLIC = "七、“三公”经费情况\n\n2028年公务用车运行维护费5.00万元，"
SECTION = {
    "organs": "四、机关运行经费\n\n2028年机关运行经费18.00万元，其中：办公费11.00万元，"
    "差旅费{}万元。\n",
    "share": TARGETS + "共涉及项目4个，资金{}万元，占一般公共预算项目支出总额的100%。\n",
    "listed": TARGETS
    + "其中重点项目2个，涉及资金30.00万元：仓房维修项目18.00万元，目标是维修仓房6处；"
    "粮食检测项目{}万元，占项目支出的17.14%。\n",
    "sources": TARGETS
    + "实行绩效目标管理的项目4个，涉及资金70.00万元，其中：一般公共预算{}万元。\n",
    "funds": "六、项目支出情况\n\n2028年项目支出{}万元，其中：财政拨款40.00万元，"
    "财政专户管理资金12.00万元，事业收入18.00万元。\n",
    "owned": "二、基本情况\n\n车辆编制6辆，实有车辆{}辆。\n\n"
    + PUBLIC
    + "年末公务用车保有量为5辆。\n",
    "run": PUBLIC + "用于{}辆公务用车燃油、维修。\n\n八、国有资产情况\n\n共有车辆5辆。\n",
}


@pytest.mark.parametrize(
    ("name", "right", "slip", "rule"),
    [
        ("organs", "7.00", "6.70", "what_organs_run_on_is_within_the_table"),
        ("share", "40.00", "70.00", "what_is_all_of_the_projects_is_the_whole_share"),
        ("listed", "12.00", "21.00", "projects_listed_make_their_money"),
        ("sources", "40.00", "44.00", "sources_of_all_projects_are_theirs"),
        ("funds", "70.00", "77.00", "money_of_procurement_and_targets_is_of_its_sources"),
        ("owned", "5", "4", "vehicles_paid_for_are_among_those_owned"),
        ("run", "5", "9", "vehicles_paid_for_are_among_those_owned"),
    ],
)
def test_note__one_figure_amiss(name: str, right: str, slip: str, rule: str) -> None:
    assert grave(TABLES + SECTION[name].format(right)) == []
    assert rule in grave(TABLES + SECTION[name].format(slip))


def test_note__what_organs_run_on_may_be_a_part() -> None:
    text = SECTION["organs"].replace("18.00", "17.00")
    assert grave(TABLES + text.format("6.00")) == []


def test_offices__counted_by_another_name() -> None:
    told = "第一部分 概况\n\n（二）机构设置\n\n内设{}{}个，分别是：办公室、购销股、仓储股。\n"
    front = f"{BODY}2028年部门预算\n\n{{}}\n" + NOTES + "一、收入预算\n\n收入预算9.00万元。\n"
    assert grave(front.format(told.format("股室", 3))) == []
    assert grave(front.format(told.format("部室", 4))) == ["offices_are_counted_right"]


def test_list__of_sources_counts_no_projects() -> None:
    told = "六、项目支出情况\n\n项目支出70.00万元，其中：财政拨款40.00万元，单位资金30.00万元。\n\n"
    text = told + (
        TARGETS + "实行绩效目标管理的项目8个，涉及资金70.00万元，其中财政拨款项目3个，涉及资金40.00"
        "万元；单位资金项目5个，涉及资金30.00万元。\n"
    )
    assert grave(TABLES + text) == []


def test_list__of_assets_ends_with_what_is_left() -> None:
    text = (
        "八、国有资产情况\n\n固定资产总额3,862.40万元，其中：仓房1,620.50万元，车辆2台、58.60万元，"
        "其他固定资产{}万元；单位价值100万元以上的设备4台（套）、862.30万元。\n"
    )
    assert grave(TABLES + text.format("2,183.30")) == []
    wrong = ["a_list_with_the_rest_makes_the_whole", "amounts_listed_make_the_one_before"]
    assert grave(TABLES + text.format("2,138.30")) == wrong


def test_number__lent_to_a_table_that_prints_none() -> None:
    own = "固定资产占用情况表\n项目\t数量\t价值（万元）\n资产总额\t\t9.00\n仓房\t2\t9.00\n\n"
    tables = SPLIT.replace("表3", "表1") + GENERAL.format(total="合计").replace("表5", "表2")
    assert grave(FRONT + own + tables) == []


SIDES = """表4 财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、财政拨款\t{}\t一、财政拨款\t150.00
1、一般公共预算拨款\t150.00\t1、粮油物资储备支出\t120.00
2、政府性基金拨款\t\t2、住房保障支出\t30.00
本年收入合计\t150.00\t本年支出合计\t150.00
收入总计\t150.00\t支出总计\t150.00

"""


def test_sides__what_heads_both_is_of_each() -> None:
    assert grave(FRONT + SIDES.format("150.00")) == []
    assert grave(FRONT + SIDES.format("105.00")) != []


PUBLIC_TABLE = """表7 “三公”经费及会议费、培训费支出表
单位：万元
单位编码\t单位名称\t合计\t因公出国（境）费用\t公务接待费\t公务用车购置费\t公务用车运行维护费\t会议费\t培训费
\t合计\t14.70\t0.00\t1.80\t0.00\t6.80\t1.60\t4.50
101001\t壬县粮食局\t14.70\t0.00\t1.80\t0.00\t6.80\t1.60\t4.50

"""
MEETINGS = "七、“三公”经费等情况\n\n公务接待费1.80万元。2028年会议费预算支出{}万元。\n"


def test_public_expenses__with_meetings_and_no_sum_of_their_own() -> None:
    text = FRONT + PUBLIC_TABLE + NOTES + MEETINGS
    assert grave(text.format("1.60")) == []
    assert grave(text.format("6.10")) == ["three_public_note_equals_its_table"]
    wrong = grave(text.replace("14.70", "17.40").format("1.60"))
    assert wrong == ["meetings_and_training_make_the_whole_table"]


@pytest.mark.parametrize(
    ("text", "right", "slip", "rule"),
    [
        (
            "五、一般公共预算支出情况\n\n2028年一般公共预算支出120.00万元，其中：\n\n工资福利支出（301）62.00"
            "万元，与上年持平；\n\n商品和服务支出（302）{}万元，与上年持平；\n\n对个人和家庭的补助（303）4.00"
            "万元，与上年持平。\n",
            "54.00",
            "45.00",
            "classes_told_make_basic_expenditure",
        ),
        (
            "七、“三公”经费情况\n\n公务用车运行维护费5.20万元，其中：公务用车加油2.10万元，公务用车维修{}"
            "万元，其他支出0.60万元。\n",
            "2.50",
            "5.20",
            "a_list_with_the_rest_makes_the_whole",
        ),
        (
            "五、预算绩效\n\n项目均实行绩效目标管理，涉及项目4个，一般公共预算当年拨款{}万元。\n",
            "40.00",
            "44.00",
            "targets_of_every_project_are_of_all_the_money",
        ),
        (
            "二、支出情况\n\n支出预算150.00万元，比上年减少9.00万元，主要为维修经费{}。\n",
            "减少",
            "增加",
            "reasons_go_the_way_of_the_change",
        ),
    ],
)
def test_note__slips_of_other_wordings(text: str, right: str, slip: str, rule: str) -> None:
    assert grave(TABLES + text.format(right)) == []
    assert rule in grave(TABLES + text.format(slip))


def test_list__of_projects_behind_what_is_itself_listed() -> None:
    text = (
        "二、支出情况\n\n支出预算150.00万元，其中：基本支出80.00万元；项目支出70.00万元，主要为粮库维修经费"
        "{}万元，检测设备经费23.63万元。\n"
    )
    assert grave(TABLES + text.format("46.37")) == []
    assert grave(TABLES + text.format("64.37")) == ["amounts_listed_make_the_one_before"]


EMPTY = """表8 政府性基金预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t\t\t

注：本部门无政府性基金预算支出，故本表为空表。

"""


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("无政府性基金预算支出", []),
        ("政府性基金预算支出30.00万元", ["a_table_is_filled_where_its_money_is_told"]),
    ],
)
def test_table__empty_while_its_money_is_told_elsewhere(told: str, wrong: list[str]) -> None:
    text = FRONT + EMPTY + NOTES + f"九、其他情况\n\n2028年本部门{told}。\n"
    assert [rule for rule in grave(text) if "filled" in rule] == wrong


def test_section__tells_nothing_of_another_year() -> None:
    text = "八、政府性基金预算支出情况\n\n{}年没有使用政府性基金预算拨款安排的支出。\n"
    assert grave(TABLES + text.format(2028)) == []
    assert grave(TABLES + text.format(2027)) == ["sections_tell_the_budget_year"]


def test_reason__of_contributions_and_what_they_are_reckoned_on() -> None:
    text = "二、支出情况\n\n支出预算150.00万元，比上年增加9.00万元，主要是缴存基数{}。\n"
    assert grave(TABLES + text.format("提高")) == []
    assert grave(TABLES + text.format("降低")) == ["reasons_go_the_way_of_the_change"]


PLAIN = "二、支出情况\n\n支出预算152.60万元，其中：基本支出81.30万元，项目支出71.30万元。\n"
CLEAR = SPLIT.replace("150.00", "152.60").replace("80.00", "81.30").replace("70.00", "71.30")
YUAN = CLEAR.replace("单位：万元", "单位：元")


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (CLEAR, []),
        (YUAN, ["a_table_is_in_the_unit_of_its_head"]),
        (YUAN.replace("2.60", "26000").replace("1.30", "13000"), []),
    ],
)
def test_unit__of_a_head_against_the_amounts(table: str, wrong: list[str]) -> None:
    result = read_text(FRONT + table + NOTES + PLAIN).reconcile()
    assert [c.rule.name for c in result.inconsistent] == wrong
    assert len(result.causes) == len(wrong)


def test_unit__of_two_tables_that_disagree_is_not_told() -> None:
    tables = SPLIT + GENERAL.format(total="合计").replace("单位：万元", "单位：元")
    assert "a_table_is_in_the_unit_of_its_head" not in grave(FRONT + tables)


FUND = """公开08表
政府性基金预算财政拨款收入支出决算表
单位：万元
科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余
\t合计\t\t86.40\t86.40\t
212\t城乡社区支出\t\t86.40\t86.40\t

"""


def test_header__expenditure_of_a_fund_in_one_column() -> None:
    budget = read_text(f"{BODY}2028年度部门决算\n\n第二部分 2028年度部门决算表\n\n{FUND}")
    assert "total" in budget["gov_fund"].keys


def test_reason__ends_where_sources_with_shares_follow() -> None:
    text = (
        "二、收入预算情况\n\n收入预算150.00万元，与上年相比增加9.00万元，主要原因是项目经费增加，其中：财政拨款"
        "收入120.00万元，占{}%；其他收入30.00万元，占20.00%。\n"
    )
    assert grave(TABLES + text.format("80.00")) == []
    assert grave(TABLES + text.format("88.00")) != []


def test_period__in_the_midst_of_a_paragraph() -> None:
    text = "九、项目情况说明\n\n粮情监测项目：（1）项目概述：监测粮情。（2）实施周期：{}年。\n"
    assert grave(TABLES + text.format(2028)) == []
    assert grave(TABLES + text.format(2027)) == ["titles_name_the_budget_year"]


def test_people__of_a_kind_told_within_the_list() -> None:
    text = (
        "第一部分 概况\n\n二、机构设置及人员情况\n\n实有人数110人，其中：在职人数74人，包括行政人员"
        "40人、事业人员34人；退休人数{}人。\n\n"
    )
    front = f"{BODY}2028年部门预算\n\n"
    assert grave(front + text.format(36) + NOTES + SECTION["funds"].format("70.00")) == []
    wrong = grave(front + text.format(63) + NOTES + SECTION["funds"].format("70.00"))
    assert wrong == ["kinds_make_the_number"]


WON = (
    "十一、政府采购支出情况\n\n2028年度政府采购支出合计486.20万元，其中：货物支出268.40万元、工程支出96.80"
    "万元、服务支出121.00万元。授予中小企业合同金额437.58万元，占政府采购支出合计的90.00%。货物采购授予中小企业"
    "合同金额占货物支出金额的90.00%，工程采购授予中小企业合同金额占工程支出金额的100.00%，服务采购授予中小企业"
    "合同金额占服务支出金额的{}%。\n"
)


def test_procurement__shares_of_what_was_won_are_of_no_kind() -> None:
    front = f"{BODY}2028年度部门决算\n\n第三部分 2028年度部门决算情况说明\n\n"
    text = (
        WON.format("28.00").replace("额的90.00%，工", "额的55.00%，工").replace("100.00", "17.00")
    )
    assert grave(front + text) == []


@pytest.mark.parametrize(
    ("share", "wrong"), [("82.00", []), ("62.00", ["shares_won_make_what_was_won"])]
)
def test_procurement__shares_won_of_each_kind(share: str, wrong: list[str]) -> None:
    front = f"{BODY}2028年度部门决算\n\n第三部分 2028年度部门决算情况说明\n\n"
    assert grave(front + WON.format(share)) == wrong


NOTES_ALONE = f"{BODY}2028年部门预算\n\n第三部分 2028年部门预算情况说明\n\n"


@pytest.mark.parametrize(
    "text",
    [
        # which money the assessed projects are of, where the notes stand alone
        "三、支出预算情况\n\n支出预算150.00万元，其中：基本支出80.00万元，项目支出70.00万元。\n\n"
        "五、一般公共预算支出情况\n\n一般公共预算支出121.30万元，其中：基本支出80.00万元，项目支出41.30万元。\n\n"
        "九、预算绩效\n\n共涉及项目4个，资金41.30万元，占一般公共预算项目支出总额的100%。\n",
        # no public expenses of a fund that there is
        "四、财政拨款收支情况\n\n财政拨款收支总预算150.00万元。收入包括一般公共预算本年收入120.00万元、"
        "政府性基金预算本年收入30.00万元、上年结转0.00万元。\n\n七、“三公”经费情况\n\n“三公”经费预算6.80万元，"
        "其中：公务接待费6.80万元。\n\n2028年没有使用政府性基金预算安排的“三公”经费。\n",
    ],
)
def test_notes_alone__in_which_nothing_is_wrong(text: str) -> None:
    assert grave(NOTES_ALONE + text) == []


def test_targets__money_of_each_fund_makes_project_expenditure() -> None:
    text = (
        "三、支出预算情况\n\n支出预算998.00万元，其中：基本支出80.07万元，项目支出917.93万元。\n\n九、预算绩效\n\n"
        "2028年7个项目实行绩效目标管理，涉及一般公共预算637.93万元，政府性基金预算{}万元。\n"
    )
    assert grave(NOTES_ALONE + text.format("280.00")) == []
    wrong = grave(NOTES_ALONE + text.format("208.00"))
    assert wrong == ["funds_with_targets_make_project_expenditure"]


def test_changes__of_funds_in_accounts_compared_with_the_year() -> None:
    front = f"{BODY}2028年度部门决算\n\n第三部分 2028年度部门决算情况说明\n\n"
    text = (
        "四、财政拨款收入支出决算总体情况说明\n\n2028年度财政拨款收、支总计3240.12万元。与2027年度相比，财政拨款收、"
        "支总计各增加98.20万元。2028年度财政拨款收入中，一般公共预算财政拨款收入2840.12万元，比2027年度决算数增加"
        "78.20万元；政府性基金预算财政拨款收入400.00万元，比2027年度决算数{}20.00万元。\n"
    )
    assert grave(front + text.format("增加")) == []
    wrong = grave(front + text.format("减少"))
    assert wrong == ["changes_of_funds_make_the_change_of_fiscal_money"]
