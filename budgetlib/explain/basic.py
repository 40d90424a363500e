"""Basic expenditure by economic class: its structure, its ties to function, its cost a head."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.english import labelled
from budgetlib.explain.evidence import comparisons_about
from budgetlib.explain.wording import counted, floated, money, percent, sentence
from budgetlib.figures import ZERO, Figure
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.relations import EXACT, INCONSISTENT, Term
from budgetlib.show import WORDS
from budgetlib.show.exhibit import Exhibit, exhibit

TIES = {
    "contributions_agree_by_function_and_economic_class": "",
    "medical_contributions_agree": "Medical 医疗",
    "other_contributions_agree": "Other contributions 其他社会保障缴费",
    "pensioners_are_paid_from_subsidies": "Retired staff 离退休",
    "wages_are_what_remains": "Pay and housing subsidies 工资及住房补贴",
}
CATEGORIES = {"personnel": "人员类", "operating": "运转类"}
CLASSES = {"personnel": ("301", "303"), "operating": ("302", "310")}
STRUCTURE = ("class 类", "personnel 人员经费", "operating 公用经费", "total 合计", "share 占比 %")
ITEMS = ("item 款", "class 类", "amount 金额", "share 占比 %")
TIED = (
    "by function 功能分类",
    "amount 金额",
    "by economic class 经济分类",
    "there 对方",
    "difference 差",
    "verdict 结果",
)


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(
        reconciliation,
        "basic",
        ("basic_by_economic",),
        unrun=(*TIES, "basic_note_equals_its_table"),
    )


def structure(budget: Budget) -> Exhibit:
    """Basic expenditure by economic class, and its total.

    Parameters
    ----------
    budget
        A disclosure with the table ``basic_by_economic``.

    Returns
    -------
    Exhibit
        One row for each class, by code: personnel and operating money and their total in 万元,
        as printed, and the share of the whole in per cent.
    """
    table = budget.table("basic_by_economic")
    whole = _whole(table)
    rows = [r for r in (*table.children(None), table.total_row) if r]
    return exhibit(
        [
            {
                "code 编码": row.code or "Σ",
                "class 类": labelled(row.code, row.name) if row.code else "Total 合计",
                "personnel 人员经费": _cell(row, "personnel"),
                "operating 公用经费": _cell(row, "operating"),
                "total 合计": _cell(row, "total"),
                "share 占比 %": _share(_amount(row), whole),
            }
            for row in rows
        ],
        "code 编码",
        "Basic expenditure by economic class, 万元 基本支出按经济分类",
        STRUCTURE,
    )


def items(budget: Budget) -> Exhibit:
    """The filled items of basic expenditure, class by class, the greatest first.

    Parameters
    ----------
    budget
        A disclosure with the table ``basic_by_economic``.

    Returns
    -------
    Exhibit
        One row for each item, by code: name, class, amount in 万元, share in per cent.
    """
    table = budget.table("basic_by_economic")
    whole = _whole(table)
    filled = sorted((r for r in table.leaves if r["total"].value), key=_rank)
    return exhibit(
        [
            {
                "code 编码": row.code,
                "item 款": labelled(row.code, row.name),
                "class 类": _class_name(budget, row),
                "amount 金额": _cell(row, "total"),
                "share 占比 %": _share(_amount(row), whole),
            }
            for row in filled
        ],
        "code 编码",
        "The items that are filled, 万元 有数的款级科目",
        ITEMS,
    )


def ties(reconciliation: Reconciliation) -> Exhibit:
    """What one kind of money is by function and by economic class.

    Parameters
    ----------
    reconciliation
        Of a disclosure with both tables.

    Returns
    -------
    Exhibit
        One row for each tie: the items on both sides, both sums in 万元 and their difference.
    """
    rows = [_tie(result) for result in tied(reconciliation)]
    caption = "Personnel money by function and by economic class, 万元 功能分类与经济分类的勾稽"
    return exhibit(rows, "tie 勾稽", caption, TIED)


def tied(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons between function and economic class that could be made."""
    return [r for r in reconciliation.results if r.rule.name in TIES and r.relation]


def _tie(result: Comparison) -> dict[str, Any]:
    terms = result.relation.terms if result.relation else ()
    economic = [t for t in terms if len(t.figure.code) == 5]
    function = [t for t in terms if len(t.figure.code) == 7]
    sign = -1 if _sum(economic) < 0 else 1
    left, right = -sign * _sum(function), sign * _sum(economic)
    return {
        "tie 勾稽": TIES[result.rule.name] or _names(economic),
        "by function 功能分类": _codes(function),
        "amount 金额": float(left),
        "by economic class 经济分类": _codes(economic),
        "there 对方": float(right),
        "difference 差": float(left - right),
        "verdict 结果": WORDS[result.verdict],
    }


