"""Parts told in a section: all of them make the whole, some are within it."""

import pytest

from budgetlib.budget import read_text
from budgetlib.rules import RULES

RULE = next(rule for rule in RULES if rule.name == "parts_told_in_a_note_make_the_whole")
TEXT = """甲市测绘队2027年单位预算

第三部分 情况说明

七、“三公”经费支出情况

2027年“三公”经费预算数为12.00万元，其中：{parts}。
"""
EVERY = "因公出国（境）费3.00万元，公务用车购置及运行费{}万元，公务接待费1.00万元"
SOME = "公务用车运行费{}万元，公务接待费1.00万元"


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        (EVERY.format("8.00"), 0),
        (EVERY.format("7.00"), 1),
        (SOME.format("9.00"), 0),
        (SOME.format("11.00"), 0),
        (SOME.format("11.50"), 1),  # more than the whole, whatever was bought
        ("公务接待费13.00万元", 1),
    ],
)
def test_parts__make_the_whole(parts: str, wrong: int) -> None:
    result = read_text(TEXT.format(parts=parts)).reconcile([RULE])
    assert result.results[0].relation is not None
    assert len(result.inconsistent) == wrong


def found(rule: str, text: str) -> int:
    known = [each for each in RULES if each.name == rule]
    return len(read_text(text).reconcile(known).inconsistent)


HEAD = "甲市测绘队2027年度单位决算\n\n第三部分 2027年度单位决算情况说明\n\n"
ALL = (
    "一、收入支出决算总体情况说明\n\n2027年度收入总计512.36万元，其中：本年收入合计493.52万元，"
    "使用非财政拨款结余0.00万元"
)
LIST = "二、收入决算情况说明\n\n2027年度本年收入合计493.52万元，年初结转和结余{}万元。\n"


@pytest.mark.parametrize(
    ("more", "carried", "wrong"),
    [
        ("，年初结转和结余18.84万元。", "18.84", 0),
        ("。", "18.84", 1),  # the list leaves out what stands elsewhere
        ("。", "19.84", 0),  # what it lacks stands nowhere
        ("。年初结转和结余18.84万元。", "18.84", 0),  # told behind the list
        ("等。", "18.84", 0),  # it says that there is more
    ],
)
def test_a_list_leaves_no_part_out(more: str, carried: str, wrong: int) -> None:
    text = f"{HEAD}{ALL}{more}\n\n{LIST.format(carried)}"
    assert found("a_list_leaves_no_part_out", text) == wrong


ITEM = (
    "城乡社区支出（类）城乡社区管理事务（款）行政运行（项）支出决算{}万元，"
    "比上年增加4.00万元，增长8.70%。"
)


@pytest.mark.parametrize(
    ("numbers", "amounts", "wrong"),
    [
        (("1.", "1."), ("50.00", "50.00"), 1),  # a paragraph twice
        (("1.", "2."), ("50.00", "50.00"), 1),  # and numbered anew
        (("1.", "2."), ("50.00", "54.00"), 0),
    ],
)
def test_an_item_is_told_once(
    numbers: tuple[str, str], amounts: tuple[str, str], wrong: int
) -> None:
    told = "\n".join(f"{n}{ITEM.format(a)}" for n, a in zip(numbers, amounts, strict=True))
    text = f"{HEAD}五、一般公共预算财政拨款支出决算情况说明\n\n{told}\n"
    assert found("an_item_is_told_once", text) == wrong


@pytest.mark.parametrize(
    ("amount", "unit", "wrong"),
    [("493.52", "万元", 0), ("493.52", "元", 1), ("135", "元", 0)],  # few digits are so by chance
)
def test_amounts_keep_their_unit(amount: str, unit: str, wrong: int) -> None:
    text = (
        f"{HEAD}二、收入决算情况说明\n\n2027年度本年收入合计{amount}万元，比上年增加12.30万元。\n\n"
        f"十、预算绩效情况说明\n\n2027年对3个项目开展自评，涉及金额{amount}{unit}。\n"
    )
    assert found("amounts_keep_their_unit", text) == wrong


ASSETS = (
    "十、国有资产占用情况\n\n2027年末资产总额{}万元，其中：流动资产50.00万元，"
    "固定资产120.50万元，{}无形资产9.50万元"
)


@pytest.mark.parametrize(
    ("all_", "more", "behind", "wrong"),
    [
        ("190.00", "在建工程10.00万元，", "。", 0),
        ("191.00", "在建工程10.00万元，", "。", 1),
        ("191.00", "在建工程10.00万元，", "，大型藏品1.00万元。", 0),  # of which no word is known
        ("200.00", "", "。", 0),  # some of them
        ("190.00", "在建工程10.00万元，", "。负债45.00万元，净资产154.00万元。", 1),
        ("190.00", "在建工程10.00万元，", "。负债45.00万元，净资产145.00万元。", 0),
    ],
)
def test_assets_told_make_all(all_: str, more: str, behind: str, wrong: int) -> None:
    text = f"{HEAD}{ASSETS.format(all_, more)}{behind}\n"
    assert found("assets_told_make_all", text) == wrong


