"""What exhibits and computed sentences are made of: amounts, shares, phrases.

A row of `phrases.toml` describes an exhibit that is one query of the cube: its caption and index,
the `axis` and its `members`, `where` the rest of the coordinate stands, what it is told `by`
(places, tables, members of another axis), and its columns: one of those, ``*`` for all that are
filled, the share ``told``, its ``share`` of the `whole`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from budgetlib import vocabulary
from budgetlib.classifications import labelled
from budgetlib.disclosure import Disclosure, cube
from budgetlib.disclosure.cube import Printed, printed
from budgetlib.errors import Absent
from budgetlib.figures import ZERO, Figure, Row, Table, united, value_of
from budgetlib.show import drawn, said
from budgetlib.show.exhibit import Exhibit as Exhibit
from budgetlib.show.exhibit import exhibit
from budgetlib.vocabulary import Label, phrases
from budgetlib.vocabulary.phrases import Both, apart

TABLE = "table"


def made(budget: Disclosure, key: str, members: Iterable[str] | None = None) -> Exhibit:
    """The exhibit that a row describes, of these members where they are not its own."""
    row = phrases.found("exhibits", key)
    by = row.get("by", "place")
    found = printed(budget, row["axis"], by, **row["where"])
    if "divided" in row:  # a member stands where its parts do not tell it
        found = {at: cube.divided(f, row["axis"], row["divided"]) for at, f in found.items()}
    columns = list(_columns(budget, row, by, found))
    lines = []
    for member in _members(row, found) if members is None else members:
        figures = [figures[member] for figures in found.values() if member in figures]
        if any(figure.value is not None for figure in figures):
            cells = (_cell(budget, row, found, member, word) for word, _ in columns)
            lines.append((_name(budget, row, member, figures[0]), *cells))
    index, caption = phrases.both(row["index"]), phrases.both(row["caption"])
    return exhibit(lines, index, caption, [name for _, name in columns])


def _members(row: dict[str, Any], found: Printed) -> list[str]:
    """The members that a row names, or the topmost codes."""
    if "members" in row:
        return list(phrases.labels(row["members"]))
    codes = list(dict.fromkeys(code for figures in found.values() for code in figures if code))
    return [c for c in codes if not any(c != top and c.startswith(top) for top in codes)]


def _columns(
    budget: Disclosure, row: dict[str, Any], by: str, found: Printed
) -> Iterable[tuple[str, str]]:
    """What stands in each column, and its words."""
    for word in row["columns"]:
        if word == "*" and by == TABLE:
            yield from ((t, number(t)) for t in budget.tables if t in found)
        elif word == "*":
            filled = (k for k in phrases.labels(row["by_members"]) if any_filled(found.get(k, {})))
            yield from ((k, phrases.label(row["by_members"], k)) for k in filled)
        else:
            place = word.partition(" ")[0]
            yield word, phrases.labels("cell").get(place) or phrases.label("part", word)


def any_filled(figures: dict[str, Figure]) -> bool:
    """Whether any of the figures is an amount."""
    return any(figure.value for figure in figures.values())


def _name(budget: Disclosure, row: dict[str, Any], member: str, figure: Figure) -> str:
    if "members" in row:
        return phrases.label(row["members"], member)
    return labelled(member, name_of(budget, figure))


def name_of(budget: Disclosure, figure: Figure) -> str:
    """The name that is printed for a figure's row."""
    table = budget.tables.get(figure.place.table)
    return table.by_key[figure.id.split("/")[1]].name if table else ""


def _cell(budget: Disclosure, row: dict[str, Any], found: Printed, member: str, word: str) -> float:
    if word not in ("told", "share"):
        return floated(found.get(word, {}).get(member))
    kind = "note" if word == "told" else TABLE
    place = next(column for column in row["columns"] if column.startswith(kind))
    figure = found.get(place, {}).get(member)
    if word == "told":
        claims = (c for note in budget.notes.values() for c in note.claims if c.measure == "share")
        return floated(next((c.figure for c in claims if figure and c.of == figure.id), None))
    whole = found.get(place, {}).get(row["whole"])
    return share(figure.value if figure else None, whole.amount if whole else ZERO)


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
    plain = figure.value is not None and not figure.worded
    return in_units(as_printed(figure.amount, [figure]) if plain else figure.printed, figure.unit)


def in_units(printed: str, unit: str) -> Both:
    """A number with its unit, a counting word in English too."""
    return Both(
        united(printed, vocabulary.english(phrases.labels("unit").get(unit, unit))),
        f"{printed}{unit}",
    )


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
