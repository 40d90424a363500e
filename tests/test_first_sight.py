"""Slips of kinds that auditors find, in sections of several wordings, and what is none."""

from decimal import Decimal

import pytest

from budgetlib.budget import read_text
from budgetlib.read.cells import cell_of
from budgetlib.read.lines import PAGE_NUMBER
from budgetlib.sentences.tokens import scan

FRONT = "丁市水务局2027年部门预算\n\n第三部分 2027年部门预算情况说明\n\n"
ACCOUNTS = """丁市博物馆2027年度单位决算
收入支出决算总表
收入决算表
第三部分 2027年度单位决算情况说明

"""


def found(*paragraphs: str, front: str = FRONT) -> list[tuple[str, str]]:
    """Severity and rule of each comparison that does not agree."""
    budget = read_text(front + "\n\n".join(paragraphs) + "\n")
    return [(c.severity, c.rule.name) for c in budget.reconcile().inconsistent]


LISTED = [("warning", "amounts_listed_make_the_one_before")]
ASSETS = "七、国有资产占用情况说明"


@pytest.mark.parametrize(
    ("heading", "sentence", "right", "wrong"),
    [
        (
            ASSETS,
            "资产总额731.80万元，其中：流动资产{}万元、固定资产608.50万元。",
            "123.30",
            "132.30",
        ),
        (
            ASSETS,
            "固定资产731.80万元，包括：房屋{}万元（860平方米），车辆608.50万元（9辆）。",
            "123.30",
            "132.30",
        ),
        (
            "三、支出预算情况说明",
            "项目支出731.80万元，其中：管网养护专项{}万元，主要用于清淤；闸站运行专项608.50万元，主要用于值守。",
            "123.30",
            "132.30",
        ),
        (
            "六、政府采购情况说明",
            "政府采购预算73.18万元，用于采购水泵{}万元、护坡工程60.85万元。",
            "12.33",
            "13.23",
        ),
    ],
)
def test_list__behind_an_amount_makes_it(
    heading: str, sentence: str, right: str, wrong: str
) -> None:
    assert found(heading, sentence.format(right)) == []
    assert found(heading, sentence.format(wrong)) == LISTED


@pytest.mark.parametrize(
    "sentence",
    [
        "资产总额731.80万元，其中：流动资产123.30万元、固定资产600.50万元。",  # 在建工程 not listed
        "资产总额731.80万元，其中：流动资产132.30万元、固定资产608.50万元等。",
    ],
)
def test_list__that_leaves_something_out_is_no_fault(sentence: str) -> None:
    assert found(ASSETS, sentence) == []


def test_list__that_goes_on_with_what_a_rule_knows_is_no_fault() -> None:
    sentence = (
        "机关运行经费95.60万元，其中：印刷费20.00万元、水费5.00万元、邮电费6.60万元、差旅费24.00万元、"
        "会议费18.00万元、公务用车运行维护费12.00万元、其他费用10.00万元。"
    )  # the first four make 55.60, a digit away
    assert found("十、机关运行经费情况", sentence) == []


@pytest.mark.parametrize(("part", "wrong"), [("60", False), ("30", False), ("45", True)])
def test_share__of_what_is_listed_behind_a_part_of_the_whole(part: str, wrong: bool) -> None:
    sentence = (
        "政府采购预算600.00万元，其中：货物300.00万元、服务300.00万元。面向中小企业预留项目"
        f"300.00万元，其中：面向小微企业预留180.00万元，占{part}%。"
    )  # which may be of either
    assert [s for s, _ in found("六、政府采购情况说明", sentence)] == ["error"] * wrong


def test_offices__listed_with_others_are_not_counted() -> None:
    sentence = "本部门共设置9个内设机构，包括：办公室、规划科等。所属单位2个，分别是：甲站、乙站。"
    told = found("一、单位基本情况", sentence, "二、收支总体情况", "收支总预算90.00万元。")
    assert told == []


def test_zero__of_what_the_heading_names() -> None:
    text = "\n\n".join(
        (ACCOUNTS, "四、政府性基金预算财政拨款支出决算情况说明", "本年度无此项支出。")
    )
    (claim,) = read_text(text).all_claims
    assert (claim.measure, claim.key) == ("zero", "gov_fund")
    assert not [*read_text(text.replace("无此", "如无此")).all_claims]


def test_count__of_projects_that_something_is_done_with() -> None:
    sentence = "组织对5个项目编制了绩效目标，选取4个项目开展绩效监控，年终对3个项目开展了绩效自评。"
    claims = read_text("\n\n".join((ACCOUNTS, "十、预算绩效情况说明", sentence))).all_claims
    assert [c.subject for c in claims] == ["项目", "项目", "项目"]


def test_amount__of_what_was_held() -> None:
    text = "培训费2.50万元；举办龙舟赛事等节庆活动，开支7.50万元。"
    claims = read_text("\n\n".join((ACCOUNTS, "十、其他情况说明", text))).all_claims
    assert [c.subject for c in claims] == ["培训费", "龙舟赛事等节庆活动"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("车辆共17辆，按用途分：执法执勤用车11辆，特种专业技术用车{}辆，其他用车2辆。", True),
        ("有一般公务用车11辆、巡查用车{}辆、其他用车2辆，共17辆。", True),
        ("现有职工17人，其中在编11人、聘用{}人、编外2人。", True),
        (
            "现有职工17人，其中党员11人、高级教师{}人、教研组长2人。",
            False,
        ),  # no kinds that exclude another
        ("供养人员21人，其中在职17人（其中借调1人、党员{}人），退休人员4人。", False),
    ],
)
def test_count__made_by_its_kinds(sentence: str, wrong: bool) -> None:
    section = "五、国有资产占用情况" if "车" in sentence else "五、人员情况"
    assert found(section, sentence.format(4)) == []
    kinds = ("kinds_make_the_number", "kinds_before_a_number_make_it")
    rules = [rule for _, rule in found(section, sentence.format(3)) if rule in kinds]
    assert bool(rules) == (wrong and "党员" not in sentence)


def test_count__of_groups_behind_the_people_in_them() -> None:
    sentence = "全年组织出国（境）团组9个，累计38人次，其中参加会议{}个团组、开展磋商4个团组。"
    heading = "七、“三公”经费支出决算情况说明"
    assert found(heading, sentence.format(5), front=ACCOUNTS) == []
    wrong = found(heading, sentence.format(6), front=ACCOUNTS)
    assert wrong == [("warning", "kinds_make_the_number")]


