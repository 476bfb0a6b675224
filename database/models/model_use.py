"""What each turn used of a language model: for the daily limit a person has, and for whoever pays."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import At, Base, Key, Short, now


class ModelUse(Base):
    """One turn's requests to a model. It holds no words of anybody."""

    __tablename__ = "model_use"
    __table_args__ = (Index("ix_model_use_person_at", "person_id", "at"),)
    id: Mapped[Key]
    at: Mapped[At] = mapped_column(default=now)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    model: Mapped[Short]
    prompt: Mapped[str] = mapped_column(String(16))
    """The first letters of the hash of what the model was told, as in the audit."""
    requests: Mapped[int]
    bytes_sent: Mapped[int]
    tokens: Mapped[int]
    """In and out together, as the endpoint counted them; estimated from the bytes where it did not."""
