"""Plain data with named fields, as `dataclasses` makes it; that takes as long as half a check."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, Self, TypeVar, dataclass_transform

T = TypeVar("T")


class _Fresh(NamedTuple):
    make: Callable[[], Any]


def field(*, default_factory: Callable[[], T]) -> T:
    """A field whose default is made anew for each."""
    return _Fresh(default_factory)  # type: ignore[return-value]


def named(*, default: T, kw_only: bool) -> T:
    """A field that is told by its name alone."""
    return default


class _Asked:
    """What `dataclasses` looks for, so that its `replace`, `fields` and `asdict` take records."""

    def __get__(self, _one: object, cls: "type[Record]") -> dict[str, Any]:
        from dataclasses import fields, make_dataclass

        return {each.name: each for each in fields(make_dataclass(cls.__name__, cls._fields))}


@dataclass_transform(frozen_default=True, field_specifiers=(field, named))
class Record:
    """Its fields are what is annotated, told in their order or by name; a default is the class's.

    None changes where the class is frozen; those in `_aside` make no difference.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _aside: ClassVar[tuple[str, ...]] = ()
    _frozen: ClassVar[bool] = True
    _value: ClassVar[Any]
    __dataclass_fields__ = _Asked()

    def __init_subclass__(cls, frozen: bool = True) -> None:
        usual, told = vars(cls), vars(cls).get("__annotations__", {})
        own = [n for n, of in told.items() if n not in usual or "ClassVar" not in str(of)]
        cls._fields = tuple(dict.fromkeys((*own, *cls._fields)))  # what is inherited comes last
        cls.__match_args__ = cls._fields  # type: ignore[attr-defined, misc]
        cls._value = attrgetter(*[name for name in cls._fields if name not in cls._aside])
        cls._frozen = frozen
        cls.__init__ = usual.get("__init__", Record.__init__)  # type: ignore[method-assign]
        if not frozen:
            cls.__setattr__ = object.__setattr__  # type: ignore[method-assign, assignment]

    def __init__(self, *told: Any, **named: Any) -> None:
        """The first of a class makes that of the others."""
        cls = type(self)
        cls.__init__ = _init(cls)  # type: ignore[method-assign]
        cls.__init__(self, *told, **named)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} does not change")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and bool(self._value(self) == self._value(other))

    def __hash__(self) -> int:
        return hash(self._value(self))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={told!r}" for name, told in self._asdict().items())
        return f"{type(self).__name__}({told})"

    def _asdict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._fields}

    def _replace(self, **changed: Any) -> Self:
        return type(self)(**(self._asdict() | changed))


def _init(cls: type[Record]) -> Callable[..., None]:
    """What makes an object of a class, written out field by field."""
    usual = {name: getattr(cls, name) for name in cls._fields if hasattr(cls, name)}
    taken = (f"{name}=usual[{name!r}]" if name in usual else name for name in cls._fields)
    fresh = {n: f"{n}.make() if {n} is usual[{n!r}] else {n}" for n in usual}
    fresh = {n: made for n, made in fresh.items() if isinstance(usual[n], _Fresh)}
    told = {name: fresh.get(name, name) for name in cls._fields}
    put = "put(self, {!r}, {})" if cls._frozen else "self.{} = {}"
    filled = "; ".join(put.format(*each) for each in told.items())
    made: dict[str, Any] = {"usual": usual, "put": object.__setattr__}
    exec(f"def __init__(self, {', '.join(taken)}):\n {filled}", made)
    return made["__init__"]
