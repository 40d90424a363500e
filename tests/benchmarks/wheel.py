"""The wheel in fresh environments outside the checkout: Python 3.11, and the newest that there is.

python tests/benchmarks/wheel.py

Needs what pip downloads. An interpreter that is not here, or for which a dependency has no wheel,
is skipped by name. Exit 1 where one that could be had did not report, check and lay out.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).parents[2]
NEEDED, NEWEST = 11, range(19, 11, -1)  # minor versions


def run(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, words)], cwd=cwd, capture_output=True, text=True)


def interpreter(minor: int) -> str:
    """A Python of this version, "" where there is none that runs."""
    homes = Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python")
    for found in (shutil.which(f"python3.{minor}"), *map(str, homes), sys.executable):
        asked = "import sys; print(sys.version_info[1])"
        if found and run(found, "-c", asked, cwd=HOME).stdout.strip() == str(minor):
            return found
    return ""


def tried(minor: int, wheel: Path, folder: Path) -> str:
    """What became of the wheel: "", why it was skipped, or what failed (in capitals)."""
    found = interpreter(minor)
    if not found:
        return "skipped: not here"
    if run(found, "-m", "venv", folder, cwd=HOME).returncode:
        return "skipped: it makes no environment"
    pinned = ("-c", HOME / "constraints.txt") if minor == NEEDED else ()
    python = folder / "bin" / "python"
    done = run(
        python, "-m", "pip", "install", "-q", "--only-binary=:all:", wheel, *pinned, cwd=folder
    )
    if done.returncode:
        return f"skipped: {done.stderr.strip().splitlines()[-1]}"
    for words in (("report",), ("notebooks", "--to", "lab"), ("check", "lab/data/503019-2026")):
        done = run(folder / "bin" / "budgetlib", *words, cwd=folder)
        if done.returncode not in (0, 1) or "fault" in done.stderr:
            return f"FAILED {' '.join(words)}: {done.stderr[-300:]}"
    pages = len([*folder.glob("reports/503019-2026/*.html")])
    return f"{pages} pages" if pages > 11 else f"FAILED: {pages} pages"


def main() -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for part in ("budgetlib", "notebooks", "data/503019-2026"):
            shutil.copytree(HOME / part, folder / "source" / part, symlinks=True)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(HOME / name, folder / "source")
        build = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder)
        built = run(*build, folder / "source", cwd=folder)
        if built.returncode:
            print(f"skipped: no wheel could be built ({built.stderr[-200:]})")
            return 0
        wheel = next(folder.glob("*.whl"))
        told = {NEEDED: tried(NEEDED, wheel, folder / "needed")}
        for minor in NEWEST:
            told[minor] = tried(minor, wheel, folder / f"newest-{minor}")
            if not told[minor].startswith("skipped"):
                break
    for minor, what in told.items():
        print(f"Python 3.{minor}: {what}")
    return int(any(what.startswith("FAILED") for what in told.values()))


if __name__ == "__main__":
    sys.exit(main())
