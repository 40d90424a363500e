"""Which of several answers the equations bear out: those that leave the least to rounding."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from budgetlib.figures import Figure, text_of
from budgetlib.locate.elimination import NEARLY
from budgetlib.locate.equations import Equation, Range, System, interval
from budgetlib.locate.search import Solution, step_of
from budgetlib.relations import EXACT, ROUNDING, Relation, Same, Sum

FEW, NINE = 3, 9  # a rule tells where it holds exactly elsewhere, in nine cases of ten


def borne_out(system: System, found: Sequence[Solution]) -> list[Solution]:
    """Leave out single figures whose repair would make equations inexact that another keeps.

    A misprinted last digit breaks the repetition of a figure and hides in the roundings of its
    sums, which hold exactly as soon as it is printed otherwise: the figure printed elsewhere has
    sums that hold exactly as they are.
    """
    alone = [s for s in found if len(s.figures) == 1 and not s.rules]
    if len(alone) < 2:
        return list(found)
    near = _telling(system, system.touching(name for s in alone for name in s.figures))
    exact = {id(s): max((n for n, _ in _exact(system, s, near)), default=0) for s in alone}
    most = max(exact.values())
    return [s for s in found if exact.get(id(s), most) == most]


def likeliest(system: System, name: str, change: Range) -> str:
    """The value of a range at which the most equations hold exactly; "" where there are several."""
    solution = Solution(Decimal(0), {name: change}, ())
    best = sorted(_exact(system, solution, system.by_figure.get(name, [])), reverse=True)
    clear = len(best) == 1 or (best and best[0][0] > best[1][0])
    return text_of(best[0][1]) if clear else ""


def _telling(system: System, near: Sequence[Equation]) -> list[Equation]:
    """Those whose rule leaves hardly anything to rounding elsewhere in the disclosure."""
    here = {id(e) for e in near}
    others = [e.comparison for e in system.equations if id(e) not in here]
    found = Counter((c.rule.name, c.verdict) for c in others)
    names = {e.comparison.rule.name for e in near}
    exact = {n for n in names if found[n, EXACT] >= max(FEW, NINE * found[n, ROUNDING])}
    return [e for e in near if e.comparison.rule.name in exact]


def _exact(
    system: System, solution: Solution, near: Sequence[Equation]
) -> Iterator[tuple[int, Decimal]]:
    """How many equations hold exactly with each value that one of them asks for."""
    ((name, (low, high)),) = solution.figures.items()
    figure = system.figures[name]
    step = step_of(figure)
    asked = {_middle(e, name) for e in near if isinstance(e.relation, Sum | Same)}
    for change in {
        (c + figure.amount).quantize(step) - figure.amount for c in asked if c is not None
    }:
        if (low is None or change >= low - NEARLY) and (high is None or change <= high + NEARLY):
            new = replace(figure, value=figure.amount + change)
            yield sum(_is_exact(e, new) for e in near), figure.amount + change


def _middle(equation: Equation, name: str) -> Decimal | None:
    """The change with which a sum or a repetition holds exactly."""
    if name not in equation.figures:
        return None
    low, high = interval(equation.bounds[0].on({name}), name)
    return None if low is None or high is None else (low + high) / 2


def _is_exact(equation: Equation, figure: Figure) -> bool:
    if figure.id not in equation.figures:
        return equation.comparison.verdict == EXACT
    outcome = reprinted(equation.relation, figure).evaluate()
    return outcome is not None and outcome.verdict == EXACT


def reprinted(relation: Relation, figure: Figure) -> Relation:
    """A relation with one of its figures printed otherwise."""

    def new(part: Any) -> Any:
        if isinstance(part, Figure):
            return figure if part.id == figure.id else part
        return [new(each) for each in part] if type(part) in (list, tuple) else part

    parts = {f.name: getattr(relation, f.name) for f in fields(relation)}
    return replace(relation, **{name: new(part) for name, part in parts.items()})
