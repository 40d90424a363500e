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


@pytest.mark.parametrize(
    ("section", "sentence", "expected"),
    [
        (
            EXPENDITURE,
            "基本支出和项目支出分别为60万元和40万元，占比分别为60%和40%。",
            [
                *("basic amount 60", "project amount 40"),
                *("basic share 60 of 60", "project share 40 of 40"),
            ],
        ),
        (
            "二、收入预算情况说明",
            "收入预算90万元，其中一般公共预算、政府性基金预算、其他收入分别为70万元、15万元、5万元。",
            ["total amount 90", "general_budget amount 70", "gov_fund amount 15", "other amount 5"],
        ),
        (
            "四、财政拨款收支预算总体情况说明",
            "一般公共服务支出、社会保障和就业支出及住房保障支出分别为60万元、15万元和10万元。",
            ["201 amount 60", "208 amount 15", "221 amount 10"],
        ),
        (
            BASIC,
            "人员经费、公用经费分别为52万元、8万元，较上年分别增加1.5万元、减少0.2万元。",
            [
                *("personnel amount 52", "operating amount 8"),
                *("personnel change+ 1.5 of 52", "operating change- 0.2 of 8"),
            ],
        ),
        (
            PUBLIC,
            "公务用车运行费18万元、公务接待费7万元，分别较上年持平、减少2万元。",
            [
                *("vehicle_running amount 18", "reception amount 7"),
                *("vehicle_running change= 持平 of 18", "reception change- 2 of 7"),
            ],
        ),
        (
            PUBLIC,
            "公务接待费7万元，分别较上年减少2万元、减少1万元。",
            ["reception amount 7", " change- 2", " change- 1"],
        ),
    ],
    ids=["shares", "sources", "classes", "changes", "unchanged", "no amount for each"],
)
def test_respectively__each_figure_has_its_name(
    section: str, sentence: str, expected: list[str]
) -> None:
    assert told(sentence, section) == expected


@pytest.mark.parametrize(
    ("section", "sentence", "expected"),
    [
        (PUBLIC, "公务接待费2025年预算7万元，比上年减少1万元。", ["reception amount 7"]),
        (GENERAL, "住房公积金（2210201）60万元，较上年增加5万元。", ["item amount 60"]),
        (GENERAL, "“住房公积金（项）”2025年预算安排60万元。", ["item amount 60"]),
        (GENERAL, "2025年“住房公积金”支出预算60万元。", ["2210201 amount 60"]),
        (GENERAL, "“住房保障支出”科目60万元，主要用于住房公积金。", ["221 amount 60"]),
        (GENERAL, "住房保障支出（类）年初预算60万元。", ["221 amount 60"]),
        ("一、收支", "财政拨款收、支总预算480万元。", ["total amount 480"]),
        ("一、收支", "收入、支出总预算均为480万元。", ["total amount 480"]),
        ("一、收支", "会议费预算15万元，拟召开会议。", ["meetings amount 15"]),
    ],
)
def test_claims__where_the_subject_stands(section: str, sentence: str, expected: list[str]) -> None:
    assert told(sentence, section)[:1] == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("住房公积金（2210201）", "2210201"),
        ("“住房公积金（项）”2025年预算", "2210201"),
        ("住房改革支出（款）住房公积金（项）", "2210201"),
        ("住房保障支出（类）住房改革支出（款）住房公积金（项）2025年年初预算数", "2210201"),
    ],
)
def test_claims__spellings_of_an_item(name: str, code: str) -> None:
    claim = claims(f"{name}60万元。", GENERAL)[0]
    assert (claim.key, claim.figure.code, claim.figure.base) == ("item", code, "预算")


@pytest.mark.parametrize(
    "sentence",
    [
        "财政拨款收支总预算由上年的78万元调整为85万元，增加7万元，增长8.97%。",
        "财政拨款收支总预算由2024年的78万元增加到85万元，增加7万元，增长8.97%。",
    ],
)
def test_claims__from_last_year_to_this(sentence: str) -> None:
    assert told(sentence) == [
        "total amount 78 in 2024",
        "total amount 85",
        "total change+ 7 of 85",
        "total growth+ 8.97 of 85",
    ]


