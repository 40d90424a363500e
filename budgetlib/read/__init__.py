"""Documents into budgets. The only code that opens documents."""

import stat
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from budgetlib.disclosure import Disclosure
from budgetlib.errors import ReadError, meant
from budgetlib.figures import LedgerEntry, Spot
from budgetlib.layouts import layout, recognise
from budgetlib.read.assemble import assemble
from budgetlib.read.blocks import ENVELOPE, WIDE, Block, Left, Reading, few, limit, words_of
from budgetlib.read.identity import disclosures, identity, told
from budgetlib.read.pictures import may_be_tables
from budgetlib.vocabulary import MARKS
from budgetlib.vocabulary.phrases import piece

# The module of this package that reads a kind of file.
SUFFIXES = {
    **dict.fromkeys((".txt", ".md", ".csv", ".tsv"), "text"),
    ".pdf": "pdf",
    **dict.fromkeys((".docx", ".doc", ".wps", ".xlsx", ".xlsm", ".xls", ".et"), "office"),
    **dict.fromkeys((".html", ".htm", ".mht", ".mhtml"), "html"),
}

BEGINS = {b"%PDF-": "pdf", b"PK\x03\x04": "office", b"\xd0\xcf\x11\xe0": "office"}
ARCHIVES = (".zip", ".rar", ".7z", ".gz")
MAX_MEGABYTES = 20.0
MOST_BLOCKS = 50_000  # of a document; those of a city have 3,000
Given = Mapping[str, str]


def read(
    path: Path | str,
    layout_name: str | None = None,
    max_megabytes: float = MAX_MEGABYTES,
    given: Given | None = None,
) -> Disclosure:
    """Read a published document, of the family that it is recognised as, or that is named.

    `given` tells what the document may not: its "body", "year", "level" or "kind".
    """
    path = Path(path)
    adapter = SUFFIXES.get(path.suffix.lower())
    if adapter is None:
        kinds = ", ".join(SUFFIXES)
        what = f"cannot read a file of this kind; give one that ends in one of {kinds}"
        if path.suffix.lower() in ARCHIVES:
            what = "an archive; unpack it and give the folder"
        if not path.exists():
            beside = [each.name for each in path.parent.glob("*")]
            what = f"no such file or folder{meant(path.name, beside, '')}"
        raise ReadError(what, file=path)
    check_file(path, max_megabytes)
    adapter = _exported(path, adapter)
    module = import_module(f"budgetlib.read.{adapter}")
    found: Reading = module.read_blocks(path)
    source = path.name.translate(MARKS)  # whoever named the file may steer a terminal, too
    return read_blocks(found.blocks, source, layout_name, *found[1:], given=given)


def check_file(path: Path, max_megabytes: float) -> None:
    """Refuse a file that is missing, empty or too large."""
    try:
        mode, size = (told := path.stat()).st_mode, told.st_size
    except OSError as error:
        raise ReadError(f"cannot be opened ({error.strerror})", file=path) from None
    if not stat.S_ISREG(mode):
        raise ReadError("no regular file", file=path)
    if size > max_megabytes * 1e6:
        problem = f"{size / 1e6:.3g} MB, more than the limit of {max_megabytes:g} MB (--max-mb)"
        raise ReadError(problem, file=path)
    if not size:
        raise ReadError("the file is empty", file=path)


def _exported(path: Path, named: str) -> str:
    """What reads a file, by its content: many sites name a page or a text as a workbook."""
    with path.open("rb") as file:
        begins = file.read(4096)
    own = next((kind for begin, kind in BEGINS.items() if begins.startswith(begin)), "")
    if own or named in ("text", "html"):
        return own or named
    if begins.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").startswith((b"<", ENVELOPE)):
        return "html"
    plain = begins.startswith(WIDE) or b"\0" not in begins
    return "text" if named == "office" and b"\t" in begins and plain else named


def read_text(text: str, source: str = "", layout_name: str | None = None) -> Disclosure:
    """Read the text of a document; see `read`."""
    return read_blocks(import_module("budgetlib.read.text").blocks_of(text), source, layout_name)


def read_blocks(
    blocks: Sequence[Block],
    source: str = "",
    layout_name: str | None = None,
    lost: Sequence[str] = (),
    apart: Sequence[str] = (),
    unread: Sequence[Left] = (),
    pictures: Sequence[Spot] = (),
    *,
    given: Given | None = None,
) -> Disclosure:
    """Read paragraphs and grids, of whatever format.

    `lost` is what the format could not give, `apart` what it holds and is no part of the text,
    `unread` the numbers that it holds and the blocks do not, `pictures` those that are no logos.
    """
    if len(blocks) > MOST_BLOCKS:
        raise ReadError(f"holds more than {MOST_BLOCKS:,} paragraphs and tables", file=source)
    several = disclosures(blocks)
    if several:
        names, places = zip(*several, strict=True)
        own = names.index(asked) if (asked := (given or {}).get("body")) in names else 0
        others = few(f"{name} [{blocks[at].spot}]" for name, at in several if name != names[own])
        lost = (*lost, limit("bodies", body=names[own], others=others))
        blocks = blocks[places[own] : [*places, None][own + 1]]
    evidence = identity(blocks, given or {})
    kind = told(evidence, "kind")
    chosen = layout(layout_name) if layout_name else recognise(words_of(blocks), kind)
    budget = assemble(blocks, chosen, source, evidence)
    if unread:
        more = tuple(LedgerEntry(at.line, at.page, text, "unread", "") for text, at in unread)
        budget = budget._replace(ledger=budget.ledger + more, unread=budget.unread + more)
    if pictures:
        where = (
            (f"limit.at_{'page' if at.page else 'line'}", at.page or at.line) for at in pictures
        )
        en, zh = map(few, zip(*(piece(kind, n=n) for kind, n in where), strict=True))
        words = limit("pictures", n=len(pictures), en=en, zh=zh)
        holding = may_be_tables(budget, blocks, pictures)
        lost, apart = ((*lost, words), apart) if holding else (lost, (*apart, words))
    if lost or apart:
        budget = budget._replace(lost=tuple(lost), apart=tuple(apart))
    if not budget.tables and not budget.notes:
        why = "; ".join(lost) or "no budget table and no explanatory note found in it"
        raise ReadError(why, file=source)
    return budget
