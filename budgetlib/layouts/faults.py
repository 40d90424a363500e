"""What is wrong with a layout that somebody wrote, each fault with its key."""

from __future__ import annotations

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
    yield from _unlike(own, known, "")
    roles = own.get("roles")
    specs = roles if isinstance(roles, dict) else {}
    example: dict[str, Any] = {}
    for spec in known["roles"].values():
        example |= spec
    for role, spec in specs.items():
        if isinstance(spec, dict):
            yield from _unlike(spec, example, f"roles.{role}.")
            yield from _role(f"roles.{role}", merged["roles"][role], known)
        else:
            yield f"roles.{role}: a table is expected, as [roles.{role}]"
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


def _unlike(own: dict[str, Any], known: dict[str, Any], where: str) -> Iterator[str]:
    for key, value in own.items():
        if key not in known:
            yield f"{where}{key}: nothing of this name is read{choices(key, known)}"
        elif type(value) is not type(known[key]):
            yield f"{where}{key}: {KINDS.get(type(known[key]), 'another value')} is expected"


def _role(where: str, spec: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    for key in NEEDED:
        if key not in spec:
            yield f"{where}.{key}: missing"
    kinds = {each["kind"] for each in known["roles"].values()}
    kind = spec.get("kind", "coded")
    if kind not in kinds:
        yield f"{where}.kind: no kind of table is called {kind!r}{choices(kind, sorted(kinds))}"


def _patterns(own: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(key, pattern) of what is read as a regular expression, where it has the right shape."""
    for key in ("recognise", "retitled"):
        for each in own[key] if isinstance(own.get(key), list) else ():
            yield key, each[0] if isinstance(each, list) and each else each
    forms = own.get("forms")
    for role, specs in forms.items() if isinstance(forms, dict) else ():
        for spec in specs if isinstance(specs, list) else ():
            if isinstance(spec, dict) and "start" in spec:
                yield f"forms.{role}", spec["start"]
    sections = own.get("sections")
    for topic, pattern in sections.items() if isinstance(sections, dict) else ():
        yield f"sections.{topic}", pattern
