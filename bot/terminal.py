"""The same conversation in a terminal: a chat, one message a line from elsewhere, or a tour of the sample book."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size

from sqlalchemy import Engine

from bot import errors
from bot.conversation import Conversation
from bot.text import Reader, Screen
from bot.turn import Action, Answer, Message, Press
from database.engine import transaction
from locales import key
from tools.kit.cards import File, Proposal, pressable

ORDER_KEY = "terminal"
KEYS: dict[str, dict[str, Action]] = {"pending": {"y": "save", "n": "discard", "e": "edit"}, "saved": {"u": "undo"}}
"""What a single letter does to the proposal shown last, by its state."""


@dataclass
class Terminal:
    """One person's conversation over one database."""

    engine: Engine
    conversation: Conversation
    person_id: int
    order_key: str = ORDER_KEY
    now: datetime | None = None
    language: str = "en"
    """Of a failure's sentence, where no turn came far enough to know better."""
    files: Path | None = None
    """Where files of an answer (CSV, .eml) are put; None: nowhere."""
    progress: Callable[[str], None] | None = None
    """Shows what is known already while an answer is still thought about."""

    def answer(self, incoming: Message | Press) -> Answer:
        """One turn, finished. What goes wrong is a sentence with a reference, never an exception."""
        try:
            turn = self.conversation.turn(incoming, self.progress)
            with transaction(self.engine) as session:
                return turn.finish(session)
        except Exception as error:  # noqa: BLE001 - this surface's one handler
            return Answer([errors.explain(error).card], Reader(self.language), "", account_data=False, failed=True)

    def say(self, text: str) -> Answer:
        """What a typed line is answered."""
        return self.answer(Message(self.person_id, text, self.order_key, now=self.now))

    def choose(self, answer: Answer, number: int) -> Answer:
        """What choosing a button of an answer by its number is answered."""
        return self.answer(Press(self.person_id, "do", answer.token, self.order_key, place=number - 1, now=self.now))

    def press(self, action: Action, proposal: str, form: dict[str, str] | None = None) -> Answer:
        """What a decision on a proposal is answered."""
        return self.answer(Press(self.person_id, action, proposal, self.order_key, form=form or {}, now=self.now))


def chat(terminal: Terminal, lines: Iterator[str], *, echo: bool = False) -> None:
    """Answers line after line. After a proposal y saves, e edits, n discards, u undoes; a number chooses a button of the
    answer above; anything else is a message."""
    screen = Screen(width(), numbered=True)
    above: Answer | None = None
    waiting: Proposal | None = None
    for line in lines:
        letter = line.strip().lower()
        if echo:
            print(f"\n> {line.strip()}")
        if letter in ("exit", "quit"):
            return
        if not letter:
            continue
        if above and waiting and letter in KEYS[waiting.state]:
            form = _form(waiting, above.reader, lines) if letter == "e" else None
            above = terminal.press(KEYS[waiting.state][letter], waiting.id, form)
        elif above and letter.isdecimal() and 1 <= int(letter) <= len(pressable(above.cards)):
            above = terminal.choose(above, int(letter))
        else:
            above = terminal.say(line.strip("\n"))
        waiting = show(terminal, above, screen)


def passing(sentence: str) -> None:
    """Prints a sentence that has come in already; the whole answer will hold it again, in its place."""
    print(f"  … {sentence}", file=sys.stderr, flush=True)


def width() -> int | None:
    """How wide the terminal is; None where the output goes elsewhere."""
    return get_terminal_size().columns if sys.stdout.isatty() else None


def show(terminal: Terminal, answer: Answer, screen: Screen) -> Proposal | None:
    """Prints an answer and puts its files down. Gives back the proposal that a letter can now decide, if there is one."""
    print(f"\n{answer.on(screen)}")
    for path in put_down(answer, terminal.files):
        print(f"  → {path}")
    decidable = [card for card in answer.cards if isinstance(card, Proposal) and card.state in KEYS]
    if not decidable:
        return None
    hints = {"pending": key("y: save · e: edit · n: discard"), "saved": key("u: undo")}
    hint = answer.reader.formats.message(hints[decidable[-1].state])
    print(f"\n  {hint}")
    return decidable[-1]


def put_down(answer: Answer, folder: Path | None) -> list[Path]:
    """Writes the answer's files into `folder`, and says where they are."""
    found: list[Path] = []
    for card in answer.cards:
        if folder and isinstance(card, File):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / Path(card.name).name
            path.write_bytes(card.content)
            found.append(path)
    return found


def typed(prompt: str = "\n> ") -> Iterator[str]:
    """What is typed at the prompt, until the end of input."""
    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            print()
            return


def piped() -> Iterator[str]:
    """What comes on standard input, a message a line; bytes that are no text are replaced, not refused."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _form(proposal: Proposal, reader: Reader, lines: Iterator[str]) -> dict[str, str]:
    """Asks for each field that can be edited; an empty line keeps what is there."""
    form: dict[str, str] = {}
    for field in proposal.fields:
        if field.edit == "none":
            continue
        options = f" ({', '.join(value for value, _ in field.choices)})" if field.choices else ""
        print(f"  {reader.words(field.label)}{options} [{field.raw or ''}]: ", end="", flush=True)
        entered = next(lines, "").strip("\n").strip()
        form[field.name] = entered or field.raw or ""
    return form


def tour(terminal: Terminal, messages: Iterable[str]) -> bool:
    """Plays messages and shows their answers; what is proposed is discarded. True when none of them failed."""
    well = True
    screen = Screen(width())
    for message in messages:
        print(f"\n{'─' * (screen.width or 100)}\n> {message}")
        answer = terminal.say(message)
        waiting = show(terminal, answer, screen)
        well = well and not answer.failed
        if waiting:
            print("\n> n")
            show(terminal, terminal.press("discard", waiting.id), screen)
    return well
