"""What files hold, as a short name."""

import hashlib
import json
from functools import cache
from pathlib import Path

__version__ = "0.1.0"


def digest(*parts: str) -> str:
    """One name for all of these words together."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def content(path: Path) -> str:
    """What a file holds, or all files of a folder by name, as a short name."""
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.is_file())
        return digest(*(f"{p.relative_to(path).as_posix()} {content(p)}" for p in inside))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def library() -> str:
    """The version of the library, by the content of its files too."""
    home = Path(__file__).parent
    files = sorted(p for p in home.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return digest(__version__, *(content(path) for path in files))
