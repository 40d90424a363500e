"""A disclosure to and from a data package: CSV files and a `datapackage.json` for them."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from budgetlib.disclosure import Disclosure, Named
from budgetlib.errors import BudgetError, PackageError
from budgetlib.figures import (
    ZERO,
    Claim,
    Figure,
    LedgerEntry,
    Note,
    Statement,
    Table,
    grouped,
    number,
)
from budgetlib.layouts import Layout, of_budget, says
from budgetlib.package.border import (
    NAME,
    PLACE,
    WHERE,
    cells_of,
    described,
    place_at,
    place_of,
    place_row,
    spot_of,
    spot_row,
    start_of,
    text_of_file,
    whole,
    width_of,
)
from budgetlib.package.folders import put, put_away
from budgetlib.read.assemble import read_table
from budgetlib.read.blocks import Grid
from budgetlib.read.columns import header_paths
from budgetlib.read.outline import Part
from budgetlib.sentences.claims import Reader
from budgetlib.vocabulary import plain, regex

SCHEMA = 2
DEDUCED = "deduced.csv"  # what is implied stands beside a package and is no part of it
CLAIM = (
    *("id", "topic", "measure", "subject", "key", "code", "printed", "unit", "half_unit"),
    *("direction", "year", "base", "compared", "compared_base", "of", "context", "window"),
)
WORDS = ("topic", "measure", "subject", "key", "of", "compared_base", "context", "window")
FACT = ("kind", "subject", "value", "group")
INTEGERS = {"line", "page", "year", "compared", "direction"}
Told = TypeVar("Told", Claim, Statement)
_SAFE = regex(r"[^\W_][\w-]*")
PLAIN = ("id", "unit", "unit_code", "year", "level", "kind", "layout", "source")


def save(budget: Disclosure, folder: Path | str) -> Path:
    """Write a data package in place of an earlier one; prose and personal data are no part."""
    return put(written(budget, Path(folder)), Path(folder))


def written(budget: Disclosure, folder: Path) -> Path:
    """Write a data package beside where it will stand, for `put`."""
    if folder.exists() and not (folder / NAME).is_file() and any(folder.iterdir()):
        raise PackageError("holds files that are no data package; choose another", file=folder)
    from platform import node  # which reading does not need
    from tempfile import mkdtemp

    aside = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(prefix=f".{folder.name}~{node()}-{os.getpid()}~", dir=folder.parent))
        aside.chmod(0o755)
        _write(budget, aside)
    except OSError as error:
        if aside:
            put_away(aside)
        raise PackageError(f"cannot be written ({error.strerror})", file=folder) from None
    return aside


def _write(budget: Disclosure, folder: Path) -> None:
    resources = [_table_resource(folder, table) for table in budget.tables.values()]
    claims = ([*_claim_row(claim)] for claim in budget.all_claims)
    resources.append(_resource(folder, "claims", (*CLAIM, *PLACE), claims))
    facts = ([*said[:4], *place_row(said.place)] for said in budget.all_statements)
    resources.append(_resource(folder, "facts", (*FACT, *PLACE), facts))
    described = {
        "profile": "tabular-data-package",
        "name": _ascii(budget.id),
        "title": f"{budget.unit} {budget.year}年{budget.level}{budget.kind}",
        "budgetlib": {
            "schema": SCHEMA,
            **{name: getattr(budget, name) for name in PLAIN},
            **({"layout_says": said} if (said := says(budget.layout)) else {}),
            "listed": [
                [number_, title, *start_of(place)] for number_, title, place in budget.listed
            ],
            "notes": [
                [n.section, n.title, n.topic, *start_of(n.place)] for n in budget.notes.values()
            ],
            "not_amounts": budget.not_amounts,
            "unread": [
                [entry.line, entry.page, entry.text, entry.window] for entry in budget.unread
            ],
            "unplaced": list(budget.unplaced),
            "lost": list(budget.lost),
            "apart": list(budget.apart),
            "left_out": list(budget.left_out),
        },
        "resources": resources,
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def _ascii(name: str) -> str:
    """A name in the letters that data packages allow; the same for the same name."""
    if name.isascii():
        return name.lower()
    return f"budget-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _resource(
    folder: Path, name: str, fields: Sequence[str], rows: Iterable[Sequence[object]]
) -> dict[str, Any]:
    """Write one CSV file and describe it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    data = buffer.getvalue().encode("utf-8")
    (folder / f"{name}.csv").write_bytes(data)
    types = ("integer" if field in INTEGERS else "string" for field in fields)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": [
                {"name": field, "type": kind} for field, kind in zip(fields, types, strict=True)
            ],
            "missingValues": [""],
        },
    }


