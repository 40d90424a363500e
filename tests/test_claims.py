"""Sentences as they stand in notes across the country: what each claims."""

import pytest

from budgetlib.budget import read_text
from budgetlib.figures.printed import Claim

FRONT = "某某局2025年部门预算\n第三部分 2025年部门预算情况说明\n"
SIGNS = {1: "+", -1: "-", 0: "=", None: ""}


def claims(sentence: str, section: str = "一、收支预算总体情况说明") -> list[Claim]:
    budget = read_text(f"{FRONT}{section}\n{sentence}\n", layout_name="common")
    assert not budget.unread, budget.unread
    return [claim for note in budget.notes.values() for claim in note.claims]


def told(sentence: str, section: str = "一、收支预算总体情况说明") -> list[str]:
    """Each claim with what it measures, and the amount that a change or share belongs to."""
    found = claims(sentence, section)
    printed = {claim.id: claim.figure.printed for claim in found}
    return [
        f"{c.key or c.figure.code} {c.measure}{SIGNS[c.direction]} {c.figure.printed}"
        + (f" of {printed[c.of]}" if c.of else "")
        + (f" in {c.figure.year}" if c.figure.year != 2025 else "")
        for c in found
    ]


EXPENDITURE = "三、支出预算情况说明"
GENERAL = "五、一般公共预算支出情况说明"
BASIC = "六、一般公共预算基本支出情况说明"
PUBLIC = "七、“三公”经费预算情况说明"


WRONG_IF_MISREAD = {
    "some classes with their shares": (
        GENERAL,
        "一般公共服务支出42万元，占52.5%；社会保障和就业支出15万元，占18.75%。",
    ),
    "two breakdowns of one whole": (
        EXPENDITURE,
        "按性质分：基本支出90万元，占60%；项目支出60万元，占40%。"
        "按经济分类：工资福利支出70万元，占46.67%；商品和服务支出80万元，占53.33%。",
    ),
    "a share of a whole told elsewhere": (
        GENERAL,
        "住房公积金（项）42万元，占一般公共预算支出的30.04%。",
    ),
    "procurement by its own name": (
        "九、政府采购情况说明",
        "政府采购预算100万元，其中：货物30万元，占30%；服务70万元，占70%。"
        "面向中小企业采购60万元，占政府采购预算的60%。",
    ),
    "projects counted with their money": (
        "十、项目支出情况说明",
        "项目支出25万元，涉及项目6个，其中：一次性项目2个，金额5万元；经常性项目4个，金额20万元。",
    ),
    "two amounts, each with its prior year": (
        PUBLIC,
        "三公经费25万元，2024年预算28万元，减少3万元。公务接待费7万元，2024年预算8万元，减少1万元。",
    ),
    "the prior year first": (
        PUBLIC,
        "2024年三公经费预算28万元，2025年预算25万元，减少3万元。"
        "2024年公务接待费预算8万元，2025年预算7万元，减少1万元。",
    ),
    "assets that are those of last year": (
        "十二、国有资产占有使用情况说明",
        "2024年末资产总额2000万元，较年初增加100万元，增长5.26%。",
    ),
    "an item's parts": (
        GENERAL,
        "2025年一般公共预算支出90万元。其中：基本支出70万元，项目支出20万元。\n"
        "1.其他教育支出（项）20万元，其中：基本支出2万元，项目支出18万元。",
    ),
    "this year's revenue and carry-over": (
        "二、收入预算情况说明",
        "收入预算90万元，其中：上年结转10万元，本年收入80万元。",
    ),
    "a source of no known name": (
        "二、收入预算情况说明",
        "收入预算90万元，其中：事业收入10万元，某某专项返还80万元。",
    ),
    "shares that name their amounts": (
        PUBLIC,
        "三公经费10万元，其中：因公出国（境）费占20%、公务接待费占80%。"
        "公务接待费8万元，因公出国（境）费2万元。",
    ),
}


