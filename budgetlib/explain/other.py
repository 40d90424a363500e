"""Other matters: money said not to be there, procurement, assets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import claims_of, comparisons_about, of_the_year
from budgetlib.explain.wording import counted, floated, listed, money, sentence, together
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.rules.procurement import GOODS, cost_line
from budgetlib.rules.projects_across_tables import target_tables
from budgetlib.show.exhibit import Exhibit, exhibit

NOTHING = {
    "operating_organs": ("operating expenses of organs", "机关运行经费", "operating_organs", ""),
    "purchased_services": ("purchase of services", "政府购买服务", "", ""),
    "commissioned_services": ("commissioned services", "委托业务费", "", "30227"),
}
KINDS = {
    "goods": "Goods 货物",
    "works": "Works 工程",
    "services": "Services 服务",
    "procurement": "Procurement 政府采购",
}
ASSETS = {
    "vehicles_owned": "Vehicles owned 车辆",
    "equipment": "Equipment above the threshold 大型设备",
    "disposed": "Disposed of 处置资产",
}
TOPICS = ("other", "operating_organs", "procurement", "assets", "performance")
ROLES = ("operating_organs", "procurement")
RULES = (
    "procurement",
    "targets",
    "no_operating_expenses_of_organs",
    "no_commissioned_services",
    "people_told_in_the_basis_match_the_indicators",
)
SAID = ("told 所述", "cells 可能之处", "lines searched 查找科目", "printed 印出")
LISTED = (
    "bought 品名",
    "kind 类别",
    "quantity 数量",
    "amount 金额",
    "unit price 单价",
    "cost line 明细",
)


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(reconciliation, TOPICS, ROLES, RULES)


def said_to_be_nothing(budget: Budget) -> Exhibit:
    """What the notes say of three kinds of money that are often nothing, and what tables print.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each kind: what the notes tell; in how many cells tables could show it; among
        how many lines of the economic classification it was looked for; what is printed, 万元.
    """
    rows = [
        {
            "kind 类别": f"{english.capitalize()} {chinese}",
            "told 所述": " ".join(dict.fromkeys(_told(budget, key))),
            "cells 可能之处": len(_where(budget, key)),
            "lines searched 查找科目": _searched(budget, key),
            "printed 印出": floated(_printed(budget, key)),
        }
        for key, (english, chinese, *_) in NOTHING.items()
    ]
    return exhibit(rows, "kind 类别", "Said, and printed, 万元 文字与表", SAID)


def _told(budget: Budget, key: str) -> tuple[str, str]:
    """The amount told, that there is none, or that the notes are silent; in both languages."""
    for claim in budget.all_claims:
        if claim.key == key and claim.measure == "zero":
            return "nothing", "没有"
        if claim.key == key and claim.measure == "amount" and of_the_year(budget, claim):
            return str(claim.figure), str(claim.figure)
    return "not told", "未列"


def _where(budget: Budget, key: str) -> list[Figure]:
    """Every cell that could show this money, blank ones too."""
    _, chinese, column, code = NOTHING[key]
    found = []
    for table in budget.tables.values():
        if table.role == column and table.total_row:
            found += table.total_row.some("total", "amount")
            continue
        for row in table.rows:
            named = bool(code) and row.code == code
            named = named or chinese == row.text.get("class") or chinese in row.name
            cells = row.cells.items()
            found += [f for c, f in cells if (named and c in ("total", "amount")) or c == column]
    return found


def _searched(budget: Budget, key: str) -> int:
    """How many lines name an economic class, where this money would be one of them."""
    if not NOTHING[key][3]:
        return 0
    basic = budget.table("basic_by_economic").leaves if budget.has("basic_by_economic") else []
    return len(basic) + sum(len(table.part("cost")) for table in target_tables(budget))


def _printed(budget: Budget, key: str) -> Decimal | None:
    filled = [f.value for f in _where(budget, key) if f.value is not None]
    return sum(filled, ZERO) if filled else None


def nothing_there(budget: Budget) -> str:
    """Whether what is said to be nothing is nothing wherever it could be printed, in words.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    both = [_nothing(budget, key) for key in NOTHING]
    return sentence(" ".join(e for e, _ in both), "".join(c for _, c in both))


def _nothing(budget: Budget, key: str) -> tuple[str, str]:
    english, chinese, *_ = NOTHING[key]
    told, chinese_told = _told(budget, key)
    cells, searched = len(_where(budget, key)), _searched(budget, key)
    if cells:
        amount = money(_printed(budget, key) or ZERO)
        there = f"{counted(cells, 'cell')} of the tables print{'s' * (cells == 1)} {amount} 万元"
        chinese_there = f"各表{cells}处共印出{amount}万元"
    elif searched:
        there = f"none of {counted(searched, 'line')} by economic class names it"
        chinese_there = f"{searched}条经济分类明细中没有这一科目"
    else:
        there, chinese_there = "no table has a place for it, so not checked", "各表无此栏目，未核"
    return (
        f"{english.capitalize()}: {told}; {there}.",
        f"{chinese}：{chinese_told}；{chinese_there}。",
    )


