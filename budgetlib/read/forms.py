"""Forms (performance targets): sections of unlike, ragged rows, found by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budgetlib import vocabulary
from budgetlib.figures import Figure, half_unit_of, number, squeeze
from budgetlib.layouts import canonical
from budgetlib.printed import Claim, LedgerEntry, Row, Statement
from budgetlib.read.tables import Sheet, is_number
from budgetlib.sentences.claims import Reader
from budgetlib.sentences.tokens import squeezed

OMITTED = "〔略〕"
_PIECES = re.compile(r"\n+|\s+(?=\d{1,2}[.、](?!\d)|目标\d)")
_VALUE = re.compile(
    r"(?P<before>[^\d]*?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[^\d\s以之内]*)(?P<after>.*)"
)


@dataclass
class Form:
    """A form being read: the sheet, the reader of its sentences, and what has been found."""

    sheet: Sheet
    reader: Reader
    rows: list[Row] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    objective: str = ""
    levels: list[str] = field(default_factory=lambda: ["", ""])
    contents: dict[str, set[str]] = field(default_factory=dict)

    def words(self, r: int, c: int, row: str, column: str, topic: str) -> list[Claim]:
        """Read the sentences of a cell, then leave its prose out of the grid."""
        sheet, found = self.sheet, []
        place = sheet.place(r, c, row, column)
        for piece in pieces(sheet.rows[r][c]):
            prefix = f"{sheet.number}/{row}/{column}"
            found += self.reader.read(piece, prefix, topic, place, lambda _: sheet.spots[r])
        self.claims += found
        self.omit(r, c, vocabulary.column(column) or vocabulary.row(row))
        return found

    def omit(self, r: int, c: int, what: str) -> None:
        """Replace a cell of prose, or of personal data, by a mark."""
        cells = list(self.sheet.rows[r])
        if cells[c] == OMITTED:
            return
        cells[c] = OMITTED
        self.sheet.rows[r] = tuple(cells)
        self.left_out.append(f"表{self.sheet.number} {what} [{self.sheet.spots[r]}]")


def pieces(cell: str) -> list[str]:
    """The paragraphs of a cell, without white space."""
    return [squeezed(piece) for piece in _PIECES.split(cell) if piece.strip()]


def read_form(form: Form) -> None:
    """Walk down the rows; each section starts at a row that holds its words."""
    specs = form.sheet.layout.forms[form.sheet.role]
    current: dict[str, Any] | None = None
    for r in range(len(form.sheet.rows)):
        cells = [squeeze(cell) for cell in form.sheet.rows[r]]
        leading = [cell for cell in cells[:2] if cell]
        start = next((spec for words, spec in specs if any(map(words.match, leading))), None)
        current = start or current
        if current is not None and any(cells):
            _SHAPES[current["shape"]](form, current, r, cells)
    match_contents(form)


def _keyed(form: Form, spec: dict[str, Any], r: int, cells: list[str]) -> None:
    """Keys, each with the first filled cell behind it."""
    sheet, private = form.sheet, form.sheet.layout.data["private"]
    keys = spec["keys"]
    row = _row_of(form, spec["part"], r)
    for c, key in enumerate(cells):
        if key not in keys:
            continue
        c_value = next((i for i in range(c + 1, len(cells)) if cells[i]), None)
        if c_value is None or cells[c_value] in keys:
            continue
        name = spec.get("amounts", {}).get(key)
        if name:
            unit = spec.get("unit", "")
            row.cells[name] = sheet.figure(r, c_value, row.key, name, key, unit)
        elif key in spec.get("prose", ()):
            _prose_cell(form, spec, r, c_value, key)
        elif key in private:
            if key in _KINDS:
                sheet.name_tokens(r, c_value, _KINDS[key])
            form.omit(r, c_value, key)
        else:
            row.text[key] = cells[c_value]
            if key in _KINDS:
                sheet.name_tokens(r, c_value, _KINDS[key])


_KINDS = {
    "联系电话": "telephone",
    "电话": "telephone",
    "邮政编码": "postcode",
    "项目编码": "code",
    "起始年度": "date",
    "终止年度": "date",
}


def _row_of(form: Form, part: str, r: int) -> Row:
    """The one row of a keyed section; made at its first line."""
    for row in form.rows:
        if row.part == part:
            return row
    key = form.sheet.key(part)
    row = Row(key, part, "", part, 1, {}, {}, form.sheet.place(r, 0, part))
    form.rows.append(row)
    return row


def _prose_cell(form: Form, spec: dict[str, Any], r: int, c: int, key: str) -> None:
    sheet = form.sheet
    text = sheet.rows[r][c]
    if text == OMITTED:
        return
    if key == spec.get("contents"):
        _contents(form, pieces(text), sheet.place(r, c, key, key))
    topic = "history" if key == spec.get("history") else "goal"
    form.words(r, c, spec["part"], key, topic)


def match_contents(form: Form) -> None:
    """Give each content item a cost line of its own, the likest pair of words first."""
    items = [s for s in form.sheet.statements if s.kind == "content"]
    lines = {row.key: _pairs_of(row.name) for row in form.rows if row.part == "cost"}
    for claim_row, pairs in form.contents.items():
        lines[claim_row] |= pairs
    likeness = sorted(
        (
            (_likeness(_pairs_of(item.subject), pairs), item.value, key)
            for item in items
            for key, pairs in lines.items()
        ),
        reverse=True,
    )
    taken: dict[str, str] = {}
    for score, ordinal, key in likeness:
        if score > 0.15 and ordinal not in taken and key not in taken.values():
            taken[ordinal] = key
    short = [s._replace(subject=s.subject[:20]) for s in form.sheet.statements]
    found = [
        Statement("content_line", s.subject[:20], taken.get(s.value, ""), s.value, s.place)
        for s in items
        if lines
    ]
    form.sheet.statements[:] = short + found


def _pairs_of(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _likeness(a: set[str], b: set[str]) -> float:
    return len(a & b) / (len(a) or 1)


_LIST_NUMBER = re.compile(r"^\d{1,2}[.、]")


def _contents(form: Form, items: list[str], place: Any) -> None:
    """The content items by their first words, and which of them repeat an earlier one."""
    seen: dict[str, int] = {}
    for ordinal, item in enumerate(items, start=1):
        text = _LIST_NUMBER.sub("", item).rstrip("。；;，")
        if text in seen:
            repeated = Statement(
                "repeated_content", text[:20], str(ordinal), str(seen[text]), place
            )
            form.sheet.statements.append(repeated)
        else:
            seen[text] = ordinal
            form.sheet.statements.append(Statement("content", text, str(ordinal), "", place))


def _labelled(form: Form, spec: dict[str, Any], r: int, cells: list[str]) -> None:
    """A known label, then the values in their order."""
    sheet, names = form.sheet, spec["values"]
    labels = {canonical(label): label for label in spec["labels"]}
    c = next((i for i, cell in enumerate(cells) if cell and canonical(cell) in labels), None)
    if c is None:
        return
    label = labels[canonical(cells[c])]
    filled = [i for i in range(c + 1, len(cells)) if cells[i]]
    at = filled if len(filled) == len(names) or len(names) == 1 else range(c + 1, len(cells))
    positions = [*at, *[len(cells)] * len(names)][: len(names)]
    key = sheet.key(f"{spec['part']}.{canonical(label)}")
    figures = {
        name: sheet.figure(r, i, key, name, label, year=_year(sheet, name))
        for name, i in zip(names, positions, strict=True)
    }
    sub = label.startswith("其中")
    above = spec.get("parents", {}).get(canonical(label), "")
    total = label in sheet.layout.data["total_names"]
    level = 0 if total else 2 if sub else 1
    place = sheet.place(r, c, label)
    form.rows.append(
        Row(
            key,
            spec["part"],
            "",
            canonical(label),
            level,
            figures,
            {},
            place,
            f"{spec['part']}.{above}" if above else "",
        )
    )


_BEFORE = {"previous": 1, "before_previous": 2}


def _year(sheet: Sheet, name: str) -> int:
    return sheet.year - _BEFORE.get(name, 0)


def _listed(form: Form, spec: dict[str, Any], r: int, cells: list[str]) -> None:
    """Words before the numbers, the numbers, words behind them, in the order of the fields."""
    sheet = form.sheet
    filled = [c for c, cell in enumerate(cells) if cell and cell not in spec["header_words"]]
    if len(filled) < 2:
        return
    numeric = [name for name in spec["fields"] if name in _numeric(spec)]
    numbers = [c for c in filled if is_number(cells[c])][: len(numeric)]
    first = spec["fields"].index(numeric[0])
    cut = numbers[0] if numbers else filled[min(first, len(filled) - 1)] + 1
    before = [c for c in filled if c < cut][-first:]
    after = [c for c in filled if c >= cut and c not in numbers]
    names = [f for f in spec["fields"] if f not in numeric]
    where = dict(zip(names[: len(before)], before, strict=False))
    where |= dict(zip(names[first:], after, strict=False))
    key = sheet.key(f"{spec['part']}.{1 + sum(x.part == spec['part'] for x in form.rows)}")
    label = cells[where["name"]] if "name" in where else ""
    positions = [*numbers, *[len(cells)] * len(numeric)]
    figures = {
        name: _listed_figure(sheet, spec, r, c, key, name, label)
        for name, c in zip(numeric, positions, strict=False)
    }
    text = {}
    for name, c in where.items():
        if name in spec["prose"]:
            if name == spec.get("content"):
                form.contents[key] = _pairs_of(cells[c])
            form.words(r, c, key, name, "cost" if name == spec.get("basis") else "goal")
        else:
            text[name] = cells[c]
    place = sheet.place(r, filled[0], label)
    form.rows.append(Row(key, spec["part"], "", label, 1, figures, text, place))


def _numeric(spec: dict[str, Any]) -> list[str]:
    return [*spec["amounts"], *spec.get("counts", ())]


def _listed_figure(
    sheet: Sheet, spec: dict[str, Any], r: int, c: int, key: str, name: str, label: str
) -> Figure:
    unit = "件" if name in spec.get("counts", ()) else ""
    return sheet.figure(r, c, key, name, label, unit)


def _prose(form: Form, spec: dict[str, Any], r: int, cells: list[str]) -> None:
    for c, cell in enumerate(cells):
        if len(cell) > 20:
            form.words(r, c, f"{spec['part']}", str(r), "goal")


def _indicators(form: Form, spec: dict[str, Any], r: int, cells: list[str]) -> None:
    """Three levels of names, of which merged ones are left out, then one value or three."""
    sheet, words = form.sheet, form.sheet.layout.data["indicators"]
    filled = [c for c, cell in enumerate(cells) if cell]
    if re.match(spec["start"], cells[filled[0]]):
        form.objective, form.levels = cells[filled[0]].rstrip(":："), ["", ""]
        for c in filled[1:]:
            form.words(r, c, spec["part"], form.objective, "goal")
        return
    named = [cells[c] for c in filled if cells[c] not in words["skip"]]
    header = all(re.fullmatch(words["header"], cell) for cell in named)
    if header or not _level3(form, words, cells, filled):
        return
    c = _level3(form, words, cells, filled)[0]
    names = spec["values"]
    key = sheet.key(f"{spec['part']}.{form.objective}.{cells[c]}".replace("..", "."))
    figures: dict[str, Figure] = {}
    text = {"level1": form.levels[0], "level2": form.levels[1], "objective": form.objective}
    rest = [i for i in filled if i > c]
    if rest and cells[rest[-1]].endswith(tuple(words["basis_ends"])):
        text["basis"] = cells[rest.pop()]
    positions = rest if len(rest) == len(names) else list(range(c + 1, len(cells)))
    for name, at in zip(names, positions, strict=False):
        if cells[at]:
            _value(form, r, at, key, name, cells[c], figures, text)
    form.rows.append(
        Row(key, spec["part"], "", cells[c], 1, figures, text, sheet.place(r, c, cells[c]))
    )


def _level3(form: Form, words: dict[str, Any], cells: list[str], filled: list[int]) -> list[int]:
    """Take the level names off the front of the row; the rest starts with the indicator."""
    rest = list(filled)
    while rest and (cells[rest[0]] in words["skip"]):
        rest.pop(0)
    if rest and cells[rest[0]] in words["level1"]:
        form.levels = [cells[rest.pop(0)], ""]
    if rest and cells[rest[0]].endswith(words["level2_ends"]) and len(rest) > 2:
        form.levels[1] = cells[rest.pop(0)]
    return rest if len(rest) > 1 else []


def _value(
    form: Form,
    r: int,
    c: int,
    key: str,
    name: str,
    label: str,
    figures: dict[str, Figure],
    text: dict[str, str],
) -> None:
    """An indicator's value: a number with its unit and the words around it, or words."""
    cell = squeeze(form.sheet.rows[r][c])
    match = _VALUE.fullmatch(cell)
    text[name] = cell
    if not match:
        return
    value = number(match["number"]) or Decimal(0)
    place = form.sheet.place(r, c, label, name)
    unit = match["unit"]
    figure_id = f"{form.sheet.number}/{key}/{name}"
    half = half_unit_of(unit, match["number"], 0)
    figures[name] = Figure(
        figure_id, value, match["number"], half, unit, place, _year(form.sheet, name), "目标"
    )
    text[f"{name}_words"] = f"{match['before']}#{unit}{match['after']}"
    entry = LedgerEntry(place.line, place.page, match["number"], "figure", figure_id)
    form.sheet.tokens.append(entry)


_SHAPES: dict[str, Callable[[Form, dict[str, Any], int, list[str]], None]] = {
    "keyed": _keyed,
    "labelled": _labelled,
    "listed": _listed,
    "prose": _prose,
    "indicators": _indicators,
}
