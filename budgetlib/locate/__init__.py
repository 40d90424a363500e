"""Which printed figures are to be doubted where a disclosure does not hold together.

After Fellegi and Holt (1976): the smallest set of figures that, printed otherwise, would let every
equation hold within rounding. All the smallest sets are told, none is picked.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from budgetlib.figures import Figure
from budgetlib.locate.cause import IN_WORDS, MET, NOT_FOUND, Answer, Cause, Causes, Repair, repaired
from budgetlib.locate.elimination import Clash, TooMany
from budgetlib.locate.equations import Equation, System, system
from budgetlib.locate.evidence import borne_out, likeliest
from budgetlib.locate.search import Effort, GaveUp, Solution, allowed, cheapest, values
from budgetlib.reconcile import Comparison, Reconciliation, together
from budgetlib.relations import Fact

__all__ = ["Answer", "Cause", "Causes", "Repair", "locate"]

Group = list[Equation]
Solved = tuple[Group, list[Solution]]  # no solutions: not found


def locate(reconciliation: Reconciliation) -> tuple[Cause, ...]:
    """Find the causes of the inconsistencies."""
    if not reconciliation.inconsistent:
        return ()
    known = system(reconciliation.results)
    groups = components([e for e in known.equations if not e.holds])
    solved = _alike(_solved(known, sorted(groups, key=len), Effort()))
    told = {id(e.comparison) for group, _ in solved for e in group}
    rest = [c for c in reconciliation.inconsistent if id(c) not in told]
    causes = [_cause(reconciliation, known, each, rest) for each in solved]
    taken = {id(c) for cause in causes for c in cause.comparisons}
    alone = _in_words([c for c in rest if id(c) not in taken])
    causes += [Cause(reconciliation.budget, tuple(c), (), IN_WORDS) for c in alone]
    order = {id(c): at for at, c in enumerate(reconciliation.results)}
    first = {id(cause): min(order[id(c)] for c in cause.comparisons) for cause in causes}
    return tuple(sorted(causes, key=lambda cause: (MET[cause.severity], first[id(cause)])))


def components(broken: Iterable[Equation]) -> list[Group]:
    """Put broken equations together that share a printed figure, directly or by others."""
    groups: list[tuple[set[str], Group]] = []
    for equation in broken:
        names = {n for n, f in equation.figures.items() if f.value is not None}
        meeting = [g for g in groups if g[0] & names]
        groups = [g for g in groups if not g[0] & names]
        names = names.union(*(g[0] for g in meeting))
        groups.append((names, [*(e for _, g in meeting for e in g), equation]))
    return [group for _, group in groups]


def _solved(known: System, groups: list[Group], effort: Effort) -> list[Solved]:
    """Solutions for each group; groups whose solutions clash in an equation are one group."""
    solved = [(group, _searched(known, group, effort)) for group in groups]
    for at, (group, found) in enumerate(solved):
        for before, (other, others) in enumerate(solved[:at]):
            if found and others and not _fit(known, found[0], others[0]):
                rest = [g for i, (g, _) in enumerate(solved) if i not in (at, before)]
                return _solved(known, [*rest, other + group], effort)
    return solved


def _searched(known: System, group: Group, effort: Effort) -> list[Solution]:
    try:
        return borne_out(known, cheapest(known, group, effort))
    except GaveUp:
        return []


def _fit(known: System, one: Solution, other: Solution) -> bool:
    """Whether two solutions leave each other's equations whole."""
    names, doubted = one.figures.keys() | other.figures.keys(), {*one.rules, *other.rules}
    touched = [e for e in known.touching(names) if e not in doubted]
    sides = (one.figures.keys(), other.figures.keys())
    try:
        if any(all(e.figures.keys() & side for side in sides) for e in touched):
            allowed(touched, names, known.figures)
    except (Clash, TooMany):
        return False
    return True


def _alike(solved: list[Solved]) -> list[Solved]:
    """Groups that only doubt the same rule by the same amount are one."""
    kept: dict[object, Solved] = {}
    for group, found in solved:
        rules = found[0].rules if len(found) == 1 and not found[0].figures else ()
        gap = {e.comparison.outcome.difference for e in rules}
        key = (rules[0].premise, *gap) if len(gap) == 1 else id(group)
        before, others = kept.get(key, ([], []))
        both = [Solution(found[0].cost, {}, others[0].rules + rules)] if others else found
        kept[key] = (before + group, both)
    return list(kept.values())


def _cause(
    reconciliation: Reconciliation, known: System, solved: Solved, rest: Sequence[Comparison]
) -> Cause:
    group, found = solved
    answers = sorted((_answer(s, known) for s in found), key=_unlikely)
    doubted = {r.figure.id for answer in answers for r in answer.repairs}
    explained = [e.comparison for e in group]
    explained += [c for c in rest if doubted & _figures(c)]
    comparisons = tuple(sorted(explained, key=lambda c: MET[c.severity]))
    reason = ("", "") if answers else NOT_FOUND
    return Cause(reconciliation.budget, comparisons, tuple(answers), reason)


def _in_words(found: Sequence[Comparison]) -> list[list[Comparison]]:
    """Those of one rule together that miss the same, or have the same two sides."""
    missing: dict[object, list[Comparison]] = {}
    for group in together(found):
        first = group[0]
        fact = first.relation if isinstance(first.relation, Fact) else None
        alike = (first.rule.name, fact.right.text) if fact and fact.misses else id(first)
        missing.setdefault(alike, []).extend(group)
    return list(missing.values())


def _figures(comparison: Comparison) -> set[str]:
    return {t.figure.id for t in comparison.relation.terms} if comparison.relation else set()


def _unlikely(answer: Answer) -> tuple[int, bool]:
    """Answers by slips that occur stand first, doubted rules last."""
    return len(answer.rules), not all(repair.slip for repair in answer.repairs)


def _answer(solution: Solution, known: System) -> Answer:
    repairs = tuple(
        repaired(
            figure,
            *values(figure, change),
            _beside(figure, known.figures.values()),
            likeliest(known, name, change),
        )
        for name, change in solution.figures.items()
        for figure in [known.figures[name]]
    )
    return Answer(repairs, tuple(e.comparison for e in solution.rules))


def _beside(figure: Figure, figures: Iterable[Figure]) -> tuple[Decimal, ...]:
    """The values of the cells that touch a figure's own."""
    if figure.place.cell is None:
        return ()
    r, c = figure.place.cell
    near = {(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)}
    around = (f for f in figures if f.place.table == figure.place.table and f.place.cell in near)
    return tuple(f.amount for f in around)
