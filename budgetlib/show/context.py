"""Comparisons in their context: the printed rows and sentences, with the two sides marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.errors import BudgetError
from budgetlib.figures import Figure, Place, squeeze, text_of
from budgetlib.printed import Claim, Table
from budgetlib.reconcile import Comparison, side_of
from budgetlib.show import DOUBTED, SEVERITIES, WORDS, marked, table_html
from budgetlib.shown import in_context

LEFT, RIGHT = "▲", "▼"
SIDES = {"total": LEFT, "left": LEFT, "rate": LEFT, "part": RIGHT, "base": RIGHT, "right": RIGHT}
NAMES = {LEFT: "printed 印出", RIGHT: "expected 应为"}
CITED = {LEFT: "one side 一方", RIGHT: "the other 另一方"}
WHOLE = 12  # a table of so many rows is drawn whole
LABEL = 12  # the characters of a column's label in a form
OMITTED = "〔略〕"
_STOP = re.compile(r"[。；;、]|(?<!\d)[,，]|[,，](?!\d)")


class Mark(NamedTuple):
    """One side of a comparison at one printed place."""

    sign: str
    text: str
    place: Place
    figure: Figure | None = None


def marks_of(comparison: Comparison) -> list[Mark]:
    """Every printed place that a comparison looks at, with the side that it stands on."""
    if comparison.relation is None:
        return []
    terms = [
        Mark(SIDES[term.role], term.figure.printed, term.figure.place, term.figure)
        for term in comparison.relation.terms
    ]
    sides = zip((LEFT, RIGHT), comparison.relation.cited, strict=False)
    words = [Mark(sign, c.text, c.place) for sign, c in sides if c.figure is None]
    return list(dict.fromkeys(terms + words))


def cell_of(table: Table, mark: Mark) -> tuple[int, int] | None:
    """The cell of a table's grid that a mark stands at; None for its title or what is absent."""
    cell, spot = mark.place.cell, mark.place[:2]
    if mark.figure is not None and cell is not None:
        r, c = cell  # a blank may lie beyond the end of a ragged row
        return cell if r < len(table.grid) and c < len(table.grid[r]) else None
    if mark.place.row == "head":  # which stands for several printed rows of a form
        return _anywhere(table, mark.text)
    known = [here[:2] for here in table.spots]
    if spot in known:
        r = known.index(spot)
    elif cell is not None:
        r = cell[0]
    else:
        return None
    words = [squeeze(text) for text in table.grid[r]]
    said, named = (_holding(words, text) for text in (mark.text, mark.place.row))
    if said is not None:
        return r, said
    if cell is not None and cell[0] == r:
        return cell
    return None if named is None else (r, named)


def _holding(words: Sequence[str], text: str) -> int | None:
    wanted = squeeze(text)
    return next((c for c, word in enumerate(words) if wanted and wanted in word), None)


def _anywhere(table: Table, text: str) -> tuple[int, int] | None:
    wanted = squeeze(text)
    cells = ((r, c) for r, row in enumerate(table.grid) for c in range(len(row)))
    return next((at for at in cells if squeeze(table.grid[at[0]][at[1]]) == wanted), None)


