"""文表: projects that the notes count: those listed, graded and scored, and their money."""

from collections.abc import Sequence
from itertools import islice, pairwise, takewhile
from operator import attrgetter

from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Claim, Figure, Note, converted, grouped, sharp, slip, text_of
from budgetlib.relations import AtLeast, Cited, Fact, Rate, Same, Sum
from budgetlib.rules.completeness import with_money
from budgetlib.rules.near import MISPLACED, by_item, member, stands, within_a_slip
from budgetlib.rules.notes_and_tables import GENERAL, TARGETED, amounts, every
from budgetlib.rules.rule import Answers, cited, rule
from budgetlib.rules.scopes import BUDGETS, scopes
from budgetlib.sentences.tokens import DATA, NAMING
from budgetlib.vocabulary import BUDGET, regex

KIND = "notes_and_tables"
SCORE = "分"
GRADES = DATA["grades"]
_GRADE = regex(rf"(?:^|[为是获评果级“\"])(?P<name>{'|'.join(GRADES)})[秀好]?[”\"]?的?(?:项目)?$")


@rule("usual", each=("notes",))
def projects_listed_make_their_money(budget: Disclosure, note: Note) -> Answers:
    """Where as many projects are listed as are counted, their amounts make the money told.

    列出的项目与所述项目个数相同的，各项目金额之和等于涉及金额；和相等的，个数与列出的相同。
    """
    every = ((c, at) for c in by_item(note) for at in range(len(c) - 1))
    for claims, at in ((c, at) for c, at in every if c[at].measure == "count"):
        count, of_projects = claims[at].figure, _projects(claims[at])
        listed = _listed(claims[at + 1 :], of_projects)
        # 其中重点项目 3 个，涉及资金 60：, then each
        first = of_projects and len(listed) == count.amount + 1
        told = claims[at + 1 : at + 2] if first or len(listed) < 2 else []
        listed = _listed(claims[at + 2 :], of_projects) if told else listed
        parts = listed or _headed(note, claims[at])
        before = (c for c in told or claims[:at] if first or not (told and c.context))
        wholes = [c for c in before if c.measure == "amount"]
        stand = {*(stands(c.figure) for c in parts)}
        own = [w.figure for w in wholes if {stands(w.figure)} == stand] if len(parts) > 1 else []
        sums = [Sum(whole, [c.figure for c in parts]) for whole in own]
        if len(parts) == count.amount:  # 财政拨款 10 万元；财政拨款项目 2 个：
            named = [w for w in wholes if w.subject and claims[at].subject.startswith(w.subject)]
            sums = [s for s in sums if not named or s.terms[0].figure == named[-1].figure]
            yield from sums if told or named else within_a_slip(sums)
        elif of_projects and not any(NAMING["sort"].search(c.subject) for c in listed):
            there = Cited(f"{len(parts)} {count.unit}", parts[0].figure.place) if parts else None
            made = [each for each in sums if not each.fails]
            yield from (Fact(cited(count), there, False) for _ in made[:1] if there)


def _headed(note: Note, count: Claim) -> list[Claim]:
    """The money told first of each item below the one that counts them, where all call it so."""
    above = count.figure.place.item
    items = [
        told for item, told in note.by_item.items() if item and item.rpartition(".")[0] == above
    ]
    first = [next((c for c in told if c.measure == "amount"), None) for told in items]
    found = [c for c in first if c]
    alike = all(NAMING["headed_money"].search(c.subject) and not c.key for c in found)
    return found if alike and len(found) == len(items) else []


def _listed(claims: Sequence[Claim], of_projects: bool) -> list[Claim]:
    """The amounts of a list that claims begin with, as far as no rule knows what they are.

    Those of projects may have shares and targets beside them.
    """
    found: list[Claim] = []
    for claim in claims:
        beside = claim.measure == "share" or (claim.measure == "count" and not _projects(claim))
        if found and beside and of_projects:  # 占项目支出的12%; 目标是防治8.4万亩
            continue
        of_list = claim.context == "list" or "joined" in member((found or [claim])[-1])
        if claim.measure != "amount" or claim.key or claim.figure.code or not of_list:
            break
        found.append(claim)
    return found


def _counts(note: Note) -> list[Claim]:
    """The claims of a section on performance management, reasons left out."""
    return [c for c in note.about() if c.topic == "performance"]


def _projects(claim: Claim) -> bool:
    """Whether it counts projects."""
    named = claim.subject.endswith("项目") or not claim.subject or claim.key == "project"
    named = named or bool(NAMING["projects_behind"].search(claim.window))
    return claim.measure == "count" and claim.figure.unit == "个" and named


