"""What was found, as a person would say it: in one line, where it stands and what it should be."""

import re
from collections.abc import Sequence
from decimal import Decimal

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, Place, text_of
from budgetlib.relations import Fact
from budgetlib.rules.reconcile import Comparison
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.phrases import Both, label, piece
from budgetlib.vocabulary.phrases import found as phrases

CENT = Decimal("0.01")


def title(
    budget: Disclosure, found: Sequence[Comparison], doubts: Sequence[tuple[Figure, Both]] = ()
) -> Both:
    """What does not hold, the gravest first, in one line of each language.

    `doubts` are doubted figures, each with what the other figures imply.
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
                "unit": "" if figure.worded else figure.unit,
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
    subject = _quoted(claim.subject)
    return Both(
        f"{where.english}, {english(subject)} {english(told)}".strip(),
        f"{where.chinese}{chinese(subject)}{'的' if told else ''}{chinese(told)}",
    )


def _quoted(words: str) -> str:
    """Words as they are printed, marks of their own within; an amount needs none."""
    if amount := re.fullmatch(r"([\d,]+\.\d+|[\d,.]+(?=[^\W\d]))([^\W\d]*)", words):
        return Label(" ".join(filter(None, amount.groups())), words)
    inner = words.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def _in_half(budget: Disclosure, figure: Figure) -> Both:
    """Where a figure stands, with the half of a form where both halves name it alike."""
    at, table = figured(budget, figure), budget.tables.get(figure.place.table)
    row = table.by_key.get(figure.id.split("/")[1]) if table else None
    if row is None or not row.part:
        return at
    half = vocabulary.label("part", row.part)
    return Both(f"{at.english} ({half[0]})", f"{at.chinese}（{half[1]}）")


def _words(budget: Disclosure, first: Comparison, n: int) -> Both:
    """Words against words: what stands on one side, and on the other, or nowhere."""
    assert isinstance(first.relation, Fact)
    left, right = first.relation.cited
    own = first.rule.name in phrases("say", "fails")
    kind = "missing" if first.relation.misses else "words"
    return piece(
        f"fails.{first.rule.name}" if own else f"finding.{kind}",
        left=_quoted(left.text),
        right=_quoted(right.text),
        row=right.place.row,
        at=placed(budget, left.place),
        of=figured(budget, left.figure) if left.figure else Both(),
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
    at, there = (figured(budget, f) for f in (left.figure, (others or [left])[0].figure))
    if at == there and others:
        at, there = _in_half(budget, left.figure), _in_half(budget, others[0].figure)
    return piece(
        f"finding.{kind if kind != 'same' or len(others) == 1 else 'sum'}",
        at=at,
        there=there,
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
