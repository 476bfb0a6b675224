"""Documents in, passages out: one Markdown file is one document, one section of it is one passage.

A document starts with a front matter of `key: value` lines between two `---` (title, topics, audience, updated, and under
`asked:` questions that it answers, one a line after `- `), then `## ` sections. Its folder is its language:
`documents/en/escalations.md`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.errors import DocumentError

DOCUMENTS = Path(__file__).parent / "documents"
"""The documents that come with the product."""

LONGEST = 250
"""Words in a passage; a longer section is split between its paragraphs."""

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
_ITEM = re.compile(r"^(?:[-*] |\d+\. )")
_RULE_OF_TABLE = re.compile(r"^\|[\s:|-]+\|$")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*|(?<!\w)\*(\S(?:.*?\S)?)\*(?!\w)")


@dataclass(frozen=True)
class Passage:
    """A section of a document, in plain text without markup.

    `score` is set by a search: it orders the passages of one answer and compares to no other answer's.
    """

    id: str
    """Stable as long as file and heading keep their names: "en/escalations#severity"."""
    document: str
    """The document's id: "en/escalations"."""
    title: str
    section: str
    text: str
    language: str
    updated: date
    topics: str = ""
    asked: tuple[str, ...] = ()
    """Questions that the document answers, in words other than its own: they find it, and are never shown."""
    score: float = 0.0


def read_documents(folder: Path = DOCUMENTS) -> list[Passage]:
    """Every passage of every document under `folder`/<language>/*.md, in the order of their names.

    Raises DocumentError for a file without its front matter, without sections, or with two sections of one name.
    """
    return [passage for file in document_files(folder) for passage in read_document(file)]


def document_files(folder: Path = DOCUMENTS) -> list[Path]:
    """The files that are read, sorted."""
    return sorted(folder.glob("*/*.md"))


def read_document(file: Path) -> list[Passage]:
    """The passages of one Markdown file. Raises DocumentError."""
    parts = _FRONT.match(file.read_text(encoding="utf-8"))
    if parts is None:
        raise DocumentError(f"{file.name}: no front matter between two lines of ---")
    front, body = _front_matter(file, parts[1]), parts[2]
    language = file.parent.name
    document = f"{language}/{file.stem}"
    passages = [
        Passage(
            id=f"{document}#{_slug(section)}" + (f"-{number}" if number > 1 else ""),
            document=document,
            title=front["title"],
            section=section,
            text=text,
            language=language,
            updated=date.fromisoformat(front["updated"]),
            topics=front["topics"],
            asked=tuple(front["asked"].split("\n")),
        )
        for section, markdown in _sections(file, body)
        for number, text in enumerate(_split(plain(markdown)), start=1)
    ]
    if len({passage.id for passage in passages}) < len(passages):
        raise DocumentError(f"{file.name}: two sections of one name")
    return passages


def _front_matter(file: Path, text: str) -> Mapping[str, str]:
    lines = [line for line in text.splitlines() if line.strip()]
    pairs = (line.partition(":") for line in lines if not line.startswith("- "))
    front = {key.strip(): value.strip() for key, _, value in pairs}
    front["asked"] = "\n".join(line[2:].strip() for line in lines if line.startswith("- "))
    missing = [key for key in ("title", "topics", "audience", "updated", "asked") if not front.get(key)]
    if missing:
        raise DocumentError(f"{file.name}: the front matter lacks {', '.join(missing)}")
    try:
        date.fromisoformat(front["updated"])
    except ValueError as error:
        raise DocumentError(f"{file.name}: updated is no date (YYYY-MM-DD)") from error
    return front


def _sections(file: Path, body: str) -> Iterator[tuple[str, str]]:
    """(heading, markdown) pairs."""
    before, *rest = _HEADING.split(body)
    if not rest:
        raise DocumentError(f"{file.name}: no section starts with ##")
    if before.strip():
        raise DocumentError(f"{file.name}: text before the first section")
    for heading, markdown in zip(rest[::2], rest[1::2], strict=True):
        if not markdown.strip():
            raise DocumentError(f"{file.name}: nothing under {heading!r}")
        yield heading, markdown


def plain(markdown: str) -> str:
    """Markdown as text for people: wrapped lines joined, tables as "heading: cell" lines, emphasis and backticks gone."""
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = block.splitlines()
        paragraphs.append(_table(lines) if lines[0].startswith("|") else _joined(lines))
    return "\n\n".join(paragraphs)


def _joined(lines: Sequence[str]) -> str:
    joined: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            joined.append(re.sub(r"^[-*] ", "• ", line.strip()))
        elif joined:
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.strip())
    return _unmarked("\n".join(joined))


def _table(lines: Sequence[str]) -> str:
    """Each row as one line: first cell, then the others under their column's name."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not _RULE_OF_TABLE.match(line)
    ]
    head, *body = rows
    described = (
        "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(head[1:], row[1:], strict=True))
        for row in body
    )
    return _unmarked("\n".join(f"• {row[0]} – {rest}" for row, rest in zip(body, described, strict=True)))


def _unmarked(text: str) -> str:
    return _EMPHASIS.sub(lambda found: found[1] or found[2], text).replace("`", "")


def _split(text: str) -> list[str]:
    """The text in pieces of at most about LONGEST words, cut between paragraphs."""
    pieces: list[str] = []
    for paragraph in text.split("\n\n"):
        if pieces and len(pieces[-1].split()) + len(paragraph.split()) <= LONGEST:
            pieces[-1] += "\n\n" + paragraph
        else:
            pieces.append(paragraph)
    return pieces


def _slug(heading: str) -> str:
    return re.sub(r"[^\w]+", "-", heading.casefold()).strip("-")
