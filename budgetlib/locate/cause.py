"""What is doubted, in words: one fault, its possible repairs, the comparisons that it explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import SLIPS, WAN, Figure, Place, grouped, slip, text_of
from budgetlib.locate.search import ends, step_of
from budgetlib.relations import Fact
from budgetlib.rules.comparison import ORDER, Comparison, together
from budgetlib.show import said
from budgetlib.show.context import Context
from budgetlib.vocabulary import Label, chinese, english
from budgetlib.vocabulary.phrases import Both, label, piece
from budgetlib.vocabulary.phrases import found as phrases

MOST = 3  # doubted figures that a title names
FEW = 4  # so many values, or answers, are told one by one
SOME = 60  # and among so many the one is looked for that a slip explains
NOT_FOUND = ("no few figures were found that explain it", "未能定位：没有少数几个数字足以解释")
IN_WORDS = ("words or an observation: no figure is doubted", "文字或提示，不涉及可疑数字")
MORE = "more comparisons of this cause 同因的其他核对"
BLANK = Both("blank", "空白")
UNIT = "unit"  # an amount may be printed in the other one


class Repair(NamedTuple):
    """A doubted figure, and what all else leaves for it."""

    figure: Figure  # as printed
    low: Decimal | None  # the values that it may have, in its unit; None where there is no bound
    high: Decimal | None
    slip: str = ""  # a key of `slips.SLIPS` where one leads from such a value to the printed one
    # that value, as it would be printed, where it is the only one; otherwise the one with which the
    # most equations hold exactly
    likely: str = ""

    @property
    def values(self) -> list[str]:
        """The numbers that could be printed instead, where they are few."""
        return printable(self.figure, self.low, self.high)

    @property
    def words(self) -> Both:
        """What is printed and what the other figures imply."""
        told, slipped = self.figure.printed or BLANK, SLIPS.get(self.slip)
        return piece(
            "cause.printed", printed=told, meant=self.meant, slip=slipped and Both(*slipped)
        )

    def as_dict(self) -> dict[str, str]:
        """The figure and its range as `budgetlib check --format json` prints them."""
        told = {"figure": self.figure.id, "printed": self.figure.printed}
        return told | {"low": text_of(self.low), "high": text_of(self.high), "slip": self.slip}

    @property
    def single(self) -> Both:
        """The one value that is likely, or else what is meant."""
        return Both(self.likely, self.likely) if self.likely else self.meant

    @property
    def meant(self) -> Both:
        """The value, the few values, or the range of them as they would be printed."""
        few, span = self.values, ends(self.figure, self.low, self.high)
        few = [self.likely] if self.slip == UNIT and self.likely else few
        if few and not (self.likely and len(few) > 1):
            *rest, end = few
            return joined((joined(rest, ", ", "、"), end), " or ", "或") if rest else Both(end, end)
        first, last = (few[0], few[-1]) if few else map(str, span or ("", ""))
        kind = "likely" if few else "between" if span else "no_value"
        return piece(f"cause.{kind}", first=first, last=last, likely=self.likely)


def joined(told: Iterable[str | Both], english: str, chinese: str) -> Both:
    """Several pieces as one, with what stands between them in each language."""
    both = [each if isinstance(each, Both) else Both(each, each) for each in told]
    return Both(english.join(e.english for e in both), chinese.join(e.chinese for e in both))


def printable(
    figure: Figure, low: Decimal | None, high: Decimal | None, most: int = FEW
) -> list[str]:
    """The numbers of a range that could be printed for a figure; none where they are many."""
    span, step = ends(figure, low, high), step_of(figure)
    if span is None:
        return []
    number = int((span[1] - span[0]) / step) + 1
    return [text_of(span[0] + n * step) for n in range(number)] if number <= most else []


class Answer(NamedTuple):
    """Doubts that together explain a cause."""

    repairs: tuple[Repair, ...]  # the figures that would be printed otherwise
    # the comparisons that need not hold here: a list lacks a row, or there is another reason
    rules: tuple[Comparison, ...] = ()

    @property
    def gap(self) -> Decimal | None:
        """By how much the doubted comparisons fail, where it is one amount."""
        gaps = {abs(c.outcome.difference) for c in self.rules if c.outcome.difference is not None}
        return gaps.pop() if len(gaps) == 1 else None


class Cause(NamedTuple):
    """One fault, and the comparisons that it explains."""

    budget: Disclosure  # the disclosure
    comparisons: tuple[Comparison, ...]  # the inconsistent comparisons, gravest first
    # what would explain them; one of these, where there are several. None where words differ or
    # nothing was found
    answers: tuple[Answer, ...] = ()
    reason: tuple[str, str] = ("", "")  # why there is no answer, in English and in Chinese

    @property
    def severity(self) -> str:
        """That of the gravest comparison: error, warning or note."""
        return min((c.severity for c in self.comparisons), key=ORDER.__getitem__)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every doubted figure, each once."""
        found = {r.figure.id: r.figure for answer in self.answers for r in answer.repairs}
        return tuple(found.values())

    @property
    def explained(self) -> bool:
        """Whether it is known what happened."""
        return bool(self.answers) or self.reason not in (NOT_FOUND, IN_WORDS)

    @property
    def message(self) -> Both:
        """What is to be doubted, in English and in Chinese."""
        if not self.answers:
            return Both(f"{self.reason[0]}.", f"{self.reason[1]}。")
        told = [self._doubts_by_place(answer) for answer in self.answers[:FEW]]
        more = len(self.answers) - len(told)
        return piece(f"cause.{'one' if len(told) == 1 else 'one_of'}", told=told, more=more)

    def as_dict(self) -> dict[str, object]:
        """The cause as `budgetlib check --format json` prints it, without its comparisons."""
        answers = [
            {
                "figures": [repair.as_dict() for repair in answer.repairs],
                "rules": list(dict.fromkeys(c.rule.name for c in answer.rules)),
                "gap": text_of(answer.gap),
            }
            for answer in self.answers
        ]
        message = dict(zip(("en", "zh"), self.message, strict=True))
        return {"severity": self.severity, "message": message, "answers": answers}

    @property
    def title(self) -> Both:
        """What does not hold, in one line of each language."""
        if self.explained and not self.answers:
            return Both(*self.reason)
        answer = self.answers[0] if len(self.answers) == 1 else None
        repairs = answer.repairs if answer and not answer.rules else ()
        doubts = [(each.figure, each.single) for each in repairs]
        return title(self.budget, self.comparisons, doubts if len(doubts) <= MOST else ())

    @property
    def sentence(self) -> Both:
        """The same with what it weighs before it."""
        english, chinese = vocabulary.label("severity", self.severity)
        return Both(f"{english}: {self.title.english}.", f"{chinese}：{self.title.chinese}。")

    def __repr__(self) -> str:
        return "\n".join(self.sentence)

    def _repr_html_(self) -> str:
        found = together(self.comparisons)
        first, *others = (Context(self.budget, tuple(each), self.figures) for each in found)
        more = "".join(each._repr_html_() for each in others)
        folded = f"<details><summary>{MORE}</summary>{more}</details>" if others else ""
        return f"<p>{said(self.sentence, between='<br>')}</p>{first._repr_html_()}{folded}"

    def _doubts_by_place(self, answer: Answer) -> Both:
        """What is doubted, place by place."""
        places = grouped((self._at(r.figure.place), r.words) for r in answer.repairs)
        said = [
            piece("cause.told", at=at, told=joined(told, ", and ", "，且"))
            for at, told in places.items()
        ]
        failing = [rule for rule in answer.rules if rule.outcome.difference]  # as it is printed
        said += [self._doubted(failing[0], answer.gap)] if failing else []
        return joined(said, "; and ", "；并且")

    def _at(self, place: Place) -> Both:
        """Where a figure stands, and the line or page."""
        at = Both(*self.budget.shown(place).words)
        kind, n = ("line", place.line) if place.page is None else ("page", place.page)
        return piece(f"cause.on_{kind}", at=at, n=n)

    def _doubted(self, first: Comparison, gap: Decimal | None) -> Both:
        """The rule that need not hold here, and the row that may be missing."""
        relation, unit = first.relation, first.outcome.unit
        assert relation is not None
        telling = gap and len(gap.normalize().as_tuple().digits) >= 4  # not met by chance
        where = [self._at(term.figure.place) for term in relation.terms]
        sides = (first.outcome.printed, first.outcome.expected)
        printed, expected = (text_of(s) if isinstance(s, Decimal) else s for s in sides)
        return piece(
            f"cause.{'a_row_lacks' if relation.premise else 'may_not_apply'}",
            at=where[0],
            printed=printed,
            expected=expected,
            other=where[1] if len(where) == 2 else None,
            amount=None if gap is None else piece("cause.amount", gap=text_of(gap), unit=unit),
            like=list(self._rows_of(gap, unit)) if gap and telling else [],
            premise=label("premise", relation.premise),
        )

    def _rows_of(self, amount: Decimal, unit: str) -> Iterator[Both]:
        """The rows of projects and lines that print just this amount, each once."""
        found = dict.fromkeys(
            Both(*Place(table=table.number, row=row.name or row.key).words)
            for table in self.budget.tables.values()
            for row in table.rows
            if any(f.value == amount and f.unit == unit for f in row.cells.values())
        )
        yield from list(found)[:2]


