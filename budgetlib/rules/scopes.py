"""Which funds of a disclosure are one money: one that holds nothing makes a wider one narrow."""

from collections.abc import Callable
from functools import cache, cached_property
from itertools import takewhile
from typing import Any, NamedTuple, TypeVar

from budgetlib.disclosure import Disclosure
from budgetlib.disclosure.coordinates import LEVELS, Cell, whole
from budgetlib.figures import Claim, Figure, Note, Quantity, Statement, Table, grouped
from budgetlib.layouts import of_budget
from budgetlib.relations import Sum
from budgetlib.vocabulary import ACCOUNTS, AXES, above, parts

BUDGETS = parts("fund", "fiscal")
LEFT = ("carry_forward", "distributed")  # kinds of expenditure that are none of the year
BOTH = "both"
FISCAL = [AXES["fund"][fund]["zh"] for fund in ("fiscal", "general_budget")]
T = TypeVar("T")


Group = tuple[str, str, str, bool, bool]


class Amount(NamedTuple):
    """An amount with what it is compared by."""

    order: int
    figure: Figure
    of: Quantity
    fund: str  # its own, once it is known what its place holds
    # a number for its coordinate as printed, both flows being one where they balance; and for that
    # with the narrowest fund that is the same money
    alike: int
    merged: int


class Told(NamedTuple):
    """The amounts that a section tells, reasons left out."""

    claims: list[Claim]
    plain: dict[str, Claim]  # the first of each key, but for what is told of a class or item


def _mixed(note: Note) -> bool:
    """Whether more than funds makes the fiscal money told (其中：一般公共预算 7，上年结转 3)."""
    runs = ((whole, listed(note, whole)) for whole in note.about("fiscal", "amount"))
    return any(
        any(part.key not in BUDGETS and part.figure.value for part in run)
        and not Sum(whole.figure, [part.figure for part in run]).fails
        for whole, run in runs
    )


def flow_of(claim: Claim) -> str:
    """Whether a claim is of revenue or of expenditure, as far as it tells."""
    return claim.figure.of.flow if claim.figure.of else ""


def listed(note: Note, whole: Claim) -> list[Claim]:
    """The amounts listed behind one."""
    told = note.about(measure="amount")
    return [*takewhile(lambda claim: claim.context == "list", told[told.index(whole) + 1 :])]


def make_a_member(note: Note, whole: Claim, parts: list[Claim]) -> bool:
    """Whether parts make one of a list that makes the whole: 甲局 6（基本 4，项目 2），乙站 4."""
    keys, own = {part.key for part in parts}, [part.figure for part in parts]
    members = [claim.figure for claim in listed(note, whole) if claim.key not in keys]
    made = any(not Sum(member, own).fails for member in members)
    return made and not Sum(whole.figure, members).fails