def _table_resource(folder: Path, table: Table) -> dict[str, Any]:
    """The printed rows below the header, one field a column; the header goes into the JSON."""
    height = table.header_rows
    where = WHERE if table.place.page else WHERE[:1]
    fields = [*where, *_field_names(table)]
    printed = list(zip(table.spots, table.grid, strict=True))
    rows = [[*spot_row(spot, where), *cells] for spot, cells in printed[height:]]
    resource = _resource(folder, f"table-{table.number.lower()}", fields, rows)
    header = [[*spot_row(spot, where), *cells] for spot, cells in printed[:height]]
    resource["title"] = table.title
    resource["budgetlib"] = {
        "number": table.number,
        "role": table.role,
        "unit": table.unit,
        "place": start_of(table.place),
        "header": header,
    }
    if table.spans is not None:
        resource["budgetlib"]["spans"] = table.spans
    return resource


def _field_names(table: Table) -> list[str]:
    paths = header_paths(table.grid[: table.header_rows], table.spans) if table.header_rows else []
    width = len(table.grid[0])
    names: list[str] = []
    for c in range(width):
        path = "/".join(paths[c]) if c < len(paths) else ""
        name = path or f"c{c + 1}"
        names.append(name if name not in names else f"{name} c{c + 1}")
    return names


def _claim_row(claim: Claim) -> list[object]:
    f = claim.figure
    return [
        *(f.id, claim.topic, claim.measure, claim.subject, claim.key, f.code, f.printed, f.unit),
        *(f.half_unit, claim.direction, f.year, f.base, claim.compared, claim.compared_base),
        *(claim.of, claim.context, claim.window),
        *place_row(f.place),
    ]


def open_package(folder: Path | str) -> Disclosure:
    """Read back the same figures, claims and facts as the document gave."""
    folder = Path(folder)
    about = described(folder, SCHEMA)
    paths = [(r["name"], r["path"], r["hash"]) for r in about["resources"]]
    foreign = {p.name for p in folder.glob("*.csv")} - {path for _, path, _ in paths} - {DEDUCED}
    if foreign:
        problem = "not listed in datapackage.json; remove it"
        raise PackageError(problem, file=folder / min(foreign))
    texts = {name: text_of_file(folder, path, told) for name, path, told in paths}
    try:
        return _opened(about, texts)
    except (ValueError, ArithmeticError, LookupError, TypeError, csv.Error) as error:
        problem = f"not what budgetlib writes ({type(error).__name__}: {plain(str(error))[:100]})"
        raise PackageError(problem, file=folder) from None


def _opened(described: dict[str, Any], texts: dict[str, str]) -> Disclosure:
    about = described["budgetlib"]
    family = of_budget(about["layout"], about.get("layout_says"))
    resources = {r["name"]: r for r in described["resources"]}
    tabled = [texts[name] for name in resources if name.startswith("table-")]
    family = family.as_printed(cell for text in tabled for row in cells_of(text) for cell in row)
    claims = _by_place([_claim(row, family) for row in _rows(texts["claims"], (*CLAIM, *PLACE))])
    rows = _rows(texts["facts"], (*FACT, *PLACE))
    facts = _by_place(
        [Statement(r["kind"], r["subject"], r["value"], r["group"], place_of(r)) for r in rows]
    )
    base = "决算" if about["kind"] == "决算" else "预算"
    tables, notes = Named(), Named()
    for name, resource in resources.items():
        if name.startswith("table-"):
            table = _table(resource, texts[name], family, about["year"], base)
            mine, said = claims.pop(table.number, ()), facts.pop(table.number, ())
            tables[table.number] = table._replace(claims=mine, statements=said)
    for section, title, topic, *spot in about["notes"]:
        place = place_at(spot, section=section)
        mine, said = claims.pop(section, ()), facts.pop(section, ())
        notes[section] = Note(section, title, topic, place, mine, said)
    unread = (
        LedgerEntry(n, page, text, "unread", "", near) for n, page, text, near in about["unread"]
    )
    return _with_ledger(
        Disclosure(
            **{name: about[name] for name in PLAIN},
            tables=tables,
            notes=notes,
            listed=tuple(
                (n, title, place_at(spot, table=n)) for n, title, *spot in about["listed"]
            ),
            statements=tuple(fact for rest in facts.values() for fact in rest),
            claims=tuple(claim for rest in claims.values() for claim in rest),
            not_amounts=about["not_amounts"],
            unread=tuple(unread),
            left_out=tuple(about["left_out"]),
            unplaced=tuple(about["unplaced"]),
            lost=tuple(about.get("lost", ())),
            apart=tuple(about.get("apart", ())),
        )
    )


