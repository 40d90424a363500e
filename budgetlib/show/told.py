"""What notes tell of one quantity: its amount, its change, its growth, and so the year before."""

from decimal import Decimal
from itertools import product
from typing import NamedTuple

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Claim, Figure, Note, converted
from budgetlib.rules.years import told_prior
from budgetlib.vocabulary import ACCOUNTS
from budgetlib.vocabulary.phrases import label

IMPLIED = label("one", "implied")
TOTALS = ("total", "this_year")
WHOLES = {
    "overall": TOTALS,
    "general_budget": (*TOTALS, "general_budget", "fiscal_expenditure"),
}


class Told(NamedTuple):
    """An amount claimed, with what the note attaches to it, and last year's where it is told."""

    amount: Claim
    change: Claim | None = None
    growth: Claim | None = None
    prior: Claim | None = None

    @property
    def value(self) -> Decimal:
        """The amount."""
        return self.amount.figure.amount

    def tells(self, figure: Figure) -> bool:
        """Whether this is a printed amount, as far as it rounds."""
        own = self.amount.figure
        return abs(own.amount - converted(figure.amount, figure, own.unit)) <= own.half_unit

    @property
    def figures(self) -> list[Figure]:
        """What its amounts of this year and the last follow from."""
        told = [self.amount, *filter(None, (self.change, self.prior))]
        return [claim.figure for claim in told]

    @property
    def step(self) -> Decimal | None:
        """The change with its sign, or what the two amounts make; None where neither is told."""
        if self.change is not None and self.change.direction is not None:
            return self.change.direction * self.change.figure.amount
        return None if self.prior is None else self.value - self.prior.figure.amount

    @property
    def before(self) -> Decimal | None:
        """The compared year's amount, told or by implication."""
        return None if self.step is None else self.value - self.step

    @property
    def base(self) -> str:
        """What the year before is: its base where that is told, else that it is implied."""
        return compared_base(self) if self.prior else IMPLIED

    @property
    def rate(self) -> Decimal | None:
        """The growth printed, with the sign of its word."""
        if self.growth is None or self.growth.figure.value is None:
            return None
        return self.growth.figure.value * (-1 if self.growth.direction == -1 else 1)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Between what the growth in per cent must lie, given the rounding of both amounts."""
        told = self.change if self.change and self.change.direction is not None else self.prior
        if told is None or self.step is None or self.before is None:
            return None
        half, reach = self.amount.figure.half_unit, told.figure.half_unit
        other = self.step if told is self.change else self.before
        rates = []
        for value, end in product(
            (self.value - half, self.value + half), (other - reach, other + reach)
        ):
            before = value - end if told is self.change else end
            if before <= 2 * half:
                return None
            rates.append((value - before) / before * 100)
        return min(rates), max(rates)


def executed(budget: Disclosure, claim: Claim) -> bool:
    """Of final accounts, whether a claim is of what was executed; of a budget always."""
    return budget.kind != ACCOUNTS or claim.figure.base == ACCOUNTS


def amounts_told(budget: Disclosure, topic: str) -> list[Told]:
    """Every amount that the notes tell on a topic, stated reasons left out.

    Of final accounts, what was executed; the budgets beside it are left out.
    """
    notes = [note for note in budget.notes.values() if note.topic == topic]
    return [
        _with_changes(note, claim)
        for note in notes
        for claim in note.about(measure="amount")
        if executed(budget, claim)
    ]


def _with_changes(note: Note, claim: Claim) -> Told:
    change, growth = (_since(note, claim, measure) for measure in ("change", "growth"))
    compared = change or growth
    return Told(claim, change, growth, told_prior(note, claim, compared) if compared else None)


def _since(note: Note, claim: Claim, measure: str) -> Claim | None:
    """The change, or the growth, since another year; not that against a budget of the same one."""
    told = (c for c in note.claims if c.of == claim.id and c.measure == measure)
    return next((c for c in told if c.compared != claim.figure.year), None)


def items_told(budget: Disclosure) -> list[Told]:
    """The items of the general public budget, one by one as the notes list them.

    Where the notes list those of all fiscal appropriation instead, the ones that the table of
    the general public budget has.
    """
    found = _items(budget, "general_budget")
    if found or not budget.has("by_function"):
        return found
    codes = {row.code for table in budget.all_tables("by_function") for row in table.rows}
    fiscal = _items(budget, "fiscal_by_function")
    return [each for each in fiscal if each.amount.figure.code in codes]


def _items(budget: Disclosure, topic: str) -> list[Told]:
    """Each item once, in the sentence that compares it where one does."""
    found: dict[tuple[str, str], Told] = {}
    for each in amounts_told(budget, topic):
        at = (each.amount.figure.place.item, each.amount.figure.code)
        if each.amount.key == "item" and (at not in found or found[at].step is None):
            found[at] = each
    return list(found.values())


def whole_told(budget: Disclosure, topic: str) -> Told | None:
    """The whole of the budget, or of the general public budget, with its change if one is told.

    Where its own section tells none, the section on expenditure may.
    """
    own = [each for each in amounts_told(budget, topic) if each.amount.key in WHOLES[topic]]
    if topic == "general_budget":  # what is spent of it, where what came in is told beside
        own = [each for each in own if (of := each.amount.figure.of) is None or of.flow != "in"]
    known = [*own, *_under_expenditure(budget, topic)]
    return next((each for each in known if each.step is not None), known[0] if known else None)


def _under_expenditure(budget: Disclosure, topic: str) -> list[Told]:
    """What the section on expenditure tells of the same whole; of fiscal money where it is all."""
    found = amounts_told(budget, "expenditure")
    whole = next((each.value for each in found if each.amount.key == "total"), None)
    keys = ("general_budget",) if topic == "general_budget" else ("total", "fiscal_expenditure")
    return [e for e in found if e.amount.key in keys and (topic != "overall" or e.value == whole)]


def compared_base(each: Told) -> str:
    """What the year before is that an amount is compared with; as the amount if nothing is said."""
    compared = each.change or each.growth
    return (compared.compared_base if compared else "") or each.amount.figure.base