@pytest.mark.parametrize(
    ("each", "wrong"), [("2.40", []), ("4.20", ["what_each_costs_makes_the_amount"])]
)
def test_average__of_what_is_counted(each: str, wrong: list[str]) -> None:
    sentence = f"公务用车运行维护费支出21.60万元，年末保有公务用车9辆，平均每辆{each}万元。"
    told = found("七、“三公”经费支出决算情况说明", sentence, front=ACCOUNTS)
    assert [rule for _, rule in told] == wrong


@pytest.mark.parametrize(
    ("again", "wrong"),
    [("95.60", []), ("59.60", ["a_project_named_again_has_its_amount"])],
)
def test_project__named_again(again: str, wrong: list[str]) -> None:
    listed = "项目支出212.40万元，主要为闸站运行维护116.80万元、防汛物资储备95.60万元。"
    targets = f"防汛物资储备项目，储备编织袋5万条，完好率不低于98%，预算{again}万元。"
    told = found("三、支出预算情况说明", listed, "六、预算绩效情况说明", targets)
    assert [rule for _, rule in told] == wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("差额14.60", False),
        ("差额16.40", True),
        ("决算数大于预算数14.60", False),
        ("决算数大于预算数1.46", True),
    ],
)
def test_difference__from_what_was_planned(words: str, wrong: bool) -> None:
    sentence = (
        "1.文化旅游体育与传媒支出（类）文物（款）博物馆（项）。年初预算为231.80万元，"
        f"支出决算为246.40万元，完成年初预算的106.30%，{words}万元。"
    )
    told = found("五、一般公共预算财政拨款支出决算情况说明", sentence, front=ACCOUNTS)
    assert (("error", "change_follows_from_both_amounts") in told) == wrong


def test_item__what_was_spent_of_it_without_a_base() -> None:
    paragraphs = (
        "五、一般公共预算财政拨款支出决算情况说明",
        "一般公共预算财政拨款支出300.00万元。",
        "（一）文化旅游体育与传媒支出（类）文物（款）博物馆（项），年初预算231.80万元，实际支出246.40万元，"
        "实际支出高于预算14.60万元。",
        "（二）文化旅游体育与传媒支出（类）文物（款）文物保护（项），年初预算53.60万元，实际支出53.60万元。",
    )
    assert found(*paragraphs, front=ACCOUNTS) == []


@pytest.mark.parametrize(("basic", "wrong"), [("增加", False), ("减少", True)])
def test_change__of_purposes_told_alone(basic: str, wrong: bool) -> None:
    overall = (
        "2027年预算收支安排885.60万元，较2026年预算增加89.60万元，"
        "其中：基本支出{}21.20万元，项目支出增加68.40万元。"
    )
    told = found("二、收支预算总体情况", overall.format(basic))
    assert (("warning", "changes_alone_make_the_change") in told) == wrong


@pytest.mark.parametrize(
    ("fund", "wrong"), [("36.00", []), ("63.00", ["what_a_paragraph_splits_makes_the_whole"])]
)
def test_procurement__by_source(fund: str, wrong: list[str]) -> None:
    sentence = (
        "政府采购预算96.00万元，分别为：货物预算16.00万元、工程预算60.00万元、服务预算20.00万元。"
        f"按资金来源分，一般公共预算60.00万元，基金预算{fund}万元。"
    )
    assert [rule for _, rule in found("六、政府采购预算情况", sentence)] == wrong


def test_change__of_what_a_sentence_is_headed_with() -> None:
    sentence = (
        "政府采购预算60万元，均为货物类。政府性基金：2027年未安排，"
        "上年安排50.00万元，减少50.00万元，下降100%。"
    )
    assert found("五、其他", sentence) == []


def test_notes__whose_contents_end_in_the_tables() -> None:
    parts = (
        "一、部门职责及机构设置情况",
        "二、部门预算安排的总体情况",
        "三、机关运行经费安排情况",
        "四、绩效预算信息",
        "五、名词解释",
        "六、部门预算公开表",
    )
    text = "\n\n".join(
        ("丁县水务局2027年部门预算信息公开", "目录", *parts, parts[0], "负责水务工作。", parts[1])
    )
    text += "\n\n1、收入说明\n\n2027年预算收入200.00万元，其中："
    text += "一般公共预算收入150.00万元，基金预算收入40.00万元。\n\n"
    budget = read_text(
        text + f"{parts[2]}\n\n2027年机关运行经费安排9.00万元。\n\n{parts[3]}\n\n目标：供水安全。\n"
    )
    wrong = [c.rule.name for c in budget.reconcile().inconsistent]
    assert wrong == ["sources_told_make_revenue"]
    assert budget.notes["三"].topic == "operating_organs"


@pytest.mark.parametrize(("part", "wrong"), [("92.30", []), ("29.30", LISTED)])
def test_list__of_changes_makes_the_change_before(part: str, wrong: list[tuple[str, str]]) -> None:
    sentence = (
        f"与上年相比，资产总额增加112.30万元，其中固定资产增加{part}万元，存货增加20.00万元。"
    )
    assert found(ASSETS, f"截至2026年底，资产总额866.40万元。{sentence}") == wrong


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        (
            "采购总额142.80万元，其中：货物86.40万元，比2026年增加12.10万元；服务56.40万元，比2026年{}万元。采购总额比2026年增加8.40万元。",
            "减少3.70",
            "增加3.70",
        ),
        (
            "政府采购预算142.80万元，较上年增加8.40万元，增长6.25%。其中：货物类86.40万元，较上年增加12.10万元；工程类0万元，与上年持平；服务类56.40万元，较上年{}万元。",
            "减少3.70",
            "减少7.30",
        ),
    ],
)
def test_changes__of_goods_and_services_make_that_of_procurement(
    sentence: str, right: str, wrong: str
) -> None:
    assert found("六、政府采购情况", sentence.format(right)) == []
    rules = [rule for _, rule in found("六、政府采购情况", sentence.format(wrong))]
    assert "changes_of_parts_make_the_change_of_their_section" in rules


@pytest.mark.parametrize(("general", "wrong"), [("893.00", False), ("913.00", True)])
def test_targets__money_by_its_sources(general: str, wrong: bool) -> None:
    sentence = "对5个项目设定绩效目标，预算合计961.00万元，"
    sentence += f"其中一般公共预算{general}万元、单位资金68.00万元。"
    rules = [rule for _, rule in found("八、预算绩效情况", sentence)]
    assert ("money_of_procurement_and_targets_is_of_its_sources" in rules) == wrong


