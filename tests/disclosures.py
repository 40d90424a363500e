"""Consistent disclosures of any shape, as a hypothesis strategy.

Amounts are whole 元; each printed figure is its own amount rounded to 0.01 万元, so that sums of
printed figures leave the residuals that real ones leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from budgetlib.amounts import Figure, Place, half_unit_of, round_half_up, text_of
from budgetlib.classifications import entries
from budgetlib.layouts import canonical, layout
from budgetlib.model import Budget, Claim, Column, Named, Note, Row, Statement, Table

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


# ---- printing


def figure(name: str, yuan: int | None, place: Place, year: int, **more: Any) -> Figure:
    """An amount as a table or a note prints it; nothing where there is none."""
    value = wan(yuan) if yuan else None
    return printed(name, value, place, year, **more)


def printed(
    name: str,
    value: Decimal | None,
    place: Place,
    year: int,
    unit: str = "万元",
    base: str = "预算",
    words: str = "",
    **more: Any,
) -> Figure:
    text = words or ("" if value is None else str(value))
    shown = LAYOUT.decimals(unit)
    half = Decimal(0) if words else half_unit_of(unit, text, shown)
    return Figure(name, value, text, half, unit, place, year, base, shown=shown, **more)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Parts of a total; none so small that it would be printed as 0.00."""
    parts = [total * weight // max(sum(weights), 1) for weight in weights]
    parts = [part if part >= 100 else 0 for part in parts]
    parts[parts.index(max(parts))] += total - sum(parts)
    return parts


def tree(codes: dict[str, dict[str, int]], steps: Sequence[int]) -> dict[str, dict[str, int]]:
    """The amounts of every level, in code order."""
    levels: dict[str, dict[str, int]] = {}
    for code, amounts in codes.items():
        for n in (*[s for s in steps if s < len(code)], len(code)):
            row = levels.setdefault(code[:n], dict.fromkeys(amounts, 0))
            for key, amount in amounts.items():
                row[key] += amount
    return dict(sorted(levels.items()))


@dataclass
class Printer:
    """Prints facts as the tables and notes of a Budget."""

    facts: Facts
    tables: dict[str, Table] = field(default_factory=dict)

    def budget(self) -> Budget:
        f = self.facts
        self.summary()
        if f.prints_revenue:
            self.revenue()
        self.coded_tables()
        self.by_unit()
        self.three_public()
        self.project_table()
        self.overall_targets()
        for n, project in enumerate(f.projects, start=1):
            self.target_table(f"12-{n}", project)
        order = ["1", "2", "3", "4", "5-1", "5-2", "6", "7", "8", "9", "10", "11"]
        order += [name for name in self.tables if name.startswith("12")]
        tables = Named({name: self.tables[name] for name in order if name in self.tables})
        offices = ("办公室", "综合科", "技术科")
        place = Place(section="概况")
        glossary = [
            Statement("glossary", function_name(code), code, "", Place(section="名词解释"))
            for code in f.general
        ]
        listed = [(number, table.title, Place(table=number)) for number, table in tables.items()]
        kind = "-dept" if f.level == "部门" else ""
        return Budget(
            id=f"503019-{f.year}{kind}",
            unit=UNIT,
            unit_code="503019",
            year=f.year,
            level=f.level,
            kind="预算",
            layout="wuhan",
            source="",
            tables=tables,
            notes=Named({note.section: note for note in Notes(f, tables).notes()}),
            listed=tuple(listed),
            published=tuple(t.role for t in tables.values()),
            statements=(*(Statement("office", "", name, "", place) for name in offices), *glossary),
            claims=(
                Claim(
                    printed("概况#1", Decimal(3), place, f.year, "个"),
                    "facts",
                    "count",
                    key="offices",
                ),
            ),
        )

    def put(
        self,
        number: str,
        role: str,
        title: str,
        header: list[list[str]],
        rows: list[Row],
        **more: Any,
    ) -> None:
        kind = LAYOUT.spec(role)["kind"]
        grid = tuple(tuple(row) for row in header)
        columns = tuple(more.pop("columns", ()))
        place = Place(table=number)
        self.tables[number] = Table(
            *(number, role, title, kind, "万元", columns, tuple(rows), grid),
            *((), len(header), place),
            **more,
        )

    def row(
        self, number: str, key: str, name: str, amounts: dict[str, int], code: str = "", **more: Any
    ) -> Row:
        place = Place(table=number, row=name)
        cells = {
            column: figure(f"{number}/{key}/{column}", yuan, place, self.facts.year)
            for column, yuan in amounts.items()
        }
        part, level, parent = (
            more.get(k, d) for k, d in (("part", "main"), ("level", 1), ("parent", ""))
        )
        return Row(key, part, code, name, level, cells, more.get("text", {}), place, parent)

    # ---- two-sided

    def side(self, number: str, side: str, rows: list[tuple[int, str, str, int]]) -> list[Row]:
        """Rows (level, code, label, 元); repeated labels are told apart by their order."""
        made: list[Row] = []
        above = ""
        for level, code, label, yuan in rows:
            wanted = f"{side}.{label}"
            again = sum(r.key.partition("~")[0] == wanted for r in made)
            key = wanted if not again else f"{wanted}~{again + 1}"
            above = key if level == 1 else above
            parent = above if level == 2 else ""
            made.append(
                self.row(
                    number,
                    key,
                    label,
                    {"amount": yuan},
                    code,
                    part=side,
                    level=level,
                    parent=parent,
                )
            )
        return made

    def classes(
        self, level: int, moneys: list[dict[str, Money]]
    ) -> list[tuple[int, str, str, int]]:
        sums = dict.fromkeys(CLASS_ROWS, 0)
        for money in moneys:
            for code, item in money.items():
                sums[code[:3]] += item.total
        return [(level, code, function_name(code), yuan) for code, yuan in sums.items()]

    def summary(self) -> None:
        f = self.facts
        income = {
            "general_budget": f.sum(f.general, "total") - f.carried + f.forward,
            **{fund: f.sum(moneys, "total") for fund, moneys in f.funds.items()},
            **f.own,
        }
        self.income = income
        this_year, spent = sum(income.values()), f.total
        grand = this_year + f.carried
        header = [["收 入", "", "支 出", ""], ["项 目", "预算数", "项 目", "预算数"]]
        amount = [Column("amount", ("收入", "预算数"), 1), Column("amount", ("支出", "预算数"), 3)]
        left = self.side(
            "1",
            "revenue",
            [
                *((1, key, label, income.get(key, 0)) for key, label in REVENUE.items()),
                (0, "this_year", "本年收入合计", this_year),
                (0, "carry_over", "上年结转结余", f.carried),
                (0, "grand_total", "收入总计", grand),
            ],
        )
        right = self.side(
            "1",
            "expenditure",
            [
                *self.classes(1, [f.all_items]),
                (0, "this_year", "本年支出合计", spent),
                (0, "carry_forward", "年终结转结余", f.forward),
                (0, "grand_total", "支出总计", spent + f.forward),
            ],
        )
        self.put("1", "summary", f"{f.level}收支总表", header, [*left, *right], columns=amount)
        fiscal_now = sum(income.get(fund, 0) for fund in FISCAL)
        left = self.side(
            "4",
            "revenue",
            [
                (1, "this_year", "本年收入", fiscal_now),
                *((2, k, REVENUE[k].removesuffix("收入"), income.get(k, 0)) for k in FISCAL),
                (1, "carry_over", "上年结转", f.carried),
                (2, "general_budget", "一般公共预算拨款", f.carried),
                (2, "gov_fund", "政府性基金预算拨款", 0),
                (0, "grand_total", "收入总计", fiscal_now + f.carried),
            ],
        )
        right = self.side(
            "4",
            "expenditure",
            [
                (1, "this_year", "本年支出", f.fiscal),
                *self.classes(2, [f.general, *f.funds.values()]),
                (1, "carry_forward", "年终结转结余", f.forward),
                (0, "grand_total", "支出总计", f.fiscal + f.forward),
            ],
        )
        header = [["收 入", "", "支 出", ""], ["项目", "预算数", "项目", "预算数"]]
        if f.splits_fiscal:
            funds = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]
            header = [
                ["收 入", "", "支 出", "", "", "", ""],
                ["项目", "预算数", "项目", "合计", *funds],
            ]
            amount[1] = Column("amount", ("支出", "合计"), 3)
            amount += [
                Column(key, ("支出", w), n)
                for n, (key, w) in enumerate(zip(FISCAL, funds, strict=True), 4)
            ]
            self.split_by_fund(right)
        self.put("4", "fiscal", "财政拨款收支总表", header, [*left, *right], columns=amount)

    def split_by_fund(self, rows: list[Row]) -> None:
        """Columns for the three budgets beside the total of each row."""
        f = self.facts
        moneys = {"general_budget": f.general, **f.funds}
        for row in rows:
            for fund in FISCAL:
                held = moneys.get(fund, {})
                own = {c: m for c, m in held.items() if not row.code.isdigit() or c[:3] == row.code}
                yuan = 0 if row.code == "carry_forward" else f.sum(own, "total")
                row.cells[fund] = figure(f"4/{row.key}/{fund}", yuan, row.place, f.year)

    # ---- coded

    def coded(
        self,
        number: str,
        role: str,
        title: str,
        top: tuple[str, ...],
        leaves: dict[str, dict[str, int]],
        name: Any,
        **more: Any,
    ) -> None:
        """A table by code: a total row, then every level."""
        keys = (
            list(LAYOUT.spec(role)["columns"])[: len(top)]
            if "keys" not in more
            else more.pop("keys")
        )
        total = {key: sum(amounts[key] for amounts in leaves.values()) for key in keys}
        rows = [self.row(number, "合计", "合计", total, level=0)] if leaves else []
        levels = tree(leaves, (3, 5))
        for code, amounts in levels.items():
            parent = next((code[:n] for n in range(len(code) - 2, 2, -2) if code[:n] in levels), "")
            level = (len(code) - 1) // 2
            rows.append(
                self.row(number, code, name(code), amounts, code, level=level, parent=parent)
            )
        header = [["科目编码", "科目名称", *top]]
        columns = [
            Column(key, (words,), n)
            for n, (key, words) in enumerate(zip(keys, top, strict=True), 2)
        ]
        self.put(number, role, title, header, rows, columns=columns, **more)

    def coded_tables(self) -> None:
        f = self.facts
        whole = {
            code: {"total": m.total, "basic": m.basic, "project": m.project}
            | dict.fromkeys(("business", "remitted", "subsidies"), 0)
            for code, m in f.all_items.items()
        }
        others = ("事业单位经营支出", "上缴上级支出", "对附属单位补助支出")
        top = ("合计", "基本支出", "项目支出", *others)
        self.coded("3", "expenditure", f"{f.level}支出总表", top, whole, function_name)
        general = {
            code: {
                "total": m.total,
                "basic": m.basic,
                "personnel": m.personnel,
                "operating": m.operating,
                "project": m.project,
            }
            for code, m in f.general.items()
        }
        top = ("合计", "基本支出", "人员经费", "公用经费", "项目支出")
        self.coded(
            "5-1", "by_function", "一般公共预算支出表(分功能科目)", top, general, function_name
        )
        economic = {
            code: {"total": p + o, "personnel": p, "operating": o}
            for code, (p, o) in f.economic.items()
        }
        top = ("合计", "人员经费", "公用经费")
        self.coded("6", "basic_by_economic", "一般公共预算基本支出表", top, economic, economic_name)
        top = ("合计", "基本支出", "项目支出")
        titles = {"gov_fund": "政府性基金预算支出表", "state_capital": "国有资本经营预算支出表"}
        for number, fund in (("8", "gov_fund"), ("9", "state_capital")):
            moneys = {
                code: {"total": m.total, "basic": m.basic, "project": m.project}
                for code, m in f.funds.get(fund, {}).items()
            }
            place = Place(table=number, row="footnote")
            zero = printed(f"{number}/footnote#1", Decimal(0), place, f.year, words="无")
            claims = () if moneys else (Claim(zero, fund, "zero", key=fund),)
            self.coded(number, fund, titles[fund], top, moneys, function_name, claims=claims)

    def revenue(self) -> None:
        f = self.facts
        amounts = dict.fromkeys(("total", *REVENUE, "carry_over"), 0)
        amounts |= self.income | {"carry_over": f.carried}
        amounts["total"] = sum(self.income.values()) + f.carried
        header = [["单位编码", "单位名称", "合计", *REVENUE.values(), "上年结转结余"]]
        keys = ["total", *REVENUE, "carry_over"]
        columns = [Column(key, (header[0][n],), n) for n, key in enumerate(keys, start=2)]
        rows = [
            self.row("2", "合计", "合计", amounts, level=0),
            self.row("2", "503019", UNIT, amounts, "503019", level=2),
        ]
        self.put("2", "revenue", f"{f.level}收入总表", header, rows, columns=columns)

    def by_unit(self) -> None:
        f = self.facts
        kinds = ("total", "basic", "personnel", "operating", "project")
        header = [["单位编码", "单位名称", "合计", "基本支出", "", "", "项目支出"]]
        header.append(["", "", "", "小计", "人员经费", "公用经费", ""])
        paths = [
            ("合计",),
            *(("基本支出", w) for w in ("小计", "人员经费", "公用经费")),
            ("项目支出",),
        ]
        columns = [
            Column(key, path, n) for n, (key, path) in enumerate(zip(kinds, paths, strict=True), 2)
        ]
        weights = [1] * len(f.units)
        shares = {
            kind: split(f.sum(f.general, kind), weights)
            for kind in ("personnel", "operating", "project")
        }
        rows = []
        for n, code in enumerate(f.units):
            money = Money(*(shares[kind][n] for kind in ("personnel", "operating", "project")))
            amounts = {kind: getattr(money, kind) for kind in kinds}
            rows.append(self.row("5-2", code, f"{UNIT}{n + 1}室", amounts, code))
        self.put("5-2", "by_unit", "一般公共预算支出表(分单位)", header, rows, columns=columns)

    @property
    def public(self) -> dict[str, int]:
        """The three public expenses: basic money, and what projects pay."""
        f = self.facts
        paid = {
            name: sum(line.yuan for p in f.projects for line in p.lines if line.economic == name)
            for name in PUBLIC
        }
        basic = {code: sum(f.economic.get(code, (0, 0))) for code in PUBLIC.values()}
        travel, reception, running = (basic[code] + paid[name] for name, code in PUBLIC.items())
        return {
            "total": travel + running + reception,
            "travel": travel,
            "vehicles": running,
            "vehicle_purchase": 0,
            "vehicle_running": running,
            "reception": reception,
            "operating_organs": 0,
        }

    def three_public(self) -> None:
        header = [
            ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"]
        ]
        header.append(["", "", "小计", "公务用车购置费", "公务用车运行费", ""])
        header[0].append("机关运行经费预算数")
        header[1].append("")
        columns = [Column(key, (), n) for n, key in enumerate(self.public)]
        rows = [self.row("7", "record", "", self.public)] if any(self.public.values()) else []
        self.put("7", "three_public", "一般公共预算“三公”经费支出表", header, rows, columns=columns)

    # ---- projects

    def project_table(self) -> None:
        f = self.facts
        keys = ("total", *FISCAL, *(f"{k}_carried" for k in FISCAL), "special_account", "own")
        funds = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]
        header = [
            ["项目编码", "项目名称", "项目单位", "合计", "本年拨款", "", "", "财政拨款结转结余"]
        ]
        header[0] += ["", "", "财政专户管理资金", "单位资金"]
        header.append(["", "", "", "", *funds, *funds, "", ""])
        columns = [Column(key, (), n) for n, key in enumerate(keys, start=3)]
        rows = []
        for n, project in enumerate(f.projects, start=1):
            amounts = dict.fromkeys(keys, 0) | project.sources | {"total": project.total}
            group = f"42010026{n:013d}"
            rows.append(
                self.row("10", group, f"一级项目{NUMERAL[n]}", amounts, group, text={"words": ""})
            )
            rows.append(
                self.row(
                    *("10", project.code, project.name, amounts, project.code),
                    **{"level": 2, "parent": group, "text": {"words": UNIT}},
                )
            )
        self.put("10", "projects", "项目支出表", header, rows, columns=columns)

    def overall_targets(self) -> None:
        f, rows = self.facts, []
        others = {k: y // 2 for k, y in f.own.items()}
        fund = sum(m.total for moneys in f.funds.values() for m in moneys.values()) // 2
        now = {
            "revenue": {
                "财政拨款": f.fiscal + f.forward,
                "财政专户管理资金": f.own.get("special_account", 0),
                "单位资金": sum(y for k, y in f.own.items() if k != "special_account"),
            },
            "expenditure": self.categories(),
        }
        early = {"财政拨款": f.sum(f.before, "total") + fund}
        early["财政专户管理资金"] = others.pop("special_account", 0)
        early["单位资金"] = sum(others.values())
        early["人员类项目支出"] = f.sum(f.before, "personnel")
        early["运转类项目支出"] = f.sum(f.before, "operating") + sum(y // 2 for y in f.own.values())
        early["运转类项目支出"] += fund - sum(
            p.before for p in f.projects if p.item not in f.general
        )
        early["特定目标类项目支出"] = sum(
            p.before for p in f.projects if p.category == "特定目标类"
        )
        oldest = {
            "特定目标类项目支出": sum(p.earlier for p in f.projects if p.category == "特定目标类")
        }
        oldest["人员类项目支出"] = early["人员类项目支出"] // 2
        oldest["运转类项目支出"] = early["运转类项目支出"] // 3
        oldest["财政拨款"] = sum(oldest.values())
        for side, amounts in now.items():
            whole = sum(amounts.values())
            for name, yuan in [*amounts.items(), ("合计", whole)]:
                total = name == "合计"
                back = [
                    sum(t.get(n, 0) for n in amounts) if total else t.get(name, 0)
                    for t in (early, oldest)
                ]
                if not f.prints_early:
                    back = [0, 0]
                rows.append(self.form_row(side, name, yuan, whole, back, 0 if total else 1))
        for n, project in enumerate(f.projects, start=1):
            text = {"name": project.name, "category": "本级支出项目"}
            amounts = {"total": project.total, "current": project.total}
            rows.append(
                self.row("11", f"projects.{n}", project.name, amounts, part="projects", text=text)
            )
        rows += self.indicators("11", "目标1")
        head = Row("head", "head", "", "head", 1, {}, {"单位名称": UNIT}, Place(table="11"))
        self.put("11", "overall_targets", "整体支出绩效目标表", [], [head, *rows])

    def categories(self) -> dict[str, int]:
        f = self.facts
        projects = {c: sum(p.total for p in f.projects if p.category == c) for c in CATEGORIES}
        capital = sum(f.sum(moneys, "operating") for moneys in f.funds.values())
        running = f.sum(f.general, "operating") + capital + sum(f.own.values()) + projects["运转类"]
        return {
            "人员类项目支出": f.sum(f.general, "personnel"),
            "运转类项目支出": running,
            "特定目标类项目支出": projects["特定目标类"],
        }

    def form_row(
        self, side: str, name: str, yuan: int, whole: int, back: list[int], level: int
    ) -> Row:
        year, key = self.facts.year, f"{side}.{name}"
        place = Place(table="11", row=name)
        rate = round_half_up(Decimal(yuan) / max(whole, 1) * 100, Decimal("0.5")) if yuan else None
        share = None if rate is None else rate.quantize(Decimal(1))
        cells = {
            "current": figure(f"11/{key}/current", yuan, place, year),
            "share": printed(f"11/{key}/share", share, place, year, "%"),
            "previous": figure(f"11/{key}/previous", back[0], place, year - 1),
            "before_previous": figure(f"11/{key}/before_previous", back[1], place, year - 2),
        }
        if share is not None:
            cells["share"] = Figure(
                f"11/{key}/share", share, str(share), Decimal("0.5"), "%", place, year, "预算"
            )
        return Row(key, side, "", name, level, cells, {}, place)

    def indicators(self, number: str, objective: str) -> list[Row]:
        """The same two indicators everywhere: a monthly volume, and one in words."""
        rows, year, volume = [], self.facts.year, Decimal(self.facts.volume)
        titles = {"long_term": "长期", "annual": "年度"}
        for part, words in titles.items():
            title = f"{words}{objective}" if number == "11" else f"{words}绩效目标表"
            text = {
                "level1": "产出指标",
                "level2": "数量指标",
                "objective": title,
                "basis": "计划标准",
            }
            columns = (
                ["target"] if part == "long_term" else ["before_previous", "previous", "target"]
            )
            for name, value, number_, unit in (
                ("月均办理业务量", f"月均{volume}万条", volume, "万条"),
                ("服务市民数", f"{CITIZENS}万人", CITIZENS, "万人"),
                ("故障处理时效", f"{HOURS}小时内", HOURS, "小时"),
                ("业务办理成效", "有效提升", None, ""),
            ):
                key = f"{part}.{title}.{name}"
                place = Place(table=number, row=name)
                cells = {}
                if number_ is not None:
                    for column in columns:
                        back = {"previous": 1, "before_previous": 2}.get(column, 0)
                        cells[column] = printed(
                            *(f"{number}/{key}/{column}", number_, place, year - back, unit, "目标")
                        )
                said = text | dict.fromkeys(columns, value)
                rows.append(Row(key, part, "", name, 1, cells, said, place))
        return rows

    def target_table(self, number: str, project: Project) -> None:
        year = self.facts.year
        head = {
            "项目名称": project.name,
            "项目编码": project.code,
            "支出项目类别": f"{project.category}项目",
            "项目属性": "持续性项目",
            "起始年度": str(year),
            "终止年度": str(year),
        }
        both = {"total": project.total, "current": project.total}
        rows = [self.row(number, "head", "head", both, part="head", text=head)]
        s = project.sources
        general = s.get("general_budget", 0) + s.get("general_budget_carried", 0)
        for level, name, yuan in (
            (0, "合计", project.total),
            (1, "一般公共预算财政拨款", general),
            (2, "申请当年预算拨款", s.get("general_budget", 0)),
            (1, "政府性基金预算财政拨款", s.get("gov_fund", 0)),
            (1, "国有资本经营预算财政拨款", s.get("state_capital", 0)),
            (1, "财政专户管理资金", 0),
            (1, "单位资金", 0),
        ):
            if name.startswith("国有") and not yuan:
                continue
            above = "sources.一般公共预算财政拨款" if level == 2 else ""
            rows.append(
                self.row(
                    *(number, f"sources.{name}", name, {"amount": yuan}),
                    **{"part": "sources", "level": level, "parent": above},
                )
            )
        claims = self.history(number, project)
        for n, line in enumerate(project.lines, start=1):
            text = {"name": line.name, "class": line.economic}
            amount = {"amount": line.yuan}
            rows.append(self.row(number, f"cost.{n}", line.name, amount, part="cost", text=text))
            claims += self.basis(number, n, line)
        if project.bought:
            count, price = project.bought
            place = Place(table=number, row="设备采购")
            line = self.row(
                number, "procurement.1", "设备采购", {"amount": count * price}, part="procurement"
            )
            quantity = printed(
                f"{number}/procurement.1/quantity", Decimal(count), place, year, "件"
            )
            line.cells["quantity"] = quantity
            rows.append(line)
        rows += self.indicators(number, "")
        statements = [
            Statement("content", line.name, str(n), "", Place(table=number))
            for n, line in enumerate(project.lines, start=1)
        ]
        statements += [
            Statement("content_line", line.name, f"cost.{n}", str(n), Place(table=number))
            for n, line in enumerate(project.lines, start=1)
        ]
        hours = printed(f"{number}/objectives/0#1", HOURS, Place(table=number), year, "小时")
        claims.append(Claim(hours, "goal", "count", "系统出现故障"))
        self.put(
            *(number, "project_targets", "项目支出绩效目标表", [], rows),
            **{"claims": tuple(claims), "statements": tuple(statements)},
        )

    def history(self, number: str, project: Project) -> list[Claim]:
        f, told = self.facts, []
        prefix = f"{number}/head/项目前两年预算及当年预算变动情况"
        place = Place(table=number)
        for n, yuan in enumerate((project.earlier, project.before, project.total)):
            year = f.year - 2 + n
            amount = figure(f"{prefix}#{n + 1}", yuan, place, year)
            told.append(Claim(amount, "history", "amount"))
        change = project.total - project.before
        told.append(moved(f"{prefix}#4", change, place, f.year, "history", told[-1], ""))
        return told

    def basis(self, number: str, n: int, line: Line) -> list[Claim]:
        told = []
        for m, (measure, words, value, unit) in enumerate(line.basis, start=1):
            name, place = f"{number}/cost.{n}/basis#{m}", Place(table=number)
            amount = printed(name, value, place, self.facts.year, unit)
            window = f"{words}{value}万市民" if "服务全市" in words else ""
            told.append(Claim(amount, "cost", measure, words, window=window))
        return told


HOURS = Decimal(4)
CITIZENS = Decimal(860)
PUBLIC = {"因公出国(境)费用": "30212", "公务接待费": "30217", "公务用车运行维护费": "30231"}
CATEGORIES = ("运转类", "特定目标类")
NUMERAL = "零一二三四五"


def moved(
    name: str, change: int, place: Place, year: int, topic: str, of: Claim, base: str, key: str = ""
) -> Claim:
    """The change of an amount, or the words that there is none."""
    if change:
        told = figure(name, abs(change), place, year)
    else:
        told = printed(name, Decimal(0), place, year, words="持平")
    sign = (change > 0) - (change < 0)
    return Claim(
        *(told, topic, "change", of.subject, key, of.id, sign, year - 1, base if change else ""),
    )


@dataclass
class Notes:
    """The explanatory notes on the facts."""

    facts: Facts
    tables: Named
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    section: str = ""
    topic: str = ""
    prefix: str = ""
    place: Place = field(default_factory=Place)

    def notes(self) -> list[Note]:
        topics = {
            "一": ("收支预算总体安排情况", self.overall),
            "二": ("收入预算安排情况", self.revenue),
            "三": ("支出预算安排情况", self.expenditure),
            "四": ("财政拨款收支预算总体情况", self.fiscal),
            "五": ("一般公共预算支出安排情况", self.general),
            "六": ("一般公共预算基本支出安排情况", self.basic),
            "七": ("一般公共预算“三公”经费支出安排情况", self.public),
            "八": ("政府性基金预算支出安排情况", lambda: self.fund("gov_fund")),
            "九": ("国有资本经营预算支出安排情况", lambda: self.fund("state_capital")),
            "十": ("项目支出安排情况", self.projects),
            "十一": ("其他重要事项的情况说明", self.other),
        }
        made = []
        for section, (title, told) in topics.items():
            self.claims, self.statements, self.section = [], [], section
            self.at("")
            topic = self.topic = LAYOUT.topic_of(title)
            told()
            claims, said = tuple(self.claims), tuple(self.statements)
            made.append(Note(section, title, topic, Place(section=section), claims, said))
        return made

    def at(self, item: str) -> None:
        self.place = Place(section=self.section, item=item)
        self.prefix = f"{self.section}.{item}".rstrip(".")

    @property
    def name(self) -> str:
        n = sum(c.id.partition("#")[0] == self.prefix for c in self.claims) + 1
        return f"{self.prefix}#{n}"

    def amount(self, key: str, yuan: int, code: str = "", subject: str = "", **more: Any) -> Claim:
        told = printed(self.name, wan(yuan), self.place, self.facts.year, code=code)
        claim = Claim(told, self.topic, "amount", subject, key, **more)
        self.claims.append(claim)
        return claim

    def share(self, yuan: int, whole: int) -> None:
        of = self.claims[-1]
        value = round_half_up(Decimal(yuan) / whole * 100, HALF)
        told = printed(self.name, Decimal(text_of(value)), self.place, self.facts.year, "%")
        self.claims.append(Claim(told, self.topic, "share", of.subject, of.key, of.id))

    def change(self, now: int, before: int) -> None:
        """The change against last year, and its growth unless last year had nothing."""
        of = self.claims[-1]
        difference = now - before
        told = moved(
            self.name, difference, self.place, self.facts.year, self.topic, of, "预算", of.key
        )
        self.claims.append(told)
        if not difference or not before:
            return
        value = round_half_up(Decimal(abs(difference)) / before * 100, HALF)
        rate = printed(self.name, Decimal(text_of(value)), self.place, self.facts.year, "%")
        self.claims.append(
            Claim(
                *(rate, self.topic, "growth", of.subject, of.key, of.id, told.direction),
                *(told.compared, told.compared_base),
            )
        )

    def count(self, key: str, subject: str, value: int, unit: str, context: str = "") -> None:
        told = printed(self.name, Decimal(value), self.place, self.facts.year, unit)
        self.claims.append(Claim(told, self.topic, "count", subject, key, context=context))

    def overall(self) -> None:
        f = self.facts
        self.amount("total", f.total + f.forward)
        if f.prints_prior and not f.own and not f.funds and not f.forward:
            self.change(f.total, f.sum(f.before, "total"))
        self.staff()
        filled = {code[:3]: None for code in f.all_items}
        for code in filled:
            name = function_name(code)
            self.statements.append(Statement("list", "classes", name, "overall", self.place))

    def staff(self) -> None:
        """How many they are, and who came or left."""
        now, change = self.facts.staff
        self.count("staff", "年末实有人数", now, "人", "reason")
        told = printed(self.name, Decimal(abs(change)), self.place, self.facts.year, "人")
        sign = 1 if change > 0 else -1
        of = ("", "", "", sign, self.facts.year - 1)
        self.claims.append(Claim(told, self.topic, "count_change", *of, context="reason"))
        words = ("其中调入", "新录用") if sign > 0 else ("其中调出", "退休")
        for n, who in enumerate(words[: abs(change)]):
            number = abs(change) - 1 if n == 0 and abs(change) > 1 else 1
            self.count("", who, number, "人", "reason")

    def revenue(self) -> None:
        f = self.facts
        total = f.total + f.forward
        self.amount("total", total)
        income = {
            "general_budget": f.sum(f.general, "total") - f.carried + f.forward,
            **{fund: f.sum(moneys, "total") for fund, moneys in f.funds.items()},
            **f.own,
            "carry_over": f.carried,
        }
        for key, yuan in income.items():
            if yuan:
                self.amount(key, yuan)
                self.share(yuan, total)

    def expenditure(self) -> None:
        f = self.facts
        self.amount("total", f.total)
        for key in ("basic", "project"):
            yuan = f.sum(f.all_items, key)
            if yuan:
                self.amount(key, yuan)
                self.share(yuan, f.total)

    def fiscal(self) -> None:
        f = self.facts
        self.amount("total", f.fiscal + f.forward)
        income = {
            "general_budget": f.sum(f.general, "total") - f.carried + f.forward,
            **{fund: f.sum(moneys, "total") for fund, moneys in f.funds.items()},
            "carry_over": f.carried,
        }
        for key, yuan in income.items():
            if yuan:
                self.amount(key, yuan)
        for row in self.tables["4"].part("expenditure"):
            if row.code.isdigit() and row["amount"].value:
                told = printed(self.name, row["amount"].value, self.place, f.year, code=row.code)
                self.claims.append(Claim(told, self.topic, "amount", row.name))

    def general(self) -> None:
        f = self.facts
        self.at("一")
        total = f.sum(f.general, "total")
        self.amount("total", total)
        if f.prints_prior:
            self.change(total, f.sum(f.before, "total"))
        self.staff()
        self.at("二")
        for key in ("basic", "project"):
            yuan = f.sum(f.general, key)
            if yuan:
                self.amount(key, yuan)
                self.share(yuan, total)
        for key in ("personnel", "operating"):
            self.amount(key, f.sum(f.general, key))
        for n, (code, money) in enumerate(f.general.items(), start=1):
            self.at(f"三.{n}")
            self.amount("item", money.total, code, function_name(code))
            if f.prints_prior:
                self.change(money.total, f.before[code].total)
                if f.prints_early:
                    earlier = wan(f.before[code].total)
                    told = printed(self.name, earlier, self.place, f.year - 1, code=code)
                    name = function_name(code)
                    self.claims.append(Claim(told, self.topic, "amount", name, "item"))
            elif f.prints_early:
                self.amount("item", money.total, code, function_name(code))
            if new := [p for p in f.projects if p.item == code]:
                said = Statement("category", new[0].name, new[0].category, "", self.place)
                self.statements.append(said)
                continue
            said = Statement(
                "reason_year", function_name(code), str(f.year), "reason-1", self.place
            )
            self.statements.append(said)

    def basic(self) -> None:
        f = self.facts
        self.amount("total", f.sum(f.general, "basic"))
        for item, kind, parts in (
            ("一", "personnel", {"wages": "301", "subsidies": "303"}),
            ("二", "operating", {"goods_and_services": "302", "capital": "310"}),
        ):
            self.at(item)
            self.amount(kind, f.sum(f.general, kind))
            for key, prefix in parts.items():
                codes = [c for c in f.economic if c.startswith(prefix) and sum(f.economic[c])]
                if codes:
                    self.amount(key, sum(sum(f.economic[c]) for c in codes), prefix, CLASSES[key])
                for code in codes:
                    name = economic_name(code)
                    list_of = key if kind == "personnel" else "operating"
                    self.statements.append(Statement("list", list_of, name, "basic", self.place))

    def public(self) -> None:
        row = self.tables["7"].rows[0] if self.tables["7"].rows else None
        if row is None:
            return
        self.tell(row, "total")
        self.change(0, 0)
        for item, keys in (
            ("1", ["travel"]),
            ("2", ["vehicles", "vehicle_purchase", "vehicle_running"]),
        ):
            self.at(item)
            for key in keys:
                self.tell(row, key)
        self.at("3")
        self.tell(row, "reception")
        self.change(0, 0)

    def tell(self, row: Row, key: str) -> None:
        told = printed(self.name, row[key].amount, self.place, self.facts.year)
        self.claims.append(Claim(told, self.topic, "amount", "", key))

    def zero(self, key: str) -> None:
        told = printed(self.name, Decimal(0), self.place, self.facts.year, words="没有")
        self.claims.append(Claim(told, self.topic, "zero", "", key))

    def fund(self, fund: str) -> None:
        f = self.facts
        if fund in f.funds:
            self.amount("total", f.sum(f.funds[fund], "total"))
        else:
            self.zero(fund)

    def projects(self) -> None:
        f = self.facts
        self.amount("project", sum(p.total for p in f.projects))
        for fund in FISCAL:
            yuan = sum(p.sources.get(fund, 0) for p in f.projects)
            carried = sum(p.sources.get("general_budget_carried", 0) for p in f.projects)
            if yuan and not carried:
                self.amount(fund, yuan)
        for project in f.projects:
            self.amount("", project.total, subject=project.name)

    def other(self) -> None:
        f = self.facts
        bought = [count * price for p in f.projects if p.bought for count, price in [p.bought]]
        for n, topic in enumerate(LAYOUT.data["items"]):
            self.topic = topic
            self.at("一二三四五六"[n])
            if topic == "procurement" and bought:
                self.amount("procurement", sum(bought))
                self.amount("goods", sum(bought))
            elif topic == "assets":
                self.count("vehicles_owned", "共有车辆", 3, "辆")
                self.count("", "公务用车", 2, "辆", "list")
                self.count("", "其他用车", 1, "辆", "list")
            elif topic == "performance":
                self.amount("total", f.total)
                self.count("level2_projects", "", len(f.projects), "个")
                self.statements.append(Statement("level", "", f.level, "", self.place))
            elif topic != "procurement":
                self.zero(topic)


CLASSES = {
    "wages": "工资福利支出",
    "subsidies": "对个人和家庭的补助",
    "goods_and_services": "商品和服务支出",
    "capital": "资本性支出",
}

# ---- the strategy

YUAN = st.integers(1_000, 30_000_000)
NEAR = st.one_of(st.just(0), st.integers(100, 3_000_000), st.integers(-900, -100))


@st.composite
def facts(draw: st.DrawFn, **fixed: Any) -> Facts:
    """Any consistent disclosure; `fixed` settles fields of `Facts`."""
    linked = draw(st.lists(st.sampled_from(sorted(LINKED)), max_size=6, unique=True))
    free = draw(st.lists(st.sampled_from(items()), min_size=1, max_size=4, unique=True))
    codes = sorted({*linked, *(c for c in free if not _medical(c))} or {"2080150"})
    general = {code: Money() for code in codes}
    bare = next(code for code in reversed(items()) if code not in general and not _medical(code))
    for code, money in general.items():
        money.personnel = draw(YUAN)
        if code not in LINKED or code in ("2080150", "2080502"):
            money.operating = draw(st.one_of(st.just(0), YUAN))
    if "2080505" in general and "2080506" in general:
        general["2080505"].personnel = 2 * general["2080506"].personnel
    funds, own, mixed = {}, {}, draw(st.booleans())
    if mixed and draw(st.booleans()):
        funds["gov_fund"] = {_known("212"): Money()}
    if mixed and draw(st.booleans()):
        funds["state_capital"] = {_known("223"): Money(operating=draw(YUAN))}
    general[bare] = Money()
    year = draw(st.integers(2020, 2028))
    projects = draw_projects(draw, general, funds, year)
    general = {code: money for code, money in sorted(general.items()) if money.total}
    before = {code: _earlier(draw, money) for code, money in general.items()}
    for code, money in before.items():
        money.project = sum(p.before for p in projects if p.item == code)
    if mixed:
        keys = st.sampled_from(["special_account", "operations", "superior", "other"])
        own = {key: draw(YUAN) for key in draw(st.lists(keys, min_size=1, max_size=2, unique=True))}
    staff = draw(st.integers(12, 300))
    made = Facts(
        year=year,
        level=draw(st.sampled_from(["单位", "部门"])),
        general=general,
        before=before,
        funds=funds,
        own=own,
        own_item=codes[0],
        economic=_economic(draw, general),
        projects=projects,
        carried=sum(p.sources.get("general_budget_carried", 0) for p in projects),
        forward=0,
        staff=(staff, draw(st.sampled_from([-3, -1, 1, 2]))),
        units=[f"503{n:03d}" for n in (19, 20, 21)[: draw(st.integers(1, 3))]],
        prints_revenue=draw(st.booleans()),
        prints_prior=draw(st.booleans()),
        prints_early=draw(st.booleans()),
        splits_fiscal=draw(st.booleans()),
    )
    for name, value in fixed.items():
        setattr(made, name, value)
    return made


def _known(prefix: str) -> str:
    return next(code for code in items() if code.startswith(prefix))


def _medical(code: str) -> bool:
    return code in LINKED or code.startswith(("21011", "20805", "22102", "2089999", "2080150"))


def _earlier(draw: st.DrawFn, money: Money) -> Money:
    """Last year: less, more or the same; now and then nothing."""
    if draw(st.integers(0, 9)) == 0:
        return Money()
    return Money(*(max(x + draw(NEAR), 0) if x else 0 for x in (money.personnel, money.operating)))


def draw_projects(
    draw: st.DrawFn, general: dict[str, Money], funds: dict[str, dict[str, Money]], year: int
) -> list[Project]:
    """One to three projects of one or several sources; their money goes to the items."""
    target = draw(st.sampled_from([code for code in general if not general[code].basic]))
    if draw(st.booleans()):
        free = [code for code in general if code not in LINKED]
        target = "2080150" if "2080150" in general else draw(st.sampled_from(free))
    made = []
    wanted = [{"general_budget": target}] * draw(st.integers(1, 2))
    wanted += [{fund: next(iter(funds[fund]))} for fund in funds if fund == "gov_fund"]
    for n, sources in enumerate(wanted, start=1):
        ((fund, item),) = sources.items()
        count, price = draw(st.integers(1, 40)), draw(st.integers(1, 90)) * 100
        bought = (count, price) if n == 1 and draw(st.booleans()) else None
        lines = draw_lines(draw, bought, fund)
        amount = sum(line.yuan for line in lines)
        money = {fund: amount}
        if fund == "general_budget" and draw(st.integers(0, 3)) == 0:
            money = {fund: amount - 50_000, "general_budget_carried": 50_000}
        code = f"42010026503T{n:09d}"
        name = f"第{NUMERAL[n]}类保障项目"
        before = max(amount + draw(NEAR), 0) if fund == "general_budget" else amount // 2
        project = Project(name, code, item, "特定目标类", money, before, amount // 2, lines, bought)
        made.append(project)
        holder = general if fund == "general_budget" else funds[fund]
        holder[item].project += project.total
    return made


def draw_lines(draw: st.DrawFn, bought: tuple[int, int] | None, fund: str) -> list[Line]:
    """Cost lines whose bases multiply, add up volumes, tell months, or nothing."""
    lines = []
    if bought:
        count, price = bought
        basis = [
            ("count", "计划采购", Decimal(count), "台"),
            ("price", "单价", _wan(price), "万元"),
        ]
        basis.append(("amount", "小计", wan(count * price), "万元"))
        lines.append(Line("设备采购", "办公设备购置", count * price, basis))
    kinds = draw(st.lists(st.sampled_from("pvmn"), min_size=1, max_size=4, unique=True))
    for kind in kinds:
        if kind == "p":
            heads, pay = draw(st.integers(2, 30)), draw(st.integers(1, 900)) * 100
            basis = [("amount", "按照", _wan(pay), "万元"), ("count", "*", Decimal(heads), "人")]
            basis.append(("amount", "=", wan(heads * pay), "万元"))
            lines.append(Line("聘用人员经费", "劳务费", heads * pay, basis))
        elif kind == "v":
            first = draw(st.integers(1, 12 * VOLUME - 1))
            parts = [("甲处办理", first), ("乙处办理", 12 * VOLUME - first)]
            basis = [("count", words, Decimal(n), "万条") for words, n in parts]
            basis.append(("count", "总共办理", Decimal(12 * VOLUME), "万条"))
            yuan = 12 * VOLUME * 10_000 // 20
            basis.append(("price", "协议单价", Decimal("0.05"), "元"))
            basis.append(("amount", "预计", wan(yuan), "万元"))
            lines.append(Line("业务办理通讯费", "邮电费", yuan, basis))
        elif kind == "m":
            month = draw(st.integers(1, 900)) * 100
            basis = [("amount", "机房电费", wan(month), "万元")]
            basis.append(("amount", "全年", wan(12 * month), "万元"))
            lines.append(Line("电费支出", "电费", 12 * month, basis))
        else:
            basis = [("count", "服务全市", CITIZENS, "万")]
            lines.append(Line("印刷宣传材料", "印刷费", draw(st.integers(1_000, 900_000)), basis))
    if fund == "general_budget" and draw(st.integers(0, 4)) == 0:
        lines.append(Line("接待来访人员", "公务接待费", 10_000))
    lines.append(Line("系统运行维护", "维修(护)费", draw(st.integers(60_000, 9_000_000))))
    return lines


def _wan(yuan: int) -> Decimal:
    """A price: as exact as it is."""
    return Decimal(text_of(Decimal(yuan) / 10_000))


VOLUME = 11


def _economic(draw: st.DrawFn, general: dict[str, Money]) -> dict[str, tuple[int, int]]:
    """Basic money by economic class: (personnel, operating)."""
    weights = st.lists(st.integers(1, 9), min_size=3, max_size=3)
    economic: dict[str, tuple[int, int]] = {}
    for code, money in general.items():
        classes = LINKED.get(code, PERSONNEL)
        parts = split(money.personnel, draw(weights)[: len(classes)])
        for economic_code, yuan in zip(classes, parts, strict=True):
            economic[economic_code] = (economic.get(economic_code, (0, 0))[0] + yuan, 0)
        parts = split(money.operating, draw(st.permutations([5, 3, 2, 1, 1, 1, 0, 0])))
        for economic_code, yuan in zip(OPERATING, parts, strict=True):
            economic[economic_code] = (0, economic.get(economic_code, (0, 0))[1] + yuan)
    economic["30227"] = (0, 0)
    return dict(sorted(economic.items()))


def budgets(**fixed: Any) -> st.SearchStrategy[Budget]:
    """Consistent disclosures as they are read from a document."""
    return facts(**fixed).map(lambda f: Printer(f).budget())


# ---- two fixed examples


def _example_projects() -> list[Project]:
    volumes = [("甲处办理", 70), ("乙处办理", 62), ("总共办理", 132)]
    basis = [("count", words, Decimal(n), "万条") for words, n in volumes]
    basis += [("price", "协议单价", Decimal("0.05"), "元"), ("amount", "预计", wan(66_000), "万元")]
    laptops = [("count", "计划采购", Decimal(4), "台"), ("price", "单价", Decimal("0.7"), "万元")]
    laptops.append(("amount", "小计", wan(28_000), "万元"))
    helpers = [("amount", "按照", Decimal("9.7"), "万元"), ("count", "*", Decimal(8), "人")]
    helpers.append(("amount", "=", wan(776_000), "万元"))
    power = [("amount", "机房电费", wan(17_000), "万元"), ("amount", "全年", wan(204_000), "万元")]
    citizens = [("count", "服务全市", CITIZENS, "万")]
    first = [
        Line("设备采购", "办公设备购置", 28_000, laptops),
        Line("聘用人员经费", "劳务费", 776_000, helpers),
        Line("系统运行维护", "维修(护)费", 96_000),
    ]
    second = [
        Line("业务办理通讯费", "邮电费", 66_000, basis),
        Line("电费支出", "电费", 204_000, power),
        Line("印刷宣传材料", "印刷费", 330_000, citizens),
    ]
    projects = []
    for n, (lines, prior) in enumerate(((first, 700_000), (second, 600_000)), start=1):
        money = {"general_budget": sum(line.yuan for line in lines)}
        name, code = f"第{NUMERAL[n]}类保障项目", f"42010026503T{n:09d}"
        bought = (4, 7_000) if n == 1 else None
        projects.append(
            Project(name, code, "2080199", "特定目标类", money, prior, 900_000, lines, bought)
        )
    return projects


def example(**changed: Any) -> Budget:
    """A unit with two projects and money of the general public budget alone."""
    general = {
        "2080150": Money(6_000_049, 650_050),
        "2080199": Money(project=1_500_000),
        "2080502": Money(147_700, 13_000),
        "2080505": Money(656_400),
        "2080506": Money(328_200),
        "2089999": Money(56_850),
        "2101102": Money(569_333),
        "2210201": Money(809_300),
        "2210202": Money(130_500),
    }
    before = {code: Money(m.personnel * 9 // 10, m.operating) for code, m in general.items()}
    before["2080506"] = Money()
    before["2080505"] = Money(700_000)
    before["2080199"].project = 1_300_000
    economic = {
        "30101": (3_000_000, 0),
        "30102": (3_000_049, 0),
        "30103": (130_500, 0),
        "30108": (656_400, 0),
        "30109": (328_200, 0),
        "30110": (549_000, 0),
        "30112": (56_850, 0),
        "30113": (809_300, 0),
        "30201": (0, 600_000),
        "30217": (0, 20_000),
        "30227": (0, 0),
        "30231": (0, 43_050),
        "30305": (100_000, 0),
        "30307": (20_333, 0),
        "30399": (47_700, 0),
        "31002": (0, 0),
    }
    made = Facts(
        year=2026,
        level="单位",
        general=general,
        before=before,
        funds={},
        own={},
        own_item="2080150",
        economic=economic,
        projects=_example_projects(),
        carried=0,
        forward=0,
        staff=(28, 3),
        units=["503019", "503020"],
        prints_revenue=True,
        prints_prior=True,
        prints_early=True,
        splits_fiscal=False,
    )
    for name, value in changed.items():
        setattr(made, name, value)
    return Printer(made).budget()


def mixed_example() -> Budget:
    """The same unit with fund, state capital, carried-over and own money."""
    item = _known("212")
    fund = Project(
        *("第三类保障项目", "42010026503T000000003", item, "特定目标类", {"gov_fund": 500_000}),
        *(250_000, 100_000, [Line("系统运行维护", "维修(护)费", 500_000)]),
    )
    base = {
        "funds": {
            "gov_fund": {item: Money(project=500_000)},
            "state_capital": {_known("223"): Money(operating=90_000)},
        },
        "own": {"special_account": 40_000, "operations": 77_777},
        "splits_fiscal": True,
        "prints_early": False,
    }
    plain = _example_projects()
    plain[0].sources = {"general_budget": 850_000, "general_budget_carried": 50_000}
    return example(**base, projects=[*plain, fund], carried=50_000)
