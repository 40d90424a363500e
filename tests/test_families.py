"""Real disclosures of other families: nothing unread, and what is wrong seen on the page."""

from decimal import Decimal
from pathlib import Path

import pytest

import budgetlib
from budgetlib.budget import open_package
from budgetlib.layouts import layout, names
from budgetlib.package import save

# (rule, what is printed at its first place), each checked on the page.
TRUE = {
    "jiangsu-jcy-2017.pdf": {
        ("overall_note_tells_the_rows_of_the_summary", "12323.46"),  # the table: 12,323.48
        ("a_quantity_told_again_is_the_same", "12323.46"),  # section 三: 12323.48
        ("shares_follow_from_the_amounts_told", "18.85"),  # 110 of 584.35 is 18.82 %
        ("shares_follow_from_the_amounts_told", "54.43"),  # 317.8 of 584.35 is 54.39 %
        ("shares_follow_from_the_amounts_told", "26.72"),  # 156.55 of 584.35 is 26.79 %
        ("growth_follows_from_the_change", "2.31"),  # 309.03 of 13,347.31 is 2.315 %
        ("growth_follows_from_the_change", "129.97"),  # 3401.59 of 2630.96 is 129.29 %
    },
    "jiangsu-rd-2018.pdf": {
        ("shares_follow_from_the_amounts_told", "10.61"),  # 1685.72 of 15897.44 is 10.604 %
        ("growth_follows_from_the_change", "1312.56"),  # 1557.29 of 128.43 is 1212.56 %
        ("money_is_less_than_three_times_as_much", "1685.72"),  # after 128.43
    },
    "jiangsu-zx-2019.pdf": set(),
    "shanghai-czj-city-2025.pdf": {
        ("nothing_is_spent_on_what_is_not_there", "32.20"),  # of 0 vehicles
        ("the_level_is_named_alike", "部门"),  # 部门预算安排购置, in a unit's
    },
    "shanghai-swj-unit-2025.pdf": set(),
    "shanghai-wanli-dept-2024.pdf": {
        ("general_budget_note_equals_its_table", "352.67"),  # the table: 3,503,499 yuan
        ("growth_follows_from_both_amounts", "0.53"),  # follows from the other amount, 350.35
        ("an_amount_is_told_alike", "350.35"),
        ("kinds_make_the_number", "13459"),  # 8013 above ground and 5356 below
        ("kinds_make_the_number", "8013"),  # 7998 and 105
        ("reasons_go_the_way_of_the_change", "增加"),  # of item 4, which falls by 2.98 %
        ("an_item_is_explained_as_itself", "事业单位离退休"),  # the reason of item 15
        ("an_item_is_explained_as_itself", "一般行政管理事务"),  # item 26, city law enforcement
        ("no_three_public_expenses", "无"),  # below the table, which holds 47.91
        ("the_treasury_is_the_bodys_own", "市级"),  # in the glossary of a district's body
    },
    "shanghai-sgb-final-2024.pdf": {
        ("shares_follow_from_the_amounts_told", "9.55"),  # 29.42 of 307.82 is 9.558 %
        ("an_item_is_explained_as_itself", "事业单位医疗"),  # the purpose of the housing fund
        ("lists_name_the_filled_classes", "邮电费"),  # listed, and 0.00 in the table
        ("a_share_is_executed_of_something", "95.89"),  # of the original budget, which was 0
        ("procurement_reserved_is_within_procurement", "21.07"),  # won twice, of 21.07 in all
    },
}
PICTURES = {
    "jiangsu-jcy-2017.pdf": ["1 picture not read (page 1) 未读图片1幅（第1页）"],  # on the cover
    "jiangsu-rd-2018.pdf": [  # charts of revenue and of expenditure
        "2 pictures not read (page 22, page 23) 未读图片2幅（第22页, 第23页）"
    ],
}
LAYOUTS = {"jiangsu": "jiangsu", "shanghai": "shanghai", "final": "final-accounts"}
# Typed from the pages by a reader who did not see ours: table -> (filled number cells, their sum).
LEDGER = {
    "shanghai-swj-unit-2025.pdf": {
        "1": (24, "2600602585.00"),
        "2": (62, "2972117240.00"),
        "3": (65, "2972117240.00"),
        "4": (18, "2229087930.00"),
        "5": (65, "2972117240.00"),
        "6": (0, "0"),
        "7": (0, "0"),
        "8": (63, "118983930.00"),
        "9": (3, "173.01"),
    },
    "shanghai-wanli-dept-2024.pdf": {
        "1": (13, "781055615"),
        "2": (335, "1249688984"),
        "3": (201, "1249688984"),
        "4": (22, "937266738"),
        "5": (201, "1249688984"),
        "6": (0, "0"),
        "7": (0, "0"),
        "8": (96, "598236120"),
        "9": (7, "585.56"),
    },
    "shanghai-czj-city-2025.pdf": {
        "1": (20, "1203406183"),
        "2": (48, "1375321352"),
        "3": (53, "1375321352"),
        "4": (12, "1031491014"),
        "5": (53, "1375321352"),
        "6": (0, "0"),
        "7": (0, "0"),
        "8": (71, "765852232"),
        "9": (6, "3242.58"),
    },
    "shanghai-sgb-final-2024.pdf": {
        "1": (9, "1846.92"),
        "2": (36, "2462.56"),
        "3": (39, "2462.56"),
        "4": (15, "2770.38"),
        "5": (39, "2462.56"),
        "6": (67, "316.76"),
        "7": (0, "0"),
        "8": (0, "0"),
        "9": (0, "0"),
    },
    "jiangsu-jcy-2017.pdf": {
        "1": (13, "143958.44"),
        "2": (5, "53990.04"),
        "3": (4, "35993.36"),
        "4": (6, "71926.72"),
        "5": (16, "71926.72"),
        "6": (28, "36925.44"),
        "7": (0, "0.00"),
        "8": (16, "71926.72"),
        "9": (28, "36925.44"),
        "10": (16, "18097.65"),
        "11": (9, "3806.85"),
        "12": (46, "11559.20"),
    },
    "jiangsu-rd-2018.pdf": {
        "1": (12, "127179.52"),
        "2": (3, "47692.32"),
        "3": (4, "31794.88"),
        "4": (6, "63589.76"),
        "5": (21, "63589.76"),
        "6": (24, "23633.28"),
        "7": (21, "63589.76"),
        "8": (24, "23633.28"),
        "9": (8, "6102.40"),
        "10": (0, "0.00"),
        "11": (11, "4738.14"),
        "12": (24, "8257.00"),
    },
}
WORDS = {"titles_are_alike", "every_listed_table_is_printed", "reasons_are_finished"}


