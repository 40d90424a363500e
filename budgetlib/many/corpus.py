"""Any number of disclosures as Parquet, asked with SQL: figures, comparisons, findings, budgets."""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from budgetlib.budget import Budget, Reconciliation
from budgetlib.content import content, library
from budgetlib.errors import BudgetError
from budgetlib.figures import text_of
from budgetlib.rules.comparison import Comparison

if TYPE_CHECKING:
    import duckdb

SCHEMA = 2  # of the tables below; a corpus of another one is made anew
LONG_AGO = 3600  # seconds: what another run left half written since then is of no use
BATCH = 200  # documents in one part: large enough for Parquet, small enough for memory
SCHEMAS = {
    "budgets": "document text, library text, source text, id text, body text, code text, "
    "level text, kind text, layout text, figures integer, exact integer, rounding integer, "
    "inconsistent integer, not_run integer, errors integer, causes integer, unread integer, "
    "state text",
    "figures": 'document text, figure text, role text, "table" text, section text, item text, '
    'row text, "column" text, class text, base text, fund text, of_year integer, printed text, '
    "value double, unit text, line integer, page integer",
    "comparisons": "document text, number integer, rule text, kind text, verdict text, "
    "severity text, printed text, expected text, difference double, allowed double, unit text, "
    "reason text, figures text[]",
    "findings": "document text, number integer, severity text, message text, chinese text, "
    "doubted text[], comparisons integer[]",
}
Rows = dict[str, list[tuple[Any, ...]]]


class Document(NamedTuple):
    """One disclosure as rows of the corpus."""

    hash: str
    year: int
    rows: Rows
    outcome: tuple[str, int]  # the state of the whole, and how much was not read


def rows_of(result: Reconciliation, source: str) -> Document:
    """Tell a reconciled disclosure as rows, in the order of `SCHEMAS`."""
    name = content(Path(source))
    b, n, f = result.budget, result.verdicts, result.figures
    about = (b.id, b.unit, b.unit_code, b.level, b.kind, b.layout)
    counts = (n["exact"], n["rounding"], n["inconsistent"], n["not_run"])
    more = (result.found["error"], len(result.causes), len(b.limits), result.state)
    budget = (name, library(), source, *about, f["printed"], *counts, *more)
    order = {id(c): at for at, c in enumerate(result.results)}
    findings = [
        (*(name, at, cause.severity, *cause.message), doubted, explained)
        for at, cause in enumerate(result.causes, 1)
        for doubted in [[figure.id for figure in cause.figures]]
        for explained in [[order[id(c)] for c in cause.comparisons]]
    ]
    rows: Rows = {
        "budgets": [budget],
        "figures": [(name, *row) for row in _figures(b)],
        "comparisons": [(name, at, *_comparison(c)) for at, c in enumerate(result.results)],
        "findings": findings,
    }
    return Document(name, b.year, rows, (result.state, len(b.limits)))


def _figures(budget: Budget) -> Iterator[tuple[Any, ...]]:
    roles = {table.number: table.role for table in budget.tables.values()}
    for f in budget.figures:
        p, value = f.place, None if f.value is None else float(f.value)
        where = (roles.get(p.table, ""), p.table, p.section, p.item, p.row, p.column)
        what = (f.code, f.base, f.fund, f.year, f.printed, value, f.unit)
        yield (f.id, *where, *what, p.line, p.page)


def _comparison(c: Comparison) -> tuple[Any, ...]:
    o, terms = c.outcome, c.relation.terms if c.relation else ()
    sides = (side if isinstance(side, str) else text_of(side) for side in (o.printed, o.expected))
    numbers = (None if x is None else float(x) for x in (o.difference, o.allowed))
    about = (c.rule.name, c.rule.kind, c.verdict, c.severity)
    return (*about, *sides, *numbers, o.unit, c.reason[0], [t.figure.id for t in terms])


