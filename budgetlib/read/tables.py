"""Grids into rows of figures: coded, two-sided, record and item tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from budgetlib.figures import Figure, Place, Spot, half_unit_of, number, squeeze
from budgetlib.layouts import Layout, canonical
from budgetlib.printed import Column, LedgerEntry, Row, Statement
from budgetlib.read.by_unit import above_units, below_units, heads_of
from budgetlib.read.columns import Span, header_paths, match_columns, told
from budgetlib.sentences.tokens import scan, squeezed

CODE = re.compile(r"\d{3,}[A-Z]?\d*")
_CODE_AND_NAME = re.compile(r"[\[【(]?(\d{3}(?:\d\d){0,2})[\]】)]?[-—]?([^\d\]】)].*)")
FUNDS = {
    "general_budget": "一般公共预算",
    "gov_fund": "政府性基金预算",
    "state_capital": "国有资本经营预算",
    "special_account": "财政专户管理资金",
}
NAMES = ("科目名称", "名称", "(科目)")
SPLIT_CODES = ("类", "款", "项")
ORDINALS = ("序号", "行次", "栏次")
CODES = ("编码", "代码")


@dataclass
class Sheet:
    """One table being read: where it stands, and what it has yielded so far."""

    number: str
    role: str
    layout: Layout
    unit: str
    year: int
    rows: list[tuple[str, ...]]
    spots: list[Spot]
    spans: tuple[Span, ...] | None = None
    aligned: bool = False
    base: str = "预算"
    tokens: list[LedgerEntry] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def spec(self) -> dict[str, Any]:
        """What the layout says of the table's role."""
        return self.layout.spec(self.role)

    def place(self, r: int, c: int, row: str = "", column: str = "") -> Place:
        """The place of a cell."""
        return Place(*self.spots[r], table=self.number, row=row, column=column, cell=(r, c))

    def paths(self, height: int) -> list[tuple[str, ...]]:
        """The header path of each column, () where nothing stands above it."""
        spans = None if self.spans is None else [span for span in self.spans if span[0] < height]
        rows = [self.heads.get(r, row) for r, row in enumerate(self.rows[:height])]
        paths = header_paths(rows, spans)
        return paths + [()] * (len(self.rows[0]) - len(paths))

    def width(self, r: int, c: int) -> int:
        """How many columns a cell spans."""
        return next((s[3] for s in self.spans or () if s[:2] == (r, c)), 1)

    def key(self, wanted: str) -> str:
        """A row key that no other row of the table has."""
        self.keys[wanted] += 1
        return wanted if self.keys[wanted] == 1 else f"{wanted}~{self.keys[wanted]}"

    def figure(
        self, r: int, c: int, row: str, column: str, label: str, unit: str = "", **more: Any
    ) -> Figure:
        """The figure of a cell; what is neither a number nor blank is kept as a statement."""
        cells = self.rows[r]
        text = squeeze(cells[c]) if c < len(cells) else ""
        unit = unit or self.unit
        if text.endswith("%"):
            unit = "%"
        printed = text.removesuffix("%").removesuffix(unit)
        value = number(printed)
        place = self.place(r, c, label, column)
        name = f"{self.number}/{row}/{column}"
        if value is None:
            if printed and printed.strip("-—/"):
                self.statements.append(Statement("not_a_number", label, text[:20], column, place))
            printed = ""
        else:
            self.token(r, printed, "figure", name)
        whole = unit == "%" and (
            column == "growth" or self.role in self.layout.data.get("whole_percent_tables", ())
        )
        shown = 0 if whole else self.layout.decimals(unit)
        half = half_unit_of(unit, printed, shown, booked=True)
        more.setdefault("year", self.year)
        more.setdefault("base", self.base)
        more.setdefault("fund", FUNDS.get(column, ""))
        return Figure(name, value, printed, half, unit, place, shown=shown, **more)

    def token(self, r: int, text: str, status: str, figure: str = "") -> None:
        """Keep every numeric token of a text that was read as one thing."""
        for token in scan(text):
            line, page, _ = self.spots[r]
            entry = LedgerEntry(line, page, token.text, status, figure)
            self.tokens.append(entry)

    def name_tokens(self, r: int, c: int, kind: str) -> None:
        """Keep the tokens of a cell whose numbers are all of one kind: codes, a telephone."""
        self.token(r, squeezed(self.rows[r][c]), kind)


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return number(squeeze(cell).removesuffix("%")) is not None


