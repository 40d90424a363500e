"""Every rule and tie: what it says, on what basis, what it allows, how often it ran."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from budgetlib.budget import Budget
from budgetlib.relations import INCONSISTENT, NOT_RUN
from budgetlib.rules import RULES
from budgetlib.rules.rule import Rule

ALLOWED = {
    "Sum": "half units of the total and of each filled part",
    "Same": "none: equal at the coarser printing",
    "AtLeast": "half units",
    "Rate": "intervals",
    "Product": "intervals",
    "Fact": "none",
}
HEAD = ("rule", "says", "strength", "basis", "allows", "ran", "failed", "did not run")


def listed() -> str:
    """One line for each rule and tie: its id, its strength, its sentence."""
    return "\n".join(f"{rule.name}  [{rule.strength}]  {rule.sentence[0]}" for rule in RULES)


def markdown(budgets: Iterable[Budget]) -> str:
    """The catalogue as a Markdown table.

    Parameters
    ----------
    budgets
        On which the rules are counted.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, set[str]] = defaultdict(set)
    for budget in budgets:
        for result in budget.reconcile().results:
            name, verdict = result.rule.name, result.verdict
            counts[name].update(["did not run" if verdict == NOT_RUN else "ran"])
            counts[name].update(["failed"] * (verdict == INCONSISTENT))
            if result.relation is not None:
                types[name].add(type(result.relation).__name__)
    lines = [_line(HEAD), _line("---" for _ in HEAD)]
    return "\n".join(lines + [_line(_cells(rule, counts, types)) for rule in RULES]) + "\n"


def _cells(
    rule: Rule, counts: dict[str, Counter[str]], types: dict[str, set[str]]
) -> Iterable[str]:
    told = counts[rule.name]
    allows = "; ".join(dict.fromkeys(ALLOWED[name] for name in sorted(types[rule.name])))
    since = f", since {rule.since}" if rule.since else ""
    yield from (f"`{rule.name}`", "<br>".join(rule.sentence), rule.strength)
    yield from (rule.basis + since, allows)
    yield from (str(told[column]) for column in HEAD[-3:])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
