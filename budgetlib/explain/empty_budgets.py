"""Government funds and state capital: every place where such money could be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import comparisons_about
from budgetlib.explain.wording import counted, floated, listed, money, sentence
from budgetlib.figures import Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.show.exhibit import Exhibit, exhibit

NAMES = {
    "gov_fund": ("government-managed funds", "政府性基金"),
    "state_capital": ("state capital operations", "国有资本经营"),
}
CLASSES = {"state_capital": ("223",)}  # the function class that only this money pays for
FORM_HEADERS = {"amount": "金额"}
PLACES = ("row 行", "column 列", "printed 印出", "amount 金额", "state 状态")
ROWS = ("name 名称", "total 合计", "basic 基本支出", "project 项目支出")
BLANK, ZERO_PRINTED, FILLED = "blank 空白", "zero 零", "filled 有数"


def comparisons(reconciliation: Reconciliation, topic: str) -> list[Comparison]:
    """The comparisons about one of the two budgets, those that could not run among them."""
    return comparisons_about(reconciliation, topic, (topic,), unrun=("empty_budgets_are_empty",))


def places(budget: Budget, topic: str) -> Exhibit:
    """Every cell of every table in which money of a budget could be printed.

    Parameters
    ----------
    budget
        A disclosure.
    topic
        ``"gov_fund"`` or ``"state_capital"``.

    Returns
    -------
    Exhibit
        One row for each cell, by table: what is printed there, its amount in 万元 and whether it
        is blank, zero or filled. A table without any row stands with one blank place.
    """
    rows = [
        {
            "table 表": f"表{table.number}",
            "row 行": row,
            "column 列": _header(table, column),
            "printed 印出": figure.printed if figure else "",
            "amount 金额": floated(figure),
            "state 状态": _state(figure),
        }
        for table, row, column, figure in _everywhere(budget, topic)
    ]
    caption = f"Every place for money of {NAMES[topic][0]} {NAMES[topic][1]}可能出现的各处"
    return exhibit(rows, "table 表", caption, PLACES)


def _header(table: Table, column: str) -> str:
    """A column as its header prints it; its key where it has none."""
    found = (c for c in table.columns if c.key == column)
    path = next((c.path for c in found), (FORM_HEADERS.get(column, column),))
    return " / ".join(path[-1:] if table.kind == "two_sided" else path[-2:])


def _label(table: Table, row: Row) -> str:
    """A row's name, below the name of its parent."""
    parent = table.by_key.get(row.parent)
    above = f"{parent.name} › " if parent and parent.name and table.kind == "two_sided" else ""
    return above + (row.name or row.key)


