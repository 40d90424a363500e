"""The command line: `commands.toml` to argparse, and what each command runs."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, redirect_stderr, suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from budgetlib.content import __version__
from budgetlib.errors import BudgetError
from budgetlib.many import checking, pool
from budgetlib.many.pool import Task, Work
from budgetlib.tell.formats import EACH, FORMATS
from budgetlib.tell.text import printable
from budgetlib.vocabulary import parsed

FINE, FOUND, UNREADABLE, FAILED, STOPPED = 0, 1, 2, 3, 130
WIDTH = 78  # of what is told of wrong arguments
TYPES = {"int": int, "float": float}


def parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """The commands, as `commands.toml` tells them, with the arguments of those that are given."""
    shape: Any = argparse.HelpFormatter
    if {"-h", "--help"}.isdisjoint(given):  # to know how wide a terminal is takes as long as all
        shape = partial(shape, width=WIDTH)
    purpose = "Read Chinese public budget disclosures and reconcile them."
    top = argparse.ArgumentParser("budgetlib", description=purpose, formatter_class=shape)
    top.add_argument("--version", action="version", version=f"budgetlib {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    data = parsed(Path(__file__).with_name("commands.toml"))
    for name, run in RUN.items():
        told = data[name]
        words = {"help": told["help"], "epilog": told.get("epilog")}
        command = commands.add_parser(name, formatter_class=shape, **words)
        command.set_defaults(run=run)
        arguments = told.get("arguments", {}) if name in given else {}
        for flags, options in _arguments(arguments, data["shared"]):
            command.add_argument(*flags.split(), **options)
    return top


def _arguments(
    told: dict[str, Any], shared: dict[str, Any], what: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    for flags, options in told.items():
        if isinstance(options, str):
            yield from _arguments(shared[flags], shared, options)
            continue
        known = {k: v.format(what=what) if k == "help" else v for k, v in options.items()}
        yield flags, known | ({"type": TYPES[known["type"]]} if "type" in known else {})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command."""
    arguments = sys.argv[1:] if arguments is None else arguments
    given = parser(arguments).parse_args(arguments)
    if sys.stdout is None:
        return _complain("standard output is closed")
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is begun is put away
    try:
        code = int(given.run(given))
        sys.stdout.flush()
        return code
    except BudgetError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        _complain("stopped")
        return STOPPED
    except BrokenPipeError:  # whoever read it has seen enough
        _drop_output()
        return FINE
    except OSError as error:
        _drop_output()
        file = error.filename2 or error.filename or "standard output"
        return _complain(f"{file}: {error.strerror or error}")


def _complain(problem: str) -> int:
    with suppress(OSError):  # that of errors may be full or closed, too
        print(printable(f"budgetlib: {problem}"), file=sys.stderr, flush=True)
    return UNREADABLE


