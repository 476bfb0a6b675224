"""Where rows came from: batches, external ids, and what an import would have overwritten."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import At, Base, Key, Name, Short, now


class ImportBatch(Base):
    """One file, or one run of a connector, that came in whole."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("ix_import_batches_kind_at", "kind", "at"),)
    id: Mapped[Key]
    system: Mapped[Short]
    """csv, sample, salesforce …"""
    name: Mapped[Name]
    """The file's name, as answers show it."""
    kind: Mapped[Short]
    """What its rows are: accounts, contacts, contracts …"""
    digest: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[At] = mapped_column(default=now)
    as_of: Mapped[date | None]
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)


class ExternalId(Base):
    """Which row of ours is which record of another system, and what that system last said of it."""

    __tablename__ = "external_ids"
    __table_args__ = (
        UniqueConstraint("system", "kind", "external_id"),
        Index("ix_external_ids_row", "kind", "row_id"),
    )
    id: Mapped[Key]
    system: Mapped[Short]
    kind: Mapped[Short]
    external_id: Mapped[Name]
    row_id: Mapped[int]
    digest: Mapped[str | None] = mapped_column(String(64))
    """Of the record as it last came in: equal means nothing to do."""
    imported: Mapped[str | None] = mapped_column(Text)
    """The fields as they last came in (JSON): a field that differs from it now was edited here."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))


class ImportConflict(Base):
    """A field that was edited here and changed there: kept as it is here, told to its owner."""

    __tablename__ = "import_conflicts"
    __table_args__ = (Index("ix_import_conflicts_owner", "owner_id", "settled_at"),)
    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    kind: Mapped[Short]
    row_id: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    field: Mapped[Short]
    ours: Mapped[str | None] = mapped_column(Text)
    theirs: Mapped[str | None] = mapped_column(Text)
    at: Mapped[At] = mapped_column(default=now)
    settled_at: Mapped[At | None]
