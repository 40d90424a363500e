"""Header paths into columns: by the layout's words, those of the prior year, and all others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from budgetlib.figures.printed import Column
from budgetlib.layouts import Layout, canonical
from budgetlib.layouts.labels import WHOLE, Headers, HeaderWords, Path
from budgetlib.read.blocks import Span
from budgetlib.sentences.tokens import YEAR
from budgetlib.vocabulary import AXES, BASES, BEFORE, SUMS, above
from budgetlib.vocabulary.files import regex
from budgetlib.vocabulary.spelling import squeeze

_YEAR = regex(rf"^(?:{YEAR}年度?|[上本当]年度?(?=(?:预算|预算执行|执行|决算)数?$))")
_YEARS = regex(rf"({YEAR})年")
_AGAINST = regex(rf"^(?:[预决]算数?)?[比较](?:上年|{YEAR}年)度?(?:年初)?(?:预算|执行|决算)?数?")
_COMPARES = regex("[比较]")
_LAST_YEAR = regex(r"上年度?(?:预算|预算执行|执行|决算)数?")
_BASE = regex(r"年初预算|预算执行数|执行数|预算|决算")
OF_ALL = (*WHOLE, "金额", "合计")
OF_WHOLE = AXES["kind"].keys() - {"total"}
OF_ORIGIN = {"of_year", "of_carried"}
NO_FUNDS: Mapping[int, str] = {}
PIECES, *COUNTS = AXES["forms"]["counted"]
COUNTED = tuple(COUNTS)  # ends of headers above what is no money
RATE = "growth"  # the key of a rate, or the end of one
CHANGES = {key: f"/{key}" for key in ("change", RATE)}
_IN_UNIT = regex(r"\([万亿]?元\)$")
_UNIT = regex(r"\((?P<unit>万元|元|%)\)|(?P<percent>%|比例|占比)$")


def key_of(path: Path, words: HeaderWords, year: int) -> str:
    """The key of a column of a two-sided table by its header."""
    last = plain_header(path[-1])
    key = next(chain.from_iterable(look_up(words, path) for look_up in _LOOK_UPS), "")
    if tells_before(path, year):
        return (key or ("amount" if last in WHOLE else last)) + BEFORE
    return key or path[-1]


def column_suffix(path: Path, year: int, layout: Layout, titles: Sequence[str] = ()) -> str:
    """What the figures of a column are besides this year's amounts, to stand behind a key.

    A header that repeats the title of its table tells no more than the word at its end.
    """
    header = plain_header(path[-1])
    beside = _COMPARES.split(header)[-1]  # 决算比预算增减额, beside 比上年增减额
    base = max((word for word in layout.ends if beside.startswith(word)), key=len, default="")
    end = layout.ends[base] if base and beside != header else ""
    header = beside.removeprefix(base) if end else header
    change = next((key for key, words in layout.data["changes"].items() if header in words), "")
    if change:
        return f"/{change}{end}"
    if tells_before(path, year):
        return BEFORE
    own = [word for word in layout.ends if word in WHOLE[:5] and header.endswith(word)]
    if not own and any(title in header for title in titles):  # “三公”经费预算数
        own = [word for word in OF_ALL if header.endswith(word)]
    header = max(own, key=len, default=header)
    if header in layout.ends:
        return layout.ends[header]
    return "" if _UNIT.sub("", header) in OF_ALL else f"/{path[-1]}"


def header_paths(
    rows: Sequence[tuple[str, ...]], spans: Sequence[Span] | None = None
) -> list[tuple[str, ...]]:
    """Header cells from top to bottom for each column.

    A merged cell stands above what `spans` say; without them, above the blanks beside it. One that
    is not merged does so where nothing else tells columns of one name apart.
    """
    width = max((len(row) for row in rows), default=0)
    grid = [[squeeze(c) for c in row] + [""] * (width - len(row)) for row in rows]
    for r, c, height, columns in spans or ():
        for row in grid[r : r + height]:
            row[c : c + columns] = [grid[r][c]] * columns
    told = [*zip(*grid, strict=True)] if spans is not None else []
    once = {c for c, path in enumerate(told) if told.count(path) == 1}
    for upper, lower in pairwise(grid) if told else ():
        _spread(upper, lower, once)
    above: list[set[int]] = [set()]  # where cells begin in the rows above each
    for upper, lower in pairwise(grid) if spans is None else ():
        above.append(above[-1] | {c for c, cell in enumerate(upper) if cell})
        _settle(upper, lower)
        _spread(upper, lower, above[-2])
    for k in reversed(range(len(above) - 1)):  # rows below may have been spread since
        below = [next((row[c] for row in grid[k + 1 :] if row[c]), "") for c in range(width)]
        _spread(grid[k], below, above[k])
    return [tuple(dict.fromkeys(row[c] for row in grid if row[c])) for c in range(width)]


def _spread(upper: list[str], lower: list[str], begun: set[int]) -> None:
    """Fill the blanks behind a header cell that stands above several, up to the next above it."""
    for c in range(1, len(upper)):
        if c not in begun and not upper[c] and lower[c] and upper[c - 1]:
            upper[c] = upper[c - 1]


def _settle(upper: list[str], lower: list[str]) -> None:
    """Move a lower header row that lost its leading blanks under the cells that span it."""
    filled = [cell for cell in lower if cell]
    slots = [
        c
        for c in range(len(upper))
        if (upper[c] and c + 1 < len(upper) and not upper[c + 1]) or not upper[c]
    ]
    at_left = lower[0] and upper[0] and lower[: len(filled)] == filled
    if at_left and len(filled) <= len(slots) and 0 not in slots:
        lower[:] = [""] * len(lower)
        for slot, cell in zip(slots, filled, strict=False):
            lower[slot] = cell


def match_columns(
    paths: Sequence[Path], headers: Headers, year: int = 0, within: Mapping[int, str] = NO_FUNDS
) -> list[Column]:
    """Columns by header path, on each base of its own; a year before, as the prior year's.

    Those `within` another fund's tell no kind of the whole, nor of a wider fund:
    一般公共预算/基本支出. Those below a kind tell no fund of the whole, 项目支出/一般公共预算;
    those below the year's money tell no kind of all.
    """
    then = {c for c, path in enumerate(paths) if tells_before(path, year)}
    told = [("", ()) if c in then else _end_of(path, headers) for c, path in enumerate(paths)]
    sides = {  # the base (预算数, 决算数) may stand above the kind, or below it
        end: {c: path for c, (at, path) in enumerate(told) if path and at == end}
        for end in ("", *BASES, *CHANGES.values())
    }
    sides[BEFORE] = {c: paths[c] for c in sorted(then)}
    of_whole = {BEFORE, *CHANGES.values()}  # they need not say of what they are
    columns = [
        Column(key + end, paths[c], c)
        for end, free in sides.items()
        if free
        for c, key in _match(free, headers.before if end in of_whole else headers.words, within)
    ]
    return sorted(columns, key=lambda column: column.index)


def _end_of(path: Path, headers: Headers) -> tuple[str, Path]:
    """The end of the keys below a header of changes, or of a base, and the path without it."""
    told = [headers.words.by_last(plain_header(cell)).intersection(CHANGES) for cell in path]
    at = next((k for k, found in enumerate(told[:-1]) if found), -1)
    if at < 0 or told[-1]:
        return headers.on_base(tuple(_YEAR.sub("", cell) or cell for cell in path))
    return CHANGES[min(told[at])], (*path[:at], WHOLE[0], *path[at + 1 :])


def _match(
    free: dict[int, Path], words: HeaderWords, within: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """The key of each column, by the surest look-up first; each key once."""
    keys = list(words.keys)
    for look_up in _LOOK_UPS:
        fits = {c: look_up(words, path) for c, path in free.items()}
        held = ((c, (*AXES["kind"], *above("fund", within[c]))) for c in within if c in fits)
        fits |= {c: fits[c].difference(wide) for c, wide in held}
        for at, found in fits.items():
            over = {key for cell in free[at][:-1] for key in words.by_last(cell)}
            less = AXES["fund"] if over & OF_WHOLE else AXES["kind"] if over & OF_ORIGIN else ()
            fits[at] = found.difference(less)
        for key in filter(set().union(*fits.values()).__contains__, [*keys]):
            c = next((c for c in free if key in fits[c]), None)
            if c is not None:
                keys.remove(key)
                del free[c]
                yield c, key


def _summed(words: HeaderWords, path: Path) -> set[str]:
    """The keys of what a sum stands below."""
    if len(path) < 2 or path[-1] not in SUMS:
        return set()
    return words.by_path(path[:-1]) or words.by_last(plain_header(path[-2]))


def _sum_in_line(words: HeaderWords, path: Path) -> set[str]:
    """The same where both rows of the header stand in one line."""
    last = plain_header(path[-1])
    return words.by_last(last[:-2]) if last.endswith(tuple(SUMS)) else set()


def tells_before(path: tuple[str, ...], year: int) -> bool:
    """Whether a header path names the year before, and no other."""
    told = {int(y) for cell in path for y in _YEARS.findall(cell)}
    return told == {year - 1} or any(_LAST_YEAR.fullmatch(cell) for cell in path)


@lru_cache(maxsize=4096)
def plain_header(cell: str) -> str:
    """The words of a header cell without the years that some print before them."""
    return _AGAINST.sub("", _YEAR.sub("", _IN_UNIT.sub("", canonical(cell)))) or "预算数"


_LOOK_UPS: tuple[Callable[[HeaderWords, Path], set[str]], ...] = (
    HeaderWords.by_path,
    _summed,
    lambda words, path: words.by_last(plain_header(path[-1])),
    _sum_in_line,
)


Told = tuple[str, int, str]  # a unit, a year, a base; "" and 0 for those of the table


def told_by_header(column: Column, year: int) -> Told:
    """What a header tells of its figures besides their kind."""
    last = canonical(column.path[-1])
    match = _UNIT.search(last)
    unit = (match["unit"] or "%") if match else ""
    if RATE in column.key:
        unit = "%"
    of_base = plain_header(last) in WHOLE  # 公务用车保有量(辆), below it 2024年预算数
    if canonical(column.path[0] if of_base else last).endswith(COUNTED):
        unit = PIECES
    base = next((base for end, base in BASES.items() if column.key.endswith(end)), "")
    if not column.key.endswith(BEFORE):
        return unit, 0, base
    named = _BASE.search("".join(column.path))
    then = named[0] if named else "预算"
    return unit, year - 1, base or ("预算执行数" if then == "执行数" else then)