@pytest.mark.parametrize(
    "words",
    [
        "与上年对比减少11.50万元，下降1.55%",
        "同上年对比，减少11.50万元，下降1.55%",
        "较2026年预算对比减少11.50万元，下降1.55%",
    ],
)
def test_change__compared_in_other_words(words: str) -> None:
    heading, sentence = "三、支出预算情况", "项目支出728.50万元，{}。"
    assert found(heading, sentence.format(words)) == []
    wrong = found(heading, sentence.format(words.replace("11.50", "15.10")))
    assert wrong == [("error", "growth_follows_from_the_change")]


def test_split__of_purposes_with_theirs_in_brackets() -> None:
    sentence = (
        "支出总预算900.00万元。按用途分，基本支出600.00万元（人员经费520.00万元、公用经费80.00万元），"
        "项目支出300.00万元。"
    )
    assert found("三、支出预算情况", sentence) == []


def test_executed__of_a_project_of_what_it_was_given() -> None:
    sentence = (
        "对2个项目开展自评，涉及资金258.63万元。其中：陈列展览项目下达资金120.00万元，"
        "实际支出118.80万元，预算执行率{}%。"
    )
    heading = "五、预算绩效管理情况"
    assert found(heading, sentence.format("99.00"), front=ACCOUNTS) == []
    wrong = found(heading, sentence.format("96.00"), front=ACCOUNTS)
    assert wrong == [("error", "the_share_executed_follows")]


def test_executed__against_a_budget_told_behind_the_items() -> None:
    paragraphs = (
        "二、一般公共预算财政拨款支出决算情况说明",
        "一般公共预算财政拨款支出300.00万元，具体情况如下：",
        "（一）2070205博物馆246.40万元，较上年决算数增加6.40万元，增长2.67%。",
        "（二）2070204文物保护53.60万元，较上年决算数减少6.40万元，下降10.67%。",
        "与年初预算310.00万元相比，执行率为96.77%。",
    )
    assert found(*paragraphs, front=ACCOUNTS) == []


@pytest.mark.parametrize(
    ("number", "wrong"), [(4, []), (5, [("warning", "offices_are_counted_right")])]
)
def test_offices__counted_inside_the_word(number: int, wrong: list[tuple[str, str]]) -> None:
    front = (
        "丁市水务局2027年部门预算\n\n第一部分 部门概况\n\n"
        f"局机关内设{number}个科室，分别为办公室、水资源科、建设科、运行科；下属单位2个。\n\n"
        "第三部分 2027年部门预算情况说明\n\n"
    )
    assert found("一、收支总体情况", "收支总预算90.00万元。", front=front) == wrong


def test_item__told_by_code_under_expenditure_is_printed() -> None:
    table = (
        "表5 一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "\t合计\t96.48\t96.48\t\n"
        "208\t社会保障和就业支出\t96.48\t96.48\t\n20808\t抚恤\t6.48\t6.48\t\n2080801\t死亡抚恤\t6.48\t6.48\t\n"
        "20805\t行政事业单位养老支出\t90.00\t90.00\t\n2080501\t行政单位离退休\t90.00\t90.00\t\n\n"
    )
    sections = "二、支出预算情况\n\n（一）按功能科目分类\n\n"
    sections += "2080801死亡抚恤{}万元，主要用于遗属补助；\n\n2080501行政单位离退休90.00万元。"
    for amount, wrong in (("6.48", []), ("8.46", ["what_is_told_elsewhere_is_printed"])):
        told = found(sections.format(amount), front=FRONT.replace("第三", f"{table}第三"))
        assert [rule for _, rule in told] == wrong


@pytest.mark.parametrize(("number", "wrong"), [(4, []), (5, ["offices_are_counted_right"])])
def test_offices__listed_in_a_section_of_the_notes(number: int, wrong: list[str]) -> None:
    sentence = f"内设机构{number}个：办公室、规划科、水资源科、监察科。下属单位3个。"
    told = found("一、单位基本情况", sentence, "二、收支总体情况", "收支总预算90.00万元。")
    assert [rule for _, rule in told] == wrong


@pytest.mark.parametrize(("special", "wrong"), [(7, []), (6, ["kinds_make_the_number"])])
def test_count__of_vehicles_by_their_classes(special: int, wrong: list[str]) -> None:
    sentence = (
        f"年末共有车辆11辆，分类为：应急保障用车3辆、特种专业技术用车{special}辆、其他用车1辆。"
    )
    told = found("十、国有资产情况", sentence, front=ACCOUNTS)
    assert [rule for _, rule in told] == wrong


@pytest.mark.parametrize(("whole", "wrong"), [("336.00", []), ("363.00", LISTED)])
def test_procurement__a_part_of_it_by_kinds(whole: str, wrong: list[tuple[str, str]]) -> None:
    sentence = (
        "政府采购预算886.00万元：货物预算46.00万元、工程预算780.00万元、服务预算60.00万元；"
        f"其中一般公共预算拨款政府采购{whole}万元：货物预算46.00万元、工程预算230.00万元、服务预算60.00万元。"
    )
    assert found("六、政府采购情况", sentence) == wrong


@pytest.mark.parametrize(
    ("wages", "change", "wrong"),
    [
        ("160.00", "增加1.60", []),
        ("170.00", "增加1.60", ["classes_told_make_basic_expenditure"]),
        ("160.00", "减少1.60", ["changes_alone_make_the_change"]),
    ],
)
def test_classes__by_code_of_the_general_budget(wages: str, change: str, wrong: list[str]) -> None:
    paragraphs = (
        "五、一般公共预算支出情况",
        "1．规模。一般公共预算拨款支出240.00万元，较上年增加8.40万元，增幅3.63%。",
        f"2．按经济科目。一般公共预算支出240.00万元，其中：工资福利支出（301）{wages}万元，"
        f"较上年{change}万元；商品和服务支出（302）60.00万元，较上年增加6.00万元；"
        "对个人和家庭的补助（303）20.00万元，较上年增加0.80万元。",
    )
    told = [rule for _, rule in found(*paragraphs)]
    assert [rule for rule in told if rule != "amounts_listed_make_the_one_before"] == wrong