def header_height(sheet: Sheet) -> int:
    """How many rows stand above the first row of figures, codes or labels."""
    totals = sheet.layout.data["total_names"]
    for r, cells in enumerate(sheet.rows):
        filled = [squeeze(cell) for cell in cells if cell.strip()]
        if any(is_number(cell) for cell in filled) or (len(filled) == 1 and filled[0] in totals):
            return r + (r in sheet.heads)
        if sheet.spec["kind"] == "two_sided" and any(canonical(f) != f for f in filled):
            return r
    return len(sheet.rows)


def columns_of(
    sheet: Sheet, height: int, paths: Sequence[tuple[str, ...]], labels: Sequence[int] = ()
) -> list[Column]:
    """The columns of figures: those that the layout knows, then every other that holds numbers."""
    wanted = sheet.spec["columns"] | sheet.layout.data["changes"]
    columns = match_columns(paths, wanted, sheet.year, sheet.layout.data.get("bases", {}))
    taken = {column.index for column in columns} | set(labels)
    rows = [sheet.rows[r] for r in body(sheet, height)]
    for c, path in enumerate(paths):
        filled = [row[c] for row in rows if c < len(row) and row[c].strip(" -—")]
        if not path or c in taken or not filled:
            continue
        if path[-1].endswith((*ORDINALS, *CODES)):
            for r in body(sheet, height):
                sheet.name_tokens(r, c, "code")
        elif all(is_number(cell) for cell in filled):
            columns.append(Column("/".join(path), path, c))
    return sorted(columns, key=lambda column: column.index)


def _label_columns(sheet: Sheet, paths: Sequence[tuple[str, ...]]) -> tuple[list[int], int]:
    """The columns of the code (one, or 类 款 项) and of the name."""
    spec = sheet.spec
    codes = [c for c, p in enumerate(paths) if p and p[-1] in SPLIT_CODES]
    if not codes:
        wanted = (*spec.get("code_columns", ()), *CODES)
        codes = [c for c, p in enumerate(paths) if p and p[-1].endswith(wanted)]
        codes = sorted(codes, key=lambda c: "单位" in paths[c][-1])
        codes = [c for c in codes[: len(SPLIT_CODES)] if paths[c] == paths[codes[0]]]
    wanted = (*spec.get("name_columns", ()), *NAMES)
    named = [c for c, p in enumerate(paths) if p and p[-1].endswith(wanted) and c not in codes]
    ordinals = [c for c, p in enumerate(paths) if p and p[-1] in ORDINALS]
    return codes, named[0] if named else max([*codes, *ordinals[:1]], default=-1) + 1


def _shift(
    sheet: Sheet, cells: tuple[str, ...], codes: list[int], name: int, columns: list[Column]
) -> int:
    """How far a ragged row lies left or right of its header."""
    if sheet.aligned:  # the format tells every cell's column
        return 0
    texts = [squeeze(cell) for cell in cells]
    first = next((c for c, text in enumerate(texts) if text), 0)
    if codes and CODE.fullmatch(texts[first]) and len(codes) == 1:
        return first - codes[0]
    if len(codes) > 1 and texts[first].isdigit():
        return first - codes[0]
    if texts[first] not in sheet.layout.data["total_names"]:
        return 0
    if first not in codes or is_number("".join(texts[first + 1 : first + 2])):
        return first - name
    figures = min((column.index for column in columns), default=0)
    begun = next((c for c, text in enumerate(texts) if is_number(text)), figures)
    return min(begun - figures, 0)  # the label may stand above the codes, not the sum


def body(sheet: Sheet, height: int) -> Iterator[int]:
    """The rows below the header that hold anything; a repeated header is passed over."""
    start = min([height, *sheet.heads])
    header = {tuple(squeeze(c) for c in row if c.strip()) for row in sheet.rows[:start]}
    for r in range(start, len(sheet.rows)):
        filled = tuple(squeeze(c) for c in sheet.rows[r] if c.strip())
        if filled and filled not in header:
            yield r


