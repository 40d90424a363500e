"""Grids into rows of figures: coded and item tables, lists side by side among them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, count, pairwise
from operator import attrgetter

from budgetlib.classifications import code_of, code_of_item, is_local, local
from budgetlib.disclosure.coordinates import LEVELS
from budgetlib.figures import ZERO, Column, Row
from budgetlib.layouts import canonical
from budgetlib.read.cells import Cell, Cells, cell_of
from budgetlib.read.headings import OTHER
from budgetlib.read.identity import is_body
from budgetlib.read.sheet import CODES, ORDINALS, SPLIT_CODES, Sheet, columns_of
from budgetlib.vocabulary import UNIT, regex

CLASSES = "235"  # how the codes of functions and economic classes begin


def heads_of(rows: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name a unit: no code or a unit's own, and what is coded follows."""
    pairs = [(a, b) for a, b in pairwise(rows) if _is_unit(a) and b.code and not _is_unit(b)]
    return [a for a, b in pairs if not _is_sum(a, total_names) and not _holds(a, b)]


def above_units(rows: Sequence[Row], heads: Sequence[Row], total_names: Sequence[str]) -> list[Row]:
    """The rows that name what holds the units below them: a department above its units."""
    found: list[Row] = []
    for a, b in reversed(list(pairwise(rows))):
        named = _is_unit(a) or _holds(a, b)
        if named and (b in heads or b in found) and not _is_sum(a, total_names):
            found.append(a)
    return found


def _is_sum(row: Row, total_names: Sequence[str]) -> bool:
    return row.name in total_names or row.name.endswith("合计")


def _is_unit(row: Row) -> bool:
    """Whether a row has a code that only units have, or the name of one, or none of a class."""
    if not row.code:
        return not any(code_of(scheme, row.name) for scheme in ("function", "economic"))
    units_code = (len(row.code) == 6 and row.code.isdigit()) or row.code[0] not in CLASSES
    return units_code or (len(row.code) == 3 and is_body(row.name))


def _holds(a: Row, b: Row) -> bool:
    """Whether a code is that of a department, and the next of a unit in it."""
    return len(a.code) == 3 and len(b.code) == 6 and b.code.startswith(a.code)


def below_units(
    rows: Sequence[Row], heads: Sequence[Row], above: Sequence[Row], total_names: Sequence[str]
) -> Iterator[Row]:
    """Rows one level deeper than their classes tell, below their unit.

    They print no code of the whole body: what holds for a code does not hold for a unit's share.
    """
    unit, known = "", dict[str, str]()
    for row in rows:
        if row in above:
            unit = ""
            yield row._replace(part="unit", code="", level=0)
        elif row in heads:
            unit, known = row.key, {}
            yield row._replace(code="", level=1)
        elif row.code and unit:
            lengths = range(len(row.code) - 1, 2, -1)
            steps = [known[row.code[:n]] for n in lengths if row.code[:n] in known]
            known[row.code] = row.key
            parent = steps[0] if steps else unit
            yield row._replace(part="share", code="", level=2 + len(steps), parent=parent)
        else:
            yield row._replace(level=0 if row.name in total_names else 1)


CODE = regex(r"\d{3,}+(?:[A-Z]\d*)?")
_CODE_AND_NAME = regex(r"[\[【(]?(\d{3}(?:\d\d){0,2})[\]】)]?[-—]?([^\d\]】)].*)")
SINCE = 2018  # local codes go by their name, before by the edition
WORDS = attrgetter("words")
NAMES, ALONE = ("科目名称", "名称", "(科目)"), ("科目",)
SUM = "total"  # the key of a row that prints neither a code nor a name
MOST_NESTED = 300  # rows of a list whose depths are looked for
Path = tuple[str, ...]


