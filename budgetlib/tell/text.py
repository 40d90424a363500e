"""A reconciliation as plain text, for terminals."""

from collections.abc import Iterator
from itertools import groupby

from budgetlib import vocabulary
from budgetlib.budget import Reconciliation
from budgetlib.figures import Limit
from budgetlib.locate.cause import Cause
from budgetlib.rules.comparison import Comparison, together
from budgetlib.show import placed
from budgetlib.vocabulary import regex

LIMITS = vocabulary.both("limit")
FEW = 3  # rules named where others are counted
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def verdict_line(result: Reconciliation) -> str:
    """Whose budget it is, and the verdict in a line of each language."""
    b = result.budget
    return f"{b.id} {b.unit} {b.year}: {result.said.english}\n{result.said.chinese}"


def summary(result: Reconciliation, every: bool = False) -> str:
    """The verdict, the findings with both sides, then why rules did not run, and which."""
    return printable("\n".join(_lines(result, every)))


def printable(text: str) -> str:
    """A text that cannot steer a terminal."""
    return _CONTROL.sub("�", text)


def escaped(json: str) -> str:
    """JSON of the same meaning that cannot steer a terminal."""
    return (
        json if json.isprintable() else _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", json)
    )


def _lines(result: Reconciliation, every: bool) -> Iterator[str]:
    yield verdict_line(result)
    for at, cause in enumerate(result.causes, 1):
        yield ""
        yield from _cause(at, cause)
    if result.budget.limits:
        yield ""
        yield f"Not read 未读 ({len(result.budget.limits)}), which is no finding 不属文件问题:"
        yield from (f"  - {limit_shown(limit)}" for limit in result.budget.limits)
    yield from _unrun(result.not_run, every)
    untied = [f for f in result.budget.in_digits if not result.ties[f.id]]
    if untied:
        yield ""
        yield f"Printed, but tied to nothing 未能勾稽 ({len(untied)}):"
        shown = result.budget.shown
        yield from (f"  - {f.printed} {f.unit}: {shown(f.place)}" for f in untied)


def limit_shown(limit: Limit) -> str:
    """What was not read, the words around it, and where it stands."""
    near = f" “{limit.window}”" if limit.window not in ("", limit.text) else ""
    where = f" {limit.place}" if any(limit.place[:2]) else ""
    return f"{LIMITS[limit.kind]}: {limit.text}{near}{where}"


def _unrun(results: list[Comparison], every: bool) -> Iterator[str]:
    """A line for each reason: how many rules, and which where they are few or all are wanted."""
    if results:
        yield ""
        yield "Not run 未核" + ("" if every else " (--all names every rule 逐条列出)") + ":"
    for reason, answers in groupby(sorted(results, key=_reason), key=_reason):
        names = dict.fromkeys(answer.rule.name for answer in answers)
        if every or len(names) <= FEW:
            yield f"  {reason}: {', '.join(names)}"
        else:
            yield f"  {reason}: {len(names)} rules {len(names)}条规则"


def _cause(at: int, cause: Cause) -> Iterator[str]:
    """What is doubted, then what it explains, rule by rule."""
    yield f"{at}. {cause.severity}" + (f": {cause.message[0]}" if cause.explained else "")
    if cause.explained:
        yield f"   {cause.message[1]}"
    for rule, group in groupby(cause.comparisons, key=lambda found: found.rule):
        yield f"  {rule.sentence[0]}"
        yield f"  {rule.sentence[1]}"
        for same in together(list(group)):
            yield from _finding(same)


def _finding(same: list[Comparison]) -> Iterator[str]:
    """Both sides once, then every place with what is printed there."""
    first = same[0]
    yield f"  * {' / '.join(dict.fromkeys(first.sides))}"
    printed: dict[str, dict[str, None]] = {}
    for found in same:
        for place, text in placed(found):
            printed.setdefault(str(place), {})[text or "blank 空白"] = None
    yield from (f"    - {where}: {', '.join(here)}" for where, here in printed.items())
    if first.relation and first.relation.premise:
        yield f"    provided that {first.relation.premise}"


def _reason(answer: Comparison) -> str:
    return " ".join(answer.reason)
