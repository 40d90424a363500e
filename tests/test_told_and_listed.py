"""What the notes tell of projects, vehicles, counts and purchases, against what tables list."""

import pytest

from budgetlib.budget import read_text

FRONT = "戊县园林局2028年部门预算\n\n第二部分 2028年部门预算表\n\n"
NOTES = "第三部分 2028年部门预算情况说明\n\n"
PROJECTS = """2028年项目支出表
单位：万元
科目编码\t项目名称\t合计\t一般公共预算
\t合计\t171.60\t171.60
2120399\t行道树更新养护\t96.40\t96.40
2120399\t口袋公园建设\t53.70\t53.70
2120199\t古树名木普查\t21.50\t21.50

"""
ACCOUNTS = """己市疗养院2028年度单位决算
收入支出决算总表
收入决算表
第三部分 2028年度单位决算情况说明

"""


def found(*paragraphs: str, front: str = FRONT + NOTES) -> list[str]:
    """The rules of the errors and warnings."""
    told = read_text(front + "\n\n".join(paragraphs) + "\n").reconcile().inconsistent
    return [c.rule.name for c in told if c.severity != "note"]


def test_code__of_several_projects_in_a_list() -> None:
    assert found("一、收支总体情况", front=FRONT + PROJECTS + NOTES) == []


@pytest.mark.parametrize(
    ("sentences", "right"),
    [
        (
            "1.行道树更新养护\n\n（1）项目概述：养护行道树320株。\n\n（2）年度预算安排：2028年度预算安排{}万元。",
            "96.40",
        ),
        ("项目名称1：口袋公园建设\n\n预算安排规模：{}万元\n\n项目承担单位：戊县园林局", "53.70"),
        (
            "（三）“古树名木普查”项目。\n\n1.立项依据：按每株标准3万元测算。\n\n2.项目总金额：{}万元。",
            "21.50",
        ),
    ],
)
def test_project__headed_and_its_money_told_below(sentences: str, right: str) -> None:
    front = FRONT + PROJECTS + NOTES
    section = "五、项目支出情况说明"
    assert found(section, sentences.format(right), front=front) == []
    wrong = found(section, sentences.format("35.90"), front=front)
    assert wrong == ["a_project_named_again_has_its_amount"]


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("2028年{}个项目均编制绩效目标，涉及资金171.60万元。", 3, 4),
        ("2028年纳入绩效目标管理的项目{}个，涉及一般公共预算171.60万元。", 3, 5),
        ("本年度实行绩效管理的项目{}个，涉及预算金额171.60万元。", 3, 2),
    ],
)
def test_projects__as_many_have_targets_as_are_listed(
    sentence: str, right: int, wrong: int
) -> None:
    front, section = FRONT + PROJECTS + NOTES, "八、预算绩效情况说明"
    assert found(section, sentence.format(right), front=front) == []
    told = found(section, sentence.format(wrong), front=front)
    assert told == ["as_many_projects_have_targets_as_there_are"]
    some = sentence.format(wrong).replace("171.60", "150.10").replace("均", "")
    assert found(section, some, front=front) == []  # of some of them


@pytest.mark.parametrize(("share", "wrong"), [("75", False), ("80", True)])
@pytest.mark.parametrize(
    "sentence",
    [
        "填报绩效目标的项目12个，占全部预算项目16个的{}%。",
        "重点评价项目12个，占部门项目总数16个的{}%。",
        "授予中小企业的合同12个，占全年合同16个的{}%。",
    ],
)
def test_share__of_one_number_in_another(sentence: str, share: str, wrong: bool) -> None:
    told = found("八、预算绩效情况说明", sentence.format(share))
    assert ("the_share_of_a_number_follows" in told) == wrong


@pytest.mark.parametrize(("rate", "wrong"), [("25", False), ("20", True)])
@pytest.mark.parametrize(
    "sentence",
    [
        "全年接待参观40万人次，比上年增加8万人次，增长{}%。",
        "开展绩效评价的项目6个，较上年减少2个，下降{}%。",
        "对6个项目开展绩效评价，涉及资金50万元；培训学员750人次，比上年减少250人次，下降{}%。",
    ],
)
def test_growth__of_a_number(sentence: str, rate: str, wrong: bool) -> None:
    told = found("八、预算绩效情况说明", sentence.format(rate))
    assert ("the_share_of_a_number_follows" in told) == wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "现场核查36次，比上年减少4次，核查费用比上年下降8%。",
        "现场核查36次，比上年减少4次，核查经费支出较上年下降8%。",
        "现场核查36次，比上年减少4次，核查费下降8%。",
    ],
)
def test_growth__of_money_behind_the_change_of_a_number(sentence: str) -> None:
    assert found("八、预算绩效情况说明", sentence) == []


