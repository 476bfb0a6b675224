"""Another company's columns: a mapping is proposed out of headers and cells, and what it says counts."""

import csv
import tomllib
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from database.connectors.base import MappingError
from database.connectors.csv import import_files, suggest_mapping
from database.connectors.csv.synonyms import COLUMNS, FILES
from database.connectors.templates import KINDS
from database.models import Account, ChurnRecord, Contact, Contract, ContractLine, Person, Task, Ticket, UsageMonth
from tests.database.imports_kit import bring, content, counts, every, send


def suggested(folder: Path) -> dict[str, dict[str, str]]:
    """Kind → our column → theirs."""
    said = tomllib.loads(suggest_mapping([folder]))
    return {file["kind"]: file["columns"] for file in said["files"]}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day_of(cell: str) -> date:
    return datetime.strptime(cell, "%d-%m-%Y").date()


@pytest.mark.slow
def test_a_whole_company_comes_in_with_the_mapping_as_it_is_proposed(
    engine: Engine, tmp_path: Path, shared: Path
) -> None:
    folder = shared / "data" / "ravenstack"
    mapping = send(tmp_path, "mapping.toml", suggest_mapping([folder]))
    report = bring(engine, folder, mapping=mapping)
    theirs = {path.stem.removeprefix("ravenstack_"): rows_of(path) for path in folder.glob("*.csv")}
    assert {file.file: file.created for file in report.files} == {
        f"ravenstack_{name}.csv": len(rows) for name, rows in theirs.items()
    }
    _check_contracts(engine, theirs["subscriptions"])
    _check_usage(engine, theirs["feature_usage"], theirs["subscriptions"])
    with Session(engine) as session:
        gone = session.scalar(select(func.count()).where(Account.status == "churned"))
        assert gone == sum(row["churn_flag"] == "TRUE" for row in theirs["accounts"])
        scores = session.scalar(select(func.sum(Ticket.satisfaction)))
        assert scores == sum(int(row["satisfaction_score"] or 0) for row in theirs["supports_ticket"])
    refunds = sum((record.refund or Decimal(0) for record in every(engine, ChurnRecord)), Decimal(0))
    assert refunds == sum(Decimal(row["refund_amount_usd"]) for row in theirs["churn_events"])
    assert {record.currency for record in every(engine, ChurnRecord)} == {"USD"}
    before = content(engine)
    again = bring(engine, folder, mapping=mapping)
    assert all(file.unchanged == file.read for file in again.files)
    assert content(engine) == before


def _check_contracts(engine: Engine, theirs: list[dict[str, str]]) -> None:
    lines, contracts = every(engine, ContractLine), every(engine, Contract)
    for row, line, contract in zip(theirs, lines, contracts, strict=True):
        end = day_of(row["end_date"]) if row["end_date"] else None
        assert (line.start_on, line.end_on, contract.end_on) == (day_of(row["start_date"]), end, end)
        assert (line.seats, line.arr, line.currency) == (int(row["seats"]), Decimal(row["arr_amount"]), "USD")
        assert (line.is_trial, contract.auto_renew) == (row["is_trial"] == "TRUE", row["auto_renew_flag"] == "TRUE")
        lost = row["churn_flag"] == "TRUE"
        assert (contract.outcome, contract.outcome_on) == (("lost", end) if lost else (None, None))


def _check_usage(engine: Engine, usage: list[dict[str, str]], subscriptions: list[dict[str, str]]) -> None:
    account = {row["subscription_id"]: row["account_id"] for row in subscriptions}
    sums: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in usage:
        measured = sums[account[row["subscription_id"]], day_of(row["usage_date"]).replace(day=1)]
        for place, name in enumerate(("usage_count", "usage_duration_secs", "error_count")):
            measured[place] += int(row[name])
    assert sorted([month.events, month.seconds, month.errors] for month in every(engine, UsageMonth)) == sorted(
        sums.values()
    )


