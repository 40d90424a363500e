"""Words of the notes and titles: years, units, directions."""

import re
from collections import Counter
from itertools import pairwise

from budgetlib.classifications import renamed
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Claim, Note, grouped
from budgetlib.layouts import canonical
from budgetlib.relations import Cited, Fact
from budgetlib.rules.completeness import statements_of
from budgetlib.rules.rule import Answers, cited, repeated, rule, words
from budgetlib.rules.scopes import Scopes, scopes
from budgetlib.rules.years import changes
from budgetlib.sentences.tokens import YEAR
from budgetlib.vocabulary import ACCOUNTS, BUDGET, EXECUTED, squeeze

KIND = "completeness"
OF_THE_YEAR = (
    *("overall", "revenue", "expenditure", "fiscal", "fiscal_by_function", "general_budget"),
    *("basic", "fiscal_basic", "three_public", "gov_fund", "state_capital"),
    *("operating_organs", "procurement"),
)
WAYS = {1: "增加", -1: "减少"}
ITEM, MOSTLY = 7, 0.7  # digits of an item's code; of many, how many tell what is usual


@rule("usual", each=("notes",))
def an_item_is_told_once(budget: Disclosure, note: Note) -> Answers:
    """No class or item of the notes is followed by the same again, all its figures alike.

    情况说明逐类、逐项列示的科目不重复列示。
    """
    told = [(c.key, c.figure.code, c.measure, c.figure.printed) for c in note.claims]
    for at, (claim, own) in enumerate(zip(note.claims, told, strict=True)):
        if claim.measure == "amount" and claim.figure.code and not claim.context:
            again = next((n for n in range(at + 2, len(told)) if told[n] == own), len(told))
            twice = told[at:again] == told[again : 2 * again - at]
            yield words(
                claim.subject, f"{claim.subject} ×{1 + twice}", not twice, claim.figure.place
            )


@rule("usual")
def comparisons_are_with_the_year_before(budget: Disclosure) -> Answers:
    """Changes are told against the year before, and amounts of items before are of that year.

    增减额、增减率均与上一年度比较，各项所列往年数为上一年度数。
    """
    last = budget.year - 1
    claims = [claim for note in budget.notes.values() for claim in note.claims]
    told = [c for c in claims if c.compared and c.of and c.figure.year == budget.year]
    # what was planned for the same year is another comparison
    now = ("", EXECUTED, ACCOUNTS, "" if budget.kind == ACCOUNTS else BUDGET)
    told = [c for c in told if c.compared != budget.year or c.compared_base in now]
    usual = sum(c.compared == last for c in told) * 2 >= len(told)
    for claim in told if budget.year and usual else ():
        left = f"{claim.compared}年 {claim.figure.printed}"
        yield words(left, f"{last}年", claim.compared == last, claim.figure.place)
    items = (c.figure for c in claims if c.measure == "amount" and len(c.figure.code) == ITEM)
    before = ((f.code, f) for f in items if f.year and f.year < budget.year and f.base == BUDGET)
    # of several earlier years each is told; one year that others tell of the year before is a slip
    each = [max(figures, key=lambda f: f.year or 0) for figures in grouped(before).values()]
    usual = sum(figure.year == last for figure in each) > len(each) * MOSTLY
    for figure in each if usual else ():
        left = f"{figure.year}年 {figure.printed}"
        yield words(left, f"{last}年", figure.year == last, figure.place)


def _of_the_year(known: Scopes) -> set[tuple[object, ...]]:
    """What the disclosure's own year is told to be, wherever it is told."""
    budget = known.disclosure
    return {(c.of[:5], c.figure.amount) for c in budget.cells if c.of[-2:] == budget.stands}