@pytest.mark.parametrize(("training", "wrong"), [("8.40", False), ("4.80", True)])
def test_table__of_two_years_without_a_whole(training: str, wrong: bool) -> None:
    table = (
        "表7 “三公”经费及会议费、培训费支出预算表\n单位：万元\n2026年"
        + "\t" * 5
        + "2027年"
        + "\t" * 4
        + "\n"
        + "\t".join(("“三公”经费小计\t公务接待费\t公务用车运行维护费\t会议费\t培训费",) * 2)
        + "\n5.80\t1.20\t4.60\t0.00\t8.40\t4.96\t1.00\t3.96\t0.00\t8.40\n\n"
    )
    front = FRONT.replace("第三", f"{table}第三")
    told = found(
        "五、“三公”经费及会议费、培训费情况", f"培训费预算支出{training}万元。", front=front
    )
    assert bool(told) == wrong


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("共有车辆6辆：机要通信用车1辆、执法执勤用车{}辆。", "5", "4"),
        ("政府采购预算88.00万元，其中预留给中小企业70.40万元，预留比例{}%。", "80", "70"),
        ("“造林绿化”项目300.00万元，计划造林6000亩，亩均投入{}元。", "500", "600"),
        (
            "人员经费700.40万元，由工资福利支出660.20万元和对个人和家庭的补助{}万元构成。",
            "40.20",
            "42.00",
        ),
    ],
)
def test_sentence__of_more_wordings(sentence: str, right: str, wrong: str) -> None:
    words = {
        "车辆": "十、国有资产",
        "采购": "九、政府采购",
        "造林": "十一、绩效目标",
        "人员": "六、基本支出",
    }
    heading = next(title for word, title in words.items() if word in sentence)
    assert found(heading, sentence.format(right)) == []
    assert len(found(heading, sentence.format(wrong))) >= 1


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("本年支出1280.50万元，为年初预算1250.00万元的102.44%，超支{}万元。", "30.50", "35.00"),
        ("公务接待费3.60万元，其中国内接待{}万元、国（境）外接待0.40万元。", "3.20", "2.30"),
    ],
)
def test_accounts__of_more_wordings(sentence: str, right: str, wrong: str) -> None:
    heading = "三、支出决算情况" if "超支" in sentence else "七、“三公”经费支出决算情况"
    assert found(heading, sentence.format(right), front=ACCOUNTS) == []
    assert "error" in dict(found(heading, sentence.format(wrong), front=ACCOUNTS))


def test_list__beside_another_behind_its_semicolon_is_no_fault() -> None:
    sentence = (
        "资产总计960.50万元，其中流动资产160.50万元，非流动资产800.00万元；"
        "负债60.50万元，净资产900.00万元。"
    )
    assert found(ASSETS, sentence) == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [("市水务局", False), ("丁市水务局", False), ("本部门", False), ("市民政局", True)],
)
def test_body__whose_money_is_all_in_the_budget(body: str, wrong: bool) -> None:
    sentence = (
        f"按照综合预算的原则，{body}的所有收入和支出均纳入部门预算管理。收支总预算90.00万元。"
    )
    rules = [rule for _, rule in found("一、收支总体情况", sentence)]
    assert rules == ["headings_name_the_body"] * wrong


def test_change__of_parts_told_behind_that_of_all() -> None:
    paragraphs = (
        "三、支出预算情况说明",
        "总支出777.80万元，其中项目补助683.20万元，管理费用94.60万元。",
        "相比2026年的总支出650.60万元增加127.20万元，增长19.55%。其中，项目补助增加103.80万元，"
        "管理费用增加23.40万元。",
    )
    assert found(*paragraphs) == []


@pytest.mark.parametrize(("less", "wrong"), [("59.53", []), ("53.59", ["warning"])])
def test_change__of_all_of_the_year_is_made_by_its_kinds(less: str, wrong: list[str]) -> None:
    sentence = (
        f"本年支出合计525.53万元，与2026年相比减少{less}万元；其中：基本支出445.90万元，"
        "与2026年相比减少61.72万元；项目支出79.63万元，与2026年相比增加2.19万元。"
    )
    told = found("三、收支决算总体情况", sentence, front=ACCOUNTS)
    assert [severity for severity, rule in told if rule.startswith("change")] == wrong


OVERALL = "二、收支预算情况"


@pytest.mark.parametrize(
    ("health", "wages", "wrong"),
    [("15", "60", 0), ("51", "60", 1), ("15", "600", 1)],
    ids=["right", "a class", "more than the whole"],
)
def test_classes__by_function_and_by_what_the_money_buys(
    health: str, wages: str, wrong: int
) -> None:
    told = found(
        OVERALL,
        "2027年总收入90万元。",
        "2027年总支出90万元。",
        "按照支出功能分类科目，主要用于：",
        f"一般公共服务支出50万元；社会保障和就业支出25万元；医疗卫生和计划生育支出{health}万元。",
        "按照支出经济分类科目，主要用于：",
        f"工资福利支出{wages}万元；商品和服务支出22万元；其他支出8万元。",
    )
    assert told == [("warning", "parts_told_make_the_overall_budget")] * wrong


def test_reason__of_an_amount_that_tells_no_change_is_none_of_the_whole() -> None:
    whole = "“三公”经费预算20万元，较上年下降20%，主要是厉行节约。"
    parts = "其中：公务用车购置费12万元，主要是执法车辆增加；公务接待费8万元。"
    heading = "七、“三公”经费预算情况说明"
    assert found(heading, whole + parts) == []
    other = [rule for _, rule in found(heading, whole.replace("厉行节约", "车辆增加") + parts)]
    assert other == ["reasons_go_the_way_of_the_change"]


@pytest.mark.parametrize(
    ("spent", "left", "wrong"),
    [("84", "7", []), ("84", "0", ["a_quantity_told_again_is_the_same"]), ("90", "7", [])],
    ids=["of the year", "nothing is left over", "one total"],
)
def test_accounts__totals_of_the_year_without_what_is_carried(
    spent: str, left: str, wrong: list[str]
) -> None:
    told = found(
        "一、收入支出决算总体情况说明",
        f"2027年度收入总计90万元，支出总计{spent}万元。",
        "2027年度收入合计90万元，其中：财政拨款收入90万元，占100%。",
        f"2027年度支出合计{spent}万元。年末结转和结余{left}万元。",
        front=ACCOUNTS,
    )
    assert [rule for _, rule in told][:1] == wrong


@pytest.mark.parametrize(("more", "wrong"), [("1.5", False), ("5.1", True)])
def test_change__told_behind_the_accounts_of_the_year_before(more: str, wrong: bool) -> None:
    text = f"""一、2027年“三公”经费预算安排情况
2027年度“三公”经费预算12.5万元，其中：公务接待费4.5万元，公务用车运行费8万元。
二、2026年“三公”经费决算情况
2026年度“三公”经费支出11万元，其中：公务接待费3万元，公务用车运行费8万元。
2027年度“三公”经费预算较2026年度增加1.5万元，其中公务接待费增加{more}万元，增长50%。
"""
    result = read_text(text).reconcile()
    told = {c.rule.name for c in result.results if c.relation and "二#6" in c.relation.figures}
    assert {"the_change_follows_from_both_amounts", "growth_follows_from_both_amounts"} & told
    assert [c.severity for c in result.causes] == ["error"] * wrong


