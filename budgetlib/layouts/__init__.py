"""Layouts: what a family of disclosures looks like, as data in TOML files.

Of one that somebody wrote it is told what is wrong with it, each fault with its key.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache, reduce
from pathlib import Path
from typing import Any, Self

from budgetlib.errors import LayoutError, choices
from budgetlib.layouts.labels import Headers, ends_by_word, spelt
from budgetlib.layouts.labels import canonical as canonical
from budgetlib.vocabulary import AXES, Record, compiled, parsed, regex

KINDS = {dict: "a table", list: "a list", str: "text", bool: "true or false", int: "a number"}
NEEDED = ("titles", "kind")
SEEDS = ("一", "9", "9,", "(", "…", "a", " ", "、", "1万元", "甲乙")
LENGTHS = (*range(4, 30), 60, 120, 250, 500, 1000, 2000)  # each takes little more than the last
SLOW, MOST_SEEDS = 0.05, 20  # seconds; a pattern of ours takes a thousandth
FOLDER = Path(__file__).parent
ENOUGH, MOST = 20, 0.98  # decimals of tables that show to how many all are rounded
_DECIMAL = regex(r"\s*-?[\d,]+\.\d+\s*")
MOST_BYTES = 1_000_000  # of a layout
FORMER = {"shanghai-final-accounts": "final-accounts"}  # names in packages written earlier


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _ending(words: str) -> str:
    """Where words stand in a subject: anywhere; at its end if short or with $; "=" as all of it."""
    if words.startswith("="):
        return f"^{re.escape(words[1:])}$"
    if words.endswith("$"):
        return f"{re.escape(words[:-1])}$"
    return re.escape(words) + ("" if len(words) > 3 else "$")


class Layout(Record):
    """One family: `data` is the merged TOML."""

    name: str
    data: dict[str, Any]

    @cached_property
    def titles(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """(title words, role, words that rule it out), longest title first."""
        rows = [
            (self.retitled(title), role, tuple(spec.get("not_titles", ())))
            for role, spec in self.data["roles"].items()
            for title in spec["titles"]
        ]
        return sorted(rows, key=lambda row: -len(row[0]))

    __hash__ = object.__hash__  # one of a few: what its methods gave is kept

    @lru_cache(maxsize=16384)  # noqa: B019
    def retitled(self, title: str) -> str:
        """A title without what local titles add or say otherwise."""
        text = canonical(title)
        for pattern, words in self.data["retitled"]:
            text = compiled(pattern).sub(words, text)
        return text

    @lru_cache(maxsize=16384)  # noqa: B019
    def role_of(self, title: str) -> str | None:
        """The role of a table by its title."""
        text, told = self.retitled(title), canonical(title)
        for words, role, excluded in self.titles:
            fits = text == words[1:] if words.startswith("=") else words in text
            if fits and not any(word in told for word in excluded):
                return role
        return self._by_words(text, told)

    def _by_words(self, text: str, told: str) -> str | None:
        """The role of a title of no known family, by the words that it holds."""
        if not compiled(self.data["titled"]).search(told):
            return None
        for role, held, missing in self.data["placed"]:
            barred = (*missing, *self.spec(role).get("not_titles", ()))
            if all(word in text for word in held) and not any(word in told for word in barred):
                return str(role)
        return None

    def spec(self, role: str) -> dict[str, Any]:
        """What the layout says of a role."""
        spec: dict[str, Any] = self.data["roles"][role]
        return spec

    @cached_property
    def subjects(self) -> list[tuple[str, str]]:
        """(words, key) of the quantities that notes speak of, longest words first."""
        pairs = [
            (canonical(word), key) for key, words in self.data["subjects"].items() for word in words
        ]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    @cached_property
    def key_of(self) -> Callable[[str], str]:
        """Gives the key for the words before a figure, "" if unknown; notes repeat their words."""
        keys: dict[str, str] = {}
        for words, key in self.subjects:
            keys.setdefault(words, key)
        ranks = {words.strip("=$"): rank for rank, words in enumerate(keys)}
        pattern = compiled(f"(?=({'|'.join(map(_ending, keys))}))")
        keys = {words.strip("=$"): key for words, key in keys.items()}
        respelt = [(compiled(spelling), words) for spelling, words in self.data["respelt"]]

        @lru_cache(maxsize=4096)
        def key_of(subject: str) -> str:
            text = canonical(subject)
            for spelling, words in respelt:
                text = spelling.sub(words, text)
            found = pattern.findall(text)
            return keys[min(found, key=ranks.__getitem__)] if found else ""

        return key_of

    @cached_property
    def fund_of(self) -> dict[str, str]:
        """The fund that words above a column of amounts name."""
        money = self.data["money"].items()
        return {spelt(word): key for key, words in money if key in AXES["fund"] for word in words}

    @cache  # noqa: B019
    def headers(self, role: str) -> Headers:
        """What stands above the columns of a role."""
        columns = self.spec(role)["columns"] | self.data["changes"]
        return Headers(columns, self.data.get("bases", {}))

    @cached_property
    def ends(self) -> dict[str, str]:
        """The end of a column's key by the header words of a base."""
        return ends_by_word(self.data.get("bases", {}))

    @cached_property
    def forms(self) -> dict[str, list[tuple[re.Pattern[str], dict[str, Any]]]]:
        """(how it starts, what the layout says of it) for the sections of each form."""
        return {
            role: [(compiled(spec["start"]), spec) for spec in specs]
            for role, specs in self.data["forms"].items()
        }

    def decimals(self, unit: str) -> int:
        """Decimals granted to a printed figure of this unit even where zeros are left out."""
        if unit == "%":
            return int(self.data["percent_decimals"])
        return int(self.data["decimals"].get(unit, 0))

    def as_printed(self, cells: Iterable[str]) -> Self:
        """This layout for a document that prints its 万元 to one decimal, as its cells show."""
        decimals = [
            len(cell.strip().partition(".")[2])
            for cell in cells
            if "." in cell and _DECIMAL.fullmatch(cell)
        ]
        few = self.decimals("万元") > 1 and len(decimals) >= ENOUGH
        if not few or decimals.count(1) < MOST * len(decimals):
            return self
        return self._coarse

    @cached_property
    def _coarse(self) -> Self:
        return self._replace(data=self.data | {"decimals": self.data["decimals"] | {"万元": 1}})

    @lru_cache(maxsize=16384)  # noqa: B019
    def topic_of(self, heading: str, table: str = "topics") -> str:
        """The topic of a section (or item) of the notes by the words of its heading."""
        text = canonical(heading)
        bare = compiled(self.data["heading"]["noise"]).sub("", text)
        for topic, words in self.data[table].items():
            if any(word[1:] == bare if word[0] == "=" else word in text for word in words):
                return str(topic)
        return ""

    def scope_of(self, heading: str) -> str:
        """The topic of all notes by the words of their heading, "" where they tell of a budget."""
        topic = self.topic_of(heading)
        return "" if topic == "other" or self.of_all(heading) else topic

    def of_all(self, heading: str) -> bool:
        """Whether a heading says that what follows tells of a whole budget (部门预算情况说明)."""
        return bool(compiled(self.data["heading"]["whole"]).search(canonical(heading)))