@rule("usual", each=("notes",))
def sections_tell_the_budget_year(budget: Disclosure, note: Note) -> Answers:
    """What a section tells first it tells of the budget year.

    各节说明的数额为本年度数。
    """
    own = note.about(measure="amount") if budget.year else ()
    own = [c for c in own if c.figure.base == budget.base]  # none looks back on accounts
    told = [((c.topic, c.key), c) for c in own if c.key and not c.figure.code]
    topics = {id(first) for first, *_ in grouped((c.topic, c) for _, c in told).values()}
    now = scopes(budget).once(_of_the_year)
    said: set[tuple[int | None, str]] = set()
    for (topic, _), (first, *_) in grouped(told).items():
        of = first.figure.of  # what is told later in a section may be of another year
        again = of and "carr" not in first.key and (of[:5], first.figure.amount) in now
        if id(first) not in topics and not again:
            continue
        if topic not in OF_THE_YEAR or (note.topic in OF_THE_YEAR and topic != note.topic):
            continue
        item = None if topic == note.topic else first.figure.place.item
        same = [c for c in note.about(first.key, "amount", item) if c.figure.base == budget.base]
        alike = (*same, *note.about("", "zero", item))
        held = any(c.figure.year == budget.year for c in alike)
        left = f"{first.figure.year}年 {first.figure.printed}"
        said.add((first.figure.year, first.figure.place.item))
        yield words(left, f"{budget.year}年", held, first.figure.place)
    every = note.about(measure="amount") if note.topic in OF_THE_YEAR and budget.year else ()
    later = [((f.year, f.place.item), f) for c in every if (f := c.figure).year]
    for (year, item), (figure, *_) in grouped(later).items():  # nothing is told of what is to come
        if (year or 0) > budget.year and (year, item) not in said:
            yield words(f"{year}年 {figure.printed}", f"{budget.year}年", False, figure.place)
    nothing = note.about(measure="zero") if note.topic in OF_THE_YEAR and not own else ()
    dated = [c.figure for c in nothing if c.figure.year and budget.year]
    held = any(figure.year == budget.year for figure in dated)
    for figure in dated[:1]:  # 2025年没有使用政府性基金 in a budget of 2026
        yield words(f"{figure.year}年", f"{budget.year}年", held, figure.place)


@rule("usual", each=("notes",))
def where_no_group_came_nobody_did(_budget: Disclosure, note: Note) -> Answers:
    """Who was received was of a group, and a group received or sent abroad is of somebody.

    接待批次为零的，接待人次为零；接待批次、出国团组数不为零的，人次亦不为零。
    """
    counts = [c for c in note.about(measure="count") if c.topic == "three_public"]
    spent = [c.figure.value for c in note.about("travel", "amount")]
    for group, people in pairwise(counts):
        of_them = people.subject in group.subject and people.figure.unit in ("人", "人次")
        received = group.figure.unit in ("批次", "批")
        if of_them and (received or group.figure.unit in ("个", "次")):
            # some go abroad with groups of others, where anything is spent on it
            nobody = received or (spent and not any(spent))
            some, none = bool(people.figure.value), nobody and not group.figure.value
            held = not some if none else some or not group.figure.value
            yield Fact(cited(group.figure), cited(people.figure), held)


@rule("usual")
def titles_name_the_budget_year(budget: Disclosure) -> Answers:
    """The year in the title of a table, a section or a part, or of a project, is the budget's.

    表名、说明标题、各部分标题中的年度和项目实施周期与预算年度一致。
    """
    if not budget.year:
        return
    own = [note for note in budget.notes.values() if note.topic in OF_THE_YEAR]
    for each in (*budget.tables.values(), *own):  # other sections may look back
        years = re.findall(rf"(?<!\d){YEAR}(?=年)", each.title)
        looks_back = budget.kind == BUDGET and ACCOUNTS in each.title and BUDGET not in each.title
        if years and not looks_back:  # of two the later
            held = int(max(years)) == budget.year
            yield words(each.title[:40], f"{budget.year}年", held, each.place)
    for said in (*statements_of(budget, "part_year"), *statements_of(budget, "period")):
        left, held = f"{said.subject} {said.value}年", int(said.value) == budget.year
        yield words(left, f"{budget.year}年", held, said.place)


@rule("usual", each=("notes",))
def what_there_was_is_of_the_year_told(budget: Disclosure, note: Note) -> Answers:
    """In final accounts, what is counted at the end of a year is of the year of accounts.

    决算说明中的年末数为决算年度末的数。
    """
    counts = (c for c in note.claims if c.measure == "count" and budget.kind == ACCOUNTS)
    dated = (((c.figure.place.item, c.key), c.figure) for c in counts if c.figure.year and c.key)
    for told in grouped(dated).values():
        last = max(told, key=lambda figure: figure.year or 0)
        held = last.year == budget.year
        yield words(f"{last.year}年 {last.printed}", f"{budget.year}年", held, last.place)