def read_coded(sheet: Sheet) -> tuple[list[Column], list[Row]]:
    """Rows by code (or by name), columns by header path; lists side by side one after the other."""
    paths, starts = sheet.paths, _lists(sheet)
    rows: list[Row] = []
    columns: list[Column] = []
    for start, end in pairwise((*starts, len(paths))):
        read = _List(sheet, [path if start <= c < end else () for c, path in enumerate(paths)], end)
        columns = columns or read.columns
        seen = {figure.place for row in rows for figure in row.cells.values()}
        for row in read.rows():  # a sum below several lists stands once
            again = {figure.place for figure in row.cells.values()} <= seen
            rows += [row] * (len(starts) == 1 or (bool(row.code or row.name) and not again))
    return columns, _with_parents(sheet, rows)


def _ending(paths: Sequence[Path], words: Sequence[str]) -> list[int]:
    """The columns whose last header cell ends in one of these words."""
    return [c for c, path in enumerate(paths) if path and path[-1].endswith(tuple(words))]


def _named(paths: Sequence[Path], words: Sequence[str]) -> list[int]:
    """The columns whose last header cell is one of these words."""
    return [c for c, path in enumerate(paths) if path and path[-1] in words]


def _is_decimal(cell: Cell) -> bool:
    return cell.number is not None and "." in cell.text


def _lists(sheet: Sheet) -> list[int]:
    """Where lists that stand side by side begin, each with a column of codes behind amounts."""
    if sheet.spec["kind"] != "coded":
        return [0]
    codes = _named(sheet.paths, SPLIT_CODES[:1])
    codes = codes or [c for c in _ending(sheet.paths, CODES) if "单位" not in sheet.paths[c][-1]]
    rows = [sheet.rows[r] for r in sheet.body] if codes[1:] else []
    numbers = {c for row in rows for c, cell in enumerate(row) if cell.number is not None}
    amounts = numbers - {*codes, *_named(sheet.paths, SPLIT_CODES)}
    return [0, *(c for last, c in pairwise(codes) if any(last < at < c for at in amounts))]


