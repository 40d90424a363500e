"""What is doubted, in words: one fault, its possible repairs, the comparisons that it explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, Place, grouped, text_of
from budgetlib.locate.search import ends, step_of
from budgetlib.locate.slips import SLIPS, slip
from budgetlib.locate.titles import title
from budgetlib.rules.reconcile import Comparison, together
from budgetlib.show import in_both
from budgetlib.show.context import Context
from budgetlib.vocabulary.phrases import Both, label, piece

MOST = 3  # doubted figures that a title names
FEW = 4  # so many values, or answers, are told one by one
SOME = 60  # and among so many the one is looked for that a slip explains
NOT_FOUND = ("no few figures were found that explain it", "未能定位：没有少数几个数字足以解释")
IN_WORDS = ("words or an observation: no figure is doubted", "文字或提示，不涉及可疑数字")
MORE = "more comparisons of this cause 同因的其他核对"
BLANK = Both("blank", "空白")
MET = {"error": 0, "warning": 1, "note": 2}


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
        if few and not (self.likely and len(few) > 1):
            *rest, end = few
            before = joined(rest, ", ", "、")
            return joined((before, end), " or ", "或") if rest else Both(end, end)
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
        return min((c.severity for c in self.comparisons), key=MET.__getitem__)

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
        told = [self._told(answer) for answer in self.answers[:FEW]]
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
        return f"<p>{in_both(self.sentence, '<br>')}</p>{first._repr_html_()}{folded}"

    def _told(self, answer: Answer) -> Both:
        """What is doubted, place by place."""
        places = grouped((self._at(r.figure.place), r.words) for r in answer.repairs)
        said = [
            piece("cause.told", at=at, told=joined(told, ", and ", "，且"))
            for at, told in places.items()
        ]
        said += [self._doubted(answer)] if answer.rules else []
        return joined(said, "; and ", "；并且")

    def _at(self, place: Place) -> Both:
        """Where a figure stands, and the line or page."""
        at = Both(*self.budget.shown(place).words)
        kind, n = ("line", place.line) if place.page is None else ("page", place.page)
        return piece(f"cause.on_{kind}", at=at, n=n)

    def _doubted(self, answer: Answer) -> Both:
        """The rule that need not hold here, and the row that may be missing."""
        first, gap = answer.rules[0], answer.gap
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
        told = "".join(f"<li>{in_both(cause.sentence, '<br>')}</li>\n" for cause in self)
        return f"<ol>\n{told}</ol>" if self else "<p>none 无</p>"


def repaired(
    figure: Figure, low: Decimal | None, high: Decimal | None, beside: Beside, exact: str = ""
) -> Repair:
    """A repair, and its slip; `exact` is the value at which the most equations hold exactly."""
    meant = printable(figure, low, high, SOME)
    kind = slip(figure.printed, meant, beside)
    fitting = [text for text in meant if kind and slip(figure.printed, [text]) == kind]
    return Repair(figure, low, high, kind, fitting[0] if len(fitting) == 1 else exact)


Beside = tuple[Decimal, ...]
