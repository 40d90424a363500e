"""What notes say against themselves in words seen in other provinces, and what is no fault."""

import pytest

from budgetlib.budget import read_text

FRONT = "甲市测绘局2027年部门预算\n\n第三部分 2027年部门预算情况说明"
ACCOUNTS = "甲学院2027年度部门决算\n收入支出决算总表\n收入决算表\n第三部分 2027年度部门决算情况说明"


def table(*rows: str) -> str:
    head = ("表5 一般公共预算支出表", "单位：万元", "科目编码\t科目名称\t合计\t基本支出\t项目支出")
    cells = (row.split() for row in rows)
    lines = (f"{code.strip('-')}\t{name}\t{amount}\t{amount}\t" for code, name, amount in cells)
    return "\n".join((*head, *lines))


def told(*paragraphs: str, front: str = FRONT) -> list[tuple[str, str, str]]:
    """Severity, rule, and the figures or words of each comparison that does not agree."""
    budget = read_text("\n\n".join((front, *paragraphs)) + "\n")
    assert not budget.unread
    return [
        (
            c.severity,
            c.rule.name,
            " ".join(
                [t.figure.printed for t in c.relation.terms] or [x.text for x in c.relation.cited]
            ),
        )
        for c in budget.reconcile().inconsistent
    ]


def test_parts__told_in_a_paragraph_each_make_the_total() -> None:
    heading = "七、“三公”经费预算情况说明"
    parts = (
        "公务接待费41万元，比上年年初预算减少7万元。",
        "因公出国（境）经费12万元，比上年年初预算增加2万元。",
        "公务用车购置费36万元，比上年年初预算增加18万元。",
        "公务用车运行维护费85万元，比上年年初预算减少4万元。",
    )
    whole = "2027年，“三公”经费支出共计{}万元，比2026年年初预算增加9万元。其中："
    assert told(heading, whole.format("174"), *parts) == []
    rule = "parts_told_in_a_note_make_the_whole"
    assert told(heading, whole.format("147"), *parts) == [("error", rule, "147 12 36 85 41")]


def test_share__of_a_named_whole_behind_lists() -> None:
    heading = "五、一般公共预算支出情况说明"
    paragraphs = (
        "2027年本年一般公共预算拨款支出812000.40元。",
        "（二）按支出结构分类划分，分为基本支出预算和项目支出预算。",
        "1. 基本支出预算 700000.40 元，占一般公共预算支出的86.21%，同比减少 2000 元。其中：",
        "工资福利支出预算 560000.32 元，占基本支出预算的80%。",
        "2. 项目支出 112000 元，占一般公共预算支出的 {}，同比增加 12000 元，增长 12%。其中：",
        "工资福利支出 5600 元，占项目支出预算 5%。",
    )
    assert told(heading, *(p.format("13.79%") for p in paragraphs)) == []
    wrong = told(heading, *(p.format("17.39%") for p in paragraphs))
    assert wrong == [("error", "shares_follow_from_the_amounts_told", "17.39 112000 812000.40")]


@pytest.mark.parametrize(("services", "found"), [("4.2", False), ("14.2", True)])
def test_procurement__parts_make_the_total(services: str, found: bool) -> None:
    words = (
        "2027年度政府采购支出总额57.7万元，其中：政府采购货物支出21.3万元、"
        f"政府采购工程支出32.2万元、政府采购服务支出{services}万元。"
        "授予中小企业合同金额30万元，占政府采购支出总额的51.99%。"
    )
    every = told("十、政府采购支出情况", words, front=ACCOUNTS)
    wrong = [each for each in every if each[0] == "error"]  # the list before it is one, too
    rule = "goods_works_and_services_make_procurement"
    assert wrong == ([("error", rule, f"57.7 21.3 32.2 {services}")] if found else [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("同比增长下降40%", "增长下降"),
        ("较上年减少增加了8万元", "减少增加"),
        ("比上年上升降低7%", "上升降低"),
        ("比2026年预算增加增加8万元", "增加增加"),
        ("与2026年预算减少持平", "减少持平"),
        ("比2026年度减增加8万元", "减增加"),
        ("与2026年预算持平", ""),
        ("同比下降40%", ""),
        ("较上年增加8万元，增长8.7%", ""),
        ("人员减少，增加设备8万元", ""),
        ("较上年增加8万元，主要是人员增加增加8万元", ""),  # what grew, and by what it did
        ("较上年减少8万元，主要是接待批次减少减少8万元", ""),
        ("较上年增加8万元，主要是人员增减增加工资，项目新增减少", ""),
    ],
)
def test_change__goes_one_way(words: str, found: str) -> None:
    wrong = told("三、支出预算情况说明", f"2027年支出预算100.00万元，{words}。")
    one = [("warning", "a_change_goes_one_way", f"{found} 增加/减少?")]
    assert [w for w in wrong if w[1] == "a_change_goes_one_way"] == (one if found else [])