def test_project__told_with_what_one_source_brings() -> None:
    own = PROJECTS.replace("一般公共预算\n", "一般公共预算\t单位资金\n")
    own = own.replace("171.60\t171.60", "180.00\t171.60\t8.40")
    own = own.replace("96.40\t96.40", "104.80\t96.40\t8.40")
    listed = "安排一般公共预算项目2个：行道树更新养护项目{}万元、古树名木普查项目21.50万元。"
    section, front = "五、项目支出情况说明", FRONT + own + NOTES
    for right in ("96.40", "104.80"):
        assert found(section, listed.format(right), front=front) == []
    wrong = "a_project_named_again_has_its_amount"
    assert wrong in found(section, listed.format("94.60"), front=front)


@pytest.mark.parametrize(("form", "wrong"), [("53.70", False), ("57.30", True)])
@pytest.mark.parametrize("label", ["预算规模（万元）", "年度资金总额（万元）", "预算金额（万元）"])
def test_form__of_a_project_has_its_money(label: str, form: str, wrong: bool) -> None:
    table = (
        "项目支出绩效目标表\n单位：万元\n"
        f"项目名称\t口袋公园建设\t{label}\t{form}\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t新建口袋公园\t≥3个\n\n"
    )
    told = found("一、收支总体情况", front=FRONT + PROJECTS + table + NOTES)
    assert ("the_money_of_a_form_is_that_of_its_project" in told) == wrong


@pytest.mark.parametrize(
    ("paid", "owned", "wrong"),
    [
        ("公务用车保有量为{}辆", "共有车辆{}辆", (14, 14, 0)),
        ("公务用车保有量为{}辆", "共有车辆{}辆", (4, 14, 1)),  # a digit is left out
        ("公务用车保有量为{}辆", "共有车辆{}辆", (6, 9, 0)),  # others are paid for otherwise
        ("现有公务用车{}辆", "共有车辆{}辆", (5, 3, 1)),
        ("公务车保有量为{}辆", "共有车辆{}辆", (12, 11, 1)),
    ],
)
def test_vehicles__paid_for_are_among_those_owned(
    paid: str, owned: str, wrong: tuple[int, int, int]
) -> None:
    some, every, faults = wrong
    told = found(
        "七、“三公”经费情况说明",
        f"截至2028年12月31日，{paid.format(some)}。",
        "十、国有资产占用情况说明",
        f"截至2028年12月31日，{owned.format(every)}。",
        front=ACCOUNTS,
    )
    assert told == ["vehicles_paid_for_are_among_those_owned"] * faults


def test_codes__of_one_name_in_two_tables() -> None:
    def table(title: str, code: str) -> str:
        return (
            f"{title}\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
            "\t合计\t83.10\t60.00\t23.10\n212\t城乡社区支出\t83.10\t60.00\t23.10\n"
            "21203\t城乡社区公共设施\t83.10\t60.00\t23.10\n"
            f"2120303\t小城镇基础设施建设\t23.10\t\t23.10\n{code}\t其他城乡社区公共设施支出\t60.00\t60.00\t\n\n"
        )

    right = table("表3 支出总表", "2120399") + table("表5 一般公共预算支出表", "2120399")
    again = table("表8 政府性基金预算支出表", "2120399")
    for code, wrong in (("2120399", 0), ("2120393", 1)):
        text = FRONT + right + again.replace("2120399", code) + NOTES
        told = read_text(text).reconcile().inconsistent
        rules = [c.rule.name for c in told if c.severity != "note"]
        assert rules.count("a_name_has_one_code_of_its_division") == wrong


ECONOMIC = """表6 一般公共预算基本支出表
单位：万元
科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t100.00\t81.50\t18.50
301\t工资福利支出\t81.50\t81.50\t
30101\t基本工资\t81.50\t81.50\t
302\t商品和服务支出\t18.50\t\t18.50
30201\t办公费\t9.60\t\t9.60
30215\t会议费\t2.40\t\t2.40
30216\t培训费\t6.50\t\t6.50

"""


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        (
            "机关运行经费18.50万元，主要用于办公费{}万元、会议费2.40万元、培训费6.50万元。",
            "9.60",
            "9.90",
        ),
        ("机关运行经费18.50万元，主要包括办公费9.60万元，会议费{}万元等。", "2.40", "4.20"),
        ("机关运行经费18.50万元，其中：培训费{}万元。", "6.50", "7.50"),
    ],
)
def test_organs__run_on_what_the_table_has(sentence: str, right: str, wrong: str) -> None:
    front = FRONT + ECONOMIC + NOTES
    assert found("九、机关运行经费", sentence.format(right), front=front) == []
    told = found("九、机关运行经费", sentence.format(wrong), front=front)
    assert "what_organs_run_on_is_within_the_table" in told


PURCHASES = """政府采购预算表
单位：万元
采购项目\t采购类别\t预算金额
合计\t\t64.80
修剪机械购置\t货物\t18.30
绿地养护服务\t服务\t31.20
病虫害监测服务\t服务\t15.30

"""


