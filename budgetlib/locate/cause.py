"""What is doubted, in words: one fault, its possible repairs, the comparisons that it explains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.figures import Figure, Place, text_of
from budgetlib.locate.search import ends, step_of
from budgetlib.locate.slips import SLIPS, slip
from budgetlib.locate.titles import title
from budgetlib.phrases import Both
from budgetlib.reconcile import Comparison, together
from budgetlib.show import in_both
from budgetlib.show.context import Context

MOST = 3  # doubted figures that a title names
FEW = 4  # so many values, or answers, are told one by one
SOME = 60  # and among so many the one is looked for that a slip explains
NOT_FOUND = ("no few figures were found that explain it", "未能定位：没有少数几个数字足以解释")
IN_WORDS = ("words or an observation: no figure is doubted", "文字或提示，不涉及可疑数字")
MORE = "more comparisons of this cause 同因的其他核对"
MET = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Repair:
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
    def words(self) -> tuple[str, str]:
        """What is printed and what the other figures imply, in English and in Chinese."""
        english, chinese = self.meant
        en, zh = (
            (f" ({SLIPS[self.slip][0]})", f"（{SLIPS[self.slip][1]}）") if self.slip else ("", "")
        )
        return (
            f"printed {self.figure.printed or 'blank'}, the other figures imply {english}{en}",
            f"列示为{self.figure.printed or '空白'}，据其余数字应为{chinese}{zh}",
        )

    def as_dict(self) -> dict[str, str]:
        """The figure and its range as `budgetlib check --format json` prints them."""
        told = {"figure": self.figure.id, "printed": self.figure.printed}
        return told | {"low": text_of(self.low), "high": text_of(self.high), "slip": self.slip}

    @property
    def single(self) -> tuple[str, str]:
        """The one value that is likely, or else what is meant."""
        return (self.likely, self.likely) if self.likely else self.meant

    @property
    def meant(self) -> tuple[str, str]:
        """The value, the few values, or the range of them as they would be printed."""
        few, span = self.values, ends(self.figure, self.low, self.high)
        if len(few) > 1 and self.likely:
            return f"{self.likely} ({few[0]} to {few[-1]})", f"{self.likely}（{few[0]}至{few[-1]}）"
        if few:
            return " or ".join(few), "或".join(few)
        if span is None:
            return "no single value", "不止一值"
        english, chinese = f"between {span[0]} and {span[1]}", f"{span[0]}至{span[1]}之间"
        if self.likely:
            return f"{english}, as {self.likely}", f"{chinese}，如{self.likely}"
        return english, chinese


def printable(
    figure: Figure, low: Decimal | None, high: Decimal | None, most: int = FEW
) -> list[str]:
    """The numbers of a range that could be printed for a figure; none where they are many."""
    span, step = ends(figure, low, high), step_of(figure)
    if span is None:
        return []
    number = int((span[1] - span[0]) / step) + 1
    return [text_of(span[0] + n * step) for n in range(number)] if number <= most else []


@dataclass(frozen=True, slots=True)
class Answer:
    """Doubts that together explain a cause."""

    repairs: tuple[Repair, ...]  # the figures that would be printed otherwise
    # the comparisons that need not hold here: a list lacks a row, or there is another reason
    rules: tuple[Comparison, ...] = ()

    @property
    def gap(self) -> Decimal | None:
        """By how much the doubted comparisons fail, where it is one amount."""
        gaps = {abs(c.outcome.difference) for c in self.rules if c.outcome.difference is not None}
        return gaps.pop() if len(gaps) == 1 else None


@dataclass(frozen=True, slots=True)
class Cause:
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
    def message(self) -> tuple[str, str]:
        """What is to be doubted, in English and in Chinese."""
        if not self.answers:
            return f"{self.reason[0]}.", f"{self.reason[1]}。"
        told = [self._told(answer) for answer in self.answers[:FEW]]
        more = len(self.answers) - len(told)
        if len(told) == 1:
            return f"{told[0][0]}.", f"{told[0][1]}。"
        told += [(f"{more} more answers", f"另有{more}种可能")] if more else []
        english, chinese = zip(*told, strict=True)
        return f"One of these: {'; '.join(english)}.", f"以下之一：{'；'.join(chinese)}。"

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
        answer = self.answers[0] if len(self.answers) == 1 else None
        repairs = answer.repairs if answer and not answer.rules else ()
        doubts = [(each.figure, Both(*each.single)) for each in repairs]
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

    def _told(self, answer: Answer) -> tuple[str, str]:
        """What is doubted, place by place."""
        places: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for repair in answer.repairs:
            places.setdefault(self._at(repair.figure.place), []).append(repair.words)
        said = [
            (
                f"{at[0]}: {', and '.join(en for en, _ in told)}",
                f"{at[1]}：{'，且'.join(zh for _, zh in told)}",
            )
            for at, told in places.items()
        ]
        said += [self._doubted(answer)] if answer.rules else []
        return "; and ".join(en for en, _ in said), "；并且".join(zh for _, zh in said)

    def _at(self, place: Place) -> tuple[str, str]:
        """Where a figure stands, and the line or page, in English and in Chinese."""
        english, chinese = self.budget.shown(place).words
        where = f"line {place.line}", f"第{place.line}行"
        if place.page is not None:
            where = f"page {place.page}", f"第{place.page}页"
        return f"{english} [{where[0]}]", f"{chinese}〔{where[1]}〕"

    def _doubted(self, answer: Answer) -> tuple[str, str]:
        """The rule that need not hold here, and the row that may be missing."""
        first, gap = answer.rules[0], answer.gap
        relation, unit = first.relation, first.outcome.unit
        assert relation is not None
        amount = f"{text_of(gap)}{unit}" if gap is not None else ""
        telling = gap and len(gap.normalize().as_tuple().digits) >= 4  # not met by chance
        like = "; ".join(self._rows_of(gap, unit)) if gap and telling else ""
        same = (f" (the amount of {like})", f"（即{like}的金额）") if like else ("", "")
        where = [self._at(term.figure.place) for term in relation.terms]
        other = where[1] if len(where) == 2 else ("the other figures", "其余数字")
        sides = (first.outcome.printed, first.outcome.expected)
        printed, expected = (text_of(s) if isinstance(s, Decimal) else s for s in sides)
        english, chinese = (
            f"{where[0][0]}: printed {printed}, ",
            f"{where[0][1]}：列示为{printed}，",
        )
        if relation.premise:
            of = f" of {amount}" if amount else ""
            return (
                f"{english}the rows listed make {expected}; a row{of} is "
                f"missing{same[0]}, or it is not so that {relation.premise}",
                f"{chinese}所列各行合计{expected}；清单缺一行{amount}{same[1]}，或清单本不完整",
            )
        make = "makes" if len(where) == 2 else "make"
        by = (f", {amount} apart{same[0]}", f"，相差{amount}{same[1]}") if amount else ("", "")
        return (
            f"{english}{other[0]} {make} it {expected}{by[0]}; the rule may not apply here",
            f"{chinese}按{other[1]}应为{expected}{by[1]}；此处规则或不适用",
        )

    def _rows_of(self, amount: Decimal, unit: str) -> Iterator[str]:
        """The rows of projects and lines that print just this amount, each once."""
        found = dict.fromkeys(
            f"表{table.number} {row.name or row.key}"
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
