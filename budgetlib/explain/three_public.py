"""The three public expenses: the parts, in the note, in their table and in the basic budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.evidence import DIRECTIONS, claims_of, comparisons_about, of_the_year
from budgetlib.explain.wording import floated, listed, money, percent, sentence
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim
from budgetlib.reconcile import Comparison
from budgetlib.show.exhibit import Exhibit, exhibit

PARTS = {
    "total": "Three public expenses “三公”经费",
    "travel": "Official overseas visits 因公出国（境）费",
    "vehicles": "Official vehicles 公务用车购置及运行费",
    "vehicle_purchase": "of this: purchase 其中：购置费",
    "vehicle_running": "of this: running 其中：运行费",
    "reception": "Official hospitality 公务接待费",
}
LEAVES = {
    "travel": "Overseas visits 因公出国（境）费",
    "vehicle_purchase": "Vehicle purchase 公务用车购置费",
    "vehicle_running": "Vehicle running 公务用车运行费",
    "reception": "Hospitality 公务接待费",
}
BASIC = {
    "travel": ("30212",),
    "vehicle_purchase": ("31013",),
    "vehicle_running": ("30231",),
    "reception": ("30217",),
}
COMBINED = {"total": tuple(LEAVES), "vehicles": ("vehicle_purchase", "vehicle_running")}
UNRUN = (
    "three_public_note_equals_its_table",
    "three_public_covers_the_basic_budget",
    "three_public_equals_the_basic_budget",
)
SOURCES = {"note": "note 说明", "table": "its table “三公”表", "basic": "basic table 基本支出表"}


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(reconciliation, "three_public", ("three_public",), unrun=UNRUN)


def amounts(budget: Budget) -> dict[str, dict[str, Decimal | None]]:
    """What the note, the table and the basic table print of every part; None where nothing is.

    Parameters
    ----------
    budget
        A disclosure with the table ``three_public``.

    Returns
    -------
    dict
        By part, then by source (``note``, ``table``, ``basic``), in 万元.
    """
    return {
        key: {
            "note": _value(_claim(budget, key, "amount")),
            "table": _value(_cell(budget, key)),
            "basic": _basic(budget, key),
        }
        for key in PARTS
    }


def _claim(budget: Budget, key: str, measure: str) -> Claim | None:
    found = (c for c in claims_of(budget, "three_public") if c.key == key and c.measure == measure)
    return next((c for c in found if of_the_year(budget, c)), None)


def _value(source: Claim | Figure | None) -> Decimal | None:
    figure = source.figure if isinstance(source, Claim) else source
    return None if figure is None else figure.value


def _cell(budget: Budget, key: str) -> Figure | None:
    rows = budget.table("three_public").rows
    return next((row[key] for row in rows if key in row), None)


def _basic(budget: Budget, key: str) -> Decimal | None:
    """The same items in the basic budget; None where the table has none of them."""
    if not budget.has("basic_by_economic"):
        return None
    table = budget.table("basic_by_economic")
    codes = [code for leaf in COMBINED.get(key, (key,)) for code in BASIC[leaf]]
    values = [row["total"].value for code in codes if (row := table.find(code))]
    filled = [value for value in values if value is not None]
    return sum(filled, ZERO) if filled else None


def parts(budget: Budget) -> Exhibit:
    """Every part in the note, in its table and in the basic budget.

    Parameters
    ----------
    budget
        A disclosure with the table ``three_public``.

    Returns
    -------
    Exhibit
        One row for each part: three amounts in 万元 (missing where nothing is printed), what the
        note says of the change, and whether the printed amounts are one.
    """
    rows = [_part(budget, key, values) for key, values in amounts(budget).items()]
    caption = "The three public expenses told three times, 万元 “三公”经费的三处印数"
    return exhibit(rows, "part 部分", caption)


def _part(budget: Budget, key: str, values: dict[str, Decimal | None]) -> dict[str, Any]:
    change = _claim(budget, key, "change")
    word = DIRECTIONS.get(change.direction if change else None, "—")  # type: ignore[arg-type]
    return (
        {"part 部分": PARTS[key]}
        | {SOURCES[source]: floated(value) for source, value in values.items()}
        | {"change 增减": word, "alike 一致": _alike(values)}
    )


def _alike(values: dict[str, Decimal | None]) -> str:
    """Whether note and table tell one amount, and the basic budget no more than that."""
    note, table, basic = (values[source] for source in SOURCES)
    if note is None and basic is None:
        return "—"
    amount = table or ZERO
    alike = (note is None or note == amount) and (basic or ZERO) <= amount
    return "yes 是" if alike else "no 否"


def drawn(budget: Budget) -> Exhibit:
    """The lowest parts by source, as the chart stacks them.

    Parameters
    ----------
    budget
        A disclosure with the table ``three_public``.

    Returns
    -------
    Exhibit
        One row for each source, one column for each part that is filled anywhere, 万元.
    """
    told = amounts(budget)
    filled = [key for key in LEAVES if any(told[key].values())] or ["travel"]
    rows = [
        {"source 出处": words} | {LEAVES[key]: floated(told[key][source]) for key in filled}
        for source, words in SOURCES.items()
    ]
    return exhibit(rows, "source 出处", "Parts by source, 万元 各出处的分项")


def conclusion(budget: Budget) -> str:
    """What the three printings add up to, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``three_public``.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    told = amounts(budget)
    whole = told["total"]["table"] or ZERO
    if not whole and not any(told["total"].values()):
        return sentence("There is no public expense.", "没有“三公”经费。")
    vehicles = told["vehicles"]["table"] or ZERO
    return sentence(
        f"The three public expenses are {money(whole)} 万元, {percent(vehicles, whole)} of it for "
        f"vehicles. {_agreement(told)[0]} {_source(told)[0]}",
        f"“三公”经费{money(whole)}万元，公务用车占{percent(vehicles, whole)}。"
        f"{_agreement(told)[1]}{_source(told)[1]}",
    )


