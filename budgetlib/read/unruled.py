"""Tables that no ruling lines draw: words that stand under each other, page by page.

What stands in one place only as well as in another is in doubt, and is not told.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from string import digits

from budgetlib.classifications import code_of, code_of_item
from budgetlib.figures import UNKNOWN, Spot
from budgetlib.layouts import layout
from budgetlib.read.blocks import ENDS_HEADING, ITEM, Block, Grid, Left
from budgetlib.read.cells import completes_code
from budgetlib.read.heads import (
    BESIDE,
    amounts_of,
    heads_of,
    money_of,
    rows_of_header,
    unclear,
)
from budgetlib.read.margins import counts_columns
from budgetlib.read.sheet import CODES, SPLIT_CODES
from budgetlib.read.standing import Column, Line, Word, columns_of, in_doubt, placed
from budgetlib.vocabulary import AXES
from budgetlib.vocabulary.files import compiled, regex
from budgetlib.vocabulary.record import Record

SCHEMES = ("function", "economic")
_KINDS = {kind["zh"] for axis in ("kind", "fund") for kind in AXES[axis].values() if "zh" in kind}
FAR = 1.5  # line heights: no lines of one cell stand further apart than NEAR of them
FEW = 3  # digits
FULL = 0.6  # of the rows that hold numbers have a name in a column of names
NEAR = 1.3  # line heights: words further down do not go on


class Row(Record, frozen=False):
    """A row of a table: the words of its line by column, and those that wrap above and below it."""

    line: Line
    own: dict[int, Word]
    cells: dict[int, str]
    doubt: bool = False  # whether its numbers may belong elsewhere

    @property
    def counts(self) -> bool:
        """Whether its line has a number."""
        return any(word.counts for word in self.own.values())

    @property
    def loose(self) -> bool:
        """Whether it is some words that may belong to a row beside it."""
        texts = [word.text for word in self.own.values()]
        whole = any(ITEM.match(text) or is_whole(text) for text in texts)
        return bool(self.cells) and not whole and not self.counts

    def may_go_on(self, row: "Row") -> bool:
        """Whether it is some words that may belong to a row beside it, whose own are no whole."""
        beside = [row.cells[c] for c in self.own if c in row.cells]
        return self.loose and not (beside and all(map(is_whole, beside)))

    def ends_amounts_of(self, row: "Row") -> bool:
        """Whether it is some digits alone that may end amounts of the row above it, which wrap."""
        alone = all(text.isdigit() and len(text) < FEW for text in self.cells.values())
        begun = (row.own[c].text for c in self.cells if c in row.own and self.line.y > row.line.y)
        return alone and any("." in text for text in begun)

    def labels(self, c: int) -> bool:
        """Whether the row's number, or its code, stands beside a column of words."""
        beside = [self.own[k] for k in (c - 1, c + 1) if k in self.own]
        return any(word.counts for word in beside)

    def full(self, c: int, edge: float) -> bool:
        """Whether the words of a column reach its right edge, and may go on below."""
        return c in self.own and self.own[c].right >= edge


def rows_of(lines: Sequence[Line], columns: Sequence[Column]) -> list[Row]:
    """The rows below a header; the lines of words that wrap are put to those of their numbers."""
    rows, step = [], min((b.y - a.y for a, b in pairwise(lines)), default=1.0)
    for line in lines:  # counted in lines of its own, which some set far apart
        line = line._replace(y=line.y / max(1.0, min(step, FAR)))
        own = dict(zip(_placed(line, columns), line.words, strict=True))
        rows.append(Row(line, own, {c: word.text for c, word in own.items()}))
    edges = [max((w.right for w in c.words if not w.counts), default=0) - 1 for c in columns]
    for n, row in enumerate(rows):
        counted = [(c, word.text) for c, word in row.own.items() if word.counts]
        code = len(row.own) == 1 and all(text.isdigit() for _, text in counted)
        above = rows[max(n - 1, 0)].cells
        first = {c: text for c, text in above.items() if c == min(row.own)}  # where codes stand
        if not (code or all(completes_code(first.get(c, ""), text) for c, text in counted)):
            continue
        around = [r for r in rows[max(n - 2, 0) : n + 2] if abs(r.line.y - row.line.y) <= 2 * NEAR]
        for c, word in row.own.items():
            home = _home(row, c, word.text, around, edges[c])
            if home is not None:
                before = home.line.y > row.line.y
                text = home.cells.get(c, "")
                home.cells[c] = word.text + text if before else text + word.text
                del row.cells[c]
    _doubt(rows, columns)
    return [row for row in rows if row.cells]


