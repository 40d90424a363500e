"""Lists told with 分别: names, then as many figures in their order (甲、乙分别为3万元、2万元)."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from budgetlib.sentences.lexicon import NAMING
from budgetlib.sentences.naming import plain
from budgetlib.sentences.tokens import Lexeme

REACH = 200  # characters before 分别 that may hold the names


class Member(NamedTuple):
    """One figure (or 持平) of such a list.

    Attributes
    ----------
    left
        The words that would stand before it, were it told alone.
    name
        The name that the list gives it, "" where it gives none: it speaks of amounts told before.
    place, among
        Which it is among how many.
    """

    left: str
    name: str
    place: int
    among: int


def respectively(
    text: str, lexemes: Sequence[Lexeme], knows: Callable[[str], bool]
) -> dict[int, Member]:
    """The members of every such list, by where their figure or word begins."""
    found: dict[int, Member] = {}
    for i, lexeme in enumerate(lexemes):
        members = list(_members(text, lexemes[i:])) if lexeme.kind == "respectively" else []
        if len(members) < 2:
            continue
        before = text[max(lexeme.start - REACH, 0) : lexeme.start]
        words = before[max([m.end() for m in NAMING["begins"].finditer(before)], default=0) :]
        names = _names(words, len(members), knows)
        for k, (start, own) in enumerate(members):
            name = names[k] if names else ""
            found[start] = Member(f"{name or words}{own or members[0][1]}", name, k, len(members))
    return found


def _members(text: str, lexemes: Sequence[Lexeme]) -> Iterator[tuple[int, str]]:
    """(where it begins, the words before it) of the figures that follow the first lexeme."""
    end = lexemes[0].end
    for lexeme in lexemes[1:]:
        if lexeme.kind in ("figure", "same"):
            lead = NAMING["lead"].fullmatch(text, end, lexeme.start)
            if not lead:
                return
            yield lexeme.start, lead["lead"]
            end = lexeme.end


def _names(words: str, count: int, knows: Callable[[str], bool]) -> list[str]:
    """So many names, told with 、 and a word for "and" before the last; [] if they do not fit."""
    names = [name for name in plain(words).split("、") if name and not any(map(str.isdigit, name))]
    if len(names) == count - 1:
        last = names.pop() if names else ""
        cuts = [(last[: m.start()], last[m.end() :]) for m in NAMING["joins"].finditer(last)]
        cuts = [cut for cut in cuts if all(cut)]
        known = [cut for cut in cuts if all(map(knows, cut))]
        names += (known or cuts)[-1] if cuts else ()
    return names if len(names) == count else []
