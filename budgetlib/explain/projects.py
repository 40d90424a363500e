"""Projects: one amount in every table, and what it pays for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import code_of
from budgetlib.classifications import labelled
from budgetlib.explain.evidence import claims_of, comparisons_about
from budgetlib.explain.wording import counted, floated, listed, money, percent, sentence, together
from budgetlib.figures import ZERO, text_of
from budgetlib.printed import Claim, Row, Table
from budgetlib.reconcile import Comparison
from budgetlib.relations import EXACT, INCONSISTENT
from budgetlib.rules.projects_across_tables import alike, target_of, target_tables
from budgetlib.show import WORDS
from budgetlib.show.exhibit import Exhibit, exhibit

SOURCES = {
    "projects": "project table 项目表",
    "note": "note 说明",
    "overall": "overall 整体表",
    "own": "its own 目标表",
    "sources": "sources 来源",
    "cost": "lines 明细",
}
COSTS = ("project 项目", "line 明细", "class 经济分类", "amount 金额", "basis 测算依据的数字")
CHECKS = (
    "printed 印出",
    "recomputed 重算",
    "unit 单位",
    "difference 差",
    "verdict 结果",
)
CLASSES = ("class 经济分类", "projects 项目支出", "basic 基本支出", "project share 项目占比 %")
ARITHMETIC = {
    "cost_lines_make_the_project": "sum of the lines 明细之和",
    "the_basis_states_the_amount_of_its_line": "amount stated 所述金额",
    "written_products_are_right": "product as written 乘式",
    "quantity_times_price_makes_the_line": "quantity × price 数量乘单价",
    "quantities_make_their_total": "sum of quantities 数量之和",
    "twelve_months_make_the_year": "twelve months 十二个月",
    "people_told_in_the_basis_match_the_indicators": "people served 服务人数",
}
RULES = (
    "cost_basis",
    "projects_of_the_overall_table_are_within_project_expenditure",
    "a_category_is_told_alike",
    "the_letter_of_a_code_fits_the_category",
    "contents_are_not_repeated",
    "contents_have_cost_lines",
    "blank_totals_have_blank_parts",
    "cost_classes_are_known",
    "history_tells_this_years_budget",
    "history_adds_up",
    "histories_make_the_overall_special_category",
    "histories_make_last_years_project_items",
    "last_years_project_items_make_the_special_category",
)
UNRUN = ("project_note_equals_the_project_table", "each_project_equals_its_target_table")


def comparisons(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons about this section, those that could not run among them."""
    return comparisons_about(reconciliation, "projects", ("projects",), RULES, UNRUN)


def across(budget: Budget) -> Exhibit:
    """The amount of every project of the lowest level, wherever it is told.

    Parameters
    ----------
    budget
        A disclosure with the table ``projects``.

    Returns
    -------
    Exhibit
        One row for each project, one column for each place, in 万元 (missing where the project
        does not stand there), and whether all that is printed is one amount.
    """
    rows = [
        {"project 项目": name}
        | {SOURCES[source]: floated(value) for source, value in values.items()}
        | {"alike 一致": "yes 是" if _alike(values) else "no 否"}
        for name, values in amounts(budget).items()
    ]
    columns = (*SOURCES.values(), "alike 一致")
    return exhibit(
        rows, "project 项目", "One project, told in many places, 万元 项目各处金额", columns
    )


def amounts(budget: Budget) -> dict[str, dict[str, Decimal | None]]:
    """The amount of every project by place; None where the place does not tell it.

    Parameters
    ----------
    budget
        A disclosure with the table ``projects``.

    Returns
    -------
    dict
        By the project's name, then by place, in 万元.
    """
    return {row.name: _amounts(budget, row) for row in budget.table("projects").leaves}


def _amounts(budget: Budget, row: Row) -> dict[str, Decimal | None]:
    own = own_table(budget, row)
    note = next((c for c in claims_of(budget, "projects") if alike(c.subject, row.name)), None)
    listed_rows = budget.table("overall_targets").part("projects") if _overall(budget) else ()
    there = next((r for r in listed_rows if alike(r.name, row.name)), None)
    return {
        "projects": row["total"].value,
        "note": note.figure.value if note else None,
        "overall": there["current"].value if there else None,
        "own": _first(own, "head", "current"),
        "sources": _first(own, "sources", "amount"),
        "cost": _sum(own, "cost"),
    }


