"""Comparisons in their context: the printed rows and sentences, with the two sides marked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from budgetlib.disclosure import Disclosure
from budgetlib.errors import BudgetError
from budgetlib.figures import Claim, Figure, Place, Table, in_context, spoken, united
from budgetlib.relations import MISSING
from budgetlib.rules.comparison import Comparison, side_of
from budgetlib.show import (
    BLANK,
    DOUBTED,
    OMITTED,
    SEVERITIES,
    WORDS,
    drawn,
    listed,
    marked,
    part_of,
    said,
    table_html,
)
from budgetlib.vocabulary import Label, Record, escape, joined, parted, regex, squeeze
from budgetlib.vocabulary.phrases import label, piece

LEFT, RIGHT = "▲", "▼"
SIDES = {"total": LEFT, "left": LEFT, "rate": LEFT, "part": RIGHT, "base": RIGHT, "right": RIGHT}
NAMES = {LEFT: Label("printed", "列示"), RIGHT: Label("the others imply", "据其余应为")}
CITED = {LEFT: Label("one side", "一方"), RIGHT: Label("the other", "另一方")}
UNSAID = {*MISSING} - {BLANK}  # what is not there is told in the title
APART, ALLOWED, BESIDE = (
    Label("apart", "差"),
    Label("allowed", "允许误差"),
    Label("beside it", "上下文"),
)
WHOLE = 12  # a table of so many rows is drawn whole
LABEL = 12  # the characters of a column's label in a form
_STOP = regex(r"[。；;、]|(?<!\d)[,，]|[,，](?!\d)")
AROUND = 60  # the characters of a document's sentence on each side of what is cited of it


Texts = tuple[tuple[Place, str], ...]  # paragraphs of the notes


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
    words = [Mark(sign, _ours(c.text), c.place) for sign, c in sides if c.figure is None]
    return list(dict.fromkeys(terms + words))


def _ours(text: str) -> str:
    """A phrase of ours, which begins with a small letter, in both languages; print as it is."""
    return parted(text) if text[:1].islower() else text


def cell_of(table: Table, mark: Mark) -> tuple[int, int] | None:
    """The cell of a table's grid that a mark stands at; None for its title or what is absent."""
    cell, spot = mark.place.cell, mark.place[:2]
    if mark.figure is not None and cell is not None:
        beyond = cell[0] >= len(table.grid) or cell[1] >= len(table.grid[cell[0]])
        return None if beyond else cell  # a blank may lie beyond the end of a ragged row
    if mark.place.row == "head":  # which stands for several printed rows of a form
        return _anywhere(table, mark.text)
    known = [here[:2] for here in table.spots]
    r = known.index(spot) if spot in known else cell[0] if cell else None
    if r is None:
        return None
    words = [squeeze(text) for text in table.grid[r]]
    said, named = (
        next((c for c, word in enumerate(words) if wanted and wanted in word), None)
        for wanted in map(squeeze, (mark.text, mark.place.row))
    )
    if said is not None:
        return r, said
    if cell is not None and cell[0] == r:
        return cell
    return None if named is None else (r, named)


def _anywhere(table: Table, text: str) -> tuple[int, int] | None:
    wanted = squeeze(text)
    cells = ((r, c, word) for r, row in enumerate(table.grid) for c, word in enumerate(row))
    return next(((r, c) for r, c, word in cells if squeeze(word) == wanted), None)


