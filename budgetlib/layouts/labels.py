"""Labels as they are compared, and the look-up of the words that stand above columns."""

import re
from functools import cached_property, lru_cache

from budgetlib.vocabulary import AXES, BASES, compiled, paired, regex, squeeze

Words = dict[str, list[str]]  # words by their key
Path = tuple[str, ...]
WHOLE = ("预算数", "执行数", "预算执行数", "决算数", "年初预算数", "预算", "决算")  # of no kind

_NUMBERING = regex(
    r"^(?:\(?[一二三四五六七八九十廿卅]+\)|[一二三四五六七八九十廿卅]+、|\d+[、.]|\(\d+\)|[①-⑳]|其中:|:)+"
)
_DASHES = regex("[-—–]+")


@lru_cache(maxsize=16384)
def canonical(text: str) -> str:
    """A label as it is compared: without spaces, numbering and kinds of quotation mark."""
    text = paired(squeeze(text)).replace('"', "”").replace("「", "“").replace("」", "”")
    return _NUMBERING.sub("", _DASHES.sub("-", text))


_SPELT = regex("|".join(f"({pattern})" for pattern in AXES["spelt"].values()))
_MEANT = tuple(AXES["spelt"])


@lru_cache(maxsize=16384)
def spelt(text: str) -> str:
    """A label in the words that are usual for the money that it means."""
    words = canonical(text)
    match = _SPELT.fullmatch(words)
    return _MEANT[(match.lastindex or 1) - 1] if match else words


def ends_by_word(bases: Words) -> dict[str, str]:
    """The end of a column's key that each header word of a base tells."""
    ends = {base: end for end, base in BASES.items()}
    found: dict[str, str] = {}
    for base, words in bases.items():
        for word in words:
            found.setdefault(word, ends.get(base, ""))
    return found


def _starred(word: str) -> re.Pattern[str]:
    return compiled(f"(?:^|/){'[^/]*'.join(map(re.escape, word.split('*')))}$")


class HeaderWords:
    """The keys of columns by the words above them; "a/b" is a whole path, or the end of one.

    A star stands for any words of a cell.
    """

    def __init__(self, wanted: Words) -> None:
        self.keys = tuple(wanted)
        self._last: dict[str, set[str]] = {}
        self._whole: dict[str, list[tuple[str, str]]] = {}
        self._merged: dict[str, set[str]] = {}
        pairs = [(word, key) for key, words in wanted.items() for word in words]
        self._starred = [(_starred(word), key) for word, key in pairs if "*" in word]
        for word, key in pairs:
            if "/" in word:
                plain = "/".join(map(spelt, word.split("/")))
                self._whole.setdefault(plain.rpartition("/")[2], []).append((plain, key))
                self._merged.setdefault(word.replace("/", ""), set()).add(key)
            else:
                self._last.setdefault(spelt(word), set()).add(key)
        for word, _ in pairs:
            self._merged.pop(word, None)

    def by_path(self, path: Path) -> set[str]:
        """The keys of a whole path, or of two rows of the header in one line."""
        whole, plain = self._whole.get(spelt(path[-1]), ()), "/".join(map(spelt, path))
        merged = self._merged.get(canonical(path[-1]), set())
        starred = {key for pattern, key in self._starred if pattern.search("/".join(path))}
        return merged | starred | {key for word, key in whole if plain.endswith(word)}

    def by_last(self, word: str) -> set[str]:
        """The keys of a last cell."""
        return self._last.get(spelt(word), set())


class Headers:
    """What stands above the columns of one role: words of amounts, and of the bases they are on."""

    def __init__(self, wanted: Words, bases: Words) -> None:
        self._wanted = wanted
        self.words = HeaderWords(wanted)
        asked = {word for words in wanted.values() for word in words}
        self._ends = {w: end for w, end in ends_by_word(bases).items() if w not in asked}

    @cached_property
    def before(self) -> HeaderWords:
        """The same words, and those that name a whole where they stand below another year."""
        total = [*self._wanted.get("total", ()), *WHOLE]
        return HeaderWords(self._wanted | {"total": total})

    def on_base(self, path: Path) -> tuple[str, Path]:
        """The end of a key that a path tells by its last base, and what it says besides bases."""
        ends = [self._ends[cell] for cell in path if cell in self._ends]
        if not ends:
            return "", path
        return ends[-1], tuple(cell for cell in path if cell not in self._ends) or path