@dataclass(frozen=True)
class Context:
    """What one comparison, or several of one rule, look at; a notebook draws it."""

    budget: Disclosure
    comparisons: tuple[Comparison, ...]
    doubted: tuple[Figure, ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """The places that they look at, each once."""
        return list(dict.fromkeys(mark for each in self.comparisons for mark in marks_of(each)))

    @property
    def places(self) -> list[str]:
        """The tables and sections that they look at: 表5-1, 说明五."""
        places = [mark.place for mark in self.marks]
        named = (f"表{p.table}" if p.table else vocabulary.section(p.section) for p in places)
        return list(dict.fromkeys(named))

    def __repr__(self) -> str:
        first = self.comparisons[0]
        names = _names(first)
        told = [f"{SEVERITIES[first.severity]}: {WORDS[first.verdict]}", *first.message]
        told += [
            f"{m.sign} {names[m.sign]}: {m.text or 'blank 空白'}, {self.budget.shown(m.place)}"
            for m in self.marks
        ]
        return "\n".join(told)

    def _repr_html_(self) -> str:
        drawn = [*_heading(self.comparisons)]
        drawn += [_excerpt(table, marks) for table, marks in self._tables()]
        return "\n".join([*drawn, *self._words()])

    def _tables(self) -> Iterator[tuple[Table, dict[tuple[int, int], str]]]:
        """The tables looked at, with the signs before their cells."""
        for number in dict.fromkeys(mark.place.table for mark in self.marks):
            table = self.budget.tables.get(number)
            cells = _cells(table, self.marks) if table else {}
            doubts = _cells(table, self._doubts) if table and cells else {}
            cells |= {at: DOUBTED + cells.get(at, "") for at in doubts}
            if table and cells:
                yield table, cells

    @property
    def _doubts(self) -> list[Mark]:
        return [Mark(DOUBTED, f.printed, f.place, f) for f in self.doubted]

    def _words(self) -> Iterator[str]:
        """What stands in sentences, or nowhere, as a table of its own."""
        from budgetlib.show.exhibit import exhibit, html_of

        claims = {claim.id: claim for claim in self.budget.all_claims}
        names = _names(self.comparisons[0])
        rows = [
            {
                "side 一方": f"{mark.sign} {names[mark.sign]}",
                "place 位置": str(self.budget.shown(mark.place)),
                "printed 印出": _printed(mark),
                "beside it 上下文": _beside(claim) if claim else "",
            }
            for mark in self.marks
            for claim in [claims.get(mark.figure.id) if mark.figure else None]
            if claim or not self._drawn(mark)
        ]
        columns = ("place 位置", "printed 印出", "beside it 上下文")
        if rows:
            yield html_of(
                exhibit(rows, "side 一方", "In words, or without a cell 文字所述", columns)
            )

    def _drawn(self, mark: Mark) -> bool:
        table = self.budget.tables.get(mark.place.table)
        return table is not None and cell_of(table, mark) is not None


@in_context.register(Comparison)
def _context(comparison: Comparison) -> Context:
    if comparison.budget is None:
        raise BudgetError("no budget to show it in; take comparisons from `reconcile`")
    return Context(comparison.budget, (comparison,))


def _names(comparison: Comparison) -> dict[str, str]:
    return CITED if comparison.relation and comparison.relation.cited else NAMES


def _printed(mark: Mark) -> str:
    unit = mark.figure.unit if mark.figure and not mark.figure.worded else ""
    return f"{mark.text or 'blank 空白'} {unit}".strip()


def _beside(claim: Claim) -> str:
    """The words around a figure, cut at punctuation where there is any."""
    before, printed, after = claim.window.rpartition(claim.figure.printed)
    if not printed:
        return claim.window
    stop = _STOP.search(before)
    begin = before[stop.end() :] if stop else f"…{before.lstrip('0123456789.,%')}"
    stop = _STOP.search(after)
    if stop:
        return begin + printed + after[: stop.start()]
    return begin + printed + after + ("" if after == claim.figure.unit else "…")


def _cells(table: Table, marks: Sequence[Mark]) -> dict[tuple[int, int], str]:
    cells: dict[tuple[int, int], str] = {}
    for mark in marks:
        at = cell_of(table, mark) if mark.place.table == table.number else None
        if at is not None and mark.sign not in cells.get(at, ""):
            cells[at] = cells.get(at, "") + mark.sign
    return cells


def _heading(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """The rule, both sides with their signs, the difference and what rounding allows."""
    first, o = comparisons[0], comparisons[0].outcome
    yield f"<p>{'<br>'.join(map(escape, first.rule.sentence))}</p>"
    if first.relation is None:
        yield f"<p>{WORDS[first.verdict]}: {escape(' '.join(first.reason))}</p>"
        return
    names = _names(first)
    sides = [
        f"{escape(names[sign])} {marked(f'{side_of(side)} {o.unit}'.strip(), sign)}"
        for sign, side in ((LEFT, o.printed), (RIGHT, o.expected))
    ]
    if o.difference is not None:
        sides.append(f"difference 差 {text_of(o.difference)} {escape(o.unit)}")
        sides.append(f"allowed 容许 {text_of(o.allowed)}")
    yield f"<p><strong>{WORDS[first.verdict]}</strong>: {' · '.join(sides)}</p>"
    for premise in filter(
        None, dict.fromkeys(c.relation.premise for c in comparisons if c.relation)
    ):
        yield f"<p>Provided that {escape(premise)}.</p>"
    if len(comparisons) > 1:
        yield f"<p>{len(comparisons)} comparisons with these sides 此类共{len(comparisons)}项</p>"


def _excerpt(table: Table, marks: dict[tuple[int, int], str]) -> str:
    """The rows concerned with those that head them; the whole table where it is short."""
    body = len(table.grid) - table.header_rows
    if body <= WHOLE:
        return table_html(table, marks=marks)
    rows = {r for r, _ in marks}
    for r in list(rows):
        rows |= _labels_above(table, r)
    return table_html(table, rows, marks)


def _labels_above(table: Table, r: int) -> set[int]:
    """The rows of labels that a form sets over its figures."""
    if table.header_rows:
        return set()
    figures = {f.place.cell[0] for f in table.figures if f.place.cell}
    figures |= {row.place.cell[0] for row in table.rows if row.place.cell}
    for at in range(r - 1, -1, -1):
        if at not in figures and _labels(table.grid[at]):
            below = range(at, r)
            end = next((b for b in below if b in figures), r)
            return set(range(at, end))
    return set()


def _labels(cells: Sequence[str]) -> bool:
    """At least three short words without a digit, as over columns."""
    words = [text for text in map(squeeze, cells) if text]
    fit = all(len(w) <= LABEL and w != OMITTED and not any(c.isdigit() for c in w) for w in words)
    return len(words) > 2 and fit