@pytest.mark.parametrize(("schools", "wrong"), [("86.40", 0), ("96.40", 0), ("68.40", 1)])
def test_classes_of_fiscal_money_hold_those_of_the_general_budget(schools: str, wrong: int) -> None:
    text = (
        "甲市测绘队2027年单位预算\n\n第三部分 情况说明\n\n四、财政拨款收支预算情况说明\n\n"
        f"2027年财政拨款收支总预算206.40万元。支出包括：教育支出{schools}万元、科学技术支出120.00万元。\n\n"
        "五、一般公共预算支出情况说明\n\n2027年一般公共预算支出206.40万元，其中：教育支出86.40万元，"
        "占41.86%；科学技术支出120.00万元，占58.14%。\n"
    )
    assert found("classes_of_fiscal_money_hold_those_of_the_general_budget", text) == wrong


@pytest.mark.parametrize(("classes", "wrong"), [("98.00", "110.00"), ("110.00", "98.00")])
def test_fiscal_classes_told_with_what_was_carried_over_are_those_of_the_table(
    classes: str, wrong: str
) -> None:
    rows = (
        "收入\t\t支出\t\t\n项目\t预算数\t项目\t合计\t一般公共预算\n"
        "一般公共预算拨款\t200.00\t教育支出\t98.00\t98.00\n"
        "上年结转\t8.00\t科学技术支出\t110.00\t110.00\n"
        "收入总计\t208.00\t支出总计\t208.00\t208.00\n\n"
        "表5 一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t合计\n\t合计\t200.00\n"
        "205\t教育支出\t90.00\n206\t科学技术支出\t110.00\n"
    )
    text = (
        "甲市测绘队2027年单位预算\n\n第二部分 预算表\n\n表4 财政拨款收支总表\n单位：万元\n"
        f"{rows}\n第三部分 情况说明\n\n四、财政拨款收支预算情况说明\n\n"
        "2027年财政拨款收支总预算208.00万元。收入包括：一般公共预算拨款200.00万元、上年结转8.00万元。"
        f"支出包括：教育支出{classes}万元、科学技术支出{wrong}万元。\n"
    )
    assert found("fiscal_note_equals_the_fiscal_table", text) == 2 * (classes != "98.00")


SHARED = (
    f"{HEAD}五、一般公共预算财政拨款支出决算情况说明\n\n"
    "2027年度一般公共预算财政拨款支出决算数为100.00万元，完成预算{}%。其中：\n"
    "1.科学技术支出（类）科学技术普及（款）机构运行（项）：支出决算为60.00万元，完成预算100%。\n"
    "2.科学技术支出（类）科学技术普及（款）科普活动（项）：支出决算为40.00万元，完成预算{}%。\n"
)


@pytest.mark.parametrize(
    ("whole", "item", "wrong"),
    [("90.91", "80.00", 0), ("90.91", "88.00", 1), ("9.091", "80.00", 1), ("90.92", "80.01", 0)],
)
def test_shares_executed_of_items_make_that_of_the_whole(whole: str, item: str, wrong: int) -> None:
    text = SHARED.format(whole, item)
    assert found("shares_executed_of_items_make_that_of_the_whole", text) == wrong


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("：支出决算为4", "：年初预算50.00万元，支出决算为4"),
        (
            "88.00%。\n",
            "88.00%。\n3.科普展览项目预算4.55万元，当年未实施。\n",
        ),  # and is none of them
    ],
)
def test_shares_executed_of_items__not_where_their_budgets_are_told(
    before: str, after: str
) -> None:
    text = SHARED.format("90.91", "88.00").replace(before, after)
    assert found("shares_executed_of_items_make_that_of_the_whole", text) == 0


@pytest.mark.parametrize(("spent", "wrong"), [("0", 0), ("4.00", 2)])
def test_a_fund_spends_what_it_has(spent: str, wrong: int) -> None:
    text = (
        f"{HEAD}八、政府性基金预算收入支出决算情况\n\n2027年度政府性基金预算财政拨款收入0万元；"
        f"年初结转和结余0万元；支出{spent}万元，其中基本支出0万元，项目支出0万元；年末结转和结余0万元。\n"
    )
    assert found("parts_told_in_a_note_make_the_whole", text) == wrong


