"""Consistent disclosures of any shape, as a hypothesis strategy, and two fixed ones.

Amounts are whole 元; each printed figure is its own amount rounded to 0.01 万元, so that sums of
printed figures leave the residuals that real ones leave.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from disclosed_facts import (
    CATEGORIES,
    CITIZENS,
    LETTERS,
    LINKED,
    NUMERAL,
    OPERATING,
    PERSONNEL,
    VOLUME,
    Facts,
    Line,
    Money,
    Project,
    items,
    split,
    wan,
)
from disclosed_tables import Printer
from hypothesis import strategies as st

from budgetlib.budget import Budget
from budgetlib.figures import text_of

YUAN = st.integers(1_000, 30_000_000)
NEAR = st.one_of(st.just(0), st.integers(100, 3_000_000), st.integers(-900, -100))


@st.composite
def facts(draw: st.DrawFn, plain: bool = False, **fixed: Any) -> Facts:
    """Any consistent disclosure; `fixed` settles fields of `Facts`.

    A plain one has money of the general public budget alone, and projects apart from basic items.
    """
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
    funds, own, mixed = {}, {}, not plain and draw(st.booleans())
    if mixed and draw(st.booleans()):
        funds["gov_fund"] = {_known("212"): Money()}
    if mixed and draw(st.booleans()):
        funds["state_capital"] = {_known("223"): Money(operating=draw(YUAN))}
    general[bare] = Money()
    year = draw(st.integers(2020, 2028))
    projects = draw_projects(draw, general, funds, plain)
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
        prints_prior=draw(st.integers(0, 3)) > 0,
        prints_early=draw(st.integers(0, 3)) > 0,
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
    draw: st.DrawFn, general: dict[str, Money], funds: dict[str, dict[str, Money]], plain: bool
) -> list[Project]:
    """One to three projects of one or several sources; their money goes to the items."""
    target = draw(st.sampled_from([code for code in general if not general[code].basic]))
    if not plain and draw(st.booleans()):
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
        if fund == "general_budget" and not plain and draw(st.integers(0, 3)) == 0:
            money = {fund: amount - 50_000, "general_budget_carried": 50_000}
        category = "特定目标类" if plain else draw(st.sampled_from(CATEGORIES))
        code = f"42010026503{LETTERS[category]}{n:09d}"
        name = f"第{NUMERAL[n]}类保障项目"
        before = max(amount + draw(NEAR), 0) if fund == "general_budget" else amount // 2
        project = Project(name, code, item, category, money, before, amount // 2, lines, bought)
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


def _example_projects() -> list[Project]:
    volumes = [("甲处办理", 70), ("乙处办理", 62), ("总共办理", 132)]
    basis = [("count", words, Decimal(n), "万条") for words, n in volumes]
    basis += [("price", "协议单价", Decimal("0.05"), "元"), ("amount", "预计", wan(66_000), "万元")]
    laptops = [("count", "计划采购", Decimal(4), "台"), ("price", "单价", Decimal("0.7"), "万元")]
    laptops.append(("amount", "小计", wan(28_000), "万元"))
    hired = [("amount", "按照", Decimal("9.7"), "万元"), ("count", "*", Decimal(8), "人")]
    hired.append(("amount", "=", wan(776_000), "万元"))
    power = [("amount", "机房电费", wan(17_000), "万元"), ("amount", "全年", wan(204_000), "万元")]
    citizens = [("count", "服务全市", CITIZENS, "万")]
    first = [
        Line("设备采购", "办公设备购置", 28_000, laptops),
        Line("聘用人员经费", "劳务费", 776_000, hired),
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
