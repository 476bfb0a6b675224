"""Statements made ready once, for the few that stand between a message and its answer.

For each run SQLAlchemy looks up a statement's text, fills in its parameters and describes its result: for one row by its
key that takes ten times as long as the database does. Here the text and the conversions of its values are kept, and the
driver's own cursor runs it, in whichever transaction is open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Dialect, Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase

Values = Mapping[str, object]
Bound = tuple[object, ...] | dict[str, object]
Row = Sequence[object]


class Open(Protocol):
    """An open transaction: SQLAlchemy's Connection, or a `brief` one."""

    @property
    def connection(self) -> PoolProxiedConnection: ...
    @property
    def dialect(self) -> Dialect: ...


class Statement:
    """One statement, on whichever engine. Its values are converted as their columns' types say; what it returns is what
    the driver returns: right for numbers and texts, not for moments, amounts and yes or no."""

    def __init__(self, statement: UpdateBase | SelectBase) -> None:
        self._statement = statement
        self._texts: dict[str, _Text] = {}

    def rows(self, over: Open, values: Values) -> Sequence[Row]:
        """The rows that it returns. Raises KeyError for a value that is missing, and SQLAlchemy's errors."""
        return self._run(over, values).fetchall()

    def change(self, over: Open, values: Values) -> int:
        """The number of rows that it changed. Raises KeyError for a value that is missing, and SQLAlchemy's errors."""
        return self._run(over, values).rowcount

    def _run(self, over: Open, values: Values) -> DBAPICursor:
        if over.dialect.name not in self._texts:
            self._texts[over.dialect.name] = _Text(self._statement, over.dialect)
        text = self._texts[over.dialect.name]
        return plainly(over, text.sql, text.bound(values))


def plainly(over: Open, sql: str, values: Bound = ()) -> DBAPICursor:
    """Runs a text on the driver's own cursor. The driver's errors come as SQLAlchemy's, without text and values."""
    with _as_sqlalchemy(over.dialect):
        cursor = over.connection.cursor()
        cursor.execute(sql, values)
        return cursor


class _Text:
    """A statement in one engine's words. Raises ValueError where these are not known before the values are."""

    def __init__(self, statement: UpdateBase | SelectBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params or _worked_out(compiled):
            raise ValueError(f"no statement for every run: {self.sql}")
        self._by_place = compiled.positiontup is not None
        self._names = compiled.positiontup or list(compiled.bind_names.values())
        self._fixed: dict[str, object] = {}
        self._convert: list[tuple[str, Callable[[object], object]]] = []
        for bind, name in compiled.bind_names.items():
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if not bind.required:
                self._fixed[name] = convert(bind.value) if convert else bind.value
            elif convert:
                self._convert.append((name, convert))

    def bound(self, values: Values) -> Bound:
        """Values by name, as the driver takes them."""
        named = {**self._fixed, **values}
        for name, convert in self._convert:
            named[name] = convert(named[name])
        if self._by_place:
            return tuple([named[name] for name in self._names])
        return {name: named[name] for name in self._names}


def _worked_out(compiled: SQLCompiler) -> bool:
    # A column's default is made anew for each row, by layers that we go round.
    return bool(compiled.insert_prefetch if compiled.isinsert else compiled.isupdate and compiled.update_prefetch)


@dataclass(frozen=True)
class Brief:
    """A transaction of the driver's own."""

    connection: PoolProxiedConnection
    dialect: Dialect


@contextmanager
def brief(engine: Engine) -> Iterator[Brief]:
    """A transaction of a statement or two: committed at the end, rolled back on an error."""
    over = Brief(engine.raw_connection(), engine.dialect)
    try:
        if engine.dialect.name == "sqlite":
            plainly(over, "BEGIN IMMEDIATE")
        yield over
        with _as_sqlalchemy(engine.dialect):
            over.connection.commit()
    finally:
        over.connection.close()  # what is not committed is rolled back


@contextmanager
def _as_sqlalchemy(dialect: Dialect) -> Iterator[None]:
    driver = dialect.loaded_dbapi.Error
    try:
        yield
    except driver as error:
        raise DBAPIError.instance(None, None, error, driver) from error
