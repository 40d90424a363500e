"""What a disclosure keeps to throughout: its sums and rates come out to the last digit printed."""

from decimal import Decimal
from math import log2

from budgetlib.disclosure import Disclosure
from budgetlib.figures import ZERO, Figure
from budgetlib.relations import EXACT, ROUNDING, Outcome, Rate, Relation, Sum
from budgetlib.rules.rule import Answers, rule
from budgetlib.rules.scopes import scopes

KIND = "last_digits"  # the last kind: it looks at what the others found
SURE = {Sum: 3, Rate: 6}  # bits: what comes out by chance in one of eight, of sixty disclosures
FEW = 20
NEAR = Decimal("1.5")  # what rounding allows in the middle comes out more often than its ends


@rule("hint")
def sums_come_out_to_the_last_digit(budget: Disclosure) -> Answers:
    """Where all other sums come out to the last digit printed, none is left to rounding.

    其余各项合计均精确到末位的，不应有尾差。
    """
    yield from _left_over(budget, Sum)


@rule("usual")
def rates_come_out_from_what_is_printed(budget: Disclosure) -> Answers:
    """Where all other rates follow from the amounts just as they are printed, each does.

    其余各项比率均可由所列金额精确算出的，该比率亦应如此。
    """
    yield from _left_over(budget, Rate)


def _left_over(budget: Disclosure, kind: type[Relation]) -> Answers:
    """The relations that need rounding, where all others of their kind and unit come out exactly.

    They share a figure, the one that is misprinted, or are few: else rounding is the custom here.
    """
    for unit in ("元", "万元", "亿元"):
        left, surprise = _kept(budget, kind, unit)
        if left and surprise < SURE[kind] and kind is Rate:  # if no digit of an amount is left out
            surprise += _kept(budget, Sum, unit)[1] - SURE[kind]
        if surprise >= SURE[kind]:
            yield from (relation.mapped(_as_printed) for relation in left)


def _kept(budget: Disclosure, kind: type[Relation], unit: str) -> tuple[list[Relation], float]:
    """The few relations that need rounding, and how little chance lets the others come out."""
    ran = [(r, o) for r, o in scopes(budget).ran if type(r) is kind and o.allowed]
    ran = [(r, o) for r, o in ran if r.terms[-1].figure.unit == unit]
    ran = [(r, o) for r, o in ran if not (isinstance(r, Rate) and _is_share(r))]
    left = [r for r, o in ran if o.verdict == ROUNDING]
    names = [{term.figure.id for term in r.terms} for r in left]
    exact = {o.printed: _surprise(r, o) for r, o in ran if o.verdict == EXACT}  # each whole once
    few = not left or set.intersection(*names) or FEW * len(left) <= len(exact)
    return left, sum(exact.values()) if few else 0


def _is_share(rate: Rate) -> bool:
    """Whether it is one of several rates, which are made to add up."""
    part, whole = rate.part[0], rate.base[0]
    return not (rate.minus or rate.part_minus) and part.base == whole.base


def _surprise(relation: Relation, outcome: Outcome) -> float:
    """How little chance lets a relation come out exactly, in bits."""
    if not isinstance(relation, Rate):  # of two rounded parts three times in four; of more, less
        filled = sum(bool(term.figure.value) for term in relation.terms)
        return max(log2(filled or 1) / 2 - 0.5, 0.4)
    return max(log2((outcome.allowed or ZERO) / relation.rate.half_unit / NEAR), 0)


def _as_printed(figure: Figure) -> Figure:
    """An amount that leaves no rounding."""
    return figure if figure.unit == "%" else figure._replace(half_unit=ZERO)
