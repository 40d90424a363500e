"""What is listed, counted, named or left blank."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, combinations, pairwise, takewhile
from operator import attrgetter

from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import LEVELS
from budgetlib.errors import Absent
from budgetlib.figures import ZERO, Claim, Figure, Note, Place, Statement, Table, grouped, magnitude
from budgetlib.layouts import canonical
from budgetlib.relations import AtLeast, Cited, Fact, Rate, Same, Sum
from budgetlib.rules.rule import Answers, cited, listed, repeated, rule, words
from budgetlib.rules.scopes import Scopes, scopes
from budgetlib.rules.years import prior
from budgetlib.sentences.tokens import AROUND, DATA

ATTACHED = ("the tables are said to be attached elsewhere", "所列各表另附")
NOT_READ = ("a table or a part of the file was not read", "有表或部分内容未读出")
WHOLE_LIST = "the list is complete"
PEOPLE = DATA["pieces"]["人"]
GREW = ("count", "count_change", "growth")  # measures in a row
CHANGED = ("change", "增减")  # in the key of a column, or in its words
UNITS = {"member": "单位", "office": "内设机构"}
MEANT = "△▵▲("  # marks of a number that is negative on purpose


def statements_of(budget: Disclosure, kind: str) -> list[Statement]:
    """What the document tells in words of one kind."""
    return scopes(budget).statements.get(kind, [])


def _bare(title: str) -> str:
    """A title without what stands in brackets behind it."""
    return re.sub(r"\([^()]*\)$", "", canonical(title))


@rule("usual")
def every_listed_table_is_printed(budget: Disclosure) -> Answers:
    """Every table that the document lists is printed.

    目录所列各表均见于正文。
    """
    away = statements_of(budget, "attached")
    by_title = {_bare(table.title): table for table in budget.tables.values()}
    titles = {_bare(title) for _, title, _ in budget.listed}
    for number, title, place in budget.listed:
        table = budget.tables.get(number)
        if table is None or _bare(table.title) in titles - {_bare(title)}:  # which is listed, too
            table = by_title.get(_bare(title))
        lost = (f"表{number} ", "表 ")  # what was not placed is of this number, or of none
        unread = budget.lost or any(w.startswith(lost) for w in budget.unplaced)
        if table is None and (away or unread):
            yield Absent(number, ATTACHED if away else NOT_READ)
        else:
            printed = Cited(table.title, table.place) if table else None
            yield listed(Cited(title, place), printed, place)


@rule("hint")
def titles_are_alike(budget: Disclosure) -> Answers:
    """A table has one title in the list of tables and above the table.

    目录中的表名与表上的表名一致。
    """
    body = canonical(budget.unit)  # which may stand before one of them
    for number, title, place in budget.listed:
        if table := budget.tables.get(number):
            left, right = (_bare(each).replace(body, "") for each in (title, table.title))
            yield words(title, table.title, left == right, place, table.place)


@rule("identity", each=("tables",))
def a_table_number_stands_once(budget: Disclosure, table: Table) -> Answers:
    """No table number is printed twice.

    表号不重复。
    """
    twice = _noted(budget, table, "repeated_number")
    there, place = (twice.subject, twice.place) if twice else (table.title, table.place)
    yield words(f"表{table.number} {table.title}", there, twice is None, table.place, place)


@rule("identity", each=("tables",))
def a_table_keeps_its_unit(budget: Disclosure, table: Table) -> Answers:
    """The money unit does not change inside a table.

    同一表内金额单位不变。
    """
    changed = _noted(budget, table, "unit_change")
    there, place = (changed.value, changed.place) if changed else (table.unit, table.place)
    yield words(table.unit, there, changed is None, table.place, place)


def _noted(budget: Disclosure, table: Table, kind: str) -> Statement | None:
    """What reading noted of a table, of several the last."""
    return scopes(budget).once(_by_table, kind).get(table.number)


def _by_table(known: Scopes, kind: str) -> dict[str, Statement]:
    return {said.place.table: said for said in known.statements.get(kind, [])}


@rule("identity", each=("tables",))
def every_table_has_its_columns(budget: Disclosure, table: Table) -> Answers:
    """Above the rows of every table stands a header that tells its columns.

    各表均有表头，栏目可以识别。
    """
    found = table.kind == "form" or table.role == "other" or bool(table.header_rows)
    # on a page a header may stand where no cell was seen; cells that make no rows were not read
    if not found and (table.place.page or max(map(len, table.grid), default=0) == 1):
        raise Absent(table.number, NOT_READ)
    names = "/".join(table.columns[0].path) if table.columns else "—"
    yield words(table.title, names, found, table.place)


@rule("usual")
def amounts_are_plausible(budget: Disclosure) -> Answers:
    """No amount of a table has a minus before it, or is a thousand times the whole.

    各表金额前无负号，也不超过收支总额的一千倍。
    """
    rows = [table.total_row for table in budget.tables.values()]
    totals = [abs(_ones(row["total"])) for row in rows if row and "total" in row]
    wholes = sorted(total for total in totals if total)  # the whole budget, several times
    most = max(wholes[: len(wholes) // 2 + 1], default=ZERO) * 1000
    for table in budget.tables.values():
        amounts = [f for f in table.figures if f.unit.endswith("元")]
        columns = {f.place.column for f in amounts}
        told = {column for column in columns if not any(word in column for word in CHANGED)}
        money = [f for f in amounts if f.place.column in told]
        sizes = [_ones(figure) for figure in money]
        for ones in (min(sizes), max(sizes)) if money else ():
            figure = money[sizes.index(ones)]
            held = (ones >= ZERO or figure.printed[0] in MEANT) and (not most or ones <= most)
            yield words(figure.printed, "0 …", held, figure.place, table.place)


def _ones(figure: Figure) -> Decimal:
    return figure.amount * magnitude(figure.unit)


@rule("identity", each=("tables",))
def a_code_stands_once(budget: Disclosure, table: Table) -> Answers:
    """No code stands twice in a table.

    同一表内科目编码不重复。
    """
    rows = [row for row in table.part("main") if row.code and table.role != "other"]
    if table.role == "projects":  # of which several may be of one item
        rows = [row for row in rows if len(row.code) not in LEVELS]
    times = Counter(row.code for row in rows)
    for row in (row for row in rows if "~" not in row.key):
        yield words(row.code, f"{row.code} ×{times[row.code]}", times[row.code] == 1, row.place)


@rule("usual")  # a list may be of examples
def offices_are_counted_right(budget: Disclosure) -> Answers:
    """The number of offices told is the number of offices listed.

    内设机构个数与所列名称个数一致。
    """
    listed = grouped((said.place.section, said) for said in statements_of(budget, "office"))
    for claim in (c for c in budget.all_claims if c.key == "offices"):
        if offices := listed.get(claim.figure.place.section):
            yield _counted(claim, "offices 内设机构", offices, offices[0].place)


@rule("usual")
def members_are_counted_right(budget: Disclosure) -> Answers:
    """The number of bodies that a budget is of, or of offices told behind them, is that listed.

    纳入预决算编制范围的单位个数、所列内设机构之后的个数与所列名称个数一致。
    """
    told = (s for kind in ("member", "office") for s in statements_of(budget, kind) if s.subject)
    for (kind, place), names in grouped(((s.kind, s.place), s) for s in told).items():
        number, found = names[0].subject, f"{kind}s {UNITS[kind]}: {len(names)}"
        yield words(f"{number} 个{UNITS[kind]}", found, int(number) == len(names), place)


@rule("usual")  # some print the tables of their main projects
def projects_are_counted_right(budget: Disclosure) -> Answers:
    """The number of level-2 project targets told is the number of target tables printed.

    情况说明的二级项目绩效目标个数与项目支出绩效目标表的张数一致。
    """
    tables = budget.all_tables("project_targets")
    told = (claim for claim in budget.all_claims if claim.key == "level2_projects")
    yield from (_counted(c, tables[0].title, tables, tables[0].place) for c in told)


def _counted(claim: Claim, what: str, found: Sequence[object], place: Place) -> Fact:
    """A count told against a count made."""
    number = Decimal(len(found))
    there = Cited(f"{what}: {number}", place)
    return Fact(cited(claim.figure), there, claim.figure.value == number, (number, number))


@rule("usual", each=("project_targets",))
def blank_totals_have_blank_parts(budget: Disclosure, table: Table) -> Answers:
    """Where a source is filled, the line below it that asks for this year's part is filled too.

    资金来源已填时，其“其中”项也应填列。
    """
    rows = table.part("sources")
    pairs = ((row["amount"], c["amount"]) for row in rows for c in table.children(row))
    for source, part in ((s, p) for s, p in pairs if s.value):
        there = Cited(part.printed or "blank 空白", part.place)
        yield Fact(cited(source), there, part.value is not None)


@rule("usual")
def staff_are_told_alike(budget: Disclosure) -> Answers:
    """A number of people told again in the same words is the same number.

    相同说法的人数前后一致。
    """
    told: list[tuple[object, Claim]] = []
    ordinal: Counter[tuple[str, str]] = Counter()
    for claim in (c for note in budget.notes.values() for c in note.claims):
        if claim.measure in ("count", "count_change") and claim.figure.unit == "人":
            item = (claim.id.partition("#")[0], claim.subject)
            ordinal[item] += 1
            told.append(((claim.subject, claim.measure, claim.figure.year, ordinal[item]), claim))
    for first, claim in repeated(told):
        one_section = first.figure.place.section == claim.figure.place.section
        if not (one_section and claim.measure == "count"):
            yield Same(first.figure, claim.figure)


@rule("usual")
def those_who_came_make_the_increase(budget: Disclosure) -> Answers:
    """The people listed behind an increase make it.

    增加（减少）人数等于其后所列人数之和。
    """
    for change, parts in _followers(budget, "count_change"):
        every = [c for c in parts if c.key]  # 现有在职人员: all of them, not those who came
        if len(parts) > 1 and not every:
            yield Sum(change.figure, [c.figure for c in parts], premise=WHOLE_LIST)


@rule("usual")
def kinds_make_the_number(budget: Disclosure) -> Answers:
    """The kinds counted behind a number (其中) make it.

    “其中”所列各类数量之和等于总数。
    """
    money, told = _money(budget), [*_followers(budget, "count")]
    inner = {whole.id: [c.figure for c in parts] for whole, parts in told if parts[0].of}
    for whole, parts in told:
        kinds = [c.figure for c in parts if c.context == "list"]
        others = (n for n, f in enumerate(kinds) if f.unit != whole.figure.unit)
        one = kinds[: next(others, len(kinds))]  # 36人, of them 2名, or not
        kinds = kinds if not Sum(whole.figure, kinds).fails else one
        if parts[0].context != "list":  # another whole comes first
            continue
        more = any(money[part.id].goes_on for part in parts if part.id in money)
        # of vehicles every kind is told, and 其他用车 last
        rest = whole.key == "vehicles_owned" and AROUND["rest"].search(parts[0].subject)
        some = whole.context == "list" and whole.figure.unit in PEOPLE
        some = some and not all(map(_makes_all, parts))  # 在职17人（其中借调1人、党员3人）
        every = parts[0].of or (whole.context != "list" and not more)
        if (len(kinds) > 1 or rest) and every and not some:
            flat = _flat(kinds) if whole.figure.unit in PEOPLE else kinds
            kinds = flat if Sum(whole.figure, kinds).fails else kinds
            yield (own := Sum(whole.figure, kinds, premise=WHOLE_LIST))
            made = {c.id: Sum(c.figure, inner[c.id]) for c in parts if c.id in inner}
            # what they are made of may still make it
            if own.fails and any(each.fails for each in made.values()):
                leaves = [f for c in parts for f in inner.get(c.id, [c.figure])]
                yield Sum(whole.figure, leaves, premise=WHOLE_LIST)
        elif whole.context != "list":
            yield AtLeast(whole.figure, kinds)


@rule("usual", each=("notes",))
def the_share_of_a_number_follows(budget: Disclosure, note: Note) -> Answers:
    """A share of one number in another, and the growth of a number, follow from the two told.

    所述个数占另一个数的比例，等于两数之比；个数的增减幅度，等于增减数与上年数之比。
    """
    for part, whole, share in zip(note.claims, note.claims[1:], note.claims[2:], strict=False):
        told, way = (part.measure, whole.measure, share.measure), whole.direction
        a, b, rate = part.figure, whole.figure, share.figure
        if (a.unit, a.place) == (b.unit, b.place):
            if told == ("count", "count", "share") and AROUND["share_of"].search(whole.subject):
                yield Rate(rate, [a], [b])
            elif told == GREW and way and share.subject == whole.subject:
                yield Rate(rate, [b], *prior(a, b, way))


@rule("usual")
def kinds_before_a_number_make_it(budget: Disclosure) -> Answers:
    """The kinds counted before a number of all (共, 共计) make it.

    “共”“共计”之前所列各类数量之和等于总数。
    """
    told = [*budget.claims, *chain.from_iterable(n.claims for n in budget.notes.values())]
    for at, whole in enumerate(told):
        if AROUND["counted_up"].search(whole.window):
            again = at and whole.subject == told[at - 1].subject  # 轿车2辆、客车1辆，共3辆
            name = "" if again else AROUND["of_all"].sub("", whole.subject)
            kinds = [*takewhile(partial(_is_kind, whole, name, told[at - 1]), reversed(told[:at]))]
            every = (kinds[:n] for n in range(len(kinds), 1, -1))  # 设 3 个科，辖 8 个村、2 个社区
            sums = [Sum(whole.figure, [c.figure for c in k], premise=WHOLE_LIST) for k in every]
            yield from sorted(sums, key=attrgetter("fails"))[:1]


def _is_kind(whole: Claim, name: str, last: Claim, claim: Claim) -> bool:
    """Whether a number may be of a kind of what another counts: 行政编制 of 编制."""
    one, other = claim.figure, whole.figure
    # none is of posts, where the last is of people: 编制 15 人，在职 13 人，退休 6 人，共 19 人
    posts = AROUND["posts"].search(claim.subject) and not AROUND["posts"].search(last.subject)
    alike = (one.unit, one.place.passage) == (other.unit, other.place.passage)
    counted = alike and claim.measure == "count" and not (posts or claim.of)
    return counted and claim.subject.endswith(name) and claim.subject != name


@rule("usual")
def money_of_the_kinds_makes_the_money(budget: Disclosure) -> Answers:
    """The money told of each kind counted behind a number (其中) makes that of the number.

    “其中”所列各类数量所涉及的金额之和等于总数涉及的金额。
    """
    money = _money(budget)
    for whole, parts in _followers(budget, "count"):
        kinds = [money[c.id] for c in parts if c.id in money and c.context == "list"]
        all_told = len(kinds) == len(parts) > 1 and not any(c.goes_on for c in (*kinds, *parts))
        if whole.id in money and all_told and (parts[0].of or whole.context != "list"):
            yield Sum(money[whole.id].figure, [c.figure for c in kinds], premise=WHOLE_LIST)


def _money(budget: Disclosure) -> dict[str, Claim]:
    """The money told right behind each count, by the count's id."""
    return {a.id: b for note in budget.notes.values() for a, b in with_money(note.about())}