class Scopes:
    """What may be taken for one another in a disclosure: funds, and what comes in and goes out."""

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self._found: dict[tuple[object, ...], Any] = {}
        self.picks: dict[int, Any] = {}  # what is found by each pick, by its id

    def once(self, find: Callable[..., T], *asked: object) -> T:
        """What a function finds out about the disclosure, found once."""
        if (find, *asked) not in self._found:
            self._found[find, *asked] = find(self, *asked)
        found: T = self._found[find, *asked]
        return found

    @cached_property
    def statements(self) -> dict[str, list[Statement]]:
        """What the document tells in words, by kind."""
        return grouped((said.kind, said) for said in self.disclosure.all_statements)

    def read_whole(self, *places: str) -> bool:
        """Whether nothing of the tables of these kinds of places is unread."""
        roles, budget = {place.removeprefix("table ") for place in places}, self.disclosure
        tables = [table for table in budget.tables.values() if table.role in roles]
        return not any(t.unread or t.uncertain or budget.breaks(t) for t in tables)

    def section(self, topic: str) -> Note:
        """The section on a topic; where there is none, one that tells something of it."""
        budget = self.disclosure
        telling = None if budget.tells(topic) else self._telling.get(topic)
        return telling or budget.note(topic)

    @cached_property
    def _telling(self) -> dict[str, Note]:
        """The first section that tells something of each topic."""
        notes = reversed(self.disclosure.notes.values())
        return {claim.topic: note for note in notes for claim in note.claims}

    def told(self, topic: str, base: str, back: int = 0) -> Told:
        """What a section tells of the year, or of one so many years back, on a base."""
        return self.once(_told_of_section, topic, base, back)

    def elsewhere(self, funds: set[str]) -> bool:
        """Whether money of these funds, of the year or carried over, is printed anywhere."""
        return not funds.isdisjoint(self._funds)

    @cached_property
    def _funds(self) -> set[str]:
        filled = {c.of.fund for c in self._filled}
        filled |= {fund.removesuffix("_carried") for fund in filled}
        return {*filled, *BUDGETS} if any(map(_mixed, self.disclosure.notes.values())) else filled

    @cached_property
    def _filled(self) -> list[Cell]:
        year = self.disclosure.year
        return [c for c in self.disclosure.cells if c.figure.value and c.of.year == year]

    @cached_property
    def brought(self) -> bool:
        """Money is carried over from the year before, or a surplus is used, or none can tell."""
        funds = {c.of.fund for c in self._filled if c.of.flow == "in" and not c.of.code}
        return self._untold or any(f == "unfiscal_surplus" or "carr" in f for f in funds)

    @cached_property
    def left(self) -> bool:
        """Money is carried forward, or a surplus distributed, or none can tell."""
        out = (c.of for c in self._filled if c.of.flow == "out" and not c.of.code)
        return self._untold or any(of.kind in LEFT for of in out)

    @property
    def _untold(self) -> bool:
        """No table shows what is carried (accounts seldom balance without), or none read whole."""
        has = [role for role in ("summary", "fiscal") if self.disclosure.has(role)]
        read = self.read_whole(*(f"table {role}" for role in has))
        return not read or (self.disclosure.base == ACCOUNTS and not has)

    @cached_property
    def narrow(self) -> dict[str, str]:
        """For a fund, the narrowest that is the same money."""
        found = {"year": "fiscal"} if self._summed_up_by("fiscal", *BUDGETS) else {}
        if not self.elsewhere({*BUDGETS[1:]}):
            found["fiscal"] = "general_budget"
            if self._summed_up_by("fiscal", "general_budget"):
                found["year"] = "general_budget"
        return found

    def _summed_up_by(self, *sources: str) -> bool:
        """Whether the summary table shows no money from other sources than these."""
        budget = self.disclosure
        rows = budget.table("summary").part("revenue") if budget.has("summary") else ()
        plain = (row for row in rows if row.level or row.code == "carry_over")
        others = [row for row in plain if row.code not in (*sources, "this_year", "grand_total")]
        rows = rows if self.read_whole("table summary") else ()
        return bool(rows) and not any(f.value for row in others for f in row.some("amount"))

    @property
    def general_alone(self) -> bool:
        """All money is of the general public budget, as far as the summary can tell."""
        return self.narrow.get("year") == "general_budget"

    @cached_property
    def amounts(self) -> dict[str, dict[Group, list[Amount]]]:
        """The amounts of each kind of place, by what picks ask: flow, fund, kind, coded, body."""
        found: dict[str, dict[Group, list[Amount]]] = {}
        ids: dict[tuple[object, ...], int] = {}
        groups: dict[tuple[object, ...], tuple[str, int, int, list[Amount]]] = {}
        for n, (place, figure, of) in enumerate(self.disclosure.cells):
            flow, fund, kind, code, body, year, base = of
            at = (place, flow, fund, kind, not code, not body)
            known = groups.get(at)
            if known is None:
                group = (flow, fund, kind, bool(code), bool(body))
                held = found.setdefault(place, {}).setdefault(group, [])
                known = groups[at] = (*self._known_as(place, of, ids), held)
            own, alike, merged, held = known
            key = other = ids.setdefault((alike, code, body, year, base), len(ids))
            if alike != merged:
                other = ids.setdefault((merged, code, body, year, base), len(ids))
            held.append(Amount(n, figure, of, own, key, other))
        return found

    def _known_as(
        self, place: str, of: Quantity, ids: dict[tuple[object, ...], int]
    ) -> tuple[str, int, int]:
        """The fund of a cell, and numbers for what it is alike to, and is merged with."""
        flow, fund, kind, code, *_ = of
        told_whole = place == "note fiscal" and code and self._classes_hold_all
        if flow == "out" and (place == "table fiscal" or told_whole) and self.apart:
            fund = whole(fund)  # it holds what is carried over, which others leave out
        if place == "note general_budget" and self.of_year:
            fund = f"{fund}_year"
        if flow == "out" and place in self.of_both:
            fund = {"general_budget": whole(fund)}.get(fund, fund)
        if place == "note basic" and self.basic_of_all:
            fund = "year"
        if fund.endswith("_year") and not self.brought:
            fund = fund.removesuffix("_year")
        alike = self._one_flow(flow, fund, kind, code)
        merged = self._one_flow(flow, self.once(Scopes._merged, flow, fund), kind, code)
        return fund, ids.setdefault(alike, len(ids)), ids.setdefault(merged, len(ids))

    @cached_property
    def of_year(self) -> bool:
        """Whether the notes on the general budget leave out what its table spends of the carried.

        As with `apart`, it is so where just this amount is wanting.
        """
        budget = self.disclosure
        if not (budget.has("by_function") and budget.has("fiscal") and self.brought):
            return False
        total, whole = self.three_budgets[:1], budget.table("fiscal").find("carry_over", "revenue")
        told = self.told("general_budget", budget.base).plain.get("total")
        if not (total and whole and whole["amount"].value and told):
            return False
        return not Sum(total[0], [told.figure, whole["amount"]]).fails  # just that is wanting

    @cached_property
    def _classes_hold_all(self) -> bool:
        """Whether the classes told of fiscal money make its total, with what is carried over."""
        told = self.told("fiscal", self.disclosure.base)
        classes = [c.figure for c in told.claims if len(c.figure.code) == LEVELS[0]]
        total = told.plain.get("total")
        return bool(total and classes and not Sum(total.figure, classes).fails)

    @cached_property
    def of_both(self) -> set[str]:
        """Where the general budget is told with what is carried over, which its table sets apart.

        It is so where just the total of both is told.
        """
        budget = self.disclosure
        if whole(BUDGETS[0]) not in self._split:
            return set()
        fiscal = budget.table("fiscal") if budget.has("fiscal") else None
        row = fiscal.find("grand_total", "expenditure") if fiscal else None
        told = self.told(BUDGETS[0], budget.base).plain.get("total")
        figures = {"table fiscal": row.some(BUDGETS[0]) if row else []}
        figures[f"note {BUDGETS[0]}"] = [told.figure] if told else []
        total = self.three_budgets[0]
        return {place for place, own in figures.items() if own and not Sum(total, own).fails}

    @cached_property
    def basic_of_all(self) -> bool:
        """Whether what is told of basic expenditure, no fund being named, is that of all money."""
        told = self.told("basic", self.disclosure.base).plain.get("total")
        words = f"{self.section('basic').title}{told.subject}" if told else FISCAL[0]
        cells = () if any(word in words for word in FISCAL) else self.disclosure.cells
        basic = [c for c in cells if c.of[1:4] == ("year", "basic", "")]
        return any(told and c.figure.value == told.figure.value for c in basic)

    def _one_flow(self, flow: str, fund: str, kind: str, code: str) -> tuple[str, str, str]:
        """What comes in and goes out is one: grand totals always, other totals where balanced."""
        grand = fund.endswith("all") and not code
        one = fund and kind in ("", "total") and (grand or not (self.brought or self.left))
        return (BOTH, fund, "total") if one else (flow, fund, kind)

    def _merged(self, flow: str, fund: str) -> str:
        """The narrowest fund that is the same money, with what is carried over if nothing is."""
        moved = self.left if flow == "out" else self.brought
        # nothing shows whether it holds what is told to be carried over
        silent = not (self.disclosure.has("by_function") or self._untold)
        if flow == "out" and (self.apart or silent or whole(fund) in self._split):
            moved = self.brought
        plain = {"all": "year"}.get(fund, fund.removesuffix("_all"))
        while plain in self.narrow:
            plain = self.narrow[plain]
        lifted = fund in ("year", "fiscal", *BUDGETS) and not moved
        return whole(plain) if lifted or fund.endswith("all") else plain

    @cached_property
    def _split(self) -> set[str]:
        """The funds of the table by function: it may split the year's money from the carried."""
        return {c.of.fund for c in self.disclosure.cells if c.place == "table by_function"}

    @cached_property
    def three_budgets(self) -> list[Figure]:
        """The totals of the tables of the three budgets, as far as they are printed."""
        roles = ("by_function", *BUDGETS[1:])
        tables = [t for role in roles for t in self.disclosure.tables.values() if t.role == role]
        return [figure for table in tables for figure in _spent(table) if figure]

    @cached_property
    def apart(self) -> list[Figure]:
        """What the fiscal table carries over, where the tables of the three budgets leave it out.

        Bodies differ in this; it is so where just this amount is wanting.
        """
        if not self.disclosure.has("fiscal"):
            return []
        fiscal = self.disclosure.table("fiscal")
        carried, spent = fiscal.find("carry_over", "revenue"), spent_by(fiscal)
        if not spent or not carried or not carried["amount"].value:
            return []
        wanting = Sum(spent, [*self.three_budgets, carried["amount"]])
        return [] if wanting.fails else [carried["amount"]]


