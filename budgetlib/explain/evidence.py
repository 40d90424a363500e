"""What every section shows alike: the claims of its note, and the comparisons about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.disclosure import Disclosure
from budgetlib.explain.wording import Sentence, framed, number, say
from budgetlib.phrases import label, piece
from budgetlib.printed import Claim
from budgetlib.reconcile import VERDICTS, Comparison, together
from budgetlib.relations import EXACT, INCONSISTENT, NOT_RUN, ROUNDING
from budgetlib.show import SEVERITIES, WORDS
from budgetlib.show.exhibit import Exhibit
from budgetlib.show.told import executed


def claims_of(budget: Budget, *topics: str) -> list[Claim]:
    """The claims of every section of the notes on these topics; none where there is none."""
    return [c for note in budget.notes.values() if note.topic in topics for c in note.claims]


def of_the_year(budget: Budget, claim: Claim) -> bool:
    """Whether a claim is of the disclosure's own year, and of what was executed in accounts."""
    return claim.figure.year == budget.year and executed(budget, claim)


def direction(claim: Claim | None, unknown: str = "") -> str:
    """The word for the direction of a change."""
    told = claim.direction if claim else None
    return unknown if told is None else label("direction", str(told))


def stated(budget: Budget, *topics: str) -> Exhibit:
    """What the sections of the notes on some topics state, claim by claim, as printed."""
    return framed("evidence.stated", map(_stated, claims_of(budget, *topics)))


def _stated(claim: Claim) -> tuple[str, ...]:
    return (
        vocabulary.claim(claim.id),
        claim.subject,
        label("measure", claim.measure),
        claim.figure.printed,
        "" if claim.figure.worded else claim.figure.unit,
        direction(claim),
        f"{claim.compared or ''}{label('whole', claim.compared_base)}",
    )


def comparisons_about(
    reconciliation: Reconciliation,
    topic: str | tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    rules: tuple[str, ...] = (),
    unrun: tuple[str, ...] = (),
) -> list[Comparison]:
    """The comparisons that look at a section of the notes, at tables, or belong to rules.

    Parameters
    ----------
    reconciliation
        Of a disclosure.
    topic, roles
        Of the section or sections, and of the tables; what looks at either is taken.
    rules
        Names or kinds of rules that are taken whole.
    unrun
        Names or kinds of rules that are taken where they could not run.
    """
    budget = reconciliation.budget
    topics = (topic,) if isinstance(topic, str) else topic
    places = {note.section for note in budget.notes.values() if note.topic in topics}
    places |= {table.number for table in budget.tables.values() if table.role in roles}
    return [
        result
        for result in reconciliation.results
        if _of(result, rules)
        or places & set(looked_at(result))
        or (result.verdict == NOT_RUN and _of(result, unrun))
    ]


def _of(result: Comparison, rules: tuple[str, ...]) -> bool:
    return result.rule.name in rules or result.rule.kind in rules


def looked_at(result: Comparison) -> list[str]:
    """The tables and sections that a comparison looks at."""
    if result.relation is None:
        return []
    places = [term.figure.place for term in result.relation.terms]
    places += [cited.place for cited in result.relation.cited]
    return [name for place in places if (name := place.table or place.section)]


def agreement(results: list[Comparison]) -> Exhibit:
    """How many comparisons of each rule came out how: a column for each verdict.

    What does not hold comes first, then what could not run, then what needed rounding.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for result in results:
        counts.setdefault(result.rule.sentence, Counter())[result.verdict] += 1
    rows = [
        (" ".join(sentence), *(count[verdict] for verdict in VERDICTS))
        for sentence, count in sorted(counts.items(), key=_gravity)
    ]
    return framed("evidence.agreement", rows, WORDS.values())


def _gravity(counted: tuple[tuple[str, str], Counter[str]]) -> tuple[bool, ...]:
    """Sorts what does not hold first, otherwise in the order of the rules."""
    return tuple(not counted[1][v] for v in (INCONSISTENT, NOT_RUN, ROUNDING))


def differences(results: list[Comparison]) -> Exhibit:
    """The findings with both sides, the gravest first, then what could not run, by reason.

    Comparisons of one rule with the same two sides are one finding; what could not run for
    one reason is one line (`agreement` names the rules).
    """
    kept = [
        result
        for severity in SEVERITIES
        for result in results
        if result.verdict == INCONSISTENT and result.severity == severity
    ]
    rows = [_difference(same) for same in together(kept)]
    rows += _unrun([result for result in results if result.verdict == NOT_RUN])
    return framed("evidence.differences", rows)


def _difference(same: list[Comparison], rule: str = "") -> tuple[str, ...]:
    result, told = same[0], same[0].as_dict()
    places = dict.fromkeys(_where(p, each.budget) for each in same for p in each.places)
    sides = (told["printed"], told["expected"]) if result.relation else ("", "")
    return (
        rule or " ".join(result.rule.sentence),
        WORDS[NOT_RUN] if result.verdict == NOT_RUN else SEVERITIES[result.severity],
        "" if rule else sides[0],
        sides[1],
        told["difference"],
        "; ".join(places),
        " ".join(filter(None, result.reason)),
    )


def _unrun(results: list[Comparison]) -> Iterator[tuple[str, ...]]:
    """What could not run: a line for each reason, with the rule or how many they are."""
    by_reason: dict[tuple[str, ...], list[Comparison]] = {}
    for result in results:
        by_reason.setdefault(result.reason, []).append(result)
    for same in by_reason.values():
        n = len({result.rule.name for result in same})
        yield _difference(same, " ".join(piece("evidence.rules", n=n)) if n > 1 else "")


def _where(place: dict[str, Any], budget: Disclosure | None) -> str:
    if place.get("table"):
        row = budget.row_shown(place["table"], place["row"]) if budget else place["row"]
        return f"{number(place['table'])} {vocabulary.cell(row, place['column'])[0]}".strip()
    return f"{vocabulary.section(place.get('section', ''))} {place.get('item', '')}".strip()


def outcomes(results: list[Comparison]) -> dict[str, int]:
    """How many comparisons there are, and how many came out how, for a phrase."""
    n = Counter(result.verdict for result in results)
    near = len(results) - n[EXACT] - n[INCONSISTENT]
    return {"n": len(results), "exact": n[EXACT], "near": near, "bad": n[INCONSISTENT]}


def verdict(results: list[Comparison]) -> Sentence:
    """Count the comparisons in one sentence of each language."""
    n = Counter(result.verdict for result in results)
    found = len(together([r for r in results if r.verdict == INCONSISTENT]))
    return say(
        "evidence.verdict",
        **{verdict: n[verdict] for verdict in VERDICTS},
        run=len(results) - n[NOT_RUN],
        found=found,
    )