@rule("hint")
def a_paragraph_compares_with_one_base(budget: Disclosure) -> Answers:
    """One amount told twice in an item of the notes is compared with one base.

    同一项说明中同一数额与上年的同一口径（预算数或执行数）比较。
    """
    told: list[tuple[object, Claim]] = []
    for note, claim, change, growth in changes(budget):
        one, place = change or growth, claim.figure.place
        if one and one.compared_base and one.compared == budget.year - 1:
            told.append(((note.section, place.item, claim.figure.value), one))
    # 比上年预算减少 3、比上年决算减少 2 compares with both, and says so
    for first, again in ((a, b) for a, b in repeated(told) if a.of != b.of):
        left, right = (f"{c.compared}年{c.compared_base}" for c in (again, first))
        yield words(left, right, left == right, again.figure.place, first.figure.place)


@rule("hint", each=("notes",))
def money_is_told_in_one_unit(budget: Disclosure, note: Note) -> Answers:
    """The amounts of one item of the notes are told in one unit.

    同一项说明中的金额单位一致。
    """
    money = (c for c in note.about() if c.measure in ("amount", "change") and c.figure.value)
    told = ((c.figure.place.item, c) for c in money if not c.figure.worded)
    for claims in grouped(told).values():
        units = Counter(claim.figure.unit for claim in claims)
        usual, times = units.most_common(1)[0]
        for claim in claims if times > 1 else ():
            unit, place = claim.figure.unit, claim.figure.place
            yield words(
                f"{claim.figure.printed}{unit}", usual, unit == usual or units[unit] > 1, place
            )


@rule("usual")
def reasons_go_the_way_of_the_change(budget: Disclosure) -> Answers:
    """A reason for an increase follows an increase, and one for a decrease a decrease.

    “增加（减少）的主要原因”与所述增减方向一致。
    """
    claims = {c.id: c for n in budget.notes.values() for c in n.claims}
    for said in statements_of(budget, "way"):
        one, note = claims.get(said.group), budget.notes.get(said.place.section)
        # where a reason stands in a paragraph of its own, the changes told in the same item
        near = note.about(item=said.place.item) if note else []
        told = [one] if one else [c for c in near if c.measure in ("change", "growth")]
        ways = {WAYS[c.direction] for c in told if c.direction}
        if len(ways) == 1 and (one is None or not said.subject or said.subject in one.subject):
            way = ways.pop()
            yield words(said.value, way, said.value == way, said.place, told[-1].figure.place)


@rule("usual", each=("notes",))
def a_change_is_told_once(budget: Disclosure, note: Note) -> Answers:
    """No amount is told as unchanged and as changed against the same year and base.

    同一数额不得既称与上年持平、又列增减额。
    """
    for one, other in pairwise(c for c in note.claims if c.measure != "growth"):
        a, b = ((c.of, c.measure, c.compared, c.compared_base or BUDGET) for c in (one, other))
        still = one.measure == "change" and 0 in (one.direction, other.direction)
        if one.of and a == b and still:
            held = not (one.figure.value or other.figure.value)
            yield Fact(cited(one.figure), cited(other.figure), held)


@rule("usual", each=("notes",))
def an_item_is_explained_as_itself(budget: Disclosure, note: Note) -> Answers:
    """The purpose and the reason of an item name the item, and none that is told beside it.

    项级科目的用途和增减原因与该科目一致，未误用其他科目的文字。
    """
    items = {canonical(c.subject) for c in note.claims if c.key == "item"}
    for said in (each for each in note.statements if each.kind == "explained"):
        own, named = canonical(said.subject), said.value
        other = any(named in name for name in items - {own}) and named not in own
        yield words(named, said.subject, not other, said.place)


@rule("hint")
def classes_have_the_names_of_the_edition(budget: Disclosure) -> Answers:
    """A class or division has the name that it has in the edition of the year.

    功能分类科目使用当年的名称，而非旧称。
    """
    rows: dict[str, list[tuple[str, Cited]]] = {}
    for row in (row for table in budget.tables.values() for row in table.rows if row.code):
        rows.setdefault(row.code, []).append((squeeze(row.name), Cited(row.name, row.place)))
    told = statements_of(budget, "class")
    for old in (old for old in renamed() if budget.year >= old.since):
        for name, printed in rows.get(old.code, ()):
            if name in (old.former, old.name):
                yield Fact(printed, Cited(old.name, printed.place), name == old.name)
        for said in (said for said in told if said.subject == old.former):
            yield words(said.subject, old.name, False, said.place)