def test_change__told_with_both_words_goes_no_other_way() -> None:
    words = "2027年支出预算90.00万元，比上年减少10.00万元，下降{}10%。"
    rules = [(c, rule) for c, rule, _ in told("三、支出预算情况说明", words.format("增长"))]
    assert rules == [("warning", "a_change_goes_one_way")]
    assert told("三、支出预算情况说明", words.format("")) == []


ITEM = (
    "“教育支出(类）-{}（款）-{}（项）”2027年度预算{}万元，{}年度预算{}万元，主要用于：日常运转。"
    "2026年当年预算执行数为{}万元，2027年预算安排{}万元。"
)


@pytest.mark.parametrize(("year", "found"), [("2026", False), ("2025", True)])
def test_items__what_they_were_before_is_of_one_year(year: str, found: bool) -> None:
    items = (
        ("普通教育", "小学教育", "40.20", "2026", "38.10", "37.50", "40.20"),
        ("普通教育", "初中教育", "61.30", "2026", "60.00", "58.90", "61.30"),
        ("职业教育", "中等职业教育", "12.40", "2026", "12.00", "11.80", "12.40"),
        ("进修及培训", "培训支出", "5.10", year, "4.90", "4.70", "5.10"),
    )
    paragraphs = [f"{n}.{ITEM.format(*item)}" for n, item in enumerate(items, 1)]
    rule = "comparisons_are_with_the_year_before"
    wrong = told("五、一般公共预算支出情况说明", *paragraphs)
    assert wrong == ([("warning", rule, "2025年 4.90 2026年")] if found else [])


@pytest.mark.parametrize(("spent", "found"), [("17.20", set()), ("12.70", {"12.70 17.20"})])
def test_item__whose_budget_is_told_in_a_paragraph_below_it(spent: str, found: set[str]) -> None:
    rows = table("205 教育支出 17.20", "20502 普通教育 17.20", "2050202 小学教育 17.20")
    paragraphs = (
        "一般公共预算财政拨款支出年初预算为20.00万元，支出决算为17.20万元，其中：",
        "1.教育支出（类）普通教育（款）小学教育（项）17.20万元，主要用于：校舍修缮。",
        f"年初预算为20.00万元，支出决算为{spent}万元。决算数小于预算数的主要原因：工程结余。",
    )
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    wrong = told(rows, heading, *paragraphs, front=ACCOUNTS.replace("\n第三", f"\n{rows}\n第三"))
    rule = "general_budget_note_equals_its_table"
    assert {numbers for _, name, numbers in wrong if name == rule} == found


@pytest.mark.parametrize("month", ["8月底", "9月", "11月初", "3月份"])
def test_month__without_a_year_is_no_amount(month: str) -> None:
    words = f"2027年支出预算90.00万元。主要用于测绘项目，{month}完成招标，次年验收。"
    assert told("三、支出预算情况说明", words) == []


@pytest.mark.parametrize(("base", "found"), [("预算执行数", True), ("预算", False)])
def test_comparison__with_one_base_in_a_paragraph(base: str, found: bool) -> None:
    words = (
        f"2027年收入预算600.00万元，比2026年{base}增加50.00万元，增长9.09%；"
        "支出预算600.00万元，比2026年预算增加30.00万元，增长5.26%。"
    )
    rule = "a_paragraph_compares_with_one_base"
    wrong = [w for w in told("一、收支预算总体情况说明", words) if w[1] == rule]
    assert wrong == ([("note", rule, "2026年预算 2026年预算执行数")] if found else [])


PUBLIC = "七、“三公”经费预算情况说明"


def test_comparison__with_both_bases_at_once_is_no_fault() -> None:
    words = "2027年“三公”经费预算15.50万元，比上年预算下降18.42%，比上年决算下降16.22%。"
    assert told(PUBLIC, words) == []


@pytest.mark.parametrize(("whole", "found"), [("18.50", False), ("19.50", True)])
def test_changes__told_of_amounts_that_were_told_before(whole: str, found: bool) -> None:
    words = (
        "2027年“三公”经费预算41.00万元，其中：因公出国（境）费0万元，"
        "公务用车购置及运行费21.00万元，公务接待费20.00万元。",
        f"经比较，“三公”经费41.00万元，比2026年预算减少{whole}万元。其中：公务用车购置及运行费"
        "21.00万元，比2026年预算减少16.00万元；公务接待费20.00万元，比2026年预算减少2.50万元。",
    )
    rule = "changes_told_of_three_public_make_the_total_change"
    assert told(PUBLIC, *words) == ([("warning", rule, f"{whole} 16.00 2.50")] if found else [])


