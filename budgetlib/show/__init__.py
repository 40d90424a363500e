"""How a budget and its parts look: as frames, and in a notebook as HTML."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Claim, Figure, Note, Place, Table, as_frame, as_html, number, value_of
from budgetlib.rules.comparison import Comparison
from budgetlib.vocabulary import Label, escape, squeeze
from budgetlib.vocabulary.phrases import Both, labels

if TYPE_CHECKING:
    import pandas as pd

BLANK = Label("blank", "空白")
OMITTED = "〔略〕"  # what stands in a form for prose
SEVERITIES, WORDS = vocabulary.both("severity"), vocabulary.both("verdict")
LEFT, RIGHT = ' style="text-align:left"', ' style="text-align:right"'
MARKED = "color:inherit;padding:0.1em 0.3em;background:"
DOUBTED = "◆"
MARKS = {
    DOUBTED: f"{MARKED}#f9cfd6;border:2px solid",
    "▲": f"{MARKED}#ffe3b0;border:1px solid",
    "▼": f"{MARKED}#d3e6fb;border:1px dashed",
}
WHOLE = dict.fromkeys(("year", "line", "page", "staff"), "Int64")  # columns without decimals
Signs = Mapping[tuple[int, int], str]  # of `MARKS`, before cells by row and column of the grid


def listed(
    things: Iterable[Any], caption: str, columns: Mapping[str, Callable[[Any], Any]]
) -> pd.DataFrame:
    """A row for each thing: what each column tells of it, the first of them as the index."""
    rows = ([told(each) for told in columns.values()] for each in things)
    return tabled(rows, caption, list(columns))


def tabled(rows: Iterable[Sequence[Any]], caption: str, columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame, with the first of the columns as the index."""
    from budgetlib.show.exhibit import exhibit

    index, *others = map(vocabulary.parted, columns)
    return whole(exhibit(list(rows), index, vocabulary.parted(caption), others))


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Years, lines, pages and heads as whole numbers, where they are known."""
    return frame.astype({name: kind for name, kind in WHOLE.items() if name in frame})


def drawn(frame: pd.DataFrame) -> str:
    """A frame as an HTML table; pandas is imported when the first is drawn."""
    from budgetlib.show.exhibit import html_of

    return html_of(frame)


def said(text: Any, tag: str = "span", between: str = " ") -> str:
    """A text as HTML, each language in an element of its own; what both share stands outside."""
    text = Label(*text) if isinstance(text, Both) else text
    if not isinstance(text, Label) or text.english == text.chinese:
        told = escape(vocabulary.english(text) if isinstance(text, str) else str(text))
        return told if tag == "span" else f"<{tag}>{told}</{tag}>"
    one, other = escape(text.english), escape(text.chinese)
    if tag == "span" and one.endswith(other):  # a printed name, behind what it means
        return f'<span lang="en">{one.removesuffix(other).rstrip()}</span> {other}'
    both = (("en", one), ("zh", other))
    return between.join(f'<{tag} lang="{at}">{told}</{tag}>' for at, told in both if told)


def part_of(place: Place) -> str:
    """The table or section that a place is in: 表5-1, 说明五."""
    return vocabulary.table(place.table) if place.table else vocabulary.section(place.section)


def titled(table: Table) -> Label:
    """A table by its number, its title as printed, and its unit."""
    words = f"{table.title} ({table.unit})" if table.unit else table.title
    told = f"表{table.number} {words}"
    return Label(f"Table {table.number} {words}", told, told)


# ---- tables -------------------------------------------------------------------------------------


@as_frame.register(Table)
def table_frame(table: Table, exact: bool = False) -> pd.DataFrame:
    """A row for each printed row by its key, a float column for each column of figures."""
    import pandas as pd

    keys = list(dict.fromkeys(key for row in table.rows for key in row.cells))
    keys = keys or list(dict.fromkeys(column.key for column in table.columns))
    about = ["key", "part", "code", "name", "level"]
    rows = [
        (
            *(getattr(row, name) for name in about),
            *row.place[:2],
            *(value_of(row.cells.get(key), exact) for key in keys),
        )
        for row in table.rows
    ]
    frame = pd.DataFrame(rows, columns=[*about, "line", "page", *keys]).set_index("key")
    frame.attrs["caption"] = titled(table)
    return whole(frame)


@as_html.register(Table)
def table_html(
    table: Table,
    rows: Collection[int] | None = None,
    marks: Signs | None = None,
    words: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """A table as it was printed; of `rows`, where they are given, what is left out is counted.

    `words` is HTML that stands in place of a cell's text.
    """
    marks, words = marks or {}, words or {}
    table = kept(table)
    head = "".join(_head_rows(table.grid[: table.header_rows], marks))
    body = "".join(_body_rows(table, rows, marks, words))
    feet = "".join(f"<p>{escape(foot)}</p>" for foot in table.footnotes)
    return (
        f"<table><caption>{said(titled(table))}</caption>\n"
        f"<thead>{head}</thead>\n<tbody>{body}</tbody></table>{feet}"
    )


def kept(table: Table) -> Table:
    """A table with the words around each figure in place of the prose that was left out."""
    beside: dict[tuple[int, int], dict[str, None]] = {}
    told = ((claim.figure.place.cell, claim.window) for claim in table.claims)
    for cell, window in ((cell, window) for cell, window in told if cell and window):
        beside.setdefault(cell, {})[window] = None
    grid = tuple(
        tuple(
            "…".join(("", *beside[r, c], "")) if text == OMITTED and (r, c) in beside else text
            for c, text in enumerate(row)
        )
        for r, row in enumerate(table.grid)
    )
    return table._replace(grid=grid) if beside else table


def marked(text: str, signs: str) -> str:
    """A text as HTML, with the signs of the sides that it belongs to before it."""
    if not signs:
        return escape(text)
    told = text if isinstance(text, Label) else text.strip() or BLANK
    style = MARKS[signs[0]] + (";white-space:nowrap" if len(told) < 12 else "")
    return f'<mark style="{style}"><b>{signs}</b>\u00a0{said(told)}</mark>'


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


def _spans(grid: Sequence[Sequence[str]], r: int, c: int) -> tuple[int, int]:
    """How many columns and rows a header cell stretches over."""
    if not grid[r][c].strip():
        return 1, 1
    if not _filled_below(grid, r, c):
        return 1, len(grid) - r
    end = c + 1
    while end < len(grid[r]) and not grid[r][end].strip() and _filled_below(grid, r, end):
        end += 1  # a blank header cell above a filled one belongs to the cell on its left
    return end - c, 1


def _filled_below(grid: Sequence[Sequence[str]], r: int, c: int) -> bool:
    return any(cell.strip() for low in grid[r + 1 :] for cell in low[c : c + 1])


def _head_rows(grid: Sequence[Sequence[str]], marks: Signs) -> Iterator[str]:
    rows: list[list[str]] = [[] for _ in grid]
    for r, c, across, down in head_cells(grid):
        rows[r].append(_head_cell(grid[r][c], across, down, marks.get((r, c), "")))
    yield from (f"<tr>{''.join(cells)}</tr>\n" for cells in rows)


def _head_cell(text: str, across: int, down: int, signs: str) -> str:
    if not text.strip():
        return "<td></td>"
    spans = "".join(
        f' {name}="{n}"' for name, n in (("colspan", across), ("rowspan", down)) if n > 1
    )
    scope = "colgroup" if across > 1 else "col"
    return f'<th scope="{scope}"{spans} style="text-align:center">{marked(text, signs)}</th>'


def _body_rows(
    table: Table, rows: Collection[int] | None, marks: Signs, words: Mapping[tuple[int, int], str]
) -> Iterator[str]:
    """The rows wanted, and in place of the others how many they are."""
    passed = 0
    for r in range(table.header_rows, len(table.grid)):
        if rows is not None and r not in rows:
            passed += 1
            continue
        yield _left_out(table, passed)
        passed = 0
        yield _body_row(table, r, marks, words)
    yield _left_out(table, passed)


def _left_out(table: Table, passed: int) -> str:
    if not passed:
        return ""
    told = Label(f"… {passed} row{'s' if passed > 1 else ''} left out", f"略去{passed}行")
    return f'<tr><td colspan="{max(map(len, table.grid))}"{LEFT}>{said(told)}</td></tr>\n'


def _body_row(table: Table, r: int, marks: Signs, words: Mapping[tuple[int, int], str]) -> str:
    cells, told = table.grid[r], ""
    figures = {column.index for column in table.columns}
    names = {squeeze(row.name) for row in table.rows}
    heads = {c for c, text in enumerate(cells) if text.strip() and squeeze(text) in names}
    # what names a row stands left of a figure, where it is not the row's own name
    heads = heads or {c for c in range(len(cells)) if c + 1 in figures and c not in figures}
    for c, text in enumerate(cells):
        shown = words.get((r, c)) or marked(text, marks.get((r, c), ""))
        if c in heads and text.strip() and (r, c) not in words:
            told += f'<th scope="row"{LEFT}>{shown}</th>'
        else:
            money = (not figures or c in figures) and number(text) is not None
            told += f"<td{RIGHT if money and (r, c) not in words else LEFT}>{shown}</td>"
    return f"<tr>{told}</tr>\n"


# ---- claims, figures, comparisons ---------------------------------------------------------------

CLAIM: dict[str, Callable[[Claim], Any]] = {
    "claim": lambda c: c.id,
    "measure": lambda c: c.measure,
    "subject": lambda c: c.subject,
    "code": lambda c: c.figure.code,
    "printed": lambda c: c.figure.printed,
    "value": lambda c: value_of(c.figure),
    "unit": lambda c: c.figure.unit,
    "year": lambda c: c.figure.year,
    "direction": lambda c: vocabulary.chinese(labels("direction").get(str(c.direction), "")),
    "compared": lambda c: f"{c.compared or ''}{c.compared_base}",
    "line": lambda c: c.figure.place.line,
    "page": lambda c: c.figure.place.page,
}


def claims_frame(claims: Iterable[Claim], exact: bool = False) -> pd.DataFrame:
    """One row for each claim: what it measures, as printed and as a number."""
    told = {**CLAIM, "value": lambda claim: value_of(claim.figure, exact)}
    return listed(claims, "Claims 所述数字", told)


as_frame.register(Note, lambda note, exact=False: claims_frame(note.claims, exact))


@as_html.register(Note)
def note_html(note: Note) -> str:
    """A section of the notes: its heading and what it claims."""
    spare = "line" if note.place.page else "page"
    frame = claims_frame(note.claims).drop(columns=["code", "value", "year", spare])
    frame.attrs["caption"] = f"{note.section}、{note.title}: claims 所述数字"
    return drawn(frame)


@as_html.register(Claim)
def claim_html(claim: Claim) -> str:
    """The words around a figure, with it marked, and what it was read as."""
    before, printed, after = claim.window.rpartition(claim.figure.printed)
    words = f"{escape(before)}<mark>{escape(printed)}</mark>{escape(after)}" if printed else ""
    told = " ".join(filter(None, (claim.measure, claim.subject, str(claim.figure))))
    return f"<p>{words}<br>{escape(told)} · {escape(str(claim.figure.place))}</p>"


def tidy(budget: Disclosure, exact: bool = False) -> pd.DataFrame:
    """Every printed figure in one long frame; see `Budget.tidy`."""
    import pandas as pd

    claims = {claim.id: claim for claim in budget.all_claims}
    rows = [_tidy_row(figure, claims.get(figure.id), exact) for figure in budget.figures]
    return whole(pd.DataFrame(rows).set_index("id")) if rows else pd.DataFrame()


def _tidy_row(figure: Figure, claim: Claim | None, exact: bool) -> dict[str, Any]:
    place = figure.place
    return {
        "id": figure.id,
        **{name: getattr(place, name) for name in ("table", "section", "item")},
        "row": claim.subject if claim and not place.table else place.row,
        "code": figure.code,
        "column": place.column,
        "measure": claim.measure if claim else "cell",
        **{name: getattr(figure, name) for name in ("year", "base", "fund", "unit", "printed")},
        "value": value_of(figure, exact),
        "line": place.line,
        "page": place.page,
    }


def placed(comparison: Comparison) -> Iterator[tuple[Place, str]]:
    """The printed places that a comparison looks at, by their printed names, and what is there."""
    relation, budget = comparison.relation, comparison.budget
    for term in relation.terms if relation else ():
        place = term.figure.place
        yield budget.shown(place) if budget else place, term.figure.printed
    for cited in relation.cited if relation else ():
        if cited.figure is None:
            yield budget.shown(cited.place) if budget else cited.place, cited.text


def places_of(comparison: Comparison) -> list[str]:
    """Every place that a comparison looks at in a phrase, each with what stands there."""
    told = (f"{place}: {printed or '—'}" for place, printed in placed(comparison))
    return [" ".join(each.split()) for each in dict.fromkeys(told)]
