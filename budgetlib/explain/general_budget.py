"""The general public budget: its size, its structure, its items and what each of them changed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from budgetlib.budget import Budget
from budgetlib.explain.english import labelled
from budgetlib.explain.told import Told, compared_base, items_told, told, whole_told
from budgetlib.explain.wording import counted, floated, listed, money, percent, sentence
from budgetlib.figures import ZERO
from budgetlib.show.exhibit import Exhibit, exhibit

if TYPE_CHECKING:
    import pandas as pd

PARTS = {
    "basic": "Basic 基本支出",
    "personnel": "Personnel 人员经费",
    "operating": "Operating 公用经费",
    "project": "Project 项目支出",
}


def size(budget: Budget) -> Exhibit:
    """The whole in this year and the last, wherever the disclosure tells it.

    Parameters
    ----------
    budget
        A disclosure with a section on the general public budget.

    Returns
    -------
    Exhibit
        One row for each source: this year's amount, the change and the year before, in 万元;
        the year before is implied where a note tells a change, printed in the overall targets.
    """
    totals = (whole_told(budget, topic) for topic in ("general_budget", "overall"))
    told_once = {str(t.amount.figure.place): t for t in totals if t}
    rows = [_size(place, each) for place, each in told_once.items()]
    if budget.has("overall_targets"):
        row = budget.table("overall_targets").find("合计", "expenditure")
        if row and "previous" in row and "current" in row:
            now, before = row["current"], row["previous"]
            step = now.amount - before.amount
            rows.append(_sized(str(now.place), now.amount, step, before.amount, "printed 印出"))
    columns = ("this year 本年", "change 增减", "year before 上年", "year before is 上年数")
    return exhibit(
        rows, "source 出处", "The whole wherever it is told, 万元 总额的各处出处", columns
    )


def _size(source: str, total: Told) -> dict[str, object]:
    return _sized(source, total.value, total.step, total.before, "implied 推算")


def _sized(
    source: str, now: Decimal, step: Decimal | None, before: Decimal | None, how: str
) -> dict[str, object]:
    return {
        "source 出处": source,
        "this year 本年": float(now),
        "change 增减": floated(step),
        "year before 上年": floated(before),
        "year before is 上年数": how if before is not None else "",
    }


def structure(budget: Budget) -> Exhibit:
    """Basic and project expenditure in the note and in the table, with shares told and recomputed.

    Parameters
    ----------
    budget
        A disclosure with the table ``by_function``.

    Returns
    -------
    Exhibit
        One row for each part: amounts in 万元, shares in per cent.
    """
    total = budget.table("by_function").total_row
    whole = total["total"].amount if total and "total" in total else ZERO
    stated = {each.amount.key: each for each in told(budget, "general_budget")}
    rows = []
    for key, name in PARTS.items():
        claim, cell = stated.get(key), total[key] if total and key in total else None
        share = claim.share.figure if claim and claim.share else None
        rows.append(
            {
                "part 部分": name,
                "note 说明": floated(claim.amount.figure if claim else None),
                "table 表": floated(cell),
                "share told 所述占比 %": floated(share),
                "share recomputed 重算 %": _share(cell.value if cell else None, whole),
            }
        )
    return exhibit(rows, "part 部分", "Structure, 万元 一般公共预算结构")


def _share(part: Decimal | None, whole: Decimal) -> float:
    return float(part / whole * 100) + 0.0 if part is not None and whole else float("nan")


def by_class(budget: Budget) -> Exhibit:
    """The function classes of the general public budget, basic and project.

    Parameters
    ----------
    budget
        A disclosure with the table ``by_function``.

    Returns
    -------
    Exhibit
        One row for each class, amounts in 万元.
    """
    rows = [
        {"class 类": labelled(row.code, row.name)}
        | {
            PARTS[key]: floated(row[key]) if key in row else float("nan")
            for key in ("personnel", "operating", "project")
        }
        for row in budget.table("by_function").children(None)
    ]
    return exhibit(rows, "class 类", "By function class, 万元 按功能分类")


def items(budget: Budget) -> Exhibit:
    """The items as the notes tell them, the year before implied, growth with its interval.

    Parameters
    ----------
    budget
        A disclosure whose notes list items of the general public budget.

    Returns
    -------
    Exhibit
        One row for each item, by code: amounts in 万元, growth in per cent as printed, and
        between what it must lie given the rounding of all three; blank on a base of zero.
    """
    known = items_told(budget)
    bases = dict.fromkeys(each.base for each in known if each.before is not None)
    columns = (
        "item 项",
        f"{budget.year - 1} {', '.join(bases) or 'implied 推算'}",
        f"{budget.year}",
        "change 增减",
        "growth 增长 %",
        "must lie in 应在 %",
    )
    rows = [
        {"code 编码": each.amount.figure.code} | dict(zip(columns, _item(each), strict=True))
        for each in known
    ]
    return exhibit(rows, "code 编码", "The items, 万元 各项支出及增减", columns)


def _item(each: Told) -> tuple[object, ...]:
    ends = _ends(each)
    between = f"{ends[0]:.3f}–{ends[1]:.3f}" if ends else ""
    amounts = (floated(v) for v in (each.before, each.value, each.step, each.rate))
    return (label(each), *amounts, between)


def label(each: Told) -> str:
    """The name of an item in both languages."""
    return labelled(each.amount.figure.code, each.amount.subject)


def labels(known: list[Told]) -> list[str]:
    """The names of items, with the code where several items have one name."""
    names = Counter(label(each) for each in known)
    return [
        f"{each.amount.figure.code} {label(each)}" if names[label(each)] > 1 else label(each)
        for each in known
    ]


def steps(budget: Budget) -> Exhibit:
    """Each item's change, the greatest first, and its share of the whole change.

    Parameters
    ----------
    budget
        A disclosure whose notes list items of the general public budget.

    Returns
    -------
    Exhibit
        One row for each item that tells a change: the change in 万元 and its share of all
        changes together in per cent.
    """
    known = [each for each in items_told(budget) if each.step is not None]
    made = [(each.step or ZERO, name) for each, name in zip(known, labels(known), strict=True)]
    made.sort(key=lambda pair: -pair[0])
    whole = sum((step for step, _ in made), ZERO)
    rows = [
        {"item 项": name, "change 增减": float(step), "share 占比 %": _share(step, whole)}
        for step, name in made
    ]
    caption = f"What changed since {budget.year - 1}, 万元 与上年相比的增减"
    return exhibit(rows, "item 项", caption, ("change 增减", "share 占比 %"))


def start(budget: Budget) -> float:
    """The year before: what the items imply together, in 万元."""
    return float(sum((each.before for each in items_told(budget) if each.before), ZERO))


def intervals(budget: Budget) -> pd.DataFrame:
    """Growth by item for the chart: ``low``, ``high`` and ``printed``, in per cent."""
    import pandas as pd

    known = items_told(budget)
    rows = {
        name: (float(ends[0]), float(ends[1]), floated(each.rate))
        for each, name in zip(known, labels(known), strict=True)
        if (ends := _ends(each))
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "high", "printed"])


def what_changed(budget: Budget) -> str:
    """What the items' changes add up to, and which of them weighs most, in words.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    known = [each for each in items_told(budget) if each.step is not None]
    total = whole_told(budget, "general_budget")
    if not known:
        return sentence("The notes tell no item's change.", "情况说明未列各项增减。")
    made = sum((each.step for each in known if each.step is not None), ZERO)
    most = max(known, key=lambda each: abs(each.step or ZERO))
    up = sum((each.step or ZERO) > 0 for each in known)
    down = sum((each.step or ZERO) < 0 for each in known)
    step, part = most.step or ZERO, percent(most.step or ZERO, made)
    english, chinese = _against(total, known, made)
    return sentence(
        f"{counted(len(known), 'item')} changed by {made:+,.2f} 万元 together: {up} up, {down} "
        f"down. Most weighs {label(most)} with {step:+,.2f} ({part}). {english}",
        f"{len(known)}项合计增减{made:+,.2f}万元：增加{up}项，减少{down}项；"
        f"影响最大的是{most.amount.subject}，{step:+,.2f}万元（{part}）。{chinese}",
    )


