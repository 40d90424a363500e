"""Performance indicators: one target told in several tables, and what is paid for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.wording import counted, listed, sentence, together
from budgetlib.figures import ONE, magnitude, text_of
from budgetlib.layouts import canonical
from budgetlib.printed import Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.relations import EXACT, Product
from budgetlib.rules.targets import FORMS, PERIODS
from budgetlib.show import WORDS
from budgetlib.show.exhibit import Exhibit, exhibit

HALVES = {"long_term": "long-term 长期", "annual": "annual 年度"}
VOLUMES = {
    "what_is_paid_for_makes_the_monthly_target",
    "people_told_in_the_basis_match_the_indicators",
}
PAID = ("paid for 测算依据", "target 指标", "a year 折合全年", "ratio 比率", "verdict 结果")
PAST = ("table 表", "before 前年", "last 上年", "target 目标", "change 变化")


def _forms(budget: Budget) -> list[Table]:
    return [table for table in budget.tables.values() if table.role in FORMS]


def targets(budget: Budget) -> Exhibit:
    """Every indicator with its target in every table, as printed.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each indicator, one column for each half of each table, blank where the
        indicator does not stand there, and whether all that is printed is alike.
    """
    halves = [(table, period) for table in _forms(budget) for period in PERIODS]
    names = [f"表{table.number} {HALVES[period]}" for table, period in halves]
    told: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {}
    for (table, period), name in zip(halves, names, strict=True):
        for row in table.part(period):
            key = _key(row)
            labels.setdefault(key, row.name)
            told.setdefault(key, {})[name] = row.text.get("target", "")
    rows = [
        {"indicator 指标": labels[key]} | dict.fromkeys(names, "") | by_half | _state(by_half)
        for key, by_half in told.items()
    ]
    columns = (*names, "alike 一致")
    return exhibit(rows, "indicator 指标", "Targets as printed 指标值", columns)


def _key(row: Row) -> str:
    return canonical(row.name).replace(",", "").replace("，", "")


def _state(by_half: dict[str, str]) -> dict[str, str]:
    values = {canonical(value) for value in by_half.values() if value}
    alone = sum(map(bool, by_half.values())) < 2
    word = "once 仅一处" if alone else "yes 是" if len(values) == 1 else "no 否"
    return {"alike 一致": word}


def past(budget: Budget) -> Exhibit:
    """The annual indicators that are numbers: two years before, the last, and the target.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each annual indicator of each table: three values as printed, and the change
        of the target against last year.
    """
    rows = [
        _past(table, row)
        for table in _forms(budget)
        for row in table.part("annual")
        if "target" in row and row["target"].value is not None
    ]
    return exhibit(rows, "indicator 指标", "Earlier values and targets 近两年与目标", PAST)


def _past(table: Table, row: Row) -> dict[str, Any]:
    last = row["previous"].value if "previous" in row else None
    now = row["target"].amount
    return {
        "indicator 指标": row.name,
        "table 表": f"表{table.number}",
        "before 前年": row.text.get("before_previous", ""),
        "last 上年": row.text.get("previous", ""),
        "target 目标": row.text.get("target", ""),
        "change 变化": "" if last is None else _signed(now - last),
    }


def _signed(value: Decimal) -> str:
    return f"+{text_of(value)}" if value > 0 else text_of(value)


def volumes(reconciliation: Reconciliation) -> Exhibit:
    """The volumes that the cost basis pays for, against the targets of the indicators.

    Parameters
    ----------
    reconciliation
        Of a disclosure.

    Returns
    -------
    Exhibit
        One row for each volume and each target that it can be held against: both as printed,
        the target for a whole year, their ratio, and the verdict. Alike pairs stand once.
    """
    rows = {str(row): row for row in map(_volume, _compared(reconciliation))}
    caption = "What is paid for, and what is promised 测算数量与绩效指标"
    return exhibit(list(rows.values()), "volume 数量", caption, PAID)


def _compared(reconciliation: Reconciliation) -> list[Comparison]:
    return [r for r in reconciliation.results if r.rule.name in VOLUMES and r.relation]


def _volume(result: Comparison) -> dict[str, Any]:
    relation = result.relation
    assert relation is not None
    paid, target = relation.terms[0].figure, relation.terms[-1].figure
    times = relation.times if isinstance(relation, Product) else ONE
    promised = target.amount * times * magnitude(target.unit) / magnitude(paid.unit)
    return {
        "volume 数量": target.place.row,
        "paid for 测算依据": f"{paid.printed} {paid.unit}",
        "target 指标": f"{target.printed} {target.unit}" + (" a month 月均" if times != 1 else ""),
        "a year 折合全年": f"{text_of(promised)} {paid.unit}",
        "ratio 比率": float(paid.amount / promised) if promised else float("nan"),
        "verdict 结果": WORDS[result.verdict],
    }


def how_alike(budget: Budget) -> str:
    """How many indicators are told alike, and which are not, in words.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    frame = targets(budget)
    if frame.empty:
        return sentence("No performance indicator is printed.", "未公开绩效指标。")
    states = frame["alike 一致"]
    off = list(states.index[states == "no 否"])
    once, alike = int((states == "once 仅一处").sum()), int((states == "yes 是").sum())
    names = f" ({listed(off)})" if off else ""
    chinese_names = f"（{'、'.join(off)}）" if off else ""
    return sentence(
        f"Of {counted(len(frame), 'indicator')}, told alike wherever they stand: {alike}; "
        f"in one place only: {once}; told differently: {len(off)}{names}.",
        f"{len(frame)}个指标中，各处一致{alike}个，仅一处出现{once}个，"
        f"前后不一{len(off)}个{chinese_names}。",
    )


def what_is_promised(reconciliation: Reconciliation) -> str:
    """Whether the volumes paid for are those promised, in words.

    Parameters
    ----------
    reconciliation
        Of a disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    frame = volumes(reconciliation)
    if frame.empty:
        return sentence(
            "No volume in a cost basis can be held against an indicator.",
            "测算依据中没有可与指标核对的数量。",
        )
    good = frame["verdict 结果"] == WORDS[EXACT]
    off = frame[~good].itertuples()
    told = [f"{row[0]} (paid for {row[1]}, promised {row[3]})" for row in off]
    zh = [f"{row[0]}（测算{row[1]}，指标折合{row[3]}）" for row in frame[~good].itertuples()]
    return sentence(
        f"{counted(len(frame), 'volume')} held against an indicator, {int(good.sum())} alike"
        f"{'; not: ' + listed(told) if told else ''}.",
        f"可与指标核对的数量{len(frame)}项，一致{int(good.sum())}项"
        f"{'；不一致：' + '、'.join(zh) if zh else ''}。",
    )


def conclusion(reconciliation: Reconciliation) -> str:
    """What follows for the indicators and the volumes paid for.

    Parameters
    ----------
    reconciliation
        Of a disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    return together(how_alike(reconciliation.budget), what_is_promised(reconciliation))
