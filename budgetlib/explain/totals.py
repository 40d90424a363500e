"""What the sections about the whole share: its sources, its kinds, its years."""

from __future__ import annotations

from decimal import Decimal

from budgetlib.budget import Budget
from budgetlib.explain.told import Told
from budgetlib.explain.wording import floated
from budgetlib.figures import Figure
from budgetlib.printed import Row
from budgetlib.show.exhibit import Exhibit, exhibit

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
    "unfiscal_surplus": "Surplus of other money used 使用非财政拨款结余",
}
KINDS = {
    "basic": "Basic 基本支出",
    "project": "Project 项目支出",
    "business": "Business operations 经营支出",
    "remitted": "Remitted upwards 上缴上级支出",
    "subsidies": "Subsidies downwards 对附属单位补助",
    "reserve": "Reserve 单位预留机动经费",
}
CATEGORIES = {
    "财政拨款": "Fiscal appropriation 财政拨款",
    "财政专户": "Special accounts 财政专户管理资金",
    "单位资金": "Own money 单位资金",
    "人员类": "Personnel 人员类",
    "运转类": "Operating 运转类",
    "特定目标类": "Special-purpose 特定目标类",
}
CARRIED = "Carried over 上年结转结余"
ALL = "All revenue 收入总计"


def rows_of(budget: Budget, role: str, part: str) -> list[Row]:
    """The rows of one part of the table of a role."""
    return list(budget.table(role).part(part))


def amount_of(rows: list[Row], code: str) -> Figure | None:
    """The amount of the first row of this code."""
    return next((row["amount"] for row in rows if row.code == code and "amount" in row), None)


def share_of(part: Decimal, whole: Decimal) -> float:
    """A share in per cent; NaN of nothing."""
    return float(part / whole * 100) if whole else float("nan")


def inflow(budget: Budget) -> list[tuple[str, Decimal]]:
    """Every filled source of revenue and what is carried over."""
    rows = rows_of(budget, "summary", "revenue")
    found = [
        (name, amount_of(rows, key)) for key, name in (SOURCES | {"carry_over": CARRIED}).items()
    ]
    return [(name, figure.amount) for name, figure in found if figure is not None and figure.value]


def category(row: Row) -> str:
    """The name of a category of the overall target table in both languages."""
    return next((v for k, v in CATEGORIES.items() if row.name.startswith(k)), row.name)


def three_years(budget: Budget, part: str) -> Exhibit:
    """What the overall target table prints for this year and the two before.

    Parameters
    ----------
    budget
        A disclosure; the exhibit is empty where it prints no table ``overall_targets``.
    part
        ``"revenue"`` or ``"expenditure"``.

    Returns
    -------
    Exhibit
        One row for each year, the earliest first, one column for each filled line, in 万元.
    """
    caption = f"Three years, 万元 三年{_PARTS[part]}"
    if not budget.has("overall_targets"):
        return exhibit([], "year 年", caption)
    rows = [row for row in rows_of(budget, "overall_targets", part) if row.level]
    keys = [
        key for key in ("before_previous", "previous", "current") if all(key in r for r in rows)
    ]
    years = range(budget.year + 1 - len(keys), budget.year + 1)
    filled = [row for row in rows if any(row[key].value for key in keys)]
    told_rows = [
        {"year 年": str(year)} | {category(row): floated(row[key]) for row in filled}
        for year, key in zip(years, keys, strict=True)
    ]
    return exhibit(told_rows, "year 年", caption)


_PARTS = {"revenue": "收入", "expenditure": "支出"}


SHARES = ("table 表", "note 说明", "share told 所述占比 %", "share recomputed 重算 %")


def shares(cell: Figure | None, claim: Told | None, whole: Decimal) -> dict[str, float]:
    """An amount in its table and its note, the share told and the share recomputed."""
    share = claim.share.figure if claim and claim.share else None
    filled = cell is not None and cell.value is not None
    values = (
        floated(cell),
        floated(claim.amount.figure if claim else None),
        floated(share),
        share_of(cell.amount, whole) if cell is not None and filled else float("nan"),
    )
    return dict(zip(SHARES, values, strict=True))
