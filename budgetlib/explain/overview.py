"""The whole disclosure at a glance: verdict, key figures, what was found and compared."""

from collections import Counter
from decimal import Decimal
from itertools import combinations
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import (
    Exhibit,
    Sentence,
    Shown,
    as_printed,
    capital,
    dated,
    folded,
    framed,
    in_units,
    percent,
    say,
    sentence,
)
from budgetlib.figures import MINUS, Figure
from budgetlib.rules.reconcile import VERDICTS
from budgetlib.show import SEVERITIES, WORDS, said
from budgetlib.show.answers import keyed, wan
from budgetlib.show.told import Told, compared_base
from budgetlib.vocabulary import Label, joined
from budgetlib.vocabulary.phrases import label, labels, piece

STRONGEST = 12
FIRST = 8  # causes on the first screen
LONG = 60  # characters of a fact that stands below it


def changed(figure: Figure, before: Decimal | None, told: Told | None) -> Sentence:
    """The change of a key figure since the year before, as the notes tell it where they do."""
    if before is None:
        return say("overview.unknown")
    step = wan(figure) - before if told is None or told.step is None else told.step
    since = dated(figure.year - 1, compared_base(told) if told else "") if figure.year else ""
    fields = {
        "step": step,
        "before": as_printed(before, told.figures) if told else before,
        "rate": f"{step / before * 100:+.1f}%".replace("-", MINUS) if before else "",
        "since": since,
    }
    return say(f"overview.{'level' if not step else 'changed' if before else 'new'}", **fields)


def facts(budget: Budget) -> Exhibit:
    """The unit's facts, as the disclosure tells them."""
    offices = [s.value for s in budget.statements if s.kind == "office"]
    staff = next((c for c in budget.all_claims if (c.key, c.measure) == ("staff", "count")), None)
    listed = {number for number, *_ in budget.listed} | set(budget.tables)
    scope = vocabulary.scope(budget.level, budget.kind)
    told: dict[str, Any] = {
        "code": budget.unit_code,
        "kind": Label(scope.english.capitalize(), scope.chinese),
        "staff": Label(*in_units(staff.figure.printed, staff.figure.unit)) if staff else "",
        "offices": Label(*piece("overview.offices", n=len(offices), names=offices))
        if offices
        else "",
        "tables": Label(*piece("overview.tables", there=len(budget.tables), listed=len(listed))),
        "sections": str(sum(bool(note.claims) for note in budget.notes.values())),
    }
    rows = [(label("fact", key), value) for key, value in told.items() if value]
    return framed("overview.facts", rows)


def verdict(reconciliation: Reconciliation) -> Sentence:
    """The verdict in one line of each language."""
    return say("overview.verdict", said=reconciliation.said)


def card(reconciliation: Reconciliation) -> Shown:
    """The first screen: verdict, figures with their changes, the gravest causes, the unit."""
    result, budget = reconciliation, reconciliation.budget
    english, chinese = vocabulary.label("state", result.state)
    state = Label(english.capitalize(), chinese)
    figures = [
        (label("key", name), f"{wan(figure):,.2f}", changed(figure, before, told))
        for name, figure, before, told in keyed(budget)
    ]
    drawn = "".join(
        f"<li><small>{said(name)}</small> <b>{amount}</b> {said(change)}</li>"
        for name, amount, change in figures
    )
    titled = [(n, c, sentence(*c.title)) for n, c in enumerate(result.causes, 1)]
    listed = "".join(_line(*each) for each in titled[:FIRST])
    html = [
        f'<div class="verdict {result.state}"><p class="state">{said(state)}</p>',
        f"{said(_found(result), 'p')}{_unit(budget)}</div>",
        f'<ul class="figures">{drawn}</ul>' if figures else "",
        f'<ol class="causes">{listed}</ol>' if titled else "",
    ]
    if more := "".join(_line(*each) for each in titled[FIRST:]):
        told = say("overview.more", n=len(titled) - FIRST)
        html.append(folded(told, f'<ol class="causes">{more}</ol>'))
    text = [f"{name}: {amount} {change.english}" for name, amount, change in figures]
    text += [f"{n}. {told}" for n, _, told in titled[:FIRST]]
    return Shown("\n".join(filter(None, html)), "\n".join([str(verdict(result)), *text]))


def _unit(budget: Budget) -> str:
    """The unit's facts in one line."""
    rows = [(name, value) for name, (value,) in facts(budget).iterrows()]
    told = (
        f"<small>{said(name)}</small> {said(value)}" for name, value in rows if len(value) < LONG
    )
    return f'<p class="unit">{" · ".join(told)}</p>'


def _line(n: int, cause: Any, told: Sentence) -> str:
    severity = said(label("weight", cause.severity))
    weight = f'<span class="weight {cause.severity}">{severity}</span>'
    return f'<li value="{n}">{weight} <span data-finding="{n}">{said(told)}</span></li>'


def _found(result: Reconciliation) -> Sentence:
    """What was found, how much of it all was tied, and what was not read."""
    tied, amounts = result.tied_amounts
    found = [
        piece(f"overview.{key}", n=result.found[key]) for key in SEVERITIES if result.found[key]
    ]
    told = say(
        "overview.found",
        found=found or [piece("overview.nothing")],
        tied=percent(Decimal(tied), Decimal(amounts)),
        amounts=amounts,
        reading=result.reading or [piece("verdict.all_read")],
        absent=not result.budget.tables,
    )
    return capital(told)


def matrix(reconciliation: Reconciliation) -> Exhibit:
    """How the comparisons of each kind of rule, and of all, came out: a column a verdict."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in labels("rules")}
    for result in reconciliation.results:
        counts.setdefault(result.rule.kind, Counter())[result.verdict] += 1
    told = [(label("rules", kind), count) for kind, count in counts.items()]
    told.append((label("one", "sum"), Counter(reconciliation.verdicts)))
    rows = [(name, *(count[v] for v in VERDICTS)) for name, count in told]
    return framed("overview.matrix", rows, [WORDS[v] for v in VERDICTS])


def _name(place: str) -> str:
    return vocabulary.table(place) if place[0].isdigit() else vocabulary.section(place)


def tied_pairs(reconciliation: Reconciliation) -> Exhibit:
    """The pairs of places that most comparisons join, the `STRONGEST` of them."""
    counts: Counter[tuple[str, str]] = Counter()
    for relation, _ in reconciliation.evaluated:
        counts.update(combinations(sorted(relation.looks_at), 2))
    told = counts.most_common(STRONGEST)
    rows = [(joined(" – ", _name(a), _name(b)), count) for (a, b), count in told]
    return framed("overview.tied_pairs", rows, shown=len(rows), all=len(counts))
