"""Function and economic classification codes, with the editions in which each was seen."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from budgetlib.vocabulary import Label, squeeze

FOLDER = Path(__file__).parent


class Entry(NamedTuple):
    """One code of a classification; `status` is observed, unverified or historical."""

    code: str
    name: str
    level: str
    parent: str
    status: str
    seen_in: str
    former_name: str
    en: str


class Renamed(NamedTuple):
    """A function class or division that has another name since an edition."""

    code: str
    former: str
    name: str
    since: int


@cache
def renamed() -> tuple[Renamed, ...]:
    """The names that were given up, with the first year of the name that took their place."""
    with (FOLDER / "renamed.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Renamed(r["code"], r["former"], r["name"], int(r["since"])) for r in rows)


@cache
def entries(scheme: str) -> dict[str, Entry]:
    """The codes of a scheme ("function" or "economic"), by code, each below its parent."""
    with (FOLDER / f"{scheme}.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
        return {row[0]: Entry(*row) for row in rows}


def _spelt(name: str) -> str:
    """A name as it is compared: 与 is printed for 和 here and there, and the other way."""
    return squeeze(name).replace("与", "和")


@cache
def _classes(scheme: str) -> dict[tuple[str, ...], str]:
    """The codes of classes by their names, also by those that were given up."""
    codes: dict[tuple[str, ...], str] = {}
    for code, entry in entries(scheme).items():
        if entry.level == "类":
            codes.setdefault((_spelt(entry.name),), code)
            if entry.former_name:
                codes.setdefault((_spelt(entry.former_name),), code)
    given_up = {(_spelt(old.former),): old.code for old in renamed() if len(old.code) == 3}
    return codes | given_up if scheme == "function" else codes


@cache
def _by_path(scheme: str) -> dict[tuple[str, ...], str]:
    paths: dict[str, tuple[str, ...]] = {}
    codes = dict(_classes(scheme))
    for code, entry in entries(scheme).items():
        path = paths[code] = (*paths.get(entry.parent, ()), _spelt(entry.name))
        codes[path] = code if entry.status != "historical" else codes.get(path, code)
    for old in renamed() if scheme == "function" else ():
        at = (len(old.code) - 3) // 2
        for path, code in [*codes.items()]:  # what stands below a former name is told with it
            if code.startswith(old.code):
                codes.setdefault((*path[:at], _spelt(old.former), *path[at + 1 :]), code)
    return codes


def code_of(scheme: str, *path: str) -> str:
    """The code of a name, or of a path of names from the class down; "" if unknown."""
    return (_by_path if path[1:] else _classes)(scheme).get(
        tuple(_spelt(name) for name in path), ""
    )


@cache
def _by_ending(scheme: str) -> dict[tuple[str, ...], str]:
    """Code of each item by its name, with its division or alone; "" where several share it."""
    codes: dict[tuple[str, ...], str] = {}
    levels = {"function": 3, "economic": 2}
    for path, code in _by_path(scheme).items():
        own = len(path) == levels[scheme] and (scheme != "economic" or code < "5")  # 部门预算
        for at in range(1, len(path)) if own else ():
            codes[path[at:]] = code if codes.get(path[at:], code) == code else ""
    return codes


def code_of_item(scheme: str, *ending: str) -> str:
    """The code of an item told without its class; "" if unknown or of several classes."""
    return _by_ending(scheme).get(tuple(_spelt(name) for name in ending), "")


def name_of(scheme: str, code: str) -> str:
    """The name of a code; "" if unknown."""
    entry = entries(scheme).get(code)
    return entry.name if entry else ""


def is_local(scheme: str, code: str, name: str) -> bool:
    """Whether a code of the classification stands beside a name that has nothing of its own."""
    entry = entries(scheme).get(code)
    if entry is None or entry.status != "observed" or len(code) < 5 or not name:
        return False
    own, printed = (
        {text[i : i + 2] for i in range(len(text) - 1)}
        for text in (squeeze(entry.name + entry.former_name), squeeze(name))
    )
    return bool(printed) and not own & printed


def local(code: str) -> str:
    """A code that a place gave a meaning of its own, so that no rule takes it for the usual one.

    It is printed without the dash.
    """
    return f"{code[:3]}-{code[3:]}"


def labelled(code: str, name: str) -> Label:
    """The English name of a code of either scheme, where there is one, and the printed name."""
    known = entries("economic").get(code) or entries("function").get(code)
    english = f"{known.en if known else ''} {name}".strip()
    return Label(english, name, english)
