"""Change one printed figure at a time: does reconciling notice? Respell it: does it keep still?

    python tests/benchmarks/mutations.py DOCUMENT [--via text|reprint] [--sample N] [--only notes]

A mutant is detected when some comparison is inconsistent that was not before, or graver than it
was. "foretold" is what `budget.trust()` says of the same misprints, computed from the equations of
the one document. What nobody sees is counted by what hides it: an inconsistency of the document
itself ("already told"), the rounding of an equation ("rounding"), or that nothing contradicts it: a
bound or words alone ("bound"), equations that hold to the last digit printed ("held"), or nothing
that speaks of the figure ("told once"). Two shares are printed: of all misprints, which is the one
to quote, and of those that the document contradicts; what the second leaves out is listed with the
words around it, so that a reader can look for himself.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from budgetlib import BudgetError, load
from budgetlib.budget import Budget, Reconciliation, read_text
from budgetlib.figures import Figure, decimals_of, misprints, number
from budgetlib.locate.trust import trust
from budgetlib.read.html import decode
from budgetlib.relations import EXACT, INCONSISTENT, NOT_RUN, AtLeast, Fact
from budgetlib.rules.comparison import Comparison
from budgetlib.sentences.tokens import TOKEN
from budgetlib.vocabulary.spelling import plain

WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
UNCONTRADICTED = ("bound", "held", "told once")
Key = tuple[str, tuple[tuple[str, ...], ...]]


class Change(NamedTuple):
    """One figure printed otherwise; `span` is where it stands in the text."""

    figure: str
    where: str
    kind: str
    old: str
    new: str
    span: tuple[int, int] = (0, 0)


class Result(NamedTuple):
    """Whether a change was noticed, also by errors and warnings alone; what hid it, and why."""

    change: Change
    detected: bool
    grave: bool
    hidden: str
    reason: str
    foretold: bool = False


# ---- what may be spelt otherwise ------------------------------------------------------------


def spellings(figure: Figure) -> Iterator[tuple[str, str]]:
    """(kind, the same value spelt otherwise), as they occur in one figure."""
    printed = figure.printed
    bare = printed.replace(",", "").replace("，", "")
    whole, point, decimals = bare.partition(".")
    if len(whole) > 3:
        yield "commas", bare if "," in printed else f"{int(whole):,}{point}{decimals}"
    exact = 2 * figure.half_unit < Decimal(1).scaleb(-len(decimals))  # else zeros tell more
    if figure.unit == "万元" and len(decimals) < 2 and exact:
        yield "trailing zeros", f"{whole}.{decimals.ljust(2, '0')}"
    if decimals.endswith("0"):
        yield "no trailing zeros", bare.rstrip("0").rstrip(".")
    if not figure.value and figure.place.table and "#" not in figure.id:
        yield "blank for zero", ""
    yield "full width", printed.translate(WIDE)


def dressings(figure: Figure) -> Iterator[tuple[str, str]]:
    """(kind, the same characters with spaces or tags), as they occur in a text."""
    printed = figure.printed
    yield "spaces around", f" {printed} "
    yield "bold tags", f"<b>{printed}</b>"
    if "." in printed:
        yield "space at the point", printed.replace(".", ". ")
    if figure.place.cell and "#" not in figure.id and len(printed) > 1:
        yield "spaces inside", f"{printed[0]} {printed[1:]}"
    if not figure.place.cell:
        yield "bold marks", f"**{printed}**"


def respelt_texts(text: str) -> Iterator[tuple[str, str]]:
    """(kind, the whole text laid out otherwise)."""
    yield "CRLF", text.replace("\n", "\r\n")
    yield "表 1", re.sub(r"^表(?=\d)", "表 ", text, flags=re.MULTILINE)
    yield "表1", re.sub(r"^表\s+(?=\d)", "表", text, flags=re.MULTILINE)
    yield "blank lines", re.sub(r"\n(?=[^\t\n]+\n)", "\n\n", text)
    yield "spaces at line ends", re.sub(r"(?<=[^\s])\n", "  \n", text)
    lines = text.splitlines(keepends=True)
    for n, line in enumerate(lines):
        if line.strip():
            yield "a blank line", "".join([*lines[: n + 1], "\n", *lines[n + 1 :]])


# ---- where figures stand in the text --------------------------------------------------------


def printed_figures(budget: Budget) -> list[Figure]:
    """Every figure that is printed in digits."""
    return [f for f in budget.figures if f.value is not None and not f.worded]


def where(figure: Figure) -> str:
    """Table or section, as the report groups by."""
    return f"表{figure.place.table}" if figure.place.table else figure.place.section


def spans(budget: Budget, text: str) -> dict[str, tuple[int, int]]:
    """Where each figure, and each blank cell of a table, stands in the text."""
    lengths = (len(line) for line in text.splitlines(keepends=True))
    starts = [0, *itertools.accumulate(lengths)]
    order: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for entry in budget.ledger:
        order[entry.line, entry.text].append(entry.figure)
    found = {}
    for figure in (*printed_figures(budget), *blanks(budget)):
        line = figure.place.line
        assert line is not None, figure
        raw = text[starts[line - 1] : starts[line]].rstrip("\r\n")
        span = _span(figure, raw, order[line, figure.printed])
        if span:
            found[figure.id] = (starts[line - 1] + span[0], starts[line - 1] + span[1])
    return found


def _span(figure: Figure, raw: str, order: list[str]) -> tuple[int, int] | None:
    """In its line: in its cell, and the right one of several alike."""
    begin, end = 0, len(raw)
    if figure.place.cell:
        cells, c = raw.split("\t"), figure.place.cell[1]
        if c >= len(cells):
            return None
        begin = sum(len(cell) + 1 for cell in cells[:c])
        end = begin + len(cells[c])
        if figure.blank:
            return (begin, end) if not cells[c].strip() else None
    alike = [m.span() for m in TOKEN.finditer(raw) if plain(m.group()) == figure.printed]
    inside = [span for span in alike if begin <= span[0] < end]
    if len(inside) == 1 or not inside:
        return inside[0] if inside else None
    return alike[order.index(figure.id)] if figure.id in order else None


def blanks(budget: Budget) -> Iterator[Figure]:
    """The cells of tables in which an amount could stand."""
    for table in budget.tables.values():
        for row in table.rows:
            yield from (f for f in row.cells.values() if f.blank)


# ---- judging --------------------------------------------------------------------------------


def keys(reconciliation: Reconciliation, grave: bool = False) -> Counter[Key]:
    """The inconsistent comparisons by rule and figures (or places of words), not by value."""
    return Counter(
        key_of(result)
        for result in reconciliation.results
        if result.verdict == INCONSISTENT and not (grave and result.severity == "note")
    )


def key_of(result: Comparison) -> Key:
    names = ("figure", "table", "section", "item", "row", "column", "role")
    places = (
        (p["figure"], p["role"]) if p["figure"] else tuple(str(p.get(n, "")) for n in names)
        for p in result.places
    )
    return result.rule.name, tuple(places)


class Judge:
    """Compares every changed document with the one that was printed."""

    def __init__(self, document: Path, via: str, layout: str | None) -> None:
        self.via, self.layout, self.source = via, layout, document.name
        self.text = decode(document) if via == "text" else ""
        self.budget = load(document, layout)
        reconciliation = self.budget.reconcile()
        self.before = keys(reconciliation)
        self.grave_before = keys(reconciliation, grave=True)
        self.held = {each.figure.id: each for each in trust(reconciliation).held}
        self.spans = spans(self.budget, self.text) if via == "text" else {}
        printed = printed_figures(self.budget)
        self.figures = [f for f in printed if via == "reprint" or f.id in self.spans]

    def changes(self) -> list[Change]:
        """Every misprint of every figure."""
        return [c for f in self.figures for c in self._changes(f, misprints(f.printed))]

    def respellings(self) -> list[Change]:
        """Every harmless respelling of every figure, and a zero for every blank."""
        found = []
        for figure in self.figures:
            found += self._changes(figure, spellings(figure))
            if self.via == "text":
                found += self._changes(figure, dressings(figure))
        for figure in blanks(self.budget):
            if self.via == "reprint" or figure.id in self.spans:
                found += self._changes(figure, [("zero for blank", z) for z in ("0", "0.00")])
        return found

    def _changes(self, figure: Figure, ways: Iterable[tuple[str, str]]) -> list[Change]:
        span = self.spans.get(figure.id, (0, 0))
        return [Change(figure.id, where(figure), k, figure.printed, new, span) for k, new in ways]

    def changed(self, change: Change) -> Budget:
        """The document with one figure printed otherwise."""
        if self.via == "reprint":
            return self.budget.reprint(change.figure, change.new)
        start, end = change.span
        return self.read(self.text[:start] + change.new + self.text[end:])

    def read(self, text: str) -> Budget:
        """Another text of the same document."""
        return read_text(text, self.source, self.layout)

    def judge(self, change: Change) -> Result:
        """Reconcile the changed document."""
        foretold = self.held[change.figure].shows(change.new)
        try:
            budget = self.changed(change)
        except BudgetError as error:
            return Result(change, True, True, "", str(error), foretold)
        after = budget.reconcile()
        grave = bool(keys(after, grave=True) - self.grave_before)
        detected = grave or bool(keys(after) - self.before)
        grave |= detected and _last(change)  # which weighs as a note where it stands alone
        noted = ("a note alone", ", ".join(sorted({name for name, _ in keys(after) - self.before})))
        hidden, reason = noted if detected else _reason(budget, after, change)
        return Result(change, detected, grave, hidden, reason, foretold)

    def new_in(self, text: str) -> list[str]:
        """The rules that a text laid out otherwise newly breaks."""
        try:
            return [name for name, _ in keys(self.read(text).reconcile()) - self.before]
        except BudgetError as error:
            return [str(error)]

    def complaints(self, change: Change) -> list[str]:
        """The rules that a respelling of one figure newly breaks."""
        try:
            after = self.changed(change).reconcile()
        except BudgetError as error:
            return [str(error)]
        return [name for name, _ in keys(after) - self.before]


def _last(change: Change) -> bool:
    """Whether a change is of no more than one unit of the last digit printed."""
    old, new = number(change.old), number(change.new)
    assert old is not None, change
    assert new is not None, change
    return abs(new - old) <= Decimal(1).scaleb(-decimals_of(change.old))


def _reason(budget: Budget, after: Reconciliation, change: Change) -> tuple[str, str]:
    """What kind of thing hides a change, and why nothing noticed."""
    if not any(f.id == change.figure and f.printed == change.new for f in budget.figures):
        return "unread", "read as something else"
    known = [
        result
        for result in after.results
        if result.verdict != NOT_RUN
        and result.relation
        and change.figure in [p["figure"] for p in result.places]
    ]
    if not known:
        return "told once", "stands in no relation"
    broken = {r.rule.name for r in known if r.verdict == INCONSISTENT}
    others = [r for r in known if r.verdict != INCONSISTENT]
    allowing = {f"{r.rule.name} ({type(r.relation).__name__})" for r in others}
    words = [f"already inconsistent: {', '.join(sorted(broken))}"] if broken else []
    words += [f"allowed by {', '.join(sorted(allowing))}"] if allowing else []
    loose = all(isinstance(r.relation, AtLeast | Fact) for r in others)
    exact = all(r.verdict == EXACT for r in others)
    held = "bound" if loose else "held" if exact else "rounding"
    return "already told" if broken else held, "; ".join(words)


# ---- two processes and more -----------------------------------------------------------------

_judge: Judge


def _start(document: Path, via: str, layout: str | None) -> None:
    global _judge
    _judge = Judge(document, via, layout)


def _judged(change: Change) -> Result:
    return _judge.judge(change)


def _complained(change: Change) -> tuple[Change, list[str]]:
    return change, _judge.complaints(change)


def _laid_out(pair: tuple[str, str]) -> tuple[str, list[str]]:
    return pair[0], _judge.new_in(pair[1])


# ---- reporting ------------------------------------------------------------------------------


def rates(results: Iterable[Result], group: Callable[[Result], str], title: str) -> None:
    """Print how many were detected, for each group."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[group(result)].append(result)
    print(
        f"\n{title:<28}{'mutants':>9}{'detected':>10}{'rate':>9}{'error/warning':>15}{'foretold':>10}"
    )
    for name, members in groups.items():
        told = zip(*((r.detected, r.grave, r.foretold) for r in members), strict=True)
        seen, grave, foretold = (sum(column) for column in told)
        n = len(members)
        off = "  <- more than a point apart" if abs(seen - foretold) > max(n / 100, 1) else ""
        shares = f"{seen / n:>9.2%}{grave / n:>15.2%}{foretold / n:>10.2%}"
        print(f"{name:<28}{n:>9}{seen:>10}{shares}{off}")


