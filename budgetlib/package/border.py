"""What comes in with a data package: its description and its files, each looked at before use.

And how places stand in the cells of those files.
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from budgetlib.errors import PackageError
from budgetlib.figures import Place, Spot
from budgetlib.vocabulary import MARKS, plain, regex

WHERE = ("line", "page", "box")
PLACE = ("table", "row", "column", "section", "item", "line", "page", "cell")
NAME = "datapackage.json"
MOST_BYTES = 20_000_000  # of one file
KINDS = {"string": str, "integer": int, "null": type(None), "array": list, "object": dict}
NEEDED = ("claims", "facts")
_STEERING = regex(r"\\u00[01]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKED = regex(f"[{''.join(map(chr, MARKS))}]")


@cache
def profile() -> dict[str, Any]:
    """What a description must be, in the words of JSON Schema that `fit` knows."""
    return dict(json.loads(Path(__file__).with_name("profile.json").read_text(encoding="utf-8")))


def fit(value: Any, said: dict[str, Any], at: str = "data") -> None:
    """Raise ValueError where a value is not as a schema says."""
    if not said:
        return
    if "$ref" in said:
        said = profile()["definitions"][said["$ref"].rpartition("/")[2]]
    kinds = said.get("type", [])
    allowed = tuple(KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if allowed and (not isinstance(value, allowed) or isinstance(value, bool)):
        raise ValueError(f"{at} must be {kinds}")
    if not _within(value, said):
        raise ValueError(f"{at} is too small, too large, or not of its form")
    if isinstance(value, list):
        items, more = said.get("items", {}), said.get("additionalItems", {})
        for n, each in enumerate(value):
            listed = items if isinstance(items, dict) else items[n] if n < len(items) else more
            fit(each, listed, f"{at}[{n}]")
    if isinstance(value, dict):
        named, more = said.get("properties", {}), said.get("additionalProperties", {})
        for name, each in value.items():
            fit(each, named.get(name, more), f"{at}.{name}")
    if "if" in said and _fits(value, said["if"]):
        fit(value, said["then"], at)


def _within(value: Any, said: dict[str, Any]) -> bool:
    """Whether a value has the size, the range, the form and the names that a schema wants."""
    if isinstance(value, int):
        return bool(said.get("minimum", value) <= value <= said.get("maximum", value))
    if isinstance(value, str):
        form = said.get("pattern", "").replace("$", r"\Z")
        fits = not form or bool(re.search(form, value))
        return fits and len(value) <= said.get("maxLength", len(value))
    if isinstance(value, list):
        return bool(said.get("minItems", 0) <= len(value) <= said.get("maxItems", len(value)))
    return not isinstance(value, dict) or value.keys() >= set(said.get("required", ()))


def _fits(value: Any, said: dict[str, Any]) -> bool:
    try:
        fit(value, said)
    except ValueError:
        return False
    return True


def described(folder: Path, schema: int) -> dict[str, Any]:
    """The description of a package, of the form that budgetlib writes."""
    file = folder / NAME
    if not file.exists():
        raise PackageError(f"no {NAME} in it: not a data package", file=folder)
    try:
        found: dict[str, Any] = json.loads(_bytes(file).decode("utf-8"))
        told = found["budgetlib"]["schema"]
        if told != schema:
            raise PackageError(f"schema {told}, not {schema}; import it anew", file=file)
        fit(found, profile())
    except (ValueError, LookupError, TypeError, RecursionError) as error:  # of the profile, too
        what = f"not a description that budgetlib wrote ({plain(str(error))[:200]})"
        raise PackageError(what, file=file) from None
    _look_through(found, file)
    return found


def _look_through(found: dict[str, Any], file: Path) -> None:
    """Refuse what no form tells: characters that steer a terminal, names that stand twice."""
    if _STEERING.search(json.dumps(found, ensure_ascii=False)):
        raise PackageError("holds characters that steer a terminal", file=file)
    names = Counter(resource["name"] for resource in found["resources"])
    twice = [name for name, count in names.items() if count > 1]
    missing = [name for name in NEEDED if name not in names]
    tables = [r for r in found["resources"] if r["name"].startswith("table-")]
    numbers = Counter(table["budgetlib"]["number"] for table in tables)
    twice += [f"表{number}" for number, count in numbers.items() if count > 1]
    if twice or missing:
        what = f"{twice[0]} stands twice in it" if twice else f"no {missing[0]}.csv in it"
        raise PackageError(what, file=file)


def text_of_file(folder: Path, path: str, told: str) -> str:
    """The text of a file of a package, against its checksum."""
    if Path(path).name != path:
        raise PackageError("a file outside the package", file=folder / NAME, place=path)
    file = folder / path
    if not file.exists():
        raise PackageError("missing; import the document anew", file=file)
    data = _bytes(file)
    if told != f"sha256:{hashlib.sha256(data).hexdigest()}":
        problem = "altered since it was written (its checksum differs); import the document anew"
        raise PackageError(problem, file=file)
    try:
        text = data.decode("utf-8")
        return text.translate(MARKS) if _MARKED.search(text) else text  # of the two, the slow one
    except UnicodeDecodeError:
        raise PackageError("not text in UTF-8", file=file) from None


def _bytes(file: Path) -> bytes:
    """A regular file of bounded size: a pipe would be waited for, for ever."""
    try:
        if not file.is_file():
            raise PackageError("no regular file", file=file)
        if file.stat().st_size > MOST_BYTES:
            raise PackageError(f"more than {MOST_BYTES / 1e6:g} MB", file=file)
        return file.read_bytes()
    except OSError as error:
        raise PackageError(f"cannot be opened ({error.strerror})", file=file) from None


def whole(text: str) -> int | None:
    """A whole number, None where nothing is written."""
    return int(text) if text else None


def start_of(place: Place) -> list[Any]:
    """The line, and the page where there are pages."""
    return [place.line, place.page] if place.page else [place.line]


def place_at(start: Sequence[int | None], **where: str) -> Place:
    """The reverse of `start_of`, with the disclosure's own terms for the place."""
    line, page = (*start, None)[:2]
    return Place(line, page)._replace(**where)  # type: ignore[arg-type]


