"""Who sees which rows: stated here once, as SQL.

`SCOPE` says how far a person sees: everything, or the accounts of some colleagues and of a team. `POLICY` says, a table,
which rows that opens. The restricted views of SQLite, PostgreSQL's row-level security and every check are made from them.

A predicate is written over the columns of its own table, with these places, filled by `reader.py`: `{me}` the acting
person's id (-1: nobody), `{all_or}` "all rows, or" for those who see everything and nothing for the others, `{in_led}`
"is one of those I lead, or I", `{team}` my team's id, `{author}` whose private notes are seen: mine, or nobody's (-1).
"""

from typing import Literal

Policy = Literal["own", "team", "all"]
POLICIES: tuple[Policy, ...] = ("own", "team", "all")

SCOPED_ROLE = "steward_reader"
"""The PostgreSQL role that a desk takes on. It owns nothing."""
OVERSEEING_ROLE = "steward_overseer"
"""The one it takes on for those who see every account; a role of its own, so that each gets a plan that fits."""

SCOPE = """
WITH RECURSIVE led(id) AS (
    SELECT p.id FROM people p WHERE p.id = :me AND p.active
    UNION SELECT p.id FROM people p JOIN led ON p.manager_id = led.id)
SELECT
    led.id AS led,
    CASE WHEN me.role = 'director' OR (:policy = 'all' AND me.role <> 'partner') THEN 1 ELSE 0 END AS sees_all,
    CASE WHEN :policy = 'team' AND me.role <> 'partner' THEN me.team_id END AS team
FROM led JOIN people me ON me.id = :me
ORDER BY led.id
"""
"""One row for each colleague whose accounts `:me` sees: themselves and everybody below. Nobody who was deactivated has any."""

ACTIVE = "({me} > 0)"

ACCOUNT = "({all_or} owner_id {in_led} OR team_id = {team})"
"""Directors see every account; others their own, those of the people below them, and by policy their team's."""


def _of_account(table: str) -> str:
    # IN and not a correlated EXISTS: the set of one person's accounts is found once, by index, and drives the search.
    return f"({{all_or}} EXISTS (SELECT 1 FROM accounts seen WHERE seen.id = {table}.account_id))"


MINE = "(person_id = {me})"

POLICY: dict[str, str] = {
    # Each predicate looks at a column of its own, be it always true: a table of which a query reads the key alone is
    # reported to SQLite's authorizer as if it had been read past its view, and refused.
    # The directory: every colleague may see who works here.
    "people": "name >= ''",
    "teams": "name >= ''",
    "accounts": ACCOUNT,
    "account_names": _of_account("account_names"),
    "contacts": _of_account("contacts"),
    "contracts": _of_account("contracts"),
    "contract_lines": _of_account("contract_lines"),
    "usage_months": _of_account("usage_months"),
    "tickets": _of_account("tickets"),
    "churn_records": _of_account("churn_records"),
    # A private note is its author's alone: no lead, no director, no admin.
    "activities": f"({_of_account('activities')} AND (visibility <> 'private' OR author_id = {{author}}))",
    "attendees": "EXISTS (SELECT 1 FROM activities seen WHERE seen.id = attendees.activity_id)",
    # What hangs on a private note is as private as the note.
    "tasks": f"""(({_of_account("tasks")} OR (account_id IS NULL AND owner_id = {{me}}))
  AND (activity_id IS NULL OR EXISTS (SELECT 1 FROM activities seen WHERE seen.id = tasks.activity_id)))""",
    "exchange_rates": f"({ACTIVE} AND base >= '')",
    "import_batches": f"({ACTIVE} AND name >= '')",
    "import_conflicts": "(owner_id = {me})",
    "settings": f"({ACTIVE} AND value >= '')",
    "proposals": MINE,
    "transcript": MINE,
    "model_use": MINE,
}
"""Table → predicate. A table that is not named here can't be read by a desk at all."""
