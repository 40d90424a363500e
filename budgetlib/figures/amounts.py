"""Printed figures: exact value, precision, unit and place; how they are rounded and misprinted."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from budgetlib import vocabulary
from budgetlib.vocabulary.files import regex
from budgetlib.vocabulary.record import Record
from budgetlib.vocabulary.spelling import squeeze

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
ZERO = Decimal(0)
UNKNOWN = "=?"  # stands for what a file does not tell: a formula without a value
ONE = Decimal(1)
HALF = Decimal("0.5")
CENTS = 2  # decimals of a 元, which has no smaller part

NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?"
_CELL = regex(rf"[-+]?(?:{NUMBER})")
_MINUS = regex(  # as accountants write it; a short whole number in brackets numbers a label
    r"[△▵▲](?P<marked>[\d,，.]+)|\((?P<within>(?=.*[.,，]|\d{3}).[\d,，.]*)\)"
)
_MISPRINT = regex(
    r"(?=.*\d)[\d,，oOlI]+(?:\.[\doOlI]+)?|#{3,}|#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)"
)
LONGEST = 20  # digits of an amount; no budget has more
WAN = Decimal(10_000)
_MAGNITUDES = {"万": WAN, "亿": Decimal(100_000_000)}


Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """Where a line or a row of cells stands; `box` in points from the top left of the page."""

    line: int | None = None
    page: int | None = None
    box: Box | None = None

    def __str__(self) -> str:
        return f"line {self.line}" if self.page is None else f"page {self.page}"


class Place(NamedTuple):
    """Where something is printed: in the file, and in the disclosure's own terms."""

    line: int | None = None
    page: int | None = None
    box: Box | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    section: str = ""
    item: str = ""
    cell: tuple[int, int] | None = None

    def __str__(self) -> str:
        names = (f"表{self.table}", *vocabulary.cell(self.row, self.column))
        where = " ".join(filter(None, names)) if self.table else ""
        section = vocabulary.section(self.section)
        note = f"{section}（{self.item}）" if self.item else section
        return f"{where or note} [{Spot(self.line, self.page)}]"

    @property
    def passage(self) -> tuple[str, str]:
        """The section and the item that tell it."""
        return self.section, self.item

    @property
    def words(self) -> tuple[str, str]:
        """Where it is in the disclosure's own terms, in English and in Chinese."""
        named = dict.fromkeys(filter(None, vocabulary.cell(self.row, self.column)))
        if not self.table:
            part, item = vocabulary.section(self.section), self.item
            said = vocabulary.english(part), vocabulary.chinese(part)
            inner = (f" ({item})", f"（{item}）") if item else ("", "")
            return said[0] + inner[0], said[1] + inner[1]
        english, chinese = (map(of, named) for of in (vocabulary.english, vocabulary.chinese))
        return ", ".join((f"table {self.table}", *english)), " ".join((f"表{self.table}", *chinese))


class Quantity(NamedTuple):
    """What is measured; an axis that does not apply is empty."""

    flow: str  # members of the axes of `axes.toml`
    fund: str = ""
    kind: str = ""
    # a node of the functional or economic classification, or a project; "" for all of them
    code: str = ""
    body: str = ""  # a member of the disclosing body; "" for the whole of it
    # the year, and the account that its amount stands on: 预算, 年初预算, 全年预算, 决算
    year: int = 0
    base: str = ""


class Figure(Record):
    """One printed number."""

    id: str  # stable name: table/row/column, or section.item#ordinal
    value: Decimal | None  # exact value in `unit`; None when the cell is blank
    printed: str  # the characters on the page
    # half of the last printed digit's unit: the true value lies within value ± half_unit
    half_unit: Decimal
    unit: str  # 万元, 元, %, 人, 条 and so on
    place: Place
    year: int | None = None
    base: str = ""
    fund: str = ""
    code: str = ""
    shown: int = 0  # decimals granted even where trailing zeros are left out ("4" for 4.00)
    # what it measures; None where its place does not tell
    of: Quantity | None = None
    _aside = ("of",)

    def __repr__(self) -> str:
        return f"<Figure {self.id}: {self.printed or 'blank'} {self.unit}, {self.place}>"

    @property
    def booked(self) -> bool:
        """The figure is the amount of a table's cell, not told in a sentence."""
        return bool(self.place.table) and "#" not in self.id

    @property
    def blank(self) -> bool:
        """Nothing is printed in the cell."""
        return self.value is None

    @property
    def unread(self) -> bool:
        """Something is printed in the cell, and it could not be read as a number."""
        return self.value is None and bool(self.printed)

    @property
    def worded(self) -> bool:
        """The figure is told in words (没有, 持平), not in digits."""
        return self.value is not None and not _DIGIT.search(self.printed)

    @property
    def stands(self) -> tuple[int | None, str]:
        """The year and base that it stands for."""
        return self.year, self.base

    @property
    def amount(self) -> Decimal:
        """The value, a blank counting as zero."""
        return ZERO if self.value is None else self.value

    def cite(self) -> str:
        """Where it is printed and what; `Budget.cite` names its document, too."""
        year = f"{self.year}年{self.base}" if self.year else ""
        return f"{self.place}: {year} {self}".replace(":  ", ": ")

    def __str__(self) -> str:
        return f"{self.printed or '—'} {self.unit}".strip()


