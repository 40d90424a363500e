"""Words of the notes and titles: years, units, directions."""

import re
from collections import Counter

from budgetlib.classifications import renamed
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Place, squeeze
from budgetlib.printed import Claim, Note
from budgetlib.relations import Cited, Fact
from budgetlib.rules.completeness import statements_of
from budgetlib.rules.rule import Answers, repeated, rule
from budgetlib.rules.years import changes
from budgetlib.sentences.tokens import YEAR

KIND = "completeness"
OF_THE_YEAR = (
    *("overall", "revenue", "expenditure", "fiscal", "fiscal_by_function", "general_budget"),
    *("basic", "fiscal_basic", "three_public", "gov_fund", "state_capital"),
    *("operating_organs", "procurement"),
)
WAYS = {1: "增加", -1: "减少"}


@rule("usual")
def comparisons_are_with_the_year_before(budget: Disclosure) -> Answers:
    """Changes are told against the year before.

    增减额、增减率均与上一年度比较。
    """
    told = [c for n in budget.notes.values() for c in n.claims if c.compared and c.of]
    if budget.kind == "决算":  # what was planned for the same year is another comparison
        planned = ("预算", "年初预算", "全年预算", "调整预算")
        told = [c for c in told if (c.compared, c.compared_base in planned) != (budget.year, True)]
    years = Counter(c.compared for c in told)
    for claim in told if budget.year and years[budget.year - 1] * 2 > len(told) else ():
        left = Cited(f"{claim.compared}年 {claim.figure.printed}", claim.figure.place)
        right = Cited(f"{budget.year - 1}年", claim.figure.place)
        yield Fact(left, right, claim.compared == budget.year - 1)


@rule("usual")
def sections_tell_the_budget_year(budget: Disclosure) -> Answers:
    """What a section tells first it tells of the budget year.

    各节说明的数额为本年度数。
    """
    for note in budget.notes.values() if budget.year else ():
        first = _first(note) if note.topic in OF_THE_YEAR else None
        if first:
            told = {c.figure.year for c in note.about(first.key, "amount")}
            told |= {c.figure.year for c in note.about(measure="zero")}
            left = Cited(f"{first.figure.year}年 {first.figure.printed}", first.figure.place)
            right = Cited(f"{budget.year}年", first.figure.place)
            yield Fact(left, right, budget.year in told)


def _first(note: Note) -> Claim | None:
    return next((c for c in note.about(measure="amount") if c.key and not c.figure.code), None)


@rule("usual")
def titles_name_the_budget_year(budget: Disclosure) -> Answers:
    """The year in the title of a table, a section or a part is that of the budget.

    表名、说明标题、各部分标题中的年度与预算年度一致。
    """
    titles = [(t.title, t.place) for t in budget.tables.values()]
    own = [note for note in budget.notes.values() if note.topic in OF_THE_YEAR]
    titles += [(note.title, note.place) for note in own]  # others may look back
    for title, place in titles if budget.year else ():
        for year in re.findall(rf"(?<!\d){YEAR}(?=年)", title)[:1]:
            yield Fact(
                Cited(title[:40], place), Cited(f"{budget.year}年", place), int(year) == budget.year
            )
    for said in budget.all_statements if budget.year else ():
        if said.kind == "part_year":
            left, right = Cited(f"{said.subject} {said.value}年", said.place), f"{budget.year}年"
            yield Fact(left, Cited(right, said.place), int(said.value) == budget.year)


@rule("hint")
def a_paragraph_compares_with_one_base(budget: Disclosure) -> Answers:
    """One amount told twice in a paragraph is compared with one base of the year before.

    同一段说明中同一数额与上年的同一口径（预算数或执行数）比较。
    """
    told: list[tuple[object, Claim]] = []
    for note, claim, change, growth in changes(budget):
        one, place = change or growth, claim.figure.place
        if one and one.compared_base and one.compared == budget.year - 1:
            key = (note.section, place.item, place.line, place.page, claim.figure.value)
            told.append((key, one))
    for pair in repeated(told):
        right, left = (Cited(f"{c.compared}年{c.compared_base}", c.figure.place) for c in pair)
        yield Fact(left, right, left.text == right.text)


