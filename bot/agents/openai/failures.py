"""How asking a model ends when it does not end well. Each kind has its sentence; none of them has anybody's words in it."""

from tools.kit.cards import Words, say


class ModelError(Exception):
    """The model gave nothing that can be used. `words` tells the asker; the embedded agent answers."""

    words: Words = say("The language model's answer could not be used, so I answered without it.")
    is_endpoints_fault = False
    """Whether it speaks against the endpoint, and so counts for the circuit breaker."""


class UnreachableError(ModelError):
    """No connection, a server's fault, a refused key, an unknown model; also: not asked, because it was so just now."""

    words = say("The language model could not be reached, so I answered without it.")
    is_endpoints_fault = True


class BusyError(ModelError):
    """The endpoint asks for patience (429), for longer than a turn has."""

    words = say("The language model is too busy just now, so I answered without it.")
    is_endpoints_fault = True


class SlowError(ModelError):
    """The turn's time is over."""

    words = say("The language model took too long, so I answered without it.")
    is_endpoints_fault = True


class CutError(ModelError):
    """The answer broke off."""

    words = say("The language model's answer broke off, so I answered without it.")
    is_endpoints_fault = True


class TooMuchError(ModelError):
    """The answer is larger than any that could be right, or the question larger than may be sent."""

    words = say("The language model said far too much, so I answered without it.")


class TooLongToSendError(ModelError):
    """The message is longer than what is sent to a model."""

    words = say("Your message is too long for the language model, so I read it without it.")


class LoopError(ModelError):
    """The model used up its calls, or went round in circles."""

    words = say("The language model did not come to an end, so I answered without it.")


class SilentError(ModelError):
    """The model called nothing and decided nothing: words alone are no answer."""


class SpentError(ModelError):
    """The person's share of the day is used up."""

    words = say("Your share of the language model is used up for today, so I answered without it.")


class PrivateError(ModelError):
    """The message speaks of something private, which no model is told."""

    words = say("What is private is not shown to the language model, so I read this without it.")
