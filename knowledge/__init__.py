"""Search over best practice. `Library` is the door; importing it loads neither Chroma nor the word vectors."""

from knowledge.errors import LibraryError
from knowledge.library import Library, Notice
from knowledge.reading import Passage

__all__ = ["Library", "LibraryError", "Notice", "Passage"]
