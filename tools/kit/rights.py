"""What an asker's rights leave to be seen at all."""

from sqlalchemy import select

from database.models import Account
from tools.kit.desk import Desk


def sees_nothing(desk: Desk) -> bool:
    """Whether not a single account is this person's to see."""
    with desk.read() as session:
        return session.scalar(select(Account.id).limit(1)) is None