def _sum(terms: list[Term]) -> Decimal:
    return sum((term.coefficient * term.figure.amount for term in terms), ZERO)


def _codes(terms: list[Term]) -> str:
    return " + ".join(term.figure.code for term in terms)


def _names(terms: list[Term]) -> str:
    return ", ".join(labelled(t.figure.code, t.figure.place.row.split()[-1]) for t in terms)


def _rank(row: Row) -> tuple[str, Decimal]:
    return row.code[:3], -row["total"].amount


def _class_name(budget: Budget, row: Row) -> str:
    parent = budget.table("basic_by_economic").find(row.code[:3])
    return labelled(parent.code, parent.name) if parent else row.code[:3]


def _cell(row: Row, column: str) -> float:
    return floated(row[column]) if column in row else float("nan")


def _amount(row: Row | None, column: str = "total") -> Decimal:
    return row[column].amount if row and column in row else ZERO


def _whole(table: Table) -> Decimal:
    """The total row, or what the classes make where no total is printed."""
    return _amount(table.total_row) or sum(map(_amount, table.children(None)), ZERO)


def _kind(table: Table, kind: str) -> list[Figure]:
    """Personnel or operating money: the cell of the total row, or the classes that make it."""
    total = table.total_row
    if total and kind in total and total[kind].value is not None:
        return [total[kind]]
    rows = [row for row in table.children(None) if row.code in CLASSES[kind]]
    return [row["total"] for row in rows if "total" in row]


def _of_kind(table: Table, kind: str) -> Decimal:
    return sum((figure.amount for figure in _kind(table, kind)), ZERO)


def _share(part: Decimal, whole: Decimal) -> float:
    return round(float(part / whole * 100), 2) if whole else float("nan")


def staff(budget: Budget) -> tuple[Claim | None, Decimal | None]:
    """The number of staff told for the budget year, and that of the year before as implied.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    tuple
        The claim, or None where no staff is told; the earlier number, or None.
    """
    for note in budget.notes.values():
        claims = list(note.claims)
        for at, claim in enumerate(claims):
            if claim.key == "staff" and claim.measure == "count":
                after = claims[at + 1] if at + 1 < len(claims) else None
                return claim, _before(claim, after)
    return None, None


def _before(claim: Claim, change: Claim | None) -> Decimal | None:
    if change is None or change.measure != "count_change" or change.direction is None:
        return None
    return claim.figure.amount - change.direction * change.figure.amount


def per_head(budget: Budget) -> Exhibit:
    """Basic expenditure a head of staff, this year and, where both can be known, last year.

    Parameters
    ----------
    budget
        A disclosure with the table ``basic_by_economic``.

    Returns
    -------
    Exhibit
        Rows personnel, operating and both together: amounts in 万元, and 万元 a head.
    """
    now, then = staff(budget)
    heads = now.figure.value if now else None
    rows = [_per_head(budget, columns, heads, then) for columns in PER_HEAD]
    told = f"{budget.year}: {heads}人; {budget.year - 1}: {then or '—'}人"
    caption = f"A head of staff, 万元 人均 ({told if heads else 'number not told 未列人数'})"
    return exhibit(rows, "kind 类别", caption)


PER_HEAD = (("personnel",), ("operating",), ("personnel", "operating"))
KINDS = {"personnel": "Personnel 人员经费", "operating": "Operating 公用经费"}


def _per_head(
    budget: Budget, columns: tuple[str, ...], heads: Decimal | None, before: Decimal | None
) -> dict[str, Any]:
    table = budget.table("basic_by_economic")
    now = sum((_of_kind(table, column) for column in columns), ZERO)
    previous = [_previous(budget, CATEGORIES[column]) for column in columns]
    then = None if None in previous else sum((p for p in previous if p is not None), ZERO)
    year = budget.year
    return {
        "kind 类别": KINDS[columns[0]] if len(columns) == 1 else "Basic 基本支出",
        f"{year}": float(now),
        f"a head 人均 {year}": _ratio(now, heads),
        f"{year - 1}": floated(then),
        f"a head 人均 {year - 1}": _ratio(then, before),
    }