def _state(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return BLANK
    return FILLED if figure.value else ZERO_PRINTED


Place = tuple[Table, str, str, Figure | None]


def _everywhere(budget: Budget, topic: str) -> Iterator[Place]:
    """(table, row, column, figure) of each cell, table by table."""
    for table in budget.tables.values():
        if table.role == topic:
            yield from _whole(table)
        for row in table.rows if table.role != topic else ():
            for column, figure in row.cells.items():
                if _holds(table, row, column, topic):
                    yield table, _label(table, row), column, figure


def _whole(table: Table) -> Iterator[Place]:
    """Every cell of a budget's own table; one blank place where it has no row."""
    for row in table.rows:
        for column, figure in row.cells.items():
            yield table, row.name or row.key, column, figure
    if not table.rows:
        yield table, "—", "—", None


def _holds(table: Table, row: Row, column: str, topic: str) -> bool:
    """Whether a cell of another table is for money of this budget."""
    if row.code in CLASSES.get(topic, ()):
        return True
    if column.startswith(topic):
        return True
    two_sided = (table.kind == "two_sided" and row.part == "revenue") or row.part == "sources"
    return two_sided and NAMES[topic][1] in row.name


def described(budget: Budget, topic: str) -> str:
    """The places in words, table by table, for who cannot see their chart."""
    frame = places(budget, topic)
    told = [
        f"{table} {listed(f'{n} {state}' for state, n in rows.value_counts(sort=False).items())}"
        for table, rows in frame["state 状态"].groupby(level=0, sort=False)
    ]
    return f"{frame.attrs['caption']}: {'; '.join(told)}."


def contents(budget: Budget, topic: str) -> Exhibit:
    """The rows of the budget's own table.

    Parameters
    ----------
    budget
        A disclosure.
    topic
        ``"gov_fund"`` or ``"state_capital"``.

    Returns
    -------
    Exhibit
        One row for each printed row, by code: name, total, basic and project in 万元; none where
        the table is empty.
    """
    tables = budget.all_tables(topic) if budget.has(topic) else []
    rows = [
        {"code 编码": row.code or "Σ", "name 名称": row.name}
        | {
            title: floated(row[column]) if column in row else float("nan")
            for column, title in zip(("total", "basic", "project"), ROWS[1:], strict=True)
        }
        for table in tables
        for row in table.rows
    ]
    return exhibit(rows, "code 编码", f"Its own table, 万元 {NAMES[topic][1]}预算支出表", ROWS)


def told(budget: Budget, topic: str) -> Exhibit:
    """What is said of a budget in words: in the notes, and below its table.

    Parameters
    ----------
    budget
        A disclosure.
    topic
        ``"gov_fund"`` or ``"state_capital"``.

    Returns
    -------
    Exhibit
        One row for each claim: where it stands, what it is about, what is printed.
    """
    rows: list[dict[str, Any]] = [
        {
            "claim 说明": vocabulary.claim(claim.id),
            "where 位置": _where(claim),
            "subject 所述": claim.subject or NAMES[topic][1],
            "printed 印出": claim.figure.printed,
            "year 年度": str(claim.figure.year or ""),
        }
        for claim in _claims(budget, topic)
    ]
    columns = ("where 位置", "subject 所述", "printed 印出", "year 年度")
    return exhibit(rows, "claim 说明", "What is said in words 文字所述", columns)


def _claims(budget: Budget, topic: str) -> list[Claim]:
    return [c for c in budget.all_claims if topic in (c.key, c.topic)]


def _denials(budget: Budget, topic: str) -> list[Claim]:
    """What says that there is no such money this year, in words or as an amount of zero."""
    return [
        c
        for c in _claims(budget, topic)
        if c.figure.year == budget.year
        and (c.measure == "zero" or (c.measure == "amount" and c.figure.value == 0))
        and c.key not in ("basic", "project", "carry_over", "carry_forward")  # parts of it
    ]


def _where(claim: Claim) -> str:
    place = claim.figure.place
    return f"below table 表{place.table}下" if place.table else f"note 说明{place.section}"


def conclusion(budget: Budget, topic: str) -> str:
    """Whether the budget is empty, as it is said to be, wherever it could appear.

    Parameters
    ----------
    budget
        A disclosure.
    topic
        ``"gov_fund"`` or ``"state_capital"``.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    cells = [figure for _, _, _, figure in _everywhere(budget, topic)]
    filled = [figure for figure in cells if figure is not None and figure.value]
    if filled:
        return _filled(budget, topic, filled)
    nothing = _denials(budget, topic)
    states = Counter(_state(figure) for figure in cells)
    tables = {table.number for table, *_ in _everywhere(budget, topic)}
    said = f"{counted(len(nothing), 'statement')} say" + ("s" if len(nothing) == 1 else "")
    english, chinese = NAMES[topic]
    return sentence(
        f"The budget of {english} is empty: {said} so, and of "
        f"{counted(len(cells), 'place')} in {counted(len(tables), 'table')} "
        f"{states[BLANK]} are blank and {states[ZERO_PRINTED]} zero.",
        f"{chinese}预算为空：文字{len(nothing)}处说明没有安排；{len(tables)}张表中可能出现的"
        f"{len(cells)}处，空白{states[BLANK]}处，零{states[ZERO_PRINTED]}处。",
    )


def _filled(budget: Budget, topic: str, filled: list[Figure]) -> str:
    """The budget has money: how much, where, and whether a sentence denies it."""
    english, chinese = NAMES[topic]
    amounts: list[Decimal] = sorted({f.value for f in filled if f.value}, reverse=True)
    shown = listed(map(money, amounts[:4])) + (" …" if len(amounts) > 4 else "")
    denied = _denials(budget, topic)
    verb = "denies" if len(denied) == 1 else "deny"
    against = f" {counted(len(denied), 'statement')} {verb} it." if denied else ""
    gainsaid = f"而文字{len(denied)}处称没有安排。" if denied else ""
    return sentence(
        f"The budget of {english} is not empty: {counted(len(filled), 'place')} with an amount, "
        f"{shown} 万元.{against}",
        f"{chinese}预算有数：{len(filled)}处印有金额，{shown}万元。{gainsaid}",
    )
