"""Facts as the tables of a Budget, and with its notes as the Budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from disclosed_facts import (
    CATEGORIES,
    CITIZENS,
    CLASS_ROWS,
    FISCAL,
    HOURS,
    LAYOUT,
    NUMERAL,
    PUBLIC,
    REVENUE,
    UNIT,
    Facts,
    Line,
    Money,
    Project,
    economic_name,
    function_name,
    split,
)
from disclosed_figures import figure, moved, printed
from disclosed_notes import Notes

from budgetlib.budget import Budget
from budgetlib.disclosure import Named
from budgetlib.figures import Figure, Place, round_half_up
from budgetlib.figures.printed import Claim, Column, Row, Statement, Table


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
        running = [p for p in f.projects if p.category == "运转类"]
        early["运转类项目支出"] += sum(p.before for p in running)
        early["特定目标类项目支出"] = sum(
            p.before for p in f.projects if p.category == "特定目标类"
        )
        oldest = {
            "特定目标类项目支出": sum(p.earlier for p in f.projects if p.category == "特定目标类")
        }
        oldest["人员类项目支出"] = early["人员类项目支出"] // 2
        oldest["运转类项目支出"] = early["运转类项目支出"] // 3
        oldest["运转类项目支出"] += sum(p.earlier for p in running)
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


def tree(codes: dict[str, dict[str, int]], steps: Sequence[int]) -> dict[str, dict[str, int]]:
    """The amounts of every level, in code order."""
    levels: dict[str, dict[str, int]] = {}
    for code, amounts in codes.items():
        for n in (*[s for s in steps if s < len(code)], len(code)):
            row = levels.setdefault(code[:n], dict.fromkeys(amounts, 0))
            for key, amount in amounts.items():
                row[key] += amount
    return dict(sorted(levels.items()))