def with_money(told: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Each count and the money told right behind it."""
    return ((a, b) for a, b in pairwise(told) if (a.measure, b.measure) == ("count", "amount"))


def _followers(budget: Disclosure, measure: str) -> Iterator[tuple[Claim, list[Claim]]]:
    """Each count of a measure, with the counts in brackets behind it, and those told behind it."""
    for claims in (budget.claims, *(note.claims for note in budget.notes.values())):
        bracketed = grouped((c.of, c) for c in claims if c.of and c.measure == "count")
        for index, claim in enumerate(claims):
            if claim.measure == measure:
                behind = [] if claim.of else _behind(claims, index)
                yield from ((claim, p) for p in (bracketed.get(claim.id, ()), behind) if p)


def _flat(kinds: list[Figure]) -> list[Figure]:
    """Kinds without those that make one before them: 在职74人，包括行政40人、事业34人；退休36人."""
    for at, end in combinations(range(len(kinds) + 1), 2):
        if end > at + 2 and sum(f.amount for f in kinds[at + 1 : end]) == kinds[at].amount:
            return [*kinds[: at + 1], *_flat(kinds[end:])]
    return kinds


def _makes_all(claim: Claim) -> bool:
    """Whether what is counted is one of kinds that make all: 在职; not 临聘 within it."""
    return bool(AROUND["partition"].search(claim.subject))


def _behind(claims: Sequence[Claim], index: int) -> list[Claim]:
    """The counts of the unit of a claim that are told right behind it (36人, of them 2名)."""
    claim, listing, found = claims[index], False, list[Claim]()
    units = PEOPLE[1:] if claim.figure.unit in PEOPLE[1:] else [claim.figure.unit]
    for at in range(index + 1, len(claims)):
        other = claims[at]
        same = other.figure.unit in units and other.measure == "count"
        own = claim.measure == "count" and at == index + 1  # 12辆，价值20万元；其中：
        beside = own and other.measure == "count" and other.context != "list"  # 3个、9人次，其中
        money = beside or (other.measure == "amount" and (own or other.context == "list"))
        # 5个，涉及10万元，占5%; 在职20人，增加1人；退休14人
        money = money or (other.measure in ("share", "count_change") and claim.measure == "count")
        anew = listing and other.context != "list"  # another whole
        held = AROUND["apart_from"].fullmatch(f"{claim.subject} {other.subject}")
        elsewhere = other.id.partition("#")[0] != claim.id.partition("#")[0]
        if elsewhere or anew or held or not same | money:
            break
        if same and not other.of:
            listing = other.context == "list"
            kind = _makes_all(other)
            if not (claim.topic or kind or (other.subject and other.subject[-2:] in claim.subject)):
                # what no section explains lists other things, else a semicolon ends the list
                return found if found and AROUND["closed"].search(claims[at - 1].window) else []
            found.append(other)
    return found
