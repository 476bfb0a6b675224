"""The restricted session returns only the asker's rows, whatever is asked of it, on both engines."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Engine, Executable, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, aliased

from database.access import POLICIES, POLICY
from database.engine import transaction
from database.models import Account, Activity, Attendee, Base, Contact, Person, ProposalRow, Task, Team, now
from database.reader import Reader

CANARY = "canary-7f3a"


@dataclass(frozen=True)
class Org:
    """Two teams under one manager and one director; an account each; private notes on them."""

    engine: Engine
    ids: dict[str, int]

    def sees(self, who: str, policy: str = "team") -> set[str]:
        with Reader(self.engine, policy).session(self.ids[who]) as session:  # type: ignore[arg-type]
            return set(session.scalars(select(Account.name)))

    def notes(self, who: str) -> set[str]:
        with Reader(self.engine).session(self.ids[who]) as session:
            return set(session.scalars(select(Activity.body)))


@pytest.fixture
def org(engine: Engine) -> Org:
    people = {
        "director": ("director", None, None),
        "manager": ("manager", "director", None),
        "ann": ("csm", "manager", "North"),
        "ned": ("csm", "manager", "North"),
        "sue": ("csm", "director", "South"),
        "pat": ("partner", "director", "South"),
    }
    with transaction(engine) as session:
        teams = {name: Team(name=name) for name in ("North", "South")}
        session.add_all(teams.values())
        session.flush()
        ids: dict[str, int] = {}
        for name, (role, manager, team) in people.items():
            person = Person(
                name=name,
                role=role,
                manager_id=ids[manager] if manager else None,
                team_id=teams[team].id if team else None,
            )
            session.add(person)
            session.flush()
            ids[name] = person.id
        for owner in ("ann", "sue"):
            account = Account(
                name=f"{owner}'s", owner_id=ids[owner], team_id=teams["North" if owner == "ann" else "South"].id
            )
            session.add(account)
            session.flush()
            session.add(Contact(account_id=account.id, name=f"{CANARY} {owner}"))
            for visibility in ("team", "private"):
                note = Activity(
                    account_id=account.id,
                    author_id=ids[owner],
                    body=f"{visibility} of {owner}",
                    visibility=visibility,
                    happened_on=date(2026, 3, 1),
                )
                session.add(note)
                session.flush()
                session.add(Attendee(activity_id=note.id, name=f"{visibility} {owner}"))
                session.add(Task(account_id=account.id, activity_id=note.id, title=f"{visibility} {owner}"))
    return Org(engine, ids)


@pytest.mark.parametrize(
    ("who", "policy", "expected"),
    [
        ("ann", "own", {"ann's"}),
        ("ned", "own", set()),
        ("ned", "team", {"ann's"}),
        ("ned", "all", {"ann's", "sue's"}),
        ("manager", "own", {"ann's"}),
        ("manager", "team", {"ann's"}),
        ("director", "own", {"ann's", "sue's"}),
        ("sue", "team", {"sue's"}),
        ("pat", "team", set()),
        ("pat", "all", set()),
    ],
)
def test_each_sees_their_own_their_teams_and_what_is_below_them(
    org: Org, who: str, policy: str, expected: set[str]
) -> None:
    assert org.sees(who, policy) == expected


def test_a_private_note_and_all_that_hangs_on_it_is_the_authors_alone(org: Org) -> None:
    assert org.notes("ann") == {"team of ann", "private of ann"}
    assert org.notes("ned") == {"team of ann"}
    assert org.notes("director") == {"team of ann", "team of sue"}
    with Reader(org.engine).session(org.ids["director"]) as session:
        assert set(session.scalars(select(Task.title))) == {"team ann", "team sue"}
        assert set(session.scalars(select(Attendee.name))) == {"team ann", "team sue"}


def test_a_session_without_private_notes_has_not_even_the_askers_own_nor_what_hangs_on_them(org: Org) -> None:
    reader = Reader(org.engine)
    for _ in range(2):
        with reader.session(org.ids["ann"], private=False) as session:
            assert set(session.scalars(select(Activity.body))) == {"team of ann"}
            assert set(session.scalars(select(Task.title))) == {"team ann"}
            assert set(session.scalars(select(Attendee.name))) == {"team ann"}
        with reader.session(org.ids["ann"]) as session:
            assert set(session.scalars(select(Activity.body))) == {"team of ann", "private of ann"}


def test_a_deactivated_person_sees_nothing(org: Org) -> None:
    with transaction(org.engine) as session:
        session.get_one(Person, org.ids["director"]).active = False
    assert org.sees("director") == set()
    assert org.notes("director") == set()


SHAPES: dict[str, Executable] = {
    "a plain select": select(Contact.name),
    "a join": select(Contact.name).join(Account, Account.id == Contact.account_id),
    "an outer join": select(Contact.name).select_from(Account).outerjoin(Contact, Contact.account_id == Account.id),
    "an alias": select(aliased(Contact, name="c").name),
    "a subquery": select(select(Contact.name).subquery().c.name),
    "a union": select(Contact.name).union_all(select(Contact.name)),
    "a common table expression": select(select(Contact.name).cte("mine").c.name),
    "an aggregate": select(func.max(Contact.name)),
    "raw SQL": text("SELECT name FROM contacts"),
    "a CTE that takes the table's name": text("WITH contacts AS (SELECT * FROM contacts) SELECT name FROM contacts"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_query_returns_a_foreign_row(org: Org, shape: str) -> None:
    with Reader(org.engine).session(org.ids["sue"]) as session:
        try:
            found = [str(row[0]) for row in session.execute(SHAPES[shape])]
        except DatabaseError:
            found = []  # refused outright
    assert not [name for name in found if "ann" in name]


def test_counting_counts_only_what_is_seen(org: Org) -> None:
    with Reader(org.engine).session(org.ids["sue"]) as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 1


ATTACKS = [
    "SELECT * FROM audit",
    "SELECT * FROM audit_details",
    "SELECT * FROM inbox",
    "SELECT * FROM outbox",
    "SELECT * FROM external_ids",
    "INSERT INTO accounts (name) VALUES ('x')",
    "UPDATE accounts SET name = 'x'",
    "DELETE FROM contacts",
    "CREATE TABLE mine (x int)",
    "DROP TABLE contacts",
]
SQLITE_ATTACKS = [
    "SELECT * FROM main.contacts",
    "SELECT count(*) FROM main.contacts",
    "WITH contacts AS (SELECT * FROM main.contacts) SELECT * FROM contacts",
    "SELECT sql FROM sqlite_temp_master",
    "SELECT name FROM sqlite_master",
    "PRAGMA writable_schema = ON",
    "ATTACH DATABASE ':memory:' AS other",
    "CREATE TEMP VIEW mine AS SELECT * FROM main.contacts",
    "DROP VIEW temp.contacts",
    "SELECT load_extension('x')",
]


def _refused(session: Session, statement: str) -> Iterator[bool]:
    try:
        with session.begin_nested() if session.get_bind().dialect.name == "postgresql" else nullcontext():
            rows = session.execute(text(statement)).all()
        yield CANARY not in str(rows) and not rows
    except DatabaseError as error:
        yield CANARY not in str(error)


def test_attacks_on_the_session_are_refused(org: Org) -> None:
    attacks = ATTACKS + (SQLITE_ATTACKS if org.engine.dialect.name == "sqlite" else ["SELECT * FROM pg_authid"])
    for attack in attacks:
        with Reader(org.engine).session(org.ids["sue"]) as session:
            assert all(_refused(session, attack)), attack
    assert org.sees("director") == {"ann's", "sue's"}


def test_without_the_views_the_same_query_would_leak(org: Org) -> None:
    """The mechanism is what holds: the owner's session, with no restriction, returns the foreign row."""
    with transaction(org.engine) as session:
        assert len(session.scalars(select(Contact.name)).all()) == 2


