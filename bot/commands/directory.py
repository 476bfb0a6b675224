"""`people`: the directory of colleagues, shown and changed."""

from sqlalchemy import Engine

from database import people
from database.engine import reading, transaction


def listed(engine: Engine) -> str:
    """Everybody, a line each."""
    with reading(engine) as session:
        rows = [
            (
                person.name,
                person.email or "–",
                person.role + (" (admin)" if person.is_admin else ""),
                person.team.name if person.team else "–",
                person.slack_id or "–",
                "active" if person.active else "deactivated",
            )
            for person in people.everybody(session)
        ]
    if not rows:
        return "Nobody yet. `python -m bot import csv people.csv` brings colleagues in."
    lines = [("name", "e-mail", "role", "team", "Slack", "state"), *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def changed(engine: Engine, change: str, *values: str) -> str:
    """Makes a change and says so. Raises people.PersonError."""
    with transaction(engine) as session:
        match change, values:
            case "admin", (email,):
                person = people.make_admin(session, email)
                return f"{person.name} is an administrator."
            case "link", (email, slack_id):
                person = people.link(session, email, slack_id)
                return f"{person.name} is {slack_id} in Slack."
            case "deactivate", (email,):
                person = people.deactivate(session, email)
                return f"{person.name} is deactivated."
            case _:
                raise ValueError(change)
