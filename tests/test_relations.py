from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetlib.figures import Figure, Place, half_unit_of, number, round_half_up, text_of
from budgetlib.relations import AtLeast, Cited, Fact, Outcome, Product, Rate, Relation, Same, Sum

CENT = Decimal("0.01")
HALF_CENT = Decimal("0.005")
YUAN = st.integers(50, 99_999_999)  # what is printed as 0.00 counts as nothing


def fig(printed: str, unit: str = "万元", name: str = "") -> Figure:
    """A printed figure; an empty string is a blank cell."""
    half = half_unit_of(unit, printed, 0 if unit == "元" else 2)
    return Figure(name or f"{printed}{unit}", number(printed), printed, half, unit, Place())


def outcome(relation: Relation) -> Outcome:
    result = relation.evaluate()
    assert result is not None
    return result


def verdict(relation: Relation) -> str:
    return outcome(relation).verdict


def wan(yuan: int) -> str:
    """元 as printed in 万元."""
    return str(round_half_up(Decimal(yuan) / 10_000, HALF_CENT).quantize(CENT))


def figs(*printed: str) -> list[Figure]:
    return [fig(text, name=f"{text}#{i}") for i, text in enumerate(printed)]


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        ("114.52", ["16.07", "65.64", "32.81"], "exact"),
        ("114.52", ["16.07", "65.64", "32.82"], "rounding"),
        ("114.51", ["16.07", "65.64", "32.82"], "rounding"),
        ("114.50", ["16.07", "65.64", "32.82"], "inconsistent"),
        ("16.8", ["16.80", ""], "exact"),
        ("16.8", ["16.81", ""], "inconsistent"),
        ("16.8", ["16.81", "", "0", "0.00"], "rounding"),
        ("0", [""], "exact"),
        ("", ["0", "0.00"], "exact"),
        ("", ["5"], "inconsistent"),
        ("5", ["", ""], "inconsistent"),
    ],
)
def test_sum__blank_zero_and_rounding(total: str, parts: list[str], expected: str) -> None:
    assert verdict(Sum(fig(total), figs(*parts))) == expected


@pytest.mark.parametrize(("least", "expected"), [("0", "rounding"), ("", "inconsistent")])
def test_sum__a_share_of_nothing_may_be_a_little(least: str, expected: str) -> None:
    """99.4 % and twice 0.3 % are printed as 99 %, 0 % and 0 %."""
    parts = [fig("99", "%"), fig(least, "%", "second"), fig(least, "%", "third")]
    assert verdict(Sum(fig("100", "%"), parts)) == expected


def test_sum__all_blank_is_no_relation() -> None:
    assert Sum(fig(""), figs("", "")).evaluate() is None


def test_sum__takes_away() -> None:
    assert verdict(Sum(fig("179.80"), figs("163.42"), minus=figs("-16.38"))) == "exact"


def test_sum__shows_residual_and_allowance() -> None:
    result = outcome(Sum(fig("972.05"), figs("500.00", "472.07", "")))
    assert (result.difference, result.allowed) == (Decimal("-0.02"), Decimal("0.015"))
    assert result.verdict == "inconsistent"


def test_sum__mixed_units() -> None:
    assert verdict(Sum(fig("1.00"), [fig("4000", "元"), fig("6000", "元")])) == "exact"


@given(st.lists(YUAN, min_size=1, max_size=12))
def test_sum__rounded_parts_always_fit(amounts: list[int]) -> None:
    relation = Sum(fig(wan(sum(amounts))), figs(*map(wan, amounts)))
    assert verdict(relation) != "inconsistent"


@given(st.lists(YUAN, min_size=1, max_size=12), st.integers(1, 1000), st.sampled_from([1, -1]))
def test_sum__beyond_the_allowance_is_always_seen(
    amounts: list[int], beyond: int, sign: int
) -> None:
    parts = figs(*map(wan, amounts))
    exact = sum((part.amount for part in parts), Decimal(0))
    step = (len(parts) + 1) * HALF_CENT + beyond * CENT
    assert verdict(Sum(fig(str(exact + sign * step)), parts)) == "inconsistent"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("16.80", "万元"), ("16.8", "万元"), "exact"),
        (("16.80", "万元"), ("16.81", "万元"), "inconsistent"),
        (("0", "万元"), ("", "万元"), "exact"),
        (("", "万元"), ("3", "万元"), "inconsistent"),
        (("13.48", "万元"), ("134775", "元"), "rounding"),
        (("13.47", "万元"), ("134775", "元"), "inconsistent"),
        (("134750", "元"), ("13.475", "万元"), "exact"),
        (("1.35", "亿元"), ("13450.00", "万元"), "rounding"),
        (("9.98", "万元"), ("99750", "元"), "rounding"),
        (("-3.5", "万元"), ("3.5", "万元"), "inconsistent"),
    ],
)
def test_same__across_units(left: tuple[str, str], right: tuple[str, str], expected: str) -> None:
    assert verdict(Same(fig(*left), fig(*right))) == expected
    assert verdict(Same(fig(*right), fig(*left))) == expected