def width_of(names: Sequence[str]) -> int:
    """How many columns of a table's file tell where a row stands."""
    return len(WHERE) if tuple(names[: len(WHERE)]) == WHERE else 1


def cells_of(text: str) -> list[list[str]]:
    """The printed cells of a table's file, its header apart."""
    names, *rows = csv.reader(io.StringIO(text))
    return [row[width_of(names) :] for row in rows]


def spot_row(spot: Spot, where: Sequence[str]) -> list[Any]:
    """Line, page and box of a printed row, as far as the format of the document tells them."""
    box = " ".join(f"{edge:g}" for edge in spot.box or ())
    return [spot.line, spot.page, box][: len(where)]


def spot_of(values: Sequence[str]) -> Spot:
    """The reverse of `spot_row`."""
    line, page, box = (*values, "", "")[:3]
    edges = tuple(float(edge) for edge in box.split())
    return Spot(whole(line), whole(page), edges or None)  # type: ignore[arg-type]


def place_of(row: dict[str, str]) -> Place:
    """The place that a row of claims or facts tells."""
    r, _, c = row["cell"].partition(":")
    return Place(
        whole(row["line"]),
        whole(row["page"]),
        table=row["table"],
        row=row["row"],
        column=row["column"],
        section=row["section"],
        item=row["item"],
        cell=(int(r), int(c)) if c else None,
    )


def place_row(place: Place) -> list[object]:
    """The cells of `PLACE`."""
    cell = ":".join(map(str, place.cell)) if place.cell else ""
    values = (place.table, place.row, place.column, place.section, place.item)
    return [*values, place.line, place.page, cell]