def test_salesforce_like_exports_are_understood(engine: Engine, tmp_path: Path) -> None:
    send(
        tmp_path,
        "Account.csv",
        "Id,Name,ParentId,OwnerId,Industry,BillingCountry,Renewal_Date__c,ARR__c,CurrencyIsoCode\n"
        "001A,Alder,,005X,Retail,France,2026-06-30,1200,EUR\n001B,Birch,001A,005Y,Energy,Germany,2026-09-30,900,EUR\n",
    )
    send(
        tmp_path,
        "Contact.csv",
        "Id,AccountId,FirstName,LastName,Title,Email,ReportsToId\n"
        "003A,001A,Ada,Bell,CFO,ada@alder.example,\n003B,001A,Cy,Dorn,Buyer,cy@alder.example,003A\n",
    )
    send(
        tmp_path,
        "User.csv",
        "Id,Name,Email,Department\n005X,Eve Fox,eve@x.example,North\n005Y,Gus Hale,gus@x.example,\n",
    )
    send(
        tmp_path,
        "Task.csv",
        "Id,AccountId,WhoId,Subject,ActivityDate,Status,Priority,OwnerId\n"
        "00TA,001A,003B,Send the offer,2026-03-09,Not Started,Normal,005X\n",
    )
    assert {"accounts", "contacts", "people", "tasks"} == set(suggested(tmp_path))
    bring(engine, tmp_path, mapping=send(tmp_path, "m.toml", suggest_mapping([tmp_path])))
    alder, birch = every(engine, Account)
    eve, gus = every(engine, Person)
    assert (alder.owner_id, birch.owner_id, birch.parent_id) == (eve.id, gus.id, alder.id)
    ada, cy = every(engine, Contact)
    assert (ada.name, cy.name, cy.reports_to_id, cy.account_id) == ("Ada Bell", "Cy Dorn", ada.id, alder.id)
    (task,) = every(engine, Task)
    assert (task.account_id, task.contact_id, task.owner_id, task.done_at) == (alder.id, cy.id, eve.id, None)
    assert [line.arr for line in every(engine, ContractLine)] == [Decimal(1200), Decimal(900)]


def test_german_and_chinese_headers_are_understood(tmp_path: Path) -> None:
    german, chinese = tmp_path / "de", tmp_path / "zh"
    for folder in (german, chinese):
        folder.mkdir()
    send(
        german,
        "Kunden.csv",
        "Kundennummer;Firma;Betreuer;Branche;Land;Vertragsende;Jahreswert;Währung\n"
        "K1;Alder GmbH;Ada Bell;Handel;Deutschland;30.06.2026;1.200,50;EUR\n"
        "K2;Birke AG;Ada Bell;Bau;Schweiz;31.12.2026;900;CHF\n",
    )
    send(german, "Ansprechpartner.csv", "Kunde;Vorname;Nachname;Anrede;E-Mail\nK1;Eva;Fuchs;Frau;eva@alder.example\n")
    send(
        chinese,
        "客户.csv",
        "客户编号,客户名称,客户经理,行业,续约日期,年费\n1,玉河零售,陈伟,零售,2026-06-30,1000\n2,云峰游戏,陈伟,游戏,2026-07-31,500\n",
    )
    assert suggested(german)["accounts"] == {
        "id": "Kundennummer",
        "name": "Firma",
        "owner": "Betreuer",
        "country": "Land",
        "industry": "Branche",
        "renewal_date": "Vertragsende",
        "arr": "Jahreswert",
        "currency": "Währung",
    }
    assert suggested(german)["contacts"]["account"] == "Kunde"
    assert suggested(chinese)["accounts"]["renewal_date"] == "续约日期"


def test_what_points_to_another_file_is_found_by_its_cells(tmp_path: Path) -> None:
    send(tmp_path, "customers.csv", "ref,company,sector\nX-1,Alder,Retail\nX-2,Birch,Energy\nX-3,Cedar,Bau\n")
    send(
        tmp_path,
        "plans.csv",
        "no,who,start date,seats,annual value (EUR)\nP1,X-1,2026-01-01,5,10\nP2,X-3,2026-02-01,6,20\n",
    )
    found = suggested(tmp_path)
    assert found["contracts"]["account"] == "who"
    assert found["contracts"]["arr"] == "annual value (EUR)"
    assert tomllib.loads(suggest_mapping([tmp_path]))["currency"] == "EUR"


def test_a_suggestion_says_plainly_what_it_does_not_know(tmp_path: Path) -> None:
    send(tmp_path, "accounts.csv", "name,arr,renewal_date,colour\nAlder,10,05/04/2026,blue\n")
    send(tmp_path, "weather.csv", "station,wind\nN,3\n")
    text = suggest_mapping([tmp_path])
    assert "NO COLUMN SAYS IT" in text
    assert 'dates = "DMY"' in text
    assert "# not taken: colour" in text
    assert "# weather.csv fits none" in text


def test_a_header_in_another_unit_is_not_taken(tmp_path: Path) -> None:
    header = "ticket_id,account,opened,first response time hours,resolution time minutes\n"
    send(tmp_path, "accounts.csv", "id,name,region\n1,Alder,EMEA\n2,Birch,EMEA\n")
    send(tmp_path, "tickets.csv", f"{header}T1,1,2026-01-01,3,90\nT2,2,2026-01-02,4,80\n")
    assert {"first_response_minutes", "resolution_hours"} & set(suggested(tmp_path)["tickets"]) == set()


