"""From bytes to rows of cells: which encoding, which delimiter, where each record starts."""

import codecs
import csv
import hashlib
import itertools
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
LONGEST_CELL = 4_000_000
"""Characters. More is a quotation mark that was never closed."""

SAMPLE_ROWS = 30
DELIMITERS = (",", ";", "\t", "|")

Row = tuple[int, list[str]]
"""The line where a record starts, and its cells."""
Broken = tuple[int, str]
"""The line of a record that can't be told from its neighbours, and why."""


class UnreadableFileError(Exception):
    """The file is no table of text; the message says why."""


@dataclass(frozen=True)
class Layout:
    """How a file is written down."""

    path: Path
    encoding: str
    mixed: bool
    """Whether some bytes do not fit the encoding: they are kept as lone surrogates, and their rows rejected."""
    delimiter: str
    header: tuple[str, ...]
    skip: int
    """Lines before the header."""
    digest: str


def look(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Layout:
    """Reads the file once, in chunks, and says how it is written. Raises UnreadableFileError."""
    try:
        found, mixed, digest = _encoding(path) if encoding is None else (encoding, True, _digest(path))
        codecs.lookup(found)
        skip, said = _separator_line(path, found)
        mark = delimiter or said or _delimiter(path, found, skip)
        layout = Layout(path, found, mixed, mark, (), skip, digest)
        header = next((cells for _, cells in rows(layout) if isinstance(cells, list)), None)
    except (OSError, LookupError, UnicodeError) as error:
        raise UnreadableFileError(f"can't be read: {error}") from error
    if header is None:
        raise UnreadableFileError("is empty")
    return Layout(path, found, mixed, mark, tuple(name.strip() for name in header), skip, digest)


def rows(layout: Layout) -> Iterator[Row | Broken]:
    """The header, then each record that is not empty, with the line where it starts."""
    csv.field_size_limit(LONGEST_CELL)
    start = layout.skip
    while True:
        # After a quotation mark that is never closed, reading starts again on the line below it: the rows that it
        # swallowed are good ones.
        resume = yield from _rows_from(layout, start)
        if resume is None:
            return
        start = resume


_END = "\x00end\x00"


def _rows_from(layout: Layout, skip: int) -> Generator[Row | Broken, None, int | None]:
    errors = "surrogateescape" if layout.mixed else "strict"
    with layout.path.open(encoding=layout.encoding, errors=errors, newline="") as file:
        for _ in range(skip):
            file.readline()
        reader = csv.reader(itertools.chain(file, [_END]), delimiter=layout.delimiter)
        line, last = skip + 1, None
        while True:
            try:
                for cells in reader:
                    if last:
                        yield last
                    last = (line, cells) if any(cells) else None
                    line = skip + reader.line_num + 1
                break
            except csv.Error as error:
                if last:
                    yield last
                last = None
                yield line, f"can't be read as a row: {error}"
                if skip + reader.line_num > line:
                    return line
                line = skip + reader.line_num + 1
    # What comes last is the end that was put there, unless a quotation mark swallowed it.
    if last and last[1] != [_END]:
        yield last[0], "has a quotation mark that is never closed"
        return last[0]
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encoding(path: Path) -> tuple[str, bool, str]:
    """The encoding that the bytes fit, whether some do not, and the file's digest."""
    digest = hashlib.sha256()
    fits = True
    with path.open("rb") as file:
        start = file.read(CHUNK)
        marked = _marked(start)
        decoder = codecs.getincrementaldecoder(marked or "utf-8")()
        for chunk in itertools.chain([start], iter(lambda: file.read(CHUNK), b"")):
            digest.update(chunk)
            fits = fits and _decodes(decoder, chunk)
    fits = fits and _decodes(decoder, b"", final=True)
    if fits:
        return marked or "utf-8", False, digest.hexdigest()
    if marked and marked != "utf-8-sig":
        raise UnreadableFileError(f"begins as {marked} and is not {marked} throughout")
    return (*_legacy(path, marked or "utf-8"), digest.hexdigest())


def _marked(start: bytes) -> str | None:
    """What a byte-order mark says, or the zero bytes of UTF-16 without one."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = start[:2000]
    if len(head) >= 8 and head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    return None


def _legacy(path: Path, utf8: str) -> tuple[str, bool]:
    """For bytes that are not UTF-8 throughout: mostly UTF-8, Chinese, or Western European."""
    good = bad = paired = alone = 0
    chinese = True
    decoder = codecs.getincrementaldecoder("gb18030")()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            escaped = len(_ESCAPED.findall(text := chunk.decode("utf-8", "surrogateescape")))
            bad += escaped
            good += len(_BEYOND_ASCII.findall(text)) - escaped
            chinese = chinese and _decodes(decoder, chunk)
            runs = [len(run) for run in _HIGH_BYTES.findall(chunk)]
            paired += sum(length - length % 2 for length in runs)
            alone += sum(length % 2 for length in runs)
    if good > bad:
        return utf8, True
    # Nearly every Chinese character is two high bytes; in Western text a high byte stands alone among letters.
    return ("gb18030", False) if chinese and paired > 8 * alone else ("cp1252", True)


_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _separator_line(path: Path, encoding: str) -> tuple[int, str | None]:
    """Excel's first line `sep=;`, if there is one."""
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        first = file.readline(20).rstrip("\r\n").lower()
    return (1, first[4]) if first.startswith("sep=") and len(first) == 5 else (0, None)


def _delimiter(path: Path, encoding: str, skip: int) -> str:
    """The delimiter that cuts the first rows into the most cells, and into equally many."""

    def shape(delimiter: str) -> tuple[float, int]:
        layout = Layout(path, encoding, True, delimiter, (), skip, "")
        widths = [len(cells) for _, cells in itertools.islice(rows(layout), SAMPLE_ROWS) if isinstance(cells, list)]
        if not widths or widths[0] < 2:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    shapes = {delimiter: shape(delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (shapes[delimiter][0] > 0.5, shapes[delimiter][1]))