def test_count__behind_a_bracket_is_of_what_stands_before_it() -> None:
    words = "公务接待费16.30万元。2027年国内公务接待32批次（其中外事接待1批次），428人次。"
    budget = read_text(f"{FRONT}\n\n{PUBLIC}\n\n{words}\n")
    counts = [c for c in budget.all_claims if c.measure == "count"]
    assert [c.subject for c in counts] == ["国内公务接待", "外事接待", "国内公务接待"]


def test_share__of_two_together_is_of_none_alone() -> None:
    words = (
        "2027年收入合计200.00万元，其中：财政拨款收入188.00万元，占94%；事业收入8.00万元，"
        "经营收入4.00万元，两项合计占6%。"
    )
    assert told("二、收入预算情况说明", words) == []


def test_titles__one_of_which_names_the_body_are_alike() -> None:
    titled = table("205 教育支出 90").replace("表5 ", "表5 2027年")
    contents = "目录\n\n表5 甲市测绘局2027年一般公共预算支出表\n\n"
    text = f"甲市测绘局2027年部门预算\n\n{contents}{titled}\n"
    rules = [c.rule.name for c in read_text(text).reconcile().inconsistent]
    assert "titles_are_alike" not in rules
    other = text.replace("测绘局2027年一般公共预算支出表", "测绘局2027年支出功能分类预算表")
    assert "titles_are_alike" in [c.rule.name for c in read_text(other).reconcile().inconsistent]


def test_areas__add_up_inside_and_outside_brackets() -> None:
    words = (
        "新建用房建筑面积{}平方米，其中地上建筑面积{}平方米（其中计容面积600平方米，"
        "不计容面积40平方米），地下建筑面积210平方米，建筑高度18米。"
    )
    heading = "十、国有资产占用情况说明"
    assert told(heading, words.format("850", "640")) == []
    rule = "kinds_make_the_number"
    assert told(heading, words.format("580", "640")) == [("warning", rule, "580 640 210")]
    assert told(heading, words.format("850", "604")) == [
        ("warning", rule, "850 604 210"),
        ("warning", rule, "604 600 40"),  # whose own kinds make 850 with the others
    ]


def test_item__a_division_told_as_an_item_is_an_error() -> None:
    rows = table(
        *("- 合计 90", "210 卫生健康支出 30", "21007 计划生育事务 30", "2100717 计划生育服务 30"),
        *("205 教育支出 60", "20502 普通教育 60", "2050202 小学教育 60"),
    )
    paragraphs = (
        "五、一般公共预算支出情况说明",
        "2027年一般公共预算支出90万元。",
        "1、卫生健康支出（款）计划生育事务（项）30万元。",
        "2、教育支出（类）普通教育（款）小学教育（项）60万元。",
    )
    front = FRONT.replace("\n\n", f"\n\n{rows}\n\n")
    wrong = told(*paragraphs, front=front)
    error = ("error", "what_is_told_as_an_item_is_one", "计划生育事务 21007 计划生育事务")
    assert error in wrong
    right = [
        p.replace("支出（款）计划生育事务", "支出（类）计划生育事务（款）计划生育服务")
        for p in paragraphs
    ]
    assert told(*right, front=front) == []


def test_item__its_tail_is_tied_beside_its_headline() -> None:
    rows = table("- 合计 60", "205 教育支出 60", "20502 普通教育 60", "2050202 小学教育 60")
    words = (
        "1、教育支出（205类）普通教育（02款）小学教育（02项）60万元。主要用于学校。"
        "2026年当年预算执行数为50万元，2027年预算安排{}万元，比2026年预算执行数增加{}。"
    )
    front = FRONT.replace("\n\n", f"\n\n{rows}\n\n")
    heading = "五、一般公共预算支出情况说明"
    assert told(heading, words.format("60", "20%"), front=front) == []
    wrong = told(heading, words.format("70", "40%"), front=front)
    assert ("error", "general_budget_note_equals_its_table", "70 60") in wrong
    assert ("warning", "an_amount_is_told_alike", "60 70") in wrong


def test_division__a_heading_tells_of_it_and_not_of_the_whole() -> None:
    rows = table(
        *("- 合计 90", "210 卫生健康支出 30", "21007 计划生育事务 30", "2100717 计划生育服务 30"),
        *("205 教育支出 60", "20502 普通教育 60", "2050202 小学教育 60"),
    )
    paragraphs = (
        "五、一般公共预算支出情况说明",
        "2027年一般公共预算支出90万元。其中：",
        "（一）教育支出（类）普通教育（款）：2027年预算支出合计60万元。其中：",
        "1.小学教育（项）支出60万元。",
        "（二）卫生健康支出（类）计划生育事务（款）：2027年预算支出合计30万元。其中：",
        "1.计划生育服务（项）支出30万元。",
    )
    assert told(*paragraphs, front=FRONT.replace("\n\n", f"\n\n{rows}\n\n")) == []