def _placed(line: Line, columns: Sequence[Column]) -> list[int]:
    """The columns of the words of a line; of a sum's label that of the names before its number."""
    told = iter(placed(_apart_from_sums(line), columns)[1])
    homes = [-1 if _is_sum(word) else next(told) for word in line.words]
    for n in reversed(range(len(homes))):
        if homes[n] < 0:
            end = homes[n + 1] if homes[n + 1 :] else len(columns)
            homes[n] = max((k for k in range(end) if not columns[k].counts), default=0)
    return homes


def _apart_from_sums(line: Line) -> list[Word]:
    """The words of a line, but the label of a sum: it may stand above several columns."""
    return [word for word in line.words if not _is_sum(word)]


def _is_sum(word: Word) -> bool:
    return word.text.endswith("计")


def _doubt(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Mark the rows whose numbers might belong to other words, or to another column."""
    counted = [row for row in rows if row.counts]
    merged = any(  # names of several rows stand beside those of each: which rows is not told
        not a.counts
        and not b.counts
        and 0 < sum(c in row.own for row in counted) < FULL * len(counted)
        for c, (a, b) in enumerate(pairwise(columns))
    )
    for n, row in enumerate(rows):
        alike = all(word.counts == columns[c].counts for c, word in row.own.items())
        around = (r for r in rows[max(n - 1, 0) : n + 2] if r is not row)
        near = [r for r in around if abs(r.line.y - row.line.y) <= NEAR]
        loose = any(r.may_go_on(row) or r.ends_amounts_of(row) for r in near)
        row.doubt = merged or not alike or loose or in_doubt(_apart_from_sums(row.line), columns)


def _home(row: Row, c: int, text: str, around: Sequence[Row], edge: float) -> Row | None:
    """The row that some words of a line belong to, none where they are a row of their own."""
    y, code = row.line.y, row.own[c].counts
    goes_on = not ITEM.match(text) and not code
    close = [r for r in around if r is not row and abs(r.line.y - y) <= NEAR]
    below = next((r for r in close if r.line.y > y), None)
    above = next((r for r in reversed(close) if r.line.y < y), None)
    begun = above.cells.get(c, "") if above else ""
    on = above and goes_on and (not is_whole(begun) or is_whole(begun + text))
    rest = below.cells.get(c, "") if below and below.labels(c) and not code else ""
    first = around[0]  # two lines above: what stands between them has its words elsewhere
    whole = is_whole(text) or is_whole(first.cells.get(c, ""))
    parted = goes_on and first.line.y < y - NEAR and not whole
    both_part = not any(map(is_whole, (text, rest))) and not ITEM.match(rest)
    ways = (
        (above, above and c == min(above.cells, default=c) and completes_code(begun, text)),
        (
            above,
            on and above and c not in above.own and above.labels(c),
        ),  # its number in the middle
        (below, below and c not in below.own and (below.labels(c) or code)),
        (above, on and above and begun and (is_whole(begun + text) or above.full(c, edge))),
        (below, rest and not is_whole(rest) and is_whole(text + rest)),
        (below, rest and row.full(c, edge) and both_part),
        (first, parted and first.full(c, edge)),
    )
    return next((home for home, fits in ways if fits), None)


def is_whole(text: str) -> bool:
    """Whether words are a whole label: of a sum, of a class."""
    name = ITEM.sub("", text.removeprefix("其中:")).lstrip(digits)
    known = (look_up(scheme, name) for look_up in (code_of, code_of_item) for scheme in SCHEMES)
    return name.endswith("计") or name in _KINDS or any(known)


FEWEST = 2  # lines of several words that make a table
MOVED = 4  # characters that a table may move on its next page for one that a word may stand off
MOST_WORDS, MOST_LINES = 40, 20  # of a line of a table, of its header
SENTENCE = 30  # characters of a line that is no row


class Tables:
    """The tables of the pages of a document; one may go on from page to page."""

    def __init__(self, parts: Callable[[str], bool], far: float = 0.0) -> None:
        """`parts` tells of words that stand above or below a table and never in it.

        `far`: how far the cells of a header may reach beyond their words; not where texts are set
        out by spaces, which stand as they fit.
        """
        self.parts, self.far = parts, far
        self.columns: list[Column] = []  # of the table that the page before ends with
        self.coded = True  # whether its header tells of codes
        self.titled = False  # whether the page before ends with what stands above a table
        self.doubted: list[Left] = []  # the numbers that no table tells

    def on(
        self, page: Sequence[Line], prose: Callable[[Sequence[Line]], Iterable[Block]]
    ) -> Iterator[Block]:
        """The tables of a page, and what `prose` makes of the lines between them."""
        told, titled = _told_apart(page, self.parts), self.titled
        for apart, run in groupby(page, key=lambda line: told[line.spot]):
            lines = [*run]
            self.titled = apart and any(self.parts(w.text) for line in lines for w in line.words)
            titled |= self.titled
            goes_on = bool(self.columns) and lines[0] is page[0]
            wide = sum(len(line.words) > 1 for line in lines)
            whole = any(is_whole(word.text) for line in lines for word in line.words)
            whole |= len(lines[0].words) > FEWEST  # the header of an empty table
            start = next((n for n, line in enumerate(lines) if _begins(line)), len(lines))
            named = titled or goes_on  # other words beside each other are a list, or contents
            if (
                apart
                or start > MOST_LINES
                or not wide
                or not named
                or wide + (whole or goes_on) < FEWEST
            ):
                self.columns = []
                yield from prose(lines)
            elif any(_LEVEL.fullmatch(word.text) for line in lines for word in line.words):
                self.columns = []
                yield _form(lines)
            else:
                yield self._grid(lines, start, goes_on)

    def _grid(self, lines: Sequence[Line], start: int, goes_on: bool) -> Grid:
        above = [*map(_split, lines[:start])]
        if above or not goes_on:
            self.coded = any(_OF_CODES.search(w.text) for line in above for w in line.words)
        below = [line if self.coded else _with_codes(line) for line in lines[start:]]
        lines = [*above, *(line for line in below if not _counts(line))]
        body = [line._replace(words=tuple(_apart_from_sums(line))) for line in lines[start:]]
        columns = columns_of([line for line in body if line.words] or lines[-1:])
        if all(column.counts for column in columns):  # the names are those of sums alone
            columns = columns_of(lines[start:] or lines[-1:])
        heads = heads_of(above, columns, self.far)
        for head in heads:  # of codes a piece of a cell may be left, which told no kind
            if head.first == head.last not in amounts_of(columns) and columns[head.first].counts:
                known = head.text in BESIDE or head.text.endswith(CODES)
                head.words = head.words if known else [head.span._replace(text=CODES[0])]
        found = [head for head in heads if head.first >= 0]
        sure = bool(heads or goes_on) and found == heads and not unclear(heads, columns)
        homes = [*range(len(columns))]
        if goes_on and not start and len(self.columns) >= len(columns):
            homes, sure = _homes(columns, self.columns)
        else:
            self.columns = columns
        wide, money = self.columns, money_of(found, self.columns)
        rows, spans = rows_of_header(found, len(wide))
        spots = [line.spot for line in lines[: len(rows)]]
        for row in rows_of(lines[start:], columns):
            cells = {homes[c]: text for c, text in row.cells.items()}
            doubt = (
                row.doubt or not sure or not all(_named(homes[c], cells, money) for c in row.own)
            )
            amounts = [c for c in row.own if c in amounts_of(columns)]
            lost = [c for c in amounts if doubt or wide[homes[c]].doubt]
            own = (row.own[c] for c in lost)
            self.doubted += [(word.text, row.line.spot) for word in own if word.counts]
            cells.update(dict.fromkeys(money if doubt else (homes[c] for c in lost), UNKNOWN))
            rows.append([cells.get(c, "") for c in range(len(wide))])
            spots.append(row.line.spot)
        edges = (wide[0].left, *((a.right + b.left) / 2 for a, b in pairwise(wide)), wide[-1].right)
        return Grid(tuple(map(tuple, rows)), tuple(spots), tuple(spans), edges, True)


def _form(lines: Sequence[Line]) -> Grid:
    """A form of targets: each line is a row, and what it says stands in the order of its words."""
    wide = max(len(line.words) for line in lines)
    rows = ((*(word.text for word in line.words), *[""] * wide)[:wide] for line in lines)
    return Grid(tuple(rows), tuple(line.spot for line in lines))


def _homes(columns: Sequence[Column], last: Sequence[Column]) -> tuple[list[int], bool]:
    """Which of the columns of a table's first page those of its next page are; if that is sure."""
    if [c.counts for c in columns] == [c.counts for c in last]:
        return [*range(len(last))], True
    shifts = {0.0, *(b.right - a.right for a in columns for b in last if a.counts and b.counts)}
    ways = []
    for shift in shifts:  # names of another length move what is behind them
        like = [
            Word("0", c.left + shift, c.right + shift) if c.counts else Word("…", c.left, c.right)
            for c in columns
        ]
        cost, homes = placed(like, last)
        numbers = (
            (last[k].right, word.right) for word, k in zip(like, homes, strict=True) if word.counts
        )
        ways.append(
            (cost + abs(shift) / MOVED, homes, max((abs(a - b) for a, b in numbers), default=0))
        )
    _, best, off = min(ways)
    return best, off <= MOVED


def _told_apart(page: Sequence[Line], parts: Callable[[str], bool]) -> dict[Spot, bool]:
    """Which lines of a page are no rows; a title may stand on two."""
    told = {line.spot: _is_no_row(line, parts) for line in page}
    for a, b in pairwise(page):
        lone = len(a.words) == len(b.words) == 1 and not told[a.spot]
        if lone and parts(a.words[0].text + b.words[0].text):
            told[a.spot] = told[b.spot] = True
    return told


def _is_no_row(line: Line, parts: Callable[[str], bool]) -> bool:
    """Whether a line is no row of a table: part of a sentence, a heading, a title."""
    words = "".join(word.text for word in line.words)
    lone = len(line.words) == 1 and not _LABELS.fullmatch(words)
    item = ITEM.match(words)
    heading = item and (words.startswith("第") or (lone and ENDS_HEADING.search(words)))
    said = heading or _SAID.search(words) or (lone and len(words) > SENTENCE)
    return bool(said) or len(line.words) > MOST_WORDS or (len(line.words) < 4 and parts(words))


def _named(c: int, cells: Mapping[int, str], amounts: Collection[int]) -> bool:
    """Whether an amount has a label, and no column of labels stands behind one of amounts there."""
    before = (k for k in cells if k < c and k not in amounts and not cells[k].isdigit())
    label = max(before, default=-1)
    kinds = [k in amounts for k in range(label + 1, c)]
    return c not in amounts or (kinds == sorted(kinds) and (label >= 0 or all(kinds)))


def _with_codes(line: Line) -> Line:
    """A line with its codes and the names behind them in one, as where no header tells of codes."""
    words = list[Word]()
    for word in line.words:
        if words and not word.counts and _CODE.fullmatch(words[-1].text):
            words[-1] = Word(words[-1].text + word.text, words[-1].left, word.right)
        else:
            words.append(word)
    return line._replace(words=tuple(words))


def _split(line: Line) -> Line:
    """A line of the header with each of its words apart: narrow spaces part cells, too."""
    found = list[Word]()
    for word in line.words:
        step = (word.right - word.left) / len(word.text)
        for each in _WORD.finditer(word.text):
            at = (word.left + step * end for end in each.span())
            found.append(Word(each[0], *at))
    return line._replace(words=tuple(found))


def _counts(line: Line) -> bool:
    """Whether a line counts the columns."""
    return counts_columns([word.text for word in line.words])


_LEVEL = compiled(layout("common").data["indicators"]["header"])
_SPLIT = f"[{''.join(SPLIT_CODES)}]"
_WORD = regex(rf"{_SPLIT}(?=(?: {_SPLIT})*$)|\S{{2,}}|\S(?: \S(?!\S))*")
_LABEL = r"(?:\d{4}年)?[^\s\d，。；…]{1,15}"
_LABELS = regex(rf"{_LABEL}(?: {_LABEL}){{2,}}")  # cells of a header, close together
_CODE = regex(r"\d{3,7}")  # of a class or an item
_OF_CODES = regex(rf"码|^{_SPLIT}$")
_SAID = regex(r"[，。；…]|\.{5}")  # of a sentence, or a contents page


def _begins(line: Line) -> bool:
    """Whether a line is below the header: it has a number or a numeral before its words."""
    items = (ITEM.match(word.text) for word in line.words)
    return any(word.counts for word in line.words) or any(m and m.lastgroup for m in items)
