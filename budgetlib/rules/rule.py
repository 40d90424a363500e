"""What a rule is: a generator of relations whose docstring is what readers see."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, TypeVar

from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.figures import Figure, Place, Row, grouped, sharp, slip
from budgetlib.relations import Cited, Fact, Relation
from budgetlib.vocabulary import Record

SEVERITY = {"identity": "error", "usual": "warning", "hint": "note"}
T = TypeVar("T")
Answers = Iterator[Relation | Absent]
Told = Callable[[Any], Figure]


class Rule(Record):
    """One check."""

    # takes a budget, and one table or note where `each` says which; yields relations
    function: Callable[..., Any]
    # identity (arithmetic that cannot hold otherwise), usual (holds unless explained) or hint (an
    # observation)
    strength: str
    # what to run on, one after the other: tables of these roles, or all "tables", all "notes"
    each: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()  # the families that the rule is limited to; empty for all
    # the row of `ties.toml` that the function interprets; empty for a rule that stands alone
    group: str = ""  # the family of checks, where its module is not all of one
    tie: Mapping[str, Any] = {}
    __eq__, __hash__ = object.__eq__, object.__hash__

    @cached_property
    def name(self) -> str:
        return str(self.tie.get("id") or self.function.__name__)

    @cached_property
    def kind(self) -> str:
        """The family of checks: the KIND that the rule's module says, or the module's name."""
        if self.tie:
            return str(self.tie["kind"])
        module = self.function.__module__.rpartition(".")[2]
        return self.group or str(self.function.__globals__.get("KIND", module))

    @property
    def severity(self) -> str:
        """What an inconsistency weighs: error, warning or note."""
        return SEVERITY[self.strength]

    @property
    def basis(self) -> str:
        """What it rests on: arithmetic, custom, or a document that asks for it."""
        usual = "arithmetic" if self.strength == "identity" else "customary"
        return str(self.tie.get("basis", usual))

    @property
    def since(self) -> int:
        """The first year of which it holds; 0 for every year."""
        return int(self.tie.get("since", 0))

    @cached_property
    def sentence(self) -> tuple[str, str]:
        """The rule in English and in Chinese."""
        if self.tie:
            return self.tie["en"], self.tie["zh"]
        english, _, chinese = (self.function.__doc__ or "").partition("\n\n")
        return " ".join(english.split()), "".join(map(str.strip, chinese.split("\n")))

    def turns(self, budget: Disclosure) -> Iterator[Answers]:
        """What it has to say, turn by turn: what is absent ends a turn and no other."""
        if self.tie:
            return iter(self.function(budget, self.tie))
        if self.each:
            turns = (on_each(role, budget, self.function, budget) for role in self.each)
            return chain.from_iterable(turns)
        return iter((self.function(budget),))

    def __call__(self, *arguments: Any) -> Answers:
        """All that it has to say of a budget, or of a budget and one part of it."""
        for turn in (self.function(*arguments),) if not self.tie else self.turns(*arguments):
            yield from turn

    def __repr__(self) -> str:
        return f"<Rule {self.name} ({self.strength}): {self.sentence[0]}>"


def rule(
    strength: str, each: tuple[str, ...] = (), layouts: tuple[str, ...] = (), kind: str = ""
) -> Callable[[Callable[..., Answers]], Rule]:
    """Make a rule of a generator function; see `Rule`."""
    if strength not in SEVERITY:
        raise ValueError(f"strength is one of {', '.join(SEVERITY)}, not {strength!r}")

    def make(function: Callable[..., Answers]) -> Rule:
        made = Rule(function, strength, each, layouts, kind)
        if not all(map(str.strip, (function.__doc__ or "").partition("\n\n")[::2])):
            raise ValueError(f"{made.name} needs a sentence in English, then one in Chinese")
        return made

    return make


def on_each(
    role: str, budget: Disclosure, function: Callable[..., Answers], *told: Any
) -> Iterator[Answers]:
    """A turn for each table of a role, or each note; in place of them, why none is printed."""
    every = {"tables": budget.tables, "notes": budget.notes}.get(role)
    try:
        parts = budget.all_tables(role) if every is None else every.values()
        yield from (function(*told, part) for part in parts)
    except Absent as absent:
        yield iter((absent,))


def cited(figure: Figure, words: str = "") -> Cited:
    """A figure as one side of a `Fact`, in its own words or others."""
    return Cited(words or figure.printed, figure.place, figure)


def words(left: str, right: str, holds: bool, place: Place, there: Place | None = None) -> Fact:
    """Words against words, at one place or two."""
    return Fact(Cited(left, place), Cited(right, there or place), holds)


def named(row: Row, code: str = "") -> Cited:
    """A row as one side of a `Fact`, by its name, or by a code and its name."""
    return Cited(f"{code} {row.name}" if code else row.name, row.place)


def listed(what: Cited, there: Cited | None, place: Place) -> Fact:
    """What is listed, and what stands there for it; "—" in the place that lacks it."""
    return Fact(what, there or Cited("—", place), there is not None)


def _figure(one: Any) -> Figure:
    """A figure, or that of a claim."""
    figure: Figure = getattr(one, "figure", one)
    return figure


def repeated(told: Iterable[tuple[object, T]], of: Told = _figure) -> Iterator[tuple[T, T]]:
    """What is told again under a key, with what was told first under it."""
    for every in grouped(told).values():
        yield from pairs(every, of)


def pairs(told: Sequence[T], of: Told = _figure) -> Iterator[tuple[T, T]]:
    """Each with the first, and with the one before where that differs from the first.

    Only if the two are alike, or would be but for a slip: there may be several things.
    """
    for before, one in pairwise(told):
        yield told[0], one
        last, now = of(before), of(one)
        near = last.value == now.value or slip(now.printed, [last.printed])
        if last.value != of(told[0]).value and sharp(last.amount) and near:
            yield before, one