class Context(Record):
    """What comparisons of one rule with the same two sides look at; a notebook draws it."""

    budget: Disclosure
    comparisons: tuple[Comparison, ...]
    doubted: tuple[Figure, ...] = ()  # marked wherever they stand in what is drawn
    texts: Texts = ()  # of the notes, where the document is at hand

    @property
    def marks(self) -> list[Mark]:
        """The places that they look at, each once."""
        return list(dict.fromkeys(mark for each in self.comparisons for mark in marks_of(each)))

    @property
    def places(self) -> list[str]:
        """The tables and sections that they look at: 表5-1, 说明五."""
        return list(dict.fromkeys(part_of(mark.place) for mark in self.marks))

    def __repr__(self) -> str:
        first = self.comparisons[0]
        names = _names(first)
        told = [f"{SEVERITIES[first.severity]}: {WORDS[first.verdict]}", *first.message]
        told += [
            f"{m.sign} {names[m.sign]}: {m.text or BLANK}, {self.budget.shown(m.place)}"
            for m in self.marks
        ]
        return "\n".join(told)

    def _repr_html_(self) -> str:
        return "\n".join([*_heading(self.comparisons), self.evidence])

    @property
    def evidence(self) -> str:
        """The printed rows and sentences as HTML, the sides and what is doubted marked."""
        told = {claim.id: claim for claim in self.budget.all_claims}
        tables = (_excerpt(table, signs, self._signed, told) for table, signs in self._tables())
        return "\n".join([*tables, *self._words(told)])

    @property
    def _signed(self) -> list[Mark]:
        """The marks, and what is doubted beside them."""
        return [*(Mark(DOUBTED, f.printed, f.place, f) for f in self.doubted), *self.marks]

    def _tables(self) -> Iterator[tuple[Table, dict[tuple[int, int], str]]]:
        """The tables looked at, with the signs before their cells."""
        doubts = [mark for mark in self._signed if mark.sign == DOUBTED]
        for number in dict.fromkeys(mark.place.table for mark in self.marks):
            table = self.budget.tables.get(number)
            cells = _cells(table, self.marks) if table else {}
            if table and cells:
                cells |= {at: DOUBTED + cells.get(at, "") for at in _cells(table, doubts)}
                yield table, cells

    def _words(self, claims: dict[str, Claim]) -> Iterator[str]:
        """What stands in sentences, or nowhere, as a table of its own."""
        names = _names(self.comparisons[0])
        texts = self.texts or texts_of(self.budget)
        rows = [
            (mark, _around(mark, claims, texts))
            for mark, table in ((m, self.budget.tables.get(m.place.table)) for m in self.marks)
            if (table is None or cell_of(table, mark) is None) and mark.text not in UNSAID
        ]
        columns: dict[str, Callable[[tuple[Mark, list[str]]], str]] = {
            Label("side", "一方"): lambda row: joined(" ", row[0].sign, names[row[0].sign]),
            Label("place", "位置"): lambda row: Label(*self.budget.shown(row[0].place).words),
            Label("as printed", "列示"): lambda row: _printed(row[0]),
        }
        if any(words for _, words in rows):
            columns[BESIDE] = lambda row: row[0].sign.join(row[1])
        if rows:
            told = listed(rows, Label("In the notes", "文字所述"), columns)
            yield f'<div class="told">{drawn(told)}</div>'


@in_context.register(Comparison)
def _context(comparison: Comparison) -> Context:
    if comparison.budget is None:
        raise BudgetError("no budget to show it in; take comparisons from `reconcile`")
    return Context(comparison.budget, (comparison,))


def _names(comparison: Comparison) -> dict[str, Label]:
    return CITED if comparison.relation and comparison.relation.cited else NAMES


def _printed(mark: Mark) -> str:
    if not mark.text:
        return BLANK
    unit = "" if mark.figure is None or mark.figure.worded else mark.figure.unit
    return united(mark.text, unit) if unit else mark.text


def texts_of(budget: Disclosure) -> Texts:
    """The paragraphs of the notes with their places; none of a data package."""
    return tuple(pair for note in budget.notes.values() for pair in note.texts)


def _around(mark: Mark, claims: Mapping[str, Claim], texts: Texts) -> list[str]:
    """The words before what a mark cites, and that with those behind it; nothing if not at hand."""
    claim = claims.get(mark.figure.id) if mark.figure else None
    if claim:
        before, printed, after = _cut_window(claim)
        return [before, printed + after] if printed else [before] * bool(before)
    return sentence(mark.text, mark.place, texts)


