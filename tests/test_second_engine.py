"""Our equations evaluated a second time, by the interval arithmetic of European bank supervision.

`dpm-xl` evaluates the rules that the European Banking Authority publishes. Each equation is
written in its language, each figure with the half unit that our relation allows it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import budgetlib
from budgetlib.figures import Figure, magnitude
from budgetlib.relations import (
    INCONSISTENT,
    NOT_RUN,
    AtLeast,
    Product,
    Rate,
    Relation,
    Same,
    Sum,
)

dpmxl = pytest.importorskip("dpmxl", reason="needs the second engine: .[test]")
PACKAGES = sorted(Path(__file__).parents[1].glob("data/*/datapackage.json"))
ALIKE = 12  # equations of one shape: more of them say the same again
EQUATIONS = (Sum, Same, AtLeast, Rate, Product)
ZERO = Decimal(0)


class Written:
    """An equation in the second engine's language, and the cells that it names."""

    def __init__(self) -> None:
        self.cells: list[dpmxl.Number] = []

    def cell(self, figure: Figure, half: bool = True) -> str:
        """One more cell; a blank, and a zero where it adds nothing, is exact."""
        unit = magnitude(figure.unit)
        slack = figure.half_unit * unit if half and figure.value is not None else ZERO
        self.cells.append(dpmxl.Number(figure.amount * unit, slack))
        return f"{{r{len(self.cells):04}}}"

    def added(self, plus: Sequence[Figure], minus: Sequence[Figure] = ()) -> str:
        """A sum of cells: a zero adds nothing to its allowance."""
        signed = [*(("+", f) for f in plus), *(("-", f) for f in minus)]
        return "(0" + "".join(f" {s} {self.cell(f, bool(f.value))}" for s, f in signed) + ")"

    def verdict(self, equation: str) -> bool:
        """Whether the second engine lets the equation hold."""
        rows = tuple(f"{at:04}" for at in range(1, len(self.cells) + 1))
        layout = dpmxl.TableLayout("B_01.00", rows=rows, columns=("0010",))
        keyed = zip(rows, self.cells, strict=True)
        values = {("B_01.00", row, "0010", None, ()): cell for row, cell in keyed}
        text = f"with {{tB_01.00, c0010, interval: true}}: {equation}"
        result = dpmxl.evaluate_rule(text, dpmxl.MemoryProvider([layout], values))
        if result.message == "division by zero":  # nothing of nothing: ours needs all to be zero
            return not any(cell.value for cell in self.cells)
        assert result.status in ("passed", "failed"), (text, result.message)
        return result.status == "passed"


def holds(relation: Relation) -> bool:
    """What the second engine says of an equation."""
    written = Written()
    match relation:
        case Sum(total, parts, minus) if relation.only is None or total.value is None:
            blank = total.value is None  # a blank total over filled parts has no half unit
            shown = written.cell(total, not blank)
            if blank:
                added = " + ".join(written.cell(f, False) for f in parts)
                return written.verdict(f"{shown} = {added}")
            return written.verdict(f"{shown} = {written.added(parts, minus)}")
        case Sum(total):
            return holds(Same(total, relation.only))
        case Same(left, right):
            units = [
                f.half_unit * magnitude(f.unit) if f.value is not None else ZERO
                for f in (left, right)
            ]
            coarse = units.index(max(units))
            sides = [written.cell(f, at == coarse) for at, f in enumerate((left, right))]
            return written.verdict(" = ".join(sides))
        case AtLeast(left, right):
            return written.verdict(
                f"{written.cell(left, bool(left.value))} >= {written.added(right)}"
            )
        case Product(result, factors):
            product = " * ".join(written.cell(f) for f in factors)
            return written.verdict(f"{written.cell(result)} = {product} * {relation.times}")
        case Rate(rate, part, base, minus, part_minus):
            shown = f"{written.cell(rate)} * {relation.sign}"
            over, under = written.added(part, part_minus), written.added(base, minus)
            return written.verdict(f"{shown} = {over} / {under} * 100")
    raise TypeError(relation)


def moved(figure: Figure, steps: int) -> Figure:
    """The figure printed so many of its last digits higher."""
    value = figure.amount + steps * 2 * figure.half_unit
    return replace(figure, value=value, printed=str(value))


def slipped(relation: Relation) -> Iterator[Relation]:
    """The equation with one figure of it printed some last digits off."""
    names = {Sum: "total", Same: "left", AtLeast: "left", Product: "result", Rate: "rate"}
    name = names[type(relation)]
    figure = getattr(relation, name)
    if figure.value and figure.half_unit:
        yield from (replace(relation, **{name: moved(figure, by)}) for by in (1, 2, -1, -50))


def shape(relation: Relation) -> tuple[object, ...]:
    """What the engines' arithmetic can differ by: the terms' signs, units, blanks and zeros."""
    terms = [
        (sign, role, figure.unit, figure.half_unit, figure.value is None, not figure.value)
        for sign, figure, role in relation.terms
    ]
    return type(relation), *terms


def evaluated() -> Iterator[tuple[Relation, bool]]:
    """The packages' equations of each shape, and each with a slip in it, with what we say."""
    alike: Counter[tuple[object, ...]] = Counter()
    for path in PACKAGES:
        for comparison in budgetlib.load(path.parent).reconcile().results:
            relation = comparison.relation
            if isinstance(relation, EQUATIONS):
                alike[shape(relation)] += 1
                if alike[shape(relation)] > ALIKE:
                    continue
                for each in (relation, *slipped(relation)):
                    outcome = each.evaluate()
                    if outcome is not None and outcome.verdict != NOT_RUN:
                        yield each, outcome.verdict != INCONSISTENT


def test_engines__say_the_same() -> None:
    told: Counter[tuple[str, bool]] = Counter()
    apart = []
    for relation, ours in evaluated():
        told[type(relation).__name__, ours] += 1
        if holds(relation) != ours:
            apart.append(relation)
    assert sum(told.values()) > 3_000 and min(told.values()) > 5
    assert {name for name, _ in told} == {each.__name__ for each in EQUATIONS}
    # It spreads a quotient's reach alike to both sides, so that a rate may be a hair wider.
    assert all(isinstance(each, Rate) and holds(each) for each in apart)
    assert len(apart) < told["Rate", False] / 50