@rule("hint")
def money_is_told_in_one_unit(budget: Disclosure) -> Answers:
    """The amounts of one item of the notes are told in one unit.

    同一项说明中的金额单位一致。
    """
    for note in budget.notes.values():
        items: dict[str, Counter[str]] = {}
        money = [c for c in note.claims if c.measure in ("amount", "change") and c.figure.value]
        money = [c for c in money if not c.figure.worded and c.context != "reason"]
        for claim in money:
            items.setdefault(claim.figure.place.item, Counter())[claim.figure.unit] += 1
        usual = {item: units.most_common(1)[0] for item, units in items.items()}
        for claim in money:
            place, unit = claim.figure.place, claim.figure.unit
            most, times = usual[place.item]
            if times > 1:
                alike = unit == most or items[place.item][unit] > 1
                yield Fact(_with_unit(claim), Cited(most, place), alike)


def _with_unit(claim: Claim) -> Cited:
    return Cited(f"{claim.figure.printed}{claim.figure.unit}", claim.figure.place)


@rule("usual")
def reasons_go_the_way_of_the_change(budget: Disclosure) -> Answers:
    """A reason for an increase follows an increase, and one for a decrease a decrease.

    “增加（减少）的主要原因”与所述增减方向一致。
    """
    claims = {c.id: c for n in budget.notes.values() for c in n.claims}
    for said in statements_of(budget, "way"):
        one = claims.get(said.group)
        told = [one] if one else _changes_of(budget, said.place)
        ways = sorted({WAYS[c.direction] for c in told if c.direction})
        named = one is None or not said.subject or said.subject in one.subject
        if len(ways) == 1 and named:
            left, right = Cited(said.value, said.place), Cited(ways[0], told[-1].figure.place)
            yield Fact(left, right, said.value == ways[0])


def _changes_of(budget: Disclosure, place: Place) -> list[Claim]:
    """The changes told in the same item, where a reason stands in a paragraph of its own."""
    note = budget.notes.get(place.section)
    claims = note.about(item=place.item) if note else []
    return [c for c in claims if c.measure in ("change", "growth")]


@rule("hint")
def classes_have_the_names_of_the_edition(budget: Disclosure) -> Answers:
    """A class or division has the name that it has in the edition of the year.

    功能分类科目使用当年的名称，而非旧称。
    """
    rows = [r for t in budget.tables.values() for r in t.rows if r.code]
    told = statements_of(budget, "class")
    for old in renamed():
        if budget.year < old.since:
            continue
        for row in rows:
            if row.code == old.code and squeeze(row.name) in (old.former, old.name):
                held = squeeze(row.name) == old.name
                yield Fact(Cited(row.name, row.place), Cited(old.name, row.place), held)
        for said in told:
            if said.subject == old.former:
                yield Fact(Cited(said.subject, said.place), Cited(old.name, said.place), False)


@rule("usual")
def an_amount_that_changes_is_another(budget: Disclosure) -> Answers:
    """Where a change is told, last year's budget is another amount than this year's.

    列出增减的项目，上年预算数与本年预算数不相同。
    """
    for note in budget.notes.values():
        for claim, change, growth in note.changes:
            own = claim.figure.year == budget.year
            moved = [c for c in (change, growth) if own and c and c.figure.value]
            for other in (
                note.about(measure="amount", item=claim.figure.place.item) if moved else ()
            ):
                last = other.figure.year == budget.year - 1 and other.figure.base == "预算"
                own = (other.key, other.figure.code) == (claim.key, claim.figure.code)
                if last and own and other.figure.unit == claim.figure.unit and other.figure.value:
                    differs = other.figure.value != claim.figure.value
                    hidden = claim.figure.half_unit + other.figure.half_unit  # by rounding
                    little = change is not None and change.figure.amount <= 2 * hidden
                    yield Fact(_with_unit(other), _with_unit(claim), differs or little)
