"""The ledger: every numeric token of a document, and what a reader took it for."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator

from budgetlib.figures import Spot
from budgetlib.printed import LedgerEntry
from budgetlib.read.blocks import Block, Paragraph
from budgetlib.read.cells import cell_of
from budgetlib.sentences.tokens import runs, scan

UNREAD = ("figure", "unread")  # kinds of a token that is an amount, or may be one


class Ledger:
    """Tokens in the order of the document; what nobody takes is unread, or of its own kind."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._tokens = list(_tokens(blocks))
        self._taken: dict[int, tuple[str, str]] = {}
        self._free: dict[tuple[int | None, int | None, str], dict[str, deque[int]]] = {}
        for n, (spot, text, kind) in enumerate(self._tokens):
            kinds = self._free.setdefault((spot[0], spot[1], text), {})
            kinds.setdefault(kind, deque()).append(n)

    def take(self, spot: Spot, text: str, status: str, figure: str = "") -> None:
        """Take a token of this place: of this kind first, a page may be one long line."""
        free = self._free.get((spot[0], spot[1], text))
        if free:
            order = {kind: (kind != status, kind not in UNREAD, at[0]) for kind, at in free.items()}
            kind = min(order, key=order.__getitem__)
            self._taken[free[kind].popleft()] = status, figure
            if not free[kind]:
                del free[kind]

    @property
    def entries(self) -> Iterator[LedgerEntry]:
        """Every token with what it was read as."""
        for n, ((line, page, _), text, kind) in enumerate(self._tokens):
            own = ("unread" if kind in UNREAD else kind), ""
            yield LedgerEntry(line, page, text, *self._taken.get(n, own))


def kinds_of(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many tokens are no amounts, by their kind."""
    return dict(Counter(entry.status for entry in entries if entry.status not in UNREAD))


def _tokens(blocks: Iterable[Block]) -> Iterator[tuple[Spot, str, str]]:
    """Where each numeric token stands, its text and its kind; one that wraps counts twice."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for token in scan(block.text):
                for spot, run in runs(token.start, token.text, block.spot_at):
                    yield spot, run, token.kind
            continue
        for cells, spot in zip(block.rows, block.spots, strict=True):
            for cell in filter(None, cells):
                for token in cell_of(cell).tokens:
                    yield spot, token.text, token.kind
