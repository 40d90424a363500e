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

if TYPE_CHECKING:
    from budgetlib.corpus import Document, Writer


class Checked(NamedTuple):
    """What is told of one document."""

    text: str
    errors: int
    document: Document | None = None


def reconciled(task: Task) -> Reconciliation:
    """Reconcile one document."""
    return task.load().reconcile()


def reconciled_apart(task: Task) -> Reconciliation:
    """Reconcile one document that was read in a process of its own."""
    return read(task).reconcile()


def check(task: Task, format_: str = "text", ledger: bool = False, corpus: bool = False) -> Checked:
    """Reconcile one document and tell the result."""
    from budgetlib.tell import formats
    from budgetlib.tell.text import escaped

    result = reconciled(task)
    text = formats.FORMATS[format_]([result], ledger)
    if format_ == "jsonl":
        where = json.dumps({"source": task.source}, ensure_ascii=False)
        text = f"{escaped(where)[:-1]}, {text[1:]}"
    return Checked(text, result.errors, _document(result, task.source) if corpus else None)


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
    return Checked(text, 0, document)


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


def unknown(tasks: list[Task], writer: Writer) -> tuple[list[Task], int]:
    """The tasks whose documents a corpus does not hold yet; how many that it holds have errors."""
    from budgetlib.content import content

    new, wrong = [], 0
    for task in tasks:
        with suppress(OSError):  # reading it will tell
            errors = writer.known.get(content(Path(task.source)))
            if errors is not None:
                wrong += errors > 0
                continue
        new.append(task)
    return new, wrong


def error_line(done: Done) -> str:
    """An unreadable document as a line of JSON."""
    return json.dumps({"source": done.task.source, "error": done.error}, ensure_ascii=False)