def test_reason__in_a_paragraph_of_its_own_is_told() -> None:
    heading = "七、“三公”经费预算情况说明"
    first = "公务接待费2.00万元，比上年增加0.40万元，增长25%。主要原因："
    assert told(heading, first, "接待任务增加。") == []
    left = ("warning", "reasons_are_finished", "主要原因: a reason 原因")
    assert told(heading, first) == [left]


def test_last_year__other_money_in_it_is_no_fault() -> None:
    """The appropriation grew by more than the whole, which held other money the year before."""
    paragraphs = (
        "一、收支预算总体情况说明",
        "2027年收支总预算800.00万元，比2026年预算增加40.00万元，增长5.26%。",
        "四、财政拨款收支预算总体情况说明",
        "2027年财政拨款收支总预算800.00万元，比2026年预算增加90.00万元，增长12.68%。",
        "五、一般公共预算支出情况说明",
        "2027年一般公共预算支出800.00万元，比2026年预算增加90.00万元，增长12.68%。",
    )
    assert told(*paragraphs) == []


def test_accounts__a_budget_executed_is_not_the_amount() -> None:
    words = (
        "甲学院2027年度“三公”经费财政拨款支出决算为9.00万元，完成全年预算12.00万元的{}，"
        "比上年决算数增加1.00万元，增长12.5%。其中：公务接待费支出决算为4.00万元，"
        "完成预算5.00万元的80%，比上年决算数增加1.00万元，增长33.3%。"
    )
    heading = "七、财政拨款“三公”经费支出决算情况说明"
    found = told(heading, words.format("75%"), front=ACCOUNTS)
    assert [f for f in found if f[0] != "note"] == []
    wrong = [f for f in told(heading, words.format("85%"), front=ACCOUNTS) if f[0] == "error"]
    assert [figures for *_, figures in wrong] == ["85 9.00 12.00"]


PATHS = (
    "2027年一般公共预算支出540.00万元。其中：“一般公共服务支出-政府办公厅（室）及相关机构事务-机关服务”"
    "科目460.00万元；“社会保障和就业支出-行政事业单位养老支出-机关事业单位职业年金缴费支出”科目30.00万元；"
    "“卫生健康支出-行政事业单位医疗-事业单位医疗”科目{}万元。",
)


@pytest.mark.parametrize(
    ("heading", "paragraphs", "right", "wrong", "rule"),
    [
        (
            "五、一般公共预算支出情况说明",
            PATHS,
            "50.00",
            "60.00",
            "items_told_make_the_general_budget",
        ),
        (
            "五、一般公共预算支出情况说明",
            (
                "2027年一般公共预算拨款支出{}万元。",
                "1.文化旅游体育与传媒支出/广播电视/广播电视事务200.00万元。",
                "2.卫生健康支出（210）行政事业单位医疗（21011）事业单位医疗（2101102）50.00万元。",
                "3.住房公积金20.00万元。",
            ),
            "270.00",
            "207.00",
            "items_told_make_the_general_budget",
        ),
        (
            "五、一般公共预算支出情况说明",
            (
                "2027年一般公共预算支出100.00万元，其中：教育支出80.00万元、住房保障支出{}万元。",
                "1.教育支出（类）普通教育（款）小学教育（项）50.00万元。",
                "2.205（类）02（款）03（项）初中教育30.00万元。",
            ),
            "20.00",
            "30.00",
            "items_told_make_the_general_budget",
        ),
        (
            "四、财政拨款支出预算",
            (
                "2027年财政拨款支出预算900.00万元。",
                "（一）教育支出（类）",
                "1.进修及培训（款）：2027年预算支出合计700.00万元。"
                "其中：教师进修（项）650.00万元；培训支出（项）50.00万元。",
                "（二）住房保障支出（类）",
                "住房改革支出（款）：2027年预算支出合计{}万元。",
            ),
            "200.00",
            "220.00",
            "items_told_make_fiscal_expenditure",
        ),
        (
            "三、支出预算情况说明",
            (
                "2027年支出预算660.00万元。其中，基本支出{}万元，包括工资福利支出330.00万元、"
                "商品和服务支出105.00万元、对个人和家庭的补助25.00万元；项目支出200.00万元。",
            ),
            "460.00",
            "640.00",
            "parts_told_in_a_note_make_the_whole",
        ),
        (
            "四、财政拨款收支预算总体情况说明",
            (
                "2027年财政拨款收入预算2150.00万元，包括：一般公共预算当年拨款收入1700.00万元，"
                "一般公共预算拨款结转收入{}万元；财政拨款支出预算2150.00万元，包括：教育支出"
                "1550.00万元、住房保障支出600.00万元。",
            ),
            "450.00",
            "540.00",
            "parts_told_in_a_note_make_the_whole",
        ),
        (
            "三、支出预算情况说明",
            (
                "2027年支出预算由2026年的620.50万元增加到650.80万元，增长4.88%。其中，基本支出和"
                "项目支出分别为450.50、200.30万元，分别占{}%和30.78%。",
            ),
            "69.22",
            "62.92",
            "shares_follow_from_the_amounts_told",
        ),
    ],
)
def test_notes__of_other_provinces(
    heading: str, paragraphs: tuple[str, ...], right: str, wrong: str, rule: str
) -> None:
    assert told(heading, *(p.format(right) for p in paragraphs)) == []
    rules = {rule for _, rule, _ in told(heading, *(p.format(wrong) for p in paragraphs))}
    assert rule in rules


