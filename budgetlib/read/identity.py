"""Whose disclosure of which year it is: every place that says so votes, and all votes are kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, permutations

from budgetlib.disclosure import Evidence
from budgetlib.figures import Place, Spot
from budgetlib.layouts import layout
from budgetlib.read.blocks import Block, Grid, Paragraph
from budgetlib.sentences.tokens import written
from budgetlib.vocabulary import ACCOUNTS, patterns, regex, squeeze

COVER, TITLE, CAPTION, SENTENCE = 3.0, 1.0, 1.0, 0.01  # what a line of each kind weighs
FIRST = 12  # lines that may be the cover
HEAD = 4  # rows of a grid that may hold a title or the name of the body
LONG = 60  # characters of a title
TOLD = 8  # times that other lines tell a year that no cover does
MUCH = 3  # times as often as that of the cover
CAPPED = 90  # sentences, which outvote no title
ASPECTS = ("body", "year", "level", "kind")
SAID = (  # what sentences say of each, and what one weighs
    *((f"{aspect}_said", aspect, SENTENCE) for aspect in ASPECTS),
    ("year_announced", "year", CAPTION),
    ("year_named", "year", SENTENCE / 10),
    ("executed", "kind", SENTENCE),
)
_SAYS = patterns(layout("common").data["identity"], written)
_TABLE = ("表", ")")  # how the title of a table ends
_NUMERAL = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")}
_ONLY_YEAR = regex(r"(?:19|20)\d{2}年度?")
_SPELLED = regex("二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")

Line = tuple[str, Spot]
Votes = dict[str, dict[str, list[Evidence]]]


def identity(blocks: Iterable[Block], given: Mapping[str, str]) -> tuple[Evidence, ...]:
    """What speaks for each body, year, level and kind, the winner of each aspect first.

    What is given from outside outvotes the document; what nothing tells of is not among them.
    """
    votes: Votes = {aspect: defaultdict(list) for aspect in ASPECTS}
    blocks = list(blocks)
    lines = list(_lines(blocks))
    heads = (e for e in _sentences([*_lines(blocks, wide=True)]) if e.aspect == "year")
    for evidence in chain(_titles(lines), _captions(lines), _sentences(lines), heads):
        votes[evidence.aspect][evidence.value].append(evidence)
    found = [e for aspect in ASPECTS for e in _ranked(aspect, votes[aspect])]
    outside = [Evidence(aspect, value, 1.0, "given") for aspect, value in given.items() if value]
    return (*outside, *found)


def told(evidence: Sequence[Evidence], aspect: str) -> str:
    """The value that won, "" where nothing tells."""
    return next((e.value for e in evidence if e.aspect == aspect), "")


def _lines(blocks: Iterable[Block], wide: bool = False) -> Iterator[Line]:
    """Every paragraph, and the cells of the first rows of each grid, a spelled year in digits.

    Of rows that are too wide for titles, as those of a header are, where these are asked.
    """
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from () if wide else [(_in_digits(block.text), block.spot)]
            continue
        for row, spot in zip(block.rows[:HEAD], block.spots, strict=False):
            filled = [_in_digits(squeeze(cell)) for cell in row if cell.strip()]
            titles = (
                t for t in filled if not (filled[1:] and _ONLY_YEAR.fullmatch(t))
            )  # of columns
            yield from ((text, spot) for text in titles if (len(filled) >= HEAD) == wide)


def _in_digits(text: str) -> str:
    return _SPELLED.sub(lambda m: "".join(_NUMERAL.get(c, "0") for c in m[0]), text)


def _titles(lines: Sequence[Line]) -> Iterator[Evidence]:
    """What titles and headings tell; one of the cover may go on from the line above."""
    above = ("", Spot(0, None))
    cover = True
    for n, (text, spot) in enumerate(lines):
        bare = _SAYS["lead"].sub("", text)
        cover = cover and n < FIRST and not _SAYS["parts"].match(text)
        if _in_menu([line for line, _ in lines[max(n - 1, 0) : n + 2]], text):
            continue
        if len(text) <= LONG and not _SAYS["marks"].search(bare) and _SAYS["speaks"].search(bare):
            weight, source = (COVER, "cover") if cover else (TITLE, "title")
            where = Place(*spot)
            for aspect in ("year", "level", "kind"):
                values = [match[match.lastindex or 0] for match in _SAYS[aspect].finditer(bare)]
                years = _SAYS["year_kind"].findall(bare) if aspect == "kind" else ()
                if values:  # of two years, what is disclosed and what it is told beside
                    latest = max(values) if aspect == "year" else values[0]
                    value = max(years)[1] if years else latest
                    yield Evidence(aspect, value, weight, source, text, where)
            below = lines[n + 1][0] if cover and n + 1 < len(lines) else ""
            body = _body_of(bare, above[0] if cover else "", below)
            if body:
                yield Evidence("body", body, weight, source, text, where)
        above = text, spot


def _in_menu(beside: Sequence[str], text: str) -> bool:
    """Whether a line is one of a site's links to the budgets of several years."""
    years = {match[1] for line in beside if (match := _SAYS["menu"].fullmatch(line))}
    return len(years) > 1 and bool(_SAYS["menu"].fullmatch(text))


