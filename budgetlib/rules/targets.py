"""Performance targets: ties of forms as data, indicators told alike, volumes that are paid for."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, product
from operator import attrgetter
from typing import Any

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import ZERO, Row, Table
from budgetlib.layouts import canonical
from budgetlib.relations import Cited, Fact, Product, Same, Sum
from budgetlib.rules.rule import Answers, cited, listed, named, repeated, rule, words
from budgetlib.rules.scopes import Scopes

MONTHS = Decimal(12)
_MARKS = str.maketrans("", "", ",，、；;“”")
PERIODS = ("long_term", "annual")
FORMS = ("overall_targets", "project_targets")


def lists(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """A list of a form makes an amount of its head."""
    (head, whole), (part, column) = row["whole"], row["parts"]
    for table in known.disclosure.all_tables("project_targets"):
        lines = [r for r in table.part(part) if "level" not in row or r.level == row["level"]]
        for top in table.part(head) if lines else ():
            if whole in top:
                parts = [line[column] for line in lines]
                yield Sum(top[whole], parts, premise=row.get("premise", ""))


def indicators(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """One indicator has one value: in both halves of a form, or in two forms."""
    found: list[list[Table]] = []
    for role in row["roles"]:
        try:
            found.append(known.disclosure.all_tables(role))
        except Absent as absent:
            found.append([])
            yield absent
    every = [table for tables in found for table in tables]
    pairs: Iterable[tuple[tuple[Row, ...], tuple[Row, ...]]]
    if "halves" in row:
        pairs = ((table.part(PERIODS[0]), table.part(PERIODS[1])) for table in every)
    else:
        forms = product(*found) if "across" in row else combinations(every, 2)
        pairs = ((a.part(period), b.part(period)) for a, b in forms for period in PERIODS)
    for halves in pairs:
        for left, right in _alike(*halves):
            yield from _compared(left, right, row["columns"])


def beside(known: Scopes, row: Mapping[str, Any]) -> Answers:
    """A row has the amount of the row of its name elsewhere, or stands there at all."""
    (role, part, *column), (other, its_part, *its_column) = row["of"], row["there"]
    budget = known.disclosure
    forms = budget.all_tables(other) if budget.has(other) or "also" not in row else []
    there = _called(forms, its_part)
    for name, one in _called(budget.all_tables(role), part) if there else ():
        coded = [(n, r) for n, r in there if one.code and r.text.get("项目编码") == one.code]
        found = coded or [(n, r) for n, r in there if alike(n, name)]
        if not column:
            place = one.place if its_part == "head" else forms[0].place
            cites = [Cited(n, r.place) for n, r in found]
            yield listed(named(one), next(iter(cites), None), place)
        cells = [r[key] for key in its_column for _, r in found if key in r]
        same = [Same(one[key], cell) for key in column if key in one for cell in cells]
        yield from sorted(same, key=attrgetter("fails"))[:1]  # a name may repeat


def _called(tables: list[Table], part: str) -> list[tuple[str, Row]]:
    """The rows of a part by their names; in the form of one project by the name of that."""
    found: list[tuple[str, Row]] = []
    for table in tables:
        project = "".join(h.text.get("项目名称", "") for h in table.part("head")[:1])
        rows = _rows([table], part)
        if project and part == "money":  # the whole money alone, else the most
            rows = [r for r in rows if not r.level] or sorted(rows, key=_money, reverse=True)[:1]
        found += [(project or r.name, r) for r in rows]
    return found


def _money(row: Row) -> Decimal:
    return next((f.value for f in row.cells.values() if f.value is not None), ZERO)


def _rows(tables: list[Table], part: str) -> list[Row]:
    return [r for table in tables for r in (table.leaves if part == "leaves" else table.part(part))]


def _alike(left: tuple[Row, ...], right: tuple[Row, ...]) -> Iterator[tuple[Row, Row]]:
    by_name = {indicator(row.name): row for row in right}
    return ((row, by_name[name]) for row in left if (name := indicator(row.name)) in by_name)


@lru_cache(maxsize=4096)
def indicator(name: str) -> str:
    """The name of an indicator without its marks."""
    return canonical(name).translate(_MARKS)


def _compared(left: Row, right: Row, columns: list[str]) -> Answers:
    """Figures as figures, words as words."""
    for column in columns:
        if column in left and column in right:
            yield Same(left[column], right[column])
        elif left.text.get(column) and right.text.get(column):
            texts = (row.text[column].replace("#", "…") for row in (left, right))  # its figure
            a, b = map(Cited, texts, (left.place, right.place))
            yield Fact(a, b, canonical(a.text) == canonical(b.text))


def target_tables(budget: Disclosure) -> list[Table]:
    """The target tables of single projects, if any are printed."""
    return budget.all_tables("project_targets") if budget.has("project_targets") else []


def heads_of(budget: Disclosure) -> list[Row]:
    """The heads of the target tables of all projects, if any are printed."""
    return _rows(target_tables(budget), "head")


def rows_of(budget: Disclosure, part: str) -> list[Row]:
    """The rows of a part of the target tables of all projects; raises `Absent` without any."""
    return _rows(budget.all_tables("project_targets"), part)


def overall(budget: Disclosure, part: str, name: str) -> Row | None:
    """A row of the overall target table by part and the first words of its name."""
    rows = budget.table("overall_targets").part(part)
    return next((row for row in rows if row.name.startswith(name)), None)


def target_of(budget: Disclosure, code: str, name: str) -> Row | None:
    """The head of the target table of one project, by code, else by name."""
    heads = heads_of(budget)
    by_code = next((h for h in heads if code and h.text.get("项目编码") == code), None)
    return by_code or next((h for h in heads if alike(h.text.get("项目名称", ""), name)), None)


def alike(a: str, b: str) -> bool:
    """Whether two names of a project are one, apart from the word 项目."""
    a, b = (canonical(name).removesuffix("项目") for name in (a, b))
    return bool(a) and a == b


_VOLUME = ("发送", "办理", "受理", "服务", "发放", "采集")
WHOLE = ("总共", "合计", "共计")


def _indicators(table: Table) -> Iterator[Row]:
    for period in PERIODS:
        yield from table.part(period)


@rule("hint")
def projects_tell_an_objective_alike(budget: Disclosure) -> Answers:
    """Figures told in the same words in the objectives of several projects are alike.

    各项目绩效总目标中同一说法的数字一致。
    """
    told = (
        ((claim.subject, claim.figure.unit), claim.figure)
        for table in budget.all_tables("project_targets")
        for claim in table.claims
        if claim.topic == "goal" and claim.subject and "objectives" in claim.id
    )
    yield from (Same(*pair) for pair in repeated(told))


@rule("hint", each=("project_targets",))
def objectives_and_indicators_agree(budget: Disclosure, table: Table) -> Answers:
    """A time limit told in the objectives is that of the indicator.

    绩效总目标中的时限与指标值一致。
    """
    aims = [row for row in _indicators(table) if "target" in row]
    goals = (c for c in table.claims if c.topic == "goal")
    for claim in (c for c in goals if c.figure.unit in vocabulary.UNITS_OF_TIME):
        for row in (row for row in aims if row["target"].unit == claim.figure.unit):
            if shares_a_word(row.name, claim.subject):
                yield Same(claim.figure, row["target"])


@rule("usual")
def what_is_paid_for_makes_the_monthly_target(budget: Disclosure) -> Answers:
    """The yearly volume in a cost basis is twelve times the monthly target.

    测算依据中的全年数量等于月均目标的十二倍。
    """
    forms = budget.all_tables("project_targets")
    overall = budget.all_tables("overall_targets") if budget.has("overall_targets") else []
    monthly = [
        row
        for table in (*overall, *forms)
        for row in _indicators(table)
        if "target" in row and "月均" in row.text.get("target_words", "") + row.name
        if has_any(row.name, _VOLUME)
    ]
    for table in forms if monthly else ():
        counts = (c for c in table.claims if (c.topic, c.measure) == ("cost", "count"))
        for claim in (c for c in counts if has_any(c.subject, (*WHOLE, "全年"))):
            line = table.by_key.get(claim.id.split("/")[1])
            told = claim.window + (line.name if line else "")
            for row in (row for row in monthly if row["target"].unit == claim.figure.unit):
                if shares_a_word(row.name, told):
                    yield Product(claim.figure, [row["target"]], times=MONTHS)


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of some words stands in a text."""
    return any(word in text for word in words)