def _overall(budget: Budget) -> bool:
    return budget.has("overall_targets")


def own_table(budget: Budget, row: Row) -> Table | None:
    """The target table of one project, by its code or its name; None where there is none."""
    head = target_of(budget, row.code, row.name)
    return next((t for t in target_tables(budget) if head in t.part("head")), None)


def _first(table: Table | None, part: str, column: str) -> Decimal | None:
    rows = table.part(part) if table else ()
    return next((row[column].value for row in rows if column in row), None)


def _sum(table: Table | None, part: str) -> Decimal | None:
    rows = table.part(part) if table else ()
    filled = [row["amount"].value for row in rows if row["amount"].value is not None]
    return sum(filled, ZERO) if filled else None


def _alike(values: dict[str, Decimal | None]) -> bool:
    return len({value for value in values.values() if value is not None}) <= 1


def _lines(budget: Budget) -> Iterator[tuple[str, Table, Row]]:
    """(project, table, line) of every cost line."""
    for table in target_tables(budget):
        names = [head.text.get("项目名称", "") for head in table.part("head")]
        for row in table.part("cost"):
            yield (names or [table.title])[0], table, row


def costs(budget: Budget) -> Exhibit:
    """Every line of the cost basis, and the figures that its basis states.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each line: project, name, economic class as printed, amount in 万元, figures.
    """
    rows = [
        {
            "place 位置": f"{table.number} {row.key.partition('.')[2]}",
            "project 项目": project,
            "line 明细": row.name,
            "class 经济分类": row.text.get("class", ""),
            "amount 金额": floated(row["amount"]),
            "basis 测算依据的数字": "; ".join(map(_told, _basis(table, row))),
        }
        for project, table, row in _lines(budget)
    ]
    return exhibit(rows, "place 位置", "What the projects pay for, 万元 支出明细测算", COSTS)


def _basis(table: Table, row: Row) -> list[Claim]:
    prefix = f"{table.number}/{row.key}/"
    return [c for c in table.claims if c.topic == "cost" and c.id.startswith(prefix)]


def _told(claim: Claim) -> str:
    return f"{claim.subject} {claim.figure.printed} {claim.figure.unit}".strip()


def arithmetic(reconciliation: Reconciliation) -> Exhibit:
    """The arithmetic of the cost basis: every sum, product and total that could be recomputed.

    Parameters
    ----------
    reconciliation
        Of a disclosure.

    Returns
    -------
    Exhibit
        One row for each comparison: the line, what was done, what is printed, what it should be.
    """
    rows = [_check(reconciliation.budget, result) for result in recomputed(reconciliation)]
    columns = ("line 明细", "check 核对", *CHECKS)
    return exhibit(rows, "table 表", "The arithmetic of the cost basis 测算依据的重算", columns)


def recomputed(reconciliation: Reconciliation) -> list[Comparison]:
    """The comparisons on the cost basis that could be made."""
    return [r for r in reconciliation.results if r.rule.kind == "cost_basis" and r.relation]


def _check(budget: Budget, result: Comparison) -> dict[str, Any]:
    told, terms = result.outcome, result.relation.terms if result.relation else ()
    place = terms[0].figure.place
    row = budget.tables[place.table].by_key.get(place.row) if place.table else None
    return {
        "table 表": f"表{place.table}",
        "line 明细": row.name if row else place.row,
        "check 核对": ARITHMETIC.get(result.rule.name, result.rule.sentence[0]),
        "printed 印出": _text(told.printed),
        "recomputed 重算": _text(told.expected),
        "unit 单位": told.unit,
        "difference 差": text_of(told.difference),
        "verdict 结果": WORDS[result.verdict],
    }


def _text(side: Decimal | str | None) -> str:
    return side if isinstance(side, str) else text_of(side)


def by_class(budget: Budget) -> Exhibit:
    """What projects buy, by economic class, beside the same class of basic expenditure.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each class that a cost line names, by its code: both amounts in 万元 and the
        projects' share of them. A name that the classification does not know keeps its row.
    """
    table = budget.table("basic_by_economic") if budget.has("basic_by_economic") else None
    sums: dict[str, Decimal] = {}
    for _, _, row in _lines(budget):
        name = row.text.get("class", "") or "—"
        sums[name] = sums.get(name, ZERO) + row["amount"].amount
    rows = [_class(table, name, amount) for name, amount in _falling(sums)]
    caption = "The same class in projects and in basic expenditure, 万元 同一经济分类的两种支出"
    return exhibit(rows, "code 编码", caption, CLASSES)


