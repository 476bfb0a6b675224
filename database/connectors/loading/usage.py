"""Use of the product: rows of any grain are summed by account and calendar month.

What is summed waits in a temporary file of our own, so that memory stays flat however many rows, accounts and months
there are.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from database.connectors.base import Columns, Problem, Value
from database.models import UsageMonth

from .loader import Loader
from .work import UNCHANGED, Rows, Work

MEASURES = ("events", "seconds", "errors", "active_users", "seats", "features")
LARGEST = 2**31 - 1
"""Of people, seats and features; sums are kept as big integers, which hold what the rows' own limits let add up."""
SUMMED = 3
"""The first of the measures are sums."""

_STAGE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE staged (account_id INTEGER, month TEXT, name TEXT, feature TEXT, person TEXT, events INTEGER,
  seconds INTEGER, errors INTEGER, active_users INTEGER, seats INTEGER, features INTEGER, line INTEGER);
"""

_SUMS = """
SELECT account_id, month, sum(events), sum(seconds), sum(errors),
  coalesce(max(active_users), nullif(count(DISTINCT person), 0)), max(seats),
  coalesce(max(features), nullif(count(DISTINCT feature), 0)), count(*), min(line)
FROM staged GROUP BY account_id, month ORDER BY account_id, month
"""

_REUSED = "SELECT count(*) FROM (SELECT 1 FROM staged WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1)"


class _Month(NamedTuple):
    """An account's month: what was measured, in how many rows, from which line on."""

    account_id: int
    month: str
    measures: tuple[int | None, ...]
    rows: int
    line: int

    @property
    def key(self) -> str:
        return f"{self.account_id}|{self.month}"

    @property
    def digest(self) -> str:
        return hashlib.blake2b(repr(self.measures).encode(), digest_size=16).hexdigest()


class UsageLoader(Loader):
    """`usage` of the templates."""

    model = UsageMonth
    remembers = False
    stages = True
    tallies = False

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._folder = tempfile.TemporaryDirectory(prefix="steward-import-")
        self._stage = sqlite3.connect(Path(self._folder.name) / "usage.db", isolation_level=None)
        self._stage.executescript(_STAGE)
        self._stage.execute("BEGIN")

    def take(self, rows: Rows) -> None:
        """Puts a block aside."""
        rows.resolve("account", self.references.accounts, into="account_id")
        rows.resolve("contract", self.references.contract_accounts, into="contract_account")
        accounts = [
            account or through
            for account, through in zip(rows.get("account_id"), rows.get("contract_account"), strict=True)
        ]
        months = [
            day.replace(day=1).isoformat() if isinstance(day, date) else None
            for day in (month or day for month, day in zip(rows.get("month"), rows.get("date"), strict=True))
        ]
        for place, (account, month) in enumerate(zip(accounts, months, strict=True)):
            if account is None:
                rows.refuse(place, "account", None, "is empty")
            elif month is None:
                rows.refuse(place, "month", None, "is empty, and so is the date")
        rows.attach("account_id", accounts)
        rows.attach("first_day", months)
        rows.settle()
        names = ("account_id", "first_day", "id", "feature", "user", *MEASURES)
        records = zip(*(rows.get(name) for name in names), rows.lines, strict=True)
        self._stage.executemany(f"INSERT INTO staged VALUES ({', '.join('?' * 12)})", records)  # noqa: S608  # our own names

    def finish(self) -> None:
        """Writes the months."""
        try:
            reused = self._stage.execute(_REUSED).fetchone()[0]
            if reused:
                self.work.file.warnings.append(
                    f"{reused} ids stand in rows that differ otherwise; each row was counted"
                )
            months = self._stage.execute(_SUMS)
            while some := [
                _Month(a, m, tuple(measures), n, line) for a, m, *measures, n, line in months.fetchmany(4000)
            ]:
                self._write([month for month in some if self._acceptable(month)])
        finally:
            self._stage.close()
            self._folder.cleanup()

    def _acceptable(self, month: _Month) -> bool:
        months = self.work.run.months
        earlier = None if months is None else months.setdefault((month.account_id, month.month), self.work.feed.name)
        reason = None
        if earlier not in (None, self.work.feed.name):
            reason = f"is in {earlier} as well; what belongs to one month must come in one file"
        elif any(measure is not None and measure > LARGEST for measure in month.measures[SUMMED:]):
            reason = "adds up to more than the database holds"
        if reason is None:
            return True
        self.work.refuse(month.line, Problem(None, month.month[:7], f"{reason} ({month.rows} rows of this account)"))
        self.work.file.rejected += month.rows - 1
        return False

    def _write(self, months: Sequence[_Month]) -> None:
        known = self.work.known(self.record_kind, [month.key for month in months])
        changed = [month for month in months if (entry := known.get(month.key)) is None or entry.digest != month.digest]
        same = sum(month.rows for month in months) - sum(month.rows for month in changed)
        self.work.tally([UNCHANGED], same)
        if not changed:
            return
        fields: Columns = {
            "account_id": [month.account_id for month in changed],
            "month": [date.fromisoformat(month.month) for month in changed],
        }
        for place, name in enumerate(MEASURES):
            measured: list[Value] = [month.measures[place] for month in changed]
            if any(value is not None for value in measured):
                fields[name] = measured
        keys = [month.key for month in changed]
        rows = Rows(self.work, [month.line for month in changed], keys, [month.digest for month in changed], {})
        rows.known = [known.get(key) for key in keys]
        rows.attach("rows", [month.rows for month in changed])
        self.save_record(rows, fields)
        for outcome, count in zip(rows.outcomes, rows.get("rows"), strict=True):
            self.work.tally([outcome], count if isinstance(count, int) else 1)