def shares_a_word(name: str, text: str) -> bool:
    """Whether a word of two characters stands in both."""
    return any(name[i : i + 2] in text for i in range(len(name) - 1))


@rule("hint", each=FORMS)
def an_indicator_keeps_its_magnitude(budget: Disclosure, table: Table) -> Answers:
    """An indicator's values of two earlier years are within three times its target, either way.

    指标前两年的取值与目标值相差不超过三倍。
    """
    for row in table.part("annual"):
        for earlier in row.some("previous", "before_previous") if "target" in row else ():
            if not earlier.value or earlier.unit != row["target"].unit:
                continue
            low, high = row["target"].amount / 3, row["target"].amount * 3
            held = low <= earlier.amount <= high
            yield Fact(cited(earlier), cited(row["target"]), held, (low, high))


@rule("hint", each=FORMS)
def every_long_term_indicator_has_a_year(budget: Disclosure, table: Table) -> Answers:
    """Each long-term indicator stands among the annual ones, and each annual among the long-term.

    长期指标与年度指标相互对应。
    """
    names = {period: {indicator(row.name) for row in table.part(period)} for period in PERIODS}
    for period, other in (PERIODS, PERIODS[::-1]):
        for row in table.part(period) if names[other] else ():
            found = indicator(row.name) in names[other]
            yield words(row.name, row.name if found else "—", found, row.place, table.place)
