"""Files as they really are: every row that can't come in is told, and the others come in."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from database.connectors.csv import import_files
from database.models import Account, AccountName, Activity, Contact, Contract, ContractLine, Person, Team
from tests.database.imports_kit import ACCOUNTS, bring, counts, every, send, told

NAMES = ["Müller & Söhne", "Ålesund Marine", "Éclair"]


@pytest.mark.parametrize(
    ("encoding", "names", "found"),
    [
        ("utf-8", NAMES, "utf-8"),
        ("utf-8-sig", NAMES, "utf-8-sig"),
        ("utf-16", NAMES, "utf-16"),
        ("utf-16-le", NAMES, "utf-16-le"),
        ("cp1252", [*NAMES, "Crédit 100 €"], "cp1252"),
        ("gb18030", ["玉河零售", "红灯笼旅行", "云峰游戏"], "gb18030"),
        ("utf-8", ["玉河零售"], "utf-8"),
    ],
)
def test_the_encoding_is_found_by_decoding(
    engine: Engine, tmp_path: Path, encoding: str, names: list[str], found: str
) -> None:
    text = "name,region\r\n" + "".join(f"{name},EMEA\r\n" for name in names)
    report = bring(engine, send(tmp_path, "accounts.csv", text.encode(encoding)))
    assert report.files[0].format["encoding"] == found
    assert [account.name for account in every(engine, Account)] == names


def test_a_few_broken_bytes_in_utf8_cost_their_rows_alone(engine: Engine, tmp_path: Path) -> None:
    data = "name,region\nMüller,EMEA\nÉclair,EMEA\n".encode() + b"Br\xfc,EMEA\n" + "Søren,EMEA\n".encode()
    report = import_files(engine, [send(tmp_path, "accounts.csv", data)])
    assert told(report) == [(4, "name", "Br?", "holds bytes that are not utf-8")]
    assert [account.name for account in every(engine, Account)] == ["Müller", "Éclair", "Søren"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(engine: Engine, tmp_path: Path, delimiter: str) -> None:
    text = 'name,region,arr,currency\n"Alder, Birch; Co",EMEA,10,EUR\n'.replace(",", delimiter)
    text = text.replace(f"Alder{delimiter}", "Alder,")
    bring(engine, send(tmp_path, "accounts.csv", text))
    assert [account.name for account in every(engine, Account)] == ["Alder, Birch; Co"]


def test_a_line_that_names_the_separator_is_no_header(engine: Engine, tmp_path: Path) -> None:
    report = import_files(engine, [send(tmp_path, "accounts.csv", "sep=;\nname;region;health\nAlder;EMEA;purple\n")])
    assert [(line, column, value) for line, column, value, _ in told(report)] == [(3, "health", "purple")]


@pytest.mark.parametrize(
    ("cells", "days", "warned"),
    [
        (["13-04-2026", "05-04-2026"], [date(2026, 4, 13), date(2026, 4, 5)], False),
        (["04/13/2026", "05/04/2026"], [date(2026, 4, 13), date(2026, 5, 4)], False),
        (["05/04/2026", "06/04/2026"], [date(2026, 4, 5), date(2026, 4, 6)], True),
        (["05.04.2026", "06.04.2026"], [date(2026, 4, 5), date(2026, 4, 6)], False),
        (["2026-04-05", "05/04/2026"], [date(2026, 4, 5), date(2026, 4, 5)], True),
    ],
)
def test_the_order_of_dates_is_decided_for_a_column(
    engine: Engine, tmp_path: Path, cells: list[str], days: list[date], warned: bool
) -> None:
    rows = "".join(f"c{place},{cell}\n" for place, cell in enumerate(cells))
    report = bring(engine, send(tmp_path, "accounts.csv", f"name,renewal_date\n{rows}"))
    assert [contract.end_on for contract in every(engine, Contract)] == days
    assert any("day or month first" in warning for warning in report.files[0].warnings) == warned


def test_an_undecided_column_is_read_as_the_mapping_says_or_as_the_others(engine: Engine, tmp_path: Path) -> None:
    files = send(tmp_path, "accounts.csv", "name,renewal_date\na,05/04/2026\n")
    rules = '[[files]]\nname = "accounts.csv"\nkind = "accounts"\ndates = "MDY"\n[files.columns]\n'
    mapping = send(tmp_path, "m.toml", f'{rules}name = "name"\nrenewal_date = "renewal_date"\n')
    bring(engine, files, mapping=mapping)
    assert every(engine, Contract)[0].end_on == date(2026, 5, 4)
    bring(engine, send(tmp_path, "accounts.csv", "name,signed_on,renewal_date\nb,04/25/2026,05/04/2026\n"))
    assert every(engine, Contract)[1].end_on == date(2026, 5, 4)


def test_a_day_that_only_fits_the_other_order_is_rejected_not_turned(engine: Engine, tmp_path: Path) -> None:
    rows = "a,25/04/2026\nb,26/04/2026\nc,04/27/2026\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", f"name,renewal_date\n{rows}")])
    assert told(report) == [(4, "renewal_date", "04/27/2026", "is no date, read as day, month, year")]
    assert counts(report, "accounts.csv") == (2, 0, 0, 1)


def test_the_decimal_mark_is_decided_for_a_column(engine: Engine, tmp_path: Path) -> None:
    text = "name;arr;currency\na;1.234;EUR\nb;12.500,50;EUR\n"
    bring(engine, send(tmp_path, "accounts.csv", text))
    assert [line.arr for line in every(engine, ContractLine)] == [Decimal(1234), Decimal("12500.5")]


def test_a_currency_beside_an_amount_counts_and_must_not_contradict(engine: Engine, tmp_path: Path) -> None:
    text = "name,arr,currency\na,€100,\nb,$100,USD\nc,£100,EUR\nd,100,\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", text)])
    assert [line.currency for line in every(engine, ContractLine)] == ["EUR", "USD"]
    assert [(line, column, value) for line, column, value, _ in told(report)] == [
        (4, "currency", "GBP"),
        (5, "currency", ""),
    ]


def test_revenue_below_nought_and_what_is_no_currency_are_told(engine: Engine, tmp_path: Path) -> None:
    text = "name,owner,arr,currency\nAlder,Ada Bell,1000,eur\nEps,Jo,-5,EUR\nFir,Kim,5,XXX1\nGum,Lou,5,XXX\n"
    text += "Hop,Mia,5,EUX\nIvy,Ned,(5),€\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", text)])
    no_currency = "is no currency; write it as EUR, USD, CNY"
    assert told(report) == [
        (3, "arr", "-5", "is below nought"),
        (4, "currency", "XXX1", no_currency),
        (5, "currency", "XXX", no_currency),
        (6, "currency", "EUX", no_currency),
        (7, "arr", "(5)", "is below nought"),
    ]
    assert [(line.arr, line.currency) for line in every(engine, ContractLine)] == [(Decimal(1000), "EUR")]


def test_a_rejected_row_leaves_no_owner_and_no_team_behind(engine: Engine, tmp_path: Path) -> None:
    text = "name,owner,team,arr,currency,start_date,renewal_date\n"
    text += "Alder,Ada Bell,North,1,EUR,2026-01-01,2026-12-31\nEps,Jo,South,1,EUR,2026-12-31,2026-01-01\n"
    text += "Fir,Kim,West,1,,,\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", text)])
    assert [(line, column) for line, column, _, _ in told(report)] == [(3, "renewal_date"), (4, "currency")]
    assert [person.name for person in every(engine, Person)] == ["Ada Bell"]
    assert [team.name for team in every(engine, Team)] == ["North"]


def test_no_rejected_row_of_any_kind_makes_a_colleague_or_a_team(engine: Engine, tmp_path: Path) -> None:
    notes = "account,date,body,author,visibility\nAlder,2026-01-01,fine,Ada Bell,team\nNowhere,2026-01-01,x,Jo,team\n"
    notes += "Alder,2026-01-02,,Kim,team\nAlder,2026-13-01,x,Lou,team\n"
    tasks = "account,title,due_date,owner,contact\nAlder,call,2026-01-05,Ada Bell,\nNowhere,call,2026-01-05,Max,\n"
    tasks += "Alder,write,2026-01-05,Nil,Who Is This\n"
    people = "name,email,slack_id,team\nAda Bell,ada@x.example,U1,North\nOle,ole@x.example,U1,South\n"
    files = {"accounts.csv": ACCOUNTS, "activities.csv": notes, "tasks.csv": tasks, "people.csv": people}
    report = import_files(engine, [send(tmp_path, name, text) for name, text in files.items()])
    assert [file.rejected for file in report.files] == [1, 0, 3, 2]
    assert [person.name for person in every(engine, Person)] == ["Ada Bell"]
    assert [team.name for team in every(engine, Team)] == ["North"]


def test_line_breaks_in_quotes_do_not_shift_the_line_numbers(engine: Engine, tmp_path: Path) -> None:
    text = 'account,date,body\n1,2026-01-01,"one\ntwo\r\nthree"\n\n1,soon,x\n"1","2026-01-03","say ""hi"""\n'
    report = import_files(engine, [send(tmp_path, "accounts.csv", ACCOUNTS), send(tmp_path, "activities.csv", text)])
    assert [(line, column, value) for line, column, value, _ in told(report)] == [(6, "date", "soon")]
    assert [activity.body for activity in every(engine, Activity)] == ["one\ntwo\r\nthree", 'say "hi"']


