"""A message is a snapshot of facts, stored as plain values until it is sent."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import Any, ClassVar, Self, get_args, get_origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    template: ClassVar[str]
    recipient: str
    locale: str

    def facts(self) -> dict[str, Any]:
        """The snapshot as plain JSON values; `from_facts` undoes it."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        message: Self = _rebuilt(cls, facts)
        return message


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value.isoformat() if isinstance(value, datetime) else value


def _rebuilt(kind: type[Any], facts: dict[str, Any]) -> Any:
    named = [field for field in fields(kind) if field.name in facts]
    return kind(**{f.name: _value(f.type, facts[f.name]) for f in named})


def _value(kind: Any, plain: Any) -> Any:
    if isinstance(kind, UnionType):
        return None if plain is None else _value(get_args(kind)[0], plain)
    if get_origin(kind) is tuple:
        return tuple(plain)
    if is_dataclass(kind):
        return _rebuilt(kind, plain)  # type: ignore[arg-type]
    return datetime.fromisoformat(plain) if kind is datetime else plain