@pytest.fixture(scope="module", params=TRUE)
def source(request: pytest.FixtureRequest, documents: Path) -> Path:
    path: Path = documents / request.param
    return path


def test_read__everything_and_by_its_family(source: Path) -> None:
    budget = budgetlib.load(source)
    assert [limit.text for limit in budget.limits] == PICTURES.get(source.name, [])
    family = "final" if "final" in source.name else source.name.partition("-")[0]
    assert budget.layout == LAYOUTS[family]
    assert str(budget.year) in source.stem
    assert len(budget.unit) > 5


def test_read__every_number_cell_as_typed_from_the_page(source: Path) -> None:
    tables = budgetlib.load(source).tables
    read = {
        name: [f for row in table.rows for f in row.cells.values() if f.value is not None]
        for name, table in tables.items()
    }
    found = {name: (len(cells), sum(f.amount for f in cells)) for name, cells in read.items()}
    typed = LEDGER.get(source.name, {})
    assert found == {name: (count, Decimal(total)) for name, (count, total) in typed.items()}


def test_reconcile__finds_what_is_wrong_and_nothing_else(source: Path) -> None:
    result = budgetlib.load(source).reconcile()
    found = {
        (c.rule.name, c.places[0]["printed"])
        for c in result.inconsistent
        if c.rule.name not in WORDS
    }
    assert found == TRUE[source.name]


def test_package__answers_as_the_document(source: Path, tmp_path: Path) -> None:
    budget = budgetlib.load(source)
    again = open_package(save(budget, tmp_path / "package"))
    assert [(c.verdict, c.message) for c in again.reconcile().results] == [
        (c.verdict, c.message) for c in budget.reconcile().results
    ]


def test_layouts__each_is_named_in_both_languages() -> None:
    assert set(LAYOUTS.values()) | {"common", "wuhan", "jiangsu-2021"} == set(names())


def test_layout__by_the_name_that_packages_written_earlier_carry() -> None:
    assert layout("shanghai-final-accounts").name == "final-accounts"
