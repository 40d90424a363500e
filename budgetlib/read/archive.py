"""The archives that Word and Excel write: what is refused, and what of them is shown unread."""

import zipfile
from pathlib import Path

from budgetlib.errors import ReadError
from budgetlib.read.blocks import few, limit
from budgetlib.vocabulary import regex

_SHOWN_BESIDE = regex(  # what is shown of an archive and is no text of it
    r"(?:word|xl)/(?:charts/chart\d*\.xml|diagrams/data[^/]*|embeddings/.+|threadedComments/.+)"
    r"|xl/comments.*|word/[^/]+\.(?!xml$)\w+"
)
MAX_UNPACKED = 300e6  # bytes
MOST_TAGS = 2_000_000  # of all parts; a document of 30 pages has 100,000


def refuse_bomb(path: Path) -> None:
    """Refuse an archive that would unpack to far more than a document holds."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
        if size > MAX_UNPACKED:
            problem = f"unpacks to {size / 1e6:,.0f} MB, more than {MAX_UNPACKED / 1e6:,.0f} MB"
            raise ReadError(problem, file=path)
        left = MOST_TAGS
        for name in (n for n in archive.namelist() if n.endswith((".xml", ".rels"))):
            with archive.open(name) as part:
                while left >= 0 and (piece := part.read(1 << 20)):
                    left -= piece.count(b"<")
        if left < 0:
            raise ReadError(f"holds more than {MOST_TAGS:,} elements", file=path)


def shown_beside(path: Path) -> list[str]:
    """What an archive holds that is shown and not read."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if _SHOWN_BESIDE.fullmatch(name)]
    return [limit("part", name=few(parts))] if parts else []