def test_every_table_with_customers_data_has_a_policy() -> None:
    unreadable = {"audit", "audit_details", "inbox", "outbox", "external_ids"}
    assert set(Base.metadata.tables) == set(POLICY) | unreadable


def test_proposals_are_read_by_their_person_alone(org: Org) -> None:
    with transaction(org.engine) as session:
        session.add(
            ProposalRow(
                id="p", person_id=org.ids["ann"], tool="log_note", order_key="k", arguments="{}", content="{}",
                content_hash="h", expires_at=now(),
            )
        )  # fmt: skip
    for who, count in (("ann", 1), ("director", 0)):
        with Reader(org.engine).session(org.ids[who]) as session:
            assert len(session.scalars(select(ProposalRow)).all()) == count


def test_the_policies_are_the_three_that_the_settings_allow() -> None:
    assert POLICIES == ("own", "team", "all")


@pytest.mark.parametrize("table", sorted(POLICY))
def test_every_table_can_be_counted_and_read_by_its_key_alone(org: Org, table: str) -> None:
    rows = Base.metadata.tables[table]
    key = next(iter(rows.primary_key.columns))
    for who in ("director", "sue"):
        with Reader(org.engine).session(org.ids[who]) as session:
            count = session.scalar(select(func.count()).select_from(rows))
            assert len(session.execute(select(key)).all()) == count
