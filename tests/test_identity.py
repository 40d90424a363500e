"""Whose disclosure of which year it is: covers, titles, captions, sentences."""

from pathlib import Path

import pytest

import budgetlib
from budgetlib.budget import Budget, read_text
from budgetlib.cli import main
from budgetlib.figures import Spot
from budgetlib.read.blocks import Paragraph
from budgetlib.read.identity import disclosures, identity, told

NOTES = "\n\n第三部分 情况说明\n\n一、收入预算情况说明\n\n收入预算7.50万元。\n"


def lines(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, ((0, Spot(n, None)),)) for n, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("cover", "body", "year", "level", "kind"),
    [
        (["甲市乙局2024年度部门决算"], "甲市乙局", "2024", "部门", "决算"),
        (["2024年甲县丙中心单位预算公开"], "甲县丙中心", "2024", "单位", "预算"),
        (["甲市乙局", "2024年部门预算"], "甲市乙局", "2024", "部门", "预算"),
        (["公开信息", "甲市乙局2024年部门预算"], "甲市乙局", "2024", "部门", "预算"),
        (["智能问答无障碍模式", "2024年部门预算"], "", "2024", "部门", "预算"),
        (
            ["2026年部门预算", "2025年部门预算", "2024年部门决算", "丁县水务局2023年单位决算"],
            "丁县水务局",
            "2023",
            "单位",
            "决算",
        ),
        (
            ["[主题分类]财政[体裁分类]财政预算、决算", "•财政预算、决算", "甲县本级2024年部门决算"],
            "甲县",
            "2024",
            "部门",
            "决算",
        ),
        (["甲市自然", "资源局2024年部门预算"], "甲市自然资源局", "2024", "部门", "预算"),
        (["甲市乙局二〇二四年部门预算"], "甲市乙局", "2024", "部门", "预算"),
        (
            ["丁区教育局（本级）2023年单位决算公开说明"],
            "丁区教育局（本级）",
            "2023",
            "单位",
            "决算",
        ),
        (["丁县县本级2023年“三公”经费决算"], "丁县", "2023", "", "决算"),
        (["戊市市本级2023年预算公开"], "戊市", "2023", "", "预算"),
        (["丁区教育局（汇总）2023年部门决算"], "丁区教育局", "2023", "部门", "决算"),
        (["关于戊厅“三公”经费2022年预算情况的说明"], "戊厅", "2022", "", "预算"),
        (["附件1：己县水务局2021年部门预算编制说明"], "己县水务局", "2021", "部门", "预算"),
        (["单位名称：壬局2022年部门预算"], "壬局", "2022", "部门", "预算"),
        (["2024年预算公开", "癸县老干部局"], "癸县老干部局", "2024", "", "预算"),
        (["2020年度", "庚大学部门决算"], "庚大学", "2020", "部门", "决算"),
        (
            [
                "壬市2022年子镇人民政府部门预算的批复",
                "2022年公共财政预算业经会议审议通过批复如下：",
            ],
            *("子镇人民政府", "2022", "部门", "预算"),
        ),
        (["辛街道办事处部门2019年预算公开"], "辛街道办事处", "2019", "", "预算"),
        (
            ["本部门仅有壬市某局本级一个二级预算单位", "壬市某局2021年预算"],
            "壬市某局",
            "2021",
            "单位",
            "预算",
        ),
    ],
)
def test_identity__of_a_cover(
    cover: list[str], body: str, year: str, level: str, kind: str
) -> None:
    evidence = identity(lines(*cover, "第一部分 概况", "一、主要职能", "第二部分 预算表"), {})
    assert [told(evidence, aspect) for aspect in ("body", "year", "level", "kind")] == [
        *(body, year, level, kind)
    ]


def test_identity__a_caption_has_the_body_without_its_city() -> None:
    """The cover names the office in full behind 预算主管部门：; each table leaves out the city."""
    text = [
        "甲市乙区2024年区级部门预算",
        "预算主管部门:甲市乙区绿化局",
        "第一部分 概况",
        *("编制部门:乙区绿化局单位:元",) * 9,
    ]
    assert told(identity(lines(*text), {}), "body") == "甲市乙区绿化局"


def test_identity__a_heading_with_a_wrong_year_is_outvoted_and_kept() -> None:
    text = [
        "甲市乙局2024年部门决算",
        "第三部分 2024年度部门决算情况说明",
        "2023年度收入决算情况说明",
    ]
    evidence = identity(lines(*text), {})
    years = {e.value: e.said for e in evidence if e.aspect == "year"}
    assert list(years) == ["2024", "2023"]
    assert years == {"2024": text[0], "2023": text[2]}


def test_identity__no_leftover_of_a_heading_is_a_body() -> None:
    text = ["第二部分 2024年部门预算表", "三、2024年度部门主要工作任务", "机关运行经费2024年预算"]
    assert told(identity(lines(*text), {}), "body") == ""


