"""What is wrong with a layout that somebody wrote, each fault with its key."""

import re
import time
from collections.abc import Iterator
from typing import Any

from budgetlib.errors import choices

KINDS = {dict: "a table", list: "a list", str: "text", bool: "true or false", int: "a number"}
NEEDED = ("titles", "kind")
SEEDS = ("一", "9", "9,", "(", "…", "a", " ", "、", "1万元", "甲乙")
LENGTHS = (*range(4, 30), 60, 120, 250, 500, 1000, 2000)  # each takes little more than the last
SLOW, MOST_SEEDS = 0.05, 20  # seconds; a pattern of ours takes a thousandth


def faults(own: dict[str, Any], merged: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    """What a file says that nothing reads, or not so; also as merged with what it extends."""
    if not isinstance(own.get("name"), str):
        yield 'name: missing; the family needs one, for instance name = "city"'
    yield from _unknown(own, known, "")
    # Whoever asks stops at the first fault: what follows has the shape that it should.
    example: dict[str, Any] = {}
    for spec in known["roles"].values():
        example |= spec
    for role, spec in own.get("roles", {}).items():
        yield from _unknown(spec, example, f"roles.{role}.")
        yield from _role(f"roles.{role}", merged["roles"][role], known)
    for place, pattern in _patterns(own):
        try:
            made = re.compile(pattern)
        except (re.error, TypeError, OverflowError, RecursionError) as error:
            yield f"{place}: not a regular expression: {pattern!r} ({error})"
            continue
        if crawls(made):
            yield f"{place}: takes far too long on some texts: {pattern!r}"


def crawls(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern's time grows out of proportion along some run of characters.

    Tried by growing runs of its own characters, of which none ends as a pattern may wait for.
    """
    chars = dict.fromkeys(re.sub(r"\\.", "", pattern.pattern))
    seeds = [*(char for char in chars if char.isalnum())][:MOST_SEEDS]
    for seed in (*seeds, *SEEDS):
        for length in LENGTHS:
            text = seed * (length // len(seed)) + "¤"
            begun = time.process_time()
            pattern.search(text)
            if time.process_time() - begun > SLOW:
                return True
    return False


def _unknown(own: dict[str, Any], known: dict[str, Any], where: str) -> Iterator[str]:
    for key, value in own.items():
        if key not in known:
            yield f"{where}{key}: nothing of this name is read{choices(key, known)}"
        else:
            yield from _unlike(value, [known[key]], f"{where}{key}")


def _unlike(value: Any, examples: list[Any], where: str) -> Iterator[str]:
    """Where a value is made otherwise than what the library's layouts say in its place."""
    alike = [each for each in examples if type(each) is type(value)]
    if not alike:
        yield f"{where}: {KINDS.get(type(examples[0]), 'another value')} is expected"
    elif isinstance(value, dict):
        for key, inner in value.items():
            same = [each[key] for each in alike if key in each]
            any_ = [held for each in alike for held in each.values()]
            yield from _unlike(inner, same or any_ or [inner], f"{where}.{key}")
    elif isinstance(value, list):
        held = [one for each in alike for one in each]
        sizes = {len(one) for one in held if isinstance(one, list)}  # of pairs
        for inner in value:
            yield from _unlike(inner, held or [inner], where)
            if isinstance(inner, list) and len(sizes) == 1 and len(inner) not in sizes:
                yield f"{where}: {sizes.pop()} of them are expected in each"


def _role(where: str, spec: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    for key in NEEDED:
        if key not in spec:
            yield f"{where}.{key}: missing"
    kinds = {each["kind"] for each in known["roles"].values()}
    kind = spec.get("kind", "coded")
    if kind not in kinds:
        yield f"{where}.kind: no kind of table is called {kind!r}{choices(kind, sorted(kinds))}"


def _patterns(own: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(key, pattern) of what is read as a regular expression."""
    for key in ("recognise", "retitled"):
        yield from ((key, each if isinstance(each, str) else each[0]) for each in own.get(key, ()))
    for role, specs in own.get("forms", {}).items():
        yield from ((f"forms.{role}.start", spec.get("start")) for spec in specs)
    for topic, pattern in own.get("sections", {}).items():
        yield f"sections.{topic}", pattern
