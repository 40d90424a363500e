"""Years as data: an amount, what it was a year before, and what is told of the way between."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Claim, Figure, Note, Table, sharp, slip, text_of
from budgetlib.relations import AtLeast, Cited, Fact, Rate, Relation, Same, Sum
from budgetlib.rules.rule import Answers, cited
from budgetlib.rules.scopes import Scopes
from budgetlib.rules.targets import overall
from budgetlib.vocabulary import ADJUSTED, BASES, BEFORE, BUDGET, ORIGINAL

Row = Mapping[str, Any]
BUDGETS = ("", BUDGET, ORIGINAL)
ALIKE = {
    BUDGET: (BUDGET, ADJUSTED, ORIGINAL),
    ADJUSTED: (ADJUSTED, BUDGET),
    ORIGINAL: (ORIGINAL, BUDGET),
}
THEN = (BEFORE, *BASES)  # ends of the keys of columns beside this year's
OVERALL = "table overall_targets"
SLIP = Decimal("0.1")
Told = tuple[Note, Claim, Claim | None, Claim | None]


class Step(NamedTuple):
    """An amount, what it was before (None where the change alone implies it), and the way.

    A change or growth that a sentence tells has a `way` (1 up, -1 down); a printed one its sign.
    """

    now: Figure
    before: Figure | None
    change: Figure | None
    growth: Figure | None
    way: int | None = None


def years(known: Scopes, row: Row) -> Answers:
    """What is said of two years, of which one may be implied, follows from them."""
    said = (SAYS[row["says"]](step) for step in STEPS[row["of"]](known, row["says"]))
    yield from (relation for relation in said if relation)


def _change(step: Step) -> Relation | None:
    now, before, change, _, way = step
    if change is None or before is None:
        return None
    if way is None:
        return Sum(change, [now], [before])
    return Sum(before, *prior(now, change, way))


def _growth(step: Step) -> Relation | None:
    now, before, change, growth, way = step
    if growth and before is None and change:
        return Rate(growth, [change], *prior(now, change, way))
    if growth and before and before.value:
        return Rate(growth, [now], [before], part_minus=[before], sign=way or 1)
    return None


def _within(step: Step) -> Relation | None:
    return AtLeast(step.now, [step.change]) if step.change else None


def _new(step: Step) -> Relation | None:
    """No growth is told of what is new; where the amounts differ by more, it was little before."""
    now, _, change, growth, _ = step
    if change is None or growth:
        return None
    near = abs(now.amount - change.amount) < min(SLIP, now.amount * SLIP)
    # else it was a round amount before, as 1,000.00 of 1,120.40
    odd = sharp(now.amount, 5) and sharp(now.amount - change.amount, 3)
    near = near or (odd and bool(slip(change.printed, [text_of(now.amount)])))
    return Same(now, change) if near else None


def _whole(step: Step) -> Relation | None:
    now, before, change, growth, _ = step
    nothing = before.value == ZERO if before else change and now.value == change.value
    if not (nothing and growth and growth.value is not None):
        return None
    return Fact(cited(growth), cited(before or change or growth, "100 %"), growth.value in (0, 100))


def _steady(step: Step) -> Relation | None:
    """A source or purpose of money is less than thrice what it was; an item may well be more."""
    now, before, change, _, way = step
    then = before.amount if before else now.amount - (way or 1) * change.amount if change else ZERO
    if now.of is None or now.of.code or then <= 2 * now.half_unit:
        return None
    left, right = (f"{text_of(amount)}{now.unit}" for amount in (now.amount, then))
    return Fact(cited(now, left), Cited(right, (before or now).place), now.amount < 3 * then)


SAYS = {
    **{"change": _change, "growth": _growth, "within": _within, "new": _new, "whole": _whole},
    "steady": _steady,
}


def prior(now: Figure, change: Figure, way: int | None) -> tuple[list[Figure], list[Figure]]:
    """The prior amount as figures added and taken away: this year less the signed change."""
    return ([now, change], []) if way == -1 else ([now], [change])


def changes(disclosure: Disclosure) -> Iterator[Told]:
    """Every amount of the notes with its section, the change and the growth told of it.

    A section may tell the change of what another tells the amount of.
    """
    for note in disclosure.notes.values():
        elsewhere = {claim.of for claim in note.claims if claim.of} - note.by_id.keys()
        if elsewhere:
            others = (c for other in disclosure.notes.values() for c in other.claims)
            claims = sorted((c for c in others if c.id in elsewhere), key=lambda c: c.id)
            note = note._replace(claims=(*claims, *note.claims)) if claims else note
        for told in note.changes:
            yield (note, *told)


def _implied(known: Scopes, says: str) -> Iterator[Step]:
    """What the change alone implies: all that moved in digits, of all but growth what rose."""
    for _, claim, change, growth in changes(known.disclosure):
        year = claim.figure.year
        last = year is not None and change and change.compared == year - 1
        rose = change and change.direction == 1 and (last or says not in ("within", "new"))
        told = growth and change and not change.figure.worded
        if change and (told if says == "growth" else rose):
            grown = growth.figure if growth else None
            yield Step(claim.figure, None, change.figure, grown, change.direction)


def _steps_told(known: Scopes, says: str) -> Iterator[Step]:
    for note, claim, *told in changes(known.disclosure):
        one = told[says != "change"]
        before = told_prior(note, claim, one) if one else None
        if one and before:
            yield Step(claim.figure, before.figure, one.figure, one.figure, one.direction or 0)


def _steps_to_printed_years(known: Scopes, _says: str) -> Iterator[Step]:
    """The changes told of what a table prints for the year before, or as planned."""
    year, own = known.disclosure.year - 1, known.disclosure.stands
    printed: dict[tuple[object, ...], list[Figure]] = {}
    for cell in known.disclosure.cells:
        # what the form of overall targets prints of last year is tied under conditions of its own
        other = cell.of.year == year or (cell.of[-2] == own[0] and cell.of[-2:] != own)
        if other and cell.place.startswith("table") and cell.place != OVERALL:
            printed.setdefault(cell.of[:-1], []).append(cell.figure)
    for _, claim, change, _ in changes(known.disclosure) if printed else ():
        of = None if claim.topic == "general_budget" and known.of_year else claim.figure.of
        then = change.compared if change else None
        for before in printed.get(of._replace(year=then)[:-1], ()) if of and then else ():
            if change and before.value is not None and _on(change.compared_base, before.base):
                yield Step(claim.figure, before, change.figure, None, change.direction or 0)
    public = [c for c in known.disclosure.cells if c.place == "table three_public" and printed]
    now = {c.of: c.figure for c in public if c.of.year == year + 1}
    for note in known.disclosure.notes.values() if now else ():
        for change in note.about(measure="change"):  # of which the notes tell no amount
            wanted = "" if change.of or change.topic != "three_public" else change.key
            for of in (of for of in now if of.kind == wanted):
                for before in printed.get(of._replace(year=year)[:-1], ()):
                    if before.value is not None and change.compared_base in ("", before.base):
                        yield Step(now[of], before, change.figure, None, change.direction or 0)


def _on(base: str, printed: str) -> bool:
    """Whether a comparison with a base, "" where it names none, is with what is printed on one."""
    return not base or printed in ALIKE.get(base, (base,))


def _printed(known: Scopes, _says: str) -> Iterator[Step]:
    """Each row that prints an amount of this year and one of the year before, or as planned."""
    for table in known.disclosure.tables.values():
        for row in table.rows if any(key.endswith(THEN) for key in table.keys) else ():
            for name, then in product(row.cells, THEN):
                before, base = row.cells.get(name + then), then.removeprefix(BEFORE)
                alone = sum(key.endswith(then) for key in row.cells) == 1
                whole = name in ("total", "amount") or (table.kind == "record" and alone)
                for end in ("", f"{name}/")[not whole :] if before else ():
                    way = (row.cells.get(f"{end}{k}{base}") for k in ("change", "growth"))
                    yield Step(row[name], before, *way)


def _history(known: Scopes, _says: str) -> Iterator[Step]:
    """The changes that the history of a project tells, and last year's budget."""
    budget = known.disclosure
    for table in budget.all_tables("project_targets"):
        told = {c.id: c for c in table.claims if c.topic == "history"}
        for change in (c for c in told.values() if c.measure == "change" and c.of in told):
            for before in histories(table, change.compared or budget.year - 1):
                now, way = told[change.of].figure, change.direction or 0
                yield Step(now, before, change.figure, None, way)


