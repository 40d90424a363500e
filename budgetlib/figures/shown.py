"""How a printed thing looks is said by the room `show`, above the data: these find it by type."""

from functools import singledispatch
from typing import Any


def _unknown(thing: object, exact: bool = False) -> Any:
    raise TypeError(f"nothing says how a {type(thing).__name__} looks; import budgetlib.show")


# how Jupyter shows it; the same as a frame of pandas, with numbers as `Decimal` where exact; and
# the printed rows and sentences that a comparison looks at
as_html, as_frame, in_context = (singledispatch(_unknown) for _ in range(3))
