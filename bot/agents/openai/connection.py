"""Where a model is, what it may be told, and how much a person may use of it: settled once, out of the settings."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

DataClass = Literal["none", "facts", "notes"]
"""What of the records a model may be told: nothing, facts without notes' texts, notes as well (private ones never)."""

OPENAI = "https://api.openai.com/v1"


class UnusableConnectionError(ValueError):
    """The model's settings can't be used as they are; the text says what to do."""


@dataclass(frozen=True)
class Connection:
    """One endpoint and model. Raises UnusableConnectionError where the address is not one that was allowed."""

    api_key: str = field(repr=False)
    model: str
    base_url: str = OPENAI
    allowed: tuple[str, ...] = (OPENAI,)
    """The addresses that requests may go to at all."""
    data: DataClass = "facts"
    hides_contacts: bool = True
    """Contacts' names and addresses go as placeholders."""
    daily_tokens: int = 200_000
    """A person's share of a day, in and out together."""
    seconds: float = 50.0
    """After this much of a turn the model is not waited for any longer."""

    def __post_init__(self) -> None:
        if not self.api_key:
            raise UnusableConnectionError("OPENAI_API_KEY is empty.")
        if _plain(self.base_url) not in {_plain(address) for address in self.allowed}:
            raise UnusableConnectionError(
                f"{self.base_url} is not among the allowed endpoints. Add it to STEWARD_MODEL_ENDPOINTS if it may be told "
                "customers' data."
            )
        parts = urlsplit(self.base_url)
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_machine(parts.hostname)):
            raise UnusableConnectionError(
                f"{self.base_url} is not encrypted: use https, or an endpoint on this machine."
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise UnusableConnectionError("OPENAI_BASE_URL is an address alone: no name, password or query in it.")

    @property
    def host(self) -> str:
        """The endpoint's host, for people to read."""
        return urlsplit(self.base_url).netloc


def _plain(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _is_this_machine(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
