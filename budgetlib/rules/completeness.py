"""What is listed, counted, named or left blank."""

import re
from collections import Counter
from collections.abc import Iterator

from budgetlib.amounts import Place
from budgetlib.classifications import entries
from budgetlib.layouts import canonical
from budgetlib.model import Budget, Claim, Statement
from budgetlib.relations import Cited, Fact, Same, Sum
from budgetlib.rules.notes_and_tables import amounts
from budgetlib.rules.projects_across_tables import alike, target_tables
from budgetlib.rules.rule import Answers, rule


def _said(budget: Budget, kind: str) -> list[Statement]:
    return [s for s in budget.all_statements if s.kind == kind]


def _counted(claim: Claim, words: str, number: int, place: Place) -> Fact:
    """A count told against a count made."""
    told = Cited(claim.figure.printed, claim.figure.place, claim.figure)
    return Fact(told, Cited(f"{words}: {number}", place), claim.figure.value == number)


@rule("hint")
def every_listed_table_is_printed(budget: Budget) -> Answers:
    """Every table that the document lists is printed.

    目录所列各表均已印出。
    """
    for number, title, place in budget.listed:
        table = budget.tables.get(number)
        printed = Cited(table.title, table.place) if table else Cited("—", place)
        yield Fact(Cited(title, place), printed, table is not None)


@rule("hint")
def titles_are_alike(budget: Budget) -> Answers:
    """A table has one title in the list of tables and above the table.

    目录中的表名与表上的表名一致。
    """
    for number, title, place in budget.listed:
        table = budget.tables.get(number)
        if table:
            left, right = Cited(title, place), Cited(table.title, table.place)
            yield Fact(left, right, canonical(title) == canonical(table.title))


@rule("identity")
def every_amount_is_a_number(budget: Budget) -> Answers:
    """Where an amount is expected, a number or nothing is printed.

    金额栏内应为数字或空白。
    """
    for said in _said(budget, "not_a_number"):
        yield Fact(Cited(said.value, said.place), Cited("a number 数字", said.place), False)


@rule("identity")
def a_code_stands_once(budget: Budget) -> Answers:
    """No code stands twice in a table.

    同一表内科目编码不重复。
    """
    for table in budget.tables.values():
        codes = Counter(row.code for row in table.rows if row.code and row.part == "main")
        for row in table.rows:
            if row.code and row.part == "main" and "~" not in row.key:
                once = Cited(f"{row.code} ×{codes[row.code]}", row.place)
                yield Fact(Cited(row.code, row.place), once, codes[row.code] == 1)


@rule("identity")
def offices_are_counted_right(budget: Budget) -> Answers:
    """The number of offices told is the number of offices listed.

    内设机构个数与所列名称个数一致。
    """
    listed = _said(budget, "office")
    for claim in budget.claims:
        if claim.key == "offices" and listed:
            yield _counted(claim, "offices 内设机构", len(listed), listed[0].place)


@rule("identity")
def projects_are_counted_right(budget: Budget) -> Answers:
    """The number of level-2 projects told is the number of projects printed.

    情况说明的二级项目个数与项目表、绩效目标表的个数一致。
    """
    counts = [
        (table.title, len(table.leaves), table.place)
        for table in budget.all_tables("projects")
        if table.leaves
    ]
    if tables := target_tables(budget):
        counts.append((tables[0].title, len(tables), tables[0].place))
    for claim in budget.all_claims:
        for words, number, place in counts if claim.key == "level2_projects" else ():
            yield _counted(claim, words, number, place)


@rule("usual")
def projects_have_target_tables(budget: Budget) -> Answers:
    """Every project of the lowest level has its own target table.

    每个末级项目都有项目支出绩效目标表。
    """
    heads = [row for t in budget.all_tables("project_targets") for row in t.part("head")]
    for row in budget.table("projects").leaves:
        named = next((h for h in heads if row.code and row.code == h.text.get("项目编码")), None)
        named = named or next((h for h in heads if alike(h.text.get("项目名称", ""), row.name)), None)
        there = Cited(named.text.get("项目名称", ""), named.place) if named else Cited("—", row.place)
        yield Fact(Cited(row.name, row.place), there, named is not None)