def test_parts__without_text_above_numbered_sentences_are_no_contents() -> None:
    front = (
        "丁县残联2027年度部门决算\n第一部分 概况\n第二部分 决算表（见附件）\n第三部分 情况说明\n"
    )
    income = "一、2027年度收入总计426.80万元，支出总计426.80万元。"
    spent = "二、2027年度本年支出420.80万元，其中基本支出310.80万元，占73.86%，项目支出110.00万元。"
    budget = read_text(f"{front}{income}\n{spent}\n")
    assert [note.topic for note in budget.notes.values()] == ["overall", "expenditure"]
    assert not budget.reconcile().inconsistent


def test_share__of_a_class_behind_the_fund_that_begins_its_item() -> None:
    heading = "三、财政拨款收入支出决算情况"
    items = (
        "1.总体。2027年度财政拨款支出5,000.00万元。",
        "2.一般公共预算财政拨款支出4,500.00万元。主要用于：城乡社区支出（类）3,600.00万元，占{}%；"
        "商业服务业等支出（类）900.00万元，占20%。",
        "3.政府性基金预算财政拨款支出500.00万元。",
    )
    told = [item.format("80") for item in items]
    assert found(heading, *told, front=ACCOUNTS) == []
    wrong = [item.format("85") for item in items]
    assert found(heading, *wrong, front=ACCOUNTS) == [
        ("error", "shares_follow_from_the_amounts_told")
    ]


def test_basic__told_by_kind_beside_the_table_by_function() -> None:
    rows = "\n".join(
        (
            "一般公共预算支出表",
            "科目编码\t科目名称\t合计\t人员经费\t公用经费\t项目支出",
            "201\t一般公共服务支出\t700.00\t520.00\t80.00\t100.00",
            "\t合计\t700.00\t520.00\t80.00\t100.00\n",
        )
    )
    told = (
        "六、一般公共预算基本支出情况\n基本支出600.00万元，其中：人员经费{}万元，公用经费{}万元。"
    )
    assert found(rows, told.format("520.00", "80.00")) == []
    rule = ("error", "basic_note_equals_its_table")
    assert rule in found(rows, told.format("510.00", "90.00"))


def test_reason__in_the_next_paragraph_behind_what_else_is_said() -> None:
    told = "本部门无机关运行经费。主要原因："
    assert found("二、机关运行经费", told, "按规定不编报。") == []
    assert found("二、机关运行经费", told) == [("warning", "reasons_are_finished")]


@pytest.mark.parametrize(
    ("text", "body", "level"),
    [
        (
            "丁县人民政府办公室政府采购情况说明\n2026年本单位采购96.4万元。",
            "丁县人民政府办公室",
            "单位",
        ),
        ("丁县农技站2027年单位预算\n" + "部门预算项目绩效目标表\n" * 3, "丁县农技站", "单位"),
    ],
)
def test_identity__told_beside_other_words(text: str, body: str, level: str) -> None:
    budget = read_text(text)
    assert (budget.unit, budget.level) == (body, level)


@pytest.mark.parametrize("heading", ["二、2027年部门预算安排情况及说明", "二、情况说明"])
def test_notes__below_a_heading_of_all(heading: str) -> None:
    budget = read_text(f"丁镇2027年部门预算\n一、基本概况\n{heading}\n2027年收入预算86.00万元。\n")
    of = next(iter(budget.all_claims)).figure.of
    assert of and (of.flow, of.fund) == ("in", "all")


EARLIER = """关于2026年“三公经费”支出和2027年“三公经费”预算情况的说明
一、2026年“三公经费”支出情况
2026年，本级“三公经费”支出总额为20万元。
（一）因公出国（境）费支出9万元，主要用于交流。
（二）公务用车购置与运行费8万元。其中，公务用车运行费支出6万元；更新车辆的公务用车支出2万元。
（三）公务接待费3万元。
二、2027年“三公经费”预算情况
2027年，“三公经费”预算总额{total}万元，比2026年实际支出20万元，减少2万元，降低10%。其中：
因公出国（境）费8万元，比2026年实际支出9万元，减少1万元；
公务用车购置与运行费7万元，比2026年实际支出8万元，减少1万元；
公务接待费3万元，比2026年实际支出3万元持平。
"""


@pytest.mark.parametrize(("total", "wrong"), [("18", False), ("18.4", True)])
def test_items__below_a_heading_of_the_year_before(total: str, wrong: bool) -> None:
    budget = read_text(EARLIER.format(total=total))
    [note] = budget.notes.values()
    under = {c.figure.place.item: c.figure.stands for c in note.claims[1:6]}
    assert under == {f"一.{n}": (2026, "决算") for n in "一二三"}
    assert bool(budget.reconcile().causes) == wrong


@pytest.mark.parametrize(("visits", "wrong"), [("9万元，主", []), ("6万元，主", ["error"])])
def test_parts__of_the_year_before_make_its_whole(visits: str, wrong: list[str]) -> None:
    text = EARLIER.format(total="18").replace("9万元，主", visits)
    found = [c for c in read_text(text).reconcile().inconsistent if c.severity != "note"]
    assert [c.severity for c in found if c.rule.name == "parts_planned_make_the_whole"] == wrong


def test_sentence__that_begins_with_an_earlier_year_is_of_it_throughout() -> None:
    text = """丙市测绘局“三公”经费2026年决算和2027年预算情况说明
一、因公出国（境）经费
2026年丙市测绘局因公出国（境）团组1次，出国（境）2人次，实际发生培训费等因公出国（境）经费支出6万元。
2027年丙市测绘局拟安排出国（境）3人次，安排出国（境）经费预算9万元，较2026年决算增长{rate}%。
二、公务接待费
2026年丙市测绘局开支公务接待费8万元。其中：外事接待费支出3万元。国内公务接待支出5万元。
2027年安排公务接待费预算6万元，较2026年决算下降25%。
"""
    budget = read_text(text.format(rate=50))
    told = [(c.figure.printed, *c.figure.stands) for c in budget.all_claims if not c.of]
    assert told == [
        *(("1", 2026, "决算"), ("2", 2026, "决算"), ("6", 2026, "决算")),
        *(("3", 2027, "预算"), ("9", 2027, "预算")),
        *(("8", 2026, "决算"), ("3", 2026, "决算"), ("5", 2026, "决算"), ("6", 2027, "预算")),
    ]
    assert (budget.kind, budget.year) == ("预算", 2027)
    assert budget.reconcile().causes == ()
    wrong = read_text(text.format(rate=15)).reconcile()
    assert [cause.severity for cause in wrong.causes] == ["error"]