def test_identity__the_year_of_sentences_where_no_title_tells() -> None:
    text = ["甲局预算公开", "2025年，本单位收入预算3.00万元，比2024年增加1.00万元。"]
    evidence = identity(lines(*text), {})
    assert (told(evidence, "year"), told(evidence, "level")) == ("2025", "单位")


def test_read__a_year_that_nothing_tells_is_compared_with_nothing() -> None:
    budget = read_text("甲市乙局单位预算" + NOTES)
    assert (budget.unit, budget.year) == ("甲市乙局", 0)
    said = [r for r in budget.reconcile().results if r.verdict == "inconsistent"]
    assert said == []


def test_load__a_year_and_a_body_that_are_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("部门预算" + NOTES, encoding="utf-8")
    budget: Budget = budgetlib.load(path, year=2031, body="壬县档案馆")
    assert (budget.unit, budget.year, budget.identity[0].source) == ("壬县档案馆", 2031, "given")
    main(["check", str(path), "--year", "2031", "--body", "壬县档案馆"])
    assert capsys.readouterr().out.startswith("壬县档案馆-2031-dept 壬县档案馆 2031: ")


@pytest.mark.parametrize(
    ("text", "body", "year", "kind"),
    [
        ("经汇总，2024年“三公”经费支出预算为9.00万元，与2023年相比增长5%。", "", "2024", "预算"),
        ("经己州财政金融局汇总，2018年“三公”经费决算数20万元。", "己州", "2018", "决算"),
        ("经己市财政局汇总，2018年己市部门“三公”经费决算总额20万元。", "己市", "2018", "决算"),
        ("庚区2017年一般公共预算安排“三公”经费20万元，比2016年减少1万元。", "庚区", "2017", "预算"),
        ("辛市水务局2019年用财政拨款开支的“三公”经费3万元。", "辛市水务局", "2019", "预算"),
        ("本院2016年度收入总计90万元，较2015年度增加2万元。", "", "2016", "预算"),
        ("2020年壬县“三公”经费支出9万元，比年初预算减少1万元。", "壬县", "2020", "决算"),
        ("2020年“三公”经费支出9万元，比上年累计支出8万元增加1万元。", "", "2020", "决算"),
        ("2020年“三公”经费9万元，比上年年初预算减少1万元。", "", "2020", "预算"),
        (
            "己州财政局对州本级2020年“三公”经费9万元进行汇总，比年初预算减少1万元。",
            "",
            "2020",
            "决算",
        ),
        ("厅机关和8家单位2020年共计支出“三公经费”9万元。", "", "2020", "决算"),
        ("我院2014年三公经费开支9万元，其中公务接待费1万元。", "", "2014", "决算"),
        ("2014年“三公”经费支出合计9万元，比预算数减少1万元。", "", "2014", "决算"),
        ("2014年“三公”经费9万元，比2013年预算数减少1万元。", "", "2014", "预算"),
        ("按照要求，现将子丑镇2020年度“三公”经费决算数公布如下：", "子丑镇", "2020", "决算"),
        ("按照要求，现将我厅2020年“三公”经费预算说明如下：", "", "2020", "预算"),
        ("2020年度寅区区级“三公”经费决算情况说明", "寅区", "2020", "决算"),
        ("子丑镇2020年“三公”经费决算数共计9万元，比上年决算数下降4%。", "子丑镇", "2020", "决算"),
        ("2017年区级“三公”经费支出9万元。年末公务用车保有量4辆。", "", "2017", "决算"),
        ("2017年“三公”经费9万元，计划国内公务接待5批次。", "", "2017", "预算"),
        ("寅市卯区本级2017年“三公”经费决算9万元。", "寅市卯区", "2017", "决算"),
        ("癸镇人民政府内设5个机构。2019年度收入总计9万元。", "癸镇人民政府", "2019", "预算"),
        (
            "戊省机构编制委员会办公室2016年度“三公”经费支出9万元。",
            "戊省机构编制委员会办公室",
            "2016",
            "预算",
        ),
        ("乙乡人民政府(本级)2023年无政府性基金安排的支出。", "乙乡人民政府(本级)", "2023", "预算"),
    ],
)
def test_identity__of_a_sentence_where_no_title_is(
    text: str, body: str, year: str, kind: str
) -> None:
    evidence = identity(lines(text), {})
    assert told(evidence, "body") == body
    assert told(evidence, "year") == year
    assert told(evidence, "kind") in (kind, "" if kind == "预算" else kind)


