"""The face: load a disclosure, and what one does with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import cube, package, show
from budgetlib import read as reading
from budgetlib import reconcile as reconciling
from budgetlib.disclosure import Disclosure
from budgetlib.printed import LedgerEntry
from budgetlib.read import MAX_MEGABYTES
from budgetlib.read.blocks import Block
from budgetlib.reprint import reprint as _reprint
from budgetlib.rules.rule import Rule
from budgetlib.show import context as context  # says how a comparison is shown in its context
from budgetlib.units import in_wan_yuan as _in_wan_yuan

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.locate.cause import Cause
    from budgetlib.locate.deduce import Deduction
    from budgetlib.locate.trust import Trust


@dataclass(frozen=True, repr=False)
class Budget(Disclosure):
    """A disclosure, and what one does with it; its data are those of `Disclosure`."""

    @classmethod
    def of(cls, disclosure: Disclosure) -> Budget:
        """The same disclosure with this face."""
        face = cls(**{f.name: getattr(disclosure, f.name) for f in fields(disclosure)})
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
        return _reprint(self, figure_id, printed)

    def in_wan_yuan(self) -> Budget:
        """A copy in which the figures of tables printed in 元 are told in 万元.

        The printed grid stays as it is; values, precision and the text of the figures change.
        """
        return _in_wan_yuan(self)

    def reconcile(self, rules: Sequence[Rule] | None = None) -> Reconciliation:
        """Run every rule once.

        Parameters
        ----------
        rules
            The rules to run, as `budgetlib.rules.rule` makes them; all when None.

        Returns
        -------
        Reconciliation
            Every comparison; `.findings`, `.comparisons` and `.coverage` are DataFrames.
        """
        found = reconciling.reconcile(self, rules)
        return Reconciliation(self, found.results)

    def deduce(self) -> Deduction:
        """What is listed but not printed, blank where an amount is due, or implied.

        Returns
        -------
        Deduction
            Its numbers are never mixed with printed ones; `.frame` lists them with their rules.
        """
        from budgetlib.locate.deduce import deduce

        return deduce(self.reconcile())

    def trust(self) -> Trust:
        """Which slips the equations of this disclosure would show, figure by figure.

        Returns
        -------
        Trust
            `.frame` counts by table and section, `.weak` lists what is not held and why.
        """
        from budgetlib.locate.trust import trust

        return trust(self.reconcile())

    def tidy(self) -> pd.DataFrame:
        """Every printed figure in one long frame.

        Returns
        -------
        pandas.DataFrame
            Indexed by the figure's id: where it stands (table, section, item, row, column, line,
            page), what it is (code, measure, year, base, fund, unit), and the number (printed,
            and `value` as float in `unit`).
        """
        return show.tidy(self)

    def cube(self) -> pd.DataFrame:
        """Every amount whose coordinate is known, as one tidy frame.

        Returns
        -------
        pandas.DataFrame
            flow, fund, kind, code, name, body, year, base; then amount (float), unit, place, id.
        """
        return cube.frame(self)

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
        """What joins two figures, in words.

        Parameters
        ----------
        a, b
            Their ids, as in the index of `tidy`.

        Returns
        -------
        str
            What each measures, the axes on which they differ, and the rules that tie them.
        """
        joined = {result.message[0] for result in self.reconcile().of(a, b)}
        return "\n".join([cube.why(self, a, b), *(f"tied: {told}" for told in sorted(joined))])

    def _repr_html_(self) -> str:
        return show.budget_html(self)

    def __repr__(self) -> str:
        return f"<Budget {self.id} {self.unit} {self.year}: {len(self.tables)} tables>"


@dataclass(frozen=True, repr=False)
class Reconciliation(reconciling.Reconciliation):
    """Every comparison on one budget, with their causes and as frames."""

    budget: Budget

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """What is to be doubted, gravest first; each inconsistent comparison is in one cause."""
        if not self.inconsistent:
            return ()
        from budgetlib.locate import locate

        return locate(self)

    @property
    def findings(self) -> pd.DataFrame:
        """The inconsistencies as a frame: severity, both sides, difference, places."""
        return show.findings_frame(self)

    @property
    def comparisons(self) -> pd.DataFrame:
        """Every comparison as a frame."""
        return show.comparisons_frame(self.results)

    @property
    def coverage(self) -> pd.DataFrame:
        """For each table and section: figures printed, tied twice, once, not at all."""
        return show.coverage_frame(self)

    def as_dict(self, ledger: bool = False) -> dict[str, Any]:
        """The whole result as `budgetlib check --format json` prints it."""
        b = self.budget
        names = ("id", "unit", "year", "level", "kind", "layout", "source")
        answer: dict[str, Any] = {
            "schema": 1,
            "budget": {name: getattr(b, name) for name in names},
            "verdicts": self.verdicts,
            "causes": [self._told(cause) for cause in self.causes],
            "comparisons": [result.as_dict() for result in self.results],
            "figures": self.figures,
        }
        if ledger:
            answer["ledger"] = [_token(entry) for entry in b.ledger]
        return answer

    def _told(self, cause: Cause) -> dict[str, Any]:
        """A cause, and which of `comparisons` it explains."""
        order = {id(result): at for at, result in enumerate(self.results)}
        return cause.as_dict() | {"comparisons": sorted(order[id(c)] for c in cause.comparisons)}

    def _repr_html_(self) -> str:
        from budgetlib import show

        return show.reconciliation_html(self)


def _token(entry: LedgerEntry) -> dict[str, Any]:
    where = {"line": entry.line} if entry.page is None else {"page": entry.page}
    return where | {"text": entry.text, "status": entry.status, "figure": entry.figure or None}


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
    if Path(source).is_dir():
        return open_package(source)
    given = {"year": str(year or ""), "body": body}
    return read(source, layout, max_megabytes or MAX_MEGABYTES, given)


def open_package(folder: Path | str) -> Budget:
    """The disclosure that a data package holds; see `load`."""
    return Budget.of(package.open_package(folder))


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