class _List:
    """One list of a table; `end` is where the next one to its right begins."""

    def __init__(self, sheet: Sheet, paths: Sequence[Path], end: int) -> None:
        self.sheet, self.paths, self.end = sheet, paths, end
        self.codes, self.name = self._labels()
        self.texts = _named(paths, sheet.spec.get("text_columns", ()))
        self.columns = columns_of(sheet, paths, (*self.codes, self.name, *self.texts))
        self._amounts = {column.index for column in self.columns}
        self._joined = self._of_both() if sheet.spec["kind"] == "coded" else None
        one = self.sheet.column(self.codes[0]) if len(self.codes) == 1 else ()
        printed = {cell.text for cell in one if CODE.fullmatch(cell.text)}
        self._headless = {code[:3] for code in printed} - printed  # classes that print no code
        self._by_name = self._codes_by_name() if not self.codes and "scheme" in sheet.spec else {}
        if sheet.grid.aligned and (sheet.role == "other" or sheet.spec["kind"] == "items"):
            self._book_words()

    def _labels(self) -> tuple[list[int], int]:
        """The columns of the code (one, or 类 款 项) and of the name."""
        paths, spec = self.paths, self.sheet.spec
        codes = [c for c in _named(paths, SPLIT_CODES) if not self._holds(_is_decimal, c)]
        codes = [c for c in codes if paths[c][:-1] in ((), paths[codes[0]][:-1])]
        if not codes:
            codes = _ending(paths, (*spec.get("code_columns", ()), *CODES)) or self._unnamed_codes()
            codes = sorted(codes, key=lambda c: "单位" in paths[c][-1])[: len(SPLIT_CODES)]
            codes = [c for c in codes if paths[c] == paths[codes[0]]]
        kinds = (*spec.get("name_columns", ()), *NAMES)  # of a class before those of a unit
        names = list(dict.fromkeys(c for kind in kinds for c in _ending(paths, (kind,))))
        names.sort(key=lambda c: self.sheet.role == OTHER and UNIT in paths[c][-1])  # unit last
        worded = [c for c in codes[1:] if self._holds(WORDS, c)]  # below a header that spans both
        codes = [c for c in codes if c not in worded]
        named = [c for c in names if c not in codes and (not worded or self._holds(WORDS, c))]
        ordinals = _named(paths, ORDINALS)[:1]  # unless they stand behind the names
        first = [c for c in ordinals if not any(self._holds(WORDS, k) for k in range(c))]
        behind = count(max([*codes, *first], default=-1) + 1)
        coded = _ending(paths, CODES)  # as a unit's, between the code and the name
        return codes, [*named, *worded, next(c for c in behind if c not in coded)][0]

    def _unnamed_codes(self) -> list[int]:
        """The column of codes alone under 功能科目, before that of the names."""
        named = {c: [x for x in self.sheet.column(c) if x.text] for c in _ending(self.paths, ALONE)}
        return [c for c, told in named.items() if told and all(x.is_code for x in told)]

    def _of_both(self) -> int | None:
        """A column of codes with their names behind them, where others hold those of units."""
        labels = {*self.codes, self.name, *self._amounts}
        rest = (c for c, path in enumerate(self.paths) if path and c not in labels)
        both = _CODE_AND_NAME.fullmatch
        return next((c for c in rest if any(both(x.text) for x in self.sheet.column(c))), None)

    def _holds(self, kind: Callable[[Cell], bool], c: int) -> bool:
        return any(map(kind, self.sheet.column(c)))

    def _codes_by_name(self) -> dict[int, str]:
        """The codes of rows that print none, by row, where each but sums has a known name."""
        sheet, above, found = self.sheet, "", dict[int, str]()
        for r in sheet.body:
            name = canonical(sheet.cell(r, self.name).text)
            if name and name not in sheet.layout.data["total_names"]:
                above = name if code_of(sheet.spec["scheme"], name) else above
                found[r] = code_of(sheet.spec["scheme"], *dict.fromkeys((above, name)))
        return found if all(found.values()) else {}

    def _book_words(self) -> None:
        """Numbers within the words of columns that hold no amounts: a class, a purpose."""
        taken = {*self.codes, self.name, *(column.index for column in self.columns)}
        for c in (c for c, path in enumerate(self.paths) if path and c not in taken):
            for r in self.sheet.body:
                cell = self.sheet.rows[r][c]
                if cell.number is None or cell.text.endswith("%"):
                    self.sheet.take(r, cell, "name")

    def rows(self) -> Iterator[Row]:
        """Its rows, each with its code and its name."""
        sheet, totals = self.sheet, self.sheet.layout.data["total_names"]
        steps: list[str] = []
        for r in sheet.body:
            cells = sheet.rows[r]
            beside = self.end < len(self.paths)
            if beside and not any(cell.text for cell in cells[: self.end]):
                continue
            shift = self._shift(cells) if all(self.paths[:1]) else 0
            printed = [sheet.cell(r, c + shift) for c in self.codes]
            steps = _steps(steps, [cell.text for cell in printed])
            code, name = _code(steps), sheet.cell(r, self.name + shift).text
            label = sheet.cell(r, self.codes[0]).text if self.codes else name
            coded = CODE.fullmatch(label) or label.isdigit()
            wide = label and not coded and not (self.codes and name)
            joined = "" if self._joined is None else sheet.cell(r, self._joined + shift).text
            both = (joined, label if wide and sheet.spec["kind"] == "coded" else "")
            within = next(filter(None, map(_CODE_AND_NAME.fullmatch, both)), None)
            if within or wide:
                code, name = within.groups() if within else ("", label)  # or a sum's, a wide one
            if within and (within.string == joined or not self.codes):
                sheet.take(r, cell_of(code), "code")
            if cell_of(name).number is not None and self.name in self._amounts:
                name = ""  # a table of sums alone prints none
            if name and not code and self._headless:
                own = code_of(sheet.spec.get("scheme", "function"), name)
                code = own if own in self._headless else ""
            code = code or self._by_name.get(r, "")
            if not code and not name:  # a sum's stands in another column; a unit's in one before
                ends = len(cells) if sheet.role == OTHER else self.name
                pairs = zip(cells[:ends], self.paths, strict=False)  # one may be merged over rows
                told = [cell.text for cell in cells if cell.text in totals]
                told += [cell.text for cell, path in pairs if path and cell.words]
                name = next(iter(told), "")
            if name and cell_of(name).number is None:
                sheet.take(r, sheet.cell(r, self.name + shift), "name")
            for cell in printed:
                if CODE.search(cell.text) or cell.text.isdigit():
                    sheet.take(r, cell, "code")
            if sheet.spec.get("scheme") == "economic" and sheet.year >= SINCE:
                code = local(code) if is_local("economic", code, name) else code
            yield self._row(r, shift, code, name)

    def _shift(self, cells: Cells) -> int:
        """How far a ragged row lies left or right of its header."""
        named = [cell.text for cell in cells[self.name : self.name + 1] if cell.words]
        if self.sheet.grid.aligned or (named and not CODE.fullmatch(named[0])):
            return 0  # the format tells every cell's column, or the name stands in its own
        first = next((c for c, cell in enumerate(cells) if cell.text), 0)
        text, codes = cells[first].text, self.codes
        if first in {*_ending(self.paths, CODES)} - {*codes}:
            return 0  # the code of a unit, in its own column
        if (len(codes) == 1 and CODE.fullmatch(text)) or (len(codes) > 1 and text.isdigit()):
            return first - codes[0]
        if text not in self.sheet.layout.data["total_names"]:
            return 0
        if first >= self.name:
            return first - self.name
        figures = min((column.index for column in self.columns), default=0)
        begun = (c for c, cell in enumerate(cells) if cell.number is not None)
        return min(next(begun, figures) - figures, 0)  # the label may stand above the codes

    def _row(self, r: int, shift: int, code: str, name: str) -> Row:
        sheet, columns = self.sheet, self.columns
        heads = sheet.heads.get(r)
        slots = [
            sheet.slot(c, c.index + shift) for c in columns if not heads or not heads[c.index].text
        ]
        if not code and name.endswith("合计") and len(columns) == 1 and self.codes:
            # a sum below several lists side by side: its amount stands behind its wide label
            reach = range(columns[0].index, len(sheet.rows[r]))
            at = next((c for c in reach if sheet.rows[r][c].text), 0)
            slots = [sheet.slot(columns[0], at)] if sheet.rows[r][at].number is not None else slots
        words = "".join(sheet.cell(r, c + shift).text for c in self.texts)
        key, text = sheet.key(code or name or SUM), {"words": words}
        return sheet.row(r, key, slots, code=code, name=name, text=text)


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