def disclosures(blocks: Sequence[Block]) -> list[tuple[str, int]]:
    """Several bodies that one file tells of one after the other, each where its title stands.

    Their titles are alike but for the name, which is no short form of another's, and amounts
    stand below each of them; [] where there is but one.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for at, block in enumerate(blocks):
        text = block.text if isinstance(block, Paragraph) else ""
        title = _SAYS["lead"].sub("", text)
        plain = _SAYS["speaks"].search(title) and not _SAYS["marks"].search(title)
        plain = plain and not _SAYS["parts"].match(text)  # a section by a wrong name
        body = _body_of(title, "", "") if plain and len(title) <= LONG else ""
        if is_body(body) and not title.endswith(_TABLE):
            found[title.replace(body, "", 1)].setdefault(body, at)
    for told in found.values():
        ends = [*list(told.values())[1:], len(blocks)]
        pieces = (blocks[at:end] for at, end in zip(told.values(), ends, strict=True))
        apart = all(not {*one} <= {*other} for one, other in permutations(told, 2))
        if len(told) > 1 and apart and all(map(_tells_money, pieces)):
            return [*told.items()]
    return []


def _tells_money(blocks: Iterable[Block]) -> bool:
    return any(isinstance(b, Grid) or _SAYS["money"].search(b.text) for b in blocks)


def _body_of(title: str, above: str, below: str) -> str:
    """The name of a body that a title holds, that the line above begins, or that stands below."""
    year = _SAYS["year"].search(title)
    before, after = (title[: year.start()], title[year.end() :]) if year else (title, "")
    pieces = [_SAYS["content"].split(piece, maxsplit=1)[0] for piece in (before, after)]
    names = [name for piece in pieces if (name := _SAYS["tail"].sub("", piece))]
    placed = len(names) > 1 and bool(_SAYS["place"].fullmatch(names[0])) and is_body(names[1])
    name = names[placed] if names else ""  # 甲市2024年乙镇人民政府部门预算
    if not name:
        return above if _named(above) else below if is_body(below) else ""
    whole = _SAYS["place"].match(name) or not _SAYS["ends"].search(name)  # 甲市乙局
    begun = not whole and _named(above) and not _SAYS["ends"].search(above)
    name = above + name if begun and not name.startswith(above) else name
    return name if _named(name) else ""


def is_body(name: str) -> bool:
    """Whether words may be a body's name, and end as one."""
    return _named(name) and bool(_SAYS["ends"].search(name))


def _named(name: str) -> bool:
    """Whether words may be a body's name."""
    return len(name) > 1 and not _SAYS["nobody"].search(name)


def _captions(lines: Sequence[Line]) -> Iterator[Evidence]:
    """The names that stand behind 单位： and its like."""
    for (text, spot), (below, _) in zip(lines, (*lines[1:], ("", None)), strict=False):
        match = _SAYS["caption"].match(text)
        signed = _SAYS["day"].fullmatch(below) and is_body(text)  # below the text
        name = match["name"] if match else text if signed else ""
        if _named(name):
            yield Evidence("body", name, CAPTION, "caption", text, Place(*spot))


def _sentences(lines: Sequence[Line]) -> Iterator[Evidence]:
    """What sentences begin with, a year or the name of the body, and how they call it."""
    counted = Counter[tuple[str, str]]()
    for text, spot in lines:
        for name, aspect, value, weight, words in _said(text):
            counted[name, value] += 1
            if counted[name, value] <= CAPPED:
                yield Evidence(aspect, value, weight, "sentence", words, Place(*spot))


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[tuple[str, str, str, float, str], ...]:
    """What a line says of each aspect: by which pattern, with what weight, in what words."""
    bare, found = _SAYS["lead"].sub("", text), []
    for name, aspect, weight in SAID:
        for match in _SAYS[name].finditer(bare):
            value = ACCOUNTS if name == "executed" else match[match.lastindex or 0]
            value = _SAYS["tail"].sub("", value) if aspect == "body" else value
            if aspect != "body" or _named(value):
                found.append((name, aspect, value, weight, match[0]))
    return tuple(found)


def _on_cover(evidence: Evidence) -> bool:
    """Whether it stands on the cover, or is but a year that some sentence names."""
    return evidence.source == "cover" or evidence.weight < SENTENCE


def _ranked(aspect: str, votes: Mapping[str, Sequence[Evidence]]) -> list[Evidence]:
    """One piece of evidence a value, with the weight of all: the winner first."""
    weights = {value: sum(e.weight for e in said) for value, said in votes.items()}
    if aspect == "body":
        places = {value: 0.001 for value in weights if _SAYS["place"].fullmatch(value)}
        weights |= places
        last = max(weights, key=weights.__getitem__, default="")
        fuller = [v for v, w in weights.items() if v != last and v.endswith(last) and w >= CAPTION]
        if last and fuller:
            weights[max(fuller, key=weights.__getitem__)] += weights[last]
    if aspect == "year":  # that of a cover, where titles and sentences mostly tell another
        told = {v: sum(not _on_cover(e) for e in said) for v, said in votes.items()}
        most = max(told.values(), default=0)
        few = [v for v in votes if MUCH * told[v] <= most and any(map(_on_cover, votes[v]))]
        weights |= dict.fromkeys(few if most >= TOLD else (), SENTENCE)
    later = sorted(weights, reverse=True) if aspect == "year" else weights  # of two alike
    ranked = sorted(later, key=weights.__getitem__, reverse=True)
    return [
        max(votes[v], key=lambda e: e.weight)._replace(weight=round(weights[v], 2)) for v in ranked
    ]