@pytest.mark.parametrize("name", WRONG_IF_MISREAD)
def test_claims__no_sentence_is_called_wrong(name: str) -> None:
    section, sentence = WRONG_IF_MISREAD[name]
    budget = read_text(f"{FRONT}{section}\n{sentence}\n", layout_name="common")
    assert [c.message[0] for c in budget.reconcile().inconsistent] == []


@pytest.mark.parametrize(
    "words",
    [
        "本表金额单位为万元。",
        "上年追加数十万元，本年不再安排。",
        "涉及资金近万元，均已列入。",
        "主要原因是新增人员3名，2025年工资为3.5万元。",
    ],
)
def test_words__nothing_is_missing(words: str) -> None:
    budget = read_text(f"{FRONT}一、收支\n收支总预算90万元。{words}\n", layout_name="common")
    assert [c.message[0] for c in budget.reconcile().inconsistent] == []


@pytest.mark.parametrize(
    ("section", "right", "wrong"),
    [
        (PUBLIC, "因公出国（境）费2万元，占20%；公务接待费8万元，占80%。", ("占80%", "占70%")),
        (PUBLIC, "三公经费25万元，2024年预算28万元，减少3万元。", ("减少3", "减少2")),
        (PUBLIC, "2024年三公经费预算28万元，2025年预算25万元，减少3万元。", ("减少3", "减少2")),
    ],
)
def test_claims__what_is_wrong_is_seen(section: str, right: str, wrong: tuple[str, str]) -> None:
    def found(sentence: str) -> int:
        text = f"{FRONT}{section}\n{sentence}\n"
        return len(read_text(text, layout_name="common").reconcile().inconsistent)

    old, new = wrong
    assert old in right
    assert (found(right), found(right.replace(old, new))) == (0, 1)


def test_claims__a_heading_names_what_stands_behind_it() -> None:
    sentence = "3.公务接待费。2025年预算数3万元，比2024年预算数4万元减少1万元。"
    found = claims(sentence, PUBLIC)
    assert [(c.key, c.measure) for c in found if c.figure.year == 2025] == [
        ("reception", "amount"),
        ("reception", "change"),
    ]


ACCOUNTS = "某某局2025年度部门决算\n第三部分 2025年度部门决算情况说明\n"


def subjects(section: str, *sentences: str) -> list[str]:
    """Subject, printed number and unit of each claim of final accounts."""
    budget = read_text(f"{ACCOUNTS}{section}\n" + "\n".join(sentences) + "\n")
    return [f"{c.subject} {c.figure.printed} {c.figure.unit}" for c in budget.all_claims]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "编报绩效目标的2025年度项目6个，涉及预算金额80.5万元；"
            "绩效自评的2025年度项目5个，涉及资金70万元。",
            [
                "编报绩效目标的项目 6 个",
                "编报绩效目标的项目 80.5 万元",
                "绩效自评的项目 5 个",
                "绩效自评的项目 70 万元",
            ],
        ),
        (
            "由中小企业成交的，采购金额40万元；由小微企业成交的，采购金额30万元。",
            ["由中小企业成交的，采购金额 40 万元", "由小微企业成交的，采购金额 30 万元"],
        ),
    ],
)
def test_claims__a_name_is_told_by_the_clause_before(sentence: str, found: list[str]) -> None:
    assert subjects("十、其他重要事项的情况说明", sentence) == found


@pytest.mark.parametrize(
    "mark", ["3.“教育支出”", "3“. 教育支出”", "3．“教育支出”", "（3）“教育支出”"]
)
def test_claims__a_slip_in_the_numbering_hides_no_class(mark: str) -> None:
    budget = read_text(
        f"{ACCOUNTS}五、一般公共预算财政拨款支出决算情况说明\n{mark}98.23万元，占 0.52%。\n"
    )
    assert [(c.subject, c.figure.code) for c in budget.all_claims] == [("教育支出", "205")] * 2


