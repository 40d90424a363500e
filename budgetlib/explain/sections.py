"""A section of the notes, told in one shape: answer, chart, tables, what it states, the checks.

What a section shows is a row of `phrases.toml` (`[sections]`): which functions of this room answer
its question, which exhibit its chart draws, and which comparisons are about it.
"""

from collections.abc import Callable
from functools import cached_property
from inspect import signature
from typing import Any

from budgetlib import charts
from budgetlib.budget import Budget, Reconciliation
from budgetlib.errors import Absent
from budgetlib.explain import basic, evidence, general_budget, other, overall, projects
from budgetlib.explain.wording import (
    Exhibit,
    Sentence,
    Shown,
    counted,
    folded,
    made,
    say,
    sentence,
    together,
)
from budgetlib.relations import INCONSISTENT
from budgetlib.rules.comparison import Comparison
from budgetlib.show import said, titled
from budgetlib.vocabulary import Label, Record, chinese, english, phrases
from budgetlib.vocabulary.phrases import Both, both

MODULES = {"general_budget": general_budget, "projects": projects}
MODULES |= dict.fromkeys(("overall", "revenue", "expenditure", "fiscal", "totals"), overall)
MODULES |= dict.fromkeys(("basic", "three_public"), basic)
MODULES |= dict.fromkeys(("other", "indicators", "empty_budgets"), other)
MOST = 15  # bars in a chart
MOST_TOLD = 6  # amounts in a sentence


class Section(Record):
    """One section of a disclosure, by its key in `phrases.toml`."""

    budget: Budget
    key: str
    known: Reconciliation | None = None

    @property
    def row(self) -> dict[str, Any]:
        """What `phrases.toml` says of it; its topic is its key where nothing is said."""
        return {"topics": [self.key], **phrases.found("sections", self.key)}

    @cached_property
    def result(self) -> Reconciliation:
        """Every comparison on the disclosure."""
        return self.known or self.budget.reconcile()

    def _made(self, name: str) -> Any:
        """What a function of this room, or an exhibit that is a row, tells of this disclosure."""
        path, *words = name.split()
        module, _, function = (path if "." in path else f"{self.key}.{path}").partition(".")
        of = getattr(MODULES[module], function, None)
        if of is None:
            return made(self.budget, f"{module}.{function}")
        takes = next(iter(signature(of).parameters))
        return of(self.result if takes == "reconciliation" else self.budget, *words)

    def _tried(self, name: str) -> Any:
        """The same; None where a table that it needs is absent, and the notes tell amounts."""
        try:
            return self._made(name)
        except Absent:
            if not evidence.own_amounts(self.budget, *self.row["topics"]):
                raise
            return None

    @property
    def answer(self) -> Sentence:
        """What the section comes to, in a few computed sentences; what the notes tell alone."""
        alone = [self._by_the_notes] if None in self._answers else []
        return together(*alone, *filter(None, self._answers))

    @cached_property
    def _answers(self) -> list[Sentence | None]:
        """What each function of the row answers; None where the notes tell the section alone."""
        return [self._tried(name) for name in self.row["answer"]]

    @property
    def _by_the_notes(self) -> Sentence:
        claims = evidence.own_amounts(self.budget, *self.row["topics"])
        told = [{"name": Both(c.subject, c.subject), "amount": counted(c.figure)} for c in claims]
        return say("notes_alone.tell", told=told[:MOST_TOLD], more=len(told[MOST_TOLD:]))

    def __getitem__(self, name: str) -> Exhibit:
        """An exhibit by its name, of this section or of another module; no column of blanks."""
        made: Exhibit | None = self._tried(name)
        if made is None or made.empty:
            return Exhibit() if made is None else made
        return made.dropna(axis="columns", how="all")

    @property
    def chart(self) -> charts.Chart | Shown:
        """The one chart that shows the answer; nothing where it would show nothing."""
        kind, name = self.row.get("chart", ("", ""))
        frame = self._tried(name) if kind else None
        drawn = DRAWN[kind](frame) if frame is not None and len(frame) else None
        title = self.row.get("title", "")
        if kind and drawn is None and None in self._answers:
            drawn = _bars(evidence.amounts(self.budget, *self.row["topics"]))
            title, *_ = phrases.found("exhibits", "evidence.amounts")
        if drawn is None:
            return Shown("", "")
        (ax, values), title = drawn, both(title)
        return charts.show(ax, charts.describe(title, values), title)

    @property
    def told(self) -> Exhibit:
        """What the notes state, a row for each thing that they tell an amount of."""
        return evidence.stated(self.budget, *self.row["topics"])

    @property
    def printed(self) -> Shown:
        """The tables of the section as they were printed, folded."""
        tables = [t for t in self.budget.tables.values() if t.role in self.row["roles"]]
        html = [folded(titled(t), t._repr_html_()) for t in tables]
        return Shown("\n".join(html), "\n".join(map(titled, tables)))

    @property
    def recomputed(self) -> Exhibit:
        """What was done again, comparison by comparison."""
        of = self.row.get("recomputed", ())
        done = (r for r in self.result.results if r.relation)
        return evidence.recomputed([r for r in done if r.rule.name in of or r.rule.kind in of])

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Every comparison about the section."""
        keys = ("roles", "rules", "unrun")
        told = {key: tuple(self.row.get(key, ())) for key in keys}
        told["unrun"] += tuple(self.row.get("recomputed", ()))
        return evidence.comparisons_about(self.result, tuple(self.row["topics"]), **told)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the causes of what does not hold here."""
        of, results = self.result.cause_of, self.comparisons
        return sorted({of[id(r)] for r in results if r.verdict == INCONSISTENT})

    @property
    def checked(self) -> Shown:
        """How the section was checked: what does not hold by its number, the rules folded."""
        results = self.comparisons
        titles = [(n, sentence(*self.result.causes[n - 1].title)) for n in self.numbers]
        listed = "".join(
            f'<li value="{n}" data-finding="{n}">{said(told)}</li>' for n, told in titles
        )
        verdict = evidence.verdict(results)
        below = evidence.agreement(results)._repr_html_() + evidence.not_run(results)._repr_html_()
        html = (f"<ol>{listed}</ol>" if listed else "") + folded(verdict, below)
        text = [f"{n}. {told.english}\n{told.chinese}" for n, told in titles]
        return Shown(html, "\n".join([*text, str(verdict)]))


