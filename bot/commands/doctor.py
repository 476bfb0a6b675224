"""What is configured, what is missing, and what each missing thing costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.app import UnusableSettingsError, database, model_of
from bot.settings import Settings
from database import schema
from database.access import OVERSEEING_ROLE, SCOPED_ROLE
from database.engine import Session, reading
from database.models import Account, ContractLine, ExchangeRate, ImportBatch, Person
from knowledge import Library


@dataclass(frozen=True)
class Finding:
    """One line of the examination. `broken`: something that was configured does not work."""

    what: str
    found: str
    advice: str = ""
    broken: bool = False

    @property
    def mark(self) -> str:
        """✔ fine, – missing but not needed, ✘ broken."""
        if self.broken:
            return "✘"
        return "–" if self.advice else "✔"


def examine(settings: Settings) -> list[Finding]:
    """Everything that is worth knowing before it matters."""
    try:
        engine = database(settings)
    except schema.NewerDatabaseError as error:
        return [Finding("Database", "newer than this version of Steward", str(error), broken=True), *_slack(settings)]
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        advice = "Check DATABASE_URL (sqlite or postgresql), that the server runs, and that its role may create tables."
        return [
            Finding("Database", f"can't be opened ({type(error).__name__})", advice, broken=True),
            _model(settings),
            *_slack(settings),
        ]
    return [
        *_database(engine, settings),
        *_people(engine, settings),
        *_documents(settings),
        _model(settings),
        *_slack(settings),
    ]


def _database(engine: Engine, settings: Settings) -> Iterator[Finding]:
    yield Finding("Database", f"{engine.dialect.name}, tables at {schema.current(engine)}, policy {settings.policy}")
    if engine.dialect.name != "sqlite":
        yield _reader_roles(engine)
    with reading(engine) as session:
        count = session.scalar(select(func.count()).select_from(Account)) or 0
        if not count:
            yield Finding(
                "Accounts", "none", "Import them: python -m bot import csv FOLDER. Until then Steward has no answers."
            )
            return
        if schema.is_sample(engine):
            advice = "Made-up customers. Import your own, or set DATABASE_URL, and the sample book steps aside."
            yield Finding("Accounts", f"{count:,} of the sample book", advice)
        else:
            latest = session.scalar(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1))
            origin = f", last import {latest.at:%Y-%m-%d %H:%M} UTC from {latest.name}" if latest else ""
            yield Finding("Accounts", f"{count:,}{origin}")
        yield _rates(session, settings)


def _reader_roles(engine: Engine) -> Finding:
    with reading(engine) as session:
        held = session.scalars(
            text(
                "SELECT rolname FROM pg_roles WHERE rolname = ANY(:names) AND pg_has_role(current_user, oid, 'MEMBER')"
            ),
            {"names": [SCOPED_ROLE, OVERSEEING_ROLE]},
        ).all()
    missing = sorted({SCOPED_ROLE, OVERSEEING_ROLE} - set(held))
    if not missing:
        return Finding("Reader roles", "present, row-level security on")
    made = " ".join(f"CREATE ROLE {name} NOLOGIN; GRANT {name} TO the role of DATABASE_URL;" for name in missing)
    return Finding("Reader roles", "missing: no question can be answered", f"As a superuser: {made}", broken=True)


def _rates(session: Session, settings: Settings) -> Finding:
    used = set(session.scalars(select(ContractLine.currency).distinct()))
    known = set(session.scalars(select(ExchangeRate.currency).where(ExchangeRate.base == settings.currency).distinct()))
    missing = sorted(used - known - {settings.currency})
    if missing:
        advice = "Totals stay one a currency. Import rates.csv with the columns currency, rate, date, base."
        return Finding("Exchange rates", f"none to {settings.currency} for {', '.join(missing)}", advice)
    return Finding("Exchange rates", f"to {settings.currency} for every currency in use")


def _people(engine: Engine, settings: Settings) -> Iterator[Finding]:
    with reading(engine) as session:
        people = session.scalar(select(func.count()).select_from(Person)) or 0
        admins = session.scalar(select(func.count()).select_from(Person).where(Person.is_admin)) or 0
        linked = session.scalar(select(func.count()).select_from(Person).where(Person.slack_id.is_not(None))) or 0
        directors = session.scalar(select(func.count()).where(Person.role == "director", Person.active)) or 0
        accounts = session.scalar(select(func.count()).select_from(Account)) or 0
        orphans = session.scalar(select(func.count()).where(Account.owner_id.is_(None), Account.team_id.is_(None))) or 0
    if admins:
        yield Finding("People", f"{people}, {admins} administrators, {linked} linked to Slack")
    else:
        yield Finding("People", f"{people}, no administrator", "Make the first: python -m bot people admin EMAIL.")
    if accounts and not directors:
        advice = "Nobody sees every account. Import people.csv with a column role in which somebody is director."
        yield Finding("Directors", "none", advice)
    if orphans and settings.policy != "all":
        advice = "Directors alone see them. Import accounts.csv with a column owner or team, or set STEWARD_POLICY=all."
        yield Finding("Accounts without owner and team", f"{orphans:,}", advice)
    if settings.user is None and not schema.is_sample(engine):
        yield Finding("STEWARD_USER", "not set", "The terminal needs --as EMAIL with each command.")


def _documents(settings: Settings) -> Iterator[Finding]:
    library = Library(settings.data / "library", settings.chroma_url)
    where = settings.chroma_url or str(settings.data / "library")
    yield Finding("Documents", f"{library.status() or 'not indexed yet: the first question does it'} ({where})")


def _model(settings: Settings) -> Finding:
    if settings.agent == "embedded":
        return Finding("Language model", "not used (STEWARD_AGENT=embedded)")
    if settings.openai_api_key is None and settings.agent == "auto":
        advice = "Steward understands on its own, and asks back where it is not sure. OPENAI_API_KEY connects a model."
        return Finding("Language model", "not configured", advice)
    try:
        model = model_of(settings)
    except UnusableSettingsError as error:
        return Finding("Language model", "can't be used", str(error), broken=True)
    if model is None:
        return Finding("Language model", "not used")
    told = {
        "none": "no record goes there, only messages",
        "facts": "facts go there, no note texts",
        "notes": "facts and notes go there, private notes never",
    }[settings.model_data]
    people = "contacts as placeholders" if settings.model_hides_contacts else "contacts by name"
    share = f"{settings.model_daily_tokens:,} tokens a person and day"
    when = "always asked" if settings.agent == "openai" else "asked where the embedded agent is not sure"
    return Finding("Language model", f"{settings.model} at {model.connection.host}, {when}; {told}, {people}; {share}")


def _slack(settings: Settings) -> Iterator[Finding]:
    if not settings.slack:
        advice = "Steward answers in the terminal only. README says how to connect a workspace."
        yield Finding("Slack", "not configured", advice)
        return
    if settings.slack_bot_token is None:
        yield Finding("Slack", "no SLACK_BOT_TOKEN", "Nothing can be posted without it.", broken=True)
        return
    if settings.slack_app_token:
        yield Finding("Slack", f"Socket Mode, {settings.slack_api_url}")
    elif settings.slack_signing_secret:
        yield Finding("Slack", f"HTTP on {settings.host}:{settings.port}/slack/events, {settings.slack_api_url}")
    else:
        advice = "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): without one nothing comes in."
        yield Finding("Slack", "a bot token alone", advice, broken=True)
