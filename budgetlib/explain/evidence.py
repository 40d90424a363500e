"""What every section shows alike: the claims of its note, and the comparisons about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.disclosure import Disclosure
from budgetlib.explain.wording import counted, sentence
from budgetlib.printed import Claim
from budgetlib.reconcile import VERDICTS, Comparison, together
from budgetlib.relations import INCONSISTENT, NOT_RUN, ROUNDING
from budgetlib.show import SEVERITIES, WORDS
from budgetlib.show.exhibit import Exhibit, exhibit
from budgetlib.tell.text import row_and_column

DIRECTIONS = {1: "more 增加", -1: "less 减少", 0: "unchanged 持平"}
MEASURES = {
    "amount": "amount 金额",
    "change": "change 增减额",
    "share": "share 占比",
    "growth": "growth 增长率",
    "count": "count 数量",
    "count_change": "change of count 数量增减",
    "target": "target 指标",
    "price": "price 单价",
    "zero": "nothing 没有",
}
WHOLES = {"total": "of the total 占合计", "year_expenditure": "of this year's 占本年支出"}
STATED = (
    "subject 所述",
    "measure 类别",
    "printed 印出",
    "unit 单位",
    "change 增减",
    "compared 比较",
)


def claims_of(budget: Budget, *topics: str) -> list[Claim]:
    """The claims of every section of the notes on these topics; none where there is none."""
    return [c for note in budget.notes.values() if note.topic in topics for c in note.claims]


def of_the_year(budget: Budget, claim: Claim) -> bool:
    """Whether a claim is of the disclosure's own year, and of what was executed in accounts."""
    planned = budget.kind == "决算" and claim.figure.base != "决算"
    return claim.figure.year == budget.year and not planned


def stated(budget: Budget, *topics: str) -> Exhibit:
    """What the sections of the notes on some topics state, figure by figure.

    Parameters
    ----------
    budget
        A disclosure.
    topics
        Of the sections, for instance ``"three_public"``.

    Returns
    -------
    Exhibit
        One row for each claim, as printed; empty where the notes have no such section.
    """
    rows = [_stated(claim) for claim in claims_of(budget, *topics)]
    return exhibit(rows, "claim 说明", "What the note states 情况说明所述", STATED)


def _stated(claim: Claim) -> dict[str, str]:
    base = WHOLES.get(claim.compared_base, claim.compared_base)
    against = f"{claim.compared or ''}{base}"
    return {
        "claim 说明": vocabulary.claim(claim.id),
        "subject 所述": claim.subject,
        "measure 类别": MEASURES.get(claim.measure, claim.measure),
        "printed 印出": claim.figure.printed,
        "unit 单位": "" if claim.figure.worded else claim.figure.unit,
        "change 增减": DIRECTIONS[claim.direction] if claim.direction is not None else "",
        "compared 比较": against,
    }


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
        or places & _places(result)
        or (result.verdict == NOT_RUN and _of(result, unrun))
    ]


def _of(result: Comparison, rules: tuple[str, ...]) -> bool:
    return result.rule.name in rules or result.rule.kind in rules


def _places(result: Comparison) -> set[str]:
    """The tables and sections that a comparison looks at."""
    if result.relation is None:
        return set()
    looked_at = [term.figure.place for term in result.relation.terms]
    looked_at += [cited.place for cited in result.relation.cited]
    return {name for place in looked_at for name in (place.table, place.section) if name}


