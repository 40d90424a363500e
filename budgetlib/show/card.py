"""The card that a budget shows in a notebook: what it is, what was found, what to ask next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import starmap
from typing import Any

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, value_of
from budgetlib.show import LEFT, drawn, in_both, tabled
from budgetlib.show.answers import keys, wan
from budgetlib.vocabulary.phrases import Both, found, labels
from budgetlib.vocabulary.spelling import escape

GRAVEST = 3  # causes told on the card
KEYS = ("万元", "this year 本年", "last year 上年", "change 增减", "growth 增长 %")
PARTS = ("part 部分", "title 名称", "name 代称", "figures 数字")


def html(budget: Disclosure, said: Both, doubts: Sequence[Both]) -> str:
    """The unit, the verdict, the gravest doubts, key figures, parts, and what to call next."""
    told = "".join(f"<li>{in_both(doubt, '<br>')}</li>\n" for doubt in doubts[:GRAVEST])
    more = len(doubts) - GRAVEST
    left = in_both(Both(f"… {more} more", f"……另有{more}项"))
    left += ": <code>budget.reconcile().causes</code>"
    n, m = len(budget.tables), len(budget.notes)
    counted = Both(f"{n} tables, {m} sections of the notes", f"表{n}张，说明{m}节")
    parts = (
        f"<p><strong>{escape(budget.unit)}</strong> {budget.year} {budget.level}{budget.kind}</p>",
        f"<p>{in_both(said, '<br>')}</p>",
        f"<ol>\n{told}</ol>{left if more > 0 else ''}" if doubts else "",
        drawn(tabled(starmap(_key, keys(budget)), "Key figures 主要数字", KEYS)),
        f"<details><summary>{in_both(counted)}</summary>{_parts(budget)}</details>",
        f"<table><caption>What to call next 下一步</caption>\n{''.join(_next(budget))}</table>",
    )
    return "\n".join(filter(None, parts))


def _key(name: str, figure: Figure, before: Decimal | None) -> tuple[Any, ...]:
    step = None if before is None else wan(figure) - before
    rate = step / before * 100 if step is not None and before else None
    return (labels("key")[name], *map(value_of, (wan(figure), before, step, rate)))


def _parts(budget: Disclosure) -> str:
    """The tables and sections with their counts of figures."""
    counts = Counter(figure.place.table or figure.place.section for figure in budget.figures)
    tables = [
        (vocabulary.table(t.number), t.title, t.role, counts[t.number])
        for t in budget.tables.values()
    ]
    notes = [
        (vocabulary.section(n.section), n.title, n.topic, counts[n.section])
        for n in budget.notes.values()
    ]
    return drawn(tabled([*tables, *notes], "Tables and notes 表与说明", PARTS))


def _next(budget: Disclosure) -> Iterator[str]:
    """What may be called, each with what it gives; what this budget does not have is left out."""
    first = {
        "table": next(iter(budget.tables), ""),
        "section": next((note.section for note in budget.notes.values() if note.claims), ""),
        "projects": budget.has("projects"),
    }
    for call, (needs, english, chinese) in found("calls").items():
        if not needs or first[needs]:
            code = escape(call.format(**first))
            told = in_both(Both(english, chinese))
            yield f"<tr><td{LEFT}><code>{code}</code></td><td{LEFT}>{told}</td></tr>\n"