def read_coded(sheet: Sheet, height: int) -> tuple[list[Column], list[Row]]:
    """Rows by code (or by name), columns by header path; lists side by side one after the other."""
    paths = sheet.paths(height)
    starts = _lists(sheet, height, paths)
    rows: list[Row] = []
    columns: list[Column] = []
    for start, end in pairwise((*starts, len(paths))):
        own = [path if start <= c < end else () for c, path in enumerate(paths)]
        rest = range(end, len(paths)) if end < len(paths) else ()
        matched, found = _read_list(sheet, height, own, rest)
        columns = columns or matched
        rows += [r for r in found if len(starts) == 1 or r.code or r.name]
    return columns, _with_parents(sheet, rows)


def _lists(sheet: Sheet, height: int, paths: Sequence[tuple[str, ...]]) -> list[int]:
    """Where lists that stand side by side begin, each with a column of codes behind amounts."""
    if sheet.spec["kind"] != "coded":
        return [0]
    if any(path and path[-1] in SPLIT_CODES for path in paths):
        firsts = [c for c, path in enumerate(paths) if path and path[-1] == SPLIT_CODES[0]]
        return [0, *firsts[1:]]
    codes = [c for c, path in enumerate(paths) if path and path[-1].endswith(CODES)]
    codes = [c for c in codes if "单位" not in paths[c][-1]]
    rows = [sheet.rows[r] for r in body(sheet, height)]
    amounts = {c for row in rows for c, cell in enumerate(row) if is_number(cell)} - {*codes}
    behind = [c for last, c in pairwise(codes) if any(last < at < c for at in amounts)]
    return [0, *behind]


def _read_list(
    sheet: Sheet, height: int, paths: Sequence[tuple[str, ...]], rest: Sequence[int]
) -> tuple[list[Column], list[Row]]:
    """One list of a table; `rest` are the columns of those to its right."""
    codes, name_column = _label_columns(sheet, paths)
    texts = [c for c, p in enumerate(paths) if p and p[-1] in sheet.spec.get("text_columns", ())]
    columns = columns_of(sheet, height, paths, (*codes, name_column, *texts))
    total_names = sheet.layout.data["total_names"]
    if sheet.aligned and (sheet.role == "other" or sheet.spec["kind"] == "items"):
        taken = {*codes, name_column, *(column.index for column in columns)}
        _words(sheet, height, [c for c in range(len(paths)) if c not in taken and paths[c]])
    rows: list[Row] = []
    above: list[str] = []
    for r in body(sheet, height):
        cells = sheet.rows[r]
        if rest and not any(cell.strip() for cell in cells[: rest[0]]):
            continue
        shift = _shift(sheet, cells, codes, name_column, columns) if all(paths[:1]) else 0
        above = _steps(above, [squeeze(_at(cells, c + shift)) for c in codes])
        code = _code(above)
        name = _at(cells, name_column + shift)
        label = squeeze(_at(cells, codes[0])) if codes else squeeze(name)
        if label and not (codes and name) and not CODE.fullmatch(label) and not label.isdigit():
            within = _CODE_AND_NAME.fullmatch(label) if sheet.spec["kind"] == "coded" else None
            code, name = within.groups() if within else ("", label)  # or a sum's name in a wide one
            if within and not codes:
                sheet.token(r, code, "code")
        if not code and not name.strip():  # the sum's name stands in another column
            name = next((c for c in map(squeeze, cells) if c in total_names), "")
        if name and not is_number(name) and not code:
            sheet.name_tokens(r, name_column + shift, "name")
        for c in codes:
            if CODE.search(_at(cells, c + shift)) or _at(cells, c + shift).isdigit():
                sheet.name_tokens(r, c + shift, "code")
        row = _row(sheet, r, shift, code, name, columns, texts)
        rows.append(_reaching(sheet, row, r, columns, len(codes)) if not code else row)
    return columns, rows


