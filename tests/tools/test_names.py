"""Whom a written name may mean, to whom: exact before part before typo, and never a row that the asker can't see."""

import pytest
from sqlalchemy import Engine, select

from database.engine import transaction
from database.models import Account, AccountName, Contact, Person, Team, now
from database.reader import Reader
from tools.kit.names import Heard, NameIndex, RestrictedNames

DIRECTOR, OWNER, OTHER = 1, 2, 3
ACCOUNTS = {
    "Tuesday Harbour Tools": ["Tuesday Harbour"],
    "Ostwind Papier": [],
    "Ostwind Druck": [],
    "Grün & Söhne Gartenbau": ["Grün & Söhne"],
    "Mittwoch Optik": ["Mittwoch"],
    "207 Robotics": ["207"],
    "Évasion & Compagnie": [],
    "Zürberg Kliniken": ["Zuerberg"],
    "April Foods": ["四月食品", "四月食品公司"],
    "Bamboo Bridge": ["竹桥科技", "竹桥"],
    "Stone, Miller & Hart plc": ["SM&H"],
    "Aurelia S.A.": [],
}
HIDDEN = "Ostwind Verpackung"
CONTACTS = [
    ("Ostwind Papier", "Marlene Amberg"),
    ("Ostwind Papier", "Jean-Luc Baptiste"),
    ("Bamboo Bridge", "周文"),
    ("Tuesday Harbour Tools", "May Rivers"),
]


def _fill(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add_all([Team(id=1, name="North"), Team(id=2, name="South")])
        session.flush()
        session.add_all(
            [
                Person(id=DIRECTOR, name="Ines Falk", role="director"),
                Person(id=OWNER, name="Mark Weber", role="csm", team_id=1, slack_id="U0MARK"),
                Person(id=OTHER, name="Li Na", role="csm", team_id=2),
            ]
        )
        session.flush()
        for name, others in ACCOUNTS.items():
            account = Account(name=name, owner_id=OWNER, team_id=1, region="North")
            account.names = [AccountName(name=other) for other in others]
            session.add(account)
        session.add(Account(name=HIDDEN, owner_id=OTHER, team_id=2, region="Far South"))
        session.flush()
        ids = {account.name: account.id for account in session.scalars(select(Account))}
        session.add_all([Contact(account_id=ids[account], name=name) for account, name in CONTACTS])


@pytest.fixture
def book(sqlite_engine: Engine) -> Engine:
    """A book of two teams with names that are also days, months, numbers and common words."""
    _fill(sqlite_engine)
    return sqlite_engine


def _names(engine: Engine, person: int = OWNER) -> RestrictedNames:
    reader = Reader(engine)
    return RestrictedNames(NameIndex(engine), lambda: reader.session(person))


def _meant(heard: tuple[Heard, ...]) -> list[tuple[str, list[str]]]:
    return [(one.text, sorted(row.name for row in one.rows)) for one in heard]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("rundown on Tuesday Harbour please", ("Tuesday Harbour", "Tuesday Harbour Tools")),
        ("tuesday harbor's contract", ("tuesday harbor", "Tuesday Harbour Tools")),
        ("notes on Gruen und Soehne", ("Gruen und Soehne", "Grün & Söhne Gartenbau")),
        ("Grün &amp; Söhne renews when", ("Grün &amp; Söhne", "Grün & Söhne Gartenbau")),
        ("Notiz zu Mittwoch: zahlt spät", ("Mittwoch", "Mittwoch Optik")),
        ("log for 207: they grow", ("207", "207 Robotics")),
        ("d'Évasion & Compagnie", ("Évasion & Compagnie", "Évasion & Compagnie")),
        ("evasion et compagnie", ("evasion et compagnie", "Évasion & Compagnie")),
        ("Preise bei Zürbergs Kliniken", ("Zürbergs Kliniken", "Zürberg Kliniken")),
        ("给四月食品公司加条备注", ("四月食品公司", "April Foods")),
        ("竹桥什么时候到期", ("竹桥", "Bamboo Bridge")),
        ("email SM&H", ("SM&H", "Stone, Miller & Hart plc")),
        ("call Stone, Miller & Hart", ("Stone, Miller & Hart", "Stone, Miller & Hart plc")),
    ],
)
def test_names_are_heard_as_people_write_them(book: Engine, message: str, expected: tuple[str, str]) -> None:
    assert _meant(_names(book).heard_accounts(message)) == [(expected[0], [expected[1]])]


