"""How far the checks of one disclosure can be trusted: which slips its equations would show."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from budgetlib.figures import ZERO, Figure, grouped, half_unit_of, misprints, number
from budgetlib.locate.equations import Bound, Equation, Range, System, narrowed, narrowest, system
from budgetlib.relations import Same, Sum
from budgetlib.rules.reconcile import Reconciliation
from budgetlib.show import drawn, listed, part_of, said
from budgetlib.vocabulary import Label, Record

if TYPE_CHECKING:
    import pandas as pd

UNTIED = ("it stands in no equation", "不在任何等式中")
OFF = ("its equations do not hold as it is", "所在等式本已不符")
HIDDEN = ("rounding allows it", "在尾差允许范围内")


class Held(Record):
    """One printed figure, and what holds it."""

    figure: Figure  # as printed
    equations: int  # how many equations that hold it stands in
    # how far it may be changed, down and up, before one of them breaks; None for any distance
    reach: Range
    # how many likely misprints there are of it, and how many would break an equation
    slips: int = 0
    seen: int = 0
    reason: tuple[str, str] = ("", "")  # why the others would not, in English and in Chinese

    def shows(self, text: str) -> bool:
        """Whether an equation would break, were the figure printed as this number."""
        value, (low, high) = number(text), self.reach
        if value is None:
            return False
        change = value - self.figure.amount
        half = half_unit_of(self.figure.unit, text, self.figure.shown, self.figure.booked)
        more = max(half - self.figure.half_unit, ZERO)  # it may be printed less exactly
        return (low is not None and change < low - more) or (
            high is not None and change > high + more
        )


class Trust(Record):
    """What the equations of a disclosure hold, figure by figure."""

    held: tuple[Held, ...]  # every figure that is printed in digits
    equations: tuple[Equation, ...]  # those that hold
    # sums and repetitions that hold each alone, but whose roundings cannot hold together
    apart: tuple[Equation, ...] = ()

    @property
    def slips(self) -> int:
        """How many likely misprints there are of all figures."""
        return _sum("slips", self.held)

    @property
    def seen(self) -> int:
        """How many of them would break an equation."""
        return _sum("seen", self.held)

    @property
    def certain(self) -> list[Held]:
        """The figures of which every likely misprint would be seen."""
        return [each for each in self.held if each.slips and each.seen == each.slips]

    @property
    def blind(self) -> list[Held]:
        """The figures of which none would be seen."""
        return [each for each in self.held if each.slips and not each.seen]

    @property
    def partly(self) -> list[Held]:
        """The figures of which some would be seen."""
        return [each for each in self.held if 0 < each.seen < each.slips]

    @cached_property
    def message(self) -> tuple[str, str]:
        """The panel in one sentence of each language."""
        n, sure, part, blind = map(len, (self.held, self.certain, self.partly, self.blind))
        share = f"{self.seen / self.slips:.1%}" if self.slips else "—"
        return (
            f"Of {n} printed figures a slip would be seen in {sure}, most slips or some in {part}, "
            f"none in {blind}; of {self.slips:,} likely misprints {share} would break an equation.",
            f"所列{n}个数字中，{sure}个一有差错即可发现，{part}个部分差错可发现，{blind}个不能发现；"
            f"常见差错共{self.slips:,}种，{share}会使等式不成立。",
        )

    @property
    def joint(self) -> tuple[str, str]:
        """Whether the roundings of all equations can hold together, in one sentence each."""
        if not self.apart:
            return (
                "The roundings of all sums were not found to contradict each other.",
                "未发现各等式的尾差相互矛盾。",
            )
        rules = dict.fromkeys(each.comparison.rule.sentence for each in self.apart)
        english, chinese = ([told.rstrip(".。") for told in of] for of in zip(*rules, strict=True))
        return (
            f"{len(self.apart)} sums hold each alone, but their roundings cannot hold together "
            f"with the others: {'; '.join(english)}.",
            f"{len(self.apart)}处等式单独成立，但其尾差不能同时成立：{'；'.join(chinese)}。",
        )

    @property
    def frame(self) -> "pd.DataFrame":
        """For each table and section: figures, equations a figure, slips, how many are seen."""
        groups = grouped((part_of(each.figure.place), each) for each in self.held)
        return listed(groups.items(), "Would a slip be seen? 差错能否发现", GROUP)

    @property
    def weak(self) -> "pd.DataFrame":
        """The figures of which some likely misprint would not be seen, with the reason."""
        return listed(
            (*self.blind, *self.partly), "Slips that would not be seen 不能发现的差错", WEAK
        )

    def _repr_html_(self) -> str:
        told = "".join(f"<p>{said(Label(*each))}</p>" for each in (self.message, self.joint))
        return f"{told}\n{drawn(self.frame)}"

    def __repr__(self) -> str:
        return "\n".join((*self.message, *self.joint))


WEAK: dict[str, Callable[[Held], Any]] = {
    "figure 数字": lambda held: held.figure.id,
    "printed 列示": lambda held: held.figure.printed,
    "equations 等式": lambda held: held.equations,
    "slips 误印": lambda held: held.slips,
    "seen 可发现": lambda held: held.seen,
    "reason 原因": lambda held: Label(*held.reason),
}
GROUP: dict[str, Callable[[tuple[str, list[Held]]], Any]] = {
    "place 位置": lambda group: group[0],
    "figures 数字": lambda group: len(group[1]),
    "equations a figure 每数等式": lambda group: _sum("equations", group[1]) / len(group[1]),
    "all slips seen 全部可发现": lambda group: sum(m.seen == m.slips for m in group[1]),
    "some seen 部分可发现": lambda group: sum(0 < m.seen < m.slips for m in group[1]),
    "none seen 不能发现": lambda group: sum(not m.seen for m in group[1]),
    "seen % 可发现": lambda group: (
        100 * _sum("seen", group[1]) / (_sum("slips", group[1]) or float("nan"))
    ),
}


def _sum(count: str, members: Iterable[Held]) -> int:
    return sum(getattr(member, count) for member in members)


def trust(reconciliation: Reconciliation) -> Trust:
    """Say for every printed figure which slips the equations would show.

    Computed from the equations: nothing is reconciled again. A slip counts as seen where it takes
    a figure out of the reach of an equation that holds, an observation (a note) being one too.
    """
    known = system(reconciliation.results, every=True)
    printed = (f for f in reconciliation.budget.in_digits if f.value is not None)
    held = tuple(_held(figure, known) for figure in printed)
    holding = tuple(e for e in known.equations if e.holds)
    return Trust(held, holding, tuple(_contradicting(holding, known)))


def _contradicting(holding: Iterable[Equation], known: System) -> list[Equation]:
    """Equations that no true values within the half units of all figures can fulfil together."""
    halves = {n: f.half_unit if f.value else ZERO for n, f in known.figures.items()}
    given = [
        (Bound(bound.coefficients, middle, middle), e)
        for e in holding
        if isinstance(e.relation, Sum | Same) and e.comparison.rule.strength != "hint"
        for bound in e.bounds
        for middle in [(bound.low + bound.high) / 2]  # type: ignore[operator]
    ]
    return narrowed({n: (-half, half) for n, half in halves.items()}, given)[2]


def _held(figure: Figure, known: System) -> Held:
    every = known.by_figure.get(figure.id, [])
    holding = [e for e in every if e.holds]
    reason = HIDDEN if holding else OFF if every else UNTIED
    held = Held(figure, len(holding), narrowest(e.reach(figure.id) for e in holding))
    shown = [held.shows(text) for _, text in misprints(figure.printed)]
    return held._replace(slips=len(shown), seen=sum(shown), reason=reason)