def test_last_year__other_money_where_no_growth_is_told() -> None:
    paragraphs = (
        "一、收支预算总体情况说明",
        "2027年收支总预算800.00万元，比2026年预算增加40.00万元。",
        "四、财政拨款收支预算总体情况说明",
        "2027年财政拨款收支总预算800.00万元，比2026年预算增加90.00万元。",
    )
    assert told(*paragraphs) == []


def test_carried_over__expenditure_of_the_year_alone_is_no_fault() -> None:
    paragraphs = (
        "四、财政拨款收支预算总体情况说明",
        "2027年财政拨款收支总预算86.00万元。收入包括：一般公共预算本年拨款收入84.00万元、"
        "一般公共预算上年结转收入2.00万元。",
        "五、一般公共预算当年拨款情况说明",
        "2027年一般公共预算当年拨款84.00万元，比2026年增加2.00万元，增长2.44%。",
    )
    assert told(*paragraphs) == []


def test_period__of_another_year_among_lines_of_labels() -> None:
    lines = ("二、重点项目", "项目名称：暑期课堂", "实施周期：{}年", "年度预算安排：60.00万元")
    assert told(*(line.format(2027) for line in lines)) == []
    [found] = told(*(line.format(2026) for line in lines))
    assert found == ("warning", "titles_name_the_budget_year", "实施周期: 2026年 2027年")


def test_table__left_empty_beside_told() -> None:
    front = (
        "甲学院2027年度部门决算\n第二部分 2027年度部门决算表\n“三公”经费支出决算表\n单位：万元\n"
        "合计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费\n{}\n"
        "第三部分 2027年度部门决算情况说明"
    )
    note = ("七、“三公”经费支出决算情况说明", "“三公”经费支出3.20万元，其中：公务接待费3.20万元。")
    assert told(*note, front=front.format("3.20\t0.00\t0.00\t3.20")) == []
    [(severity, rule, _)] = told(*note, front=front.format("\t\t\t"))
    assert (severity, rule) == ("warning", "a_table_is_filled_where_its_money_is_told")


ITEMS = """\
丙局2025年部门预算

第三部分 情况说明

五、一般公共预算支出情况说明

1.教育支出（类）普通教育（款）小学教育（项）60万元，比2024年预算减少5万元，主要用于{purpose}。\
主要原因是{reason}。

2.卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）20万元，比2024年预算增加2万元，\
主要用于事业单位医疗保险费。主要原因是行政事业单位医疗事业单位医疗经费增加。
"""


@pytest.mark.parametrize(
    ("purpose", "reason", "told"),
    [
        ("小学教育支出", "小学教育经费减少", []),
        ("普通教育小学教育", "学生减少", []),
        ("校舍的事业单位医疗", "学生减少", []),
        ("高中教育", "学生减少", []),  # which is told nowhere
        ("事业单位医疗保险", "学生减少", ["an_item_is_explained_as_itself"]),
        ("小学教育", "事业单位医疗支出减少", ["an_item_is_explained_as_itself"]),
        ("小学教育", "小学教育经费增加", ["reasons_go_the_way_of_the_change"]),
    ],
)
def test_reconcile__an_item_told_with_the_words_of_another(
    purpose: str, reason: str, told: list[str]
) -> None:
    result = read_text(ITEMS.format(purpose=purpose, reason=reason)).reconcile()
    assert [c.comparisons[0].rule.name for c in result.causes] == told
    assert {c.severity for c in result.causes} <= {"warning"}


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (
            "三、支出预算情况说明",
            "2027年支出预算100万元，其中：基本支出70万元，包括：工资福利支出50万元、"
            "商品和服务支出15万元等；项目支出30万元。",
        ),
        (
            "十一、预算绩效管理情况",
            "2027年绩效目标管理项目20个，涉及资金300万元，其中：重点项目3个，涉及资金120万元；"
            "民生项目5个，涉及资金80万元等。",
        ),
    ],
)
def test_list__that_goes_on_makes_no_sum(heading: str, sentence: str) -> None:
    assert told(heading, sentence) == []


