"""What can go wrong in the library."""


class LibraryError(RuntimeError):
    """The base of all of them; the message is for the operator."""


class DocumentError(LibraryError):
    """A document that can't be read as one: names the file and what is wrong with it."""


class EmbedderError(LibraryError):
    """The word vectors are not where the wordllama wheel puts them."""


class VectorsError(LibraryError):
    """Chroma can't be opened or reached; the message says why."""


class VectorsMissingError(VectorsError):
    """Chroma is there but does not hold these passages."""
