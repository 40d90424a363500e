"""Records: what `dataclasses` would make, at the price of a class."""

import copy
import dataclasses
import pickle

import pytest

from budgetlib.vocabulary.record import Record, field, named


class Coin(Record):
    value: int
    metal: str = "copper"
    worn: bool = False
    _aside = ("worn",)


class Purse(Record, frozen=False):
    coins: list[Coin] = field(default_factory=list)
    lining: str = named(default="silk", kw_only=True)


class Marked(Coin):
    mark: str


def test_record__takes_its_fields_in_order_or_by_name() -> None:
    assert Coin(5) == Coin(value=5, metal="copper")
    assert (Coin(5, "gold").value, Coin(5, "gold").metal, Coin(5).worn) == (5, "gold", False)
    assert Marked("x", 5, metal="gold")._asdict() == {
        "mark": "x",
        "value": 5,
        "metal": "gold",
        "worn": False,
    }


@pytest.mark.parametrize("told", [{}, {"value": 1, "colour": "red"}])
def test_record__lacking_or_unknown_field_is_an_error(told: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Coin(**told)  # type: ignore[arg-type]


def test_record__frozen_does_not_change() -> None:
    coin = Coin(5)
    with pytest.raises(AttributeError, match=r"Coin\.value does not change"):
        coin.value = 6  # type: ignore[misc]
    assert coin.value == 5
    purse = Purse()
    purse.lining = "wool"
    assert purse.lining == "wool"


def test_record__default_is_made_anew_for_each() -> None:
    one, other = Purse(), Purse()
    one.coins.append(Coin(1))
    held: list[Coin] = []
    assert (len(one.coins), len(other.coins)) == (1, 0)
    assert Purse(held).coins is held


def test_record__what_is_aside_makes_no_difference() -> None:
    assert Coin(5, worn=True) == Coin(5)
    assert hash(Coin(5, worn=True)) == hash(Coin(5))
    assert Coin(5) != Coin(6)
    assert Coin(5) != (5, "copper")


def test_record__is_replaced_matched_copied_and_kept_as_a_dataclass() -> None:
    coin = Coin(5, "gold")
    assert dataclasses.replace(coin, value=6) == coin._replace(value=6) == Coin(6, "gold")
    assert [each.name for each in dataclasses.fields(coin)] == ["value", "metal", "worn"]
    assert copy.deepcopy(coin) == coin
    assert pickle.loads(pickle.dumps(coin)) == coin
    match coin:
        case Coin(value, metal):
            assert (value, metal) == (5, "gold")
    assert repr(coin) == "Coin(value=5, metal='gold', worn=False)"
