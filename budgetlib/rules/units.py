"""表内: a table whose head names another money unit than that of its amounts."""

from collections import Counter
from itertools import islice, permutations

from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.reprint import Whole, in_unit
from budgetlib.figures import Figure, Statement, Table, grouped, sharp
from budgetlib.relations import Same
from budgetlib.rules.rule import Answers, rule, words

KIND = "within_tables"
MEANT = "unit_meant"
MONEY = {"元", "万元"}
DIGITS = 2  # of an amount that is alike in two units by no chance, with others
FULL = 4  # and by itself; one less where it has decimals: a meal may cost 135元, a project 135万元
ENOUGH = 2  # amounts; and places, where no note tells them


@rule("identity", each=("tables",))
def a_table_is_in_the_unit_of_its_head(budget: Disclosure, table: Table) -> Answers:
    """A table prints its amounts in the unit that its head names, as all else tells them.

    表头所注金额单位与表内数额实际的单位一致。
    """
    kept = (said for said in reversed(budget.statements) if said.kind == MEANT)
    said = next((said for said in kept if said.subject == table.number), None)
    told, meant = (said.group, said.value) if said else (table.unit, table.unit)
    yield words(told, meant, said is None, table.place, said.place if said else table.place)


@rule("usual", kind="notes_and_tables")
def amounts_keep_their_unit(budget: Disclosure) -> Answers:
    """An amount of the notes in another unit than the others is not printed elsewhere in theirs.

    情况说明中单位与其余各数不同的金额，其数字不与别处另一单位的金额相同。
    """
    told = [c.figure for note in budget.notes.values() for c in note.claims]
    told = [figure for figure in told if _clear(figure)]
    usual, _ = next(iter(Counter(figure.unit for figure in told).most_common(1)), ("", 0))
    other = (f for f in told if f.unit != usual)
    clear = [f for f in other if sharp(f.amount, FULL - ("." in f.printed))]
    figures = (*told, *(cell.figure for cell in budget.cells)) if clear else ()
    of_value = grouped((figure.value, figure) for figure in figures)
    for figure in clear:
        alike = (
            f for f in of_value[figure.value] if (f.unit, f.printed) == (usual, figure.printed)
        )
        yield from (Same(figure, other) for other in islice(alike, 1))


def as_meant(budget: Whole) -> Whole:
    """The budget with the amounts of each table in the unit in which all else tells them."""
    for _ in budget.tables:  # one after another: those beside it may have the same slip
        if not {cell.figure.unit for cell in budget.cells} >= MONEY:
            break
        told = grouped((cell.of, cell.figure) for cell in budget.cells if _clear(cell.figure))
        pairs = (pair for figures in told.values() for pair in permutations(figures, 2))
        beside = grouped((own.place.table, (own, o)) for own, o in pairs if _at(own) != _at(o))
        said = (_misnamed(table, beside.get(n, [])) for n, table in budget.tables.items())
        found = next(filter(None, said), None)
        if found is None:
            break
        budget = in_unit(budget, found.subject, found.value)
        budget = budget._replace(statements=(*budget.statements, found))
    return budget


def _clear(figure: Figure) -> bool:
    return figure.unit in MONEY and sharp(figure.amount, DIGITS)


def _at(figure: Figure) -> tuple[str, str]:
    return figure.place.table, figure.place.section


def _misnamed(table: Table, beside: list[tuple[Figure, Figure]]) -> Statement | None:
    """The unit in which the digits of a table are printed elsewhere, where that is not its own."""
    alike = [(own, o) for own, o in beside if own.unit != o.unit and own.value == o.value]
    agree = sum(not Same(own, other).fails for own, other in beside)
    places = {_at(other) for _, other in alike}
    told = any(section for _, section in places) or len(places) >= ENOUGH
    amounts = {own.id for own, _ in alike}
    if not told or len(amounts) < ENOUGH or len(alike) <= agree:
        return None
    unit = Counter(other.unit for _, other in alike).most_common(1)[0][0]
    return Statement(MEANT, table.number, unit, table.unit, alike[-1][1].place)
