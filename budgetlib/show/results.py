"""What came of the comparisons, as frames: to read, and to work with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import vocabulary
from budgetlib.errors import BudgetError
from budgetlib.figures import Place, text_of, value_of
from budgetlib.relations import EXACT
from budgetlib.rules.comparison import Comparison, side_of
from budgetlib.rules.reconcile import TIED, Reconciliation
from budgetlib.show import drawn, listed, part_of, placed, places_of, said, whole
from budgetlib.vocabulary.phrases import Both

if TYPE_CHECKING:
    import pandas as pd

EVERY = Both("every comparison that does not hold", "不符的各项核对")
SCHEMA = 2  # of what `check --format json` and `export` tell
Columns = Mapping[str, Callable[[Comparison], Any]]
WIDTHS = {"rule": 40, "规则": 40, "doubt": 60, "存疑": 60, "places": 40}  # 12 for all others
Numbered = tuple[int, Comparison]


def _number(side: Decimal | str | None, exact: bool = False) -> Any:
    return value_of(None if isinstance(side, str) else side, exact)


def place_of(comparison: Comparison, doubted: Collection[str] = ()) -> Place:
    """Where to look: at a doubted figure where one stands in it, else at what it looks at first."""
    terms = comparison.relation.terms if comparison.relation else ()
    known = [term.figure.place for term in terms if term.figure.id in doubted]
    if known and comparison.budget:
        return comparison.budget.shown(known[0])
    return next((place for place, _ in placed(comparison)), Place())


SIDES: Columns = {
    "printed": lambda c: side_of(c.outcome.printed) if c.relation else "",
    "expected": lambda c: side_of(c.outcome.expected) if c.relation else "",
    "difference": lambda c: text_of(c.outcome.difference),
}
COMPARISON: Columns = {
    "rule": lambda c: c.rule.sentence[0],
    "规则": lambda c: c.rule.sentence[1],
    **SIDES,
    "allowed": lambda c: text_of(c.outcome.allowed),
    "unit": lambda c: c.outcome.unit,
}
BESIDE: Columns = {  # what a frame for work has beside the words
    "places": lambda c: "; ".join(places_of(c)),
    "printed_value": lambda c: _number(c.outcome.printed),
    "expected_value": lambda c: _number(c.outcome.expected),
    "difference_value": lambda c: _number(c.outcome.difference),
    "line": lambda c: place_of(c).line,
    "page": lambda c: place_of(c).page,
}
FINDING: Columns = {"severity": lambda c: c.severity, **COMPARISON, **BESIDE}
WEIGHED: Columns = {
    "verdict": lambda c: c.verdict,
    "severity": lambda c: c.severity,
    "kind": lambda c: c.rule.kind,
    **COMPARISON,
    "reason": lambda c: " ".join(filter(None, c.reason)),
    **BESIDE,
}


def numbered(name: str, caption: str, found: Iterable[Numbered], columns: Columns) -> pd.DataFrame:
    """Comparisons with their numbers, and what each column tells of them."""
    told = {key: lambda pair, say=say: say(pair[1]) for key, say in columns.items()}
    return listed(found, caption, {name: lambda pair: pair[0], **told})


def findings_frame(found: Iterable[Numbered]) -> pd.DataFrame:
    """The inconsistencies with the numbers of their causes, both sides and every place."""
    return numbered("finding", "Findings 发现的问题", found, FINDING)


def comparisons_frame(results: Iterable[Comparison]) -> pd.DataFrame:
    """Every comparison, in the order of the rules."""
    return numbered("comparison", "Comparisons 核对", enumerate(results), WEIGHED)


WORKED = (
    *("cause", "severity", "rule", "printed", "expected", "difference", "unit"),
    *("table", "section", "row", "column", "line", "page", "doubt", "places", "规则", "存疑"),
)


def work_frame(found: Iterable[tuple[int, Comparison, Any]], exact: bool) -> pd.DataFrame:
    """See `Reconciliation.to_frame`; of each comparison its cause, and that one's number."""
    import pandas as pd

    frame = whole(pd.DataFrame([_worked(*each, exact) for each in found], columns=WORKED))
    return frame if exact else frame.astype(dict.fromkeys(SIDES, float))