PLANNED = """一、2027年度“三公”经费支出决算表
单位:万元
项 目 |
预 算 数 |
决 算 数 |
合 计 |
49.5 |
8.2 |
因公出国（境）费 |
20 |
|
公务接待费 |
14.5 |
5.2 |
公务用车购置及运行维护费 |
15 |
3 |
其中：公务用车运行维护费 |
15 |
3 |
公务用车购置费 |
二、2027年度“三公”经费支出情况说明
丁区档案馆2027年度“三公”经费支出决算中，公务接待费支出5.2万元，与2027年度预算相比，减少{less}万元。
"""


@pytest.mark.parametrize(("less", "wrong"), [("9.3", False), ("3.9", True)])
def test_change__from_what_a_table_plans(less: str, wrong: bool) -> None:
    budget = read_text(PLANNED.format(less=less))
    assert budget.unread == ()  # the last row lost its blanks
    rules = [c.rule.name for c in budget.reconcile().inconsistent]
    assert rules == ["changes_told_follow_from_the_year_before"] * wrong


@pytest.mark.parametrize(("running", "wrong"), [("8.2", False), ("2.8", True)])
def test_notice__whose_first_paragraph_names_the_three_expenses(running: str, wrong: bool) -> None:
    text = f"""戊市水务局2027年用财政拨款数开支的出国（境）经费、车辆购置及运行费、\
公务接待费（简称“三公”经费）支出合计24.7万元，\
用于保障日常公务活动的开展，按规定从严控制，不得超出标准。其中：公务用车运行维护费支出{running}万元；公务接待费支出16.5万元。
因公出国（境）经费支出预算0万元，与上年预算数持平，无增减变化。
公务用车购置费支出预算0万元，与上年预算数持平，无增减变化。
"""
    budget = read_text(text)
    assert [c.key for c in budget.all_claims if c.figure.printed == "0"] == [
        "travel",
        "vehicle_purchase",
    ]
    assert bool(budget.reconcile().causes) == wrong


def test_accounts__total_revenue_of_which_the_years_is_told() -> None:
    text = """（一）本单位2027年度总收入58.5万元，其中本年收入39.5万元，较2026年度决算数减少1万元。
1.一般公共预算财政拨款收入38.2万元。
2.上级补助收入1.3万元。
3.上年结转和结余19万元。
"""
    budget = read_text(text)
    assert [c.key for c in budget.all_claims][:2] == ["total", "year_revenue"]
    assert [c for c in budget.reconcile().causes if c.severity != "note"] == []


def test_count__of_people_whom_a_body_has() -> None:
    text = "五、人员情况\n2024年起医院实行同工同酬，医院54名聘用人员纳入范围。\n"
    [claim] = read_text(FRONT + text).all_claims
    assert (claim.subject, claim.figure.year) == ("聘用人员", 2027)


@pytest.mark.parametrize(
    ("words", "rate", "way"),
    [
        ("少支20万元", "下降", -1),
        ("多支20万元", "增长", 1),
        ("调低20万元", "下浮", -1),
        ("上调20万元", "上浮", 1),
        ("减少金额20万元", "负增长", -1),
        ("变动20万元", "同比上升", 1),
        ("少开支20万元", "下降", -1),
    ],
)
def test_change__in_words_of_more_kinds(words: str, rate: str, way: int) -> None:
    text = f"二、支出预算情况\n2027年支出预算500万元，比上年{words}，{rate}{{}}%。\n"
    right = "3.85" if way < 0 else "4.17"
    told = read_text(FRONT + text.format(right))
    moved = [(c.measure, c.direction) for c in told.all_claims if c.figure.printed == "20"]
    assert moved == [("change", way)] and told.reconcile().inconsistent == []
    wrong = read_text(FRONT + text.format("5.38")).reconcile()
    assert [c.severity for c in wrong.inconsistent] == ["error"]


def test_body__of_a_prefecture_level_city_keeps_its_name() -> None:
    told = "2027年“三公”经费预算20万元，其中：公务接待费20万元。\n"
    assert read_text(f"2027年丁州市本级部门“三公”经费预算公开\n{told}").unit == "丁州市"


@pytest.mark.parametrize("words", ["达到预算的", "相当于预算的", "完成进度", "完成全年预算的"])
def test_executed__in_words_of_more_kinds(words: str) -> None:
    text = "七、“三公”经费支出决算情况\n2027年度“三公”经费预算50万元，支出决算40万元，{}{}%。\n"
    assert found(text.format(words, 80), front=ACCOUNTS) == []
    wrong = found(text.format(words, 85), front=ACCOUNTS)
    assert [severity for severity, _ in wrong] == ["error"]


def test_amount__with_its_unit_in_brackets_and_of_no_number() -> None:
    budget = read_text(FRONT + "二、收入预算情况\n2027年收入预算500.00（万元），培训费零万元。\n")
    assert [c.figure.printed for c in budget.all_claims][:1] == ["500.00"]
    assert not budget.unread and budget.reconcile().inconsistent == []


@pytest.mark.parametrize(("project", "wrong"), [("8", 0), ("18", 1)])
def test_classes__with_projects_behind_them_make_the_budget(project: str, wrong: int) -> None:
    classes = "工资福利支出60万元，商品和服务支出22万元"
    sentence = f"2027年支出预算90万元。其中：{classes}；项目支出{project}万元。"
    told = found(OVERALL, sentence)
    assert told == [("warning", "parts_told_make_the_overall_budget")] * wrong


@pytest.mark.parametrize(
    "item",
    [
        "{}小学教育2027年预算数",
        "2050202小学教育",
        "小学教育2027年预算安排",
        "2050202-小学教育：2027年安排",
        "2050202小学教育，2027年预算",
    ],
)
@pytest.mark.parametrize("number", ["1.", "11.", "（1）", "1、"])
def test_item__by_its_name_before_the_year_is_not_the_whole(item: str, number: str) -> None:
    budget = read_text(
        f"{FRONT}五、一般公共预算支出情况\n2027年一般公共预算支出97.5万元。\n"
        f"{number}{item.format('2050202')}63.2万元。\n"
    )
    [_, told] = budget.all_claims
    assert (told.subject, told.key == "total") == ("小学教育", False)


