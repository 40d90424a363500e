"""Sentences as they stand in notes across the country: what each claims."""

import pytest

from budgetlib.budget import read_text
from budgetlib.printed import Claim

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
