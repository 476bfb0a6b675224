"""A draft as something a mail program opens: an unsent .eml and a mailto address. Nothing is ever sent from here."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from tools.kit.spelling import one_line

LONGEST_MAILTO = 1_800
"""Characters that every mail program takes."""
LONGEST_SUBJECT = 180
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+"
)


def sound_address(email: str | None) -> str | None:
    """The address if it is one and nothing but one; else None: a broken address is no header's business."""
    return email if email and _ADDRESS.fullmatch(email) and ".." not in email else None


def sound_subject(subject: str) -> str:
    """The subject on one line, of a length that mail programs show."""
    text = one_line(subject)
    return text if len(text) <= LONGEST_SUBJECT else text[: LONGEST_SUBJECT - 1].rstrip() + "…"


def eml(subject: str, body: str, to_name: str | None, to_email: str | None) -> bytes:
    """The message as a file that opens as a draft (`X-Unsent`), headers encoded, lines ended as mail wants them."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    address = sound_address(to_email)
    if address:
        user, _, domain = address.rpartition("@")
        message["To"] = Address(one_line(to_name or ""), user, domain)
    message["Subject"] = sound_subject(subject)
    message.set_content(body + "\n", cte="base64" if _mostly_beyond_ascii(body) else "quoted-printable")
    return message.as_bytes()


def _mostly_beyond_ascii(text: str) -> bool:
    return sum(not letter.isascii() for letter in text) * 6 > len(text)


def mailto(subject: str, body: str, to_email: str | None) -> str:
    """An address that opens the draft in a mail program; recipient and subject alone when the rest gets too long."""
    start = f"mailto:{quote(sound_address(to_email) or '', safe='@')}?subject={quote(sound_subject(subject), safe='')}"
    whole = start + "&body=" + quote(body.replace("\n", "\r\n"), safe="")
    return whole if len(whole) <= LONGEST_MAILTO else start
