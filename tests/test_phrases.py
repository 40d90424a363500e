"""How the fields of a phrase are filled, in both languages."""

from decimal import Decimal

import pytest

from budgetlib.vocabulary import phrases
from budgetlib.vocabulary.phrases import CHINESE, ENGLISH, Both, filled, labels, piece


@pytest.mark.parametrize(
    ("step", "english", "chinese"),
    [
        ("231.72", "+231.72", "增加231.72"),
        ("-990", "−990", "减少990"),
        ("-1.5", "−1.50", "减少1.50"),
        ("0", "+0", "0"),
    ],
)
def test_filled__a_change_is_signed_or_told_in_words(step, english, chinese):
    told = [filled("{step:±}", language, step=Decimal(step)) for language in (ENGLISH, CHINESE)]
    assert told == [english, chinese]


def test_filled__lists_counts_and_amounts():
    fields = {"names": ["a", "b", "c"], "n": 1, "amount": Decimal("1234.5")}
    template = "{names}; {names:,}; {names:~}; {n:#class/classes} {n:is/are}; {amount}"
    assert filled(template, **fields) == "a, b and c; a, b, c; abc; 1 class is; 1,234.50"
    assert filled("{names}", CHINESE, **fields) == "a、b、c"


def test_piece__tells_what_is_there_and_leaves_out_what_is_not():
    agree = {"classes": 2, "places": 6, "names": [], "wider": []}
    assert (
        piece("fiscal.agree", **agree).english
        == "The 2 classes of expenditure stand in 6 places, all alike."
    )
    unlike = piece("fiscal.agree", **agree | {"names": ["a"], "wider": ["表1"]})
    assert unlike.english.endswith("not alike: a; 表1 of another scope, not counted.")
    assert unlike.chinese == "2类支出在6处列示，不一致：a；表1口径不同，不计。"


def test_piece__tells_each_part_with_its_own_fields():
    parts = [{"name": Both("one", "甲"), "amount": Decimal(3), "share": "75.0 %"}] * 2
    told = piece("expenditure.goes", whole=Decimal(4), parts=parts, items=[])
    assert told.english == "Of 4.00 万元: one 3.00 (75.0%) and one 3.00 (75.0%)."
    assert told.chinese == "共4.00万元：甲3.00万元（75.0%）、甲3.00万元（75.0%）。"


def test_labels__of_an_axis_are_those_of_the_axes():
    assert labels("part")["personnel"] == "Personnel 人员经费"
    assert list(labels("nothing")) == [
        "operating_organs",
        "purchased_services",
        "commissioned_services",
    ]


def test_exhibits__that_are_rows_name_axes_and_labels_that_are_there():
    from budgetlib.figures import Quantity

    rows = [
        row
        for section in phrases.found("exhibits").values()
        for row in section.values()
        if isinstance(row, dict)
    ]
    assert len(rows) >= 6
    for row in rows:
        assert row["axis"] in Quantity._fields and row["caption"] and row["index"]
        assert set(row["where"]) <= {*Quantity._fields, "place"}
        assert "members" not in row or labels(row["members"])