@pytest.mark.parametrize(
    "message",
    [
        "what renews on tuesday",
        "bis Mittwoch bitte",
        "renewals in april",
        "四月有哪些续约",
        "renewals over 207k",
        "is it a good day",
        "das Papier ist da",
    ],
)
def test_days_months_and_numbers_are_themselves(book: Engine, message: str) -> None:
    assert _names(book).heard_accounts(message) == ()


def test_a_part_may_mean_several_and_none_is_picked(book: Engine) -> None:
    assert _meant(_names(book).heard_accounts("note for Ostwind: paid")) == [
        ("Ostwind", ["Ostwind Druck", "Ostwind Papier"])
    ]


def test_a_hidden_name_and_one_that_does_not_exist_get_the_same_answer(engine: Engine) -> None:
    _fill(engine)
    names = _names(engine)
    assert names.accounts("Ostwind Verpackung") == names.accounts("Ostwind Verpackerei")
    assert names.accounts("Verpackung") == names.accounts("Verpackerei") == ()
    told = [
        [(one.text, one.rows) for one in names.heard_accounts(f"note for Ostwind {name}: paid")]
        for name in ("Verpackung", "Verpackerei")
    ]
    assert told[0] == told[1]
    assert HIDDEN in [row.name for row in _names(engine, DIRECTOR).accounts("Ostwind")]
    assert HIDDEN not in [row.name for row in names.accounts("Ostwind")]
    assert names.vocabulary("region") == ("North",)
    assert _names(engine, DIRECTOR).vocabulary("region") == ("Far South", "North")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("tuesday harbour tools", "Tuesday Harbour Tools"),
        ("Papier", "Ostwind Papier"),
        ("Tusday Harbor", "Tuesday Harbour Tools"),
        ("aurelia", "Aurelia S.A."),
        ("竹桥科技", "Bamboo Bridge"),
    ],
)
def test_a_name_given_on_its_own_may_be_any_part_or_mistyped(book: Engine, written: str, name: str) -> None:
    assert [row.name for row in _names(book).accounts(written)] == [name]


def test_contacts_go_by_honorific_family_name_or_title(book: Engine) -> None:
    names = _names(book)
    papier = names.accounts("Ostwind Papier")[0].id
    bamboo = names.accounts("Bamboo Bridge")[0].id
    assert _meant(names.heard_contacts("Frau Amberg ruft zurück", papier)) == [("Frau Amberg", ["Marlene Amberg"])]
    assert _meant(names.heard_contacts("mail to jean-luc baptiste")) == [("jean-luc baptiste", ["Jean-Luc Baptiste"])]
    assert _meant(names.heard_contacts("周经理要休假", bamboo)) == [("周经理", ["周文"])]
    assert _meant(names.heard_contacts("may we call", names.accounts("Tuesday Harbour")[0].id)) == []


def test_colleagues_go_by_mention_first_name_or_initials(book: Engine) -> None:
    names = _names(book)
    for written in ("<@U0MARK>", "mark", "Weber", "MW", "Mark Weber"):
        assert [row.name for row in names.people(written)] == ["Mark Weber"], written
    assert _meant(names.heard_people("mark Ravi as gone")) == []
    assert _meant(names.heard_people("renewals of Mark in May")) == [("Mark", ["Mark Weber"])]
    assert names.people("<@U0NOBODY>") == ()


def test_a_new_name_is_known_at_once(book: Engine) -> None:
    reader, index = Reader(book), NameIndex(book)
    assert RestrictedNames(index, lambda: reader.session(OWNER)).accounts("Nordkap Segel") == ()
    with transaction(book) as session:
        session.add(Account(name="Nordkap Segel", owner_id=OWNER, team_id=1, changed_at=now()))
    for _ in range(200):
        found = RestrictedNames(index, lambda: reader.session(OWNER)).accounts("Nordkap Segel")
        if found:
            break
    assert [row.name for row in found] == ["Nordkap Segel"]
