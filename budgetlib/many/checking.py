"""What `budgetlib check` and `budgetlib import` do with each of many documents."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetlib.budget import Reconciliation
from budgetlib.many.pool import Done, Task
from budgetlib.package import DEDUCED, named, written
from budgetlib.package.folders import put, put_away
from budgetlib.rules.reconcile import CANNOT_TELL, HOLDS, HOLDS_NOT

if TYPE_CHECKING:
    from budgetlib.many.corpus import Document, Writer


FINE, FOUND, CANNOT_SAY = 0, 1, 2


class Checked(NamedTuple):
    """What is told of one document."""

    text: str
    code: int = FINE
    document: Document | None = None
    package: tuple[Path, Path] | None = None  # where it was written, and where it belongs


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

    result = task.load().reconcile()
    text = formats.FORMATS[format_]([result], every, ledger)
    if format_ == "jsonl":
        where = json.dumps({"source": task.source}, ensure_ascii=False)
        text = f"{escaped(where)[:-1]}, {text[1:]}"
    code = code_of(result.state, len(result.budget.limits), strict)
    return Checked(text, code, _document(result, task.source) if corpus else None)


def _document(result: Reconciliation, source: str) -> Document:
    from budgetlib.many.corpus import rows_of

    return rows_of(result, source)


def take(
    task: Task,
    to: str = "data",
    name: str | None = None,
    over: bool = False,
    several: bool = False,
    deduce: bool = False,
    corpus: bool = False,
) -> Checked:
    """Write the data package of one document beside where `placed` puts it."""
    from budgetlib.budget import Budget

    budget = Budget.of(named(task.load(), to, name, over))
    folder = Path(to) / budget.id
    document = _document(budget.reconcile(), task.source) if corpus else None
    deduced = budget.deduce().frame if deduce else None
    aside = written(budget, folder)
    if deduced is not None:
        deduced.to_csv(aside / DEDUCED, lineterminator="\n")
    head = f"{folder}: {len(budget.tables)} tables, {sum(1 for _ in budget.figures)} figures"
    left = "\n".join(f"  {what}" for what in budget.left_out)
    text = f"{head}; left out, as prose or personal:\n{left}" if left and not several else head
    return Checked(text, FINE, document, (aside, folder))


def placed(done: Done, taken: dict[Path, str]) -> str:
    """Put a package in its place, if no other document of this run has it; why it was not."""
    assert isinstance(done.answer, Checked)
    if not done.answer.package:
        return ""
    aside, folder = done.answer.package
    other = taken.setdefault(folder, done.task.source)
    if other == done.task.source:
        put(aside, folder)
        return ""
    put_away(aside)
    problem = f"{folder.name!r} is also the name of {other}; import it alone with --id"
    return f"{done.task.source}: {problem}"


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