@pytest.mark.parametrize(
    "text",
    [
        "为全面反映“三公”经费支出，本次公布的“三公”经费为部门汇总数，包括局机关和二级机构。",
        "2013年“三公”经费为部门(全额拨款单位)汇总数。",
        "2015年丁局部门决算汇总“三公”经费支出9万元。",
        "丁县文联会部门2022年度“三公”经费支出为9万元。",
        "丁县水利局部门2020年度“三公”经费情况说明",
        "丁县开发区管委会2020年部门“三公”经费预算",
        "己市测绘局2018年部门一般公共预算财政拨款“三公”经费支出决算情况说明",
    ],
)
def test_identity__the_level_where_no_budget_of_a_level_is_named(text: str) -> None:
    assert told(identity(lines(text), {}), "level") == "部门"


def test_identity__the_year_announced_before_sentences_that_begin_with_another() -> None:
    told_of = "按照要求，现将我厅2020年“三公”经费预算数说明如下："
    text = [told_of, *["2019年预算数5万元，2020年预算与2019年预算持平。"] * 3]
    assert told(identity(lines(*text), {}), "year") == "2020"


def test_identity__of_two_years_in_a_title_the_later_is_disclosed() -> None:
    text = ["一、“三公”经费2024年执行情况和2025年预算情况", "二、其他"]
    assert told(identity(lines(*text), {}), "year") == "2025"


def test_identity__no_column_and_no_level_is_a_body() -> None:
    text = ["2021年“三公”经费决算表", "项目|", "2021年区本级“三公”经费预算支出表", "三、"]
    text += ["一、2021年财政预算安排情况", "（一）财力预算"]
    assert told(identity(lines(*text), {}), "body") == ""


@pytest.mark.parametrize(
    ("texts", "body"),
    [
        (["甲市第三小学是甲市教育局直属的事业单位，在编58人。"], "甲市第三小学"),
        (["乙县文化馆为乙县文化局所属公益一类事业单位。"], "乙县文化馆"),
        (["2021年基本支出预算9万元。", "丙市林业科学研究所", "2022年1月9日"], "丙市林业科学研究所"),
        (["2021年基本支出预算9万元。", "丁县审计局", "2022年3月11日"], "丁县审计局"),
        (["2021年基本支出预算9万元。", "2022年3月11日"], ""),
        (["办公室是处理日常事务的综合部门。"], ""),
        (["甲市乙区人民检察院是国家法律监督机关，依法履行职责。"], "甲市乙区人民检察院"),
        (["丙党戊市委员会由机关本级构成，其中：行政单位1个。"], "丙党戊市委员会"),
        (["根据己编办〔2014〕3号设立庚市辛区人民法院，内设13个部门。"], "庚市辛区人民法院"),
    ],
)
def test_identity__where_no_title_names_the_body(texts: list[str], body: str) -> None:
    front = ("第一部分 概况", "2021年预算情况说明")
    assert told(identity(lines(*front, *texts), {}), "body") == body


@pytest.mark.parametrize(
    ("text", "year", "kind"),
    [
        ("甲部2020年度部门决算公布，支出9万元。", "2020", "决算"),
        ("2019年乙县决算报告显示，支出9万元。", "2019", "决算"),
        ("该局2020年预算9万元，2021年预算8万元。", "2021", "预算"),
        ("其中丙市2018年9万元、2019年8万元。", "2019", ""),
    ],
)
def test_identity__of_one_sentence(text: str, year: str, kind: str) -> None:
    evidence = identity(lines(text), {})
    assert (told(evidence, "year"), told(evidence, "kind")) == (year, kind)


def test_identity__of_who_was_sent_abroad() -> None:
    sentence = "全年使用财政拨款安排壬市检测中心出国团组0个，累计0人次。"
    assert told(identity(lines(sentence), {}), "body") == "壬市检测中心"


def test_identity__of_the_year_behind_the_name_and_one_that_a_reason_looks_back_to() -> None:
    told_of = "经汇总，壬区2022年一般公共预算安排“三公”经费决算数50万元，比上年决算数下降5%。"
    reason = "2021年壬区“三公”经费支出决算同比下降的原因主要是从严控制。"
    assert told(identity(lines(told_of, reason), {}), "year") == "2022"


def test_disclosures__that_nothing_was_used_names_no_body() -> None:
    used = (
        "2020年没有使用政府",
        "购买服务预算5.00万元。",
        "2020年没有使用委",
        "托业务费3.00万元。",
    )
    assert disclosures(lines("甲市测试中心2020年单位预算", *used)) == []


def test_identity__a_title_of_another_year_than_the_text_and_its_tables() -> None:
    told = "".join(
        f"（{n}）2027年预算数8.00万元，比2026年增加1.00万元。\n" for n in "一二三四五六七八九"
    )
    text = (
        f"甲市测绘队2026年单位预算情况说明\n\n一、收支总体情况\n\n{told}"
        "2026年预算数\t2027年预算数\n9.00\t10.00\n"
    )
    budget = read_text(text)
    assert budget.year == 2027
    assert [c.severity for c in budget.reconcile().causes if "2026年" in str(c)] == ["warning"]