def _told_of_section(known: Scopes, topic: str, base: str, back: int) -> Told:
    note, budget = known.section(topic), known.disclosure
    own = [
        claim
        for claim in note.about(measure="amount")
        if (claim.topic, *claim.figure.stands) == (topic, budget.year - back, base)
    ]
    classes = of_budget(budget.layout).data["tells"]["classes"]
    plain = (c for c in reversed(own) if c.figure.code in ("", classes.get(c.key)))
    return Told(own, {c.key: c for c in plain})


def _spent(table: Table) -> list[Figure | None]:
    """The total of a table; where it stands in a row of the header, the classes that make it."""
    if not table.total_row:
        return [spent_by(table)]
    classes = (row["total"] for row in table.rows if row.level == 1 and "total" in row)
    return [*(table.total_row.some("total") or classes)]


def spent_by(table: Table) -> Figure | None:
    """This year's expenditure by a two-sided table, else all of it."""
    row = table.find("this_year", "expenditure") or table.find("grand_total", "expenditure")
    return row["amount"] if row else None


@cache
def wider(fund: str) -> tuple[str, ...]:
    """The funds that hold a fund."""
    return (*above("fund", fund), f"{fund}_all", "fiscal_all", "all")


def scopes(disclosure: Disclosure) -> Scopes:
    """The scopes of a disclosure, found once: they lie beside its own cached properties."""
    own = vars(disclosure)
    if "scopes" not in own:
        own["scopes"] = Scopes(disclosure)
    known: Scopes = own["scopes"]
    return known
