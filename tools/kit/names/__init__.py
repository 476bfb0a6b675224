"""The one resolver of accounts, colleagues and contacts: what a written name may mean, to this asker.

Only rows that the asker may see are ever a candidate: a hidden name and one that does not exist get the same answer.
"""

from .index import NameIndex
from .protocol import Found, Heard, Kind, Names
from .resolver import RestrictedNames

__all__ = ["Found", "Heard", "Kind", "NameIndex", "Names", "RestrictedNames"]