@pytest.mark.parametrize(
    ("title", "note", "rule"),
    [
        (
            "政府性基金预算支出表",
            "本局2025年无政府性基金预算，故本表为空表。",
            "empty_budgets_are_empty",
        ),
        ("“三公”经费支出表", "本局没有“三公”经费预算，故本表无数据。", "no_three_public_expenses"),
        ("“三公”经费支出表", "本局2025年无因公出国（境）费。", ""),
        ("政府性基金预算支出表", "无政府性基金预算的，仍保留该表格式。", ""),
    ],
)
def test_reconcile__a_table_that_is_said_to_be_empty(title: str, note: str, rule: str) -> None:
    heads = {"政": "科目名称\t合计\t基本支出", "“": "项目\t2024年预算数\t2025年预算数"}

    def accused(amount: str) -> set[str]:
        rows = f"合计\t{amount}\t{amount}\n公务接待费\t{amount}\t{amount}"
        table = f"表7 {title}\n\n单位：万元\n\n{heads[title[0]]}\n{rows}\n\n注：{note}\n"
        causes = read_text(f"丙局2025年部门预算\n\n{table}").reconcile().causes
        return {c.comparisons[0].rule.name for c in causes if c.severity != "note"}

    assert accused("4.00") == ({rule} if rule else set())
    assert accused("") == accused("0.00") == set()


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        (
            "增加4.00万元，增长8.7%。其中：基本支出30.00万元，项目支出20.00万元。"
            "从汇总看，2027年支出预算比上年增加9.00万元",
            ["4.00 9.00"],
        ),
        (
            "减少4.00万元，下降7.41%。其中：基本支出30.00万元，项目支出20.00万元。"
            "总的来看，支出预算比上年下降8.41%",
            ["7.41 8.41"],
        ),
        (
            "增加4.00万元，其中：基本支出30.00万元，项目支出20.00万元。"
            "2027年支出预算比上年增加4.00万元",
            [],
        ),
        ("增加4.00万元，增长8.7%，剔除一次性因素后同口径增加1.00万元，增长2.04%", []),
        ("增加4.00万元，其中基本支出增加3.00万元，项目支出增加1.00万元", []),
        ("增加4.00万元；比上年执行数减少2.00万元", []),
    ],
)
def test_change__told_again_in_its_section(sentences: str, found: list[str]) -> None:
    wrong = told("三、支出预算情况说明", f"2027年支出预算50.00万元，比上年{sentences}。")
    assert [w[2] for w in wrong if w[1] == "a_change_told_again_is_the_same"] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("商品和服务支出较上年减0.05万元，增0.02%", True),
        ("工资福利支出较上年增加5.00万元，下降2%", True),
        ("对个人和家庭的补助较上年减少1.00万元，降低3%", False),
        ("工资福利支出较上年增加5.00万元；商品和服务支出下降2%", False),
    ],
)
def test_directions_agree__where_no_amount_is_told(words: str, found: bool) -> None:
    wrong = [
        w for w in told("六、基本支出预算情况说明", f"{words}。") if w[1] == "directions_agree"
    ]
    assert [w[0] for w in wrong] == (["error"] if found else [])


SOURCES = [
    ("财政拨款90.00万元，财政专户管理资金8.00万元，单位资金2.00万元", False),
    ("财政拨款90.00万元，事业收入10.00万元，单位资金0.00万元", False),
    ("财政拨款98.00万元，单位资金2.00万元", False),
    ("财政拨款90.00万元，财政专户管理资金8.00万元，单位资金3.00万元", True),
    ("财政拨款90.00万元，事业收入8.00万元，单位资金0.00万元", True),
    ("财政拨款89.00万元，单位资金2.00万元", True),
]


@pytest.mark.parametrize(("sources", "found"), SOURCES)
@pytest.mark.parametrize("heading", ["一、收支预算总体情况", "一、2027年汇总预算情况"])
def test_sources__beside_money_of_the_units_own(heading: str, sources: str, found: bool) -> None:
    wrong = told(heading, f"2027年收入总预算100.00万元，其中：{sources}。")
    assert [w[1] for w in wrong] == (["parts_told_make_the_overall_budget"] if found else [])


@pytest.mark.parametrize("share", ["99.40", "97.8", "100"])
def test_sources__one_alone_that_is_not_the_whole(share: str) -> None:
    words = f"财政拨款收入{share}万元，占收入合计的{share}%。"
    assert (
        told("二、收入决算情况说明", f"本年收入合计100.00万元。其中：{words}", front=ACCOUNTS) == []
    )


