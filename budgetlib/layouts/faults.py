"""What is wrong with a layout that somebody wrote, each fault with its key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from budgetlib.errors import choices

KINDS = {dict: "a table", list: "a list", str: "text", bool: "true or false", int: "a number"}
NEEDED = ("titles", "kind")


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
            re.compile(pattern)
        except (re.error, TypeError) as error:
            yield f"{place}: not a regular expression: {pattern!r} ({error})"


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
    sections = own.get("sections")
    for topic, pattern in sections.items() if isinstance(sections, dict) else ():
        yield f"sections.{topic}", pattern
