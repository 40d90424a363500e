"""The face: load a disclosure, and what one does with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import package, show, vocabulary
from budgetlib import read as reading
from budgetlib.content import content
from budgetlib.disclosure import Disclosure, cube, reprint
from budgetlib.figures import Figure
from budgetlib.read import MAX_MEGABYTES
from budgetlib.read.blocks import Block
from budgetlib.relations import NOT_RUN
from budgetlib.rules import reconcile as reconciling
from budgetlib.rules.rule import Rule
from budgetlib.show import SEVERITIES, answers, parameters, results
from budgetlib.show import context as context  # says how a comparison is shown in its context
from budgetlib.show.results import SCHEMA as SCHEMA
from budgetlib.vocabulary.phrases import Both, piece

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.locate.cause import Causes
    from budgetlib.locate.deduce import Deduction
    from budgetlib.locate.trust import Trust


class Budget(Disclosure):
    """A disclosure, and what one does with it; its data are those of `Disclosure`."""

    @classmethod
    def of(cls, disclosure: Disclosure) -> Budget:
        """The same disclosure with this face."""
        face = cls(**disclosure._asdict())
        vars(face)["cells"] = disclosure.cells  # made as it is loaded: each figure knows its own
        return face

    def reprint(self, figure_id: str, printed: str) -> Budget:
        """A copy in which one figure (a cell or a claim) is printed otherwise.

        Parameters
        ----------
        figure_id
            As in the index of `tidy`: "3/208/total", or "五.三.1#2" for a claim.
        printed
            The characters to print in its place; "" leaves the cell blank.

        Raises
        ------
        BudgetError
            No such figure, or `printed` is not a number.
        """
        return reprint.reprint(self, figure_id, printed)

    def in_wan_yuan(self) -> Budget:
        """The same, the figures of tables printed in 元 told in 万元; itself where there are none.

        The printed grid stays as it is; values, precision and the text of the figures change.
        """
        return self._in_wan_yuan

    @cached_property
    def _in_wan_yuan(self) -> Budget:
        return reprint.in_wan_yuan(self)

    def reconcile(self, rules: Sequence[Rule] | None = None) -> Reconciliation:
        """Run every rule once, or these, as `budgetlib.rules.rule` makes them.

        Returns
        -------
        Reconciliation
            Every comparison; `.findings`, `.comparisons` and `.coverage` are DataFrames.
        """
        for held in _held[1] if _held and rules is None else ():
            if held.budget is self:
                return held
        found = reconciling.reconcile(self, rules)
        return Reconciliation(self, found.results)

    def deduce(self) -> Deduction:
        """What is listed but not printed, blank where an amount is due, or implied.

        Its numbers are never mixed with printed ones; `.frame` lists them with their rules.
        """
        from budgetlib.locate.deduce import deduce

        return deduce(self.reconcile())

    def trust(self) -> Trust:
        """Which slips the equations of this disclosure would show, figure by figure.

        `.frame` counts by table and section, `.weak` lists what is not held and why.
        """
        from budgetlib.locate.trust import trust

        return trust(self.reconcile())

    @property
    def total(self) -> Figure:
        """Total expenditure; raises `Absent` where it is printed nowhere."""
        return answers.key(self, "expenditure")

    @property
    def staff(self) -> Figure:
        """The number of staff; raises `Absent` where no sentence tells it."""
        return answers.staff(self)

    def items(self, exact: bool = False) -> pd.DataFrame:
        """The items of the general public budget by code, in 万元 (`Decimal` where exact).

        Returns
        -------
        pandas.DataFrame
            item, amount, last_year (printed, told, or implied by the change), change, rate (growth
            in % as the notes print it), base (what last_year is: 预算, 预算执行数), reason (whether
            one is told), line, page, id.
        """
        return answers.items(self, exact)

    def projects(self, exact: bool = False) -> pd.DataFrame:
        """The projects of the lowest level by name, in 万元; raises `Absent` without their table.

        Returns
        -------
        pandas.DataFrame
            code, category, amount, last_year and year_before_last (as its history tells), buys (the
            economic classes of its cost lines, the largest first), cost_lines, table, line, page.
        """
        return answers.projects(self, exact)

    def search(self, words: str) -> pd.DataFrame:
        """Where words or a code stand: in tables, claims, facts, and the document's notes."""
        return answers.search(self, words)

    def cite(self, figure: Figure | str) -> str:
        """Name a figure, or the one with an id, with its document, table or section, and page."""
        return answers.cite(self, figure)

    def explore(self, frame: pd.DataFrame | None = None) -> Any:
        """A frame (`tidy` when None) to sort and search in Jupyter, offline; needs ``[lab]``."""
        return answers.explored(self.tidy() if frame is None else frame)

    def tidy(self, exact: bool = False) -> pd.DataFrame:
        """Every printed figure in one long frame.

        Returns
        -------
        pandas.DataFrame
            Indexed by the figure's id: where it stands (table, section, item, row, column, line,
            page), what it is (code, measure, year, base, fund, unit), and the number (printed,
            and `value` in `unit` as float, or as `Decimal` where exact).
        """
        return show.tidy(self, exact)

    def cube(self, exact: bool = False) -> pd.DataFrame:
        """Every amount whose coordinate is known, as one tidy frame.

        Returns
        -------
        pandas.DataFrame
            flow, fund, kind, code, name, body, year, base; then amount (float, or `Decimal` where
            exact), unit, place, id, line, page.
        """
        return cube.frame(self, exact=exact)

    def pivot(self, index: str, columns: str = "place", **where: Any) -> pd.DataFrame:
        """Members of one axis of the cube by places, years or members of another.

        Parameters
        ----------
        index, columns
            Columns of `cube`, for instance ``pivot("fund", flow="in")``.
        where
            What the other axes are; a tuple admits several.

        Returns
        -------
        pandas.DataFrame
            Amounts in the unit of their table, the first that is printed; NaN where none is.
        """
        return cube.pivot(self, index, columns, **where)

    def why(self, a: str, b: str) -> str:
        """What joins two figures, by their ids, as in the index of `tidy`.

        In words: what each measures, the axes on which they differ, and the rules that tie them.
        """
        a, b = self.figure(a).id, self.figure(b).id
        joined = {result.message[0] for result in self.reconcile().of(a, b)}
        return "\n".join([cube.why(self, a, b), *(f"tied: {told}" for told in sorted(joined))])

    def _repr_html_(self) -> str:
        result = self.reconcile()
        return answers.card(self, result.said, [cause.sentence for cause in result.causes])

    def __repr__(self) -> str:
        return f"<Budget {self.id} {self.unit} {self.year}: {len(self.tables)} tables>"


