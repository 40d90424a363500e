"""Forms (performance targets): sections of unlike, ragged rows, found by their words."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from budgetlib import vocabulary
from budgetlib.figures import (
    CENTS,
    ZERO,
    Claim,
    Figure,
    LedgerEntry,
    Place,
    Row,
    Statement,
    decimals_of,
    half_unit_of,
    number,
)
from budgetlib.layouts import canonical
from budgetlib.read.cells import Cell, Cells, cell_of
from budgetlib.read.ledger import FIGURE, UNREAD
from budgetlib.read.sheet import CODES, Sheet
from budgetlib.sentences.claims import Reader
from budgetlib.sentences.tokens import YEAR, squeezed
from budgetlib.vocabulary import Record, field, regex

OMITTED = cell_of("〔略〕")
_PIECES = regex(r"\n+|(?<!\s)[^\S\n]++(?=\d{1,2}[.、](?!\d)|目标\d)")
_DIGIT, _LETTER = regex(r"\d"), regex(r"\w")
_IN = regex(r"\((?P<unit>[万亿]?元)\)")
_NAMING = regex(rf"{YEAR}年|(?<=目标)\d{{1,2}}(?=[:：]|$)")  # of what stands above amounts
_VALUE = regex(
    r"(?P<before>[^\d]*?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[^\d\s以之内]*)(?P<after>.*)"
)


class Form(Record, frozen=False):
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
        sheet, found = self.sheet, list[Claim]()
        cell = sheet.rows[r][c]
        if cell == OMITTED:  # what it said stands in the package
            return found
        place = sheet.place(r, c, row, column)
        for piece in pieces(cell.printed):
            prefix = f"{sheet.number}/{row}/{column}"
            found += self.reader.read(piece, prefix, topic, place, lambda _: sheet.grid.spots[r])
        self.claims += found
        self.omit(r, c, vocabulary.column(column) or vocabulary.row(row))
        return found

    def omit(self, r: int, c: int, what: str) -> None:
        """Replace a cell of prose, or of personal data, by a mark."""
        cells = self.sheet.rows[r]
        if cells[c] != OMITTED:
            self.sheet.rows[r] = (*cells[:c], OMITTED, *cells[c + 1 :])
            self.left_out.append(f"表{self.sheet.number} {what} [{self.sheet.grid.spots[r]}]")


def pieces(cell: str) -> list[str]:
    """The paragraphs of a cell, without white space."""
    return [squeezed(piece) for piece in _PIECES.split(cell) if piece.strip()]


def read_form(form: Form) -> None:
    """Walk down the rows; each section starts at a row that holds its words."""
    specs = form.sheet.layout.forms.get(form.sheet.role, [])
    current: dict[str, Any] | None = None
    for r, cells in enumerate(form.sheet.rows):
        leading = [cell.text for cell in cells[:2] if cell.text]
        start = next((spec for words, spec in specs if any(map(words.match, leading))), None)
        current = start or current
        if current is not None and any(cell.text for cell in cells):
            _SHAPES[current["shape"]](form, current, r, cells)
    match_contents(form)
    _rest(form)


def _rest(form: Form) -> None:
    """What no section takes: money by the words around it, values of targets, sentences."""
    sheet, words = form.sheet, form.sheet.layout.data["indicators"]
    known = tuple(sheet.layout.data["tells"]["forms"].get(sheet.role, {}).get("money", ()))
    told_in = (canonical(cell.text) for row in sheet.rows for cell in row)
    units = {match["unit"] for text in told_in if (match := _IN.search(text))}
    unit = units.pop() if len(units) == 1 else ""  # 预算金额(万元)
    read = {figure.place.cell for row in form.rows for figure in row.cells.values()}
    for r, cells in enumerate(sheet.rows):
        rows: dict[tuple[str, str], Row] = {}
        for c, cell in enumerate(cells):
            if (r, c) in read or not _DIGIT.search(cell.text) or (r, cell.text) in sheet.named:
                continue
            counts = _DIGIT.search(_NAMING.sub("", cell.text))  # a package asks for no more
            told = [token for token in cell.tokens if token.kind in UNREAD] if counts else ()
            if not told:
                continue
            label, above = _around(sheet, r, c)
            if above.endswith(CODES):
                sheet.take(r, cell, "code")
                continue
            names = canonical(label) or label, canonical(above)
            if names[1].startswith(known) and not names[0].startswith(known):
                label, names = above, names[::-1]  # a row of amounts below their names
            if cell.number is None and (len(told) > 1 or len(cell.text) > words["short"]):
                form.words(r, c, "told", label[:20], "goal")
                continue
            counted = re.search(words["counted"], names[0])  # (个), (辆)
            money = cell.number is not None and not counted and _is_money(cell, names, words)
            part = "money" if money else "told"
            if (part, label) not in rows:
                whole = any(word in names[0] for word in words["wholes"])
                told_of = {"part": part, "name": names[0], "level": 0 if whole else 1}
                row = sheet.row(r, sheet.key(f"{part}.{names[0]}"), (), label, c, **told_of)
                form.rows.append(rows.setdefault((part, label), row))
            row = rows[part, label]
            if money:
                ends = sheet.layout.ends  # 预算数, 决算数 above the amounts
                column = names[1] if names[1] and row.cells else "current"
                column = f"current{ends[above]}" if above in ends else column
                column = f"{column}~{c}" if column in row.cells else column
                row.cells[column] = sheet.figure(r, c, row.key, column, label, (unit, 0, ""))
            else:
                _value(form, row, f"target~{c}", label, (r, c))


def _is_money(cell: Cell, names: Iterable[str], words: dict[str, Any]) -> bool:
    """Whether the words around a number tell of money, or its decimals do and no word of a rate."""
    measured = any(re.search(words["measured"], name) for name in names)
    told = any(re.search(words["money"], name) for name in names)
    return not measured and cell.unit != "%" and (told or decimals_of(cell.digits) == CENTS)


def _around(sheet: Sheet, r: int, c: int) -> tuple[str, str]:
    """The words before a cell in its row, and the nearest above it that are alone in theirs."""
    before = (x.text for x in reversed(sheet.rows[r][:c]) if _names(x))
    above = (x.text for at in reversed(range(r)) if _names(x := sheet.cell(at, c)))
    return next(before, ""), next(above, "")


def _names(cell: Cell) -> bool:
    """Whether a cell holds words, no sign alone (≥) and no number that is one of theirs."""
    named = cell.words and _LETTER.search(cell.text) and cell is not OMITTED
    return bool(named) and not any(token.kind in UNREAD for token in cell.tokens)


def _keyed(form: Form, spec: dict[str, Any], r: int, cells: Cells) -> None:
    """Keys, each with the first filled cell behind it."""
    sheet, keys = form.sheet, spec["keys"]
    height = next((s[2] for s in sheet.grid.spans or () if s[:2] == (r, 0)), 1)
    header = sheet.layout.data["indicators"]["header"]
    if any(re.fullmatch(header, x.text) for row in sheet.rows[r : r + height] for x in row):
        return  # the header of a list of projects: what stands beside a key is another
    row = _row_of(form, spec["part"], r)
    filled = [c for c, cell in enumerate(cells) if cell.text]
    for at, c in pairwise(filled):
        key, value = cells[at].text, cells[c]
        if key not in keys or value.text in keys:
            continue
        if name := spec.get("amounts", {}).get(key):
            if any(cells[k].text == key for k in filled if k > at):
                name = f"{name}_all"  # of the whole project, before what is this year's
            row.cells[name] = sheet.figure(r, c, row.key, name, key, (spec.get("unit", ""), 0, ""))
        elif key in spec.get("prose", ()):
            _prose_cell(form, spec, r, c, key)
        else:
            if key in _KINDS:
                sheet.take(r, value, _KINDS[key])
            if key in sheet.layout.data["private"]:
                form.omit(r, c, key)
            else:
                row.text[key] = value.text


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
    if not any(row.part == part for row in form.rows):
        form.rows.append(form.sheet.row(r, form.sheet.key(part), (), part=part, name=part))
    return next(row for row in form.rows if row.part == part)


def _prose_cell(form: Form, spec: dict[str, Any], r: int, c: int, key: str) -> None:
    cell = form.sheet.rows[r][c]
    if cell != OMITTED:
        if key == spec.get("contents"):
            _contents(form, pieces(cell.printed), form.sheet.place(r, c, key, key))
        form.words(r, c, spec["part"], key, "history" if key == spec.get("history") else "goal")


def match_contents(form: Form) -> None:
    """Give each content item a cost line of its own, the likest pair of words first."""
    items = [s for s in form.sheet.statements if s.kind == "content"]
    lines = {row.key: _pairs_of(row.name) for row in form.rows if row.part == "cost"}
    for claim_row, pairs in form.contents.items():
        lines[claim_row] |= pairs
    likeness = (  # which of the pairs of letters of an item stand in a line
        (len(own & pairs) / (len(own) or 1), item.value, key)
        for item in items
        for own in [_pairs_of(item.subject)]
        for key, pairs in lines.items()
    )
    taken: dict[str, str] = {}
    for score, ordinal, key in sorted(likeness, reverse=True):
        if score > 0.15 and ordinal not in taken and key not in taken.values():
            taken[ordinal] = key
    found = [
        Statement("content_line", s.subject[:20], taken.get(s.value, ""), s.value, s.place)
        for s in items
        if lines
    ]
    told = [said._replace(subject=said.subject[:20]) for said in form.sheet.statements]
    form.sheet.statements[:] = told + found


def _pairs_of(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


_LIST_NUMBER = regex(r"^\d{1,2}[.、]")


def _contents(form: Form, items: list[str], place: Place) -> None:
    """The content items by their first words, and which of them repeat an earlier one."""
    seen: dict[str, int] = {}
    for ordinal, item in enumerate(items, start=1):
        text = _LIST_NUMBER.sub("", item).rstrip("。；;，")
        first = seen.setdefault(text, ordinal)
        told = ("content", text, str(ordinal), "")
        if first < ordinal:
            told = ("repeated_content", text[:20], str(ordinal), str(first))
        form.sheet.statements.append(Statement(*told, place))


def _labelled(form: Form, spec: dict[str, Any], r: int, cells: Cells) -> None:
    """A known label, then the values in their order."""
    sheet, names, part = form.sheet, spec["values"], spec["part"]
    labels = {canonical(label): label for label in spec["labels"]}
    known = ((c, canonical(cell.text)) for c, cell in enumerate(cells) if cell.text)
    c, name = next(((c, name) for c, name in known if name in labels), (0, ""))
    if not name:
        return
    label = labels[name]
    filled = [i for i in range(c + 1, len(cells)) if cells[i].text]
    at = filled if len(filled) == len(names) or len(names) == 1 else range(c + 1, len(cells))
    positions = [*at, *[len(cells)] * len(names)]
    slots = (
        (value, i, ("", _year(sheet, value), ""))
        for value, i in zip(names, positions, strict=False)
    )
    above = spec.get("parents", {}).get(name, "")
    total = label in sheet.layout.data["total_names"]
    level = 0 if total else 2 if label.startswith("其中") else 1
    told = {"part": part, "name": name, "level": level, "parent": above and f"{part}.{above}"}
    form.rows.append(sheet.row(r, sheet.key(f"{part}.{name}"), slots, label, c, **told))


_BEFORE = {"previous": 1, "before_previous": 2}


def _year(sheet: Sheet, name: str) -> int:
    return sheet.year - _BEFORE.get(name, 0)


def _listed(form: Form, spec: dict[str, Any], r: int, cells: Cells) -> None:
    """Words before the numbers, the numbers, words behind them, in the order of the fields."""
    sheet, fields, part = form.sheet, spec["fields"], spec["part"]
    header = spec["header_words"]
    filled = [c for c, cell in enumerate(cells) if cell.text and cell.text not in header]
    if len(filled) < 2:
        return
    counts = spec.get("counts", ())
    numeric = [name for name in fields if name in (*spec["amounts"], *counts)]
    numbers = [c for c in filled if cells[c].number is not None][: len(numeric)]
    first = fields.index(numeric[0])
    cut = numbers[0] if numbers else filled[min(first, len(filled) - 1)] + 1
    before = [c for c in filled if c < cut][-first:]
    after = [c for c in filled if c >= cut and c not in numbers]
    names = [name for name in fields if name not in numeric]
    where = dict(zip(names[: len(before)], before, strict=False))
    where |= dict(zip(names[first:], after, strict=False))
    positions = [*numbers, *[len(cells)] * len(numeric)]
    slots = (
        (name, c, ("件" if name in counts else "", 0, ""))
        for name, c in zip(numeric, positions, strict=False)
    )
    text = {name: cells[c].text for name, c in where.items() if name not in spec["prose"]}
    told = {"part": part, "name": text.get("name", ""), "text": text}
    key = sheet.key(f"{part}.{1 + sum(x.part == part for x in form.rows)}")
    form.rows.append(sheet.row(r, key, slots, "", filled[0], **told))
    for name, c in where.items():
        if name in spec["prose"]:
            if name == spec.get("content"):
                form.contents[key] = _pairs_of(cells[c].text)
            form.words(r, c, key, name, "cost" if name == spec.get("basis") else "goal")


def _prose(form: Form, spec: dict[str, Any], r: int, cells: Cells) -> None:
    for c, cell in enumerate(cells):
        if len(cell.text) > 20:
            form.words(r, c, spec["part"], str(r), "goal")


def _indicators(form: Form, spec: dict[str, Any], r: int, cells: Cells) -> None:
    """Three levels of names, of which merged ones are left out, then one value or three."""
    sheet, words, part = form.sheet, form.sheet.layout.data["indicators"], spec["part"]
    texts = {c: cell.text for c, cell in enumerate(cells) if cell.text}
    first, *others = texts
    if re.match(spec["start"], texts[first]):
        form.objective, form.levels = texts[first].rstrip(":："), ["", ""]
        for c in others:
            form.words(r, c, part, form.objective, "goal")
        return
    named = [text for text in texts.values() if text not in words["skip"]]
    rest = [] if all(re.fullmatch(words["header"], x) for x in named) else _level3(form, texts)
    if not rest:
        return
    c, *rest = rest
    name = texts[c]
    text = {"level1": form.levels[0], "level2": form.levels[1], "objective": form.objective}
    if rest and texts[rest[-1]].endswith(tuple(words["basis_ends"])):
        text["basis"] = texts[rest.pop()]
    values = spec["values"]
    positions = rest if len(rest) == len(values) else range(c + 1, len(cells))
    key = sheet.key(f"{part}.{form.objective}.{name}".replace("..", "."))
    row = sheet.row(r, key, (), "", c, part=part, name=name, text=text)
    form.rows.append(row)
    for column, at in zip(values, positions, strict=False):
        if cells[at].text:
            _value(form, row, column, name, (r, at))


def _level3(form: Form, texts: dict[int, str]) -> list[int]:
    """Take the level names off the front of the row; the rest starts with the indicator."""
    words, rest = form.sheet.layout.data["indicators"], list(texts)
    while rest and texts[rest[0]] in words["skip"]:
        rest.pop(0)
    if rest and texts[rest[0]] in words["level1"]:
        form.levels = [texts[rest.pop(0)], ""]
    if len(rest) > 2 and texts[rest[0]].endswith(words["level2_ends"]):
        form.levels[1] = texts[rest.pop(0)]
    return rest if len(rest) > 1 else []


def _value(form: Form, row: Row, name: str, label: str, at: tuple[int, int]) -> None:
    """An indicator's value: a number with its unit and the words around it, or words."""
    sheet, (r, c) = form.sheet, at
    row.text[name] = sheet.rows[r][c].text
    match = _VALUE.fullmatch(row.text[name])
    if not match:
        return
    unit, printed = match["unit"], match["number"]
    figure_id = f"{sheet.number}/{row.key}/{name}"
    half, place = half_unit_of(unit, printed, 0), sheet.place(r, c, label, name)
    year, value = _year(sheet, name), number(printed) or ZERO
    row.cells[name] = Figure(figure_id, value, printed, half, unit, place, year, "目标")
    row.text[f"{name}_words"] = f"{match['before']}#{unit}{match['after']}"
    if sheet.taken is not None:
        sheet.taken.append(LedgerEntry(*sheet.grid.spots[r][:2], printed, FIGURE, figure_id))


_SHAPES: dict[str, Callable[[Form, dict[str, Any], int, Cells], None]] = {
    "keyed": _keyed,
    "labelled": _labelled,
    "listed": _listed,
    "prose": _prose,
    "indicators": _indicators,
}
