"""What a stretch of a message is most like: linear models over its words, learnt from the examples beside them.

`examples/<language>.txt` holds what people write, by tool; `tools.bin` and `joints.bin` are what training makes of them
(`make train`). Whoever finds a message misread adds a line to the examples and trains again.
"""

from .model import Classifier, Likeness, joints, known_words, tools

__all__ = ["Classifier", "Likeness", "joints", "known_words", "tools"]