@pytest.mark.parametrize(
    "counted", ["2026年9月率团20人赴外地演出", "2026年3月起聘用6人", "2026年培训150人次"]
)
def test_count__of_an_earlier_month_is_no_years_end(counted: str) -> None:
    heading = "七、财政拨款“三公”经费支出决算情况说明"
    words = f"2027年度因公出国（境）费4.00万元，比上年增加4.00万元，{counted}，费用未列当年。"
    assert told(heading, words, front=ACCOUNTS) == []


@pytest.mark.parametrize("name", ["三公经费", "“三公经费”", "“三公”经费"])
@pytest.mark.parametrize(("share", "found"), [("75%", False), ("60%", True)])
def test_share__of_the_three_expenses_however_quoted(name: str, share: str, found: bool) -> None:
    words = (
        f"2027年度一般公共预算财政拨款{name}支出决算为40.00万元。其中：公务接待费支出决算30.00万元，"
        f"占{share}；公务用车购置及运行维护费支出决算10.00万元，占25%。"
    )
    heading = "七、财政拨款“三公”经费支出决算情况说明"
    wrong = {w[1] for w in told(heading, words, front=ACCOUNTS)}
    assert wrong == ({"shares_follow_from_the_amounts_told"} if found else set())


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ("公务接待费减少1.00万元，公务用车运行维护费增加3.00万元", False),
        ("公务接待费减少1.00万元，公务用车运行维护费增加2.40万元", True),
        ("公务接待费增加1.00万元，公务用车运行维护费增加3.00万元", True),
    ],
)
def test_changes__of_running_alone_where_no_visit_is_told_to_change(
    changes: str, found: bool
) -> None:
    words = (
        "2027年“三公”经费合计12.00万元，其中：公务接待费3.00万元，公务用车运行维护费9.00万元，"
        f"因公出国（境）费0万元。较上年增加2.00万元。其中：{changes}。"
    )
    wrong = told("七、“三公”经费预算情况说明", words)
    assert [w[:2] for w in wrong] == (
        [("warning", "running_alone_is_of_vehicles")] if found else []
    )


@pytest.mark.parametrize("day", ["2027-01-12", "发布日期：2027-02-03"])
def test_paragraph__none_goes_on_behind_a_day(day: str) -> None:
    heading = "七、“三公”经费预算情况说明"
    budget = read_text(f"{FRONT}\n{heading}\n{day}\n2027年“三公”经费预算5.00万元。\n")
    assert not budget.unread
    assert [c.figure.printed for c in budget.all_claims] == ["5.00"]


@pytest.mark.parametrize("words", ["运行维护费支出预算", "运行维护费支出合计", "运行费支出总额"])
def test_vehicles__running_however_it_ends(words: str) -> None:
    budget = read_text(f"{FRONT}\n七、“三公”经费预算情况说明\n公务用车{words}5.00万元。\n")
    assert [c.key for c in budget.all_claims] == ["vehicle_running"]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (
            "工资福利支出增加4.00万元，商品和服务支出减少1.00万元，对个人和家庭的补助增加2.00万元",
            [],
        ),
        (
            "工资福利支出增加4.00万元，商品和服务支出减少1.00万元，对个人和家庭的补助增加3.00万元",
            ["5.00 4.00 3.00 1.00"],
        ),
        ("工资福利支出增加4.00万元，商品和服务支出增加0.40万元", ["5.00 4.00 0.40"]),
        ("工资福利支出增加4.00万元", []),
    ],
)
@pytest.mark.parametrize(
    "whole", ["基本支出较上年增加5.00万元", "基本支出60.00万元，较上年增加5.00万元"]
)
def test_changes__of_classes_alone_make_the_change(
    whole: str, parts: str, found: list[str]
) -> None:
    wrong = told("六、基本支出预算情况说明", f"2027年{whole}。其中：{parts}。")
    assert [w[2] for w in wrong if w[1] == "changes_alone_make_the_change"] == found


@pytest.mark.parametrize("words", ["主要用于开支", "主要用于支付", "主要用于"])
def test_change__behind_what_money_is_used_for(words: str) -> None:
    paragraph = (
        f"2027年机关运行经费35.00万元，机关运行经费{words}办公费10.00万元、印刷费25.00万元。"
        "机关运行经费较上年增加1.00万元，增长2.94%。"
    )
    assert told("十、机关运行经费情况说明", paragraph) == []


