"""What was found, as a person would say it: in one line, where it stands and what it should be."""

from __future__ import annotations

from budgetlib.explain.wording import Sentence, sentence
from budgetlib.locate import Cause
from budgetlib.locate.titles import figured as figured


def title(cause: Cause) -> Sentence:
    """What does not hold, in one line of each language."""
    return sentence(*cause.title)