def _against(total: Told | None, known: list[Told], made: Decimal) -> tuple[str, str]:
    """The items' changes against the change told for the whole, with the rounding allowed."""
    if total is None or total.step is None:
        return "The note tells no change of the whole.", "说明未列总额增减。"
    if made == total.step:
        return "This is the change told for the whole.", "与所述总额增减相同。"
    if {compared_base(each) for each in known} != {compared_base(total)}:
        return (
            f"The note tells {total.step:+,.2f} for the whole, against another base "
            f"({compared_base(total)}): the two may not be compared.",
            f"所述总额增减{total.step:+,.2f}万元以{compared_base(total)}为基数，口径不同，不可相比。",
        )
    gap = made - total.step
    if (
        sum((each.value for each in known), ZERO)
        + sum((each.amount.figure.half_unit for each in known), ZERO)
        < total.value
    ):
        return (
            f"The note tells {total.step:+,.2f} for the whole; {-gap:+,.2f} are left for items "
            "without a change told.",
            f"所述总额增减为{total.step:+,.2f}万元，其余{-gap:+,.2f}万元归于未列增减的各项。",
        )
    filled = [each.change.figure for each in (total, *known) if each.change and each.step]
    allowed = sum((figure.half_unit for figure in filled), ZERO)
    holds = abs(gap) <= allowed
    english = "within rounding" if holds else "more than rounding explains"
    chinese = "属尾差" if holds else "超出尾差"
    return (
        f"The note tells {total.step:+,.2f} for the whole: {gap:+,.2f} apart, {english} "
        f"({allowed:.3f}).",
        f"所述总额增减为{total.step:+,.2f}万元，相差{gap:+,.2f}万元，{chinese}（容许{allowed:.3f}）。",
    )