@pytest.mark.parametrize(("services", "wrong"), [("46.50", []), ("45.60", ["goods"])])
def test_procurement__of_purchases_that_are_called_as_their_kind_is(
    services: str, wrong: list[str]
) -> None:
    sentence = f"政府采购预算64.80万元，其中：货物18.30万元，服务{services}万元。"
    told = found("十、政府采购情况", sentence, front=FRONT + PURCHASES + NOTES)
    assert [rule.partition("_")[0] for rule in told] == wrong


@pytest.mark.parametrize(
    ("column", "row", "printed", "wrong"),
    [
        (1, "公务用车运行维护费", "30.00", False),
        (1, "公务用车运行维护费", "31.00", True),
        (2, "公务接待费", "2.60", True),
    ],
)
def test_running_facts__budget_and_accounts_side_by_side(
    column: int, row: str, printed: str, wrong: bool
) -> None:
    table = """机构运行信息表
单位：万元
项目\t预算数\t决算数
一、“三公”经费支出\t33.00\t27.50
1．因公出国（境）费\t0.00\t0.00
2．公务用车购置及运行维护费\t30.00\t26.10
（1）公务用车购置费\t0.00\t0.00
（2）公务用车运行维护费\t30.00\t26.10
3．公务接待费\t3.00\t1.40

"""
    lines = [line.split("\t") for line in table.split("\n")]
    for line in lines:
        if row in line[0] and len(line) > 2 and "购置及" not in line[0]:
            line[column] = printed
    made = "\n".join("\t".join(line) for line in lines)
    sentence = (
        "2028年度“三公”经费支出共计27.50万元。公务车运行维护费26.10万元，公务接待费1.40万元。"
    )
    front = ACCOUNTS.replace("第三", f"{made}第三")
    told = found("三、“三公”经费情况说明", sentence, front=front)
    assert ("what_the_table_of_running_tells_adds_up" in told) == wrong
    assert wrong or told == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (
            "国内公务接待16批次120人。2028年人均接待费150.00元，车均购置费0万元，车均维护费4.25万元。",
            False,
        ),
        (
            "国内公务接待16批次120人。2028年人均接待费105.00元，车均购置费0万元，车均维护费4.25万元。",
            True,
        ),
        (
            "国内公务接待16批次120人。2028年人均接待费150.00元，车均购置费0万元，车均维护费5.25万元。",
            True,
        ),
    ],
)
def test_price__of_what_another_item_spends(sentence: str, wrong: bool) -> None:
    told = found(
        "三、“三公”经费情况说明",
        "（一）分项支出",
        "公务用车购置费0.00万元。公务用车运行维护费25.50万元。公务接待费1.80万元。",
        "（二）实物量",
        f"公务用车购置0辆，公务用车保有量为6辆；{sentence}",
        front=ACCOUNTS,
    )
    assert told == ["what_each_costs_makes_the_amount"] * wrong


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("实有人数{}人，其中：在职20人，增加1人；退休14人，增加0人。", 34, 36),
        ("实有人员{}人，其中：在编19人，减少2人；编外4人，增加1人。", 23, 25),
        ("共有车辆{}辆，其中：机要通信用车2辆，减少1辆；其他用车5辆。", 7, 8),
    ],
)
def test_count__of_kinds_with_what_came_and_went(sentence: str, right: int, wrong: int) -> None:
    section = "五、人员和车辆情况" if "人" in sentence else "五、国有资产占用情况"
    assert found(section, sentence.format(right)) == []
    assert found(section, sentence.format(wrong)) == ["kinds_make_the_number"]


@pytest.mark.parametrize(
    "sentence",
    [
        "本部门所属单位{}个，其中行政单位1个，事业单位3个。",
        "所属预算单位{}家，其中：参公单位1家、公益一类单位3家。",
        "下属单位共{}个，包括行政单位1个、事业单位3个。",
    ],
)
def test_count__of_bodies_in_the_first_part(sentence: str) -> None:
    for number, wrong in ((4, []), (5, ["kinds_make_the_number"])):
        front = (
            f"戊县园林局2028年部门预算\n\n第一部分 部门概况\n\n{sentence.format(number)}\n\n{NOTES}"
        )
        assert found("一、收支总体情况", "收支总预算90.00万元。", front=front) == wrong


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        (
            "机关运行经费支出58.20万元（其中：一般公共预算支出{}万元；政府性基金预算支出0万元）。",
            "58.20",
            "52.80",
        ),
        (
            "“三公”经费支出58.20万元（其中：一般公共预算支出{}万元；政府性基金预算支出6.20万元）。",
            "52.00",
            "58.20",
        ),
        ("会议费支出58.20万元，其中：一般公共预算支出{}万元、其他资金8.20万元。", "50.00", "58.20"),
    ],
)
def test_sources__of_the_three_public_and_operating_expenses(
    sentence: str, right: str, wrong: str
) -> None:
    section = "八、机关运行经费" if "机关" in sentence else "八、“三公”经费、会议费支出情况说明"
    assert found(section, sentence.format(right), front=ACCOUNTS) == []
    assert found(section, sentence.format(wrong), front=ACCOUNTS) != []
