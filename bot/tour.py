"""The tour: twelve messages over the sample book that show what can be asked, in four languages."""

from sqlalchemy import select

from database.engine import Session
from database.models import Account, Activity, Contact

TEMPLATES = (
    "which accounts renew this month",
    "anything at risk renewing next quarter, biggest first",
    "whom should I call first today",
    "tell me about {en}",
    "what did we last talk about with {en}",
    "log a call with {contact} at {en}: budget is approved, they send the signed order by Friday",
    "write {contact} of {en} a short invitation to a qbr next week",
    "quels comptes arrivent à échéance le mois prochain ?",
    "écris un mail de renouvellement pour {fr}",
    "Wie verteidige ich den Preis vor einem CFO, der nur ein nettes Extra sieht?",
    "给{zh}做一份上季度的QBR",
    "what can you do?",
)


def messages(session: Session) -> list[str]:
    """The tour's messages, with accounts of this database in them: one for each language that a main contact writes."""
    names = {language: account for language in ("en", "fr", "zh") if (account := _account(session, language))}
    account = names.get("en")
    if account is None:  # an empty database is told of its emptiness
        return [template for template in TEMPLATES if "{" not in template]
    contact = session.scalar(
        select(Contact.name).where(Contact.account_id == account.id, Contact.left_on.is_(None)).order_by(Contact.id)
    )
    said = {language: found.name for language, found in names.items()}
    return [template.format(contact=contact or "", **said) for template in TEMPLATES]


def _account(session: Session, language: str) -> Account | None:
    """The first active account with notes whose main contact writes `language`; any account where there is none;
    None without accounts."""
    spoken = (
        select(Account)
        .join(Contact, Contact.account_id == Account.id)
        .where(Account.status == "active", Contact.is_main, Contact.language == language, Contact.left_on.is_(None))
        .where(select(Activity.id).where(Activity.account_id == Account.id).exists())
        .order_by(Account.id)
    )
    return session.scalars(spoken).first() or session.scalars(select(Account).order_by(Account.id).limit(1)).first()
