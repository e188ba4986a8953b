"""Insert rows that are complete, without asking the unit of work about each of them.

In an opening minute hundreds write the same few rows under one lock. To find out in
which order these depend on each other takes SQLAlchemy longer than to write them, and
here the order is known.
"""

from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, insert
from sqlalchemy.orm import (
    Mapper,
    RelationshipDirection,
    Session,
    make_transient_to_detached,
    object_mapper,
    object_session,
)
from sqlalchemy.orm.attributes import instance_dict, instance_state
from sqlalchemy.orm.attributes import set_committed_value as know

from concertation.database import Base, table_of


def write_new(session: Session, *rows: Base | None) -> None:
    """Insert those that are not stored yet, each after what it refers to.

    They are in the session then, as after a flush. None is nothing to write.
    """
    new = [row for row in rows if row and not instance_state(row).has_identity]
    if any(map(_has_collections, new)):
        session.add_all(new)
        session.flush()
        return
    with session.no_autoflush:  # Nothing may be flushed while they are out of it.
        for row in new:
            if object_session(row):
                session.expunge(row)
        for row in new:
            _insert(session, row)
        session.add_all(new)


def _insert(session: Session, row: Base) -> None:
    mapper, said = object_mapper(row), instance_dict(row)
    for name, column, key in _references(mapper):
        if other := said.get(name):
            know(row, column, getattr(other, key))
    values = {
        name: said.get(name)
        for name, has_default in _columns(mapper)
        if name in said or not has_default
    }
    inserting = insert(table_of(type(row)))
    result = cast(CursorResult[Any], session.execute(inserting, values))
    stored = cast(dict[str, Any], result.last_inserted_params())
    (row_id,) = cast(tuple[int], result.inserted_primary_key)
    for name, value in {**stored, "id": row_id}.items():
        know(row, name, value)
    make_transient_to_detached(row)


def _has_collections(row: Base) -> bool:
    said = instance_dict(row)
    return any(said.get(name) for name in _collections(object_mapper(row)))


@cache
def _columns(mapper: Mapper[Base]) -> list[tuple[str, bool]]:
    """Of each its name, and whether the insert itself finds a value for it."""
    table = table_of(mapper.class_)
    return [(each.key, bool(each.default or each.primary_key)) for each in table.c]


@cache
def _references(mapper: Mapper[Base]) -> list[tuple[str, str, str]]:
    """Of each row that one may refer to: its name, the column here, the key there."""
    return [
        (each.key, str(here.key), str(there.key))
        for each in mapper.relationships
        if each.direction is RelationshipDirection.MANYTOONE
        for here, there in each.local_remote_pairs
    ]


@cache
def _collections(mapper: Mapper[Base]) -> list[str]:
    """But those whose rows refer back: that is what is stored of them."""
    return [
        each.key
        for each in mapper.relationships
        if each.uselist and not each.back_populates
    ]