@pytest.mark.parametrize("item", ["其他彩票公益金收入安排的支出", "土地出让收入支出", "污水处理费"])
def test_claims__an_item_named_by_its_revenue_keeps_its_name(item: str) -> None:
    sentence = f"1、城乡社区支出（类）某款（款）{item}（项）。年初预算为0万元，支出决算为20万元。"
    found = subjects("八、政府性基金预算财政拨款支出决算情况说明", sentence)
    assert found == [f"{item} 0 万元", f"{item} 20 万元"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("国内公务接待支出0.3万。", "国内公务接待支出 0.3 万元"),
        ("公务用车运行维护费为12万（含税）。", "公务用车运行维护费 12 万元"),
        ("发放宣传资料3万份。", "发放宣传资料 3 万份"),
        ("服务读者20万。", "服务读者 20 万"),
    ],
)
def test_claims__ten_thousands_of_a_quantity_of_money_are_money(sentence: str, found: str) -> None:
    assert subjects("七、财政拨款“三公”经费支出决算情况说明", sentence) == [found]


def test_claims__a_share_without_its_sign_is_read_and_told() -> None:
    """Its amount and the whole give it, so what is missing is the sign."""
    budget = read_text(
        f"{ACCOUNTS}五、一般公共预算财政拨款支出决算情况说明\n"
        "一般公共预算财政拨款支出200万元，主要用于：教育支出（类）152.5万元，占76.25；"
        "住房保障支出（类）47.5万元，占23.75%。\n"
    )
    shares = [(c.figure.printed, c.figure.unit) for c in budget.all_claims if c.measure == "share"]
    assert shares == [("76.25", "%"), ("23.75", "%")] and not budget.unread
    told = [c for c in budget.reconcile().inconsistent if c.relation]
    assert [(c.rule.name, c.sides[0]) for c in told] == [
        ("every_amount_told_has_its_unit", "76.25 ↔ %?")
    ]


FUND = """表8 政府性基金预算财政拨款收入支出决算表
单位：万元
科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
\t\t\t\t小计\t基本支出\t项目支出\t
\t合计\t\t61.00\t61.00\t\t61.00\t
221\t住房保障支出\t\t61.00\t61.00\t\t61.00\t
22198\t超长期债券安排的支出\t\t61.00\t61.00\t\t61.00\t
2219899\t其他住房安排\t\t61.00\t61.00\t\t61.00\t
"""
FUND_NOTE = """八、政府性基金预算财政拨款收入支出决算情况说明
住房保障支出（类）超长期债券安排的支出（款）其他住房安排（项）。支出决算为{}万元。
"""


@pytest.mark.parametrize(("told", "wrong"), [("61.00", 0), ("81.00", 1)])
def test_claims__items_of_a_fund_have_the_codes_of_its_table(told: str, wrong: int) -> None:
    head, notes = ACCOUNTS.split("\n", 1)
    text = f"{head}\n第二部分 决算表\n{FUND}{notes}{FUND_NOTE.format(told)}"
    budget = read_text(text)
    assert [c.figure.code for c in budget.all_claims] == ["2219899"]
    found = [c for c in budget.reconcile().inconsistent if c.rule.name.startswith("fund_notes")]
    assert len(found) == wrong


@pytest.mark.parametrize("spent", ["支出", "当年支出", "全年支出", "本年度支出", "实际支出"])
def test_claims__what_an_item_spent_this_year_is_the_items(spent: str) -> None:
    sentence = f"9.教育支出（类）某款（款）某项支出（项）。年初预算为40万元，{spent}决算为30万元。"
    found = subjects("五、一般公共预算财政拨款支出决算情况说明", sentence)
    assert found == ["某项支出 40 万元", "某项支出 30 万元"]


def test_count__of_what_stands_behind_it() -> None:
    found = claims("我镇有6个独立机构，1个独立核算机构。", "一、单位基本情况")
    assert [c.subject for c in found] == ["独立机构", "独立核算机构"]
