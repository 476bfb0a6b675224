"""How Alembic runs: on the engine that `database.schema` hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import Engine

from database.models import Base, Moment, Scaled


def render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Our own column types are written as what the database holds, so that old migrations need no code of ours."""
    if kind != "type":
        return False
    if isinstance(item, Scaled):
        return "sa.BigInteger()"
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


engine = context.config.attributes["engine"]
if not isinstance(engine, Engine):
    raise TypeError("run migrations through database.schema")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_item=render, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