def _drop_output() -> None:
    """Let what is left in the buffer go nowhere, so that the end of Python has no complaint."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check(given: argparse.Namespace) -> int:
    if given.format not in EACH:
        return _check_together(given)
    work = partial(
        checking.check,
        format_=given.format,
        every=given.every,
        ledger=given.ledger,
        strict=given.strict,
        corpus=given.corpus is not None,
    )
    return _each(given, work, "check")


def _each(given: argparse.Namespace, work: Work, what: str) -> int:
    """Do the work with every source, print what is told, and at the end what came of all."""
    if given.jobs is not None and given.jobs < 1:
        raise BudgetError(f"--jobs {given.jobs}: at least one document must be read at a time")
    tasks, lost, taken = _tasks(given), 0, dict[Path, str]()
    if given.corpus:
        from budgetlib.many.corpus import Writer
    with Writer(given.corpus) if given.corpus else nullcontext() as writer:
        strict = getattr(given, "strict", False)
        new, codes = checking.unknown(tasks, writer, strict) if writer else (tasks, [])
        for done in _done(given, work, new, what):
            if error := done.error or checking.placed(done, taken):
                lost += 1
                _complain(error)
                if getattr(given, "format", "") == "jsonl":
                    print(checking.error_line(done))
                continue
            assert isinstance(done.answer, checking.Checked)
            codes.append(done.answer.code)
            if writer and done.answer.document:
                writer.add(done.answer.document)
            print(done.answer.text)
    if len(tasks) > 1:
        known = f", {len(tasks) - len(new)} in the corpus already" if writer else ""
        told = f"{len(new) - lost} of {len(tasks)} documents read{known}, {lost} not"
        told += f"; {codes.count(FOUND)} with findings"
        told += f", {codes.count(UNREADABLE)} that cannot be told"
        print(f"budgetlib: {told}", file=sys.stderr)
    if others := pool.passed_over(given.sources):
        print(f"budgetlib: {others}", file=sys.stderr)
    return UNREADABLE if lost else max(codes, default=FINE)


def _done(
    given: argparse.Namespace, work: Work, tasks: Sequence[Task], what: str
) -> Iterator[pool.Done]:
    """Do the work with every task here, or on a cluster."""
    if not given.cluster:
        return pool.watched(pool.each(work, tasks, given.jobs), len(tasks), what)
    from budgetlib.many import cluster

    found = cluster.each(work, tasks, given.cluster, given.jobs, given.cluster_timeout)
    return pool.watched(found, len(tasks), what)


def _tasks(given: argparse.Namespace) -> list[Task]:
    return [_task(given, source) for source in pool.sources_in(given.sources)]


def _task(given: argparse.Namespace, source: str) -> Task:
    seconds = getattr(given, "max_seconds", None)
    return Task(source, given.layout, given.max_mb, seconds, given.year, given.body)


def _check_together(given: argparse.Namespace) -> int:
    """For formats that are one document: everything is told at the end."""
    if given.corpus or given.cluster:
        raise BudgetError(f"--corpus and --cluster go with --format {', '.join(EACH)}")
    codes, results = [FINE], []
    for task in _tasks(given):
        done = pool.done(lambda task: pool.read(task).reconcile(), task)
        if done.error:
            codes.append(_complain(done.error))
            continue
        result: Any = done.answer
        codes.append(checking.code_of(result.state, len(result.budget.limits), given.strict))
        results.append(result)
    print(FORMATS[given.format](results, given.every, given.ledger))
    return max(codes)


def _import(given: argparse.Namespace) -> int:
    from budgetlib.package.folders import swept

    several = len(pool.sources_in(given.sources)) > 1
    if several and given.id:
        raise BudgetError("--id names one package; import the documents one by one")
    told = {"to": given.to, "name": given.id, "over": given.replace, "several": several}
    work = partial(checking.take, **told, deduce=given.deduce, corpus=given.corpus is not None)
    with swept(given.to):
        return _each(given, work, "import")


def _layouts(given: argparse.Namespace) -> int:
    from budgetlib.layouts import layout, names

    for name in names():
        title = layout(name).data["title"]
        print(printable(f"{name:24} {title['en']} {title['zh']}"))
    return FINE


def _rules(given: argparse.Namespace) -> int:
    from budgetlib.budget.collection import load_all
    from budgetlib.tell.catalogue import listed, markdown

    text = listed() if given.format == "text" else markdown(load_all(given.data))
    print(printable(text).rstrip())
    return FINE


def _draft(given: argparse.Namespace) -> int:
    from budgetlib.tell.draft import draft

    print(draft(pool.read(_task(given, given.source)), given.section))
    return FINE


def _export(given: argparse.Namespace) -> int:
    from budgetlib.budget.collection import Collection
    from budgetlib.tell.export import export

    read = Collection(pool.read(_task(given, source)) for source in given.sources)
    print(export(read[0] if len(read) == 1 else read, given.to))
    return FINE


def _notebooks(given: argparse.Namespace) -> int:
    from budgetlib.pages.carried import lay_out

    for folder in lay_out(Path(given.to)):
        print(folder)
    return FINE


REPORTED = ("to", "section", "notebooks", "engine", "jobs", "force", "font", "lang", "document")


def _report(given: argparse.Namespace) -> int:
    from budgetlib.many import bounds

    with bounds.lasting():
        from budgetlib.pages.report import bundled, report
    options = {name: getattr(given, name) for name in REPORTED}
    sources = pool.sources_in(given.sources)
    if given.cluster:  # whose workers make the pages; what failed there is tried once more
        sources = [str(Path(source).resolve()) for source in sources or bundled()]
        work = partial(_report_one, options=options | {"jobs": 1})
        tasks = [Task(source, max_seconds=0) for source in sources]
        for done in filter(lambda done: done.error, _done(given, work, tasks, "report")):
            _complain(done.error)
        options["force"] = False
    made = report(sources, **options)
    for one in made:
        print(printable(str(one)))
    if any(one.error for one in made):
        return UNREADABLE
    return FAILED if any(one.failed for one in made) else FINE


def _report_one(task: Task, options: dict[str, Any]) -> str:
    """Report one disclosure on a worker, silently."""
    from budgetlib.pages.report import report

    with redirect_stderr(StringIO()):
        return str(*report([task.source], **options))


RUN = {
    "check": _check,
    "import": _import,
    "layouts": _layouts,
    "rules": _rules,
    "draft": _draft,
    "export": _export,
    "notebooks": _notebooks,
    "report": _report,
}
