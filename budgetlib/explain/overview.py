"""The whole disclosure at a glance: facts, verdict, findings, coverage, what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations_with_replacement

from budgetlib import vocabulary
from budgetlib.budget import Budget, Reconciliation
from budgetlib.explain.told import total_told
from budgetlib.explain.totals import amount_of, rows_of
from budgetlib.explain.wording import Sentence, counted, money, sentence
from budgetlib.figures import Place
from budgetlib.locate import Cause
from budgetlib.printed import Claim
from budgetlib.reconcile import VERDICTS, Comparison, side_of
from budgetlib.relations import INCONSISTENT, NOT_RUN
from budgetlib.show import SEVERITIES, WORDS
from budgetlib.show.exhibit import Exhibit, exhibit

KINDS = {
    "within_tables": "Within tables 表内",
    "across_tables": "Across tables 表间",
    "notes_and_tables": "Notes and tables 文表",
    "history": "Prior years 历年",
    "cost_basis": "Cost basis 测算",
    "procurement": "Procurement 采购",
    "targets": "Targets 绩效指标",
    "completeness": "Completeness 完整性",
}
STRONGEST = 12


def facts(budget: Budget) -> Exhibit:
    """The unit's facts, as the disclosure tells them.

    Parameters
    ----------
    budget
        A disclosure.

    Returns
    -------
    Exhibit
        One row for each fact.
    """
    offices = [s.value for s in budget.statements if s.kind == "office"]
    staff = _claim(budget, "staff")
    listed = {number for number, *_ in budget.listed} | set(budget.tables)
    told = {
        "Unit 单位": budget.unit,
        "Code 单位编码": budget.unit_code or "—",
        "Year 年度": str(budget.year),
        "Level 层级": budget.level,
        "Kind 类别": budget.kind,
        "Offices 内设机构": f"{len(offices)}: {'、'.join(offices)}" if offices else "—",
        "Staff 人数": f"{staff.figure.printed} {staff.figure.unit}" if staff else "—",
        "Total 收支总计": f"{money(_total(budget))} 万元",
        "Tables 表格": f"{len(budget.tables)} / {len(listed)} listed 所列",
        "Sections of the notes 情况说明": str(len(_sections(budget))),
    }
    rows = [{"fact 事项": name, "value 内容": value} for name, value in told.items()]
    return exhibit(rows, "fact 事项", "The unit 单位概况")


def _sections(budget: Budget) -> list[str]:
    """The sections of the notes that claim anything, as they follow one another."""
    filled = [note for note in budget.notes.values() if note.claims]
    filled.sort(key=lambda note: (note.place.page or 0, note.place.line or 0))
    return [note.section for note in filled]


def _claim(budget: Budget, key: str) -> Claim | None:
    return next((c for c in budget.all_claims if c.key == key and c.measure == "count"), None)


def _total(budget: Budget) -> Decimal | None:
    told = total_told(budget, "overall")
    if told:
        return told.value
    figure = None
    if budget.has("summary"):
        figure = amount_of(rows_of(budget, "summary", "revenue"), "grand_total")
    return figure.value if figure else None


def verdict(reconciliation: Reconciliation) -> Sentence:
    """The verdict in one line of each language.

    Parameters
    ----------
    reconciliation
        Of any disclosure.
    """
    n, causes = reconciliation.verdicts, reconciliation.causes
    found = Counter(cause.severity for cause in causes)
    run = sum(n.values()) - n[NOT_RUN]
    state = (
        ("does not hold together", "不能全部勾稽")
        if found["error"]
        else ("holds together", "勾稽相符")
    )
    return sentence(
        f"The disclosure {state[0]}: of {counted(run, 'comparison')} {n['exact']} hold exactly, "
        f"{n['rounding']} within rounding, {n['inconsistent']} do not, in "
        f"{counted(len(causes), 'finding')} ({counted(found['error'], 'error')}, "
        f"{found['warning']} to be explained, {counted(found['note'], 'observation')}).",
        f"本公开{state[1]}：共核对{run}处，相符{n['exact']}处，尾差{n['rounding']}处，不符"
        f"{n['inconsistent']}处、{len(causes)}项（错误{found['error']}项，需核实{found['warning']}项，"
        f"提示{found['note']}项）。",
    )


def findings(reconciliation: Reconciliation) -> Exhibit:
    """The causes of the inconsistencies, gravest first, each with what it explains.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each: severity, the rules, what is doubted, how many comparisons it explains,
        both sides of the gravest and every table or section.
    """
    rows = [_finding(at, cause) for at, cause in enumerate(reconciliation.causes, 1)]
    wrong, found = reconciliation.verdicts[INCONSISTENT], len(rows)
    caption = (
        f"{counted(wrong, 'comparison')} in {counted(found, 'finding')} 不符共{wrong}处、{found}项"
    )
    columns = (
        "severity 程度",
        "rule 规则",
        "both sides 两方",
        "doubted 可疑之处",
        "comparisons 核对数",
        "places 位置",
    )
    return exhibit(rows, "finding 编号", caption, columns)


def _finding(at: int, cause: Cause) -> dict[str, str | int]:
    first, n = cause.comparisons[0], len(cause.comparisons)
    names = dict.fromkeys(c.rule.name for c in cause.comparisons)
    more = f" (and {counted(len(names) - 1, 'more rule')} 另{len(names) - 1}条)"
    places = dict.fromkeys(_name(p.table or p.section) for p in _everywhere(cause))
    return {
        "finding 编号": at,
        "severity 程度": SEVERITIES[cause.severity],
        "rule 规则": " ".join(first.rule.sentence) + (more if len(names) > 1 else ""),
        "both sides 两方": f"{side_of(first.outcome.printed)} ↔ {side_of(first.outcome.expected)}",
        "doubted 可疑之处": " ".join(cause.message) if cause.answers else "—",
        "comparisons 核对数": n,
        "places 位置": "; ".join(places),
    }


def _everywhere(cause: Cause) -> Iterator[Place]:
    """Every table or section that the comparisons of a cause look at."""
    for comparison in cause.comparisons:
        yield from (place for place in _looked_at(comparison) if place.table or place.section)


def matrix(reconciliation: Reconciliation) -> Exhibit:
    """How the comparisons of each kind of rule came out.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each kind of rule and one for all, one column for each verdict.
    """
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for result in reconciliation.results:
        counts.setdefault(result.rule.kind, Counter())[result.verdict] += 1
    rows = [
        {"kind 类别": KINDS.get(kind, kind)} | {WORDS[v]: n[v] for v in VERDICTS}
        for kind, n in counts.items()
    ]
    rows.append(
        {"kind 类别": "All 合计"} | {WORDS[v]: reconciliation.verdicts[v] for v in VERDICTS}
    )
    return exhibit(rows, "kind 类别", "Comparisons by kind of rule 核对结果")


def ties(reconciliation: Reconciliation) -> Exhibit:
    """How many comparisons look at two tables or sections at once, or at one alone.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        A square of counts; a table against itself on the diagonal.
    """
    budget = reconciliation.budget
    names = [*budget.tables, *_sections(budget)]
    counts: Counter[tuple[str, str]] = Counter()
    for result in reconciliation.results:
        if result.relation is None or result.verdict == NOT_RUN:
            continue
        here = {p.table or p.section for p in _looked_at(result)} & set(names)
        pairs = combinations_with_replacement(sorted(here, key=names.index), 2)
        counts.update(p for p in pairs if (p[0] != p[1]) == (len(here) > 1))
    rows = [
        {"place 位置": _name(a)}
        | {_name(b): counts[a, b] + (counts[b, a] if a != b else 0) for b in names}
        for a in names
    ]
    return exhibit(rows, "place 位置", "Comparisons that join two places 勾稽关系数")


def _looked_at(result: Comparison) -> list[Place]:
    if result.relation is None:
        return []
    terms = [term.figure.place for term in result.relation.terms]
    return terms + [cited.place for cited in result.relation.cited]


def _name(place: str) -> str:
    return f"表{place}" if place[0].isdigit() else vocabulary.section(place)


def tied_pairs(reconciliation: Reconciliation) -> Exhibit:
    """The pairs of places that most comparisons join, the `STRONGEST` of them.

    Parameters
    ----------
    reconciliation
        Of any disclosure.

    Returns
    -------
    Exhibit
        One row for each pair, the most first.
    """
    square = ties(reconciliation)
    names = list(square.index)
    pairs = [
        (f"{a} – {b}", int(square.loc[a, b]))
        for at, a in enumerate(names)
        for b in names[at + 1 :]
        if square.loc[a, b]
    ]
    pairs.sort(key=lambda pair: -pair[1])
    rows = [{"pair 两处": pair, "comparisons 核对": count} for pair, count in pairs[:STRONGEST]]
    caption = (
        f"Which places are joined most: {len(rows)} of {counted(len(pairs), 'pair')} "
        f"勾稽最多的位置（共{len(pairs)}对，列{len(rows)}对）"
    )
    return exhibit(rows, "pair 两处", caption, ("comparisons 核对",))