def agreement(results: list[Comparison]) -> Exhibit:
    """How many comparisons of each rule came out how.

    Parameters
    ----------
    results
        Comparisons, for instance from `comparisons_about`.

    Returns
    -------
    Exhibit
        One row for each rule, one column for each verdict; what does not hold comes first, then
        what could not run, then what needed rounding.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for result in results:
        counts.setdefault(result.rule.sentence, Counter())[result.verdict] += 1
    rows = [
        {"rule 规则": f"{english} {chinese}"} | {WORDS[v]: count[v] for v in VERDICTS}
        for (english, chinese), count in sorted(counts.items(), key=_gravity)
    ]
    columns = tuple(WORDS.values())
    return exhibit(rows, "rule 规则", "Do they agree, rule by rule 逐条规则的核对结果", columns)


def _gravity(counted: tuple[tuple[str, str], Counter[str]]) -> tuple[bool, ...]:
    """Sorts what does not hold first, otherwise in the order of the rules."""
    return tuple(not counted[1][v] for v in (INCONSISTENT, NOT_RUN, ROUNDING))


def differences(results: list[Comparison]) -> Exhibit:
    """The findings, with both sides, and the comparisons that could not run, with the reason.

    Parameters
    ----------
    results
        Comparisons, for instance from `comparisons_about`.

    Returns
    -------
    Exhibit
        One row each, the gravest first: both sides as text, their difference, the places.
        Comparisons of one rule with the same two sides are one finding; what could not run for
        one reason is one line (`agreement` names the rules).
    """
    kept = [r for level in SEVERITIES for r in results if _open(r, level)]
    rows = [_difference(same) for same in together(kept)]
    rows += _unrun([r for r in results if r.verdict == NOT_RUN])
    columns = (
        "weight 轻重",
        "left 一方",
        "right 另一方",
        "difference 差",
        "places 位置",
        "reason 原因",
    )
    return exhibit(rows, "rule 规则", "What does not agree or was not checked 不符与未核", columns)


def _open(result: Comparison, severity: str) -> bool:
    return result.verdict == INCONSISTENT and result.severity == severity


def _difference(same: list[Comparison]) -> dict[str, str]:
    result, told = same[0], same[0].as_dict()
    places = dict.fromkeys(_where(p, each.budget) for each in same for p in each.places)
    return {
        "rule 规则": " ".join(result.rule.sentence),
        "weight 轻重": WORDS[NOT_RUN] if result.verdict == NOT_RUN else SEVERITIES[result.severity],
        "left 一方": told["printed"] if result.relation else "",
        "right 另一方": told["expected"] if result.relation else "",
        "difference 差": told["difference"],
        "places 位置": "; ".join(places),
        "reason 原因": " ".join(filter(None, result.reason)),
    }


def _unrun(results: list[Comparison]) -> Iterator[dict[str, str]]:
    """What could not run: a line for each reason, with the rule or how many they are."""
    by_reason: dict[tuple[str, ...], list[Comparison]] = {}
    for result in results:
        by_reason.setdefault(result.reason, []).append(result)
    for same in by_reason.values():
        rules = {result.rule.name for result in same}
        places = dict.fromkeys(_where(p, each.budget) for each in same for p in each.places)
        told = f"{len(rules)} rules {len(rules)}条规则"
        row = _difference(same[:1]) | {"places 位置": "; ".join(places)}
        yield row if len(rules) == 1 else row | {"rule 规则": told, "left 一方": ""}


def _where(place: dict[str, Any], budget: Disclosure | None) -> str:
    if place.get("table"):
        return f"表{place['table']} {row_and_column(place, budget)[0]}".strip()
    return f"{vocabulary.section(place.get('section', ''))} {place.get('item', '')}".strip()


def verdict(results: list[Comparison]) -> str:
    """Count the comparisons in one sentence of each language.

    Parameters
    ----------
    results
        Comparisons, for instance from `comparisons_about`.

    Returns
    -------
    str
        The sentence in English, then in Chinese.
    """
    n = Counter(result.verdict for result in results)
    run = len(results) - n["not_run"]
    found = len(together([r for r in results if r.verdict == INCONSISTENT]))
    return sentence(
        f"Of {counted(run, 'comparison')} {n['exact']} hold exactly, {n['rounding']} within "
        f"rounding, {n['inconsistent']} do not hold{_in(found)[0]}; "
        f"{n['not_run']} could not be run.",
        f"共核对{run}处：相符{n['exact']}处，尾差{n['rounding']}处，"
        f"不符{n['inconsistent']}处{_in(found)[1]}；另有{n['not_run']}处未核。",
    )


def _in(findings: int) -> tuple[str, str]:
    """How many findings the comparisons that do not hold make, where there are any."""
    if not findings:
        return "", ""
    return f", in {counted(findings, 'finding')}", f"、{findings}项"
