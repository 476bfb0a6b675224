"""How a note is shown before it is saved, and what comes back from its form."""

from datetime import date

from tools.kit.cards import Day, Field_, Name, Several, Value, Words, say
from tools.kit.history import KINDS
from tools.kit.note import FollowUp, Kind, Note

_VISIBILITIES = {"team": say("your team"), "private": say("only you")}
_KINDS: dict[str, Kind] = {"note": "note", "meeting": "meeting", "call": "call", "email": "email"}


def title(note: Note) -> Words:
    """What is to be saved, and where."""
    match note.kind:
        case "note":
            return say("Note on {account}", account=note.account)
        case "meeting":
            return say("Meeting with {account}", account=note.account)
        case "call":
            return say("Call with {account}", account=note.account)
        case "email":
            return say("Email with {account}", account=note.account)


def readers(note: Note) -> Words:
    """Who will be able to read it, before it is saved."""
    if note.private:
        return say("Only you will be able to read it.")
    return say("Everybody who sees {account} will be able to read it.", account=note.account)


def fields(note: Note) -> tuple[Field_, ...]:
    """Every field that will be saved; all but the account can be edited."""
    names = tuple(Name(text=guest.name) for guest in note.people)
    tasks = tuple(say("{task} (by {day})", task=one.title, day=Day(on=one.due_on)) for one in note.follow_ups)
    return (
        Field_(name="account", label=say("Account"), new=Name(text=note.account)),
        Field_(
            name="type",
            label=say("Type"),
            new=KINDS[note.kind],
            edit="choice",
            raw=note.kind,
            choices=tuple(KINDS.items()),
        ),
        Field_(name="date", label=say("Date"), new=Day(on=note.on), edit="date", raw=note.on.isoformat()),
        Field_(
            name="people",
            label=say("People"),
            new=_joined(names, ", "),
            edit="text",
            raw=", ".join(guest.name for guest in note.people),
        ),
        Field_(name="body", label=say("Text"), new=Name(text=note.body), edit="long_text", raw=note.body),
        Field_(
            name="follow_ups",
            label=say("Follow-ups"),
            new=_joined(tasks, " · "),
            edit="long_text",
            raw="\n".join(f"{one.due_on.isoformat()} {one.title}" for one in note.follow_ups),
        ),
        Field_(
            name="visibility",
            label=say("Visible to"),
            new=_VISIBILITIES[note.visibility],
            edit="choice",
            raw=note.visibility,
            choices=tuple(_VISIBILITIES.items()),
        ),
    )


def _joined(values: tuple[Value, ...], by: str) -> Value | None:
    return Several(items=values, by=by) if values else None


def follow_ups_of(lines: str) -> tuple[FollowUp, ...]:
    """The follow-ups of a form: a line each, its day first (2026-03-31 send the quote). Raises ValueError."""
    found = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        day, _, task = line.partition(" ")
        if not task.strip():
            raise ValueError(line)
        found.append(FollowUp(task.strip(), date.fromisoformat(day)))
    return tuple(found)


def kind_of(chosen: str | None, else_: Kind) -> Kind:
    """The type that a form says, else the one it had."""
    return _KINDS.get(chosen or "", else_)


def as_call(note: Note) -> dict[str, object]:
    """The arguments with which the same note would be proposed."""
    return {
        "account": note.account,
        "note_body": note.body,
        "note_date": note.on.isoformat(),
        "activity_type": note.kind,
        "attendees": [guest.name for guest in note.people],
        "visibility": note.visibility,
    }