class Reconciliation(reconciling.Reconciliation):
    """Every comparison on one budget, with their causes and as frames."""

    budget: Budget

    @cached_property
    def causes(self) -> Causes:
        """What is to be doubted, gravest first; each inconsistent comparison is in one cause."""
        from budgetlib.locate import Causes, locate

        return Causes(locate(self))

    @property
    def findings(self) -> pd.DataFrame:
        """The inconsistencies by the numbers of their causes: severity, both sides, places."""
        found = ((n, c) for n, cause in enumerate(self.causes, 1) for c in cause.comparisons)
        return results.findings_frame(found)

    def to_frame(self, exact: bool = False) -> pd.DataFrame:
        """The findings for work: a row for each inconsistent comparison, numbers as such.

        Returns
        -------
        pandas.DataFrame
            cause (its number), severity, rule, printed, expected, difference (floats, or `Decimal`
            where exact; words are in `places`), unit, then the place of what is doubted: table,
            section, row, column, line, page; doubt (the sentence of the cause), places, and the
            rule and the sentence in Chinese.
        """
        causes = enumerate(self.causes, 1)
        found = ((n, each, cause) for n, cause in causes for each in cause.comparisons)
        return results.work_frame(found, exact)

    def to_excel(self, path: Path | str) -> Path:
        """Write `to_frame` as a workbook; needs the extra ``[xlsx]``."""
        return results.to_excel(self.to_frame(), Path(path))

    @property
    def comparisons(self) -> pd.DataFrame:
        """Every comparison as a frame."""
        return results.comparisons_frame(self.results)

    @property
    def coverage(self) -> pd.DataFrame:
        """For each table and section: figures printed, tied twice, once, not at all."""
        return results.coverage_frame(self)

    @cached_property
    def cause_of(self) -> dict[int, int]:
        """The number of the cause of each inconsistent comparison, by its `id()`."""
        return {id(c): n for n, cause in enumerate(self.causes, 1) for c in cause.comparisons}

    @cached_property
    def found(self) -> Counter[str]:
        """How many causes are errors, warnings, notes."""
        return Counter(cause.severity for cause in self.causes)

    @cached_property
    def said(self) -> Both:
        """The verdict on the whole in one line of each language, and beside it what was not read.

        Findings about the document and limits of the reading are two answers, never one.
        """
        n = self.verdicts
        tied, amounts = self.tied_amounts
        return piece(
            "verdict.line",
            state=Both(*vocabulary.label("state", self.state)),
            run=sum(n.values()) - n[NOT_RUN],
            **{f"{severity}s": self.found[severity] for severity in SEVERITIES},
            **{name: n[name] for name in reconciling.VERDICTS},
            amounts=amounts,
            tied=tied,
            reading=self.reading or [piece("verdict.all_read")],
        )

    @property
    def reading(self) -> list[Both]:
        """What was not read, kind by kind; none where every number was."""
        kinds = Counter(limit.kind for limit in self.budget.limits)
        kinds |= {"comparison": len(self.unread)} if self.unread else {}
        return [piece(f"verdict.{kind}", n=n) for kind, n in kinds.items()]

    def as_dict(self, every: bool = False, ledger: bool = False) -> dict[str, Any]:
        """The result as `budgetlib check --format json` prints it.

        Parameters
        ----------
        every
            Tell the exact comparisons and the rules that did not run too, not only their counts.
        ledger
            Tell every numeric token of the document, and what it was read as.
        """
        return results.as_dict(self, every, ledger)

    def _repr_html_(self) -> str:
        return results.reconciliation_html(self)


