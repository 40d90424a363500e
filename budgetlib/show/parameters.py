"""Parameters given to a notebook: papermill only warns of one that the notebook does not have."""

from __future__ import annotations

import ast
import sys
from itertools import pairwise

from budgetlib.errors import BudgetError, choices

GIVEN = "# Parameters\n"  # the first line of the cell that papermill puts in


def refuse_unknown() -> None:
    """Refuse to go on with the default of a parameter that was misspelt."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    for own, given in pairwise(shell.user_ns.get("In", ()) if shell else ()):
        known = _names(own)
        for name in _names(given) if given.startswith(GIVEN) and own else ():
            if name not in known:
                hint = choices(name, known)
                raise BudgetError(f"this notebook has no parameter {name!r}{hint}")


def _names(cell: str) -> list[str]:
    """The names that a cell of parameters assigns."""
    nodes = ast.walk(ast.parse(cell)) if cell else ()
    return [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
