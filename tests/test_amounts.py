from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetlib.figures import half_unit, half_unit_of, magnitude, number, round_half_up, text_of
from budgetlib.vocabulary.spelling import plain, squeeze

AMOUNTS = st.decimals(0, 99_999_999, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1347.75", "1347.75"),
        ("1,347.75", "1347.75"),
        ("1，347.75", "1347.75"),
        ("12,345,678.90", "12345678.90"),
        (" 16.80 ", "16.80"),
        ("16.8", "16.8"),
        ("１６．８０", "16.80"),
        ("<b>972.05</b>", "972.05"),
        ("1 347.75", "1347.75"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("-3.5", "-3.5"),
        ("－3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("+3.5", "3.5"),
    ],
)
def test_number__spellings(printed: str, value: str) -> None:
    read = number(printed)
    assert str(read) == value


@pytest.mark.parametrize(
    "words",
    ["", " ", "—", "-", "/", "1.2.3", "12,34.5", "1,2345", "3万元", "约3", "2080150A", "1..2"],
)
def test_number__not_a_number(words: str) -> None:
    assert number(words) is None


@given(AMOUNTS)
def test_number__every_spelling_is_one_value(value: Decimal) -> None:
    wide = f"{value}".translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    spellings = [f"{value}", f"{value:,}", f"<b>{value:,}</b>", wide, text_of(value)]
    assert {number(spelling) for spelling in spellings} == {value}


@pytest.mark.parametrize(
    ("printed", "shown", "half"),
    [
        ("4", 0, "0.5"),
        ("4", 2, "0.005"),
        ("16.8", 2, "0.005"),
        ("16.8", 0, "0.05"),
        ("0.126", 2, "0.0005"),
        ("1,347.75", 0, "0.005"),
    ],
)
def test_half_unit__follows_the_printing(printed: str, shown: int, half: str) -> None:
    assert half_unit(printed, shown) == Decimal(half)


@pytest.mark.parametrize(
    ("unit", "printed", "half"),
    [
        ("%", "73", "0.5"),
        ("%", "31.4", "0.005"),
        ("万元", "4", "0.005"),
        ("人", "28", "0"),
        ("万条", "11", "0"),
    ],
)
def test_half_unit_of__goes_by_kind(unit: str, printed: str, half: str) -> None:
    assert half_unit_of(unit, printed, 2) == Decimal(half)


@pytest.mark.parametrize(
    ("value", "half", "rounded"),
    [
        ("9.975", "0.005", "9.98"),
        ("9.9749", "0.005", "9.97"),
        ("-9.975", "0.005", "-9.98"),
        ("0.5", "0.5", "1"),
        ("2.5", "0.5", "3"),
        ("13477500", "0.005", "13477500"),
        ("7.123", "0", "7.123"),
    ],
)
def test_round_half_up__as_cashiers_do(value: str, half: str, rounded: str) -> None:
    assert round_half_up(Decimal(value), Decimal(half)) == Decimal(rounded)


@given(st.decimals(-10_000, 10_000, places=6, allow_nan=False), st.sampled_from(["0.005", "0.5"]))
def test_round_half_up__stays_within_half_a_unit(value: Decimal, half: str) -> None:
    rounded = round_half_up(value, Decimal(half))
    assert abs(rounded - value) <= Decimal(half)
    assert rounded % (2 * Decimal(half)) == 0


@pytest.mark.parametrize(
    ("unit", "ones"),
    [("元", 1), ("万元", 10_000), ("亿元", 100_000_000), ("万条", 10_000), ("人", 1)],
)
def test_magnitude__counts_single_ones(unit: str, ones: int) -> None:
    assert magnitude(unit) == ones


@pytest.mark.parametrize(
    ("value", "text"),
    [("16.80", "16.8"), ("4.00", "4"), ("100", "100"), ("0.00", "0"), ("1E+3", "1000")],
)
def test_text_of__no_exponent_no_needless_zero(value: str, text: str) -> None:
    assert text_of(Decimal(value)) == text


def test_text_of__blank() -> None:
    assert text_of(None) == ""


def test_plain__tags_width_and_outer_space() -> None:
    assert plain(" <b>（Ａ１）</b>　") == "(A1)"


def test_squeeze__spaced_label() -> None:
    assert squeeze("收 入　总 计") == "收入总计"


@pytest.mark.parametrize(
    ("unit", "printed", "booked", "half"),
    [
        ("元", "12.30", True, "0"),
        ("元", "12.30", False, "0.005"),
        ("元", "12.3", True, "0.05"),
        ("元", "12", True, "0.5"),
        ("万元", "12.30", True, "0.005"),
    ],
)
def test_half_unit_of__money_booked_to_the_fen(
    unit: str, printed: str, booked: bool, half: str
) -> None:
    shown = 2 if unit == "万元" else 0
    assert half_unit_of(unit, printed, shown, booked) == Decimal(half)
