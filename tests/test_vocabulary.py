"""The words of the trade stand once, as data."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import budgetlib
from budgetlib import vocabulary

HOME = Path(budgetlib.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")


def words() -> set[str]:
    axes = ("flow", "fund", "kind", "base")
    return {m["zh"] for axis in axes for m in vocabulary.AXES[axis].values()}


def literals(path: Path) -> Iterator[str]:
    """The string literals of a module; docstrings, which tell what a rule says, are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_axes__each_member_has_words_and_a_parent_that_is_there() -> None:
    for axis in ("flow", "fund", "kind", "base", "column", "part", "topic"):
        for key, member in vocabulary.AXES[axis].items():
            assert member["en"] and HAN.search(member["zh"]), (axis, key)
            assert member.get("parent", key) in vocabulary.AXES[axis]


def test_axes__a_member_is_not_its_own_part() -> None:
    for axis in ("fund", "kind"):
        for key in vocabulary.AXES[axis]:
            assert key not in vocabulary.above(axis, key)


def test_parts__those_that_stand_apart_are_none() -> None:
    assert vocabulary.parts("kind", "basic") == ("personnel", "operating")
    assert vocabulary.parts("fund", "fiscal") == ("general_budget", "gov_fund", "state_capital")
    assert "own" not in vocabulary.parts("fund", "year")


def test_words__stand_once() -> None:
    """No word of an axis stands in a literal; those left are counted, and may only become fewer."""
    known = words()
    found = Counter(
        path.relative_to(HOME).as_posix()
        for path in HOME.rglob("*.py")
        for text in literals(path)
        if any(word in text for word in known)
    )
    left = tomllib.loads((Path(__file__).parent / "words_left.toml").read_text("utf-8"))
    assert dict(sorted(found.items())) == left
