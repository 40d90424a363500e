"""What `budgetlib check` and `budgetlib import` do with each of many documents."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetlib.budget import Reconciliation
from budgetlib.errors import BudgetError
from budgetlib.many.pool import Done, Task, read
from budgetlib.reconcile import CANNOT_TELL, HOLDS, HOLDS_NOT

if TYPE_CHECKING:
    from budgetlib.corpus import Document, Writer


FINE, FOUND, CANNOT_SAY = 0, 1, 2


class Checked(NamedTuple):
    """What is told of one document."""

    text: str
    code: int = FINE
    document: Document | None = None


def reconciled(task: Task) -> Reconciliation:
    """Reconcile one document."""
    return task.load().reconcile()


def reconciled_apart(task: Task) -> Reconciliation:
    """Reconcile one document that was read in a process of its own."""
    return read(task).reconcile()


def code_of(state: str, limits: int, strict: bool) -> int:
    """The exit code for what is said of one disclosure, and how much of it was not read."""
    if state == CANNOT_TELL:
        return CANNOT_SAY
    return FOUND if state == HOLDS_NOT or (strict and (state != HOLDS or limits)) else FINE


def check(
    task: Task,
    format_: str = "text",
    every: bool = False,
    ledger: bool = False,
    strict: bool = False,
    corpus: bool = False,
) -> Checked:
    """Reconcile one document and tell the result."""
    from budgetlib.tell import formats
    from budgetlib.tell.text import escaped

    result = reconciled(task)
    text = formats.FORMATS[format_]([result], every, ledger)
    if format_ == "jsonl":
        where = json.dumps({"source": task.source}, ensure_ascii=False)
        text = f"{escaped(where)[:-1]}, {text[1:]}"
    code = code_of(result.state, len(result.budget.limits), strict)
    return Checked(text, code, _document(result, task.source) if corpus else None)


def _document(result: Reconciliation, source: str) -> Document:
    from budgetlib.corpus import rows_of

    return rows_of(result, source)


def take(
    task: Task,
    to: str = "data",
    name: str | None = None,
    taken: str = "",
    deduce: bool = False,
    corpus: bool = False,
) -> Checked:
    """Write the data package of one document."""
    from budgetlib.budget import Budget
    from budgetlib.package import DEDUCED, save_as

    budget = task.load()
    if taken:
        _mark(Path(taken), name or budget.id, task.source)
    folder, named = save_as(budget, to, name)
    budget = Budget.of(named)
    if deduce:
        budget.deduce().frame.to_csv(folder / DEDUCED, lineterminator="\n")
    kept = sum(1 for _ in budget.figures)
    head = f"{folder}: {len(budget.tables)} tables, {kept} figures"
    left = "\n".join(f"  {what}" for what in budget.left_out)
    text = f"{head}; left out, as prose or personal:\n{left}" if left and not taken else head
    document = _document(budget.reconcile(), task.source) if corpus else None
    return Checked(text, FINE, document)


def _mark(folder: Path, name: str, source: str) -> None:
    try:
        with os.fdopen(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY), "w") as mark:
            mark.write(source)
    except FileExistsError:
        other = (folder / name).read_text()
        if other == source:  # done once more, since its process was brought down
            return
        problem = f"{name!r} is also the name of {other}; import it alone with --id"
        raise BudgetError(problem, file=source) from None


def unknown(tasks: list[Task], writer: Writer, strict: bool) -> tuple[list[Task], list[int]]:
    """The tasks whose documents a corpus does not hold yet, and the codes of the others."""
    from budgetlib.content import content

    new, codes = [], []
    for task in tasks:
        with suppress(OSError):  # reading it will tell
            outcome = writer.known.get(content(Path(task.source)))
            if outcome is not None:
                codes.append(code_of(*outcome, strict))
                continue
        new.append(task)
    return new, codes


def error_line(done: Done) -> str:
    """An unreadable document as a line of JSON."""
    return json.dumps({"source": done.task.source, "error": done.error}, ensure_ascii=False)