@pytest.mark.parametrize("division", ["“进修及培训”（款）", "“某某事务（室）及相关机构”（款）", ""])
def test_accounts__a_class_named_before_its_year(division: str) -> None:
    below = (
        f"其中：{division}2027年度决算30.00万元，比2027年年初预算增加1.00万元。" if division else ""
    )
    paragraphs = (
        "2027年度一般公共预算财政拨款支出40.00万元。",
        f"1.“教育支出”（类）2027年度决算30.00万元，比2027年年初预算增加1.00万元。{below}",
        "2.“住房保障支出”（类）2027年度决算10.00万元，比2027年年初预算减少2.00万元。",
    )
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    assert told(heading, *paragraphs, front=ACCOUNTS) == []


def test_item__by_a_part_of_its_division() -> None:
    rows = table(
        *("- 合计 90", "208 社会保障和就业支出 30", "20805 行政事业单位养老支出 30"),
        *("2080505 机关事业单位基本养老保险缴费支出 30", "205 教育支出 60", "20502 普通教育 60"),
        "2050202 小学教育 60",
    )
    paragraphs = (
        "五、一般公共预算支出情况说明",
        "2027年一般公共预算支出90万元。",
        "1、社会保障和就业支出（类）养老支出（款）机关事业单位基本养老保险缴费支出（项）{}万元。",
        "2、教育支出（类）普通教育（款）小学教育（项）60万元。",
    )
    front = FRONT.replace("\n\n", f"\n\n{rows}\n\n")
    assert told(*(p.format("30") for p in paragraphs), front=front) == []
    assert told(*(p.format("33") for p in paragraphs), front=front) != []


def test_expenditure__what_is_left_is_told_behind_its_parts() -> None:
    heading, spent = (
        "二、部门支出总体情况",
        "支出预算{}万元，其中：基本支出60万元，项目支出{}万元。",
    )
    rule = "parts_told_in_a_note_make_the_whole"
    for whole, project, held in (("90", "30", True), ("94", "30", True), ("90", "31", False)):
        words = f"{spent.format(whole, project)}年终结转结余4万元。"
        assert (rule not in [name for _, name, _ in told(heading, words)]) == held


def test_part__what_a_site_sets_below_a_page_heads_none() -> None:
    below = "上一篇：丁县2026年预算执行情况"
    assert told("一、收支预算总体情况", "2027年收支总预算90万元。", below) == []


def test_heading__without_a_numeral_names_what_is_told_below() -> None:
    title = "甲市测绘局2027年“三公”经费预算说明"
    lines = (
        "公务接待费：",
        "预算数18.50万元，较2026年预算减少1.50万元。",
        "因公出国（境）费：",
        "预算数9.00万元。",
    )
    claims = [c for c in read_text("\n".join((title, *lines))).all_claims if c.measure == "amount"]
    assert [c.key for c in claims] == ["reception", "travel"]


@pytest.mark.parametrize(("project", "found"), [("7.00", False), ("9.00", True)])
def test_changes__of_a_purpose_listed_behind_classes(project: str, found: bool) -> None:
    words = (
        "2027年部门预算支出120.00万元，较上年增加10.00万元。其中：工资福利支出80.00万元，较上年增加"
        "6.00万元；商品和服务支出20.00万元，与上年持平；对个人和家庭的补助5.00万元，较上年减少3.00"
        f"万元；项目支出15.00万元，较上年增加{project}万元。"
    )
    rules = [rule for _, rule, _ in told("二、部门预算收支增减变化情况", words)]
    assert ("changes_alone_make_the_change" in rules) == found


@pytest.mark.parametrize("apart", ["、", ",", "，", "万元、"])
def test_sides__told_together_each_with_its_own_change(apart: str) -> None:
    words = (
        f"2027年度收、支总计各是412.50{apart}412.50万元。与2026年相比，收、支总计各减少"
        f"126.80{apart}126.80万元，各下降23.51%、23.51%。"
    )
    assert told("一、收支预算总体情况说明", words) == []
    wrong = words.replace("126.80万元", "162.80万元")
    rules = {(severity, rule) for severity, rule, _ in told("一、收支预算总体情况说明", wrong)}
    assert ("error", "growth_follows_from_the_change") in rules


def test_fiscal__an_outcome_told_again_without_a_name_is_of_what_it_equals() -> None:
    whole = (
        "2027年度财政拨款收入总计90.55万元，其中：年初财政拨款结转和结余0.55万元，本年财政拨款收入90.00万元。"
        "财政拨款支出总计90.55万元，其中：年末财政拨款结转和结余0.55万元，本年财政拨款支出90.00万元。"
    )
    again = (
        "财政拨款收支总体与上年相比，增加7.00万元。"
        "与年初预算相比，年初预算数80.00万元，决算数{}万元。"
    )
    heading = "四、财政拨款收入支出决算总体情况说明"
    for outcome in ("90.55", "90.00"):
        assert told(heading, whole, again.format(outcome), front=ACCOUNTS) == []
    assert told(heading, whole, again.format("99.00"), front=ACCOUNTS)