def histories(table: Table, year: int) -> list[Figure]:
    """What the history of a project tells of a year."""
    told = (c for c in table.claims if (c.topic, c.measure) == ("history", "amount"))
    return [claim.figure for claim in told if claim.figure.year == year]


def _overall(known: Scopes, _says: str) -> Iterator[Step]:
    """The growth told of the whole budget, of what the overall target table prints of it."""
    budget = known.disclosure
    row = overall(budget, "expenditure", "合计")
    for claim, _, growth in budget.note("overall").changes if row else ():
        if not (row and growth and growth.compared_base in BUDGETS):
            continue
        if (claim.key, growth.compared) == ("total", budget.year - 1):
            yield Step(row["current"], row["previous"], None, growth.figure, growth.direction)


STEPS: dict[str, Callable[[Scopes, str], Iterator[Step]]] = {
    "implied": _implied,
    "told": _steps_told,
    "beside": _steps_to_printed_years,
    "printed": _printed,
    "history": _history,
    "overall": _overall,
}


def told_prior(note: Note, claim: Claim, compared: Claim) -> Claim | None:
    """The amount compared with, where it is told beside the amount, on the same base."""
    item, ends = compared.figure.place.item, (claim.id, compared.id)
    beside, (here, there) = note.by_item[item], (note.order[name] for name in ends)
    if claim.figure.place.passage != compared.figure.place.passage:  # told under a heading above
        here = there

    def claims(places: range) -> Iterator[Claim]:
        return (c for c in map(beside.__getitem__, places) if c.context != "reason" or c.id in ends)

    between = [c for c in claims(range(here + 1, there)) if _is_prior(c, claim, compared)]
    if between:  # 比2024年支出 5 减少 3，其中项目支出减少 2: that of the whole
        since = claims(range(note.order[between[-1].id] + 1, there))
        taken = any(c.measure == "change" and c.of not in ("", claim.id) for c in since)
        return None if taken else between[-1]
    before, other = _until(claims(range(here - 1, -1, -1)), claim)
    if other and _kind(other) != _kind(claim):
        own = _kind(claim)  # the others belong to another amount
        alike = (c for c in before if c.figure.code or c.subject == claim.subject)
        before = [c for c in alike if _kind(c) == own]
    after, _ = _until(claims(range(there + 1, len(beside))), claim)
    told = [c for c in (*before, *after) if _is_prior(c, claim, compared)]
    same = [c for c in told if any(_kind(c)) and _kind(c) == _kind(claim)]  # and its parts
    return (same or told)[0] if len(same or told) == 1 else None


def _until(claims: Iterable[Claim], claim: Claim) -> tuple[list[Claim], Claim | None]:
    """The claims up to an amount of the same year and base; and that."""
    own, passed = claim.figure.stands, list[Claim]()
    for c in claims:
        if c.measure == "amount" and c.figure.stands == own:
            return passed, c
        passed.append(c)
    return passed, None


def _kind(claim: Claim) -> tuple[str, str]:
    return claim.key, claim.figure.code


def _is_prior(c: Claim, claim: Claim, compared: Claim) -> bool:
    later = (compared.compared or 0) > (claim.figure.year or 0)  # of another year's amount
    planned = compared.compared == claim.figure.year  # several things may have a budget there
    against = compared.compared_base
    return (
        not later
        and c.measure == "amount"
        and c.figure.year == compared.compared
        and _on(against, c.figure.base)
        and (_kind(c) == _kind(claim) or (not planned and "" in (c.key, claim.key)))
        and (not planned or any(_kind(c)) or c.subject == claim.subject)
    )
