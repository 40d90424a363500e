"""Documents into budgets. The only code that opens documents."""

from __future__ import annotations

from pathlib import Path

from budgetlib.errors import ReadError
from budgetlib.layouts import layout, recognise
from budgetlib.model import Budget
from budgetlib.read.assemble import assemble
from budgetlib.read.text import blocks_of, decode

SUFFIXES = (".txt", ".md")


MAX_MEGABYTES = 20.0


def read(
    path: Path | str, layout_name: str | None = None, max_megabytes: float = MAX_MEGABYTES
) -> Budget:
    """Read a published document.

    Parameters
    ----------
    path
        A text or Markdown conversion of a disclosure.
    layout_name
        The family, by name or TOML file; recognised from the document when None.
    max_megabytes
        Larger files are refused.

    Raises
    ------
    ReadError
        The file cannot be opened, is too large, is no text, or holds no budget disclosure.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        kinds = " or ".join(SUFFIXES)
        what = f"cannot read a file of this kind; give one that ends in {kinds}"
        raise ReadError(what if path.exists() else "no such file or folder", file=path)
    return read_text(decode(path, max_megabytes), path.name, layout_name)


def read_text(text: str, source: str = "", layout_name: str | None = None) -> Budget:
    """Read the text of a document; see `read`."""
    chosen = layout(layout_name) if layout_name else recognise(text)
    budget = assemble(blocks_of(text), chosen, source)
    if not budget.tables and not budget.notes:
        raise ReadError("no budget table and no explanatory note found in it", file=source)
    return budget