def _above(code: str, known: Collection[str]) -> list[str]:
    """The codes above a code that are printed, the nearest first."""
    return [code[:n] for n in range(len(code) - 1, LEVELS[0] - 1, -1) if code[:n] in known]


def _head(row: Row, alike: Sequence[Row], last: Row | None) -> Row | None:
    """The row above that has its code under another name, as an item above its projects."""
    head = next((other for other in alike if other.name != row.name), None)
    return head if head and last and head.key in (last.key, last.parent) else None


def _by_unit(rows: Sequence[Row], totals: Sequence[str]) -> set[str]:
    """The rows of units that hold the items below them, in a list that begins with one."""
    own = [row for row in rows if row.name not in totals]
    named = {row.key for row in own if is_body(row.name)}
    return named if own and own[0].key in named and len(named) < len(own) else set()


def _nested(rows: Sequence[Row], totals: Sequence[str]) -> dict[str, str]:
    """The row above each row that is part of another, where so alone a list makes its total.

    A list prints no depth: what stands below a row is part of it where it makes its amount.
    """
    total = next((row for row in rows if row.name in totals), None)
    own = [row for row in rows if row is not total]
    if total is None or len(rows) > MOST_NESTED or not total.cells:
        return {}
    amounts = {row.key: next((f.value for f in row.cells.values()), None) or ZERO for row in rows}
    if sum(amounts[row.key] for row in own) == amounts[total.key]:
        return {}
    parents: dict[str, str] = {}
    top: list[str] = []  # the rows below that are part of none, the nearest first
    for row in reversed(own):
        sums = accumulate(amounts[key] for key in top)
        parts = 1 + next((n for n, s in enumerate(sums) if s and s == amounts[row.key]), -1)
        parents |= dict.fromkeys(top[:parts], row.key)
        top = [row.key, *top[parts:]]
    return parents if sum(amounts[key] for key in top) == amounts[total.key] else {}


