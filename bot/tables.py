"""A table as lines of text, as wide as the screen allows: whole, with cells over several lines, or a row a paragraph."""

from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

GAP = "  "
LEAST = 4
"""Terminal cells below which no column is narrowed."""

Cells = Sequence[str]
Labelled = Callable[[str, str], str]


def table_lines(
    head: Cells, body: Sequence[Cells], right: Sequence[bool], width: int | None, labelled: Labelled
) -> list[str]:
    """The table's lines. `right`: which columns stand on the right; `width` in terminal cells, None: as wide as it is;
    `labelled`: how a column's name and a cell stand beside one another where there are no columns."""
    widths = [max(cells(line[place]) for line in [head, *body]) for place in range(len(head))]
    if width is None or _total(widths) <= width:
        return _columns(head, body, right, widths)
    narrowed = _narrowed(head, body, widths, width)
    paragraphs = _paragraphs(head, body, width, labelled)
    if narrowed is None:
        return paragraphs
    columns = _columns(head, body, right, narrowed)
    return columns if len(columns) <= len(paragraphs) + 2 else paragraphs  # its head takes two lines or more


def _columns(head: Cells, body: Sequence[Cells], right: Sequence[bool], widths: Sequence[int]) -> list[str]:
    lines = [*_row(head, widths, right), GAP.join("─" * each for each in widths)]
    for row in body:
        lines += _row(row, widths, right)
    return lines


def cells(text: str) -> int:
    """The cells of a terminal that a text takes: Chinese characters and dots of colour take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken between words, or between letters where a word alone is wider."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and cells(lines[-1]) + cells(word.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        while cells(word.rstrip()) > width:
            taken = _beginning(word, width)
            lines[-1:] = [taken, ""]
            word = word[len(taken) :]
        lines[-1] += word
    return [lines[0], *(line for line in lines[1:] if line.strip())]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _narrowed(head: Cells, body: Sequence[Cells], widths: list[int], width: int) -> list[int] | None:
    """Narrower columns, the widest first, none below its longest word; None where that does not suffice."""
    least = [
        max(LEAST, *(cells(word.rstrip()) for line in [head, *body] for word in _words(line[place]) or [""]))
        for place in range(len(head))
    ]
    if _total(least) > width:
        return None
    found = list(widths)
    while _total(found) > width:
        widest = max((place for place in range(len(found)) if found[place] > least[place]), key=lambda one: found[one])
        found[widest] -= 1
    return found


def _row(row: Cells, widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    parts = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for number in range(max(map(len, parts))):
        texts = [part[number].rstrip() if number < len(part) else "" for part in parts]
        padded = (_pad(text, width, on_right) for text, width, on_right in zip(texts, widths, right, strict=True))
        lines.append(GAP.join(padded).rstrip())
    return lines


def _pad(text: str, width: int, on_right: bool) -> str:
    gap = " " * (width - cells(text))
    return gap + text if on_right else text + gap


def _paragraphs(head: Cells, body: Sequence[Cells], width: int, labelled: Labelled) -> list[str]:
    """A row a paragraph: its first cell, then the others with the names of their columns."""
    lines: list[str] = []
    for row in body:
        lines += wrapped(row[0], width)
        told = [labelled(label, cell) for label, cell in zip(head[1:], row[1:], strict=True)]
        lines += [f"{GAP}{line}" for line in wrapped(" · ".join(told), max(width - len(GAP), LEAST))]
    return lines


def _words(text: str) -> list[str]:
    """The words with the space behind each; signs of a script without spaces stand alone."""
    found: list[str] = []
    for letter in text:
        sign = _is_sign(letter)
        joins = found and letter != " " and not sign and not found[-1].endswith(" ") and not _is_sign(found[-1])
        if found and (joins or letter == " "):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _is_sign(word: str) -> bool:
    return east_asian_width(word[0]) in "WF"


def _beginning(word: str, width: int) -> str:
    taken = ""
    for letter in word:
        if taken and cells(taken + letter) > width:
            break
        taken += letter
    return taken
