"""The whole disclosure at a glance: facts, verdict, findings, coverage, what was not checked."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import combinations, combinations_with_replacement
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import looked_at
from budgetlib.explain.totals import grand_total
from budgetlib.explain.wording import Sentence, framed, number, say
from budgetlib.locate import Cause
from budgetlib.phrases import label, labels, piece
from budgetlib.printed import Claim
from budgetlib.reconcile import VERDICTS, side_of
from budgetlib.relations import INCONSISTENT, NOT_RUN
from budgetlib.show import SEVERITIES, WORDS
from budgetlib.show.exhibit import Exhibit
from budgetlib.show.told import total_told

STRONGEST = 12


def facts(budget: Budget) -> Exhibit:
    """The unit's facts, as the disclosure tells them."""
    offices = [s.value for s in budget.statements if s.kind == "office"]
    staff = _claim(budget, "staff")
    listed = {number for number, *_ in budget.listed} | set(budget.tables)
    there = piece("overview.tables", there=len(budget.tables), listed=len(listed))
    told = {
        "unit": budget.unit,
        "code": budget.unit_code or "—",
        "year": str(budget.year),
        "level": budget.level,
        "kind": budget.kind,
        "offices": piece("overview.offices", n=len(offices), names=offices)[1] if offices else "—",
        "staff": f"{staff.figure.printed} {staff.figure.unit}" if staff else "—",
        "total": piece("overview.total", amount=_total(budget)).english,
        "tables": there.english,
        "sections": str(len(_sections(budget))),
    }
    return framed("overview.facts", ((label("fact", key), value) for key, value in told.items()))


def _sections(budget: Budget) -> list[str]:
    """The sections of the notes that claim anything, as they follow one another."""
    filled = [note for note in budget.notes.values() if note.claims]
    filled.sort(key=lambda note: (note.place.page or 0, note.place.line or 0))
    return [note.section for note in filled]


def _claim(budget: Budget, key: str) -> Claim | None:
    return next((c for c in budget.all_claims if c.key == key and c.measure == "count"), None)


def _total(budget: Budget) -> Decimal | None:
    told = total_told(budget, "overall")
    if told:
        return told.value
    figure = grand_total(budget, "summary") if budget.has("summary") else None
    return figure.value if figure else None


def verdict(reconciliation: Reconciliation) -> Sentence:
    """The verdict in one line of each language."""
    return say("overview.verdict", said=reconciliation.said)


def findings(reconciliation: Reconciliation) -> Exhibit:
    """The causes of the inconsistencies, gravest first, each with what it explains."""
    rows = [_finding(at, cause) for at, cause in enumerate(reconciliation.causes, 1)]
    wrong = reconciliation.verdicts[INCONSISTENT]
    return framed("overview.findings", rows, wrong=wrong, found=len(rows))


def _finding(at: int, cause: Cause) -> tuple[Any, ...]:
    first = cause.comparisons[0]
    more = len({c.rule.name for c in cause.comparisons}) - 1
    places = dict.fromkeys(_name(place) for c in cause.comparisons for place in looked_at(c))
    return (
        at,
        SEVERITIES[cause.severity],
        " ".join(first.rule.sentence) + (piece("overview.more_rules", n=more)[0] if more else ""),
        f"{side_of(first.outcome.printed)} ↔ {side_of(first.outcome.expected)}",
        " ".join(cause.message) if cause.answers else "—",
        len(cause.comparisons),
        "; ".join(places),
    )


def matrix(reconciliation: Reconciliation) -> Exhibit:
    """How the comparisons of each kind of rule, and of all, came out: a column a verdict."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in labels("rules")}
    for result in reconciliation.results:
        counts.setdefault(result.rule.kind, Counter())[result.verdict] += 1
    shown = [(label("rules", kind), count) for kind, count in counts.items()]
    shown.append((piece("overview.all").english, Counter(reconciliation.verdicts)))
    rows = ((name, *(count[v] for v in VERDICTS)) for name, count in shown)
    return framed("overview.matrix", rows, [WORDS[v] for v in VERDICTS])


def ties(reconciliation: Reconciliation) -> Exhibit:
    """How many comparisons look at two places at once; at one alone, on the diagonal."""
    names = [*reconciliation.budget.tables, *_sections(reconciliation.budget)]
    counts: Counter[tuple[str, str]] = Counter()
    for result in reconciliation.results:
        here = sorted(set(looked_at(result)) & set(names), key=names.index)
        if result.verdict != NOT_RUN:
            pairs = combinations_with_replacement(here, 2)
            counts.update(p for p in pairs if (p[0] != p[1]) == (len(here) > 1))
    rows = [(_name(a), *(counts[a, b] or counts[b, a] for b in names)) for a in names]
    return framed("overview.ties", rows, map(_name, names))


def _name(place: str) -> str:
    return number(place) if place[0].isdigit() else vocabulary.section(place)


def tied_pairs(reconciliation: Reconciliation) -> Exhibit:
    """The pairs of places that most comparisons join, the `STRONGEST` of them."""
    square = ties(reconciliation)
    joined = ((a, b, int(square.loc[a, b])) for a, b in combinations(square.index, 2))
    pairs = [(f"{a} – {b}", count) for a, b, count in joined if count]
    pairs.sort(key=lambda pair: -pair[1])
    shown = pairs[:STRONGEST]
    return framed("overview.tied_pairs", shown, shown=len(shown), all=len(pairs))