def _with_parents(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """Settle the level of each row, and the row above it."""
    totals, kind = sheet.layout.data["total_names"], sheet.spec["kind"]
    scheme = sheet.spec.get("scheme", "function")
    sums = (totals[0], *sheet.layout.data["group_totals"])
    heads = heads_of(rows, totals) if kind == "coded" else []
    holders = above_units(rows, heads, totals)
    if len(heads) > 1:
        return [*below_units(rows, heads, holders, totals)]
    units = {row.key for row in (*heads, *holders)}  # the unit whose classes follow
    known = {row.code for row in rows if row.code and row.key not in units}
    grouped = kind == "items" and any(row.text["words"] for row in rows)
    lists = kind == "items" or not any(row.code for row in rows)
    nested = _nested(rows, totals) if lists and not (grouped or heads) else {}
    held = _by_unit(rows, totals) if lists and not (grouped or heads or nested) else set()
    ends = [row.key for row in rows if not row.code and row.name.endswith(sums)]
    whole = [key for key in ends if key in (rows[0].key, rows[-1].key) and len(ends) == 1]
    if any(row.name in totals for row in rows):
        whole = []  # else 政府采购合计, above or below all others
    group = division = ""
    placed: list[Row] = []
    coded = defaultdict[str, list[Row]](list)  # the first rows of a code, of two names at most
    for row in rows:
        level, parent, part = 1, "", "main"
        if not row.code and (row.name in totals or row.key in (SUM, *whole)):
            level = 0
        elif not row.code and row.name.endswith(sums):  # of some of the rows
            level, part = 0, "sum"
        elif row.key in units:
            level, part = 0, "unit"
        elif kind == "coded" and row.code:
            above = _above(row.code, known)
            if len(above) < sum(n < len(row.code) for n in LEVELS[:-1]):
                # a code of no class or division that is printed: by its name
                paths = ((division, row.name), (row.name,))
                codes = (code_of_item(scheme, *path) for path in paths)
                meant = [code for code in codes if code and not (above and code in known)]
                # a code cut short is not above itself, nor are two that are astray above each other
                others = known & {r.code for r in placed if meant}
                others = {code for code in others if not code.startswith(row.code)}
                told = (_above(code, others) for code in meant)
                above = next((codes for codes in told if len(codes) > len(above)), above)
            division = row.name if len(row.code) == LEVELS[1] else division
            level, parent = 1 + len(above), above[0] if above else ""
            head = _head(row, coded[row.code], placed[-1] if placed else None)
            # 2080505 beside the name of 2080506: by slip, and no project of the item above
            own = code_of_item(scheme, row.name) if head else ""
            if head and (own == row.code or own[:5] != row.code[:5]):
                row, level, parent = row._replace(code=""), head.level + 1, head.key
        elif grouped and row.text["words"]:
            level, parent = 2 if group else 1, group
        elif grouped or row.key in held:
            group = row.key
        elif held:
            level, parent = 2, group
        elif row.key in nested:
            parent = nested[row.key]
            level = 2 + (parent in nested) + (nested.get(parent) in nested)
        placed.append(row._replace(part=part, level=level, parent=parent))
        alike = coded[row.code]
        if not alike or (len(alike) == 1 and alike[0].name != row.name):
            alike.append(placed[-1])
    return placed
