"""Whether the container does its work: over HTTP the service says so itself; with Socket Mode, what is configured works."""

import sys
from urllib.error import URLError
from urllib.request import urlopen

from bot.commands.doctor import examine
from bot.settings import Settings


def healthy(settings: Settings) -> bool:
    """True when the bot answers, or (Socket Mode has no port to ask) when its database and settings are usable."""
    if settings.slack_app_token is not None:
        return not any(finding.broken for finding in examine(settings))
    try:
        with urlopen(f"http://127.0.0.1:{settings.port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except URLError:
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(Settings()) else 1)
