"""The whole: revenue and expenditure, where the money comes from, where it goes, what changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgetlib.amounts import ZERO, Figure
from budgetlib.errors import Absent
from budgetlib.exhibit import Exhibit, exhibit
from budgetlib.explain.english import labelled
from budgetlib.explain.general_budget import label
from budgetlib.explain.told import Told, items_told, told, total_told
from budgetlib.explain.wording import counted, floated, listed, money, percent, sentence
from budgetlib.model import Budget, Row, Table

SOURCES = {
    "general_budget": "General public budget 一般公共预算",
    "gov_fund": "Government funds 政府性基金预算",
    "state_capital": "State capital 国有资本经营预算",
    "special_account": "Special accounts 财政专户管理资金",
    "operations": "Operations 事业收入",
    "business": "Business operations 事业单位经营收入",
    "superior": "Grants from above 上级补助收入",
    "affiliated": "Remittances from below 附属单位上缴收入",
    "other": "Other revenue 其他收入",
}
KINDS = {
    "basic": "Basic 基本支出",
    "project": "Project 项目支出",
    "business": "Business operations 经营支出",
    "remitted": "Remitted upwards 上缴上级支出",
    "subsidies": "Subsidies downwards 对附属单位补助",
}
CATEGORIES = {
    "人员类": "Personnel 人员类",
    "运转类": "Operating 运转类",
    "特定目标类": "Special-purpose 特定目标类",
}
CARRIED = "Carried over 上年结转结余"
ALL = "All revenue 收入总计"


def _rows(budget: Budget, role: str, part: str) -> list[Row]:
    return list(budget.table(role).part(part))


def _of(rows: list[Row], code: str) -> Figure | None:
    """The amount of the first row of this code."""
    return next((row["amount"] for row in rows if row.code == code and "amount" in row), None)


def _share(part: Decimal, whole: Decimal) -> float:
    return float(part / whole * 100) if whole else float("nan")


def flow(budget: Budget) -> Exhibit:
    """Where all money comes from and goes to, as links for `charts.flow`.

    Parameters
    ----------
    budget
        A disclosure with the tables ``summary`` and ``expenditure``.

    Returns
    -------
    Exhibit
        One row for each band: step, source, target, amount in 万元. Sources meet in one node,
        for no table says which source pays for which class.
    """
    links = [(0, name, ALL, amount) for name, amount in _inflow(budget)]
    for row in budget.table("expenditure").children(None):
        name = labelled(row.code, row.name)
        links.append((1, ALL, name, row["total"].amount))
        links += [(2, name, KINDS[key], row[key].amount) for key in KINDS if key in row]
    rows = [
        {"band 流": at, "step": step, "source": source, "target": target, "amount": float(amount)}
        for at, (step, source, target, amount) in enumerate((li for li in links if li[3]), 1)
    ]
    columns = ("step", "source", "target", "amount")
    return exhibit(rows, "band 流", "From source to class to kind, 万元 资金流向", columns)


def _inflow(budget: Budget) -> list[tuple[str, Decimal]]:
    """Every filled source of revenue and what is carried over."""
    rows = _rows(budget, "summary", "revenue")
    found = [(name, _of(rows, key)) for key, name in (SOURCES | {"carry_over": CARRIED}).items()]
    return [(name, figure.amount) for name, figure in found if figure is not None and figure.value]


def totals(budget: Budget) -> Exhibit:
    """Every printed total of revenue and of expenditure.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each place, amounts in 万元 as printed.
    """
    found = [*_table_totals(budget), *_note_totals(budget)]
    rows = [
        {"place 位置": place, "what 内容": what, "amount 金额": floated(f)}
        for place, what, f in found
    ]
    columns = ("what 内容", "amount 金额")
    return exhibit(rows, "place 位置", "The total in every place, 万元 各处总计", columns)


def _table_totals(budget: Budget) -> list[tuple[str, str, Figure]]:
    found = []
    for table in budget.tables.values():
        for part in ("revenue", "expenditure"):
            row = next((r for r in table.part(part) if r.code == "grand_total"), None)
            if row and "amount" in row:
                found.append((f"表{table.number} {row.name}", table.title, row["amount"]))
        if table.total_row and "total" in table.total_row and table.filled:
            found.append((f"表{table.number} 合计", table.title, table.total_row["total"]))
    return found


def _note_totals(budget: Budget) -> list[tuple[str, str, Figure]]:
    found = []
    for note in budget.notes.values():
        total = total_told(budget, note.topic)
        if total:
            found.append((note.section, note.title, total.amount.figure))
    return found


def contributions(budget: Budget) -> Exhibit:
    """What each kind of expenditure contributes to the change of the whole.

    Parameters
    ----------
    budget
        A disclosure with the table ``overall_targets``.

    Returns
    -------
    Exhibit
        One row for each category of the overall target table: two years in 万元 as printed,
        the change and its share of the whole change in per cent.
    """
    year, rows = budget.year, _category_rows(budget)
    whole = sum((now - before for _, now, before in rows), ZERO)
    told_rows = [
        {
            "category 类别": name,
            f"{year - 1}": float(before),
            f"{year}": float(now),
            "change 增减": float(now - before),
            "share 占比 %": _share(now - before, whole),
        }
        for name, now, before in rows
    ]
    columns = (f"{year - 1}", f"{year}", "change 增减", "share 占比 %")
    caption = "The change by category, 万元 各类项目支出增减"
    return exhibit(told_rows, "category 类别", caption, columns)


def _category_rows(budget: Budget) -> list[tuple[str, Decimal, Decimal]]:
    """Name, this year and last of each category; none where no such table is printed."""
    if not budget.has("overall_targets"):
        return []
    return [
        (_category(row), row["current"].amount, row["previous"].amount)
        for row in _rows(budget, "overall_targets", "expenditure")
        if row.level and "current" in row and "previous" in row
    ]


def _category(row: Row) -> str:
    return next((v for k, v in CATEGORIES.items() if row.name.startswith(k)), row.name)


def three_years(budget: Budget, part: str) -> Exhibit:
    """What the overall target table prints for this year and the two before.

    Parameters
    ----------
    budget
        A disclosure with the table ``overall_targets``.
    part
        ``"revenue"`` or ``"expenditure"``.

    Returns
    -------
    Exhibit
        One row for each year, the earliest first, one column for each filled line, in 万元.
    """
    rows = [row for row in _rows(budget, "overall_targets", part) if row.level]
    keys = [
        key for key in ("before_previous", "previous", "current") if all(key in r for r in rows)
    ]
    years = range(budget.year + 1 - len(keys), budget.year + 1)
    filled = [row for row in rows if any(row[key].value for key in keys)]
    told_rows = [
        {"year 年": str(year)} | {_category(row): floated(row[key]) for row in filled}
        for year, key in zip(years, keys, strict=True)
    ]
    return exhibit(told_rows, "year 年", f"Three years, 万元 三年{_PARTS[part]}")


_PARTS = {"revenue": "收入", "expenditure": "支出"}


def sources(budget: Budget) -> Exhibit:
    """Every source of revenue: in the summary table and in the note, with its share.

    Parameters
    ----------
    budget
        A disclosure with the table ``summary``.

    Returns
    -------
    Exhibit
        One row for each source, blank where nothing is printed: amounts in 万元, shares in
        per cent.
    """
    rows = _rows(budget, "summary", "revenue")
    whole = _of(rows, "grand_total")
    stated = {each.amount.key: each for each in told(budget, "revenue")}
    found = [
        {"source 来源": name}
        | _shares(_of(rows, key), stated.get(key), whole.amount if whole else ZERO)
        for key, name in (SOURCES | {"carry_over": CARRIED}).items()
        if any(row.code == key for row in rows)
    ]
    return exhibit(found, "source 来源", "Revenue by source, 万元 收入来源", _SHARES)


_SHARES = ("table 表", "note 说明", "share told 所述占比 %", "share recomputed 重算 %")


def _shares(cell: Figure | None, claim: Told | None, whole: Decimal) -> dict[str, float]:
    """An amount in its table and its note, the share told and the share recomputed."""
    share = claim.share.figure if claim and claim.share else None
    filled = cell is not None and cell.value is not None
    values = (
        floated(cell),
        floated(claim.amount.figure if claim else None),
        floated(share),
        _share(cell.amount, whole) if cell is not None and filled else float("nan"),
    )
    return dict(zip(_SHARES, values, strict=True))


def kinds(budget: Budget) -> Exhibit:
    """Basic, project and other expenditure: in the table and in the note, with its share.

    Parameters
    ----------
    budget
        A disclosure with the table ``expenditure``.

    Returns
    -------
    Exhibit
        One row for each kind that the table prints: amounts in 万元, shares in per cent.
    """
    total = budget.table("expenditure").total_row
    stated = {each.amount.key: each for each in told(budget, "expenditure")}
    whole = total["total"].amount if total and "total" in total else ZERO
    rows = [
        {"kind 类别": name} | _shares(total[key], stated.get(key), whole)
        for key, name in KINDS.items()
        if total and key in total
    ]
    return exhibit(rows, "kind 类别", "Expenditure by kind, 万元 支出类别", _SHARES)


def classes(budget: Budget) -> Exhibit:
    """Basic and project expenditure of each function class.

    Parameters
    ----------
    budget
        A disclosure with the table ``expenditure``.

    Returns
    -------
    Exhibit
        One row for each class, one column for each kind that is filled, in 万元.
    """
    table = budget.table("expenditure")
    filled = [key for key in KINDS if any(key in r and r[key].value for r in table.rows)]
    rows = [
        {"class 类": labelled(row.code, row.name)}
        | {KINDS[key]: floated(row[key]) for key in filled}
        for row in table.children(None)
    ]
    return exhibit(
        rows,
        "class 类",
        "Expenditure by function class, 万元 按功能分类",
        [KINDS[k] for k in filled],
    )


def printings(budget: Budget) -> Exhibit:
    """Each class of fiscal appropriation wherever it is printed.

    Parameters
    ----------
    budget
        A disclosure with the table ``fiscal``.

    Returns
    -------
    Exhibit
        One row for each filled class, one column for each table and for the note, in 万元.
    """
    codes = {row.code: row for row in _class_rows(budget.table("fiscal")) if row["amount"].value}
    claims = {e.amount.figure.code: e for e in told(budget, "fiscal") if e.amount.figure.code}
    rows = []
    for code, row in codes.items():
        cells = {f"表{t.number}": floated(_class_amount(t, code)) for t in _with_classes(budget)}
        claim = claims.get(code)
        note = {"note 说明": floated(claim.amount.figure if claim else None)}
        rows.append({"class 类": labelled(code, row.name)} | cells | note)
    return exhibit(rows, "class 类", "One amount in every place, 万元 同一金额的各处印数")


def _class_rows(table: Table) -> list[Row]:
    """The rows of a table that stand for function classes."""
    rows = table.part("expenditure") or table.rows
    return [row for row in rows if len(row.code) == 3 and row.code.isdigit()]


def _class_amount(table: Table, code: str) -> Figure | None:
    row = next((r for r in _class_rows(table) if r.code == code), None)
    return next(iter(row.some("amount", "total")), None) if row else None


def _with_classes(budget: Budget) -> list[Table]:
    roles = ("summary", "expenditure", "fiscal", "by_function")
    return [table for table in budget.tables.values() if table.role in roles]