@cache
def layout(name: str) -> Layout:
    """Load a layout by name, or from a TOML file; a `LayoutError` where none can be read."""
    foreign = name.endswith(".toml")
    path = Path(name) if foreign else FOLDER / f"{FORMER.get(name, name)}.toml"
    if foreign and path.exists() and not (path.is_file() and path.stat().st_size < MOST_BYTES):
        raise LayoutError("no regular file, or a very large one", file=path.name)
    try:
        own = parsed(path)
    except FileNotFoundError:
        known = ", ".join(names())
        raise LayoutError(f"no such layout; there are {known}", file=path.name) from None
    except OSError as error:
        raise LayoutError(f"cannot be opened ({error.strerror})", file=path.name) from None
    except UnicodeDecodeError:
        raise LayoutError("not text in UTF-8, as TOML must be", file=path.name) from None
    except (ValueError, RecursionError) as error:
        raise LayoutError(f"not TOML: {error}", file=path.name) from None
    return (_taken if foreign else _upon)(own, path.name)


_FOREIGN: dict[str, tuple[Layout, dict[str, Any]]] = {}


def _upon(own: dict[str, Any], file: str) -> Layout:
    """A layout upon what it extends."""
    return Layout(own.get("name", ""), _merge(_base(own, file), own))


def _taken(own: dict[str, Any], file: str) -> Layout:
    """A layout that does not come with the library, known by its name from now on."""
    made = _upon(own, file)
    if made.name in names():
        raise LayoutError(f"name: {made.name!r} is that of a layout of the library", file=file)
    everything = reduce(_merge, (layout(name).data for name in names()), {"extends": ""})
    for fault in faults(own, made.data, everything):
        raise LayoutError(fault, file=file)
    base = layout(own["extends"]).name if own.get("extends", "").endswith(".toml") else ""
    below = _FOREIGN[base][1] if base else {}
    extends = below.get("extends", own.get("extends", "common"))
    _FOREIGN[made.name] = made, _merge(below, own) | {"extends": extends}
    return made


def _base(own: dict[str, Any], file: str) -> dict[str, Any]:
    """What a layout extends: `common` where it does not say."""
    extends = own.get("extends") or ("" if own.get("name") == "common" else "common")
    if not extends:
        return {}
    try:
        return layout(extends).data
    except (LayoutError, AttributeError, TypeError) as error:
        raise LayoutError(f"extends = {extends!r}: {error}", file=file) from None


def says(name: str) -> dict[str, Any]:
    """What a layout says that does not come with the library, for a package to carry."""
    return _FOREIGN[name][1] if name in _FOREIGN else {}


def of_budget(name: str, said: dict[str, Any] | None = None) -> Layout:
    """The layout that a budget was read by; its package may carry it; `common` for lack of it."""
    if said and said.get("extends") in names():
        return _taken(said, name)
    if name in _FOREIGN:
        return _FOREIGN[name][0]
    return layout(name if name in names() else "common")


@cache
def names() -> tuple[str, ...]:
    """The layouts that come with the library."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def recognise(text: str, kind: str = "") -> Layout:
    """The layout all of whose marks stand in the text; where none fits, the first of the kind."""
    for name in names():
        marks = layout(name).data["recognise"]
        if marks and all(compiled(mark).search(text) for mark in marks):
            return layout(name)
    return next((layout(n) for n in names() if layout(n).data["kind"] == kind), layout("common"))


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