def _lines(budget: Budget) -> Iterator[tuple[Table, Row, Row | None]]:
    """(table, purchase, its cost line) of every purchase that the projects list."""
    for table in target_tables(budget):
        for row in table.part("procurement"):
            yield table, row, cost_line(table, row)


def _kind(line: Row | None) -> str:
    """Goods or services, by the economic class of the cost line; "" without one."""
    if line is None:
        return ""
    return "goods" if line.text.get("class", "").endswith(GOODS) else "services"


def purchases(budget: Budget) -> Exhibit:
    """The purchases that the projects' target tables list.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each purchase: name, kind (by its cost line), quantity, amount and unit price
        in 万元, amount of the cost line of the same name.
    """
    rows = [_purchase(table, row, line) for table, row, line in _lines(budget)]
    return exhibit(rows, "place 位置", "Purchases that projects list, 万元 项目采购清单", LISTED)


def _purchase(table: Table, row: Row, line: Row | None) -> dict[str, Any]:
    quantity, amount = row["quantity"].value, row["amount"].value
    each = amount / quantity if amount is not None and quantity else None
    return {
        "place 位置": f"表{table.number}",
        "bought 品名": row.name,
        "kind 类别": KINDS.get(_kind(line), "—"),
        "quantity 数量": row["quantity"].printed,
        "amount 金额": floated(amount),
        "unit price 单价": floated(each),
        "cost line 明细": floated(line["amount"]) if line else float("nan"),
    }


def _amounts(budget: Budget) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """(told in the note, listed by projects) of each kind and of the whole, in 万元."""
    sums: dict[str, Decimal] = {}
    for _, row, line in _lines(budget):
        for key in filter(None, (_kind(line), "procurement")):
            sums[key] = sums.get(key, ZERO) + row["amount"].amount
    return {key: (_value(_claim(budget, key)), sums.get(key)) for key in KINDS}


def _claim(budget: Budget, key: str, measure: str = "amount") -> Claim | None:
    """What the notes tell of procurement in the budget year."""
    found = (c for c in claims_of(budget, *TOPICS) if c.topic == "procurement" and c.key == key)
    return next((c for c in found if c.measure == measure and of_the_year(budget, c)), None)


def _value(claim: Claim | None) -> Decimal | None:
    return claim.figure.value if claim else None


def procurement(budget: Budget) -> Exhibit:
    """Procurement as the note tells it and as the projects list it.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each kind and one for the whole: both amounts and their difference in 万元.
    """
    rows = [
        {
            "kind 类别": KINDS[key],
            "note 说明": floated(told),
            "listed 清单": floated(there),
            "difference 差": floated(
                told - there if told is not None and there is not None else None
            ),
        }
        for key, (told, there) in _amounts(budget).items()
        if told is not None or there is not None
    ]
    columns = ("note 说明", "listed 清单", "difference 差")
    return exhibit(rows, "kind 类别", "Procurement told and listed, 万元 政府采购", columns)


def procured(budget: Budget) -> str:
    """How procurement in the note compares with last year and with the lists, in words.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    told, there = _amounts(budget)["procurement"]
    if told is None:
        return sentence("The notes tell no procurement.", "情况说明未列政府采购金额。")
    change = _claim(budget, "procurement", "change")
    english, chinese = f"Procurement is {money(told)} 万元", f"政府采购{money(told)}万元"
    if change and change.direction is not None:
        before = told - change.direction * change.figure.amount
        english += f", after {money(before)} the year before"
        chinese += f"，上年{money(before)}万元"
    lists, chinese_lists = _lists(told, there)
    return sentence(f"{english}. {lists}", f"{chinese}。{chinese_lists}")


def _lists(told: Decimal, there: Decimal | None) -> tuple[str, str]:
    if there is None:
        return "No project lists its purchases.", "各项目未列采购清单。"
    rest = told - there
    if not rest:
        return "The projects' lists make exactly that.", "与各项目采购清单之和相等。"
    if rest > 0:
        return (
            f"The projects list {money(there)}; {money(rest)} stand in no list.",
            f"各项目清单共{money(there)}万元，另有{money(rest)}万元不在清单中。",
        )
    return (
        f"The projects list {money(there)}, {money(-rest)} more than the note.",
        f"各项目清单共{money(there)}万元，比说明多{money(-rest)}万元。",
    )


def owned(budget: Budget) -> str:
    """The assets told, in one sentence of each language.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    claims = [c for c in claims_of(budget, *TOPICS) if c.key in ASSETS]
    told = {c.key: c.figure for c in reversed(claims)}
    if not told:
        return sentence("The notes tell no assets.", "情况说明未列国有资产。")
    english = [f"{ASSETS[key].rpartition(' ')[0].lower()} {f}" for key, f in told.items()]
    chinese = [f"{ASSETS[key].rpartition(' ')[2]}{f}" for key, f in told.items()]
    return sentence(f"Assets: {listed(english)}.", f"资产：{'、'.join(chinese)}。")


def conclusion(budget: Budget) -> str:
    """What follows for money said to be nothing, procurement and assets.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    return together(nothing_there(budget), procured(budget), owned(budget))