def test_same__both_blank_is_no_relation() -> None:
    assert Same(fig(""), fig("")).evaluate() is None


@given(YUAN)
def test_same__a_note_rounds_the_table(yuan: int) -> None:
    assert verdict(Same(fig(wan(yuan)), fig(str(yuan), "元"))) in ("exact", "rounding")


@given(YUAN, st.integers(1, 500), st.sampled_from([1, -1]))
def test_same__a_copying_slip_is_no_rounding(yuan: int, cents: int, sign: int) -> None:
    slip = str(Decimal(wan(yuan)) + sign * cents * CENT)
    assert verdict(Same(fig(slip), fig(str(yuan), "元"))) == "inconsistent"
    assert verdict(Same(fig(slip), fig(wan(yuan)))) == "inconsistent"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1.50", ["1.50"], "exact"),
        ("9", ["1.50"], "exact"),
        ("1.49", ["1.50"], "rounding"),
        ("1.48", ["1.50"], "inconsistent"),
        ("", ["1.50"], "inconsistent"),
        ("1.50", [""], "exact"),
    ],
)
def test_at_least__shortfall(left: str, right: list[str], expected: str) -> None:
    assert verdict(AtLeast(fig(left), figs(*right))) == expected


def test_at_least__all_blank_is_no_relation() -> None:
    assert AtLeast(fig(""), figs("")).evaluate() is None


def growth(now: str, change: str, rate: str, minus: bool = False) -> Rate:
    """Growth on the prior year that an amount and its change imply."""
    this, moved, told = fig(now, name="now"), fig(change, name="change"), fig(rate, "%")
    if minus:
        return Rate(told, [moved], [this, moved])
    return Rate(told, [moved], [this], minus=[moved])


@pytest.mark.parametrize(
    ("now", "change", "rate", "expected"),
    [
        ("1347.75", "231.72", "20.76", "exact"),
        ("292.69", "113.12", "62.99", "exact"),
        ("80.93", "19.34", "31.4", "exact"),
        ("0.62", "0.12", "24", "exact"),
        ("0.62", "0.12", "22.60", "rounding"),
        ("0.62", "0.12", "22.22", "inconsistent"),
        ("0.62", "0.12", "28", "inconsistent"),
        ("22.94", "2.7", "13.33", "rounding"),
        ("1347.75", "231.72", "17.19", "inconsistent"),
        ("1347.75", "231.72", "2.076", "inconsistent"),
        ("1347.75", "231.72", "20.86", "inconsistent"),
    ],
)
def test_rate__growth_on_an_implied_year(now: str, change: str, rate: str, expected: str) -> None:
    assert verdict(growth(now, change, rate)) == expected


@pytest.mark.parametrize(
    ("rate", "expected"), [("24", "exact"), ("22.22", "rounding"), ("21", "inconsistent")]
)
def test_rate__small_base_by_intervals(rate: str, expected: str) -> None:
    """0.62 may be 0.615, and 0.50 may be 0.504: 22.22 % is possible."""
    now, before = figs("0.62", "0.50")
    relation = Rate(fig(rate, "%"), [now], [before], part_minus=[before])
    assert verdict(relation) == expected


def test_rate__decline() -> None:
    assert verdict(growth("163.42", "16.38", "9.11", minus=True)) == "exact"
    assert verdict(growth("163.42", "16.38", "10.02", minus=True)) == "inconsistent"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("73", "exact"), ("73.37", "exact"), ("74", "inconsistent"), ("73.47", "inconsistent")],
)
def test_rate__share_to_the_printed_digit(printed: str, expected: str) -> None:
    assert verdict(Rate(fig(printed, "%"), figs("988.85"), [fig("1347.75")])) == expected


def test_rate__a_figure_in_part_and_base_moves_both() -> None:
    """0.10 of 0.10 is all of it, whatever the true amount is: 99 % cannot be."""
    whole = fig("0.10", name="whole")
    assert verdict(Rate(fig("99", "%"), [whole], [whole])) == "inconsistent"
    assert verdict(Rate(fig("99", "%"), [whole], [fig("0.10", name="other")])) == "rounding"


def test_rate__zero_base_is_not_run() -> None:
    assert verdict(growth("32.82", "32.82", "100")) == "not_run"


def test_rate__nothing_of_nothing_is_zero() -> None:
    assert verdict(growth("0", "0", "0")) == "exact"


def test_rate__blank_rate_is_no_relation() -> None:
    assert Rate(fig("", "%"), figs("1"), figs("2")).evaluate() is None


