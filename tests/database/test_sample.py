"""The sample book: always the same for a seed and a day, whole in itself, and with an answer to every question."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from database import sample
from database.audit import verify
from database.engine import open_engine, sqlite_url, transaction
from database.models import (
    Account,
    AccountName,
    Activity,
    AuditRow,
    Base,
    ChurnRecord,
    Contact,
    ExchangeRate,
    ImportBatch,
    Person,
    Setting,
    Team,
    UsageMonth,
)
from database.sample import book
from database.sample.customers import deal
from database.sample.story import routine, stories
from database.schema import upgrade
from metrics.adoption import Month, usage_change

TODAY = date(2028, 2, 29)


def open_sample(path: Path, today: date, seed: int = 7) -> Engine:
    engine = open_engine(sqlite_url(path))
    upgrade(engine)
    sample.make(engine, today, seed)
    return engine


@pytest.fixture(scope="module")
def engine_of_today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_sample(tmp_path_factory.mktemp("sample") / "sample.db", TODAY)
    yield engine
    engine.dispose()


@pytest.fixture
def book_of_today(engine_of_today: Engine) -> Iterator[Session]:
    with Session(engine_of_today) as session:
        yield session


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the audit's, which bear a moment and a salt of their own."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if not table.name.startswith("audit")
        }


@pytest.mark.slow
def test_the_same_seed_and_day_give_the_same_rows_and_another_seed_does_not(tmp_path: Path) -> None:
    first, again = open_sample(tmp_path / "a.db", TODAY), open_sample(tmp_path / "b.db", TODAY)
    other = open_sample(tmp_path / "c.db", TODAY, seed=8)
    assert rows(first) == rows(again)
    assert rows(first)["contacts"] != rows(other)["contacts"]


@pytest.mark.slow
def test_both_engines_hold_the_same_book_and_go_on_counting_after_it(engine: Engine, engine_of_today: Engine) -> None:
    sample.make(engine, TODAY)
    assert rows(engine) == rows(engine_of_today)
    with transaction(engine) as session:
        account = Account(name="Added later")
        session.add(account)
        session.flush()
        assert account.id == session.scalar(select(func.max(Account.id)))


def test_a_database_that_holds_rows_is_left_alone(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Team(name="Ours"))
    with pytest.raises(sample.NotEmptyError, match="teams"):
        sample.make(engine, TODAY)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0
        assert session.get(Setting, "sample") is None


def test_every_row_says_that_it_is_from_the_sample_book(book_of_today: Session) -> None:
    batches = {batch.kind: batch for batch in book_of_today.scalars(select(ImportBatch))}
    assert {(batch.system, batch.name) for batch in batches.values()} == {("sample", "sample book")}
    for kind, model in sample.KINDS.items():
        from_batch = select(func.count()).where(model.batch_id == batches[kind].id, model.source == "sample book")
        assert book_of_today.scalar(from_batch) == batches[kind].created > 0
    assert {batch.at for batch in batches.values()} == {datetime.combine(TODAY, time(), UTC)}
    made = book_of_today.scalars(select(AuditRow)).one()
    assert f"accounts:1-{batches['accounts'].created}@1" in made.rows
    assert list(verify(book_of_today)) == []
    assert book_of_today.get_one(Setting, "sample").value == "true"
    assert book_of_today.get_one(Setting, "sample_day").value == TODAY.isoformat()


def test_the_company_has_its_people(book_of_today: Session) -> None:
    people = book_of_today.scalars(select(Person)).all()
    assert Counter(person.role for person in people) == {
        "csm": 6, "manager": 2, "director": 1, "service_manager": 1, "support": 2, "accounting": 1, "product": 1,
    }  # fmt: skip
    assert all(person.team and person.email and person.time_zone != "UTC" for person in people)
    assert {person.locale[:2] for person in people if person.role == "csm"} == {"en", "fr", "de", "zh"}
    owned = Counter(book_of_today.scalars(select(Account.owner_id)))
    assert all(owned[person.id] >= 10 for person in people if person.role == "csm")
    assert owned[next(person.id for person in people if person.role == "director")] >= 5


def test_accounts_are_of_all_kinds(book_of_today: Session) -> None:
    accounts = book_of_today.scalars(select(Account)).all()
    assert 140 <= len(accounts) <= 160
    assert {account.status for account in accounts} == {"active", "onboarding", "churned"}
    assert {account.health for account in accounts if account.status == "active"} == {"red", "amber", "green", None}
    assert all(account.health_reason for account in accounts)
    assert len({account.currency for account in accounts}) >= 10
    left = {account.id for account in accounts if account.status == "churned"}
    assert set(book_of_today.scalars(select(ChurnRecord.account_id))) == left
    rated = set(book_of_today.scalars(select(ExchangeRate.currency).where(ExchangeRate.base == "EUR")))
    assert {account.currency for account in accounts} - {"EUR"} == rated


def test_health_usage_and_story_tell_the_same(book_of_today: Session) -> None:
    falling, rising = 0, 0
    for account in book_of_today.scalars(select(Account).where(Account.status == "active")):
        months = book_of_today.scalars(select(UsageMonth).where(UsageMonth.account_id == account.id)).all()
        change = usage_change([Month(each.month, each.active_users or 0) for each in months], TODAY)
        assert change is not None
        if change.percent <= -20:
            assert account.health != "green"
            falling += 1
        rising += change.percent >= 3
    assert falling >= 6
    assert rising >= 6


def test_whoever_left_is_named_by_an_activity_of_that_day(book_of_today: Session) -> None:
    gone = book_of_today.scalars(select(Contact).where(Contact.left_on.is_not(None))).all()
    assert len(gone) >= 4
    for contact in gone:
        farewell = book_of_today.scalars(
            select(Activity.body).where(
                Activity.account_id == contact.account_id, Activity.happened_on == contact.left_on
            )
        ).one()
        assert contact.name in farewell


def test_notes_are_written_in_the_accounts_own_language(book_of_today: Session) -> None:
    typical = {
        "en": r"\b(the|and|with)\b",
        "fr": r"\b(le|la|les|de|du|pour|avec)\b",
        "de": r"\b(der|die|das|und|mit|zum|ist|auf|für|bei)\b",
        "zh": r"[\u4e00-\u9fff]{4}",
    }
    for language, sign in typical.items():
        bodies = book_of_today.scalars(
            select(Activity.body).join(Activity.account).where(Account.language == language)
        ).all()
        assert len(bodies) >= 100
        assert sum(bool(re.search(sign, body)) for body in bodies) > 0.9 * len(bodies)


def test_some_notes_are_private_to_their_author(book_of_today: Session) -> None:
    private = book_of_today.scalars(select(Activity).where(Activity.visibility == "private")).all()
    assert len(private) >= 5
    assert all(note.author_id for note in private)


def test_contacts_are_named_as_their_culture_does(book_of_today: Session) -> None:
    contacts = book_of_today.scalars(select(Contact)).all()
    per_account = Counter(contact.account_id for contact in contacts)
    assert set(per_account.values()) <= {2, 3, 4, 5}
    mains = Counter(contact.account_id for contact in contacts if contact.is_main)
    assert set(mains.values()) == {1}
    assert len(mains) == len(per_account)
    for contact in contacts:
        assert contact.family_name
        assert contact.given_name
        chinese = re.match(r"[\u4e00-\u9fff]", contact.name)
        together = (
            contact.family_name + contact.given_name if chinese else f"{contact.given_name} {contact.family_name}"
        )
        assert contact.name == together
        assert re.fullmatch(r"[a-z.-]+@[a-z0-9-]+\.example", contact.email or "")
    assert {contact.salutation for contact in contacts} == {"ms", "mr", None}


def test_two_accounts_share_a_word_and_some_names_look_like_something_else() -> None:
    names = [account[0] for market in book.customers().market for account in market.accounts]
    first_words = Counter(name.split()[0] for name in names)
    assert first_words["Harbourlight"] == 2
    for trap in ("March", "Mai", "Montag", "Amber", "October", "1884", " & ", "É", "五月", "Sunday"):
        assert any(trap in name for name in names), trap
    assert len(set(names)) == len(names)


def test_chinese_accounts_have_english_names_besides(book_of_today: Session) -> None:
    chinese = book_of_today.scalars(select(Account).where(Account.language == "zh")).all()
    assert len(chinese) >= 20
    for account in chinese:
        others = book_of_today.scalars(select(AccountName.name).where(AccountName.account_id == account.id)).all()
        assert any(name.isascii() for name in others)


def test_story_files_name_only_people_of_their_cast_and_figures_that_there_are() -> None:
    figures = {"active", "before", "seats", "arr", "end", "notice", "uplift", "competitor", "invoice"}
    for story in stories():
        assert story.main is None or story.main in story.cast
        for step in story.step:
            for language in ("en", "fr", "de", "zh"):
                words = step.words(language)
                named = set(re.findall(r"{(\w+)}", f"{words.subject} {words.body} {words.task}"))
                assert named <= figures | set(story.cast), (story.title, named)
                assert set(step.with_) <= set(story.cast)
                assert (words.task is None) == (step.task_due_in is None)
    assert len(routine()) >= 5
    assert len(stories()) >= 12


def test_every_story_is_told_as_often_as_its_file_says() -> None:
    told = Counter(customer.story.title for customer in deal(TODAY, 7))
    assert told == {story.title: story.accounts for story in stories()}


def test_a_made_book_leaves_no_row_without_an_owner_of_its_account(engine_of_today: Engine) -> None:
    with engine_of_today.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM accounts WHERE owner_id IS NULL OR team_id IS NULL")) == 0
