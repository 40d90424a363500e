"""The ledger: every numeric token of a document, and what a reader took it for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from budgetlib.figures import Figure, LedgerEntry, Spot, grouped, number
from budgetlib.read.blocks import Block, Paragraph
from budgetlib.read.cells import cell_of
from budgetlib.sentences.tokens import Token, runs, scan

FIGURE, FACT = "figure", "fact"
UNREAD = (FIGURE, "unread")  # kinds of a token that is an amount, or may be one

WINDOW = 20  # characters of the document that are kept around a number

Told = tuple[Spot, Token, str]  # where a token stands, and in what words


def ledger(
    blocks: Iterable[Block], taken: Iterable[LedgerEntry], figures: Iterable[Figure]
) -> tuple[LedgerEntry, ...]:
    """Every token in the order of the document, as what it was taken for, or as what it is.

    One taken for no figure of the model, or for one that it does not print, is not read.
    """
    tokens, known = [*_tokens(blocks)], {figure.id: figure for figure in figures}
    held = grouped(((s[0], s[1], t.text), n) for n, (s, t, _) in enumerate(tokens))
    took = grouped((entry[:3], entry) for entry in taken)
    read: dict[int, LedgerEntry] = {}
    for at, entries in took.items():
        read |= _matched(held.get(at, ()), entries, tokens)
    booked = grouped((e.figure, n) for n, e in sorted(read.items()) if e.status == FIGURE)
    lawful = {n for name, ns in booked.items() for n in _printing(known.get(name), ns, tokens)}
    for n, (spot, token, said) in enumerate(tokens):
        entry = read.get(n)
        told = entry is not None and entry.status not in UNREAD[1:]
        if entry is None or not told or (entry.status == FIGURE and n not in lawful):
            status = _own(token, told)
            near = window(said, token) if status == "unread" else ""
            read[n] = LedgerEntry(*spot[:2], token.text, status, "", near)
    return tuple([read[n] for n in range(len(tokens))])


def _matched(
    held: Sequence[int], entries: Sequence[LedgerEntry], tokens: Sequence[Told]
) -> dict[int, LedgerEntry]:
    """What each token of one place was taken for: its own kind, else an amount before others."""
    if len(held) == 1:
        return {held[0]: entries[0]}
    own = {kind: iter(ns) for kind, ns in grouped((tokens[n][1].kind, n) for n in held).items()}
    pairs = [(next(own.get(entry.status, iter(())), -1), entry) for entry in entries]
    found = {n: entry for n, entry in pairs if n >= 0}
    left = (n for n in held if n not in found)
    free = sorted(left, key=lambda n: (tokens[n][1].kind not in UNREAD, n))
    found |= zip(free, (entry for n, entry in pairs if n < 0), strict=False)
    return found


def _own(token: Token, told: bool) -> str:
    """By itself; one that a sentence tells in a unit and nothing keeps: a fact."""
    counted = told and token.unit and not token.unit.endswith("元")
    return FACT if counted else "unread" if token.kind in UNREAD else token.kind


def _printing(figure: Figure | None, booked: Sequence[int], tokens: Sequence[Told]) -> list[int]:
    """The tokens that print a figure at its place: one with its digits, or a run of them."""
    if figure is None:
        return []
    texts = [tokens[n][1].text for n in booked]
    at_place = [tokens[n][0][:2] == figure.place[:2] for n in booked]
    if texts[1:] and at_place[0] and _digits("".join(texts)) == _digits(figure.printed):
        return [*booked]  # one that wraps
    for n, text, near in zip(booked, texts, at_place, strict=True):
        shown = number(text) if near else None
        if near and (
            text == figure.printed or (shown is not None and abs(shown) == abs(figure.amount))
        ):
            return [n]
    return []


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def kinds_of(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many tokens are no amounts, by their kind."""
    return dict(Counter(entry.status for entry in entries if entry.status not in UNREAD))


def window(said: str, token: Token) -> str:
    """The words around a number, `WINDOW` characters at most."""
    left = max(token.start - max(WINDOW - len(token.text), 0) // 2, 0)
    return said[left : left + max(WINDOW, len(token.text))]


def _tokens(blocks: Iterable[Block]) -> Iterator[Told]:
    """Each numeric token, where it stands, and in what words; one that wraps counts twice."""
    blocks = [*blocks]
    said = {block.text for block in blocks if isinstance(block, Paragraph)}
    for block in blocks:
        if isinstance(block, Paragraph):
            for token in scan(block.text):
                ends = token.start + len(token.text) == len(block.text)
                if ends and token.kind in UNREAD and block.text[: token.start] in said:
                    token = token._replace(kind="page_number")  # of what the contents name
                for spot, run in runs(token.start, token.text, block.spot_at):
                    one = token if run == token.text else token._replace(text=run)
                    yield spot, one, block.text
            continue
        for r, (cells, spot) in enumerate(zip(block.rows, block.spots, strict=True)):
            for c, cell in ((c, cell_of(printed)) for c, printed in enumerate(cells) if printed):
                at = block.spot(r, c) if block.beside else spot
                yield from [(at, token, cell.text) for token in cell.tokens]
