"""How one relation of one rule came out, with both sides and every printed place."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from budgetlib.disclosure import Disclosure
from budgetlib.figures import Place, grouped, in_context, text_of
from budgetlib.relations import NOT_RUN, Outcome, Relation
from budgetlib.rules.rule import Rule

ORDER = {"error": 0, "warning": 1, "note": 2}  # severities, gravest first


class Comparison(NamedTuple):
    """One relation of one rule, and how it came out."""

    rule: Rule
    relation: Relation | None
    outcome: Outcome
    reason: tuple[str, str] = ("", "")
    budget: Disclosure | None = None
    slight: bool = False

    def __repr__(self) -> str:
        return f"<Comparison {self.verdict}: {self.message[0]}>"

    @property
    def verdict(self) -> str:
        """exact, rounding, inconsistent or not_run."""
        return self.outcome.verdict

    @property
    def severity(self) -> str:
        """error, warning or note: what an inconsistency here weighs; a slight one is a note."""
        return "note" if self.slight else self.rule.severity

    @property
    def message(self) -> tuple[str, str]:
        """The rule and both sides, in English and in Chinese."""
        english, chinese = self.rule.sentence
        if self.verdict == NOT_RUN:
            return f"{english} Not run: {self.reason[0]}.", f"{chinese}未核：{self.reason[1]}。"
        in_english, in_chinese = self.sides
        return f"{english} {in_english}.", f"{chinese}{in_chinese}。"

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides, the difference and what rounding allows, in English and in Chinese."""
        o = self.outcome
        left, right = (side_of(side, "blank") for side in (o.printed, o.expected))
        if o.difference is None:
            return f"{left} ↔ {right}", f"{left} ↔ {right}"
        difference, allowed = text_of(o.difference), text_of(o.allowed)
        return (
            f"Printed {left}, expected {right} {o.unit}: "
            f"difference {difference}, allowed {allowed}",
            f"列示{side_of(o.printed, '空白')}，应为{side_of(o.expected, '空白')}{o.unit}："
            f"相差{difference}，允许误差{allowed}",
        )

    @property
    def places(self) -> list[dict[str, Any]]:
        """Every printed place that the comparison looks at."""
        if self.relation is None:
            return []
        terms = [
            (t.figure.place, t.figure.id, t.figure.printed, text_of(t.coefficient), t.role)
            for t in self.relation.terms
        ]
        words = [
            (cited.place, "", cited.text, "1", role)
            for role, cited in zip(("left", "right"), self.relation.cited, strict=False)
            if cited.figure is None
        ]
        return [_place(*told) for told in terms + words]

    def show(self) -> Any:
        """The printed rows and sentences that it looks at, with both sides marked.

        Raises
        ------
        BudgetError
            The comparison was made by hand and knows no budget.
        """
        return in_context(self)

    def _repr_html_(self) -> str | None:
        return self.show()._repr_html_() if self.budget else None

    def as_dict(self) -> dict[str, Any]:
        """The comparison as `budgetlib check --format json` prints it."""
        english, chinese = self.message
        o = self.outcome
        return {
            "rule": self.rule.name,
            "kind": self.rule.kind,
            "relation": type(self.relation).__name__ if self.relation else None,
            "verdict": self.verdict,
            "severity": self.severity,
            "strength": self.rule.strength,
            "message": {"en": english, "zh": chinese},
            "printed": side_of(o.printed, ""),
            "expected": side_of(o.expected, ""),
            "difference": text_of(o.difference),
            "allowed": text_of(o.allowed),
            "unit": o.unit,
            "reason": self.reason[0],
            "premise": self.relation.premise if self.relation else "",
            "places": self.places,
        }


def side_of(side: Decimal | str | None, blank: str = "blank 空白") -> str:
    """One side of a comparison, in words."""
    if side is None:
        return blank
    return side if isinstance(side, str) else text_of(side)


def _place(place: Place, figure: str, printed: str, coefficient: str, role: str) -> dict[str, Any]:
    table = {"table": place.table} if place.table else {}
    section = {"section": place.section, "item": place.item} if place.section else {}
    at = {"line": place.line} if place.page is None else {"page": place.page}
    where = {"figure": figure, **table, **section, "row": place.row, "column": place.column, **at}
    return where | {"printed": printed, "coefficient": coefficient, "role": role}


def together(found: Sequence[Comparison]) -> list[list[Comparison]]:
    """Put comparisons of one rule with the same two sides together, as a reader sees them."""
    sides = ((side_of(c.outcome.printed), side_of(c.outcome.expected)) for c in found)
    keyed = (((c.rule.name, *both), c) for c, both in zip(found, sides, strict=True))
    return list(grouped(keyed).values())
