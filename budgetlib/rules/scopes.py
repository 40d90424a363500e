"""Which funds of a disclosure are one money: one that holds nothing makes a wider one narrow."""

from __future__ import annotations

from functools import cached_property

from budgetlib.coordinates import Cell, whole
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, Quantity
from budgetlib.relations import INCONSISTENT, Sum
from budgetlib.vocabulary import above, parts

BUDGETS = parts("fund", "fiscal")
LEFT = ("carry_forward", "distributed")  # kinds of expenditure that are none of the year
BOTH = "both"


class Scopes:
    """What may be taken for one another in a disclosure: funds, and what comes in and goes out."""

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure

    @cached_property
    def brought(self) -> bool:
        """Money is carried over from the year before, or a surplus is used."""
        return any(
            c.of.fund == "unfiscal_surplus" or "carr" in c.of.fund for c in self._filled("in", "")
        )

    @cached_property
    def left(self) -> bool:
        """Money is carried forward, or a surplus distributed."""
        return any(c.of.kind in LEFT for c in self._filled("out", ""))

    def _filled(self, flow: str, code: str) -> list[Cell]:
        year = self.disclosure.year
        return [
            c
            for c in self.disclosure.cells
            if c.figure.value and c.of.flow == flow and c.of.year == year and c.of.code == code
        ]

    @cached_property
    def general_alone(self) -> bool:
        """No fiscal money but of the general budget, as far as tables and notes tell."""
        year = self.disclosure.year
        return not any(
            cell.figure.value
            for cell in self.disclosure.cells
            if cell.of.year == year and cell.of.fund.removesuffix("_carried") in BUDGETS[1:]
        )

    @cached_property
    def fiscal_alone(self) -> bool:
        """The summary shows no money but fiscal appropriations of the year."""
        return self._only("fiscal", *BUDGETS)

    def _only(self, *sources: str) -> bool:
        if not self.disclosure.has("summary"):
            return False
        rows = self.disclosure.table("summary").part("revenue")
        plain = [row for row in rows if row.level or row.code == "carry_over"]
        known = (*sources, "this_year", "grand_total")
        others = [row for row in plain if row.code not in known]
        return not any(figure.value for row in others for figure in row.some("amount"))

    @cached_property
    def narrow(self) -> dict[str, str]:
        """For a fund, the narrowest that is the same money."""
        found = {"year": "fiscal"} if self.fiscal_alone else {}
        if self.general_alone:
            found["fiscal"] = "general_budget"
            if self._only("fiscal", "general_budget"):
                found["year"] = "general_budget"
        return found

    def printed(self, cell: Cell) -> Quantity:
        """The coordinate of a cell; grand totals of both flows are one, and balanced money is."""
        return self._one_flow(self._own(cell))

    def of(self, cell: Cell) -> Quantity:
        """The coordinate by which two printings of one amount are known for one."""
        at = self._own(cell)
        moved = self.left if at.flow == "out" and not self.apart else self.brought
        fund = at.fund
        fund = whole(fund) if fund in ("year", "fiscal", *BUDGETS) and not moved else fund
        return self._one_flow(at._replace(fund=self._narrowest(fund)))

    def _one_flow(self, at: Quantity) -> Quantity:
        grand = at.fund.endswith("all") and not at.code
        return _balanced(at) if grand or not (self.brought or self.left) else at

    def _own(self, cell: Cell) -> Quantity:
        """Its coordinate; the fiscal table's expenditure holds what is carried over, if apart."""
        at = cell.of
        if at.flow == "out" and cell.place == "table fiscal" and self.apart:
            return at._replace(fund=whole(at.fund))
        if at.fund.endswith("_year") and not self.brought:
            return at._replace(fund=at.fund.removesuffix("_year"))
        return at

    def _narrowest(self, fund: str) -> str:
        end = "all" if fund.endswith("all") else ""
        plain = {"all": "year"}.get(fund, fund.removesuffix("_all"))
        while plain in self.narrow:
            plain = self.narrow[plain]
        return whole(plain) if end else plain

    def holds(self, wide: Cell, narrow: Cell) -> bool:
        """Whether one is the other with the money of further funds."""
        a, b = self._own(wide), self._own(narrow)
        same = a._replace(fund=b.fund) == b and self.of(wide) != self.of(narrow)
        return same and a.fund in _wider(b.fund)

    @cached_property
    def places(self) -> dict[str, list[Cell]]:
        """The cells of each kind of place."""
        found: dict[str, list[Cell]] = {}
        for cell in self.disclosure.cells:
            found.setdefault(cell.place, []).append(cell)
        return found

    @cached_property
    def three_budgets(self) -> list[Figure]:
        """The totals of the tables of the three budgets, as far as they are printed."""
        roles = ("by_function", "gov_fund", "state_capital")
        tables = [t for r in roles if self.disclosure.has(r) for t in self.disclosure.all_tables(r)]
        return [table.total_row["total"] for table in tables if table.total_row]

    @cached_property
    def apart(self) -> list[Figure]:
        """What the fiscal table carries over, where the tables of the three budgets leave it out.

        Bodies differ in this; it is so where just this amount is wanting.
        """
        if not self.disclosure.has("fiscal"):
            return []
        fiscal = self.disclosure.table("fiscal")
        carried = fiscal.find("carry_over", "revenue")
        row = fiscal.find("this_year", "expenditure") or fiscal.find("grand_total", "expenditure")
        if not row or not carried or not carried["amount"].value:
            return []
        wanting = Sum(row["amount"], [*self.three_budgets, carried["amount"]]).evaluate()
        return [carried["amount"]] if wanting and wanting.verdict != INCONSISTENT else []


def _balanced(at: Quantity) -> Quantity:
    """What comes in and goes out as one, where it is money of every kind."""
    total = (at.kind or "total") == "total" and at.fund != ""
    return at._replace(flow=BOTH, kind="total") if total else at


def _wider(fund: str) -> tuple[str, ...]:
    return (*above("fund", fund), f"{fund}_all", "fiscal_all", "all")


def scopes(disclosure: Disclosure) -> Scopes:
    """The scopes of a disclosure, found once: they lie beside its own cached properties."""
    known: Scopes = vars(disclosure).setdefault("scopes", Scopes(disclosure))
    return known