@pytest.mark.parametrize(("own", "wrong"), [("0", 0), ("4.00", 1)])
def test_sources_told_of_a_budget_make_its_revenue(own: str, wrong: int) -> None:
    text = (
        "甲市测绘队2027年单位预算\n\n第三部分 情况说明\n\n三、单位收入情况\n\n"
        "2027年单位总收入675.60万元，其中：一般公共预算675.60万元，政府性基金0万元，国有资本经营收益0万元，"
        f"财政专户管理资金收入0万元，单位自有资金收入{own}万元。\n"
    )
    assert found("parts_told_make_the_overall_budget", text) == wrong


@pytest.mark.parametrize(("works", "wrong"), [("0.00", 0), ("0.10", 1)])
def test_goods_works_and_services__though_the_list_ends_in_others(works: str, wrong: int) -> None:
    text = (
        "甲市测绘队2027年单位预算\n\n第三部分 情况说明\n\n四、政府采购情况\n\n"
        f"2027年政府采购安排86.40万元，其中：货物类采购预算32.60万元，工程类采购预算{works}万元，"
        "服务类采购预算53.80万元等。\n"
    )
    assert found("goods_works_and_services_make_procurement", text) == wrong


@pytest.mark.parametrize(("houses", "wrong"), [("486.20", 0), ("46.80", 1)])
def test_what_fixed_assets_are_made_of(houses: str, wrong: int) -> None:
    text = (
        "甲市测绘队2027年单位预算\n\n第三部分 情况说明\n\n五、国有资产占有使用情况\n\n"
        "截至2026年底，本单位固定资产金额1,286.40万元，分布构成情况为："
        f"房屋{houses}万元，车辆186.40万元，专用设备342.80万元，其他固定资产271.00万元。\n"
    )
    assert found("a_list_with_the_rest_makes_the_whole", text) == wrong


KINDS = (
    "十、国有资产占用情况\n\n2027年末固定资产总额668.50万元，其中：房屋及构筑物486.40万元，"
    "通用设备86.20万元，专用设备{}万元，文物和陈列品{}万元，图书档案12.50万元，"
    "家具、用具、装具15.00万元。\n"
)


@pytest.mark.parametrize(
    ("special", "relics", "wrong"), [("68.40", "0", 0), ("86.40", "0", 1), ("68.40", "5.00", 1)]
)
def test_assets_told_make_all__fixed_ones_by_their_kinds(
    special: str, relics: str, wrong: int
) -> None:
    assert found("assets_told_make_all", HEAD + KINDS.format(special, relics)) == wrong


@pytest.mark.parametrize(("books", "wrong"), [("12.50", 0), ("15.20", 1)])
def test_assets_told_make_all__all_equipment_in_one(books: str, wrong: int) -> None:
    text = KINDS.replace("通用设备86.20万元，专用设备{}万元", "设备154.60万元")
    text = text.replace("12.50", books).format("0")
    assert found("assets_told_make_all", HEAD + text) == wrong


def test_equipment_is_no_number_of_a_site() -> None:
    text = f"{HEAD}十、国有资产占用情况\n\n2027年末专用设备864200.00元。浙ICP备123456号。\n"
    budget = read_text(text)
    told = [c.figure.printed for note in budget.notes.values() for c in note.claims]
    assert (told, budget.limits) == (["864200.00"], ())


BOTH_SIDES = (
    "四、财政拨款收入支出决算情况说明\n\n（一）财政拨款收支对比情况\n\n"
    "2027年度财政拨款本年收入{}万元，比上年增加4.00万元；本年支出78.00万元，比上年增加3.00万元。\n\n"
    "其中：一般公共预算财政拨款本年收入{}万元，比上年增加4.00万元；"
    "本年支出78.00万元，比上年增加3.00万元。\n\n"
    "（二）一般公共预算基本支出决算情况说明\n\n"
    "2027年度财政拨款基本支出46.00万元，其中：人员经费{}万元；公用经费8.50万元。\n"
)


@pytest.mark.parametrize(("personnel", "wrong"), [("37.50", 0), ("35.70", 1)])
def test_parts__of_both_sides_of_one_fund(personnel: str, wrong: int) -> None:
    assert found(RULE.name, HEAD + BOTH_SIDES.format("74.00", "74.00", personnel)) == wrong


@pytest.mark.parametrize(("again", "wrong"), [("0", 0), ("5.00", 1)])
def test_purchase_of_vehicles__told_again_in_quotes(again: str, wrong: int) -> None:
    text = (
        "五、“三公”经费支出决算情况说明\n\n2027年度“三公”经费支出决算6.00万元。"
        f"公务用车购置费支出0万元：发生“公务用车购置”经费支出{again}万元。\n"
    )
    assert found("three_public_told_again_are_the_same", HEAD + text) == wrong
