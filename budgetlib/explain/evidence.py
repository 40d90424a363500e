"""What every section shows alike: the claims of its note, and the comparisons about it."""

from collections import Counter
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import Exhibit, Sentence, dated, floated, framed, in_units, say
from budgetlib.figures import MINUS, Claim, grouped, spoken
from budgetlib.relations import EXACT, INCONSISTENT, NOT_RUN, ROUNDING
from budgetlib.rules.comparison import Comparison
from budgetlib.rules.reconcile import VERDICTS
from budgetlib.show import WORDS
from budgetlib.show.told import executed
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.phrases import label, labels


def claims_of(budget: Budget, *topics: str) -> list[Claim]:
    """The claims of every section of the notes on these topics; none where there is none."""
    return [c for note in budget.notes.values() if note.topic in topics for c in note.claims]


def own_amounts(budget: Budget, *topics: str) -> list[Claim]:
    """The amounts of the disclosure's year that the notes tell of these topics."""
    told = (c for c in claims_of(budget, *topics) if c.measure == "amount" and c.figure.of)
    return [c for c in told if of_the_year(budget, c)]


def amounts(budget: Budget, *topics: str) -> Exhibit:
    """What the notes tell of these topics, a row for each thing of which they tell an amount."""
    told = {c.subject: floated(c.figure) for c in reversed(own_amounts(budget, *topics))}
    return framed("evidence.amounts", reversed(told.items()))


def of_the_year(budget: Budget, claim: Claim) -> bool:
    """Whether a claim is of the disclosure's own year, and of what was executed in accounts."""
    return claim.figure.year == budget.year and executed(budget, claim)


def direction(claim: Claim | None, unknown: str = "") -> str:
    """The word for the direction of a change."""
    told = claim.direction if claim else None
    return unknown if told is None else label("direction", str(told))


def stated(budget: Budget, *topics: str) -> Exhibit:
    """What the sections of the notes on some topics state, as printed: a row for each thing told.

    A change, a growth or a share stands in the row of the amount that it belongs to.
    """
    told: dict[str, dict[str, Claim]] = {}
    for claim in claims_of(budget, *topics):
        first = claim.of if claim.of in told and claim.measure not in told[claim.of] else claim.id
        told.setdefault(first, {})[claim.measure] = claim
    return framed("evidence.stated", map(_stated, told.values()))


FIRST = (INCONSISTENT, NOT_RUN, ROUNDING)
BESIDE = ("change", "growth", "share")  # what is told of an amount


def _stated(told: dict[str, Claim]) -> tuple[Any, ...]:
    first = next(iter(told.values()))
    change, growth, share = map(told.get, BESIDE)
    alone = first.measure in BESIDE
    compared = change or growth
    return (
        first.subject,
        "" if alone else _printed(first),
        "" if not change else _printed(change) if change.figure.worded else _moved(change),
        f"{MINUS * (growth.direction == -1)}{growth.figure.printed}" if growth else "",
        share.figure.printed if share else "",
        dated(compared.compared or "", compared.compared_base) if compared else "",
        Label(*first.figure.place.words),
    )


def _moved(change: Claim) -> str:
    told, printed = direction(change), _printed(change)
    moved = f"{chinese(told)}{printed}"
    return Label(f"{english(told)} {printed}".lstrip(), moved, moved)


def _printed(claim: Claim) -> str:
    if claim.figure.worded:
        return claim.figure.printed
    told = in_units(claim.figure.printed, claim.figure.unit)
    plain = claim.figure.unit not in labels("unit")
    return told.chinese if plain else Label(told.english, told.chinese, told.chinese)


def comparisons_about(
    reconciliation: Reconciliation,
    topics: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    rules: tuple[str, ...] = (),
    unrun: tuple[str, ...] = (),
) -> list[Comparison]:
    """The comparisons that look at sections or tables, or are of `rules`; `unrun` if they did not.

    Rules are told by their names or kinds.
    """
    budget = reconciliation.budget
    places = {note.section for note in budget.notes.values() if note.topic in topics}
    places |= {table.number for table in budget.tables.values() if table.role in roles}
    return [
        result
        for result in reconciliation.results
        if _of(result, rules)
        or not (result.relation is None or places.isdisjoint(result.relation.looks_at))
        or (result.verdict == NOT_RUN and _of(result, unrun))
    ]


def _of(result: Comparison, rules: tuple[str, ...]) -> bool:
    return result.rule.name in rules or result.rule.kind in rules


def agreement(results: list[Comparison]) -> Exhibit:
    """How many comparisons of each rule came out how: a column for each verdict.

    What does not hold comes first, then what could not run, then what needed rounding.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for result in results:
        counts.setdefault(result.rule.sentence, Counter())[result.verdict] += 1
    rows = [
        (Label(*sentence), *(count[verdict] for verdict in VERDICTS))
        for sentence, count in sorted(
            counts.items(), key=lambda each: [not each[1][v] for v in FIRST]
        )
    ]
    return framed("evidence.agreement", rows, WORDS.values())


def recomputed(results: list[Comparison]) -> Exhibit:
    """Comparisons one by one: what was compared, both sides, the difference."""
    return framed("evidence.recomputed", dict.fromkeys(map(_recomputed, results)))


def _recomputed(result: Comparison) -> tuple[Any, ...]:
    told, terms = result.outcome, result.relation.terms if result.relation else ()
    place = terms[0].figure.place
    assert result.budget is not None
    return (
        Label(*result.budget.shown(place).words),
        labels("check").get(result.rule.name, Label(*result.rule.sentence)),
        *(
            side if isinstance(side, str) else spoken(side)
            for side in (told.printed, told.expected)
        ),
        told.unit,
        spoken(told.difference),
        WORDS[result.verdict],
    )


def not_run(results: list[Comparison]) -> Exhibit:
    """What could not run: a row for each reason, with how many rules it stops."""
    rules = grouped((r.reason, r.rule.name) for r in results if r.verdict == NOT_RUN)
    rows = ((Label(*told), len({*names})) for told, names in rules.items())
    return framed("evidence.not_run", rows)


def outcomes(results: list[Comparison]) -> dict[str, int]:
    """How many comparisons there are, and how many came out how, for a phrase."""
    n = Counter(result.verdict for result in results)
    near = len(results) - n[EXACT] - n[INCONSISTENT]
    return {"n": len(results), "exact": n[EXACT], "near": near, "bad": n[INCONSISTENT]}


def verdict(results: list[Comparison]) -> Sentence:
    """How many rules and comparisons there are, and how they came out."""
    n = Counter(result.verdict for result in results)
    return say(
        "section.checked",
        **{verdict: n[verdict] for verdict in VERDICTS},
        rules=len({result.rule.name for result in results}),
        run=len(results) - n[NOT_RUN],
    )