def targeted(note: Note) -> list[tuple[Claim, Claim]]:
    """Each number of projects that a section on performance tells, and the money behind it."""
    return [(count, money) for count, money in with_money(_counts(note)) if _projects(count)]


@rule("usual", each=("notes",))
def sources_of_all_projects_are_theirs(budget: Disclosure, note: Note) -> Answers:
    """Where the money of projects with targets is all project expenditure, so are its sources.

    编报绩效目标的资金等于全部项目支出的，其中各项资金来源等于项目支出的该项来源。
    """
    told = (c for c in budget.cells if c.of.kind == "project" and not (c.of.code or c.of.body))
    cells = [c for c in told if c.place != "note performance" and c.of[-2:] == budget.stands]
    every = {c.figure.amount for c in cells if c.of.fund in ("year", "all") and c.figure.value}
    for _, money in targeted(note) if len(every) == 1 else ():
        item = note.by_item[money.figure.place.item] if money.figure.amount in every else []
        behind = item[note.order[money.id] + 1 :]
        for claim in takewhile(lambda c: c.context == "list", behind):
            of_it = (c for c in cells if c.of.fund == claim.key and claim.measure == "amount")
            yield from (Same(claim.figure, cell.figure) for cell in islice(of_it, 1))


@rule("identity", each=("notes",))
def no_project_has_no_money(budget: Disclosure, note: Note) -> Answers:
    """Where no project has targets, no money does, and the other way round.

    编报绩效目标的项目为零个时，涉及资金为零，反之亦然。
    """
    for count, money in with_money(_counts(note)):
        if count.figure.unit == "个":
            held = bool(count.figure.value) == bool(money.figure.value)
            yield Fact(cited(count.figure), cited(money.figure), held)


@rule("usual", each=("notes",))
def grades_make_the_projects_assessed(budget: Disclosure, note: Note) -> Answers:
    """The projects of all grades make the projects that were assessed.

    各评价等级（分数段）的项目数之和等于绩效自评的项目数。
    """
    graded = [c for c in _counts(note) if c.figure.unit == "个"]
    ends = (_GRADE.search, NAMING["bracket"].search)
    grades = [c for c in graded if any(end(c.subject) for end in ends)]
    behind = [m["n"] for _, text in note.texts for m in NAMING["graded"].finditer(text)]
    for number in behind if not grades else ():  # 12 个项目评为“优”
        grades += [c for c in graded if c.figure.printed == number and c not in grades][-1:]
    told = [c for c in _counts(note) if _projects(c) or c in grades]
    before = told[: told.index(grades[0])] if len(grades) > 1 else []
    if before:
        whole = next(
            (c for c in reversed(before) if not c.context), before[-1]
        )  # 其中一级项目 3 个
        yield Sum(whole.figure, [claim.figure for claim in grades])


@rule("usual", each=("notes",))
def the_score_fits_the_grades(budget: Disclosure, note: Note) -> Answers:
    """The average score is within what the grades counted beside it allow, and within 100.

    平均得分不超过100分，且在各评级项目数所对应的范围之内。
    """
    told = _counts(note)
    graded = [(c.figure.amount, m) for c in told if (m := _GRADE.search(c.subject))]
    number = sum((n for n, _ in graded), ZERO)
    scores = [c.figure for c in told if c.figure.unit == SCORE]
    for score in scores if number and len(scores) == 1 else ():
        low, high = (sum(n * GRADES[m["name"]][end] for n, m in graded) for end in (0, 1))
        there = Cited(f"{low / number:.4g}–{high / number:.4g}", score.place)
        yield Fact(cited(score), there, low <= score.amount * number <= high)


@rule("usual", each=("notes",))
def as_many_projects_have_as_much_money(budget: Disclosure, note: Note) -> Answers:
    """Where as many projects were given targets, tracked or assessed, they have one amount.

    编报目标、跟踪、自评的项目数相同时，涉及的资金一致（相符，或仅差一处笔误的），反之亦然。
    """
    first = budget.note("projects").about() if budget.tells("projects") else ()
    known = [(c, m) for c, m in with_money(first) if _projects(c) and m.key == "project"][:1]
    for (count, money), (other, again) in pairwise([*known, *targeted(note)]):
        chosen = "重点" in other.subject  # as many of them need not be the same
        if not chosen and money.figure.year == again.figure.year:
            if count.figure.value == other.figure.value:
                yield from within_a_slip([Same(money.figure, again.figure)])
            if money.figure.value == again.figure.value and sharp(money.figure.amount):
                yield Same(count.figure, other.figure)