@rule("usual")
def projects_stand_in_the_overall_table(budget: Budget) -> Answers:
    """Every project of the lowest level stands in the overall target table.

    每个末级项目都列入整体支出绩效目标表。
    """
    table = budget.table("overall_targets")
    listed = table.part("projects")
    for row in budget.table("projects").leaves if listed else ():
        named = next((r for r in listed if alike(r.name, row.name)), None)
        there = Cited(named.name, named.place) if named else Cited("—", table.place)
        yield Fact(Cited(row.name, row.place), there, named is not None)


@rule("usual")
def blank_totals_have_blank_parts(budget: Budget) -> Answers:
    """Where a source is filled, the line below it that asks for this year's part is filled too.

    资金来源已填时，其“其中”项也应填列。
    """
    for table in budget.all_tables("project_targets"):
        for row in table.part("sources"):
            for child in table.children(row):
                if row["amount"].value:
                    left = Cited(row["amount"].printed, row.place, row["amount"])
                    right = Cited(child["amount"].printed or "blank 空白", child.place)
                    yield Fact(left, right, child["amount"].value is not None)


@rule("usual")
def staff_are_told_alike(budget: Budget) -> Answers:
    """A number of people told again in the same words is the same number.

    相同说法的人数前后一致。
    """
    seen: dict[tuple[str, str, int | None, int], Claim] = {}
    claims = [c for note in budget.notes.values() for c in note.claims]
    ordinal: Counter[tuple[str, str]] = Counter()
    for claim in claims:
        if claim.measure in ("count", "count_change") and claim.figure.unit == "人":
            item = (claim.id.partition("#")[0], claim.subject)
            ordinal[item] += 1
            key = (claim.subject, claim.measure, claim.figure.year, ordinal[item])
            first = seen.setdefault(key, claim)
            if first is not claim:
                yield Same(first.figure, claim.figure)


@rule("usual")
def those_who_came_make_the_increase(budget: Budget) -> Answers:
    """The people listed behind an increase make it.

    增加（减少）人数等于其后所列人数之和。
    """
    for change, parts in _followers(budget, "count_change"):
        yield Sum(change.figure, [c.figure for c in parts], premise="the list is complete")


@rule("usual")
def kinds_make_the_number(budget: Budget) -> Answers:
    """The kinds counted behind a number (其中) make it.

    “其中”所列各类数量之和等于总数。
    """
    for whole, parts in _followers(budget, "count"):
        listed = [c.figure for c in parts if c.context == "list"]
        if listed and whole.context != "list":
            yield Sum(whole.figure, listed, premise="the list is complete")


def _followers(budget: Budget, measure: str) -> Iterator[tuple[Claim, list[Claim]]]:
    """Each count of a measure, and the counts of its unit told right behind it."""
    for note in budget.notes.values():
        claims = list(note.claims)
        for index, claim in enumerate(claims):
            if claim.measure != measure:
                continue
            parts = []
            for other in claims[index + 1 :]:
                same = other.figure.unit == claim.figure.unit and other.measure == "count"
                if not same or other.id.partition("#")[0] != claim.id.partition("#")[0]:
                    break
                parts.append(other)
            if parts:
                yield claim, parts


@rule("usual")
def reasons_name_one_year(budget: Budget) -> Answers:
    """The same reason, given for several items, names one year.

    各项相同的增减原因所称年度一致。
    """
    groups: dict[str, list[Statement]] = {}
    for said in _said(budget, "reason_year"):
        groups.setdefault(said.group, []).append(said)
    for siblings in groups.values():
        usual, _ = Counter(s.value for s in siblings).most_common(1)[0]
        example = next(s for s in siblings if s.value == usual)
        for said in siblings if len(siblings) > 1 else ():
            left = Cited(f"{said.subject}: {said.value}", said.place)
            yield Fact(left, Cited(usual, example.place), said.value == usual)


@rule("usual")
def a_category_is_told_alike(budget: Budget) -> Answers:
    """The category that the notes give a project is that of its target table.

    情况说明所称项目类别与项目支出绩效目标表一致。
    """
    heads = [row for t in budget.all_tables("project_targets") for row in t.part("head")]
    for said in _said(budget, "category"):
        for head in heads:
            printed = head.text.get("支出项目类别", "")
            if printed and _named_by(said.subject, head.text.get("项目名称", "")):
                left = Cited(f"{said.subject}: {said.value}", said.place)
                yield Fact(left, Cited(printed, head.place), printed.startswith(said.value))