def _by_place(told: Sequence[Told]) -> dict[str, tuple[Told, ...]]:
    """What tables and sections tell, each under the number of its table or its section."""
    places = ((one.figure if isinstance(one, Claim) else one).place for one in told)
    found = grouped((p.table or p.section, one) for p, one in zip(places, told, strict=True))
    return {name: tuple(mine) for name, mine in found.items()}


def _with_ledger(budget: Disclosure) -> Disclosure:
    """A package keeps the figures of the ledger; of the rest, how many there were."""
    figures = budget.in_digits
    read = [LedgerEntry(f.place.line, f.place.page, f.printed, "figure", f.id) for f in figures]
    read.sort(key=lambda entry: (entry.page or 0, entry.line or 0))
    return budget._replace(ledger=(*read, *budget.unread))


def _rows(text: str, names: Sequence[str]) -> Iterator[dict[str, str]]:
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    if tuple(header) != tuple(names):
        raise ValueError("another header")
    for row in rows:
        yield dict(zip(names, row, strict=True))


def _claim(row: dict[str, str], family: Layout) -> Claim:
    value = number(row["printed"])
    figure = Figure(
        row["id"],
        ZERO if value is None else value,
        row["printed"],
        Decimal(row["half_unit"]),
        row["unit"],
        place_of(row),
        whole(row["year"]),
        row["base"],
        code=row["code"],
        shown=family.decimals(row["unit"]),
    )
    words = {name: row[name] for name in WORDS}
    compared = whole(row["compared"])
    return Claim(figure, **words, direction=whole(row["direction"]), compared=compared)


def _table(resource: dict[str, Any], text: str, family: Layout, year: int, base: str) -> Table:
    about = resource["budgetlib"]
    names, *rows = csv.reader(io.StringIO(text))
    width = width_of(names)
    header = [[str(x if x is not None else "") for x in row] for row in about["header"]]
    cells = tuple(tuple(row[width:]) for row in (*header, *rows))
    spots = tuple(spot_of(row[:width]) for row in (*header, *rows))
    spans = about.get("spans")
    _refuse_unlike(cells, spans or (), about["number"])
    place = place_at(about["place"], table=about["number"])
    part = Part(about["number"], resource["title"], about["role"], about["unit"], place)
    part.grids.append(Grid(cells, spots, spans and tuple(tuple(span) for span in spans)))
    try:
        reader = Reader(family, year, lambda path, topic: "", base)
        return read_table(part, reader, family, packed=True)[0]
    except BudgetError as error:
        raise PackageError(str(error), place=f"表{about['number']}") from None


def _refuse_unlike(
    cells: Sequence[Sequence[str]], spans: Sequence[Sequence[int]], number_: str
) -> None:
    """Refuse rows of several widths, and merged cells that reach beyond them."""
    widths = {len(row) for row in cells}
    if len(widths) != 1 or not max(widths):
        raise PackageError("its rows are not alike", place=f"表{number_}")
    width, height = widths.pop(), len(cells)
    for r, c, rows, columns in spans:
        if not (rows and columns and r + rows <= height and c + columns <= width):
            raise PackageError("a merged cell reaches beyond it", place=f"表{number_}")


def named(
    budget: Disclosure, to: Path | str = "data", name: str | None = None, over: bool = False
) -> Disclosure:
    """The disclosure by the name of its package, which replaces another document's if `over`."""
    chosen = name or budget.id
    if not _SAFE.fullmatch(chosen):
        problem = f"{chosen!r} is no name for a package; use letters, digits, - and _"
        raise PackageError(problem, file=budget.source)
    other = _source(Path(to) / chosen)
    if not over and other not in ("", budget.source):
        problem = f"{chosen!r} is already the package of {other}; choose --id NAME, or --replace"
        raise PackageError(problem, file=budget.source)
    return budget._replace(id=chosen)


def _source(folder: Path) -> str:
    """The document that a package was written from; "" where there is no package."""
    try:
        return str(json.loads((folder / NAME).read_text(encoding="utf-8"))["budgetlib"]["source"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