def sentence(words: str, at: Place, texts: Texts) -> list[str]:
    """What stands before some words in their sentence, and they with the rest of it."""
    said = squeeze(words).rpartition(":")[2]  # behind the name of what says it
    for place, text in texts:
        if (*place[:2], place.section) == (*at[:2], at.section) and said in text:
            before, _, after = text.rpartition(said)
            before, after = before.rpartition("。")[2], "".join(after.partition("。")[:2])
            left, right = before[:-AROUND] and "…", after[AROUND:] and "…"
            return [left + before[-AROUND:], said + after[:AROUND] + right]
    return []


def _cut_window(claim: Claim) -> tuple[str, str, str]:
    """A figure and the words around it, cut at punctuation where there is any."""
    before, printed, after = claim.window.rpartition(claim.figure.printed)
    if not printed:
        return claim.window, "", ""
    first, last = _STOP.search(before), _STOP.search(after)
    begin = before[first.end() :] if first else f"…{before.lstrip('0123456789.,%')}"
    end = after[: last.start()] if last else after + "…" * (after != claim.figure.unit)
    return begin, printed, end


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
    yield f"<p>{said(Label(*first.rule.sentence))}</p>"
    if first.relation is None:
        yield f"<p>{said(WORDS[first.verdict])}: {said(Label(*first.reason))}</p>"
        return
    names = _names(first)
    sides = [
        f"{said(names[sign])} {marked(_ours(united(side_of(side), o.unit)), sign)}"
        for sign, side in ((LEFT, o.printed), (RIGHT, o.expected))
    ]
    if o.difference is not None:
        for name, amount in ((APART, o.difference), (ALLOWED, o.allowed)):
            sides.append(f"{said(name)} {escape(united(spoken(amount), o.unit))}")
    yield f"<p><strong>{said(WORDS[first.verdict])}</strong>: {' · '.join(sides)}</p>"
    premises = dict.fromkeys(c.relation.premise for c in comparisons if c.relation)
    for told in (label("premise", premise) for premise in premises if premise):
        yield f"<p>{said(piece('finding.premise', premise=told))}</p>"
    if len(comparisons) > 1:
        n = len(comparisons)
        yield f"<p>{said(Label(f'{n} comparisons with these sides', f'此类共{n}项'))}</p>"


def _excerpt(
    table: Table,
    signs: dict[tuple[int, int], str],
    marks: Sequence[Mark],
    claims: Mapping[str, Claim],
) -> str:
    """The rows concerned with those that head them; the whole table where it is short.

    Prose that was left out is told by the words that are cited of it.
    """
    words: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        at = cell_of(table, mark) if mark.place.table == table.number else None
        claim = claims.get(mark.figure.id) if mark.figure else None
        if at is not None and at in signs and claim:
            before, printed, after = _cut_window(claim)
            figure = marked(printed or claim.figure.printed, mark.sign)
            words.setdefault(at, []).append(f"{escape(before)}{figure}{escape(after)}")
        elif at is not None and mark.text not in MISSING and table.grid[at[0]][at[1]] == OMITTED:
            words.setdefault(at, []).append(marked(mark.text, mark.sign))
    instead = {at: "<br>".join(dict.fromkeys(told)) for at, told in words.items()}
    body = len(table.grid) - table.header_rows
    rows = None if body <= WHOLE else {r for r, _ in signs}
    if rows is not None:
        rows = rows.union(*(_labels_above(table, r) for r in rows))
    return table_html(table, rows, signs, instead)


def _labels_above(table: Table, r: int) -> set[int]:
    """The rows of labels that a form sets over its figures."""
    if table.header_rows:
        return set()
    figures = {f.place.cell[0] for f in table.figures if f.place.cell}
    figures |= {row.place.cell[0] for row in table.rows if row.place.cell}
    for at in range(r - 1, -1, -1):
        if at not in figures and _labels(table.grid[at]):
            return set(range(at, next((b for b in range(at, r) if b in figures), r)))
    return set()


def _labels(cells: Sequence[str]) -> bool:
    """At least three short words without a digit, as over columns."""
    words = [text for text in map(squeeze, cells) if text]
    fit = all(len(w) <= LABEL and w != OMITTED and not any(c.isdigit() for c in w) for w in words)
    return len(words) > 2 and fit