def _named_by(short: str, full: str) -> bool:
    """Whether the characters of a short name stand in the full one, in their order."""
    rest = iter(canonical(full))
    return len(short) > 3 and all(char in rest for char in canonical(short))


LETTERS = {"R": "人员类", "Y": "运转类", "T": "特定目标类"}
_LETTER = re.compile(r"\d{8,}([RYT])\d+")


@rule("hint")
def the_letter_of_a_code_fits_the_category(budget: Budget) -> Answers:
    """The letter in a project's code (R, Y, T) fits the category of its target table.

    项目编码中的字母（R、Y、T）与项目类别相符。
    """
    for table in budget.all_tables("project_targets"):
        for head in table.part("head"):
            match = _LETTER.fullmatch(head.text.get("项目编码", ""))
            printed = head.text.get("支出项目类别", "")
            if match and printed:
                left = Cited(f"{match[1]} {LETTERS[match[1]]}", head.place)
                yield Fact(left, Cited(printed, head.place), printed.startswith(LETTERS[match[1]]))


@rule("usual")
def contents_are_not_repeated(budget: Budget) -> Answers:
    """No item of a project's contents is listed twice.

    项目主要内容各项不重复。
    """
    for table in budget.all_tables("project_targets"):
        for said in table.statements:
            if said.kind in ("content", "repeated_content"):
                left = Cited(f"{said.value}. {said.subject}", said.place)
                right = Cited(f"{said.group or said.value}. {said.subject}", said.place)
                yield Fact(left, right, said.kind == "content")


@rule("usual")
def contents_have_cost_lines(budget: Budget) -> Answers:
    """Each item of a project's contents has a line in its cost basis.

    项目主要内容各项均有对应的支出明细。
    """
    for table in budget.all_tables("project_targets"):
        for said in table.statements:
            if said.kind == "content_line":
                line = table.by_key.get(said.value)
                there = Cited(line.name, line.place) if line else Cited("—", said.place)
                yield Fact(Cited(said.subject, said.place), there, line is not None)


@rule("hint")
def cost_classes_are_known(budget: Budget) -> Answers:
    """Each cost line names a class of the economic classification.

    支出明细所列经济分类科目为部门预算经济分类科目。
    """
    known = {canonical(entry.name) for entry in entries("economic").values()}
    for table in budget.all_tables("project_targets"):
        for row in table.part("cost"):
            name = row.text.get("class", "")
            if name:
                held = canonical(name) in known
                yield Fact(Cited(name, row.place), Cited(name if held else "—", row.place), held)


@rule("usual")
def lists_name_the_filled_classes(budget: Budget) -> Answers:
    """The economic classes that the notes list are those that the table fills, each once.

    情况说明所列经济分类科目与基本支出表有数的科目一致，且不重复。
    """
    table = budget.table("basic_by_economic")
    for key, codes in LISTED.items():
        said = [s for s in budget.note("basic").statements if s.kind == "list" and s.subject == key]
        rows = [r for r in table.leaves if r.code.startswith(codes) and r["total"].value]
        for one in said:
            found = [r for r in rows if _same_class(r.name, one.value)]
            twice = sum(_same_class(other.value, one.value) for other in said)
            there = Cited(found[0].name, found[0].place) if found else Cited("—", table.place)
            yield Fact(Cited(one.value, one.place), there, bool(found) and twice == 1)
        for row in rows if said else ():
            named = any(_same_class(row.name, s.value) for s in said)
            yield Fact(Cited(row.name, row.place), Cited("named 已列" if named else "—", said[0].place), named)


LISTED = {"wages": ("301",), "subsidies": ("303",), "operating": ("302", "310")}


def _same_class(a: str, b: str) -> bool:
    plain = [re.sub("的|支出$|费$", "", canonical(name)) for name in (a, b)]
    return plain[0] == plain[1]


