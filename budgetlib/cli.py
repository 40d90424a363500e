"""The command line: argparse, and nothing else."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from budgetlib import __version__, load
from budgetlib.errors import BudgetError
from budgetlib.text import printable

FORMATS = ("text", "json", "csv", "junit", "sarif")
FINE, FOUND, UNREADABLE, FAILED = 0, 1, 2, 3


def parser() -> argparse.ArgumentParser:
    """The arguments of the commands."""
    top = argparse.ArgumentParser(
        prog="budgetlib", description="Read Chinese public budget disclosures and reconcile them."
    )
    top.add_argument("--version", action="version", version=f"budgetlib {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser(
        "check", help="reconcile disclosures; exit 1 where errors are found"
    )
    check.add_argument("sources", nargs="+", metavar="SOURCE", help="a data package or a document")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--ledger", action="store_true", help="json: every numeric token as read")
    check.add_argument("--layout", help="the family of a document, by name or TOML file")
    check.add_argument("--max-mb", type=float, help="refuse larger documents (20)")
    check.set_defaults(run=_check)

    take = commands.add_parser("import", help="write the data package of a document")
    take.add_argument("document", metavar="DOCUMENT")
    take.add_argument("--to", default="data", help="the folder of packages (data)")
    take.add_argument("--id", help="the package's name; needed where no unit code is printed")
    take.add_argument("--layout", help="the family of the document, by name or TOML file")
    take.add_argument("--max-mb", type=float, help="refuse larger documents (20)")
    take.add_argument("--deduce", action="store_true", help="write what is implied: deduced.csv")
    take.set_defaults(run=_import)

    families = commands.add_parser(
        "layouts", help="list the families of disclosures that are known"
    )
    families.set_defaults(run=_layouts)

    anew = commands.add_parser("draft", help="write the notes anew from the tables, in Chinese")
    anew.add_argument("source", metavar="SOURCE", help="a data package or a document")
    anew.add_argument("--section", type=int, help="only the section of this number")
    anew.add_argument("--layout", help="the family of a document, by name or TOML file")
    anew.add_argument("--max-mb", type=float, help="refuse larger documents (20)")
    anew.set_defaults(run=_draft)

    export = commands.add_parser("export", help="a workbook, tidy CSV or JSON for other tools")
    export.add_argument("sources", nargs="+", metavar="SOURCE", help="data packages or documents")
    export.add_argument(
        "--to", required=True, metavar="FILE", help="ends in .xlsx, .csv, .json or .parquet"
    )
    export.add_argument("--layout", help="the family of a document, by name or TOML file")
    export.add_argument("--max-mb", type=float, help="refuse larger documents (20)")
    export.set_defaults(run=_export)

    report = commands.add_parser("report", help="notebooks to HTML pages")
    report.add_argument("sources", nargs="*", metavar="SOURCE", help="all of data/ when none")
    report.add_argument("--to", default="reports", help="the folder of reports (reports)")
    report.add_argument("--section", type=int, help="only the notebook of this number")
    report.add_argument("--notebooks", default="notebooks", help="the folder of notebooks")
    report.add_argument("--engine", choices=("auto", "fork", "kernel"), default="auto")
    report.add_argument("--jobs", type=int, help="notebooks at a time (one a processor)")
    report.add_argument("--force", action="store_true", help="make pages that are fresh again")
    report.set_defaults(run=_report)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns
    -------
    int
        0 fine, 1 errors found, 2 unreadable, 3 a notebook failed.
    """
    given = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return int(given.run(given))
    except BudgetError as error:
        print(printable(f"budgetlib: {error}"), file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return FINE


def _check(given: argparse.Namespace) -> int:
    from budgetlib import formats

    write = formats.FORMATS[given.format]
    worst, together = FINE, []
    for source in given.sources:
        try:
            result = load(source, given.layout, given.max_mb).reconcile()
        except BudgetError as error:
            print(printable(f"budgetlib: {error}"), file=sys.stderr)
            worst = UNREADABLE
            continue
        worst = max(worst, FOUND if result.errors else FINE)
        if given.format in ("text", "json"):  # these can be read while others are still checked
            print(write([result], given.ledger))
        else:
            together.append(result)
    if given.format not in ("text", "json"):
        print(write(together, given.ledger))
    return worst


def _import(given: argparse.Namespace) -> int:
    from budgetlib.package import DEDUCED, save_as

    read = load(given.document, given.layout, given.max_mb)
    folder, budget = save_as(read, given.to, given.id)
    if given.deduce:
        budget.deduce().frame.to_csv(folder / DEDUCED, lineterminator="\n")
    kept = sum(1 for _ in budget.figures)
    print(f"{folder}: {len(budget.tables)} tables, {kept} figures; left out, as prose or personal:")
    print(printable("\n".join(f"  {what}" for what in budget.left_out)))
    return FINE


def _layouts(given: argparse.Namespace) -> int:
    from budgetlib.layouts import layout, names

    for name in names():
        title = layout(name).data["title"]
        print(printable(f"{name:24} {title['en']} {title['zh']}"))
    return FINE


def _draft(given: argparse.Namespace) -> int:
    from budgetlib.draft import draft

    print(draft(load(given.source, given.layout, given.max_mb), given.section))
    return FINE


def _export(given: argparse.Namespace) -> int:
    from budgetlib.collection import Collection, export_all
    from budgetlib.export import export

    read = Collection(load(source, given.layout, given.max_mb) for source in given.sources)
    alone = len(read) == 1 and Path(given.to).suffix.lower() != ".parquet"
    print(export(read[0], given.to) if alone else export_all(read, given.to))
    return FINE


def _report(given: argparse.Namespace) -> int:
    from budgetlib.report import report

    made = report(
        [Path(s) for s in given.sources],
        given.to,
        given.section,
        given.notebooks,
        given.engine,
        given.jobs,
        given.force,
    )
    for one in made:
        print(printable(str(one)))
    if any(one.error for one in made):
        return UNREADABLE
    return FAILED if any(one.failed for one in made) else FINE