def _agreement(told: dict[str, dict[str, Decimal | None]]) -> tuple[str, str]:
    """Whether the note says what the table says."""
    off = [k for k, v in told.items() if v["note"] not in (None, v["table"] or ZERO)]
    if not any(v["note"] is not None for v in told.values()):
        return "The note tells no amount.", "情况说明未列金额。"
    if not off:
        return "What the note tells stands alike in the table.", "情况说明所列各项与表一致。"
    named = listed(f"{PARTS[k]} ({_both(told[k])})" for k in off)
    parts = "、".join(f"{PARTS[k].split()[-1]}（{_both(told[k])}）" for k in off)
    return (
        f"The note and the table differ in {named}.",
        f"说明与表不一致：{parts}。",
    )


def _both(values: dict[str, Decimal | None]) -> str:
    return f"{money(values['note'])} / {money(values['table'])}"


def _source(told: dict[str, dict[str, Decimal | None]]) -> tuple[str, str]:
    """Whether the basic budget pays for all of it."""
    whole, basic = told["total"]["table"] or ZERO, told["total"]["basic"] or ZERO
    rest = whole - basic
    if not rest:
        return "The basic budget pays for all of it.", "全部由基本支出安排。"
    if rest > 0:
        return (
            f"The basic budget pays {money(basic)}; {money(rest)} must come from projects.",
            f"基本支出安排{money(basic)}万元，其余{money(rest)}万元应来自项目支出。",
        )
    return (
        f"The basic budget prints {money(-rest)} more than the table, which needs an explanation.",
        f"基本支出表比“三公”表多{money(-rest)}万元，需核实。",
    )


def vehicles_owned(budget: Budget) -> str:
    """What one vehicle costs to run: the table against the vehicles that the notes count.

    Parameters
    ----------
    budget
        A disclosure with the table ``three_public``.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    owned = next((c for c in budget.all_claims if c.key == "vehicles_owned"), None)
    running = _value(_cell(budget, "vehicle_running")) or ZERO
    if owned is None or owned.figure.value is None:
        return sentence("The notes count no vehicles.", "情况说明未列车辆数。")
    number = owned.figure.value
    if not number:
        return sentence(
            f"No vehicle is owned; {money(running)} 万元 are told for running them.",
            f"没有车辆；运行费{money(running)}万元。",
        )
    each = money(running / number)
    return sentence(
        f"Vehicles owned: {number}. Running them: {money(running)} 万元, {each} each.",
        f"现有车辆{number}辆，运行费{money(running)}万元，平均每辆{each}万元。",
    )