def load(
    source: Path | str,
    layout: str | None = None,
    max_megabytes: float | None = None,
    *,
    year: int | None = None,
    body: str = "",
) -> Budget:
    """Load a disclosure.

    Parameters
    ----------
    source
        The folder of a data package, or a published document.
    layout
        The family of a document, by name or TOML file; recognised when None.
    max_megabytes
        Larger documents are refused; 20 when None.
    year, body
        What a document does not tell, or tells wrongly; `identity` says what was told where.

    Returns
    -------
    Budget
        Its tables, notes and claims; amounts in the units printed, mostly 万元.

    Raises
    ------
    ReadError
        A document that cannot be read.
    PackageError
        A package that is incomplete or altered.
    """
    parameters.refuse_unknown()
    if Path(source).is_dir():
        return open_package(source)
    given = {"year": str(year or ""), "body": body}
    return read(source, layout, max_megabytes or MAX_MEGABYTES, given)


def open_package(folder: Path | str) -> Budget:
    """The disclosure that a data package holds; see `load`."""
    if _held and _held[0] == content(Path(folder)):
        return _held[1][0].budget
    return Budget.of(package.open_package(folder))


_held: tuple[str, list[Reconciliation]] | None = None


def hold(folder: Path, budget: Budget) -> None:
    """Keep what a package holds, reconciled, for the processes that will be forked from this.

    Whatever package has just this content is then opened as this very budget; one is held.
    """
    global _held
    _held = None
    alike = (budget,) if budget.in_wan_yuan() is budget else (budget, budget.in_wan_yuan())
    results = [each.reconcile() for each in alike]
    for result in results:  # what most of them ask for
        _ = result.cause_of, [relation.looks_at for relation, _ in result.evaluated]
    _held = content(folder), results


def read(
    path: Path | str,
    layout_name: str | None = None,
    max_megabytes: float = MAX_MEGABYTES,
    given: Mapping[str, str] | None = None,
) -> Budget:
    """The disclosure that a document publishes; see `load`."""
    return Budget.of(reading.read(path, layout_name, max_megabytes, given))


def read_text(text: str, source: str = "", layout_name: str | None = None) -> Budget:
    """The disclosure that the text of a document publishes; see `load`."""
    return Budget.of(reading.read_text(text, source, layout_name))


def read_blocks(
    blocks: Sequence[Block],
    source: str = "",
    layout_name: str | None = None,
    lost: Sequence[str] = (),
) -> Budget:
    """The disclosure that paragraphs and grids of any format make; see `load`."""
    return Budget.of(reading.read_blocks(blocks, source, layout_name, lost))


def reconcile(disclosure: Disclosure, rules: Sequence[Rule] | None = None) -> Reconciliation:
    """Run rules on a disclosure; see `Budget.reconcile`."""
    return Budget.of(disclosure).reconcile(rules)
