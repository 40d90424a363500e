"""Any Budget as the text of a published document, with the dirt that real ones have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from budgetlib.budget import Budget
from budgetlib.figures import Figure, text_of
from budgetlib.figures.printed import Claim, Note, Row, Table

NUMERALS = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]
NUMERALS += [f"廿{n}" for n in "一二三四五六七八九"]


@dataclass(frozen=True)
class Style:
    """How a document is printed; every field is a spelling that must make no difference."""

    comma: bool = False  # 1,347.75
    short: bool = False  # 16.8 for 16.80
    bold: bool = False  # <b>合计</b>
    spaced: bool = False  # 收 入 总 计, 2026 年
    wide: bool = False  # （类） and １６
    named: bool = False  # 单位：the organisation, above 单位：万元
    ragged: bool = False  # rows shifted left or right
    broken: bool = False  # pages cut tables, sentences and numbers in two
    again: bool = False  # the header stands again after a page break
    seed: int = 0


@dataclass
class Writer:
    """Writes one budget in one style."""

    budget: Budget
    style: Style = field(default_factory=Style)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.style.seed)
        self.said = ""

    def text(self) -> str:
        """The whole document."""
        return (
            "\n".join([*self._front(), *self._tables(), *self._notes(), *self._glossary()]) + "\n"
        )

    # ---- front and lists

    def _front(self) -> Iterator[str]:
        b = self.budget
        yield f"# {b.unit} {b.year} 年{b.level}{b.kind}\n"
        yield f"## 第一部分 {b.unit}概况\n"
        names = [s.value for s in b.statements if s.kind == "office"]
        for claim in b.claims:
            yield self._prose(
                f"{b.unit}内设机构{claim.figure.printed}个，包括：{'、'.join(names)}。"
            )
        yield f"## 第二部分 {b.unit}\n\n### {b.year} 年{b.level}{b.kind}表\n"
        for number, title, _ in b.listed:
            yield f"表 {number}. {title}\n"

    def _glossary(self) -> Iterator[str]:
        yield "## 第四部分 名词解释\n"
        said = [s for s in self.budget.statements if s.kind == "glossary" and s.value]
        for n, statement in enumerate(said, start=1):
            path = self._path(statement.value)
            yield self._prose(f"{n}. {path}：反映这一科目的支出。")

    def _path(self, code: str) -> str:
        table = self.budget.table("by_function")
        names = [table.by_key[code[:n]].name for n in (3, 5, 7)]
        open_, close = ("（", "）") if self.style.wide else ("(", ")")
        return "".join(
            f"{name}{open_}{mark}{close}" for name, mark in zip(names, "类款项", strict=True)
        )

    # ---- figures and labels

    def number(self, figure: Figure) -> str:
        """A printed number in the style."""
        if figure.value is None:
            return ""
        text = figure.printed
        if figure.unit.endswith("元") and not figure.worded:
            text = text_of(figure.value) if self.style.short else text.replace(",", "")
            whole, dot, rest = text.partition(".")
            text = (f"{int(whole):,}" if self.style.comma else whole) + dot + rest
        if self.style.wide and self.chance.random() < 0.2:
            text = text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
        return text

    def label(self, text: str) -> str:
        """A label of a total, with spaces and bold tags in the style."""
        if text in ("收入总计", "支出总计", "合计"):
            text = " ".join(text) if self.style.spaced else text
            return f"<b>{text}</b>" if self.style.bold else text
        return text

    # ---- tables

    def _tables(self) -> Iterator[str]:
        for table in self.budget.tables.values():
            yield f"\n表{table.number}\n\n## {table.title}\n"
            if self.style.named:
                yield f"单位：{self.budget.unit}\n"
            yield f"单位：{table.unit}\n"
            if table.kind == "form":
                lines = list(self._form(table))
                yield self._pages([], lines)
            else:
                header = ["\t".join(row) for row in table.grid[: table.header_rows]]
                yield self._pages(header, [*self._body(table)])
            yield ""
            for claim in table.claims:
                if claim.measure == "zero":
                    fund = {"gov_fund": "政府性基金", "state_capital": "国有资本经营"}[claim.key]
                    yield f"说明：{self.budget.year}年无{fund}预算安排支出。\n"

    def _pages(self, header: list[str], lines: list[str]) -> str:
        """The lines of a table, cut by a page break."""
        if not self.style.broken or len(lines) < 4:
            return "\n".join([*header, *lines])
        at = self.chance.randrange(2, len(lines) - 1)
        again = header if self.style.again else []
        return "\n".join([*header, *lines[:at], "", *again, *lines[at:]])

    def _body(self, table: Table) -> Iterator[str]:
        width = max((len(row) for row in table.grid[: table.header_rows]), default=0)
        if table.kind == "two_sided":
            yield from self._two_sided(table)
            return
        for row in table.rows:
            cells = [""] * width
            if table.kind != "record":
                cells[0], cells[1] = row.code, self.label(row.name)
            if row.text.get("words"):
                cells[2] = row.text["words"]
            for column in table.columns:
                cells[column.index] = self.number(row[column.key])
            yield "\t".join(self._shifted(table, row, cells))

    def _shifted(self, table: Table, row: Row, cells: list[str]) -> list[str]:
        """A row moved to the right, or to the left where its first cell is blank."""
        if not self.style.ragged or table.kind == "record" or self.chance.random() < 0.6:
            return cells
        if not row.code and row.level == 0 and self.chance.random() < 0.5:
            return cells[1:]
        return ["", *cells] if row.code or row.level == 0 else cells

    def _two_sided(self, table: Table) -> Iterator[str]:
        sides = [self._numbered(table.part(side)) for side in ("revenue", "expenditure")]
        totals = [[pair for pair in side if pair[1].level == 0] for side in sides]
        items = [[pair for pair in side if pair[1].level > 0] for side in sides]
        for group in (items, totals):
            for left, right in zip_longest(*group):
                yield "\t".join([*self._half(left), *self._half(right)])

    def _half(self, pair: tuple[str, Row] | None) -> list[str]:
        if pair is None:
            return ["", ""]
        return [pair[0], *(self.number(figure) for figure in pair[1].cells.values())]

    def _numbered(self, rows: tuple[Row, ...]) -> list[tuple[str, Row]]:
        counts, numbered = [0, 0, 0], []
        for row in rows:
            counts[row.level] += 1
            counts[row.level + 1 :] = [0] * len(counts[row.level + 1 :])
            marks = ["", NUMERALS[counts[1] - 1] + "、", f"（{NUMERALS[counts[2] - 1]}）"]
            numbered.append((marks[row.level] + self.label(row.name), row))
        return numbered

    # ---- forms

    def _form(self, table: Table) -> Iterator[str]:
        if table.role == "overall_targets":
            yield from self._overall(table)
        else:
            yield from self._project(table)

    def _overall(self, table: Table) -> Iterator[str]:
        year = self.budget.year
        yield f"单位名称\t{self.budget.unit}\t\t\t\t\t"
        yield "部门总体资金情况\t总体资金情况\t\t当年金额\t占比\t近两年收支金额\t"
        yield f"\t\t\t\t\t{year - 1}年\t"
        yield f"\t\t\t\t\t{year - 2}年\t"
        for part, name in (("revenue", "收入构成"), ("expenditure", "支出构成")):
            for n, row in enumerate(table.part(part)):
                values = [self._percent(row[c]) for c in row.cells]
                ragged = self.style.ragged and n and self.chance.random() < 0.5
                lead = [] if ragged else ["", "" if n else name]
                yield "\t".join([*lead, row.name, *values])
        names = "项目名称 支出项目类别 项目总预算 项目本年度预算 项目主要支出方向和用途"
        yield "\t".join(["项目支出情况", *names.split(), ""])
        for row in table.part("projects"):
            money = [self.number(row[c]) for c in ("total", "current")]
            yield "\t".join(["", row.name, row.text["category"], *money, "保障这项工作", ""])
        yield from self._indicators(table, "long_term", "长期绩效指标")
        yield from self._indicators(table, "annual", "年度绩效指标")

    def _percent(self, figure: Figure) -> str:
        return self.number(figure) + ("%" if figure.unit == "%" and not figure.blank else "")

    def _indicators(self, table: Table, part: str, name: str) -> Iterator[str]:
        objective = ""
        for row in table.part(part):
            if table.role == "overall_targets" and row.text["objective"] != objective:
                objective = row.text["objective"]
                yield f"{objective}:\t做好这项工作。\t\t\t\t"
                yield f"{name}\t一级指标\t二级指标\t三级指标\t指标值\t指标值确定依据"
            columns = (
                ["target"] if part == "long_term" else ["before_previous", "previous", "target"]
            )
            values = [row.text[c] for c in columns]
            levels = [row.text["level1"], row.text["level2"]]
            yield "\t".join(["", *levels, row.name, *values, row.text.get("basis", "计划标准")])

    def _project(self, table: Table) -> Iterator[str]:
        head = table.part("head")[0]
        text = [(k, v) for k, v in head.text.items() if not k.endswith("年度")]
        text += [(k, v) for k, v in head.text.items() if k.endswith("年度")]
        for (a, b), (c, d) in zip_longest(text[::2], text[1::2], fillvalue=("", "")):
            yield f"{a}\t{b}\t{c}\t{d}"
        contents = [s for s in table.statements if s.kind == "content"]
        items = "".join(f"<p>{s.value}. {s.subject}。</p>" for s in contents)
        if items:
            yield f"项目主要内容\t{items}\t\t"
        money = [self.number(head[c]) for c in ("total", "current")]
        yield f"项目总预算\t{money[0]}\t项目当年预算\t{money[1]}"
        history = [c for c in table.claims if c.topic == "history"]
        if history:
            told = self._clauses(history, "安排")
            yield f"项目前两年预算及当年预算变动情况\t{told}\t\t"
        yield "项目资金来源\t来源项目\t\t金额"
        for row in table.part("sources"):
            mark = "其中：" if row.level == 2 else ""
            yield "\t".join(["", mark + row.name, "", self.number(row["amount"])])
        yield "<b>项目支出明细测算</b>\t\t\t\t\t"
        yield "项目活动\t活动内容\t支出经济\t金额\t测算依据及说明\t备注"
        for row in table.part("cost"):
            basis = [c for c in table.claims if c.id.startswith(f"{table.number}/{row.key}/")]
            told = self._clauses(basis, "") or "按往年情况估算。"
            amount = self.number(row["amount"])
            yield "\t".join([row.name, "做好这项工作", row.text["class"], amount, told, ""])
        yield "项目采购\t\t\t"
        yield "品名\t\t数量\t金额"
        for row in table.part("procurement"):
            amounts = [self.number(row[c]) for c in ("quantity", "amount")]
            yield "\t".join([row.name, "", *amounts])
        if any("/objectives/" in c.id for c in table.claims):
            goals = [c for c in table.claims if "/objectives/" in c.id]
            told = "、".join(f"{c.subject}{c.figure.printed}{c.figure.unit}" for c in goals)
            yield "项目绩效总目标\t\t目标说明\t"
            yield f"项目绩效总目标\t\t做好各项保障工作，{told}内处置完毕，不影响业务办理。\t"
        for part, title in (("long_term", "长期绩效目标表"), ("annual", "年度绩效目标表")):
            yield f"{title}\t\t\t\t\t"
            yield "目标名称\t一级指标\t二级指标\t三级指标\t指标值\t指标值确定依据"
            yield from self._indicators(table, part, title)

    # ---- sentences

    def _notes(self) -> Iterator[str]:
        b = self.budget
        yield f"\n## 第三部分 {b.unit}\n\n### {b.year} 年{b.level}{b.kind}情况说明\n"
        for note in b.notes.values():
            yield f"#### {note.section}、{note.title}\n"
            groups: dict[str, list[Claim]] = {}
            for claim in note.claims:
                groups.setdefault(claim.figure.place.item, []).append(claim)
            heading = ""
            for item, claims in groups.items():
                group = item.partition(".")[0]
                if group in NUMERALS and group != heading:
                    heading = group
                    yield f"### ({group}) {ITEM_TITLES.get(claims[0].topic, '具体情况')}\n"
                yield self._paragraph(note, item, claims)
            yield from self._lists(note)

    def _lists(self, note: Note) -> Iterator[str]:
        classes = [s.value for s in note.statements if s.subject == "classes"]
        if classes:
            yield self._prose(f"支出包括：{'、'.join(classes)}。")
        for said in note.statements:
            if said.kind == "level":
                yield self._prose(f"拟对{self.budget.year - 1}年{said.value}整体支出开展绩效评价。")

    def _paragraph(self, note: Note, item: str, claims: list[Claim]) -> str:
        last = item.rpartition(".")[2]
        number = f"{last}. " if last.isdigit() else ""
        if note.topic == "basic":
            return "\n".join(self._prose(told) for told in self._with_list(note, claims))
        told = self._clauses([c for c in claims if c.context != "reason"], "")
        reason = [c for c in claims if c.context == "reason"]
        why = [s for s in note.statements if s.kind == "reason_year" and s.place.item == item]
        if reason:
            told = told.rstrip("。") + "，主要是" + self._clauses(reason, "")
        elif new := [s for s in note.statements if s.kind == "category" and s.place.item == item]:
            told = told.rstrip("。") + f"，主要是新增{new[0].value}项目{new[0].subject}。"
        elif why:
            told = told.rstrip("。") + f"，主要是{why[0].value}年在岗人数变化。"
        return self._prose(number + told)

    def _with_list(self, note: Note, claims: list[Claim]) -> Iterator[str]:
        for claim in claims:
            told = self._clauses([claim], "").rstrip("。")
            names = [
                s.value for s in note.statements if s.kind == "list" and s.subject == claim.key
            ]
            yield told + (f"，主要用于：{'、'.join(names)}。" if names else "。")

    def _clauses(self, claims: list[Claim], verb: str) -> str:
        """Claims one after the other; amounts that another claim passes over stand in brackets."""
        told, open_ = "", False
        for index, claim in enumerate(claims):
            aside = claim.measure == "amount" and any(
                c.of in {x.id for x in claims[:index]} for c in claims[index + 1 :] if c.of
            )
            inside = aside and not any(c.of == claim.id for c in claims[index + 1 :])
            if claim.topic == "cost" and claim.subject[:1] in ("*", "="):
                told = told.rstrip("，")
            elif inside != open_:
                told = told + "(" if inside else told + ")"
            elif told:
                told = told.rstrip("。") + ("，" if told[-1:] not in "。，" else "")
            if not inside and open_:
                told += "，"
            open_ = inside
            told += self._clause(claim, verb, first=not told)
        return told + ")" * open_ + "。" if claims else ""

    def _clause(self, claim: Claim, verb: str, first: bool) -> str:
        figure, year = claim.figure, self.budget.year
        told = self.number(figure) + figure.unit
        compared = f"比{claim.compared}年{claim.compared_base}"
        up = {1: "增加", -1: "减少"}.get(claim.direction or 0, "")
        if claim.measure == "zero":
            return ZERO[claim.key].format(year=year)
        if claim.measure == "change" and claim.direction == 0:
            return f"与{claim.compared}年持平" if claim.compared != year - 1 else "与上年持平"
        if claim.measure == "change":
            return f"{compared}{up}{told}"
        if claim.measure == "growth":
            return {1: "增长", -1: "下降"}.get(claim.direction or 1, "增长") + told
        if claim.measure == "share":
            return f"占{told}"
        if claim.measure == "count_change":
            return f"{compared}{up}{told}"
        other = f"{figure.year}年" if figure.year != year else ""
        if claim.topic == "cost" and claim.window.endswith("市民"):
            return f"{claim.subject}{figure.printed}万市民"
        if claim.topic == "cost":
            return f"{other}{claim.subject or COST.get(claim.measure, '')}{told}"
        if claim.topic == "history":
            return f"{figure.year}年" + ("无该项目预算" if figure.worded else f"预算安排{told}")
        if claim.measure == "count":
            after = "二级项目支出绩效目标" if claim.key == "level2_projects" else ""
            listed = "其中：" if claim.context == "list" and "共有" in self.said else ""
            self.said = COUNTS.get(claim.key, claim.subject)
            return f"{other}{listed}{self.said}{told}{after}"
        words = PHRASES.get((claim.topic, claim.key)) or PHRASES.get(("", claim.key), claim.subject)
        if claim.key == "item" and not first:
            words = f"{figure.year}年{figure.base}数"
        elif claim.key == "item":
            words = f"{self._path(figure.code)}{figure.year}年{figure.base}数"
        elif first or figure.year != year or figure.base != "预算":
            words = f"{figure.year}年{figure.base if figure.base != '预算' else ''}{words}"
        return f"{words}{told}"

    def _prose(self, sentence: str) -> str:
        """A paragraph: spaces between characters and digits, wide brackets, a page break."""
        if self.style.wide:
            sentence = sentence.replace("(", "（").replace(")", "）")
        cuts = [i for i in range(6, len(sentence) - 2) if _may_cut(sentence, i)]
        if self.style.broken and cuts and self.chance.random() < 0.4:
            at = self.chance.choice(cuts)
            sentence = sentence[:at] + "\n\n" + sentence[at:]
        if self.style.spaced:
            sentence = sentence.replace(f"{self.budget.year}年", f"{self.budget.year} 年")
            sentence = sentence.replace("万元", " 万元")
        return sentence + "\n"


def _may_cut(sentence: str, i: int) -> bool:
    """A page ends within a word or a number; not behind a stop, nor before what starts an item."""
    return (
        sentence[i - 1] not in "。；：:！？. "
        and not sentence[i].isdigit()
        and sentence[i] not in "(（."
    )


ITEM_TITLES = {
    "operating_organs": "机关运行经费情况",
    "procurement": "政府采购预算情况",
    "purchased_services": "政府购买服务预算情况",
    "commissioned_services": "委托业务费预算情况",
    "assets": "国有资产占有使用情况",
    "performance": "预算绩效管理情况",
}
ZERO = {
    "gov_fund": "{year}年没有使用政府性基金预算拨款安排的支出",
    "state_capital": "{year}年没有使用国有资本经营预算拨款安排的支出",
    "operating_organs": "{year}年没有使用机关运行经费拨款安排的支出",
    "purchased_services": "{year}年没有使用政府购买服务预算拨款安排的支出",
    "commissioned_services": "{year}年没有使用委托业务费预算拨款安排的支出",
}
COST = {"amount": "合计", "price": "单价", "count": "数量"}
COUNTS = {
    "staff": "年末实有人数",
    "vehicles_owned": "共有车辆",
    "equipment": "单价100万元(含)以上设备(不含车辆)",
    "level2_projects": "设置了整体支出绩效目标、",
}
PHRASES = {
    ("overall", "total"): "收支总预算",
    ("revenue", "total"): "收入预算",
    ("expenditure", "total"): "支出预算",
    ("fiscal", "total"): "财政拨款收支总预算",
    ("general_budget", "total"): "一般公共预算拨款",
    ("basic", "total"): "一般公共预算基本支出",
    ("three_public", "total"): "一般公共预算“三公”经费支出",
    ("performance", "total"): "预算支出",
    ("", "this_year"): "本年预算",
    ("fiscal", "carry_over"): "上年结转",
    ("", "carry_over"): "上年结转结余",
    ("", "general_budget"): "一般公共预算财政拨款收入",
    ("projects", "general_budget"): "一般公共预算本年拨款",
    ("gov_fund", "gov_fund"): "政府性基金预算支出",
    ("state_capital", "state_capital"): "国有资本经营预算拨款",
    ("", "gov_fund"): "政府性基金预算财政拨款收入",
    ("projects", "gov_fund"): "政府性基金预算本年拨款",
    ("", "state_capital"): "国有资本经营预算财政拨款收入",
    ("", "special_account"): "财政专户管理资金收入",
    ("", "operations"): "事业收入",
    ("", "business"): "事业单位经营收入",
    ("", "superior"): "上级补助收入",
    ("", "other"): "其他收入",
    ("", "own"): "单位资金",
    ("", "basic"): "基本支出",
    ("", "project"): "项目支出",
    ("", "personnel"): "人员经费",
    ("", "operating"): "公用经费",
    ("", "wages"): "工资福利支出",
    ("", "households"): "对个人和家庭的补助",
    ("", "goods_and_services"): "商品和服务支出",
    ("", "capital"): "资本性支出",
    ("", "travel"): "因公出国(境)经费",
    ("", "vehicles"): "公务用车购置及运行维护费",
    ("", "vehicle_purchase"): "公务用车购置费",
    ("", "vehicle_running"): "公务用车运行维护费",
    ("", "reception"): "公务接待费",
    ("", "operating_organs"): "机关运行经费",
    ("", "procurement"): "政府采购预算支出合计",
    ("", "goods"): "货物类",
    ("", "works"): "工程类",
    ("", "services"): "服务类",
    ("", "disposed"): "处置国有资产",
}


def write(budget: Budget, style: Style | None = None) -> str:
    """The text of a document that prints this budget."""
    return Writer(budget, style or Style()).text()


def money(value: Decimal) -> str:
    """An amount in 万元 as tables print it."""
    return str(value.quantize(Decimal("0.01")))
