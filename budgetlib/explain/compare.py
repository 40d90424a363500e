"""Several budgets side by side, in 万元, with what must not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from budgetlib.budget import Budget
from budgetlib.classifications import name_of
from budgetlib.explain.english import labelled
from budgetlib.explain.told import whole_told
from budgetlib.explain.wording import Sentence, counted, floated, listed, sentence
from budgetlib.figures import Figure
from budgetlib.printed import Table
from budgetlib.show.exhibit import Exhibit, exhibit

KINDS = {"basic": "basic 基本支出", "project": "project 项目支出", "reserve": "reserve 预留"}
PUBLIC = {
    "travel": "overseas visits 因公出国（境）",
    "vehicles": "vehicles 公务用车",
    "reception": "hospitality 公务接待",
}
NONE = float("nan")


def ordered(budgets: Iterable[Budget]) -> list[Budget]:
    """Disclosures of one base and one level beside each other, the years of one body too."""
    return sorted(budgets, key=order)


def order(budget: Budget) -> tuple[str, str, str, int, str]:
    """By base, level, body and year."""
    return (*_scope(budget), budget.unit, budget.year, budget.id)


def _scope(budget: Budget) -> tuple[str, str]:
    """What must be alike for two disclosures to be one measure."""
    return budget.kind, budget.level


def names(budgets: Sequence[Budget]) -> dict[str, str]:
    """By id what a reader calls each disclosure: its body, year, level and base."""
    told = {each.id: f"{each.unit} {each.year} {each.level}{each.kind}" for each in budgets}
    often = Counter(told.values())
    return {id_: name if often[name] == 1 else f"{name} {id_}" for id_, name in told.items()}


def panel(budgets: Sequence[Budget]) -> Exhibit:
    """What each disclosure is, and its main amounts.

    Parameters
    ----------
    budgets
        Disclosures in 万元 (`Budget.in_wan_yuan`).

    Returns
    -------
    Exhibit
        One row for each: unit, scope (level and base), year, total expenditure (as the notes tell
        it where no table is printed), basic expenditure, personnel share of basic expenditure in
        per cent, and the three public expenses, in 万元; NaN where a table is not printed; the id.
    """
    rows = [
        {
            "unit 单位": each.unit,
            "scope 口径": f"{each.level}{each.kind}",
            "year 年度": str(each.year),
            "total 支出合计": total(each),
            "basic 基本支出": _expenditure(each, "basic"),
            "personnel % 人员占比": _personnel_share(each),
            "three public “三公”": _public(each, "total"),
            "id 编号": each.id,
        }
        for each in budgets
    ]
    return exhibit(rows, "unit 单位", "Budgets side by side, 万元 各文件并列")


def total(budget: Budget) -> float:
    """Total expenditure in 万元, or the whole that the notes tell where no table is printed."""
    told = whole_told(budget, "overall")
    printed = _expenditure(budget, "total")
    return printed if printed == printed or told is None else float(told.value)


def over_years(budgets: Sequence[Budget]) -> Exhibit:
    """The years of one body, where several of one level and base are at hand.

    Parameters
    ----------
    budgets
        Disclosures in 万元.

    Returns
    -------
    Exhibit
        One row for each pair of following years: total expenditure in both, in 万元, and the
        change in per cent.
    """
    rows = []
    for one, other in pairwise(ordered(budgets)):
        if (*_scope(one), one.unit) == (*_scope(other), other.unit) and one.year < other.year:
            before, now = total(one), total(other)
            rows.append(
                {
                    "unit 单位": one.unit,
                    "years 年度": f"{one.year} → {other.year}",
                    "before 前": before,
                    "after 后": now,
                    "change % 增减": (now / before - 1) * 100 if before else NONE,
                }
            )
    columns = ("years 年度", "before 前", "after 后", "change % 增减")
    return exhibit(rows, "unit 单位", "One body over the years, 万元 同一单位各年", columns)


def kinds(budgets: Sequence[Budget]) -> Exhibit:
    """Basic and project expenditure of each disclosure.

    Parameters
    ----------
    budgets
        Disclosures in 万元.

    Returns
    -------
    Exhibit
        One row for each disclosure, one column for each kind of expenditure, in 万元.
    """
    named = names(budgets)
    rows = [
        {"disclosure 公开文件": named[each.id]}
        | {label: _expenditure(each, key) for key, label in KINDS.items()}
        for each in _with(budgets, "expenditure")
    ]
    return exhibit(rows, "disclosure 公开文件", "Kinds of expenditure, 万元 支出构成")


def shares(frame: Exhibit) -> Exhibit:
    """Each amount of a frame as a share of its row, in per cent; rows of nothing fall away."""
    filled = frame[frame.sum(axis=1) > 0]
    parts = filled.div(filled.sum(axis=1), axis=0).mul(100).round(1)
    rows = [{frame.index.name: name, **row.to_dict()} for name, row in parts.iterrows()]
    return exhibit(rows, str(frame.index.name), "Shares, % 占比", [str(c) for c in frame])


def public_expenses(budgets: Sequence[Budget]) -> Exhibit:
    """The three public expenses of each disclosure, in 万元."""
    named = names(budgets)
    rows = [
        {"disclosure 公开文件": named[each.id]}
        | {label: _public(each, key) for key, label in PUBLIC.items()}
        for each in _with(budgets, "three_public")
    ]
    return exhibit(rows, "disclosure 公开文件", "The three public expenses, 万元 “三公”经费")


def functions(budgets: Sequence[Budget]) -> Exhibit:
    """Expenditure of each disclosure by function class.

    Parameters
    ----------
    budgets
        Disclosures in 万元.

    Returns
    -------
    Exhibit
        One row for each filled class, in the order of the codes, one column for each disclosure,
        in 万元: the general public budget.
    """
    chosen = _with(budgets, "by_function")
    named = names(budgets)
    columns = {named[each.id]: _classes(each.table("by_function")) for each in chosen}
    codes = sorted({code for column in columns.values() for code in column})
    rows = [
        {"class 类": labelled(code, name_of("function", code))}
        | {name: column.get(code, NONE) for name, column in columns.items()}
        for code in codes
    ]
    return exhibit(rows, "class 类", "General public budget by class, 万元 一般公共预算按类")


def findings(budgets: Sequence[Budget]) -> Exhibit:
    """How many comparisons each disclosure allows, and how many findings came of them."""
    rows, named = [], names(budgets)
    for each in budgets:
        result = each.reconcile()
        said = [cause.severity for cause in result.causes]
        rows.append(
            {
                "disclosure 公开文件": named[each.id],
                "compared 已核": sum(c.verdict != "not_run" for c in result.results),
                "errors 错误": said.count("error"),
                "to be explained 需核实": said.count("warning"),
                "observations 提示": said.count("note"),
                "not read 未读": len(each.unread) + len(each.unplaced),
            }
        )
    return exhibit(rows, "disclosure 公开文件", "Findings by document 各文件发现")


def what_not_to_compare(budgets: Sequence[Budget]) -> Sentence:
    """Levels, years and bases that differ, and which disclosures are left, in words."""
    levels = sorted({each.level for each in budgets})
    bases = sorted({each.kind for each in budgets})
    years = sorted({each.year for each in budgets})
    english, chinese = [], []
    if len(levels) > 1:
        english.append("a department (部门) holds its units (单位), so the two are not one measure")
        chinese.append("部门预算含所属单位，不与单位预算相比")
    if len(bases) > 1:
        english.append("budgets (预算) and final accounts (决算) are two bases")
        chinese.append("预算与决算口径不同")
    if len(years) > 1:
        english.append(f"the years run from {years[0]} to {years[-1]}, and codes changed in them")
        chinese.append(f"年度自{years[0]}至{years[-1]}，科目编码有变")
    if not english:
        return sentence("All are of one level, base and year.", "层级、口径、年度均一致。")
    groups = Counter("".join(reversed(_scope(each))) for each in budgets)
    alike = [f"{n} {scope}" for scope, n in groups.items()]
    return sentence(
        f"{counted(len(budgets), 'disclosure')}; not to be compared: {listed(english)}. "
        f"Of one measure among themselves: {listed(alike)}.",
        f"共{len(budgets)}份；不可直接比较：{'；'.join(chinese)}。"
        f"口径相同、可相互比较者：{'、'.join(f'{s}{n}份' for s, n in groups.items())}。",
    )


def _with(budgets: Sequence[Budget], role: str) -> list[Budget]:
    return [each for each in budgets if each.has(role)]


def _expenditure(budget: Budget, column: str) -> float:
    row = budget.table("expenditure").total_row if budget.has("expenditure") else None
    return floated(next(iter(row.some(column)), None)) if row else NONE


def _public(budget: Budget, column: str) -> float:
    rows = budget.table("three_public").rows if budget.has("three_public") else ()
    return floated(next((row[column] for row in rows if column in row), None))


def _personnel_share(budget: Budget) -> float:
    """Personnel in basic expenditure: its column, else its classes 301 and 303."""
    table = budget.table("basic_by_economic") if budget.has("basic_by_economic") else None
    tops = table.children(None) if table else []
    parts = {row.code: next(iter(row.cells.values())).amount for row in tops}
    whole = sum(parts.values(), Decimal(0))
    people = sum((parts.get(code, Decimal(0)) for code in ("301", "303")), Decimal(0))
    return round(float(people / whole * 100), 1) if whole else NONE


def _classes(table: Table) -> dict[str, float]:
    cells: dict[str, Figure] = {r.code: r["total"] for r in table.children(None) if "total" in r}
    return {code: floated(figure) for code, figure in cells.items() if figure.value}