def test_a_mapping_names_system_currency_encoding_and_columns(engine: Engine, tmp_path: Path) -> None:
    mapping = send(
        tmp_path,
        "m.toml",
        'system = "crm"\ncurrency = "SEK"\nas_of = 2026-03-01\n[[files]]\nname = "kund*.csv"\nkind = "accounts"\n'
        'encoding = "latin-1"\ndecimal = ","\n[files.columns]\nid = "Nr"\nname = "Namn"\narr = "Värde"\n',
    )
    path = send(tmp_path, "kunder.csv", "Nr;Namn;Värde\n1;Ångström;1.234\n".encode("latin-1"))
    report = bring(engine, path, mapping=mapping)
    assert counts(report, "kunder.csv") == (1, 0, 0, 0)
    (line,) = every(engine, ContractLine)
    assert (line.arr, line.currency) == (Decimal(1234), "SEK")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("currency = 5", "currency is a text"),
        ('currency = "euro"', "not “euro”"),
        ('currency = "EUE"', "ISO 4217"),
        ('currency = "XXX"', "ISO 4217"),
        ("[[files]]\nname = 'a'\nkind = 'things'\n[files.columns]\n", "kind out of"),
        ("[[files]]\nname = 'a'\nkind = 'accounts'\n[files.columns]\ncolour = 'x'\n", "no column “colour”"),
        ("files = 3", "is a table"),
        ("= nonsense", "m.toml"),
    ],
)
def test_a_faulty_mapping_is_refused_and_the_fault_named(
    sqlite_engine: Engine, tmp_path: Path, text: str, said: str
) -> None:
    path = send(tmp_path, "accounts.csv", "name,region\nAlder,EMEA\n")
    with pytest.raises(MappingError, match=said):
        import_files(sqlite_engine, [path], mapping=send(tmp_path, "m.toml", text))


def test_a_mapped_column_that_the_file_lacks_is_told(sqlite_engine: Engine, tmp_path: Path) -> None:
    rules = "[[files]]\nname = 'accounts.csv'\nkind = 'accounts'\n[files.columns]\nname = 'Firma'\n"
    path = send(tmp_path, "accounts.csv", "name,region\nAlder,EMEA\n")
    report = import_files(sqlite_engine, [path], mapping=send(tmp_path, "m.toml", rules))
    assert "“Firma”" in report.rejections[0].reason


def test_synonyms_speak_of_columns_that_there_are() -> None:
    assert set(COLUMNS) == set(KINDS) == set(FILES)
    for kind, columns in COLUMNS.items():
        assert set(columns) <= set(KINDS[kind].by_name)


def test_the_id_is_the_column_that_other_files_speak_of(tmp_path: Path) -> None:
    send(
        tmp_path, "companies.csv", "id,name,external_key,region\n1,Alder,X-1,EMEA\n2,Birch,X-2,EMEA\n3,Cedar,X-3,APAC\n"
    )
    send(tmp_path, "contacts.csv", "name,email,company\nAda,a@x.example,X-1\nBo,b@x.example,X-3\n")
    found = suggested(tmp_path)
    assert found["accounts"]["id"] == "external_key"
    assert found["contacts"]["account"] == "company"


def test_counts_are_not_taken_for_references(tmp_path: Path) -> None:
    accounts = "".join(f"{number},c{number},EMEA\n" for number in range(1, 50))
    send(tmp_path, "accounts.csv", f"id,name,region\n{accounts}")
    send(tmp_path, "usage.csv", "customer_id,day,event_count,hits\n3,2026-01-01,5,7\n4,2026-01-02,6,8\n")
    found = suggested(tmp_path)["usage"]
    assert (found["account"], found["events"]) == ("customer_id", "event_count")


def test_a_file_name_with_brackets_and_a_file_that_is_no_table(sqlite_engine: Engine, tmp_path: Path) -> None:
    send(tmp_path, "accounts[1].csv", "Firma,Branche\nAlder,Retail\n")
    send(tmp_path, "empty.csv", "")
    text = suggest_mapping([tmp_path])
    assert "# empty.csv is no table of text" in text
    report = bring(sqlite_engine, tmp_path / "accounts[1].csv", mapping=send(tmp_path, "m.toml", text))
    assert counts(report, "accounts[1].csv") == (1, 0, 0, 0)
