"""What is named: years, categories, contents, classes, items of the glossary."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from budgetlib.classifications import entries
from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import LEVELS
from budgetlib.figures import Claim, Row, Table, grouped
from budgetlib.layouts import canonical
from budgetlib.relations import Cited, Fact
from budgetlib.rules.completeness import statements_of
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.rule import Answers, listed, named, rule, words
from budgetlib.rules.scopes import BUDGETS, scopes
from budgetlib.rules.targets import rows_of
from budgetlib.sentences.tokens import STATEMENTS
from budgetlib.vocabulary import UNIT, regex

KIND = "completeness"


@rule("usual")
def reasons_name_one_year(budget: Disclosure) -> Answers:
    """The same reason, given for several items, names one year.

    各项相同的增减原因所称年度一致。
    """
    groups = grouped((said.group, said) for said in statements_of(budget, "reason_year"))
    for siblings in groups.values():
        usual, _ = Counter(s.value for s in siblings).most_common(1)[0]
        example = next(s for s in siblings if s.value == usual)
        for said in siblings if len(siblings) > 1 else ():
            told = f"{said.subject}：{said.value}"
            yield words(told, usual, said.value == usual, said.place, example.place)


@rule("usual")
def a_category_is_told_alike(budget: Disclosure) -> Answers:
    """The category that the notes give a project is that of its target table.

    情况说明所称项目类别与项目支出绩效目标表一致。
    """
    heads = rows_of(budget, "head")
    for said in statements_of(budget, "category"):
        for head in heads:
            printed = head.text.get("支出项目类别", "")
            if printed and _named_by(said.subject, head.text.get("项目名称", "")):
                told, held = f"{said.subject}：{said.value}", printed.startswith(said.value)
                yield words(told, printed, held, said.place, head.place)


def _named_by(short: str, full: str) -> bool:
    """Whether the characters of a short name stand in the full one, in their order."""
    rest = iter(canonical(full))
    return len(short) > 3 and all(char in rest for char in canonical(short))


LETTERS = {"R": "人员类", "Y": "运转类", "T": "特定目标类"}
_LETTER = regex(r"\d{8,}([RYT])\d+")


@rule("hint")
def the_letter_of_a_code_fits_the_category(budget: Disclosure) -> Answers:
    """The letter in a project's code (R, Y, T) fits the category of its target table.

    项目编码中的字母（R、Y、T）与项目类别相符。
    """
    for head in rows_of(budget, "head"):
        match = _LETTER.fullmatch(head.text.get("项目编码", ""))
        printed = head.text.get("支出项目类别", "")
        if match and printed:
            category = LETTERS[match[1]]
            yield words(f"{match[1]} {category}", printed, printed.startswith(category), head.place)


@rule("usual", each=("project_targets",))
def contents_are_not_repeated(budget: Disclosure, table: Table) -> Answers:
    """No item of a project's contents is listed twice.

    项目主要内容各项不重复。
    """
    kinds = ("content", "repeated_content")
    for said in (each for each in table.statements if each.kind in kinds):
        one, first = (f"{n}. {said.subject}" for n in (said.value, said.group or said.value))
        yield words(one, first, said.kind == "content", said.place)


@rule("usual", each=("project_targets",))
def contents_have_cost_lines(budget: Disclosure, table: Table) -> Answers:
    """Each item of a project's contents has a line in its cost basis.

    项目主要内容各项均有对应的支出明细。
    """
    for said in (each for each in table.statements if each.kind == "content_line"):
        line = table.by_key.get(said.value)
        yield listed(Cited(said.subject, said.place), named(line) if line else None, said.place)


@rule("hint")
def cost_classes_are_known(budget: Disclosure) -> Answers:
    """Each cost line names a class of the economic classification.

    支出明细所列经济分类科目为部门预算经济分类科目。
    """
    known = {canonical(entry.name) for entry in entries("economic").values()}
    for row in rows_of(budget, "cost"):
        name = row.text.get("class", "")
        if name:
            one = Cited(name, row.place)
            yield listed(one, one if canonical(name) in known else None, row.place)


@rule("hint")
def lists_name_the_filled_classes(budget: Disclosure) -> Answers:
    """The economic classes that the notes list are those that the table fills, each once.

    情况说明所列经济分类科目与基本支出表有数的科目一致，且不重复。
    """
    table = budget.table("basic_by_economic")
    for key, codes in LISTED.items():
        said = [s for s in budget.note("basic").statements if s.kind == "list" and s.subject == key]
        rows = [r for r in table.leaves if r.code.startswith(codes) and r["total"].value]
        times = Counter(_stem(one.value) for one in said)
        filled = {_stem(row.name): row for row in reversed(rows)}
        if len(times.keys() & filled.keys()) * 3 < len(times) * 2:
            continue  # a template's list, of whatever there may be
        for one in said:
            row = filled.get(_stem(one.value))
            there = named(row) if row else Cited("—", table.place)
            held = row is not None and times[_stem(one.value)] == 1
            yield Fact(Cited(one.value, one.place), there, held)
        for row in rows if said else ():
            there = Cited("named 已列", said[0].place)
            yield listed(named(row), there if _stem(row.name) in times else None, there.place)


LISTED = {"wages": ("301",), "households": ("303",), "operating": ("302", "310")}


@lru_cache(maxsize=4096)
def _stem(name: str) -> str:
    return re.sub("的|(?:支出|费)?(?:等(?:支出)?)?$", "", canonical(name))


@rule("usual")
def classes_named_are_filled(budget: Disclosure) -> Answers:
    """The function classes that the overall note lists are those that the summary fills.

    情况说明所列支出功能分类与收支总表有数的分类一致。
    """
    said = [s for s in budget.note("overall").statements if s.subject == "classes"]
    rows = budget.table("summary").part("expenditure") if said else ()
    filled = {canonical(r.name): r for r in rows if r.code.isdigit() and r["amount"].value}
    told = {canonical(one.value) for one in said}
    for name, row in filled.items():
        there = Cited("named 已列", said[0].place)
        yield listed(named(row), there if name in told else None, there.place)
    for one in said:
        held = canonical(one.value) in filled
        yield words(one.value, "filled 有数" if held else "—", held, one.place)


@rule("usual")
def the_glossary_explains_every_item(budget: Disclosure) -> Answers:
    """The glossary explains every item of the functional classification that is used.

    名词解释涵盖所用的每个功能分类项级科目。
    """
    explained = {s.value: s for s in statements_of(budget, "glossary")}
    for row in budget.table("by_function").leaves:
        if explained and len(row.code) == 7:
            entry = explained.get(row.code)
            there = Cited(entry.subject, entry.place) if entry else None
            yield listed(named(row, row.code), there, row.place)


def _coded(budget: Disclosure) -> list[Table]:
    """The tables that may print an item of the general public budget, that by function first."""
    roles = (*BUDGETS[1:], "expenditure", "fiscal_by_function")
    return [budget.table("by_function"), *(t for t in budget.tables.values() if t.role in roles)]


def _misnamed(budget: Disclosure, told: Sequence[Claim]) -> dict[str, Row]:
    """By codes told that no table prints: the row that no item tells, of their amount."""
    table, *others = _coded(budget)
    codes = {claim.figure.code for claim in told} - {""}
    leaves = (row for row in table.leaves if row["total"].value and row.code)
    untold = {row["total"].amount: row for row in leaves if row.code not in codes}
    astray = (c for c in told if not any(t.find(c.figure.code) for t in (table, *others)))
    found = ((c, untold.get(c.figure.amount)) for c in astray if c.figure.code)
    return {c.figure.code: r for c, r in found if r and r.name != canonical(c.subject)}


@rule("usual")  # some notes tell the main items only
def every_item_is_told(budget: Disclosure) -> Answers:
    """The notes tell every item of the general public budget, and none that no table prints.

    情况说明逐项说明了功能分类支出表的每个项级科目，且均见于各支出表。
    """
    fiscal = amounts(budget, "fiscal_by_function") if budget.tells("fiscal_by_function") else []
    alone = fiscal and not budget.tells("general_budget")
    general = [] if alone else amounts(budget, "general_budget")
    told = {c.figure.code: c for c in general if c.key == "item"}
    table, *others = _coded(budget)
    other = _misnamed(budget, [*told.values()])
    leaves = ((row.code or row.share, row) for row in table.leaves if row["total"].value)
    filled = [(code, row) for code, row in leaves if len(code) == 7]
    for code, row in filled if len(told) * 4 > len(filled) * 3 else ():  # else main items alone
        claim = told.get(code)
        there = Cited(claim.subject, claim.figure.place) if claim else None
        if row not in other.values():
            yield listed(named(row, code), there, row.place)
    tables = (table, *others)
    shared = {row.share for t in tables for row in t.rows} - {""}
    told |= {c.figure.code: c for c in fiscal if c.key == "item" and c.figure.code}  # by its name
    for code, claim in told.items() if filled else ():  # else no table goes down to items
        if code not in (*shared, *other) and not any(code and t.find(code) for t in tables):
            yield listed(Cited(claim.subject, claim.figure.place), None, table.place)
    one = filled and scopes(budget).narrow.get("fiscal") == "general_budget"
    for claim in (c for c in fiscal if one and c.key == "item" and not c.figure.code):
        alike = (entries("function")[code] for code in named_so("function", _stem(claim.subject)))
        if any(canonical(known.name) == canonical(claim.subject) for known in alike):  # no spelling
            yield listed(Cited(claim.subject, claim.figure.place), None, table.place)


@rule("identity")
def what_is_told_as_an_item_is_one(budget: Disclosure) -> Answers:
    """What the notes tell as an item is an item of the table, not what stands above one.

    说明中称为项级科目的，在功能分类支出表中是项级科目。
    """
    table = budget.table("by_function")
    told = [claim for claim in amounts(budget, "general_budget") if claim.key == "item"]
    other = _misnamed(budget, told)  # of another path
    for claim in told:
        code = claim.figure.code
        if row := other.get(code) or table.find(code):
            there = Cited(f"{row.code} {row.name}", row.place)
            held = len(row.code) == 7 and code not in other
            yield Fact(Cited(claim.subject, claim.figure.place), there, held)


@rule("hint")
def the_level_is_named_alike(budget: Disclosure) -> Answers:
    """A unit's budget speaks of the unit, a department's of the department.

    单位预算称单位，部门预算称部门。
    """
    for said in grouped((s.subject, s) for s in statements_of(budget, "level")).values():
        other, own = (
            [s for s in said if (s.value == budget.level) == own] for own in (False, True)
        )
        more = other[:1] if not said[0].subject else ()  # headings may all be a template's
        for one in (*own, *(other if len(other) < len(own) else more)):
            yield words(one.value, budget.level, one.value == budget.level, one.place)


@rule("usual")
def headings_name_the_body(budget: Disclosure) -> Answers:
    """No heading or sentence that begins with a body of the same place names another than this.

    标题、段首及“……所有收入和支出”所称单位与本单位一致，未误用其他单位的名称。
    """
    sources = ("title", "sentence") if budget.level == UNIT else ("title",)  # else of its units
    bodies = statements_of(budget, "body")
    named = [(s.value, s.place) for s in bodies if s.group in sources]
    members = {said.value for said in statements_of(budget, "member")}
    lone = [s for s in bodies if s.group == "alone" and s.value[-1:] == budget.unit[-1:]]
    named += [(s.value, s.place) for s in lone if s.value not in members]
    named += [(said.subject, said.place) for said in statements_of(budget, "whose")]
    for name, place in named:
        shorter, longer = sorted((budget.unit, name), key=len)
        if STATEMENTS["a_body"].search(name):
            short = all(char in longer for char in shorter)  # 县检察院; 某市某县某局
            yield words(name, budget.unit, short, place)


@rule("usual")
def the_treasury_is_the_bodys_own(budget: Disclosure) -> Answers:
    """Where the glossary says whose treasury pays, it is that of the body's own level.

    名词解释所称财政级次与本单位所属的区县级次一致。
    """
    seat = STATEMENTS["seat"].match(budget.unit)
    for said in statements_of(budget, "treasury") if seat else ():
        own = seat["level"] if seat else ""
        yield words(f"{said.value}级", f"{own}级", said.value == own, said.place)


SCHEMES = {"basic_by_economic": "economic", "fiscal_basic": "economic"}  # functions elsewhere
OTHER = {"function": "economic", "economic": "function"}
UNNAMED = ("other", "operating_organs")  # whose codes may be of any scheme
SINCE = 2019  # editions before have other codes


@rule("usual")
def codes_have_their_own_names(budget: Disclosure) -> Answers:
    """No code stands beside the name of another code.

    科目编码与科目名称对应，不张冠李戴。
    """
    tables = [t for t in budget.tables.values() if t.kind == "coded" and t.role not in UNNAMED]
    coded = [
        (SCHEMES.get(t.role, "function"), row.code, row.name, row.place, row.parent)
        for t in tables
        for row in t.rows
        if row.code
    ]
    items = (c for note in budget.notes.values() for c in note.about("item", "amount"))
    coded += [("function", c.figure.code, c.subject, c.figure.place, "") for c in items]
    for scheme, printed, told, place, above in coded if budget.year >= SINCE else ():
        code = printed.replace("-", "")
        own, stem = entries(scheme).get(code), _stem(told)
        astray = above.isdigit() and not code.startswith(above)  # it stands there by its name
        fits = own and stem and stem in (_stem(own.name), _stem(own.former_name)) and not astray
        others = (code,) if fits else named_so(scheme, stem) or named_so(OTHER[scheme], stem)
        nearer = dict.fromkeys(o for o in others if not astray or o.startswith(above))
        others = (*nearer,) or others
        seen = [e.status for o in (code, *others[:1]) if (e := entries(scheme).get(o))]
        known = astray or ("observed" in seen if own else code[:3] not in entries(scheme))
        name = f"{code} {told}"
        if code and known and others and code not in others:
            there = " / ".join(f"{other} {told}" for other in others[:2])
            yield words(name, there, False, place)
        elif own and code in others:
            yield words(name, f"{code} {own.name}", True, place)


@rule("usual")
def a_name_has_one_code_of_its_division(budget: Disclosure) -> Answers:
    """Within a class or division, a name stands beside one code, and a code beside one name.

    同一类、款之下，同一科目名称在各表中对应同一科目编码，同一科目编码对应同一科目名称。
    """
    rows = [
        ((SCHEMES.get(t.role, "function"), row.code[:-2], _stem(row.name)), row)
        for t in budget.tables.values()
        if t.kind == "coded" and t.role not in UNNAMED
        for row in t.rows
        if len(row.code) in LEVELS[1:] and row.code.isdigit() and row.name
    ]
    for (_, _, name), named_alike in grouped(rows).items():
        (usual, times), *others = Counter(row.code for row in named_alike).most_common()
        odd = others and times > others[0][1]  # else there is none, or none is the odd one
        for row in named_alike if name and odd else ():
            there = f"{usual} {row.name}"
            yield words(f"{row.code} {row.name}", there, row.code == usual, row.place)
    coded = (((scheme, row.code), row) for (scheme, *_), row in rows if "~" not in row.key)
    for coded_alike in grouped(coded).values():
        (usual, times), *others = Counter(_stem(row.name) for row in coded_alike).most_common()
        for row in coded_alike if others and times > others[0][1] else ():
            ours, common = _stem(row.name), {*_stem(row.name)} & {*usual}
            one = 2 * len(common) > min(
                len(ours), len(usual)
            )  # a name cut short, or spelt otherwise
            yield words(f"{row.code} {row.name}", f"{row.code} {usual}", one, row.place)


@lru_cache(maxsize=4096)
def named_so(scheme: str, stem: str) -> tuple[str, ...]:
    """The codes of a scheme that have this name, or had it, but for its usual ends."""
    return tuple(code for code, name in _beginning(scheme).get(stem[:1], ()) if _stem(name) == stem)


@cache
def _beginning(scheme: str) -> dict[str, list[tuple[str, str]]]:
    """The codes and names of a scheme by the names' first character, which a stem has, too."""
    of = entries(scheme).values()
    return grouped((n[0], (e.code, n)) for e in of for n in (e.name, e.former_name) if n)
