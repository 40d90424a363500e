"""Facts as explanatory notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from disclosed_facts import (
    FISCAL,
    HALF,
    LAYOUT,
    Facts,
    economic_name,
    function_name,
    wan,
)
from disclosed_figures import moved, printed

from budgetlib.disclosure import Named
from budgetlib.figures import Place, round_half_up, text_of
from budgetlib.figures.printed import Claim, Note, Row, Statement


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
        if not told.direction or not before:
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
            ("一", "personnel", {"wages": "301", "households": "303"}),
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
        """Fewer vehicles than last year, and all else as it was."""
        row = self.tables["7"].rows[0] if self.tables["7"].rows else None
        if row is None:
            return
        now = {key: int(figure.amount * 10_000) for key, figure in row.cells.items()}
        less = 3_000 if now["vehicles"] else 0
        self.tell(row, "total")
        self.change(now["total"], now["total"] + less)
        self.at("1")
        self.tell(row, "travel")
        self.change(0, 0)
        self.at("2")
        self.tell(row, "vehicles")
        self.change(now["vehicles"], now["vehicles"] + less)
        self.tell(row, "vehicle_purchase")
        self.tell(row, "vehicle_running")
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
            self.amount(fund, f.sum(f.funds[fund], "total"))
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
        for numeral, topic in zip("一二三四五六", LAYOUT.data["items"], strict=False):
            self.topic = topic
            self.at(numeral)
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
    "households": "对个人和家庭的补助",
    "goods_and_services": "商品和服务支出",
    "capital": "资本性支出",
}
