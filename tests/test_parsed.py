"""What the library keeps of its own data between runs never changes what they say."""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator
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


PATTERNS = [
    (r"(?P<whole>[一二三]+)(?:元|万(?P<unit>元))", 0),
    (r"[本当]年 | \d{4} (年)  # a year", re.VERBOSE),
    (rb"/([!$&-.0-~]+)\s", 0),
]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Begins anew, as another run does."""

    def begin() -> None:
        module.codes.cache_clear()
        module.compiled.cache_clear()

    begin()
    yield begin
    begin()


@pytest.mark.parametrize(("text", "flags"), PATTERNS)
def test_compiled__is_what_re_compiles(text, flags, fresh, monkeypatch) -> None:
    new = module.compiled(text, flags)
    module.codes().keep()
    fresh()
    monkeypatch.setattr(module._Codes, "__missing__", None)  # what was kept is taken
    for made in (new, module.compiled(text, flags)):
        assert made == (usual := re.compile(text, flags))
        assert (made.groups, made.groupindex) == (usual.groups, usual.groupindex)
    assert module.compiled(PATTERNS[0][0], 0).fullmatch("三万元")["unit"] == "元"


@pytest.mark.parametrize("code", [b"", b"\xff\0\0\0", b"\1\2"])
def test_compiled__what_cannot_be_taken_up_is_compiled_again(code: bytes, fresh) -> None:
    text = PATTERNS[0][0]
    module.compiled(text)
    module.compiled.cache_clear()
    module.codes()[text, 0] = (0, code, 2, {}, [])
    assert module.compiled(text).fullmatch("三万元")["whole"] == "三"


def test_compiled__of_another_python_nothing_is_taken(folder: Path, fresh, monkeypatch) -> None:
    module.compiled(PATTERNS[0][0])
    module.codes().keep()
    fresh()
    assert len(module.codes()) == 1
    fresh()
    monkeypatch.setattr(module._Codes, "OF", b"another")
    assert not module.codes()
    assert (folder / "patterns").is_file()


def test_compiled__what_is_no_pattern_is_refused(fresh) -> None:
    with pytest.raises(re.error, match="unterminated"):
        module.compiled("[一")
