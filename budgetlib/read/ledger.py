"""The ledger: every numeric token of a document, and what a reader took it for."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator

from budgetlib.figures import Figure, Spot, number
from budgetlib.figures.printed import LedgerEntry
from budgetlib.read.blocks import Block, Paragraph
from budgetlib.read.cells import cell_of
from budgetlib.sentences.tokens import Token, runs, scan
from budgetlib.vocabulary.spelling import squeeze

FIGURE, FACT = "figure", "fact"
UNREAD = (FIGURE, "unread")  # kinds of a token that is an amount, or may be one

WINDOW = 20  # characters of the document that are kept around a number


class Ledger:
    """Tokens in the order of the document; what nobody takes is unread, or of its own kind."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._tokens = list(_tokens(blocks))
        self._taken: dict[int, tuple[str, str]] = {}
        self._booked: dict[str, list[int]] = {}
        self._free: dict[tuple[int | None, int | None, str], dict[str, deque[int]]] = {}
        for n, (spot, token, _) in enumerate(self._tokens):
            kinds = self._free.setdefault((spot[0], spot[1], token.text), {})
            kinds.setdefault(token.kind, deque()).append(n)

    def take(self, spot: Spot, text: str, status: str, figure: str = "") -> None:
        """Take a token of this place: of this kind first, a page may be one long line."""
        free = self._free.get((spot[0], spot[1], text))
        if free:
            kind = next(iter(free))
            if len(free) > 1:  # the same digits as several kinds, which is rare
                rank = {k: (k != status, k not in UNREAD, at[0]) for k, at in free.items()}
                kind = min(rank, key=rank.__getitem__)
            n = free[kind].popleft()
            self._taken[n] = status, figure
            if not free[kind]:
                del free[kind]
            if status == FIGURE:
                self._booked.setdefault(figure, []).append(n)

    def entries(self, figures: Iterable[Figure]) -> Iterator[LedgerEntry]:
        """Every token with what it was read as; one booked as no figure of the model is not read.

        A figure has one token, or a run of tokens that a line end parts, where it is printed.
        """
        lawful: set[int] = set()
        for figure in figures:
            lawful.update(self._printing(figure, self._booked.get(figure.id, []), lawful))
        for n, ((line, page, _), token, said) in enumerate(self._tokens):
            status, figure_id = self._taken.get(n, ("", ""))
            if not status or (status == FIGURE and n not in lawful):
                status, figure_id = self._own(token, bool(status)), ""
            near = window(said, token) if status == "unread" else ""
            yield LedgerEntry(line, page, token.text, status, figure_id, near)

    def _own(self, token: Token, told: bool) -> str:
        """By itself; one that a sentence tells in a unit and nothing keeps: a fact."""
        counted = told and token.unit and not token.unit.endswith("元")
        return FACT if counted else "unread" if token.kind in UNREAD else token.kind

    def _printing(self, figure: Figure, booked: list[int], taken: set[int]) -> list[int]:
        """The tokens that print a figure: one with its digits at its place, or a run of them."""
        free = [n for n in booked if n not in taken]
        place = figure.place[:2]
        for n in free:
            (line, page, _), token, _ = self._tokens[n]
            if (line, page) == place and _same(token.text, figure):
                return [n]
        run = "".join(self._tokens[n][1].text for n in free)
        near = bool(free) and self._tokens[free[0]][0][:2] == place
        return free if near and _digits(run) == _digits(figure.printed) else []


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _same(text: str, figure: Figure) -> bool:
    if text == figure.printed:
        return True
    shown = number(text)
    return shown is not None and abs(shown) == abs(figure.amount)


def kinds_of(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many tokens are no amounts, by their kind."""
    return dict(Counter(entry.status for entry in entries if entry.status not in UNREAD))


def window(said: str, token: Token) -> str:
    """The words around a number, `WINDOW` characters at most."""
    left = max(token.start - max(WINDOW - len(token.text), 0) // 2, 0)
    return said[left : left + max(WINDOW, len(token.text))]


def _tokens(blocks: Iterable[Block]) -> Iterator[tuple[Spot, Token, str]]:
    """Each numeric token, where it stands, and in what words; one that wraps counts twice."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for token in scan(block.text):
                for spot, run in runs(token.start, token.text, block.spot_at):
                    one = token if run == token.text else token._replace(text=run)
                    yield spot, one, block.text
            continue
        for cells, spot in zip(block.rows, block.spots, strict=True):
            for cell in filter(None, cells):
                for token in cell_of(cell).tokens:
                    yield spot, token, squeeze(cell)