def value_of(figure: Figure | Decimal | None, exact: bool = False) -> Any:
    """A number for a frame, as a float unless exact; NaN, or None where exact, of nothing."""
    value = figure.value if isinstance(figure, Figure) else figure
    return value if exact else float("nan") if value is None else float(value)


Weighted = tuple[Decimal, Figure]  # a figure, so many times


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """What comes under each key, in its order."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


_DIGIT = regex(r"\d")


def too_long(text: str) -> bool:
    """Whether a number has more digits than any amount."""
    return len(text) > LONGEST and sum(map(str.isdigit, text)) > LONGEST


@lru_cache(maxsize=16384)
def number(text: str) -> Decimal | None:
    """Read one printed number, or None where the text is not a number alone."""
    text = squeeze(text).lstrip("¥￥")
    minus = _MINUS.fullmatch(text) if text[:1] in "△▵▲(" else None
    text = f"-{minus['marked'] or minus['within']}" if minus else text
    if not _CELL.fullmatch(text) or too_long(text):
        return None
    return Decimal(text.replace(",", "").replace("，", ""))


def decimals_of(printed: str) -> int:
    """How many decimals are printed, whatever stands around the number."""
    return len(printed.rstrip(")").partition(".")[2])


def is_misprint(text: str) -> bool:
    """Whether a text means to be a number and is none: 1,2345.00, 2o.00 or a workbook's #REF!."""
    return bool(_MISPRINT.fullmatch(squeeze(text))) and number(text) is None


def half_unit(printed: str, shown_at_least: int = 0) -> Decimal:
    """Half of the last digit's unit; trailing zeros may be left out up to `shown_at_least`."""
    return HALF.scaleb(-max(decimals_of(squeeze(printed)), shown_at_least))


@lru_cache(maxsize=16384)
def half_unit_of(unit: str, printed: str, shown: int, booked: bool = False) -> Decimal:
    """Half unit by kind: a whole percent is known to the percent only; counts are exact.

    So is money that is booked to the 分, unlike a price, which may be rounded to it.
    """
    decimals = decimals_of(printed)
    if unit == "%":
        return HALF.scaleb(-max(decimals, shown if decimals else 0))
    exact = not unit.endswith("元") or (booked and unit == "元" and decimals >= CENTS)
    return ZERO if exact else HALF.scaleb(-max(decimals, shown))


def magnitude(unit: str) -> Decimal:
    """How many single ones a unit counts: 万元 is 10,000 元, 万条 is 10,000 条."""
    return _MAGNITUDES.get(unit[:1], ONE)


def converted(value: Decimal, figure: Figure, unit: str) -> Decimal:
    """A value in the unit of a figure, in another unit."""
    return value if figure.unit == unit else value * magnitude(figure.unit) / magnitude(unit)


class Linear(NamedTuple):
    """A sum of figures, each so many times, in one unit; what stands twice counts twice."""

    weights: dict[str, Decimal]
    middle: Decimal  # as printed
    reach: Decimal  # how far the half units of what is filled move it


def linear(terms: Sequence[Weighted], unit: str) -> Linear:
    """The sum of some figures in a unit."""
    weights: dict[str, Decimal] = {}
    middle = reach = ZERO
    for sign, figure in terms:
        weight = converted(sign, figure, unit)
        weights[figure.id] = weights.get(figure.id, ZERO) + weight
        middle += weight * figure.amount
    for figure in {figure.id: figure for _, figure in terms}.values():
        reach += abs(weights[figure.id]) * figure.half_unit if figure.value else ZERO
    return Linear(weights, middle, reach)


def round_half_up(value: Decimal, half: Decimal) -> Decimal:
    """Round to the printing whose half unit is `half`, as cashiers do: 9.975 becomes 9.98."""
    step = 2 * half
    if not step:
        return value
    return (value / step).to_integral_value(rounding=ROUND_HALF_UP) * step  # of any size


def text_of(value: Decimal | None) -> str:
    """Write a Decimal without exponent or needless zeros."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


MINUS = "−"


def united(amount: str, unit: str) -> str:
    """An amount with its unit: 3 万元, 9.5%."""
    return f"{amount}{'' if unit == '%' else ' '}{unit}".strip()


def spoken(value: Decimal | None) -> str:
    """An exact number as a reader wants it: separators for thousands, a true minus."""
    return "" if value is None else f"{Decimal(text_of(value)):,f}".replace("-", MINUS)


# ---- the slips that printed numbers suffer ----

SHARP = 4  # digits of an amount that no other is like by chance
SLIPS = {kind: (told["en"], told["zh"]) for kind, told in vocabulary.AXES["slip"].items()}


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
    if value == aim * WAN:
        yield "unit"
    if value in (aim * 100, aim / 100):
        yield "point"
    digits, others = (text.replace(",", "") for text in (printed, meant))
    if len(digits) == len(others) and sum(a != b for a, b in zip(digits, others, strict=True)) == 1:
        yield "more"


def sharp(amount: Decimal, digits: int = SHARP) -> bool:
    """Whether an amount has so many digits that no other is like it by chance."""
    return len(text_of(amount).replace(".", "").strip("0")) >= digits