class Writer:
    """Adds documents to a corpus, a part at a time, each once."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not _parts(self.folder, "budgets"):
            (self.folder / "schema").write_text(f"{SCHEMA}\n")
        for left in self.folder.glob("*/*/*.new"):
            if left.stat().st_mtime < time.time() - LONG_AGO:
                left.unlink(missing_ok=True)
        self.run = f"{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}"
        self.known = known(self.folder)
        self._waiting: list[Document] = []
        self._parts = 0

    def add(self, document: Document) -> bool:
        """Add a document; say whether it was new."""
        if document.hash in self.known:
            return False
        self.known[document.hash] = document.outcome
        self._waiting.append(document)
        if len(self._waiting) >= BATCH:
            self.flush()
        return True

    def flush(self) -> None:
        """Write what waits; the table of budgets last, for a part without it is not read."""
        for year in sorted({document.year for document in self._waiting}):
            some = [d for d in self._waiting if d.year == year]
            part = f"{self.run}-{self._parts}"
            self._parts += 1
            for kind in ("figures", "comparisons", "findings", "budgets"):
                rows = [row for document in some for row in document.rows[kind]]
                _write(self.folder / kind / f"year={year}" / f"{part}.parquet", kind, rows)
        self._waiting = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self.flush()


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise BudgetError(f"needs {error.name}; install budgetlib[corpus]") from None
    return duckdb


def _write(path: Path, kind: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One part, written aside and put in its place whole."""
    import pandas as pd

    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    into = str(aside).replace("'", "''")
    try:
        with _said(path), _duckdb().connect() as connection:
            connection.execute(f"create table part ({SCHEMAS[kind]})")
            connection.execute(f"set pandas_analyze_sample = {len(rows) + 1}")  # all of them
            if rows:
                connection.append("part", pd.DataFrame(rows, dtype=object))
            connection.execute(f"copy part to '{into}' (format parquet, compression zstd)")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _said(file: Path | str) -> Iterator[None]:
    """Tell what cannot be read or written in a line."""
    try:
        yield
    except (_duckdb().Error, OSError) as error:
        raise BudgetError(" ".join(str(error).split()), file=file) from None


def _parts(folder: Path | str, kind: str) -> list[Path]:
    """The parts of a table, each a file."""
    return [path for path in sorted(Path(folder, kind).glob("*/*.parquet")) if path.is_file()]


def _quoted(path: Path) -> str:
    """A file in SQL, where * and [ are no wildcards."""
    return glob.escape(str(path)).replace("'", "''")


def known(folder: Path | str) -> dict[str, tuple[str, int]]:
    """The documents that a corpus holds as this version reads them, and what came of each."""
    if not _parts(folder, "budgets"):
        return {}
    with _said(folder), connect(folder) as connection:
        asked = "select document, state, unread from budgets where library = ?"
        found = connection.execute(asked, [library()]).fetchall()
        return {document: (state, unread) for document, state, unread in found}


def connect(folder: Path | str) -> duckdb.DuckDBPyConnection:
    """Open a corpus for questions in SQL.

    Parameters
    ----------
    folder
        What `budgetlib check --corpus` wrote.

    Returns
    -------
    duckdb.DuckDBPyConnection
        In memory, with the views `budgets`, `figures`, `comparisons` and `findings`; each has the
        columns `document` (the hash of its content) and `year`. A document that was read by
        several versions of the library is there once, as last read.

    Raises
    ------
    BudgetError
        DuckDB is not installed, or the folder holds no corpus.
    """
    if not _parts(folder, "budgets"):
        raise BudgetError("holds no corpus; make one with `budgetlib check --corpus`", file=folder)
    told = Path(folder, "schema")
    if not told.is_file() or told.read_text().strip() != str(SCHEMA):
        raise BudgetError("a corpus of another version; make it anew in another folder", file=told)
    connection = _duckdb().connect()
    for kind in SCHEMAS:
        files = ", ".join(f"'{_quoted(path)}'" for path in _parts(folder, kind))
        with _said(folder):  # one that was cut short is told now, not when somebody asks
            connection.execute(f"select count(*) from parquet_file_metadata([{files}])")
            connection.execute(
                f"create view all_{kind} as select *, regexp_extract(filename, "
                f"'([^/\\\\]+)\\.parquet$', 1) as part "
                f"from read_parquet([{files}], hive_partitioning = true, filename = true)"
            )
    connection.execute(
        "create view kept as select document, max(part) as part from all_budgets group by document"
    )
    for kind in SCHEMAS:
        connection.execute(
            f"create view {kind} as select * exclude (filename, part) from all_{kind} "
            "semi join kept using (document, part)"
        )
    answer: duckdb.DuckDBPyConnection = connection
    return answer
