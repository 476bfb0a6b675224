"""The database's shape: brought up to date by Alembic, checked in a millisecond when nothing is to be done."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from .engine import reading
from .models import Account, ProposalRow, Setting
from .reader import install, uninstall

if TYPE_CHECKING:
    from alembic.config import Config  # imported where it is needed: most starts have nothing to migrate

HEAD = "0002"
"""The newest migration; a test compares it with the folder."""

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabaseError(Exception):
    """The database was brought up to date by a version of Steward that is newer than this one."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the tables to the newest shape (or to `revision`) and renews PostgreSQL's policies. Raises
    NewerDatabaseError, and leaves everything as it is, where the database is ahead of this version."""
    at = current(engine)
    if revision == "head" and at == HEAD:
        return
    from alembic import command

    if at is not None:
        _check_known(at)
    uninstall(engine)
    command.upgrade(_config(engine), revision)
    if revision == "head":
        install(engine)


def _check_known(revision: str) -> None:
    """Before anything is touched: a newer database goes on serving those who made it."""
    from alembic.script import ScriptDirectory

    if revision not in {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}:
        raise NewerDatabaseError(
            f"The database is at {revision}, which a newer version made: use that one, or a backup."
        )


def downgrade(engine: Engine, revision: str) -> None:
    """Takes migrations back, down to `revision` ("base": all)."""
    from alembic import command

    uninstall(engine)
    command.downgrade(_config(engine), revision)


def drift(engine: Engine) -> list[str]:
    """What the models say and the tables don't, a line each; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from .models import Base

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


def current(engine: Engine) -> str | None:
    """The migration that the database is at; None: it is empty."""
    try:
        with reading(engine) as session:
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        return None
    return str(found) if found else None


def _config(engine: Engine) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config


def is_sample(engine: Engine) -> bool:
    """Whether the database holds the sample book."""
    with reading(engine) as session:
        return session.scalar(select(Setting.value).where(Setting.name == "sample")) == "true"


def outlived_sample(engine: Engine, today: date) -> bool:
    """Whether the sample book was made for an earlier day, and nobody has entered anything in it since."""
    with reading(engine) as session:
        made_for = session.scalar(select(Setting.value).where(Setting.name == "sample_day"))
        used = session.scalar(select(ProposalRow.id).where(ProposalRow.state.in_(("pending", "saved"))).limit(1))
    return used is None and made_for is not None and date.fromisoformat(made_for) < today


def has_accounts(engine: Engine) -> bool:
    """Whether there is any account at all, whoever may see it."""
    with reading(engine) as session:
        return session.scalar(_ANY_ACCOUNT) is not None


_ANY_ACCOUNT = select(Account.id).limit(1)