class Causes(tuple[Cause, ...]):
    """What is to be doubted, gravest first, as a numbered list of sentences."""

    __slots__ = ()

    def __repr__(self) -> str:
        told = ("\n   ".join(cause.sentence) for cause in self)
        return "\n".join(f"{at}. {each}" for at, each in enumerate(told, 1)) or "none 无"

    def _repr_html_(self) -> str:
        told = "".join(f"<li>{said(cause.sentence, between='<br>')}</li>\n" for cause in self)
        return f"<ol>\n{told}</ol>" if self else "<p>none 无</p>"


def repaired(
    figure: Figure, low: Decimal | None, high: Decimal | None, beside: Beside, exact: str = ""
) -> Repair:
    """A repair, and its slip; `exact` is the value at which the most equations hold exactly."""
    if low is not None and high is not None:
        for amount in (figure.amount * WAN, figure.amount / WAN):
            near = figure.half_unit * WAN if abs(amount) > 1 else 0
            if high - low < abs(amount) and low - near <= amount <= high + near:
                return Repair(figure, low, high, UNIT, text_of(amount))
    meant = printable(figure, low, high, SOME)
    kind = slip(figure.printed, meant, beside)
    fitting = [text for text in meant if kind and slip(figure.printed, [text]) == kind]
    return Repair(figure, low, high, kind, fitting[0] if len(fitting) == 1 else exact)


Beside = tuple[Decimal, ...]


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
                "unit": unit,
                "filled": figure.printed and unit,
            }
            for figure, meant in doubts
            for unit in ["" if figure.worded else figure.unit]
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
