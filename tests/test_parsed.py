"""What the library keeps of its own data between runs never changes what they say."""

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from budgetlib.vocabulary import files as module
from budgetlib.vocabulary.files import parsed

TIES = module.OWN / "rules" / "ties.toml"
SAID = tomllib.loads(TIES.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "budgetlib" / hashlib.sha256(str(module.OWN).encode()).hexdigest()[:8]


def test_parsed__is_what_the_file_says_and_is_kept(folder: Path) -> None:
    assert parsed(TIES) == SAID
    assert [path.name for path in folder.iterdir()] == ["ties.json"]
    assert parsed(TIES) == SAID


def test_parsed__what_is_kept_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed(TIES)
    monkeypatch.setattr(module, "_toml", None)
    assert parsed(TIES) == SAID


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.replace("identity", "hint", 1),
        lambda kept: kept[: len(kept) // 2],
        lambda kept: "",
        lambda kept: "0" * 64 + "\n" + json.dumps({"tie": []}),
        lambda kept: kept.partition("\n")[0] + "\n[]",
    ],
)
def test_parsed__what_is_altered_counts_as_nothing(folder: Path, change) -> None:
    parsed(TIES)
    kept = folder / "ties.json"
    kept.write_text(change(kept.read_text(encoding="utf-8")), encoding="utf-8")
    assert parsed(TIES) == SAID
    assert parsed(TIES) == SAID


def test_parsed__what_another_version_kept_counts_as_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OWN", tmp_path)
    other = tmp_path / "other" / "ties.toml"
    other.parent.mkdir()
    other.write_text('tie = "of old"', encoding="utf-8")
    assert parsed(other) == {"tie": "of old"}
    other.write_text('tie = "of now"', encoding="utf-8")
    assert parsed(other) == {"tie": "of now"}


def test_parsed__of_files_of_others_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text("a = 1", encoding="utf-8")
    assert parsed(own) == {"a": 1}
    assert not folder.exists()


@pytest.mark.parametrize("place", ["a file", "a folder", "no home"])
def test_parsed__where_nothing_can_be_kept(
    place: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "a file":
        folder.parent.mkdir()
        folder.write_text("")
    elif place == "a folder":
        (folder / "ties.json").mkdir(parents=True)
    else:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(module.Path, "home", lambda: (_ for _ in ()).throw(RuntimeError()))
    assert parsed(TIES) == SAID
