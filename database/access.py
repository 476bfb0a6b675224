"""Who sees which rows: stated here once, as one SQL predicate a table.

The restricted views of SQLite, PostgreSQL's row-level security and every check are made from `POLICY`. A predicate is
written in SQL that both engines read, over the columns of its own table; `{me}` stands for the acting person's id and
`{policy}` for the company's setting: own, team or all.
"""

from typing import Literal

Policy = Literal["own", "team", "all"]
POLICIES: tuple[Policy, ...] = ("own", "team", "all")

READER_ROLE = "steward_reader"
"""The PostgreSQL role that a desk takes on. It owns nothing."""

ACTIVE = "EXISTS (SELECT 1 FROM people p WHERE p.id = {me} AND p.active)"

SEES_ALL = """(SELECT p.active AND (p.role = 'director' OR ({policy} = 'all' AND p.role <> 'partner'))
  FROM people p WHERE p.id = {me})"""

LED_BY_ME = """(WITH RECURSIVE led(id) AS (
    SELECT p.id FROM people p WHERE p.id = {me} AND p.active
    UNION SELECT p.id FROM people p JOIN led ON p.manager_id = led.id)
  SELECT id FROM led)"""
"""I and everybody below me."""

MY_TEAM = """(SELECT p.team_id FROM people p
  WHERE p.id = {me} AND p.active AND {policy} = 'team' AND p.role <> 'partner')"""

ACCOUNT = f"({SEES_ALL} OR owner_id IN {LED_BY_ME} OR team_id = {MY_TEAM})"
"""Directors see every account; others their own, those of the people below them, and by policy their team's."""


def _of_account(table: str) -> str:
    # An EXISTS by primary key, not IN (SELECT …): the set of all visible accounts must never be built for one row.
    return f"({SEES_ALL} OR EXISTS (SELECT 1 FROM accounts seen WHERE seen.id = {table}.account_id))"


MINE = f"(person_id = {{me}} AND {ACTIVE})"

POLICY: dict[str, str] = {
    # The directory: every colleague may see who works here. (A predicate on people that asked people would not end.)
    "people": "1 = 1",
    "teams": "1 = 1",
    "accounts": ACCOUNT,
    "account_names": _of_account("account_names"),
    "contacts": _of_account("contacts"),
    "contracts": _of_account("contracts"),
    "contract_lines": _of_account("contract_lines"),
    "usage_months": _of_account("usage_months"),
    "tickets": _of_account("tickets"),
    "churn_records": _of_account("churn_records"),
    # A private note is its author's alone: no lead, no director, no admin.
    "activities": f"({_of_account('activities')} AND (visibility <> 'private' OR author_id = {{me}}))",
    "attendees": "EXISTS (SELECT 1 FROM activities seen WHERE seen.id = attendees.activity_id)",
    # What hangs on a private note is as private as the note.
    "tasks": f"""(({_of_account("tasks")} OR (account_id IS NULL AND owner_id = {{me}} AND {ACTIVE}))
  AND (activity_id IS NULL OR EXISTS (SELECT 1 FROM activities seen WHERE seen.id = tasks.activity_id)))""",
    "exchange_rates": ACTIVE,
    "import_batches": ACTIVE,
    "import_conflicts": f"(owner_id = {{me}} AND {ACTIVE})",
    "settings": ACTIVE,
    "proposals": MINE,
    "transcript": MINE,
}
"""Table → predicate. A table that is not named here can't be read by a desk at all."""
