"""How a budget and its parts look: as frames, and in a notebook as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, number, squeeze, text_of
from budgetlib.printed import Claim, Note, Table
from budgetlib.reconcile import Comparison, Reconciliation, side_of
from budgetlib.shown import as_frame, as_html

if TYPE_CHECKING:
    import pandas as pd

SEVERITIES = {"error": "error 错误", "warning": "warning 需核实", "note": "note 提示"}
WORDS = {
    "exact": "exact 相符",
    "rounding": "rounding 尾差",
    "inconsistent": "inconsistent 不符",
    "not_run": "not run 未核",
}
LEFT, RIGHT = ' style="text-align:left"', ' style="text-align:right"'
MARKED = "color:inherit;padding:0.1em 0.3em;background:"
DOUBTED = "◆"
MARKS = {
    DOUBTED: f"{MARKED}#f9cfd6;border:2px solid",
    "▲": f"{MARKED}#ffe3b0;border:1px solid",
    "▼": f"{MARKED}#d3e6fb;border:1px dashed",
}


@as_frame.register(Table)
def table_frame(table: Table) -> pd.DataFrame:
    """A printed table as plain pandas."""
    import pandas as pd

    keys = list(dict.fromkeys(key for row in table.rows for key in row.cells))
    keys = keys or list(dict.fromkeys(column.key for column in table.columns))
    rows = [
        {"key": row.key, "part": row.part, "code": row.code, "name": row.name, "level": row.level}
        | {key: _float(row.cells.get(key)) for key in keys}
        for row in table.rows
    ]
    columns = ["key", "part", "code", "name", "level", *keys]
    frame = pd.DataFrame(rows, columns=columns).set_index("key")
    frame.attrs["caption"] = _caption(table)
    return frame


def _float(figure: Figure | None) -> float:
    return float("nan") if figure is None or figure.value is None else float(figure.value)


def _caption(table: Table) -> str:
    return f"表{table.number} {table.title} ({table.unit})"


@as_html.register(Table)
def table_html(
    table: Table,
    rows: Collection[int] | None = None,
    marks: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """A printed table, drawn as it was printed."""
    marks = marks or {}
    head = "".join(_head_rows(table.grid[: table.header_rows], marks))
    body = "".join(_body_rows(table, rows, marks))
    feet = "".join(f"<p>{escape(foot)}</p>" for foot in table.footnotes)
    return (
        f"<table><caption>{escape(_caption(table))}</caption>\n"
        f"<thead>{head}</thead>\n<tbody>{body}</tbody></table>{feet}"
    )


def marked(text: str, signs: str) -> str:
    """A text as HTML, with the signs of the sides that it belongs to before it."""
    if not signs:
        return escape(text)
    text = text.strip() or "blank 空白"
    style = MARKS[signs[0]] + (";white-space:nowrap" if len(text) < 12 else "")
    return f'<mark style="{style}"><b>{signs}</b>\u00a0{escape(text)}</mark>'


def head_cells(grid: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, int]]:
    """The cells of a header: row, column, and how many columns and rows each spans.

    A filled cell spans the blank ones that its sub-headers stand under.
    """
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(grid):
        for c in range(len(row)):
            if (r, c) not in covered:
                across, down = _spans(grid, r, c)
                covered |= {(r + i, c + j) for i in range(down) for j in range(across)}
                yield r, c, across, down


def _head_rows(
    grid: Sequence[Sequence[str]], marks: Mapping[tuple[int, int], str]
) -> Iterator[str]:
    rows: list[list[str]] = [[] for _ in grid]
    for r, c, across, down in head_cells(grid):
        rows[r].append(_head_cell(grid[r][c], across, down, marks.get((r, c), "")))
    for cells in rows:
        yield f"<tr>{''.join(cells)}</tr>\n"


def _spans(grid: Sequence[Sequence[str]], r: int, c: int) -> tuple[int, int]:
    """How many columns and rows a header cell stretches over."""
    below = [row[c : c + 1] for row in grid[r + 1 :]]
    if not grid[r][c].strip():
        return 1, 1
    if not any(cell and cell[0].strip() for cell in below):
        return 1, len(grid) - r
    across = 1
    while _under(grid, r, c + across):
        across += 1
    return across, 1


def _under(grid: Sequence[Sequence[str]], r: int, c: int) -> bool:
    """A blank header cell above a filled one belongs to the cell on its left."""
    row = grid[r]
    return (
        c < len(row)
        and not row[c].strip()
        and any(low[c : c + 1] != [] and low[c].strip() for low in grid[r + 1 :])
    )


def _head_cell(text: str, across: int, down: int, signs: str) -> str:
    if not text.strip():
        return "<td></td>"
    spans = (f' colspan="{across}"' if across > 1 else "") + (
        f' rowspan="{down}"' if down > 1 else ""
    )
    scope = "colgroup" if across > 1 else "col"
    return f'<th scope="{scope}"{spans} style="text-align:center">{marked(text, signs)}</th>'


def _body_rows(
    table: Table, rows: Collection[int] | None, marks: Mapping[tuple[int, int], str]
) -> Iterator[str]:
    """The rows wanted, and in place of the others how many they are."""
    passed = 0
    for r in range(table.header_rows, len(table.grid)):
        if rows is not None and r not in rows:
            passed += 1
            continue
        yield _left_out(table, passed)
        passed = 0
        yield _body_row(table, r, marks)
    yield _left_out(table, passed)


def _left_out(table: Table, passed: int) -> str:
    if not passed:
        return ""
    told = f"… {passed} row{'s' if passed > 1 else ''} left out 略去{passed}行"
    return f'<tr><td colspan="{max(map(len, table.grid))}"{LEFT}>{told}</td></tr>\n'


def _body_row(table: Table, r: int, marks: Mapping[tuple[int, int], str]) -> str:
    cells = table.grid[r]
    figures = {column.index for column in table.columns}
    heads = _row_heads(table, cells, figures)
    told = (
        _body_cell(text, c in heads, not figures or c in figures, marks.get((r, c), ""))
        for c, text in enumerate(cells)
    )
    return f"<tr>{''.join(told)}</tr>\n"


def _row_heads(table: Table, cells: Sequence[str], figures: set[int]) -> set[int]:
    """The cells that name a row: its name, or what stands left of a figure."""
    names = {squeeze(row.name) for row in table.rows}
    named = {c for c, text in enumerate(cells) if text.strip() and squeeze(text) in names}
    return named or {c for c in range(len(cells)) if c + 1 in figures and c not in figures}


def _body_cell(text: str, heads: bool, figure: bool, signs: str) -> str:
    if heads and text.strip():
        return f'<th scope="row"{LEFT}>{marked(text, signs)}</th>'
    side = RIGHT if figure and number(text) is not None else LEFT
    return f"<td{side}>{marked(text, signs)}</td>"


def claims_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """One row for each claim: what it measures, as printed and as a number."""
    from budgetlib.show.exhibit import exhibit

    rows = [
        {
            "claim": claim.id,
            "measure": claim.measure,
            "subject": claim.subject,
            "code": claim.figure.code,
            "printed": claim.figure.printed,
            "value": _float(claim.figure),
            "unit": claim.figure.unit,
            "year": claim.figure.year,
            "direction": _direction(claim.direction),
            "compared": f"{claim.compared or ''}{claim.compared_base}",
            "line": claim.figure.place.line,
        }
        for claim in claims
    ]
    columns = ("measure", "subject", "code", "printed", "value", "unit", "year")
    return exhibit(rows, "claim", "Claims 所述数字", [*columns, "direction", "compared", "line"])


def _direction(sign: int | None) -> str:
    return "" if sign is None else {1: "增加", -1: "减少", 0: "持平"}[sign]


@as_frame.register(Note)
def note_frame(note: Note) -> pd.DataFrame:
    """One row for each claim of a section of the notes."""
    return claims_frame(note.claims)


@as_html.register(Note)
def note_html(note: Note) -> str:
    """A section of the notes: its heading and what it claims."""
    from budgetlib.show.exhibit import html_of

    frame = claims_frame(note.claims).drop(columns=["code", "value", "year"])
    frame.attrs["caption"] = f"{note.section}、{note.title}: claims 所述数字"
    return html_of(frame)


def tidy(budget: Disclosure) -> pd.DataFrame:
    """Every printed figure in one long frame."""
    import pandas as pd

    measures = {claim.id: claim for claim in budget.all_claims}
    rows = [_tidy_row(figure, measures.get(figure.id)) for figure in budget.figures]
    return pd.DataFrame(rows).set_index("id") if rows else pd.DataFrame()


def _tidy_row(figure: Figure, claim: Claim | None) -> dict[str, Any]:
    place = figure.place
    return {
        "id": figure.id,
        "table": place.table,
        "section": place.section,
        "item": place.item,
        "row": claim.subject if claim and not place.table else place.row,
        "code": figure.code,
        "column": place.column,
        "measure": claim.measure if claim else "cell",
        "year": figure.year,
        "base": figure.base,
        "fund": figure.fund,
        "unit": figure.unit,
        "printed": figure.printed,
        "value": _float(figure),
        "line": place.line,
        "page": place.page,
    }


def places_of(comparison: Comparison, brief: bool = False) -> list[str]:
    """The printed places that a comparison looks at, each with what stands there."""
    if comparison.relation is None:
        return []
    terms = [(term.figure.printed, term.figure.place) for term in comparison.relation.terms]
    cited = [(side.text, side.place) for side in comparison.relation.cited if not side.figure]
    places = ((printed, p._replace(column="") if brief else p) for printed, p in (*terms, *cited))
    budget = comparison.budget
    told = (f"{budget.shown(p) if budget else p}: {printed or '—'}" for printed, p in places)
    return [" ".join(each.split()) for each in dict.fromkeys(told)]


def _comparison(comparison: Comparison) -> dict[str, Any]:
    english, chinese = comparison.rule.sentence
    told = comparison.outcome
    return {
        "severity": comparison.severity,
        "verdict": comparison.verdict,
        "kind": comparison.rule.kind,
        "rule": english,
        "规则": chinese,
        "printed": side_of(told.printed) if comparison.relation else "",
        "expected": side_of(told.expected) if comparison.relation else "",
        "difference": text_of(told.difference),
        "allowed": text_of(told.allowed),
        "unit": told.unit,
        "reason": " ".join(filter(None, comparison.reason)),
        "places": "; ".join(places_of(comparison)),
    }


COLUMNS = ("rule", "规则", "printed", "expected", "difference", "allowed", "unit")


def findings_frame(reconciliation: Reconciliation) -> pd.DataFrame:
    """The inconsistencies, gravest first, with both sides and every place."""
    from budgetlib.show.exhibit import exhibit

    rows = [
        {"finding": at} | _comparison(found)
        for at, found in enumerate(reconciliation.inconsistent, 1)
    ]
    return exhibit(rows, "finding", "Findings 发现的问题", ["severity", *COLUMNS, "places"])


def comparisons_frame(results: Sequence[Comparison]) -> pd.DataFrame:
    """Every comparison, in the order of the rules."""
    from budgetlib.show.exhibit import exhibit

    rows = [{"comparison": at} | _comparison(result) for at, result in enumerate(results, 1)]
    columns = ["verdict", "severity", "kind", *COLUMNS, "reason", "places"]
    return exhibit(rows, "comparison", "Comparisons 核对", columns)


def coverage_frame(reconciliation: Reconciliation) -> pd.DataFrame:
    """For each table and section: figures printed, tied twice, tied once, untied."""
    from budgetlib.show.exhibit import exhibit

    counts: dict[str, Counter[str]] = {}
    for figure in reconciliation.budget.figures:
        if not figure.worded:
            place = f"表{figure.place.table}" if figure.place.table else figure.place.section
            ties = min(reconciliation.ties[figure.id], 2)
            names = ("untied", "tied_once", "tied_twice")
            counts.setdefault(place, Counter()).update(["printed", names[ties]])
    columns = ["printed", "tied_twice", "tied_once", "untied"]
    rows = [{"place": place} | {c: n[c] for c in columns} for place, n in counts.items()]
    return exhibit(rows, "place", "Printed figures and their ties 数字勾稽覆盖", columns)


def reconciliation_html(reconciliation: Reconciliation) -> str:
    """The counts in a line, then the findings."""
    from budgetlib.show.exhibit import html_of

    counts = " · ".join(f"{n} {WORDS[v]}" for v, n in reconciliation.verdicts.items())
    findings = findings_frame(reconciliation).drop(columns=["allowed", "unit"])
    return f"<p>{escape(reconciliation.budget.id)}: {counts}</p>\n{html_of(findings)}"


def budget_html(budget: Disclosure) -> str:
    """The unit, then its tables and sections with their counts of figures."""
    from budgetlib.show.exhibit import exhibit, html_of

    counts = Counter(figure.place.table or figure.place.section for figure in budget.figures)
    rows = [
        {"part 部分": f"表{t.number}", "title 名称": t.title, "figures 数字": counts[t.number]}
        for t in budget.tables.values()
    ]
    rows += [
        {"part 部分": n.section, "title 名称": n.title, "figures 数字": counts[n.section]}
        for n in budget.notes.values()
    ]
    caption = f"{budget.unit} {budget.year} {budget.level}{budget.kind}"
    columns = ["title 名称", "figures 数字"]
    return html_of(exhibit(rows, "part 部分", caption, columns))