def test_item__of_another_path_is_known_by_its_amount() -> None:
    rows = (
        "\t合计\t97.5",
        "205\t教育支出\t63.2",
        "2050202\t小学教育\t63.2",
        "2050203\t初中教育\t0",
    )
    rows += ("208\t社会保障和就业支出\t34.3", "2080505\t机关事业单位基本养老保险缴费支出\t34.3")
    table = "\n".join(("一般公共预算支出表", "单位：万元", "科目编码\t科目名称\t合计", *rows))
    front = FRONT.replace("\n\n", f"\n\n{table}\n\n", 1)
    whole, school = (
        "五、一般公共预算支出情况",
        "1.教育支出（类）普通教育（款）小学教育（项）63.2万元。",
    )
    pension = (
        "2.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位{}缴费支出（项）34.3万元。"
    )
    right, wrong = (pension.format(name) for name in ("基本养老保险", "职业年金"))
    assert found(whole, school, right, front=front) == []
    assert found(whole, school, wrong, front=front) == [("error", "what_is_told_as_an_item_is_one")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("丁县12345政务服务热线中心", True),
        ("丁县第38中学", True),
        ("丁县2条意见的中心", False),
        ("丁县国有资产事务中心", True),
        ("丁县预算评审中心", True),
        ("丁县重点项目建设服务中心", True),
        ("丁县经费核算中心", True),
    ],
)
def test_body__with_a_number_or_a_word_of_budgets_in_its_name(name: str, body: bool) -> None:
    budget = read_text(f"{name}2027年部门预算\n三、支出预算情况\n2027年支出预算97.5万元。\n")
    assert (budget.unit == name) == body


@pytest.mark.parametrize(
    ("period", "wrong"),
    [
        ("2026年1月至2026年12月", True),
        ("2026.1-2026.12", True),
        ("2026年3月1日—12月31日", True),
        ("2027年1月至2027年12月", False),
        ("2026年7月至2028年6月", False),
    ],
)
def test_period__from_month_to_month(period: str, wrong: bool) -> None:
    lines = ("二、重点项目", "项目名称：渠道清淤", f"实施周期：{period}", "年度预算：9.1万元")
    said = [("warning", "titles_name_the_budget_year")]
    assert found(*lines) == said * wrong


@pytest.mark.parametrize(("told", "wrong"), [("96.00", False), ("69.00", True)])
def test_fund__told_of_both_sides_holds_what_is_carried_over(told: str, wrong: bool) -> None:
    rows = "\n".join(
        (
            "财政拨款收支总表",
            "收入\t\t支出\t",
            "项目\t金额\t项目\t金额",
            "一、一般公共预算\t90.00\t一、农林水支出\t96.00",
            "二、上年结转结余\t6.00\t\t",
            "　一般公共预算\t6.00\t\t",
            "收入合计\t96.00\t支出合计\t96.00\n",
        )
    )
    heading = "四、财政拨款收入支出预算总体情况说明"
    sentence = f"2027年一般公共预算收支预算{told}万元，政府性基金收支预算0万元。"
    front = FRONT.replace("第三", f"{rows}\n第三")
    assert bool(found(heading, sentence, front=front)) == wrong


def test_notes__on_what_moved_tell_of_the_whole() -> None:
    told = "收入预算96.00万元，其中：一般公共预算90.00万元，政府性基金预算6.00万元。"
    told += "政府性基金预算收入6.00万元。"
    budget = read_text(f"{FRONT}一、2027年度部门预算数据变动情况及原因\n\n{told}\n")
    claims = [c for c in budget.all_claims if c.figure.of]
    assert [c.figure.printed for c in claims] == ["96.00", "90.00", "6.00", "6.00"]
    assert {c.figure.of.flow for c in claims if c.figure.of} == {"in"}


def test_code__of_another_division_stands_where_its_name_belongs() -> None:
    rows = ("\t合计\t97.5", "201\t一般公共服务支出\t97.5", "20125\t港澳台事务\t97.5")
    rows += ("{}\t行政运行\t63.2", "2012599\t其他港澳台事务支出\t34.3")
    table = "\n".join(("一般公共预算支出表", "单位：万元", "科目编码\t科目名称\t合计", *rows))
    front = "丁市侨联2027年部门预算\n"
    assert found(front=front + table.format("2012501")) == []
    astray = found(front=front + table.format("2012301"))
    assert astray == [("warning", "codes_have_their_own_names")]


FORM = """丁市水文站2027年单位预算
项目支出绩效目标表
项目名称\t测流设备\t\t
项目实施期限\t{}\t\t
资金总额（万元）\t{}\t\t
其中：财政拨款\t63.2\t\t
其他资金\t34.3\t\t
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t测站\t≥12个
"""


@pytest.mark.parametrize(
    ("period", "money", "wrong"),
    [
        ("2027年度", "97.5", []),
        ("2027年度", "95.7", [("error", "parts_of_a_form_are_within_their_whole")]),
        ("2026年度", "97.5", [("warning", "titles_name_the_budget_year")]),
    ],
)
def test_form__of_fiscal_and_other_money(
    period: str, money: str, wrong: list[tuple[str, str]]
) -> None:
    assert found(front=FORM.format(period, money)) == wrong


@pytest.mark.parametrize(("spent", "wrong"), [("97.5", 0), ("95.7", 2)])
def test_summary__whose_heads_stand_above_both_columns(spent: str, wrong: int) -> None:
    head = "丁县团委2027年部门预算\n收支预算总表\n" + "\t".join(
        2 * ["收入（元）"] + 2 * ["支出（元）"]
    )
    rows = "\n一、事业收入\t97.5\t一、教育支出\t97.5\n收入总计\t97.5\t支出总计\t{}\n"
    assert len(found(front=head + rows.format(spent))) == wrong


def test_amount__told_as_of_this_year_below_its_heading() -> None:
    front = "关于丁市档案馆2027年“三公”经费预算的说明\n（一）公务用车购置及运行维护费\n"
    told = read_text(f"{front}本年度预算为9.75万元，比上年度预算减少0.6万元。\n").all_claims
    assert [claim.key for claim in told] == ["vehicles"] * 2


def test_body__of_a_province() -> None:
    budget = read_text("2027年丁岭省省本级“三公”经费预算说明\n“三公”经费预算9.75亿元。\n")
    assert budget.unit == "丁岭省"


def test_table__percent_in_brackets_is_less_than_nothing() -> None:
    cell = cell_of("(6.12%)")
    assert (cell.number, cell.unit) == (Decimal("-6.12"), "%")


@pytest.mark.parametrize("text", ["—— 第 15 页 / 共 38 页 ——", "第3页|共9页", "· 7 ·"])
def test_page_number__however_it_is_printed(text: str) -> None:
    assert PAGE_NUMBER.fullmatch(text)


def test_number__of_hours_around_the_clock() -> None:
    assert [token.kind for token in scan("7×24小时值守")] == ["schedule"] * 2