def how_growth_holds(budget: Budget) -> str:
    """How many printed growth rates follow from their two amounts, in words.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    known = items_told(budget)
    rated = [each for each in known if each.rate is not None]
    if not rated:
        return sentence("The notes tell no item's growth rate.", "情况说明未列各项增长率。")
    tied = [each for each in rated if _ends(each)]
    bad = [each for each in tied if not _holds(each)]
    verb = "tells" if len(rated) == 1 else "tell"
    english = [
        f"{len(rated)} of {counted(len(known), 'item')} {verb} a growth rate",
        f"{len(tied) - len(bad)} of {len(tied)} that can be recomputed follow from their amounts",
    ]
    chinese = [
        f"{len(known)}项中{len(rated)}项列出增长率",
        f"可重算的{len(tied)}项中{len(tied) - len(bad)}项与两年金额相符",
    ]
    if bad:
        english.append(f"not: {listed(labels(bad))}")
        chinese.append(f"不符：{'、'.join(each.amount.subject for each in bad)}")
    return sentence(f"{'; '.join(english)}.", f"{'；'.join(chinese)}。")


def _ends(each: Told) -> tuple[Decimal, Decimal] | None:
    """Between what a printed rate must lie: the interval, and the rate's own half unit."""
    if each.interval is None:
        return None
    half = each.growth.figure.half_unit if each.growth else ZERO
    return each.interval[0] - half, each.interval[1] + half


def _holds(each: Told) -> bool:
    ends = _ends(each)
    return ends is not None and each.rate is not None and ends[0] <= each.rate <= ends[1]


def how_it_is_made(budget: Budget) -> str:
    """The size and structure of the general public budget, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``by_function``.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    row = budget.table("by_function").total_row
    if row is None or not row["total"].amount:
        return sentence("The table of this budget is empty.", "一般公共预算支出表没有数字。")
    whole = row["total"].amount
    told_of = {key: row[key].amount for key in PARTS if key in row}
    if not told_of:
        return sentence(
            f"It is {money(whole)} 万元; the table splits it by item only.",
            f"共{money(whole)}万元；该表只按科目列示，未分基本支出、项目支出。",
        )
    english = [
        f"{money(v)} {PARTS[k].split()[0].lower()} ({percent(v, whole)})"
        for k, v in told_of.items()
    ]
    chinese = [
        f"{PARTS[k].split()[-1]}{money(v)}万元（{percent(v, whole)}）" for k, v in told_of.items()
    ]
    return sentence(
        f"Of {money(whole)} 万元: {listed(english)}.",
        f"共{money(whole)}万元：{'、'.join(chinese)}。",
    )