def invisible(results: Iterable[Result], budget: Budget) -> None:
    """Print what no error and no warning tells, by reason and figure, with the words around."""
    around = {claim.id: claim.window for claim in budget.all_claims}
    groups: dict[str, list[Change]] = defaultdict(list)
    for result in results:
        if not result.grave:
            groups[f"{result.hidden}: {result.reason}"].append(result.change)
    for reason, changes in sorted(groups.items(), key=lambda group: -len(group[1])):
        print(f"\nnot told, {reason} ({len(changes)})")
        for (figure, old), alike in itertools.groupby(changes, lambda c: (c.figure, c.old)):
            told = f"{figure}  {old} -> {', '.join(change.new for change in alike)}"
            print(f"  {told}  {around.get(figure, '')}")


def _part(change: Change) -> str:
    return "tables" if change.where.startswith("表") else "notes"


def some(changes: list[Change], sample: int | None) -> list[Change]:
    """All, or so many of them, always the same ones and in their order."""
    if not sample or sample >= len(changes):
        return changes
    chosen = random.Random(0).sample(range(len(changes)), sample)
    return [changes[i] for i in sorted(chosen)]


def main() -> None:
    """Read the arguments, change and respell, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--via", choices=("text", "reprint"), default="text")
    parser.add_argument("--layout")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, always the same")
    parser.add_argument("--only", choices=("tables", "notes"), help="figures of these alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    setting = (options.document, options.via, options.layout)
    judge = Judge(*setting)
    parts = (options.only,) if options.only else ("tables", "notes")
    changes = some([c for c in judge.changes() if _part(c) in parts], options.sample)
    respellings = some([c for c in judge.respellings() if _part(c) in parts], options.sample)
    layouts = list(respelt_texts(judge.text)) if options.via == "text" else []
    if options.sample:
        layouts = layouts[: options.sample]
    with multiprocessing.Pool(options.jobs, _start, setting) as pool:
        results = pool.map(_judged, changes, chunksize=16)
        flagged = [pair for pair in pool.map(_complained, respellings, chunksize=16) if pair[1]]
        relaid = [pair for pair in pool.map(_laid_out, layouts, chunksize=16) if pair[1]]

    figures = printed_figures(judge.budget)
    print(f"{options.document.name}: {len(figures)} printed figures, {len(results)} mutants")
    lost = sorted({f.id for f in figures} - {change.figure for change in changes})
    if lost and not (options.sample or options.only):
        print(f"not changed, for they were not found in the text: {', '.join(lost)}")
    rates(results, lambda r: r.change.where, "table or section")
    rates(results, lambda r: r.change.kind, "kind of misprint")
    rates(results, lambda r: _part(r.change), "all")
    hidden = Counter((_part(r.change), r.hidden) for r in results if not r.detected)
    for (part, what), n in sorted(hidden.items()):
        print(f"{part}, {what:<22}{n:>9}")
    own = [r for r in results if r.hidden != "already told"]
    rates(own, lambda r: _part(r.change), "but for those already told")
    told = [r for r in results if r.hidden not in UNCONTRADICTED]
    rates(told, lambda r: _part(r.change), "contradicted by the document")
    invisible(results, judge.budget)
    total = len(respellings) + len(layouts)
    print(f"\nharmless respellings: {total}, flagged: {len(flagged) + len(relaid)}")
    for change, names in flagged:
        what = f"{change.figure} {change.old!r} -> {change.new!r}"
        print(f"  {change.kind}: {what}: {', '.join(names)}")
    for kind, names in relaid:
        print(f"  {kind}: {', '.join(names)}")


if __name__ == "__main__":
    main()