def _previous(budget: Budget, name: str) -> Decimal | None:
    """Last year's amount of a category of the overall target table."""
    if not budget.has("overall_targets"):
        return None
    rows = budget.table("overall_targets").part("expenditure")
    row = next((r for r in rows if r.name.startswith(name) and "previous" in r), None)
    return row["previous"].value if row else None


def _ratio(amount: Decimal | None, number: Decimal | None) -> float:
    return round(float(amount / number), 2) if amount is not None and number else float("nan")


def what_it_buys(budget: Budget) -> str:
    """The size and structure of basic expenditure, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``basic_by_economic``.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    table = budget.table("basic_by_economic")
    whole, personnel = _whole(table), _of_kind(table, "personnel")
    filled = [r for r in table.leaves if r["total"].value]
    if not filled:
        return sentence("No item of basic expenditure is filled.", "基本支出各款均无数字。")
    first = max(filled, key=lambda row: row["total"].amount)
    most, share = money(_amount(first)), percent(_amount(first), whole)
    empty = sum(not r["total"].value for r in table.leaves)
    return sentence(
        f"Basic expenditure is {money(whole)} 万元, {percent(personnel, whole)} of it for "
        f"personnel. The greatest of {counted(len(filled), 'filled item')} is "
        f"{labelled(first.code, first.name)} with {most} 万元 ({share}); "
        f"blank or zero: {empty}.",
        f"基本支出{money(whole)}万元，人员经费占{percent(personnel, whole)}。有数的{len(filled)}个"
        f"款级科目中，{first.name}最大，{most}万元（{share}）；另有{empty}个科目空白或为零。",
    )


def how_it_ties(reconciliation: Reconciliation) -> str:
    """How much of personnel expenditure can be followed from function to economic class.

    Parameters
    ----------
    reconciliation
        Of a disclosure with both tables.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    results = tied(reconciliation)
    if not results:
        return sentence(
            "No item of one classification stands for one of the other here.",
            "功能分类与经济分类之间没有可核对的科目。",
        )
    whole = _kind(reconciliation.budget.table("basic_by_economic"), "personnel")
    personnel = sum((figure.amount for figure in whole), ZERO)
    seen: dict[str, Figure] = {
        term.figure.id: term.figure
        for result in results
        for term in (result.relation.terms if result.relation else ())
        if len(term.figure.code) == 5
    }
    sums = sum((figure.amount for figure in seen.values()), ZERO)
    exact = sum(r.verdict == EXACT for r in results)
    bad = sum(r.verdict == INCONSISTENT for r in results)
    near = len(results) - exact - bad
    english, chinese = _apart(sums - personnel, [*whole, *seen.values()])
    return sentence(
        f"{counted(len(results), 'tie')} between function and economic class: {exact} exact, "
        f"{near} within rounding, {bad} not. They cover {money(sums)} of {money(personnel)} 万元 "
        f"of personnel expenditure ({percent(sums, personnel)}){english}.",
        f"功能分类与经济分类之间可核对{len(results)}处：相符{exact}处，尾差{near}处，不符{bad}处；"
        f"覆盖人员经费{money(personnel)}万元中的{money(sums)}万元"
        f"（{percent(sums, personnel)}）{chinese}。",
    )


def _apart(gap: Decimal, figures: list[Figure]) -> tuple[str, str]:
    """What to say of sums that miss the total by no more than their digits allow."""
    allowed = sum((figure.half_unit for figure in figures), ZERO)
    if not gap or abs(gap) > allowed:
        return "", ""
    return (
        f"; the difference of {money(abs(gap))} is rounding",
        f"，相差{money(abs(gap))}万元属尾差",
    )


def what_a_head_costs(budget: Budget) -> str:
    """Basic expenditure a head of staff, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``basic_by_economic``.

    Returns
    -------
    str
        A sentence in English, then in Chinese.
    """
    now, then = staff(budget)
    if now is None or not now.figure.value:
        return sentence("The notes tell no number of staff.", "情况说明未列人数。")
    both = per_head(budget).iloc[-1]
    cost, before = both.iloc[1], both.iloc[3]
    english = f"{now.figure.value} staff make {cost:,.2f} 万元 of basic expenditure a head"
    chinese = f"按{now.figure.value}人计，人均基本支出{cost:,.2f}万元"
    if before == before:
        english += f", against {before:,.2f} for {then} the year before ({cost / before - 1:+.1%})"
        chinese += f"；上年{then}人，人均{before:,.2f}万元（{cost / before - 1:+.1%}）"
    return sentence(f"{english}.", f"{chinese}。")
