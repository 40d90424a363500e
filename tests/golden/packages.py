"""Import the bundled disclosures anew: python tests/golden/packages.py DOCUMENTS."""

import json
import sys
from pathlib import Path

from budgetlib.cli import main

DATA = Path(__file__).parents[2] / "data"


def imported(id: str, documents: Path, to: Path) -> int:
    """Import the document that a bundled package is of, under its name; the exit code."""
    kept = json.loads((DATA / id / "datapackage.json").read_text(encoding="utf-8"))
    source = documents / kept["budgetlib"]["source"]
    return main(["import", str(source), "--to", str(to), "--id", id])


if __name__ == "__main__":
    sys.exit(max(imported(kept.name, Path(sys.argv[1]), DATA) for kept in sorted(DATA.iterdir())))