def test_duplicates_unknown_accounts_and_shifted_rows_are_told(engine: Engine, tmp_path: Path) -> None:
    text = "id,account,name,email,\n7,Alder,Carl,c@x.example,\n7,Alder,Dora,d@x.example,\n8,Zzz,Eve,,\n9,Birch,Fay,,,more\n"
    text += "10,Birch,Gus\n11,Birch,,g@x.example,\n12,2,Hal,not an address,,,\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", ACCOUNTS), send(tmp_path, "contacts.csv", text)])
    assert sorted(told(report)) == [
        (3, "id", "7", "is named like line 2: twice in the file"),
        (4, "account", "Zzz", "is no account that is known"),
        (5, None, "more", "has 6 cells under 5 headers"),
        (7, "name", "", "is empty"),
        (8, "email", "not an address", "is no e-mail address"),
    ]
    assert counts(report, "contacts.csv") == (2, 0, 0, 5)
    assert [contact.name for contact in every(engine, Contact)] == ["Carl", "Gus"]
    again = import_files(engine, [tmp_path / "contacts.csv"])
    assert counts(again, "contacts.csv") == (0, 0, 2, 5)


def test_a_duplicate_is_found_however_far_down_and_stays_one(sqlite_engine: Engine, tmp_path: Path) -> None:
    rows = "".join(f"{number},c{number},EMEA\n" for number in range(9000))
    path = send(tmp_path, "accounts.csv", f"id,name,region\n{rows}3,other,APAC\n")
    for created, unchanged in ((9000, 0), (0, 9000)):
        report = import_files(sqlite_engine, [path])
        assert told(report) == [(9002, "id", "3", "is named like line 5: twice in the file")]
        assert counts(report, "accounts.csv") == (created, 0, unchanged, 1)