def section(budget: Budget, key: str) -> Section:
    """A section of a disclosure, in 万元: "overall", "revenue", "expenditure" and so on."""
    return Section(budget.in_wan_yuan(), key)


Drawn = tuple[Any, Any] | None  # the axes, and what stands on them for who cannot see them


def _bars(frame: Exhibit) -> Drawn:
    """The filled amounts of the first column of numbers, where there are several."""
    column = frame.select_dtypes("number").iloc[:, 0]
    values = column[column.notna() & (column != 0)]
    values = values[values.abs().rank(ascending=False, method="first") <= MOST]
    if len(values) < 2:
        return None
    return charts.bars(charts.axes(height=0.5 + 0.34 * len(values)), values, unit="万元"), values


def _stacked(frame: Exhibit) -> Drawn:
    """Rows split into parts, where there is more than one of either."""
    told = frame.select_dtypes("number")
    told = told.loc[(told.fillna(0) != 0).any(axis=1), (told.fillna(0) != 0).any()]
    if told.size < 2:
        return None
    ax = charts.axes(width=9, height=0.8 + 0.45 * len(told))
    return charts.stacked(ax, told), told.sum(axis=1)


def _flow(frame: Exhibit) -> Drawn:
    ax = charts.flow(charts.axes(width=10, height=5), frame)
    ends = list(zip(frame.iloc[:, 1], frame.iloc[:, 2], strict=True))
    told = ([f"{of(a)} → {of(b)}" for a, b in ends] for of in (english, chinese, str))
    return ax, zip(map(Label, *told), frame.iloc[:, 3], strict=True)


def _changes(frame: Exhibit) -> Drawn:
    """The way from last year, where all of it is told; else the changes alone."""
    start, values = frame.attrs.get("start"), frame.iloc[:, 0]
    if not start:
        return _bars(frame)
    ends = frame.attrs["ends"]
    ax = charts.axes(width=9, height=1 + 0.34 * len(values))
    return charts.waterfall(ax, start, values, ends), values


DRAWN: dict[str, Callable[[Exhibit], Drawn]] = {
    "bars": _bars,
    "stacked": _stacked,
    "flow": _flow,
    "changes": _changes,
}