@rule("usual")
def projects_with_targets_are_within_the_projects(budget: Disclosure) -> Answers:
    """The money of projects with targets is no more than project expenditure, nor it with a slip.

    编报绩效目标的项目资金不超过项目支出，也不与之仅差一处笔误。
    """
    counted = {money.id for note in budget.notes.values() for _, money in targeted(note)}
    every_one = every(budget, "amount", "performance")
    named = NAMING["targeted"].search
    told = (c for c in every_one if c.key in TARGETED or c.id in counted or named(c.subject))
    rows = [table.total_row for table in budget.tables.values()]
    all_money = {f.value for row in rows if row for f in row.some("total")}
    own = (c for c in told if c.figure.year == budget.year)
    for claim in (c for c in own if c.figure.value not in all_money):  # of no projects alone
        general = GENERAL in claim.subject
        for whole in _project_expenditure(budget, general):
            aim = converted(whole.amount, whole, claim.figure.unit)
            near = sharp(aim, 5) and slip(claim.figure.printed, [text_of(aim)])
            if near or claim.figure.amount == aim:
                yield Same(whole, claim.figure)
            elif claim.key:  # else it may be of other projects, too
                yield AtLeast(whole, [claim.figure])


@rule("usual", each=("notes",))
def funds_with_targets_make_project_expenditure(budget: Disclosure, note: Note) -> Answers:
    """The funds told of projects with targets make project expenditure, or would but for a slip.

    编报绩效目标的各项预算资金之和等于项目支出（相符，或仅差一处数字错位的）。
    """
    own = (c for c in note.about(measure="amount") if c.figure.stands == budget.stands)
    # 涉及一般公共预算5万元、政府性基金预算3万元
    told = (c for c in own if c.topic == "performance")
    funds = (c for c in told if c.key in BUDGETS or (c.key in TARGETED and GENERAL in c.subject))
    items = grouped((c.figure.place.item, c.figure) for c in funds)
    for parts in (figures for figures in items.values() if len(figures) > 1):
        sums = [Sum(whole, parts) for whole in _project_expenditure(budget)]
        yield from within_a_slip(sums, MISPLACED)


@rule("usual")
def what_is_all_of_the_projects_is_the_whole_share(budget: Disclosure) -> Answers:
    """The money of projects with targets is all project expenditure where its share is 100 %.

    编报绩效目标（自评）的资金占项目支出的比例为100%的，等于项目支出，反之亦然。
    """
    shares = [c for c in every(budget, "share", "performance") if c.compared_base == "project"]
    told = {c.id: c.figure for c in every(budget, "amount", "performance")}
    both = [f for general in (False, True) for f in _project_expenditure(budget, general)]
    for share, money in ((c, told[c.of]) for c in shares if c.of in told):
        # accounts may tell what was planned of all the projects, but for those of a fund
        general = GENERAL in share.window  # 占一般公共预算项目支出的100%
        known = budget.kind == BUDGET or general or GENERAL in share.subject
        every_one = share.figure.value == 100
        wholes = _project_expenditure(budget, True) if general else both
        near = (f for f in wholes if every_one and (general or sharp(f.amount)))
        slipped = [f for f in near if known or slip(money.printed, [f.printed])]
        same = [f for f in wholes if money.amount == f.amount]
        rates = [Rate(share.figure, [money], [whole]) for whole in same or slipped]
        yield from sorted(rates, key=attrgetter("fails"))[:1]


def _project_expenditure(budget: Disclosure, general: bool = False) -> list[Figure]:
    """Project expenditure, or that of the general budget: of the table, else as told."""
    alone = scopes(budget).general_alone
    roles = ("by_function",) * general + ("expenditure", "by_function")[: 1 + alone]
    rows = (budget.table(role).total_row for role in roles if budget.has(role))
    if row := next((row for row in rows if row and "project" in row), None):  # else by units
        return row.some("project")
    listed = budget.table("projects").total_row if budget.has("projects") else None
    if listed and "total" in listed and not general:
        return [listed["total"]]
    topics = ("general_budget",) if general and not alone else ("expenditure", "overall")
    claims = (c for topic in topics if budget.tells(topic) for c in amounts(budget, topic))
    return [c.figure for c in claims if c.key == "project" and not c.figure.code][:1]
