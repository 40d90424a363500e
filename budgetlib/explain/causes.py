"""What was found, as a person would say it: in one line, where it stands and what it should be."""

from __future__ import annotations

from decimal import Decimal

from budgetlib.disclosure import Disclosure
from budgetlib.explain.wording import Sentence, say, sentence
from budgetlib.figures import Figure, Place, text_of
from budgetlib.locate import Cause
from budgetlib.locate.cause import Repair
from budgetlib.phrases import Both, found, label
from budgetlib.reconcile import Comparison
from budgetlib.relations import Fact
from budgetlib.vocabulary import chinese, english

MOST = 3  # doubted figures that a title names
CENT = Decimal("0.01")


def title(cause: Cause) -> Sentence:
    """What does not hold, in one line of each language."""
    first, budget = cause.comparisons[0], cause.budget
    repairs = cause.answers[0].repairs if len(cause.answers) == 1 else ()
    if isinstance(first.relation, Fact):
        told = _words(budget, first, len(cause.comparisons))
    elif 0 < len(repairs) <= MOST and not cause.answers[0].rules:
        doubts = [_doubt(budget, repair) for repair in repairs]
        merged = {each["at"]: [o for o in doubts if o["at"] == each["at"]] for each in doubts}
        told = say("finding.doubt", doubts=[{"at": at, "of": of} for at, of in merged.items()])
    else:
        told = _sides(budget, first, len(cause.comparisons))
    return sentence(told.english[:1].upper() + told.english[1:], told.chinese)


def _doubt(budget: Disclosure, repair: Repair) -> dict[str, object]:
    meant = Both(repair.likely, repair.likely) if repair.likely else Both(*repair.meant)
    printed = repair.figure.printed or Both("blank", label("doubt", "blank"))
    return {"at": figured(budget, repair.figure), "printed": printed, "meant": meant}


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


def _words(budget: Disclosure, first: Comparison, n: int) -> Sentence:
    """Words against words: what stands on one side, and on the other, or nowhere."""
    assert isinstance(first.relation, Fact)
    left, right = first.relation.cited
    own = first.rule.name in found("say", "fails")
    kind = "missing" if first.relation.misses else "words"
    return say(
        f"fails.{first.rule.name}" if own else f"finding.{kind}",
        left=left.text,
        right=right.text,
        at=placed(budget, left.place),
        there=placed(budget, right.place),
        part=placed(budget, right.place._replace(row="", column="", item="")),
        rule=Both(*(told.rstrip(".。") for told in first.rule.sentence)),
        more=n - 1,
    )


def _sides(budget: Disclosure, first: Comparison, n: int) -> Sentence:
    """Both sides of the gravest comparison, and how far they are apart."""
    relation, outcome = first.relation, first.outcome
    assert relation is not None
    left, *others = relation.terms
    kind = type(relation).__name__.lower()
    return say(
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
