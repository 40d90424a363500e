"""How a printed thing looks is said by the room `show`, above the data: these find it by type."""

from functools import singledispatch
from typing import Any


@singledispatch
def as_html(thing: object) -> str:
    """How Jupyter shows it."""
    raise TypeError(f"nothing says how a {type(thing).__name__} looks; import budgetlib.show")


@singledispatch
def as_frame(thing: object, exact: bool = False) -> Any:
    """The same as a frame of pandas; with numbers as `Decimal` where exact."""
    raise TypeError(f"nothing says how a {type(thing).__name__} looks; import budgetlib.show")


@singledispatch
def in_context(thing: object) -> Any:
    """The printed rows and sentences that a comparison looks at."""
    raise TypeError(f"nothing says how a {type(thing).__name__} looks; import budgetlib.show")