@given(YUAN, st.integers(50, 9_999_999), st.booleans())
def test_rate__a_rounded_rate_always_fits(smaller: int, change: int, fell: bool) -> None:
    """A rate of exact amounts, printed like them, is never called wrong."""
    before, now = (smaller + change, smaller) if fell else (smaller, smaller + change)
    rate = round_half_up(Decimal(change) / before * 100, HALF_CENT)
    relation = growth(wan(now), wan(change), text_of(rate), minus=fell)
    assert verdict(relation) != "inconsistent"


@pytest.mark.parametrize(
    ("result", "factors", "times", "expected"),
    [
        ("2.8", [("0.7", "万元"), ("4", "台")], 1, "exact"),
        ("2.9", [("0.7", "万元"), ("4", "台")], 1, "inconsistent"),
        ("11.88", [("0.06", "元"), ("198", "万条")], 1, "exact"),
        ("11.89", [("0.06", "元"), ("198", "万条")], 1, "rounding"),
        ("118.8", [("0.06", "元"), ("198", "万条")], 1, "inconsistent"),
        ("20.4", [("1.7", "万元")], 12, "exact"),
        ("20.43", [("1.7", "万元")], 12, "rounding"),
        ("21.43", [("1.7", "万元")], 12, "inconsistent"),
    ],
)
def test_product__quantity_times_price(
    result: str, factors: list[tuple[str, str]], times: int, expected: str
) -> None:
    relation = Product(fig(result), [fig(*factor) for factor in factors], times=Decimal(times))
    assert verdict(relation) == expected


def test_product__blank_is_no_relation() -> None:
    assert Product(fig("1"), [fig(""), fig("2", "台")]).evaluate() is None


@pytest.mark.parametrize(("holds", "expected"), [(True, "exact"), (False, "inconsistent")])
def test_fact__words_know_no_rounding(holds: bool, expected: str) -> None:
    left, right = Cited("运转类", Place(line=1)), Cited("特定目标类", Place(line=2))
    result = outcome(Fact(left, right, holds))
    assert (result.verdict, result.printed, result.expected) == (expected, "运转类", "特定目标类")


def test_terms__every_figure_with_its_part() -> None:
    relation = Sum(fig("3"), figs("1", "2"), minus=figs("0"))
    assert [(term.role, int(term.coefficient)) for term in relation.terms] == [
        ("total", -1),
        ("part", 1),
        ("part", 1),
        ("part", -1),
    ]


def test_round_half_up__of_any_size() -> None:
    """A number of forty digits, as a slip of a file may make, is rounded as any other."""
    assert round_half_up(Decimal("9" * 40), HALF_CENT) == Decimal("9" * 40).normalize()


def corners(figures: Sequence[Figure]) -> Iterator[tuple[Decimal, ...]]:
    """Every choice of the least, the printed and the greatest value that rounding allows."""
    ends = [(f.amount - f.half_unit, f.amount, f.amount + f.half_unit) for f in figures]
    return product(*ends)


def reachable(relation: Relation) -> bool:
    """Whether some values that are printed so make the equation hold; by trying them."""
    match relation:
        case Sum(total, parts):
            gaps = [whole - sum(rest) for whole, *rest in corners([total, *parts])]
        case Product(result, factors):
            gaps = [made - a * b * 10_000 for made, a, b in corners([result, *factors])]
        case Rate(rate, (part,), (base,)):
            gaps = [r * b - 100 * p for r, p, b in corners([rate, part, base])]
        case _:
            raise TypeError(relation)
    return min(gaps) <= 0 <= max(gaps)


CENTS = st.integers(1, 60).map(lambda cents: Decimal(cents) / 100)
WIDE = st.integers(2000, 99_999).map(lambda cents: Decimal(cents) / 100)
OFF = st.integers(-3, 3)


def near(value: Decimal, off: int, step: Decimal, unit: str = "万元") -> Figure:
    """A value as it would be printed in these steps, or some steps off."""
    printed = round_half_up(abs(value), step / 2).quantize(step) + off * step
    return fig(str(printed), unit, name="near")


@given(st.lists(CENTS, min_size=2, max_size=4), OFF)
def test_sum__holds_where_some_values_make_it(parts: list[Decimal], off: int) -> None:
    relation = Sum(near(sum(parts, 5 * CENT), off, CENT), figs(*map(str, parts)))
    assert (verdict(relation) != "inconsistent") == reachable(relation)


@given(CENTS, CENTS, OFF)
def test_product__holds_where_some_values_make_it(a: Decimal, b: Decimal, off: int) -> None:
    factors = figs(str(a), str(b))
    relation = Product(near(a * b * 10_000, 12 * off, Decimal(1)), factors)
    assert (verdict(relation) != "inconsistent") == reachable(relation)


@given(WIDE, WIDE, OFF)
def test_rate__holds_where_some_values_make_it(part: Decimal, base: Decimal, off: int) -> None:
    rate = near(part / base * 100, off, Decimal("0.1"), "%")
    relation = Rate(rate, figs(str(part)), [fig(str(base), name="base")])
    if verdict(relation) != "not_run":
        assert (verdict(relation) != "inconsistent") == reachable(relation)
