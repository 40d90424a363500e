"""The small disclosures in which everything is right, as texts."""

from functools import cache

from accounts import ACCOUNTS
from disclosures import example, mixed_example
from documents_made import as_text
from made_notes import EMPTY, NOTES
from made_shapes import SHAPES, blocks_of_shape
from nationwide import NATIONAL
from provinces import PROVINCES
from purposes import CHANGES, PURPOSES, TOLD
from writer import write


@cache
def documents() -> dict[str, str]:
    """By name."""
    return {
        "plain": write(example()),
        "mixed": write(mixed_example()),
        "no-changes-told": write(example(prints_prior=False)),
        "purposes": PURPOSES,
        "accounts": ACCOUNTS,
        "told": TOLD,
        "notes": NOTES,
        "empty": EMPTY,
        "changes-of-parts": CHANGES,
        "national": NATIONAL,
        "provinces": PROVINCES,
        **{name: as_text(blocks_of_shape(shape)) for name, shape in SHAPES.items()},
    }