def _worked(number: int, comparison: Comparison, cause: Any, exact: bool) -> tuple[Any, ...]:
    outcome, (english, chinese) = comparison.outcome, comparison.rule.sentence
    at = place_of(comparison, {figure.id for figure in cause.figures})
    row, column = vocabulary.cell(at.row, at.column) if at.table else ("", "")
    sides = (_number(getattr(outcome, name), exact) for name in SIDES)
    where = (at.table, at.section, row, column, at.line, at.page)
    said = cause.sentence
    told = (said.english, "; ".join(places_of(comparison)), chinese, said.chinese)
    return number, comparison.severity, english, *sides, outcome.unit, *where, *told


def to_excel(frame: pd.DataFrame, path: Path, name: str = "findings") -> Path:
    """Write a frame as a workbook in which no text is a formula or a link."""
    import pandas as pd

    plain = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    if not find_spec("xlsxwriter"):
        raise BudgetError("needs xlsxwriter: pip install 'budgetlib[xlsx]'", file=path)
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=plain) as out:
        frame.to_excel(out, sheet_name=name, index=False, freeze_panes=(1, 0), autofilter=True)
        for at, column in enumerate(frame):
            out.sheets[name].set_column(at, at, WIDTHS.get(str(column), 12))
    return path


def as_dict(result: Any, every: bool, ledger: bool) -> dict[str, Any]:
    """See `budgetlib.budget.Reconciliation.as_dict`."""
    b, limits = result.budget, result.budget.limits
    explained: dict[int | None, list[int]] = {}
    names = ("id", "unit", "year", "level", "kind", "layout", "source")
    told = []
    for number, each in enumerate(result.results):
        if every or (each.relation is not None and each.outcome.verdict != EXACT):
            cause = result.cause_of.get(id(each))
            explained.setdefault(cause, []).append(number)
            told.append({"number": number, "cause": cause} | each.as_dict())
    causes = [
        {"number": n} | cause.as_dict() | {"comparisons": explained[n]}
        for n, cause in enumerate(result.causes, 1)
    ]
    tied, amounts = result.tied_amounts
    reading = {"counts": Counter(limit.kind for limit in limits), "not_run": len(result.unread)}
    answer: dict[str, Any] = {
        "schema": SCHEMA,
        "budget": {name: getattr(b, name) for name in names},
        "verdict": {"state": result.state, "en": result.said.english, "zh": result.said.chinese},
        "reading": reading | {"limits": [limit.as_dict() for limit in limits]},
        "coverage": result.figures | {"amounts": amounts, "amounts_tied": tied},
        "verdicts": result.verdicts,
        "causes": causes,
        "comparisons": told,
    }
    tokens = [
        ({"line": entry.line} if entry.page is None else {"page": entry.page})
        | {"text": entry.text, "status": entry.status, "figure": entry.figure or None}
        for entry in b.ledger
    ]
    return answer | ({"ledger": tokens} if ledger else {})


def coverage_frame(reconciliation: Reconciliation) -> pd.DataFrame:
    """For each table and section: figures printed, tied twice, tied once, untied."""
    counts: dict[str, Counter[str]] = {}
    for figure in reconciliation.budget.in_digits:
        ties = TIED[min(reconciliation.ties[figure.id], 2)]
        counts.setdefault(part_of(figure.place), Counter()).update(["printed", ties])
    names = ("printed", *reversed(TIED))
    told = {name: lambda pair, name=name: pair[1][name] for name in names}
    caption = "Printed figures and their ties 数字勾稽覆盖"
    return listed(counts.items(), caption, {"place": lambda pair: pair[0], **told})


def reconciliation_html(result: Any) -> str:
    """The verdict, the sentences of the causes, and folded away every comparison that failed."""
    shown = drawn(result.findings[["severity", "rule", "规则", *SIDES, "places"]])
    folded = f"<details><summary>{said(EVERY)}</summary>\n{shown}</details>"
    return f"<p>{said(result.said, between='<br>')}</p>\n{result.causes._repr_html_()}\n{folded}"
