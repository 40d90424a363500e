"""What a disclosure is about, before it is printed: whole 元 by item, source and project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from budgetlib.classifications import entries
from budgetlib.figures import round_half_up
from budgetlib.layouts import canonical, layout

HOURS = Decimal(4)
CITIZENS = Decimal(860)
PUBLIC = {"因公出国(境)费用": "30212", "公务接待费": "30217", "公务用车运行维护费": "30231"}
CATEGORIES = ("运转类", "特定目标类")
NUMERAL = "零一二三四五"


VOLUME = 11
LETTERS = {"运转类": "Y", "特定目标类": "T"}


HALF = Decimal("0.005")
LAYOUT = layout("wuhan")
UNIT = "武汉市测试中心"
CLASS_ROWS = (
    *("201", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "215", "216"),
    *("217", "219", "220", "221", "222", "223", "224", "229"),
)
REVENUE = {
    "general_budget": "一般公共预算拨款收入",
    "gov_fund": "政府性基金预算拨款收入",
    "state_capital": "国有资本经营预算拨款收入",
    "special_account": "财政专户管理资金收入",
    "operations": "事业收入",
    "business": "事业单位经营收入",
    "superior": "上级补助收入",
    "affiliated": "附属单位上缴收入",
    "other": "其他收入",
}
FISCAL = ("general_budget", "gov_fund", "state_capital")
# Function items whose personnel money stands under economic classes of its own.
LINKED = {
    "2080150": ("30101", "30102", "30107"),
    "2080502": ("30305", "30399"),
    "2080505": ("30108",),
    "2080506": ("30109",),
    "2089999": ("30112",),
    "2101102": ("30110", "30307"),
    "2101199": ("30112",),
    "2210201": ("30113",),
    "2210202": ("30103",),
    "2210203": ("30199",),
}
PERSONNEL = ("30106", "30114", "30302")
OPERATING = ("30201", "30205", "30211", "30212", "30217", "30231", "30299", "31002")


def wan(yuan: int) -> Decimal:
    """元 rounded to 0.01 万元."""
    return round_half_up(Decimal(yuan) / 10_000, HALF).quantize(Decimal("0.01"))


@cache
def items() -> list[str]:
    """Function items, all of whose names are known and lead back to their code."""
    known = entries("function")
    paths: dict[tuple[str, ...], str] = {}
    for code in known:
        if len(code) == 7 and {code[:3], code[:5]} <= set(known) and code[:3] in CLASS_ROWS:
            names = tuple(known[code[:n]].name for n in (3, 5, 7))
            if not any(mark in "".join(names) for mark in "（()）、“"):
                paths.setdefault(names, code)
    return sorted(paths.values())


def function_name(code: str) -> str:
    return entries("function")[code].name


def economic_name(code: str) -> str:
    return canonical(entries("economic")[code].name)


@dataclass
class Money:
    """One function item: 元 by kind."""

    personnel: int = 0
    operating: int = 0
    project: int = 0

    @property
    def basic(self) -> int:
        return self.personnel + self.operating

    @property
    def total(self) -> int:
        return self.basic + self.project


@dataclass
class Line:
    """One cost line; `basis` is what it states: (measure, words before, value, unit)."""

    name: str
    economic: str
    yuan: int
    basis: list[tuple[str, str, Decimal, str]] = field(default_factory=list)


@dataclass
class Project:
    """One level-2 project: 元 by source."""

    name: str
    code: str
    item: str
    category: str
    sources: dict[str, int]
    before: int
    earlier: int
    lines: list[Line] = field(default_factory=list)
    bought: tuple[int, int] | None = None  # how many at which price, in 元

    @property
    def total(self) -> int:
        return sum(self.sources.values())


@dataclass
class Facts:
    """What a disclosure is about, before it is printed."""

    year: int
    level: str
    general: dict[str, Money]
    before: dict[str, Money]
    funds: dict[str, dict[str, Money]]  # gov_fund, state_capital
    own: dict[str, int]  # revenue by source; spent on `own_item`
    own_item: str
    economic: dict[str, tuple[int, int]]
    projects: list[Project]
    carried: int
    forward: int
    staff: tuple[int, int]
    units: list[str]
    prints_revenue: bool
    prints_prior: bool  # changes and growth in the notes
    prints_early: bool  # two prior years in the overall table
    splits_fiscal: bool  # the fiscal table has a column for each budget
    volume: int = 11

    def sum(self, moneys: dict[str, Money], kind: str) -> int:
        return sum(getattr(money, kind) for money in moneys.values())

    @property
    def all_items(self) -> dict[str, Money]:
        """Every item with money of every source."""
        whole = {
            code: Money(m.personnel, m.operating, m.project) for code, m in self.general.items()
        }
        for moneys in self.funds.values():
            for code, money in moneys.items():
                row = whole.setdefault(code, Money())
                row.project += money.project
                row.operating += money.operating
        if self.own:
            whole.setdefault(self.own_item, Money()).operating += sum(self.own.values())
        return dict(sorted(whole.items()))

    @property
    def fiscal(self) -> int:
        return self.sum(self.general, "total") + sum(
            self.sum(m, "total") for m in self.funds.values()
        )

    @property
    def total(self) -> int:
        return self.sum(self.all_items, "total")


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of a total; none so small that it would be printed as 0.00."""
    parts = [total * weight // max(sum(weights), 1) for weight in weights]
    parts = [part if part >= 100 else 0 for part in parts]
    parts[parts.index(max(parts))] += total - sum(parts)
    return parts
