"""Parameters given to a notebook: papermill only warns of one that the notebook does not have."""

import re
import sys
from itertools import pairwise

from budgetlib.errors import BudgetError, choices
from budgetlib.vocabulary import regex

GIVEN = "# Parameters\n"  # the first line of the cell that papermill puts in behind the own one
_NAME = regex(r"^(\w+) *=", re.MULTILINE)


def refuse_unknown() -> None:
    """Refuse to go on with the default of a parameter that was misspelt."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    for own, given in pairwise(shell.user_ns.get("In", ()) if shell else ()):
        known = _NAME.findall(own)
        wrong = set(_NAME.findall(given)) - set(known) if known and given.startswith(GIVEN) else ()
        for name in sorted(wrong):
            hint = choices(name, known)
            raise BudgetError(f"this notebook has no parameter {name!r}{hint}")
