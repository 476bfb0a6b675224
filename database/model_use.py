"""What was used of a model: stored with the turn, summed a person and day."""

from datetime import UTC, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .models import ModelUse


def spent(session: Session, person_id: int, moment: datetime) -> int:
    """Tokens that the person has used on the day (UTC) of `moment`, in and out together."""
    midnight = datetime.combine(moment.astimezone(UTC).date(), time(), UTC)
    query = select(func.sum(ModelUse.tokens)).where(ModelUse.person_id == person_id, ModelUse.at >= midnight)
    return session.scalar(query) or 0


def remember(session: Session, use: ModelUse) -> None:
    """Stores a turn's use, inside the caller's transaction."""
    session.add(use)