def test_claims__last_year_by_its_word() -> None:
    assert told("公务接待费8万元，上年预算数为6万元，增加2万元。", PUBLIC) == [
        "reception amount 8",
        " amount 6 in 2024",
        "reception change+ 2 of 8",
    ]


def test_claims__what_a_reason_names_is_no_change_of_the_amount() -> None:
    reason = "主要是：一是人员经费增加15万元，增长9%；二是项目支出减少3万元。"
    assert told(f"收支总预算86万元，较上年略有增加，{reason}") == [
        "total amount 86",
        "personnel change+ 15",
        " growth+ 9",
        "project change- 3",
    ]


def test_claims__a_comparison_behind_a_reason_is_one_of_the_amount() -> None:
    sentence = "收支总预算86万元，主要原因是人员变动，比上年增加5万元，增长6.17%。"
    assert told(sentence)[1:] == ["total change+ 5 of 86", "total growth+ 6.17 of 86"]


def test_claims__both_directions_are_none() -> None:
    assert told("公务接待费8万元，比上年增减0万元。", PUBLIC)[1] == "reception change 0 of 8"


@pytest.mark.parametrize(
    ("section", "sentence", "expected"),
    [
        (
            PUBLIC,
            "三公经费10万元，其中：因公出国（境）费占20%、公务接待费占80%。",
            ["total amount 10", "travel share 20", "reception share 80"],
        ),
        (
            "一、收支",
            "收支总预算90万元，其中：基本支出增加5万元，增长9%，项目支出减少3万元。",
            ["total amount 90", "basic change+ 5", " growth+ 9", "project change- 3"],
        ),
        (
            "一、收支",
            "收入总计90万元，支出总计80万元，收入总计比上年增加5万元。",
            ["total amount 90", "total amount 80", "total change+ 5 of 90"],
        ),
        (
            GENERAL,
            "其他教育支出（项）20万元，比上年净增2万元，其中：基本支出0万元，项目支出20万元。",
            [
                *("item amount 20", "item change+ 2 of 20"),
                *("basic amount 0", "project amount 20"),
            ],
        ),
    ],
    ids=["shares", "changes", "named anew", "parts of an item"],
)
def test_claims__what_names_a_quantity_belongs_to_it(
    section: str, sentence: str, expected: list[str]
) -> None:
    assert told(sentence, section) == expected


def test_claims__a_part_of_an_item_has_its_code() -> None:
    sentence = "其他教育支出（项）20万元，其中：基本支出2万元，项目支出18万元。"
    assert [c.figure.code for c in claims(sentence, GENERAL)] == ["2059999"] * 3


@pytest.mark.parametrize(
    "words",
    ["，与2024年持平，其中：公务接待费2.5万元。", "，比2024年有所减少，其中：公务接待费2.5万元。"],
)
def test_claims__the_year_of_another_clause(words: str) -> None:
    found = claims(f"三公经费12.5万元{words}", PUBLIC)
    assert (found[-1].key, found[-1].figure.year) == ("reception", 2025)


@pytest.mark.parametrize(
    ("section", "words", "key"),
    [
        (PUBLIC, "“三公”经费一般公共预算财政拨款支出预算", "total"),
        (GENERAL, "一般公共预算财政拨款支出", "total"),
        ("二、收入预算情况说明", "一般公共预算拨款", "general_budget"),
        ("八、机关运行经费情况说明", "机关运行经费一般公共预算拨款支出预算", "operating_organs"),
        ("九、政府采购情况说明", "货物采购预算", "goods"),
        ("九、政府采购情况说明", "本部门政府采购安排", "procurement"),
        ("九、政府采购情况说明", "安排政府采购服务预算", "services"),
    ],
)
def test_claims__a_whole_is_one_of_its_section(section: str, words: str, key: str) -> None:
    assert claims(f"2025年{words}30万元。", section)[0].key == key


@pytest.mark.parametrize(
    ("printed", "code"), [("（205类）", "205"), ("（205）", "205"), ("（2050803）", "2050803")]
)
def test_claims__a_code_in_brackets_is_no_count(printed: str, code: str) -> None:
    assert [c.figure.code for c in claims(f"教育支出{printed}12万元。", GENERAL)] == [code]


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