def _words(sheet: Sheet, height: int, columns: Sequence[int]) -> None:
    """Numbers within the words of columns that hold no amounts: a class of projects, a purpose."""
    for r in body(sheet, height):
        for c in columns:
            cell = squeeze(_at(sheet.rows[r], c))
            if not is_number(cell) or cell.endswith("%"):
                sheet.name_tokens(r, c, "name")


def _reaching(sheet: Sheet, row: Row, r: int, columns: list[Column], codes: int) -> Row:
    """A sum below several lists side by side: its amount stands behind its wide label."""
    blank = all(figure.blank for figure in row.cells.values())
    if not (row.name.endswith("合计") and blank and len(columns) == 1 and codes):
        return row
    cells = sheet.rows[r][columns[0].index :]
    at = next((c for c, cell in enumerate(cells, columns[0].index) if cell.strip()), None)
    if at is None or not is_number(sheet.rows[r][at]):
        return row
    key = columns[0].key
    return replace(row, cells={key: sheet.figure(r, at, row.key, key, row.name)})


def _at(cells: Sequence[str], c: int) -> str:
    return cells[c] if 0 <= c < len(cells) else ""


def _steps(above: list[str], parts: list[str]) -> list[str]:
    """类, 款 and 项 of a row; one that prints its own step only has the others from above it."""
    own = next((i for i, part in enumerate(parts) if part), 0)
    if own and len(parts) == len(above) and all(above[:own]) and parts[own].isdigit():
        return above[:own] + parts[own:]
    return parts


def _code(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0] if CODE.fullmatch(parts[0]) else ""
    return "".join(p if i == 0 else p.zfill(2) for i, p in enumerate(parts) if p.isdigit())


def _row(
    sheet: Sheet,
    r: int,
    shift: int,
    code: str,
    name: str,
    columns: list[Column],
    texts: list[int],
) -> Row:
    name = squeeze(name)
    key = sheet.key(code or name or "total")
    cells = {
        column.key: sheet.figure(
            r, column.index + shift, key, column.key, name, code=code, **told(column, sheet.year)
        )
        for column in columns
        if not _at(sheet.heads.get(r, ()), column.index)
    }
    text = {"words": squeeze("".join(_at(sheet.rows[r], c + shift) for c in texts))}
    return Row(key, "main", code, name, 1, cells, text, sheet.place(r, 0, name))


def _with_parents(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """Settle the level of each row, and the row above it."""
    total_names, kind = sheet.layout.data["total_names"], sheet.spec["kind"]
    placed: list[Row] = []
    heads = heads_of(rows, total_names) if kind == "coded" else []
    holders = above_units(rows, heads, total_names)
    if len(heads) > 1:
        return below_units(rows, heads, holders, total_names)
    known = {row.code for row in rows if row.code}
    grouped = kind == "items" and any(r.text["words"] for r in rows)
    group = ""
    for row in rows:
        level, parent, part = 1, "", "main"
        if not row.code and row.name in total_names:
            level = 0
        elif not row.code and row.name.endswith("合计"):  # of some of the rows
            level, part = 0, "sum"
        elif row in heads or row in holders:  # the unit whose classes follow
            level, part = 0, "unit"
        elif kind == "coded" and row.code:
            above = [row.code[:n] for n in range(len(row.code) - 1, 2, -1) if row.code[:n] in known]
            level, parent = 1 + len(above), above[0] if above else ""
        elif grouped and row.text["words"]:
            level, parent = 2 if group else 1, group
        elif grouped:
            group = row.key
        placed.append(
            Row(row.key, part, row.code, row.name, level, row.cells, row.text, row.place, parent)
        )
    return placed


def read_record(sheet: Sheet, height: int) -> tuple[list[Column], list[Row]]:
    """One row of figures under a header."""
    columns = columns_of(sheet, height, sheet.paths(height))
    rows = []
    for r in body(sheet, height):
        key = sheet.key("record")
        cells = {
            c.key: sheet.figure(r, c.index, key, c.key, "", **told(c, sheet.year)) for c in columns
        }
        level = 0 if sheet.spec.get("total_record") else 1
        rows.append(Row(key, "main", "", "", level, cells, {}, sheet.place(r, 0)))
    return columns, rows