def test_zero_bytes_and_huge_cells_cost_their_rows_alone(engine: Engine, tmp_path: Path) -> None:
    text = f"name,region\na\0b,EMEA\n{'x' * 400},EMEA\n{'y' * 5_000_000},EMEA\nAlder,EMEA\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", text)])
    assert [(line, column, reason) for line, column, _, reason in told(report)] == [
        (2, "name", "holds a zero byte"),
        (3, "name", "is longer than 300 characters"),
        (4, None, "can't be read as a row: field larger than field limit (4000000)"),
    ]
    assert max(len(rejection.value) for rejection in report.rejections) <= 200
    assert [account.name for account in every(engine, Account)] == ["Alder"]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(engine: Engine, tmp_path: Path) -> None:
    text = 'name,region\nAlder,EMEA\n"Birch,EMEA\nCedar,EMEA\nDouglas,EMEA'
    report = import_files(engine, [send(tmp_path, "accounts.csv", text)])
    assert told(report) == [(3, None, "", "has a quotation mark that is never closed")]
    assert [account.name for account in every(engine, Account)] == ["Alder", "Cedar", "Douglas"]


def test_letters_written_as_two_signs_are_the_same_name(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", "name,aliases,region\nCafe\u0301,Cafe\u0301 SA;Café SA,EMEA\n"))
    bring(engine, send(tmp_path, "contacts.csv", "account,name\nCafé,Ada\nCafé SA,Bea\n"))
    assert len(every(engine, AccountName)) == 1
    assert {contact.account_id for contact in every(engine, Contact)} == {every(engine, Account)[0].id}


def test_a_name_that_two_accounts_bear_is_not_guessed(engine: Engine, tmp_path: Path) -> None:
    accounts = send(tmp_path, "accounts.csv", "id,name,region\n1,Alder,EMEA\n2,Alder,APAC\n")
    report = import_files(engine, [accounts, send(tmp_path, "contacts.csv", "account,name\nAlder,Ada\n2,Bea\n")])
    assert told(report) == [(2, "account", "Alder", "is the name of more than one account; use the id")]


def test_terms_that_end_before_they_start_and_amounts_without_currency_are_told(engine: Engine, tmp_path: Path) -> None:
    text = "name,start_date,renewal_date,arr\na,2026-05-01,2026-04-30,\nb,,2026-04-30,5\nc,,2026-04-30,\n"
    report = import_files(engine, [send(tmp_path, "accounts.csv", text)])
    assert [(line, column) for line, column, _, _ in told(report)] == [(2, "renewal_date"), (3, "currency")]
    assert [account.name for account in every(engine, Account)] == ["c"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"foo,bar\n1,2\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_table_of_ours_is_told_and_the_others_come_in(
    engine: Engine, tmp_path: Path, data: bytes
) -> None:
    report = import_files(engine, [send(tmp_path, "odd.csv", data), send(tmp_path, "accounts.csv", ACCOUNTS)])
    assert [(each.file, each.line) for each in report.rejections] == [("odd.csv", 0)]
    assert not report.ok
    assert len(every(engine, Account)) == 2
