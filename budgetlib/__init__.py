"""budgetlib reads Chinese public budget disclosures and reconciles them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from budgetlib.content import __version__ as __version__
from budgetlib.errors import Absent, BudgetError, PackageError, ReadError, ReportError

if TYPE_CHECKING:
    from budgetlib.budget import load
    from budgetlib.budget.collection import load_all, load_each
    from budgetlib.many import corpus
    from budgetlib.many.pool import load_apart

__all__ = [
    "Absent",
    "BudgetError",
    "PackageError",
    "ReadError",
    "ReportError",
    "corpus",
    "load",
    "load_all",
    "load_apart",
    "load_each",
]

_FACE = {
    "corpus": "budgetlib.many.corpus",
    "load": "budgetlib.budget",
    "load_all": "budgetlib.budget.collection",
    "load_each": "budgetlib.budget.collection",
    "load_apart": "budgetlib.many.pool",
}


def __getattr__(name: str) -> Any:
    """What loads, imported when first asked for: the rooms below need neither."""
    if name not in _FACE:
        raise AttributeError(f"module 'budgetlib' has no attribute {name!r}")
    room = import_module(_FACE[name])
    return getattr(room, name, room)
