"""Which database is opened, and when the sample book is made, made anew, or left alone."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from bot import app
from bot.settings import Settings
from database import sample, schema
from database.engine import open_engine, sqlite_url, transaction
from database.models import Account, Activity, Person, ProposalRow, now


def _settings(folder: Path, **more: str) -> Settings:
    return Settings.model_validate({"STEWARD_DATA": folder, **more})


def _old_sample(folder: Path) -> None:
    engine = open_engine(sqlite_url(folder / app.SAMPLE_FILE))
    schema.upgrade(engine)
    sample.make(engine, now().date() - timedelta(days=30))
    engine.dispose()


def test_with_nothing_set_there_is_the_sample_book(tmp_path: Path) -> None:
    engine = app.database(_settings(tmp_path))
    assert schema.is_sample(engine)
    assert schema.has_accounts(engine)


def test_the_sample_book_is_never_made_in_a_database_that_was_named(tmp_path: Path) -> None:
    engine = app.database(_settings(tmp_path, DATABASE_URL=sqlite_url(tmp_path / "named.db")))
    assert not schema.is_sample(engine)
    assert not schema.has_accounts(engine)
    assert not (tmp_path / app.SAMPLE_FILE).exists()


def test_the_sample_book_is_never_made_for_slack(tmp_path: Path) -> None:
    engine = app.database(_settings(tmp_path, SLACK_BOT_TOKEN="xoxb-1"))
    assert not schema.has_accounts(engine)
    assert not (tmp_path / app.SAMPLE_FILE).exists()


def test_the_sample_steps_aside_for_data_of_ones_own_unless_forced(tmp_path: Path) -> None:
    own = app.database(_settings(tmp_path), own=True)
    assert schema.is_sample(app.database(_settings(tmp_path)))  # a database without accounts is no data yet
    with transaction(own) as session:
        session.add(Account(name="Our first"))
    assert not schema.is_sample(app.database(_settings(tmp_path)))
    assert schema.is_sample(app.database(_settings(tmp_path), sample=True))


def test_a_sample_book_of_an_earlier_day_is_made_anew(tmp_path: Path) -> None:
    _old_sample(tmp_path)
    with transaction(app.database(_settings(tmp_path))) as session:
        latest = session.scalars(select(Activity.happened_on).order_by(Activity.happened_on.desc())).first()
    assert latest is not None
    assert latest > date.today() - timedelta(days=10)


def test_a_sample_book_in_which_somebody_wrote_is_left_as_it_is(tmp_path: Path) -> None:
    _old_sample(tmp_path)
    engine = open_engine(sqlite_url(tmp_path / app.SAMPLE_FILE))
    with transaction(engine) as session:
        person = session.scalars(select(Person)).first()
        assert person is not None
        session.add(
            ProposalRow(
                id="mine",
                person_id=person.id,
                tool="log_note",
                order_key="terminal",
                arguments="{}",
                content="{}",
                content_hash="",
                expires_at=now(),
            )
        )
    with transaction(app.database(_settings(tmp_path))) as session:
        assert session.get(ProposalRow, "mine")
