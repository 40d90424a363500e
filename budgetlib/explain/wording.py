"""What exhibits and computed sentences are made of: amounts, shares, phrases."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from budgetlib import phrases, vocabulary
from budgetlib.errors import Absent
from budgetlib.figures import ZERO, Figure, value_of
from budgetlib.phrases import Both, apart
from budgetlib.printed import Row, Table
from budgetlib.show import drawn
from budgetlib.show.exhibit import Exhibit, exhibit, said
from budgetlib.vocabulary import Label

NONE = float("nan")


class Sentence(Label):
    """One statement in both languages, a line each, which a notebook shows as text."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return said(self, "p")


def sentence(english: str, chinese: str) -> Sentence:
    """A statement told in both languages."""
    return Sentence(english, chinese, f"{english}\n{chinese}")


def say(key: str, **fields: Any) -> Sentence:
    """A phrase of `phrases.toml` with its fields filled, in both languages."""
    return sentence(*phrases.piece(key, **fields))


def capital(told: Label) -> Sentence:
    """A statement that begins as one does."""
    return sentence(told.english[:1].upper() + told.english[1:], told.chinese)


def together(*told: Sentence) -> Sentence:
    """Several sentences as one: the English, then the Chinese."""
    return sentence(
        " ".join(filter(None, (each.english for each in told))),
        "".join(each.chinese for each in told),
    )


def folded(caption: str, html: str) -> str:
    """HTML that a reader may unfold; nothing of nothing."""
    return f"<details><summary>{said(caption)}</summary>\n{html}\n</details>" if html else ""


MOST = 3  # of the greatest


def answered(asked: Any, columns: str = "", most: str = "") -> Any:
    """What a frame, or what makes one, tells in some columns; in words what it does not tell.

    Of `most`, a column, the `MOST` greatest.
    """
    try:
        frame = asked() if callable(asked) else asked
    except Absent as absent:
        return say("question.absent", why=Label(*absent.reason))
    if most:
        frame = frame.sort_values(most, key=abs, ascending=False).head(MOST)
    frame = frame[columns.split()] if columns else frame
    told = frame.dropna(axis="columns", how="all")
    if told.empty:
        return say("question.nothing")
    blank = [str(name) for name in frame if name not in told]
    words = say("question.blank", blank=blank) if blank else ""
    html = drawn(told) + (said(words, "p") if words else "")
    return Shown(html, "\n".join(filter(None, (told.to_string(), str(words)))))


class Shown(NamedTuple):
    """What a notebook shows as HTML, and in plain text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def framed(
    key: str, rows: Iterable[Sequence[Any]], more: Iterable[str] = (), **told: Any
) -> Exhibit:
    """An exhibit by its caption and columns in `phrases.toml`; `more` stand where they say *."""
    caption, *columns = phrases.found("exhibits", key)
    words = (more if column == "*" else (phrases.both(column, **told),) for column in columns)
    index, *names = [name for some in words for name in some]
    return exhibit(list(rows), index, phrases.both(caption, **told), names)


def dated(year: int | str, base: str = "") -> Label:
    """A year with what its amounts are: the 2025 budget, 2025年预算."""
    english, chinese = vocabulary.label("base", base)
    return Label(f"{year} {english}".strip(), f"{year}年{chinese}")


def as_printed(value: Decimal, figures: Iterable[Figure]) -> str:
    """An amount with as many decimals as the figures show from which it follows."""
    decimals = max(len(figure.printed.partition(".")[2]) for figure in figures)
    return f"{value:,.{decimals}f}"


def counted(figure: Figure) -> Both:
    """A figure with its unit, for a phrase."""
    return Both(f"{figure.printed} {figure.unit}".strip(), f"{figure.printed}{figure.unit}")


def percent(part: Decimal, base: Decimal) -> str:
    """A share with one decimal; a dash on a base of zero."""
    return f"{part / base * 100:.1f}%" if base else "—"


def part(name: str, value: Decimal, whole: Decimal) -> dict[str, Any]:
    """A part of a whole, for a phrase that tells each: its name, amount, share, its own parts."""
    share = percent(value, whole)
    return {"name": apart(name), "amount": value, "share": share, "inner": list[Any]()}


def share(part: Decimal | None, whole: Decimal, digits: int | None = None) -> float:
    """A share in per cent; NaN of nothing."""
    if part is None or not whole:
        return NONE
    exact = float(part / whole * 100) + 0.0
    return exact if digits is None else round(exact, digits)


floated = value_of  # an amount for a column of a frame; NaN where nothing is printed


def cell(row: Row | None, column: str) -> Figure | None:
    """The figure of a row in a column, where both are printed."""
    return row.cells.get(column) if row else None


def amount(row: Row | None, column: str = "total") -> Decimal:
    """The amount of a row in a column; zero where nothing is printed."""
    figure = cell(row, column)
    return figure.amount if figure else ZERO


def total_of(values: Iterable[Decimal | None]) -> Decimal:
    """What amounts make together."""
    return sum((value for value in values if value is not None), ZERO)


def number(of: Table | str) -> Label:
    """A table by its number, as readers know it."""
    return vocabulary.table(of if isinstance(of, str) else of.number)