def test_codes__with_their_names_beside_those_of_units() -> None:
    rows = ("单位编码|单位名称|功能科目|合计|基本支出|项目支出", "合计|||97.5|63.2|34.3")
    rows += ("607|丁市交通局||97.5|63.2|34.3", "607001|丁市交通局本级||97.5|63.2|34.3")
    rows += ("||[2140101]行政运行|63.2|63.2|", "||[2140106]公路养护|34.3||34.3")
    table = "\n".join(("部门支出总表", "单位：万元", *(row.replace("|", "\t") for row in rows)))
    budget = read_text(f"丁市交通局2027年部门预算\n{table}\n")
    rows_read = budget.table("expenditure").rows
    assert [row.name for row in rows_read[-2:]] == ["行政运行", "公路养护"]
    assert (budget.limits, budget.reconcile().inconsistent) == ((), [])


def test_codes__below_a_head_that_names_no_code() -> None:
    rows = (
        "功能科目\t科目名称\t收入\t支出",
        "\t合计\t9.7\t9.7",
        "223\t国有资本经营预算支出\t9.7\t9.7",
    )
    table = "\n".join(("国有资本经营收支预算表", "单位：万元", *rows))
    budget = read_text(f"丁市财政局2027年部门预算\n{table}\n")
    assert [row.code for row in budget.table("state_capital").rows] == ["", "223"]
    assert budget.limits == ()


@pytest.mark.parametrize(("whole", "wrong"), [("9.7", False), ("7.9", True)])
def test_three_public__by_rows_with_meetings_in_their_sum(whole: str, wrong: bool) -> None:
    rows = ("项目\t预算数", f"合计\t{whole}", "因公出国（境）费\t0", "公务接待费\t2.5")
    rows += ("公务用车购置及运行维护费\t4.2", "会议费\t1", "培训费\t2")
    table = "\n".join(("“三公”经费、会议费及培训费预算表", "单位：万元", *rows))
    assert bool(found(front=f"丁市财政局2027年部门预算\n{table}\n")) == wrong


@pytest.mark.parametrize(
    ("last", "wrong"),
    [
        ("346", []),
        ("274", [("warning", "classes_told_make_expenditure_but_for_a_slip")]),  # they make 2308
        ("300", []),  # some may not be told
        ("246", []),  # nor one of 100, without which it looks like 346 with a digit lost
    ],
)
def test_classes__told_without_shares(last: str, wrong: list[tuple[str, str]]) -> None:
    lines = ("五、一般公共预算支出情况", "2027年一般公共预算支出2380万元，按功能分类科目，包括：")
    lines += ("教育支出1942万元；", "卫生健康支出92万元；", f"住房保障支出{last}万元。")
    assert found(*lines) == wrong


@pytest.mark.parametrize("heading", ["收入构成情况", "收入结构情况"])
def test_topic__of_what_revenue_is_made_of(heading: str) -> None:
    budget = read_text(f"{FRONT}二、{heading}\n本年收入97.5万元，其中：事业收入97.5万元。\n")
    assert budget.notes["二"].topic == "revenue"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("普通教育-小学教育：63.2万元。", [("小学教育", "item")]),
        (
            "普通教育（款）小学教育（项）63.2万元\n\n普通教育（款）初中教育（项）34.3万元",
            [("小学教育", "item"), ("初中教育", "item")],
        ),
        ("社区健身器材购置，安排34.3万元。", [("社区健身器材购置", "")]),  # and not the whole
        ("一般公共预算支出，2027年安排97.5万元。", [("一般公共预算支出", "total")]),
    ],
)
def test_item__in_other_lines(lines: str, told: list[tuple[str, str]]) -> None:
    head = "五、一般公共预算支出情况\n2027年一般公共预算支出97.5万元。"
    _, *claims = read_text(f"{FRONT}{head}\n{lines}\n").all_claims
    assert [(claim.subject, claim.key) for claim in claims] == told


def test_row__of_a_unit_before_the_column_of_codes_does_not_lie_astray() -> None:
    rows = ("单位代码|单位名称|科目编码|科目名称|合计|基本支出|项目支出", "|合计|||97.5|63.2|34.3")
    rows += (
        "431001|丁县医保局|||97.5|63.2|34.3",
        "431001|丁县医保局|210|卫生健康支出|97.5|63.2|34.3",
    )
    table = "\n".join(("部门支出总表", "单位：万元", *(row.replace("|", "\t") for row in rows)))
    budget = read_text(f"丁县医保局2027年部门预算\n{table}\n")
    told = [row["total"].printed for row in budget.table("expenditure").rows]
    assert (told, budget.unread) == (["97.5"] * 3, ())


@pytest.mark.parametrize("who", ["我镇", "本县", "我街道"])
def test_body__that_speaks_of_itself(who: str) -> None:
    budget = read_text(
        f"{FRONT}一、收支预算情况\n2027年{who}收入预算97.5万元，支出预算97.5万元。\n"
    )
    assert [c.figure.of and c.figure.of.flow for c in budget.all_claims] == ["in", "out"]


@pytest.mark.parametrize(("goods", "wrong"), [("46.4", False), ("64.4", True)])
def test_procurement__won_by_small_firms_is_no_kind_of_it(goods: str, wrong: bool) -> None:
    told = f"政府采购支出合计86.4万元。按采购类型分：货物{goods}万元；服务40万元；无工程采购。"
    told += "授予中小企业合同金额86.4万元。"
    other = f"政府采购支出合计86.4万元。按采购类型分：货物{goods}万元，服务40万元；"
    behind = ("其中授予中小企业合同金额76.4万元。", "其中上年结转6.4万元。")
    for each in (told, *(other + words for words in behind)):
        assert bool(found("六、政府采购支出情况", each, front=ACCOUNTS)) == wrong


@pytest.mark.parametrize(("fund", "wrong"), [("0", []), ("12.4", ["sources_told_make_revenue"])])
def test_revenue__of_which_only_a_fund_of_nothing_is_told(fund: str, wrong: list[str]) -> None:
    told = f"2027年度收入86.4万元。（一）财政拨款收入86.4万元，其中：政府性基金{fund}万元。"
    assert [rule for _, rule in found("二、收入决算情况说明", told, front=ACCOUNTS)] == wrong


def test_both_sides__of_a_fund_with_what_moved_between() -> None:
    told = "2.政府性基金预算财政拨款本年收入0万元，与上年持平；本年支出0万元，与上年持平。"
    budget = read_text(f"{ACCOUNTS}四、财政拨款收入支出决算情况说明\n\n{told}\n")
    amounts = [c.figure.of for c in budget.all_claims if c.measure == "amount"]
    assert [(of.flow, of.fund) for of in amounts if of] == [("in", "gov_fund"), ("out", "gov_fund")]
