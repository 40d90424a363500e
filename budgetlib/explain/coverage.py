"""How far the checks reach: every number and its fate, the glossary, what was not checked."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import name_of
from budgetlib.explain.english import labelled
from budgetlib.explain.overview import KINDS
from budgetlib.explain.wording import Sentence, counted, percent, sentence
from budgetlib.show.exhibit import Exhibit, exhibit

NOT_AMOUNTS = {
    "address": "address 地址",
    "code": "classification or project code 编码",
    "date": "date or year 日期",
    "document_number": "document number 文号",
    "line_number": "line number 行次、栏次",
    "list_number": "list number 序号",
    "multiple": "multiple 倍数",
    "name": "part of a name 名称",
    "postcode": "postcode 邮政编码",
    "page_number": "page number 页码",
    "schedule": "schedule 时间安排",
    "table_number": "number of a table 表号",
    "telephone": "telephone 电话",
    "threshold": "threshold 标准线",
}


def ledger(reconciliation: Reconciliation) -> Exhibit:
    """What became of every number printed in the document.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each fate: figures by how often they are tied, non-amounts by kind, unread.
    """
    f = reconciliation.figures
    rows = [
        ("figures in two or more comparisons 勾稽两次以上", f["tied_twice"]),
        ("figures in one comparison 勾稽一次", f["tied_once"]),
        ("figures in none 未勾稽", f["untied"]),
        *((f"no amount: {NOT_AMOUNTS.get(k, k)}", n) for k, n in f["not_amounts"].items()),
        ("unread 未读", f["unread"]),
    ]
    told = [{"number 数字": name, "count 个数": count} for name, count in rows]
    return exhibit(told, "number 数字", "Every number printed 全部数字的去向")


def untied(reconciliation: Reconciliation) -> Exhibit:
    """The figures that stand in no comparison.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each figure: as printed, its unit and its place.
    """
    rows = [
        {
            "figure 数字": vocabulary.claim(f.id),
            "printed 印出": f.printed,
            "unit 单位": f.unit,
            "place 位置": str(reconciliation.budget.shown(f.place)),
        }
        for f in reconciliation.budget.figures
        if not f.worded and not reconciliation.ties[f.id]
    ]
    columns = ("printed 印出", "unit 单位", "place 位置")
    return exhibit(rows, "figure 数字", "Figures tied to nothing 未勾稽的数字", columns)


def glossary(budget: Budget) -> Exhibit:
    """Whether every item in use is explained in the glossary.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each item in use (by the table ``by_function``), and for each explained
        without being used, by code.
    """
    leaves = budget.table("by_function").leaves if budget.has("by_function") else []
    used = {row.code: row.name for row in leaves if len(row.code) == 7}
    explained = [s.value for s in budget.all_statements if s.kind == "glossary"]
    codes = {code for code in explained if len(code) == 7}
    rows = [
        {
            "code 编码": code,
            "item 项": labelled(code, used.get(code) or name_of("function", code)),
            "used 使用": "yes 是" if code in used else "no 否",
            "explained 解释": "yes 是" if code in codes else "no 否",
        }
        for code in sorted(used.keys() | codes)
    ]
    columns = ("item 项", "used 使用", "explained 解释")
    if not codes:
        caption = "The document explains no item in a glossary 未见科目的名词解释"
        return exhibit([], "code 编码", caption, columns)
    return exhibit(rows, "code 编码", "Items and their glossary entries 名词解释", columns)


def not_checked(reconciliation: Reconciliation) -> Exhibit:
    """Why rules, or parts of them, could not run.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each reason, with how many rules of each kind; `rules_not_run` names them.
    """
    rules: dict[str, dict[str, str]] = {}
    for result in reconciliation.not_run:
        rules.setdefault(" ".join(result.reason), {})[result.rule.name] = result.rule.kind
    rows = [
        {
            "reason 原因": reason,
            "rules 规则数": len(names),
            "kinds 类别": "; ".join(f"{KINDS[k]} {n}" for k, n in Counter(names.values()).items()),
        }
        for reason, names in rules.items()
    ]
    columns = ("rules 规则数", "kinds 类别")
    return exhibit(rows, "reason 原因", "What was not checked 未核事项", columns)


def rules_not_run(reconciliation: Reconciliation) -> Exhibit:
    """The rules, or parts of them, that could not run, with the reason; folded away in HTML.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each rule and reason.
    """
    told = {(" ".join(r.rule.sentence), " ".join(r.reason)): 1 for r in reconciliation.not_run}
    rows = [{"rule 规则": rule, "reason 原因": reason} for rule, reason in told]
    caption = f"The {counted(len(rows), 'rule')} and why 逐条规则及原因（{len(rows)}条）"
    frame = exhibit(rows, "rule 规则", caption, ("reason 原因",))
    frame.attrs["folded"] = True
    return frame


def how_far_it_reaches(reconciliation: Reconciliation) -> Sentence:
    """How much of what is printed was checked, in words.

    Parameters
    ----------
    reconciliation
        Of any disclosure.
    """
    f = reconciliation.figures
    printed, other = Decimal(f["printed"]), sum(f["not_amounts"].values())
    twice = percent(Decimal(f["tied_twice"]), printed)
    once = percent(Decimal(f["tied_twice"] + f["tied_once"]), printed)
    return sentence(
        f"{f['printed']} figures: {once} stand in a comparison, "
        f"{twice} in two. {counted(other, 'other number')} "
        f"{'is' if other == 1 else 'are'} no amount; {f['unread']} unread.",
        f"数字{f['printed']}个：{once}至少勾稽一次，{twice}两次以上；"
        f"另有{other}个不是金额，{f['unread']}个未读出。",
    )
