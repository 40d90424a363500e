"""What was found, as a person would say it: in one line, where it stands and what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, Place, text_of
from budgetlib.phrases import Both, label, piece
from budgetlib.phrases import found as phrases
from budgetlib.reconcile import Comparison
from budgetlib.relations import Fact
from budgetlib.vocabulary import chinese, english

CENT = Decimal("0.01")


def title(
    budget: Disclosure, found: Sequence[Comparison], doubts: Sequence[tuple[Figure, Both]] = ()
) -> Both:
    """What does not hold, in one line of each language.

    Parameters
    ----------
    found
        The inconsistent comparisons, the gravest first.
    doubts
        Doubted figures, each with what the other figures imply.
    """
    first = found[0]
    if isinstance(first.relation, Fact):
        told = _words(budget, first, len(found))
    elif doubts:
        each = [
            {
                "at": figured(budget, figure),
                "printed": _side(figure.printed or None),
                "meant": meant,
            }
            for figure, meant in doubts
        ]
        merged = {one["at"]: [o for o in each if o["at"] == one["at"]] for one in each}
        told = piece("finding.doubt", doubts=[{"at": at, "of": of} for at, of in merged.items()])
    else:
        told = _sides(budget, first, len(found))
    return Both(told.english[:1].upper() + told.english[1:], told.chinese)


def placed(budget: Disclosure, place: Place) -> Both:
    """Where a place is, in words."""
    return Both(*budget.shown(place).words)


def figured(budget: Disclosure, figure: Figure) -> Both:
    """Where a figure stands, and what it tells there."""
    where = placed(budget, figure.place)
    claim = next((c for c in budget.all_claims if c.id == figure.id), None)
    if claim is None or not claim.subject or figure.place.table:
        return where
    told = label("measure", claim.measure) if claim.measure != "amount" else ""
    return Both(
        f"{where.english}, {claim.subject} {english(told)}".strip(),
        f"{where.chinese}{claim.subject}{'的' if told else ''}{chinese(told)}",
    )


def _words(budget: Disclosure, first: Comparison, n: int) -> Both:
    """Words against words: what stands on one side, and on the other, or nowhere."""
    assert isinstance(first.relation, Fact)
    left, right = first.relation.cited
    own = first.rule.name in phrases("say", "fails")
    kind = "missing" if first.relation.misses else "words"
    return piece(
        f"fails.{first.rule.name}" if own else f"finding.{kind}",
        left=left.text,
        right=right.text,
        at=placed(budget, left.place),
        there=placed(budget, right.place),
        part=placed(budget, right.place._replace(row="", column="", item="")),
        rule=Both(*(told.rstrip(".。") for told in first.rule.sentence)),
        more=n - 1,
    )


def _sides(budget: Disclosure, first: Comparison, n: int) -> Both:
    """Both sides of the gravest comparison, and how far they are apart."""
    relation, outcome = first.relation, first.outcome
    assert relation is not None
    left, *others = relation.terms
    kind = type(relation).__name__.lower()
    return piece(
        f"finding.{kind if kind != 'same' or len(others) == 1 else 'sum'}",
        at=figured(budget, left.figure),
        there=figured(budget, others[0].figure) if others else "",
        printed=_side(outcome.printed),
        expected=_side(outcome.expected),
        unit=outcome.unit,
        gap=text_of(abs(outcome.difference or Decimal(0)).quantize(CENT).normalize()),
        more=n - 1,
    )


def _side(side: Decimal | str | None) -> str | Both:
    if side is None:
        return Both("blank", chinese(label("doubt", "blank")))
    if isinstance(side, str):
        return side
    return text_of(side if int(side.as_tuple().exponent) >= -2 else side.quantize(CENT))
