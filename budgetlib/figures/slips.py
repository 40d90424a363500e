"""The slips that printed numbers suffer: what a number may be misprinted as, and what it was."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from budgetlib.figures.amounts import number, text_of
from budgetlib.vocabulary import AXES

SHARP = 4  # digits of an amount that no other is like by chance
SLIPS = {kind: (told["en"], told["zh"]) for kind, told in AXES["slip"].items()}


def misprints(printed: str) -> Iterator[tuple[str, str]]:
    """(kind, printed otherwise), each value once, never the value itself."""
    value = number(printed)
    seen = {value}
    for kind, text in _changed(format(value, "f")) if value is not None else ():
        new = _tidy(text, "," in printed)
        other = number(new)
        if other is not None and other not in seen:
            seen.add(other)
            yield kind, new


def _changed(text: str) -> Iterator[tuple[str, str]]:
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    for i, j in pairwise(digits):
        yield "swap", text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]
    for i in digits if len(digits) > 1 else ():
        yield "drop", text[:i] + text[i + 1 :]
    leading = next((i for i in digits if text[i] != "0"), digits[-1])
    for kind, at, steps in (
        ("one", leading, (1, -1)),
        ("more", leading, (4, -4)),
        ("last", digits[-1], (1, -1)),
    ):
        for step in steps:
            if 0 <= int(text[at]) + step <= 9:
                yield kind, f"{text[:at]}{int(text[at]) + step}{text[at + 1 :]}"
    for places in (1, -1):
        yield "point", format(Decimal(text).scaleb(places), "f")


def _tidy(text: str, commas: bool) -> str:
    """A number as it would be printed: no needless zeros in front, commas if it had some."""
    whole, point, decimals = text.partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    whole = whole.lstrip("0") or "0"
    whole = f"{int(whole):,}" if commas else whole
    return sign + whole + (point + decimals if decimals else "")


def slip(printed: str, meant: Iterable[str], beside: Iterable[Decimal] = ()) -> str:
    """How one of the numbers that may be meant came to be printed so; "" where no slip fits."""
    value = number(printed)
    if value is None:
        return ""
    found = {kind for text in meant for kind in _kinds(value, printed, text)}
    if value and value in beside:
        return "beside"
    return next((kind for kind in SLIPS if kind in found), "")


def _kinds(value: Decimal, printed: str, meant: str) -> Iterator[str]:
    """Every slip by which a number meant becomes the printed value."""
    aim = number(meant)
    if aim is None or aim == value:
        return
    decimals = max(len(text.partition(".")[2]) for text in (printed, meant))
    fewer = sum(c.isdigit() for c in printed) < sum(c.isdigit() for c in f"{aim:.{decimals}f}")
    for kind, text in misprints(meant):
        if number(text) == value and (kind != "drop" or fewer):  # 1.00 for 1.50 leaves out none
            yield kind
    shorter = (printed[:at] + printed[at + 1 :] for at in range(len(printed)))
    if aim * value > 0 and any(number(text) == aim for text in shorter):
        yield "added"
    if value == -aim:
        yield "sign"
    if value == aim * 10_000:
        yield "unit"
    if value in (aim * 100, aim / 100):
        yield "point"
    digits, others = (text.replace(",", "") for text in (printed, meant))
    if len(digits) == len(others) and sum(a != b for a, b in zip(digits, others, strict=True)) == 1:
        yield "more"


def sharp(amount: Decimal, digits: int = SHARP) -> bool:
    """Whether an amount has so many digits that no other is like it by chance."""
    return len(text_of(amount).replace(".", "").strip("0")) >= digits
