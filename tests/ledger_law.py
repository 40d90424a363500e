"""The ledger's law: a token booked as a figure is a figure of the budget, each with its tokens."""

from collections import defaultdict
from itertools import pairwise

from budgetlib.budget import Budget
from budgetlib.figures import number


def faults(budget: Budget) -> list[str]:
    """Tokens without their figure at their place, and figures without their one token, or run."""
    booked = defaultdict(list)
    for at, entry in enumerate(budget.ledger):
        if entry.status == "figure":
            booked[entry.figure].append((at, entry))
    printed = [figure for figure in budget.figures if not figure.worded]
    names = [figure.id for figure in printed]
    found = [f"{name} is no figure" for name in booked if name not in names]
    found += [
        f"{name} is {names.count(name)} figures" for name in {*names} if names.count(name) > 1
    ]
    for figure in printed:
        places, entries = zip(*booked[figure.id], strict=True) if booked[figure.id] else ((), ())
        run = "".join(entry.text for entry in entries)  # a point may stand at the break
        shown = number(run) if len(entries) == 1 else number(figure.printed)
        same = [x for x in run if x.isdigit()] == [x for x in figure.printed if x.isdigit()]
        if shown is None or not same or abs(shown) != abs(figure.amount):
            found.append(f"{figure!r} is printed as {[entry.text for entry in entries]}")
        elif (entries[0].line, entries[0].page) != (figure.place.line, figure.place.page):
            found.append(f"{figure!r} stands at {entries[0]}")
        elif any(b - a != 1 for a, b in pairwise(places)):
            found.append(f"{figure!r} is printed in pieces")
    return found
