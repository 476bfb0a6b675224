"""Text → vector with no key and no network: the static word vectors that come inside the wordllama wheel.

Its two files are read directly: importing the package would bring an HTTP client along, set up the process's root
logger and cost a second, and none of what else it offers is used here.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import EmbedderError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Rows = NDArray[numpy.float32]
    Vector = NDArray[numpy.float32]

_WEIGHTS = Path("weights", "l2_supercat_256.safetensors")
_TOKENIZER = Path("tokenizers", "l2_supercat_tokenizer_config.json")


class Embedder:
    """Averages a text's word vectors into one of length 1."""

    def __init__(self) -> None:
        from safetensors import safe_open
        from tokenizers import Tokenizer

        folder = _wheel()
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with safe_open(folder / _WEIGHTS, framework="np") as weights:
            self._words: Rows = weights.get_tensor("embedding.weight").astype("float32")

    @staticmethod
    def name() -> str:
        """What made the vectors: vectors of two names do not compare."""
        return f"wordllama-{version('wordllama')}-256"

    def embed(self, texts: Sequence[str]) -> "Rows":
        """One row a text, shape (len(texts), 256), each of length 1; a text without words is all zeros."""
        import numpy

        rows = numpy.zeros((len(texts), self._words.shape[1]), dtype=numpy.float32)
        for row, text in zip(rows, texts, strict=True):
            tokens = self._tokenizer.encode(text.lower(), add_special_tokens=False).ids
            if tokens:
                row[:] = self._words[tokens].mean(axis=0)
        return unit(rows)


def unit(rows: "Rows") -> "Rows":
    """Each row at length 1; rows of zeros stay."""
    import numpy

    lengths: Rows = numpy.sqrt((rows * rows).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1
    return rows / lengths


@cache
def embedder() -> Embedder:
    """The process's one embedder (33 MB). Raises EmbedderError."""
    return Embedder()


def _wheel() -> Path:
    found = find_spec("wordllama")
    for place in (found.submodule_search_locations or []) if found else []:
        if (Path(place) / _WEIGHTS).exists() and (Path(place) / _TOKENIZER).exists():
            return Path(place)
    raise EmbedderError(f"{_WEIGHTS.name} is not in the installed wordllama package")