@rule("identity")
def classes_named_are_filled(budget: Budget) -> Answers:
    """The function classes that the overall note lists are those that the summary fills.

    情况说明所列支出功能分类与收支总表有数的分类一致。
    """
    said = [s for s in budget.note("overall").statements if s.subject == "classes"]
    rows = budget.table("summary").part("expenditure")
    filled = [r for r in rows if r.code.isdigit() and r["amount"].value]
    names = {canonical(s.value) for s in said}
    for row in filled if said else ():
        held = canonical(row.name) in names
        yield Fact(Cited(row.name, row.place), Cited("named 已列" if held else "—", said[0].place), held)
    for one in said:
        held = canonical(one.value) in {canonical(row.name) for row in filled}
        yield Fact(Cited(one.value, one.place), Cited("filled 有数" if held else "—", one.place), held)


@rule("usual")
def the_glossary_explains_every_item(budget: Budget) -> Answers:
    """The glossary explains every item of the functional classification that is used.

    名词解释涵盖所用的每个功能分类项级科目。
    """
    explained = {s.value: s for s in _said(budget, "glossary")}
    for row in budget.table("by_function").leaves:
        if explained and row.level == 3:
            entry = explained.get(row.code)
            there = Cited(entry.subject, entry.place) if entry else Cited("—", row.place)
            yield Fact(Cited(f"{row.code} {row.name}", row.place), there, entry is not None)


@rule("identity")
def every_item_is_told(budget: Budget) -> Answers:
    """The notes tell every item of the general public budget, and no other.

    情况说明逐项说明了功能分类支出表的每个项级科目。
    """
    told = {c.figure.code: c for c in amounts(budget, "general_budget") if c.key == "item"}
    table = budget.table("by_function")
    for row in table.leaves if told else ():
        if row.level == 3 and row["total"].value:
            claim = told.get(row.code)
            there = Cited(claim.subject, claim.figure.place) if claim else Cited("—", row.place)
            yield Fact(Cited(f"{row.code} {row.name}", row.place), there, claim is not None)
    for code, claim in told.items():
        if not table.find(code):
            yield Fact(Cited(claim.subject, claim.figure.place), Cited("—", table.place), False)


@rule("usual")
def reasons_are_finished(budget: Budget) -> Answers:
    """Every reason announced is given, and no word of the template is left.

    增减原因均已说明，无遗留的模板字样。
    """
    for kind in ("unfinished_reason", "template"):
        for said in _said(budget, kind):
            left = Cited(said.value or "主要原因是。", said.place)
            yield Fact(left, Cited("a reason 原因", said.place), False)


@rule("hint")
def the_level_is_named_alike(budget: Budget) -> Answers:
    """A unit's budget speaks of the unit, a department's of the department.

    单位预算称单位，部门预算称部门。
    """
    for said in _said(budget, "level"):
        yield Fact(Cited(said.value, said.place), Cited(budget.level, said.place), said.value == budget.level)


@rule("identity")
def everything_printed_was_read(budget: Budget) -> Answers:
    """Every number and every table of the document was read.

    文件中的每个数字、每张表均已读入。
    """
    for entry in budget.unread:
        place = Place(entry.line, entry.page)
        yield Fact(Cited(entry.text, place), Cited("not read 未读", place), False)
    for words in budget.unplaced:
        yield Fact(Cited(words, Place()), Cited("not placed 未归类", Place()), False)


RULES = (
    every_listed_table_is_printed,
    titles_are_alike,
    every_amount_is_a_number,
    a_code_stands_once,
    offices_are_counted_right,
    projects_are_counted_right,
    projects_have_target_tables,
    projects_stand_in_the_overall_table,
    blank_totals_have_blank_parts,
    staff_are_told_alike,
    those_who_came_make_the_increase,
    kinds_make_the_number,
    reasons_name_one_year,
    a_category_is_told_alike,
    the_letter_of_a_code_fits_the_category,
    contents_are_not_repeated,
    contents_have_cost_lines,
    cost_classes_are_known,
    lists_name_the_filled_classes,
    classes_named_are_filled,
    the_glossary_explains_every_item,
    every_item_is_told,
    reasons_are_finished,
    the_level_is_named_alike,
    everything_printed_was_read,
)
