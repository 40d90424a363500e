"""Run every rule, keep every answer."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import Figure, grouped
from budgetlib.relations import (
    EXACT,
    INCONSISTENT,
    NOT_RUN,
    ROUNDING,
    UNREAD,
    Fact,
    Outcome,
    Relation,
    Sum,
)
from budgetlib.rules import RULES
from budgetlib.rules.comparison import ORDER, Comparison
from budgetlib.rules.rule import Rule
from budgetlib.rules.ties import SHAPED
from budgetlib.rules.units import as_meant
from budgetlib.vocabulary import AXES, Record

HOLDS_NOT, TO_EXPLAIN, CANNOT_TELL, HOLDS = AXES["state"]
VERDICTS = (EXACT, ROUNDING, INCONSISTENT, NOT_RUN)
NOTHING = ("nothing of this kind is printed", "没有可核对的数字")
NO_BASE = ("no rate on a base of zero", "基数为零，不计比率")
TIED = ("untied", "tied_once", "tied_twice")  # to so many other figures
NOT_READ = Outcome(NOT_RUN, None, None, None, None, "", UNREAD)
UNCOMPARED = NOT_READ._replace(reason="")
OTHER_LAYOUT = ("not a rule for this family of disclosures", "不适用于这类公开文件")


class Reconciliation(Record):
    """Every comparison on one budget, once."""

    budget: Disclosure  # what was reconciled
    results: tuple[Comparison, ...]  # the comparisons, in the order of the rules

    @cached_property
    def _by_verdict(self) -> dict[str, list[Comparison]]:
        return grouped([(result.outcome.verdict, result) for result in self.results])

    @property
    def verdicts(self) -> dict[str, int]:
        """How many comparisons came out exact, rounding, inconsistent, not_run."""
        return {verdict: len(self._by_verdict.get(verdict, ())) for verdict in VERDICTS}

    @cached_property
    def inconsistent(self) -> list[Comparison]:
        """The comparisons that do not hold, gravest first."""
        return sorted(self._by_verdict.get(INCONSISTENT, ()), key=lambda r: ORDER[r.severity])

    @property
    def not_run(self) -> list[Comparison]:
        """The rules, or parts of them, that could not run, with the reason."""
        return self._by_verdict.get(NOT_RUN, [])

    @cached_property
    def state(self) -> str:
        """What is said of the whole: a member of the axis `state`, the gravest that is so."""
        found = {r.severity for r in self.inconsistent}
        if "error" in found:
            return HOLDS_NOT
        if "warning" in found:
            return TO_EXPLAIN
        tied, amounts = self.tied_amounts
        enough = tied and 2 * tied >= amounts
        return HOLDS if enough and not self.budget.lost else CANNOT_TELL

    @cached_property
    def tied_amounts(self) -> tuple[int, int]:
        """How many amounts a relation ties to another printed figure, and how many there are."""
        amounts = [f.id for f in self.budget.in_digits if f.unit.endswith("元")]
        left = set(amounts)
        for relation, outcome in self.evaluated:
            if not (isinstance(relation, Fact) or left.isdisjoint(relation.figures)):
                left.difference_update([figure.id for figure in relation.bound(outcome)])
        return sum(name not in left for name in amounts), len(amounts)

    @cached_property
    def evaluated(self) -> list[tuple[Relation, Outcome]]:
        """What ran, and what came of it."""
        return [
            (result.relation, result.outcome)
            for result in self.results
            if result.relation is not None and result.outcome.verdict != NOT_RUN
        ]

    @property
    def unread(self) -> list[Comparison]:
        """The relations that did not run because a part of what they need was not read."""
        return [r for r in self.not_run if r.outcome.reason == UNREAD]

    @cached_property
    def ties(self) -> Counter[str]:
        """In how many evaluated relations each figure stands, by figure id."""
        return Counter(chain.from_iterable([relation.figures for relation, _ in self.evaluated]))

    @cached_property
    def figures(self) -> dict[str, Any]:
        """How many figures are printed, tied twice, once, not at all; what else was numeric."""
        ties = [min(self.ties[f.id], len(TIED) - 1) for f in self.budget.in_digits]
        counts = {told: ties.count(n) for n, told in enumerate(TIED)}
        return {
            "printed": len(ties),
            **{told: counts[told] for told in reversed(TIED)},
            "not_amounts": dict(sorted(self.budget.not_amounts.items())),
            "unread": len(self.budget.unread),
        }

    def of(self, *figures: str) -> list[Comparison]:
        """The comparisons in which all of these figures stand, by their ids."""
        wanted = set(figures)
        return [
            result
            for result in self.results
            if result.relation and wanted <= result.relation.figures.keys()
        ]

    def about(self, table_or_section: str) -> list[Comparison]:
        """The comparisons that look at one table ("5-1") or one section of the notes ("五")."""
        return [r for r in self.results if r.relation and table_or_section in r.relation.looks_at]

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {verdict}" for verdict, n in self.verdicts.items())
        return f"<Reconciliation of {self.budget.id}: {counts}>"


def reconcile(budget: Disclosure, rules: Sequence[Rule] | None = None) -> Reconciliation:
    """Run rules on a budget, all of them when None; every comparison, those not run included."""
    budget = as_meant(budget)  # a unit misnamed is one fault, not one of each amount
    results = [c for rule in (RULES if rules is None else rules) for c in _run(rule, budget)]
    return Reconciliation(budget, _weighed(_doubted(results, budget)))


def _weighed(results: list[Comparison]) -> tuple[Comparison, ...]:
    """The results; what misses by a last digit alone is slight, unless several meet in a figure.

    Not in one that is printed alike elsewhere: there the notes were cut off or rounded twice, and
    no figure stands against all others. Slight is always what agrees to the decimals printed.
    """
    near = {
        id(c): c.relation.last_digits(c.outcome)
        for c in results
        if c.outcome.verdict == INCONSISTENT and c.relation and c.relation.slight(c.outcome)
    }
    met = Counter(figure for figures in near.values() for figure in figures)
    doubted = {figure for figure, times in met.items() if times > 1}
    for c in results if doubted else ():
        if c.outcome.verdict == EXACT and c.relation:
            doubted -= _printed_again(c.relation)
    slight = {key for key, figures in near.items() if doubted.isdisjoint(figures)}
    return tuple([c._replace(slight=True) if id(c) in slight else c for c in results])


def _printed_again(relation: Relation) -> set[str]:
    """The two figures of a relation that holds, where they are one amount in two rows."""
    filled = [term.figure for term in relation.terms if term.figure.value]
    values = {figure.value for figure in filled}
    rows = {(f.place.table, f.place.row, f.place.section and f.id) for f in filled}
    return {f.id for f in filled} if len(filled) == len(rows) == 2 and len(values) == 1 else set()


def relations_of(budget: Disclosure) -> Iterator[tuple[Rule, Relation]]:
    """Every relation that the rules yield on a budget, not evaluated."""
    for rule in RULES:
        if not rule.layouts or budget.layout in rule.layouts:
            yield from ((rule, a) for a in answers(rule, budget) if isinstance(a, Relation))


def _not_run(rule: Rule, reason: tuple[str, str], budget: Disclosure) -> Comparison:
    return Comparison(rule, None, UNCOMPARED, reason, budget)


def _run(rule: Rule, budget: Disclosure) -> list[Comparison]:
    """Every answer of one rule; one "not run" where it has nothing to compare."""
    if rule.layouts and budget.layout not in rule.layouts:
        return [_not_run(rule, OTHER_LAYOUT, budget)]
    results = []
    for answer in answers(rule, budget):
        if isinstance(answer, Absent):
            results.append(_not_run(rule, answer.reason, budget))
        elif unread := not budget.read_whole and _unread(answer, budget):
            results.append(Comparison(rule, answer, NOT_READ, unread, budget))
        elif outcome := answer.evaluate():
            reason = NO_BASE if outcome.verdict == NOT_RUN else ("", "")
            results.append(Comparison(rule, answer, outcome, reason, budget))
    return results or [_not_run(rule, NOTHING, budget)]


def _doubted(results: list[Comparison], budget: Disclosure) -> list[Comparison]:
    """The results; what fails in a table of which a part was not read may be our own misreading.

    So it may where no ruling lines draw a table: where no one figure of it stands in all that
    fails, and where a blank stands in it, which may be an amount that stands elsewhere, unless a
    row fails as well as a column. Not so what its own sums bear out, where all of them hold.
    """
    broken = {n for n, table in budget.tables.items() if table.uncertain or budget.breaks(table)}
    tables = broken | {n for n, table in budget.tables.items() if table.unruled}
    sure = _borne_out(results, tables - broken) if tables else set()
    failed = defaultdict[str, list[tuple[Comparison, dict[str, Figure]]]](list)
    for c in results if tables else ():
        if c.verdict == INCONSISTENT and c.relation:
            figures = c.relation.figures
            for number in {place.table for place in c.relation.places} & tables:
                own = {name: f for name, f in figures.items() if f.place.table == number}
                if not own or not sure.issuperset(own):
                    failed[number].append((c, own))
    lost: dict[int, tuple[str, str]] = {}
    for number, found in failed.items():
        every = [own for _, own in found]
        blank = any(figure.blank for own in every for figure in own.values())
        common = set.intersection(*({n for n, f in own.items() if not f.blank} for own in every))
        rows = {len({(f.place.cell or (0, 0))[0] for f in own.values()}) for own in every}
        one_way = blank and not (1 in rows and rows - {1})
        if number in broken or one_way or not common:
            reason = f"表{number} was not read whole", f"表{number}未全部读出"
            lost |= {id(c): reason for c, _ in found}
    told = (
        c._replace(outcome=NOT_READ, reason=lost[id(c)]) if id(c) in lost else c for c in results
    )
    return [*told] if lost else results


def _borne_out(results: list[Comparison], tables: set[str]) -> set[str]:
    """The figures that stand in sums of their own table, for those in which all sums hold."""
    held, fails = defaultdict[str, set[str]](set), set[str]()
    for c in results:
        numbers = {place.table for place in c.relation.places} if c.relation else ()
        if len(numbers) == 1 and isinstance(c.relation, Sum):
            filled = (name for name, f in c.relation.figures.items() if f.value)
            held[min(numbers)].update(filled)
            fails |= numbers if c.verdict == INCONSISTENT else set()
    return set().union(*(held[number] for number in tables - fails))


def _unread(relation: Relation, budget: Disclosure) -> tuple[str, str] | None:
    """Why a relation cannot run: a term of it, or what its list needs, was not read whole."""
    for term in relation.terms:
        if term.figure.unread:
            place = budget.shown(term.figure.place)
            return f"{place} was not read", f"{place}未读出"
    # what is told not to be there may stand in what was not read
    lacking = isinstance(relation, Fact) and relation.misses and not relation.holds
    if isinstance(relation, Sum) and relation.premise:  # a part may be among what was not read
        at = sorted((p.page or 0, p.line or 0) for p in relation.places if not p.table)
        beside = (
            e.text for e in budget.unread if at and at[0] <= (e.page or 0, e.line or 0) <= at[-1]
        )
        if text := next(beside, ""):
            return f"{text} beside it was not read", f"其旁的{text}未读出"
    if isinstance(relation, Sum) or lacking:
        told = grouped((place.table, place.cell) for place in relation.places)
        for number, cells in told.items():
            table = budget.tables.get(number)
            own = [
                cell for cell in cells if cell
            ]  # else the whole table lacks what stands elsewhere
            whole = not own and len(told) > 1
            lacks = table and table.unread and (whole or (own and table.lacks(own)))
            if table and (lacks or budget.breaks(table)):
                return f"表{number} was not read whole", f"表{number}未全部读出"
    return None


def answers(rule: Rule, budget: Disclosure) -> list[Relation | Absent]:
    """The relations of a rule, and what is absent, each once."""
    found: list[Relation | Absent] = []
    absent: dict[str, Absent] = {}
    for turn in rule.turns(budget):
        try:
            for answer in turn:
                if isinstance(answer, Absent):
                    absent.setdefault(answer.role, answer)
                else:
                    found.append(answer)
        except Absent as reason:
            absent.setdefault(reason.role, reason)
    return found + [reason for role, reason in absent.items() if role not in SHAPED]