def _falling(sums: dict[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(sums.items(), key=lambda pair: -pair[1])


def _class(table: Table | None, name: str, amount: Decimal) -> dict[str, Any]:
    row = table.find(name) if table else None
    code = row.code if row else _code(name)
    basic = row["total"].amount if row else ZERO
    return {
        "code 编码": code or "not in the classification 未列",
        "class 经济分类": labelled(code, name),
        "projects 项目支出": float(amount),
        "basic 基本支出": float(basic),
        "project share 项目占比 %": round(float(amount / (amount + basic) * 100), 2)
        if amount + basic
        else float("nan"),
    }


def _code(name: str) -> str:
    found = (code_of("economic", parent, name) for parent in ("商品和服务支出", "资本性支出"))
    return next(filter(None, found), "")


def how_alike(budget: Budget) -> str:
    """How many projects are told alike everywhere, and which are not, in words.

    Parameters
    ----------
    budget
        A disclosure with the table ``projects``.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    told = amounts(budget)
    off = {name: values for name, values in told.items() if not _alike(values)}
    missing = [n for n, v in told.items() if v["overall"] is None] if _overall(budget) else []
    english = (
        f"{counted(len(told), 'project')}, {money(_total(told))} 万元: "
        f"{len(told) - len(off)} told alike everywhere."
    )
    chinese = f"共{len(told)}个项目{money(_total(told))}万元，各处一致的{len(told) - len(off)}个。"
    for name, values in off.items():
        english += f" {name} is told as {listed(_distinct(values))} 万元."
        chinese += f"{name}有{'、'.join(_distinct(values))}万元几种印数。"
    if missing:
        english += f" The overall target table does not list {listed(missing)}."
        chinese += f"整体支出绩效目标表未列{'、'.join(missing)}。"
    return sentence(english, chinese)


def _total(told: dict[str, dict[str, Decimal | None]]) -> Decimal:
    return sum((values["projects"] or ZERO for values in told.values()), ZERO)


def _distinct(values: dict[str, Decimal | None]) -> list[str]:
    return [money(value) for value in dict.fromkeys(values.values()) if value is not None]


def what_it_pays_for(reconciliation: Reconciliation) -> str:
    """Whether the cost basis adds up, and how much of it keeps the unit running, in words.

    Parameters
    ----------
    reconciliation
        Of a disclosure.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    lines = [row for _, _, row in _lines(reconciliation.budget)]
    if not lines:
        return sentence("No cost basis is printed.", "未公开支出明细测算。")
    total = sum((row["amount"].amount for row in lines), ZERO)
    results = recomputed(reconciliation)
    bad = sum(r.verdict == INCONSISTENT for r in results)
    exact = sum(r.verdict == EXACT for r in results)
    frame = by_class(reconciliation.budget)
    running = frame[frame["basic 基本支出"] == 0]["projects 项目支出"].sum()
    part = percent(Decimal(str(round(running, 2))), total)
    return sentence(
        f"{counted(len(lines), 'cost line')} make {money(total)} 万元. Recomputed "
        f"{counted(len(results), 'time')}: {exact} exact, {len(results) - exact - bad} within "
        f"rounding, {bad} not. {running:,.2f} 万元 ({part}) buy what no filled line of basic "
        f"expenditure pays for.",
        f"{len(lines)}条明细共{money(total)}万元。重算{len(results)}次：相符{exact}次，"
        f"尾差{len(results) - exact - bad}次，不符{bad}次。其中{running:,.2f}万元（{part}）"
        f"用于基本支出没有安排的经济分类。",
    )


def conclusion(reconciliation: Reconciliation) -> str:
    """What follows for the projects' amounts and for what they pay for.

    Parameters
    ----------
    reconciliation
        Of a disclosure with the table ``projects``.

    Returns
    -------
    str
        Sentences in English, then in Chinese.
    """
    return together(how_alike(reconciliation.budget), what_it_pays_for(reconciliation))
